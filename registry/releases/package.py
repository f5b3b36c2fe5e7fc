"""A release folder: immutable, listed and hashed, switched in by one rename.

What does not belong here: what is published (`snapshots.py`), whether it may be (`gate.py`).
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet
import sqlalchemy as sa

from registry import counting
from registry.releases.gate import Verdict
from registry.snapshots import Snapshot
from schemas.tables import PUBLISHED, TABLES, Table


@dataclass(frozen=True, slots=True)
class Published:
    """Where a release lies and whether it was new; an unchanged snapshot is not published twice."""

    version: str
    folder: Path
    new: bool


def write_table(frame: pl.DataFrame, table: Table, folder: Path) -> list[Path]:
    """Write a frame as `<name>.csv` and `<name>.parquet`; the same frame gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    csv_path, parquet_path = folder / f"{table.name}.csv", folder / f"{table.name}.parquet"
    frame.write_csv(csv_path, datetime_format="%Y-%m-%dT%H:%M:%SZ")
    pyarrow.parquet.write_table(frame.to_arrow().cast(table.arrow), parquet_path, compression="zstd", store_schema=True)
    return [csv_path, parquet_path]


def previous_release(connection: sa.Connection, before: date) -> dict[str, Any] | None:
    """The newest release of an earlier day: its row of `release`, or None."""
    row = (
        connection.execute(
            sa.text("SELECT * FROM release WHERE as_of < :before ORDER BY as_of DESC, published_at DESC, version DESC LIMIT 1"),
            {"before": before},
        )
        .mappings()
        .first()
    )
    return dict(row) if row else None


def previous_counts(releases: Path, previous: Mapping[str, Any] | None) -> dict[str, int] | None:
    """Counts that the previous release published, from its index."""
    if previous is None:
        return None
    index = releases / previous["version"] / "index.json"
    if not index.exists():
        raise FileNotFoundError(
            f"the previous release {previous['version']} is recorded but {index} is missing; restore the folder from a copy"
        )
    return json.loads(index.read_text(encoding="utf-8"))["counts"]


def publish(connection: sa.Connection, snapshot: Snapshot, verdict: Verdict, releases: Path, *, clock: datetime) -> Published:
    """Write the release folder of a snapshot that passed its gate and make it the latest of its day.

    An unchanged snapshot (same content hash) returns the release that stands. The folder is written aside and renamed, so that a
    reader sees all of it or nothing.
    """
    releases.mkdir(parents=True, exist_ok=True)
    content = snapshot.content_hash()
    standing = connection.execute(
        sa.text("SELECT version, content_hash FROM release WHERE as_of = :as_of ORDER BY published_at, version"),
        {"as_of": snapshot.as_of},
    ).fetchall()
    for name, standing_hash in reversed(standing):
        if standing_hash == content and (releases / name).is_dir():
            return Published(version=name, folder=releases / name, new=False)
    name = f"{snapshot.as_of.isoformat()}.{len(standing)}"
    target = releases / name
    if target.exists():
        raise FileExistsError(f"{target} exists but the registry does not know it; move it away and publish again")
    fresh = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=releases))
    try:
        fresh.chmod(0o755)
        _write(snapshot, verdict, name, content, fresh)
        fresh.rename(target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    connection.execute(
        sa.text(
            "INSERT INTO release (version, as_of, known_at, content_hash, published_at, folder) "
            "VALUES (:version, :as_of, :known_at, :content_hash, :published_at, :folder)"
        ),
        {
            "version": name, "as_of": snapshot.as_of, "known_at": snapshot.known_at, "content_hash": content,
            "published_at": clock, "folder": name,
        },
    )  # fmt: skip
    _switch_latest(connection, releases)
    return Published(version=name, folder=target, new=True)


def _write(snapshot: Snapshot, verdict: Verdict, name: str, content: str, folder: Path) -> None:
    for table in PUBLISHED:
        write_table(snapshot.tables[table.name], table, folder / "data")
    (folder / "quality").mkdir()
    _write_json(folder / "quality" / "gate.json", {"passed": verdict.passed, "outcomes": verdict.outcomes})
    _write_json(folder / "datapackage.json", _datapackage(snapshot, name))
    index = {
        "version": name,
        "as_of": snapshot.as_of.isoformat(),
        "known_at": snapshot.known_at.astimezone(UTC).isoformat(),
        "content_hash": content,
        "counts": {counter: counts.total for counter, counts in counting.count(snapshot).items()},
        "countries": counting.countries(snapshot),
        "code": f"pobratym {version('pobratym')}",
        "files": [
            {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "sha256": _sha256(path)}
            for path in _files(folder)
        ],
    }
    _write_json(folder / "index.json", index)
    sums = "".join(f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder))
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")


def _datapackage(snapshot: Snapshot, name: str) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "pobratym",
        "version": name,
        "title": "Міжнародні партнерства територіальних громад України",
        "resources": [
            {
                "name": table.name,
                "title": table.title_uk,
                "description": table.description,
                "path": f"data/{table.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": TABLES[table.name].frictionless(),
            }
            for table in PUBLISHED
        ],
    }


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(path for path in folder.rglob("*") if path.is_file()))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=False) + "\n", encoding="utf-8")


def _switch_latest(connection: sa.Connection, releases: Path) -> None:
    """Point latest.json at the newest day's newest release; a rename, so that readers never see half a file."""
    newest = connection.execute(
        sa.text("SELECT version FROM release ORDER BY as_of DESC, published_at DESC, version DESC LIMIT 1")
    ).scalar_one()
    aside = releases / ".latest.json.new"
    _write_json(aside, {"version": newest, "index": f"{newest}/index.json"})
    aside.replace(releases / "latest.json")
