"""What is known of a place that a sentence names, before and after it is found to be a partner.

What belongs here: these records and how much text is read. What does not: how they are found (`mentions`, `partners`).
"""

from dataclasses import dataclass, field

from schemas.vocabularies import Level, Stage
from scrapers.text.dates import PartialDate

LONGEST_TEXT = 60_000
"""Characters of running text read of one page or block."""
LONGEST_SENTENCE = 1_500


@dataclass(slots=True)
class Mention:
    """A place that a sentence names: where, its level and country as said, and how it stands in the sentence."""

    start: int
    end: int
    text: str
    level: Level | None = None
    levelled: bool = False
    country: str | None = None
    country_raw: str | None = None
    ukrainian: bool = False
    twin: bool = False
    locative: bool = False
    regional: bool = False
    group: int = -1
    region: str | None = None
    aliases: tuple[str, ...] = field(default=())
    body: bool = False
    office: bool = False
    """Known for a place by the office that somebody holds there, and by nothing else."""
    assumed: bool = False
    """Its country follows from the kind of its unit alone."""


@dataclass(slots=True)
class Evidence:
    """One partner in one sentence: the mention, the words of stage and date, and the Ukrainian side if it is said."""

    mention: Mention
    sentence: str
    stage: Stage | None
    since: PartialDate | None
    hromada: str | None
    strength: float
    order: int
    quote: str = ""
    """What the page prints, where `sentence` holds words of another sentence as well."""
