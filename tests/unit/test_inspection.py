"""`pobratym inspect`: findings of one page, its draft, what a home page leads to, and its exit codes."""

import io
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from pipelines import inspection
from pipelines.cli import app
from scrapers.errors import Gone
from scrapers.layouts.choose import read_page
from scrapers.sites import read_site

ROOT = Path(__file__).parents[2]
WEB = ROOT / "samples" / "web" / "2025-10-01"
PAGES = ROOT / "samples" / "web" / "pages" / "sites"
HOME = "https://myrhorod-rada.gov.ua"
LIST = f"{HOME}/hromada/mista-partnery"


def run(*arguments: str, expect: int = 0):
    result = CliRunner().invoke(app, ["inspect", *arguments])
    assert result.exit_code == expect, result.output
    return result


def test_a_saved_page_says_what_it_is_and_what_would_be_read():
    lines = run(str(PAGES / "myrhorod.html"), "--url", LIST).stdout.splitlines()
    facts = dict(line.split("\t", 1) for line in lines if line.count("\t") == 1)
    assert facts["class"] == "a page of content" and facts["language"] == "uk" and facts["site"] == "not declared"
    assert "utf-8" in facts["bytes"] and facts["headings"] == "Міста-партнери громади"
    assert facts["verdict"].startswith("7 partners by layout listing, checked")
    assert "Барбі\tDE\t-\tsigned\tpartnership\tБарбі (Німеччина)" in lines
    assert any(line.startswith("listing\t7\t7/7\t") for line in lines)


def test_the_draft_loads_strictly_and_reads_the_same(tmp_path):
    path = tmp_path / "myrhorod.yaml"
    run(str(PAGES / "myrhorod.html"), "--url", LIST, "--yaml", str(path))
    site = read_site(path)
    assert site.publisher == "Миргородська міська рада" and (site.expect_min, site.expect_max) == (3, 21)
    reading = read_page((PAGES / "myrhorod.html").read_bytes(), url=LIST, content_type=None, source=site.id, site=site)
    assert reading.checked and len(reading.claims) == 7
    assert run(str(PAGES / "myrhorod.html"), "--url", LIST).stdout.endswith(path.read_text(encoding="utf-8"))


def test_a_page_that_does_not_say_whose_it_is_needs_a_code(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<html><head><title>Міста-побратими</title></head><body><h1>Міста-побратими</h1><ul><li>Конін (Польща)</li><li>Бидгощ (Польща)</li></ul>"
                    "<p>Відділ працює щодня з понеділка до п’ятниці.</p></body></html>", encoding="utf-8")  # fmt: skip
    found = inspection.inspect(str(page), url="https://misto.gov.ua/twins")
    assert found.draft is None and "--hromada" in found.no_draft
    assert found.unread == ["Відділ працює щодня з понеділка до п’ятниці."]
    found = inspection.inspect(str(page), url="https://misto.gov.ua/twins", hromada="UA53080370000025447")
    assert found.draft and "id: poltava_twins" in found.draft, "the id poltava is taken by the declared page"
    assert inspection.inspect(str(page)).no_draft.startswith("a saved page needs --url")


def test_a_home_page_leads_to_the_partner_page():
    found = inspection.inspect(HOME, web=str(WEB))
    assert [(one.url, one.partners) for one in found.suggestions] == [(LIST, 7)] and "3 addresses" in found.looked
    saved = inspection.inspect(str(PAGES / "myrhorod-home.html"), url=HOME)
    assert saved.suggestions[0].url == f"{HOME}/hromada/mizhnarodne-spivrobitnytstvo" and saved.suggestions[0].partners is None
    assert LIST in run(HOME, "--web", str(WEB)).stdout


def test_a_declared_page_is_read_by_its_declaration():
    found = inspection.inspect("https://www.rada-poltava.gov.ua/people/twin-cities/", web=str(WEB))
    assert found.site == "poltava" and found.no_draft.startswith("the address is declared already")
    assert found.reading is not None and found.reading.claims[0].hromada_code == "UA53080370000025447"


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"%PDF-1.7 x", "wrong_type"), (b"\xff\xfe", "no_layout"), (b"", "no_layout"), ("<html><title>Вхід</title><form><input type=password></form></html>".encode(), "login_page"),
     (b"<div>" * 5_000 + b"x", "no_layout"), (bytes(range(256)) * 40, "wrong_type")],
)  # fmt: skip
def test_what_is_no_page_is_classified(tmp_path, body, words):
    path = tmp_path / "page"
    path.write_bytes(body)
    result = run(str(path), "--url", "https://misto.gov.ua/x")
    assert f"class\t{words}" in result.stdout and "verdict\t0 partners by layout none, not checked: " in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["no-such-file"], 2, "is not a file"),
        (["https://misto.gov.ua"], 2, "--contact"),
        ([HOME, "--web", "no-such-web"], 2, "no-such-web"),
        ([str(PAGES / "myrhorod.html"), "--hromada", "Миргород"], 2, "no code of a hromada"),
        ([str(PAGES / "myrhorod.html"), "--url", LIST, "--yaml", "My Site.txt"], 2, "the id of the site"),
        ([str(PAGES / "myrhorod-home.html"), "--url", HOME, "--yaml", "x.yaml"], 1, "no YAML is drafted"),
        ([f"{HOME}/nothing", "--web", str(WEB)], 1, "404"),
    ],
)
def test_exit_codes(arguments, code, words):
    assert words in run(*arguments, expect=code).output.replace("\n", " ")


def test_an_address_that_cannot_be_had_is_raised():
    with pytest.raises(Gone):
        inspection.inspect(f"{HOME}/nothing", web=str(WEB))


def test_tables_on_a_terminal_and_nothing_of_a_page_is_markup():
    found = inspection.inspect(str(PAGES / "myrhorod.html"), url=LIST)
    found.title = "[red]x[/red] [/nonsense]"
    out = io.StringIO()
    inspection.show(found, Console(file=out, force_terminal=True, width=120))
    assert "[red]x[/red] [/nonsense]" in out.getvalue() and "━" in out.getvalue() and "Барбі" in out.getvalue()


def test_long_words_end_after_a_whole_word_and_say_so(tmp_path):
    page, more = tmp_path / "page.html", "за участю делегацій обох міст, "
    page.write_text(f"<html lang=uk><title>Міста-побратими</title><h1>Міста-побратими</h1><ul><li>Конін (Польща) – угоду підписано {more * 6}2005 року</li>"
                    "<li>Бидгощ (Польща)</li></ul></html>", encoding="utf-8")  # fmt: skip
    found = inspection.inspect(str(page))
    found.unread = ["слово " * 50, "й" * 300]
    out = io.StringIO()
    inspection.show(found, Console(file=out))
    assert "слово…\n" in out.getvalue() and f"\n{'й' * 159}…\n" in out.getvalue()
    lines = out.getvalue().splitlines()
    [quote] = [line.rpartition("\t")[2] for line in lines if line.startswith("Конін\t")]
    assert quote.endswith("…") and len(quote) <= 100 and found.reading.claims[0].quote.startswith(quote.removesuffix("…"))
    assert quote.removesuffix("…").split()[-1] in more.replace(",", "").split()


def test_a_portal_card_is_read_by_the_reader_of_the_night():
    found = inspection.inspect(
        str(PAGES.parent / "portal" / "card-5166.html"), url="https://decentralization.ua/newgromada/5166"
    )
    assert found.reading.layout == "portal_card" and len(found.reading.claims) == 7
    assert found.draft is None and "reader of its own" in found.no_draft
