"""Capitalised words: the shape of a name, and what the capitals of a whole page tell of its names.

What belongs here: patterns of names, persons and names of Ukraine that a page gives in full. What does not: whether one run
of capitals is a place (`names`, `places`).
"""

import re

from scrapers.layouts import cues
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.sentence.model import LONGEST_TEXT

#: Capital letters of the languages read.
UPPER = "A-ZА-ЯІЇЄҐЁÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"
#: A capitalised word, compounds and apostrophes included.
CAP = rf"[{UPPER}][\w'’ʼ`]*(?:[-‑–][\w'’ʼ`]+)*"
_JOIN = (
    r"(?:на|над|під|де|ла|ле|лез|сюр|сен|ан|ам|ім|фон|дель|делла|ді|да|ду|до|дос|дас|аль|am|an der|an|in "
    r"der|im|ob der|ob|vor der|bei|de la|de los|de las|de|la|le|les|del|della|dei|di|da|dos|das|"
    r"do|du|d'|sur|sous|en|upon|on|nad|pod|pri|w|y|ten|von|zu)"
)
#: `St. Petersburg`, `Mt. Pleasant`.
_SAINT = rf"[{UPPER}](?:t\.\s(?=[{UPPER}]))?{CAP.removeprefix(f'[{UPPER}]')}"
#: A name of up to five capitalised words, small words between them.
NAME = re.compile(rf"{_SAINT}(?:\s+(?:{_JOIN}\s+)?{CAP}){{0,4}}")
#: First words that names of two words begin with: `Нова Каховка`, `Bad Homburg`.
FIRST_OF_TWO = frozenset(
    str.split(
        "новий нова нове нові старий стара старе стара велика великий великі мала малий бад "
        "сан санта сант сен нью порт форт лос лас ель ла ле сент святий біла білий "
        "новый новая старый старая великий новым старой nowy nowa nowe stary stara wielki "
        "wielka bad san santa sankt st new los las el la le saint port fort"
    )
)


def joined_small(words: list[tuple[int, int, str]]) -> bool:
    """Whether a small word stands in a name of several words, given with their spans: `Frankfurt an der Oder`."""
    return any(word[:1].islower() for _, _, word in words)


_INNER_CAPITAL = re.compile(rf"(?:(?<=[\w,»”)] )|(?<=[(«“„])){CAP}")


def capitals(text: str) -> frozenset[str]:
    """The words, by their stems, that a text writes with a capital where no sentence begins."""
    return frozenset(stem(match[0]) for match in _INNER_CAPITAL.finditer(text[:LONGEST_TEXT]))


def persons(text: str) -> frozenset[str]:
    """The surnames behind given names in a text, by their stems: alone, later in the text, they are no places."""
    found = set()
    for match in _FULL_NAME.finditer(text[:LONGEST_TEXT]):
        if cues.is_given_name(match[1]):
            found.add(stem(match[2]))
    return frozenset(found)


_FULL_NAME = re.compile(rf"({CAP})\s+(?=({CAP}))")


def told_ukrainian(text: str) -> frozenset[str]:
    """The names, by stem, behind which a text says that they are in Ukraine: `Gmina Łokacze na Ukrainie`."""
    if not any(word in text for word in ("Ukrain", "Україні", "Украине")):
        return frozenset()
    return frozenset(stem(match[1]) for match in _TOLD_UKRAINIAN.finditer(text[:LONGEST_TEXT]))


_TOLD_UKRAINIAN = re.compile(
    rf"({CAP})(?:\s*\(|,)?\s+(?:(?:w\s+powie\w+\s+\w+,?\s+|w\s+rejon\w+\s+\w+,?\s+)?(?:w\s+)?obwod(?:u|zie)|na Ukrainie|w Ukrainie|in der Ukraine|in Ukraine|в Україні|на Україні|в Украине|на Украине)(?!\w)"
)
