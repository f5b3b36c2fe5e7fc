"""United for Ukraine: profiles of hromady that look for partners, as HTML.

What belongs here: profiles and what tells that the platform has moved. A profile is a search, never a partnership. The platform
joined Cities4Cities in September 2022, so its address may lead there: then it has no profiles of its own.
"""

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from schemas.vocabularies import Gives, IssueClass
from scrapers.archive import Document
from scrapers.claim import Issue, Reading
from scrapers.fetch import Fetcher
from scrapers.source import CrawlContext, Harvest, Source
from scrapers.sources.answers import printed, tree_of
from scrapers.sources.cities4cities import SITE as CITIES4CITIES
from scrapers.sources.cities4cities import seeker
from scrapers.sources.unknown_layout import NOT_READABLE

HOMEPAGE = "https://unitedforua.org/"

#: A link to a profile says so in its address, or names a community in its text.
_PROFILE = re.compile(
    r"/(?:profiles?|communit(?:y|ies)|hromad\w*|municipalit(?:y|ies)|gromad\w*|cit(?:y|ies))/[^/?#]+", re.IGNORECASE
)
_COMMUNITY = re.compile(r"\b(?:hromada|territorial community|community|municipality)\b|\bгромад[аи]\b", re.IGNORECASE)
_NO_NAME = re.compile(
    r"\W*(?:read more|more|details|see all|all communities|communities|partners?|find (?:a )?partners?|ukrainian communities|"
    r"детальніше|більше|усі громади|громади|знайти партнера)\W*",
    re.IGNORECASE,
)
_MAX_NAME = 90


class UnitedForUa(Source):
    """The list of profiles."""

    id = "unitedforua"
    title = "United for Ukraine: профілі громад"
    publisher = "United for Ukraine (SALAR International, Lviv City Institute), today part of Cities4Cities"
    homepage = HOMEPAGE
    licence = "no open licence named; facts only, attributed to United for Ukraine"
    frequency = "nightly"
    robots = "robots.txt is obeyed; one request a night"
    gives = (Gives.SEEKERS,)
    #: Unless its address leads to Cities4Cities.
    expect_min = 1
    expect_max = 2000
    weight = 0.2

    async def crawl(self, fetcher: Fetcher, context: CrawlContext) -> Harvest:
        return await self.fetch_all(fetcher, [(self.id, HOMEPAGE)], context)

    def judge(self, readings: Iterable[Reading], context: CrawlContext) -> list[Issue]:
        kept = list(readings)
        moved = any(reading.checked and not reading.claims for reading in kept)
        return [] if moved else super().judge(kept, context)

    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        reading = Reading(self.id, layout="unitedforua_profiles", checked=True)
        if urlsplit(document.url).netloc.removeprefix("www.") == urlsplit(CITIES4CITIES).netloc:
            reading.reason = "the platform leads to Cities4Cities, which is a source of its own"
            return reading
        seen: set[str] = set()
        for link in tree_of(document).css("main a[href], article a[href], section a[href], li a[href], div a[href]"):
            address = urljoin(document.url, link.attributes.get("href") or "")
            name = printed(link.text())
            if name is None or len(name) > _MAX_NAME or _NO_NAME.fullmatch(name) or address in seen:
                continue
            if _PROFILE.search(urlsplit(address).path) and _COMMUNITY.search(f"{name} {urlsplit(address).path}"):
                seen.add(address)
                reading.claims.append(seeker(self.id, name, key=urlsplit(address).path.rstrip("/").rpartition("/")[2]))
        if not reading.claims:
            reading.checked, reading.layout, reading.reason = False, None, NOT_READABLE
            reading.issues.append(Issue(IssueClass.NO_LAYOUT, NOT_READABLE, self.id))
        return reading
