"""News of one event: who signed with whom, when, and how far it has come.

What belongs here: what the page as a whole says of the one tie it reports (title, the date and the country said in another
sentence). What does not: the grammar of one sentence (`prose`).
"""

import re
from dataclasses import replace

from schemas.vocabularies import Stage
from scrapers.layouts import cues
from scrapers.layouts.entries import Context, Draft, Outcome, Scope, signing_date
from scrapers.layouts.page import Page
from scrapers.layouts.prose import gather, is_german, one_country, page_evidence, partners_of, sentences

MAX_PARTNERS = 4
_TLD = {"de": "DE", "pl": "PL", "at": "AT", "cz": "CZ", "sk": "SK", "lt": "LT", "lv": "LV", "ee": "EE", "fr": "FR", "it": "IT", "hu": "HU", "ro": "RO", "se": "SE", "fi": "FI", "dk": "DK", "nl": "NL", "be": "BE",
        "es": "ES", "pt": "PT", "hr": "HR", "si": "SI", "bg": "BG", "md": "MD", "ch": "CH", "no": "NO", "ie": "IE", "jp": "JP"}
_EVENT = re.compile(
    r"(?<!\w)(?:підпис\w+|укла\w+|побрата\w+|побратим\w*|партнер\w*|співпрац\w+|співробітн\w+|меморандум\w*|угод\w*|догов\w+|подпис\w+|соглашени\w+|сотруднич\w+|sign\w*|twin\w*|partner\w*|agreement\w*|memorandum|cooperat\w*|sister\w*|podpis\w*|"
    r"umow\w*|współprac\w*|porozumien\w*|unterzeich\w*|partnerschaft\w*|vereinbarung\w*|візит\w*|зустріч\w*|делегаці\w*|дружб\w*|намір\w*)(?!\w)", re.I)


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """The tie of the one event that a page reports; nothing when its title speaks of none or it names too many."""
    outcome = Outcome("news", structure=0.9)
    title = page.heading or page.title
    evidence, entries, explained, outcome.foreign_list = page_evidence(page, scope, context)
    plain = replace(scope, country=None, country_raw=None, listed=False)
    if page.heading not in {block.text for block in page.blocks}:
        for sentence in sentences(page.heading or page.title.split(" | ")[0].split(" — ")[0]):
            evidence += partners_of(sentence, plain, context, 0, is_german(page, context))
    drafts = gather(evidence, plain)
    if not drafts or len(drafts) > MAX_PARTNERS or not _EVENT.search(f"{title} {page.description}") and entries < 2:
        outcome.reason = "no event with a partner"
        return outcome
    _complete(page, drafts, context)
    outcome.drafts, outcome.explained = drafts, explained or 1
    outcome.entries = outcome.explained
    return outcome


def _complete(page: Page, drafts: list[Draft], context: Context) -> None:
    """Country and date that the event has in other sentences than the one that names the partner."""
    if any(draft.country is None for draft in drafts):
        only = one_country(page)
        tld = _TLD.get(page.host.rsplit(".", 1)[-1])
        for draft in drafts:
            if draft.country is None and only and len(drafts) <= 3:
                draft.country, draft.country_raw, draft.bare = only[0], only[1], False
            elif draft.country is None and tld and not cues.is_ukrainian(draft.name.name):
                draft.country, draft.bare = tld, False
    undated = [draft for draft in drafts if draft.since is None and draft.stage in (None, Stage.SIGNED, Stage.RENEWED)]
    if undated and len(undated) == len(drafts) and len(drafts) <= 3:
        moments = {}
        for block in page.blocks:
            if block.index in page.tabular:
                continue
            for sentence in sentences(block.text):
                if cues.AGREEMENT_WORDS.search(sentence) and re.search(r"підпис|укла|подпис|заключ|sign|podpis|zawar|unterzeich", sentence, re.I):
                    moment = signing_date(sentence, context.base)
                    if moment:
                        moments.setdefault(moment.value, moment)
        if len(moments) == 1:
            for draft in undated:
                draft.since = next(iter(moments.values()))
