"""Runs the command line: as a user does, in another process (`pobratym`), or in this one, which spares the imports (`run_here`)."""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import polars as pl
import psycopg
from typer.testing import CliRunner, Result

from pipelines.cli import app
from registry.database import Database
from tests.conftest import ROOT

SAMPLE_DAYS = ("2025-01-01", "2025-10-01")
NIGHTS = {"2025-01-01": "2025-01-01T02:00:00+02:00", "2025-10-01": "2025-10-01T02:00:00+03:00"}


@dataclass(frozen=True)
class Played:
    """A home and the registry that was played into it."""

    home: Path
    database: Database

    @property
    def url(self) -> str:
        return self.database.url.render_as_string(hide_password=False)

    def run(self, *arguments: str, expect: int = 0, **environment: str) -> Result:
        return run_here(self.home, *arguments, expect=expect, POBRATYM_DATABASE_URL=self.url, **environment)

    def query(self, sql: str) -> list[tuple]:
        with psycopg.connect(self.database.url.set(drivername="postgresql").render_as_string(False)) as connection:
            return connection.execute(sql).fetchall()

    def table(self, day: str, name: str) -> pl.DataFrame:
        """A published table of the first release of a day."""
        return pl.read_parquet(self.home / "releases" / f"{day}.0" / "data" / f"{name}.parquet")

    def totals(self, start: str, end: str) -> list[dict]:
        """The total rows of a comparison, one a counter."""
        regional = pl.read_csv(self.home / "comparisons" / f"{start}_{end}" / "regional.csv")
        return regional.filter(pl.col("oblast") == "Разом").to_dicts()

    def release_bytes(self) -> dict[str, str]:
        """SHA-256 of every file under `releases/`."""
        return release_bytes(self.home)


def release_bytes(home: Path) -> dict[str, str]:
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((home / "releases").rglob("*"))
        if path.is_file()
    }


def _environment(home: Path, **more: str) -> dict[str, str]:
    return {"POBRATYM_HOME": str(home), "COLUMNS": "200", **more}


def run_here(home: Path, *arguments: str, expect: int = 0, **environment: str) -> Result:
    """Run `pobratym ARGUMENTS` in this process; fails as `pobratym` does."""
    # Commands set variables that Dagster's own processes read: gone afterwards.
    with patch.dict(os.environ, _environment(home, **environment)):
        result = CliRunner().invoke(app, arguments)
    assert result.exit_code == expect, (
        f"exit code {result.exit_code}, expected {expect}\n{result.output}\n{result.exception!r}"
    )
    return result


def pobratym(home: Path, *arguments: str, expect: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `pobratym ARGUMENTS`; fails with everything that was printed when the exit code is not the expected one."""
    result = subprocess.run(
        [sys.executable, "-m", "pipelines.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, **_environment(home, **environment)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert result.returncode == expect, f"exit code {result.returncode}, expected {expect}\n{result.stdout}\n{result.stderr}"
    return result
