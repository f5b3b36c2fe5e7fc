"""Tabs and their panels: the panel of a country is put under the tab that names it, for the layouts to read.

What belongs here: one row of tabs and as many panels below. What does not: accordions, whose panels stand under their titles.
"""

import re
from dataclasses import replace

from scrapers.layouts.entry.pieces import YEAR
from scrapers.layouts.grid import columns
from scrapers.layouts.page.model import Page
from scrapers.text.countries import country_of


def open_tabs(page: Page) -> None:
    """Countries on tabs, one beside another, and their partners on as many panels below: each panel is put under its tab."""
    run: list[int] = []
    for number, block in enumerate(page.blocks):
        beside = not run or block.group == page.blocks[run[0]].group
        if block.depth and block.kind not in ("dt", "dd") and len(block.text) <= LONGEST_TAB and beside:
            run.append(number)
            continue
        if len(run) > 1:
            break
        run = []
    texts = [page.blocks[one].text for one in run]
    countries = sum(1 for text in texts if country_of(text))
    if any(map(YEAR.search, texts)):
        return  # items of a list
    if len(run) < 2 or (countries < 2 and not all("place" in columns.holds(text) for text in texts)):
        return
    groups: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for box in page.boxes:
        if box.start > page.blocks[run[-1]].index and box.end > box.start:
            groups.setdefault((box.parent, box.look), []).append((box.start, box.end))
    panels = next(
        (
            spans
            for (_, look), spans in groups.items()
            if len(spans) == len(run)
            and (countries > 1 or _PANEL.search(look))
            and not any(
                text in block.text
                for text, (start, end) in zip(texts, spans, strict=True)
                for block in page.all_blocks[start : start + 1]
            )
        ),
        None,
    )
    if panels is None:
        return
    held = {index for start, end in panels for index in range(start, end)}
    opened = [block for block in page.blocks[: run[0]] if block.index not in held]
    for number, (start, end) in zip(run, panels, strict=True):
        opened.append(replace(page.blocks[number], kind="h3"))
        opened += [block for block in page.blocks if start <= block.index < end]
    page.blocks = opened + [block for block in page.blocks[run[-1] + 1 :] if block.index not in held]


LONGEST_TAB = 40
_PANEL = re.compile(r"tab|pane|panel|accordion|collapse", re.I)
