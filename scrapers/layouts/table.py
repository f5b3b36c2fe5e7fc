"""Tables: a row a partner, with headers in any order and language or none, merged cells, country rows, records of labels and
values, grids turned on their side.

What belongs here: the grid of a table, which way it runs, where its header ends, its rows made into claims. What does not:
which column holds what (`columns`), and tables that only arrange a page (those that hold other tables are left to the other
layouts).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schemas.vocabularies import Stage
from scrapers.layouts import cues
from scrapers.layouts.columns import (
    COUNCIL,
    MOST,
    NUMBER,
    SAMPLE,
    Column,
    assign,
    first_piece,
    fit,
    holds,
    holds_country,
    holds_data,
    role_of,
    tells,
)
from scrapers.layouts.entry.claims import shorten
from scrapers.layouts.entry.dates import signing_date, when_of
from scrapers.layouts.entry.marks import clean
from scrapers.layouts.entry.model import Context, Draft, Outcome, Scope
from scrapers.layouts.entry.owners import foreign_owner
from scrapers.layouts.entry.pieces import SEMICOLON
from scrapers.layouts.entry.reading import add_details, read_entry
from scrapers.layouts.entry.scope import read_heading
from scrapers.layouts.entry.stages import WORDED, stage_in
from scrapers.layouts.page.model import Block, Page
from scrapers.layouts.page.model import Cell as PageCell
from scrapers.layouts.sentence.running_text import read_text
from scrapers.text.countries import country_of, find_countries, iso_of_code
from scrapers.text.dates import PartialDate, find_dates, parse_date
from scrapers.text.normalise import AnyCase, fold_space, script_of
from scrapers.text.words import REMARK, decided, kind_of, level_of

MAX_ROWS = 5_000
MAX_COLUMNS = 60
LONGEST_MEAN = 600
"""Characters a cell on average above which a table is no list."""
MOST_TURNED = 12
"""Rows above which a grid is no table turned on its side."""


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
        if not grid or max(len(_distinct(row)) for row in grid) < 2:
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
        filled = [cell for row in grid for cell in _distinct(row)]
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
    across = [cells for row in grid if len(cells := _distinct(row)) > 1]
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
    return grid


def _distinct(row: Row) -> list[Cell]:
    seen: dict[int, Cell] = {}
    for cell in row:
        if cell is not None and cell.text:
            seen.setdefault(cell.origin, cell)
    return list(seen.values())


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
        rows = [row for row in bodies if len(_distinct(row)) > 1][:SAMPLE] or self.body[:SAMPLE]
        return [
            Column(name, [row[index].text if index < len(row) and row[index] else "" for row in rows], len(rows))
            for index, name in enumerate(self.header)
        ]


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """Every data table of the page, as `find` left them in `page.grids`."""
    outcome = Outcome("table")
    options = context.site.options if context.site else None
    fixed = options.columns if options else ()
    sheets: list[tuple[int, list[Row], Sheet, Scope]] = []
    labels = _repeated_labels([grid for _, grid in page.grids])
    for start, grid in page.grids:
        above = _above(page, start, scope, context)
        if above.foreign:
            outcome.foreign_list = True
        elif fixed:
            skip = options.skip_rows if options and options.skip_rows is not None else _header(grid)[0]
            sheets.append((start, grid, Sheet([""] * len(fixed), grid[skip:]), above))
        elif _country_a_cell(grid):
            _leave(page, grid)
        elif above.listed and _country_a_column(grid, above, context, outcome):
            continue
        elif not _infobox(grid, above, context, outcome):
            sheets.append((start, grid, sheet_of(grid, labels), above))
    alike: dict[tuple[str, ...], list[Sheet]] = {}
    for _, _, sheet, _ in sheets:
        alike.setdefault(tuple(sheet.header), []).append(sheet)
    for start, grid, sheet, above in sheets:
        if not fixed and any(map(_MONEY.match, sheet.header)) and not any(map(_OF_TIES.search, sheet.header)):
            continue  # of projects and those who pay for them
        met = outcome.entries
        others = [one for one in alike[tuple(sheet.header)] if one is not sheet]
        roles, named = list(fixed) or assign(sheet.columns(others)), len(outcome.drafts)
        alone = not fixed and sheet.records and "partner" not in roles and "both" not in roles and len(sheet.body) == 1
        if alone:
            roles = _titled(page, start, sheet, roles)
        read_sheet(sheet, roles, above, context, outcome, grid, near=_near(page, start), sure=bool(fixed))
        for draft in outcome.drafts[named:] if alone else ():
            draft.since = draft.since or signing_date(page.text, context.base)  # the text beside the facts may tell
        found = any(draft.country for draft in outcome.drafts[named:])
        if (outcome.entries == met and above.listed and _only_arranges(grid)) or (not found and _holds_a_list(grid)):
            outcome.entries, outcome.drafts = met, outcome.drafts[:named]
            _leave(page, grid)
    if not outcome.entries:
        outcome.reason = "no table with partners"
    return outcome


def _near(page: Page, start: int) -> str:
    """What the page calls itself and what stands right above a table."""
    above = [
        block.text for block in page.blocks if block.index < start and len(block.text) < 300 and block.index not in page.tabular
    ]
    return " . ".join([page.heading or page.title, *above[-3:]])


_MONEY = AnyCase(r"\W*(?:сума|вартість|бюджет|кошторис|обсяг (?:фінансування|коштів)|фінансування|сумма|стоимость|бюджет|amount|budget|cost|value|kwota|wartość|budżet|betrag|kosten)(?!\w)")
#: The header of a column that a table of projects does not have.
_OF_TIES = AnyCase(
    r"(?<!\w)(?:(?:міст[оа]|громад[аи]|город[а]?|муніципалітет\w?|територі\w+)[ -]партн[её]р\w*|побратим\w*|(?:дата|рік|год|date|year|data|rok) (?:угод|договор|меморандум|підписан|укладен|побратим|партнер|соглашен|подписан|заключен|of (?:agreement|signing|twinning)|podpisan|zawarci|umow)\w*|"
    r"sister cit\w+|twin(?:ned)? (?:town|cit)\w*|partner (?:town|cit)\w*|miast\w? partnersk\w+|partnerst(?:adt|ädte))(?!\w)"
)
#: Words above a table that make it one of agreements, though they announce no list of partners.
_AGREEMENTS = AnyCase(
    r"(?<!\w)(?:угод|договор|договір|меморандум|соглашени|agreement|memorand|umow|umów|porozumie|vertr[aä]g|vereinbarung)\w*|"
    r"(?<!\w)(?:підписан|подписан|signed|podpisan|unterzeichnet)\w*"
)


def _leave(page: Page, grid: list[Row]) -> None:
    """Lists stand in the cells: other layouts read them line by line."""
    for cell in {cell.origin: cell for row in grid for cell in _distinct(row)}.values():
        page.tabular.difference_update(range(page.cells[cell.origin].start, page.cells[cell.origin].end))


def _titled(page: Page, start: int, sheet: Sheet, roles: list[str]) -> list[str]:
    """A record that does not name its partner takes the name from the heading right above it."""
    before = [block for block in page.blocks if block.index < start and block.index not in page.tabular]
    title = next(
        (block for block in reversed(before) if block.heading and cues.THE_PARTNER.match(block.text)),
        before[-1] if before else None,
    )
    if title is None or len(title.text) > 80 or not {"country", "since"} & set(roles):
        return roles
    named = cues.THE_PARTNER.match(title.text)
    name = title.text[named.end() :] if named else title.text
    if "place" not in holds(name):
        return roles
    sheet.header.append("")
    for row in sheet.body:
        row.extend([None] * (len(roles) - len(row)))
        row.append(Cell(name, False, -1, False))
    return [*roles, "partner"]


def _only_arranges(grid: list[Row]) -> bool:
    """Whether the cells of a grid hold lists of their own: most of them have several lines, and none is a header."""
    cells = [cell for row in grid for cell in _distinct(row)]
    return not any(cell.header for cell in cells) and sum("\n" in cell.text for cell in cells) > 0.7 * len(cells)


def _holds_a_list(grid: list[Row]) -> bool:
    """Whether one cell is a list of its own, of lines that name countries: the table arranges the page around it."""
    return any(
        sum(map(holds_country, cell.text.split("\n"))) > 2
        for row in grid
        for cell in _distinct(row)
        if cell.text.count("\n") > 2
    )


def _country_a_cell(grid: list[Row]) -> bool:
    """Whether each cell is a country with the list of its partners below it."""
    cells = [cell.text.split("\n", 1) for row in grid for cell in _distinct(row)]
    return len(cells) > 1 and all(len(lines) == 2 and country_of(clean(lines[0])) for lines in cells)


def _country_a_column(grid: list[Row], scope: Scope, context: Context, outcome: Outcome) -> bool:
    """Columns headed by countries, with their partners below: true when the grid is such and was read."""
    heads = [country_of(clean(cell.text)) if cell else None for cell in grid[0]]
    below = [cell for row in grid[1:] for cell in _distinct(row)]
    if (
        len(_distinct(grid[0])) < 2
        or not all(heads)
        or not below
        or sum(map(holds_data, (cell.text for cell in below if country_of(clean(cell.text)))))
    ):
        return False
    for row in grid[1:]:
        for iso, head, cell in zip(heads, grid[0], row, strict=False):
            if cell and cell.text and head:
                found = _entries(cell.text, scope._replace(country=iso, country_raw=head.text), context)
                outcome.entries += 1
                outcome.explained += bool(found)
                outcome.drafts += found
    return True


# --- which way a grid runs, and where its header ends -------------------------------------------------------------------


def _repeated_labels(grids: list[list[Row]]) -> frozenset[str]:
    """What stands in the first of the two columns of several tables: labels, whatever they say."""
    counts = Counter(
        label
        for grid in grids
        if len(grids) > 1 and max(map(len, grid)) == 2
        for label in {row[0].text.rstrip(" :") for row in grid if len(_distinct(row)) == 2 and row[0]}
    )
    return frozenset(label for label, count in counts.items() if count > 1)


def sheet_of(grid: list[Row], labels: frozenset[str] = frozenset()) -> Sheet:
    """A grid as records of labels and values, turned on its side, or as it stands: whichever its cells speak for. `labels` are
    those that other tables of the page have as well."""
    if (records := _records(grid, labels)) is not None:
        return records_sheet(records)
    skip, header = _header(grid)
    width = max(map(len, grid))
    sheet = Sheet((header + [""] * width)[:width], grid[skip:] or grid)
    return _turned(grid, sheet) or sheet


def _header(grid: list[Row]) -> tuple[int, list[str]]:
    """How many rows at the top are above the data, and the words over each column."""
    for number, row in enumerate(grid[:4]):
        cells = _distinct(row)
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
    cells = _distinct(row)
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
            holds(line[index].text) for line in below[:20] if index < len(line) and line[index] and len(_distinct(line)) > 1
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
    new = [cell for cell in _distinct(row) if not any(cell is one for one in above)]
    known = sum(role_of(cell.text) is not None for cell in new)
    return bool(new) and known > len(new) / 2 and not any(map(holds_data, (cell.text for cell in new))) and any(cell and cell.wide for cell in above)


def _turned(grid: list[Row], sheet: Sheet) -> Sheet | None:
    """A grid with its labels down the first column, as one with them in the first row, where that sorts its cells by kind."""
    if (
        not 2 <= len(grid) <= MOST_TURNED
        or len(grid[0]) < 3
        or len({len(row) for row in grid}) > 1
        or any(len(_distinct(row)) < 2 for row in grid)
    ):
        return None
    labels = [row[0].text if row[0] else "" for row in grid]
    if any(holds_data(label) or len(label) > 100 or _is_region(label) for label in labels) or not all(labels[1:]):
        return None
    known = sum(1 for label in labels if role_of(label))
    across = sum(1 for cell in _distinct(grid[0])[1:] if role_of(cell.text))
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


_KEY = re.compile(r"^[^\n]{1,100}$")
Record = dict[str, str]
#: The label of a name that stands above its record without one.
TITLE = "Назва"


def _unnumbered(grid: list[Row]) -> list[list[Cell]]:
    """The cells of each row, without those that only count them."""
    rows = [cells for row in grid if (cells := _distinct(row))]
    counted = sum(1 for cells in rows if len(cells) > 2 and NUMBER.match(cells[0].text))
    return [cells[1:] if len(cells) > 2 else cells for cells in rows] if counted >= 0.8 * len(rows) else rows


def _records(grid: list[Row], known_labels: frozenset[str]) -> list[Record] | None:
    """The records of a table of two columns with a label in the first and its value in the second, None when it is none."""
    rows = _unnumbered(grid)
    pairs = [(cells[0].text.rstrip(" :"), cells[1].text) if len(cells) == 2 else ("", cells[0].text) for cells in rows]
    told = [(label, value) for label, value in pairs if label]
    if max(map(len, rows)) > 2 or len(told) < max(2, 0.6 * len(pairs)):
        return None
    if all(cell.header for cell in rows[0]) and len(rows[0]) == 2 and not all(cells[0].header for cells in rows[1:]):
        return None
    if any(not _KEY.match(label) or holds_country(label) or NUMBER.match(label) for label, _ in told):
        return None
    known, labels = sum(1 for label, _ in told if label in known_labels or role_of(label)), {label for label, _ in told}
    if known < max(2, 0.5 * len(told)) or (role_of(told[0][1]) and not holds(told[0][1]) & {"anchored", "country", "date"}):
        return None
    if len(labels) < len(told) and len(labels) > 0.7 * len(told):
        return None
    return split_records(pairs)


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


# --- reading ------------------------------------------------------------------------------------------------------------


def read_sheet(
    sheet: Sheet,
    roles: list[str],
    scope: Scope,
    context: Context,
    outcome: Outcome,
    grid: list[Row],
    *,
    near: str = "",
    sure: bool = False,
) -> None:
    """The partners of a sheet by the roles of its columns, cell by cell or row by row where no column is theirs."""
    head, body = grid[: max(1, len(grid) - len(sheet.body))], sheet.body
    words = " ".join([*sheet.header, *(cell.text for row in grid[:3] for cell in _distinct(row))])
    if not sure and any(map(_OF_PROJECTS.search, sheet.header[:2])):
        return
    if not sure:
        if scope.listed and not sheet.records and _entries_in_cells(grid, sheet, roles, scope, context, outcome):
            return
        scope, roles = _documents(head, body, roles, scope, context)
    if not {"partner", "both", "document"} & set(roles):
        if scope.listed and not sheet.records:
            _rows_as_lines(body, roles, scope, context, outcome)
        return
    agreed = "country" in roles and {"since", "kind", "stage"} & set(roles) and cues.AGREEMENT_WORDS.search(words)
    if not (scope.listed or sure or agreed or "document" in roles or cues.PARTNER_HEADING.search(words)):
        abroad = "country" in roles or sum(
            "anchored" in holds(cell.text)
            for row in body
            for cell, role in zip(row, roles, strict=False)
            if cell and role == "partner"
        ) >= MOST * len(body)
        if not abroad or not _AGREEMENTS.search(near):
            return
    inner = listed = scope._replace(listed=True)
    dated = context
    signing = any(role == "since" and cues.SIGNING.search(header) for role, header in zip(roles, sheet.header, strict=False))
    dated_tie = any(role in ("since", "kind") and _DATE_OF_TIE.search(header) for role, header in zip(roles, sheet.header, strict=False))
    subject = any(role == "notes" and _SUBJECT.match(header) for role, header in zip(roles, sheet.header, strict=False))
    last: list[Draft] = []  # of the row above, which says no more than the name
    for row in body:
        cells = _distinct(row)
        if not cells:
            continue
        if len(cells) == 1 and (len(row) > 1 or cells[0].wide or last) and not sheet.records:
            if year := _YEAR_ROW.fullmatch(cells[0].text):
                # The rows below are of that year, and may print only the day.
                inner = inner._replace(since=parse_date(year[1]))
                dated = replace(context, base=date(int(year[1]), 12, 31), seen={})
                continue
            if cues.WORLD_PART.match(clean(cells[0].text)):
                continue
            heading = read_heading(cells[0].text, inner if inner.hromada_raw else listed, context)
            aside = not (row[0] and row[0].text) and find_dates(cells[0].text)  # below the second column
            more = heading is None or aside or row is body[-1] or (find_dates(cells[0].text) and not _HEADS_ROWS.search(cells[0].text))
            if last and more and not holds_country(cells[0].text) and (WORDED.search(cells[0].text) or stage_in(cells[0].text)):
                for draft in last:
                    add_details(draft, [cells[0].text], inner, dated)
                continue
            if heading is not None:
                inner = heading
                continue
        if sum(1 for cell in cells if role_of(cell.text)) >= max(2, len(cells) - 1) and not any(
            holds_data(cell.text) for cell in cells
        ):
            continue
        outcome.entries += 1
        drafts = _read_row(row, roles, inner, dated, surely=dated_tie or subject)
        for draft in drafts if signing else ():
            if draft.stage is Stage.APPROVED and draft.since is not None and draft.signed_raw:
                draft.stage = Stage.SIGNED  # the decision beside the day of the signing
        if dated is not context:
            for draft in drafts:
                draft.since = draft.since and replace(draft.since, relative=False)
        outcome.explained += bool(drafts)
        outcome.drafts += drafts
        last = drafts if len(drafts) == 1 and drafts[0].since is None and drafts[0].stage is None else []


#: What heads the rows below it though it has a date; else that is told of the row above: `Дію угоди призупинено з 2022 року`.
_HEADS_ROWS = AnyCase(
    r"(?<!\w)(?:міста|громади|партнери|побратими|друзі|муніципалітети|регіони|(?<!дію )(?<!дія )(?<!підготовка )(?<!підписання )(?<!укладення )(?<!проєкт )угоди|договори|меморандуми|протоколи|документи|відносини з|"
    r"чинні|діючі|діють|укладені|підписані|призупинені|розірвані|припинені|денонсовані|колишні|потенційні|заплановані|майбутні|недіючі|нечинні|архів|переговори|у процесі|підготовка до підписання|"
    r"города|общины|соглашения|договоры|действующие|бывшие|partners|cities|towns|agreements|current|former|suspended|terminated|planned|miasta|partnerzy|umowy|städte|partner|verträge)(?!\w)"
)
#: The header of a date that is no meeting's.
_DATE_OF_TIE = AnyCase(
    r"^(?!.*(?:зустріч|візит|переговор|подія|визит|встреч|meeting|visit)).*(?:підпис|укла[вд]|рік|угод|договор|реквізит|початок|встановлен|побратим|партнерств|подпис|заключ|год(?!\w)|соглаш|sign|year|agreement|since|podpis|zawar|rok|umow|jahr|unterz)"
)
_SUBJECT = AnyCase(r"\W*предмет")
_YEAR_ROW = re.compile(r"\W*((?:19|20)\d\d)\s*(?:рік|року|р\.?|год|year|rok)?\W*")


def _documents(head: list[Row], body: list[Row], roles: list[str], scope: Scope, context: Context) -> tuple[Scope, list[str]]:
    """The roles with `document` for a column of titles that name both sides, where no column is that of the partners."""
    if {"partner", "both"} & set(roles):
        return scope, roles
    for column in [index for index, role in enumerate(roles) if role in ("kind", "ignore", "notes", "stage", "")]:
        titles = [row[column].text for row in body if column < len(row) and row[column]]
        told = [title for title in titles if tells(title) and _of_document(title, scope, context)]
        every = len(told) >= max(1 if scope.listed else 2, 0.4 * len(titles))
        if not every and told and all(draft.country for title in told for draft in _of_document(title, scope, context)):
            # Some of many decisions: only the rows that tell of an agreement.
            body[:] = [row for row in body if column < len(row) and row[column] and row[column].text in told]
            every = True
        if every:
            roles = [*roles[:column], "document", *roles[column + 1 :]]
            if any(_DECISION.search(cell.text) for row in head for cell in _distinct(row)):
                # The day is that of a council's decision.
                scope, roles = scope._replace(stage=Stage.APPROVED), [role if role != "since" else "ignore" for role in roles]
    return scope, roles


def _entries_in_cells(
    grid: list[Row], sheet: Sheet, roles: list[str], scope: Scope, context: Context, outcome: Outcome
) -> bool:
    """A grid whose every cell is an entry, beside one another to save room: true when it was read."""
    if sum(1 for text in sheet.header if role_of(text) and not holds_country(text)) > 1:
        return False
    bare = scope.bare and not any(sheet.header) and not {"country", "since", "hromada"} & set(roles)
    first = grid[:SAMPLE]
    sides = {
        index
        for row in first
        for index, cell in enumerate(row)
        if cell and not cell.wide and (bare or "abroad" in holds(cell.text))
    }
    cells = [cell for row in first for cell in _distinct(row) if not NUMBER.match(cell.text)]
    if len(sides) < 2 or len(cells) < 2:
        return False
    kinds = [holds(cell.text) for cell in cells]
    told = [
        one for one in kinds if ("abroad" in one and "prose" not in one) or (bare and "place" in one and "region" not in one)
    ]
    if len(told) < 0.75 * len(cells):
        return False
    rows = [
        [(cell.text, _entries(cell.text, scope, context)) for cell in _distinct(row) if not NUMBER.match(cell.text)]
        for row in grid
    ]
    if all(map(_says_it_twice, rows)):
        rows = [row[:1] for row in rows]
    found = [drafts for row in rows for _, drafts in row]
    if sum(map(bool, found)) < 0.75 * len(found):
        return False
    outcome.entries += len(found)
    outcome.explained += sum(map(bool, found))
    outcome.drafts += [draft for drafts in found for draft in drafts]
    return True


def _says_it_twice(row: list[tuple[str, list[Draft]]]) -> bool:
    """Two cells that say the same in two scripts: as many partners, of the same countries and dates."""
    if len(row) != 2 or {script_of(text) for text, _ in row} != {"cyrillic", "latin"}:
        return False
    first, second = ([(draft.country, draft.since and draft.since.value) for draft in drafts] for _, drafts in row)
    return bool(first) and first == second


def _rows_as_lines(body: list[Row], roles: list[str], scope: Scope, context: Context, outcome: Outcome) -> None:
    """Rows of which no column is that of the partners, each as the line of a list: taken where most then name a country."""
    told = [
        " – ".join(cell.text for cell in _distinct([cell for cell, role in zip(row, roles, strict=False) if role != "number"]))
        for row in body
    ]
    found = [read_entry(line, scope, context) if line and len(line) < 300 else [] for line in told]
    right = [drafts for drafts in found if any(draft.country for draft in drafts)]
    if len(right) < max(1, MOST * len(found)):
        return
    outcome.entries += len(found)
    outcome.explained += len(right)
    outcome.drafts += [draft for drafts in right for draft in drafts]


#: The first column of a table of projects or events: its partners are those of a project.
_OF_PROJECTS = AnyCase(
    r"^\W*(?:(?:назва|найменування|название)\s+)?(?:про[єе]кту?|проекта|гранту?|заход[иу]?|захід|конкурсу?|фестивалю?|турніру?|змагання|олімпіад[аи]|маршруту?|рейсу?|напрям(?:ок)?|вантажу?|донора?|програми?|підприємств[оа]|компані[яї]|фірм[аи]|виробник|інвестор|заклад(?: освіти)?|школ[аи]|ліцей|предприятие|company|мероприяти\w+|project(?: name| title)?)\W*$"
)


def _above(page: Page, start: int, scope: Scope, context: Context) -> Scope:
    """The scope that the nearest headings above a table give."""
    chain = []
    for block in page.blocks:
        if block.index >= start:
            break
        if block.index in page.tabular:
            continue
        if (
            block.heading
            or block.all_bold
            or (
                not block.all_link
                and len(block.text) < 160
                and (block.text.endswith(":") or cues.PARTNER_HEADING.search(block.text))
            )
        ):
            chain.append(block)
    for block in chain[-4:]:
        scope = read_heading(block.text, scope, context) or scope
    return scope


#: What a remark may say of a tie against its row: that it is over, or not yet signed. A remark of a renewal is a detail.
_TOLD_IN_NOTES = frozenset(
    {Stage.ENDED, Stage.SUSPENDED, Stage.PROPOSED_TO_END, Stage.TALKS, Stage.INTENT, Stage.APPROVED, Stage.SIGNED_BY_ONE}
)


#: A document that goes on with another one.
_AMENDED = AnyCase(r"(?<!\w)(?:додатков|додаток|дополнительн|аннекс|aneks|amend|addend|nachtrag)\w*")
#: Stages whose day is not that of a signing.
_BY_COUNCIL = AnyCase(r"(?<!\w)(?:схвален|погоджен|затверджен|одобрен|approved by)\w*\s")
_NOT_YET = (Stage.TALKS, Stage.APPROVED)
#: Stages whose cell may print the day of the signing itself (`підписана 26.04.2012, діюча`).
_IN_FORCE = (Stage.SIGNED, Stage.REGISTERED)


def _read_row(row: Row, columns: list[str], scope: Scope, context: Context, *, surely: bool = False) -> list[Draft]:
    """The partners of one row; `surely`: its date is that of a signing, whatever else it speaks of."""
    cells = [(role, cell.origin, cell.text) for role, cell in zip(columns, row, strict=False) if cell is not None and cell.text]

    def texts(*roles: str) -> list[str]:
        return list({origin: text for role, origin, text in cells if role in roles}.values())

    partner = "\n".join(texts("partner", "both", "document"))
    if not partner or NUMBER.match(partner):
        return []
    if "@" in partner or len(partner) > 2_000:
        return []
    countries = texts("country")
    country_text = fold_space(" ".join(countries))
    country = (country_of(country_text) or iso_of_code(country_text)) if country_text else None
    if country is None and country_text:
        said = {country_of(line) for text in countries for line in text.split("\n") if line.strip()}
        country = said.pop() if len(said) == 1 else None  # one country in two languages
    if country is None and country_text:
        named = {one.iso for one in find_countries(country_text) if one.form != "adjective"}
        country = named.pop() if len(named) == 1 else None  # with its region beside it
    inner = scope._replace(
        country=country or (None if country_text else scope.country),
        country_raw=country_text or scope.country_raw,
        domestic=scope.domestic and country in (None, "UA"),
        listed=scope.listed or bool(country_text),
    )
    drafts = _of_document(partner, inner, context) if "document" in columns else _entries(partner, inner, context)
    drafts = [draft for draft in drafts if draft.country or not COUNCIL.search(draft.name.raw)]
    quote = shorten(" | ".join(cell.text.replace("\n", ", ") for cell in _distinct(row)))
    dates, lines = texts("since"), []
    moment: PartialDate | None = None
    if dates:
        lines = [line for line in "\n".join(dates).split("\n") if line.strip()]
        moment = when_of(" ; ".join(lines), context.base)
    extra = texts("kind", "document", "duration", "stage", "since")
    if moment is None and not any(draft.since for draft in drafts):
        for text in texts("kind", "document"):
            moment = moment or when_of(text, context.base)
        for text in texts("stage"):
            if moment is None and stage_in(text) in (*_IN_FORCE, Stage.INTENT):
                moment = when_of(text, context.base)
        for text in texts("country", "notes", "", "partner", "both") if moment is None else ():
            moment = moment or (signing_date(text, context.base) if _AGREEMENTS.search(text) else None)
    words = " . ".join(extra)
    stage = stage_in(" . ".join(texts("stage")))
    if stage is None or stage in _IN_FORCE:
        # A protocol of intent that is in force is still one.
        stage = stage_in(" . ".join(texts("stage", "since", "kind", "document")))
    if stage is Stage.INTENT and decided(words):
        stage = Stage.APPROVED
    kind = kind_of(words)
    if scope.stage is Stage.APPROVED and stage is Stage.SIGNED:
        stage = None  # what a council decided
    signed = " . ".join(dates)
    told = stage_in(signed) or (Stage.APPROVED if _BY_COUNCIL.search(signed) else None)
    if told in _NOT_YET:
        stage, moment = told, None  # "схвалено рішенням ради від 22.03.2024": no day of signing
    remark = " . ".join(texts("notes", "duration"))
    noted = stage_in(remark) or stage_in(remark[:REMARK])
    if noted is Stage.RENEWED and _AMENDED.search(words):
        stage = noted
    if noted in _TOLD_IN_NOTES and not (noted is Stage.TALKS and (stage is not None or (surely and moment is not None))):
        stage = noted
    elsewhere = {
        iso: said
        for role, _, text in cells
        if role in ("ignore", "notes", "") and (iso := country_of(said := first_piece(text))) not in (None, "UA")
    }
    country_lines = [line for line in "\n".join(countries).split("\n") if line.strip()]
    hromada = texts("hromada")
    region = texts("region")
    for number, draft in enumerate(drafts):
        if len(country_lines) == len(drafts) > 1 and country_of(country_lines[number]):
            draft.country, draft.country_raw, draft.bare = country_of(country_lines[number]), country_lines[number], False
        if country_text and not draft.country_raw:
            draft.country_raw = country_text
        if draft.country is None and not country_text and len(elsewhere) == 1:
            (draft.country, draft.country_raw), draft.bare = next(iter(elsewhere.items())), False  # an address begins with it
        own = parse_date(lines[number], context.base) if len(lines) == len(drafts) > 1 else None
        draft.since = own or moment or draft.since
        draft.signed_raw = fold_space(" ".join(dates)) or None
        draft.stage = stage or draft.stage
        if scope.stage is Stage.APPROVED and draft.stage in (None, Stage.SIGNED):
            draft.stage = Stage.APPROVED
        draft.kind = kind or draft.kind
        draft.quote = quote
        draft.duration_raw = fold_space(" ".join(texts("duration"))) or None
        draft.region_raw = draft.region_raw or (region[0] if region else None)
        if hromada:
            draft.hromada_raw = fold_space(hromada[0])
        draft.level = draft.level or level_of(partner)
    return drafts


def _entries(text: str, scope: Scope, context: Context) -> list[Draft]:
    """The partners of a cell: the whole cell first, then each of its lines."""
    scope = scope._replace(listed=True, bare=True)
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 2 and {script_of(line) for line in lines} == {"cyrillic", "latin"} and not any(map(holds_country, lines)):
        lines = lines[:1]  # one name in two scripts
        text = lines[0]
    items = [item for item in SEMICOLON.split(text) if item.strip()] if len(lines) == 1 else []
    if len(items) > 2 and all(each := [read_entry(item, scope, context) for item in items]):
        return [draft for drafts in each for draft in drafts]
    if len(lines) > 1:
        each = [read_entry(line, scope, context) for line in lines]
        if all(each) or sum(map(bool, each)) >= 2:
            return [draft for drafts in each for draft in drafts]
    return read_entry(text, scope, context)


_DECISION = AnyCase(r"(?<!\w)(?:рішення|решени[ея]|decision|uchwał)")


def _of_document(title: str, scope: Scope, context: Context) -> list[Draft]:
    """The partners that the title of a document names, read once a page: for its column first, then for its row."""
    scope = scope.landless()
    known = context.seen.get((title, scope, "document"))
    if known is None:
        known = context.seen[title, scope, "document"] = read_text(title, scope, context)
    return [draft.copy() for draft in known]


def _infobox(grid: list[Row], scope: Scope, context: Context, outcome: Outcome) -> bool:
    """The row of partners in a table of facts about the town, a label in the first column and its value in the second; True
    when the table is one."""
    rows = _unnumbered(grid)
    pairs = [(cells[0].text.rstrip(":").strip(), cells[1].text) for cells in rows if len(cells) == 2]
    if not pairs or len(pairs) < len(rows) * 0.6:
        return False
    labelled = [(role_of(key), key, value) for key, value in pairs if _KEY.match(key)]
    found_before = False
    for role, key, value in labelled:
        if (
            (
                (cues.PARTNER_WORDS.search(key) and role == "partner")
                or (cues.PARTNER_HEADING.search(key) and role in ("partner", "both", None) and holds_country(value))
                or (found_before and cues.AGREEMENTS_ALONE.match(key) and holds_country(value))
            )
            and len(pairs) > 1
            and (not role_of(value) or holds_country(value))
            and _is_infobox(pairs, key)
            and not any(other in ("country", "both") and holds_country(said) for other, name, said in labelled if name != key)
        ):
            if foreign_owner(key, context):
                outcome.foreign_list = True
                return True
            found = _entries(value, scope._replace(listed=True), context)
            outcome.entries += 1
            outcome.explained += bool(found)
            outcome.drafts += found
            found_before = True
    return found_before


_INFOBOX = AnyCase(
    r"населен|площ|област|район|засн|код|голова|населення|population|area|mayor|oblast|"
    r"region|status|url|сайт|часовий пояс|telephone|телефон|індекс|ludność|powierzchnia|fläche|einwohner|"
    r"площадь|основан|"
    r"географ|адреса|координат|край|висота|поштов",
)


def _is_infobox(pairs: list[tuple[str, str]], key: str) -> bool:
    return sum(1 for label, _ in pairs if label != key and _INFOBOX.search(label)) >= 1
