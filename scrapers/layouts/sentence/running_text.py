"""Running text read sentence by sentence: an item, or all blocks of a page, with what one sentence says for the next.

What belongs here: sentences that need the one before them. What does not: one sentence alone (`partners`).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

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
    moment_of,
    tells_when,
)
from scrapers.layouts.sentence.gathering import SURE, gather, put_as_printed_elsewhere, put_in_nominative
from scrapers.layouts.sentence.linking import FROM_MAYOR, LISTED, in_full, signed_by_other, told_before
from scrapers.layouts.sentence.mentions import mentions
from scrapers.layouts.sentence.model import LONGEST_SENTENCE, LONGEST_TEXT, Evidence
from scrapers.layouts.sentence.partners import partners_of
from scrapers.layouts.sentence.splitting import sentences
from scrapers.layouts.sentence.stages import INTENT_DOCUMENT, OTHER_END, OVER, PAST, PLAN, SIGNED_VERB, sentence_stage
from scrapers.layouts.sentence.ties import COOPERATE, RELEVANT
from scrapers.layouts.sentence.unnamed import AT_HOME, LOOK_BACK, antecedent, names_nobody, plans_unnamed, tells_unnamed
from scrapers.text.cases import nominatives
from scrapers.text.countries import find_countries
from scrapers.text.dates import PartialDate, Precision
from scrapers.text.normalise import AnyCase
from scrapers.text.places import is_known_place, may_lie_in


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
    german = page.lang == "de"
    town = _town_of_page(page)
    context.persons, context.capitals = persons(page.text), capitals(page.text)
    context.ukrainian = told_ukrainian(page.text)
    context.dated, context.reported = context.dated or dateline(page), reported_year(page)
    chronicle = _CHRONICLE.search(page.heading or page.title) is not None
    evidence: list[Evidence] = []
    last: list[Evidence] = []
    told: PartialDate | None = None
    told_at = 0
    above = above_block = ""
    ending = greeted = False
    behind: list[str] = []
    relevant = explained = 0
    current = scope
    foreign = False
    size = 0
    for order, block in enumerate(_whole(page.blocks)):
        if block.index in page.tabular:
            continue
        size += len(block.text)
        if size > LONGEST_TEXT:
            break
        if (block.heading and block.heading > 1) or block.all_bold:
            heading = read_heading(block.text, scope, context)
            if heading is not None:
                current = heading
                foreign |= heading.foreign
        if block.text.endswith(":"):
            ending = sentence_stage(block.text[-_LONGEST_LEAD:]) in OVER
        elif ending and block.kind != "li" and not _ITEM.match(block.text):
            ending = False
        greeted = greeted or _GREETED.search(block.text) is not None
        from_twin = greeted and FROM_MAYOR.match(block.text) is not None
        behind = [*behind, above_block][-_BLOCKS_BEHIND:] if above_block else behind
        above_block = block.text
        if current.foreign or not (from_twin or RELEVANT.search(block.text) or (last and _SIGNED_IT.search(block.text))):
            above = block.text
            continue
        inner = current.landless()
        if town and (labelled := _LABELLED.match(block.text)):
            found = partners_of(f"{labelled[1]}: {labelled[2]}", inner, context, order)
            for one in found:
                one.hromada, one.strength = one.hromada or town, max(one.strength, SURE)
            relevant, explained, evidence = relevant + 1, explained + bool(found), evidence + found
            continue
        previous = ""
        for sentence in sentences(_DATE_BEFORE.sub("", block.text)):
            earlier, above = above, f"{above} {sentence}" if _OF_THEM.search(sentence) else sentence
            said = in_full(sentence, previous, earlier, last, from_twin=from_twin)
            sentence = said.words
            before, previous = previous, sentence
            if _OLD_NEWS.match(sentence):
                continue
            if last and len(last) == 1 and last[0].mention.country is None and earlier.endswith(last[0].sentence) and (land := _THAT_TOWN.match(sentence)):
                [only] = last
                told_of = one_country(f"{land['land'].lower()} місто")
                if told_of and may_lie_in(told_of[0], nominatives(only.mention.text)):
                    only.mention.country, only.mention.country_raw = told_of
            if not said.cued:
                signing = _SIGNED.search(sentence) or (last and SIGNED_VERB.search(last[0].sentence))
                if last and order - last[0].order <= 1 and signing and _SIGNED_IT.search(sentence) and tells_when(sentence, context):
                    give_date(last, moment_of(sentence, context))
                for one in last if last and order - last[0].order <= 1 and _RENEWED_IT.search(sentence) else ():
                    one.stage = Stage.RENEWED if one.stage is Stage.SIGNED else one.stage
                if len(last) == 1 and order - last[0].order <= 1 and last[0].stage not in OVER and _ends_it(sentence) and not mentions(sentence, context):
                    _end(last[0], sentence)
                if _SIGNED_IT.search(sentence) and (name := signed_by_other(sentence, earlier, context, order)) is not None:
                    relevant, explained, evidence = relevant + 1, explained + 1, [*evidence, name]
                    last, told = [name], None
                elif not (last and order - last[0].order <= 1) and (tells_unnamed(sentence, earlier) or plans_unnamed(sentence)) and names_nobody(sentence, context):
                    text = "\n".join([*behind, block.text[: max(0, block.text.find(said.printed))]])
                    last = _of_antecedent(sentence, sentences(text), page, evidence, context, order)
                    relevant, explained, evidence = relevant + 1, explained + bool(last), evidence + last
                continue
            relevant += 1
            found = [one for piece in said.pieces or (sentence,) for one in partners_of(piece, inner, context, order, german)]
            _give_land_before(found, before, sentence)
            for one in found if said.printed is not sentence else ():
                one.quote = said.printed
                if one.stage is None and sentence.startswith(LISTED):
                    one.stage = Stage.SIGNED
            for one in found if said.over else ():
                one.stage, one.since = Stage.ENDED, None
            for one in found if ending else ():
                one.stage = one.stage if one.stage in OVER else Stage.ENDED
            if found and last and _THE_SAME.match(sentence) and {one.stage for one in last} == {Stage.INTENT}:
                for one in found:
                    one.stage = Stage.INTENT
            if (name := told_before(sentence, earlier, found, context, order)) is not None:
                found = [*found, name]
            elif (
                not found
                and _SIGNED_IT.search(sentence)
                and (name := signed_by_other(sentence, earlier, context, order)) is not None
            ):
                found = [name]
            if not found and (tells_unnamed(sentence, earlier) or plans_unnamed(sentence)) and names_nobody(sentence, context):
                text = "\n".join([*behind, block.text[: max(0, block.text.find(said.printed))]])
                found = _of_antecedent(sentence, sentences(text), page, evidence, context, order)
            explained += bool(found)
            evidence += found
            alone = evidence if len({stem(one.mention.text) for one in evidence}) == 1 and not found else []
            for one in alone:
                one.stage = _goes_on(one, sentence)
            if alone and not YEAR.search(sentence) and tells_unnamed(sentence, earlier) and SIGNED_VERB.search(sentence):
                text = "\n".join([*behind[-_SCENE_BLOCKS:], block.text[: max(0, block.text.find(said.printed))]])
                give_date(alone, moment_of(sentence, context) or _scene_day(sentence, text, page, evidence, context))
            if not found and len(last) == 1 and order - last[0].order <= 1 and not mentions(sentence, context):
                if last[0].stage not in OVER and _ends_it(sentence):
                    _end(last[0], sentence)
                elif _only_intended(last[0], sentence):
                    last[0].stage = Stage.INTENT
            if found:
                if _LONE_YEAR.fullmatch(earlier) or (chronicle and _LONE_DAY.fullmatch(earlier)):
                    for one in found:
                        if one.since is None and one.stage not in OVER:
                            one.since = moment_of(earlier, context)
                if (_THAT_DAY.match(sentence) or (not evidence[len(found) :] and _EVENT_THAT_DAY.search(earlier))) and (
                    moment := day_of(earlier, context)
                ):
                    for one in found:
                        one.since = one.since or moment
                papers = (Stage.SIGNED, Stage.RENEWED, Stage.INTENT) if INTENT_DOCUMENT.search(sentence) else (Stage.SIGNED, Stage.RENEWED)
                undated = [one for one in found if one.since is None and one.stage in papers]
                if undated and SIGNED_VERB.search(sentence) and not YEAR.search(sentence):
                    text = "\n".join([*behind[-_SCENE_BLOCKS:], block.text[: max(0, block.text.find(said.printed))]])
                    day = _scene_day(sentence, text, page, evidence, context)
                    for one in undated:
                        one.since = day
                last = found if len(found) <= _FEW else []
                if told is not None and told.precision is not Precision.YEAR and order - told_at <= 2:
                    give_date(last, told)
                told = None
            elif tells_when(sentence, context):
                moment = moment_of(sentence, context)
                if last and order - last[0].order <= 1:
                    for one in last if len(last) == 1 and moment and _DOCUMENT_OF_THEM.search(sentence) else ():
                        if one.stage is None and not SIGNED_VERB.search(one.sentence):
                            one.stage, one.since = Stage.SIGNED, None  # "дружать з 2016 року", and signed later
                    give_date(last, moment)
                elif _BOTH_TOWNS.search(sentence) and len({stem(one.mention.text) for one in evidence}) == 1:
                    give_date(evidence, moment)
                elif not evidence:
                    told, told_at = moment, order
                elif len({stem(one.mention.text) for one in evidence}) == 1 and _of_one_town(sentence, context):
                    give_date(evidence, moment)
            elif evidence and (since := _LASTS.search(sentence)) and not _LASTS_FOR_OTHERS.search(sentence):
                one_alone = len({stem(one.mention.text) for one in evidence}) == 1
                give_date(evidence if one_alone else last if len(last) == 1 and order - last[0].order <= 1 else [], moment_of(since[0], context))
    return _as_told(evidence, page), relevant, explained, foreign


#: `Під час візиту підписано угоду`: on the day of which the first paragraph tells.
_MEANWHILE = AnyCase(
    r"(?<!\w)(?:під час|у межах|в межах|в рамках|у рамках|у ході|в ходе|во время|during|podczas|während)\s(?:[^\s.;]+\s){0,2}?(?:як(?:ого|ої|их)(?!\w)|которо[йг]|візит|зустріч|церемоні|урочист|перебуванн|поїздк|святкуван|захо[дж]|приїзд|відвідин|відвідуванн|форум|визит|встреч|поездк|visit|meeting|ceremon|wizyt|spotkan|besuch|treffen)"
    r"|(?<!\w)(?:заверши|увінча)\w+\s|(?<!\w)(?:за підсумками|за результатами|наприкінці|по итогам) (?:дня|візит|зустріч|перемовин|переговор|встреч|визит)"
)
_LEAST_LEAD = 60
#: `Угорське місто лежить за сорок кілометрів`: the one of the sentence before.
_THAT_TOWN = re.compile(
    r"(?P<land>[А-ЯІЇЄҐ][а-яіїєґ]{2,14}(?:ськ|цьк|ск|цк)(?:е|а|ий|ое|ая|ий))\s(?:місто|громада|муніципалітет|містечко|город|комуна|гміна|ґміна)\s(?!міста|города|теж|також|тоже|также)(?:[а-яіїєґ]|–)"
)


def _give_land_before(found: list[Evidence], before: str, sentence: str) -> None:
    """Its country to the partners of a sentence that names none, where the one before it tells of cooperation with one country alone:
    `Громада співпрацює з містами Польщі. Угоду підписано з містом X.`"""
    bare = [one.mention for one in found if one.mention.country is None and not one.mention.ukrainian]
    if not bare or not (COOPERATE.search(before) or (len(bare) == 1 and _LAND_FIRST.match(before))) or find_countries(sentence):
        return
    lands = {one.iso: before[one.start : one.end] for one in find_countries(before) if one.iso != "UA" and one.form == "name"}
    for iso, printed in lands.items() if len(lands) == 1 else ():
        for mention in bare:
            if COOPERATE.search(before) or may_lie_in(iso, nominatives(mention.text)):
                mention.country, mention.country_raw = iso, printed


def _of_antecedent(
    sentence: str, before: Sequence[str], page: Page, evidence: Sequence[Evidence], context: Context, order: int
) -> list[Evidence]:
    """The partner of a sentence that names none: `Міста стали побратимами 24 лютого 2024 року`."""
    told = {one.sentence for one in evidence}
    planned = plans_unnamed(sentence) and not tells_unnamed(sentence)
    meant = antecedent(sentence, before, page.heading or page.title, told, {stem(one.mention.text) for one in evidence}, context, planned=planned)
    if meant is None:
        return []
    mention, named = meant
    near = (named, sentence, *before[-_PLANNED_NEAR:])
    if any(map(_COLLABORATORS.search, near)) or (context.occupied and any(map(cues.OCCUPATION.search, near))):
        return []
    stage = sentence_stage(sentence)
    stage = Stage.SIGNED if stage is Stage.TALKS and PAST.search(sentence) else stage  # "сіли за стіл переговорів, де й підписано угоду"
    stage = Stage.SIGNED if _KEPT_UP.search(sentence) else stage  # "підтримують партнерські відносини та прагнуть стати побратимами"
    if planned:
        stage = Stage.INTENT
    elif stage in (None, Stage.SIGNED) and not SIGNED_VERB.search(sentence) and any(map(PLAN.search, before[-_PLANNED_NEAR:])):
        return []  # "угоду підпишуть навесні. Міста підтримують дружні стосунки"
    if stage not in (None, Stage.SIGNED, Stage.RENEWED) and not planned and not (stage is Stage.INTENT and INTENT_DOCUMENT.search(sentence) and PAST.search(sentence)):
        return []
    if mention.country is None:
        mention.country, mention.country_raw = country_told(mention.text, "\n".join(before[-LOOK_BACK:])) or (None, None)
    quote = f"{named} {sentence}" if named != (page.heading or page.title) else sentence
    since = moment_of(sentence, context)
    if since is None and SIGNED_VERB.search(sentence) and not YEAR.search(sentence):
        since = _scene_day(sentence, "\n".join(before), page, evidence, context)
    return [Evidence(mention, sentence, stage or Stage.SIGNED, since, None, SURE, order, quote)]


def _scene_day(sentence: str, before: str, page: Page, evidence: Sequence[Evidence], context: Context) -> PartialDate | None:
    """The day of a signing that a sentence tells with none: of the sentences `before`, or of the page's first paragraph."""
    if OTHER_TIME.search(sentence):
        return None
    day = day_of_scene(before, context, {one.sentence for one in evidence})
    if day is None and _MEANWHILE.search(sentence):
        lead = next((one.text for one in page.blocks if not one.heading and len(one.text) > _LEAST_LEAD), "")
        return day_of_scene(lead, context)
    return day


_COLLABORATORS = AnyCase(r"гауляйтер|колаборант|коллаборант|окупац|окупован")
_SCENE_BLOCKS, _PLANNED_NEAR = 3, 2


def _goes_on(told: Evidence, sentence: str) -> Stage | None:
    """The stage of the one tie of a page with what a later sentence says of its document: `Проєкт угоди підтримали 27 депутатів`."""
    if told.stage not in (Stage.TALKS, Stage.INTENT) or INTENT_DOCUMENT.search(told.sentence):
        return told.stage
    later = sentence_stage(sentence) if cues.AGREEMENT_WORDS.search(sentence) and not OTHER_DOCUMENT.search(sentence) else None
    return later if later in (Stage.APPROVED, Stage.INTENT) else told.stage


_BLOCKS_BEHIND = 5
_DATE_BEFORE = re.compile(r"^(?i:date|дата|data):?\s\d{4}-\d\d-\d\d\s+(?=[^\W\d_])")
_KEPT_UP = AnyCase(r"(?<!\w)(?:підтримують|мають|пов.язують|поддерживают|связывают)\s(?:[^\s.;]+\s){0,2}?(?:партнерськ|побратимськ|партн[её]рск|побратимск)")


#: `Із Молдовою пов’язує не лише кордон. Угоду з містом X укладено ...`.
_LAND_FIRST = re.compile(r"(?:Із|З|Зі|У|В|С|Во|Z|We?|In|With)\s[А-ЯІЇЄҐA-Z]")


def _end(told: Evidence, sentence: str) -> None:
    """Mark the agreement of the sentence before as ended by this sentence, and quote both."""
    suspended = _SUSPENDED.search(sentence) and not _ENDED.search(sentence)
    told.stage, told.quote = Stage.SUSPENDED if suspended else Stage.ENDED, f"{told.sentence} {sentence}"


def _of_one_town(sentence: str, context: Context) -> bool:
    """Whether a sentence names one Ukrainian town, as one does that tells of a tie already named: not of an agreement of two of them."""
    return len({stem(one.text) for one in mentions(sentence, context) if one.ukrainian}) == 1 and not AT_HOME.search(sentence)


def _ends_it(sentence: str) -> bool:
    """Whether a sentence tells the end of the agreement of the one before it, and of no other one."""
    return _ENDED_IT.search(sentence) is not None and not OTHER_END.search(sentence)


def _only_intended(told: Evidence, sentence: str) -> bool:
    """Whether the sentence behind a partner says that no more than a letter of intent was signed: `Найекзотичніший партнер – Толідо. Міста
    підписали лист про наміри`."""
    named = told.stage in (None, Stage.SIGNED) and not SIGNED_VERB.search(told.sentence)
    return named and INTENT_DOCUMENT.search(sentence) is not None and SIGNED_VERB.search(sentence) is not None


def _as_told(evidence: list[Evidence], page: Page) -> list[Evidence]:
    """What sentences tell, seen from the page as a whole: ties that are not abroad or not with Ukraine left out, names in the nominative."""
    # The programme's banner stands on every page of many a site.
    last = max((one.order for one in evidence), default=0)
    told = [page.heading or page.title, *(block.text for number, block in enumerate(page.blocks) if number < last or RELEVANT.search(block.text))]
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
_ITEM = re.compile(r"\W*(?:\d{1,2}[.)]){1,3}\s*[^\W\d_]|[-–—•]\s")
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
_FEW = 3
"""The most partners of one sentence that a sentence behind it may date."""
_THAT_DAY = re.compile(
    r"(?:У цей|В цей|Цього|У той|В той|Того|В этот|В тот)(?: же?)? (?:день|дня)(?!\w)|On (?:this|that) day|Tego dnia|An diesem Tag"
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
_LONE_DAY = re.compile(r"\W*\d{1,2}(?:\s[^\W\d_]{3,12}\s|[./])(?:\d\d[./])?(?:19|20)\d\d\s*(?:року|р\.|года|г\.)?\W*")
_SIGNED = AnyCase(r"підписа|укладен|подписа|signed|signing|podpisa|unterzeichnet")
_SIGNED_IT = AnyCase(rf"підписа|укладен|подписа|signed|podpisa|unterzeichnet|{CEREMONY_HELD}")
#: `А в 2017-му її поновили`: the agreement of the sentence before.
_RENEWED_IT = AnyCase(
    r"(?<!\w)(?:її|його|їх|угоду|договір|документ|его|е[её]|их|договор|соглашение)\s+(?:[^\s.,;]+\s+){0,2}(?:поновил|оновил|продовжил|пролонгува|переуклал|перепідписал|"
    r"обновил|продлил|возобновил)\w*|(?<!\w)(?:поновили|оновили|пролонгували|продовжили|подовжили|продлили|возобновили)\s+(?:її|його|їх|угоду|договір|его|е[её]|договор|соглашение)(?!\w)"
)

#: `У квітні 2022-го депутати її розірвали`: the agreement of the sentence before.
_ENDED_IT = AnyCase(
    r"(?<!\w)(?:її|його|їх|угоду|договір|е[её]|его|их|соглашение|it)\s+(?:[^\s.,;]+\s+){0,2}?(?:розірвал|розірван|припинил|припинен|денонсу|денонсов|скасува|скасован|разорвал|расторг|прекратил|was terminated)\w*"
    r"|(?<!\w)(?:дію|дія|действие) (?:цієї|цього|цих|її|його|цей|этого|угоди|договору|меморандуму|соглашения|договора)(?: (?:угоди|договору|меморандуму|соглашения|договора))? (?:було |була )?(?:призупинен|зупинен|припинен|приостановлен|прекращен)[оаи]"
    r"|(?<!\w)(?:розірва|припини|денонсува|скасува|разорва|расторг|прекрати)(?:в|ла|ло|ли|л|н[оаы])\s+(?:(?:дію|действие)\s+)?(?:(?:цю|цей|эту|этот|это|цієї)\s+)?(?:її|його|їх|угод[уи]|договір|е[её]|его|соглашени[ея])(?!\w)"
)
_SUSPENDED = AnyCase(r"призупин|зупинен|приостанов|suspend")
_ENDED = AnyCase(r"розірв|(?<!за)припинен|припинил|денонс|разорв|расторг|прекра|terminat")
#: `Такой же договор подписан с ...`: a document of the kind that the sentence before tells of.
_THE_SAME = re.compile(
    r"(?:Так(?:ий|а|у|і) ж|Так(?:ой|ая|ую|ие) же|Аналогічн\w+|Аналогичн\w+|Подібн\w+|The same|A similar|Similar)\s+(?:документ|договір|договор|угод|меморандум|протокол|соглашени|document|agreement|memorand)"
)
_DOMESTIC_PROGRAMME = AnyCase(r"пліч[\s-]о[\s-]пліч")
