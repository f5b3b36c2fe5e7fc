"""Countries: the words of six languages that name a country, and nothing that only resembles one.

What belongs here: which string is which country (ISO 3166-1 alpha-2; XK for Kosovo). What does not: which country a
town lies in. Short names come from CLDR (babel), official ones from iso-codes (pycountry), the rest from the two CSV
tables beside this file: listed aliases and misspellings, and adjectives. A word is matched whole or not at all, never
by stem or by distance.
"""

import csv
import gettext
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from scrapers.text.cases import ADJECTIVE_ENDINGS, oblique
from scrapers.text.normalise import SHORT, fold, fold_space

LANGUAGES = ("uk", "ru", "pl", "de", "en", "fr")


class Found(NamedTuple):
    """A country in a text: `text[start:end]`, its ISO code and how it is said: `name`, `adjective` or `flag`."""

    start: int
    end: int
    iso: str
    form: str


class _Entry(NamedTuple):
    words: tuple[str, ...]
    iso: str  # empty: a phrase that holds a country's name and is none
    form: str


# Words for the kind of state, folded; any number of them may stand before a name or after an adjective. The misspelt
# ones were met in the register of Law 3668-IX.
_STATE_WORDS = frozenset(
    fold(word)
    for word in """республіка республіки республіці республіку республікою ркспубліка респубілка респубеліка
    республка респубіка респуліка реcпублика респубіліка республиіка республіка. республіка,
    королівство королівства королівству королівством королівстві князівство князівства князівству князівством
    герцогство герцогства герцогством держава держави державі державу державою конфедерація конфедерації конфедерацію
    конфедерацією федерація федерації федерацію федерацією султанат султанату співдружність союз
    федеративна федеративної федеративній федеративну федеративною народна народної народній народну народною
    соціалістична соціалістичної демократична демократичної арабська арабської ісламська ісламської велике великого
    республика республики республике республику республикой республиой королевство королевства королевстве
    королевством княжество княжества государство государства конфедерация конфедерации федерация федерации
    федеративная федеративной федеративную народная народной народную великое великого
    republic kingdom federation confederation principality duchy grand state commonwealth federal federative people's
    peoples socialist democratic islamic
    republika republiki republice republikę republiką rzeczpospolita rzeczypospolitej rzeczpospolitą królestwo
    królestwa królestwem federalna federalnej księstwo księstwa wielkie konfederacja państwo
    republik bundesrepublik königreich königreichs fürstentum großherzogtum staat eidgenossenschaft republiken
    république royaume principauté fédérale état confédération fédération
    республіака""".split()
)
# Words that may stand between a kind of state and the name, and before a name in a cell of its own.
_LINKS = frozenset("of the de la du des d l le les der die das dem den".split())
_LEADS = frozenset(
    fold(word)
    for word in """у в з із зі до від для на країна країни країну країною країні держава державі
    в во из с со от для страна страны стране
    w we z ze do kraj kraju in from the country of with
    aus nach im den der die das dem en de la le les du des d au aux l pays""".split()
)
# Names that are also common words, given names or pronouns: a country only with a capital, and in running text only
# where no sentence begins.
_EVERYDAY = frozenset("того малі мали чад чилі перу куба куби кубі кубу гана гани оман катар kuba chad dania dania mali ton".split())
# Capitals that share the country's name: after a word for town they are the town.
_NAMESAKES = frozenset(
    fold(word)
    for word in """люксембург люксембургу люксембурзі панама панами панамі панаму панамою туніс тунісу тунісі алжир
    алжиру алжирі гватемала гватемали гватемалі кувейт кувейту кувейті монако сінгапур сінгапуру сінгапурі джибуті
    сан-марино ватикан luxembourg luxemburg panama singapore singapur tunis monaco guatemala kuwait djibouti
    алжир тунис кувейт сингапур люксембурге luksemburg""".split()
)
_TOWN_WORDS = frozenset(
    fold(word)
    for word in """місто міста місті містом місту м міська столиця столиці мерія мерією город города городе городом г
    city town municipality miasto miasta miastem mieście stadt ville commune""".split()
)
_LANGUAGE_WORDS = frozenset("мова мови мовою мові мову язык языка языке language version język języka langue sprache версія".split())
# Georgia, the state of the USA: after one of its larger towns (US census) the name is no country.
_GEORGIA_TOWNS = frozenset(
    """atlanta athens augusta savannah columbus macon albany marietta roswell alpharetta valdosta rome decatur dalton
    smyrna brunswick statesboro newnan gainesville thomasville carrollton griffin kennesaw lawrenceville warner robins
    duluth peachtree woodstock canton lagrange dublin hinesville waycross americus""".split()
)
_USA_AFTER = re.compile(r"[\s,(]{1,3}(?:USA|U\.S\.|US\b|United States|США)")
_TOKEN = re.compile(r"[^\W\d_][\w\u0300\u0301]*(?:['’ʼ`´‘][^\W\d_]+)*(?:\.[A-Za-zА-ЯІЇЄҐа-я]\b)*")
_GAP = re.compile(r"[\s\u00a0]*[-–—‑]?[\s\u00a0]*\Z")
_REVERSED = re.compile(r"([^,]+),([^,]+)")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0061-\U000e007a]{3,6}\U000e007f")
_PARTS = re.compile(r"[/|()\[\]\n]+|\s[–—-]\s")
_SENTENCE_END = re.compile(r"[.!?…\n\r•:]\s*[«\"“]?\s*\Z")


@cache
def _table() -> tuple[dict[str, str], dict[str, tuple[_Entry, ...]], frozenset[str]]:
    """(folded whole name -> iso, first word -> entries longest first, the folded words with a meaning for lookup)."""
    import pycountry  # 0.1 s together with CLDR: paid by the first question, not by every import
    from babel import Locale

    isos = sorted({country.alpha_2 for country in pycountry.countries} | {"XK"})
    names: dict[str, set[str]] = {}
    whole_only: set[str] = set()

    def add(form: str, iso: str) -> None:
        names.setdefault(fold(form), set()).add(iso)

    for language in LANGUAGES:
        territories = Locale(language).territories
        for iso in isos:
            name = territories.get(iso, "")
            variants = {name, re.sub(r"\s*[(,].*", "", name)} - {""}
            for variant in variants:
                add(variant, iso)
                for form in oblique(variant, language):
                    add(form, iso)
                if language == "de":
                    add(variant + "s", iso)
        if language == "en":
            translate = str
        else:
            translate = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language]).gettext
        for country in pycountry.countries:
            for attribute in ("name", "official_name", "common_name"):
                printed = getattr(country, attribute, None)
                if printed and (language == "en" or translate(printed) != printed):
                    add(translate(printed), country.alpha_2)
    blocked: set[str] = set()
    for row in _rows("country_aliases.csv"):
        key = fold(row["form"])
        if row["use"] == "never":
            blocked.add(key)
            continue
        names[key] = {row["iso"]}
        if row["use"] == "whole":
            whole_only.add(key)
        for form in oblique(row["form"], row["lang"]):
            names.setdefault(fold(form), {row["iso"]})
    whole = {key: min(found) for key, found in names.items() if len(found) == 1 and key and key not in blocked}
    entries: dict[str, set[_Entry]] = {}
    for key, iso in whole.items():
        if key not in whole_only:
            words = tuple(key.split())
            entries.setdefault(words[0], set()).add(_Entry(words, iso, "name"))
    for key in blocked:
        words = tuple(key.split())
        entries.setdefault(words[0], set()).add(_Entry(words, "", "name"))
    for key, iso in _adjectives():
        if key not in whole:
            words = tuple(key.split())
            entries.setdefault(words[0], set()).add(_Entry(words, iso, "adjective"))
    ordered = {word: tuple(sorted(found, key=lambda e: (-len(e.words), e))) for word, found in entries.items()}
    return whole, ordered, frozenset(ordered)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (files("scrapers.text") / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _adjectives() -> Iterator[tuple[str, str]]:
    for row in _rows("country_adjectives.csv"):
        for language in LANGUAGES:
            for stem in filter(None, row[language].split("|")):
                for ending in ADJECTIVE_ENDINGS.get(language, [""]):
                    yield fold(stem + ending), row["iso"]


def country_of(text: str) -> str | None:
    """The ISO code if the whole of `text` names one country: in any of six languages, short, official, reversed with a
    comma, in a case, with a preposition, as a flag, or several of these for the same country. None otherwise."""
    return _country_of(text) if len(text) <= SHORT else None


@lru_cache(maxsize=1 << 16)
def _country_of(text: str) -> str | None:
    flags = {_flag_iso(flag) for flag in _FLAG.findall(text)}
    if flags:
        rest = _FLAG.sub(" ", text).strip()
        isos = flags | ({_country_of(rest)} if fold(rest) else set())
        return isos.pop() if len(isos) == 1 else None
    found = _whole(text)
    if found:
        return found
    reversed_name = _REVERSED.fullmatch(text)
    if reversed_name:
        found = _whole(f"{reversed_name[2]} {reversed_name[1]}") or _state_then_name(reversed_name[2], reversed_name[1])
        if found:
            return found
    parts = [part for part in _PARTS.split(text) if fold(part)]
    if len(parts) > 1:
        isos = {_whole(part) for part in parts}
        return isos.pop() if len(isos) == 1 else None
    return None


def _state_then_name(state: str, name: str) -> str | None:
    words = fold(state).split()
    return _whole(name) if words and all(word in _STATE_WORDS or word in _LINKS for word in words) else None


def _whole(text: str) -> str | None:
    whole, entries, _ = _table()
    words = fold(text).split()
    if not words or len(words) > 12:
        return None
    for start in range(min(3, len(words))):
        if start and words[start - 1] not in _LEADS:
            return None
        key = " ".join(words[start:])
        if key in whole:
            return None if key in _EVERYDAY and text == text.lower() else whole[key]
        iso = _formal(words[start:], whole, entries)
        if iso:
            return iso
    return None


def _formal(words: list[str], whole: dict[str, str], entries: dict[str, tuple[_Entry, ...]]) -> str | None:
    """`республіка X`, `X ська республіка`: kinds of state around a name or an adjective."""
    if " ".join(words) in _blocked():
        return None
    count = next((index for index, word in enumerate(words) if word not in _STATE_WORDS), len(words))
    if 0 < count < len(words):
        after = next((index for index in range(count, len(words)) if words[index] not in _LINKS), len(words))
        return whole.get(" ".join(words[after:]))
    for entry in entries.get(words[0], ()):
        rest = words[len(entry.words) :]
        if entry.form == "adjective" and tuple(words[: len(entry.words)]) == entry.words and rest:
            if all(word in _STATE_WORDS for word in rest):
                return entry.iso
    return None


@cache
def _blocked() -> frozenset[str]:
    return frozenset(" ".join(e.words) for found in _table()[1].values() for e in found if not e.iso)


def _flag_iso(flag: str) -> str | None:
    if flag[0] == "\U0001f3f4":
        return "GB" if flag[1:3] == "\U000e0067\U000e0062" else None
    iso = "".join(chr(ord(char) - 0x1F1E6 + 65) for char in flag)
    return iso if iso in _isos() else None


@cache
def _isos() -> frozenset[str]:
    return frozenset(_table()[0].values())


@lru_cache(maxsize=1 << 16)
def _key(word: str) -> str:
    return fold(word)


def find_countries(text: str) -> list[Found]:
    """Every country said in running `text`, left to right, longest words first, never overlapping.

    Names need a capital, adjectives of Ukrainian, Russian, Polish, German and French a small letter (a capital one is
    the name of a place: `Чеські Будейовиці`), unless the next word is small. Parts of a hyphenated word are no country
    unless its other part is one too.
    """
    found = [Found(m.start(), m.end(), iso, "flag") for m in _FLAG.finditer(text) if (iso := _flag_iso(m.group()))]
    _, entries, firsts = _table()
    tokens = [(m.start(), m.end(), _key(m.group())) for m in _TOKEN.finditer(text)]
    index = 0
    while index < len(tokens):
        hit = _match_at(text, tokens, index, entries) if tokens[index][2].partition(" ")[0] in firsts else None
        if hit is None:
            index += 1
            continue
        entry, last = hit
        first = index
        index = last + 1
        if not entry.iso:
            continue
        form = entry.form
        if form == "adjective":
            while index < len(tokens) and tokens[index][2] in _STATE_WORDS and _joined(text, tokens, index - 1):
                form, last, index = "name", index, index + 1
        if not _believable(text, tokens, first, last, entry, form):
            continue
        while form == "name" and first and tokens[first - 1][2] in _STATE_WORDS | _LINKS and _joined(text, tokens, first - 1):
            first -= 1
        while tokens[first][2] in _LINKS and tokens[first][2] != tokens[last][2]:
            first += 1
        found.append(Found(tokens[first][0], tokens[last][1], entry.iso, form))
    return sorted(found)


def _match_at(text: str, tokens: list, index: int, entries: dict) -> tuple[_Entry, int] | None:
    for entry in entries.get(tokens[index][2].partition(" ")[0], ()):
        words: list[str] = []
        last = index - 1
        while len(words) < len(entry.words) and last + 1 < len(tokens):
            if last >= index and not _joined(text, tokens, last):
                break
            last += 1
            words += tokens[last][2].split()
        if tuple(words) == entry.words:
            return entry, last
    return None


def _joined(text: str, tokens: list, index: int) -> bool:
    """Whether nothing but blanks or one hyphen stands between token `index` and the next."""
    gap = text[tokens[index][1] : tokens[index + 1][0]]
    return len(gap) <= 6 and _GAP.match(gap) is not None


def _believable(text: str, tokens: list, first: int, last: int, entry: _Entry, form: str) -> bool:
    start, end = tokens[first][0], tokens[last][1]
    if _hyphenated(text, tokens, first, last):
        return False
    follows = tokens[last + 1][2] if last + 1 < len(tokens) else ""
    if form == "adjective":
        if follows in _LANGUAGE_WORDS:
            return False
        next_is_small = last + 1 < len(tokens) and text[tokens[last + 1][0]].islower()
        return text[start].islower() or next_is_small or text[start:end].isupper() or _is_english(entry)
    if not text[start].isupper():
        return False
    key = " ".join(entry.words)
    before = text[max(0, start - 8) : start]
    preceding = tokens[first - 1][2] if first else ""
    if key in _EVERYDAY and (not before.strip() or _SENTENCE_END.search(before)) and end < len(text.rstrip()):
        return False
    if key in _NAMESAKES and preceding in _TOWN_WORDS:
        return False
    if key == "georgia" and (preceding in _GEORGIA_TOWNS or _USA_AFTER.match(text, end)):
        return False
    return True


@cache
def _english() -> frozenset[str]:
    return frozenset(fold(form) for row in _rows("country_adjectives.csv") for form in row["en"].split("|") if form)


def _is_english(entry: _Entry) -> bool:
    return " ".join(entry.words) in _english()


def _hyphenated(text: str, tokens: list, first: int, last: int) -> bool:
    """Whether the match is one part of a hyphenated word whose other part is no country."""
    _, _, firsts = _table()
    for mark, near in ((tokens[first][0] - 1, first - 1), (tokens[last][1], last + 1)):
        if 0 <= mark < len(text) and text[mark] in "-‑":
            glued = 0 <= near < len(tokens) and min(abs(tokens[near][1] - mark), abs(tokens[near][0] - mark - 1)) == 0
            if glued and tokens[near][2] not in firsts:
                return True
    return False
