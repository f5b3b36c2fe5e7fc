"""What the mentions of one hromada tell each other: a doubtful form is read once more in the light of the forms beside it.

What belongs here: which forms of a hromada look or sound alike, and the features of a (form, place) that say what the others mean. What does not:
weights (`scoring.py`), the joining of doubtful names into partners (`grouping.py`).
"""

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from registry.matching import keys, scoring
from registry.matching.candidates import NOWHERE, Candidates, likeness, spread
from registry.places.gazetteer import Gazetteer

#: Most forms of one hromada with the same beginning that are compared with each other.
MOST = 120
#: Forms are kin from this likeness of sounds or letters; at 1 they are the same.
KIN, SAME = 0.7, 0.95
#: A place less likely than this for a form is not what it means.
MEANT = 0.05
#: A candidate this like, and not more edits away, is pulled up when another form of the same hromada means it.
LIKE, EDITS, SHARE = 0.7, 3.0, 0.22
#: Less like than this it is another name, whatever the others mean («Кетпо» beside Göd).
FAR = 0.65
NEAR_KM = 60
#: Most accepted places of a hromada that distances are measured to.
MOST_KNOWN = 400


@dataclass
class Asks:
    """Distinct questions of hromady, one a (hromada, question): `home`, `query`, `country` (numbers, NOWHERE none), `above` (printed with the level of a
    county or the like), `text` (folded, no blanks), `sound` (as read by the rules
    of the country), `codes` and `letters` (that, and the name read letter by letter, coded), `ruled` (ask -> place that a person decided, -1 none), `told_by` (bits of
    the sources that print it)."""

    home: np.ndarray
    query: np.ndarray
    country: np.ndarray
    above: np.ndarray
    text: list[str]
    sound: list[str]
    codes: np.ndarray
    letters: np.ndarray
    ruled: dict[int, int]
    told_by: np.ndarray

    def side_by_side(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Whether one source prints both: it names a partner once, so that neither says anything of the other («Люблін» and «Любін»)."""
        return (self.told_by[a] & self.told_by[b]) != 0


def told_by(home: np.ndarray, ask: np.ndarray, sources: list[str], asks: int) -> np.ndarray:
    """uint64 [asks]: the sources that print each ask, a bit a source of its hromada; rows are printed names with their `home`, `ask` and source. A name
    without a source has no bit, nor have those of the 65th source on."""
    known: dict[tuple[int, str], int] = {}
    count: dict[int, int] = {}
    bits = np.zeros(asks, dtype=np.uint64)
    for place, number, source in zip(home.tolist(), ask.tolist(), sources):
        if source:
            if (place, source) not in known:
                known[place, source] = count[place] = count.get(place, -1) + 1
            if known[place, source] < 64:
                bits[number] |= np.uint64(1 << known[place, source])
    return bits


@dataclass
class Meant:
    """What each ask means before it is read again: rows sorted by ask and place, `chance` at least MEANT."""

    ask: np.ndarray
    place: np.ndarray
    chance: np.ndarray


def blocked(group: np.ndarray, codes: np.ndarray, texts: list[str], *more: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (a < b) of names of one group that share a beginning, an end, first and last letter, or a value (not -1) of `more`."""
    lengths = (codes != 0).sum(axis=1)
    last = np.take_along_axis(codes, np.clip(lengths[:, None] - np.array([3, 2, 1]), 0, keys.WIDTH - 1), axis=1)
    written = (
        np.array([text[:3].ljust(3, "\0") + text[-3:].rjust(3, "\0") + "." for text in texts], dtype="U7")
        .view(np.uint32)
        .reshape(len(texts), 7)
    )
    blocks = [
        *more,
        starts(codes),
        _number(last),
        _letters(written[:, :3]),
        _letters(written[:, 3:6]),
        _letters(written[:, [0, 5]]),
        codes[:, 0].astype(np.int64) * 256 + last[:, 2],
    ]
    found = []
    for block in blocks:
        known = np.flatnonzero(block >= 0)
        order = known[np.lexsort((block[known], group[known]))]
        change = (np.diff(group[order], prepend=-1) != 0) | (np.diff(block[order], prepend=-1) != 0)
        start = np.append(np.flatnonzero(change), len(order))
        size = np.minimum(np.diff(start), MOST)
        for these in np.unique(size[size > 1]):
            rows = order[start[:-1][size == these][:, None] + np.arange(these)]
            left, right = np.triu_indices(these, 1)
            found.append(np.stack([rows[:, left].ravel(), rows[:, right].ravel()]))
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    pairs = np.concatenate(found, axis=1)
    packed = np.unique(pairs.min(axis=0) * len(group) + pairs.max(axis=0))
    return packed // len(group), packed % len(group)


def starts(codes: np.ndarray) -> np.ndarray:
    """The first three sounds of names as one number each."""
    return _number(codes[:, :3])


def _number(codes: np.ndarray) -> np.ndarray:
    return (codes.astype(np.int64) * np.array([1, 256, 65536])).sum(axis=1)


def _letters(letters: np.ndarray) -> np.ndarray:
    """Up to three columns of letters as one number a row."""
    return (letters.astype(np.int64) << (21 * np.arange(letters.shape[1]))).sum(axis=1)


def slips(names: list[str], a: np.ndarray, b: np.ndarray, most: int) -> np.ndarray:
    """Slips between pairs of names, `most` + 1 for any more."""
    return cpdist([names[row] for row in a], [names[row] for row in b], scorer=OSA.distance, score_cutoff=most, dtype=np.int32)


def sounding(codes: np.ndarray, letters: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Likeness 0..1 of pairs of names by sound: the better of reading by the rules of the country and letter by letter, which is how many a Ukrainian
    source writes a name it has only seen («Тезіерс» for Théziers)."""
    stem = np.zeros(len(a), dtype=bool)
    best = likeness(codes[a], codes[b], stem)
    two = (codes != letters).any(axis=1)
    for rows, left, right in ((two[b], codes, letters), (two[a], letters, codes)):
        rows = np.flatnonzero(rows & (best < 1))
        best[rows] = np.maximum(best[rows], likeness(left[a[rows]], right[b[rows]], stem[rows]))
    return best


def kin(asks: Asks) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(ask, other ask of the hromada, how alike 0..1 above KIN), both ways."""
    a, b = blocked(asks.home, asks.codes, asks.text, starts(asks.letters))
    several = ~asks.side_by_side(a, b)
    a, b = a[several], b[several]
    if not len(a):
        return a, b, np.zeros(0, dtype=np.float32)
    lengths = (asks.codes != 0).sum(axis=1)
    letters = np.array([len(text) for text in asks.text])
    # A county and its town are two bodies, and so are Bar and Bari: under two countries only the same name may be a slip.
    kept = asks.above[a] == asks.above[b]
    a, b = a[kept], b[kept]
    near = (np.abs(lengths[a] - lengths[b]) <= 3) | (np.abs(letters[a] - letters[b]) <= 2)
    a, b = a[near], b[near]
    size = np.maximum(letters[a], letters[b])
    apart = slips(asks.text, a, b, 3)
    alike = np.maximum(sounding(asks.codes, asks.letters, a, b), np.where(apart <= 3, 1 - apart / np.maximum(size, 1), 0))
    abroad = (asks.country[a] != asks.country[b]) & (asks.country[a] != NOWHERE) & (asks.country[b] != NOWHERE)
    keep = alike >= np.where(abroad, SAME, KIN)
    a, b, alike = a[keep], b[keep], ((alike[keep] - KIN) / (1 - KIN)).astype(np.float32)
    return np.concatenate([a, b]), np.concatenate([b, a]), np.concatenate([alike, alike])


def meant(asks: Asks, place: np.ndarray, chance: np.ndarray, start: np.ndarray) -> Meant:
    """What the asks mean by candidates sorted by query (`start[q]:start[q + 1]`); a ruling's place stands alone."""
    ask, row = spread(start[asks.query], start[asks.query + 1])
    ruled = np.zeros(len(asks.query), dtype=bool)
    ruled[list(asks.ruled)] = True
    keep = (chance[row] >= MEANT) & ~ruled[ask]
    ask, row = ask[keep], row[keep]
    decided = [(number, at) for number, at in sorted(asks.ruled.items()) if at >= 0]
    ask = np.concatenate([ask, np.array([number for number, _ in decided], dtype=np.int64)])
    at = np.concatenate([place[row].astype(np.int64), np.array([at for _, at in decided], dtype=np.int64)])
    order = np.lexsort((at, ask))
    return Meant(ask[order], at[order], np.concatenate([chance[row], np.ones(len(decided))])[order].astype(np.float32))


def elsewhere(asks: Asks, said: Meant, ask: np.ndarray, place: np.ndarray, places: int) -> np.ndarray:
    """For (ask, place) rows the largest chance with which another ask of the same hromada, of another source, means the place."""
    group = asks.home[said.ask] * places + said.place
    order = np.argsort(group, kind="stable")
    group, who, chance = group[order], said.ask[order], said.chance[order]
    wanted = asks.home[ask] * places + place
    row, at = spread(np.searchsorted(group, wanted, "left"), np.searchsorted(group, wanted, "right"))
    other = who[at]
    kept = (other != ask[row]) & ~asks.side_by_side(other, ask[row])
    largest = np.zeros(len(ask), dtype=np.float32)
    np.maximum.at(largest, row[kept], chance[at[kept]])
    return largest


def by_kin(
    said: Meant, found: Candidates, asked: np.ndarray, pairs: tuple[np.ndarray, np.ndarray, np.ndarray], places: int
) -> tuple[np.ndarray, np.ndarray]:
    """(`kin`, `kin_elsewhere`) of candidates whose `query` is a row of `asked` (asks): the likeness of the most alike form of the hromada times
    the chance that it means the place, and times the chance that it does not."""
    a, b, alike = pairs
    row_of = np.full(int(max(a.max(initial=-1), asked.max(initial=-1))) + 1, -1, dtype=np.int64)
    row_of[asked] = np.arange(len(asked))
    keep = row_of[a] >= 0
    a, b, alike = row_of[a[keep]], b[keep], alike[keep]
    start = np.searchsorted(found.query, np.arange(len(asked) + 1))
    pair, row = spread(start[a], start[a + 1])
    held = said.ask * places + said.place
    wanted = b[pair] * places + found.place[row]
    at = np.minimum(np.searchsorted(held, wanted), max(len(held) - 1, 0))
    chance = np.where(held[at] == wanted, said.chance[at], 0) if len(held) else np.zeros(len(pair))
    for_it, against = np.zeros(len(found.query), dtype=np.float32), np.zeros(len(found.query), dtype=np.float32)
    np.maximum.at(for_it, row, alike[pair] * chance)
    np.maximum.at(against, row, alike[pair] * (1 - chance))
    return for_it, against


def near(gazetteer: Gazetteer, places: np.ndarray, known: set[int]) -> np.ndarray:
    """Whether places lie near an accepted place of the hromada in the same country, which they are not."""
    if not len(places) or not known or len(known) > MOST_KNOWN:
        return np.zeros(len(places), dtype=bool)
    twins = np.array(sorted(known))
    g = gazetteer
    distance = scoring.kilometres(g.lat[places][:, None], g.lon[places][:, None], g.lat[twins][None], g.lon[twins][None])
    same = np.asarray(g.country)[places][:, None] == np.asarray(g.country)[twins][None]
    return ((distance < NEAR_KM) & same & (distance > 0)).any(axis=1)
