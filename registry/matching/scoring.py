"""Scoring: how likely each candidate is the place that was meant, as calibrated probabilities that leave room for "none of them".

What belongs here: the features of (query, candidate) pairs and the model that weighs them. Coefficients live in `model.json`, written by
`bench/matching/train.py`. What does not: finding candidates (`candidates.py`), what a probability leads to (`decide.py`).

The model is a conditional logit: exp(weights · features) of every candidate against 1 for "a place that the gazetteer does not hold"; so two
namesakes share the probability between them and neither is sure.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from registry.matching.candidates import ADJECTIVE, BY_FOLD, NOMINATIVE, NOWHERE, Candidates
from registry.places.gazetteer import ALTERNATE, BIT, CORE, MAIN, SHORT, Gazetteer, core
from schemas.vocabularies import Level

MODEL = Path(__file__).with_name("model.json")
FEATURES = ("place", "same_letters", "same_sound", "sure_length", "edits", "edits_relative", "fuzzy_length", "fuzzy_alternate", "letters", "letters_latin", "letters_fuzzy", "heard", "heard_same", "marks", "nominative", "adjective", "short_form", "core_name", "population", "population_east",
            "unit_unsaid", "unit_alone", "quarter_unsaid", "no_body", "alternate", "words_differ", "outworded", "level_agrees", "level_differs", "above_differs", "outspelled", "outspelled_latin", "region_agrees", "region_differs", "foreign", "no_country", "no_country_population", "rival", "only", "only_exact",
            "lone", "lone_population", "lone_no_body", "core_alone", "twin_population", "twin_population_east", "seen_here", "seen_perhaps", "seen_sure", "seen_twin", "seen_far", "seen_crowd", "kin", "kin_elsewhere", "near_twin", "near_home", "unseen_population", "unseen_population_east")
#: Where the features begin that say what the other mentions of the hromada mean.
BESIDE = FEATURES.index("seen_here")
#: What tells of a place how likely any partner is to be it, whatever was printed.
_PRIOR = [FEATURES.index(name) for name in ("population", "population_east", "no_country_population", "no_body", "twin_population", "twin_population_east")]
#: Which level bits of a place a printed level agrees with.
AGREES = {
    Level.CITY: (Level.CITY, Level.COMMUNE, Level.GMINA), Level.COMMUNE: (Level.COMMUNE, Level.CITY, Level.GMINA, Level.SETTLEMENT),
    Level.GMINA: (Level.GMINA, Level.COMMUNE), Level.COUNTY: (Level.COUNTY,), Level.DISTRICT: (Level.DISTRICT, Level.COUNTY, Level.CITY_DISTRICT),
    Level.REGION: (Level.REGION,), Level.CITY_DISTRICT: (Level.CITY_DISTRICT, Level.SETTLEMENT), Level.ASSOCIATION: (Level.ASSOCIATION,),
    Level.SETTLEMENT: (Level.SETTLEMENT, Level.COMMUNE, Level.GMINA),
}
_AGREES = np.array([0] + [sum(BIT[other] for other in AGREES[level]) for level in Level], dtype=np.uint16)
LEVEL_CODE = {None: 0, **{level: code for code, level in enumerate(Level, start=1)}}
_ABOVE = np.array([0] + [level in (Level.COUNTY, Level.REGION, Level.DISTRICT, Level.CITY_DISTRICT, Level.ASSOCIATION) for level in Level], dtype=np.float32)
#: A place that is nothing of these is a unit above or beside the towns: meant only when a level is printed.
TOWN = sum(BIT[level] for level in (Level.CITY, Level.COMMUNE, Level.GMINA, Level.SETTLEMENT))
#: Countries whose villages are partners nearly as its towns are. In the transcribed rows of four sources the chance to be a partner grows with the number of
#: inhabitants to the power of 0.57 to 0.68 here and of 0.87 to 1 in Germany, Romania, Slovakia, Czechia, Italy, France and the United States.
EAST = ("PL", "HU", "LT")
#: How like a name is taken for that sounds like a second name of a place, of which only the first is compared in full.
OTHER_NAME = 0.87
#: Inhabitants from which the municipality that bears a city's name in a longer one is the city's own or the one around it.
_LARGE = 10_000
#: Romanian is written with either mark; which, tells no place from another.
COMMA_BELOW = str.maketrans("ŞşŢţ", "ȘșȚț")
#: Likeness from which two candidates are namesakes of each other.
NAMESAKE = 0.97


def agrees(level: Level, bits: int) -> bool:
    """Whether a place of these level bits can be meant by a printed level."""
    return bool(int(_AGREES[LEVEL_CODE[level]]) & bits)


def agreeing(gazetteer: Gazetteer, place: np.ndarray, level: np.ndarray) -> np.ndarray:
    """The same for rows of places and LEVEL_CODEs; no level printed agrees with nothing."""
    return (_AGREES[level] & np.asarray(gazetteer.level)[place]) > 0


@dataclass(frozen=True)
class Model:
    """Weights by feature, in the order of FEATURES: of a name `alone`, and of one read `beside` the other mentions of its hromada."""

    alone: np.ndarray
    beside: np.ndarray
    note: str = ""

    @classmethod
    def load(cls, path: Path = MODEL) -> "Model":
        saved = json.loads(path.read_text(encoding="utf-8"))
        return cls(*(np.array([saved[which][name] for name in FEATURES]) for which in ("alone", "beside")), saved["trained"])


@lru_cache(maxsize=1)
def model() -> Model:
    """The model in use."""
    return Model.load()


@dataclass
class Context:
    """What is printed beside the names, one entry a query: `level` (LEVEL_CODE), `country` (index or NOWHERE), `words` (how many
    words the name has), `latin` (no Cyrillic letter in it), `plain` (in one alphabet, Latin as it is folded), `printed` (a Latin name with its marks, "" without any), `heard` (Cyrillic as it is read in full).

    `regions` maps a query to its printed region: the places it may be (rows), and its folded words.
    """

    level: np.ndarray
    country: np.ndarray
    words: np.ndarray
    latin: np.ndarray
    plain: list[str]
    printed: list[str]
    heard: list[str]
    regions: dict[int, tuple[np.ndarray, tuple[str, ...]]] = field(default_factory=dict)

    def take(self, queries: np.ndarray) -> "Context":
        """The same for some queries, numbered anew."""
        regions = {number: self.regions[query] for number, query in enumerate(queries.tolist()) if query in self.regions} if self.regions else {}
        return Context(self.level[queries], self.country[queries], self.words[queries], self.latin[queries], *([of[query] for query in queries.tolist()] for of in (self.plain, self.printed, self.heard)), regions)

    @classmethod
    def join(cls, parts: Sequence["Context"]) -> "Context":
        first = np.cumsum([0, *(len(part.level) for part in parts)]).tolist()
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("level", "country", "words", "latin")),
                   *([text for part in parts for text in getattr(part, name)] for name in ("plain", "printed", "heard")),
                   {start + query: region for start, part in zip(first, parts) for query, region in part.regions.items()})


def kilometres(lat1: np.ndarray, lon1: np.ndarray, lat2: np.ndarray, lon2: np.ndarray) -> np.ndarray:
    """Distance of points in km, good to 1 % within a country; NaN where a place has no coordinates."""
    x = np.radians(lon2 - lon1) * np.cos(np.radians((lat1 + lat2) / 2))
    return 6371 * np.hypot(x, np.radians(lat2 - lat1))


def features(gazetteer: Gazetteer, found: Candidates, context: Context) -> np.ndarray:
    """Features float32 [candidates, FEATURES] of candidates sorted by query; those from BESIDE on (what else is known of the hromada) are 0."""
    x = np.zeros((len(found.query), len(FEATURES)), dtype=np.float32)
    column = {name: x[:, index] for index, name in enumerate(FEATURES)}
    level, bits = context.level[found.query], np.asarray(gazetteer.level)[found.place]
    population = np.asarray(gazetteer.population)[found.place].astype(np.float32)
    same = found.likeness >= 0.999
    # A long name that fits is no chance; a short one may be.
    length = np.clip(found.length - 4, 0, 8) / 4
    column["place"][:] = 1
    column["same_letters"][:] = (found.found == BY_FOLD) & (found.way < NOMINATIVE)
    column["same_sound"][:] = same
    column["sure_length"][:] = length * same
    column["edits"][:] = np.minimum((1 - found.likeness) * found.length, 4)
    column["edits_relative"][:] = np.minimum((1 - found.likeness) * 10, 4)
    column["fuzzy_length"][:] = length * ~same
    column["fuzzy_alternate"][:] = (found.kind == ALTERNATE) & (found.likeness < NAMESAKE)
    # What is written beside what is heard: it tells Біар from Бар, and in Latin a slip of the keyboard from another sound.
    written, heard = _written(gazetteer, found, context)
    column["letters"][:], column["letters_latin"][:] = written, written * context.latin[found.query]
    column["letters_fuzzy"][:] = written * ~same
    column["heard"][:], column["heard_same"][:] = heard, heard * same
    column["marks"][:] = _marked(gazetteer, found, context)
    column["nominative"][:] = found.way == NOMINATIVE
    column["adjective"][:] = found.way == ADJECTIVE
    column["short_form"][:] = found.kind == SHORT
    town = (bits & TOWN) > 0
    column["core_name"][:] = (found.kind == CORE) & town
    log_population = np.log10(np.maximum(population, 100)) - 3
    # A municipality whose people nobody counted is no hamlet, nor is a gmina that our own list has, but for one around a town, whose bare name is the town's. A
    # settlement without inhabitants is one: of 7,000 whose name no other bears none is a partner in the transcribed rows of four sources.
    around = (bits == BIT[Level.GMINA]) & (np.asarray(gazetteer.twin)[found.place] >= 0)
    body = ((bits & (BIT[Level.COMMUNE] | BIT[Level.GMINA])) > 0) & ~around
    listed = body & (((bits & BIT[Level.SETTLEMENT]) == 0) | ((bits & BIT[Level.DISTRICT]) > 0))
    log_population = np.where((population == 0) & listed, 0.5, log_population)
    # How many live there tells a town from its namesake, not from its county.
    agrees = agreeing(gazetteer, found.place, level)
    column["population"][:] = np.where(town & (agrees | (level == 0)), log_population, 0)
    east = np.isin(np.asarray(gazetteer.country)[found.place], [gazetteer.country_index[iso] for iso in EAST if iso in gazetteer.country_index])
    column["population_east"][:] = column["population"] * east
    column["no_body"][:] = town & ~body
    # A second name of one place that is the first name of another («Westport», a part of Kansas City, and Westport).
    letters = found.found == BY_FOLD
    first, heard = np.zeros(len(context.level), dtype=bool), np.zeros(len(context.level), dtype=bool)
    first[found.query[letters & (found.kind == MAIN)]] = True
    heard[found.query[same & (found.kind == MAIN)]] = True
    column["alternate"][:] = town & (found.kind == ALTERNATE) & np.where(letters, first[found.query], same & heard[found.query])
    apart = np.minimum(np.abs(context.words[found.query] - np.asarray(gazetteer.words)[found.place].astype(np.int16)), 2)
    column["words_differ"][:] = np.where((found.kind == CORE) & same, 0, apart)
    # «Істпойнт» is Eastpoint before it is East Point.
    joined = np.zeros(len(context.level), dtype=bool)
    joined[found.query[same & (apart == 0) & (found.kind == MAIN) & ~found.foreign]] = True
    column["outworded"][:] = same & (apart > 0) & joined[found.query]
    quarter = bits == BIT[Level.CITY_DISTRICT]
    column["unit_unsaid"][:] = (~town & ~quarter | _ring(gazetteer, found, bits)) & (level == 0)
    column["quarter_unsaid"][:] = quarter & (level == 0)
    column["level_agrees"][:] = agrees & (level > 0)
    column["level_differs"][:] = ~agrees & (level > 0)
    # A county and its town are two bodies: a level above the town is never a slip.
    column["above_differs"][:] = column["level_differs"] * _ABOVE[level]
    spelled = np.zeros(len(context.level), dtype=bool)
    spelled[found.query[(column["same_letters"] > 0) & ~found.foreign]] = True
    column["outspelled"][:] = spelled[found.query] & (column["same_letters"] == 0) & same
    column["outspelled_latin"][:] = column["outspelled"] * context.latin[found.query]
    # «Харгіта» can only be the county: no town is called so. A unit printed by its whole name has said what it is («Hochtaunuskreis»).
    towns = np.zeros(len(context.level), dtype=bool)
    towns[found.query[town & (found.likeness >= 0.95) & ((column["same_letters"] > 0) | ~spelled[found.query])]] = True
    column["unit_alone"][:] = column["unit_unsaid"] * ~towns[found.query]
    whole = (column["unit_alone"] > 0) & ((column["same_letters"] > 0) | same & ~context.latin[found.query]) & (found.kind != CORE) & (found.kind != SHORT)
    column["unit_unsaid"][whole] = column["unit_alone"][whole] = 0
    nowhere = context.country[found.query] == NOWHERE
    column["foreign"][:] = found.foreign
    column["no_country"][:] = nowhere
    column["no_country_population"][:] = np.where(nowhere & town, log_population, 0)
    # A namesake that fits as well in another country weighs on a name without country through the softmax; a near name of a much bigger
    # place in the same country does not, so it is said here.
    column["rival"][:] = _rival(found, log_population)
    close = np.bincount(found.query[(found.likeness >= 0.85) & ~found.foreign], minlength=len(context.level))[found.query]
    column["only"][:] = (close == 1) & (found.likeness >= 0.85) & ~found.foreign
    column["only_exact"][:] = column["only"] * same
    # How many people live there tells namesakes apart; of the one place of its name it tells little.
    alike = town & (found.likeness >= NAMESAKE) & ~found.foreign
    namesakes = np.bincount(found.query[alike], minlength=len(context.level))[found.query]
    column["lone"][:] = same & alike & (namesakes == 1)
    column["lone_population"][:] = column["lone"] * log_population
    column["lone_no_body"][:] = column["lone"] * column["no_body"]
    column["core_alone"][:] = column["lone"] * column["core_name"]
    # Against each other namesakes stand by their inhabitants alone; against "none of them" other things count.
    column["twin_population"][:] = column["population"] * (alike & (namesakes > 1))
    column["twin_population_east"][:] = column["twin_population"] * east
    if context.regions:
        agree, differ, itself = _regions(gazetteer, found, context)
        column["region_agrees"][:], column["region_differs"][:] = agree, differ
        # A district of Prague is not Prague.
        wrong = itself & (level == LEVEL_CODE[Level.CITY_DISTRICT])
        for name, value in (("level_agrees", 0), ("level_differs", 1), ("above_differs", 1), ("region_agrees", 0)):
            column[name][wrong] = value
    return x


def _ring(gazetteer: Gazetteer, found: Candidates, bits: np.ndarray) -> np.ndarray:
    """True for the municipality around a city of its name that is one by itself («Kaunas», the district municipality; Rēzeknes novads): the bare name is the
    city's."""
    settled, body = (bits & (BIT[Level.CITY] | BIT[Level.SETTLEMENT])) > 0, (bits & BIT[Level.COMMUNE]) > 0
    region = found.query.astype(np.int64) * len(gazetteer) + np.asarray(gazetteer.region)[found.place]
    namesake = settled & (found.likeness >= NAMESAKE) & ~found.foreign
    large = namesake & (np.asarray(gazetteer.population)[found.place] >= _LARGE)
    named_after = (found.kind == CORE) | (found.kind == SHORT)
    return ~settled & body & (np.isin(region, region[namesake & body]) | named_after & np.isin(found.query, found.query[large]))


def _written(gazetteer: Gazetteer, found: Candidates, context: Context) -> tuple[np.ndarray, np.ndarray]:
    """How like the letters printed and those of the places are, and how like they are when Cyrillic is read in full; 0 (half or more differ) to 1."""
    places, at = np.unique(found.place, return_inverse=True)
    called = gazetteer.called[places]

    def alike(rows: np.ndarray, asked: list[str], column: str) -> np.ndarray:
        names = called[column].to_list()
        return cpdist([asked[query] for query in found.query[rows].tolist()], [names[number] for number in at[rows].tolist()],
                      scorer=OSA.normalized_similarity, score_cutoff=0.5, dtype=np.float32)

    latin = context.latin[found.query]
    cyrillic, latin = np.flatnonzero(~latin), np.flatnonzero(latin)
    letters, read = np.zeros(len(at), dtype=np.float32), np.zeros(len(at), dtype=np.float32)
    letters[cyrillic], letters[latin] = alike(cyrillic, context.plain, "plain"), alike(latin, context.plain, "fold")
    read[latin] = letters[latin]
    for column in called.columns[2:]:
        rows = cyrillic[(called[column] != "").to_numpy()[at[cyrillic]]]
        read[rows] = np.maximum(read[rows], alike(rows, context.heard, column))
    # What the first name looks like says nothing where another name is heard.
    read = np.where((found.likeness >= 0.999) & (found.kind != MAIN) & (found.kind != CORE), np.maximum(read, OTHER_NAME), read)
    # A second name that is written just so is as good as the first.
    return tuple(np.where(found.found == BY_FOLD, 1, np.maximum(likeness * 2 - 1, 0)) for likeness in (letters, read))


def _marked(gazetteer: Gazetteer, found: Candidates, context: Context) -> np.ndarray:
    """True where the printed name has marks that the place's name has as well («Fürth», not Furth)."""
    same = np.zeros(len(found.query), dtype=bool)
    asked = np.array([bool(text) for text in context.printed], dtype=bool)
    said = agreeing(gazetteer, found.place, context.level[found.query])
    for row in np.flatnonzero(asked[found.query] & (found.found == BY_FOLD)).tolist():
        name = gazetteer.name(int(found.place[row])).translate(COMMA_BELOW)
        # «Włodawa County» is the powiat, which bears the marks of its town.
        same[row] = (found.kind[row] == CORE and said[row]) or context.printed[int(found.query[row])].translate(COMMA_BELOW) in (name.casefold(), core(name).casefold())
    return same


def _rival(found: Candidates, log_population: np.ndarray) -> np.ndarray:
    """1 for candidates that are less alike than the best one of their query, 0 for the best and its equals."""
    best = np.zeros(int(found.query.max()) + 1 if len(found.query) else 0, dtype=np.float32)
    np.maximum.at(best, found.query, found.likeness)
    return (found.likeness < best[found.query] - 0.02).astype(np.float32)


def _regions(gazetteer: Gazetteer, found: Candidates, context: Context) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(agrees, differs, is the region itself) of each candidate and the region printed for its query; a region nobody knows neither agrees
    nor differs."""
    agree, differ, itself = (np.zeros(len(found.query), bool) for _ in range(3))
    start = np.searchsorted(found.query, np.arange(len(context.level) + 1))
    for query, (regions, words) in context.regions.items():
        rows = np.arange(start[query], start[query + 1])
        if not len(rows):
            continue
        places = found.place[rows]
        said = np.array([any(word in gazetteer.name(place).casefold().split() for word in words) for place in places])
        inside = np.zeros(len(rows), bool)
        if len(regions):
            depth_one = (np.asarray(gazetteer.level)[regions] & BIT[Level.REGION]) > 0
            inside |= np.isin(np.asarray(gazetteer.region)[places], regions[depth_one])
            near = kilometres(gazetteer.lat[places][:, None], gazetteer.lon[places][:, None], gazetteer.lat[regions][None], gazetteer.lon[regions][None])
            inside |= (near < np.where(depth_one, 0, 45)[None]).any(axis=1)
            # Where a county lies nobody has told for half of them; but in which region it is.
            nowhere = ~depth_one & np.isnan(gazetteer.lat[regions])
            inside |= np.isin(np.asarray(gazetteer.region)[places], np.asarray(gazetteer.region)[regions[nowhere]])
        # A region is no proof of itself: «Тульча» in «Тульча» county is the town. One that is the town («Tukuma novads») is where the town lies.
        itself[rows] = np.isin(places, regions)
        inside |= itself[rows] & ((np.asarray(gazetteer.level)[places] & BIT[Level.SETTLEMENT]) > 0)
        agree[rows] = inside | said
        differ[rows] = ~agree[rows] & (len(regions) > 0)
    return agree, differ, itself


def impartial(weights: np.ndarray, x: np.ndarray, found: Candidates, queries: int) -> np.ndarray:
    """Probability of each candidate as if its namesakes had as many inhabitants as the largest: what the printed words alone say of which is meant. Two forms of one
    hromada share their prior, which must not count twice."""
    score = x @ weights
    prior = x[:, _PRIOR] @ weights[_PRIOR]
    alike = (found.likeness >= NAMESAKE) & ~found.foreign
    most = np.full(queries, -np.inf)
    np.maximum.at(most, found.query[alike], prior[alike])
    return _softmax(np.where(alike, score - prior + most[found.query], score), found.query, queries)[0]


def probabilities(weights: np.ndarray, x: np.ndarray, query: np.ndarray, queries: int) -> tuple[np.ndarray, np.ndarray]:
    """(probability of each candidate, probability of "none of them" of each query) by a softmax inside each query."""
    return _softmax(x @ weights, query, queries)


def _softmax(score: np.ndarray, query: np.ndarray, queries: int) -> tuple[np.ndarray, np.ndarray]:
    score = np.clip(score, -30, 30)
    top = np.zeros(queries)
    np.maximum.at(top, query, score)
    power = np.exp(score - top[query])
    none = np.exp(-top)
    total = none + np.bincount(query, weights=power, minlength=queries)
    return power / total[query], none / total
