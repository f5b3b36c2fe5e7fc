"""The register of Law 3668-IX: which file is taken, how columns are found, and that every row is a claim or a quarantined row."""

import io
import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from schemas.vocabularies import IssueClass, Kind, Level, Precision, Record, Stage
from scrapers.errors import ApiError, LayoutChanged
from scrapers.sources.law_register import DATASET_URL, LawRegister, Row, newest_workbook, read_rows, read_workbook, sides_of

REAL = Path(__file__).parents[4] / "shared/real/law_register.jsonl"

HEADING = [
    "№ з/п", "Номер та дата реєстрації", "Назва угоди", "Дата та місце підписання", "Вид співробітництва", "Сфера співробітництва",
    "Регіон України", "Суб’єкт співробітництва (Україна)", "Іноземна держава", "Адміністративно-територіальна одиниця",
    "Суб’єкт співробітництва (іноземний)", "Строк дії",
]  # fmt: skip
ENGLISH = [
    "number", "registration", "title", "date_and_place_of_signing", "kind", "sphere", "ua_region", "ua_subject", "foreign_state",
    "foreign_unit", "foreign_subject", "duration",
]  # fmt: skip
BARI = [
    1, "3 від 01.08.2025", "Угода про побратимство між Миколаївською міською радою\n(Україна) та муніципалітетом Барі", "11.07.2025,\nм. Барі,\nІталійська\nРеспубліка",
    "міжтериторіальне", "Культура", "Миколаївська область", "Миколаївська міська рада (54001, м. Миколаїв, вул. Адміральська, 20, тел. (0512) 37-00-00, office@example.org)",
    "Італійська Республіка", "Місто Баррі", "Муніципалітет міста Барі", "5 років",
]  # fmt: skip


def changed(row: list, **cells: object) -> list:
    names = ENGLISH
    return [cells.get(name, cell) for name, cell in zip(names, row, strict=True)]


def workbook(*rows: list, sheets: dict[str, list[list]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, lines in (sheets or {}).items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_row_becomes_a_claim():
    reading = read_workbook(workbook(HEADING, BARI))
    assert reading.checked and reading.issues == []
    [claim] = reading.claims
    assert (claim.record, claim.partner_raw, claim.country_raw, claim.country) == (
        Record.AGREEMENT,
        "Місто Баррі",
        "Італійська Республіка",
        "IT",
    )
    assert (claim.since, claim.since_precision, claim.signed_raw) == (
        "2025-07-11",
        Precision.DAY,
        "11.07.2025, м. Барі, Італійська Республіка",
    )
    assert (claim.kind, claim.stage, claim.level) == (Kind.TWINNING, Stage.SIGNED, Level.CITY)
    assert (claim.number_raw, claim.duration_raw, claim.oblast_raw) == ("3 від 01.08.2025", "5 років", "Миколаївська область")
    assert claim.hromada_raw.startswith("Миколаївська міська рада") and claim.hromada_code is None
    assert not any(word in f"{claim.hromada_raw}{claim.quote}" for word in ("@", "37-00-00", "Адміральська"))


@pytest.mark.parametrize("heading", [HEADING, ENGLISH, [f" {name.upper()}\n" for name in HEADING]])
def test_the_heading_is_found_wherever_it_stands(heading):
    reading = read_workbook(workbook(["Перелік зареєстрованих угод"], [], heading, list(range(1, 13)), BARI, [], BARI))
    assert len(reading.claims) == 2 and reading.issues == []


def test_a_heading_of_two_rows():
    upper = [*HEADING[:6], "Українська сторона", None, "Іноземна сторона", None, None, HEADING[11]]
    lower = [None] * 6 + ["Область", "Суб’єкт", "Держава", "Одиниця", "Суб’єкт", None]
    reading = read_workbook(workbook(upper, lower, BARI))
    assert len(reading.claims) == 1 and reading.issues == []


@pytest.mark.parametrize(
    "rows",
    [
        [["Звіт", "про", "щось", "зовсім", "інше"], ["а", "б", "в", "г", "ґ"]],
        [list(reversed(HEADING)), BARI],
        [[name for name in HEADING if "Назва" not in name], BARI],
        [BARI, BARI],
    ],
    ids=["another table", "columns moved", "a column gone", "no heading"],
)
def test_another_heading_is_a_changed_layout(rows):
    with pytest.raises(LayoutChanged):
        read_workbook(workbook(*rows))


@pytest.mark.parametrize(
    ("signed", "since", "precision"),
    [
        ("22.03.2017, м.Устрики Долішні", "2017-03-22", Precision.DAY),
        (datetime(2011, 8, 19), "2011-08-19", Precision.DAY),
        (date(2008, 3, 13), "2008-03-13", Precision.DAY),
        ("2011-08-19 00:00:00", "2011-08-19", Precision.DAY),
        ("07.06 2013,            м. Россош", "2013-06-07", Precision.DAY),
        ("2009,                     м. Броди", "2009", Precision.YEAR),
        ("село Лібнятов (Чеська Республіка).        Дата укладання 09.12.2025", "2025-12-09", Precision.DAY),
        (2022, "2022", Precision.YEAR),
        ("_", None, Precision.UNKNOWN),
        (None, None, Precision.UNKNOWN),
    ],
)
def test_dates_of_every_form(signed, since, precision):
    [claim] = read_workbook(workbook(HEADING, changed(BARI, date_and_place_of_signing=signed))).claims
    assert (claim.since, claim.since_precision) == (since, precision)


@pytest.mark.parametrize("blank", ["_", "-", "―", " — ", "", None])
def test_placeholders_are_no_value(blank):
    row = changed(BARI, registration=blank, duration=blank, sphere=blank)
    [claim] = read_workbook(workbook(HEADING, row)).claims
    assert (claim.number_raw, claim.duration_raw) == (None, None)


def test_the_number_of_a_row_is_no_part_of_the_claim():
    """It counts the rows of one edition: a row put in above would make every statement below a new one."""
    claims = [read_workbook(workbook(HEADING, changed(BARI, number=number))).claims for number in (1, 57)]
    assert claims[0] == claims[1]


def test_a_row_without_a_party_is_quarantined_and_nothing_is_lost():
    rows = [
        BARI,
        changed(BARI, number=2, foreign_unit=None, foreign_subject="_", title="Угода про співпрацю"),
        changed(BARI, number=3, ua_subject="―", title="Угода про співпрацю"),
        changed(BARI, number=4, foreign_unit=None),
        ["Розділ II"],
        changed(BARI, number=6, foreign_unit="х" * 5000),
        [None] * 12,
    ]
    reading = read_workbook(workbook(HEADING, *rows))
    assert len(reading.claims) + len(reading.issues) == 6
    assert [issue.issue_class for issue in reading.issues] == [IssueClass.BAD_ROW] * 4
    assert [issue.words for issue in reading.issues] == [
        "row 2 names no foreign party",
        "row 3 names no Ukrainian party",
        "row Розділ II names no Ukrainian and no foreign party",
        "row 6 holds a cell of more than 4000 characters",
    ]
    assert "@" not in "".join(issue.row or "" for issue in reading.issues)
    assert reading.claims[1].partner_raw == "Муніципалітет міста Барі"


def test_a_gmina_whose_unit_is_its_voivodeship():
    row = changed(
        BARI, foreign_unit="Підкарпатське воєводство", foreign_subject="Гміна Орли", foreign_state="Ркспубліка Польща"
    )
    [claim] = read_workbook(workbook(HEADING, row)).claims
    assert (claim.partner_raw, claim.region_raw, claim.country, claim.level) == (
        "Гміна Орли",
        "Підкарпатське воєводство",
        "PL",
        Level.GMINA,
    )


def test_intentions_are_not_agreements_in_force():
    [claim] = read_workbook(
        workbook(HEADING, changed(BARI, title="Протокол про наміри щодо партнерського співробітництва"))
    ).claims
    assert claim.stage is Stage.INTENT


@pytest.mark.parametrize(
    ("title", "kind_cell", "kind"),
    [
        ("Угода про співпрацю", "транскордонне", Kind.COOPERATION),
        ("Угода", "транскордонне та міжтериторіальне", Kind.CROSS_BORDER),
        ("Угода", "міжтериторіальне", Kind.UNSPECIFIED),
        ("_", None, Kind.UNSPECIFIED),
    ],
)
def test_the_kind_is_that_of_the_title_then_of_the_column(title, kind_cell, kind):
    assert read_workbook(workbook(HEADING, changed(BARI, title=title, kind=kind_cell))).claims[0].kind is kind


def test_what_stands_beside_the_known_table_is_reported():
    reading = read_workbook(
        workbook([*HEADING, "Примітка"], [*BARI, "призупинено"], sheets={"Архів": [["давнє"]], "Порожній": []})
    )
    assert len(reading.claims) == 1
    assert [issue.issue_class for issue in reading.issues] == [IssueClass.LAYOUT_CHANGED] * 2
    assert "Архів" in reading.issues[0].words and "призупинено" in reading.issues[1].words


def test_a_register_without_rows_is_no_zero():
    reading = read_workbook(workbook(HEADING))
    assert not reading.checked and reading.reason
    assert [issue.issue_class for issue in reading.issues] == [IssueClass.UNEXPECTEDLY_EMPTY]


def test_whatever_fails_it_is_the_register_that_failed():
    assert LawRegister().page("https://data.gov.ua/api/3/action/package_show?id=x") == DATASET_URL


def test_rows_as_mappings():
    reading = read_rows(
        [
            {"party": "Барська міська рада", "unit": "місто Барі", "state": "Італія"},
            {"oblast": "Вінницька область", "hromada": "x"},
        ]
    )
    assert (len(reading.claims), len(reading.issues)) == (1, 1)
    assert Row().title is None


@pytest.mark.parametrize(
    ("title", "party", "expected"),
    [
        ("Угода про співпрацю між Куснищанською сільською радою та гміною Седлище (РП)", "Куснищанська сільська рада", (None, "гміною Седлище (РП)")),
        ("Договір між Парчевським повітом республіки Польща та Любомльською районною радою Волинської області, Україна", "", (None, "Парчевським повітом республіки Польща")),
        ("Протокол Побратимства між містами Тисмениця (Україна) і Борша (Румунія)", "", ("Тисмениця", "Борша (Румунія)")),
        ("Угода між Одеською ОДА та губернаторством провінції Стамбул (Туреччина) про торгівлю", "Одеська ОДА", (None, "губернаторством провінції Стамбул (Туреччина)")),
        ("Угода між Луцьким районом Волинської області та повітом ", "Луцька районна рада", (None, None)),
        ("Угода про дружбу між гміною А та гміною Б", "Луцька міська рада", (None, None)),
        ("Рамкова угода про співпрацю", "Новояворівська територіальна громада", (None, None)),
    ],
)  # fmt: skip
def test_a_title_names_the_sides_that_the_cells_leave_out(title, party, expected):
    home, abroad = sides_of(title, party)
    assert (home if expected[0] else None, abroad) == expected


@pytest.mark.skipif(not REAL.exists(), reason="the transcribed register is not part of the project")
def test_every_transcribed_row_is_a_claim_or_quarantined():
    rows = [json.loads(line) for line in REAL.read_text(encoding="utf-8").splitlines()]
    reading = read_rows(rows)
    without = [row for row in rows if not row["partner_name"]]
    # The transcription leaves the partner of 33 rows out; the titles of 25 name it, those of 8 name nobody.
    assert (len(rows), len(without)) == (118, 33)
    assert (len(reading.claims), len(reading.issues)) == (110, 8)
    assert sum(claim.since is not None for claim in reading.claims if claim.country_raw) == 85
    unknown = [claim.country_raw for claim in reading.claims if claim.country is None and claim.country_raw]
    assert unknown == ["Республіка Молдова, Румунія"] * 2


# the data set


def resource(name: str, modified: str | None, **more: object) -> dict:
    return {
        "url": f"https://data.gov.ua/{name}.xlsx",
        "format": "XLSX",
        "last_modified": modified,
        "archiver": {"is_broken": False},
    } | more


def package(*resources: object, **more: object) -> bytes:
    return json.dumps({"success": True, "result": {"resources": list(resources)}} | more).encode()


def test_the_newest_whole_workbook_is_taken():
    found = newest_workbook(
        package(
            resource("old", "2025-01-10T00:00:00"),
            resource("new", "2025-09-30T10:00:00.123456"),
            resource("broken", "2025-10-01T00:00:00", archiver={"is_broken": "True"}),
            resource("undated", None, created=None),
            resource("nonsense", "zzzz"),
            resource("pdf", "2026-01-01T00:00:00", format="PDF", url="https://data.gov.ua/x.pdf"),
            {"url": None, "format": "XLSX"},
            "text",
        )
    )
    assert found == "https://data.gov.ua/new.xlsx"


def test_a_file_without_a_checker_or_format_counts():
    assert newest_workbook(
        package({"url": "https://data.gov.ua/a.XLSX?x=1", "format": None, "created": "2025-01-01"})
    ).endswith("a.XLSX?x=1")


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b'{"success": false, "error": {"message": "Not found"}}', b'{"success": true}', b"[" * 99999]
)
def test_an_answer_that_is_no_package(body):
    with pytest.raises(ApiError):
        newest_workbook(body)


def test_a_data_set_without_a_whole_workbook():
    with pytest.raises(LayoutChanged):
        newest_workbook(package(resource("broken", "2025-01-01", archiver={"is_broken": True})))
