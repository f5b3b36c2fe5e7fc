"""How good a release is, in figures: coverage, certainty, dates, sources and their failures as known at a moment.

What does not belong here: whether it may be published (`gate.py`).
"""

from datetime import UTC
from typing import Any

import polars as pl
import sqlalchemy as sa

from registry.snapshots import Snapshot
from schemas.vocabularies import OBLAST_ROWS

_SOURCES = """
WITH night AS (SELECT max(id) AS id FROM run WHERE finished AND clock <= :known_at)
SELECT s.id, coalesce(was.title, s.title) AS title, coalesce(was.publisher, s.publisher) AS publisher,
  coalesce(was.homepage, s.homepage) AS homepage, coalesce(was.licence, s.licence) AS licence, coalesce(was.frequency, s.frequency) AS frequency,
  max(run.clock) FILTER (WHERE p.checked) AS as_of,
  count(*) FILTER (WHERE p.run_id = night.id) AS pages,
  count(*) FILTER (WHERE p.run_id = night.id AND p.checked) AS checked
FROM source s LEFT JOIN source_version was ON was.source_id = s.id AND was.recorded @> CAST(:known_at AS timestamptz)
JOIN page_run p ON p.source_id = s.id JOIN run ON run.id = p.run_id AND run.finished AND run.clock <= :known_at
CROSS JOIN night GROUP BY s.id, was.id ORDER BY s.id
"""
_FAILURES = """
SELECT source_id, page, reason,
  (SELECT issue_class FROM issue WHERE issue.run_id = p.run_id AND issue.source = p.source_id
     AND (issue.url = p.page OR position(issue.words IN p.reason) > 0)
   ORDER BY issue.words = p.reason DESC, position(issue.words IN p.reason) = 0, issue.id LIMIT 1) AS issue_class,
  (SELECT max(run.clock) FROM page_run good JOIN run ON run.id = good.run_id
   WHERE good.checked AND good.source_id = p.source_id AND good.page = p.page AND run.finished AND run.clock <= :known_at) AS as_of
FROM page_run p WHERE NOT checked AND run_id = (SELECT max(id) FROM run WHERE finished AND clock <= :known_at)
ORDER BY source_id, page
"""
_OPEN = """
SELECT verdict, count(*) FROM decision WHERE decided_at <= :known_at AND (retired_at IS NULL OR retired_at > :known_at)
GROUP BY verdict ORDER BY verdict
"""


def sources(connection: sa.Connection, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Every source read by then: who it is, the night on which it was last read, and the pages that failed on the last night.

    A failed page keeps its last good statements, so each names the night they come from.
    """
    known = {"known_at": snapshot.known_at}
    failures: dict[str, list[dict[str, Any]]] = {}
    for source, page, reason, issue_class, as_of in connection.execute(sa.text(_FAILURES), known):
        failures.setdefault(source, []).append(
            {"page": page, "reason": reason, "class": issue_class, "as_of": _stamp(as_of)}
        )
    return [
        {**row, "as_of": _stamp(row["as_of"]), "failures": failures.get(row["id"], [])}
        for row in connection.execute(sa.text(_SOURCES), known).mappings()
    ]


def scorecard(connection: sa.Connection, snapshot: Snapshot, found: list[dict[str, Any]]) -> dict[str, Any]:
    """Groups of figures. `found`: what `sources` gave."""
    ties, evidence = snapshot.partnerships, snapshot.tables["evidence"]
    hromady = snapshot.tables["hromady"].filter(pl.col("oblast").is_in(OBLAST_ROWS))
    proofs = evidence.filter(pl.col("public_id").is_in(ties["partnership_id"].implode()))
    per_tie = proofs.group_by("public_id").agg(pl.col("source").n_unique())["source"]
    decisions = connection.execute(sa.text(_OPEN), {"known_at": snapshot.known_at})
    return {
        "coverage": {
            "hromady": hromady.height,
            "hromady_checked": int(hromady["checked"].sum()),
            "hromady_with_partners": int((hromady["n_partnerships"] > 0).sum()),
            "zeros_checked": hromady.filter((pl.col("n_partnerships") == 0) & pl.col("checked")).height,
            "zeros_not_checked": hromady.filter((pl.col("n_partnerships") == 0) & ~pl.col("checked")).height,
        },
        "sources": {
            "sources": len(found),
            "read_in_full": sum(source["pages"] == source["checked"] for source in found),
            "pages": sum(source["pages"] for source in found),
            "pages_read": sum(source["checked"] for source in found),
            "pages_failed": sum(len(source["failures"]) for source in found),
        },
        "partnerships": {
            "all": ties.height,
            "dated": ties.filter(pl.col("since").is_not_null()).height,
            "with_country": ties.filter(pl.col("country").is_not_null()).height,
            "with_an_agreement": ties.filter(pl.col("n_agreements") > 0).height,
            "unconfirmed": ties.filter(pl.col("status") == "unconfirmed").height,
            "of_two_sources_or_more": int((per_tie > 1).sum()),
        },
        "resolution": _counted(ties, "resolution"),
        "precision": _counted(ties, "since_precision"),
        "kind": _counted(ties, "kind"),
        "decisions": {verdict: number for verdict, number in decisions},
    }


def _counted(frame: pl.DataFrame, column: str) -> dict[str, int]:
    return dict(frame.group_by(column).len().sort(column).iter_rows())


def _stamp(moment) -> str | None:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else None
