"""How far a tie told on a page abroad has come, and since when.

What belongs here: stage and date of one sentence. What does not: between whom (`telling`).
"""

from schemas.vocabularies import Stage
from scrapers.layouts.abroad.words import AGREED_TO, DECIDED, FIRM, OVER, RESTS, SIGNED, TO_COME, WISHED, YEAR_CASE
from scrapers.layouts.entry.model import Context
from scrapers.layouts.sentence.dates import moment_of
from scrapers.layouts.sentence.stages import INTENT_DOCUMENT, PLAN, sentence_stage
from scrapers.text.dates import PartialDate
from scrapers.text.normalise import AnyCase


def stage_of_tie(sentence: str) -> Stage | None:
    if WISHED.search(sentence) or INTENT_DOCUMENT.search(sentence):
        return Stage.INTENT
    if RESTS.search(sentence):
        return Stage.SUSPENDED
    if OVER.search(sentence):
        return Stage.ENDED
    if AGREED_TO.search(sentence):
        return Stage.APPROVED
    if SIGNED.search(sentence) and not TO_COME.search(sentence):
        return Stage.SIGNED
    if DECIDED.search(sentence):
        return Stage.APPROVED
    if TO_COME.search(sentence) or PLAN.search(sentence):
        return Stage.INTENT
    stage = sentence_stage(sentence)
    return None if stage is Stage.TALKS and FIRM.search(sentence) else stage


def moment_of_tie(sentence: str, context: Context) -> PartialDate | None:
    """The date of a signing, or the year since which there is a tie."""
    if not (SIGNED.search(sentence) or _SINCE.search(sentence)) or (DECIDED.search(sentence) and not SIGNED.search(sentence)):
        return None
    return moment_of(YEAR_CASE.sub(" ", sentence), context)


_SINCE = AnyCase(
    r"(?<!\w)(?:seit(?: dem| der)?|depuis|since|od|sedan|din|dal|de|du|vom|z|z dnia|óta)\s+(?:dnia\s+|roku\s+|r\.\s?|the year\s+|l'an\s+|anno\s+)?(?:\d{1,2}\.?\s+\S+\s+)?(?:19|20)\d\d(?!\d)|(?:19|20)\d\d óta"
)
