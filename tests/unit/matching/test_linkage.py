"""The pairwise step for places that no gazetteer lists: what it pairs, what it keeps apart, and the same on Spark."""

import shutil

import pytest

from registry.matching import linkage
from registry.matching.linkage import Alike, Unlisted

PLACES = [
    Unlisted("local:PL:a:1", "UA1", "PL", ("Лешньовіце",), "gmina"),
    Unlisted("local:PL:b:1", "UA2", "PL", ("Leśniowice", "гм. Лесьньовіце"), None),
    Unlisted("local:PL:c:1", "UA3", "PL", ("Лешньовіце",), "county"),
    Unlisted("local:SK:d:1", "UA4", "SK", ("Лешньовіце",), None),
    Unlisted("local:PL:b:2", "UA2", "PL", ("Домброва Зельона",), None),
    Unlisted("local:PL:e:2", "UA5", "PL", ("Dąbrowa Zielona",), None),
    Unlisted("local:PL:f:3", "UA6", "PL", ("Замлинне",), None),
    Unlisted("local:??:g:4", "UA7", "??", ("'; DROP TABLE forms; --", "<b>", "", "\N{RIGHT-TO-LEFT MARK}", "Я" * 10_000), None),
    Unlisted("local:??:h:4", "UA8", "??", ("Я" * 9_999,), None),
]


def paired(places=PLACES, threshold: float = linkage.THRESHOLD) -> set[tuple[str, str]]:
    return {(pair.a.removeprefix("local:"), pair.b.removeprefix("local:")) for pair in linkage.alike(places, threshold)}


def test_one_village_in_two_scripts_is_a_pair_and_another_country_or_kind_is_none():
    found = paired()
    assert {("PL:a:1", "PL:b:1"), ("PL:b:2", "PL:e:2")} <= found
    assert not [pair for pair in found if "PL:f:3" in pair or "SK:d:1" in pair or pair == ("PL:a:1", "PL:c:1")]


def test_names_of_one_hromada_are_no_pair():
    assert (
        paired([Unlisted("local:PL:a:1", "UA1", "PL", ("Лешньовіце",)), Unlisted("local:PL:a:2", "UA1", "PL", ("Лешньовіце",))])
        == set()
    )


def test_the_order_of_the_places_changes_nothing():
    assert linkage.alike(PLACES) == linkage.alike(PLACES[::-1])


@pytest.mark.parametrize(
    "places", [[], PLACES[:1], [Unlisted("local:PL:a:1", "UA1", "PL", ()), Unlisted("local:PL:b:1", "UA2", "PL", ("…",))]]
)
def test_nothing_to_compare_is_no_pair(places):
    assert linkage.alike(places) == []


def test_pairs_that_touch_are_one_cluster():
    pairs = [Alike("a", "b", 0.9), Alike("c", "d", 0.6), Alike("b", "c", 0.7), Alike("x", "y", 0.8)]
    assert linkage.clusters(pairs) == {"a": "a", "b": "a", "c": "a", "d": "a", "x": "x", "y": "x"}
    assert linkage.by_place(pairs)["b"] == [("a", 0.9), ("c", 0.7)]


def test_spark_without_pyspark_says_what_to_install(monkeypatch):
    monkeypatch.setenv(linkage.SPARK, "local[1]")
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(linkage.LinkageError, match="pip install 'pyspark"):
        linkage.alike(PLACES)


def test_spark_gives_the_same_clusters(monkeypatch, tmp_path):
    """Runs where Java and pyspark are there: `make test-spark` installs the one and says when the other is missing."""
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    here = linkage.alike(PLACES)
    monkeypatch.setenv(linkage.SPARK, "local[2]")
    monkeypatch.chdir(tmp_path)
    there = linkage.alike(PLACES)
    assert there == here and linkage.clusters(there) == linkage.clusters(here)
