"""Grouping: which mentions of one hromada are one partner before anybody has decided which place it is.

What belongs here: joining the doubtful names of a hromada with each other and with its accepted partners, so that counts do not wait for the
queue. What does not: accepting anything: a doubtful mention stays a question.
"""

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from registry.matching import keys
from registry.matching.candidates import likeness

#: Two names of one script with so few slips between them are one, by the length of the shorter: (from letters, slips).
SLIPS = ((10, 2), (4, 1))
#: Sound keys from this likeness are one name; short ones must be closer.
ALIKE, ALIKE_SHORT, SHORT = 0.84, 0.93, 6
#: A pair of names both longer than this many per hromada is not compared with all others: a page of a thousand names is no list of twins.
MOST = 600


@dataclass
class Names:
    """Distinct names of hromady, one a (hromada, question), and the gazetteer's own names of the places they may be: `group`, `country` (index, -1 unknown), `above` (level class, 0 town),
    `guess` (place or -1), `place` (accepted place or -1), `text` (folded), `codes` (coded sound keys), `strength` (probability of the guess)."""

    group: np.ndarray
    country: np.ndarray
    above: np.ndarray
    guess: np.ndarray
    place: np.ndarray
    text: list[str]
    codes: np.ndarray
    strength: np.ndarray


def group(names: Names) -> tuple[np.ndarray, np.ndarray]:
    """(leader of each name, accepted place each name counts with or -1).

    Names of one hromada are joined when they have the same likely place, the same letters, a slip or two between them, or nearly the same
    sound, and neither the level nor (but for the same letters) the country speaks against it. A doubtful name joins at most one accepted
    place, the most alike; two accepted places are never joined.
    """
    count = len(names.group)
    leader, counts_with = np.arange(count), names.place.copy()
    a, b = _pairs(names)
    if not len(a):
        return leader, counts_with
    strength = _strength(names, a, b)
    for row in np.lexsort((b, a, -strength)):
        if strength[row] <= 0:
            break
        x, y = _find(leader, a[row]), _find(leader, b[row])
        if x == y or (counts_with[x] >= 0 and counts_with[y] >= 0 and counts_with[x] != counts_with[y]):
            continue
        first, second = (x, y) if (names.place[x] >= 0, names.strength[x], -x) >= (names.place[y] >= 0, names.strength[y], -y) else (y, x)
        leader[second] = first
        counts_with[first] = max(counts_with[first], counts_with[second])
    leader = np.array([_find(leader, row) for row in range(count)])
    return leader, counts_with[leader]


def _find(leader: np.ndarray, row: int) -> int:
    while leader[row] != row:
        leader[row] = leader[leader[row]]
        row = leader[row]
    return int(row)


def _pairs(names: Names) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of names of one hromada with at least one doubtful name, compatible in level."""
    order = np.argsort(names.group, kind="stable")
    left, right = [], []
    bounds = np.flatnonzero(np.diff(names.group[order], prepend=-1, append=-1))
    for start, end in zip(bounds[:-1], bounds[1:]):
        members = np.sort(order[start:min(end, start + MOST)])
        doubtful = members[names.place[members] < 0]
        if len(members) < 2 or not len(doubtful):
            continue
        x, y = np.repeat(doubtful, len(members)), np.tile(members, len(doubtful))
        keep = (x != y) & ((names.place[y] >= 0) | (x < y))
        left.append(x[keep])
        right.append(y[keep])
    if not left:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    a, b = np.concatenate(left), np.concatenate(right)
    keep = names.above[a] == names.above[b]
    return a[keep], b[keep]


def _strength(names: Names, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """How strongly each pair belongs together; 0 is not at all."""
    lengths = (names.codes != 0).sum(axis=1)
    shorter = np.minimum(lengths[a], lengths[b])
    same_country = (names.country[a] == names.country[b]) | (names.country[a] < 0) | (names.country[b] < 0)
    same_guess = (names.guess[a] >= 0) & (names.guess[a] == names.guess[b])
    result = np.where(same_guess & same_country, 2.0, 0.0)
    # Cheap tests first: names that differ by more than two in length, or in country, are neither slips nor like sounds.
    near = np.flatnonzero((np.abs(lengths[a] - lengths[b]) <= 3) & (shorter >= 3))
    if len(near):
        x, y = a[near], b[near]
        alike = likeness(names.codes[x], names.codes[y], np.zeros(len(near), dtype=bool))
        enough = np.where(shorter[near] < SHORT, ALIKE_SHORT, ALIKE)
        result[near] = np.maximum(result[near], np.where((alike >= enough) & same_country[near], alike, 0))
        left, right = [names.text[i] for i in x], [names.text[i] for i in y]
        slips = cpdist(left, right, scorer=OSA.distance, score_cutoff=2, dtype=np.int32)
        letters = np.array([min(len(p), len(q)) for p, q in zip(left, right)])
        few = np.zeros(len(near), dtype=bool)
        for size, allowed in SLIPS:
            few |= (letters >= size) & (slips <= allowed)
        result[near] = np.maximum(result[near], np.where(few & same_country[near], 1.0 - slips / 10, 0))
        # The same letters, or the same sounds of a longer name, are one partner even under two countries: one of them is a slip.
        result[near] = np.maximum(result[near], np.where((slips == 0) & (letters >= 4), 3.0, np.where((alike >= 0.999) & (shorter[near] >= 5), 2.5, 0)))
    return result
