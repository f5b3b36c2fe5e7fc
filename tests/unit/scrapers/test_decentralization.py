"""The portal's list of hromady and its cards: what is read, and that nothing between the headings is dropped."""

import csv
import hashlib
import html
import json
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas.vocabularies import IssueClass, Level
from scrapers.archive import Document
from scrapers.errors import LayoutChanged, Unreadable
from scrapers.source import CrawlContext, HromadaRow
from scrapers.sources.decentralization import PortalCards, PortalHromady, card_url, read_card, read_directory

NOW = datetime(2025, 1, 1, tzinfo=UTC)
ODESA = "UA51100270000073549"
REAL = Path(__file__).parents[4] / "shared/real/portal_cards.csv"

CARD = """<html><body><div class='single-page-title'>
Одеська міська територіальна громада
</div><div class='info-block'><a href="/areas/17">
Одеська область
</a></div><div class='info-block'><div>КАТОТТГ: <span class='value'>{code}</span></div>
<div title='Тип громади'>Тип громади:</div> <span class='value'>міська</span></div>
{block}
<h3>Склад громади</h3><div class='community-table'><a href='/villages/1'>Одеса</a><p>UA51100270010076757</p></div></body></html>"""


def card(block: str, code: str = ODESA):
    return read_card(CARD.format(code=code, block=block).encode(), url=card_url(4360), content_type="text/html; charset=utf-8")


def table(country: str, *partners: str, extra: str = "") -> str:
    listed = "".join(f"<p>{partner}</p>\n" for partner in partners)
    return (
        f"<div class='community-table wide'><div><a href='/countries/7'>\n{country}\n</a></div><div>{listed}</div>{extra}</div>"
    )


HEADING = "<h3>Країни партнери</h3>"


def document(body: bytes, url: str) -> Document:
    return Document("portal_cards", url, url, 200, "text/html", {}, NOW, hashlib.sha256(body).hexdigest(), body)


def test_partners_by_country():
    reading = card(HEADING + table("Польща", "Люблін", "К&#39;янчіано-Терме") + table("Румунія", "Новосольський повіт"))
    assert reading.checked and not reading.issues and reading.layout == "portal_card"
    assert [(claim.country_raw, claim.country, claim.partner_raw) for claim in reading.claims] == [
        ("Польща", "PL", "Люблін"),
        ("Польща", "PL", "К'янчіано-Терме"),
        ("Румунія", "RO", "Новосольський повіт"),
    ]
    claim = reading.claims[2]
    assert (claim.hromada_code, claim.hromada_raw) == (ODESA, "Одеська міська територіальна громада")
    assert (claim.oblast_raw, claim.level, claim.since) == ("Одеська область", Level.COUNTY, None)
    assert claim.quote == "Румунія: Новосольський повіт"


def test_a_card_without_the_block_is_a_checked_zero():
    reading = card("")
    assert reading.checked and reading.claims == [] and reading.issues == []
    assert "no partner" in reading.reason


def test_a_country_that_we_do_not_know_keeps_its_words():
    [claim] = card(HEADING + table("Нарнія", "Кер-Паравел")).claims
    assert (claim.country, claim.country_raw) == (None, "Нарнія")


@pytest.mark.parametrize(
    ("strange", "words"),
    [
        ("<p>Відень</p>", "Відень"),
        ("<span>Відень</span>", "Відень"),
        ("Відень", "Відень"),
        ("<ul><li>Відень</li></ul>", "Відень"),
        (table("Польща", "Люблін", extra="<span>з 1995 року</span>"), "з 1995 року"),
        (table("Польща", "Люблін<br>Краків"), "Люблін Краків"),
        (table("Польща", "Люблін", "<table><tr><td>Краків</td></tr></table>"), "Краків"),
        (table("", "Люблін"), "Люблін"),
        (table("Польща"), "Польща"),
    ],
)
def test_what_is_not_understood_between_the_headings_is_reported(strange, words):
    reading = card(HEADING + table("Австрія", "Зальцбург") + strange)
    assert [claim.partner_raw for claim in reading.claims if claim.country == "AT"] == ["Зальцбург"]
    assert {issue.issue_class for issue in reading.issues} == {IssueClass.LAYOUT_CHANGED}
    assert [issue.row for issue in reading.issues] == [words]


def test_inline_marks_do_not_change_a_name():
    [claim] = card(HEADING + table("Польща", "<b>Стальова</b>-Воля")).claims
    assert claim.partner_raw == "Стальова-Воля"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (CARD.replace("single-page-title", "title").format(code=ODESA, block=""), "title"),
        (CARD.replace("КАТОТТГ", "Код").format(code=ODESA, block=""), "КАТОТТГ"),
        (CARD.format(code=ODESA, block=HEADING), "without a partner"),
        (CARD.replace("Склад громади", "Бюджет").format(code=ODESA, block=HEADING + table("Польща", "Люблін")), "does not end"),
    ],
)
def test_a_card_that_changed_is_a_failed_read(body, words):
    with pytest.raises(LayoutChanged, match=words):
        read_card(body.encode())


@pytest.mark.parametrize("code", ["", "UA511002700000735", "UА51100270000073549", "5110027"])
def test_a_code_that_is_none_is_an_issue_of_its_own(code):
    with pytest.raises(Unreadable) as caught:
        card(HEADING + table("Польща", "Люблін"), code=code)
    assert caught.value.issue_class is IssueClass.UNKNOWN_CODE


def test_kyiv_is_a_hromada_here():
    reading = card(HEADING + table("Польща", "Краків"), code="UA80000000000093317")
    assert reading.claims[0].hromada_code == "UA80000000000093317"


def test_a_card_under_the_wrong_id_is_reported():
    body = CARD.format(code=ODESA, block=HEADING + table("Польща", "Люблін")).encode()
    rows = [HromadaRow(4360, "Одеська", katottg=ODESA), HromadaRow(1, "Київська", katottg="UA80000000000093317")]
    context = CrawlContext(clock=NOW, hromady=rows)
    right, wrong = PortalCards().read([document(body, card_url(4360)), document(body, card_url(1))], context)
    assert right.issues == []
    assert [issue.issue_class for issue in wrong.issues] == [IssueClass.CODE_CONFLICT]


@pytest.mark.skipif(not REAL.exists(), reason="the transcribed cards are not part of the project")
def test_every_transcribed_partner_is_read():
    rows = defaultdict(lambda: defaultdict(list))
    with REAL.open(encoding="utf-8", newline="") as stream:
        given = list(csv.DictReader(stream))
    for row in given:
        rows[row["katottg"]][row["partner_country_ua"]].append(row["partner_name"])
    read = []
    for code, countries in rows.items():
        block = HEADING + "".join(table(html.escape(country), *map(html.escape, names)) for country, names in countries.items())
        reading = card(block, code=code)
        assert reading.issues == []
        read += [(claim.hromada_code, claim.country) for claim in reading.claims]
    expected = sorted((row["katottg"], row["partner_country"]) for row in given)
    assert len(read) == len(given) == 617
    assert sorted(read) == expected


# the list and the directory


def answer(*communities: object, **more: object) -> Document:
    body = json.dumps({"data": {"communities": list(communities)}} | more).encode()
    return document(body, "https://decentralization.ua/graphql")


def community(number: int, **more: object) -> dict:
    return {"id": number, "title": f"Громада {number} сільська територіальна громада", "katottg": None} | more


def read_list(found: Document, **more):
    [reading] = PortalHromady().read([found], CrawlContext(clock=NOW, **{"partial": True} | more))
    return reading


def test_the_list_keeps_what_is_empty_empty():
    found = answer(
        community(1, title=" Одеська  міська територіальна громада ", katottg=ODESA, population=1_010_537, site=""),
        community(2, population="багато"),
    )
    first, second = PortalHromady().hromady([found])
    assert first == HromadaRow(1, "Одеська міська територіальна громада", katottg=ODESA, population=1_010_537, type="міська")
    assert (second.katottg, second.site, second.population, second.type) == (None, None, None, "сільська")
    reading = read_list(found)
    assert reading.checked and reading.claims == [] and "2 hromady" in reading.reason


def test_rows_that_are_none_are_quarantined_and_the_rest_is_kept():
    found = answer(community(1), community(1), community(2, title=None), {"id": "3", "title": "x"}, "Київ", community(4))
    assert [row.portal_id for row in PortalHromady().hromady([found])] == [1, 4]
    reading = read_list(found)
    assert [issue.issue_class for issue in reading.issues] == [IssueClass.BAD_ROW] * 4
    assert all(issue.row for issue in reading.issues)


def test_far_too_few_hromady_are_a_failed_read():
    reading = read_list(answer(*(community(number) for number in range(1, 9))), partial=False)
    assert not reading.checked and reading.issues[-1].issue_class is IssueClass.UNEXPECTEDLY_EMPTY


@pytest.mark.parametrize(
    "body",
    [
        b'{"errors": [{"message": "Field \'communities\' not found"}]}',
        b'{"errors": [{"message": "x"}], "data": {"communities": [{"id": 1, "title": "a"}]}}',
        b'{"errors": "text"}',
        b'{"data": null}',
        b'{"data": {"communities": null}}',
        b"[]",
        b"<html>",
        b"",
        b"[" * 100_000,
        b'{"data": {"communities": ' + b"9" * 10_000 + b"}}",
    ],
)
def test_an_answer_that_is_none_is_an_api_error_with_status_200(body):
    found = document(body, "https://decentralization.ua/graphql")
    reading = read_list(found)
    assert not reading.checked and reading.reason
    assert [issue.issue_class for issue in reading.issues] == [IssueClass.API_ERROR]
    assert PortalHromady().hromady([found]) == []


def test_the_directory_names_cards_and_its_last_page():
    page = """<a href="/newgromada/12">А</a><a href="https://decentralization.ua/newgromada/7">Б</a><a href="/newgromada/12/edit">в</a>
    <a href="/newgromada?page=2">2</a><a href="/newgromada?page=147">Остання</a>"""
    assert read_directory(page.encode()) == ({7, 12}, 147)
    assert (
        read_directory(
            b'<a href="/newgromada/3">x</a><a href="?page=9999">\xd0\x9e\xd1\x81\xd1\x82\xd0\xb0\xd0\xbd\xd0\xbd\xd1\x8f</a>'
        )[1]
        == 400
    )
    with pytest.raises(LayoutChanged):
        read_directory("<p>Сторінку не знайдено</p>".encode())
