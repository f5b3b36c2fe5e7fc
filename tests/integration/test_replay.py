"""A night from fetching to claims on replayed webs: the sample folders, a WARC of ours, a WARC of somebody else's tool."""

import asyncio
import gzip
import io
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from schemas.vocabularies import IssueClass
from scrapers.archive import Archive
from scrapers.claim import Claim, Issue, Reading
from scrapers.errors import Gone, Refused, Unavailable, Unreachable
from scrapers.fetch import Fetcher
from scrapers.source import CrawlContext
from scrapers.sources import SOURCES
from scrapers.sources.law_register import DATASET_URL
from scrapers.web import WarcWeb, Web, open_web

WEB = Path(__file__).parents[2] / "samples/web"
FIRST, SECOND = datetime(2025, 1, 1, 0, 0, tzinfo=UTC), datetime(2025, 10, 1, 0, 0, tzinfo=UTC)


def fetcher(web: Web, archive: Archive | None = None, clock: datetime = FIRST) -> Fetcher:
    return Fetcher(web, clock=clock, archive=archive, contact="https://example.org/contact")


def night(web: Web, archive: Archive | None = None, clock: datetime = FIRST) -> tuple[list[Reading], list[Issue]]:
    """Every source crawled and read in its order, as the nightly job does."""

    async def run() -> tuple[list[Reading], list[Issue]]:
        readings: list[Reading] = []
        issues: list[Issue] = []
        hromady: list = []
        async with fetcher(web, archive, clock) as client:
            for source in SOURCES.values():
                context = CrawlContext(clock=clock, hromady=hromady, partial=True)
                harvest = await source.crawl(client, context)
                if source.id == "portal_hromady":
                    hromady = source.hromady(harvest.documents)
                found = source.read(harvest.documents, context)
                readings += found
                issues += harvest.issues + source.judge(found, context)
        return readings, issues + [issue for reading in readings for issue in reading.issues]

    return asyncio.run(run())


def claims_of(readings: list[Reading]) -> list[Claim]:
    return [claim for reading in readings for claim in reading.claims]


def get(web: Web, url: str):
    async def run():
        async with fetcher(web) as client:
            return await client.get(url, source="test")

    return asyncio.run(run())


def test_two_nights_of_the_sample_web():
    first, first_issues = night(open_web(str(WEB / "2025-01-01")))
    second, _ = night(open_web(str(WEB / "2025-10-01")), clock=SECOND)
    for readings in (first, second):
        claims = claims_of(readings)
        assert {claim.source for claim in claims} >= {"portal_cards", "law_register", "poltava", "vinnytsia", "kyiv"}
        assert all(claim.url and claim.document and claim.quote for claim in claims)
        assert sum(reading.source == "portal_cards" and reading.checked and not reading.claims for reading in readings) >= 5
    signed_between = {
        claim.partner_raw
        for claim in claims_of(second)
        if claim.source == "law_register" and (claim.since or "") > "2025-01-01"
    }
    assert any("Барі" in name or "Баррі" in name for name in signed_between) and any(
        "Нарбонна" in name for name in signed_between
    )
    assert not any((claim.since or "") > "2025-01-01" for claim in claims_of(first) if claim.source == "law_register")
    assert {claim.url for claim in claims_of(second) if claim.source == "law_register"} == {DATASET_URL}
    assert {issue.issue_class for issue in first_issues} <= {
        IssueClass.UNREACHABLE, IssueClass.GONE, IssueClass.BAD_ROW, IssueClass.NO_PARTNERS, IssueClass.CODE_CONFLICT, IssueClass.NO_LAYOUT,
    }  # fmt: skip


def test_faults_of_the_broken_nights_are_issues_and_the_rest_is_read():
    whole = claims_of(night(open_web(str(WEB / "2025-10-01")), clock=SECOND)[0])
    readings, issues = night(open_web(str(WEB / "broken")), clock=SECOND)
    classes = {(issue.source, issue.issue_class) for issue in issues}
    assert classes >= {
        ("portal_hromady", IssueClass.API_ERROR),
        ("portal_cards", IssueClass.LAYOUT_CHANGED),
        ("law_register", IssueClass.UNEXPECTEDLY_EMPTY),
        ("mukachevo", IssueClass.UNREACHABLE),
        ("zhovkva", IssueClass.UNREACHABLE),
    }
    assert all(issue.words for issue in issues)
    kept = {claim for claim in claims_of(readings) if claim.source == "portal_cards"}
    assert len(kept) > 400, "without the list of hromady, the directory leads to the cards"
    assert kept <= {claim for claim in whole if claim.source == "portal_cards"} | {
        claim for claim in kept if claim.hromada_code == "UA61040490000099999"
    }


def test_a_replay_asks_nobody_twice_and_waits_for_nobody():
    began = time.monotonic()
    first, _ = night(open_web(str(WEB / "2025-01-01")))
    second, _ = night(open_web(str(WEB / "2025-01-01")))
    assert time.monotonic() - began < 30
    assert first == second


def test_a_night_of_ours_can_be_replayed_from_its_archive(tmp_path):
    with Archive(tmp_path) as archive:
        first, _ = night(open_web(str(WEB / "2025-01-01")), archive)
        second, _ = night(open_web(str(WEB / "2025-10-01")), archive, SECOND)
        assert all(archive.get(claim.document) for claim in claims_of(first) + claims_of(second))
        again, _ = night(open_web(str(WEB / "2025-01-01")), archive)
        assert again == first
    files = sorted(tmp_path.glob("*.warc.gz"))
    assert len(files) == 2
    for path, readings, clock in ((files[0], first, FIRST), (files[1], second, SECOND)):
        replayed, _ = night(open_web(str(path)), clock=clock)
        assert claims_of(replayed) == claims_of(readings)


def test_each_status_means_in_a_replay_what_it_means_live(tmp_path):
    (tmp_path / "index.csv").write_text(
        "url,status,content_type,file,headers\n"
        "https://site.ua/gone,410,,,\n"
        'https://site.ua/busy,503,,,"{""Retry-After"": ""3600""}"\n'
        "https://site.ua/forbidden,403,,,\n"
        'https://site.ua/round,302,,,"{""Location"": ""/round""}"\n'
        'https://site.ua/out,302,,,"{""Location"": ""http://169.254.169.254/""}"\n'
        'https://site.ua/packed,200,text/html,packed.gz,"{""Content-Encoding"": ""gzip""}"\n'
        "https://site.ua/deleted,200,text/html,deleted.html,\n"
        "https://closed.ua/robots.txt,200,text/plain,robots.txt,\nhttps://closed.ua/page,200,text/html,packed.gz,\n",
        encoding="utf-8",
    )
    (tmp_path / "packed.gz").write_bytes(gzip.compress("Жешув".encode()))
    (tmp_path / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    web = open_web(str(tmp_path))
    began = time.monotonic()
    for url, expected in (
        ("https://site.ua/gone", Gone),
        ("https://site.ua/not-listed", Gone),
        ("https://site.ua/busy", Unavailable),
        ("https://site.ua/forbidden", Unreachable),
        ("https://site.ua/round", Refused),
        ("https://site.ua/out", Unreachable),
        ("https://site.ua/deleted", Unreachable),
        ("https://closed.ua/page", Refused),
        ("https://elsewhere.ua/", Unreachable),
    ):
        with pytest.raises(expected):
            get(web, url)
    assert time.monotonic() - began < 10, "no waits in a replay"
    assert get(web, "https://site.ua/packed#part").body.decode() == "Жешув"


def test_a_post_is_matched_by_its_address(tmp_path):
    (tmp_path / "index.csv").write_text("url,status,content_type,file\nhttps://site.ua/graphql,200,application/json,a.json\n")
    (tmp_path / "a.json").write_text("{}")

    async def run():
        async with fetcher(open_web(str(tmp_path))) as client:
            return await client.post_json("https://site.ua/graphql", {"query": "{ a }"}, source="test")

    assert asyncio.run(run()).body == b"{}"


# WARC files of other tools


def warc(*records: tuple[str, str, str, bytes], packed: bool = True) -> bytes:
    """Response records as (address, status line, header lines, bytes on the wire)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "another tool"}))
    for url, status, headers, body in records:
        fields = [tuple(line.split(": ", 1)) for line in headers.splitlines()]
        http = StatusAndHeaders(status, fields, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(body), length=len(body), http_headers=http)
        )
        request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "site.ua")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=request))
    return out.getvalue()


@pytest.mark.parametrize("packed", [True, False])
def test_a_warc_of_another_tool(tmp_path, packed):
    body = gzip.compress("Жешув".encode())
    chunked = b"%x\r\n%s\r\n5\r\n" % (len(body) - 5, body[:-5]) + body[-5:] + b"\r\n0\r\n\r\n"
    path = tmp_path / "x.warc"
    path.write_bytes(
        warc(
            ("https://site.ua/a", "200 OK", "Content-Type: text/html", b"first"),
            ("https://site.ua/a", "200 OK", "Content-Type: text/html", b"last"),
            ("https://site.ua/b", "200 OK", "Content-Encoding: gzip\nTransfer-Encoding: chunked", chunked),
            ("https://site.ua/c", "301 Moved", "Location: /a", b""),
            ("https://user:secret@site.ua/d", "200 OK", "X: y", b"never asked for"),
            ("dns:site.ua", "200 OK", "X: y", b"1.2.3.4"),
            packed=packed,
        )
    )
    web = open_web(str(path))
    assert isinstance(web, WarcWeb)
    assert get(web, "https://site.ua/a").body == b"last", "the last response of an address wins"
    assert get(web, "https://site.ua/b").body.decode() == "Жешув"
    assert get(web, "https://site.ua/c").body == b"last"
    with pytest.raises(Gone):
        get(web, "https://site.ua/d")


def test_a_revisit_whose_bytes_are_nowhere_is_unreachable(tmp_path):
    with Archive(tmp_path) as archive:
        night(open_web(str(WEB / "2025-01-01")), archive)
        night(open_web(str(WEB / "2025-01-01")), archive, SECOND)
    alone = tmp_path / "alone"
    alone.mkdir()
    path = alone / "second.warc.gz"
    path.write_bytes(sorted(tmp_path.glob("*.warc.gz"))[1].read_bytes())
    with pytest.raises(Unreachable, match="does not hold"):
        get(open_web(str(path)), "https://decentralization.ua/newgromada/4360")


@pytest.mark.parametrize("packed", [True, False])
def test_a_warc_cut_in_the_middle_gives_what_it_holds_and_no_half_page(tmp_path, packed):
    page = random.Random(1).randbytes(50_000)
    records = ("https://site.ua/a", "200 OK", "X: y", b"first"), ("https://site.ua/b", "200 OK", "X: y", page)
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(warc(*records, packed=packed)[:-20_000])
    assert get(open_web(str(path)), "https://site.ua/a").body == b"first"
    with pytest.raises(Unreachable, match="before the end of the answer"):
        get(open_web(str(path)), "https://site.ua/b")
