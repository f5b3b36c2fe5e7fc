"""What every source is: its declaration, how it is crawled and read, and what it is expected to hold.

What belongs here: the base of all sources and what is handed to and from them. What does not: any one source
(`scrapers/sources`), fetching (`scrapers/fetch.py`), and what happens to a statement when a read failed (`registry`).
"""

import asyncio
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from schemas.vocabularies import Gives, IssueClass
from scrapers.archive import Document
from scrapers.claim import Issue, Reading
from scrapers.errors import ScrapeError
from scrapers.web import canonical_url

if TYPE_CHECKING:
    from scrapers.fetch import Fetcher
    from scrapers.sites import Site

#: A count below this share of the last good one is a failed read, even above `expect_min`.
SUDDEN_DROP = 0.5
#: So that all 1,470 sites are visited within 25 nights, at about 700 fetches a night.
SITES_PER_NIGHT = 60
PAGES_PER_SITE = 12

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class HromadaRow:
    """One hromada as the portal lists it; what it leaves empty is None. `type` is the first word of its kind in the title."""

    portal_id: int
    title: str
    katottg: str | None = None
    koatuu: str | None = None
    area_name: str | None = None
    region_name: str | None = None
    population: int | None = None
    site: str | None = None
    type: str | None = None


def silent(source: str, done: int, total: int) -> None:
    """The progress callback of a run that nobody watches."""


@dataclass(frozen=True, slots=True)
class CrawlContext:
    """What a source may know about the run.

    `hromady` is the portal's list of this night, empty when it could not be had. `partial` says that the web replayed is a part
    of the real one: then one record is enough for a source to count as read. `last_counts` holds the claims (rows for
    the list of hromady) of each source's last good run. `progress` is told source id, addresses done, addresses in all. Of the sites that nobody
    declared, `sites_per_night` are looked through, with at most `pages_per_site` fetches each.
    """

    clock: datetime
    hromady: Sequence[HromadaRow] = ()
    sites: Mapping[str, "Site"] = field(default_factory=dict)
    progress: Progress = silent
    partial: bool = False
    last_counts: Mapping[str, int] = field(default_factory=dict)
    sites_per_night: int = SITES_PER_NIGHT
    pages_per_site: int = PAGES_PER_SITE


@dataclass(slots=True)
class Harvest:
    """What a crawl brought: the documents to read, in a fixed order, and what could not be had."""

    documents: list[Document] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


class Source(ABC):
    """A source of claims. Subclasses declare the class attributes; `expect_min` and `expect_max` count claims on the real web.

    `weight` (0 to 1) is the strength of its evidence when sources disagree, `robots` says in words what its robots.txt and
    terms ask of us.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    publisher: ClassVar[str]
    homepage: ClassVar[str]
    licence: ClassVar[str]
    frequency: ClassVar[str]
    robots: ClassVar[str]
    gives: ClassVar[tuple[Gives, ...]]
    expect_min: ClassVar[int]
    expect_max: ClassVar[int]
    weight: ClassVar[float]

    @abstractmethod
    async def crawl(self, fetcher: "Fetcher", context: CrawlContext) -> Harvest:
        """Fetch what there is. A page that fails is an issue of the harvest, never an exception."""

    @abstractmethod
    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        """What one document says. Pure; may raise a `ScrapeError`, which `read` turns into an issue."""

    def read(self, documents: Iterable[Document], context: CrawlContext) -> list[Reading]:
        """One reading a document, in their order. Every claim and issue carries its address and document."""
        return [self._read(document, context) for document in documents]

    def judge(self, readings: Iterable[Reading], context: CrawlContext) -> list[Issue]:
        """What is wrong with the source as a whole: any issue here means that its run failed."""
        return self.expectation(sum(len(reading.claims) for reading in readings), context)

    def expectation(self, count: int, context: CrawlContext) -> list[Issue]:
        """The issue of a count outside of what the source is known to hold, or nothing."""
        last = context.last_counts.get(self.id, 0)
        least = max(min(self.expect_min, 1) if context.partial else self.expect_min, int(last * SUDDEN_DROP))
        if count < least:
            words = f"{count} records; at least {least} are expected" + (f" (the last good run gave {last})" if last else "")
            return [Issue(IssueClass.UNEXPECTEDLY_EMPTY, words, self.id, url=self.homepage)]
        if count > self.expect_max:
            words = f"{count} records; at most {self.expect_max} are expected"
            return [Issue(IssueClass.UNEXPECTEDLY_MANY, words, self.id, url=self.homepage)]
        return []

    def page(self, url: str) -> str:
        """The name under which a page keeps its history: stable where its address is not."""
        return url

    def hromada_pages(self, context: CrawlContext) -> dict[str, str]:
        """Canonical addresses that speak of one hromada alone, with its code: a zero there is a zero of this hromada."""
        return {}

    async def fetch_all(self, fetcher: "Fetcher", addresses: Sequence[tuple[str, str]], context: CrawlContext) -> Harvest:
        """Fetch addresses, each under the name of the source it stands for: (source, url). The fetcher keeps the manners."""
        done = 0

        async def one(source: str, url: str) -> Document | Issue:
            nonlocal done
            try:
                return await fetcher.get(url, source=source)
            except ScrapeError as error:
                return replace(error.issue(source), url=_known_as(url))
            finally:
                done += 1
                context.progress(self.id, done, len(addresses))

        harvest = Harvest()
        for result in await asyncio.gather(*(one(source, url) for source, url in addresses)):
            if isinstance(result, Document):
                harvest.documents.append(result)
            else:
                harvest.issues.append(result)
        return harvest

    def _read(self, document: Document, context: CrawlContext) -> Reading:
        try:
            reading = self.read_document(document, context)
        except ScrapeError as error:
            reading = failed(document.source, error)
        except Exception as error:
            reading = Reading(document.source, reason=_where(error))
            reading.issues.append(Issue(IssueClass.LAYOUT_CHANGED, reading.reason, document.source))
        reading.claims = [replace(claim, url=claim.url or document.url, document=document.sha256) for claim in reading.claims]
        reading.issues = [replace(issue, url=issue.url or document.url, document=document.sha256) for issue in reading.issues]
        return reading


def _known_as(url: str) -> str:
    try:
        return canonical_url(url)
    except ScrapeError:
        return url


def failed(source: str, error: ScrapeError) -> Reading:
    """The reading of a document that could not be read: no claims, not a checked zero."""
    return Reading(source, issues=[error.issue(source)], reason=error.words)


def _where(error: Exception) -> str:
    """Type and place of an unforeseen error, without its message, which may quote the page."""
    traceback = error.__traceback__ or sys.exc_info()[2]
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    place = f"{traceback.tb_frame.f_code.co_name}:{traceback.tb_lineno}" if traceback is not None else "an unknown place"
    return f"the reader failed with {type(error).__name__} in {place}"
