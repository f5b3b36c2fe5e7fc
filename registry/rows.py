"""Which rows of two tables differ, by key: what the causes of changes, the delta of two releases and its proof begin with.

What does not belong here: why they differ (`causes.py`), how a difference is written (`releases/delta.py`).
"""

import secrets
from collections.abc import Sequence

import polars as pl

#: Unforgeable: who writes a page does not know by what its rows are hashed.
_SEEDS = (secrets.randbits(63), secrets.randbits(63))


def differing(before: pl.DataFrame, after: pl.DataFrame, key: Sequence[str], fields: Sequence[str]) -> pl.DataFrame:
    """Rows of two frames of one schema, each unique by `key`, that were added, removed or changed in one of `fields`.

    Gives the columns of `key`, by which it is sorted, and the row numbers `before` and `after` in the two frames (null: no such row). Rows
    that stand in both frames as they are fall out first, by two independent 64-bit hashes of the whole row, so that only the others are
    joined: a join of all rows by a text key takes three times as long. Both hashes of a changed row would have to hit some row of the
    other side to hide it.
    """
    columns = [*key, *fields]
    frames = [frame.select(columns) for frame in (before, after)]
    gone, came = (pl.zeros(frame.height, dtype=pl.Int8, eager=True).cast(pl.Boolean) for frame in frames)
    for seed in _SEEDS:
        a, b = (frame.hash_rows(seed) for frame in frames)
        gone, came = gone | ~a.is_in(b.implode()), came | ~b.is_in(a.implode())
    sides = [
        frame.select(key).with_row_index(name).filter(mask)
        for frame, name, mask in zip(frames, ("before", "after"), (gone, came), strict=True)
    ]
    return sides[0].join(sides[1], on=key, how="full", coalesce=True, nulls_equal=True).select(*key, "before", "after").sort(key)
