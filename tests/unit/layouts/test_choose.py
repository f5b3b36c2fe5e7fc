"""The reader as a whole: a site's YAML, expectations, hostile pages and the contract of a Reading."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.vocabularies import IssueClass
from scrapers.layouts.choose import LAYOUTS, read_page
from scrapers.sites import COLUMNS, BadSite, Options, Site, load_sites, read_site, site_for
from scrapers.sites import LAYOUTS as DECLARED

SITE = Site(
    id="x",
    title="Полтава: міста-побратими",
    hromada="UA53080370000025447",
    url=("https://x.example.ua/twins",),
    publisher="рада",
    robots="x",
    licence="x",
    lang="uk",
    expect_min=1,
    expect_max=5,
)
LIST = "<h1>Міста-побратими</h1><ul><li>Конін (Польща)</li><li>Нант (Франція)</li></ul>"
YAML = """id: {id}
title: "Полтава: міста-побратими"
hromada: UA53080370000025447
url: https://{id}.example.ua/twins/
layout: table
publisher: рада
robots: asked before every run
licence: facts only
lang: uk
expect_min: 1
expect_max: 20
"""


def read(html: str, site: Site | None = SITE):
    return read_page(html.encode(), url=None, content_type=None, source="test", site=site)


def test_a_site_fixes_the_layout_the_part_and_the_columns() -> None:
    html = (
        "<div id=a><table><tr><td>1992</td><td>Польща</td><td>Конін</td></tr><tr><td>2001</td><td>Литва</td>"
        "<td>Каунас</td></tr></table></div><div><table><tr><td>1</td><td>США</td><td>Кент</td></tr><tr><td>1</t"
        "d><td>США</td><td>Кент</td></tr></table></div>"
    )
    site = replace(SITE, layout="table", options=Options(selector="#a", columns=("since", "country", "partner"), skip_rows=0))
    claims = read(html, site).claims
    assert [(claim.partner_raw, claim.country, claim.since, claim.hromada_code) for claim in claims] == [
        ("Конін", "PL", "1992", SITE.hromada),
        ("Каунас", "LT", "2001", SITE.hromada),
    ]


def test_a_selector_that_is_gone_is_a_changed_layout() -> None:
    reading = read(LIST, replace(SITE, options=Options(selector="#gone")))
    assert (reading.claims, [issue.issue_class for issue in reading.issues]) == ([], [IssueClass.LAYOUT_CHANGED])
    assert not reading.checked


def test_lookups_and_ignored_entries() -> None:
    site = replace(SITE, lookups={"Конін": "Konin"}, ignore=("Нант",))
    assert [claim.partner_raw for claim in read(LIST, site).claims] == ["Konin"]


@pytest.mark.parametrize(
    ("least", "most", "issue"), [(3, 9, IssueClass.UNEXPECTEDLY_EMPTY), (0, 1, IssueClass.UNEXPECTEDLY_MANY)]
)
def test_expectations_are_checked(least: int, most: int, issue: IssueClass) -> None:
    reading = read(LIST, replace(SITE, expect_min=least, expect_max=most))
    assert [one.issue_class for one in reading.issues] == [issue]
    assert not reading.checked


def test_a_reading_without_claims_always_has_a_reason() -> None:
    for html in (
        "",
        "<p></p>",
        "<p>Новини міста</p>",
        "<h1>Міста-побратими</h1>",
        "<h1>Міста-побратими</h1><p>Сторінка наповнюється.</p>",
    ):
        reading = read(html, None)
        assert reading.claims == []
        assert reading.reason
        assert reading.issues


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<h1>Міста-побратими</h1>",
                "<ul>",
                "<li>",
                "</li>",
                "</ul>",
                "Конін",
                " (Польща)",
                " — ",
                "Нант, Франція",
                "<br>",
                "<table>",
                "<tr>",
                "<td>",
                "<th>Місто",
                "<th>Країна",
                "</table>",
                "1992",
                "Угоду підписано з містом ",
                "Полтава",
                "; ",
                ": ",
                "<p>",
                "</p>",
                "<div class=c>",
                "</div>",
                "(",
                ")",
                "🇵🇱",
                "«",
                "стали побратимами",
                "\ufffd",
            ]
        ),
        max_size=30,
    )
)
def test_nothing_raises_and_every_claim_is_whole(pieces: list[str]) -> None:
    reading = read("".join(pieces), None)
    assert reading.claims or reading.reason
    for claim in reading.claims:
        assert claim.partner_raw.strip()
        assert "\ufffd" not in claim.partner_raw
        assert len(claim.quote) <= 300


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Міста-побратими</h1><ul>" + "<li>Конін (Польща) – 1992</li>" * 60_000,
        "<h1>Міста-побратими</h1><p>" + "Конін, " * 300_000,
        "<h1>Міста-побратими</h1>" + "<div class=c><p>Конін</p><p>Польща</p>" * 8_000,
        "<h1>Міста-побратими</h1><table>" + "<tr><td rowspan=100000 colspan=100000>Конін<td>Польща</tr>" * 5_000,
        "<h1>Міста-побратими</h1><p>" + "(" * 1_000_000,
        "<p>побратим" + " \n\t" * 1_000_000 + "x",
        "<a" * 1_500_000,
    ],
    ids=["items", "commas", "cards", "spans", "brackets", "blanks", "tags"],
)
def test_large_pages_are_read_in_bounded_time(html: str) -> None:
    started = time.process_time()
    reading = read(html, None)
    assert time.process_time() - started < 30
    assert len(reading.claims) <= 1


def test_declared_layouts_are_the_layouts() -> None:
    assert set(DECLARED) == {"auto", *LAYOUTS}


# --- declarations -----------------------------------------------------------------------------------------------------


def test_packaged_sites_are_right() -> None:
    sites = load_sites()
    assert {
        "poltava",
        "mykolaiv",
        "vinnytsia",
        "kyiv",
        "kharkiv",
        "zhovkva",
        "odesa",
        "zaporizhzhia",
        "ivano_frankivsk",
        "khmelnytskyi",
        "mukachevo",
    } <= sites.keys()
    assert all(site_for(url) is site for site in sites.values() for url in site.url)
    assert site_for("http://vmr.gov.ua/en/twin-cities/?lang=1") is sites["vinnytsia"]
    assert site_for("https://vmr.gov.ua/other") is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("colour: red", "x.yaml: unknown key 'colour'"),
        ("options: {columns: [town]}", "bad value of 'options.columns'"),
        ("options: {size: 1}", "unknown key 'options.size'"),
        ("lookups: [a]", "'lookups' is not a mapping"),
        ("ignore: 5", "'ignore' is not a list"),
        ("notes: 5", "'notes' is not of type str"),
        ("expect_min: 30", "doubled key 'expect_min'"),
    ],
)
def test_a_yaml_is_read_strictly(tmp_path: Path, change: str, words: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(YAML.format(id="x") + change + "\n", encoding="utf-8")
    with pytest.raises(BadSite) as error:
        read_site(path)
    assert "x.yaml" in str(error.value)
    assert words in str(error.value)


def test_missing_keys_wrong_values_and_shared_addresses(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(YAML.format(id="x").replace("publisher: рада\n", ""), encoding="utf-8")
    with pytest.raises(BadSite, match="missing key 'publisher'"):
        read_site(path)
    for right, wrong, key in (
        ("layout: table", "layout: grid", "layout"),
        ("UA53080370000025447", "UA53", "hromada"),
        ("expect_max: 20", "expect_max: 0", "expect_min"),
        ("https:", "ftp:", "url"),
        ("id: x", "id: y", "id"),
    ):
        path.write_text(YAML.format(id="x").replace(right, wrong), encoding="utf-8")
        with pytest.raises(BadSite, match=f"bad value of '{key}'"):
            read_site(path)
    path.write_text(YAML.format(id="x"), encoding="utf-8")
    (tmp_path / "y.yaml").write_text(YAML.format(id="y").replace("https://y.", "https://www.x."), encoding="utf-8")
    with pytest.raises(BadSite, match="is also that of x"):
        load_sites(tmp_path)


def test_columns_have_names() -> None:
    assert len(set(COLUMNS)) == len(COLUMNS)
