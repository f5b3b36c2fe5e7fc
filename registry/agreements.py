"""Agreements: documents that statements tell of, and their rows in the ledger.

What belongs here: which statements tell of one document, its parties, dates and stage, and writing them. What does not: partnerships (`ledger.py`).
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

import sqlalchemy as sa

from registry.evidence import OVER, Evidence, Tie, gather
from registry.identifiers import AGREEMENT, mint, succeed
from registry.rulings import Ruling
from registry.statements import Night, copy_rows
from registry.states import KIND_ORDER, STAGE_ORDER, End, before, expiry, foremost, is_withdrawn, said_end
from registry.versions import write_versions
from schemas.vocabularies import IN_FORCE, Record
from scrapers.text.normalise import fold


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


def agreement_states(evidence: Sequence[Evidence], over: Mapping[Tie, End] | None = None) -> dict[str, AgreementState]:
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


def _agreement_state(rows: _Document, over: Mapping[Tie, End]) -> AgreementState:
    # Statements of the finest date come first: a coarser one that joined them adds no other.
    rows = sorted(rows, key=lambda row: (-len(row[1].since or ""), row[1].first_seen, row[1].statement))
    ties, first = rows[0]
    hromady, places = _parties(ties)
    items = [item for _, item in rows]
    span = first.span
    seen = min(item.first_seen for item in items)
    begins = None if span is None else max(span[0], min(span[1], seen))
    stage = foremost(items, attrgetter("stage"), [*STAGE_ORDER, *reversed(OVER)])
    end = _closed(items, ties, over) if stage in IN_FORCE or stage in OVER else None
    lasts_to = None
    if end and (end.day is None or stage in OVER or (span and end.day <= span[0])):
        # Over on every day that it could have been in force.
        stage = end.stage
    elif end:
        begins, lasts_to = before(begins, end.day), end.day
    facts = end.facts if end else {}
    return AgreementState(
        valid_from=begins,
        valid_to=lasts_to,
        title=next((item.title for item in items if item.title), None),
        number=next((item.number for item in items if item.number), None),
        kind=foremost(items, attrgetter("kind"), KIND_ORDER),
        stage=stage,
        signed=first.since,
        signed_precision=first.precision,
        **{name: facts.get(name) for name in ("until", "until_precision", "until_earliest", "until_latest")},
        hromady=[*hromady],
        places=[*places],
        statements=sorted(item.statement for item in items),
    )


def _closed(items: Sequence[Evidence], ties: Iterable[Tie], over: Mapping[Tie, End]) -> End | None:
    """The end of a document: the one it is printed with, that of its term, or that of the last tie it bound, whichever came first."""
    in_force = [item for item in items if item.stage in IN_FORCE]
    ends = [over.get(tie) for tie in ties]
    tied = None if None in ends else max(ends, key=lambda end: end.day or date.max)
    found = (said_end(items, in_force), expiry(in_force, all_of_them=False), tied)
    return min((end for end in found if end), key=lambda end: end.day or date.min, default=None)


def write_agreements(
    connection: sa.Connection, night: Night, on_ties: Mapping[Tie, list[Ruling]], followed: datetime
) -> dict[str, int]:
    """Documents of the ties looked at, with every statement that may share a document with them."""
    withdrawn = {tie for tie, given in on_ties.items() if is_withdrawn(given)}
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
        found = gather(connection, night, "asked_statement a ON a.id = d.statement_id")
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
    states = agreement_states(evidence, _ended_ties(connection))
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
    write_versions(connection, night, "agreement_version", close, add)
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


def _ended_ties(connection: sa.Connection) -> dict[Tie, End]:
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
        {"over": [*OVER.values()]},
    )
    return {(hromada, place): End(*fields) for hromada, place, *fields in rows}
