"""Wikidata: twinned administrative bodies (P190) of Ukrainian places, with the days they began and ended.

What belongs here: the query, its paging, and what a row of the answer says. What does not: which hromada a label is. The evidence
is weak: anybody may edit it, so that it adds to what official lists say and outranks none of them. Dates come with the precision
that Wikidata keeps beside them; without it they are no dates. The query service asks for one request at a time, a User-Agent with
a contact, and obedience to Retry-After: all three are the fetcher's.
"""

import re
from datetime import date
from typing import Any
from urllib.parse import quote

from schemas.vocabularies import Gives, Kind, Precision, Stage
from scrapers.archive import Document
from scrapers.claim import Claim, Reading
from scrapers.errors import ApiError, BadRow, ScrapeError
from scrapers.fetch import Fetcher
from scrapers.source import CrawlContext, Harvest, Source
from scrapers.sources.answers import json_of, printed, row_words
from scrapers.text.countries import country_of
from scrapers.text.words import level_of

ENDPOINT = "https://query.wikidata.org/sparql"
PAGE_SIZE = 500
_MAX_PAGES = 40

#: P17 country, P131 lies in, P31 is a, Q3348196 oblast of Ukraine, P297 ISO code, P580 and P582 start and end.
_QUERY = """
SELECT ?statement ?ua ?uaLabel ?oblastLabel ?partner ?partnerLabel ?countryLabel ?iso ?start ?startPrecision ?end ?endPrecision WHERE {{
  ?ua wdt:P17 wd:Q212; p:P190 ?statement.
  ?statement ps:P190 ?partner.
  ?partner wdt:P17 ?country. FILTER(?country != wd:Q212)
  OPTIONAL {{ ?country wdt:P297 ?iso. }}
  OPTIONAL {{ ?ua wdt:P131* ?oblast. ?oblast wdt:P31 wd:Q3348196. }}
  OPTIONAL {{ ?statement pqv:P580 ?s. ?s wikibase:timeValue ?start; wikibase:timePrecision ?startPrecision. }}
  OPTIONAL {{ ?statement pqv:P582 ?e. ?e wikibase:timeValue ?end; wikibase:timePrecision ?endPrecision. }}
  SERVICE wikibase:label {{ bd:serviceParam wikibase:language "uk,en". }}
}} ORDER BY ?statement LIMIT {limit} OFFSET {offset}
"""
_BLANKS = re.compile(r"\s+")
_Q = re.compile(r"/(Q\d{1,12})\Z")
_TIME = re.compile(r"[+]?(\d{4})-(\d\d)-(\d\d)T")
#: Wikidata's numbers of precision; coarser ones (decade, century) are no date of a tie.
_PRECISIONS = {"11": (Precision.DAY, 10), "10": (Precision.MONTH, 7), "9": (Precision.YEAR, 4)}


def query_url(offset: int) -> str:
    """The address of one page of the answer."""
    query = _BLANKS.sub(" ", _QUERY.format(limit=PAGE_SIZE, offset=offset)).strip()
    return f"{ENDPOINT}?format=json&query={quote(query, safe='')}"


class Wikidata(Source):
    """The query service, page by page."""

    id = "wikidata"
    title = "Wikidata: міста-побратими (P190)"
    publisher = "Wikidata contributors"
    homepage = "https://www.wikidata.org/wiki/Property:P190"
    licence = "CC0 1.0"
    frequency = "nightly; edited at any time"
    robots = "the query service asks for one request at a time, a User-Agent with a contact, and obedience to Retry-After"
    gives = (Gives.PARTNERSHIPS,)
    #: Not measured; Ukrainian cities have many.
    expect_min = 300
    expect_max = 20_000
    weight = 0.2

    async def crawl(self, fetcher: Fetcher, context: CrawlContext) -> Harvest:
        """All pages or none, one after the other: rows move between pages, so a part would look like rows that are gone."""
        harvest, pages = Harvest(), []
        try:
            for number in range(_MAX_PAGES):
                document = await fetcher.get(query_url(number * PAGE_SIZE), source=self.id)
                pages.append(document)
                context.progress(self.id, number + 1, number + 2)
                if len(_bindings(document)) < PAGE_SIZE:
                    break
        except ScrapeError as error:
            error.url = ENDPOINT
            harvest.issues.append(error.issue(self.id))
        else:
            harvest.documents = pages
        return harvest

    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        reading = Reading(self.id, layout="sparql_json", checked=True)
        seen: set[Claim] = set()
        bindings = _bindings(document)
        for row in bindings:
            try:
                claim = _claim({name: str(cell.get("value", "")) for name, cell in row.items() if isinstance(cell, dict)})
            except BadRow as error:
                reading.issues.append(error.issue(self.id, row=row_words(row)))
                continue
            if claim not in seen:  # a place that lies in two oblasts' records comes twice
                seen.add(claim)
                reading.claims.append(claim)
        if not reading.claims:
            reading.reason = (
                f"none of {len(bindings)} rows names two places" if bindings else "the last page of the answer is empty"
            )
        return reading

    def page(self, url: str) -> str:
        """All pages of the answer are one page."""
        return ENDPOINT if url.startswith(ENDPOINT) else url


def _bindings(document: Document) -> list[dict[str, Any]]:
    value = json_of(document)
    results = value.get("results") if isinstance(value, dict) else None
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(bindings, list):
        raise ApiError("not an answer of the query service: no results.bindings")
    return [row for row in bindings if isinstance(row, dict)]


def _claim(row: dict[str, str]) -> Claim:
    home_id, partner_id = _item(row, "ua"), _item(row, "partner")
    home, partner, country = (printed(row.get(f"{name}Label")) for name in ("ua", "partner", "country"))
    for name, item in ((home, home_id), (partner, partner_id)):
        if name is None or name == item:
            raise BadRow(f"{item} has no name in Ukrainian or English")
    since, end = _when(row, "start"), _when(row, "end")
    iso = row.get("iso", "").upper()
    return Claim(
        source=Wikidata.id,
        partner_raw=partner,
        country_raw=country,
        country=iso if re.fullmatch("[A-Z]{2}", iso) else country_of(country) if country else None,
        since=since[0] if since else None,
        since_precision=since[1] if since else Precision.UNKNOWN,
        kind=Kind.TWINNING,
        stage=Stage.ENDED if row.get("end") else Stage.SIGNED,
        level=level_of(partner),
        quote=f"{home_id} {home} – {partner_id} {partner}, {country or 'no country'}; P580 {since[0] if since else 'none'}; P582 {end[0] if end else 'none'}",
        hromada_raw=home,
        oblast_raw=printed(row.get("oblastLabel")),
        number_raw=f"{home_id} {partner_id}",
        signed_raw=row.get("start") or None,
        duration_raw=f"{row.get('start') or ''}/{row['end']}" if row.get("end") else None,
        ended_on=end[0] if end else None,
    )


def _item(row: dict[str, str], name: str) -> str:
    found = _Q.search(row.get(name, ""))
    if found is None:
        raise BadRow(f"?{name} is no item of Wikidata")
    return found[1]


def _when(row: dict[str, str], name: str) -> tuple[str, Precision] | None:
    """A time in the precision that stands beside it; None for none, for a coarser one and for a day that does not exist."""
    found, kept = _TIME.match(row.get(name, "")), _PRECISIONS.get(row.get(f"{name}Precision", ""))
    if found is None or kept is None:
        return None
    precision, length = kept
    year, month, day = map(int, found.groups())
    try:
        date(year, month if precision is not Precision.YEAR else 1, day if precision is Precision.DAY else 1)
    except ValueError:
        return None
    return found[0].lstrip("+")[:length], precision
