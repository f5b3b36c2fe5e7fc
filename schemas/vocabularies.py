"""Closed vocabularies: every word that a column may hold, once, with its meaning.

What belongs here: the lists themselves. What does not: how a printed word is mapped to one of them (`scrapers/text`),
how it is stored (`registry/models.py`).
"""

from enum import StrEnum


class Vocabulary(StrEnum):
    """A closed list whose members carry their meaning in `meaning`."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> "Vocabulary":
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    @classmethod
    def values(cls) -> list[str]:
        return [member.value for member in cls]


class Record(Vocabulary):
    """What one claim is about."""

    PARTNERSHIP = "partnership", "a tie of one hromada with one or more places, as a list names it"
    AGREEMENT = "agreement", "a document that binds hromady and places"
    SEEKER = "seeker", "a hromada that looks for a partner; never a partnership"


class Kind(Vocabulary):
    """The kind of tie, as the source words it."""

    TWINNING = "twinning", "побратимство, twin town, miasto bliźniacze, Städtepartnerschaft"
    PARTNERSHIP = "partnership", "партнерство, partner town, miasto partnerskie"
    COOPERATION = "cooperation", "an agreement on cooperation (угода про співпрацю)"
    MEMORANDUM = "memorandum", "a memorandum of understanding"
    CROSS_BORDER = "cross_border", "транскордонне співробітництво of the Law 3668 register"
    OPERATOR = "operator", "a partnership of utilities (Betreiberpartnerschaft)"
    DOMESTIC = "domestic", "a tie inside Ukraine; never counted as international"
    OCCUPATION = "occupation", "a tie declared by an occupation body; never counted"
    UNSPECIFIED = "unspecified", "the source does not say"


class Stage(Vocabulary):
    """How far a tie has come. Nothing before `signed` is an active partner."""

    TALKS = "talks", "talks, a visit, an exchange of letters"
    INTENT = "intent", "a letter or declaration of intent, a plan to sign"
    APPROVED = "approved", "the council or the ministry has approved the text"
    SIGNED_BY_ONE = "signed_by_one", "one side has signed"
    SIGNED = "signed", "signed by both, or listed as a partner without any other word"
    REGISTERED = "registered", "entered in the register of Law 3668-IX"
    RENEWED = "renewed", "signed anew or extended"
    SUSPENDED = "suspended", "suspended by a decision"
    PROPOSED_TO_END = "proposed_to_end", "an end is proposed, not decided"
    ENDED = "ended", "ended by a decision or an act"


class Level(Vocabulary):
    """The administrative level of a foreign place."""

    CITY = "city", "city or town"
    COMMUNE = "commune", "commune or municipality"
    GMINA = "gmina", "Polish gmina"
    COUNTY = "county", "county: powiat, Landkreis, járás, județ, okres"
    DISTRICT = "district", "district, rajon"
    REGION = "region", "region, voivodeship, Land, province, state"
    CITY_DISTRICT = "city_district", "a district of a city"
    ASSOCIATION = "association", "an association or union of municipalities"
    SETTLEMENT = "settlement", "village or settlement"


class Precision(Vocabulary):
    """How much of a date the source printed."""

    DAY = "day", "YYYY-MM-DD"
    MONTH = "month", "YYYY-MM"
    YEAR = "year", "YYYY"
    UNKNOWN = "unknown", "no date printed, or one that cannot be read"


class Status(Vocabulary):
    """The state of a partnership version."""

    ACTIVE = "active", "in force and seen by its sources"
    UNCONFIRMED = "unconfirmed", "in force; missing from its sources for 3 good runs over at least 14 days"
    SUSPENDED = "suspended", "suspended by a decision; not counted"
    ENDED = "ended", "ended, with evidence or a person's decision; not counted"
    PLANNED = "planned", "not signed yet; not counted"


class Decision(Vocabulary):
    """What was decided about a printed name."""

    ACCEPT = "accept", "it is this place"
    REVIEW = "review", "a person has to say"
    NEW = "new", "a place that no gazetteer of ours holds"
    REJECT = "reject", "not a foreign partner at all"


class Author(Vocabulary):
    """Who made a decision."""

    RULE = "rule", "the resolver, with score and reasons"
    PERSON = "person", "a named person; outranks every rule"


class Judgement(Vocabulary):
    """What a person decided; docs/registry.md says which words each needs."""

    SAME = "same", "this printed form is this place"
    DIFFERENT = "different", "this printed form is not this place"
    REJECT = "reject", "this printed form is no foreign partner"
    HROMADA = "hromada", "this printed Ukrainian party is this hromada, or none"
    COUNTRY_WORD = "country_word", "this printed word is this country, or none"
    MERGE = "merge", "two places are one; the loser keeps its identifier with a successor"
    SPLIT = "split", "this printed form is another place than the one it was taken for"
    PLACE_COUNTRY = "place_country", "the place lies in this country"
    WITHDRAW = "withdraw", "this tie should never have been listed"
    END = "end", "this tie ended on this day"
    SUSPEND = "suspend", "this tie was suspended on this day"
    RESUME = "resume", "this tie is in force again from this day"
    REORGANISE = "reorganise", "the ties of this hromada passed to another"


class Cause(Vocabulary):
    """Why two snapshots differ; every change has exactly one."""

    REAL_NEW = "real.new", "began between the two dates, with a dated source or a decision"
    REAL_RESUMED = "real.resumed", "was suspended or ended, is in force again"
    REAL_ENDED = "real.ended", "ended between the two dates, with evidence"
    REAL_EXPIRED = "real.expired", "its term ran out between the two dates"
    REAL_STATUS = "real.status", "another stage between the two dates, still the same tie"
    KNOWN_LATE = "known.late", "in force before, found only now"
    KNOWN_DETAIL = "known.detail", "a detail became known or more precise"
    FIX_SOURCE = "fix.source", "the source corrected itself"
    FIX_OURS = "fix.ours", "we corrected our reading"
    FIX_DUPLICATE = "fix.duplicate", "two partnerships were one and are merged"
    FIX_SPLIT = "fix.split", "one partnership was two and is split"
    FIX_WITHDRAWN = "fix.withdrawn", "should never have been listed"
    REF_HROMADA_RENAMED = "ref.hromada_renamed", "the hromada has a new name, same code"
    REF_HROMADA_REORGANISED = "ref.hromada_reorganised", "the hromada was merged, split or moved"
    REF_COUNTRY = "ref.country", "the country of the place was corrected"
    RULE_DEFINITION = "rule.definition", "the rule of counting changed"
    VIEW_UNCONFIRMED = "view.unconfirmed", "no longer seen by its sources; still counted"
    VIEW_SEEN_AGAIN = "view.seen_again", "seen again after it was unconfirmed"


class IssueClass(Vocabulary):
    """What went wrong with a page, an answer or a row."""

    UNREACHABLE = "unreachable", "no answer, a time-out, a server error, a refused or geo-blocked request"
    GONE = "gone", "404 or 410; ends no partnership"
    REFUSED = "refused", "forbidden by robots.txt or by a rule of ours (address, scheme, redirect)"
    TOO_LARGE = "too_large", "more bytes than the limit"
    BAD_ENCODING = "bad_encoding", "bytes that are not text in any declared or detected encoding"
    WRONG_TYPE = "wrong_type", "a PDF, an image or an archive where a page was expected"
    LOGIN_PAGE = "login_page", "a login form with status 200"
    PARKING_PAGE = "parking_page", "a parked or expired domain"
    SCRIPT_SHELL = "script_shell", "a JavaScript shell without text"
    STALE_PAGE = "stale_page", "the same bytes as a version older than the one seen last: a cache may have answered"
    API_ERROR = "api_error", "an API answered with errors"
    LAYOUT_CHANGED = "layout_changed", "a mark the reader relies on is missing"
    NO_LAYOUT = "no_layout", "not readable yet: no known layout"
    UNEXPECTEDLY_EMPTY = "unexpectedly_empty", "fewer records than the source is known to hold"
    UNEXPECTEDLY_MANY = "unexpectedly_many", "more records than the source is known to hold"
    NOT_ITS_OWN_LIST = "not_its_own_list", "a list of somebody else's partners"
    NO_PARTNERS = "no_partners", "the page was read and names no partner"
    BAD_ROW = "bad_row", "a row that breaks a rule of the schema; quarantined"
    UNKNOWN_CODE = "unknown_code", "a KATOTTG code that the codifier does not hold"
    CODE_CONFLICT = "code_conflict", "name and code belong to different hromady"
    UNMAPPED_VALUE = "unmapped_value", "a word outside its closed list"
    DATE_CONFLICT = "date_conflict", "sources give different dates for one tie"


class Step(Vocabulary):
    """A step of a night in the registry; each is one transaction, so a night that was killed ends with one of them."""

    STATEMENTS = "statements", "what was said, first and last seen"
    DECISIONS = "decisions", "who is meant"
    PARTNERSHIPS = "partnerships", "the ledger follows; the night is finished"


class Gives(Vocabulary):
    """What a source gives."""

    HROMADY = "hromady", "the list of hromady"
    AGREEMENTS = "agreements", "documents with parties"
    PARTNERSHIPS = "partnerships", "ties without documents"
    CONTROL_TOTALS = "control_totals", "published totals to reconcile with"
    SEEKERS = "seekers", "hromady that look for partners"


#: Statuses that the three counters count.
COUNTED = (Status.ACTIVE, Status.UNCONFIRMED)

#: Statuses counted, by version of the rule. A night records the version it ran under; when the rule changes, a new version is added
#: here and the old one stays, so that the past is counted as it was.
COUNTING_RULES: dict[str, tuple[Status, ...]] = {"1": COUNTED}
COUNTING_RULE = "1"

#: Stages that make a tie an active partnership.
IN_FORCE = (Stage.SIGNED, Stage.REGISTERED, Stage.RENEWED, Stage.PROPOSED_TO_END)

#: The 25 rows of every regional table, in the published order (table 1 of the paper named in samples/README.md).
OBLAST_ROWS = (
    "Вінницька",
    "Волинська",
    "Дніпропетровська",
    "Донецька",
    "Житомирська",
    "Закарпатська",
    "Запорізька",
    "Івано-Франківська",
    "Київ",
    "Київська",
    "Кіровоградська",
    "Луганська",
    "Львівська",
    "Миколаївська",
    "Одеська",
    "Полтавська",
    "Рівненська",
    "Сумська",
    "Тернопільська",
    "Харківська",
    "Херсонська",
    "Хмельницька",
    "Черкаська",
    "Чернівецька",
    "Чернігівська",
)
