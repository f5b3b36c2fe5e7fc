"""Bounds, coverage, reconciliation and concentration on a few rows."""

from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest

from registry import control_totals, counting, reconciliation
from registry.snapshots import MAYBE, MAYBE_AGREEMENTS, Snapshot
from schemas.tables import PUBLISHED, TABLES
from schemas.vocabularies import OBLAST_ROWS
from tests.unit.comparison.frames import counted, ties

DAY = date(2025, 1, 1)


def hromady(*rows: tuple[str, str, bool, int, str | None]) -> pl.DataFrame:
    """Code, oblast, checked, partnerships, site."""
    made = [
        {"hromada_code": code, "hromada": code, "oblast": oblast, "checked": checked, "n_partnerships": n, "site": site, "n_agreements": 0, "n_partners": n}
        for code, oblast, checked, n, site in rows
    ]  # fmt: skip
    return TABLES["hromady"].frame(made)


def snapshot(
    partnerships: pl.DataFrame, places: pl.DataFrame, possible: list[tuple] = (), documents: list[tuple] = ()
) -> Snapshot:
    tables = {table.name: table.frame([]) for table in PUBLISHED}
    tables |= {"partnerships": TABLES["partnerships"].frame(partnerships), "hromady": places}
    return Snapshot(
        DAY, datetime(2025, 1, 1, tzinfo=UTC), tables, partnerships,
        pl.DataFrame(possible, schema=MAYBE, orient="row"), pl.DataFrame(documents, schema=MAYBE_AGREEMENTS, orient="row"),
    )  # fmt: skip


def test_bounds_hold_the_count_between_them():
    rows = ties({"1": {}, "2": {"partner_id": "pl-000002"}})
    possible = [
        ("pt-000001", "pl-000001", "Полтавська", "PL", True),
        ("pt-000002", "pl-000002", "Полтавська", "PL", False),  # no date printed, seen first after the day
        ("pt-000003", "pl-000001", "Сумська", "PL", False),  # a year that straddles the day
    ]
    places = hromady(("UA53080370000025447", "Полтавська", True, 2, None))
    found = counting.bounds(snapshot(rows, places, possible, [("ag-000001", "UA53080370000025447", False)]))
    at = {
        (row["counter"], row["oblast"]): (row["at_least"], row["count"], row["at_most"]) for row in found.iter_rows(named=True)
    }
    assert at["partnerships", "Полтавська"] == (1, 2, 2)
    assert at["partnerships", "Сумська"] == (0, 0, 1)
    assert at["partnerships", counting.TOTAL] == (1, 2, 3)
    assert at["partners", counting.TOTAL] == (1, 2, 2)
    assert at["agreements", "Полтавська"] == (0, 0, 1)
    TABLES["bounds"].pandera.validate(found)


def test_a_zero_is_checked_or_not():
    places = hromady(
        ("UA1", "Полтавська", True, 3, "https://a"), ("UA2", "Полтавська", True, 0, None), ("UA3", "Полтавська", False, 0, "https://b"),
        ("UA4", "Полтавська", False, 2, None), ("UA5", "Сумська", False, 0, None), ("UA6", "Севастополь", False, 0, None),
    )  # fmt: skip
    reads = pl.DataFrame(
        [("UA1", True, True, False), ("UA2", True, True, False), ("UA3", False, False, True), ("UA4", False, True, False)],
        schema={"hromada_code": pl.String, "read": pl.Boolean, "reached": pl.Boolean, "blocked": pl.Boolean}, orient="row",
    )  # fmt: skip
    found = {row["oblast"]: row for row in counting.coverage_of(places, reads).iter_rows(named=True)}
    assert found["Полтавська"] == {
        "oblast": "Полтавська", "hromady_all": 4, "hromady_with_site": 2, "hromady_tried": 4, "hromady_reached": 3, "hromady_checked": 2,
        "hromady_blocked": 1, "hromady_failed": 1, "hromady_not_tried": 0, "hromady_with_partners": 2, "zeros_checked": 1, "zeros_unchecked": 1,
    }  # fmt: skip
    assert found["Сумська"]["hromady_not_tried"] == 1 and found["Сумська"]["zeros_unchecked"] == 1
    assert found[counting.TOTAL]["hromady_all"] == 5


@pytest.mark.parametrize(
    ("published", "other_bodies", "parts", "words"),
    [
        (20, 0, (2, 10, 6), "бракує 18. З них 2 – лічильник"),
        (20, 7, (2, 9, 7), "угод без громади серед сторін у реєстрі 7"),
        (3, 0, (1, 0, 0), "бракує 1."),
        (2, 0, (0, 0, 0), "збігається"),
        (1, 0, (0, 0, -1), "на 1 більше"),
    ],
)
def test_the_parts_of_a_gap_add_up_to_it(published, other_bodies, parts, words):
    """Two documents, two ties without one, two hromady read of seven: what is unread would hold (2 + 2) / 2 each."""
    rows = ties({"1": {}, "2": {}, "3": {"n_agreements": 0}, "4": {"n_agreements": 0}})
    places = hromady(*((f"UA{n}", "Полтавська", n < 2, 2 if n < 2 else 0, None) for n in range(7)))
    made = snapshot(counted(rows), places)
    agreements = [
        {"agreement_id": f"ag-00000{n}", "kind": "cooperation", "stage": "signed", "signed_precision": "day", "hromady": "UA0", "partners": "pl-000001", "sources": "law_register"}
        for n in (1, 2)
    ]  # fmt: skip
    made.tables["agreements"] = TABLES["agreements"].frame(agreements)
    coverage = counting.coverage_of(
        places,
        pl.DataFrame(schema={"hromada_code": pl.String, "read": pl.Boolean, "reached": pl.Boolean, "blocked": pl.Boolean}),
    )
    total = control_totals.Total(
        DAY.isoformat(), control_totals.COUNTRY, "agreements", published, False, "Міністерство", None, "x"
    )
    [row] = reconciliation.explain(made, coverage, [total], other_bodies=other_bodies).to_dicts()
    assert row["gap"] == published - 2 == row["by_counter"] + row["by_coverage"] + row["by_scope"]
    assert (row["by_counter"], row["by_coverage"], row["by_scope"]) == parts
    assert words in row["words"]


@pytest.mark.parametrize(
    ("counter", "published", "approximate", "words"),
    [
        ("agreements", 284, False, "Оприлюднено: 284 угоди; у реєстрі 0"),
        ("agreements", 21, True, "Оприлюднено: приблизно 21 угода; у реєстрі 0"),
        ("partnerships", 115, False, "Оприлюднено: 115 партнерств; у реєстрі 0"),
        ("partners", 3, False, "Оприлюднено: 3 партнери; у реєстрі 0"),
        ("hromady", 42, False, "Оприлюднено: 42 громади із партнерами; у реєстрі 0"),
        ("countries", 64, False, "Оприлюднено: 64 країни; у реєстрі 0"),
    ],
)
def test_published_numbers_stand_with_their_noun_in_its_form(counter, published, approximate, words):
    places = hromady(("UA0", "Полтавська", False, 0, None))
    coverage = counting.coverage_of(
        places,
        pl.DataFrame(schema={"hromada_code": pl.String, "read": pl.Boolean, "reached": pl.Boolean, "blocked": pl.Boolean}),
    )
    total = control_totals.Total(DAY.isoformat(), control_totals.COUNTRY, counter, published, approximate, "U-LEAD", None, "x")
    [row] = reconciliation.explain(snapshot(ties({}), places), coverage, [total]).to_dicts()
    assert row["words"].startswith(words)


def test_totals_of_a_day_are_those_of_the_table_and_one_a_publisher():
    table = control_totals.regional()
    day = date(2025, 1, 1)
    assert reconciliation.totals_of(table, date(2025, 4, 1)) == []
    found = reconciliation.totals_of(table, day)
    assert [total.scope for total in found] == [*OBLAST_ROWS, control_totals.COUNTRY] and found[-1].value == 2098
    rounded = replace(found[-1], value=2000, approximate=True, source="news", first_seen="2025-01-05T00:00:00Z")
    printed = replace(found[-1], value=2099, source="news", first_seen="2025-01-05T00:00:00Z")
    other = replace(printed, publisher="U-LEAD", counter="partnerships")
    beside = replace(printed, publisher="U-LEAD", counter="hromady", value=384)
    month = replace(printed, as_of="2025-01")
    found = reconciliation.totals_of([month, beside, printed, rounded, other, *table], day)
    assert [(total.publisher, total.counter, total.value) for total in found[-3:]] == [
        (control_totals.MINISTRY, "agreements", 2099), ("U-LEAD", "partnerships", 2099), ("U-LEAD", "hromady", 384)
    ]  # fmt: skip
    assert len(found) == 28


@pytest.mark.parametrize(
    ("counter", "published", "ours", "parts", "words"),
    [
        # Two hromady with partners among two read of seven; five more are not read.
        ("hromady", 9, 2, (0, 5, 2), "громад із партнерами"),
        ("hromady", 4, 2, (0, 2, 0), "бракує 2."),
        ("hromady", 2, 2, (0, 0, 0), "збігається"),
        # Three countries that one hromada names, none that two do: three more may be unseen.
        ("countries", 10, 3, (0, 3, 4), "у реєстрі 3"),
        ("countries", 5, 3, (0, 2, 0), "бракує 2."),
        ("countries", 2, 3, (0, 0, -1), "на 1 більше"),
    ],
)
def test_hromady_and_countries_are_reconciled_beside_the_three_counters(counter, published, ours, parts, words):
    rows = ties(
        {
            "1": {"hromada_code": "UA0"},
            "2": {"hromada_code": "UA0", "country": "DE"},
            "3": {"hromada_code": "UA1", "country": "IT"},
        }
    )
    places = hromady(*((f"UA{n}", "Полтавська", n < 2, 2 if n < 2 else 0, None) for n in range(7)))
    nothing = pl.DataFrame(schema={"hromada_code": pl.String, "read": pl.Boolean, "reached": pl.Boolean, "blocked": pl.Boolean})
    coverage = counting.coverage_of(places, nothing)
    for scope in (control_totals.COUNTRY, "Полтавська"):
        total = control_totals.Total(DAY.isoformat(), scope, counter, published, False, "Міністерство", None, "x")
        [row] = reconciliation.explain(snapshot(counted(rows), places), coverage, [total], other_bodies=5).to_dicts()
        assert row["ours"] == ours and row["gap"] == published - ours == sum(parts)
        assert (row["by_counter"], row["by_coverage"], row["by_scope"]) == parts
        assert words in row["words"]
