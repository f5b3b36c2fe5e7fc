"""Ties told in running text: whose clause it is, dates of other sentences, plans, partners of projects, lists on sites abroad."""

from time import perf_counter

import pytest

from scrapers.layouts.choose import read_page

URL = "https://rada.example.gov.ua/novyny/1"


def read(*paragraphs: str, lang: str = "uk", title: str = "Новини", url: str | None = URL, site: str = "") -> list[tuple]:
    """(hromada, partner, country, since, stage) of every claim of a small page."""
    body = "".join(text if text.startswith("<") else f"<p>{text}</p>" for text in paragraphs)
    page = f"<html lang={lang}><head><title>{title}</title></head><body><header>{site}</header><main><h1>{title}</h1>{body}</main><footer>{site}</footer></body></html>"
    reading = read_page(page.encode(), url=url, content_type="text/html", source="test")
    return [(one.hromada_raw, one.partner_raw, one.country, one.since, one.stage.value) for one in reading.claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Київ відмовився вважати містами-партнерами Москву та Мінськ; Харків розірвав відносини з Москвою і Бєлгородом; "
            "Чернівці – з Брянськом і Подольськом.",
            [("Київ", "Москву"), ("Київ", "Мінськ"), ("Харків", "Москвою"), ("Харків", "Бєлгородом"), ("Чернівці", "Брянськом")],
        ),
        (
            "Ужгород підписав угоду про партнерство з польським містом Ярослав, а Мукачево – з угорським містом Матесалка.",
            [("Ужгород", "Ярослав"), ("Мукачево", "Матесалка")],
        ),
        # an item of the list is nobody's hromada, nor is the capital of a sentence part of a name
        ("Містами-побратимами Хуста є: Беюш (Румунія), Гатвань (Угорщина), Єнакієве (Україна).", [("Хуста", "Беюш"), ("Хуста", "Гатвань")]),
        ("Украинский Николаев разорвал побратимские связи с Могилевом и Браславом (Беларусь).", [("Николаев", "Браславом")]),
    ],
)  # fmt: skip
def test_each_partner_is_that_of_the_hromada_of_its_clause(text: str, expected: list[tuple]) -> None:
    assert [claim[:2] for claim in read(text)] == expected


def test_the_quote_of_a_clause_without_a_verb_is_what_the_page_prints() -> None:
    text = "Ужгород підписав угоду з польським містом Ярослав, а Мукачево – з угорським містом Матесалка."
    page = f"<html lang=uk><h1>Новини</h1><p>{text}</p></html>"
    claims = read_page(page.encode(), url=URL, content_type="text/html", source="test").claims
    assert len(claims) == 2 and all(claim.quote in text for claim in claims)


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["Сьогодні відзначають День міста Кельце. Це місто-побратим Вінниці."], [("Кельце", "PL", None, "signed")]),
        (["Овочі передали жителі Дармштадта.", "Німецьке місто-побратим Ужгорода допомагає громаді."], [("Дармштадта", "DE", None, "signed")]),
        (["Місто відвідала делегація міста-побратима Кретинга (Литва).", "Свято тривало два дні.", "Співпраця двох громад триває з 2019 року."],
         [("Кретинга", "LT", "2019", "signed")]),
        (["Гості приїхали з міста-партнера Кедайняй (Литва).", "Погода була гарна.", "Угоду про співпрацю між містами було підписано у жовтні 2022 року."],
         [("Кедайняй", "LT", "2022-10", "signed")]),
        (["21 червня 2024 року у нашій громаді відбулася важлива подія. Міський голова та мер міста Шилале (Литва) підписали Угоду про співробітництво."],
         [("Шилале", "LT", "2024-06-21", "signed")]),
        (["Допомога надійшла від баварського міста Кенігсбрунн, з яким у січні 2023 року підписано меморандум."], [("Кенігсбрунн", "DE", "2023-01", "signed")]),
    ],
)  # fmt: skip
def test_what_other_sentences_and_clauses_add(paragraphs: list[str], expected: list[tuple]) -> None:
    assert [claim[1:] for claim in read(*paragraphs)] == expected


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        # a feast, a lease, a statistic: nothing is a twin or a day of a tie by them
        (["Сьогодні відзначають День міста Кельце. Це велике свято."], []),
        (["Делегація міста-побратима Кагул (Молдова) завітала до нас.", "Договір оренди приміщення підписано 20 квітня 2021 року."], [("Кагул", "MD", None)]),
        (["Угоду підписано з містом Штрассен (Люксембург).", "На 1 жовтня 2024 року 485 громад уклали 2095 договорів про партнерство."],
         [("Штрассен", "LU", None)]),
        (["23 вересня 2016 року", "Сьогодні місто має дружні партнерські відносини з містом Прілеп (Македонія)."], [("Прілеп", "MK", None)]),
        # partners of a project
        (["Проєкт «Молодь» подано на конкурс Erasmus+ разом із партнерами з Кракова та Вільнюса."], []),
        (["У проєкті «Спадщина» беруть участь партнери з Румунії – місто Мурфатлар."], []),
    ],
)  # fmt: skip
def test_what_is_no_tie_and_no_day_of_one(paragraphs: list[str], expected: list[tuple]) -> None:
    assert [claim[1:4] for claim in read(*paragraphs)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is over, planned or dated for one partner or for something else
        ("Містами-партнерами є Люблін (Польща), Каунас (Литва) і Брест (Білорусь), угоду з яким розірвано.",
         [("Люблін", None, "signed"), ("Каунас", None, "signed"), ("Брест", None, "ended")]),
        ("Польський Люблін не є нашим єдиним містом-побратимом, угоди підписано також із Каунасом (Литва).",
         [("Люблін", None, "signed"), ("Каунасом", None, "signed")]),
        ("Дія гранту завершилася, а партнерство з Любліном триває на підставі угоди 2003 року.", [("Любліном", "2003", "signed")]),
        ("Угоду з Брестом (Білорусь) розірвано, решта угод залишаються чинними.", [("Брестом", None, "ended")]),
        ("Міська рада розірвала угоди з містами Курськ (Росія, підписана у 1998 році), Брест (Білорусь, підписана у 2004 році).",
         [("Курськ", "1998", "ended"), ("Брест", "2004", "ended")]),
        ("Партнери міста – Люблін (Польща) та Каунас (обмін школярами призупинено).", [("Люблін", None, "signed"), ("Каунас", None, "signed")]),
        ("Побратими міста – Люблін, з яким планується спільний фестиваль, та Каунас.", [("Люблін", None, "signed"), ("Каунас", None, "signed")]),
        ("Містами-партнерами громади є Люблін та Каунас, делегації приїздили у 2018 та 2019 роках.",
         [("Люблін", None, "signed"), ("Каунас", None, "signed")]),
        ("Розширюємо географію партнерства: ведуться переговори про укладення угоди з містом Цвікау (Німеччина).", [("Цвікау", None, "talks")]),
        ("Меморандум про наміри з містом Люблін залишається чинним.", [("Люблін", None, "intent")]),
        ("Мер виступив у місті Страсбург, яке не є нашим містом-партнером.", []),
    ],
)  # fmt: skip
def test_what_is_said_of_one_is_said_of_no_other(text: str, expected: list[tuple]) -> None:
    assert [(name, since, stage) for _, name, _, since, stage in read(text, title="Міжнародна співпраця")] == expected


@pytest.mark.parametrize(
    ("lang", "host", "title", "text", "partner"),
    [
        ("pl", "krosno", "Sanok i Stryj podpisały umowę", "Sanok i Stryj (Ukraina) podpisały umowę partnerską 12 maja 2021 roku. Obecny był prezydent Krosna.", "Sanok"),
        ("pl", "krosno", "Aktualności", "Zawarto umowę z firmą budowlaną na domy w Buczy (Ukraina). Krosno pomaga.", None),
        ("pl", "tarnow", "Tarnów i Stryj", "Tarnów zawarł umowę o współpracy ze Stryjem (Ukraina) w 2021 roku. Obecny był starosta Powiatu Tarnobrzeskiego.", "Tarnów"),
    ],
)  # fmt: skip
def test_a_site_abroad_tells_of_others_too(lang: str, host: str, title: str, text: str, partner: str | None) -> None:
    page = f"<html lang={lang}><head><title>{title}</title></head><h1>{title}</h1><p>{text}</p></html>"
    found = read_page(page.encode(), url=f"https://www.{host}.pl/p", content_type="text/html", source="test").claims
    assert [claim.partner_raw for claim in found] == ([partner] if partner else [])


@pytest.mark.parametrize(
    ("title", "paragraphs", "expected"),
    [
        ("Звіт за 2015 рік", ["У січні було підписано Меморандум з містом Бандирма (Туреччина)."], [("Бандирма", "2015-01", "signed")]),
        ("Новини", ["14 березня 2024", "У лютому підписано угоду з містом Колін (Чехія)."], [("Колін", "2024-02", "signed")]),
        ("Новини", ["14 березня 2024", "Торік підписано угоду з містом Колін (Чехія)."], [("Колін", "2023", "signed")]),
        ("Новини", ["Першим у 1997 році побратимом став румунський Галац, згодом – болгарський Добрич."], [("Галац", "1997", "signed"), ("Добрич", None, "signed")]),
        ("Новини", ["З 2019 року місто співпрацює з польським містом Тихи, угоду з яким підписано 12 квітня 2019 року."], [("Тихи", "2019-04-12", "signed")]),
        ("Новини", ["23 травня 2023 року рада міста Вантаа (Фінляндія) ухвалила рішення про партнерство, а 15 вересня того ж року угоду було підписано."],
         [("Вантаа", "2023-09-15", "signed")]),
        ("Новини", ["Угоду з російським містом Новочеркаськ, яку було підписано у 2008 році, розірвано рішенням ради."], [("Новочеркаськ", "2008", "ended")]),
        ("Новини", ["З 2014 року місто припинило відносини з російським містом Курськ."], [("Курськ", None, "ended")]),
        ("Новини", ["У 2026 році планується підписати угоду про партнерство з містом Барі (Італія)."], [("Барі", None, "intent")]),
        ("Новини", ["Після прийому відбудеться підписання угоди про партнерство з містом Кошалін (Польща)."], [("Кошалін", None, "intent")]),
    ],
)  # fmt: skip
def test_dates_and_stages(title: str, paragraphs: list[str], expected: list[tuple]) -> None:
    assert [(claim[1], claim[3], claim[4]) for claim in read(*paragraphs, title=title)] == expected


@pytest.mark.parametrize(
    ("lang", "title", "site", "items", "expected"),
    [
        ("de", "Partnerstädte", "Stadt Hersbruck", "<h3>Lossatal</h3><p>Sachsen, seit 1990</p><h3>Olesko</h3><p>Ukraine, seit 2023. Den Vertrag unterzeichneten beide Bürgermeister am 17. Mai 2023.</p>",
         ("Olesko", "Hersbruck", "DE", "2023-05-17", "signed")),
        ("hu", "Testvérvárosok", "Mezőkövesd Város", "<p>Żary – Lengyelország – 2003</p><p>Tiszabökény – Ukrajna – 2012</p>",
         ("Tiszabökény", "Mezőkövesd", "HU", "2012", "signed")),
        ("ro", "Orașe înfrățite", "Primăria orașului Otaci", "<li>Mohîliv-Podilskîi, Ucraina – acord din 12 mai 2005</li><li>Dorohoi, România – acord din 30 august 2014</li>",
         ("Mohîliv-Podilskîi", "Otaci", "RO", "2005-05-12", "signed")),
    ],
)  # fmt: skip
def test_the_ukrainian_item_of_the_list_of_a_town_abroad(lang: str, title: str, site: str, items: str, expected: tuple) -> None:
    assert read(items, lang=lang, title=title, url=f"https://stadt.example.{lang}/x", site=site) == [expected]


@pytest.mark.parametrize("site", ["", "Verein der Freunde", "Stadt Lwiw"])
def test_the_list_of_nobody_known_gives_nothing(site: str) -> None:
    items = "<ul><li>Winnyzja (Ukraine)</li><li>Lublin (Polen)</li></ul>"
    assert read(items, lang="de", title="Unsere Partnerstädte", url="https://verein.example.de/x", site=site) == []


def test_pairs_of_towns_on_lines_of_their_own() -> None:
    found = read(
        "Les villes françaises et ukrainiennes qui ont un accord.", "Avion (Pas-de-Calais) – Poltava (Est), depuis 1967", "Rennes – Brno, 1965",
        lang="fr", title="Villes jumelées Ukraine – France", url="https://amis.example.fr/villes",
    )  # fmt: skip
    assert found == [("Poltava", "Avion", "FR", "1967", "signed")]


def test_persons_beside_a_town_are_no_part_of_its_name() -> None:
    assert [claim[1] for claim in read("Прибув благодійник з німецького міста-партнера Цвікау Карл-Ернст Мюллер.")] == [
        "Цвікау"
    ]
    told = (
        "Ilyés Gyula polgármester és Gajdos István, Beregszász polgármestere aláírta a két település testvérvárosi szerződését."
    )
    assert read(told, lang="hu", title="Hírek", url="https://hirek.example.ro/1") == []


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        # letters of mayors of twin towns, and of nobody's twin
        (["До свята надійшли вітання від міст-побратимів Жовкви.", "Нехай прийде мир. ", "Анна М., бурмистр Лежайська (Польща)"], ["Лежайська"]),
        (["До свята надійшли вітання.", "Анна М., бурмистр Лежайська (Польща), дякує партнерам."], []),
        # one place of a double name, and the land in which one lies
        (["Підписано угоду про партнерство з містом Цербст/Ангальт (Німеччина)."], ["Цербст/Ангальт"]),
        (["Підписано лист про наміри з гміною Бані Мазурські Голдапського повіту."], ["Бані Мазурські"]),
        (["Місто товаришує з польським містом Семятичі на Підляшші."], ["Семятичі"]),
        # a town that is named like an adjective acts
        (["Хмельницький дружить із Модесто (США)."], ["Модесто"]),
        (["З них четверо – гості. Представники двох із них приїхали.", "До свята приїхали офіційні особи з міст Огре (Латвія)."], []),
    ],
)  # fmt: skip
def test_names_and_words_of_other_sentences(paragraphs: list[str], expected: list[str]) -> None:
    assert [claim[1] for claim in read(*paragraphs)] == expected


def test_guests_from_some_of_the_twins_of_the_sentence_before() -> None:
    text = (
        "Громада розвиває партнерські стосунки з 8-ма містами. Представники двох із них завітали на свято. "
        "Зокрема, приїхали офіційні особи з міст Тарнобжег (Польща), Огре (Латвія)."
    )
    found = read_page(
        f"<html lang=uk><h1>Свято</h1><p>{text}</p></html>".encode(), url=URL, content_type="text/html", source="test"
    ).claims
    assert [claim.partner_raw for claim in found] == ["Тарнобжег", "Огре"]
    assert all(claim.quote in text for claim in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Umowę o współpracy podpisano między miastem Tarnopol i powiatem chrzanowskim.", ["powiat chrzanowski"]),
        ("Burmistrz otworzy wystawę miasta Łuck w partnerskim mieście Olsztynie.", ["Olsztyn"]),
        ("Umowę zawarto między miastem Kostopol i Dobrym Miastem w Polsce.", ["Dobre Miasto"]),
    ],
)  # fmt: skip
def test_polish_names_in_the_nominative(text: str, expected: list[str]) -> None:
    assert [claim[1] for claim in read(text, lang="pl", url="https://wiesci.example.pl/1")] == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("uk", "Київ підписав угоду з Краковом, " + "Харків – з Лодзем, " * 4_000),
        ("uk", "від міста Бон, з яким " * 6_000 + "підписано меморандум"),
        ("uk", "Звіт " * 15_000 + "за 2023 рік"),
        ("uk", "День міста Кельце. Це місто-побратим. " * 4_000),
        ("fr", "</p><p>".join(["Avion Avion (Pas) – Poltava Poltava (Est), depuis 1967"] * 1_500)),
        ("de", "</li><li>".join(["Bar (Ukraine)"] * 3_000)),
    ],
)  # fmt: skip
def test_hostile_texts_are_read_in_time(lang: str, text: str) -> None:
    started = perf_counter()
    read(text, lang=lang, title="Partnerstädte, villes jumelées", url="https://stadt.example.de/1")
    assert perf_counter() - started < 8
