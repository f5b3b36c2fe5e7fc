"""What several sources need of their answers: JSON that is not trusted, and a page as a tree.

What belongs here: turning bytes into values within bounds, with the issue class of what is wrong. What does not: what any one
answer means (the modules beside this one), and how bytes are fetched (`scrapers/fetch.py`).
"""

import json
import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scrapers.archive import Document
from scrapers.errors import ApiError, LayoutChanged, UnexpectedlyEmpty, Unreadable
from scrapers.layouts.page.bounds import tame
from scrapers.layouts.page.decoding import decode
from scrapers.text.normalise import fold_space, strip_personal

#: A name or title of these sources; what is longer is not one.
MAX_TEXT = 500


def text_of(document: Document) -> str:
    """The text of a document in the encoding that it is in. Raises `Unreadable` or `UnexpectedlyEmpty`."""
    decoded = decode(document.body, document.content_type)
    if decoded.issue is not None:
        raise Unreadable(decoded.issue, decoded.words)
    if not decoded.text.strip():
        raise UnexpectedlyEmpty("an empty answer")
    return decoded.text


def tree_of(document: Document) -> LexborHTMLParser:
    return LexborHTMLParser(tame(text_of(document)))


def json_of(document: Document) -> Any:
    """The JSON value that a document is. Raises `ApiError`."""
    try:
        return json.loads(document.body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ApiError(f"the answer is not JSON: {type(error).__name__}") from None


def assigned_json(text: str, name: str) -> Any:
    """The JSON value that a script of a page assigns to a name (`NAME = {...}`). Raises `LayoutChanged`."""
    found = re.search(rf"(?<![\w$]){re.escape(name)}\s{{0,20}}[=:]\s{{0,20}}(?=[\[{{])", text)
    if found is None:
        raise LayoutChanged(f"no {name} in the page")
    try:
        return json.JSONDecoder().raw_decode(text, found.end())[0]
    except (ValueError, RecursionError) as error:
        raise LayoutChanged(f"{name} is not JSON: {type(error).__name__}") from None


def printed(value: Any) -> str | None:
    """A value as printed: blanks folded, personal data removed; None for what is no text, blank, or longer than a name."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > 10 * MAX_TEXT:
        return None
    text = fold_space(strip_personal(value))
    return text if text and len(text) <= MAX_TEXT else None


def row_words(value: Any) -> str:
    """A row that was not understood, for the issue that says so."""
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return strip_personal(fold_space(words[:2000]))[:400]
