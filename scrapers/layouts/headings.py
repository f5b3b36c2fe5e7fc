"""Headings with text: every partner has a heading of its own, and its country, date and story stand below it.

What belongs here: headings (h2 to h6, or bold lines) that name a place. What does not: headings that open a list of places
(`listing`).
"""

import re
from bisect import bisect_left

from scrapers.layouts import cues
from scrapers.layouts.entry.dates import signing_date
from scrapers.layouts.entry.marks import clean, without_flags
from scrapers.layouts.entry.model import Context, Outcome, Scope
from scrapers.layouts.entry.owners import country_told
from scrapers.layouts.entry.reading import read_record
from scrapers.layouts.entry.scope import is_entry, read_heading
from scrapers.layouts.grid.columns import holds, holds_country, known
from scrapers.layouts.page.dateline import dateline
from scrapers.layouts.page.model import Block, Page
from scrapers.text.countries import country_of, find_countries
from scrapers.text.dates import parse_date
from scrapers.text.normalise import AnyCase

LONGEST_HEADING = 140
LONGEST_BADGE = 30
MAX_HEADS = 2_000
MOST_OF_FEW = 3
LONGEST_DAY = 24


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """Headings that are names, each with the blocks up to the next heading."""
    outcome = Outcome("headings")
    current = scope
    level = 0  # of the heading that gave a country
    sure = 0
    heads = [number for number, block in enumerate(page.blocks) if _is_head(block)]
    if len(heads) > 1 and _behind_badges(page, heads):
        heads = []
    if heads:
        heads = sorted({*heads, *(number for number, block in enumerate(page.blocks) if _ends_a_story(block))})
    for order, number in enumerate(heads[:MAX_HEADS]):
        block = page.blocks[number]
        if block.index in page.tabular or any(below.index in page.tabular for below in page.blocks[number + 1 : number + 2]):
            continue  # read already, or the heading of a table
        below = heads[order + 1 :]
        closes = 0 < block.heading <= level and below and page.blocks[below[0]].heading > block.heading
        closes = closes and heads[order - 1] != number - 1 and not cues.WITHIN_A_LAND.search(block.text)
        if len(block.text) < 32 and cues.WORLD_PART.match(clean(block.text)):
            current = current.landless() if closes else current  # `Балтія` behind `Польща`
            continue
        whole = block.kind == "h1" or block.text == page.heading  # what it names is what the page is about
        title = _named_partner(block.text) if whole else None
        heading = read_heading(block.text, current, context) if title is None else None
        if heading is not None:
            current, level = heading, block.heading if heading.country else 0
            outcome.foreign_list |= heading.foreign
            continue
        below = [one for one in below if not whole or page.blocks[one].heading in (1, 2)]
        until = below[0] if below else len(page.blocks)
        if current.foreign or (title is None and cues.AGREEMENT_WORDS.search(block.text) and not is_entry(block.text)):
            continue
        if title is None and (whole or not current.listed):
            abroad = page.host and not page.host.endswith(".ua") and not context.hromada_names
            if abroad or not _of_one_partner(page.blocks[number:until], whole):
                continue
        lines = [
            line for below in page.blocks[number + 1 : until] if below.cell == block.cell or block.kind == "td" for line in below.text.split("\n")
        ]
        if whole and (day := dateline(page)):
            lines = [line for line in lines if not (len(line) <= LONGEST_DAY and (said := parse_date(line)) and said.value == day.isoformat())]
        if not lines and block.kind == "dt":
            lines = _shared(page.blocks, number)
        if not lines:
            current = current.landless() if closes else current
            continue
        outcome.entries += 1
        drafts = read_record(title or block.text.replace("\n", " "), lines, current._replace(listed=True), context)
        if not any(draft.name.raw in block.text for draft in drafts):
            drafts = []  # named below it alone
        outcome.explained += bool(drafts)
        outcome.drafts += drafts
        sure += title is not None
        sure += any(draft.country for draft in drafts) and _told_place(page.blocks[number:until])
        sure += any(holds_country(block.text) or current.country or draft.level or known(draft.name) for draft in drafts)
        if drafts:
            outcome.spans.append((block.index, page.blocks[until - 1].index + 1))
    if not sure:
        outcome.drafts = []  # words of the page, whose text names countries
    dated = sum(draft.since is not None for draft in outcome.drafts)
    flags = any(not without_flags(block.text).strip() for block in page.blocks)  # of cards, whose text does not name its country
    sections = outcome.entries > MOST_OF_FEW and dated >= 0.7 * outcome.entries and not flags
    if outcome.explained == outcome.entries > 1 and (sections or all(draft.country for draft in outcome.drafts)):
        outcome.structure = 1.2  # what is told below the names is no list of its own
    if len(outcome.drafts) < 2 and not any(draft.country for draft in outcome.drafts):
        outcome.drafts = []
        outcome.reason = "no headings that name places"
    return outcome


def _behind_badges(page: Page, heads: list[int]) -> bool:
    """Whether headings stand in boxes of one look behind a line of their own box, which the text of the heading before would take:
    `Призупинено` above `Битом`."""
    marked = sorted(page.blocks[number].index for number in heads)
    within: dict[tuple[int, str], list[bool]] = {}
    for box in page.boxes:
        inside = marked[bisect_left(marked, box.start) : bisect_left(marked, box.end)]
        above = sum(len(block.text) + 1 for block in page.all_blocks[box.start : inside[0]]) - 1 if len(inside) == 1 else 0
        within.setdefault((box.parent, box.look), []).append(0 < above <= LONGEST_BADGE)
    return any(len(each) > 1 and all(each) and 2 * len(each) >= len(heads) - 1 for each in within.values())


def _shared(blocks: list[Block], term: int) -> list[str]:
    """The definitions that a term shares with the terms right below it."""
    below = term + 1
    while below < len(blocks) and blocks[below].kind == "dt":
        below += 1
    lines: list[str] = []
    while below < len(blocks) and blocks[below].kind == "dd":
        lines += blocks[below].text.split("\n")
        below += 1
    return lines


def _named_partner(title: str) -> str | None:
    """The one partner, with its country, that the title of a page says it is about: `Партнерське місто Турани (Словаччина)`."""
    lead = cues.THE_PARTNER.match(title)
    name = title[lead.end() :].replace("\n", " ") if lead else ""
    return name if name[:1].isupper() and is_one_partner(name) else None


def _of_one_partner(section: list[Block], whole: bool) -> bool:
    """A heading that is a place with its country and nothing else, above a line that tells of an agreement: a page or a part of
    one about one partner, which need not say that it is one."""
    if _told_place(section) or _labelled_place(section):
        return True
    if not is_one_partner(section[0].text):
        return False
    return (whole and _signed_in(_story(section))) or any(
        len(block.text) < 200
        and (
            (cues.AGREEMENT_WORDS.match(block.text) and (cues.PARTNER_WORDS.search(block.text) or parse_date(block.text)))
            or ((_DATED_PAPER.match(block.text) or _PARTNERSHIP.match(block.text)) and parse_date(block.text))
        )
        for block in section[1:]
    )


def _story(section: list[Block]) -> str:
    return "\n".join(block.text for block in section[1:] if len(block.text) < LONGEST_STORY)


def _signed_in(text: str) -> bool:
    """Whether a text says when an agreement was signed."""
    return cues.AGREEMENT_WORDS.search(text) is not None and signing_date(text, None) is not None


def _told_place(section: list[Block]) -> bool:
    """A heading that is the name of a place alone, above a text that says in which country it lies and of an agreement signed."""
    name = clean(without_flags(section[0].text))
    if not is_a_name(name):
        return False
    text = _story(section)
    return country_told(name, text) is not None and _signed_in(text)


def _labelled_place(section: list[Block]) -> bool:
    """A heading that is a name alone, above lines of which one says the country and one the agreement: `Країна: Польща`, `Рік укладання: 2003`."""
    if not is_a_name(section[0].text):
        return False
    labels = {label["of"].lower(): label["said"] for line in _story(section).split("\n") if (label := _LABEL.match(line))}
    lands = [said for of, said in labels.items() if _OF_COUNTRY.fullmatch(of)]
    papers = [said for of, said in labels.items() if _OF_PAPER.search(of) and not _OF_LEASE.search(of)]
    abroad = any(one.iso != "UA" for said in lands for one in find_countries(said))
    since = any(_PARTNERSHIP.match(line) and parse_date(line) for line in _story(section).split("\n"))
    return abroad and (since or any(parse_date(said) or cues.AGREEMENT_WORDS.search(said) for said in papers))


_LABEL = re.compile(r"(?P<of>[^\W\d_][^:\n]{2,40}):\s*(?P<said>[^\n]{2,300})")
_OF_LEASE = AnyCase(r"оренд|купівл|постач|аренд|lease|rent|dzierżaw|miete")
_OF_COUNTRY = AnyCase(r"(?:країна|держава|страна|государство|country|state|kraj|państwo|land|staat)")
_OF_PAPER = AnyCase(r"документ|угод|договір|договор|меморандум|соглашени|підписан|укладан|укладен|подписан|заключен|document|agreement|signed|twinned|umow|dokument|podpisan|zawarci|vertrag|unterzeichn")
LONGEST_STORY = 1_500
#: `Дата підписання угоди: 1 липня 2006 року`.
_DATED_PAPER = AnyCase(
    r"(?:дата|рік|date|year|data|datum|дата|год)\s[^:]{0,30}(?:угод|договор|меморандум|партнерств|побратим|соглашени|agreement|twinning|umow|vertrag)[^:]{0,30}:"
)

#: `Солідарне партнерство, 2024 рік`: a tie and when it began.
_PARTNERSHIP = AnyCase(
    r"(?:[^\W\d_]+\s+)?(?:партнер(?= (?:з|із|від))|партнерств|побратимств|поріднен|партн[её]рств|twinning|partnership|partnerstw|partnerschaft)[^\W\d_]*[\s,–—-]"
)


def is_a_name(title: str) -> bool:
    """Whether a title is the name of a place abroad alone, as far as it tells."""
    name = clean(without_flags(title))
    return len(name.split()) <= 4 and cues.plausible(name) and "place" in holds(name) and not cues.is_ukrainian(name)


def is_one_partner(title: str) -> bool:
    """Whether a title is a place with its country and nothing else."""
    rest = _COUNTRY_LAST.match(title)
    return rest is not None and "place" in holds(rest["name"]) and country_of(rest["country"]) not in (None, "UA")


_COUNTRY_LAST = re.compile(r"(?P<name>[^(,\n]{2,60}?)\s*[(,]\s*(?P<country>[^(),]{3,40})\)?\s*$")


def _is_head(block: Block) -> bool:
    if len(block.text) > LONGEST_HEADING:
        return False
    return (
        block.heading > 0
        or block.kind == "dt"
        or (block.all_bold and block.kind in ("p", "div", "dt", "summary", "center", "td"))
    )


def _ends_a_story(block: Block) -> bool:
    """What ends the story above it, though nothing but its words says that it is a heading."""
    return len(block.text) < 40 and block.kind in ("p", "div") and cues.OTHER_HEADING.match(block.text) is not None
