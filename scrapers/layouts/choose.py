"""The generic reader of community pages: decode, classify, try the layouts, take the one that explains the page best.

What belongs here: the choice between layouts, the checks that hold for every page (whose list it is, occupation bodies,
repeated entries, how many) and the words that say why a page gave nothing. What does not: any one layout.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from schemas.vocabularies import IssueClass, Kind, Level, Stage
from scrapers.claim import Claim, Issue, Reading
from scrapers.layouts import cards, cues, headings, lines, listing, news, prose, table
from scrapers.layouts.abroad import listed as twins_abroad
from scrapers.layouts.abroad import owner as site_abroad
from scrapers.layouts.abroad import telling as told_abroad
from scrapers.layouts.entry.claims import shorten, to_claim
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context, Draft, Outcome, Scope
from scrapers.layouts.entry.owners import country_told, foreign_owner, owner_of
from scrapers.layouts.entry.pieces import YEAR
from scrapers.layouts.entry.scope import LONGEST_HEADING, page_scope, read_heading
from scrapers.layouts.entry.stages import NOT_SIGNED
from scrapers.layouts.grid import columns, tables
from scrapers.layouts.page.dateline import dateline
from scrapers.layouts.page.decoding import decode
from scrapers.layouts.page.kind import classify
from scrapers.layouts.page.model import Page
from scrapers.layouts.page.origin import country_of_domain
from scrapers.layouts.page.parsing import parse
from scrapers.layouts.sentence.gathering import gather
from scrapers.layouts.sentence.running_text import page_evidence, read_text
from scrapers.layouts.sentence.ties import RELEVANT
from scrapers.layouts.sentence.units import called_a_town
from scrapers.sites import Site, site_for
from scrapers.text.countries import country_of, find_countries
from scrapers.text.large_cities import large_city_country
from scrapers.text.names import nominatives
from scrapers.text.normalise import AnyCase, fold, script_of
from scrapers.text.parts import city_country, region_country, sound_alike_across
from scrapers.text.places import may_lie_in

MAX_CLAIMS = 2_000
LISTS = ("table", "cards", "listing", "lines", "headings")
SURE = 5.0
"""The score from which a list is taken for the matter of the page, unless there is more running text than list."""
SENTENCE, PARAGRAPH = 60, 140
UNREAD = frozenset(str.split("cs sk ro hu fr it lt bg sv"))
"""Languages in which lists are read, by their names and countries, and running text is only asked for towns tied to a Ukrainian one
(`abroad`)."""
LAYOUTS: dict[str, Callable[[Page, Scope, Context], Outcome]] = {
    "table": table.read,
    "cards": cards.read,
    "listing": listing.read,
    "lines": lines.read,
    "headings": headings.read,
    "news": news.read,
    "prose": prose.read,
}
"""Layouts by name, the stricter first: of two that explain a page equally well the first is taken."""


def read_page(
    body: bytes,
    *,
    url: str | None,
    content_type: str | None,
    source: str,
    site: Site | None = None,
    hromada_code: str | None = None,
    hromada_names: Sequence[str] = (),
    lang: str | None = None,
    base: date | None = None,
) -> Reading:
    """What one page says of partners, never an exception of the page's making.

    `site` fixes layout and options (looked up by `url` when absent); `hromada_code` and `hromada_names` say whose page it
    is; `base` is the day that relative dates count from, without it they are no dates. A page that cannot be read, or
    that is of no partner, gives an empty Reading with its reason and an issue of the right class.
    """
    site = site or (site_for(url) if url else None)
    # A site's title begins with the name of its hromada, in each of its languages: "Вінниця: ... / Vinnytsia: ...".
    names = tuple(hromada_names) or (tuple(part.split(":")[0].strip() for part in site.title.split(" / ")) if site else ())
    context = Context(source, url, site, hromada_code or (site.hromada if site else None), names, base)
    reading = Reading(source)
    decoded = decode(body, content_type)
    if decoded.issue:
        return _nothing(reading, context, decoded.issue, decoded.words)
    try:
        page = parse(
            decoded.text,
            utf8=decoded.utf8,
            selector=site.options.selector if site else None,
            host=urlsplit(url).hostname or "" if url else "",
        )
    except ValueError as error:
        return _nothing(reading, context, IssueClass.LAYOUT_CHANGED, str(error))
    page.lang = lang or page.lang
    return read_parsed(page, reading, context)


def _of_the_occupier(page: Page, head: str) -> bool:
    """Whether a page of a Russian site is headed by a town that is or was occupied, and not from before."""
    if page.host.rsplit(".", 1)[-1] not in _RUSSIAN or not cues.OCCUPIED_LAND.search(head):
        return False
    day = dateline(page)
    return day is None or day.year >= _OCCUPIED_SINCE


_RUSSIAN, _OCCUPIED_SINCE = ("ru", "su", "xn--p1ai"), 2014


def read_parsed(page: Page, reading: Reading, context: Context) -> Reading:
    """What a parsed page says of partners, into `reading`."""
    head = f"{page.title} {page.heading}"
    context.occupied = cues.OCCUPATION.search(f"{head}\n{page.text}") is not None
    if (context.occupied and cues.OCCUPATION.search(head)) or _of_the_occupier(page, head):
        return _nothing(
            reading, context, IssueClass.NO_PARTNERS, "a page of an occupation body: nothing of it is taken", checked=True
        )
    title = page.heading or page.title
    if cues.of_institution(title) and not cues.PARTNER_HEADING.search(title) and not cues.is_event(title):
        words = "a list of the partners of a school, a firm or a project, not of the hromada"
        return _nothing(reading, context, IssueClass.NOT_ITS_OWN_LIST, words, checked=True)
    outcome, tried = choose(page, context)
    # A page that names partners is a page; only one that names none is asked what else it may be.
    found = classify(page) if outcome is None else None
    if found:
        return _nothing(reading, context, *found)
    others = outcome is not None and _not_its_own(page, outcome, context) is not None
    if others and page.lang not in UNREAD and not any(one.layout == "prose" for one in tried):
        scope = page_scope(page, context)
        tried += [LAYOUTS[name](page, scope, context) for name in ("news", "prose")]
    told = [one for one in tried if one.layout not in LISTS and one.drafts and all(draft.hromada_raw for draft in one.drafts)]
    unread = page.lang in UNREAD and _from_abroad(page, context)
    if unread and not told:
        return _nothing(
            reading, context, IssueClass.NOT_ITS_OWN_LIST, f"a page from abroad in {page.lang}, which is not read", checked=True
        )
    if outcome is None:
        return _nothing(reading, context, *_why_nothing(page, tried, context), checked=True)
    if told and (unread or others):
        outcome = max(
            told, key=score
        )  # beside a list of its own twins, the partner's page tells of its tie with a Ukrainian town
    return _finish(reading, page, outcome, context)


def _from_abroad(page: Page, context: Context) -> bool:
    """Whether a page may be of the other side: of no known hromada, not in Ukrainian or Russian, on no Ukrainian site."""
    return page.lang not in (None, "uk", "ru") and not context.hromada_names and not page.host.endswith(".ua")


def choose(page: Page, context: Context) -> tuple[Outcome | None, list[Outcome]]:
    """The outcome of the best layout, None when none explains the page, and the outcomes of all that were tried."""
    scope = page_scope(page, context)
    context.title, context.text = f"{page.title} {page.heading}", page.text[:20_000]
    page.grids = tables.find(page)
    layout = context.site.layout if context.site else "auto"
    if layout != "auto":
        outcome = LAYOUTS[layout](page, scope, context)
        return (outcome if outcome.drafts else None), [outcome]
    if _from_abroad(page, context) and (twins := twins_abroad.read(page, context)) is not None:
        return twins, [twins]
    tried = [table.read(page, scope, context)]
    rows = tried[0]
    if (
        score(rows) < SURE
        or rows.explained < 0.8 * rows.entries
        or len(page.blocks) - len(page.tabular) > 2 * rows.explained + 4
        or _names_abroad(page)
    ) and (scope.listed or _opens_a_list(page)):
        _open_tabs(page)
        tried += [LAYOUTS[name](page, scope, context) for name in LISTS[1:]]
    for outcome in tried:
        if outcome.drafts and outcome.explained < 0.5 * outcome.entries and all(draft.bare for draft in outcome.drafts):
            outcome.drafts = []  # names without a country among texts that name none
            outcome.reason = "few of the entries could be names, and none prints a country"
        _doubt_unknown(outcome)
    best = max(tried, key=score)
    settled = len(best.drafts) > 1 and best.explained >= 0.8 * best.entries and not _running_text(page, SENTENCE)
    if page.lang not in UNREAD and not settled and (score(best) < SURE or _running_text(page, PARAGRAPH) > len(best.drafts)):
        tried += [_without_projects(LAYOUTS[name](page, scope, context), page) for name in ("news", "prose")]
        best = max(tried, key=score)
    if (
        len(best.drafts) < LEAST_DATED
        and not scope.listed
        and not cues.is_event(page.heading or page.title)
        and cues.PARTNER_WORDS.search(page.text)
    ):
        tried.append(_dated_entries(page, scope, context))
        best = max(tried, key=score)
    if _from_abroad(page, context) and not any(one.drafts for one in tried if one.layout not in LISTS):
        tried.append(told_abroad.read(page, scope, context))
        best = max(tried, key=score)
    if _from_abroad(page, context) and (of_site := site_abroad.read(page, context)) is not None:
        # What the site of a town abroad tells are that town's ties: where none of those read is, its own stands for them.
        named = {stem(draft.name.name) for draft in best.drafts}
        if not named & {stem(draft.name.name) for draft in of_site.drafts}:
            return of_site, [*tried, of_site]
    if (
        best.layout not in LISTS
        and any(outcome.foreign_list and outcome.layout in LISTS for outcome in tried)
        and all(draft.bare and not draft.hromada_raw for draft in best.drafts)
    ):
        return None, tried
    _joined(best, tried, page, scope, context)
    _give_common_land(best, page)
    return (best if best.drafts else None), tried


def _give_common_land(best: Outcome, page: Page) -> None:
    """The country in which a page says that all its partners lie: `Усі ці міста розташовані в Польщі`."""
    landless = [draft for draft in best.drafts if draft.country is None and not cues.is_ukrainian(draft.name.name)]
    said = _ALL_LIE_IN.search(page.text) if landless else None
    tail = _SENTENCE_END.split(page.text[said.end() : said.end() + _NEAR_LAND], maxsplit=1)[0] if said else ""
    lands = find_countries(tail)
    if len(lands) != 1 or lands[0].start or lands[0].iso == "UA" or _BUT.search(tail):
        return
    for draft in landless:
        if may_lie_in(lands[0].iso, draft.name.name):
            draft.country, draft.country_raw, draft.bare = lands[0].iso, tail[: lands[0].end], False


_NEAR_LAND = 80
_SENTENCE_END = re.compile(r"[.;\n]")
_BUT = AnyCase(r"(?<!\w)(?:крім|окрім|кроме|except|oprócz|poza|außer)(?!\w)")
_ALL_LIE_IN = AnyCase(
    r"(?<!\w)(?:(?:усі|всі) (?:(?:ці|наші|названі|перелічені|згадані|ці наші) )?(?:міста|громади|партнери|побратими|міста-побратими|міста-партнери)|все (?:(?:эти|наши|названные) )?(?:города|общины|партн[её]ры)|"
    r"all (?:(?:these|those|our|the|of these) )?(?:listed )?(?:towns|cities|communities|municipalities|partners)|wszystkie (?:(?:te|wymienione|nasze) )?(?:miasta|gminy)|alle (?:diese |genannten |unsere )?(?:städte|orte|gemeinden|partner)) "
    r"(?:розташован\w+|лежать|знаходяться|расположены|находятся|лежат|lie|are|are located|are situated|leżą|położone są|znajdują się|liegen) (?:в|у|во|in|w|we) ",
    needs="розташован лежать знаходяться расположены находятся лежат lie are leżą położone znajdują liegen",
)


def _without_projects(outcome: Outcome, page: Page) -> Outcome:
    """Partners in running text under a title of projects are those of a project, unless an agreement is spoken of."""
    if _OF_PROJECTS.match(page.heading or page.title):
        outcome.drafts = [draft for draft in outcome.drafts if cues.AGREEMENT_WORDS.search(draft.quote)]
    return outcome


def _dated_entries(page: Page, scope: Scope, context: Context) -> Outcome:
    """Towns each with its country and the date of its tie, on a page that speaks of partners and has no heading that says it lists
    them: `2. Силістра (Болгарія) – квітень 1992`. None when there are fewer than three."""
    short = [
        block
        for block in page.blocks
        if len(block.text) <= LONGEST_HEADING and YEAR.search(block.text) and {"abroad", "known"} <= columns.holds(block.text)
    ]
    outcome = Outcome("listing", reason="no list of partners")
    if len(short) < LEAST_DATED or _OF_PROJECTS.match(page.heading or page.title):
        return outcome
    outcome = listing.read_blocks("listing", short, scope._replace(listed=True), context)
    outcome.drafts = [draft for draft in outcome.drafts if draft.country and draft.since]
    if len(outcome.drafts) < max(LEAST_DATED, 0.8 * len(short)):
        outcome.drafts = []
    return outcome


LEAST_DATED = 3
_OF_PROJECTS = AnyCase(
    r"\W*(?:[^\W\d_]+\s+){0,2}(?:про[єе]кти|проекты|гранти|гранты|projects|grants|projekty|granty|projekte)(?!\w)"
)


def _dated_by_text(best: Outcome, page: Page, taken: set[int], scope: Scope, context: Context) -> None:
    """Names of a list without a date take the one that a sentence beside the list tells of them: `Угоди з A та B укладено у 2019 році`."""
    undated = {stem(draft.name.name): draft for draft in best.drafts if draft.since is None and draft.stage is None}
    if not undated:
        return
    for block in page.blocks:
        if (
            block.heading
            or len(block.text) <= SENTENCE
            or block.index in taken
            or block.index in page.tabular
            or not (YEAR.search(block.text) and _OF_AGREEMENT.search(block.text))
        ):
            continue
        for told in read_text(block.text, scope._replace(bare=True), context):
            sure = told.since is not None and len(set(YEAR.findall(told.quote))) == 1 and told.stage in (None, Stage.SIGNED)
            draft = undated.get(stem(told.name.name)) if sure else None
            if draft is not None and draft.since is None and told.country in (None, draft.country):
                draft.since, draft.quote = told.since, shorten(f"{draft.quote}. {told.quote}", draft.name.raw)


def _told_beside(best: Outcome, page: Page, taken: set[int], scope: Scope, context: Context) -> list[Draft]:
    """The partners of whose agreements running text beside a list tells and the list does not: `Відносини з містом X (Країна)
    припинено`."""
    known = {stem(draft.name.name) for draft in best.drafts}
    names = {draft.name.name[: max(4, len(draft.name.name) - 2)] for draft in best.drafts}
    found: list[Draft] = []
    current = scope
    for block in page.blocks:
        if block.heading or block.all_bold:
            heading = read_heading(block.text, current, context)
            current = heading or (scope._replace(listed=scope.listed and block.heading < 2) if block.heading else current)
        if (
            current.listed
            and not current.foreign
            and len(block.text) > SENTENCE
            and block.index not in taken
            and block.index not in page.tabular
            and ((agreed := _OF_AGREEMENT.search(block.text)) or RELEVANT.search(block.text))
            and not any(name in block.text for name in names)  # the story of one of them
            and any(one.iso != "UA" for one in find_countries(block.text))
        ):
            for draft in read_text(block.text, scope._replace(bare=False), context):
                if (
                    draft.country not in (None, "UA")
                    and not draft.weak
                    and not draft.doubt
                    and (agreed or _OURS.search(draft.quote))
                    and stem(draft.name.name) not in known
                ):
                    known.add(stem(draft.name.name))
                    found.append(draft)
    return found


def _told_in_title(best: Outcome, page: Page, scope: Scope, context: Context) -> list[Draft]:
    """The partner of which news tell that list all the others below: `X став містом-побратимом. До переліку входять: ...`."""
    title = page.heading or page.title
    if not cues.is_event(title):
        return []
    known, told = {stem(draft.name.name) for draft in best.drafts}, fold(title)
    evidence, *_ = page_evidence(page, scope, context)
    plain = scope.landless()._replace(listed=False)
    titled = [one for one in evidence if fold(one.mention.text)[:NAME_KEY] in told and stem(one.mention.text) not in known]
    return [draft for draft in gather(titled, plain) if draft.country not in (None, "UA") and not draft.weak]


NAME_KEY = 5
#: Our side, where no agreement is spoken of.
_OURS = AnyCase(r"(?<!\w)(?:наш\w*|громад\w*|місто ма\w+|ми|мы|our|we|nasz\w*|unser\w*)(?!\w)|[а-яіїєґ]{4,}(?:имося|ємося|уємо|юємо)(?!\w)")
_OF_AGREEMENT = AnyCase(
    r"(?<!\w)(?:підпис|уклад|уклал|угод|договор|договір|меморандум|припин|розірв|призупин|денонс|подпис|заключ|соглашени|расторг|прекращ|"
    r"sign|agreement|memorand|terminat|suspend|podpis|umow|zawar|zawiesz|wypowie|unterzeichn|vertrag|vereinbar|beend)"
)


def _doubt_unknown(outcome: Outcome) -> None:
    """Names of a list that print no country and that no place is known by are words of the page (`Details`, `Views`) where the
    other entries do print one, or where none of several is known."""
    bare = [
        draft
        for draft in outcome.drafts
        if draft.bare and not draft.level and not draft.region_raw and not cues.is_ukrainian(draft.name.name)
    ]
    unknown = [draft for draft in bare if not columns.known(draft.name)]
    some = len(bare) < 0.4 * len(outcome.drafts)
    for draft in unknown if some or len(unknown) == len(bare) else ():
        if not (some and columns.may_be_a_name(draft.name.name)):
            draft.doubt = draft.doubt or f"“{draft.name.name}” prints no country and is no place that is known"


def _open_tabs(page: Page) -> None:
    """Countries on tabs, one beside another, and their partners on as many panels below: each panel is put under its tab."""
    run: list[int] = []
    for number, block in enumerate(page.blocks):
        beside = not run or block.group == page.blocks[run[0]].group
        if block.depth and block.kind not in ("dt", "dd") and len(block.text) <= LONGEST_TAB and beside:
            run.append(number)
            continue
        if len(run) > 1:
            break
        run = []
    texts = [page.blocks[one].text for one in run]
    countries = sum(1 for text in texts if country_of(text))
    if any(map(YEAR.search, texts)):
        return  # items of a list
    if len(run) < 2 or (countries < 2 and not all("place" in columns.holds(text) for text in texts)):
        return
    groups: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for box in page.boxes:
        if box.start > page.blocks[run[-1]].index and box.end > box.start:
            groups.setdefault((box.parent, box.look), []).append((box.start, box.end))
    panels = next(
        (
            spans
            for (_, look), spans in groups.items()
            if len(spans) == len(run)
            and (countries > 1 or _PANEL.search(look))
            and not any(
                text in block.text
                for text, (start, end) in zip(texts, spans, strict=True)
                for block in page.all_blocks[start : start + 1]
            )
        ),
        None,
    )
    if panels is None:
        return
    held = {index for start, end in panels for index in range(start, end)}
    opened = [block for block in page.blocks[: run[0]] if block.index not in held]
    for number, (start, end) in zip(run, panels, strict=True):
        opened.append(replace(page.blocks[number], kind="h3"))
        opened += [block for block in page.blocks if start <= block.index < end]
    page.blocks = opened + [block for block in page.blocks[run[-1] + 1 :] if block.index not in held]


LONGEST_TAB = 40
_PANEL = re.compile(r"tab|pane|panel|accordion|collapse", re.I)


def _names_abroad(page: Page) -> bool:
    """Whether a short text outside the tables names a foreign country and something else."""
    return any(
        len(block.text) < LONGEST_HEADING
        and block.index not in page.tabular
        and country_of(block.text) is None
        and columns.holds_country(block.text)
        for block in page.blocks
    )


def _dated_by_headings(best: Outcome, tried: list[Outcome]) -> None:
    """Names that stand once in a list and again as headings of their story take its day: cards that open a window each."""
    told = {
        stem(draft.name.name): draft
        for outcome in tried
        if outcome.layout == "headings" and outcome is not best and not outcome.foreign_list
        for draft in outcome.drafts
        if draft.since
    }
    for draft in best.drafts:
        other = told.get(stem(draft.name.name)) if draft.since is None and draft.stage is None else None
        if other is not None and other.country in (None, draft.country) and not any(
            one is not draft and other.quote.partition(": ")[2].startswith(one.name.name) for one in best.drafts
        ):
            draft.since, draft.stage, draft.kind = other.since, other.stage, other.kind or draft.kind
            draft.quote = shorten(f"{draft.quote}. {other.quote}", draft.name.raw)


def _joined(best: Outcome, tried: list[Outcome], page: Page, scope: Scope, context: Context) -> None:
    """A page with a list and, apart from it, another one in another layout: once the best has taken its blocks, the others
    read what is left, and the best of them is added."""
    if best.layout not in LISTS or best.foreign_list or not best.drafts or len(tried) < len(LISTS):
        return
    _dated_by_headings(best, tried)
    taken = {index for start, end in best.spans for index in range(start, end)} - page.tabular
    rows = tried[0]
    others = [rows] if best is not rows else [outcome for outcome in tried[1:] if outcome.layout in LISTS]
    page.tabular |= taken
    if taken and _names_abroad(page):
        others += [LAYOUTS[name](page, scope, context) for name in LISTS[1:]]
    page.tabular -= taken
    if page.lang not in UNREAD:
        if scope.listed:
            _dated_by_text(best, page, taken, scope, context)
            best.drafts = best.drafts + _told_beside(best, page, taken, scope, context)
        best.drafts = best.drafts + _told_in_title(best, page, scope, context)
    for other in others:
        _doubt_unknown(other)
    for other in sorted(others, key=score, reverse=True)[:1]:
        if other.drafts and other.explained >= 0.4 * other.entries and not other.foreign_list:
            sure = other.explained >= 0.6 * other.entries
            known = {stem(draft.name.name) for draft in best.drafts}
            best.drafts = best.drafts + [
                draft for draft in other.drafts if stem(draft.name.name) not in known and (sure or not draft.bare)
            ]
            best.entries, best.explained = best.entries + other.entries, best.explained + other.explained
            best.issues = best.issues + other.issues
            _doubt_unknown(best)


def _opens_a_list(page: Page) -> bool:
    """Whether any text short enough for a heading speaks of partners: without one no list is read."""
    return (
        headings.is_one_partner(page.heading)
        or headings.is_a_name(page.heading)
        or any(
            len(text) <= LONGEST_HEADING and (cues.PARTNER_HEADING.search(text) or (number == 0 and cues.partners_alone(text)))
            for block in page.blocks
            for number, text in enumerate(_openings(block.text))
        )
    )


def _openings(text: str) -> tuple[str, ...]:
    """A text, and its first line where that opens those below it: `Міста-партнери громади:`."""
    first, _, rest = text.partition("\n")
    return (text, first) if rest and first.endswith(":") else (text,)


def _running_text(page: Page, longer: int) -> int:
    """How many texts of more than `longer` characters speak of a tie: where there are more paragraphs than entries of a list,
    the text is read as well."""
    return sum(
        1
        for block in page.blocks
        if len(block.text) > longer and block.index not in page.tabular and RELEVANT.search(block.text)
    )


def score(outcome: Outcome) -> float:
    """How well a layout explains a page: its claims, weighed by the share of its entries that it understood."""
    if not outcome.drafts:
        return 0.0
    share = outcome.explained / max(1, outcome.entries)
    strength = sum(
        0.0
        if draft.doubt
        else 0.1
        if draft.country == "UA" or (draft.country is None and cues.is_ukrainian(draft.name.name))
        else 0.6
        if draft.bare
        else 1.0
        for draft in outcome.drafts
    )
    dated = sum(0.15 for draft in outcome.drafts if draft.since and not draft.doubt)
    return (strength + dated) * (0.4 + 0.6 * share) * outcome.structure


def _finish(reading: Reading, page: Page, outcome: Outcome, context: Context) -> Reading:
    reading.layout = outcome.layout
    reading.issues += outcome.issues
    lost = [block.text for block in page.blocks if "\ufffd" in block.text]
    if lost:
        reading.issues.append(
            Issue(
                IssueClass.BAD_ENCODING,
                f"{len(lost)} entries with lost letters, not read",
                context.source,
                context.url,
                row=lost[0][:120],
            )
        )
    occupied = context.occupied and cues.OCCUPATION.search(page.text) is not None
    drafts = [draft for draft in outcome.drafts if _foreign(draft, context, occupied)]
    own = len(outcome.drafts) - len(drafts)
    if outcome.layout in LISTS and _SEVERAL_HROMADY.search(page.heading or page.title):
        for draft in drafts:
            draft.doubt = draft.doubt or (None if draft.hromada_raw else "a list of several hromady whose row names none")
    for draft in drafts:
        if draft.weak and draft.country_raw is None and not called_a_town(draft.name.name, page.text):
            draft.doubt = (
                draft.doubt or f"nothing but one sentence speaks of “{draft.name.name}”, and nothing says that it is a place"
            )
    if _PETITION.search(f"{page.title} {page.heading}") and not _ANSWERED.search(page.text):
        for draft in drafts:
            if draft.stage in (Stage.ENDED, Stage.SUSPENDED):
                draft.stage = Stage.PROPOSED_TO_END  # what its signers ask for
    doubtful = [draft for draft in drafts if draft.doubt]
    drafts = [draft for draft in drafts if not draft.doubt]
    for doubt, quote in dict.fromkeys((draft.doubt, draft.quote) for draft in doubtful):
        reading.issues.append(
            Issue(IssueClass.BAD_ROW, f"not taken without review: {doubt}", context.source, context.url, row=quote)
        )
    abroad = bool(page.host) and not page.host.endswith(".ua") and outcome.layout not in LISTS
    if drafts and _no_ukrainian_side(page, context, abroad=abroad):
        return _nothing(
            reading, context, IssueClass.NO_PARTNERS, "a page from abroad that names no Ukrainian side", checked=True
        )
    why = _not_its_own(page, outcome, context)
    if why:
        return _nothing(reading, context, IssueClass.NOT_ITS_OWN_LIST, f"a list of somebody else's partners: {why}")
    _countries_from_text(page, drafts)
    for draft in drafts:
        if draft.country is not None or draft.country_raw is not None:
            continue
        if len(draft.name.name) > 3 and (told := country_told(draft.name.name, context.text)):
            draft.country, draft.country_raw, draft.bare = *told, False
        elif draft.level is Level.GMINA:
            draft.country = "PL"
        elif draft.region_raw and (region := region_country(draft.region_raw)):
            draft.country = region
        elif draft.level not in (Level.REGION, Level.COUNTY):
            forms = nominatives(draft.name.name)
            draft.country = next(filter(None, (city_country(form) or large_city_country(form) for form in forms)), None)
    claims: dict[tuple, Claim] = {}
    ignored = 0
    for draft in drafts[:MAX_CLAIMS]:
        claim = _looked_up(_as_printed(to_claim(draft, context), page), context)
        if claim is None:
            ignored += 1
            continue
        key = (stem(claim.partner_raw), claim.country, claim.hromada_raw and stem(claim.hromada_raw))
        claims[key] = _merged(claims[key], claim) if key in claims else claim
    if len(drafts) > MAX_CLAIMS or page.cut:
        words = (
            f"{len(drafts)} entries, at most {MAX_CLAIMS} read"
            if len(drafts) > MAX_CLAIMS
            else ("more text than is read of one page")
        )
        reading.issues.append(Issue(IssueClass.UNEXPECTEDLY_MANY, words, context.source, context.url))
    reading.claims = _without_doubles(list(claims.values()))
    _expectations(reading, context)
    if not reading.claims:
        words = (
            "every entry is ignored by the site's YAML"
            if ignored
            else ("the only places named are Ukrainian")
            if own
            else "every entry needs review"
            if doubtful
            else outcome.reason or "no entry names a partner"
        )
        return _nothing(reading, context, IssueClass.NO_PARTNERS, words, checked=True)
    reading.checked = not any(
        issue.issue_class in (IssueClass.BAD_ENCODING, IssueClass.UNEXPECTEDLY_MANY, IssueClass.UNEXPECTEDLY_EMPTY)
        for issue in reading.issues
    )
    reading.reason = f"{outcome.layout}: {outcome.explained} of {outcome.entries} entries name a partner"
    return reading


_PETITION = AnyCase(r"(?<!\w)(?:петиці|петици|petition|petycj)\w*")
_ANSWERED = AnyCase(r"(?<!\w)(?:відповідь на|відповідь міськ|відповідь ради|ответ |отримала відповідь|answered|odpowiedź)")


def _countries_from_text(page: Page, drafts: list[Draft]) -> None:
    """A list of bare names takes the countries that the running text beside it gives to them, when that was read."""
    if page.evidence is None or all(draft.country for draft in drafts):
        return
    said = {stem(one.mention.text): one.mention for one in page.evidence[0] if one.mention.country}
    for draft in drafts:
        mention = said.get(stem(draft.name.name)) if draft.country is None else None
        if mention is not None:
            draft.country, draft.country_raw, draft.bare = mention.country, mention.country_raw, False


def _foreign(draft: Draft, context: Context, occupied: bool) -> bool:
    """Not the hromada itself, and not another Ukrainian place said without a country."""
    name = draft.name.name
    if context.is_own(name):
        return False
    if draft.country is None and (
        cues.is_ukrainian(name)
        or columns.COUNCIL.search(draft.name.raw)
        or cues.UKRAINIAN_REGION.search(f"{draft.name.raw} {draft.region_raw or ''} {draft.country_raw or ''}")
    ):
        return False
    # Ties of Russian towns on a page of an occupation body are that body's, unless a decision ended them.
    return not (
        draft.country in ("RU", None) and draft.stage not in (Stage.ENDED, Stage.SUSPENDED, Stage.PROPOSED_TO_END) and occupied
    )


#: The title of a list of the partners of many hromady.
_SEVERAL_HROMADY = AnyCase(r"громад\s+(?:[^\W\d_]+\s+){0,2}(?:район|област|\w{3,}(?:щин|ччин)[иа]\b)")


def _no_ukrainian_side(page: Page, context: Context, *, abroad: bool) -> bool:
    """A page from abroad of nobody known that never speaks of Ukraine or of a Ukrainian town."""
    if page.host.endswith(".ua") or (
        context.hromada_code
        or context.hromada_names
        or not (page.lang in ("pl", "de") or (page.lang in ("en", "ru") and abroad))
    ):
        return False
    text = f"{page.title}\n{page.text}"
    return (
        not _UKRAINE.search(text)
        and not _HOME.search(text)
        and not any(map(cues.is_ukrainian, set(_NAME.findall(text[:20_000]))))
    )


#: A part of Ukraine by its everyday name: `Тернопольщина`.
_HOME = re.compile(
    r"(?<!\w)[А-ЯІЇЄҐ]\w{3,}(?:щин|ччин)(?:а|и|і|у|ою|ы|е|ой)(?!\w)|(?<!\w)(?:Закарпат|Прикарпат|Буковин)\w{1,4}(?!\w)"
)
_UKRAINE = AnyCase(r"ukra|укра[иї]")
_NAME = re.compile(r"\b[^\W\da-zа-яіїєґłśżźćóąęńäöüß_][\w'’-]{2,}")


def _not_its_own(page: Page, outcome: Outcome, context: Context) -> str | None:
    """Why a list is of another town's partners: the hromada is an item of it, or its title names an owner abroad and it
    holds Ukrainian items. None for the hromada's own list."""
    if outcome.layout not in LISTS:
        return None
    home = [
        draft
        for draft in outcome.drafts
        if draft.country == "UA" or (draft.country is None and cues.is_ukrainian(draft.name.name))
    ]
    abroad = len(outcome.drafts) - len(home)
    if abroad and any(context.is_own(draft.name.name) and draft.country == "UA" for draft in outcome.drafts):
        return "the hromada is one of its items"
    if home and not abroad and page.lang in ("pl", "de"):
        return "a page from abroad that names its Ukrainian partner"
    owner = None
    if owner_of(page.heading) or owner_of(page.title):
        untitled = replace(context, title="")
        owner = foreign_owner(page.heading, untitled) or foreign_owner(page.title, untitled)
    if owner and (home or page.lang in ("pl", "de")):
        return f"its title names {owner}"
    if (
        home
        and abroad
        and len(home) <= 3
        and not page.host.endswith(".ua")
        and (page.lang in ("pl", "de") or page.host)
        and (page.lang not in ("uk", "ru") or country_of_domain(page.host))
        and not context.hromada_names
    ):
        return "a page from abroad with a Ukrainian town among its items"
    return None


def _merged(first: Claim, second: Claim) -> Claim:
    """Two entries for one place: the fuller date and the stronger stage win, the first wording stays."""
    since, precision = first.since, first.since_precision
    later = first.stage in NOT_SIGNED and second.stage not in NOT_SIGNED  # a letter of intent, and then the agreement
    if second.since and (not since or later or (second.since.startswith(since) and len(second.since) > len(since))):
        since, precision = second.since, second.since_precision
    stages = list(Stage)
    stage = max(first.stage, second.stage, key=stages.index)
    return replace(
        first,
        since=since,
        since_precision=precision,
        stage=stage,
        country_raw=first.country_raw or second.country_raw,
        kind=first.kind if first.kind is not Kind.UNSPECIFIED else second.kind,
        level=first.level or second.level,
        region_raw=first.region_raw or second.region_raw,
    )


def _without_translations(claims: list[Claim]) -> list[Claim]:
    """A page that tells the same in two scripts names each partner twice: where several names of one country sound alike across
    the scripts, the first of each stays."""
    doubles: set[int] = set()
    for number, claim in enumerate(claims):
        if any(
            one.country == claim.country and sound_alike_across(one.partner_raw, claim.partner_raw, claim.country)
            for earlier, one in enumerate(claims[:number])
            if earlier not in doubles
        ):
            doubles.add(number)
    if len(doubles) < max(2, 0.3 * len(claims)):
        return claims
    return [claim for number, claim in enumerate(claims) if number not in doubles]


def _without_doubles(claims: list[Claim]) -> list[Claim]:
    """A name said once with its country and once without is one claim."""
    scripts = {script_of(claim.partner_raw) for claim in claims}
    claims = _without_translations(claims) if {"latin", "cyrillic"} <= scripts and len(claims) < 200 else claims
    known = {(stem(claim.partner_raw), claim.hromada_raw and stem(claim.hromada_raw)) for claim in claims if claim.country}
    claims = [
        claim
        for claim in claims
        if claim.country or (stem(claim.partner_raw), claim.hromada_raw and stem(claim.hromada_raw)) not in known
    ]
    # Said once with the Ukrainian side and once without it.
    sided = {(stem(claim.partner_raw), claim.country): number for number, claim in enumerate(claims) if claim.hromada_raw}
    for claim in [claim for claim in claims if not claim.hromada_raw and (stem(claim.partner_raw), claim.country) in sided]:
        number = sided[stem(claim.partner_raw), claim.country]
        claims[number] = _merged(claims[number], claim)
    return [claim for claim in claims if claim.hromada_raw or (stem(claim.partner_raw), claim.country) not in sided]


def _as_printed(claim: Claim, page: Page) -> Claim:
    """The raw fields with the words that were mended for reading put back as the page prints them."""
    if not page.printed:
        return claim

    def back(text: str | None) -> str | None:
        return " ".join(_put_back(word, page.printed) for word in text.split(" ")) if text else text

    return replace(
        claim,
        partner_raw=back(claim.partner_raw) or claim.partner_raw,
        country_raw=back(claim.country_raw),
        quote=back(claim.quote) or "",
        hromada_raw=back(claim.hromada_raw),
    )


def _put_back(word: str, printed: dict[str, str]) -> str:
    bare = word.strip(' ,.;:()[]«»"“”„–—-/')
    return word.replace(bare, printed[bare]) if bare in printed else word


def _looked_up(claim: Claim, context: Context) -> Claim | None:
    site = context.site
    if site is None:
        return claim
    if claim.partner_raw in site.ignore or any(fold(one) == fold(claim.partner_raw) for one in site.ignore):
        return None
    return replace(claim, partner_raw=site.lookups.get(claim.partner_raw, claim.partner_raw))


def _expectations(reading: Reading, context: Context) -> None:
    site = context.site
    if site is None:
        return
    count = len(reading.claims)
    if count < site.expect_min:
        reading.issues.append(
            Issue(
                IssueClass.UNEXPECTEDLY_EMPTY,
                f"{count} claims, at least {site.expect_min} expected",
                context.source,
                context.url,
            )
        )
    elif count > site.expect_max:
        reading.issues.append(
            Issue(
                IssueClass.UNEXPECTEDLY_MANY, f"{count} claims, at most {site.expect_max} expected", context.source, context.url
            )
        )


def _why_nothing(page: Page, tried: list[Outcome], context: Context) -> tuple[IssueClass, str]:
    text = page.text
    if any(outcome.foreign_list for outcome in tried):
        return IssueClass.NOT_ITS_OWN_LIST, "a list of somebody else's partners"
    if page.lang in UNREAD:
        return IssueClass.NO_PARTNERS, f"no list of partners; running text in {page.lang} is not read"
    if context.occupied and cues.OCCUPATION.search(text):
        return IssueClass.NO_PARTNERS, "a page of an occupation body: nothing of it is taken"
    if not RELEVANT.search(f"{page.title} {text}"):
        return IssueClass.NO_PARTNERS, "no word of partnership on the page"
    if cues.SEEKING.search(text):
        return IssueClass.NO_PARTNERS, "a search for partners, no partner yet"
    if cues.COUNT_ONLY.search(text):
        return IssueClass.NO_PARTNERS, "partners are counted, not named"
    return IssueClass.NO_PARTNERS, "words of partnership, but no place named as a partner"


def _nothing(reading: Reading, context: Context, issue: IssueClass, words: str, *, checked: bool = False) -> Reading:
    reading.claims = []
    reading.reason = words
    reading.checked = checked and issue is IssueClass.NO_PARTNERS
    reading.issues.append(Issue(issue, words, context.source, context.url))
    if checked:
        _expectations(reading, context)
        if any(one.issue_class is IssueClass.UNEXPECTEDLY_EMPTY for one in reading.issues):
            reading.checked = False
    return reading
