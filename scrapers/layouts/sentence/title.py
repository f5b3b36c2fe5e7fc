"""What a page says once of all its partners, or of those of one country, in its title mostly.

What belongs here: a country or an end told once for many. What does not: the single tie that a page of news reports (`news`).
"""

import re

from schemas.vocabularies import Stage
from scrapers.layouts import cues
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Draft
from scrapers.layouts.page.model import Page
from scrapers.layouts.sentence.capitals import CAP
from scrapers.layouts.sentence.countries import one_country
from scrapers.layouts.sentence.splitting import sentences
from scrapers.layouts.sentence.stages import BROKEN, IN_FORCE, OVER, sentence_stage
from scrapers.text.normalise import AnyCase, fold


def by_title(page: Page, drafts: list[Draft]) -> None:
    """What a page says of all partners, or of those of one country: `Dnipro severs ties with Russian sister cities`."""
    title = page.heading or page.title
    if (only := one_country(title)) is not None:
        if all(draft.country in (None, only[0]) for draft in drafts):
            for draft in drafts:
                if draft.country is None and covers(title, draft, drafts):
                    draft.country, draft.country_raw, draft.bare = only[0], only[1], False
        stage = sentence_stage(title) if BROKEN.search(title) else None
        if stage in OVER:
            for draft in drafts:
                if draft.country == only[0] and _may_end(draft):
                    draft.stage = stage
    _over_with_a_country(page, drafts)


def _over_with_a_country(page: Page, drafts: list[Draft]) -> None:
    """The end of all ties with the towns of one country, of which a sentence tells that names none of them: `Горсовет разорвал отношения с
    городами-побратимами в России. Их было три: A, B и C`."""
    for text in (block.text for block in page.blocks) if any(_may_end(draft) for draft in drafts) else ():
        if not (_ALL_TWINS.search(text) and _TIES_ENDED.search(text)):
            continue
        for sentence in sentences(text):
            if _OF_OTHERS.search(sentence) or not (_ALL_TWINS.search(sentence) and _TIES_ENDED.search(sentence) and BROKEN.search(sentence)) or (only := one_country(sentence)) is None or IN_FORCE.search(sentence):
                continue
            stage = sentence_stage(sentence)
            if stage not in OVER or any(fold(draft.name.name)[:_NAME_KEY] in fold(sentence) for draft in drafts):
                continue
            towns = {stem(name) for name in _NAME.findall(sentence) if cues.is_ukrainian(name)}
            for draft in drafts:
                theirs = not towns or draft.hromada_raw is None or stem(draft.hromada_raw) in towns
                if draft.country == only[0] and theirs and _may_end(draft) and not IN_FORCE.search(draft.quote):
                    draft.stage = stage


def _may_end(draft: Draft) -> bool:
    return draft.stage in (None, Stage.SIGNED, Stage.TALKS)


_NAME, _NAME_KEY = re.compile(CAP), 5
_ALL_TWINS = AnyCase(
    r"(?<!\w)(?:(?:міст|громад|город)\w{0,3}-)?(?:побратим|партнер|партн[её]р)(?:ами|ів|ами|ов)(?!\w)|(?<!\w)(?:twin|sister|partner) (?:cities|towns)(?!\w)",
    needs="побратим партнер партнёр twin sister partner",
)
_TIE = r"(?:контакт|угод|договор|договір|відносин|зв.язк|стосунк|побратимськ|партнерськ|співпрац|партнерств|побратимств|дружб|отношени|связ|соглашени|сотрудничеств|побратимск|agreement|relation|ties|twinning)"
_END = r"(?:розірв|розрив|припин|денонс|скасув|порва|разорв|разрыв|расторг|прекра[тщ]|приостан|terminat|sever|suspend|broke|break|cut)"
_OF_OTHERS = AnyCase(r"школ|шкіл|колектив|хоров|оренд|аренд|вистав|університет|лікарн|school|universit|rent")
#: The end of ties, not of an exchange or a bus line.
_TIES_ENDED = AnyCase(
    rf"(?<!\w){_END}\w*(?:\soff)?\s(?:[^\s.;,]+\s){{0,3}}?{_TIE}|(?<!\w){_TIE}\w*,?\s(?:[^\s.;]+\s){{0,9}}?{_END}|(?<!\w)відмови\w+ від (?:[^\s.;,]+ )?{_TIE}|(?<!\w)(?:порва|разорва|розірва)\w*\s(?:з|із|с)\s(?:[^\s.;,]+\s)?(?:міст|город|побратим)"
)
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
