"""Our counts beside totals that others publish, the gap explained, and what releases said of one day over time.

The gap is split into three parts that add up to it: the counter (ties known from lists whose document no source prints), coverage
(an estimate from hromady not read) and scope (the rest). What does not belong here: where totals come from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
import sqlalchemy as sa

from registry import counting
from registry.snapshots import Snapshot
from schemas.tables import TABLES
from schemas.vocabularies import OBLAST_ROWS

#: Publisher of the table that is packaged with the registry (docs/counting.md names the paper).
MINISTRY = "Міністерство розвитку громад та територій України (моніторинг)"


@dataclass(frozen=True, slots=True)
class Total:
    """A published figure: what it is about (a day; an oblast row or all) and which counter it counts."""

    as_of: date
    oblast: str
    counter: str
    publisher: str
    published: int


def published_totals(days: Iterable[date]) -> list[Total]:
    """The ministry's table for those of the days that it covers: 25 rows and the total, in agreements."""
    table = counting.load_published()
    return [
        Total(day, oblast, "agreements", MINISTRY, sum(rows.values()) if oblast == counting.TOTAL else rows[oblast])
        for day in days
        for rows in [table.get(day.isoformat(), {})]
        if rows
        for oblast in (*OBLAST_ROWS, counting.TOTAL)
    ]


def reconcile(
    connection: sa.Connection, taken: Sequence[Snapshot], coverage: pl.DataFrame, totals: Sequence[Total] = ()
) -> pl.DataFrame:
    """Table `reconciliation` of snapshots with the published table, further `totals` of their days, and those the registry holds.

    `coverage` is the table of that name.
    """
    known = [*published_totals(snapshot.as_of for snapshot in taken), *totals]
    bodies = connection.execute(sa.text(_OTHER_BODIES), {"known_at": max(snapshot.known_at for snapshot in taken)}).scalar_one()
    frames = [
        explain(snapshot, coverage, [total for total in known if total.as_of == snapshot.as_of], other_bodies=bodies)
        for snapshot in taken
    ]
    return pl.concat(frames)


#: Documents of the register that bind bodies other than hromady: raions, oblasts, parties nobody could map.
_OTHER_BODIES = """
SELECT count(DISTINCT s.id) FROM statement s JOIN decision d ON d.statement_id = s.id
WHERE s.record = 'agreement' AND d.decided_at <= :known_at AND (d.retired_at IS NULL OR d.retired_at > :known_at)
  AND NOT EXISTS (SELECT 1 FROM decision o WHERE o.statement_id = s.id AND o.hromada_code IS NOT NULL
    AND o.decided_at <= :known_at AND (o.retired_at IS NULL OR o.retired_at > :known_at))
"""


def explain(snapshot: Snapshot, coverage: pl.DataFrame, totals: Sequence[Total], *, other_bodies: int = 0) -> pl.DataFrame:
    """Table `reconciliation` of one snapshot. `other_bodies`: documents in the registry that bind no hromada.

    The parts of a gap never exceed what is left of it: first the counter, then documents of other bodies, then coverage at
    the density of the hromady read; the rest is scope as well. Where the registry holds more than was published, all of the gap is scope.
    """
    counts = counting.count(snapshot)
    read = {row["oblast"]: row for row in coverage.iter_rows(named=True)}
    undocumented = dict(snapshot.partnerships.filter(pl.col("n_agreements") == 0).group_by("oblast").len().iter_rows())
    undocumented[counting.TOTAL] = snapshot.partnerships.filter(pl.col("n_agreements") == 0).height
    rows = []
    for total in totals:
        of = counts[total.counter]
        ours = of.total if total.oblast == counting.TOTAL else of.by_oblast[total.oblast]
        gap = total.published - ours
        by_counter = max(0, min(gap, undocumented.get(total.oblast, 0))) if total.counter == "agreements" else 0
        checked, everything = read[total.oblast]["hromady_checked"], read[total.oblast]["hromady_all"]
        unread = everything - checked
        left = max(0, gap - by_counter)
        outside = min(left, other_bodies) if total.oblast == counting.TOTAL and total.counter == "agreements" else 0
        density = (ours + by_counter) / checked if checked else None
        estimate = left if density is None and unread else round(unread * (density or 0))
        by_coverage = min(left - outside, estimate)
        by_scope = gap - by_counter - by_coverage
        rows.append(
            {
                "as_of": total.as_of, "oblast": total.oblast, "counter": total.counter, "publisher": total.publisher,
                "published": total.published, "ours": ours, "gap": gap, "by_counter": by_counter, "by_coverage": by_coverage,
                "by_scope": by_scope,
                "words": _words(total, ours, gap, by_counter, by_coverage, by_scope, unread, everything,
                                other_bodies if total.oblast == counting.TOTAL else 0),
            }
        )  # fmt: skip
    return TABLES["reconciliation"].frame(rows)


_COUNTERS_UK = {
    "agreements": "угод",
    "partnerships": "партнерств",
    "partners": "партнерів",
    "hromady": "громад",
    "countries": "країн",
}


def _words(
    total: Total,
    ours: int,
    gap: int,
    by_counter: int,
    by_coverage: int,
    by_scope: int,
    unread: int,
    everything: int,
    other_bodies: int,
) -> str:
    head = f"Оприлюднено {total.published} {_COUNTERS_UK[total.counter]}, у реєстрі {ours}"
    if gap == 0:
        return f"{head}: збігається."
    if gap < 0:
        return f"{head}: на {-gap} більше, ніж оприлюднено; інший обсяг або спосіб лічби."
    parts = []
    if by_counter:
        parts.append(f"{by_counter} – лічильник: партнерства зі списків, документа яких жодне джерело не наводить")
    if by_coverage:
        parts.append(f"{by_coverage} – охоплення (оцінка): не прочитано {unread} із {everything} громад")
    if by_scope:
        bodies = f"; угод без громади серед сторін у реєстрі {other_bodies}" if other_bodies else ""
        parts.append(f"{by_scope} – обсяг: райони, області та інші способи лічби{bodies}")
    return f"{head}: бракує {gap}. З них {'; '.join(parts)}."


_TRIANGLE = """
WITH days AS (SELECT DISTINCT as_of FROM release), seen AS (
  SELECT DISTINCT ON (known_at) version, known_at FROM release ORDER BY known_at, published_at, version
)
SELECT days.as_of, seen.version, seen.known_at, counted.* FROM days CROSS JOIN seen CROSS JOIN LATERAL (
  SELECT count(*) AS partnerships, count(DISTINCT p.place_id) AS partners,
    (SELECT count(*) FROM agreement_version a WHERE a.recorded @> seen.known_at AND a.valid @> days.as_of
       AND a.stage IN ('signed', 'registered', 'renewed', 'proposed_to_end')) AS agreements
  FROM partnership_version v JOIN partnership p ON p.id = v.partnership_id
  WHERE v.recorded @> seen.known_at AND v.valid @> days.as_of AND v.status IN ('active', 'unconfirmed')
) counted
WHERE (seen.known_at AT TIME ZONE 'Europe/Kyiv')::date >= days.as_of
ORDER BY days.as_of, seen.known_at, seen.version
"""


def revision_triangle(connection: sa.Connection) -> pl.DataFrame:
    """Table `revision`: for each released day, what each release from that day on says of it; `change` is against the one before.

    Along a row of the triangle only corrections move: the day is the same, what is known of it is not.
    """
    rows, before = [], {}
    for row in connection.execute(sa.text(_TRIANGLE)).mappings():
        for counter in counting.COUNTERS:
            count, key = row[counter], (row["as_of"], counter)
            rows.append(
                {
                    "as_of": row["as_of"], "version": row["version"], "known_at": row["known_at"], "counter": counter, "count": count,
                    "change": count - before.get(key, count),
                }
            )  # fmt: skip
            before[key] = count
    return TABLES["revision"].frame(rows)
