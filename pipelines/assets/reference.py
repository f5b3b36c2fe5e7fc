"""Reference assets: the codifier of hromady, the gazetteer of places, the published table to reconcile with."""

import dagster as dg

from pipelines.resources import Registry
from registry import control_totals, counting, reference
from registry.places import codifier


@dg.asset(name="reference__codifier", group_name="reference", kinds={"excel", "postgres"})
def reference_codifier(registry: Registry) -> dg.MaterializeResult:
    """Every hromada of the official codifier, with its oblast row and its names over time."""
    edition = codifier.load_codifier()
    with registry.begin() as connection:
        count = reference.record_codifier(connection, edition)
    return dg.MaterializeResult(metadata={"edition": edition.edition, "sha256": edition.sha256, "hromady": count})


@dg.asset(name="reference__gazetteer", group_name="reference", kinds={"numpy"})
def reference_gazetteer(registry: Registry) -> dg.MaterializeResult:
    """The index of foreign places with all their names, built once for each edition."""
    gazetteer = registry.gazetteer()
    return dg.MaterializeResult(metadata={"places": len(gazetteer)})


@dg.asset(name="reference__control_totals", group_name="reference", kinds={"csv"})
def reference_control_totals() -> dg.MaterializeResult:
    """Totals that others published: the ministry's regional table, refused when it does not add up, and single totals with their origin."""
    published = counting.load_published()
    single = len(control_totals.packaged())
    return dg.MaterializeResult(metadata={day: sum(rows.values()) for day, rows in published.items()} | {"single_totals": single})
