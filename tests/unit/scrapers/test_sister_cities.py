"""The membership directory of Sister Cities International: its Ukrainian rows, and a table that is not the directory."""

import hashlib
from datetime import UTC, datetime

from schemas.vocabularies import IssueClass, Kind
from scrapers.archive import Document
from scrapers.source import CrawlContext
from scrapers.sources.sister_cities import DIRECTORY, SisterCities

NOW = datetime(2025, 1, 1, tzinfo=UTC)


def read(html: str):
    body = html.encode()
    document = Document(
        "sister_cities", DIRECTORY, DIRECTORY, 200, "text/html; charset=utf-8", {}, NOW, hashlib.sha256(body).hexdigest(), body
    )
    [reading] = SisterCities().read([document], CrawlContext(clock=NOW))
    return reading


def table(heading: str, *rows: str) -> str:
    cells = ["".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows]
    return f"<table><tr>{''.join(f'<th>{cell}</th>' for cell in heading.split('|'))}</tr>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def test_ukrainian_rows_are_ties_and_others_are_not():
    html = table("U.S. Member|State|Sister City|Country", "Cincinnati|OH|Kharkiv|Ukraine", "Cincinnati|OH|Munich|Germany")
    [claim] = read(html).claims
    assert (claim.partner_raw, claim.region_raw, claim.country, claim.hromada_raw) == ("Cincinnati", "OH", "US", "Kharkiv")
    assert (claim.kind, claim.since) == (Kind.TWINNING, None)


def test_state_and_country_may_stand_in_one_cell_with_the_name():
    html = table(
        "Sister city abroad|Member city|Year", "Kharkiv, Ukraine|Cincinnati, OH|1989", "Tbilisi, Georgia|Atlanta, GA|1988"
    )
    [claim] = read(html).claims
    assert (claim.partner_raw, claim.region_raw, claim.hromada_raw, claim.since) == ("Cincinnati", "OH", "Kharkiv", "1989")


def test_a_row_without_a_side_is_quarantined():
    html = table("Member|State|Sister City|Country", "|OH|Kharkiv|Ukraine", "Dallas|TX|Kharkiv|Ukraine")
    reading = read(html)
    assert [claim.partner_raw for claim in reading.claims] == ["Dallas"]
    assert [issue.issue_class for issue in reading.issues] == [IssueClass.BAD_ROW]


def test_another_table_is_a_changed_layout():
    for html in (table("Staff|Phone", "a|b"), table("Member|Sister City|Country", "Dallas|Brno|Czechia"), "<p>members</p>"):
        reading = read(html)
        assert not reading.checked and [issue.issue_class for issue in reading.issues] == [IssueClass.LAYOUT_CHANGED]
