"""The data tables of a page as grids, merged cells repeated, and lines whose values one sign parts."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from scrapers.layouts.page.model import Block, Page
from scrapers.layouts.page.model import Cell as PageCell

MAX_ROWS = 5_000
MAX_COLUMNS = 60
LONGEST_MEAN = 600
"""Characters a cell on average above which a table is no list."""


@dataclass(slots=True)
class Cell:
    text: str
    header: bool
    origin: int
    wide: bool


Row = list[Cell | None]


def find(page: Page) -> list[tuple[int, list[Row]]]:
    """The data tables of a page as (index of the first block, rows), merged cells repeated; marks their blocks in
    `page.tabular`. A table of one column or one row, or of cells full of text, only arranges the page."""
    allowed = {block.index for block in page.blocks}
    tables: dict[int, dict[int, list[int]]] = {}
    for number, cell in enumerate(page.cells):
        if cell.table not in page.outer_tables:
            tables.setdefault(cell.table, {}).setdefault(cell.row, []).append(number)
    result = []
    lines: Counter[int] = Counter()  # tables of one row by their width: a table a partner
    for rows in tables.values():
        if len(rows) == 1:
            lines[len(next(iter(rows.values())))] += 1
    widths = {len(next(iter(rows.values()))) for rows in tables.values() if len(rows) > 1}
    for rows in tables.values():
        first = page.cells[next(iter(next(iter(rows.values()))))].start
        grid = _grid(page, rows, allowed)
        if not grid or max(len(distinct(row)) for row in grid) < 2:
            continue
        if len(grid) < 2 and len(grid[0]) not in widths and lines[len(grid[0])] < 2:
            continue
        if any(
            block.kind in ("h1", "h2")
            for numbers in rows.values()
            for number in numbers
            for block in page.all_blocks[page.cells[number].start : page.cells[number].end]
        ):
            continue  # the columns of a page
        if _frames_page(page, grid):
            continue
        filled = [cell for row in grid for cell in distinct(row)]
        if sum(len(cell.text) for cell in filled) > LONGEST_MEAN * len(filled):
            continue
        result.append((first, grid))
        for numbers in rows.values():
            for number in numbers:
                page.tabular.update(range(page.cells[number].start, page.cells[number].end))
    run: list[Block] = []
    for block in [*page.blocks, None]:
        if block is not None and _may_part(block.text) and block.index not in page.tabular and _PARTED.search(block.text):
            run.append(block)
            continue
        if not run:
            continue
        for part in (run, *([one] for one in run if len(run) > 1)):
            signs = ("\t", ";", "|") if part and part[0].kind == "pre" else ("|",)
            if grid := _separated("\n".join(one.text for one in part), signs):
                result.append((part[0].index, grid))
                page.tabular.update(one.index for one in part)
                if part is run:
                    break
        run = []
    return result


def _frames_page(page: Page, grid: list[Row]) -> bool:
    """Whether a table only arranges the page: one row of it has columns, and the fullest of them is a text of several blocks."""
    across = [cells for row in grid if len(cells := distinct(row)) > 1]
    if len(across) != 1:
        return False
    fullest = page.cells[max(across[0], key=lambda cell: len(cell.text)).origin]
    beside = [page.cells[cell.origin] for cell in across[0] if page.cells[cell.origin] is not fullest]
    if len(beside) < _SIDES and not any(_is_menu(page, one) for one in beside):
        return False  # a partner and a text on it
    sizes = [len(block.text) for block in page.all_blocks[fullest.start : fullest.end]]
    return sum(size > _SHORTEST_TEXT for size in sizes) > 1 or (len(sizes) > 1 and max(sizes) > _WHOLE_TEXT)


def _is_menu(page: Page, cell: PageCell) -> bool:
    lines = sum(block.text.count("\n") + 1 for block in page.all_blocks[cell.start : cell.end])
    return cell.end - cell.start >= _MENU or lines >= _MENU_LINES


_SHORTEST_TEXT, _WHOLE_TEXT = 60, 150
_SIDES, _MENU, _MENU_LINES = 2, 3, 5


def _may_part(text: str) -> bool:
    """What `_PARTED` cannot do without."""
    return "|" in text or "\t" in text or (";" in text and "\n" in text)


#: What may part the values of a line.
_PARTED = re.compile(r"\w\s*[\t|]|\w;.*\n.*;")


def _separated(text: str, signs: Sequence[str]) -> list[Row]:
    """The rows of a table written as lines with one sign between the values, none when the lines do not agree."""
    lines = text.split("\n")
    if len(lines) < 3:
        return []
    for sign in signs:
        count = lines[0].strip(sign).count(sign)
        if count and all(line.strip(sign).count(sign) == count for line in lines):
            return [
                [
                    Cell(value.strip(' "'), number == 0, number * MAX_COLUMNS + column, False)
                    for column, value in enumerate(line.strip(sign).split(sign))
                ]
                for number, line in enumerate(lines)
            ]
    return []


def _grid(page: Page, rows: dict[int, list[int]], allowed: set[int]) -> list[Row]:
    grid: list[Row] = []
    pending: dict[int, tuple[int, Cell]] = {}
    for row in sorted(rows)[:MAX_ROWS]:
        line: dict[int, Cell] = {}
        for column, (left, cell) in list(pending.items()):
            line[column] = cell
            if left <= 1:
                del pending[column]
            else:
                pending[column] = (left - 1, cell)
        column = 0
        for number in rows[row]:
            source = page.cells[number]
            while column in line:
                column += 1
            if column >= MAX_COLUMNS:
                break
            text = "\n".join(block.text for block in page.all_blocks[source.start : source.end] if block.index in allowed)
            span = min(source.colspan, MAX_COLUMNS - column)
            cell = Cell(text, source.header, number, span > 1)
            for offset in range(span):
                line[column + offset] = cell
                if source.rowspan > 1:
                    pending[column + offset] = (min(source.rowspan, MAX_ROWS) - 1, cell)
            column += span
        if any(cell.text for cell in line.values()):
            grid.append([line.get(index) for index in range(max(line) + 1)])
    return _one_row_each(grid)


def _one_row_each(grid: list[Row]) -> list[Row]:
    """A grid whose numbered records take several rows each (`1 | Люблін | Польща` above `Угода від 12.05.1999`, the number merged over both)
    with the cells of each in one row; any other grid as it is."""
    runs = [[*run] for _, run in groupby(grid, key=lambda row: row[0].origin if row[0] else None)]
    records = [run for run in runs if len(run) > 1 and run[0][0] is not None and _NUMBER.fullmatch(run[0][0].text)]
    if len(records) < 2 or len(records) < len(runs) - 1 or (len(records) < len(runs) and len(runs[0]) > 1):
        return grid
    if not all(cell.wide for run in records for row in run[1:] for cell in distinct(row) if not any(cell is one for one in run[0])):
        return grid  # the next of several partners under one number
    joined = [list({cell.origin: cell for row in run for cell in row if cell}.values()) for run in records]
    if len({len(row) for row in joined}) > 1:
        return grid
    return [list(row) for row in joined]


_NUMBER = re.compile(r"\W*\d{1,4}\W*")


def distinct(row: Row) -> list[Cell]:
    seen: dict[int, Cell] = {}
    for cell in row:
        if cell is not None and cell.text:
            seen.setdefault(cell.origin, cell)
    return list(seen.values())
