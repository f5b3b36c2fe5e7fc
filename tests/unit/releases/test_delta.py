"""apply(previous, delta) = current, whatever the two releases hold; and a delta that does not fit is refused."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.releases import delta

KEYS = {"ties": ("id",), "words": ("id", "number")}
SCHEMAS = {
    "ties": {
        "id": pl.String,
        "n": pl.Int64,
        "day": pl.Date,
        "at": pl.Datetime("us", "UTC"),
        "share": pl.Float64,
        "ok": pl.Boolean,
    },
    "words": {"id": pl.String, "number": pl.Int64, "text": pl.String},
}
values = {
    pl.String: st.text("абв=;\n\" '", max_size=4), pl.Int64: st.integers(-5, 5), pl.Date: st.dates(), pl.Boolean: st.booleans(),
    pl.Float64: st.floats(allow_nan=False, allow_infinity=False),
    pl.Datetime: st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)),
}  # fmt: skip


@st.composite
def tables(draw) -> dict[str, pl.DataFrame]:
    frames = {}
    for name, schema in SCHEMAS.items():
        keys = draw(
            st.sets(st.tuples(*(st.sampled_from(["a", "b", "c"]) if c == "id" else st.integers(0, 2) for c in KEYS[name])))
        )
        rows = []
        for key in sorted(keys):
            row = dict(zip(KEYS[name], key, strict=True))
            for column, dtype in schema.items():
                if column not in row:
                    row[column] = draw(st.none() | values[dtype if isinstance(dtype, type) else pl.Datetime])
            rows.append(row)
        frames[name] = pl.DataFrame(rows, schema=schema, orient="row")
    return frames


@settings(deadline=None)
@given(tables(), tables())
def test_a_delta_leads_from_any_release_to_any_other(previous, current):
    delta.prove(previous, delta.diff(previous, current, KEYS), current, KEYS, KEYS)


@settings(deadline=None)
@given(tables())
def test_the_delta_of_equal_releases_is_empty(release):
    operations = delta.diff(release, release, KEYS)
    assert operations == [] and delta.dumped(operations) == ""
    delta.prove(release, operations, release, KEYS, KEYS)


def frame(**rows) -> pl.DataFrame:
    return pl.DataFrame({"id": list(rows), "n": list(rows.values())}, schema={"id": pl.String, "n": pl.Int64})


def test_a_delta_says_what_changed_and_nothing_else():
    before, after = {"t": frame(a=1, b=2, c=3)}, {"t": frame(b=5, c=3, d=None)}
    assert delta.diff(before, after, {"t": ("id",)}) == [
        {"op": "remove", "table": "t", "key": ["a"]},
        {"op": "add", "table": "t", "row": {"id": "d"}},
        {"op": "change", "table": "t", "key": ["b"], "row": {"n": 5}},
    ]


def test_columns_and_tables_may_come_and_go():
    before = {"t": frame(a=1, b=2).with_columns(old=pl.lit("x")), "gone": frame(a=1)}
    after = {"t": frame(a=1, b=3).with_columns(since=pl.lit(date(2025, 1, 1))), "new": frame(z=1)}
    keys = {"t": ("id",), "gone": ("id",), "new": ("id",)}
    operations = delta.diff(before, after, keys)
    assert [item["op"] for item in operations[:2]] == ["drop_table", "schema"]
    delta.prove(before, operations, after, keys, keys)


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ({"op": "remove", "table": "t", "key": ["z"]}, "which is not there"),
        ({"op": "add", "table": "t", "row": {"id": "a"}}, "which is there"),
        ({"op": "change", "table": "t", "key": ["a"], "row": {"colour": "red"}}, "lacks: colour"),
        ({"op": "change", "table": "unknown", "key": ["a"], "row": {}}, "does not fit"),
        ({"op": "drop", "table": "t"}, "does not fit"),
    ],
)
def test_a_delta_that_does_not_fit_is_refused(operation, words):
    with pytest.raises(delta.DeltaError, match=words):
        delta.apply({"t": frame(a=1)}, [operation], {"t": ("id",)})


def test_a_delta_that_leads_elsewhere_is_not_published():
    before, after = {"t": frame(a=1)}, {"t": frame(a=2)}
    with pytest.raises(delta.DeltaError, match="does not lead to the table t"):
        delta.prove(before, [], after, {"t": ("id",)}, {"t": ("id",)})
