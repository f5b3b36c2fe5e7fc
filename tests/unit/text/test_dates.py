"""Dates: words and digits of six languages, the months of partners' others, precision kept, impossible ones rejected."""

import json
from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabularies import Precision
from scrapers.text.dates import PartialDate, bounds, find_dates, parse_date, parse_range

REAL = Path(__file__).parents[3] / ".." / "shared" / "real"
BASE = date(2024, 3, 15)

PRINTED = [
    ("17 липня 2023 року", "2023-07-17"), ("17-го липня 2023", "2023-07-17"), ("«17» липня 2023 р.", "2023-07-17"),
    ("17 июля 2023 года", "2023-07-17"), ("4 мая 2018 г.", "2018-05-04"), ("18 czerwca 2016 r.", "2016-06-18"),
    ("17. Juli 2023", "2023-07-17"), ("10. März 2021", "2021-03-10"), ("5 April 2020", "2020-04-05"), ("April 5th, 2020", "2020-04-05"),
    ("21st of May, 2020", "2020-05-21"), ("1er janvier 2020", "2020-01-01"), ("12 août 2021", "2021-08-12"),
    ("першого вересня 2020 року", "2020-09-01"), ("двадцять першого травня 2020", "2020-05-21"), ("п'ятого березня 2021", "2021-03-05"),
    ("dwudziestego pierwszego maja 2019", "2019-05-21"), ("19/09/2000", "2000-09-19"), ("07/25/2023", "2023-07-25"),
    ("22.03.2017, м.Устрики Долішні", "2017-03-22"), ("21.11. 2025 року селище", "2025-11-21"), ("07.06 2013,      м. Россош", "2013-06-07"),
    ("2011-08-19 00:00:00", "2011-08-19"), ("2020.01.05", "2020-01-05"), ("11.07.2025,\nм. Барі", "2025-07-11"),
    ("Дата укладання 09.12.2025", "2025-12-09"), ("поглиблюється23.06.2025", "2025-06-23"), ("19.11.2025 року\nм. Бухарест", "2025-11-19"),
    ("12.IV.1998", "1998-04-12"), ("12.ІV.1998", "1998-04-12"), ("23.06.25", "2025-06-23"), ("29.02.2024", "2024-02-29"),
    ("12-14 травня 2023", "2023-05-12"), ("12-14.05.2023", "2023-05-12"), ("30.05-02.06.2023", "2023-05-30"), ("10.10.2010 10:10", "2010-10-10"),
    ("April 1992", "1992-04"), ("у червні 2022 року", "2022-06"), ("w czerwcu 2022 r.", "2022-06"), ("в августе 2021", "2021-08"),
    ("Juillet 2023", "2023-07"), ("07.2023", "2023-07"), ("2023-07", "2023-07"), ("листопад-грудень 2022", "2022-11"),
    ("2007 р.", "2007"), ("2007р", "2007"), ("2023року", "2023"), ("оновили у 2023", "2023"), ("у 2023-му", "2023"), ("1996,    м.Ковель", "1996"),
    ("Kielce 1958", "1958"), ("Хелм-1996", "1996"), ("(1996)", "1996"), ("2019-2024", "2019"), ("1996–1998 рр.", "1996"), ("2021/2022", "2021"),
    ("від 2005р.", "2005"), ("с. 2013, 12.05.2023", "2013"), ("лист 2023", "2023"),
    ("acord semnat la 14 iunie 2003", "2003-06-14"), ("2003. június 14-én", "2003-06-14"), ("2003. június", "2003-06"),
    ("14. června 2003", "2003-06-14"), ("12. marca 2014", "2014-03-12"), ("2003 m. birželio 14 d.", "2003-06-14"),
    ("2003. gada 14. jūnijā", "2003-06-14"), ("den 9 juni 2023", "2023-06-09"), ("14 de junio de 2003", "2003-06-14"),
    ("14 Ιουνίου 2003", "2003-06-14"), ("Dubna 2005", "2005"), ("Mayo, 2001", "2001"), ("Q3 2024", "2024"), ("1998, May 23", "1998-05-23"), ("У 2003. Май", "2003"),
]  # fmt: skip
NO_DATE = [
    "31.02.2023", "31 лютого 2023", "45.13.2023", "00.05.2023", "29.02.2023", "12.05.1850", "1700 р.", "2101 рік", "2023-13",
    "17 липня", "23.06", "у листопаді", "у листопаді минулого року", "торік", "+380 44 2023 15", "(0432) 59-50-50", "2000 грн", "$2000",
    "площа 2000 га", "2 000 000", "№ 2023", "№45-2023", "Закон 2023-VIII", "розпорядження 2023-р", "2023,5", "2000 осіб", "тел. 2023",
    "192.168.12.05", "12.05.10.3", "58002", "may the force", "", "12", "2000 Einwohner", "понад 2000",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), PRINTED)
def test_parse_date(text: str, value: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert found.value == value
    assert found.precision is {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(value)]
    assert not found.relative


@pytest.mark.parametrize(
    "language", "uk ru pl de en fr ro hu cs sk sl lt lv et fi sv da nb nl it es pt bg be tr sr el sq ka".split()
)
def test_every_month_of_a_language_is_known(language: str) -> None:
    months = Locale(language).months["format"]["wide"]
    assert [parse_date(f"14 {name} 2003") for name in months.values()] == [
        PartialDate(f"2003-{number:02}-14", Precision.DAY) for number in months
    ]


@pytest.mark.parametrize("text", NO_DATE)
def test_no_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("17 липня", "2023-07-17"), ("у понеділок 17 липня", "2023-07-17"), ("10 березня", "2024-03-10"), ("15 березня", "2024-03-15"), ("July 17", "2023-07-17"),
        ("у листопаді минулого року", "2023-11"), ("17 листопада минулого року", "2023-11-17"), ("у травні", "2023-05"), ("у березні", "2024-03"),
        ("торік", "2023"), ("цього року", "2024"), ("минулого місяця", "2024-02"), ("вчора", "2024-03-14"), ("сьогодні", "2024-03-15"),
        ("yesterday", "2024-03-14"), ("w zeszłym roku", "2023"), ("last year", "2023"), ("в прошлом году", "2023"),
    ],
)  # fmt: skip
def test_relative_dates_need_a_base(text: str, value: str) -> None:
    assert parse_date(text) is None
    found = parse_date(text, BASE)
    assert found is not None
    assert (found.value, found.relative) == (value, True)


def test_a_printed_year_beats_the_base() -> None:
    found = find_dates("17 липня 2019 року, а 3 серпня оновили", BASE)
    assert [(partial.value, partial.relative) for _, _, partial in found] == [("2019-07-17", False), ("2023-08-03", True)]


def test_spans_are_what_was_printed() -> None:
    text = "Хелм (з 12.05.1998 р.), Конін — у червні 2004 року; 1958"
    assert [text[start:end] for start, end, _ in find_dates(text)] == ["12.05.1998 р.", "червні 2004 року", "1958"]


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)),
    st.sampled_from(["{:%d.%m.%Y}", "{:%Y-%m-%d}", "{:%d/%m/%Y}", "м. Хелм, {:%d.%m.%Y}р."]),
)
def test_every_day_is_read_back(day: date, form: str) -> None:
    found = parse_date(form.format(day))
    assert found is not None
    assert bounds(found.value, found.precision) == (day, day)


@given(st.text(alphabet="0123456789. -/рокуtravniatвня ,", max_size=80))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    last = 0
    for start, end, partial in find_dates(text):
        assert last <= start < end <= len(text)
        last = end
        low, high = bounds(partial.value, partial.precision)
        assert date(1900, 1, 1) <= low <= high <= date(2100, 12, 31)


def test_bounds() -> None:
    assert bounds("2024-02", Precision.MONTH) == (date(2024, 2, 1), date(2024, 2, 29))
    assert bounds("1958", Precision.YEAR) == (date(1958, 1, 1), date(1958, 12, 31))
    assert bounds("", Precision.UNKNOWN) == (date.min, date.max)
    with pytest.raises(ValueError, match="is no day"):
        bounds("2024", Precision.DAY)


@pytest.mark.skipif(not REAL.exists(), reason="the real rows stand beside the repository")
def test_every_real_date_is_read() -> None:
    lines = (REAL / "law_register.jsonl").read_text(encoding="utf-8").splitlines()
    signed = [json.loads(line)["signed"] for line in lines]
    assert [text for text in signed if text and parse_date(text) is None] == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2004–2010", "2004", "2010"), ("2004 - 2010 рр.", "2004", "2010"), ("(2004—2010 роки)", "2004", "2010"),
        ("з 2004 по 2010 рік", "2004", "2010"), ("2004 р. - 2010 р.", "2004", "2010"), ("01.05.2010–31.12.2015", "2010-05-01", "2015-12-31"),
        ("2004-05-09 – 2010-05-09", "2004-05-09", "2010-05-09"), ("травень 2010 – червень 2012", "2010-05", "2012-06"),
        ("05.2010-06.2012", "2010-05", "2012-06"), ("2010–31.12.2015", "2010", "2015-12-31"), ("from 2004 to 2010", "2004", "2010"),
        ("до 31.12.2027", None, "2027-12-31"), ("по 2027 рік", None, "2027"),
    ],
)  # fmt: skip
def test_a_range_is_read_with_both_ends(text: str, first: str | None, last: str) -> None:
    found = parse_range(text)
    assert found is not None and ((found[0] and found[0].value), found[1].value) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "2004", "2004-05", "2004-05-09", "2010–2004", "2004–", "2004–дотепер", "2004, 2010", "2013/2014", "12-14.05.2023", "30.05-02.06.2023",
        "2004–2010, м. Люблін", "листопад-грудень 2022", "№ 2004-2010/7", "1000–2010", "", "до кінця 2027 року", "з 2004 року", "2004–2010–2012",
        "31.02.2004–2010", "-".join(["2004"] * 500),
    ],
)  # fmt: skip
def test_no_range(text: str) -> None:
    assert parse_range(text) is None


def test_a_name_that_begins_like_a_month_is_no_month() -> None:
    assert [found[2].value for found in find_dates("Сен-Дені, 2022", None)] == ["2022"]
    assert [found[2].value for found in find_dates("вересень-жовтень 2022", None)] == ["2022-09"]
