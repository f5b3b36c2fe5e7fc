"""Candidates: the places of the gazetteer that a printed name could mean, found by keys, with how like the names are.

What belongs here: looking keys up in the index, n-gram neighbours, and the likeness of sound keys. All of it works on whole batches as arrays.
What does not: the weight of country, level or population (`scoring.py`) and any decision (`decide.py`).
"""

import itertools
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

from registry.matching import keys
from registry.places.gazetteer import SALT, Gazetteer
from scrapers.text.sounds import OTHER, languages_of

#: How a form of a query came about, best first: as printed, a second name printed beside it, a nominative, an adjective's stem.
PRINTED, SECOND, NOMINATIVE, ADJECTIVE = range(4)
#: How a candidate was found, best first.
BY_FOLD, BY_SOUND, BY_COARSE, BY_SKELETON, BY_GRAMS = range(5)
#: Most rows taken for one key, biggest places of a country first.
CAP = {BY_FOLD: 400, BY_SOUND: 400, BY_COARSE: 60, BY_SKELETON: 24}
NEIGHBOURS = 8
#: Inhabitants of the places of whose names a slip is looked for by leaving sounds out, and how many sounds these names have.
LARGE, SLIP_LENGTHS = 20_000, (4, 9)
MIN_COSINE = 0.35
#: Sounds that a candidate may have after an adjective's stem: «Рокишкі-ський» for Rokiškis.
TAIL = 3
#: A name of so many letters is no chance, and is looked for in other countries though one of the printed country is like it.
SURE_LENGTH = 6
#: Below this likeness a candidate is dropped.
MIN_LIKENESS = 0.45
NOWHERE = -1


@dataclass
class Forms:
    """Forms of queries, one a row: `query` (int32), `country` (index or NOWHERE), `text`, `way` (PRINTED ...)."""

    query: np.ndarray
    country: np.ndarray
    text: pl.Series
    way: np.ndarray


def _anywhere(forms: Forms, rows: np.ndarray) -> Forms:
    """Some forms without their country."""
    return Forms(forms.query[rows], np.full(len(rows), NOWHERE), forms.text.gather(rows), forms.way[rows])


@dataclass
class Candidates:
    """Candidates of queries, one a (query, place), sorted by query and place.

    `likeness` 0..1 of the best pair of names, `found` how (BY_FOLD ...), `way` of the form, `kind` of the gazetteer's name, `length` of the
    form in sounds, `foreign` True when the place lies in another country than the one printed.
    """

    query: np.ndarray
    place: np.ndarray
    likeness: np.ndarray
    found: np.ndarray
    way: np.ndarray
    kind: np.ndarray
    length: np.ndarray
    foreign: np.ndarray

    def take(self, rows: np.ndarray) -> "Candidates":
        return Candidates(*(getattr(self, field)[rows] for field in self.__dataclass_fields__))

    @classmethod
    def join(cls, parts: list["Candidates"]) -> "Candidates":
        return cls(*(np.concatenate([getattr(part, field) for part in parts]) for field in cls.__dataclass_fields__))


def _substitution() -> np.ndarray:
    """Cost of reading one sound for another, in tenths, by code; sounds that transcriptions confuse are cheap."""
    size = len(keys.SOUNDS) + 1
    cost = np.full((size, size), 10, dtype=np.int16)
    code = {letter: index for index, letter in enumerate(keys.SOUNDS, start=1)}
    for a in keys.VOWELS:
        for b in keys.VOWELS:
            cost[code[a], code[b]] = 6
    near = {"ei": 3, "uo": 4, "ao": 5, "ae": 4, "bp": 4, "vf": 3, "gk": 4, "dt": 4, "zs": 2, "ZS": 3, "gh": 2, "hk": 4, "cs": 4, "cC": 3, "CS": 4, "cz": 4,
            "Ss": 4, "Zz": 4, "vu": 4, "bv": 7, "kc": 6, "kC": 6, "gZ": 6, "nm": 7, "lr": 9, "hS": 6, "io": 6, "iu": 5}
    for (a, b), value in near.items():
        cost[code[a], code[b]] = cost[code[b], code[a]] = value
    cost[25:, :] = cost[:, 25:] = 40  # a digit is never a slip: Praha 6 is not Praha 9
    np.fill_diagonal(cost, 0)
    return cost


_COST = _substitution()
_GAP = np.array([0] + [{"i": 4, "e": 5, "a": 6, "o": 6, "u": 6, "g": 6, "h": 6}.get(letter, 40 if letter.isdigit() else 9) for letter in keys.SOUNDS], dtype=np.int16)


def likeness(left: np.ndarray, right: np.ndarray, stem: np.ndarray) -> np.ndarray:
    """Likeness 0..1 of pairs of coded sound keys, uint8 [n, WIDTH] each: 1 - weighted edits / longer length.

    Where `stem` is True the right key may have up to TAIL more sounds at its end for nothing.
    """
    result = np.empty(len(left), dtype=np.float32)
    lengths = np.maximum((left != 0).sum(axis=1), (right != 0).sum(axis=1))
    order = np.argsort(lengths, kind="stable")
    # Pairs of like length together, so that short names do not pay for long ones.
    bounds = np.searchsorted(lengths[order], [0, 5, 7, 9, 11, 14, 18, 24, keys.WIDTH + 1])
    for start, end in itertools.pairwise(bounds):
        for part in range(start, end, 200_000):
            rows = order[part:min(part + 200_000, end)]
            result[rows] = _likeness(left[rows], right[rows], stem[rows], int(lengths[rows].max()))
    return result


def _likeness(left: np.ndarray, right: np.ndarray, stem: np.ndarray, width: int) -> np.ndarray:
    a, b = np.ascontiguousarray(left[:, :width].T), np.ascontiguousarray(right[:, :width].T)
    count = a.shape[1]
    a_gap, b_gap = _GAP[a], _GAP[b]
    # Gaps of the padding cost nothing, so the corner of the matrix holds the cost of the two keys whatever their lengths.
    previous = np.zeros((width + 1, count), dtype=np.int16)
    np.cumsum(b_gap, axis=0, out=previous[1:])
    current = np.empty_like(previous)
    same_pad = _COST.copy()
    same_pad[0, :] = same_pad[:, 0] = 30000 // 2
    same_pad[0, 0] = 0
    for i in range(width):
        np.add(previous[0], a_gap[i], out=current[0])
        for j in range(width):
            best = previous[j] + same_pad[a[i], b[j]]
            np.minimum(best, previous[j + 1] + a_gap[i], out=best)
            np.minimum(best, current[j] + b_gap[j], out=best)
            current[j + 1] = best
        previous, current = current, previous
    cost = previous[width].astype(np.float32)
    length = np.maximum((a != 0).sum(axis=0), (b != 0).sum(axis=0)).astype(np.float32)
    if stem.any():
        rows = np.flatnonzero(stem)
        ends = (b[:, rows] != 0).sum(axis=0)
        for tail in range(1, TAIL + 1):
            column = np.maximum(ends - tail, 1)
            shorter = previous[column, rows] + np.float32(tail)
            length[rows] = np.where(shorter < cost[rows], np.maximum((a[:, rows] != 0).sum(axis=0), column), length[rows])
            cost[rows] = np.minimum(cost[rows], shorter)
    return np.clip(1 - cost / (10 * np.maximum(length, 1)), 0, 1)


def spread(first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(row, number) of every number of the ranges first..last, one range a row."""
    count = last - first
    row = np.repeat(np.arange(len(first)), count)
    return row, np.repeat(first - np.cumsum(count) + count, count) + np.arange(len(row))


def _less_one(codes: np.ndarray, country: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(row, hash) of every name, uint8 [n, WIDTH], and of it less each of its sounds, with its country."""
    width = SLIP_LENGTHS[1] + 2
    codes, rows, hashed = codes[:, :width], [], []
    for out in range(-1, width):
        here = np.flatnonzero(codes[:, out] != 0) if out >= 0 else np.arange(len(codes))
        less = np.zeros((len(here), 16), dtype=np.uint8)
        kept = [place for place in range(width) if place != out]
        less[:, : len(kept)] = codes[here][:, kept]
        less[:, 14:] = country[here].astype(np.uint16)[:, None].view(np.uint8)
        rows.append(here)
        hashed.append(keys.mix(less.view(np.uint64), 0))
    return np.concatenate(rows), np.concatenate(hashed)


class Finder:
    """Looks forms up in an opened gazetteer."""

    def __init__(self, gazetteer: Gazetteer):
        self.gazetteer = gazetteer
        self._blocks: dict[int, csr_matrix] = {}
        self._slipped: tuple[np.ndarray, np.ndarray] | None = None

    def find(self, forms: Forms, queries: int, *, abroad: bool = True) -> Candidates:
        """All candidates of `queries` queries (numbered 0..queries-1) that have forms; with `abroad`, where nothing in the printed country is
        like enough, also places of other countries that are called just so."""
        coded = self._coded(forms)
        exact = [self._by_fold(forms), *(self._by_key(coded, name, how) for name, how in (("sound", BY_SOUND), ("coarse", BY_COARSE)))]
        found = self.best(exact)
        # Neighbours only where the keys gave nothing that sounds the same: they cost the most and add the least. A town that sounds as an adjective's stem is not
        # what the adjective of its district means.
        best = np.zeros(queries, dtype=np.float32)
        np.maximum.at(best, found.query, found.likeness)
        weak = coded.take(np.flatnonzero((best[coded.query] < 0.97) | (coded.way == ADJECTIVE)))
        if len(weak.query):
            found = self.best([found, self._by_key(weak, "skeleton", BY_SKELETON), self._by_grams(weak), self._by_slip(weak)])
        if not abroad:
            return found
        best[:] = 0
        np.maximum.at(best, found.query, found.likeness)
        here = forms.country != NOWHERE
        written = self._by_fold(_anywhere(forms, np.flatnonzero(here & (best[forms.query] < 0.97))))
        # What is written just so says more than a sound.
        elsewhere = [written.take(np.flatnonzero((written.length >= SURE_LENGTH) | (best[written.query] < 0.85)))]
        elsewhere.append(self._by_key(self._coded(_anywhere(forms, np.flatnonzero(here & (best[forms.query] < 0.85)))), "sound", BY_SOUND))
        again = self.best(elsewhere)
        again.foreign[:] = True
        return self.best([found, again])

    def known(self, forms: Forms) -> set[int]:
        """Queries of which a form is a name, letter by letter or sound by sound, of a place in its country."""
        if not len(forms.query):
            return set()
        found = self.best([self._by_fold(forms), self._by_key(self._coded(forms), "sound", BY_SOUND)])
        return set(found.query.tolist())

    def spelled(self, forms: Forms) -> Candidates:
        """Places with a name, letter by letter, that is a form."""
        return self.best([self._by_fold(forms)])

    def against(self, forms: Forms, query: np.ndarray, place: np.ndarray) -> Candidates:
        """The given pairs of a query and a place as candidates: how like the query's forms and the place's names are, however they were found."""
        coded = self._coded(forms)
        order = np.argsort(coded.query, kind="stable")
        coded = coded.take(order)
        first, last = (np.searchsorted(coded.query, query, side=side) for side in ("left", "right"))
        pair, reading = spread(first, last)
        low, high = (np.searchsorted(self.gazetteer.owner, place[pair], side=side) for side in ("left", "right"))
        asked, rows = spread(low, high)
        found = self._compare(coded, reading[asked], rows, BY_GRAMS)
        at = np.asarray(self.gazetteer.country)[found.place].astype(np.int64)
        country = np.full(int(query.max(initial=0)) + 1, NOWHERE, dtype=np.int64)
        country[coded.query] = coded.country
        found.foreign[:] = (country[found.query] != NOWHERE) & (country[found.query] != at)
        return self.best([found])

    def _coded(self, forms: Forms) -> "_Coded":
        """Every reading of every form as a coded sound key."""
        cyrillic = forms.text.str.contains(r"\p{Cyrillic}").to_numpy()
        parts = [(np.flatnonzero(cyrillic), "cyrillic")]
        latin = np.flatnonzero(~cyrillic)
        readings: dict[str, list[np.ndarray]] = {}
        for country in np.unique(forms.country[latin]):
            rows = latin[forms.country[latin] == country]
            iso = self.gazetteer.countries[country] if country != NOWHERE else None
            languages = languages_of(iso) if iso else ("pl", "de", "cs", "fr", "en", "it", "es", "hu", "ro")
            for language in dict.fromkeys((*languages, OTHER)):
                readings.setdefault(language, []).append(rows)
        parts += [(np.concatenate(rows), language) for language, rows in readings.items()]
        rows = np.concatenate([rows for rows, _ in parts]) if parts else np.zeros(0, dtype=np.int64)
        sounds = pl.concat([keys.sound(forms.text.gather(rows), language) for rows, language in parts])
        keep = np.flatnonzero((sounds.str.len_bytes() >= 2).to_numpy())
        # The English-like reading often equals the country's own.
        frame = pl.DataFrame({"form": rows[keep], "sound": sounds.gather(keep)}).unique(maintain_order=True)
        rows, sounds = frame["form"].to_numpy(), frame["sound"]
        return _Coded(forms.query[rows], forms.country[rows], sounds, keys.encode(sounds), forms.way[rows])

    def _ranges(self, name: str, hashed: np.ndarray, country: np.ndarray, cap: int) -> tuple[np.ndarray, np.ndarray]:
        """(row of the question, row of the posting) of every posting under hashed keys, in the country or, NOWHERE, in all."""
        postings = getattr(self.gazetteer, f"{name}_key")
        low = hashed & ~np.uint64(0xFFFF)
        anywhere = country == NOWHERE
        low = np.where(anywhere, low, low | np.where(anywhere, 0, country).astype(np.uint64))
        high = np.where(anywhere, low | np.uint64(0xFFFF), low)
        start = np.searchsorted(postings, low, side="left")
        return spread(start, np.minimum(np.searchsorted(postings, high, side="right"), start + cap))

    def _by_fold(self, forms: Forms) -> Candidates:
        folds = keys.fold(forms.text)
        asked, posting = self._ranges("fold", keys.hashes(folds, SALT["fold"]), forms.country, CAP[BY_FOLD])
        length = folds.str.len_chars().to_numpy()[asked]
        count = len(asked)
        return Candidates(forms.query[asked], np.asarray(self.gazetteer.fold_row[posting]), np.ones(count, np.float32), np.full(count, BY_FOLD, np.int8),
                          forms.way[asked], np.asarray(self.gazetteer.fold_kind[posting]).astype(np.int8), length.astype(np.int16), np.zeros(count, bool))

    def _by_key(self, coded: "_Coded", name: str, how: int) -> Candidates:
        texts = coded.sounds
        if name != "sound":
            texts = keys.coarse(texts)
            texts = keys.skeleton(texts) if name == "skeleton" else texts
        ask = np.arange(len(texts))
        if name == "skeleton":
            # A skeleton of two consonants fits half the gazetteer, and without a country one of four does.
            ask = np.flatnonzero((texts.str.len_bytes() >= 3).to_numpy() & (coded.country != NOWHERE))
        if name == "coarse":
            ask = np.flatnonzero((texts.str.len_bytes() >= 3).to_numpy())
        asked, posting = self._ranges(name, keys.hashes(texts.gather(ask), SALT[name]), coded.country[ask], CAP[how])
        return self._compare(coded, ask[asked], np.asarray(getattr(self.gazetteer, f"{name}_row")[posting]), how)

    def _compare(self, coded: "_Coded", asked: np.ndarray, rows: np.ndarray, how: int) -> Candidates:
        left, right = coded.codes[asked], self.gazetteer.codes[rows]
        alike = np.ones(len(asked), dtype=np.float32)
        if how != BY_SOUND:
            alike = likeness(left, right, coded.way[asked] == ADJECTIVE)
        found = Candidates(coded.query[asked], np.asarray(self.gazetteer.owner[rows]), alike, np.full(len(asked), how, np.int8), coded.way[asked],
                           np.asarray(self.gazetteer.kind[rows]).astype(np.int8), (left != 0).sum(axis=1).astype(np.int16), np.zeros(len(asked), bool))
        return found.take(np.flatnonzero(alike >= MIN_LIKENESS))

    def _by_grams(self, coded: "_Coded") -> Candidates:
        """The nearest names by cosine of weighted trigrams, inside the country or everywhere."""
        indptr, indices = keys.trigrams(coded.codes)
        data = np.asarray(self.gazetteer.gram_idf)[indices]
        norm = np.sqrt(np.add.reduceat(np.append(data, 0) ** 2, indptr[:-1])) if len(coded.codes) else data
        questions = csr_matrix((data / np.repeat(norm, np.diff(indptr)).astype(np.float32), indices, indptr), shape=(len(coded.codes), keys.TRIGRAMS))
        asked, rows = [], []
        for country in np.unique(coded.country):
            mine = np.flatnonzero(coded.country == country)
            first = 0 if country == NOWHERE else int(self.gazetteer.country_rows[country])
            nearest = sp_matmul_topn(questions[mine], self._block(int(country)), top_n=NEIGHBOURS, threshold=MIN_COSINE, sort=True)
            asked.append(mine[np.repeat(np.arange(len(mine)), np.diff(nearest.indptr))])
            rows.append(nearest.indices.astype(np.int64) + first)
        return self._compare(coded, np.concatenate(asked), np.concatenate(rows), BY_GRAMS)

    def _by_slip(self, coded: "_Coded") -> Candidates:
        """Names of larger places, one slip away: of a short name («Смфія») a slip leaves too few trigrams to be near."""
        lengths = (coded.codes != 0).sum(axis=1)
        ask = np.flatnonzero((coded.country != NOWHERE) & (lengths >= SLIP_LENGTHS[0] - 1) & (lengths <= SLIP_LENGTHS[1] + 1))
        slipped, row = self._slips()
        asked, variants = _less_one(coded.codes[ask], coded.country[ask])
        pair, at = spread(np.searchsorted(slipped, variants, side="left"), np.searchsorted(slipped, variants, side="right"))
        pairs = np.unique(np.stack([ask[asked[pair]], row[at].astype(np.int64)]), axis=1)
        return self._compare(coded, pairs[0], pairs[1], BY_GRAMS)

    def _slips(self) -> tuple[np.ndarray, np.ndarray]:
        """(hashes of the names of larger places and of these less one sound, sorted; row of the name of each)."""
        if self._slipped is None:
            g = self.gazetteer
            owner = np.asarray(g.owner)
            rows = np.flatnonzero(np.asarray(g.population)[owner] >= LARGE)
            lengths = (g.codes[rows] != 0).sum(axis=1)
            rows = rows[(lengths >= SLIP_LENGTHS[0]) & (lengths <= SLIP_LENGTHS[1])]
            of, variants = _less_one(np.asarray(g.codes[rows]), np.asarray(g.country)[owner[rows]].astype(np.int64))
            order = np.argsort(variants, kind="stable")
            self._slipped = variants[order], rows[of[order]]
        return self._slipped

    def _block(self, country: int) -> csr_matrix:
        """Trigrams of the names of a country as columns."""
        if country not in self._blocks:
            g = self.gazetteer
            first, last = (0, len(g.owner)) if country == NOWHERE else (int(g.country_rows[country]), int(g.country_rows[country + 1]))
            low, high = int(g.gram_indptr[first]), int(g.gram_indptr[last])
            rows = csr_matrix((np.asarray(g.gram_data[low:high]), np.asarray(g.gram_indices[low:high]), np.asarray(g.gram_indptr[first:last + 1]) - low),
                              shape=(last - first, keys.TRIGRAMS))
            self._blocks[country] = rows.T.tocsr()
        return self._blocks[country]

    def best(self, parts: list[Candidates]) -> Candidates:
        """One row a (query, place): the most alike pair of names, ties by way found, form and name."""
        every = Candidates.join(parts)
        rank = (-(every.likeness * 1000).astype(np.int64) * 64 + every.foreign * 32 + every.found * 5 + every.way + every.kind)
        order = np.lexsort((rank, every.place, every.query))
        every = every.take(order)
        first = np.ones(len(order), dtype=bool)
        first[1:] = (every.query[1:] != every.query[:-1]) | (every.place[1:] != every.place[:-1])
        return every.take(np.flatnonzero(first))


@dataclass
class _Coded:
    """Readings of forms: as Forms, with sound keys and their codes."""

    query: np.ndarray
    country: np.ndarray
    sounds: pl.Series
    codes: np.ndarray
    way: np.ndarray

    def take(self, rows: np.ndarray) -> "_Coded":
        return _Coded(self.query[rows], self.country[rows], self.sounds.gather(rows), self.codes[rows], self.way[rows])
