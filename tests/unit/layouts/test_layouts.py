"""Each layout on the smallest page that has its shape, and the rules that hold for every layout."""

import pytest

from schemas.vocabularies import IssueClass, Kind, Level, Precision, Stage
from scrapers.claim import Reading
from scrapers.layouts.choose import read_page
from scrapers.layouts.cues import is_given_name, is_ukrainian, plausible
from scrapers.layouts.entry.owners import owner_of
from scrapers.layouts.grid.columns import role_of
from scrapers.layouts.sentence.splitting import sentences


def read(html: str, **options: object) -> Reading:
    settings = {"url": None, "content_type": "text/html", "source": "test"} | options
    return read_page(html.encode(), **settings)  # type: ignore[arg-type]


def partners(html: str, **options: object) -> list[tuple[str, str | None, str | None]]:
    return [(claim.partner_raw, claim.country, claim.since) for claim in read(html, **options).claims]


HEAD = "<h1>Міста-побратими</h1>"


# --- shapes -----------------------------------------------------------------------------------------------------------


def test_table_with_merged_cells_and_several_towns_in_a_cell() -> None:
    html = (
        f"{HEAD}<table><tr><th>Дата</th><th>Країна</th><th>Місто</th></tr><tr><td>1988</td><td "
        f"rowspan=2>Німеччина</td><td>Фільдерштадт, Остфільдерн</td></tr>"
        "<tr><td>2005</td><td>м. Лар</td></tr></table>"
    )
    assert partners(html) == [("Фільдерштадт", "DE", "1988"), ("Остфільдерн", "DE", "1988"), ("Лар", "DE", "2005")]
    assert read(html).layout == "table"


def test_table_with_country_rows_and_without_headers() -> None:
    html = (
        f"{HEAD}<table><tr><td colspan=2>Польща</td></tr><tr><td>Конін</td><td>1992</td></tr><tr><td "
        f"colspan=2>Литва</td></tr><tr><td>Каунас</td><td>2001</td></tr></table>"
    )
    assert partners(html) == [("Конін", "PL", "1992"), ("Каунас", "LT", "2001")]


def test_infobox_row() -> None:
    html = (
        "<table><tr><td>Населення</td><td>10 000</td></tr><tr><td>Площа</td><td>17 "
        "км²</td></tr><tr><td>Міста-побратими</td><td>Конін (Польща)<br>Нант (Франція)</td></tr></table>"
    )
    assert partners(html) == [("Конін", "PL", None), ("Нант", "FR", None)]


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Місто-побратим", "partner"),
        ("Країна", "country"),
        ("Дата підписання угоди", "since"),
        ("№ з/п", "number"),
        ("Українська сторона", "hromada"),
        ("Термін дії", "duration"),
        ("Місто, країна", "both"),
        ("Partner city", "partner"),
        ("Rok podpisania umowy", "since"),
        ("Land", "country"),
        ("Сфера співпраці", "ignore"),
        ("Назва документа", "kind"),
        ("Вінниця", None),
    ],
)
def test_roles_of_headers(header: str, role: str | None) -> None:
    assert role_of(header) == role


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Хаапсалу (Естонія)", [("Хаапсалу", "EE", None)]),
        ("Видин, Республіка Болгарія", [("Видин", "BG", None)]),
        ("США: Олбані, Санді", [("Олбані", "US", None), ("Санді", "US", None)]),
        ("Ланьцут, Гнєзно, Курнік (Польща)", [("Ланьцут", "PL", None), ("Гнєзно", "PL", None), ("Курнік", "PL", None)]),
        ("м.Кельце — Польща — 1958 рік", [("Кельце", "PL", "1958")]),
        ("Конін (Польща), договір підписано 12.05.1995, місто засноване у 1292 році", [("Конін", "PL", "1995-05-12")]),
        ("🇹🇷 Ізмір", [("Ізмір", "TR", None)]),
        ("1. Лар (Шварцвальд), Німеччина", [("Лар (Шварцвальд)", "DE", None)]),
        ("гміна Громадка, Польща", [("гміна Громадка", "PL", None)]),
        ("2007 – Нант, Франція", [("Нант", "FR", "2007")]),
    ],
)
def test_items_of_a_list(item: str, expected: list) -> None:
    assert partners(f"{HEAD}<ul><li>{item}</li></ul>") == expected


def test_country_headings_and_nested_lists() -> None:
    assert partners(f"{HEAD}<h3>Польща</h3><ul><li>Конін</li></ul><p><b>Литва:</b></p><p>Каунас</p>") == [
        ("Конін", "PL", None),
        ("Каунас", "LT", None),
    ]
    assert partners(f"{HEAD}<ul><li>Польща<ul><li>Конін</li></ul></li><li>Литва<ul><li>Каунас</li></ul></li></ul>") == [
        ("Конін", "PL", None),
        ("Каунас", "LT", None),
    ]


def test_a_heading_of_something_else_closes_the_list() -> None:
    assert partners(
        f"{HEAD}<ul><li>Конін (Польща)</li></ul><h2>Заклади культури</h2><ul><li>Палац "
        f"«Листопад»</li><li>Музей Кракова (Польща)</li></ul>"
    ) == [("Конін", "PL", None)]


def test_lines_cards_and_headings() -> None:
    assert partners(f"{HEAD}<p>Конін — Польща — 1992<br>Каунас — Литва<br>Лар — Німеччина — 2005</p>") == [
        ("Конін", "PL", "1992"),
        ("Каунас", "LT", None),
        ("Лар", "DE", "2005"),
    ]
    card = "<div class='card'><h4>{}</h4><p>{}</p><p>{}</p></div>"
    cards = read(
        f"{HEAD}<div>{card.format('Конін', 'Польща', '1992')}{card.format('Нант', 'Франція', 'Угоду підписано 7 травня 2007 року')}"
        f"</div>"
    )
    assert (cards.layout, [(claim.partner_raw, claim.country, claim.since) for claim in cards.claims]) == (
        "cards",
        [("Конін", "PL", "1992"), ("Нант", "FR", "2007-05-07")],
    )
    told = read(
        f"{HEAD}<h2>Конін</h2><p>Місто у Польщі, відоме з 1292 року. Угоду підписано у червні 2005 "
        f"року.</p><h2>Каунас (Литва)</h2><p>Друге місто країни.</p>"
    )
    assert (told.layout, [(claim.partner_raw, claim.country, claim.since) for claim in told.claims]) == (
        "headings",
        [("Конін", "PL", "2005-06"), ("Каунас", "LT", None)],
    )


# --- running text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Містами-побратимами Полтави є Конін (Польща) та естонське місто Вільянді.",
            [("Конін", "PL", "signed"), ("Вільянді", "EE", "signed")],
        ),
        ("Громада підписала угоду про партнерство з польським містом Ченстохова.", [("Ченстохова", "PL", "signed")]),
        ("Угоду підписали міста Нетішин та Новий Сонч (Польща) про співпрацю.", [("Новий Сонч", "PL", "signed")]),
        (
            "Меморандум про співпрацю підписали голова Сергій Коваль та мер міста Прущ-Гданський (Польща) Януш Врубель.",
            [("Прущ-Гданський", "PL", "signed")],
        ),
        ("Громада планує підписати угоду про партнерство з німецьким містом Лар.", [("Лар", "DE", "intent")]),
        ("Міська рада розірвала угоду про співпрацю з білоруським містом Несвіж.", [("Несвіж", "BY", "ended")]),
        (
            "Депутати погодили проєкт угоди про партнерство між містом Буча та містом Авранш (Франція).",
            [("Авранш", "FR", "approved")],
        ),
        ("In 2019 Kharkiv signed a sister city agreement with Cincinnati (USA).", [("Cincinnati", "US", "signed")]),
        (
            "Мэр Тростянца Юрий Бова и глава польской гмины Богухвала подписали соглашение о сотрудничестве.",
            [("Богухвала", "PL", "signed")],
        ),
        (
            "Podpisano umowę o partnerstwie pomiędzy miastem Wysznewe (Ukraina) i miastem Pionki (Polska).",
            [("Pionki", "PL", "signed")],
        ),
        (
            "Die Stadt Altdorf (Deutschland) und die ukrainische Stadt Schowkwa haben eine Partnerschaft unterzeichnet.",
            [("Altdorf", "DE", "signed")],
        ),
    ],
)
def test_partners_of_a_sentence(text: str, expected: list) -> None:
    assert [(claim.partner_raw, claim.country, claim.stage.value) for claim in read(f"<p>{text}</p>").claims] == expected


def test_the_cases_of_one_name_meet_and_the_own_town_is_none() -> None:
    reading = read(
        "<h1>Угода з Ченстоховою</h1><p>Умань підписала угоду про співпрацю з містом Ченстохова "
        "(Польща). Мер Ченстохови подякував Умані за партнерство.</p>",
        hromada_names=["Умань"],
    )
    assert [(claim.partner_raw, claim.country) for claim in reading.claims] == [("Ченстохова", "PL")]


def test_sentences_keep_abbreviations_and_initials() -> None:
    assert sentences("Угоду підписано 1996 р. у м. Хелм. Її підписав С. Моргунов. Далі буде.") == [
        "Угоду підписано 1996 р. у м. Хелм.",
        "Її підписав С. Моргунов.",
        "Далі буде.",
    ]


# --- words of a claim -------------------------------------------------------------------------------------------------


def test_fields_of_a_claim() -> None:
    claim = read(
        f"{HEAD}<ul><li>гміна Громадка (Республіка Польща), меморандум про співпрацю від 3 червня 2020 року</li></ul>",
        hromada_code="UA65100150000012345",
    ).claims[0]
    assert (claim.partner_raw, claim.country_raw, claim.country, claim.since, claim.since_precision) == (
        "гміна Громадка",
        "Республіка Польща",
        "PL",
        "2020-06-03",
        Precision.DAY,
    )
    assert (claim.kind, claim.stage, claim.level, claim.hromada_code) == (
        Kind.MEMORANDUM,
        Stage.SIGNED,
        Level.GMINA,
        "UA65100150000012345",
    )
    assert len(claim.quote) <= 300


def test_a_renewal_is_not_the_beginning() -> None:
    html = (
        f"{HEAD}<table><tr><th>Місто</th><th>Країна</th><th>Дата</th></tr><tr><td>Кельце</td><td>Польща</td>"
        f"<td>{{}}</td></tr></table>"
    )
    first = read(html.format("1958, оновили у 2023")).claims[0]
    assert (first.since, first.stage) == ("1958", Stage.RENEWED)
    only = read(html.format("оновили у 2023")).claims[0]
    assert (only.since, only.stage) == ("2023", Stage.RENEWED)


def test_the_date_of_the_page_is_never_the_date_of_the_tie() -> None:
    html = (
        '<meta property="article:published_time" content="2024-03-14"><p>Опубліковано: '
        "14.03.2024</p><p>Громада підписала угоду про партнерство з польським містом Конін.</p>"
    )
    assert partners(html) == [("Конін", "PL", None)]


def test_personal_data_is_not_in_the_quote() -> None:
    claim = read(f"{HEAD}<ul><li>Конін (Польща), ratusz@konin.example.pl</li><li>Нант (Франція)</li></ul>").claims
    assert all("@" not in one.quote for one in claim)


# --- what gives nothing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "issue", "options"),
    [
        (
            "<h1>Міста-побратими Любліна</h1><ul><li>Вісбаден (Німеччина)</li><li>Луцьк (Україна)</li></ul>",
            IssueClass.NOT_ITS_OWN_LIST,
            {"hromada_names": ["Луцьк"]},
        ),
        (
            "<h1>Miasta partnerskie Rybnika</h1><ul><li>Dorsten (Niemcy)</li><li>Bar (Ukraina)</li><li>Mazamet "
            "(Francja)</li></ul>",
            IssueClass.NOT_ITS_OWN_LIST,
            {"url": "https://rybnik.example.pl/x"},
        ),
        ("<p>Місто має 12 міст-побратимів.</p>", IssueClass.NO_PARTNERS, {}),
        ("<p>Громада шукає партнерів у Польщі та Німеччині для співпраці.</p>", IssueClass.NO_PARTNERS, {}),
        (
            "<h1>Погода</h1><table><tr><th>Місто</th><th>Країна</th></tr><tr><td>Варшава</td><td>Польща</td></tr></table>",
            IssueClass.NO_PARTNERS,
            {},
        ),
        (
            "<p>Глава администрации Мелитополя подписал соглашение о побратимстве с городом Подольск (Россия).</p>",
            IssueClass.NO_PARTNERS,
            {},
        ),
        (
            "<p>Шумська громада Тернопільської області та Калуська громада підписали меморандум про співпрацю.</p>",
            IssueClass.NO_PARTNERS,
            {},
        ),
    ],
)
def test_pages_that_give_nothing_say_why(html: str, issue: IssueClass, options: dict) -> None:
    reading = read(html, **options)
    assert reading.claims == []
    assert reading.reason
    assert issue in [one.issue_class for one in reading.issues]
    assert reading.checked == (issue is IssueClass.NO_PARTNERS)


def test_domestic_ties_are_marked() -> None:
    claims = read(f"{HEAD}<ul><li>Конін (Польща)</li><li>Трускавець (Україна)</li></ul>").claims
    assert [(claim.partner_raw, claim.country, claim.kind) for claim in claims] == [
        ("Конін", "PL", Kind.TWINNING),
        ("Трускавець", "UA", Kind.DOMESTIC),
    ]


def test_a_heading_of_domestic_partners_makes_their_ties_domestic() -> None:
    claims = read(
        f"{HEAD}<ul><li>Конін (Польща)</li></ul><h3>Українські міста-партнери</h3><ul><li>Трускавець</li></ul>"
    ).claims
    assert [(claim.partner_raw, claim.country, claim.kind) for claim in claims] == [
        ("Конін", "PL", Kind.TWINNING),
        ("Трускавець", "UA", Kind.DOMESTIC),
    ]


def test_a_printed_country_outranks_a_heading_that_names_ukraine_as_well() -> None:
    html = (
        "<h1>Міста-побратими</h1><p>З ким місто співпрацює за кордоном і в Україні.</p><table><tr><td>Країна</td><td>Місто</td></tr>"
        "<tr><td>Німеччина</td><td>Фільдерштадт</td></tr><tr><td>Болгарія</td><td>Велико-Тирново</td></tr></table>"
    )
    assert [claim.country for claim in read(html).claims] == ["DE", "BG"]


def test_names_with_lost_letters_are_quarantined() -> None:
    reading = read(
        f"{HEAD}<p>Полтава підтримує дружні відносини з містами Європи.</p><ul><li>Кон\ufffdн "
        f"(Польща)</li><li>Нант (Франція)</li><li>Лодзь (Польща)</li></ul>"
    )
    assert [claim.partner_raw for claim in reading.claims] == ["Нант", "Лодзь"]
    assert [(issue.issue_class, issue.row) for issue in reading.issues] == [(IssueClass.BAD_ENCODING, "Кон\ufffdн (Польща)")]
    assert not reading.checked


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Конін",
        "Лайнфельден-Єхтердінген",
        "Франкфурт-на-Одері",
        "Bad Homburg vor der Höhe",
        "Őr",
        "Новий Сонч",
        "Л'Акуїла",
        "Ференцварош (IX район Будапешта)",
        "Сан-Антоніо",
    ],
)
def test_names_that_may_be_places(name: str) -> None:
    assert plausible(name)


@pytest.mark.parametrize(
    "name",
    [
        "Угода про співпрацю",
        "детальніше",
        "Детальніше",
        "Міста-побратими",
        "ЄС",
        "Петренко Іван Миколайович",
        "Фонд Східна Європа",
        "1992",
        "",
        "К",
        "Програма обмінів",
    ],
)
def test_words_that_are_no_places(name: str) -> None:
    assert not plausible(name)


def test_ukrainian_towns_are_known_in_cases_and_languages() -> None:
    assert all(
        map(
            is_ukrainian,
            [
                "Полтави",
                "Миколаєвом",
                "Ужгороду",
                "Харьков",
                "Львова",
                "Khotyn",
                "Schowkwa",
                "Wysznewe",
                "Kamianets-Podilskyi",
                "Біла Церква",
                "Івано-Франківська",
            ],
        )
    )
    assert not any(map(is_ukrainian, ["Конін", "Люблін", "Барі", "Краків", "Дрезден", "Барі", "Kielce", "Hannover"]))


def test_given_names_and_owners() -> None:
    assert is_given_name("Веслав") and is_given_name("Войцехом") and not is_given_name("Конін")
    assert owner_of("Міста-побратими Коніна") == "Коніна"
    assert owner_of("Miasta partnerskie miasta Rybnika") == "Rybnika"
    assert owner_of("Міста-партнери Берегівської громади") is None
    assert owner_of("Громада стала партнером міста Конін") is None


# --- lists of several hromady -----------------------------------------------------------------------------------------

OWN = {"hromada_code": "UA46020010000096418", "hromada_names": ("Дрогобич", "Дрогобицька міська територіальна громада")}
CODE = OWN["hromada_code"]


def owners(html: str) -> list[tuple[str, str | None, str | None]]:
    return [(claim.partner_raw, claim.hromada_raw, claim.hromada_code) for claim in read(html, **OWN).claims]


@pytest.mark.parametrize("header", ["Громада", "Територіальна громада", "Назва ТГ"])
def test_a_row_belongs_to_the_hromada_that_its_column_names(header: str) -> None:
    html = (
        f"<h1>Міжнародне співробітництво</h1><table><tr><td>{header}</td><td>Місто-побратим</td><td>Країна</td></tr>"
        "<tr><td>Дрогобицька міська</td><td>Легниця</td><td>Польща</td></tr>"
        "<tr><td>Стрийська міська</td><td>Новий Сонч</td><td>Польща</td></tr></table>"
    )
    assert owners(html) == [("Легниця", "Дрогобицька міська", CODE), ("Новий Сонч", "Стрийська міська", None)]


def test_a_column_of_hromady_alone_is_the_column_of_partners() -> None:
    html = f"{HEAD}<table><tr><td>Громада</td><td>Країна</td></tr><tr><td>Саноцьк</td><td>Польща</td></tr><tr><td>Дукля</td><td>Польща</td></tr></table>"
    assert owners(html) == [("Саноцьк", None, CODE), ("Дукля", None, CODE)]


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Партнери громад району</h1><h2>Дрогобицька міська територіальна громада</h2><ul><li>Легниця (Польща)</li></ul>"
        "<h2>Стрийська громада</h2><ul><li>Новий Сонч (Польща)</li></ul>",
        "<h1>Партнери громад району</h1><ul><li>Дрогобицька громада – Легниця (Польща)</li><li>Стрийська громада: Новий Сонч (Польща)</li></ul>",
        "<h1>Партнери громад району</h1><table><tr><td>№</td><td>Партнер</td><td>Країна</td></tr><tr><td colspan=3>Дрогобицька громада</td></tr>"
        "<tr><td>1</td><td>Легниця</td><td>Польща</td></tr><tr><td colspan=3>Стрийська громада</td></tr><tr><td>1</td><td>Новий Сонч</td>"
        "<td>Польща</td></tr></table>",
    ],
)
def test_a_partner_belongs_to_the_hromada_named_above_or_before_it(html: str) -> None:
    found = owners(html)
    assert [(name, code) for name, _, code in found] == [("Легниця", CODE), ("Новий Сонч", None)]
    assert found[1][1].startswith("Стрийська громада")


def test_rows_of_nobody_in_a_list_of_several_hromady_wait_for_review() -> None:
    reading = read("<h1>Міста-побратими громад Львівської області</h1><ul><li>Новий Сонч (Польща)</li></ul>", **OWN)
    assert not reading.claims and reading.reason == "every entry needs review"
    assert [issue.row for issue in reading.issues if issue.issue_class is IssueClass.BAD_ROW] == ["Новий Сонч (Польща)"]


def test_an_organisation_and_its_seat_are_no_partners() -> None:
    html = (
        f"{HEAD}<table><tr><td>Партнер</td><td>Країна</td></tr><tr><td>IDIS Viitorul, Кишинів</td><td>Молдова</td></tr>"
        "<tr><td>Ясси</td><td>Румунія</td></tr></table>"
    )
    assert partners(html) == [("Ясси", "RO", None)]
    (doubt,) = [issue for issue in read(html).issues if issue.issue_class is IssueClass.BAD_ROW]
    assert "IDIS" in doubt.words and "Кишинів" in (doubt.row or "")


# --- pages from abroad ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "url", "items"),
    [
        ("en", "https://borough.example.us/x", "<li>Nizhyn, Ukraine</li><li>Kyoto, Japan</li>"),
        ("de", "https://stadt.example.de/x", "<li>Winnyzja (Ukraine)</li><li>Lublin (Polen)</li>"),
        ("pl", "https://miasto.example.pl/x", "<li>Łuck (Ukraina)</li><li>Meppen (Niemcy)</li>"),
    ],
)
def test_the_list_of_a_town_abroad_gives_nothing(lang: str, url: str, items: str) -> None:
    heads = {"en": "Our twin towns", "de": "Unsere Partnerstädte", "pl": "Nasze miasta partnerskie"}
    reading = read(f"<html lang={lang}><h1>{heads[lang]}</h1><ul>{items}</ul></html>", url=url)
    assert not reading.claims and reading.issues[0].issue_class is IssueClass.NOT_ITS_OWN_LIST


def test_the_english_list_of_a_hromada_is_its_own() -> None:
    html = "<html lang=en><h1>Twin towns</h1><ul><li>Kyiv, Ukraine</li><li>Kielce, Poland</li></ul></html>"
    found = read(html, url="https://rada.example.ua/en/twins", hromada_names=("Vinnytsia",)).claims
    assert [(claim.partner_raw, claim.kind is Kind.DOMESTIC) for claim in found] == [("Kyiv", True), ("Kielce", False)]


def test_a_language_without_a_grammar_is_not_read_as_one_of_ours() -> None:
    reading = read("<h1>Девня се побратими с Пловдив</h1><p>Кметовете на двата града се срещнаха в общината и подписаха договор за "
                   "побратимяване между Девня и Пловдив, като обещаха връзките да бъдат дългосрочни.</p>")  # fmt: skip
    assert not reading.claims and "bg" in reading.reason


# --- who is a person, and who is Ukrainian ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["Delyatyn", "Deliatyn", "Delatynem", "Jamnicą", "Kamyanets-Podilskyi", "Zvyahel", "Czortkowem", "Ірпеня", "Святогорск"],
)
def test_spellings_and_cases_of_ukrainian_towns(name: str) -> None:
    assert is_ukrainian(name)


@pytest.mark.parametrize("name", ["Lublin", "Bălți", "Samara", "Kyjov", "Wesel", "Sanok", "Біржай", "Перечин-над-Лабою"])
def test_foreign_towns_that_sound_alike(name: str) -> None:
    assert not is_ukrainian(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Міський голова Ніжина Олександр КОДОЛА та мер Іматри Матіас ХІЛЬДЕН підписали угоду між Ніжином та фінляндським містом Іматра.", ["Іматра"]),
        ("Меморандум підписали міський голова Ічні та мери французьких міст Авранш та Плоермель Давід Ніколя та Ронан Лоас.", ["Авранш", "Плоермель"]),
        ("Угоду про партнерство підписав мер міста-побратима Бергамо (Італія), зазначив Федорук.", ["Бергамо"]),
        ("Результат – українське місто Чугуїв та шведське місто Дандерюд стали партнерами.", ["Дандерюд"]),
        ("Київ розірвав побратимські зв’язки з російськими містами. Серед них – Москва та Махачкала.", ["Москва", "Махачкала"]),
    ],
)  # fmt: skip
def test_persons_and_first_words_of_sentences_are_no_partners(text: str, expected: list[str]) -> None:
    assert [claim.partner_raw for claim in read(f"<p>{text}</p>").claims] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Погоджено угоду між Харківською міською радою, містом Кель (Німеччина) та містом Страсбург (Франція).", ["DE", "FR"]),
        ("Яворніце (Краловецький край, Чеська Республіка) та Самгородоцька громада підписали меморандум.", ["CZ"]),
        ("Київська міська рада позбавила столицю Білорусі Мінськ статусу міста-побратима.", ["BY"]),
        ("Угоду з районом Шпандау, Берлін (Німеччина) підписано.", ["DE"]),
        ("Полтава підписала з делегацією Німеччини програму партнерства з містами Фільдерштадт та Остфільдерн.", ["DE", "DE"]),
    ],
)
def test_each_place_takes_the_country_that_is_said_of_it(text: str, expected: list[str]) -> None:
    assert [claim.country for claim in read(f"<p>{text}</p>").claims] == expected


SIGNED = "<p>У понеділок, 17 липня, Ковель підписав угоду про партнерство з німецьким містом Саарбрюккен.</p>"


@pytest.mark.parametrize(
    ("page", "since"),
    [
        (f"<p>Дата: 18.07.2023 09:40</p>{SIGNED}", "2023-07-17"),
        (f'<head><meta property="article:published_time" content="2023-07-18T09:40:00+03:00"></head>{SIGNED}', "2023-07-17"),
        (SIGNED, None),
        # the clock of the site, a later change, a list of news, a day that is no day of the week before it
        (f"<p>Сьогодні 18.07.2026</p>{SIGNED}", None),
        (f"<p>Оновлено: 18.07.2026</p>{SIGNED}", None),
        (f"<p>18.07.2023</p>{SIGNED}<p>01.02.2021</p><p>Інша новина.</p>", None),
        (f"<p>18.06.2023</p>{SIGNED}", None),
    ],
)
def test_the_year_of_a_day_comes_from_the_page_only_when_it_was_published_soon_after(page: str, since: str | None) -> None:
    assert partners(page) == [("Саарбрюккен", "DE", since)]


def test_one_bare_mention_without_a_country_waits_for_a_review() -> None:
    page = (
        "<p>On Monday, officials in the Pleasant Falls City and the mayor of Lviv, Ukraine, held a virtual ceremony to sign an "
        "agreement of twinning and cooperation.</p>"
    )
    reading = read(page)
    assert reading.claims == []
    assert [issue.issue_class for issue in reading.issues] == [IssueClass.BAD_ROW, IssueClass.NO_PARTNERS]
    assert "Pleasant Falls" in reading.issues[0].words


def test_a_page_from_abroad_without_a_ukrainian_side_gives_nothing() -> None:
    page = "<p>The city of Chisinau and the city of Bucharest signed a twin city agreement.</p>"
    assert read(page, url="https://news.example.md/1").claims == []
    assert read(page.replace("Chisinau", "Lviv"), url="https://news.example.md/1").claims


def test_a_polish_year_does_not_end_a_sentence_that_it_opens() -> None:
    assert len(sentences("W poniedziałek, 26 sierpnia 2019 r. Gmina Szczebrzeszyn podpisała umowę.")) == 1
    assert len(sentences("Umowa z miastem Mikołajów została podpisana przez obie strony w 2003 r. Gmina liczy na więcej.")) == 2


def test_a_place_that_the_page_puts_in_ukraine_is_no_partner_abroad() -> None:
    page = (
        "<p>Delegacja pojechała do Gminy Łokacze na Ukrainie.</p>"
        "<p>Umowę o współpracy pomiędzy Gminą Krościenko Wyżne a Gminą Łokacze podpisali wójt i burmistrz.</p>"
    )
    assert partners(page, url="https://gmina.example.pl/1") == [("Krościenko Wyżne", "PL", None)]


@pytest.mark.parametrize(
    ("printed", "since", "kept"),
    [
        ("31.02.2004", None, "31.02.2004"),
        ("5.13.2004", None, "5.13.2004"),
        ("2004-2010", "2004", "2004-2010"),
        ("05.05.2004", "2004-05-05", None),
    ],
)
def test_a_date_that_no_calendar_holds_stays_as_printed(printed: str, since: str | None, kept: str | None) -> None:
    html = f"{HEAD}<ul><li>Жешув, Польща – 2010 р.</li><li>Люблін, Польща – {printed}</li><li>Барі, Італія</li></ul>"
    [claim] = [claim for claim in read(html).claims if claim.partner_raw == "Люблін"]
    assert (claim.since, claim.signed_raw) == (since, kept)


# --- what other sentences and other parts of a page say ---------------------------------------------------------------


def told(html: str, **options: object) -> list[tuple[str, str | None, str | None, str]]:
    return [(one.partner_raw, one.country, one.since, one.stage.value) for one in read(html, **options).claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the day stands in a sentence of its own, before or behind the one that names the partner
        (
            "<p>Громада уклала угоду про партнерство з польською гміною Долина.</p><p>Її підписано 3 травня 2021 року.</p>",
            [("Долина", "PL", "2021-05-03", "signed")],
        ),
        (
            "<p>3 травня 2021 року у ратуші підписано угоду про побратимство.</p><p>Новим побратимом стала польська гміна Долина.</p>",
            [("Долина", "PL", "2021-05-03", "signed")],
        ),
        # the year leads, the days follow
        (
            "<p>У 2021 році громада підписала дві угоди: 3 травня – з гміною Долина (Польща), 7 червня – з містом Гарц (Німеччина).</p>",
            [("Долина", "PL", "2021-05-03", "signed"), ("Гарц", "DE", "2021-06-07", "signed")],
        ),
        # the day of a decision and that of a visit are not those of the tie
        (
            "<p>Депутати Луцької міської ради на сесії 3 травня 2021 року затвердили проєкт угоди про партнерство з містом Гарц (Німеччина).</p>",
            [("Гарц", "DE", None, "approved")],
        ),
        (
            "<p>Громада має партнерські відносини з містом Гарц у Німеччині. 3 травня 2021 року делегація партнерського міста Гарц відвідала школу.</p>",
            [("Гарц", "DE", None, "signed")],
        ),
        # whose partner: the partner's own, an institution's, an association's
        (
            "<p>Рада підписала угоду про партнерство з гміною Долина (Польща). Там святкували річницю їх партнерських відносин з м. Гарц (Німеччина).</p>",
            [("Долина", "PL", None, "signed")],
        ),
        ("<p>Меморандум про співпрацю підписано з компанією Насос (м. Гарц, Німеччина).</p>", []),
        (
            "<p>Меморандум про співпрацю підписали голова Асоціації громад України та мер міста Гарц, президент Асоціації міст Німеччини.</p>",
            [],
        ),
        ("<p>Раніше ми писали, що місто Гарц у Німеччині відмовилося від побратимства з українським Бердичевом.</p>", []),
        # what an apposition says
        (
            "<p>Делегація громади прибула до міста Гарц у Німеччині, яке є партнером Луцької громади.</p>",
            [("Гарц", "DE", None, "signed")],
        ),
        # a council that abstained, and talks of a tie that is there
        (
            "<p>Луцьк та Гарц (Німеччина) стануть побратимами.</p><p>Досі муніципалітет Гарц утримався від укладення угод про побратимство.</p>",
            [("Гарц", "DE", None, "intent")],
        ),
        (
            "<p>Обговорено питання розвитку побратимських відносин між Луцьком і містом Гарц (Німеччина).</p>",
            [("Гарц", "DE", None, "signed")],
        ),
    ],
)
def test_sentences_that_tell_of_one_another(text: str, expected: list) -> None:
    assert told(f"<h1>Новини громади</h1>{text}") == expected


def test_only_the_forms_of_a_list_that_are_entries() -> None:
    html = (
        f"{HEAD}<p>Ми пишаємося дружбою з:</p><p>* 🇵🇱 Долина, Битом</p><p>⏸ Гарц 🇩🇪 (призупинено)</p>"
        "<p>Вдячні тим, хто підтримує нас, не маючи офіційних угод:</p><p>* 🇩🇪 Лойна</p>"
    )
    assert told(html) == [
        ("Долина", "PL", None, "signed"),
        ("Битом", "PL", None, "signed"),
        ("Гарц", "DE", None, "suspended"),
    ]


def test_dates_of_an_entry_that_are_none() -> None:
    html = (
        f"{HEAD}<ul><li>Гарц (Німеччина), з 1990-х років</li><li>Долина (Польща) – підписання заплановано на 2030 рік</li></ul>"
    )
    assert told(html) == [("Гарц", "DE", None, "signed"), ("Долина", "PL", None, "intent")]


def test_a_name_beside_its_other_script_is_one_partner() -> None:
    html = f"{HEAD}<ul><li>м. Кремниця – Kremnica (Словаччина)</li><li>Люблін / Lublin (Польща)</li></ul>"
    assert [(name.split(" ")[0], country) for name, country, _ in partners(html)] == [("Кремниця", "SK"), ("Люблін", "PL")]


def test_a_paragraph_opened_by_a_name_under_its_country_is_an_entry() -> None:
    html = (
        f"{HEAD}<h3>Польща</h3><p><b>Устрики-Долішні</b>. Місто та гміна в Бещадах, за тридцять кілометрів від кордону. "
        "Угоду про співпрацю підписано 22 березня 2017 року в приміщенні магістрату.</p><p>Історія. Відносини з польськими "
        "містами почалися у 2001 році, коли до громади приїхала перша делегація з-за кордону, і тривають досі.</p>"
    )
    assert partners(html) == [("Устрики-Долішні", "PL", "2017-03-22")]


def test_a_name_does_not_end_with_a_preposition() -> None:
    assert not plausible("Відносини з") and plausible("Ліон") and plausible("Сент-Аман")
