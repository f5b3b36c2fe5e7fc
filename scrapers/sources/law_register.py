"""The register of agreements on international territorial cooperation (Law 3668-IX), published on data.gov.ua.

What belongs here: which file of the data set is the current one, how its workbook is opened without harm, what its twelve
columns mean, and how a row becomes a claim. What does not: which hromada or place a party is.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from xml.parsers import expat

from python_calamine import CalamineWorkbook
from rapidfuzz import fuzz

from schemas.vocabularies import Gives, IssueClass, Kind, Level, Precision, Record, Stage
from scrapers.archive import Document
from scrapers.claim import Claim, Issue, Reading
from scrapers.errors import ApiError, BadRow, LayoutChanged, ScrapeError, TooLarge, UnexpectedlyEmpty, WrongType
from scrapers.fetch import Fetcher
from scrapers.source import CrawlContext, Harvest, Source
from scrapers.text.countries import country_of, find_countries
from scrapers.text.dates import parse_date
from scrapers.text.names import split_names
from scrapers.text.normalise import fold, fold_space, script_of, strip_personal
from scrapers.text.words import kind_of, level_of, stage_of

DATASET = "6c460279-bac0-45ba-ab71-b255289a49f2"
#: Where the register lives. The file behind it changes its name with every edition, so this is the address of the document.
DATASET_URL = f"https://data.gov.ua/dataset/{DATASET}"
PACKAGE_URL = f"https://data.gov.ua/api/3/action/package_show?id={DATASET}"
_LAYOUT = "law_register_xlsx"


class LawRegister(Source):
    """The newest workbook of the register: one claim a row."""

    id = "law_register"
    title = "Перелік зареєстрованих угод про міжнародне територіальне співробітництво"
    publisher = "Міністерство розвитку громад та територій України"
    homepage = DATASET_URL
    licence = "open data of the national portal data.gov.ua: free reuse with a link to the source (resolution 835)"
    frequency = "nightly; the file is replaced every few weeks"
    robots = "robots.txt is obeyed; the CKAN API needs no key; two requests a night"
    gives = (Gives.AGREEMENTS,)
    #: 118 rows of about half of the hromady were known in 2026.
    expect_min = 100
    expect_max = 8000
    weight = 1.0

    async def crawl(self, fetcher: Fetcher, context: CrawlContext) -> Harvest:
        """Two requests: what files there are, and the newest whole one. Its document stands under `DATASET_URL`."""
        harvest = Harvest()
        try:
            package = await fetcher.get(PACKAGE_URL, source=self.id)
            context.progress(self.id, 1, 2)
            workbook = await fetcher.get(newest_workbook(package.body), source=self.id)
            harvest.documents.append(replace(workbook, url=DATASET_URL))
        except ScrapeError as error:
            harvest.issues.append(replace(error.issue(self.id), url=error.url or PACKAGE_URL))
        context.progress(self.id, 2, 2)
        return harvest

    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        return read_workbook(document.body)

    def page(self, url: str) -> str:
        """One page, whatever request failed: the register."""
        return DATASET_URL


def newest_workbook(package: bytes) -> str:
    """The address of the newest XLSX that the portal's link checker does not call broken, by `last_modified`.

    `package` is CKAN's answer to `package_show`. Raises `ApiError`, or `LayoutChanged` when it lists no such file.
    """
    try:
        answer = json.loads(package)
    except (ValueError, RecursionError) as error:
        raise ApiError(f"package_show is not JSON: {type(error).__name__}", url=PACKAGE_URL) from None
    result = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(result, dict) or answer.get("success") is not True:
        words = answer.get("error") if isinstance(answer, dict) else None
        raise ApiError(f"package_show failed: {fold_space(str(words))[:200]}", url=PACKAGE_URL)
    resources = result.get("resources")
    whole = [resource for resource in resources or () if isinstance(resource, dict) and _is_workbook(resource)]
    if not whole:
        raise LayoutChanged("the data set lists no XLSX file that is whole", url=PACKAGE_URL)
    newest = max(whole, key=lambda resource: _moment(resource.get("last_modified") or resource.get("created")))
    return newest["url"]


def _is_workbook(resource: Mapping[str, Any]) -> bool:
    url, form = resource.get("url"), resource.get("format")
    if not isinstance(url, str) or not url:
        return False
    archiver = resource.get("archiver")
    if isinstance(archiver, Mapping) and str(archiver.get("is_broken")).lower() == "true":
        return False
    return str(form).upper().lstrip(".") == "XLSX" or urlsplit(url).path.lower().endswith(".xlsx")


def _moment(value: Any) -> datetime:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None)
    except (TypeError, ValueError):
        return datetime.min


# the workbook, which is hostile until its parts are counted

_MAX_PARTS = 500
_MAX_UNCOMPRESSED = 64 * 1024 * 1024
_MAX_ROWS, _MAX_COLUMNS, _MAX_CELLS = 50_000, 256, 2_000_000

Cell = Any


def sheets(body: bytes) -> dict[str, list[list[Cell]]]:
    """Every sheet of a workbook as rows of cells from A1 on: str, float, int, bool, datetime, date, time or timedelta.

    calamine ends the process when two far-off cells make it allocate the rectangle between them, and trusts the sizes
    that a ZIP file declares. So the parts are taken out within the declared sizes, packed anew, and their cells counted
    first. Raises `WrongType` for what is no workbook, `TooLarge` for one beyond the limits.
    """
    try:
        packed = _repacked(body)
        workbook = CalamineWorkbook.from_filelike(packed)
        return {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names}
    except ScrapeError:
        raise
    except BaseException as error:
        # A panic inside calamine is no Exception; what the user or the system asks for goes through.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise WrongType(f"not a workbook that can be read: {type(error).__name__}") from error


def _repacked(body: bytes) -> io.BytesIO:
    if not zipfile.is_zipfile(io.BytesIO(body)):
        raise WrongType("not an XLSX file")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(out, "w") as target:
        parts = {info.filename: info for info in source.infolist() if info.filename.lower().endswith((".xml", ".rels"))}
        size = sum(info.file_size for info in source.infolist())
        if len(source.infolist()) > _MAX_PARTS or size > _MAX_UNCOMPRESSED:
            raise TooLarge(
                f"a workbook of {len(source.infolist())} parts and {size} bytes; limits {_MAX_PARTS}, {_MAX_UNCOMPRESSED}"
            )
        for name, info in parts.items():
            try:
                with source.open(info) as stream:
                    part = stream.read(info.file_size + 1)  # without a number, all that the part unpacks to
            except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
                raise WrongType(f"part {name[:80]!r} of the workbook cannot be read: {type(error).__name__}") from error
            _count_cells(name, part)
            target.writestr(name, part)
    out.seek(0)
    return out


def _count_cells(name: str, part: bytes) -> None:
    """Raise when the rectangle that a sheet spans is too large, by the same rules by which a reader places its cells."""
    row = column = rows = columns = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, rows, columns
        tag = tag.rpartition(":")[2]
        if tag == "row":
            given = attributes.get("r", "")
            row, column = int(given[:9]) if given.isdecimal() else row + 1, 0
        elif tag == "c":
            given = _REFERENCE.fullmatch(attributes.get("r", ""))
            if given:
                row, column = int(given[2]), _column_number(given[1])
            else:
                column += 1
            rows, columns = max(rows, row), max(columns, column)
            if rows > _MAX_ROWS or columns > _MAX_COLUMNS or rows * columns > _MAX_CELLS:
                raise TooLarge(
                    f"part {name[:80]!r} spans {rows} rows and {columns} columns; limits {_MAX_ROWS}, {_MAX_COLUMNS}"
                )

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise WrongType(f"part {name[:80]!r} of the workbook is not XML: {error}") from error


_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


# the columns


@dataclass(frozen=True, slots=True)
class Row:
    """One row as printed, blanks folded; placeholders (`_`, `-`, `―`) are None. `signed_on` is set for a cell of type date."""

    number: str | None = None
    registration: str | None = None
    title: str | None = None
    signed: str | None = None
    kind: str | None = None
    sphere: str | None = None
    region: str | None = None
    party: str | None = None
    state: str | None = None
    unit: str | None = None
    foreign_party: str | None = None
    duration: str | None = None
    signed_on: date | None = None


#: By position: the column and the stems of which one stands in its heading, in Ukrainian or English.
_COLUMNS = (
    ("number", "№ номер п/п number"),
    ("registration", "реєстр regist"),
    ("title", "назв title name"),
    ("signed", "дат date sign"),
    ("kind", "вид тип форм kind type"),
    ("sphere", "сфер напрям предмет галуз sphere field"),
    ("region", "регіон област україн region oblast"),
    ("party", "сторон суб орган учасник україн party subject body"),
    ("state", "держав країн state country"),
    ("unit", "одиниц територ адміністративн unit territor"),
    ("foreign_party", "сторон суб орган учасник іноземн party subject body"),
    ("duration", "строк термін тривал duration term"),
)
_STEMS = tuple(tuple(fold(stem) for stem in stems.split()) for _, stems in _COLUMNS)
_WIDTH = len(_COLUMNS)
#: The heading stands near the top, below a title at most.
_HEADING_WITHIN = 20
_HEADING_LEAST = 8
_TITLE, _SIGNED = 2, 3

_PLACEHOLDER = re.compile(r"[\s_\-\u2010-\u2015.…*/]*")
#: A cell of the register is a name, a title or an address; longer ones are not read.
_MAX_CELL = 4000


def read_workbook(body: bytes) -> Reading:
    """The claims of a workbook: every row below the heading is a claim or a `bad_row` issue. Raises a `ScrapeError`."""
    filled = {name: rows for name, rows in sheets(body).items() if any(any(_print(cell) for cell in row) for row in rows)}
    if not filled:
        raise UnexpectedlyEmpty("a workbook without a filled cell")
    name, table = next(iter(filled.items()))
    below = _heading(table)
    reading = _read(_row(cells) for cells in table[below:] if _is_row(cells))
    for other in list(filled)[1:]:
        reading.issues.append(_changed(f"sheet {other[:80]!r} beside {name[:80]!r} is not read"))
    extra = {_print(cell) for cells in table[below - 1 :] for cell in cells[_WIDTH:]} - {None}
    if extra:
        reading.issues.append(
            _changed(f"words beyond column {_WIDTH} are not read: {strip_personal('; '.join(sorted(extra)[:3]))[:200]}")
        )
    if not reading.claims:
        reading.checked = False
        reading.reason = reading.reason or "no row below the heading"
        reading.issues.append(Issue(IssueClass.UNEXPECTEDLY_EMPTY, reading.reason, LawRegister.id))
    return reading


def read_rows(rows: Iterable[Mapping[str, Any]]) -> Reading:
    """The claims of rows given as mappings, keyed as `Row` or as the open data set hromada-strategy-collab keys them."""
    return _read(
        Row(**{_KEYS[key]: _print(value) for key, value in row.items() if key in _KEYS and _print(value) is not None})
        for row in rows
    )


#: A later key wins: the party as printed stands before the hromada it was matched to.
_KEYS = {f.name: f.name for f in fields(Row) if f.name != "signed_on"} | {
    "oblast": "region",
    "hromada": "party",
    "ua_party": "party",
    "partner_country_ua": "state",
    "partner_name": "unit",
}


def _read(rows: Iterable[Row]) -> Reading:
    reading = Reading(LawRegister.id, layout=_LAYOUT, checked=True)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007  the last number is the count
        try:
            reading.claims.append(_claim(row))
        except BadRow as error:
            reading.issues.append(error.issue(LawRegister.id, row=_words(row)))
    if not reading.claims:
        reading.reason = f"none of {count} rows names both parties" if count else "no row"
    return reading


def _claim(row: Row) -> Claim:
    party, (partner, region) = _clean(row.party), _partner(_clean(row.unit), _clean(row.foreign_party))
    if row.title and (party is None or partner is None):
        home, abroad = sides_of(fold_space(strip_personal(row.title)), party or "")
        party, partner = party or home, partner or abroad
    missing = [words for words, value in (("Ukrainian", party), ("foreign", partner)) if value is None]
    if missing:
        raise BadRow(f"row {row.number or 'without number'} names no {' and no '.join(missing)} party")
    assert party is not None and partner is not None
    if any(len(value) > _MAX_CELL for value in (party, partner, row.title or "")):
        raise BadRow(f"row {row.number or 'without number'} holds a cell of more than {_MAX_CELL} characters")
    title, signed, state = _clean(row.title), _clean(row.signed), _clean(row.state)
    since, precision = _since(row.signed_on, signed)
    return Claim(
        source=LawRegister.id,
        record=Record.AGREEMENT,
        partner_raw=partner,
        country_raw=state,
        country=country_of(state) if state else next((found.iso for found in find_countries(partner)), None),
        region_raw=region,
        since=since,
        since_precision=precision,
        kind=(kind_of(title) if title else None) or (kind_of(row.kind) if row.kind else None) or Kind.UNSPECIFIED,
        stage=(stage_of(title) if title else None) or Stage.SIGNED,
        level=level_of(partner),
        quote="; ".join(part for part in (title, signed, partner, state) if part)[:500],
        hromada_raw=party,
        oblast_raw=_clean(row.region),
        # The register's first column numbers the rows of one edition and moves when a row is put in; only this one stays.
        number_raw=_clean(row.registration),
        title_raw=title,
        signed_raw=signed,
        duration_raw=_clean(row.duration),
    )


def _partner(unit: str | None, body: str | None) -> tuple[str | None, str | None]:
    """Which of the two foreign cells is the partner, and the region it lies in.

    The unit names the place and the body its council, so the unit is the partner; but some rows give the voivodeship, the county
    or the city around it as the unit of an agreement that a gmina or another commune has signed.
    """
    if unit and body:
        wide, narrow = level_of(unit), level_of(body)
        if wide is Level.REGION and narrow not in (None, Level.REGION):
            return body, unit
        if narrow in _COMMUNES and (wide is Level.COUNTY or (wide is Level.CITY and _apart(unit, body))):
            return body, unit
    return unit or body, None


_COMMUNES = (Level.GMINA, Level.COMMUNE)
#: Names of this likeness (0 to 100) or more are spellings of one.
_LIKE = 60


def _apart(unit: str, body: str) -> bool:
    """Whether two cells name places, and not the same one."""
    names = [
        " ".join(word for word in _CAPITAL.findall(_without_countries(fold_space(cell))) if level_of(word) is None)
        for cell in (unit, body)
    ]
    return all(names) and script_of(names[0]) == script_of(names[1]) and fuzz.partial_ratio(*map(fold, names)) < _LIKE


_BETWEEN = re.compile(r"(?<!\w)(?:по)?між\s+", re.IGNORECASE)
_AND = re.compile(r"\s+(?:та|і|й)\s+")
_UKRAINIAN = re.compile(r"(?<!\w)Україн\w*|ської\s+обл(?:аст|\.)|(?<!\w)О[ДВ]А(?!\w)")
_COUNTRY_OF_HOME = re.compile(r"[\s,]*\(?\s*Україн\w*\s*\)?.*\Z")
_BEFORE_NAMES = re.compile(r"\A.*:\s+")
_OPEN_BRACKET = re.compile(r"\s*\([^()]*\Z")


def sides_of(title: str, party: str) -> tuple[str | None, str | None]:
    """The Ukrainian and the foreign side of a title «… між A та B …»; (None, None) when it does not tell them apart.

    For rows whose own cells are blank. `party` is the Ukrainian cell, by whose words a side without «Україна» is known.
    """
    between = _BETWEEN.search(title)
    if between is None:
        return None, None
    text = re.split(r"\s+про\s", title[between.end() :])[0]
    own = [word[:6].lower() for word in re.findall(r"[^\W\d_]{7,}", party)[:1]]
    for joint in _AND.finditer(text):
        pair = text[: joint.start()], text[joint.end() :]
        home = [bool(_UKRAINIAN.search(side)) or any(stem in side.lower() for stem in own) for side in pair]
        if home[0] == home[1]:
            continue
        ours, theirs = pair if home[0] else pair[::-1]
        named = split_names(_COUNTRY_OF_HOME.sub("", ours))
        theirs = _OPEN_BRACKET.sub("", _BEFORE_NAMES.sub("", theirs)).strip(" ,.")
        words = _CAPITAL.findall(_without_countries(theirs))
        told = any(level_of(word) is None for word in words)
        return (named[0].name if len(named) == 1 else None), (theirs if told else None)
    return None, None


_CAPITAL = re.compile(r"(?<!\w)[А-ЯІЇЄҐA-Z][\w'’ʼ-]{2,}")


def _without_countries(text: str) -> str:
    for found in reversed(find_countries(text)):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


def _since(signed_on: date | None, signed: str | None) -> tuple[str | None, Precision]:
    if signed_on is not None:
        return signed_on.isoformat(), Precision.DAY
    found = parse_date(signed) if signed else None
    return (found.value, found.precision) if found else (None, Precision.UNKNOWN)


def _clean(value: str | None) -> str | None:
    """Without personal data; None when nothing is left of it."""
    if value is None or len(value) > _MAX_CELL:
        return value
    stripped = fold_space(strip_personal(value))
    return None if _PLACEHOLDER.fullmatch(stripped) else stripped


def _words(row: Row) -> str:
    printed = (getattr(row, name) for name, _ in _COLUMNS)
    return strip_personal(" | ".join((value or "")[:150] for value in printed))[:1000]


# from cells to rows


def _print(cell: Cell) -> str | None:
    """A cell as it would be printed, or None for blanks and placeholders."""
    match cell:
        case None:
            return None
        case datetime() if cell.time() == datetime.min.time():
            text = cell.date().isoformat()
        case float() if cell.is_integer() and abs(cell) < 1e15:
            text = str(int(cell))
        case str():
            text = fold_space(cell[: _MAX_CELL * 8])
        case _:
            text = fold_space(str(cell))
    return None if _PLACEHOLDER.fullmatch(text) else text


def _row(cells: Sequence[Cell]) -> Row:
    padded = [*cells[:_WIDTH], *[None] * (_WIDTH - len(cells))]
    signed = padded[_SIGNED]
    on = signed.date() if isinstance(signed, datetime) else signed if isinstance(signed, date) else None
    return Row(**{name: _print(cell) for (name, _), cell in zip(_COLUMNS, padded, strict=True)}, signed_on=on)


def _is_row(cells: Sequence[Cell]) -> bool:
    """False for a blank row and for the row that numbers the columns 1, 2, 3 ..."""
    printed = [_print(cell) for cell in cells[:_WIDTH]]
    return any(printed) and not all(text in (None, str(index)) for index, text in enumerate(printed, 1))


def _heading(table: Sequence[Sequence[Cell]]) -> int:
    """The number of the first row below the heading, which may take two rows. Raises `LayoutChanged`."""
    for index, cells in enumerate(table[:_HEADING_WITHIN]):
        heading, under = _folded(cells), _folded(table[index + 1] if index + 1 < len(table) else ())
        two = _continues(under)
        if two:
            heading = [f"{upper} {lower}" for upper, lower in zip(heading, under, strict=True)]
        if _score(heading) >= _HEADING_LEAST:
            return index + (2 if two else 1)
    first = next((row for row in table if any(_print(cell) for cell in row)), ())
    words = strip_personal("; ".join(filter(None, map(_print, first)))[:300])
    raise LayoutChanged(f"no heading like the register's twelve columns; the first row is: {words}")


def _folded(cells: Sequence[Cell]) -> list[str]:
    return [fold(_print(cell) or "") for cell in [*cells[:_WIDTH], *[None] * (_WIDTH - len(cells))]]


def _continues(under: Sequence[str]) -> bool:
    """True for the second row of a heading: title and date merged into the first, only words of a heading in the others."""
    filled = [(text, stems) for text, stems in zip(under, _STEMS, strict=True) if text]
    named = all(any(stem in text for stem in stems) for text, stems in filled)
    return bool(filled) and named and not under[_TITLE] and not under[_SIGNED]


def _score(heading: Sequence[str]) -> int:
    """How many columns have the heading known; 0 without title and date."""
    named = [any(stem in text for stem in stems) for stems, text in zip(_STEMS, heading, strict=True)]
    return sum(named) if named[_TITLE] and named[_SIGNED] else 0


def _changed(words: str) -> Issue:
    return Issue(IssueClass.LAYOUT_CHANGED, words, LawRegister.id)
