"""`extract` and `resolve`: the forms that downstream programs rely on, and what bad input gives."""

import csv
import json

import pytest

from tests.conftest import SAMPLES
from tests.integration.played import pobratym

PAGES = SAMPLES / "pages"
CLAIM_KEYS = [
    "source", "partner_raw", "country_raw", "country", "since", "since_precision", "kind", "stage", "level", "quote", "hromada_raw",
]  # fmt: skip


def extract(home, *arguments, expect=0):
    lines = [json.loads(line) for line in pobratym(home, "extract", *map(str, arguments), expect=expect).stdout.splitlines()]
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
    result = pobratym(home, "resolve", str(table), "--out", str(out), expect=expect)
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
    assert "No such file" in pobratym(workspace, "resolve", "nowhere.csv", "--out", "out.csv", expect=2).stderr


def test_answers_into_a_folder_are_wrong_use_and_leave_nothing(workspace):
    table, out = workspace / "in.csv", workspace / "answers"
    table.write_text("id,name\n1,Жешув\n", encoding="utf-8")
    out.mkdir()
    assert "is a directory" in pobratym(workspace, "resolve", str(table), "--out", str(out), expect=2).stderr
    assert sorted(path.name for path in workspace.iterdir()) == ["answers", "gazetteer", "in.csv"]
