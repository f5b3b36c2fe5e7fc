"""What every source keeps to: expectations, one reading a document, and that no page ends a run."""

import asyncio
import hashlib
from datetime import UTC, datetime

import pytest

from schemas.vocabularies import Gives, IssueClass
from scrapers.archive import Document
from scrapers.claim import Claim, Issue, Reading
from scrapers.errors import Gone, LayoutChanged
from scrapers.source import CrawlContext, Harvest, Source
from scrapers.sources import SOURCES, source_of

NOW = datetime(2025, 1, 1, tzinfo=UTC)


class Example(Source):
    id = "example"
    title = publisher = licence = frequency = robots = "x"
    homepage = "https://site.ua/"
    gives = (Gives.PARTNERSHIPS,)
    expect_min, expect_max, weight = 10, 100, 0.5

    async def crawl(self, fetcher, context):
        return await self.fetch_all(fetcher, [(self.id, f"https://site.ua/{number}") for number in range(3)], context)

    def read_document(self, document, context):
        match document.body:
            case b"layout":
                raise LayoutChanged("no title")
            case b"bug":
                return [][len("персональні дані")]
        issue = Issue(IssueClass.BAD_ROW, "a row", self.id, url="https://site.ua/elsewhere")
        return Reading(self.id, "example", [Claim(self.id, "Жешув")], [issue], checked=True)


def document(body: bytes, url: str = "https://site.ua/1") -> Document:
    return Document("example", url, url, 200, None, {}, NOW, hashlib.sha256(body).hexdigest(), body)


def context(**more) -> CrawlContext:
    return CrawlContext(clock=NOW, **more)


@pytest.mark.parametrize(
    ("count", "given", "expected"),
    [
        (10, {}, None),
        (100, {}, None),
        (9, {}, IssueClass.UNEXPECTEDLY_EMPTY),
        (101, {}, IssueClass.UNEXPECTEDLY_MANY),
        (1, {"partial": True}, None),
        (0, {"partial": True}, IssueClass.UNEXPECTEDLY_EMPTY),
        (40, {"last_counts": {"example": 81}}, None),
        (39, {"last_counts": {"example": 81}}, IssueClass.UNEXPECTEDLY_EMPTY),
        (39, {"last_counts": {"example": 81}, "partial": True}, IssueClass.UNEXPECTEDLY_EMPTY),
        (39, {"last_counts": {"other": 81}}, None),
    ],
)
def test_a_count_outside_of_what_is_known_fails_the_source(count, given, expected):
    reading = Reading("example", claims=[Claim("example", "Жешув")] * count)
    found = [issue.issue_class for issue in Example().judge([reading], context(**given))]
    assert found == ([expected] if expected else [])


def test_claims_and_issues_carry_their_page_and_document():
    [reading] = Example().read([document(b"page")], context())
    assert (reading.claims[0].url, reading.claims[0].document) == ("https://site.ua/1", hashlib.sha256(b"page").hexdigest())
    assert reading.issues[0].url == "https://site.ua/elsewhere" and reading.issues[0].document == reading.claims[0].document


def test_a_page_that_breaks_its_reader_is_an_issue_and_the_others_are_read():
    readings = Example().read([document(b"layout"), document(b"bug"), document(b"page")], context())
    assert [len(reading.claims) for reading in readings] == [0, 0, 1]
    assert [reading.checked for reading in readings] == [False, False, True]
    assert readings[0].issues[0].words == readings[0].reason == "no title"
    assert "IndexError" in readings[1].reason and "read_document" in readings[1].reason
    assert "персональні" not in readings[1].reason


def test_a_page_that_fails_is_an_issue_of_the_harvest_and_the_order_stays():
    class Fetcher:
        async def get(self, url: str, *, source: str) -> Document:
            await asyncio.sleep(0.01 if url.endswith("0") else 0)
            if url.endswith("1"):
                raise Gone("status 404", url="https://site.ua/moved")
            return document(b"page", url)

    told: list[tuple[str, int, int]] = []
    harvest: Harvest = asyncio.run(Example().crawl(Fetcher(), context(progress=lambda *step: told.append(step))))
    assert [found.url for found in harvest.documents] == ["https://site.ua/0", "https://site.ua/2"]
    assert [(issue.issue_class, issue.url) for issue in harvest.issues] == [(IssueClass.GONE, "https://site.ua/1")]
    assert told == [("example", 1, 3), ("example", 2, 3), ("example", 3, 3)]


def test_every_source_declares_itself():
    assert next(iter(SOURCES)) == "portal_hromady", "the others walk its list"
    for name, source in SOURCES.items():
        assert name == source.id
        for word in ("title", "publisher", "homepage", "licence", "frequency", "robots"):
            assert getattr(source, word), f"{name} without {word}"
        assert source.gives and 0 < source.weight <= 1 and 0 < source.expect_min < source.expect_max
    assert source_of("poltava") is SOURCES["community_sites"] and source_of("law_register") is SOURCES["law_register"]
    with pytest.raises(KeyError):
        source_of("nobody")
