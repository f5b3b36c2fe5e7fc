"""The ledger: from statements and decisions to partnerships and agreements with a history on two times.

The state that the evidence supports is computed anew for every tie whose evidence changed and compared with what the registry
holds. What differs is closed in recorded time and written beside it; nothing is overwritten. A scrape never ends a partnership: an
end comes from a statement that says so, from a printed term that ran out, or from a person's decision.

What does not belong here: what statements amount to (`states.py`, `agreements.py`), reading the ledger for a day (`snapshots.py`), why a state is another
(`causes.py`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

import polars as pl
import sqlalchemy as sa

from registry import causes, rulings
from registry.agreements import write_agreements
from registry.evidence import Evidence, Tie, gather
from registry.identifiers import PARTNERSHIP, mint, succeed
from registry.rulings import Rules, Ruling
from registry.statements import Night, copy_rows
from registry.states import RULED, State, heard, is_withdrawn, partnership_states, with_rulings
from registry.versions import write_versions
from schemas.calendar import KYIV
from schemas.vocabularies import Cause, IssueClass, Judgement, Precision, Stage


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
    evidence = gather(connection, night)
    states: dict[Tie, list[State]] = {}
    conflicts: list[tuple[Tie, str]] = []
    on_ties = _rulings_by_place(connection, rules)
    for tie, group in groupby(evidence, key=lambda item: (item.hromada, item.place)):
        given = on_ties.get(tie, [])
        if is_withdrawn(given):
            continue
        found, conflict = partnership_states(heard(list(group), given))
        states[tie] = with_rulings(found, given)
        if conflict:
            conflicts.append((tie, conflict))
    counts = {"ties_looked_at": touched}
    written, changed = _write_partnerships(connection, night, states)
    _write_stages(connection, night, evidence, states, on_ties)
    if changed:
        _write_events(connection, night, changed, rules, on_ties, followed)
    counts |= written | write_agreements(connection, night, on_ties, followed)
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
    write_versions(connection, night, "partnership_version", close, add)
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
    if is_withdrawn(on_ties.get(tie, ())):
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
        if ruling.judgement in RULED
        for word in (RULED[ruling.judgement],)
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
