"""Sources whose structure nobody knows: never a zero, never a claim."""

import hashlib
from datetime import UTC, datetime

import pytest

from schemas.vocabularies import IssueClass
from scrapers.archive import Document
from scrapers.source import CrawlContext
from scrapers.sources.hromady_org import HromadyOrg
from scrapers.sources.twinning_org import TwinningOrg

NOW = datetime(2025, 1, 1, tzinfo=UTC)
LIST = "<h1>Міста-побратими</h1><ul><li>Люблін (Польща)</li><li>Єна (Німеччина)</li><li>Вільнюс (Литва)</li></ul>"


@pytest.mark.parametrize("source", [HromadyOrg(), TwinningOrg()], ids=lambda source: source.id)
@pytest.mark.parametrize(
    ("body", "words"), [(LIST, "finds 3 entries"), ("<h1>Profiles</h1><p>Sign in</p>", "the generic layouts say")]
)
def test_it_says_that_it_is_not_readable_yet(source, body, words):
    raw = body.encode()
    document = Document(
        source.id,
        source.homepage,
        source.homepage,
        200,
        "text/html; charset=utf-8",
        {},
        NOW,
        hashlib.sha256(raw).hexdigest(),
        raw,
    )
    [reading] = source.read([document], CrawlContext(clock=NOW))
    assert not reading.checked and not reading.claims
    assert reading.reason.startswith("not readable yet: no known layout") and words in reading.reason
    assert [issue.issue_class for issue in reading.issues] == [IssueClass.NO_LAYOUT]
