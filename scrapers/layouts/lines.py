"""A pair a line: `City — Country — 1992`, lines parted by `<br>` inside one block.

What belongs here: blocks of several lines, each an entry or a heading of the lines below it. What does not: one item a
block (`listing`).
"""

from scrapers.layouts.entry.model import Context, Outcome, Scope
from scrapers.layouts.listing import read_blocks
from scrapers.layouts.page.model import Page


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """Every line of every block, under the headings among them; nothing when no block has two lines."""
    blocks = [block for block in page.blocks if block.index not in page.tabular]
    if not any("\n" in block.text for block in blocks):
        return Outcome("lines", reason="no block of several lines")
    outcome = read_blocks("lines", blocks, scope, context, per_line=True)
    outcome.structure = 1.02
    return outcome
