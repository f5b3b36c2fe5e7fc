"""The private archive of everything fetched: WARC files, one a night, and an index of them by SHA-256.

The same bytes are stored once: a page that did not change becomes a `revisit` record that names the earlier one. The WARC files
are the truth; the index (SQLite) only says where a record lies, and is brought up to date from them when it lags behind or is
lost: a run killed in the middle of a write costs the record it was writing, nothing else. Record ids, dates and compression
are functions of the document, so the same document gives the same bytes.

What does not belong here: fetching (`scrapers/fetch.py`) and answering from a WARC file (`scrapers/web.py`). The folder
may hold personal data, so it is readable by its owner only and is never published.
"""

import fcntl
import hashlib
import sqlite3
import threading
import uuid
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.errors import CorruptArchive

INDEX_NAME = "index.sqlite"
_CHUNK = 1 << 16
_EMPTY = hashlib.sha256(b"").hexdigest()
_REASONS = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    303: "See Other",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS record (
    file TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, holds_body INTEGER NOT NULL,
    sha256 TEXT NOT NULL, target TEXT NOT NULL, status INTEGER NOT NULL, fetched_at TEXT NOT NULL,
    content_type TEXT, etag TEXT, last_modified TEXT,
    PRIMARY KEY (file, offset));
CREATE INDEX IF NOT EXISTS record_sha256 ON record (sha256, holds_body);
CREATE INDEX IF NOT EXISTS record_target ON record (target, fetched_at);
"""


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect on the way to a document."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True)
class Document:
    """One fetched version of a page, answer or file.

    `url` is its canonical address, `requested_url` the one asked for, `final_url` the one that answered. `body` is free of
    content codings; `sha256` is over it. `fetched_at` is the clock of the run. `not_modified` says that the server
    confirmed the archived version (304) and `body` comes from the archive.
    """

    source: str
    url: str
    requested_url: str
    status: int
    content_type: str | None
    headers: dict[str, str]
    fetched_at: datetime
    sha256: str
    body: bytes = field(repr=False)
    final_url: str = ""
    redirects: tuple[Hop, ...] = ()
    not_modified: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """What the archive knows of the newest good version of an address."""

    sha256: str
    fetched_at: datetime
    content_type: str | None
    etag: str | None
    last_modified: str | None


class Archive:
    """The archive under `folder`. Safe for several threads and processes; a context manager that closes the index.

    `create=False` opens an existing archive and raises `FileNotFoundError` when there is none.
    """

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        self.folder = Path(folder)
        if create:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not (self.folder / INDEX_NAME).is_file():
            raise FileNotFoundError(self.folder / INDEX_NAME)
        self._thread = threading.RLock()
        with self._locked():
            self._db = self._open_index()
            for path in sorted(self.folder.glob("*.warc.gz")):
                self._catch_up(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def put(self, document: Document) -> str:
        """Keep a document and the redirects that led to it; returns its SHA-256. Putting it again changes nothing."""
        path = self.folder / f"{document.fetched_at.astimezone(UTC):%Y%m%dT%H%M%SZ}.warc.gz"
        with self._locked():
            for hop in document.redirects:
                self._keep(path, hop.url, hop.status, {"location": hop.location}, document.fetched_at, _EMPTY, b"")
            target = document.final_url or document.requested_url
            return self._keep(
                path, target, document.status, document.headers, document.fetched_at, document.sha256, document.body
            )

    def get(self, sha256: str) -> bytes:
        """The bytes with this SHA-256. Raises `KeyError` when unknown, `CorruptArchive` when they are not those bytes."""
        with self._thread:
            row = self._db.execute(
                "SELECT file, offset, length FROM record WHERE sha256 = ? AND holds_body ORDER BY file, offset", (sha256,)
            ).fetchone()
        if row is None:
            raise KeyError(sha256)
        file, offset, length = row
        try:
            with (self.folder / file).open("rb") as stream:
                stream.seek(offset)
                body = _only_record(stream.read(length)).raw_stream.read()
        except (OSError, ValueError, EOFError) as error:
            raise CorruptArchive(f"{file} at {offset}: {error}") from error
        if hashlib.sha256(body).hexdigest() != sha256:
            raise CorruptArchive(f"{file} at {offset}: not the bytes of {sha256}")
        return body

    def __contains__(self, sha256: str) -> bool:
        with self._thread:
            return self._holds(sha256)

    def latest(self, target: str, *, until: datetime) -> Version | None:
        """The newest version of an address fetched with status 200 not after `until`."""
        with self._thread:
            row = self._db.execute(
                "SELECT sha256, fetched_at, content_type, etag, last_modified FROM record"
                " WHERE target = ? AND status = 200 AND fetched_at <= ? ORDER BY fetched_at DESC, offset DESC LIMIT 1",
                (target, _stamp(until)),
            ).fetchone()
        return Version(row[0], datetime.fromisoformat(row[1]), *row[2:]) if row else None

    # one record

    def _keep(
        self, path: Path, target: str, status: int, headers: dict[str, str], at: datetime, sha256: str, body: bytes
    ) -> str:
        known = self._db.execute(
            "SELECT 1 FROM record WHERE target = ? AND fetched_at = ? AND sha256 = ? AND status = ?",
            (target, _stamp(at), sha256, status),
        ).fetchone()
        if known is None:
            first = None if sha256 == _EMPTY else self._first(sha256)
            self._append(path, _record(target, status, headers, at, sha256, body, first))
        return sha256

    def _holds(self, sha256: str) -> bool:
        return self._first(sha256) is not None

    def _first(self, sha256: str) -> tuple[str, str] | None:
        """Address and time of the record that holds these bytes."""
        return self._db.execute(
            "SELECT target, fetched_at FROM record WHERE sha256 = ? AND holds_body ORDER BY file, offset", (sha256,)
        ).fetchone()

    def _append(self, path: Path, member: bytes) -> None:
        self._catch_up(path)
        with path.open("ab") as stream:
            offset = stream.tell()
            stream.write(member)
        with self._db:
            self._index(path, offset, member)

    # the index

    def _open_index(self) -> sqlite3.Connection:
        path = self.folder / INDEX_NAME
        try:
            return _connect(path)
        except sqlite3.DatabaseError:
            # The index is derived: one that SQLite cannot read is thrown away and written again from the WARC files.
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            return _connect(path)

    def _catch_up(self, path: Path) -> None:
        """Make index and file agree: index whole records that it lacks, cut off a torn one, forget lost ones."""
        size = path.stat().st_size if path.exists() else 0
        end = self._end(path)
        if end == size:
            return
        with self._db:
            if end > size:
                self._db.execute("DELETE FROM record WHERE file = ? AND offset + length > ?", (path.name, size))
                end = self._end(path)
            if not path.exists():
                return
            with path.open("r+b") as stream:
                stream.seek(end)
                for member in _members(stream):
                    self._index(path, end, member)
                    end += len(member)
                stream.truncate(end)

    def _end(self, path: Path) -> int:
        row = self._db.execute("SELECT max(offset + length) FROM record WHERE file = ?", (path.name,)).fetchone()
        return row[0] or 0

    def _index(self, path: Path, offset: int, member: bytes) -> None:
        record = _only_record(member)
        headers = record.http_headers
        digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
        if record.rec_type not in ("response", "revisit") or headers is None or not digest.startswith("sha256:"):
            raise CorruptArchive(f"{path.name} at {offset}: not a record that this archive wrote")
        self._db.execute(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                path.name, offset, len(member), record.rec_type == "response", digest.removeprefix("sha256:"),
                record.rec_headers.get_header("WARC-Target-URI"), int(headers.get_statuscode()),
                _stamp(datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))),
                headers.get_header("content-type"), headers.get_header("etag"), headers.get_header("last-modified"),
            ),
        )  # fmt: skip

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._thread, (self.folder / ".lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=60, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        # The files behind the index are flushed by the kernel alone, so the index need not be safer than they are.
        database.execute("PRAGMA synchronous = NORMAL")
        database.executescript(_SCHEMA)
        with closing(database.execute("PRAGMA quick_check(1)")) as check:
            if check.fetchone() != ("ok",):
                raise sqlite3.DatabaseError("quick_check failed")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _record(
    target: str,
    status: int,
    headers: dict[str, str],
    at: datetime,
    sha256: str,
    body: bytes,
    first: tuple[str, str] | None,
) -> bytes:
    """One gzip member: a response with `body`, or a revisit of the record that `first` names."""
    stamp = _stamp(at)
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{stamp} {status} {sha256} {target}")
    warc_headers = {"WARC-Record-ID": f"<urn:uuid:{identity}>", "WARC-Date": stamp}
    http = StatusAndHeaders(f"{status} {_REASONS.get(status, 'Status')}", list(headers.items()), protocol="HTTP/1.1")
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    if first is None:
        warc_headers["WARC-Payload-Digest"] = f"sha256:{sha256}"
        record = writer.create_warc_record(
            target, "response", payload=BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=warc_headers
        )
    else:
        record = writer.create_revisit_record(
            target, f"sha256:{sha256}", first[0], first[1], http_headers=http, warc_headers_dict=warc_headers
        )
    writer.write_record(record)
    return out.getvalue()


def _only_record(member: bytes) -> ArcWarcRecord:
    try:
        record = next(iter(ArchiveIterator(BytesIO(member))), None)
    except ArchiveLoadFailed:  # its message quotes what it found, at any length
        record = None
    if record is None:
        raise EOFError("no WARC record here")
    return record


def _members(stream: IO[bytes]) -> Iterator[bytes]:
    """The whole gzip members from here on; stops before one that the end of the file tears."""
    rest = b""
    while True:
        inflate, member = zlib.decompressobj(zlib.MAX_WBITS | 16), bytearray()
        while not inflate.eof:
            chunk, rest = rest or stream.read(_CHUNK), b""
            if not chunk:
                return
            try:
                inflate.decompress(chunk)
            except zlib.error as error:
                # Not what a killed run leaves: cutting it off could destroy somebody's file.
                raise CorruptArchive(f"{stream.name}: neither a record nor a torn one: {error}") from error
            rest = inflate.unused_data
            member += chunk[: len(chunk) - len(rest)]
        yield bytes(member)
