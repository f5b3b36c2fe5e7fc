"""Text whose lines were broken to fit a sheet of paper, as that of a PDF is when it is pasted into a page, put together again.

What belongs here: lines of about one length that end within a sentence. What does not: lines of a list, which are short or begin anew,
and sentences that were broken once (`sentence.running_text`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from scrapers.layouts.page.model import Block

#: Lines that are one text at least, those of its joints that must lie within a sentence, and the length of a line that was full.
_LEAST_LINES, _LEAST_JOINTS, _LEAST_LENGTH = 4, 3, 40
#: The same length on a page that divides words at the end of a line.
_NARROW = 16
_DIVIDED = re.compile(r"[а-яіїєґa-z]-\n[а-яіїєґa-z]")
_FULL = 0.7
"""How much of the longest line a line has that was broken because it was full."""
_ALIKE = 0.4
"""The share of lines that may begin with the same word."""
_OWN_YEAR = 0.4
"""The share of lines that may have a year: items of a list have one each, or one every other line."""
_OPENED = 0.6
"""The share of these that begin with a capital, a unit, a document or a year with a dash."""
_OPENS = re.compile(
    r"[^\W\d_a-zа-яіїєґà-ž]|(?i:місто|м\.|гміна|ґміна|комуна|повіт|муніципалітет|громада|район|регіон|угода|договір|меморандум|лист|протокол|декларація|партнерська|gmina|miasto|powiat|umowa|list|porozumienie)(?!\w)"
    r"|(?:[^\W\d_]+\s){0,3}(?:19|20)\d\d\s[–—-]"
)
#: A name with its country: an item, but where the line before it goes on (`підписано угоду з містом`).
_NAME_WITH_LAND = re.compile(r"[^\W\d_a-zа-яіїєґà-ž][\w'’-]+(?:[ -][^\W\d_a-zа-яіїєґà-ž][\w'’-]+)*\s\([^\W\d_a-zа-яіїєґà-ž]")
_EXPECTS = re.compile(r"(?:[,–—-]|(?<!\w)(?:з|із|зі|та|і|й|між|до|в|у|(?i:міст|громад|[гґ]мін|комун|повіт|город|gmin|miast)\w*))$")
#: What no line of a list ends with: `угода від 24 травня` above `1993 року`, `укладено з` above `містом Бидгощ`.
_UNFINISHED = re.compile(r"(?<=[а-яіїєґa-z]{2})-$|\s(?:з|із|зі|та|і|й|між|від|про|для|за|а|та|\d{1,2}(?:\s(?:січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня))?)$")
_SHAPE = re.compile(r"\d+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ENDS = (".", "!", "?", ":", ";", "…")
_GOES_ON = re.compile(r"[(«„“\"]?(?:(?!(?:м|с|г|смт|рр|пн|№)\.|смт\s)[a-zа-яіїєґà-žß]|\d)")
_NEW = re.compile(r"[-–—•*]\s|\d{1,2}[.)]\s")
_HYPHEN = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
#: `Федеративна Республіка` above `Німеччина`: the name of a country on two lines.
_LAND_BROKEN = re.compile(
    r"(?<=[Рр]еспубліка)\n(?=(?:Німеччина|Польща|Молдова|Білорусь|Болгарія|Туреччина|Корея|Хорватія|Словенія|Сербія)(?!\w))"
    r"|(?<=Федеративна)\n(?=Республіка)|(?<=[сц]ька)\n(?=Республіка(?!\w))"
)
#: What goes on with a name that has a hyphen: `Франкфурт-` above `на-Одері`.
_OF_A_NAME = re.compile(r"(?:на|над|під|ан|ам|де|дель|ді|ду|ле|ла|ін|сюр|су|ле|nad|an|am|de|del|le|la|sur)-[^\W\d_]")


def unwrap(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a page, broken lines joined to the block that they belong to; blocks joined to another have no text any more."""
    narrow = sum(len(_DIVIDED.findall(block.text)) for block in blocks if "-\n" in block.text) >= _LEAST_JOINTS
    for block in blocks:
        if "\n" in block.text:
            block.text = _LAND_BROKEN.sub(" ", block.text)
        if block.text.count("\n") >= (1 if narrow else _LEAST_LINES):
            lines = block.text.split("\n")
            if heads := _heads_of_narrow(lines) if narrow and not _are_items(lines) else _heads(lines):
                block.text = "\n".join(_joined(lines, heads))
    for plain, run in groupby(blocks, lambda one: (one.kind, one.depth, one.cell, one.region) if _is_plain(one) else None):
        together = [*run] if plain is not None else []
        lines = [block.text for block in together]
        if len(together) < _LEAST_LINES or not (heads := _heads(lines)):
            continue
        for block in together:
            block.text = ""
        for head, text in zip(heads, _joined(lines, heads), strict=True):
            together[head].text = text
    return [block for block in blocks if block.text]


def _is_plain(block: Block) -> bool:
    return block.kind in ("p", "div") and not (block.all_bold or block.all_link or "\n" in block.text)


def _heads(lines: Sequence[str]) -> list[int]:
    """Where the texts begin of which some lines are the pieces; none where they are no broken text."""
    longest = max(map(len, lines))
    if longest < _LEAST_LENGTH or _are_items(lines):
        return []
    goes_on = [False, *(_breaks(one, other, longest) for one, other in pairwise(lines))]
    within = [line for joint, line in zip(goes_on, lines, strict=True) if joint and _GOES_ON.match(line)]
    if len(within) < _LEAST_JOINTS or 2 * len(within) < sum(goes_on):
        return []
    [(_, alike)] = Counter(_SHAPE.sub("0", line.split(" ", 1)[0]) for line in within).most_common(1)
    if alike > max(2, _ALIKE * len(within)):
        return []  # items that begin alike
    return [number for number, joint in enumerate(goes_on) if not joint]


def _are_items(lines: Sequence[str]) -> bool:
    """Whether so many lines have a year, and begin as items do, that they are items, each with its own."""
    dated = [line for line in lines if _YEAR.search(line)]
    return len(dated) > max(1, _OWN_YEAR * len(lines)) and sum(_OPENS.match(line) is not None for line in dated) > _OPENED * len(dated)


def _heads_of_narrow(lines: Sequence[str]) -> list[int]:
    """The same on a page whose lines are so narrow that they divide words."""
    longest = max(map(len, lines))
    joints = [number for number, (one, other) in enumerate(pairwise(lines), start=1) if _breaks(one, other, longest, _NARROW)]
    if 2 * sum(_GOES_ON.match(lines[number]) is not None for number in joints) < len(joints):
        return []
    return [number for number in range(len(lines)) if number not in joints]


def _breaks(line: str, other: str, longest: int, least: int = _LEAST_LENGTH) -> bool:
    """Whether a line ends within a sentence that the next one goes on with."""
    if _GOES_ON.match(other) and (_UNFINISHED.search(line) or line.count("(") > line.count(")")):
        return not _NEW.match(other)
    if len(line) < max(least, _FULL * longest) or line.endswith(_ENDS) or _NEW.match(other):
        return False
    if _NAME_WITH_LAND.match(other) and not _EXPECTS.search(line):
        return False
    return not line.endswith((")", "»")) or other[:1].islower()


def _joined(lines: Sequence[str], heads: Sequence[int]) -> list[str]:
    texts = []
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        text = lines[start]
        for line in lines[start + 1 : end]:
            hyphen = _HYPHEN.search(text) is not None
            text = (text[:-1] if hyphen and line[:1].islower() and not _OF_A_NAME.match(line) else text) + ("" if hyphen else " ") + line
        texts.append(text)
    return texts
