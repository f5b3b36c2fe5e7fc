"""The code location: what Dagster sees of it."""

from datetime import datetime

import dagster as dg
import pytest
from dagster._utils.schedules import schedule_execution_time_iterator

from schemas.calendar import KYIV


@pytest.fixture(scope="module")
def defs(tmp_path_factory):
    # Read when definitions are loaded: the code location belongs to one home.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POBRATYM_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("POBRATYM_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
        from pipelines.definitions import defs

        yield defs


def test_the_code_location_is_whole(defs):
    dg.Definitions.validate_loadable(defs)
    assert {name for name in ("nightly", "release") if defs.resolve_job_def(name)} == {"nightly", "release"}


def test_assets_are_named_by_layer_source_thing(defs):
    for key in defs.resolve_all_asset_keys():
        layer, _, rest = key.to_user_string().partition("_")
        assert layer in {"reference", "raw", "core", "registry", "release"} and "__" in f"_{rest}", key


def test_every_asset_says_what_it_holds(defs):
    for spec in defs.resolve_all_asset_specs():
        assert spec.description, spec.key


@pytest.mark.parametrize(
    ("at", "due"),
    [
        # The clock goes forward at 03:00 and back at 04:00 in Kyiv, so that 02:00 exists once in every night.
        (datetime(2025, 3, 30, 0, 30, tzinfo=KYIV), "2025-03-30T02:00:00+02:00"),
        (datetime(2025, 10, 26, 0, 30, tzinfo=KYIV), "2025-10-26T02:00:00+03:00"),
    ],
)
def test_the_night_starts_at_two_in_kyiv_across_clock_changes(defs, at, due):
    schedule = defs.resolve_schedule_def("every_night")
    tick = next(_ticks(schedule, at))
    assert tick.isoformat() == due
    request = schedule.evaluate_tick(dg.build_schedule_context(scheduled_execution_time=tick)).run_requests[0]
    assert request.run_config["resources"]["night"]["config"]["now"] == due


def _ticks(schedule, start):
    return schedule_execution_time_iterator(
        start.timestamp(), schedule.cron_schedule, schedule.execution_timezone, ascending=True
    )


def test_a_release_is_due_on_the_first_day_of_each_quarter(defs):
    schedule = defs.resolve_schedule_def("every_quarter")
    ticks = _ticks(schedule, datetime(2025, 1, 2, tzinfo=KYIV))
    assert [next(ticks).date().isoformat() for _ in range(4)] == ["2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01"]
