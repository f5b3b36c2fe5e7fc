"""The words of the report: both languages whole, Ukrainian numbers in their forms, every oblast on the map, Crimea in Ukraine."""

import pytest

from registry import causes
from registry.bridge import SIGNS
from registry.counting import COUNTERS
from registry.plurals import counted
from registry.releases.site import words
from schemas.gate import expectations
from schemas.vocabularies import OBLAST_ROWS, Cause, IssueClass, Stage


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "0 угод"), (1, "1 угода"), (2, "2 угоди"), (4, "4 угоди"), (5, "5 угод"), (11, "11 угод"), (12, "12 угод"), (14, "14 угод"),
     (21, "21 угода"), (22, "22 угоди"), (111, "111 угод"), (2115, "2115 угод"), (2121, "2121 угода")],
)  # fmt: skip
def test_ukrainian_plurals(number, expected):
    assert counted(number, "agreement", "uk") == expected


def test_english_plurals():
    assert [counted(n, "country", "en") for n in (0, 1, 2, 21)] == [
        "0 countries",
        "1 country",
        "2 countries",
        "21 countries",
    ]


def test_every_cause_has_its_words():
    assert set(words.CAUSES) == set(Cause.values())
    assert all(uk and en and uk != en for uk, en in words.CAUSES.values())


def test_every_text_stands_in_both_languages():
    assert all(len(pair) == 2 and all(pair) for pair in words.TEXTS.values())
    assert {*COUNTERS, *SIGNS, "residual"} <= words.TEXTS.keys()


def test_every_oblast_has_its_own_tile_and_crimea_is_in_ukraine():
    assert set(words.TILES) == set(OBLAST_ROWS) and len(words.TILES) == 25
    places = [tile[2:] for tile in (*words.TILES.values(), *words.OCCUPIED.values())]
    assert len(set(places)) == 27
    assert {"Автономна Республіка Крим", "Севастополь"} == set(words.OCCUPIED)


def test_a_country_has_a_name_or_is_unknown():
    assert (words.country("PL", "uk"), words.country("PL", "en"), words.country(None, "uk")) == ("Польща", "Poland", "невідомо")


def test_states_are_told_in_ukrainian():
    assert words.state("status: planned, stage: intent", "uk") == "стан: заплановане, стадія: намір"
    assert words.state("status: active, since: 2025-05-19", "uk") == "стан: чинне, від: 2025-05-19"
    assert words.state("Бельсько-Бяла", "uk") == "Бельсько-Бяла" and words.state(None, "uk") == ""
    assert words.state("status: planned", "en") == "status: planned"


def test_every_reason_of_a_change_is_told_in_english():
    reasons = {words for _, _, words in (*causes._DEPARTURES, *causes._ARRIVALS)}
    reasons |= {words for _, _, words, _, _ in causes._DETAIL_RULES}
    assert reasons == set(words.REASONS), "registry/causes.py and words.py say other things"
    assert words.reason("зупинено між датами", "en") == "suspended between the two days"
    recorded = "рішення або виправлення, записане в реєстрі: об’єднано з pt-000002"
    assert words.reason(recorded, "en") == "a decision or a correction that the registry recorded: merged with pt-000002"
    assert words.reason(recorded, "uk") == recorded and words.reason(None, "en") == ""


def test_a_failed_page_is_told_in_both_languages():
    assert set(words.ISSUES) == set(IssueClass.values())
    found = {"reason": "status 503", "class": "unreachable"}
    assert (words.failure(found, "en"), words.failure(found, "uk")) == ("status 503", "не відповідає або відповідає помилкою")
    assert words.failure({"reason": "x", "class": None}, "uk") == "не прочитано"


def test_every_rule_of_the_gate_is_told_in_ukrainian():
    rules = expectations(1470)
    assert all(rule.meaning and rule.meaning_uk for rule in rules)
    assert not [rule.meaning_uk for rule in rules if any("a" <= letter <= "z" for letter in rule.meaning_uk)]


def test_two_things_have_two_words():
    """A stage and a cause, both of which could be called a renewal; a cause that a suspension has as well as a stage."""
    assert words.STATES[Stage.RENEWED] != words.CAUSES[Cause.REAL_RESUMED][0]
    assert words.CAUSES[Cause.REAL_STATUS] == ("інший стан чи стадія", "another state or stage")
