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
    r"(?<!\w)(?:дата|опубліковано|опубликовано|розміщено|artikeln|artikel|publicerades|publicerad|publié|publiée|mis en ligne|pubblicato|publicat|data publicării|közzétéve|megjelent|feltöltve|zveřejněno|vydáno|zverejnené|pridané|publikované|paskelbta|julkaistu|le|den|на сайті|розміщено|додано|створено|джерело|источник|source|коментар(?:і|ів|я)?|публікації|публикации|кількість|переглядів|"
    r"просмотров|перегляди|новини|новости|година|року|рік|понеділок|вівторок|середа|четвер|п['’]ятниця|субота|неділя|"
    r"published|posted|views|date|news|opublikowano|data|dodano|dodania|utworzono|zamieszczono|aktualności|wyświetleń|informacje|veröffentlicht|datum|uhr)"
    r"(?!\w)",
)
_WORD = re.compile(r"[^\W\d_]{3}")
#: Who wrote it, behind the day.
_AUTHOR = re.compile(r"\s[–—|•-]\s*(?:par|by|von|av|di|autor|автор|fot)\W.*$", re.I | re.S)
_SITE = re.compile(r"(?<!\w)(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:ua|com|org|net|info|eu|pl)(?!\w)")
_CLOCK = re.compile(r"^\W*\d\d?[h:]\d\d\s*[,–—|•-]?\s*")


def dateline(page: Page) -> date | None:
    """The day in the page's head, or on a line of its own; None when lines give several days: a list of news."""
    days = _days(page.published.replace("T", " ")) if page.published else []
    days = days or [day for block in page.blocks[:_FIRST] if (glued := _GLUED.match(block.text)) for day in _days(glued[0])]
    if not days:
        for block in page.blocks:
            text = block.text
            if len(text) <= _LONGEST and any(map(str.isdigit, text)) and not _NOT_IT.search(text):
                days += _days(text, alone=True)
        days = days or _below_heading(page)
        bars = [block.text for block in page.blocks if _BAR.match(block.text)] if not days else []
        days = days or [day for text in [text for text in bars if _VIEWS.search(text)] or bars for day in _days(_BAR.match(text)["day"])]
        days = days or [
            day for block in page.blocks[:_FIRST] if (head := _PRESS.match(block.text)) for day in _days(head["day"])
        ]
    return date.fromisoformat(days[0]) if len(set(days)) == 1 else None


def _below_heading(page: Page) -> list[str]:
    """The day right below the heading, which many a site puts outside of its text."""
    title = page.heading or page.title
    at = next((number for number, block in enumerate(page.all_blocks) if block.heading and block.text == title), None)
    near = page.all_blocks[at + 1 : at + 1 + _BELOW] if at is not None else ()
    texts = [block.text for block in near if len(block.text) <= _SHORT and not _NOT_IT.search(block.text)]
    return next(filter(None, (_days(text, alone=not (_LEADS.match(text) or _BYLINE.match(text))) for text in texts)), [])


_BELOW, _SHORT = 3, 50
#: `13.06.2025, 09:40 Суспільство 2188`: the day, then the section and what readers did.
_LEADS = re.compile(r"\W*(?:[0-3]?\d[./][01]?\d[./]20\d\d|[0-3]?\d\s[^\W\d_]{3,10}\s20\d\d)(?:\s?[,|•-]?\s?\d\d?:\d\d)?(?:\W+[^\W\d_]+){0,2}\W*\d*\W*$")
#: `Олена Ткач 22 серпня 2025 1743`: who wrote it, the day, and how many have read it.
_BYLINE = re.compile(r"(?:[^\W\d_][^\W\d_’'-]+\s){2}(?:[0-3]?\d[./][01]?\d[./]20\d\d|[0-3]?\d\s[^\W\d_]{3,12}\s20\d\d)(?:\s?[,|•-]?\s?\d\d?:\d\d)?\W*\d*\W*$")
_FIRST = 5
#: `date 2025-11-06 В Ужгороді ...`: run into the first sentence.
_GLUED = re.compile(r"(?i:date|дата|data):?\s\d{4}-\d\d-\d\d(?=\s)")
#: `07.06.2024 - 17:32 | Переглядів: 2938 | ...`, `17:04 | 25.02.2025 / Нововолинськ / 441`.
_BAR = re.compile(
    r"\W*(?P<clock>\d\d?:\d\d\W{1,5})?(?P<day>[0-3]?\d[./][01]?\d[./]20\d\d|[0-3]?\d\s[^\W\d_]{3,10}\s20\d\d)(?(clock)|\W{1,5}\d\d?:\d\d)\s?[|/]"
)
_VIEWS = AnyCase(r"(?<!\w)(?:перегляд|просмотр|views)")
#: `KAMIANKA, Ukraine, 22 November 2023. The mayors ...`: how a press release begins.
_PRESS = re.compile(
    r"(?!\w*\d)[^\W\d_][^.;:\d]{2,40},\s(?P<day>\d{1,2}\s[^\W\d_]{3,12}\s20\d\d)(?:\s(?:року|р\.|года|г\.))?\s?[.:–—-]\s"
)


def reported_year(page: Page) -> date | None:
    """The last day of the year that a page is a report of, by its title or its first sentences: `Звіт голови за 2023 рік`."""
    head = f"{page.title}\n{page.heading}\n{page.text[:_OPENING]}"
    found = _REPORT.search(head) if "20" in head else None
    return date(int(found["year"]), 12, 31) if found else None


_OPENING = 400
_REPORT = AnyCase(
    r"(?<!\w)(?:звіт\w*|підсумк\w+|отч[её]т\w*|итог\w*|sprawozdani\w+|podsumowani\w+|jahresbericht|annual report|report)\s[^.;\n]{0,90}?"
    r"(?:\s|(?<=\())(?:за|for(?: the year)?|of|za|für)?\s*(?P<year>20\d\d)(?!\d|[-–.])(?:[-\s]*(?:рік|року|р\.|год|г\.|rok|r\.))?",
    needs="звіт підсумк отчет отчёт итог sprawozdani podsumowani jahresbericht report",
)


def _days(text: str, *, alone: bool = False) -> list[str]:
    text = _CLOCK.sub("", text)
    found = [(start, end, value.value) for start, end, value in find_dates(text) if value.precision is Precision.DAY]
    if alone and len(found) == 1:
        start, end, _ = found[0]
        if _WORD.search(_BESIDE.sub(" ", _SITE.sub(" ", _AUTHOR.sub(" ", f"{text[:start]} {text[end:]}")))):
            return []
    return [value for _, _, value in found]
