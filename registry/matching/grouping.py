"""Grouping: which mentions of one hromada are one partner before anybody has decided which place it is.

What belongs here: joining the doubtful names of a hromada with each other and with its accepted partners, so that counts do not wait for the
queue. What does not: accepting anything: a doubtful mention stays a question.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from registry.matching.beside import blocked, slips, sounding, starts

#: Two names of one script with so few slips between them are one, by the length of the shorter: (from letters, slips).
SLIPS = ((10, 2), (4, 1))
#: Sound keys from this likeness are one name; short ones must be closer.
ALIKE, ALIKE_SHORT, SHORT = 0.86, 0.93, 6
#: From this strength two names are one though one source prints both.
ANYHOW = 2.0
#: A name that is a place's with this chance is no slip of the country of another.
KNOWN = 0.5
#: Two forms that sound alike are one name when they mean the same with this chance.
BOTH = 0.15
#: Two forms under two countries are one from this chance of each for one place.
SURE = 0.8
#: Endings of Ukrainian cases in a sound key, and the shortest stem that says anything.
_ENDING = re.compile("(?:om|em|oi|ei|ou|eu|iu|[aeiou])$")
STEM = 4


@dataclass
class Names:
    """Distinct names of hromady, one a (hromada, question), and the gazetteer's own names of the places they may be.

    `group`, `country` (index, -1 unknown), `above` (level class, 0 town), `guess` (place or -1), `place` (accepted place or -1), `text` (folded),
    `sound` (sound key), `codes` and `letters` (the same, and the name read letter by letter, coded), `strength` (probability of the guess), `spelled`
    (True when the guess is called just so), `lost` (True when no place of the printed country is called nearly so),
    `told_by` (bits of the sources that print it), `names` (the chances of what it may be called).
    """

    group: np.ndarray
    country: np.ndarray
    above: np.ndarray
    guess: np.ndarray
    place: np.ndarray
    text: list[str]
    sound: list[str]
    codes: np.ndarray
    letters: np.ndarray
    strength: np.ndarray
    spelled: np.ndarray
    lost: np.ndarray
    told_by: np.ndarray
    names: list[Mapping[tuple[int, str], float]]


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
    told_by = names.told_by.copy()
    # All names accepted for one place are one name.
    _, same = np.unique(names.group.astype(np.int64) << 32 | (names.place & 0xFFFFFFFF), return_inverse=True)
    together = np.zeros(count, dtype=np.uint64)
    np.bitwise_or.at(together, same, told_by)
    told_by[names.place >= 0] = together[same][names.place >= 0]
    country, called = names.country.copy(), np.where(names.spelled, names.guess, -1)
    for row in np.lexsort((b, a, -strength)):
        if strength[row] <= 0:
            break
        x, y = _find(leader, a[row]), _find(leader, b[row])
        if x == y or (counts_with[x] >= 0 and counts_with[y] >= 0 and counts_with[x] != counts_with[y]):
            continue
        # A name without a country is no bridge between two countries.
        abroad = country[x] >= 0 and country[y] >= 0 and country[x] != country[y]
        if abroad and strength[row] < 2.5:
            continue
        # One source names a partner once.
        if (abroad or strength[row] < ANYHOW) and told_by[x] & told_by[y]:
            continue
        # Two towns' right names are two towns, whatever slip stands between them.
        if strength[row] < 1.3 and called[x] >= 0 and called[y] >= 0 and called[x] != called[y]:
            continue
        first, second = (
            (x, y) if (names.place[x] >= 0, names.strength[x], -x) >= (names.place[y] >= 0, names.strength[y], -y) else (y, x)
        )
        leader[second] = first
        told_by[first] |= told_by[second]
        country[first] = country[first] if country[first] >= 0 else country[second]
        counts_with[first] = max(counts_with[first], counts_with[second])
        called[first] = called[first] if called[first] >= 0 else called[second]
    leader = np.array([_find(leader, row) for row in range(count)])
    return leader, counts_with[leader]


def _find(leader: np.ndarray, row: int) -> int:
    while leader[row] != row:
        leader[row] = leader[leader[row]]
        row = leader[row]
    return int(row)


def _pairs(names: Names) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of names of one hromada that may be one: the same likely place, or a beginning or an end in common; at least one is in doubt."""
    a, b = blocked(names.group, names.codes, names.text, names.guess, starts(names.letters))
    keep = ((names.place[a] < 0) | (names.place[b] < 0)) & (names.above[a] == names.above[b])
    return a[keep], b[keep]


def _sure(names: Names, rows: np.ndarray) -> np.ndarray:
    return np.where(names.place[rows] >= 0, 1.0, names.strength[rows])


def _strength(names: Names, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """How strongly each pair belongs together; 0 is not at all."""
    lengths = (names.codes != 0).sum(axis=1)
    shorter = np.minimum(lengths[a], lengths[b])
    same_country = (names.country[a] == names.country[b]) | (names.country[a] < 0) | (names.country[b] < 0)
    same_guess = (names.guess[a] >= 0) & (names.guess[a] == names.guess[b])
    surer = np.minimum(_sure(names, a), _sure(names, b))
    # A likely place joins more than a slip does, a mere guess less. As good as sure of both that they are the one place: then a country is the slip.
    result = np.where(same_guess & same_country, np.where(surer >= SURE, 2.0, surer + 0.3), 0.0)
    result[same_guess & ~same_country & (surer >= SURE)] = 2.6
    # Cheap test first: names that differ much in length are neither slips nor like sounds.
    letters = np.array([len(text) for text in names.text])
    near = np.flatnonzero(((np.abs(lengths[a] - lengths[b]) <= 3) | (np.abs(letters[a] - letters[b]) <= 2)) & (shorter >= 2))
    if len(near):
        x, y = a[near], b[near]
        alike = sounding(names.codes, names.letters, x, y)
        enough = np.where(shorter[near] < SHORT, ALIKE_SHORT, ALIKE)
        # Lubin and Lublin are each a town's right name: a slip is only looked for where one of the two is nobody's name.
        loose = same_country[near] & ~(names.spelled[x] & names.spelled[y] & ~same_guess[near])
        result[near] = np.maximum(
            result[near], np.where((alike >= enough) & loose | (alike >= ALIKE_SHORT) & same_country[near], alike, 0)
        )
        few_letters, size = slips(names.text, x, y, 2), np.minimum(letters[x], letters[y])
        heard = slips(names.sound, x, y, 2)
        few = np.zeros(len(near), dtype=bool)
        for least, allowed in SLIPS:
            few |= ((size >= least) & (few_letters <= allowed)) | ((shorter[near] > least) & (heard <= allowed))
        result[near] = np.maximum(result[near], np.where(few & loose, 1.0 - np.minimum(few_letters, heard) / 10, 0))
        # «Шоттвіном», «Шоттвін»: case endings apart the same.
        ends = [_ENDING.sub("", sound) for sound in names.sound]
        case = np.array([ends[i] == ends[j] and len(ends[i]) >= STEM for i, j in zip(x.tolist(), y.tolist())], dtype=bool)
        result[near] = np.maximum(result[near], np.where(case & loose, 0.9, 0))
        # A name that its printed country does not have, and another of the hromada in another country has: the country is the slip.
        one = (alike >= ALIKE_SHORT) | few | case
        strayed = (
            one
            & (np.minimum(shorter[near], size) >= STEM)
            & (names.lost[x] | names.lost[y])
            & ~(names.spelled[x] & names.spelled[y])
        )
        strayed |= one & same_guess[near]
        result[near] = np.maximum(result[near], np.where(strayed & ~same_country[near], 2.5, 0))
        # However short: the same letters, one time without a country.
        result[near] = np.maximum(result[near], np.where((few_letters == 0) & same_country[near], 2.2, 0))
        # Each may be called what the other is called («Рот»: Rot or Roth).
        either = np.flatnonzero(
            (alike >= ALIKE) & same_country[near] & ~same_guess[near] & (names.guess[x] >= 0) & (names.guess[y] >= 0)
        )
        for row in either.tolist():
            one, other = names.names[x[row]], names.names[y[row]]
            if sum(chance * other.get(name, 0.0) for name, chance in one.items()) >= BOTH:
                result[near[row]] = max(result[near[row]], 1.35)
        # The same letters, or the same sounds of a longer name, are one partner even under two countries: one of them is a slip.
        known = (names.spelled | (names.strength >= KNOWN)) & (names.guess >= 0)
        two = known[x] & known[y] & ~same_guess[near]
        result[near] = np.maximum(
            result[near],
            np.where(
                (few_letters == 0) & (size >= 4) & ~two,
                3.0,
                np.where(((alike >= 0.999) & (shorter[near] >= 5) | (few_letters <= 1) & (size >= 6)) & ~two, 2.5, 0),
            ),
        )
    return result
