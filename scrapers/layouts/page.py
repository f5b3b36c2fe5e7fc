"""From bytes to a page: verified decoding, bounds, a flat list of text blocks, and what kind of page it is.

What belongs here: everything that is true of any page, whatever it says (encoding, size, nesting, boilerplate, the main
part, log-in and parking pages). What does not: how partners are arranged on it (the other modules of this folder).
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from selectolax.lexbor import LexborHTMLParser, LexborNode

from schemas.vocabularies import IssueClass
from scrapers.text.countries import country_of
from scrapers.text.normalise import AnyCase, fold_space, repair

MAX_BYTES = 8_000_000
"""Pages above this size are not read; the largest list seen in the wild is far below it."""
MAX_DEPTH = 600
"""Tags nested deeper are unwrapped before parsing: the parser's time grows with the square of the depth."""
HARMLESS = 4_000
"""Tags, closing ones included, below which a page is not measured: nested all in one another they cost the parser 20 ms."""
MAX_BLOCKS = 12_000
"""Runs of text read of one page, in the order of the page."""
MAX_FOREIGN_LINES = 200
SAMPLE = 24_000
"""Bytes that decide between code pages."""
MAX_ATTRIBUTES = 4_000
"""Characters of attributes kept in one tag that holds many of them; the parser compares every pair."""

# --- decoding ---------------------------------------------------------------------------------------------------------

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
)
_MAGICS, _MARKS_OF_ORDER = (tuple(start for start, _ in table) for table in (_MAGIC, _BOMS))
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.I)
_ALIASES = {
    "cp1251": "cp1251",
    "windows-1251": "cp1251",
    "win-1251": "cp1251",
    "windows1251": "cp1251",
    "win1251": "cp1251",
    "koi8-r": "koi8-u",
    "koi8": "koi8-u",
    "koi8-u": "koi8-u",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-2": "iso8859-2",
    "windows-1250": "cp1250",
    "windows-1252": "cp1252",
    "x-mac-cyrillic": "mac_cyrillic",
}
_SINGLE = ("cp1251", "koi8-u", "cp1250", "iso8859-2", "cp1252", "cp866", "iso8859-5", "mac_cyrillic")
_CYRILLIC_LOWER = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёыэъ"
_CYRILLIC = frozenset(_CYRILLIC_LOWER + _CYRILLIC_LOWER.upper())
_LATIN = frozenset(
    "ąćęłńóśźżäöüßéèêçáíúýčďěňřšťůžőűâîșțşţãõàùåæøëïñ" + "ąćęłńóśźżäöüéèêçáíúýčďěňřšťůžőűâîșțşţãõàùåæøëïñ".upper()
)
_TYPOGRAPHY = frozenset("’‘“”„«»–—…•·№§©®°\xa0\xad´`€±×½²³‚‹›†‡™")
#: The five commonest letters of the Ukrainian and Russian texts read; the wrong Cyrillic code page makes them rare.
_FREQUENT = frozenset("оаниетрс")
_WORD = re.compile(r"[^\W\d_]+")
_TAGS = re.compile(r"<[^<>]*>")
_MOJIBAKE = re.compile(r"(?:[РС][\u0080-\u00bf\u0400-\u040f\u0450-\u045f‘’“”•–—™љ›њќћџ°±µ¶·№»јѕї]){3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a body, the encoding that gave it, and the problem when there is no text to believe.

    `utf8` are the bytes of the text where the body held them already: the parser need not encode it again.
    """

    text: str
    encoding: str | None = None
    issue: IssueClass | None = None
    words: str = ""
    utf8: bytes | None = None


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Bytes to text by byte-order mark, valid UTF-8, then the declared or the most plausible code page.

    A declaration is believed only when the bytes agree with it. Never returns text whose letters were guessed: a body
    that is no text in any known encoding comes back with `bad_encoding`.
    """
    if len(body) > MAX_BYTES:
        return Decoded("", issue=IssueClass.TOO_LARGE, words=f"{len(body):,} bytes, more than {MAX_BYTES:,}")
    head = body[:1024].lstrip()
    if head.startswith(_MAGICS):
        name = next(name for magic, name in _MAGIC if head.startswith(magic))
        return Decoded("", issue=IssueClass.WRONG_TYPE, words=f"{name} where a page was expected")
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        return Decoded("", issue=IssueClass.WRONG_TYPE, words="an image or a film where a page was expected")
    if body.startswith(_MARKS_OF_ORDER):
        return _strict(body, next(encoding for mark, encoding in _BOMS if body.startswith(mark)))
    wide = _wide(body)
    if wide:
        return _strict(body, wide)
    if b"\x00" in body[:4096]:
        return Decoded("", issue=IssueClass.WRONG_TYPE, words="binary data where a page was expected")
    try:
        return _unmix(body.decode("utf-8"), body)
    except UnicodeDecodeError as error:
        if error.start >= len(body) - 3:  # cut in the middle of a letter
            return _unmix(body[: error.start].decode("utf-8"), body[: error.start])
        return _legacy(body, _declared(body, content_type))


def _strict(body: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(body.decode(encoding).lstrip("\ufeff"), encoding)
    except UnicodeDecodeError as error:
        if error.start >= len(body) - 4:
            return Decoded(body[: error.start].decode(encoding).lstrip("\ufeff"), encoding)
        return Decoded(
            "", issue=IssueClass.BAD_ENCODING, words=f"a byte-order mark of {encoding}, but byte {error.start} is not"
        )


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: the markup is ASCII, so every second byte of it is zero."""
    sample = body[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > half * 0.15 and even < half * 0.02:
        return "utf-16-le"
    if even > half * 0.15 and odd < half * 0.02:
        return "utf-16-be"
    return None


def _declared(body: bytes, content_type: str | None) -> list[str]:
    names = (
        [content_type.rsplit("charset=", 1)[1].strip(" \"';").lower()] if content_type and "charset=" in content_type else []
    )
    names += [match.decode("ascii").lower() for match in _CHARSET.findall(body[:4096])]
    return [_ALIASES.get(name, name) for name in names]


def _legacy(body: bytes, declared: list[str]) -> Decoded:
    lenient = body.decode("utf-8", "replace")
    lenient = lenient[:200_000]
    bad = lenient.count("\ufffd")
    if bad < sum(1 for char in lenient if char > "\x7f") - bad:  # a code page read as UTF-8 gives next to no letters
        return _lines(body, declared)
    best, best_score = "", 0.0
    for encoding in dict.fromkeys([name for name in declared if name in _SINGLE] + list(_SINGLE)):
        score = _plausibility(body, encoding) + (0.04 if encoding in declared else 0.0)
        if score > best_score:
            best, best_score = encoding, score
    if best_score < 0.75:
        return Decoded("", issue=IssueClass.BAD_ENCODING, words="bytes that are not text in any known encoding")
    return Decoded(body.decode(best, "replace"), best)


def _lines(body: bytes, declared: list[str]) -> Decoded:
    """A UTF-8 page with foreign lines in it: each bad line is read in the best code page or keeps its replacement marks."""
    lines = []
    tried = 0
    for line in body.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            tried += 1
            if tried > MAX_FOREIGN_LINES:
                lines.append(line.decode("utf-8", "replace"))
                continue
            best = max(_SINGLE, key=lambda name: _plausibility(line, name) + (0.04 if name in declared else 0.0))
            lines.append(line.decode(best) if _plausibility(line, best) > 0.9 else line.decode("utf-8", "replace"))
    return Decoded("\n".join(lines), "utf-8")


def _sample(body: bytes) -> bytes:
    """The lines with letters beyond ASCII, as many as it takes to tell code pages apart."""
    if len(body) <= SAMPLE:
        return body
    found, size = [], 0
    for line in body[:MAX_BYTES].split(b"\n"):
        if not line.isascii():
            found.append(line[:SAMPLE])
            size += len(found[-1])
            if size > SAMPLE:
                break
    return b"\n".join(found)[:SAMPLE]


def _plausibility(body: bytes, encoding: str) -> float:
    """Share of non-ASCII characters that stand where a letter of our languages would, 0 to about 1, over a sample."""
    try:
        text = _sample(body).decode(encoding, "replace")
    except LookupError:
        return 0.0
    chars = Counter(text)
    total = sum(count for char, count in chars.items() if char > "\x7f")
    if not total:
        return 1.0
    right = sum(count for char, count in chars.items() if char in _TYPOGRAPHY)
    right -= 3 * sum(count for char, count in chars.items() if "\x80" <= char <= "\x9f")
    frequent = cyrillic = 0
    for word, count in Counter(_WORD.findall(text)).items():
        if word.isascii():
            continue
        plain = word.islower() or word.isupper() or word.istitle() or (word[1:].islower() and word[0].isupper())
        if _CYRILLIC.issuperset(word):
            marked = len(word) * count
            right += marked if plain else marked * 0.3
            cyrillic += marked
            frequent += count * sum(map(_FREQUENT.__contains__, word.lower()))
        elif plain:
            beyond = [char for char in word if char > "\x7f"]
            right += len(beyond) * count if len(beyond) < len(word) and _LATIN.issuperset(beyond) else 0
    score = right / total
    if cyrillic > 40:
        score *= min(1.0, 0.5 + frequent / cyrillic)
    return score


def _unmix(text: str, body: bytes) -> Decoded:
    """Valid UTF-8 may still hold UTF-8 that was once read as cp1251 and saved again; that is undone or refused."""
    # Looking for one letter is cheaper than for a pair, and in text read twice every third one is this one.
    twice = any(pair[1] in text and pair in text for pair in ("Р°", "Рѕ")) and text.count("Р") > 15
    if twice and len(_MOJIBAKE.findall(text[:40_000])) > 5:
        try:
            return Decoded(text.encode("cp1251").decode("utf-8"), "utf-8 read as cp1251")
        except UnicodeError:
            return Decoded("", issue=IssueClass.BAD_ENCODING, words="letters were lost by a double conversion of the text")
    if "\ufffd" not in text and ("?" not in text or "???" not in text):
        return Decoded(text, "utf-8", utf8=body)
    words = _TAGS.sub(" ", text[:200_000])
    letters = sum(1 for char in words if char.isalpha())
    if words.count("\ufffd") > 0.02 * max(letters, 1) or len(re.findall(r"\?{3,}", words)) > 0.02 * max(letters, 1):
        return Decoded("", issue=IssueClass.BAD_ENCODING, words="the letters of the page were lost before it reached us")
    return Decoded(text, "utf-8", utf8=body)


# --- bounds -----------------------------------------------------------------------------------------------------------

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]*)>")
_TAG_NAME = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9:]{0,15})")
#: Elements that need no end tag: they do not nest, so they are not counted.
_UNCOUNTED = frozenset(
    str.split(
        "p li td th tr dt dd option thead tbody tfoot colgroup br img hr input meta link area "
        "base col embed "
        "source track wbr param html head body a button"
    )
)

_COUNTED = re.compile(rf"<(?![/!]|(?:{'|'.join(sorted(_UNCOUNTED))})[\s>])")


def _depth(html: str) -> int:
    """An upper bound of the depth of nesting: the sum, over the names of elements, of how deep each nests in itself."""
    if (total := len(_COUNTED.findall(html))) < MAX_DEPTH:
        return total
    tags = _TAG_NAME.findall(html)
    heights, most = dict.fromkeys(tags, 0), dict.fromkeys(tags, 0)
    for tag in tags:
        if tag[0] != "/":
            heights[tag] += 1
            if heights[tag] > most[tag]:
                most[tag] = heights[tag]
        elif heights.get(tag[1:], 0) > 0:
            heights[tag[1:]] -= 1
    return sum(height for tag, height in most.items() if tag.lower() not in _UNCOUNTED)


def tame(html: str) -> str:
    """The same page with nesting and attributes bounded; pages of ordinary shape come back untouched."""
    if html.count("=") < MAX_ATTRIBUTES and (html.count("<") < HARMLESS or _depth(html) < MAX_DEPTH):
        return html
    stack: list[tuple[str, bool]] = []
    pieces, last, changed = [], 0, False
    for match in _TAG.finditer(html):
        closing, name, rest = match.group(1), match.group(2).lower(), match.group(3)
        drop = False
        if name not in _UNCOUNTED and not rest.endswith("/"):
            if closing:
                if stack and stack[-1][0] == name:
                    drop = stack.pop()[1]
                elif any(tag == name for tag, _ in stack[-6:]):
                    while stack[-1][0] != name:
                        stack.pop()
                    drop = stack.pop()[1]
            else:
                drop = len(stack) >= MAX_DEPTH
                stack.append((name, drop))
        crowded = len(rest) > MAX_ATTRIBUTES and len(rest.split(None, 400)) > 400
        if drop or crowded:
            changed = True
            pieces.append(html[last : match.start()])
            pieces.append(" " if drop else f"<{closing}{name}>")
            last = match.end()
    return "".join(pieces) + html[last:] if changed else html


# --- blocks -----------------------------------------------------------------------------------------------------------

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
_LEVELS = {f"h{level}": level for level in range(1, 7)}
#: Elements whose class and id are looked at.
_NAMED = _BOX | _BOILER_TAGS | frozenset(str.split("ul ol table header main body"))
_LISTS = frozenset(("ul", "ol", "dl"))
#: Elements that are a main part, and those whose class may say so.
_MAIN_TAGS, _MAY_BE_MAIN = frozenset(("main", "article")), frozenset(("div", "section", "td"))
#: Elements that no class makes part of a menu: a table of search results is one of data.
_HOLDS_DATA = frozenset(("body", "table"))
#: Elements that some pages make flags of.
_FLAGGED = frozenset(str.split("span i em"))
_BOLD = frozenset(str.split("b strong h1 h2 h3 h4 h5 h6 summary legend caption th"))
_BOILER_NAME = AnyCase(
    r"(?:^|[-_ ])(?:menu|mainmenu|topmenu|submenu|navbar|navigation|nav|sidebar|side-?bar|footer|cookies?|gdpr|"
    r"consent|breadcrumbs?|pagination|"
    r"pager|share|sharing|social|socials|related|similar|recent|popular|lastnews|last-news|latest|comments?|"
    r"respond|banner|banners|"
    r"advert|ads|search|login-form|subscribe|newsletter|copyright|colophon|skip-link|widget-area|widget|"
    r"toolbar|lang-switcher|"
    r"language|archive-list|tag-?cloud|accessibility|modal|popup|prev-next|post-navigation|read-?more|"
    r"other[-_]?news|more[-_]?news|last[-_]?news|latest[-_]?news|news[-_]?list[-_]?side|see[-_]?also|"
    r"read[-_]?also)(?:$|[-_ ])",
)
_BOILER_EXCEPT = AnyCase(
    r"(?:has|with|no|without|is|not)-(?:sidebar|menu|nav|footer|banner)|nav-?tabs|nav-?pills|tabs?-?nav|tab-?list|"
    r"elementor-widget|widget-container|widget-wrap|"
    r"page-?banner-?content|(?:^|[\s_-])content(?:$|\s)|social-?politic",
)
_MAIN = AnyCase(
    r"(?:^|[\s_-])(?:entry-?content|post-?content|article-?(?:body|content|text)|page-?content|"
    r"node-?content|content-?text|"
    r"field-name-body|news-?(?:text|content|body|detail|item-text|full)|item-?page|"
    r"full-?(?:text|story|news)|single-?(?:content|text|post)|"
    r"static-?page|main-?content|content-?main|content|text|td-post-content|article|main)(?:$|"
    r"[\s_-])",
)
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
#: `Flag_of_Poland.svg`, as wikis name their flags.
_FLAG_OF = re.compile(r"[Ff]lag_of_(?:the_)?([A-Z][A-Za-z_-]{2,40}?)(?:_\([^()]{1,30}\))?\.(?:svg|png|gif)")


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
    """The data tables, found once by `layouts.table.find`."""
    evidence: tuple | None = None
    """What `layouts.prose.page_evidence` found, for the two layouts that need it."""
    printed: dict[str, str] = field(default_factory=dict)
    """Words that were mended to be understood (look-alike letters, stress marks) and how the page prints them."""
    cut: bool = False
    """Whether there was more text than is read."""
    all_blocks: list[Block] = field(default_factory=list)
    text: str = ""
    """The main part, a line a block."""


def parse(html: str, *, utf8: bytes | None = None, selector: str | None = None, host: str = "") -> Page:
    """Parse a page; `selector` (CSS, from a site's YAML) replaces the search for the main part. `utf8` is `html` encoded,
    where the caller has it.

    Raises ValueError when the selector matches nothing: the page is not what its YAML was written for.
    """
    if "<" not in html:
        html, utf8 = "".join(f"<p>{line}</p>" for line in html.replace("&", "&amp;").splitlines()), None
    tamed = tame(html)
    tree = LexborHTMLParser(tamed if utf8 is None or tamed is not html else utf8)
    page = Page(tree=tree, host=host)
    _head(page, tree)
    roots = [tree.body or tree.root]
    if selector:
        roots = tree.css(selector)
        if not roots:
            raise ValueError(f"nothing matches the selector {selector!r}")

    def walk(whole: bool) -> Walk:
        cut = Walk(page, whole)
        for root in roots:
            if root is not None:
                cut.run(root)
        return cut

    fill(page, walk, whole=bool(selector))
    return page


def fill(page: Page, walk: Callable[[bool], "Walk"], *, whole: bool = False) -> None:
    """Blocks, main part, text, language and heading of a page. `walk` cuts its tree, with the parts that look like menus when it
    is told so; `whole` says that all of it is the main part."""
    cut = walk(whole)
    if not whole:
        _mark_furniture(page.all_blocks)
        page.blocks = _main_part(page, cut)
        if sum(block.size for block in page.blocks) < THIN:
            # Little is left outside menus and footers: perhaps the page calls its list a menu.
            cut = walk(True)
            _mark_furniture(page.all_blocks)
            page.blocks = _main_part(page, cut)
    page.cut = len(page.all_blocks) >= MAX_BLOCKS
    page.text = "\n".join(block.text for block in page.blocks)
    page.lang = language(page.text) or page.lang
    for block in page.blocks:
        if block.kind == "h1":
            page.heading = block.text
            break
    else:
        page.heading = next((block.text for block in page.all_blocks if block.kind == "h1" and len(block.text) < 300), "")


_SIGNS = (
    # Words and letters that one of our languages writes often and the others do not.
    ("uk", re.compile(r"[їєґ]|(?<!\w)(?:і|та|що|про|від|є|між|із|міст[оа])(?!\w)")),
    (
        "ru",
        re.compile(
            r"[ыэъё]|(?<!\w)(?:и|"
            r"что|как|город\w*|это|между|также)(?!\w)"
        ),
    ),
    ("pl", re.compile(r"[ąęłżźśćń]|(?<!\w)(?:się|jest|oraz|miast\w*|przez|został\w*)(?!\w)")),
    ("de", re.compile(r"[äöüß]|(?<!\w)(?:der|die|und|mit|das|für|von|den|dem|eine?r?|ist|im)(?!\w)")),
    (
        "en",
        re.compile(
            r"(?<!\w)(?:the|and|"
            r"of|with|was|is|in|to|has|by)(?!\w)"
        ),
    ),
)


#: Languages whose grammar this reader does not have: told apart so that their pages are not read as one of ours.
_OTHER_SIGNS = (
    ("cs", re.compile(r"[ěřů]|(?<!\w)(?:se|na|že|který|které|která|měst[oa]|smlouv\w+|nebo|také|jsou)(?!\w)")),
    ("sk", re.compile(r"[ľĺŕô]|(?<!\w)(?:sa|na|ktor\w+|mest[oa]|zmluv\w+|alebo|aj|sú|bude)(?!\w)")),
    ("ro", re.compile(r"[ășțşţ]|(?<!\w)(?:și|şi|cu|din|orașul|care|este|sau|localit\w+)(?!\w)")),
    ("hu", re.compile(r"[őűöü]|(?<!\w)(?:és|az|hogy|város\w*|testvér\w*|egy|nem)(?!\w)")),
    ("fr", re.compile(r"(?<!\w)(?:le|la|les|des|du|est|dans|avec|ville\w*|une|et|aux)(?!\w)")),
    ("it", re.compile(r"(?<!\w)(?:il|di|che|della|del|con|città|una|gli|nel|sono)(?!\w)")),
    ("lt", re.compile(r"[ėųūį]|(?<!\w)(?:ir|su|miest\w+|kad|savivaldyb\w+)(?!\w)")),
    ("sv", re.compile(r"[åäö]|(?<!\w)(?:och|att|är|som|för|ett|av|till|med|kommun\w*)(?!\w)")),
)
_ALL_SIGNS = (*_SIGNS, *_OTHER_SIGNS)
_WORDS = re.compile(r"\w+")
_RUN = re.compile(r"[а-яіїєґ]{3,}|[a-z]{3,}")


def language(text: str) -> str | None:
    """The language of a text by the words and letters it uses most; None when there is too little to say."""
    sample = text[:2_000]
    runs = _RUN.findall(sample)
    if len(runs) < 3:
        return None
    cyrillic = sum(run[0] > "z" for run in runs)
    latin = len(runs) - cyrillic
    signs = _CYRILLIC_SIGNS if cyrillic > latin else _LATIN_SIGNS
    counts = Counter(chain.from_iterable(map(signs.__getitem__, _WORDS.findall(sample.lower()))))
    if cyrillic > latin and not re.search("[ыіїєё]", sample) and sample.count("ъ") > 0.004 * len(sample):
        return "bg"
    most = max(counts.values(), default=0)
    return next(name for name, _ in _ALL_SIGNS if counts[name] == most) if most >= 3 else None


class _Signs(dict):
    """Word -> the languages of a script that it is a sign of, as often as it holds one. Most words of a page are on the next as well."""

    def __init__(self, signs: Sequence[tuple[str, re.Pattern]]) -> None:
        super().__init__()
        self.signs, self.any = signs, re.compile("|".join(pattern.pattern for _, pattern in signs))

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= 1 << 12:
            self.clear()
        found: tuple[str, ...] = ()
        if self.any.search(word):
            found = tuple(name for name, pattern in self.signs for _ in pattern.findall(word))
        self[word] = found
        return found


_CYRILLIC_SIGNS, _LATIN_SIGNS = _Signs(_ALL_SIGNS[:2]), _Signs(_ALL_SIGNS[2:])


THIN = 60
"""Characters of text below which the parts that look like menus are read as well."""


_PUBLISHED = frozenset({"article:published_time", "og:published_time", "datepublished", "dc.date", "dc.date.issued", "pubdate"})


def _head(page: Page, tree: LexborHTMLParser) -> None:
    root = tree.root
    lang = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    page.lang = lang[:2].lower() or None
    head = tree.head
    if head is None:
        return
    title = head.css_first("title")
    page.title = fold_space(title.text(deep=True)[:500]) if title is not None else ""
    for meta in head.css("meta[content]")[:80]:
        attributes = meta.attributes
        name = (attributes.get("property") or attributes.get("name") or "").lower()
        content = attributes.get("content") or ""
        if name == "og:title" and not page.title:
            page.title = fold_space(content[:500])
        elif name in ("description", "og:description") and not page.description:
            page.description = fold_space(content[:1000])
        elif name in _PUBLISHED and not page.published:
            page.published = content[:40]


@lru_cache(maxsize=4096)
def _looks(names: str) -> tuple[bool, bool]:
    """(boilerplate, main part) by the class and id of an element."""
    boiler = any(_BOILER_NAME.search(name) and not _BOILER_EXCEPT.search(name) for name in names.split())
    return boiler and not _BOILER_EXCEPT.search(names), bool(_MAIN.search(names.replace("tab-content", "")))


@lru_cache(maxsize=512)
def _flag(iso: str) -> str:
    return "".join(chr(0x1F1E6 + ord(letter) - 97) for letter in iso.lower())


#: A word of two scripts, or one with a stress mark.
_MIXED = re.compile(r"[а-яіїєґёА-ЯІЇЄҐЁ]['’]?[a-zA-Z]|[a-zA-Z]['’]?[а-яіїєґёА-ЯІЇЄҐЁ]|[\u0300\u0301]")
#: What such words cannot do without, where a text is not of ASCII letters alone.
_STRESSED_OR_LATIN = re.compile(r"[a-zA-Z\u0300\u0301]")
_MARKS = ' ,.;:()[]«»"“”„–—-/'


#: The last letter of an element and the first of the next, where one word cannot go on.
_GLUED = re.compile(r"[^\W\d_](?:[12][09])|[a-zà-žа-яіїєґё][A-ZА-ЯІЇЄҐ][a-zà-žа-яіїєґё]|[а-яіїєґё][зс]\s")


def _toggles(node) -> bool:
    """Whether a button is the heading of what it opens, as in an accordion."""
    attributes = node.attributes
    return "aria-expanded" in attributes or "aria-controls" in attributes or bool(_TOGGLE.search(attributes.get("class") or ""))


_TOGGLE = re.compile(r"acc[-_]|accordion|collaps|toggle[-_]?title|spoiler|faq")


class _State:
    """What an element inherits from those around it."""

    kind = "div"
    boiler = False
    depth = 0
    group = region = table = cell = box = -1
    in_link = in_bold = False

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
        self.region_nodes: list[tuple[str, int]] = []
        self.tables = self.groups = 0
        self.rows: dict[int, int] = {}
        self.state = _State()
        self.link: str | None = None  # where the last link leads
        self.link_end = 0  # and after how many pieces of this block it ended
        self.link_from = (0, 0)  # blocks and pieces where the open link begins
        self.alt = ""  # the words of the pictures in it

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
                self.pieces.append(" ")  # two elements with nothing between: `<b>Польща</b><i>2018</i>`, `<b>Польща</b><i>з 2018 року</i>`
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
        elif tag not in _SKIP or (tag == "button" and _toggles(node)):
            tag = tag if tag != "button" else "summary"
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
            if tag in _NAMED:
                is_main = tag in _MAIN_TAGS
                if attributes := node.attributes:
                    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
                    if attributes.get("role") in _ROLES:
                        state.boiler = True
                    if len(names) > 1:
                        is_boiler, looks_main = _looks(names)
                        state.boiler = state.boiler or (is_boiler and tag not in _HOLDS_DATA)
                        is_main = is_main or (looks_main and tag in _MAY_BE_MAIN)
                if tag in _BOILER_TAGS:
                    state.boiler = True
                if is_main:
                    self.region_nodes.append((tag, state.region))
                    state.region = len(self.region_nodes) - 1
            if tag in _BOX:
                self._box(f"{tag}.{names.split(maxsplit=1)[0] if names and not names.isspace() else ''}")
            if tag in _LISTS:
                state.depth += 1
                self.groups += 1
                state.group = self.groups
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
        if tag in _BOLD:
            state.in_bold = True

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
            self.pieces.append(f" {_flag(iso[1])} ")
        elif (named := _FLAG_OF.search(attributes.get("src") or "")) and (code := country_of(named[1].replace("_", " "))):
            self.pieces.append(f" {_flag(code)} ")
        elif not (alt := attributes.get("alt") or ""):
            return
        elif len(alt) < 40 and (code := country_of(alt)) and (code != "UA" or "flag" in (attributes.get("class") or "")):
            self.pieces.append(f" {_flag(code)} ")  # a picture called by a country alone
        elif "flag" in (attributes.get("class") or ""):
            self.pieces.append(f" {alt[:60]} ")

    def _flag_class(self, node) -> None:
        look = node.attributes.get("class")
        if look and (match := _FLAG_CLASS.search(look)):
            self.pieces.append(f" {_flag(match[1])} ")

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
        if self.state.kind == "pre":
            raw = raw.replace("\n", "\x0b")
        text = "\n".join(line for line in map(fold_space, raw.split("\x0b")) if line) if "\x0b" in raw else fold_space(raw)
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


#: The sections that sites of councils have, as their menus call them.
_SECTION = AnyCase(
    r"\W*(?:головн\w+|(?:про |наша )?громада|громадянам|влада|міський голова|депутати|виконавчий комітет|виконком|документи|рішення|новини|"
    r"оголошення|анонси|події|контакти|вакансії|бюджет|фінанси|освіта|культура|спорт|молодь|екологія|економіка|інвестиції|туризм|цнап|"
    r"послуги|електронні|звернення|закупівлі|регуляторн\w+|доступ до публічної|фото\w*|відео\w*|галерея|архів|медицина|охорона здоров|"
    r"соціальн\w+|ветеранам|впо\b|символіка|історія|статут|програми|структура|старост\w+|карта сайту|пошук|"
    r"главная|новости|контакты|документы|объявления|образование|здравоохранение|экономика|услуги|фотогалерея|история|структура|о городе|"
    r"home|news|contacts?|documents|about|events|services|education|tourism|economy|gallery|history|search|sitemap|"
    r"strona główna|aktualności|kontakt|urząd|oświata|turystyka|startseite|aktuelles|rathaus|bürgerservice)(?!\w)",
)
LEAST_MENU = 5
#: What a content system prints around a text.
_FURNITURE = AnyCase(
    r"\W*(?:(?:кількість )?перегляд(?:ів|и)|категорі[яї]|автор|деталі|версія для друку|роздрукувати|поділитися|поділитись|додатки|вкладення|"
    r"завантажити|просмотр(?:ов|ы)|категория|подробности|версия для печати|поделиться|приложения|скачать|hits|views|category|details|"
    r"print(?:able version)?|share|attachments?|download|wyświetleń|odsłon|kategoria|drukuj|udostępnij|załączniki|pobierz|aufrufe|teilen|drucken)"
    r"(?:\s*:.{0,120}|\s*\(?\d*\)?)$",
)


#: How these words begin: cheaper to look at than all of them.
_FURNITURE_BEGINS = frozenset(
    "кіл пер кат авт дет вер роз под дод вкл зав про при под ска hit vie cat det pri sha att dow wyś ods kat dru udo zał pob auf tei".split()
)


def _mark_furniture(blocks: list[Block]) -> None:
    """Menus that no element or class tells, by their words: runs of links of which many are sections of a council's site; and
    the lines of a content system (`Views: 512`, `Print`)."""
    run: list[Block] = []
    for block in [*blocks, None]:
        size = len(block.text) if block is not None else MAX_BYTES
        if size <= 60 and (block.all_link or (size <= 30 and block.all_bold)) and block.heading == 0:
            run.append(block)
        elif run:
            known = [number for number, one in enumerate(run) if _SECTION.match(one.text)]
            if len(known) >= LEAST_MENU and len(known) >= 0.25 * len(run):
                for one in run[known[0] : known[-1] + 1]:
                    one.boiler = True
            run = []
        if size < 160 and block.text[:3].lower() in _FURNITURE_BEGINS and _FURNITURE.match(block.text.partition("\n")[0]):
            block.boiler = True


def _main_part(page: Page, walk: Walk) -> list[Block]:
    """The blocks outside menus and footers, narrowed to the element that holds most of the plain text."""
    kept = [block for block in page.all_blocks if not block.boiler]
    if sum(block.size for block in kept) < THIN // 3 and sum(block.size for block in page.all_blocks) > THIN // 2:
        kept = page.all_blocks
    nodes = walk.region_nodes
    if not nodes:
        return kept
    mass = [0] * len(nodes)
    for block in kept:
        region = block.region
        while region >= 0:
            mass[region] += block.size - block.links // 2
            region = nodes[region][1]
    total = sum(block.size - block.links // 2 for block in kept)
    best = -1
    for number, value in enumerate(mass):
        if value >= 0.5 * total and (best < 0 or value >= 0.85 * mass[best]):
            best = number
    if best < 0:
        return kept
    inside = set()
    for number, (_, parent) in enumerate(nodes):
        if number == best or parent in inside:
            inside.add(number)
    return [block for block in kept if block.region in inside or (block.kind == "h1" and len(block.text) < 300)]


# --- what kind of page it is ------------------------------------------------------------------------------------------

_PARKING = AnyCase(
    r"domain (?:name )?(?:is|may be) (?:for sale|parked|available)|buy this domain|this domain (?:has expired|"
    r"is parked)|domain parking|parked (?:free|domain)|"
    r"account (?:has been )?suspended|website is no longer available|домен\w* (?:продається|продаётся|"
    r"продается|припаркован|вільний|свободен|зареєстрован)|"
    r"купити (?:цей )?домен|купить (?:этот )?домен|цей домен|срок регистрации домена|domain steht zum verkauf|"
    r"domena (?:jest )?na sprzedaż|"
    r"хостинг[- ]акаунт|сайт (?:тимчасово )?(?:заблоковано|призупинено|временно отключен)|apache2? (?:ubuntu|"
    r"debian)? ?default page|welcome to nginx|index of /",
    needs="domain parked suspended available домен domena хостинг заблоковано призупинено отключен apache nginx index",
)
_LOGIN = AnyCase(
    r"увійти|вхід|логін|пароль|авторизац|войти|вход|log ?in|sign ?in|password|zaloguj|hasło|"
    r"anmelden|passwort|kennwort",
    needs="увійти вхід логін пароль авторизац войти вход log sign password zaloguj hasło anmelden passwort kennwort",
)
_GONE = AnyCase(
    r"\b404\b|сторінк\w+ не (?:знайден|існує)|сторінки не існує|страниц\w+ не (?:найден|"
    r"существует)|page (?:was )?not found|not be found|"
    r"nie znaleziono (?:strony)?|strona nie istnieje|seite (?:wurde )?nicht gefunden",
)
_BLOCKED = AnyCase(
    r"just a moment|checking your browser|verify you are (?:a )?human|access denied|доступ "
    r"(?:заборонено|запрещ[её]н|обмежено)|ddos[- ]protection|"
    r"attention required|are you a robot|captcha|ray id",
    needs="moment checking verify denied доступ ddos attention robot captcha ray",
)
_SHELL = AnyCase(
    r"enable javascript|requires? javascript|javascript (?:to run|is (?:disabled|required))|"
    r"увімкніть (?:підтримку )?javascript|включите javascript|"
    r"aktivieren sie javascript|włącz(?:yć)? (?:obsługę )?javascript|loading\.{0,3}$|"
    r"завантаження\.{0,3}$|загрузка\.{0,3}$",
)


OPENING = 4_000
"""Characters of everything on a page, menus included, that tell what kind of page it is."""


def classify(page: Page) -> tuple[IssueClass, str] | None:
    """The class and the words for a page that is not a page of content, None for one that may be read."""
    text = page.text
    size = len(text)
    whole = text
    if size < 1500 and page.tree is not None and page.tree.body is not None:
        whole = _opening(page.tree.body)
    if size < 2500:
        found = _said(_PARKING, whole, page.title) if size < 1500 else None
        if found:
            return IssueClass.PARKING_PAGE, f"a parked, suspended or default page: “{found}”"
        found = _said(_BLOCKED, page.title, whole if size < 1200 else "")
        if found:
            return IssueClass.UNREACHABLE, f"a page of a guard in front of the site: “{found}”"
        if (
            page.tree is not None
            and _LOGIN.search(whole + " " + page.title)
            and page.tree.css_first("input[type=password]") is not None
        ) or (size < 300 and page.title and _LOGIN.fullmatch(page.title.strip())):
            return IssueClass.LOGIN_PAGE, "a log-in form where a page was expected"
        found = _said(_GONE, page.title, *((page.heading, text[:400]) if size < 1000 else ()))
        if found:
            return IssueClass.GONE, f"the page says that it does not exist: “{found}”"
    if size < 250 and _is_shell(page, size, whole):
        return IssueClass.SCRIPT_SHELL, "a JavaScript shell: the page holds no text of its own"
    if size < 20 and not page.title:
        return IssueClass.NO_LAYOUT, "the page holds no text"
    return None


def _opening(body: LexborNode) -> str:
    """The first characters that an element holds, menus and scripts included."""
    texts, size = [], 0
    for node in body.traverse(include_text=True, skip_empty=True):
        if node.tag == "-text":
            texts.append(node.text_content)
            size += len(texts[-1]) + 1
            if size > OPENING:
                break
    return " ".join(texts)[:OPENING]


def _said(pattern: AnyCase, *texts: str) -> str | None:
    """What the first text that holds the pattern says, as it is printed."""
    return next((text[found.start() : found.end()] for text in texts if (found := pattern.search(text))), None)


def _is_shell(page: Page, size: int, whole: str) -> bool:
    if page.tree is None or page.tree.css_first("script") is None:
        return False
    if size < 30 or _mount(page) or _SHELL.search(whole):
        return True
    noscript = page.tree.css_first("noscript")
    return noscript is not None and _SHELL.search(noscript.text(deep=True) or "") is not None


def _mount(page: Page) -> bool:
    return (
        page.tree is not None
        and page.tree.css_first("#app, #root, #__next, #__nuxt, app-root, [ng-app], [data-reactroot]") is not None
    )
