"""Clocks as they go wrong: set back, standing still, and the nights on which Kyiv changes its hour."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registry import comparison, decisions, snapshots
from registry.rulings import Ruling, RulingError
from registry.statements import ClockSetBack
from schemas.calendar import KYIV
from tests.integration.nights import POLTAVA, Row, content, events, play, ties

LUBLIN, RZESZOW = Row("Люблін", "Польща", "2004-05-09"), Row("Жешув", "Польща", "2010-05-09")
KEY = "geonames:765876"


def kyiv(day: str, time: str = "02:00", fold: int = 0) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=KYIV, fold=fold)


def test_the_hour_that_comes_twice_is_two_moments(registry, resolver):
    """At 4:00 on 26 October 2025 clocks in Kyiv go back to 3:00: half past three comes twice, and the second is the later one."""
    first, second = kyiv("2025-10-26", "03:30"), kyiv("2025-10-26", "03:30", fold=1)
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
    play(registry, resolver, first, {"p": [LUBLIN]})
    night = play(registry, resolver, second, {"p": [LUBLIN, Row("Барі", "Італія", "2025-10-26")]})
    assert night.clock.astimezone(UTC) == second.astimezone(UTC)
    assert [event[:2] for event in events(registry, second)] == [("added", "real.new")]
    day = date(2025, 10, 26)
    assert snapshots.take(registry, day, first).partnerships.height == 1
    assert snapshots.take(registry, day, second).partnerships.height == 2
    # What was published then of that day is what its last night knew.
    assert snapshots.known_by(registry, day).astimezone(UTC) == second.astimezone(UTC)
    assert snapshots.known_by(registry, day - timedelta(days=1)) is None


@pytest.mark.parametrize("before", ["2025-03-20", "2025-10-16"], ids=["spring", "autumn"])
def test_fourteen_days_are_fourteen_days_over_the_change_of_hour(registry, resolver, before):
    """Missed at 2:00 on the first and on the fourteenth day after it: an hour less or more in between is no day."""
    first = kyiv(before)
    nights = [first + timedelta(days=days) for days in (0, 1, 8, 14, 15)]
    assert (nights[4].astimezone(UTC) - nights[1].astimezone(UTC)) != timedelta(days=14), "the hour changes in between"
    play(registry, resolver, nights[0], {"p": [LUBLIN, RZESZOW]})
    for clock in nights[1:4]:
        play(registry, resolver, clock, {"p": [LUBLIN]})
    assert set(ties(registry).values()) == {"active"}, "thirteen days"
    play(registry, resolver, nights[4], {"p": [LUBLIN]})
    assert ties(registry) == {f"{POLTAVA} Lublin": "active", f"{POLTAVA} Rzeszów": "unconfirmed"}


def test_days_are_those_of_kyiv(registry, resolver):
    """Half past midnight in Kyiv is still the day before in UTC."""
    clock = kyiv("2025-07-01", "00:30")
    assert clock.astimezone(UTC).date() == date(2025, 6, 30)
    play(registry, resolver, clock, {"p": [Row("Люблін", "Польща")]})
    frame = snapshots.take(registry, date(2025, 7, 1), clock).partnerships
    assert frame.select("first_seen", "last_seen").row(0) == (date(2025, 7, 1),) * 2


def test_a_clock_set_back_changes_nothing(registry, resolver):
    last = kyiv("2025-10-26", "03:30", fold=1)
    play(registry, resolver, kyiv("2025-10-01"), {"p": [LUBLIN]})
    play(registry, resolver, last, {"p": [LUBLIN]})
    registry.commit()
    before = content(registry)
    registry.commit()
    # An hour, a day, years: also what the wall calls the same time.
    for clock in (kyiv("2025-10-26", "03:30"), last - timedelta(days=1), kyiv("2015-01-01")):
        with pytest.raises(ClockSetBack, match="append-only"):
            play(registry, resolver, clock, {"p": [RZESZOW]})
        registry.rollback()
        with pytest.raises((ClockSetBack, RulingError)):
            given = Ruling("withdraw", "Оля", "помилка", hromada_code=POLTAVA, place_key=KEY)
            decisions.decide(registry, [given], clock, resolver)
        registry.rollback()
    assert content(registry) == before
    registry.commit()
    play(registry, resolver, last + timedelta(days=1), {"p": [LUBLIN, RZESZOW]})
    assert len(ties(registry)) == 2
    found = comparison.compare(registry, date(2025, 10, 1), date(2025, 10, 27))
    assert found.changes.select("partner", "cause").rows() == [("Rzeszów", "known.late")]
