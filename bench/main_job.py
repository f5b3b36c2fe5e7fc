"""Wall seconds and peak memory of `make run` cold (after installation) and of each asset, as the table of bench/README.md.

    python -m bench.main_job [--keep-index]

Cold means an empty POBRATYM_HOME: no server data, no index of places, no archive. Peak memory is the largest resident set of the command's
process, sampled every 20 ms, in all and while each asset ran; the server's own memory is counted apart.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from registry.database import data_folder

ROOT = Path(__file__).parents[1]


@dataclass
class Sample:
    """Resident bytes of the command and of the server's processes (without what they share), at a moment."""

    at: float
    command: int
    server: int


def run(home: Path) -> tuple[float, list[Sample], str]:
    """Seconds of one `pobratym demo`, samples of its memory, and what it printed."""
    environment = {**os.environ, "POBRATYM_HOME": str(home), "POBRATYM_TIMINGS": "1", "COLUMNS": "120"}
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", "demo"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    samples: list[Sample] = []
    watcher = threading.Thread(target=_watch, args=(process, home, samples), daemon=True)
    watcher.start()
    printed, _ = process.communicate(timeout=900)
    seconds = time.monotonic() - started
    watcher.join()
    if process.returncode != 0:
        raise SystemExit(f"demo failed:\n{printed}")
    return seconds, samples, printed


def _watch(process: subprocess.Popen, home: Path, samples: list[Sample]) -> None:
    command = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            resident = command.memory_info().rss
        except psutil.NoSuchProcess:
            return
        samples.append(Sample(time.time(), resident, sum(_private(each) for each in _server(home))))
        time.sleep(0.02)


def _server(home: Path) -> list[psutil.Process]:
    """The embedded server of this home, found by its pid file, with its children."""
    try:
        pid = int((data_folder(home) / "postmaster.pid").read_text().split()[0])
        return [psutil.Process(pid), *psutil.Process(pid).children()]
    except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
        return []


def _private(process: psutil.Process) -> int:
    try:
        memory = process.memory_info()
        return memory.rss - memory.shared
    except psutil.NoSuchProcess:
        return 0


def steps(printed: str, samples: list[Sample]) -> Iterator[tuple[str, str, float, int]]:
    """(part, asset, seconds, peak bytes while it ran) out of the lines that POBRATYM_TIMINGS asks for."""
    part = ""
    for line in printed.splitlines():
        if found := re.match(r"night of (\S+)", line):
            part = f"night {found[1]}"
        elif found := re.match(r"\s+timing (\S+) (\S+) (\S+)", line):
            seconds, end = float(found[2]), float(found[3])
            inside = [sample.command for sample in samples if end - seconds <= sample.at <= end + 0.02]
            yield part, found[1], seconds, max(inside, default=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep-index", type=Path, help="an existing gazetteer folder to copy, to leave its building out")
    arguments = parser.parse_args()
    console = Console(width=120)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if arguments.keep_index:
            shutil.copytree(arguments.keep_index, home / "gazetteer")
        whole = Table(
            "make run", "seconds", "peak MB", "server MB", title="The main job on the sample, both nights", title_justify="left"
        )
        parts = Table(
            "part", "asset", "seconds", "peak MB", title="Steps of the cold run of 0.1 s and more", title_justify="left"
        )
        for name in ("cold", "again"):
            seconds, samples, printed = run(home)
            peaks = [max(getattr(sample, kind) for sample in samples) / 2**20 for kind in ("command", "server")]
            whole.add_row(name, f"{seconds:.1f}", *(f"{peak:.0f}" for peak in peaks))
            if name == "cold":
                for part, asset, taken, peak in steps(printed, samples):
                    if taken >= 0.1:
                        parts.add_row(part, asset, f"{taken:.2f}", f"{peak / 2**20:.0f}")
        console.print(whole)
        console.print(parts)
        shutil.rmtree(data_folder(home), ignore_errors=True)


if __name__ == "__main__":
    main()
