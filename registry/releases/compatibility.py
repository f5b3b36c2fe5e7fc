"""How the schema of a release differs from that of the release before, from the reader's side.

`none`: the same tables and columns. `compatible`: only additions, or wider constraints; a program that reads the old release reads the new one.
`breaking`: a table, column or type is gone, or a filled column may now be empty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

NONE, COMPATIBLE, BREAKING = "none", "compatible", "breaking"


@dataclass(frozen=True, slots=True)
class Compatibility:
    """The class of a change of schema and its reasons in words."""

    kind: str
    reasons: list[str]


def compare_schemas(previous: Mapping[str, Any], current: Mapping[str, Any]) -> Compatibility:
    """Class the change between two `datapackage.json`. Titles and descriptions are no part of a schema."""
    before, after = _schemas(previous), _schemas(current)
    found = list(_differences(before, after))
    kind = NONE if not found else BREAKING if any(breaks for breaks, _ in found) else COMPATIBLE
    return Compatibility(kind, [words for _, words in found])


def _schemas(package: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Schemas of the tables under `data/`; files of a comparison come and go with it."""
    tables = (resource for resource in package["resources"] if resource.get("path", "data/").startswith("data/"))
    return {resource["name"]: resource["schema"] for resource in tables}


def _differences(before: dict, after: dict) -> Iterator[tuple[bool, str]]:
    for name in sorted(before.keys() - after.keys()):
        yield True, f"table {name} is gone"
    for name in sorted(after.keys() - before.keys()):
        yield False, f"table {name} is new"
    for name in sorted(before.keys() & after.keys()):
        old, new = ({field["name"]: field for field in schema["fields"]} for schema in (before[name], after[name]))
        if before[name].get("primaryKey") != after[name].get("primaryKey"):
            yield True, f"table {name} has another key"
        for column in sorted(old.keys() - new.keys()):
            yield True, f"column {name}.{column} is gone"
        for column in sorted(new.keys() - old.keys()):
            yield False, f"column {name}.{column} is new"
        for column in (column for column in old if column in new):
            yield from _field(f"{name}.{column}", old[column], new[column])


def _field(name: str, old: dict, new: dict) -> Iterator[tuple[bool, str]]:
    if (old["type"], old.get("format")) != (new["type"], new.get("format")):
        yield True, f"column {name} is {new['type']}, was {old['type']}"
    was, now = old.get("constraints", {}), new.get("constraints", {})
    if was.get("required") and not now.get("required"):
        yield True, f"column {name} may now be empty"
    elif now.get("required") and not was.get("required"):
        yield False, f"column {name} is now always filled"
    more = set(now.get("enum", [])) - set(was.get("enum", [])) if "enum" in was and "enum" in now else set()
    if more:
        # A closed list may grow: docs/releases.md asks readers to keep words they do not know.
        yield False, f"column {name} may hold {', '.join(sorted(more))}"
    for rule in ("pattern", "minimum"):
        if was.get(rule) != now.get(rule):
            yield False, f"column {name} has another {rule}"
