"""Wikidata: dates only as precise as they are kept, ends by their date, and an answer of many pages taken whole or not at all."""

import asyncio
import csv
import hashlib
import json
from datetime import UTC, datetime

import pytest

from schemas.vocabularies import IssueClass, Precision, Stage
from scrapers.archive import Document
from scrapers.fetch import Fetcher
from scrapers.source import CrawlContext
from scrapers.sources.wikidata import ENDPOINT, PAGE_SIZE, Wikidata, query_url
from scrapers.web import MAX_URL, canonical_url, open_web

NOW = datetime(2025, 1, 1, tzinfo=UTC)


def binding(number: int = 1, **more: str) -> dict:
    values = {
        "statement": f"http://www.wikidata.org/entity/statement/Q1899-{number}",
        "ua": "http://www.wikidata.org/entity/Q1899",
        "uaLabel": "Київ",
        "partner": f"http://www.wikidata.org/entity/Q{2078 + number}",
        "partnerLabel": f"Лейпциг {number}" if number > 1 else "Лейпциг",
        "countryLabel": "Німеччина",
        "iso": "DE",
    } | more
    return {name: {"type": "literal", "value": value} for name, value in values.items() if value}


def answer(*bindings: dict) -> bytes:
    return json.dumps({"head": {"vars": []}, "results": {"bindings": list(bindings)}}).encode()


def read(body: bytes):
    document = Document("wikidata", query_url(0), query_url(0), 200, None, {}, NOW, hashlib.sha256(body).hexdigest(), body)
    [reading] = Wikidata().read([document], CrawlContext(clock=NOW))
    return reading


@pytest.mark.parametrize(
    ("time", "precision", "since", "kept"),
    [
        ("1961-01-01T00:00:00Z", "9", "1961", Precision.YEAR),
        ("1989-10-01T00:00:00Z", "10", "1989-10", Precision.MONTH),
        ("1989-10-06T00:00:00Z", "11", "1989-10-06", Precision.DAY),
        ("+1989-10-06T00:00:00Z", "11", "1989-10-06", Precision.DAY),
        ("1960-01-01T00:00:00Z", "8", None, Precision.UNKNOWN),
        ("1961-01-01T00:00:00Z", "", None, Precision.UNKNOWN),
        ("1961-02-30T00:00:00Z", "11", None, Precision.UNKNOWN),
        ("http://www.wikidata.org/.well-known/genid/1", "9", None, Precision.UNKNOWN),
    ],
)
def test_a_date_is_as_precise_as_it_is_kept(time, precision, since, kept):
    [claim] = read(answer(binding(start=time, startPrecision=precision))).claims
    assert (claim.since, claim.since_precision, claim.stage) == (since, kept, Stage.SIGNED)


def test_a_pair_keeps_its_items():
    [claim] = read(answer(binding(oblastLabel="Київська область"))).claims
    assert (claim.hromada_raw, claim.oblast_raw, claim.partner_raw, claim.country) == (
        "Київ",
        "Київська область",
        "Лейпциг",
        "DE",
    )
    assert claim.number_raw == "Q1899 Q2079"
    assert "Q2079" in claim.quote


def test_an_end_date_ends_the_tie_on_that_day():
    [claim] = read(
        answer(binding(start="1961-01-01T00:00:00Z", startPrecision="9", end="2022-05-11T00:00:00Z", endPrecision="11"))
    ).claims
    assert (claim.stage, claim.ended_on) == (Stage.ENDED, "2022-05-11")
    assert claim.signed_raw == "1961-01-01T00:00:00Z"


def test_rows_that_name_nothing_are_quarantined_and_doubles_are_one():
    reading = read(answer(binding(), binding(), binding(partnerLabel="Q2079"), binding(ua="x")))
    assert len(reading.claims) == 1
    assert [issue.issue_class for issue in reading.issues] == [IssueClass.BAD_ROW] * 2


@pytest.mark.parametrize("body", [b"", b"<html>time out</html>", b"[]", b'{"results": {}}', b"[" * 100_000])
def test_what_is_no_answer_is_an_api_error(body):
    reading = read(body)
    assert not reading.checked
    assert [issue.issue_class for issue in reading.issues] == [IssueClass.API_ERROR]


def crawl(tmp_path, *pages: tuple[int, int]):
    """Crawl a web whose pages are (status, number of rows)."""
    with (tmp_path / "index.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["url", "status", "content_type", "file", "headers"])
        for number, (status, count) in enumerate(pages):
            (tmp_path / f"{number}.json").write_bytes(
                answer(*(binding(number * PAGE_SIZE + row) for row in range(1, count + 1)))
            )
            rows.writerow([query_url(number * PAGE_SIZE), status, "application/sparql-results+json", f"{number}.json", ""])

    async def run():
        async with Fetcher(open_web(str(tmp_path)), clock=NOW, archive=None, contact="test@invalid") as fetcher:
            return await Wikidata().crawl(fetcher, CrawlContext(clock=NOW))

    return asyncio.run(run())


def test_pages_are_walked_until_one_is_not_full(tmp_path):
    harvest = crawl(tmp_path, (200, PAGE_SIZE), (200, 3))
    readings = Wikidata().read(harvest.documents, CrawlContext(clock=NOW))
    assert [len(reading.claims) for reading in readings] == [PAGE_SIZE, 3]
    assert {Wikidata().page(document.url) for document in harvest.documents} == {ENDPOINT}


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_part_of_the_answer_is_no_answer(tmp_path, status):
    harvest = crawl(tmp_path, (200, PAGE_SIZE), (status, 0))
    assert harvest.documents == []
    assert [(issue.issue_class, issue.url) for issue in harvest.issues] == [(IssueClass.UNREACHABLE, ENDPOINT)]


def test_the_query_fits_an_address():
    assert canonical_url(query_url(9_500)) == query_url(9_500)
    assert len(query_url(20_000)) < MAX_URL
