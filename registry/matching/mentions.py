"""What goes into the resolver and what comes out of it.

What belongs here: mentions, resolutions, candidates and the rulings of persons, as plain records. What does not: anything that is done with them.
"""

from dataclasses import dataclass, field

from schemas.vocabularies import Decision, Level

#: Levels above or beside towns: a form printed with one of them is another form.
ABOVE = {Level.COUNTY, Level.REGION, Level.CITY_DISTRICT, Level.ASSOCIATION, Level.DISTRICT}


@dataclass(slots=True)
class Mention:
    """One printed name of a partner. `hromada` is a KATOTTG code or a name as printed; `country` as printed or ISO alpha-2."""

    id: str
    hromada: str | None = None
    oblast: str | None = None
    name: str = ""
    country: str | None = None
    region: str | None = None
    source: str = ""
    url: str | None = None


@dataclass(slots=True)
class Candidate:
    """A place a mention could mean, with its probability; the reasons are told only where a person is asked."""

    place_key: str
    name: str
    country: str
    score: float
    reasons: str = ""


@dataclass(slots=True)
class Resolution:
    """What a part (0, 1, ...) of a mention was taken for.

    `place_key` is `geonames:<id>` or `own:<id>` when accepted, `local:<country>:<hromada>:<sound key>` when it is new or in review (all doubtful
    mentions of one body in one hromada share it, so that counts do not wait; a doubtful mention that most likely is a place accepted for
    the same hromada carries that place's key), None when rejected. `score` is a probability.
    """

    id: str
    part: int
    hromada_code: str | None
    place_key: str | None
    place_name: str | None
    country: str | None
    level: Level | None
    score: float
    decision: Decision
    reasons: str
    candidates: list[Candidate] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's decision on a printed form; it always wins.

    `name` as printed, for one `hromada` (code) or, None, everywhere; for one `country` (ISO) or, None, whatever is printed. `place_key` is the
    place it is; None with `same` False rejects the form, a key with `same` False says it is not that place. `above` says that the form was printed
    with the level of a county, region or the like (True) or without (False): «Zawiercie County» is not Zawiercie; None holds for both.
    """

    name: str
    place_key: str | None
    hromada: str | None = None
    country: str | None = None
    same: bool = True
    author: str = "a person"
    above: bool | None = None
