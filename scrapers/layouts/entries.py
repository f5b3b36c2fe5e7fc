"""One entry of a list: the pieces of a short text told apart (name, country, date, the words between) and made into claims.

What belongs here: everything the layouts share, from the text of one row, item, line or card to its claims. What does not:
how entries are found on a page (the layouts) and running sentences (`prose`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from schemas.vocabularies import Kind, Level, Precision, Stage
from scrapers.claim import Claim, Issue
from scrapers.layouts import cues
from scrapers.layouts.page import Page
from scrapers.sites import Site
from scrapers.text.cases import word_class
from scrapers.text.countries import country_of, find_countries
from scrapers.text.dates import PartialDate, find_dates
from scrapers.text.names import PartnerName, nominatives, split_names
from scrapers.text.normalise import SHORT, AnyCase, fold, fold_space, strip_personal
from scrapers.text.parts import sound_alike_across
from scrapers.text.words import kind_of, stage_of

MAX_QUOTE = 300
MAX_ENTRY = 3_000
LONGEST_HEADING = 220
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(slots=True)
class Context:
    """What is known before a page is read: where it comes from, whose it should be, and the clock."""

    source: str
    url: str | None = None
    site: Site | None = None
    hromada_code: str | None = None
    hromada_names: Sequence[str] = ()
    lang: str | None = None
    base: date | None = None
    dated: date | None = None
    """The day on which the page says that it was published: the year of `On 5 July ... was signed`."""
    title: str = ""
    """The page's title and first heading: an owner named there is judged with the whole list before one."""
    text: str = field(default="", repr=False)
    """The main part of the page."""
    occupied: bool = True
    """Whether the page may speak of an occupation body; where it does not, no sentence is asked."""
    persons: frozenset[str] = frozenset()
    """The surnames that the page gives with their given names, by their stems (`layouts.mentions.persons`)."""
    capitals: frozenset[str] = frozenset()
    """The words, by stem, that the page writes with a capital where no sentence begins (`layouts.mentions.capitals`)."""
    ukrainian: frozenset[str] = frozenset()
    """The names that the page puts in Ukraine (`layouts.mentions.told_ukrainian`), by stem."""
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
        known = hromada_named(printed) or _ADJECTIVE_OF_HROMADA.search(printed) or cues.is_ukrainian(printed)
        return (printed, None) if known else (None, self.hromada_code)


class Scope(NamedTuple):
    """What the headings above an entry say: the country, that partners are listed, the stage, the kind, and whose list it is.

    `listed` says that partners are listed, so places with a country are; `bare` that even names without one are;
    `foreign` says that the heading belongs to a list of somebody else's twins.
    """

    country: str | None = None
    country_raw: str | None = None
    listed: bool = False
    bare: bool = False
    domestic: bool = False
    foreign: bool = False
    stage: Stage | None = None
    kind: Kind | None = None
    level: Level | None = None
    since: PartialDate | None = None
    hromada_raw: str | None = None

    def landless(self) -> "Scope":
        """The same scope without its country; itself when it has none."""
        return self if self.country is None and self.country_raw is None else self._replace(country=None, country_raw=None)


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


@lru_cache(maxsize=1 << 14)
def stem(name: str) -> str:
    """A key under which the cases of one name meet: folded, the adjective and case endings off."""
    key = re.sub(r"[єё]", "е", fold(name))
    key = re.sub(
        r"\b(?:міська|сільська|селищна|територіальна|громада|отг|тг|рада|міської|громади|ради|місто|"
        r"село|селище|м|смт)\b",
        " ",
        key,
    )
    key = " ".join(key.split())
    return (
        re.sub(
            r"(?:ськ|цьк|зьк|ск|цк)(?:ая|ое|ой|ую|ом|а|ий|е|ої|ого|ою|ій|им|ому)$|(?:ами|ями|ого|ому|ові|"
            r"еві|ою|ею|єю|ом|ем|єм|ів|ах|ях|а|я|у|ю|і|и|ь|о|е|є|й)$",
            "",
            key,
        )
        or key
    )


_ADJECTIVE_OF_HROMADA = AnyCase(r"(?:ськ|цьк|зьк)\w{1,3}$|громад|\bТГ\b|рад[аи]\b")
_HROMADA = re.compile(
    r"(?:[мсc]мт\.?\s|м\.\s?|с\.\s)?(?P<name>[^\W\d_a-zа-яіїєґ][\w'’ʼ-]*(?:ськ|цьк|зьк)(?:а|ої|ій))\s+"
    r"(?:(?:міськ|сільськ|селищн)\w{1,3}\s+)?(?:об.?єднан\w{1,3}\s+)?(?:територіальн\w{1,3}\s+)?"
    r"(?:громад[аи]|громаді|рад[аи]|раді|ТГ|ОТГ)(?:\s*[,(]?\s*[^\W\d_]+(?:ська|ської) (?:обл|область|області)\.?\)?|"
    r"\s*[,(]?\s*[^\W\d_]+(?:ський|ського) (?:район|району|р-н)\)?)?"
)


def hromada_named(text: str) -> str | None:
    """The hromada that the whole of a short text names: `Стрийська міська територіальна громада`, `Стрийська ТГ`."""
    if len(text) > 120 or "ьк" not in text:
        return None
    bare = clean(text).rstrip(":").strip()
    match = _HROMADA.fullmatch(bare)
    return bare if match and cues.plausible(match["name"]) and not find_countries(f"{match['name'].lower()} край") else None


# --- atoms ------------------------------------------------------------------------------------------------------------

_FLAG = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0061-\U000e007f]+|[\U0001f300-\U0001faff\u2300-\u23ff\u2600-\u27bf]"
)
_PICTURE = re.compile("[\u2300-\u23ff\u2600-\u27bf\U0001f1e6-\U0001faff]")
#: A day of the month, which no number of an item is.
_OF_MONTH = (
    r"(?!(?i:січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|января|февраля|марта|апреля|мая|июня|"
    r"июля|августа|сентября|октября|ноября|декабря|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|"
    r"listopada|grudnia|january|february|march|april|may|june|july|august|september|october|november|december)(?!\w))"
)
_LEAD = re.compile(
    r"^(?:[\s\-–—―•·∙◦*▪▫►▶●○■□✓✔→⇒>»“\"'.,;:|+]+|\(?\d{1,3}\s*[.)]\s*(?!\d)|"
    rf"\d{{1,3}}\s+{_OF_MONTH}(?=[^\W\d_]{{2}}|м\.)|"
    r"№\s*\d{1,3}[.)]?\s*)+"
)
_TRAIL = re.compile(r"[\s\-–—•·*;:,.|/+&]+$")
_STRONG = re.compile(
    r"\s+[-–—―−]+\s+|\s+[-–—―−]+(?=[^\s\d-])|(?<=[^\s\d-])[–—―−]+\s+|(?<=\w)[—―](?=\w)|[;|"
    r"\t\n]|:(?=\s|$)|\s/\s(?!(?<=[а-яіїєґ]\s/\s)[A-ZÀ-ž])(?!(?<=[a-zà-ž]\s/\s)[А-ЯІЇЄҐ])|\s>\s|[•·●▪]|(?<=\w)\.\s+(?=[^\W\d_])(?<!\bм\.\s)(?<!\bг\.\s)(?<!\bс\.\s)(?<!St"
    r"\.\s)(?<!св\.\s)"
)
#: What `_STRONG` cannot do without.
_PARTING = re.compile(r"[-–—―−;|\t\n:/>•·●▪.]")
_BRACKET = re.compile(r"\(([^()]{0,160})\)|\[([^\[\]]{0,160})\]")
_FILLER = AnyCase(
    r"^(?:[\s,.;:()\[\]\"«»“”–—-]|(?:з|із|зі|від|у|в|до|на|та|і|й|рік|року|роки|році|рр?|роках|дата|від|since|"
    r"from|in|the|year|signed|on|od|z|w|z dnia|dnia|r|roku|seit|"
    r"vom|am|im|ab|год|года|году|г|с|от|и|and|und|oraz|країна|country|страна|kraj|land|місто|город|city|town|"
    r"miasto|stadt|назва|партнер\w*|partner|"
    r"republic|республіка|підписано|підписана|підписаний|укладено|укладена|укладений|угода|договір|угоду|"
    r"договором|договору|дата|підписання|укладення|укладання|встановлення|"
    r"початок|співпраці|співробітництва|відносин|партнерства|побратимства|рік|побратим|побратими|"
    r"місто-побратим|місто-партнер|signed|date|of|signing|agreement|established|zawarta|podpisana|umowa|"
    r"vertrag|unterzeichnet|соглашение|договор|подписано|подписан|заключен|заключено|дата|подписания|новий|"
    r"продовжено|оновлено|безстроково|безстрокова|чинний|діє)(?![\w]))+$",
)
LABEL = AnyCase(
    r"^(?P<partner>місто|міста|місто-побратим|місто-партнер|партнер|побратим|назва(?: міста)?|"
    r"город(?:-побратим|-партн[её]р)?|название|city|town|twin town|partner(?: city| town)?|name|sister "
    r"city|"
    r"miasto(?: partnerskie)?|nazwa|gmina partnerska|stadt|partnerstadt|gemeinde|громада(?:-партнер)?|"
    r"муніципалітет|муниципалитет|municipality)$|"
    r"^(?P<country>країна|держава|страна|государство|country|state|kraj|państwo|land|staat|країна-партнер|"
    r"країна партнера)$|"
    r"^(?P<since>дата.*|рік.*|коли.*|підписано|укладено|з якого року|термін.*|год.*|year.*|date.*|since|signed|"
    r"established|rok.*|data.*|jahr.*|datum.*|seit|unterzeichnet.*|договір від|"
    r"угода від|початок.*|встановлен.*|партнерство з|побратими з)$",
)
_INNER = AnyCase(r"(?<!\w)(?:у|в|во|біля|поблизу|недалеко від|з|із|из|до|від|от|із центром|w|in|im|near|bei)\s*$")


@dataclass(slots=True)
class Atom:
    """One piece of an entry: `country`, `date`, `text` or `break` (a strong separator)."""

    what: str
    text: str
    start: int
    end: int
    value: object = None
    form: str = ""


def _said(text: str, base: date | None) -> list[Atom]:
    """The countries and dates of an entry, in order."""
    spans: list[Atom] = []
    for found in find_countries(text):
        spans.append(Atom("country", text[found.start : found.end], found.start, found.end, found.iso, found.form))
    if base is not None or _YEAR.search(text):
        for start, end, value in find_dates(text, base):
            if not any(one.start < end and start < one.end for one in spans):
                spans.append(Atom("date", text[start:end], start, end, value))
    spans.sort(key=lambda one: one.start)
    return spans


def atoms(text: str, base: date | None) -> list[Atom]:
    """An entry cut into countries, dates, strong separators and the text between, in order."""
    spans = _said(text, base)
    bracketed = "(" in text or "[" in text
    kept = [match.span() for match in _BRACKET.finditer(text) if _belongs(match, spans)] if bracketed else []
    pieces: list[Atom] = []
    position = 0
    for span in [*spans, None]:
        until = span.start if span else len(text)
        _cut(text, position, until, kept, pieces)
        if span:
            pieces.append(span)
            position = span.end
    return pieces


def _belongs(match: re.Match, spans: list[Atom]) -> bool:
    """A bracket that belongs to the name before it: no country and no date inside, and no words of an agreement."""
    inside = match[1] or match[2] or ""
    if any(one.start < match.end() and match.start() < one.end for one in spans):
        return False
    return not cues.AGREEMENT_WORDS.search(inside) and not cues.PARTNER_WORDS.search(inside) and 0 < len(inside) <= 70


def _cut(text: str, start: int, end: int, kept: list[tuple[int, int]], pieces: list[Atom]) -> None:
    position = start
    for match in _STRONG.finditer(text, start, end) if _PARTING.search(text, start, end) else ():
        if any(low < match.end() and match.start() < high for low, high in kept):
            continue
        if match.start() > position:
            pieces.append(Atom("text", text[position : match.start()], position, match.start()))
        pieces.append(Atom("break", match.group(), match.start(), match.end()))
        position = match.end()
    if end > position:
        pieces.append(Atom("text", text[position:end], position, end))


_ADDRESS = AnyCase(
    r"(?<!\w)(?:вул\.|вулиц\w+|ул\.|улиц\w+|просп\.|проспект\w*|бульв\w*|каб\.|кабінет\w*|"
    r"тел\.|телефон\w*|факс|e-?mail|street|str\.|ulica|ul\.|tel\.|phone|straße|індекс|угод\w+ мерів|соглашени\w+ мэров|covenant of mayors|cittaslow|[єе]врорег[іи]он\w*|euroregion\w*|\d{5},?\s+м\.)|@|"
    r"https?://(?=\S+@)",
)

# --- reading one entry ------------------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """An entry without its bullet, number and closing marks."""
    text = _without_lead(text)
    return text if text[-1:].isalnum() else _TRAIL.sub("", text)


def _without_lead(text: str) -> str:
    return text if text[:1].isalpha() else _LEAD.sub("", text)


def _without_flags(text: str, by: str = " ") -> str:
    return text if text.isascii() or not _PICTURE.search(text) else _FLAG.sub(by, text)


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


def _read_entry(text: str, scope: Scope, context: Context) -> list[Draft]:
    quote = _without_flags(text, "")
    text = clean(text)[:MAX_ENTRY]
    if len(text) < 2 or _ADDRESS.search(text):
        return []
    if "айон" in text or "круг" in text:
        text = _OF_ITS_CITY.sub(r"\1", text)
    text = _RELATIONS_WITH.sub("", text)
    if (owned := _owned(text, scope, context)) is not None:
        return [replace(draft, quote=shorten(quote, draft.name.raw)) for draft in owned]
    pieces = atoms(text, context.base)
    names, when = _names(text, pieces, scope)
    if not names:
        return []
    if len(names) > 1 and not _REGION_NAME.search(names[0][0].raw):
        names = [one for one in names if one is names[0] or one[1] or not _REGION_NAME.search(one[0].raw)]
    if len(names) > 1 and names[0][0].level is not Level.REGION:
        # "Гопкінсвілл, штат Кентуккі, США": the region of the place before it
        names = [one for one in names if one[0].level is not Level.REGION or one[1] != names[0][1] or one[3]]
    words = _words_between(text, pieces, names)
    stage, kind = (stage_in(words), kind_in(words)) if words else (None, None)
    last = names[-1][0].raw
    beside = next((one for one in _ORGANISATION.finditer(text, 0, text.find(last) + len(last)) if not country_of(one[0])), None)
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
                name.level or scope.level,
                name.region,
                shorten(quote, name.raw),
                scope.hromada_raw,
                doubt=doubt,
                bare=not (country or scope.country or scope.domestic),
            )
        )
    return drafts


def _owned(text: str, scope: Scope, context: Context) -> list[Draft] | None:
    """`Стрийська громада – Горлиці (Польща)`: the partners behind the Ukrainian party that begins an entry, None when
    none does or nothing else is named."""
    parted = _STRONG.search(text) if _PARTING.search(text) else None
    if parted is None or not 3 <= parted.start() <= 90 or scope.domestic:
        return None
    head = text[: parted.start()].strip()
    if not (hromada_named(head) or (context.is_own(head) or cues.is_ukrainian(_CITY_WORD.sub("", head)))):
        return None
    rest = text[parted.end() :]
    if country_of(rest):
        return None
    return _read_entry(rest, scope._replace(hromada_raw=head), context) or None


#: What stands beside the town where its seat is: `IDIS Viitorul, Кишинів`.
_ORGANISATION = re.compile(
    r"(?<![\w(])(?:(?i:фонд\w*|інститут\w*|університет\w*|академі\w+|ліцей|школа|гімназія|коледж|лікарня|музей|бібліотека|"
    r"компані\w+|корпораці\w+|підприємств\w+|клуб|товариств\w+|спілка|агентств\w+|ансамбл\w+|хор|гурт|оркестр|колектив|театр|студія|збірна|редакція|видавництв\w+|організаці\w+|місія|foundation|institute|"
    r"university|academy|school|hospital|museum|company|corporation|agency|institut|universität|stiftung|verein|fundacja|"
    r"stowarzyszenie|szkoła|uniwersytet|институт|университет|академия|компания|общество|агентство|организация)|ГО|БФ|ТОВ|ПАТ|"
    r"NGO|GmbH|Ltd|Inc|[A-Z]{3,})(?!\w)"
)
_Named = tuple[PartnerName, str | None, str | None, PartialDate | None]
_SOME_WORD = re.compile(r"[^\W\d_]{4}")


def _words_between(text: str, pieces: list[Atom], names: list[_Named]) -> str:
    """The text of an entry without its names, countries and dates; empty when no word is left that could say a stage."""
    rest = " ".join(piece.text for piece in pieces if piece.what in ("text", "break"))
    for name, *_ in names:
        rest = rest.replace(name.raw, " ").replace(name.name, " ")
    return rest if _SOME_WORD.search(rest) else ""


_WORD_OF_A_NAME = re.compile(r"[^\W\d_]{3}")


def _names(text: str, pieces: list[Atom], scope: Scope) -> tuple[list[_Named], PartialDate | None]:
    """The names of an entry, each with its country and its own date, and the date of the whole entry."""
    names: list[list] = []
    open_from = 0  # names from here on wait for the country that follows them
    prefix: Atom | None = None  # a country said before its names
    head = True  # still in the part of the entry where names stand
    adjective: Atom | None = None
    lone_label = ""
    for index, piece in enumerate(pieces):
        if piece.what == "break":
            if ";" in piece.text:
                open_from, head = len(names), True
            continue
        if piece.what == "country":
            if piece.form == "adjective":
                adjective = piece
                continue
            waiting = [one for one in names[open_from:] if one[1] is None]
            if (waiting and not _INNER.search(text[max(0, piece.start - 24) : piece.start])) or (waiting and head):
                for one in waiting:
                    one[1], one[2] = piece.value, piece.text
                open_from = len(names)
            elif not names:
                if not (text[: piece.start].endswith("(") and _WORD_OF_A_NAME.search(text, 0, piece.start)):
                    prefix = piece  # not that of a name before it which could not be read: "відносини з A (X) та B (Y)"
            elif head and not waiting and (piece.form == "flag" or _starts_group(pieces, index)):
                prefix, open_from = piece, len(names)
            continue
        if piece.what == "date":
            lone_label = ""
            continue
        content = piece.text
        label = LABEL.match(content.strip(" ,.()-–—"))
        if label:
            lone_label = label.lastgroup or ""
            continue
        bare = _without_lead(_without_flags(content)).strip(' ,.()[]"«»“”*&')
        if len(bare) < 2 or _FILLER.match(bare):
            continue
        if lone_label in ("country", "since"):
            lone_label = ""
            continue
        if not head and not _before_country(pieces, index):
            continue
        found = _plausible_names(content, scope, prefix or adjective, _before_country(pieces, index), pieces, index)
        if not found:
            if names or not _short_lead(content):
                head = False
            if cues.AGREEMENT_WORDS.search(content) and not names and not _before_country(pieces, index):
                head = True
            continue
        if (
            not head
            and names
            and not (pieces[index - 1].what == "date" and _AFTER_COMMA.fullmatch(content) and len(found) == 1)
        ):
            continue
        if len(found) == 1 and names and names[-1][1] is None and sound_alike_across(names[-1][0].name, found[0].name):
            continue  # "Кремниця – Kremnica": the same name in the other script
        for name in found:
            iso, raw = name.country, None
            source = adjective or prefix
            if iso is None and source is not None:
                iso, raw = source.value, source.text
            names.append([name, iso, raw, None, piece.start])
        if adjective is not None:
            adjective = None
            open_from = len(names)
    when = _dates(text, pieces, names)
    if when is not None and len(names) > 1 and "\n" in text:
        # A date in one line of several is of the names in that line.
        start = next((piece.start for piece in pieces if piece.what == "date" and piece.value == when), 0)
        line = text.count("\n", 0, start)
        here = [one for one in names if text.count("\n", 0, one[4]) == line]
        if here and len(here) < len(names):
            for one in here:
                one[3] = one[3] or when
            when = None
    return [(name, iso, raw, moment) for name, iso, raw, moment, _ in names], when


#: `..., угода від 23 лютого 2007 р., Поті (` after a date: the next name of the list.
_AFTER_COMMA = re.compile(r"\s*[,;]\s*[^\W\d_a-zа-яіїєґ][\w'’ -]{1,40}\(?\s*")


def _starts_group(pieces: list[Atom], index: int) -> bool:
    """A country after complete names that opens a new group: `...; Литва: Каунас`."""
    after = next((one for one in pieces[index + 1 :] if one.what != "date"), None)
    return after is not None and after.what == "break" and after.text.strip() in (":", "-", "–", "—", "―")


def _before_country(pieces: list[Atom], index: int) -> bool:
    after = next((one for one in pieces[index + 1 :] if one.what != "date"), None)
    return after is not None and after.what == "country" and after.form != "adjective" and not _INNER.search(pieces[index].text)


def _short_lead(content: str) -> bool:
    """Words before the name that describe nothing yet: `місто`, `побратим`, `договір з`."""
    return len(content.split()) <= 6


def _plausible_names(
    content: str, scope: Scope, said: Atom | None, before_country: bool, pieces: list[Atom], index: int
) -> list[PartnerName]:
    cleaned = _tidy(content)
    if len(cleaned) > 400 or not cleaned:
        return []
    anchored_by = before_country or said is not None or scope.country is not None
    anchored = anchored_by or scope.bare
    later = any(one.what == "country" for one in pieces[index + 1 :])
    if not anchored and not later:
        return []
    run: list[PartnerName] = []
    rest: PartnerName | None = None
    for name in split_names(cleaned):
        if cues.plausible(name.name) and not country_of(name.name) and (anchored_by or word_class(name.name) != "other"):
            run.append(name)
        elif run or not _skippable(name):
            rest = name
            break
    if run and rest is not None and not before_country and _runs_on(cleaned, run[-1].raw, rest.raw):
        return []
    return run


def _runs_on(text: str, last: str, rest: str) -> bool:
    """Whether what follows the names is the rest of a sentence (`Берлін і Київ отримають ...`), not a description."""
    end = text.find(last) + len(last)
    between = text[end : text.find(rest, end)]
    return not re.search(r"[,(\[–—:;-]", between)


def _skippable(name: PartnerName) -> bool:
    return len(name.raw.split()) <= 2 and name.raw[:1].islower()


_CLAUSE = re.compile(r"[.;\n(]")
_TIDY = re.compile(r"^(?:з|із|зі|with|mit|z|ze|с|со|та|і|and)\s+(?=[^\W\d_])|\s*\($|^\)\s*")
_OPEN = re.compile(r"\((?![^()]*\))[^()]*$|^[^()]*\)(?=\s*(?:$|,))")


@lru_cache(maxsize=1 << 13)
def _tidy(content: str) -> str:
    text = _without_lead(_without_flags(content)).strip()
    if text.startswith(")") or text.endswith("("):
        text = text.lstrip(") ").rstrip("( ")
    text = _OPEN.sub("", text) if text.count("(") != text.count(")") else text
    return _TIDY.sub("", _without_lead(text)).strip(' ,.;:-–—*·•|/"')


def _dates(text: str, pieces: list[Atom], names: list[list]) -> PartialDate | None:
    """The date of the entry; dates that alternate with names are given to their names instead."""
    good: list[Atom] = []
    renewed: list[Atom] = []
    for piece in pieces:
        if piece.what != "date":
            continue
        if _DECADE.search(piece.text):
            continue
        before = text[max(0, piece.start - 60) : piece.start]
        clause = _CLAUSE.split(before)[-1]
        if cues.OTHER_DATES.search(clause) and not _signing_after(clause):
            continue
        if cues.ENDING.search(before):
            continue
        (renewed if cues.RENEWAL.search(clause) else good).append(piece)
    if len(good) > 1:
        worded = [
            one
            for one in good
            if cues.AGREEMENT_WORDS.search(text[max(0, one.start - 80) : one.start])
            or cues.SIGNING.search(text[max(0, one.start - 30) : one.start])
        ]
        if len(names) > 1 and _alternate(
            names, good, [piece.start for piece in pieces if piece.what == "break" and "\n" in piece.text]
        ):
            return None
        if worded and len(worded) < len(good) and good[0] not in worded and len(text) > 120:
            good = worded
        at_once = [one for one in good if _SIGNED_AT.match(text, one.end)]
        if at_once and good[0] not in at_once and good[0] not in worded:
            good = at_once
    chosen = good or renewed
    return chosen[0].value if chosen else None


#: `1990-х`: a decade is no year.
_DECADE = re.compile(r"\d0-?(?:х|ті|их|e?s)(?!\w)")
#: What stands behind the day of a signing: `14 липня 2016-го було укладено договір`.
_SIGNED_AT = AnyCase(
    r"(?:\s+(?:року|р\.|г\.|года|r\.))?,?\s+(?:[^\W\d_]+\s+){0,2}(?:підписан\w+|підписал\w+|укладен\w+|уклал\w+|подписан\w*|подписал\w*|"
    r"заключ[её]н\w*|заключил\w*|podpisan\w+|podpisa\w+|zawart\w+|unterzeichnet\w*)(?!\w)"
)
_WORDED = AnyCase(
    r"(?<!\w)(?:підпис\w+|уклад\w+|уклал\w+|заключ\w+|подпис\w+|угод\w*|догов\w+|договір|меморандум\w*|"
    r"протокол\w*|декларац\w+|соглашени\w+|партнер\w*|партн[её]р\w*|побратим\w*|породн\w+|порідн\w+|"
    r"співпрац\w+|співробітнич\w+|сотруднич\w+|дружб\w+|дружн\w+|signed|sign|signing|agreement\w*|memorandum|"
    r"twin\w*|sister\w*|partner\w*|cooperat\w*|friendship|umow\w+|podpisan\w+|porozumieni\w+|współprac\w+|"
    r"partnersk\w+|vereinbarung\w*|vertrag\w*|unterzeichn\w+|partnerschaft\w*|zusammenarbeit|freundschaft|"
    r"(?:лист\w* про )?намір\w*|letters? of intent|list intencyjn\w+|since|seit|встановлен\w+|установлен\w+|оформлен\w+|започатковано)(?!\w)",
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[«\"“„(]?[A-ZА-ЯІЇЄҐŁŚŻŹĆÄÖÜ0-9])|\n")


def signing_date(text: str, base: date | None) -> PartialDate | None:
    """The date of running text that its own sentence ties to an agreement: `Угоду підписано 12 травня 1992 року`."""
    first: PartialDate | None = None
    for sentence in _SENTENCE.split(text[:MAX_ENTRY]):
        if (base is None and not _YEAR.search(sentence)) or not _WORDED.search(sentence):
            continue
        moment = when_of(sentence, base)
        if moment and _CONCLUDED.search(sentence):
            return moment  # rather than the year in which a friendship began
        first = first or moment
    return first


_CONCLUDED = AnyCase(
    r"(?<!\w)(?:підписан\w*|підписал\w*|укладен\w*|уклал\w*|подписан\w*|подписал\w*|заключ[её]н\w*|signed|concluded|podpisan\w*|podpisał\w*|zawart\w*|"
    r"unterzeichnet\w*)(?!\w)"
)


def stage_words(text: str) -> str:
    """The sentences of running text that speak of an agreement or of a tie, the only ones that may give a stage."""
    return " ".join(sentence for sentence in _SENTENCE.split(text[:MAX_ENTRY]) if _WORDED.search(sentence))


def read_record(title: str, lines: Sequence[str], scope: Scope, context: Context) -> list[Draft]:
    """The partners of a record that has its name first and then lines or text: a card, a heading with what follows it."""
    inner = scope._replace(listed=True, bare=True)
    short = [line for line in lines if len(line) <= 120]
    drafts = read_entry(title, inner, context)
    used = title
    if not drafts and short:
        used = "\n".join([title, *short[:2]])
        drafts = read_entry(used, inner, context)
    if not drafts:
        return []
    rest = "\n".join(lines)
    found = None
    if any(draft.country is None for draft in drafts):
        found = next((one for one in find_countries(rest[:600]) if one.iso != "UA"), None)
    moment = None
    if not any(draft.since for draft in drafts):
        moment = next((value for line in short if _only_dated(line) and (value := when_of(line, context.base))), None)
        moment = moment or signing_date(rest, context.base)
    words = stage_words(rest)
    stage, kind = stage_in(words), kind_in(words)
    for draft in drafts:
        if draft.country is None and found:
            draft.country, draft.country_raw, draft.bare = found.iso, rest[found.start : found.end], False
        draft.since = draft.since or moment
        if (
            draft.stage is None
            and draft.since is None
            and any(stage_in(line) is Stage.TALKS for line in short if len(line) < 60)
        ):
            draft.stage = Stage.TALKS  # a line of its own, and no day of signing
        if stage not in (None, Stage.TALKS) and draft.stage in (None, Stage.SIGNED):
            draft.stage = stage
        draft.kind = draft.kind or kind
        draft.quote = shorten(f"{title}: {rest}" if rest else title, draft.name.raw)
    return drafts


def _only_dated(line: str) -> bool:
    """A line of a date, perhaps with the country before it, and the words that go with a date."""
    rest = _without_dates(line)
    for found in reversed(find_countries(rest)):
        rest = f"{rest[: found.start]} {rest[found.end :]}"
    return _FILLER.match(rest.replace("·", " ")) is not None or not any(map(str.isalnum, rest))


def _without_dates(line: str) -> str:
    for start, end, _ in reversed(find_dates(line)):
        line = line[:start] + " " + line[end:]
    return line


def when_of(text: str, base: date | None) -> PartialDate | None:
    """The signing date of a cell or a description: the first date that is not of an end, a renewal or another thing."""
    return _dates(text, _said(text, base), [])


def _signing_after(clause: str) -> bool:
    """A word of signing stands after the word that speaks of something else."""
    other = list(cues.OTHER_DATES.finditer(clause))
    return bool(other) and bool(
        re.search(
            r"(?<!\w)(?:підпис\w+|уклад\w+|подпис\w+|заключ\w+|signed|podpis\w+|"
            r"unterzeichn\w+|угод\w+|догов\w+|соглашени\w+|agreement|umow\w+|vertrag\w*)",
            clause[other[-1].end() :],
            re.I,
        )
    )


def _alternate(names: list[list], dates: list[Atom], lines: list[int]) -> bool:
    """Name, date, name, date: each date belongs to the names before it that have none."""
    marks = sorted(
        [(one[4], 0, one) for one in names] + [(one.start, 1, one) for one in dates] + [(line, 2, None) for line in lines],
        key=lambda mark: mark[:2],
    )
    groups = 0
    previous = 1
    for _, what, _one in marks:
        groups += what == 1 and previous == 0
        previous = what if what < 2 else previous
    if groups < 2:
        return False
    waiting: list[list] = []
    for _, what, one in marks:
        if what == 0:
            waiting.append(one)
        elif what == 2:
            waiting = []
        else:
            for name in waiting:
                name[3] = one.value
            waiting = []
    return True


# --- the words of stage and kind --------------------------------------------------------------------------------------

#: Words that `stage_of` takes for a stage and that speak of something else on these pages.
_NOISE = AnyCase(
    r"(?<!\w)(?:відновленн\w+ (?:україн|міст|громад|інфраструктур|житл|післявоєн)\w*|післявоєнн\w+ "
    r"відновленн\w+|відновленн[іяю]\b|відбудов\w+|восстановлени\w+|зареєстрован\w+ (?:впо|переселен|осіб|"
    r"об)\w*|"
    r"поглиблен\w+|поглибл\w+|recovery|reconstruction|extended (?:family|area|hours)|registered (?:refugees|"
    r"persons|office)|в рамках візиту|під час (?:візиту|зустрічі)|"
    r"утрим\w+ від (?:[^\W\d_]+ )?(?:укладенн|підписанн)\w*|воздерж\w+ от (?:[^\W\d_]+ )?(?:заключен|подписан)\w*|"
    r"скасован\w+ (?:карантин|обмежен)\w*|закінченн\w+ війни|після закінченн\w+|завершенн\w+ війни)(?!\w)",
)


def stage_in(text: str) -> Stage | None:
    """The stage that an entry's own words give, words of rebuilding and of visits left aside."""
    return _stage_short(text) if len(text) <= SHORT else stage_of(_NOISE.sub(" ", text))


# The layouts that compete for a page read the same texts.
@lru_cache(maxsize=512)
def _stage_short(text: str) -> Stage | None:
    return stage_of(_NOISE.sub(" ", text)) if len(text) > 3 else None


def kind_in(text: str) -> Kind | None:
    return kind_of(text)


# --- from drafts to claims --------------------------------------------------------------------------------------------


def shorten(text: str, around: str = "") -> str:
    """At most 300 characters of `text`, around a name when it does not fit."""
    text = fold_space(text)
    if len(text) <= MAX_QUOTE:
        return text
    at = max(0, text.find(around)) if around else 0
    start = max(0, min(at - MAX_QUOTE // 3, len(text) - MAX_QUOTE))
    return text[start : start + MAX_QUOTE].strip()


_CLOSED = (Stage.ENDED, Stage.SUSPENDED)
_FORMER = AnyCase(
    r"\b(?:колишн|бывш|former\b|były|byłe|byłych|ehemalig|anciennes?\b)", needs="колишн бывш former był ehemalig ancien"
)
_CLOSING = AnyCase(
    r"розірв|розрив|припин|призупин|скасов|денонс|розторг|terminat|ended\b|suspend|dissolv|cancel|rozwiąz|wypowiedz|zawiesz|zerw|"
    r"beend|gekündig|ruht\b|ausgesetzt|расторг|прекращ|приостан|разорв",
)


def _closing_date(text: str, base: date | None) -> PartialDate | None:
    """The day of an end or a suspension: the first date behind the words that say so. A date before them is that of the start."""
    said = _CLOSING.search(text)
    if said is None:
        return None
    dates = [one for one in find_dates(text, base) if not _OF_BEGINNING.search(text[max(0, one[0] - 40) : one[0]])]
    behind = next((found for start, _, found in dates if start > said.start()), None)
    if behind is None and (opening := _OPENING_DATE.match(text)) and dates and dates[0][0] <= opening.end() < said.start():
        return dates[0][2]
    if behind is None and len(dates) == 1 and "|" not in text and _DECIDES.search(text):
        return dates[0][2]  # "Депутати на сесії 2 березня 2022 року підтримали рішення про денонсацію"
    return behind


#: The words right before the day of what is ended: `припинити дію договору, укладеного 14 вересня 2004 року`.
_OF_BEGINNING = AnyCase(
    r"(?<!\w)(?:укладен\w*|підписан\w*|заключ[её]нн\w*|подписанн\w*|signed|concluded|zawart\w*|podpisan\w*|unterzeichnet\w*|geschlossen\w*|"
    r"(?:угод|догов|меморандум|соглашен|agreement|umow|vertrag)\w*\s+(?:від|от|of|z|vom))\s+(?:on |у |в |w |am |dnia )?$"
)
_DECIDES = AnyCase(
    r"(?<!\w)(?:депутат|сесі|міськрад|виконком|рішенн|сесси|горсовет|решени|council|session|radni|sesj|stadtrat)"
)


#: `In March 2022 the council terminated the agreement`: the date that opens a sentence is that of its verb.
_OPENING_DATE = re.compile(r"(?:In|On|У|В|З|Із|Від|С|Am|Im|W|Od|Dnia)\s+|")


#: What looks like a day or a run of years. Where no date could be read out of it (31.02.2004) or one says less (2004–2010), it stays as printed.
_DAYLIKE = re.compile(r"(?<![\d.])\d{1,2}[./]\d{1,2}[./](?:19|20)\d{2}(?!\d)")
_YEARS = re.compile(r"(?<![\d.])(?:19|20)\d{2}\s?[-–—]\s?(?:19|20)\d{2}(?![\d.])")


def _printed_date(text: str, read: bool) -> str | None:
    """Words of a date that the claim would otherwise lose."""
    found = _YEARS.search(text) or (None if read else _DAYLIKE.search(text))
    return found[0] if found else None


def to_claim(draft: Draft, context: Context) -> Claim:
    """The claim of a draft: raw fields as printed, personal data out of the quote.

    Of an ended or suspended tie the day of the end stands apart; where it is the only date printed, the start is not known.
    """
    since = draft.since
    closed = _closing_date(draft.quote, context.base) if draft.stage in _CLOSED else None
    if closed is not None and since == closed:
        since = None
    domestic = draft.country == "UA"
    hromada_raw, hromada_code = context.side(draft.hromada_raw)
    return Claim(
        source=context.source,
        partner_raw=partner_raw(draft.name),
        country_raw=draft.country_raw or (draft.name.country and _country_raw(draft)),
        country=draft.country,
        region_raw=draft.region_raw,
        since=since.value if since else None,
        since_precision=since.precision if since else Precision.UNKNOWN,
        kind=Kind.DOMESTIC if domestic else draft.kind or Kind.UNSPECIFIED,
        stage=draft.stage or Stage.SIGNED,
        level=draft.level or draft.name.level,
        quote=shorten(strip_personal(draft.quote), draft.name.name),
        hromada_raw=hromada_raw,
        hromada_code=hromada_code,
        number_raw=draft.number_raw,
        signed_raw=draft.signed_raw or _printed_date(draft.quote, since is not None or closed is not None),
        ended_on=closed.value if closed else None,
        duration_raw=draft.duration_raw,
        url=context.url,
    )


_CITY_WORD = AnyCase(
    r"^(?:[вуз]і?\s+(?=міст|м\.|город))?(?:м\.|міст(?:[оаі]|ом)?|г\.|город(?:ом)?|city of|town of|city|town|miasto|miastem|"
    r"stadt)(?:(?<=\.)|(?!\w))\s*(?!(?:і|й|та|i|and)\s)(?=[«\"“„]?[^\W\d_])",
)


def partner_raw(name: PartnerName) -> str:
    """The place as printed, without its country, flag and the word for a town; other level words stay."""
    text = _without_flags(name.raw)
    if name.country:
        for found in reversed(find_countries(text)):
            if found.start > 0 or found.form == "adjective":
                text = text[: found.start] + text[found.end :]
    if not text.isalpha():
        text = re.sub(r"\(\s*[,;.]?\s*\)|\[\s*\]", " ", text)
        text = re.sub(r"\(\s*[,;]\s*|\s*[,;]\s*\)", lambda match: "(" if "(" in match[0] else ")", text)
    text = fold_space(clean(text))
    return _CITY_WORD.sub("", text).strip(" ,;.-–—") or fold_space(name.name)


def _country_raw(draft: Draft) -> str | None:
    for found in find_countries(draft.name.raw):
        if found.iso == draft.name.country:
            return draft.name.raw[found.start : found.end]
    return None


# --- headings ---------------------------------------------------------------------------------------------------------

_DOMESTIC = AnyCase(
    r"(?<!\w)(?:в україні|в межах україни|українськ\w+ (?:міст|побратим|партнер|громад)\w*|"
    r"внутрішн\w+|украинск\w+ (?:город|побратим|партн)\w*|в украине|ukrainian (?:partner|twin|cit)\w*|"
    r"within ukraine|"
    r"ukraińsk\w+ (?:miast|partner)\w*|ukrainische (?:partner|städte)\w*|пліч-о-пліч|"
    r"всеукраїнськ\w+|міжмуніципальн\w+ співробітництв\w+ (?:в|у) україні)(?!\w)",
)


def read_heading(text: str, scope: Scope, context: Context) -> Scope | None:
    """The scope under a heading, or None when the text is no heading of a list (it may then be an entry)."""
    if len(text) > LONGEST_HEADING:
        return None
    if not scope.listed:
        _, iso, _, partner = _heading_facts(text)
        if iso is None and not partner:
            return None  # most texts of a page
    key = (text, scope, "heading")
    if key not in context.seen:
        context.seen[key] = _read_heading(text, scope, context)
    return context.seen[key]


def _read_heading(text: str, scope: Scope, context: Context) -> Scope | None:
    bare, iso, printed, partner = _heading_facts(text)
    if iso:
        return scope._replace(country=iso, country_raw=printed)
    if scope.listed and (owner := hromada_named(bare)):
        # A list of several hromady: what stands below is that hromada's.
        return scope._replace(country=None, country_raw=None, hromada_raw=owner)
    stage = Stage.ENDED if _FORMER.search(bare) else stage_in(bare)
    opens = text.rstrip().endswith(":")
    if opens and stage in (None, Stage.SIGNED) and _CLOSING.search(bare):
        stage = Stage.ENDED  # "Припинити дію угод, укладених з містами:"
    if scope.listed and stage in _CLOSED and len(bare) < 80 and not _CAPITAL_INSIDE.search(bare):
        # «Припинені відносини» inside a list of partners: the list goes on, its ties are over.
        return scope.landless()._replace(stage=stage)
    if not partner and scope.listed and stage is Stage.INTENT and len(bare) < 60 and cues.AGREEMENT_WORDS.search(bare):
        return scope.landless()._replace(stage=stage)
    if not partner and scope.listed and cues.ABROAD.match(bare):
        return scope._replace(country=None, country_raw=None, domestic=False)
    if not partner and scope.listed and cues.IN_FORCE.match(bare):
        return scope._replace(country=None, country_raw=None, stage=None)
    if (cues.OTHER_HEADING.match(bare) and len(bare) < 80) or cues.NO_AGREEMENT.search(bare) or cues.SEEKING.search(bare):
        return scope._replace(listed=False, bare=False, country=None, country_raw=None, foreign=False)
    if not partner or (not opens and cues.is_event(bare)):
        return None
    where = _country_of_partners(bare)
    return scope._replace(
        listed=True,
        bare=bool(cues.PARTNER_WORDS.search(bare)),
        country=where and where[0],
        country_raw=where and where[1],
        stage=stage if stage not in (None, Stage.SIGNED) else None,
        kind=kind_in(bare) or scope.kind,
        domestic=bool(_DOMESTIC.search(bare)),
        foreign=foreign_owner(bare, context) is not None,
    )


@lru_cache(maxsize=1 << 13)
def _country_of_partners(heading: str) -> tuple[str, str] | None:
    """The one country whose partners a heading announces (`Партнерські громади Німеччини`), with its wording; None when it
    names a place as well."""
    found = [one for one in find_countries(heading) if one.iso != "UA" and one.form != "flag"]
    if len(found) != 1:
        return None
    rest = _LEADS_HEADING.sub("", f"{heading[: found[0].start].strip()} {heading[found[0].end :]}".strip())
    if not cues.PARTNER_HEADING.match(rest) or _CAPITAL_INSIDE.search(rest):
        return None
    return found[0].iso, heading[found[0].start : found[0].end]


_LEADS_HEADING = re.compile(r"^(?:Наші|Перелік|Список|Our|Nasze|Unsere|Наши|List of)\s+")
_CAPITAL_INSIDE = re.compile(r"(?<=[\s(«])[^\W\d_a-zа-яіїєґёà-ÿ]")


@lru_cache(maxsize=1 << 13)
def _heading_facts(text: str) -> tuple[str, str | None, str, bool]:
    """(heading without bullet and colon, the country it is, that country as printed, whether it speaks of partners)."""
    bare = clean(text).rstrip(":").strip()
    printed = fold_space(_without_flags(bare)) or bare
    iso = country_of(re.sub(r"\s*\(?\d{1,3}\)?\s*$", "", printed)) or country_of(bare)
    partner = cues.PARTNER_HEADING.search(bare) is not None or cues.PARTNERS_ALONE.search(bare) is not None
    return bare, iso, printed, bool(bare) and partner


_OWNER = re.compile(
    r"^\W*(?:[\w-]+\s+){0,1}(?i:(?:міста[\s-]*)?(?:побратими|партнери)|(?:города[\s-]*)?(?:побратимы|"
    r"партн[её]ры)|(?:twin|sister|partner)[\s-](?:cities|towns|municipalities)|miasta\s(?:partnerskie|"
    r"bliźniacze|zaprzyjaźnione)|"
    r"partnerst[aä]dte?|gminy partnerskie|partnergemeinden|städtepartnerschaften)\s+(?i:(?:міста|м\.|громади|"
    r"города|г\.|of|city of|miasta|gminy|der|stadt|von|the)\s+)*"
    r"(?P<name>[^\W\d_a-zа-яіїєґ][\w'’ʼ-]+(?:[ -][^\W\d_a-zа-яіїєґ][\w'’ʼ-]+)?)",
    re.UNICODE,
)


#: `Kent sister cities`, `Kent's twin towns`.
_OWNER_FIRST = re.compile(
    r"^\W*(?:(?:Our|Current|The|City of|Existing|List of)\s+)*(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)(?:['’]s)?\s+"
    r"(?i:(?:current\s+)?(?:sister|twin|partner)[ -](?:cities|towns|city|town))"
)
_HROMADA_AFTER = AnyCase(
    r"\s*(?:міськ|сільськ|селищн|територіальн|об.?єднан|громад|тг\b|отг\b|район|област|"
    r"міськрад|городск|hromada|community)",
)


@lru_cache(maxsize=64)
def owner_of(text: str) -> str | None:
    """Whose list a heading says it is: `Міста-побратими Коніна` -> `Коніна`; None when it names nobody."""
    match = _OWNER.search(text) or _OWNER_FIRST.search(text)
    if (
        not match
        or not cues.plausible(match["name"])
        or find_countries(match["name"])
        or _HROMADA_AFTER.match(text, match.end())
    ):
        return None
    return match["name"]


def foreign_owner(text: str, context: Context) -> str | None:
    """The owner that a heading names when it is not a Ukrainian hromada."""
    owner = owner_of(text)
    if (
        not owner
        or (owner in context.title and not _OWNER_FIRST.search(text) and country_told(owner, context.text) is None)
        or context.is_own(owner)
        or any(cues.is_ukrainian(form) for form in nominatives(owner))
    ):
        return None
    return owner


def country_told(name: str, text: str) -> tuple[str, str] | None:
    """The foreign country into which a text puts a name, with its wording: `польське Ополе`, `Ополе (Польща)`, `Ополе – місто в
    Польщі`. None when it says none, or several."""
    told: dict[str, str] = {}
    for match in re.finditer(rf"(?<!\w){re.escape(name[: max(3, len(name) - 2)])}\w{{0,3}}(?!\w)", text):
        before, after = text[max(0, match.start() - 50) : match.start()], text[match.end() : match.end() + 70].split(". ")[0]
        for one in find_countries(before):
            if one.iso != "UA" and one.form == "adjective" and _LEADS_TO.fullmatch(before, one.end):
                told.setdefault(one.iso, before[one.start : one.end])
        for one in find_countries(after):
            if one.iso != "UA" and one.form == "name" and _LIES_IN.fullmatch(after, 0, one.start):
                told.setdefault(one.iso, after[one.start : one.end])
    return next(iter(told.items())) if len(told) == 1 else None


_LEADS_TO = re.compile(r"\s+(?:[а-яіїєґ]+\s+)?[«\"“„]?")
_LIES_IN = re.compile(r"\s*(?:[а-яіїєґ]+\s+){0,2}(?:\(|,\s*|[–—-]\s+[^.;,()]{0,40})")


def page_scope(page: Page, context: Context) -> Scope:
    """What the title and the first heading say of the whole page."""
    words = f"{page.heading} {page.title}"
    alone = any(map(cues.PARTNERS_ALONE.search, (page.heading, *re.split(r"\s[|–—:-]+\s", page.title))))
    sure = bool(context.site and context.site.options.listed)
    event = cues.is_event(page.heading or page.title)
    listed = sure or (
        not event and (alone or bool(cues.PARTNER_HEADING.search(words)) or cues.lists_agreements(page.heading or page.title))
    )
    return Scope(
        listed=listed, bare=sure or (listed and bool(cues.PARTNER_WORDS.search(words))), kind=kind_in(words) if listed else None
    )
