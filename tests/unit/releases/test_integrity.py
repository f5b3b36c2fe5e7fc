"""A folder that is whole passes; one byte more, less or other does not, even if the lists are written anew."""

import hashlib
import json

import pytest

from registry.releases import integrity


@pytest.fixture
def sealed(tmp_path):
    folder = tmp_path / "2025-01-01.0"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "a.csv").write_text("a\n1\n")
    (folder / "b.json").write_text("{}")
    return folder, integrity.seal(folder, {"version": folder.name})


def test_every_file_is_listed_with_bytes_and_hash(sealed):
    folder, sums = sealed
    integrity.verify(folder, sums)
    index = json.loads((folder / "index.json").read_text())
    assert [item["path"] for item in index["files"]] == ["b.json", "data/a.csv"]
    for item in index["files"]:
        content = (folder / item["path"]).read_bytes()
        assert (item["bytes"], item["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    assert [line.split("  ")[1] for line in lines] == ["b.json", "data/a.csv", "index.json"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "data" / "a.csv").write_text("a\n2\n"), "data/a.csv was changed"),
        (lambda folder: (folder / "b.json").unlink(), "b.json is missing"),
        (lambda folder: (folder / "data" / "c.csv").write_text(""), "data/c.csv was added"),
        (lambda folder: (folder / "SHA256SUMS").write_text("nonsense"), "cannot be read"),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "is missing"),
        (lambda folder: (folder / "index.json").write_text("[]"), "cannot be read"),
    ],
)
def test_what_was_touched_is_named(sealed, spoil, words):
    folder, _ = sealed
    spoil(folder)
    with pytest.raises(integrity.ReleaseAltered, match=words):
        integrity.verify(folder)


def test_a_folder_altered_and_listed_anew_is_noticed_by_the_recorded_hash(sealed):
    folder, sums = sealed
    (folder / "b.json").write_text('{"changed": true}')
    for name in ("index.json", "SHA256SUMS"):
        (folder / name).unlink()
    integrity.seal(folder, {"version": folder.name})
    integrity.verify(folder)
    with pytest.raises(integrity.ReleaseAltered, match="not the one that was published"):
        integrity.verify(folder, sums)


def test_a_listing_is_replaced_by_a_rename(tmp_path):
    path = tmp_path / "latest.json"
    integrity.write_atomically(path, {"version": "a"})
    with path.open() as reader:
        integrity.write_atomically(path, {"version": "b"})
        assert json.load(reader) == {"version": "a"}
    assert json.loads(path.read_text()) == {"version": "b"} and [item.name for item in tmp_path.iterdir()] == ["latest.json"]
