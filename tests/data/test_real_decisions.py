"""Real rows of four sources together: their union, and the labelled decisions. Prints the figures."""

import pytest

from bench.matching import real
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer
from schemas.vocabularies import Decision

pytestmark = pytest.mark.skipif(not real.REAL.is_dir(), reason="the transcribed rows of the sources are not at hand")


@pytest.fixture(scope="module")
def told(gazetteer_folder) -> list[real.Told]:
    return real.resolve(real.read_all(), Resolver(Gazetteer.open(gazetteer_folder)))


def test_the_sources_agree_where_they_meet(told, record_property):
    for line in real.union(told):
        record_property("figures", line)
    accepted = sum(1 for item in told if item.found.decision is Decision.ACCEPT)
    assert accepted / len(told) >= 0.8


def test_labelled_decisions(told, record_property):
    rows = real.labelled()
    judged = real.judge(told, rows)
    accepted = [right for _, _, right in judged if right is not None]
    # What counts apart while it is in question must not count as some other place.
    counted = [(row["place"], item.found.place_key) for row, item, right in judged if right is None]
    elsewhere = [(place, key) for place, key in counted if key and not key.startswith("local:") and key != place]
    record_property(
        "figures",
        f"labelled decisions: {len(judged)}, accepted {len(accepted)}, of those right {sum(accepted)}; in question {len(counted)}",
    )
    for row, item, right in judged:
        if right is False:
            place = f"{item.found.place_name}, labelled {row['place_name']}"
            record_property("figures", f"  wrong: {row['source']} {row['name']} ({row['country']}): {place}")
    assert len(rows) >= 200 and len(judged) == len(rows)
    assert sum(accepted) / len(accepted) >= 0.99 and not elsewhere
