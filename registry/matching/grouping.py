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
ALIKE, ALIKE_SHORT, SHORT = 0.86, 0.93, 6
#: Most names of one hromada with the same beginning that are compared with each other.
MOST = 120


@dataclass
class Names:
    """Distinct names of hromady, one a (hromada, question), and the gazetteer's own names of the places they may be.

    `group`, `country` (index, -1 unknown), `above` (level class, 0 town), `guess` (place or -1), `place` (accepted place or -1), `text` (folded),
    `sound` (sound key) and `codes` (the same, coded), `strength` (probability of the guess), `spelled` (True when the guess is called just so).
    """

    group: np.ndarray
    country: np.ndarray
    above: np.ndarray
    guess: np.ndarray
    place: np.ndarray
    text: list[str]
    sound: list[str]
    codes: np.ndarray
    strength: np.ndarray
    spelled: np.ndarray


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
    country = names.country.copy()
    for row in np.lexsort((b, a, -strength)):
        if strength[row] <= 0:
            break
        x, y = _find(leader, a[row]), _find(leader, b[row])
        if x == y or (counts_with[x] >= 0 and counts_with[y] >= 0 and counts_with[x] != counts_with[y]):
            continue
        # A name without a country is no bridge between two countries.
        if strength[row] < 2.5 and country[x] >= 0 and country[y] >= 0 and country[x] != country[y]:
            continue
        first, second = (x, y) if (names.place[x] >= 0, names.strength[x], -x) >= (names.place[y] >= 0, names.strength[y], -y) else (y, x)
        leader[second] = first
        country[first] = country[first] if country[first] >= 0 else country[second]
        counts_with[first] = max(counts_with[first], counts_with[second])
    leader = np.array([_find(leader, row) for row in range(count)])
    return leader, counts_with[leader]


def _find(leader: np.ndarray, row: int) -> int:
    while leader[row] != row:
        leader[row] = leader[leader[row]]
        row = leader[row]
    return int(row)


def _pairs(names: Names) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of names of one hromada that may be one: the same likely place, or a beginning or an end in common; at least one is in doubt."""
    width = keys.WIDTH
    lengths = (names.codes != 0).sum(axis=1)
    last = np.take_along_axis(names.codes, np.clip(lengths[:, None] - np.array([3, 2, 1]), 0, width - 1), axis=1)
    blocks = [names.guess, _number(names.codes[:, :3]), _number(last), np.array([_letters(text[:3]) for text in names.text]),
              np.array([_letters(text[-3:]) for text in names.text]), np.array([_letters(text[:1] + text[-1:]) for text in names.text]),
              names.codes[:, 0].astype(np.int64) * 256 + last[:, 2]]
    found = []
    for block in blocks:
        known = np.flatnonzero(block >= 0)
        order = known[np.lexsort((block[known], names.group[known]))]
        change = (np.diff(names.group[order], prepend=-1) != 0) | (np.diff(block[order], prepend=-1) != 0)
        start = np.append(np.flatnonzero(change), len(order))
        size = np.minimum(np.diff(start), MOST)
        for these in np.unique(size[size > 1]):
            rows = order[start[:-1][size == these][:, None] + np.arange(these)]
            left, right = np.triu_indices(these, 1)
            found.append(np.stack([rows[:, left].ravel(), rows[:, right].ravel()]))
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    pairs = np.concatenate(found, axis=1)
    a, b = pairs.min(axis=0), pairs.max(axis=0)
    keep = ((names.place[a] < 0) | (names.place[b] < 0)) & (names.above[a] == names.above[b])
    packed = np.unique(a[keep] * len(names.group) + b[keep])
    return packed // len(names.group), packed % len(names.group)


def _number(codes: np.ndarray) -> np.ndarray:
    return (codes.astype(np.int64) * np.array([1, 256, 65536])).sum(axis=1)


def _letters(text: str) -> int:
    """Three letters as one number."""
    return sum(ord(letter) << (21 * place) for place, letter in enumerate(text))


def _strength(names: Names, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """How strongly each pair belongs together; 0 is not at all."""
    lengths = (names.codes != 0).sum(axis=1)
    shorter = np.minimum(lengths[a], lengths[b])
    same_country = (names.country[a] == names.country[b]) | (names.country[a] < 0) | (names.country[b] < 0)
    same_guess = (names.guess[a] >= 0) & (names.guess[a] == names.guess[b])
    result = np.where(same_guess & same_country, 2.0, 0.0)
    # Cheap test first: names that differ much in length are neither slips nor like sounds.
    letters = np.array([len(text) for text in names.text])
    near = np.flatnonzero(((np.abs(lengths[a] - lengths[b]) <= 3) | (np.abs(letters[a] - letters[b]) <= 2)) & (shorter >= 2))
    if len(near):
        x, y = a[near], b[near]
        alike = likeness(names.codes[x], names.codes[y], np.zeros(len(near), dtype=bool))
        enough = np.where(shorter[near] < SHORT, ALIKE_SHORT, ALIKE)
        # Lubin and Lublin are each a town's right name: a slip is only looked for where one of the two is nobody's name.
        loose = same_country[near] & ~(names.spelled[x] & names.spelled[y] & ~same_guess[near])
        result[near] = np.maximum(result[near], np.where((alike >= enough) & loose | (alike >= ALIKE_SHORT) & same_country[near], alike, 0))
        slips, size = _slips(names.text, x, y), np.minimum(letters[x], letters[y])
        heard = _slips(names.sound, x, y)
        few = np.zeros(len(near), dtype=bool)
        for least, allowed in SLIPS:
            few |= ((size >= least) & (slips <= allowed)) | ((shorter[near] > least) & (heard <= allowed))
        result[near] = np.maximum(result[near], np.where(few & loose, 1.0 - np.minimum(slips, heard) / 10, 0))
        # However short: the same letters, one time without a country.
        result[near] = np.maximum(result[near], np.where((slips == 0) & same_country[near], 2.2, 0))
        # The same letters, or the same sounds of a longer name, are one partner even under two countries: one of them is a slip.
        result[near] = np.maximum(result[near], np.where((slips == 0) & (size >= 4), 3.0, np.where(
            (alike >= 0.999) & (shorter[near] >= 5) | (slips <= 1) & (size >= 6) & ~(names.spelled[x] & names.spelled[y]), 2.5, 0)))
    return result


def _slips(names: list[str], a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Slips between pairs of names, 3 for any more than two."""
    return cpdist([names[row] for row in a], [names[row] for row in b], scorer=OSA.distance, score_cutoff=2, dtype=np.int32)
