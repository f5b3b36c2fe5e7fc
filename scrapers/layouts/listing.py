"""Lists: `li` and paragraph items, one or several partners an item, under headings that may be countries.

What belongs here: runs of items of the same kind and the headings above them. What does not: items that are sentences
(`prose`) and lines parted by `<br>` (`lines`).
"""

import re
from dataclasses import replace

from schemas.vocabularies import IssueClass
from scrapers.claim import Issue
from scrapers.layouts import cues, prose
from scrapers.layouts.entries import (
    Context,
    Draft,
    Outcome,
    Scope,
    clean,
    read_entry,
    read_heading,
    read_record,
    stage_in,
    when_of,
)
from scrapers.layouts.mentions import mentions
from scrapers.layouts.page import Block, Page

LONGEST_ITEM = 600
MAX_ITEMS = 5_000


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """Every list and run of short paragraphs that names partners."""
    return read_blocks("listing", [block for block in page.blocks if block.index not in page.tabular], scope, context)


def read_blocks(layout: str, blocks: list[Block], scope: Scope, context: Context, *, per_line: bool = False) -> Outcome:
    """Items one by one under the headings above them; `per_line` takes each line of a block as an item."""
    outcome = Outcome(layout, foreign_list=scope.foreign)
    if scope.listed and not (context.site and context.site.options.listed):
        # The title says that partners are listed; what stands above the heading that says it is not the list.
        opening = next(
            (
                block
                for block in blocks
                if len(block.text) < 160
                and not block.all_link
                and cues.PARTNER_HEADING.search(block.text)
                and read_heading(block.text, scope, context)
            ),
            None,
        )
        if opening is not None:
            scope = replace(scope, listed=False)
    top = current = scope
    parents: list[tuple[int, Scope]] = []
    met = opened = 0
    for position, block in enumerate(blocks):
        if met > MAX_ITEMS:
            outcome.issues.append(
                Issue(
                    IssueClass.UNEXPECTEDLY_MANY,
                    f"more than {MAX_ITEMS} items, the rest is not read",
                    context.source,
                    context.url,
                )
            )
            break
        texts = block.text.split("\n") if per_line else [block.text]
        for text in texts:
            if not text.strip():
                continue
            met += 1
            if met > MAX_ITEMS:
                break
            while parents and (parents[-1][0] >= block.depth or block.depth == 0):
                current = parents.pop()[1]
            if block.heading:
                heading = read_heading(text, top, context)
                if heading is None:
                    # A heading of something else closes the list above it.
                    current = replace(top, listed=top.listed and block.heading == 1, country=None, country_raw=None)
                    if block.heading > 1:
                        current = replace(current, listed=top.listed and _near(text))
                elif top.listed and not heading.listed and 1 <= opened < block.heading:
                    current = heading  # a part of the page about somebody else: the next part may list partners again
                else:
                    opened = block.heading if heading.listed else opened
                    current = top = heading if not heading.country else replace(heading, listed=top.listed or current.listed)
                    if heading.country:
                        top = replace(top, country=None, country_raw=None)
                outcome.foreign_list |= current.foreign
                continue
            if len(text) > LONGEST_ITEM:
                continue
            heading = (
                read_heading(text, current, context) if len(text) < 160 and _may_head(block, text, blocks, position) else None
            )
            if (
                heading is not None
                and not heading.country
                and not text.rstrip().endswith(":")
                and any(draft.country for draft in read_entry(text, current, context))
            ):
                heading = None
            if heading is not None:
                outcome.foreign_list |= heading.foreign
                if _deeper(blocks, position):
                    parents.append((block.depth, current))
                current = heading
                continue
            if current.foreign or not current.listed or text.rstrip().endswith(":"):
                continue
            outcome.entries += 1
            drafts = _item(block, text, current, context)
            if drafts:
                outcome.explained += 1
                outcome.drafts += drafts
                if _deeper(blocks, position) and len(drafts) == 1 and drafts[0].country:
                    parents.append((block.depth, current))
    if not outcome.drafts:
        outcome.reason = "no item names a place with its country or under a heading of partners"
    return outcome


def _item(block: Block, text: str, scope: Scope, context: Context) -> list[Draft]:
    """The partners of one item: an entry, an entry with its story after the first full stop, or a sentence of a list."""
    if (defined := _DEFINED.match(text)) and cues.plausible(defined["name"]):
        drafts = read_record(defined["name"], [text[defined.end() :]], scope, context)
        if drafts and all(draft.country for draft in drafts):
            return drafts
    if block.kind not in ("li", "dd") and len(text) > 120 and _SENTENCES.search(text):
        return []
    if not _is_sentence(text):
        drafts = read_entry(text, scope, context)
        if drafts:
            return drafts
    elif (cut := _STORY.search(text)) and cut.start() <= 100 and not cues.PARTNER_WORDS.search(text, 0, cut.start()):
        drafts = read_record(text[: cut.start()], [text[cut.end() :]], scope, context)
        if any(draft.country or draft.since for draft in drafts):
            return drafts
    if len(text) > 60 and block.kind in ("li", "dd"):
        drafts = prose.read_text(text, replace(scope, country=None, country_raw=None), context)
        return drafts or _opened_by_unit(text, scope, context)
    return []


def _opened_by_unit(text: str, scope: Scope, context: Context) -> list[Draft]:
    """An item that begins with a unit no entry knows: `Земельним округом X (...)`, `Утенським районним самоврядуванням (...)`."""
    found = mentions(text, context)
    if not found or found[0].start > 20 or not (found[0].levelled or found[0].regional) or found[0].ukrainian:
        return []
    country = (found[0].country, found[0].country_raw) if found[0].country else prose.one_country(text)
    if not country or len(text) > 160:
        return []
    found[0].country, found[0].country_raw = country
    return prose.gather([prose.Evidence(found[0], text, stage_in(text), when_of(text, context.base), None, 0.8, 0)], scope)


#: `Бжег – місто в південно-західній Польщі ...`: a name, and behind its dash what it is.
_DEFINED = re.compile(
    r"(?P<name>[^\W\d_a-zа-яіїєґ][^–—:;,.!?\n]{1,60}?)\s*(?:\([^()]{1,40}\)\s*)?[–—-]\s+(?=(?:[^\W\d_][\w'’-]*\s+){0,4}"
    r"(?i:міст[оа]|містечк\w+|село|селище|столиця|центр|комуна|[гґ]міна|муніципалітет|громада|община|курорт|порт|город|городок|city|town|"
    r"village|capital|municipality|miasto|miejscowość|gmina|stadt|gemeinde)(?!\w))"
)
_SENTENCES = re.compile(r"(?:[^\W\d_]{3}|[)»”\"])[.!?]\s+[^\W\d_a-zа-яіїєґ][\w'’]*\s+[^\W\d_]*[a-zа-яіїєґ]{2}")
_STORY = re.compile(r"[.:]\s+(?=[^\W\d_a-zа-яіїєґ])|\n")


def _near(text: str) -> bool:
    """A heading that may stand inside a list of partners: a part of the world, a letter, a year."""
    return bool(cues.WORLD_PART.match(clean(text)))


def _may_head(block: Block, text: str, blocks: list[Block], position: int) -> bool:
    bare = text.rstrip()
    if bare.endswith(":") or block.all_bold or _deeper(blocks, position):
        return True
    return len(bare) < 120 and (block.kind != "li" or not cues.PARTNER_WORDS.search(bare) or len(bare.split()) <= 6)


def _deeper(blocks: list[Block], position: int) -> bool:
    return position + 1 < len(blocks) and blocks[position + 1].depth > blocks[position].depth > 0


def _is_sentence(text: str) -> bool:
    """Running text rather than an entry: long, with a verb-like run of small words before any name is complete."""
    if len(text) > 60 and _OPENS.match(text) and _HAPPENS.search(text):
        return True
    if len(text) < 140:
        return len(text) > 50 and text.endswith((".", "!")) and prose.SIGNED_VERB.search(text) is not None
    head = text[:90]
    words = head.split()
    small = sum(1 for word in words if word[:1].islower())
    return small > 0.6 * len(words)


#: Beginnings of a sentence that tells of an event, and its verb: no entry of a list.
_OPENS = re.compile(
    r"(?:У|В|На|Під|Після|За|Про|Для|До|Протягом|Упродовж|Нещодавно|Цього|Сьогодні|Вчора|Во|На|После|По|In|On|At|During|After|W|Na|Podczas|Am|Im|Nach)"
    r"\s+[^\W\d_]"
)
_HAPPENS = re.compile(
    r"(?<!\w)(?:відбу\w+|взял\w+|пройш\w+|прийня\w+|зустрі\w+|обговор\w+|відвіда\w+|прибу\w+|завіта\w+|розпоча\w+|презент\w+|"
    r"состоял\w+|прош\w+|приня\w+|took place|was held|attended|visited|odby\w+|wzię\w+|fand|besuch\w+)(?!\w)",
    re.I,
)
