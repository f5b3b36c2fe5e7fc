"""`extract` and `resolve`: the forms that downstream programs rely on; and what every command says to bad input."""

import csv
import json
import re
from functools import partial

import pytest

from tests.conftest import SAMPLES
from tests.integration.played import SAMPLE_DAYS, Played, run_here

PAGES = SAMPLES / "pages"
CLAIM_KEYS = [
    "source", "partner_raw", "country_raw", "country", "since", "since_precision", "kind", "stage", "level", "quote", "hromada_raw",
    "ended_on", "region_raw", "hromada_code", "oblast_raw", "record", "number_raw", "title_raw", "signed_raw", "duration_raw",
]  # fmt: skip


def said(result) -> str:
    """What a command says of an error: one line, and no traceback."""
    [line] = result.stderr.splitlines()
    return line


def extract(home, *arguments, expect=0):
    lines = [json.loads(line) for line in run_here(home, "extract", *map(str, arguments), expect=expect).stdout.splitlines()]
    return [line for line in lines if "page" not in line], [line["page"] for line in lines if "page" in line]


def test_poltavas_table_gives_its_nine_rows(tmp_path):
    page = PAGES / "sites" / "poltava.html"
    claims, [told] = extract(tmp_path, page, "--hromada", "UA53080370000025447", "--lang", "uk")
    assert all(list(claim) == CLAIM_KEYS for claim in claims)
    assert told["source"] == str(page) and told["layout"] == "table" and told["claims"] == len(claims) == 11
    towns = {claim["partner_raw"]: claim for claim in claims}
    assert {"Фільдерштадт", "Лайнфельден-Єхтердінген", "Остфільдерн"} <= towns.keys()
    assert {claims_["country"] for name, claims_ in towns.items() if name in ("Фільдерштадт", "Остфільдерн")} == {"DE"}
    assert any(claim["country_raw"] == "Польша" and claim["country"] == "PL" for claim in claims)
    renewed = [claim for claim in claims if claim["stage"] == "renewed"]
    assert [(claim["since"], claim["since_precision"]) for claim in renewed] == [("2023", "year")]


def test_many_inputs_name_themselves_and_a_missing_one_is_told(tmp_path):
    nonsense, missing = PAGES / "broken" / "nonsense.html", tmp_path / "missing.html"
    nonsense = nonsense if nonsense.exists() else next((PAGES / "broken").glob("*.html"))
    card = PAGES / "portal" / "card-4360.html"
    claims, pages = extract(tmp_path, card, nonsense, missing, expect=1)
    assert [page["source"] for page in pages] == [str(card), str(nonsense), str(missing)]
    assert {claim["source"] for claim in claims} == {str(card)}
    assert pages[0]["layout"] == "portal_card" and pages[0]["claims"] == len(claims) > 20
    assert pages[1]["claims"] == 0 and pages[1]["reason"]
    assert "is not a file" in pages[2]["reason"]


def test_a_register_workbook_is_read(tmp_path):
    claims, [page] = extract(tmp_path, PAGES / "register" / "reyestr-2025-10.xlsx")
    assert page["layout"] == "law_register_xlsx" and page["claims"] == len(claims) >= 60
    assert any(claim["since"] == "2025-07-11" and claim["country"] == "IT" for claim in claims)
    assert {issue["class"] for issue in page["issues"]} <= {"bad_row"}


def test_an_end_comes_with_its_day(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<html lang=uk><title>Міста-партнери</title><h1>Міста-партнери</h1><table><tr><th>Місто</th><th>Країна</th><th>Дата підписання</th>"
        "<th>Стан</th></tr><tr><td>Жешув</td><td>Польща</td><td>12.05.2004</td><td>розірвано 24.02.2022</td></tr>"
        "<tr><td>Бидгощ</td><td>Польща</td><td>2010</td><td>чинна</td></tr></table></html>",
        encoding="utf-8",
    )
    claims, _ = extract(tmp_path, page)
    assert [(claim["since"], claim["stage"], claim["ended_on"]) for claim in claims] == [
        ("2004-05-12", "ended", "2022-02-24"),
        ("2010", "signed", None),
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--hromada", "FOO"], "FOO is no code of a hromada"),
        (["--lang", "xx"], "'xx' is no language of a page; there are uk, en"),
    ],
)
def test_a_code_or_language_that_nobody_knows_is_wrong_use(tmp_path, arguments, words):
    page = str(PAGES / "sites" / "poltava.html")
    assert words in said(run_here(tmp_path, "extract", page, *arguments, expect=2))


def test_an_address_needs_a_contact(tmp_path):
    _, [page] = extract(tmp_path, "https://example.org/", expect=1)
    assert "--contact" in page["reason"]


# --- resolve ----------------------------------------------------------------------------------------------------------

HEAD = ["id", "hromada", "oblast", "name", "country", "region", "source", "url"]
OUT = ["id", "part", "hromada_code", "place_id", "place_name", "country", "level", "score", "decision", "reasons"]


@pytest.fixture
def workspace(tmp_path, gazetteer_folder):
    (tmp_path / "gazetteer").symlink_to(gazetteer_folder)
    return tmp_path


def resolve(home, rows, head=HEAD, expect=0):
    table, out = home / "in.csv", home / "out.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    result = run_here(home, "resolve", str(table), "--out", str(out), expect=expect)
    if expect:
        return result
    with out.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == OUT
        return list(reader)


def test_printed_names_become_places_with_reasons(workspace):
    rows = resolve(
        workspace,
        [
            ["a", "UA53080370000025447", "", "Фільдерштадт, Остфільдерн", "Німеччина", "", "portal", ""],
            ["b", "Полтавська міська громада", "Полтавська область", "Filderstadt", "DE", "", "skew", ""],
            ["c", "UA48060150000071713", "", "Ґановер", "Німеччина", "", "portal", ""],
            ["d", "", "", "Калуш", "Україна", "", "site", ""],
            ["e", "UA53080370000025447", "", "", "", "", "", ""],
            ["f", "UA53080370000025447", "", "'; DROP TABLE place; --", "PL", "", "", ""],
        ],
    )
    by_part = {(row["id"], row["part"]): row for row in rows}
    assert by_part["a", "0"]["place_id"] == by_part["b", "0"]["place_id"] and by_part["a", "0"]["decision"] == "accept"
    assert by_part["a", "1"]["place_name"] == "Ostfildern"
    assert by_part["b", "0"]["hromada_code"] == "UA53080370000025447"
    assert by_part["c", "0"]["place_name"] == "Hannover" or "anover" in by_part["c", "0"]["place_name"]
    assert by_part["d", "0"]["decision"] == "reject" and by_part["e", "0"]["decision"] == "reject"
    assert by_part["f", "0"]["decision"] in ("review", "new", "reject")
    assert all(row["reasons"] for row in rows) and [row["id"] for row in rows] == sorted(row["id"] for row in rows)


@pytest.mark.parametrize(
    ("rows", "head", "words"),
    [
        ([["x"]], ["id"], "column name is missing"),
        ([["x", "a"], ["x", "b"]], ["id", "name"], "stands twice"),
        ([["", "a"]], ["id", "name"], "id is empty"),
        ([["x", "a", "b"]], ["id", "name"], "more fields than columns"),
    ],
)
def test_a_bad_table_names_line_and_column(workspace, rows, head, words):
    assert words in resolve(workspace, rows, head, expect=2).stderr.replace("\n", " ")


def test_a_table_that_is_not_there_is_wrong_use(workspace):
    told = said(run_here(workspace, "resolve", "nowhere.csv", "--out", "out.csv", expect=2))
    assert told.startswith("pobratym: nowhere.csv is not a file; name a CSV file with the columns id,hromada")


def test_a_place_that_cannot_be_written_is_named_as_the_user_named_it(workspace):
    table = workspace / "in.csv"
    table.write_text("id,name\n1,Жешув\n", encoding="utf-8")
    out = table / "out.csv"
    told = said(run_here(workspace, "resolve", str(table), "--out", str(out), expect=2))
    assert told == f"pobratym: {out} cannot be written (Not a directory): name another file with --out"


def test_answers_into_a_folder_are_wrong_use_and_leave_nothing(workspace):
    table, out = workspace / "in.csv", workspace / "answers"
    table.write_text("id,name\n1,Жешув\n", encoding="utf-8")
    out.mkdir()
    assert "is a directory" in run_here(workspace, "resolve", str(table), "--out", str(out), expect=2).stderr
    assert sorted(path.name for path in workspace.iterdir()) == ["answers", "gazetteer", "in.csv"]


# --- a registry -------------------------------------------------------------------------------------------------------


def told(home, database, *arguments: str, expect: int = 2) -> str:
    """What a command says on standard error, in one line and with the expected code."""
    return said((Played(home, database).run if database else partial(run_here, home))(*arguments, expect=expect))


@pytest.fixture
def blocked(tmp_path):
    """A folder that nobody can make, root neither: a file stands in its way."""
    (tmp_path / "file").write_text("")
    return tmp_path / "file" / "folder"


def test_a_home_that_cannot_be_written_is_said_in_one_line(blocked):
    line = told(blocked, None, "compare", *SAMPLE_DAYS)
    assert line == f"pobratym: {blocked} cannot be written (Not a directory): set POBRATYM_HOME to a folder that you may write"


def test_a_home_in_which_the_server_cannot_lie_is_said_in_one_line(tmp_path):
    (tmp_path / "postgres").write_text("")
    line = told(tmp_path, None, "compare", *SAMPLE_DAYS, expect=1)
    assert line.startswith(f"pobratym: the embedded Postgres cannot use {tmp_path / 'postgres'} (")
    assert "set POBRATYM_HOME" in line


@pytest.mark.parametrize(
    "arguments", [["compare", *SAMPLE_DAYS], ["compare", *SAMPLE_DAYS, "--json"], ["rebuild", "2025-10-01.0"]]
)
def test_a_folder_that_cannot_be_made_is_said_in_one_line(played, blocked, arguments):
    line = told(played.home, played.database, *arguments, "--out", str(blocked))
    assert line == f"pobratym: {blocked} cannot be written (Not a directory): name another folder with --out"


DECIDED = ["--by", "A", "--reason", "b"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["decisions", "load", "/none"], "/none/ids.csv is not a file; name the folder that pobratym decisions dump wrote"),
        (["review", "apply", "/none", "--by", "A"], "/none is not a file; name the one that pobratym review export wrote"),
        (["review", "export", "/none/queue.txt"], "queue.txt: the queue is written as .csv or .xlsx"),
        (["decisions", "add", "foo", *DECIDED], "'foo' is no judgement; there are same, different, reject"),
        (
            ["decisions", "add", "end", *DECIDED],
            "end needs --day, --hromada, --place; --partnership names a tie as well as --hromada and --place",
        ),
        (["decisions", "add", "end", *DECIDED, "--partnership", "pt-000001"], "end needs --day"),
        (["place", "merge", "pl-999999", "pl-000001", *DECIDED], "there is no place pl-999999"),
        (["db", "upgrade", "zzz"], "Can't locate revision identified by 'zzz'"),
        (["db", "downgrade", "zzz"], "Can't locate revision identified by 'zzz'"),
    ],
)
def test_wrong_use_ends_with_two_and_one_line(played, arguments, words):
    assert told(played.home, played.database, *arguments).startswith(f"pobratym: {words}")


def test_a_clock_set_back_is_told_in_kyiv_time(played):
    asked = ["decisions", "add", "reject", "--form", "Х", *DECIDED, "--now", "2025-01-01T00:00:00Z"]
    line = told(played.home, played.database, *asked, expect=1)
    assert "(2025-01-01 02:00:00+02:00) lies before the last recorded time (2025-10-01 02:00:00+03:00)" in line


def test_a_queue_of_nothing_is_not_asked_for(database, tmp_path):
    line = told(tmp_path / "home", database, "review", "export", str(tmp_path / "queue.csv"), expect=1)
    assert "run pobratym nightly first" in line
    assert not (tmp_path / "home" / "gazetteer").exists() and not (tmp_path / "queue.csv").exists()


def test_the_doctor_only_looks(database, tmp_path):
    findings = Played(tmp_path / "home", database).run("doctor").stdout
    assert re.search(r"gazetteer\s.*not built yet", findings) and not (tmp_path / "home" / "gazetteer").exists()
