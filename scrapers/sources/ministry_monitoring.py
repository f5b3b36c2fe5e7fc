"""The ministry's quarterly monitoring, as the news of the Decentralization portal tells it: control totals, never claims.

What belongs here: which news are of the monitoring, and how a sentence becomes totals. What does not: comparing them with our own
counts (`registry`).

A total is a number with the noun that says what is counted, a day («станом на 1 квітня 2025 року») and a scope: the country, or an
oblast named beside the number. Three things stand in the same texts and are none: numbers of domestic programmes (inter-municipal
cooperation, «Пліч-о-пліч»), what was added in a quarter, and «384 із 1470 громад» read by its second number.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from schemas.vocabularies import OBLAST_ROWS, Gives, IssueClass, Precision
from scrapers.archive import Document
from scrapers.claim import ControlTotal, Issue, Reading
from scrapers.errors import LayoutChanged, ScrapeError
from scrapers.fetch import Fetcher
from scrapers.layouts.page.parsing import parse
from scrapers.layouts.sentence.splitting import sentences
from scrapers.source import CrawlContext, Harvest, Source
from scrapers.sources.answers import printed, text_of, tree_of
from scrapers.text.dates import find_dates
from scrapers.text.normalise import fold_space, repair, strip_personal
from scrapers.web import canonical_url

PORTAL = "https://decentralization.ua"
NEWS_URL = f"{PORTAL}/news"
#: News of the monitoring that the list no longer shows: second quarter of 2023, end of 2023, first quarter of 2025.
KNOWN = tuple(f"{NEWS_URL}/{number}" for number in (16923, 17624, 19521))
_ITEM = re.compile(r"\A/news/\d{1,7}\Z")
_OF_MONITORING = re.compile(
    r"моніторинг\w*[^.]{0,80}(?:партнерств|побратим|міжнародн)|(?:міжнародн\w*|партнерств\w*|побратим\w*|договор\w*|угод\w*)[^.]{0,80}моніторинг"
    r"|monitoring[^.]{0,80}(?:partnership|international|twin)|(?:international|partnership\w*)[^.]{0,80}monitoring",
    re.IGNORECASE,
)
_MAX_TEXT = 40_000


class MinistryMonitoring(Source):
    """The portal's list of news, the news of the monitoring on it, and the older ones that are known."""

    id = "ministry_monitoring"
    title = "Моніторинг реформи: міжнародне партнерство громад"
    publisher = "Міністерство розвитку громад та територій України, on the Decentralization portal"
    homepage = NEWS_URL
    licence = "no terms known for its data; facts only, attributed to the portal"
    frequency = "nightly; four times a year there is something new"
    robots = "robots.txt is obeyed; one request at a time"
    gives = (Gives.CONTROL_TOTALS,)
    #: Totals, not claims: the three known news hold 15.
    expect_min = 5
    expect_max = 500
    weight = 0.9

    async def crawl(self, fetcher: Fetcher, context: CrawlContext) -> Harvest:
        harvest = Harvest()
        addresses = set(KNOWN)
        try:
            listing = await fetcher.get(NEWS_URL, source=self.id)
            harvest.documents.append(listing)
            addresses |= set(monitoring_news(listing))
        except ScrapeError as error:
            error.url = error.url or NEWS_URL
            harvest.issues.append(error.issue(self.id))
        news = await self.fetch_all(fetcher, [(self.id, url) for url in sorted(addresses)], context)
        harvest.documents += news.documents
        harvest.issues += news.issues
        return harvest

    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        if document.url == canonical_url(NEWS_URL):
            found = monitoring_news(document)
            return Reading(
                self.id, layout="news_list", checked=True, reason=f"a list of news, {len(found)} of them on the monitoring"
            )
        reading = read_news(text_of(document), document.fetched_at.date())
        if not reading.totals and not reading.issues:
            # Every item asked for is known, or announced by its title, to hold totals.
            reading.checked = False
            words = "an item of news on the monitoring that holds no total"
            reading.issues.append(Issue(IssueClass.UNEXPECTEDLY_EMPTY, words, self.id))
        return reading

    def judge(self, readings: Iterable[Reading], context: CrawlContext) -> list[Issue]:
        """The expectation is on totals: this source makes no claim."""
        return self.expectation(sum(len(reading.totals) for reading in readings), context)


def monitoring_news(listing: Document) -> list[str]:
    """Addresses of the news on a list whose titles speak of the monitoring and of partnerships. Raises `LayoutChanged`."""
    found, items = set(), 0
    for link in tree_of(listing).css("a[href]"):
        try:
            address = canonical_url(urljoin(listing.url, link.attributes.get("href") or ""))
        except ScrapeError:
            continue
        if address.startswith(PORTAL) and _ITEM.match(address.removeprefix(PORTAL)):
            items += 1
            if _OF_MONITORING.search(printed(link.text()) or ""):
                found.add(address)
    if not items:
        raise LayoutChanged("a list of news without a link to one")
    return sorted(found)


# numbers

_ONES = {
    "один": 1, "одна": 1, "одну": 1, "два": 2, "дві": 2, "двох": 2, "три": 3, "трьох": 3, "чотири": 4, "чотирьох": 4, "п'ять": 5, "п'яти": 5,
    "шість": 6, "шести": 6, "сім": 7, "семи": 7, "вісім": 8, "восьми": 8, "дев'ять": 9, "дев'яти": 9, "десять": 10, "десяти": 10,
    "одинадцять": 11, "дванадцять": 12, "тринадцять": 13, "чотирнадцять": 14, "п'ятнадцять": 15, "шістнадцять": 16, "сімнадцять": 17,
    "вісімнадцять": 18, "дев'ятнадцять": 19, "двадцять": 20, "двадцяти": 20, "тридцять": 30, "тридцяти": 30, "сорок": 40, "сорока": 40,
    "п'ятдесят": 50, "п'ятдесяти": 50, "шістдесят": 60, "шістдесяти": 60, "сімдесят": 70, "сімдесяти": 70, "вісімдесят": 80,
    "вісімдесяти": 80, "дев'яносто": 90, "дев'яноста": 90, "сто": 100, "ста": 100, "сотня": 100, "сотню": 100, "сотні": 100, "двісті": 200,
    "двохсот": 200, "триста": 300, "трьохсот": 300, "чотириста": 400, "чотирьохсот": 400, "п'ятсот": 500, "п'ятисот": 500, "шістсот": 600,
    "шестисот": 600, "сімсот": 700, "семисот": 700, "вісімсот": 800, "восьмисот": 800, "дев'ятсот": 900, "дев'ятисот": 900,
}  # fmt: skip
_HALVES = {"півтори": 1500, "півтора": 1500}
_THOUSAND = r"(?:тис\.|тисяч[аіуею]?|тисячами|thousand)"
_WORD = "|".join(sorted((*_ONES, *_HALVES), key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?<![\w.,/-])(?:(?P<digits>\d{{1,3}}(?:[\s\u00a0,]\d{{3}})+(?!\d)|\d{{1,7}}(?:[.,]\d{{1,2}}(?!\d))?)(?:\s{{0,3}}(?P<thousand>{_THOUSAND}))?"
    rf"|(?P<words>(?:(?:{_WORD}|{_THOUSAND})(?!\w)\s{{0,3}}){{1,7}}))(?![\w%]|-\w)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:понад|більш[еі]?(?:\s(?:як|ніж|за))?|майже|близько|приблизно|орієнтовно|щонайменше|не\s(?:менш\w*|більш\w*)(?:\s(?:як|ніж|за))?|до|"
    r"over|more\sthan|almost|nearly|about|around|approximately|at\sleast|some)\s{0,3}\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: int
    approximate: bool


def numbers(text: str) -> list[_Number]:
    """Numbers of a sentence in digits or Ukrainian words, with «понад», «майже» and the like; thousands that are rounded are approximate."""
    found = []
    for match in _NUMBER.finditer(text):
        rounded = False
        if match["digits"]:
            digits = re.sub(r"[\s\u00a0]", "", match["digits"])
            grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits)
            value = float(digits.replace(",", "" if grouped else "."))
            if match["thousand"]:
                value, rounded = value * 1000, True
            if value != int(value):
                continue
        else:
            value, rounded = _in_words(match["words"].lower())
        if value:
            about = _ABOUT.search(text[max(0, match.start() - 40) : match.start()])
            found.append(
                _Number(match.start(), match.start() + len(match[0].rstrip()), int(value), rounded or about is not None)
            )
    return found


def _in_words(words: str) -> tuple[int, bool]:
    total, part, rounded = 0, 0, False
    for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", words):
        if word in _HALVES:
            total, rounded = total + _HALVES[word], True
        elif word in _ONES:
            part += _ONES[word]
        elif not rounded:  # «півтори тисячі» has its thousand already
            total, part = total + max(part, 1) * 1000, 0
    return total + part, rounded


# what is counted, where, when

_COUNTERS = (
    ("agreements", re.compile(r"(?:договор\w*|договір|угод\w*|agreements?|memoranda|меморандум\w*)(?!\w)", re.IGNORECASE)),
    ("partnerships", re.compile(r"(?:партнерств\w*|побратимств\w*|partnerships?|twinnings?)(?!\w)", re.IGNORECASE)),
    ("hromady", re.compile(r"(?:громад\w{0,3}|hromadas?|hromady|communities|municipalities)(?!\w)", re.IGNORECASE)),
    ("countries", re.compile(r"(?:країн\w{0,3}|держав\w{0,2}|countries)(?!\w)", re.IGNORECASE)),
    (
        "partners",
        re.compile(r"(?:партнер(?:и|ів|ами|ам|ах)?|муніципалітет\w*|побратим(?:и|ів|ами)?|partners)(?!\w)", re.IGNORECASE),
    ),
)
#: Words between a number and its noun: «територіальних», «іноземних», «міжнародних».
_BETWEEN = r"(?:\s+(?!(?:та|і|й|and|з|із|із|серед|of)\s)[^\W\d_][\w'-]{1,25}){0,3}?\s+"
_NOUN_AFTER = f"(?:{_BETWEEN}|\\s+)"
#: «із 1470» behind a number.
_SHARE = re.compile(r"\s+(?:з|із|зі|of|out\s+of)\s+(?:усіх\s+|всіх\s+|the\s+)?\d{1,4}(?:[\s\u00a0]\d{3})?(?!\d)", re.IGNORECASE)
_ABROAD = re.compile(
    r"міжнародн\w+|зарубіжн\w+|закордонн\w+|іноземн\w+|країн\w*\s+світу|з\s+\d+\s+країн|побратим\w*|international\w*|foreign|abroad|twin\w*|\d+\s+countries",
    re.IGNORECASE,
)
_DOMESTIC = re.compile(
    r"пліч[\s-]+о[\s-]+пліч|міжмуніципальн\w+\s+співробітництв\w+(?!\s+з\s+іноземн)|\bмсс\b|внутрішн\w+|між\s+собою|всередині\s+країни|в\s+межах\s+україни|"
    r"про\s+співробітництво\s+територіальних\s+громад|inter-?municipal\s+cooperation|side\s+by\s+side|domestic|within\s+(?:the\s+country|ukraine)",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"міжнародн\w+|зарубіжн\w+|закордонн\w+|іноземн\w+|країн\w*\s+світу|international\w*|foreign|\d+\s+countries|з\s+\d+\s+країн",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"(?<!\w)(?:за\s+(?:(?:останн|минул|цей|перш|друг|трет|четверт|поточн)\w*\s+)?(?:\w+\s+)?(?:квартал|півріччя|пів\s?року|рік|місяц|тижд|час)\w*"
    r"|протягом|упродовж|лише\s+за|during|over\s+the\s+(?:last|past)|in\s+the\s+last|приріст|зросл\w+\s+на|збільшил\w+\s+на|більше\s+на|нових)(?!\w)",
    re.IGNORECASE,
)
_AS_OF = re.compile(r"станом\s+на|as\s+of|на\s+початок", re.IGNORECASE)
_QUARTER = re.compile(
    r"(?P<quarter>IV|ІV|III|ІІІ|II|ІІ|I|І|[1-4])(?:-?й|-?го)?\s+кварталу?\s+(?P<year>20\d\d)|Q(?P<q>[1-4])\s+(?:of\s+)?(?P<y>20\d\d)"
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_FROM_ALL = re.compile(r"(?:\A|[\s,(])(?:з|із|зі|серед|of|out\s+of|among)\s+(?:усіх\s+|всіх\s+|the\s+)?\Z", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+(?:з|із)\s+них(?!\w)|\s+of\s+them\b", re.IGNORECASE)
_THESE_OBLASTS = re.compile(r"цих\s+област|these\s+(?:oblasts|regions)", re.IGNORECASE)
_ANY_OBLAST = re.compile(r"област[іьяюей]\w*|областях|\boblasts?\b|\bregions?\b", re.IGNORECASE)
_STEMS = {row: re.compile(rf"(?<!\w){row[:-1]}(?:а|ої|ій|ою|у)(?!\w)", re.IGNORECASE) for row in OBLAST_ROWS if row != "Київ"}
_KYIV = re.compile(r"(?<!\w)(?:(?:м\.\s?|[Мм]іст[оаі]\s+)Ки(?:їв|єв[іа])(?!\w)|Київ(?=\s?[–—(:-]\s?\d))")
UKRAINE = "Україна"
_END = re.compile(r"\A(?:теги|tags|джерело|source|область|read more|читайте також|читати далі|поділитися)\s*:?", re.IGNORECASE)


def read_news(html: str, base: date | None = None) -> Reading:
    """The totals of one item of news. `base` is the day of the run, from which a day without a year counts back."""
    page = parse(html)
    blocks = [page.heading or page.title]
    for block in page.blocks:
        if _END.match(block.text) and len(block.text) < 60:
            break
        blocks.append(block.text)
    return read_text("\n".join(dict.fromkeys(blocks)), base)


def read_text(text: str, base: date | None = None) -> Reading:
    """The totals of a text; no claim. Not checked when it speaks of international totals and none could be read."""
    reading = Reading(MinistryMonitoring.id, layout="monitoring_news")
    text = "\n".join(filter(None, (repair(line) for line in text[:_MAX_TEXT].split("\n"))))
    days = _days(text, base)
    abroad, counter, before = False, "agreements", ""
    seen: dict[tuple[str, str, str], ControlTotal] = {}
    for line in text.split("\n"):
        for sentence in (clause for whole in sentences(line) or [line] for clause in re.split(r";\s+", whole)):
            domestic = bool(_DOMESTIC.search(sentence)) and not _STRONG.search(sentence)
            abroad = not domestic and (abroad or bool(_ABROAD.search(sentence)))
            header = next((name for name, noun in _COUNTERS[:2] if noun.search(sentence)), None)
            counter = header or counter
            if abroad and not _added(sentence):
                as_of = _day(sentence, base) or days
                for total in _totals(sentence, before, counter, as_of, reading):
                    seen.setdefault((total.as_of, total.scope, total.counter), total)
            before = sentence
    reading.totals = list(seen.values())
    reading.checked = bool(reading.totals) or not abroad
    reading.reason = f"{len(reading.totals)} control totals; a news item makes no claim"
    if not reading.checked:
        words = "a text on international partnerships out of which no total could be read"
        reading.issues.append(Issue(IssueClass.UNEXPECTEDLY_EMPTY, words, MinistryMonitoring.id))
    return reading


def _added(sentence: str) -> bool:
    """What was added in a span of time, unless the sentence gives a state of a day."""
    return (
        bool(_ADDED.search(sentence))
        and not _AS_OF.search(sentence)
        and not re.search(r"(?<!\w)(?:всього|загалом|усього|in total)", sentence, re.IGNORECASE)
    )


def _day(text: str, base: date | None) -> str | None:
    """The day behind «станом на», in its printed precision; a quarter is known by the day after it."""
    for mark in _AS_OF.finditer(text):
        behind = text[mark.end() : mark.end() + 60]
        quarter = _QUARTER.search(behind)
        if quarter:
            number = quarter["q"] or quarter["quarter"].replace("І", "I")
            year, after = int(quarter["y"] or quarter["year"]), (int(number) if number.isdecimal() else _ROMAN[number]) * 3 + 1
            return date(year + after // 13, (after - 1) % 12 + 1, 1).isoformat()
        dates = find_dates(behind, base)
        if dates and dates[0][0] < 25 and dates[0][2].precision is not Precision.UNKNOWN:
            return dates[0][2].value
    return None


def _days(text: str, base: date | None) -> str | None:
    """The day of the whole text: the first that it states."""
    return next(
        (day for line in text.split("\n") for sentence in sentences(line) or [line] if (day := _day(sentence, base))), None
    )


def _totals(sentence: str, before: str, counter: str, as_of: str | None, reading: Reading) -> Iterator[ControlTotal]:
    found = [number for number in numbers(sentence) if not _in_date(sentence, number)]
    named = [(number, name) for number in found if (name := _counted(sentence, number))]
    if not found:
        return
    places = _oblasts(sentence)
    if not places and _THESE_OBLASTS.search(sentence):
        places = [(0, 0, row) for _, _, row in _oblasts(before)]
        listed = _respective(sentence, found, places) if places else []
    elif places:
        listed = _beside(found, places) or _respective(sentence, found, places)
    else:
        listed = []
    if places or _ANY_OBLAST.search(sentence):
        noun = next((name for number, name in named if name in ("agreements", "partnerships", "partners")), counter)
        pairs = [(number, noun, row) for number, row in listed]
        if places and not pairs:
            words = "numbers of oblasts that could not be told apart"
            reading.issues.append(
                Issue(IssueClass.UNMAPPED_VALUE, words, MinistryMonitoring.id, row=strip_personal(sentence)[:300])
            )
    else:
        pairs = [(number, name, UKRAINE) for number, name in named]
    if pairs and as_of is None:
        words = "totals without a day that they hold for"
        reading.issues.append(
            Issue(IssueClass.UNMAPPED_VALUE, words, MinistryMonitoring.id, row=strip_personal(sentence)[:300])
        )
        return
    for number, name, scope in pairs:
        yield ControlTotal(
            source=MinistryMonitoring.id,
            as_of=as_of or "",
            scope=scope,
            counter=name,
            value=number.value,
            quote=strip_personal(fold_space(sentence))[:400],
            approximate=number.approximate,
        )


def _in_date(sentence: str, number: _Number) -> bool:
    """A day, a year, the number of a quarter or of an item of a list."""
    behind = sentence[number.end : number.end + 20]
    if any(start <= number.start < end for start, end, _ in find_dates(sentence, date(2000, 1, 1))):
        return True
    return bool(
        re.match(
            r"\s*(?:р\.|рок\w+|квартал\w*|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|-?[йяе]\b|-м\b)",
            behind,
        )
        or (number.start == 0 and re.match(r"[.)]\s", behind))
        or re.search(r"№\s?\Z", sentence[: number.start])
    )


def _counted(sentence: str, number: _Number) -> str | None:
    """The counter that the noun behind a number names; None for the whole that a share is of."""
    if _OF_THEM.match(sentence, number.end):
        return "hromady" if re.search(r"громад|hromada|communit", sentence[: number.start], re.IGNORECASE) else None
    if _FROM_ALL.search(sentence[: number.start]) and _counts_hromady(sentence, number):
        return None  # «із 1470 громад»
    share = _SHARE.match(sentence, number.end)
    if share and re.match(_NOUN_AFTER + _COUNTERS[2][1].pattern, sentence[share.end() :], re.IGNORECASE):
        return "hromady"
    best = None
    for name, noun in _COUNTERS:
        found = re.match(_NOUN_AFTER + noun.pattern, sentence[number.end :], re.IGNORECASE)
        if found and (best is None or found.end() < best[0]):
            best = found.end(), name
    return best[1] if best else None


def _counts_hromady(sentence: str, number: _Number) -> bool:
    return bool(re.match(_NOUN_AFTER + _COUNTERS[2][1].pattern, sentence[number.end :], re.IGNORECASE))


def _oblasts(sentence: str) -> list[tuple[int, int, str]]:
    found = [(match.start(), match.end(), row) for row, stem in _STEMS.items() for match in stem.finditer(sentence)]
    found += [(match.start(), match.end(), "Київ") for match in _KYIV.finditer(sentence)]
    return sorted(found)


def _beside(found: list[_Number], places: list[tuple[int, int, str]]) -> list[tuple[_Number, str]]:
    """Each oblast with the one number between it and the next («Львівська – 285»), or between the one before and it."""
    for behind in (True, False):
        pairs = []
        for index, (start, end, row) in enumerate(places):
            if behind:
                limit = places[index + 1][0] if index + 1 < len(places) else end + 60
                near = [number for number in found if end <= number.start < limit]
            else:
                limit = places[index - 1][1] if index else 0
                near = [number for number in found if limit <= number.start < start]
            if len(near) != 1:
                break
            pairs.append((near[0], row))
        else:
            return pairs
    return []


def _respective(sentence: str, found: list[_Number], places: list[tuple[int, int, str]]) -> list[tuple[_Number, str]]:
    """As many numbers as oblasts before them, in their order: «Закарпатської та Львівської областей: 257 та 226 договорів»."""
    behind = [number for number in found if number.start >= places[-1][1]]
    other = {_counted(sentence, number) for number in behind} - {"agreements", "partnerships", "partners", None}
    return (
        [(number, row) for number, (_, _, row) in zip(behind, places, strict=True)]
        if len(behind) == len(places) and not other
        else []
    )
