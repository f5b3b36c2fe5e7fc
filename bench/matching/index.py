"""The index of the bench: the product's own, with places and names hidden that the generators print all the same."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from bench.matching import noise
from registry.places import gazetteer
from registry.places.gazetteer import Gazetteer

SEED = 20251001


def home() -> Path:
    """Where the bench keeps its indexes."""
    return Path(os.environ.get("POBRATYM_HOME", ".pobratym")) / "bench"


def hidden_index(places: Sequence[noise.Place], seed: int = SEED, share: float = 0.06) -> Gazetteer:
    """The index without what `noise.hidden` hides; built once an edition, seed and share."""
    identity = f"{gazetteer.edition()}-hidden-{seed}-{share}"
    folder = home() / f"gazetteer-{identity}"
    if not (folder / "index.json").is_file():
        gone, names = noise.hidden(places, seed, share)
        gazetteer.build(home(), identity, hide_places=gone, hide_names=names)
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    return Gazetteer(folder, identity, tuple(index["countries"]))
