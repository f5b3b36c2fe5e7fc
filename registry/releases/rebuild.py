"""A published release made again from the registry, and compared with what was published, file by file.

The registry is read as it was known when the release was published, and as if no later release stood beside it. What does not belong
here: making the registry itself again from the archive (`pipelines/rebuilding.py`).
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from registry import snapshots
from registry.releases import gate, integrity, package
from registry.snapshots import Snapshot

#: How the name of a folder begins in which a release is made again.
_UNDER_WAY = ".rebuild-"
Judge = Callable[[sa.Connection, Snapshot, dict[str, int] | None], gate.Verdict]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How a release that was made again differs from the published one. `identical`: every byte is the same.

    `files`: how many were made; `differing`, `missing`, `added`: relative paths, compared with the published folder. `there` is
    False when that folder is gone; then only the recorded hash of SHA256SUMS says whether the bytes are the same.
    """

    version: str
    identical: bool
    there: bool
    restored: bool
    files: int
    differing: list[str]
    missing: list[str]
    added: list[str]


def judged(connection: sa.Connection, snapshot: Snapshot, before: dict[str, int] | None) -> gate.Verdict:
    """The gate's verdict on a snapshot; `before`: counts of the release before."""
    hromady = connection.scalar(
        sa.text("SELECT count(*) FROM hromada_version WHERE recorded @> CAST(:known_at AS timestamptz)"),
        {"known_at": snapshot.known_at},
    )
    return gate.judge(gate.candidate_frames(connection, snapshot, before), hromady)


def rebuild(
    connection: sa.Connection,
    name: str,
    releases: Path,
    *,
    out: Path | None = None,
    restore: bool = False,
    judge: Judge = judged,
) -> Rebuilt:
    """Make the release `name` again and compare it with its folder in `releases`.

    `out`: keep the new folder there (it must not exist). `restore`: put it back in place of a missing or altered folder, if it is
    byte for byte what was published. The connection's transaction must be a fresh one. Raises LookupError for an unknown version,
    ReleaseAltered when the release before it is not whole.
    """
    row = package.recorded_release(connection, name)
    if row is None:
        raise LookupError(f"the registry knows no release {name}; versions.json lists those it published")
    if out is not None and out.exists():
        raise FileExistsError(f"{out} exists; name a folder that does not")
    # Readers of `release` see what stood beside this one when it was published: a temporary table hides the real one.
    connection.execute(
        sa.text("CREATE TEMPORARY TABLE release ON COMMIT DROP AS SELECT * FROM release WHERE number < :number"),
        {"number": row["number"]},
    )
    snapshot = snapshots.take(connection, row["as_of"], row["known_at"])
    recorded = package.recorded_release(connection, row["previous"]) if row["previous"] else None
    before = package.read_previous(releases, recorded)
    candidate = package.prepare(
        connection,
        snapshot,
        judge(connection, snapshot, before.counts if before else None),
        before,
        published_at=row["published_at"],
        override=package.Override(row["override_by"], row["override_reason"]) if row["override_by"] else None,
    )
    target = releases / name
    releases.mkdir(parents=True, exist_ok=True)
    # Publishers sweep folders that begin with a version; those of rebuilds are swept by the next one, and one is made at a time.
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('pobratym-rebuild'))"))
    for left in releases.glob(f"{_UNDER_WAY}*"):
        shutil.rmtree(left)
    fresh = Path(tempfile.mkdtemp(prefix=_UNDER_WAY, dir=releases))
    try:
        fresh.chmod(0o755)
        sums = package.write(candidate, name, fresh)
        made = integrity.hashes(fresh)
        there = integrity.hashes(target) if target.is_dir() else {}
        same_bytes = sums == row["sums_sha256"] if row["sums_sha256"] else made == there
        result = Rebuilt(
            version=name,
            identical=same_bytes and (not there or made == there),
            there=bool(there),
            restored=restore and same_bytes and made != there,
            files=len(made),
            differing=sorted(path for path in made.keys() & there.keys() if made[path] != there[path]),
            missing=sorted(made.keys() - there.keys()) if there else [],
            added=sorted(there.keys() - made.keys()),
        )
        if out is not None:
            shutil.copytree(fresh, out)
        if result.restored:
            integrity.flush(fresh)
            if target.exists():
                target.rename(releases / f"altered-{name}")
            fresh.rename(target)
            integrity.flush_folder(releases)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return result
