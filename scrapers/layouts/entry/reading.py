"""One entry or record read: the text of a cell, an item, a line or a card to drafts.

What belongs here: how its names, dates and stages come together. What does not: each of these (`names`, `dates`, `stages`)
and how entries are found on a page (the layouts).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from schemas.vocabularies import Level, Stage
from scrapers.layouts import cues
from scrapers.layouts.entry.claims import shorten
from scrapers.layouts.entry.dates import CONCLUDED, signing_date, span_of_end, when_of
from scrapers.layouts.entry.hromada import hromada_named
from scrapers.layouts.entry.marks import CITY_WORD, clean, without_flags
from scrapers.layouts.entry.model import Context, Draft, Scope
from scrapers.layouts.entry.names import Named, names_of
from scrapers.layouts.entry.owners import foreign_owner
from scrapers.layouts.entry.pieces import FILLER, MAX_ENTRY, PARTING, STRONG, Atom, atoms
from scrapers.layouts.entry.scope import read_heading
from scrapers.layouts.entry.stages import CLOSED, NOT_SIGNED, SENTENCE, WORDED, stage_in, stage_words
from scrapers.text.countries import country_of, find_countries, iso_of_code
from scrapers.text.dates import PartialDate, Precision, find_dates
from scrapers.text.normalise import AnyCase
from scrapers.text.parts import region_country
from scrapers.text.places import is_known_in_a_case, is_known_place
from scrapers.text.words import kind_of

LONGEST_LABEL, LATEST_WORD = 40, 12
LONGEST_BADGE = 24
MOST_WORDS = 8
"""Words of a line below a title that may name the partner."""


def read_entry(text: str, scope: Scope, context: Context) -> list[Draft]:
    """The partners of one short entry (a cell, an item, a line): none when it names no place that the scope lets in."""
    known = context.seen.get((text, scope))
    if known is None:
        known = context.seen[text, scope] = _read_entry(text, scope, context)
    return [draft.copy() for draft in known]


#: `Лович – ..., Республіка Польща, Лодзинське воєводство`: the region of the place before it.
_REGION_NAME = re.compile(r"(?:воєводств|воеводств|województw|област|провінці)[^\W\d_]*\W*$", re.I)
#: `районом «Бемово» міста Варшави (Польща)`: the city around a district.
_OF_ITS_CITY = re.compile(
    r"((?i:район|округ)\w{0,3}\s+[«\"“„]?[^\W\d_a-zа-яіїєґ][\w'’-]+[»\"”“]?)\s+(?:міста|м\.|города|г\.)\s*[^\W\d_a-zа-яіїєґ][\w'’-]+(?=\s*[(,–—-])"
)


#: `Побратимські відносини з містами A (X) та B (Y) припинено`: what there is with the names behind it.
_RELATIONS_WITH = re.compile(
    r"^\W*(?i:партнерськ|побратимськ|дружн|партн[её]рск|побратимск)\w+\s+(?i:відносин|стосунк|зв.язк|угод|отношени|связ)\w*\s+(?:з|із|зі|с|со)\s+"
    r"(?:[а-яіїєґё]+ами|[а-яіїєґё]+ом|м\.)\s+(?=[«\"“„]?[А-ЯІЇЄҐЁ])"
    r"|^(?:The )?(?i:mayors|delegations|representatives) (?:of|from) (?:the (?:cities|towns) of )?(?=[A-Z])"
    r"|^(?:Мери|Делегації|Представники|Очільники|Мэры|Делегации|Представители)\s+(?:(?:з|із|из)\s+)?(?:міст|громад|городов)\s+(?=[«\"“„]?[А-ЯІЇЄҐЁ])"
)


#: `Плоцьк, PL`: not behind a name in Latin letters, where it may be a state of the USA.
_CODE = re.compile(r"(?<=[а-яіїєґ’')]),?\s\(?([A-Z]{2})\)?$")


def _holds_land(text: str) -> bool:
    return any(one.iso != "UA" for one in find_countries(text))


#: `Польща Тухоля П 23.05.2015`: what a list calls its kinds of documents.
_INITIALS_OF_PAPER = re.compile(r"(?<=[а-яіїєґ])\s[А-ЯІЇЄҐ]{1,2}(?=\s(?:\d{1,2}[./]\d|(?:19|20)\d\d))")


def _read_entry(text: str, scope: Scope, context: Context) -> list[Draft]:
    quote = without_flags(text, "")
    text = clean(text)[:MAX_ENTRY]
    if (code := _CODE.search(text)) and (iso := iso_of_code(code[1])) and iso != "UA" and not _holds_land(text):
        return [replace(draft, country=iso, country_raw=code[1], bare=False) for draft in _read_entry(text[: code.start()], scope._replace(country=iso, country_raw=code[1]), context)]
    if len(text) < 2 or _ADDRESS.search(text) or cues.NOBODY.match(text):
        return []
    if _OFFICE.search(text) and not cues.AGREEMENT_WORDS.search(text):
        return []
    if "айон" in text or "круг" in text:
        text = _OF_ITS_CITY.sub(r"\1", text)
    text = text.replace(" шт. ", " штат ")
    text = _RELATIONS_WITH.sub("", _INITIALS_OF_PAPER.sub(",", text))
    if ":" in text and foreign_owner(text.partition(":")[0], context):
        return []  # `Побратими Раціборжа: Опава (Чехія)`
    part = _part_named(text, scope, context) if scope.listed and ":" in text else None
    inner = _read_entry(*part, context) if part else _owned(text, scope, context)
    if inner is not None:
        return [replace(draft, quote=shorten(quote, draft.name.raw)) for draft in inner]
    pieces = atoms(text, context.base)
    names, when = names_of(text, pieces, scope)
    if not names:
        return []
    if len(names) > 1 and ". " in text:
        names = [one for one in names if one is names[0] or one[1] or not _opens_prose(text, one[0].raw)]
    if len(names) > 1 and not _REGION_NAME.search(names[0][0].raw):
        names = [one for one in names if one is names[0] or one[1] or not _REGION_NAME.search(one[0].raw)]
    if len(names) > 1 and names[0][0].level is not Level.REGION:
        # "Гопкінсвілл, штат Кентуккі, США": the region of the place before it
        names = [one for one in names if one[0].level is not Level.REGION or (one[1] or region_country(one[0].name)) != names[0][1] or one[3]]
    words = _words_between(pieces, names)
    stage, kind = (stage_in(words), kind_of(words)) if words else (None, None)
    last = names[-1][0].raw
    beside = next((one for one in _ORGANISATION.finditer(text, 0, text.find(last) + len(last)) if not country_of(one[0])), None)
    where = names[-1][1] or scope.country
    if beside and beside[0] in last and last not in _PROGRAMMES and (is_known_in_a_case(last, where) if where else is_known_place(last)):
        beside = None  # a town all in capitals
    doubt = f"“{beside[0]}” is the name of an organisation, not of a place" if beside else None
    drafts = []
    for name, country, country_raw, moment in names:
        drafts.append(
            Draft(
                name,
                country or ("UA" if scope.domestic else scope.country),
                country_raw or (scope.country_raw if not country else None),
                moment or when or scope.since,
                stage or scope.stage,
                kind or scope.kind,
                name.level,
                name.region,
                shorten(quote, name.raw),
                scope.hromada_raw,
                doubt=doubt,
                bare=not (country or scope.country or scope.domestic),
            )
        )
    return drafts


def _opens_prose(text: str, name: str) -> bool:
    """Whether a word with a capital begins a sentence behind the first of an entry, and goes on in small letters: `X (Країна). Виноробство,
    торгівля`."""
    at = text.find(name)
    return at > 0 and text[:at].rstrip().endswith(".") and _GOES_ON.match(text, at + len(name)) is not None


_GOES_ON = re.compile(r"\s*,?\s+[^\W\d_A-ZА-ЯІЇЄҐЁ]")


def _part_named(text: str, scope: Scope, context: Context) -> tuple[str, Scope] | None:
    """`Призупинені: Бобруйськ (Білорусь)`: what stands behind the words that say which part of a list it is, and its scope."""
    label, colon, rest = text.partition(":")
    if _AT_HOME.search(label):
        return rest.strip(), scope.landless()._replace(domestic=True, country=None, country_raw=None)
    words = cues.PARTNER_WORDS.search(label)
    opens = (
        words is not None and words.start() <= LATEST_WORD and "(" not in label
    )  # `Міста-побратими Мостиської міської ради: Радимно (Польща)`
    if not colon or not rest or len(label) > (2 * LONGEST_LABEL if opens else LONGEST_LABEL) or not rest[0].isspace():
        return None
    under = read_heading(f"{label}:", scope, context)
    if under is None or not under.listed or under.country:
        return None
    if under.stage is None and not opens and not cues.IN_FORCE.match(label):
        return None
    return rest.strip(), scope._replace(stage=under.stage, kind=under.kind)


def _owned(text: str, scope: Scope, context: Context) -> list[Draft] | None:
    """`Стрийська громада – Горлиці (Польща)`: the partners behind the Ukrainian party that begins an entry, None when
    none does or nothing else is named."""
    parted = STRONG.search(text) if PARTING.search(text) else None
    if parted is None or not 3 <= parted.start() <= 90 or scope.domestic:
        return None
    head = text[: parted.start()].strip()
    if not (hromada_named(head) or (context.is_own(head) or cues.is_ukrainian(CITY_WORD.sub("", head)))):
        return None
    rest = text[parted.end() :]
    if country_of(rest):
        return None
    return _read_entry(rest, scope._replace(hromada_raw=head), context) or None


#: `гості з польського міста X та українські громади: A, B`.
_AT_HOME = AnyCase(r"(?<!\w)(?:українськ|украинск)\w{1,3}\s(?:міст|громад|побратим|партнер|партн[её]р|город|общин)\w*\s*$")
#: What stands beside the town where its seat is: `IDIS Viitorul, Кишинів`.
_ORGANISATION = re.compile(
    r"(?<![\w(])(?:(?i:фонд\w*|інститут\w*|університет\w*|академі\w+|ліцей|школа|гімназія|коледж|лікарня|музей|бібліотека|"
    r"секретаріат\w*|компані\w+|корпораці\w+|підприємств\w+|клуб|товариств\w+|спілка|агентств\w+|ансамбл\w+|хор|гурт|оркестр|колектив|театр|студія|збірна|редакція|видавництв\w+|організаці\w+|місія|foundation|institute|"
    r"university|academy|school|hospital|museum|company|corporation|agency|institut|universität|stiftung|verein|fundacja|"
    r"stowarzyszenie|szkoła|uniwersytet|институт|университет|академия|компания|общество|агентство|организация)|ГО|БФ|ТОВ|ПАТ|"
    r"NGO|GmbH|Ltd|Inc|[A-Z]{3,})(?!\w)"
)
#: Programmes of aid that are called like places.
_PROGRAMMES = ("DOBRE", "ERA", "AGRO", "HOPE", "SAVE", "CARE")
_SOME_WORD = re.compile(r"[^\W\d_]{4}")


def _words_between(pieces: list[Atom], names: list[Named]) -> str:
    """The text of an entry without its names, countries and dates; empty when no word is left that could say a stage."""
    rest = " ".join(piece.text for piece in pieces if piece.what in ("text", "break"))
    for name, *_ in names:
        rest = rest.replace(name.raw, " ").replace(name.name, " ")
    return rest if _SOME_WORD.search(rest) else ""


#: Where an office is: `Wydział Promocji, pl. Rynek 1, pok. 24`.
_OFFICE = re.compile(r"(?<!\w)pok\.\s?\d|(?<!\w)pl\. [A-ZŁŚŻ][^,;()]{2,40} \d|^Wydział\b")
_ADDRESS = AnyCase(
    r"(?<!\w)(?:вул\.|вулиц\w+|ул\.|улиц\w+|просп\.|проспект\w*|бульв\w*|каб\.|кабінет\w*|"
    r"тел\.|телефон\w*|факс|e-?mail|street|str\.|ulica|ul\.|tel\.|phone|straße|індекс|угод\w+ мерів|соглашени\w+ мэров|пункт\w* пропуску|пункт\w* пропуска|межу(?:є|ють) з|covenant of mayors|cittaslow|[єе]врорег[іи]он\w*|euroregion\w*|\d{5},?\s+м\.)|@|"
    r"https?://(?=\S+@)|(?<!\w)площа ринок|фото пресслужби",
)


def read_record(title: str, lines: Sequence[str], scope: Scope, context: Context) -> list[Draft]:
    """The partners of a record that has its name first and then lines or text: a card, a heading with what follows it."""
    inner = scope._replace(listed=True, bare=True)
    lines = [line for line in lines if not cues.NOBODY.match(line)]
    short = [line for line in lines if len(line) <= 120]
    drafts = read_entry(title, inner, context)
    used = title
    if not drafts and short:
        used = "\n".join([title, *(line for line in short[:2] if line.count(" ") < MOST_WORDS)])
        drafts = read_entry(used, inner, context)
    if not drafts:
        return []
    if any(stage_in(line) is Stage.INTENT for line in short) and (papers := [line for line in lines if not _only_intended(line)]) != lines:
        # A letter of intent, and then the agreement.
        lines = papers if any(_signed_paper(line) and not _OF_SCHOOLS.search(line) for line in papers) else lines
        short = [line for line in lines if len(line) <= 120]
    rest = "\n".join(lines)
    found = None
    if any(draft.country is None for draft in drafts):
        found = next((one for one in find_countries(rest[:600]) if one.iso != "UA"), None)
    moment = None
    if not any(draft.since for draft in drafts):
        moment = next((value for line in short if _only_dated(line) and (value := when_of(line, context.base))), None)
        moment = moment or signing_date(rest, context.base)
    words = stage_words(rest)
    stage, kind = stage_in(words), kind_of(words)
    possible = (_POSSIBLE.search(words) or _NO_PAPER.search(rest)) and not CONCLUDED.search(words) and not any(map(_dated_tie, SENTENCE.split(rest)))
    if possible:
        moment = None  # the day of a meeting
    if stage in CLOSED and moment is None and (span := span_of_end(rest)):
        moment = PartialDate(span[0], Precision.YEAR)
    badge = next((one for line in short if len(line) <= LONGEST_LABEL and (one := stage_in(line)) in _BADGES and not _EDITED.match(line) and _of_tie(line, one)), None)
    cell = next((one for line in short if len(line) <= LONGEST_BADGE and (one := stage_in(line)) in (Stage.INTENT, Stage.APPROVED) and not _OTHER_PLAN.match(line)), None)
    badge = badge or (cell if moment is None or _PLANNED.search(rest) else None)
    for draft in drafts:
        draft.stage = draft.stage or badge
        if draft.country is None and found:
            draft.country, draft.country_raw, draft.bare = found.iso, rest[found.start : found.end], False
        draft.since = draft.since or moment
        if (
            draft.stage is None
            and draft.since is None
            and (possible or any(stage_in(line) is Stage.TALKS for line in short if len(line) < 60 and not _OTHER_TALKS.search(line)))
        ):
            draft.stage = Stage.TALKS  # a line of its own, or a partnership that may be, and no day of signing
        headed = stage is Stage.APPROVED and draft.stage is scope.stage is Stage.INTENT
        if stage not in (None, Stage.TALKS) and (headed or draft.stage in (None, Stage.SIGNED)):
            draft.stage = stage
        if draft.stage is Stage.INTENT and draft.since is moment and _PLANNED.search(rest) and not _DATED_LETTER.search(rest):
            draft.since = None  # the day is one to come
        draft.kind = draft.kind or kind
        draft.quote = shorten(f"{title}: {rest}" if rest else title, draft.name.raw)
    return drafts


_POSSIBLE = AnyCase(
    r"(?<!\w)(?:(?:можлив|майбутн|потенційн|возможн|будущ)\w+\s(?:[^\s.;]+\s)?(?:партнерств|побратимств|співпрац|угод|партн[её]рств|сотрудничеств)|(?:possible|potential|future) (?:partnership|twinning)|"
    r"what a (?:partnership|twinning) could|künftige\w? partnerschaft|przyszł\w+ partnerstw)"
)
_NO_PAPER = AnyCase(r"(?<!\w)(?:до )?документ\w* (?:справа )?(?:ще |поки )?не (?:дійшл|готувал|підписан|укладал)|угод\w (?:між [^\s.;]+ )?(?:поки|ще|наразі) (?:немає|нема|не підписан)")


def add_details(draft: Draft, lines: Sequence[str], scope: Scope, context: Context) -> None:
    """The day, the stage and the words of lines that stand below an entry and say more of it."""
    told = read_record(draft.name.raw, lines, scope.landless(), context)
    if len(told) == 1:
        draft.since, draft.stage = draft.since or told[0].since, draft.stage or told[0].stage
        draft.quote = shorten(f"{draft.quote} {' '.join(lines)}", draft.name.raw)


def _only_intended(line: str) -> bool:
    return stage_in(line) is Stage.INTENT and cues.AGREEMENT_WORDS.search(line) is not None


def _signed_paper(line: str) -> bool:
    return cues.AGREEMENT_WORDS.search(line) is not None and _signed_on_a_day(line)


def _signed_on_a_day(line: str) -> bool:
    return stage_in(line) not in NOT_SIGNED and when_of(line, None) is not None


def _dated_tie(line: str) -> bool:
    """Whether a line says since when there is a tie, and not one that may be."""
    told = cues.AGREEMENT_WORDS.search(line) or cues.PARTNER_WORDS.search(line)
    return told is not None and not _POSSIBLE.search(line) and _signed_on_a_day(line)


def _of_tie(line: str, stage: Stage) -> bool:
    """Whether a short line of a card says a stage of the tie; what else is renewed is a roof or a park."""
    return stage is not Stage.RENEWED or (WORDED.search(line) or _RENEWED_IT.match(line)) is not None or len(_without_dates(line).split()) <= _YEAR_AND_WORD


#: `оновлена 19.08.2022 під час свята`: the agreement of the line above.
_RENEWED_IT = AnyCase(r"\W*(?:оновлен|поновлен|продовжен|подовжен|пролонгован|продлен|обновлен)(?:а|ий|о)\s(?:[ву]\s)?(?:[^\W\d_]+\s)?\d")
_YEAR_AND_WORD = 2
#: `Планується: обмін`, `переговори про обмін учнями`.
_OTHER_PLAN = AnyCase(r"\W*(?:план|запланован|готу|очіку|планир|ожида|planned|upcoming)\w*:\s(?!угод|підпис|договір|меморандум|партнер|побратим|соглаш|agreement|signing|umow)")
_OTHER_TALKS = AnyCase(r"(?<!\w)(?:переговори|перемовини|переговоры|talks|rozmowy) (?:про|щодо|о|об|on|about|o) (?:[^\s.;]+ )?(?:обмін|візит|поїздк|про[єе]кт|гуманітар|закупів|постач|фінанс|грант|обмен|визит|exchange|visit|wymian|wizyt)")
_OF_SCHOOLS = AnyCase(r"(?<!\w)(?:угод\w*|договір|договор\w*|меморандум\w*|соглашени\w|agreement) (?:(?:між|з|із|between|with|между|с) )?(?:[^\s.;,()]+ )?(?:ліце|школ|шкіл|гімназі|університет|коледж|лікарн|музе|бібліоте|лице|гимнази|больниц|school|hospital|universit)\w*")
#: `Letter of intent of 3 October 2024; a full agreement is expected`
_DATED_LETTER = AnyCase(r"(?:of intent|про наміри|о намерениях|intencyjn\w+|absichtserklärung)[^.;]{0,30}(?:19|20)\d\d")
_BADGES = (*CLOSED, Stage.RENEWED)
#: When a page was changed, not an agreement.
_EDITED = AnyCase(r"\W*(?:оновлено|обновлено|updated|last updated|zaktualizowano|aktualisiert)(?!\w)")
_PLANNED = AnyCase(
    r"(?<!\w)(?:підписання (?:у|в|на)|очікується|планується|заплановано|планують|буде|має бути|expected|planned|will be|to be|ожидается|планируется|planowan\w+|geplant)(?!\w)"
)


def _only_dated(line: str) -> bool:
    """A line of a date, perhaps with the country before it, and the words that go with a date."""
    rest = _without_dates(line)
    for found in reversed(find_countries(rest)):
        rest = f"{rest[: found.start]} {rest[found.end :]}"
    return FILLER.match(rest.replace("·", " ")) is not None or not any(map(str.isalnum, rest))


def _without_dates(line: str) -> str:
    for start, end, _ in reversed(find_dates(line)):
        line = line[:start] + " " + line[end:]
    return line
