"""Finding partner pages: which links promise them, which are traps, how far a walk goes, whose page it is, which night is whose."""

import asyncio
import gzip
import hashlib
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabularies import IssueClass
from scrapers.archive import Document
from scrapers.discovery import (
    FOLLOW,
    STRONG,
    Budget,
    Discovery,
    Ground,
    address_key,
    discover,
    is_trap,
    links,
    score_link,
    site_address,
    sitemap_locations,
    suggestions,
)
from scrapers.errors import Gone, Refused, Unreachable
from scrapers.fetch import Fetcher
from scrapers.layouts.page.parsing import parse
from scrapers.source import CrawlContext, HromadaRow
from scrapers.sources import SOURCES
from scrapers.sources.discovered_sites import DiscoveredSites, grounds, nights_of
from scrapers.web import open_web

NOW = datetime(2025, 1, 1, tzinfo=UTC)
SAMPLE = Path(__file__).parents[3] / "samples/web/2025-10-01"
HOME = "https://misto.gov.ua/"
LIST = """<html lang="uk"><head><title>Міста-побратими | Місто</title></head><body><main><h1>Міста-побратими</h1><ul>
<li>Конін (Польща)</li><li>Бидгощ (Польща)</li><li>Зальцгіттер (Німеччина)</li><li>Бельці (Молдова)</li></ul></main></body></html>"""


def page(*items: str, title: str = "Міська рада", text: str = "Новини громади та розклад прийому.") -> str:
    return f'<html lang="uk"><head><title>{title}</title></head><body><ul>{"".join(items)}</ul><main><h1>{title}</h1><p>{text}</p></main></body></html>'


def link(href: str, text: str) -> str:
    return f'<li><a href="{href}">{text}</a></li>'


class Site:
    """A fetcher of one site in memory: path -> page, or an error to raise; keeps what was asked."""

    def __init__(self, pages: dict[str, object], sitemaps: tuple[str, ...] = (), moved: dict[str, str] | None = None) -> None:
        self.pages, self.named, self.moved, self.asked = pages, sitemaps, moved or {}, []

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        return self.named

    async def get(self, url: str, *, source: str) -> Document:
        self.asked.append(url)
        final = self.moved.get(url, url)
        parts = urlsplit(final)
        found = self.pages.get(
            final, self.pages.get(f"{parts.path}{'?' + parts.query if parts.query else ''}", Gone("status 404", url=url))
        )
        if isinstance(found, Exception):
            raise found
        body = found if isinstance(found, bytes) else str(found).encode()
        return Document(
            source,
            final,
            url,
            200,
            "text/html; charset=utf-8",
            {},
            NOW,
            hashlib.sha256(body).hexdigest(),
            body,
            final_url=final,
        )


def find(site: Site, address: str = HOME, **options) -> Discovery:
    return asyncio.run(discover(site, address, source="test", **options))


# --- scores -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Міста-побратими", "/12345"), ("Міста-партнери", "/x"), ("Поріднені міста", "/x"), ("Партнери громади", "/x"), ("Города-побратимы", "/x"), ("Twin towns", "/x"),
        ("Sister cities", "/x"), ("Partner cities", "/x"), ("Міжнародні партнери", "/x"), ("Міжнародні побратими громади", "/x"), ("", "/mista-pobratymy"), ("", "/mista-pobratimi"), ("", "/mista-partnery"),
        ("", "/sister-cities"), ("", "/twin-towns.html"), ("", "/misto/pobratymy"), ("", "/goroda-pobratimy"), ("", "/poridneni-mista-12-30-15-03-05-2021/"),
        ("", "/%D0%BC%D1%96%D1%81%D1%82%D0%B0-%D0%BF%D0%BE%D0%B1%D1%80%D0%B0%D1%82%D0%B8%D0%BC%D0%B8"),
    ],
)  # fmt: skip
def test_words_that_promise_a_list(text, path):
    score, reason = score_link(f"https://misto.gov.ua{path}", text)
    assert score >= STRONG and reason


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Міжнародне співробітництво", "/x"), ("Міжнародна співпраця", "/x"), ("Міжнародна діяльність", "/x"), ("Зовнішні зв’язки", "/x"), ("Международное сотрудничество", "/x"),
        ("International cooperation", "/x"), ("", "/mizhnarodne-spivrobitnytstvo"), ("", "/mizhnarodna-diyalnist"), ("Про громаду", "/x"),
    ],
)  # fmt: skip
def test_words_that_may_lead_to_one_are_followed_after_them(text, path):
    score, _ = score_link(f"https://misto.gov.ua{path}", text)
    assert FOLLOW <= score < STRONG


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Новини", "/novyny"), ("Депутати", "/deputaty"), ("Бюджет", "/budget"), ("Контакти", "/contacts"), ("Publicність", "/twinkle"), ("Партійні списки", "/partii"),
        ("Делегація міста-побратима Конін відвідала наше місто та привезла гуманітарну допомогу для лікарні, школи і дитячого садка громади", "/news/1"),
    ],
)  # fmt: skip
def test_other_words_are_not(text, path):
    assert score_link(f"https://misto.gov.ua{path}", text)[0] < FOLLOW


@pytest.mark.parametrize(
    ("text", "path"),
    [("Делегація міста-побратима Конін привезла до лікарні нашої громади допомогу", "/1"), ("", "/deleghatsiia-mista-pobratyma-konin-vidvidala-nashu-hromadu/"),
     ("Місто-побратим вітає", "/news/1612345678/"), ("Місто-побратим вітає", "/2024/05/vitannia"), ("Місто-побратим вітає", "/novyny/vitannia")],
)  # fmt: skip
def test_headlines_and_news_come_after_the_entries_of_a_menu(text, path):
    assert score_link(f"https://misto.gov.ua{path}", text)[0] < score_link(HOME + "x", "Міжнародне співробітництво")[0]


def test_the_menu_entry_above_a_link_and_the_language_copy_count():
    assert (
        score_link(HOME + "12", "Перелік договорів партнерства", "Міжнародне співробітництво")[0]
        > score_link(HOME + "12", "Перелік договорів партнерства")[0]
    )
    assert score_link(HOME + "en/twin-towns", "Twin towns")[0] < score_link(HOME + "twin-towns", "Twin towns")[0]
    nested = page('<li><a href="/m">Міжнародна співпраця</a><ul><li><a href="/12">Партнерства</a></li></ul></li>')
    reasons = {found.url: found.reason for found in links(parse(nested), HOME, Ground.of(HOME))}
    assert "under the menu entry “Міжнародна співпраця”" in reasons[HOME + "12"]


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "news?page=2", "partners?paged=3", "partners?sort=name", "x.pdf", "photo.JPG", "2024/05/mista-partnery", "calendar/partnery", "partnery/page/7", "tag/partnery/",
        "a/b/a/b/a/b/partnery", "a/b/c/d/e/f/g/h/i/partnery", "partnery?a=1&b=2&c=3&d=4", "partnery?" + "q" * 200, "partnery/" + "x" * 400, "partnery?print=1", "p?session_id=9",
    ],
)  # fmt: skip
def test_traps(path):
    assert is_trap(HOME + path)


@pytest.mark.parametrize(
    "path", ["mista-partnery", "?page_id=12", "index.php?option=com_content&view=article&id=5", "index.php?page=mista-partnery", "mizhnarodne-spivrobitnictvo-10-20-30-04-05-2021/"]
)  # fmt: skip
def test_no_traps(path):
    assert is_trap(HOME + path) is None


def test_links_of_a_hostile_page_cost_little():
    item = (
        "<li><p>"
        + "слово " * 100_000
        + "</p>"
        + "<i></i>" * 20_000
        + "<ul>"
        + link("/pobratymy?a[]=1", "x" * 100) * 6_000
        + "</ul></li>"
    )
    for body in (
        f"<ul>{item}</ul>",
        "<ul><li>" * 5_000 + link("/pobratymy", "Побратими"),
        f'<base href="//[bad">{link("/a", "Побратими")}',
        '<a href="' + "/a" * 500_000 + '">x</a>',
    ):
        began = time.process_time()
        found = links(parse(f"<html><body>{body}</body></html>"), HOME, Ground.of(HOME))
        assert len(found) <= 1 and time.process_time() - began < 3


def test_ground_is_the_host_and_what_stands_below_it():
    ground = Ground.of("http://www.rada.misto.gov.ua/index.php")
    assert ground == Ground("rada.misto.gov.ua")
    for inside in ("https://rada.misto.gov.ua/a", "http://www.rada.misto.gov.ua/", "https://int.rada.misto.gov.ua/a"):
        assert ground.holds(inside)
    for outside in (
        "https://misto.gov.ua/a",
        "https://gov.ua",
        "https://xrada.misto.gov.ua/",
        "https://rada.misto.gov.ua.evil.com/",
    ):
        assert not ground.holds(outside)
    shared = Ground.of("https://rada.info/rada/04360123", shared=True)
    assert shared.holds("https://rada.info/rada/04360123/partners") and not shared.holds(
        "https://rada.info/rada/04360999/partners"
    )


def test_addresses_of_one_page_have_one_key():
    same = ("https://misto.gov.ua/a/", "http://www.misto.gov.ua/a", "https://misto.gov.ua/a/index.php")
    assert len({address_key(url) for url in same}) == 1
    assert address_key(HOME + "a?id=1") != address_key(HOME + "a?id=2")
    assert site_address(" misto.gov.ua ") == HOME and site_address("HTTP://Misto.gov.ua") == "http://misto.gov.ua/"
    with pytest.raises(Refused):
        site_address("немає")


# --- sitemaps ---------------------------------------------------------------------------------------------------------


URLS = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> https://misto.gov.ua/a </loc></url><url><loc>https://misto.gov.ua/b?x=1&amp;y=2</loc></url></urlset>'


def test_sitemaps_plain_gzipped_as_an_index_as_text_and_broken_off():
    wanted = ["https://misto.gov.ua/a", "https://misto.gov.ua/b?x=1&y=2"]
    assert sitemap_locations(URLS) == (wanted, False)
    assert sitemap_locations(gzip.compress(URLS)) == (wanted, False)
    assert sitemap_locations(b"<sitemapindex><sitemap><loc>https://misto.gov.ua/s.xml</loc></sitemap></sitemapindex>") == (
        ["https://misto.gov.ua/s.xml"],
        True,
    )
    assert sitemap_locations(b"https://misto.gov.ua/a\nhttps://misto.gov.ua/b\n") == (
        ["https://misto.gov.ua/a", "https://misto.gov.ua/b"],
        False,
    )
    assert sitemap_locations(URLS.rpartition(b"<loc>")[0])[0] == wanted[:1]
    pictures = b'<urlset xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://misto.gov.ua/a</loc><image:image><image:loc>https://misto.gov.ua/p</image:loc></image:image></url></urlset>'
    assert sitemap_locations(pictures) == (["https://misto.gov.ua/a"], False)


def test_hostile_sitemaps_give_nothing_in_no_time():
    began = time.process_time()
    laughs = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
        + b"]><urlset><url><loc>&i;</loc></url></urlset>"
    )
    file = (
        b'<?xml version="1.0"?><!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>&f;</loc></url></urlset>'
    )
    for body in (
        laughs,
        file,
        b"",
        b"\x1f\x8bnot gzip",
        b"%PDF",
        bytes(1000),
        b"<" * 100_000,
        b"<a>" * 50_000,
        gzip.compress(bytes(60_000_000)),
    ):
        assert sitemap_locations(body) == ([], False)
    many = b"<urlset>" + b"<url><loc>https://misto.gov.ua/a</loc></url>" * 60_000 + b"</urlset>"
    assert len(sitemap_locations(many)[0]) == 50_000
    assert time.process_time() - began < 5


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader_of_sitemaps(body):
    locations, index = sitemap_locations(b"<urlset>" + body)
    assert isinstance(locations, list) and index in (True, False)


# --- the walk ---------------------------------------------------------------------------------------------------------


def test_navigation_leads_through_a_page_of_cooperation_to_the_list():
    site = Site({
        "/": page(link("/news", "Новини"), link("/mizhnarodne", "Міжнародне співробітництво"), link("/budget", "Бюджет")),
        "/mizhnarodne": page(link("/proiekty", "Проєкти"), link("/pobratymy", "Наші побратими"), title="Міжнародне співробітництво"),
        "/pobratymy": LIST,
    })  # fmt: skip
    result = find(site)
    assert [found.url for found in result.found] == [HOME + "pobratymy"] and result.found[0].partners == 4
    assert "Наші побратими" in result.found[0].reason and "4 partners" in result.found[0].reason and result.failure is None
    assert "https://misto.gov.ua/budget" not in site.asked


def test_the_sitemap_of_robots_leads_where_no_menu_does():
    site = Site(
        {"/": page(link("/news", "Новини")), "/maps.xml": "<sitemapindex><sitemap><loc>https://misto.gov.ua/post_tag.xml</loc></sitemap><sitemap><loc>https://misto.gov.ua/pages.xml.gz</loc></sitemap></sitemapindex>",
         "/pages.xml.gz": gzip.compress(b"<urlset><url><loc>https://misto.gov.ua/x</loc></url><url><loc>https://other.ua/mista-pobratymy</loc></url><url><loc>https://misto.gov.ua/mista-pobratymy</loc></url></urlset>"),
         "/mista-pobratymy": LIST},
        sitemaps=("http://[bad", "/maps.xml", "https://elsewhere.ua/sitemap.xml"),
    )  # fmt: skip
    result = find(site)
    assert [found.url for found in result.found] == [HOME + "mista-pobratymy"] and "in the sitemap" in result.found[0].reason
    assert site.asked == [HOME, HOME + "maps.xml", HOME + "pages.xml.gz", HOME + "mista-pobratymy"]


def test_wordpress_is_known_and_its_own_sitemap_asked_for():
    site = Site(
        {
            "/": page(text='<img src="/wp-content/themes/x/logo.svg">'),
            "/wp-sitemap.xml": "<urlset><url><loc>https://misto.gov.ua/twin-towns</loc></url></urlset>",
            "/twin-towns": LIST,
        }
    )
    result = find(site)
    assert result.family == "WordPress" and [found.url for found in result.found] == [HOME + "twin-towns"]


def test_a_budget_is_kept_whatever_the_site_links_to():
    class Endless(Site):
        async def get(self, url: str, *, source: str) -> Document:
            number = len(self.asked)
            self.pages[urlsplit(url).path] = page(
                *(link(f"/partnery-{number}-{n}", "Міжнародне партнерство") for n in range(500))
            )
            return await super().get(url, source=source)

    site = Endless({})
    result = find(site, budget=Budget(pages=7))
    assert len(site.asked) == result.fetched == 7 and result.found == []
    assert "7 addresses looked at" in result.reason and "left:" in result.reason


def test_a_site_that_drips_is_left_and_what_was_found_is_kept():
    class Slow(Site):
        async def get(self, url: str, *, source: str) -> Document:
            if url.endswith("/slow"):
                await asyncio.sleep(60)
            return await super().get(url, source=source)

    pages = {"/": page(link("/pobratymy", "Наші побратими"), link("/slow", "Побратими")), "/pobratymy": LIST}
    kept = find(Slow(pages), budget=Budget(seconds=0.5))
    assert (
        [found.url for found in kept.found] == [HOME + "pobratymy"]
        and kept.failure is None
        and "stopped after 0.5 s" in kept.reason
    )
    lost = find(Slow({"/": page(link("/slow", "Побратими"))}), budget=Budget(seconds=0.5))
    assert lost.failure and lost.failure[0] is IssueClass.UNREACHABLE


def test_a_site_without_a_page_says_what_was_looked_at():
    result = find(Site({"/": page(link("/mizhnarodne", "Міжнародна діяльність")), "/mizhnarodne": Unreachable("status 500")}))
    assert result.found == [] and result.failure is None
    assert "no page of the site" in result.reason and "status 500" in result.reason and "/sitemap.xml" in result.reason


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        (Unreachable("status 503"), IssueClass.UNREACHABLE),
        (b"%PDF-1.4", IssueClass.WRONG_TYPE),
        ("<html><title>Домен</title><body><p>Цей домен продається. Купити домен.</p></body></html>", IssueClass.PARKING_PAGE),
    ],
)
def test_a_site_that_cannot_be_looked_at_is_a_failure_with_its_class(home, expected):
    result = find(Site({"/": home}))
    assert result.failure and result.failure[0] is expected and result.reason and result.fetched == 1


def test_a_site_that_leads_elsewhere_is_not_followed_there():
    site = Site(
        {"https://parking.example/": page(link("/mista-pobratymy", "Міста-побратими"))},
        moved={HOME: "https://parking.example/"},
    )
    result = find(site)
    assert (
        result.failure
        and result.failure[0] is IssueClass.REFUSED
        and "parking.example" in result.reason
        and site.asked == [HOME]
    )


def test_a_site_without_a_scheme_may_be_without_tls():
    site = Site(
        {
            "https://misto.gov.ua/": Unreachable("TLS"),
            "http://misto.gov.ua/": page(link("/pobratymy", "Побратими")),
            "/pobratymy": LIST,
        }
    )
    assert [found.url for found in find(site, "misto.gov.ua").found] == ["http://misto.gov.ua/pobratymy"]
    assert find(site, "https://misto.gov.ua").failure, "a scheme that was given is not weakened"


def test_links_off_the_ground_files_and_mails_are_not_followed():
    body = page(
        *(
            link(href, "Міста-побратими")
            for href in (
                "https://other.ua/a",
                "/twin.pdf",
                "mailto:a@b",
                "javascript:x()",
                "#top",
                "//[bad",
                "http://user:p@misto.gov.ua/",
                "/b",
            )
        )
    )
    assert [found.url for found in links(parse(body), HOME, Ground.of(HOME))] == [HOME + "b"]
    assert [found.url for found in suggestions(parse(body), HOME)] == [HOME + "b"]


def test_somebody_elses_list_and_news_are_no_partner_pages():
    news = "<html lang='uk'><head><title>Підписано угоду з містом-партнером</title></head><body><main><h1>Підписано угоду про партнерство з містом Конін</h1><p>12 травня 2024 року Місто та місто Конін (Польща) підписали угоду про співпрацю.</p></main></body></html>"
    foreign = LIST.replace("<li>Конін (Польща)</li>", "<li>Миргород (Україна)</li><li>Конін (Польща)</li>").replace(
        "<h1>Міста-побратими</h1>", "<h1>Міста-побратими Бидгоща</h1>"
    )
    site = Site(
        {
            "/": page(link("/news/1", "Місто-партнер: підписано угоду"), link("/pobratymy", "Побратими")),
            "/news/1": news,
            "/pobratymy": foreign,
        }
    )
    result = find(site, names=("Миргородська міська територіальна громада",))
    assert [found.url for found in result.found if found.partners] == []


# --- the source -------------------------------------------------------------------------------------------------------


def row(number: int, site: str | None, code: str | None = None) -> HromadaRow:
    return HromadaRow(number, f"{number} громада", katottg=code or f"UA{number:017d}", site=site)


def context(*rows: HromadaRow, **options) -> CrawlContext:
    return CrawlContext(clock=options.pop("clock", NOW), hromady=rows, partial=True, **options)


def document(url: str, body: str) -> Document:
    return Document(
        "discovered_sites", url, url, 200, "text/html", {}, NOW, hashlib.sha256(body.encode()).hexdigest(), body.encode()
    )


def test_whose_page_it_is():
    known = grounds(context(
        row(1, "https://one.ua"), row(2, "https://rada.info/rada/2"), row(3, "http://rada.info/rada/3/"), row(4, "https://same.ua"), row(5, "https://same.ua/"),
        row(6, "https://www.facebook.com/hromada"), row(7, "немає"), row(8, None), row(9, "https://vmr.gov.ua", "UA05020030000031457"), row(10, "https://sub.one.ua"), HromadaRow(11, "11 громада", site="https://eleven.ua"),
    ))  # fmt: skip
    whose = {url: (known.owner(url) or known.turns[0]).row.portal_id if known.owner(url) else None for url in (
        "https://www.one.ua/a", "https://sub.one.ua/a", "https://deep.one.ua/a", "https://rada.info/rada/2/a", "https://rada.info/rada/3/a", "https://rada.info/a", "https://same.ua/a", "https://vmr.gov.ua/a",
    )}  # fmt: skip
    assert list(whose.values()) == [1, 10, 1, 2, 3, None, None, None]
    assert sorted(issue.row for issue in known.issues) == ["11 громада", "4 громада", "5 громада", "6 громада", "7 громада"]


def test_every_site_has_its_turn_once_in_a_round_and_a_night_is_bounded():
    known = grounds(context(*(row(number, f"https://h{number}.ua") for number in range(1, 1460))))
    assert nights_of(len(known.turns), 60) == 25
    first = date(2025, 3, 1)
    nights = [known.tonight(first + timedelta(days=day), 60)[0] for day in range(25)]
    assert max(map(len, nights)) <= 60
    assert sorted(turn.row.portal_id for night in nights for turn in night) == list(range(1, 1460))
    assert known.tonight(first, 60) == known.tonight(first + timedelta(days=25), 60)


def test_a_list_is_read_as_the_hromadas_and_nothing_else_is_believed():
    source, where = DiscoveredSites(), context(row(1, "https://misto.gov.ua"))
    several = "<html><head><title>Партнери громад</title></head><body><h1>Партнери громад району</h1><table><tr><th>Назва громади</th><th>Місто-партнер</th><th>Країна</th></tr><tr><td>Перша громада</td><td>Конін</td><td>Польща</td></tr><tr><td>Друга громада</td><td>Бельці</td><td>Молдова</td></tr></table></body></html>"
    believed, empty, unheaded, foreign, shared = source.read(
        [document(HOME + "a", LIST), document(HOME + "b", page(title="Міста-побратими")), document(HOME + "c", LIST.replace("Міста-побратими", "Проєкти")),
         document("https://elsewhere.ua/", LIST), document(HOME + "d", several)],
        where,
    )  # fmt: skip
    assert (
        believed.checked
        and len(believed.claims) == 4
        and {claim.hromada_code for claim in believed.claims} == {row(1, None).katottg}
    )
    for reading in (empty, unheaded, foreign, shared):
        assert not reading.claims and not reading.checked and reading.reason and reading.issues
    assert shared.issues[0].issue_class is IssueClass.NOT_ITS_OWN_LIST
    assert source.judge([believed, empty], where) == [] and source.judge([], where) == [] and source.judge([empty], where)
    assert source.page("http://www.misto.gov.ua/a/") == source.page("https://misto.gov.ua/a")


def test_without_a_list_of_hromady_or_with_the_option_off_no_site_is_asked():
    site = Site({})
    [issue] = asyncio.run(DiscoveredSites().crawl(site, context())).issues
    assert "no list of hromady" in issue.words
    off = asyncio.run(DiscoveredSites().crawl(site, context(row(1, HOME), sites_per_night=0)))
    assert off.issues == [] and site.asked == []


def test_a_site_that_gives_nothing_is_an_issue_with_its_reason():
    site = Site({"https://b.ua/": page(link("/t", "Міста-побратими")), "https://b.ua/t": LIST})
    told: list[tuple[str, int, int]] = []
    harvest = asyncio.run(
        DiscoveredSites().crawl(site, context(row(1, "a.ua"), row(2, "b.ua"), progress=lambda *step: told.append(step)))
    )
    assert [found.url for found in harvest.documents] == ["https://b.ua/t"]
    assert [(issue.url, issue.issue_class, issue.words) for issue in harvest.issues] == [
        ("https://a.ua/", IssueClass.GONE, "the site could not be looked at: status 404")
    ]
    assert told[-1] == ("discovered_sites", 2, 2)


def test_the_undeclared_site_of_the_sample_is_found_and_agrees_with_its_card():
    async def run():
        async with Fetcher(open_web(str(SAMPLE)), clock=NOW, archive=None, contact="test@invalid") as fetcher:
            listed = SOURCES["portal_hromady"]
            hromady = listed.hromady((await listed.crawl(fetcher, context())).documents)
            where = context(*hromady)
            harvest = await SOURCES["discovered_sites"].crawl(fetcher, where)
            card = await fetcher.get("https://decentralization.ua/newgromada/4431", source="portal_cards")
            return (
                harvest,
                SOURCES["discovered_sites"].read(harvest.documents, where),
                SOURCES["portal_cards"].read([card], where),
            )

    harvest, [reading], [card] = asyncio.run(run())
    assert harvest.issues == [] and harvest.documents[0].url == "https://myrhorod-rada.gov.ua/hromada/mista-partnery"
    assert reading.checked and [(claim.partner_raw, claim.country) for claim in reading.claims] == [
        (claim.partner_raw, claim.country) for claim in card.claims
    ]
