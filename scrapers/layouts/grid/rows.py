"""One row of a table to the partners that it names, by the roles of its columns."""

from schemas.vocabularies import Stage
from scrapers.layouts.entry.claims import shorten
from scrapers.layouts.entry.dates import finer, signing_date, when_of
from scrapers.layouts.entry.model import Context, Draft, Scope
from scrapers.layouts.entry.pieces import SEMICOLON
from scrapers.layouts.entry.reading import read_entry
from scrapers.layouts.entry.stages import CLOSED, stage_in
from scrapers.layouts.grid.columns import COUNCIL, NUMBER, first_piece, holds_country
from scrapers.layouts.grid.tables import Row, distinct
from scrapers.layouts.sentence.running_text import read_text
from scrapers.text.countries import country_of, find_countries, iso_of_code
from scrapers.text.dates import PartialDate, parse_date
from scrapers.text.normalise import AnyCase, fold_space, script_of
from scrapers.text.words import REMARK, decided, kind_of, level_of

#: Words above a table that make it one of agreements, though they announce no list of partners.
AGREEMENTS = AnyCase(
    r"(?<!\w)(?:угод|договор|договір|меморандум|соглашени|agreement|memorand|umow|umów|porozumie|vertr[aä]g|vereinbarung)\w*|"
    r"(?<!\w)(?:підписан|подписан|signed|podpisan|unterzeichnet)\w*"
)



#: What a remark may say of a tie against its row: that it is over, or not yet signed. A remark of a renewal is a detail.
_TOLD_IN_NOTES = frozenset(
    {Stage.ENDED, Stage.SUSPENDED, Stage.PROPOSED_TO_END, Stage.TALKS, Stage.INTENT, Stage.APPROVED, Stage.SIGNED_BY_ONE}
)


#: A document that goes on with another one.
_AMENDED = AnyCase(r"(?<!\w)(?:додатков|додаток|дополнительн|аннекс|aneks|amend|addend|nachtrag)\w*")
#: Stages whose day is not that of a signing.
_BY_COUNCIL = AnyCase(r"(?<!\w)(?:схвален|погоджен|затверджен|одобрен|approved by)\w*\s")
_NOT_YET = (Stage.TALKS, Stage.APPROVED)
#: Stages whose cell may print the day of the signing itself (`підписана 26.04.2012, діюча`).
_IN_FORCE = (Stage.SIGNED, Stage.REGISTERED)


def read_row(row: Row, columns: list[str], scope: Scope, context: Context, *, surely: bool = False) -> list[Draft]:
    """The partners of one row; `surely`: its date is that of a signing, whatever else it speaks of."""
    cells = [(role, cell.origin, cell.text) for role, cell in zip(columns, row, strict=False) if cell is not None and cell.text]

    def texts(*roles: str) -> list[str]:
        return list({origin: text for role, origin, text in cells if role in roles}.values())

    partner = "\n".join(texts("partner", "both", "document"))
    if not partner or NUMBER.match(partner):
        return []
    if "@" in partner or len(partner) > 2_000:
        return []
    countries = texts("country")
    country_text = fold_space(" ".join(countries))
    country = (country_of(country_text) or iso_of_code(country_text)) if country_text else None
    if country is None and country_text:
        said = {country_of(line) for text in countries for line in text.split("\n") if line.strip()}
        country = said.pop() if len(said) == 1 else None  # one country in two languages
    if country is None and country_text:
        named = {one.iso for one in find_countries(country_text) if one.form != "adjective"}
        country = named.pop() if len(named) == 1 else None  # with its region beside it
    inner = scope._replace(
        country=country or (None if country_text else scope.country),
        country_raw=country_text or scope.country_raw,
        domestic=scope.domestic and country in (None, "UA"),
        listed=scope.listed or bool(country_text),
    )
    drafts = of_document(partner, inner, context) if "document" in columns else entries_of(partner, inner, context)
    drafts = [draft for draft in drafts if draft.country or not COUNCIL.search(draft.name.raw)]
    quote = shorten(" | ".join(cell.text.replace("\n", ", ") for cell in distinct(row)))
    dates, lines = texts("since"), []
    moment: PartialDate | None = None
    if dates:
        lines = [line for line in "\n".join(dates).split("\n") if line.strip()]
        moment = finer(when_of(" ; ".join(lines), context.base), "\n".join(texts("partner", "both", "document", "kind")))
    extra = texts("kind", "document", "duration", "stage", "since")
    if moment is None and not any(draft.since for draft in drafts):
        for text in texts("kind", "document"):
            moment = moment or when_of(text, context.base)
        for text in texts("stage"):
            if moment is None and stage_in(text) in (*_IN_FORCE, Stage.INTENT):
                moment = when_of(text, context.base)
        for text in texts("country", "notes", "", "partner", "both") if moment is None else ():
            moment = moment or (signing_date(text, context.base) if AGREEMENTS.search(text) else None)
    words = " . ".join(extra)
    stage = stage_in(" . ".join(texts("stage")))
    if stage is None or stage in _IN_FORCE:
        # A protocol of intent that is in force is still one.
        stage = stage_in(" . ".join(texts("stage", "since", "kind", "document")))
    if stage is Stage.INTENT and decided(words):
        stage = Stage.APPROVED
    kind = kind_of(words)
    if scope.stage is Stage.APPROVED and stage is Stage.SIGNED:
        stage = None  # what a council decided
    signed = " . ".join(dates)
    told = stage_in(signed) or (Stage.APPROVED if _BY_COUNCIL.search(signed) else None)
    if told in _NOT_YET:
        stage, moment = told, None  # "схвалено рішенням ради від 22.03.2024": no day of signing
    remark = " . ".join(texts("notes", "duration"))
    noted = stage_in(remark) or stage_in(remark[:REMARK])
    if noted is Stage.RENEWED and _AMENDED.search(words):
        stage = noted
    if noted in _TOLD_IN_NOTES and not (noted is Stage.TALKS and (stage is not None or (surely and moment is not None))):
        stage = noted
    elsewhere = {
        iso: said
        for role, _, text in cells
        if role in ("ignore", "notes", "") and (iso := country_of(said := first_piece(text))) not in (None, "UA")
    }
    country_lines = [line for line in "\n".join(countries).split("\n") if line.strip()]
    hromada = texts("hromada")
    region = texts("region")
    for number, draft in enumerate(drafts):
        if len(country_lines) == len(drafts) > 1 and country_of(country_lines[number]):
            draft.country, draft.country_raw, draft.bare = country_of(country_lines[number]), country_lines[number], False
        if country_text and not draft.country_raw:
            draft.country_raw = country_text
        if draft.country is None and not country_text and len(elsewhere) == 1:
            (draft.country, draft.country_raw), draft.bare = next(iter(elsewhere.items())), False  # an address begins with it
        own = parse_date(lines[number], context.base) if len(lines) == len(drafts) > 1 else None
        ended = "document" in columns and stage is None and draft.stage in CLOSED  # the day beside it is that of the end
        draft.since = draft.since if ended else own or moment or draft.since
        draft.signed_raw = fold_space(" ".join(dates)) or None
        draft.stage = stage or draft.stage
        if scope.stage is Stage.APPROVED and draft.stage in (None, Stage.SIGNED):
            draft.stage = Stage.APPROVED
        draft.kind = kind or draft.kind
        draft.quote = quote
        draft.duration_raw = fold_space(" ".join(texts("duration"))) or None
        draft.region_raw = draft.region_raw or (region[0] if region else None)
        if hromada:
            draft.hromada_raw = fold_space(hromada[0])
        draft.level = draft.level or level_of(partner)
    return drafts


def entries_of(text: str, scope: Scope, context: Context) -> list[Draft]:
    """The partners of a cell: the whole cell first, then each of its lines."""
    scope = scope._replace(listed=True, bare=True)
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 2 and {script_of(line) for line in lines} == {"cyrillic", "latin"} and not any(map(holds_country, lines)):
        lines = lines[:1]  # one name in two scripts
        text = lines[0]
    items = [item for item in SEMICOLON.split(text) if item.strip()] if len(lines) == 1 else []
    if len(items) > 2 and all(each := [read_entry(item, scope, context) for item in items]):
        return [draft for drafts in each for draft in drafts]
    if len(lines) > 1:
        each = [read_entry(line, scope, context) for line in lines]
        if all(each) or sum(map(bool, each)) >= 2:
            return [draft for drafts in each for draft in drafts]
    return read_entry(text, scope, context)


DECISION = AnyCase(r"(?<!\w)(?:рішення|решени[ея]|decision|uchwał)")


def of_document(title: str, scope: Scope, context: Context) -> list[Draft]:
    """The partners that the title of a document names, read once a page: for its column first, then for its row."""
    scope = scope.landless()
    known = context.seen.get((title, scope, "document"))
    if known is None:
        known = context.seen[title, scope, "document"] = read_text(title, scope, context)
    return [draft.copy() for draft in known]
