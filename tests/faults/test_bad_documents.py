"""Documents that are not what they should be: each ends as an issue with its class, none ends a run, none is a zero."""

import hashlib
import io
import json
import random
import struct
import time
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from schemas.vocabularies import IssueClass
from scrapers.archive import Document
from scrapers.errors import LayoutChanged, ScrapeError, TooLarge, WrongType
from scrapers.source import CrawlContext
from scrapers.sources import SOURCES
from scrapers.sources.law_register import read_workbook, sheets
from scrapers.sources.unknown_layout import UnknownLayout

CONTEXT = CrawlContext(clock=datetime(2025, 1, 1, tzinfo=UTC), partial=True)
SAMPLES = Path(__file__).parents[2] / "samples/web/pages"
MEGABYTE = 1 << 20


def document(source: str, body: bytes, content_type: str = "text/html") -> Document:
    url = "https://decentralization.ua/newgromada/1"
    return Document(source, url, url, 200, content_type, {}, CONTEXT.clock, hashlib.sha256(body).hexdigest(), body)


def empty_book() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


RANDOM = random.Random(1)
NONSENSE = {
    "nothing": b"",
    "blanks": b" \n\t " * 1000,
    "noise": RANDOM.randbytes(20_000),
    "zeros": bytes(20_000),
    "words": "Сьогодні в громаді хороша погода. ".encode() * 200,
    "json": json.dumps({"ok": True}).encode(),
    "login": "<html><title>Вхід</title><form><input type=password></form></html>".encode(),
    "pdf": b"%PDF-1.7\n" + RANDOM.randbytes(5_000),
    "zip": b"PK\x03\x04" + RANDOM.randbytes(5_000),
    "empty workbook": empty_book(),
    "nested": b"<div>" * 5_000 + b"x",
    "utf-16": "<html><p>Люблін</p></html>".encode("utf-16"),
    "unclosed": b"<table><tr><td" * 3_000,
    "entities": b"&#1114112;&amp;#39;" * 5_000,
}


@pytest.mark.parametrize("kind", NONSENSE)
@pytest.mark.parametrize("source", SOURCES)
def test_nonsense_is_an_issue_and_never_a_checked_zero_or_a_claim(source, kind):
    [reading] = SOURCES[source].read([document(source, NONSENSE[kind])], CONTEXT)
    assert reading.claims == [] and reading.reason and reading.source == source
    assert reading.issues and all(issue.document and issue.url for issue in reading.issues)
    if source not in ("community_sites", "discovered_sites"):  # there, a page that names no partner is read, and says so
        assert not reading.checked
    assert "the reader failed" not in reading.reason
    # Where the structure is not known, the reading itself is the failure; the list of hromady is judged by its rows.
    if source != "portal_hromady" and not isinstance(SOURCES[source], UnknownLayout):
        assert SOURCES[source].judge([reading], CONTEXT), "a source that read nothing has failed"


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        ("portal_hromady", "graphql-errors.json", IssueClass.API_ERROR),
        ("portal_cards", "card-no-title.html", IssueClass.LAYOUT_CHANGED),
        ("law_register", "empty.xlsx", IssueClass.UNEXPECTEDLY_EMPTY),
        ("community_sites", "nonsense.html", IssueClass.NO_PARTNERS),
    ],
)
def test_the_faults_of_the_sample_web(source, name, expected):
    [reading] = SOURCES[source].read([document(source, (SAMPLES / "broken" / name).read_bytes())], CONTEXT)
    assert reading.claims == []
    assert [issue.issue_class for issue in reading.issues] == [expected]


def test_a_card_of_five_megabytes_is_read_and_one_of_five_thousand_tags_is_no_card():
    card = next(
        path for path in sorted((SAMPLES / "portal").glob("card-*.html")) if "Країни партнери" in path.read_text("utf-8")
    )
    large = card.read_text("utf-8").replace("<main>", "<!--" + "х" * 2_500_000 + "--><main>" + "<div>" * 500)
    deep = card.read_text("utf-8").replace("<main>", "<main>" + "<div>" * 5_000)
    documents = [document("portal_cards", body) for body in (card.read_bytes(), large.encode(), deep.encode())]
    began = time.process_time()
    plain, reading, refused = SOURCES["portal_cards"].read(documents, CONTEXT)
    assert time.process_time() - began < 3
    assert [claim.partner_raw for claim in reading.claims] == [claim.partner_raw for claim in plain.claims] != []
    assert not refused.checked and refused.issues[0].issue_class is IssueClass.LAYOUT_CHANGED


# workbooks


def rebuilt(parts: dict[str, bytes], *, keep: bool = True) -> bytes:
    """An empty workbook with some of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(empty_book())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, body in parts.items():
            target.writestr(name, body)
    return out.getvalue()


def sheet(cells: str) -> dict[str, bytes]:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{namespace}"><sheetData>{cells}</sheetData></worksheet>'.encode()}


FAR_CELLS = {
    "two far cells": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "a far row": '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
    "a far column": '<row r="1"><c r="XFD1"><v>1</v></c></row>',
    "wide and long": '<row r="1"><c r="IV1"/></row><row r="40000"><c r="A40000"/></row>',
    "cells that are only counted": "<row>" + "<c/>" * 2_000 + "</row>",
    "rows that are only counted": "<row><c/></row>" * 60_000,
    "another prefix": '<x:row xmlns:x="urn:x" r="1"><x:c r="XFD1048576"/></x:row>',
}


@pytest.mark.parametrize("kind", FAR_CELLS)
def test_a_sheet_that_spans_too_much_is_refused_before_it_is_laid_out(kind):
    with pytest.raises(TooLarge):
        read_workbook(rebuilt(sheet(FAR_CELLS[kind])))


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_unread():
    bomb = rebuilt({f"xl/media/{number}.xml": bytes(40 * MEGABYTE) for number in range(2)})
    assert len(bomb) < MEGABYTE
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            read_workbook(bomb)
        assert tracemalloc.get_traced_memory()[1] < 5 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_a_part_that_lies_about_its_size_is_not_read_beyond_it():
    name = b"xl/sharedStrings.xml"
    honest = rebuilt({name.decode(): b"<sst>" + bytes(30 * MEGABYTE) + b"</sst>"})
    lying = honest.replace(struct.pack("<I", 30 * MEGABYTE + 11), struct.pack("<I", 1000))
    assert lying != honest
    tracemalloc.start()
    try:
        with pytest.raises(WrongType):
            read_workbook(lying)
        assert tracemalloc.get_traced_memory()[1] < 5 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_more_parts_than_any_register_has():
    with pytest.raises(TooLarge):
        read_workbook(rebuilt({f"xl/part{number}.xml": b"<a/>" for number in range(600)}))


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/workbook.xml": b"<workbook"},
        {"xl/worksheets/sheet1.xml": b"not xml"},
        {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"},
        {
            "xl/worksheets/sheet1.xml": b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "'
            + b"&b;" * 1000
            + b'">]><worksheet>&c;</worksheet>'
        },
        {"xl/_rels/workbook.xml.rels": b"<Relationships/>"},
    ],
    ids=["workbook cut", "sheet no XML", "no sheets", "entities", "no relations"],
)
def test_a_workbook_that_is_broken_inside(parts):
    with pytest.raises(ScrapeError):
        read_workbook(rebuilt(parts))


def test_bytes_flipped_anywhere_give_an_issue_or_the_same_rows():
    sample = sorted((SAMPLES / "register").glob("*.xlsx"))[0].read_bytes()
    intact = sheets(sample)
    for _ in range(60):
        damaged = bytearray(sample)
        for _ in range(3):
            damaged[RANDOM.randrange(len(damaged))] ^= 1 << RANDOM.randrange(8)
        try:
            read = sheets(bytes(damaged))
        except (WrongType, TooLarge, LayoutChanged):
            continue
        assert read == intact or set(read) != set(intact)
