"""Release assets: the registry as of a day, judged by the gate, compared with the release before and packed into a folder."""

import json
from datetime import date
from pathlib import Path

import dagster as dg
import sqlalchemy as sa

from pipelines.console import parse_clock
from pipelines.resources import Registry
from registry import snapshots
from registry.releases import package, rebuild

SNAPSHOT_DATE = dg.DynamicPartitionsDefinition(name="snapshot_date")


class ReleaseConfig(dg.Config):
    """`known_at`: the moment as of which the registry is read, ISO 8601; empty = the last night. `override_by`, `override_reason`: who
    publishes what the gate holds back, and why."""

    known_at: str = ""
    override_by: str = ""
    override_reason: str = ""


@dg.asset(name="release__package", group_name="release", partitions_def=SNAPSHOT_DATE, kinds={"postgres", "parquet"})
def release_package(context: dg.AssetExecutionContext, config: ReleaseConfig, registry: Registry) -> dg.MaterializeResult:
    """The release folder of one day: judged by the gate, compared with the release before, written aside, switched in."""
    as_of = date.fromisoformat(context.partition_key)
    releases = registry.folder / "releases"
    override = package.Override(config.override_by, config.override_reason) if config.override_by else None
    with registry.begin() as connection:
        last = snapshots.default_known_at(connection)
        known_at = parse_clock(config.known_at) if config.known_at else last
        # A release that later knowledge changes cannot be made again.
        snapshots.check_seen(connection, as_of, known_at)
        snapshot = snapshots.take(connection, as_of, known_at)
        before = package.read_previous(releases, package.previous_release(connection, as_of))
        verdict = rebuild.judged(connection, snapshot, before.counts if before else None)
        context.log.info(f"gate: {len(verdict.outcomes)} expectations, {len(verdict.failures)} failed")
        candidate = package.prepare(connection, snapshot, verdict, before, published_at=last, override=override)
        published = package.publish(connection, candidate, releases)
    with registry.begin() as connection:
        package.list_releases(connection, releases)
    return dg.MaterializeResult(
        metadata={
            "version": published.version,
            "folder": dg.MetadataValue.path(str(published.folder)),
            "new": published.new,
            "partnerships": snapshot.partnerships.height,
            "expectations": len(verdict.outcomes),
            "failed": len(candidate.verdict.failures),
        }
    )


@dg.asset(
    name="release__comparison", group_name="release", partitions_def=SNAPSHOT_DATE, deps=[release_package], kinds={"json"}
)
def release_comparison(context: dg.AssetExecutionContext, registry: Registry) -> dg.MaterializeResult:
    """What changed since the release before and why, as the published folder says; nothing when there is none."""
    releases = registry.folder / "releases"
    with registry.begin() as connection:
        version = connection.scalar(
            sa.text("SELECT version FROM release WHERE as_of = :as_of ORDER BY number DESC LIMIT 1"),
            {"as_of": date.fromisoformat(context.partition_key)},
        )
        previous = package.recorded_release(connection, version)["previous"]
    if previous is None:
        return dg.MaterializeResult(metadata={"previous": "none: this is the earliest release"})
    folder = Path(releases, version, "changes", f"from_{previous}")
    changes = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))["changes"]
    return dg.MaterializeResult(
        metadata={"previous": previous, "changes": len(changes), "folder": dg.MetadataValue.path(str(folder))}
    )
