"""From bytes to letters: verified decoding by mark, UTF-8, declaration or the most plausible code page.

What belongs here: encodings and what is no text at all. What does not: markup (`bounds`, `parsing`).
"""

import re
from collections import Counter
from dataclasses import dataclass

from schemas.vocabularies import IssueClass

MAX_BYTES = 8_000_000
"""Pages above this size are not read; the largest list seen in the wild is far below it."""
MAX_FOREIGN_LINES = 200
SAMPLE = 24_000
"""Bytes that decide between code pages."""
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
)
_MAGICS, _MARKS_OF_ORDER = (tuple(start for start, _ in table) for table in (_MAGIC, _BOMS))
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.I)
_ALIASES = {
    "cp1251": "cp1251",
    "windows-1251": "cp1251",
    "win-1251": "cp1251",
    "windows1251": "cp1251",
    "win1251": "cp1251",
    "koi8-r": "koi8-u",
    "koi8": "koi8-u",
    "koi8-u": "koi8-u",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-2": "iso8859-2",
    "windows-1250": "cp1250",
    "windows-1252": "cp1252",
    "x-mac-cyrillic": "mac_cyrillic",
}
_SINGLE = ("cp1251", "koi8-u", "cp1250", "iso8859-2", "cp1252", "cp866", "iso8859-5", "mac_cyrillic")
_CYRILLIC_LOWER = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёыэъ"
_CYRILLIC = frozenset(_CYRILLIC_LOWER + _CYRILLIC_LOWER.upper())
_LATIN = frozenset(
    "ąćęłńóśźżäöüßéèêçáíúýčďěňřšťůžőűâîșțşţãõàùåæøëïñ" + "ąćęłńóśźżäöüéèêçáíúýčďěňřšťůžőűâîșțşţãõàùåæøëïñ".upper()
)
_TYPOGRAPHY = frozenset("’‘“”„«»–—…•·№§©®°\xa0\xad´`€±×½²³‚‹›†‡™")
#: The five commonest letters of the Ukrainian and Russian texts read; the wrong Cyrillic code page makes them rare.
_FREQUENT = frozenset("оаниетрс")
_WORD = re.compile(r"[^\W\d_]+")
_TAGS = re.compile(r"<[^<>]*>")
_MOJIBAKE = re.compile(r"(?:[РС][\u0080-\u00bf\u0400-\u040f\u0450-\u045f‘’“”•–—™љ›њќћџ°±µ¶·№»јѕї]){3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a body, the encoding that gave it, and the problem when there is no text to believe.

    `utf8` are the bytes of the text where the body held them already: the parser need not encode it again.
    """

    text: str
    encoding: str | None = None
    issue: IssueClass | None = None
    words: str = ""
    utf8: bytes | None = None


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Bytes to text by byte-order mark, valid UTF-8, then the declared or the most plausible code page.

    A declaration is believed only when the bytes agree with it. Never returns text whose letters were guessed: a body
    that is no text in any known encoding comes back with `bad_encoding`.
    """
    if len(body) > MAX_BYTES:
        return Decoded("", issue=IssueClass.TOO_LARGE, words=f"{len(body):,} bytes, more than {MAX_BYTES:,}")
    head = body[:1024].lstrip()
    if head.startswith(_MAGICS):
        name = next(name for magic, name in _MAGIC if head.startswith(magic))
        return Decoded("", issue=IssueClass.WRONG_TYPE, words=f"{name} where a page was expected")
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        return Decoded("", issue=IssueClass.WRONG_TYPE, words="an image or a film where a page was expected")
    if body.startswith(_MARKS_OF_ORDER):
        return _strict(body, next(encoding for mark, encoding in _BOMS if body.startswith(mark)))
    wide = _wide(body)
    if wide:
        return _strict(body, wide)
    if b"\x00" in body[:4096]:
        return Decoded("", issue=IssueClass.WRONG_TYPE, words="binary data where a page was expected")
    try:
        return _unmix(body.decode("utf-8"), body)
    except UnicodeDecodeError as error:
        if error.start >= len(body) - 3:  # cut in the middle of a letter
            return _unmix(body[: error.start].decode("utf-8"), body[: error.start])
        return _legacy(body, _declared(body, content_type))


def _strict(body: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(body.decode(encoding).lstrip("\ufeff"), encoding)
    except UnicodeDecodeError as error:
        if error.start >= len(body) - 4:
            return Decoded(body[: error.start].decode(encoding).lstrip("\ufeff"), encoding)
        return Decoded(
            "", issue=IssueClass.BAD_ENCODING, words=f"a byte-order mark of {encoding}, but byte {error.start} is not"
        )


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: the markup is ASCII, so every second byte of it is zero."""
    sample = body[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > half * 0.15 and even < half * 0.02:
        return "utf-16-le"
    if even > half * 0.15 and odd < half * 0.02:
        return "utf-16-be"
    return None


def _declared(body: bytes, content_type: str | None) -> list[str]:
    names = (
        [content_type.rsplit("charset=", 1)[1].strip(" \"';").lower()] if content_type and "charset=" in content_type else []
    )
    names += [match.decode("ascii").lower() for match in _CHARSET.findall(body[:4096])]
    return [_ALIASES.get(name, name) for name in names]


def _legacy(body: bytes, declared: list[str]) -> Decoded:
    lenient = body.decode("utf-8", "replace")
    lenient = lenient[:200_000]
    bad = lenient.count("\ufffd")
    if bad < sum(1 for char in lenient if char > "\x7f") - bad:  # a code page read as UTF-8 gives next to no letters
        return _lines(body, declared)
    best, best_score = "", 0.0
    for encoding in dict.fromkeys([name for name in declared if name in _SINGLE] + list(_SINGLE)):
        score = _plausibility(body, encoding) + (0.04 if encoding in declared else 0.0)
        if score > best_score:
            best, best_score = encoding, score
    if best_score < 0.75:
        return Decoded("", issue=IssueClass.BAD_ENCODING, words="bytes that are not text in any known encoding")
    return Decoded(body.decode(best, "replace"), best)


def _lines(body: bytes, declared: list[str]) -> Decoded:
    """A UTF-8 page with foreign lines in it: each bad line is read in the best code page or keeps its replacement marks."""
    lines = []
    tried = 0
    for line in body.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            tried += 1
            if tried > MAX_FOREIGN_LINES:
                lines.append(line.decode("utf-8", "replace"))
                continue
            best = max(_SINGLE, key=lambda name: _plausibility(line, name) + (0.04 if name in declared else 0.0))
            lines.append(line.decode(best) if _plausibility(line, best) > 0.9 else line.decode("utf-8", "replace"))
    return Decoded("\n".join(lines), "utf-8")


def _sample(body: bytes) -> bytes:
    """The lines with letters beyond ASCII, as many as it takes to tell code pages apart."""
    if len(body) <= SAMPLE:
        return body
    found, size = [], 0
    for line in body[:MAX_BYTES].split(b"\n"):
        if not line.isascii():
            found.append(line[:SAMPLE])
            size += len(found[-1])
            if size > SAMPLE:
                break
    return b"\n".join(found)[:SAMPLE]


def _plausibility(body: bytes, encoding: str) -> float:
    """Share of non-ASCII characters that stand where a letter of our languages would, 0 to about 1, over a sample."""
    try:
        text = _sample(body).decode(encoding, "replace")
    except LookupError:
        return 0.0
    chars = Counter(text)
    total = sum(count for char, count in chars.items() if char > "\x7f")
    if not total:
        return 1.0
    right = sum(count for char, count in chars.items() if char in _TYPOGRAPHY)
    right -= 3 * sum(count for char, count in chars.items() if "\x80" <= char <= "\x9f")
    frequent = cyrillic = 0
    for word, count in Counter(_WORD.findall(text)).items():
        if word.isascii():
            continue
        plain = word.islower() or word.isupper() or word.istitle() or (word[1:].islower() and word[0].isupper())
        if _CYRILLIC.issuperset(word):
            marked = len(word) * count
            right += marked if plain else marked * 0.3
            cyrillic += marked
            frequent += count * sum(map(_FREQUENT.__contains__, word.lower()))
        elif plain:
            beyond = [char for char in word if char > "\x7f"]
            right += len(beyond) * count if len(beyond) < len(word) and _LATIN.issuperset(beyond) else 0
    score = right / total
    if cyrillic > 40:
        score *= min(1.0, 0.5 + frequent / cyrillic)
    return score


def _unmix(text: str, body: bytes) -> Decoded:
    """Valid UTF-8 may still hold UTF-8 that was once read as cp1251 and saved again; that is undone or refused."""
    # Looking for one letter is cheaper than for a pair, and in text read twice every third one is this one.
    twice = any(pair[1] in text and pair in text for pair in ("Р°", "Рѕ")) and text.count("Р") > 15
    if twice and len(_MOJIBAKE.findall(text[:40_000])) > 5:
        try:
            return Decoded(text.encode("cp1251").decode("utf-8"), "utf-8 read as cp1251")
        except UnicodeError:
            return Decoded("", issue=IssueClass.BAD_ENCODING, words="letters were lost by a double conversion of the text")
    if "\ufffd" not in text and ("?" not in text or "???" not in text):
        return Decoded(text, "utf-8", utf8=body)
    words = _TAGS.sub(" ", text[:200_000])
    letters = sum(1 for char in words if char.isalpha())
    if words.count("\ufffd") > 0.02 * max(letters, 1) or len(re.findall(r"\?{3,}", words)) > 0.02 * max(letters, 1):
        return Decoded("", issue=IssueClass.BAD_ENCODING, words="the letters of the page were lost before it reached us")
    return Decoded(text, "utf-8", utf8=body)
