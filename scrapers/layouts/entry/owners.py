"""Whose partners a heading says it lists, and whether that is somebody abroad.

What belongs here: owners of lists. What does not: what else a heading says (`scope`).
"""

import re
from functools import lru_cache

from scrapers.layouts import cues
from scrapers.layouts.entry.model import Context
from scrapers.text.countries import find_countries
from scrapers.text.names import nominatives
from scrapers.text.normalise import AnyCase

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
    r"^\W*(?:(?:Our|Current|The|City of|Existing|List of)\s+)*"
    r"(?P<name>(?!(?:Our|Current|Existing|Other|Further|Additional|International|Official|Former|Past|Its|Their|All)\b)[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)(?:['’]s)?\s+"
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
