"""Published totals: the packaged copy keeps its form, what sources read is kept once, and both are loaded together."""

import csv
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest
import sqlalchemy as sa

from registry import counting, statements
from registry.control_totals import COUNTRY, Total, load, packaged, record, regional
from schemas.vocabularies import OBLAST_ROWS
from tests.conftest import SHARED

CLOCK = datetime(2025, 10, 1, tzinfo=UTC)


def printed(value: int = 2101, **more) -> dict:
    return {
        "source": "ministry_monitoring", "url": "https://decentralization.ua/news/19521", "as_of": "2025-04-01", "scope": COUNTRY,
        "counter": "agreements", "value": value, "approximate": False, "quote": "2101 договір",
    } | more  # fmt: skip


@pytest.fixture
def night(connection):
    opened = statements.begin_night(connection, CLOCK, web="x", inputs="x")
    declared = {
        "id": "ministry_monitoring",
        "title": "x",
        "publisher": "Міністерство",
        "homepage": "x",
        "licence": "x",
        "frequency": "x",
    }
    statements.record_sources(connection, [{**declared, "gives": ["control_totals"]}])
    return opened


def test_the_packaged_copy_names_its_origin_and_holds_the_series():
    totals = packaged()
    assert all(total.quote and total.publisher for total in totals)
    series = {
        total.as_of: total.value
        for total in totals
        if total.scope == COUNTRY and total.counter == "agreements" and not total.approximate
    }
    assert series == {
        "2022-08": 1282,
        "2024-01-01": 1573,
        "2025-01-01": 2098,
        "2025-04-01": 2101,
        "2025-10-01": 2115,
        "2025-12": 2119,
    }
    assert {total.scope for total in totals} - {COUNTRY} <= set(OBLAST_ROWS)


@pytest.mark.skipif(not (SHARED / "facts").is_dir(), reason="the collected totals are not at hand")
def test_the_packaged_copy_says_what_was_collected():
    with (SHARED / "facts/control_totals.csv").open(encoding="utf-8", newline="") as file:
        collected = " ".join(" ".join(row.values()) for row in csv.DictReader(file))
    for total in packaged():
        if not total.approximate:
            assert str(total.value) in collected, total


def test_totals_are_kept_once_and_never_rewritten(connection, night):
    assert record(connection, night, [printed(), printed(quote="інші слова")]) == 1
    assert record(connection, night, [printed(), printed(2102)]) == 1
    kept = connection.execute(sa.text("SELECT value, first_seen FROM control_total ORDER BY value")).all()
    assert [value for value, _ in kept] == [2101, 2102] and kept[0].first_seen == CLOCK
    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        connection.execute(sa.text("UPDATE control_total SET value = 1"))


def test_what_a_source_printed_stands_for_the_packaged_row(connection, night):
    before = load(connection)
    # Of the ministry's table the rows; its totals stand in the packaged copy with their origin.
    assert before == sorted(
        [*packaged(), *(total for total in regional() if total.scope != COUNTRY)],
        key=lambda total: (total.as_of, total.scope, total.counter, total.value, total.publisher),
    )
    record(connection, night, [printed()])
    after = load(connection)
    assert len(after) == len(before)
    [total] = [total for total in after if total.source]
    assert total == Total(
        "2025-04-01", COUNTRY, "agreements", 2101, False, "Міністерство", "https://decentralization.ua/news/19521", "2101 договір",
        "ministry_monitoring", "2025-10-01T00:00:00Z",
    )  # fmt: skip


def test_another_value_stands_beside_the_packaged_one(connection, night):
    record(connection, night, [printed(2102)])
    values = [
        total.value
        for total in load(connection)
        if (total.as_of, total.scope, total.counter) == ("2025-04-01", COUNTRY, "agreements")
    ]
    assert values == [2101, 2102]
    assert all(total.source is None for total in load(connection, CLOCK - timedelta(days=1)))


def test_a_published_table_that_does_not_add_up_is_an_error(tmp_path):
    printed = files("registry").joinpath("published_table.csv").read_text(encoding="utf-8")
    copy = tmp_path / "table.csv"
    copy.write_text(printed, encoding="utf-8")
    assert counting.load_published(copy) == counting.load_published()
    head, first, *rest = printed.splitlines()
    oblast, start, end = first.split(",")
    for rows, words in (
        ([head, f"{oblast},{start},{int(end) + 1}", *rest], "adds up to 2116 on 2025-10-01, published is 2115"),
        ([head, *rest], "expected the 25 rows"),
    ):
        copy.write_text("\n".join(rows) + "\n", encoding="utf-8")
        with pytest.raises(counting.PublishedTableError, match=words):
            counting.load_published(copy)
