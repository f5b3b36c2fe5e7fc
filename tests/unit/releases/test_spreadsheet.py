"""Spreadsheets that a Ukrainian Excel opens as they are meant, and that can be read back to the very table."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.releases.spreadsheet import neutral, original, read_spreadsheet, titles, write_spreadsheet
from schemas.tables import PUBLISHED, TABLES


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+380", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n@x", "＝1", "=HYPERLINK(\"http://x\";\"y\")", "'=1"],
)  # fmt: skip
def test_formulas_are_neutralised(text):
    assert neutral(text) == f"'{text}" and original(neutral(text)) == text


@pytest.mark.parametrize("text", ["2007-05", "14/1", "1-2", "007", "1E5", "12345678901234567890", "03.2007"])
def test_text_that_excel_would_rewrite_is_kept(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Жешув", "2007", "2007-05-17", "№ 14", "Nowy Sącz – powiat", "UA53080370000025447", ""])
def test_plain_text_stays(text):
    assert neutral(text) == text


@given(st.text())
def test_every_text_comes_back(text):
    assert original(neutral(text)) == text
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.name)
def test_headers_are_ukrainian_and_each_stands_once(table):
    assert len(set(titles(table))) == len(table.columns)
    assert any("а" <= letter.lower() <= "я" or letter in "іїєґ" for title in titles(table) for letter in title)


def test_a_file_is_what_a_ukrainian_excel_expects(tmp_path):
    table = TABLES["partners"]
    row = {
        "partner_id": "pl-000001", "partner": "=cmd|' /C calc'!A0;x", "country": "PL", "level": "city", "gazetteer": "geonames:1",
        "latitude": -49.84, "longitude": 24.03, "resolution": "accept", "n_partnerships": 3,
    }  # fmt: skip
    path = tmp_path / "partners.csv"
    write_spreadsheet(table.frame([row]), table, path)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    line = content.decode("utf-8-sig").splitlines()[1]
    assert "\"'=cmd|' /C calc'!A0;x\"" in line and ";-49,84;24,03;" in line and line.endswith(";3")
    assert read_spreadsheet(path, table).equals(table.frame([row]))


def test_moments_days_and_truths_come_back(tmp_path):
    hromady, evidence = TABLES["hromady"], TABLES["evidence"]
    one = {name: None for name in hromady.names} | {"hromada_code": "UA1", "checked": False, "n_agreements": 0}
    path = tmp_path / "x.csv"
    write_spreadsheet(hromady.frame([one]), hromady, path)
    assert ";ні;0;" in path.read_text(encoding="utf-8-sig")
    assert read_spreadsheet(path, hromady).equals(hromady.frame([one]))
    two = {name: None for name in evidence.names} | {
        "public_id": "pt-1", "fetched_at": datetime(2025, 1, 1, 2, tzinfo=UTC), "first_seen": date(2025, 1, 1), "quote": "а\nб"
    }  # fmt: skip
    write_spreadsheet(evidence.frame([two]), evidence, path)
    assert read_spreadsheet(path, evidence).equals(evidence.frame([two]))


def test_other_headers_are_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a;b\r\n", encoding="utf-8-sig")
    with pytest.raises(ValueError, match="headers"):
        read_spreadsheet(path, TABLES["ids"])


def test_an_empty_table_is_its_headers(tmp_path):
    path = tmp_path / "x.csv"
    write_spreadsheet(TABLES["ids"].frame([]), TABLES["ids"], path)
    assert isinstance(read_spreadsheet(path, TABLES["ids"]), pl.DataFrame)
    assert len(path.read_text(encoding="utf-8-sig").splitlines()) == 1
