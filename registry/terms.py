"""Printed terms: when a document or a tie runs out by its own words, and whether those words say so for certain.

What does not belong here: ends that somebody says (`states.py`), reading a date (`scrapers/text/dates.py`).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.vocabularies import Precision, Record
from scrapers.text.dates import PRECISION_OF_LENGTH, bounds, parse_range
from scrapers.text.words import duration_months

#: What a printed date looks like that may be a range, for Postgres: two years.
MAYBE_RANGE = "[0-9]{4}.*[0-9]{4}"
#: A range is a term of this length or more; a shorter one is as well a visit or a signing that took some days.
_SHORTEST = timedelta(days=300)
#: What may stand beside a range that is a cell or a bracket of its own; within a sentence it may be the years of something else.
_BESIDE = r"[|(){}\[\]:;,.–—-]"


@dataclass(frozen=True, slots=True)
class Term:
    """`until`: first day after the term, ISO 8601 in the precision printed. `certain`: the words say so and nothing else."""

    until: str
    certain: bool

    @property
    def span(self) -> tuple[date, date]:
        return bounds(self.until, PRECISION_OF_LENGTH[len(self.until)])


def printed_term(
    record: str, since: str | None, precision: str, duration: str | None, signed: str | None = None, quote: str | None = None
) -> Term | None:
    """The term of one statement: `duration` and `signed` as printed, `quote` the words around them. None where none is printed, or it is
    unlimited or renews itself.

    A range (2004–2010) says when a tie is over. A number of years says so of a document; of a list that goes on naming the tie it is doubtful.
    """
    if duration:
        if found := parse_range(duration):
            return Term(found[1].value, certain=True)
        until = _after(since, precision, duration)
        return Term(until, certain=record == Record.AGREEMENT) if until else None
    found = parse_range(signed) if signed and since else None
    if found is None or found[0] is None or found[0].value != since:
        return None
    first, last = (bounds(one.value, one.precision) for one in found)
    alone = re.search(rf"(?:^|{_BESIDE})\s?{re.escape(signed)}(?:\s?рр?|\s?рок\w+)?\s?(?:$|{_BESIDE})", quote or signed)
    return Term(found[1].value, certain=bool(alone) and last[1] - first[0] >= _SHORTEST)


def _after(since: str | None, precision: str, duration: str) -> str | None:
    """First day after a term counted from a date, in the precision of that; None where it does not tell (18 months from 2019)."""
    months = duration_months(duration)
    if not since or months is None or (precision == Precision.YEAR and months % 12):
        return None
    signed = bounds(since, Precision(precision))[0]
    year, month = divmod(signed.year * 12 + signed.month - 1 + months, 12)
    if year > date.max.year:
        return None
    # 29 February plus a year is 28 February.
    day = min(signed.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day).isoformat()[: len(since)]
