"""Tables: a row a partner, with headers in any order and language, merged cells, country rows and infobox rows.

What belongs here: the grid of a table, the roles of its columns and rows. What does not: tables that only arrange a page
(those that hold other tables are left to the other layouts).
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from schemas.vocabularies import Stage
from scrapers.layouts import cues, prose
from scrapers.layouts.entries import (
    Context,
    Draft,
    Outcome,
    Scope,
    clean,
    foreign_owner,
    hromada_named,
    kind_in,
    read_entry,
    read_heading,
    shorten,
    stage_in,
    when_of,
)
from scrapers.layouts.page import Page
from scrapers.text.countries import country_of, find_countries
from scrapers.text.dates import PartialDate, parse_date
from scrapers.text.normalise import AnyCase, fold_space, script_of
from scrapers.text.words import level_of

_ROLES = (
    ("number", r"^(?:№|n[o°]?|#|номер|nr|lp|л\.?п)\.?\s*(?:п/?п|з/п|пп|п\.п\.)?\.?$|^п/п$|^no\.?$"),
    (
        "ignore",
        r"сфер|напрям|контакт|опис|адрес|сайт|населенн|площ|sphere|field|area|contact|"
        r"website|population|ludno|powierzchni|einwohner|посилання|link|проєкт|проект|"
        r"заход|відповідальн|(?:дата|номер|№) рішен|кількіст|^к-сть|number of|^(?:ким|хто)\b|підписант|signator|signed by|мета|цілі|зміст|предмет|subject|project|сотрудничества$|направлен|фото|"
        r"photo|герб|прапор|flag|карта|відстань|мер міста|голова|бургомістр|керівник|mayor",
    ),
    (
        "hromada",
        r"українськ|наша громада|назва громади|назва тг|територіальна громада|ukrain|ukraińsk|украинск|"
        r"hromada",
    ),
    ("duration", r"термін|строк|тривал|duration|validity|term\b|okres|laufzeit|срок|чинн|дійсн"),
    ("stage", r"статус|стан\b|status|stage|стадія|этап"),
    ("notes", r"приміт|примеч|заувага|коментар|notes?$|remarks?$|comments?$|uwagi|bemerkung"),
    (
        "both",
        r"(?:країн|держав|стран|countr|kraj|land)[\w -]{0,16}\s*(?:[,/(]|та|і|и|and|i|und|–|-)\s*(?:міст|"
        r"город|cit|town|miast|stadt|партнер|назва)|"
        r"(?:міст|город|cit|town|miast|stadt|партнер|partner|назва)[\w -]{0,22}\s*(?:[,/(]|та|і|и|and|i|"
        r"und|–|-)\s*(?:країн|держав|стран|countr|kraj|land|state)",
    ),
    (
        "since",
        r"дат|рік|року(?!\w)|коли|час |year|date|since|when|data|rok|datum|jahr|seit|год|період|підписан|укладен|"
        r"початок|встановлен|signed|established|з якого",
    ),
    ("country", r"країн|держав|стран|государств|countr|^state$|kraj|państw|^land$|^staat|nation"),
    ("region", r"регіон|област|воєвод|повіт|region|województw|powiat|bundesland|провінц|штат|province|county|land$"),
    (
        "partner",
        r"міст|партнер|побратим|назва|город|назван|city|cities|town|partner|miast|gmin|stadt|städte|"
        r"gemeinde|kommun|громад|муніципал|муницип|іноземн|foreign|name|nazwa|сторон|одиниц|населений пункт|"
        r"територ|organi[sz]ation|^перелік$|^закордон|^за кордоном$",
    ),
    (
        "kind",
        r"вид|тип|документ|форма|угод|договір|agreement|type|kind|rodzaj|umow|art\b|vertrag|реквізит|"
        r"підстав|документ|основан",
    ),
)
_ROLE_PATTERNS = tuple((role, AnyCase(pattern)) for role, pattern in _ROLES)
_DOCUMENT_NAME = AnyCase(
    r"(?:назва|зміст|тема) (?:угод|документ|договор|рішен|розпоряджен)|назва та|title|найменування (?:угод|документ|"
    r"договор)|про (?:встановлення|співпрацю)",
)
_NUMBER = re.compile(r"^\W*\d{1,4}\W*$")
MAX_ROWS = 5_000
MAX_COLUMNS = 60
LONGEST_MEAN = 600
"""Characters a cell on average above which a table is no list."""


@dataclass(slots=True)
class _Cell:
    text: str
    header: bool
    origin: int
    wide: bool


Row = list[_Cell | None]


def find(page: Page) -> list[tuple[int, list[Row]]]:
    """The data tables of a page as (index of the first block, rows), merged cells repeated; marks their blocks in
    `page.tabular`. A table of one column or one row, or of cells full of text, only arranges the page."""
    allowed = {block.index for block in page.blocks}
    tables: dict[int, dict[int, list[int]]] = {}
    for number, cell in enumerate(page.cells):
        if cell.table not in page.outer_tables:
            tables.setdefault(cell.table, {}).setdefault(cell.row, []).append(number)
    result = []
    for rows in tables.values():
        first = page.cells[next(iter(next(iter(rows.values()))))].start
        grid = _grid(page, rows, allowed)
        if not grid or len(grid) < 2 or max(len(_distinct(row)) for row in grid) < 2:
            continue
        filled = [cell for row in grid for cell in _distinct(row)]
        if sum(len(cell.text) for cell in filled) > LONGEST_MEAN * len(filled):
            continue
        result.append((first, grid))
        for numbers in rows.values():
            for number in numbers:
                page.tabular.update(range(page.cells[number].start, page.cells[number].end))
    for block in page.blocks:
        if block.kind == "pre" and block.text.count("\n") > 1 and (grid := _separated(block.text)):
            result.append((block.index, grid))
            page.tabular.add(block.index)
    return result


def _separated(text: str) -> list[Row]:
    """The rows of a table written as lines with one sign between the values, none when the lines do not agree."""
    lines = text.split("\n")
    for sign in ("\t", ";", "|"):
        count = lines[0].strip(sign).count(sign)
        if count and all(line.strip(sign).count(sign) == count for line in lines):
            return [
                [
                    _Cell(value.strip(' "'), number == 0, number * MAX_COLUMNS + column, False)
                    for column, value in enumerate(line.strip(sign).split(sign))
                ]
                for number, line in enumerate(lines)
            ]
    return []


def _grid(page: Page, rows: dict[int, list[int]], allowed: set[int]) -> list[Row]:
    grid: list[Row] = []
    pending: dict[int, tuple[int, _Cell]] = {}
    for row in sorted(rows)[:MAX_ROWS]:
        line: dict[int, _Cell] = {}
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
            cell = _Cell(text, source.header, number, span > 1)
            for offset in range(span):
                line[column + offset] = cell
                if source.rowspan > 1:
                    pending[column + offset] = (min(source.rowspan, MAX_ROWS) - 1, cell)
            column += span
        if any(cell.text for cell in line.values()):
            grid.append([line.get(index) for index in range(max(line) + 1)])
    return grid


def _distinct(row: Row) -> list[_Cell]:
    seen: dict[int, _Cell] = {}
    for cell in row:
        if cell is not None and cell.text:
            seen.setdefault(cell.origin, cell)
    return list(seen.values())


@lru_cache(maxsize=1 << 12)
def role_of(header: str) -> str | None:
    """The role of a column by the words of its header, None when they say nothing."""
    text = fold_space(header)
    if not text or len(text) > 90:
        return None
    if _DOCUMENT_NAME.search(text):
        return "kind"
    if _COUNTRY_HEADER.match(text):
        return "country"
    if re.match(r"дата (?:набуття|набрання) чинності", text, re.I):
        return "since"
    found = [role for role, pattern in _ROLE_PATTERNS if pattern.search(text)]
    if not found:
        return None
    if found[0] == "ignore" and re.match(r"(?:країн|місто|партнер|дата(?! рішен)|country|city|date)", text, re.I):
        found = found[1:] or found
    if {"partner", "country"} <= set(found) and found[0] in ("country", "region") and not _OF_COUNTRY.match(text):
        return "both"
    if found[0] == "hromada" and re.search(r"партнер|побратим|іноземн|foreign|закордон", text, re.I) and "partner" in found:
        return "partner"
    if (
        found[0] == "since"
        and "partner" in found
        and not re.match(
            r"(?:дата|рік|коли|year|date|since|data|rok|"
            r"datum|jahr|seit|год|період|підписан|укладен|початок|з якого)",
            text,
            re.I,
        )
    ):
        return "partner"
    return found[0]


_COUNTRY_HEADER = re.compile(
    r"\W*(?:країна|держава|страна|country|kraj|land)[\s–-]*(?:партнера?|побратима?|партнёр|partnera?)?\W*$", re.I
)
_OF_COUNTRY = re.compile(r"\W*(?:країн|держав|стран|государств|countr|kraj|land|state|nation)", re.I)
#: The first column of a table of projects or events: its partners are those of a project.
_OF_PROJECTS = AnyCase(
    r"^\W*(?:(?:назва|найменування|название)\s+)?(?:про[єе]кту?|проекта|гранту?|заход[иу]?|програми?|мероприяти\w+|project(?: name| title)?)\W*$"
)


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """Every data table of the page, as `find` left them in `page.grids`."""
    outcome = Outcome("table")
    for start, grid in page.grids:
        above = _above(page, start, scope, context)
        if above.foreign:
            outcome.foreign_list = True
            continue
        met = outcome.entries
        if not _country_a_cell(grid):
            _read_grid(grid, above, context, outcome)
        if outcome.entries == met and above.listed and _only_arranges(grid):
            # Lists stand in the cells: other layouts read them line by line.
            cells = [page.cells[cell.origin] for row in grid for cell in _distinct(row)]
            page.tabular.difference_update(number for cell in cells for number in range(cell.start, cell.end))
    if not outcome.entries:
        outcome.reason = "no table with partners"
    return outcome


def _only_arranges(grid: list[Row]) -> bool:
    """Whether the cells of a grid hold lists of their own: most of them have several lines, and none is a header."""
    cells = [cell for row in grid for cell in _distinct(row)]
    return not any(cell.header for cell in cells) and sum("\n" in cell.text for cell in cells) > 0.7 * len(cells)


def _country_a_cell(grid: list[Row]) -> bool:
    """Whether each cell is a country with the list of its partners below it."""
    cells = [cell.text.split("\n", 1) for row in grid for cell in _distinct(row)]
    return len(cells) > 1 and all(len(lines) == 2 and country_of(clean(lines[0])) for lines in cells)


def _turned(grid: list[Row]) -> list[Row]:
    """A grid with its headers down the first column, as one with them in the first row: `Місто | A | B`, `Країна | X | Y`."""
    if len(grid) > 8 or len(grid[0]) < 3 or len({len(row) for row in grid}) > 1:
        return grid
    heads = [role_of(row[0].text) if row[0] and len(row[0].text) < 60 else None for row in grid]
    across = [role_of(cell.text) for cell in grid[0][1:] if cell]
    if not all(heads) or heads.count("partner") != 1 or not {"country", "since"} & set(heads) or any(across):
        return grid
    return [list(column) for column in zip(*grid, strict=True)]


def _above(page: Page, start: int, scope: Scope, context: Context) -> Scope:
    """The scope that the nearest headings above a table give."""
    chain = []
    for block in page.blocks:
        if block.index >= start:
            break
        if (
            block.heading
            or block.all_bold
            or (len(block.text) < 160 and (block.text.endswith(":") or cues.PARTNER_HEADING.search(block.text)))
        ):
            chain.append(block)
    for block in chain[-4:]:
        scope = read_heading(block.text, scope, context) or scope
    return scope


def _read_grid(grid: list[Row], scope: Scope, context: Context, outcome: Outcome) -> None:
    options = context.site.options if context.site else None
    columns: list[str] = []
    body = grid
    if options and options.columns:
        columns = list(options.columns)
        body = grid[options.skip_rows if options.skip_rows is not None else _header_rows(grid)[0] :]
    else:
        grid = body = _turned(grid)
        if _key_values(grid, scope, context, outcome):
            return
        skip, columns = _header_rows(grid)
        body = grid[skip:]
        if "partner" not in columns and "both" not in columns:
            columns = _infer(body, columns, scope)
    unnamed = "partner" not in columns and "both" not in columns
    for column in [index for index, role in enumerate(columns) if role in ("kind", "ignore", "")] if unnamed else []:
        titles = [row[column].text for row in body if column < len(row) and row[column]]
        told = [
            title
            for title in titles
            if _BETWEEN.search(title)
            and (cues.AGREEMENT_WORDS.search(title) or cues.PARTNER_WORDS.search(title))
            and _of_document(title, scope, context)
        ]
        if len(told) >= max(2, 0.4 * len(titles)):
            columns = [*columns[:column], "document", *columns[column + 1 :]]
            if any(_DECISION.search(cell.text) for cell in _distinct(grid[0])):
                # The day is that of a council's decision.
                scope, columns = (
                    replace(scope, stage=Stage.APPROVED),
                    [role if role != "since" else "ignore" for role in columns],
                )
    if not {"partner", "both", "document"} & set(columns):
        return
    if grid and any(_OF_PROJECTS.search(cell.text) for cell in _distinct(grid[0])[:2]):
        return
    words = " ".join(cell.text for row in grid[:3] for cell in _distinct(row))
    agreed = "country" in columns and {"since", "kind", "stage"} & set(columns) and cues.AGREEMENT_WORDS.search(words)
    agreed = agreed or "document" in columns
    if not scope.listed and not (options and options.columns) and not agreed and not cues.PARTNER_HEADING.search(words):
        return
    inner = listed = replace(scope, listed=True)
    dated = context
    for row in body:
        cells = _distinct(row)
        if not cells:
            continue
        if len(cells) == 1 and (len(row) > 1 or cells[0].wide):
            if year := _YEAR_ROW.fullmatch(cells[0].text):
                # The rows below are of that year, and may print only the day.
                inner = replace(inner, since=parse_date(year[1]))
                dated = replace(context, base=date(int(year[1]), 12, 31), seen={})
                continue
            if cues.WORLD_PART.match(clean(cells[0].text)):
                continue
            heading = read_heading(cells[0].text, inner if inner.hromada_raw else listed, context)
            if heading is not None:
                inner = heading
                continue
        if sum(1 for cell in cells if role_of(cell.text)) >= max(2, len(cells) - 1) and not any(map(_holds_data, cells)):
            continue
        outcome.entries += 1
        drafts = _read_row(row, columns, inner, dated)
        if dated is not context:
            for draft in drafts:
                draft.since = draft.since and replace(draft.since, relative=False)
        outcome.explained += bool(drafts)
        outcome.drafts += drafts


_YEAR_ROW = re.compile(r"\W*((?:19|20)\d\d)\s*(?:рік|року|р\.?|год|year|rok)?\W*")


def _header_rows(grid: list[Row]) -> tuple[int, list[str]]:
    """How many rows at the top are headers, and the roles they give to the columns."""
    for number, row in enumerate(grid[:4]):
        cells = _distinct(row)
        roles = [role_of(cell.text) if cell and len(cell.text) < 90 else None for cell in row]
        known = len({cell.origin for cell, role in zip(row, roles, strict=True) if cell and role})
        if (
            len(cells) >= 2
            and known >= 2
            and known >= len(cells) - 2
            and not any(map(_holds_data, cells))
            and (
                any(role in ("partner", "both", "country") for role in roles)
                or ("kind" in roles and ("since" in roles or all(cell.header for cell in cells)))
            )
        ):
            if (
                number + 1 < len(grid)
                and any(cell and cell in row for cell in grid[number + 1])
                and _header_below(grid[number + 1], row)
            ):
                number, row = number + 1, grid[number + 1]
                roles = [role_of(cell.text) if cell and len(cell.text) < 90 else None for cell in row]
            body = grid[number + 1 :]
            if not {"partner", "both"} & set(roles) and roles.count("region") == 1 and "country" in roles:
                roles[roles.index("region")] = "partner"  # regions are the partners
            return number + 1, _told_by_content(_unique([role or "" for role in roles], row, body), body)
        if len(cells) > 1 and not all(cell.header for cell in cells):
            break
    first = _distinct(grid[0])
    return (1 if len(first) > 1 and all(cell.header for cell in first) else 0), []


def _holds_data(cell: _Cell) -> bool:
    """Whether a cell names a country or prints a year: no header, whatever its other words."""
    return bool(_YEAR.search(cell.text)) or _holds_country(cell.text)


def _holds_country(text: str) -> bool:
    return any(one.form != "adjective" and one.iso != "UA" for one in find_countries(text))


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _header_below(row: Row, above: Row) -> bool:
    """Whether a row goes on with the header above it: cells that span both, the others under one wide cell and each with a role."""
    new = [cell for cell in _distinct(row) if not any(cell is one for one in above)]
    return bool(new) and all(role_of(cell.text) for cell in new) and any(cell and cell.wide for cell in above)


def _column(body: list[Row], index: int) -> list[str]:
    """The texts of a column in the first rows that have more than one cell."""
    return [row[index].text for row in body[:60] if index < len(row) and row[index] and len(_distinct(row)) > 1]


def _told_by_content(roles: list[str], body: list[Row]) -> list[str]:
    """Columns whose header says nothing get the role of a date or a country by what they hold, where no other has it."""
    for index, role in enumerate(roles):
        texts = _column(body, index) if not role else []
        if not texts:
            continue
        if "since" not in roles and sum(len(text) < 60 and parse_date(text) is not None for text in texts) >= 0.6 * len(texts):
            roles[index] = "since"
        elif not {"country", "both"} & set(roles) and sum(country_of(clean(text)) is not None for text in texts) >= 0.6 * len(
            texts
        ):
            roles[index] = "country"
    return roles


def _at_home(text: str) -> bool:
    first = _LEVEL.sub("", re.split(r"[(\n,]", clean(text))[0]).strip()
    return hromada_named(text) is not None or cues.is_ukrainian(first) or _COUNCIL.search(text) is not None


_COUNCIL = re.compile(
    r"ськ(?:а|ої|ою) (?:міськ|селищн|сільськ|територіальн)(?:а|ої|ою) |ськ(?:а|ої|ою) (?:рад[аиоу]\w?|громад[аиоу]\w?|ТГ|ОТГ)(?!\w)"
)


_HOME_SIDE = AnyCase(r"(?<!\w)(?:з|від|from)\s+україн\w+|українськ\w+ (?:сторон|бок|партнер)|ukrainian (?:side|party|partner)")


def _unique(roles: list[str], row: Row, body: list[Row]) -> list[str]:
    """One column a role: of several partner columns the one that is not the document, the region or the home side."""
    partners = [index for index, role in enumerate(roles) if role == "partner"]
    if len(partners) > 1:

        def weight(index: int) -> int:
            text = row[index].text if row[index] else ""
            held = _column(body, index)
            home = -10 if (held and sum(map(_at_home, held)) > 0.6 * len(held)) or _HOME_SIDE.search(text) else 0
            return (
                home
                + (3 if re.search(r"партнер|побратим|partner|twin|іноземн|foreign", text, re.I) else 0)
                + (2 if re.search(r"міст|город|cit|town|miast|stadt|назва|gmin", text, re.I) else 0)
            )

        best = max(partners, key=lambda index: (weight(index), -index))
        for index in partners:
            if index != best and row[index] is not row[best]:
                owner = _OWNER.search(row[index].text) or weight(index) < 0
                roles[index] = "hromada" if owner and "hromada" not in roles else "ignore"
    return roles


#: The column of a list of several hromady that says whose partner each row is, beside the column of partners.
_OWNER = AnyCase(
    r"^\W*(?:назва\s+)?(?:(?:об.?єднан\w+\s+)?(?:територіальн\w+\s+)?громад[аи]|О?ТГ|(?:міськ|місцев)\w+ рад[аи])\W*$"
)


def _infer(body: list[Row], known: list[str], scope: Scope) -> list[str]:
    """Roles by content when the headers do not say: countries, dates, numbers, and the first column of names."""
    width = max((len(row) for row in body), default=0)
    if not body or width > 12:
        return known
    roles = (known + ["ignore"] * width)[:width] if known else ["ignore"] * width
    rows = body[:60]
    full = max(1, sum(1 for row in rows if len(_distinct(row)) > 1))
    for column in range(width):
        texts = [row[column].text for row in rows if column < len(row) and row[column] and len(_distinct(row)) > 1]
        if not texts:
            continue
        if sum(1 for text in texts if country_of(clean(text).split(",")[0])) >= 0.6 * full:
            roles[column] = "country"
        elif sum(1 for text in texts if _NUMBER.match(text) and not re.search(r"(?:19|20)\d\d", text)) >= 0.7 * full:
            roles[column] = "number"
        elif sum(1 for text in texts if len(text) < 60 and parse_date(text)) >= 0.6 * full:
            roles[column] = "since"
        elif "kind" not in roles and sum(1 for text in texts if cues.AGREEMENT_WORDS.match(text.lstrip())) >= 0.6 * full:
            roles[column] = "kind"
    for column in range(width):
        if roles[column] != "ignore":
            continue
        texts = [row[column].text for row in rows if column < len(row) and row[column] and len(_distinct(row)) > 1]
        anchored = "country" in roles or "since" in roles or scope.country or scope.listed
        if sum(1 for text in texts if cues.AGREEMENT_WORDS.search(text) and _BETWEEN.search(text)) >= max(2, 0.4 * len(texts)):
            continue  # titles of documents
        if anchored and texts and sum(map(_names_a_place, texts)) >= 0.6 * full:
            roles[column] = "partner"
            break
    return roles


def _names_a_place(text: str) -> bool:
    if len(text) >= 160:
        return False
    first = _LEVEL.sub("", re.split(r"[(\n,]", clean(text))[0]).strip()
    return cues.plausible(first) or (first[:1].isupper() and any(one.form == "name" for one in find_countries(text)))


_LEVEL = re.compile(r"(?:м\.|міст[оа](?:-побратим)?|смт|[гґ]міна|комуна|муніципалітет|город|г\.|miasto|gmina|city of)\s*", re.I)


#: What a remark may say of a tie against its row: that it is over, or not yet signed. A remark of a renewal is a detail.
_TOLD_IN_NOTES = frozenset(
    {Stage.ENDED, Stage.SUSPENDED, Stage.PROPOSED_TO_END, Stage.TALKS, Stage.INTENT, Stage.APPROVED, Stage.SIGNED_BY_ONE}
)


#: Stages whose cell may print the day of the signing itself (`підписана 26.04.2012, діюча`).
_IN_FORCE = (Stage.SIGNED, Stage.REGISTERED)


def _read_row(row: Row, columns: list[str], scope: Scope, context: Context) -> list[Draft]:
    def texts(*roles: str) -> list[str]:
        found: dict[int, str] = {}
        for index, cell in enumerate(row):
            if cell is not None and cell.text and index < len(columns) and columns[index] in roles:
                found.setdefault(cell.origin, cell.text)
        return list(found.values())

    partner = "\n".join(texts("partner", "both", "document"))
    if not partner or _NUMBER.match(partner):
        return []
    if "@" in partner or len(partner) > 2_000:
        return []
    countries = texts("country")
    country_text = fold_space(" ".join(countries))
    country = country_of(country_text) if country_text else None
    if country is None and country_text:
        said = {country_of(line) for text in countries for line in text.split("\n") if line.strip()}
        country = said.pop() if len(said) == 1 else None  # one country in two languages
    if country is None and country_text:
        named = {one.iso for one in find_countries(country_text) if one.form != "adjective"}
        country = named.pop() if len(named) == 1 else None  # with its region beside it
    inner = replace(
        scope,
        country=country or (None if country_text else scope.country),
        country_raw=country_text or scope.country_raw,
        listed=scope.listed or bool(country_text),
    )
    drafts = _of_document(partner, inner, context) if "document" in columns else _entries(partner, inner, context)
    drafts = [draft for draft in drafts if draft.country or not _COUNCIL.search(draft.name.raw)]
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
            if moment is None and stage_in(text) in _IN_FORCE:
                moment = when_of(text, context.base)
    words = " . ".join(extra)
    stage, kind = stage_in(" . ".join(texts("stage", "since", "kind", "document"))), kind_in(words)
    if scope.stage is Stage.APPROVED and stage is Stage.SIGNED:
        stage = None  # what a council decided
    noted = stage_in(" . ".join(texts("notes", "duration")))
    if noted in _TOLD_IN_NOTES:
        stage = noted
    country_lines = [line for line in "\n".join(countries).split("\n") if line.strip()]
    hromada = texts("hromada")
    region = texts("region")
    for number, draft in enumerate(drafts):
        if len(country_lines) == len(drafts) > 1 and country_of(country_lines[number]):
            draft.country, draft.country_raw, draft.bare = country_of(country_lines[number]), country_lines[number], False
        if country_text and not draft.country_raw:
            draft.country_raw = country_text
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
    scope = replace(scope, listed=True, bare=True)
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 2 and {script_of(line) for line in lines} == {"cyrillic", "latin"} and not any(map(_holds_country, lines)):
        lines = lines[:1]  # one name in two scripts
        text = lines[0]
    if len(lines) > 1:
        each = [read_entry(line, scope, context) for line in lines]
        if all(each) or sum(map(bool, each)) >= 2:
            return [draft for drafts in each for draft in drafts]
    return read_entry(text, scope, context)


#: `Угода про співпрацю між A та B`: a title that names both sides.
_BETWEEN = AnyCase(r"(?<!\w)(?:між|поміж|между|between|pomiędzy|między|zwischen|with|з|із|зі|с)\s")


_DECISION = AnyCase(r"(?<!\w)(?:рішення|решени[ея]|decision|uchwał)")


def _of_document(title: str, scope: Scope, context: Context) -> list[Draft]:
    return prose.read_text(title, replace(scope, country=None, country_raw=None), context)


def read_record(record: dict[str, str], scope: Scope, context: Context) -> list[Draft]:
    """The partners of one record of labelled values, role by role (`partner`, `country`, `since` ...)."""
    row: Row = [_Cell(value, False, index, False) for index, value in enumerate(record.values())]
    return _read_row(row, list(record), replace(scope, listed=True), context)


_KEY = re.compile(r"^[^\n]{1,60}$")


def _key_values(grid: list[Row], scope: Scope, context: Context, outcome: Outcome) -> bool:
    """Infobox tables: a label in the first column, its value in the second. True when the table is one."""
    rows = [cells for row in grid if (cells := _distinct(row))]
    pairs = [(cells[0].text.rstrip(":").strip(), cells[1].text) for cells in rows if len(cells) == 2]
    if not pairs or len(pairs) < len(rows) * 0.6:
        return False
    labelled = [(role_of(key), key, value) for key, value in pairs if _KEY.match(key)]
    for role, key, value in labelled:
        if (
            (
                (cues.PARTNER_WORDS.search(key) and role == "partner")
                or (cues.PARTNER_HEADING.search(key) and role in ("partner", None) and _holds_country(value))
            )
            and len(pairs) > 1
            and (not role_of(value) or _holds_country(value))
            and _is_infobox(pairs, key)
        ):
            if foreign_owner(key, context):
                outcome.foreign_list = True
                return True
            found = _entries(value, replace(scope, listed=True), context)
            outcome.entries += 1
            outcome.explained += bool(found)
            outcome.drafts += found
            return True
    roles = [role for role, _, _ in labelled]
    if (
        roles.count("partner") >= 1
        and (roles.count("country") >= 1 or "since" in roles)
        and not any(country_of(key) for key, _ in pairs)
    ):
        if sum(1 for role in roles if role) < len(pairs) * 0.5 or role_of(pairs[0][1]):
            return False
        current: dict[str, str] = {}
        records: list[dict[str, str]] = []
        for role, _, value in labelled:
            if role in current and role in ("partner", "country"):
                records.append(current)
                current = {}
            if role:
                current[role] = value
        records.append(current)
        for record in records:
            if "partner" not in record:
                continue
            outcome.entries += 1
            drafts = read_record(record, scope, context)
            outcome.explained += bool(drafts)
            outcome.drafts += drafts
        return bool(outcome.entries)
    return False


_INFOBOX = AnyCase(
    r"населен|площ|област|район|засн|код|голова|населення|population|area|mayor|oblast|"
    r"region|status|url|сайт|часовий пояс|telephone|телефон|індекс|ludność|powierzchnia|fläche|einwohner|"
    r"площадь|основан|"
    r"географ|адреса|координат|край|висота|поштов",
)


def _is_infobox(pairs: list[tuple[str, str]], key: str) -> bool:
    return sum(1 for label, _ in pairs if label != key and _INFOBOX.search(label)) >= 1
