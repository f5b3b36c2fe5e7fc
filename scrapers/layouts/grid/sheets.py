"""Which way a grid runs and where its header ends: as it stands, turned on its side, or records of labels and values."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scrapers.layouts.grid.columns import MOST, NUMBER, SAMPLE, Column, fit, holds, holds_country, holds_data, role_of
from scrapers.layouts.grid.tables import MAX_COLUMNS, Cell, Row, distinct

MOST_TURNED = 12
"""Rows above which a grid is no table turned on its side."""


@dataclass(slots=True)
class Sheet:
    """A grid as it is to be read: the words above its columns ("" where there are none) and its rows. `records`: its columns
    are the labels of records."""

    header: list[str]
    body: list[Row]
    records: bool = False

    def columns(self, others: Sequence["Sheet"] = ()) -> list[Column]:
        """Its columns, with those of other sheets of the same header for evidence."""
        bodies = [row for sheet in (self, *others) for row in sheet.body[:SAMPLE]]
        rows = [row for row in bodies if len(distinct(row)) > 1][:SAMPLE] or self.body[:SAMPLE]
        return [
            Column(name, [row[index].text if index < len(row) and row[index] else "" for row in rows], len(rows))
            for index, name in enumerate(self.header)
        ]


def repeated_labels(grids: list[list[Row]]) -> frozenset[str]:
    """What stands in the first of the two columns of several tables: labels, whatever they say."""
    counts = Counter(
        label
        for grid in grids
        if len(grids) > 1 and max(map(len, grid)) == 2
        for label in {row[0].text.rstrip(" :") for row in grid if len(distinct(row)) == 2 and row[0]}
    )
    return frozenset(label for label, count in counts.items() if count > 1)


def sheet_of(grid: list[Row], labels: frozenset[str] = frozenset()) -> Sheet:
    """A grid as records of labels and values, turned on its side, or as it stands: whichever its cells speak for. `labels` are
    those that other tables of the page have as well."""
    if (records := _records(grid, labels)) is not None:
        return records_sheet(records)
    skip, header = find_header(grid)
    width = max(map(len, grid))
    sheet = Sheet((header + [""] * width)[:width], grid[skip:] or grid)
    return _turned(grid, sheet) or sheet


def find_header(grid: list[Row]) -> tuple[int, list[str]]:
    """How many rows at the top are above the data, and the words over each column."""
    for number, row in enumerate(grid[:4]):
        cells = distinct(row)
        if len(cells) < 2:
            continue
        below = grid[number + 1 :]
        if not below or not heads(row, below):
            break
        header = [cell.text if cell else "" for cell in row]
        if any(cell and cell in row for cell in below[0]) and _header_below(below[0], row):
            number += 1
            header = [_of_two(upper, cell.text if cell else "") for upper, cell in zip(header, below[0], strict=False)]
        skip = number + 1
        if skip < len(grid) and _counts(grid[skip]):
            skip += 1
        return skip, header
    return 1 if _counts(grid[0]) and len(grid) > 1 else 0, []


def _of_two(upper: str, lower: str) -> str:
    """What heads a column of a header of two rows: `назва` below `Документ` is that of the document."""
    return upper if role_of(upper) == "kind" and role_of(lower) == "partner" else lower


def _counts(row: Row) -> bool:
    """A row of the numbers of the columns: `1 | 2 | 3`."""
    return len(row) > 1 and [cell.text.strip(" .") if cell else "" for cell in row] == [str(one + 1) for one in range(len(row))]


def heads(row: Row, below: list[Row]) -> bool:
    """Whether a row is a header: its words are those of headers, or its cells are not of the kind of those below them."""
    cells = distinct(row)
    if any(len(cell.text) > 90 for cell in cells):
        return False
    known = sum(1 for cell in cells if role_of(cell.text))
    data = sum(1 for cell in cells if holds_data(cell.text))
    if known >= 2 and known >= len(cells) / 2 and not data:
        return True
    if all(cell.header for cell in cells) and data < len(cells) / 2:
        return True
    other = 0
    for index, cell in enumerate(row):
        held = [
            holds(line[index].text) for line in below[:20] if index < len(line) and line[index] and len(distinct(line)) > 1
        ]
        held = [kinds for kinds in held if kinds]
        if cell is None or not cell.text or not held:
            continue
        own = holds(cell.text)
        for kind in ("country", "date", "number", "figure", "home", "anchored", "contact"):
            if sum(kind in kinds for kinds in held) >= MOST * len(held):
                if kind in own:
                    return False
                other += 1
                break
    return other > 0 and not data


def _header_below(row: Row, above: Row) -> bool:
    """Whether a row goes on with the header above it: cells that span both, the others under one wide cell and each with a role."""
    new = [cell for cell in distinct(row) if not any(cell is one for one in above)]
    known = sum(role_of(cell.text) is not None for cell in new)
    return bool(new) and known > len(new) / 2 and not any(map(holds_data, (cell.text for cell in new))) and any(cell and cell.wide for cell in above)


def _turned(grid: list[Row], sheet: Sheet) -> Sheet | None:
    """A grid with its labels down the first column, as one with them in the first row, where that sorts its cells by kind."""
    if (
        not 2 <= len(grid) <= MOST_TURNED
        or len(grid[0]) < 3
        or len({len(row) for row in grid}) > 1
        or any(len(distinct(row)) < 2 for row in grid)
    ):
        return None
    labels = [row[0].text if row[0] else "" for row in grid]
    if any(holds_data(label) or len(label) > 100 or _is_region(label) for label in labels) or not all(labels[1:]):
        return None
    known = sum(1 for label in labels if role_of(label))
    across = sum(1 for cell in distinct(grid[0])[1:] if role_of(cell.text))
    labelled = all(row[0] and row[0].header for row in grid[1:]) and not any(cell and cell.header for cell in grid[-1][1:])
    if across >= max(1, known) or not (known >= 2 or labelled):
        return None
    lines = [list(column) for column in zip(*grid, strict=True)]
    turned = Sheet(labels, lines[1:])
    down, now = fit(turned.columns()), fit(sheet.columns())
    headed = all(map(role_of, sheet.header))
    return (
        turned if down > now + 0.2 or (not headed and down >= now and (known >= max(2, len(labels) / 2) or labelled)) else None
    )


def _is_region(text: str) -> bool:
    """A region by its name, which holds a word that heads columns as well."""
    words = text.split()
    return "region" in holds(text) and ("ськ" in words[0] or any(word[:1].isupper() for word in words[1:]))


LABEL = re.compile(r"^[^\n]{1,100}$")
Record = dict[str, str]
#: The label of a name that stands above its record without one.
TITLE = "Назва"


def unnumbered(grid: list[Row]) -> list[list[Cell]]:
    """The cells of each row, without those that only count them."""
    rows = [cells for row in grid if (cells := distinct(row))]
    counted = sum(1 for cells in rows if len(cells) > 2 and NUMBER.match(cells[0].text))
    return [cells[1:] if len(cells) > 2 else cells for cells in rows] if counted >= 0.8 * len(rows) else rows


def _records(grid: list[Row], known_labels: frozenset[str]) -> list[Record] | None:
    """The records of a table of two columns with a label in the first and its value in the second, None when it is none."""
    rows = unnumbered(_filled(grid, known_labels))
    pairs = [(cells[0].text.rstrip(" :"), cells[1].text) if len(cells) == 2 else ("", cells[0].text) for cells in rows]
    told = [(label, value) for label, value in pairs if label]
    if max(map(len, rows), default=3) > 2 or len(told) < max(2, 0.6 * len(pairs)):
        return None
    if all(cell.header for cell in rows[0]) and len(rows[0]) == 2 and not all(cells[0].header for cells in rows[1:]):
        return None
    if any(not LABEL.match(label) or holds_country(label) or NUMBER.match(label) for label, _ in told):
        return None
    known, labels = sum(1 for label, _ in told if label in known_labels or role_of(label)), {label for label, _ in told}
    if known < max(2, 0.5 * len(told)) or (role_of(told[0][1]) and not holds(told[0][1]) & {"anchored", "country", "date"}):
        return None
    if len(labels) < len(told) and len(labels) > 0.7 * len(told):
        return None
    return split_records(pairs)


def _filled(grid: list[Row], known_labels: frozenset[str]) -> list[Row]:
    """A grid of two columns without the labels that nothing stands behind (`Герб:`, its picture lost), which are no titles of records."""
    named = any(len(cells) == 2 and role_of(cells[0].text) == "partner" for cells in map(distinct, grid))
    filled = []
    for row in grid:
        cells = distinct(row)
        empty = len(row) == 2 and len(cells) == 1 and row[1] is not None and cells[0] is row[0] and row[1] is not row[0]
        label = cells[0].text.rstrip() if cells else ""
        if not (empty and (label.endswith(":") or label in known_labels or named)):
            filled.append(row)
    return filled


def split_records(pairs: Iterable[tuple[str, str]]) -> list[Record]:
    """Records out of labels and values in their order: a label met again begins the next one, as does a title (no label)."""
    records: list[Record] = [{}]
    for label, value in pairs:
        if records[-1] and (not label or label in records[-1]):
            records.append({})
        records[-1][label or TITLE] = value
    return [record for record in records if record]


def records_sheet(records: list[Record]) -> Sheet:
    """Records as a grid with their labels above its columns."""
    labels = list(dict.fromkeys(label for record in records for label in record))[:MAX_COLUMNS]
    body: list[Row] = [
        [Cell(record[label], False, index, False) if label in record else None for index, label in enumerate(labels)]
        for record in records
    ]
    return Sheet(labels, body, True)
