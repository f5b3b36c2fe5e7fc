"""Between sources and registry: crawl a source into a manifest, read a manifest into frames.

Plain functions for the assets in `assets/`; what a source is stands in `scrapers/source.py`. A manifest names what was fetched, its
bytes stand in the archive, so that reading can be repeated without fetching.
"""

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import polars as pl

from registry.control_totals import COUNTRY
from registry.statements import FetchedDocument, PageVerdict
from schemas.calendar import YEARS
from schemas.tables import TABLES
from schemas.vocabularies import OBLAST_ROWS, IssueClass, Precision
from scrapers.archive import Archive, Document
from scrapers.claim import Claim, ControlTotal, Issue, Reading
from scrapers.fetch import Fetcher
from scrapers.source import CrawlContext, HromadaRow, Source
from scrapers.text.countries import iso_codes
from scrapers.text.dates import PRECISION_OF_LENGTH, bounds
from scrapers.web import open_web

#: What no table can keep: Postgres refuses NUL, UTF-8 half a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
#: Counters whose oblast rows add up to the country's.
ADDED_UP = ("agreements", "partnerships", "hromady")
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
            async with Fetcher(
                open_web(web), clock=context.clock, archive=archive, contact=contact or REPLAY_CONTACT
            ) as fetcher:
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
    unstorable: list[Issue] = []
    contradicted: list[Issue] = []
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
        for claim in reading.claims:
            claim = replace(claim, url=document.requested_url)
            if any(isinstance(value, str) and _UNSTORABLE.search(value) for value in claim.fields()):
                row = " | ".join(filter(None, (claim.hromada_raw, claim.partner_raw, claim.country_raw)))
                words = "a character that no text can hold stands in it"
                unstorable.append(
                    Issue(IssueClass.BAD_ROW, words, claim.source, url=claim.url, document=claim.document, row=row)
                )
            else:
                claims.append((claim, page))
        kept, wrong = adding_up(reading.totals)
        totals += (replace(total, url=document.url) for total in kept)
        contradicted += (
            Issue(IssueClass.BAD_ROW, words, reading.source, url=document.url, document=document.sha256) for words in wrong
        )
        # A list of many hromady is no page of the first of them: what it lacks says nothing of that one.
        codes = {claim.hromada_code for claim in reading.claims}
        code = hromada_of.get(document.url) or (codes.pop() if len(codes) == 1 else None)
        reason = _shown(reading.reason) or f"{len(reading.claims)} claims"
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
    issues = [issue for reading in readings for issue in reading.issues] + unstorable + contradicted + failed
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
        "totals": pl.DataFrame([{name: _shown(getattr(total, name)) for name in TOTALS} for total in totals], schema=TOTALS),
    }


def adding_up(totals: Sequence[ControlTotal]) -> tuple[list[ControlTotal], list[str]]:
    """Totals to reconcile with, without those whose oblast rows add up to another number than the country's total; and words on these."""
    groups: dict[tuple[str, str], dict[str, ControlTotal]] = {}
    for total in totals:
        groups.setdefault((total.as_of, total.counter), {})[total.scope] = total
    kept, wrong = list(totals), []
    for (as_of, counter), scopes in groups.items():
        whole = scopes.get(COUNTRY)
        parts = [scopes[oblast] for oblast in OBLAST_ROWS if oblast in scopes]
        # Partners and countries of several oblasts are the same ones; a rounded number adds up to nothing.
        if (
            counter not in ADDED_UP
            or whole is None
            or len(parts) < len(OBLAST_ROWS)
            or any(part.approximate for part in (whole, *parts))
        ):
            continue
        if (added := sum(part.value for part in parts)) != whole.value:
            kept = [total for total in kept if (total.as_of, total.counter) != (as_of, counter)]
            wrong.append(
                f"{counter} on {as_of}: the oblasts add up to {added}, the total says {whole.value}; none of them is used"
            )
    return kept, wrong


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
    return TABLES["issues"].frame([{name: _shown(value) for name, value in asdict(issue).items()} for issue in issues])


def _shown(value: object) -> object:
    """A value as a table can hold it, for words about a row: what was printed stays in the archive."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value


def quarantine(claims: pl.DataFrame, hromada_codes: set[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Claims that keep the rules of their table, and issues for those that do not; claims in = claims out + issues.

    The same statement printed twice on one page is one claim. A KATOTTG code that the codifier does not hold is quarantined, and so are
    a partner without a name, a country that is none and a date that no calendar holds.
    """
    import pandera.errors

    claims = claims.unique("statement_id", keep="first", maintain_order=True).with_row_index("row_number")
    bad: dict[int, tuple[IssueClass, str]] = {}
    unknown = claims.filter(pl.col("hromada_code").is_not_null() & ~pl.col("hromada_code").is_in(list(hromada_codes)))
    for number, code in unknown.select("row_number", "hromada_code").iter_rows():
        bad[number] = (IssueClass.UNKNOWN_CODE, f"the codifier holds no hromada {code}")
    for number, name, country, *dates in claims.select(
        "row_number", "partner_raw", "country", "since", "since_precision", "ended_on"
    ).iter_rows():
        if words := _impossible(name, country, *dates):
            bad.setdefault(number, (IssueClass.BAD_ROW, words))
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


def _impossible(
    name: str | None, country: str | None, since: str | None, precision: str | None, ended: str | None
) -> str | None:
    """Why no claim can be so, in words; None when it can. What is no word of a vocabulary at all is left to the schema."""
    if not (name or "").strip():
        return "the partner has no name"
    if country and country not in iso_codes():
        return f"{country} is no country"
    told = precision if precision in Precision.values() else None
    for value, fits in ((since, told), (ended, PRECISION_OF_LENGTH.get(len(ended or "")))):
        if value is None and fits in (None, Precision.UNKNOWN):
            continue
        try:
            earliest, latest = bounds(value or "", Precision(fits or Precision.UNKNOWN))
        except ValueError:
            return f"{value} is no {fits} of a calendar"
        if value and (fits in (None, Precision.UNKNOWN) or earliest.year not in YEARS or latest.year not in YEARS):
            return f"{value} is no day, month or year of our time"
    return None


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
    return pl.DataFrame([{name: _shown(value) for name, value in asdict(row).items()} for row in rows], schema=HROMADA_ROWS)


def crawl_context(
    clock: datetime, *, web: str, hromady: Sequence[HromadaRow], sites: dict, last_counts: dict[str, int], progress: Callable,
    sites_per_night: int, pages_per_site: int,
) -> CrawlContext:  # fmt: skip
    """`partial`: a replayed web is a part of the real one, so that what sources are known to hold in all does not bind it."""
    return CrawlContext(
        clock=clock, hromady=hromady, sites=sites, progress=progress, partial=web != "live", last_counts=last_counts,
        sites_per_night=sites_per_night, pages_per_site=pages_per_site,
    )  # fmt: skip
