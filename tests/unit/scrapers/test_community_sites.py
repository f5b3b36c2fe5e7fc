"""Declared sites: every page fetched under its own source, read by the layout of its YAML, a failure kept to itself."""

import asyncio
import hashlib
from datetime import UTC, datetime

from schemas.vocabularies import IssueClass
from scrapers.archive import Document
from scrapers.errors import Unreachable
from scrapers.sites import Site
from scrapers.source import CrawlContext
from scrapers.sources.community_sites import CommunitySites

NOW = datetime(2025, 1, 1, tzinfo=UTC)
PAGE = """<html><head><meta charset="utf-8"><title>Міста-партнери</title></head><body><main><h1>Міста-партнери</h1><table>
<tr><th>Місто</th><th>Країна</th><th>Рік</th></tr><tr><td>Конін</td><td>Польща</td><td>2005</td></tr>
<tr><td>Бидгощ</td><td>Польща</td><td>2010</td></tr></table></main></body></html>"""


def site(name: str, *urls: str, least: int = 1) -> Site:
    return Site(
        id=name, title=name, hromada="UA68040470000064734", url=urls, publisher="рада", robots="x", licence="x", lang="uk",
        expect_min=least, expect_max=50, layout="table",
    )  # fmt: skip


def document(source: str, url: str, body: str = PAGE) -> Document:
    return Document(source, url, url, 200, "text/html", {}, NOW, hashlib.sha256(body.encode()).hexdigest(), body.encode())


def test_each_site_is_a_source_of_its_own():
    class Fetcher:
        async def get(self, url: str, *, source: str) -> Document:
            if "down" in url:
                raise Unreachable("status 503", url=url)
            return document(source, url)

    sites = {one.id: one for one in (site("one", "https://one.ua/a", "https://one.ua/b"), site("two", "https://down.ua/a"))}
    context = CrawlContext(clock=NOW, sites=sites, partial=True)
    harvest = asyncio.run(CommunitySites().crawl(Fetcher(), context))
    assert [(found.source, found.url) for found in harvest.documents] == [
        ("one", "https://one.ua/a"),
        ("one", "https://one.ua/b"),
    ]
    assert [(issue.source, issue.issue_class) for issue in harvest.issues] == [("two", IssueClass.UNREACHABLE)]

    readings = CommunitySites().read(harvest.documents, context)
    assert all(reading.source == "one" and reading.checked for reading in readings)
    claims = readings[0].claims
    assert [(claim.partner_raw, claim.country, claim.since) for claim in claims] == [
        ("Конін", "PL", "2005"),
        ("Бидгощ", "PL", "2010"),
    ]
    assert {(claim.source, claim.hromada_code, claim.url) for claim in claims} == {
        ("one", "UA68040470000064734", "https://one.ua/a")
    }
    assert all(claim.document == harvest.documents[0].sha256 for claim in claims)
    assert CommunitySites().judge(readings, context) == []


def test_a_page_that_gives_less_than_its_yaml_expects_is_a_failed_read():
    context = CrawlContext(clock=NOW, sites={"one": site("one", "https://one.ua/a", least=5)})
    [reading] = CommunitySites().read([document("one", "https://one.ua/a")], context)
    assert not reading.checked
    assert IssueClass.UNEXPECTEDLY_EMPTY in {issue.issue_class for issue in reading.issues}


def test_nothing_read_anywhere_is_a_failed_source():
    context = CrawlContext(clock=NOW, sites={"one": site("one", "https://one.ua/a")})
    readings = CommunitySites().read([document("one", "https://one.ua/a", "<html><body>403</body></html>")], context)
    assert [issue.issue_class for issue in CommunitySites().judge(readings, context)] == [IssueClass.UNEXPECTEDLY_EMPTY]


def test_a_page_keeps_its_name_when_its_address_shifts():
    declared = "https://www.rada-poltava.gov.ua/people/twin-cities/"
    for shifted in (declared, "http://rada-poltava.gov.ua/people/twin-cities"):
        assert CommunitySites().page(shifted) == declared
    assert CommunitySites().page("https://www.vmr.gov.ua/en/twin-cities") == "https://www.vmr.gov.ua/en/twin-cities"
    assert CommunitySites().page("https://elsewhere.ua/") == "https://elsewhere.ua/"
    pages = CommunitySites().hromada_pages(CrawlContext(clock=NOW))
    assert pages[declared] == "UA53080370000025447"
