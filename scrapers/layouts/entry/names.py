"""The names of an entry, each with the country and the date that its pieces give it.

What belongs here: which piece of text is the name of a place, and what goes with which name. What does not: how an entry is
cut (`pieces`).
"""

import re
from functools import lru_cache

from schemas.vocabularies import Level
from scrapers.layouts import cues
from scrapers.layouts.entry.dates import signing_among
from scrapers.layouts.entry.marks import without_flags, without_lead
from scrapers.layouts.entry.model import Scope
from scrapers.layouts.entry.pieces import FILLER, INNER, LABEL, Atom
from scrapers.text.cases import word_class
from scrapers.text.countries import country_of
from scrapers.text.dates import PartialDate
from scrapers.text.names import PartnerName, split_names
from scrapers.text.parts import sound_alike_across
from scrapers.text.words import level_of

Named = tuple[PartnerName, str | None, str | None, PartialDate | None]


_WORD_OF_A_NAME = re.compile(r"[^\W\d_]{3}")


def names_of(text: str, pieces: list[Atom], scope: Scope) -> tuple[list[Named], PartialDate | None]:
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
            if (waiting and not INNER.search(text[max(0, piece.start - 24) : piece.start])) or (waiting and head):
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
        bare = without_lead(without_flags(content)).strip(' ,.()[]"«»“”*&')
        if len(bare) < 2 or FILLER.match(bare):
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
    if len(names) > 1:
        _dates_in_brackets(text, pieces, names)
    when = signing_among(text, [piece for piece in pieces if piece.form != "taken"], names)
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


def _dates_in_brackets(text: str, pieces: list[Atom], names: list[list]) -> None:
    """`Явожно (Польща, угода 2004 року), Вентспілс (Латвія)`: a date in the brackets of a name is that name's and no other's."""
    for piece in pieces:
        if piece.what != "date" or text.rfind("(", 0, piece.start) <= text.rfind(")", 0, piece.start):
            continue
        owner = next((one for one in reversed(names) if one[4] < piece.start), None)
        if owner is not None and owner[3] is None and signing_among(text, [piece], [owner]) is not None:
            owner[3], piece.form = piece.value, "taken"


#: `..., угода від 23 лютого 2007 р., Поті (` after a date: the next name of the list.
_AFTER_COMMA = re.compile(r"\s*[,;]\s*[^\W\d_a-zа-яіїєґ][\w'’ -]{1,40}\(?\s*")


def _starts_group(pieces: list[Atom], index: int) -> bool:
    """A country after complete names that opens a new group: `...; Литва: Каунас`."""
    after = _behind(pieces, index)
    return after is not None and after.what == "break" and after.text.strip() in (":", "-", "–", "—", "―")


def _behind(pieces: list[Atom], index: int) -> Atom | None:
    """The piece that follows another, dates left aside."""
    return next((one for one in pieces[index + 1 :] if one.what != "date"), None)


def _before_country(pieces: list[Atom], index: int) -> bool:
    after = _behind(pieces, index)
    return after is not None and after.what == "country" and after.form != "adjective" and not INNER.search(pieces[index].text)


def _short_lead(content: str) -> bool:
    """Words before the name that describe nothing yet: `місто`, `побратим`, `договір з`."""
    return len(content.split()) <= 6


def _plausible_names(
    content: str, scope: Scope, said: Atom | None, before_country: bool, pieces: list[Atom], index: int
) -> list[PartnerName]:
    cleaned = _tidy(content)
    if len(cleaned) > 400 or not cleaned:
        return []
    after = [piece.what for piece in pieces[index + 1 : index + 3]]
    anchored_by = before_country or said is not None or scope.country is not None or after == ["break", "country"]
    anchored = anchored_by or scope.bare
    later = any(one.what == "country" for one in pieces[index + 1 :])
    # `gmina Stubno` under a heading of partners is a place, whatever country it is in.
    levelled = scope.listed and not anchored and level_of(cleaned) in (Level.GMINA, Level.CITY)
    if not anchored and not later and not levelled:
        return []
    run: list[PartnerName] = []
    rest: PartnerName | None = None
    for name in split_names(cleaned):
        if cues.plausible(_with_capital(name)) and not country_of(name.name) and (anchored_by or word_class(name.name) != "other"):
            run.append(name)
        elif run or not _skippable(name):
            rest = name
            break
    if run and rest is not None and not before_country and _runs_on(cleaned, run[-1].raw, rest.raw):
        return []
    return run


def _with_capital(name: PartnerName) -> str:
    """The name of a unit, with a capital where its language writes none: `powiat dębicki`."""
    return name.name.capitalize() if name.level is Level.COUNTY and _OF_POWIAT.fullmatch(name.name) else name.name


_OF_POWIAT = re.compile(r"[a-ząćęłńóśźż-]+(?:sk|ck|dzk)i(?:m|ego|emu)?")


def _runs_on(text: str, last: str, rest: str) -> bool:
    """Whether what follows the names is the rest of a sentence (`Берлін і Київ отримають ...`), not a description."""
    end = text.find(last) + len(last)
    between = text[end : text.find(rest, end)]
    return not re.search(r"[,(\[–—:;-]", between)


def _skippable(name: PartnerName) -> bool:
    return len(name.raw.split()) <= 2 and name.raw[:1].islower()


_TIDY = re.compile(r"^(?:з|із|зі|with|mit|z|ze|с|со|та|і|and)\s+(?=[^\W\d_])|\s*\($|^\)\s*")
_OPEN = re.compile(r"\((?![^()]*\))[^()]*$|^[^()]*\)(?=\s*(?:$|,))")


@lru_cache(maxsize=1 << 13)
def _tidy(content: str) -> str:
    text = without_lead(without_flags(content)).strip()
    if text.startswith(")") or text.endswith("("):
        text = text.lstrip(") ").rstrip("( ")
    text = _OPEN.sub("", text) if text.count("(") != text.count(")") else text
    return _TIDY.sub("", without_lead(text)).strip(' ,.;:-–—*·•|/"')
