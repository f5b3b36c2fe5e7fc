"""Small pages that the reader once took for something else: what stands near a partner and is not said of it.

`tests/data/misreadings.jsonl` has one page a line, with why it is there (`about`) and its claims as (partner, country, since, stage, ended on).
"""

import json
from pathlib import Path

import pytest

from scrapers.layouts.choose import read_page

PAGES = [json.loads(line) for line in (Path(__file__).parents[2] / "data/misreadings.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=[f"{page['about']} {number}" for number, page in enumerate(PAGES)])
def test_each_partner_has_what_is_said_of_it(page):
    reading = read_page(
        page["page"].encode(), url="https://rada.example.gov.ua/x", content_type="text/html", source="test", hromada_names=tuple(page["hromada"])
    )
    assert [[one.partner_raw, one.country, one.since, one.stage.value, one.ended_on] for one in reading.claims] == page["claims"]
