"""Raw and core assets, two a source, made from the registry of sources: fetch into the archive, then read into claims.

A new source adds nothing here: it stands in `scrapers/sources`.
"""

import dagster as dg
import polars as pl
import sqlalchemy as sa

from pipelines import harvest, progress
from pipelines.resources import Night, Registry
from registry.places.codifier import load_codifier
from schemas.tables import TABLES
from scrapers.sites import load_sites
from scrapers.source import CrawlContext, Source
from scrapers.sources import SOURCES
from scrapers.sources.decentralization import PortalHromady

HROMADY = "core_portal_hromady__list"


def _context(night: Night, registry: Registry, hromady: pl.DataFrame | None = None) -> CrawlContext:
    with registry.begin() as connection:
        counts = connection.execute(
            sa.text(
                "SELECT source_id, sum(claims)::int FROM page_run WHERE checked AND run_id = (SELECT max(id) FROM run WHERE finished) "
                "GROUP BY source_id"
            )
        )
        last_counts = dict(counts.all())
    return harvest.crawl_context(
        night.clock(),
        web=night.web,
        hromady=harvest.hromada_rows(hromady) if hromady is not None else [],
        sites=load_sites(),
        last_counts=last_counts,
        progress=progress.report,
        sites_per_night=night.discover,
        pages_per_site=night.discover_pages,
    )


def _empty() -> harvest.Frames:
    return {"manifest": pl.DataFrame(schema=harvest.MANIFEST), "issues": TABLES["issues"].frame([])}


def _raw_asset(source: Source) -> dg.AssetsDefinition:
    listed = isinstance(source, PortalHromady)
    name = f"raw_{source.id}__documents"

    def crawled(night: Night, registry: Registry, hromady: pl.DataFrame | None) -> harvest.Frames:
        if source.id not in night.chosen():
            return _empty()
        return harvest.crawl(source, night.web, registry.folder / "archive", night.contact, _context(night, registry, hromady))

    description = f"{source.title}: fetched pages, their bytes in the archive ({source.frequency})"
    options = {"name": name, "group_name": "raw", "description": description, "kinds": {"http"}}
    if listed:

        @dg.asset(**options, deps=["reference__codifier"])
        def documents(night: Night, registry: Registry) -> harvest.Frames:
            return crawled(night, registry, None)
    else:

        @dg.asset(**options, ins={"hromady": dg.AssetIn(HROMADY)})
        def documents(night: Night, registry: Registry, hromady: pl.DataFrame) -> harvest.Frames:
            return crawled(night, registry, hromady)

    return documents


def _core_asset(source: Source) -> dg.AssetsDefinition:
    @dg.asset(
        name=f"core_{source.id}__claims",
        group_name="core",
        description=f"{source.title}: what the pages say, as printed",
        ins={"crawled": dg.AssetIn(f"raw_{source.id}__documents")}
        | ({} if isinstance(source, PortalHromady) else {"hromady": dg.AssetIn(HROMADY)}),
        kinds={"polars"},
    )
    def claims(night: Night, registry: Registry, **inputs) -> harvest.Frames:
        context = _context(night, registry, inputs.get("hromady"))
        return harvest.read(source, inputs["crawled"], registry.folder / "archive", context)

    return claims


@dg.asset(name=HROMADY, group_name="core", ins={"crawled": dg.AssetIn("raw_portal_hromady__documents")}, kinds={"polars"})
def portal_hromady_list(registry: Registry, crawled: harvest.Frames) -> pl.DataFrame:
    """The portal's own list of hromady: id, title, code, site. Empty when it could not be had tonight."""
    found = harvest.documents(crawled["manifest"], registry.folder / "archive")
    return harvest.hromada_frame(SOURCES["portal_hromady"].hromady(found))


@dg.asset(
    name="core__claims",
    group_name="core",
    ins={source: dg.AssetIn(f"core_{source}__claims") for source in SOURCES}
    | {f"raw_{source}": dg.AssetIn(f"raw_{source}__documents") for source in SOURCES},
    deps=["reference__codifier"],
    kinds={"polars"},
)
def all_claims(**inputs) -> harvest.Frames:
    """Claims of all sources that keep the rules of their table; the others are quarantined as issues with their reason."""
    read = [inputs[source] for source in SOURCES]
    codes = set(load_codifier().hromady["code"])
    claims, quarantined = harvest.quarantine(pl.concat([frames["claims"] for frames in read]), codes)
    pages = pl.concat([frames["pages"] for frames in read])
    # A page with a quarantined claim was not read in full: what it no longer shows is not missed tonight.
    broken = pages["sha256"].is_in(quarantined["document"].drop_nulls().implode()).fill_null(False)
    return {
        "claims": claims,
        "issues": pl.concat([*(frames["issues"] for frames in read), quarantined]),
        "pages": pages.with_columns(checked=pl.col("checked") & ~broken),
        "manifest": pl.concat([inputs[f"raw_{source}"]["manifest"] for source in SOURCES]),
        "totals": pl.concat([frames["totals"] for frames in read]),
    }


SOURCE_ASSETS = [
    portal_hromady_list,
    all_claims,
    *(_raw_asset(source) for source in SOURCES.values()),
    *(_core_asset(source) for source in SOURCES.values()),
]
