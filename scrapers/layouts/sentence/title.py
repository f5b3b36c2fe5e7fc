"""What the title of a page says of all its partners, or of those of one country.

What belongs here: a country or an end told once for many. What does not: the single tie that a page of news reports (`news`).
"""

from schemas.vocabularies import Stage
from scrapers.layouts.entry.model import Draft
from scrapers.layouts.page.model import Page
from scrapers.layouts.sentence.countries import one_country
from scrapers.layouts.sentence.stages import BROKEN, OVER, sentence_stage
from scrapers.text.normalise import AnyCase, fold


def by_title(page: Page, drafts: list[Draft]) -> None:
    """What a title says of all partners, or of those of one country: `Dnipro severs ties with Russian sister cities`."""
    title = page.heading or page.title
    only = one_country(title)
    if only is None:
        return
    if all(draft.country in (None, only[0]) for draft in drafts):
        for draft in drafts:
            if draft.country is None and covers(title, draft, drafts):
                draft.country, draft.country_raw, draft.bare = only[0], only[1], False
    stage = sentence_stage(title) if BROKEN.search(title) else None
    if stage in OVER:
        for draft in drafts:
            if draft.country == only[0] and draft.stage in (None, Stage.SIGNED, Stage.TALKS):
                draft.stage = stage


_MANY = AnyCase(
    r"(?<!\w)(?:містами|міста|міст|городами|города|городов|cities|towns|miastami|miasta|"
    r"städten?|побратимами|[гґ]мін(?:и|ами)?|громад(?:и|ами)|gmin(?:y|ami)?|муніципалітет(?:и|ами)|"
    r"municipalities)(?!\w)",
)


def covers(title: str, draft: Draft, drafts: list[Draft]) -> bool:
    """Whether the country of a title is that of a partner: the only one, named in it, or one of its many."""
    return (
        sum(1 for one in drafts if one.country is None) == 1
        or _MANY.search(title) is not None
        or fold(draft.name.name)[:5] in fold(title)
    )
