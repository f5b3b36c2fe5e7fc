"""Headings with text: every partner has a heading of its own, and its country, date and story stand below it.

What belongs here: headings (h2 to h6, or bold lines) that name a place. What does not: headings that open a list of places
(`listing`).
"""

from dataclasses import replace

from scrapers.layouts import cues
from scrapers.layouts.entries import Context, Outcome, Scope, read_heading, read_record
from scrapers.layouts.page import Block, Page

LONGEST_HEADING = 140
MAX_HEADS = 2_000


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """Headings that are names, each with the blocks up to the next heading."""
    outcome = Outcome("headings")
    current = scope
    heads = [number for number, block in enumerate(page.blocks) if block.index not in page.tabular and _is_head(block)]
    for order, number in enumerate(heads[:MAX_HEADS]):
        block = page.blocks[number]
        heading = read_heading(block.text, current, context)
        if heading is not None:
            current = heading
            outcome.foreign_list |= heading.foreign
            continue
        if block.kind == "h1" or current.foreign or not current.listed or cues.AGREEMENT_WORDS.search(block.text):
            continue
        until = heads[order + 1] if order + 1 < len(heads) else len(page.blocks)
        lines = [
            line for below in page.blocks[number + 1 : until] if below.cell == block.cell for line in below.text.split("\n")
        ]
        if not lines:
            continue
        outcome.entries += 1
        drafts = read_record(block.text.replace("\n", " "), lines, replace(current, listed=True), context)
        outcome.explained += bool(drafts)
        outcome.drafts += drafts
    if len(outcome.drafts) < 2 and not any(draft.country for draft in outcome.drafts):
        outcome.drafts = []
        outcome.reason = "no headings that name places"
    return outcome


def _is_head(block: Block) -> bool:
    if len(block.text) > LONGEST_HEADING:
        return False
    return block.heading > 0 or (block.all_bold and block.kind in ("p", "div", "dt", "summary", "center", "td"))
