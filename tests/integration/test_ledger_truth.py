"""What the ledger makes of ends, of coarse dates, of documents printed in several precisions, and of a night that was killed."""

from datetime import date

import pytest
import sqlalchemy as sa

from registry import comparison, decisions, ledger, resolution, snapshots
from registry.rulings import Ruling
from tests.conftest import cloned
from tests.integration.nights import POLTAVA, Row, content, events, later, play, ties

RZESZOW = Row("Жешув", "Польща", "2010-05-09")
LUBLIN = Row("Люблін", "Польща", "2004-05-09")


class Killed(Exception):
    """The process died here."""


def over(day: str | None, since: str | None = "2004-05-09", stage: str = "ended") -> Row:
    return Row("Люблін", "Польща", since, fields={"stage": stage, "ended_on": day})


def document(name: str, since: str | None, country: str = "Польща", **fields) -> Row:
    return Row(name, country, since, fields={"record": "agreement", "title_raw": "Угода про співпрацю", **fields})


def play_all(registry, resolver, *nights, full=None) -> None:
    for day, pages, *source in nights:
        play(registry, resolver, later(day), pages, full=full, source=source[0] if source else "list")


def states(registry, name: str) -> list[tuple]:
    """Live states of the ties with a place: first and last day, status, the printed start."""
    rows = registry.execute(
        sa.text(
            "SELECT lower(valid), upper(valid), status, since FROM partnership_version v "
            "JOIN partnership p ON p.id = v.partnership_id JOIN place ON place.id = p.place_id WHERE upper_inf(recorded) AND place.name = :name ORDER BY valid"
        ),
        {"name": name},
    )
    return [tuple(row) for row in rows]


def agreements(registry, as_of: str, day: int) -> list[tuple]:
    frame = snapshots.take(registry, date.fromisoformat(as_of), later(day), counts_only=True).tables["agreements"]
    return frame.select("agreement_id", "signed", "stage").rows()


def causes(registry, start: str, end: str) -> dict[str, tuple[str, int]]:
    """Cause and effect of every change between two days, by partner; the bridge closed."""
    changes = comparison.compare(registry, date.fromisoformat(start), date.fromisoformat(end)).changes
    return {row["partner"]: (row["cause"], row["change"]) for row in changes.iter_rows(named=True)}


def place_keys(registry) -> dict[str, str]:
    return dict(registry.execute(sa.text("SELECT name, key FROM place")).all())


# --- a night that was killed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ruled", [False, True], ids=["", "ruled"])
@pytest.mark.parametrize("step", [(resolution, "resolve_statements"), (ledger, "update_ledger")], ids=["decisions", "ledger"])
def test_what_comes_after_a_night_that_was_killed_heals_it(registry, resolver, monkeypatch, step, ruled):
    gone, typo, right = Row("Кошице", "Словаччина"), Row("Нижня Абракадабра", "Польща"), Row("Нижня Абракадбра", "Польща")
    play_all(registry, resolver, (0, {"p": [LUBLIN, typo, gone]}), *((day, {"p": [LUBLIN, typo]}) for day in (1, 9, 20)))
    assert "unconfirmed" in ties(registry).values()

    def dies(*_given, **_named):
        # The steps before are committed, this one is not.
        registry.commit()
        raise Killed

    page = {"p": [LUBLIN, right, gone, Row("Барі", "Італія", "2025-01-22")]}
    with monkeypatch.context() as patch:
        patch.setattr(*step, dies)
        with pytest.raises(Killed):
            play(registry, resolver, later(21), page)
    registry.rollback()
    if ruled:
        # Somebody decides in the morning, before the night is played again.
        resumed = {"hromada_code": POLTAVA, "place_key": place_keys(registry)["Lublin"], "day": date(2025, 1, 10)}
        decisions.decide(registry, [Ruling("resume", "Оля", "рішення ради", **resumed)], later(22), resolver)
        registry.commit()
    play(registry, resolver, later(23), page)
    assert sorted(ties(registry).values()) == ["active"] * 4 and len(ties(registry)) == 4
    recorded = {event[:2] for day in (22, 23) for event in events(registry, later(day))}
    assert {("withdrawn", "fix.source"), ("added", "fix.source"), ("status", "view.seen_again")} <= recorded
    healed = content(registry, "state", "agreement", "stage")
    play(registry, resolver, later(24), page, full=True)
    assert content(registry, "state", "agreement", "stage") == healed
    play(registry, resolver, later(25), page)
    looked = registry.execute(sa.text("SELECT count(*) FROM night_tie")).scalar()
    assert looked == 0, "once healed, a quiet night looks at nothing"


# --- ends -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "ended", "lasted"),
    [
        ("2024", "2024-06", (date(2024, 6, 29), date(2024, 6, 30))),
        ("2022", "2022-05", (date(2022, 5, 30), date(2022, 5, 31))),
        ("2024-12", "2024", (date(2024, 12, 30), date(2024, 12, 31))),
    ],
)
def test_an_end_within_a_coarse_start_ends_the_tie(registry, resolver, since, ended, lasted):
    began = Row("Люблін", "Польща", since)
    play_all(registry, resolver, (0, {"p": [began]}), (1, {"p": [began, over(ended, since)]}))
    assert states(registry, "Lublin") == [(*lasted, "active", since), (lasted[1], None, "ended", since)]
    assert registry.scalar(sa.text("SELECT count(*) FROM issue")) == 0


def test_an_end_before_the_start_is_a_conflict_and_ends_nothing(registry, resolver):
    began = Row("Люблін", "Польща", "2020-06-01")
    play_all(registry, resolver, (0, {"p": [began]}), (1, {"p": [began, over("2019-01-01", None)]}))
    assert [state[2] for state in states(registry, "Lublin")] == ["active"]
    [words] = registry.scalars(sa.text("SELECT words FROM issue WHERE issue_class = 'date_conflict'")).all()
    assert "2019-01-01" in words and "2020-06-01" in words and "Lublin" in words


@pytest.mark.parametrize(("stage", "status"), [("ended", "ended"), ("suspended", "suspended")])
def test_an_end_without_a_day_is_given_none(registry, resolver, stage, status):
    play_all(registry, resolver, (0, {"p": [LUBLIN, RZESZOW]}), (200, {"p": [LUBLIN, RZESZOW], "q": [over(None, None, stage)]}))
    assert states(registry, "Lublin") == [(None, None, status, "2004-05-09")]
    assert causes(registry, "2025-01-01", "2025-10-01") == {"Lublin": ("fix.source", -1)}
    assert [event[:2] for event in events(registry, later(200))] == [("status", "fix.source")]
    registry.commit()
    # Another source prints the day: then it ended on it.
    play(registry, resolver, later(201), {"r": [over("2025-03-01", None, stage)]}, source="other")
    assert [(state[0], state[2]) for state in states(registry, "Lublin")] == [
        (date(2004, 5, 9), "active"), (date(2025, 3, 1), status)
    ]  # fmt: skip


def test_an_end_that_its_page_took_back_is_none(registry, resolver):
    kept = {"p": [LUBLIN, RZESZOW]}
    play_all(registry, resolver, (0, kept), (1, {"p": [over("2024-12-31"), RZESZOW]}), (2, kept), (10, kept))
    assert [state[2] for state in states(registry, "Lublin")] == ["active", "ended"], "two misses are not enough"
    play(registry, resolver, later(20), kept)
    assert [state[2] for state in states(registry, "Lublin")] == ["active"]
    assert [event[:2] for event in events(registry, later(20))] == [("status", "fix.source")]
    assert causes(registry, "2025-01-03", "2025-02-01") == {"Lublin": ("fix.source", 1)}
    registry.commit()
    play(registry, resolver, later(60), {"p": [over("2024-12-31"), RZESZOW]})
    assert [state[2] for state in states(registry, "Lublin")] == ["active", "ended"], "printed again, it counts again"


def test_an_end_whose_page_names_the_tie_no_more_stays(registry, resolver):
    nights = [(day, {"p": [LUBLIN], "news": []}) for day in (2, 10, 20, 40)]
    play_all(registry, resolver, (0, {"p": [LUBLIN], "news": []}), (1, {"p": [LUBLIN], "news": [over("2024-12-31")]}), *nights)
    assert [state[2] for state in states(registry, "Lublin")] == ["active", "ended"]


# --- agreements -------------------------------------------------------------------------------------------------------


def test_a_document_printed_as_ended_is_in_force_until_then(registry, resolver):
    play_all(
        registry,
        resolver,
        (0, {"p": [document("Люблін", "2009-05-09"), document("Жешув", "2010-05-09")]}),
        (40, {"p": [document("Люблін", "2009-05-09", stage="ended", ended_on="2025-02-01"), document("Жешув", "2010-05-09")]}),
    )
    assert [signed for _, signed, _ in agreements(registry, "2025-01-31", 40)] == ["2009-05-09", "2010-05-09"]
    assert [signed for _, signed, _ in agreements(registry, "2025-02-01", 40)] == ["2010-05-09"]
    assert len(agreements(registry, "2025-02-01", 0)) == 2, "as it was known then"


def test_a_document_ended_on_an_unknown_day_is_in_force_on_none(registry, resolver):
    ended = document("Люблін", "2009-05-09", stage="ended")
    play_all(registry, resolver, (0, {"p": [document("Люблін", "2009-05-09")]}), (1, {"p": [ended]}))
    assert agreements(registry, "2025-01-02", 1) == []


def test_a_document_goes_with_its_last_tie(registry, resolver):
    both = document("Люблін, Жешув", "2009-05-09")
    other = document("Краків", "2010-05-09")
    play_all(registry, resolver, (0, {"p": [both, other]}))
    registry.commit()
    keys = place_keys(registry)
    on = {"author": "Оля", "reason": "рішення ради", "hromada_code": POLTAVA}

    def decide(number: int, *given: Ruling) -> None:
        registry.commit()
        decisions.decide(registry, list(given), later(number), resolver)
        registry.commit()

    decide(1, Ruling("end", place_key=keys["Lublin"], day=date(2025, 1, 2), **on))
    assert len(agreements(registry, "2025-02-01", 1)) == 2, "it still binds Rzeszów"
    decide(2, Ruling("suspend", place_key=keys["Rzeszów"], day=date(2025, 1, 3), **on))
    assert len(agreements(registry, "2025-01-02", 2)) == 2
    assert [signed for _, signed, _ in agreements(registry, "2025-01-03", 2)] == ["2010-05-09"]
    decide(3, Ruling("withdraw", place_key=keys["Kraków"], **on))
    assert agreements(registry, "2025-02-01", 3) == []
    registry.commit()
    play(registry, resolver, later(4), {"p": [both, other]}, full=True)
    assert agreements(registry, "2025-02-01", 4) == []
    registry.commit()
    decide(5, Ruling("resume", place_key=keys["Rzeszów"], day=date(2025, 1, 10), **on))
    assert [signed for _, signed, _ in agreements(registry, "2025-02-01", 5)] == ["2009-05-09"]


def test_a_document_of_a_withdrawn_tie_binds_the_others(registry, resolver):
    play_all(registry, resolver, (0, {"p": [document("Люблін, Жешув", "2009-05-09")]}))
    [(before, *_)] = agreements(registry, "2025-01-01", 0)
    registry.commit()
    key = place_keys(registry)["Rzeszów"]
    registry.commit()
    decisions.decide(registry, [Ruling("withdraw", "Оля", "помилка", hromada_code=POLTAVA, place_key=key)], later(1), resolver)
    [(after, *_)] = agreements(registry, "2025-01-02", 1)
    successor = registry.scalar(sa.text("SELECT successor FROM identifier WHERE public_id = :id"), {"id": before})
    assert successor == (None if before == after else after)
    partners = registry.scalar(
        sa.text("SELECT places FROM agreement_version WHERE agreement_id = :id AND upper_inf(recorded)"), {"id": after}
    )
    assert len(partners) == 1


PRECISIONS = [("2009", "one"), ("2009-05-09", "two"), ("2009-05", "three"), (None, "four")]


def test_one_document_in_four_precisions_is_one(registry, resolver):
    for number, (since, source) in enumerate(PRECISIONS):
        play(registry, resolver, later(number), {source: [document("Люблін", since)]}, source=source)
        [(agreement, signed, _)] = agreements(registry, "2025-02-01", number)
        registry.commit()
    assert signed == "2009-05-09"
    first = registry.scalar(sa.text("SELECT agreement_id FROM agreement_version ORDER BY lower(recorded) LIMIT 1"))
    assert registry.scalar(sa.text("SELECT successor FROM identifier WHERE public_id = :id"), {"id": first}) == agreement
    # A second document of that year: nobody can say which of the two the coarse dates mean.
    play(
        registry,
        resolver,
        later(9),
        {"two": [document("Люблін", "2009-05-09"), document("Люблін", "2009-09-05")]},
        source="two",
    )
    assert sorted(signed or "" for _, signed, _ in agreements(registry, "2025-02-01", 9)) == [
        "",
        "2009",
        "2009-05-09",
        "2009-09-05",
    ]


def test_documents_of_other_numbers_or_titles_stay_apart(registry, resolver):
    printed = [
        document("Люблін", "2009-05-09", number_raw="№ 7"),
        document("Люблін", "2009", number_raw="№ 8"),
        document("Люблін", None, title_raw="Меморандум про освіту"),
        document("Люблін", "2009-05", number_raw="б/н"),
    ]
    play_all(registry, resolver, (0, {"p": printed}))
    assert sorted(signed or "" for _, signed, _ in agreements(registry, "2025-02-01", 0)) == ["", "2009", "2009-05-09"]


def test_full_and_incremental_ledgers_agree_on_all_of_this(server, template, resolver):
    nights = [
        (0, {"p": [LUBLIN, document("Люблін", "2009"), document("Люблін, Жешув", "2012")]}),
        (1, {"p": [over("2024-12-31"), document("Люблін", "2009-05"), document("Люблін, Жешув", "2012-03-01")]}),
        (2, {"p": [LUBLIN, document("Люблін", "2009-05"), document("Жешув", "2012-03")]}),
        (12, {"p": [LUBLIN, document("Люблін", None), document("Люблін, Жешув", "2012", stage="ended")]}),
        (30, {"p": [LUBLIN, document("Люблін", "2009-05-09", stage="ended", ended_on="2025-01-20"), RZESZOW]}),
        (50, {"p": [LUBLIN, over(None, None, "suspended"), RZESZOW]}),
    ]
    found = []
    for full in (True, None):
        with cloned(server, template) as database:
            engine = database.engine()
            with engine.connect() as connection:
                play_all(connection, resolver, *nights, full=full)
                found.append(content(connection))
            engine.dispose()
    assert found[0] == found[1]


def test_an_end_known_to_the_year_is_uncertain_within_it(registry, resolver):
    """Printed as ended in 2025: on a day of that year at least 0 and at most 1."""
    play_all(registry, resolver, (0, {"p": [LUBLIN]}), (1, {"p": [over("2025")]}))
    certain = {
        day: snapshots.take(registry, date.fromisoformat(day), later(1)).possible["certain"].to_list()
        for day in ("2024-12-31", "2025-06-01", "2026-01-01")
    }
    assert certain == {"2024-12-31": [True], "2025-06-01": [False], "2026-01-01": []}
