"""Words that a source corrected, and words that only stand where others stood: a scrape withdraws nothing on a guess."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from registry import comparison, snapshots
from schemas.vocabularies import Cause
from tests.integration.nights import FIRST, POLTAVA, Row, events, later, play, ties

OTHER = Row("Жешув", "Польща", "2010-01-01")
AGREEMENT = {"record": "agreement", "title_raw": "Угода про співпрацю"}
UNNUMBERED = {**AGREEMENT, "number_raw": "б/н"}
NUMBERED = {**AGREEMENT, "number_raw": "01-12/7"}
LUBLIN, LUBIN = Row("Люблін", "Польща"), Row("Любін", "Польща")


def superseded(connection: sa.Connection) -> list[tuple]:
    """Words corrected: old, new, cause, night."""
    return [
        tuple(row)
        for row in connection.execute(
            sa.text(
                "SELECT was.partner_raw, now.partner_raw, x.cause, x.superseded_at FROM supersession x "
                "JOIN statement was ON was.id = x.statement_id JOIN statement now ON now.id = x.by_statement ORDER BY 4, 1"
            )
        )
    ]


def changes(connection: sa.Connection, end: date) -> list[tuple]:
    return sorted(comparison.compare(connection, FIRST.date(), end).changes.select("cause", "change", "partner").rows())


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (Row("Люблін", "Польща", "2009-05-09"), Row("Бари", "Італія", "2009-05-09")),
        (Row("Новий Сонч", "Польща", "2009-05-09"), Row("Новий Тарг", "Польща", "2009-05-09")),
        (Row("Люблін", "Польща", "2009", fields=UNNUMBERED), Row("Бари", "Італія", "2009", fields=UNNUMBERED)),
        (Row("Люблін", "Польща", "2009", fields=NUMBERED), Row("Бари", "Італія", "2009", fields=NUMBERED)),
    ],
    ids=["same day", "one word and the day", "no number", "same number"],
)  # fmt: skip
def test_a_real_place_is_never_taken_for_another(registry, resolver, was, now):
    play(registry, resolver, FIRST, {"p": [was, OTHER]})
    before = ties(registry)
    play(registry, resolver, later(1), {"p": [now, OTHER]})
    assert superseded(registry) == []
    assert [event[:2] for event in events(registry, later(1))] == [("added", Cause.KNOWN_LATE)]
    assert before.items() < ties(registry).items()


def test_a_place_no_longer_printed_becomes_unconfirmed(registry, resolver):
    play(registry, resolver, FIRST, {"p": [Row("Люблін", "Польща", "2009-05-09"), OTHER]})
    for day in (1, 2, 20):
        play(registry, resolver, later(day), {"p": [Row("Бари", "Італія", "2009-05-09"), OTHER]})
    assert ties(registry) == {f"{POLTAVA} Lublin": "unconfirmed", f"{POLTAVA} Bari": "active", f"{POLTAVA} Rzeszów": "active"}
    assert changes(registry, later(20).date()) == [(Cause.KNOWN_LATE, 1, "Bari"), (Cause.VIEW_UNCONFIRMED, 0, "Lublin")]


@pytest.mark.parametrize(
    ("was", "now"), [(LUBLIN, LUBIN), (LUBIN, LUBLIN), (Row("Брест", "Білорусь"), Row("Брест", "Франція"))]
)
def test_nearly_the_same_name_may_be_another_place(registry, resolver, was, now):
    play(registry, resolver, FIRST, {"p": [was, OTHER]})
    play(registry, resolver, later(1), {"p": [now, OTHER]})
    assert superseded(registry) == []


def test_a_document_that_names_fewer_parties_corrects_nothing(registry, resolver):
    play(registry, resolver, FIRST, {"p": [Row("Люблін, Ряшів", "Польща", "2009-05-09", fields=AGREEMENT)]})
    play(registry, resolver, later(1), {"p": [Row("Люблін", "Польща", "2009-05-09", fields=AGREEMENT)]})
    assert superseded(registry) == [] and len(ties(registry)) == 2
    assert "withdrawn" not in {event for event, *_ in events(registry, later(1))}


def test_another_number_and_another_day_is_another_document(registry, resolver):
    play(registry, resolver, FIRST, {"p": [Row("Люблін", "Польща", "2009-05-09", fields=NUMBERED)]})
    now = Row("Люблін", "Польща", "2021-03-01", fields={**AGREEMENT, "number_raw": "12"})
    play(registry, resolver, later(1), {"p": [now]})
    assert superseded(registry) == []
    assert snapshots.take(registry, later(1).date(), later(1)).tables["agreements"].height == 2


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (Row("Люблінн", "Польща"), LUBLIN),
        (Row("Люблін", None), LUBLIN),
        (Row("Люблін", "Польща", "2009-05-09"), Row("Люблін", "Польща", "2009-05-19")),
        (Row("Люблін", "Польща", "2009-05-09"), Row("м. Люблін", "Польща", "2009-05-09")),
        (Row("Люблин", "Польща", "2009", fields=NUMBERED), Row("м. Люблін", "Польща", "2009", fields=NUMBERED)),
        (Row("Люблін, Ряшив", "Польща", "2009", fields=AGREEMENT), Row("Люблін, Ряшів", "Польща", "2009", fields=AGREEMENT)),
    ],
    ids=["spelling", "country", "day", "same day", "same number", "one of two parties"],
)
def test_a_correction_by_the_source_keeps_the_tie(registry, resolver, was, now):
    play(registry, resolver, FIRST, {"p": [was, Row("Бари", "Італія")]})
    play(registry, resolver, later(1), {"p": [now, Row("Бари", "Італія")]})
    assert superseded(registry) == [(was.name, now.name, Cause.FIX_SOURCE, later(1))]
    assert f"{POLTAVA} Lublin" in ties(registry) and len(ties(registry)) == 2 + ("," in now.name)
    assert sum(change for _, change, _ in changes(registry, later(1).date())) == 0


@pytest.mark.parametrize(
    ("right", "slip", "first"),
    [
        (LUBLIN, LUBIN, False),
        (LUBLIN, Row("Люблінн", "Польща"), True),
        (Row("Люблін", "Польща", "2009-05-09", fields=AGREEMENT), Row("Люблін", "Польща", "2009-05-19", fields=AGREEMENT), True),
        (Row("Люблін, Ряшів", "Польща", "2009-05-09", fields=AGREEMENT), Row("Люблін", "Польща", "2009-05-09", fields=AGREEMENT), False),
    ],
    ids=["another place", "spelling", "day", "a party left out"],
)  # fmt: skip
def test_a_slip_of_one_night_leaves_nothing(registry, resolver, right, slip, first):
    """`first`: the slip was taken for a correction on its night. Put right, it is one in any case."""
    play(registry, resolver, FIRST, {"p": [right, OTHER]})
    there, documents = ties(registry), snapshots.take(registry, FIRST.date(), FIRST).tables["agreements"].height
    play(registry, resolver, later(1), {"p": [slip, OTHER]})
    assert [(was, now) for was, now, *_ in superseded(registry)] == [(right.name, slip.name)] * first
    play(registry, resolver, later(2), {"p": [right, OTHER]})
    assert superseded(registry)[-1] == (slip.name, right.name, Cause.FIX_SOURCE, later(2))
    assert ties(registry) == there
    play(registry, resolver, later(200), {"p": [right, OTHER]})
    assert ties(registry) == there and len(superseded(registry)) == 1 + first
    assert changes(registry, later(200).date()) == []
    assert snapshots.take(registry, later(200).date(), later(200)).tables["agreements"].height == documents


def test_the_same_bytes_read_otherwise_and_again_are_our_correction(registry, resolver):
    read_otherwise = Row("Люблін", "Польща", fields={"region_raw": "Люблінське воєводство"})
    for day, row in enumerate((LUBLIN, LUBLIN, read_otherwise, LUBLIN)):
        play(registry, resolver, later(day), {"p": [row, OTHER]})
    assert [(cause, night) for *_, cause, night in superseded(registry)] == [
        (Cause.FIX_OURS, later(2)),
        (Cause.FIX_OURS, later(3)),
    ]


def test_a_page_that_prints_two_places_by_turns_loses_neither(registry, resolver):
    for day in range(0, 8, 2):
        play(registry, resolver, later(day), {"p": [LUBLIN, OTHER]})
        play(registry, resolver, later(day + 1), {"p": [LUBIN, OTHER]})
    assert len(ties(registry)) == 3
    assert {night for *_, night in superseded(registry)} <= {later(2)}


def test_words_back_after_others_stood_beside_them_correct_nothing(registry, resolver):
    """Only what took the place of the words in the read in which they went was their slip."""
    play(registry, resolver, FIRST, {"p": [LUBLIN, OTHER]})
    play(registry, resolver, later(1), {"p": [OTHER]})
    play(registry, resolver, later(2), {"p": [LUBIN, OTHER]})
    play(registry, resolver, later(3), {"p": [LUBLIN, OTHER]})
    assert superseded(registry) == [] and len(ties(registry)) == 3


def test_a_failed_read_shows_no_words(registry, resolver):
    """A snapshot of a past moment says when its words were last seen: on a night that read the page, whatever came later."""
    page = {"p": [LUBLIN, OTHER]}
    play(registry, resolver, FIRST, page)
    play(registry, resolver, later(1), {"p": None, "q": [Row("Бари", "Італія")]})
    play(registry, resolver, later(2), {"q": [Row("Бари", "Італія")]})
    before = {day: snapshots.take(registry, later(2).date(), later(day)) for day in (1, 2)}
    play(registry, resolver, later(3), page | {"q": [Row("Бари", "Італія")]})
    for day, then in before.items():
        again = snapshots.take(registry, later(2).date(), later(day))
        assert {name: frame.write_csv() for name, frame in again.tables.items()} == {
            name: frame.write_csv() for name, frame in then.tables.items()
        }
        seen = dict(again.partnerships.select("partner", "last_seen").iter_rows())
        assert seen == {"Lublin": FIRST.date(), "Rzeszów": FIRST.date(), "Bari": FIRST.date() + timedelta(days=day)}
        assert sorted(set(again.tables["evidence"]["last_seen"])) == [FIRST.date(), FIRST.date() + timedelta(days=day)]
