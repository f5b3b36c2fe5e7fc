"""Whether a release folder is whole: every file listed and hashed, nothing beside them, all of it on the disk.

What does not belong here: what a release holds (`package.py`).
"""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SUMS = "SHA256SUMS"
INDEX = "index.json"


class ReleaseAltered(RuntimeError):
    """A published folder is missing or is not what was published; the message names what differs."""


def files_of(folder: Path) -> Iterator[Path]:
    """Every file below `folder`, sorted by its path as it stands in SHA256SUMS."""
    return iter(sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: relative(path, folder)))


def relative(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file by its relative path."""
    return {relative(path, folder): sha256(path) for path in files_of(folder)}


def write_json(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def seal(folder: Path, index: dict[str, Any]) -> str:
    """Write `index.json` (which lists every file so far) and `SHA256SUMS` (which lists it too); returns the hash of the sums."""
    listed = [
        {"path": relative(path, folder), "bytes": path.stat().st_size, "sha256": sha256(path)} for path in files_of(folder)
    ]
    write_json(folder / INDEX, {**index, "files": listed})
    sums = sorted([(item["path"], item["sha256"]) for item in listed] + [(INDEX, sha256(folder / INDEX))])
    (folder / SUMS).write_text("".join(f"{digest}  {path}\n" for path, digest in sums), encoding="utf-8")
    return sha256(folder / SUMS)


def verify(folder: Path, sums_sha256: str | None = None) -> None:
    """Raise ReleaseAltered unless the folder holds exactly the files that it lists, with their bytes.

    `sums_sha256`: the hash of SHA256SUMS that the registry recorded; without it a folder that was altered and listed anew passes.
    """
    sums = folder / SUMS
    if not sums.is_file():
        raise ReleaseAltered(
            f"the release {folder.name} is missing: there is no {folder.name}/{SUMS}; restore the folder from a copy"
        )
    if sums_sha256 and sha256(sums) != sums_sha256:
        raise _altered(folder, [f"{SUMS} is not the one that was published"])
    try:
        listed = dict(reversed(line.split("  ", 1)) for line in sums.read_text(encoding="utf-8").splitlines())
        index = {item["path"]: item for item in json.loads((folder / INDEX).read_text(encoding="utf-8"))["files"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _altered(folder, [f"{SUMS} or {INDEX} cannot be read: {error}"]) from error
    there = hashes(folder)
    there.pop(SUMS)
    wrong = [f"{path} is missing" for path in listed if path not in there]
    wrong += [f"{path} was added" for path in there if path not in listed]
    wrong += [f"{path} was changed" for path, digest in there.items() if listed.get(path, digest) != digest]
    wrong += [f"{path} is not in {INDEX}" for path in sorted(listed.keys() - index.keys() - {INDEX})]
    wrong += [
        f"{path}: {INDEX} says other bytes"
        for path, item in index.items()
        if listed.get(path) != item["sha256"] or (path in there and (folder / path).stat().st_size != item["bytes"])
    ]
    if wrong:
        raise _altered(folder, wrong)


def _altered(folder: Path, wrong: list[str]) -> ReleaseAltered:
    more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
    return ReleaseAltered(
        f"the release {folder.name} is not what was published: {'; '.join(wrong[:5])}{more}; restore the folder from a copy"
    )


def flush(folder: Path) -> None:
    """Bring every file and folder to the disk, so that a rename never shows a release whose bytes are still in memory."""
    for path in [*folder.rglob("*"), folder]:
        flush_folder(path)


def flush_folder(path: Path) -> None:
    """Bring one file, or the names in one folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, value: Any) -> None:
    """Replace a JSON file by a rename: readers see the old one or the new one, never half of it."""
    aside = path.with_name(f".{path.name}.new")
    try:
        write_json(aside, value)
        flush_folder(aside)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)
