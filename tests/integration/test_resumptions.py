"""A tie that was over and counts again: resumed only where something says so, else found late, or somebody's correction."""

from datetime import date

import pytest

from registry import comparison, decisions
from registry.rulings import Ruling
from schemas.vocabularies import Cause
from tests.integration.nights import FIRST, POLTAVA, Row, events, later, play

START, END, FOUND = date(2025, 1, 1), date(2025, 10, 1), later(200)
LUBLIN = "geonames:765876"
OTHER = Row("Жешув", "Польща", "2010-05-09")
LISTED = Row("Люблін", "Польща", "2004-05-09")


def agreement(since: str | None, **fields) -> Row:
    return Row("Люблін", "Польща", since, fields={"record": "agreement", "title_raw": "Угода про співпрацю", **fields})


def over(day: str, stage: str = "ended") -> Row:
    return Row("Люблін", "Польща", "2004-05-09", fields={"stage": stage, "ended_on": day})


ONE_YEAR = agreement("2023-05-09", duration_raw="1 рік", number_raw="7")
UNDATED = Row("Люблін", "Польща")


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        ([ONE_YEAR], [ONE_YEAR, UNDATED], Cause.KNOWN_LATE),
        ([ONE_YEAR], [ONE_YEAR, agreement("2024-04-01", duration_raw="безстроково")], Cause.KNOWN_LATE),
        ([LISTED, over("2020-03-01")], [LISTED, over("2020-03-01"), agreement("2022-04-01")], Cause.KNOWN_LATE),
        ([ONE_YEAR], [ONE_YEAR, agreement("2025-03-01")], Cause.REAL_RESUMED),
        ([LISTED, over("2020-03-01")], [LISTED, over("2020-03-01"), agreement("2025")], Cause.REAL_RESUMED),
        ([LISTED, over("2024-03-01", "suspended")], [LISTED, agreement("2025-04-01")], Cause.REAL_RESUMED),
        ([LISTED, over("2024-03-01")], [LISTED, over("2026-05-01")], Cause.FIX_SOURCE),
        ([ONE_YEAR], [agreement("2023-05-09", duration_raw="5 років", number_raw="7")], Cause.FIX_SOURCE),
        ([LISTED, over("2024-03-01")], [LISTED], Cause.FIX_SOURCE),
    ],
    ids=[
        "term over, a list names it", "term over, an older document", "words, an older document", "term over, a new document",
        "words, a new document", "suspended, a new document", "another end", "another term", "words taken back",
    ],
)  # fmt: skip
def test_a_tie_is_resumed_only_by_what_lies_between_the_days(registry, resolver, before, after, cause):
    play(registry, resolver, FIRST, {"p": [*before, OTHER]})
    for days in (0, 10, 20):
        play(registry, resolver, later(200 + days), {"p": [*after, OTHER]})
    changes = comparison.compare(registry, START, END).changes
    assert changes.select("partner", "cause", "change").rows() == [("Lublin", cause, 1)]
    told = [event[:2] for days in (0, 10, 20) for event in events(registry, later(200 + days))]
    assert told == [("status", cause)], "the night itself says the same"


@pytest.mark.parametrize(
    ("day", "cause"), [(date(2025, 3, 1), Cause.REAL_RESUMED), (date(2024, 12, 1), Cause.KNOWN_LATE), (None, Cause.FIX_OURS)]
)
def test_a_person_resumes_or_takes_an_end_back(registry, resolver, day, cause):
    def say(clock, judgement, on):
        ruling = Ruling(judgement, "Олена", "лист громади", day=on, hromada_code=POLTAVA, place_key=LUBLIN)
        return decisions.decide(registry, [ruling], clock, resolver)

    play(registry, resolver, FIRST, {"p": [LISTED, OTHER]})
    [ended] = say(later(0.1), "end", date(2024, 6, 1))
    play(registry, resolver, later(0.5), {"p": [LISTED, OTHER]})
    if day:
        say(FOUND, "resume", day)
    else:
        decisions.retire(registry, [ended.id], "Олена", FOUND, resolver)
    changes = comparison.compare(registry, START, END).changes
    assert changes.select("partner", "cause", "change").rows() == [("Lublin", cause, 1)]
    assert [event[:2] for event in events(registry, FOUND)] == [("status", cause)]


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (over("2025-03-01"), Cause.REAL_ENDED),
        (over("2025-03"), Cause.REAL_ENDED),
        (over("2025-03-01", "suspended"), Cause.REAL_STATUS),
        (over("2024-03-01"), Cause.FIX_SOURCE),
        (over("2024"), Cause.FIX_SOURCE),
        (Row("Люблін", "Польща", "2004-05-09", fields={"stage": "ended"}), Cause.FIX_SOURCE),
    ],
    ids=["a day between", "a month between", "suspended between", "before", "a year before", "no day"],
)
def test_an_end_is_one_only_where_it_lies_between_the_days(registry, resolver, words, cause):
    play(registry, resolver, FIRST, {"p": [LISTED, OTHER]})
    play(registry, resolver, FOUND, {"p": [LISTED, OTHER], "news": [words]})
    changes = comparison.compare(registry, START, END).changes
    assert changes.select("partner", "cause", "change").rows() == [("Lublin", cause, -1)]
    assert [event[:2] for event in events(registry, FOUND)] == [("status", cause)]
