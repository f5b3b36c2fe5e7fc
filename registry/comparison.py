"""Why two snapshots differ: every change has one cause of the closed list and its evidence.

Counts are compared as known now (both days at one moment) and as published then; changes lead from the earlier day as it was published
then to the later day as known now, so that what was only found late shows as found late and not as growth. What does not belong here:
which cause a change has (`causes.py`), the sums (`bridge.py`, `counting.py`), control totals (`reconciliation.py`), files (`releases/`).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import polars as pl
import sqlalchemy as sa

from registry import bridge, causes, control_totals, counting, reconciliation, snapshots
from registry.snapshots import Snapshot
from schemas.tables import TABLES


@dataclass(frozen=True)
class Comparison:
    """Two days compared. `then` is the earlier day as published then, `earlier` and `later` are as known now.

    `later_then` is the later day as it was published; `regional` is as known now, `as_published` the same table as published.
    Frames are tables of schemas/tables.py.
    """

    then: Snapshot
    earlier: Snapshot
    later: Snapshot
    regional: pl.DataFrame
    changes: pl.DataFrame
    later_then: Snapshot
    as_published: pl.DataFrame
    bridge: pl.DataFrame
    bounds: pl.DataFrame
    coverage: pl.DataFrame
    reconciliation: pl.DataFrame

    @cached_property
    def concentration(self) -> dict[str, Any]:
        """Which slices explain the change: of each counter by oblast row as known now, of partnerships by term, oblast and country."""
        rows = self.regional.filter(pl.col("oblast") != counting.TOTAL)
        by_oblast = {
            counter: bridge.concentration(
                dict(rows.filter(pl.col("counter") == counter).select("oblast", "change").iter_rows())
            )
            for counter in counting.COUNTERS
        }
        net = self.bridge.select("dimension", "slice", change=pl.col("end") - pl.col("start"))
        real = self.bridge.select(
            "dimension", "slice", change=pl.col("new") + pl.col("resumed") - pl.col("ended") - pl.col("expired")
        )
        by = {
            f"{name}_by_{dimension}": bridge.concentration(
                dict(frame.filter(pl.col("dimension") == dimension).select("slice", "change").iter_rows())
            )
            for name, frame in (("net", net), ("real", real))
            for dimension in ("oblast", "country")
        }
        return {**{f"{counter}_by_oblast": found for counter, found in by_oblast.items()}, **by}

    def as_json(self) -> dict[str, Any]:
        """The form of `pobratym compare --json`; rows in the published order."""
        return {
            "from": self.earlier.as_of.isoformat(),
            "to": self.later.as_of.isoformat(),
            "known_at": self.later.known_at.astimezone(UTC).isoformat(),
            **_table_json(self.regional, self.earlier, self.later),
            "as_known": _table_json(self.regional, self.earlier, self.later),
            "as_published": _table_json(self.as_published, self.then, self.later_then),
            "bounds": _bounds_json(self.bounds),
            "bridge": _bridge_json(self.bridge),
            "coverage": {
                "total": _row(self.coverage.filter(pl.col("oblast") == counting.TOTAL)),
                "rows": self.coverage.filter(pl.col("oblast") != counting.TOTAL).to_dicts(),
            },
            "concentration": self.concentration,
            "reconciliation": [{**row, "as_of": row["as_of"].isoformat()} for row in self.reconciliation.iter_rows(named=True)],
            "changes": [
                {
                    "partnership_id": row["partnership_id"],
                    "hromada": row["hromada"],
                    "partner": row["partner"],
                    "country": row["country"],
                    "cause": row["cause"],
                    "before": row["before"],
                    "after": row["after"],
                    "oblast": row["oblast"],
                    "change": row["change"],
                    "reasons": row["reasons"],
                    "evidence": row["evidence"].split(";") if row["evidence"] else [],
                }
                for row in self.changes.iter_rows(named=True)
            ],
        }


def _row(frame: pl.DataFrame) -> dict[str, Any]:
    return frame.row(0, named=True)


def _table_json(regional: pl.DataFrame, earlier: Snapshot, later: Snapshot) -> dict[str, Any]:
    counts = {
        (counter, oblast): [a, b]
        for counter, oblast, a, b in regional.select("counter", "oblast", "count_from", "count_to").iter_rows()
    }
    return {
        "rows": [
            {"oblast": oblast, **{counter: counts[counter, oblast] for counter in counting.COUNTERS}}
            for oblast in counting.OBLAST_ROWS
        ],
        "total": {counter: counts[counter, counting.TOTAL] for counter in counting.COUNTERS},
        "countries": [counting.countries(earlier), counting.countries(later)],
        "known": [moment.known_at.astimezone(UTC).isoformat() for moment in (earlier, later)],
    }


def _bounds_json(bounds: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "day": day.isoformat(),
            "rows": [
                {"oblast": oblast, **{row["counter"]: [row["at_least"], row["at_most"]] for row in part.iter_rows(named=True)}}
                for (oblast,), part in frame.group_by("oblast", maintain_order=True)
            ],
        }
        for (day,), frame in bounds.group_by("day", maintain_order=True)
    ]


def _bridge_json(frame: pl.DataFrame) -> dict[str, Any]:
    rows = {name: frame.filter(pl.col("dimension") == name).drop("dimension").to_dicts() for name in bridge.DIMENSIONS}
    named = {name: [{name: row.pop("slice") or None, **row} for row in rows[name]] for name in ("oblast", "country")}
    [total] = rows["total"]
    total.pop("slice")
    return {"total": total, **named}


def compare(
    connection: sa.Connection, start: date, end: date, known_at: datetime | None = None, *, with_evidence: bool = False
) -> Comparison:
    """Compare `start` with `end` as known at `known_at` (default: the last night).

    `with_evidence`: the snapshots hold the quoted words too; without them they hold what is counted.

    Raises ValueError when the days are not in order, LookupError when the registry holds no night, bridge.BridgeOpen when the causes
    do not add up (a fault of ours).
    """
    if start >= end:
        raise ValueError(f"the first date must be before the second: {start} and {end}")
    known_at = known_at or snapshots.default_known_at(connection)
    taken: dict[tuple[date, datetime], Snapshot] = {}

    def take(day: date, moment: datetime) -> Snapshot:
        if (day, moment) not in taken:
            taken[day, moment] = snapshots.take(connection, day, moment, counts_only=not with_evidence)
        return taken[day, moment]

    known_then, known_later = (min(snapshots.known_by(connection, day) or known_at, known_at) for day in (start, end))
    then, earlier, later, later_then = (
        take(start, known_then), take(start, known_at), take(end, known_at), take(end, known_later)
    )  # fmt: skip
    recorded = causes.facts_between(connection, then.known_at, later.known_at, start, end)
    changes = causes.classify(then.ties, later.ties, recorded, start=start, rules=(then.rule, later.rule))
    changes = _with_evidence(changes, _evidence(connection, changes, then.known_at, later.known_at))
    coverage = counting.coverage(connection, later)
    totals = control_totals.load(connection, known_at)
    regional = counting.regional_table(earlier, later, reconciliation.official(totals, start, end))
    return Comparison(
        then=then,
        earlier=earlier,
        later=later,
        later_then=later_then,
        regional=regional,
        as_published=regional
        if (then, later_then) == (earlier, later)
        else counting.regional_table(
            then, later_then, reconciliation.official(control_totals.load(connection, max(known_then, known_later)), start, end)
        ),
        changes=TABLES["changes"].frame(changes),
        bridge=bridge.bridge(then.partnerships, later.partnerships, changes),
        bounds=pl.concat([counting.bounds(earlier), counting.bounds(later)]),
        coverage=coverage,
        reconciliation=reconciliation.reconcile(connection, totals, [earlier, later], coverage),
    )


# --- the statements behind it -----------------------------------------------------------------------------------------


def _evidence(connection: sa.Connection, changes: pl.DataFrame, known_then: datetime, known_now: datetime) -> pl.DataFrame:
    """Statements behind changed ties, and `decision:ID` where a person decided: `partnership_id`, `evidence`."""
    rows = connection.execute(
        sa.text(
            f"""
            WITH changed AS (SELECT unnest(CAST(:partnerships AS text[])) AS partnership_id),
            tie AS MATERIALIZED (
              SELECT p.id AS partnership_id, d.statement_id FROM changed JOIN partnership p ON p.id = changed.partnership_id
              JOIN decision d ON d.hromada_code = p.hromada_code AND d.place_id = p.place_id WHERE d.decided_at <= :known_now
            ), proof AS (
              SELECT partnership_id, 0 AS rank, statement_id AS proof FROM tie
              UNION SELECT tie.partnership_id, 1, 'decision:' || d.ruling_id FROM tie JOIN decision d ON d.statement_id = tie.statement_id
                WHERE d.ruling_id IS NOT NULL AND (d.decided_at > :known_then AND d.decided_at <= :known_now
                  OR d.retired_at > :known_then AND d.retired_at <= :known_now)
              UNION SELECT v.partnership_id, 1, 'decision:' || v.end_decision FROM changed JOIN partnership_version v USING (partnership_id)
                WHERE v.end_decision IS NOT NULL AND v.recorded @> CAST(:known_now AS timestamptz)
              {_NAMED_RULINGS}
            )
            SELECT partnership_id, string_agg(proof, ';' ORDER BY rank, proof) FROM proof GROUP BY partnership_id ORDER BY partnership_id
            """
        ),
        {"partnerships": changes["partnership_id"].unique().sort().to_list(), "known_then": known_then, "known_now": known_now},
    ).fetchall()
    return pl.DataFrame(rows, schema={"partnership_id": pl.String, "evidence": pl.String}, orient="row")


#: Rulings that name the hromada and the place of a tie, or that its hromada gave or took over ties, whatever became of its statements.
_NAMED_RULINGS = """
              UNION SELECT changed.partnership_id, 1, 'decision:' || r.id FROM changed JOIN partnership p ON p.id = changed.partnership_id
                JOIN place ON place.id = p.place_id JOIN ruling r ON (r.place_key = place.key OR r.target = place.key)
                  AND (r.hromada_code IS NULL OR r.hromada_code = p.hromada_code)
                  OR r.judgement = 'reorganise' AND p.hromada_code IN (r.hromada_code, r.target)
                WHERE (r.decided_at > :known_then AND r.decided_at <= :known_now OR r.retired_at > :known_then AND r.retired_at <= :known_now)
"""


def _with_evidence(changes: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    return changes.join(evidence, on="partnership_id", how="left", maintain_order="left").with_columns(
        pl.col("evidence").fill_null("")
    )
