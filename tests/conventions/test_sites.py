"""Every declared community site has a saved page, and its YAML reads that page as it promises. A new site is picked up by itself.

Saved pages are the answers of the sample web (`samples/web/*/index.csv`) at the site's addresses, and files
`tests/data/sites/<id>.html`, `<id>-2.html` ... in the order of its addresses. What does not belong here: how good the generic
reading is (tests/data/test_pages.py).
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from pipelines.cli import app
from registry.places.codifier import load_codifier
from scrapers.layouts.choose import read_page
from scrapers.sites import FOLDER, Site, load_sites, read_site, site_for
from scrapers.web import canonical_url

ROOT = Path(__file__).parents[2]
WEB = ROOT / "samples" / "web"
SAVED = ROOT / "tests" / "data" / "sites"
SITES = load_sites()


def saved_pages(site: Site, saved: Path = SAVED) -> Iterator[tuple[str, str | None, Path]]:
    """(address, content type, file) of every good page kept of a site; nights of the sample with faults are left out."""
    found = set()
    for index in sorted(WEB.glob("20*/index.csv")):
        with index.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                declared = site_for(row["url"], {site.id: site})
                path = (index.parent / row["file"]).resolve()
                if declared and row["status"] == "200" and path not in found:
                    found.add(path)
                    yield row["url"], row["content_type"], path
    for number, url in enumerate(site.url):
        path = saved / (f"{site.id}.html" if number == 0 else f"{site.id}-{number + 1}.html")
        if path.is_file():
            yield url, None, path


def faults(site: Site, saved: Path = SAVED) -> list[str]:
    """What is wrong with a declaration and its saved pages, in words; nothing when it is as it should be."""
    pages = list(saved_pages(site, saved))
    wrong = [] if pages else [f"{site.id}: no saved page; put one at tests/data/sites/{site.id}.html"]
    for url, content_type, path in pages:
        reading = read_page(path.read_bytes(), url=url, content_type=content_type, source=site.id, site=site)
        words = f"{path.name}: {len(reading.claims)} claims, {site.expect_min} to {site.expect_max} expected; {reading.reason}"
        if not reading.checked or not site.expect_min <= len(reading.claims) <= site.expect_max:
            wrong.append(words)
    if site.hromada not in set(load_codifier().hromady["code"]):
        wrong.append(f"{site.id}: the codifier holds no hromada {site.hromada}")
    return wrong


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_a_site_reads_its_saved_pages(site):
    assert faults(site) == []


def test_identifiers_and_addresses_are_unique():
    stems = [path.stem for path in FOLDER.glob("*.yaml")]
    assert len(stems) >= 10 and set(stems) == set(SITES)
    addresses = [re.sub(r"^https?://(?:www\.)?|/$", "", canonical_url(url)) for site in SITES.values() for url in site.url]
    assert len(addresses) == len(set(addresses))
    assert all(site.expect_min >= 1 for site in SITES.values()), "a site without partners needs no declaration"


def test_no_saved_page_is_of_nobody():
    known = {
        f"{site.id}.html" if number == 0 else f"{site.id}-{number + 1}.html"
        for site in SITES.values()
        for number in range(len(site.url))
    }
    assert {path.name for path in SAVED.glob("*.html")} <= known


def test_one_yaml_and_one_saved_page_are_enough(tmp_path):
    """The five minutes of CONTRIBUTING.md: inspect a saved page, keep the draft, and the tests read it."""
    address = "https://myrhorod-rada.gov.ua/hromada/mista-partnery"
    page = WEB / "pages/sites/myrhorod.html"
    draft = tmp_path / "new_site.yaml"
    result = CliRunner().invoke(app, ["inspect", str(page), "--url", address, "--yaml", str(draft)])
    assert result.exit_code == 0, result.output
    site = read_site(draft)
    assert (site.id, site.hromada, site.url, site.layout) == ("new_site", "UA53060230000098362", (address,), "listing")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "new_site.html").write_bytes(page.read_bytes())
    assert faults(site, tmp_path / "pages") == []


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("expect_min", 8, "8 to 21 expected"),
        ("layout", "table", "0 claims"),
        ("hromada", "UA00000000000000001", "the codifier holds no hromada"),
        ("url", "https://nobody.ua/", "no saved page"),
    ],
)
def test_a_wrong_declaration_is_told(tmp_path, key, value, words):
    draft = tmp_path / "new_site.yaml"
    CliRunner().invoke(
        app,
        [
            "inspect",
            str(WEB / "pages/sites/myrhorod.html"),
            "--url",
            "https://myrhorod-rada.gov.ua/hromada/mista-partnery",
            "--yaml",
            str(draft),
        ],
    )
    draft.write_text(
        yaml.safe_dump({**yaml.safe_load(draft.read_text(encoding="utf-8")), key: value}, allow_unicode=True), encoding="utf-8"
    )
    assert any(words in fault for fault in faults(read_site(draft), tmp_path)), faults(read_site(draft), tmp_path)
