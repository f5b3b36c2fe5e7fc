"""Evidence: the statements that bear on a tie, with when they were first seen and whether their page still prints them.

What belongs here: reading them from the registry, and how long a page is believed. What does not: what they amount to (`states.py`, `agreements.py`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa

from registry.statements import Night
from registry.terms import MAYBE_RANGE, Term, printed_term
from schemas.calendar import KYIV
from schemas.vocabularies import Precision, Stage, Status
from scrapers.text.dates import PRECISION_OF_LENGTH, bounds

#: A tie is unconfirmed when this many good reads of its page missed it ...
MISSED_RUNS = 3
#: ... over at least this long.
MISSED_FOR = timedelta(days=14)
#: A page is dead when this many of its last reads failed.
DEAD_RUNS = 5
#: Stages of a tie that is in force no more, and what a statement of them makes of it.
OVER = {Stage.ENDED: Status.ENDED, Stage.SUSPENDED: Status.SUSPENDED}
#: The same few thousand dates stand in all statements, and each is asked for again by every rule.
span_of = lru_cache(maxsize=1 << 14)(bounds)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement that bears on one partnership."""

    statement: str
    hromada: str
    place: str
    record: str
    kind: str
    stage: str
    since: str | None
    precision: str
    title: str | None
    number: str | None
    duration: str | None
    ended_on: str | None
    first_seen: date
    missed: bool
    source: str
    page: str = ""
    signed: str | None = None
    quote: str | None = None

    @property
    def term(self) -> Term | None:
        """The printed term; most statements print none."""
        if not self.duration and not self.signed:
            return None
        return printed_term(self.record, self.since, self.precision, self.duration, self.signed, self.quote)

    @property
    def span(self) -> tuple[date, date] | None:
        """Earliest and latest day that the printed date can mean; None when no date is printed."""
        return span_of(self.since, Precision(self.precision)) if self.since else None

    @property
    def stage_day(self) -> tuple[str | None, str]:
        """The printed day of this stage with its precision: that of the end where the tie is over, else that of the start."""
        if self.stage not in OVER:
            return self.since, self.precision
        return self.ended_on, PRECISION_OF_LENGTH[len(self.ended_on)] if self.ended_on else Precision.UNKNOWN

    @property
    def end_span(self) -> tuple[date, date] | None:
        """Earliest and latest day that the printed date of an end or a suspension can mean; None when none is printed."""
        return span_of(self.ended_on, PRECISION_OF_LENGTH[len(self.ended_on)]) if self.ended_on else None


Tie = tuple[str, str]
"""A hromada and the identifier of a place."""
#: Steps to the evidence of `{asked}`, each in a temporary table that is analysed: a registry's first night, whose tables have no statistics
#: yet, would otherwise be joined row by row.
_EVIDENCE_STEPS = {
    "bears": """
        SELECT DISTINCT d.statement_id, d.hromada_code, d.place_id FROM decision d JOIN {asked}
        WHERE d.retired_at IS NULL AND d.verdict <> 'reject' AND d.hromada_code IS NOT NULL AND d.place_id IS NOT NULL
        """,
    "seen": """
        SELECT statement_id, min(first_seen) AS first_seen, max(last_seen) AS last_seen FROM claim
        WHERE statement_id IN (SELECT statement_id FROM bears) GROUP BY statement_id
        """,
    "missed": f"""
        SELECT s.id FROM seen JOIN statement s ON s.id = seen.statement_id
        JOIN page_run p ON p.source_id = s.source_id AND p.page = s.page AND p.checked
        JOIN run ON run.id = p.run_id AND run.clock > seen.last_seen
        WHERE seen.last_seen < :clock
        -- By the clock on the wall: in spring fourteen days are an hour short.
        GROUP BY s.id HAVING count(*) >= :runs
          AND max(run.clock AT TIME ZONE '{KYIV}') - min(run.clock AT TIME ZONE '{KYIV}') >= :span
        """,
    # Words that a source corrected were first seen when their first form was, as long as they mean the same tie.
    "earlier": """
        WITH RECURSIVE line AS (
          SELECT statement_id AS origin, by_statement AS heir FROM supersession
          UNION SELECT line.origin, x.by_statement FROM line JOIN supersession x ON x.statement_id = line.heir
        )
        SELECT b.statement_id, b.hromada_code, b.place_id, min(c.first_seen) AS first_seen FROM bears b
        JOIN line ON line.heir = b.statement_id JOIN claim c ON c.statement_id = line.origin
        WHERE EXISTS (SELECT 1 FROM decision d WHERE d.statement_id = line.origin AND d.hromada_code = b.hromada_code AND d.place_id = b.place_id)
        GROUP BY 1, 2, 3
        """,
}  # fmt: skip
_EVIDENCE = f"""
SELECT s.id AS statement, b.hromada_code AS hromada, b.place_id AS place, s.record, s.kind, s.stage, s.since,
  s.since_precision AS precision, s.title_raw AS title, s.number_raw AS number, s.duration_raw AS duration, s.ended_on,
  (least(seen.first_seen, earlier.first_seen) AT TIME ZONE '{KYIV}')::date AS first_seen, missed.id IS NOT NULL AS missed, s.source_id AS source,
  s.page, CASE WHEN s.signed_raw ~ :range THEN s.signed_raw END AS signed, CASE WHEN s.signed_raw ~ :range THEN s.quote END AS quote
FROM bears b JOIN statement s ON s.id = b.statement_id JOIN seen ON seen.statement_id = s.id LEFT JOIN missed ON missed.id = s.id
LEFT JOIN earlier ON earlier.statement_id = s.id AND earlier.hromada_code = b.hromada_code AND earlier.place_id = b.place_id
WHERE s.record IN ('partnership', 'agreement')
ORDER BY b.hromada_code, b.place_id, first_seen, s.id
"""


def gather(
    connection: sa.Connection,
    night: Night,
    asked: str = "night_tie n ON n.hromada_code = d.hromada_code AND n.place_id = d.place_id",
) -> list[Evidence]:
    """Live decisions that name a hromada and a place, with their statements; ordered, so that a replay gives the same."""
    given = {"runs": MISSED_RUNS, "span": MISSED_FOR, "clock": night.clock}
    for table, query in _EVIDENCE_STEPS.items():
        connection.execute(sa.text(f"DROP TABLE IF EXISTS pg_temp.{table}"))
        connection.execute(sa.text(f"CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS {query.format(asked=asked)}"), given)
        connection.execute(sa.text(f"ANALYZE {table}"))
    return [Evidence(*row) for row in connection.execute(sa.text(_EVIDENCE), {"range": MAYBE_RANGE})]


def dead_pages(connection: sa.Connection) -> list[tuple[str, str, int, datetime | None]]:
    """Pages whose last five reads or more failed: source, page, failed reads in a row, clock of the last good one.

    Their partnerships keep their last state; what is dead is our view of them.
    """
    return connection.execute(
        sa.text(
            """
            WITH good AS (
              SELECT source_id, page, max(run.clock) FILTER (WHERE checked) AS clock FROM page_run JOIN run ON run.id = run_id
              GROUP BY source_id, page
            )
            SELECT p.source_id, p.page, count(*)::int, good.clock FROM page_run p JOIN run ON run.id = p.run_id
            JOIN good ON good.source_id = p.source_id AND good.page = p.page
            WHERE NOT p.checked AND (good.clock IS NULL OR run.clock > good.clock)
            GROUP BY p.source_id, p.page, good.clock HAVING count(*) >= :dead ORDER BY p.source_id, p.page
            """
        ),
        {"dead": DEAD_RUNS},
    ).all()
