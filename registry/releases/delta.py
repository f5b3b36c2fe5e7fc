"""The difference of two releases as JSON Lines, and its proof: apply(previous, delta) = current.

A delta is a list of operations, each a dictionary and one line of `delta.jsonl`:

    {"op": "schema", "table": …, "columns": {name: type, …}, "key": […]}   the columns of a table from here on
    {"op": "drop_table", "table": …}                                       a table that is published no more
    {"op": "remove", "table": …, "key": […]}
    {"op": "add", "table": …, "row": {…}}                                  empty values left out
    {"op": "change", "table": …, "key": […], "row": {…}}                   the changed values, None for an emptied one

An unchanged table has no line, so the delta of two equal releases is empty. Values are those of the CSV files: days and moments as
ISO 8601. What does not belong here: why something changed (`registry/comparison.py`).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from registry.rows import differing

Frames = Mapping[str, pl.DataFrame]
Keys = Mapping[str, tuple[str, ...]]

_TYPES: dict[str, pl.DataType] = {
    "string": pl.String(), "integer": pl.Int64(), "number": pl.Float64(), "boolean": pl.Boolean(), "date": pl.Date(),
    "datetime": pl.Datetime("us", "UTC"),
}  # fmt: skip
_WORDS = {dtype: word for word, dtype in _TYPES.items()}


class DeltaError(RuntimeError):
    """A delta does not fit the release it is applied to, or does not lead to the one it was made for."""


def diff(previous: Frames, current: Frames, keys: Keys) -> list[dict[str, Any]]:
    """The operations that lead from the tables of one release to those of another. `keys`: key columns of every table."""
    operations: list[dict[str, Any]] = []
    operations += ({"op": "drop_table", "table": name} for name in sorted(previous.keys() - current.keys()))
    for name in sorted(current):
        key, after = list(keys[name]), current[name]
        before = previous.get(name)
        if before is None or dict(before.schema) != dict(after.schema) or before.columns != after.columns:
            operations.append({"op": "schema", "table": name, "columns": _columns(after), "key": key})
            before = _reshaped(before, after)
        operations += _rows(name, key, before, after)
    return operations


def _rows(name: str, key: list[str], before: pl.DataFrame, after: pl.DataFrame) -> Iterator[dict[str, Any]]:
    fields = [column for column in after.columns if column not in key]
    found = differing(before, after, key, fields)
    gone, came = (pl.col(side).is_null() for side in ("after", "before"))
    for row in found.filter(gone).select(key).iter_rows():
        yield {"op": "remove", "table": name, "key": [_value(value) for value in row]}
    for row in after[found.filter(came)["after"]].iter_rows(named=True):
        yield {"op": "add", "table": name, "row": {column: _value(value) for column, value in row.items() if value is not None}}
    both = found.filter(~gone & ~came)
    sides = (frame[both[side]].select(fields).iter_rows() for frame, side in ((before, "before"), (after, "after")))
    for place, was, now in zip(both.select(key).iter_rows(), *sides, strict=True):
        changed = {column: _value(new) for column, old, new in zip(fields, was, now, strict=True) if old != new}
        yield {"op": "change", "table": name, "key": [_value(value) for value in place], "row": changed}


def apply(previous: Frames, delta: Iterable[Mapping[str, Any]], keys: Keys) -> dict[str, pl.DataFrame]:
    """The tables that a delta leads to, rows sorted by key. `keys`: keys of the previous release's tables.

    Raises DeltaError when it removes or changes a row that is not there, adds one that is, or names an unknown table or operation.
    """
    frames, keyed = dict(previous), dict(keys)
    changes: dict[str, list[Mapping[str, Any]]] = {}
    for operation in delta:
        name, kind = operation.get("table"), operation.get("op")
        if kind == "drop_table" and name in frames:
            del frames[name]
        elif kind == "schema":
            empty = pl.DataFrame(schema={column: _TYPES[word] for column, word in operation["columns"].items()})
            frames[name] = _reshaped(frames.get(name), empty)
            keyed[name] = tuple(operation["key"])
        elif kind in ("add", "remove", "change") and name in frames:
            changes.setdefault(name, []).append(operation)
        else:
            raise DeltaError(f"the delta holds an operation that does not fit: {kind} of {name}")
    for name, operations in changes.items():
        frames[name] = _applied(frames[name], list(keyed[name]), operations)
    return frames


def _applied(frame: pl.DataFrame, key: list[str], operations: list[Mapping[str, Any]]) -> pl.DataFrame:
    schema = frame.schema
    places = [tuple(operation["key"] if "key" in operation else map(operation["row"].get, key)) for operation in operations]
    named = pl.DataFrame(
        [[_parsed(value, schema[column]) for column, value in zip(key, place, strict=True)] for place in set(places)],
        schema={column: schema[column] for column in key},
        orient="row",
    )
    # Only rows that an operation names pass through Python; a release has a million others.
    untouched = frame.join(named, on=key, how="anti", nulls_equal=True)
    rows = {
        tuple(_value(row[column]) for column in key): row
        for row in frame.join(named, on=key, how="semi", nulls_equal=True).iter_rows(named=True)
    }
    for place, operation in zip(places, operations, strict=True):
        kind, row = operation["op"], operation.get("row", {})
        if (place in rows) == (kind == "add"):
            raise DeltaError(
                f"the delta would {kind} {operation['table']} {place}, which is {'' if place in rows else 'not '}there"
            )
        if kind == "remove":
            del rows[place]
            continue
        unknown = row.keys() - schema.keys()
        if unknown:
            raise DeltaError(f"the delta names columns that {operation['table']} lacks: {', '.join(sorted(unknown))}")
        held = dict.fromkeys(schema) if kind == "add" else rows[place]
        rows[place] = {**held, **{column: _parsed(value, schema[column]) for column, value in row.items()}}
    touched = pl.DataFrame(list(rows.values()), schema=schema, orient="row")
    return pl.concat([untouched, touched]).sort(key)


def prove(previous: Frames, delta: list[dict[str, Any]], current: Frames, previous_keys: Keys, keys: Keys) -> None:
    """Raise DeltaError unless the written form of `delta` leads from `previous` to exactly `current`."""
    read = [json.loads(line) for line in dumped(delta).splitlines()]
    reached = apply(previous, read, previous_keys)
    if reached.keys() != current.keys():
        raise DeltaError(f"the delta leads to the tables {sorted(reached)}, not to {sorted(current)}")
    for name, frame in current.items():
        if not reached[name].sort(keys[name]).equals(frame.sort(keys[name])):
            raise DeltaError(f"the delta does not lead to the table {name} of this release")


def dumped(delta: Iterable[Mapping[str, Any]]) -> str:
    """The delta as JSON Lines; empty for no change."""
    return "".join(json.dumps(operation, ensure_ascii=False, separators=(",", ":")) + "\n" for operation in delta)


def loaded(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _columns(frame: pl.DataFrame) -> dict[str, str]:
    return {column: _WORDS[dtype] for column, dtype in frame.schema.items()}


def _reshaped(frame: pl.DataFrame | None, like: pl.DataFrame) -> pl.DataFrame:
    """A frame in the columns of another: what it lacks is empty, what is gone or has another type starts empty."""
    if frame is None:
        return like.clear()
    return frame.select(
        pl.col(column) if frame.schema.get(column) == dtype else pl.lit(None, dtype).alias(column)
        for column, dtype in like.schema.items()
    )


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _parsed(value: Any, dtype: pl.DataType) -> Any:
    if value is None:
        return None
    if dtype == pl.Date():
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if isinstance(dtype, pl.Datetime) else value
