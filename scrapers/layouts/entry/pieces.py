"""An entry cut into pieces: countries, dates, strong separators and the text between them.

What belongs here: where an entry is cut, and which pieces are labels or say nothing. What does not: which piece is a name
(`names`).
"""

import re
from dataclasses import dataclass
from datetime import date

from scrapers.layouts import cues
from scrapers.text.countries import find_countries
from scrapers.text.dates import find_dates
from scrapers.text.normalise import AnyCase

MAX_ENTRY = 3_000
"""Characters read of one entry."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
#: Separators that part a name from what is said of it: dashes between blanks, semicolons, colons, a full stop.
STRONG = re.compile(
    r"\s+[-–—―−]+\s+|\s+[-–—―−]+(?=[^\s\d-])|(?<=[^\s\d-])[–—―−]+\s+|(?<=\w)[—―](?=\w)|[;|"
    r"\t\n]|:(?=\s|$)|\s/\s(?!(?<=[а-яіїєґ]\s/\s)[A-ZÀ-ž])(?!(?<=[a-zà-ž]\s/\s)[А-ЯІЇЄҐ])|\s>\s|[•·●▪]|(?<=\w)\.\s+(?=[^\W\d_])(?<!\bм\.\s)(?<!\bг\.\s)(?<!\bс\.\s)(?<!St"
    r"\.\s)(?<!св\.\s)"
)
#: What `STRONG` cannot do without.
PARTING = re.compile(r"[-–—―−;|\t\n:/>•·●▪.]")
#: What stands in brackets, the brackets with it.
BRACKETS = re.compile(r"\([^()]*\)")
#: Between the partners of one text, not within a bracket.
SEMICOLON = re.compile(r";\s+(?![^()]*\))")
_BRACKET = re.compile(r"\(([^()]{0,160})\)|\[([^\[\]]{0,160})\]")
#: Text between names that says nothing itself: prepositions, `signed on`, `year`.
FILLER = AnyCase(
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
#: A label before a value, by what it labels: `partner`, `country` or `since`.
LABEL = AnyCase(
    r"^(?P<partner>місто|міста|місто-побратим|місто-партнер|партнер|побратим|назва(?: міста)?|"
    r"город(?:-побратим|-партн[её]р)?|название|city|town|twin town|partner(?: city| town)?|name|sister "
    r"city|"
    r"miasto(?: partnerskie)?|nazwa|gmina partnerska|stadt|partnerstadt|gemeinde|громада(?:-партнер)?|"
    r"муніципалітет|муниципалитет|municipality)$|"
    r"^(?P<country>країна|держава|страна|государство|country|state|kraj|państwo|land|staat|країна-партнер|"
    r"країна партнера)$|"
    r"^(?P<since>(?:дат[аиу]|рік|коли|термін|год[ауы]?|year|date|roku?|data|jahr|datum)(?!\w).*|підписано|укладено|з якого року|since|signed|"
    r"established|seit|unterzeichnet.*|договір від|"
    r"угода від|початок.*|встановлен.*|партнерство з|побратими з)$",
)
#: A preposition before a country that belongs to the words before it: `місто в Польщі`.
INNER = AnyCase(r"(?<!\w)(?:у|в|во|біля|поблизу|недалеко від|з|із|из|до|від|от|із центром|w|in|im|near|bei)\s*$")


@dataclass(slots=True)
class Atom:
    """One piece of an entry: `country`, `date`, `text` or `break` (a strong separator)."""

    what: str
    text: str
    start: int
    end: int
    value: object = None
    form: str = ""


def countries_and_dates(text: str, base: date | None) -> list[Atom]:
    """The countries and dates of an entry, in order."""
    spans: list[Atom] = []
    for found in find_countries(text):
        spans.append(Atom("country", text[found.start : found.end], found.start, found.end, found.iso, found.form))
    if base is not None or YEAR.search(text):
        for start, end, value in find_dates(text, base):
            if not any(one.start < end and start < one.end for one in spans):
                spans.append(Atom("date", text[start:end], start, end, value))
    spans.sort(key=lambda one: one.start)
    return spans


def atoms(text: str, base: date | None) -> list[Atom]:
    """An entry cut into countries, dates, strong separators and the text between, in order."""
    spans = countries_and_dates(text, base)
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
    for match in STRONG.finditer(text, start, end) if PARTING.search(text, start, end) else ():
        if any(low < match.end() and match.start() < high for low, high in kept):
            continue
        if match.start() > position:
            pieces.append(Atom("text", text[position : match.start()], position, match.start()))
        pieces.append(Atom("break", match.group(), match.start(), match.end()))
        position = match.end()
    if end > position:
        pieces.append(Atom("text", text[position:end], position, end))
