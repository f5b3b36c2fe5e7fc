"""Ties whose sentence names no partner: `Сторони підписали угоду`, `Міста стали побратимами`, of the place that the text was about.

What belongs here: such sentences, and the place that they mean. What does not: pronouns for the sentence before (`linking`) and the
dates of ties told already (`running_text`).
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context
from scrapers.layouts.sentence.dates import OTHER_DOCUMENT
from scrapers.layouts.sentence.linking import SOMEBODY_FROM, WITH_HIM
from scrapers.layouts.sentence.mentions import IS_A_TOWN, mentions
from scrapers.layouts.sentence.model import Mention
from scrapers.layouts.sentence.partners import of_their_friends
from scrapers.layouts.sentence.places import WHICH_TWINS
from scrapers.text.cases import word_class
from scrapers.text.normalise import AnyCase, fold
from scrapers.text.places import is_known_in_a_case

LOOK_BACK = 12
"""The most sentences between a place and the tie that does not name it."""
_NEAR_BY = 8
"""Within which it need not be told of as a town."""

_PARTIES = (
    r"(?:(?:burmistrz|wójt|mer|prezydent) i (?:mer|burmistrz|wójt|przewodniczący)|(?:мер|бургомістр|обербургомістр|бурмістр|війт|примар|староста|голова|президент|мэр|бургомистр) (?:(?:міста|містечка|громади|гміни|города) )?(?:[^\s.;,]+ [^\s.;,]+ )?(?:та|і|й|и) (?:наш )?(?:міський |сільський |селищний |городской )?(?:голова|мер|глава|мэр|очільник)|"
    r"(?:міський |сільський |селищний |городской )?(?:голова|мер|мэр|очільник|очільниця) (?:(?:міста|громади|[^\s.;,]+ської|[^\s.;,]+цької) (?:громади )?)?(?:[^\s.;,]+ [^\s.;,]+ )?(?:та|і|й|и) (?:його |її )?(?:колега|бургомістр|обербургомістр|бурмістр|війт|примар|староста|президент міста|мер|мэр|бургомистр) (?:[^\s.;,]+ [^\s.;,]+)?(?=\s)|сторони|(?:обидва|обоє|оба)(?=\s(?:поставили|підписали|уклали|скріпили|подписали|поставили))|очільники|мери|голови|керівники|міста|громади|муніципалітети|повіт і район|район і повіт|район та повіт|повіт та район|ми|делегації|стороны|мэры|главы|города|громады|мы|parties|sides|mayors|leaders|towns|cities|"
    r"communities|strony|burmistrzowie|miasta|gminy|samorządy)"
)
_PAPER = (
    r"(?:угод|договір|договор|меморандум|протокол|пакт|декларац|лист\w{0,2} про намір|документ\w* про (?:співпрац|партнерств|побратимств)|соглашени|договор|"
    r"agreement|memorandum|charter|pact|letter of intent|umow|porozumieni|list intencyjny)"
)
_SIGNED = (
    r"(?:підписал|підписан|укла|скріпил|скріплен|поставил\w* підпис|підписувал|обмінялися підпис|подписал|подписан|заключил|заключен|поставили подпис|signed|concluded|put (?:their )?(?:signatures|names)|"
    r"podpisa|zawar)"
)
#: A deed of the parties, or a document that was signed, with nobody named.
_TOLD = AnyCase(
    rf"(?<!\w){_PARTIES}(?!\w)[^.;]{{0,60}}?{_SIGNED}[^.;]{{0,60}}?{_PAPER}"
    rf"|(?<!\w){_PAPER}[^.;]{{0,110}}?(?<!\w){_PARTIES}(?!\w)[^.;]{{0,40}}?{_SIGNED}"
    rf"|(?<!\w)(?:було |була |были |было |was |were )?(?:підписано|укладено|підписану|підписаний|укладену|подписано|подписан[аоы]?|заключен[аоы]?|podpisano|zawarto)\s(?:[^\s.;]+\s){{0,3}}?{_PAPER}"
    rf"|(?<!\w){_SIGNED}\w*\s[^.;]{{0,30}}?{_PAPER}\w*\s[^.;]{{0,60}}?між цим[^.;]{{0,30}}? містом[^.;]{{0,60}}? (?:та|і|й) нашою громадою"
    rf"|(?<!\w){_PAPER}[^.;]{{0,60}}?(?<!\w)(?:між|поміж|между|between)\s(?:нашими\s|двома\s|обома\s|двумя\s|the\s|our\s|two\s)?(?:містами|громадами|муніципалітетами|сторонами|городами|общинами|towns|cities)[^.;]{{0,40}}?(?:підписан|укладен|подписан|заключен|signed)"
    rf"|(?<!\w)(?:відбулося|стало|став|подією|увінча\w+|заверши\w+|состоялось|стало)\s[^.;]{{0,40}}?(?:урочисте\s)?(?:підписання|подписание)[^.;]{{0,90}}?{_PAPER}"
    rf"|^(?:The\s|A\s)?(?:[^\s.;,]+\s){{0,3}}?{_PAPER}\w*\s(?:[^\s.;]+\s){{0,9}}?(?:підписали|підписало|підписала|підписав|підписано|уклали|укладено|подписали|подписано|заключили|(?:was|were|has been) (?:signed|concluded)|podpisano|zawarto)"
    rf"|(?<!\w)за (?:її|його|їх) (?:результатами|підсумками)\s(?:[^\s.;]+\s){{0,3}}?{_SIGNED}\w*\s(?:[^\s.;]+\s){{0,3}}?{_PAPER}"
    rf"|(?<!\w)(?:згідно з|відповідно до|в рамках|у межах|согласно|в соответствии с)\s(?:(?:партнерськ|побратимськ|партн[её]рск|побратимск)\w+\s{_PAPER}\w*|{_PAPER}\w*\s(?:про|о)\s(?:співпрац|партнерств|побратимств|співробітн|дружб|сотруднич|партн[её]рств)\w+)\s(?:від|от)\s\d"
    rf"|(?<!\w)(?:підписан|укладен|подписан|заключен)\w*\s(?:двома|обома|нашими|двумя|обоими)\s(?:[^\s.;]+\s)?(?:громадами|містами|муніципалітетами|сторонами|городами)\s{_PAPER}"
    r"|(?<!\w)(?:партнерськ|побратимськ|дружн)\w+ (?:стосунки|відносини|зв.язки)\s(?:з|із) (?:ним|нею|цим містом|цією громадою)\s(?:[^\s.;]+\s){0,3}?(?:оформлен|закріплен|скріплен|встановлен|започаткован)\w*|(?<!\w)(?:партнерськ|побратимськ|дружн)\w+ (?:стосунки|відносини|зв.язки)\s(?:з|із) (?:цим містом|цією громадою)\s(?:[^\s.;]+\s){0,3}?(?:мають|маємо|підтриму)\w*"
    rf"|(?<!\w){_SIGNED}\w*\s(?:[^\s.;]+\s)?{_PAPER}\w*\s(?:про\s[^\s.;]+\s)?між (?:нашими|двома|обома)(?: нашими)? (?:громадами|містами|муніципалітетами)"
    rf"|(?<!\w){_PAPER}\w*\s(?:про\s[^\s.;]+\s)?(?:з|із)\s(?:цим містом|цією громадою|цією гміною)\s(?:діє|чинн\w+|підписан\w+|укладен\w+)(?!\w)"
    r"|(?<!\w)(?:підписано|укладено|подписано|заключено)\s(?:[^\s.;]+\s){0,2}?(?:про|о) (?:співпрац|співробітн|партнер|побратим|сотруднич)"
    r"|(?<!\w)(?:угода|договір|соглашение|договор)(?: про [^\s.;]+| о [^\s.;]+)? (?:міст|громад|городов|між (?:містами|громадами)|между городами)\s(?:діє|чинн\w+|действует)(?!\w)"
    r"|(?<!\w)(?:міста|громади|города|громады)\s(?:[^\s.;]+\s){0,2}?(?:підтримують|мають|пов.язують|поддерживают|связывают)\s(?:[^\s.;]+\s){0,2}?(?:партнерськ|побратимськ|дружн|партн[её]рск|побратимск|дружеск)"
    r"|(?<!\w)(?:наші|обидва|двоє|наши|оба|our|the two|both|nasze|міста|громади|города|towns|cities)\s?(?:міста|громади|города|громады|towns|cities|communities|miasta|gminy)?\s(?:[^\s.;]+\s){0,2}?"
    r"(?:(?:стали|є|become|became|are|są|стали) (?:[^\s.;]+\s){0,2}?(?:побратим|партнер|twin|sister|partner|побратим|miastami partner)|побраталися|поріднилися|породнились)",
    needs="згідно відповідно рамках межах согласно соответствии цим цією names між угод догов соглаш дружн дружеск підпис уклад уклал укла скріп подпис заключ sign conclude podpis zawar побрат порідн породн партнер партнёр twin sister partner",
)
_PLANNED = AnyCase(
    rf"(?<!\w){_PARTIES}(?!\w)[^.;]{{0,40}}?(?<!\w)(?:план|готу|готов|ма(?:ють|ємо) намір|домовил|намерен|договорил|plan|agreed|intend)\w*\s(?:про\s|навесні\s|восени\s|to\s)?(?:підпис|уклас|уклад|подпис|заключ|sign)\w*\s[^.;]{{0,40}}?{_PAPER}"
    rf"|(?<!\w){_PAPER}[^.;]{{0,60}}?(?<!\w){_PARTIES}\s(?:[^\s.;]+\s){{0,3}}?(?:підпишуть|укладуть|планують підписати|подпишут|заключат|will sign)"
    rf"|(?<!\w)(?:{_PARTIES}|учасники)\s(?:[^\s.;]+\s)?(?:домовил|договорил|agreed)\w*[^.;]{{0,40}}\s(?:підготувати|розробити|подготовить)\s(?:[^\s.;]+\s)?{_PAPER}[^.;]{{0,60}}?(?:планують підписати|підпишуть|мають підписати|буде підписано|подпишут)"
    rf"|(?<!\w){_PARTIES}\s(?:[^\s.;]+\s)?(?:домовил|договорил|agreed)\w*[^.;]{{0,20}}\s{_PAPER}[^.;]{{0,60}}?(?<!\w)(?:підпишуть|укладуть|буде підписано|подпишут|заключат|will be signed)",
    needs="підготув розроб подготов підпис уклас уклад укладу підпиш подпис подпиш заключ sign",
)
#: `Ішлося про угоду. Її керівники міст підписали на сцені`.
_PAPER_BEFORE = AnyCase(rf"(?<!\w){_PAPER}[^.;]{{0,40}}(?:партнер|побратим|співпрац|співробітн|дружб|сотруднич)")
_ITS = AnyCase(rf"(?:Її|Його|Її текст|Документ|Е[её]|Его)\s[^.;]{{0,80}}?{_SIGNED}")
_LAST = 300
#: Others who sign: `меморандум із благодійним фондом`, `угоду між лікарнями`.
_OTHERS = AnyCase(
    r"(?<!\w)(?:заклад|директор|ректор|колектив|профспілк|учреждени|педагог|учител|університет|інститут|академі|лікарн|ліце[йюя]|шкіл|школ|коледж|гімназі|фонд|компані|підприємств|організаці|асоціаці|агентств|програм|про[єе]кт[уі]|посольств|міністерств|"
    r"спілк|клуб|музе|бібліотек|университет|больниц|компани|предприяти|министерств|universit|school|hospital|foundation|company|association|ministry|szkoł|szpital|fundacj|uczelni)"
    r"|(?:угод|договір|договор|меморандум|соглашени|agreement|memorandum|umow)\w*[^.;,]{0,70}\s(?:з|із|зі|с|со|with|z|ze)\s(?!(?:ними|ним|нею|якими|яким|якою|цим|цією|нашими|партнерами|побратимами|друзями|них|ними|дня|моменту|метою|нагоди|(?:19|20)\d\d|\d{1,2})(?!\w))"
)
#: What has not happened, or nobody knows whether.
_NOT_SO = AnyCase(
    r"(?<!\w)(?:не(?!\s(?:лише|тільки|перш|просто|только|лишь|раз|один|вперше))|немає|нема|нет|жодн\w+|якщо|якби|если|чи|би?|not?|never|nie|brak)(?!\w)"
)
_BUT_NOT = AnyCase(r",\s(?:але|проте|однак|та|но|однако|but|yet)\s(?:[^\s.;,]+\s){0,4}?(?:не|немає|нема|нет|no|not)(?!\w)")
#: What firms and states plan, rather than towns.
_IN_A_FIELD = AnyCase(r"(?<!\w)(?:у|в) (?:сфері|галузі|сфере|области) ")
#: Agreements of Ukrainian municipalities with one another.
AT_HOME = AnyCase(
    r"міжмуніципальн|межмуниципальн|(?:сільськ|селищн|сельск|поселков)их (?:рад|советов)(?!\w)|українськ\w+ (?:міст|громад)|украинск\w+ (?:город|общин|громад)|прифронтов\w+ (?:міст|громад)|громад\w* (?:району|області|района|области)(?! (?:та|і|й|и) )|\w+[сцз]ької (?:[^\s.;]+ої )?(?:громади )?(?:та|і|й) (?:[^\s.;]+ )?\w+[сцз]ької (?:[^\s.;]+ої )?громад|трудов\w+ архів|полігон|ukrainian (?:towns|cities|communities)"
)
#: Wars and unions of states, and years in which no towns were twinned.
OLD_TIMES = AnyCase(
    r"(?<!\d)[89]\d\d(?=\s(?:році|року|году|рік|год)(?!\w))|(?<!\d)(?:1[0-8]\d\d|19[0-3]\d|194[0-4])(?=\s?(?:рок|роц|рік|р\.|год|г\.))|(?<!\w)(?:мирн\w+ (?:договір|угод|договор)|перемир|уні[яїю](?!\w)|битв|гетьман|козак|козац|королів|князь|князя|українськ\w+ народн\w+ республік|безпеков\w+ (?:угод|гарант)|treaty of|peace treaty)"
)
#: Others that a text goes on to speak of: what is signed then is signed with them.
_OTHER_PARTY = AnyCase(
    r"(?<!\w)(?:зустрі(?:ч|вся|лася|лися|вались)|приймал\w+|прийнял\w+|приня\w+|співпрацю\w+|домовил\w+|прибул\w+|met|встрет\w+)\s(?:[^\s.;]+\s){0,3}?(?:з|із|зі|с|with|представни\w+)\s(?:[^\s.;]+\s){0,3}?[«\"“]?"
    r"(?:карітас|агентств|фонд|компані|міністр|міністерств|університет|клінік|асоціаці|організаці|інвестор|банк|тпп|торгово-промислов|оон|мвф|giz|usaid|undp|unicef|caritas|u-lead|посольств|посл(?:ом|ами|ів)(?!\w))"
    r"|(?<!\w)(?:приймал\w+|принимал\w+|принял\w+) представни\w+\s(?:[^\s.;]+\s){0,2}?(?:агентств|фонд|компані|міністерств|організаці|мвф|карітас)"
    r"|(?<!\w)(?:(?:президент україни|міністр\w* (?:закордонних|оборони)|прем.єр) (?:[^\s.;]+ )?(?:прибу|відвіда|зустрі)|лідери (?:g7|країн))"
    r"|(?<!\w)(?:і|та|й|and) (?:giz|usaid|undp|unicef|unhcr|caritas|карітас|тпп|мвф|оон)(?!\w)[^.;]{0,40}(?:провел|зустрі|домовил)"
)
#: Whose visit says nothing of an agreement that nobody is said to have signed.
_BY_OTHERS = AnyCase(
    r"^(?:делегація тпп|спортсмен|футболіст|фахівці|лікар|медик|рятувальник|учн|студент|міністр|президент|підприєм|науковц|спеціаліст|спортсмен|врачи|athletes|experts)"
)
#: A visit of another time.
_LONG_AGO = AnyCase(r"(?<!\w)(?:торік|минулого року|колись|раніше|років тому|в минулому|в прошлом году|ранее|раньше|лет назад|last year|earlier|years ago|w zeszłym roku|wcześniej)(?!\w)")
_HROMADA = AnyCase(r"\s(?:(?:міськ|сільськ|селищн)\w+\s)?(?:територіальн\w+\s)?(?:громад|та\s|і\s|й\s)")
_CAME_OR_MET = AnyCase(r"(?<!\w)(?:приїха|прибу|завіта|вийшл|зустрі|приймал|гостю|відвіда|товариш|домовил|приеха|посети|встрет|came|visited|met)\w*")
_BY_WHOM = AnyCase(rf"(?<!\w)(?:{_PARTIES}|між|поміж|между|between)(?!\w)")
#: Where a place is passed, heard of or met at: no party.
_ASIDE = AnyCase(
    r"(?<!\w)(?:з-за|из-за|поряд|поруч|неподалік|недалеко|посольств|консульств|форум|конференці|саміт|фестивал|через|ночува|ночівл|дорог|зупин|оркестр|гурт|хор|фонд|клуб|аеропорт|університет|ансамбл|організаці|ярмар|компані|команд|"
    r"родом|уродже|шлях|выехал|через|дорог|форум|конференци|посольств|консульств|embassy|consulate|forum|conference|stopped|via|airport|university|club|orchestra|band|stay(?:ed)? overnight|"
    r"ambasad|konsulat|konferencj|przez)\w*(?:\s[^\s.;]+){0,5}\s*$"
)
#: Where somebody was on a visit.
_STAY = AnyCase(
    r"(?<!\w)(?:гостюва|гостин|приймав|приймал|принимал|відвіда|побува|перебува|відпочива|приїха|приїзд|поїха|вируши|візит|завіта|прибу|гостила|посети|побыва|приеха|отдыха|визит|"
    r"travel|visit|arriv|continued|stay|guests?|went|gości|odwiedzi|przyjech|pojech|wizyt)\w*"
)
_FROM = AnyCase(r"(?<!\w)(?:із|зі|з|від|из|от|from|z|ze)\s(?:[^\s.;]+(?:ого|ої|ой|iego|iej)\s)?$")
#: Who gives something, the verb before or behind the name.
_GAVE = AnyCase(r"(?<!\w)(?:передал|передав|надіслал|надіслав|подарува|надал|надав|придбал|зібрал|відправил|передало|звернул|передал|подарил|отправил|sent|donated|gave|przekaza)\w*")
_NEAR, _AROUND = 60, 40
_CAME, _ANCHORED, _NAMED, _VISITED, _GIVER, _TITLED = 3.5, 3.0, 2.0, 1.5, 1.0, 2.0
#: `делегація з литовського міста X`.
#: `На фестивалі побувала віцемер болгарського X`: no matter where.
_OFFICE = AnyCase(r"(?<!\w)(?:віце-?|вице-)?(?:мер|мэр|бургом[іи]стр|бурмістр|примар|війт|mayor of)\w{0,2}\s(?:[^\s.;]+(?:ого|ої|ой)\s)?(?:міста\s|города\s)?$")
_NAMED_SO = AnyCase(r"(?<!\w)(?:міст|містечк|громад|[гґ]мін|город|городк)\w{1,3},?\s(?:(?:що|яке|яка|которое)\s(?:зветься|називається|называется)|(?:під|з|із|с|под) назв(?:ою|анием))\s[«\"“„]?$")
_DELEGATED = AnyCase(r"(?<!\w)(?:делегаці[яїю]|делегаци[яию]|delegation|delegacja)\s(?:[^\s.;]+\s){0,2}?(?:з|із|зі|из|from|z)\s(?:[^\s.;]+(?:ого|ої|ой|iego)\s)?(?:міста|громади|города|the\s(?:city|town)\sof|miasta)?\s?$")


class _Candidate(NamedTuple):
    weight: float
    distance: int
    mention: Mention
    sentence: str


def tells_unnamed(sentence: str, before: str = "") -> bool:
    """Whether a sentence tells of an agreement or a tie of towns of which it names none abroad; `before` is what the last one says."""
    said = _TOLD.search(sentence) or (_ITS.match(sentence) if _PAPER_BEFORE.search(before[-_LAST:]) else None)
    if said is None or OTHER_DOCUMENT.search(sentence) or AT_HOME.search(sentence) or OLD_TIMES.search(sentence):
        return False
    if _is_denied(sentence, said):
        return False
    return _OTHERS.search(sentence[max(0, said.start() - _AROUND // 2) : said.end() + _AROUND]) is None


def _is_denied(sentence: str, said: re.Match) -> bool:
    """Whether the clause that tells of an agreement, or the next one after a `but`, says that there is none."""
    start, end = sentence.rfind(",", 0, said.start()) + 1, sentence.find(",", said.end())
    return _NOT_SO.search(sentence, start, end if end >= 0 else len(sentence)) is not None or _BUT_NOT.search(sentence, said.start()) is not None


def plans_unnamed(sentence: str) -> bool:
    """Whether a sentence tells of an agreement that the parties, of whom it names none, are about to sign."""
    said = _PLANNED.search(sentence)
    return said is not None and not (OTHER_DOCUMENT.search(sentence) or AT_HOME.search(sentence) or _is_denied(sentence, said) or _OTHERS.search(sentence) or _IN_A_FIELD.search(sentence))


def names_nobody(sentence: str, context: Context) -> bool:
    """Whether a sentence names no place abroad that it could be about: `у залі тамтешнього Будинку культури`."""
    return not any(
        one.levelled or one.country or word_class(one.text) is None or is_known_in_a_case(one.text)
        for one in mentions(sentence, context)
        if not (one.ukrainian or one.regional)
    )


def antecedent(
    tie: str, before: Sequence[str], title: str, told: Collection[str], known: Collection[str], context: Context, *, planned: bool = False
) -> tuple[Mention, str] | None:
    """The one place abroad that the sentences before a tie (the last of them, as far as to one of `told`) and the title are about, and the
    sentence that names it; None where there is none, or several, or one of which a tie is told already (`known` holds the stems). Of a
    `planned` tie it must be told of as a town or of a country."""
    nobody = _BY_WHOM.search(tie) is None
    if len({stem(one.text) for one in mentions(tie, context) if one.ukrainian and not one.locative}) > 1:
        return None  # between Ukrainian towns
    found: dict[str, _Candidate] = {}
    times: dict[str, int] = {}
    for distance, sentence in enumerate([title, *reversed(before[-LOOK_BACK:])]):
        if sentence in told:
            break
        if (nobody and _BY_OTHERS.search(sentence)) or of_their_friends(sentence, context):
            continue
        least = _ANCHORED if planned or distance > _NEAR_BY or _LONG_AGO.search(sentence) else 0.0
        here = mentions(sentence, context)
        for mention in here:
            weight = _weight(mention, sentence)
            weight += _TITLED if weight and sentence is title else 0
            key = stem(mention.text)
            if key in known:
                return None
            if weight and weight >= least:
                times[key] = times.get(key, 0) + 1
                if key not in found or weight > found[key].weight:
                    found[key] = _Candidate(weight, distance, mention, sentence)
        if distance and _speaks_of_others(sentence, here, f"{title} {' '.join(before[: -distance])}", context):
            break
    if not found:
        return None
    ranked = [one._replace(weight=one.weight + _AGAIN * (times[key] - 1)) for key, one in found.items()]
    best, *others = sorted(ranked, key=lambda one: (-one.weight, one.distance))
    if any(one.weight == best.weight and one.distance - best.distance < _APART for one in others):
        return None
    if WITH_HIM.search(tie) and SOMEBODY_FROM.search(best.sentence[: best.mention.start]):
        return None
    return best.mention, best.sentence


def _speaks_of_others(sentence: str, here: Sequence[Mention], earlier: str, context: Context) -> bool:
    """Whether a sentence brings in a fund, a firm, a state or another Ukrainian municipality, which the text before it does not name."""
    if _OTHER_PARTY.search(sentence):
        return True
    others = [one for one in here if one.ukrainian and not context.is_own(one.text) and stem(one.text)[:_STEM] not in fold(earlier)]
    return _CAME_OR_MET.search(sentence) is not None and any(one.body and _HROMADA.match(sentence, one.end) for one in others)


_STEM = 5
_GAVE_NEAR, _AGAIN = 16, 0.5
_APART = 2
"""Sentences between two places of one weight from which the nearer one is meant."""


def _weight(mention: Mention, sentence: str) -> float:
    """How likely a place is what the text is about: 0 where it is passed by, or Ukrainian."""
    before = sentence[max(0, mention.start - _NEAR) : mention.start]
    if mention.ukrainian or mention.country == "UA" or (mention.regional and mention.start > 0 and mention.country is None):
        return 0.0
    if _ASIDE.search(before) and not (_OFFICE.search(before) or WHICH_TWINS.match(sentence, mention.end)):
        return 0.0
    known = is_known_in_a_case(mention.text)
    if (mention.levelled or mention.country or known) and _DELEGATED.search(before):
        return _CAME
    if _NAMED_SO.search(before):
        return _ANCHORED
    if mention.locative or _FROM.search(before):
        if _FROM.search(before) or _STAY.search(sentence):
            return _VISITED if known or mention.country or mention.levelled else 0.0
        return _GIVER if mention.country else 0.0
    if mention.levelled or mention.country or mention.regional or IS_A_TOWN.match(sentence, mention.end):
        return _NAMED if _GAVE.search(sentence) and not IS_A_TOWN.match(sentence, mention.end) else _ANCHORED
    if known:
        return _NAMED
    around = f"{before[-_GAVE_NEAR:]}|{sentence[mention.end : mention.end + _GAVE_NEAR]}"
    return _GIVER if mention.text[:1] > "\u0400" and _GAVE.search(around) else 0.0
