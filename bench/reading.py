"""Reading pages: pages a second and peak memory of the generic reader, beside the same extraction written the usual way.

What belongs here: the peers, over BeautifulSoup with html.parser and over parsel, and the measuring. What does not: how right
the readings are page by page (`tests/data/test_pages.py`); precision and recall stand beside the speed only to say how much of
the work a reader does. Two kinds of peers:

* the same extraction (`bs4`, `parsel`): the library parses the page, its tree is walked element by element in the usual way into
  the very blocks, boxes and cells that ours is cut into, and the same layouts read them. They find what ours finds, but for pages
  whose encoding or broken markup their parser takes otherwise. They bound no nesting and ask no page without partners what it is.
* the usual loops (`bs4-loops`, `parsel-loops`): rows, items and paragraphs in turn, their text given to the same functions of
  entry, sentence and claim. They do far less: no detection of encoding, no main part, no cards, headings, lines or merged cells,
  no choice between layouts, no check of whose list it is.

    python -m bench.reading [--copies 20] [--json FILE]

Three sets of pages: the labelled ones as they are (about 1.4 KB), the same in the menus, scripts and footers that a content
system puts around them (about 78 KB, the size of the pages this reader meets), and the pages of community sites and of the
portal among the samples, which have no labels.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from scrapers.claim import Reading
from scrapers.layouts.choose import read_page, read_parsed
from scrapers.layouts.entry.claims import to_claim
from scrapers.layouts.entry.dates import when_of
from scrapers.layouts.entry.model import Context, Draft, Scope
from scrapers.layouts.entry.reading import read_entry
from scrapers.layouts.entry.stages import stage_in
from scrapers.layouts.grid.columns import role_of
from scrapers.layouts.page.model import Page
from scrapers.layouts.page.parsing import fill
from scrapers.layouts.page.walk import Walk
from scrapers.layouts.sentence.running_text import read_text
from scrapers.text.names import nominatives, split_names
from scrapers.text.normalise import fold

PAGES = Path(__file__).parents[1] / "tests" / "data" / "pages"
SAMPLES = Path(__file__).parents[1] / "samples" / "web" / "pages"
SETS = ("bare", "dressed", "samples")
LABELS = {
    label["file"]: label
    for line in (PAGES.parent / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    for label in [json.loads(line)]
}
LISTED, NOT_LISTED = Scope(listed=True), Scope()
Found = tuple[str, str | None, str | None, str | None]


def corpus(name: str) -> list[bytes]:
    """The pages of a set; `dressed` adds what a content system writes around a page, the same for every reader."""
    if name == "samples":
        return [path.read_bytes() for folder in ("sites", "portal") for path in sorted((SAMPLES / folder).glob("*.html"))]
    bodies = [path.read_bytes() for path in sorted(PAGES.glob("*.html"))]
    if name == "bare":
        return bodies
    menu = "".join(
        f'<li class="menu-item menu-item-{n}"><a href="/p/{n}.html" title="p{n}"><span>Розділ сайту {n}</span></a></li>'
        for n in range(160)
    )
    styles = "".join(f".b{n} .c{n}{{margin:{n}px;padding:0 {n}px;background:url(/i/{n}.png) no-repeat}}" for n in range(180))
    script = "".join(f"var m{n}={{id:{n},u:'/x/{n}',t:'a{n}'}};" for n in range(260))
    cards = "".join(
        f'<div class="widget-item"><img src="/u/{n}.jpg" alt=""><h4><a href="/news/{n}">Оголошення '
        f"номер {n}</a></h4><time>0{n % 9 + 1}.05.2024</time></div>"
        for n in range(60)
    )
    top = f"<style>{styles}</style><script>{script}</script><nav><ul class='menu'>{menu}</ul></nav>".encode()
    bottom = f"<aside class='sidebar'>{cards}</aside><footer><ul>{menu}</ul></footer><script>{script}</script>".encode()
    return [_dress(body, top, bottom) for body in bodies]


def _dress(body: bytes, top: bytes, bottom: bytes) -> bytes:
    start = body.find(b"<body")
    start = body.find(b">", start) + 1 if start >= 0 else 0
    end = body.rfind(b"</body>")
    end = end if end >= 0 else len(body)
    return body[:start] + top + body[start:end] + bottom + body[end:]


_CONTEXT_SOURCE = "bench"

# --- the peers that find the same -------------------------------------------------------------------------------------


class Element:
    """What the cut asks of an element besides its name."""

    __slots__ = ("attributes", "node")

    def __init__(self, attributes: dict[str, str], node) -> None:
        self.attributes, self.node = attributes, node


class SoupWalk(Walk):
    """Our cut over the tree of BeautifulSoup."""

    def children(self, parent) -> None:
        for child in parent.children:
            if child.name is not None:
                attributes = {
                    name: " ".join(value) if isinstance(value, list) else value for name, value in child.attrs.items()
                }
                self.element(child, child.name, attributes)
            elif not child.PREFIX:  # no comment, no declaration
                self.text(str(child))

    def element(self, node, tag: str, attributes: dict[str, str]) -> None:
        frames: list[tuple] = []
        if self.open(Element(attributes, node), tag, frames):
            if self.whole or not self.state.boiler:
                self.children(node)
            self.leave(frames)

    def title_of(self, element: Element) -> str:
        first = element.node.find(True, recursive=False)
        return first.get_text() if first is not None and first.name == "title" else ""


class LxmlWalk(SoupWalk):
    """Our cut over the tree of lxml, which parsel holds: a text belongs to the element it stands in or behind."""

    def children(self, parent) -> None:
        self.text(parent.text)
        for child in parent:
            if isinstance(child.tag, str):
                self.element(child, child.tag, child.attrib)
            self.text(child.tail)

    def title_of(self, element: Element) -> str:
        first = next(element.node.iterchildren("*"), None)
        return first.text_content() if first is not None and first.tag == "title" else ""


def same(walk: type[SoupWalk], root, page: Page) -> list[Found]:
    """What our layouts read of a page that `walk` cuts."""

    def cut(whole: bool) -> Walk:
        blocks = walk(page, whole)
        blocks.element(root, "body", dict(root.attrs if hasattr(root, "attrs") else root.attrib))
        blocks.flush()
        return blocks

    fill(page, cut)
    return found_in(read_parsed(page, Reading(_CONTEXT_SOURCE), Context(_CONTEXT_SOURCE)))


def found_in(reading: Reading) -> list[Found]:
    return [(claim.partner_raw, claim.country, claim.since, claim.stage.value) for claim in reading.claims]


def described(page: Page, metas: Iterable) -> Page:
    """A page with what its head says of itself."""
    for meta in metas:
        name, content = (meta.get("property") or meta.get("name") or "").lower(), meta.get("content") or ""
        if name in ("description", "og:description"):
            page.description = page.description or content
        elif name == "article:published_time":
            page.published = page.published or content[:40]
    return page


def read_bs4(body: bytes) -> list[Found]:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(body, "html.parser")
    title = soup.title.get_text(strip=True) if soup.title else ""
    lang = (soup.html.get("lang") or "")[:2].lower() if soup.html else ""
    return same(SoupWalk, soup.body or soup, described(Page(title=title, lang=lang or None), soup.find_all("meta", limit=80)))


def read_parsel(body: bytes) -> list[Found]:
    from parsel import Selector

    selector = Selector(body=body, encoding="utf-8")
    title = (selector.css("title::text").get() or "").strip()
    lang = (selector.xpath("/html/@lang").get() or "")[:2].lower()
    roots = selector.xpath("//body")
    metas = [meta.attrib for meta in selector.css("meta")[:80]]
    return same(LxmlWalk, (roots or selector)[0].root, described(Page(title=title, lang=lang or None), metas))


# --- the peers that are the usual loops -------------------------------------------------------------------------------


def claims(drafts: list[Draft], context: Context) -> list[Found]:
    return [
        (claim.partner_raw, claim.country, claim.since, claim.stage.value)
        for claim in (to_claim(draft, context) for draft in drafts)
    ]


def rows(cells: list[list[str]], context: Context) -> list[Found]:
    """The rows of one table: the columns of country and partner by their headers, the rest of the row for date and stage."""
    if len(cells) < 2:
        return []
    roles = [role_of(cell) for cell in cells[0]]
    if "partner" not in roles:
        return []
    name, land = roles.index("partner"), roles.index("country") if "country" in roles else None
    result = []
    for row in cells[1:]:
        if name >= len(row):
            continue
        text = row[name] if land is None or land >= len(row) else f"{row[name]} ({row[land]})"
        drafts = read_entry(text, LISTED, context)
        for draft in drafts:
            draft.since = draft.since or when_of(" ; ".join(row), None)
            draft.stage = stage_in(" . ".join(row))
        result += claims(drafts, context)
    return result


def item(text: str, context: Context) -> list[Found]:
    """A list item or a paragraph: an entry when it is short, sentences otherwise."""
    text = " ".join(text.split())
    return claims(read_entry(text, LISTED, context) if len(text) < 140 else read_text(text, NOT_LISTED, context), context)


def loop_bs4(body: bytes) -> list[Found]:
    from bs4 import BeautifulSoup

    context = Context(_CONTEXT_SOURCE)
    soup = BeautifulSoup(body, "html.parser")
    for tag in soup(["script", "style", "nav", "footer", "aside"]):
        tag.decompose()
    found = []
    for table in soup.find_all("table"):
        found += rows(
            [[cell.get_text(" ", strip=True) for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")], context
        )
    for tag in soup.find_all(["li", "p"]):
        found += item(tag.get_text(" ", strip=True), context)
    return found


def loop_parsel(body: bytes) -> list[Found]:
    from parsel import Selector

    context = Context(_CONTEXT_SOURCE)
    selector = Selector(body=body, encoding="utf-8")
    selector.css("script, style, nav, footer, aside").drop()
    found = []
    for table in selector.css("table"):
        found += rows(
            [[" ".join(cell.css("::text").getall()).strip() for cell in row.css("td, th")] for row in table.css("tr")], context
        )
    for tag in selector.css("li, p"):
        found += item(" ".join(tag.css("::text").getall()), context)
    return found


def read_ours(body: bytes) -> list[Found]:
    return found_in(read_page(body, url=None, content_type="text/html", source=_CONTEXT_SOURCE))


READ: dict[str, Callable[[bytes], list[Found]]] = {
    "ours": read_ours,
    "bs4": read_bs4,
    "parsel": read_parsel,
    "bs4-loops": loop_bs4,
    "parsel-loops": loop_parsel,
}


# --- what they read ----------------------------------------------------------------------------------------------------


def names_of(printed: str) -> set[str]:
    """The keys under which a printed name may meet its label."""
    keys = {fold(printed)}
    for piece in split_names(printed):
        for name in (piece.name, *piece.aliases):
            keys |= {fold(form) for form in nominatives(name)}
    return keys - {""}


def right(file: str, found: list[Found]) -> int:
    """How many of the partners that a page's label states are among those found, by name and country."""
    left = list(found)
    count = 0
    for name, country, *_ in LABELS[file]["partners"]:
        keys = names_of(name)
        match = next((one for one in left if one[1] == country and keys & names_of(one[0])), None)
        if match is not None:
            left.remove(match)
            count += 1
    return count


# --- measuring --------------------------------------------------------------------------------------------------------


def measure(reader: str, pages: str, copies: int) -> dict[str, float | int | str | None]:
    """One reader over one set in this process: pages a CPU second in the first round (tables of words are built then) and in
    the fastest of the `copies` rounds after it, which other work on the machine has held up least, and the peak of its memory."""
    read = READ[reader]
    bodies = corpus(pages)
    rounds = []
    found: list[list[Found]] = []
    for _ in range(copies + 1):
        started = time.process_time()
        found = [read(body) for body in bodies]
        rounds.append(time.process_time() - started)
    # Ties inside Ukraine are read and marked as such; the labels leave them out.
    claimed = sum(country != "UA" for page in found for _, country, *_ in page)
    rates: dict[str, float | None] = {"precision": None, "recall": None}
    if pages != "samples":
        files = [path.name for path in sorted(PAGES.glob("*.html"))]
        correct = sum(right(file, one) for file, one in zip(files, found, strict=True))
        stated = sum(len(LABELS[file]["partners"]) for file in files)
        rates = {"precision": round(correct / max(1, claimed), 3), "recall": round(correct / stated, 3)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "reader": reader,
        "pages": pages,
        "count": len(bodies),
        "bytes": sum(map(len, bodies)) // len(bodies),
        "first": round(len(bodies) / rounds[0], 1),
        "all": round(len(bodies) / min(rounds[1:]), 1),
        "peak_mb": round(peak),
        "found": claimed,
        **rates,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--copies", type=int, default=20, help="rounds over all pages")
    parser.add_argument("--one", nargs=2, metavar=("READER", "SET"), help="measure one reader in this process and print JSON")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(*options.one, options.copies)))
        return
    results = []
    print(
        f"{'pages':8} {'reader':8} {'KB/page':>8} {'first pages/s':>12} {'pages/s':>9} {'peak MB':>8} {'precision':>10} {'recall':>7} "
        f"{'found':>6} {'ours first / all':>15}"
    )
    for pages in SETS:
        own: dict[str, float] = {}
        for reader in READ:
            # One process a reader: memory peaks do not mix.
            command = [sys.executable, "-m", "bench.reading", "--one", reader, pages, "--copies", str(options.copies)]
            result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            results.append(result)
            own = result if reader == "ours" else own
            ratio = " / ".join(f"{own[one] / result[one]:.1f}x" for one in ("first", "all")) if reader != "ours" else ""
            precision, recall = (f"{rate:.3f}" if rate is not None else "-" for rate in (result["precision"], result["recall"]))
            print(
                f"{pages:8} {reader:8} {result['bytes'] / 1024:8.1f} {result['first']:12.1f} {result['all']:9.1f} "
                f"{result['peak_mb']:8} {precision:>10} {recall:>7} {result['found']:6} {ratio:>15}"
            )
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
