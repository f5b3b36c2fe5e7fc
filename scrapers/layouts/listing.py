"""Lists: `li` and paragraph items, one or several partners an item, under headings that may be countries.

What belongs here: runs of items of the same kind and the headings above them. What does not: items that are sentences
(`prose`) and lines parted by `<br>` (`lines`).
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from itertools import pairwise

from schemas.vocabularies import IssueClass, Level, Stage
from scrapers.claim import Issue
from scrapers.layouts import cues
from scrapers.layouts.columns import first_piece, holds, holds_country, known, may_be_a_name, role_of
from scrapers.layouts.entry.claims import shorten
from scrapers.layouts.entry.dates import when_of
from scrapers.layouts.entry.marks import clean, without_flags
from scrapers.layouts.entry.model import Context, Draft, Outcome, Scope
from scrapers.layouts.entry.pieces import LABEL, YEAR
from scrapers.layouts.entry.reading import add_details, read_entry, read_record
from scrapers.layouts.entry.scope import read_heading
from scrapers.layouts.entry.stages import CLOSED, NOT_SIGNED, stage_in
from scrapers.layouts.page.model import Block, Page
from scrapers.layouts.sentence.capitals import CAP
from scrapers.layouts.sentence.countries import one_country
from scrapers.layouts.sentence.gathering import gather
from scrapers.layouts.sentence.mentions import mentions
from scrapers.layouts.sentence.model import Evidence
from scrapers.layouts.sentence.partners import TWINS_THERE
from scrapers.layouts.sentence.running_text import read_text
from scrapers.layouts.sentence.stages import SIGNED_VERB
from scrapers.layouts.sentence.ties import RELEVANT
from scrapers.text.countries import country_of, find_countries
from scrapers.text.dates import PartialDate, Precision, find_dates
from scrapers.text.names import PartnerName, split_names
from scrapers.text.normalise import AnyCase, fold_space
from scrapers.text.places import may_lie_in
from scrapers.text.words import level_of

LONGEST_ITEM = 600
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
        if _under_country(block.text):
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
    outcome = Outcome(layout, foreign_list=scope.foreign)
    if scope.listed and not (context.site and context.site.options.listed):
        # The title says that partners are listed; what stands above the heading that says it is not the list.
        opening = next(
            (
                block
                for block in blocks
                if len(block.text) < 160
                and not block.all_link
                and cues.PARTNER_HEADING.search(block.text)
                and read_heading(block.text, scope, context)
                # "X (Країна) – договір про партнерство з 2004 року" is an entry
                and (block.heading or not any(draft.country for draft in read_entry(block.text, scope, context)))
            ),
            None,
        )
        if opening is not None:
            scope = scope._replace(listed=False)
    top = current = scope
    parents: list[tuple[int, Scope]] = []
    met = opened = 0
    moment: PartialDate | None = None  # of the line above, which is nothing but a date
    last: list[Draft] = []  # of the line above
    name = ""  # what it says
    base: dict[str, Context] = {}  # by the year above an item, whose days need not print it
    skipped = -1  # the last block that was read with the entry above it
    land: tuple[int, Scope] | None = None  # the heading of a country, which headings below it keep
    term: Scope | None = None  # before a term that opened a list
    near = ("", -1)  # and where it stands
    within: int | None = None  # the cell in which a country heads its own lines
    fields = _fields(blocks)
    below = _countries_below(blocks, per_line)
    dated = Counter(block.kind for block in blocks if lone_date(block.text)) if not per_line else Counter()
    for position, block in enumerate(blocks):
        if position <= skipped:
            outcome.spans.append((block.index, block.index + 1))
            continue
        if met > MAX_ITEMS:
            outcome.issues.append(
                Issue(
                    IssueClass.UNEXPECTEDLY_MANY,
                    f"more than {MAX_ITEMS} items, the rest is not read",
                    context.source,
                    context.url,
                )
            )
            break
        texts = block.text.split("\n") if per_line else [block.text]
        if within is not None and block.cell != within:
            current, within = current.landless(), None
        for number, text in enumerate(texts):
            if not text.strip():
                continue
            met += 1
            if met > MAX_ITEMS:
                break
            told = below.get((position, number))
            if told == "":
                outcome.spans.append((block.index, block.index + 1))
                continue  # said of the name above
            while parents and (parents[-1][0] >= block.depth or block.depth == 0):
                current = parents.pop()[1]
            earlier, moment = moment, lone_date(text) if dated[block.kind] > 1 else None
            if moment is not None:
                if block.heading or block.all_bold:
                    current, moment = (current if current.listed else top)._replace(since=moment), None
                continue
            if block.heading:
                heading = read_heading(text, top, context)
                if land is not None and block.heading <= land[0]:
                    land = None
                if heading is not None and heading.country:
                    land = block.heading, heading
                elif heading is not None and heading.listed and land is not None and not heading.foreign:
                    heading = heading._replace(country=land[1].country, country_raw=land[1].country_raw)
                if heading is None:
                    # A heading of something else closes the list above it, but for that of the page.
                    current = top if block.heading == 1 else top._replace(listed=False, country=None, country_raw=None)
                    if block.heading > 1:
                        current = current._replace(listed=top.listed and _near(text))
                elif top.listed and not heading.listed and 1 <= opened < block.heading:
                    current = heading  # a part of the page about somebody else: the next part may list partners again
                else:
                    opened = block.heading if heading.listed else opened
                    current = top = heading if not heading.country else heading._replace(listed=top.listed or current.listed)
                    if heading.country:
                        top = top.landless()
                outcome.foreign_list |= current.foreign
                continue
            if len(last) == 1 and last[0].country and _CLAUSE.match(text):
                for clause in text.split("\n"):
                    _add_clause(last[0], name, clause, current, context)
                outcome.spans.append((block.index, block.index + 1))
                continue
            if len(text) > LONGEST_ITEM or _furniture(text):
                continue
            if ":" in text and text.partition(":")[0].strip() in fields and not _tells_when(text):
                continue
            heading = (
                read_heading(text, current, context) if len(text) < 160 and _may_head(block, text, blocks, position) else None
            )
            if heading is not None and not heading.listed and block.all_link and block.kind == "li":
                continue  # a tab or a menu
            if (
                heading is not None
                and not heading.country
                and not text.rstrip().endswith(":")
                and any(draft.country for draft in read_entry(text, current, context))
            ):
                heading = None
            if (
                heading is not None
                and heading.listed
                and not current.listed
                and not (block.all_bold or text.rstrip().endswith(":"))
                and cues.is_event(context.title)
            ):
                heading = None  # a sentence of the news that speaks of partners
            if heading is not None and heading.country and _among_entries(heading.country, blocks, position, per_line):
                heading = None
            if block.kind == "dt":
                if heading is None and term is not None and not holds(text) & {"known", "abroad"}:
                    current, term = term, None  # the next fact of the community is about something else
                    continue
                term = current if heading is not None and term is None else term
            if heading is not None:
                outcome.foreign_list |= heading.foreign
                if _deeper(blocks, position):
                    parents.append((block.depth, current))
                current = heading
                first = position in heads or (number == 0 and len(texts) > 1)
                within = block.cell if heading.country and first else None
                continue
            if current.foreign or not current.listed or text.rstrip().endswith(":"):
                continue
            if "\n" in text and (above := text.partition("\n")[0]).endswith(":"):
                told_of = read_heading(above, current, context)
                if told_of is not None and not told_of.listed:
                    continue  # "Допомогли місту:", and below it who did
            outcome.entries += 1
            inner = current._replace(since=earlier) if earlier else current
            of_year = inner.since is not None and inner.since.precision is Precision.YEAR and context.base is None
            if of_year and base.get(inner.since.value) is None:
                base[inner.since.value] = replace(context, base=date(int(inner.since.value), 12, 31), seen={})
            context_of = base[inner.since.value] if of_year else context
            if told:
                drafts = read_record(text, told.split("\n"), inner.landless(), context_of)
            elif of_year and text.endswith(".") and len(text) > _SHORTEST_SENTENCE:
                drafts = _event(text, inner, context_of)
            else:
                drafts = _item(block, text, inner, context_of)
            for draft in drafts if of_year else ():
                draft.since = draft.since and replace(draft.since, relative=False)
            if not drafts and len(last) == 1 and near == (block.kind, block.cell) and _tells_stage(text, last[0], context):
                last[0].stage = stage_in(text)
                last[0].quote = shorten(f"{last[0].quote}. {text}", last[0].name.raw)
                outcome.entries -= 1
                outcome.spans.append((block.index, block.index + 1))
                continue
            if len(text) < LONGEST_STORY and near == (block.kind, block.cell):
                if not drafts and last and len(text) < LONGEST_DATED and _tells_when(text):
                    for draft in last:
                        draft.since = draft.since or when_of(text, context.base)
                        draft.stage = draft.stage or stage_in(text)
                        draft.quote = shorten(f"{draft.quote}. {text}", draft.name.raw)
                    outcome.entries -= 1
                    outcome.spans.append((block.index, block.index + 1))
                elif whole := _with_line_above(text, drafts, name, last, current, context):
                    del outcome.drafts[len(outcome.drafts) - len(last) :]
                    outcome.entries -= 1
                    outcome.explained -= bool(last)
                    drafts = whole
            if len(drafts) == 1 and not per_line and (below_it := _details(blocks, position, drafts[0])):
                add_details(drafts[0], [one.text for one in below_it], inner, context)
                skipped = position + len(below_it)
            last, name, near = drafts, text, (block.kind, block.cell)
            if drafts:
                outcome.explained += 1
                outcome.drafts += drafts
                outcome.spans.append((block.index, block.index + 1))
                if _deeper(blocks, position) and len(drafts) == 1 and drafts[0].country:
                    parents.append((block.depth, current))
    if not outcome.drafts:
        outcome.reason = "no item names a place with its country or under a heading of partners"
    return outcome


def _under_country(text: str) -> bool:
    """Whether the lines of a block are a country and its partners."""
    first, _, rest = text.partition("\n")
    return bool(rest) and len(first) <= LONGEST_TURN and country_of(fold_space(without_flags(first))) not in (None, "UA")


def _details(blocks: list[Block], position: int, draft: Draft) -> list[Block]:
    """The items below an item that are no partners and say more of it: its region, the day of its agreement."""
    if draft.country is None or draft.level is Level.REGION:
        return []
    below: list[Block] = []
    for block in blocks[position + 1 :]:
        if block.depth <= blocks[position].depth or block.heading:
            break
        below.append(block)
    dated = any(when_of(block.text, None) or stage_in(block.text) for block in below)
    return below if dated and not any(holds_country(block.text) and "known" in holds(block.text) for block in below) else []


_CLAUSE = re.compile(r"[a-zа-яіїє]\)\s")


def _add_clause(draft: Draft, name: str, clause: str, scope: Scope, context: Context) -> None:
    """One of the documents listed below an item: `a) list intencyjny z 2012 r.`, `b) umowa partnerska z 2013 r.`"""
    told = read_record(name, [_CLAUSE.sub("", clause)], scope.landless(), context)
    if len(told) != 1:
        return
    signed = draft.stage in NOT_SIGNED and told[0].stage not in NOT_SIGNED and told[0].since is not None
    draft.since = told[0].since if signed else draft.since or told[0].since
    if signed or (told[0].stage is not None and not (draft.stage is Stage.APPROVED and told[0].stage is Stage.INTENT)):
        draft.stage = told[0].stage
    draft.quote = shorten(f"{draft.quote} {clause}", draft.name.raw)


def _tells_stage(text: str, above: Draft, context: Context) -> bool:
    """Whether a text that names nobody says how far the tie above it has come, which says no day of its own: `Рішенням ради угоду розірвано`,
    `листування з 2022 р., мери обговорили майбутнє партнерство`."""
    stage = stage_in(text)
    if stage not in CLOSED and not (stage in NOT_SIGNED and above.since is None and above.stage is None and above.country and RELEVANT.search(text)):
        return False
    return not _OF_OTHERS.search(text) and not mentions(text, context)




_OF_OTHERS = AnyCase(r"асоціац|клуб|фонд|про[єе]кт|університет|ліце|школ|програм|обмін|ассоциац|association|project")


#: Countries that are one city, and partners as such.
_CITY_STATES = ("MC", "SM", "LU", "SG", "LI", "VA")


def _among_entries(country: str, blocks: list[Block], position: int, per_line: bool) -> bool:
    """A line that is a country, beside entries that print another one of their own: no heading of them."""
    if per_line or blocks[position].heading or blocks[position].all_bold:
        return False
    following = blocks[position + 1] if position + 1 < len(blocks) else None
    if following is None or following.kind != blocks[position].kind or following.depth != blocks[position].depth:
        return False
    named = [one.iso for one in find_countries(following.text) if one.form != "adjective"]
    return bool(named) and country not in named and country_of(clean(following.text)) is None


#: Names alone, each with a line of its country below it, perhaps under the word for it, and others of a label or a date.
_NAMES_OVER_COUNTRIES = re.compile(r"(?<!c)(?:n(?:l?d)*l?c(?:l?d)*){2,}(?![nc])")


def _countries_below(blocks: list[Block], per_line: bool) -> dict[tuple[int, int], str]:
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
            if line.rstrip().endswith((":", ".")) or holds_country(line):
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


def _tells_when(text: str) -> bool:
    """A line that names nobody and says when something was signed."""
    kinds = holds(text)
    return "date" in kinds and not kinds & {"place", "told"} and (lone_date(text) is not None or bool(_SIGNED_ON.search(text)))


def _with_line_above(
    text: str, drafts: list[Draft], name: str, above: list[Draft], scope: Scope, context: Context
) -> list[Draft]:
    """The partner of two lines: its name alone, and below it a line of its region, country or date that names nobody else:
    `Словаччина / 2020`, `Опольське воєводство, Польща. Угода – 12 травня 2007 року`. None when they are no such pair."""
    region = drafts[0].name.raw if len(drafts) == 1 and drafts[0].level in (Level.REGION, Level.COUNTY) else None
    if (drafts and region is None) or len(above) > 1 or any(draft.country or draft.level is Level.REGION for draft in above):
        return []
    if len(name) > _NAME_ALONE or not {"country", "abroad"} & holds(text) or "place" not in holds(name):
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


def _fields(blocks: list[Block]) -> frozenset[str]:
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


def _item(block: Block, text: str, scope: Scope, context: Context) -> list[Draft]:
    """The partners of one item: an entry, an entry with its story after the first full stop, a sentence of a list, or several
    entries parted by a sign."""
    if cues.NOBODY.match(text):
        return []
    if (parts := _parts(text)) and (each := [_item(block, part, scope, context) for part in parts]):
        told = [drafts for drafts in each if drafts and all(draft.country for draft in drafts)]
        if len(told) >= max(2, 0.75 * len(parts)):
            return [draft for drafts in told for draft in drafts]
    if block.kind not in ("li", "dd") and TWINS_THERE.search(text):
        return []  # "Допомогли й інші партнери Ропчице – угорський Тісалек"
    if (defined := _DEFINED.match(text)) and cues.plausible(defined["name"]):
        drafts = read_record(defined["name"], [text[defined.end() :]], scope, context)
        if drafts and all(draft.country for draft in drafts):
            return drafts
    if (iso := country_of(clean(text))) in _CITY_STATES:
        name = PartnerName(clean(text), clean(text))
        return [Draft(name, iso, name.raw, scope.since, scope.stage, scope.kind, quote=text)]
    if block.kind not in ("li", "dd") and len(text) > 120 and _SENTENCES.search(text) and not scope.since:
        return _opened_by_partner(text, scope, context)
    if (
        block.kind not in ("li", "dd")
        and len(text) > _SHORTEST_SENTENCE
        and text.endswith(".")
        and ":" not in text[:_LONG]
        and _KEEPS.search(text, 0, _LONG)
        and len(read_text(text, scope.landless(), context)) > 1
    ):
        return []  # prose: "Місто підтримує зв’язки з польськими A (з 1992 року) та B (з 2004 року), болгарським C"
    if not _is_sentence(text):
        drafts = read_entry(text, scope, context)
        if drafts:
            return drafts
    elif drafts := _opened_by_partner(text, scope, context):
        return drafts
    elif (
        (cut := _STORY.search(text))
        and cut.start() <= 100
        and not cues.PARTNER_WORDS.search(text, 0, cut.start())
        and not SIGNED_VERB.search(text[: cut.start()])
    ):
        drafts = read_record(text[: cut.start()], [text[cut.end() :]], scope, context)
        if any(draft.country or draft.since for draft in drafts):
            return drafts
    if len(text) > 60 and (block.kind in ("li", "dd") or scope.since):
        drafts = read_text(text, scope.landless(), context)
        for draft in drafts:
            draft.since = draft.since or scope.since
            if draft.country is None and scope.country and may_lie_in(scope.country, draft.name.name):
                draft.country, draft.country_raw = scope.country, scope.country_raw
        return drafts or _opened_by_unit(text, scope, context)
    return []


_LONG, _SHORTEST_SENTENCE = 100, 60


def _event(text: str, scope: Scope, context: Context) -> list[Draft]:
    """The partners of what happened in a year of a chronicle: `7 вересня. Угоду про побратимство підписано з містом X.`"""
    drafts = read_text(text, scope.landless()._replace(listed=False), context)
    lead = _DAY_LEAD.match(text)
    days = find_dates(lead[0], context.base) if lead else []
    for draft in drafts:
        draft.since = draft.since or (days[0][2] if days else scope.since if draft.stage not in NOT_SIGNED else None)
        if draft.country is None and scope.country and may_lie_in(scope.country, draft.name.name):
            draft.country, draft.country_raw = scope.country, scope.country_raw
    return drafts


_DAY_LEAD = re.compile(r"\W*\d{1,2}\s[^\W\d_]{3,12}(?=[.:,]|\s[–—-])")
#: What a town does with its partners, told in a sentence.
_KEEPS = AnyCase(
    r"(?<!\w)(?:(?:побратимами|партнерами|побратимами) (?:[^\s:]+ ){0,3}?(?:є|стали|являются)|підтриму\w+|має|мають|розвива\w+|налагод\w+|співпрацю\w+|дружить|дружать|поддержива\w+|имеет|сотруднича\w+|maintains?|has|cooperates|utrzymuje|współpracuje|unterhält|pflegt)(?!\w)"
)
_SIGNS = re.compile(r";\s+|\s*[•●▪■◦]\s*|\s+\*\s+|\s+[/|]{1,2}\s+")


def _parts(text: str) -> list[str]:
    """The pieces of an item between semicolons or bullets; none where it has fewer than two of the same sign."""
    if len(text) < 30:
        return []
    signs = [match.group().strip() for match in _SIGNS.finditer(text)]
    if len(signs) < 1 or len(set(signs)) > 1:
        return []
    parts = [part for part in _SIGNS.split(text) if part.strip(" .")]
    return parts if all(part.count("(") == part.count(")") for part in parts) else []


def _opened_by_partner(text: str, scope: Scope, context: Context) -> list[Draft]:
    """A paragraph that begins with a name and its country and goes on with their story: `Холм (Польща) – місто за 25 км ...`; under a heading with the
    country the name alone does: `Снина. Місто біля кордону ...`."""
    for cut in _HEAD_ENDS.finditer(text, 3, 100):
        head = text[: cut.start()]
        behind = text[cut.end() : cut.end() + _NEAR_HEAD]
        if holds_country(head) or (
            scope.listed
            and len(head) <= _NAME_ALONE
            and all(map(known, split_names(head)))
            and any(one.iso != "UA" for one in find_countries(behind))
            and cues.AGREEMENT_WORDS.search(text, cut.end())
        ) or (
            scope.country and len(head) <= _NAME_ALONE and (level_of(head) or all(known(name) or may_be_a_name(name.name) for name in split_names(head)))
        ):
            if "place" not in holds(head) or cues.AGREEMENT_WORDS.search(head) or SIGNED_VERB.search(head):
                return []
            drafts = read_record(head, [text[cut.end() :]], scope, context)
            return drafts if drafts and all(draft.country for draft in drafts) else []
    return []


#: Characters of a name that opens a paragraph.
_NAME_ALONE = 50
#: Characters behind it within which its country may be told: `Польське місто з таким самим минулим`.
_NEAR_HEAD = 60
_HEAD_ENDS = re.compile(r"(?:\s[–—-]\s|\.\s|:\s|\n)(?=\S)")


def _opened_by_unit(text: str, scope: Scope, context: Context) -> list[Draft]:
    """An item that begins with a unit no entry knows: `Земельним округом X (...)`, `Утенським районним самоврядуванням (...)`."""
    found = mentions(text, context)
    if not found or found[0].start > 20 or not (found[0].levelled or found[0].regional) or found[0].ukrainian:
        return []
    country = (found[0].country, found[0].country_raw) if found[0].country else one_country(text)
    if not country or len(text) > 160:
        return []
    found[0].country, found[0].country_raw = country
    return gather([Evidence(found[0], text, stage_in(text), when_of(text, context.base), None, 0.8, 0)], scope)


def _furniture(text: str) -> bool:
    """A counter, or the line that says when a page was published: no entry."""
    return (":" in text and _COUNTER.match(text) is not None and not find_dates(text)) or text[:40].lower().lstrip(" –-|•").startswith(_PUBLISHED)


_COUNTER = re.compile(r"[^\W\d_][^:\d\n]{2,40}:\s*(?!(?:19|20)\d\d(?!\d))\d[\d .,]*$")
_PUBLISHED = (
    "опубліковано", "опубликовано", "дата публікації", "розміщено", "оновлено", "створено", "останнє оновлення", "останні оновлення",
    "фото:", "foto:", "photo:", "реклама", "web-майстер", "вебмайстер", "webmaster", "published", "posted", "last updated", "updated on", "opublikowano", "veröffentlicht",
)  # fmt: skip


#: `Бжег – місто в південно-західній Польщі ...`: a name, and behind its dash what it is.
_DEFINED = re.compile(
    r"(?P<name>[^\W\d_a-zа-яіїєґ][^–—:;,.!?\n]{1,60}?)\s*(?:\([^()]{1,40}\)\s*)?[–—-]\s+(?=(?:[^\W\d_][\w'’-]*\s+){0,4}"
    r"(?i:міст[оа]|містечк\w+|село|селище|столиця|центр|комуна|[гґ]міна|муніципалітет|громада|община|курорт|порт|город|городок|city|town|"
    r"village|capital|municipality|miasto|miejscowość|gmina|stadt|gemeinde)(?!\w))"
)
_SENTENCES = re.compile(r"(?:[^\W\d_]{3}|[)»”\"])[.!?]\s+[^\W\d_a-zа-яіїєґ][\w'’]*\s+[^\W\d_]*[a-zа-яіїєґ]{2}")
_STORY = re.compile(r"(?<!\bм)(?<!\bг)(?<!\bс)[.:]\s+(?=[^\W\d_a-zа-яіїєґ])|\n")


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


def _is_sentence(text: str) -> bool:
    """Running text rather than an entry: long, with a verb-like run of small words before any name is complete."""
    if len(text) > 60 and _OPENS.match(text) and _HAPPENS.search(text):
        return True
    if len(text) < 140:
        return not _NAME_AND_DASH.match(text) and len(text) > 50 and text.endswith((".", "!")) and SIGNED_VERB.search(text) is not None
    head = text[:90]
    words = head.split()
    small = sum(1 for word in words if word[:1].islower())
    return small > 0.6 * len(words)


#: `Янські Лазні — 5 жовтня 2023 року підписано лист про наміри.`
_NAME_AND_DASH = re.compile(rf"{CAP}(?:[ -]{CAP}){{0,2}}\s[—–-]\s(?!це\s|это\s|to\s)")
#: Beginnings of a sentence that tells of an event, and its verb: no entry of a list.
_OPENS = re.compile(
    r"(?:У|В|На|Під|Після|За|Про|Для|До|Протягом|Упродовж|Нещодавно|Цього|Сьогодні|Вчора|Во|На|После|По|In|On|At|During|After|W|Na|Podczas|Am|Im|Nach)"
    r"\s+[^\W\d_]"
)
_HAPPENS = re.compile(
    r"(?<!\w)(?:відбу\w+|взял\w+|пройш\w+|прийня\w+|зустрі\w+|обговор\w+|відвіда\w+|прибу\w+|завіта\w+|розпоча\w+|презент\w+|"
    r"состоял\w+|прош\w+|приня\w+|took place|was held|attended|visited|odby\w+|wzię\w+|fand|besuch\w+)(?!\w)",
    re.I,
)
