"""The date of an event that a sentence tells, and to which of its partners each date belongs.

What belongs here: days without a year, dates that alternate with names, dates told in the next sentence. What does not: which
date is that of a signing (`entry.dates`).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from schemas.vocabularies import Stage
from scrapers.layouts.entry.dates import when_of
from scrapers.layouts.entry.model import Context
from scrapers.layouts.sentence.mentions import mentions
from scrapers.layouts.sentence.model import Evidence, Mention
from scrapers.layouts.sentence.stages import PLAN, SIGNED_VERB
from scrapers.text.dates import PartialDate, Precision, find_dates
from scrapers.text.normalise import AnyCase


def paired_moments(sentence: str, accepted: Sequence[Mention], context: Context) -> dict[int, PartialDate]:
    """The dates of a sentence that alternate with its partners (`з A 1996 року, а з B – 2019-го`; `у 1996 – A, у 2019 – B`),
    by the start of each mention; empty when they do not."""
    dates = find_dates(sentence, context.base) if len(accepted) > 1 else []
    if len(dates) == 1 and dates[0][2].precision is Precision.YEAR and dates[0][0] < accepted[0].start:
        # "У 2023 році підписано три угоди: 14 лютого – з A, 3 червня – з B"
        year = date(int(dates[0][2].value), 12, 31)
        dates = [
            (start, end, replace(value, relative=False))
            for start, end, value in find_dates(sentence, year)
            if value.precision is Precision.DAY and start > dates[0][0]
        ]
    if len(dates) < 2:
        return {}
    marks = sorted(
        [(one.start, "n", one) for one in accepted] + [(start, "d", value) for start, _, value in dates],
        key=lambda mark: mark[0],
    )
    order = "".join(kind for _, kind, _ in marks)
    if not (_NAME_THEN_DATE.fullmatch(order) or _DATE_THEN_NAME.fullmatch(order)):
        return {}
    found: dict[int, PartialDate] = {}
    for (start, kind, _), (_, other, value) in pairwise(marks):
        if order[0] == "n" and (kind, other) == ("n", "d"):
            found[start] = value
    if order[0] == "d":
        moment = None
        for start, kind, value in marks:
            if kind == "d":
                moment = value
            else:
                found[start] = moment
    return found


_NAME_THEN_DATE, _DATE_THEN_NAME = re.compile(r"(?:nd){2,}"), re.compile(r"(?:dn+){2,}")


def moment_of(sentence: str, context: Context) -> PartialDate | None:
    """The date of an event; a day without a year is of the year before the page's own date, when it stands near it."""
    base = context.base or context.dated
    moment = when_of(_TO_DATE.sub(" ", sentence), base)
    if moment is None or not moment.relative or context.base:
        return moment
    if moment.precision is not Precision.DAY or PLAN.search(sentence):
        return None
    return moment if (base - date.fromisoformat(moment.value)).days <= _NEAR else None


#: The day until which something is counted, not one on which it happened.
_TO_DATE = AnyCase(
    r"(?<!\w)(?:(?:станом )?на сьогодні(?:шній день)?|(?:по состоянию )?на сегодня(?:шний день)?|as of today|na dzień dzisiejszy|bis heute)(?!\w)"
)
#: The most days between an event and the page that tells of it with no year.
_NEAR = 60
_PRONOUN = re.compile(r"(?:Її|Його|Їх|Ее|Её|Его|It|Umowę|Sie) ")
_DOCUMENT = AnyCase(
    r"(?<!\w)(?:угод|договор|договір|меморандум|декларац|документ|соглашени|agreement|memorandum|umow|porozumieni|vertrag|vereinbarung)"
)


def give_date(evidence: list[Evidence], moment: PartialDate | None) -> None:
    """Give the day of a signing told in another sentence to the ties that have none."""
    for one in evidence:
        if one.since is None and one.stage in (None, Stage.SIGNED):
            one.since = moment


def tells_when(sentence: str, context: Context) -> bool:
    """Whether a sentence that names no partner says when the document of the one before it was signed."""
    return (
        (_DOCUMENT.search(sentence) is not None or _PRONOUN.match(sentence) is not None)
        and SIGNED_VERB.search(sentence) is not None
        and not PLAN.search(sentence)
        and not any(
            not (one.ukrainian or one.locative or one.regional) and (one.levelled or one.country)
            for one in mentions(sentence, context)
        )
    )
