"""The map of U-LEAD / GIZ: shapes of its GeoJSON, and codes that cannot be those of the hromada they stand beside."""

import asyncio
import csv
import json
from datetime import UTC, datetime

import pytest

from schemas.vocabularies import IssueClass
from scrapers.errors import LayoutChanged
from scrapers.fetch import Fetcher
from scrapers.source import CrawlContext
from scrapers.sources.giz_map import MAP_URL, GizMap, read_geojson
from scrapers.web import open_web
from tests.conftest import SAMPLES

NOW = datetime(2025, 1, 1, tzinfo=UTC)
POLTAVA, VOLYN, LVIV = "UA53080370010073240", "UA07080170000013585", "UA46060250000025047"


def feature(**properties) -> dict:
    return {"type": "Feature", "geometry": None, "properties": properties}


def hromada(code: str | None, name: str = "Луцька міська громада", partners=None, **more) -> dict:
    return feature(
        katottg=code, ua_name=name, partners=partners or [{"name": "Lublin", "country": "Republic of Poland"}], **more
    )


def collection(*features: dict) -> dict:
    return {"type": "FeatureCollection", "features": list(features)}


def test_a_feature_is_a_hromada_with_its_partners():
    partners = [{"name": "Lublin", "country": "Republic of Poland"}, {"name": "Xīnyí", "country": "People's Republic of China"}]
    first, second = read_geojson(collection(hromada(VOLYN, partners=partners, oblast="Волинська область"))).claims
    assert (first.hromada_code, first.hromada_raw, first.oblast_raw) == (VOLYN, "Луцька міська громада", "Волинська область")
    assert (first.partner_raw, first.country_raw, first.country, first.since) == ("Lublin", "Republic of Poland", "PL", None)
    assert (second.partner_raw, second.country) == ("Xīnyí", "CN")


@pytest.mark.parametrize(
    "properties",
    [
        {"partners": ["Lublin, Republic of Poland"]},
        {"partners": '[{"name": "Lublin", "country": "Republic of Poland"}]'},
        {"partners": "Lublin, Republic of Poland"},
        {"partner_name": "Lublin", "partner_country": "Republic of Poland"},
    ],
)
def test_other_shapes_of_a_pair(properties):
    [claim] = read_geojson(collection(feature(katottg=VOLYN, ua_name="Луцька", **properties))).claims
    assert (claim.hromada_raw, claim.partner_raw, claim.country) == ("Луцька", "Lublin", "PL")


def test_a_code_of_another_oblast_than_printed_is_a_conflict():
    reading = read_geojson(collection(hromada(VOLYN, "Дубівська", oblast="Закарпатська область")))
    assert [issue.issue_class for issue in reading.issues] == [IssueClass.CODE_CONFLICT]
    # Code, name and oblast go on as printed: the resolver sends them to a person.
    assert (reading.claims[0].hromada_code, reading.claims[0].oblast_raw) == (VOLYN, "Закарпатська область")


def test_a_code_among_those_of_another_oblast_is_not_taken():
    around = [hromada(f"UA46{number:02}0600000025047", f"Громада {number}") for number in range(14)]
    reading = read_geojson(collection(*around[:7], hromada(VOLYN, "Городоцька"), *around[7:]))
    [doubted] = [claim for claim in reading.claims if claim.hromada_raw == "Городоцька"]
    assert (doubted.hromada_code, doubted.number_raw) == (None, VOLYN)
    assert VOLYN in doubted.quote
    assert [issue.row for issue in reading.issues] == [f"{VOLYN} Городоцька"]


def test_neighbouring_oblasts_are_no_conflict():
    north = [hromada(f"UA07{number:02}0600000025047", f"Громада {number}") for number in range(8)]
    south = [hromada(f"UA46{number:02}0600000025047", f"Громада {number}") for number in range(8)]
    assert read_geojson(collection(*north, *south)).issues == []


def test_what_is_not_understood_is_reported():
    bad = collection(
        hromada(None, partners=[{"name": "", "country": "Hungary"}]), hromada(LVIV, colour="red"), {"type": "Feature"}
    )
    reading = read_geojson(bad)
    words = [issue.words for issue in reading.issues]
    assert len(reading.claims) == 1
    assert "a property that is not known: colour (1 times)" in words
    assert {"a pair without a partner", "a feature without properties"} <= set(words)


@pytest.mark.parametrize("value", [{}, [], {"features": []}, {"features": [feature(katottg=POLTAVA)]}])
def test_another_file_is_not_an_empty_map(value):
    with pytest.raises(LayoutChanged):
        read_geojson(value)


def crawl(web):
    async def run():
        async with Fetcher(open_web(str(web)), clock=NOW, archive=None, contact="test@invalid") as fetcher:
            return await GizMap().crawl(fetcher, CrawlContext(clock=NOW))

    return asyncio.run(run())


def folder(tmp_path, **pages: tuple[str, str]):
    with (tmp_path / "index.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["url", "status", "content_type", "file", "headers"])
        for name, (path, text) in pages.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
            rows.writerow([MAP_URL + path, 200, "text/html; charset=utf-8", name, ""])
    return tmp_path


def test_the_file_is_found_through_page_and_script():
    harvest = crawl(SAMPLES / "2025-01-01")
    assert [document.url for document in harvest.documents] == [f"{MAP_URL}data/carddata.geojson"]


def test_the_collection_may_stand_in_a_script(tmp_path):
    data = json.dumps(collection(hromada(VOLYN)), ensure_ascii=False)
    web = folder(tmp_path, page=("", '<script src="a.js"></script>'), script=("a.js", f"const cards = {data};\ndraw(cards)"))
    harvest = crawl(web)
    [reading] = GizMap().read(harvest.documents, CrawlContext(clock=NOW))
    assert [claim.partner_raw for claim in reading.claims] == ["Lublin"]


def test_a_page_that_names_no_file_is_a_changed_layout(tmp_path):
    harvest = crawl(folder(tmp_path, page=("", '<link href="manifest.json"><p>map</p>')))
    assert harvest.documents == []
    assert [(issue.issue_class, issue.url) for issue in harvest.issues] == [(IssueClass.LAYOUT_CHANGED, MAP_URL)]
