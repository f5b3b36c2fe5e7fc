"""What a group of statements amounts to: the rules of docs/counting.md on hand-written cases."""

from datetime import date

import pytest

from registry.agreements import agreement_states
from registry.evidence import Evidence
from registry.states import partnership_states
from schemas.vocabularies import Status

NIGHT = date(2025, 1, 1)


def said(statement: str = "a", **changes) -> Evidence:
    fields = {
        "statement": statement, "hromada": "UA1", "place": "pl-1", "record": "partnership", "kind": "twinning", "stage": "signed",
        "since": None, "precision": "unknown", "title": None, "number": None, "duration": None, "ended_on": None, "first_seen": NIGHT, "missed": False,
        "source": "portal_cards",
    }  # fmt: skip
    return Evidence(**{**fields, **changes})


def test_a_listed_tie_without_date_is_in_force_without_a_start():
    [state], conflict = partnership_states([said()])
    assert (state.valid_from, state.valid_to, state.status) == (None, None, Status.ACTIVE)
    assert (state.since, state.since_precision, state.since_earliest, state.since_latest) == (None, "unknown", None, NIGHT)
    assert conflict is None


@pytest.mark.parametrize(
    ("since", "precision", "begins", "earliest", "latest"),
    [
        ("2019-05-07", "day", date(2019, 5, 7), date(2019, 5, 7), date(2019, 5, 7)),
        ("2019-05", "month", date(2019, 5, 31), date(2019, 5, 1), date(2019, 5, 31)),
        ("2019", "year", date(2019, 12, 31), date(2019, 1, 1), date(2019, 12, 31)),
        # Seen on the first night, so it had begun by then, although only its year is printed.
        ("2025", "year", NIGHT, date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_start_keeps_its_precision(since, precision, begins, earliest, latest):
    [state], _ = partnership_states([said(since=since, precision=precision)])
    assert (state.since, state.since_precision) == (since, precision)
    assert (state.valid_from, state.since_earliest, state.since_latest) == (begins, earliest, latest)


def test_a_finer_date_replaces_a_coarser_one_that_contains_it():
    [state], conflict = partnership_states(
        [said("a", since="2023", precision="year"), said("b", since="2023-07-17", precision="day", source="law_register")]
    )
    assert state.since == "2023-07-17" and conflict is None


def test_contradicting_lists_are_a_conflict_and_widen_the_bounds():
    [state], conflict = partnership_states(
        [said("a", since="1958", precision="year", source="x"), said("b", since="1959", precision="year", source="y")]
    )
    assert (state.since_earliest, state.since_latest) == (date(1958, 1, 1), date(1959, 12, 31))
    assert conflict == "x: 1958; y: 1959"


def test_a_later_agreement_is_no_conflict_and_no_new_start():
    [state], conflict = partnership_states(
        [said("a", since="1996", precision="year"), said("b", since="2016-06-14", precision="day", record="agreement")]
    )
    assert state.since == "1996" and conflict is None


def test_a_renewal_is_not_a_start():
    [state], _ = partnership_states([said(stage="renewed", since="2023", precision="year")])
    assert state.since is None and state.valid_from is None and state.stage == "renewed"


def test_missed_statements_make_unconfirmed_only_together():
    [state], _ = partnership_states([said("a", missed=True), said("b")])
    assert state.status == Status.ACTIVE
    [state], _ = partnership_states([said("a", missed=True), said("b", missed=True)])
    assert state.status == Status.UNCONFIRMED


def test_an_end_needs_words_and_keeps_the_statement_that_says_them():
    states, _ = partnership_states([said("a", since="1993", precision="year"), said("b", stage="ended", ended_on="2022-05-11")])
    active, ended = states
    assert (active.valid_to, active.end_statement) == (date(2022, 5, 11), "b")
    assert (ended.valid_from, ended.status, ended.end_statement) == (date(2022, 5, 11), Status.ENDED, "b")


def test_a_tie_signed_again_after_its_end_is_in_force():
    states, _ = partnership_states(
        [said("a", stage="ended", ended_on="2019-01-01"), said("b", since="2023-02-01", precision="day")]
    )
    assert [state.status for state in states] == [Status.ACTIVE]


def test_a_source_that_anybody_may_edit_ends_no_tie_that_another_still_lists():
    edited = said("b", stage="ended", ended_on="2022", source="wikidata")
    [state], _ = partnership_states([said("a"), edited])
    assert state.status == Status.ACTIVE and state.valid_to is None
    states, _ = partnership_states([said("a", source="wikidata"), edited])
    assert [state.status for state in states] == [Status.ACTIVE, Status.ENDED]


@pytest.mark.parametrize("stage", ["talks", "intent", "approved", "signed_by_one"])
def test_nothing_before_signed_is_active(stage):
    [state], _ = partnership_states([said(stage=stage)])
    assert state.status == Status.PLANNED


def test_a_proposed_end_is_still_in_force():
    [state], _ = partnership_states([said(stage="proposed_to_end")])
    assert state.status == Status.ACTIVE


def test_a_printed_term_runs_out_unless_a_list_still_names_the_tie():
    document = said("a", record="agreement", since="2019-03-31", precision="day", duration="5 років")
    assert document.term.until == "2024-03-31"
    active, expired = partnership_states([document])[0]
    assert (active.valid_to, expired.status, expired.stage) == (date(2024, 3, 31), Status.ENDED, "signed")
    [state], _ = partnership_states([document, said("b")])
    assert state.valid_to is None


def test_a_leap_day_term_ends_on_the_last_day_of_february():
    document = said(record="agreement", since="2024-02-29", precision="day", duration="1 рік")
    assert document.term.until == "2025-02-28"


def test_one_document_twice_in_the_register_is_one_agreement():
    rows = [
        said(
            name,
            record="agreement",
            place=place,
            since="2025-09-25",
            precision="day",
            title=f"title {name}",
            source="law_register",
        )
        for name in ("a", "b")
        for place in ("pl-1", "pl-2")
    ]
    [agreement] = agreement_states(rows).values()
    assert agreement.places == ["pl-1", "pl-2"] and agreement.statements == ["a", "b"]


def test_documents_of_two_days_are_two_agreements():
    rows = [
        said("a", record="agreement", since="2009-06-09", precision="day"),
        said("b", record="agreement", since="2016", precision="year"),
    ]
    assert len(agreement_states(rows)) == 2
