"""Each layout on the smallest page that has its shape, and the rules that hold for every layout."""

import pytest

from schemas.vocabularies import IssueClass, Kind, Level, Precision, Stage
from scrapers.claim import Reading
from scrapers.layouts.choose import read_page
from scrapers.layouts.cues import is_given_name, is_ukrainian, plausible
from scrapers.layouts.entries import owner_of
from scrapers.layouts.prose import sentences
from scrapers.layouts.table import role_of


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
