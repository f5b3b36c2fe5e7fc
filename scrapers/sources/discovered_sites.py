"""The sites of hromady that nobody has declared: their partner pages are found each time and read by the generic layouts.

What belongs here: which sites are visited on which night, whose a page is, and when a found page is believed. What does not:
how a page is found (`scrapers/discovery.py`) and read (`scrapers/layouts`). A site that proves itself gets a YAML
(`scrapers/sites`) and leaves this source.

Sites take turns by date, so that a night stays finite and each site is visited once in a known number of nights: with
1,459 sites and 60 a night that is 25 nights. What a page says stays as it was last seen until its next turn.
"""

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from schemas.vocabularies import Gives, IssueClass, Record
from scrapers.archive import Document
from scrapers.claim import Issue, Reading
from scrapers.discovery import Budget, Discovery, Ground, address_key, discover, headed, parsed, site_address
from scrapers.errors import Refused
from scrapers.fetch import Fetcher
from scrapers.layouts.choose import read_page
from scrapers.layouts.entry.model import Context
from scrapers.sites import load_sites
from scrapers.source import CrawlContext, Harvest, HromadaRow, Source

#: Sites visited at the same time; the fetcher bounds the requests under way besides.
CONCURRENT = 8
#: A longer list on a site that nobody has looked at is more likely of somebody else's partners.
MOST_PARTNERS = 150
#: Hosts of other people's pages: a site there is not looked through.
_PLATFORMS = re.compile(
    r"(?:^|\.)(?:facebook\.com|fb\.com|instagram\.com|t\.me|youtube\.com|google\.com|sites\.google\.com|linktr\.ee|decentralization\.(?:gov\.)?ua)$"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One site of a night: the hromada it is of, its address, and the ground that is its own."""

    row: HromadaRow
    address: str
    ground: Ground


class DiscoveredSites(Source):
    """Partner pages of sites without a YAML. `context.sites_per_night` 0 leaves them all alone."""

    id = "discovered_sites"
    title = "Сайти громад, сторінки партнерів яких знайдено автоматично"
    publisher = "the councils of the hromady"
    homepage = "https://decentralization.ua/newgromada"
    licence = "official information of public bodies; facts only"
    frequency = "each site once in a round of nights; docs/operations.md gives the numbers"
    robots = "robots.txt of every host is obeyed; one request at a time a host, 12 pages a site"
    gives = (Gives.PARTNERSHIPS,)
    expect_min = 1
    expect_max = 100_000
    #: Below the declared sites (0.8): nobody has looked at these pages.
    weight = 0.6

    async def crawl(self, fetcher: Fetcher, context: CrawlContext) -> Harvest:
        if not context.sites_per_night:
            return Harvest()
        if not context.hromady:
            words = "no list of hromady tonight, so no site was looked for"
            return Harvest(issues=[Issue(IssueClass.UNREACHABLE, words, self.id, url=self.homepage)])
        known = grounds(context)
        tonight, issues = known.tonight(context.clock.date(), context.sites_per_night)
        slots, done = asyncio.Semaphore(CONCURRENT), 0

        async def one(turn: Turn) -> Discovery:
            nonlocal done
            async with slots:
                found = await self._look(fetcher, turn, known, context)
                done += 1
                context.progress(self.id, done, len(tonight))
                return found

        harvest = Harvest(issues=issues)
        for turn, found in zip(tonight, await asyncio.gather(*map(one, tonight)), strict=True):
            harvest.documents += [page.document for page in found.found]
            if not found.found:
                issue_class = found.failure[0] if found.failure else IssueClass.NO_PARTNERS
                harvest.issues.append(Issue(issue_class, found.reason, self.id, url=turn.address))
        return harvest

    async def _look(self, fetcher: Fetcher, turn: Turn, known: "Grounds", context: CrawlContext) -> Discovery:
        return await discover(
            fetcher, turn.address, source=self.id, budget=Budget(pages=context.pages_per_site), ground=turn.ground,
            own=lambda url: known.owner(url) is turn, names=names_of(turn.row),
        )  # fmt: skip

    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        turn = grounds(context).owner(document.url)
        if turn is None:
            return self._nothing(IssueClass.NO_PARTNERS, "an address of no hromada's site")
        page, problem = parsed(document)
        if page is None or problem:
            return self._nothing(*(problem or (IssueClass.NO_LAYOUT, "no page")))
        sure, words = headed(page)
        if not sure:
            return self._nothing(IssueClass.NO_PARTNERS, "no heading says that the page is about partners")
        reading = read_page(
            document.body, url=document.url, content_type=document.content_type, source=document.source,
            hromada_code=turn.row.katottg, hromada_names=names_of(turn.row),
        )  # fmt: skip
        if not reading.claims:
            # Only a page that names partners was surely the right one: no checked zero from a page found by its words.
            reading.checked = False
            return reading
        if reading.layout == "news":
            return self._nothing(IssueClass.NO_PARTNERS, "a piece of news, not a list of partners")
        own = Context(self.id, hromada_names=names_of(turn.row)).is_own
        reading.claims = [claim for claim in reading.claims if not claim.hromada_raw or own(claim.hromada_raw)]
        if not reading.claims:
            return self._nothing(IssueClass.NOT_ITS_OWN_LIST, "a list of the partners of other hromady")
        if len(reading.claims) > MOST_PARTNERS:
            return self._nothing(
                IssueClass.UNEXPECTEDLY_MANY,
                f"{len(reading.claims)} partners; more than {MOST_PARTNERS} are not believed unseen",
            )
        reading.claims = [claim for claim in reading.claims if claim.record is Record.PARTNERSHIP]
        reading.reason = f"{words}; {reading.reason}"
        return reading

    def page(self, url: str) -> str:
        """One name for http and https, with and without `www.` and a closing slash: found links are written in all ways."""
        return f"https://{address_key(url)}"

    def hromada_pages(self, context: CrawlContext) -> dict[str, str]:
        return {turn.address: turn.row.katottg for turn in grounds(context).turns if turn.row.katottg}

    def judge(self, readings: Iterable[Reading], context: CrawlContext) -> list[Issue]:
        """Nights hold different sites, so counts say nothing; pages that all give nothing say that the reader is broken."""
        kept = list(readings)
        if not kept or any(reading.claims for reading in kept):
            return []
        words = f"none of {len(kept)} partner pages named a partner"
        return [Issue(IssueClass.UNEXPECTEDLY_EMPTY, words, self.id, url=self.homepage)]

    def _nothing(self, issue_class: IssueClass, words: str) -> Reading:
        return Reading(self.id, issues=[Issue(issue_class, words, self.id)], reason=words)


def names_of(row: HromadaRow) -> tuple[str, ...]:
    return (row.title,)


def grounds(context: CrawlContext) -> "Grounds":
    """The sites of this night's list that nobody has declared."""
    declared = frozenset(site.hromada for site in (context.sites or load_sites()).values())
    return _grounds(tuple(context.hromady), declared)


@lru_cache(maxsize=2)
def _grounds(rows: tuple[HromadaRow, ...], declared: frozenset[str]) -> "Grounds":
    return Grounds(row for row in rows if row.site and row.katottg not in declared)


class Grounds:
    """Whose ground an address stands on. `turns` in order of code; `issues` for sites that cannot be looked through.

    A host that several hromady share is split by path; where that does not tell them apart, none of them is read.
    """

    def __init__(self, rows: Iterable[HromadaRow]) -> None:
        self.issues: list[Issue] = []
        placed: list[tuple[HromadaRow, str]] = []
        for row in sorted(rows, key=lambda row: row.katottg or ""):
            if not row.katottg:
                self._refuse(row, None, "the portal's list gives a site but no code, so nothing there could be attributed")
                continue
            try:
                address = site_address(row.site or "")
            except Refused as error:
                self._refuse(row, None, f"the portal's list gives no usable address: {error.words}")
                continue
            if _PLATFORMS.search(urlsplit(address).hostname or ""):
                self._refuse(row, address, "the portal's list gives a page of a platform, not a site")
                continue
            placed.append((row, address))
        hosts = Counter(Ground.of(address).host for _, address in placed)
        turns = [Turn(row, address, Ground.of(address, shared=hosts[Ground.of(address).host] > 1)) for row, address in placed]
        same = Counter(turn.ground for turn in turns)
        for turn in (turn for turn in turns if same[turn.ground] > 1):
            self._refuse(turn.row, turn.address, "the portal's list gives this site to several hromady")
        self.turns = [turn for turn in turns if same[turn.ground] == 1]
        self._hosts: dict[str, list[Turn]] = defaultdict(list)
        for turn in self.turns:
            self._hosts[turn.ground.host].append(turn)

    def owner(self, url: str) -> Turn | None:
        """Whose page an address is: the narrowest ground that holds it, None when nobody's does."""
        labels = urlsplit(url).netloc.lower().removeprefix("www.").split(".")
        for cut in range(len(labels)):
            holding = [turn for turn in self._hosts.get(".".join(labels[cut:]), ()) if turn.ground.holds(url)]
            if holding:
                return max(holding, key=lambda turn: len(turn.ground.path))
        return None

    def tonight(self, day: date, most: int) -> tuple[list[Turn], list[Issue]]:
        """The sites whose turn it is, at most `most`, and the issues of those that would be: each once in a round of nights."""
        nights = nights_of(len(self.turns), most)
        at = day.toordinal() % nights
        return self.turns[at::nights], self.issues[at::nights]

    def _refuse(self, row: HromadaRow, address: str | None, words: str) -> None:
        self.issues.append(Issue(IssueClass.REFUSED, words, DiscoveredSites.id, url=address, row=row.title))


def nights_of(sites: int, most: int) -> int:
    """Nights in which every site has its turn once."""
    return max(1, -(-sites // most))
