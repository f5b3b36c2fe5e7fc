"""What a release candidate must satisfy before anybody sees it, as data; `registry/releases/gate.py` runs it.

Most expectations follow from the declared columns; the rest are rules of the registry that no single column can state.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from schemas.tables import PUBLISHED

#: A counter may not fall by more than this share from one release to the next without a named person's override.
LARGEST_FALL = 0.05


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation on one frame: the name of a great-expectations class, its arguments, and the rule in words."""

    frame: str
    type: str
    arguments: dict[str, Any] = field(default_factory=dict)
    meaning: str = ""


def expectations(hromady: int) -> list[Expectation]:
    """All expectations on a candidate. `hromady` is the number of hromady in the codifier.

    Besides the published tables the candidate brings three small frames: `support` (public_id, statements), `totals` (counter, count,
    previous, share of the previous count) and `pages` (source, pages, checked).
    """
    return [*_declared(), *_rules(hromady)]


def _declared() -> Iterator[Expectation]:
    for table in PUBLISHED:
        key = list(table.key)
        if len(key) == 1:
            yield Expectation(table.name, "ExpectColumnValuesToBeUnique", {"column": key[0]}, f"{key[0]} is a key")
        else:
            yield Expectation(
                table.name, "ExpectCompoundColumnsToBeUnique", {"column_list": key}, f"{', '.join(key)} are a key"
            )
        for column in table.columns:
            if column.name in table.required:
                yield Expectation(
                    table.name, "ExpectColumnValuesToNotBeNull", {"column": column.name}, f"{column.name} is filled"
                )
            if column.vocabulary is not None:
                yield Expectation(
                    table.name,
                    "ExpectColumnValuesToBeInSet",
                    {"column": column.name, "value_set": column.vocabulary.values()},
                    f"{column.name} is a word of its closed list",
                )
            if column.pattern is not None and column.type == "string":
                yield Expectation(
                    table.name,
                    "ExpectColumnValuesToMatchRegex",
                    {"column": column.name, "regex": column.pattern},
                    f"{column.name} has its form",
                )


def _rules(hromady: int) -> Iterator[Expectation]:
    yield Expectation(
        "hromady",
        "ExpectTableRowCountToEqual",
        {"value": hromady},
        "every hromada of the codifier is listed, with or without partners",
    )
    yield Expectation(
        "partners", "ExpectColumnValuesToNotBeInSet", {"column": "country", "value_set": ["UA"]}, "no partner lies in Ukraine"
    )
    yield Expectation(
        "partnerships", "ExpectColumnValuesToBeInSet", {"column": "status", "value_set": ["active", "unconfirmed"]},
        "only partnerships in force are counted",
    )  # fmt: skip
    yield Expectation(
        "partnerships", "ExpectColumnPairValuesAToBeGreaterThanB",
        {"column_A": "last_seen", "column_B": "first_seen", "or_equal": True}, "nothing is seen last before it is seen first",
    )  # fmt: skip
    yield Expectation(
        "support", "ExpectColumnValuesToBeBetween", {"column": "statements", "min_value": 1},
        "every partnership and agreement has evidence",
    )  # fmt: skip
    yield Expectation(
        "totals", "ExpectColumnValuesToBeBetween", {"column": "share", "min_value": 1 - LARGEST_FALL},
        f"no counter falls by more than {LARGEST_FALL:.0%} from the previous release",
    )  # fmt: skip
    yield Expectation(
        "pages", "ExpectColumnSumToBeBetween", {"column": "checked", "min_value": 1}, "the last night read at least one page"
    )
