"""The official sites of hromady: every page that a YAML of `scrapers/sites` declares, read by the layout it names.

What belongs here: which pages are fetched and as whose they are read. What does not: how a page is read and held to what
its YAML expects (`scrapers/layouts`), and what is declared (`scrapers/sites.py`). Each site is a source of its own
under the id of its YAML: one that is down is a failed source, the others are not.
"""

from collections.abc import Iterable
from dataclasses import replace

from schemas.vocabularies import Gives
from scrapers.archive import Document
from scrapers.claim import Issue, Reading
from scrapers.fetch import Fetcher
from scrapers.layouts.choose import read_page
from scrapers.sites import Site, load_sites, site_for
from scrapers.source import CrawlContext, Harvest, Source
from scrapers.web import canonical_url


class CommunitySites(Source):
    """All declared sites. `context.sites` replaces the packaged declarations."""

    id = "community_sites"
    title = "Офіційні сайти громад"
    publisher = "the councils of the hromady; each YAML names its own"
    homepage = "https://decentralization.ua/newgromada"
    licence = "official information of public bodies; facts only; each YAML names its own terms"
    frequency = "nightly; pages change a few times a year"
    robots = "robots.txt of every host is obeyed; one request at a time a host"
    gives = (Gives.AGREEMENTS, Gives.PARTNERSHIPS)
    #: Of the sites together; each YAML bounds its own.
    expect_min = 1
    expect_max = 100_000
    weight = 0.8

    async def crawl(self, fetcher: Fetcher, context: CrawlContext) -> Harvest:
        sites = _sites(context).values()
        return await self.fetch_all(fetcher, [(site.id, url) for site in sites for url in site.url], context)

    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        sites = _sites(context)
        site = sites.get(document.source) or site_for(document.requested_url, sites)
        names = [row.title for row in context.hromady if site is not None and row.katottg == site.hromada]
        return read_page(
            document.body,
            url=document.url,
            content_type=document.content_type,
            source=document.source,
            site=site,
            hromada_code=site.hromada if site else None,
            hromada_names=names,
            lang=site.lang if site else None,
        )

    def page(self, url: str) -> str:
        """The address as declared, so that http, https, `www.` and a closing slash are one page."""
        site = site_for(url)
        return next((one for one in site.url if site_for(url, {site.id: replace(site, url=(one,))})), url) if site else url

    def hromada_pages(self, context: CrawlContext) -> dict[str, str]:
        return {canonical_url(url): site.hromada for site in _sites(context).values() for url in site.url}

    def judge(self, readings: Iterable[Reading], context: CrawlContext) -> list[Issue]:
        """Every site is judged by its own reading; together they fail only when nothing at all was read."""
        kept = list(readings)
        return [] if any(reading.claims for reading in kept) else self.expectation(0, context)


def _sites(context: CrawlContext) -> dict[str, Site]:
    return dict(context.sites) or load_sites()
