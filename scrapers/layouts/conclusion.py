"""From the partners that the chosen layout found to the reading of a page, or to the reason why it gives nothing.

What belongs here: the checks that hold for every page (whose list it is, occupation bodies, repeated entries, how many), and the
words that say why a page gave nothing. What does not: which layout is chosen (`choose`).
"""

import re
from dataclasses import replace

from schemas.vocabularies import IssueClass, Kind, Level, Stage
from scrapers.claim import Claim, Issue, Reading
from scrapers.layouts import cues
from scrapers.layouts.entry.claims import to_claim
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.marks import clean
from scrapers.layouts.entry.model import Context, Draft, Outcome
from scrapers.layouts.entry.owners import country_told, foreign_owner, owner_of
from scrapers.layouts.entry.stages import NOT_SIGNED
from scrapers.layouts.grid import columns
from scrapers.layouts.page.model import Page
from scrapers.layouts.page.origin import country_of_domain
from scrapers.layouts.sentence.ties import RELEVANT
from scrapers.layouts.sentence.units import called_a_town
from scrapers.text.countries import country_of, find_countries
from scrapers.text.large_cities import large_city_country
from scrapers.text.names import nominatives
from scrapers.text.normalise import AnyCase, fold, script_of
from scrapers.text.parts import city_country, region_country, sound_alike_across
from scrapers.text.places import only_country

MAX_CLAIMS = 2_000
LISTS = ("table", "cards", "listing", "lines", "headings")
UNREAD = frozenset(str.split("cs sk ro hu fr it lt bg sv"))
"""Languages in which lists are read, by their names and countries, and running text is only asked for towns tied to a Ukrainian one
(`abroad`)."""


def finish(reading: Reading, page: Page, outcome: Outcome, context: Context) -> Reading:
    """The claims of the chosen layout, into `reading`: each with its country where the page or the gazetteer tells it, none twice,
    doubtful ones as issues."""
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
    if not all(draft.hromada_raw for draft in drafts) and _no_ukrainian_side(page, context, abroad=abroad):
        return nothing(
            reading, context, IssueClass.NO_PARTNERS, "a page from abroad that names no Ukrainian side", checked=True
        )
    why = not_its_own(page, outcome, context)
    if why:
        return nothing(reading, context, IssueClass.NOT_ITS_OWN_LIST, f"a list of somebody else's partners: {why}")
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
            draft.country = draft.country or (None if draft.region_raw else only_country(draft.name.name))
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
        return nothing(reading, context, IssueClass.NO_PARTNERS, words, checked=True)
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


def not_its_own(page: Page, outcome: Outcome, context: Context) -> str | None:
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
    subject = _town_abroad(page) if abroad > 1 else None
    if subject and not any(stem(draft.name.name) == stem(subject) for draft in outcome.drafts):
        return f"the page is about {subject}"
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


def _town_abroad(page: Page) -> str | None:
    """The town that a page is an article about, as an encyclopedia's is, where the page puts it abroad: headed and titled by its name
    alone, its country in a table of facts or told in the text."""
    name = clean(page.heading)
    if not 0 < len(name.split()) <= _LONGEST_SUBJECT or not page.title.startswith(name) or "place" not in columns.holds(name) or cues.is_ukrainian(name):
        return None
    facts = [cells for _, grid in page.grids for row in grid if len(cells := [cell.text for cell in row if cell]) == 2]
    if any(columns.role_of(label) == "country" and country_of(value) not in (None, "UA") for label, value in facts):
        return name
    told = next(filter(None, (_IS_A.match(block.text, len(name)) for block in page.blocks[:_OPENING] if block.text.startswith(name))), None)
    lands = {one.iso for one in find_countries(told[0]) if one.form == "name"} if told else set()
    return name if len(lands) == 1 and "UA" not in lands else None


_LONGEST_SUBJECT, _OPENING = 3, 12
#: `Курессааре (ест. Kuressaare) — місто на острові Сааремаа, в Естонії`.
_IS_A = re.compile(r"\s*(?:\([^()]{1,120}\)\s*)?(?:[–—-]\s|is\s(?:a|the)\s)[^.]{3,160}")


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


def why_nothing(page: Page, tried: list[Outcome], context: Context) -> tuple[IssueClass, str]:
    """The class of issue and the words for a page that no layout explains."""
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


def nothing(reading: Reading, context: Context, issue: IssueClass, words: str, *, checked: bool = False) -> Reading:
    """`reading` without claims and with the reason; `checked`: the page was read and holds none."""
    reading.claims = []
    reading.reason = words
    reading.checked = checked and issue is IssueClass.NO_PARTNERS
    reading.issues.append(Issue(issue, words, context.source, context.url))
    if checked:
        _expectations(reading, context)
        if any(one.issue_class is IssueClass.UNEXPECTEDLY_EMPTY for one in reading.issues):
            reading.checked = False
    return reading
