"""The report site as a reader sees it, in Debian's Chromium: nothing from elsewhere, nothing cut off, links that lead somewhere, a page that prints.

Runs where Chromium is installed (`make chromium`); `.ci/run` installs it.
"""

import itertools
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: make chromium installs it on Debian")
SITES = {"uk": "index.html", "en": "en.html"}
#: A desktop window and the narrowest telephones still in use.
WIDTHS = (1280, 360)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield opened
        opened.close()


@pytest.fixture(params=SITES)
def page(request, browser, played) -> Iterator[Page]:
    """A report of the second release; what it asked for and what the console said are kept on it."""
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 900})
    opened = context.new_page()
    opened.asked, opened.said = [], []
    opened.on("request", lambda asked: opened.asked.append(asked.url))
    opened.on("console", lambda line: opened.said.append(line.text))
    opened.goto((played.home / "releases" / "2025-10-01.0" / "site" / SITES[request.param]).as_uri())
    opened.language = request.param
    yield opened
    context.close()


def test_it_asks_nobody_for_anything(page):
    assert page.asked == [page.url] and page.said == []
    assert page.locator("html").get_attribute("lang") == page.language


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_of_the_window(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    wide = page.evaluate(
        "() => [...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll, svg') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
    )
    assert wide == [] and page.evaluate("document.documentElement.scrollWidth") <= width
    if width == WIDTHS[0]:
        table = page.locator(".scroll").first
        assert table.evaluate("e => e.scrollWidth - e.clientWidth") <= 0, "the regional table fits a desktop window"


def test_links_inside_the_release_lead_to_files(page, played):
    folder = played.home / "releases"
    inside = [
        link for link in page.locator("a[href]").evaluate_all("all => all.map(a => a.href)") if link.startswith("file://")
    ]
    assert inside
    for link in {link.partition("#")[0] for link in inside}:
        response = page.context.new_page()
        response.goto(link)
        assert link.startswith(folder.as_uri()) and "ERR_FILE_NOT_FOUND" not in response.content()
        response.close()


def test_numbers_on_the_page_are_those_of_the_data(page, played):
    counts = {name: played.table("2025-10-01", name).height for name in ("partnerships", "partners")}
    shown = page.locator(".figure b").evaluate_all(
        "all => all.map(b => parseInt(b.firstChild.textContent.replace(/\\D/g, '')))"
    )
    rows = {row["counter"]: row["count_to"] for row in played.totals("2025-01-01", "2025-10-01")}
    assert shown[:3] == [rows["agreements"], rows["partnerships"], rows["partners"]] and counts["partnerships"] >= shown[1]
    listed = page.locator(".changes li").count()
    assert listed >= 21 and page.locator(".changes li blockquote").count() >= 21


def test_a_reader_without_eyes_finds_headings_tables_and_names(page):
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(h => +h.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1 and all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert page.locator("table").count() == page.locator("table:has(caption), table:has(thead)").count()
    assert page.locator("svg").count() == page.locator("svg[role=img][aria-label], svg[role=img]:has(title)").count() >= 2
    assert (
        page.locator("a[href]").evaluate_all(
            "all => all.filter(a => !a.textContent.trim() && !a.getAttribute('aria-label')).length"
        )
        == 0
    )


def test_it_prints(page, tmp_path):
    page.pdf(path=tmp_path / "report.pdf", format="A4")
    assert (tmp_path / "report.pdf").read_bytes()[:5] == b"%PDF-"
