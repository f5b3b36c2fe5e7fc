"""Published identifiers: minted once from a sequence of their own, never from names, never reused.

`pl-000001` a place, `pt-000001` a partnership, `ag-000001` an agreement. The ledger of what was minted for which natural key is
the table `identifier`; a merged identifier stays and names its successor.
"""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

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
        ).tuples().all()
    )
    missing = [key for key in keys if key not in known]
    if missing:
        # Counted, not a database sequence: a sequence leaves gaps after a rolled-back night and a replay would differ.
        connection.execute(sa.text("LOCK TABLE identifier IN SHARE ROW EXCLUSIVE MODE"))
        minted = connection.execute(sa.text("SELECT count(*) FROM identifier WHERE kind = :kind"), {"kind": kind}).scalar_one()
        fresh = {key: f"{kind}-{minted + number:06d}" for number, key in enumerate(missing, start=1)}
        connection.execute(
            sa.text(
                "INSERT INTO identifier (public_id, kind, natural_key, minted_at) VALUES (:public_id, :kind, :natural_key, :minted_at)"
            ),
            [{"public_id": fresh[key], "kind": kind, "natural_key": key, "minted_at": minted_at} for key in missing],
        )
        known |= fresh
    return known
