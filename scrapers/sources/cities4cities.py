"""Cities4Cities: profiles of hromady that look for partners, and news of which some say that two communities signed.

What belongs here: the WordPress posts, the markers of the map, and the title of a signing as two sides. A profile is a search, never
a partnership. Of the news only titles are read, and only those that say «signed»: a visit, a forum or a «deepening» is no
document. The day of a post is not the day of a signing.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from schemas.vocabularies import Gives, Kind, Precision, Record, Stage
from scrapers.archive import Document
from scrapers.claim import Claim, Reading
from scrapers.errors import ApiError, BadRow, LayoutChanged, ScrapeError
from scrapers.fetch import Fetcher
from scrapers.layouts.cues import is_ukrainian
from scrapers.source import CrawlContext, Harvest, Source
from scrapers.sources.answers import json_of, printed, row_words
from scrapers.text.countries import find_countries
from scrapers.text.dates import find_dates
from scrapers.text.names import split_names
from scrapers.text.normalise import fold_space
from scrapers.text.words import kind_of, level_of, stage_of

SITE = "https://cities4cities.eu/"
POSTS_URL = f"{SITE}wp-json/wp/v2/posts"
MARKERS_URL = f"{SITE}wp-content/themes/%5B2.0%5D%20sitegist-theme/markers/markers.json"
_PER_PAGE = 100
#: The site had 140 posts in September 2026.
_MAX_PAGES = 30


def posts_url(page: int) -> str:
    """The address of one page of posts, with the fields that are read."""
    return f"{POSTS_URL}?per_page={_PER_PAGE}&page={page}&_fields=id,date,slug,link,title"


class Cities4Cities(Source):
    """Posts, page by page, and the markers of the profiles."""

    id = "cities4cities"
    title = "Cities4Cities | United4Ukraine: громади, що шукають партнерів, і новини про підписання"
    publisher = "Cities4Cities (SALAR International, the cities of Lviv and Sindelfingen)"
    homepage = SITE
    licence = "no open licence named; facts only, attributed to Cities4Cities"
    frequency = "nightly; a few posts a month"
    robots = "robots.txt is obeyed; one request at a time"
    gives = (Gives.PARTNERSHIPS, Gives.SEEKERS)
    #: About 90 profiles of the map name a hromada, a few titles a year a signing.
    expect_min = 40
    expect_max = 3000
    weight = 0.5

    async def crawl(self, fetcher: Fetcher, context: CrawlContext) -> Harvest:
        """All posts or none: a post moves from page to page, so a part of them would look like posts that are gone."""
        harvest = await self.fetch_all(fetcher, [(self.id, MARKERS_URL)], context)
        posts: list[Document] = []
        page, pages = 1, 1
        try:
            while page <= min(pages, _MAX_PAGES):
                document = await fetcher.get(posts_url(page), source=self.id)
                posts.append(document)
                total = document.headers.get("x-wp-totalpages", "")
                full = isinstance(listed := json_of(document), list) and len(listed) >= _PER_PAGE
                pages = int(total[:4]) if total.isdecimal() else page + full
                page += 1
        except ScrapeError as error:
            error.url = POSTS_URL
            harvest.issues.append(error.issue(self.id))
        else:
            harvest.documents += posts
        return harvest

    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        value = json_of(document)
        return read_markers(value) if "markers" in document.url else read_posts(value)

    def page(self, url: str) -> str:
        """All pages of posts are one page: a post stands on another of them every month."""
        return POSTS_URL if url.startswith(POSTS_URL) else url


# profiles


def read_markers(value: Any) -> Reading:
    """One seeker a marker; markers are objects with a title and the address of the profile. Raises `LayoutChanged`."""
    markers = value.get("markers") if isinstance(value, dict) else value
    if not isinstance(markers, list):
        raise LayoutChanged("the markers are no list")
    reading = Reading(Cities4Cities.id, layout="cities4cities_markers", checked=True)
    for marker in markers:
        title = printed(unescape(str(marker.get("title") or marker.get("name") or ""))) if isinstance(marker, dict) else None
        if title is None:
            reading.issues.append(BadRow("a marker without a title").issue(Cities4Cities.id, row=row_words(marker)))
            continue
        link = printed(marker.get("link") or marker.get("url"))
        slug = (link or "").rstrip("/").rpartition("/")[2] or None
        reading.claims.append(seeker(Cities4Cities.id, title, key=slug))
    if not reading.claims:
        raise LayoutChanged(f"none of {len(markers)} markers has a title")
    return reading


def seeker(source: str, hromada: str, *, key: str | None = None, oblast: str | None = None) -> Claim:
    """A profile of a hromada that looks for partners: its printed name on both sides, for no partner is printed."""
    return Claim(
        source=source,
        record=Record.SEEKER,
        partner_raw=hromada,
        hromada_raw=hromada,
        oblast_raw=oblast,
        stage=Stage.TALKS,
        since_precision=Precision.UNKNOWN,
        quote=hromada,
        number_raw=key,
    )


# news

_SIGNING = re.compile(
    r"\b(?:(?:have|has|had)\s+)?(?:(?:officially|solemnly|just|now|also|finally|recently|re-?)\s*){0,2}"
    r"(?:signed|signs?|concluded?s?|renewed|sealed|inked)\b"
    r"|\b(?:офіційно\s+|урочисто\s+)?(?:підпис(?:али|ала|ав|ало|ують|ує)|уклали|уклала|уклав|уклало|поновили|поновила|скріпили)\b",
    re.IGNORECASE,
)
#: «will sign», «to sign»: a plan.
_PLANNED = re.compile(r"\b(?:will|to|plans?|going|ready|should|may|хоче|планує|має)\s+\Z", re.IGNORECASE)
_WITH = re.compile(r"\s(?:with|between|(?:з|із|зі)|між)\s+", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&|та|і|й)\s+|\s+[–—]\s+", re.IGNORECASE)
#: What follows the name of a place in a title: where, when, during what.
_TAIL = re.compile(
    r"\s+(?:in|at|on|during|within|for|to|about|as|after|under|thanks|following|through|у|в|на|під|про|за|щодо|для|в\s+межах|у\s+рамках)\s.*\Z"
    r"|\s*[:;!?|].*\Z|\s+[–—-]\s.*\Z",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"\A(?:the|a|an|its|their|new|partner|twin|sister|місто[мю]?|містом-побратимом|партнер\w*)\s+", re.IGNORECASE
)
_UKRAINIAN = re.compile(r"\b(?:ukrain\w+|hromada|(?:territorial\s+)?communit\w+)\b|\bгромад\w*|\bукраїн\w*", re.IGNORECASE)
_UKRAINIAN_WORDS = re.compile(
    r"\b(?:ukrainian|ukraine|hromada|(?:amalgamated\s+|united\s+)?(?:territorial\s+)?community|українськ\w+)\b|\(\s*\)",
    re.IGNORECASE,
)
_REGIONAL = re.compile(r"\b(?:region|oblast|county|область|області|областю)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a signing: its name as printed, its country, whether words or its name say that it is Ukrainian."""

    name: str
    country: str | None
    country_raw: str | None
    ukrainian: bool


def read_posts(value: Any) -> Reading:
    """A claim a title that says who signed with whom; other posts say nothing of a tie. Raises `ApiError`."""
    if isinstance(value, dict) and value.get("code"):
        raise ApiError(f"WordPress answers: {printed(str(value.get('message') or value['code']))}")
    if not isinstance(value, list):
        raise ApiError("the posts are no list")
    reading = Reading(Cities4Cities.id, layout="wordpress_posts", checked=True)
    for post in value:
        rendered = post.get("title") if isinstance(post, dict) else None
        title = (
            printed(unescape(re.sub(r"<[^<>]{0,200}>", " ", str(rendered.get("rendered") or ""))))
            if isinstance(rendered, dict)
            else None
        )
        if title is None:
            reading.issues.append(BadRow("a post without a title").issue(Cities4Cities.id, row=row_words(post)))
            continue
        try:
            reading.claims += signing(title, number=f"post {post.get('id')}")
        except BadRow as error:
            reading.issues.append(error.issue(Cities4Cities.id, row=title))
    if not reading.claims:
        reading.reason = f"none of {len(value)} titles says who signed with whom"
    return reading


def signing(title: str, number: str | None = None) -> list[Claim]:
    """The ties that a title reports as signed. Raises `BadRow` when it does not tell the Ukrainian side from the other."""
    verb = _SIGNING.search(title)
    if verb is None or _PLANNED.search(title[: verb.start()]):
        return []
    before, behind = title[: verb.start()], title[verb.end() :]
    named = _WITH.search(behind)
    sides = [
        _side(piece) for piece in (_AND.split(before) + ([named_of(behind[named.end() :])] if named else [])) if piece.strip()
    ]
    sides = [side for side in sides if side is not None]
    home = [side for side in sides if side.ukrainian]
    abroad = [side for side in sides if not side.ukrainian]
    if len(home) > 1 and not abroad:
        return []  # a tie inside Ukraine
    if len(home) != 1 or not abroad:
        raise BadRow("a signing whose Ukrainian side cannot be told from the title")
    if _REGIONAL.search(home[0].name):
        raise BadRow("a signing of an oblast, not of a hromada")
    dates = find_dates(title)
    since = dates[0][2] if len(dates) == 1 else None
    return [
        Claim(
            source=Cities4Cities.id,
            partner_raw=side.name,
            country_raw=side.country_raw,
            country=side.country,
            since=since.value if since else None,
            since_precision=since.precision if since else Precision.UNKNOWN,
            kind=kind_of(title) or Kind.UNSPECIFIED,
            stage=stage_of(title) or Stage.SIGNED,
            level=level_of(side.name),
            quote=title,
            hromada_raw=home[0].name,
            number_raw=number,
            title_raw=title,
        )
        for side in abroad
    ]


def named_of(behind: str) -> str:
    """The words behind «with», up to where or when it was."""
    return _TAIL.sub("", behind)


def _side(piece: str) -> _Side | None:
    text = fold_space(piece).strip(" ,.–—-")
    countries = find_countries(text)
    ukrainian = bool(_UKRAINIAN.search(text)) or any(found.iso == "UA" for found in countries)
    foreign = [found for found in countries if found.iso != "UA"]
    raw = text[foreign[0].start : foreign[0].end] if len(foreign) == 1 else None
    for found in sorted(countries, key=lambda found: -found.start):
        text = f"{text[: found.start]} {text[found.end :]}"
    text = fold_space(_UKRAINIAN_WORDS.sub(" ", text)).strip(" ,.()–—-")
    while (cut := _ARTICLE.sub("", text)) != text:
        text = cut
    text = re.sub(r"\b(?:city|town|municipality|commune|kommun)\s+of\s+", "", text, flags=re.IGNORECASE)
    if not re.search(r"[^\W\d_]", text):
        return None
    names = split_names(text)
    ukrainian = ukrainian or (not foreign and any(is_ukrainian(name.name) for name in names))
    return _Side(text, foreign[0].iso if len(foreign) == 1 else None, raw, ukrainian and not foreign)
