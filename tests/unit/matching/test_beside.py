"""What the mentions of one hromada tell each other, and what a person's answer settles."""

import pytest

from registry.matching.mentions import Mention, Ruling
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer
from schemas.vocabularies import Decision

POLTAVA, KREMENCHUK = "UA53080370000025447", "UA53020110000015406"
KOLNO, KOLNO_COUNTY = "geonames:768785", "geonames:7530826"


@pytest.fixture(scope="module")
def resolver(gazetteer_folder) -> Resolver:
    return Resolver(Gazetteer.open(gazetteer_folder))


def ask(resolver: Resolver, *printed: tuple[str, str | None], hromada: str = POLTAVA):
    return resolver.resolve(
        [Mention(str(n), hromada, name=name, country=country, source=f"s{n}") for n, (name, country) in enumerate(printed)]
    )


@pytest.mark.parametrize(
    ("slip", "right", "country"),
    [("Gańsk", "Gdańsk", "PL"), ("Дамштадд", "Дармштадт", "DE"), ("Риник", "Rymanów", "PL")],
    ids=["a slip that is another town's sound", "a slip far from the name", "no slip at all"],
)
def test_a_slip_is_read_in_the_light_of_the_form_beside_it(resolver, slip, right, country):
    meant, *_ = ask(resolver, (right, country))
    alone, *_ = ask(resolver, (slip, country))
    _, beside = ask(resolver, (right, country), (slip, country))
    assert alone.place_key != meant.place_key
    assert (beside.place_key == meant.place_key) == (slip != "Риник"), beside


def test_another_hromada_says_nothing(resolver):
    alone, *_ = ask(resolver, ("Gańsk", "PL"))
    here = Mention("0", KREMENCHUK, name="Gdańsk", country="PL")
    _, there = resolver.resolve([here, Mention("1", POLTAVA, name="Gańsk", country="PL")])
    assert (there.place_key, there.score) == (alone.place_key, alone.score)


def test_a_county_and_its_town_do_not_put_each_other_in_doubt(resolver):
    town, county = ask(resolver, ("Sanok", "PL"), ("Sanok County", "PL"))
    assert town.decision == county.decision == Decision.ACCEPT
    assert (town.place_name, county.place_name) == ("Sanok", "Powiat sanocki")


def test_case_forms_nobody_can_place_are_one_partner(resolver):
    found = ask(resolver, ("Шквортвін", "AT"), ("Шквортвіном", "AT"))
    assert Decision.ACCEPT not in {item.decision for item in found} and len({item.place_key for item in found}) == 1


@pytest.mark.parametrize("above", [True, False, None])
def test_an_answer_holds_for_the_level_it_was_given_for(resolver, above):
    said = Ruling("Kolno", KOLNO_COUNTY if above else KOLNO, POLTAVA, "PL", above=above)
    again = Resolver(resolver.gazetteer, resolver.hromady, [said])
    county, town = ask(again, ("Kolno County", "PL"), ("Kolno", "PL"))
    settled = {"county": "decided by" in county.reasons, "town": "decided by" in town.reasons}
    assert settled == {"county": above is not False, "town": above is not True}
    assert town.place_key != KOLNO_COUNTY


def test_a_county_without_an_english_name_has_that_of_its_namesake(resolver):
    found, *_ = ask(resolver, ("Krosno County", "PL"))
    assert found.decision is Decision.REVIEW
    assert [other.name for other in found.candidates[:2]] == ["Powiat krośnieński", "Powiat krośnieński"]
