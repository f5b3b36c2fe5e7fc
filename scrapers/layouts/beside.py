"""What the rest of a page adds to the list that explains it best: a country, days, a partner that only the text tells of.

What belongs here: sentences and headings beside a list. What does not: a second list on the page (`choose`).
"""

import re

from schemas.vocabularies import Stage
from scrapers.layouts import cues
from scrapers.layouts.entry.claims import shorten
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context, Draft, Outcome, Scope
from scrapers.layouts.entry.pieces import YEAR
from scrapers.layouts.entry.scope import read_heading
from scrapers.layouts.page.model import Page
from scrapers.layouts.sentence.gathering import gather
from scrapers.layouts.sentence.running_text import page_evidence, read_text
from scrapers.layouts.sentence.ties import RELEVANT
from scrapers.text.countries import find_countries
from scrapers.text.normalise import AnyCase, fold
from scrapers.text.places import may_lie_in

SENTENCE = 60


def give_common_land(best: Outcome, page: Page) -> None:
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


def dated_by_text(best: Outcome, page: Page, taken: set[int], scope: Scope, context: Context) -> None:
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


def told_beside(best: Outcome, page: Page, taken: set[int], scope: Scope, context: Context) -> list[Draft]:
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


def told_in_title(best: Outcome, page: Page, scope: Scope, context: Context) -> list[Draft]:
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


def dated_by_headings(best: Outcome, tried: list[Outcome]) -> None:
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
