"""What assets are given: the night's settings, the registry's database and the files between steps.

What does not belong here: what assets do with them.
"""

import csv
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import dagster as dg
import polars as pl
import sqlalchemy as sa

from pipelines.console import SettingsError, parse_clock
from registry.database import Database
from registry.places.gazetteer import Gazetteer
from schemas.calendar import KYIV
from scrapers.source import PAGES_PER_SITE, SITES_PER_NIGHT
from scrapers.sources import SOURCES


class Night(dg.ConfigurableResource):
    """Settings of one night: which web it reads, which sources, and its clock.

    `web`: `live`, a folder with an index.csv, or a WARC file. `sources`: identifiers separated by commas, empty = all.
    `now`: ISO 8601 with a time zone, empty = the wall clock. `contact`: how site owners reach the operator.
    `discover`: undeclared sites looked through, `discover_pages`: fetches for each of them.
    """

    web: str = "live"
    sources: str = ""
    now: str = ""
    contact: str = ""
    discover: int = SITES_PER_NIGHT
    discover_pages: int = PAGES_PER_SITE

    def clock(self) -> datetime:
        return parse_clock(self.now) if self.now else datetime.now(KYIV)

    def chosen(self) -> list[str]:
        """Identifiers of the sources to read, in the order of the registry of sources."""
        wanted = [word.strip() for word in self.sources.split(",") if word.strip()]
        unknown = sorted(set(wanted) - SOURCES.keys())
        if unknown:
            raise SettingsError(f"unknown source {', '.join(unknown)}; known: {', '.join(SOURCES)}")
        return [name for name in SOURCES if not wanted or name in wanted]

    def inputs(self) -> str:
        """Digest of what the night will read, so that a night played again is recognised; empty for the live web."""
        if self.web == "live":
            return ""
        digest = hashlib.sha256(f"{','.join(self.chosen())};{self.discover};{self.discover_pages}".encode())
        for path in _files_of(Path(self.web)):
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()


def _files_of(web: Path) -> list[Path]:
    """The files that a web folder or WARC reads; those that are missing are the fetcher's to report."""
    if not web.is_dir():
        return [web] if web.is_file() else []
    index = web / "index.csv"
    if not index.is_file():
        return []
    with index.open(encoding="utf-8-sig", newline="") as file:
        named = {row.get("file") or "" for row in csv.DictReader(file)}
    return [index, *(web / name for name in sorted(named - {""}) if (web / name).is_file())]


class Registry(dg.ConfigurableResource):
    """The registry's database and the folder beside it. `url` comes from the command line, which starts the embedded server."""

    url: str
    home: str

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Registry"]:
        """Hold the writer lock for a whole run: a second night or release at the same time is refused, not interleaved."""
        engine = Database(sa.make_url(self.url)).engine()
        try:
            with engine.connect() as connection:
                if not connection.scalar(sa.text("SELECT pg_try_advisory_lock(hashtext('pobratym-writer'))")):
                    raise SettingsError(
                        "another night or release is writing to this registry; wait for it to end and try again"
                    )
                yield self
        finally:
            engine.dispose()

    @property
    def folder(self) -> Path:
        return Path(self.home)

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """A connection inside one transaction."""
        with Database(sa.make_url(self.url)).begin() as connection:
            yield connection

    def gazetteer(self) -> Gazetteer:
        return Gazetteer.open(self.folder / "gazetteer")


class FramesIOManager(dg.ConfigurableIOManager):
    """Keeps what assets return as Parquet under `<home>/steps/<asset>/`: one frame, or a dictionary of named frames."""

    home: str

    def _folder(self, context: dg.InputContext | dg.OutputContext) -> Path:
        partition = [context.asset_partition_key] if context.has_asset_partitions else []
        return Path(self.home, "steps", *context.asset_key.path, *partition)

    def handle_output(self, context: dg.OutputContext, obj: pl.DataFrame | dict[str, pl.DataFrame] | None) -> None:
        if obj is None:
            return
        folder = self._folder(context)
        folder.mkdir(parents=True, exist_ok=True)
        frames = {"frame": obj} if isinstance(obj, pl.DataFrame) else obj
        for stale in folder.glob("*.parquet"):
            if stale.stem not in frames:
                stale.unlink()
        for name, frame in frames.items():
            aside = folder / f".{name}.new"
            frame.write_parquet(aside)
            aside.replace(folder / f"{name}.parquet")
        context.add_output_metadata({f"{name}_rows": frame.height for name, frame in frames.items()})

    def load_input(self, context: dg.InputContext) -> pl.DataFrame | dict[str, pl.DataFrame]:
        folder = self._folder(context)
        frames = {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
        return frames["frame"] if set(frames) == {"frame"} else frames


def resources() -> dict[str, object]:
    """Resources of the code location; the variables are set by the command line (`console.registry_database`) and read when a run begins."""
    home = dg.EnvVar("POBRATYM_HOME")
    return {
        "night": Night.configure_at_launch(),
        "registry": Registry(url=dg.EnvVar("POBRATYM_DATABASE_URL"), home=home),
        "io_manager": FramesIOManager(home=home),
    }
