"""Ties of a made-up snapshot, for tests of what needs no database."""

from datetime import date
from typing import Any

import polars as pl

from registry import causes
from scrapers.text.dates import PRECISION_OF_LENGTH, bounds

START, END = date(2025, 1, 1), date(2025, 10, 1)
SCHEMA = {**causes.STATES, "end_statement": pl.String, "end_decision": pl.Int64}
_TIE: dict[str, Any] = {
    "hromada_code": "UA53080370000025447", "hromada": "Полтавська", "oblast": "Полтавська", "partner_id": "pl-000001", "partner": "Lublin",
    "country": "PL", "level": "city", "kind": "twinning", "stage": "signed", "status": "active", "since": "2015-05-01",
    "since_precision": "day", "n_agreements": 1, "sources": "portal_cards", "resolution": "accept", "first_seen": date(2024, 12, 1),
    "last_seen": START, "since_earliest": date(2015, 5, 1), "since_latest": date(2015, 5, 1), "valid_from": date(2015, 5, 1),
}  # fmt: skip
UNDATED = {"since": None, "since_precision": "unknown", "since_earliest": None, "valid_from": None}


def dated(day: str) -> dict[str, Any]:
    """A start printed as a day."""
    at = date.fromisoformat(day)
    return {"since": day, "since_precision": "day", "since_earliest": at, "since_latest": at, "valid_from": at}


def ended(day: str, stage: str = "ended", status: str = "ended") -> dict[str, Any]:
    """In another state from that day on, or from some day of that month or year on."""
    precision = PRECISION_OF_LENGTH[len(day)]
    earliest, latest = bounds(day, precision)
    return {
        "status": status, "stage": stage, "valid_from": latest, "until": day, "until_precision": precision, "until_earliest": earliest,
        "until_latest": latest,
    }  # fmt: skip


def over(seen: str, status: str = "ended") -> dict[str, Any]:
    """In another state since nobody knows when; the words were first seen on that day."""
    at = date.fromisoformat(seen)
    return {"status": status, "stage": status, "valid_from": None, "until_precision": "unknown", "until_latest": at}


def ties(rows: dict[str, dict[str, Any] | None]) -> pl.DataFrame:
    """Ties by number; None: no such row. What is not given is an ordinary twinning of Poltava with Lublin."""
    made = [{"partnership_id": f"pt-{key:0>6}", **_TIE, **row} for key, row in rows.items() if row is not None]
    return pl.DataFrame(made, schema=SCHEMA, orient="row")


def facts(**rows: list[tuple]) -> causes.Facts:
    """Facts given as rows, in the order of the columns of `causes.FACTS`."""
    return causes.facts(**{name: pl.DataFrame(given, schema=causes.FACTS[name], orient="row") for name, given in rows.items()})


def counted(frame: pl.DataFrame, statuses: tuple[str, ...] = ("active", "unconfirmed")) -> pl.DataFrame:
    return frame.filter(pl.col("status").is_in(statuses))
