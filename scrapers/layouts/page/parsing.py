"""From HTML to a page: the tree parsed, its head read, its text cut, the main part chosen.

What belongs here: the order of these steps. What does not: the steps (`bounds`, `walk`, `boilerplate`, `language`).
"""

from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser

from scrapers.layouts.page.boilerplate import THIN, main_part, mark_furniture
from scrapers.layouts.page.bounds import tame
from scrapers.layouts.page.language import language
from scrapers.layouts.page.model import Page
from scrapers.layouts.page.unwrapping import unwrap
from scrapers.layouts.page.walk import MAX_BLOCKS, Walk
from scrapers.text.lost_letters import has_lost_letters, put_right
from scrapers.text.normalise import fold_space


def parse(html: str, *, utf8: bytes | None = None, selector: str | None = None, host: str = "") -> Page:
    """Parse a page; `selector` (CSS, from a site's YAML) replaces the search for the main part. `utf8` is `html` encoded,
    where the caller has it.

    Raises ValueError when the selector matches nothing: the page is not what its YAML was written for.
    """
    if "<" not in html:
        html, utf8 = "".join(f"<p>{line}</p>" for line in html.replace("&", "&amp;").splitlines()), None
    tamed = tame(html)
    tree = LexborHTMLParser(tamed if utf8 is None or tamed is not html else utf8)
    page = Page(tree=tree, host=host)
    _head(page, tree)
    roots = [tree.body or tree.root]
    if selector:
        roots = tree.css(selector)
        if not roots:
            raise ValueError(f"nothing matches the selector {selector!r}")

    def walk(whole: bool) -> Walk:
        cut = Walk(page, whole)
        for root in roots:
            if root is not None:
                cut.run(root)
        return cut

    fill(page, walk, whole=bool(selector))
    return page


def fill(page: Page, walk: Callable[[bool], Walk], *, whole: bool = False) -> None:
    """Blocks, main part, text, language and heading of a page. `walk` cuts its tree, with the parts that look like menus when it
    is told so; `whole` says that all of it is the main part."""
    cut = walk(whole)
    if not whole:
        mark_furniture(page.all_blocks)
        page.blocks = main_part(page, cut.regions)
        if sum(block.size for block in page.blocks) < THIN:
            # Little is left outside menus and footers: perhaps the page calls its list a menu.
            cut = walk(True)
            mark_furniture(page.all_blocks)
            page.blocks = main_part(page, cut.regions)
    page.blocks = unwrap(page.blocks)
    page.cut = len(page.all_blocks) >= MAX_BLOCKS
    page.text = "\n".join(block.text for block in page.blocks)
    if has_lost_letters(page.text):
        for part in (page, *page.all_blocks):
            for name in ("title",) if part is page else ("text",):
                mended, printed = put_right(getattr(part, name))
                setattr(part, name, mended)
                page.printed.update(printed)
        page.text = "\n".join(block.text for block in page.blocks)
    page.lang = language(page.text) or page.lang
    for block in page.blocks:
        if block.kind == "h1":
            page.heading = block.text
            break
    else:
        first = next((block.text for block in page.all_blocks if block.kind == "h1" and len(block.text) < 300), "")
        # Content systems that keep the h1 for their logo head the text with an h2, which the title repeats.
        page.heading = first or next(
            (
                block.text
                for block in (*page.blocks, *page.all_blocks)
                if block.heading and len(block.text) > 3 and page.title.startswith(block.text)
            ),
            "",
        )


_PUBLISHED = frozenset({"article:published_time", "og:published_time", "datepublished", "dc.date", "dc.date.issued", "pubdate"})


def _head(page: Page, tree: LexborHTMLParser) -> None:
    root = tree.root
    lang = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    page.lang = lang[:2].lower() or None
    head = tree.head
    if head is None:
        return
    title = head.css_first("title")
    page.title = fold_space(title.text(deep=True)[:500]) if title is not None else ""
    for meta in head.css("meta[content]")[:80]:
        attributes = meta.attributes
        name = (attributes.get("property") or attributes.get("name") or "").lower()
        content = attributes.get("content") or ""
        if name == "og:title" and not page.title:
            page.title = fold_space(content[:500])
        elif name in ("description", "og:description") and not page.description:
            page.description = fold_space(content[:1000])
        elif name in _PUBLISHED and not page.published:
            page.published = content[:40]
