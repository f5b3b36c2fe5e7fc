"""The ledger: from statements and decisions to partnerships and agreements with a history on two times.

Each night the state that the evidence supports is computed anew and compared with what the registry holds. What differs is
closed in recorded time and written beside it; nothing is overwritten. A scrape never ends a partnership: an end comes from a
statement that says so, from a printed term that ran out, or from a person's decision.

What does not belong here: reading the ledger for a day (`snapshots.py`), why two days differ (`comparison.py`).
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from registry.identifiers import AGREEMENT, PARTNERSHIP, mint
from registry.statements import Night, copy_rows
from schemas.vocabularies import IN_FORCE, Cause, IssueClass, Kind, Precision, Record, Stage, Status
from scrapers.text.dates import bounds
from scrapers.text.normalise import fold
from scrapers.text.words import duration_months

#: Nights are counted in the registry's own time zone.
KYIV = ZoneInfo("Europe/Kyiv")

#: A tie is unconfirmed when this many good reads of its page missed it ...
MISSED_RUNS = 3
#: ... over at least this long.
MISSED_FOR = timedelta(days=14)

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
    first_seen: date
    missed: bool
    source: str

    @property
    def span(self) -> tuple[date, date] | None:
        """Earliest and latest day that the printed date can mean; None when no date is printed."""
        return bounds(self.since, Precision(self.precision)) if self.since else None


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
    end_statement: str | None = None
    end_decision: int | None = None


def update_ledger(connection: sa.Connection, night: Night) -> dict[str, int]:
    """Bring partnerships and agreements to what statements and live decisions support; returns counts of what changed."""
    evidence = _evidence(connection, night)
    ties = {key: list(group) for key, group in groupby(evidence, key=lambda item: (item.hromada, item.place))}
    states: dict[tuple[str, str], list[State]] = {}
    conflicts: list[tuple[tuple[str, str], str]] = []
    for tie, statements in ties.items():
        states[tie], conflict = partnership_states(statements)
        if conflict:
            conflicts.append((tie, conflict))
    counts = _write_partnerships(connection, night, states)
    counts |= _write_agreements(connection, night, evidence)
    _write_conflicts(connection, night, conflicts)
    return counts


def _evidence(connection: sa.Connection, night: Night) -> list[Evidence]:
    """Live decisions that name a hromada and a place, with their statements; ordered, so that a replay gives the same."""
    rows = connection.execute(
        sa.text(
            """
            WITH seen AS (
              SELECT statement_id, min(first_seen) AS first_seen, max(last_seen) AS last_seen FROM claim GROUP BY statement_id
            ), read AS (
              SELECT page_run.source_id, page_run.page, run.clock FROM page_run JOIN run ON run.id = page_run.run_id
              WHERE page_run.checked
            ), missed AS (
              SELECT s.id FROM statement s JOIN seen ON seen.statement_id = s.id
              JOIN read ON read.source_id = s.source_id AND read.page = s.page AND read.clock > seen.last_seen
              GROUP BY s.id HAVING count(*) >= :runs AND max(read.clock) - min(read.clock) >= :span
            )
            SELECT s.id AS statement, d.hromada_code AS hromada, d.place_id AS place, s.record, s.kind, s.stage, s.since,
              s.since_precision AS precision, s.title_raw AS title, s.number_raw AS number, s.duration_raw AS duration,
              (seen.first_seen AT TIME ZONE 'Europe/Kyiv')::date AS first_seen, missed.id IS NOT NULL AS missed, s.source_id AS source
            FROM decision d JOIN statement s ON s.id = d.statement_id JOIN seen ON seen.statement_id = s.id
            LEFT JOIN missed ON missed.id = s.id
            WHERE d.retired_at IS NULL AND d.verdict <> 'reject' AND d.hromada_code IS NOT NULL AND d.place_id IS NOT NULL
              AND s.record IN ('partnership', 'agreement')
            ORDER BY d.hromada_code, d.place_id, seen.first_seen, s.id
            """
        ),
        {"runs": MISSED_RUNS, "span": MISSED_FOR},
    )
    return [Evidence(**row) for row in rows.mappings()]


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
    end = _end(statements, in_force)
    if end is None or (valid_from is not None and end.day <= valid_from):
        return [State(valid_from=valid_from, valid_to=None, status=status, **base)], conflict
    after = {**base, "stage": end.stage}
    return [
        State(valid_from=valid_from, valid_to=end.day, status=Status.ACTIVE, end_statement=end.statement, **base),
        State(valid_from=end.day, valid_to=None, status=end.status, end_statement=end.statement, **after),
    ], conflict


def _without_signature(statements: Sequence[Evidence]) -> tuple[list[State], str | None]:
    """Plans, talks and bare notices of an end: kept as what they are, never counted."""
    first_seen = min(item.first_seen for item in statements)
    stage = _first(statements, attrgetter("stage"), [*_STAGE_ORDER, Stage.SUSPENDED, Stage.ENDED])
    state = State(
        valid_from=first_seen,
        valid_to=None,
        status={Stage.ENDED: Status.ENDED, Stage.SUSPENDED: Status.SUSPENDED}.get(stage, Status.PLANNED),
        kind=_first(statements, attrgetter("kind"), _KIND_ORDER),
        stage=stage,
        since=None,
        since_precision=Precision.UNKNOWN,
        since_earliest=None,
        since_latest=first_seen,
        end_statement=next((item.statement for item in statements if item.stage == Stage.ENDED), None),
    )
    return [state], None


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
    day: date
    status: str
    stage: str
    statement: str


def _end(statements: Sequence[Evidence], in_force: Sequence[Evidence]) -> _End | None:
    """The end that evidence supports: a statement that says so, or the printed term of every document behind the tie."""
    words = [item for item in statements if item.stage in (Stage.ENDED, Stage.SUSPENDED)]
    if words:
        last = max(words, key=lambda item: (item.span[0] if item.span else item.first_seen, item.statement))
        day = last.span[1] if last.span else last.first_seen
        again = [item for item in in_force if item.span and item.span[0] > day]
        if not again:
            status = Status.ENDED if last.stage == Stage.ENDED else Status.SUSPENDED
            return _End(day=day, status=status, stage=last.stage, statement=last.statement)
    terms = [(term_end(item), item.statement) for item in in_force]
    if all(day is not None for day, _ in terms):
        day, statement = max(terms)
        # The stage stays that of the last document: nobody ended the tie, its term ran out.
        return _End(
            day=day, status=Status.ENDED, stage=_first(in_force, attrgetter("stage"), _STAGE_ORDER), statement=statement
        )
    return None


def term_end(item: Evidence) -> date | None:
    """First day after the printed term of a document; None when it is unlimited, renews itself, or the day is unknown."""
    if item.record != Record.AGREEMENT or item.precision != Precision.DAY or not item.duration:
        return None
    months = duration_months(item.duration)
    if months is None:
        return None
    signed = date.fromisoformat(item.since)
    year, month = divmod(signed.year * 12 + signed.month - 1 + months, 12)
    return _last_valid(year, month + 1, signed.day)


def _last_valid(year: int, month: int, day: int) -> date:
    """29 February plus a year is 28 February."""
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def _first(items: Sequence[Evidence], attribute, order: list[str]) -> str:
    """The word of the closed list that stands first in `order` among those that the statements use."""
    present = {attribute(item) for item in items}
    return next((word for word in order if word in present), sorted(present)[0])


# --- writing ----------------------------------------------------------------------------------------------------------


def _write_partnerships(connection: sa.Connection, night: Night, states: dict[tuple[str, str], list[State]]) -> dict[str, int]:
    ids = mint(connection, PARTNERSHIP, (f"{hromada} {place}" for hromada, place in states), night.clock)
    copy_rows(
        connection,
        "night_partnership",
        "id text, hromada_code text, place_id text",
        ((ids[f"{hromada} {place}"], hromada, place) for hromada, place in states),
    )
    connection.execute(
        sa.text("INSERT INTO partnership SELECT id, hromada_code, place_id FROM night_partnership ON CONFLICT DO NOTHING")
    )
    held = defaultdict(list)
    for row in connection.execute(
        sa.text(
            """
            SELECT id, partnership_id, lower(valid) AS valid_from, upper(valid) AS valid_to, status, kind, stage, since,
              since_precision, since_earliest, since_latest, end_statement, end_decision
            FROM partnership_version WHERE upper_inf(recorded) ORDER BY partnership_id, valid
            """
        )
    ).mappings():
        fields = dict(row)
        version, partnership = fields.pop("id"), fields.pop("partnership_id")
        held[partnership].append((version, State(**fields)))
    wanted = {ids[f"{hromada} {place}"]: rows for (hromada, place), rows in states.items()}
    close: list[int] = []
    add: list[tuple[str, State]] = []
    events: list[dict[str, Any]] = []
    for partnership in sorted(held.keys() | wanted.keys()):
        old, new = held.get(partnership, []), wanted.get(partnership, [])
        old_states = [state for _, state in old]
        if old_states == new:
            continue
        close += [version for version, state in old if state not in new]
        add += [(partnership, state) for state in new if state not in old_states]
        events.append(_event(partnership, old_states, new))
    _write_versions(connection, night, "partnership_version", close, add)
    if events:
        connection.execute(
            sa.text(
                "INSERT INTO change_event (partnership_id, recorded_at, event, cause, before, after) "
                "VALUES (:partnership_id, :recorded_at, :event, :cause, :before, :after)"
            ),
            [{**event, "recorded_at": night.clock} for event in events],
        )
    return {"partnerships": len(wanted), "partnership_versions_closed": len(close), "partnership_versions_added": len(add)}


def _event(partnership: str, old: list[State], new: list[State]) -> dict[str, Any]:
    """What the night did to one partnership. The cause is the ledger's own view; a comparison of two days may see another."""
    before, after = _words(old), _words(new)
    if not old:
        event, cause = "added", Cause.REAL_NEW if new[-1].valid_from else Cause.KNOWN_LATE
    elif not new:
        event, cause = "withdrawn", Cause.FIX_OURS
    elif new[-1].status != old[-1].status:
        event = "status"
        cause = {
            Status.ENDED: Cause.REAL_ENDED if new[-1].stage == Stage.ENDED else Cause.REAL_EXPIRED,
            Status.UNCONFIRMED: Cause.VIEW_UNCONFIRMED,
        }.get(new[-1].status, Cause.VIEW_SEEN_AGAIN if old[-1].status == Status.UNCONFIRMED else Cause.REAL_STATUS)
    else:
        event, cause = "detail", Cause.KNOWN_DETAIL
    return {"partnership_id": partnership, "event": event, "cause": cause, "before": before, "after": after}


def _words(states: list[State]) -> str | None:
    return (
        "; ".join(f"{s.status} {s.stage} since {s.since or '?'}{f' until {s.valid_to}' if s.valid_to else ''}" for s in states)
        or None
    )


def _write_versions(connection: sa.Connection, night: Night, table: str, close: list[int], add: list[tuple[str, Any]]) -> None:
    if close:
        connection.execute(
            sa.text(f"UPDATE {table} SET recorded = tstzrange(lower(recorded), :clock) WHERE id = ANY(:ids)"),
            {"clock": night.clock, "ids": close},
        )
    if add:
        owner = table.removesuffix("_version") + "_id"
        fields = [name for name in add[0][1].__slots__ if name not in ("valid_from", "valid_to")]
        connection.execute(
            sa.text(
                f"INSERT INTO {table} ({owner}, valid, recorded, {', '.join(fields)}) VALUES "
                f"(:owner, daterange(:valid_from, :valid_to), tstzrange(:clock, NULL), {', '.join(':' + name for name in fields)})"
            ),
            [
                {"owner": key, "clock": night.clock, **{name: getattr(state, name) for name in state.__slots__}}
                for key, state in add
            ],
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
    term_end: date | None
    hromady: list[str]
    places: list[str]
    statements: list[str]


def agreement_states(evidence: Sequence[Evidence]) -> dict[str, AgreementState]:
    """Documents by natural key. The same document twice in a register is one: same parties and same day of signing,
    or, without a day, same parties and same title."""
    parties: dict[str, tuple[set[str], set[str], Evidence]] = {}
    for item in evidence:
        if item.record == Record.AGREEMENT:
            hromady, places, _ = parties.setdefault(item.statement, (set(), set(), item))
            hromady.add(item.hromada)
            places.add(item.place)
    documents: dict[str, list[tuple[set[str], set[str], Evidence]]] = defaultdict(list)
    for hromady, places, item in parties.values():
        mark = item.since or f"title {fold(item.title or '')}"
        key = json.dumps([sorted(hromady), sorted(places), mark], ensure_ascii=False)
        documents[hashlib.sha256(key.encode()).hexdigest()].append((hromady, places, item))
    return {key: _agreement_state(rows) for key, rows in documents.items()}


def _agreement_state(rows: list[tuple[set[str], set[str], Evidence]]) -> AgreementState:
    rows = sorted(rows, key=lambda row: (row[2].first_seen, row[2].statement))
    hromady, places, first = rows[0]
    items = [item for _, _, item in rows]
    span = first.span
    seen = min(item.first_seen for item in items)
    end = max((term_end(item) for item in items), key=lambda day: day or date.min)
    begins = None if span is None else max(span[0], min(span[1], seen))
    return AgreementState(
        valid_from=begins,
        valid_to=end if end and (begins is None or end > begins) else None,
        title=first.title,
        number=next((item.number for item in items if item.number), None),
        kind=_first(items, attrgetter("kind"), _KIND_ORDER),
        stage=_first(items, attrgetter("stage"), [*_STAGE_ORDER, Stage.SUSPENDED, Stage.ENDED]),
        signed=first.since,
        signed_precision=first.precision,
        term_end=end,
        hromady=sorted(hromady),
        places=sorted(places),
        statements=sorted(item.statement for item in items),
    )


def _write_agreements(connection: sa.Connection, night: Night, evidence: Sequence[Evidence]) -> dict[str, int]:
    states = agreement_states(evidence)
    ids = mint(connection, AGREEMENT, states, night.clock)
    if ids:
        connection.execute(
            sa.text("INSERT INTO agreement (id, key) VALUES (:id, :key) ON CONFLICT DO NOTHING"),
            [{"id": ids[key], "key": key} for key in sorted(states)],
        )
    held = {}
    for row in connection.execute(
        sa.text(
            """
            SELECT id, agreement_id, lower(valid) AS valid_from, upper(valid) AS valid_to, title, number, kind, stage, signed,
              signed_precision, term_end, hromady, places, statements
            FROM agreement_version WHERE upper_inf(recorded)
            """
        )
    ).mappings():
        fields = dict(row)
        version, agreement = fields.pop("id"), fields.pop("agreement_id")
        held[agreement] = (version, AgreementState(**fields))
    wanted = {ids[key]: state for key, state in states.items()}
    changed = [key for key in sorted(held.keys() | wanted.keys()) if (held.get(key) or (0, None))[1] != wanted.get(key)]
    close = [held[key][0] for key in changed if key in held]
    add = [(key, wanted[key]) for key in changed if key in wanted]
    _write_versions(connection, night, "agreement_version", close, add)
    return {"agreements": len(wanted), "agreement_versions_closed": len(close), "agreement_versions_added": len(add)}


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
                "words": f"sources give different starts ({words})",
                "row": f"{hromada} {place}",
                "place": place,
            }
            for (hromada, place), words in conflicts
        ],
    )
