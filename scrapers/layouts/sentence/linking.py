"""What a sentence takes from the one before it: the words of a tie that it leaves out, and the place that it does not name again.

What belongs here: sentences put in full. What does not: dates told in other sentences and the order of reading (`running_text`),
one sentence alone (`partners`).
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from schemas.vocabularies import Stage
from scrapers.layouts import cues
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context
from scrapers.layouts.sentence.capitals import CAP
from scrapers.layouts.sentence.countries import one_country
from scrapers.layouts.sentence.dates import moment_of
from scrapers.layouts.sentence.gathering import SURE
from scrapers.layouts.sentence.mentions import mentions
from scrapers.layouts.sentence.model import LONGEST_SENTENCE, Evidence
from scrapers.layouts.sentence.splitting import sentences
from scrapers.layouts.sentence.stages import BROKEN, OVER, SIGNED_VERB, sentence_stage
from scrapers.layouts.sentence.ties import LIST_CUE, RELEVANT
from scrapers.text.normalise import AnyCase
from scrapers.text.places import is_known_in_a_case


def _small(sentence: str) -> str:
    """A sentence that goes on with another one."""
    return f"{sentence[0].lower()}{sentence[1:]}"


class Said(NamedTuple):
    """A sentence in full: its words with those it leaves out, what the page prints of them, the parts to be read one by one, whether
    it tells of a tie, and whether that is over."""

    words: str
    printed: str
    cued: bool
    pieces: Sequence[str] = ()
    over: Stage | None = None


def in_full(sentence: str, previous: str, earlier: str, last: Sequence[Evidence], *, from_twin: bool, came: bool = False) -> Said:
    """A sentence with the words of a tie that the one before it has: `previous` of the same block, `earlier` of any; `last` is what
    that one told; `from_twin` says that its block is of the mayor of a twin town, `came` that delegations of twin towns were told of just before."""
    cued = RELEVANT.search(sentence) is not None
    if _ANAPHORA.match(sentence) and LIST_CUE.search(previous):
        stage = sentence_stage(previous)
        if stage in OVER and not _THESE_ARE.match(sentence):
            return Said(f"{LISTED}{_small(sentence)}", sentence, True)  # the others
        over = stage if stage in OVER else Stage.ENDED if _ONCE_HAD.search(previous) else None
        if over or not _FORMER.search(previous):
            return Said(
                f"{previous.rstrip('. !')}: {_small(sentence)}", f"{previous.removeprefix(LISTED)} {sentence}", True, over=over
            )
    elif _ORDINAL.match(sentence) and LIST_CUE.search(previous) and not (_ONCE_HAD.search(previous) or _FORMER.search(previous)):
        return Said(f"{LISTED}{_small(sentence)}", sentence, True)
    elif not cued and last and THE_SAME.match(sentence):
        return Said(f"{_ONE_OF_THEM}{_small(sentence)}", f"{previous} {sentence}", True)
    elif (without := _WITHOUT_VERB.match(sentence)) and (before := previous or earlier) and BROKEN.search(before) and (LIST_CUE.search(before) or _TIES.search(before)):
        town, withs = without["town"], without["with"]
        return Said(f"{town} {_ENDED_TIES[withs in _RUSSIAN_WITH]} {sentence[without.start('with'):]}", f"{before} {sentence}", True, over=Stage.ENDED)
    elif (
        not cued
        and _FIRST_OF_THEM.match(sentence)
        and (_SEVERAL_DOCUMENTS.search(earlier) or (last and last[0].sentence.startswith(_ONE_OF_THEM)))
    ):
        return Said(f"{_ONE_OF_THEM}{_small(sentence)}", f"{previous} {sentence}" if _SEVERAL_DOCUMENTS.search(previous) else sentence, True)
    elif from_twin and (mayor := FROM_MAYOR.match(sentence) or WISHES.search(sentence)):
        return Said(f"{LISTED}{sentence[mayor.start('office') :]}", sentence, True)
    elif (came or _TWIN_TOWNS.search(earlier) or (last and _GUEST_OF.search(last[0].sentence) and last[0].sentence.startswith(LISTED) and _CAME_TOO.match(sentence))) and not LIST_CUE.search(sentence):
        places = [match.start() for match in _PLACE_FIRST.finditer(sentence)]
        if places[:1] == [0] and len(places) > 1:
            pieces = [f"{LISTED}{sentence[start:end]}" for start, end in pairwise([*places, len(sentence)])]
            return Said(f"{LISTED}{sentence}", sentence, True, pieces)
        if _DELEGATIONS.search(sentence) or (_GUEST_OF.search(sentence) and (came or TWINS_CAME.search(earlier))) or _FRAGMENT.match(sentence) or len(_ADJECTIVE_AND_NAME.findall(sentence)) > 1:
            return Said(f"{LISTED}{_small(sentence)}", sentence, True)
    elif circle := _CIRCLE_GREW.search(sentence):
        return Said(f"{LISTED}{sentence[circle.end() :]}", sentence, True)
    elif _JOINED_THE_CIRCLE.search(sentence) or (_JOINED_THEM.search(sentence) and (LIST_CUE.search(earlier) or (not cued and last and _TOWN_JOINED.search(sentence)))):
        return Said(f"{LISTED}{_small(sentence)}", sentence, True)
    elif (
        not cued
        and _SIGNATURES.search(sentence)
        and SIGNED_VERB.search(earlier)
        and cues.AGREEMENT_WORDS.search(earlier)
        and not (last and last[0].sentence == earlier)
    ):
        return Said(f"{earlier.rstrip('. !')}: {_small(sentence)}", f"{earlier} {sentence}", True)
    return Said(sentence, sentence, cued)


#: Put before a sentence whose places the one before calls twins.
LISTED = "Міста-побратими: "
_ANAPHORA = re.compile(
    r"(?:(?:Першим|Другим|Третім|Останнім|Найдавнішим|Наймолодшим|Первым|Вторым|Третьим|Последним)(?:\s+(?:[\w'’]+)){0,4}\s+(?:став|стал[аои]?|стало|є|був|была?)|"
    r"(?:До этого|До цього|Раніше|Ранее)\s+(?:ими|ними|ним|такими)\s+(?:стал|був|бул|был)\w*|(?:Наступного року|Згодом|Пізніше|Потім|Позже|Затем)\s+[дк]о?\s+(?:них|ним)|До них|К ним|Ним|Ними|Нею|(?:Ідеться|Йдеться) про(?=\s(?:міст[оа]\s)?[А-ЯІЇЄҐ])|Речь ид[её]т о(?=\s(?:город(?:е|ах)\s)?[А-ЯЁ])|Це|Серед них|(?:У|В) (?:цьому|цей|це|їхнє|цій) (?:колі|коло|переліку|перелік|списку|список|родині) (?:вже |уже )?(?:є|входять|увійшли|входили)|(?:Раніше|До цього|До того|Прежде|Ранее|До этого) (?:у|в) (?:це|їхнє|цей|їхній|их|этот) (?:коло|перелік|список|круг) (?:увійшли|входили|вошли|входили)|Серед інших(?: міст(?:[\s-]побратимів)?| побратимів| партнерів)?|Им|Ими|Ею|Это|Среди них|Среди других(?: городов(?:[\s-]побратимов)?)?|It is|They are|These are|Są to|"
    r"Jest nim|Es ist|Das sind)(?!\w)"
)
_THESE_ARE = re.compile(
    r"(?:Це(?=[,:]|\s(?:зокрема|міста|місто|були|був|такі|[–—А-ЯІЇЄҐ]))|Это(?=[,:]|\s(?:в частности|города|город|были|был|[–—А-ЯЁ]))|(?:Ідеться|Йдеться) про(?=\s(?:міст[оа]\s)?[А-ЯІЇЄҐ])|Речь ид[её]т о(?=\s(?:город(?:е|ах)\s)?[А-ЯЁ])|Серед них|Среди них|Ними|Ним|Нею|Ими|Им|Ею|Раніше (?:ними|ним)|Ранее (?:ими|им)|"
    r"(?:У|В) цьому (?:списку|переліку) (?:були|є)|It is|They are|These are|Są to|Das sind)(?!\w)"
)
#: `Перший – литовська X, з якою договір підписано ...`, `Другий з’явився під час війни: це польське місто Y`.
_ORDINAL = re.compile(
    r"(?:Перший|Перша|Другий|Друга|Третій|Третя|Останній|Остання|Найдавніший|Наймолодший|Первый|Второй|Третий)(?!\s+(?:угод|догов|меморанд|соглаш|візит|день))(?:\s+[а-яіїєґ’'ёыэъ]+){0,6}?\s*(?:[–—-]|:\s(?:це|ним|нею))"
)
#: `Йдеться про дві угоди. Першу громада уклала у 2004 році з містом X`.
_FIRST_OF_THEM = re.compile(r"(?:Першу|Другу|Третю|Останню|Перший|Другий|Третій|Останній|Первое|Второе|Третье|Первый|Второй|Третий)(?:(?:\s[\w’'-]+){0,5}?\s(?:укла|підпис|заключ|подпис)\w+\s|,?\s(?:з|із|зі|с|со)\s(?:[а-яіїєґё]+(?:им|ою|ой|ым)\s)?(?:(?:міст|громад|[гґ]мін|город|комун|муніципалітет|повіт)(?:ом|ою|ами|ой)\s|[А-ЯІЇЄҐ])[^.;]{3,150}?(?<!\w)(?:укла|підпис|заключ|подпис)\w+)")
_ONE_OF_THEM = "Угоду: "
#: `Уперше була делегація з міста X`
_GUEST_OF = re.compile(
    r"(?<!\w)(?i:делегаці(?:я|ї|й|єю|ями)|гост(?:і|ей|ями)|представник(?:и|ів|ами)?|посланц(?:і|ів|ями)|делегаци[яий]) (?:(?:з|із|из) )?(?:[а-яіїєґ]+(?:ого|ої|ой) )?(?:міста|громади|гміни|города) [«\"“„]?[А-ЯІЇЄҐ]"
)
_CAME_TOO = AnyCase(r"(?:також |ще )?(?:завітали|прибули|приїхали|були)(?: (?:й|і|також|на))? ")
TWINS_CAME = AnyCase(r"(?<!\w)(?:делегаці\w+|гост\w+|представник\w*|делегаци\w+) (?:(?:з|із|від|из) )?(?:[^\s.;,]+ )?(?:міст|громад|городов)-(?:побратим|партнер|партн[её]р)(?:ів|ов)")
#: `Чернівці — з Брянськом і Подольськом`, where the sentence before tells of a town that broke with its twins.
_WITHOUT_VERB = re.compile(rf"(?P<town>{CAP})\s[–—-]\s(?P<with>з|із|зі|с|со)\s{CAP}(?:[ -]{CAP})?(?:(?:,|\s(?:та|і|й|и))\s{CAP}(?:[ -]{CAP})?)*\.?$")
_TIES = AnyCase(r"(?<!\w)(?:відносин|стосунк|зв.язк|отношени|связ)\w*")
_RUSSIAN_WITH, _ENDED_TIES = ("с", "со"), ("розірвали відносини", "разорвали отношения")
#: `Такой же договор подписан с ...`: a document of the kind that the sentence before tells of.
THE_SAME = AnyCase(
    r"(?:угоду: )?(?:Так(?:ий|а|у|і) ж|Так(?:ой|ая|ую|ие) же|Аналогічн\w+|Аналогичн\w+|Подібн\w+|The same|A similar|Similar)\s+(?:документ|договір|договор|угод|меморандум|протокол|соглашени|document|agreement|memorand)"
)
_SEVERAL_DOCUMENTS = AnyCase(
    r"(?<!\w)(?:дв[іа]|дво[хє]|три|трьох|троє|чотири|п.ять|кілька|обидві|обидва|обох|двух|тр[её]х|четыре|несколько|оба|обоих)\s(?:[^\s.;]+\s){0,2}?(?:угод|догов|меморандум|соглашени)"
)
_FORMER = AnyCase(r"(?<!\w)(?:мав|мали|мала|мало|був|були|had|were|miał\w*|hatte\w*|имел\w*|был[иао]?)(?!\w)")
#: Partners that there were until a year or in an older time.
_ONCE_HAD = AnyCase(
    r"^(?:до (?:19|20)\d\d|раніше|колись|ранее|раньше|когда-то|until|before (?:19|20)\d\d|dawniej|kiedyś|do (?:19|20)\d\d)(?!\w)"
    r"[^.;]{0,60}(?<!\w)(?:мав|мали|мала|мало|имел[иао]?|had|miał\w*)(?!\w)"
)
_TWIN_TOWNS = AnyCase(
    r"(?<!\w)(?:(?:міст(?:а|ами|ам)?|город(?:а|ов|ами)?)[\s-](?:побратим|партн)|городам-побратим|містах-побратим|(?:партнерськ|побратимськ)\w+ міст(?:а|ами)?(?!\w)|(?:партнерськ|побратимськ)\w+ (?:стосунк|відносин|зв.язк)\w+ (?:з|із) (?:\d|двома|трьома|чотирма|п.ятьма|кількома)|(?:sister|twin|partner) (?:cities|towns))"
)
#: `... допомога від міст-партнерів. A (Польща) передало автобус, B (Фінляндія) – генератори.`
_PLACE_FIRST = re.compile(rf"{CAP}(?: {CAP})?\s\([А-ЯІЇЄҐA-Z][^()]{{2,30}}\)")
#: `... із представниками міст-побратимів. Делегації з міст A (X), B (Y) завітали ...`, `Вітання надіслали очільники міст A (X), B (Y)`.
_DELEGATIONS = re.compile(
    r"^(?:Делегації|Делегация|Делегации|Представники|Гості|Гости) (?:з|із|из) "
    r"|(?<!\w)(?i:делегаці[їй]|делегаци[ий]|офіційні особи|посадовці|представник[иі]в?|очільник[иі]в?|мер(?:и|ів)|мэр(?:ы|ов)|президент(?:и|ів|ы|ов)|голов[иі]?|бургомістр(?:и|ів)|"
    r"керівник[иі]в?|главы)\s+(?:(?:з|із|из)\s+)?(?:міст|громад|городов)\s+[«\"“„]?[А-ЯІЇЄҐ]"
    r"|(?<!\w)(?i:представники|делегації|гості|посланці|представители) (?:\d|двох|трьох|чотирьох|п.яти|шести|семи|кількох|двух|тр[её]х|четыр[её]х|пяти|нескольких)(?: (?:з|із|из) них)?\s?:"
    r"|(?<!\w)(?i:груп[аи]|делегаці[яї])\s(?:(?:з|із)\s[а-яіїєґ]+(?:ого|ої)\s)?[А-ЯІЇЄҐ][а-яіїєґ]"
    r"|^(?:The )?(?:[Mm]ayors|[Dd]elegations|[Rr]epresentatives|[Gg]uests) (?:of|from) (?:the (?:cities|towns) of )?[A-Z]"
)
#: `... по городам-побратимам. Маршрут пролегал через болгарский Ямбол и греческую Глифаду`, `... (A). До нього додався англійський B`.
#: `Польського міста X і болгарського – Y.`: what the sentence before calls twins.
_FRAGMENT = re.compile(rf"^[А-ЯІЇЄҐ][а-яіїєґ]{{2,14}}(?:ського|цького|ської|цької|ське|цьке|ська|цька|ского|ской) (?:міст|громад|[гґ]мін|муніципалітет|город)\w{{1,4}} {CAP}")
_ADJECTIVE_AND_NAME = re.compile(
    rf"(?<!\w)(?:польськ|німецьк|французьк|литовськ|латвійськ|чеськ|словацьк|угорськ|румунськ|болгарськ|грецьк|італійськ|англійськ|британськ|"
    rf"австрійськ|грузинськ|турецьк|американськ|шведськ|данськ|фінськ|польск|немецк|французск|литовск|чешск|словацк|венгерск|румынск|болгарск|"
    rf"греческ|итальянск|английск|австрийск|грузинск|турецк)\w{{1,3}}\s+{CAP}"
)
FROM_MAYOR = re.compile(
    rf"(?:{CAP}\s{CAP}\.?,\s|(?:Зокрема|Так|Також|В частности|Также),?\s)?(?P<greeting>(?i:відео|видео)?(?i:вітання|привітання|поздравление)\s(?:від|от)\s)?"
    rf"(?P<office>(?:(?i:президент\w{{0,2}}|мер\w{{0,2}}|віцемер\w{{0,2}}|бургомістр\w{{0,2}}|бурм[иі]стр\w{{0,2}}|війт|голова|кмет|примар|полгармештер|мэр|бургомистр|староста|mayor of|burmistrz|wójt|prezydent)\s+"
    rf"(?:[а-яіїєґ]{{4,14}}(?:ого|ої|ой)\s(?={CAP}\s|міста))?(?:міста\s|громади\s|гміни\s|общини\s|муніципалітету\s|города\s|общины\s|м\.\s|miasta\s|gminy\s|the city of\s)?"
    rf"|(?(greeting)(?:міста\s|м\.\s?|громади\s|гміни\s|г\.\s?|города\s)|(?!))){CAP})"
)
#: `Щирі побажання надіслав президент міста X`.
WISHES = re.compile(
    rf"(?i:вітанн|привітанн|побажанн|поздоровлен)\w*\s[^.;]{{0,80}}?(?:надісла(?:в|ла)|переда(?:в|ла)|висловив|висловила|прийшл[ио] від|надійшл[ио] від)\s(?P<office>(?i:президент|мер|бургомістр|бурмістр|голова|війт|примар|староста)\w{{0,2}}\s(?:міста\s|громади\s|гміни\s)?{CAP})"
)
#: `У 1973 році до нього додався англійський X`.
_JOINED_THEM = AnyCase(
    r"(?<!\w)(?:до|к|to|do) (?:них|нього|неї|ним|нему|ней|нього ж|цього (?:переліку|списку|кола)|them|nich|niego)\s+(?:додал|додав|долучи|приєдна|присоедини|добави|joined|dołączy)\w+"
    r"|(?<!\w)kam(?:en)?\s[^.;]{3,80}?\shinzu(?!\w)",
    needs="додал додав долучи приєдна присоедини добави joined dołączy hinzu",
)
#: `До кола наших друзів долучився чеський X`.
_JOINED_THE_CIRCLE = AnyCase(
    r"(?<!\w)(?:до|к) (?:кола|круга|кругу|родини|сім.ї|семье) (?:[^\s.;,]+ )?(?:друзів|партнерів|побратимів|друзей|партн[её]ров|побратимов) (?:[^\s.;,]+ )?(?:долучи|приєдна|доєдна|додал|додав|присоедини|добави)\w+"
)
#: `Згодом коло партнерів розширили Ленчна (договір 2003 року) та Бжег-Дольний`.
_CIRCLE_GREW = AnyCase(
    r"(?<!\w)(?:коло|перелік|список|родину|сім.ю|круг|перечень|семью) (?:[^\s.;,]+ ){0,2}?(?:партнерів|побратимів|друзів|партн[её]ров|побратимов|друзей) (?:[^\s.;,]+ ){0,2}?"
    r"(?:розширил|поповнил|доповнил|расширил|пополнил|дополнил)\w+\s+"
)
_TOWN_JOINED = re.compile(
    rf"(?i:додал|додав|долучи|приєдна|присоедини|добави|joined|dołączy)\w*\s(?:[а-яіїєґa-z]+\s)?(?:(?i:міст|громад|гмін|[гґ]мін|комун|муніципалітет|город|повіт|район|miast|gmin|town|city)\w*\s|{CAP})|kam(?:en)?\s(?:[a-z]+\s)?(?i:der landkreis|die stadt|die gemeinde)\s"
)
#: Who signed what the sentence before tells of.
_SIGNATURES = AnyCase(
    r"^(?:свої |свои )?підпис|^(?:свои )?подписи|^документ|підписами|подписями|^(?:її|його|е[её]|его) (?:підпис|скріпи|подпис)|^від імені|^от имени|^signatures|^the document",
    needs="підпис подпис документ скріпи імені имени signatures document",
)


def goes_on(text: str, earlier: str) -> bool:
    """Whether a text begins with one of the documents that the sentence before it counts (`Першу, з містом X, підписали ...`), or names
    the delegations of twin towns of which that one tells."""
    return (_FIRST_OF_THEM.match(text) is not None and _SEVERAL_DOCUMENTS.search(earlier) is not None) or (
        TWINS_CAME.search(earlier) is not None and (_DELEGATIONS.search(text) or _GUEST_OF.search(text)) is not None
    )


def signed_by_other(sentence: str, earlier: str, context: Context, order: int) -> Evidence | None:
    """The place where a sentence has a document signed, and whose mayor the next one says has signed it: `У місті X голова поставив
    підпис під угодою. З польського боку її підписав бургомістр X.`"""
    other = _OTHER_SIDE.search(sentence)
    if other is None or not (SIGNED_VERB.search(earlier) and cues.AGREEMENT_WORDS.search(earlier)):
        return None
    place = next(
        (
            one
            for one in mentions(earlier, context)
            if not (one.ukrainian or one.regional) and stem(one.text) == stem(other["town"]) and (one.country or one.levelled)
        ),
        None,
    )
    if place is None:
        return None
    return Evidence(
        place, earlier, sentence_stage(earlier), moment_of(earlier, context), None, SURE, order, f"{earlier} {sentence}"
    )


_OTHER_SIDE = re.compile(
    rf"(?i:підпис|скріпи|подпис|sign|podpis)\w*\s(?:[^\s.;]+\s){{0,3}}?(?i:мер|бургомістр|обербургомістр|бурмістр|війт|примар|голова|президент|староста|мэр|mayor of|burmistrz|wójt)\s"
    rf"(?:міста\s|гміни\s|ґміни\s|громади\s|комуни\s|города\s|м\.\s)?(?P<town>{CAP}(?:[ -]{CAP})?)"
)


def told_before(sentence: str, earlier: str, found: list[Evidence], context: Context, order: int) -> Evidence | None:
    """The one place abroad of the sentence before, which this one calls a twin without its name: `Сьогодні День міста X. Це
    місто-побратим Y.`"""
    called = _CALLED_IT.match(sentence)
    if called is None or any(not one.mention.ukrainian for one in found):
        return None
    country = one_country(f"{called['land'].lower()} місто") if called["land"] else None
    if called["land"] and (country is None or country[0] == "UA"):
        return None
    last = (sentences(earlier[-LONGEST_SENTENCE:]) or [""])[-1]
    places = [one for one in mentions(last, context) if not (one.ukrainian or one.country == "UA" or one.regional)]
    if len({stem(one.text) for one in places}) != 1 or not (
        places[0].country or places[0].levelled or is_known_in_a_case(places[0].text)
    ):
        return None
    if WITH_HIM.search(sentence) and SOMEBODY_FROM.search(last[: places[0].start]):
        return None  # "інвестор з турецького міста X. Угоду з ним підписали"
    beside = mentions(sentence, context)
    if any(not one.ukrainian for one in beside):
        return None
    place = places[0]
    place.twin = True
    if country and place.country is None:
        place.country, place.country_raw = country
    side = next((one.text for one in beside if not one.regional), None)
    return Evidence(
        place, f"{last} {sentence}", sentence_stage(sentence, True), moment_of(sentence, context), side, SURE, order
    )


WITH_HIM = AnyCase(r"(?<!\w)(?:із|зі|з|с|with) (?:ним|нею|нім|him|her)(?!\w)")
#: `інвестор з турецького міста X`: whom the pronoun means.
SOMEBODY_FROM = AnyCase(
    r"(?<!\w)(?:з|із|зі|от|від|из|from|у|в|in)\s(?:[^\s.;]+(?:ого|ої|ой|ому)\s)?(?:міста|місті|громади|города|the\scity\sof\s?|м\.)?\s?$"
    r"|(?<!\w)(?:інвестор|підприєм|консул|компані|фірм|підрядник|меценат|благодійни|фонд|клуб|інвестор|предпринимател|фирм|investor|company|consul)\w*[^.;]{0,60}$"
)
#: `Це місто-побратим X`, `Німецьке місто-побратим X передає ...`.
_CALLED_IT = re.compile(
    r"(?:(?:Це|Воно|Він|Вона|Это|Он|Она|It|This|To)(?:\s(?:є|is|jest))?(?:\s(?:a|our|the|one of our|наш\w{0,2}|перше|перший|давн\w+|надійн\w+|одне з|одно из|наше перше|первый|nasze)){0,2}\s+"
    r"|The (?:city|town) (?:is|has been) (?:a|our|the) |(?P<land>[А-ЯІЇЄҐ][а-яіїєґ]{2,14}(?:ське|цьке|ська|ський|ский|ская))\s+)"
    r"(?:(?:міст|город|громад|муніципалітет|гмін)\w*[\s-]{1,2}(?:побратим|партнер|партн[её]р)|побратим|(?:sister|twin|partner)[\s-](?:city|town)|miast\w+ partnerskie|(?:муніципалітет|місто|громада|комуна|гміна), (?:з|із) як(?:им|ою)\s[^.;]{0,60}(?:уклал|уклав|підписа|побрата))(?!\w*(?:и|ами|ів|ов|ы)(?!\w))"
    r"|(?:Із|Зі|З|С|With|Z) (?:ним|нею|нім|цим містом|цією громадою|цим муніципалітетом|этим городом|it|nim|nią)(?!\w)[^.;]{0,60}?(?<!\w)(?:укла[влд]|укладен|підпис|побрата|поріднил|подписа|заключ|породнил|товариш|дружи|дружать|signed|podpisa)\w*"
    r"|(?:Із|З|С) (?:цим містом|цією громадою|этим городом|этой громадой)(?!\w)[^.;]{0,60}?(?<!\w)(?:підтриму|ма[єюм]|поддержива)\w*\s(?:[^\s.;]+\s){0,2}?(?:дружн|партнерськ|побратимськ|дружеск|партн[её]рск)\w*"
    r"|(?:Побратимами|Партнерами|Побратимы|Партн[её]рами) (?:ми|міста|громади|вони|мы|города|они) (?:офіційно |официально )?стали"
    r"|(?:Угоду|Договір|Меморандум|Соглашение|Договор)(?: про [^\s,.;]+(?: та [^\s,.;]+)?| о [^\s,.;]+)? (?:з|із|с) (?:ним|нею|цим містом|цією громадою|этим городом)\s[^.;]{0,40}?(?:підпис|укла|подпис|заключ)\w*"
    r"|(?:Наші м|Обидва м|М|Наші г|Г|Обидві г)(?:іста|ромади) (?:вже |давно |офіційно )?(?:товаришують|дружать|побраталися|співпрацюють|є побратимами|підписали|уклали|поріднилися)"
    r"|(?:(?:Наши|Оба) г|Г)орода (?:уже |давно )?(?:дружат|сотрудничают|побратались|подписали|заключили)"
    r"|(?:Партнерськ|Побратимськ|Дружн|Партн[её]рск|Побратимск)\w+ (?:відносини|стосунки|зв.язки|отношения|связи) (?:між|между) (?:нашими|двома|обома|двумя|обоими) (?:містами|громадами|городами) (?:було |были )?(?:встановлен|започаткован|налагоджен|існу|трива|установлен|существу|длятся)"
)
