"""Every transcribed row of four sources is read: rows in = claims + quarantined rows, each with its reason. Prints the figures."""

import csv
import html
import json
from collections import Counter
from itertools import groupby

import pytest

from schemas.vocabularies import IssueClass
from scrapers.claim import Reading
from scrapers.sources import giz_map, law_register, skew
from scrapers.sources.decentralization import read_card
from tests.conftest import SHARED

REAL = SHARED / "real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the transcribed rows of the sources are not at hand")


def rows(name: str) -> list[dict[str, str]]:
    with (REAL / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quarantined(reading: Reading) -> list[str]:
    return [issue.words for issue in reading.issues if issue.issue_class is IssueClass.BAD_ROW]


def told(name: str, count: int, reading: Reading, capsys) -> None:
    kept = quarantined(reading)
    others = Counter(issue.issue_class for issue in reading.issues if issue.issue_class is not IssueClass.BAD_ROW)
    with capsys.disabled():
        print(f"\n{name}: {count} rows = {len(reading.claims)} claims + {len(kept)} quarantined; other issues {dict(others)}")
    assert count == len(reading.claims) + len(kept)
    assert all(kept)


def test_law_register(capsys):
    with (REAL / "law_register.jsonl").open(encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    reading = law_register.read_rows(lines)
    told("law_register", len(lines), reading, capsys)
    assert len(lines) == 118 and len(quarantined(reading)) == 8


def test_giz_map_as_geojson(capsys):
    """The rows as the map serves them: one feature a run of one hromada."""
    transcribed = rows("giz_map.csv")
    features = [
        {
            "type": "Feature",
            "properties": {
                "katottg": code or None,
                "ua_name": name,
                "partners": [{"name": row["partner_name"], "country": row["partner_country_raw"]} for row in run],
            },
        }
        for (code, name), run in groupby(transcribed, key=lambda row: (row["katottg"], row["ua_name"]))
    ]
    reading = giz_map.read_geojson({"type": "FeatureCollection", "features": features})
    told("giz_map", len(transcribed), reading, capsys)
    assert len(transcribed) == 1233 and not quarantined(reading)
    pairs = [(claim.hromada_raw, claim.partner_raw, claim.country) for claim in reading.claims]
    assert pairs == [(row["ua_name"], row["partner_name"], row["partner_country"]) for row in transcribed]
    # Ten hromady stand under the code of a namesake in another oblast; none of their rows keeps that code.
    doubted = {claim.number_raw for claim in reading.claims if claim.number_raw}
    assert len(doubted) == 10
    assert {issue.row.split()[0] for issue in reading.issues if issue.issue_class is IssueClass.CODE_CONFLICT} == doubted


def test_skew(capsys):
    transcribed = rows("skew.csv")
    reading = skew.read_rows(transcribed)
    told("skew", len(transcribed), reading, capsys)
    own = [row for row in transcribed if row["source"] == "skew"]
    assert len(transcribed) == 87
    assert [claim.partner_raw for claim in reading.claims] == [row["partner"] for row in own]
    assert all(claim.since == row["since"] for claim, row in zip(reading.claims, own, strict=True))


def test_portal_cards(capsys):
    """The rows as cards: a table a country, a paragraph a partner."""
    transcribed = rows("portal_cards.csv")
    whole = Reading("portal_cards")
    for key, card in groupby(transcribed, key=lambda row: (row["katottg"], row["hromada"], row["oblast"])):
        reading = read_card(_card(*key, list(card)).encode())
        whole.claims += reading.claims
        whole.issues += reading.issues
    told("portal_cards", len(transcribed), whole, capsys)
    assert len(transcribed) == 617 and not quarantined(whole)
    assert [claim.country for claim in whole.claims] == [row["partner_country"] for row in transcribed]


def _card(code: str, hromada: str, oblast: str, partners: list[dict[str, str]]) -> str:
    tables = "".join(
        f'<div class="community-table"><a href="/countries/1">{country}</a>'
        + "".join(f"<p>{html.escape(html.unescape(row['partner_name']))}</p>" for row in run)
        + "</div>"
        for country, run in groupby(partners, key=lambda row: row["partner_country_ua"])
    )
    return (
        f'<div class="single-page-title">{hromada}</div><a href="/areas/1">{oblast}</a>КАТОТТГ: <span class="value">{code}</span>'
        f"<h3>Країни партнери</h3>{tables}<h3>Склад громади</h3>"
    )
