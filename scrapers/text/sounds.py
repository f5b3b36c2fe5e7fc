"""What a name sounds like: a *sound key* is the same for a name in Cyrillic and in Latin read by the rules of its country («Жешув» and
Rzeszów are both ZeSuv).

What belongs here: the tables of sounds, the steps that turn a name into its key, and those steps for one name. What does not: the same steps
for columns of names (`registry/matching/keys.py`), comparing keys.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

TABLES = Path(__file__).with_name("sounds.toml")
#: Longest sound key kept, in sounds; longer names are cut.
WIDTH = 32
#: The sounds of a key, in the order of their codes 1..n (0 is the end of the key).
SOUNDS = "aeioubvgdzZklmnprstfhcCS0123456789"
OTHER = "translit"
#: Letters that are another one, or two, when their marks are taken off.
DROPPED = {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ħ": "h", "ŋ": "n", "ґ": "г",
           "ё": "е", "є": "е", "ў": "у", "ə": "a"}  # fmt: skip

_REST = {"q": "k", "w": "v", "x": "ks", "y": "i", "H": "g"}
#: Roman numerals of districts (Budapest XI) are numbers; one letter alone may be a word, and Apele Vii are waters.
_NUMERALS = {
    f" {roman.upper()} ": f" {number} "
    for number, roman in enumerate(
        "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii".split(), start=1
    )
    if len(roman) > 1
}


class Step(NamedTuple):
    """One step of a reading: `letters` replaced, the longest first, or a regular expression (`rule`) with what stands for it, in which
    `${1}` is its first group; with neither, all letters made small."""

    letters: Mapping[str, str] | None = None
    rule: str | None = None
    by: str = ""


@lru_cache(maxsize=1)
def _tables() -> dict:
    return tomllib.loads(TABLES.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def country_languages() -> dict[str, tuple[str, ...]]:
    """ISO alpha-2 -> the reading tables of its names, first the main one; countries not listed are read the English way."""
    languages: dict[str, list[str]] = {}
    for language, countries in _tables()["countries"].items():
        for country in countries.split():
            languages.setdefault(country, []).append(language)
    return {country: tuple(found) for country, found in languages.items()}


def languages_of(country: str | None) -> tuple[str, ...]:
    """Reading tables for names printed in a country, or for a name without a country."""
    return country_languages().get(country or "", (OTHER,))


def _longest_first(pairs: list[list[str]] | Mapping[str, str]) -> dict[str, str]:
    """What stands for which letters, the longest first; of letters given twice the first counts."""
    found: dict[str, str] = {}
    for letters, by in sorted(pairs.items() if isinstance(pairs, Mapping) else pairs, key=lambda pair: -len(pair[0])):
        found.setdefault(letters, by)
    return found


@lru_cache(maxsize=64)
def steps(language: str) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The steps from a name, composed (NFC) and between blanks, to all that is heard, before and after its marks are taken off (NFKD)."""
    table = _tables()[language]
    table = _tables()[table["like"]] | table if "like" in table else table
    spelled = [Step(_longest_first(_NUMERALS)), Step()]
    if "before" in table:
        spelled.append(Step(_longest_first(table["before"])))
    spelled += [Step(rule=pattern, by=letters) for pattern, letters in table.get("rules", ())]
    return (*spelled, Step(_longest_first(table["main"])), Step(DROPPED)), (Step(_longest_first(_REST)), Step(rule=f"[^{SOUNDS}j]+"))


#: Before the first of `steps` these are taken out, and two blanks put for whatever is no letter, digit or mark.
APOSTROPHES = r"['’ʼ`´]"
_GLIDES = [f"{glide}{vowel}" for glide in ("j", "ij", "i", "ji") for vowel in "aeou"] + ["jij", "iji", "ji", "ij", "j"]
#: The last steps of a sound key: glides lost before a vowel and turned into i elsewhere, doubled sounds single. The key is cut to `WIDTH`.
SETTLING = (
    Step({"ts": "c"}),
    Step(_longest_first({glide: glide[-1] if glide[-1] in "aeou" else "i" for glide in _GLIDES})),
    Step(_longest_first({times * sound: sound for sound in SOUNDS[:24] for times in (2, 3)})),
)


def sound(name: str, language: str) -> str:
    """The sound key of one name read by one table (`cyrillic`, `pl`, `de`, ..., `translit`); at most `WIDTH` sounds."""
    spelled, bare = steps(language)
    text = _APOSTROPHE.sub("", unicodedata.normalize("NFC", name))
    text = _apply(f" {_BLANK.sub('  ', text)} ", spelled)
    text = _apply(unicodedata.normalize("NFKD", text), bare)
    return _apply(text, SETTLING)[:WIDTH]


def _apply(text: str, taken: tuple[Step, ...]) -> str:
    for step in taken:
        if step.letters is not None:
            letters = step.letters
            text = _any_of(tuple(letters)).sub(lambda match, letters=letters: letters[match[0]], text)
        else:
            text = re.sub(step.rule, _python(step.by), text) if step.rule else text.lower()
    return text


@lru_cache(maxsize=128)
def _any_of(letters: tuple[str, ...]) -> re.Pattern:
    return re.compile("|".join(map(re.escape, letters)))


@lru_cache(maxsize=128)
def _python(by: str) -> str:
    return re.sub(r"\$\{(\d)\}", r"\\g<\1>", by)


_APOSTROPHE = re.compile(APOSTROPHES)
_BLANK = re.compile("(?:[^\\w\u0300-\u036f]|_)+")
