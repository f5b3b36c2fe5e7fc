"""The generic reader of community pages: decode, classify, try the layouts, take the one that explains the page best.

What belongs here: the choice between layouts, and two lists of one page joined. What does not: any one layout, what running
text adds to a list (`beside`), and the checks that hold for every page (`conclusion`).
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import urlsplit

from schemas.vocabularies import IssueClass
from scrapers.claim import Reading
from scrapers.layouts import cards, cues, headings, lines, listing, news, prose, table
from scrapers.layouts.abroad import listed as twins_abroad
from scrapers.layouts.abroad import owner as site_abroad
from scrapers.layouts.abroad import telling as told_abroad
from scrapers.layouts.beside import SENTENCE, dated_by_headings, dated_by_text, give_common_land, told_beside, told_in_title
from scrapers.layouts.conclusion import LISTS, UNREAD, finish, not_its_own, nothing, why_nothing
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context, Outcome, Scope
from scrapers.layouts.entry.pieces import YEAR
from scrapers.layouts.entry.scope import LONGEST_HEADING, page_scope
from scrapers.layouts.grid import columns, tables
from scrapers.layouts.page.dateline import dateline
from scrapers.layouts.page.decoding import decode
from scrapers.layouts.page.kind import classify
from scrapers.layouts.page.model import Page
from scrapers.layouts.page.parsing import parse
from scrapers.layouts.sentence.ties import RELEVANT
from scrapers.layouts.tabs import open_tabs
from scrapers.sites import Site, site_for
from scrapers.text.countries import country_of
from scrapers.text.normalise import AnyCase, fold

SURE = 5.0
"""The score from which a list is taken for the matter of the page, unless there is more running text than list."""
PARAGRAPH = 140
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
        return nothing(reading, context, decoded.issue, decoded.words)
    try:
        page = parse(
            decoded.text,
            utf8=decoded.utf8,
            selector=site.options.selector if site else None,
            host=urlsplit(url).hostname or "" if url else "",
        )
    except ValueError as error:
        return nothing(reading, context, IssueClass.LAYOUT_CHANGED, str(error))
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
        return nothing(
            reading, context, IssueClass.NO_PARTNERS, "a page of an occupation body: nothing of it is taken", checked=True
        )
    title = page.heading or page.title
    if cues.of_institution(title) and not cues.PARTNER_HEADING.search(title) and not cues.is_event(title):
        words = "a list of the partners of a school, a firm or a project, not of the hromada"
        return nothing(reading, context, IssueClass.NOT_ITS_OWN_LIST, words, checked=True)
    outcome, tried = choose(page, context)
    # A page that names partners is a page; only one that names none is asked what else it may be.
    found = classify(page) if outcome is None else None
    if found:
        return nothing(reading, context, *found)
    others = outcome is not None and not_its_own(page, outcome, context) is not None
    if others and page.lang not in UNREAD and not any(one.layout == "prose" for one in tried):
        scope = page_scope(page, context)
        tried += [LAYOUTS[name](page, scope, context) for name in ("news", "prose")]
    told = [one for one in tried if one.layout not in LISTS and one.drafts and all(draft.hromada_raw for draft in one.drafts)]
    unread = page.lang in UNREAD and _from_abroad(page, context)
    if unread and not told:
        return nothing(
            reading, context, IssueClass.NOT_ITS_OWN_LIST, f"a page from abroad in {page.lang}, which is not read", checked=True
        )
    if outcome is None:
        return nothing(reading, context, *why_nothing(page, tried, context), checked=True)
    if told and (unread or others):
        outcome = max(
            told, key=score
        )  # beside a list of its own twins, the partner's page tells of its tie with a Ukrainian town
    return finish(reading, page, outcome, context)


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
        open_tabs(page)
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
    if _from_abroad(page, context):
        alone = not any(one.drafts for one in tried if one.layout not in LISTS)
        told = told_abroad.read(page, scope, context, of_site=alone)
        if best.layout in LISTS and all(draft.country == "UA" for draft in best.drafts):
            best.drafts = []  # the side that a page abroad writes to
        if alone:
            tried.append(told)
            best = max(tried, key=score)
        elif best.layout not in LISTS:
            _complete(best, told)
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
    give_common_land(best, page)
    return (best if best.drafts else None), tried


_UNIT_FIRST = re.compile(r"^(?:gmina|powiat|wojewodztwo|landkreis|kreis)\s")


def _complete(best: Outcome, told: Outcome) -> None:
    """Give what was read the Ukrainian sides and the towns that only the other reading of the same sentences found."""
    for draft in told.drafts:
        name = fold(draft.name.name)
        known = [one for one in best.drafts if name.endswith(fold(one.name.name)) or fold(one.name.name).endswith(name)]
        for one in known if len(known) == 1 and _UNIT_FIRST.sub("", name) == _UNIT_FIRST.sub("", fold(known[0].name.name)) else ():
            one.hromada_raw = one.hromada_raw or draft.hromada_raw
            one.country, one.weak = one.country or draft.country, False
        if not known:
            best.drafts.append(draft)


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


def _names_abroad(page: Page) -> bool:
    """Whether a short text outside the tables names a foreign country and something else."""
    return any(
        len(block.text) < LONGEST_HEADING
        and block.index not in page.tabular
        and country_of(block.text) is None
        and columns.holds_country(block.text)
        for block in page.blocks
    )


def _joined(best: Outcome, tried: list[Outcome], page: Page, scope: Scope, context: Context) -> None:
    """A page with a list and, apart from it, another one in another layout: once the best has taken its blocks, the others
    read what is left, and the best of them is added."""
    if best.layout not in LISTS or best.foreign_list or not best.drafts or len(tried) < len(LISTS):
        return
    dated_by_headings(best, tried)
    taken = {index for start, end in best.spans for index in range(start, end)} - page.tabular
    rows = tried[0]
    others = [rows] if best is not rows else [outcome for outcome in tried[1:] if outcome.layout in LISTS]
    page.tabular |= taken
    if taken and _names_abroad(page):
        others += [LAYOUTS[name](page, scope, context) for name in LISTS[1:]]
    page.tabular -= taken
    if page.lang not in UNREAD:
        if scope.listed:
            dated_by_text(best, page, taken, scope, context)
            best.drafts = best.drafts + told_beside(best, page, taken, scope, context)
        best.drafts = best.drafts + told_in_title(best, page, scope, context)
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
