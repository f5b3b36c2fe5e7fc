"""What the transcribed rows of four real sources come to: how much is resolved, where the sources agree, and how right it is.

    python -m bench.matching.real [--sample N] [--seed N]

Reads ../shared/real (not part of the project), each file through the reader of its source, and resolves all claims together. The labelled decisions
are `tests/data/real_decisions.csv`: rows of these sources with the place that a person says is meant. `--sample` prints further rows to label.
"""

import argparse
import csv
import html
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bench.matching.index import home
from registry.matching.mentions import Mention, Resolution
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer
from registry.resolution import parties
from schemas.vocabularies import Decision, Record
from scrapers.claim import Claim, Reading
from scrapers.sources import giz_map, law_register, skew
from scrapers.sources.decentralization import read_card

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "real"
LABELS = ROOT / "tests" / "data" / "real_decisions.csv"
COLUMNS = ("source", "hromada", "name", "country", "place", "place_name", "note")


def transcribed(name: str) -> list[dict[str, str]]:
    with (REAL / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_all() -> dict[str, tuple[int, Reading]]:
    """Source -> (transcribed rows, what its reader makes of them)."""
    with (REAL / "law_register.jsonl").open(encoding="utf-8") as file:
        register = [json.loads(line) for line in file]
    german, cards, features = transcribed("skew.csv"), transcribed("portal_cards.csv"), transcribed("giz_map.csv")
    return {
        "law_register": (len(register), law_register.read_rows(register)),
        "skew": (len(german), skew.read_rows(german)),
        "portal_cards": (len(cards), read_cards(cards)),
        "giz_map": (len(features), giz_map.read_geojson({"type": "FeatureCollection", "features": geojson(features)})),
    }


def geojson(rows: Iterable[Mapping[str, str]]) -> list[dict]:
    """The rows as the map serves them: one feature a run of one hromada."""
    return [
        {
            "type": "Feature",
            "properties": {
                "katottg": code or None,
                "ua_name": name,
                "partners": [{"name": row["partner_name"], "country": row["partner_country_raw"]} for row in run],
            },
        }
        for (code, name), run in groupby(rows, key=lambda row: (row["katottg"], row["ua_name"]))
    ]


def read_cards(rows: Iterable[Mapping[str, str]]) -> Reading:
    """The rows as cards of the portal: a table a country, a paragraph a partner."""
    whole = Reading("portal_cards")
    for key, card in groupby(rows, key=lambda row: (row["katottg"], row["hromada"], row["oblast"])):
        reading = read_card(_card(*key, list(card)).encode())
        whole.claims += reading.claims
        whole.issues += reading.issues
    return whole


def _card(code: str, hromada: str, oblast: str, partners: list[Mapping[str, str]]) -> str:
    tables = "".join(
        f'<div class="community-table"><a href="/countries/1">{country}</a>'
        + "".join(f"<p>{html.escape(html.unescape(row['partner_name']))}</p>" for row in run)
        + "</div>"
        for country, run in groupby(partners, key=lambda row: row["partner_country_ua"])
    )
    return (
        f'<div class="single-page-title">{hromada}</div><a href="/areas/1">{oblast}</a>КАТОТТГ: <span class="value">{code}</span>'
        f"<h3>Країни партнери</h3>{tables}<h3>Склад громади</h3>"
    )


@dataclass(frozen=True)
class Told:
    """A part of a claim with what the resolver says of it."""

    source: str
    claim: Claim
    found: Resolution


def resolve(read: Mapping[str, tuple[int, Reading]], resolver: Resolver) -> list[Told]:
    """Every part of every claim, all sources together as a night has them."""
    mentions, of = [], {}
    for source, (_, reading) in read.items():
        for number, claim in enumerate(claim for claim in reading.claims if claim.record is not Record.SEEKER):
            fields = {"hromada_code": claim.hromada_code, "hromada_raw": claim.hromada_raw, "oblast": claim.oblast_raw}
            for part, (party, oblast) in enumerate(parties(fields)):
                mention = Mention(
                    f"{source}/{number}/{part}",
                    party,
                    oblast,
                    claim.partner_raw,
                    claim.country or claim.country_raw,
                    claim.region_raw,
                    source,
                    claim.url,
                )
                mentions.append(mention)
                of[mention.id] = (source, claim)
    return [Told(*of[found.id], found) for found in resolver.resolve(mentions)]


def union(told: Sequence[Told]) -> list[str]:
    """Lines on the union of the sources: ties by the number of sources that name them, hromady given, what is open, conflicts of countries."""
    sources: dict[tuple[str, str], set[str]] = defaultdict(set)
    homes: dict[str, set[str]] = defaultdict(set)
    for item in told:
        if item.found.decision is not Decision.REJECT and item.found.hromada_code and item.found.place_key:
            sources[item.found.hromada_code, item.found.place_key].add(item.source)
            homes[item.found.hromada_code].add(item.source)
    shared = {code: names for code, names in homes.items() if len(names) > 1}
    lines = [f"{len(told)} parts of names, {len(homes)} hromady (with two or more sources: {len(shared)}), {len(sources)} partnerships, "
             f"{len({place for _, place in sources})} partners"]  # fmt: skip
    lines.append(
        "named by sources: "
        + ", ".join(f"{number}: {count}" for number, count in sorted(Counter(map(len, sources.values())).items()))
    )
    for a, b in [
        (a, b) for a in sorted({item.source for item in told}) for b in sorted({item.source for item in told}) if a < b
    ]:
        both = {code for code, names in homes.items() if {a, b} <= names}
        ties = [names for (code, _), names in sources.items() if code in both]
        one, other, together = (sum(1 for names in ties if wanted <= names) for wanted in ({a}, {b}, {a, b}))
        lines.append(f"{a} and {b}: {len(both)} hromady in common, there {one} and {other} ties, {together} the same")
    verdicts = Counter(str(item.found.decision) for item in told)
    lines.append(
        "decisions: " + ", ".join(f"{verdict} {count} ({count / len(told):.1%})" for verdict, count in verdicts.most_common())
    )
    without = sum(1 for item in told if item.found.hromada_code is None and item.found.decision is not Decision.REJECT)
    conflicts = sum(
        1 for item in told if item.found.country and item.claim.country and item.found.country != item.claim.country
    )
    lines.append(f"no hromada certain: {without}; printed country contradicted: {conflicts}")
    return lines


def labelled() -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judge(told: Sequence[Told], rows: Sequence[Mapping[str, str]]) -> list[tuple[Mapping[str, str], Told, bool | None]]:
    """The labelled rows that are found again, each with what is said of it and whether an accepted place is the labelled one (None: not accepted)."""
    found = {_label(item): item for item in told}
    judged = []
    for row in rows:
        item = found.get((row["source"], row["hromada"], row["name"], row["country"]))
        if item is not None:
            accepted = item.found.decision is Decision.ACCEPT
            judged.append((row, item, item.found.place_key == row["place"] if accepted else None))
    return judged


def _label(item: Told) -> tuple[str, str, str, str]:
    return item.source, item.found.hromada_code or "", item.claim.partner_raw, item.claim.country or ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0, help="print so many rows of each source to label, as CSV")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if not REAL.is_dir():
        parser.exit(1, f"{REAL.name}: the transcribed rows are not at hand\n")
    read = read_all()
    told = resolve(read, Resolver(Gazetteer.open(home())))
    if arguments.sample:
        rng = random.Random(arguments.seed)
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow((*COLUMNS, "decision", "score"))
        for source in read:
            whole = [
                item
                for item in told
                if item.source == source and item.found.decision is not Decision.REJECT and item.found.part == 0
            ]
            for item in rng.sample(whole, min(arguments.sample, len(whole))):
                f = item.found
                writer.writerow((*_label(item), f.place_key, f.place_name, "", f.decision, f.score))
        return
    for source, (rows, reading) in read.items():
        print(f"{source}: {rows} rows, {len(reading.claims)} claims, {len(reading.issues)} issues")
    print(*union(told), sep="\n")
    judged = judge(told, labelled())
    accepted = [right for _, _, right in judged if right is not None]
    print(
        f"labelled decisions: {len(judged)}, accepted {len(accepted)}, of those right {sum(accepted)} ({sum(accepted) / len(accepted):.1%})"
    )
    for row, item, right in judged:
        if right is False:
            print(
                f"  wrong: {row['source']} {row['name']} ({row['country']}): {item.found.place_key} {item.found.place_name}, labelled {row['place']} {row['place_name']}"
            )


if __name__ == "__main__":
    main()
