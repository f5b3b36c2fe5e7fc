"""Every table once, as a list of columns; pandera, Arrow, polars and Frictionless schemas are derived from it.

Add a table: list its columns in `TABLES`, run `make docs`. Nothing here reads or writes data.
"""

from dataclasses import dataclass
from functools import cached_property

import pandera.polars as pa
import polars as pl
import pyarrow

from schemas.columns import COLUMNS, Column

_POLARS = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "datetime": pl.Datetime("us", "UTC"),
}
_ARROW = {
    "string": pyarrow.string(),
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
    "datetime": pyarrow.timestamp("us", "UTC"),
}


@dataclass(frozen=True)
class Table:
    """A table: its columns in order, its key, and which columns must be filled."""

    name: str
    title_uk: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: frozenset[str]
    published: bool

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @cached_property
    def polars(self) -> pl.Schema:
        return pl.Schema({column.name: _POLARS[column.type] for column in self.columns})

    @cached_property
    def arrow(self) -> pyarrow.Schema:
        """Arrow schema whose field metadata carry the description, so that a Parquet file explains itself."""
        return pyarrow.schema(
            [
                pyarrow.field(
                    column.name,
                    _ARROW[column.type],
                    nullable=column.name not in self.required,
                    metadata={"description": column.description, "title_uk": column.title_uk},
                )
                for column in self.columns
            ]
        )

    @cached_property
    def pandera(self) -> pa.DataFrameSchema:
        """Strict pandera model: no column more or less, types, patterns, vocabularies, minima and a unique key."""
        return pa.DataFrameSchema(
            {column.name: self._pandera_column(column) for column in self.columns},
            name=self.name,
            strict=True,
            ordered=True,
            unique=list(self.key) or None,
        )

    def _pandera_column(self, column: Column) -> pa.Column:
        checks = []
        if column.vocabulary is not None:
            checks.append(pa.Check.isin(column.vocabulary.values()))
        if column.pattern is not None:
            checks.append(pa.Check.str_matches(column.pattern))
        if column.minimum is not None:
            checks.append(pa.Check.ge(column.minimum))
        return pa.Column(_POLARS[column.type], checks=checks, nullable=column.name not in self.required)

    def frictionless(self) -> dict:
        """Table schema of Frictionless Data, as a plain dictionary."""
        return {
            "fields": [self._frictionless_field(column) for column in self.columns],
            "primaryKey": list(self.key),
            "missingValues": [""],
        }

    def _frictionless_field(self, column: Column) -> dict:
        constraints: dict = {"required": True} if column.name in self.required else {}
        if column.vocabulary is not None:
            constraints["enum"] = column.vocabulary.values()
        if column.pattern is not None:
            constraints["pattern"] = column.pattern
        if column.minimum is not None:
            constraints["minimum"] = column.minimum
        field: dict = {"name": column.name, "type": column.type, "title": column.title_uk}
        field["description"] = column.description + (f" ({column.unit})" if column.unit else "")
        if column.type == "datetime":
            field["format"] = "%Y-%m-%dT%H:%M:%SZ"
        if constraints:
            field["constraints"] = constraints
        return field

    def frame(self, rows: list[dict] | pl.DataFrame) -> pl.DataFrame:
        """Rows (dictionaries, or a frame whose columns may stand in any order) as a frame in this table's schema."""
        frame = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(rows, schema=dict(self.polars), orient="row")
        return frame.select([pl.col(name).cast(dtype) for name, dtype in self.polars.items()])


def _table(name: str, title_uk: str, description: str, columns: str, key: str, *, published: bool = False) -> Table:
    """`columns`: names, a trailing `*` marks one that must be filled; `key`: names of the primary key."""
    names = columns.split()
    return Table(
        name=name,
        title_uk=title_uk,
        description=description,
        columns=tuple(COLUMNS[column.rstrip("*")] for column in names),
        key=tuple(key.split()),
        required=frozenset(column.rstrip("*") for column in names if column.endswith("*")),
        published=published,
    )


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "claims", "Твердження однієї ночі", "What the pages of one night say, as printed, one row a claim",
            "statement_id* source* page* url* document* record* hromada_code hromada_raw oblast_raw partner_raw* country_raw "
            "country region_raw since since_precision* kind* stage* level number_raw title_raw signed_raw duration_raw ended_on quote",
            "statement_id",
        ),
        _table(
            "issues", "Помилки читання", "What could not be read or believed, one row a page, answer or row",
            "source* url document issue_class* words* row",
            "",
        ),
        _table(
            "partnerships", "Партнерства", "Ties of one hromada with one foreign place, as of the day of the snapshot",
            "partnership_id* hromada_code* hromada* oblast* partner_id* partner* country level kind* stage* status* since "
            "since_precision* until until_precision n_agreements* sources* resolution* first_seen* last_seen*",
            "partnership_id", published=True,
        ),
        _table(
            "partners", "Партнери", "Foreign places with at least one counted partnership",
            "partner_id* partner* country level gazetteer latitude longitude resolution* n_partnerships*",
            "partner_id", published=True,
        ),
        _table(
            "agreements", "Угоди", "Documents in force on the day of the snapshot",
            "agreement_id* title number kind* stage* signed signed_precision* until until_precision hromady* partners* countries sources*",
            "agreement_id", published=True,
        ),
        _table(
            "hromady", "Громади", "Every hromada of the codifier with its counts; a zero is checked or not checked",
            "hromada_code* hromada* category raion oblast* site checked* n_agreements* n_partnerships* n_partners*",
            "hromada_code", published=True,
        ),
        _table(
            "evidence", "Докази", "The words behind every partnership and agreement, and where they stand",
            "public_id* statement_id* source* url* document* fetched_at* record* hromada_raw partner_raw* country_raw "
            "since since_precision* signed_raw quote first_seen* last_seen*",
            "public_id statement_id", published=True,
        ),
        _table(
            "ids", "Ідентифікатори", "Every identifier ever published; a merged or withdrawn one names its successor",
            "public_id* successor",
            "public_id", published=True,
        ),
        _table(
            "regional", "Порівняння за областями", "The published form of the regional table for each of the three counters",
            "counter* oblast* count_from* count_to* change* published_from published_to hromady_all* hromady_checked* "
            "hromady_with_partners*",
            "counter oblast",
        ),
        _table(
            "changes", "Зміни", "Every difference between two snapshots, with one cause and its evidence",
            "partnership_id* hromada_code* hromada* oblast* partner_id* partner* country cause* change* oblast_from country_from "
            "before after reasons* evidence*",
            "partnership_id cause",
        ),
        _table(
            "bridge", "Міст змін", "How the count of partnerships gets from the earlier day to the later, in all and per oblast and country",
            "dimension* slice start* new* resumed* ended* expired* found_late* withdrawn* merged* split* moved* rule* end* residual*",
            "dimension slice",
        ),
        _table(
            "bounds", "Щонайменше і щонайбільше", "Counts with what dates leave open: unknown starts, years and months that straddle the day",
            "day* counter* oblast* at_least* count* at_most*",
            "day counter oblast",
        ),
        _table(
            "coverage", "Охоплення", "How far the hromady of a row were read within 31 days before the last night known; a zero is checked or not",
            "oblast* hromady_all* hromady_with_site* hromady_tried* hromady_reached* hromady_checked* hromady_blocked* hromady_failed* "
            "hromady_not_tried* hromady_with_partners* zeros_checked* zeros_unchecked*",
            "oblast",
        ),
        _table(
            "reconciliation", "Звірка", "Control totals beside ours, and the gap in three parts that add up to it",
            "as_of* oblast* counter* publisher* published* ours* gap* by_counter* by_coverage* by_scope* words*",
            "as_of oblast counter publisher",
        ),
        _table(
            "revision", "Трикутник переглядів", "What each release said of each day: rows of one day differ by corrections alone",
            "as_of* version* known_at* counter* count* change*",
            "as_of version counter",
        ),
        _table(
            "missing_places", "Невизначені місця", "Printed names that no rule could map to a place with certainty",
            "hromada_code* partner_raw* country resolution* score reasons* candidates claims*",
            "hromada_code partner_raw country",
        ),
        _table(
            "missing_countries", "Невизначені країни", "Printed countries that are in no list of ours",
            "country_raw* claims*",
            "country_raw",
        ),
        _table(
            "missing_hromady", "Невизначені громади", "Ukrainian parties that could not be mapped to one hromada",
            "hromada_raw oblast_raw hromada_code reasons* claims*",
            "",
        ),
    )
}  # fmt: skip

PUBLISHED = [table for table in TABLES.values() if table.published]
