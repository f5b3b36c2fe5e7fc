"""The bridge: how the count of partnerships gets from the earlier day to the later, term by term, and which slices explain it.

`start + new + resumed - ended - expired + found_late - withdrawn - merged + split + moved + rule = end`, in all, per oblast row and
per country. Pure functions over frames. What does not belong here: which cause a change has (`causes.py`).
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from schemas.tables import TABLES
from schemas.vocabularies import OBLAST_ROWS, Cause

#: The term that a change of the count goes into, and its sign in the sum.
TERMS: dict[Cause, tuple[str, int]] = {
    Cause.REAL_NEW: ("new", 1),
    Cause.REAL_RESUMED: ("resumed", 1),
    Cause.REAL_ENDED: ("ended", -1),
    # A suspended tie counts no more; the tie itself goes on, so its cause is a status and its term an end.
    Cause.REAL_STATUS: ("ended", -1),
    Cause.REAL_EXPIRED: ("expired", -1),
    Cause.KNOWN_LATE: ("found_late", 1),
    Cause.FIX_SOURCE: ("withdrawn", -1),
    Cause.FIX_OURS: ("withdrawn", -1),
    Cause.FIX_WITHDRAWN: ("withdrawn", -1),
    Cause.FIX_DUPLICATE: ("merged", -1),
    Cause.FIX_SPLIT: ("split", 1),
    Cause.REF_HROMADA_REORGANISED: ("moved", 1),
    Cause.REF_COUNTRY: ("moved", 1),
    Cause.RULE_DEFINITION: ("rule", 1),
}
#: Terms with their sign, in the order of the sum.
SIGNS: dict[str, int] = {
    "new": 1, "resumed": 1, "ended": -1, "expired": -1, "found_late": 1, "withdrawn": -1, "merged": -1, "split": 1, "moved": 1, "rule": 1,
}  # fmt: skip
DIMENSIONS = ("total", "oblast", "country")


class BridgeOpen(ArithmeticError):
    """The causes do not add up to the difference of the counts: a fault of ours, never to be published."""


def bridge(start: pl.DataFrame, end: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """Table `bridge` of the counted partnerships of two days (frames with `oblast`, `country`) and the changes between them.

    A change of the count stands in the row it left or came to; a tie that moved (oblast or country another, counted on both days)
    leaves one row and enters another. Raises BridgeOpen when a residual is not 0 or a cause that changes the count has no term.
    """
    effects = pl.concat([_effects(changes, dimension) for dimension in DIMENSIONS])
    stray = effects.filter(pl.col("term").is_null())
    if stray.height:
        raise BridgeOpen(f"causes that change the count without a term: {sorted(stray['cause'].unique())}")
    sums = effects.group_by("dimension", "slice").agg(
        pl.col("effect").filter(pl.col("term") == term).sum().mul(sign).alias(term) for term, sign in SIGNS.items()
    )
    counts = pl.concat(
        [_counts(frame, dimension, name) for dimension in DIMENSIONS for name, frame in (("start", start), ("end", end))]
    )
    sides = counts.group_by("dimension", "slice").agg(
        pl.col("n").filter(pl.col("side") == side).sum().alias(side) for side in ("start", "end")
    )
    order = pl.DataFrame(
        {
            "dimension": ["total", *["oblast"] * len(OBLAST_ROWS)],
            "slice": ["", *OBLAST_ROWS],
            "rank": range(len(OBLAST_ROWS) + 1),
        }
    )
    rows = (
        pl.concat([order.select("dimension", "slice"), sides.select("dimension", "slice"), sums.select("dimension", "slice")])
        .unique()
        .join(sides, on=["dimension", "slice"], how="left")
        .join(sums, on=["dimension", "slice"], how="left")
        .join(order, on=["dimension", "slice"], how="left")
        .with_columns(pl.col("start", "end", *SIGNS).fill_null(0))
        .with_columns(
            residual=pl.col("end") - pl.col("start") - pl.sum_horizontal(pl.col(term) * sign for term, sign in SIGNS.items()),
            place=pl.col("dimension").replace_strict({name: number for number, name in enumerate(DIMENSIONS)}),
        )
        .sort("place", "rank", "slice", nulls_last=True)
    )
    open_rows = rows.filter(pl.col("residual") != 0)
    if open_rows.height:
        words = "; ".join(
            f"{d} {s or '-'}: {r:+d}" for d, s, r in open_rows.select("dimension", "slice", "residual").iter_rows()
        )
        raise BridgeOpen(f"the bridge does not close: {words}")
    return TABLES["bridge"].frame(rows)


def _effects(changes: pl.DataFrame, dimension: str) -> pl.DataFrame:
    """One row an effect on a slice: cause, term, +1 or -1."""
    if dimension == "total":
        found = changes.filter(pl.col("change") != 0).select("cause", slice=pl.lit(""), effect="change")
    else:
        before, after = pl.col(f"{dimension}_from").fill_null(""), pl.col(dimension).fill_null("")
        left = changes.filter(pl.col("change") < 0).select("cause", slice=before, effect="change")
        came = changes.filter(pl.col("change") > 0).select("cause", slice=after, effect="change")
        # A counted tie in another row than before: only the cause that is about this dimension moves it.
        mover = Cause.REF_COUNTRY if dimension == "country" else Cause.REF_HROMADA_REORGANISED
        moved = changes.filter((pl.col("change") == 0) & (pl.col("cause") == mover) & (before != after))
        found = pl.concat(
            [
                left,
                came,
                moved.select("cause", slice=before, effect=pl.lit(-1, pl.Int64)),
                moved.select("cause", slice=after, effect=pl.lit(1, pl.Int64)),
            ]
        )
    terms = {cause.value: term for cause, (term, _) in TERMS.items()}
    return found.select(
        "cause",
        "slice",
        "effect",
        dimension=pl.lit(dimension),
        term=pl.col("cause").replace_strict(terms, default=None, return_dtype=pl.String),
    )


def _counts(frame: pl.DataFrame, dimension: str, side: str) -> pl.DataFrame:
    part = pl.lit("") if dimension == "total" else pl.col(dimension).fill_null("")
    counted = (
        frame.select(slice=part)
        if dimension != "total"
        else pl.DataFrame({"slice": [""] * frame.height}, schema={"slice": pl.String})
    )
    return counted.group_by("slice").agg(n=pl.len().cast(pl.Int64)).with_columns(dimension=pl.lit(dimension), side=pl.lit(side))


def concentration(changes: Mapping[str, int]) -> dict[str, Any]:
    """Which slices explain a change: each with its share of the sum of absolute changes, largest first, and the shares' HHI.

    HHI (Herfindahl-Hirschman) is the sum of squared shares: 1 when one slice explains all, 1/n when n do alike; None without change.
    """
    weights = {name: abs(change) for name, change in changes.items() if change}
    total = sum(weights.values())
    ranked = sorted(weights, key=lambda name: (-weights[name], name))
    slices, covered = [], 0
    for name in ranked:
        covered += weights[name]
        slices.append(
            {
                "slice": name,
                "change": changes[name],
                "share": round(weights[name] / total, 4),
                "cumulative": round(covered / total, 4),
            }
        )
    hhi = round(sum((weight / total) ** 2 for weight in weights.values()), 4) if total else None
    return {"change": sum(changes.values()), "slices_changed": len(ranked), "hhi": hhi, "slices": slices}
