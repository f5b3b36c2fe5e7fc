"""Letters and blanks: the folded form kept as raw, the repaired form, the comparison key, and personal data taken out.

What belongs here: rules about characters, scripts and contact details. What does not: the meaning of words
(`words`, `countries`, `dates`, `names`).
"""

import csv
import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from html.entities import html5
from importlib.resources import files

#: Above this many characters a text is not worth remembering in a cache.
SHORT = 200

_LATIN_TO_CYRILLIC = dict(
    zip(
        "ABCEHIJKMOPSTXYaceijkopsxy" + "ÁÉÍÓÝáéíóýÀÈÒàèòÏïË" + "ë",
        "АВСЕНІЈКМОРЅТХУасеіјкорѕху" + "АЕІОУаеіоуАЕОаеоЇїЁ" + "ё",
        strict=True,
    )
)
_CYRILLIC_TO_LATIN = dict(zip("АВСЕНІЈКМОРЅТХУасеіјорѕхуЇїЁё", "ABCEHIJKMOPSTXYaceijopsxyÏïËë", strict=True))
_APOSTROPHES = "\u2019\u02bc\u2018\u201b\u02b9\u02bb\u02c8\u0060\u00b4\u2032\uff07\u055a\ua78c"
_TO_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_CYRILLIC = "\u0400-\u052f\u1c80-\u1c88\u2de0-\u2dff\ua640-\ua69f"
_LATIN = "A-Za-zªºÀ-ÖØ-öø-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua722-\ua787\uff21-\uff3a\uff41-\uff5a"
_IS_CYRILLIC = re.compile(f"[{_CYRILLIC}]")
_IS_LATIN = re.compile(f"[{_LATIN}]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_QUOTE_FOR_APOSTROPHE = re.compile(r"(?<=[БВГҐДЗКМНПРСТФбвгґдзкмнпрстф])\"(?=[яюєїЯЮЄЇ])")
_STRESS = re.compile("[\u0300\u0301]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLANK_LETTERS = re.compile("[\u2800\u3164\u115f\u1160\uffa0]")
# Cc without the blanks, Cf (soft hyphen, zero width, direction marks, BOM) and lone surrogates. The tag characters
# U+E0020..E007F stay: they spell the flags of England, Scotland and Wales.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0001]"
)
# What `str.isprintable` lets through of both.
_PRINTABLE_BLANK = re.compile("[\u2800\u3164\u115f\u1160\uffa0\ufe00-\ufe0f]")


#: Longer texts are put into small letters each time they are searched.
_LONG = 4_000


def _in_small(text: str) -> str:
    small = text.lower()
    return small if len(small) == len(text) else "".join(char.lower()[0] for char in text)


# A sentence is searched by dozens of patterns in turn; what was read before it is forgotten.
_small = lru_cache(maxsize=64)(_in_small)


class AnyCase:
    """A pattern searched for in any case, as `re.IGNORECASE` would: pattern and text are both put into small letters.

    That takes a third to a tenth of the time: the engine skips alternatives by their first letter only where case matters.
    Spans are those of the text; groups are in small letters. Parts in `(?i:...)` and `(?-i:...)` are not for it.
    `needs` are pieces of words, in small letters, of which every match holds one: a text without any is not searched.
    A pattern is compiled when it is first used: a command that reads no page does not wait for several hundred of them.
    """

    __slots__ = ("bare", "needs", "pattern")

    def __init__(self, pattern: str, needs: str = "") -> None:
        self.pattern, self.needs = pattern, tuple(needs.split())

    def __getattr__(self, name: str) -> re.Pattern[str]:
        if name != "bare":
            raise AttributeError(name)
        # Escapes (`\W`, `\Z`) and the P of a named group keep their letters.
        self.bare = re.compile(re.sub(r"(\\.|\(\?P)|([^\\(]+|\()", lambda m: m[1] or m[2].lower(), self.pattern))
        return self.bare

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match | None:
        small = _small(text) if len(text) <= _LONG else _in_small(text)
        if self.needs:
            for piece in self.needs:
                if piece in small:
                    break
            else:
                return None
        return self.bare.search(small, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match | None:
        return self.bare.match(_small(text) if len(text) <= _LONG else _in_small(text), start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match | None:
        return self.bare.fullmatch(_small(text) if len(text) <= _LONG else _in_small(text), start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match]:
        return self.bare.finditer(_small(text) if len(text) <= _LONG else _in_small(text), start, end)

    def sub(self, by: str, text: str) -> str:
        """`text` with `by`, taken word for word, in the place of every match."""
        pieces, last = [], 0
        for match in self.finditer(text):
            pieces += (text[last : match.start()], by)
            last = match.end()
        return "".join(pieces) + text[last:] if pieces else text


def fold_space(text: str) -> str:
    """The form kept as `*_raw`: NFC, every run of blanks one space, invisible marks removed, stripped."""
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    if not text.isprintable() or _PRINTABLE_BLANK.search(text):
        text = " ".join(_INVISIBLE.sub("", _BLANK_LETTERS.sub(" ", text)).split())
    return unicodedata.normalize("NFC", text)


def repair(text: str) -> str:
    """`text` as its writer meant it: entities decoded, stress marks off, one apostrophe, look-alike letters in their script.

    A word that mixes scripts is brought to the script that one of its letters proves (a letter without a look-alike in
    the other); if neither is proved, to that of most letters. A word of one script is never touched.
    """
    return _repair_short(text) if len(text) <= SHORT else _repair(text)


def _repair(text: str) -> str:
    if text.isascii() and "&" not in text and '"' not in text and "`" not in text:
        return fold_space(text)
    if "&" in text:
        text = decode_entities(text)
    text = fold_space(text).translate(_TO_APOSTROPHE)
    if _STRESS.search(text):
        text = fold_space(_STRESS.sub("", text))
    if '"' in text:
        text = _QUOTE_FOR_APOSTROPHE.sub("'", text)
    if _IS_CYRILLIC.search(text) and _IS_LATIN.search(text):
        text = _WORD.sub(_one_script, text)
    return text


_repair_short = lru_cache(maxsize=1 << 16)(_repair)


def decode_entities(text: str) -> str:
    """HTML entities as letters, however often they were escaped: `К&amp;#39;янчіано` -> `К'янчіано`."""
    # Pages escape twice and three times ("&amp;#39;"); the bound keeps a hostile page from nesting for ever.
    for _ in range(8):
        decoded = _ENTITY.sub(_entity, text)
        if decoded == text:
            break
        text = decoded
    return text


def _entity(match: re.Match) -> str:
    body = match.group()[1:-1]
    if not body.startswith("#"):
        return html5.get(body + ";", match.group())
    code = int(body[2:], 16) if body[1] in "xX" else int(body[1:])
    return chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _one_script(match: re.Match) -> str:
    word = match.group()
    cyrillic = _IS_CYRILLIC.findall(word)
    latin = _IS_LATIN.findall(word) if cyrillic else None
    if not latin:
        return word
    is_cyrillic = any(letter not in _CYRILLIC_TO_LATIN for letter in cyrillic)
    is_latin = any(letter not in _LATIN_TO_CYRILLIC for letter in latin)
    if is_cyrillic and is_latin:
        return word
    if is_cyrillic or (not is_latin and len(cyrillic) >= len(latin)):
        return "".join(_LATIN_TO_CYRILLIC.get(letter, letter) for letter in word)
    return "".join(_CYRILLIC_TO_LATIN.get(letter, letter) for letter in word)


# Letters that Unicode does not take apart and readers do.
_UNDECOMPOSED = {
    "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "þ": "th", "ð": "d", "ə": "e", "ґ": "г",
}  # fmt: skip


class _FoldTable(dict):
    """Code point -> folded letters, filled as characters are met (1.1 million at most)."""

    def __missing__(self, code: int) -> str:
        folded = ""
        for char in unicodedata.normalize("NFKC", chr(code)).casefold():
            if char in "'" or unicodedata.category(char) in ("Mn", "Me"):
                continue
            if char == "й":  # a letter of its own, though Unicode writes it as и with a breve
                folded += char
                continue
            for base in unicodedata.normalize("NFKD", _UNDECOMPOSED.get(char, char)):
                if not unicodedata.combining(base):
                    folded += _UNDECOMPOSED.get(base, base) if base.isalnum() else " "
        self[code] = folded
        return folded


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """The comparison key: repaired, case and diacritics off (ґ as г, ё as е, ї as і; й stays), apostrophes dropped,
    other punctuation one space. `Б’єльсько-Бяла` -> `бєльсько бяла`, `Łódź` -> `lodz`."""
    return _fold_short(text) if len(text) <= SHORT else _fold(text)


def _fold(text: str) -> str:
    folded = " ".join(_repair(text).translate(_FOLD).split())
    # what stood apart by an apostrophe or a stress mark may now be one word of two scripts
    return _WORD.sub(_one_script, folded) if _IS_CYRILLIC.search(folded) and _IS_LATIN.search(folded) else folded


_fold_short = lru_cache(maxsize=1 << 16)(_fold)


def folded_words(text: str) -> frozenset[str]:
    """A table of single words, written with blanks between them, as comparison keys."""
    return frozenset(fold(word) for word in text.split())


def script_of(text: str) -> str:
    """`cyrillic`, `latin`, `mixed` (both), `other` (letters of neither) or `none` (no letters)."""
    cyrillic, latin = _IS_CYRILLIC.search(text), _IS_LATIN.search(text)
    if cyrillic and latin:
        return "mixed"
    if cyrillic or latin:
        return "cyrillic" if cyrillic else "latin"
    return "other" if any(char.isalpha() for char in text) else "none"


# ------------------------------------------------------------------------------------------------ personal data

_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# What another publisher has masked before us.
_MASKED = AnyCase(r"\[(?:person|e-?mail|phone|name|address|tel)\]")
_PHONE = re.compile(
    r"(?<![\d.])\+\d{1,3}[\s(-]{0,2}\d[\d\s()-]{6,16}\d"
    r"|(?<![\d.])\(0\d{2,4}\)[\s-]{0,2}\d[\d\s-]{3,9}\d"
    r"|(?<![\d.])0\d{2}[\s-]\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)"
    r"|(?<=тел\.)\s?[\d(][\d\s()-]{4,18}\d|(?<=тел\.:)\s?[\d(][\d\s()-]{4,18}\d|"
    r"(?<=телефон:)\s?[\d(][\d\s()-]{4,18}\d|(?<=факс:)\s?[\d(][\d\s()-]{4,18}\d"
)
_DELIMITER = re.compile(r"([,;\n()])")
# A piece between commas, lines or brackets that is a label of a contact, a house or a street. Abbreviations need their
# full stop and words their name or number: Провадія and Plaza are towns.
_CONTACT = AnyCase(
    r"\s*(?:(?:контактн\w*\s+)?(?:тел(?:ефон\w*)?|моб(?:ільн\w+)?|факс|phone|tel|fax|[eе][\s-]?[mм]?[шs]?[aа]il|"
    r"ел\w*\.?\s?(?:пошта|адреса)|"
    r"(?:електронна|поштова|юридична)\s+(?:пошта|адреса|скринька)|адреса|address|сайт|web)(?:\s+адреса)?\s*[.:]?\s*"
    r"|(?:буд(?:инок)?|кв|офіс|оф|кімн|каб|корп|house|apt)\.?\s*\d[\d\s/\\а-яa-z-]{0,8}"
    r"|(?:вул|просп|пр|пров|бульв|бул|пл|ул|ul|al|pl|str)\.\s*\S.{0,70}"
    r"|(?:вулиця|вулиці|проспект|провулок|бульвар|площа|майдан|улица|площадь|проспект)\s+\S.{0,70}"
    r"|\S.{0,50}(?:straße|strasse|str\.|street|avenue)\s+\d{1,4}\w?"
    r"|\d{5})\s*",
)
_HOUSE = AnyCase(r"\s*\d{1,4}\s?-?[а-яa-z]?(?:\s?/\s?\d{1,4})?\s*")
_HOUSE_BEFORE = AnyCase(r"\s*\d{1,4}[а-яa-z]?\s+(?=(?:м|с|смт|сел)\.)")
_BAD_INDEX = re.compile(r"\s*(?!19|20)\d{4}\s*")
_POLISH_INDEX = re.compile(r"\d{2}(?<!\d{3})-\d{3}\s+(?=[A-ZŁŚŻ][^\W\d_]+)")

#: Offices whose holders pages name, as the first words of their titles.
OFFICE = (
    r"(?<![^\W_])(?:(?:(?:міськ|селищн|сільськ|районн|обласн|військов)\w{2,4}\s+)?голов(?:а|и|і|у|ою|ам|ами)|"
    r"заступник\w{0,4}|мер(?:а|ом|у|и|ів|ами)?|"
    r"президент\w{0,3}|віцепрезидент\w{0,3}|бургомістр\w{0,3}|бурмістр\w{0,3}|бюргермейстер\w{0,3}|ландрат\w{0,3}|"
    r"війт(?:а|ом|у)?|старост(?:а|и|у|ою|и)|директор\w{0,4}|секретар\w{0,3}|"
    r"губернатор\w{0,3}|воєвод(?:а|и|у|ою)|маршал(?:ок|ка|ком|ку)|глав[аыуо]й?|мэр\w{0,3}|бургомистр\w{0,3}|"
    r"керівни\w{0,4}|начальник\w{0,3}|очільни\w{0,4}|міськголов\w{0,3}|посол|посла|послом|консул\w{0,3}|"
    r"контактна особа|депутат\w{0,3}|радник\w{0,3}|"
    r"(?:deputy |lord )?mayor|president|burmistrz\w{0,3}|prezydent\w{0,3}|wójt\w{0,3}|starost[aęąy]|"
    r"(?:ober)?bürgermeister(?:in)?\w{0,2}|"
    r"landr[aä]t\w{0,3}|maire|sindaco|primar(?:ul)?|polgármester)(?![^\W_])"
)
_OFFICE = AnyCase(OFFICE)
_BRACKETED = re.compile(r"[(\[][^()\[\]]{0,300}[)\]]")
_CAP = r"[^\W\d_a-zа-яіїєґäöüßąćęłńóśźż][^\W\d_]+(?:['’-][^\W\d_]+)*"
_INITIALS = re.compile(
    rf"(?<![^\W_]){_CAP}\s+[А-ЯІЇЄҐ]\.\s?(?:[А-ЯІЇЄҐ]\.)?(?![^\W_])|"
    rf"(?<![^\W_])[А-ЯІЇЄҐ]\.\s?[А-ЯІЇЄҐ]\.\s?{_CAP}(?![^\W_])"
)
_PATRONYMIC = re.compile(
    rf"(?<![^\W_])(?:{_CAP}\s+){{1,2}}[А-ЯІЇЄҐ][а-яіїєґ']+(?:ович|йович|евич|євич)(?:а|у|ем|"
    rf"еві)?(?:\s+{_CAP})?(?![^\W_])|"
    rf"(?<![^\W_])(?:{_CAP}\s+){{1,2}}[А-ЯІЇЄҐ][а-яіїєґ']+(?:івн|ївн|овн|евн)(?:а|и|і|у|ою|ой|"
    rf"е)(?:\s+{_CAP})?(?![^\W_])"
)
_TWO_CAPITALS = re.compile(rf"(?=(?<![^\W_])(?P<first>{_CAP})\s+(?P<second>{_CAP})(?![^\W_]))")
#: How far from the office its holder is looked for, in characters.
_REACH = 90


def strip_personal(text: str) -> str:
    """`text` without e-mails, telephones, streets, house numbers and postal codes, and without persons: bracketed groups
    that name an office, names with initials or a patronymic, a given name with a surname beside an office, and what
    another publisher has masked (`[person]`). The rest stays as it was printed."""
    stripped = _MASKED.sub("", text) if "[" in text else text
    if "(" in stripped or "[" in stripped:
        stripped = _BRACKETED.sub(lambda m: "" if _OFFICE.search(m.group()) else m.group(), stripped)
    if "@" in stripped:
        stripped = _EMAIL.sub("", stripped)
    if _DIGITS.search(stripped):
        stripped = _PHONE.sub("", stripped) if _PHONE_HINT.search(stripped) else stripped
        stripped = _POLISH_INDEX.sub("", stripped)
    if _INITIAL.search(stripped):
        stripped = _INITIALS.sub("", stripped)
    if _LONG_NAME.search(stripped):
        stripped = _PATRONYMIC.sub("", stripped)
    stripped = _without_contacts(_without_holders(stripped))
    return text if stripped == text else _tidy(stripped)


_DIGITS = re.compile(r"\d{2}")
# What must stand in a text before the patterns above are worth their time; each begins with a letter or mark that it skips to.
_PHONE_HINT = re.compile(r"\+\d|\(0|0(?<![\d.]0)\d\d[\s-]\d|тел|факс")
_INITIAL = re.compile(r"[А-ЯІЇЄҐ]\.")
_LONG_NAME = re.compile(r"(?:ович|йович|евич|євич|івн|ївн|овн|евн)(?:[аиіуе]|ем|еві|ою|ой)?(?![^\W_])")
_CONTACT_HINT = AnyCase(
    r"тел|моб|факс|phone|fax|mail|пошта|адрес|вул|просп|пр\.|пров|бул|пл\.|площ|майдан|ул\.|"
    r"улиц|str|ul\.|al\.|pl\.|avenue|буд|\d{5}|сайт",
)


def _without_contacts(text: str) -> str:
    if not _CONTACT_HINT.search(text):
        return text
    parts = _DELIMITER.split(text)
    kept: list[str] = []
    after_street = False
    for index in range(0, len(parts), 2):
        piece = parts[index]
        contact = _CONTACT.fullmatch(piece) is not None or (after_street and _HOUSE.fullmatch(piece) is not None)
        contact = contact or _BAD_INDEX.fullmatch(piece) is not None
        if after_street and not contact:
            piece = _HOUSE_BEFORE.sub(" ", piece)
        after_street = contact and piece.strip() != ""
        delimiter = parts[index - 1] if index else ""
        if not contact:
            kept += (delimiter, piece)
        elif delimiter and delimiter in "()\n":
            kept.append(delimiter)
    return "".join(kept)


def _without_holders(text: str) -> str:
    """Given name and surname beside an office: `мер Хелма Якуб Банашек` -> `мер Хелма`."""
    offices = [match.span() for match in _OFFICE.finditer(text)]
    if not offices:
        return text
    cuts: set[tuple[int, int]] = set()
    for start, end in offices:
        pairs = [
            (match.start("first"), match.end("second"), match)
            for match in _TWO_CAPITALS.finditer(text, max(0, start - 60), min(len(text), end + _REACH))
        ]
        pairs = [pair for pair in pairs if _beside(text, start, end, pair[0], pair[1])]
        # "мер Хелма Якуб Банашек": the given name comes first, or last where a list is sorted by surname
        holder = next((p for p in pairs if _is_given(p[2]["first"])), None) or next(
            (p for p in pairs if _is_given(p[2]["second"])), None
        )
        if holder:
            cuts.add(holder[:2])
    for first, last in sorted(cuts, reverse=True):
        text = text[:first].rstrip(" ") + text[last:]
    return text


_APPOSITION = re.compile(r"\s*[,–—-]\s*(?:[^\W\d_]+\s+){0,3}")
_SENTENCE = re.compile(r"[.!?;\n]\s")


def _beside(text: str, start: int, end: int, first: int, last: int) -> bool:
    """Whether the two words `text[first:last]` follow the office in its sentence, or stand before it with a comma."""
    if first >= end:
        return _SENTENCE.search(text, end, first) is None
    return last <= start and _APPOSITION.fullmatch(text, last, start) is not None


def _is_given(word: str) -> bool:
    """Whether `word` is a common given name, in any case."""
    folded = fold(word)
    return any(folded[:length] in _given_stems() for length in range(max(2, len(folded) - 3), len(folded) + 1))


@cache
def _given_stems() -> frozenset[str]:
    with (files("scrapers.text") / "given_names.csv").open(encoding="utf-8", newline="") as file:
        names = {fold(name) for row in csv.DictReader(file) for name in row["names"].split()}
    # the last vowel, й or ь is what cases change
    return frozenset(name[:-1] if name[-1] in "аяьйіоеaieoy" and len(name) > 3 else name for name in names)


def _tidy(text: str) -> str:
    text = re.sub(r"([(\[])[\s,;]+", r"\1", text)
    text = re.sub(r"[\s,;]+([)\]])", r"\1", text)
    text = re.sub(r"\s*[(\[]\s*[)\]]", "", text)
    text = re.sub(r"(?:\s*,){2,}", ",", text)
    return re.sub(r"(?:\n[ \t]*){2,}", "\n", text).strip(" \t\n,;")
