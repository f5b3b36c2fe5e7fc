"""Lists: `li` and paragraph items, one or several partners an item, under headings that may be countries.

What belongs here: runs of items of the same kind and the headings above them. What does not: one item (`items`), the lines that belong to it
(`belonging`), items that are sentences (`prose`) and lines parted by `<br>` (`lines`).
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from schemas.vocabularies import IssueClass, Level
from scrapers.claim import Issue
from scrapers.layouts import cues
from scrapers.layouts.belonging import (
    CLAUSE,
    add_clause,
    details_below,
    fields_of,
    lines_below,
    lone_date,
    tells_stage,
    tells_when,
    under_country,
    with_line_above,
)
from scrapers.layouts.entry.claims import shorten
from scrapers.layouts.entry.dates import when_of
from scrapers.layouts.entry.marks import clean
from scrapers.layouts.entry.model import Context, Draft, Outcome, Scope
from scrapers.layouts.entry.owners import foreign_owner
from scrapers.layouts.entry.reading import add_details, read_entry, read_record
from scrapers.layouts.entry.scope import read_heading
from scrapers.layouts.entry.stages import stage_in
from scrapers.layouts.grid.columns import first_piece, holds, known
from scrapers.layouts.items import SHORTEST_SENTENCE, is_furniture, read_event, read_item
from scrapers.layouts.page.model import Block, Page
from scrapers.text.countries import country_of, find_countries
from scrapers.text.dates import PartialDate, Precision
from scrapers.text.normalise import AnyCase

LONGEST_ITEM, LONGEST_HEADING = 600, 160
LONGEST_DATED, LONGEST_STORY = 120, 220
"""Characters of a line that says when the tie above it was made, and of one that tells of it."""
MAX_ITEMS = 5_000


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """Every list and run of short paragraphs that names partners."""
    blocks: list[Block] = []
    heads: set[int] = set()
    for block in page.blocks:
        if block.index in page.tabular:
            continue
        if under_country(block.text):
            heads.add(len(blocks))
            blocks += [replace(block, text=line) for line in block.text.split("\n")]
        else:
            blocks.append(block)
    return read_blocks("listing", blocks, scope, context, heads=heads)


def read_blocks(
    layout: str, blocks: list[Block], scope: Scope, context: Context, *, per_line: bool = False, heads: Collection[int] = ()
) -> Outcome:
    """Items one by one under the headings above them; `per_line` takes each line of a block as an item, `heads` are the blocks that are the
    first line of one, a country."""
    if scope.listed and not (context.site and context.site.options.listed) and any(_opens_a_list(block, scope, context) for block in blocks):
        scope = scope._replace(listed=False)
    return _Lister(layout, blocks, scope, context, per_line, heads).read()


def _opens_a_list(block: Block, scope: Scope, context: Context) -> bool:
    """Whether a block is the heading that says that partners are listed, as the title says: what stands above it is not the list."""
    if len(block.text) >= LONGEST_HEADING or block.all_link or not cues.PARTNER_HEADING.search(block.text):
        return False
    if not read_heading(block.text, scope, context):
        return False
    # "X (Країна) – договір про партнерство з 2004 року" is an entry
    return bool(block.heading) or not any(draft.country for draft in read_entry(block.text, scope, context))


class _Lister:
    """What a run of blocks has told so far: the scope of the headings above (`top` of the last h1 to h6, `current` of any), the partners of the
    last item (`last`) with what it says (`name`) and where it stands (`near`)."""

    def __init__(self, layout: str, blocks: list[Block], scope: Scope, context: Context, per_line: bool, heads: Collection[int]) -> None:
        self.outcome = Outcome(layout, foreign_list=scope.foreign)
        self.blocks, self.context, self.per_line, self.heads = blocks, context, per_line, heads
        self.top = self.current = scope
        self.parents: list[tuple[int, Scope]] = []  # the scopes around nested lists
        self.land: tuple[int, Scope] | None = None  # the heading of a country, which headings below it keep
        self.term: Scope | None = None  # before a term that opened a list
        self.within: int | None = None  # the cell in which a country heads its own lines
        self.opened = 0  # the level of the heading that opened a list
        self.moment: PartialDate | None = None  # of the line above, which is nothing but a date
        self.last: list[Draft] = []
        self.name = ""
        self.near = ("", -1)
        self.skipped = -1  # the last block that was read with the entry above it
        self.of_years: dict[str, Context] = {}  # by the year above an item, whose days need not print it
        self.fields = fields_of(blocks)
        self.below = lines_below(blocks, per_line)
        self.dated = Counter(block.kind for block in blocks if lone_date(block.text)) if not per_line else Counter()

    def read(self) -> Outcome:
        met = 0
        for position, block in enumerate(self.blocks):
            if position <= self.skipped:
                self._take(block)
                continue
            if self.within is not None and block.cell != self.within:
                self.current, self.within = self.current.landless(), None
            texts = block.text.split("\n") if self.per_line else [block.text]
            for number, text in enumerate(texts):
                if not text.strip():
                    continue
                met += 1
                if met > MAX_ITEMS:
                    self._too_many()
                    return self.outcome
                self._line(position, number, text, first=position in self.heads or (number == 0 and len(texts) > 1))
        if not self.outcome.drafts:
            self.outcome.reason = "no item names a place with its country or under a heading of partners"
        return self.outcome

    def _too_many(self) -> None:
        words = f"more than {MAX_ITEMS} items, the rest is not read"
        self.outcome.issues.append(Issue(IssueClass.UNEXPECTEDLY_MANY, words, self.context.source, self.context.url))

    def _take(self, block: Block) -> None:
        self.outcome.spans.append((block.index, block.index + 1))

    def _line(self, position: int, number: int, text: str, *, first: bool) -> None:
        """One line: a heading, a date of those below, words about the item above, or an item."""
        block = self.blocks[position]
        told = self.below.get((position, number))
        if told == "":
            self._take(block)
            return  # said of the name above
        while self.parents and (self.parents[-1][0] >= block.depth or block.depth == 0):
            self.current = self.parents.pop()[1]
        earlier, self.moment = self.moment, lone_date(text) if self.dated[block.kind] > 1 else None
        if self.moment is not None:
            if block.heading or block.all_bold:
                self.current = (self.current if self.current.listed else self.top)._replace(since=self.moment)
                self.moment = None
            return
        if block.heading:
            self._head(block, text)
            return
        if len(self.last) == 1 and self.last[0].country and CLAUSE.match(text) and not self._names_one(text):
            for clause in text.split("\n"):
                add_clause(self.last[0], self.name, clause, self.current, self.context)
            self._take(block)
            return
        if len(text) > LONGEST_ITEM or is_furniture(text):
            return
        lead, colon, _ = text.partition(":")
        if colon and ((lead.strip() in self.fields and not tells_when(text)) or foreign_owner(lead, self.context)):
            return
        if self._is_headed(position, text, first=first) or not self._may_be_entry(text):
            return
        self._entry(position, text, told, self.current._replace(since=earlier) if earlier else self.current)

    def _names_one(self, text: str) -> bool:
        """Whether a lettered line is a partner of its own: `б) Целле (Німеччина) – угода 2010 року`."""
        land_first = country_of(first_piece(clean(text))) is not None  # `б) Польща, Сілезьке воєводство`
        return any(
            draft.level is not Level.REGION and (known(draft.name) or (draft.country_raw and not land_first))
            for draft in read_entry(text, self.current, self.context)
        )

    def _head(self, block: Block, text: str) -> None:
        """A heading, h1 to h6."""
        heading = read_heading(text, self.top, self.context)
        if heading is None and self.land is not None and self.land[1].country == "UA" and cues.ABROAD.match(clean(text)):
            heading = self.top.landless()._replace(listed=True, domestic=False)  # `У світі` behind `В Україні`
        if self.land is not None and block.heading <= self.land[0]:
            self.land = None
        if heading is not None and heading.country:
            self.land = block.heading, heading
        elif heading is not None and heading.listed and self.land is not None and not heading.foreign:
            heading = heading._replace(country=self.land[1].country, country_raw=self.land[1].country_raw)
        if heading is None:
            # A heading of something else closes the list above it, but for that of the page.
            listed = self.top.listed and _near(text)
            self.current = self.top if block.heading == 1 else self.top._replace(listed=listed, country=None, country_raw=None)
        elif self.top.listed and not heading.listed and 1 <= self.opened < block.heading:
            self.current = heading  # a part of the page about somebody else: the next part may list partners again
        else:
            self.opened = block.heading if heading.listed else self.opened
            listed = heading.listed if not heading.country else self.top.listed or self.current.listed
            self.current = self.top = heading._replace(listed=listed)
            if heading.country:
                self.top = self.top.landless()
        self.outcome.foreign_list |= self.current.foreign

    def _is_headed(self, position: int, text: str, *, first: bool) -> bool:
        """Whether a line is a heading of those below it, or a tab or a term that ends a list; its scope is taken."""
        block = self.blocks[position]
        may = len(text) < LONGEST_HEADING and _may_head(block, text, self.blocks, position)
        heading = read_heading(text, self.current, self.context) if may else None
        if heading is not None and not heading.listed and block.all_link and block.kind == "li":
            return True  # a tab or a menu
        if heading is not None and self._is_no_heading(heading, position, text):
            heading = None
        if block.kind == "dt":
            if heading is None and self.term is not None and not holds(text) & {"known", "abroad"}:
                self.current, self.term = self.term, None  # the next fact of the community is about something else
                return True
            self.term = self.current if heading is not None and self.term is None else self.term
        if heading is None:
            return False
        self.outcome.foreign_list |= heading.foreign
        if _deeper(self.blocks, position):
            self.parents.append((block.depth, self.current))
        self.current = heading
        self.within = block.cell if heading.country and first else None
        return True

    def _is_no_heading(self, heading: Scope, position: int, text: str) -> bool:
        """Whether a line that could be a heading is an entry, a sentence of the news or a country beside others."""
        opens = text.rstrip().endswith(":")
        block = self.blocks[position]
        if self.last and self.near == (block.kind, block.cell) and not (opens or block.all_bold) and _OF_LAST.match(text) and tells_when(text):
            return True
        if not heading.country and not opens and any(draft.country for draft in read_entry(text, self.current, self.context)):
            return True
        if heading.listed and not self.current.listed and not (self.blocks[position].all_bold or opens) and cues.is_event(self.context.title):
            return True  # a sentence of the news that speaks of partners
        return heading.country is not None and _among_entries(heading.country, self.blocks, position, self.per_line)

    def _may_be_entry(self, text: str) -> bool:
        if self.current.foreign or not self.current.listed or text.rstrip().endswith(":"):
            return False
        above, parted, _ = text.partition("\n")
        if not parted or not above.endswith(":"):
            return True
        told_of = read_heading(above, self.current, self.context)
        return told_of is None or told_of.listed  # not "Допомогли місту:", and below it who did

    def _entry(self, position: int, text: str, told: str | None, scope: Scope) -> None:
        """A line under a heading of partners: an item, or words about the one above it."""
        block, outcome = self.blocks[position], self.outcome
        drafts = self._drafts(block, text, told, scope)
        beside = self.near == (block.kind, block.cell)
        if not drafts and beside and self._is_about_last(text):
            self._take(block)
            return
        outcome.entries += 1
        if beside and len(text) < LONGEST_STORY and (whole := with_line_above(text, drafts, self.name, self.last, self.current, self.context)):
            del outcome.drafts[len(outcome.drafts) - len(self.last) :]
            outcome.entries -= 1
            outcome.explained -= bool(self.last)
            drafts = whole
        if len(drafts) == 1 and not self.per_line and (below := details_below(self.blocks, position, drafts[0])):
            add_details(drafts[0], [one.text for one in below], scope, self.context)
            self.skipped = position + len(below)
        self.last, self.name, self.near = drafts, text, (block.kind, block.cell)
        if drafts:
            outcome.explained += 1
            outcome.drafts += drafts
            self._take(block)
            if _deeper(self.blocks, position) and len(drafts) == 1 and drafts[0].country:
                self.parents.append((block.depth, self.current))

    def _drafts(self, block: Block, text: str, told: str | None, scope: Scope) -> list[Draft]:
        """The partners of one item, with the lines below it that are its own (`told`); under a year, days are of that year."""
        year = scope.since.value if scope.since and scope.since.precision is Precision.YEAR and self.context.base is None else None
        context = self._of_year(year) if year else self.context
        if told:
            drafts = read_record(text, told.split("\n"), scope.landless(), context)
        elif year and text.endswith(".") and len(text) > SHORTEST_SENTENCE:
            drafts = read_event(text, scope, context)
        else:
            drafts = read_item(block, text, scope, context)
        for draft in drafts if year else ():
            draft.since = draft.since and replace(draft.since, relative=False)
        return drafts

    def _of_year(self, year: str) -> Context:
        if year not in self.of_years:
            self.of_years[year] = replace(self.context, base=date(int(year), 12, 31), seen={})
        return self.of_years[year]

    def _is_about_last(self, text: str) -> bool:
        """Whether a line that names nobody says how far the tie of the item above has come, or since when it is; the item takes it."""
        last = self.last
        if len(last) == 1 and tells_stage(text, last[0], self.context):
            last[0].stage = stage_in(text)
        elif last and len(text) < LONGEST_DATED and tells_when(text):
            for draft in last:
                draft.since = draft.since or when_of(text, self.context.base)
                draft.stage = draft.stage or stage_in(text)
        else:
            return False
        for draft in last:
            draft.quote = shorten(f"{draft.quote}. {text}", draft.name.raw)
        return True


#: The agreement of the item above, with its day: `Угода про партнерство від 12.05.1999`, `Партнерство з 1999 року`.
_OF_LAST = AnyCase(
    r"\W*(?:угода|договір|меморандум|протокол|декларація|партнерство|побратимство|(?:партнерські|побратимські|дружні) (?:відносини|зв.язки|стосунки)|соглашение|договор|партн[её]рство|"
    r"(?:partnership |twinning |friendship |cooperation )?agreement|partnership|twinning|umowa|porozumienie|partnerstwo|partnerschaft)(?!\w)"
)


def _among_entries(country: str, blocks: list[Block], position: int, per_line: bool) -> bool:
    """A line that is a country, beside entries that print another one of their own: no heading of them."""
    if per_line or blocks[position].heading or blocks[position].all_bold:
        return False
    following = blocks[position + 1] if position + 1 < len(blocks) else None
    if following is None or following.kind != blocks[position].kind or following.depth != blocks[position].depth:
        return False
    named = [one.iso for one in find_countries(following.text) if one.form != "adjective"]
    return bool(named) and country not in named and country_of(clean(following.text)) is None


def _near(text: str) -> bool:
    """A heading that may stand inside a list of partners: a part of the world, a letter, a year."""
    return bool(cues.WORLD_PART.match(clean(text)))


def _may_head(block: Block, text: str, blocks: list[Block], position: int) -> bool:
    bare = text.rstrip()
    if bare.endswith(":") or block.all_bold or _deeper(blocks, position):
        return True
    return len(bare) < 120 and (block.kind != "li" or bare.count(" ") < 6 or not cues.PARTNER_WORDS.search(bare))


def _deeper(blocks: list[Block], position: int) -> bool:
    return position + 1 < len(blocks) and blocks[position + 1].depth > blocks[position].depth > 0


