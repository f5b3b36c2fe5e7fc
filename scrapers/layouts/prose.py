"""Running text: places that sentences tie to the hromada, in oblique cases, with or without their country.

What belongs here: the outcome of a page's sentences. What does not: the sentences (`sentence`), lists and tables; what a
whole page of news says of one event (`news`).
"""

from scrapers.layouts import cues
from scrapers.layouts.entry.model import Context, Outcome, Scope
from scrapers.layouts.page.model import Page
from scrapers.layouts.page.origin import home_country
from scrapers.layouts.sentence.countries import country_told
from scrapers.layouts.sentence.gathering import gather_page
from scrapers.layouts.sentence.running_text import page_evidence
from scrapers.layouts.sentence.title import by_title


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """Sentences that tie places to the hromada, one by one."""
    outcome = Outcome("prose", structure=0.85)
    evidence, outcome.entries, outcome.explained, outcome.foreign_list = page_evidence(page, scope, context)
    outcome.drafts = gather_page(evidence, scope.landless(), context)
    outcome.entries = max(outcome.explained, min(outcome.entries, outcome.explained * 2))
    if not outcome.drafts:
        outcome.reason = "no sentence names a partner"
    else:
        by_title(page, outcome.drafts)
        [only, *others] = outcome.drafts
        if not others and only.country is None and not only.weak and (told := country_told(only.name.name, page.text)):
            only.country, only.country_raw, only.bare = *told, False
        country = home_country(page)
        for draft in outcome.drafts:
            if country and page.lang in ("pl", "de") and draft.country is None and not cues.is_ukrainian(draft.name.name):
                draft.country, draft.bare = country, False
    return outcome
