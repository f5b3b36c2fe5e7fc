"""`pobratym doctor`: one line for everything that has to work before a night can."""

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy as sa

from registry.database import DatabaseError, default_home, open_database
from registry.places import codifier
from registry.places.gazetteer import Gazetteer, GazetteerError, edition

Finding = tuple[str, str, bool]


def checkup() -> Iterator[Finding]:
    """(what, finding, works) for Python, disk, database, codifier, gazetteer, published table and sources."""
    yield "python", platform.python_version(), sys.version_info >= (3, 11)
    home = default_home()
    yield _checked("home", lambda: _disk(home))
    yield _checked("database", _database)
    yield _checked("codifier", lambda: f"edition {codifier.load_codifier().edition}")
    yield _checked("gazetteer", lambda: _gazetteer(home / "gazetteer"))
    yield _checked("published table", _published)
    yield _checked("sources", _sources)


def _checked(what: str, finding: Callable[[], str]) -> Finding:
    from registry.counting import PublishedTableError
    from scrapers.sites import BadSite

    try:
        return what, finding(), True
    except (DatabaseError, codifier.CodifierError, GazetteerError, PublishedTableError, BadSite, OSError) as error:
        return what, str(error), False


def _disk(home) -> str:
    home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(home).free / 2**30
    if free < 1:
        raise OSError(f"{home} has {free:.1f} GiB free; an archive and a registry need at least 1")
    return f"{home}, {free:.0f} GiB free"


def _database() -> str:
    with open_database() as database:
        engine = database.engine()
        with engine.connect() as connection:
            version = connection.scalar(sa.text("SHOW server_version"))
        engine.dispose()
    return f"Postgres {version}, understands Cyrillic"


def _gazetteer(folder: Path) -> str:
    # Gazetteer.open would build it.
    if not (folder / f"gazetteer-{edition()}" / "index.json").is_file():
        return "not built yet: the first night or the first resolve builds it, in about half a minute"
    return f"{len(Gazetteer.open(folder))} places"


def _published() -> str:
    from registry.counting import PUBLISHED_TOTALS, load_published

    load_published()
    return ", ".join(f"{day}: {total}" for day, total in PUBLISHED_TOTALS.items())


def _sources() -> str:
    from scrapers.sites import load_sites
    from scrapers.sources import SOURCES

    return f"{len(SOURCES)} sources, {len(load_sites())} community sites"
