"""What the ledger makes of ends, of coarse dates, of documents printed in several precisions, and of a night that was killed."""

import csv
from datetime import date

import pytest
import sqlalchemy as sa

from registry import comparison, counting, decisions, ledger, resolution, review, snapshots
from registry.database import Database, downgrade, migrate
from registry.rulings import Ruling
from tests.conftest import cloned
from tests.integration.nights import POLTAVA, Row, content, events, later, play, successors, ties

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


def test_a_person_gives_an_end_without_a_day_its_day(registry, resolver):
    play_all(registry, resolver, (0, {"p": [LUBLIN, RZESZOW]}), (200, {"p": [LUBLIN, RZESZOW], "q": [over(None)]}))
    ended = {"hromada_code": POLTAVA, "place_key": place_keys(registry)["Lublin"], "day": date(2025, 3, 1)}
    registry.commit()
    decisions.decide(registry, [Ruling("end", "Оля", "рішення ради", **ended)], later(201), resolver)
    assert [(state[0], state[2]) for state in states(registry, "Lublin")] == [
        (date(2004, 5, 9), "active"), (date(2025, 3, 1), "ended")
    ]  # fmt: skip
    assert causes(registry, "2025-01-01", "2025-10-01") == {"Lublin": ("real.ended", -1)}


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
    assert successors(registry).get(before) == (None if before == after else after)
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
    assert successors(registry)[first] == agreement
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


# --- dates in their own precision -------------------------------------------------------------------------------------


def bounds_of(registry, day: str, known: int) -> dict[str, tuple[int, int, int]]:
    """Counter -> at least, count, at most of a day in all."""
    found = counting.bounds(snapshots.take(registry, date.fromisoformat(day), later(known)))
    rows = found.filter(oblast=counting.TOTAL).select("counter", "at_least", "count", "at_most").rows()
    return {counter: tuple(numbers) for counter, *numbers in rows}


@pytest.mark.parametrize(
    ("until", "precision", "days"),
    [
        ("2025-06-12", "day", {"2025-06-11": (1, 1, 1), "2025-06-12": (0, 0, 0)}),
        ("2025-06", "month", {"2025-05-31": (1, 1, 1), "2025-06-01": (0, 1, 1), "2025-06-29": (0, 1, 1), "2025-06-30": (0, 0, 0)}),
        ("2025", "year", {"2024-12-31": (1, 1, 1), "2025-01-01": (0, 1, 1), "2025-12-31": (0, 0, 0)}),
        (None, "unknown", {"2004-01-01": (0, 0, 0), "2024-01-01": (0, 0, 1), "2025-01-01": (0, 0, 1), "2025-01-02": (0, 0, 0)}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("stage", ["ended", "suspended"])
def test_an_end_keeps_its_precision_and_the_counts_straddle_it(registry, resolver, until, precision, days, stage):
    """Also of a document: the register prints the agreement, the news its end."""
    kept = [LUBLIN, document("Люблін", "2004-05-09")]
    play_all(registry, resolver, (0, {"p": kept}), (1, {"p": kept, "news": [over(until, None, stage)]}))
    told = registry.execute(
        sa.text("SELECT DISTINCT until, until_precision FROM partnership_version WHERE upper_inf(recorded)")
    ).all()
    assert told == [(until, precision)]
    assert registry.execute(
        sa.text("SELECT until, until_precision FROM agreement_version WHERE upper_inf(recorded)")
    ).all() == [(until, precision)]  # fmt: skip
    for day, numbers in days.items():
        found = bounds_of(registry, day, 1)
        assert (found["partnerships"], found["agreements"]) == (numbers, numbers), day
    before = snapshots.take(registry, date(2024, 6, 1), later(1))
    for name in ("partnerships", "agreements"):
        rows = before.tables[name].select("until", "until_precision").rows()
        assert rows == ([(until, precision)] if until else []), name


def test_a_notice_of_an_end_alone_says_that_there_was_something_to_end(registry, resolver):
    play(registry, resolver, later(0), {"news": [over("2024-05", None)]})
    assert {day: bounds_of(registry, day, 0)["partnerships"] for day in ("2024-05-30", "2024-05-31")} == {
        "2024-05-30": (0, 0, 1), "2024-05-31": (0, 0, 0),
    }  # fmt: skip


def test_a_term_ends_in_the_precision_of_its_signing(registry, resolver):
    signed = [document("Люблін", "2020-03", duration_raw="5 років"), document("Жешув", "2020", duration_raw="5 років")]
    play(registry, resolver, later(0), {"p": signed})
    frame = snapshots.take(registry, date(2025, 1, 1), later(0)).partnerships
    assert dict(frame.select("partner", "until").iter_rows()) == {"Lublin": "2025-03", "Rzeszów": "2025"}
    assert bounds_of(registry, "2025-01-01", 0)["agreements"] == (1, 2, 2)
    assert bounds_of(registry, "2025-03-31", 0)["agreements"] == (0, 1, 1)
    assert bounds_of(registry, "2025-12-31", 0)["agreements"] == (0, 0, 0)


def test_ends_recorded_before_they_had_columns_are_told_alike(registry, resolver):
    """Down to the tables of before and up again: what the migration tells of old rows is what the ledger says of them."""
    kept = [
        LUBLIN,
        RZESZOW,
        Row("Краків", "Польща", "1999"),
        Row("Барі", "Італія", "2001"),
        document("Кошице", "2020-03-31", "Словаччина", duration_raw="5 років"),
    ]
    over_them = [
        over("2024-06"), Row("Краків", "Польща", None, fields={"stage": "suspended"}), Row("Оломоуц", "Чехія", None, fields={"stage": "ended", "ended_on": "2020"})
    ]  # fmt: skip
    play_all(registry, resolver, (0, {"p": kept}), (1, {"p": kept, "news": over_them}))
    on = {"hromada_code": POLTAVA, "place_key": place_keys(registry)["Bari"], "day": date(2024, 5, 1)}
    registry.commit()
    decisions.decide(registry, [Ruling("end", "Оля", "рішення ради", **on)], later(2), resolver)
    registry.commit()
    query = sa.text(
        "SELECT partnership_id, valid::text, recorded::text, status, until, until_precision, until_earliest, until_latest FROM partnership_version ORDER BY 1, 3, 2"
    )
    told = registry.execute(query).all()
    assert {row.until_precision for row in told} == {None, "day", "month", "year", "unknown"}
    registry.commit()
    database = Database(registry.engine.url)
    downgrade(database, "0011")
    migrate(database)
    assert registry.execute(query).all() == told


# --- corrected dates --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("right", ["2009-05-19", "2025-05-09", "2010"], ids=["a day", "across the first day", "a year"])
def test_a_corrected_date_of_signing_is_a_correction_and_no_other_agreement(registry, resolver, right):
    wrong, kept = document("Люблін", "2009-05-09", number_raw="7"), document("Жешув", "2010-05-09", number_raw="8")
    play_all(registry, resolver, (0, {"p": [wrong, kept]}), (100, {"p": [document("Люблін", right, number_raw="7"), kept]}))
    [old, new] = sorted(agreement for agreement, signed, _ in agreements(registry, "2025-10-01", 0) + agreements(registry, "2025-10-01", 100)
                        if signed in ("2009-05-09", right))  # fmt: skip
    assert successors(registry)[old] == new and successors(registry).get(new) is None
    closed = registry.scalar(sa.text("SELECT upper(recorded) FROM agreement_version WHERE agreement_id = :id"), {"id": old})
    assert closed == later(100) and len(agreements(registry, "2025-10-01", 100)) == 2
    found = comparison.compare(registry, date(2025, 1, 1), date(2025, 10, 1))
    assert found.changes.select("partner", "cause", "change").rows() == [("Lublin", "fix.source", 0)]
    total = found.as_published.filter(oblast=counting.TOTAL)
    assert dict(total.select("counter", "change").iter_rows()) == dict.fromkeys(counting.COUNTERS, 0)
    assert [event[:2] for event in events(registry, later(100))] == [("detail", "fix.source")]
    # And back: the first date was right.
    registry.commit()
    play(registry, resolver, later(120), {"p": [wrong, kept]})
    assert successors(registry)[new] == old and successors(registry).get(old) is None


def test_a_finer_date_is_a_detail(registry, resolver):
    play_all(registry, resolver, (0, {"p": [document("Люблін", "2009")]}), (100, {"p": [document("Люблін", "2009-05-09")]}))
    assert causes(registry, "2025-01-01", "2025-10-01") == {"Lublin": ("known.detail", 0)}
    assert [event[:2] for event in events(registry, later(100))] == [("detail", "known.detail")]


def test_a_date_corrected_twice_leads_to_the_last(registry, resolver):
    days = ["2009-05-09", "2009-05-19", "2009-06-19"]
    play_all(registry, resolver, *((number * 10, {"p": [document("Люблін", day)]}) for number, day in enumerate(days)))
    first, second, third = registry.scalars(sa.text("SELECT public_id FROM identifier WHERE kind = 'ag' ORDER BY 1"))
    assert successors(registry) == {first: second, second: third}
    assert [signed for _, signed, _ in agreements(registry, "2025-10-01", 20)] == ["2009-06-19"]


# --- printed terms ----------------------------------------------------------------------------------------------------


def ranged(words: str, quote: str | None = None, **fields) -> Row:
    return Row("Люблін", "Польща", "2004", fields={"signed_raw": words, "quote": quote or f"Люблін | {words}", **fields})


def test_a_printed_range_is_a_term_that_ran_out(registry, resolver):
    play(registry, resolver, later(0), {"p": [ranged("2004–2010"), RZESZOW]})
    assert states(registry, "Lublin") == [
        (date(2004, 12, 31), date(2010, 12, 31), "active", "2004"), (date(2010, 12, 31), None, "ended", "2004")
    ]  # fmt: skip
    counted = {day: bounds_of(registry, day, 0)["partnerships"] for day in ("2009-01-01", "2010-06-01", "2011-01-01")}
    assert counted == {"2009-01-01": (1, 1, 1), "2010-06-01": (1, 2, 2), "2011-01-01": (1, 1, 1)}
    # Another list names it without an end: it goes on.
    play(registry, resolver, later(1), {"q": [Row("Люблін", "Польща")]}, source="other")
    assert [state[2] for state in states(registry, "Lublin")] == ["active"]
    assert [event[:2] for event in events(registry, later(1))] == [("status", "known.late")]


def test_a_term_that_runs_to_a_day_to_come_is_in_force_until_then(registry, resolver):
    play(registry, resolver, later(0), {"p": [ranged("2004–2030"), RZESZOW]})
    assert [state[2] for state in states(registry, "Lublin")] == ["active", "ended"]
    assert snapshots.take(registry, date(2025, 1, 1), later(0)).partnerships["until"].drop_nulls().to_list() == ["2030"]
    play(registry, resolver, later(1), {"p": [ranged("2004–2031"), RZESZOW]})
    assert [event[:2] for event in events(registry, later(1))] == [("detail", "fix.source")]


@pytest.mark.parametrize(
    ("printed", "doubt"),
    [
        (ranged("2004–2010", "у 2004–2010 роках проєкт із містом Люблін"), "2010"),
        (Row("Люблін", "Польща", "2004-05-04", fields={"signed_raw": "04.05.2004–09.05.2004"}), "2004-05-09"),
        (Row("Люблін", "Польща", "2015-05-04", fields={"duration_raw": "5 років"}), "2020-05-04"),
        (ranged("2004–2030", "у 2004–2030 роках проєкт із містом Люблін"), None),
    ],
    ids=["within a sentence", "some days", "years in a list", "not over yet"],
)
def test_a_doubtful_term_ends_nothing_and_is_asked(registry, resolver, tmp_path, printed, doubt):
    play(registry, resolver, later(0), {"p": [printed, RZESZOW]})
    assert [state[2] for state in states(registry, "Lublin")] == ["active"]
    asked = [question for question in review.questions(registry, resolver) if question.kind == review.TERM]
    assert [(question.form, question.now) for question in asked] == ([("Lublin", doubt)] if doubt else [])
    if not doubt:
        return
    registry.commit()
    path = tmp_path / "queue.csv"

    def answer(word: str):
        rows = [{"item": asked[0].item, "check": asked[0].check, "answer": word, "scope": "", "reason": "лист ради"}]
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        given, problems = review.answers(registry, path, resolver, "Оля")
        registry.commit()
        return given, problems

    assert answer("колись")[1] and answer("2021-13-01")[1]
    [goes_on], problems = answer("none")
    assert not problems
    [taken] = decisions.decide(registry, [goes_on], later(1), resolver)
    registry.commit()
    assert {state[2] for state in states(registry, "Lublin")} == {"active"}
    assert not [question for question in review.questions(registry, resolver) if question.kind == review.TERM]
    registry.commit()
    decisions.retire(registry, [taken.id], "Оля", later(2), resolver)
    registry.commit()
    [ended], _ = answer("2020-12-31")
    decisions.decide(registry, [ended], later(3), resolver)
    assert [state[2] for state in states(registry, "Lublin")] == ["active", "ended"]
