"""The comparison beside peers, and the query of a day: one command, two tables.

    python -m bench.comparison [--rows 2115 100000 1000000] [--limit SECONDS] [--peers FOLDER]

Every contender reads the same two CSV files in a process of its own. Peers live in an environment of their own (peers.txt), made on the
first run with uv. Ratios are to the plain polars join of the same run; a contender beyond the limit is stopped and shows the limit.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from bench.comparison import made_up
from registry import comparison, snapshots
from registry.database import embedded_server, migrate
from registry.releases.comparison_files import write_comparison

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OURS = ("ours", "polars_join")
PEERS = ("duckdb", "datacompy", "csv_diff", "daff")


def peers_python(folder: Path) -> Path:
    """The Python of the peers' environment, made when it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "-q", "--python", sys.executable, str(folder)], check=True)
        subprocess.run([*uv, "pip", "install", "-q", "--python", str(python), "-r", str(HERE / "peers.txt")], check=True)
    return python


def measure(python: str | Path, name: str, files: list[str], limit: int) -> dict | None:
    """Best of up to three rounds of one contender; None when it took longer than the limit."""
    command = [str(python), str(HERE / "contenders.py"), name, *files, "partnership_id"]
    try:
        result = subprocess.run(
            command, cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": ""}, capture_output=True, text=True, timeout=limit
        )
    except subprocess.TimeoutExpired:
        return None
    if result.returncode:
        raise RuntimeError(f"{name}: {result.stderr[-2000:]}")
    return json.loads(result.stdout)


def rows_and_fields(sizes: list[int], limit: int, peers: Path, console: Console) -> None:
    """Contenders on files of each size."""
    python = peers_python(peers)
    table = Table(
        "rows", "contender", "read s", "compare s", "both s", "compare : join", "both : join", "MB", "added, removed, changed"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            files = [str(Path(folder) / f"{name}.csv") for name in ("before", "after")]
            for frame, path in zip(made_up.snapshots(size), files, strict=True):
                frame.write_csv(path)
            found = {name: measure(sys.executable, name, files, limit) for name in OURS}
            found |= {name: measure(python, name, files, limit) for name in PEERS}
            yard = found["polars_join"]
            for name, one in found.items():
                if one is None:
                    table.add_row(
                        str(size),
                        name,
                        "",
                        "",
                        f"> {limit}",
                        "",
                        f"> {limit / (yard['read'] + yard['compare']):.0f}",
                        "",
                        "stopped",
                    )
                    continue
                both = one["read"] + one["compare"]
                table.add_row(
                    str(size), name, f"{one['read']:.3f}", f"{one['compare']:.3f}", f"{both:.3f}",
                    f"{one['compare'] / yard['compare']:.2f}", f"{both / (yard['read'] + yard['compare']):.2f}", f"{one['memory']:.0f}",
                    ", ".join("-" if number is None else str(number) for number in one["found"]),
                )  # fmt: skip
    console.print(table)


def registry_of(statements: int, console: Console) -> None:
    """A registry of so many statements: the query of a day, a whole snapshot, a comparison with all its files."""
    table = Table("statements", "ties", "as_of query ms", "snapshot s", "comparison with all outputs s")
    for number in (4 * 2115, statements):
        with tempfile.TemporaryDirectory() as folder, embedded_server(Path(folder)) as database:
            migrate(database)
            engine = database.engine()
            with engine.begin() as connection:
                made_up.fill(connection, number)
                later = made_up.NIGHT + timedelta(days=273)
                connection.execute(
                    sa.text("INSERT INTO run (clock, web, inputs, finished) VALUES (:clock, 'made up', '', true)"),
                    {"clock": later},
                )
            with engine.connect() as connection:
                as_of, known_at = date(2025, 1, 1), datetime.now(UTC)
                asked = [_timed(snapshots.states_at, connection, as_of, known_at) for _ in range(5)]
                took = _timed(snapshots.take, connection, as_of, known_at)
                started = time.perf_counter()
                found = comparison.compare(connection, as_of, date(2025, 10, 1))
                write_comparison(found, Path(folder) / "out")
                compared = time.perf_counter() - started
            engine.dispose()
            table.add_row(
                str(number),
                str(found.later.ties.height),
                f"{statistics.median(asked) * 1000:.0f}",
                f"{took:.2f}",
                f"{compared:.2f}",
            )
    console.print(table)


def _timed(action: Callable, *arguments: Any) -> float:
    started = time.perf_counter()
    action(*arguments)
    return time.perf_counter() - started


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[2115, 100_000, 1_000_000])
    parser.add_argument("--limit", type=int, default=300, help="seconds that a contender may take with one pair of files")
    parser.add_argument("--peers", type=Path, default=ROOT / ".pobratym" / "bench-peers", help="environment of the peers")
    parser.add_argument("--statements", type=int, default=100_000)
    options = parser.parse_args()
    out = Console(width=150)
    registry_of(options.statements, out)
    rows_and_fields(options.rows, options.limit, options.peers, out)
