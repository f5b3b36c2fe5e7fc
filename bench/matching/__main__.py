"""The matching bench: one command, one table.

    python -m bench.matching [--n 2000] [--style scribe] [--seed 11] [--seeds 8] [--full] [--no-peers] [--peers FOLDER] [--limit SECONDS]

Mentions with known truth are resolved by us and by the peers, each in a process of its own. The index misses 6 % of the small places and half of
the written names of half of the places; `--full` shows the same mentions against the index as the product has it. Then the labelled real pairs
and the exonyms that the index does not know.
"""

import argparse
import csv
import json
import pickle
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.matching import contenders, measure, noise
from bench.matching.index import SEED, hidden_index, home
from registry.matching.keys import readings
from registry.matching.mentions import Mention
from registry.matching.reading import printed_country
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer
from schemas.vocabularies import Decision
from scrapers.text.names import split_names
from scrapers.text.normalise import fold

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared"
#: Above this many mentions only we are measured: the peers compare every pair of a country.
PEERS_UP_TO = 60_000
#: Above this many nobody empties the queue.
ASKED_UP_TO = 200_000


def resolve(arguments: Sequence[str]) -> None:
    """In a process of its own: the mentions of a file resolved with an index; seconds, memory and the resolutions into a second file."""
    mentions_file, folder, edition, out = arguments
    index = json.loads((Path(folder) / "index.json").read_text(encoding="utf-8"))
    mentions = pickle.loads(Path(mentions_file).read_bytes())
    resolver = Resolver(Gazetteer(Path(folder), edition, tuple(index["countries"])))
    resolver.resolve([Mention("warm", mentions[0].hromada, None, "Жешув", "Польща")])
    started, cpu = time.perf_counter(), time.process_time()
    found = resolver.resolve(mentions)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    peak = contenders.peak_mb()
    # A night: what 50 new claims cost a resolver that is warm.
    night = time.perf_counter()
    resolver.resolve(mentions[:50])
    night = time.perf_counter() - night
    Path(out).write_bytes(pickle.dumps({"seconds": seconds, "cpu": cpu, "mb": peak, "night": night, "found": found}))


def ours(mentions: list[Mention], gazetteer: Gazetteer) -> dict:
    """What `resolve` found in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder) / name) for name in ("mentions", "found")]
        Path(files[0]).write_bytes(pickle.dumps(mentions))
        command = [sys.executable, "-m", "bench.matching", "--resolve", files[0], str(gazetteer.folder), gazetteer.edition, files[1]]
        subprocess.run(command, cwd=ROOT, check=True)
        return pickle.loads(Path(files[1]).read_bytes())


def parts(sample: noise.Sample) -> list[tuple[Mention, str, str | None, int]]:
    """(mention, cleaned name, country, GeoNames id) of every part that was cut as it should be: what the peers get."""
    rows = []
    for mention in sample.mentions:
        names, truth = split_names(mention.name), sample.truth[mention.id]
        for name, number in zip(names, truth, strict=False):
            rows.append((mention, fold(name.name), name.country or printed_country(mention.country), number))
    return rows


def peer(name: str, rows: list[tuple[Mention, str, str | None, int]], gazetteer: Gazetteer, python: str, limit: int) -> tuple[str, measure.Worth, float, float] | None:
    """(name with the threshold that was best in hindsight, worth, seconds, MB) of one peer; None when it took longer than the limit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "parts.csv"
        sounds = readings([(text, country) for _, text, country, _ in rows])
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(("home", "country", "raw", "name", "sound"))
            writer.writerows((m.hromada, country or "", m.name, text, sound) for (m, text, country, _), sound in zip(rows, sounds, strict=True))
        try:
            run = subprocess.run([python, str(HERE / "contenders.py"), name, str(path)], capture_output=True, text=True, timeout=limit)
        except subprocess.TimeoutExpired:
            return None
    if run.returncode:
        raise RuntimeError(f"{name}: {run.stderr[-2000:]}")
    found = json.loads(run.stdout.splitlines()[-1])
    best = max(
        ((threshold, measure.worth([(m.hromada or "?", measure.true_key(gazetteer, number), label, f"{m.id}:{row}")
                                    for row, ((m, _, _, number), label) in enumerate(zip(rows, labels, strict=True))]))
         for threshold, labels in found["labels"].items()), key=lambda one: one[1].f1)
    return f"{name} {best[0]}".strip(), best[1], found["seconds"], found["mb"]


def peers_python(folder: Path) -> str:
    """The Python of the peers' environment, made when it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "-q", "--python", sys.executable, str(folder)], check=True)
        subprocess.run([*uv, "pip", "install", "-q", "--python", str(python), "-r", str(HERE / "peers.txt")], check=True)
    return str(python)


def table(options: argparse.Namespace, places: Sequence[noise.Place], regions: dict[str, str], full: Gazetteer, console: Console) -> None:
    sample = noise.generate(options.n, options.style, options.seed, places, regions, full.homes)
    shown = Table("method", "P", "R", "F1", "partner F1", "count", "review", "new", "accepted right", "s", "MB",
                  title=f"{len(sample.mentions)} mentions of {sample.partnerships} partnerships, generator {options.style}, seed {options.seed}")

    def row(name: str, worth: measure.Worth, seconds: float | None, mb: float | None, place: bool = False) -> None:
        shares = (f"{worth.review:.1%}", f"{worth.new:.1%}", f"{worth.accepted_right:.2%}") if place else ("", "", "")
        shown.add_row(name, f"{worth.precision:.4f}", f"{worth.recall:.4f}", f"{worth.f1:.4f}", f"{worth.partner_f1:.3f}", f"{worth.count_error:+.2%}",
                      *shares, "" if seconds is None else f"{seconds:.2f}", "" if mb is None else f"{mb:.0f}")

    cut = parts(sample)
    if options.peers_too and options.n <= PEERS_UP_TO:
        python = peers_python(options.peers)
        for name in contenders.CONTENDERS:
            measured = peer(name, cut, full, python, options.limit)
            if measured is None:
                shown.add_row(name, *[""] * 8, f"> {options.limit}", "")
            else:
                row(*measured)
    for title, index in (("ours, index with gaps", hidden_index(places)), *((("ours, index in full", full),) if options.full else ())):
        found = ours(sample.mentions, index)
        row(f"{title}, nobody asked", measure.ours(found["found"], sample.truth, index), found["seconds"], found["mb"], True)
        if options.n <= ASKED_UP_TO:
            said, again = measure.reviewed(Resolver(index), sample.mentions, found["found"], sample.truth)
            row(f"the same after {len(said)} questions", measure.ours(again, sample.truth, index), None, None, True)
        console.print(f"{title}: {found['cpu']:.2f} CPU s, 50 new claims in {found['night']:.2f} s")
    console.print(shown)


def over_seeds(options: argparse.Namespace, places: Sequence[noise.Place], regions: dict[str, str], full: Gazetteer, console: Console) -> None:
    """Ours alone: mean, and least and most, over several samples of both generators."""
    shown = Table("generator, index", "asked", "P", "R", "F1", "count", "review", "accepted right", title=f"{options.seeds} samples of {options.n} mentions each: mean (least to most)")
    for style in noise.STYLES:
        for title, index in (("with gaps", hidden_index(places)), *((("in full", full),) if options.full else ())):
            rows: tuple[list, list] = ([], [])
            questions = []
            for seed in range(options.seed, options.seed + options.seeds):
                sample = noise.generate(options.n, style, seed, places, regions, full.homes)
                resolver = Resolver(index)
                found = resolver.resolve(sample.mentions)
                said, settled = measure.reviewed(resolver, sample.mentions, found, sample.truth)
                questions.append(len(said))
                for into, what in zip(rows, (found, settled), strict=True):
                    into.append(measure.ours(what, sample.truth, index))
            for asked, worths in zip(("nobody", f"{sum(questions) / len(questions):.0f} questions"), rows, strict=True):
                cells = []
                for name, form in (("precision", ".4f"), ("recall", ".4f"), ("f1", ".4f"), ("count_error", "+.2%"), ("review", ".1%"), ("accepted_right", ".2%")):
                    values = [getattr(worth, name) for worth in worths]
                    cells.append(f"{sum(values) / len(values):{form}} ({min(values):{form}} to {max(values):{form}})")
                shown.add_row(f"{style}, {title}", asked, *cells)
    console.print(shown)


def real(gazetteer: Gazetteer, console: Console) -> None:
    """The labelled pairs of real sources, where they are."""
    if not (SHARED / "facts" / "same_place_pairs.csv").is_file():
        return
    told = noise.judged_pairs(Resolver(gazetteer), noise.real_pairs(SHARED))
    right, accepted = sum(ok for ok, _ in told), sum(ok and sure for ok, sure in told)
    console.print(f"real pairs: {right} of {len(told)} right, {accepted} of them with both names accepted, {right - accepted} with a question open")


def exonyms(places: Sequence[noise.Place], gazetteer: Gazetteer, console: Console) -> None:
    """Ukrainian names of places that the index does not know, with their country and nothing else."""
    hidden = noise.hidden_exonyms(places, gazetteer, SEED)
    found = Resolver(gazetteer).resolve([Mention(str(row), None, None, name, place.country) for row, (name, place) in enumerate(hidden)])
    by_id = {r.id: r for r in found if r.part == 0}
    first: dict[str, list[bool]] = defaultdict(list)
    accepted = right = called = 0
    borne = {measure.true_key(gazetteer, p.number): {fold(name) for name in p.names} for p in places}
    for row, (name, place) in enumerate(hidden):
        r, key = by_id[str(row)], measure.true_key(gazetteer, place.number)
        found_first = bool(r.candidates) and (r.candidates[0].place_key == key or noise.namesakes(gazetteer, r.candidates[0].place_key, key))
        first[place.country].append(found_first)
        # «Лінвуд» is what Linwood, Lynwood and Lynnwood are called, all three: nothing printed tells them apart.
        called += not found_first and bool(r.candidates) and fold(name) in borne.get(r.candidates[0].place_key, ())
        accepted += r.decision is Decision.ACCEPT
        right += r.decision is Decision.ACCEPT and r.place_key == key
    every = sum(map(sum, first.values())) / len(hidden)
    shares = {country: noise.COUNTRIES[country] for country in first}
    weighed = sum(sum(told) / len(told) * shares[country] for country, told in first.items()) / sum(shares.values())
    console.print(f"exonyms hidden from the index: {len(hidden)}, the place or a namesake of it first in {every:.1%} (countries weighed as partners "
                  f"are: {weighed:.1%}; in another {called / len(hidden):.1%} a place that people write with the very name printed), accepted {accepted / len(hidden):.1%}, of those right {right / max(accepted, 1):.2%}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--n", type=int, default=2000, help="mentions")
    parser.add_argument("--style", choices=noise.STYLES, default="scribe", help="generator of the mentions")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--seeds", type=int, help="ours alone over so many samples of both generators, --seed the first")
    parser.add_argument("--full", action="store_true", help="also with the index as the product has it")
    parser.add_argument("--no-peers", dest="peers_too", action="store_false")
    parser.add_argument("--peers", type=Path, default=home() / "matching-peers", help="folder of the peers' environment")
    parser.add_argument("--limit", type=int, default=300, help="seconds a peer may take")
    parser.add_argument("--resolve", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.resolve:
        resolve(options.resolve)
        return
    console = Console(width=200 if options.seeds else 150)
    full = Gazetteer.open(home())
    places, regions = noise.atlas_of_places(full)
    if options.seeds:
        over_seeds(options, places, regions, full, console)
        return
    table(options, places, regions, full, console)
    real(full, console)
    exonyms(places, hidden_index(places), console)


if __name__ == "__main__":
    main()
