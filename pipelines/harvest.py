"""Between sources and registry: crawl a source into a manifest, read a manifest into frames.

Plain functions for the assets in `assets/`; what a source is stands in `scrapers/source.py`. A manifest names what was fetched, its
bytes stand in the archive, so that reading can be repeated without fetching.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import polars as pl

from registry.statements import FetchedDocument, PageVerdict
from schemas.tables import TABLES
from schemas.vocabularies import IssueClass
from scrapers.archive import Archive, Document
from scrapers.claim import Claim, ControlTotal, Issue, Reading
from scrapers.fetch import Fetcher
from scrapers.source import CrawlContext, HromadaRow, Source
from scrapers.web import open_web

#: Sent to nobody: a replayed web answers from files.
REPLAY_CONTACT = "replay@invalid"

MANIFEST = pl.Schema(
    {
        "source": pl.String(),
        "url": pl.String(),
        "requested_url": pl.String(),
        "status": pl.Int64(),
        "content_type": pl.String(),
        "size": pl.Int64(),
        "sha256": pl.String(),
        "fetched_at": pl.Datetime("us", "UTC"),
    }
)
PAGES = pl.Schema(
    {
        "source": pl.String(),
        "page": pl.String(),
        "checked": pl.Boolean(),
        "reason": pl.String(),
        "claims": pl.Int64(),
        "layout": pl.String(),
        "hromada_code": pl.String(),
        "url": pl.String(),
        "sha256": pl.String(),
    }
)
TOTALS = pl.Schema(
    {
        "source": pl.String(),
        "url": pl.String(),
        "as_of": pl.String(),
        "scope": pl.String(),
        "counter": pl.String(),
        "value": pl.Int64(),
        "approximate": pl.Boolean(),
        "quote": pl.String(),
    }
)
HROMADA_ROWS = pl.Schema(
    {
        "portal_id": pl.Int64(),
        "title": pl.String(),
        "katottg": pl.String(),
        "koatuu": pl.String(),
        "area_name": pl.String(),
        "region_name": pl.String(),
        "population": pl.Int64(),
        "site": pl.String(),
        "type": pl.String(),
    }
)

Frames = dict[str, pl.DataFrame]


def crawl(source: Source, web: str, archive_folder: Path, contact: str, context: CrawlContext) -> Frames:
    """Fetch what a source has: frames `manifest` and `issues`. The bytes are in the archive when this returns."""

    async def run() -> tuple[list[Document], list[Issue]]:
        with Archive(archive_folder) as archive:
            async with Fetcher(open_web(web), clock=context.clock, archive=archive, contact=contact or REPLAY_CONTACT) as fetcher:
                harvest = await source.crawl(fetcher, context)
        return harvest.documents, harvest.issues

    documents, issues = asyncio.run(run())
    rows = [
        {
            **{name: getattr(document, name) for name in MANIFEST if name != "size"},
            "size": len(document.body),
        }
        for document in documents
    ]
    return {"manifest": pl.DataFrame(rows, schema=MANIFEST), "issues": issue_frame(issues)}


def documents(manifest: pl.DataFrame, archive_folder: Path) -> Iterator[Document]:
    """The documents that a manifest names, with their bytes from the archive; one at a time."""
    with Archive(archive_folder) as archive:
        for row in manifest.iter_rows(named=True):
            size = row.pop("size")
            body = archive.get(row["sha256"])
            if len(body) != size:
                raise RuntimeError(f"the archive holds {len(body)} bytes for {row['sha256']}, the manifest says {size}")
            yield Document(**row, headers={}, body=body)


def read(source: Source, crawled: Frames, archive_folder: Path, context: CrawlContext) -> Frames:
    """What the documents of a source say: frames `claims`, `issues`, `pages` and `totals`.

    A page that was not reached, not read or not believed is a page with `checked` False: its statements keep their last state.
    """
    readings: list[Reading] = []
    hromada_of = source.hromada_pages(context)
    pages = []
    claims: list[tuple[Claim, str]] = []
    totals: list[ControlTotal] = []
    manifest = crawled["manifest"]
    for document in documents(manifest, archive_folder):
        [reading] = source.read([document], context)
        page = source.page(document.url)
        readings.append(reading)
        # The evidence of a claim names the address that was fetched; its page may be the home of changing editions.
        claims += ((replace(claim, url=document.requested_url), page) for claim in reading.claims)
        totals += (replace(total, url=document.url) for total in reading.totals)
        # A list of many hromady is no page of the first of them: what it lacks says nothing of that one.
        codes = {claim.hromada_code for claim in reading.claims}
        code = hromada_of.get(document.url) or (codes.pop() if len(codes) == 1 else None)
        reason = reading.reason or f"{len(reading.claims)} claims"
        pages.append(
            (
                reading.source,
                page,
                reading.checked,
                reason,
                len(reading.claims),
                reading.layout,
                code,
                document.requested_url,
                document.sha256,
            )
        )
    failed = source.judge(readings, context)
    issues = [issue for reading in readings for issue in reading.issues] + failed
    reached = {page[1] for page in pages}
    for row in crawled["issues"].iter_rows(named=True):
        page = source.page(row["url"]) if row["url"] else None
        if page and page not in reached:
            pages.append((row["source"], page, False, row["words"], 0, None, hromada_of.get(row["url"]), None, None))
    frame = pl.DataFrame(pages, schema=PAGES, orient="row")
    if failed:
        # A source that holds far too little or too much was not read, whatever its single pages look like.
        words = "; ".join(issue.words for issue in failed)
        frame = frame.with_columns(checked=pl.lit(False), reason=pl.lit(words))
    return {
        "claims": claim_frame(claims),
        "issues": pl.concat([crawled["issues"], issue_frame(issues)]),
        "pages": frame,
        "totals": pl.DataFrame([{name: getattr(total, name) for name in TOTALS} for total in totals], schema=TOTALS),
    }


def claim_frame(claims: Sequence[tuple[Claim, str]]) -> pl.DataFrame:
    """Claims with their pages as table `claims`."""
    rows = [
        {
            **{name: getattr(claim, name, None) for name in TABLES["claims"].names},
            "page": page,
            "statement_id": claim.statement_id(page),
        }
        for claim, page in claims
    ]
    return TABLES["claims"].frame(rows)


def issue_frame(issues: Sequence[Issue]) -> pl.DataFrame:
    return TABLES["issues"].frame([asdict(issue) for issue in issues])


def quarantine(claims: pl.DataFrame, hromada_codes: set[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Claims that keep the rules of their table, and issues for those that do not; claims in = claims out + issues.

    The same statement printed twice on one page is one claim. A KATOTTG code that the codifier does not hold is quarantined.
    """
    import pandera.errors

    claims = claims.unique("statement_id", keep="first", maintain_order=True).with_row_index("row_number")
    bad: dict[int, tuple[IssueClass, str]] = {}
    unknown = claims.filter(pl.col("hromada_code").is_not_null() & ~pl.col("hromada_code").is_in(list(hromada_codes)))
    for number, code in unknown.select("row_number", "hromada_code").iter_rows():
        bad[number] = (IssueClass.UNKNOWN_CODE, f"the codifier holds no hromada {code}")
    try:
        TABLES["claims"].pandera.validate(claims.drop("row_number"), lazy=True)
    except pandera.errors.SchemaErrors as error:
        for case in error.failure_cases.iter_rows(named=True):
            if case["index"] is None:
                raise
            bad.setdefault(case["index"], (IssueClass.BAD_ROW, f"{case['column']} breaks {case['check']}"))
    kept = claims.filter(~pl.col("row_number").is_in(list(bad))).drop("row_number")
    issues = [
        Issue(
            issue_class, words, row["source"], url=row["url"], document=row["document"],
            row=" | ".join(str(row[name]) for name in ("hromada_raw", "partner_raw", "country_raw") if row[name]),
        )
        for number, (issue_class, words) in sorted(bad.items())
        for row in [claims.row(number, named=True)]
    ]  # fmt: skip
    return kept, issue_frame(issues)


def fetched(manifest: pl.DataFrame) -> Iterator[FetchedDocument]:
    for row in manifest.iter_rows(named=True):
        row["url"] = row.pop("requested_url")
        yield FetchedDocument(**row)


def verdicts(pages: pl.DataFrame) -> Iterator[PageVerdict]:
    for row in pages.iter_rows(named=True):
        yield PageVerdict(**row)


def hromada_rows(frame: pl.DataFrame) -> list[HromadaRow]:
    return [HromadaRow(**row) for row in frame.iter_rows(named=True)]


def hromada_frame(rows: Sequence[HromadaRow]) -> pl.DataFrame:
    return pl.DataFrame([asdict(row) for row in rows], schema=HROMADA_ROWS)


def crawl_context(
    clock: datetime, *, web: str, hromady: Sequence[HromadaRow], sites: dict, last_counts: dict[str, int], progress: Callable,
    sites_per_night: int, pages_per_site: int,
) -> CrawlContext:  # fmt: skip
    """`partial`: a replayed web is a part of the real one, so that what sources are known to hold in all does not bind it."""
    return CrawlContext(
        clock=clock, hromady=hromady, sites=sites, progress=progress, partial=web != "live", last_counts=last_counts,
        sites_per_night=sites_per_night, pages_per_site=pages_per_site,
    )  # fmt: skip
