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
    """One expectation on one frame: the name of a great-expectations class, its arguments, and the rule in English and Ukrainian."""

    frame: str
    type: str
    arguments: dict[str, Any] = field(default_factory=dict)
    meaning: str = ""
    meaning_uk: str = ""


def expectations(hromady: int) -> list[Expectation]:
    """All expectations on a candidate. `hromady` is the number of hromady in the codifier.

    Besides the published tables the candidate brings three small frames: `support` (public_id, statements), `totals` (counter, count,
    previous, share of the previous count) and `pages` (source, pages, checked).
    """
    return [*_declared(), *_rules(hromady)]


def _declared() -> Iterator[Expectation]:
    for table in PUBLISHED:
        titles = {column.name: f"«{column.title_uk}»" for column in table.columns}
        key = list(table.key)
        if len(key) == 1:
            kind, arguments, verb = "ExpectColumnValuesToBeUnique", {"column": key[0]}, ("is a key", "не повторюється")
        else:
            kind, arguments = "ExpectCompoundColumnsToBeUnique", {"column_list": key}
            verb = ("are a key", "разом не повторюються")
        named = ", ".join(titles[name] for name in key)
        yield Expectation(table.name, kind, arguments, f"{', '.join(key)} {verb[0]}", f"{named}: {verb[1]}")
        for column in table.columns:
            rules = []
            if column.name in table.required:
                rules.append(("ExpectColumnValuesToNotBeNull", {}, "is filled", "заповнено"))
            if column.vocabulary is not None:
                listed = {"value_set": column.vocabulary.values()}
                rules.append(
                    ("ExpectColumnValuesToBeInSet", listed, "is a word of its closed list", "слово із закритого переліку")
                )
            if column.pattern is not None and column.type == "string":
                form = {"regex": column.pattern}
                rules.append(("ExpectColumnValuesToMatchRegex", form, "has its form", "має належну форму"))
            for kind, more, english, ukrainian in rules:
                yield Expectation(
                    table.name,
                    kind,
                    {"column": column.name, **more},
                    f"{column.name} {english}",
                    f"{titles[column.name]}: {ukrainian}",
                )


def _rules(hromady: int) -> Iterator[Expectation]:
    yield Expectation(
        "hromady",
        "ExpectTableRowCountToEqual",
        {"value": hromady},
        "every hromada of the codifier is listed, with or without partners",
        "у переліку кожна громада кодифікатора, з партнерами чи без",
    )
    yield Expectation(
        "partners",
        "ExpectColumnValuesToNotBeInSet",
        {"column": "country", "value_set": ["UA"]},
        "no partner lies in Ukraine",
        "жоден партнер не лежить в Україні",
    )
    yield Expectation(
        "partnerships", "ExpectColumnValuesToBeInSet", {"column": "status", "value_set": ["active", "unconfirmed"]},
        "only partnerships in force are counted", "рахуються лише чинні партнерства",
    )  # fmt: skip
    yield Expectation(
        "partnerships", "ExpectColumnPairValuesAToBeGreaterThanB",
        {"column_A": "last_seen", "column_B": "first_seen", "or_equal": True}, "nothing is seen last before it is seen first",
        "ніщо не побачено востаннє раніше, ніж уперше",
    )  # fmt: skip
    yield Expectation(
        "support", "ExpectColumnValuesToBeBetween", {"column": "statements", "min_value": 1},
        "every partnership and agreement has evidence", "кожне партнерство і кожна угода мають докази",
    )  # fmt: skip
    yield Expectation(
        "totals", "ExpectColumnValuesToBeBetween", {"column": "share", "min_value": 1 - LARGEST_FALL},
        f"no counter falls by more than {LARGEST_FALL:.0%} from the previous release",
        f"жоден лічильник не падає більш як на {LARGEST_FALL:.0%} від попереднього випуску",
    )  # fmt: skip
    yield Expectation(
        "pages",
        "ExpectColumnSumToBeBetween",
        {"column": "checked", "min_value": 1},
        "the last night read at least one page",
        "остання ніч прочитала хоча б одну сторінку",
    )
