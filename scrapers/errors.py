"""What can go wrong while fetching and reading, each with its issue class and its retry meaning.

An error that carries `retryable = True` may be tried again by the fetcher within the same run; nothing else retries. Every
other error is final for the night: it becomes an issue row and the last good statements stay. What does not belong here:
the closed list of issue classes (`schemas/vocabularies.py`), and the decision what an issue does to a statement (`registry`).
"""

from typing import ClassVar

from schemas.vocabularies import IssueClass
from scrapers.claim import Issue

#: Words of an issue are for people: the longest that is kept.
MAX_WORDS = 600


class ScrapeError(Exception):
    """Base of all errors of fetching and reading; `words` are plain English and hold no fetched secret."""

    issue_class: ClassVar[IssueClass]
    retryable: ClassVar[bool] = False

    def __init__(self, words: str, *, url: str | None = None) -> None:
        super().__init__(words[:MAX_WORDS])
        self.words = words[:MAX_WORDS]
        self.url = url

    def issue(self, source: str, *, document: str | None = None, row: str | None = None) -> Issue:
        """The issue row of this error."""
        return Issue(self.issue_class, self.words, source, url=self.url, document=document, row=row)


class Unreachable(ScrapeError):
    """No usable answer: connection or TLS failure, 4xx other than 404 and 410, 500 and other server errors. Not retried."""

    issue_class = IssueClass.UNREACHABLE


class Unavailable(Unreachable):
    """A passing condition: a time-out, 429, 502, 503 or 504. The only errors that are tried again.

    `retry_after` is the number of seconds that the server asked for, or None.
    """

    retryable = True

    def __init__(self, words: str, *, url: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(words, url=url)
        self.retry_after = retry_after


class Gone(ScrapeError):
    """404 or 410. Ends no partnership."""

    issue_class = IssueClass.GONE


class Refused(ScrapeError):
    """Not asked, or not followed, by robots.txt or by a rule of ours on schemes, addresses and redirects."""

    issue_class = IssueClass.REFUSED


class TooLarge(ScrapeError):
    """More bytes than the limit, on the wire or after decompression."""

    issue_class = IssueClass.TOO_LARGE


class BadEncoding(ScrapeError):
    """A content coding that was not asked for or cannot be undone, or bytes that are no text."""

    issue_class = IssueClass.BAD_ENCODING


class WrongType(ScrapeError):
    """Another kind of file than the one expected."""

    issue_class = IssueClass.WRONG_TYPE


class ApiError(ScrapeError):
    """An API answered with errors, with status 200 included, or with something that is not its answer."""

    issue_class = IssueClass.API_ERROR


class LayoutChanged(ScrapeError):
    """A mark that the reader relies on is missing or doubled."""

    issue_class = IssueClass.LAYOUT_CHANGED


class UnexpectedlyEmpty(ScrapeError):
    """Fewer records than the source is known to hold."""

    issue_class = IssueClass.UNEXPECTEDLY_EMPTY


class BadRow(ScrapeError):
    """One row that cannot become a claim; it is quarantined, the rest is read."""

    issue_class = IssueClass.BAD_ROW


class Unreadable(ScrapeError):
    """A document or value with an issue class of its own, found by the module that looked at it."""

    issue_class: IssueClass  # type: ignore[misc]  of the instance

    def __init__(self, issue_class: IssueClass, words: str, *, url: str | None = None) -> None:
        super().__init__(words, url=url)
        self.issue_class = issue_class


class BadWeb(ValueError):
    """The web given to a replay cannot be used: a wrong use of ours, not a fault of a source, so no issue class."""


class CorruptArchive(RuntimeError):
    """Archived bytes do not have the SHA-256 they are stored under, or cannot be found where the index says."""
