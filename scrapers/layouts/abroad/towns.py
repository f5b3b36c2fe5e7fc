"""The towns that a sentence names, in the nominative, by what is known for a town; the country of a page.

What belongs here: names and their cases in languages without a grammar here. What does not: which of them are tied (`telling`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from scrapers.layouts import cues
from scrapers.layouts.abroad.words import TIE
from scrapers.layouts.page.model import Page
from scrapers.layouts.page.origin import country_of_domain
from scrapers.text.cases import polish_names
from scrapers.text.countries import country_of, find_countries
from scrapers.text.normalise import AnyCase
from scrapers.text.places import is_known_place

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈČĎĐĒĖĘĚĢĪĮĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠȘȚŢŤŪŮŰŲŹŻŽА-Я"
_CAP = rf"[{UPPER}][\w'’]*(?:[-‑][\w'’]+)*"
RUN = re.compile(rf"(?<![\w-]){_CAP}(?:\s(?:(?:de|la|le|les|sur|sous|du|nad|pod|di|del|am|an der|in)\s)?{_CAP}){{0,3}}")
GENERIC = frozenset(
    str.split(
        "mesto město mesta obec ville villes commune primăria primarul orașul oraşul comuna comunei municipiul stadt gemeinde gmina gminy miasto "
        "miasta kommun staden comune città mayor city town maire le la les den die der the urząd"
    )
)
#: Endings of cases, longest first, and what the nominative has instead.
_ENDINGS = {
    "hu": str.split(
        "ával:a ével:e ccsal:cs ccsel:cs llyal:ly llyel:ly sszal:sz sszel:sz ggyal:gy ggyel:gy nnyal:ny nnyel:ny val: vel: ában:a ében:e ban: ben: ából:a éből:e ból: ből: "
        "ának:a ének:e nak: nek: ához:a éhez:e hoz: hez: höz: ától:a étől:e tól: től: áról:a éről:e ról: ről: ára:a ére:e ra: re: ába:a ébe:e ba: be: "
        "án:a én:e on: en: ön: ot: et: át:a ét:e t: i: n:"
    ),
    "sk": str.split("ovom:ov om: em: ou:a ami:y mi: ej:á ého:ý u: a: e: y: i:"),
    "cs": str.split("ovem:ov em: em:o ou:a mi: y:a u: a: a:o u:o e: i:"),
    "sv": ["s:"],
    "lt": str.split("ių:iai ų:ai as: is: o: o:as io:is os:a ui:as ą:as e:as u:as iu:is uje:us"),
    "lv": str.split("as:a es:e u:i u:as us:i im:is am:s ai:a ei:e ām:as"),
    "de": ["er:", "s:"],
}
_DOUBLED = re.compile(r"([bcdfghjklmnprstvz])\1[ae]l$")


NAMED = rf"{_CAP}(?:[ -](?:(?:de|la|le|sur|nad|an der|am|in|im|di|del|pod)[ -])?{_CAP}){{0,3}}"


@dataclass(slots=True)
class Town:
    """A town that a sentence names, by its nominative; `ukrainian` or known abroad."""

    start: int
    end: int
    name: str
    ukrainian: bool


#: Whose mayor somebody is: Hungarian says it behind the town, `polgármester` alone stands behind a person.
_A_MAYOR = re.compile(r"\s(?:al)?polgármester(?:rel|t|nek|től)?(?!\w)")
_ITS_MAYOR = re.compile(r"\s(?:polgármestere|polgármesterének|elöljárója|városvezetője|önkormányzata)(?!\w)")
#: Another name of the town before: `Lwiw (früher: Lemberg)`.
_ALSO = re.compile(r"\s*[(/][^()]{0,20}")
_AREA_AFTER = AnyCase(r"\s+(?:járás|megy|rajon|raion|okres|kraj|oblast|region|obw[oó]d|powiat)")
_REGION_BEFORE = AnyCase(r"(?<!\w)(?:regiun\w+|région de|regióna?|oblast\w*|obwod\w*|obwód|kraj\w*|region\w*|megye)\s+$")


@lru_cache(maxsize=1 << 12)
def forms_of(name: str, lang: str) -> tuple[str, ...]:
    """What a printed name may be the oblique case of, itself first."""
    if lang == "pl":
        return tuple(dict.fromkeys((name, *polish_names(name))))
    found = [name]
    if lang == "hu" and (doubled := _DOUBLED.search(name)):
        found.append(name[: doubled.start() + 1])
    for ending in _ENDINGS.get(lang, ()):
        old, _, new = ending.partition(":")
        if name.endswith(old) and len(name) > len(old) + 2:
            found.append(name[: -len(old)] + new)
    return tuple(dict.fromkeys(found))


def _town(name: str, lang: str) -> tuple[str, bool] | None:
    """The nominative of a name and whether it is Ukrainian; None when no town is known by it."""
    forms = forms_of(name, lang)
    for form in forms:
        if cues.is_ukrainian(form):
            return form, True
    known = next(filter(is_known_place, forms), None)
    if known is None or (" " not in known and "-" not in known and cues.is_given_name(known)) or len(known) < 3:
        return None
    return known, False


def towns_of(sentence: str, lang: str) -> list[Town]:
    found: list[Town] = []
    countries = [(one.start, one.end) for one in find_countries(sentence)]
    for match in RUN.finditer(sentence):
        words = [(match.start() + word.start(), word.group()) for word in re.finditer(r"\S+", match.group())]
        while words and words[0][1].lower() in GENERIC:
            words = words[1:]
        low = 0
        while low < len(words):
            # The longest piece that is a town: "Freiburgs Partnerstadt Lwiw", "Ungvár Nyíregyházával".
            for high in range(len(words), low, -1):
                start, end = words[low][0], words[high - 1][0] + len(words[high - 1][1])
                if low and cues.is_given_name(words[low - 1][1]):
                    continue
                town = (
                    None if any(left < end and start < right for left, right in countries) else _town(sentence[start:end], lang)
                )
                if town is None and lang == "hu" and high - low == 1 and _ITS_MAYOR.match(sentence, end):
                    town = sentence[start:end], False
                if town is not None and not town[1] and high < len(words):
                    behind = words[high][1]
                    if not (TIE.search(behind) or _town(behind, lang)):
                        continue  # "Bertrand MALQUIER"
                called = (
                    bool(found)
                    and town is not None
                    and town[1]
                    and found[-1].ukrainian
                    and _ALSO.fullmatch(sentence[found[-1].end : start])
                )
                if (
                    town is not None
                    and not called
                    and not (lang == "hu" and _A_MAYOR.match(sentence, end))
                    and not _AREA_AFTER.match(sentence, end)
                    and not (town[1] and _REGION_BEFORE.search(sentence[:start]))
                ):
                    found.append(Town(start, end, *town))
                    low = high - 1
                    break
            low += 1
    return found


#: The country of a page by its language, where its address tells none.
_OF_LANGUAGE = {
    "hu": "HU",
    "ro": "RO",
    "sk": "SK",
    "cs": "CZ",
    "fr": "FR",
    "sv": "SE",
    "it": "IT",
    "lt": "LT",
    "lv": "LV",
    "bg": "BG",
    "pl": "PL",
}


def country_of_town(after: str, page: Page) -> str | None:
    """The country in a bracket behind a name, or that of the page."""
    bracket = re.match(r"\s*\(([^()]{3,40})\)", after)
    said = country_of(bracket[1]) if bracket else None
    return said if said not in (None, "UA") else home_of(page)


def home_of(page: Page) -> str | None:
    return country_of_domain(page.host) or _OF_LANGUAGE.get(page.lang or "")
