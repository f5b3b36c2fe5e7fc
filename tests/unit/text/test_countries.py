"""Countries: every way to say one, and what must not become one."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.text.countries import country_of, find_countries

REAL = Path(__file__).parents[3] / ".." / "shared" / "real"

WHOLE = """
Польща PL|польща PL|ПОЛЬЩА PL|Польша PL|Республіка Польща PL|Польща, Республіка PL|Ркспубліка Польща PL|Республіка\u00a0Польща PL
Речіпосполита Польща PL|у Польщі PL|з Польщею PL|Польщею PL|Republic of Poland PL|w Polsce PL|Polska PL|Rzeczpospolita Polska PL
Polen PL|Republik Polen PL|Pologne PL|Poland. PL|РП PL|🇵🇱 PL|🇵🇱 Польща PL|Польща (Республіка Польща) PL|Польща / Poland PL
Німеччина DE|Федеративна Республіка Німеччина DE|Федеративної Республіки Німеччини DE|Німеччина, Федеративна Республіка DE|ФРН DE
Federal Republic of Germany DE|Deutschland DE|Niemcy DE|Niemczech DE|Allemagne DE|Германия DE|из Германии DE|Німечина DE
Франція FR|Французька Республіка FR|French Republic FR|Frankreich FR|en France FR|Францією FR|Італійська Республіка IT
Литва LT|Литовська Республіка LT|Литовської Республіки LT|Латвійська Республіка LV|Естонія EE|Republic of Estonia EE
Чехія CZ|Чеська Республіка CZ|Чеської Республіки CZ|Czechy CZ|Tschechien CZ|Czech Republic CZ|Чехией CZ
Словаччина SK|Словацька Республіка SK|Slovak Republic SK|Угорщина HU|Węgry HU|Ungarn HU|на Угорщині HU|Румунія RO|Rumunia RO
Англія GB|Шотландія GB|Уельс GB|Велика Британія GB|Великої Британії GB|Сполучене Королівство GB|Сполученому Королівстві GB|UK GB
United Kingdom of Great Britain and Northern Ireland GB|Північна Ірландія GB|Північної Ірландії GB|Ірландія IE|Ірландії IE
США US|CША US|Сполучені Штати Америки US|Сполучених Штатів US|United States of America US|USA US|États-Unis US|Etats-Unis US
Сакартвело GE|Грузія GE|Georgia GE|Молдова MD|Республка Молдова MD|Republic of Moldova MD|Moldova, Republic of MD
Північна Македонія MK|Північної Македонії MK|Боснія і Герцеговина BA|Боснії та Герцеговини BA|Королівство Нідерландів NL
Kingdom of the Netherlands NL|Нідерландах NL|Королівство Швеція SE|Швейцарська Конфедерація CH|Swiss Confederation CH
Велике Герцогство Люксембург LU|Туреччина TR|Турція TR|Türkiye TR|Turkey TR|in der Türkei TR|Болгарія BG|Республіка Болгарія BG
Китайська Народна Республіка CN|КНР CN|Південна Корея KR|Чад TD|Мали ML|Малі ML|Гана GH|Гвінея GN|Гвінея-Бісау GW|Панама PA
Колумбія CO|Арабська Республіка Єгипет EG|Hellenic Republic GR|The Portuguese Republic PT|Узбекістан UZ|Узбекистан UZ
Косово XK|Країна: Польща PL|Шотландія, Велика Британія GB|Польща (3) PL|1. Польща PL|Republice Czeskiej CZ|Респ. Польща PL|Україна UA|Австрійська Республіка AT|Österreich AT|Osterreich AT|Република None|Іспанія ES|España ES
"""
NO_COUNTRY = (
    "Ніш", "Ніцца", "Кельце", "того", "малі", "Америк", "us", "uk", "Cañada", "Macău", "Libáň", "Grand Island", "Nowa Ruda", "Molde",
    "Республіка", "Республіка Сербська", "Республіка Татарстан", "Республіка Молдова, Румунія", "Польща, Литва", "Тайвань (Китай)", "Republika Srpska", "Польща Кельце", "Кельце (Польща)",
    "польська", "Чеські Будейовиці", "Moldova Nouă", "Молдава", "New Jersey", "Британська Колумбія", "Нова Шотландія",
    "Саксонська Швейцарія", "Saint-Martin", "Norfolk", "Komorów", "Liberi", "Ганой", "DE", "", "   ", "—", "Латинська Америка", "x" * 500,
)  # fmt: skip


def _pairs() -> Iterator[tuple[str, str]]:
    for cell in WHOLE.replace("\n", "|").split("|"):
        if cell and not cell.endswith(" None"):
            text, _, iso = cell.rpartition(" ")
            yield text, iso


@pytest.mark.parametrize(("text", "iso"), list(_pairs()))
def test_country_of(text: str, iso: str) -> None:
    assert country_of(text) == iso


@pytest.mark.parametrize("text", NO_COUNTRY)
def test_no_country(text: str) -> None:
    assert country_of(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("у місті Кельце (Польща) та в Німеччині", [("Польща", "PL", "name"), ("Німеччині", "DE", "name")]),
        ("грузинський Рустави", [("грузинський", "GE", "adjective")]),
        ("Польське місто Кельце", [("Польське", "PL", "adjective")]),
        ("Polish city of Kielce", [("Polish", "PL", "adjective")]),
        ("die deutsche Stadt", [("deutsche", "DE", "adjective")]),
        ("Федеративна Республіка Німеччина, м. Марль", [("Федеративна Республіка Німеччина", "DE", "name")]),
        ("Французької Республіки", [("Французької Республіки", "FR", "name")]),
        ("Kingdom of the Netherlands", [("Kingdom of the Netherlands", "NL", "name")]),
        ("Програма Польща-Білорусь-Україна", [("Польща", "PL", "name"), ("Білорусь", "BY", "name"), ("Україна", "UA", "name")]),
        ("🇱🇹 Паланга", [("🇱🇹", "LT", "flag")]),
        ("CША: Олбані", [("CША", "US", "name")]),
        ("в США, ФРН", [("США", "US", "name"), ("ФРН", "DE", "name")]),
        ("Kielce, Poland", [("Poland", "PL", "name")]),
        ("Tbilisi, Georgia", [("Georgia", "GE", "name")]),
        ("Велика Британія", [("Велика Британія", "GB", "name")]),
        ("з Північною Македонією", [("Північною Македонією", "MK", "name")]),
    ],
)
def test_find_countries(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(text[f.start : f.end], f.iso, f.form) for f in find_countries(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Чеські Будейовиці", "Словенська Бистриця", "Węgierska Górka", "Moldova-Sulița", "Молдава-над-Бодвою", "польсько-німецький",
        "Атланта, Джорджія", "Atlanta, Georgia", "Chamblee (Georgia)", "Athens, Georgia, ", "Того ж дня", "Малі громади",
        "Англійська мова", "English version", "місто Панама", "м. Люксембург", "Panama City", "New Mexico", "Britisch-Kolumbien",
        "Холм польський", "Jawornik Polski", "Long Island", "Indian Lake", "French Lick", "Нью-Джерсі", "розповідь того часу",
    ],
)  # fmt: skip
def test_finds_no_country(text: str) -> None:
    names = [found for found in find_countries(text) if found.form != "adjective" or text[found.start].isupper()]
    assert names == []


@given(st.text(max_size=200), st.sampled_from(["Польща", "Німеччини", "Republic of Poland", "🇵🇱"]), st.text(max_size=200))
def test_spans_lie_in_the_text_and_do_not_overlap(before: str, country: str, after: str) -> None:
    text = f"{before} {country} {after}"
    end = 0
    for found in find_countries(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


def _real_values() -> Iterator[tuple[str, str]]:
    for name, column in (("giz_map.csv", "partner_country_raw"), ("portal_cards.csv", "partner_country_ua")):
        with (REAL / name).open(encoding="utf-8", newline="") as file:
            yield from ((row[column], row["partner_country"]) for row in csv.DictReader(file))
    for line in (REAL / "law_register.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["partner_country_ua"] or "", row["partner_country"] or ""


@pytest.mark.skipif(not REAL.exists(), reason="the real rows stand beside the repository")
def test_every_real_value_is_read() -> None:
    known = {  # the source itself: a cell with two countries, and one whose code the transcription left out
        ("Республіка Молдова, Румунія", "MD"),
        ("Колумбія", ""),
    }
    wrong = {(text, iso, country_of(text)) for text, iso in _real_values() if text and country_of(text) != iso}
    assert {(text, iso) for text, iso, _ in wrong} <= known
