"""Loading: what a night's claims leave in the registry, whatever words they hold, and that loading them again leaves nothing more."""

import hashlib
from datetime import timedelta

import polars as pl
import pytest
import sqlalchemy as sa

from registry import counting, snapshots, statements
from registry.statements import FetchedDocument, PageVerdict
from schemas.tables import TABLES
from tests.integration.nights import FIRST, POLTAVA, RIVNE, SOURCE, Row, later, play, ties

#: Words that a CSV reader, a COPY or a shell may stumble over.
HOSTILE = (
    'a "b", c',
    "line\nbreak",
    "\\.",
    "\n\\.\n",
    "\\N",
    "",
    " padded ",
    "tab\there",
    "ends\\",
    "€ – ї",
    "'; DROP TABLE claim; --",
)


def claims(*words: str, page: str = "https://example.org/p", **fields: str) -> pl.DataFrame:
    rows = [
        {
            "statement_id": hashlib.sha256(f"{page} {word}".encode()).hexdigest(), "source": "list", "page": page, "url": page,
            "document": "d" * 64, "record": "partnership", "partner_raw": word, "since_precision": "unknown", "kind": "twinning",
            "stage": "signed", "quote": word, **fields,
        }
        for word in words
    ]  # fmt: skip
    return TABLES["claims"].frame(rows)


def load(connection: sa.Connection, day: int, *frames: pl.DataFrame, fetched: bool = True) -> int:
    """A night on which each frame stands on a page of its own; returns the number of new statements."""
    night = statements.begin_night(connection, FIRST + timedelta(days=day), web="test", inputs="")
    statements.record_sources(connection, [{"id": "list", **SOURCE}])
    pages = sorted({frame["page"][0] for frame in frames})
    new = statements.record_night(
        connection,
        night,
        documents=[FetchedDocument("list", page, "d" * 64, 200, "text/html", 1, night.clock) for page in pages if fetched],
        pages=[PageVerdict("list", page, True, "read", 1, url=page, sha256="d" * 64) for page in pages],
        claims=pl.concat(frames),
        issues=TABLES["issues"].frame([]),
    )
    statements.finish_night(connection, night)
    return new


def stretches(connection: sa.Connection) -> list[tuple[str, int, int]]:
    """Words, first and last day of every stretch."""
    rows = connection.execute(
        sa.text("SELECT partner_raw, first_seen, last_seen FROM claim JOIN statement s ON s.id = statement_id ORDER BY 1, 2")
    )
    return [(words, (first - FIRST).days, (last - FIRST).days) for words, first, last in rows]


def test_words_arrive_as_they_were_printed(connection):
    assert load(connection, 0, claims(*HOSTILE)) == len(HOSTILE)
    kept = connection.execute(sa.text("SELECT partner_raw, quote, title_raw FROM statement")).fetchall()
    assert sorted(kept) == sorted((word, word, None) for word in HOSTILE)


def test_loading_again_only_moves_the_last_day(connection):
    both = claims("Жешув", "Люблін"), claims("Жешув", page="https://example.org/q")
    assert load(connection, 0, *both) == 3
    before = connection.execute(sa.text("SELECT * FROM statement ORDER BY id")).fetchall()
    assert load(connection, 1, *both, claims("Жешув")) == 0
    assert connection.execute(sa.text("SELECT * FROM statement ORDER BY id")).fetchall() == before
    assert stretches(connection) == [("Жешув", 0, 1), ("Жешув", 0, 1), ("Люблін", 0, 1)]


def test_new_words_and_known_ones_on_one_page(connection):
    load(connection, 0, claims("Жешув"))
    assert load(connection, 1, claims("Жешув", "Краків")) == 1
    assert stretches(connection) == [("Жешув", 0, 1), ("Краків", 1, 1)]


def test_words_that_come_back_start_another_stretch(connection):
    load(connection, 0, claims("Жешув", "Люблін"))
    load(connection, 1, claims("Жешув"))
    assert load(connection, 2, claims("Жешув", "Люблін")) == 0
    assert stretches(connection) == [("Жешув", 0, 2), ("Люблін", 0, 0), ("Люблін", 2, 2)]


def test_what_readers_derive_is_read_better_and_the_words_stay(connection):
    load(connection, 0, claims("Жешув"))
    assert load(connection, 1, claims("Жешув", country="PL", kind="cooperation", quote="other words")) == 0
    assert connection.execute(sa.text("SELECT country, kind, quote FROM statement")).fetchall() == [
        ("PL", "cooperation", "Жешув")
    ]


def test_a_claim_without_its_document_is_refused(connection):
    with pytest.raises(ValueError, match="needs evidence"):
        load(connection, 0, claims("Жешув"), fetched=False)


def test_an_old_copy_of_a_page_is_told_and_read_all_the_same(registry, resolver):
    """A cache may answer with an older version; a site may also have put it back. Nobody can say which, so nothing is guessed."""
    page, old, new = "https://poltava.example/", [Row("Жешув", "Польща")], [Row("Жешув", "Польща"), Row("Люблін", "Польща")]
    for day, rows in enumerate((old, new, old, old)):
        play(registry, resolver, later(day), {page: rows})
    told = registry.execute(sa.text("SELECT run_id, issue_class, words FROM issue ORDER BY id")).all()
    assert [(number, kind) for number, kind, _ in told] == [(3, "stale_page")]
    assert "the same bytes as on 2025-01-01, older than the version seen since" in told[0].words
    assert len(ties(registry)) == 2


def test_a_site_read_in_turns_stays_covered_until_it_fails_or_a_month_has_passed(registry):
    def covered(day: int, **read: bool) -> set[str]:
        """The hromady that count as checked after a night that tried these pages."""
        night = statements.begin_night(registry, later(day), web="test", inputs="")
        pages = [PageVerdict("list", code, ok, "read", 0, hromada_code=code, url=code) for code, ok in read.items()]
        empty = {"claims": TABLES["claims"].frame([]), "issues": TABLES["issues"].frame([])}
        statements.record_night(registry, night, documents=[], pages=pages, **empty)
        statements.finish_night(registry, night)
        snapshot = snapshots.take(registry, later(day).date(), later(day))
        checked = snapshot.tables["hromady"].filter("checked")["hromada_code"].to_list()
        total = counting.coverage(registry, snapshot).filter(oblast=counting.TOTAL).row(0, named=True)
        assert total["hromady_checked"] == len(checked)
        return set(checked)

    statements.record_sources(registry, [{"id": "list", **SOURCE}])
    assert covered(0, **{POLTAVA: True}) == {POLTAVA}
    assert covered(5, **{RIVNE: True}) == {POLTAVA, RIVNE}
    assert covered(6, **{RIVNE: False}) == {POLTAVA}
    assert covered(40, **{RIVNE: True}) == {RIVNE}
