"""The registry's tables. Queries stand in the modules that ask them; docs/registry.md draws how the tables hang together.

Two times on every fact: `valid` (in force) and `recorded` (known to us). A correction closes `recorded` of the old row
and adds a new row; nothing is rewritten.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, DATERANGE, JSONB, TIMESTAMP, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from schemas.columns import COUNTRY, KATOTTG, SHA256
from schemas.vocabularies import Author, Decision, Judgement, Kind, Level, Precision, Record, Stage, Status, Vocabulary


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        str: Text,
        int: BigInteger,
        date: Date,
        datetime: TIMESTAMP(timezone=True),
        dict[str, Any]: JSONB,
        list[str]: ARRAY(Text),
        list[dict[str, Any]]: JSONB,
    }


def one_of(column: str, vocabulary: type[Vocabulary]) -> CheckConstraint:
    """A closed list as a CHECK, not as a Postgres enum: a new word is then one migration without a lock on the table."""
    words = ", ".join(f"'{value}'" for value in vocabulary.values())
    return CheckConstraint(f"{column} IN ({words})", name=column)


def matches(column: str, pattern: str) -> CheckConstraint:
    return CheckConstraint(f"{column} ~ '{pattern}'", name=f"{column}_form")


def refers(table: str) -> dict[str, str]:
    """`info` of a column of a bulk table that names a row of `table`: trigger `refers_...` of the database checks it once for all rows of
    a command, where a foreign key asks row by row and takes most of the time of a load. The rows named are never deleted or renamed, so a
    reference that held once holds."""
    return {"refers": table}


def partial_date(column: str) -> CheckConstraint:
    forms = "'0000', '0000-00', '0000-00-00'"
    return CheckConstraint(f"translate({column}, '0123456789', '0000000000') IN ({forms})", name=f"{column}_form")


def _end_in_its_precision() -> tuple[CheckConstraint, ...]:
    return (
        partial_date("until"),
        CheckConstraint(
            "until_precision IS NOT DISTINCT FROM CASE WHEN until_latest IS NOT NULL THEN "
            "CASE length(until) WHEN 4 THEN 'year' WHEN 7 THEN 'month' WHEN 10 THEN 'day' ELSE 'unknown' END END",
            name="until_precision",
        ),
        CheckConstraint("until_earliest <= until_latest", name="until_in_order"),
    )


# --- nights and what they fetched -------------------------------------------------------------------------------------


class Run(Base):
    """One night. `clock` is the time of everything that the night records; nights only move forward."""

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    clock: Mapped[datetime] = mapped_column(unique=True)
    web: Mapped[str]
    inputs: Mapped[str]
    finished: Mapped[bool] = mapped_column(server_default=text("false"))
    dagster_run: Mapped[str | None]
    #: Digest of the code and data that decided this night (registry/resolution.py); another one means that all is decided anew.
    matching_edition: Mapped[str | None]
    #: Version of the rule of counting (schemas/vocabularies.py); a snapshot of the past is counted by that of its last night.
    counting_rule: Mapped[str] = mapped_column(server_default=text("'1'"))


class SourceFacts:
    """What releases print of a source."""

    title: Mapped[str]
    publisher: Mapped[str]
    homepage: Mapped[str]
    licence: Mapped[str]
    frequency: Mapped[str]


class Source(SourceFacts, Base):
    __tablename__ = "source"

    id: Mapped[str] = mapped_column(primary_key=True)
    gives: Mapped[list[str]]


class SourceVersion(SourceFacts, Base):
    """What a source was called over recorded time; `source` holds what it is called now."""

    __tablename__ = "source_version"
    __table_args__ = (
        ExcludeConstraint(("source_id", "="), ("recorded", "&&"), using="gist", name="one_source_at_a_time"),
        CheckConstraint("NOT isempty(recorded)", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    recorded: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)


class Document(Base):
    """A fetched version of a page: the bytes stand in the archive under `sha256`."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("source_id", "url", "sha256"), matches("sha256", SHA256))

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    url: Mapped[str]
    sha256: Mapped[str]
    status: Mapped[int] = mapped_column(SmallInteger)
    content_type: Mapped[str | None]
    size: Mapped[int]
    first_fetched: Mapped[datetime]
    last_fetched: Mapped[datetime]


class PageRun(Base):
    """What one night made of one page: read (`checked`) or failed. Misses and coverage are counted from these."""

    __tablename__ = "page_run"
    __table_args__ = (Index("ix_page_run_page", "source_id", "page", "run_id"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"), primary_key=True)
    page: Mapped[str] = mapped_column(primary_key=True)
    hromada_code: Mapped[str | None]
    checked: Mapped[bool]
    layout: Mapped[str | None]
    reason: Mapped[str]
    claims: Mapped[int]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))


class Issue(Base):
    __tablename__ = "issue"
    __table_args__ = (Index("ix_issue_run_id", "run_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    source: Mapped[str]
    url: Mapped[str | None]
    document: Mapped[str | None]
    issue_class: Mapped[str]
    words: Mapped[str]
    row: Mapped[str | None]


# --- what the sources say ---------------------------------------------------------------------------------------------


class Statement(Base):
    """A claim kept over time, as printed, for ever. When it was seen stands in `claim`."""

    __tablename__ = "statement"
    __table_args__ = (
        one_of("record", Record),
        one_of("kind", Kind),
        one_of("stage", Stage),
        one_of("level", Level),
        one_of("since_precision", Precision),
        # As SHA256 and PARTIAL_DATE, without regular expressions: each would take as long as all other checks of a row together.
        CheckConstraint("length(id) = 64 AND encode(decode(id, 'hex'), 'hex') = id", name="id_form"),
        partial_date("since"),
        partial_date("ended_on"),
        # Asked for equality alone, and filled by a load in half the time of a tree. An address belongs to one source but for a few.
        Index("ix_statement_page", "page", postgresql_using="hash"),
    )

    #: SHA-256 over source, page and the printed fields (scrapers/claim.py).
    id: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(info=refers("source"))
    page: Mapped[str]
    record: Mapped[str]
    hromada_code: Mapped[str | None]
    hromada_raw: Mapped[str | None]
    oblast_raw: Mapped[str | None]
    partner_raw: Mapped[str]
    country_raw: Mapped[str | None]
    country: Mapped[str | None]
    region_raw: Mapped[str | None]
    since: Mapped[str | None]
    since_precision: Mapped[str]
    kind: Mapped[str]
    stage: Mapped[str]
    level: Mapped[str | None]
    number_raw: Mapped[str | None]
    title_raw: Mapped[str | None]
    signed_raw: Mapped[str | None]
    duration_raw: Mapped[str | None]
    ended_on: Mapped[str | None]
    quote: Mapped[str]


class Supersession(Base):
    """A statement whose words a source corrected: gone from a good read in which another statement took its place.

    It holds while the old words stay away; when they come back, the statement counts again.
    """

    __tablename__ = "supersession"

    statement_id: Mapped[str] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    superseded_at: Mapped[datetime] = mapped_column(primary_key=True)
    by_statement: Mapped[str] = mapped_column(ForeignKey("statement.id"))
    #: fix.source when the bytes were new, fix.ours when the same bytes are read otherwise.
    cause: Mapped[str]


class Claim(Base):
    """One stretch of nights in which a statement stood on its page, with the fetched version that showed it first.

    A new row starts only after the words had been gone: a page whose bytes change every night (a view counter) adds none.
    """

    __tablename__ = "claim"
    __table_args__ = (CheckConstraint("first_seen <= last_seen", name="in_order"),)

    statement_id: Mapped[str] = mapped_column(primary_key=True, info=refers("statement"))
    first_seen: Mapped[datetime] = mapped_column(primary_key=True)
    last_seen: Mapped[datetime]
    document_id: Mapped[int] = mapped_column(info=refers("document"))


# --- who is who -------------------------------------------------------------------------------------------------------


class Identifier(Base):
    """The ledger of published identifiers: minted once, counted upwards, never reused."""

    __tablename__ = "identifier"
    __table_args__ = (UniqueConstraint("kind", "natural_key"),)

    public_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    natural_key: Mapped[str]
    minted_at: Mapped[datetime]


class Succession(Base):
    """Which identifier stands for a merged or withdrawn one from `recorded_at` on; none: it stands for itself again."""

    __tablename__ = "succession"

    public_id: Mapped[str] = mapped_column(ForeignKey("identifier.public_id"), primary_key=True)
    recorded_at: Mapped[datetime] = mapped_column(primary_key=True)
    successor: Mapped[str | None] = mapped_column(ForeignKey("identifier.public_id"))


class HromadaFacts:
    """What releases print of a hromada."""

    name: Mapped[str]
    category: Mapped[str | None]
    raion: Mapped[str | None]
    oblast: Mapped[str]
    oblast_row: Mapped[str | None]
    site: Mapped[str | None]


class Hromada(HromadaFacts, Base):
    __tablename__ = "hromada"
    __table_args__ = (matches("code", KATOTTG),)

    code: Mapped[str] = mapped_column(primary_key=True)
    portal_id: Mapped[str | None]


class HromadaVersion(HromadaFacts, Base):
    """What was known of a hromada over recorded time; `hromada` holds what the codifier and the portal say now.

    `name` is the former name for as long as the portal printed it, which is how a rename gets its time: editions of the codifier have none.
    """

    __tablename__ = "hromada_version"
    __table_args__ = (
        ExcludeConstraint(("code", "="), ("recorded", "&&"), using="gist", name="one_hromada_at_a_time"),
        CheckConstraint("NOT isempty(recorded)", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("hromada.code"))
    recorded: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)


class HromadaName(Base):
    """Names of a hromada over time, by edition of the codifier or by what a source printed."""

    __tablename__ = "hromada_name"

    code: Mapped[str] = mapped_column(ForeignKey("hromada.code"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(primary_key=True)
    first_seen: Mapped[datetime]


class Place(Base):
    """A foreign place. `key` links it to its gazetteer (`geonames:759734`) or marks a place of ours alone (`local:…`)."""

    __tablename__ = "place"
    __table_args__ = (matches("country", COUNTRY), one_of("level", Level))

    id: Mapped[str] = mapped_column(ForeignKey("identifier.public_id"), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    country: Mapped[str | None]
    level: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    confirmed: Mapped[bool]


class PlaceVersion(Base):
    """What was known of a place over recorded time; `place` holds what is known now."""

    __tablename__ = "place_version"
    __table_args__ = (
        ExcludeConstraint(("place_id", "="), ("recorded", "&&"), using="gist", name="one_place_at_a_time"),
        matches("country", COUNTRY),
        one_of("level", Level),
        CheckConstraint("NOT isempty(recorded)", name="not_empty"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"))
    recorded: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    name: Mapped[str]
    country: Mapped[str | None]
    level: Mapped[str | None]


class PlaceName(Base):
    """Every form in which a source printed a place."""

    __tablename__ = "place_name"

    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    first_seen: Mapped[datetime]


class Ruling(Base):
    """A person's decision: one row, kept for ever. It is in force from `decided_at` until `retired_at` and outranks every rule.

    Which columns a judgement uses is declared in registry/decisions.py. Ids are counted, so that a rebuild keeps them.
    """

    __tablename__ = "ruling"
    __table_args__ = (
        one_of("judgement", Judgement),
        matches("country", COUNTRY),
        CheckConstraint("author <> '' AND reason <> ''", name="says_who_and_why"),
        CheckConstraint("(retired_at IS NULL) = (retired_by IS NULL)", name="retired_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    judgement: Mapped[str]
    #: The printed form (of a partner, a hromada or a country) that it is about, and where: one hromada, or everywhere.
    form: Mapped[str | None]
    hromada_code: Mapped[str | None]
    oblast: Mapped[str | None]
    country: Mapped[str | None]
    #: Natural keys of places, so that a ruling outlives a rebuild; `target` is what it leads to: a place, a hromada, a country.
    place_key: Mapped[str | None]
    target: Mapped[str | None]
    day: Mapped[date | None]
    author: Mapped[str]
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    retired_by: Mapped[str | None]
    #: The recorded time up to which the ledger follows this row; empty while a loaded ruling waits for its moment.
    applied_through: Mapped[datetime | None]


class DecisionRow(Base):
    """What a printed name was decided to be: one live row a statement and part; a new decision retires the old one."""

    __tablename__ = "decision"
    __table_args__ = (
        one_of("verdict", Decision),
        one_of("author", Author),
        CheckConstraint("author = 'rule' OR author_name IS NOT NULL", name="person_has_a_name"),
        Index("uq_decision_live", "statement_id", "part", unique=True, postgresql_where=text("retired_at IS NULL")),
        Index("ix_decision_place", "hromada_code", "place_id"),
        Index("ix_decision_home", "home", postgresql_where=text("retired_at IS NULL")),
        Index("ix_decision_retired_at", "retired_at"),
        Index("ix_decision_decided_at", "decided_at"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    statement_id: Mapped[str] = mapped_column(ForeignKey("statement.id"))
    part: Mapped[int] = mapped_column(Integer)
    verdict: Mapped[str]
    author: Mapped[str]
    author_name: Mapped[str | None]
    ruling_id: Mapped[int | None] = mapped_column(ForeignKey("ruling.id"))
    #: The hromada as the resolver groups it (a code, or the words printed): mentions of one home inform each other.
    home: Mapped[str] = mapped_column(server_default=text("''"))
    hromada_code: Mapped[str | None] = mapped_column(ForeignKey("hromada.code"))
    place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    partner_raw: Mapped[str]
    score: Mapped[float]
    reasons: Mapped[str]
    candidates: Mapped[list[dict[str, Any]]]
    decided_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


# --- the ledger -------------------------------------------------------------------------------------------------------


class Partnership(Base):
    __tablename__ = "partnership"
    __table_args__ = (UniqueConstraint("hromada_code", "place_id"),)

    id: Mapped[str] = mapped_column(ForeignKey("identifier.public_id"), primary_key=True)
    hromada_code: Mapped[str] = mapped_column(ForeignKey("hromada.code"))
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"))


class PartnershipVersion(Base):
    """One state of a partnership: in force over `valid`, known to us over `recorded`."""

    __tablename__ = "partnership_version"
    __table_args__ = (
        ExcludeConstraint(
            ("partnership_id", "="), ("valid", "&&"), ("recorded", "&&"), using="gist", name="one_state_at_a_time"
        ),
        one_of("status", Status),
        one_of("kind", Kind),
        one_of("stage", Stage),
        one_of("since_precision", Precision),
        CheckConstraint("upper_inf(valid) OR end_statement IS NOT NULL OR end_decision IS NOT NULL", name="end_has_evidence"),
        CheckConstraint(
            "status <> 'ended' OR end_statement IS NOT NULL OR end_decision IS NOT NULL", name="ended_has_evidence"
        ),
        *_end_in_its_precision(),
        CheckConstraint("NOT isempty(valid) AND NOT isempty(recorded)", name="not_empty"),
        Index("ix_partnership_version_recorded", "recorded", postgresql_using="gist"),
        Index("ix_partnership_version_live", "partnership_id", postgresql_where=text("upper_inf(recorded)")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    partnership_id: Mapped[str] = mapped_column(ForeignKey("partnership.id"))
    valid: Mapped[Range[date]] = mapped_column(DATERANGE)
    recorded: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    status: Mapped[str]
    kind: Mapped[str]
    stage: Mapped[str]
    since: Mapped[str | None]
    since_precision: Mapped[str]
    #: Bounds of the start, for "at least" and "at most"; the lower one empty when no date is printed.
    since_earliest: Mapped[date | None]
    since_latest: Mapped[date]
    #: The end of what is in force, or the one behind a state that is over, as printed and with its bounds; empty when there is none. Of an
    #: end without a day the upper bound is the night on which its words were first seen.
    until: Mapped[str | None]
    until_precision: Mapped[str | None]
    until_earliest: Mapped[date | None]
    until_latest: Mapped[date | None]
    end_statement: Mapped[str | None] = mapped_column(ForeignKey("statement.id"))
    end_decision: Mapped[int | None] = mapped_column(ForeignKey("ruling.id"))


class StageVersion(Base):
    """A stage that one statement or ruling proves for a partnership, with its own date in its own precision."""

    __tablename__ = "stage_version"
    __table_args__ = (
        one_of("stage", Stage),
        one_of("day_precision", Precision),
        CheckConstraint("(statement_id IS NULL) <> (ruling_id IS NULL)", name="one_evidence"),
        CheckConstraint("NOT isempty(recorded)", name="not_empty"),
        Index("ix_stage_version_live", "partnership_id", postgresql_where=text("upper_inf(recorded)")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    partnership_id: Mapped[str] = mapped_column(ForeignKey("partnership.id"))
    recorded: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    stage: Mapped[str]
    day: Mapped[str | None]
    day_precision: Mapped[str]
    number: Mapped[str | None]
    statement_id: Mapped[str | None] = mapped_column(ForeignKey("statement.id"))
    ruling_id: Mapped[int | None] = mapped_column(ForeignKey("ruling.id"))


class ChangeEvent(Base):
    """What the ledger did to a partnership in one night and why; appended, never changed."""

    __tablename__ = "change_event"
    __table_args__ = (Index("ix_change_event_partnership", "partnership_id", "recorded_at"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    partnership_id: Mapped[str] = mapped_column(ForeignKey("partnership.id"))
    recorded_at: Mapped[datetime]
    event: Mapped[str]
    cause: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]


class Agreement(Base):
    __tablename__ = "agreement"

    id: Mapped[str] = mapped_column(ForeignKey("identifier.public_id"), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)


class AgreementVersion(Base):
    """One state of a document, on the same two times as a partnership."""

    __tablename__ = "agreement_version"
    __table_args__ = (
        ExcludeConstraint(("agreement_id", "="), ("valid", "&&"), ("recorded", "&&"), using="gist", name="one_agreement_state"),
        one_of("kind", Kind),
        one_of("stage", Stage),
        one_of("signed_precision", Precision),
        *_end_in_its_precision(),
        CheckConstraint("NOT isempty(valid) AND NOT isempty(recorded)", name="not_empty"),
        Index("ix_agreement_version_recorded", "recorded", postgresql_using="gist"),
        Index("ix_agreement_version_live", "agreement_id", postgresql_where=text("upper_inf(recorded)")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreement.id"))
    valid: Mapped[Range[date]] = mapped_column(DATERANGE)
    recorded: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    title: Mapped[str | None]
    number: Mapped[str | None]
    kind: Mapped[str]
    stage: Mapped[str]
    signed: Mapped[str | None]
    signed_precision: Mapped[str]
    until: Mapped[str | None]
    until_precision: Mapped[str | None]
    until_earliest: Mapped[date | None]
    until_latest: Mapped[date | None]
    #: Hromady and places bound, and the statements that say so; sorted.
    hromady: Mapped[list[str]]
    places: Mapped[list[str]]
    statements: Mapped[list[str]]


class ControlTotal(Base):
    """A total that somebody else publishes, as a source printed it. One printed once stays, also when another value follows."""

    __tablename__ = "control_total"
    __table_args__ = (CheckConstraint("value >= 0", name="value"),)

    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"), primary_key=True)
    url: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    counter: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    approximate: Mapped[bool]
    quote: Mapped[str]
    first_seen: Mapped[datetime]


# --- what was published -----------------------------------------------------------------------------------------------


class Release(Base):
    __tablename__ = "release"
    __table_args__ = (CheckConstraint("(override_by IS NULL) = (override_reason IS NULL)", name="override_has_a_reason"),)

    version: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    known_at: Mapped[datetime]
    content_hash: Mapped[str]
    published_at: Mapped[datetime]
    folder: Mapped[str]
    #: The order of publishing; several releases may carry the clock of one night.
    number: Mapped[int] = mapped_column(Identity())
    #: The release that it was compared with.
    previous: Mapped[str | None]
    #: Who published it although the gate held it back, and why.
    override_by: Mapped[str | None]
    override_reason: Mapped[str | None]
    #: SHA-256 of SHA256SUMS: through it every byte of the folder is held to what was published.
    sums_sha256: Mapped[str | None]
