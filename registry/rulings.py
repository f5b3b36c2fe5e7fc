"""Persons' decisions and what they mean together at one moment.

What belongs here: the form of a ruling, which words each judgement needs, and lookups over those in force. What does not: storing and
applying them (`decisions.py`), asking for them (`review.py`), what rules decide (`matching/`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

import sqlalchemy as sa

from registry.matching.mentions import Ruling as FormRuling
from schemas.vocabularies import Judgement
from scrapers.text.names import split_names
from scrapers.text.normalise import fold

#: Words that each judgement needs, and those that it may have. `form` in one `hromada_code` or, without one, everywhere.
WORDS: dict[Judgement, tuple[frozenset[str], frozenset[str]]] = {
    judgement: (frozenset(needed.split()), frozenset(allowed.split()))
    for judgement, needed, allowed in (
        (Judgement.SAME, "form place_key", "hromada_code country"),
        (Judgement.DIFFERENT, "form place_key", "hromada_code"),
        (Judgement.REJECT, "form", "hromada_code country"),
        (Judgement.HROMADA, "form", "oblast target"),
        (Judgement.COUNTRY_WORD, "form", "target"),
        (Judgement.MERGE, "place_key target", ""),
        (Judgement.SPLIT, "form place_key target", "hromada_code country"),
        (Judgement.PLACE_COUNTRY, "place_key target", ""),
        (Judgement.WITHDRAW, "hromada_code place_key", ""),
        (Judgement.END, "hromada_code place_key day", ""),
        (Judgement.SUSPEND, "hromada_code place_key day", ""),
        (Judgement.RESUME, "hromada_code place_key day", ""),
        (Judgement.REORGANISE, "hromada_code target", "day"),
    )
}
#: Judgements on one tie.
TIE = (Judgement.WITHDRAW, Judgement.END, Judgement.SUSPEND, Judgement.RESUME)
#: Judgements that say what a printed form is: a new one on the same form retires the old one.
ANSWERS = (Judgement.SAME, Judgement.REJECT, Judgement.SPLIT)


class RulingError(ValueError):
    """A decision cannot be taken as it stands; the message says why."""


class WordsError(RulingError):
    """Words that a judgement needs are missing, or some that it has no use for are given: `columns` of table `ruling`."""

    def __init__(self, judgement: str, verb: str, columns: Iterable[str]):
        self.judgement, self.verb, self.columns = judgement, verb, sorted(columns)
        super().__init__(f"{judgement} {verb} {', '.join(self.columns)}")


class NotNow(RulingError):
    """The registry takes no decision at this moment, whatever it says."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One person's decision; columns of table `ruling`."""

    judgement: str
    author: str
    reason: str
    form: str | None = None
    hromada_code: str | None = None
    oblast: str | None = None
    country: str | None = None
    place_key: str | None = None
    target: str | None = None
    day: date | None = None
    id: int = 0
    decided_at: datetime | None = None
    retired_at: datetime | None = None
    retired_by: str | None = None
    applied_through: datetime | None = None

    @property
    def subject(self) -> tuple:
        """What it is about: of two rulings on one subject only the later one can be in force."""
        kind = "answer" if self.judgement in ANSWERS else self.judgement
        about = [self.hromada_code, self.country, fold(self.form or ""), fold(self.oblast or "")]
        match self.judgement:
            case Judgement.DIFFERENT | Judgement.MERGE | Judgement.PLACE_COUNTRY | Judgement.WITHDRAW:
                about.append(self.place_key)
            case Judgement.END | Judgement.SUSPEND | Judgement.RESUME:
                about += [self.place_key, self.day]
        return (kind, *about)

    def check(self) -> None:
        """Raises RulingError when words are missing or do not belong to the judgement."""
        try:
            needed, allowed = WORDS[Judgement(self.judgement)]
        except ValueError:
            raise RulingError(f"{self.judgement!r} is no judgement; there are {', '.join(Judgement.values())}") from None
        given = {
            name for name in ("form", "hromada_code", "oblast", "country", "place_key", "target", "day") if getattr(self, name)
        }
        if needed - given:
            raise WordsError(self.judgement, "needs", needed - given)
        if given - needed - allowed:
            raise WordsError(self.judgement, "has no", given - needed - allowed)
        if not self.author.strip() or not self.reason.strip():
            raise RulingError("a decision needs the name of its author and a reason")


COLUMNS = tuple(field.name for field in fields(Ruling))


def form_of(printed: str) -> str:
    """The form that a ruling on a printed name is about: the name alone, without level words, country and brackets."""
    pieces = split_names(printed)
    return pieces[0].name if len(pieces) == 1 and pieces[0].name else printed


def home_of(party: str, oblast: str | None) -> str:
    """The group of a Ukrainian party that no hromada is known for, as the resolver names it."""
    return f"?{fold(party[:200])}|{fold((oblast or '')[:100])}"


class Rules:
    """The rulings in force at one moment, ready to be asked."""

    def __init__(self, rulings: Iterable[Ruling]):
        self.by_id = {ruling.id: ruling for ruling in sorted(rulings, key=lambda ruling: ruling.id)}
        of = defaultdict(list)
        for ruling in self.by_id.values():
            of[Judgement(ruling.judgement)].append(ruling)
        self._merged = {ruling.place_key: ruling for ruling in of[Judgement.MERGE]}
        self._moved = {ruling.hromada_code: ruling for ruling in of[Judgement.REORGANISE]}
        self._parties = {home_of(ruling.form, ruling.oblast): ruling for ruling in of[Judgement.HROMADA]}
        self._words = {fold(ruling.form): ruling for ruling in of[Judgement.COUNTRY_WORD]}
        self.place_countries = {ruling.place_key: ruling for ruling in of[Judgement.PLACE_COUNTRY]}
        self.splits = [ruling for ruling in of[Judgement.SPLIT]]
        self._on_ties = [ruling for judgement in TIE for ruling in of[judgement]]
        self.forms = [
            FormRuling(
                name=ruling.form,
                place_key={Judgement.SPLIT: ruling.target, Judgement.REJECT: None}.get(ruling.judgement, ruling.place_key),
                hromada=ruling.hromada_code,
                country=ruling.country,
                same=ruling.judgement in (Judgement.SAME, Judgement.SPLIT),
                author=mark(ruling),
            )
            for judgement in ANSWERS
            for ruling in of[judgement]
        ]
        self.forms += [
            FormRuling(ruling.form, ruling.place_key, hromada=ruling.hromada_code, same=False, author=mark(ruling))
            for ruling in of[Judgement.DIFFERENT]
        ]

    def merged(self, key: str | None) -> str | None:
        """The place that a place was merged into, to the end of the chain."""
        seen = set()
        while key in self._merged and key not in seen:
            seen.add(key)
            key = self._merged[key].target
        return key

    def moved(self, code: str | None) -> str | None:
        """The hromada that took over the ties of a hromada."""
        seen = set()
        while code in self._moved and code not in seen:
            seen.add(code)
            code = self._moved[code].target
        return code

    def party(self, text: str | None, oblast: str | None) -> Ruling | None:
        return self._parties.get(home_of(text or "", oblast)) if self._parties else None

    def country_word(self, text: str | None) -> Ruling | None:
        return self._words.get(fold(text or "")) if self._words else None

    def on_ties(self) -> dict[tuple[str, str], list[Ruling]]:
        """Rulings on ties by (hromada, place key) as they are called now, in the order of their days."""
        found = defaultdict(list)
        for ruling in self._on_ties:
            found[self.moved(ruling.hromada_code), self.merged(ruling.place_key)].append(ruling)
        return {tie: sorted(given, key=lambda item: (item.day or date.min, item.id)) for tie, given in found.items()}


def mark(ruling: Ruling) -> str:
    """Author as the resolver writes it into its reasons; `ruled` finds the ruling again."""
    return f"{ruling.author}: {ruling.reason} (ruling {ruling.id})"


def ruled(reasons: str) -> int | None:
    """The id of the ruling that a resolution follows, from its reasons."""
    if not reasons.startswith(("decided by ", "rejected by ")) or not reasons.endswith(")"):
        return None
    number = reasons.rpartition(" (ruling ")[2].rstrip(")")
    return int(number) if number.isdigit() else None


def in_force(connection: sa.Connection, at: datetime) -> Rules:
    """The rulings in force at a moment."""
    rows = connection.execute(
        sa.text(
            f"SELECT {', '.join(COLUMNS)} FROM ruling WHERE decided_at <= :at AND (retired_at IS NULL OR retired_at > :at) ORDER BY id"
        ),
        {"at": at},
    ).mappings()
    return Rules(Ruling(**row) for row in rows)


def as_row(ruling: Ruling) -> dict:
    return asdict(ruling)
