"""What every layout is given and gives back: the context of a page, the scope of its headings, drafts and the outcome.

What belongs here: these records. What does not: how they are filled (`scope`, `reading`) and made into claims (`claims`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from schemas.vocabularies import Kind, Level, Stage
from scrapers.claim import Issue
from scrapers.layouts import cues
from scrapers.layouts.entry.hromada import ADJECTIVE_OF_HROMADA, hromada_named, stem
from scrapers.sites import Site
from scrapers.text.dates import PartialDate
from scrapers.text.names import PartnerName, nominatives


@dataclass(slots=True)
class Context:
    """What is known before a page is read: where it comes from, whose it should be, and the clock."""

    source: str
    url: str | None = None
    site: Site | None = None
    hromada_code: str | None = None
    hromada_names: Sequence[str] = ()
    base: date | None = None
    dated: date | None = None
    """The day on which the page says that it was published: the year of `On 5 July ... was signed`."""
    reported: date | None = None
    """The last day of the year that the page is a report of: the year of its days and months that have none."""
    title: str = ""
    """The page's title and first heading: an owner named there is judged with the whole list before one."""
    text: str = field(default="", repr=False)
    """The main part of the page."""
    occupied: bool = True
    """Whether the page may speak of an occupation body; where it does not, no sentence is asked."""
    persons: frozenset[str] = frozenset()
    """The surnames that the page gives with their given names, by their stems (`layouts.sentence.capitals.persons`)."""
    capitals: frozenset[str] = frozenset()
    """The words, by stem, that the page writes with a capital where no sentence begins (`layouts.sentence.capitals.capitals`)."""
    ukrainian: frozenset[str] = frozenset()
    """The names that the page puts in Ukraine (`layouts.sentence.capitals.told_ukrainian`), by stem."""
    seen: dict = field(default_factory=dict, repr=False, compare=False)
    """Entries and headings read already on this page: several layouts look at the same text."""
    _own: frozenset[str] | None = None

    def is_own(self, name: str) -> bool:
        """Whether a name is that of the hromada itself."""
        if self._own is None:
            self._own = frozenset(stem(one) for one in self.hromada_names)
        keys = self._own
        return bool(keys) and any(stem(form) in keys for form in (name, *nominatives(name)))

    def side(self, printed: str | None) -> tuple[str | None, str | None]:
        """(Ukrainian party as printed, code): the page's own code goes only with its own ties, never with those of a
        hromada that a row or a sentence names beside it."""
        if printed is None or self.hromada_code is None or self.is_own(printed):
            return printed, self.hromada_code
        known = hromada_named(printed) or ADJECTIVE_OF_HROMADA.search(printed) or cues.is_ukrainian(printed)
        return (printed, None) if known else (None, self.hromada_code)


class Scope(NamedTuple):
    """What the headings above an entry say: the country, that partners are listed, the stage, the kind, and whose list it is.

    `listed` says that partners are listed, so places with a country are; `bare` that even names without one are;
    `foreign` says that the heading belongs to a list of somebody else's twins; `of_country` that the stage is that of the country's ties.
    """

    country: str | None = None
    country_raw: str | None = None
    listed: bool = False
    bare: bool = False
    domestic: bool = False
    foreign: bool = False
    stage: Stage | None = None
    kind: Kind | None = None
    since: PartialDate | None = None
    hromada_raw: str | None = None
    of_country: bool = False

    def landless(self) -> "Scope":
        """The same scope without its country, and without a stage that is its country's; itself when it has none."""
        if self.country is None and self.country_raw is None:
            return self
        return self._replace(country=None, country_raw=None, stage=None if self.of_country else self.stage, of_country=False)


@dataclass(slots=True)
class Draft:
    """A claim before it is checked: one partner place and what its entry says of it."""

    name: PartnerName
    country: str | None = None
    country_raw: str | None = None
    since: PartialDate | None = None
    stage: Stage | None = None
    kind: Kind | None = None
    level: Level | None = None
    region_raw: str | None = None
    quote: str = ""
    hromada_raw: str | None = None
    signed_raw: str | None = None
    number_raw: str | None = None
    duration_raw: str | None = None
    doubt: str | None = None
    """Why it is no claim until somebody has looked at it."""
    bare: bool = False
    """Accepted only because of the heading: no country was printed."""
    weak: bool = False
    """One sentence alone names it, with no level: without a country nothing says that it is a place."""

    def copy(self) -> "Draft":
        """The same draft again, for another layout to complete; `dataclasses.replace` takes five times as long."""
        return Draft(
            self.name, self.country, self.country_raw, self.since, self.stage, self.kind, self.level, self.region_raw,
            self.quote, self.hromada_raw, self.signed_raw, self.number_raw, self.duration_raw, self.doubt, self.bare,
            self.weak,
        )  # fmt: skip


@dataclass(slots=True)
class Outcome:
    """What one layout makes of a page: drafts, how many entries it met and explained, and why there are no more."""

    layout: str
    drafts: list[Draft] = field(default_factory=list)
    entries: int = 0
    explained: int = 0
    reason: str = ""
    issues: list[Issue] = field(default_factory=list)
    foreign_list: bool = False
    structure: float = 1.0
    spans: list[tuple[int, int]] = field(default_factory=list)
    """The blocks that its explained entries stand in, first and one behind the last: what is left may hold another list."""
