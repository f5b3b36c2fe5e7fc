"""How well names become places: samples with known truth of both generators, resolved with an index that misses places and names."""

import os

import pytest

from bench.matching import measure, noise
from bench.matching.index import SEED, hidden_index
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def world(gazetteer_folder, tmp_path_factory):
    """(places, regions, index with gaps, index in full)."""
    full = Gazetteer.open(gazetteer_folder)
    places, regions = noise.atlas_of_places(full)
    os.environ["POBRATYM_HOME"] = str(tmp_path_factory.mktemp("home"))
    try:
        gaps = hidden_index(places, SEED)
    finally:
        del os.environ["POBRATYM_HOME"]
    return places, regions, gaps, full


@pytest.mark.parametrize("style", ["atlas", "scribe"])
def test_partnerships_are_found_and_counted(world, style, record_property):
    places, regions, gaps, full = world
    sample = noise.generate(3000, style, 31, places, regions, full.homes)
    for name, index in (("index with gaps", gaps), ("index in full", full)):
        resolver = Resolver(index)
        found = resolver.resolve(sample.mentions)
        alone = measure.ours(found, sample.truth, index)
        said, settled = measure.reviewed(resolver, sample.mentions, found, sample.truth)
        after = measure.ours(settled, sample.truth, index)
        for who, worth in (("nobody asked", alone), (f"after {len(said)} questions", after)):
            record_property(
                "figures",
                f"{style}, {name}, {who}: P {worth.precision:.4f} R {worth.recall:.4f} F1 {worth.f1:.4f}, count {worth.count_error:+.2%}, "
                    f"review {worth.review:.1%}, accepted right {worth.accepted_right:.2%}",
            )
        assert alone.precision >= 0.998 and alone.f1 >= 0.994 and abs(alone.count_error) <= 0.012 and alone.review <= 0.145
        assert alone.accepted_right >= (0.99 if index is gaps else 0.997)
        assert after.f1 >= 0.997 and abs(after.count_error) <= 0.003


def test_a_hidden_place_takes_its_municipality_with_it(world):
    places, _, gaps, full = world
    gone, _ = noise.hidden(places, SEED)
    units = [unit for unit, town in full._merged.items() if town in gone]
    assert len(units) > 100 and not [unit for unit in units if gaps.place(f"geonames:{unit}") is not None]
