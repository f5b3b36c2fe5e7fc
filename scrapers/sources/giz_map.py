"""The map of partnerships by U-LEAD with Europe / GIZ: GeoJSON, one feature a hromada (or one a pair).

What belongs here: where the page of the map keeps its GeoJSON, which properties say what, and codes that cannot be those of
the hromada they stand beside. What does not: which hromada or place is meant.

The map prints names of partners in Latin, formal names of states, and no dates. Some of its codes are those of a namesake in
another oblast. The first four signs of a code name its oblast, and the list goes oblast by oblast, so such a code stands out:
by the oblast printed beside it, else by its neighbours. It is reported; a code that only its neighbours contradict is not
taken, and the name has to decide.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from schemas.vocabularies import OBLAST_ROWS, Gives, IssueClass
from scrapers.archive import Document
from scrapers.claim import Claim, Issue, Reading
from scrapers.errors import BadRow, LayoutChanged, ScrapeError
from scrapers.fetch import Fetcher
from scrapers.layouts.page.bounds import tame
from scrapers.source import CrawlContext, Harvest, Source
from scrapers.sources.answers import assigned_json, json_of, printed, row_words, text_of
from scrapers.text.countries import country_of
from scrapers.text.normalise import fold
from scrapers.text.words import level_of

MAP_URL = "https://gizuacitymap.netlify.app/"
#: Scripts of the page that are looked through for the address of the GeoJSON.
_MAX_SCRIPTS = 10
_DATA_FILE = re.compile(r"[\"'`]([^\"'`\s]{1,300}\.(?:geojson|json))(?:\?[^\"'`]{0,100})?[\"'`]", re.IGNORECASE)
_TELLING = re.compile(r"geojson|card|data|partner|hromad|city|cities|map", re.IGNORECASE)
_MANIFEST = re.compile(r"manifest\.json|package(?:-lock)?\.json|tsconfig|style", re.IGNORECASE)

#: Property -> the keys under which it may stand, folded; the first that is filled counts.
_KEYS = {
    "code": ("katottg", "katotth", "code", "katottgcode", "codekatottg", "admcode"),
    "name": ("ua name", "name ua", "nameua", "hromada", "hromada ua", "community", "title", "name", "name en", "en name"),
    "oblast": ("oblast", "oblast ua", "region", "area"),
    "partners": ("partners", "partner cities", "partnerships", "partner list"),
    "partner": ("partner name", "partner", "partner city", "city", "name", "title"),
    "country": ("partner country raw", "partner country", "country", "state", "country name"),
}
#: Properties that say nothing of a tie; any other one is reported.
_IGNORED = frozenset(
    [
        "id",
        "fid",
        "objectid",
        "type",
        "level",
        "population",
        "lat",
        "lng",
        "lon",
        "latitude",
        "longitude",
        "color",
        "icon",
        "count",
        "number",
        "partners",
        "count",
        "raion",
        "marker",
        "url",
        "link",
        "partner",
        "country",
        "iso",
        "note",
    ]
) | {"partners count", "partner count", "iso 2", "name en", "en name", "oblast en", "partner country"}

#: First four signs of a KATOTTG code -> its oblast row; Crimea and Sevastopol have none.
_PREFIXES = "UA05 UA07 UA12 UA14 UA18 UA21 UA23 UA26 UA80 UA32 UA35 UA44 UA46 UA48 UA51 UA53 UA56 UA59 UA61 UA63 UA65 UA68 UA71 UA73 UA74"
_OBLAST_OF = dict(zip(_PREFIXES.split(), OBLAST_ROWS, strict=True))
_CODE = re.compile(r"UA\d{17}")
#: So many hromady before and after a row tell where in the list it stands, when two thirds of them agree.
_WINDOW = 6


class GizMap(Source):
    """The GeoJSON behind the map, wherever its page says that it is."""

    id = "giz_map"
    title = "U-LEAD з Європою / GIZ: мапа міжнародних партнерств"
    publisher = "U-LEAD with Europe, Deutsche Gesellschaft für Internationale Zusammenarbeit (GIZ)"
    homepage = MAP_URL
    licence = "no open licence named; facts only, attributed to U-LEAD / GIZ"
    frequency = "nightly; the map is replaced a few times a year"
    robots = "robots.txt is obeyed; the page, its scripts and one file a night"
    gives = (Gives.PARTNERSHIPS,)
    #: 2,810 pairs in June 2026.
    expect_min = 2000
    expect_max = 8000
    weight = 0.6

    async def crawl(self, fetcher: Fetcher, context: CrawlContext) -> Harvest:
        harvest = Harvest()
        try:
            page = await fetcher.get(MAP_URL, source=self.id)
            harvest.documents.append(await self._data(fetcher, page))
        except ScrapeError as error:
            error.url = error.url or MAP_URL
            harvest.issues.append(error.issue(self.id))
        context.progress(self.id, 1, 1)
        return harvest

    async def _data(self, fetcher: Fetcher, page: Document) -> Document:
        """The document with the GeoJSON: named by the page, by a script of it, or the page or script itself."""
        text = text_of(page)
        tree = LexborHTMLParser(tame(text))
        linked = [node.attributes.get("src") or "" for node in tree.css("script[src]")]
        scripts = [url for src in linked if urlsplit(url := urljoin(page.url, src)).netloc == urlsplit(page.url).netloc]
        holder = page
        for number in range(len(scripts[:_MAX_SCRIPTS]) + 1):
            if number:
                holder = await fetcher.get(scripts[number - 1], source=self.id)
                text = text_of(holder)
            if "FeatureCollection" in text:
                return holder
            for address in sorted(
                {found[1] for found in _DATA_FILE.finditer(text)}, key=lambda name: (".geojson" not in name.lower(), name)
            ):
                if _TELLING.search(address) and not _MANIFEST.search(address):
                    return await fetcher.get(urljoin(page.url, address), source=self.id)
        raise LayoutChanged("the page of the map names no GeoJSON", url=page.url)

    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        return read_geojson(_collection(document))

    def page(self, url: str) -> str:
        """One page, wherever its file lies tonight: the map."""
        return MAP_URL


def _collection(document: Document) -> Any:
    """The value of a GeoJSON file, or the one that a script assigns to a name."""
    head = document.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"{", b"["):
        return json_of(document)
    text = text_of(document)
    name = re.search(
        r"(?<![\w$])([A-Za-z_$][\w$]{0,60})\s{0,20}=\s{0,20}\{\s{0,20}[\"']?type[\"']?\s{0,20}:\s{0,20}[\"']FeatureCollection",
        text,
    )
    if name is None:
        raise LayoutChanged("a script without a FeatureCollection that a name is given to")
    return assigned_json(text, name[1])


@dataclass(slots=True)
class _Hromada:
    """One hromada of the map with its pairs, each (partner, country) as printed."""

    code: str | None
    name: str | None
    oblast: str | None
    pairs: list[tuple[str | None, str | None, str]]


def read_geojson(value: Any) -> Reading:
    """The pairs of a FeatureCollection. A feature is a hromada with a list of partners, or one pair. Raises `LayoutChanged`."""
    features = value.get("features") if isinstance(value, dict) else value
    if not isinstance(features, list) or not features:
        raise LayoutChanged("not a FeatureCollection with features")
    reading = Reading(GizMap.id, layout="giz_geojson", checked=True)
    unknown: Counter[str] = Counter()
    hromady = []
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(properties, dict):
            hromady.append(_hromada(properties, unknown))
        else:
            reading.issues.append(BadRow("a feature without properties").issue(GizMap.id, row=row_words(feature)))
    for key, count in sorted(unknown.items()):
        words = f"a property that is not known: {key[:80]} ({count} times)"
        reading.issues.append(Issue(IssueClass.LAYOUT_CHANGED, words, GizMap.id))
    return _read(hromady, reading)


def read_rows(rows: Iterable[Mapping[str, str]]) -> Reading:
    """The pairs of rows keyed as the open data set hromada-strategy-collab keys them, in the order of the map."""
    return _read([_hromada(row, Counter()) for row in rows], Reading(GizMap.id, layout="giz_geojson", checked=True))


def _hromada(properties: Mapping[str, Any], unknown: Counter[str]) -> _Hromada:
    by_key = {fold(str(key)).replace("_", " "): value for key, value in properties.items()}
    partners = _first(by_key, "partners")
    flat = partners is None
    if isinstance(partners, str):
        partners = _decoded(partners)
    known = {key for kind, keys in _KEYS.items() if flat or kind not in ("partner", "country") for key in keys}
    unknown.update(key for key in by_key if key not in known | _IGNORED)
    if flat:
        printed_partner = next((by_key[key] for key in _KEYS["partner"][:3] if by_key.get(key)), None)
        pairs = [(printed(printed_partner), printed(_first(by_key, "country")), row_words(dict(properties)))]
    else:
        pairs = [_pair(partner) for partner in partners] if isinstance(partners, list) else [(None, None, row_words(partners))]
    return _Hromada(printed(_first(by_key, "code")), printed(_first(by_key, "name")), printed(_first(by_key, "oblast")), pairs)


def _first(by_key: Mapping[str, Any], kind: str) -> Any:
    return next((by_key[key] for key in _KEYS[kind] if by_key.get(key) not in (None, "")), None)


def _decoded(partners: str) -> Any:
    """GeoJSON made from a table keeps lists as text."""
    try:
        return json.loads(partners)
    except (ValueError, RecursionError):
        return [piece for piece in re.split(r"[;\n]", partners) if piece.strip()]


def _pair(partner: Any) -> tuple[str | None, str | None, str]:
    """A partner as an object with name and country, or as «Name, Country»."""
    if isinstance(partner, dict):
        by_key = {fold(str(key)).replace("_", " "): value for key, value in partner.items()}
        return printed(_first(by_key, "partner")), printed(_first(by_key, "country")), row_words(partner)
    text = printed(partner) or ""
    name, separator, country = text.rpartition(", ")
    if separator and country_of(country):
        return printed(name), printed(country), text
    return text or None, None, text


def _read(hromady: Sequence[_Hromada], reading: Reading) -> Reading:
    doubted = _doubted(hromady)
    for number, hromada in enumerate(hromady):
        doubt = doubted.get(number)
        if doubt is not None:
            reading.issues.append(Issue(IssueClass.CODE_CONFLICT, doubt, GizMap.id, row=f"{hromada.code} {hromada.name}"))
        for partner, country, words in hromada.pairs:
            if partner is None or not (hromada.name or hromada.code):
                error = BadRow("a pair without a partner" if partner is None else "a pair without a hromada")
                reading.issues.append(error.issue(GizMap.id, row=words))
                continue
            believed = hromada.code if hromada.oblast or doubt is None else None
            reading.claims.append(
                Claim(
                    source=GizMap.id,
                    partner_raw=partner,
                    country_raw=country,
                    country=country_of(country) if country else None,
                    level=level_of(partner),
                    quote=" – ".join(
                        filter(
                            None,
                            (
                                f"{hromada.name or ''} {hromada.code or ''}".strip(),
                                f"{partner}, {country}" if country else partner,
                            ),
                        )
                    ),
                    hromada_raw=hromada.name,
                    hromada_code=believed if believed and _CODE.fullmatch(believed) else None,
                    oblast_raw=hromada.oblast,
                    number_raw=None if believed == hromada.code else hromada.code,
                )
            )
    if not reading.claims:
        raise LayoutChanged(f"none of {len(hromady)} features names a hromada and a partner")
    return reading


def _doubted(hromady: Sequence[_Hromada]) -> dict[int, str]:
    """Rows whose code is of another oblast than the one printed beside it, or than those of its neighbours, with the words of it."""
    runs: list[list[int]] = []
    for number, hromada in enumerate(hromady):
        if not hromada.code or not _CODE.fullmatch(hromada.code):
            continue
        if runs and hromady[runs[-1][0]].code == hromada.code:
            runs[-1].append(number)
        else:
            runs.append([number])
    oblasts = [_OBLAST_OF.get(hromady[run[0]].code[:4]) for run in runs]
    found = {}
    for place, run in enumerate(runs):
        first, own = hromady[run[0]], oblasts[place]
        if first.oblast:
            said = _oblast_row(first.oblast)
            if said and own and said != own:
                found[run[0]] = f"the code is of {own} oblast, the oblast printed is {first.oblast}"
        else:
            before, after = oblasts[max(0, place - _WINDOW) : place], oblasts[place + 1 : place + 1 + _WINDOW]
            near = {_common(before), _common(after)}
            alone = own not in near and own not in (before[-1:] + after[:1]) if None not in near else own not in before + after
            if own and own != "Київ" and near != {None} and alone:
                words = " and ".join(sorted(near - {None}))
                found[run[0]] = f"the code is of {own} oblast, the rows around it are of {words}"
        if run[0] in found:
            found |= dict.fromkeys(run, found[run[0]])
    return found


def _common(oblasts: Sequence[str | None]) -> str | None:
    """The oblast of at least two thirds of a window."""
    for oblast, count in Counter(oblasts).most_common(1):
        return oblast if count * 3 >= len(oblasts) * 2 else None
    return None


def _oblast_row(text: str) -> str | None:
    """The oblast row that a printed oblast names by its stem."""
    key = fold(text)
    if key in ("київ", "м київ", "kyiv", "kyiv city"):
        return "Київ"
    return next((row for row in OBLAST_ROWS if row != "Київ" and fold(row)[:-1] in key), None)
