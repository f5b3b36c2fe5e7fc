"""Release assets: the registry as of a day, judged by the gate, packed into a folder and compared with the release before."""

from datetime import date

import dagster as dg
import sqlalchemy as sa

from pipelines.resources import Registry, parse_clock
from registry import comparison, snapshots
from registry.releases import gate, package
from registry.releases.comparison_files import write_comparison

SNAPSHOT_DATE = dg.DynamicPartitionsDefinition(name="snapshot_date")


class ReleaseConfig(dg.Config):
    """`known_at`: the moment as of which the registry is read, ISO 8601; empty = the last night."""

    known_at: str = ""


@dg.asset(name="release__package", group_name="release", partitions_def=SNAPSHOT_DATE, kinds={"postgres", "parquet"})
def release_package(context: dg.AssetExecutionContext, config: ReleaseConfig, registry: Registry) -> dg.MaterializeResult:
    """The release folder of one day: published tables as CSV and Parquet, judged by the gate before they are switched in."""
    as_of = date.fromisoformat(context.partition_key)
    releases = registry.folder / "releases"
    with registry.begin() as connection:
        known_at = parse_clock(config.known_at) if config.known_at else snapshots.default_known_at(connection)
        snapshot = snapshots.take(connection, as_of, known_at)
        before = package.previous_counts(releases, package.previous_release(connection, as_of))
        hromady = connection.scalar(sa.text("SELECT count(*) FROM hromada"))
        verdict = gate.judge(gate.candidate_frames(connection, snapshot, before), hromady)
        context.log.info(f"gate: {len(verdict.outcomes)} expectations, {len(verdict.failures)} failed")
        if not verdict.passed:
            raise gate.Held("the gate holds this release back:\n" + "\n".join(f"  {words}" for words in verdict.failures))
        published = package.publish(connection, snapshot, verdict, releases, clock=snapshots.default_known_at(connection))
    return dg.MaterializeResult(
        metadata={
            "version": published.version,
            "folder": dg.MetadataValue.path(str(published.folder)),
            "new": published.new,
            "partnerships": snapshot.partnerships.height,
            "expectations": len(verdict.outcomes),
        }
    )


@dg.asset(
    name="release__comparison", group_name="release", partitions_def=SNAPSHOT_DATE, deps=[release_package], kinds={"postgres"}
)
def release_comparison(context: dg.AssetExecutionContext, registry: Registry) -> dg.MaterializeResult:
    """What changed since the release before and why; nothing when there is none."""
    as_of = date.fromisoformat(context.partition_key)
    with registry.begin() as connection:
        previous = package.previous_release(connection, as_of)
        if previous is None:
            return dg.MaterializeResult(metadata={"previous": "none: this is the earliest release"})
        found = comparison.compare(connection, previous["as_of"], as_of)
    folder = write_comparison(found, registry.folder / "comparisons" / f"{previous['as_of']}_{as_of}")
    return dg.MaterializeResult(
        metadata={
            "previous": previous["version"],
            "changes": found.changes.height,
            "folder": dg.MetadataValue.path(str(folder)),
        }
    )
