"""The Decentralization portal: the list of hromady (GraphQL) and the card of each of them (HTML).

What belongs here: the portal's query, its card and its directory, and nothing of how names are matched. The portal prints
country and place of a partner, but no date, kind or number.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from schemas.vocabularies import Gives, IssueClass, Record
from scrapers.archive import Document
from scrapers.claim import Claim, Issue, Reading
from scrapers.errors import ApiError, BadRow, LayoutChanged, ScrapeError, UnexpectedlyEmpty, Unreadable
from scrapers.fetch import Fetcher
from scrapers.layouts.page.bounds import tame
from scrapers.layouts.page.decoding import decode
from scrapers.source import CrawlContext, Harvest, HromadaRow, Source
from scrapers.text.countries import country_of
from scrapers.text.normalise import fold_space, strip_personal
from scrapers.text.words import level_of

PORTAL = "https://decentralization.ua"
GRAPHQL = f"{PORTAL}/graphql"
DIRECTORY = f"{PORTAL}/newgromada"

_FIELDS = ("id", "title", "area_name", "region_name", "population", "koatuu", "katottg", "site")
QUERY = f"{{ communities {{ {' '.join(_FIELDS)} }} }}"
_TYPE = re.compile(r"\b(міська|селищна|сільська)\b", re.IGNORECASE)
_KATOTTG = re.compile(r"UA\d{17}")

_PUBLISHER = "Decentralization portal (decentralization.ua)"
_LICENCE = "no terms known for its data; facts only, attributed to the portal"
_ROBOTS = "robots.txt is obeyed; no key, no published rate limit; one request at a time"


def card_url(portal_id: int) -> str:
    """The address of a hromada's card."""
    return f"{DIRECTORY}/{portal_id}"


# the list of hromady


class PortalHromady(Source):
    """The portal's own list of hromady, Kyiv among them: one GraphQL call."""

    id = "portal_hromady"
    title = "Децентралізація: перелік громад"
    publisher = _PUBLISHER
    homepage = DIRECTORY
    licence = _LICENCE
    frequency = "nightly; changes a few times a year"
    robots = _ROBOTS
    gives = (Gives.HROMADY,)
    #: 1,469 hromady and Kyiv; the portal has never listed fewer than the reform made.
    expect_min = 1400
    expect_max = 1600
    weight = 0.9

    async def crawl(self, fetcher: Fetcher, context: CrawlContext) -> Harvest:
        harvest = Harvest()
        try:
            harvest.documents.append(await fetcher.post_json(GRAPHQL, {"query": QUERY}, source=self.id))
        except ScrapeError as error:
            harvest.issues.append(error.issue(self.id))
        context.progress(self.id, 1, 1)
        return harvest

    def hromady(self, documents: Iterable[Document]) -> list[HromadaRow]:
        """The rows of the list, in its order; rows that cannot be read are left to `read` to report."""
        rows: list[HromadaRow] = []
        for document in documents:
            try:
                rows += [row for row, _ in _hromada_rows(document.body) if row is not None]
            except ScrapeError:
                continue  # reported by `read`, which meets the same error
        return rows

    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        """No claims: the reason says how many hromady there are. Checked when the count is as expected."""
        results = list(_hromada_rows(document.body))
        count = sum(row is not None for row, _ in results)
        reading = Reading(self.id, layout="portal_graphql", reason=f"a list of {count} hromady, which names no partner")
        reading.issues = [error.issue(self.id, row=words) for _, (error, words) in ((r, e) for r, e in results if e)]
        reading.issues += self.expectation(count, context)
        reading.checked = not any(issue.issue_class == IssueClass.UNEXPECTEDLY_EMPTY for issue in reading.issues)
        return reading

    def judge(self, readings: Iterable[Reading], context: CrawlContext) -> list[Issue]:
        """The expectation is on hromady, not on claims, and stands in the reading already."""
        return []


_RowOrError = tuple[HromadaRow | None, tuple[ScrapeError, str] | None]


def _hromada_rows(body: bytes) -> Iterator[_RowOrError]:
    """Every element of `communities` as a row or as an error with the words of it. Raises `ApiError`."""
    seen: set[int] = set()
    for element in _communities(body):
        try:
            row = _hromada_row(element)
            if row.portal_id in seen:
                raise BadRow(f"id {row.portal_id} is listed twice")
            seen.add(row.portal_id)
            yield row, None
        except BadRow as error:
            yield None, (error, strip_personal(json.dumps(element, ensure_ascii=False)[:400]))


def _communities(body: bytes) -> list[Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ApiError(f"the answer is not JSON: {type(error).__name__}") from None
    if not isinstance(answer, dict):
        raise ApiError("the answer is not a GraphQL answer: no object")
    if answer.get("errors"):
        raise ApiError(f"GraphQL errors: {_messages(answer['errors'])}")
    data = answer.get("data")
    communities = data.get("communities") if isinstance(data, dict) else None
    if not isinstance(communities, list):
        raise ApiError("the answer is not a GraphQL answer: no data.communities")
    return communities


def _messages(errors: Any) -> str:
    listed = errors if isinstance(errors, list) else [errors]
    texts = [str(error.get("message", error) if isinstance(error, dict) else error)[:150] for error in listed[:3]]
    return strip_personal(fold_space("; ".join(texts)))


def _hromada_row(element: Any) -> HromadaRow:
    if not isinstance(element, dict):
        raise BadRow("not an object")
    portal_id, title = element.get("id"), _text(element.get("title"))
    if not isinstance(portal_id, int) or isinstance(portal_id, bool) or not 0 < portal_id < 2**31:
        raise BadRow("id is not a number of a hromada")
    if title is None:
        raise BadRow(f"hromada {portal_id} has no title")
    population = element.get("population")
    type_word = _TYPE.search(title)
    return HromadaRow(
        portal_id=portal_id,
        title=title,
        katottg=_text(element.get("katottg")),
        koatuu=_text(element.get("koatuu")),
        area_name=_text(element.get("area_name")),
        region_name=_text(element.get("region_name")),
        # No hromada has more people than the country; a number of another kind says nothing.
        population=population if isinstance(population, int) and not isinstance(population, bool) and 0 <= population < 10**8 else None,
        site=_text(element.get("site")),
        type=type_word[1].lower() if type_word else None,
    )


def _text(value: Any) -> str | None:
    return (fold_space(value[:500]) or None) if isinstance(value, str) else None


# the cards


class PortalCards(Source):
    """The card of every hromada: its partners by country."""

    id = "portal_cards"
    title = "Децентралізація: картки громад"
    publisher = _PUBLISHER
    homepage = DIRECTORY
    licence = _LICENCE
    frequency = "nightly; cards change one by one"
    robots = _ROBOTS
    gives = (Gives.PARTNERSHIPS,)
    #: 1,134 partners were read from the cards in 2026 by an open data set (hromada-strategy-collab).
    expect_min = 800
    expect_max = 6000
    weight = 0.7

    async def crawl(self, fetcher: Fetcher, context: CrawlContext) -> Harvest:
        """The cards of all hromady known; without their list, of those that the directory of the portal names."""
        issues: list[Issue] = []
        ids = sorted({row.portal_id for row in context.hromady})
        if not ids:
            ids, issues = await self._walk_directory(fetcher)
        harvest = await self.fetch_all(fetcher, [(self.id, card_url(portal_id)) for portal_id in ids], context)
        harvest.issues = issues + harvest.issues
        return harvest

    def read(self, documents: Iterable[Document], context: CrawlContext) -> list[Reading]:
        """As every source; and a card whose code is not the one that the list has for its id is reported."""
        kept = list(documents)
        readings = super().read(kept, context)
        listed = self.hromada_pages(context)
        for document, reading in zip(kept, readings, strict=True):
            code = listed.get(document.url)
            strange = next((claim for claim in reading.claims if code is not None and claim.hromada_code != code), None)
            if strange is not None:
                words = f"the card prints {strange.hromada_code} for {strange.hromada_raw}, the list of hromady {code}"
                conflict = Issue(IssueClass.CODE_CONFLICT, words, self.id, url=document.url, document=document.sha256)
                reading.issues.append(conflict)
        return readings

    def read_document(self, document: Document, context: CrawlContext) -> Reading:
        return read_card(document.body, url=document.url, content_type=document.content_type)

    def hromada_pages(self, context: CrawlContext) -> dict[str, str]:
        return {card_url(row.portal_id): row.katottg for row in context.hromady if row.katottg}

    async def _walk_directory(self, fetcher: Fetcher) -> tuple[list[int], list[Issue]]:
        ids: set[int] = set()
        issues: list[Issue] = []
        page, last = 1, 1
        while page <= last:
            url = DIRECTORY if page == 1 else f"{DIRECTORY}?page={page}"
            try:
                document = await fetcher.get(url, source=self.id)
                found, named_last = read_directory(document.body, document.content_type)
            except ScrapeError as error:
                error.url = error.url or url
                issues.append(error.issue(self.id))
            else:
                ids |= found
                last = max(last, named_last)
            page += 1
        return sorted(ids), issues


#: The directory has about 150 pages; a link that claims more is not believed.
_MAX_DIRECTORY_PAGES = 400
_CARD_LINK = re.compile(r"\A(?:https?://[^/]+)?/newgromada/(\d{1,9})\Z")
_PAGE_LINK = re.compile(r"[?&]page=(\d{1,4})\b")


def read_directory(body: bytes, content_type: str | None = None) -> tuple[set[int], int]:
    """Portal ids on one page of the directory and the number of its last page. Raises `LayoutChanged` without any id."""
    tree = _parse(body, content_type)
    links = [(node.attributes.get("href") or "", fold_space(node.text())) for node in tree.css("a[href]")]
    ids = {int(match[1]) for href, _ in links if (match := _CARD_LINK.match(href))}
    if not ids:
        raise LayoutChanged("a page of the directory without a link to a card")
    last = [int(match[1]) for href, text in links if text == "Остання" and (match := _PAGE_LINK.search(href))]
    return ids, min(max(last, default=1), _MAX_DIRECTORY_PAGES)


# one card

_HEADING, _NEXT_HEADING = "Країни партнери", "Склад громади"
_LAYOUT = "portal_card"
#: Elements that say nothing of their own.
_SILENT = frozenset({"script", "style", "svg", "img", "noscript", "template"})
#: Elements that may stand inside a partner's <p> without changing what it says.
_INLINE = frozenset({"a", "b", "em", "i", "small", "span", "strong", "u"})


def read_card(body: bytes, *, url: str | None = None, content_type: str | None = None) -> Reading:
    """The partners of one card.

    Between the headings «Країни партнери» and «Склад громади» stands one `div.community-table` a country, which holds the link
    to the country and one `<p>` a partner. No such heading is a checked zero. Words there that are none of these become issues.
    Raises `LayoutChanged` for a card without title, without its КАТОТТГ, or with a block that does not end.
    """
    tree = _parse(body, content_type)
    hromada = _first_text(tree, "div.single-page-title")
    if hromada is None:
        raise LayoutChanged("a card without its title (div.single-page-title)")
    code = _value_of(tree, "КАТОТТГ")
    if code is None:
        raise LayoutChanged("a card without its КАТОТТГ")
    if not _KATOTTG.fullmatch(code):
        raise Unreadable(IssueClass.UNKNOWN_CODE, f"КАТОТТГ {code[:60]!r} is not a code")
    reading = Reading(PortalCards.id, layout=_LAYOUT, checked=True)
    oblast = _first_text(tree, 'a[href^="/areas/"]')
    if oblast is None:
        reading.issues.append(_unknown("a card without a link to its oblast"))
    inside = _between(tree)
    if inside is None:
        reading.reason = f"the card of {hromada} has no block «{_HEADING}»: no partner"
        return reading
    for country, partner in _pairs(inside, reading):
        printed = strip_personal(partner)
        if not printed:
            reading.issues.append(_unknown(f"a partner in {country} that is no name", row=printed))
            continue
        reading.claims.append(
            Claim(
                source=PortalCards.id,
                partner_raw=printed,
                country_raw=country,
                country=country_of(country),
                level=level_of(printed),
                quote=f"{country}: {printed}",
                hromada_raw=hromada,
                hromada_code=code,
                oblast_raw=oblast,
                record=Record.PARTNERSHIP,
                url=url,
            )
        )
    if not reading.claims:
        # The block is there only for hromady with partners, so an empty one is a change of the page, not a zero.
        raise LayoutChanged(f"a block «{_HEADING}» without a partner that can be read")
    return reading


def _unknown(words: str, row: str | None = None) -> Issue:
    return Issue(IssueClass.LAYOUT_CHANGED, words, PortalCards.id, row=row)


def _parse(body: bytes, content_type: str | None) -> LexborHTMLParser:
    decoded = decode(body, content_type)
    if decoded.issue is not None:
        raise Unreadable(decoded.issue, decoded.words)
    if not decoded.text.strip():
        raise UnexpectedlyEmpty("an empty page")
    return LexborHTMLParser(tame(decoded.text))


def _first_text(tree: LexborHTMLParser, selector: str) -> str | None:
    return next((text for node in tree.css(selector) if (text := fold_space(node.text()))), None)


def _value_of(tree: LexborHTMLParser, label: str) -> str | None:
    """The text of the `span.value` that stands right behind «label:», whether the label is bare text or an element."""
    for node in tree.css("span.value"):
        before = node.prev
        while before is not None and not fold_space(before.text(deep=True)):
            before = before.prev
        if before is not None and fold_space(before.text(deep=True)).rstrip(": ").endswith(label):
            return fold_space(node.text())
    return None


def _between(tree: LexborHTMLParser) -> list[LexborNode] | None:
    """Text nodes between the two headings in the order of the page; None when there is no first heading."""
    inside: list[LexborNode] | None = None
    root = tree.body
    if root is None or _HEADING.split()[-1] not in root.text():  # two cards of three; the walk below is the slow part
        return None
    for node in root.traverse(include_text=True):
        if node.tag != "-text":
            continue
        text = fold_space(node.text_content or "")
        if not text or _within(node, _SILENT) is not None:
            continue
        if inside is None and text == _HEADING:
            inside = []
        elif inside is not None and text == _NEXT_HEADING:
            return inside
        elif inside is not None:
            inside.append(node)
    if inside is not None:
        raise LayoutChanged(f"the block «{_HEADING}» does not end with «{_NEXT_HEADING}»")
    return None


def _pairs(nodes: list[LexborNode], reading: Reading) -> Iterator[tuple[str, str]]:
    """Country and partner of every text in the block; a text that is neither becomes an issue of the reading."""
    table_id: int | None = None
    country = ""
    partners = 0
    paragraphs: set[int] = set()
    for node in nodes:
        text = fold_space(node.text_content or "")
        table = _table(node)
        if table is None:
            reading.issues.append(_unknown("words between the partners that belong to no country", row=text))
            continue
        if table.mem_id != table_id:
            if country and not partners:
                reading.issues.append(_unknown(f"a country without a partner: {country}", row=country))
            table_id, country, partners = table.mem_id, "", 0
        link, paragraph = _within(node, frozenset({"a"})), _within(node, frozenset({"p"}))
        if link is not None and (link.attributes.get("href") or "").startswith("/countries/"):
            country = f"{country} {text}".strip()
        elif paragraph is not None and country:
            if paragraph.mem_id in paragraphs:
                continue
            paragraphs.add(paragraph.mem_id)
            strange = next((child.tag for child in paragraph.css("*") if child.tag not in _INLINE | {"p"}), None)
            partners += 1
            if strange is None:
                yield country, fold_space(paragraph.text())
            else:
                words = fold_space(paragraph.text(separator=" "))
                reading.issues.append(_unknown(f"a partner in {country} with <{strange}> inside", row=words))
        else:
            reading.issues.append(_unknown("words in the table of a country that are neither country nor partner", row=text))
    if country and not partners:
        reading.issues.append(_unknown(f"a country without a partner: {country}", row=country))


def _table(node: LexborNode) -> LexborNode | None:
    ancestor = node.parent
    while ancestor is not None:
        if ancestor.tag == "div" and "community-table" in (ancestor.attributes.get("class") or "").split():
            return ancestor
        ancestor = ancestor.parent
    return None


def _within(node: LexborNode, tags: frozenset[str]) -> LexborNode | None:
    """The nearest element around a text with one of these tags."""
    ancestor = node.parent
    while ancestor is not None and ancestor.tag not in ("div", "body"):
        if ancestor.tag in tags:
            return ancestor
        ancestor = ancestor.parent
    return None
