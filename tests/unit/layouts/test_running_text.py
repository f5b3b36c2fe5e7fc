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


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        # the day of the scene is that of the signing in it
        (["27 травня 2025 року в укритті міської ради відбулася онлайн-церемонія.", "За столом – голова та її заступники. Наша громада скріпила підписами Меморандум про співпрацю з містом Паневежис (Литва)."],
         [("Паневежис", "LT", "2025-05-27", "signed")]),
        (["27 лютого 2025 року делегація міської ради перебувала з партнерським візитом у Польщі.", "Гостям показали ліцей.", "Увечері був концерт.", "Під час зустрічі підписано угоду про співпрацю між Пшеворським повітом та нашою громадою."],
         [("Пшеворським повітом", "PL", "2025-02-27", "signed")]),
        # a term and a plan are no day of a signing
        (["З 2 до 5 червня 2025 року у місті тривав фестиваль.", "Міський голова підписав угоду про партнерство з містом Кельце (Польща)."], [("Кельце", "PL", None, "signed")]),
        (["10 червня 2025 року планується візит гостей.", "Міський голова підписав угоду про партнерство з містом Кельце (Польща)."], [("Кельце", "PL", None, "signed")]),
        # what the sentence before names
        (["Потому настала черга румунського міста Негрешть-Оаш. Із ним громада уклала угоду у 2009 році."], [("Негрешть-Оаш", "RO", "2009", "signed")]),
        (["Інакше склалося з литовським містом Вісагінас. Побратимами ми стали 17 червня 1999 року."], [("Вісагінас", "LT", "1999-06-17", "signed")]),
        (["Угоду про співпрацю підписав полгармештер Фехердьярмата Ласло Печі. Угорське місто лежить за сорок кілометрів від нас."], [("Фехердьярмата", "HU", None, "signed")]),
        (["Партнером громади є м.Тельшяй (Литва). Договір про співпрацю діє з 2019 року, а у 2023 році відремонтовано садок."], [("Тельшяй", "LT", "2019", "signed")]),
        (["У 1996 році місто підписало угоду з російським Десногорськом. 26 травня 2016 року сесія розірвала цю угоду.", "Шведська комуна Естхаммар співпрацює з нашим містом з 2003 року."],
         [("Десногорськом", "RU", "1996", "ended"), ("Естхаммар", "SE", "2003", "signed")]),
        # with whom a town is friends, two towns of a country, a municipality of Latvia
        (["Привітати ювілярів приїхали гості з литовського міста Анікщяй, з яким громада дружить з 2017 року."], [("Анікщяй", "LT", "2017", "signed")]),
        (["Побратимами міста є Криниця-Здруй та Вісла у Польщі."], [("Криниця-Здруй", "PL", None, "signed"), ("Вісла", "PL", None, "signed")]),
        (["Угоду про співробітництво підписали бургомістр польського Красноброда та голова думи латвійського краю Смілтене."], [("Красноброда", "PL", None, "signed"), ("Смілтене", "LV", None, "signed")]),
        (["Угоду про партнерство підписали наш міський голова та бургомістр Лежайська Гжегож Вальчак."], [("Лежайська", None, None, "signed")]),
        (["Підписано документи про співпрацю з чотирма польськими гмінами – Сколишин, Бжиська, Дембовець, Тарновець."],
         [("Сколишин", "PL", None, "signed"), ("Бжиська", "PL", None, "signed"), ("Дембовець", "PL", None, "signed"), ("Тарновець", "PL", None, "signed")]),
        # a slip of the keyboard is no second partner
        (["Подякували литовському місту-побратиму Укрмерге.", "Громада підписала угоду про співпрацю з литовським містом Укмерге."], [("Укмерге", "LT", None, "signed")]),
        # what nothing came of, where a partner lies, whose partner another is, whose mayor somebody is
        (["Були знайомства, що не переросли в офіційне партнерство: у 2010 році приїздив хор із Гельсінкі."], []),
        (["Місто підписало меморандум про партнерство з німецьким містом Ліппштадт, що в складі адміністративного округу Арнсберг."], [("Ліппштадт", "DE", None, "signed")]),
        (["Місто Барі в Італії є побратимом чорногорського Бару."], []),
        (["Гості привезли листа від мера цього міста Вінчецо Пасторе, в якому він пропонує укласти договір про партнерство."], []),
    ],
)  # fmt: skip
def test_what_the_sentences_before_tell(paragraphs: list[str], expected: list[tuple]) -> None:
    assert [claim[1:] for claim in read(*paragraphs)] == expected


def test_news_of_a_new_partner_above_the_list_of_all() -> None:
    listed = "<ul><li>Будапешт (Угорщина), Вільнюс (Литва);</li><li>Вюрцбург, Фрайбург (Німеччина);</li><li>Краків, Лодзь (Польща);</li></ul>"
    found = read("Італійське місто Турин долучилося до міст-побратимів Львова. До цього переліку входять такі міста:", listed, title="Турин став містом-побратимом Львова")
    assert {claim[1] for claim in found} == {"Турин", "Будапешт", "Вільнюс", "Вюрцбург", "Фрайбург", "Краків", "Лодзь"}


@pytest.mark.parametrize(
    ("title", "paragraphs", "expected"),
    [
        ("70-річчя утворення ґміни Целестинув", ["На запрошення керівництва ґміни Целестинув, Республіка Польща, делегація міської ради взяла участь у святкуванні.",
          "Обговорено плани щодо підписання угоди про партнерство наших громад."], [("Целестинув", "PL", None, "talks")]),
        ("Школярі поїхали до Тракая", ["Згідно з домовленістю між порідненими містами учні вирушили до м. Тракай, Литовська Республіка."], [("Тракай", "LT", None, "signed")]),
        ("Вітання", ["Надійшли листи підтримки з міст-партнерів.", "Зокрема, Президент польського Легіоново написав: «Ми з вами»."], [("Легіоново", "PL", None, "signed")]),
        ("Як міста-партнери привітали нас із Днем міста", ["Відеовітання від м. Целлє (Німеччина)", "Відеовітання від м. Люблін (Польща)"], [("Целлє", "DE", None, "signed"), ("Люблін", "PL", None, "signed")]),
        # a letter of thanks speaks of no tie
        ("Громада Везеля підтримує нас", ["Візити мали на меті організувати співпрацю нашого міста з іншими містами Європи.", "Німецьке місто Везель передало ліки."], []),
    ],
)  # fmt: skip
def test_news_that_names_the_partner_apart_from_the_tie(title: str, paragraphs: list[str], expected: list[tuple]) -> None:
    assert [claim[1:] for claim in read(*paragraphs, title=title)] == expected


def test_a_guest_of_the_meeting_is_left_to_review() -> None:
    first = "28 листопада голова ради зустрівся з делегацією муніципалітету Хоцень та міста Влоцлавек, Республіка Польща, з метою налагодження співпраці."
    assert {claim[1] for claim in read(first, "Голова муніципалітету Хоцень підписав Меморандум про співпрацю з нашою громадою.", title="Підписано меморандум")} == {"Хоцень"}


def test_the_year_above_a_list_is_that_of_its_items() -> None:
    found = read("Протягом 2023 року місто підписало Меморандуми про співпрацю з:", "<ul><li>американським Хобокеном,</li><li>австралійським Гладстоном,</li><li>фінським Сейняйокі</li></ul>", title="Підсумки року: міжнародна співпраця")
    assert [(claim[1], claim[3]) for claim in found] == [("Хобокеном", "2023"), ("Гладстоном", "2023"), ("Сейняйокі", "2023")]


@pytest.mark.parametrize(
    ("title", "paragraphs", "expected"),
    [
        ("Нова дружба", ["До громади завітали бурмістр польського міста Вольштин та директорка будинку культури; ночували вони у Кракові.", "Гостям показали музей.",
                         "13 вересня 2024 року два очільники скріпили підписами угоду про партнерство і співпрацю."], [("Вольштин", "PL", "2024-09-13", "signed")]),
        ("П’ятнадцять років разом", ["Делегація громади гостювала у Кельце. Виповнилося п’ятнадцять років, відколи наші міста стали побратимами.",
                                     "А 19 червня 2010 року тодішні очільники поставили підписи під договором."], [("Кельце", "PL", "2010-06-19", "signed")]),
        ("Машина з Італії", ["Везли її через Трієст та Будапешт двоє волонтерів.", "Автомобіль передала Фаенца.", "Міста стали побратимами 24 лютого 2024 року: пакт дружби підписували онлайн."],
         [("Фаенца", "IT", "2024-02-24", "signed")]),
        ("Гості", ["Вчора нашу громаду відвідала делегація з Литви.", "Рокишкіське районне самоврядування – це близько 28 тисяч мешканців.", "Сторони сіли за стіл переговорів, де й було підписано Угоду про співробітництво між громадами."],
         [("Рокишкіське районне самоврядування", "LT", None, "signed")]),
        ("Перший крок", ["До нас приїхав примар міста Резіна Симон Татару, гість із Молдови.", "За підсумками розмови сторони підписали лист про наміри щодо встановлення партнерських відносин."],
         [("Резіна", "MD", None, "intent")]),
        ("Міжнародна співпраця", ["До громади звернулося місто Тренто, Італія. За його кошти облаштовано містечко.", "Угоду про дружбу мери підписали 11.11.2023 у залі засідань."], [("Тренто", "IT", "2023-11-11", "signed")]),
        # others sign, a place that is passed, a plan, a tie that is told already
        ("Візит", ["Делегація відвідала місто Кельце у Польщі.", "Було підписано угоду про співпрацю між лікарнями."], []),
        ("Візит", ["Дорогою зупинилися у Кракові, потім у консульстві в Любліні.", "Сторони підписали угоду про партнерство."], []),
        ("Каварна – місто-партнер Болграда", ["Каварна – місто на північному сході Болгарії.", "Тут була грецька колонія Бізоне.", "Меморандум про партнерство підписано 6 червня 2009 року."], [("Каварна", "BG", "2009-06-06", "signed")]),
    ],
)  # fmt: skip
def test_a_tie_whose_sentence_names_nobody(title: str, paragraphs: list[str], expected: list[tuple]) -> None:
    assert [claim[1:] for claim in read(*paragraphs, title=title)] == expected


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["Побували делегації іноземних міст-побратимів Миргорода. Польського міста Згожелець і болгарського – Горна Оряховіца."],
         [("Згожелець", "PL", None, "signed"), ("Горна Оряховіца", "BG", None, "signed")]),
        (["В Италии подписан договор о сотрудничестве между городом Марганец Никопольского района и Пескичи."], [("Пескичи", "IT", None, "signed")]),
        (["Нагадаємо, з Тржебичем Борщівська громада має партнерську угоду з 2022 року. Діти відпочивали в місті Тржебичі."], [("Тржебичем", None, "2022", "signed")]),
        (["Відпочинок став можливим завдяки партнерському договору про співпрацю між Сьвідвінським повітом Республіки Польща і Дубровицькою РДА."], [("Сьвідвінським повітом", "PL", None, "signed")]),
        (["Громада готується побрататися з французьким містом Шеннв’єр-сюр-Марн."], [("Шеннв’єр-сюр-Марн", "FR", None, "intent")]),
        (["Місто має двох міст-побратимів. Перший – литовська Йонава, з якою договір підписано 2 вересня 2016 року. Другий з’явився під час війни: це польське місто Бихава."],
         [("Йонава", "LT", "2016-09-02", "signed"), ("Бихава", "PL", None, "signed")]),
        # a banner on every page of the site is no programme that this one tells of
        (["Партнером громади є місто Кельце.", "<p>Пліч-о-пліч: згуртовані громади Портал «Децентралізація» Єдина Україна</p>"], [("Кельце", "PL", None, "signed")]),
    ],
)  # fmt: skip
def test_parties_side_by_side(paragraphs: list[str], expected: list[tuple]) -> None:
    assert [claim[1:] for claim in read(*paragraphs)] == expected


@pytest.mark.parametrize(
    ("title", "paragraphs", "expected"),
    [
        ("Гості", ["У селищі нову вулицю названо на честь польського міста Отинь.", "З цим містом громада підтримує дружні зв’язки кілька років."], [("Отинь", "PL", None, "signed")]),
        ("Поїздка", ["Делегація відвідала німецьке місто Франкенталь. На сьогодні міста підтримують партнерські відносини та прагнуть стати побратимами."], [("Франкенталь", "DE", None, "signed")]),
        ("Свято", ["У місті Ніртелек (Угорщина) вирувало свято. Гостями була делегація із села Ракошино Мукачівського району.", "Між цими громадами укладено договір про співробітництво."],
         [("Ніртелек", "HU", None, "signed")]),
        ("Чотири дні в Литві", ["Делегація повернулася з литовського Пасваліса.", "Дорогою завітали до посольства у Вільнюсі.", "Пасваліс – невелике місто над річкою.",
                               "13 червня 2024 року керівники двох громад поставили підписи під угодою про партнерство."], [("Пасваліс", "LT", "2024-06-13", "signed")]),
        ("Вітання з-за кордону", ["Мер Пасваліса, що в Литві, написав листа до свята.", "Нагадаємо, угода про партнерство між нашими містами була укладена 12 червня 2015 року."],
         [("Пасваліса", "LT", "2015-06-12", "signed")]),
        ("Школярі на морі", ["Фестиваль проходив у місті Каварна, яке давно є добрим другом нашої громади.", "Нагадаємо, договір про партнерство між містами підписано 3 серпня 2009 року.", "Болгарські партнери прийняли дітей безкоштовно."],
         [("Каварна", "BG", "2009-08-03", "signed")]),
        ("Нове партнерство", ["Гостей приймав Ніско — містечко в Польщі.", "Угоду про партнерство сторони підписали 18 вересня 2024 року в залі тамтешнього Будинку культури."], [("Ніско", "PL", "2024-09-18", "signed")]),
        ("Дві угоди", ["Йдеться про дві угоди. Першу місто уклало у 2004 році з польським містом Жешув.", "Другу громада підписала у 2011 році з литовською Плунге."],
         [("Жешув", "PL", "2004", "signed"), ("Плунге", "LT", "2011", "signed")]),
        ("Сесія", ["Партнером має стати румунське місто Сучава.", "Проєкт угоди про співпрацю підтримали 27 депутатів."], [("Сучава", "RO", None, "approved")]),
        # what is signed between others is no tie of the towns
        ("Ліцей приймав гостей", ["Приїхали вчителі ліцею з польського міста Гайнівка.", "16 жовтня 2025 року керівники закладів освіти підписали угоду про співпрацю."], []),
    ],
)  # fmt: skip
def test_what_a_text_was_about(title: str, paragraphs: list[str], expected: list[tuple]) -> None:
    assert [claim[1:] for claim in read(*paragraphs, title=title)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Варто відмітити, що Ясберень із 2008 року є містом-побратимом Тячева.", [("Ясберень", "HU", "2008", "signed")]),
        ("Місто Дубно є порідненим із польськими містами Гіжицько, Соколув Подляський, чеським містом Унічев та болгарським Белоградчиком.",
         [("Гіжицько", "PL", None, "signed"), ("Соколув Подляський", "PL", None, "signed"), ("Унічев", "CZ", None, "signed"), ("Белоградчиком", "BG", None, "signed")]),
        ("Німецьке місто Крефельд та нідерландське Венло офіційно встановили партнерські відносини з Кропивницьким.", [("Крефельд", "DE", None, "signed"), ("Венло", "NL", None, "signed")]),
        ("З білоруським Туровом місто співпрацювало з 2011 року. Після початку вторгнення дію цієї угоди призупинено.", [("Туровом", "BY", "2011", "suspended")]),
        ("Колишні зв’язки з російською Коломною, встановлені 1984 року, розірвано рішенням міської ради у 2014 році.", [("Коломною", "RU", "1984", "ended")]),
        ("Угода з містом Гомель (Білорусь), укладена у 1996 році, залишається призупиненою, жодних контактів від 24 лютого 2022 року немає. Питання про її остаточне розірвання розгляне комісія.",
         [("Гомель", "BY", "1996", "suspended")]),
        ("У травні 2003 року було укладено договір про співробітництво з литовським містом Зарасай – його ініціювали вчителі.", [("Зарасай", "LT", "2003-05", "signed")]),
        ("У 2024 році проведено попередні консультації з муніципалітетом Елва (Естонія) щодо можливого укладення угоди про співпрацю.", [("Елва", "EE", None, "talks")]),
        ("У Бєлгорода, крім Прилук, десять міст-побратимів: Ніш у Сербії, Ополе в Польщі.", []),
        ("Представники Центру розвитку взяли участь у підписанні меморандуму між Веселівською громадою та ґміною Котунь.", [("Котунь", "PL", None, "signed")]),
    ],
)  # fmt: skip
def test_ties_in_one_sentence(text: str, expected: list[tuple]) -> None:
    assert [claim[1:] for claim in read(text)] == expected


def test_a_name_in_an_oblique_case_is_taken_as_the_page_prints_it_elsewhere() -> None:
    found = read("Приїхали команди міст-побратимів: угорської Матесалки та польського Мельця.", "Наступного літа турнір прийматиме Мелець.")
    assert [claim[1] for claim in found] == ["Матесалки", "Мелець"]


def test_one_agreement_told_with_and_without_its_ukrainian_side_is_one() -> None:
    found = read("The city of Kovel in Volyn region will cooperate with the American city of Chamblee.", "The partnership agreement was signed by Kovel Mayor Ihor Chaika and Chamblee Mayor Brian Mock.",
                 "Chamblee is the tenth municipality with which Kovel established a partnership.", lang="en", title="Partnership agreement with Chamblee")
    assert [claim[1:] for claim in found] == [("Chamblee", "US", None, "signed")]
