"""The archive after a kill -9, a torn write, a lost index, lost bytes and changed bytes."""

import hashlib
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scrapers.archive import INDEX_NAME, Archive, Document
from scrapers.errors import CorruptArchive

ROOT = Path(__file__).parents[2]
NIGHT = datetime(2025, 1, 1, 0, 0, tzinfo=UTC)

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from scrapers.archive import Archive
sys.path.insert(0, str(Path("tests/faults")))
from test_archive_killed import document
with Archive(Path(sys.argv[1])) as archive:
    for number in range(int(sys.argv[2]), 1_000_000):
        archive.put(document(number))
        print(number, flush=True)
"""


def document(number: int, *, night: datetime = NIGHT, words: str | None = None) -> Document:
    body = (words or f"page {number} ").encode() * 500
    return Document(
        source="test",
        url=f"https://site.test/{number}",
        requested_url=f"https://site.test/{number}",
        status=200,
        content_type="text/html",
        headers={"content-type": "text/html", "etag": f'"{number}"'},
        fetched_at=night,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
    )


def test_a_killed_writer_costs_at_most_the_record_it_was_writing(tmp_path):
    first = 0
    for _ in range(2):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(first)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        last = int(writer.stdout.readline())
        until = time.monotonic() + 0.4
        while time.monotonic() < until:
            last = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        said = writer.communicate()[0].split()
        last = int(said[-1]) if said else last
        with Archive(tmp_path) as archive:
            for number in range(last + 1):
                assert archive.get(document(number).sha256) == document(number).body
            archive.put(document(last + 10))
        first = last + 1
    assert first > 2


@pytest.mark.parametrize("left", [1, 30, 200])
@pytest.mark.parametrize("index_kept", [True, False])
def test_a_torn_record_is_cut_off_and_written_again(tmp_path, left, index_kept):
    with Archive(tmp_path) as archive:
        archive.put(document(1))
        whole = next(tmp_path.glob("*.warc.gz")).stat().st_size
        archive.put(document(2))
    [path] = tmp_path.glob("*.warc.gz")
    intact = path.read_bytes()
    path.write_bytes(intact[: whole + left])
    if not index_kept:
        (tmp_path / INDEX_NAME).unlink()
    with Archive(tmp_path) as archive:
        assert archive.get(document(1).sha256) == document(1).body
        assert document(2).sha256 not in archive
        archive.put(document(2))
        assert archive.get(document(2).sha256) == document(2).body
    assert path.read_bytes() == intact


def test_records_that_the_index_lacks_are_found_again(tmp_path):
    with Archive(tmp_path) as archive:
        for number in range(5):
            archive.put(document(number))
        archive.put(document(0, night=NIGHT + timedelta(days=1)))
    for path in tmp_path.glob(f"{INDEX_NAME}*"):
        path.unlink()
    with Archive(tmp_path) as archive:
        assert all(archive.get(document(number).sha256) == document(number).body for number in range(5))
        latest = archive.latest("https://site.test/0", until=NIGHT + timedelta(days=9))
        assert latest is not None and latest.fetched_at == NIGHT + timedelta(days=1) and latest.etag == '"0"'


def test_an_index_that_is_no_database_is_written_anew(tmp_path):
    with Archive(tmp_path) as archive:
        archive.put(document(1))
    for path in tmp_path.glob(f"{INDEX_NAME}*"):
        path.unlink()
    (tmp_path / INDEX_NAME).write_bytes(b"not a database " * 1000)
    with Archive(tmp_path) as archive:
        assert archive.get(document(1).sha256) == document(1).body


def test_changed_bytes_are_never_handed_out(tmp_path):
    with Archive(tmp_path) as archive:
        archive.put(document(1))
    [path] = tmp_path.glob("*.warc.gz")
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    path.write_bytes(damaged)
    with Archive(tmp_path) as archive, pytest.raises(CorruptArchive):
        archive.get(document(1).sha256)


def test_a_foreign_file_in_the_folder_is_reported_not_cut(tmp_path):
    foreign = tmp_path / "notes.warc.gz"
    foreign.write_bytes(b"somebody's notes")
    with pytest.raises(CorruptArchive, match="notes"):
        Archive(tmp_path)
    assert foreign.read_bytes() == b"somebody's notes"


def test_two_processes_may_write_one_night(tmp_path):
    command = (
        "import sys\nfrom pathlib import Path\nfrom scrapers.archive import Archive\nsys.path.insert(0, 'tests/faults')\n"
        "from test_archive_killed import document\narchive = Archive(Path(sys.argv[1]))\n"
        "for number in range(int(sys.argv[2]), 60, 2): archive.put(document(number))\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", command, str(tmp_path), str(start)], cwd=ROOT) for start in (0, 1)]
    assert [writer.wait(30) for writer in writers] == [0, 0]
    (tmp_path / INDEX_NAME).unlink()
    with Archive(tmp_path) as archive:
        assert all(archive.get(document(number).sha256) == document(number).body for number in range(60))
