"""Letters and blanks: the folded form kept as raw, the repaired form, the comparison key, and personal data taken out.

What belongs here: rules about characters, scripts and contact details. What does not: the meaning of words
(`words`, `countries`, `dates`, `names`).
"""

import re
import unicodedata
from functools import lru_cache
from html.entities import html5

#: Above this many characters a text is not worth remembering in a cache.
SHORT = 200

_LATIN_TO_CYRILLIC = dict(
    zip(
        "ABCEHIJKMOPSTXYaceijopsxy" + "ÁÉÍÓÝáéíóýÀÈÒàèòÏïË" + "ë",
        "АВСЕНІЈКМОРЅТХУасеіјорѕху" + "АЕІОУаеіоуАЕОаеоЇїЁ" + "ё",
        strict=True,
    )
)
_CYRILLIC_TO_LATIN = dict(
    zip("АВСЕНІЈКМОРЅТХУасеіјорѕхуЇїЁё", "ABCEHIJKMOPSTXYaceijopsxyÏïËë", strict=True)
)
_APOSTROPHES = "\u2019\u02bc\u2018\u201b\u02b9\u02bb\u02c8\u0060\u00b4\u2032\uff07\u055a\ua78c"
_TO_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_CYRILLIC = "\u0400-\u052f\u1c80-\u1c88\u2de0-\u2dff\ua640-\ua69f"
_LATIN = "A-Za-zªºÀ-ÖØ-öø-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua722-\ua787\uff21-\uff3a\uff41-\uff5a"
_IS_CYRILLIC = re.compile(f"[{_CYRILLIC}]")
_IS_LATIN = re.compile(f"[{_LATIN}]")
_WORD = re.compile(rf"[^\W\d_]+(?:'[^\W\d_]+)*")
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


def fold_space(text: str) -> str:
    """The form kept as `*_raw`: NFC, every run of blanks one space, invisible marks removed, stripped."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    text = _INVISIBLE.sub("", _BLANK_LETTERS.sub(" ", text))
    return " ".join(unicodedata.normalize("NFC", text).split())


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
    text = unicodedata.normalize("NFC", _STRESS.sub("", text))
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


class _FoldTable(dict):
    """Code point -> folded letters, filled as characters are met (1.1 million at most)."""

    _letters = dict(zip("łøđßæœıħŧþðəґћђљњ", "l o d ss ae oe i h t th d e г ћ ђ љ њ".split(), strict=True))

    def __missing__(self, code: int) -> str:
        folded = ""
        for char in unicodedata.normalize("NFKC", chr(code)).casefold():
            if char in "'" or unicodedata.category(char) in ("Mn", "Me"):
                continue
            if char == "й":  # a letter of its own, though Unicode writes it as и with a breve
                folded += char
                continue
            for base in unicodedata.normalize("NFKD", self._letters.get(char, char)):
                if not unicodedata.combining(base):
                    folded += self._letters.get(base, base) if base.isalnum() else " "
        self[code] = folded
        return folded


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """The comparison key: repaired, case and diacritics off (ґ as г, ё as е, ї as і; й stays), apostrophes dropped,
    other punctuation one space. `Б’єльсько-Бяла` -> `бєльсько бяла`, `Łódź` -> `lodz`."""
    return _fold_short(text) if len(text) <= SHORT else _fold(text)


def _fold(text: str) -> str:
    return " ".join(_repair(text).translate(_FOLD).split())


_fold_short = lru_cache(maxsize=1 << 16)(_fold)


def script_of(text: str) -> str:
    """`cyrillic`, `latin`, `mixed` (both), `other` (letters of neither) or `none` (no letters)."""
    cyrillic, latin = _IS_CYRILLIC.search(text), _IS_LATIN.search(text)
    if cyrillic and latin:
        return "mixed"
    if cyrillic or latin:
        return "cyrillic" if cyrillic else "latin"
    return "other" if any(char.isalpha() for char in text) else "none"


# ------------------------------------------------------------------------------------------------ personal data

_EMAIL = re.compile(r"(?:e[\s-]?mail|е[\s-]?mail|електронна (?:пошта|адреса)|ел\.?\s?пошта|пошта|э?л\.?\s?почта)?\s*:?\s*[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE)
_EMAIL_LABEL = re.compile(r"(?<!\w)(?:[eе][\s-]?[mм]?[шs]?[aа]il|електронна (?:пошта|адреса))\s*:\s*", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\[(?:person|email|e-mail|phone|name|address|tel)\]", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:(?:тел(?:ефон)?|моб|факс|phone|tel|fax|mob)\w{0,4}[./:\s]{1,6}(?:\(?\+?\d[\d\s()./-]{4,24}\d)(?:\s*[,;]\s*\(?\+?\d[\d\s()-]{4,20}\d){0,4})"
    r"|(?<![\d.])\+\d{1,3}[\s(-]{0,2}\d[\d\s()-]{6,16}\d"
    r"|(?<![\d.])\(?0\d{2,4}\)[\s-]{0,2}\d[\d\s-]{3,9}\d"
    r"|(?<![\d.])0\d{2}[\s-]\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)",
    re.IGNORECASE,
)
_OFFICES = (
    r"(?:міськ\w+|селищн\w+|сільськ\w+|районн\w+|обласн\w+|військов\w+)\s+голов\w+|голов\w+\s+(?:громади|ради|правління|повіту|адміністрації)|голова|головою|голови|"
    r"заступник\w*|мер|мера|мером|меру|президент\w*|бургомістр\w*|бурмістр\w*|війт\w*|староста|старостою|старости|директор\w*|секретар\w*|губернатор\w*|воєвода|маршал\w*|"
    r"глава|мэр\w*|бургомистр\w*|керівник\w*|начальник\w*|контактна особа|"
    r"mayor|deputy mayor|president|burmistrz\w*|prezydent\w*|wójt\w*|starosta\w*|(?:ober)?bürgermeister(?:in)?\w*|landrat|maire|sindaco|primar(?:ul)?|polgármester"
)
_OFFICE = re.compile(rf"(?<![^\W_])(?:{_OFFICES})(?![^\W_])", re.IGNORECASE)
_OFFICE_BRACKET = re.compile(r"[(\[][^()\[\]]{0,300}[)\]]")
_INITIALS = re.compile(
    r"(?<![^\W_])(?:[А-ЯІЇЄҐ][а-яіїєґ'’]+(?:-[А-ЯІЇЄҐ][а-яіїєґ'’]+)?\s+[А-ЯІЇЄҐ]\.\s?(?:[А-ЯІЇЄҐ]\.)?"
    r"|[А-ЯІЇЄҐ]\.\s?[А-ЯІЇЄҐ]\.\s?[А-ЯІЇЄҐ][а-яіїєґ'’]+(?:-[А-ЯІЇЄҐ][а-яіїєґ'’]+)?)(?![^\W_])"
)
# A street needs its full stop or a house number: Провадія, Plaza and Ульм are towns.
_STREET = re.compile(
    r",?\s*(?<![^\W_])(?:"
    r"(?:вул|просп|пров|бульв|бул|пл|ул|ul|al|pl|str)\.\s*[^\n,;()]{1,60}(?:,\s*(?:буд\.?\s*|б\.\s*|№\s*)?\d{1,4}[а-яa-z]?(?:\s?/\s?\d{1,4})?)?"
    r"|(?:вулиця|вулиці|проспект|провулок|бульвар|площа|майдан|улица|площадь|street|straße|strasse|rue)\s+[^\n,;()]{1,60}?,?\s*(?:буд\.?\s*|№\s*)?\d{1,4}[а-яa-z]?"
    r")(?=[\n,;()]|\s*\Z)",
    re.IGNORECASE,
)  # fmt: skip
_INDEX = re.compile(r"(?<![\d.])(?:\d{5}(?=\s*[,;\n)]|\s*\Z|\s+(?:м\.|с\.|смт))|\d{2}-\d{3}(?=\s+[A-ZŁŚŻ]))(?!\s*(?:грн|євро|осіб))")


def strip_personal(text: str) -> str:
    """`text` without e-mails, telephones, street addresses and postal codes, and without persons: bracketed groups that
    name an office, a name with initials, and what another publisher has already masked (`[person]`)."""
    text = _OFFICE_BRACKET.sub(lambda m: "" if _OFFICE.search(m.group()) else m.group(), _PLACEHOLDER.sub("", text))
    for pattern in (_EMAIL, _EMAIL_LABEL, _PHONE, _STREET, _INDEX, _INITIALS):
        text = pattern.sub("", text)
    return re.sub(r"(?:[ \t]*,){2,}", ",", re.sub(r"\(\s*[,;]*\s*\)", "", text)).strip(" \t\n,;") if text else text
