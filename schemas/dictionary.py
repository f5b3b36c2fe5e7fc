"""docs/data-dictionary.md, generated from the declared tables and vocabularies. Written by `make docs`, checked by a test."""

from collections.abc import Iterator

from schemas import vocabularies
from schemas.tables import TABLES, Table
from schemas.vocabularies import Vocabulary


def data_dictionary() -> str:
    """The whole page as Markdown; the same declarations give the same text."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Generated from `schemas/` by `make docs`; do not edit. Empty means unknown or not printed, in every column."
    for heading, published in (("Published tables", True), ("Inner tables", False)):
        yield ""
        yield f"## {heading}"
        for table in TABLES.values():
            if table.published == published:
                yield from _table(table)
    yield ""
    yield "## Closed vocabularies"
    for name, vocabulary in sorted(vars(vocabularies).items()):
        if isinstance(vocabulary, type) and issubclass(vocabulary, Vocabulary) and vocabulary is not Vocabulary:
            yield from _vocabulary(name, vocabulary)


def _table(table: Table) -> Iterator[str]:
    yield ""
    yield f"### {table.name}"
    yield ""
    key = f" Key: {', '.join(f'`{name}`' for name in table.key)}." if table.key else ""
    yield f"{table.description} ({table.title_uk}).{key}"
    yield ""
    yield "| column | type | filled | meaning |"
    yield "| --- | --- | --- | --- |"
    for column in table.columns:
        vocabulary = (
            f" One of [{column.vocabulary.__name__}](#{column.vocabulary.__name__.lower()})." if column.vocabulary else ""
        )
        unit = f" Unit: {column.unit}." if column.unit else ""
        filled = "always" if column.name in table.required else ""
        yield f"| `{column.name}` | {column.type} | {filled} | {column.description} ({column.title_uk}).{unit}{vocabulary} |"


def _vocabulary(name: str, vocabulary: type[Vocabulary]) -> Iterator[str]:
    yield ""
    yield f"### {name}"
    yield ""
    yield (vocabulary.__doc__ or "").strip().splitlines()[0]
    yield ""
    yield "| word | meaning |"
    yield "| --- | --- |"
    for member in vocabulary:
        yield f"| `{member.value}` | {member.meaning} |"
