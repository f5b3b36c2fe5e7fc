"""SKEW: the list and the map say the same ties, German spelling stays as printed, and an entry that is not understood is quarantined."""

import json

import pytest

from schemas.vocabularies import IssueClass, Kind, Precision, Stage
from scrapers.errors import LayoutChanged
from scrapers.sources.skew import read_list, read_map, read_rows

LINK = "/Liste-deutsch-ukrainischer-kommunalbeziehungen.html?partner="
HEAD = "<table><tr><th>Kommune</th><th>Bundesland</th><th>Art</th><th>seit</th><th>Ukraine</th><th>Oblast</th></tr>"


def row(*cells: str, ids: tuple[str, str] = ("7", "8")) -> str:
    german, *middle, ukrainian, oblast = cells
    ends = [f'<a href="{LINK}{number}">{name}</a>' for number, name in zip(ids, (german, ukrainian), strict=True)]
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in (ends[0], *middle, ends[1], oblast)) + "</tr>"


def point(head: str, *items: str, country: str = "de") -> dict:
    return {"country": country, "layer": f'<div class="layer-partner">{head}</div><ul>{"".join(items)}</ul>'}


def page(value: object) -> str:
    return (
        f"<html><body><script>var x = 1; var MAPDATA = {json.dumps(value, ensure_ascii=False)}; draw();</script></body></html>"
    )


def test_a_row_of_the_list_is_a_tie():
    text = HEAD + row(
        "M&uuml;lheim (Ruhr)", "Nordrhein-Westfalen", "Kommunalpartnerschaft", "2023", "Iwano-Frankiwsk", "Iwano-Frankiwska"
    )
    [claim] = read_list(text).claims
    assert (claim.partner_raw, claim.region_raw, claim.country) == ("Mülheim (Ruhr)", "Nordrhein-Westfalen", "DE")
    assert (claim.hromada_raw, claim.oblast_raw, claim.hromada_code) == ("Iwano-Frankiwsk", "Iwano-Frankiwska", None)
    assert (claim.kind, claim.stage, claim.number_raw) == (Kind.PARTNERSHIP, Stage.SIGNED, "partner=8")
    assert (claim.since, claim.since_precision) == ("2023", Precision.YEAR)


def test_columns_are_known_by_what_they_hold():
    text = "<table>" + row("Bonn", "seit 2022", "Betreiberpartnerschaft", "Nordrhein-Westfalen", "Cherson", "Chersonska")
    [claim] = read_list(text).claims
    assert (claim.kind, claim.since, claim.region_raw) == (Kind.OPERATOR, "2022", "Nordrhein-Westfalen")


def test_what_the_list_leaves_blank_stays_unknown():
    [claim] = read_list(
        HEAD + row("Oldenburg", "Niedersachsen", "Kommunalpartnerschaft", "-", "Tscherwonohrad", "Lwiwska")
    ).claims
    assert (claim.since, claim.since_precision) == (None, Precision.UNKNOWN)


def test_an_unknown_kind_or_cell_is_reported():
    kind = read_list(HEAD + row("Bonn", "Hessen", "Klimafreundschaft", "2022", "Cherson", "Chersonska"))
    assert [issue.issue_class for issue in kind.issues] == [IssueClass.UNMAPPED_VALUE]
    assert kind.claims[0].kind is Kind.UNSPECIFIED
    good = row("Jena", "Thüringen", "Kommunalpartnerschaft", "2022", "Browary", "Kyjiwska")
    cell = read_list(HEAD + good + row("Bonn", "Hessen", "etwas anderes", "2022", "Cherson", "Chersonska"))
    assert [issue.issue_class for issue in cell.issues] == [IssueClass.BAD_ROW]
    assert [claim.partner_raw for claim in cell.claims] == ["Jena"]


@pytest.mark.parametrize("wrapped", [True, False])
def test_the_map_gives_ties_of_german_points(wrapped):
    items = [
        f'<li><a href="{LINK}9">Luzk</a> (seit 2015)<br>Wolynska</li>',
        f'<li><a href="{LINK}10">Kiew-Podil</a> (seit 2023)<br>Kyjiw (Stadt)</li>',
    ]
    points = [
        point(f'<a href="{LINK}1">Lippe (Landkreis)</a><br>Nordrhein-Westfalen', *items),
        point(
            f'<a href="{LINK}9">Luzk</a><br>Wolynska', f'<li><a href="{LINK}1">Lippe</a> (seit 2015)<br>NRW</li>', country="ua"
        ),
    ]
    reading = read_map(page({"points": points} if wrapped else points))
    assert [(claim.hromada_raw, claim.oblast_raw, claim.since) for claim in reading.claims] == [
        ("Luzk", "Wolynska", "2015"),
        ("Kiew-Podil", "Kyjiw (Stadt)", "2023"),
    ]
    assert {claim.partner_raw for claim in reading.claims} == {"Lippe (Landkreis)"}
    assert reading.claims[0].kind is Kind.UNSPECIFIED


def test_a_point_may_carry_its_partners_as_objects():
    partners = [{"id": 9, "name": "Luzk", "state": "Wolynska", "since": 2022, "type": "Betreiberpartnerschaft"}]
    [claim] = read_map(page([{"country": "de", "name": "Würzburg", "state": "Bayern", "partners": partners}])).claims
    assert (claim.partner_raw, claim.region_raw, claim.hromada_raw) == ("Würzburg", "Bayern", "Luzk")
    assert (claim.since, claim.kind, claim.number_raw) == ("2022", Kind.OPERATOR, "partner=9")


def test_the_third_side_of_a_triangle_is_abroad():
    [claim] = read_list(HEAD + row("Lublin", "Polen", "Kommunalpartnerschaft", "2023", "Luzk", "Wolynska")).claims
    assert (claim.country, claim.country_raw, claim.region_raw) == ("PL", "Polen", None)


@pytest.mark.parametrize(
    "text", ["<html><p>Wartung</p></html>", page([]), page({"points": 3}), "MAPDATA = {", 'MAPDATA = {"a": ']
)
def test_another_page_is_not_an_empty_list(text):
    with pytest.raises(LayoutChanged):
        read_map(text) if "MAPDATA" in text else read_list(text)


def test_rows_of_other_sources_are_quarantined_with_the_reason():
    rows = [
        {"partner": "Jena", "ua_name_in_source": "Browary", "type": "Kommunalpartnerschaft", "since": "2022", "source": "skew"},
        {"partner": "Luleå", "ua_name_in_source": "", "since": "2025", "source": "cities4cities"},
    ]
    reading = read_rows(rows)
    assert len(reading.claims) == 1
    assert [issue.words for issue in reading.issues] == ["not a row of SKEW but of cities4cities"]
