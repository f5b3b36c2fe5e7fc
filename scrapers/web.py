"""The web that a run sees: the live one, a folder of saved answers, or a WARC file; and the one form of an address.

A replay answers exactly as its files say: an address that is not in it is 404, a host that is not in it cannot be reached, a
POST is matched by its address alone. Nothing here knows httpx: `scrapers/fetch.py` puts a replay in the place of the network
and runs the same code above it.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import idna
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from scrapers.archive import INDEX_NAME, Archive
from scrapers.errors import BadWeb, CorruptArchive, Refused

#: Longest address that is asked for; real ones with a Cyrillic path reach about 1,000 characters.
MAX_URL = 4096
CHUNK = 1 << 16

PORTAL = "decentralization.ua"
_PORTAL_HOSTS = frozenset({PORTAL, f"www.{PORTAL}", "decentralization.gov.ua", "www.decentralization.gov.ua"})
_TRACKING = re.compile(r"(utm_\w+|fbclid|gclid|yclid|igshid|mc_[ce]id|_ga)\Z", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_PORTAL_LANGUAGE = re.compile(r"\A/en(?=/|\Z)")
#: One record of the portal: `?page=N` turns a list inside the page and changes nothing that is read.
_PORTAL_RECORD = re.compile(r"\A/(newgromada|news)/\d+\Z")
_TOKEN = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]+")
_FIELD = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_DEFAULT_PORT = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """The one form under which an address is known: compare and store addresses in this form only.

    Scheme and host in lower case, host as IDNA, default port, fragment and tracking parameters dropped, other bytes
    percent-encoded. The portal's host aliases, `/en/` and `.amp` copies become the one Ukrainian page. `www.` and the scheme of
    other hosts are kept: there they may be different pages. Raises `Refused` for anything but an http(s) address with a
    host, for credentials in it, and for one longer than `MAX_URL`.
    """
    if len(url) > MAX_URL:
        raise Refused(f"address of {len(url)} characters; the limit is {MAX_URL}", url=url[:200])
    try:
        parts = urlsplit(url.strip())
        scheme, host, port = parts.scheme.lower(), _ascii_host(parts.hostname or ""), parts.port
    except ValueError as error:  # idna.IDNAError is one as well
        raise Refused(f"not an address: {error}", url=url) from None
    if scheme not in _DEFAULT_PORT:
        raise Refused(f"scheme {scheme or 'missing'!r}: only http and https are fetched", url=url)
    if not host:
        raise Refused("address without a host", url=url)
    if parts.username is not None or parts.password is not None:
        raise Refused("address with credentials in it", url=urlunsplit((scheme, host, "/", "", "")))

    path = _encode(parts.path) or "/"
    query = [pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair.partition("=")[0])]
    if host in _PORTAL_HOSTS:
        scheme, host, port = "https", PORTAL, None
        path = _PORTAL_LANGUAGE.sub("", path).removesuffix(".amp").rstrip("/") or "/"
        if _PORTAL_RECORD.match(path):
            query = [pair for pair in query if pair.partition("=")[0] != "page"]
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORT[scheme]:
        netloc += f":{port}"
    return urlunsplit((scheme, netloc, path, _encode("&".join(query)), ""))


def _ascii_host(host: str) -> str:
    host = host.rstrip(".").lower()
    return host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")


def _encode(part: str) -> str:
    return _ESCAPE.sub(lambda match: match[0].upper(), quote(part, safe="/%:@!$&'()*+,;=~?-._"))


@dataclass(frozen=True, slots=True)
class Answer:
    """One saved answer. `chunks()` yields the bytes as they were on the wire, so a large file is never held whole."""

    status: int
    headers: tuple[tuple[str, str], ...]
    chunks: Callable[[], Iterator[bytes]]


class HostNotThere(ConnectionError):
    """The replay holds no page of this host."""


class AnswerLost(ConnectionError):
    """The replay names an answer whose bytes are not there."""


class Web:
    """The live web; also the base of the replays. `live` decides about delays, retries and address checks."""

    live = True

    def answer(self, url: str) -> Answer:
        """The saved answer for `url`; raises `HostNotThere` or `AnswerLost`. The live web has none."""
        raise NotImplementedError("the live web is asked through the network")


class _Replay(Web):
    """Answers by exact address first, then by canonical address, so that aliases of a saved page are found too."""

    live = False

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}
        self._canonical: dict[str, Answer] = {}
        self._hosts: set[str] = set()

    def _add(self, url: str, answer: Answer) -> None:
        canonical = canonical_url(url)
        self._answers[url] = self._canonical[canonical] = answer
        self._hosts |= {_host(url), _host(canonical)}

    def answer(self, url: str) -> Answer:
        canonical = canonical_url(url)
        found = self._answers.get(url) or self._canonical.get(canonical)
        if found is not None:
            return found
        if _host(url) not in self._hosts and _host(canonical) not in self._hosts:
            raise HostNotThere(f"host {_host(url)} is not in the replayed web")
        return Answer(404, (), lambda: iter(()))


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().rpartition("@")[2]


class FolderWeb(_Replay):
    """A folder with `index.csv`: columns url, status, content_type, file and, if wanted, headers (a JSON object).

    `file` is relative to the folder and may point beside it (`../pages/x.html`) but never out of the folder's parent. A
    file that is named but missing makes its address unreachable, not the run impossible: so a page can be deleted.
    """

    COLUMNS = ("url", "status", "content_type", "file")
    OPTIONAL = ("headers",)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder.resolve()
        self._index = folder / "index.csv"
        try:
            with self._index.open(encoding="utf-8-sig", newline="") as stream:
                self._read(csv.DictReader(stream, strict=True, restkey="", restval=None))
        except OSError as error:
            raise BadWeb(f"{self._index}: {error.strerror}") from error
        except (UnicodeDecodeError, csv.Error) as error:
            raise BadWeb(f"{self._index}: not a CSV file in UTF-8: {error}") from error

    def _read(self, rows: csv.DictReader) -> None:
        header = rows.fieldnames or []
        missing = [name for name in self.COLUMNS if name not in header]
        unknown = [name for name in header if name not in (*self.COLUMNS, *self.OPTIONAL)]
        if missing or unknown or len(set(header)) != len(header):
            raise BadWeb(
                f"{self._index}: line 1: columns must be {', '.join(self.COLUMNS)} and, if wanted, headers; got {header}"
            )
        for row in rows:
            lacking = next((name for name in self.COLUMNS if row[name] is None), None)
            if lacking or "" in row:
                raise self._bad(rows.line_num, lacking or header[-1], "too few columns" if lacking else "too many columns")
            url, answer = self._row(rows.line_num, row)
            try:
                self._add(url, answer)
            except Refused as error:
                raise self._bad(rows.line_num, "url", error.words) from error

    def _row(self, line: int, row: dict[str, str]) -> tuple[str, Answer]:
        if not re.fullmatch(r"[1-5]\d\d", row["status"].strip()):
            raise self._bad(line, "status", f"{row['status']!r} is not an HTTP status")
        headers = {"content-type": row["content_type"].strip()} if row["content_type"].strip() else {}
        try:
            extra = json.loads(row.get("headers") or "{}")
        except (ValueError, RecursionError) as error:
            raise self._bad(line, "headers", f"not JSON: {error}") from error
        if not isinstance(extra, dict) or not all(isinstance(value, str) for value in extra.values()):
            raise self._bad(line, "headers", "must be a JSON object of strings")
        headers |= {name.lower(): value for name, value in extra.items()}
        for name, value in headers.items():
            if not (_TOKEN.fullmatch(name) and _FIELD.fullmatch(value)):
                raise self._bad(line, "headers", f"{name!r}: {value!r} is not an HTTP header")
        return row["url"].strip(), Answer(int(row["status"]), tuple(headers.items()), self._file(line, row["file"].strip()))

    def _file(self, line: int, name: str) -> Callable[[], Iterator[bytes]]:
        if not name:
            return lambda: iter(())
        if "\0" in name or Path(name).is_absolute():
            raise self._bad(line, "file", f"{name!r} must be a relative path")
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder.parent):
            raise self._bad(line, "file", f"{name!r} leads out of {self._folder.parent}")
        return lambda: _file_chunks(path, name)

    def _bad(self, line: int, column: str, words: str) -> BadWeb:
        return BadWeb(f"{self._index}: line {line}, column {column}: {words}")


def _file_chunks(path: Path, name: str) -> Iterator[bytes]:
    if not path.is_file():
        raise AnswerLost(f"the web folder names {name}, which is not there")
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


class WarcWeb(_Replay):
    """A WARC file, gzipped or not. The last response of an address wins.

    A `revisit` record (the bytes were archived before) is answered from its original in the same file or in the archive
    that the file lies in.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._archive = Archive(path.parent, create=False) if (path.parent / INDEX_NAME).is_file() else None
        self._payloads: dict[str, int] = {}
        try:
            with path.open("rb") as stream:
                records = ArchiveIterator(stream)
                for record in records:
                    self._record(record, records.get_record_offset())
        except OSError as error:
            raise BadWeb(f"{path}: {error.strerror}") from error
        except (ArchiveLoadFailed, ValueError) as error:
            raise BadWeb(f"{path}: not a readable WARC file: {error}") from error

    def _record(self, record: ArcWarcRecord, offset: int) -> None:
        if record.rec_type not in ("response", "revisit") or record.http_headers is None:
            return
        url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
        status = record.http_headers.get_statuscode()
        if not url.startswith(("http://", "https://")) or not status.isdigit():
            return
        headers = tuple((name.lower(), value) for name, value in record.http_headers.headers)
        digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
        if record.rec_type == "response":
            self._payloads.setdefault(digest, offset)
            answer = Answer(int(status), headers, lambda: self._chunks(offset))
        else:
            answer = Answer(int(status), headers, lambda: self._revisited(digest))
        with suppress(Refused):  # an address that the fetcher would never ask for, as crawls of other tools hold
            self._add(url, answer)

    def _chunks(self, offset: int) -> Iterator[bytes]:
        with self._path.open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)))
            body = record.raw_stream
            if (record.http_headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
                body = ChunkedDataReader(body, decomp_type=None)
            while chunk := body.read(CHUNK):
                yield chunk
            if record.raw_stream.limit > 0:
                raise AnswerLost(f"the WARC file ends {record.raw_stream.limit} bytes before the end of the answer")

    def _revisited(self, digest: str) -> Iterator[bytes]:
        if digest in self._payloads:
            yield from self._chunks(self._payloads[digest])
            return
        if self._archive is None or not digest.startswith("sha256:"):
            raise AnswerLost(f"the WARC file refers to bytes {digest} that it does not hold")
        try:
            yield self._archive.get(digest.removeprefix("sha256:"))
        except (KeyError, CorruptArchive) as error:
            raise AnswerLost(f"the archive around the WARC file does not hold bytes {digest}: {error}") from error


def open_web(spec: str) -> Web:
    """The web named by `spec`: "live", a folder with `index.csv`, or a WARC file. Raises `BadWeb`, naming line and column."""
    if spec == "live":
        return Web()
    path = Path(spec)
    if path.is_dir():
        return FolderWeb(path)
    if path.is_file():
        return WarcWeb(path)
    raise BadWeb(f"{spec}: neither a folder with index.csv, nor a WARC file, nor the word live")
