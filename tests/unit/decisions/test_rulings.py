"""What rulings mean together: merges to the end of the chain, words, and states with a person's ends laid over them."""

from datetime import date

import pytest

from registry.review import neutral
from registry.rulings import Rules, Ruling, RulingError, mark, ruled
from registry.states import State, with_rulings
from schemas.vocabularies import Stage, Status


def ruling(judgement: str, number: int = 1, **words) -> Ruling:
    return Ruling(judgement, "Олена", "бо так", id=number, **words)


def active(**changes) -> State:
    fields = {
        "valid_from": None, "valid_to": None, "status": Status.ACTIVE, "kind": "twinning", "stage": Stage.SIGNED, "since": None,
        "since_precision": "unknown", "since_earliest": None, "since_latest": date(2025, 1, 1),
    }  # fmt: skip
    return State(**{**fields, **changes})


def test_merges_and_moves_are_followed_to_the_end():
    rules = Rules(
        [
            ruling("merge", 1, place_key="a", target="b"),
            ruling("merge", 2, place_key="b", target="c"),
            ruling("reorganise", 3, hromada_code="UA1", target="UA2"),
            ruling("end", 4, hromada_code="UA1", place_key="a", day=date(2024, 1, 1)),
        ]
    )
    assert (rules.merged("a"), rules.merged("c"), rules.merged(None), rules.moved("UA1")) == ("c", "c", None, "UA2")
    assert list(rules.on_ties()) == [("UA2", "c")]


def test_the_ruling_behind_a_resolution_is_found_and_nothing_printed_passes_for_one():
    assert ruled(f"decided by {mark(ruling('reject', 12, form='x'))}") == 12
    assert ruled("like «decided by x (ruling 12)»") is None
    assert ruled("decided by somebody") is None


def test_an_end_a_suspension_and_a_resumption_each_hold_from_their_day():
    given = [
        ruling("suspend", 1, day=date(2022, 3, 1)),
        ruling("resume", 2, day=date(2023, 1, 1)),
        ruling("end", 3, day=date(2024, 5, 1)),
    ]
    states = with_rulings([active(valid_from=date(1990, 1, 1))], given)
    assert [(state.valid_from, state.valid_to, state.status) for state in states] == [
        (date(1990, 1, 1), date(2022, 3, 1), Status.ACTIVE),
        (date(2022, 3, 1), date(2023, 1, 1), Status.SUSPENDED),
        (date(2023, 1, 1), date(2024, 5, 1), Status.ACTIVE),
        (date(2024, 5, 1), None, Status.ENDED),
    ]
    assert all(state.end_decision for state in states), "every end has its evidence"


def test_an_end_before_the_start_leaves_no_time_in_force():
    [state] = with_rulings([active(valid_from=date(2020, 1, 1))], [ruling("end", 1, day=date(2019, 1, 1))])
    assert (state.valid_from, state.status) == (date(2019, 1, 1), Status.ENDED)


@pytest.mark.parametrize("text", ["=1+1", "+380", "-1", "@x", "\t=x", "\r=x", "|x", "%x"])
def test_no_cell_is_a_formula(text):
    assert neutral(text) == f"'{text}"
    assert neutral("Жешув") == "Жешув" and neutral(None) == "" and neutral(3) == 3


@pytest.mark.parametrize("judgement", ["same", "merge", "end", "reorganise", "nothing"])
def test_words_that_are_missing_are_named(judgement):
    with pytest.raises(RulingError, match=r"needs|no judgement"):
        ruling(judgement).check()
