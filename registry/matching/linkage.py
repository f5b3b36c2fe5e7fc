"""Places that no gazetteer knows: which of them, named by several hromady, may be one body.

A name that the gazetteer knows is linked to it, one by one. A name that it does not know stands as a place of one hromada, and the same village
named by two hromady stands twice. Here such places are compared pair by pair with splink: on DuckDB in this process, or on Spark for more than
one machine holds. The model is fixed (`linkage.json`, trained by `python -m bench.matching.linkage`), so both give the same pairs. What comes out
is a list of candidates for the review queue; nothing is merged without a person.
"""

import json
import logging
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from registry.matching.keys import readings
from schemas.vocabularies import Level
from scrapers.text.normalise import fold

if TYPE_CHECKING:
    from splink.internals.database_api import DatabaseAPISubClass

MODEL = Path(__file__).with_name("linkage.json")
#: Probability from which two places are shown to a person as perhaps one.
THRESHOLD = 0.5
#: Environment variable: the master of a Spark cluster (`local[2]`, `spark://host:7077`, `yarn`); not set: DuckDB in this process.
SPARK = "POBRATYM_SPARK"
_ABOVE = {Level.COUNTY, Level.DISTRICT, Level.REGION}


class LinkageError(Exception):
    """The engine that was asked for is not there; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A place that no gazetteer lists: its key, the hromada that names it, its country (ISO alpha-2), printed forms and level."""

    key: str
    hromada: str
    country: str
    forms: tuple[str, ...]
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """Two places that may be one, `a` before `b`, with the probability that they are."""

    a: str
    b: str
    probability: float


def settings() -> dict:
    """The comparisons of the model, without its parameters."""
    from splink import SettingsCreator
    from splink.comparison_level_library import CustomLevel, ElseLevel
    from splink.comparison_library import CustomComparison

    # Only functions that DuckDB and Spark share, and no quoted names, which Spark takes for texts.
    near = "levenshtein(sound_l, sound_r) <= {slips} AND length(sound_l) >= {length} AND length(sound_r) >= {length}"
    name = CustomComparison(
        output_column_name="name",
        comparison_levels=[
            CustomLevel("form_l = form_r", "same letters"),
            CustomLevel("sound_l = sound_r AND length(sound_l) >= 5", "same sound"),
            CustomLevel("sound_l = sound_r", "same short sound"),
            CustomLevel(near.format(slips=1, length=7), "one sound off"),
            CustomLevel(near.format(slips=2, length=10), "two sounds off"),
            ElseLevel(),
        ],
    )
    kind = CustomComparison(
        output_column_name="kind",
        comparison_levels=[
            CustomLevel("kind_l IS NULL OR kind_r IS NULL", "one is not told").configure(is_null_level=True),
            CustomLevel("kind_l = kind_r", "same kind"),
            ElseLevel(),
        ],
    )
    other = "l.hromada <> r.hromada AND l.country = r.country"
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="form_id",
        comparisons=[name, kind],
        blocking_rules_to_generate_predictions=[
            f"l.sound = r.sound AND {other}",
            f"l.start = r.start AND {other}",
            f"l.tail = r.tail AND {other}",
        ],
        additional_columns_to_retain=["key"],
    ).create_settings_dict(sql_dialect_str="duckdb")


def table(places: Iterable[Unlisted]) -> pa.Table:
    """One row a form of a place: what is compared. Forms of one place with one spelling are one row; rows in the order of their keys."""
    rows: dict[tuple[str, str], tuple[Unlisted, str]] = {}
    for place in places:
        for form in place.forms:
            letters = fold(form).replace(" ", "")
            if letters:
                rows.setdefault((place.key, letters), (place, form))
    ordered = sorted(rows.items())
    sounds = readings([(form, place.country) for _, (place, form) in ordered])
    kind = {level: str(level) if level in _ABOVE else "town" for level in Level}
    return pa.table(
        {
            "form_id": pa.array(range(len(ordered)), pa.int64()),
            "key": [key for (key, _), _ in ordered],
            "form": [letters for (_, letters), _ in ordered],
            "sound": sounds,
            "start": [sound[:4] for sound in sounds],
            "tail": [sound[-4:] for sound in sounds],
            "country": [place.country for _, (place, _) in ordered],
            "hromada": [place.hromada for _, (place, _) in ordered],
            "kind": pa.array([kind[Level(place.level)] if place.level else None for _, (place, _) in ordered], pa.string()),
        }
    )


def engine() -> "DatabaseAPISubClass":
    """DuckDB, or the Spark cluster that the environment names."""
    master = os.environ.get(SPARK)
    if not master:
        from splink import DuckDBAPI

        return DuckDBAPI()
    try:
        from pyspark.sql import SparkSession
        from splink import SparkAPI
    except ImportError:
        raise LinkageError(
            f"{SPARK} is set and pyspark is not installed: pip install 'pyspark>=4,<5' (it needs Java), or unset {SPARK}"
        ) from None
    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
    session = SparkSession.builder.master(master).appName("pobratym").config(map=quiet).getOrCreate()
    return SparkAPI(spark_session=session, break_lineage_method="persist", register_udfs_automatically=False)


def alike(places: Sequence[Unlisted], threshold: float = THRESHOLD) -> list[Alike]:
    """Pairs of places of different hromady and one country that may be one body, in the order of their keys."""
    rows = table(places)
    if rows.num_rows < 2:
        return []
    from splink import Linker

    database = engine()
    model = json.loads(MODEL.read_text(encoding="utf-8")) | {"sql_dialect": database.sql_dialect.sql_dialect_str}
    linker = Linker(database.register(rows), model, log_level=logging.ERROR)
    found = linker.inference.predict(threshold_match_probability=threshold).as_record_list()
    best: dict[tuple[str, str], float] = defaultdict(float)
    for pair in found:
        a, b = sorted((pair["key_l"], pair["key_r"]))
        if a != b:
            best[a, b] = max(best[a, b], round(float(pair["match_probability"]), 6))
    return [Alike(a, b, probability) for (a, b), probability in sorted(best.items())]


def clusters(pairs: Iterable[Alike]) -> dict[str, str]:
    """Place key -> first key of its cluster, for the places of some pair; every pair joins."""
    first: dict[str, str] = {}

    def find(key: str) -> str:
        while first.setdefault(key, key) != key:
            first[key] = first[first[key]]
            key = first[key]
        return key

    for pair in pairs:
        low, high = sorted((find(pair.a), find(pair.b)))
        first[high] = low
    return {key: find(key) for key in sorted(first)}


def by_place(pairs: Iterable[Alike]) -> Mapping[str, list[tuple[str, float]]]:
    """Place key -> (key of the other, probability), likeliest first."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for pair in pairs:
        found[pair.a].append((pair.b, pair.probability))
        found[pair.b].append((pair.a, pair.probability))
    return {key: sorted(others, key=lambda other: (-other[1], other[0])) for key, others in found.items()}
