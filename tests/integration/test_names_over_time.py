"""Names and sites of hromady over recorded time: a snapshot prints what was known then, and a rename is a change of its own."""

import sqlalchemy as sa

from registry import causes, reference, snapshots
from registry.places.codifier import load_codifier
from registry.statements import Night, begin_night, finish_night, record_night, record_sources
from schemas.tables import TABLES
from tests.integration.nights import FIRST, LVIV, SOURCE, later

#: Renamed between the editions of the codifier (renamed_hromady.csv).
SHEPTYTSKA = "UA46120130000026331"


def night(
    connection: sa.Connection, day: int, title: str | None = None, code: str = SHEPTYTSKA, site: str | None = None
) -> Night:
    """A night on which the portal lists one hromada under `title`, and nothing else was read."""
    opened = begin_night(connection, later(day), web="test", inputs="")
    record_sources(connection, [{"id": "list", **SOURCE}])
    listed = [{"portal_id": "1", "katottg": code, "title": title, "site": site}] if title else []
    reference.record_portal_list(connection, opened, listed)
    nothing = {name: TABLES[name].frame([]) for name in ("claims", "issues")}
    record_night(connection, opened, documents=[], pages=[], **nothing)
    finish_night(connection, opened)
    return opened


def known(connection: sa.Connection, day: int, code: str = SHEPTYTSKA) -> dict:
    tables = snapshots.take(connection, FIRST.date(), later(day), counts_only=True).tables
    return tables["hromady"].filter(hromada_code=code).row(0, named=True)


def test_the_former_name_stands_as_long_as_the_portal_prints_it(connection):
    edition = load_codifier()
    [former] = edition.names.filter(code=SHEPTYTSKA, current=False)["name"]
    reference.record_codifier(connection, edition)
    night(connection, 0, f"{former} міська територіальна громада")
    night(connection, 30)
    night(connection, 273, "Шептицька міська територіальна громада")
    names = [known(connection, day)["hromada"] for day in (0, 30, 272, 273, 300)]
    assert names == ["Червоноградська"] * 3 + ["Шептицька"] * 2


def test_an_unknown_title_of_the_portal_renames_nothing(connection):
    reference.record_codifier(connection, load_codifier())
    night(connection, 0, "Шептицькій міська територіальна громада")
    assert known(connection, 0)["hromada"] == "Шептицька"


def test_a_site_is_known_from_the_night_that_found_it(connection):
    reference.record_codifier(connection, load_codifier())
    night(connection, 0)
    night(connection, 10, "Львівська міська територіальна громада", LVIV, "https://city-adm.lviv.example")
    assert [known(connection, day, LVIV)["site"] for day in (0, 9, 10)] == [None, None, "https://city-adm.lviv.example"]


def test_a_quiet_night_adds_no_version(connection):
    reference.record_codifier(connection, load_codifier())
    night(connection, 0)
    count = sa.text("SELECT (SELECT count(*) FROM hromada_version), (SELECT count(*) FROM source_version)")
    before = connection.execute(count).one()
    reference.record_codifier(connection, load_codifier())
    night(connection, 1)
    assert connection.execute(count).one() == before


def test_a_name_of_another_edition_of_the_codifier_is_a_rename(connection):
    reference.record_codifier(connection, load_codifier())
    night(connection, 0)
    connection.execute(sa.text("UPDATE hromada SET name = 'Інша' WHERE code = :code"), {"code": LVIV})
    night(connection, 10)
    then, later_on = (snapshots.take(connection, FIRST.date(), later(day), counts_only=True) for day in (0, 10))
    facts = causes.facts_between(connection, then.known_at, later_on.known_at, then.as_of, later_on.as_of)
    assert facts["renamed"].rows() == [(LVIV, "Львівська", "Інша")]
