"""Registry assets: claims become statements, statements get decisions, decisions make partnerships. One transaction each."""

import dagster as dg
import polars as pl

from pipelines import harvest
from pipelines.assets.sources import HROMADY
from pipelines.resources import Night, Registry
from registry import control_totals, decisions, ledger, reference, resolution, statements
from registry.matching.resolver import Resolver
from scrapers.sites import load_sites
from scrapers.sources import SOURCES


@dg.asset(
    name="registry__statements",
    group_name="registry",
    ins={"core": dg.AssetIn("core__claims"), "hromady": dg.AssetIn(HROMADY)},
    deps=["reference__control_totals", "reference__gazetteer"],
    kinds={"postgres"},
)
def registry_statements(
    context: dg.AssetExecutionContext, night: Night, registry: Registry, core: harvest.Frames, hromady: pl.DataFrame
) -> pl.DataFrame:
    """What was said, first and last seen. Opens the night in the registry; returns its run and its clock."""
    with registry.begin() as connection:
        if decisions.waiting(connection, night.clock()):
            # Loaded decisions were taken between nights; the ledger follows them at their own time, before this night's claims.
            applied = decisions.apply_due(connection, Resolver(registry.gazetteer()), night.clock())
            context.log.info(f"{applied} decisions applied before this night")
        opened = statements.begin_night(
            connection, night.clock(), web=night.web, inputs=night.inputs(), dagster_run=context.run_id
        )
        statements.record_sources(
            connection, [*map(_declaration, SOURCES.values()), *map(_site_declaration, load_sites().values())]
        )
        reference.record_portal_list(connection, opened, hromady.iter_rows(named=True))
        new = statements.record_night(
            connection,
            opened,
            documents=harvest.fetched(core["manifest"]),
            pages=harvest.verdicts(core["pages"]),
            claims=core["claims"],
            issues=core["issues"],
            apart=lambda *asked: resolution.named_apart(*asked, Resolver(registry.gazetteer())),
        )
        control_totals.record(connection, opened, core["totals"].iter_rows(named=True))
    context.add_output_metadata({"new_statements": new, "claims": core["claims"].height, "issues": core["issues"].height})
    return pl.DataFrame({"run_id": [opened.run_id], "clock": [opened.clock]})


@dg.asset(
    name="registry__decisions",
    group_name="registry",
    ins={"opened": dg.AssetIn("registry__statements")},
    deps=["reference__gazetteer"],
    kinds={"postgres"},
)
def registry_decisions(context: dg.AssetExecutionContext, registry: Registry, opened: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Who is meant, with score and reasons; and the tables of what nobody could map, which should be empty."""
    resolver = Resolver(registry.gazetteer())
    with registry.begin() as connection:
        counts = resolution.resolve_statements(connection, _night(opened), resolver)
        missing = resolution.missing(connection)
    context.add_output_metadata({f"decisions_{verdict}": number for verdict, number in counts.items()})
    return missing


@dg.asset(
    name="registry__partnerships",
    group_name="registry",
    ins={"opened": dg.AssetIn("registry__statements")},
    deps=["registry__decisions"],
    kinds={"postgres"},
)
def registry_partnerships(context: dg.AssetExecutionContext, registry: Registry, opened: pl.DataFrame) -> dg.MaterializeResult:
    """The ledger brought to what statements and decisions support; the night is finished."""
    night = _night(opened)
    with registry.begin() as connection:
        counts = ledger.update_ledger(connection, night, full=resolution.edition_changed(connection, night))
        statements.finish_night(connection, night)
    return dg.MaterializeResult(metadata=counts)


def _night(opened: pl.DataFrame) -> statements.Night:
    return statements.Night(**opened.row(0, named=True))


def _declaration(source) -> dict[str, object]:
    names = ("id", "title", "publisher", "homepage", "licence", "frequency")
    return {**{name: getattr(source, name) for name in names}, "gives": [str(word) for word in source.gives]}


def _site_declaration(site) -> dict[str, object]:
    return {
        "id": site.id,
        "title": site.title,
        "publisher": site.publisher,
        "homepage": site.url[0],
        "licence": site.licence,
        "frequency": "nightly",
        "gives": ["partnerships"],
    }
