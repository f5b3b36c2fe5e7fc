"""The words of the report: both languages whole, Ukrainian numbers in their forms, every oblast on the map, Crimea in Ukraine."""

import pytest

from registry.bridge import SIGNS
from registry.counting import COUNTERS
from registry.releases.site import words
from schemas.vocabularies import OBLAST_ROWS, Cause


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "0 угод"), (1, "1 угода"), (2, "2 угоди"), (4, "4 угоди"), (5, "5 угод"), (11, "11 угод"), (12, "12 угод"), (14, "14 угод"),
     (21, "21 угода"), (22, "22 угоди"), (111, "111 угод"), (2115, "2115 угод"), (2121, "2121 угода")],
)  # fmt: skip
def test_ukrainian_plurals(number, expected):
    assert words.counted(number, "agreement", "uk") == expected


def test_english_plurals():
    assert [words.counted(n, "country", "en") for n in (0, 1, 2, 21)] == [
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
