"""One pass over the tree of a page that cuts its text into blocks, boxes and cells.

What belongs here: what each element of HTML does to the text in it; pictures of flags made into flags. What does not: which
parser made the tree (`parsing`) and which blocks are the main part (`boilerplate`).
"""

import re
from functools import lru_cache

from scrapers.layouts.page.boilerplate import looks
from scrapers.layouts.page.model import Block, Box, Cell, Page
from scrapers.text.countries import country_of
from scrapers.text.normalise import AnyCase, fold_space, repair

LONGEST_TAB, LONGEST_COUNTRY = 60, 40
MAX_BLOCKS = 12_000
"""Runs of text read of one page, in the order of the page."""
_BLOCK = frozenset(
    str.split(
        "p div li ul ol h1 h2 h3 h4 h5 h6 table tr td th thead tbody tfoot caption section article "
        "blockquote dl dt dd "
        "figure figcaption header footer main form address pre hr center details summary nav aside "
        "fieldset legend "
        "body title"
    )
)
_SKIP = frozenset(
    str.split(
        "script style noscript template svg head iframe select option button textarea object canvas "
        "video audio map "
        "math input label applet"
    )
)
_BOILER_TAGS = frozenset(str.split("nav footer aside form"))
_BOX = frozenset(str.split("div article section a li figure td tr dl"))
#: Elements whose class and id are looked at.
_NAMED = _BOX | _BOILER_TAGS | frozenset(str.split("ul ol table header main body"))
_LISTS = frozenset(("ul", "ol", "dl"))
#: Elements that are a main part, and those whose class may say so.
_MAIN_TAGS, _MAY_BE_MAIN = frozenset(("main", "article")), frozenset(("div", "section", "td"))
#: Elements that no class makes part of a menu: a table of search results is one of data, and WordPress calls its main part
#: `wp--skip-link--target`.
_HOLDS_DATA = frozenset(("body", "table", "main"))
#: Elements that some pages make flags of.
_FLAGGED = frozenset(str.split("span i em abbr"))
_BOLD = frozenset(str.split("b strong h1 h2 h3 h4 h5 h6 summary legend caption th"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu", "menubar"}
_FLAG_CLASS = AnyCase(
    r"(?:^|[\s_-])(?:fi|flag|flags|flag-icon|country|famfamfam|iti__flag|fflag|"
    r"fflag-)[\s_-]+(?:fi-|flag-|flag-icon-|country-)?"
    r"([a-z]{2})(?:$|\s)",
)
_FLAG_FILE = AnyCase(
    r"/(?:flags?|country|countries|prapor\w*|flagi)/(?:[\w.-]{1,20}/){0,3}([a-z]{2})(?:@2x)"
    r"?\.(?:png|svg|gif|jpe?g|webp)",
)
#: `Прапор: Польща`, `Flag of Poland`.
_THE_FLAG = re.compile(
    r"^\W*(?:(?:державний\s+)?прапор|флаг|flag(?:\s+of)?|flaga|flagge|vlajka|zászlaja|drapelul)\b[\s:–—-]*", re.IGNORECASE
)
#: `Flag_of_Poland.svg`, as wikis name their flags.
_FLAG_OF = re.compile(r"[Ff]lag_of_(?:the_)?([A-Z][A-Za-z_-]{2,40}?)(?:_\([^()]{1,30}\))?\.(?:svg|png|gif)")


@lru_cache(maxsize=512)
def _flag(iso: str) -> str:
    return "".join(chr(0x1F1E6 + ord(letter) - 97) for letter in iso.lower())


#: A word of two scripts, or one with a stress mark.
_MIXED = re.compile(r"[а-яіїєґёА-ЯІЇЄҐЁ]['’]?[a-zA-Z]|[a-zA-Z]['’]?[а-яіїєґёА-ЯІЇЄҐЁ]|[\u0300\u0301]")
#: What such words cannot do without, where a text is not of ASCII letters alone.
_STRESSED_OR_LATIN = re.compile(r"[a-zA-Z\u0300\u0301]")
#: How large a file is that is to be downloaded: `(412 Кб)`, `[PDF, 1,2 MB]`.
_FILE_SIZE = re.compile(r"\s*[(\[](?:(?i:pdf|docx?|xlsx?|rtf|zip|jpe?g)[,;:]?\s*)?(?:~\s?)?\d[\d\s.,]{0,7}(?i:кб|мб|kb|mb|кбайт|мбайт|кб\.|б)\s*(?:,?\s*(?i:pdf|docx?))?[)\]]")
#: Whose picture it is.
_CREDIT = re.compile(r"(?:foto|фото|photo|bild|zdjęcie|світлина)\s*[:©]", re.I)
_MARKS = ' ,.;:()[]«»"“”„–—-/'


#: The last letter of an element and the first of the next, where one word cannot go on.
_BADGE = re.compile(r"(?:^|[\s_-])(?:badge|label|status|chip|pill|since|date|year|state)", re.I)
_GLUED = re.compile(r"[^\W\d_](?:[12][09])|[a-zà-žа-яіїєґё][A-ZА-ЯІЇЄҐ][^\W\d_]|[А-ЯІЇЄҐа-яіїєґё][зс]\s|\d[^\W\d_]{2}")


def _toggles(node) -> bool:
    """Whether a button is the heading of what it opens, as in an accordion."""
    attributes = node.attributes
    return "aria-expanded" in attributes or "aria-controls" in attributes or bool(_TOGGLE.search(attributes.get("class") or ""))


_TOGGLE = re.compile(r"acc[-_]|accordion|collaps|toggle[-_]?title|spoiler|faq")
#: The class or id of what a tab opens.
_PANEL = re.compile(r"tab|pane|panel", re.IGNORECASE)


def _keeps_lines(node) -> bool:
    """Whether the style of an element shows the line breaks of its text."""
    style = node.attributes.get("style")
    return bool(style) and "white-space" in style and _PRE.search(style) is not None


_PRE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)")


def _opens(attributes) -> str | None:
    """The id of the panel that a tab opens."""
    if panel := attributes.get("aria-controls"):
        return panel
    place = attributes.get("data-bs-target") or attributes.get("data-target") or attributes.get("href") or ""
    return place[1:] if len(place) > 1 and place[0] == "#" else None


class _State:
    """What an element inherits from those around it."""

    kind = "div"
    boiler = False
    depth = 0
    group = region = table = cell = box = -1
    in_link = in_bold = in_pre = False
    tab: tuple[str, int, int] | None = None
    """The panel that the tab around it opens, and the blocks and pieces before it."""

    def inner(self) -> "_State":
        state = _State()
        state.__dict__ = self.__dict__.copy()
        return state


class Walk:
    """One pass over the tree, without recursion, that cuts the text into the blocks, boxes and cells of a page."""

    def __init__(self, page: Page, whole: bool) -> None:
        page.blocks, page.boxes, page.cells, page.outer_tables = [], [], [], set()
        page.all_blocks = page.blocks
        self.whole = whole
        self.page, self.blocks, self.boxes = page, page.blocks, page.boxes
        self.pieces: list[str] = []
        self.links = self.bold = 0
        self.regions: list[int] = []  # of each element that may be the main part, the one around it
        self.tables = self.groups = 0
        self.rows: dict[int, int] = {}
        self.state = _State()
        self.link: str | None = None  # where the last link leads
        self.link_end = 0  # and after how many pieces of this block it ended
        self.link_from = (0, 0)  # blocks and pieces where the open link begins
        self.alt = ""  # the words of the pictures in it
        self.panels = 0  # that have been named
        self.tabs: dict[str, tuple[str, int]] = {}  # panel -> the words of its tab and their block

    def run(self, root) -> None:
        frames: list[tuple] = []
        node = root
        while node is not None and len(self.blocks) < MAX_BLOCKS:
            tag = node.tag
            if tag == "-text":
                self.text(node.text_content)
            elif tag is not None and tag[0] not in "-!" and self.open(node, tag, frames):
                child = node.first_child if self.whole or not self.state.boiler else None
                if child is not None:
                    node = child
                    continue
                self.leave(frames)
            # `node` is finished: on to what follows it, or up until something does.
            while frames and (following := node.next) is None:
                node = self.leave(frames)
            node = following if frames else None
        while frames:
            self.leave(frames)
        self.flush()

    def text(self, text: str | None) -> None:
        """A text between two tags."""
        state = self.state
        # Blanks that open a block say nothing, and most texts are such.
        if text and (self.pieces or state.in_link or state.in_bold or not text.isspace()):
            if self.pieces and _GLUED.match(self.pieces[-1][-1:] + text[:2]):
                # Two elements with nothing between: `<b>Польща</b><i>2018</i>`, `<b>Польща</b><i>з 2018 року</i>`.
                self.pieces.append(" ")
            self.pieces.append(text)
            if state.in_link:
                self.links += len(text) - text.count(" ")
            if state.in_bold:
                self.bold += len(text) - text.count(" ")

    def open(self, node, tag: str, frames: list[tuple]) -> bool:
        """Enter an element; False for one that is read at once or not at all."""
        if tag == "br":
            self.pieces.append("\x0b")
        elif tag == "img":
            self._image(node)
        elif tag == "svg":
            self._drawing(node)
        elif tag not in _SKIP or (tag == "button" and (self.state.kind in HEADINGS or _toggles(node))):
            tag = tag if tag != "button" else "summary" if self.state.kind not in HEADINGS else "strong"
            frames.append((node, tag, self.state))
            if tag in _BLOCK or tag in _BOLD or tag == "a":
                self.state = self.state.inner()
                self._enter(node, tag)
            elif tag in _FLAGGED:
                self._flag_class(node)
            return True
        return False

    def _enter(self, node, tag: str) -> None:
        state = self.state
        if tag in _BLOCK:
            if self.pieces:
                self.flush()
            state.kind = tag
            names = ""
            state.in_pre = tag == "pre" or (state.in_pre and tag != "table") or _keeps_lines(node)
            if tag in _NAMED:
                is_main = tag in _MAIN_TAGS
                if attributes := node.attributes:
                    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
                    if "aria-controls" in attributes:
                        state.tab = attributes["aria-controls"] or "", len(self.blocks), 0
                    if attributes.get("role") in _ROLES:
                        state.boiler = True
                    if len(names) > 1:
                        is_boiler, looks_main = looks(names)
                        state.boiler = state.boiler or (is_boiler and tag not in _HOLDS_DATA)
                        is_main = is_main or (looks_main and tag in _MAY_BE_MAIN)
                if tag in _BOILER_TAGS:
                    state.boiler = True
                if is_main:
                    self.regions.append(state.region)
                    state.region = len(self.regions) - 1
            if tag in _BOX:
                self._box(f"{tag}.{names.split(maxsplit=1)[0] if names and not names.isspace() else ''}")
            if tag in _LISTS:
                state.depth += 1
                self.groups += 1
                state.group = self.groups
            elif (
                self.tabs and names and (_PANEL.search(names) or self.panels or len(self.tabs) > 1) and (words := self.tabs.pop(node.attributes.get("id") or "", None))
            ):
                self._name_panel(*words)
            elif tag == "table":
                if state.table >= 0:
                    self.page.outer_tables.add(state.table)
                self.tables += 1
                state.table, state.cell = self.tables, -1
                self.rows[state.table] = -1
            elif tag == "tr" and state.table >= 0:
                self.rows[state.table] += 1
            elif tag in ("td", "th") and state.table >= 0:
                attributes = node.attributes
                state.cell = len(self.page.cells)
                self.page.cells.append(
                    Cell(
                        state.table,
                        self.rows[state.table],
                        tag == "th",
                        _span(attributes.get("colspan")),
                        _span(attributes.get("rowspan")),
                        len(self.blocks),
                    )
                )
        elif tag == "a":
            state.in_link, attributes = True, node.attributes
            href = attributes.get("href")
            if self.link_end and href != self.link and not "".join(self.pieces[self.link_end :]).strip(" \t\r\n"):
                self.pieces.append("\x0b")  # links side by side with nothing between are a list
            self.link, self.link_end = href, 0
            self.link_from, self.alt = (len(self.blocks), len(self.pieces)), ""
            self._box(f"a.{attributes.get('class') or ''}")
            if panel := _opens(attributes):
                state.tab = panel, len(self.blocks), len(self.pieces)
        if tag == "summary" and (panel := _opens(node.attributes)):
            state.tab = panel, len(self.blocks), 0
        if tag in _BOLD:
            state.in_bold = True

    def _name_panel(self, words: str, number: int) -> None:
        """Put the words of a tab above the panel that it opens, and no longer among the other tabs."""
        self.panels += 1
        if self.blocks[number].text == words:
            self.blocks[number].boiler = True
        state = self.state
        self.blocks.append(
            Block(
                words,
                "h3",
                len(self.blocks),
                boiler=state.boiler,
                region=state.region,
                cell=state.cell,
                size=len(words) - words.count(" "),
            )
        )

    def _box(self, look: str) -> None:
        self.boxes.append(Box(self.state.box, look, len(self.blocks)))
        self.state.box = len(self.boxes) - 1

    def leave(self, frames: list[tuple]):
        """Close the innermost open element, give back the state around it and return its node."""
        node, tag, outer = frames.pop()
        state = self.state
        if tag in _BLOCK:
            if self.pieces:
                self.flush()
        elif tag == "a":
            blocks, pieces = self.link_from
            if self.alt and blocks == len(self.blocks) and not "".join(self.pieces[pieces:]).strip():
                self.pieces.append(self.alt)  # a link that is a picture alone
            self.link_end = len(self.pieces)
        if state.tab is not outer.tab and state.tab is not None:
            panel, blocks, pieces = state.tab
            words = self.blocks[-1].text if len(self.blocks) > blocks else fold_space("".join(self.pieces[pieces:]))
            if panel and 0 < len(words) <= LONGEST_TAB:
                self.tabs[panel] = words, max(blocks, len(self.blocks) - 1)
        if state.box != outer.box:
            self.boxes[state.box].end = len(self.blocks)
        if state.cell != outer.cell and state.cell >= 0:
            self.page.cells[state.cell].end = len(self.blocks)
        self.state = outer
        return node

    def _repaired(self, text: str) -> str:
        """`text` with look-alike letters and stress marks mended, so that its words are known; what was printed is kept."""
        words = []
        for word in text.split(" "):
            mended = repair(word) if _MIXED.search(word) else word
            if mended != word:
                self.page.printed.setdefault(mended.strip(_MARKS), word.strip(_MARKS))
            words.append(mended)
        return " ".join(words)

    def _image(self, node) -> None:
        attributes = node.attributes
        if self.state.in_link and "(" in (attributes.get("alt") or ""):
            self.alt = attributes["alt"][:80]
        iso = _FLAG_FILE.search(attributes.get("src") or "") or _FLAG_FILE.search(attributes.get("data-src") or "")
        if iso:
            self._fly(iso[1])
        elif (named := _FLAG_OF.search(attributes.get("src") or "")) and (code := country_of(named[1].replace("_", " "))):
            self._fly(code)
        elif not (alt := attributes.get("alt") or attributes.get("title") or ""):
            return
        elif (
            len(alt) < 60
            and (code := country_of(_THE_FLAG.sub("", alt)))
            and (code != "UA" or "flag" in (attributes.get("class") or ""))
        ):
            self._fly(code)  # a picture called by a country alone
        elif "flag" in (attributes.get("class") or ""):
            self.pieces.append(f" {alt[:60]} ")

    def _drawing(self, node) -> None:
        """A flag drawn in place, named by its title or label."""
        named = self.title_of(node) or node.attributes.get("aria-label") or ""
        self._fly_named(named)

    def _fly(self, iso: str) -> None:
        self.pieces.append(f" {_flag(iso)} ")

    def _fly_named(self, words: str) -> bool:
        """Put the flag of the foreign country that short words are; False when they are none."""
        code = country_of(words) if 0 < len(words) < LONGEST_COUNTRY else None
        if code is None or code == "UA":
            return False
        self._fly(code)
        return True

    def title_of(self, node) -> str:
        """The title that a drawing opens with."""
        first = node.first_child
        while first is not None and first.tag == "-text":
            first = first.next
        return first.text(deep=True) if first is not None and first.tag == "title" else ""

    def _flag_class(self, node) -> None:
        attributes = node.attributes
        if self._fly_named(attributes.get("title") or ""):
            return
        look = attributes.get("class")
        if look and (match := _FLAG_CLASS.search(look)):
            self._fly(match[1])
        elif look and self.pieces and _BADGE.search(look):
            self.pieces.append(" ")

    def flush(self) -> None:
        """End a block."""
        if not self.pieces:
            return
        raw = "".join(self.pieces)
        self.pieces.clear()
        self.link_end = 0
        links, bold = self.links, self.bold
        self.links = self.bold = 0
        if raw.isspace():
            return
        if self.state.in_pre:
            raw = raw.replace("\n", "\x0b")
        if "\x0b" in raw:
            text = "\n".join(line for line in map(fold_space, raw.split("\x0b")) if line and not _CREDIT.match(line))
        else:
            text = fold_space(raw)
        if text.endswith((")", "]")) or ") " in text:
            text = _FILE_SIZE.sub("", text)
        if text and not text.isascii() and _STRESSED_OR_LATIN.search(text) and _MIXED.search(text):
            text = self._repaired(text)
        if text:
            state, size = self.state, len(text) - text.count(" ")
            self.blocks.append(
                Block(
                    text,
                    state.kind,
                    len(self.blocks),
                    state.depth,
                    state.group,
                    state.boiler,
                    state.region,
                    links,
                    bold,
                    state.cell,
                    size,
                )
            )


def _span(value: str | None) -> int:
    return min(int(value), 1000) if value and value.isascii() and value.isdigit() and int(value[:5]) > 0 else 1
