"""Between sources and registry: what no table can hold is quarantined, and one bad value stops nothing else."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest

from pipelines import harvest
from schemas.vocabularies import OBLAST_ROWS, IssueClass
from scrapers.archive import Archive, Document
from scrapers.claim import Claim, ControlTotal, Issue, Reading
from scrapers.source import CrawlContext, HromadaRow
from tests.unit.scrapers.test_source import Example

POLTAVA = "UA53080370000025447"
GOOD = Claim("list", "Люблін", country="PL", hromada_code=POLTAVA, quote="Люблін", url="https://x.ua/", document="a" * 64)


def judged(claim: Claim) -> tuple[int, list[str]]:
    kept, issues = harvest.quarantine(harvest.claim_frame([(claim, "p")]), {POLTAVA})
    assert kept.height + issues.height == 1
    return kept.height, issues["words"].to_list()


@pytest.mark.parametrize(
    ("since", "precision"), [("2004-02-29", "day"), ("2004-02", "month"), ("2004", "year"), (None, "unknown"), ("1944", "year")]
)
def test_a_date_of_the_calendar_is_kept(since, precision):
    assert judged(replace(GOOD, since=since, since_precision=precision)) == (1, [])


@pytest.mark.parametrize(
    "given",
    [
        *({"since": since, "since_precision": precision} for since, precision in (
            ("2004-02-31", "day"), ("2005-02-29", "day"), ("2004-13", "month"), ("0000", "year"), ("9999", "year"), ("1111", "year"), ("2004", "day"),
            ("2004-05-09", "year"), ("2004-05-09", "unknown"), (None, "day"))),
        {"ended_on": "2004-02-31"}, {"ended_on": "0000"}, {"country": "ZZ"}, {"partner_raw": ""}, {"partner_raw": " "},
        {"hromada_code": "UA53O80370000025447"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_so_is_quarantined_with_words(given):
    kept, [words] = judged(replace(GOOD, **given))
    assert kept == 0 and words


HOSTILE = "Люб\0лін", "Люб\ud800лін"


class Hostile(Example):
    def read_document(self, document, context):
        ties = [replace(GOOD, source=self.id, partner_raw=name) for name in ("Жешув", *HOSTILE)]
        total = ControlTotal(self.id, "2025", "Україна", "agreements", 5, HOSTILE[0])
        issue = Issue(IssueClass.BAD_ROW, HOSTILE[0], self.id, row=HOSTILE[1])
        return Reading(self.id, "example", ties, [issue], [total], reason=HOSTILE[1], checked=True)


def test_characters_that_no_text_holds_stop_nothing_else(tmp_path):
    body, url, now = b"x", "https://site.ua/1", datetime(2025, 1, 1, tzinfo=UTC)
    digest = hashlib.sha256(body).hexdigest()
    with Archive(tmp_path) as archive:
        archive.put(Document("example", url, url, 200, "text/html", {}, now, digest, body))
    fetched = [("example", url, url, 200, "text/html", len(body), digest, now)]
    crawled = {"manifest": pl.DataFrame(fetched, schema=harvest.MANIFEST, orient="row"), "issues": harvest.issue_frame([])}
    read = harvest.read(Hostile(), crawled, tmp_path, CrawlContext(clock=now, partial=True))
    assert read["claims"]["partner_raw"].to_list() == ["Жешув"]
    assert [words for words in read["issues"]["words"] if "no text can hold" in words] == [
        "a character that no text can hold stands in it"
    ] * 2
    for frame in read.values():
        assert "\0" not in frame.write_csv()


def test_a_hromada_of_the_portal_is_kept_as_text():
    frame = harvest.hromada_frame([HromadaRow(1, "Пол\0тавська", None, None, None, None, None, HOSTILE[1], None)])
    assert "\0" not in frame.write_csv() and frame.height == 1


@pytest.mark.parametrize(("total", "kept"), [(50, 26), (51, 0)])
def test_totals_of_a_page_that_do_not_add_up_are_not_used(total, kept):
    rows = [ControlTotal("news", "2025-01-01", oblast, "agreements", 2, "q") for oblast in OBLAST_ROWS]
    found, words = harvest.adding_up([*rows, ControlTotal("news", "2025-01-01", "Україна", "agreements", total, "q")])
    assert len(found) == kept and len(words) == (kept == 0)
    alone = [ControlTotal("news", "2025-01-01", "Україна", "partners", total, "q")]
    assert harvest.adding_up([*rows[:24], *alone]) == ([*rows[:24], *alone], [])
