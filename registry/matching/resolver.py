"""The resolver: printed names of foreign partners in, places of the gazetteer (or new local places, questions, rejections) out.

What belongs here: reading mentions in batches, asking each distinct form once, letting the sources of one hromada inform each other, and the
words of the reasons. What does not: keys, candidates, weights and thresholds (their own modules), hromady (`hromady.py`), storage of decisions.

Everything that is decided for a mention depends only on the mention, on the other mentions of its hromada and on decisions: resolving the
mentions of touched hromady alone gives the same as resolving all.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import polars as pl
import pycountry
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from registry.matching import beside, decide, grouping, keys, scoring
from registry.matching.candidates import (
    ADJECTIVE,
    BY_FOLD,
    NOMINATIVE,
    NOWHERE,
    PRINTED,
    SECOND,
    Candidates,
    Finder,
    Forms,
    spread,
)
from registry.matching.hromady import Hromady, hromady
from registry.places.gazetteer import BIT, Gazetteer, core
from schemas.vocabularies import Decision, Level
from scrapers.text.cases import nominative_guesses
from scrapers.text.countries import country_of
from scrapers.text.names import PartnerName, region_country, split_names
from scrapers.text.normalise import fold, repair

#: Queries worked on at once, and mentions (more where one hromada has more): they bound memory.
CHUNK = 40_000
BATCH = 250_000
#: Candidates told with a result.
TOLD = 5
_ADJECTIVE = re.compile(r"(?:(?<=[а-яіїєґ'])(?:с|ц|з)ьк)(?:ий|а|е|ого|ому|им|ої|ій|ою|ім)$")
#: A word after a name that a reader of six languages takes for a country, and that is a region of the country printed beside it.
_REGION_NOT_COUNTRY = {("US", "GE"): "Georgia", ("BE", "LU"): "Luxembourg", ("MX", "US"): None}
#: A place whose name is this likely is what a doubtful name is grouped by.
_GUESS = 0.3
#: A place less like a name than this is not called so.
_CALLED = 0.95
#: A name printed without a level is one of a county or the like from this chance.
_UNIT = 0.8
#: A place that another form of the hromada means with this chance is named by another source.
_NAMED = 0.9
#: An accepted form is read again when a form this like it, or more, means something else.
_DISPUTED = 0.5
#: Nearer than this to the hromada a place is likelier to be its partner, the more the nearer. In the transcribed rows of four sources such places in Poland,
#: Romania, Slovakia and Hungary are partners several times as often as they would be by chance, within 50 km some forty times.
HOME_KM = 200
#: A place that a form this like means is asked about though the name itself does not lead to it.
_PUT_FORWARD = 0.35
#: Countries whose counties and districts are called after their seats.
_NAMED_AFTER_SEAT = frozenset(("PL", "CZ", "SK", "HU", "RS", "LV", "TR", "AZ"))
#: Levels above or beside towns: a form printed with one of them is another form.
ABOVE = {Level.COUNTY, Level.REGION, Level.CITY_DISTRICT, Level.ASSOCIATION, Level.DISTRICT}


@dataclass(slots=True)
class Mention:
    """One printed name of a partner. `hromada` is a KATOTTG code or a name as printed; `country` as printed or ISO alpha-2."""

    id: str
    hromada: str | None = None
    oblast: str | None = None
    name: str = ""
    country: str | None = None
    region: str | None = None
    source: str = ""
    url: str | None = None


@dataclass(slots=True)
class Candidate:
    """A place a mention could mean, with its probability; the reasons are told only where a person is asked."""

    place_key: str
    name: str
    country: str
    score: float
    reasons: str = ""


@dataclass(slots=True)
class Resolution:
    """What a part (0, 1, ...) of a mention was taken for.

    `place_key` is `geonames:<id>` or `own:<id>` when accepted, `local:<country>:<hromada>:<sound key>` when it is new or in review (all doubtful
    mentions of one body in one hromada share it, so that counts do not wait; a doubtful mention that most likely is a place accepted for
    the same hromada carries that place's key), None when rejected. `score` is a probability.
    """

    id: str
    part: int
    hromada_code: str | None
    place_key: str | None
    place_name: str | None
    country: str | None
    level: Level | None
    score: float
    decision: Decision
    reasons: str
    candidates: list[Candidate] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's decision on a printed form; it always wins.

    `name` as printed, for one `hromada` (code) or, None, everywhere; for one `country` (ISO) or, None, whatever is printed. `place_key` is the
    place it is; None with `same` False rejects the form, a key with `same` False says it is not that place. `above` says that the form was printed
    with the level of a county, region or the like (True) or without (False): «Zawiercie County» is not Zawiercie; None holds for both.
    """

    name: str
    place_key: str | None
    hromada: str | None = None
    country: str | None = None
    same: bool = True
    author: str = "a person"
    above: bool | None = None


@dataclass(frozen=True, slots=True)
class _Query:
    """A distinct question: everything printed that a candidate's score depends on, hromada excepted."""

    name: str
    country: str | None
    country_said: bool
    level: Level | None
    region: str | None
    aliases: tuple[str, ...]


#: A word between two names, or inside the one name of a place.
_AND = re.compile(r"(?i)\s(?:і|й|та|и|i|a|and|et|und|en|y|e|og|och)\s")
_LIST = re.compile(r"[,;\n/()]")
#: What sets a country off from the name before it.
_SET_OFF = re.compile(r"[,;:()\[\]/–—]|\s-\s|(?i:\s(?:у|в|з|із|in|w|we|во|из|en|aus)\s)")
_WORDS = re.compile(r"[^\W\d_][\w'’]*|\d+")
_RURAL = re.compile(r"\b(?:сільськ\w+ [гґ]мін|[гґ]мін\w+ сільськ|gmin\w+ wiejsk|wiejsk\w+)", re.I)
_URBAN = re.compile(r"\b(?:міськ\w+ [гґ]мін|[гґ]мін\w+ міст|[гґ]мін\w+ міськ|gmin\w+ miast|gmin\w+ miejsk\w+\b(?!-))", re.I)
#: Inhabitants from which a Polish town is, but for some thirty, a gmina by itself.
_OWN_GMINA = 25_000
#: Inhabitants from which no Polish city has a rural gmina of its name around it (the largest that have: Elbląg, Włocławek, Tarnów).
_NO_RURAL_GMINA = 130_000
_NOTHING: frozenset = frozenset()


@dataclass(slots=True)
class _Part:
    """A part of a mention on its way: `query` is -1 when it is decided without asking."""

    mention: int
    part: int
    query: int
    level: Level | None
    country: str | None
    rejected: str | None = None
    name: str = ""


@dataclass
class _Answers:
    """Scored candidates of all queries, sorted by query: `start[q]:start[q + 1]` are those of query q."""

    found: Candidates
    x: np.ndarray
    start: np.ndarray
    context: scoring.Context

    def again(self, queries: np.ndarray) -> "_Answers":
        """The same for some queries, numbered anew."""
        row_of, rows = spread(self.start[queries], self.start[queries + 1])
        found = self.found.take(rows)
        found.query = row_of
        return _Answers(found, self.x[rows], np.searchsorted(row_of, np.arange(len(queries) + 1)), self.context.take(queries))


def _spelt_out(region: str, country: str) -> str:
    """The name of a subdivision of ISO 3166-2 that is printed by its code («OR» in the United States); anything else as it is."""
    if country and re.fullmatch("[A-Z]{2,3}", region):
        found = pycountry.subdivisions.get(code=f"{country}-{region}")
        return found.name if found else region
    return region


class Resolver:
    """Resolves mentions against an opened gazetteer. Pure: the same input gives the same output, in any order of mentions."""

    def __init__(self, gazetteer: Gazetteer, codifier: Hromady | None = None, rulings: Iterable[Ruling] = (), model: scoring.Model | None = None):
        self.gazetteer = gazetteer
        self.hromady = codifier or hromady()
        self.finder = Finder(gazetteer)
        self.model = model or scoring.model()
        self._rulings: dict[tuple[str | None, str | None, str, bool | None], Ruling] = {}
        self._not: dict[tuple[str | None, str], set[str]] = defaultdict(set)
        for ruling in rulings:
            if ruling.same or ruling.place_key is None:
                self._rulings[ruling.hromada, ruling.country, fold(ruling.name), ruling.above] = ruling
            else:
                self._not[ruling.hromada, fold(ruling.name)].add(ruling.place_key)

    def resolve(self, mentions: Sequence[Mention]) -> list[Resolution]:
        """One resolution a part of each mention, in the order of the mentions; a mention without any name gives one rejected part."""
        homes = self.homes_of(mentions)
        found: list[Resolution] = []
        of: list[int] = []
        for rows in _batches([group for _, group, _ in homes]):
            mine = [mentions[row] for row in rows]
            parts, queries = self._read(mine)
            of += [rows[part.mention] for part in parts]
            found += self._answer(mine, [homes[row] for row in rows], parts, queries, self._ask(queries))
        return [found[at] for at in np.argsort(np.array(of, dtype=np.int64), kind="stable").tolist()]

    # reading

    def homes_of(self, mentions: Sequence[Mention]) -> list[tuple[str | None, str, str]]:
        """(code, group, reason) of the hromada of each mention; the group is the code, or the words printed when there is none."""
        known: dict[tuple[str | None, str | None], tuple[str | None, str, str]] = {}
        homes = []
        for mention in mentions:
            asked = (mention.hromada, mention.oblast)
            if asked not in known:
                match = self.hromady.resolve(mention.hromada, None, mention.oblast, None, None)
                known[asked] = (match.code, match.code or f"?{fold((mention.hromada or '')[:200])}|{fold((mention.oblast or '')[:100])}",
                                "" if match.code else f"hromada: {match.reasons}")
            code, group, note = known[asked]
            # Two names without any hromada have nothing in common that could vouch for either.
            homes.append((code, group if code or (mention.hromada or "").strip() else f"?#{mention.id}", note))
        return homes

    def _read(self, mentions: Sequence[Mention]) -> tuple[list[_Part], list[_Query]]:
        parts: list[_Part] = []
        queries: dict[_Query, int] = {}
        cells: dict[str, tuple[str | None, list[PartnerName]]] = {}
        countries: dict[str | None, str | None] = {None: None, "": None}
        asked: dict[tuple[str, str | None, str | None], list[_Part]] = {}
        whole = self._whole(mentions)
        for row, mention in enumerate(mentions):
            form = (mention.name, mention.country, mention.region)
            if form in asked:
                parts += [_Part(row, part.part, part.query, part.level, part.country, part.rejected, part.name) for part in asked[form]]
                continue
            cell = mention.name or ""
            if cell not in cells:
                why = decide.unreadable(cell)
                cells[cell] = (why, [] if why else split_names(cell))
            if mention.country not in countries:
                countries[mention.country] = self._country(mention.country)
            why, names = cells[cell]
            names = whole.get((cell, mention.country), names)
            mine: list[_Part] = []
            for number, piece in enumerate(names or [PartnerName(cell[:decide.MAX_NAME], "")]):
                mine.append(self._part(row, number, piece, mention, countries[mention.country], why if not names else None, queries))
            asked[form] = mine
            parts += mine
        return parts, list(queries)

    def _whole(self, mentions: Sequence[Mention]) -> dict[tuple[str, str | None], list[PartnerName]]:
        """Cells that read like two names and are one («Brighton and Hove», «Gilze en Rijen»), by cell and printed country."""
        cells = {(mention.name, mention.country): None for mention in mentions if mention.name and len(mention.name) < decide.MAX_NAME and _AND.search(mention.name)}
        asked: list[tuple[tuple[str, str | None], PartnerName, int]] = []
        for cell, country in cells:
            names = split_names(cell)
            start, end = (cell.find(names[0].name), cell.rfind(names[-1].name)) if len(names) > 1 and names[0].name and names[-1].name else (-1, -1)
            iso = self._country(country) or (names[-1].country if names else None)
            if 0 <= start < end and iso in self.gazetteer.country_index and not _LIST.search(cell[start:end]):
                name = repair(cell[start:end + len(names[-1].name)])
                asked.append(((cell, country), replace(names[0], name=name, country=names[-1].country), self.gazetteer.country_index[iso]))
        known = self.finder.known(Forms(np.arange(len(asked)), np.array([where for *_, where in asked], dtype=np.int64),
                                        pl.Series([name.name for _, name, _ in asked], dtype=pl.String), np.full(len(asked), PRINTED, dtype=np.int8)))
        return {key: [name] for number, (key, name, _) in enumerate(asked) if number in known}

    @staticmethod
    def _country(text: str | None) -> str | None:
        """ISO code of a printed country; a code of two letters stands for itself."""
        text = repair((text or "")[:200])
        if len(text) == 2 and text.isascii() and text.isalpha():
            return {"UK": "GB", "EL": "GR"}.get(text.upper(), text.upper())
        return country_of(text)

    def _part(self, row: int, number: int, piece: PartnerName, mention: Mention, given: str | None, why: str | None,
              queries: dict[_Query, int]) -> _Part:
        country, region = piece.country or given, piece.region
        if piece.country and given and piece.country != given and (given, piece.country) in _REGION_NOT_COUNTRY:
            country, region = given, region or _REGION_NOT_COUNTRY[given, piece.country]
        region = "; ".join(filter(None, (region, mention.region))) or None
        if country is None and region:
            country = region_country(region)
        name, level = repair(piece.name), piece.level
        if piece.country and given and country == piece.country != given and name and level is None and not _SET_OFF.search(piece.raw):
            # The last word only looks like a country («Тинєц Мали» in Poland): nothing sets it off, and another one is printed beside it.
            name, country = repair(piece.raw), given
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
            why = "a Ukrainian council or hromada: a domestic tie, never counted as international"
        if why:
            return _Part(row, number, -1, level, country, why, name)
        known = country in self.gazetteer.country_index
        query = _Query(name, country if known else None, bool(mention.country) or bool(piece.country), level, region, piece.aliases)
        return _Part(row, number, queries.setdefault(query, len(queries)), level, country if known else None, None, name)

    # asking

    def _ask(self, queries: Sequence[_Query]) -> _Answers:
        found, xs, contexts = [], [], []
        for first in range(0, max(len(queries), 1), CHUNK):
            chunk = queries[first:first + CHUNK]
            part, x, context = self._ask_chunk(chunk)
            part.query = part.query + first
            found.append(part)
            xs.append(x)
            contexts.append(context)
        every = Candidates.join(found)
        return _Answers(every, np.concatenate(xs), np.searchsorted(every.query, np.arange(len(queries) + 1)), scoring.Context.join(contexts))

    def _ask_chunk(self, queries: Sequence[_Query]) -> tuple[Candidates, np.ndarray, scoring.Context]:
        index = self.gazetteer.country_index
        country = np.array([index[query.country] if query.country else NOWHERE for query in queries], dtype=np.int64)
        found = self.finder.find(self._forms(queries, country, range(len(queries))), len(queries))
        whole = self._with_region(queries, country)
        if len(whole.query):
            found = self.finder.best([found, self.finder.spelled(whole)])
        best = np.zeros(len(queries), dtype=np.float32)
        home = ~found.foreign
        np.maximum.at(best, found.query[home], found.likeness[home])
        # Oblique cases: only where the form as printed is no name.
        again = [row for row in np.flatnonzero(best < 0.97) if _cyrillic(queries[row].name)]
        oblique = self._oblique(queries, country, again)
        if len(oblique.query):
            found = self.finder.best([found, self.finder.find(oblique, len(queries), abroad=False)])
        level = np.array([scoring.LEVEL_CODE[query.level] for query in queries], dtype=np.int64)
        # «Краківський повіт» is never Kraków itself, however like the stem.
        found = self._trim(found.take(np.flatnonzero((found.way != ADJECTIVE) | scoring.agreeing(self.gazetteer, found.place, level[found.query]))))
        names, latin = pl.Series([query.name for query in queries], dtype=pl.String), np.array([not _cyrillic(query.name) for query in queries], dtype=bool)
        context = scoring.Context(level, country,
                                  np.array([len(_WORDS.findall(query.name)) for query in queries], dtype=np.int16),
                                  latin, [folded if alike else plain for alike, folded, plain in zip(latin.tolist(), keys.fold(names).to_list(), keys.plain(names))],
                                  ["" if query.name.isascii() or cyrillic else query.name.casefold() for query, cyrillic in zip(queries, (~latin).tolist())],
                                  keys.heard(names, "cyrillic").to_list(),
                                  self._regions(queries, country))
        return found, scoring.features(self.gazetteer, found, context), context

    def _forms(self, queries: Sequence[_Query], country: np.ndarray, rows: Iterable[int], numbers: Iterable[int] | None = None) -> Forms:
        """Forms of some queries, under their own numbers or those given; `country` goes by the number."""
        asked, texts, ways = [], [], []
        for row, query in ((number, queries[row]) for row, number in (zip(rows, numbers) if numbers is not None else ((row, row) for row in rows))):
            asked.append(row)
            texts.append(query.name)
            ways.append(PRINTED)
            for alias in query.aliases:
                asked.append(row)
                texts.append(alias)
                ways.append(SECOND)
            if query.level in ABOVE and _ADJECTIVE.search(query.name.lower()):
                asked.append(row)
                texts.append(_ADJECTIVE.sub("", query.name.lower()))
                ways.append(ADJECTIVE)
        rows = np.array(asked, dtype=np.int64)
        return Forms(rows, country[rows], pl.Series(texts, dtype=pl.String), np.array(ways, dtype=np.int8))

    def _with_region(self, queries: Sequence[_Query], country: np.ndarray) -> Forms:
        """Names with what is printed in brackets after them: «Homberg (Efze)» is a name of its own, though Efze is read as a region."""
        rows = [row for row, query in enumerate(queries) if query.region and query.country]
        texts = [f"{queries[row].name} {queries[row].region.split(';')[0]}" for row in rows]
        return Forms(np.array(rows, dtype=np.int64), country[rows], pl.Series(texts, dtype=pl.String), np.full(len(rows), SECOND, dtype=np.int8))

    def _oblique(self, queries: Sequence[_Query], country: np.ndarray, rows: Iterable[int]) -> Forms:
        asked, texts = [], []
        for row in rows:
            for text in _nominatives(queries[row].name):
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

    def _regions(self, queries: Sequence[_Query], country: np.ndarray) -> dict[int, tuple[np.ndarray, tuple[str, ...]]]:
        """Places that the printed regions of queries may be, asked once a region and country."""
        wanted: dict[tuple[str, int], list[int]] = defaultdict(list)
        for row, query in enumerate(queries):
            for piece in re.split(r"\s*[;,]\s*", query.region or ""):
                if piece:
                    wanted[piece, int(country[row])].append(row)
        if not wanted:
            return {}
        asked = [(piece, where, name) for piece, where in wanted
                 for name in split_names(_spelt_out(piece, self.gazetteer.countries[where] if where >= 0 else ""))[:1] or [PartnerName(piece, piece)]]
        names = [(name.name or name.region or piece) for piece, _, name in asked]
        shaped = [_Query(_LEVEL_WORD.sub("", name).strip() or name, None, False, Level.REGION, None, ()) for name in names]
        where = np.array([country for _, country, _ in asked], dtype=np.int64)
        found = self.finder.find(self._forms(shaped, where, range(len(shaped))), len(shaped), abroad=False)
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

    # answering

    def _answer(self, mentions: Sequence[Mention], homes: list, parts: list[_Part], queries: list[_Query], answers: _Answers) -> list[Resolution]:
        chance, none = scoring.probabilities(self.model.alone, answers.x, answers.found.query, len(queries))
        state = self._state(mentions, homes, parts, queries, answers, chance, none)
        again = self._again(queries, state)
        told: dict[int, _Verdict] = {}
        verdicts: list[_Verdict] = []
        for query, ask in zip(state.asked.tolist(), state.member.tolist()):
            if ask in again:
                verdicts.append(again[ask])
            else:
                if query not in told:
                    told[query] = self._tell(queries, state, query)
                verdicts.append(told[query])
        said = {(home, place) for home, query, verdict in zip(state.group.tolist(), state.asked.tolist(), verdicts)
                if queries[query].level is Level.GMINA and verdict.place >= 0 for place in (verdict.place, int(self.gazetteer.twin[verdict.place]))}
        beside = self._side_by_side(mentions, parts, queries, state, verdicts)
        verdicts = [self._gmina(verdict, queries[query], (home, verdict.place) in said, row in beside, mentions[parts[number].mention].name)
                    for row, (verdict, query, home, number) in enumerate(zip(verdicts, state.asked.tolist(), state.group.tolist(), state.live))]
        verdicts = self._associations(mentions, parts, queries, state, verdicts)
        refused = [self._refused(homes[parts[number].mention][0], parts[number].name) for number in state.live]
        verdicts = [self._unless_refused(verdict, keys_of) for verdict, keys_of in zip(verdicts, refused)]
        local = self._local_keys(homes, parts, queries, state, verdicts, refused)
        for row in beside:
            if verdicts[row].decision is Decision.REVIEW and queries[int(state.asked[row])].level is Level.GMINA:
                # One source names both, so they are two; which the second is has to be said.
                part = parts[state.live[row]]
                local[row] = f"local:PL:{homes[part.mention][1]}:{fold(part.name).replace(' ', '-')}~gmina"
        results: list[Resolution] = []
        position = {number: row for row, number in enumerate(state.live)}
        for number, part in enumerate(parts):
            mention, (code, _, note) = mentions[part.mention], homes[part.mention]
            if part.query < 0:
                results.append(Resolution(mention.id, part.part, code, None, part.name or None, part.country, part.level, 1.0, Decision.REJECT, part.rejected or ""))
                continue
            row, query = position[number], queries[part.query]
            if state.member[row] in state.ruled:
                results.append(self._by_ruling(state.ruled[state.member[row]], mention, part, code, query))
                continue
            v = verdicts[row]
            if v.decision is Decision.REJECT:
                results.append(Resolution(mention.id, part.part, code, None, part.name, "UA", part.level, v.score, v.decision, v.reasons))
            elif v.decision is Decision.ACCEPT:
                results.append(Resolution(mention.id, part.part, code, self.gazetteer.key(v.place), self.gazetteer.name(v.place), self.gazetteer.iso(v.place),
                                          part.level or self._level(v.place), v.score, v.decision, _with(v.reasons, note), v.candidates))
            else:
                results.append(Resolution(mention.id, part.part, code, local[row], part.name, query.country, part.level, v.score, v.decision,
                                          _with(v.reasons, note), v.candidates))
        return results

    def _side_by_side(self, mentions: Sequence[Mention], parts: list[_Part], queries: list[_Query], state: "_State",
                      verdicts: list["_Verdict"]) -> set[int]:
        """Rows of a Polish town and a gmina of its name that one source names for one hromada: two bodies."""
        g = self.gazetteer
        named: dict[tuple[int, str, int], dict[bool, list[int]]] = defaultdict(lambda: {True: [], False: []})
        for row, (verdict, query, home, number) in enumerate(zip(verdicts, state.asked.tolist(), state.group.tolist(), state.live)):
            if verdict.decision is Decision.ACCEPT and int(g.level[verdict.place]) & BIT[Level.GMINA]:
                town = verdict.place if int(g.level[verdict.place]) & BIT[Level.CITY] else int(g.twin[verdict.place])
                mention = mentions[parts[number].mention]
                # «Гміна міста Краснік» is the town.
                rural = queries[query].level is Level.GMINA and not _URBAN.search(mention.name)
                named[home, mention.source, town][rural].append(row)
        return {row for rows in named.values() if rows[True] and rows[False] for row in (*rows[True], *rows[False])}

    def _gmina(self, verdict: "_Verdict", query: _Query, said: bool, beside: bool, cell: str) -> "_Verdict":
        """A Polish town and the rural gmina of its name around it are two bodies. «Гміна Замосць» may be either, and so may a bare Zamość where
        another source of the hromada says gmina (`said`): a person has to decide. Where one source names both (`beside`) they are two. Our list of rural gminas is short; a town as large as
        `_OWN_GMINA` is nearly always a gmina by itself, so that a gmina of its name is asked about too."""
        g = self.gazetteer
        if verdict.decision is not Decision.ACCEPT or query.level is Level.CITY or not int(g.level[verdict.place]) & BIT[Level.GMINA]:
            return verdict
        twin = int(g.twin[verdict.place])
        rural, urban = bool(_RURAL.search(cell)), bool(_URBAN.search(cell))
        if twin >= 0 and (rural or urban or beside):
            told = rural or urban
            wanted = rural if told else query.level is Level.GMINA
            place = verdict.place if bool(int(g.level[verdict.place]) & BIT[Level.CITY]) != wanted else twin
            return replace(verdict, place=place, reasons=verdict.reasons if told else f"{verdict.reasons}; the source names the town and the gmina side by side")
        if beside and query.level is Level.GMINA:
            return replace(verdict, decision=Decision.REVIEW, reasons=f"{verdict.reasons}; the source names the town beside it: is it the rural gmina, the other body of this name?")
        if twin >= 0 and said:
            return replace(verdict, decision=Decision.REVIEW, reasons=f"{verdict.reasons}; or is it {g.name(twin)}, the other body of this name?")
        if twin < 0 and query.level is Level.GMINA and not urban and _OWN_GMINA <= int(g.population[verdict.place]) < _NO_RURAL_GMINA:
            return replace(verdict, decision=Decision.REVIEW, reasons=f"{verdict.reasons}; or is it a rural gmina around the town, the other body of this name?")
        return verdict

    def _associations(self, mentions: Sequence[Mention], parts: list[_Part], queries: list[_Query], state: "_State",
                      verdicts: list["_Verdict"]) -> list["_Verdict"]:
        """A German Samtgemeinde is called by its first town's name alone by one source and in full by another: in one hromada both are it,
        unless a source names the two side by side."""
        g = self.gazetteer
        found: dict[tuple[int, int], _Verdict] = {}
        sources: dict[tuple[int, int], set[str]] = defaultdict(set)
        printed = [mentions[parts[number].mention].source for number in state.live]
        for home, source, verdict in zip(state.group.tolist(), printed, verdicts):
            if verdict.place >= 0 and verdict.best >= decide.REVIEW and int(g.level[verdict.place]) == BIT[Level.ASSOCIATION] \
                    and g.twin[verdict.place] >= 0 and g.iso(verdict.place) == "DE":
                key = (home, int(g.twin[verdict.place]))
                found[key] = max(found.get(key, verdict), verdict, key=lambda v: (v.decision is Decision.ACCEPT, v.best, -v.place))
                sources[key].add(source)
        if not found:
            return verdicts
        result = []
        for home, query, source, verdict in zip(state.group.tolist(), state.asked.tolist(), printed, verdicts):
            key = (home, verdict.place)
            whole = found.get(key) if queries[query].level is None and source not in sources[key] else None
            result.append(verdict if whole is None else replace(
                verdict, place=whole.place, decision=whole.decision,
                reasons=f"{verdict.reasons}; another source of the same hromada names {g.name(whole.place)}, of which it is the first town"))
        return result

    def _refused(self, code: str | None, name: str) -> Set[str]:
        """Keys of places that, as a person has said, this form is not."""
        if not self._not:
            return _NOTHING
        form = fold(name)
        return self._not.get((code, form), set()) | self._not.get((None, form), set())

    def _unless_refused(self, verdict: "_Verdict", refused: Set[str]) -> "_Verdict":
        """A question instead of a verdict that a person has denied."""
        if verdict.place < 0 or self.gazetteer.key(verdict.place) not in refused:
            return verdict
        denied = f"a person said it is not {self.gazetteer.name(verdict.place)}, which it seems to be; {verdict.reasons}"
        return replace(verdict, decision=Decision.REVIEW, place=-1, reasons=denied)

    def _state(self, mentions: Sequence[Mention], homes: list, parts: list[_Part], queries: list[_Query], answers: _Answers, chance: np.ndarray,
               none: np.ndarray) -> "_State":
        live = [number for number, part in enumerate(parts) if part.query >= 0]
        asked = np.array([parts[number].query for number in live], dtype=np.int64)
        groups: dict[str, int] = {}
        group = np.array([groups.setdefault(homes[parts[number].mention][1], len(groups)) for number in live], dtype=np.int64)
        # Asks are numbered as they come within their hromada, whatever other hromady stand between: ties are broken by it.
        _, rows, member = np.unique(group * max(len(queries), 1) + asked, return_index=True, return_inverse=True)
        member, rows = np.argsort(np.argsort(rows))[member], np.sort(rows)
        ruled = self._ruled(homes, parts, [live[row] for row in rows])
        sounds = readings([(query.name, query.country) for query in queries])
        spelled = readings([(query.name, None) for query in queries])
        texts = [fold(query.name).replace(" ", "") for query in queries]
        mine = asked[rows].tolist()
        told_by = beside.told_by(group, member, [mentions[parts[number].mention].source for number in live], len(rows))
        asks = beside.Asks(group[rows], asked[rows], answers.context.country[asked[rows]], np.array([queries[query].level in ABOVE for query in mine], dtype=bool), [texts[query] for query in mine], [sounds[query] for query in mine],
                           *(keys.encode(pl.Series(read, dtype=pl.String).gather(mine)) for read in (sounds, spelled)),
                           {ask: -1 if place is None else place for ask, place in ((ask, self.gazetteer.place(ruling.place_key or "")) for ask, ruling in ruled.items())}, told_by)
        codes = {home: homes[parts[number].mention][0] for home, number in zip(group.tolist(), live)}
        nowhere = (np.nan, np.nan)
        home_at = np.array([self.gazetteer.homes.get(codes[home] or "", nowhere) for home in range(len(groups))], dtype=np.float32).reshape(-1, 2)
        top = _tops(answers, chance, len(queries))
        return _State(answers, chance, none, top, self._verdicts(queries, chance, none, top), live, asked, group, member, rows, asks, ruled, home_at)

    def _verdicts(self, queries: list[_Query], chance: np.ndarray, none: np.ndarray, top: np.ndarray) -> list[Decision]:
        best = np.where(top >= 0, chance[np.maximum(top, 0)] if len(chance) else 0, 0)
        return [decide.decide(float(p), float(n), query.country is not None) if query.country or not query.country_said
                else Decision.REVIEW for p, n, query in zip(best, none, queries)]

    def _ruled(self, homes: list, parts: list[_Part], asks: list[int]) -> dict[int, Ruling]:
        """The ruling of each ask that has one; `asks` are numbers of parts."""
        if not self._rulings:
            return {}
        found = {}
        for ask, number in enumerate(asks):
            part = parts[number]
            name, home, above = fold(part.name), homes[part.mention][0], part.level in ABOVE
            tries = ((hromada, country, name, level) for hromada in (home, None) for country in (part.country, None) for level in (above, None))
            ruling = next((self._rulings[key] for key in tries if key in self._rulings), None)
            if ruling is not None:
                found[ask] = ruling
        return found

    def _by_ruling(self, ruling: Ruling, mention: Mention, part: _Part, code: str | None, query: _Query) -> Resolution:
        if ruling.place_key is None:
            return Resolution(mention.id, part.part, code, None, part.name, part.country, part.level, 1.0, Decision.REJECT, f"rejected by {ruling.author}")
        place = self.gazetteer.place(ruling.place_key)
        if place is None:
            return Resolution(mention.id, part.part, code, ruling.place_key, part.name, part.country, part.level, 1.0, Decision.ACCEPT, f"decided by {ruling.author}")
        return Resolution(mention.id, part.part, code, self.gazetteer.key(place), self.gazetteer.name(place), self.gazetteer.countries[self.gazetteer.country[place]],
                          part.level or self._level(place), 1.0, Decision.ACCEPT, f"decided by {ruling.author}")

    def _beside(self, queries: list[_Query], state: "_State") -> tuple[np.ndarray, _Answers]:
        """(asks that are read again, their candidates in the light of what the other forms of the hromada mean): those in doubt, and those
        accepted whose neighbours mean something else. A place that a form very like it means is a candidate whatever the name itself leads to."""
        asks, answers, g = state.asks, state.answers, self.gazetteer
        said = beside.meant(asks, answers.found.place, state.chance, answers.start)
        pairs = beside.kin(asks)
        accepted = np.array([decision is Decision.ACCEPT for decision in state.first], dtype=bool)[asks.query]
        open_ = np.ones(len(asks.query), dtype=bool)
        open_[list(asks.ruled)] = False
        sure = np.flatnonzero(accepted & open_)
        tops = answers.found.take(state.top[asks.query[sure]])
        tops.query = np.arange(len(sure))
        disputed = beside.by_kin(said, tops, sure, pairs, len(g))[1] >= _DISPUTED
        # The very name of a place of the printed country is that place, whatever else is alike.
        disputed &= (tops.found != BY_FOLD) | (tops.way != PRINTED) | tops.foreign.astype(bool) | (asks.country[sure] == beside.NOWHERE)
        open_[sure[~disputed]] = False
        doubt = np.flatnonzero(open_)
        again = answers.again(asks.query[doubt])
        again = self._put_forward(queries, asks, doubt, again, said, pairs)
        x, found = again.x, again.found
        column = {name: x[:, number] for number, name in enumerate(scoring.FEATURES)}
        # A county that is a partner says nothing of a name without a level: that is the town. Nor does a partner once called like another place
        # say anything of that place.
        spelled, unit = column["same_letters"] > 0, column["unit_unsaid"] > 0
        spelled_town = np.zeros(len(doubt), dtype=bool)
        spelled_town[found.query[spelled & ~unit]] = True
        differs = (column["level_differs"] > 0) | (column["region_differs"] > 0) | (column["alternate"] > 0) | unit & ~(spelled & ~spelled_town[found.query])
        edits = (1 - found.likeness) * found.length
        like = (found.likeness >= beside.LIKE) & (edits <= np.maximum(beside.EDITS, beside.SHARE * found.length))
        seen = np.where(differs, 0, beside.elsewhere(asks, said, doubt[found.query], found.place.astype(np.int64), len(g)))
        # Two forms that could both be either of two namesakes say little of which: what another form means counts by its odds.
        column["seen_here"][:] = np.log2(np.clip(seen, 0.5, 0.999) / (1 - np.clip(seen, 0.5, 0.999))) * like
        column["seen_perhaps"][:] = seen * like
        twins = np.bincount(found.query[found.likeness >= scoring.NAMESAKE], minlength=len(doubt))[found.query] > 1
        column["seen_twin"][:] = column["seen_here"] * twins
        column["seen_far"][:] = seen * ~like * (found.likeness >= beside.FAR)
        crowd = np.bincount(asks.home)[asks.home[doubt]][found.query]
        column["seen_crowd"][:] = column["seen_here"] * np.log2(np.maximum(crowd / 10, 1))
        column["kin"][:], column["kin_elsewhere"][:] = beside.by_kin(said, found, doubt, pairs, len(g))
        column["kin"][differs & (column["level_differs"] > 0)] = 0
        known: dict[int, set[int]] = defaultdict(set)
        for ask in np.flatnonzero(accepted).tolist():
            known[int(asks.home[ask])].add(state.place(int(asks.query[ask])))
        for row, ask in enumerate(doubt.tolist()):
            mine = slice(again.start[row], again.start[row + 1])
            column["near_twin"][mine] = beside.near(g, found.place[mine], known.get(int(asks.home[ask]), set()))
        at = state.home_at[asks.home[doubt]][found.query]
        distance = scoring.kilometres(at[:, 0], at[:, 1], g.lat[found.place], g.lon[found.place])
        column["near_home"][:] = np.nan_to_num(np.clip(np.log2(HOME_KM / np.maximum(distance, 1)), 0, 3))
        return doubt, again

    def _put_forward(self, queries: list[_Query], asks: beside.Asks, doubt: np.ndarray, again: _Answers, said: beside.Meant,
                     pairs: tuple[np.ndarray, np.ndarray, np.ndarray]) -> _Answers:
        """The candidates of the asks in doubt with the places added that forms very like them mean."""
        row_of = np.full(len(asks.query), -1, dtype=np.int64)
        row_of[doubt] = np.arange(len(doubt))
        a, b, alike = pairs
        keep = row_of[a] >= 0
        a, b, alike = row_of[a[keep]], b[keep], alike[keep]
        start = np.searchsorted(said.ask, np.arange(len(asks.query) + 1))
        pair, row = spread(start[b], start[b + 1])
        keep = alike[pair] * said.chance[row] >= _PUT_FORWARD
        size = len(self.gazetteer)
        wanted = np.setdiff1d(a[pair[keep]] * size + said.place[row[keep]], again.found.query * size + again.found.place)
        if not len(wanted):
            return again
        asked, place = wanted // size, wanted % size
        changed = np.unique(asked)
        mine = asks.query[doubt[changed]]
        forms = self._forms(queries, again.context.country, mine, changed)
        more = self.finder.against(forms, asked, place)
        if not len(more.query):
            return again
        changed = np.unique(more.query)
        row_of = np.full(len(doubt), -1, dtype=np.int64)
        row_of[changed] = np.arange(len(changed))
        within = row_of[again.found.query] >= 0
        theirs = Candidates.join([again.found.take(np.flatnonzero(within)), more])
        order = np.lexsort((theirs.place, theirs.query))
        theirs = theirs.take(order)
        numbered = theirs.take(np.arange(len(order)))
        numbered.query = row_of[theirs.query]
        x = scoring.features(self.gazetteer, numbered, again.context.take(changed))
        every = Candidates.join([again.found.take(np.flatnonzero(~within)), theirs])
        order = np.argsort(every.query, kind="stable")
        return _Answers(every.take(order), np.concatenate([again.x[~within], x])[order], np.searchsorted(every.query[order], np.arange(len(doubt) + 1)), again.context)

    def _again(self, queries: list[_Query], state: "_State") -> dict[int, "_Verdict"]:
        """Verdicts of the asks that are read again beside the hromada's other forms."""
        doubt, again = self._beside(queries, state)
        chance, none = scoring.probabilities(self.model.beside, again.x, again.found.query, len(doubt))
        named = np.maximum(*(again.x[:, scoring.FEATURES.index(name)] for name in ("seen_perhaps", "kin"))) >= _NAMED
        close = again.x[:, scoring.FEATURES.index("near_twin")] > 0
        home = again.x[:, scoring.FEATURES.index("near_home")] > 1
        verdicts = {}
        for row, ask in enumerate(doubt.tolist()):
            rows = np.arange(again.start[row], again.start[row + 1])
            here, near, at_home = (set(again.found.place[rows[flag[rows]]].tolist()) for flag in (named, close, home))
            verdicts[ask] = self._words(queries[int(state.asks.query[ask])], again.found, rows, chance[rows], float(none[row]), here, near, at_home)
        return verdicts

    def _tell(self, queries: list[_Query], state: "_State", query: int) -> "_Verdict":
        rows = np.arange(state.answers.start[query], state.answers.start[query + 1])
        return self._words(queries[query], state.answers.found, rows, state.chance[rows], float(state.none[query]))

    def _words(self, query: _Query, found: Candidates, rows: np.ndarray, chance: np.ndarray, none: float, here: Set[int] = _NOTHING,
               near: Set[int] = _NOTHING, at_home: Set[int] = _NOTHING) -> "_Verdict":
        """Decision, place, score, reasons and candidates of a query."""
        g = self.gazetteer
        if not len(rows):
            reasons = "no name like it in the gazetteer" + ("" if query.country else "; no country is printed")
            return _Verdict(Decision.NEW if query.country else Decision.REVIEW, -1, round(none, 4), reasons, [], 0.0, lost=query.country is not None)
        order = np.lexsort((found.place[rows], -chance))
        likely = [i for i in order[:TOLD].tolist() if chance[i] >= 0.005]
        row, best = rows[order[0]], float(chance[order[0]])
        place = int(found.place[row])
        said = query.country or not query.country_said
        # Another source of the hromada names the place with its country, so the one printed here may be missing or wrong.
        verdict = decide.decide(best, none, query.country is not None) if said or place in here else Decision.REVIEW
        if not query.country and place not in here and (found.way[row] == NOMINATIVE or found.likeness[row] < scoring.NAMESAKE):
            verdict = Decision.REVIEW
        if found.foreign[row] and ((verdict is Decision.ACCEPT and place not in here) or (verdict is Decision.NEW and _sure_name(found, row))):
            verdict = Decision.REVIEW
        if verdict is Decision.ACCEPT and self._not_that_unit(query, place):
            verdict = Decision.REVIEW
        alike, *evidence = self._evidence(query, found, row, here, near, at_home)
        words = [alike]
        if not query.country:
            words.append("the country printed is not known" if query.country_said else "no country is printed")
            if g.iso(place) == "UA" and best >= decide.ACCEPT:
                verdict, words = Decision.REJECT, [f"{alike}, inside Ukraine: a domestic tie, never counted as international"]
        listed = []
        for i in likely:
            at = int(found.place[rows[i]])
            told = "" if verdict is Decision.ACCEPT else "; ".join(self._evidence(query, found, rows[i], here, near, at_home))
            listed.append(Candidate(g.key(at), g.name(at), g.iso(at), round(float(chance[i]), 4), told))
        if verdict is Decision.REJECT:
            return _Verdict(verdict, -1, best, words[0], listed, best)
        twins = int((found.likeness[rows] >= scoring.NAMESAKE).sum())
        if found.likeness[row] >= scoring.NAMESAKE and twins > 1:
            words.append(f"{twins} places of this name")
        if query.region:
            words.append(f"region printed: {query.region[:60]}")
        text = "; ".join(words + evidence)
        if verdict is Decision.NEW:
            text = f"nothing in the gazetteer is like enough; nearest: {text}"
        at_home = ~found.foreign[rows]
        lost = query.country is not None and not bool((at_home & (found.likeness[rows] >= _CALLED)).any())
        named = best
        if len(likely) > 1:
            others = [(i, int(found.place[rows[i]])) for i in order[1:].tolist() if chance[i] >= 0.005]
            named += sum(float(chance[i]) for i, at in others if g.country[at] == g.country[place] and fold(g.name(at)) == fold(g.name(place)))
        return _Verdict(verdict, place, round(best if verdict is not Decision.NEW else none, 4), text, listed, best, _just_so(query, found, row), named, lost)

    def _not_that_unit(self, query: _Query, place: int) -> bool:
        """True when a town and the unit around it may be confused: the level printed is that of the other, or none is and the unit bears the name of its seat, which
        would have to be there as well."""
        unit = not int(self.gazetteer.level[place]) & scoring.TOWN
        if query.level is None:
            return unit and self.gazetteer.iso(place) in _NAMED_AFTER_SEAT
        return unit != (query.level in ABOVE) and not scoring.agrees(query.level, int(self.gazetteer.level[place]))

    def _evidence(self, query: _Query, found: Candidates, row: int, here: Set[int], near: Set[int], at_home: Set[int]) -> list[str]:
        """What speaks for a candidate or against it: first how its name meets the printed one."""
        place = int(found.place[row])
        words = [self._alike(found, row)]
        if query.country and found.foreign[row]:
            words.append(f"the country printed is {query.country}, this place is in {self.gazetteer.iso(place)}")
        if query.level:
            words.append(f"level {query.level.value} {'agrees' if scoring.agrees(query.level, int(self.gazetteer.level[place])) else 'differs'}")
        if place in here:
            words.append("another source of the same hromada names it")
        elif place in near:
            words.append("another partner of the hromada lies near it")
        if place in at_home:
            words.append("the hromada itself lies near it")
        return words

    def _alike(self, found: Candidates, row: int) -> str:
        name = self.gazetteer.name(int(found.place[row]))
        if found.found[row] == BY_FOLD and found.way[row] == PRINTED:
            return f"same name as {name}"
        if found.found[row] == BY_FOLD and found.way[row] == SECOND:
            return f"its second name is a name of {name}"
        if found.likeness[row] >= 0.999:
            return f"{'nominative of the printed form' if found.way[row] == NOMINATIVE else 'sounds like'} {name}" if found.way[row] != NOMINATIVE else f"a case form of {name}"
        return f"like {name} ({found.likeness[row]:.2f})"

    def _level(self, place: int) -> Level:
        return _plainest(int(self.gazetteer.level[place]))

    def _local_keys(self, homes: list, parts: list[_Part], queries: list[_Query], state: "_State", verdicts: list["_Verdict"],
                    refused: list[Set[str]]) -> list[str]:
        """Place key under which each part counts while it is no accepted place: that of a partner of the same hromada that it most likely
        is, else `local:<country>:<hromada>:<sound key>`, shared by all the doubtful names that are one body."""
        g = self.gazetteer
        asks, rows = state.asks, state.rows.tolist()
        asked = asks.query.tolist()
        chosen = [verdicts[row] for row in rows]
        place = np.array([v.place if v.decision is Decision.ACCEPT else -1 for v in chosen], dtype=np.int64)
        guess = np.array([v.place if v.place >= 0 and v.named >= _GUESS else -1 for v in chosen], dtype=np.int64)
        for number, at in asks.ruled.items():
            if at >= 0:
                place[number] = guess[number] = at
        # Two namesakes are hardly ever partners of one hromada: whichever of them is meant, it is one partner.
        numbers: dict[tuple[int, str], int] = {}
        meant = np.array([numbers.setdefault((int(g.country[at]), fold(g.name(at))), at) if at >= 0 else -1 for at in guess.tolist()], dtype=np.int64)
        above = np.array([self._above(queries[query], int(at) if v.best >= _UNIT else -1) for query, at, v in zip(asked, guess, chosen)], dtype=np.int8)
        country = np.array([g.country_index.get(queries[query].country or "", -1) for query in asked], dtype=np.int64)
        home = asks.home
        # What the gazetteer calls the places in question stands beside what the sources call them: a slip in Latin letters is near the one
        # when all the others are in Cyrillic.
        known = sorted({(int(h), int(at), int(p)) for h, at, p, said in zip(home, guess, place, country) if at >= 0 and (p >= 0 or said in (-1, g.country[at]))})
        own = sorted({at for _, at, _ in known})
        bare = [core(g.name(at)) or g.name(at) for at in own]
        called = {at: (fold(name).replace(" ", ""), *sounds) for at, name, *sounds in zip(
            own, bare, readings([(name, g.iso(at)) for name, at in zip(bare, own)]), readings([(name, None) for name in bare]))}
        extra = np.array(known, dtype=np.int64).reshape(-1, 3)
        named_as = np.array([numbers[int(g.country[at]), fold(g.name(at))] for _, at, _ in known], dtype=np.int64)
        town = np.array([self._class(at) for _, at, _ in known], dtype=np.int8)
        leader, counted = grouping.group(grouping.Names(
            np.concatenate([home, extra[:, 0]]), np.concatenate([country, np.asarray(g.country)[extra[:, 1]].astype(np.int64)]),
            np.concatenate([above, town]), np.concatenate([meant, named_as]), np.concatenate([place, extra[:, 2]]),
            asks.text + [called[at][0] for _, at, _ in known], asks.sound + [called[at][1] for _, at, _ in known],
            *(np.concatenate([codes, keys.encode(pl.Series([called[at][which] for _, at, _ in known], dtype=pl.String))])
              for which, codes in ((1, asks.codes), (2, asks.letters))),
            np.array([v.named for v in chosen] + [0.0] * len(known)), np.array([v.spelled for v in chosen] + [True] * len(known)),
            np.array([v.lost for v in chosen] + [False] * len(known)), np.concatenate([asks.told_by, np.zeros(len(known), dtype=np.uint64)])))
        named: list[str] = []
        for number, first in enumerate(leader[:len(rows)].tolist()):
            if counted[number] >= 0 and g.key(int(counted[number])) not in refused[rows[number]]:
                named.append(g.key(int(counted[number])))
                continue
            first = number if counted[number] >= 0 else first
            query, at = asked[first], int(guess[first])
            name = fold(g.name(at)).replace(" ", "-") if at >= 0 else asks.sound[first] or asks.text[first]
            where = queries[query].country or (g.iso(at) if at >= 0 else "??")
            code, home, _ = homes[parts[state.live[rows[first]]].mention]
            named.append(f"local:{where}:{code or home}:{name}{'~unit' if above[first] else ''}")
        return [named[number] for number in state.member.tolist()]

    def _class(self, place: int) -> int:
        """1 for counties, regions and the like, 2 for districts of cities, 3 for associations, 0 for towns and municipalities."""
        bits = int(self.gazetteer.level[place])
        return 0 if bits & scoring.TOWN else 2 if bits == BIT[Level.CITY_DISTRICT] else 3 if bits == BIT[Level.ASSOCIATION] else 1

    def _above(self, query: _Query, guess: int) -> int:
        """`_class` of what a query means that likeliest means the place `guess` (-1 unknown)."""
        level = query.level
        if level is None:
            return 0 if guess < 0 or self._not_that_unit(query, guess) else self._class(guess)
        if level not in ABOVE:
            return 0
        if guess >= 0 and int(self.gazetteer.level[guess]) & scoring.TOWN:
            return 0 if scoring.agrees(level, int(self.gazetteer.level[guess])) else 1
        return {Level.CITY_DISTRICT: 2, Level.ASSOCIATION: 3}.get(level, 1)


def _batches(groups: Sequence[str]) -> Iterator[Sequence[int]]:
    """Rows in batches of about BATCH, all of one group in one batch."""
    if len(groups) <= BATCH:
        yield range(len(groups))
        return
    number: dict[str, int] = {}
    of = np.array([number.setdefault(group, len(number)) for group in groups], dtype=np.int64)
    batch = np.cumsum(np.bincount(of)) // BATCH
    for each in np.unique(batch):
        yield np.flatnonzero(batch[of] == each).tolist()


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is decided for a query: the likeliest `place` (-1 none) with its probability `best`, and `named`, that of all places of its name and country;
    `lost` when no place of the printed country is called nearly so. Accepted only if the decision says so."""

    decision: Decision
    place: int
    score: float
    reasons: str
    candidates: list[Candidate]
    best: float
    spelled: bool = False
    named: float = 0.0
    lost: bool = False


@dataclass
class _State:
    """What the first pass found, for the second: by query `chance` ... `first`; by live part `live` (number of the part), `asked` (query), `group`
    (hromada), `member` (its ask: a distinct question of a hromada); by ask `rows` (its first live part), `asks` and `ruled`; by hromada `home_at` (latitude and longitude, NaN unknown)."""

    answers: _Answers
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


def _tops(answers: _Answers, chance: np.ndarray, queries: int) -> np.ndarray:
    """Row of the likeliest candidate of each query, -1 for none; ties go to the lower place row."""
    order = np.lexsort((answers.found.place, -chance, answers.found.query))
    ordered = answers.found.query[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    top = np.full(queries, -1, dtype=np.int64)
    top[ordered[first]] = order[first]
    return top


def readings(names_in: Sequence[tuple[str, str | None]]) -> list[str]:
    """Sound key of each (name, country) by the rules of the country."""
    if not names_in:
        return []
    names = pl.Series([name for name, _ in names_in])
    result = np.full(len(names_in), "", dtype=object)
    tables: dict[str, list[int]] = defaultdict(list)
    for number, (name, country) in enumerate(names_in):
        tables["cyrillic" if _cyrillic(name) else keys.languages_of(country)[0]].append(number)
    for language, rows in tables.items():
        result[rows] = keys.sound(names.gather(rows), language).to_list()
    return result.tolist()


_LEVEL_WORDS_OF = {"повіт": Level.COUNTY, "повіту": Level.COUNTY, "район": Level.DISTRICT, "округ": Level.DISTRICT, "жудець": Level.COUNTY, "воєводство": Level.REGION,
                   "county": Level.COUNTY, "powiat": Level.COUNTY, "district": Level.DISTRICT, "landkreis": Level.COUNTY, "województwo": Level.REGION,
                   "járás": Level.COUNTY, "megye": Level.COUNTY, "okres": Level.DISTRICT, "județul": Level.COUNTY, "municipality": Level.COMMUNE, "муніципалітет": Level.COMMUNE, "гміна": Level.GMINA}
_LEVEL_WORDS_OF = {fold(word): level for word, level in _LEVEL_WORDS_OF.items()}
_LEVEL_WORDS = list(_LEVEL_WORDS_OF)
#: Words near a level word that are parts of names.
_NO_SLIP = {"country", "counts"}
#: Guangzhou, or a town of the United States: alone it is no level word.
_CANTON = "кантон"
_LEVEL_WORD = re.compile(r"(?i)\b(?:воєводств\w*|област\w*|повіт\w*|район\w*|край|регіон\w*|земля|штат\w*|провінці\w*|департамент\w*|жудець|județul|powiat|województwo|county|"
                         r"landkreis|kreis|region|province|state|voivodeship|land|oblast|district)\b\.?")


def _slipped_level(name: str) -> tuple[str, Level | None]:
    """A name whose first or last word is a level word with a slip in it («Sanok Couty»), without that word and with its level."""
    words = name.split()
    for place in (-1, 0):
        word = fold(words[place])
        if len(word) < 4 or word in _NO_SLIP:
            continue
        near = extractOne(word, _LEVEL_WORDS, scorer=OSA.distance, score_cutoff=2 if len(word) > 6 else 1)
        # Of four letters a word may only have lost one; two slips are for long words that begin alike: «Bistrica» is no district.
        if near is not None and (len(word) > 4 or len(near[0]) == 5) and (near[1] <= 1 or (len(near[0]) > 6 and near[0][0] == word[0])):
            return " ".join(words[:-1] if place else words[1:]), _LEVEL_WORDS_OF[near[0]]
    return name, None


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


def _just_so(query: _Query, found: Candidates, row: int) -> bool:
    """True for a place of the printed country that is called as printed: with the same letters, or with the same sounds where another script leaves nothing else."""
    heard = found.likeness[row] >= scoring.NAMESAKE and found.way[row] != NOMINATIVE and _cyrillic(query.name)
    here = query.country is not None and not found.foreign[row]
    return bool(here and (heard or (found.found[row] == BY_FOLD and found.way[row] == PRINTED)))


def _sure_name(found: Candidates, row: int) -> bool:
    """True for a name long and like enough to be no chance: then the printed country may be the slip."""
    return bool(found.likeness[row] >= 0.999 and found.length[row] >= 4 and (found.found[row] == BY_FOLD or found.length[row] >= 7))


@cache
def _plainest(bits: int) -> Level:
    """The level by which a place of several is called when nobody printed one."""
    return next(level for level in (Level.CITY, Level.COMMUNE, Level.SETTLEMENT, *Level) if bits & BIT[level])


_CYRILLIC = re.compile("[\u0400-\u052f]")


def _cyrillic(text: str) -> bool:
    return _CYRILLIC.search(text) is not None


def _with(reasons: str, note: str) -> str:
    return f"{reasons}; {note}" if note else reasons
