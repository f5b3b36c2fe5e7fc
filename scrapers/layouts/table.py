"""The layout of tables: a row a partner, with headers in any order and language or none, country rows, facts about a town.

What belongs here: which tables of a page are read, what stands above them, and going over their rows. What does not: grids
as such (`grid`), and tables that only arrange a page (those that hold other tables are left to the other layouts).
"""

import re
from dataclasses import replace
from datetime import date

from schemas.vocabularies import Stage
from scrapers.layouts import cues
from scrapers.layouts.entry.dates import signing_date
from scrapers.layouts.entry.marks import clean
from scrapers.layouts.entry.model import Context, Draft, Outcome, Scope
from scrapers.layouts.entry.owners import foreign_owner
from scrapers.layouts.entry.reading import add_details, read_entry
from scrapers.layouts.entry.scope import read_heading
from scrapers.layouts.entry.stages import WORDED, stage_in
from scrapers.layouts.grid.columns import MOST, NUMBER, SAMPLE, assign, holds, holds_country, holds_data, role_of, tells
from scrapers.layouts.grid.rows import AGREEMENTS, DECISION, entries_of, of_document, read_row
from scrapers.layouts.grid.sheets import LABEL, Sheet, find_header, repeated_labels, sheet_of, unnumbered
from scrapers.layouts.grid.tables import Cell, Row, distinct
from scrapers.layouts.page.model import Page
from scrapers.text.countries import country_of
from scrapers.text.dates import find_dates, parse_date
from scrapers.text.normalise import AnyCase, script_of


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """Every data table of the page, as `find` left them in `page.grids`."""
    outcome = Outcome("table")
    options = context.site.options if context.site else None
    fixed = options.columns if options else ()
    sheets: list[tuple[int, list[Row], Sheet, Scope]] = []
    labels = repeated_labels([grid for _, grid in page.grids])
    for start, grid in page.grids:
        above = _above(page, start, scope, context)
        if above.foreign:
            outcome.foreign_list = True
        elif fixed:
            skip = options.skip_rows if options and options.skip_rows is not None else find_header(grid)[0]
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
def _leave(page: Page, grid: list[Row]) -> None:
    """Lists stand in the cells: other layouts read them line by line."""
    for cell in {cell.origin: cell for row in grid for cell in distinct(row)}.values():
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
    cells = [cell for row in grid for cell in distinct(row)]
    return not any(cell.header for cell in cells) and sum("\n" in cell.text for cell in cells) > 0.7 * len(cells)


def _holds_a_list(grid: list[Row]) -> bool:
    """Whether one cell is a list of its own, of lines that name countries: the table arranges the page around it."""
    return any(
        sum(map(holds_country, cell.text.split("\n"))) > 2
        for row in grid
        for cell in distinct(row)
        if cell.text.count("\n") > 2
    )


def _country_a_cell(grid: list[Row]) -> bool:
    """Whether each cell is a country with the list of its partners below it."""
    cells = [cell.text.split("\n", 1) for row in grid for cell in distinct(row)]
    return len(cells) > 1 and all(len(lines) == 2 and country_of(clean(lines[0])) for lines in cells)


def _country_a_column(grid: list[Row], scope: Scope, context: Context, outcome: Outcome) -> bool:
    """Columns headed by countries, with their partners below: true when the grid is such and was read."""
    heads = [country_of(clean(cell.text)) if cell else None for cell in grid[0]]
    below = [cell for row in grid[1:] for cell in distinct(row)]
    if (
        len(distinct(grid[0])) < 2
        or not all(heads)
        or not below
        or sum(map(holds_data, (cell.text for cell in below if country_of(clean(cell.text)))))
    ):
        return False
    for row in grid[1:]:
        for iso, head, cell in zip(heads, grid[0], row, strict=False):
            if cell and cell.text and head:
                found = entries_of(cell.text, scope._replace(country=iso, country_raw=head.text), context)
                outcome.entries += 1
                outcome.explained += bool(found)
                outcome.drafts += found
    return True


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
    words = " ".join([*sheet.header, *(cell.text for row in grid[:3] for cell in distinct(row))])
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
        if not abroad or not AGREEMENTS.search(near):
            return
    inner = listed = scope._replace(listed=True)
    dated = context
    signing = any(role == "since" and cues.SIGNING.search(header) for role, header in zip(roles, sheet.header, strict=False))
    dated_tie = any(role in ("since", "kind") and _DATE_OF_TIE.search(header) for role, header in zip(roles, sheet.header, strict=False))
    subject = any(role == "notes" and _SUBJECT.match(header) for role, header in zip(roles, sheet.header, strict=False))
    last: list[Draft] = []  # of the row above, which says no more than the name
    for row in body:
        cells = distinct(row)
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
        drafts = read_row(row, roles, inner, dated, surely=dated_tie or subject)
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
        told = [title for title in titles if tells(title) and of_document(title, scope, context)]
        every = len(told) >= max(1 if scope.listed else 2, 0.4 * len(titles))
        if not every and told and all(draft.country for title in told for draft in of_document(title, scope, context)):
            # Some of many decisions: only the rows that tell of an agreement.
            body[:] = [row for row in body if column < len(row) and row[column] and row[column].text in told]
            every = True
        if every:
            roles = [*roles[:column], "document", *roles[column + 1 :]]
            if any(DECISION.search(cell.text) for row in head for cell in distinct(row)):
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
    cells = [cell for row in first for cell in distinct(row) if not NUMBER.match(cell.text)]
    if len(sides) < 2 or len(cells) < 2:
        return False
    kinds = [holds(cell.text) for cell in cells]
    told = [
        one for one in kinds if ("abroad" in one and "prose" not in one) or (bare and "place" in one and "region" not in one)
    ]
    if len(told) < 0.75 * len(cells):
        return False
    rows = [
        [(cell.text, entries_of(cell.text, scope, context)) for cell in distinct(row) if not NUMBER.match(cell.text)]
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
        " – ".join(cell.text for cell in distinct([cell for cell, role in zip(row, roles, strict=False) if role != "number"]))
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


def _infobox(grid: list[Row], scope: Scope, context: Context, outcome: Outcome) -> bool:
    """The row of partners in a table of facts about the town, a label in the first column and its value in the second; True
    when the table is one."""
    rows = unnumbered(grid)
    pairs = [(cells[0].text.rstrip(":").strip(), cells[1].text) for cells in rows if len(cells) == 2]
    if not pairs or len(pairs) < len(rows) * 0.6:
        return False
    labelled = [(role_of(key), key, value) for key, value in pairs if LABEL.match(key)]
    lists = {key for role, key, value in labelled if role == "partner" and cues.PARTNER_WORDS.search(key) and holds_country(value)}
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
            and (len(lists) > 1 or _is_infobox(pairs, key))
            and not any(other in ("country", "both") and holds_country(said) for other, name, said in labelled if name != key)
        ):
            if foreign_owner(key, context):
                outcome.foreign_list = True
                return True
            found = entries_of(value, scope._replace(listed=True), context)
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
