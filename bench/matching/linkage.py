"""Training and worth of the pairwise step for places that no gazetteer lists (`registry/matching/linkage.py`).

    python -m bench.matching.linkage [--n 40000] [--check]

The resolver reads mentions with known truth against an index that misses 6 % of the small places; what it leaves as places of one hromada is
compared pair by pair. Trained on generator `atlas`, judged on `scribe`; `--check` judges the model as it stands and writes nothing.
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable

import duckdb
import pyarrow as pa

from bench.matching import noise
from bench.matching.index import SEED, hidden_index, home
from registry.matching import linkage
from registry.matching.linkage import Unlisted
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer


def unlisted(resolver: Resolver, sample: noise.Sample) -> tuple[list[Unlisted], dict[str, int]]:
    """The places of one hromada that a resolver is left with, and the true place behind each."""
    mentions: dict[str, list] = defaultdict(list)
    for item in resolver.resolve(sample.mentions):
        if item.place_key and item.place_key.startswith("local:") and item.part < len(sample.truth[item.id]):
            mentions[item.place_key].append((item, sample.truth[item.id][item.part]))
    places, truth = [], {}
    for key, group in sorted(mentions.items()):
        # The most frequent first, ties by value: the same for the same mentions.
        countries, levels, numbers = (
            [value for value, _ in sorted(Counter(values).items(), key=lambda pair: (-pair[1], str(pair[0])))]
            for values in (
                [item.country for item, _ in group if item.country],
                [item.level for item, _ in group if item.level],
                [number for _, number in group],
            )
        )
        forms = tuple(sorted({item.place_name for item, _ in group if item.place_name}))
        places.append(
            Unlisted(
                key,
                group[0][0].hromada_code or "",
                countries[0] if countries else key.split(":")[1],
                forms,
                levels[0] if levels else None,
            )
        )
        truth[key] = numbers[0]
    return places, truth


def _level(comparison: dict) -> str:
    """SQL of the number of the first level of a comparison that holds."""
    *conditions, _ = (level["sql_condition"] for level in comparison["comparison_levels"])
    cases = " ".join(f"WHEN {condition} THEN {number}" for number, condition in enumerate(conditions))
    return f"CASE {cases} ELSE {len(conditions)} END"


def train(samples: Iterable[tuple[list[Unlisted], dict[str, int]]]) -> dict:
    """The model with the shares of each level among pairs that are one place and pairs that are not, one country and two hromady each."""
    model = linkage.settings()
    names = [comparison["output_column_name"] for comparison in model["comparisons"]]
    counts: dict[bool, list[Counter]] = {True: [Counter() for _ in names], False: [Counter() for _ in names]}
    for places, truth in samples:
        rows = linkage.table(places)
        rows = rows.append_column("truth", pa.array([truth[key] for key in rows["key"].to_pylist()]))
        columns = ", ".join(
            f"{_level(comparison)} AS {name}" for name, comparison in zip(names, model["comparisons"], strict=True)
        )
        both = ", ".join(f"l.{column} AS {column}_l, r.{column} AS {column}_r" for column in ("form", "sound", "kind"))
        database = duckdb.connect()
        database.register("forms", rows)
        for same, *levels, number in database.execute(
            f"WITH pair AS (SELECT l.truth = r.truth AS same, {both} FROM forms l JOIN forms r ON l.country = r.country AND l.hromada <> r.hromada AND l.form_id < r.form_id) "
            f"SELECT same, {columns}, count(*) FROM pair GROUP BY ALL"
        ).fetchall():
            for counter, level in zip(counts[same], levels, strict=True):
                counter[level] += number
    pairs = {same: sum(counts[same][0].values()) for same in counts}
    for position, comparison in enumerate(model["comparisons"]):
        told = [number for number, level in enumerate(comparison["comparison_levels"]) if not level.get("is_null_level")]
        for same, share in ((True, "m_probability"), (False, "u_probability")):
            seen = sum(counts[same][position][number] for number in told) + len(told)
            for number in told:
                comparison["comparison_levels"][number][share] = round((counts[same][position][number] + 1) / seen, 8)
    model["probability_two_random_records_match"] = round(pairs[True] / sum(pairs.values()), 8)
    return model


def judge(places: list[Unlisted], truth: dict[str, int]) -> list[str]:
    """Lines of precision and recall at several thresholds, and the seconds."""
    started = time.perf_counter()
    pairs = linkage.alike(places)
    seconds = time.perf_counter() - started
    groups: dict[tuple, set[str]] = defaultdict(set)
    for place in places:
        groups[truth[place.key], place.country].add(place.hromada)
    wanted = sum(len(homes) * (len(homes) - 1) // 2 for homes in groups.values())
    lines = [f"{len(places)} places, {wanted} pairs of hromady with one place, {seconds:.1f} s"]
    for threshold in (0.5, 0.8, 0.9, 0.95, 0.99):
        told = [truth[pair.a] == truth[pair.b] for pair in pairs if pair.probability >= threshold]
        if told:
            lines.append(
                f"  from {threshold}: {len(told)} pairs, precision {sum(told) / len(told):.3f}, recall {sum(told) / wanted:.3f}"
            )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=40_000, help="mentions a sample")
    parser.add_argument("--check", action="store_true", help="judge the model as it stands")
    arguments = parser.parse_args()
    places, regions = noise.atlas_of_places(Gazetteer.open(home()))
    resolver = Resolver(hidden_index(places, SEED + 2))
    if not arguments.check:
        model = train(unlisted(resolver, noise.generate(arguments.n, "atlas", seed, places, regions, resolver.gazetteer.homes)) for seed in (31, 32))
        linkage.MODEL.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    for style, seed in (("atlas", 33), ("scribe", 34)):
        print(style, *judge(*unlisted(resolver, noise.generate(arguments.n, style, seed, places, regions, resolver.gazetteer.homes))), sep="\n")


if __name__ == "__main__":
    main()
