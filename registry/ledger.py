"""The ledger: from statements and decisions to partnerships and agreements with a history on two times.

The state that the evidence supports is computed anew for every tie whose evidence changed and compared with what the registry
holds. What differs is closed in recorded time and written beside it; nothing is overwritten. A scrape never ends a partnership: an
end comes from a statement that says so, from a printed term that ran out, or from a person's decision.

What does not belong here: reading the ledger for a day (`snapshots.py`), why a state is another (`causes.py`).
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

import polars as pl
import sqlalchemy as sa

from registry import causes, rulings
from registry.identifiers import AGREEMENT, PARTNERSHIP, mint, succeed
from registry.rulings import Rules, Ruling
from registry.statements import Night, copy_rows
from registry.terms import MAYBE_RANGE, Term, printed_term
from schemas.calendar import KYIV
from schemas.vocabularies import IN_FORCE, Cause, IssueClass, Judgement, Kind, Precision, Record, Stage, Status
from scrapers.text.dates import PRECISION_OF_LENGTH, bounds
from scrapers.text.normalise import fold

#: A tie is unconfirmed when this many good reads of its page missed it ...
MISSED_RUNS = 3
#: ... over at least this long.
MISSED_FOR = timedelta(days=14)
#: Sources that anybody may edit: their word alone ends no tie that another source still lists.
OPEN_SOURCES = frozenset({"wikidata"})
#: A page is dead when this many of its last reads failed.
DEAD_RUNS = 5

_KIND_ORDER = [
    Kind.TWINNING,
    Kind.PARTNERSHIP,
    Kind.COOPERATION,
    Kind.CROSS_BORDER,
    Kind.MEMORANDUM,
    Kind.OPERATOR,
    Kind.UNSPECIFIED,
]
_STAGE_ORDER = [
    Stage.RENEWED,
    Stage.REGISTERED,
    Stage.SIGNED,
    Stage.PROPOSED_TO_END,
    Stage.SIGNED_BY_ONE,
    Stage.APPROVED,
    Stage.INTENT,
    Stage.TALKS,
]

#: Stages of a tie that is in force no more, and what a statement of them makes of it.
_OVER = {Stage.ENDED: Status.ENDED, Stage.SUSPENDED: Status.SUSPENDED}


#: The same few thousand dates stand in all statements, and each is asked for again by every rule.
_span = lru_cache(maxsize=1 << 14)(bounds)


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
        return _span(self.since, Precision(self.precision)) if self.since else None

    @property
    def stage_day(self) -> tuple[str | None, str]:
        """The printed day of this stage with its precision: that of the end where the tie is over, else that of the start."""
        if self.stage not in _OVER:
            return self.since, self.precision
        return self.ended_on, PRECISION_OF_LENGTH[len(self.ended_on)] if self.ended_on else Precision.UNKNOWN

    @property
    def end_span(self) -> tuple[date, date] | None:
        """Earliest and latest day that the printed date of an end or a suspension can mean; None when none is printed."""
        return _span(self.ended_on, PRECISION_OF_LENGTH[len(self.ended_on)]) if self.ended_on else None


@dataclass(frozen=True, slots=True)
class State:
    """One row of `partnership_version`, without its recorded time."""

    valid_from: date | None
    valid_to: date | None
    status: str
    kind: str
    stage: str
    since: str | None
    since_precision: str
    since_earliest: date | None
    since_latest: date
    until: str | None = None
    until_precision: str | None = None
    until_earliest: date | None = None
    until_latest: date | None = None
    end_statement: str | None = None
    end_decision: int | None = None


Tie = tuple[str, str]
"""A hromada and the identifier of a place."""


def update_ledger(connection: sa.Connection, night: Night, *, full: bool = False, ties: Iterable[Tie] = ()) -> dict[str, int]:
    """Bring partnerships and agreements to what statements, live decisions and rulings support; returns counts of what changed.

    Looks at the ties whose decisions changed at this clock, whose statements came, went or came back in this night, and `ties`;
    `full` looks at all. Both give the same ledger. After a night that was killed all is looked at: what it had recorded belongs to no
    other night.
    """
    rules = rulings.in_force(connection, night.clock)
    followed = _followed(connection, night)
    full = full or _was_killed(connection, night, followed)
    _write_place_facts(connection, night, rules)
    touched = _touched(connection, night, full, ties)
    evidence = _evidence(connection, night)
    states: dict[Tie, list[State]] = {}
    conflicts: list[tuple[Tie, str]] = []
    on_ties = _rulings_by_place(connection, rules)
    for tie, group in groupby(evidence, key=lambda item: (item.hromada, item.place)):
        given = on_ties.get(tie, [])
        if _is_withdrawn(given):
            continue
        found, conflict = partnership_states(_heard(list(group), given))
        states[tie] = with_rulings(found, given)
        if conflict:
            conflicts.append((tie, conflict))
    counts = {"ties_looked_at": touched}
    written, changed = _write_partnerships(connection, night, states)
    _write_stages(connection, night, evidence, states, on_ties)
    if changed:
        _write_events(connection, night, changed, rules, on_ties, followed)
    counts |= written | _write_agreements(connection, night, on_ties, followed)
    _write_conflicts(connection, night, conflicts)
    return counts


def _followed(connection: sa.Connection, night: Night) -> datetime:
    """The moment before this one that the ledger was brought to last: that of a finished night or of a person's decision."""
    last = connection.scalar(
        sa.text(
            "SELECT greatest((SELECT max(clock) FROM run WHERE finished AND clock < :clock), "
            "(SELECT max(applied_through) FROM ruling WHERE applied_through < :clock))"
        ),
        {"clock": night.clock},
    )
    return last or datetime.min.replace(tzinfo=UTC)


def _was_killed(connection: sa.Connection, night: Night, followed: datetime) -> bool:
    """Whether a night since then recorded what it read and never came to the ledger."""
    return connection.execute(
        sa.text("SELECT EXISTS (SELECT 1 FROM run WHERE NOT finished AND clock > :followed AND clock < :clock)"),
        {"followed": followed, "clock": night.clock},
    ).scalar_one()


def _heard(statements: list[Evidence], given: Iterable[Ruling]) -> list[Evidence]:
    """What bears on a tie: where a person said on which day it ended, words of an end without a day say nothing more."""
    if not any(ruling.judgement in (Judgement.END, Judgement.SUSPEND) for ruling in given):
        return statements
    return [item for item in statements if item.stage not in _OVER or item.ended_on] or statements


def _is_withdrawn(given: Iterable[Ruling]) -> bool:
    return any(ruling.judgement == Judgement.WITHDRAW for ruling in given)


def _rulings_by_place(connection: sa.Connection, rules: Rules) -> dict[Tie, list[Ruling]]:
    """Rulings on ties, by hromada and identifier of the place; those on places that the registry does not hold wait."""
    found = rules.on_ties()
    keys = sorted({key for _, key in found})
    ids = (
        dict(connection.execute(sa.text("SELECT key, id FROM place WHERE key = ANY(:keys)"), {"keys": keys}).all())
        if keys
        else {}
    )
    return {(hromada, ids[key]): given for (hromada, key), given in found.items() if key in ids}


def _touched(connection: sa.Connection, night: Night, full: bool, ties: Iterable[Tie]) -> int:
    """Fill the temporary table `night_tie` with the ties to look at; returns their number."""
    copy_rows(connection, "asked_tie", "hromada_code text, place_id text", sorted(set(ties)))
    live = "retired_at IS NULL AND verdict <> 'reject' AND hromada_code IS NOT NULL AND place_id IS NOT NULL"
    changed = f"""
        SELECT hromada_code, place_id FROM decision WHERE (decided_at = :clock OR retired_at = :clock)
          AND hromada_code IS NOT NULL AND place_id IS NOT NULL
        UNION
        SELECT d.hromada_code, d.place_id FROM decision d WHERE {live} AND d.statement_id IN (
          SELECT s.id FROM page_run p JOIN statement s ON s.source_id = p.source_id AND s.page = p.page
          JOIN run ON run.id = p.run_id
          -- Between nights (a person's decision) no page is read and nothing is missed.
          WHERE p.run_id = :run AND run.clock = :clock AND p.checked AND NOT EXISTS (
            SELECT 1 FROM claim c WHERE c.statement_id = s.id AND c.last_seen = :clock AND c.first_seen < :clock
          )
        )
    """
    every = f"SELECT hromada_code, place_id FROM decision WHERE {live} UNION SELECT hromada_code, place_id FROM partnership"
    connection.execute(sa.text("DROP TABLE IF EXISTS night_tie"))
    connection.execute(
        sa.text(
            f"CREATE TEMPORARY TABLE night_tie ON COMMIT DROP AS {every if full else changed} UNION SELECT hromada_code, place_id FROM asked_tie"
        ),
        {} if full else {"clock": night.clock, "run": night.run_id},
    )
    connection.execute(sa.text("ANALYZE night_tie"))
    return connection.execute(sa.text("SELECT count(*) FROM night_tie")).scalar_one()


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


def _evidence(
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


# --- what a group of statements amounts to ----------------------------------------------------------------------------


def partnership_states(statements: Sequence[Evidence]) -> tuple[list[State], str | None]:
    """States of one partnership over valid time, and the words of a conflict between its dates (None: no conflict).

    `statements` are all of one hromada and one place. The rules are those of docs/counting.md.
    """
    in_force = [item for item in statements if item.stage in IN_FORCE]
    if not in_force:
        return _without_signature(statements)
    since, precision, earliest, latest, conflict = _start(in_force)
    first_seen = min(item.first_seen for item in in_force)
    valid_from = None if earliest is None else max(earliest, min(latest, first_seen))
    base = {
        "kind": _first(in_force, attrgetter("kind"), _KIND_ORDER),
        "stage": _first(in_force, attrgetter("stage"), _STAGE_ORDER),
        "since": since,
        "since_precision": precision,
        "since_earliest": earliest,
        "since_latest": latest,
    }
    status = Status.UNCONFIRMED if all(item.missed for item in in_force) else Status.ACTIVE
    conflict = "; ".join(words for words in (conflict, _end_before(statements, in_force, earliest)) if words) or None
    end = _end(statements, in_force)
    if end is None:
        return [State(valid_from=valid_from, valid_to=None, status=status, **base)], conflict
    # Without a day nobody knows when it was in force and when no more, only that it is not: it is over on every day.
    over = State(valid_from=end.day, valid_to=None, status=end.status, **{**base, "stage": end.stage}, **end.facts)
    if end.day is None:
        return [over], conflict
    valid_from = _before(valid_from, end.day)
    if earliest is not None and valid_from < earliest:
        return [over], conflict
    return [State(valid_from=valid_from, valid_to=end.day, status=Status.ACTIVE, **base, **end.facts), over], conflict


def _before(begins: date | None, end: date) -> date | None:
    """A first day in force that lies before the end: of a start known by its year only the latest day may come after it."""
    return None if begins is None else min(begins, end - timedelta(days=1))


def _end_before(statements: Sequence[Evidence], in_force: Sequence[Evidence], earliest: date | None) -> str | None:
    """The words of a printed end that lies before every start, and so ends nothing; None when there is none."""
    end = _last_words(statements, in_force)
    if end is None or end.end_span is None or earliest is None or end.end_span[1] >= earliest:
        return None
    start = min(item.since for item in in_force if item.since)
    return f"{end.source}: {end.stage} {end.ended_on}, before the start {start}"


def _without_signature(statements: Sequence[Evidence]) -> tuple[list[State], str | None]:
    """Plans, talks and bare notices of an end: kept as what they are, never counted. What ended was in force before, nobody says since when:
    it is over on every day, and may have been in force on those before the end."""
    first_seen = min(item.first_seen for item in statements)
    planned = [item for item in statements if item.stage not in _OVER]
    end = None if planned else _said_end(statements, [])
    state = State(
        valid_from=None if end else first_seen,
        valid_to=None,
        status=end.status if end else Status.PLANNED,
        kind=_first(statements, attrgetter("kind"), _KIND_ORDER),
        stage=end.stage if end else _first(planned, attrgetter("stage"), _STAGE_ORDER),
        since=None,
        since_precision=Precision.UNKNOWN,
        since_earliest=None,
        since_latest=first_seen,
        **(end.facts if end else {}),
    )
    return [state], None


#: What a ruling on a tie makes of it from its day on; None: the state that statements support.
_RULED = {
    Judgement.END: (Status.ENDED, Stage.ENDED),
    Judgement.SUSPEND: (Status.SUSPENDED, Stage.SUSPENDED),
    Judgement.RESUME: None,
}


def with_rulings(states: Sequence[State], given: Sequence[Ruling]) -> list[State]:
    """States with a person's ends, suspensions and resumptions laid over them, each from its day on; `given` is in order of days."""
    for ruling in given:
        if ruling.judgement not in _RULED:
            continue
        before = [state for state in states if state.valid_from is None or state.valid_from < ruling.day]
        last = max(states, key=lambda state: state.valid_from or date.min)
        word = _RULED[ruling.judgement]
        # What is in force ends on that day; what was over before goes on having ended when it did.
        day = {
            "until": ruling.day.isoformat(), "until_precision": Precision.DAY, "until_earliest": ruling.day, "until_latest": ruling.day,
        }  # fmt: skip
        kept = [
            replace(
                state,
                valid_to=ruling.day,
                end_decision=ruling.id,
                **(day if word and state.status not in _OVER.values() else {}),
            )
            if state.valid_to is None or state.valid_to > ruling.day
            else state
            for state in before
        ]
        if word is None:
            held = [state for state in states if state.status in (Status.ACTIVE, Status.UNCONFIRMED)] or [last]
            now = replace(
                held[-1],
                status=Status.ACTIVE,
                stage=held[-1].stage if held[-1].stage in IN_FORCE else Stage.RENEWED,
                end_statement=None,
                end_decision=None,
                **dict.fromkeys(day),
            )
        else:
            now = replace(last, status=word[0], stage=word[1], end_statement=None, end_decision=ruling.id, **day)
        states = [*kept, replace(now, valid_from=ruling.day, valid_to=None)]
    return list(states)


def _start(in_force: Sequence[Evidence]) -> tuple[str | None, str, date | None, date, str | None]:
    """The start that the statements support: since, precision, earliest and latest day, conflict in words.

    A tie begins with its first document, so among agreements the earliest counts. Lists state the start of the tie itself; when
    two of them cannot both be right, the bounds cover both and the conflict is reported. A renewal is not a start.
    """
    dated = [item for item in in_force if item.span and item.stage != Stage.RENEWED]
    if not dated:
        return None, Precision.UNKNOWN, None, min(item.first_seen for item in in_force), None
    best = min(dated, key=lambda item: (item.span[1], (item.span[1] - item.span[0]).days, item.statement))
    # A finer date inside a coarser one says the same with more detail: 2023 and 2023-07-17.
    finer = [item for item in dated if best.span[0] <= item.span[0] and item.span[1] <= best.span[1]]
    best = min(finer, key=lambda item: ((item.span[1] - item.span[0]).days, item.span, item.statement))
    earliest, latest = best.span
    listed = sorted({(item.span, item.since, item.source) for item in dated if item.record == Record.PARTNERSHIP})
    if not listed or listed[-1][0][0] <= listed[0][0][1]:
        return best.since, best.precision, earliest, latest, None
    words = "; ".join(f"{source}: {since}" for _span, since, source in listed)
    return best.since, best.precision, earliest, max(latest, listed[-1][0][1]), words


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a tie or a document. `until` is the first day not in force, in the precision printed, None when nobody printed it;
    `earliest` and `latest` are its bounds: of an end without a day the latest is the night on which its words were first seen."""

    until: str | None
    earliest: date | None
    latest: date
    status: str
    stage: str
    statement: str | None

    @classmethod
    def said(cls, words: Evidence) -> "_End":
        """What words of an end or a suspension say."""
        earliest, latest = words.end_span or (None, words.first_seen)
        return cls(words.ended_on, earliest, latest, _OVER[words.stage], words.stage, words.statement)

    @property
    def day(self) -> date | None:
        """The first day on which it is in force no more by the ledger: the latest possible; None when no day is printed."""
        return self.latest if self.until else None

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of a state that tell of its end."""
        precision = PRECISION_OF_LENGTH[len(self.until)] if self.until else Precision.UNKNOWN
        return {
            "until": self.until, "until_precision": precision, "until_earliest": self.earliest, "until_latest": self.latest,
            "end_statement": self.statement,
        }  # fmt: skip


def _taken_back(statements: Iterable[Evidence]) -> set[str]:
    """Words of an end that are gone from a page which goes on naming the tie as one in force."""
    statements = list(statements)
    named = {
        (item.hromada, item.place, item.source, item.page) for item in statements if item.stage in IN_FORCE and not item.missed
    }
    return {
        item.statement
        for item in statements
        if item.stage in _OVER and item.missed and (item.hromada, item.place, item.source, item.page) in named
    }


def _last_words(statements: Sequence[Evidence], in_force: Sequence[Evidence]) -> Evidence | None:
    """The newest words of an end or a suspension that count; of those that say the same one with a day goes before one without."""
    taken_back = _taken_back(statements)
    words = [item for item in statements if item.stage in _OVER and item.statement not in taken_back]
    if any(item.source not in OPEN_SOURCES and not item.missed for item in in_force):
        words = [item for item in words if item.source not in OPEN_SOURCES]

    def said_on(item: Evidence) -> tuple[date, int, str]:
        # Of two that may mean one day the finer one says more: 2024-01 and 2024-01-01.
        return item.end_span[0] if item.end_span else item.first_seen, len(item.ended_on or ""), item.statement

    last = max(words, key=said_on, default=None)
    dated = [item for item in words if item.stage == last.stage and item.end_span]
    return max(dated, key=said_on, default=last)


def _said_end(statements: Sequence[Evidence], in_force: Sequence[Evidence]) -> _End | None:
    """The end that a statement says, unless a document was signed after it."""
    last = _last_words(statements, in_force)
    if last is None:
        return None
    end = _End.said(last)
    return None if any(item.span and item.span[0] > end.latest for item in in_force) else end


def _end(statements: Sequence[Evidence], in_force: Sequence[Evidence]) -> _End | None:
    """The end that evidence supports: a statement that says so, or the printed term of every document behind the tie."""
    return _said_end(statements, in_force) or _expiry(in_force)


def _expiry(in_force: Sequence[Evidence], *, all_of_them: bool = True) -> _End | None:
    """The last day of the printed terms: of all statements in force, or of those that print one."""
    terms = [(item.term, item.statement) for item in in_force]
    certain = [(term.span[1], term.until, statement) for term, statement in terms if term and term.certain]
    if not certain or (all_of_them and len(certain) < len(terms)):
        return None
    _, until, statement = max(certain)
    # The stage stays that of the last document: nobody ended the tie, its term ran out.
    return _End(until, *Term(until, True).span, Status.ENDED, _first(in_force, attrgetter("stage"), _STAGE_ORDER), statement)


def _first(items: Sequence[Evidence], attribute, order: list[str]) -> str:
    """The word of the closed list that stands first in `order` among those that the statements use."""
    present = {attribute(item) for item in items}
    return next((word for word in order if word in present), sorted(present)[0])


# --- writing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Move:
    """Evidence that bore on one tie until this night and bears on another one (or none) now."""

    before: Tie
    after: Tie | None
    ruling: Ruling | None
    cause: Cause | None


def _moves(connection: sa.Connection, rules: Rules, followed: datetime) -> list[_Move]:
    """What decisions that the ledger does not know to be retired were replaced by."""
    rows = (
        connection.execute(
            sa.text(
                """
            SELECT DISTINCT d.hromada_code AS hromada, d.place_id AS place, n.hromada_code AS new_hromada, n.place_id AS new_place,
              coalesce(n.ruling_id, d.ruling_id) AS ruling, x.cause, x.by_statement
            FROM decision d
            LEFT JOIN decision n ON n.statement_id = d.statement_id AND n.part = d.part AND n.retired_at IS NULL AND n.verdict <> 'reject'
            LEFT JOIN LATERAL (
              SELECT cause, by_statement FROM supersession s WHERE s.statement_id = d.statement_id
                AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.statement_id = d.statement_id AND c.last_seen >= s.superseded_at)
              ORDER BY superseded_at DESC LIMIT 1
            ) x ON true
            WHERE d.retired_at > :followed AND d.hromada_code IS NOT NULL AND d.place_id IS NOT NULL
            ORDER BY 1, 2, 3, 4, 5, 6, 7
            """
            ),
            {"followed": followed},
        )
        .mappings()
        .all()
    )
    new_ties = dict(
        connection.execute(
            sa.text(
                "SELECT statement_id, min(ARRAY[hromada_code, place_id]) FROM decision WHERE retired_at IS NULL AND statement_id = ANY(:ids) "
                "AND hromada_code IS NOT NULL AND place_id IS NOT NULL GROUP BY statement_id"
            ),
            {"ids": [row["by_statement"] for row in rows if row["by_statement"]]},
        ).all()
    )
    moves = []
    for row in rows:
        after = (row["new_hromada"], row["new_place"]) if row["new_hromada"] and row["new_place"] else None
        if row["by_statement"] and after is None and row["by_statement"] in new_ties:
            after = tuple(new_ties[row["by_statement"]])
        before = (row["hromada"], row["place"])
        if after != before:
            moves.append(_Move(before, after, rules.by_id.get(row["ruling"] or 0), row["cause"] and Cause(row["cause"])))
    return moves


_Changed = Mapping[str, tuple[list[State], list[State]]]
"""States of the partnerships that changed, before and after."""


def _write_partnerships(
    connection: sa.Connection, night: Night, states: Mapping[Tie, list[State]]
) -> tuple[dict[str, int], _Changed]:
    ids = mint(connection, PARTNERSHIP, (f"{hromada} {place}" for hromada, place in states), night.clock)
    copy_rows(
        connection,
        "night_partnership",
        "id text, hromada_code text, place_id text",
        ((ids[f"{hromada} {place}"], hromada, place) for hromada, place in states),
    )
    connection.execute(
        sa.text(
            "INSERT INTO partnership SELECT id, hromada_code, place_id FROM night_partnership ORDER BY id ON CONFLICT DO NOTHING"
        )
    )
    held = defaultdict(list)
    for version, partnership, *fields in connection.execute(
        sa.text(
            """
            SELECT v.id, v.partnership_id, lower(valid) AS valid_from, upper(valid) AS valid_to, status, kind, stage, since,
              since_precision, since_earliest, since_latest, until, until_precision, until_earliest, until_latest, end_statement, end_decision
            FROM night_tie n JOIN partnership p ON p.hromada_code = n.hromada_code AND p.place_id = n.place_id
            JOIN partnership_version v ON v.partnership_id = p.id WHERE upper_inf(recorded) ORDER BY v.partnership_id, valid
            """
        )
    ):
        held[partnership].append((version, State(*fields)))
    wanted = {ids[f"{hromada} {place}"]: rows for (hromada, place), rows in states.items()}
    close: list[int] = []
    add: list[tuple[str, State]] = []
    changed: dict[str, tuple[list[State], list[State]]] = {}
    for partnership in sorted(held.keys() | wanted.keys()):
        old, new = held.get(partnership, []), wanted.get(partnership, [])
        old_states = [state for _, state in old]
        if old_states == new:
            continue
        close += [version for version, state in old if state not in new]
        add += [(partnership, state) for state in new if state not in old_states]
        changed[partnership] = (old_states, new)
    _write_versions(connection, night, "partnership_version", close, add)
    counts = {"partnerships": len(wanted), "partnership_versions_closed": len(close), "partnership_versions_added": len(add)}
    return counts, changed


def _write_events(
    connection: sa.Connection,
    night: Night,
    changed: _Changed,
    rules: Rules,
    on_ties: Mapping[Tie, list[Ruling]],
    followed: datetime,
) -> None:
    """One event a changed partnership, with its cause; identifiers that vanished get their successors."""
    moves = _moves(connection, rules, followed)
    tie_of = dict(
        connection.execute(
            sa.text("SELECT id, ARRAY[hromada_code, place_id] FROM partnership WHERE id = ANY(:ids)"), {"ids": sorted(changed)}
        ).all()
    )
    id_of = {
        (hromada, place): partnership
        for partnership, hromada, place in connection.execute(
            sa.text(
                "SELECT id, p.hromada_code, p.place_id FROM partnership p JOIN unnest(CAST(:hromady AS text[]), CAST(:places AS text[])) "
                "AS tie (hromada_code, place_id) USING (hromada_code, place_id)"
            ),
            {
                "hromady": [tie[0] for move in moves for tie in (move.before, move.after) if tie],
                "places": [tie[1] for move in moves for tie in (move.before, move.after) if tie],
            },
        )
    }
    key_of = dict(
        connection.execute(
            sa.text("SELECT id, key FROM place WHERE id = ANY(:ids)"), {"ids": sorted({move.before[1] for move in moves})}
        ).all()
    )
    known_before = set(
        connection.scalars(
            sa.text(
                "SELECT partnership_id FROM partnership_version WHERE partnership_id = ANY(:ids) AND lower(recorded) < :clock"
            ),
            {"ids": sorted({*changed, *id_of.values()}), "clock": night.clock},
        )
    )
    day, why = night.clock.astimezone(KYIV).date(), _causes(connection, night, changed, followed, known_before)
    events, successors = [], {}
    came_from: dict[str, tuple[str, str, Cause]] = {}
    gone = sorted(partnership for partnership, (_, new) in changed.items() if not new)
    for partnership in gone:
        tie = tuple(tie_of[partnership])
        event, cause, after = _disappearance(tie, moves, rules, key_of, on_ties, known_before, id_of, changed)
        events.append((partnership, event, cause, _words(changed[partnership][0]), after))
        if after and event != "split":
            successors[partnership] = after
        if after:
            came_from.setdefault(after, (event, partnership, cause))
    for move in moves:
        if (
            move.after
            and move.ruling
            and move.ruling.judgement == Judgement.SPLIT
            and id_of.get(move.after)
            and id_of.get(move.before)
        ):
            came_from.setdefault(id_of[move.after], ("split", id_of[move.before], Cause.FIX_SPLIT))
    for partnership, (old, new) in changed.items():
        if not new:
            continue
        if old:
            was, now = _on(old, day), _on(new, day)
            # What counts on neither side makes no change between two days; the night tells of it all the same.
            other = Cause.KNOWN_DETAIL if was.stage == now.stage and was.status == now.status else Cause.REAL_STATUS
            event = "detail" if was.status == now.status else "status"
            events.append((partnership, event, why.get(partnership, other), _words(old), _words(new)))
            continue
        if partnership in known_before:
            successors[partnership] = None
        event, before, cause = "added", None, why.get(partnership, Cause.KNOWN_LATE)
        if partnership in came_from:
            became, before, cause = came_from[partnership]
            event = "split" if became == "split" else "added"
        events.append((partnership, event, cause, before, _words(new)))
    succeed(connection, successors, night.clock)
    copy_rows(
        connection,
        "night_event",
        "partnership_id text, recorded_at timestamptz, event text, cause text, before text, after text",
        (
            (partnership, night.clock, event, str(cause), before, after)
            for partnership, event, cause, before, after in sorted(events)
        ),
    )
    connection.execute(
        sa.text(
            "INSERT INTO change_event (partnership_id, recorded_at, event, cause, before, after) SELECT * FROM night_event ORDER BY partnership_id"
        )
    )


def _disappearance(
    tie: Tie, moves: Sequence[_Move], rules: Rules, key_of: Mapping[str, str], on_ties, known_before: set[str], id_of, changed
) -> tuple[str, Cause, str | None]:
    """Event, cause and surviving partnership of a tie that no evidence supports any more."""
    if _is_withdrawn(on_ties.get(tie, ())):
        return "withdrawn", Cause.FIX_WITHDRAWN, None
    mine = [move for move in moves if move.before == tie]
    move = next((move for move in mine if move.after), None)
    after = id_of.get(move.after) if move else None
    if after in changed and not changed[after][1]:
        after = None
    if rules.moved(tie[0]) != tie[0]:
        return "moved", Cause.REF_HROMADA_REORGANISED, after
    key = key_of.get(tie[1])
    if key and rules.merged(key) != key:
        return "merged", Cause.FIX_DUPLICATE, after
    if move and move.ruling and move.ruling.judgement == Judgement.SPLIT:
        return "split", Cause.FIX_SPLIT, after
    if any(move.cause for move in mine):
        return "withdrawn", next(move.cause for move in mine if move.cause), after
    if after in known_before:
        # Read otherwise, it is a tie that the registry holds already.
        return "merged", Cause.FIX_DUPLICATE, after
    return "withdrawn", Cause.FIX_OURS, after


#: Of several things that a night changed in one tie, the one that it tells of.
_TOLD_FIRST = (
    Cause.VIEW_UNCONFIRMED, Cause.VIEW_SEEN_AGAIN, Cause.REAL_STATUS, Cause.FIX_SOURCE, Cause.FIX_OURS, Cause.KNOWN_DETAIL,
)  # fmt: skip


def _causes(
    connection: sa.Connection, night: Night, changed: _Changed, followed: datetime, known_before: set[str]
) -> dict[str, Cause]:
    """Why ties changed in this night, by the rules of a comparison of its day with the one before the last night (`causes.py`): what was
    signed on the day of that night, this one finds new. Ties without a change of what counts are not among them."""
    last = connection.scalar(sa.text("SELECT max(clock) FROM run WHERE clock < :clock AND finished"), {"clock": night.clock})
    if last is None:
        return {}
    day, start = (moment.astimezone(KYIV).date() for moment in (night.clock, last - timedelta(days=1)))
    sides = [
        pl.DataFrame(
            [row for one in changed if (row := _row(one, changed[one][side], day))], schema=causes.STATES, orient="row"
        )
        for side in (0, 1)
    ]
    # Of ties that are new to the ledger nothing was recorded before. What was done to ties (moved, merged, split) the night itself tells, and
    # names of hromady are no news of ties.
    is_new = not any(old and new for old, new in changed.values())
    known = causes.facts() if is_new else causes.facts_between(connection, followed, night.clock, start, day, over_on=day)
    known = {**known, **{name: known[name].clear() for name in ("events", "successors", "renamed")}}
    back = sorted(one for one in known_before & changed.keys() if not changed[one][0])
    known["restored"] = pl.DataFrame({"partnership_id": back}, schema=causes.FACTS["restored"])
    rank = {cause: number for number, cause in enumerate(_TOLD_FIRST)}
    found = causes.classify(*sides, known, start=start).select("partnership_id", "cause").rows()
    return {one: Cause(cause) for one, cause in sorted(found, key=lambda row: rank.get(Cause(row[1]), 0), reverse=True)}


def _on(states: Sequence[State], day: date) -> State:
    """The state of a day; of a tie that is not in the registry on it, the next one."""
    return next((state for state in states if state.valid_to is None or state.valid_to > day), states[-1])


def _row(partnership: str, states: Sequence[State], day: date) -> dict[str, Any] | None:
    """The state of a day as a row of `causes.STATES`; None when there is none."""
    state = _on(states, day) if states else None
    if state is None or (state.valid_from and state.valid_from > day):
        return None
    return {"partnership_id": partnership, **{name: getattr(state, name) for name in State.__slots__ if name in causes.STATES}}


def _words(states: Sequence[State]) -> str | None:
    return (
        "; ".join(
            f"{s.status} {s.stage} since {s.since or '?'}{f' until {s.until or s.valid_to}' if s.valid_to else ''}"
            for s in states
        )
        or None
    )


def _range(start: object, end: object) -> str:
    """A half-open range as Postgres reads it; None is open."""
    return f"[{'' if start is None else start},{'' if end is None else end})"


def _write_versions(
    connection: sa.Connection, night: Night, table: str, close: Sequence[int], add: Sequence[tuple[str, Any]]
) -> None:
    if close:
        connection.execute(
            sa.text(f"UPDATE {table} SET recorded = tstzrange(lower(recorded), :clock) WHERE id = ANY(:ids)"),
            {"clock": night.clock, "ids": list(close)},
        )
    if add:
        owner = table.removesuffix("_version") + "_id"
        fields = [name for name in add[0][1].__slots__ if name not in ("valid_from", "valid_to")]
        recorded = _range(night.clock.isoformat(), None)
        cursor = connection.connection.driver_connection.cursor()
        with cursor.copy(f"COPY {table} ({owner}, valid, recorded, {', '.join(fields)}) FROM STDIN") as copy:
            for key, state in add:
                copy.write_row(
                    (key, _range(state.valid_from, state.valid_to), recorded, *(getattr(state, name) for name in fields))
                )


def _write_place_facts(connection: sa.Connection, night: Night, rules: Rules) -> None:
    """Countries of places as persons corrected them; a ruling that was retired gives back what was first recorded."""
    copy_rows(
        connection,
        "ruled_country",
        "key text, country text",
        ((key, ruling.target) for key, ruling in sorted(rules.place_countries.items())),
    )
    changed = (
        connection.execute(
            sa.text(
                """
                SELECT place.id, place.country AS before, coalesce(r.country, first.country) AS after
                FROM place LEFT JOIN ruled_country r USING (key)
                JOIN LATERAL (
                  SELECT country FROM place_version v WHERE v.place_id = place.id ORDER BY lower(recorded) LIMIT 1
                ) first ON r.key IS NOT NULL OR EXISTS (SELECT 1 FROM place_version v WHERE v.place_id = place.id AND NOT upper_inf(recorded))
                WHERE place.country IS DISTINCT FROM coalesce(r.country, first.country) ORDER BY place.id
                """
            )
        )
        .mappings()
        .all()
    )
    for row in changed:
        given = {**row, "clock": night.clock, "cause": str(Cause.REF_COUNTRY)}
        for statement in (
            "UPDATE place_version SET recorded = tstzrange(lower(recorded), :clock) WHERE place_id = :id AND upper_inf(recorded)",
            "INSERT INTO place_version (place_id, recorded, name, country, level) "
            "SELECT id, tstzrange(:clock, NULL), name, :after, level FROM place WHERE id = :id",
            "UPDATE place SET country = :after WHERE id = :id",
            "INSERT INTO change_event (partnership_id, recorded_at, event, cause, before, after) "
            "SELECT DISTINCT p.id, CAST(:clock AS timestamptz), 'detail', :cause, :before, :after FROM partnership p "
            "JOIN partnership_version v ON v.partnership_id = p.id WHERE p.place_id = :id AND upper_inf(v.recorded) ORDER BY p.id",
        ):
            connection.execute(sa.text(statement), given)


def _write_stages(
    connection: sa.Connection, night: Night, evidence: Sequence[Evidence], states: Mapping[Tie, list[State]], on_ties
) -> None:
    """Every stage that a statement or a ruling proves for the ties looked at, with its own date and precision."""
    said = (
        (item.hromada, item.place, item.stage, *item.stage_day, item.number, item.statement, None)
        for item in evidence
        if (item.hromada, item.place) in states
    )
    ruled = (
        (*tie, word[1] if word else Stage.RENEWED, ruling.day.isoformat(), Precision.DAY, None, None, ruling.id)
        for tie, given in on_ties.items()
        if tie in states
        for ruling in given
        if ruling.judgement in _RULED
        for word in (_RULED[ruling.judgement],)
    )
    copy_rows(
        connection,
        "night_stage",
        "hromada_code text, place_id text, stage text, day text, day_precision text, number text, statement_id text, ruling_id bigint",
        [*said, *ruled],
    )
    facts = "stage, day, day_precision, number, statement_id, ruling_id"
    connection.execute(
        sa.text(
            f"""
            WITH wanted AS (
              SELECT DISTINCT p.id AS partnership_id, {facts} FROM night_stage n JOIN partnership p USING (hromada_code, place_id)
            ), held AS (
              SELECT v.id, v.partnership_id, {facts} FROM night_tie n JOIN partnership p USING (hromada_code, place_id)
              JOIN stage_version v ON v.partnership_id = p.id WHERE upper_inf(v.recorded)
            ), closed AS (
              UPDATE stage_version v SET recorded = tstzrange(lower(v.recorded), :clock) FROM held
              WHERE v.id = held.id AND NOT EXISTS (
                SELECT 1 FROM wanted w WHERE (w.partnership_id, w.stage, w.day, w.day_precision, w.number, w.statement_id, w.ruling_id)
                  IS NOT DISTINCT FROM (held.partnership_id, held.stage, held.day, held.day_precision, held.number, held.statement_id, held.ruling_id))
            )
            INSERT INTO stage_version (partnership_id, recorded, {facts})
            SELECT partnership_id, tstzrange(:clock, NULL), {facts} FROM wanted w
            WHERE NOT EXISTS (
              SELECT 1 FROM held WHERE (w.partnership_id, w.stage, w.day, w.day_precision, w.number, w.statement_id, w.ruling_id)
                IS NOT DISTINCT FROM (held.partnership_id, held.stage, held.day, held.day_precision, held.number, held.statement_id, held.ruling_id))
            ORDER BY partnership_id, statement_id, ruling_id
            """
        ),
        {"clock": night.clock},
    )


# --- agreements -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AgreementState:
    """One row of `agreement_version`, without its recorded time."""

    valid_from: date | None
    valid_to: date | None
    title: str | None
    number: str | None
    kind: str
    stage: str
    signed: str | None
    signed_precision: str
    until: str | None
    until_precision: str | None
    until_earliest: date | None
    until_latest: date | None
    hromady: list[str]
    places: list[str]
    statements: list[str]


_Document = list[tuple[set[Tie], Evidence]]
"""Statements of one document, each with the ties that it binds."""


def agreement_states(evidence: Sequence[Evidence], over: Mapping[Tie, _End] | None = None) -> dict[str, AgreementState]:
    """Documents by natural key; `over` are ties that are in force no more. The same document twice in a register is one: same parties
    and same day of signing, or, without a day, same parties and same title."""
    return {key: _agreement_state(rows, over or {}) for key, rows in _documents(evidence).items()}


def _documents(evidence: Sequence[Evidence]) -> dict[str, _Document]:
    said: dict[str, tuple[set[Tie], Evidence]] = {}
    for item in evidence:
        if item.record == Record.AGREEMENT:
            said.setdefault(item.statement, (set(), item))[0].add((item.hromada, item.place))
    by_parties: dict[tuple, _Document] = defaultdict(list)
    for ties, item in said.values():
        by_parties[_parties(ties)].append((ties, item))
    return {
        hashlib.sha256(json.dumps([*parties, mark], ensure_ascii=False).encode()).hexdigest(): rows
        for parties, found in by_parties.items()
        for mark, rows in _one_date(found).items()
    }


def _parties(ties: Iterable[Tie]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    hromady, places = zip(*ties, strict=True)
    return tuple(sorted(set(hromady))), tuple(sorted(set(places)))


def _one_date(rows: _Document) -> dict[str, _Document]:
    """Statements of the same parties by date of signing, or by title where none is printed.

    A coarser date or none joins the one finer date that it may mean; where several fit, or numbers or titles differ, it stays alone.
    """
    by_date: dict[tuple[str, str], _Document] = defaultdict(list)
    for row in rows:
        since = row[1].since or ""
        by_date[since, since or f"title {fold(row[1].title or '')}"].append(row)
    found: dict[str, _Document] = {}
    for (since, mark), same in sorted(by_date.items(), key=lambda pair: (-len(pair[0][0]), pair[0])):
        finer = [
            other
            for other, document in found.items()
            if other.startswith(since) and len(document[0][1].since or "") > len(since) and not _differ(document, same)
        ]
        found.setdefault(finer[0] if len(finer) == 1 else mark, []).extend(same)
    return found


def _differ(one: _Document, other: _Document) -> bool:
    """Whether both print a number, or both a title, and no such word of theirs is the same. A number without a digit (`б/н`) is none."""

    def words(rows: _Document) -> tuple[set[str], set[str]]:
        numbers = {fold(item.number) for _, item in rows if item.number and any(map(str.isdigit, item.number))}
        return numbers, {fold(item.title) for _, item in rows if item.title}

    return any(a and b and not a & b for a, b in zip(words(one), words(other), strict=True))


def _agreement_state(rows: _Document, over: Mapping[Tie, _End]) -> AgreementState:
    # Statements of the finest date come first: a coarser one that joined them adds no other.
    rows = sorted(rows, key=lambda row: (-len(row[1].since or ""), row[1].first_seen, row[1].statement))
    ties, first = rows[0]
    hromady, places = _parties(ties)
    items = [item for _, item in rows]
    span = first.span
    seen = min(item.first_seen for item in items)
    begins = None if span is None else max(span[0], min(span[1], seen))
    stage = _first(items, attrgetter("stage"), [*_STAGE_ORDER, *reversed(_OVER)])
    end = _closed(items, ties, over) if stage in IN_FORCE or stage in _OVER else None
    lasts_to = None
    if end and (end.day is None or stage in _OVER or (span and end.day <= span[0])):
        # Over on every day that it could have been in force.
        stage = end.stage
    elif end:
        begins, lasts_to = _before(begins, end.day), end.day
    facts = end.facts if end else {}
    return AgreementState(
        valid_from=begins,
        valid_to=lasts_to,
        title=next((item.title for item in items if item.title), None),
        number=next((item.number for item in items if item.number), None),
        kind=_first(items, attrgetter("kind"), _KIND_ORDER),
        stage=stage,
        signed=first.since,
        signed_precision=first.precision,
        **{name: facts.get(name) for name in ("until", "until_precision", "until_earliest", "until_latest")},
        hromady=[*hromady],
        places=[*places],
        statements=sorted(item.statement for item in items),
    )


def _closed(items: Sequence[Evidence], ties: Iterable[Tie], over: Mapping[Tie, _End]) -> _End | None:
    """The end of a document: the one it is printed with, that of its term, or that of the last tie it bound, whichever came first."""
    in_force = [item for item in items if item.stage in IN_FORCE]
    ends = [over.get(tie) for tie in ties]
    tied = None if None in ends else max(ends, key=lambda end: end.day or date.max)
    found = (_said_end(items, in_force), _expiry(in_force, all_of_them=False), tied)
    return min((end for end in found if end), key=lambda end: end.day or date.min, default=None)


def _write_agreements(
    connection: sa.Connection, night: Night, on_ties: Mapping[Tie, list[Ruling]], followed: datetime
) -> dict[str, int]:
    """Documents of the ties looked at, with every statement that may share a document with them."""
    withdrawn = {tie for tie, given in on_ties.items() if _is_withdrawn(given)}
    statements = set(
        connection.scalars(
            sa.text(
                """
                SELECT DISTINCT s.id FROM night_tie n JOIN decision d ON d.hromada_code = n.hromada_code AND d.place_id = n.place_id
                JOIN statement s ON s.id = d.statement_id WHERE s.record = 'agreement' AND (d.retired_at IS NULL OR d.retired_at > :followed)
                """
            ),
            {"followed": followed},
        )
    )
    if not statements:
        return {"agreements": 0, "agreement_versions_closed": 0, "agreement_versions_added": 0}
    asked: set[str] = set()
    evidence: list[Evidence] = []
    while statements - asked:
        asked |= statements
        copy_rows(connection, "asked_statement", "id text", ((statement,) for statement in sorted(asked)))
        found = _evidence(connection, night, "asked_statement a ON a.id = d.statement_id")
        evidence = [item for item in found if (item.hromada, item.place) not in withdrawn]
        bound: dict[str, set[Tie]] = defaultdict(set)
        for item in evidence:
            bound[item.statement].add((item.hromada, item.place))
        copy_rows(
            connection,
            "asked_parties",
            "hromady text[], places text[]",
            (tuple(map(list, parties)) for parties in sorted(set(map(_parties, bound.values())))),
        )
        # A document of the same parties may be the same one; one that an older version lists together with these statements was.
        statements |= set(
            connection.scalars(
                sa.text(
                    """
                    SELECT unnest(v.statements) FROM agreement_version v WHERE upper_inf(v.recorded) AND (
                      v.statements && :asked OR EXISTS (SELECT 1 FROM asked_parties a WHERE a.hromady = v.hromady AND a.places = v.places)
                    )
                    """
                ),
                {"asked": sorted(asked)},
            )
        )
    states = agreement_states(evidence, _over(connection))
    ids = mint(connection, AGREEMENT, states, night.clock)
    copy_rows(connection, "night_agreement", "id text, key text", ((ids[key], key) for key in sorted(states)))
    connection.execute(sa.text("INSERT INTO agreement SELECT id, key FROM night_agreement ORDER BY id ON CONFLICT DO NOTHING"))
    held = {}
    for version, agreement, *fields in connection.execute(
        sa.text(
            """
            SELECT v.id, agreement_id, lower(valid), upper(valid), title, number, kind, stage, signed, signed_precision, until,
              until_precision, until_earliest, until_latest, hromady, places, statements
            FROM agreement_version v WHERE upper_inf(recorded) AND (agreement_id = ANY(:ids) OR statements && :asked)
            """
        ),
        {"ids": sorted(ids.values()), "asked": sorted(asked)},
    ):
        held[agreement] = (version, AgreementState(*fields))
    wanted = {ids[key]: state for key, state in states.items()}
    changed = [key for key in sorted(held.keys() | wanted.keys()) if (held.get(key) or (0, None))[1] != wanted.get(key)]
    close = [held[key][0] for key in changed if key in held]
    add = [(key, wanted[key]) for key in changed if key in wanted]
    _write_versions(connection, night, "agreement_version", close, add)
    # A document that became another (a finer or a corrected date, a party withdrawn) names it, and stands for itself when it is back.
    now_in = {statement: key for key, state in sorted(wanted.items()) for statement in state.statements}
    successors: dict[str, str | None] = dict.fromkeys(key for key in changed if key in wanted)
    gone = {key: held[key][1].statements for key in sorted(held.keys() - wanted.keys())}
    corrected = _corrected(connection, [statement for statements in gone.values() for statement in statements])
    for key, statements in gone.items():
        words = {*statements, *(heir for statement in statements for heir in corrected.get(statement, ()))}
        successors[key] = min((now_in[statement] for statement in words if statement in now_in), default=None)
    succeed(connection, successors, night.clock)
    return {"agreements": len(wanted), "agreement_versions_closed": len(close), "agreement_versions_added": len(add)}


def _corrected(connection: sa.Connection, statements: Sequence[str]) -> dict[str, list[str]]:
    """What sources say now instead of statements: the words that corrected each, over all corrections."""
    if not statements:
        return {}
    rows = connection.execute(
        sa.text(
            """
            WITH RECURSIVE line AS (
              SELECT statement_id AS origin, by_statement AS heir FROM supersession WHERE statement_id = ANY(:statements)
              UNION SELECT line.origin, x.by_statement FROM line JOIN supersession x ON x.statement_id = line.heir
            )
            SELECT origin, array_agg(heir) FROM line GROUP BY origin
            """
        ),
        {"statements": [*statements]},
    )
    return dict(rows.all())


def _over(connection: sa.Connection) -> dict[Tie, _End]:
    """Ties of the statements asked for that are in force no more, as the ledger holds them now."""
    rows = connection.execute(
        sa.text(
            """
            SELECT * FROM (
              SELECT DISTINCT ON (p.id) p.hromada_code, p.place_id, v.until, v.until_earliest, v.until_latest, v.status, v.stage, v.end_statement
              FROM asked_statement a JOIN decision d ON d.statement_id = a.id AND d.retired_at IS NULL
              JOIN partnership p ON p.hromada_code = d.hromada_code AND p.place_id = d.place_id
              JOIN partnership_version v ON v.partnership_id = p.id WHERE upper_inf(v.recorded) ORDER BY p.id, v.valid DESC
            ) last WHERE status = ANY(:over)
            """
        ),
        {"over": [*_OVER.values()]},
    )
    return {(hromada, place): _End(*fields) for hromada, place, *fields in rows}


def _write_conflicts(connection: sa.Connection, night: Night, conflicts: list[tuple[tuple[str, str], str]]) -> None:
    if not conflicts:
        return
    connection.execute(
        sa.text(
            "INSERT INTO issue (run_id, source, url, document, issue_class, words, row) "
            "SELECT :run, 'registry', NULL, NULL, :issue_class, :words || ': ' || place.name, :row FROM place WHERE place.id = :place"
        ),
        [
            {
                "run": night.run_id,
                "issue_class": IssueClass.DATE_CONFLICT,
                "words": f"sources give dates that cannot all be right ({words})",
                "row": f"{hromada} {place}",
                "place": place,
            }
            for (hromada, place), words in conflicts
        ],
    )
