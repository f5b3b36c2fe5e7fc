"""Bitemporal properties on a real Postgres: what a day looked like at a moment never changes, whatever is recorded later."""

import random
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from bench.comparison import made_up
from registry import comparison, reconciliation, snapshots

HISTORIES = 1000
NIGHTS = 4
STATES = "SELECT id, partnership_id FROM partnership_version WHERE upper_inf(recorded) ORDER BY partnership_id"


def _night(connection: sa.Connection, clock: datetime, draw: random.Random) -> None:
    """A night that corrects about half of the histories: another start, another status, an end by a statement, or nothing known any more."""
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
    fresh = []
    for one in chosen:
        start, status = (
            date(2020, 1, 1) + timedelta(days=draw.randrange(2200)),
            draw.choice(["active", "unconfirmed", "planned", "ended", None]),
        )
        if status is None:
            continue  # withdrawn
        end = start + timedelta(days=draw.randrange(1, 900)) if status == "ended" else None
        known = {
            "p": one,
            "clock": clock,
            "start": start,
            "end": end,
            "status": "active" if end else status,
            "proof": proof if end else None,
        }
        fresh.append(known)
        if end:
            fresh.append({**known, "start": end, "end": None, "status": "ended"})
    connection.execute(
        sa.text(
            "INSERT INTO partnership_version (partnership_id, valid, recorded, status, kind, stage, since, since_precision, since_earliest, "
            "since_latest, end_statement) VALUES (:p, daterange(:start, :end), tstzrange(:clock, NULL), :status, 'twinning', 'signed', "
            "CAST(:start AS date)::text, 'day', :start, :start, :proof)"
        ),
        fresh,
    )


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
    heights = {snapshot.partnerships.height for snapshot in seen.values()}
    assert len(heights) > NIGHTS  # the corrections did change what is known
    for (day, clock), before in seen.items():
        after = snapshots.take(connection, day, clock)
        assert after.ties.equals(before.ties) and after.content_hash() == before.content_hash()
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
