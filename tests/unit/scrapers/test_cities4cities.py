"""Cities4Cities and United for Ukraine: profiles are searches, and only a title that says «signed» is a tie."""

import asyncio
import csv
import hashlib
import json
from datetime import UTC, datetime

import pytest

from schemas.vocabularies import IssueClass, Kind, Level, Record, Stage
from scrapers.archive import Document
from scrapers.errors import ApiError, BadRow, LayoutChanged
from scrapers.fetch import Fetcher
from scrapers.source import CrawlContext
from scrapers.sources.cities4cities import MARKERS_URL, POSTS_URL, Cities4Cities, posts_url, read_markers, read_posts, signing
from scrapers.sources.unitedforua import HOMEPAGE, UnitedForUa
from scrapers.web import open_web

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ovruch community signed a memorandum with the Polish Gmina Cedry Wielkie", [("Ovruch", "Gmina Cedry Wielkie", "PL")]),
        ("Bilohorodka and Bures-sur-Yvette have signed a partnership agreement", [("Bilohorodka", "Bures-sur-Yvette", None)]),
        ("Franconville and Slavutych signed a twinning agreement in Paris", [("Slavutych", "Franconville", None)]),
        ("Khotyn and Eslöv (Sweden) have officially signed an agreement", [("Khotyn", "Eslöv", "SE")]),
        ("Чугуївська громада підписала меморандум зі шведським Дандеридом", [("Чугуївська громада", "Дандеридом", "SE")]),
        ("Люботин та французький Шомон підписали угоду про побратимство", [("Люботин", "Шомон", "FR")]),
        ("Kherson, Melitopol and nine other cities meet municipalities of Sweden", []),
        ("Delegation from Kassel visited Zhytomyr", []),
        ("Slobozhanske and Vännäs plan to sign a letter of intent", []),
        ("Uman and Kristianstad will sign an agreement", []),
        ("Lviv and Kharkiv signed a memorandum of cooperation", []),
    ],
)
def test_only_signings_are_ties(title, expected):
    assert [(claim.hromada_raw, claim.partner_raw, claim.country) for claim in signing(title)] == expected


def test_stage_and_kind_come_from_the_title():
    [claim] = signing("Ovruch community signed a memorandum with the Polish Gmina Cedry Wielkie", "post 7")
    assert (claim.kind, claim.stage, claim.level, claim.since) == (Kind.MEMORANDUM, Stage.SIGNED, Level.GMINA, None)
    assert (claim.record, claim.number_raw) == (Record.PARTNERSHIP, "post 7")
    [intent] = signing("Slobozhanske and Vännäs signed a letter of intent")
    assert intent.stage is Stage.INTENT


@pytest.mark.parametrize(
    "title", ["Forum participants signed a declaration", "Ulster County and Chernivtsi Region signed an agreement"]
)
def test_a_signing_without_a_hromada_is_quarantined(title):
    with pytest.raises(BadRow):
        signing(title)


def test_the_day_of_a_post_is_no_day_of_signing():
    post = {
        "id": 9,
        "date": "2025-05-21T10:00:00",
        "title": {"rendered": "Chuhuiv &amp; Danderyd (Sweden) signed a memorandum"},
    }
    reading = read_posts([post, {"id": 10, "title": {"rendered": "Forum in Lviv"}}, {"id": 11}])
    [claim] = reading.claims
    assert (claim.hromada_raw, claim.partner_raw, claim.since) == ("Chuhuiv", "Danderyd", None)
    assert reading.checked and [issue.issue_class for issue in reading.issues] == [IssueClass.BAD_ROW]


def test_an_error_of_wordpress_is_no_empty_page():
    with pytest.raises(ApiError, match="no route"):
        read_posts({"code": "rest_no_route", "message": "no route"})


def test_markers_are_searches():
    reading = read_markers(
        [{"title": "Kherson territorial community", "link": "https://cities4cities.eu/community/kherson/"}, {"link": "x"}]
    )
    [claim] = reading.claims
    assert (claim.record, claim.hromada_raw, claim.number_raw) == (Record.SEEKER, "Kherson territorial community", "kherson")
    assert [issue.issue_class for issue in reading.issues] == [IssueClass.BAD_ROW]
    with pytest.raises(LayoutChanged):
        read_markers({"points": []})


def crawl(tmp_path, pages: dict[str, tuple[int, object, str]]):
    with (tmp_path / "index.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["url", "status", "content_type", "file", "headers"])
        for number, (url, (status, value, headers)) in enumerate(pages.items()):
            (tmp_path / f"{number}.json").write_text(json.dumps(value), encoding="utf-8")
            rows.writerow([url, status, "application/json", f"{number}.json", headers])

    async def run():
        async with Fetcher(open_web(str(tmp_path)), clock=NOW, archive=None, contact="test@invalid") as fetcher:
            return await Cities4Cities().crawl(fetcher, CrawlContext(clock=NOW))

    return asyncio.run(run())


PAGES = '{"X-WP-TotalPages": "2"}'


def test_all_pages_of_posts_are_walked(tmp_path):
    pages = {MARKERS_URL: (200, [], ""), posts_url(1): (200, [{"id": 1}], PAGES), posts_url(2): (200, [{"id": 2}], PAGES)}
    harvest = crawl(tmp_path, pages)
    assert [document.requested_url for document in harvest.documents] == [MARKERS_URL, posts_url(1), posts_url(2)]
    assert {Cities4Cities().page(document.url) for document in harvest.documents[1:]} == {POSTS_URL}


def test_a_page_of_posts_that_fails_fails_them_all(tmp_path):
    pages = {MARKERS_URL: (200, [], ""), posts_url(1): (200, [{"id": 1}], PAGES), posts_url(2): (503, [], "")}
    harvest = crawl(tmp_path, pages)
    assert [document.requested_url for document in harvest.documents] == [MARKERS_URL]
    assert [(issue.issue_class, issue.url) for issue in harvest.issues] == [(IssueClass.UNREACHABLE, POSTS_URL)]


def profiles(body: str, url: str = HOMEPAGE):
    raw = body.encode()
    document = Document(
        "unitedforua", url, HOMEPAGE, 200, "text/html; charset=utf-8", {}, NOW, hashlib.sha256(raw).hexdigest(), raw
    )
    [reading] = UnitedForUa().read([document], CrawlContext(clock=NOW))
    return reading


def test_profiles_of_united_for_ukraine_are_searches():
    reading = profiles(
        '<div><a href="/community/kherson">Kherson community</a><a href="/community/kherson">Kherson community</a>'
        '<a href="/community/all">All communities</a><a href="/about">About the community</a></div>'
    )
    assert [(claim.record, claim.hromada_raw, claim.number_raw) for claim in reading.claims] == [
        (Record.SEEKER, "Kherson community", "kherson")
    ]


def test_a_page_without_profiles_is_not_readable_and_no_zero():
    reading = profiles("<div><h1>United for Ukraine</h1><a href='/about'>About</a></div>")
    assert not reading.checked
    assert [issue.issue_class for issue in reading.issues] == [IssueClass.NO_LAYOUT]


def test_the_platform_may_lead_to_cities4cities():
    reading = profiles("<p>Cities4Cities</p>", url="https://cities4cities.eu/")
    assert reading.checked and not reading.issues and "Cities4Cities" in reading.reason
