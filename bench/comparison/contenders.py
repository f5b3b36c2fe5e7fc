"""One contender on one pair of CSV files, in a process of its own: prints seconds and what it found as JSON.

    python contenders.py NAME BEFORE.csv AFTER.csv KEY

Runs under two Pythons (ours, and the peers' with peers.txt), so it imports a tool only inside its own function. Each function reads both files
and says how many rows were added, removed and changed; reading counts, importing does not.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path


def ours(before, after, key):
    import polars as pl

    from registry.releases import delta

    a, b = (pl.read_csv(path, infer_schema=False) for path in (before, after))
    yield
    found = Counter(operation["op"] for operation in delta.diff({"t": a}, {"t": b}, {"t": (key,)}))
    yield found["add"], found["remove"], found["change"]


def polars_join(before, after, key):
    """The yardstick: what any comparison by key has to do at least, and nothing else."""
    import polars as pl

    a, b = (pl.read_csv(path, infer_schema=False) for path in (before, after))
    yield
    joined = a.join(b, on=key, how="full", suffix=" after")
    yield joined[key].null_count(), joined[f"{key} after"].null_count(), None


def duckdb(before, after, key):
    import duckdb

    connection = duckdb.connect()
    for name, path in (("a", before), ("b", after)):
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{path}', all_varchar=true)")
    names = [row[0] for row in connection.execute("DESCRIBE a").fetchall() if row[0] != key]
    yield
    differs = " OR ".join(f"a.{name} IS DISTINCT FROM b.{name}" for name in names)
    found = connection.execute(
        f"SELECT coalesce(a.{key}, b.{key}) AS k, a.{key} IS NULL AS added, b.{key} IS NULL AS removed, "
        + ", ".join(f"a.{name}, b.{name}" for name in names)
        + f" FROM a FULL JOIN b USING ({key}) WHERE a.{key} IS NULL OR b.{key} IS NULL OR {differs}"
    ).fetchall()
    added, removed = sum(row[1] for row in found), sum(row[2] for row in found)
    yield added, removed, len(found) - added - removed


def datacompy(before, after, key):
    import polars as pl
    from datacompy import PolarsCompare

    a, b = (pl.read_csv(path, infer_schema=False) for path in (before, after))
    yield
    found = PolarsCompare(a, b, join_columns=key)
    yield (
        found.df2_unq_rows.height,
        found.df1_unq_rows.height,
        found.count_matching_rows() and found.intersect_rows.height - found.count_matching_rows(),
    )


def csv_diff(before, after, key):
    from csv_diff import compare, load_csv

    with Path(before).open(encoding="utf-8") as a, Path(after).open(encoding="utf-8") as b:
        left, right = load_csv(a, key=key), load_csv(b, key=key)
    yield
    found = compare(left, right)
    yield len(found["added"]), len(found["removed"]), len(found["changed"])


def daff(before, after, key):
    import csv

    import daff

    tables = []
    for path in (before, after):
        with Path(path).open(encoding="utf-8", newline="") as file:
            tables.append(daff.PythonTableView(list(csv.reader(file))))
    yield
    flags = daff.CompareFlags()
    flags.addPrimaryKey(key)
    flags.ordered = False
    out = []
    view = daff.PythonTableView(out)
    daff.TableDiff(daff.compareTables(*tables, flags).align(), flags).hilite(view)
    marks = [row[0] for row in view.getData()]
    yield marks.count("+++"), marks.count("---"), sum(mark.endswith("->") for mark in marks if mark)


CONTENDERS = {function.__name__: function for function in (ours, polars_join, duckdb, datacompy, csv_diff, daff)}

if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    best = None
    # The first round pays for imports and warm caches; slow contenders run once.
    for _ in range(3):
        steps = CONTENDERS[name](*arguments)
        started = time.perf_counter()
        next(steps)
        read = time.perf_counter()
        found = next(steps)
        done = time.perf_counter()
        if best is None or done - started < best[0] + best[1]:
            best = (read - started, done - read)
        if done - started > 20:
            break
    # Not getrusage: its peak is inherited from whoever started this process.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    memory = int(status["VmHWM"].split()[0]) / 1024
    print(json.dumps({"read": best[0], "compare": best[1], "found": found, "memory": memory}))
