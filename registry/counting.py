"""The three counters by oblast row, country and in all. The rules are explained in docs/counting.md.

Agreements are documents, partnerships are pairs of a hromada with a place, partners are distinct places. An agreement between
hromady of two oblasts counts in both rows and once in the total; likewise a place that is partner in several oblasts: totals
are counted, never summed.
"""

import csv
from dataclasses import dataclass
from importlib.resources import files

import polars as pl

from registry.snapshots import Snapshot
from schemas.tables import TABLES
from schemas.vocabularies import OBLAST_ROWS

COUNTERS = ("agreements", "partnerships", "partners")
TOTAL = "Разом"


@dataclass(frozen=True, slots=True)
class Counts:
    """One counter: by oblast row (every row present, in the published order) and in all."""

    by_oblast: dict[str, int]
    total: int


def count(snapshot: Snapshot) -> dict[str, Counts]:
    """All three counters of a snapshot."""
    partnerships = snapshot.partnerships
    oblast_of = dict(snapshot.tables["hromady"].select("hromada_code", "oblast").iter_rows())
    agreements = (
        snapshot.tables["agreements"].select("agreement_id", hromada=pl.col("hromady").str.split(";")).explode("hromada")
    )
    rows = {
        "agreements": [(oblast_of.get(hromada), agreement) for agreement, hromada in agreements.iter_rows()],
        "partnerships": list(partnerships.select("oblast", "partnership_id").iter_rows()),
        "partners": list(partnerships.select("oblast", "partner_id").iter_rows()),
    }
    return {name: _counts(pairs) for name, pairs in rows.items()}


def _counts(pairs: list[tuple[str | None, str]]) -> Counts:
    members: dict[str, set[str]] = {row: set() for row in OBLAST_ROWS}
    for oblast, member in pairs:
        if oblast in members:
            members[oblast].add(member)
    return Counts({row: len(ids) for row, ids in members.items()}, len({member for _, member in pairs}))


def countries(snapshot: Snapshot) -> int:
    """Distinct countries of counted partnerships."""
    return snapshot.partnerships["country"].drop_nulls().n_unique()


class PublishedTableError(ValueError):
    """The copy of the published table does not add up to its published totals."""


#: Totals printed under table 1 of the paper (docs/counting.md names it); the copy must add up to them.
PUBLISHED_TOTALS = {"2025-01-01": 2098, "2025-10-01": 2115}


def load_published() -> dict[str, dict[str, int]]:
    """The ministry's table: date -> oblast row -> agreements. Raises PublishedTableError when rows or totals are off."""
    with files("registry").joinpath("published_table.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = tuple(row["oblast"] for row in rows)
    if names != OBLAST_ROWS:
        raise PublishedTableError(f"published_table.csv has rows {names}, expected the 25 rows of the published order")
    table = {day: {row["oblast"]: int(row[day]) for row in rows} for day in PUBLISHED_TOTALS}
    for day, total in PUBLISHED_TOTALS.items():
        if sum(table[day].values()) != total:
            raise PublishedTableError(
                f"published_table.csv adds up to {sum(table[day].values())} on {day}, published is {total}"
            )
    return table


def regional_table(earlier: Snapshot, later: Snapshot) -> pl.DataFrame:
    """The regional table in the published order for all three counters, with a total row, as table `regional`.

    Published figures stand beside the counter that they count (agreements) where the dates are among those published; coverage
    is that of the later snapshot.
    """
    published = load_published()
    before, after = (count(snapshot) for snapshot in (earlier, later))
    days = [snapshot.as_of.isoformat() for snapshot in (earlier, later)]
    coverage = _coverage(later)
    rows = []
    for counter in COUNTERS:
        for oblast in (*OBLAST_ROWS, TOTAL):
            a, b = (
                counts[counter].total if oblast == TOTAL else counts[counter].by_oblast[oblast] for counts in (before, after)
            )
            told = [_published_count(published, day, oblast) if counter == "agreements" else None for day in days]
            rows.append(
                {
                    "counter": counter,
                    "oblast": oblast,
                    "count_from": a,
                    "count_to": b,
                    "change": b - a,
                    "published_from": told[0],
                    "published_to": told[1],
                    **coverage[oblast],
                }
            )
    return TABLES["regional"].frame(rows)


def _published_count(published: dict[str, dict[str, int]], day: str, oblast: str) -> int | None:
    if day not in published:
        return None
    return sum(published[day].values()) if oblast == TOTAL else published[day][oblast]


def _coverage(snapshot: Snapshot) -> dict[str, dict[str, int]]:
    hromady = snapshot.tables["hromady"]
    result = {}
    for oblast in (*OBLAST_ROWS, TOTAL):
        part = hromady.filter(pl.col("oblast").is_in(OBLAST_ROWS) if oblast == TOTAL else pl.col("oblast") == oblast)
        result[oblast] = {
            "hromady_all": part.height,
            "hromady_checked": int(part["checked"].sum()),
            "hromady_with_partners": int((part["n_partnerships"] > 0).sum()),
        }
    return result
