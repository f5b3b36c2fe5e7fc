"""Every column once: name, type, title, meaning, unit, constraint. Tables (`schemas/tables.py`) only list them.

What does not belong here: SQL types of the registry's inner tables (`registry/models.py`), which nobody outside reads.
"""

from dataclasses import dataclass

from schemas.vocabularies import (
    Cause,
    Decision,
    IssueClass,
    Kind,
    Level,
    Precision,
    Record,
    Stage,
    Status,
    Vocabulary,
)

#: KATOTTG code as the codifier prints it.
KATOTTG = r"^UA\d{17}$"
COUNTRY = r"^[A-Z]{2}$"
SHA256 = r"^[0-9a-f]{64}$"
#: ISO 8601 in the precision printed: a year, a month or a day.
PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `type` is a Frictionless type: string, integer, number, boolean, date, datetime."""

    name: str
    type: str
    title_uk: str
    description: str
    unit: str | None = None
    pattern: str | None = None
    vocabulary: type[Vocabulary] | None = None
    minimum: int | None = None


def _columns(*columns: Column) -> dict[str, Column]:
    names = [column.name for column in columns]
    repeated = {name for name in names if names.count(name) > 1}
    if repeated:
        raise ValueError(f"columns declared twice: {sorted(repeated)}")
    return {column.name: column for column in columns}


COLUMNS = _columns(
    # keys
    Column("hromada_code", "string", "Код громади (КАТОТТГ)", "The hromada, by its code in the official codifier", pattern=KATOTTG),
    Column("partnership_id", "string", "Ідентифікатор партнерства", "Opaque, minted once, never reused", pattern=r"^pt-\d{6,}$"),
    Column("partner_id", "string", "Ідентифікатор партнера", "The foreign place; opaque, minted once, never reused", pattern=r"^pl-\d{6,}$"),
    Column("agreement_id", "string", "Ідентифікатор угоди", "Opaque, minted once, never reused", pattern=r"^ag-\d{6,}$"),
    Column("statement_id", "string", "Ідентифікатор твердження", "SHA-256 over the page and the raw fields of the claim", pattern=SHA256),
    Column("public_id", "string", "Ідентифікатор", "Any published identifier", pattern=r"^(pt|pl|ag)-\d{6,}$"),
    Column("successor", "string", "Наступник", "The identifier that stands for a merged or withdrawn one"),
    # hromada
    Column("hromada", "string", "Громада", "Name of the hromada in the codifier"),
    Column("category", "string", "Тип громади", "міська, селищна or сільська; місто for Kyiv; empty where the codifier does not tell"),
    Column("raion", "string", "Район", "Raion of the hromada"),
    Column("oblast", "string", "Область", "One of the 25 rows of the regional table, or Автономна Республіка Крим or Севастополь, which the published table leaves out"),
    Column("site", "string", "Сайт", "Web site of the hromada as the portal lists it"),
    Column("checked", "boolean", "Перевірено", "True when at least one page about the hromada was read when it was tried last, within 31 days before the last night known"),
    # place
    Column("partner", "string", "Партнер", "Name of the foreign place"),
    Column("country", "string", "Країна", "ISO 3166-1 alpha-2", pattern=COUNTRY),
    Column("level", "string", "Рівень", "Administrative level of the place; empty when unknown", vocabulary=Level),
    Column("gazetteer", "string", "Газетир", "Key of the place in its gazetteer: geonames:759734, own:…; empty for a place of ours alone"),
    Column("latitude", "number", "Широта", "Of the place, WGS 84", unit="degree"),
    Column("longitude", "number", "Довгота", "Of the place, WGS 84", unit="degree"),
    Column("resolution", "string", "Визначення місця", "How the printed name became this place", vocabulary=Decision),
    # tie
    Column("kind", "string", "Вид", "Kind of tie as the sources word it", vocabulary=Kind),
    Column("stage", "string", "Стадія", "How far the tie has come", vocabulary=Stage),
    Column("status", "string", "Стан", "State on the day of the snapshot", vocabulary=Status),
    Column("since", "string", "З", "Start in the precision printed: YYYY, YYYY-MM or YYYY-MM-DD; never padded", pattern=PARTIAL_DATE),
    Column("since_precision", "string", "Точність дати", "How much of the start is known", vocabulary=Precision),
    Column("until", "string", "До", "First day no longer in force, in the precision printed; empty where no end is known", pattern=PARTIAL_DATE),
    Column("until_precision", "string", "Точність кінця", "How much of the end is known; empty where there is none", vocabulary=Precision),
    # agreement
    Column("title", "string", "Назва угоди", "Title as printed, personal data removed"),
    Column("number", "string", "Номер", "Number as printed"),
    Column("signed", "string", "Підписано", "Day of signing in the precision printed", pattern=PARTIAL_DATE),
    Column("signed_precision", "string", "Точність підписання", "How much of the day of signing is known", vocabulary=Precision),
    Column("hromady", "string", "Громади", "Codes of the hromady bound, separated by a semicolon"),
    Column("partners", "string", "Партнери", "Identifiers of the places bound, separated by a semicolon"),
    Column("countries", "string", "Країни", "Countries of the places bound, separated by a semicolon"),
    # evidence
    Column("source", "string", "Джерело", "Identifier of the source"),
    Column("sources", "string", "Джерела", "Identifiers of the sources, separated by a semicolon"),
    Column(
        "page",
        "string",
        "Сторінка",
        "The unit whose reading confirms or misses a claim: an address, or the source itself where every edition has another",
    ),
    Column("url", "string", "Адреса", "Where the page was fetched from"),
    Column("fetched_at", "datetime", "Отримано", "When these bytes were fetched last, UTC", unit="UTC"),
    Column("document", "string", "SHA-256 документа", "SHA-256 of the fetched bytes", pattern=SHA256),
    Column("quote", "string", "Цитата", "The words of the page, personal data removed"),
    Column("first_seen", "date", "Вперше побачено", "Night on which the words were first seen"),
    Column("last_seen", "date", "Востаннє побачено", "Last night on which the words were seen"),
    Column("record", "string", "Про що", "What the claim is about", vocabulary=Record),
    Column("partner_raw", "string", "Партнер, як надруковано", "As printed"),
    Column(
        "country_raw",
        "string",
        "Країна, як надруковано",
        "As printed; empty when the page does not say: a country beside it then follows from the name alone",
    ),
    Column("region_raw", "string", "Регіон, як надруковано", "As printed; empty when the page does not say"),
    Column("hromada_raw", "string", "Громада, як надруковано", "As printed; empty when the page does not say"),
    Column("oblast_raw", "string", "Область, як надруковано", "As printed; empty when the page does not say"),
    Column("number_raw", "string", "Номер, як надруковано", "As printed"),
    Column("title_raw", "string", "Назва, як надруковано", "As printed, personal data removed"),
    Column("signed_raw", "string", "Дата і місце, як надруковано", "As printed"),
    Column(
        "ended_on",
        "string",
        "Дата припинення",
        "Day of an end or a suspension in the precision printed",
        pattern=PARTIAL_DATE,
    ),
    Column("duration_raw", "string", "Строк, як надруковано", "As printed"),
    Column("reasons", "string", "Підстави", "Why it was decided so, in words"),
    Column("score", "number", "Оцінка", "Probability that the decision is right, 0 to 1"),
    Column("candidates", "string", "Кандидати", "Places it may be, best first, separated by a semicolon"),
    Column("claims", "integer", "Тверджень", "How many statements print this form", minimum=1),
    # issues
    Column("issue_class", "string", "Клас помилки", "What went wrong", vocabulary=IssueClass),
    Column("words", "string", "Опис", "The error or the offending row, in words"),
    Column("row", "string", "Рядок", "The row as it was read, personal data removed"),
    # comparison
    Column("cause", "string", "Причина", "The one cause of the change", vocabulary=Cause),
    Column("evidence", "string", "Підстава", "Identifiers of the statements behind the change, separated by a semicolon"),
    Column("before", "string", "Було", "State in the earlier snapshot"),
    Column("after", "string", "Стало", "State in the later snapshot"),
    Column("counter", "string", "Лічильник", "agreements, partnerships or partners; of a control total also hromady (with partners) or countries"),
    Column("count_from", "integer", "На початок", "Count on the earlier date", minimum=0),
    Column("count_to", "integer", "На кінець", "Count on the later date", minimum=0),
    Column("change", "integer", "+/-", "Later minus earlier"),
    Column("published_from", "integer", "Оприлюднено на початок", "Count that the ministry published for the earlier date", minimum=0),
    Column("published_to", "integer", "Оприлюднено на кінець", "Count that the ministry published for the later date", minimum=0),
    Column("hromady_all", "integer", "Громад усього", "Hromady of the row in the codifier", minimum=0),
    Column("hromady_checked", "integer", "Громад перевірено", "Hromady of which at least one page was read", minimum=0),
    Column("hromady_with_partners", "integer", "Громад із партнерами", "Hromady with at least one counted partnership", minimum=0),
    Column("hromady_with_site", "integer", "Громад із сайтом", "Hromady whose site is known", minimum=0),
    Column("hromady_tried", "integer", "Громад запитано", "Hromady of which at least one page was asked for in the night", minimum=0),
    Column("hromady_reached", "integer", "Громад досягнуто", "Hromady of which at least one page answered", minimum=0),
    Column("hromady_blocked", "integer", "Громад заблоковано", "Tried and not read: refused by robots.txt, a login or a rule of ours", minimum=0),
    Column("hromady_failed", "integer", "Громад не прочитано", "Tried and not read for any other reason", minimum=0),
    Column("hromady_not_tried", "integer", "Громад не запитано", "Hromady of which no page was asked for", minimum=0),
    Column("zeros_checked", "integer", "Нулів перевірено", "Hromady without partners of which a page was read", minimum=0),
    Column("zeros_unchecked", "integer", "Нулів не перевірено", "Hromady without partners of which no page was read: nothing is known", minimum=0),
    # bridge: start + new + resumed - ended - expired + found_late - withdrawn - merged + split + moved + rule = end
    Column("dimension", "string", "Вимір", "total, oblast or country"),
    Column("slice", "string", "Зріз", "The oblast row or the country; empty for a country not known"),
    Column("start", "integer", "Було", "Partnerships on the earlier day, as published then", minimum=0),
    Column("new", "integer", "Нові", "Began between the two days", minimum=0),
    Column("resumed", "integer", "Відновлені", "In force again", minimum=0),
    Column("ended", "integer", "Припинені", "Ended or suspended between the two days", minimum=0),
    Column("expired", "integer", "Строк сплив", "The printed term ran out between the two days", minimum=0),
    Column("found_late", "integer", "Знайдені пізніше", "In force before, found only now", minimum=0),
    Column("withdrawn", "integer", "Відкликані", "Corrections: taken out, less those put back"),
    Column("merged", "integer", "Об’єднані", "Duplicates merged, less the ties that took their place"),
    Column("split", "integer", "Роз’єднані", "Ties that were two, less those they replace"),
    Column("moved", "integer", "Переміщені", "Came from another row less went to another: hromada reorganised, country corrected"),
    Column("rule", "integer", "Правило підрахунку", "Counted by a new rule, less counted no more"),
    Column("end", "integer", "Стало", "Partnerships on the later day, as known now", minimum=0),
    Column("residual", "integer", "Нев’язка", "End less all of the above; always 0"),
    Column("oblast_from", "string", "Область на початок", "Oblast row on the earlier day, where the tie counted then"),
    Column("country_from", "string", "Країна на початок", "Country on the earlier day, where the tie counted then", pattern=COUNTRY),
    Column("day", "date", "День", "Day of the snapshot"),
    Column("count", "integer", "Кількість", "Count", minimum=0),
    Column("at_least", "integer", "Щонайменше", "What was in force that day for certain", minimum=0),
    Column("at_most", "integer", "Щонайбільше", "What may have been in force that day", minimum=0),
    # reconciliation and revision
    Column("as_of", "date", "Станом на", "Day that the figure is about"),
    Column("known_at", "datetime", "Відомо на", "Moment as of which the registry is read, UTC", unit="UTC"),
    Column("version", "string", "Випуск", "Version of the release"),
    Column("publisher", "string", "Оприлюднив", "Who published the control total"),
    Column("published", "integer", "Оприлюднено", "The control total", minimum=0),
    Column("ours", "integer", "У реєстрі", "The same counter in the registry", minimum=0),
    Column("gap", "integer", "Різниця", "Control total less ours"),
    Column("by_counter", "integer", "Через лічильник", "Part of the gap: ties known from lists, of which no source prints the document"),
    Column("by_coverage", "integer", "Через охоплення", "Part of the gap: what hromady that were not read would hold at the density of those that were; an estimate"),
    Column("by_scope", "integer", "Через обсяг", "Rest of the gap: other bodies than hromady, other ways of counting"),
    # counts on a row
    Column("n_agreements", "integer", "Угод", "Agreements in force", minimum=0),
    Column("n_partnerships", "integer", "Партнерств", "Partnerships counted", minimum=0),
    Column("n_partners", "integer", "Партнерів", "Distinct places", minimum=0),
)  # fmt: skip
