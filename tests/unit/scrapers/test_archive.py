"""The archive: the same bytes once, the same document the same record, what is known of an address."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator

from scrapers.archive import INDEX_NAME, Archive, Document, Hop

NIGHT = datetime(2025, 1, 1, 0, 0, tzinfo=UTC)


def document(body: bytes, url: str = "https://site.test/a", at: datetime = NIGHT, **more) -> Document:
    fields = {"content_type": "text/html", "headers": {"content-type": "text/html"}, "status": 200} | more
    return Document(
        source="test", url=url, requested_url=url, fetched_at=at, sha256=hashlib.sha256(body).hexdigest(), body=body, **fields
    )


def records(folder) -> list[tuple[str, str]]:
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as stream:
            found += [(record.rec_type, record.rec_headers.get_header("WARC-Target-URI")) for record in ArchiveIterator(stream)]
    return found


def test_bytes_come_back_and_unknown_ones_do_not(tmp_path):
    with Archive(tmp_path / "archive") as archive:
        sha256 = archive.put(document("Жешув".encode()))
        assert archive.get(sha256).decode() == "Жешув"
        assert sha256 in archive
        with pytest.raises(KeyError):
            archive.get("0" * 64)
    assert (tmp_path / "archive").stat().st_mode & 0o077 == 0


def test_the_same_bytes_are_stored_once(tmp_path):
    with Archive(tmp_path) as archive:
        archive.put(document(b"same"))
        archive.put(document(b"same", at=NIGHT + timedelta(days=1)))
        archive.put(document(b"same", url="https://site.test/b"))
    assert sorted(kind for kind, _ in records(tmp_path)) == ["response", "revisit", "revisit"]
    assert len(list(tmp_path.glob("*.warc.gz"))) == 2, "one file a night"


def test_putting_again_changes_no_byte(tmp_path):
    with Archive(tmp_path) as archive:
        archive.put(document(b"page"))
        before = {path.name: path.read_bytes() for path in tmp_path.glob("*.warc.gz")}
        archive.put(document(b"page"))
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.warc.gz")} == before


def test_the_same_documents_give_the_same_file(tmp_path):
    for name in ("one", "two"):
        with Archive(tmp_path / name) as archive:
            archive.put(document(b"page"))
            archive.put(document(b"other", url="https://site.test/b", redirects=(Hop("https://site.test/old", 301, "/b"),)))
    one, two = (next((tmp_path / name).glob("*.warc.gz")).read_bytes() for name in ("one", "two"))
    assert one == two


def test_the_newest_version_up_to_a_day(tmp_path):
    with Archive(tmp_path) as archive:
        archive.put(document(b"old", headers={"etag": '"1"'}))
        archive.put(document(b"new", at=NIGHT + timedelta(days=2), headers={"last-modified": "Thu, 02 Jan 2025 00:00:00 GMT"}))
        archive.put(document(b"gone", at=NIGHT + timedelta(days=3), status=301))
        first = archive.latest("https://site.test/a", until=NIGHT + timedelta(days=1))
        last = archive.latest("https://site.test/a", until=NIGHT + timedelta(days=9))
        assert first is not None and first.etag == '"1"'
        assert last is not None and (last.etag, last.last_modified) == (None, "Thu, 02 Jan 2025 00:00:00 GMT")
        assert archive.latest("https://site.test/b", until=NIGHT) is None


def test_reading_an_archive_that_is_not_there_makes_none(tmp_path):
    with pytest.raises(FileNotFoundError):
        Archive(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()
    assert INDEX_NAME not in {path.name for path in tmp_path.iterdir()}
