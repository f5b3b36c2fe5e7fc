"""Reasons are said in English and read in Ukrainian."""

import re
import string

import pytest

from registry.matching.reasons import PHRASES, in_ukrainian, say

VALUES = {
    "count": 5,
    "level": "county",
    "place": "Łódź",
    "rest": say("no_country"),
    "hint": say("hint_type", kind="міська"),
    "likeness": "0.91",
}


def filled(phrase: str) -> dict[str, object]:
    fields = {name for _, name, _, _ in string.Formatter().parse(PHRASES[phrase][0]) if name}
    return {name: VALUES.get(name, "Щось") for name in fields}


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_phrase_is_found_again_in_its_text(phrase):
    english = say(phrase, **filled(phrase))
    ukrainian = in_ukrainian(english)
    assert not re.findall(r"[a-z]{3,}", ukrainian), ukrainian
    for name, value in filled(phrase).items():
        assert name in ("rest", "hint", "level") or str(value) in ukrainian


def test_phrases_of_one_reason_are_translated_each():
    told = "; ".join(
        [
            say("not_like_enough", rest=say("like", place="Brzeg (Opole)", likeness="0.81")),
            say("namesakes", count=22),
            say("level_differs", level="gmina"),
        ]
    )
    assert (
        in_ukrainian(told)
        == "у газетирі немає досить схожого; найближче: схоже на Brzeg (Opole) (0.81); 22 місця з такою назвою; рівень не збігається: надруковано гміна"
    )


@pytest.mark.parametrize(
    ("count", "words"), [(2, "2 місця"), (5, "5 місць"), (11, "11 місць"), (21, "21 місце"), (22, "22 місця")]
)
def test_numbers_have_their_nouns(count, words):
    assert in_ukrainian(say("namesakes", count=count)) == f"{words} з такою назвою"


def test_what_is_no_phrase_stays_as_it_is():
    assert in_ukrainian("Олена: бачила документ; 2024") == "Олена: бачила документ; 2024"


def test_hostile_text_costs_no_time_and_is_no_template():
    assert in_ukrainian("{level} {0} " + "; " * 500 + "{place}").startswith("{level} {0}")
