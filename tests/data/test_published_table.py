"""The published table as a golden case: a made-up nation goes through the whole line, night by night, and comes out as published.

The truth stands in `made_nation.py`; what runs here reads web folders only.
"""

import json
from collections import Counter
from collections.abc import Iterator

import polars as pl
import pytest
from typer.testing import CliRunner

from pipelines import cli
from registry.bridge import SIGNS
from registry.counting import PUBLISHED_TOTALS, load_published
from registry.places.gazetteer import Gazetteer
from schemas.vocabularies import Cause
from tests.conftest import cloned
from tests.data import made_nation

NOISE = {
    Cause.KNOWN_LATE, Cause.KNOWN_DETAIL, Cause.FIX_SOURCE, Cause.FIX_OURS, Cause.FIX_DUPLICATE, Cause.VIEW_UNCONFIRMED,
    Cause.REF_HROMADA_RENAMED,
}  # fmt: skip


@pytest.fixture(scope="module")
def nation(gazetteer_folder) -> made_nation.Nation:
    return made_nation.nation(Gazetteer.open(gazetteer_folder))


@pytest.fixture(scope="module")
def compared(nation, server, gazetteer_folder, tmp_path_factory) -> Iterator[dict]:
    """Four nights (two of them of declared sites alone), both releases and the comparison, by the command line in one process."""
    home, webs = tmp_path_factory.mktemp("nation"), tmp_path_factory.mktemp("webs")
    (home / "gazetteer").symlink_to(gazetteer_folder)
    first, last = made_nation.DAYS
    with cloned(server) as database, pytest.MonkeyPatch.context() as patch:
        patch.setenv("POBRATYM_HOME", str(home))
        patch.setenv("POBRATYM_DATABASE_URL", database.url.render_as_string(hide_password=False))

        def run(*arguments: str) -> None:
            result = CliRunner().invoke(cli.app, arguments)
            assert result.exit_code == 0, f"{arguments}\n{result.output}\n{result.exception!r}"

        for day in (first, *made_nation.BETWEEN, last):
            web = made_nation.write(nation, webs, day)
            only = ("--sources", "community_sites") if day in made_nation.BETWEEN else ()
            run("nightly", "--web", str(web), "--now", f"{day}T02:00:00+02:00", *only)
            if day in made_nation.DAYS:
                run("release", day)
        run("compare", first, last, "--out", str(home / "out"))
        yield json.loads((home / "out" / "comparison.json").read_text(encoding="utf-8"))


def test_the_agreements_are_the_published_table(compared):
    published = load_published()
    days = list(PUBLISHED_TOTALS)
    assert {row["oblast"]: row["agreements"] for row in compared["rows"]} == {
        oblast: [published[day][oblast] for day in days] for oblast in published[days[0]]
    }
    assert compared["total"]["agreements"] == [2098, 2115]
    changes = [b - a for a, b in (row["agreements"] for row in compared["rows"])]
    assert (sum(map(bool, changes)), changes.count(0)) == (10, 15)
    assert compared["countries"] == [made_nation.COUNTRIES] * 2 == [64, 64]


def test_what_was_published_then_lacked_what_was_found_later(nation, compared):
    # An edition of the register that forgot documents: as known now they counted all along.
    assert compared["as_published"]["total"]["agreements"] == [2098 - len(nation.late), 2115]
    assert compared["as_known"]["total"]["agreements"] == [2098, 2115]


def test_every_agreement_signed_in_between_is_real_new_and_nothing_else(nation, compared):
    new = [change for change in compared["changes"] if change["cause"] == Cause.REAL_NEW]
    wanted = Counter((one.hromada.title.split()[0], one.hromada.oblast) for one in nation.new())
    assert len(nation.new()) == 17
    assert Counter((change["hromada"], change["oblast"]) for change in new) == wanted
    assert all(change["evidence"] and change["change"] == 1 for change in new)


def test_noise_shows_as_what_it_is_and_the_bridge_closes(nation, compared):
    causes = Counter(change["cause"] for change in compared["changes"])
    assert set(causes) - {Cause.REAL_NEW} <= NOISE
    assert causes[Cause.KNOWN_LATE] >= len(nation.late)
    assert causes[Cause.KNOWN_DETAIL] and causes[Cause.VIEW_UNCONFIRMED] == 1 and causes[Cause.FIX_SOURCE]
    assert causes[Cause.REF_HROMADA_RENAMED]
    for row in [compared["bridge"]["total"], *compared["bridge"]["oblast"], *compared["bridge"]["country"]]:
        assert row["residual"] == 0
        assert row["end"] == row["start"] + sum(row[term] * sign for term, sign in SIGNS.items())
    total = compared["bridge"]["total"]
    assert (total["new"], total["ended"], total["expired"], total["resumed"]) == (17, 0, 0, 0)
    assert len(compared["bridge"]["oblast"]) == 25


def test_a_failed_card_takes_nothing_away(nation, compared):
    failed = nation.failing[made_nation.DAYS[1]]
    titles = {one.title.split()[0] for one in nation.hromady if one.code in failed}
    lost = [change for change in compared["changes"] if change["hromada"] in titles and change["change"] < 0]
    assert lost == []
    coverage = compared["coverage"]["total"]
    # Sites of other hromady are declared too, and none of them answers here.
    assert coverage["hromady_failed"] >= len(failed)
    assert (
        coverage["hromady_all"]
        == coverage["hromady_checked"]
        + coverage["hromady_blocked"]
        + coverage["hromady_failed"]
        + coverage["hromady_not_tried"]
    )


def test_the_published_table_reconciles_to_nothing_left(compared):
    rows = pl.DataFrame(compared["reconciliation"]).filter(pl.col("counter") == "agreements")
    assert rows.height == 52 and rows["gap"].unique().to_list() == [0]


def test_growth_is_spread_as_published(compared):
    found = compared["concentration"]["agreements_by_oblast"]
    assert (found["change"], found["slices_changed"], found["slices"][0]["change"]) == (17, 10, 3)
