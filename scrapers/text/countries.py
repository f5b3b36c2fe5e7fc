"""Countries: the words of six languages that name a country, and nothing that only resembles one.

What belongs here: which string is which country (ISO 3166-1 alpha-2; XK for Kosovo). What does not: which country a
town lies in. Short names come from CLDR (babel), official ones from iso-codes (pycountry), the rest from the CSV tables
beside this file: aliases and misspellings, phrases that hold a country's name and are none, and adjectives. A word is
matched whole or not at all, never by stem or by distance.
"""

import csv
import gettext
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from scrapers.text.cases import ADJECTIVE_ENDINGS, oblique
from scrapers.text.normalise import SHORT, fold, folded_words, repair, script_of

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
    small: bool = True  # an adjective that its language writes with a small letter


class _Token(NamedTuple):
    start: int
    end: int
    key: str
    capital: bool


class _Tokens:
    """The words of a text; each is looked at when it is asked for, which most are not."""

    __slots__ = ("_matches", "_read")

    def __init__(self, text: str) -> None:
        self._matches = list(_TOKEN.finditer(text))
        self._read: dict[int, _Token] = {}

    def __len__(self) -> int:
        return len(self._matches)

    def __getitem__(self, index: int) -> _Token:
        token = self._read.get(index)
        if token is None:
            match = self._matches[index]
            word = match.group()
            key = _key(word) if len(word) < _LONGEST_WORD else ""
            token = self._read[index] = _Token(match.start(), match.end(), key, word[0].isupper())
        return token


class _Tables(NamedTuple):
    names: dict[str, str]  # folded name -> iso
    spellings: dict[str, frozenset[str]]  # folded Latin name -> its spellings with their diacritics
    entries: dict[str, tuple[_Entry, ...]]  # first folded word -> entries, longest first
    none: frozenset[str]  # folded phrases that are no country


# Dependencies whose names are above all those of towns and saints (Saint-Martin, Norfolk, Cocos): no partner lies there.
_LEFT_OUT = {word.upper() for word in folded_words("bl bv cc cx fk gs hm io mf ms nf pn sh sx tf tk um wf")}


# Words for the kind of state. The misspelt ones were met in the register of Law 3668-IX.
_STATE_NOUNS = folded_words(
    """респ республіка республіки республіці республіку республікою ркспубліка республка респубіка респуліка респубілка республіака
    республиіка респубілика королівство королівства королівству королівством королівстві князівство князівства князівством
    герцогство герцогства герцогством держава держави державі державу державою конфедерація конфедерації конфедерацію
    конфедерацією федерація федерації федерацію федерацією султанат султанату речіпосполита
    республика республики республике республику республикой королевство королевства королевстве королевством княжество
    княжества государство государства конфедерация конфедерации федерация федерации
    rep republic kingdom federation confederation principality duchy commonwealth republika republiki republice republikę
    republiką rzeczpospolita rzeczypospolitej rzeczpospolitą królestwo królestwa królestwem księstwo księstwa konfederacja
    republik bundesrepublik königreich königreichs fürstentum großherzogtum eidgenossenschaft république royaume
    principauté confédération fédération"""
)
_STATE_ADJECTIVES = folded_words(
    """федеративна федеративної федеративній федеративну федеративною народна народної народній народну народною соціалістична
    соціалістичної демократична демократичної арабська арабської ісламська ісламської велике великого
    федеративная федеративной федеративную народная народной народную великое великого
    federal federative peoples socialist democratic islamic arab grand state federalna federalnej wielkie fédérale"""
)
_STATE_WORDS = _STATE_NOUNS | _STATE_ADJECTIVES
# Words that may stand between a kind of state and the name.
_LINKS = folded_words("of the de la du des d l le les der die das dem den")
# Words that may stand before a name in a cell of its own.
_LEADS = folded_words(
    """у в з із зі до від для на країна країни країну країною країні держава державі республіка
    во из с со от страна страны стране w we z ze do kraj kraju in from the country of with
    aus nach im den der die das dem en de la le les du des d au aux l pays land"""
)
# Names that are also common words, given names or pronouns: a country only with a capital, and in running text only
# where no sentence begins.
_EVERYDAY = folded_words(
    "того малі мали чад чилі чили перу куба куби кубі кубу гана гани гані оман катар kuba chad dania mali chili niger chile"
)
# Capitals that share their country's name: after a word for town they are the town.
_NAMESAKES = folded_words(
    """люксембург люксембурга люксембургу люксембурзі люксембургом люксембурге панама панами панамі панаму панамою панамы туніс
    тунісу тунісі тунісом тунис туниса алжир алжиру алжирі алжиром алжира гватемала гватемали гватемалі кувейт кувейту кувейті
    кувейта монако сінгапур сінгапуру сінгапурі сингапур джибуті джибути ватикан сан-марино luxembourg luxemburg luksemburg
    panama singapore singapur tunis monaco guatemala kuwait djibouti gibraltar"""
) | {fold("Сан-Марино"), fold("San Marino")}
_TOWN_WORDS = folded_words(
    """місто міста місті містом місту м міська столиця столиці мерія мерією город города городе городом г
    city town municipality miasto miasta miastem mieście stadt ville commune"""
)
_LANGUAGE_WORDS = folded_words(
    "мова мови мовою мові мову язык языка языке языком language version język języka sprache langue версія версии версия"
)
# Names that the New World gave to its towns as well: beside another capital word they are part of its name.
_AMERICAN = folded_words(
    """jordan lebanon wales holland cuba china india jersey guinea salvador italia argentina colombia israel egypt palestine scotland
    england norway sweden denmark mexico peru grenada jamaica bermuda canada georgia britain congo kongo guatemala honduras macedonia
    portugal italy luxembourg panama france kosovo montenegro armenia bolivia angola ghana benin usa uruguay australia guernsey greenland sudan
    канада судан люксембург сальвадор конго колумбія колумбия панама мексика голландія ліван бенін бенин самоа джерсі джерси"""
)
_NAME_MAKERS = folded_words(
    "нова новий нове новая новое літтл литл литтл роза рози розы розі сан сен эль ель вілла вілья new little nueva "
    "nuevo nouvelle lake mount east west north south "
    "alta bella monte villa villaggio port порт colonia san santa sant são rio el paris"
)
_NAME_LINKERS = folded_words("de del do das da di la on сюр де на")
# Adjectives that begin the names of many towns (Indian Lake, French Lick, Spanish Fork, Dutch Harbor).
_NAME_BEGINNERS = folded_words("indian french spanish dutch british canadian welsh american polski")
_USA_AFTER = re.compile(r"[\s,(]{1,3}(?:USA|U\.S\.|US\b|United States|США)")
#: No word of a country's name is as long.
_LONGEST_WORD = 40
_TOKEN = re.compile(r"[^\W\d_][^\W_\u0300\u0301]*(?:[\u0300\u0301'’ʼ`´‘][^\W_]+)*(?:\.[A-Za-zА-ЯІЇЄҐа-я]\b)*")
_GAP = re.compile(r"[\s\u00a0]{0,4}[-–—‑]?[\s\u00a0]{0,4}")
_REVERSED = re.compile(r"([^,]+),([^,]+)")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3f4]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0061-\U000e007a]{3,6}\U000e007f")
_PARTS = re.compile(r"[/|()\[\]\n,;]+|\s[–—-]\s|^\s*\d{1,2}[.)]\s")
_SENTENCE_END = re.compile(r"(?:\A|[.!?…\n\r•])\s*[«\"“]?\s*\Z")


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (files("scrapers.text") / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _tables() -> _Tables:
    """The tables, built by the first question: CLDR and iso-codes cost 0.2 s that an import should not."""
    found: dict[str, set[str]] = {}
    spellings: dict[str, set[str]] = {}

    def add(form: str, iso: str) -> None:
        key = fold(form)
        found.setdefault(key, set()).add(iso)
        if script_of(form) == "latin":
            spellings.setdefault(key, set()).add(_spelling(form))

    for form, iso in _standard_names():
        add(form, iso)
    whole_only: set[str] = set()
    none: set[str] = set()
    for row in _rows("country_aliases.csv"):
        key = fold(row["form"])
        if row["use"] == "never":
            none.add(key)
            continue
        found[key] = set()
        for form in (row["form"], *oblique(row["form"], row["lang"])):
            if form == row["form"] or fold(form) not in found:
                add(form, row["iso"])
        if row["use"] == "whole":
            whole_only.add(key)
    # "Island" is Iceland in German and Polish, and a word of half the towns of the English sea side
    whole_only |= {"island", "islands"}
    names = {key: min(isos) for key, isos in found.items() if len(isos) == 1 and key not in none}
    entries: dict[str, set[_Entry]] = {}

    def enter(key: str, iso: str, form: str, small: bool = True) -> None:
        words = tuple(key.split())
        entries.setdefault(words[0], set()).add(_Entry(words, iso, form, small))

    for key, iso in names.items():
        if key not in whole_only:
            enter(key, iso, "name")
    for key in none:
        enter(key, "", "name")
    for form, iso, small in _adjectives():
        if (key := fold(form)) not in names:
            enter(key, iso, "adjective", small)
            if script_of(form) == "latin":
                spellings.setdefault(key, set()).add(_spelling(form))
    return _Tables(
        names,
        {key: frozenset(forms) for key, forms in spellings.items()},
        {word: tuple(sorted(rows, key=lambda e: (-len(e.words), e.form != "name", e))) for word, rows in entries.items()},
        frozenset(none),
    )


@lru_cache(maxsize=1)
def iso_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2, and XK as which Kosovo is written."""
    import pycountry

    return frozenset({country.alpha_2 for country in pycountry.countries} | {"XK"})


def iso_of_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a code of two or three capitals, for a column of such alone: `DE` is a word elsewhere."""
    if not _CODE.fullmatch(text):
        return None
    import pycountry

    found = pycountry.countries.get(alpha_2=text) if len(text) == 2 else pycountry.countries.get(alpha_3=text)
    return found.alpha_2 if found else None


_CODE = re.compile(r"[A-Z]{2,3}")


def _standard_names() -> Iterator[tuple[str, str]]:
    import pycountry
    from babel import Locale

    isos = sorted(iso_codes() - _LEFT_OUT)
    for language in LANGUAGES:
        territories = Locale(language).territories
        for iso in isos:
            name = territories.get(iso, "")
            for variant in sorted({name, re.sub(r"\s*[(,].*", "", name)} - {""}):
                yield variant, iso
                for form in oblique(variant, language):
                    yield form, iso
                if language == "de" and variant[-1] in "dhlnr":
                    yield variant + "s", iso  # Deutschlands, Polens
        translate = str
        if language != "en":
            translate = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language]).gettext
        for country in pycountry.countries:
            for attribute in ("name", "official_name", "common_name"):
                printed = getattr(country, attribute, None)
                if printed and country.alpha_2 not in _LEFT_OUT and (language == "en" or translate(printed) != printed):
                    yield translate(printed), country.alpha_2


def _adjectives() -> Iterator[tuple[str, str, bool]]:
    for row in _rows("country_adjectives.csv"):
        for language in LANGUAGES:
            for stem in filter(None, row[language].split("|")):
                for ending in ADJECTIVE_ENDINGS.get(language, [""]):
                    yield stem + ending, row["iso"], language != "en"


_NOT_WORD = re.compile(r"\W+")


def _spelling(text: str) -> str:
    return _NOT_WORD.sub(" ", repair(text).replace("'", "").casefold()).strip()


def _spelt_right(text: str, key: str, spellings: dict[str, frozenset[str]]) -> bool:
    """A Latin name may lose all its diacritics, but not carry others: Cañada, Macău and Libáň are towns."""
    return key not in spellings or text.isascii() or _spelling(text) in spellings[key]


# -------------------------------------------------------------------------------------------------- a whole string


def country_of(text: str) -> str | None:
    """The ISO code if the whole of `text` names one country: in any of six languages, short, official, reversed with a
    comma, in a case, with a preposition, as a flag, or several of these for the same country. None otherwise."""
    return _country_of(text) if len(text) <= SHORT else None


@lru_cache(maxsize=1 << 16)
def _country_of(text: str) -> str | None:
    flags = {_flag_iso(flag) for flag in _FLAG.findall(text)}
    if flags:
        rest = _FLAG.sub(" ", text)
        isos = flags | ({_country_of(rest)} if fold(rest) else set())
        return isos.pop() if len(isos) == 1 else None
    found = _whole(text)
    if found:
        return found
    if turned := _REVERSED.fullmatch(text):
        found = _whole(f"{turned[2]} {turned[1]}") or _state_of(turned[2], turned[1])
        if found:
            return found
    # several ways to say one country, and numbers beside it: "Польща / Poland", "Шотландія, Велика Британія", "Польща (3)"
    isos = {_whole(part) for part in _PARTS.split(text) if not fold(part).isdecimal() and fold(part)}
    return isos.pop() if len(isos) == 1 else None


def _state_of(state: str, name: str) -> str | None:
    words = fold(state).split()
    return _whole(name) if _is_state(word for word in words if word not in _LINKS) else None


def _is_state(words: Iterable[str]) -> bool:
    words = list(words)
    return any(word in _STATE_NOUNS for word in words) and all(word in _STATE_WORDS for word in words)


def _whole(text: str) -> str | None:
    tables = _tables()
    words = fold(text).split()
    if not words or len(words) > 12:
        return None
    for start in range(min(3, len(words))):
        if start and words[start - 1] not in _LEADS:
            return None
        key = " ".join(words[start:])
        iso = tables.names.get(key)
        if iso:
            bare = text.split(maxsplit=start)[-1] if start else text
            if (key in _EVERYDAY and text == text.lower()) or (
                len(key) <= 3 and key.isascii() and bare.strip(" .,()") != bare.upper().strip(" .,()")
            ):
                return None
            return iso if _spelt_right(bare, key, tables.spellings) else None
        iso = _formal(words[start:], tables)
        if iso:
            return iso
    return None


def _formal(words: list[str], tables: _Tables) -> str | None:
    """`Республіка X`, `X-ська Республіка`: kinds of state before a name or after an adjective."""
    if " ".join(words) in tables.none:
        return None
    count = next((index for index, word in enumerate(words) if word not in _STATE_WORDS), len(words))
    if 0 < count < len(words):
        if not _is_state(words[:count]):
            return None
        after = next((index for index in range(count, len(words)) if words[index] not in _LINKS), len(words))
        return tables.names.get(" ".join(words[after:])) or _adjective_iso(words[after:], tables)
    state = next((index for index in range(1, len(words)) if words[index] in _STATE_WORDS), len(words))
    return _adjective_iso(words[:state], tables) if _is_state(words[state:]) else None


def _adjective_iso(words: list[str], tables: _Tables) -> str | None:
    entries = tables.entries.get(words[0], ()) if words else ()
    return next((entry.iso for entry in entries if entry.form == "adjective" and list(entry.words) == words), None)


def _flag_iso(flag: str) -> str | None:
    if flag[0] == "\U0001f3f4":
        return "GB" if flag[1:3] == "\U000e0067\U000e0062" else None
    iso = "".join(chr(ord(char) - 0x1F1E6 + 65) for char in flag)
    return iso if iso in known_isos() else None


@cache
def known_isos() -> frozenset[str]:
    """Every code that a name of ours leads to."""
    return frozenset(_tables().names.values())


# ---------------------------------------------------------------------------------------------------- running text


@lru_cache(maxsize=1 << 16)
def _key(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=1 << 16)
def _entries_of(word: str) -> tuple[_Entry, ...]:
    """What begins with `word`: names and adjectives of countries, and phrases that resemble them."""
    return _tables().entries.get(_key(word).partition(" ")[0], ())


def find_countries(text: str) -> list[Found]:
    """Every country said in running `text`, left to right, longest words first, never overlapping.

    Names need a capital. Adjectives need a small letter where their language writes one (a capital one is the name of
    a place: `Чеські Будейовиці`), unless the next word is small. A part of a hyphenated word is no country unless its
    other part is one too.
    """
    return list(_found_short(text)) if len(text) <= SHORT else _found(text)


def _found(text: str) -> list[Found]:
    found: list[Found] = []
    if not text.isascii() and _REGIONAL.search(text):
        found = [Found(m.start(), m.end(), iso, "flag") for m in _FLAG.finditer(text) if (iso := _flag_iso(m.group()))]
    words = _TOKEN.findall(text)
    opening = [index for index, word in enumerate(words) if len(word) < _LONGEST_WORD and _entries_of(word)]
    if not opening:
        return found  # most texts name no country
    tokens = _Tokens(text)
    index = 0
    for first in opening:
        hit = _match_at(text, tokens, first, _entries_of(words[first])) if first >= index else None
        if hit is None:
            continue
        entry, last = hit
        index, form = last + 1, entry.form
        if not entry.iso:
            continue
        if form == "adjective":
            while index < len(tokens) and tokens[index].key in _STATE_WORDS and _joined(text, tokens, index - 1):
                last, index = index, index + 1
            if last > first and any(tokens[at].key in _STATE_NOUNS for at in range(first, last + 1)):
                form = "name"
            elif first and tokens[first - 1].key in _STATE_NOUNS and _joined(text, tokens, first - 1):
                form = "name"  # "Republiki Czeskiej"
        if not _believable(text, tokens, first, last, entry, form):
            continue
        if form == "name":
            first = _with_state(text, tokens, first)
        found.append(Found(tokens[first].start, tokens[last].end, entry.iso, form))
    return sorted(found)


# Several layouts read the texts of one page; what was read before it is forgotten.
_found_short = lru_cache(maxsize=256)(_found)


def _match_at(text: str, tokens: _Tokens, index: int, entries: tuple[_Entry, ...]) -> tuple[_Entry, int] | None:
    """The longest of `entries` that is said from token `index` on, and its last token."""
    words: list[str] = []
    ends: dict[int, int] = {}  # how many words there are up to the end of each token
    for last in range(index, len(tokens)):
        if len(words) >= len(entries[0].words) or (last > index and not _joined(text, tokens, last - 1)):
            break
        words += tokens[last].key.split()
        ends.setdefault(len(words), last)
    for entry in entries:
        if (count := len(entry.words)) in ends and entry.words == tuple(words[:count]):
            return entry, ends[count]
    return None


def _joined(text: str, tokens: _Tokens, index: int) -> bool:
    """Whether nothing but blanks or one hyphen stands between token `index` and the next."""
    start, end = tokens[index].end, tokens[index + 1].start
    return end - start <= 6 and _GAP.fullmatch(text, start, end) is not None


def _with_state(text: str, tokens: _Tokens, first: int) -> int:
    """The first token of the name together with the kind of state before it (`Республіки Польща`, `Republic of the X`)."""
    start = first
    noun = False
    while (
        start
        and (tokens[start - 1].key in _STATE_WORDS or tokens[start - 1].key in _LINKS)
        and _joined(text, tokens, start - 1)
    ):
        start -= 1
        noun = noun or tokens[start].key in _STATE_NOUNS
    if not noun:
        return first
    while tokens[start].key in _LINKS:
        start += 1
    return start


def _set_apart(text: str, start: int, end: int) -> bool:
    """Whether signs or the ends of a line part a word from what stands beside it; an opening bracket is enough."""
    before, after = text[:start].rstrip(" \u00a0")[-1:], text[end:].lstrip(" \u00a0")[:1]
    return before == "(" or (before in ",;:/|–—-\n" and after in "),;./|–—-\n")


#: Places that end with the word: `Kamienica Polska`.
_POLISH_BY_NAME = ("kamienica", "jablonica", "jabłonica", "ruda", "wolka", "wólka", "brzezina")


def _believable(text: str, tokens: _Tokens, first: int, last: int, entry: _Entry, form: str) -> bool:
    start, end = tokens[first].start, tokens[last].end
    if _hyphenated(text, tokens, first, last):
        return False
    before = tokens[first - 1] if first and _joined(text, tokens, first - 1) else None
    after = tokens[last + 1] if last + 1 < len(tokens) and _joined(text, tokens, last) else None
    key = " ".join(entry.words)
    if not _spelt_right(text[start:end], key, _tables().spellings):
        return False
    if entry.form == "adjective" and form == "adjective":
        if after is None or after.key in _LANGUAGE_WORDS:
            return entry.small and not tokens[first].capital and after is None
        if not entry.small:
            return tokens[first].capital and not (after.capital and key in _NAME_BEGINNERS)
        return not tokens[first].capital or not after.capital or text[start:end].isupper()
    if not tokens[first].capital and not (entry.iso in ("RU", "BY") and key > "z" and (len(entry.words) > 1 or _set_apart(text, start, end))):
        return False  # only the names of the aggressors are written with a small letter: "(росія)", "Кінешма, рф"
    if (
        key in _EVERYDAY
        and _SENTENCE_END.search(text[max(0, start - 6) : start] if start > 6 else text[:start])
        and end < len(text.rstrip())
    ):
        return False
    if len(key) <= 3 and key.isascii() and not text[start:end].isupper():
        return False
    if key in _NAMESAKES and first and tokens[first - 1].key in _TOWN_WORDS and start - tokens[first - 1].end <= 2:
        return False
    if key in _AMERICAN and form == "name" and not (key == "канада" and first == 0):
        if before is not None and before.capital and before.key in _NAME_MAKERS:
            return False
        if (
            after is not None
            and text[end] == " "
            and after.key not in _STATE_WORDS
            and (after.capital or after.key in _NAME_LINKERS)
        ):
            return False
    if key == "polska" and before is not None and before.key not in _POLISH_BY_NAME and after is None and end == len(text.rstrip()):
        return True  # "Hrubieszów Polska": two parts of a heading
    if key in ("polski", "polska", "hrvatska") and any(
        near is not None and near.capital and near.key not in _STATE_WORDS for near in (before, after)
    ):
        return False  # Jawornik Polski, Polska Cerekiew
    return not (key == "georgia" and (_after_georgia_town(text[:start]) or _USA_AFTER.match(text, end)))


@cache
def _georgia_towns() -> frozenset[str]:
    return frozenset(fold(row["name"]) for row in _rows("us_georgia_towns.csv"))


def in_georgia_usa(town: str) -> bool:
    """Whether `town` is a town of the state of Georgia by GeoNames: after it "Georgia" is no country."""
    return fold(town) in _georgia_towns()


def _after_georgia_town(before: str) -> bool:
    words = fold(before[-60:]).split()
    return before.rstrip()[-1:] in (",", "(", "[") and any(" ".join(words[-n:]) in _georgia_towns() for n in (1, 2, 3, 4))


def is_namesake(text: str) -> bool:
    """Whether `text` names both a country and its capital (`Люксембург`, `Panama`)."""
    return fold(text) in _NAMESAKES


@cache
def country_words() -> frozenset[str]:
    """Folded first words of every country name and adjective: a text without any of them names no country."""
    return frozenset(_tables().entries) | _STATE_WORDS


def _hyphenated(text: str, tokens: _Tokens, first: int, last: int) -> bool:
    """Whether the match is one part of a hyphenated word whose other part is no country."""
    names = _first_words_of_names()
    start, end = tokens[first].start, tokens[last].end
    if start and text[start - 1] in "-‑":
        before = tokens[first - 1] if first else None
        glued = before is None or before.end == start - 1
        if glued and before is not None and not before.capital and text[start - 2] in "oо":
            return True  # `polsko-niemieckiej`
        if glued and (before is None or before.key.partition(" ")[0] not in names):
            return True
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    glued = after is not None and text[end : end + 1] in ("-", "‑") and after.start == end + 1
    return glued and after is not None and after.key.partition(" ")[0] not in names


@cache
def _first_words_of_names() -> frozenset[str]:
    return frozenset(word for word, entries in _tables().entries.items() if any(entry.form == "name" for entry in entries))
