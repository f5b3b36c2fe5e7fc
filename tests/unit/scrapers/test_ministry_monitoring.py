"""Control totals out of the news of the monitoring: numbers with their noun, day and scope, and none of those that stand beside them."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from schemas.vocabularies import IssueClass
from scrapers.fetch import Fetcher
from scrapers.source import CrawlContext
from scrapers.sources.ministry_monitoring import MinistryMonitoring, numbers, read_news, read_text
from scrapers.web import open_web
from tests.conftest import SAMPLES

DAY = "Станом на 1 квітня 2025 року міжнародне партнерство: "


def totals(text: str) -> list[tuple]:
    return [(total.scope, total.counter, total.value, total.approximate) for total in read_text(text, date(2026, 1, 1)).totals]


@pytest.mark.parametrize(
    ("text", "value", "approximate"),
    [
        ("2101 договір", 2101, False),
        ("2 101 договір", 2101, False),
        ("2\u00a0101 договір", 2101, False),
        ("2,101 agreements", 2101, False),
        ("понад 2100 договорів", 2100, True),
        ("майже півтори тисячі договорів", 1500, True),
        ("півтори тисячі договорів", 1500, True),
        ("1,5 тисячі договорів", 1500, True),
        ("1,5 тис. договорів", 1500, True),
        ("дві тисячі сто один договір", 2101, False),
        ("більше ніж чотириста вісімдесят сім громад", 487, True),
        ("шістдесят чотири країни", 64, False),
        ("п'ятсот угод", 500, False),
        ("тисячу двісті угод", 1200, False),
        ("близько сотні угод", 100, True),
        ("about 1,500 agreements", 1500, True),
    ],
)
def test_numbers_in_digits_and_words(text, value, approximate):
    [number] = numbers(text)
    assert (number.value, number.approximate) == (value, approximate)


@pytest.mark.parametrize("text", ["зросло на 15%", "ст. 3668-ІХ", "версія 2.1.5"])
def test_what_is_no_number(text):
    assert numbers(text) == []


def test_four_counters_are_not_mixed():
    text = DAY + "490 громад уклали 2119 договорів із 1740 іноземними партнерами з 64 країн світу."
    assert totals(text) == [
        ("Україна", "hromady", 490, False),
        ("Україна", "agreements", 2119, False),
        ("Україна", "partners", 1740, False),
        ("Україна", "countries", 64, False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Станом на 1 січня 2024 року міжнародні угоди мають 384 з 1470 територіальних громад.",
        "Станом на 1 січня 2024 року з 1470 територіальних громад лише 384 з них мають міжнародні угоди.",
        "As of January 1, 2024, 384 of 1470 hromadas have international agreements.",
    ],
)
def test_the_whole_that_a_share_is_of_is_no_total(text):
    assert totals(text) == [("Україна", "hromady", 384, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Львівська область – 285 договорів; Закарпатська область – 284 договори.",
        "Найбільше угод у Львівській (285) та Закарпатській (284) областях.",
        "Громади Львівської та Закарпатської областей уклали 285 та 284 договори відповідно.",
        "285 договорів у Львівській області, 284 – у Закарпатській.",
    ],
)
def test_numbers_of_oblasts(text):
    assert totals(DAY + "дані.\n" + text) == [
        ("Львівська", "agreements", 285, False),
        ("Закарпатська", "agreements", 284, False),
    ]


def test_kyiv_and_its_oblast_are_two():
    text = DAY + "дані.\nКиївська область – 133 договори.\nМісто Київ – 39 договорів."
    assert totals(text) == [("Київська", "agreements", 133, False), ("Київ", "agreements", 39, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Станом на 1 липня 2025 року 893 громади уклали 678 договорів про міжмуніципальне співробітництво.",
        "У проєкті «Пліч-о-пліч» станом на 1 квітня 2025 року понад 1100 партнерств між громадами.",
        "Станом на 1 квітня 2025 року громади уклали між собою 315 договорів. За пів року 29 громад налагодили такі відносини.",
        "As of July 1, 2025, 893 hromadas have 678 agreements of inter-municipal cooperation.",
    ],
)
def test_domestic_programmes_give_nothing(text):
    assert totals(text) == []


def test_domestic_numbers_beside_international_ones_are_left_alone():
    text = DAY + "2101 договір.\nПро співробітництво між собою 476 громад уклали 315 договорів. До них додалося 29 громад."
    assert totals(text) == [("Україна", "agreements", 2101, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Лише за останній квартал 2023 року громади уклали 96 договорів із зарубіжними муніципалітетами.",
        "Протягом 2024 року громади уклали 525 міжнародних договорів.",
        "За пів року міжнародних партнерів знайшли 29 громад.",
    ],
)
def test_what_was_added_is_no_total(text):
    assert totals(DAY + "дані.\n" + text) == []


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("станом на 1 липня 2023 року", "2023-07-01"),
        ("станом на 01.10.2025", "2025-10-01"),
        ("станом на ІІ квартал 2023 року", "2023-07-01"),
        ("станом на IV квартал 2025 року", "2026-01-01"),
        ("станом на червень 2024 року", "2024-06"),
        ("as of April 1, 2025", "2025-04-01"),
    ],
)
def test_the_day_of_a_total(words, day):
    [total] = read_text(f"Громади мають 1500 міжнародних угод, {words}.", date(2026, 6, 1)).totals
    assert total.as_of == day


def test_totals_without_a_day_are_reported_and_not_kept():
    reading = read_text("487 громад уклали 2101 договір з партнерами з 64 країн світу.")
    assert not reading.totals and not reading.checked
    assert {issue.issue_class for issue in reading.issues} == {IssueClass.UNMAPPED_VALUE, IssueClass.UNEXPECTEDLY_EMPTY}


def test_a_news_item_is_read_without_what_stands_around_it():
    html = f"""<html><body><nav>Понад 3000 міжнародних договорів</nav><article><h1>Дані моніторингу</h1><p>{DAY}2101 договір.</p></article>
    <aside><ul><li><a href="/news/1">450 іноземних партнерів у 12 країнах</a></li></ul></aside></body></html>"""
    reading = read_news(html)
    assert [(total.counter, total.value) for total in reading.totals] == [("agreements", 2101)]
    assert reading.claims == [] and reading.reason


def test_the_sample_gives_the_published_series():
    source = MinistryMonitoring()
    clock = datetime(2025, 10, 1, tzinfo=UTC)
    context = CrawlContext(clock=clock, partial=True)

    async def run():
        async with Fetcher(open_web(str(SAMPLES / "2025-10-01")), clock=clock, archive=None, contact="test@invalid") as fetcher:
            return await source.crawl(fetcher, context)

    readings = source.read(asyncio.run(run()).documents, context)
    found = {(total.as_of, total.scope, total.counter): total.value for reading in readings for total in reading.totals}
    assert found == {
        ("2023-07-01", "Україна", "agreements"): 1500,
        ("2023-07-01", "Україна", "hromady"): 356,
        ("2023-07-01", "Україна", "countries"): 62,
        ("2023-07-01", "Закарпатська", "agreements"): 257,
        ("2023-07-01", "Львівська", "agreements"): 226,
        ("2024-01-01", "Україна", "agreements"): 1573,
        ("2024-01-01", "Україна", "hromady"): 384,
        ("2025-04-01", "Україна", "hromady"): 487,
        ("2025-04-01", "Україна", "agreements"): 2101,
        ("2025-04-01", "Україна", "countries"): 64,
        ("2025-04-01", "Львівська", "agreements"): 285,
        ("2025-04-01", "Закарпатська", "agreements"): 284,
        ("2025-04-01", "Київська", "agreements"): 133,
        ("2025-04-01", "Одеська", "agreements"): 128,
        ("2025-04-01", "Тернопільська", "agreements"): 109,
    }
    assert source.judge(readings, context) == []
