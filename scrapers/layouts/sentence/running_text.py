"""Running text read sentence by sentence: an item, or all blocks of a page, with what one sentence says for the next.

What belongs here: sentences that need the one before them. What does not: one sentence alone (`partners`).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from schemas.vocabularies import Stage
from scrapers.layouts import cues
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context, Draft, Scope
from scrapers.layouts.entry.pieces import YEAR
from scrapers.layouts.entry.scope import read_heading
from scrapers.layouts.page.dateline import dateline, reported_year
from scrapers.layouts.page.model import Block, Page
from scrapers.layouts.sentence.capitals import CAP, capitals, persons, told_ukrainian
from scrapers.layouts.sentence.countries import country_told, one_country
from scrapers.layouts.sentence.dates import (
    CEREMONY_HELD,
    OTHER_DOCUMENT,
    OTHER_TIME,
    day_of,
    day_of_scene,
    give_date,
    lately,
    moment_of,
    tells_when,
)
from scrapers.layouts.sentence.gathering import SURE, gather, put_as_printed_elsewhere, put_in_nominative
from scrapers.layouts.sentence.linking import (
    FROM_MAYOR,
    LISTED,
    THE_SAME,
    TWINS_CAME,
    WISHES,
    Said,
    goes_on,
    in_full,
    signed_by_other,
    told_before,
)
from scrapers.layouts.sentence.mentions import mentions
from scrapers.layouts.sentence.model import LONGEST_SENTENCE, LONGEST_TEXT, Evidence, Mention
from scrapers.layouts.sentence.partners import partners_of
from scrapers.layouts.sentence.splitting import sentences
from scrapers.layouts.sentence.stages import INTENT_DOCUMENT, OTHER_END, OVER, PAST, PLAN, SIGNED_VERB, sentence_stage
from scrapers.layouts.sentence.ties import COOPERATE, RELEVANT
from scrapers.layouts.sentence.unnamed import AT_HOME, LOOK_BACK, antecedent, names_nobody, plans_unnamed, tells_unnamed
from scrapers.text.countries import find_countries
from scrapers.text.dates import PartialDate, Precision
from scrapers.text.normalise import AnyCase
from scrapers.text.places import is_known_in_a_case, is_known_place, may_lie_in


def read_text(text: str, scope: Scope, context: Context, german: bool = False) -> list[Draft]:
    """The partners of one running text, an item that is a sentence for example."""
    return gather(
        (one for order, sentence in enumerate(sentences(text)) for one in partners_of(sentence, scope, context, order, german)),
        scope,
    )


def page_evidence(page: Page, scope: Scope, context: Context) -> tuple[list[Evidence], int, int, bool]:
    """Every partner in every sentence of a page, the number of relevant sentences, of those that name one, and whether a
    foreign list was met; found once a page."""
    if page.evidence is None:
        page.evidence = _page_evidence(page, scope, context)
    return page.evidence


def _page_evidence(page: Page, scope: Scope, context: Context) -> tuple[list[Evidence], int, int, bool]:
    context.persons, context.capitals = persons(page.text), capitals(page.text)
    context.ukrainian = told_ukrainian(page.text)
    context.dated, context.reported = context.dated or dateline(page), reported_year(page)
    reader = _Reader(page, scope, context)
    size = 0
    for order, block in enumerate(_whole(page.blocks)):
        if block.index not in page.tabular:
            size += len(block.text)
            if size > LONGEST_TEXT:
                break
            reader.read(order, block)
    return _as_told(reader.evidence, page), reader.relevant, reader.explained, reader.foreign


class _Reader:
    """What the text of a page has told so far, block by block: all partners (`evidence`), those of the last sentence that named any
    (`last`), a day that may be of the next one (`told`), and what the sentences before this one were."""

    def __init__(self, page: Page, scope: Scope, context: Context) -> None:
        self.page, self.scope, self.context = page, scope, context
        self.german = page.lang == "de"
        self.town = _town_of_page(page)
        self.reported = context.reported
        years = [len(block.text) < _SHORT and _LONE_YEAR.fullmatch(block.text) is not None for block in page.blocks]
        self.by_years = sum(one and not below for one, below in pairwise(years)) >= _SEVERAL
        self.chronicle = _CHRONICLE.search(page.heading or page.title) is not None
        self.current = scope
        self.evidence: list[Evidence] = []
        self.last: list[Evidence] = []
        self.relevant = self.explained = 0
        self.foreign = self.over = self.greeted = False
        self.lead: Stage | None = None  # of the words before a list
        self.told: PartialDate | None = None
        self.told_at = 0
        self.order = 0
        self.above = self.previous = ""
        self.blocks: list[str] = []
        self.text, self.at = "", 0

    @property
    def near(self) -> bool:
        """Whether the last sentence that named partners is of this block or of the one before it."""
        return bool(self.last) and self.order - self.last[0].order <= 1

    @property
    def alone(self) -> bool:
        """Whether the page has told of one partner so far."""
        return len({stem(one.mention.text) for one in self.evidence}) == 1

    def read(self, order: int, block: Block) -> None:
        self.order = order
        if self.by_years and len(block.text) < _SHORT and _LONE_YEAR.fullmatch(block.text):
            self.context.reported = date(int(YEAR.search(block.text)[0]), 12, 31)
        if (block.heading and block.heading > 1) or block.all_bold:
            heading = read_heading(block.text, self.scope, self.context)
            if heading is not None:
                self.current = heading
                self.foreign |= heading.foreign
            self.over = heading is not None and heading.stage in OVER and _NAMES.search(block.text) is None
            if not _LONE_YEAR.fullmatch(block.text):
                self.context.reported = self.reported
            else:
                self.context.reported = date(int(YEAR.search(block.text)[0]), 12, 31)
        if block.text.endswith(":"):
            stage = sentence_stage(block.text[-_LONGEST_LEAD:])
            lead = read_heading(block.text, self.scope._replace(listed=True), self.context) if stage not in OVER else None
            self.lead = stage if stage in OVER else lead.stage if lead is not None and lead.stage in _LEADS else None
        elif self.lead is not None and block.kind != "li" and not _ITEM.match(block.text):
            self.lead = None
        self.greeted = self.greeted or _GREETED.search(block.text) is not None
        from_twin = self.greeted and (FROM_MAYOR.match(block.text) or WISHES.search(block.text)) is not None
        self.blocks = [*self.blocks, self.text][-_BLOCKS_BEHIND:] if self.text else self.blocks
        self.text, self.at, self.previous = block.text, 0, ""
        if self.current.foreign or not (from_twin or RELEVANT.search(block.text) or goes_on(block.text, self.above) or (self.last and (_SIGNED_IT.search(block.text) or _IT_HAPPENED.match(block.text)))):
            self.above = block.text
            return
        inner = self.current.landless()
        if self.town and (labelled := _LABELLED.match(block.text)):
            found = partners_of(f"{labelled[1]}: {labelled[2]}", inner, self.context, order)
            for one in found:
                one.hromada, one.strength = one.hromada or self.town, max(one.strength, SURE)
            self._take(found)
            return
        came = 0
        for sentence in sentences(_BROKEN_LINE.sub(" ", _DATE_BEFORE.sub("", block.text))):
            self.at = max(self.at, block.text.find(sentence, self.at))
            earlier, self.above = self.above, f"{self.above} {sentence}" if _OF_THEM.search(sentence) else sentence
            said = in_full(sentence, self.previous, earlier, self.last, from_twin=from_twin, came=came > 0)
            came = _GUESTS_FOLLOW if TWINS_CAME.search(sentence) else came - 1
            before, self.previous = self.previous, said.words
            if _OLD_NEWS.match(said.words):
                continue
            self._give_land_of_next(said.words, earlier)
            if said.cued:
                self._read_tie(said, before, earlier, inner)
            else:
                self._read_other(said.words, earlier)

    def _take(self, found: list[Evidence]) -> None:
        if found and not self.text.endswith(":"):
            self.over = False  # what a heading says is over is told right below it
        self.relevant, self.explained, self.evidence = self.relevant + 1, self.explained + bool(found), self.evidence + found

    def _before(self, blocks: int) -> str:
        """The text of a number of blocks above this one, and of this one as far as to the sentence."""
        return "\n".join([*self.blocks[-blocks:], self.text[: self.at]])

    def _give_land_of_next(self, sentence: str, earlier: str) -> None:
        if len(self.last) == 1 and earlier.endswith(self.last[0].sentence):
            _give_land(self.last[0].mention, sentence)

    def _read_other(self, sentence: str, earlier: str) -> None:
        """A sentence without words of a tie: of the agreement of the one before it, or of one of which it names no partner."""
        context, near = self.context, self.near
        signing = _SIGNED.search(sentence) or (self.last and SIGNED_VERB.search(self.last[0].sentence))
        if near and signing and _SIGNED_IT.search(sentence) and tells_when(sentence, context, self.last):
            give_date(self.last, moment_of(sentence, context))
            self._date_first(sentence)
        self._go_on(sentence, other=True)
        for one in self.last if near and (len(self.last) == 1 or _THESE.search(sentence)) else ():
            _end_by(one, sentence, context)
        if _SIGNED_IT.search(sentence) and (name := signed_by_other(sentence, earlier, context, self.order)) is not None:
            self._take([name])
            self.last, self.told = [name], None
        elif not near and self._means_a_place(sentence, earlier):
            self.last = self._of_antecedent(sentence)
            self._take(self.last)

    def _go_on(self, sentence: str, *, other: bool) -> None:
        """What a sentence that names no partner says of ties told already: `Подія відбулася 13 листопада`, `А 2017 року її поновили`; `other`: it has
        no words of a tie."""
        signed = any(SIGNED_VERB.search(one.sentence) or _BECAME.search(one.sentence) for one in self.last)
        if self.near and signed and _IT_HAPPENED.match(sentence) and (moment := moment_of(sentence, self.context)):
            give_date(self.last, moment)
        of_it = self.last if self.near else self.evidence if self.alone else []
        for one in of_it if _REAFFIRMED.search(sentence) or ((other or not _OTHER_THING.search(sentence)) and _RENEWED_IT.search(sentence)) else ():
            one.stage = Stage.RENEWED if one.stage is Stage.SIGNED else one.stage

    def _read_tie(self, said: Said, before: str, earlier: str, inner: Scope) -> None:
        """A sentence that has words of a tie."""
        found = self._partners(said, before, earlier, inner)
        self._take(found)
        sentence = said.words
        if found:
            self._date_found(found, sentence, earlier)
            self.last = found if len(found) <= _FEW else []
            if self.told is not None and self.told.precision is not Precision.YEAR and self.order - self.told_at <= 2:
                give_date(self.last, self.told)
            self.told = None
            return
        self._go_on(sentence, other=False)
        for one in self.evidence if self.alone else ():
            one.stage = _goes_on(one, sentence)
            if one.stage in (Stage.TALKS, Stage.INTENT) and not INTENT_DOCUMENT.search(f"{one.sentence} {sentence}") and _OF_BOTH.search(sentence) and tells_unnamed(sentence, earlier):
                one.stage = Stage.SIGNED  # "їхали, щоб підписати меморандум. Підсумок зустрічі – підписаний громадами меморандум"
        if self.near and len(self.last) == 1 and _goes_on(self.last[0], sentence) is Stage.APPROVED:
            self.last[0].stage = Stage.APPROVED
        if self.alone and not YEAR.search(sentence) and tells_unnamed(sentence, earlier) and SIGNED_VERB.search(sentence):
            give_date(self.evidence, moment_of(sentence, self.context) or self._scene_day(sentence, self._before(_SCENE_BLOCKS)))
        for one in self.last if self.near and len(self.last) > 1 and _THESE.search(sentence) else ():
            _end_by(one, sentence, self.context)
        if self.near and len(self.last) == 1 and not _end_by(self.last[0], sentence, self.context) and _only_intended(self.last[0], sentence):
            self.last[0].stage = Stage.INTENT if not mentions(sentence, self.context) else self.last[0].stage
        self._date_by(sentence)

    def _partners(self, said: Said, before: str, earlier: str, inner: Scope) -> list[Evidence]:
        """The partners that a sentence names, or that it means."""
        sentence, context, order = said.words, self.context, self.order
        found = [one for piece in said.pieces or (sentence,) for one in partners_of(piece, inner, context, order, self.german)]
        _give_land_before(found, before, sentence)
        for one in found if said.printed is not sentence else ():
            one.quote = said.printed
            if one.stage in (None, Stage.TALKS) and sentence.startswith(LISTED):
                one.stage = Stage.SIGNED  # whoever was met is a twin
        for one in found if said.over else ():
            one.stage, one.since = said.over, None
        if found and _THAT_IS.match(sentence) and any(sentence_stage(one) in OVER for one in sentences(self._before(1))[-_JUST_SAID:]):
            for one in found:
                one.stage = Stage.ENDED if one.stage in (None, Stage.SIGNED) else one.stage
        if found and said.printed.startswith(_NEW_TWINS):
            stages = {sentence_stage(one) for one in sentences(self._before(1))[-_JUST_SAID:] if _HOW_MANY.search(one)}
            for one in found if len(stages) == 1 and stages <= {Stage.APPROVED, Stage.INTENT} else ():
                one.stage = next(iter(stages)) if one.stage in (None, Stage.SIGNED) else one.stage
        for one in found if self.lead in _LEADS else ():
            if one.stage in (None, Stage.SIGNED):
                one.stage, one.since = self.lead, None if self.lead is Stage.APPROVED else one.since
        for one in found if self.lead in OVER or (self.over and not _IN_FORCE.search(sentence)) else ():
            one.stage = one.stage if one.stage in OVER else Stage.ENDED
        if self.last and THE_SAME.match(sentence) and {one.stage for one in self.last} == {Stage.INTENT}:
            for one in found:
                one.stage = Stage.INTENT
        if (name := told_before(sentence, earlier, found, context, order)) is not None:
            return [*found, name]
        if found:
            return found
        if _SIGNED_IT.search(sentence) and (name := signed_by_other(sentence, earlier, context, order)) is not None:
            return [name]
        return self._of_antecedent(sentence) if self._means_a_place(sentence, earlier) else []

    def _means_a_place(self, sentence: str, earlier: str) -> bool:
        """Whether a sentence tells of a tie, or of one that is planned, of a place that it does not name."""
        return (tells_unnamed(sentence, earlier) or plans_unnamed(sentence)) and names_nobody(sentence, self.context)

    def _date_found(self, found: list[Evidence], sentence: str, earlier: str) -> None:
        """The day of what a sentence tells, from the one before it or from the scene."""
        context = self.context
        day = self.by_years and _DAY_ALONE.fullmatch(earlier)
        if _LONE_YEAR.fullmatch(earlier) or day or (self.chronicle and _LONE_DAY.fullmatch(earlier)):
            for one in found:
                if one.since is None and one.stage not in OVER:
                    one.since = moment_of(earlier, context)
        first = len(self.evidence) == len(found)
        if (_THAT_DAY.match(sentence) or (first and _EVENT_THAT_DAY.search(earlier))) and (moment := day_of(earlier, context)):
            for one in found:
                one.since = one.since or moment
        papers = (Stage.SIGNED, Stage.RENEWED, Stage.INTENT) if INTENT_DOCUMENT.search(sentence) else (Stage.SIGNED, Stage.RENEWED)
        undated = [one for one in found if one.since is None and one.stage in papers]
        if undated and SIGNED_VERB.search(sentence) and not YEAR.search(sentence) and not _TO_BE_SIGNED.search(sentence):
            day = self._scene_day(sentence, self._before(_SCENE_BLOCKS))
            for one in undated:
                one.since = day

    def _date_by(self, sentence: str) -> None:
        """Ties told already, dated by a sentence that names no partner."""
        context = self.context
        if tells_when(sentence, context):
            moment = moment_of(sentence, context)
            if self.near:
                self._date_first(sentence)
                for one in self.last if len(self.last) == 1 and moment and _DOCUMENT_OF_THEM.search(sentence) else ():
                    if one.stage is None and not SIGNED_VERB.search(one.sentence):
                        one.stage, one.since = Stage.SIGNED, None  # "дружать з 2016 року", and signed later
                give_date(self.last, moment)
            elif not self.evidence:
                self.told, self.told_at = moment, self.order
            elif self.alone and (_BOTH_TOWNS.search(sentence) or _of_one_town(sentence, context)):
                give_date(self.evidence, moment)
        elif self.evidence and (since := _LASTS.search(sentence)) and not _LASTS_FOR_OTHERS.search(sentence):
            of_last = self.last if self.near and len(self.last) == 1 else []
            give_date(self.evidence if self.alone else of_last, moment_of(since[0], context))

    def _date_first(self, sentence: str) -> None:
        """The day of the first agreement, to one of which a sentence before told that it was renewed: `Початкову угоду підписали 2007 року`."""
        if len(self.last) == 1 and self.last[0].stage is Stage.RENEWED and _FIRST_PAPER.search(sentence):
            self.last[0].since = moment_of(sentence, self.context) or self.last[0].since

    def _of_antecedent(self, sentence: str) -> list[Evidence]:
        """The partner of a sentence that names none: `Міста стали побратимами 24 лютого 2024 року`."""
        context, title = self.context, self.page.heading or self.page.title
        before = sentences(self._before(_BLOCKS_BEHIND))
        told, known = {one.sentence for one in self.evidence}, {stem(one.mention.text) for one in self.evidence}
        planned = plans_unnamed(sentence) and not tells_unnamed(sentence)
        meant = antecedent(sentence, before, title, told, known, context, planned=planned)
        if meant is None:
            return []
        mention, named = meant
        near = (named, sentence, *before[-_PLANNED_NEAR:])
        if any(map(_COLLABORATORS.search, near)) or (context.occupied and any(map(cues.OCCUPATION.search, near))):
            return []
        stage = Stage.INTENT if planned else _stage_of_unnamed(sentence, before)
        if stage is None:
            return []
        _give_land(mention, sentence)
        if mention.country is None:
            mention.country, mention.country_raw = country_told(mention.text, "\n".join(before[-LOOK_BACK:])) or (None, None)
        since = moment_of(sentence, context)
        if since is None and SIGNED_VERB.search(sentence) and not YEAR.search(sentence):
            since = self._scene_day(sentence, "\n".join(before))
        quote = f"{named} {sentence}" if named != title else sentence
        return [Evidence(mention, sentence, stage, since, None, SURE, self.order, quote)]

    def _scene_day(self, sentence: str, before: str) -> PartialDate | None:
        """The day of a signing that a sentence tells with none: of the sentences `before`, or of the page's first paragraph."""
        signed = SIGNED_VERB.search(sentence)
        away = OTHER_TIME.search(sentence)
        if away and (away.start() < _AT_ONCE or (signed and 0 <= away.start() - signed.end() < _AT_ONCE)):
            return None  # "Раніше підписали", "підписали вже за рік"; not "мери, які давно товаришують, підписали"
        if _OF_THE_DAY.search(sentence) and (told := sentences(before)):
            day = day_of(told[-1], self.context)
            return day if day is None or lately(day, self.context) else None
        day = day_of_scene(before, self.context, {one.sentence for one in self.evidence})
        if day is None and _MEANWHILE.search(sentence):
            lead = next((one.text for one in self.page.blocks if not one.heading and len(one.text) > _LEAST_LEAD), "")
            return day_of_scene(lead, self.context)
        return day


def _stage_of_unnamed(sentence: str, before: Sequence[str]) -> Stage | None:
    """The stage of a tie whose sentence names no partner; None where it is not one that is there."""
    stage = sentence_stage(sentence)
    if (stage is Stage.TALKS and PAST.search(sentence)) or _KEPT_UP.search(sentence):
        stage = Stage.SIGNED  # "сіли за стіл переговорів, де й підписано угоду"; "підтримують відносини та прагнуть стати побратимами"
    if stage in (None, Stage.SIGNED) and not SIGNED_VERB.search(sentence) and any(map(PLAN.search, before[-_PLANNED_NEAR:])):
        return None  # "угоду підпишуть навесні. Міста підтримують дружні стосунки"
    if stage is Stage.INTENT and INTENT_DOCUMENT.search(sentence) and PAST.search(sentence):
        return stage
    return stage or Stage.SIGNED if stage in (None, Stage.SIGNED, Stage.RENEWED) else None


#: `Головною подією дня стало підписання`: of the day that the sentence before tells.
_OF_THE_DAY = AnyCase(r"(?<!\w)(?:поді(?:єю|я)|моментом|кульмінаці\w+|родзинкою|событием|событие) (?:цього |этого )?(?:дня|вечора|візиту|зустрічі|вечера|визита|встречи)(?!\w)")
#: `Під час візиту підписано угоду`: on the day of which the first paragraph tells.
_MEANWHILE = AnyCase(
    r"(?<!\w)(?:під час|у межах|в межах|в рамках|у рамках|у ході|в ходе|во время|during|podczas|während)\s(?:[^\s.;]+\s){0,2}?(?:як(?:ого|ої|их)(?!\w)|которо[йг]|візит|зустріч|розмов|бесід|відеоконференц|відеозв|онлайн-|церемоні|урочист|перебуванн|поїздк|святкуван|захо[дж]|приїзд|відвідин|відвідуванн|форум|визит|встреч|разговор|бесед|видеоконференц|поездк|visit|meeting|ceremon|wizyt|spotkan|besuch|treffen)"
    r"|(?<!\w)(?:заверши|увінча)\w+\s|(?<!\w)(?:за підсумками|за результатами|наприкінці|по итогам) (?:дня|візит|зустріч|перемовин|переговор|встреч|визит)"
)
_LEAST_LEAD = 60
#: `Угорське місто лежить за сорок кілометрів`: the one of the sentence before.
_THAT_TOWN = re.compile(
    r"(?P<land>[А-ЯІЇЄҐ][а-яіїєґ]{2,14}(?:ськ|цьк|ск|цк)(?:е|а|ий|ое|ая|ий))\s(?:місто|громада|муніципалітет|містечко|город|комуна|гміна|ґміна)\s(?!міста|города|теж|також|тоже|также)(?:[а-яіїєґ]|–)"
)


def _give_land(mention: Mention, sentence: str) -> None:
    """Its country to a place of which a sentence speaks on, where it begins so: `Німецьке місто саме зголосилося`."""
    land = _THAT_TOWN.match(sentence) if mention.country is None else None
    told = one_country(f"{land['land'].lower()} місто") if land else None
    if told and may_lie_in(told[0], mention.text):
        mention.country, mention.country_raw = told


def _give_land_before(found: list[Evidence], before: str, sentence: str) -> None:
    """Its country to the partners of a sentence that names none, where the one before it tells of cooperation with one country alone, or
    of one in which such a place is known:
    `Громада співпрацює з містами Польщі. Угоду підписано з містом X.`"""
    bare = [one.mention for one in found if one.mention.country is None and not one.mention.ukrainian]
    if not bare or find_countries(sentence):
        return
    cooperate, first = COOPERATE.search(before), len(bare) == 1 and _LAND_FIRST.match(before)
    forms = ("name", "adjective") if _OF_THOSE.search(before) else ("name",)
    lands = {one.iso: before[one.start : one.end] for one in find_countries(before) if one.iso != "UA" and one.form in forms}
    for iso, printed in lands.items() if len(lands) == 1 else ():
        for mention in bare:
            those = _OF_THOSE.search(before) is not None and is_known_in_a_case(mention.text, iso)
            if those or cooperate or (first and may_lie_in(iso, mention.text)) or is_known_in_a_case(mention.text, iso):
                mention.country, mention.country_raw = iso, printed


#: `Саме польські громади першими простягнули нам руку`
_OF_THOSE = AnyCase(r"(?:ськ|цьк|ск)(?:і|ими|их|ие|ими) (?:громад|міст|друз|партнер|сусід|муніципалітет|самоврядув|город)")
_COLLABORATORS = AnyCase(r"гауляйтер|колаборант|коллаборант|окупац|окупован")
_SCENE_BLOCKS, _PLANNED_NEAR, _AT_ONCE = 3, 2, 12


def _goes_on(told: Evidence, sentence: str) -> Stage | None:
    """The stage of the one tie of a page with what a later sentence says of its document: `Проєкт угоди підтримали 27 депутатів`."""
    if told.stage not in (Stage.TALKS, Stage.INTENT) or INTENT_DOCUMENT.search(told.sentence):
        return told.stage
    about = cues.AGREEMENT_WORDS.search(sentence) or _ABOUT_IT.search(sentence)
    later = sentence_stage(sentence) if about and not (OTHER_DOCUMENT.search(sentence) or _OF_INSTITUTIONS.search(sentence)) else None
    return later if later in (Stage.APPROVED, Stage.INTENT) else told.stage


#: `Сталося це 21 лютого 2000 року`: what the sentence before tells.
_IT_HAPPENED = AnyCase(r"(?:сталося це|сталося|це сталося|це відбулося|відбулося це|це було|подія (?:відбулася|сталася)|церемонія (?:відбулася|пройшла)|произошло это|это произошло|it happened|this happened)(?!\w)")
_FIRST_PAPER = AnyCase(r"(?<!\w)(?:початков|перш|первісн|первоначальн|перв)\w+ (?:угод|договір|меморандум|договор|соглашени)|(?:original|first|initial) agreement")
_ABOUT_IT = AnyCase(r"(?<!\w)(?:дали|надали|дала|надала) (?:на (?:неї|нього|це) )?згоду|(?:її|його) (?:вже )?(?:підтримал|погодил|схвалил|затвердил)")
_OF_INSTITUTIONS = AnyCase(r"заклад|ліце|школ|університет|лікарн|коледж|school|universit|hospital")
#: `голова Оксана Г., та` / `комуна X (Румунія), від якої діяв ...,` / `уклали угоду`: a line broken inside a sentence.
_BROKEN_LINE = re.compile(r"(?:(?<=,)|(?<=\sта)|(?<=\sі)|(?<=\sй)|(?<=\sи)|(?<=\sand))\s?\n(?=[a-zа-яіїєґ])|\s?\n(?=(?:між|поміж|между|between)\s)")
#: Sentences behind one that tells of delegations of twin towns in which guests are theirs.
_GUESTS_FOLLOW = 2
_BLOCKS_BEHIND = 5
_DATE_BEFORE = re.compile(r"^(?i:date|дата|data):?\s\d{4}-\d\d-\d\d\s+(?=[^\W\d_])")
_KEPT_UP = AnyCase(r"(?<!\w)(?:підтримують|мають|пов.язують|поддерживают|связывают)\s(?:[^\s.;]+\s){0,2}?(?:партнерськ|побратимськ|партн[её]рск|побратимск)")


#: `Із Молдовою пов’язує не лише кордон. Угоду з містом X укладено ...`.
_LAND_FIRST = re.compile(r"(?:Із|З|Зі|У|В|С|Во|Z|We?|In|With)\s[А-ЯІЇЄҐA-Z]")


def _end_by(told: Evidence, sentence: str, context: Context) -> bool:
    """Mark the agreement of the sentence before as ended where this sentence, which names no other place, says so, and quote both."""
    if told.stage in OVER or not _ENDED_IT.search(sentence) or OTHER_END.search(sentence) or mentions(sentence, context):
        return False
    suspended = _SUSPENDED.search(sentence) and not _ENDED.search(sentence)
    told.stage, told.quote = Stage.SUSPENDED if suspended else Stage.ENDED, f"{told.sentence} {sentence}"
    return True


def _of_one_town(sentence: str, context: Context) -> bool:
    """Whether a sentence names one Ukrainian town, as one does that tells of a tie already named: not of an agreement of two of them."""
    return len({stem(one.text) for one in mentions(sentence, context) if one.ukrainian}) == 1 and not AT_HOME.search(sentence)


def _only_intended(told: Evidence, sentence: str) -> bool:
    """Whether the sentence behind a partner says that no more than a letter of intent was signed: `Найекзотичніший партнер – Толідо. Міста
    підписали лист про наміри`."""
    named = told.stage in (None, Stage.SIGNED) and not SIGNED_VERB.search(told.sentence)
    return named and INTENT_DOCUMENT.search(sentence) is not None and SIGNED_VERB.search(sentence) is not None


def _as_told(evidence: list[Evidence], page: Page) -> list[Evidence]:
    """What sentences tell, seen from the page as a whole: ties that are not abroad or not with Ukraine left out, names in the nominative."""
    # The programme's banner stands on every page of many a site.
    told = [page.heading or page.title, *(block.text for block in page.blocks if RELEVANT.search(block.text))]
    if any(map(_DOMESTIC_PROGRAMME.search, told)):
        evidence = [one for one in evidence if one.mention.country]
    # A namesake of a Ukrainian town that the page puts abroad is nobody's Ukrainian side.
    abroad = {stem(one.mention.text) for one in evidence if one.mention.country_raw}
    for one in evidence:
        if one.hromada and stem(one.hromada) in abroad:
            one.hromada = None
    if page.lang not in ("pl", "de"):
        put_as_printed_elsewhere(evidence, page.text[:LONGEST_TEXT])
        return evidence
    put_in_nominative(evidence, "\n".join([page.title, *(block.text for block in page.all_blocks)])[:LONGEST_TEXT])
    if page.host.endswith(".ua"):
        return [one for one in evidence if one.hromada or not _of_a_foreign_town(one)]
    # A page of the other side: only ties that name their Ukrainian side are ties with one.
    sided = {stem(one.mention.text) for one in evidence if one.hromada}
    return [one for one in evidence if stem(one.mention.text) in sided or _OF_A_HROMADA.search(one.sentence)]


def _of_a_foreign_town(told: Evidence) -> bool:
    """Whether another foreign town is what a sentence begins with: `Kraków zawarł umowę partnerską z Lipskiem`."""
    subject = _SUBJECT.match(told.sentence)
    name = subject["name"] if subject else ""
    return bool(name) and told.mention.start > len(name) and is_known_place(name) and not cues.is_ukrainian(name)


_SUBJECT = re.compile(rf"(?P<name>{CAP})\s(?:hat|ist|unterzeichn|schloss|zawar|podpis|ma|współprac|nawiąz)\w*")
_OF_A_HROMADA = re.compile(r"gromad|hromad|wspólnot\w+ terytorialn", re.I)


#: Since when a tie is that a page tells of: `Співпраця двох громад триває з 2019 року`.
_LASTS = AnyCase(
    r"(?:^|(?<=[,:] що )|(?<=: ))[«\"“„]?(?:(?:Нагада(?:ємо|ю)|Нагадуємо|Напомним),?\s(?:що\s|что\s)?)?(?:[^\W\d_]+\s){0,3}?(?:(?:угода|договір|меморандум|договор|соглашение)(?: про (?:співпрацю|партнерство|побратимство|співробітництво)| о сотрудничестве)?|"
    r"співпрац\w+|партнерств\w+|побратимств\w+|дружб\w|(?:дружн|партнерськ|побратимськ|партн[её]рск)\w+ (?:стосунки|відносини|зв.язки|отношения)|сотрудничеств\w+|побратими|партнери|дружимо|співпрацюємо|cooperation|partnership|friendship|współpraca|partnerstwo)"
    r"(?:\s(?:двох|обох|наших|між|містами?|громадами?|міст|громад|нашими|of|our|between|the|two|towns|cities|communities|miast|gmin|naszych)){0,4}"
    r"(?:\s(?:розпочалася|розпочалось|розпочалися|почалася|започатковано|началось|began|started|rozpoczęła się)\s(?:у|в|in|w)"
    r"|(?:\s(?:діє|діють|триває|тривають|існує|бере початок|поєднують наші \w+|длится|has lasted|dates back|trwa))?(?:\s(?:вже|уже|ще|already|już))?\s(?:з|із|від|с|от|since|to|od))"
    r"\s(?:[^\W\d_]+\s)?(?:19|20)\d\d"
)


_LASTS_FOR_OTHERS = AnyCase(r"університет|універсітет|ліце|школ|лікарн|фонд|компан|(?<!\w)оон(?!\w)|(?<!\w)(?:діє|діють) (?:і|й|також) (?:між|з|із)|universit|school|hospital|szkoł")
#: The row of a box or a line under its label, the colon kept or lost: `Partnerstädte A, B, C`, `Other Sister Cities: A, X, B, Y`.
_LABELLED = re.compile(
    r"((?i:(?:other |інші |другие )?(?:sister cities|twin (?:towns|cities)|partner (?:towns|cities)|partnerstädte|міста[- ]побратими|города[- ]побратимы|"
    rf"міста[- ]партнери|miasta partnerskie|miasta bliźniacze)))(?:\s*[:—–-]\s*|\s*)({CAP}(?:[ -][^,;]{{1,40}})?\s?\([^()]{{2,40}}\),.{{3,}}|{CAP}[^,.;]{{0,40}},.{{3,}})"
)


def _whole(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with the lines joined into which a sentence was broken: `... голови А. Б. та`, `комуна X (Румунія)`, `підписали угоду`."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            last is not None
            and block.kind in ("p", "div")
            and last.kind == block.kind
            and len(last.text) + len(block.text) < LONGEST_SENTENCE
            and (_BREAKS_OFF.search(last.text[-12:]) or (_GOES_ON.match(block.text) and last.text[-1:].isalpha()))
        ):
            joined[-1] = replace(last, text=f"{last.text} {block.text}")
        else:
            joined.append(block)
    return joined


_BREAKS_OFF = re.compile(r"(?:^|[\s,])(?:та|і|й|и|між|между|з|із|and|between|und|oraz|a)$")
_GOES_ON = re.compile(r"(?:підписа|уклал|подписал|заключил|домовил|та |і |и |and |signed|podpisa)")


#: An item under a line that says what is done with each: `Припинити дію угод з містами:`, `1.1. A (X) – угода від 14.09.1998;`.
_ITEM = re.compile(r"\W*(?:\d{1,2}[.)]){1,3}\s*[^\W\d_]|[-–—•]\s|[а-яіїєґa-z]\)\s")
_LONGEST_LEAD = 400


def _town_of_page(page: Page) -> str | None:
    """The Ukrainian town or hromada that the heading of a page is, alone: an article of an encyclopedia."""
    name = re.sub(r"\s*[(\[–—|].*|\s-\s.*", "", page.heading or page.title).strip()
    return name if len(name) <= _LONGEST_TOWN and cues.is_ukrainian(name) else None


_LONGEST_TOWN = 40
#: News of somebody else at the foot of this one.
_OLD_NEWS = re.compile(
    r"(?:Раніше|Ранее) (?:ми |мы |[«\"“])?(?:писали|повідомлял|сообщал)|(?:Читайте|Дивіться|Читайте) також|Читайте также"
)
#: `Представники чотирьох із них завітали`: of those of the sentence before.
_OF_THEM = re.compile(r"\s(?:з|із|из|of|z|von) (?:них|them|nich|ihnen)(?!\w)")
_SHORT, _SEVERAL = 30, 3
"""Characters of a year alone, and how many of them make a chronicle."""
_FEW = 3
"""The most partners of one sentence that a sentence behind it may date."""
_THAT_DAY = re.compile(
    r"(?:У цей|В цей|Цього|У той|В той|Того|В этот|В тот)(?: же?)? (?:день|дня)(?!\w)|(?:Саме тоді|Тоді ж|Тоді й|Именно тогда)(?=,? (?:[^\s.;]+ ){0,5}?(?:підписа|уклал|укладен|скріпи|подписа|заключ|стали))|On (?:this|that) day|Tego dnia|An diesem Tag"
)
#: `Угоду про співпрацю між містами було підписано у жовтні 2022 року`, far from the one partner of the page.
_BOTH_TOWNS = AnyCase(
    r"(?<!\w)(?:між|между|between|między)\s(?:двома\s|обома\s|нашими\s|двумя\s|нашими\s|the two\s|our\s|both\s|naszymi\s)?(?:містами|громадами|муніципалітетами|городами|общинами|towns|cities|communities|miastami|gminami)(?!\w)"
)
#: `21 червня у нашій громаді відбулася важлива подія. A та B підписали угоду.`
_EVENT_THAT_DAY = AnyCase(
    r"\d{4}[^.;]{0,90}?(?<!\w)(?:відбу(?:ла|ло|в)с[яь]|стала|состоял\w+|took place|was held|odbył\w+)\s(?:[^\s.,;]+\s){0,3}(?:поді|церемоні|урочист|зустріч|событи|встреч|event|ceremon|spotkani|uroczyst)"
)
#: `Надійшли вітання від міст-побратимів` ... `Анна М., бурмистр X (Польща)`: whose mayors wrote.
_GREETED = AnyCase(
    r"(?<!\w)(?:вітан|привіт|поздоров|послан|поздравл|greeting|congratul|życzeni|(?:лист|слова?)\w{0,2} (?:підтримк|солідарн|співчут|поддержк))\w*\s[^.;]{0,60}(?:міст|громад|городов|miast|cities|towns)[\s-]+(?:побратим|партнер|партнёр|partner)\w*"
    r"|(?:міст|громад|город)\w{0,2}[\s-](?:побратим|партнер)\w+\s[^.;]{0,40}(?:вітал|привітал|надіслал|поздравил)\w*|(?:вітал|привітал|надіслал|поздравил)\w*\s[^.;]{0,60}(?:міст|громад|город)\w{0,2}[\s-](?:побратим|партнер)\w+",
    needs="побратим партнер партнёр partner",
)
#: `Офіційно угоду про партнерство між громадами було підписано 11 листопада`: the document of a tie that is older.
_DOCUMENT_OF_THEM = AnyCase(
    r"(?<!\w)(?:офіційн|відповідн|официальн|соответствующ)\w{1,3}\s(?:[^\s.,;]+\s){0,2}?(?:угод|догов|меморандум|соглашени)",
    needs="офіційн відповідн официальн соответств",
)
#: A year alone above what happened in it.
_LONE_YEAR = re.compile(r"\W*(?:19|20)\d\d\s*(?:рік|року|р\.?|год|году|г\.|year|rok)?\W*")
#: A page whose lone days are those of what stands below them.
_CHRONICLE = AnyCase(
    r"(?<!\w)(?:хронік|хронолог|літопис|хроник|летопис|хроніч|timeline|chronicle|chronolog|kronik|kalendarium|віхи)"
)
_DAY_ALONE = re.compile(r"\W*\d{1,2}\s[^\W\d_]{3,12}\W*")
_LONE_DAY = re.compile(r"\W*\d{1,2}(?:\s[^\W\d_]{3,12}\s|[./])(?:\d\d[./])?(?:19|20)\d\d\s*(?:року|р\.|года|г\.)?\W*")
_SIGNED = AnyCase(r"підписа|укладен|подписа|signed|signing|podpisa|unterzeichnet")
_SIGNED_IT = AnyCase(rf"підписа|п[оі]дписи? (?:[^\s.;]+ ){{0,6}}?постави|укладен|подписа|signed|podpisa|unterzeichnet|{CEREMONY_HELD}")
#: Stages other than an end that words before a list give to its items: `Поновлено дію:`, `Міською радою погоджено укладення:`.
_LEADS = (Stage.RENEWED, Stage.APPROVED)
#: What else is renewed: `відвідали школу: її нещодавно оновили коштом побратимів`.
_OTHER_THING = AnyCase(r"школ|парк|сквер|лікарн|садок|садк|дорог|центр|музе|втілен|план|будин|програм|перелік|список|(?<!\w)дах")
_BECAME = AnyCase(r"(?<!\w)(?:став|стал[аои])\s(?:[^\s.;]+\s)?(?:побратим|партнер|міст)")
#: `Депутати розірвали договори з двома містами. Ідеться про Курськ та Бєлгород`.
#: With whom, where the sentence before tells how many: `Депутати погодили угоди ще з трьома містами. Нові побратими – A, B та C`.
_NEW_TWINS = ("Нові побратими", "Нові партнери", "Нові міста-побратими", "Нові міста-партнери", "Це ", "Ідеться про", "Йдеться про", "Новые побратимы", "Новые партнеры", "Это ", "Речь идет о")
_HOW_MANY = AnyCase(r"(?<!\w)(?:з|із|зі|с|со) (?:двома|трьома|чотирма|п.ятьма|кількома|обома|двумя|тремя|четырьмя|несколькими) (?:[^\s.;,]+ )?(?:міст|громад|муніципалітет|партнер|побратим|город|община)")
_THAT_IS, _JUST_SAID = AnyCase(r"(?:ідеться|йдеться|мова) про |речь (?:идет|идёт) о "), 3
_REAFFIRMED = AnyCase(r"(?<!\w)підтверди(?:ли|в|ла|ло)\s(?:чинність|дію)\s(?:цієї\s|цього\s)?(?:угоди|договору|меморандуму|партнерства)(?! (?:оренд|постач|про оренд))")
#: A heading that tells of somebody, not of a part of the page.
_NAMES = re.compile(r"(?<=\s)[^\W\d_a-zа-яіїєґёà-ÿ]")
_IN_FORCE = AnyCase(r"(?<!не )(?<!\w)(?:діє|діють|чинн\w+|действу\w+|в силі|в силе|in force|obowiązuj\w+)(?!\w)")
#: `А в 2017-му її поновили`: the agreement of the sentence before.
_RENEWED_IT = AnyCase(
    r"(?<!\w)(?:її|його|їх|угоду|договір|документ|его|е[её]|их|договор|соглашение)\s+(?:[^\s.,;]+\s+){0,2}(?:поновил|оновил|продовжил|пролонгува|переуклал|перепідписал|"
    r"обновил|продлил|возобновил)\w*|(?<!\w)(?:поновили|оновили|пролонгували|продовжили|подовжили|продлили|возобновили)\s+(?:її|його|їх|угоду|договір|его|е[её]|договор|соглашение)(?!\w)"
)

_TO_BE_SIGNED = AnyCase(r"(?<!\w)(?:буде|будуть|будет|будут|має бути|мають бути) (?:[^\s.;,]+ )?(?:підписан|укладен|подписан|заключ)|(?<!\w)(?:збира|план|готу|намір|намерен|хоч|домовил|договорил)\w* (?:[^\s.;,]+ ){0,2}?(?:підписати|укласти|подписать|заключить)")
_OF_BOTH = AnyCase(r"(?<!\w)(?:підписан|укладен|подписан|заключен)\w*\s(?:двома|обома|нашими|двумя|обоими)\s")
#: `тож ці угоди розірвали`: all of the sentence before.
_THESE = AnyCase(r"(?<!\w)(?:ці|обидві|обидва|эти|оба) (?:угоди|договори|меморандуми|документи|соглашения|договоры)")
#: `У квітні 2022-го депутати її розірвали`: the agreement of the sentence before.
_ENDED_IT = AnyCase(
    r"(?<!\w)(?:її|його|їх|угоду|договір|(?:ці|обидві) угоди|эти (?:соглашения|договоры)|е[её]|его|их|соглашение|it)\s+(?:[^\s.,;]+\s+){0,2}?(?:розірвал|розірван|припинил|припинен|денонсу|денонсов|скасува|скасован|разорвал|расторг|прекратил|was terminated)\w*"
    r"|(?<!\w)(?:дію|дія|действие) (?:цієї|цього|цих|її|його|цей|этого|угоди|договору|меморандуму|соглашения|договора)(?: (?:угоди|договору|меморандуму|соглашения|договора))? (?:було |була )?(?:призупинен|зупинен|припинен|приостановлен|прекращен)[оаи]"
    r"|(?<!\w)(?:розірва|припини|денонсува|скасува|разорва|расторг|прекрати)(?:в|ла|ло|ли|л|н[оаы])\s+(?:(?:дію|действие)\s+)?(?:(?:цю|цей|эту|этот|это|цієї|ці|обидві|обидва|эти|оба)\s+)?(?:її|його|їх|угод[уи]|договори|договір|е[её]|его|соглашени[ея])(?!\w)"
)
_SUSPENDED = AnyCase(r"призупин|зупинен|приостанов|suspend")
_ENDED = AnyCase(r"розірв|припинен|припинил|денонс|разорв|расторг|прекра[тщ]|terminat")
_DOMESTIC_PROGRAMME = AnyCase(r"пліч[\s-]о[\s-]пліч")
