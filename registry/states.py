"""States: what the statements and rulings on one tie amount to over valid time. Pure: rows in, rows out.

What belongs here: when a tie begins and ends, by which words, and what a person's ruling makes of it. What does not: agreements (`agreements.py`), writing
the ledger (`ledger.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from registry.evidence import OVER, Evidence
from registry.rulings import Ruling
from registry.terms import Term
from schemas.vocabularies import IN_FORCE, Judgement, Kind, Precision, Record, Stage, Status
from scrapers.text.dates import PRECISION_OF_LENGTH

#: Sources that anybody may edit: their word alone ends no tie that another source still lists.
OPEN_SOURCES = frozenset({"wikidata"})
KIND_ORDER = [
    Kind.TWINNING,
    Kind.PARTNERSHIP,
    Kind.COOPERATION,
    Kind.CROSS_BORDER,
    Kind.MEMORANDUM,
    Kind.OPERATOR,
    Kind.UNSPECIFIED,
]
STAGE_ORDER = [
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
        "kind": foremost(in_force, attrgetter("kind"), KIND_ORDER),
        "stage": foremost(in_force, attrgetter("stage"), STAGE_ORDER),
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
    valid_from = before(valid_from, end.day)
    if earliest is not None and valid_from < earliest:
        return [over], conflict
    return [State(valid_from=valid_from, valid_to=end.day, status=Status.ACTIVE, **base, **end.facts), over], conflict


def before(begins: date | None, end: date) -> date | None:
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
    planned = [item for item in statements if item.stage not in OVER]
    end = None if planned else said_end(statements, [])
    state = State(
        valid_from=None if end else first_seen,
        valid_to=None,
        status=end.status if end else Status.PLANNED,
        kind=foremost(statements, attrgetter("kind"), KIND_ORDER),
        stage=end.stage if end else foremost(planned, attrgetter("stage"), STAGE_ORDER),
        since=None,
        since_precision=Precision.UNKNOWN,
        since_earliest=None,
        since_latest=first_seen,
        **(end.facts if end else {}),
    )
    return [state], None


def heard(statements: list[Evidence], given: Iterable[Ruling]) -> list[Evidence]:
    """What bears on a tie: where a person said on which day it ended, words of an end without a day say nothing more."""
    if not any(ruling.judgement in (Judgement.END, Judgement.SUSPEND) for ruling in given):
        return statements
    return [item for item in statements if item.stage not in OVER or item.ended_on] or statements


def is_withdrawn(given: Iterable[Ruling]) -> bool:
    return any(ruling.judgement == Judgement.WITHDRAW for ruling in given)


#: What a ruling on a tie makes of it from its day on; None: the state that statements support.
RULED = {
    Judgement.END: (Status.ENDED, Stage.ENDED),
    Judgement.SUSPEND: (Status.SUSPENDED, Stage.SUSPENDED),
    Judgement.RESUME: None,
}


def with_rulings(states: Sequence[State], given: Sequence[Ruling]) -> list[State]:
    """States with a person's ends, suspensions and resumptions laid over them, each from its day on; `given` is in order of days."""
    for ruling in given:
        if ruling.judgement not in RULED:
            continue
        before = [state for state in states if state.valid_from is None or state.valid_from < ruling.day]
        last = max(states, key=lambda state: state.valid_from or date.min)
        word = RULED[ruling.judgement]
        # What is in force ends on that day; what was over before goes on having ended when it did.
        day = {
            "until": ruling.day.isoformat(), "until_precision": Precision.DAY, "until_earliest": ruling.day, "until_latest": ruling.day,
        }  # fmt: skip
        kept = [
            replace(
                state,
                valid_to=ruling.day,
                end_decision=ruling.id,
                **(day if word and state.status not in OVER.values() else {}),
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
    words = "; ".join(f"{source}: {since}" for span_of, since, source in listed)
    return best.since, best.precision, earliest, max(latest, listed[-1][0][1]), words


@dataclass(frozen=True, slots=True)
class End:
    """The end of a tie or a document. `until` is the first day not in force, in the precision printed, None when nobody printed it;
    `earliest` and `latest` are its bounds: of an end without a day the latest is the night on which its words were first seen."""

    until: str | None
    earliest: date | None
    latest: date
    status: str
    stage: str
    statement: str | None

    @classmethod
    def said(cls, words: Evidence) -> "End":
        """What words of an end or a suspension say."""
        earliest, latest = words.end_span or (None, words.first_seen)
        return cls(words.ended_on, earliest, latest, OVER[words.stage], words.stage, words.statement)

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


def retracted(statements: Iterable[Evidence]) -> set[str]:
    """Words of an end that are gone from a page which goes on naming the tie as one in force."""
    statements = list(statements)
    named = {
        (item.hromada, item.place, item.source, item.page) for item in statements if item.stage in IN_FORCE and not item.missed
    }
    return {
        item.statement
        for item in statements
        if item.stage in OVER and item.missed and (item.hromada, item.place, item.source, item.page) in named
    }


def _last_words(statements: Sequence[Evidence], in_force: Sequence[Evidence]) -> Evidence | None:
    """The newest words of an end or a suspension that count; of those that say the same one with a day goes before one without."""
    taken_back = retracted(statements)
    words = [item for item in statements if item.stage in OVER and item.statement not in taken_back]
    if any(item.source not in OPEN_SOURCES and not item.missed for item in in_force):
        words = [item for item in words if item.source not in OPEN_SOURCES]

    def said_on(item: Evidence) -> tuple[date, int, str]:
        # Of two that may mean one day the finer one says more: 2024-01 and 2024-01-01.
        return item.end_span[0] if item.end_span else item.first_seen, len(item.ended_on or ""), item.statement

    last = max(words, key=said_on, default=None)
    dated = [item for item in words if item.stage == last.stage and item.end_span]
    return max(dated, key=said_on, default=last)


def said_end(statements: Sequence[Evidence], in_force: Sequence[Evidence]) -> End | None:
    """The end that a statement says, unless a document was signed after it."""
    last = _last_words(statements, in_force)
    if last is None:
        return None
    end = End.said(last)
    return None if any(item.span and item.span[0] > end.latest for item in in_force) else end


def _end(statements: Sequence[Evidence], in_force: Sequence[Evidence]) -> End | None:
    """The end that evidence supports: a statement that says so, or the printed term of every document behind the tie."""
    return said_end(statements, in_force) or expiry(in_force)


def expiry(in_force: Sequence[Evidence], *, all_of_them: bool = True) -> End | None:
    """The last day of the printed terms: of all statements in force, or of those that print one."""
    terms = [(item.term, item.statement) for item in in_force]
    certain = [(term.span[1], term.until, statement) for term, statement in terms if term and term.certain]
    if not certain or (all_of_them and len(certain) < len(terms)):
        return None
    _, until, statement = max(certain)
    # The stage stays that of the last document: nobody ended the tie, its term ran out.
    return End(until, *Term(until, True).span, Status.ENDED, foremost(in_force, attrgetter("stage"), STAGE_ORDER), statement)


def foremost(items: Sequence[Evidence], attribute, order: list[str]) -> str:
    """The word of the closed list that stands first in `order` among those that the statements use."""
    present = {attribute(item) for item in items}
    return next((word for word in order if word in present), sorted(present)[0])
