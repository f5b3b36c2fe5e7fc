"""Decisions: what a probability leads to, and what is never asked because it is no foreign place at all.

What belongs here: thresholds, reasons to reject, and the words of a reason. What does not: probabilities (`scoring.py`).
"""

import re

from registry.matching.reasons import say
from schemas.vocabularies import Decision, Level

#: An accepted place is right in at least this share of cases (kept by the tests of matching quality).
ACCEPT = 0.95
REVIEW = 0.5
#: The same where another country is printed than that of the place. The generators that the model is trained on misprint it three times as often as
#: the transcribed rows do (7 of 2,050), so that odds of 58 are about 19 there.
CONTRADICTED = 0.983
#: Longest name that is taken for a name.
MAX_NAME = 120
#: Longest cell that is read at all.
MAX_CELL = 2000
_MARKUP = re.compile(r"<[a-z/!]|--\s*$|/\*|\$\{|\{\{|;\s*(?:drop|delete|insert|update|select)\b|\b(?:drop\s+table|union\s+select|or\s+1\s*=\s*1)\b", re.I)
_FORMULA = re.compile(r"\s*[=@+-]\s*\w+\s*\(.*\)\s*")
_UKRAINIAN_BODY = re.compile(r"\b(?:міськ|селищн|сільськ|обласн|районн)\w+\s+(?:рад|громад|військов|територіальн|державн)\w*|\b(?:територіальна громада|ТГ|ОТГ)\b", re.I)
_LETTER = re.compile(r"[^\W\d_]")
_VAGUE = {"міста", "громади", "муніципалітети", "партнери", "місто партнер", "інші", "та інші", "інше", "немає", "відсутні", "відсутня", "не визначено",
          "n/a", "none", "null", "nan", "-", "other", "others", "test", "тест", "unknown", "невідомо", "побратим", "партнер", "partner"}


def unreadable(cell: str) -> str | None:
    """Why a printed cell is not read at all, or None."""
    if len(cell) > MAX_CELL:
        return say("too_long", count=len(cell))
    if not _LETTER.search(cell):
        return say("no_letters")
    if _MARKUP.search(cell) or _FORMULA.fullmatch(cell):
        return say("markup")
    return None


def no_place(name: str, level: Level | None, country: str | None, region: str | None) -> str | None:
    """Why a part of a cell is no foreign place, or None."""
    if country == "UA":
        return say("in_ukraine")
    if not name:
        if region:
            return None
        return say("level_alone", level=level.value) if level else say("country_alone" if country else "no_name")
    if len(name) > MAX_NAME:
        return say("too_long", count=len(name))
    if len(_LETTER.findall(name)) < 2:
        return say("one_letter")
    if name.casefold().strip(" .") in _VAGUE:
        return say("general_word")
    return None


def ukrainian_body(name: str) -> bool:
    """True when a name without a country is that of a Ukrainian council or hromada."""
    return bool(_UKRAINIAN_BODY.search(name))


def decide(best: float, none: float, country_known: bool) -> Decision:
    """Accept, review or new, by the probability of the best candidate and of "none of them".

    A place that nobody knows is new only when its country is known: without one a person has to look.
    """
    if best >= ACCEPT:
        return Decision.ACCEPT
    if none >= 1 - REVIEW and country_known:
        return Decision.NEW
    return Decision.REVIEW
