"""Asking: distinct questions get their candidates and the features of each.

What belongs here: which forms of a name are looked up, what its printed region may be, and the records of what was found. What does not: finding
(`candidates.py`), weighing (`scoring.py`), decisions (`verdicts.py`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import pycountry

from registry.matching import beside, keys, scoring
from registry.matching.candidates import ADJECTIVE, NOMINATIVE, NOWHERE, PRINTED, SECOND, Candidates, Finder, Forms, spread
from registry.matching.mentions import ABOVE, Ruling
from registry.matching.reading import Query
from registry.places.gazetteer import BIT, Gazetteer
from schemas.vocabularies import Decision, Level
from scrapers.text.cases import nominative_guesses
from scrapers.text.names import PartnerName, split_names
from scrapers.text.parts import region_at_home

#: Queries worked on at once, and mentions (more where one hromada has more): they bound memory.
CHUNK = 40_000
ADJECTIVE_OF_A_TOWN = re.compile(r"(?:(?<=[а-яіїєґ'])(?:с|ц|з)ьк)(?:ий|а|е|ого|ому|им|ої|ій|ою|ім)$")
_WORDS = re.compile(r"[^\W\d_][\w'’]*|\d+")
_LEVEL_WORD = re.compile(
    r"(?i)\b(?:воєводств\w*|област\w*|повіт\w*|район\w*|край|регіон\w*|земля|штат\w*|провінці\w*|департамент\w*|жудець|județul|powiat|województwo|county|"
    r"landkreis|kreis|region|province|state|voivodeship|land|oblast|district)\b\.?"
)


@dataclass
class Answers:
    """Scored candidates of all queries, sorted by query: `start[q]:start[q + 1]` are those of query q."""

    found: Candidates
    x: np.ndarray
    start: np.ndarray
    context: scoring.Context

    def again(self, queries: np.ndarray) -> "Answers":
        """The same for some queries, numbered anew."""
        row_of, rows = spread(self.start[queries], self.start[queries + 1])
        found = self.found.take(rows)
        found.query = row_of
        return Answers(found, self.x[rows], np.searchsorted(row_of, np.arange(len(queries) + 1)), self.context.take(queries))


@dataclass
class State:
    """What the first pass found, for the second: by query `chance` ... `first`; by live part `live` (number of the part), `asked` (query), `group`
    (hromada), `member` (its ask: a distinct question of a hromada); by ask `rows` (its first live part), `asks` and `ruled`; by hromada `home_at` (latitude and longitude, NaN unknown)."""

    answers: Answers
    chance: np.ndarray
    none: np.ndarray
    top: np.ndarray
    first: list[Decision]
    live: list[int]
    asked: np.ndarray
    group: np.ndarray
    member: np.ndarray
    rows: np.ndarray
    asks: beside.Asks
    ruled: dict[int, Ruling]
    home_at: np.ndarray

    def place(self, query: int) -> int:
        """The likeliest place of a query, -1 for none."""
        row = self.top[query]
        return int(self.answers.found.place[row]) if row >= 0 else -1


class Asker:
    """Asks the gazetteer what queries may mean."""

    def __init__(self, gazetteer: Gazetteer, finder: Finder):
        self.gazetteer = gazetteer
        self.finder = finder

    def ask(self, queries: Sequence[Query]) -> Answers:
        """Scored candidates of all queries."""
        found, xs, contexts = [], [], []
        for first in range(0, max(len(queries), 1), CHUNK):
            chunk = queries[first : first + CHUNK]
            part, x, context = self._ask_chunk(chunk)
            part.query = part.query + first
            found.append(part)
            xs.append(x)
            contexts.append(context)
        every = Candidates.join(found)
        return Answers(
            every, np.concatenate(xs), np.searchsorted(every.query, np.arange(len(queries) + 1)), scoring.Context.join(contexts)
        )

    def _ask_chunk(self, queries: Sequence[Query]) -> tuple[Candidates, np.ndarray, scoring.Context]:
        index = self.gazetteer.country_index
        country = np.array([index[query.country] if query.country else NOWHERE for query in queries], dtype=np.int64)
        found = self.finder.find(self.forms(queries, country, range(len(queries))), len(queries))
        whole = self._with_region(queries, country)
        if len(whole.query):
            found = self.finder.best([found, self.finder.spelled(whole)])
        best = np.zeros(len(queries), dtype=np.float32)
        home = ~found.foreign
        np.maximum.at(best, found.query[home], found.likeness[home])
        # Oblique cases: only where the form as printed is no name.
        again = [row for row in np.flatnonzero(best < 0.97) if keys.is_cyrillic(queries[row].name)]
        oblique = self._oblique(queries, country, again)
        if len(oblique.query):
            found = self.finder.best([found, self.finder.find(oblique, len(queries), abroad=False)])
        level = np.array([scoring.LEVEL_CODE[query.level] for query in queries], dtype=np.int64)
        # «Краківський повіт» is never Kraków itself, however like the stem.
        found = self._trim(
            found.take(
                np.flatnonzero((found.way != ADJECTIVE) | scoring.agreeing(self.gazetteer, found.place, level[found.query]))
            )
        )
        names, latin = (
            pl.Series([query.name for query in queries], dtype=pl.String),
            np.array([not keys.is_cyrillic(query.name) for query in queries], dtype=bool),
        )
        context = scoring.Context(
            level,
            country,
            np.array([len(_WORDS.findall(query.name)) for query in queries], dtype=np.int16),
            latin,
            [
                folded if alike else plain
                for alike, folded, plain in zip(latin.tolist(), keys.fold(names).to_list(), keys.plain(names))
            ],
            [
                "" if query.name.isascii() or cyrillic else query.name.casefold()
                for query, cyrillic in zip(queries, (~latin).tolist())
            ],
            keys.heard(names, "cyrillic").to_list(),
            self._regions(queries, country),
        )
        return found, scoring.features(self.gazetteer, found, context), context

    def forms(
        self, queries: Sequence[Query], country: np.ndarray, rows: Iterable[int], numbers: Iterable[int] | None = None
    ) -> Forms:
        """Forms of some queries, under their own numbers or those given; `country` goes by the number."""
        asked, texts, ways = [], [], []
        for row, query in (
            (number, queries[row])
            for row, number in (zip(rows, numbers) if numbers is not None else ((row, row) for row in rows))
        ):
            asked.append(row)
            texts.append(query.name)
            ways.append(PRINTED)
            for alias in query.aliases:
                asked.append(row)
                texts.append(alias)
                ways.append(SECOND)
            if query.country in _GERMAN and "ей" in query.name:
                # «Фрейбург» is a town of that name, and Freiburg as it was written once.
                for text in _respelt(query.name, query.country):
                    asked.append(row)
                    texts.append(text)
                    ways.append(NOMINATIVE)
            if query.level in ABOVE and ADJECTIVE_OF_A_TOWN.search(query.name.lower()):
                for stem in _stems(query.name.lower()):
                    asked.append(row)
                    texts.append(stem)
                    ways.append(ADJECTIVE)
        rows = np.array(asked, dtype=np.int64)
        return Forms(rows, country[rows], pl.Series(texts, dtype=pl.String), np.array(ways, dtype=np.int8))

    def _with_region(self, queries: Sequence[Query], country: np.ndarray) -> Forms:
        """Names with what is printed in brackets after them: «Homberg (Efze)» is a name of its own, though Efze is read as a region."""
        rows = [row for row, query in enumerate(queries) if query.region and query.country]
        texts = [f"{queries[row].name} {re.split('[;,]', queries[row].region)[0]}" for row in rows]
        return Forms(
            np.array(rows, dtype=np.int64),
            country[rows],
            pl.Series(texts, dtype=pl.String),
            np.full(len(rows), SECOND, dtype=np.int8),
        )

    def _oblique(self, queries: Sequence[Query], country: np.ndarray, rows: Iterable[int]) -> Forms:
        asked, texts = [], []
        for row in rows:
            query = queries[row]
            derived = _stems(query.name.lower()) if query.level in OF_A_TOWN else []
            for text in (*_nominatives(query.name), *derived, *_respelt(query.name, query.country)):
                asked.append(row)
                texts.append(text)
        rows = np.array(asked, dtype=np.int64)
        return Forms(rows, country[rows], pl.Series(texts, dtype=pl.String), np.full(len(rows), NOMINATIVE, dtype=np.int8))

    @staticmethod
    def _trim(found: Candidates, most: int = 24) -> Candidates:
        """The most alike candidates of each query only."""
        order = np.lexsort((found.place, -found.likeness, found.query))
        start = np.searchsorted(found.query, found.query)
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        keep = (rank - start < most) | (found.likeness >= scoring.NAMESAKE)
        return found.take(np.flatnonzero(keep))

    def _regions(self, queries: Sequence[Query], country: np.ndarray) -> dict[int, tuple[np.ndarray, tuple[str, ...]]]:
        """Places that the printed regions of queries may be, asked once a region and country."""
        wanted: dict[tuple[str, int], list[int]] = defaultdict(list)
        for row, query in enumerate(queries):
            for piece in re.split(r"\s*[;,]\s*", query.region or ""):
                if piece:
                    wanted[piece, int(country[row])].append(row)
        if not wanted:
            return {}
        asked = [
            (piece, where, name)
            for piece, where in wanted
            for name in split_names(_spelt_out(piece, self.gazetteer.countries[where] if where >= 0 else ""))[:1]
            or [PartnerName(piece, piece)]
        ]
        names = [(name.name or name.region or piece) for piece, _, name in asked]
        shaped = [Query(_LEVEL_WORD.sub("", name).strip() or name, None, False, Level.REGION, None, ()) for name in names]
        where = np.array([country for _, country, _ in asked], dtype=np.int64)
        found = self.finder.find(self.forms(shaped, where, range(len(shaped))), len(shaped), abroad=False)
        found = found.take(np.flatnonzero(found.likeness >= 0.8))
        best = np.zeros(len(shaped), dtype=np.float32)
        np.maximum.at(best, found.query, found.likeness)
        found = found.take(np.flatnonzero(found.likeness >= best[found.query] - 0.02))
        # Washington is the state before it is any town of the name.
        first = (np.asarray(self.gazetteer.level)[found.place] & BIT[Level.REGION]) > 0
        said = np.zeros(len(shaped), dtype=bool)
        said[found.query[first]] = True
        found = found.take(np.flatnonzero(first | ~said[found.query]))
        known: dict[int, tuple[np.ndarray, tuple[str, ...]]] = {}
        for number, (piece, country_index, _) in enumerate(asked):
            places = found.place[found.query == number][:40].astype(np.int64)
            words = tuple(word for word in shaped[number].name.casefold().split() if len(word) > 3)
            for row in wanted[piece, country_index]:
                before = known.get(row, (np.zeros(0, dtype=np.int64), ()))
                known[row] = (np.concatenate([before[0], places]), before[1] + words)
        return known


def tops(answers: Answers, chance: np.ndarray, queries: int) -> np.ndarray:
    """Row of the likeliest candidate of each query, -1 for none; ties go to the lower place row."""
    order = np.lexsort((answers.found.place, -chance, answers.found.query))
    ordered = answers.found.query[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    top = np.full(queries, -1, dtype=np.int64)
    top[ordered[first]] = order[first]
    return top


#: States that the table of regions leaves out, for it holds no names of cities.
_LIKE_ITS_CITY = {("US", "вашингтон"): "Washington", ("US", "нью-йорк"): "New York"}


def _spelt_out(region: str, country: str) -> str:
    """The name of a subdivision that is printed by its code («OR» in the United States) or in another language («штат Айова»); anything else
    as it is."""
    if country and re.fullmatch("[A-Z]{2,3}", region):
        found = pycountry.subdivisions.get(code=f"{country}-{region}")
        return found.name if found else region
    bare = _LEVEL_WORD.sub("", region).strip()
    return _LIKE_ITS_CITY.get((country, bare.casefold())) or region_at_home(bare, country) or region


#: Municipalities that are called by an adjective of their town: «Замостська гміна».
OF_A_TOWN = (Level.GMINA, Level.COMMUNE)
#: Sounds that merge with that of an adjective («Укмерге», «укмерзький»), and how names end that lose it.
_MERGED = {"с": ("", "с", "х"), "з": ("г", "ж", "з", ""), "ц": ("к", "ч", "ц", "")}
_ENDS = ("", "ь", "а", "е", "и", "о")


def _stems(adjective: str) -> list[str]:
    """What an adjective may be made of, its bare stem first: «фредропольська» -> «фредрополь»; none of another word."""
    found = ADJECTIVE_OF_A_TOWN.search(adjective)
    if found is None:
        return []
    bare = adjective[: found.start()]
    return list(dict.fromkeys([bare, *(f"{bare}{sound}{end}" for sound in _MERGED[found[0][0]] for end in _ENDS)]))


#: Older ways to write German ei and eu: «Грейфсвальд», «Нейбранденбург»; and its rivers: «Есслінген на Неккарі».
_GERMAN, _SHORT = ("DE", "AT", "CH"), 6
_ON_A_RIVER = re.compile(r"^(?P<town>.+?)[ -](?:на|над)[ -](?P<river>[^\W\d_]{3,}?)(?:ові|[іуію]|ом|ем|ою)?$")


def _respelt(name: str, country: str | None) -> list[str]:
    """Other spellings of a name in a country whose names are transcribed by two rules."""
    if country not in _GERMAN:
        return []
    found = [name.replace("ей", "ай"), name.replace("ей", "ой")] if "ей" in name and len(name) > _SHORT else []
    if river := _ON_A_RIVER.match(name):
        found += [f"{river['town']} ам {river['river']}", f"{river['town']} ан дер {river['river']}"]
    return found


def _nominatives(name: str) -> list[str]:
    """Nominatives that a printed name could be a case of, by endings alone: the gazetteer says which of them exist.

    All words changed together, then the last and the first alone.
    """
    words = re.split(r"([\s-]+)", name)
    guesses = [nominative_guesses(word)[:5] if len(word) > 3 else [] for word in words[::2]]
    found: dict[str, None] = {}
    for turn in range(5):
        for changed in (range(len(guesses)), (len(guesses) - 1,), (0,)):
            forms = list(words)
            for place in changed:
                if guesses[place]:
                    forms[2 * place] = guesses[place][min(turn, len(guesses[place]) - 1)]
            found.setdefault("".join(forms))
    found.pop(name, None)
    return list(found)[:8]
