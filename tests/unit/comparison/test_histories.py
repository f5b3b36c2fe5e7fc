"""Properties of the bridge over random histories: whatever happened, the causes add up and nothing is counted twice."""

from datetime import date, timedelta

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry import causes
from registry.bridge import SIGNS, bridge, concentration
from registry.releases import delta
from schemas.vocabularies import OBLAST_ROWS, Cause, Stage, Status
from tests.unit.comparison.frames import START, counted, ended, facts, ties

DAYS = st.dates(date(2019, 1, 1), date(2026, 1, 1))
EVENTS = ("fix.ours", "fix.source", "fix.withdrawn", "fix.duplicate", "fix.split", "ref.hromada_reorganised")
#: Histories that are compared in one call: ten of them cost as much as one.
TOGETHER = 10


@st.composite
def states(draw):
    """One tie on one day: counted or not, dated or not, anywhere, in any country known or unknown; None: not in the registry."""
    if draw(st.integers(0, 3)) == 0:
        return None
    day = draw(DAYS)
    unknown = draw(st.booleans())
    return {
        "status": draw(st.sampled_from(Status.values())),
        "stage": draw(st.sampled_from(Stage.values())),
        "oblast": draw(st.sampled_from([*OBLAST_ROWS[:3], "Автономна Республіка Крим"])),
        "country": draw(st.sampled_from(["PL", "DE", None])),
        "kind": draw(st.sampled_from(["twinning", "memorandum"])),
        "since": None if unknown else day.isoformat(),
        "since_earliest": None if unknown else day,
        "since_latest": day + timedelta(days=draw(st.sampled_from([0, 30, 364]))),
        "valid_from": day,
        **draw(ends()),
    }


@st.composite
def ends(draw):
    """No end, one printed as a day, a month or a year, or one without a day."""
    day = draw(DAYS)
    kind = draw(st.sampled_from([None, 4, 7, 10, 0]))
    if kind is None:
        return {}
    if kind == 0:
        return {"until_precision": "unknown", "until_latest": day}
    known = ended(day.isoformat()[:kind])
    return {name: known[name] for name in ("until", "until_precision", "until_earliest", "until_latest")}


@st.composite
def histories(draw):
    """Two days of a few ties each, ten histories beside each other, and any facts about them, contradictory ones included."""
    ids = [f"{history:03d}{tie:03d}" for history in range(TOGETHER) for tie in range(1, draw(st.integers(1, 8)) + 1)]
    before = {one: draw(states()) for one in ids}
    after = {one: draw(st.one_of(st.just(before[one]), states())) for one in ids}
    some = st.lists(st.sampled_from([f"pt-{one}" for one in ids]), max_size=TOGETHER, unique=True)
    known = facts(
        events=[(one, draw(st.sampled_from(EVENTS)), None) for one in draw(some)],
        # What takes the place of a tie belongs to the same history.
        successors=[(one, f"{one[:-3]}{draw(st.integers(1, 8)):03d}", draw(st.sampled_from(EVENTS))) for one in draw(some)],
        renamed=draw(st.sampled_from([[], [("UA53080370000025447", "Стара", "Нова")]])),
        respelled=[(one, draw(st.sampled_from(["fix.source", "fix.ours"])), "а", "б") for one in draw(some)],
        redated=[(one, draw(st.sampled_from(["fix.source", "fix.ours"]))) for one in draw(some)],
        postponed=[(one, date(2026, 1, 1)) for one in draw(some)],
        refuted_ends=[(one, draw(st.sampled_from(["fix.source", "fix.ours"]))) for one in draw(some)],
        **{name: [(one,) for one in draw(some)] for name in ("heard", "decided", "taken_back", "resumed", "restored")},
        dated_stages=[(one, draw(DAYS)) for one in draw(some)],
    )
    return ties(before), ties(after), known


@settings(max_examples=1000 // TOGETHER, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories())
def test_the_bridge_closes_over_any_history(history):
    before, after, known = history
    changes = causes.classify(before, after, known, start=START)
    a, b = counted(before), counted(after)
    rows = bridge(a, b, changes)
    assert rows["residual"].unique().to_list() == [0]
    total = rows.row(0, named=True)
    assert total["start"] == a.height and total["end"] == b.height
    assert total["end"] == total["start"] + sum(total[term] * sign for term, sign in SIGNS.items())
    for dimension in ("oblast", "country"):
        part = rows.filter(pl.col("dimension") == dimension)
        assert all(part[side].sum() == total[side] for side in ("start", "end"))
        # What moves leaves one row and enters another.
        assert part["moved"].sum() == total["moved"]
    assert set(changes["cause"]) <= set(Cause.values())
    pairs = changes.select("partnership_id", "cause").rows()
    assert len(pairs) == len(set(pairs))
    # A tie that came or went has its one cause and no other; so every history closes by itself.
    effects = changes.select("partnership_id", "change").rows()
    moved = [one for one, change in effects if change]
    assert len(moved) == len(set(moved)) and not set(moved) & {one for one, change in effects if not change}
    there, here = set(a["partnership_id"]), set(b["partnership_id"])
    assert {one: change for one, change in effects if change} == {one: 1 if one in here else -1 for one in there ^ here}
    assert causes.classify(after, after, causes.facts(), start=START).is_empty()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories())
def test_rows_and_fields_differ_as_a_dictionary_says(history):
    before, after, _ = history
    fields = list(causes.COMPARED)
    columns = ["partnership_id", *fields]
    found = delta.diff({"t": before.select(columns)}, {"t": after.select(columns)}, {"t": ("partnership_id",)})
    rows = [{row["partnership_id"]: row for row in frame.iter_rows(named=True)} for frame in (before, after)]
    expected = {(one, "", "added") for one in rows[1].keys() - rows[0].keys()}
    expected |= {(one, "", "removed") for one in rows[0].keys() - rows[1].keys()}
    expected |= {
        (one, name, "changed") for one in rows[0].keys() & rows[1].keys() for name in fields if rows[0][one][name] != rows[1][one][name]
    }  # fmt: skip
    words = {"add": "added", "remove": "removed", "change": "changed"}
    told = {
        (operation["key"][0] if "key" in operation else operation["row"]["partnership_id"], name, words[operation["op"]])
        for operation in found
        for name in (operation["row"] if operation["op"] == "change" else [""])
    }
    assert told == expected


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(-50, 50), max_size=10))
def test_shares_of_a_change_add_up(changes):
    found = concentration(changes)
    assert found["change"] == sum(changes.values())
    if found["slices"]:
        assert abs(sum(one["share"] for one in found["slices"]) - 1) < 0.001
        assert found["slices"][-1]["cumulative"] == 1
        assert 1 / len(found["slices"]) - 0.001 <= found["hhi"] <= 1
    else:
        assert found["hhi"] is None
