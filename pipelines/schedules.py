"""When jobs run: every night, and a release on the first day of each quarter. Both in Kyiv time, across its clock changes."""

import os

import dagster as dg

from pipelines.assets.release import SNAPSHOT_DATE
from pipelines.jobs import NIGHTLY, RELEASE
from schemas.calendar import KYIV


@dg.schedule(job=NIGHTLY, cron_schedule="0 2 * * *", execution_timezone=KYIV.key)
def every_night(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """The live web at the scheduled moment; a delayed start still records the moment it was due."""
    due = context.scheduled_execution_time
    config = {"web": "live", "now": due.isoformat(), "contact": os.environ.get("POBRATYM_CONTACT", "")}
    return dg.RunRequest(run_key=due.isoformat(), run_config={"resources": {"night": {"config": config}}})


@dg.schedule(job=RELEASE, cron_schedule="0 8 1 1,4,7,10 *", execution_timezone=KYIV.key)
def every_quarter(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """The snapshot of the quarter's first day, six hours after its night."""
    day = context.scheduled_execution_time.date().isoformat()
    context.instance.add_dynamic_partitions(SNAPSHOT_DATE.name, [day])
    return dg.RunRequest(run_key=day, partition_key=day)


SCHEDULES = [every_night, every_quarter]
