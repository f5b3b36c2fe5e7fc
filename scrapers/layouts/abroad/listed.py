"""The Ukrainian items of a list of twins on the site of a town abroad.

What belongs here: such lists, whatever their markup. What does not: the lists of hromady (`layouts.listing` and its like).
"""

import re
from collections.abc import Iterator

from schemas.vocabularies import Stage
from scrapers.layouts import cues
from scrapers.layouts.abroad.owner import owner_by_address, owner_of_site
from scrapers.layouts.abroad.towns import NAMED, RUN, home_of
from scrapers.layouts.abroad.words import OVER, RESTS, SIGNED, TIE, TWINS, UKRAINE, WISHED, YEAR_CASE
from scrapers.layouts.entry.dates import when_of
from scrapers.layouts.entry.model import Context, Outcome, Scope
from scrapers.layouts.page.model import Block, Page
from scrapers.layouts.sentence.gathering import gather
from scrapers.layouts.sentence.model import Evidence, Mention
from scrapers.layouts.sentence.splitting import sentences
from scrapers.text.countries import country_of, find_countries

_SHORT = 60
_LONGEST_ITEM = 400
_MOST_ITEMS = 6
_BEFORE_LAND = re.compile(rf"(?P<name>{NAMED})\s*(?:\(|,|–|—|-|\|)\s*(?:[^()–—|,]{{0,30}}?[,\s]\s*)?$")
_BEHIND_LAND = re.compile(rf"\)?\s*(?:[:–—-]|\|)\s*(?P<name>{NAMED})")


def read(page: Page, context: Context) -> Outcome | None:
    """The Ukrainian items of a list of twins on the site of a town abroad, each a tie of that town; None when the page is no such
    list, names nobody whose it is, or holds none."""
    start = next(
        (
            number
            for number, block in enumerate(page.blocks)
            if len(block.text) <= _SHORT
            and (cues.PARTNER_WORDS.search(block.text) or TWINS.search(block.text))
            and not cues.is_event(block.text)
        ),
        None,
    )
    if start is None:
        return None
    items = list(_ukrainian_items(page, start))
    owner = owner_of_site(page) if 0 < len(items) <= _MOST_ITEMS else None
    if owner is None and items and _of_several_lands(page, start):
        owner = owner_by_address(page)
    if owner is None:
        return None
    outcome = Outcome("news", structure=0.9)
    for name, told, order in items:
        mention = Mention(0, 0, owner, country=home_of(page), levelled=True, twin=True)
        dated = [sentence for sentence in sentences(YEAR_CASE.sub(" ", told)) if when_of(sentence, context.base)]
        moment = when_of(next(filter(SIGNED.search, dated), dated[0]), context.base) if dated else None
        stage = Stage.SUSPENDED if RESTS.search(told) else Stage.ENDED if OVER.search(told) else Stage.INTENT if WISHED.search(told) else Stage.SIGNED
        evidence = Evidence(mention, told, stage, moment, name, 1.0, order)
        outcome.drafts += gather([evidence], Scope())
    outcome.entries = outcome.explained = len(outcome.drafts)
    return outcome


def _of_several_lands(page: Page, start: int) -> bool:
    """Whether short blocks of a list name other countries as well."""
    texts = [block.text for block in page.blocks[start + 1 :] if len(block.text) <= _SHORT]
    return any(one.iso not in ("UA", home_of(page)) for text in texts for one in find_countries(text) if one.form == "name")


def _ukrainian_items(page: Page, start: int) -> Iterator[tuple[str, str, int]]:
    """(name, the text of its item, number of the block) of every place that a list puts in Ukraine."""
    blocks = page.blocks
    for number in range(start + 1, len(blocks)):
        text = blocks[number].text
        if len(text) > _LONGEST_ITEM or not UKRAINE.search(text):
            continue
        lands = [one for one in find_countries(text) if one.form == "name"]
        for land in lands:
            if land.iso != "UA" or (len(text[: land.start].split()) > _WORDS_BEFORE and TIE.search(text[: land.start])):
                continue  # "The city of Tacoma voted to establish a sister city relationship with Kremenchuk, Ukraine"
            row = _row(page, number)
            before, behind = _BEFORE_LAND.search(text[: land.start]), _BEHIND_LAND.match(text, land.end)
            if before:
                name = before["name"]
            elif behind:
                name = behind["name"]
            elif land.start < 3:
                near = (*row, blocks[number - 1], *blocks[number + 1 : number + 2])
                named = [one.text for one in near if _names_one(one.text)]
                name = next(filter(_is_ukrainian, named), next(iter(named), ""))
            else:
                name = ""
            if not _names_one(name):
                continue
            told = text if all(one.iso in ("UA", home_of(page)) for one in lands) else _SEPARATED.split(text[land.end :])[0]
            below = [] if row or len(lands) > 1 or blocks[number].kind == "li" else _below(blocks, number)
            yield name.strip(), "\n".join([told, *(one.text for one in (*row, *below))]), number


def _row(page: Page, number: int) -> list[Block]:
    """The other blocks of the table row in which a block stands."""
    block = page.blocks[number]
    if block.cell < 0:
        return []
    cell = page.cells[block.cell]
    return [
        one
        for one in page.blocks
        if one.cell >= 0
        and one is not block
        and (page.cells[one.cell].table, page.cells[one.cell].row) == (cell.table, cell.row)
    ]


def _below(blocks: list[Block], number: int) -> list[Block]:
    """The blocks that tell of an item whose name and country stand alone: up to the next such item or heading."""
    found = []
    for block in blocks[number + 1 : number + 1 + _MOST_BELOW]:
        short = len(block.text) <= _SHORT
        if (
            block.heading
            or block.kind == "li"
            or (short and (block.all_bold or any(one.form == "name" for one in find_countries(block.text))))
        ):
            break
        found.append(block)
    return found


_MOST_BELOW = 5
#: Words of an item before its country; more of them with a tie among them are a sentence.
_WORDS_BEFORE = 6
_SEPARATED = re.compile(r"[,;\n]")


def _is_ukrainian(name: str) -> bool:
    """Whether a name is that of a Ukrainian town, or has its Cyrillic spelling behind it."""
    return cues.is_ukrainian(name.split("(")[0]) or _CYRILLIC.search(name) is not None


_CYRILLIC = re.compile("[а-яіїєґ]")


def _names_one(text: str) -> bool:
    """Whether a short text is a name and no country."""
    return 2 < len(text) <= _SHORT and bool(RUN.match(text)) and cues.plausible(text) and country_of(text) is None
