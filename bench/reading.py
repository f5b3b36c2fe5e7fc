"""Reading pages: pages a second and peak memory of the generic reader, beside the same extraction written the usual way.

What belongs here: the two peers (BeautifulSoup over html.parser, and parsel), each a plain loop over rows and items that
calls the same `scrapers.text` functions for names, countries, dates and stages, and the measuring. What does not: how
right the readings are (`tests/data/test_pages.py`). The peers know tables and lists only; they have no layouts to choose
from, no running text, no checks of encoding, owner or stage, so they do less.

    python -m bench.reading [--copies 20] [--json FILE]

Two sets of pages: the labelled ones as they are (about 1.6 KB), and the same in the menus, scripts and footers that a
content system puts around them (about 60 KB, the size of the pages this reader meets).
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from scrapers.text.countries import country_of, find_countries
from scrapers.text.dates import find_dates
from scrapers.text.names import split_names
from scrapers.text.words import stage_of

PAGES = Path(__file__).parents[1] / "tests" / "data" / "pages"
READERS = ("ours", "bs4", "parsel")
SETS = ("bare", "dressed")
Found = tuple[str, str | None, str | None, str | None]


def corpus(name: str) -> list[bytes]:
    """The labelled pages; `dressed` adds what a content system writes around a page, the same for every reader."""
    bodies = [path.read_bytes() for path in sorted(PAGES.glob("*.html"))]
    if name == "bare":
        return bodies
    menu = "".join(f'<li class="menu-item menu-item-{n}"><a href="/p/{n}.html" title="p{n}"><span>Розділ сайту {n}</span></a></li>' for n in range(160))
    styles = "".join(f".b{n} .c{n}{{margin:{n}px;padding:0 {n}px;background:url(/i/{n}.png) no-repeat}}" for n in range(180))
    script = "".join(f"var m{n}={{id:{n},u:'/x/{n}',t:'a{n}'}};" for n in range(260))
    cards = "".join(f'<div class="widget-item"><img src="/u/{n}.jpg" alt=""><h4><a href="/news/{n}">Оголошення номер {n}</a></h4><time>0{n % 9 + 1}.05.2024</time></div>' for n in range(60))
    top = f"<style>{styles}</style><script>{script}</script><nav><ul class='menu'>{menu}</ul></nav>".encode()
    bottom = f"<aside class='sidebar'>{cards}</aside><footer><ul>{menu}</ul></footer><script>{script}</script>".encode()
    return [_dress(body, top, bottom) for body in bodies]


def _dress(body: bytes, top: bytes, bottom: bytes) -> bytes:
    start = body.find(b"<body")
    start = body.find(b">", start) + 1 if start >= 0 else 0
    end = body.rfind(b"</body>")
    end = end if end >= 0 else len(body)
    return body[:start] + top + body[start:end] + bottom + body[end:]


# --- the peers --------------------------------------------------------------------------------------------------------

_NAME_HEADERS = ("міст", "партнер", "назва", "город", "city", "town", "miasto", "населен", "сторона")


def entry(text: str) -> list[Found]:
    """What a usual scraper takes from one item: names, country, date and stage by the shared functions."""
    text = " ".join(text.split())
    if not 2 < len(text) < 400 or not find_countries(text):
        return []
    dates = find_dates(text)
    stage = stage_of(text)
    return [(name.name, name.country, dates[0][2].value if dates else None, stage.value if stage else None) for name in split_names(text)]


def rows(cells: list[list[str]]) -> list[Found]:
    """The rows of one table whose header is known."""
    if not cells:
        return []
    header = [cell.lower() for cell in cells[0]]
    column = next((n for n, cell in enumerate(header) if any(word in cell for word in _NAME_HEADERS)), None)
    if column is None:
        return [found for row in cells for found in entry(", ".join(row))]
    result = []
    for row in cells[1:]:
        if column >= len(row):
            continue
        country = next((iso for cell in row if (iso := country_of(cell))), None)
        dates = [date for cell in row for date in find_dates(cell)]
        stage = stage_of(" ".join(row))
        for name in split_names(row[column]):
            result.append((name.name, name.country or country, dates[0][2].value if dates else None, stage.value if stage else None))
    return result


def read_bs4(body: bytes) -> list[Found]:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(body, "html.parser")
    for tag in soup(["script", "style", "nav", "footer", "aside"]):
        tag.decompose()
    found = []
    for table in soup.find_all("table"):
        found += rows([[cell.get_text(" ", strip=True) for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")])
    for item in soup.find_all(["li", "p"]):
        found += entry(item.get_text(" ", strip=True))
    return found


def read_parsel(body: bytes) -> list[Found]:
    from parsel import Selector

    selector = Selector(body=body, encoding="utf-8")
    selector.css("script, style, nav, footer, aside").drop()
    found = []
    for table in selector.css("table"):
        found += rows([[" ".join(cell.css("::text").getall()).strip() for cell in row.css("td, th")] for row in table.css("tr")])
    for item in selector.css("li, p"):
        found += entry(" ".join(item.css("::text").getall()))
    return found


def read_ours(body: bytes) -> list[Found]:
    from scrapers.layouts.choose import read_page

    reading = read_page(body, url=None, content_type="text/html", source="bench")
    return [(claim.partner_raw, claim.country, claim.since, claim.stage.value) for claim in reading.claims]


# --- measuring --------------------------------------------------------------------------------------------------------


def measure(reader: str, pages: str, copies: int) -> dict[str, float | int | str]:
    """One reader over one set in this process: CPU seconds of the best of `copies` rounds, and the peak of its memory."""
    read: Callable[[bytes], list[Found]] = {"ours": read_ours, "bs4": read_bs4, "parsel": read_parsel}[reader]
    bodies = corpus(pages)
    rounds = []
    found = 0
    for _ in range(copies):
        started = time.process_time()
        found = sum(len(read(body)) for body in bodies)
        rounds.append(time.process_time() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"reader": reader, "pages": pages, "count": len(bodies), "bytes": sum(map(len, bodies)) // len(bodies), "first": round(len(bodies) / rounds[0], 1),
            "best": round(len(bodies) / min(rounds), 1), "all": round(len(bodies) * copies / sum(rounds), 1), "peak_mb": round(peak), "found": found}


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
    print(f"{'pages':8} {'reader':8} {'KB/page':>8} {'pages/s':>9} {'first round':>12} {'peak MB':>8} {'ours is':>9}")
    for pages in SETS:
        own = 0.0
        for reader in READERS:
            # One process a reader: memory peaks do not mix.
            command = [sys.executable, "-m", "bench.reading", "--one", reader, pages, "--copies", str(options.copies)]
            result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            results.append(result)
            own = result["all"] if reader == "ours" else own
            ratio = f"{own / result['all']:.1f}x" if reader != "ours" else ""
            print(f"{pages:8} {reader:8} {result['bytes'] / 1024:8.1f} {result['all']:9.1f} {result['first']:12.1f} {result['peak_mb']:8} {ratio:>9}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
