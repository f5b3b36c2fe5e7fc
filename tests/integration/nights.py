"""Nights of a made-up web, recorded without Dagster: pages with rows in, the registry's own steps, the database out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from registry import decisions, ledger, reference, resolution, statements
from registry.matching.resolver import Resolver
from registry.places.codifier import load_codifier
from registry.statements import FetchedDocument, Night, PageVerdict
from schemas.tables import TABLES
from scrapers.claim import Claim
from scrapers.text.countries import country_of

FIRST = datetime.fromisoformat("2025-01-01T02:00:00+02:00")
POLTAVA, RIVNE, LVIV = "UA53080370000025447", "UA56060470000086729", "UA46060250000025047"

SOURCE = {
    "title": "t",
    "publisher": "p",
    "homepage": "https://example.org",
    "licence": "l",
    "frequency": "nightly",
    "gives": ["partnerships"],
}


@dataclass(frozen=True)
class Row:
    """One printed row of a page."""

    name: str
    country: str | None = None
    since: str | None = None
    hromada: str | None = POLTAVA
    fields: Mapping = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.name, self.country, self.since, self.hromada))


def prepare(connection: sa.Connection) -> None:
    """The codifier in the registry, as the reference assets leave it."""
    reference.record_codifier(connection, load_codifier())


def play(
    connection: sa.Connection,
    resolver: Resolver,
    clock: datetime,
    pages: Mapping[str, Sequence[Row] | None],
    *,
    full: bool | None = None,
    source: str = "list",
) -> Night:
    """One night: `pages` by name, None for a page that failed. Decisions that wait are applied before it, as the job does."""
    if decisions.waiting(connection, clock):
        decisions.apply_due(connection, resolver, clock)
    night = statements.begin_night(connection, clock, web="test", inputs="")
    statements.record_sources(connection, [{"id": source, **SOURCE}])
    rows, documents, verdicts = [], [], []
    for page, printed in sorted(pages.items()):
        if printed is None:
            verdicts.append(PageVerdict(source, page, False, "status 503", 0, url=page))
            continue
        body = repr(sorted((row.name, row.country or "", row.since or "", row.hromada or "") for row in printed))
        sha = hashlib.sha256(f"{page} {body}".encode()).hexdigest()
        documents.append(FetchedDocument(source, page, sha, 200, "text/html", len(body), clock))
        claims = {claim.statement_id(page): claim for claim in (_claim(row, source, page, sha) for row in printed)}
        verdicts.append(PageVerdict(source, page, True, f"{len(claims)} claims", len(claims), url=page, sha256=sha))
        rows += [
            {**{name: getattr(claim, name, None) for name in TABLES["claims"].names}, "page": page, "statement_id": statement}
            for statement, claim in claims.items()
        ]
    statements.record_night(
        connection,
        night,
        documents=documents,
        pages=verdicts,
        claims=TABLES["claims"].frame(rows),
        issues=TABLES["issues"].frame([]),
        apart=lambda *asked: resolution.named_apart(*asked, resolver),
    )
    resolution.resolve_statements(connection, night, resolver, full=full)
    ledger.update_ledger(connection, night, full=resolution.edition_changed(connection, night) if full is None else full)
    statements.finish_night(connection, night)
    return night


def _claim(row: Row, source: str, page: str, sha: str) -> Claim:
    precision = {None: "unknown", 4: "year", 7: "month", 10: "day"}[len(row.since) if row.since else None]
    code = row.hromada if row.hromada and row.hromada.startswith("UA") else None
    base = {
        "source": source, "partner_raw": row.name, "country_raw": row.country, "country": country_of(row.country or ""),
        "since": row.since, "since_precision": precision, "quote": f"{row.name} {row.country or ''}", "hromada_code": code,
        "hromada_raw": None if code else row.hromada, "url": page, "document": sha,
    }  # fmt: skip
    return Claim(**{**base, **row.fields})


def later(days: int) -> datetime:
    return FIRST + timedelta(days=days)


#: What two registries must share: live decisions, live and past states, agreements, identifiers.
CONTENT = {
    "decision": "SELECT statement_id, part, verdict, author, home, hromada_code, place_id, partner_raw, score, reasons FROM decision "
    "WHERE retired_at IS NULL ORDER BY 1, 2",
    "partnership": "SELECT id, hromada_code, place_id FROM partnership ORDER BY id",
    "state": "SELECT partnership_id, valid::text, recorded::text, status, kind, stage, since, since_earliest, since_latest, end_statement, "
    "end_decision FROM partnership_version ORDER BY 1, 3, 2",
    "agreement": "SELECT agreement_id, valid::text, recorded::text, title, hromady, places, statements FROM agreement_version ORDER BY 1, 3, 2",
    "stage": "SELECT partnership_id, recorded::text, stage, day, statement_id, ruling_id FROM stage_version ORDER BY 1, 2, 3, 4, 5, 6",
    "event": "SELECT partnership_id, recorded_at, event, cause, before, after FROM change_event ORDER BY 2, 1, 3",
    "identifier": "SELECT public_id, kind, natural_key FROM identifier ORDER BY 1",
    "succession": "SELECT public_id, recorded_at, successor FROM succession ORDER BY 1, 2",
}


def successors(connection: sa.Connection) -> dict[str, str]:
    """Identifier -> the one that stands for it now."""
    told = "SELECT DISTINCT ON (public_id) public_id, successor FROM succession ORDER BY public_id, recorded_at DESC"
    return dict(connection.execute(sa.text(f"SELECT * FROM ({told}) told WHERE successor IS NOT NULL")).all())


def content(connection: sa.Connection, *names: str) -> dict[str, list[tuple]]:
    return {
        name: [tuple(row) for row in connection.execute(sa.text(query))]
        for name, query in CONTENT.items()
        if not names or name in names
    }


def events(connection: sa.Connection, clock: datetime) -> list[tuple]:
    """Events of one moment: event, cause, hromada, place, before, after."""
    return [
        tuple(row)
        for row in connection.execute(
            sa.text(
                "SELECT e.event, e.cause, p.hromada_code, place.name, e.before, e.after FROM change_event e JOIN partnership p ON p.id = e.partnership_id "
                "JOIN place ON place.id = p.place_id WHERE e.recorded_at = :clock ORDER BY e.event, e.cause, place.name"
            ),
            {"clock": clock},
        )
    ]


def ties(connection: sa.Connection) -> dict[str, str]:
    """Live partnerships: `hromada place name` -> status of the last state."""
    return dict(
        connection.execute(
            sa.text(
                "SELECT DISTINCT ON (1) p.hromada_code || ' ' || place.name, v.status FROM partnership p JOIN place ON place.id = p.place_id "
                "JOIN partnership_version v ON v.partnership_id = p.id WHERE upper_inf(v.recorded) ORDER BY 1, lower(v.valid) DESC NULLS LAST"
            )
        ).all()
    )
