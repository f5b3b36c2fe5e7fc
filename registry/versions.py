"""Versions: rows of the ledger are closed in recorded time and written beside what is closed.

What belongs here: that one way to write. What does not: which rows differ (`ledger.py`, `agreements.py`).
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from registry.statements import Night


def as_range(start: object, end: object) -> str:
    """A half-open range as Postgres reads it; None is open."""
    return f"[{'' if start is None else start},{'' if end is None else end})"


def write_versions(
    connection: sa.Connection, night: Night, table: str, close: Sequence[int], add: Sequence[tuple[str, Any]]
) -> None:
    if close:
        connection.execute(
            sa.text(f"UPDATE {table} SET recorded = tstzrange(lower(recorded), :clock) WHERE id = ANY(:ids)"),
            {"clock": night.clock, "ids": list(close)},
        )
    if add:
        owner = table.removesuffix("_version") + "_id"
        fields = [name for name in add[0][1].__slots__ if name not in ("valid_from", "valid_to")]
        recorded = as_range(night.clock.isoformat(), None)
        cursor = connection.connection.driver_connection.cursor()
        with cursor.copy(f"COPY {table} ({owner}, valid, recorded, {', '.join(fields)}) FROM STDIN") as copy:
            for key, state in add:
                copy.write_row(
                    (key, as_range(state.valid_from, state.valid_to), recorded, *(getattr(state, name) for name in fields))
                )
