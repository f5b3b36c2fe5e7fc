"""Two sides of a tie on a line of its own: `X (région) – Y (région), depuis 1967`.

What belongs here: the form of such a line. What does not: sentences (`telling`).
"""

import re

from schemas.vocabularies import Stage
from scrapers.layouts import cues
from scrapers.layouts.abroad.towns import RUN, UPPER, home_of
from scrapers.layouts.entry.dates import when_of
from scrapers.layouts.entry.model import Context
from scrapers.layouts.page.model import Page
from scrapers.layouts.sentence.model import Evidence, Mention
from scrapers.text.countries import country_of

LONGEST_PAIR = 120
_WORD = rf"[{UPPER}][\w'’]*(?:[-‑–][\w'’]+)*"
_WORDS = rf"{_WORD}(?:\s(?:(?:de|la|le|sur|nad|an der|am|di|del|pod)\s)?{_WORD}){{0,3}}"
_SIDE = rf"{_WORDS}(?:(?:,| et| și| și| and| und| i| a| és| e)\s{_WORDS})?"
#: Two sides of a tie on a line of its own: `X (région) – Y (région), depuis 1967`.
PAIR = re.compile(
    rf"\W*(?P<one>{_SIDE})\s*(?:\((?P<of_one>[^()]*)\)\s*)?\s[–—-]\s+(?P<two>{_SIDE})\s*(?:\((?P<of_two>[^()]*)\))?(?P<rest>(?:[\s,;:–—.-].*)?)"
)


def sides_of(pair: re.Match, tied: bool, page: Page, context: Context, order: int) -> list[Evidence]:
    """The towns abroad of a line that puts them beside a Ukrainian one, under words of a tie; none when not one side alone is
    Ukrainian."""
    sides = [(pair[side], pair[f"of_{side}"] or "") for side in ("one", "two")]
    home = [cues.is_ukrainian(name) or any(cues.is_ukrainian(word[0]) for word in RUN.finditer(where)) for name, where in sides]
    if not tied or home[0] == home[1]:
        return []
    (side, _), (names, where) = sides if home[0] else reversed(sides)
    country = country_of(where) if where else None
    dated = next(filter(None, (pair["rest"].strip(" ,;:.–—-"), pair["of_two"], pair["of_one"])), None)
    moment = when_of(dated, context.base) if dated else None
    found = []
    for name in _AND.split(names):
        if cues.plausible(name) and country_of(name) is None and country != "UA":
            mention = Mention(0, 0, name, country=country or home_of(page), levelled=True, twin=True)
            found.append(Evidence(mention, pair.string, Stage.SIGNED, moment, side, 0.9, order))
    return found


_AND = re.compile(r"(?:,| et| și| și| and| und| i| a| és| e)\s")
