"""Merges, splits and moves by persons, from the decision to the comparison: one cause a change, a closed bridge, ids that stay."""

from datetime import date

import pytest
import sqlalchemy as sa

from registry import comparison, decisions, snapshots
from registry.comparison import Comparison
from registry.rulings import Ruling
from schemas.vocabularies import Cause
from tests.integration.nights import FIRST, POLTAVA, RIVNE, Row, later, play

PAGES = {
    "https://poltava.example/": [Row("Жешув", "Польща", "2001"), Row("Ряшів", "Польща"), Row("Жубровка Мала", "Польща")],
    "https://rivne.example/": [
        Row("Жубровка Мала", "Польща", hromada=RIVNE), Row("Жешув", "Польща", hromada=RIVNE), Row("Люблін", "Польща", hromada=RIVNE),
    ],
}  # fmt: skip
RZESZOW = "geonames:759734"
DECIDED = later(20)


def person(judgement: str, **words) -> Ruling:
    return Ruling(judgement, "Олена Коваль", "рішення ради", **words)


@pytest.fixture
def played(registry, resolver) -> sa.Connection:
    play(registry, resolver, FIRST, PAGES)
    return registry


def compared(connection: sa.Connection, known_at=DECIDED) -> Comparison:
    return comparison.compare(connection, date(2025, 1, 1), date(2025, 10, 1), known_at)


def effects(found: Comparison) -> list[tuple]:
    """Cause, change, hromada's oblast and partner of every change; each leads to a person's decision."""
    for row in found.changes.iter_rows(named=True):
        assert any(proof.startswith("decision:") for proof in row["evidence"].split(";")), row
    return sorted(found.changes.select("cause", "change", "oblast", "partner").rows())


def term(found: Comparison, name: str, dimension: str = "total") -> dict[str, int]:
    """A term of the bridge by slice, where it is not 0. That the bridge closes is checked as it is made."""
    rows = found.bridge.filter(dimension=dimension)
    assert rows["residual"].unique().to_list() == [0]
    return {slice_: number for slice_, number in rows.select("slice", name).iter_rows() if number}


def successors(connection: sa.Connection, known_at) -> dict[str, str]:
    ids = snapshots.take(connection, FIRST.date(), known_at).tables["ids"]
    return dict(ids.filter(ids["successor"].is_not_null()).select("public_id", "successor").iter_rows())


def tie(connection: sa.Connection, hromada: str, key: str) -> str:
    return connection.execute(
        sa.text(
            "SELECT p.id FROM partnership p JOIN place ON place.id = p.place_id WHERE p.hromada_code = :code AND place.key = :key"
        ),
        {"code": hromada, "key": key},
    ).scalar_one()


def local(connection: sa.Connection, hromada: str) -> str:
    return connection.execute(
        sa.text(
            "SELECT place.key FROM partnership p JOIN place ON place.id = p.place_id WHERE p.hromada_code = :code AND place.key LIKE 'local:%'"
        ),
        {"code": hromada},
    ).scalar_one()


def test_a_merge_takes_one_tie_away_and_its_ids_lead_to_the_survivor(played, resolver):
    losers = {code: local(played, code) for code in (POLTAVA, RIVNE)}
    gone = {code: tie(played, code, key) for code, key in losers.items()}
    assert compared(played, later(10)).changes.is_empty()
    decisions.decide(played, [person("merge", place_key=key, target=RZESZOW) for key in losers.values()], DECIDED, resolver)
    found = compared(played)
    assert effects(found) == [
        (Cause.FIX_DUPLICATE, -1, "Полтавська", "Жубровка Мала"),
        (Cause.FIX_DUPLICATE, -1, "Рівненська", "Жубровка Мала"),
    ]
    assert term(found, "merged") == {"": 2} and term(found, "merged", "oblast") == {"Полтавська": 1, "Рівненська": 1}
    named = successors(played, DECIDED)
    assert {code: named[one] for code, one in gone.items()} == {code: tie(played, code, RZESZOW) for code in gone}
    places = dict(played.execute(sa.text("SELECT key, id FROM place")).all())
    assert {named[places[key]] for key in losers.values()} == {places[RZESZOW]}
    assert successors(played, later(10)) == {}, "what was known then names no successor"
    decisions.retire(played, [1, 2], "Іван Петренко", later(30), resolver)
    back = compared(played, later(30))
    assert back.changes.is_empty() and successors(played, later(30)) == {}
    assert {code: tie(played, code, key) for code, key in losers.items()} == gone, "the same identifiers again"


def test_a_merge_into_a_place_that_was_no_partner_moves_the_tie(played, resolver):
    key = local(played, POLTAVA)
    gone = tie(played, POLTAVA, key)
    decisions.decide(played, [person("merge", place_key=key, target="geonames:765876")], DECIDED, resolver)
    found = compared(played)
    assert effects(found) == [
        (Cause.FIX_DUPLICATE, -1, "Полтавська", "Жубровка Мала"),
        (Cause.FIX_DUPLICATE, 1, "Полтавська", "Lublin"),
    ]
    assert term(found, "merged") == {} and term(found, "new") == {}
    assert successors(played, DECIDED)[gone] == tie(played, POLTAVA, "geonames:765876")


def test_a_split_adds_one_tie_and_the_old_identifier_stays(played, resolver):
    old = tie(played, POLTAVA, RZESZOW)
    given = person("split", form="Ряшів", hromada_code=POLTAVA, country="PL", place_key=RZESZOW, target="new")
    decisions.decide(played, [given], DECIDED, resolver)
    found = compared(played)
    assert effects(found) == [(Cause.FIX_SPLIT, 1, "Полтавська", "Ряшів")]
    assert term(found, "split") == {"": 1} and term(found, "split", "country") == {"PL": 1}
    assert tie(played, POLTAVA, RZESZOW) == old and successors(played, DECIDED) == {}


def test_a_reorganised_hromada_moves_its_ties_between_oblasts(played, resolver):
    gone = {key: tie(played, RIVNE, key) for key in (RZESZOW, "geonames:765876")}
    decisions.decide(played, [person("reorganise", hromada_code=RIVNE, target=POLTAVA)], DECIDED, resolver)
    found = compared(played)
    moved = [row for row in effects(found) if row[3] != "Жубровка Мала"]
    assert moved == [
        (Cause.REF_HROMADA_REORGANISED, -1, "Рівненська", "Lublin"),
        (Cause.REF_HROMADA_REORGANISED, -1, "Рівненська", "Rzeszów"),
        (Cause.REF_HROMADA_REORGANISED, 1, "Полтавська", "Lublin"),
    ]
    assert {cause for cause, *_ in effects(found)} == {Cause.REF_HROMADA_REORGANISED}
    by_oblast = term(found, "moved", "oblast")
    assert by_oblast["Рівненська"] == -3 and sum(by_oblast.values()) == term(found, "moved")[""]
    named = successors(played, DECIDED)
    assert {key: named[one] for key, one in gone.items()} == {key: tie(played, POLTAVA, key) for key in gone}
