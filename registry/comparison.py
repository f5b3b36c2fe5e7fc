"""Why two snapshots differ: every change has one cause of the closed list and its evidence.

Counts are compared as known now (both days at one moment); changes lead from the earlier day as it was published then to the
later day as known now, so that what was only found late shows as found late and not as growth.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
import sqlalchemy as sa

from registry import counting, snapshots
from registry.snapshots import Snapshot
from schemas.tables import TABLES
from schemas.vocabularies import COUNTED, Cause, Stage, Status

#: Fields whose change is a detail: the tie is the same, we know it better.
_DETAILS = ("since", "since_precision", "kind", "level", "partner")


@dataclass(frozen=True)
class Comparison:
    """Two days compared. `then` is the earlier day as published then, `earlier` and `later` are as known now."""

    then: Snapshot
    earlier: Snapshot
    later: Snapshot
    regional: pl.DataFrame
    changes: pl.DataFrame

    def as_json(self) -> dict[str, Any]:
        """The form of `pobratym compare --json`; rows in the published order."""
        counts = {
            (counter, oblast): [a, b]
            for counter, oblast, a, b in self.regional.select("counter", "oblast", "count_from", "count_to").iter_rows()
        }
        rows = [
            {"oblast": oblast, **{counter: counts[counter, oblast] for counter in counting.COUNTERS}}
            for oblast in counting.OBLAST_ROWS
        ]
        return {
            "from": self.earlier.as_of.isoformat(),
            "to": self.later.as_of.isoformat(),
            "known_at": self.later.known_at.isoformat(),
            "rows": rows,
            "total": {counter: counts[counter, counting.TOTAL] for counter in counting.COUNTERS},
            "countries": [counting.countries(self.earlier), counting.countries(self.later)],
            "changes": [
                {
                    "partnership_id": row["partnership_id"],
                    "hromada": row["hromada"],
                    "partner": row["partner"],
                    "country": row["country"],
                    "cause": row["cause"],
                    "before": row["before"],
                    "after": row["after"],
                    "evidence": row["evidence"].split(";") if row["evidence"] else [],
                }
                for row in self.changes.iter_rows(named=True)
            ],
        }


def compare(connection: sa.Connection, start: date, end: date, known_at: datetime | None = None) -> Comparison:
    """Compare `start` with `end` as known at `known_at` (default: the last night).

    Raises ValueError when the days are not in order, LookupError when the registry holds no night.
    """
    if start >= end:
        raise ValueError(f"the first date must be before the second: {start} and {end}")
    known_at = known_at or snapshots.default_known_at(connection)
    known_then = min(snapshots.known_by(connection, start) or known_at, known_at)
    earlier = snapshots.take(connection, start, known_at)
    later = snapshots.take(connection, end, known_at)
    then = earlier if known_then == known_at else snapshots.take(connection, start, known_then)
    return Comparison(
        then=then,
        earlier=earlier,
        later=later,
        regional=counting.regional_table(earlier, later),
        changes=_changes(connection, then, later),
    )


def _changes(connection: sa.Connection, then: Snapshot, later: Snapshot) -> pl.DataFrame:
    before, after = ({row["partnership_id"]: row for row in snapshot.ties.iter_rows(named=True)} for snapshot in (then, later))
    renamed = _renamed(connection, then.known_at, later.known_at)
    withdrawn = _withdrawn(connection, then.known_at, later.known_at)
    found = []
    for partnership in sorted(before.keys() | after.keys()):
        a, b = before.get(partnership), after.get(partnership)
        for cause, was, now in _causes(a, b, then.as_of, withdrawn.get(partnership)):
            found.append((partnership, b or a, cause, was, now))
        names = renamed.get((b or a)["hromada_code"])
        if names and _counted(a) and _counted(b):
            found.append((partnership, b, Cause.REF_HROMADA_RENAMED, *names))
    evidence = _evidence(connection, {(row["hromada_code"], row["partner_id"]) for _, row, *_ in found}, later.known_at)
    rows = [
        {
            **{name: row[name] for name in ("hromada_code", "hromada", "oblast", "partner_id", "partner", "country")},
            "partnership_id": partnership,
            "cause": cause,
            "before": was,
            "after": now,
            "evidence": ";".join(evidence.get((row["hromada_code"], row["partner_id"]), [])),
        }
        for partnership, row, cause, was, now in found
    ]
    return TABLES["changes"].frame(rows)


def _counted(row: dict | None) -> bool:
    return row is not None and row["status"] in COUNTED


def _causes(
    a: dict | None, b: dict | None, start: date, withdrawn: str | None
) -> Iterator[tuple[Cause, str | None, str | None]]:
    """Causes of one partnership's change, with the words before and after. Counted means active or unconfirmed."""
    if _counted(a) and _counted(b):
        if a["status"] != b["status"]:
            yield (
                (Cause.VIEW_UNCONFIRMED if b["status"] == Status.UNCONFIRMED else Cause.VIEW_SEEN_AGAIN),
                a["status"],
                b["status"],
            )
        if a["country"] != b["country"]:
            yield Cause.REF_COUNTRY, a["country"], b["country"]
        if a["stage"] != b["stage"]:
            yield Cause.REAL_STATUS, a["stage"], b["stage"]
        details = [name for name in _DETAILS if a[name] != b[name]]
        if details:
            yield Cause.KNOWN_DETAIL, _words(a, details), _words(b, details)
    elif _counted(b):
        yield _arrival(a, b, start), a and a["status"], _words(b, ("status", "stage", "since"))
    elif _counted(a):
        was = _words(a, ("status", "stage", "since"))
        if b is None:
            yield Cause(withdrawn or Cause.FIX_OURS), was, None
        elif b["status"] == Status.ENDED:
            yield (Cause.REAL_ENDED if b["stage"] == Stage.ENDED else Cause.REAL_EXPIRED), was, _words(b, ("status", "until"))
        else:
            yield Cause.REAL_STATUS, was, _words(b, ("status", "stage"))


def _arrival(a: dict | None, b: dict, start: date) -> Cause:
    """Why a tie is counted now and was not then. Only a dated start inside the interval makes it new."""
    if a is not None and a["status"] in (Status.SUSPENDED, Status.ENDED):
        return Cause.REAL_RESUMED
    dated = b["since_earliest"] is not None
    # A start known only by its year may straddle the first day; it is new when its latest possible day lies behind it.
    if dated and b["since_latest"] > start and b["since_earliest"] >= start:
        return Cause.REAL_NEW
    return Cause.KNOWN_LATE


def _words(row: dict, names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"{name}: {row[name]}" for name in names if row[name] is not None) or "unknown"


def _renamed(connection: sa.Connection, then: datetime, now: datetime) -> dict[str, tuple[str, str]]:
    """Hromady whose name as printed by their sources changed between two moments: code -> (old, new)."""
    latest = """
        SELECT DISTINCT ON (code) code, name FROM hromada_name WHERE origin = 'portal' AND first_seen <= :known_at
        ORDER BY code, first_seen DESC, name
    """
    old, new = (dict(connection.execute(sa.text(latest), {"known_at": moment}).tuples().all()) for moment in (then, now))
    return {code: (old[code], name) for code, name in new.items() if code in old and old[code] != name}


def _withdrawn(connection: sa.Connection, then: datetime, now: datetime) -> dict[str, str]:
    rows = connection.execute(
        sa.text(
            "SELECT DISTINCT ON (partnership_id) partnership_id, cause FROM change_event "
            "WHERE event = 'withdrawn' AND recorded_at > :then AND recorded_at <= :now ORDER BY partnership_id, recorded_at DESC"
        ),
        {"then": then, "now": now},
    )
    return dict(rows.tuples().all())


def _evidence(connection: sa.Connection, ties: set[tuple[str, str]], known_at: datetime) -> dict[tuple[str, str], list[str]]:
    """Statements behind ties, retired decisions included: what was withdrawn is proved by what stood there."""
    if not ties:
        return {}
    rows = connection.execute(
        sa.text(
            """
            SELECT d.hromada_code, d.place_id, array_agg(DISTINCT d.statement_id ORDER BY d.statement_id) FROM decision d
            JOIN unnest(CAST(:hromady AS text[]), CAST(:places AS text[])) AS tie (hromada_code, place_id)
              ON tie.hromada_code = d.hromada_code AND tie.place_id = d.place_id
            WHERE d.decided_at <= :known_at GROUP BY 1, 2
            """
        ),
        {"hromady": [h for h, _ in sorted(ties)], "places": [p for _, p in sorted(ties)], "known_at": known_at},
    )
    return {(hromada, place): statements for hromada, place, statements in rows}
