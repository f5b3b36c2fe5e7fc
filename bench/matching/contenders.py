"""The peers of the matching bench, run alone in a process each: `contenders.py NAME FILE` prints JSON {seconds, mb, labels by threshold}.

FILE is a CSV of cleaned parts: home, country (ISO or empty), raw, name, sound. What belongs here: each peer set up the way its guide shows. What
does not: anything of ours; the cleaning, cutting into parts and (for one of them) the sound key are given to the peers for nothing.
"""

import csv
import json
import logging
import sys
import time
import warnings

Rows = list[dict[str, str]]


def peak_mb() -> float:
    """Largest resident set of this process since it began (`getrusage` would count that of the parent before the fork as well)."""
    with open("/proc/self/status", encoding="ascii") as stream:  # noqa: PTH123
        return next(int(line.split()[1]) / 1024 for line in stream if line.startswith("VmHWM:"))


def joined(count: int, pairs) -> list[int]:
    """Label of each of `count` rows: connected components of pairs."""
    leader = list(range(count))

    def find(row: int) -> int:
        while leader[row] != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    for a, b in pairs:
        leader[find(int(a))] = find(int(b))
    return [find(row) for row in range(count)]


def _same(keys: list) -> dict[str, list[int]]:
    number: dict = {}
    return {"": [number.setdefault(key, len(number)) for key in keys]}


def exact(rows: Rows) -> dict[str, list[int]]:
    return _same([(row["country"], row["raw"]) for row in rows])


def cleaned(rows: Rows) -> dict[str, list[int]]:
    return _same([(row["country"], row["name"]) for row in rows])


def rapidfuzz_88(rows: Rows) -> dict[str, list[int]]:
    """Names of one country are one when their ratio is at least 88."""
    import numpy as np
    from rapidfuzz import fuzz, process

    distinct = sorted({(row["country"], row["name"]) for row in rows})
    place = {key: number for number, key in enumerate(distinct)}
    pairs = []
    for country in sorted({country for country, _ in distinct}):
        names = [name for of, name in distinct if of == country]
        first = place[country, names[0]]
        for start in range(0, len(names), 2000):
            near = process.cdist(names[start : start + 2000], names, scorer=fuzz.ratio, score_cutoff=88, dtype=np.uint8)
            a, b = np.nonzero(near)
            pairs += zip((a + start + first).tolist(), (b + first).tolist(), strict=True)
    label = joined(len(distinct), pairs)
    return {"": [label[place[row["country"], row["name"]]] for row in rows]}


def recordlinkage_ecm(rows: Rows) -> dict[str, list[int]]:
    """Binary comparisons inside a country, weights by expectation maximisation."""
    import pandas as pd
    import recordlinkage

    frame = pd.DataFrame(rows)
    indexer = recordlinkage.Index()
    indexer.block("country")
    found = indexer.index(frame)
    compare = recordlinkage.Compare()
    compare.string("name", "name", method="jarowinkler", threshold=0.9)
    compare.string("name", "name", method="levenshtein", threshold=0.8)
    compare.string("name", "name", method="qgram", threshold=0.6)
    compare.exact("home", "home")
    links = recordlinkage.ECMClassifier(binarize=0.5).fit_predict(compare.compute(found, frame))
    return {"": joined(len(rows), links)}


def _splink(rows: Rows, column: str) -> dict[str, list[int]]:
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    frame = pd.DataFrame(rows).assign(unique_id=range(len(rows))).replace({"": None})
    frame["start"] = frame[column].str[:3]
    rules = [block_on(column), block_on("country", "start"), block_on("home", "country")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds(column, [0.95, 0.9, 0.8]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("country"),
            cl.ExactMatch("home"),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    database = DuckDBAPI()
    linker = Linker(database.register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on(column, "country")], recall=0.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("home", "country"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on(column))
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    labels = {}
    for threshold in (0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999):
        near = found[found["match_probability"] >= threshold]
        labels[str(threshold)] = joined(len(rows), zip(near["unique_id_l"], near["unique_id_r"], strict=True))
    return labels


def splink_names(rows: Rows) -> dict[str, list[int]]:
    return _splink(rows, "name")


def splink_sounds(rows: Rows) -> dict[str, list[int]]:
    return _splink(rows, "sound")


CONTENDERS = {
    "exact as printed": exact,
    "exact after cleaning": cleaned,
    "rapidfuzz 88 by country": rapidfuzz_88,
    "recordlinkage ECM": recordlinkage_ecm,
    "splink, best threshold": splink_names,
    "splink on our sound key": splink_sounds,
}


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    name, path = sys.argv[1:]
    with open(path, encoding="utf-8", newline="") as stream:  # noqa: PTH123
        rows = list(csv.DictReader(stream))
    started = time.perf_counter()
    labels = CONTENDERS[name](rows)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "mb": peak_mb(), "labels": labels}))


if __name__ == "__main__":
    main()
