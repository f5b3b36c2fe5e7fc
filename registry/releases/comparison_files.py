"""A comparison as files: the regional table and the changes as CSV and Parquet, the published form as Markdown, all as JSON."""

import json
from pathlib import Path

import polars as pl

from registry.comparison import Comparison
from registry.counting import COUNTERS, TOTAL
from registry.releases.table_files import write_table
from schemas.tables import TABLES

#: Counters as Ukrainian readers know them.
COUNTER_TITLES = {"agreements": "Угоди", "partnerships": "Партнерства", "partners": "Партнери"}
#: Frames of a comparison that are written, each under the name of its table.
FRAMES = ("regional", "changes", "bridge", "bounds", "coverage", "reconciliation")


def write_comparison(comparison: Comparison, folder: Path) -> Path:
    """Write the tables of `FRAMES` (CSV, Parquet), `comparison.md` and `comparison.json` into `folder`; returns it."""
    for name in FRAMES:
        write_table(getattr(comparison, name), TABLES[name], folder)
    (folder / "comparison.md").write_text(as_markdown(comparison), encoding="utf-8")
    text = json.dumps(comparison.as_json(), ensure_ascii=False, indent=2)
    (folder / "comparison.json").write_text(text + "\n", encoding="utf-8")
    return folder


def day(value) -> str:
    """A date as the published table prints it: 01.01.2025."""
    return f"{value:%d.%m.%Y}"


def signed(change: int) -> str:
    return f"{change:+d}" if change else "0"


def as_markdown(comparison: Comparison) -> str:
    """The published form, | область | 01.01.2025 | 01.10.2025 | +/- |, for each counter, with coverage and published figures."""
    start, end = day(comparison.earlier.as_of), day(comparison.later.as_of)
    parts = [f"# Партнерства громад: {start} – {end}\n"]
    for counter in COUNTERS:
        rows = comparison.regional.filter(pl.col("counter") == counter)
        published = rows["published_from"].is_not_null().any()
        head = ["Область", start, end, "+/-"]
        if published:
            head += [f"оприлюднено {start}", f"оприлюднено {end}"]
        head += ["громад перевірено", "громад усього"]
        lines = [f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
        for row in rows.iter_rows(named=True):
            cells = [row["oblast"], row["count_from"], row["count_to"], signed(row["change"])]
            if published:
                cells += [row["published_from"], row["published_to"]]
            cells += [row["hromady_checked"], row["hromady_all"]]
            text = " | ".join("" if cell is None else str(cell) for cell in cells)
            lines.append(f"| **{text.replace(' | ', '** | **')}** |" if row["oblast"] == TOTAL else f"| {text} |")
        parts.append(f"\n## {COUNTER_TITLES[counter]}\n\n" + "\n".join(lines) + "\n")
    return "".join(parts)
