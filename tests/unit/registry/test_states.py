"""Properties of what statements amount to, whatever they print: dates of any precision, ends without a day, terms, contradictions."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.agreements import agreement_states
from registry.evidence import Evidence
from registry.states import partnership_states
from schemas.vocabularies import COUNTED, Stage, Status
from scrapers.text.dates import PRECISION_OF_LENGTH, bounds

DAYS = st.dates(date(1990, 1, 1), date(2027, 12, 31))
PARTIAL = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from([4, 7, 10]))
OVER = (Status.ENDED, Status.SUSPENDED)


@st.composite
def statements(draw) -> list[Evidence]:
    found = []
    for number in range(draw(st.integers(1, 5))):
        since = draw(st.none() | PARTIAL)
        stage = draw(st.sampled_from([*Stage.values(), "signed", "signed", "ended"]))
        year = int(since[:4]) if since else 2000
        found.append(
            Evidence(
                statement=f"{number}", hromada="UA1", place=draw(st.sampled_from(["pl-1", "pl-1", "pl-2"])),
                record=draw(st.sampled_from(["partnership", "agreement"])), kind="twinning", stage=stage, since=since,
                precision=PRECISION_OF_LENGTH[len(since)] if since else "unknown", title=None, number=None,
                duration=draw(st.sampled_from([None, None, "5 років", "18 місяців", "безстроково", "2004–2010", "до 31.12.2026"])),
                ended_on=draw(st.none() | PARTIAL) if stage in ("ended", "suspended") else None,
                first_seen=draw(st.dates(date(2025, 1, 1), date(2025, 12, 31))), missed=draw(st.booleans()),
                source=draw(st.sampled_from(["list", "wikidata"])), page=draw(st.sampled_from(["p", "q"])),
                signed=draw(st.sampled_from([None, None, f"{year}–{year + 6}"])),
            )
        )  # fmt: skip
    return found


def last_possible(until: str) -> date:
    return bounds(until, PRECISION_OF_LENGTH[len(until)])[1]


@settings(max_examples=300, deadline=None)
@given(statements(), st.randoms(use_true_random=False))
def test_states_of_a_tie_are_whole_whatever_is_printed(said, shuffle):
    states, _ = partnership_states(said)
    printed = {item.ended_on for item in said} | {item.term.until for item in said if item.term}
    for state in states:
        # An end has evidence, its own precision and bounds that hold it; none of them is made up.
        ends = state.status in OVER or state.valid_to is not None
        assert (
            ends == (state.until_precision is not None) == (state.until_latest is not None) == (state.end_statement is not None)
        )
        assert state.until is None or state.until in printed
        if state.until:
            earliest, latest = bounds(state.until, PRECISION_OF_LENGTH[len(state.until)])
            assert (state.until_earliest, state.until_latest, state.until_precision) == (
                earliest,
                latest,
                PRECISION_OF_LENGTH[len(state.until)],
            )
        elif ends:
            assert state.until_precision == "unknown" and state.until_earliest is None and state.valid_to is None
        assert state.valid_to is None or (state.status == Status.ACTIVE and state.valid_to == state.until_latest)
        assert state.valid_from is None or state.valid_to is None or state.valid_from < state.valid_to
        if state.status in COUNTED and state.since:
            assert state.since_earliest <= state.valid_from <= state.since_latest
    assert len(states) == 1 or states[0].valid_to == states[1].valid_from
    assert states[-1].valid_to is None
    # What is printed decides, not the order in which it is read.
    shuffled = list(said)
    shuffle.shuffle(shuffled)
    assert partnership_states(shuffled)[0] == states


@settings(max_examples=100, deadline=None)
@given(statements())
def test_documents_are_whole_whatever_is_printed(said):
    for document in agreement_states(said).values():
        ends = document.valid_to is not None or document.stage in OVER
        assert not ends or document.until_latest is not None
        assert document.valid_to is None or document.valid_to == last_possible(document.until)
        assert document.valid_from is None or document.valid_to is None or document.valid_from < document.valid_to
        assert (document.until is None) == (document.until_precision in (None, "unknown"))


@settings(max_examples=100, deadline=None)
@given(statements(), st.integers(1, 400))
def test_an_end_said_again_without_its_day_changes_nothing(said, days):
    states, _ = partnership_states(said)
    if states[-1].status != Status.ENDED or states[-1].stage != "ended" or states[-1].until is None:
        return
    words = next(item for item in said if item.statement == states[-1].end_statement)
    again = [
        Evidence(**{**{name: getattr(words, name) for name in Evidence.__slots__}, "statement": "again", "ended_on": None,
                    "first_seen": words.first_seen + timedelta(days=days)})
    ]  # fmt: skip
    assert [state.until for state in partnership_states([*said, *again])[0]] == [state.until for state in states]
