"""Sister Cities International: the table of its membership directory, one row a pair.

What belongs here: that table. The directory answers 403 to plain clients; then the source is unreachable and its last good statements
stay. Membership in the directory is weaker than a document: it does not always mean a signed pair.
"""

import re

from schemas.vocabularies import Gives, Kind
from scrapers.archive import Document
from scrapers.claim import Claim, Reading
from scrapers.errors import BadRow, LayoutChanged
from scrapers.fetch import Fetcher
from scrapers.source import CrawlContext, Harvest, Source
from scrapers.sources.answers import printed, row_words, tree_of
from scrapers.text.countries import country_of
from scrapers.text.words import level_of

DIRECTORY = "https://sistercities.org/membership/membership-directory/"

#: What a heading says -> the column it is; the first that fits, each column once.
_HEADINGS = (
    ("country", re.compile(r"country", re.IGNORECASE)),
    ("state", re.compile(r"\bstate\b", re.IGNORECASE)),
    ("abroad", re.compile(r"sister|partner|international|foreign|abroad", re.IGNORECASE)),
    ("since", re.compile(r"year|since|date", re.IGNORECASE)),
    ("member", re.compile(r"member|u\.?\s?s\.?|city|community", re.IGNORECASE)),
)
_NEEDED = frozenset({"member", "abroad"})
_YEAR = re.compile(r"(?:19|20)\d\d")


class SisterCities(Source):
    """The rows of the directory whose sister city is Ukrainian."""

    id = "sister_cities"
    title = "Sister Cities International: довідник членів"
    publisher = "Sister Cities International"
    homepage = DIRECTORY
    licence = "no open licence named; facts only, attributed to Sister Cities International"
    frequency = "nightly; changes a few times a year"
    robots = "robots.txt is obeyed; one request a night; 403 to plain clients is respected and reported"
    gives = (Gives.PARTNERSHIPS,)
    #: 27 rows in September 2026.
    expect_min = 15
    expect_max = 150
    weight = 0.5

    async def crawl(self, fetcher: Fetcher, context: CrawlContext) -> Harvest:
        return await self.fetch_all(fetcher, [(self.id, DIRECTORY)], context)

    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        reading = Reading(self.id, layout="membership_directory", checked=True)
        tables = [table for table in tree_of(document).css("table") if _columns(table.css("tr"))]
        if not tables:
            raise LayoutChanged("no table with a column of members and one of sister cities")
        for table in tables:
            rows = table.css("tr")
            columns = _columns(rows)
            for row in rows:
                cells = [printed(cell.text(separator=" ")) for cell in row.css("td")]
                if not any(cells):
                    continue
                fields = dict(zip(columns, cells, strict=False))
                place, _, country = (fields.get("abroad") or "").rpartition(", ")
                country = fields.get("country") or country
                if country_of(country) != "UA":
                    continue
                home = place if place and country_of(fields["abroad"].rpartition(", ")[2]) == "UA" else fields.get("abroad")
                try:
                    reading.claims.append(_claim(fields, home))
                except BadRow as error:
                    reading.issues.append(error.issue(self.id, row=row_words(" | ".join(filter(None, cells)))))
        if not reading.claims:
            raise LayoutChanged("no row of the directory has a sister city in Ukraine")
        return reading


def _columns(rows: list) -> list[str]:
    """What each column is, by the words of the first row that has headings; empty when it is not the directory."""
    heading = next((row for row in rows if row.css("th")), None)
    if heading is None:
        return []
    columns: list[str] = []
    for number, cell in enumerate(heading.css("th, td")):
        words = cell.text(separator=" ")
        fitting = next((name for name, pattern in _HEADINGS if name not in columns and pattern.search(words)), None)
        columns.append(fitting or f"other {number}")
    return columns if set(columns) >= _NEEDED else []


def _claim(fields: dict[str, str | None], home: str | None) -> Claim:
    member, state = fields.get("member"), fields.get("state")
    if member is None or home is None:
        raise BadRow("a row without its American or its Ukrainian side")
    if state is None and ", " in member:
        member, _, state = member.rpartition(", ")
    since = _YEAR.fullmatch(fields.get("since") or "")
    return Claim(
        source=SisterCities.id,
        partner_raw=member,
        country="US",
        region_raw=state,
        since=since[0] if since else None,
        since_precision="year" if since else "unknown",
        kind=Kind.TWINNING,
        level=level_of(member),
        quote=f"{member}{f', {state}' if state else ''} – {home}, Ukraine",
        hromada_raw=home,
        signed_raw=fields.get("since"),
    )
