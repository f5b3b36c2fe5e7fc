"""The towns that a sentence names, in the nominative, by what is known for a town; the country of a page.

What belongs here: names and their cases in languages without a grammar here. What does not: which of them are tied (`telling`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from scrapers.layouts import cues
from scrapers.layouts.abroad.words import TIE
from scrapers.layouts.page.model import Page
from scrapers.layouts.page.origin import country_of_domain
from scrapers.text.cases import polish_names
from scrapers.text.countries import country_of, find_countries
from scrapers.text.large_cities import large_city_country
from scrapers.text.normalise import AnyCase, fold
from scrapers.text.parts import city_country, region_country
from scrapers.text.places import is_known_place, only_country

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈČĎĐĒĖĘĚĢĪĮĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠȘȚŢŤŪŮŰŲŹŻŽА-Я"
_CAP = rf"[{UPPER}][\w'’]*(?:[-‑][\w'’]+)*"
RUN = re.compile(rf"(?<![\w-]){_CAP}(?:\s(?:(?:de|la|le|les|sur|sous|du|nad|pod|di|del|am|an der|in)\s)?{_CAP}){{0,3}}")
GENERIC = frozenset(
    str.split(
        "mesto město mesta obec ville villes commune primăria primarul orașul oraşul comuna comunei municipiul stadt gemeinde gmina gminy miasto "
        "miasta kommun staden comune città mayor city town maire le la les den die der the urząd landkreis kreis gminą gminie"
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
    "en": ["'s:", "’s:"],
}
_DOUBLED = re.compile(r"([bcdfghjklmnprstvz])\1[ae]l$")


NAMED = rf"{_CAP}(?:[ -](?:(?:de|la|le|sur|nad|an der|am|in|im|di|del|pod)[ -])?{_CAP}){{0,3}}"


#: Words that begin sentences and titles, and are towns as well: Eine, Band, Twin City.
_WORDS = frozenset(
    str.split(
        "ein eine einen einer band am im in auf von vom zur beide zwei drei seit nach bei als mit für aus an wir sie es er ihr neue neuer neues unter über rat hilfe tag "
        "januar februar märz april mai juni juli august september oktober november dezember january february march may june july october december montag dienstag mittwoch donnerstag freitag "
        "samstag sonntag monday tuesday wednesday thursday friday saturday sunday twin sister city cities town towns the a an and of for from new our two it its this that after while on at by with mayor council "
        "w we na od do o z ze i po dla przy nasz nasza nowy nowe rok dzień rada miasto gmina le la les un une des du en et au pour ville maire sur dans"
    )
)


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
    known = next((form for form in forms if is_known_place(form) or city_country(form)), None)
    if known is None or all(word in _WORDS for word in name.lower().split()) or (" " not in known and "-" not in known and cues.is_given_name(known)) or len(known) < 3:
        return None
    return known, False


#: Words that put a name into Ukraine: `ukrainische Stadt Isjum`, `hromada Wielkie Mosty`, `Lyman, Ukraine`.
_UKRAINIAN_BEFORE = AnyCase(
    r"(?<!\w)(?:ukrainisch\w+ (?:groß|klein|partner)?(?:stadt|gemeinde)|ukraińsk\w+ (?:\w+ )?(?:miast\w*|mieście|miasteczk\w+|gmin\w+|wsi\w*|miejscowoś\w+)|"
    r"hromad\w*|wspólnot\w+ terytorialn\w+|ukrainian (?:\w+ )?(?:city|town|village|community)(?: of)?|ville ukrainienne d[e']|ukrajinsk\w+ m[eě]st\w+|"
    r"orașul\w* ucrainean\w*|(?:city|town|village|territorial community) of)\s$",
    needs="ukrai ucrai ukraj hromad terytorialn of",
)
_UKRAINIAN_AFTER = AnyCase(r"\s?(?:\((?:in der |in |na |w |en )?u[kc]ra[ijï]n[aeęy]?\w?\)|,\s(?:in |en |na |(?:leżąc|położon)\w+ (?:na|w) |która leży na )?u[kc]ra[ijï]n\w+)|\s(?:territorial community|hromada)(?!\w)|\s(?:na|w) ukrainie(?!\w)")
#: `powiat lubaczowski`, `z rejonem jaworowskim`: units of Poland and Ukraine that are called by an adjective.
_POLISH_UNIT = re.compile(
    r"(?<!\w)(?P<unit>(?i:powiat|województw|rejon|obw[oó]d)(?:[ouaei]|em|iem|owi)?)\s(?P<bare>(?i:[a-ząćęłńóśźż]{3,}?(?:sk|ck|dzk)))(?:i|iego|iemu|im|ie)(?!\w)"
)
_UNITS_OF_POLAND = {"pow": ("powiat", "i"), "woj": ("województwo", "ie")}


def _units_of(sentence: str) -> Iterator[Town]:
    """The districts and voivodeships of a Polish sentence, in the nominative; a `rejon` or `obwód` is Ukrainian where the centre is."""
    for match in _POLISH_UNIT.finditer(sentence):
        unit, bare = match["unit"].lower(), match["bare"]
        if of_poland := _UNITS_OF_POLAND.get(unit[:3]):
            yield Town(match.start(), match.end(), f"{of_poland[0]} {bare.lower()}{of_poland[1]}", False)
        elif any(cues.is_ukrainian(bare[: -len(end)] + centre) for end, centre in _CENTRES if bare.endswith(end)) or fold(bare) in _OBLASTS:
            yield Town(match.start(), match.end(), f"{'rejon' if unit[0] == 'r' else 'obwód'} {bare.lower()}i", True)


#: What the adjective of a centre ends with, and the centre: `jaworow-ski`, `drohobyc-ki`, `stryj-ski`.
_CENTRES = (("sk", ""), ("sk", "a"), ("sk", "o"), ("sk", "y"), ("ck", "c"), ("ck", "cz"), ("ck", "ck"), ("ijsk", "yj"), ("ensk", "no"), ("eńsk", "ne"))
_OBLASTS = frozenset(map(fold, str.split("wołyńsk rówieńsk rówieńsk zakarpack iwanofrankiwsk iwano-frankiwsk chmielnick żytomiersk kijowsk odesk czernihowsk dniepropietrowsk")))


def _joined_towns(start: int, word: str, lang: str) -> list[Town]:
    """The two towns of `Magdeburg-Saporishshja`, one of which is Ukrainian; none in any other word."""
    first, dash, second = word.partition("-")
    towns = [_town(name, lang) for name in (first, second)] if dash and "-" not in second else []
    if not all(towns) or sum(town[1] for town in towns) != 1:
        return []
    return [Town(start, start + len(first), *towns[0]), Town(start + len(first) + 1, start + len(word), *towns[1])]


def towns_of(sentence: str, lang: str) -> list[Town]:
    found: list[Town] = []
    units = list(_units_of(sentence)) if lang == "pl" else []
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
                if (town is None or not town[1]) and (
                    (high - low == len(words) and _UKRAINIAN_BEFORE.search(sentence[max(0, start - _MARK) : start]))
                    or (high == len(words) and _UKRAINIAN_AFTER.match(sentence, end))
                ):
                    town = town[0] if town else sentence[start:end], True
                unit = _UNIT_BEFORE[lang].search(sentence[:start]) if low == 0 and high == len(words) and lang in _UNIT_BEFORE else None
                if unit and (town is None or not town[1]):
                    start, town = unit.start(), (f"{_UNITS[unit[1]]} {town[0] if town else sentence[start:end]}", False)
                if town is None and high - low == 1 and (pair := _joined_towns(start, sentence[start:end], lang)):
                    found += pair
                    low = high - 1
                    break
                if town is not None and not town[1] and low and start == words[low][0]:
                    before = words[low - 1][1]
                    if not (before[0].islower() or before.lower() in GENERIC or TIE.search(before) or _BEFORE_A_TOWN.match(before) or _town(before, lang)):
                        continue  # "Prairie Union"
                if town is not None and not town[1] and high < len(words):
                    behind = words[high][1]
                    if not (TIE.search(behind) or _COUNCIL.match(behind) or _town(behind, lang)):
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
    return sorted((*units, *(town for town in found if not any(one.start < town.end and town.start < one.end for one in units))), key=lambda town: town.start)


#: Who and what is called by its town behind it, and words that begin a sentence.
_BEFORE_A_TOWN = AnyCase(
    r"prezydent|burmistrz|wójt|mer(?!\w)|starost|marszałek|rada(?!\w)|radni|delega|lord|mayor|city|town|borough|council|councill?or|maire|primar|primátor|hejtman|ober|bürgermeister|polgármester|"
    r"stadt|gemeinde|kreis|region|provin|seit|nach|zwischen|auch|beide|die|der|das|seine|ihre|unsere|between|since|when|both|while|also|z(?!\w)|między|pomiędzy|miast|gmin|powiat|entre|depuis|ville"
)
_MARK = 40
#: Units that few lists of places hold, and whose names stand behind them: `Gmina Podedwórze`, `Landkreis Stade`.
_UNIT_BEFORE = {"pl": AnyCase(r"(?<!\w)(gmin)\w{1,4}\s$"), "de": AnyCase(r"(?<!\w)((?:land)?kreis)\w{0,2}\s$")}
_UNITS = {"gmin": "Gmina", "kreis": "Kreis", "landkreis": "Landkreis"}
#: `Troisdorfer Stadtrat`: what belongs to a town and is no surname.
_COUNCIL = AnyCase(r"(?:stadt|gemeinde)(?:rat|rät|vertret|verordnet|verwalt)|kreistag|rathaus|ober|bürgermeister|council|mayor|borough|city|town|rada|radn")


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


def country_of_town(name: str, after: str, page: Page) -> str | None:
    """The country in a bracket behind a name, or that of the page, unless the town is known and not in it."""
    bracket = re.match(r"\s*\(([^()]{3,40})\)|,\s(?P<behind>[^.,;:()]{3,30}?)(?=,|\s(?:is|has|and|have|will)(?!\w))", after)
    region = bracket and (bracket[1] or bracket["behind"])
    said = (country_of(region) or region_country(region)) if region else None
    if said not in (None, "UA"):
        return said
    home = city_country(name) or home_of(page) or large_city_country(name)
    return only_country(name) if home and is_known_place(name) and not is_known_place(name, home) else home


def home_of(page: Page) -> str | None:
    return country_of_domain(page.host) or _OF_LANGUAGE.get(page.lang or "")
