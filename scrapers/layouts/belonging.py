"""Which lines of a list belong to the one above them: a country, a date, a stage or a document of the partner that it names.

What belongs here: lines that are no entries of their own. What does not: one entry (`items`) and the run of them (`listing`).
"""

import re
from collections import Counter
from itertools import pairwise

from schemas.vocabularies import Level, Stage
from scrapers.layouts.entry.claims import shorten
from scrapers.layouts.entry.dates import when_of
from scrapers.layouts.entry.marks import clean, without_flags
from scrapers.layouts.entry.model import Context, Draft, Scope
from scrapers.layouts.entry.pieces import LABEL, YEAR
from scrapers.layouts.entry.reading import read_record
from scrapers.layouts.entry.stages import CLOSED, NOT_SIGNED, stage_in
from scrapers.layouts.grid.columns import first_piece, holds, holds_country, role_of
from scrapers.layouts.page.model import Block
from scrapers.layouts.sentence.mentions import mentions
from scrapers.layouts.sentence.ties import RELEVANT
from scrapers.text.countries import country_of
from scrapers.text.dates import PartialDate, find_dates
from scrapers.text.normalise import AnyCase, fold_space
from scrapers.text.words import level_of

#: Characters of a name that opens a paragraph or stands above a line.
NAME_ALONE = 50


def under_country(text: str) -> bool:
    """Whether the lines of a block are a country and its partners."""
    first, _, rest = text.partition("\n")
    return bool(rest) and len(first) <= LONGEST_TURN and country_of(fold_space(without_flags(first))) not in (None, "UA")


def details_below(blocks: list[Block], position: int, draft: Draft) -> list[Block]:
    """The items below an item that are no partners and say more of it: its region, the day of its agreement."""
    if draft.country is None or draft.level is Level.REGION:
        return []
    below: list[Block] = []
    for block in blocks[position + 1 :]:
        if block.depth <= blocks[position].depth or block.heading:
            break
        below.append(block)
    if sum(_named_and_dated(block.text) for block in below) > 1:
        return []  # partners of their own
    dated = any(when_of(block.text, None) or stage_in(block.text) for block in below)
    return below if dated and not any(holds_country(block.text) and "known" in holds(block.text) for block in below) else []


def _named_and_dated(text: str) -> bool:
    """`гміна Пільзно – угода 2010`: a line that opens with the name of a unit and has a date."""
    bare = clean(text)
    return level_of(bare[:NAME_ALONE]) is not None and "place" in holds(first_piece(bare)) and when_of(text, None) is not None


CLAUSE = re.compile(r"[a-zа-яіїє]\)\s")


def add_clause(draft: Draft, name: str, clause: str, scope: Scope, context: Context) -> None:
    """One of the documents listed below an item: `a) list intencyjny z 2012 r.`, `b) umowa partnerska z 2013 r.`"""
    told = read_record(name, [CLAUSE.sub("", clause)], scope.landless(), context)
    if len(told) != 1:
        return
    signed = draft.stage in NOT_SIGNED and told[0].stage not in NOT_SIGNED and told[0].since is not None
    draft.since = told[0].since if signed else draft.since or told[0].since
    if signed or (told[0].stage is not None and not (draft.stage is Stage.APPROVED and told[0].stage is Stage.INTENT)):
        draft.stage = told[0].stage
    draft.quote = shorten(f"{draft.quote} {clause}", draft.name.raw)


def tells_stage(text: str, above: Draft, context: Context) -> bool:
    """Whether a text that names nobody says how far the tie above it has come, which says no day of its own: `Рішенням ради угоду розірвано`,
    `листування з 2022 р., мери обговорили майбутнє партнерство`."""
    stage = stage_in(text)
    if stage not in CLOSED and not (stage in NOT_SIGNED and above.since is None and above.stage is None and above.country and RELEVANT.search(text)):
        return False
    return not _OF_OTHERS.search(text) and not (stage in NOT_SIGNED and (holds_country(text) or _WITH_ANOTHER.search(text))) and not mentions(text, context)


#: `Планується підписання угоди з містом у Франції`.
_WITH_ANOTHER = AnyCase(r"(?<!\w)(?:з|із|зі|с|with|z) (?:[^\s.;]+ )?(?:містом|громадою|містами|громадами|муніципалітетом|городом|a (?:town|city|municipality))(?!\w)")
_OF_OTHERS = AnyCase(r"асоціац|клуб|фонд|про[єе]кт|університет|ліце|школ|програм|обмін|ассоциац|association|project")


#: Names alone, each with a line of its country below it, perhaps under the word for it, and others of a label or a date.
_NAMES_OVER_COUNTRIES = re.compile(r"(?<!c)(?:n(?:l?d)*l?c(?:l?d)*){2,}(?![nc])")


def lines_below(blocks: list[Block], per_line: bool) -> dict[tuple[int, int], str]:
    """Where names and countries take turns, the name first: for each name (block and line) the lines below it that are its own, and
    "" for each of these. Without this every country would be the heading of the next name."""
    found: dict[tuple[int, int], str] = {}
    for position, (term, told) in enumerate(pairwise(blocks)):
        if (
            (term.kind, told.kind) == ("dt", "dd")
            and "place" in holds(term.text)
            and country_of(first_piece(told.text)) not in (None, "UA")
        ):
            found[position, 0], found[position + 1, 0] = told.text, ""
    if per_line:
        for position, block in enumerate(blocks):
            found |= {(position, number): told for number, told in _numbered(block.text.split("\n")).items()}
    lines = [line for block in blocks for line in (block.text.split("\n") if per_line else (block.text,))]
    countries = [number for number, line in enumerate(lines) if len(line) <= LONGEST_TURN and country_of(line)]
    if not any(
        two - one <= MOST_TURNS and any("place" in holds(line) for line in lines[max(0, one - 2) : one])
        for one, two in pairwise(countries[:3])
    ):
        return found
    run: list[tuple[tuple[int, int], str, str]] = []
    look = None
    for position, block in enumerate([*blocks, None]):
        key = None if block is None or block.heading else (block.kind, block.depth, block.cell)
        if block is None or key != look or per_line:
            _take_turns(run, found)
            run, look = [], key
        if block is not None and key is not None:
            for number, text in enumerate(block.text.split("\n") if per_line else [block.text]):
                if text.strip():
                    run.append(((position, number), _turn(text), text))
    return found


def _numbered(lines: list[str]) -> dict[int, str]:
    """Numbered lines of which each is a partner with its country, with the lines below it that have no number: `1. Риманів (Польща)`, `підписано
    05.06.1999`; "" for each of these. Empty where lines are not numbered so."""
    heads = [number for number, line in enumerate(lines) if _NUMBERED.match(line)]
    if len(heads) < _LEAST_NUMBERED or sum(holds_country(lines[number]) for number in heads) < _MOST_NUMBERED * len(heads):
        return {}
    found: dict[int, str] = {}
    for head, until in pairwise([*heads, len(lines)]):
        below = []
        for line in lines[head + 1 : until]:
            if line.rstrip().endswith((":", ".")) or holds_country(line) or ("known" in holds(line) and any(when_of(one, None) for one in below)):
                break
            below.append(line)
        if below:
            found |= {head: "\n".join(below)} | {head + step: "" for step in range(1, len(below) + 1)}
    return found


_NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s")
_LEAST_NUMBERED, _MOST_NUMBERED = 3, 0.7


def _take_turns(run: list[tuple[tuple[int, int], str, str]], found: dict[tuple[int, int], str]) -> None:
    turns = "".join(turn for _, turn, _ in run)
    for match in _NAMES_OVER_COUNTRIES.finditer(turns) if turns.count("c") > 1 else ():
        name = run[match.start()][0]
        for place, turn, text in run[match.start() : match.end()]:
            if turn == "n":
                name, found[place] = place, ""
            else:
                found[name] = f"{found[name]}\n{text}".strip()
                found[place] = ""


def _turn(text: str) -> str:
    """What a line is where names and countries may take turns: a country, a date, a label, a name, or something else."""
    if len(text) > LONGEST_TURN or text.rstrip().endswith((":", ".")):
        return "l" if len(text) < LONGEST_LABEL and LABEL.match(text.strip(" :")) else "x"
    bare = clean(text)
    if country_of(bare):
        return "c"
    if lone_date(text):
        return "d"
    if LABEL.match(bare):
        return "l"
    return "n" if "place" in holds(text) and "abroad" not in holds(text) else "x"


LONGEST_LABEL, LONGEST_TURN = 30, 60
MOST_TURNS = 6
"""Lines of one name at most, from its country to the country of the next."""


def tells_when(text: str) -> bool:
    """A line that names nobody and says when something was signed."""
    kinds = holds(text)
    return "date" in kinds and not kinds & {"place", "told"} and (lone_date(text) is not None or bool(_SIGNED_ON.search(text)))


def with_line_above(
    text: str, drafts: list[Draft], name: str, above: list[Draft], scope: Scope, context: Context
) -> list[Draft]:
    """The partner of two lines: its name alone, and below it a line of its region, country or date that names nobody else:
    `Словаччина / 2020`, `Опольське воєводство, Польща. Угода – 12 травня 2007 року`. None when they are no such pair."""
    region = drafts[0].name.raw if len(drafts) == 1 and drafts[0].level in (Level.REGION, Level.COUNTY) else None
    if (drafts and region is None) or len(above) > 1 or any(draft.country or draft.level is Level.REGION for draft in above):
        return []
    if len(name) > NAME_ALONE or not {"country", "abroad"} & holds(text) or "place" not in holds(name):
        return []
    found = read_record(name, [text], scope, context)
    if len(found) != 1 or found[0].country_raw is None or found[0].name.raw not in name:
        return []
    found[0].region_raw = found[0].region_raw or region
    return found


_SIGNED_ON = AnyCase(
    r"(?<!\w)(?:підписан|уклад|угод|договор|договір|меморандум|подписан|заключ|соглашени|signed|agreement|since|podpisan|umow|zawart|"
    r"unterzeichnet|vertrag|seit|партнерств|побратим|partner)\w*"
)


def fields_of(blocks: list[Block]) -> frozenset[str]:
    """The labels of records that stand among the lines: what is said again before a colon, and is no name, country or label of
    one."""
    counts = Counter(
        line.partition(":")[0].strip()
        for block in blocks
        if ":" in block.text
        for line in block.text.split("\n")
        if ":" in line[:40]
    )
    return frozenset(
        label
        for label, count in counts.items()
        if count > 1
        and label
        and not LABEL.match(label)
        and not country_of(label)
        and role_of(label) in ("ignore", "notes", "kind", "duration")
    )


def lone_date(text: str) -> PartialDate | None:
    """The date of a line that is nothing else: `2003`, `12 травня 1998 року`."""
    if len(text) > 30 or not ("19" in text or "20" in text) or not YEAR.search(text) or "©" in text:
        return None
    found = find_dates(text)
    return (
        found[0][2]
        if len(found) == 1 and not any(map(str.isalnum, text[: found[0][0]] + _YEAR_WORD.sub("", text[found[0][1] :])))
        else None
    )


_YEAR_WORD = re.compile(r"\W*(?:року|рік|роки|р\.?|год|года|г\.?)\W*$", re.I)


