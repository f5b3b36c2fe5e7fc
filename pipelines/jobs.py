"""The two jobs: `nightly` reads the sources into the registry, `release` publishes a day."""

import dagster as dg

NIGHTLY = dg.define_asset_job(
    "nightly",
    selection=dg.AssetSelection.groups("reference", "raw", "core", "registry"),
    description="Fetch every source, read it, decide who is who, bring the ledger up to date",
)
RELEASE = dg.define_asset_job(
    "release",
    selection=dg.AssetSelection.groups("release"),
    description="Publish the registry as of a day, after the gate",
)
