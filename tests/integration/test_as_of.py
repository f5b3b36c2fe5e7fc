"""Bitemporal properties on a real Postgres: what a day looked like at a moment never changes, whatever is recorded later."""

import random
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import polars as pl
import sqlalchemy as sa

from bench.comparison import made_up
from registry import comparison, counting, reconciliation, snapshots
from registry.evidence import Evidence
from registry.releases import delta, package
from registry.states import State, partnership_states
from scrapers.text.dates import PRECISION_OF_LENGTH
from tests.integration.nights import Row, later, play

HISTORIES = 1000
NIGHTS = 4
STATES = "SELECT id, partnership_id FROM partnership_version WHERE upper_inf(recorded) ORDER BY partnership_id"


def _night(connection: sa.Connection, clock: datetime, draw: random.Random) -> None:
    """A night that corrects about half of the histories: another start, another status, an end by a statement in any precision or without a
    day, or nothing known any more."""
    connection.execute(
        sa.text("INSERT INTO run (clock, web, inputs, finished) VALUES (:clock, '', '', true)"), {"clock": clock}
    )
    rows = connection.execute(sa.text(STATES)).fetchall()
    chosen = [one for one in sorted({row.partnership_id for row in rows}) if draw.random() < 0.5]
    corrected = set(chosen)
    connection.execute(
        sa.text("UPDATE partnership_version SET recorded = tstzrange(lower(recorded), :clock) WHERE id = ANY(:ids)"),
        {"clock": clock, "ids": [row.id for row in rows if row.partnership_id in corrected]},
    )
    proof = connection.execute(sa.text("SELECT min(id) FROM statement")).scalar_one()
    states = [(one, state) for one in chosen for state in _states(draw, clock.date(), proof)]
    fields = [name for name in State.__slots__ if name not in ("valid_from", "valid_to")]
    connection.execute(
        sa.text(
            f"INSERT INTO partnership_version (partnership_id, valid, recorded, {', '.join(fields)}) VALUES "
            f"(:p, daterange(:valid_from, :valid_to), tstzrange(:clock, NULL), {', '.join(f':{name}' for name in fields)})"
        ),
        [{"p": one, "clock": clock, **asdict(state)} for one, state in states],
    )


def _states(draw: random.Random, seen: date, proof: str) -> list[State]:
    """What the ledger makes of a few statements about one tie; none: it was withdrawn."""
    start = date(2020, 1, 1) + timedelta(days=draw.randrange(2200))
    end = start + timedelta(days=draw.randrange(1, 900))
    said = {
        "statement": proof, "hromada": "UA1", "place": "pl-1", "record": "partnership", "kind": "twinning", "stage": "signed",
        "since": start.isoformat()[: draw.choice([4, 7, 10])], "title": None, "number": None, "duration": None, "ended_on": None,
        "first_seen": seen, "missed": draw.random() < 0.2, "source": "list",
    }  # fmt: skip
    if draw.random() < 0.2:
        said["since"] = None
    said["precision"] = PRECISION_OF_LENGTH[len(said["since"])] if said["since"] else "unknown"
    first = Evidence(**said)
    over = {
        "stage": draw.choice(["ended", "suspended"]),
        "ended_on": draw.choice([None, *(end.isoformat()[:n] for n in (4, 7, 10))]),
    }
    match draw.choice(["active", "planned", "over", "notice", "range", "withdrawn"]):
        case "active":
            statements = [first]
        case "planned":
            statements = [replace(first, stage="intent")]
        case "over":
            statements = [first, replace(first, **over)]
        case "notice":
            statements = [replace(first, **over)]
        case "range":
            statements = [replace(first, since=str(start.year), precision="year", signed=f"{start.year}–{end.year + 1}")]
        case _:
            return []
    return partnership_states(statements)[0]


def _bounds_hold(snapshot: snapshots.Snapshot) -> None:
    bounds = counting.bounds(snapshot)
    assert bounds.filter((pl.col("at_least") > pl.col("count")) | (pl.col("count") > pl.col("at_most"))).is_empty()
    assert snapshot.possible["partnership_id"].is_unique().all()


def test_a_day_as_known_at_a_moment_never_changes(connection):
    draw = random.Random(20250101)
    made_up.fill(connection, HISTORIES, per_tie=1)
    clocks = [made_up.NIGHT + timedelta(days=60 * number) for number in range(1, NIGHTS + 1)]
    days = [date(2021, 6, 1), date(2025, 1, 1), date(2025, 10, 1)]
    seen = {}
    for clock in (made_up.NIGHT, *clocks):
        if clock != made_up.NIGHT:
            _night(connection, clock, draw)
        for day in days:
            seen[day, clock] = snapshots.take(connection, day, clock)
            _bounds_hold(seen[day, clock])
    heights = {snapshot.partnerships.height for snapshot in seen.values()}
    assert len(heights) > NIGHTS  # the corrections did change what is known
    for (day, clock), before in seen.items():
        after = snapshots.take(connection, day, clock)
        assert after.ties.equals(before.ties) and after.content_hash() == before.content_hash()
        assert counting.bounds(after).equals(counting.bounds(before))
    # From each night to the next a delta leads, proved as before publication.
    for clock, following in pairwise((made_up.NIGHT, *clocks)):
        tables = [seen[days[1], moment].tables for moment in (clock, following)]
        delta.prove(tables[0], delta.diff(*tables, package.KEYS), tables[1], package.KEYS, package.KEYS)
    # Any pair of moments compares, and the bridge, which refuses to stay open, closes.
    for clock in clocks:
        found = comparison.compare(connection, days[1], days[2], clock)
        total = found.bridge.row(0, named=True)
        assert total["end"] == found.later.partnerships.height and total["start"] == found.then.partnerships.height


def test_the_revision_triangle_repeats_what_snapshots_say(connection):
    draw = random.Random(7)
    made_up.fill(connection, 200, per_tie=1)
    released = [
        (date(2025, 1, 1), made_up.NIGHT),
        (date(2025, 3, 1), datetime(2025, 3, 2, tzinfo=UTC)),
        (date(2025, 1, 1), datetime(2025, 5, 2, tzinfo=UTC)),
    ]
    for number, (day, clock) in enumerate(released):
        if number:
            _night(connection, clock, draw)
        connection.execute(
            sa.text(
                "INSERT INTO release (version, as_of, known_at, content_hash, published_at, folder) VALUES (:v, :day, :clock, '', :clock, '')"
            ),
            {"v": f"{day}.{number}", "day": day, "clock": clock},
        )
    rows = reconciliation.revision_triangle(connection).filter(counter="partnerships").to_dicts()
    counts = [(row["as_of"], row["known_at"], row["count"]) for row in rows]
    assert counts == [
        (day, clock, snapshots.take(connection, day, clock).partnerships.height)
        for day, clock in [
            (released[0]),
            (released[0][0], released[1][1]),
            (released[0][0], released[2][1]),
            released[1],
            (released[1][0], released[2][1]),
        ]
    ]
    assert rows[0]["change"] == 0 and rows[1]["change"] == counts[1][2] - counts[0][2]


#: Places that the resolver knows for certain.
PLACES = [
    ("Люблін", "Польща"),
    ("Жешув", "Польща"),
    ("Краків", "Польща"),
    ("Барі", "Італія"),
    ("Кошице", "Словаччина"),
    ("Оломоуц", "Чехія"),
]


def test_random_printed_histories_keep_their_promises(registry, resolver):
    """Lists and registers that correct their dates, end ties on days, months, years or on no day, and forget: whatever they print, a later
    night changes nothing that was known, the bridge closes, and what is only corrected is neither new nor ended."""
    draw = random.Random(20251001)
    codes = registry.scalars(sa.text("SELECT code FROM hromada WHERE oblast_row IS NOT NULL ORDER BY code LIMIT 25")).all()
    registry.commit()
    days, seen = [date(2025, 1, 1), date(2025, 4, 1), date(2025, 6, 1)], {}
    rows = {(code, place): _printed(draw, code, place, "2004") for code in codes for place in PLACES if draw.random() < 0.5}
    was_ended = set()
    for night in range(5):
        clock = later(night * 30)
        if night:
            for code, place in sorted(rows):
                change = draw.choice(["", "", "", "date", "end", "gone", "term"])
                if change == "date":
                    rows[code, place] = _printed(draw, code, place, str(draw.randrange(1992, 2020)))
                elif change == "end":
                    # An end before the first day, however coarse: known late, so never an event between the days.
                    day = f"{draw.randrange(2020, 2024)}-05-09"[: draw.choice([0, 4, 7, 10])] or None
                    rows[code, place] = [
                        *rows[code, place][:1],
                        Row(*place, None, code, fields={"stage": "ended", "ended_on": day}),
                    ]
                    was_ended.add((code, place))
                elif change == "term":
                    rows[code, place] = [Row(*place, "2001", code, fields={"signed_raw": f"2001–{draw.randrange(2005, 2022)}"})]
                elif change == "gone" and len(rows) > 20:
                    del rows[code, place]
        play(registry, resolver, clock, _pages(rows))
        for day in days:
            seen[day, clock] = snapshots.take(registry, day, clock)
            _bounds_hold(seen[day, clock])
        registry.commit()
    assert was_ended
    for (day, clock), before in seen.items():
        after = snapshots.take(registry, day, clock)
        assert after.ties.equals(before.ties) and after.content_hash() == before.content_hash()
        assert counting.bounds(after).equals(counting.bounds(before))
    found = comparison.compare(registry, days[0], days[2])
    assert found.bridge["residual"].unique().to_list() == [0]
    told = set(found.changes["cause"]) | set(registry.scalars(sa.text("SELECT cause FROM change_event")))
    assert not told & {"real.new", "real.ended", "real.expired", "real.resumed"} and "fix.source" in told, told


def _printed(draw: random.Random, code: str, place: tuple[str, str], year: str) -> list[Row]:
    day = f"{year}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"[: draw.choice([4, 7, 10])]
    if draw.random() < 0.5:
        return [Row(*place, day, code, fields={"record": "agreement", "title_raw": "Угода про співпрацю"})]
    return [Row(*place, day, code)]


def _pages(rows: dict) -> dict[str, list[Row]]:
    pages: dict[str, list[Row]] = {}
    for (code, _), printed in sorted(rows.items()):
        pages.setdefault(f"https://{code}.example/", []).extend(printed)
    return pages
