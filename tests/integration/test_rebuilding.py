"""A whole registry made again from its archive, nights that were killed included."""

import csv
import shutil
from pathlib import Path

from typer.testing import CliRunner

from pipelines import cli, rebuilding
from tests.conftest import SAMPLES
from tests.integration.played import run_here

#: Pages that are read fast; each night has its own edition of them.
SITES = ("khm.gov.ua", "www.vmr.gov.ua", "mukachevo-rada.gov.ua")


def web_of(day: str, folder: Path) -> Path:
    """A web of a few pages out of a night of the sample."""
    web = folder / day
    web.mkdir()
    with (SAMPLES / day / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (web / "index.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row for row in rows if row["url"].split("/")[2] in SITES)
    return web


def test_a_night_that_was_killed_is_replayed_as_far_as_it_came(database, tmp_path, gazetteer_folder, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    (home / "gazetteer").symlink_to(gazetteer_folder)
    shutil.copytree(SAMPLES / "pages", tmp_path / "pages")
    monkeypatch.setenv("POBRATYM_HOME", str(home))
    monkeypatch.setenv("POBRATYM_DATABASE_URL", database.url.render_as_string(hide_password=False))
    only = ("--sources", "community_sites", "--discover", "0")
    for day, clock, *more in (
        ("2025-01-01", "2025-01-01T02:00:00+02:00", "--through", "statements"),
        ("2025-10-01", "2025-10-01T02:00:00+03:00"),
    ):
        night = run_here(home, "nightly", "--web", str(web_of(day, tmp_path)), "--now", clock, *only, *more)
        assert ("stopped after statements" in night.stdout + night.stderr) == bool(more)
    told = []
    found = rebuilding.rebuild_registry(database, home, told.append)
    assert [("which was killed after statements" in line) for line in told[1:]] == [True, False]
    # Every table to the last column: also the night on which words were first seen.
    assert [(one.what, one.same, one.tables) for one in found] == [("the last night", True, [])]
    (home / "archive" / "20250101T000000Z.warc.gz").unlink()
    refused = CliRunner().invoke(cli.app, ["rebuild", "--registry"])
    assert refused.exit_code == 1 and "has no archive" in refused.output
