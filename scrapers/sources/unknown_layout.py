"""Sources that are declared while nobody has seen how their pages are built.

What belongs here: the reading that says so. Such a source is «not readable yet», which is an issue and a failed read every night, never
a zero. The generic layouts are tried and what they find is told in the words of the issue, for the person who writes the reader; it
is not taken, because nobody knows yet whose partners such a page lists.
"""

from collections.abc import Iterable

from schemas.vocabularies import Gives, IssueClass
from scrapers.archive import Document
from scrapers.claim import Issue, Reading
from scrapers.fetch import Fetcher
from scrapers.layouts.choose import read_page
from scrapers.source import CrawlContext, Harvest, Source

NOT_READABLE = "not readable yet: no known layout"


class UnknownLayout(Source):
    """A source with a homepage and no known structure."""

    frequency = "nightly, one request, until its structure is known"
    robots = "robots.txt is obeyed; one request a night"
    gives = (Gives.SEEKERS,)
    #: What it holds is not known.
    expect_min = 1
    expect_max = 100_000
    weight = 0.2

    async def crawl(self, fetcher: Fetcher, context: CrawlContext) -> Harvest:
        return await self.fetch_all(fetcher, [(self.id, self.homepage)], context)

    def judge(self, readings: Iterable[Reading], context: CrawlContext) -> list[Issue]:
        """Its readings fail by themselves, with a better reason than a count."""
        return []

    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        tried = read_page(document.body, url=document.url, content_type=document.content_type, source=self.id)
        found = (
            f"; the layout {tried.layout} finds {len(tried.claims)} entries"
            if tried.claims
            else f"; the generic layouts say: {tried.reason}"
        )
        words = NOT_READABLE + found
        return Reading(
            self.id,
            issues=[Issue(IssueClass.NO_LAYOUT, words, self.id)],
            reason=words,
            checked=False,
        )
