"""Keys of names: what is compared when a printed name is looked up. Vectorised over polars series, the same for index and query.

What belongs here: turning text into fold keys, sound keys and skeletons, and hashing them. What does not: reading a cell (level words,
brackets, several names: `scrapers/text/names.py`), looking keys up (`candidates.py`), weighing them (`scoring.py`).

A *fold key* is the text without case, accents, blanks and marks, one a script. A *sound key* is what `scrapers/text/sounds.py` makes of a
name, its steps taken over a column here. A *skeleton* is the coarse consonants of a sound key.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import polars as pl

from scrapers.text.sounds import APOSTROPHES, DROPPED, SETTLING, SOUNDS, WIDTH, Step, languages_of, steps

#: Longest fold key hashed, in bytes.
FOLD_WIDTH = 64
VOWELS = "aeiou"
#: Sounds that are told apart in a sound key and not in a coarse one.
_COARSE = str.maketrans("iuvgdzZbhCc", "eofktsSpkSs")


def fold(names: pl.Series) -> pl.Series:
    """Fold keys: lower case, accents off, ґ as г, є and ё as е, only letters and digits."""
    marks, plain = list(DROPPED), list(DROPPED.values())
    return (names.str.normalize("NFC").str.to_lowercase().str.replace_many(marks, plain).str.normalize("NFKD")
            .str.replace_all(r"[^\p{L}\p{Nd}]+", ""))


#: Letters of Cyrillic and of Latin as one alphabet, for comparing what is written rather than what is heard.
_PLAIN = dict(zip("абвгдежзийклмнопрстуфхцчшьыэії", [*"abvgdezziiklmnoprstufhccs", "", *"ieii"])) | {
    "щ": "sc", "ю": "iu", "я": "ia", "ъ": "", "h": "g", "х": "h", "kh": "h", "ch": "h", "y": "i", "j": "i", "w": "v", "q": "k", "x": "ks", "ck": "k"}


def plain(names: pl.Series) -> list[str]:
    """Names letter by letter in one alphabet («Біар» and «biar» are the same), without case, accents, blanks and marks."""
    return fold(names).str.replace_many(*_ordered([[a, b] for a, b in _PLAIN.items()]), leftmost=True).to_list()


def _ordered(pairs: list[list[str]]) -> tuple[list[str], list[str]]:
    ordered = sorted(pairs, key=lambda pair: -len(pair[0]))
    return [pair[0] for pair in ordered], [pair[1] for pair in ordered]


def sound(names: pl.Series, language: str) -> pl.Series:
    """Sound keys of names read by one table (`cyrillic`, `pl`, `de`, ..., `translit`); at most WIDTH sounds."""
    return settle(heard(names, language))


def heard(names: pl.Series, language: str) -> pl.Series:
    """The same with all that a sound key leaves out: glides and doubled sounds («Ніддерау» is Nidderau, «Нідерау» is Niederau)."""
    spelled, bare = steps(language)
    text = names.str.normalize("NFC").str.replace_all(APOSTROPHES, "")
    text = pl.select(pl.concat_str(pl.lit(" "), text.str.replace_all(r"[^\p{L}\p{Nd}\p{M}]+", "  "), pl.lit(" "))).to_series() \
        if len(text) else text
    return _taken(_taken(text, spelled).str.normalize("NFKD"), bare)


def _taken(text: pl.Series, taken: Sequence[Step]) -> pl.Series:
    for step in taken:
        if step.letters is not None:
            text = text.str.replace_many(list(step.letters), list(step.letters.values()), leftmost=True)
        else:
            text = text.str.replace_all(step.rule, step.by) if step.rule else text.str.to_lowercase()
    return text


def settle(text: pl.Series) -> pl.Series:
    """Last step of a sound key: glides lost before a vowel and turned into i elsewhere, doubled sounds single, cut to WIDTH."""
    return _taken(text, SETTLING).str.slice(0, WIDTH)


def coarse(sounds: pl.Series) -> pl.Series:
    """Coarser keys: voiced as voiceless, и as е, у as о, ч as ш, ц as с, г and х as к; doubled sounds single."""
    pairs = [[chr(a), chr(b)] for a, b in _COARSE.items()]
    doubled = [[2 * s, s] for s in "aeoptksSflmnr"]
    return sounds.str.replace_many(*_ordered(pairs)).str.replace_many(*_ordered(doubled), leftmost=True)


def skeleton(coarse_keys: pl.Series) -> pl.Series:
    """First sound class and the consonants of a coarse key, hissing ones alike."""
    first = coarse_keys.str.slice(0, 1).str.replace_all("[aeo]", "a")
    rest = (first + coarse_keys.str.slice(1).str.replace_all("[aeo]", "")).str.replace_all("S", "s")
    return rest.str.replace_many([2 * s for s in "ptksflmnr"], list("ptksflmnr"))


def encode(sounds: pl.Series) -> np.ndarray:
    """Sound keys as codes: uint8 array [n, WIDTH], 0 after the end."""
    table = np.zeros(256, dtype=np.uint8)
    for code, letter in enumerate(SOUNDS, start=1):
        table[ord(letter)] = code
    if len(sounds) == 0:
        return np.zeros((0, WIDTH), dtype=np.uint8)
    raw = np.array(sounds.cast(pl.Binary).to_list(), dtype=f"S{WIDTH}")
    return table[raw.view(np.uint8).reshape(len(raw), WIDTH)]


def hashes(keys: pl.Series, salt: int) -> np.ndarray:
    """64-bit hashes of strings, uint64 [n]: the same on every machine and version, so that an index can be kept on disk."""
    if len(keys) == 0:
        return np.zeros(0, dtype=np.uint64)
    raw = np.array(keys.cast(pl.Binary).to_list(), dtype=f"S{FOLD_WIDTH}").view(np.uint64).reshape(len(keys), FOLD_WIDTH // 8)
    return mix(raw, salt)


def mix(words: np.ndarray, salt: int) -> np.ndarray:
    """Hash rows of 64-bit words, uint64 [n, w] -> uint64 [n] (multiply and xor-shift, one word after the other)."""
    value = np.full(len(words), (salt * 0x9E3779B97F4A7C15 + 1) & (2**64 - 1), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for column in range(words.shape[1]):
            value = (value ^ words[:, column]) * np.uint64(0xFF51AFD7ED558CCD)
            value ^= value >> np.uint64(32)
    return value


#: Number of trigram features: three symbols of the coarse alphabet, the edge of the name being symbol 0.
_SYMBOLS = len(SOUNDS) + 1
TRIGRAMS = _SYMBOLS**3
_COARSE_CODE = np.array([0] + [SOUNDS.index(letter.translate(_COARSE)) + 1 for letter in SOUNDS], dtype=np.int32)


def trigrams(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Trigrams of coarse sounds, edges included, each once a row: (indptr int64 [n + 1], indices int32) of a sparse matrix."""
    padded = np.zeros((len(codes), WIDTH + 2), dtype=np.int32)
    padded[:, 1:-1] = _COARSE_CODE[codes]
    grams = (padded[:, :-2] * _SYMBOLS + padded[:, 1:-1]) * _SYMBOLS + padded[:, 2:]
    grams[padded[:, 1:-1] == 0] = TRIGRAMS
    grams.sort(axis=1)
    keep = grams < TRIGRAMS
    keep[:, 1:] &= grams[:, 1:] != grams[:, :-1]
    return np.concatenate([[0], np.cumsum(keep.sum(axis=1))]).astype(np.int64), grams[keep].astype(np.int32)


def readings(names_in: Sequence[tuple[str, str | None]]) -> list[str]:
    """Sound key of each (name, country) by the rules of the country."""
    if not names_in:
        return []
    names = pl.Series([name for name, _ in names_in])
    result = np.full(len(names_in), "", dtype=object)
    tables: dict[str, list[int]] = defaultdict(list)
    for number, (name, country) in enumerate(names_in):
        tables["cyrillic" if is_cyrillic(name) else languages_of(country)[0]].append(number)
    for language, rows in tables.items():
        result[rows] = sound(names.gather(rows), language).to_list()
    return result.tolist()


_CYRILLIC = re.compile("[\u0400-\u052f]")


def is_cyrillic(text: str) -> bool:
    """Whether a text has a Cyrillic letter."""
    return _CYRILLIC.search(text) is not None
