"""Ukrainian names as lists abroad print them, and codes that stand beside the name of another hromada."""

import csv

import pytest

from registry.matching.asking import _spelt_out
from registry.matching.hromady import hromady, resolve_hromada
from registry.resolution import parties
from schemas.vocabularies import Decision, IssueClass
from tests.conftest import SHARED

KYIV, VOLYN_DUBIVKA, FRANKIVSK_DUBIVKA = "UA80000000000093317", "UA07060130000030797", "UA26060150000074921"


@pytest.mark.parametrize(
    ("printed", "oblast", "code"),
    [
        ("Iwano-Frankiwsk", "Iwano-Frankiwska", "UA26040190000081578"),
        ("Luzk", "Wolynska", "UA07080170000013585"),
        ("Tscherwonohrad", "Lwiwska", "UA46120130000026331"),
        ("Perwomajskyj", "Charkiwska", "UA63100090000052019"),
        ("Trostjanets", "Sumy", "UA59040130000041676"),
        ("Trostjanez", "Lwiwska", "UA46100250000088835"),
        ("Chotyn", "Tscherniwezka", "UA73040190000062796"),
        ("Nowa Uschyzja", "Chmelnytska", "UA68020190000052031"),
        ("Solotonoscha", "Tscherkasska", "UA71040090000047664"),
        ("Kyjiw", "Kyjiw (Stadt)", KYIV),
        ("Kiew", None, KYIV),
    ],
)
def test_german_spelling_with_its_oblast_is_a_hromada(printed, oblast, code):
    assert resolve_hromada(printed, oblast=oblast).code == code


@pytest.mark.parametrize(
    ("printed", "oblast", "decision"),
    [
        ("Odessa (Oblast)", "Odeska", Decision.REJECT),
        ("Stryj (Rajon)", "Lwiwska", Decision.REJECT),
        ("Kiew-Podil", "Kyjiw (Stadt)", Decision.REVIEW),
        ("Kyjiw-Darnyzja", "Kyjiw (Stadt)", Decision.REVIEW),
        ("Mykolajiw", None, Decision.REVIEW),
        ("Woloka", "Tscherkasska", Decision.REVIEW),
        ("Jalta", "Autonome Republik Krim", Decision.REVIEW),
    ],
)
def test_what_is_no_hromada_or_more_than_one(printed, oblast, decision):
    match = resolve_hromada(printed, oblast=oblast)
    assert (match.code, match.decision) == (None, decision)


def test_all_oblasts_are_known_by_their_german_adjectives():
    german = (
        "Winnyzka Wolynska Dnipropetrowska Donezka Schytomyrska Sakarpatska Saporiska Iwano-Frankiwska Kyjiwska Kirowohradska Luhanska "
        "Lwiwska Mykolajiwska Odeska Poltawska Riwnenska Sumska Ternopilska Charkiwska Chersonska Chmelnyzka Tscherkasska Tscherniwezka "
        "Tschernihiwska"
    )
    found = [hromady().oblast_of(word) for word in german.split()]
    assert len(set(found)) == 24 and None not in found


def test_the_name_printed_beside_a_code_reaches_the_resolver():
    fields = {"hromada_code": FRANKIVSK_DUBIVKA, "hromada_raw": "Дубівська сільська громада", "oblast": "Волинська область"}
    [(party, oblast)] = parties(fields)
    match = hromady().resolve(party, None, oblast, None, None)
    assert (match.code, match.decision, match.issue) == (None, Decision.REVIEW, IssueClass.CODE_CONFLICT)
    assert match.candidates == (VOLYN_DUBIVKA, FRANKIVSK_DUBIVKA)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        (f"{FRANKIVSK_DUBIVKA} Дубівська сільська громада", True),
        (f"{FRANKIVSK_DUBIVKA} Дубівсська громада", True),  # misspelt, and no other hromada is called so
        (f"{FRANKIVSK_DUBIVKA} Луцька міська громада", False),
        (f"{FRANKIVSK_DUBIVKA} Зовсімінша громада", False),
    ],
)
def test_a_code_beside_another_name(text, accepted):
    match = hromady().resolve(text, None, None, None, None)
    assert (match.code == FRANKIVSK_DUBIVKA) is accepted
    assert (match.issue is IssueClass.CODE_CONFLICT) is not accepted


@pytest.mark.skipif(not (SHARED / "real").is_dir(), reason="the transcribed rows of the sources are not at hand")
def test_every_card_of_the_portal_keeps_its_code():
    with (SHARED / "real/portal_cards.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["katottg"], row["hromada"], row["oblast"]) for row in csv.DictReader(file)}
    lost = [row for row in rows if hromady().resolve(f"{row[0]} {row[1]}", None, row[2], None, None).code != row[0]]
    assert len(rows) > 100 and lost == []


@pytest.mark.parametrize(
    ("region", "country", "name"),
    [
        ("OR", "US", "Oregon"),
        ("BC", "CA", "British Columbia"),
        ("Oregon", "US", "Oregon"),
        ("XX", "US", "XX"),
        ("OR", "", "OR"),
    ],
)
def test_a_state_by_its_code_is_spelt_out(region, country, name):
    assert _spelt_out(region, country) == name
