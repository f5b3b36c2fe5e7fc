"""What stands around a printed name and is no part of it: bullets, numbers, flags, closing marks, the word for a town.

What belongs here: taking these off. What does not: words that say something (`pieces`).
"""

import re

from scrapers.text.normalise import AnyCase

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
    r"^(?:[\s\-–—―•·∙◦*▪▫►▶●○■□✓✔→⇒>»“\".,;:|+]+|['’](?![st][- ])|\(?\d{1,3}\s*[.)]\s*(?!\d)|"
    rf"\d{{1,3}}\s+{_OF_MONTH}(?=[^\W\d_]{{2}}|м\.)|"
    r"[1-9]\.\d{1,2}\.\s+(?=[^\W\d_])|№\s*\d{1,3}[.)]?\s*|\(?[a-zA-Zа-яА-ЯіїєґІЇЄҐ]\)\s+(?=\S))+"
)
_TRAIL = re.compile(r"[\s\-–—•·*;:,.|/+&]+$")


def clean(text: str) -> str:
    """An entry without its bullet, number and closing marks."""
    text = without_lead(text)
    return text if text[-1:].isalnum() else _TRAIL.sub("", text)


def without_lead(text: str) -> str:
    """A text without the bullet and number that open it."""
    return text if text[:1].isalpha() and text[1:2] != ")" else _LEAD.sub("", text)


def without_flags(text: str, by: str = " ") -> str:
    """A text with `by` in the place of flags and other pictures."""
    return text if text.isascii() or not _PICTURE.search(text) else _FLAG.sub(by, text)


#: The word for a town before its name.
CITY_WORD = AnyCase(
    r"^(?:[вуз]і?\s+(?=міст|м\.|город))?(?:м\.|міст(?:[оаі]|ом)?|г\.|город(?:ом)?|city of|town of|city|town|miasto|miastem|"
    r"stadt)(?:(?<=\.)|(?!\w))\s*(?!(?:і|й|та|i|and)\s)(?=[«\"“„]?[^\W\d_])",
)
