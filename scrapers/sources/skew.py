"""SKEW (Engagement Global): German-Ukrainian municipal partnerships, as an HTML list and as the inline JSON of its map.

What belongs here: the two pages and what their cells mean. What does not: which hromada a German spelling («Tscherwonohrad»,
«Odessa (Oblast)», «Kyjiw-Podil») is: it stays in `hromada_raw` as printed and is judged by `registry/matching/hromady.py`.
The list prints the kind of tie; both print the year.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from schemas.vocabularies import Gives, IssueClass, Kind, Precision
from scrapers.archive import Document
from scrapers.claim import Claim, Issue, Reading
from scrapers.errors import BadRow, LayoutChanged
from scrapers.fetch import Fetcher
from scrapers.layouts.page.bounds import tame
from scrapers.source import CrawlContext, Harvest, Source
from scrapers.sources.answers import assigned_json, printed, row_words, text_of
from scrapers.text.countries import country_of
from scrapers.text.words import kind_of, level_of

HOST = "https://skew.engagement-global.de"
LIST_URL = f"{HOST}/Liste-deutsch-ukrainischer-kommunalbeziehungen.html?stateDe=&stateUa=&type="
MAP_URL = f"{HOST}/landkarte-deutsch-ukrainischer-kommunalbeziehungen.html"

_KINDS = {"kommunalpartnerschaft": Kind.PARTNERSHIP, "betreiberpartnerschaft": Kind.OPERATOR}
_TYPE = re.compile(r"\b\w*(?:partnerschaft|freundschaft|kooperation|zusammenarbeit|beziehung)\w*\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_SINCE = re.compile(r"\(?\s*(?:seit|since)?\s*(?:1[89]\d\d|20\d\d)\s*\)?", re.IGNORECASE)
_PARTNER_ID = re.compile(r"[?&]partner=(\d{1,9})(?!\d)")
_BLANK = re.compile(r"[\s\-–—_.]*")


class Skew(Source):
    """Both pages of SKEW: the same ties, each page with what it alone prints."""

    id = "skew"
    title = "SKEW: німецько-українські муніципальні партнерства"
    publisher = "Servicestelle Kommunen in der Einen Welt, Engagement Global gGmbH"
    homepage = MAP_URL
    licence = "no open licence named; facts only, attributed to SKEW"
    frequency = "nightly; pages change a few times a month"
    robots = "robots.txt is obeyed; two requests a night"
    gives = (Gives.PARTNERSHIPS,)
    #: Of the two pages together; one of them held 268 ties in July 2026.
    expect_min = 300
    expect_max = 2000
    weight = 0.8

    async def crawl(self, fetcher: Fetcher, context: CrawlContext) -> Harvest:
        return await self.fetch_all(fetcher, [(self.id, LIST_URL), (self.id, MAP_URL)], context)

    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        text = text_of(document)
        return read_list(text) if "/liste-" in document.url.lower() or "MAPDATA" not in text else read_map(text)


@dataclass(slots=True)
class _Tie:
    """One tie as printed: both sides with the region printed under each, and the words of kind and year."""

    partner: str | None = None
    partner_region: str | None = None
    hromada: str | None = None
    oblast: str | None = None
    key: str | None = None
    kind: str | None = None
    since: str | None = None


def read_list(text: str) -> Reading:
    """The table of the list page: two cells of a row link to `?partner=ID`, the German side first. Raises `LayoutChanged`."""
    rows = [row for row in LexborHTMLParser(tame(text)).css("tr") if len(_linked(row)) >= 2]
    if not rows:
        raise LayoutChanged("no row of the list links to two partners")
    return _read(((_from_row(row), row.text(separator=" | ")) for row in rows), "skew_list")


def _linked(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.css("td") if _ids(cell)]


def _ids(node: LexborNode) -> list[str]:
    hrefs = (link.attributes.get("href") or "" for link in node.css("a[href]"))
    return [found[1] for href in hrefs if (found := _PARTNER_ID.search(href))]


def _from_row(row: LexborNode) -> _Tie | BadRow:
    """The cells by what they hold: names are linked, kind and year have a form, a region stands behind its name."""
    tie = _Tie()
    for cell in row.css("td"):
        text = printed(cell.text(separator=" "))
        ids = _ids(cell)
        if text is None or _BLANK.fullmatch(text):
            continue
        if ids and tie.partner is None:
            tie.partner = text
        elif ids and tie.hromada is None:
            tie.hromada, tie.key = text, ids[0]
        elif not ids and tie.kind is None and _TYPE.fullmatch(text):
            tie.kind = text
        elif not ids and tie.since is None and _SINCE.fullmatch(text):
            tie.since = text
        elif not ids and tie.hromada is not None and tie.oblast is None:
            tie.oblast = text
        elif not ids and tie.partner is not None and tie.hromada is None and tie.partner_region is None:
            tie.partner_region = text
        else:
            return BadRow(f"a cell that is not known: {text[:80]}")
    return tie


def read_map(text: str) -> Reading:
    """The points of `MAPDATA` (an object with `points`, or their list). Raises `LayoutChanged`.

    A German point carries its partners: as the HTML of its pop-up (`layer`), or as a list `partners` of objects. Points of other
    countries repeat the same ties from the other end and are not read.
    """
    data = assigned_json(text, "MAPDATA")
    points = data.get("points") if isinstance(data, dict) else data
    if not isinstance(points, list):
        raise LayoutChanged("MAPDATA holds no points")
    german = [point for point in points if isinstance(point, dict) and str(point.get("country", "de")).lower() == "de"]
    return _read((tie for point in german for tie in _of_point(point)), "skew_map")


def _of_point(point: Mapping[str, Any]) -> Iterator[tuple[_Tie | BadRow, str]]:
    if isinstance(point.get("partners"), list):
        for partner in point["partners"]:
            if isinstance(partner, dict):
                yield (
                    _Tie(
                        partner=printed(point.get("name")),
                        partner_region=printed(point.get("state")),
                        hromada=printed(partner.get("name")),
                        oblast=printed(partner.get("state")),
                        key=printed(partner.get("id")),
                        kind=printed(partner.get("type")),
                        since=printed(partner.get("since")),
                    ),
                    row_words(partner),
                )
        return
    layer = point.get("layer")
    if not isinstance(layer, str):
        yield BadRow("a point without its pop-up"), row_words(dict(point))
        return
    tree = LexborHTMLParser(tame(layer))
    head = tree.css_first(".layer-partner")
    name, region, _ = _name_and_below(head) if head is not None else (None, None, None)
    for item in tree.css("li"):
        hromada, oblast, rest = _name_and_below(item)
        kind, since = _TYPE.search(rest or ""), _SINCE.search(rest or "")
        yield (
            _Tie(
                partner=name,
                partner_region=region,
                hromada=hromada,
                oblast=oblast,
                key=next(iter(_ids(item)), None),
                kind=kind[0] if kind else None,
                since=since[0].strip(" ()") if since else None,
            ),
            item.text(separator=" "),
        )


def _name_and_below(node: LexborNode) -> tuple[str | None, str | None, str | None]:
    """Of «<a>name</a> (seit 2022)<br>region»: name, region, what stands between them."""
    link = node.css_first("a[href]")
    if link is None:
        return None, None, None
    between, below, lower = [], [], False
    sibling = link.next
    while sibling is not None:
        if sibling.tag == "br":
            lower = True
        else:
            (below if lower else between).append(sibling.text(deep=True))
        sibling = sibling.next
    return printed(link.text()), printed(" ".join(below)), printed(" ".join(between))


def read_rows(rows: Iterable[Mapping[str, str]]) -> Reading:
    """The ties of rows keyed as the open data set hromada-strategy-collab keys them.

    Its rows of other sources (`source` is not `skew`) are quarantined: they are not what SKEW prints.
    """

    def ties() -> Iterator[tuple[_Tie | BadRow, str]]:
        for row in rows:
            if row.get("source", "skew") != "skew":
                yield BadRow(f"not a row of SKEW but of {row['source']}"), row_words(dict(row))
                continue
            tie = _Tie(
                partner=printed(row.get("partner")),
                partner_region=printed(row.get("partner_region")),
                hromada=printed(row.get("ua_name_in_source")),
                oblast=printed(row.get("oblast")),
                kind=printed(row.get("type")),
                since=printed(row.get("since")),
            )
            yield tie, row_words(dict(row))

    return _read(ties(), "skew_list")


def _read(ties: Iterable[tuple[_Tie | BadRow, str]], layout: str) -> Reading:
    reading = Reading(Skew.id, layout=layout, checked=True)
    count = 0
    for count, (tie, words) in enumerate(ties, 1):  # noqa: B007  the last number is the count
        try:
            if isinstance(tie, BadRow):
                raise tie
            reading.claims.append(_claim(tie, reading, words))
        except BadRow as error:
            reading.issues.append(error.issue(Skew.id, row=row_words(words)))
    if not reading.claims:
        raise LayoutChanged(f"none of {count} entries names two partners")
    return reading


def _claim(tie: _Tie, reading: Reading, words: str) -> Claim:
    if tie.partner is None or tie.hromada is None:
        raise BadRow(f"an entry without its {'German' if tie.partner is None else 'Ukrainian'} side")
    year = _YEAR.search(tie.since or "")
    kind = _KINDS.get(tie.kind.lower()) or kind_of(tie.kind) if tie.kind else Kind.UNSPECIFIED
    if kind is None:
        issue = Issue(IssueClass.UNMAPPED_VALUE, f"a kind of tie that is not known: {tie.kind}", Skew.id, row=row_words(words))
        reading.issues.append(issue)
    # Some ties are triangles: under the name of their third side stands a country in place of a Bundesland.
    abroad = country_of(tie.partner_region) if tie.partner_region else None
    sides = [
        f"{name} ({region})" if region else name
        for name, region in ((tie.partner, tie.partner_region), (tie.hromada, tie.oblast))
    ]
    return Claim(
        source=Skew.id,
        partner_raw=tie.partner,
        country_raw=tie.partner_region if abroad else None,
        country=abroad or "DE",
        region_raw=None if abroad else tie.partner_region,
        since=year[1] if year else None,
        since_precision=Precision.YEAR if year else Precision.UNKNOWN,
        kind=kind or Kind.UNSPECIFIED,
        level=level_of(tie.partner),
        quote="; ".join(filter(None, (" – ".join(sides), tie.kind, tie.since))),
        hromada_raw=tie.hromada,
        oblast_raw=tie.oblast,
        number_raw=f"partner={tie.key}" if tie.key else None,
        title_raw=tie.kind,
        signed_raw=tie.since,
    )
