"""Cards: boxes of the same look beside one another, each with a name, a country and perhaps a year.

What belongs here: groups of sibling boxes. What does not: boxes that hold one line (`listing`).
"""

import re
from dataclasses import replace

from scrapers.layouts import cues, prose, table
from scrapers.layouts.entries import LABEL, Context, Draft, Outcome, Scope, read_heading, read_record
from scrapers.layouts.page import Page

LONGEST_CARD = 2_500
LONGEST_LINE = 160
MAX_CARDS = 3_000


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """The groups of cards that explain most, never two that overlap."""
    allowed = {block.index for block in page.blocks}
    groups: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for box in page.boxes:
        if box.end > box.start:
            groups.setdefault((box.parent, box.look), []).append((box.start, box.end))
    tried: list[tuple[float, int, int, list[Draft], int, int]] = []
    for (_, look), spans in groups.items():
        if len(spans) < (2 if not look.endswith(".") else 3) or look.startswith(("td", "tr")) or len(spans) > MAX_CARDS:
            continue
        if sum(end - start for start, end in spans) < 1.8 * len(spans):
            continue
        inner = _above(page, spans[0][0], scope, context)
        if not inner.listed or inner.foreign:
            continue
        drafts: list[Draft] = []
        entries = explained = 0
        for start, end in spans:
            lines = [line for block in page.all_blocks[start:end] if block.index in allowed for line in block.text.split("\n")]
            if not lines or sum(map(len, lines)) > LONGEST_CARD:
                continue
            entries += 1
            found = _card(lines, inner, context)
            explained += bool(found)
            drafts += found
        if explained >= 2 and explained >= 0.5 * entries:
            tried.append((explained * explained / entries, spans[0][0], spans[-1][1], drafts, entries, explained))
    outcome = Outcome("cards", structure=1.03)
    _labelled(page, scope, context, outcome)
    taken: list[tuple[int, int]] = []
    for _, start, end, drafts, entries, explained in sorted(tried, key=lambda one: (-one[0], one[1])):
        if any(low < end and start < high for low, high in taken):
            continue
        taken.append((start, end))
        outcome.drafts += drafts
        outcome.entries += entries
        outcome.explained += explained
    if not outcome.drafts:
        outcome.reason = "no cards"
    return outcome


def _role(label: str) -> str | None:
    """The role of a label: the names of a partner and of a country word for word, others by their words."""
    exact = LABEL.match(label.strip())
    if exact:
        return exact.lastgroup
    role = table.role_of(label)
    return role if role not in ("partner", "country", "both") else None


_LABELLED = re.compile(r"^(?P<label>[^:\n]{2,40}):\s*(?P<value>.{0,300})$")


def _labelled(page: Page, scope: Scope, context: Context, outcome: Outcome) -> None:
    """Records of labelled lines, `City: ...`, `Country: ...`, `Date: ...`: cards that no box holds."""
    if not scope.listed:
        return
    records: list[dict[str, str]] = []
    for block in page.blocks:
        if block.index in page.tabular:
            continue
        for line in block.text.split("\n"):
            match = _LABELLED.match(line)
            role = _role(match["label"]) if match else None
            if match is None or role is None or not match["value"].strip():
                continue
            if role == "partner":
                records.append({})
            if records:
                records[-1].setdefault(role, match["value"].strip())
    records = [record for record in records if "country" in record or "since" in record]
    if len(records) < 2:
        return
    outcome.structure = 1.4
    for record in records:
        outcome.entries += 1
        drafts = table.read_record(record, scope, context)
        outcome.explained += bool(drafts)
        outcome.drafts += drafts


def _card(lines: list[str], scope: Scope, context: Context) -> list[Draft]:
    names = [line for line in lines if len(line) <= LONGEST_LINE]
    if not names:
        return []
    heading = read_heading(names[0], scope, context)
    if heading is not None and heading.country and len(names) > 1:
        return read_record(names[1], [line for line in lines if line not in names[:2]], heading, context)
    if heading is not None and not heading.country:
        return []
    if cues.AGREEMENT_WORDS.search(names[0]) or len(names[0].split()) > 8:
        return prose.read_text("\n".join(lines), scope, context)
    drafts = read_record(names[0], [line for line in lines if line is not names[0]], replace(scope, listed=True), context)
    if not drafts and len(names) > 1 and not names[0].isalpha():
        drafts = read_record(names[1], [line for line in lines if line not in names[:2]], replace(scope, listed=True), context)
    return drafts


def _above(page: Page, start: int, scope: Scope, context: Context) -> Scope:
    for block in page.blocks:
        if block.index >= start:
            break
        if block.heading or block.all_bold or (len(block.text) < 200 and cues.PARTNER_HEADING.search(block.text)):
            heading = read_heading(block.text, scope, context)
            if heading is not None:
                scope = heading
    return scope
