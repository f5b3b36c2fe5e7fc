"""Tables as CSV files that open in a Ukrainian Excel with a double click: BOM, semicolons, Ukrainian headers, decimal commas.

A cell of text that Excel would take for a formula, or turn into a number or a date that was never printed, gets an apostrophe in
front; columns of numbers stay numbers. Unlike `data/`, the columns are named by their Ukrainian titles.
"""

import csv
import re
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl

from schemas.tables import Table

BOM = "\ufeff"
DELIMITER = ";"
#: Characters that start a formula in Excel, LibreOffice or Google Sheets, their full-width twins included.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
#: Text that Excel would rewrite: 2007-05 and 14/1 become dates, 007 and 1E5 become other numbers. A year and a full ISO day stay.
_REWRITTEN = re.compile(r"\d{1,4}[-./]\d{1,4}([-./]\d{1,4})?|0\d+|\d+([.,]\d+)?[eEеЕ][+-]?\d+|\d{12,}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def neutral(text: str) -> str:
    """A cell of text as it may stand in a spreadsheet; `original` gives it back."""
    if _FORMULA.match(text) or text.startswith("'") or (_REWRITTEN.fullmatch(text) and not _ISO_DAY.fullmatch(text)):
        return f"'{text}"
    return text


def original(cell: str) -> str:
    """The text behind a neutralised cell."""
    return cell.removeprefix("'")


_WRITERS: dict[str, Callable[[Any], str]] = {
    "string": neutral,
    "integer": str,
    "number": lambda value: repr(value).replace(".", ","),
    "boolean": lambda value: "так" if value else "ні",
    "date": lambda value: value.isoformat(),
    # A moment in UTC without its Z: with it Excel keeps text.
    "datetime": lambda value: f"{value:%Y-%m-%d %H:%M:%S}",
}
_READERS: dict[str, Callable[[str], Any]] = {
    "string": original,
    "integer": int,
    "number": lambda cell: float(cell.replace(",", ".")),
    "boolean": {"так": True, "ні": False}.__getitem__,
    "date": lambda cell: datetime.fromisoformat(cell).date(),
    "datetime": lambda cell: datetime.fromisoformat(f"{cell}+00:00"),
}


def titles(table: Table) -> list[str]:
    """Ukrainian headers, each once; a moment says that it is in UTC."""
    return [column.title_uk + (f" ({column.unit})" if column.unit else "") for column in table.columns]


def write_spreadsheet(frame: pl.DataFrame, table: Table, path: Path) -> None:
    """Write a frame in the table's schema; rows end in CR LF as Excel writes them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writers = [_WRITERS[column.type] for column in table.columns]
    text = StringIO()
    rows = csv.writer(text, delimiter=DELIMITER, lineterminator="\r\n")
    rows.writerow(titles(table))
    for row in frame.iter_rows():
        rows.writerow(["" if value is None else write(value) for write, value in zip(writers, row, strict=True)])
    path.write_text(BOM + text.getvalue(), encoding="utf-8", newline="")


def read_spreadsheet(path: Path, table: Table) -> pl.DataFrame:
    """The table back from its spreadsheet; an empty cell is unknown. Raises ValueError when the headers are others."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=DELIMITER)
        header = next(rows, [])
        if header != titles(table):
            raise ValueError(f"{path.name} has the headers {header}")
        readers = [_READERS[column.type] for column in table.columns]
        values = [[read(cell) if cell else None for read, cell in zip(readers, row, strict=True)] for row in rows]
    return pl.DataFrame(values, schema=dict(table.polars), orient="row")
