"""What the last night did, in a few lines: sources read and failed, decisions open, what the ledger holds."""

from collections.abc import Iterator

import sqlalchemy as sa

from registry.evidence import dead_pages
from schemas.calendar import KYIV


def night_lines(connection: sa.Connection) -> Iterator[str]:
    """One line a source with its pages and claims, then its failures in words, then the totals."""
    run = connection.execute(sa.text("SELECT max(id) FROM run WHERE finished")).scalar()
    rows = connection.execute(
        sa.text(
            "SELECT source_id, count(*) AS pages, count(*) FILTER (WHERE checked) AS checked, sum(claims)::int AS claims "
            "FROM page_run WHERE run_id = :run GROUP BY source_id ORDER BY source_id"
        ),
        {"run": run},
    ).fetchall()
    for source, pages, checked, claims in rows:
        yield f"  {source:<18} {checked}/{pages} pages read, {claims} {'claim' if claims == 1 else 'claims'}"
    failed = connection.execute(
        sa.text("SELECT source_id, page, reason FROM page_run WHERE run_id = :run AND NOT checked ORDER BY source_id, page"),
        {"run": run},
    ).fetchall()
    for source, page, reason in failed[:12]:
        yield f"  failed: {source} {page}: {reason}"
    if len(failed) > 12:
        yield f"  and {len(failed) - 12} more failed pages; all of them are in the table page_run"
    for source, page, failures, good in dead_pages(connection)[:12]:
        yield (
            f"  dead: {source} {page}: {failures} failed reads, last read {good:%Y-%m-%d}"
            if good
            else (f"  dead: {source} {page}: {failures} failed reads, never read")
        )
    issues = connection.execute(
        sa.text("SELECT issue_class, count(*) FROM issue WHERE run_id = :run GROUP BY issue_class ORDER BY issue_class"),
        {"run": run},
    ).fetchall()
    yield "  issues: " + (", ".join(f"{name} {number}" for name, number in issues) or "none")
    verdicts = connection.execute(
        sa.text("SELECT verdict, count(*) FROM decision WHERE retired_at IS NULL GROUP BY verdict ORDER BY verdict")
    ).fetchall()
    yield "  decisions: " + ", ".join(f"{name} {number}" for name, number in verdicts)
    counts = connection.execute(
        sa.text(
            "SELECT status, count(DISTINCT partnership_id) FROM partnership_version v JOIN run ON run.id = :run "
            f"WHERE recorded @> run.clock AND valid @> (run.clock AT TIME ZONE '{KYIV}')::date GROUP BY status ORDER BY status"
        ),
        {"run": run},
    ).fetchall()
    yield "  partnerships: " + (", ".join(f"{name} {number}" for name, number in counts) or "none")
