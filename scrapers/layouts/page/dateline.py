"""When a page says that it was published: the year of an event that its text tells with a day and a month alone.

What belongs here: the date in the head of a page or on a line of its own. What does not: the dates of ties.
"""

import re
from datetime import date

from scrapers.layouts.page.model import Page
from scrapers.text.dates import Precision, find_dates
from scrapers.text.normalise import AnyCase

_LONGEST = 90
#: A clock of the site, or the day of a later change.
_NOT_IT = AnyCase(
    r"сьогодні|сегодня|dzisiaj|dziś|imieniny|today|heute|оновлен|обновлен|aktualiz|updated|aktualisiert|підпис|sign|podpis|unterz",
)
#: What stands beside the date of publication.
_BESIDE = AnyCase(
    r"(?<!\w)(?:дата|опубліковано|опубликовано|розміщено|додано|створено|публікації|публикации|кількість|переглядів|"
    r"просмотров|перегляди|новини|новости|година|року|рік|понеділок|вівторок|середа|четвер|п['’]ятниця|субота|неділя|"
    r"published|posted|views|date|news|opublikowano|data|dodano|aktualności|wyświetleń|informacje|veröffentlicht|datum|uhr)"
    r"(?!\w)",
)
_WORD = re.compile(r"[^\W\d_]{3}")


def dateline(page: Page) -> date | None:
    """The day in the page's head, or on a line of its own; None when lines give several days: a list of news."""
    days = _days(page.published.replace("T", " ")) if page.published else []
    if not days:
        for block in page.blocks:
            text = block.text
            if len(text) <= _LONGEST and any(map(str.isdigit, text)) and not _NOT_IT.search(text):
                days += _days(text, alone=True)
    return date.fromisoformat(days[0]) if len(set(days)) == 1 else None


def _days(text: str, *, alone: bool = False) -> list[str]:
    found = [(start, end, value.value) for start, end, value in find_dates(text) if value.precision is Precision.DAY]
    if alone and len(found) == 1:
        start, end, _ = found[0]
        if _WORD.search(_BESIDE.sub(" ", f"{text[:start]} {text[end:]}")):
            return []
    return [value for _, _, value in found]
