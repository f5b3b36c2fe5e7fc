"""The report of a release as HTML in Ukrainian and English: server-rendered, charts as SVG in the page, no script, nothing loaded.

What does not belong here: the words (`words.py`), the marks (`templates/`), how figures come about (`counting.py`, `comparison.py`).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from registry import counting
from registry.bridge import SIGNS
from registry.comparison import Comparison
from registry.counting import COUNTERS, TOTAL
from registry.plurals import counted
from registry.releases.gate import Verdict
from registry.releases.site import words
from registry.snapshots import Snapshot
from schemas.calendar import KYIV
from schemas.vocabularies import OBLAST_ROWS

#: More changes than these stand in changes.csv only: a page of a thousand cards opens on no phone.
MOST_CHANGES = 300
MOST_COUNTRIES = 15
#: Quotes of one change that are shown; all of them stand in evidence.csv.
MOST_QUOTES = 3
#: Rows named that explain most of a change; releases shown of the revision triangle, the newest.
MOST_SLICES = 5
MOST_RELEASES = 8
#: Concentrations that the report shows, and whether their slices are oblast rows.
CONCENTRATIONS = {
    "agreements_by_oblast": True, "partnerships_by_oblast": True, "partners_by_oblast": True, "real_by_country": False,
    "net_by_country": False,
}  # fmt: skip
#: Shades of the tile map, lightest first, and whether white text stands on them.
SHADES = (("#eef3fb", False), ("#c9dcf4", False), ("#93b9e6", False), ("#4f86c6", True), ("#1f4f8f", True))


@dataclass(frozen=True)
class Report:
    """What the pages tell. `index`: the head of index.json; `entries`: files of the folder that readers may want."""

    index: Mapping[str, Any]
    snapshot: Snapshot
    verdict: Verdict
    comparison: Comparison | None
    reconciliation: pl.DataFrame
    revision: pl.DataFrame
    sources: list[dict[str, Any]]
    scorecard: Mapping[str, Any]
    licence: str
    page: Mapping[str, str] = field(default_factory=lambda: {"uk": "index.html", "en": "en.html"})


def write_site(report: Report, folder: Path) -> None:
    """Write `site/` (the report) and the pages of `quality/`, both in both languages."""
    for language in words.LANGUAGES:
        content = _content(report, language)
        for template, place in (("report.html.j2", folder / "site"), ("quality.html.j2", folder / "quality")):
            place.mkdir(parents=True, exist_ok=True)
            page = _environment().get_template(template).render(**content)
            (place / report.page[language]).write_text(page, encoding="utf-8")


def write_readme(report: Report, folder: Path) -> None:
    """Write `README.uk.md` and `README.en.md`."""
    for language in words.LANGUAGES:
        page = _environment().get_template("README.md.j2").render(**_content(report, language))
        (folder / f"README.{language}.md").write_text(page, encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("registry.releases.site"),
        autoescape=select_autoescape(["html.j2"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"signed": _signed, "day": _day, "web": _web, "decimal": _decimal}
    return environment


def _content(report: Report, language: str) -> dict[str, Any]:
    other = next(word for word in words.LANGUAGES if word != language)
    return {
        "language": language,
        "other_page": report.page[other],
        "t": {key: words.text(key, language) for key in words.TEXTS},
        "counted": lambda number, word: counted(number, word, language),
        "oblast_name": lambda row: words.oblast(row, language),
        "cause_name": lambda code: words.cause(code, language),
        "country_name": lambda code: words.country(code, language),
        "counter_name": lambda counter: words.text(words.COUNTERS[counter], language),
        "failure_words": lambda found: words.failure(found, language),
        "failures": report.verdict.failures_uk or report.verdict.failures if language == "uk" else report.verdict.failures,
        "scores": _scores(report.scorecard, language),
        "report": report,
        "index": report.index,
        "verdict": report.verdict,
        "sources": report.sources,
        "scorecard": report.scorecard,
        "counters": COUNTERS,
        "total_row": TOTAL,
        "regional": _regional(report),
        "tiles": _tiles(report.snapshot, language),
        "countries": _countries(report.snapshot, language),
        "causes": _causes(report.comparison),
        "changes": _changes(report.comparison, language),
        "bridge": _bridge(report.comparison),
        "bounds": _bounds(report),
        "concentration": _concentration(report.comparison, language),
        "reconciliation": _reconciliation(report.reconciliation),
        "revision": _revision(report.revision),
        "most_changes": MOST_CHANGES,
        "days": _days(report),
        "then": report.comparison.then.partnerships.height if report.comparison else None,
    }


def _days(report: Report) -> tuple[str, str] | None:
    found = report.comparison
    return (found.earlier.as_of.isoformat(), found.later.as_of.isoformat()) if found else None


def _regional(report: Report) -> list[dict[str, Any]]:
    """Rows of the regional table in the published order, the total last; without a comparison the first day stands alone."""
    if report.comparison is None:
        counts = counting.count(report.snapshot)
        cells = {
            (counter, row): {
                "count_from": None,
                "count_to": counts[counter].total if row == TOTAL else counts[counter].by_oblast[row],
            }
            for counter in COUNTERS
            for row in (*OBLAST_ROWS, TOTAL)
        }
    else:
        cells = {(row["counter"], row["oblast"]): row for row in report.comparison.regional.iter_rows(named=True)}
    hromady = report.snapshot.tables["hromady"]
    rows = []
    for oblast in (*OBLAST_ROWS, TOTAL):
        part = hromady.filter(pl.col("oblast").is_in(OBLAST_ROWS) if oblast == TOTAL else pl.col("oblast") == oblast)
        told = cells["agreements", oblast]
        rows.append(
            {
                "oblast": oblast,
                "cells": {counter: cells[counter, oblast] for counter in COUNTERS},
                "published": (told.get("published_from"), told.get("published_to")),
                "checked": int(part["checked"].sum()),
                "all": part.height,
            }
        )
    return rows


def _tiles(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    """Tiles with place, number and shade; shades split the oblasts into five groups of about the same size."""
    numbers = counting.count(snapshot)["partnerships"].by_oblast
    ranked = sorted(set(numbers.values()))
    tiles = []
    for row, (short, english, column, line) in words.TILES.items():
        step = ranked.index(numbers[row]) * len(SHADES) // len(ranked)
        fill, light = SHADES[step]
        tiles.append(
            {
                "name": row if language == "uk" else english,
                "short": short if language == "uk" else _short(english),
                "number": numbers[row], "x": column, "y": line, "fill": fill, "light": light, "occupied": False,
            }
        )  # fmt: skip
    for row, (short, english, column, line) in words.OCCUPIED.items():
        tiles.append(
            {
                "name": row if language == "uk" else english,
                "short": short if language == "uk" else _short(english),
                "number": None, "x": column, "y": line, "fill": "url(#hatch)", "light": False, "occupied": True,
            }
        )  # fmt: skip
    return tiles


_SHORT = {
    "Kyiv City": "Kyiv", "Kyiv Oblast": "Kyiv obl", "Ivano-Frankivsk": "Iv-Fr", "Chernihiv": "Chernih", "Chernivtsi": "Cherniv",
    "Autonomous Republic of Crimea": "Crimea", "Kirovohrad": "Kirov", "Zaporizhzhia": "Zapor", "Zakarpattia": "Zakarp",
    "Dnipropetrovsk": "Dnipro", "Khmelnytskyi": "Khmeln", "Sevastopol": "Sevast",
}  # fmt: skip


def _short(english: str) -> str:
    return _SHORT.get(english, english)


def _countries(snapshot: Snapshot, language: str) -> list[dict[str, Any]]:
    """The countries with most partnerships, and all others as one bar."""
    numbers = Counter(snapshot.partnerships["country"].to_list())
    ranked = sorted(numbers.items(), key=lambda item: (item[0] is None, -item[1], item[0] or ""))
    shown, rest = ranked[:MOST_COUNTRIES], ranked[MOST_COUNTRIES:]
    bars = [{"name": words.country(code, language), "number": number} for code, number in shown]
    if rest:
        bars.append({"name": f"{words.text('others', language)} ({len(rest)})", "number": sum(number for _, number in rest)})
    longest = max((bar["number"] for bar in bars), default=1)
    return [{**bar, "share": bar["number"] / longest} for bar in bars]


def _causes(comparison: Comparison | None) -> list[tuple[str, int]]:
    if comparison is None:
        return []
    order = list(words.CAUSES)
    return sorted(Counter(comparison.changes["cause"].to_list()).items(), key=lambda item: order.index(item[0]))


def _changes(comparison: Comparison | None, language: str) -> list[dict[str, Any]]:
    """Changes with the quoted words behind them, out of the evidence of both days; what is real first."""
    if comparison is None:
        return []
    evidence = {
        row["statement_id"]: row
        for snapshot in (comparison.then, comparison.later)
        for row in snapshot.tables["evidence"].iter_rows(named=True)
    }
    order = {code: number for number, code in enumerate(words.CAUSES)}
    rows = sorted(comparison.changes.iter_rows(named=True), key=lambda row: (order[row["cause"]], row["partnership_id"]))
    shown = []
    for row in rows[:MOST_CHANGES]:
        proofs = [evidence[name] for name in (row["evidence"] or "").split(";") if name in evidence]
        said = {name: words.state(row[name], language) for name in ("before", "after")}
        said["reason"] = words.reason(row["reasons"], language)
        shown.append({**row, **said, "country_name": words.country(row["country"], language), "proofs": proofs[:MOST_QUOTES]})
    return shown


def _bridge(comparison: Comparison | None) -> dict[str, Any] | None:
    """Terms of the bridge that are not 0 anywhere, and its rows that have one: the total, oblasts, countries."""
    if comparison is None:
        return None
    rows = comparison.bridge.to_dicts()
    terms = [(name, sign) for name, sign in SIGNS.items() if any(row[name] for row in rows)]
    moved = [row for row in rows if any(row[name] for name, _ in terms)]
    total = next(row for row in rows if row["dimension"] == "total")
    by = {name: [row for row in moved if row["dimension"] == name] for name in ("oblast", "country")}
    return {"terms": terms, "total": total, **by}


def _bounds(report: Report) -> list[dict[str, Any]]:
    """The total rows of "at least / at most": one a counter, with a cell a day."""
    found = report.comparison.bounds if report.comparison else counting.bounds(report.snapshot)
    totals = found.filter(pl.col("oblast") == TOTAL)
    return [{"counter": counter, "days": totals.filter(counter=counter).sort("day").to_dicts()} for counter in COUNTERS]


def _concentration(comparison: Comparison | None, language: str) -> list[dict[str, Any]]:
    """Which slices explain the change: one row a concentration that has any, with its largest slices named."""
    if comparison is None:
        return []
    rows = []
    for key, of_oblasts in CONCENTRATIONS.items():
        found = comparison.concentration[key]
        named = words.oblast if of_oblasts else words.country
        largest = [{**slice, "name": named(slice["slice"], language)} for slice in found["slices"][:MOST_SLICES]]
        if largest:
            rows.append({"key": key, **found, "largest": largest})
    return rows


def _reconciliation(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """The control totals of the day beside ours: those of the country, and those of oblast rows."""
    rows = frame.to_dicts()
    return {
        "country": [row for row in rows if row["oblast"] == TOTAL],
        "oblasts": [row for row in rows if row["oblast"] != TOTAL],
    }


def _revision(frame: pl.DataFrame) -> dict[str, Any]:
    """The triangle: releases as columns, the newest last, and a row a day and counter with what each of them says, None for none."""
    versions = frame.select("version", "known_at").unique().sort("known_at", "version")["version"].to_list()[-MOST_RELEASES:]
    told = {(row["as_of"], row["counter"], row["version"]): row for row in frame.iter_rows(named=True)}
    days = sorted({day for day, _, version in told if version in versions})
    rows = [
        {"day": day, "counter": counter, "cells": [told.get((day, counter, version)) for version in versions]}
        for day in days
        for counter in COUNTERS
    ]
    return {"versions": versions, "rows": rows}


def _scores(scorecard: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """The groups of the scorecard with the names that readers know."""
    return [
        {
            "name": words.SCORE_GROUPS[group][words.LANGUAGES.index(language)],
            "figures": [(words.score(name, language), number) for name, number in values.items()],
        }
        for group, values in scorecard.items()
    ]


def _signed(number: int | None) -> str:
    if number is None:
        return ""
    return f"+{number}" if number > 0 else f"−{-number}" if number else "0"


def _day(value: Any) -> str:
    """A day as it is printed in Ukraine, 01.10.2025; a moment (ISO 8601) gives its day in Kyiv."""
    text = str(value)
    if "T" in text:
        text = datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(KYIV).date().isoformat()
    return ".".join(reversed(text.split("-")))


def _decimal(number: float) -> str:
    return f"{number:.2f}"


def _web(url: str) -> str:
    """An address that may stand in a link; anything but http(s) becomes an empty one."""
    return url if url.startswith(("https://", "http://")) else ""
