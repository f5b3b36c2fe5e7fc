"""Our counts beside totals that others publish, the gap explained, and what releases said of one day over time.

The gap is split into three parts that add up to it: the counter (ties known from lists whose document no source prints), coverage
(an estimate from hromady not read) and scope (the rest). What does not belong here: where totals
come from (`control_totals.py`).
"""

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl
import sqlalchemy as sa

from registry import control_totals, counting
from registry.control_totals import Total
from registry.plurals import counted
from registry.snapshots import Snapshot
from schemas.calendar import KYIV
from schemas.tables import TABLES
from schemas.vocabularies import OBLAST_ROWS


def reconcile(connection: sa.Connection, known: Sequence[Total], taken: Sequence[Snapshot], coverage: pl.DataFrame) -> pl.DataFrame:
    """Table `reconciliation` of snapshots with the known totals of their days. `coverage` is the table of that name."""
    known_at = max(snapshot.known_at for snapshot in taken)
    bodies = connection.execute(sa.text(_OTHER_BODIES), {"known_at": known_at}).scalar_one()
    frames = [explain(snapshot, coverage, totals_of(known, snapshot.as_of), other_bodies=bodies) for snapshot in taken]
    return pl.concat(frames)


def totals_of(known: Iterable[Total], day: date) -> list[Total]:
    """The totals of a day, one for each scope, counter and publisher, in the published order of rows.

    A total of a month or a year is of no day. Of two values one that was counted goes before a rounded one, one that a source printed
    before the packaged copy, the later printed before the earlier.
    """
    found = {}
    of_day = (total for total in known if total.as_of == day.isoformat())
    for total in sorted(of_day, key=lambda total: (not total.approximate, total.first_seen or "", total.value)):
        found[total.scope, total.counter, total.publisher] = total
    rows = (*OBLAST_ROWS, control_totals.COUNTRY)
    order = control_totals.COUNTERS.index
    return sorted(found.values(), key=lambda total: (order(total.counter), total.publisher, rows.index(total.scope)))


def official(known: Sequence[Total], *days: date) -> counting.Official:
    """The ministry's agreements on days, of known totals: from its news where they print them, else from the packaged table."""
    return {
        day: {
            counting.TOTAL if total.scope == control_totals.COUNTRY else total.scope: total.value
            for total in totals_of(known, day)
            if total.counter == "agreements" and total.publisher.startswith(control_totals.MINISTRY) and not total.approximate
        }
        for day in days
    }


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
    Countries do not add up over hromady, so those not seen yet are estimated from how many are seen once and twice (Chao 1984).
    """
    counts = {**counting.count(snapshot), **counting.beside(snapshot)}
    unseen = _unseen_countries(snapshot.partnerships)
    read = {row["oblast"]: row for row in coverage.iter_rows(named=True)}
    undocumented = dict(snapshot.partnerships.filter(pl.col("n_agreements") == 0).group_by("oblast").len().iter_rows())
    undocumented[counting.TOTAL] = snapshot.partnerships.filter(pl.col("n_agreements") == 0).height
    rows = []
    for total in totals:
        of = counts[total.counter]
        oblast = counting.TOTAL if total.scope == control_totals.COUNTRY else total.scope
        ours = of.total if oblast == counting.TOTAL else of.by_oblast[oblast]
        gap = total.value - ours
        by_counter = max(0, min(gap, undocumented.get(oblast, 0))) if total.counter == "agreements" else 0
        checked, everything = read[oblast]["hromady_checked"], read[oblast]["hromady_all"]
        unread = everything - checked
        left = max(0, gap - by_counter)
        outside = min(left, other_bodies) if oblast == counting.TOTAL and total.counter == "agreements" else 0
        density = (ours + by_counter) / checked if checked else None
        estimate = left if density is None and unread else round(unread * (density or 0))
        if total.counter == "countries" and checked:
            estimate = unseen.get(oblast, 0) if unread else 0
        by_coverage = min(left - outside, estimate)
        by_scope = gap - by_counter - by_coverage
        rows.append(
            {
                "as_of": snapshot.as_of, "oblast": oblast, "counter": total.counter, "publisher": total.publisher,
                "published": total.value, "ours": ours, "gap": gap, "by_counter": by_counter, "by_coverage": by_coverage,
                "by_scope": by_scope,
                "words": _words(total, ours, gap, by_counter, by_coverage, by_scope, unread, everything,
                                other_bodies if oblast == counting.TOTAL and total.counter == "agreements" else 0),
            }
        )  # fmt: skip
    return TABLES["reconciliation"].frame(rows)


def _unseen_countries(partnerships: pl.DataFrame) -> dict[str, int]:
    """Countries that hromady not read may add, by oblast row and in all: Chao's lower bound of the unseen, f1 (f1 - 1) / (2 (f2 + 1)),
    where f1 and f2 are the countries that one and two hromady name."""
    named = partnerships.select("oblast", "country", "hromada_code").drop_nulls("country").unique()
    found = {}
    for oblast, rows in [*named.group_by("oblast"), ((counting.TOTAL,), named)]:
        often = rows.group_by("country").agg(n=pl.col("hromada_code").n_unique())["n"]
        once, twice = (int((often == n).sum()) for n in (1, 2))
        found[oblast[0]] = round(once * (once - 1) / (2 * (twice + 1)))
    return found


#: Counter -> what one of it is called (`plurals.PLURALS`), and what is said of it besides.
_NOUNS = {
    "agreements": ("agreement", ""), "partnerships": ("partnership", ""), "partners": ("partner", ""),
    "hromady": ("hromada", " із партнерами"), "countries": ("country", ""),
}  # fmt: skip


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
    noun, besides = _NOUNS[total.counter]
    told = counted(total.value, noun, "uk")
    head = f"Оприлюднено: {'приблизно ' if total.approximate else ''}{told}{besides}; у реєстрі {ours}"
    if gap == 0:
        return f"{head}: збігається."
    if gap < 0:
        return f"{head}: на {-gap} більше, ніж оприлюднено; інший обсяг або спосіб підрахунку."
    parts = []
    if by_counter:
        parts.append(f"{by_counter} – лічильник: партнерства зі списків, документа яких жодне джерело не наводить")
    if by_coverage:
        parts.append(f"{by_coverage} – охоплення (оцінка): не прочитано {unread} із {everything} громад")
    if by_scope:
        bodies = f"; угод без громади серед сторін у реєстрі {other_bodies}" if other_bodies else ""
        parts.append(f"{by_scope} – обсяг: райони, області та інші способи підрахунку{bodies}")
    return f"{head}: бракує {gap}. З них {'; '.join(parts)}."


_TRIANGLE = f"""
WITH told AS (
  SELECT as_of, version, known_at, published_at FROM release
  UNION ALL
  SELECT CAST(:as_of AS date), CAST(:as_of AS date) || '.' || count(*), CAST(:known_at AS timestamptz), 'infinity'
  FROM release WHERE as_of = :as_of HAVING CAST(:as_of AS date) IS NOT NULL
), days AS (SELECT DISTINCT as_of FROM told), seen AS (
  SELECT DISTINCT ON (known_at) version, known_at FROM told ORDER BY known_at, published_at, version
)
SELECT days.as_of, seen.version, seen.known_at, counted.* FROM days CROSS JOIN seen CROSS JOIN LATERAL (
  SELECT count(*) AS partnerships, count(DISTINCT p.place_id) AS partners,
    (SELECT count(*) FROM agreement_version a WHERE a.recorded @> seen.known_at AND a.valid @> days.as_of
       AND a.stage IN ('signed', 'registered', 'renewed', 'proposed_to_end')) AS agreements
  FROM partnership_version v JOIN partnership p ON p.id = v.partnership_id
  WHERE v.recorded @> seen.known_at AND v.valid @> days.as_of AND v.status IN ('active', 'unconfirmed')
) counted
WHERE (seen.known_at AT TIME ZONE '{KYIV}')::date >= days.as_of
ORDER BY days.as_of, seen.known_at, seen.version
"""


def revision_triangle(connection: sa.Connection, candidate: Snapshot | None = None) -> pl.DataFrame:
    """Table `revision`: for each released day, what each release from that day on says of it; `change` is against the one before.

    `candidate`: a snapshot that is about to be released, told like the others under the version that it would get.
    Along a row of the triangle only corrections move: the day is the same, what is known of it is not.
    """
    rows, before = [], {}
    asked = {"as_of": candidate and candidate.as_of, "known_at": candidate and candidate.known_at}
    for row in connection.execute(sa.text(_TRIANGLE), asked).mappings():
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
