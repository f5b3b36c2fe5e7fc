"""`make run` as a user runs it: both sample nights, two releases, their comparison; then what may not change it."""

import csv
import hashlib
import html
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator

import polars as pl
import pytest
import sqlalchemy as sa
from frictionless import Package

from registry.counting import COUNTERS, PUBLISHED_TOTALS
from schemas.tables import PUBLISHED, TABLES
from schemas.vocabularies import OBLAST_ROWS, Cause
from tests.conftest import ROOT, SAMPLES, cloned
from tests.integration.played import NIGHTS, SAMPLE_DAYS, Played, pobratym, release_bytes


@pytest.fixture(scope="module")
def compared(played) -> dict:
    return json.loads(played.run("compare", *SAMPLE_DAYS, "--json").stdout)


@pytest.fixture
def copy(played, server, tmp_path) -> Iterator[Played]:
    """A copy of it, for tests that go on from there."""
    home = tmp_path / "copy"
    shutil.copytree(played.home, home, symlinks=True)
    with cloned(server, played.database.url.database) as database:
        yield Played(home, database)


# --- what comes out ---------------------------------------------------------------------------------------------------


def test_the_table_and_the_paths_are_printed(played):
    demo = (played.home / "printed.txt").read_text()
    for oblast in (*OBLAST_ROWS, "Разом"):
        assert oblast in demo
    for total in PUBLISHED_TOTALS.values():
        assert str(total) in demo
    for name in ("2025-01-01.0", "2025-10-01.0", "regional.csv", "changes.csv", "comparison.md"):
        assert name in demo


def test_the_readme_shows_what_is_printed(played):
    """The whole text, as a window of 80 columns prints it."""
    told = played.run("compare", *SAMPLE_DAYS, COLUMNS="80").stdout.split(f"\n{played.home}")[0]
    readme = (ROOT / "README.md").read_text()
    shown = readme.split("a test compares -->\n```\n")[1].split("\n```")[0]
    assert shown.splitlines() == [line.rstrip() for line in told.splitlines()]
    then, [now] = played.table("2025-01-01", "partnerships").height, played.totals(*SAMPLE_DAYS)[1:2]
    assert f"says {then} partnerships, the table {now['count_from']}, because {now['count_from'] - then} that" in readme


def test_every_file_is_written_and_hashed(played):
    for day in SAMPLE_DAYS:
        folder = played.home / "releases" / f"{day}.0"
        index = json.loads((folder / "index.json").read_text())
        listed = {item["path"]: item["sha256"] for item in index["files"]}
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert there == {*listed, "index.json", "SHA256SUMS"}
        for path, digest in listed.items():
            assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest
        for table in PUBLISHED:
            assert pl.read_csv(folder / "data" / f"{table.name}.csv").height == played.table(day, table.name).height
    assert json.loads((played.home / "releases" / "latest.json").read_text())["version"] == "2025-10-01.0"


def test_published_tables_keep_their_schemas(played):
    for day in SAMPLE_DAYS:
        for table in PUBLISHED:
            TABLES[table.name].pandera.validate(played.table(day, table.name), lazy=True)


def test_the_package_is_valid_for_frictionless(played):
    report = Package(str(played.home / "releases" / "2025-10-01.0" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])[:10]


def test_json_has_the_promised_form(compared):
    assert (compared["from"], compared["to"]) == SAMPLE_DAYS
    assert [row["oblast"] for row in compared["rows"]] == list(OBLAST_ROWS)
    for counter in COUNTERS:
        assert all(len(row[counter]) == 2 for row in [*compared["rows"], compared["total"]])
    assert sum(row["partnerships"][1] for row in compared["rows"]) == compared["total"]["partnerships"][1]
    assert len(compared["countries"]) == 2
    for change in compared["changes"]:
        assert {"partnership_id", "hromada", "partner", "country", "cause", "evidence"} <= change.keys()
        assert change["cause"] in Cause.values() and change["evidence"]


def test_counts_in_the_table_are_rows_of_the_release(played, compared):
    partnerships = played.table("2025-10-01", "partnerships")
    by_oblast = dict(partnerships.group_by("oblast").len().iter_rows())
    assert {row["oblast"]: row["partnerships"][1] for row in compared["rows"]} == {
        row: by_oblast.get(row, 0) for row in OBLAST_ROWS
    }
    assert compared["total"]["partners"][1] == played.table("2025-10-01", "partners").height
    assert compared["total"]["agreements"][1] == played.table("2025-10-01", "agreements").height


# --- truth ------------------------------------------------------------------------------------------------------------


def real_new() -> list[str]:
    """Hromada codes of the really new ties, one a tie, out of the table in samples/README.md."""
    section = (ROOT / "samples" / "README.md").read_text().split("## Really new on the second night")[1].split("\n## ")[0]
    return re.findall(r"^\| [^|]+ \| (UA\d{17}) \|", section, re.MULTILINE)


def test_the_real_growth_is_found_and_nothing_else(played, compared):
    code_of = dict(played.table("2025-10-01", "partnerships").select("partnership_id", "hromada_code").iter_rows())
    found = [code_of[change["partnership_id"]] for change in compared["changes"] if change["cause"] == Cause.REAL_NEW]
    assert Counter(found) == Counter(real_new())


def test_nothing_ends_because_a_page_failed_or_lost_a_row(compared):
    causes = Counter(change["cause"] for change in compared["changes"])
    assert not causes.keys() & {Cause.REAL_ENDED, Cause.FIX_OURS, Cause.VIEW_UNCONFIRMED}, causes


def test_a_renamed_hromada_is_its_own_cause(compared):
    renamed = {change["hromada"] for change in compared["changes"] if change["cause"] == Cause.REF_HROMADA_RENAMED}
    assert "Південноукраїнська" in renamed


def test_what_must_never_count_does_not(played):
    ties = played.table("2025-10-01", "partnerships")
    assert ties.filter(pl.col("country") == "UA").is_empty()
    assert not set(ties["partner"]) & {"Гостомель", "Fortaleza", "Форталеза"}
    assert set(ties["status"]) <= {"active", "unconfirmed"}


def test_a_council_of_lviv_oblast_is_not_mykolaiv_city(played):
    ties = played.table("2025-10-01", "partnerships").filter(pl.col("hromada_code") == "UA48060150000071713")
    assert not [name for name in ties["partner"] if name.startswith(("Ustrzyki", "Szczebrzeszyn", "Устрики", "Щебрешин"))]


def test_every_partnership_leads_to_words_in_a_sample_file(played):
    """A reader can go from the CSV through address and SHA-256 to the file, and finds the printed words there."""
    files = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in (SAMPLES / "pages").rglob("*") if path.is_file()}
    for day in SAMPLE_DAYS:
        served = {row["url"] for row in csv.DictReader((SAMPLES / day / "index.csv").open(encoding="utf-8"))}
        evidence = played.table(day, "evidence")
        proved = set()
        for row in evidence.iter_rows(named=True):
            path = files[row["document"]]
            assert row["url"] in served or row["url"].rstrip("/") in {url.rstrip("/") for url in served}, row["url"]
            if path.suffix == ".html":
                raw = path.read_bytes()
                text = raw.decode("windows-1251" if b"windows-1251" in raw[:600] else "utf-8")
                text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).replace("\u0301", "")
                assert row["partner_raw"].replace("\u0301", "") in text, (row["partner_raw"], path.name)
            proved.add(row["public_id"])
        wanted = {*played.table(day, "partnerships")["partnership_id"], *played.table(day, "agreements")["agreement_id"]}
        assert wanted == proved


def test_no_personal_data_leaves(played):
    for path in (played.home / "releases").rglob("*.csv"):
        text = path.read_text()
        assert not re.search(r"[\w.]+@[\w.]+\.\w+", text), path
        assert "000-00-00" not in text, path


# --- again, and with faults -------------------------------------------------------------------------------------------


ROWS = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM {table})"
    for table in ("statement", "claim", "decision", "partnership_version", "agreement_version", "change_event")
)
STATES = "SELECT partnership_id, valid::text, status FROM partnership_version WHERE upper_inf(recorded) ORDER BY 1, 2"


def test_a_second_run_changes_nothing(copy):
    before, content, rows = copy.release_bytes(), copy.run("db", "hash").stdout, copy.query(ROWS)
    again = copy.run("demo")
    assert "unchanged" in again.stderr and "already recorded" in again.stderr
    assert copy.release_bytes() == before
    assert copy.run("db", "hash").stdout == content
    assert copy.query(ROWS) == rows


def test_two_machines_make_the_same_bytes(played, home, gazetteer_folder):
    """Once more from nothing, on the embedded server of another home."""
    (home / "gazetteer").symlink_to(gazetteer_folder)
    pobratym(home, "demo")
    assert release_bytes(home) == played.release_bytes()


def test_a_deleted_page_leaves_its_partnerships_and_shows_as_failed(copy, tmp_path):
    web = tmp_path / "web" / "later"
    shutil.copytree(SAMPLES / "2025-10-01", web)
    shutil.copytree(SAMPLES / "pages", tmp_path / "web" / "pages")
    index = web / "index.csv"
    rows = index.read_text(encoding="utf-8").splitlines(keepends=True)
    index.write_text("".join(row for row in rows if "rada-poltava.gov.ua/people" not in row), encoding="utf-8")
    content = copy.run("db", "hash").stdout
    night = copy.run("nightly", "--web", str(web), "--now", "2025-10-02T02:00:00+03:00")
    assert re.search(r"failed: poltava https://www.rada-poltava.gov.ua/people/twin-cities", night.stderr)
    # Poltava's page was not read: the hromada is still checked through its card, and not one partnership moved.
    assert copy.run("db", "hash").stdout == content


@pytest.mark.parametrize("web", ["broken", "broken-cards"])
def test_broken_answers_become_issues_and_change_no_partnership(copy, web):
    before = copy.query(STATES)
    copy.run("nightly", "--web", str(SAMPLES / web), "--now", "2025-10-02T02:00:00+03:00")
    issues = copy.query("SELECT source, issue_class, words FROM issue WHERE run_id = (SELECT max(id) FROM run)")
    assert all(words for _, _, words in issues)
    classes = {(source, issue_class) for source, issue_class, _ in issues}
    expected = {("portal_cards", "layout_changed"), ("portal_cards", "unknown_code")}
    if web == "broken":
        expected |= {("portal_hromady", "api_error"), ("law_register", "unexpectedly_empty"), ("mukachevo", "unreachable")}
        assert any(source == "poltava" for source, _ in classes)
    assert expected <= classes, classes
    assert copy.query(STATES) == before


def test_a_clock_set_back_is_refused(copy):
    result = copy.run("nightly", "--web", str(SAMPLES / "broken"), "--now", "2025-05-01T02:00:00+03:00", expect=1)
    assert "append-only" in result.stderr


@pytest.fixture
def damaged(copy):
    """A copy that has lost half of its ties, as no night of ours can lose them."""
    engine = copy.database.engine()
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE partnership_version DISABLE TRIGGER USER"))
        connection.execute(sa.text("DELETE FROM partnership_version WHERE partnership_id::text ~ '[02468]$'"))
        connection.execute(sa.text("ALTER TABLE partnership_version ENABLE TRIGGER USER"))
    engine.dispose()
    return copy


def test_the_gate_holds_back_a_release_of_half(damaged):
    result = damaged.run("release", "2025-10-01", expect=3)
    assert "the gate holds this release back" in result.stderr
    assert json.loads((damaged.home / "releases" / "latest.json").read_text())["version"] == "2025-10-01.0"
    assert not list((damaged.home / "releases").glob("2025-10-01.1"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["release", "yesterday"], "is not a day"),
        (["release", "0001-01-01"], "is outside the years"),
        (["compare", "2025-10-01", "9999-12-31"], "is outside the years"),
        (["compare", *SAMPLE_DAYS, "--known-at", "2024-12-31T00:00:00+02:00"], "the first night was 2025-01-01 02:00"),
        (["compare", "2025-10-01", "2025-01-01"], "must be before"),
        (["nightly", "--web", "no-such-folder"], "no-such-folder"),
        (["nightly", "--web", str(SAMPLES / "2025-01-01"), "--sources", "nothing"], "unknown source nothing"),
        (["nightly", "--web", str(SAMPLES / "2025-01-01"), "--now", "soon"], "is not an ISO 8601 time"),
        (["nightly"], "--contact"),
    ],
)
def test_wrong_use_says_what_to_do(played, arguments, words):
    result = played.run(*arguments, expect=2)
    assert words in result.stderr.replace("\n", " ")


def test_a_registry_without_nights_says_so(database, tmp_path):
    assert "run pobratym nightly first" in Played(tmp_path, database).run("release", "2025-01-01", expect=1).stderr


def test_known_at_gives_what_was_known_then(played):
    then = json.loads(played.run("compare", *SAMPLE_DAYS, "--json", "--known-at", NIGHTS["2025-01-01"]).stdout)
    assert not [change for change in then["changes"] if change["cause"] == Cause.REAL_NEW]


@pytest.mark.parametrize("arguments", [["2025-10-02"], ["2030-01-01"], ["2025-10-01", "--known-at", "2099-01-01T00:00:00+02:00"], ["2025-06-01", "--known-at", "2025-02-01T00:00:00+02:00"]])
def test_no_release_of_what_nobody_has_seen(played, arguments):
    before = played.release_bytes()
    result = played.run("release", *arguments, expect=1)
    assert re.search("the registry knows nothing after 2025-(10|01)-01 02:00", result.stderr.replace("\n", " "))
    assert played.release_bytes() == before


def test_a_day_without_official_figures_is_compared(played, tmp_path):
    told = played.run("compare", "2025-10-01", "2026-01-01", "--out", str(tmp_path / "out"))
    assert "no page was read after 2025-10-01 02:00" in told.stderr
    assert "2115     –" in told.stdout and (tmp_path / "out" / "comparison.md").is_file()


# --- decided by a person ----------------------------------------------------------------------------------------------


def answered(path, answers: dict[str, str]) -> None:
    """The exported queue with answers by item."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "answer": answers.get(row["item"], "")} for row in rows)


def test_the_queue_goes_out_and_its_answers_come_back(copy, tmp_path):
    """export, answers in the file, apply; then dump, load into the same registry, list, retire."""
    queue, after = tmp_path / "queue.csv", "2025-10-02T09:00:00+03:00"
    told = copy.run("review", "export", str(queue))
    with queue.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert f"{len(rows)} questions" in told.stderr and rows
    assert [int(row["settles"]) for row in rows] != [] and all(row["check"] and row["quote"] for row in rows)
    places = [row for row in rows if row["candidate_1"] and len(row["hromada_code"]) > 2]
    first, second = places[0], places[1]
    answered(queue, {first["item"]: "1", second["item"]: "maybe"})
    wrong = copy.run("review", "apply", str(queue), "--by", "Олена Коваль", "--now", after, expect=1)
    assert "1 answer is wrong, nothing is applied" in wrong.stderr and "'maybe' is no candidate" in wrong.stderr.replace("\n", " ")
    assert copy.query("SELECT count(*) FROM ruling") == [(0,)]
    partial = copy.run("review", "apply", str(queue), "--by", "Олена Коваль", "--now", after, "--partial", expect=1)
    assert f"1 decision by Олена Коваль; {len(rows) - 1} questions left" in partial.stderr
    place_key = first["candidate_1"].rpartition(" · ")[2]
    standing = "SELECT DISTINCT d.author_name, place.key FROM decision d JOIN place ON place.id = d.place_id WHERE d.retired_at IS NULL AND d.author = 'person'"
    assert copy.query(standing) == [("Олена Коваль", place_key)]
    copy.run("decisions", "dump", str(tmp_path / "kept"))
    before = (tmp_path / "kept" / "decisions.csv").read_bytes()
    assert (
        "Олена Коваль" in before.decode()
        and "0 decisions applied" in copy.run("decisions", "load", str(tmp_path / "kept")).stderr
    )
    copy.run("decisions", "dump", str(tmp_path / "again"))
    assert (tmp_path / "again" / "decisions.csv").read_bytes() == before
    assert copy.run("decisions", "list").stdout.count("Олена Коваль") == 1
    copy.run("decisions", "retire", "1", "--by", "Іван Петренко", "--now", "2025-10-02T10:00:00+03:00")
    assert copy.query(standing) == [] and copy.run("decisions", "list").stdout.count("Олена Коваль") == 0


# --- made again -------------------------------------------------------------------------------------------------------


def test_a_release_and_the_whole_registry_are_made_again(played):
    """The folder out of the registry, byte for byte; the registry out of the archived nights, by its content."""
    for day in SAMPLE_DAYS:
        assert "every byte the same" in played.run("rebuild", f"{day}.0").stdout
    rebuilt = played.run("rebuild", "--registry").stdout.splitlines()
    assert [line.endswith("the same content") for line in rebuilt] == [True] * 3, rebuilt


def test_a_named_person_may_publish_what_the_gate_holds(damaged):
    made = damaged.run("release", "2025-10-01", "--override-by", "Олена Коваль", "--override-reason", "перевірка")
    assert "NOT met, overridden" in made.stderr
    folder = damaged.home / "releases" / "2025-10-01.1"
    override = json.loads((folder / "index.json").read_text())["override"]
    assert (override["by"], override["reason"]) == ("Олена Коваль", "перевірка") and override["failures"]
    assert "Олена Коваль" in (folder / "site" / "index.html").read_text().split("<main", 1)[0]
    assert "every byte the same" in damaged.run("rebuild", "2025-10-01.1").stdout
