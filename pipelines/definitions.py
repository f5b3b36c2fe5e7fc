"""The code location: assets, checks, jobs and schedules of Pobratym. Start its UI with `make ui`."""

import dagster as dg

from pipelines.assets.reference import reference_codifier, reference_control_totals, reference_gazetteer
from pipelines.assets.registry import registry_decisions, registry_partnerships, registry_statements
from pipelines.assets.release import release_comparison, release_package
from pipelines.assets.sources import SOURCE_ASSETS
from pipelines.checks import CHECKS
from pipelines.jobs import NIGHTLY, RELEASE
from pipelines.resources import resources
from pipelines.schedules import SCHEDULES

defs = dg.Definitions(
    assets=[
        reference_codifier, reference_gazetteer, reference_control_totals, *SOURCE_ASSETS, registry_statements, registry_decisions,
        registry_partnerships, release_package, release_comparison,
    ],
    asset_checks=CHECKS,
    jobs=[NIGHTLY, RELEASE],
    schedules=SCHEDULES,
    resources=resources(),
    # Six seconds instead of 48 for five assets: steps share one process, and the crawl is asyncio anyway.
    executor=dg.in_process_executor,
)  # fmt: skip
