"""Cards: boxes of the same look beside one another, each with a name, a country and perhaps a year.

What belongs here: groups of sibling boxes. What does not: boxes that hold one line (`listing`).
"""

import re
from collections import Counter

from scrapers.layouts import cues, table
from scrapers.layouts.entry.model import Context, Draft, Outcome, Scope
from scrapers.layouts.entry.reading import read_record
from scrapers.layouts.entry.scope import read_heading
from scrapers.layouts.grid.columns import MOST, assign, holds, holds_country, holds_data, role_of
from scrapers.layouts.grid.sheets import TITLE, Sheet, heads, records_sheet, split_records
from scrapers.layouts.grid.tables import Cell, Row
from scrapers.layouts.page.model import Block, Page
from scrapers.layouts.sentence.running_text import read_text
from scrapers.text.countries import country_of
from scrapers.text.normalise import AnyCase
from scrapers.text.words import level_of

LONGEST_CARD = 2_500
LONGEST_LINE = 160
MAX_CARDS = 3_000


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """Records of labelled lines, and the groups of cards beside them that explain most, never two that overlap."""
    outcome = Outcome("cards", structure=1.03)
    taken = outcome.spans = _labelled(page, scope, context, outcome)
    allowed = {block.index for block in page.blocks} - page.tabular
    heads = [block for block in page.blocks if _may_head(block)]
    groups: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for box in page.boxes:
        if box.end > box.start:
            groups.setdefault((box.parent, box.look), []).append((box.start, box.end))
    tried: list[tuple[float, int, int, Outcome]] = []
    for (_, look), spans in groups.items():
        if len(spans) < (2 if not look.endswith(".") else 3) or look.startswith(("td", "tr")) or len(spans) > MAX_CARDS:
            continue
        if sum(end - start for start, end in spans) < 1.8 * len(spans):
            continue
        if any(low < spans[-1][1] and spans[0][0] < high for low, high in taken):
            continue
        scopes = _above(heads, spans, scope, context)
        cards = {
            (start, end): lines
            for (start, end), above in scopes.items()
            if above.listed
            and not above.foreign
            and (
                lines := [
                    line for block in page.all_blocks[start:end] if block.index in allowed for line in block.text.split("\n")
                ]
            )
            and sum(map(len, lines)) <= LONGEST_CARD
        }
        if not cards or _is_list([*cards.values()]):
            continue
        found = _best(cards, scopes, context)
        if found.explained < 2 or found.explained < 0.5 * found.entries:
            cards = _run_of_partners(cards, scopes, context)
            found = _best(cards, scopes, context) if len(cards) > 1 else found
        if found.explained >= 2 and found.explained >= 0.5 * found.entries:
            low, high = min(cards)[0], max(end for _, end in cards)
            tried.append((found.structure * found.explained * found.explained / found.entries, low, high, found))
    for _, start, end, found in sorted(tried, key=lambda one: (-one[0], one[1])):
        if any(low < end and start < high for low, high in taken):
            continue
        taken.append((start, end))
        outcome.drafts += found.drafts
        outcome.entries += found.entries
        outcome.explained += found.explained
        outcome.structure = max(outcome.structure, found.structure)
    if not outcome.drafts:
        outcome.reason = "no cards"
    return outcome


Span = tuple[int, int]
"""The first block of a box, and the first behind it."""
Cards = dict[Span, list[str]]
"""The lines of boxes by the blocks that they stand in."""


def _best(cards: Cards, scopes: dict[Span, Scope], context: Context) -> Outcome:
    """The reading of cards that explains most."""
    each = _each(cards, scopes, context)
    scope, *others = dict.fromkeys(scopes[span] for span in cards)
    if others:
        return each  # under headings of their own
    lines = [*cards.values()]
    readings = (each, _told(lines, scope, context), _aligned(lines, scope, context))
    return _headed(lines, scope, context) or max((one for one in readings if one is not None), key=_strength)


def _run_of_partners(cards: Cards, scopes: dict[Span, Scope], context: Context) -> Cards:
    """The longest run of boxes that are a partner with its country each, where all sections of a page are boxes of one look."""
    best: list[Span] = []
    run: list[Span] = []
    for span, lines in sorted(cards.items()):
        drafts = _card(lines, scopes[span], context) if len(lines) < 8 else []
        run = [*run, span] if len(drafts) == 1 and drafts[0].country_raw else []
        best = max(best, run, key=len)
    return {span: cards[span] for span in best}


def _strength(outcome: Outcome) -> float:
    return sum(1.0 if draft.country else 0.6 for draft in outcome.drafts) + 0.15 * sum(1 for one in outcome.drafts if one.since)


def _is_list(cards: list[list[str]]) -> bool:
    """Whether boxes are countries with their partners, as many as there are and nothing but names: lists under headings."""
    headed = [lines for lines in cards if country_of(lines[0])]
    counts = {len(lines) for lines in headed}
    return (
        len(headed) >= len(cards) - 1
        and max(counts, default=0) > 2
        and (len(counts) > 1 or len(headed) == 1)
        and all(cues.plausible(line) or level_of(line) for lines in headed for line in lines[1:])
    )


#: How much more a page is explained by cards whose lines are known by their labels.
SURE_OF_LABELS = 1.4
SHORTEST_STORY = 30
LONGEST_BADGED = 6
"""Lines of a card below a badge: `Sister city`, `Talks`."""
MOST_OF_BADGE = 3
_OF_A_BADGE = AnyCase(r"(?<!\w)(?:угод|договір|договор|меморандум|протокол|декларац|намір|план|співпрац|співробітництв|дружб|партнерств|побратимств|сотрудничеств|cooperation|friendship|partnership|соглашени|намерен|agreement|memorandum|intent|charter|umow|porozumieni|vertrag)\w*|letter of intent")
MOST_WORDS = 6
"""Words of the name in the second line of a card."""
_LABELLED = re.compile(r"^(?P<label>[^:\n]{1,60}):\s*(?P<value>.{0,300})$")
#: Words at the beginning of a line that may be its label.
_LEADING = re.compile(r"(?:[^\W\d_][\w'’.-]*\s+){1,4}(?=\S)")


def _each(cards: Cards, scopes: dict[Span, Scope], context: Context) -> Outcome:
    """Cards one by one, each a name with its lines."""
    outcome = Outcome("cards", entries=len(cards))
    for span, lines in cards.items():
        found = _card(lines, scopes[span], context)
        outcome.explained += bool(found)
        outcome.drafts += found
    if (
        outcome.explained == outcome.entries
        and all(draft.country or cues.is_ukrainian(draft.name.name) for draft in outcome.drafts)
        and not any(country_of(lines[0]) for lines in cards.values())  # its other lines may be partners as well
    ):
        outcome.structure = SURE_OF_LABELS
    return outcome


def _headed(cards: list[list[str]], scope: Scope, context: Context) -> Outcome | None:
    """Boxes of which the first is the header of the others: a table without the markup of one."""
    rows = _rows(cards)
    if len(rows) < 2 or sum(map(bool, map(role_of, cards[0]))) < 2 or not heads(rows[0], rows[1:]):
        return None
    return _read(Sheet(cards[0], rows[1:]), scope, context)


def _aligned(cards: list[list[str]], scope: Scope, context: Context) -> Outcome | None:
    """Boxes of as many lines each, of which one tells of a tie: the dates of a history beside what happened."""
    rows = _rows(cards)
    if len(rows) < 2 or not any(len(line) > SHORTEST_STORY for line in cards[0]):
        return None
    sheet = Sheet([""] * len(cards[0]), rows)
    return _read(sheet, scope, context) if max(column.share("told") for column in sheet.columns()) >= MOST else None


def _rows(cards: list[list[str]]) -> list[Row]:
    """Boxes as the rows of a table, none where they are not all of the same few lines."""
    width = len(cards[0]) if cards else 0
    alike = [lines for lines in cards if len(lines) == width]
    if not 2 <= width <= 8 or len(alike) < 0.8 * len(cards):
        return []
    return [[Cell(line, False, number, False) for number, line in enumerate(lines)] for lines in alike]


def _told(cards: list[list[str]], scope: Scope, context: Context) -> Outcome | None:
    """Cards whose lines have labels."""
    labels = _labels(cards)
    if not labels and not any(":" in line for lines in cards for line in lines):
        return None
    records = [record for lines in cards if (record := _record(lines, labels))]
    return _read(records_sheet(records), scope, context) if len(records) >= max(2, 0.6 * len(cards)) else None


def _read(sheet: Sheet, scope: Scope, context: Context) -> Outcome | None:
    columns = sheet.columns()
    roles = assign(columns)
    best = next((column for column, role in zip(columns, roles, strict=True) if role in ("partner", "both")), None)
    told = max(column.share("told") for column in columns)
    if told < MOST and (best is None or not ({"country", "since"} & set(roles) or best.share("anchored") >= MOST)):
        return None
    outcome = Outcome("cards", structure=SURE_OF_LABELS)
    table.read_sheet(sheet, roles, scope._replace(listed=True), context, outcome, [])
    return outcome if outcome.explained >= max(2, 0.5 * outcome.entries) else None


def _labels(cards: list[list[str]]) -> frozenset[str]:
    """What most cards begin a line with, or have as a line, and what heads columns elsewhere: `Country`, `Signed on`."""
    counts: Counter[str] = Counter()
    for lines in cards:
        own = set()
        for line in lines:
            own.add(line.rstrip(" :"))
            words = _LEADING.match(line)
            while words:
                own.add(words[0].rstrip(" :"))
                words = _LEADING.match(words[0].rstrip().rpartition(" ")[0] + " x") if " " in words[0].strip() else None
        counts.update(own)
    return frozenset(
        text
        for text, count in counts.items()
        if count >= max(2, 0.6 * len(cards)) and len(text) <= 60 and not holds_data(text) and role_of(text)
    )


def _record(lines: list[str], labels: frozenset[str]) -> dict[str, str]:
    """A card as labels and values, its first line without a label as its title; empty when no line has a label."""
    record: dict[str, str] = {}
    waiting = title = ""
    for line in lines:
        bare = line.rstrip(" :")
        label = max((one for one in labels if line.startswith(one + " ")), key=len, default="")
        if waiting:
            record.setdefault(waiting, line)
            waiting = ""
        elif bare in labels:
            waiting = bare
        elif (match := _LABELLED.match(line)) and match["value"].strip() and not country_of(match["label"]):
            record.setdefault(match["label"].strip(), match["value"].strip())
        elif label:
            record.setdefault(label, line[len(label) :].strip(" :–—-"))
        elif not title and len(line) <= LONGEST_LINE:
            title = line
    return ({TITLE: title} if title else {}) | record if record else {}


def _labelled(page: Page, scope: Scope, context: Context, outcome: Outcome) -> list[tuple[int, int]]:
    """Records of labelled lines, `City: ...`, `Country: ...`, `Date: ...`, and of terms and definitions, whatever box they stand
    in: the range of blocks that they take, none when they are no records."""
    if not scope.listed:
        return []
    told: list[tuple[int, str, str]] = []
    plain: list[tuple[int, str]] = []
    for number, block in enumerate(page.blocks):
        if block.index in page.tabular or block.kind == "dt":
            continue
        if block.kind == "dd" and number and page.blocks[number - 1].kind == "dt":
            told.append((block.index, page.blocks[number - 1].text.rstrip(" :"), block.text))
            continue
        for line in block.text.split("\n"):
            match = _LABELLED.match(line)
            if match and match["value"].strip() and not country_of(match["label"]):
                title = next((one for one in reversed(plain) if "place" in holds(one[1])), None)
                if title:
                    told.append((title[0], "", title[1]))
                told.append((block.index, match["label"].strip(), match["value"].strip()))
                plain = []
            elif len(line) <= 80:
                plain.append((block.index, line))
    if len(told) < 4:
        return []  # two records of two lines
    counts = Counter(label for _, label, _ in told)
    told = [one for one in told if not one[1] or (counts[one[1]] > 1 and role_of(one[1]))]
    records = [record for record in split_records((label, value) for _, label, value in told) if len(record) > 1]
    titles = {index for index, label, _ in told if not label}
    kinds = {block.kind for block in page.blocks if block.index in titles}
    others = sum(
        1 for block in page.blocks if block.kind in kinds - {"p", "div", "li"} and "anchored" in holds(block.text)
    )
    if len(records) < 2 or others > len(records):
        return []  # some of the names have no labels below them: they are headings
    found = _read(records_sheet(records), scope, context)
    if found is None or sum(1 for draft in found.drafts if draft.country) < 0.6 * len(found.drafts):
        return []
    outcome.structure = SURE_OF_LABELS
    outcome.drafts += found.drafts
    outcome.entries += found.entries
    outcome.explained += found.explained
    return [(index, index + 1) for index in sorted({index for index, _, _ in told})]


def _card(lines: list[str], scope: Scope, context: Context) -> list[Draft]:
    names = [line for line in lines if len(line) <= LONGEST_LINE]
    if not names:
        return []
    heading = read_heading(names[0], scope, context)
    if heading is not None and heading.country and len(names) > 1:
        return read_record(names[1], [line for line in lines if line not in names[:2]], heading, context)
    badged = len(names) > 1 and len(lines) <= LONGEST_BADGED and any(map(holds_country, names[1:])) and "place" in holds(names[1])
    if badged and heading is None and _OF_A_BADGE.search(names[0]) and names[0].count(" ") < MOST_OF_BADGE:
        return read_record(names[1], [line for line in lines if line is not names[1]], scope._replace(listed=True), context)
    if heading is not None and not heading.country:
        if badged and heading.listed and not heading.hromada_raw:
            return read_record(names[1], [line for line in lines if line not in names[:2]], heading, context)  # under its badge
        return []
    if cues.AGREEMENT_WORDS.search(names[0]) or len(names[0].split()) > 8:
        return read_text("\n".join(lines), scope, context)
    drafts = read_record(names[0], [line for line in lines if line is not names[0]], scope._replace(listed=True), context)
    if not drafts and len(names) > 1 and not names[0].isalpha() and len(names[1].split()) <= MOST_WORDS:
        drafts = read_record(names[1], [line for line in lines if line not in names[:2]], scope._replace(listed=True), context)
    return drafts


def _may_head(block: Block) -> bool:
    if block.heading or block.all_bold:
        return True
    return len(block.text) < 200 and not block.all_link and cues.PARTNER_HEADING.search(block.text) is not None


def _above(heads: list[Block], spans: list[Span], scope: Scope, context: Context) -> dict[Span, Scope]:
    """What the headings above each of some boxes say of it, those within the boxes left aside."""
    found: dict[Span, Scope] = {}
    position = 0
    last = -1
    level = 0  # of the heading that gave a country
    for start, end in sorted(spans):
        while position < len(heads) and heads[position].index < start:
            head = heads[position]
            heading = read_heading(head.text, scope, context) if head.index >= last else None
            if heading is not None:
                level = head.heading if heading.country else 0
            elif head.index >= last and 0 < head.heading <= level and not cues.WITHIN_A_LAND.search(head.text) and heads[position - 1].index < head.index - 1:
                heading = scope.landless()
            scope = heading or scope
            position += 1
        found[start, end], last = scope, max(last, end)
    return found
