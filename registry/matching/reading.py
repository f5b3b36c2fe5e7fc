"""Reading: the cells of mentions become parts, and their parts distinct questions.

What belongs here: what a cell says of a place besides its name (country, region, level), and names that only look like these. What does not: the
grammar of a cell (`scrapers/text/names.py`), looking anything up but whether a name is known.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from registry.matching import decide
from registry.matching.candidates import PRINTED, Finder, Forms
from registry.matching.mentions import Mention
from registry.matching.reasons import say
from registry.places.gazetteer import Gazetteer
from schemas.vocabularies import Level
from scrapers.text.countries import country_of, find_countries
from scrapers.text.names import PartnerName, region_country, split_names
from scrapers.text.normalise import fold, repair

#: A word after a name that a reader of six languages takes for a country, and that is a region of the country printed beside it.
_REGION_NOT_COUNTRY = {("US", "GE"): "Georgia", ("BE", "LU"): "Luxembourg", ("MX", "US"): None}
#: A word between two names, or inside the one name of a place.
_AND = re.compile(r"(?i)\s(?:і|й|та|и|i|a|and|et|und|en|y|e|og|och)\s")
_LIST = re.compile(r"[,;\n/()]")
#: What sets a country off from the name before it.
_SET_OFF = re.compile(r"[,;:()\[\]/–—]|\s-\s|(?i:\s(?:у|в|з|із|in|w|we|во|из|en|aus)\s)")
_LEVEL_WORDS_OF = {
    "повіт": Level.COUNTY,
    "повіту": Level.COUNTY,
    "район": Level.DISTRICT,
    "округ": Level.DISTRICT,
    "жудець": Level.COUNTY,
    "воєводство": Level.REGION,
    "county": Level.COUNTY,
    "powiat": Level.COUNTY,
    "district": Level.DISTRICT,
    "landkreis": Level.COUNTY,
    "województwo": Level.REGION,
    "járás": Level.COUNTY,
    "megye": Level.COUNTY,
    "okres": Level.DISTRICT,
    "județul": Level.COUNTY,
    "municipality": Level.COMMUNE,
    "муніципалітет": Level.COMMUNE,
    "гміна": Level.GMINA,
}
_LEVEL_WORDS_OF = {fold(word): level for word, level in _LEVEL_WORDS_OF.items()}
_LEVEL_WORDS = list(_LEVEL_WORDS_OF)
#: Words near a level word that are parts of names.
_NO_SLIP = {"country", "counts"}
#: Guangzhou, or a town of the United States: alone it is no level word.
_CANTON = "кантон"


@dataclass(frozen=True, slots=True)
class Query:
    """A distinct question: everything printed that a candidate's score depends on, hromada excepted."""

    name: str
    country: str | None
    country_said: bool
    level: Level | None
    region: str | None
    aliases: tuple[str, ...]


@dataclass(slots=True)
class Part:
    """A part of a mention on its way: `query` is -1 when it is decided without asking."""

    mention: int
    part: int
    query: int
    level: Level | None
    country: str | None
    rejected: str | None = None
    name: str = ""


class Reader:
    """Reads mentions; the gazetteer only says which names are known."""

    def __init__(self, gazetteer: Gazetteer, finder: Finder):
        self.gazetteer = gazetteer
        self.finder = finder

    def read(self, mentions: Sequence[Mention]) -> tuple[list[Part], list[Query]]:
        """(every part of every mention, the distinct questions that the parts ask)."""
        parts: list[Part] = []
        queries: dict[Query, int] = {}
        cells: dict[str, tuple[str | None, list[PartnerName]]] = {}
        countries: dict[str | None, str | None] = {None: None, "": None}
        asked: dict[tuple[str, str | None, str | None], list[Part]] = {}
        whole = self._whole(mentions)
        for row, mention in enumerate(mentions):
            form = (mention.name, mention.country, mention.region)
            if form in asked:
                parts += [
                    Part(row, part.part, part.query, part.level, part.country, part.rejected, part.name) for part in asked[form]
                ]
                continue
            cell = mention.name or ""
            if cell not in cells:
                why = decide.unreadable(cell)
                cells[cell] = (why, [] if why else split_names(cell))
            if mention.country not in countries:
                countries[mention.country] = printed_country(mention.country)
            why, names = cells[cell]
            names = whole.get((cell, mention.country), names)
            mine: list[Part] = []
            for number, piece in enumerate(names or [PartnerName(cell[: decide.MAX_NAME], "")]):
                mine.append(
                    self._part(row, number, piece, mention, countries[mention.country], why if not names else None, queries)
                )
            asked[form] = mine
            parts += mine
        return parts, list(queries)

    def _whole(self, mentions: Sequence[Mention]) -> dict[tuple[str, str | None], list[PartnerName]]:
        """Cells that read like two names and are one («Brighton and Hove», «Gilze en Rijen»), by cell and printed country."""
        cells = {
            (mention.name, mention.country): None
            for mention in mentions
            if mention.name and len(mention.name) < decide.MAX_NAME and _AND.search(mention.name)
        }
        asked: list[tuple[tuple[str, str | None], PartnerName, int]] = []
        for cell, country in cells:
            names = split_names(cell)
            start, end = (
                (cell.find(names[0].name), cell.rfind(names[-1].name))
                if len(names) > 1 and names[0].name and names[-1].name
                else (-1, -1)
            )
            iso = printed_country(country) or (names[-1].country if names else None)
            if 0 <= start < end and iso in self.gazetteer.country_index and not _LIST.search(cell[start:end]):
                name = repair(cell[start : end + len(names[-1].name)])
                asked.append(
                    (
                        (cell, country),
                        replace(names[0], name=name, country=names[-1].country),
                        self.gazetteer.country_index[iso],
                    )
                )
        known = self.finder.known(
            Forms(
                np.arange(len(asked)),
                np.array([where for *_, where in asked], dtype=np.int64),
                pl.Series([name.name for _, name, _ in asked], dtype=pl.String),
                np.full(len(asked), PRINTED, dtype=np.int8),
            )
        )
        return {key: [name] for number, (key, name, _) in enumerate(asked) if number in known}

    def _part(
        self,
        row: int,
        number: int,
        piece: PartnerName,
        mention: Mention,
        given: str | None,
        why: str | None,
        queries: dict[Query, int],
    ) -> Part:
        country, region = piece.country or given, piece.region
        if piece.country and given and piece.country != given and (given, piece.country) in _REGION_NOT_COUNTRY:
            country, region = given, region or _REGION_NOT_COUNTRY[given, piece.country]
        region = "; ".join(filter(None, (region, mention.region))) or None
        if country is None and region:
            country = region_country(region)
        name, level = _PREPOSITION.sub("", repair(piece.name)), piece.level
        if not level and (gmina := _KIND_OF_GMINA.match(name)):
            name, level = name[gmina.end() :], Level.GMINA
        if (
            piece.country
            and given
            and country == piece.country != given
            and name
            and name in piece.raw
            and len(piece.raw.partition(name)[2].split()) == 1
            and not _SET_OFF.search(piece.raw)
        ):
            # The last word only looks like a country («Тинєц Мали» in Poland): nothing sets it off, and another one is printed beside it.
            name, country = repair(piece.raw[piece.raw.index(name) :]), given
        if not name and piece.country and ((given and piece.country != given) or not country_of(piece.raw)):
            # A town may be called like a country (Egypt in the United States, Līvāni in Latvia).
            whole = piece.raw if level is None else mention.name
            name = repair(re.sub(r"\s*\(.*?\)\s*", " ", whole)).strip(" ,")
            country = given or piece.country
        if not name and level is Level.REGION and fold(piece.raw) == _CANTON:
            name, level = repair(piece.raw), None
        if level is None and " " in name:
            name, level = _slipped_level(name)
        why = why or decide.no_place(name, level, country, piece.region)
        if not why and not name:
            name = piece.region or ""
        if not why and country is None and decide.ukrainian_body(piece.raw):
            why = say("council")
        if why:
            return Part(row, number, -1, level, country, why, name)
        known = country in self.gazetteer.country_index
        query = Query(
            name, country if known else None, bool(mention.country) or bool(piece.country), level, region, (*piece.aliases, *_in_full(name))
        )
        return Part(row, number, queries.setdefault(query, len(queries)), level, country if known else None, None, name)


#: «сільська гміна Хелм»: the verdict asks the cell which one it is.
_KIND_OF_GMINA = re.compile(r"(?:місько-сільськ|сільсько-міськ|сільськ|міськ)\w+\s+[гґ]мін\w+\s+(?=[^\W\d_])", re.I)
#: «з Коніном», «у Дембиці»: cut out of a sentence.
_PREPOSITION = re.compile(r"^(?:з|із|зі|у|в|до|від|с|со|из|во|от)\s+(?=[А-ЯІЇЄҐЁ])")


#: Words of Polish names that are cut short: «Gorzów Wlkp.», «Ostrów Maz.».
_CUT_SHORT = {"wlkp": "wielkopolsk", "maz": "mazowieck", "śl": "śląsk", "podl": "podlask", "lub": "lubelsk", "pom": "pomorsk", "kuj": "kujawsk", "влкп": "велькопольськ", "маз": "мазовецьк"}


def _in_full(name: str) -> list[str]:
    """A name whose last word is a Polish adjective cut short, with the adjective in its three genders."""
    first, _, last = name.rstrip(".").rpartition(" ")
    stem = _CUT_SHORT.get(last.lower()) if first else None
    if stem is None:
        return []
    return [f"{first} {stem}{ending}" for ending in (("ий", "а", "е") if stem[0] > "ż" else ("i", "a", "ie"))]


def _slipped_level(name: str) -> tuple[str, Level | None]:
    """A name whose first or last word is a level word with a slip in it («Sanok Couty»), without that word and with its level."""
    words = name.split()
    for place in (-1, 0):
        word = fold(words[place])
        if len(word) < 4 or word in _NO_SLIP:
            continue
        near = extractOne(word, _LEVEL_WORDS, scorer=OSA.distance, score_cutoff=2 if len(word) > 6 else 1)
        # Of four letters a word may only have lost one; two slips are for long words that begin alike: «Bistrica» is no district.
        if (
            near is not None
            and (len(word) > 4 or len(near[0]) == 5)
            and (near[1] <= 1 or (len(near[0]) > 6 and near[0][0] == word[0]))
        ):
            return " ".join(words[:-1] if place else words[1:]), _LEVEL_WORDS_OF[near[0]]
    return name, None


def printed_country(text: str | None) -> str | None:
    """ISO code of a printed country; a code of two letters stands for itself."""
    text = repair((text or "")[:200])
    if len(text) == 2 and text.isascii() and text.isalpha():
        return {"UK": "GB", "EL": "GR"}.get(text.upper(), text.upper())
    whole = country_of(text)
    if whole is None and text:
        # «Гагаузія, Молдова», «м. Люблін Польща», «румунська», «американське місто»
        found = find_countries(text)
        beside = any(one.form == "adjective" or _ADJECTIVE_BEFORE.search(text[: one.start]) for one in found)
        said = {one.iso for one in found}
        return said.pop() if len(said) == 1 and (not beside or _OF_A_COUNTRY.fullmatch(text)) else None
    return whole


#: «Грецька Македонія».
_ADJECTIVE_BEFORE = re.compile(r"(?:ськ|цьк|ск)(?:а|ий|е|ая|ое)\s+$")
#: «румунська», «американське місто», «польська сторона».
_OF_A_COUNTRY = re.compile(r"[^\W\d_]+(?:\s(?:місто|село|сторона|громада|[гґ]міна|комуна|муніципалітет|город|община|town|city|municipality))?", re.I)
