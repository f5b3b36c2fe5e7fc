"""A claim: one thing that one fetched page says, as printed, before anything is decided; and what a reader hands back.

Readers of pages build these and nothing else. Columns and vocabularies are declared in `schemas`.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from schemas.vocabularies import IssueClass, Kind, Level, Precision, Record, Stage


@dataclass(frozen=True, slots=True)
class Claim:
    """One tie, agreement or search for a partner that a page states.

    Fields ending in `_raw` hold what was printed, whitespace folded and nothing else changed. `since` is ISO 8601 in the
    precision printed (`2025-07-11`, `2025-07`, `2025`), never padded with 01; `ended_on` likewise is the printed day of an end or
    a suspension. `country` is ISO 3166-1 alpha-2, or None when the page does not say or the word is unknown; without `country_raw`
    it follows from the name alone, of a large city that no other country has.
    """

    source: str
    partner_raw: str
    country_raw: str | None = None
    country: str | None = None
    region_raw: str | None = None
    since: str | None = None
    since_precision: Precision = Precision.UNKNOWN
    kind: Kind = Kind.UNSPECIFIED
    stage: Stage = Stage.SIGNED
    level: Level | None = None
    quote: str = ""
    hromada_raw: str | None = None
    hromada_code: str | None = None
    oblast_raw: str | None = None
    record: Record = Record.PARTNERSHIP
    number_raw: str | None = None
    title_raw: str | None = None
    signed_raw: str | None = None
    duration_raw: str | None = None
    ended_on: str | None = None
    url: str | None = None
    document: str | None = None

    def fields(self) -> Iterator[object]:
        """The values, in the order of their declaration."""
        return (getattr(self, name) for name in self.__slots__)

    def statement_id(self, page: str) -> str:
        """SHA-256 over the source, the page and the fields as printed: the same words again are the same statement.

        What readers derive (country, level, kind, stage, precision) is left out of the hash where it follows from printed
        words, so that a better reader corrects a statement's decision, not its identity; `since` and `stage` stay in,
        because the words behind them are kept only inside the quote.
        """
        fields = (
            self.source, page, self.record, self.hromada_code, self.hromada_raw, self.oblast_raw, self.partner_raw,
            self.country_raw, self.region_raw, self.since, self.stage, self.number_raw, self.title_raw, self.signed_raw,
            self.duration_raw,
            self.ended_on,
        )  # fmt: skip
        return hashlib.sha256(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that could not be read or believed: its class, the words of it, and where."""

    issue_class: IssueClass
    words: str
    source: str
    url: str | None = None
    document: str | None = None
    row: str | None = None


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A total that somebody else publishes, to reconcile with: never a claim about a partnership.

    `as_of` is ISO 8601 in the precision printed, `scope` is `Україна` or an oblast row of the published table, `counter` one of
    agreements, partnerships, partners, hromady, countries; `approximate` when the text rounds (`понад`, `майже`, `about`).
    """

    source: str
    as_of: str
    scope: str
    counter: str
    value: int
    quote: str
    approximate: bool = False
    url: str | None = None
    document: str | None = None


@dataclass(slots=True)
class Reading:
    """What one reader made of one page, answer or file.

    `layout` names the layout that read it (None when none did). `reason` says in words why there are no claims; it is
    never empty when `claims` is. `checked` is True when the page was read and its claims are all there are: an empty
    list is then a checked zero, otherwise it is a failed read and the last good statements stay.
    """

    source: str
    layout: str | None = None
    claims: list[Claim] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    totals: list[ControlTotal] = field(default_factory=list)
    reason: str = ""
    checked: bool = False
