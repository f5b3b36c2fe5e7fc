"""News of one event: who signed with whom, when, and how far it has come.

What belongs here: what the page as a whole says of the one tie it reports (title, the date and the country said in another
sentence). What does not: the grammar of one sentence (`sentence`).
"""

import re
from itertools import pairwise

from schemas.vocabularies import Level, Precision, Stage
from scrapers.layouts import cues
from scrapers.layouts.entry.dates import signing_date
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context, Draft, Outcome, Scope
from scrapers.layouts.entry.pieces import BRACKETS
from scrapers.layouts.entry.stages import stage_in
from scrapers.layouts.page.model import Page
from scrapers.layouts.page.origin import home_country
from scrapers.layouts.sentence.capitals import CAP
from scrapers.layouts.sentence.countries import country_told, may_be_in, one_country
from scrapers.layouts.sentence.dates import EVENTS, OTHER_DOCUMENT
from scrapers.layouts.sentence.gathering import gather, gather_page
from scrapers.layouts.sentence.mentions import mentions
from scrapers.layouts.sentence.model import Evidence, Mention
from scrapers.layouts.sentence.partners import QUOTED, of_institutions, partners_of
from scrapers.layouts.sentence.running_text import page_evidence
from scrapers.layouts.sentence.splitting import sentences
from scrapers.layouts.sentence.stages import EXISTING, IN_FORCE, INTENT_DOCUMENT, OTHER_END, OVER, PLAN, sentence_stage
from scrapers.layouts.sentence.strength import FOR_AN_ASSOCIATION
from scrapers.layouts.sentence.ties import lasting
from scrapers.layouts.sentence.title import by_title, covers
from scrapers.layouts.sentence.units import called_a_town
from scrapers.text.countries import find_countries
from scrapers.text.names import nominatives
from scrapers.text.normalise import AnyCase, fold
from scrapers.text.places import is_known_in_a_case, is_known_place

MAX_PARTNERS = 8
_LONGEST_NEWS = 8_000
_EVENT = AnyCase(
    r"(?<!\w)(?:підпис\w+|укла\w+|побрата\w+|побратим\w*|партнер\w*|співпрац\w+|співробітн\w+|меморандум\w*|"
    r"угод\w*|догов\w+|подпис\w+|соглашени\w+|сотруднич\w+|sign\w*|twin\w*|partner\w*|agreement\w*|"
    r"memorandum|cooperat\w*|sister\w*|podpis\w*|"
    r"umow\w*|współprac\w*|porozumien\w*|unterzeich\w*|partnerschaft\w*|vereinbarung\w*|візит\w*|зустріч\w*|"
    r"делегаці\w*|дружб\w*|намір\w*|гост(?:і|ей|и)|визит\w*|встреч\w*|делегаци\w*|visit\w*|delegation\w*|wizyt\w*|delegacj\w*|"
    r"besuch\w*|налагод\w+|контакт\w+)(?!\w)",
)

_DECISION = AnyCase(
    r"вирішил[аи]\s*:|вирішив\s*:|проєкт рішення|проект рішення|керуючись ст|реши(?:л|ла|"
    r"ли)\s*:|uchwala,? co następuje",
)
_LIST_TITLE = AnyCase(
    r"\W*(?:наші\s+|список\s+|перелік\s+|our\s+)?(?:міста[\s-]|города[\s-]|побратими|"
    r"партнери|поріднен|партнерськ|побратимськ|міжнародн|международн|sister|twin|partner|international|"
    r"miasta|gminy|partnerst|städtepartner)",
)
_DONE = AnyCase(
    r"(?<!\w)(?:підписал\w+|підписав|підписано|підписан[аоі]|підписувал\w+|укладал\w+|ма(?:є|ють|ємо) (?:підписан|укладен)\w+|(?:підписан|укладен)(?:у|ий)\s(?:двома|обома|нашими)|(?:підписан|укладен)(?:у|ої|ий|ого) (?:[ув] )?(?:\w+ )?\d{1,4}|уклал\w+|уклав|укладено|"
    r"укладен[аоі]|скріпил\w*|подписал\w*|подписан[аоы]?|заключил\w*|заключ[её]н[аоы]?|signed|concluded|"
    r"podpisan\w*|podpisa[lł]\w*|zawarto|zawarł\w*|"
    r"unterzeichnet\w*|unterschrieb\w*|besiegelt\w*|geschlossen|vollzogen|(?:стал[оа]|відбул\w+|"
    r"результат\w*|увінча\w+|заверши\w+|под\w+ церемоні\w+)\s[^.]{0,60}підписанн\w+|підписанн\w+\s[^.;]{0,90}відбул(?:а|о|и)(?:ся|сь)|"
    r"укладенням|підписанням|побратал\w*|поріднил\w*|стал[иао] (?:містами-|"
    r"городами-)?побратим\w*)(?!\w)",
)


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """The tie of the one event that a page reports; nothing when its title speaks of none or it names too many."""
    outcome = Outcome("news", structure=0.9)
    title = page.heading or page.title
    if _LIST_TITLE.match(title) and not _SIGNING.search(title):
        outcome.structure = 0.6  # "Міста-побратими ...": the title of a list
    evidence, entries, explained, outcome.foreign_list = page_evidence(page, scope, context)
    plain = scope.landless()._replace(listed=False) if scope.listed else scope.landless()
    if page.heading not in {block.text for block in page.blocks}:
        for sentence in sentences(page.heading or page.title.split(" | ")[0].split(" — ")[0]):
            evidence = [*evidence, *partners_of(sentence, plain, context, 0, page.lang == "de")]
        drafts = gather(evidence, plain)
    else:
        drafts = gather_page(evidence, plain, context)
    if drafts and all(_REMINDER.match(draft.quote) for draft in drafts):
        # "Нагадаємо, що місто вже має угоди з A та B": at the foot of news of a third place.
        told = {fold(draft.name.name)[:_NAME_KEY] for draft in drafts}
        drafts += [draft for draft in _meeting(page, plain, context) if fold(draft.name.name)[:_NAME_KEY] not in told]
    if not drafts:
        drafts = _meeting(page, plain, context) or _of_owner(page, plain, context)
        explained = entries = len(drafts)
    titled = any(fold(draft.name.name)[:_NAME_KEY] in fold(title) for draft in drafts)
    eventful = _EVENT.search(f"{title} {page.description}") or (titled and _spoken_of(page.text[:_LONGEST_NEWS]))
    if not drafts or len(drafts) > MAX_PARTNERS or (not eventful and entries < 2):
        outcome.reason = "no event with a partner"
        return outcome
    if any(draft.level is not Level.REGION and not draft.doubt for draft in drafts):
        # The land or the state where the partner lies.
        near = {draft.country for draft in drafts if draft.level is not Level.REGION and not draft.doubt}
        drafts = [
            draft
            for draft in drafts
            if draft.level is not Level.REGION or (draft.country and draft.country not in near and None not in near)
        ]
    _complete(page, drafts, context)
    outcome.drafts, outcome.explained = drafts, explained or 1
    outcome.entries = outcome.explained
    return outcome


_MEETING = AnyCase(
    r"(?<!\w)(?:зустрі\w*|гост\w*|візит\w*|делегаці\w*|переговор\w*|перемовин\w*|"
    r"обговор\w*|розмов\w*|відвіда\w*|побува\w*|завіта\w*|прибу\w*|приїха\w*|познайом\w*|посети\w*|побыва\w*|приеха\w*|познаком\w*|спілкува\w*|поїздк\w*|приїзд\w*|поездк\w*|приезд\w*|встре[чт]\w*|визит\w*|делегаци\w*|обсуд\w*|meeting|met|visit\w*|"
    r"delegation|talks|discuss\w*|"
    r"spotka\w*|rozmow\w*|delegacj\w*|wizyt\w*|treffen|besuch\w*|gespräch\w*)(?!\w)",
)
_POSSIBLE = AnyCase(
    r"(?<!\w)(?:співпрац\w*|співробітн\w*|(?:партнерськ|дружн|партн[её]рск|дружеск)\w+ (?:відносин|стосунк|зв.язк|отношени|связ)\w*|партнерств\w*|побратим\w*|сотруднич\w*|"
    r"партн[её]рств\w*|cooperat\w*|partnership\w*|twinning|współprac\w*|partnerstw\w*|zusammenarbeit|"
    r"partnerschaft\w*)(?!\w)",
)


_TWIN = AnyCase(
    r"(?<!\w)(?:міст(?:о|а|у|ом)[\s-](?:побратим|партнер)(?:а|у|ом)?|город(?:а|у|ом)?[\s-](?:побратим|партн[её]р)(?:а|у|ом)?|(?:sister|twin) (?:city|town)|"
    r"(?:поріднен|побратимськ|породн[её]нн)\w{2,3} (?:міст|город)\w{1,3}|miast(?:o|a|em) partnerskie(?:go|m)?|partnerstadt)(?!\w)",
)
#: `чотири дні у порідненому місті`, which another sentence names.
_AT_THE_TWIN = re.compile(
    r"(?<!\w)(?i:(?:у|в|до|з|із)\s(?:(?:наш|сво)\w{2,4}\s)?(?:(?:поріднен|побратимськ|породн[её]нн)\w{2,3} (?:міст[іау]|город[еау])|(?:міст[іау]|город[еау])-(?:побратим|партнер|партн[её]р)\w{1,2}))"
    r"(?!\w)(?!,?\s[«\"“„]?[А-ЯІЇЄҐ])"
    r"|(?<!\w)(?i:між (?:(?:двома|обома|нашими) )?(?:(?:порідненими|побратимськими|партнерськими) містами|містами-(?:побратимами|партнерами)))(?!\w)"
)


#: Guests on a page that says that they are twins: `завітали делегації з міст-побратимів. Серед гостей – представник Горліце`.
_TWINS = AnyCase(r"(?<!\w)(?:делегаці\w+|гост\w+|представни\w+) (?:з|із|від|інших) (?:міст|громад)[- ](?:побратим|партнер)ів|(?:завітали|прибули|приїхали) (?:міста|громади)-(?:побратими|партнери)")
#: A title of a meeting with partner towns, and those whom a sentence thanks: `подякував партнерам із Ломжі (Польща)`.
_TWINS_MET = AnyCase(r"(?<!\w)(?:міст(?:а|ами|ів|)|громад(?:и|ами|)|город(?:а|ами|ов))[- ](?:партнер|побратим|партн[её]р)")
_PARTNERS_FROM = AnyCase(r"(?<!\w)(?:партнерам|партнери|партнерів|друзям|друзі|друзів|побратимам|партн[её]рам)\s(?:з|із|зі|из)\s")
_FROM_TWINS = AnyCase(r"(?<!\w)(?:серед|зокрема|з-поміж|почесн\w+ гост\w+|прибули|завітали|приїхали|у складі)(?!\w)")
#: Where guests come from, with whom something may then be signed.
_COMES_FROM = AnyCase(
    r"(?<!\w)(?:делегаці\w+|гост[іеяй]\w*|представни\w+|партнер(?:и|ів|ам|ами)|друз(?:і|ів|ям|ями)|делегаци\w+|delegations?|guests?|representatives?|delegacj\w+|goście|delegation)\s+"
    r"(?:(?:з|із|зі|из|from|z|ze|aus)\s+)?(?:[^\W\d_]{4,}(?:ого|ої|ой|iego|iej)\s+)?(?:(?:міста|громади|города|муніципалітету|gminy|miasta|the city of|der stadt)\s+)?[«\"“„]?$"
)


def _planned_by_title(page: Page) -> bool:
    title = page.heading or page.title
    return PLAN.search(title) is not None and cues.AGREEMENT_WORDS.search(title) is not None


_REMINDER = AnyCase(
    r"\W*(?:нагада(?:ємо|ю)|нагадуємо|зазначимо|зауважимо|напомн(?:им|ю)|отметим|раніше|ранее|на сьогодні|наразі|на данный момент)(?!\w)"
)


#: What a meeting was about.
_SPOKEN = AnyCase(
    r"(?<!\w)(?:обговор|домов|намір|намірі|план[иуі](?!\w)|перспектив|можливост|йшлося|мова про|говорили|обсуд|обсужда|договорил|намерени|возможност|discuss|agreed|intention|prospect|"
    r"rozmaw|omówi|zamiar)"
)


def _spoken_of(text: str) -> bool:
    """Whether a text says that a tie is there, is made or was spoken of: `обговорено плани щодо угоди про партнерство наших громад`."""
    return _TWIN.search(text) is not None or any(
        (_SPOKEN.search(sentence) or (_DONE.search(sentence) and cues.AGREEMENT_WORDS.search(sentence))) and _POSSIBLE.search(sentence)
        for sentence in sentences(text)
    )


#: Who speaks for a town: `віце-мер італійського міста X`, `з мерією чеського Y`.
_TOWN_HALL = AnyCase(r"(?<!\w)(?:(?:віце-?)?мер|мери|мерією|мерії|бургомістр|бургомістром|староста|бурмістр|війт|примар|очільни\w+|мэр|mayor|burmistrz|bürgermeister)(?!\w)")
_TOWN_HALL_OF = AnyCase(r"(?<!\w)(?:мер|бургомістр|голова|мері(?:єю|ї|я)|ратуш\w+|муніципалітет\w*|керівництв\w+|мэри\w+|town hall of)\s(?:[^\W\d_]+(?:ого|ої|ой)\s)?$")


def _meeting(page: Page, scope: Scope, context: Context) -> list[Draft]:
    """The one place that a page names with its level and country, when the page is of a meeting about a tie or of a twin town
    that it calls so without its name: `Місто-побратим передало генератори. Литовське місто Паланга ...`."""
    text = "\n".join([page.heading or page.title, *(block.text for block in page.blocks if block.index not in page.tabular)])[
        :_LONGEST_NEWS
    ]
    twin = _TWIN.search(page.heading or page.title)
    unquoted = QUOTED.sub(" ", text)
    possible = _POSSIBLE.search(unquoted) is not None and any(
        _POSSIBLE.search(one) and not _BETWEEN_OTHERS.search(one) for one in sentences(unquoted)
    )
    if not (twin or possible or _TWIN.search(unquoted)):
        return []
    among = _TWINS_MET.search(page.heading or page.title)
    twins, visited, spoken = _TWINS.search(text), _AT_THE_TWIN.search(text), _spoken_of(text)
    evidence = []
    for order, (before, sentence) in enumerate(pairwise(["", *sentences(text)])):
        called = twin or _TWIN.search(sentence) or (among and _PARTNERS_FROM.search(sentence)) or EXISTING.search(sentence) or lasting(sentence) or (twins and _FROM_TWINS.search(sentence))
        met = _MEETING.search(sentence) or (order == 0 and spoken)
        office = spoken and _TOWN_HALL.search(sentence)
        if not (called or met or office) or of_institutions(sentence) or (context.occupied and cues.OCCUPATION.search(sentence)):
            continue
        for mention in mentions(sentence, context, page.lang == "de"):
            if mention.country is None and mention.levelled and (is_known_in_a_case(mention.text) or any(map(is_known_place, mention.aliases))):
                mention.country, mention.country_raw = next(filter(None, (country_told(mention.text, one) for one in (text, before))), (None, None))
            if (
                (mention.levelled or _COMES_FROM.search(sentence[: mention.start]) or (spoken and _TOWN_HALL_OF.search(sentence[: mention.start])))
                and mention.country != "UA"
                and (mention.country or (called and mention.level in (Level.COMMUNE, Level.GMINA)))
                and not mention.ukrainian
                and not FOR_AN_ASSOCIATION.match(sentence, mention.end)
                and (not mention.locative or visited or _COMES_FROM.search(sentence[: mention.start]))
                and (not mention.regional or (mention.country and spoken and _TOWN_HALL_OF.search(sentence[: mention.start])))
            ):
                planned = (called and PLAN.search(called.string) is not None) or (not called and _planned_by_title(page))
                stage = Stage.INTENT if planned else Stage.SIGNED if called else Stage.TALKS
                evidence.append(Evidence(mention, sentence, stage, None, None, 0.5, order))
    drafts = gather(evidence, scope)
    return drafts if len(drafts) == 1 else []


#: Whose page it is, by the title of a Polish or German one.
_OWNER = re.compile(
    rf"(?:Urząd (?:Gminy|Miasta)|Gmin[ay]|Miast[oa]|Stadt|Gemeinde|Landkreis)\s+(?!Partner|Współ)({CAP}(?:[ -]{CAP}){{0,2}})"
)


def _of_owner(page: Page, scope: Scope, context: Context) -> list[Draft]:
    """The town abroad whose own page tells of its agreement with a Ukrainian one and does not name itself in that sentence:
    `Umowę o partnerstwie z miastem Rudki podpisano 24 maja 2008 r.`"""
    owner = _OWNER.search(page.title) if page.lang in ("pl", "de") and not page.host.endswith(".ua") else None
    if owner is None or cues.is_ukrainian(owner[1]) or not cues.plausible(owner[1]):
        return []
    evidence = []
    for order, sentence in enumerate(sentences(page.text[:_LONGEST_NEWS])):
        if not (cues.AGREEMENT_WORDS.search(sentence) and _DONE.search(sentence)) or cues.OCCUPATION.search(sentence):
            continue
        found = mentions(sentence, context, page.lang == "de")
        if len(found) == 1 and found[0].ukrainian and found[0].country in (None, "UA"):
            mention = Mention(0, 0, owner[1], country=home_country(page), levelled=True)
            moment = signing_date(sentence, context.base)
            evidence.append(Evidence(mention, sentence, sentence_stage(sentence), moment, found[0].text, 0.8, order))
    return gather(evidence, scope)


#: `Відповідне рішення прийняла міська рада`: what the sentences before it tell has been decided, not signed.
_DECIDED = AnyCase(
    r"(?:Відповідн|Соответствующ|Таке|Такие|Такі)\w*\s+(?:рішенн\w+|решени\w+|проєкт\w*|проект\w*)\s[^.;]{0,40}(?:прийня|схвал|ухвал|затверд|підтрим|погод|принял|одобр|"
    r"утверд|поддерж)\w*[^.;]{0,60}(?:рад[аи]|сесі|депутат|виконком|совет|сесси)",
)
#: Agreements that others than councils sign.
_OTHER_PARTIES = AnyCase(
    r"університет|інститут|академі|лікарн|ліце[йюя]|шкіл|школ|университет|institute|universit|uniwersyt|schule"
)
#: `угоду про співпрацю між лікарнями`.
_BETWEEN_OTHERS = AnyCase(
    r"(?<!\w)(?:між|поміж|з|із|зі|между|с|between|with|z|między)\s(?:[^\s.;,]+\s){0,3}?(?:університет|інститут|академі|лікарн|ліце|шкіл|школ|гімназі|коледж|университет|больниц|universit|school|hospital|szkoł|szpital)"
)
#: A tie that is spoken of as there: no talks in other sentences make it less.
_TWINNED = AnyCase(
    r"побратим|(?:міст|город)\w{0,3}-партн|поріднен|породн|sister cit|twin town|twin cit|twinn|partnerst[aä]dt|miast\w* partnersk"
)


def _complete(page: Page, drafts: list[Draft], context: Context) -> None:
    """Country, stage and date that the event has in other sentences than the one that names the partner."""
    text = "\n".join(block.text for block in page.blocks if block.index not in page.tabular)
    by_title(page, drafts)
    said = one_country(page.heading or page.title)
    home = home_country(page)
    if home and page.lang in ("pl", "de"):
        for draft in drafts:
            if draft.country is None and not cues.is_ukrainian(draft.name.name):
                draft.country, draft.bare = home, False
    countryless = sum(draft.country is None for draft in drafts)
    told = one_country(text, [draft.name.name for draft in drafts]) if countryless else None
    if (
        any(sure and all(draft.country in (None, sure) for draft in drafts) for sure in (said and said[0], home, told and told[0]))
        or (said and countryless == 1)
        or countryless == len(drafts)
    ):
        country = said or ((home, None) if home else None) or told
        # A sentence that gives the country to another place does not give it to this one.
        given = {draft.quote for draft in drafts if country and draft.country == country[0]}
        for draft in drafts:
            if (
                country
                and draft.country is None
                and (country is not said or covers(page.heading or page.title, draft, drafts) or (told and told[0] == said[0] and may_be_in(said[0], draft.name.name, text)))
                and not any(map(cues.is_ukrainian, nominatives(draft.name.name)))
                and not any(one.iso not in ("UA", country[0]) for one in find_countries(draft.quote))
                and (country is not told or may_be_in(country[0], draft.name.name, text))
                and (draft.quote not in given or country is told)
                and not (draft.weak and country is told and countryless < len(drafts) and not called_a_town(draft.name.name, text))
            ):
                draft.country, draft.country_raw, draft.bare = country[0], country[1], False
    every = list(dict.fromkeys(sentences(f"{page.heading or page.title}\n{text}")))
    for draft in drafts:
        if draft.country is None and (found := _located(draft, every)):
            draft.country, draft.country_raw, draft.bare = *found, False
    whole = [sentence for sentence in every if _EVENT.search(sentence)]
    done = any(
        (_DONE.search(sentence) or _CHRONICLE.match(sentence))
        and cues.AGREEMENT_WORDS.search(sentence)
        and not PLAN.search(sentence)
        and not INTENT_DOCUMENT.search(sentence)
        and not _OTHER_PARTIES.search(sentence)
        for sentence in whole
    )
    title = page.heading or page.title
    over = stage if (stage := sentence_stage(title)) in OVER else None
    new = [draft for draft in drafts if not (over or lasting(draft.quote))]
    if _DECISION.search(text) and not any(_DONE.search(sentence) for sentence in whole):
        for draft in new:
            draft.stage = Stage.APPROVED if draft.stage in (None, Stage.SIGNED) else draft.stage
    if not done and any(_DECIDED.search(sentence) for sentence in every):
        for draft in new:
            draft.stage = Stage.APPROVED if draft.stage in (None, Stage.SIGNED, Stage.TALKS, Stage.INTENT) else draft.stage
    if done and 1 < len(drafts) <= 3 and len({draft.quote for draft in drafts}) == 1:
        for draft in drafts:
            if draft.stage in (None, Stage.TALKS) or (draft.stage is Stage.INTENT and _DONE.search(page.heading or page.title)):
                draft.stage = Stage.SIGNED  # "Громади побраталися з містами: X співпрацюватиме з A, Y – з B"
    if len(drafts) == 1 and drafts[0].stage in (None, Stage.APPROVED, Stage.TALKS, Stage.INTENT):
        draft = drafts[0]
        if draft.stage in (None, Stage.TALKS) and not done and any(INTENT_DOCUMENT.search(sentence) for sentence in whole):
            draft.stage = Stage.INTENT
        if done and (draft.stage is not Stage.INTENT or not any(INTENT_DOCUMENT.search(sentence) for sentence in whole)):
            draft.stage = Stage.SIGNED
        elif draft.stage is None and not (done or _TWINNED.search(draft.quote) or EXISTING.search(draft.quote) or lasting(draft.quote)):
            stages = [
                stage for sentence in whole if (stage := stage_in(sentence)) in (Stage.INTENT, Stage.APPROVED, Stage.TALKS)
            ]
            draft.stage = max(stages, key=list(Stage).index) if stages else Stage.APPROVED if _DECISION.search(text) else None
    if over:
        # "Місто розірвало побратимство з містами Росії та Білорусі": whichever of them the text names.
        lands = {one.iso for one in find_countries(title)} - {"UA"}
        for draft in drafts:
            if draft.country in lands and draft.stage in (None, Stage.SIGNED) and not IN_FORCE.search(draft.quote):
                draft.stage = over
    told = (BRACKETS.sub(" ", sentence) for sentence in whole if not (EVENTS.search(sentence) or OTHER_END.search(sentence)))
    own = {stem(draft.name.name) for draft in drafts}
    broken = [
        stage
        for sentence in told
        if (stage := stage_in(sentence)) in OVER and all(one.ukrainian or stem(one.text) in own for one in mentions(sentence, context, page.lang == "de"))
    ]
    # Where one partner's tie is said to be over, that is the end of which the page tells.
    for draft in drafts if broken and len(drafts) == 1 else ():
        draft.stage = draft.stage or broken[0]
    undated = [draft for draft in drafts if draft.since is None and draft.stage in (None, Stage.SIGNED, Stage.RENEWED)]
    if undated and len(undated) == len(drafts) and len(drafts) <= 3:
        moments = {}
        for before, sentence in pairwise(["", *every]):
            if _SIGNING.search(sentence) and cues.AGREEMENT_WORDS.search(sentence) and not OTHER_DOCUMENT.search(sentence):
                moment = signing_date(sentence, context.base)
                # A year alone may be of an older tie, and any date further down of another one, unless the partner is named there.
                near = before if moment and moment.precision is Precision.YEAR else sentence
                if moment and (
                    any(fold(draft.name.name)[:_NAME_KEY] in fold(near) for draft in drafts)
                    or (moment.precision is not Precision.YEAR and (sentence in every[:4] or _CHRONICLE.match(sentence)))
                ):
                    moments.setdefault(moment.value, moment)
        if len(moments) == 1:
            for draft in undated:
                draft.since = next(iter(moments.values()))


def _located(draft: Draft, every: list[str]) -> tuple[str, str] | None:
    """The country in which a sentence of its own puts the place: `X lies in the north of Lithuania, near Latvia`."""
    key = fold(draft.name.name)[:5]
    for sentence in every:
        said = _LIES.search(sentence)
        if said and len(key) > 3 and key in fold(sentence[: said.start()][-_NEAR_NAME:]):
            return one_country(sentence[said.end() :][:_NEAR_NAME].partition(",")[0])
    return None


_NEAR_NAME, _NAME_KEY = 60, 4
_LIES = AnyCase(
    r"(?<!\w)(?:розташован\w+|знаходиться|располож\w+|находится|położon\w+|leży|znajduje się|liegt|is located|is situated|lies)(?!\w)",
)

#: `12 квітня 2024 – підписання угоди`: a line of a chronicle.
_CHRONICLE = AnyCase(
    r"\W*\d{1,2}[. ]\w+[. ](?:19|20)\d\d(?: р(?:оку|\.))?\s?[–—:-]\s?(?:[^\W\d_]+\s)?(?:підписан|укладен|подписан|заключен)"
)
_SIGNING = AnyCase(r"підпис|укла|подпис|заключ|sign|podpis|zawar|unterzeich")
