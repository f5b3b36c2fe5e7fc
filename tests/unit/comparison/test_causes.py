"""Every cause of the closed list on hand-written cases, at least three each; and the seven-row case."""

from collections import Counter
from datetime import date

import polars as pl
import pytest

from registry import causes
from registry.bridge import TERMS, BridgeOpen, bridge
from schemas.vocabularies import COUNTING_RULES, Cause, Status
from tests.unit.comparison.frames import END, START, UNDATED, counted, dated, ended, facts, over, ties

PT = "pt-000001"
OTHER = "pt-000002"
YEAR_2025 = {"since": "2025", "since_precision": "year", "since_earliest": date(2025, 1, 1), "since_latest": date(2025, 12, 31)}
YEAR_2024 = {"since": "2024", "since_precision": "year", "since_earliest": date(2024, 1, 1), "since_latest": date(2024, 12, 31)}
JULY = {"since": "2025-07", "since_precision": "month", "since_earliest": date(2025, 7, 1), "since_latest": date(2025, 7, 31)}
PLANNED = {"status": "planned", "stage": "intent", **UNDATED}


def case(cause, change, before, after, **known):
    return pytest.param(cause, change, before, after, known, id=f"{cause}: {known or ''} {after}"[:90])


CASES = [
    # real.new: a dated start inside the interval, however precise
    case(Cause.REAL_NEW, 1, None, dated("2025-07-11")),
    case(Cause.REAL_NEW, 1, None, YEAR_2025),
    case(Cause.REAL_NEW, 1, None, JULY),
    case(Cause.REAL_NEW, 1, PLANNED, dated("2025-05-19")),
    # real.resumed
    case(Cause.REAL_RESUMED, 1, ended("2024-03-01", "suspended", "suspended"), {}, resumed=[(PT,)]),
    case(Cause.REAL_RESUMED, 1, ended("2024-03-01"), {"stage": "renewed"}, resumed=[(PT,)], heard=[(PT,)]),
    # The words of its end went with the renewal; they were true.
    case(Cause.REAL_RESUMED, 1, ended("2024-12-01"), {"stage": "renewed"}, resumed=[(PT,)], taken_back=[(PT,)]),
    # real.ended: words say so, with a day between the two
    case(Cause.REAL_ENDED, -1, {}, ended("2025-03-01")),
    case(Cause.REAL_ENDED, -1, {"status": "unconfirmed"}, ended("2025-01-02")),
    case(Cause.REAL_ENDED, -1, UNDATED, {**UNDATED, **ended("2025-10-01")}),
    case(Cause.REAL_ENDED, -1, {}, ended("2025-06")),
    case(Cause.REAL_ENDED, -1, {}, ended("2025")),
    # real.expired: the term ran out, nobody ended it
    case(Cause.REAL_EXPIRED, -1, {}, ended("2025-05-01", stage="signed")),
    case(Cause.REAL_EXPIRED, -1, {"stage": "registered"}, ended("2025-09-30", stage="registered")),
    case(Cause.REAL_EXPIRED, -1, {"status": "unconfirmed"}, ended("2025-02-28", stage="renewed")),
    # real.status: another stage, the tie goes on; a suspended one counts no more
    case(Cause.REAL_STATUS, 0, {}, {"stage": "renewed"}),
    case(Cause.REAL_STATUS, 0, {}, {"stage": "proposed_to_end"}),
    case(Cause.REAL_STATUS, 0, {}, {"stage": "registered"}, dated_stages=[(PT, date(2025, 4, 1))]),
    case(Cause.REAL_STATUS, -1, {}, ended("2025-04-01", "suspended", "suspended")),
    case(Cause.REAL_STATUS, -1, {}, ended("2025-04", "suspended", "suspended")),
    # known.late: without a date, or with one that does not lie wholly between the days, nothing is new
    case(Cause.KNOWN_LATE, 1, None, UNDATED),
    case(Cause.KNOWN_LATE, 1, None, dated("1998-06-01")),
    case(Cause.KNOWN_LATE, 1, None, YEAR_2024),
    case(Cause.KNOWN_LATE, 1, PLANNED, UNDATED),
    case(Cause.KNOWN_LATE, 1, None, dated("2025-01-01")),
    # in force again, and nothing says that it was not already
    case(Cause.KNOWN_LATE, 1, ended("2024-03-01"), UNDATED, heard=[(PT,)]),
    case(Cause.KNOWN_LATE, 1, ended("2024-12-01", stage="signed"), {"stage": "renewed"}),
    # known.detail
    case(Cause.KNOWN_DETAIL, 0, UNDATED, YEAR_2024),
    case(Cause.KNOWN_DETAIL, 0, YEAR_2024, dated("2024-07-17")),
    case(Cause.KNOWN_DETAIL, 0, {"kind": "unspecified"}, {"kind": "twinning"}),
    # a start corrected across the boundary day: counted on both days, so nothing but the date changed
    case(Cause.KNOWN_DETAIL, 0, dated("2024-05-05"), dated("2025-05-05")),
    case(Cause.KNOWN_DETAIL, 0, {}, {"stage": "registered"}, dated_stages=[(PT, date(2024, 4, 1))]),
    # fix.source: the source said something else
    case(Cause.FIX_SOURCE, -1, {}, None, heard=[(PT,)]),
    case(Cause.FIX_SOURCE, -1, dated("2024-06-01"), None, heard=[(PT,)], postponed=[(PT, date(2025, 12, 1))]),
    case(Cause.FIX_SOURCE, -1, {}, ended("2023-01-01"), heard=[(PT,)]),
    case(Cause.FIX_SOURCE, -1, {}, PLANNED, heard=[(PT,)]),
    case(Cause.FIX_SOURCE, 0, dated("2009-05-09"), dated("2009-05-19"), redated=[(PT, "fix.source")], heard=[(PT,)]),
    case(
        Cause.FIX_SOURCE,
        0,
        dated("2024-05-09"),
        dated("2025-05-09"),
        redated=[(PT, "fix.source")],
        respelled=[(PT, "fix.source", "а", "б")],
    ),
    case(Cause.FIX_SOURCE, 0, {}, {"until": "2031"}, redated=[(PT, "fix.source")]),
    # an end without a day, or one that may lie before the first day, is no event between the days
    case(Cause.FIX_SOURCE, -1, {}, over("2025-06-01"), heard=[(PT,)]),
    case(Cause.FIX_SOURCE, -1, {}, over("2025-06-01", "suspended"), heard=[(PT,)]),
    case(Cause.FIX_SOURCE, 0, {}, {}, respelled=[(PT, "fix.source", "Люблн", "Люблін")]),
    # fix.ours: we read the same words in another way
    case(Cause.FIX_OURS, -1, {}, None),
    case(Cause.FIX_OURS, -1, {}, None, events=[(PT, "fix.ours", None)]),
    case(Cause.FIX_OURS, -1, dated("2024-06-01"), None, postponed=[(PT, date(2025, 12, 1))]),
    case(Cause.FIX_SOURCE, 1, ended("2024-03-01"), {}, refuted_ends=[(PT, "fix.source")], resumed=[(PT,)]),
    case(Cause.FIX_SOURCE, 1, ended("2024-03-01"), {}, taken_back=[(PT,)]),
    case(Cause.FIX_OURS, 1, ended("2024-03-01"), {}, refuted_ends=[(PT, "fix.ours")]),
    case(Cause.FIX_OURS, 0, dated("2009-05-09"), dated("2009-05-19"), redated=[(PT, "fix.ours")]),
    case(Cause.FIX_OURS, 0, {}, {}, respelled=[(PT, "fix.ours", "Люблн", "Люблін")]),
    case(Cause.FIX_OURS, 1, None, {}, restored=[(PT,)]),
    case(Cause.FIX_OURS, -1, {}, ended("2023-01-01"), heard=[(PT,)], decided=[(PT,)]),
    # fix.duplicate
    case(Cause.FIX_DUPLICATE, -1, {}, None, events=[(PT, "fix.duplicate", "об’єднано з pt-000002")]),
    case(Cause.FIX_DUPLICATE, -1, {"status": "unconfirmed"}, None, events=[(PT, "fix.duplicate", None)]),
    case(Cause.FIX_DUPLICATE, -1, {"country": None}, None, events=[(PT, "fix.duplicate", None)], heard=[(PT,)]),
    # fix.split
    case(Cause.FIX_SPLIT, 1, None, {}, events=[(PT, "fix.split", "з pt-000002")]),
    case(Cause.FIX_SPLIT, 1, None, dated("2025-05-01"), events=[(PT, "fix.split", None)]),
    case(Cause.FIX_SPLIT, -1, {}, None, events=[(PT, "fix.split", "роз’єднано")]),
    # fix.withdrawn
    case(Cause.FIX_WITHDRAWN, -1, {}, None, events=[(PT, "fix.withdrawn", None)]),
    case(Cause.FIX_WITHDRAWN, -1, UNDATED, None, events=[(PT, "fix.withdrawn", None)], decided=[(PT,)]),
    case(Cause.FIX_WITHDRAWN, -1, {"status": "unconfirmed"}, None, events=[(PT, "fix.withdrawn", None)], heard=[(PT,)]),
    # ref.hromada_renamed
    case(Cause.REF_HROMADA_RENAMED, 0, {}, {}, renamed=[("UA53080370000025447", "Стара", "Нова")]),
    case(Cause.REF_HROMADA_RENAMED, 0, {"hromada": "Стара"}, {}, renamed=[("UA53080370000025447", "Стара", "Нова")]),
    case(Cause.REF_HROMADA_RENAMED, 0, UNDATED, UNDATED, renamed=[("UA53080370000025447", "Стара", "Нова")]),
    # ref.hromada_reorganised: moved, neither ended nor new
    case(Cause.REF_HROMADA_REORGANISED, 0, {"oblast": "Сумська"}, {}),
    case(Cause.REF_HROMADA_REORGANISED, -1, {}, None, events=[(PT, "ref.hromada_reorganised", "тепер pt-000002")]),
    case(Cause.REF_HROMADA_REORGANISED, 1, None, dated("2025-05-01"), events=[(PT, "ref.hromada_reorganised", None)]),
    # ref.country
    case(Cause.REF_COUNTRY, 0, {"country": "SK"}, {}),
    case(Cause.REF_COUNTRY, 0, {"country": None}, {}),
    case(Cause.REF_COUNTRY, 0, {"country": "RU", "status": "unconfirmed"}, {"status": "unconfirmed"}),
    # view.*: still counted
    case(Cause.VIEW_UNCONFIRMED, 0, {}, {"status": "unconfirmed"}),
    case(Cause.VIEW_UNCONFIRMED, 0, UNDATED, {**UNDATED, "status": "unconfirmed"}),
    case(Cause.VIEW_UNCONFIRMED, 0, {"stage": "registered"}, {"stage": "registered", "status": "unconfirmed"}),
    case(Cause.VIEW_SEEN_AGAIN, 0, {"status": "unconfirmed"}, {}),
    case(Cause.VIEW_SEEN_AGAIN, 0, {**UNDATED, "status": "unconfirmed"}, UNDATED),
    case(Cause.VIEW_SEEN_AGAIN, 0, {"status": "unconfirmed", "stage": "renewed"}, {"stage": "renewed"}),
]


@pytest.mark.parametrize(("cause", "change", "before", "after", "known"), CASES)
def test_one_tie_has_one_cause_and_the_bridge_closes(cause, change, before, after, known):
    a, b = ties({"1": before}), ties({"1": after})
    changes = causes.classify(a, b, facts(**known), start=START)
    assert changes.select("cause", "change").rows() == [(cause, change)]
    assert changes["reasons"].item()
    total = bridge(counted(a), counted(b), changes).row(0, named=True)
    assert total["end"] - total["start"] == change and total["residual"] == 0
    if change:
        term, sign = TERMS[cause]
        assert total[term] == change * sign


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ({"status": "unconfirmed"}, {"status": "unconfirmed"}, -1),
        ({"status": "planned", "stage": "approved"}, {"status": "planned", "stage": "approved"}, 1),
        ({"status": "suspended", "stage": "suspended"}, {"status": "suspended", "stage": "suspended"}, 1),
    ],
)
def test_a_new_rule_of_counting_is_its_own_cause(monkeypatch, before, after, change):
    rules = {-1: (Status.ACTIVE,), 1: (Status.ACTIVE, Status.UNCONFIRMED, Status.PLANNED, Status.SUSPENDED)}
    monkeypatch.setitem(COUNTING_RULES, "2", rules[change])
    a, b = ties({"1": before}), ties({"1": after})
    known = facts(heard=[(PT,)])
    # Not a row differs: only the two rules do, so the comparison has to look at what each of them counts.
    changes = causes.classify(a, b, known, start=START, rules=("1", "2"))
    assert changes.select("cause", "change").rows() == [(Cause.RULE_DEFINITION, change)]
    closed = bridge(counted(a, COUNTING_RULES["1"]), counted(b, COUNTING_RULES["2"]), changes)
    assert closed["rule"][0] == change


def test_an_end_that_may_lie_before_the_first_day_is_a_correction():
    """Printed as ended in 2025 and seen on 1 July: whether before or after that day nobody knows."""
    day = date(2025, 7, 1)
    a, b = ties({"1": {}}), ties({"1": ended("2025")})
    changes = causes.classify(a, b, facts(heard=[(PT,)]), start=day)
    assert (
        changes.select("cause", "change").rows() == [(Cause.FIX_SOURCE, -1)]
        and "до року чи місяця" in changes["reasons"].item()
    )
    assert causes.classify(a, b, facts(), start=date(2026, 1, 1))["reasons"].item().startswith("не діяло вже")


def test_every_cause_has_three_cases():
    counts = Counter(parameter.values[0] for parameter in CASES)
    assert {cause: n for cause, n in counts.items() if n < 3} == {}
    assert counts.keys() | {Cause.RULE_DEFINITION} == set(Cause)


def test_existence_hides_detail_and_a_tie_counts_once():
    a = ties({"1": {"country": "SK", "kind": "unspecified"}, "2": {}})
    b = ties(
        {"1": {**ended("2025-03-01"), "country": "PL"}, "2": {"status": "unconfirmed", "country": "DE", "kind": "memorandum"}}
    )
    changes = causes.classify(a, b, facts(renamed=[("UA53080370000025447", "Стара", "Нова")]), start=START)
    assert changes.filter(partnership_id=PT)["cause"].to_list() == [Cause.REAL_ENDED]
    assert set(changes.filter(partnership_id=OTHER)["cause"]) == {
        Cause.VIEW_UNCONFIRMED, Cause.REF_COUNTRY, Cause.KNOWN_DETAIL, Cause.REF_HROMADA_RENAMED,
    }  # fmt: skip
    assert bridge(counted(a), counted(b), changes).filter(dimension="country")["moved"].sum() == 0


def test_merged_into_a_tie_that_was_not_there_is_one_tie_still():
    """Three names of one place become one: the survivor's arrival is the other side of the merger, not growth."""
    a, b = ties({"1": {}, "2": {}, "3": {}}), ties({"4": dated("2025-03-03")})
    gone = ["pt-000001", "pt-000002", "pt-000003"]
    known = facts(
        events=[(one, "fix.duplicate", "об’єднано з pt-000004") for one in gone],
        successors=[("pt-000004", one, "fix.duplicate") for one in gone],
    )
    changes = causes.classify(a, b, known, start=START)
    assert changes["cause"].unique().to_list() == [Cause.FIX_DUPLICATE]
    assert bridge(counted(a), counted(b), changes).row(0, named=True)["merged"] == 2


def test_a_reorganised_hromada_moves_its_ties_between_rows():
    a = ties({"1": {"oblast": "Луганська"}})
    b = ties({"2": {"oblast": "Харківська"}})
    known = facts(events=[(PT, "ref.hromada_reorganised", None)], successors=[(OTHER, PT, "ref.hromada_reorganised")])
    closed = bridge(counted(a), counted(b), causes.classify(a, b, known, start=START))
    assert closed.filter(dimension="total")["moved"].item() == 0
    moved = dict(closed.filter(pl.col("moved") != 0).select("slice", "moved").iter_rows())
    assert moved == {"Луганська": -1, "Харківська": 1}


def test_a_successor_explains_nothing_when_the_other_still_counts():
    a, b = ties({"1": {}}), ties({"1": {}, "2": {}})
    changes = causes.classify(a, b, facts(successors=[(OTHER, PT, "fix.duplicate")]), start=START)
    assert changes.select("partnership_id", "cause").rows() == [(OTHER, Cause.KNOWN_LATE)]


def test_an_open_bridge_is_refused():
    a, b = ties({"1": {}}), ties({"1": {}, "2": dated("2025-07-11")})
    changes = causes.classify(a, b, facts(), start=START)
    with pytest.raises(BridgeOpen, match=r"does not close.*Полтавська: \+1"):
        bridge(counted(a), counted(b), changes.clear())
    hidden = changes.with_columns(cause=pl.lit("known.detail"))
    with pytest.raises(BridgeOpen, match="without a term"):
        bridge(counted(a), counted(b), hidden)


def test_the_seven_row_case():
    """A generic diff of the pages says 2 added, 3 removed, 3 changed; really one tie began and one ended."""
    hromada = {"hromada_code": "UA48060150000071713", "hromada": "Південноукраїнська"}
    before = {
        "3": {"partner": "Bari"}, "4": {"partner": "Cali"}, "5": {"partner": "Rzeszow"}, "8": {"partner": "Rzeszów"},
        "6": {**hromada, "partner": "Bełchatów"}, "7": {"partner": "Łomża"}, "9": {"partner": "Kośice", "country": "PL"},
    }  # fmt: skip
    after = {
        **before, "1": {**dated("2025-07-11"), "partner": "Narbonne"}, "2": {**UNDATED, "partner": "Ostrów"},
        "3": {"partner": "Bari", **ended("2025-04-01")}, "4": {"partner": "Cali", "status": "unconfirmed"}, "5": None,
        "9": {"partner": "Kośice", "country": "SK"},
    }  # fmt: skip
    known = facts(
        events=[("pt-000005", "fix.duplicate", "об’єднано з pt-000008")],
        successors=[("pt-000008", "pt-000005", "fix.duplicate")],
        renamed=[("UA48060150000071713", "Южноукраїнська", "Південноукраїнська")],
        respelled=[("pt-000007", "fix.source", "Ломжа", "Ломжа́")],
        heard=[("pt-000001",), ("pt-000002",), ("pt-000003",), ("pt-000007",)],
    )
    a, b = ties(before), ties(after)
    changes = causes.classify(a, b, known, start=START)
    assert dict(changes.select("partnership_id", "cause").iter_rows()) == {
        "pt-000001": Cause.REAL_NEW,
        "pt-000002": Cause.KNOWN_LATE,
        "pt-000003": Cause.REAL_ENDED,
        "pt-000004": Cause.VIEW_UNCONFIRMED,
        "pt-000005": Cause.FIX_DUPLICATE,
        "pt-000006": Cause.REF_HROMADA_RENAMED,
        "pt-000007": Cause.FIX_SOURCE,
        "pt-000009": Cause.REF_COUNTRY,
    }
    total = bridge(counted(a), counted(b), changes).row(0, named=True)
    assert total["new"] - total["ended"] == 0
    assert (total["start"], total["end"], total["found_late"], total["merged"]) == (7, 7, 1, 1)
    assert END > START
