"""Published identifiers: minted once, counted upwards by kind, never from names, never reused.

`pl-000001` a place, `pt-000001` a partnership, `ag-000001` an agreement. The ledger of what was minted for which natural key is
the table `identifier`; a merged identifier stays, and the table `succession` tells what stands for it and since when that is known.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from registry.statements import copy_rows

PLACE, PARTNERSHIP, AGREEMENT = "pl", "pt", "ag"


def mint(connection: sa.Connection, kind: str, natural_keys: Iterable[str], minted_at: datetime) -> dict[str, str]:
    """Identifiers for natural keys, new ones minted in the sorted order of the keys, so that a replay mints the same."""
    keys = sorted(set(natural_keys))
    if not keys:
        return {}
    known = dict(
        connection.execute(
            sa.text("SELECT natural_key, public_id FROM identifier WHERE kind = :kind AND natural_key = ANY(:keys)"),
            {"kind": kind, "keys": keys},
        ).all()
    )
    missing = [key for key in keys if key not in known]
    if missing:
        # Counted, not a database sequence: a sequence leaves gaps after a rolled-back night and a replay would differ.
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('pobratym-identifiers'))"))
        minted = connection.execute(
            sa.text("SELECT coalesce(max(substr(public_id, 4)::bigint), 0) FROM identifier WHERE kind = :kind"), {"kind": kind}
        ).scalar_one()
        fresh = {key: f"{kind}-{minted + number:06d}" for number, key in enumerate(missing, start=1)}
        copy_rows(
            connection,
            "fresh_identifier",
            "public_id text, kind text, natural_key text, minted_at timestamptz",
            ((fresh[key], kind, key, minted_at) for key in missing),
        )
        connection.execute(
            sa.text("INSERT INTO identifier (public_id, kind, natural_key, minted_at) SELECT * FROM fresh_identifier")
        )
        known |= fresh
    return known


def succeed(connection: sa.Connection, successors: Mapping[str, str | None], at: datetime) -> None:
    """Record the identifiers that stand for merged or withdrawn ones; None: the identifier stands for itself again."""
    copy_rows(connection, "night_successor", "public_id text, successor text", sorted(successors.items()))
    connection.execute(
        sa.text(
            """
            INSERT INTO succession (public_id, recorded_at, successor)
            SELECT n.public_id, :at, n.successor FROM night_successor n
            LEFT JOIN (SELECT DISTINCT ON (public_id) public_id, successor FROM succession ORDER BY public_id, recorded_at DESC) told USING (public_id)
            WHERE told.successor IS DISTINCT FROM n.successor ORDER BY n.public_id
            """
        ),
        {"at": at},
    )
