"""Bounds on markup: nesting and attributes that would cost the parser too much are taken out before it runs.

What belongs here: hostile shapes of HTML as text. What does not: the size of a body (`decoding`) and how much of a tree is
read (`walk`).
"""

import re

MAX_DEPTH = 600
"""Tags nested deeper are unwrapped before parsing: the parser's time grows with the square of the depth."""
HARMLESS = 4_000
"""Tags, closing ones included, below which a page is not measured: nested all in one another they cost the parser 20 ms."""
MAX_ATTRIBUTES = 4_000
"""Characters of attributes kept in one tag that holds many of them; the parser compares every pair."""
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
