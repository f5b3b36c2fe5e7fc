"""Finding the partner pages of a site: sitemaps, navigation and link words, scored and followed best-first within a budget.

What belongs here: which addresses of one site are worth a fetch, in which order, and why a page is taken for a partner page.
What does not: whose site it is and what a found page says (`scrapers/sources/discovered_sites.py`), how a page is read
(`scrapers/layouts`), how it is fetched (`scrapers/fetch.py`).
"""

import asyncio
import heapq
import itertools
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from lxml import etree
from selectolax.lexbor import LexborNode

from schemas.vocabularies import IssueClass
from scrapers.archive import Document
from scrapers.errors import Refused, ScrapeError, Unreachable
from scrapers.layouts.choose import read_page
from scrapers.layouts.cues import PARTNER_HEADING, PARTNER_WORDS
from scrapers.layouts.page.decoding import decode
from scrapers.layouts.page.kind import classify
from scrapers.layouts.page.model import Page
from scrapers.layouts.page.parsing import parse
from scrapers.source import PAGES_PER_SITE
from scrapers.text.normalise import fold_space
from scrapers.web import canonical_url

MAX_LINKS = 3_000
"""Links of one page that are looked at."""
MAX_LOCATIONS = 50_000
"""Addresses of one sitemap; the bound of its own protocol."""
MAX_SITEMAP = 20_000_000
"""Bytes of one sitemap after decompression."""
MAX_FRONTIER = 2_000
FOLLOW = 2.0
"""A link below this score is not followed."""
STRONG = 8.0
"""A link whose own words promise a list of partners; once a list is found, only such links are still followed."""
MAX_ENTRY = 60
"""Characters of the entry of a menu, and words of a slug; what is longer is a headline."""
MAX_SLUG_WORDS = 6
MAX_HEADING = 90
"""Characters of a heading; a longer one is a headline, and a headline without a list is news."""
ENOUGH = 3
"""Partners of one list after which weaker links are left alone."""

# --- words ------------------------------------------------------------------------------------------------------------

Words = tuple[tuple[re.Pattern[str], float, str], ...]


def _words(before: str, *rows: tuple[float, str, str]) -> Words:
    """Rows (score, words for people, pattern) as compiled patterns; blanks in a pattern's layout do not count, `\\s` does."""
    return tuple((re.compile(f"{before}(?:{''.join(pattern.split())})", re.I), score, words) for score, words, pattern in rows)


#: What the text of a link or title says. The first row that fits counts, rows do not add up.
TEXT_WORDS = _words(
    r"(?<!\w)",
    (10, "twin or partner towns", r"""
        побратим|посестр|породн[іе]н|порідн[ею]н|(?:міст|громад|город)\w*[\s-]{1,3}партн[еёє]р|
        twin(?:ned|ning)?[\s-]?(?:town|cit|communit)|sister[\s-]?(?:cit|town|communit)|
        partner[\s-]?(?:cit|town|communit|municipal)|miast\w*\s(?:partnersk|bliźniacz)|partnerst[aä]dt"""),
    (9, "partners of the hromada abroad", r"""
        партн[еёє]р\w*\s(?:міст|громад|город)|(?:міжнародн|іноземн|зарубіжн|закордонн|международн|зарубежн)\w*\sпартн[еёє]р|
        (?:international|foreign)\spartner|побратимств|town\stwinning"""),
    (6.5, "international cooperation", r"""
        міжнародн\w*\s(?:міжмуніципальн\w*\s)?(?:співробітн|співпрац|зв.?язк|відносин|угод|діяльн)|
        международн\w*\s(?:сотруднич|связ|отношен|деятельн)|зовнішн\w*\sзв.?язк|внешн\w*\sсвяз|зарубіжн\w*\sзв.?язк|
        транскордонн\w*\sспівр|міжмуніципальн\w*\s(?:співр|співпр)|
        international\s(?:cooperation|relations|activit|affairs)|foreign\srelations"""),
    (4, "partners or cooperation", r"""
        міжнародн|международн|international|партнерств|партн[еёє]р|partner|євроінтеграц|
        співпрац|співробітн|сотруднич|cooperation"""),
    (2.5, "a page about the hromada", r"""
        про\s(?:громад|міст|місто)|наша\sгромада|наше\sмісто|о\sгороде|громада$|місто$|візитна\sкартка|паспорт\sгромади|
        about(?:\sthe)?\s(?:city|town|community|us)|зовнішньоекономічн|інвест|економік|
        (?:мапа|карта)\sсайт[уа]|site\s?map|діяльність$"""),
)  # fmt: skip

#: The same for the path of an address, as Ukrainian, Russian and English slugs write it.
SLUG_WORDS = _words(
    r"(?<![a-z])",
    (8, "the address names twin or partner towns", r"""
        p[oa]brat[iy]m|m[iy]sta?[-_]?(?:p[oa]brat[iy]m|partner)|partner[syiy]?[-_]?(?:mista?|hromad|gromad)|
        (?:hromad|gromad)[iy]?[-_]?partner|por[iy]dnen|porodnen|goroda?[-_]?(?:pobrat|partner)|
        sister[-_]?(?:cit|town|communit)|twin(?:s|ned|ning)?[-_]?(?:town|cit|communit)|partner[-_]?(?:cit|town|municip)"""),
    (7.5, "the address names partners abroad", r"""
        (?:m[iy]zh?narodn|mezhdunarodn|inozemn|zarub[iy]zhn|zakordonn)[a-z]*[-_]partner"""),
    (5.5, "the address names international cooperation", r"""
        (?:m[iy]zh?narodn|mezhdunarodn)[a-z]*[-_](?:sp[iy]vrob|sp[iy]vpra|sotrudnich|zv.{0,2}azk|zvjazk|svjaz|svyaz|vidnosyn|
        d[iy][ijy]?aln|d[iy]yal)|zovn[iy]shn[a-z]*[-_]zv|international[-_]?(?:coop|relat|activ|affair)|foreign[-_]?rel"""),
    (3, "the address names cooperation", r"""
        m[iy]zh?narodn|mezhdunarodn|international|partner|pobrat|sp[iy]vpra|sp[iy]vrob[iy]tn|ye?vrointe[gh]r|evrointegr"""),
    (1.5, "the address is about the hromada", r"pro[-_]?(?:hromad|gromad|mist)|about|site-?map|karta-?sajt|mapa-?sa[ij]t"),
)  # fmt: skip

_NEWS = re.compile(
    r"/(?:news|novyn[iya]|novini|novosti|press?|article-news|blog|podiyi?|podii|events?|ogoloshenn?ya|announcements?)(?:/|$)",
    re.I,
)
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z|gz|jpe?g|png|gif|svg|webp|bmp|ico|tiff?|mp[34]|avi|mov|webm|"
    r"css|js|json|xml|rss|atom|ics|kml|geojson|exe|apk|txt|csv|woff2?)$",
    re.I,
)
#: Parameters that turn, sort or filter a page, or make it anew for every visitor: the same page without end.
_TURNING = re.compile(
    r"(?:page|paged|pagenum|pg|start|offset|limit\w*|from|to|date|day|month|year|cal\w*|week|sort\w*|order\w*|dir|"
    r"filter\w*|search\w*|s|query|q|keyword\w*|tag|print|format|tmpl|replytocom|share|action|do|login|return\w*|"
    r"redirect\w*|next|ref|session\w*|sid|phpsessid|jsessionid|_|v|ver|rnd|random|token|fontsize|theme|contrast|"
    r"font|size|feed|attachment_id|add-to-cart|download|mode)(?:\[.*)?$",
    re.I,
)
_CALENDAR = re.compile(
    r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2])(?:[/-]|$)|/(?:calendar|kalendar|arhiv)/|/page/\d+(?:/|$)|/tags?/|/author/|/feed/?$",
    re.I,
)
MAX_PATH = 300
MAX_QUERY = 120
MAX_PARAMETERS = 3
MAX_SEGMENTS = 8


@dataclass(frozen=True, slots=True)
class Family:
    """A CMS that many hromady share: how its pages show it, where its sitemap stands, what its news addresses look like."""

    name: str
    mark: re.Pattern[str]
    sitemaps: tuple[str, ...] = ()
    news: re.Pattern[str] | None = None


FAMILIES = (
    # Pages end in -HH-MM-SS-DD-MM-YYYY/, news are numbered by their Unix time.
    Family(
        "gromada.org.ua",
        re.compile(r"gromada\.org\.ua|-\d\d-\d\d-\d\d-\d\d-\d\d-\d{4}/", re.I),
        news=re.compile(r"/news/\d{9,11}/|/rss/\d+", re.I),
    ),
    Family("dosvit.org.ua", re.compile(r"dosvit\.org\.ua", re.I), news=re.compile(r"/news/\d+", re.I)),
    Family(
        "WordPress",
        re.compile(r"/wp-(?:content|includes|json)/|content=[\"']WordPress", re.I),
        sitemaps=("/wp-sitemap.xml",),
        news=re.compile(r"[?&]p=\d+$|/(?:19|20)\d\d/\d\d/", re.I),
    ),
)
DEFAULT_SITEMAP = "/sitemap.xml"
#: Sitemaps of an index that may hold pages come first, those of pictures, news and tags last.
_SITEMAP_FIRST = re.compile(r"page|storink|static|menu|misc|category|main", re.I)
_SITEMAP_LAST = re.compile(r"image|video|news|post[-_]?tag|author|product|attachment|archive", re.I)


@dataclass(frozen=True, slots=True)
class Budget:
    """What discovery may spend on one site: fetches in all, the home page and sitemaps included; sitemaps among them; the
    partner pages after which it ends; and seconds, so that a host that drips holds up nobody."""

    pages: int = PAGES_PER_SITE
    sitemaps: int = 3
    found: int = 3
    seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class Link:
    """One address and why it may lead to partners; `score` below `FOLLOW` means that it is not followed."""

    url: str
    score: float
    reason: str
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A fetched page taken for a partner page: `score` ranks it, `partners` is the number of partners that its list names."""

    document: Document
    score: float
    reason: str
    title: str
    partners: int

    @property
    def url(self) -> str:
        return self.document.url


@dataclass(slots=True)
class Discovery:
    """What was found on one site, best first. `reason` is never empty: it says what was looked at, and why there is nothing.

    `failure` is set when the site itself could not be looked at; `family` is the CMS it shows.
    """

    site: str
    found: list[Found] = field(default_factory=list)
    reason: str = ""
    fetched: int = 0
    family: str | None = None
    failure: tuple[IssueClass, str] | None = None


class Fetching(Protocol):
    """The part of `scrapers.fetch.Fetcher` that discovery uses."""

    async def get(self, url: str, *, source: str) -> Document: ...

    async def sitemaps(self, url: str) -> tuple[str, ...]: ...


# --- addresses --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ground:
    """The part of the web that is one site: its host, the hosts below it, and a path where several sites share a host."""

    host: str
    path: str = "/"

    @classmethod
    def of(cls, site: str, *, shared: bool = False) -> "Ground":
        """The ground of a site's address. Raises `Refused` for what is no address. `shared`: others live on the same host."""
        parts = urlsplit(canonical_url(site))
        path = (
            parts.path
            if parts.path.endswith("/")
            else parts.path.rpartition("/")[0] + "/"
            if _FILE.search(parts.path)
            else parts.path + "/"
        )
        return cls(_bare(parts.netloc), path if shared else "/")

    def holds(self, url: str) -> bool:
        """Whether an address stands on this ground. Never a host above the site's own, which belongs to somebody else."""
        parts = urlsplit(url)
        host = _bare(parts.netloc)
        if self.path != "/":
            return host == self.host and f"{parts.path}/".startswith(self.path)
        return host == self.host or host.endswith(f".{self.host}")


def _bare(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")


def site_address(site: str) -> str:
    """A site as the portal prints it, as an address: a missing scheme is https. Raises `Refused` for what is none."""
    text = site.strip()
    address = canonical_url(text if re.match(r"[a-z][a-z0-9+.-]*://", text, re.I) else f"https://{text.lstrip('/')}")
    if "." not in urlsplit(address).netloc:
        raise Refused(f"{text[:80]!r} names no host", url=address)
    return address


def address_key(url: str) -> str:
    """Addresses with one key are one page: scheme, `www.`, a closing slash and an index file aside."""
    parts = urlsplit(url)
    path = re.sub(r"/index\.(?:php|html?)$", "/", parts.path).rstrip("/")
    return f"{_bare(parts.netloc)}{path}{'?' + parts.query if parts.query else ''}"


def is_trap(url: str) -> str | None:
    """Why an address is not followed whatever its words: a file, a calendar, a turned page, an endless path; else None."""
    parts = urlsplit(url)
    if len(parts.path) > MAX_PATH or len(parts.query) > MAX_QUERY:
        return "an address too long for a page of a menu"
    if _FILE.search(parts.path):
        return "a file"
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(segments) > MAX_SEGMENTS or len(set(segments)) < len(segments) - 1:
        return "a path that repeats itself"
    if _CALENDAR.search(parts.path):
        return "an archive, a calendar or a turned page"
    parameters = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50) if parts.query.count("&") < 50 else None
    if parameters is None or len(parameters) > MAX_PARAMETERS or any(_turns(*pair) for pair in parameters):
        return "parameters that make the same page again"
    return None


def _turns(name: str, value: str) -> bool:
    # `?page=mista-pobratymy` names a page, `?page=2` turns one.
    return bool(_TURNING.match(name)) and not (
        name.lower() in ("page", "do", "mode", "action") and re.match(r"[a-z]{3}", value, re.I)
    )


# --- scores -----------------------------------------------------------------------------------------------------------


def _best(table: Words, text: str) -> tuple[float, str]:
    return next(((score, words) for pattern, score, words in table if pattern.search(text)), (0.0, ""))


@lru_cache(maxsize=1 << 13)
def score_link(url: str, text: str = "", menu: str = "") -> tuple[float, str]:
    """How much an address promises, 0 to about 15, and why: its own words, its slug, and the menu entry it stands under."""
    parts = urlsplit(url)
    path = unquote(parts.path)[:MAX_PATH]
    said, why = _best(TEXT_WORDS, text[:200])
    slug, why_slug = _best(SLUG_WORDS, path)
    if not path.isascii():
        spelt, why_spelt = _best(TEXT_WORDS, re.sub(r"[-_/]+", " ", path))
        slug, why_slug = max((slug, why_slug), (spelt * 0.8, why_spelt))
    under, _ = _best(TEXT_WORDS, menu[:200])
    score = max(said, slug) + 0.3 * min(said, slug)
    reasons = [f"“{fold_space(text)[:60]}”: {why}"] if said else []
    reasons += [f"{why_slug} ({path[:80]})"] if slug else []
    if under >= 5:
        score += 0.3 * under
        reasons.append(f"under the menu entry “{fold_space(menu)[:60]}”")
    if score and (_NEWS.search(path) or any(family.news and family.news.search(url) for family in FAMILIES)):
        score = min(score, STRONG) * 0.4
        reasons.append("but a piece of news")
    if score and (len(text) > MAX_ENTRY or len(_slug_words(path)) > MAX_SLUG_WORDS):
        # A headline that mentions partners, not the entry of a menu.
        score *= 0.5
        reasons.append("but as long as a headline")
    if score and re.match(r"/(?:en|eng|ru|rus|pl|de)(?:/|$)", path):
        score -= 1
    return round(max(score, 0.0), 2), "; ".join(reasons)


def _slug_words(path: str) -> list[str]:
    """The words of the last part of a path, without its numbers: some CMS end every slug in a date and a time."""
    return re.findall(r"[^\W\d_]+", path.rstrip("/").rpartition("/")[2])


def links(page: Page, base: str, ground: Ground) -> list[Link]:
    """The links of a page that stand on the ground of its site and are no traps, best first, each address once."""
    if page.tree is None:
        return []
    shown = page.tree.css_first("base[href]")
    root = _joined(base, shown.attributes.get("href") or "") or base if shown is not None else base
    best: dict[str, Link] = {}
    said: dict[int, str] = {}
    for node in itertools.islice(page.tree.css("a[href]"), MAX_LINKS):
        url = _target(root, node.attributes.get("href") or "", ground)
        if url is None:
            continue
        text = fold_space(
            " ".join(filter(None, (_text(node), node.attributes.get("title"), node.attributes.get("aria-label"))))
        )
        score, reason = score_link(url, text[:300], _menu(node, said))
        key = address_key(url)
        if key not in best or best[key].score < score:
            best[key] = Link(url, score, reason)
    return sorted(best.values(), key=lambda link: -link.score)


def _target(base: str, href: str, ground: Ground) -> str | None:
    href = href.strip()
    if not href or len(href) > 2_000 or href[0] == "#" or re.match(r"(?:javascript|mailto|tel|data|viber|tg):", href, re.I):
        return None
    url = _joined(base, href)
    return url if url and ground.holds(url) and is_trap(url) is None else None


def _joined(base: str, href: str) -> str | None:
    try:
        return canonical_url(urljoin(base, href))
    except (Refused, ValueError):
        return None


def _text(node: LexborNode) -> str:
    text = node.text(deep=True)[:300]
    if not text.strip():
        image = node.css_first("img[alt]")
        text = (image.attributes.get("alt") or "")[:300] if image is not None else ""
    return text


def _menu(node: LexborNode, said: dict[int, str]) -> str:
    """The words of the menu entry under which a link stands, "" for none. `said` keeps them, for entries have many links."""
    lists, parent = 0, node.parent
    for _ in range(8):
        if parent is None or parent.tag in ("body", "nav", "header"):
            return ""
        lists += parent.tag == "ul"
        if lists and parent.tag == "li":
            if parent.mem_id not in said:
                said[parent.mem_id] = _entry(parent)
            return said[parent.mem_id]
        parent = parent.parent
    return ""


def _entry(item: LexborNode) -> str:
    """The words of a menu entry in front of its submenu."""
    child = item.child
    for _ in range(20):
        if child is None or child.tag == "ul":
            return ""
        if child.tag in ("a", "span", "button", "p"):
            return child.text(deep=True)[:200]
        child = child.next
    return ""


# --- sitemaps ---------------------------------------------------------------------------------------------------------


def sitemap_locations(body: bytes) -> tuple[list[str], bool]:
    """The addresses of a sitemap and whether they are sitemaps themselves. Plain, gzipped, or a plain list of addresses.

    Bounded and without entities: a file with a document type or an entity of its own gives nothing, whatever else it holds.
    """
    if body[:2] == b"\x1f\x8b":
        try:
            body = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, MAX_SITEMAP)
        except zlib.error:
            return [], False
    body = body[:MAX_SITEMAP].lstrip()
    if not body.startswith((b"<", b"\xef\xbb\xbf<")):
        lines = body[: MAX_LOCATIONS * 100].decode("utf-8", "replace").splitlines()
        return [line.strip() for line in lines[:MAX_LOCATIONS] if line.startswith(("http://", "https://"))], False
    if b"<!DOCTYPE" in body[:4096].upper() or b"<!ENTITY" in body.upper():
        return [], False
    return _locations(body)


def _locations(body: bytes) -> tuple[list[str], bool]:
    found: list[str] = []
    index = False
    reader = etree.iterparse(
        BytesIO(body), events=("end",), tag=("{*}loc", "{*}sitemap", "{*}url"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )  # fmt: skip
    try:
        for _, element in reader:
            name = etree.QName(element)
            if name.localname != "loc":
                index |= name.localname == "sitemap"
                element.clear()
            elif element.text and "image" not in (name.namespace or "") and "video" not in (name.namespace or ""):
                found.append(element.text.strip())
            if len(found) >= MAX_LOCATIONS:
                break
    except etree.XMLSyntaxError:
        return found, index
    return found, index


# --- pages ------------------------------------------------------------------------------------------------------------


def headed(page: Page) -> tuple[float, str]:
    """How surely title and headings say that a page is about partners, 0 to 10, and the words of it."""
    for text, weight in (
        (page.heading, 1.0),
        (page.title, 0.9),
        *((block.text, 0.7) for block in page.blocks[:400] if block.heading),
    ):
        if not text or len(text) > 200:
            continue
        if PARTNER_WORDS.search(text):
            return 10 * weight, f"headed “{text[:80]}”"
        if PARTNER_HEADING.search(text):
            return 6 * weight, f"headed “{text[:80]}”"
    return 0.0, ""


def parsed(document: Document) -> tuple[Page | None, tuple[IssueClass, str] | None]:
    """A fetched document as a page, or why it is none; both for a page that is no page of content but may hold links."""
    decoded = decode(document.body, document.content_type)
    if decoded.issue:
        return None, (decoded.issue, decoded.words)
    try:
        page = parse(decoded.text, host=urlsplit(document.url).hostname or "")
    except ValueError as error:
        return None, (IssueClass.LAYOUT_CHANGED, str(error))
    return page, classify(page)


def judge_page(page: Page, document: Document, link: Link, names: Iterable[str] = ()) -> Found | None:
    """A page as a partner page, None when neither its headings nor its list say so."""
    sure, words = headed(page)
    if not sure:
        return None
    reading = read_page(
        document.body, url=document.url, content_type=document.content_type, source=document.source, hromada_names=tuple(names)
    )
    partners = len(reading.claims)
    if reading.layout == "news" or (not partners and (sure < STRONG or len(page.heading or page.title) > MAX_HEADING)):
        return None
    listed = f"a {reading.layout} of {partners} partners" if partners else f"no list was read: {reading.reason}"
    reasons = [reason for reason in (link.reason, words, listed) if reason]
    score = sure + 0.5 * link.score + min(partners, 20) * 0.5
    return Found(document, round(score, 2), "; ".join(reasons), page.heading or page.title, partners)


# --- the walk ---------------------------------------------------------------------------------------------------------


async def discover(
    fetcher: Fetching,
    site: str,
    *,
    source: str,
    budget: Budget = Budget(),
    ground: Ground | None = None,
    own: Callable[[str], bool] = lambda url: True,
    names: Iterable[str] = (),
) -> Discovery:
    """The partner pages of one site, best first, with at most `budget.pages` fetches. Never raises a `ScrapeError`.

    `own` says whether an address on the ground is the site's and not another hromada's; `names` are those of the hromada,
    so that a list in which it is an item is known for somebody else's.
    """
    walk = _Walk(fetcher, source, budget, own, tuple(names), Discovery(site))
    try:
        address = site_address(site)
        walk.ground = ground or Ground.of(address)
    except Refused as error:
        walk.result.failure = (error.issue_class, error.words)
        walk.result.reason = f"the site's address cannot be used: {error.words}"
        return walk.result
    try:
        async with asyncio.timeout(budget.seconds):
            await walk.run(address)
    except TimeoutError:
        walk.stopped(f"stopped after {budget.seconds:g} s")
    return walk.result


class _Walk:
    """The state of one discovery: the frontier of links, what was seen, what was found."""

    def __init__(
        self,
        fetcher: Fetching,
        source: str,
        budget: Budget,
        own: Callable[[str], bool],
        names: tuple[str, ...],
        result: Discovery,
    ) -> None:
        self.fetcher, self.source, self.budget, self.own, self.names, self.result = fetcher, source, budget, own, names, result
        self.ground = Ground("")
        self.frontier: list[tuple[float, int, Link]] = []
        self.order = itertools.count()
        self.seen: set[str] = set()
        self.bodies: set[str] = set()
        self.failures: list[str] = []
        self.mapped = False

    async def run(self, address: str) -> None:
        result = self.result
        home = await self._home(address)
        if home is None:
            return
        await self._follow()
        if not result.found:
            # The navigation does not name the page, or not the right one: the sitemap may.
            await self._sitemaps(home)
            await self._follow()
        result.found.sort(key=lambda found: (-found.score, found.url))
        result.reason = self._reason()

    def stopped(self, words: str) -> None:
        """End in the middle: what was found is kept; with nothing found the site was not looked at."""
        result = self.result
        result.found.sort(key=lambda found: (-found.score, found.url))
        result.reason = f"{words}; {self._reason()}"
        if not result.found:
            result.failure = (IssueClass.UNREACHABLE, words)

    async def _follow(self) -> None:
        result = self.result
        while self.frontier and result.fetched < self.budget.pages and len(result.found) < self.budget.found:
            strong = -self.frontier[0][0] >= STRONG
            if not strong and (any(found.partners >= ENOUGH for found in result.found) or not self.mapped):
                return
            await self._visit(heapq.heappop(self.frontier)[2])

    async def _home(self, address: str) -> Document | None:
        result = self.result
        self.seen.add(address_key(address))
        try:
            home = await self._fetch(address)
        except ScrapeError as error:
            if isinstance(error, Unreachable) and "://" not in result.site and address.startswith("https:"):
                # The scheme was our guess.
                return await self._home(f"http:{address.removeprefix('https:')}")
            result.failure = (error.issue_class, error.words)
            result.reason = f"the site could not be looked at: {error.words}"
            return None
        if not self.ground.holds(home.url):
            words = f"the site leads to another host: {urlsplit(home.url).netloc}"
            result.failure, result.reason = (IssueClass.REFUSED, words), words
            return None
        page, problem = parsed(home)
        if problem and problem[0] not in (IssueClass.SCRIPT_SHELL, IssueClass.NO_LAYOUT, IssueClass.LOGIN_PAGE):
            result.failure, result.reason = problem, f"the home page is no page of a site: {problem[1]}"
            return None
        markup = home.body[:200_000].decode("utf-8", "replace")
        result.family = next((family.name for family in FAMILIES if family.mark.search(markup)), None)
        if problem:
            self.failures.append(f"the home page is {problem[1]}")
        if page is not None:
            found = judge_page(page, home, Link(home.url, 0.0, "the home page"), self.names) if not problem else None
            if found and found.partners >= ENOUGH and headed(page)[0] >= STRONG:
                result.found.append(found)
            self._push(links(page, home.final_url or home.url, self.ground), 1)
        return home

    async def _sitemaps(self, home: Document) -> None:
        self.mapped = True
        told = (_joined(home.url, url) for url in await self.fetcher.sitemaps(home.url))
        named = [url for url in told if url and self._mine(url)]
        family = next((family for family in FAMILIES if family.name == self.result.family), None)
        guessed = [urljoin(home.url, path) for path in (*(family.sitemaps if family else ()), DEFAULT_SITEMAP)]
        queue = (named or guessed[:1])[: self.budget.sitemaps]
        left = min(self.budget.sitemaps, self.budget.pages - self.result.fetched - 1)
        while queue and left > 0:
            url, left = queue.pop(0), left - 1
            self.seen.add(address_key(url))
            try:
                document = await self._fetch(url)
            except ScrapeError as error:
                self.failures.append(f"sitemap {urlsplit(url).path}: {error.words}")
                continue
            locations, index = sitemap_locations(document.body)
            mine = [one for one in (_joined(url, location) for location in locations) if one and self._mine(one)]
            if index:
                fresh = [
                    one for one in mine if address_key(one) not in self.seen and not _SITEMAP_LAST.search(urlsplit(one).path)
                ]
                queue = sorted(fresh, key=lambda one: not _SITEMAP_FIRST.search(urlsplit(one).path)) + queue
                continue
            scored = ((one, *score_link(one)) for one in mine if is_trap(one) is None)
            self._push((Link(one, score, f"in the sitemap; {reason}") for one, score, reason in scored if score >= FOLLOW), 1)

    async def _visit(self, link: Link) -> None:
        try:
            document = await self._fetch(link.url)
        except ScrapeError as error:
            self.failures.append(f"{urlsplit(link.url).path}: {error.words}")
            return
        self.seen.add(address_key(document.url))
        if not self._mine(document.url) or document.sha256 in self.bodies:
            return
        self.bodies.add(document.sha256)
        page, problem = parsed(document)
        if page is None or problem:
            self.failures.append(f"{urlsplit(link.url).path}: {problem[1] if problem else 'no page'}")
            return
        found = judge_page(page, document, link, self.names)
        if found:
            self.result.found.append(found)
        self._push(links(page, document.final_url or document.url, self.ground), link.depth + 1)

    def _push(self, found: Iterable[Link], depth: int) -> None:
        for link in found:
            score = link.score - 0.5 * (depth - 1)
            key = address_key(link.url)
            if score < FOLLOW or key in self.seen or len(self.frontier) >= MAX_FRONTIER or not self._mine(link.url):
                continue
            self.seen.add(key)
            heapq.heappush(self.frontier, (-score, next(self.order), Link(link.url, score, link.reason, depth)))

    async def _fetch(self, url: str) -> Document:
        self.result.fetched += 1
        return await self.fetcher.get(url, source=self.source)

    def _mine(self, url: str) -> bool:
        return self.ground.holds(url) and self.own(url)

    def _reason(self) -> str:
        result = self.result
        looked = f"{result.fetched} addresses looked at" + (f", {result.family}" if result.family else "")
        if result.found:
            return f"{len(result.found)} partner pages; {looked}"
        more = f"; left: {len(self.frontier)} links of lower promise" if self.frontier else ""
        failures = "; " + "; ".join(self.failures[:3]) if self.failures else ""
        return f"no page of the site is headed by words of partnership; {looked}{more}{failures}"


def suggestions(page: Page, url: str, *, most: int = 10) -> Iterator[Link]:
    """The links of one page that discovery would follow, best first: what can be said without fetching anything."""
    ground = Ground.of(url)
    return itertools.islice((link for link in links(page, url, ground) if link.score >= FOLLOW), most)
