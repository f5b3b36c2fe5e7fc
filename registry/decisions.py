"""Persons' decisions: taken, retired, applied to the ledger at once, dumped to CSV for review and loaded from it.

A ruling is a row for ever; applying it moves recorded time forward and nothing else. What does not belong here: what a ruling means
(`rulings.py`), the questions (`review.py`).
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from registry import ledger, resolution, rulings
from registry.identifiers import PLACE, mint, succeed
from registry.matching.resolver import Resolver
from registry.rulings import ANSWERS, COLUMNS, TIE, NotNow, Ruling, RulingError, form_of
from registry.statements import ClockSetBack, Night, copy_rows, last_clock
from schemas.calendar import kyiv_time
from schemas.vocabularies import Judgement
from scrapers.text.normalise import fold

#: A place that no gazetteer holds, to be made by the ruling itself.
NEW_PLACE = "new"
DECISIONS_FILE, IDS_FILE = "decisions.csv", "ids.csv"
_DUMPED = tuple(name for name in COLUMNS if name != "applied_through")
_ID_COLUMNS = ("public_id", "kind", "natural_key", "minted_at")
_LONGEST = {"form": 500, "reason": 2000, "author": 200}


def decide(connection: sa.Connection, given: Sequence[Ruling], clock: datetime, resolver: Resolver) -> list[Ruling]:
    """Take decisions at `clock` and bring the ledger to them; returns them as recorded.

    A ruling on a subject that already has one retires it. Raises RulingError for one that cannot be taken, ClockSetBack when the
    clock lies before recorded time; nothing is written then.
    """
    at = _moment(connection, clock)
    first = (connection.scalar(sa.text("SELECT max(id) FROM ruling")) or 0) + 1
    fresh = [
        replace(_sound(connection, ruling, number, resolver), id=number, decided_at=at)
        for number, ruling in enumerate(given, start=first)
    ]
    subjects = [ruling.subject for ruling in fresh]
    if len(set(subjects)) < len(subjects):
        raise RulingError("two of these decisions are about the same thing")
    _no_circles([*rulings.in_force(connection, at).by_id.values(), *fresh])
    standing = {ruling.subject: ruling for ruling in rulings.in_force(connection, at).by_id.values()}
    changed = list(fresh)
    for ruling in fresh:
        old = standing.get(ruling.subject)
        if old:
            _retire(connection, old.id, ruling.author, at)
            changed.append(old)
    _insert(connection, fresh)
    _apply(connection, changed, at, resolver)
    return fresh


def retire(connection: sa.Connection, ids: Iterable[int], by: str, clock: datetime, resolver: Resolver) -> list[Ruling]:
    """Take decisions back: they stay as rows, and rules decide again from `clock` on."""
    at = _moment(connection, clock)
    standing = rulings.in_force(connection, at).by_id
    ids = list(ids)
    unknown = [number for number in ids if number not in standing]
    if unknown:
        raise RulingError(f"no decision {', '.join(map(str, unknown))} is in force")
    if not by.strip():
        raise RulingError("a decision is retired by somebody with a name")
    for number in ids:
        _retire(connection, number, by.strip(), at)
    found = [standing[number] for number in ids]
    _apply(connection, found, at, resolver)
    return found


def waiting(connection: sa.Connection, before: datetime) -> bool:
    """Whether a loaded decision is to be applied before a moment."""
    return last_clock(connection) is not None and bool(
        connection.scalar(
            sa.text(
                "SELECT true FROM ruling WHERE (applied_through IS NULL AND decided_at < :before) "
                "OR (applied_through < retired_at AND retired_at < :before) LIMIT 1"
            ),
            {"before": before},
        )
    )


def apply_due(connection: sa.Connection, resolver: Resolver, before: datetime | None = None) -> int:
    """Apply loaded decisions whose moment has come (before a night's clock, or all), each at its own time; returns their number.

    One whose time lies before what is recorded is applied right after it: recorded time only moves forward.
    """
    last = last_clock(connection)
    if last is None:
        return 0
    due: dict[datetime, list[Ruling]] = {}
    for row in connection.execute(
        sa.text(
            f"SELECT {', '.join(COLUMNS)} FROM ruling WHERE applied_through IS NULL OR applied_through < retired_at ORDER BY id"
        )
    ).mappings():
        ruling = Ruling(**row)
        moments = [ruling.decided_at] if ruling.applied_through is None else []
        moments += [ruling.retired_at] if ruling.retired_at else []
        for moment in moments:
            at = max(moment, last + timedelta(microseconds=1))
            if before is None or at < before:
                due.setdefault(at, []).append(ruling)
    for at in sorted(due):
        _apply(connection, due[at], at, resolver)
    return len({ruling.id for found in due.values() for ruling in found})


# --- one decision -----------------------------------------------------------------------------------------------------


def _moment(connection: sa.Connection, clock: datetime) -> datetime:
    if clock.tzinfo is None:
        raise ValueError("the clock of a decision needs a time zone")
    if not connection.scalar(sa.text("SELECT pg_try_advisory_xact_lock(hashtext('pobratym-writer'))")):
        raise NotNow("another night or release is writing to this registry; wait for it to end and try again")
    last = last_clock(connection)
    if last is None:
        raise NotNow("the registry holds no night yet: there is nothing to decide about")
    if clock == last:
        return last + timedelta(microseconds=1)
    if clock < last:
        raise ClockSetBack(
            f"the clock of this decision ({kyiv_time(clock)}) lies before the last recorded time ({kyiv_time(last)}); "
            "history is append-only: correct the clock or give a later one with --now"
        )
    return clock


def _sound(connection: sa.Connection, ruling: Ruling, number: int, resolver: Resolver) -> Ruling:
    """The ruling with its words in their canonical form; RulingError when one of them names nothing."""
    texts = {name: getattr(ruling, name) for name in ("form", "oblast", "country", "place_key", "target", "author", "reason")}
    ruling = replace(
        ruling, **{name: (text or "").strip() or None for name, text in texts.items() if name not in ("author", "reason")}
    )
    ruling = replace(ruling, author=(ruling.author or "").strip(), reason=(ruling.reason or "").strip())
    for name, longest in _LONGEST.items():
        if len(getattr(ruling, name) or "") > longest:
            raise RulingError(f"{name} is longer than {longest} characters")
    ruling.check()
    if ruling.country and not (len(ruling.country) == 2 and ruling.country.isascii() and ruling.country.isupper()):
        raise RulingError(f"{ruling.country!r} is no ISO code of a country")
    for code in (ruling.hromada_code, ruling.target if ruling.judgement in (Judgement.HROMADA, Judgement.REORGANISE) else None):
        if code and not connection.scalar(sa.text("SELECT true FROM hromada WHERE code = :code"), {"code": code}):
            raise RulingError(f"the codifier holds no hromada {code}")
    if (
        ruling.judgement in (Judgement.COUNTRY_WORD, Judgement.PLACE_COUNTRY)
        and ruling.target
        and ruling.target not in resolver.gazetteer.countries
    ):
        raise RulingError(f"{ruling.target!r} is no ISO code of a country that the gazetteer knows")
    if ruling.judgement in (*ANSWERS, Judgement.DIFFERENT):
        ruling = replace(ruling, form=form_of(ruling.form))
        if not fold(ruling.form):
            raise RulingError("the printed form has no letters")
    changes = {}
    for name in ("place_key", "target"):
        value = getattr(ruling, name)
        if value and (name == "place_key" or ruling.judgement in (Judgement.MERGE, Judgement.SPLIT)):
            changes[name] = _place_key(connection, value, ruling, number, resolver)
    ruling = replace(ruling, **changes)
    if ruling.judgement in (Judgement.MERGE, Judgement.SPLIT) and ruling.place_key == ruling.target:
        raise RulingError("a place is not merged into itself or split from itself")
    if ruling.judgement in TIE and not connection.scalar(
        sa.text(
            "SELECT true FROM partnership p JOIN place ON place.id = p.place_id WHERE p.hromada_code = :code AND place.key = :key"
        ),
        {"code": ruling.hromada_code, "key": ruling.place_key},
    ):
        raise RulingError(f"the registry holds no partnership of {ruling.hromada_code} with {ruling.place_key}")
    return ruling


def _place_key(connection: sa.Connection, value: str, ruling: Ruling, number: int, resolver: Resolver) -> str:
    """The natural key behind a published id, a key, or `new`."""
    if value == NEW_PLACE and ruling.judgement in (Judgement.SAME, Judgement.SPLIT):
        return f"local:{ruling.country or '??'}:{ruling.hromada_code or 'all'}:ruling-{number}"
    key = connection.scalar(sa.text("SELECT key FROM place WHERE id = :value OR key = :value"), {"value": value})
    if key is None and resolver.gazetteer.place(value) is not None:
        key = value
    if key is None:
        raise RulingError(
            f"there is no place {value}: give its identifier (pl-000001) or its key in the gazetteer (geonames:759734)"
        )
    return key


def _no_circles(standing: Iterable[Ruling]) -> None:
    for judgement, start in ((Judgement.MERGE, "place_key"), (Judgement.REORGANISE, "hromada_code")):
        leads = {getattr(ruling, start): ruling.target for ruling in standing if ruling.judgement == judgement}
        for name in leads:
            seen = {name}
            while (name := leads.get(name)) is not None:
                if name in seen:
                    raise RulingError(f"{name} would lead back to itself: retire the decision that says the opposite first")
                seen.add(name)


def _insert(connection: sa.Connection, given: Sequence[Ruling]) -> None:
    if given:
        connection.execute(
            sa.text(f"INSERT INTO ruling ({', '.join(COLUMNS)}) VALUES ({', '.join(':' + name for name in COLUMNS)})"),
            [rulings.as_row(ruling) for ruling in given],
        )


def _retire(connection: sa.Connection, number: int, by: str, at: datetime) -> None:
    connection.execute(
        sa.text("UPDATE ruling SET retired_at = :at, retired_by = :by WHERE id = :id"), {"at": at, "by": by, "id": number}
    )


# --- what follows -----------------------------------------------------------------------------------------------------


def _apply(connection: sa.Connection, changed: Sequence[Ruling], at: datetime, resolver: Resolver) -> None:
    """Decide the touched homes anew and bring the ledger to it, all at one moment."""
    run = connection.scalar(sa.text("SELECT id FROM run ORDER BY clock DESC LIMIT 1"))
    night = Night(run_id=run, clock=at)
    homes: set[str] = set()
    for ruling in changed:
        homes |= _homes(connection, ruling, resolver)
    if homes:
        resolution.resolve_statements(connection, night, resolver, full=False, homes=homes)
    ledger.update_ledger(connection, night, ties=_ties(connection, changed, at))
    _redirect(connection, changed, night)
    connection.execute(
        sa.text("UPDATE ruling SET applied_through = :at WHERE id = ANY(:ids)"),
        {"at": at, "ids": [ruling.id for ruling in changed]},
    )


def _homes(connection: sa.Connection, ruling: Ruling, resolver: Resolver) -> set[str]:
    """The homes whose decisions a ruling may change."""
    live = "SELECT DISTINCT d.home FROM decision d JOIN statement s ON s.id = d.statement_id WHERE d.retired_at IS NULL AND "
    given = {"code": ruling.hromada_code, "target": ruling.target, "key": ruling.place_key, "form": ruling.form}

    def homes(where: str) -> set[str]:
        return set(connection.scalars(sa.text(live + where), given))

    match Judgement(ruling.judgement):
        case Judgement.SAME | Judgement.DIFFERENT | Judgement.REJECT | Judgement.SPLIT:
            if ruling.hromada_code:
                return homes("d.hromada_code = :code") | {ruling.hromada_code}
            words = set(fold(ruling.form).split())
            found = connection.execute(
                sa.text(
                    "SELECT DISTINCT d.home, s.partner_raw FROM decision d JOIN statement s ON s.id = d.statement_id WHERE d.retired_at IS NULL"
                )
            )
            return {home for home, printed in found if words <= set(fold(printed).split())}
        case Judgement.HROMADA:
            return homes("position(:form IN coalesce(s.hromada_raw, s.hromada_code, '')) > 0")
        case Judgement.COUNTRY_WORD:
            found = connection.execute(
                sa.text(
                    "SELECT DISTINCT d.home, s.country_raw FROM decision d JOIN statement s ON s.id = d.statement_id "
                    "WHERE d.retired_at IS NULL AND s.country IS NULL AND s.country_raw IS NOT NULL"
                )
            )
            return {home for home, word in found if fold(word) == fold(ruling.form)}
        case Judgement.MERGE:
            return homes("d.place_id IN (SELECT id FROM place WHERE key IN (:key, :target))")
        case Judgement.REORGANISE:
            return homes("d.hromada_code IN (:code, :target)")
    return set()


def _ties(connection: sa.Connection, changed: Sequence[Ruling], at: datetime) -> list[ledger.Tie]:
    rules = rulings.in_force(connection, at)
    ties = [(rules.moved(ruling.hromada_code), rules.merged(ruling.place_key)) for ruling in changed if ruling.judgement in TIE]
    ids = dict(
        connection.execute(
            sa.text("SELECT key, id FROM place WHERE key = ANY(:keys)"), {"keys": [key for _, key in ties]}
        ).all()
    )
    return [(hromada, ids[key]) for hromada, key in ties if key in ids]


def _redirect(connection: sa.Connection, changed: Sequence[Ruling], night: Night) -> None:
    """Identifiers of merged places name the one that stays, for as long as the merge stands."""
    merges = [ruling for ruling in changed if ruling.judgement == Judgement.MERGE]
    if not merges:
        return
    standing = rulings.in_force(connection, night.clock).by_id
    ids = mint(connection, PLACE, [key for ruling in merges for key in (ruling.place_key, ruling.target)], night.clock)
    succeed(
        connection,
        {ids[ruling.place_key]: ids[ruling.target] if ruling.id in standing else None for ruling in merges},
        night.clock,
    )


# --- dump and load ----------------------------------------------------------------------------------------------------


def dump(connection: sa.Connection, folder: Path) -> dict[str, int]:
    """Write every decision and the ledger of identifiers as CSV, the same registry to the same bytes; returns rows by file."""
    folder.mkdir(parents=True, exist_ok=True)
    return {
        DECISIONS_FILE: _write(
            folder / DECISIONS_FILE,
            _DUMPED,
            connection.execute(sa.text(f"SELECT {', '.join(_DUMPED)} FROM ruling ORDER BY id")),
        ),
        IDS_FILE: _write(
            folder / IDS_FILE,
            _ID_COLUMNS,
            connection.execute(
                sa.text(f"SELECT {', '.join(_ID_COLUMNS)} FROM identifier ORDER BY kind, length(public_id), public_id")
            ),
        ),
    }


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence]) -> int:
    aside = path.with_name(f".{path.name}.new")
    number = 0
    with aside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_text(value) for value in row])
            number += 1
    aside.replace(path)
    return number


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return "" if value is None else str(value)


def load(connection: sa.Connection, folder: Path) -> dict[str, int]:
    """Read what `dump` wrote into a registry, best an empty one; returns rows added by file.

    Identifiers come first, so that a rebuild mints nothing anew; decisions wait for their moment (`apply_due`). What stands already is
    left. Raises RulingError when a file is malformed or says something else than the registry.
    """
    ids = [{name: row[name] or None for name in _ID_COLUMNS} for row in _read(folder / IDS_FILE, _ID_COLUMNS)]
    known = dict(connection.execute(sa.text("SELECT public_id, kind || ' ' || natural_key FROM identifier")).all())
    by_key = {key: public_id for public_id, key in known.items()}
    for row in ids:
        key = f"{row['kind']} {row['natural_key']}"
        if known.get(row["public_id"], key) != key or by_key.get(key, row["public_id"]) != row["public_id"]:
            raise RulingError(
                f"{IDS_FILE}: {row['public_id']} stands for another thing in this registry; load into an empty one"
            )
    fresh = [row for row in ids if row["public_id"] not in known]
    copy_rows(
        connection,
        "loaded_identifier",
        "public_id text, kind text, natural_key text, minted_at timestamptz",
        ([row[name] for name in _ID_COLUMNS] for row in fresh),
    )
    connection.execute(
        sa.text(f"INSERT INTO identifier ({', '.join(_ID_COLUMNS)}) SELECT {', '.join(_ID_COLUMNS)} FROM loaded_identifier")
    )
    given = [_parsed(row) for row in _read(folder / DECISIONS_FILE, _DUMPED)]
    held = {
        row["id"]: Ruling(**row) for row in connection.execute(sa.text(f"SELECT {', '.join(COLUMNS)} FROM ruling")).mappings()
    }
    for ruling in given:
        there = held.get(ruling.id)
        if there and replace(there, applied_through=None, retired_at=None, retired_by=None) != replace(
            ruling, retired_at=None, retired_by=None
        ):
            raise RulingError(f"{DECISIONS_FILE}: decision {ruling.id} is another one in this registry")
    added = [ruling for ruling in given if ruling.id not in held]
    _insert(connection, added)
    for ruling in given:
        if ruling.id in held and ruling.retired_at and held[ruling.id].retired_at is None:
            _retire(connection, ruling.id, ruling.retired_by, ruling.retired_at)
    return {DECISIONS_FILE: len(added), IDS_FILE: len(fresh)}


def _read(path: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    if not path.is_file():
        raise RulingError(f"{path} is not a file; name the folder that pobratym decisions dump wrote")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != tuple(columns):
                raise RulingError(f"{path.name}: the columns must be {','.join(columns)}")
            for row in reader:
                if None in row or None in row.values():
                    raise RulingError(f"{path.name}, line {reader.line_num}: another number of fields than columns")
                yield row
    except (UnicodeDecodeError, csv.Error) as error:
        raise RulingError(f"{path.name} is not a CSV file in UTF-8: {error}") from None


def _parsed(row: dict[str, str]) -> Ruling:
    try:
        ruling = Ruling(
            **{
                **{name: row[name] or None for name in _DUMPED},
                "author": row["author"],
                "reason": row["reason"],
                "id": int(row["id"]),
                "day": date.fromisoformat(row["day"]) if row["day"] else None,
                "decided_at": datetime.fromisoformat(row["decided_at"]),
                "retired_at": datetime.fromisoformat(row["retired_at"]) if row["retired_at"] else None,
            }
        )
        ruling.check()
    except ValueError as error:
        raise RulingError(f"{DECISIONS_FILE}, decision {row['id']!r}: {error}") from None
    if ruling.id < 1 or ruling.decided_at.tzinfo is None or (ruling.retired_at is None) != (ruling.retired_by is None):
        raise RulingError(f"{DECISIONS_FILE}, decision {row['id']!r}: its id, times or the name of who retired it are wrong")
    return ruling
