"""`pobratym resolve`: a CSV of printed names in, a CSV of decisions out, without the registry's database."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from registry.matching.mentions import Mention, Resolution
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer
from schemas.vocabularies import Decision

COLUMNS = ("id", "hromada", "oblast", "name", "country", "region", "source", "url")
OUT_COLUMNS = ("id", "part", "hromada_code", "place_id", "place_name", "country", "level", "score", "decision", "reasons")

#: A printed name is a line, not a document; the csv module's own limit is 128 KiB.
_LONGEST_FIELD = 1_000_000


class BadTable(ValueError):
    """The input is not a table of mentions; the message names line and column."""


def resolve_file(table: Path, gazetteer_folder: Path) -> list[Resolution]:
    """Resolve every row of `table`, one resolution a part, in its order. Raises BadTable, GazetteerError."""
    mentions = read_mentions(table)
    resolver = Resolver(Gazetteer.open(gazetteer_folder))
    resolutions = resolver.resolve(mentions)
    order = {mention.id: number for number, mention in enumerate(mentions)}
    return sorted(resolutions, key=lambda item: (order[item.id], item.part))


def write(resolutions: Sequence[Resolution], out: Path) -> dict[str, int]:
    """Write one row a resolution, all of them or nothing; returns how many got which verdict. Raises OSError."""
    aside = out.with_name(f".{out.name}.new")
    with aside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(OUT_COLUMNS)
        writer.writerows(_row(item) for item in resolutions)
    try:
        aside.replace(out)
    except OSError:
        aside.unlink()
        raise
    counts = Counter(str(item.decision) for item in resolutions)
    return {verdict: counts[verdict] for verdict in Decision.values()}


def read_mentions(table: Path) -> list[Mention]:
    """Rows of the input; BadTable names what is missing, doubled or undecodable."""
    if table.is_dir() or not table.exists():
        raise BadTable(f"{table} is not a file; name a CSV file with the columns {','.join(COLUMNS)}")
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in ("id", "name") if name not in (reader.fieldnames or ())]
            if missing:
                raise BadTable(f"{table}: column {', '.join(missing)} is missing; expected {','.join(COLUMNS)}")
            seen: set[str] = set()
            mentions = []
            for row in reader:
                if None in row:
                    raise BadTable(f"{table}, line {reader.line_num}: more fields than columns")
                values = {name: (row.get(name) or "").strip() or None for name in COLUMNS}
                if not values["id"]:
                    raise BadTable(f"{table}, line {reader.line_num}: id is empty")
                if values["id"] in seen:
                    raise BadTable(f"{table}, line {reader.line_num}: id {values['id']!r} stands twice")
                seen.add(values["id"])
                mentions.append(Mention(**{**values, "name": values["name"] or "", "source": values["source"] or ""}))
    except UnicodeDecodeError as error:
        raise BadTable(f"{table} is not UTF-8 (byte {error.start}); save it as UTF-8 and try again") from None
    except csv.Error as error:
        raise BadTable(f"{table}: {error}") from None
    except OSError as error:
        raise BadTable(f"{table} cannot be read: {error.strerror}") from None
    return mentions


def _row(item: Resolution) -> tuple:
    return (
        item.id, item.part, item.hromada_code or "", item.place_key or "", item.place_name or "", item.country or "", item.level or "",
        f"{item.score:.4f}", item.decision, item.reasons,
    )  # fmt: skip
