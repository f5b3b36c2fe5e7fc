"""A page as the layouts see it: blocks of text in reading order, the boxes and table cells they stand in.

What belongs here: these records. What does not: how they are cut out of a tree (`walk`).
"""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

_LEVELS = {f"h{level}": level for level in range(1, 7)}


@dataclass(slots=True)
class Block:
    """One run of text between two block boundaries; `\\n` stands for a line break that was in the markup.

    `kind` is the tag that held it (li, p, h2, td ...), `depth` the nesting of lists, `group` its list, `cell` its place in
    `Page.cells` (-1 outside tables), `links` and `bold` how many of its characters are in links and in bold.
    """

    text: str
    kind: str
    index: int = 0
    depth: int = 0
    group: int = -1
    boiler: bool = False
    region: int = -1
    links: int = 0
    bold: int = 0
    cell: int = -1
    size: int = 0

    @property
    def heading(self) -> int:
        """1 to 6 for h1 to h6, 0 for others."""
        return _LEVELS.get(self.kind, 0)

    @property
    def all_bold(self) -> bool:
        return self.bold >= self.size * 0.9 > 0

    @property
    def all_link(self) -> bool:
        return self.links >= self.size * 0.8 > 0


@dataclass(slots=True)
class Box:
    """One element that may be a card: its parent box, what it looks like, and the range of blocks inside it."""

    parent: int
    look: str
    start: int
    end: int = 0


@dataclass(slots=True)
class Cell:
    """One td or th: its table and row, its spans, and the range of blocks inside it."""

    table: int
    row: int
    header: bool
    colspan: int
    rowspan: int
    start: int
    end: int = 0


@dataclass(slots=True)
class Page:
    """A decoded page as a flat list of blocks in reading order."""

    tree: LexborHTMLParser | None = None
    title: str = ""
    heading: str = ""
    description: str = ""
    published: str = ""
    """When the head says that the page was published."""
    lang: str | None = None
    host: str = ""
    blocks: list[Block] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    outer_tables: set[int] = field(default_factory=set)
    tabular: set[int] = field(default_factory=set)
    """Indexes of the blocks that stand in data tables."""
    grids: list = field(default_factory=list)
    """The data tables, found once by `layouts.grid.tables.find`."""
    evidence: tuple | None = None
    """What `layouts.sentence.running_text.page_evidence` found, for the two layouts that need it."""
    printed: dict[str, str] = field(default_factory=dict)
    """Words that were mended to be understood (look-alike letters, stress marks) and how the page prints them."""
    cut: bool = False
    """Whether there was more text than is read."""
    all_blocks: list[Block] = field(default_factory=list)
    text: str = ""
    """The main part, a line a block."""
