"""Names: one cell into its places, and printed forms into nominatives."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabularies import Level
from scrapers.text.cases import nominative_guesses, oblique
from scrapers.text.names import nominatives, region_country, split_names

REAL = Path(__file__).parents[3] / ".." / "shared" / "real"

# cell -> places, each "name | level | country | region | aliases" with empty ends left out
CELLS = {
    # one place
    "м.Кельце": ["Кельце|city"],
    "гміна Громадка": ["Громадка|gmina"],
    "гміна": ["|gmina"],
    "Новосольський повіт": ["Новосольський|county"],
    "Kielce County": ["Kielce|county"],
    "Lippe (Landkreis)": ["Lippe|county"],
    "Offenbach, kreis": ["Offenbach|county"],
    "Тулча, жудець": ["Тулча|county"],
    "Akmenė District Municipality": ["Akmenė|district"],
    "Radolfshausen (Samtgemeinde)": ["Radolfshausen|association"],
    "Союз гмін Нижньої Сілезії": ["Союз гмін Нижньої Сілезії|association"],
    "ґміна і місто Ніско": ["Ніско|gmina"],
    "Гміна міста Краснік": ["Краснік|gmina"],
    "Грубешівська міська рада": ["Грубешівська|city"],
    "Мерія міста Яловени": ["Яловени|city"],
    "Малопольське воєводство": ["Малопольське|region"],
    "Яловенський\nрайон": ["Яловенський|district"],
    "Вісагінське\nсамоврядування": ["Вісагінське|commune"],
    "з містом Хелм": ["Хелм|city"],
    "Місто-побратим Кельце": ["Кельце"],
    "Хелм – місто-побратим з 1996 року": ["Хелм"],
    "Хелм - 1996": ["Хелм"],
    "Кельце (1958)": ["Кельце"],
    "Б&#39;єльсько-б&#39;яла": ["Б'єльсько-б'яла"],
    "Hansestadt Rostock": ["Rostock|city"],
    # names that look like something else
    "Старе Місто": ["Старе Місто"],
    "Wielka Wieś": ["Wielka Wieś"],
    "Kansas City": ["Kansas City"],
    "Union Springs": ["Union Springs"],
    "Франкфурт-на-Майні": ["Франкфурт-на-Майні"],
    "Рош - га - Аїн": ["Рош-га-Аїн"],
    "Bagnoles de l'Orne Normandie": ["Bagnoles de l'Orne Normandie"],
    "Бад Зоден": ["Бад Зоден"],
    "Провадія": ["Провадія"],
    "Кент": ["Кент"],
    "Jordan (місто)": ["Jordan|city"],
    "Бяла–Підляська": ["Бяла-Підляська"],
    "Краків–Польща": ["Краків||PL"],
    "Moldova Nouă": ["Moldova Nouă"],
    "Чеські Будейовиці": ["Чеські Будейовиці"],
    "Węgierska Górka": ["Węgierska Górka"],
    "Брайтон і Гоув": ["Брайтон і Гоув"],
    "Перт і Кінрос": ["Перт", "Кінрос"],
    "Rhein-Kreis Neuss (Landkreis)": ["Rhein-Kreis Neuss|county"],
    "Мер": ["Мер"],
    # country in the piece
    "Хаапсалу (Естонія)": ["Хаапсалу||EE"],
    "Видин, Республіка Болгарія": ["Видин||BG"],
    "Видин Республіка Болгарія": ["Видин||BG"],
    "грузинський Рустави": ["Рустави||GE"],
    "Болгарське місто Варна": ["Варна|city|BG"],
    "Конін у Польщі": ["Конін||PL"],
    "Konin, Poland": ["Konin||PL"],
    "🇵🇱 Люблін": ["Люблін||PL"],
    "Ніцца – Франція": ["Ніцца||FR"],
    "Кельце — Польща — 1958 рік": ["Кельце||PL"],
    "Республіка Польща м. Кельце": ["Кельце|city|PL"],
    "село Лібнятов (Чеська Республіка).        Дата укладання 09.12.2025": ["Лібнятов|settlement|CZ"],
    "Місто Графенвьорт,\nРеспубліака Австрія": ["Графенвьорт|city|AT"],
    "Польща": ["||PL"],
    "Trinidad and Tobago": ["||TT"],
    "Люксембург": ["Люксембург||LU"],
    "Панама (Панама)": ["Панама||PA"],
    "Німеччина (Баварія)": ["||DE|Баварія"],
    "Партнери: Кельце (Польща)": ["Кельце||PL"],
    "Partnerstadt Dorsten": ["Dorsten"],
    "Кельце (PL)": ["Кельце||PL"],
    "Dorsten (DE)": ["Dorsten|||DE"],  # Delaware as well as Germany
    "Ґміна Дембно, що в Польщі": ["Дембно|gmina|PL"],
    "Перемишль (пол. Przemyśl) – місто в Польщі": ["Перемишль||PL||Przemyśl"],
    "Вайшвілле (Франція/Німеччина)": ["Вайшвілле|||Франція/Німеччина"],
    "Freie und Hansestadt Hamburg": ["Hamburg|city"],
    "Hoek van Holland": ["Hoek van Holland"],
    # regions and second names
    "Cluj-Napoca, judetul Cluj": ["Cluj-Napoca|||judetul Cluj"],
    "Місто Кельце, Свентокшиське воєводство, Республіка Польща": ["Кельце|city|PL|Свентокшиське воєводство"],
    "Лар (Шварцвальд)": ["Лар|||Шварцвальд"],
    "Жешув (Ряшів)": ["Жешув||||Ряшів"],
    "Хелм (Chełm)": ["Хелм||||Chełm"],
    "Вроцлав (нім. Бреслау)": ["Вроцлав||||Бреслау"],
    "Кельце/Kielce": ["Кельце||||Kielce"],
    "Санок/Сянік": ["Санок||||Сянік"],
    "Halle/Saale": ["Halle|||Saale"],
    "Baruth/Mark": ["Baruth|||Mark"],
    "Moldova-Sulița (județul Suceava)": ["Moldova-Sulița|||județul Suceava"],
    "Frankfurt am Main, Hessen": ["Frankfurt am Main|||Hessen"],
    "Rockford (Illinois)": ["Rockford|||Illinois"],
    "Sonoma, CA": ["Sonoma|||CA"],
    "Chamblee (Georgia)": ["Chamblee|||Georgia"],
    "Athens, Georgia, USA": ["Athens||US|Georgia"],
    "Tbilisi, Georgia": ["Tbilisi||GE"],
    "Олбані, штат Нью-Йорк, США": ["Олбані||US|штат Нью-Йорк"],
    "Балтімор (США, штат Меріленд)": ["Балтімор||US|штат Меріленд"],
    "гміною Лешньовіце Хелмського повіту": ["Лешньовіце|gmina||Хелмського повіту"],
    "Комуна Ізвоареле-Сучевей повіту Сучава": ["Ізвоареле-Сучевей|commune||повіту Сучава"],
    "Комуна \nБетхаузен (повіт Тіміш)": ["Бетхаузен|commune||повіт Тіміш"],
    "Ґміна Граєво\n(Підляське\nвоєводство)": ["Граєво|gmina||Підляське воєводство"],
    "Люблінське воєводство Холмський повіт": ["Холмський|county||Люблінське воєводство"],
    "Саноцький повіт Підкарпатське воєводство": ["Саноцький|county||Підкарпатське воєводство"],
    "гміна Фредропіль (Польща), Перемишльський повіт": ["Фредропіль|gmina|PL|Перемишльський повіт"],
    "Гміна Меглів, Свідницького повіту, Люблінського воєводства": ["Меглів|gmina||Свідницького повіту, Люблінського воєводства"],
    "Регіон Овернь-Рона-Альпи, Муніципалітет Марсії-ле-Шатель": ["Марсії-ле-Шатель|commune||Регіон Овернь-Рона-Альпи"],
    # districts of cities
    "Охота, Варшава": ["Охота|city_district||Варшава"],
    "район Мокотув, Варшава": ["Мокотув|city_district||Варшава"],
    "Варшава (район Мокотув)": ["Мокотув|city_district||Варшава"],
    "Targówek (Warsaw)": ["Targówek|city_district||Warsaw"],
    "Ференцварош (IX район Будапешта)": ["Ференцварош|city_district||Будапешт"],
    "Будапешт, XIII район": ["XIII район|city_district||Будапешт"],
    "5 район м. Будапешт": ["5 район|city_district||Будапешт"],
    "Сектор 4, Бухарест": ["Сектор 4|city_district||Бухарест"],
    "București(Sector 4)": ["Sector 4|city_district||București"],
    "Prague 6": ["Prague 6|city_district||Prague"],
    "Berlin Tempelhof-Schöneberg": ["Berlin Tempelhof-Schöneberg|city_district||Berlin"],
    "Włochy, Warszawa": ["Włochy|city_district||Warszawa"],
    # several places
    "Фільдерштадт, Лайнфельден-Єхтердінген, Остфільдерн": ["Фільдерштадт", "Лайнфельден-Єхтердінген", "Остфільдерн"],
    "США: Олбані, Санді": ["Олбані||US", "Санді||US"],
    "Ланьцут, Гнєзно, Курнік (Польща)": ["Ланьцут||PL", "Гнєзно||PL", "Курнік||PL"],
    "Нарбонна та Великий Нарбонн": ["Нарбонна", "Великий Нарбонн"],
    "Марсель, Ліон і Париж (Франція)": ["Марсель||FR", "Ліон||FR", "Париж||FR"],
    "Вільнюс (Литва), Каунас (Литва), Рига (Латвія)": ["Вільнюс||LT", "Каунас||LT", "Рига||LV"],
    "Вільнюс, Литва, Рига, Латвія": ["Вільнюс||LT", "Рига||LV"],
    "Польща – Краків, Литва – Вільнюс, Каунас": ["Краків||PL", "Вільнюс||LT", "Каунас||LT"],
    "Польща (Краків, Люблін), Литва (Вільнюс)": ["Краків||PL", "Люблін||PL", "Вільнюс||LT"],
    "Польща: Краків; Люблін; Литва: Вільнюс": ["Краків||PL", "Люблін||PL", "Вільнюс||LT"],
    "Польща:\nКраків\nЛюблін\nЛитва:\nКаунас": ["Краків||PL", "Люблін||PL", "Каунас||LT"],
    "Брюссель, Люксембург, Париж": ["Брюссель", "Люксембург||LU", "Париж"],
    "1. Кельце (Польща) 2. Люблін (Польща)": ["Кельце||PL", "Люблін||PL"],
    "1) Кельце; 2) Люблін": ["Кельце", "Люблін"],
    "• Кельце, Польща\n• Каунас, Литва": ["Кельце||PL", "Каунас||LT"],
    "Кельце\nЛюблін\nРіміні": ["Кельце", "Люблін", "Ріміні"],
    "Алба-Юлія (Румунія)Кельце (Польща)": ["Алба-Юлія||RO", "Кельце||PL"],
    "Оломоуц (Чеська Республіка) | Кельце (Польща)": ["Оломоуц||CZ", "Кельце||PL"],
    "польські міста Хелм, Замость і Люблін": ["Хелм|city|PL", "Замость|city|PL", "Люблін|city|PL"],
    "Гміни Россош, Яблонь Республіки Польща та Страдеч Республіки Беларусь": ["Россош|gmina|PL", "Яблонь|gmina|PL", "Страдеч|gmina|BY"],
    "Кельце та Краківський повіт": ["Кельце", "Краківський|county"],
    "місто Кельце і гміна Мнюв": ["Кельце|city", "Мнюв|gmina"],
    "Страсбург, Єврометрополія Страсбург та Кель": ["Страсбург", "Страсбург|association", "Кель"],
    "м. Тарту та волость Пилва": ["Тарту|city", "Пилва|commune"],
    # persons and nobody
    "Сантьяго-де-Калі  \n\n([person],\nміський   голова)": ["Сантьяго-де-Калі"],
    "м. Хелм, мер Якуб Банашек": ["Хелм|city"],
    "": [],
    "—": [],
    "_": [],
    "немає": [],
    "Відсутні": [],
    "n/a": [],
}  # fmt: skip


def _printed(cell: str) -> list[str]:
    rows = []
    for p in split_names(cell):
        fields = (p.name, p.level or "", p.country or "", p.region or "", ", ".join(p.aliases))
        rows.append("|".join(fields).rstrip("|") or "|")
    return rows


@pytest.mark.parametrize("cell", CELLS, ids=[ascii(cell)[:40] for cell in CELLS])
def test_split_names(cell: str) -> None:
    assert _printed(cell) == CELLS[cell]


def test_raw_is_what_was_printed() -> None:
    assert [p.raw for p in split_names("м.Кельце  (Польща), Kielce/Кельце; Охота, Варшава")] == [
        "м.Кельце (Польща)", "Kielce/Кельце", "Охота, Варшава",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("region", "iso"), [("Hessen", "DE"), ("Баварії", "DE"), ("Іллінойс", "US"), ("Овернь-Рона-Альпи", "FR"), ("Кельце", None)]
)
def test_region_country(region: str, iso: str | None) -> None:
    assert region_country(region) == iso


@given(
    st.lists(st.sampled_from(["Кельце", "Люблін", "Бад-Зоден", "Старе Місто", "Курськ-на-Одері"]), min_size=1, max_size=8),
    st.sampled_from([", ", "; ", "\n", " та ", "\n• "]),
)
def test_a_list_gives_its_names(names: list[str], separator: str) -> None:
    assert [p.name for p in split_names(separator.join(names))] == names


@given(st.text(max_size=200))
def test_levels_and_countries_are_of_their_lists(text: str) -> None:
    for place in split_names(text):
        assert place.level is None or place.level in Level
        assert place.country is None or len(place.country) == 2
        assert len(place.name) <= len(text) + 10


def _real_cells() -> Iterator[str]:
    for name, column in (("portal_cards.csv", "partner_name"), ("giz_map.csv", "partner_name"), ("skew.csv", "partner")):
        with (REAL / name).open(encoding="utf-8", newline="") as file:
            yield from (row[column] for row in csv.DictReader(file))
    for line in (REAL / "law_register.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["partner_name"] or ""


@pytest.mark.skipif(not REAL.exists(), reason="the real rows stand beside the repository")
def test_real_cells_split_only_where_they_hold_several() -> None:
    several = {cell for cell in set(_real_cells()) if cell and len(split_names(cell)) != 1}
    assert {cell[:12] for cell in several} == {"1) IDIS Viit", "Гміни Россош", "Муніципаліте", "Нарбонна та "}
    assert not [cell for cell in set(_real_cells()) if cell and not all(p.name for p in split_names(cell))]


@pytest.mark.parametrize(
    ("printed", "nominative"),
    [
        ("Паланги", "Паланга"), ("Бидгоща", "Бидгощ"), ("Хелмом", "Хелм"), ("Кракова", "Краків"), ("Жешова", "Жешів"), ("Варшавою", "Варшава"),
        ("Зеленої Гури", "Зелена Гура"), ("Нового Сонча", "Новий Сонч"), ("Вільнюсі", "Вільнюс"), ("Познані", "Познань"), ("Лодзі", "Лодзь"),
        ("Франкфурта-на-Майні", "Франкфурт-на-Майні"), ("Кельців", "Кельці"), ("Кошиць", "Кошиці"), ("Брна", "Брно"), ("Риги", "Рига"),
        ("Вінниці", "Вінниця"), ("Бад-Зодена", "Бад-Зоден"), ("Марселем", "Марсель"), ("Томашова Любельського", "Томашів Любельський"),
    ],
)  # fmt: skip
def test_nominatives(printed: str, nominative: str) -> None:
    candidates = nominatives(printed)
    assert candidates[0] == printed
    assert nominative in candidates
    assert len(candidates) <= 16


def test_nominatives_without_a_dictionary() -> None:
    for printed, nominative in (("Паланги", "Паланга"), ("Хелмом", "Хелм"), ("Львова", "Львів"), ("Бидгоща", "Бидгощ")):
        assert nominative in nominative_guesses(printed)


def test_latin_names_have_no_cases() -> None:
    assert nominatives("Kielce") == ["Kielce"]
    assert nominatives("") == [""]


def test_oblique_forms_of_several_words() -> None:
    assert {"Північної Македонії", "Північною Македонією"} <= oblique("Північна Македонія", "uk")
    assert oblique("Чилі", "uk") == set()
    assert "Niemczech" in oblique("Niemcy", "pl")
