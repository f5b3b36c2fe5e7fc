"""Running text: places that a sentence ties to the hromada, in oblique cases, with or without their country.

What belongs here: sentences, the places that they mention, and which of them are partners. What does not: lists and tables;
what a whole page of news says of one event (`news`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from os.path import commonprefix

from schemas.vocabularies import Level, Stage
from scrapers.layouts import cues
from scrapers.layouts.entries import Context, Draft, Outcome, Scope, kind_in, read_heading, shorten, stage_in, stem, when_of
from scrapers.layouts.page import Page
from scrapers.text.countries import find_countries
from scrapers.text.dates import PartialDate, find_dates
from scrapers.text.names import PartnerName, nominatives, region_country, split_names
from scrapers.text.normalise import fold, script_of
from scrapers.text.words import level_of

LONGEST_TEXT = 60_000
LONGEST_SENTENCE = 1_500

_UPPER = "A-ZА-ЯІЇЄҐЁÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"

# --- sentences --------------------------------------------------------------------------------------------------------

_ABBREVIATED = re.compile(
    r"(?:\b(?:м|г|с|смт|обл|р|рр|гг|ст|вул|ул|св|ім|им|т|д|о|тис|млн|проф|акад|гр|грн|кв|стор|табл|мал|див|ін|др|напр|зокр|вкл|пор|п|No|St|Dr|Mr|Mrs|Prof|Nr|bzw|ca|z\.B|d\.h|im|ul|woj|gm|pow|św|tzw|np|dr|mgr|inż|br|km|пл|просп|пров)"
    r"|\b[A-ZА-ЯІЇЄҐ]|\b\d{1,2})\.$")
#: Clauses with verbs of their own are read apart: `A став побратимом B, а C запропонував D ...`.
_COMMA = re.compile(rf",\s+(?:and\s+|та\s+|і\s+|а\s+|und\s+)?(?=[{_UPPER}])")
_CLAUSE = re.compile(r"(?:,\s+(?:and|та|і|й|и|und|oraz|a)\s+(?=(?:(?:in|у|в|w|im|з|since|seit)\s)?(?:\w+\s)?(?:19|20)\d\d)|,\s+(?:а|але|тоді як|натомість|однак|но|while|whereas|but|natomiast|während|ale)\s+(?!також|саме|ще|й\s|і\s|also|także)|;\s+)")
_BREAK = re.compile(r"(?<=[.!?…])[\"»”)]?\s+(?=[«\"“„(\-–—]?\s?[A-ZА-ЯІЇЄҐŁŚŻŹĆÄÖÜČŠŽ\d])|\n+|(?<=[а-яіїєґa-z])\.(?=[А-ЯІЇЄҐA-Z][а-яіїєґa-z]{2})")


def sentences(text: str) -> list[str]:
    """The sentences of a text; abbreviations and initials do not end one."""
    found: list[str] = []
    start = 0
    text = text[:LONGEST_TEXT]
    for match in _BREAK.finditer(text):
        piece = text[start:match.start()]
        if "\n" not in match.group() and _ABBREVIATED.search(piece[-12:]):
            continue
        if piece.strip():
            found.append(piece.strip())
        start = match.end()
    if text[start:].strip():
        found.append(text[start:].strip())
    return found


# --- mentions ---------------------------------------------------------------------------------------------------------

_CAP = rf"[{_UPPER}][\w'’ʼ`]*(?:[-‑–][\w'’ʼ`]+)*"
_JOIN = (r"(?:на|над|під|де|ла|ле|лез|сюр|сен|ан|ам|ім|фон|дель|делла|ді|да|ду|до|дос|дас|аль|am|an der|an|in der|im|ob der|ob|vor der|bei|de la|de los|de las|de|la|le|les|del|della|dei|di|da|dos|das|"
         r"do|du|d'|sur|sous|en|upon|on|nad|pod|pri|w|y|ten|von|zu)")
_NAME = re.compile(rf"{_CAP}(?:\s+(?:{_JOIN}\s+)?{_CAP}){{0,4}}")
_LEVEL_BEFORE = re.compile(
    r"(?P<word>(?<!\w)(?:міст(?:о|а|у|ом|і|ами|ах|ам)?|містечк\w+|м\.|город(?:а|у|ом|е|ами|ов|ах)?|г\.|гмін(?:а|и|і|у|ою|ами)?|ґмін(?:а|и|і|у|ою|ами)?|гмин(?:а|ы|е|у|ой|ами)?|муніципалітет(?:у|ом|ами|и|і)?|"
    r"муниципалитет(?:а|ом|ами|ы)?|комун(?:а|и|ою|і|у|ами)|коммун(?:а|ы|ой|у|ами)|повіт(?:у|ом|ами|и)?|уезд\w*|округ(?:у|ом|а)?|район(?:у|ом)?|регіон(?:у|ом)?|провінці\w+|департамент\w*|кантон\w*|земл(?:я|і|ею)|штат(?:у|ом|а|ами)?|провинци\w+|кра[йяюю]|краєм|"
    r"воєводств\w+|громад(?:а|и|ою|у|і|ами)|общин(?:а|и|ою|ы|ой)|сел(?:о|а|ом)|селищ(?:е|а|ем)|столиц\w+|спільнот\w+|"
    r"обл(?:асть|асті|астю|\.)|обwод\w*|obw[oó]d\w*|miast(?:o|a|em|u|ami)?|gmin(?:a|y|ie|ę|ą|ami)?|powiat(?:u|em)?|miejscowości?|cit(?:y|ies) of|towns? of|municipalit(?:y|ies) of|city|cities|town|towns|municipality|municipalities|commune|communes|county of|district of|"
    r"stadt|städten?|gemeinden?|kommune|landkreis|kreis|kreisstadt|hansestadt|landeshauptstadt|universitätsstadt|markt|verbandsgemeinde|powiatem|ville de))"
    r"(?P<close>[\s:\"«“„]{0,3})$", re.I)
_PLURAL = re.compile(r"(?:міст|міста|містами|містам|містах|гмін|гміни|гмінами|муніципалітети|муніципалітетами|муніципалітетів|громад|громади|громадами|комуни|комунами|города|городами|городов|miasta|miastami|miast|gminy|gminami|gmin|"
                     r"cities|cities of|towns|towns of|städte|städten|gemeinden|municipalities|municipalities of|communes)$", re.I)
_TWIN_BEFORE = re.compile(
    r"(?<!\w)(?:міст\w+[\s-]+(?:побратим|партнер|посестр)\w*|побратим(?:а|ом|у|ами|и|ів|ів)?|громад\w+[\s-]+(?:партнер|побратим)\w*|партнер(?:ом|а|ами|и|ів)?|поріднен\w+ міст\w+|партнерськ\w+ (?:міст|громад|гмін)\w*|побратимськ\w+ (?:міст|громад)\w*|"
    r"город\w*[\s-]+(?:побратим|партн[её]р)\w*|побратим\w*|партн[её]р(?:ом|а|ами|ы|ов)?|породн[её]нн\w+ город\w*|twin(?:ned)? (?:town|cit)\w*|sister (?:town|cit)\w*|partner (?:town|cit|municipalit|communit)\w*|"
    r"miast\w* partnersk\w*|partnersk\w+ (?:miast|gmin)\w*|gmin\w* partnersk\w*|partnerst[aä]dt\w*|partnergemeinde\w*|partnerkommune\w*)"
    r"(?:\s+(?:of|міст[оа]м?|м\.|miasta|miasto|город|города|гмін\w+|гмина|the|die|є|стало|став|стала|стане|is|ist|jest|są|are|sind|—|–|-|:)){0,2}[\s\"«“„:—–-]*$", re.I)
#: `Міста-побратими Коніна`, `twin towns of X`: the name is of whose twins they are.
_OWNER_BEFORE = re.compile(r"(?<!\w)(?:(?:міста[\s-]*)?(?:побратими|партнери)|(?:города[\s-]*)?(?:побратимы|партн[её]ры)|(?:twin|sister|partner)[\s-](?:cities|towns) of(?: the city of)?|miasta (?:partnerskie|bliźniacze)|partnerstädte(?: von| der stadt)?)\s+"
                           r"(?:міста\s+|города\s+|miasta\s+|м\.\s*)?$", re.I)
_LOCATIVE = re.compile(r"(?<!\w)(?:у|в|во|ув|in|w|we|im|en|на території|на территории|біля|поблизу|неподалік(?: від)?|через|до|nach|aus|из|"
                       r"at|near)\s+(?:(?:місті|городе|mieście|der stadt|the city of|польському|німецькому|цьому|нашому|столиці|сел[іиу]щ?[іе]?|м\.|міста|города)\s+)*$", re.I)
#: `III район Будапешта`: the city of which the partner is a part.
_PARENT_CITY = re.compile(r"(?:[IVXІХ]{1,5}|\d{1,2})(?:-?[а-яіїa-z]{1,3})?\s+(?:район\w*|округ\w*|district|dzielnic\w+)\s+(?:міста\s+|of\s+)?$", re.I)
_DISTRICT_OF = re.compile(rf"(?:район\w*|округ\w*|district of)\s+{_CAP}\s+[—–-]\s*$")
#: Where the partner lies, in the genitive: `місто американського штату Коннектикут`.
_OF_REGION = re.compile(r"^(?:штату|штата|землі|земли|провінції|провинции|департаменту|департамента|області|области|регіону|региона|краю|края|воєводства|воеводства|кантону|кантона)$", re.I)
#: A preposition of place before adjectives and a level word: `до федеральної землі Форарльберг`, `в сусідньому місті`.
_TOWARDS = re.compile(r"(?<!\w)(?:у|в|во|до|на|in|nach|w|do)\s+(?:[а-яіїєґёa-ząęłóśźż]{3,}(?:ого|ому|ої|ій|ем|ой|ом|iego|iej|im|ischen)\s+){0,2}$", re.I)
_FROM = re.compile(r"(?<!\w)(?:з|із|зі|від|из|от|from|aus|von|z)\s+(?:(?:міста|громади|гміни|города|гмины|miasta|gminy|м\.)\s+)?$", re.I)
_WITH = re.compile(r"(?<!\w)(?:з|із|зі|с|со|with|mit|z|ze|між|поміж|между|between|zwischen|pomiędzy|między)\s+$", re.I)
_BODY_AFTER = re.compile(r"^[\s,]*(?:міськ\w+|сільськ\w+|селищн\w+|територіальн\w+|об.?єднан\w+|громад\w*|ОТГ|ТГ|рад[аиоуі]\w*|област\w*|обл\.|районн\w+|районі?|району|районом|обласн\w+|ОВА|ОДА|МВА|СВА|військов\w+|міськрад\w*|"
                         r"городск\w+ (?:совет|голов|голова|рад)\w*|горсовет\w*|сельск\w+|поселков\w+|терробщин\w*|territorial|city council|hromada|community|oblast|region|rada|obwód|obwodu|обл\b)", re.I)
_UNIT_AFTER = re.compile(r"^\s+(?:повіт(?:у|ом)?|район(?:у|ом)?|област(?:і|ь|ю)|воєводств(?:а|о|ом|і)|воєвудств\w+|земл(?:і|я|ею)|провінці(?:ї|я|єю)|округ(?:у|ом)?|департамент\w*|регіон(?:у|ом)?|край|краю|кантон\w*|уезд\w*|"
                         r"района|области|воеводств\w+|провинции|уезда|края|województw\w+|powiat\w*|obwod\w*|voivodeship|county|province|region|district|oblast|raion|prefecture|ставрополь\w+)(?!\w)", re.I)
_NOT_PLACE_BEFORE = re.compile(
    r"(?<!\w)(?:фонд\w*|програм\w*|компані\w*|університет\w*|клуб\w*|ансамбл\w*|вулиц\w*|вул\.|ул\.|площ\w*|проспект\w*|річк\w*|рік[аи]|озер\w*|аеропорт\w*|замк\w*|замок|музе\w*|газет\w*|фестивал\w*|конкурс\w*|готел\w*|"
    r"імені|ім\.|им\.|собор\w*|церкв\w*|парк\w*|школ\w*|ліце\w*|гімназі\w*|колег\w*|театр\w*|банк\w*|ТОВ|ГО|БФ|КП|свят\w+|день|дня|дні|проєкт\w*|проект\w*|організаці\w*|асоціаці\w*|асоциаци\w*|спілк\w*|агентств\w*|журналіст\w*|"
    r"мова|мовою|мови|project|foundation|university|river|street|airport|museum|school|church|festival|programme|program|company|association|fundacj\w*|szkoł\w*|ulic\w*|uniwersytet\w*|"
    r"schule|universität|verein|stiftung|fluss|straße|команд\w*|екс-|лікар\w*|госпітал\w*|посольств\w*|консул\w*|фейсбук\w*|порталу?|видання)\s*[«\"“„]?\s*$", re.I)
_OFFICE = re.compile(r"(?<!\w)(?:мер(?:а|ом|у|и|ів|ами|ка)?|мэр(?:а|ом|у|ы)?|бурмістр\w*|бургомістр\w*|бургомистр\w*|голов(?:а|и|у|ою|і|ами)|війт(?:а|ом|у)?|mer(?:a|em|owi|em)?|староста?|президент(?:а|ом|у)?|посол|посла|послом|депутат\w*|заступни\w+|"
                     r"секретар\w*|директор\w*|керівни\w+|очільни\w+|начальни\w+|віцемер\w*|віце-мер\w*|пан|пані|пана|mayor|lord mayor|president|burmistrz\w*|wójt\w*|prezydent\w*|starosta|oberbürgermeister\w*|bürgermeister\w*|landrat|"
                     r"deputy|council(?:l)?or|ambassador|голова ради|председател\w*|губернатор\w*|governor|міністр\w*|радник\w*)\s+$", re.I)
_BETWEEN = re.compile(r"(?<!\w)(?:між|поміж|между|between)\s[^.;]{0,60}$", re.I)
_ADJECTIVAL = re.compile(r"(?:ськ|цьк|зьк|ск|цк)(?:ий|а|е|і|ої|ого|ому|ій|ою|им|их|ими|у|ая|ое|ой|ом|ие|ую)$|(?:[sc]ki|[sc]ka|[sc]kie|[sc]kiego|[sc]kiej|[sc]kim|[sc]ką)$", re.I)
_LOWER_ORG = re.compile(r"(?:рад|міськрад|адміністрац|громад)", re.I)


@dataclass(slots=True)
class Mention:
    """A place that a sentence names: where, its level and country as said, and how it stands in the sentence."""

    start: int
    end: int
    text: str
    level: Level | None = None
    levelled: bool = False
    country: str | None = None
    country_raw: str | None = None
    ukrainian: bool = False
    twin: bool = False
    locative: bool = False
    regional: bool = False
    group: int = -1
    region: str | None = None
    aliases: tuple[str, ...] = field(default=())
    body: bool = False


def mentions(sentence: str, context: Context, german: bool = False) -> list[Mention]:
    """Every place that a sentence names, left to right, persons and organisations left out."""
    said = re.sub(r"[’']s\b", "  ", sentence) if "s" in sentence else sentence
    if _INITIAL.match(said):
        said = said[0].lower() + said[1:]  # "Грузинський Рустави": the adjective has its capital only because a sentence begins
    countries = find_countries(said)
    taken = [(one.start, one.end) for one in countries]
    if re.search(r"\d{4}", sentence):
        taken += [(start, end) for start, end, _ in find_dates(sentence, None)]
    found: list[Mention] = []
    for match in _NAME.finditer(sentence):
        for start, end in _free(match.start(), match.end(), taken, sentence):
            mention = _mention(sentence, start, end, context, german)
            if mention is not None:
                found.append(mention)
    for match in _POWIAT.finditer(sentence):
        found.append(Mention(match.start(), match.end(), match.group(), Level.COUNTY, True, regional=True))
        found.sort(key=lambda mention: mention.start)
    _second_names(sentence, found)
    _regions(sentence, found)
    _groups(sentence, found)
    _countries(sentence, found, countries)
    return found


_INITIAL = re.compile(rf"(?!Чес|Чеш|Ческ|České|Česk|Czesk)[А-ЯІЇЄҐ][а-яіїєґ]{{3,14}}(?:ий|ій|ая|а|е|ое|і|ие|ими|им)\s+[{_UPPER}]")
#: Polish counties are adjectives in small letters.
_POWIAT = re.compile(r"(?<!\w)powiat(?:em|u|owi|ie)?\s+[a-ząęćłńóśźż-]+(?:sk|ck|dzk)(?:i|im|iego|iemu)(?!\w)")


def _free(start: int, end: int, taken: list[tuple[int, int]], sentence: str) -> list[tuple[int, int]]:
    """A run of capitalised words without the countries and dates in it."""
    spans = [(start, end)]
    for low, high in taken:
        spans = [piece for left, right in spans for piece in (((left, right),) if high <= left or right <= low else ((left, low), (high, right)))]
    result = []
    for left, right in spans:
        for word in re.finditer(rf"{_CAP}(?:\s+(?:{_JOIN}\s+)?{_CAP})*", sentence[left:right]):
            result.append((left + word.start(), left + word.end()))
    return result


def _mention(sentence: str, start: int, end: int, context: Context, german: bool) -> Mention | None:
    words = [(start + word.start(), start + word.end(), word.group()) for word in re.finditer(r"\S+", sentence[start:end])]
    # A capital at the head of a sentence, or a word of office or document, is no name.
    while words and (words[0][2].lower() in cues.NEVER_FIRST or words[0][2].lower() in cues.NEVER_WORDS):
        if _level_word(words[0][2]):
            break
        words = words[1:]
    if words and _level_word(words[0][2]) and len(words) > 1:
        words = words[1:]
    cut = next((number for number, (_, _, word) in enumerate(words) if number and word.lower().strip("’'") in _HEADLINE), None)
    if cut is None:
        cut = next((number for number, (_, _, word) in enumerate(words) if number and (cues.AGREEMENT_WORDS.fullmatch(word) or word.lower() in _DOCUMENTS)), None)
    if cut is not None:
        words = words[:cut]
    if not words:
        return None
    given = next((number for number, (_, _, word) in enumerate(words) if cues.is_given_name(word.split("-")[0]) and not _saint(words, number)), None)
    before = sentence[:words[0][0]]
    followed_by_person = False
    if given == 0:
        return None if not (len(words) == 1 and _LEVEL_BEFORE.search(before) and not _person_level(before)) else _one(sentence, words, context, german)
    if given is not None:
        words = words[:given]
        followed_by_person = True
    elif len(words) >= 3 and _OFFICE.search(before) and not _joined_small(words):
        # "мер Берліну Кай Вегнер": the town, then whoever holds the office.
        words, followed_by_person = words[:-2], True
    elif len(words) >= 3 and _LEVEL_BEFORE.search(before) and not _joined_small(words) and not german:
        # "гмины Богухвала Веслав Дронка" with a given name nobody listed: the first word is the town's.
        words = words[:2] if words[0][2].lower() in _FIRST_OF_TWO else words[:-2] if len(words) > 2 else words
    if len(words) == 1 and words[0][2].lower() in _FIRST_OF_TWO and re.match(r"\s+[^\W\d_]", sentence[words[0][1]:]):
        return None
    if german:
        number = next((number for number, (_, _, word) in enumerate(words) if number and word.lower() == "im"), None)
        words = words[:number] if number else words
    while words and (words[-1][2].lower() in cues.SMALL or words[-1][2].lower() in cues.NEVER_WORDS or _HOME_REGION.search(words[-1][2])):
        words = words[:-1]
    if not words:
        return None
    if re.search(rf"(?<!\w)[{_UPPER}]\.\s?$", before):
        return None
    if _OFFICE.search(before) and not followed_by_person and not _LEVEL_BEFORE.search(before):
        return None
    return _one(sentence, words, context, german)


#: `Київщина`, `Закарпаття`: parts of Ukraine, never partners and never a hromada.
_HOME_REGION = re.compile(r"\w{3}(?:щин|ччин)(?:а|и|і|у|ою|а|ы|е)$|^(?:Закарпатт|Прикарпатт|Буковин|Волин|Галичин|Поділл|Полісс|Слобожанщин|Бессарабі|Донбас|Крим)\w{0,3}$", re.I)
#: Words that English headlines write with a capital after a name.
_DOCUMENTS = frozenset("лист листа статут пакт".split())
_HEADLINE = frozenset("become becomes sign signs signed twin twins twinned sister partner partners agree agrees join joins launch establish visit visits city cities town council mayor mayors have has to in with and agreement "
                      "partnership memorandum officially cooperation friendship".split())
_FIRST_OF_TWO = frozenset("новий нова нове нові старий стара старе стара велика великий великі мала малий бад сан санта сант сен нью порт форт лос лас ель ла ле сент святий біла білий "
                          "новый новая старый старая великий новым старой nowy nowa nowe stary stara wielki wielka bad san santa sankt st new los las el la le saint port fort".split())


def _saint(words: list, number: int) -> bool:
    return number > 0 and words[number - 1][2].lower().rstrip(".") in ("сан", "сен", "сент", "св", "сант", "санкт", "санта", "saint", "st", "san", "santa", "sankt", "são", "sant", "св'ятий", "port", "порт")


def _joined_small(words: list) -> bool:
    return any(word[:1].islower() for _, _, word in words)


def _person_level(before: str) -> bool:
    return bool(re.search(r"(?:громад|район|округ)\w*\s+$", before, re.I))


@lru_cache(maxsize=4096)
def _level_word(word: str) -> bool:
    return bool(_LEVEL_BEFORE.search(word + " ")) and len(word) > 2


def _one(sentence: str, words: list[tuple[int, int, str]], context: Context, german: bool) -> Mention | None:
    start, end = words[0][0], words[-1][1]
    before, after = sentence[max(0, start - 70):start], sentence[end:end + 60]
    regional = False
    unit = _UNIT_AFTER.match(after)
    if unit and _ADJECTIVAL.search(words[-1][2]):
        if len(words) > 1:
            end = words[-2][1]
            words = words[:-1]
            after = sentence[end:end + 60]
        else:
            regional = True
            end += unit.end()
    text = sentence[start:end].strip(" '’\"-")
    if text.endswith(("’s", "'s")):
        text = text[:-2]
    level_match = _LEVEL_BEFORE.search(before)
    if german and not _german_place(text, before, after, level_match):
        return None
    if german and level_match is None and len(words) > 1 and not _joined_small(words) and words[0][2].lower() not in _FIRST_OF_TWO:
        return None
    bare = sentence[start:words[-1][1]].strip(" '’\"-") if regional else text
    if not cues.plausible(bare) or _NOT_PLACE_BEFORE.search(before):
        return None
    if before.rstrip().endswith(("«", "„", "“", '"')) and not level_match and not _TWIN_BEFORE.search(before):
        return None
    body = bool(_BODY_AFTER.match(after)) and bool(_ADJECTIVAL.search(words[-1][2]))
    if regional and re.search(r"(?:ого|ої|ому|ій|ой|iego|iej)$", words[-1][2]) and not _BETWEEN.search(before):
        return None
    if len(words) == 1 and not body and not regional and re.search(r"(?:ськ|цьк|зьк)(?:а|ої|ою|у|ій|і|их|ими)$", words[0][2]) and not after.lstrip().startswith("("):
        return None
    if _ADJECTIVAL.search(words[-1][2]) and not regional and not body and len(words) == 1 and level_match is None and not after.lstrip().startswith(("(", ",", ".", "та", "і")):
        # "Варшавський договір": an adjective that belongs to the small noun after it.
        if re.match(r"^\s+[a-zа-яіїєґ]", after) and not re.match(r"^\s+(?:та|і|й|и|and|und|i|стал|став|є|підпис|укла|у|в|з|на)", after):
            return None
    if re.search(r"україн|ukrain", text, re.I):
        return None
    if "-" in text and not cues.is_ukrainian(text) and any(cues.is_ukrainian(part) for part in text.split("-") if len(part) > 3) and text.count("-") > 1:
        return None
    if ukraine := _UKRAINE_AFTER.match(after):
        level_match = level_match or ukraine
    inner = next((number for number, (_, _, word) in enumerate(words) if number and "-" not in word and cues.is_ukrainian(word)), None)
    if inner is not None and not cues.is_ukrainian(text) and not german and words[inner - 1][2].lower() not in _FIRST_OF_TWO and not _ADJECTIVAL.search(words[inner - 1][2]):
        # "Ришкани Коломию поєднує": two towns side by side
        words = words[:inner]
        end = words[-1][1]
        text, after = sentence[start:end].strip(" '’\"-"), sentence[end:end + 60]
    at_home = cues.UKRAINIAN_REGION.search(sentence, max(0, start - 12), end + 60)
    ukrainian = body or cues.is_ukrainian(text) or context.is_own(text) or bool(at_home and at_home.start() <= end + 6) or bool(ukraine)
    level = None
    if level_match and level_match["word"]:
        level = level_of(level_match["word"].replace(" of", ""))
        if re.match(r"громад", level_match["word"], re.I) and not ukrainian and not _TWIN_BEFORE.search(before):
            ukrainian = cues.is_ukrainian(text)
    if regional:
        level = level_of(unit.group()) if unit else None
    elif ukrainian and level_match and re.match(r"обл|obw|район|raion|повіт", level_match["word"] or "-", re.I):
        regional = True
    lead = before[:level_match.start()] if level_match and level_match["word"] else before
    if _OWNER_BEFORE.search(before) and not ukrainian or _PARENT_CITY.search(before):
        return None
    if text.isupper() and len(text) <= 6 and not level_match and not sentence.isupper():
        return None
    twin = bool(_TWIN_BEFORE.search(before)) or bool(_TWIN_BEFORE.search(lead + " "))
    locative = bool(_LOCATIVE.search(before)) and not twin
    if level_match and level_match["word"] and not twin and _TOWARDS.search(lead):
        locative = True
    if level_match and level_match["word"] and _OF_REGION.match(level_match["word"]) and not _BETWEEN.search(before):
        locative = True
    if level_match and level_match["word"] and re.search(r"(?:місті|городе|mieście|громаді|гміні)$", level_match["word"], re.I) and not twin:
        locative = True
    return Mention(start, end, text, level, level_match is not None or bool(_OFFICE.search(before) or _DISTRICT_OF.search(before)), None, None, ukrainian, twin, locative, regional, body=body and not regional)


_UKRAINE_AFTER = re.compile(r"^,?\s*(?P<word>)(?:położon\w+\s+|gelegen\w*\s+|located\s+|розташован\w+\s+|що\s+|które\w*\s+)?(?:na|w|in|in der|у|в|на|во)\s+(?:Ukrain|Україн|Украин)\w*", re.I)
_GERMAN_CUES = re.compile(r"(?:stadt|städte|städten|gemeinde|kommune|landkreis|kreis|markt|zwischen|mit|und|partnerstadt|partnerstädte|aus|ukrainischen|polnischen)\s+(?:der\s+|dem\s+|den\s+)?$", re.I)


def _german_place(text: str, before: str, after: str, level: re.Match | None) -> bool:
    """German writes every noun with a capital: only cued words, or names with a Ukrainian sound, are places."""
    return bool(level) or bool(_GERMAN_CUES.search(before)) or cues.is_ukrainian(text) or bool(re.match(r"\s*\(|\s+und\s+[A-ZÄÖÜ]", after))


_LINK = re.compile(r"^\s*(?:,|;|та|і|й|и|and|und|i|oraz|a|а також|а|&|\+|-|–|—)\s*(?:(?:також|from|the|з|із|зі|with|mit|z|der|die)\s+)?"
                   r"(?:(?:міст\w*|м\.|гмін\w*|ґмін\w*|гмин\w*|город\w*|г\.|муніципалітет\w*|комун\w*|повіт\w*|miast\w*|gmin\w*|cit(?:y|ies)(?: of)?|towns?(?: of)?|stadt|gemeinde|район\w*|громад\w*|"
                   r"[а-яіїєґ]{4,}(?:ським|ською|ське|ський|ська|цьким|цькою|цька|цький|ского|ским|ской)(?:и|и)?)\s+){0,2}[«\"“„]?\s*$", re.I)


def _groups(sentence: str, found: list[Mention]) -> None:
    """Neighbours joined by a comma or an `and` are one group; a bracket of a country may stand between."""
    group = 0
    for number, mention in enumerate(found):
        if number:
            between = re.sub(r"\([^()]{0,80}\)", " ", sentence[found[number - 1].end:mention.start])
            between = re.sub(r"^\s*,?\s*(?:Республік\w+|Republic of|Республика)?\s*[A-ZА-ЯІЇЄҐ][\w'’]+(?:\s[A-ZА-ЯІЇЄҐ][\w'’]+)?(?=\s*(?:,|та|і|и|and|und|i)\s)", " ", between) if len(between) > 8 else between
            if len(between) > 60 or not _LINK.match(between):
                group += 1
        mention.group = group
    for number, mention in enumerate(found):
        if mention.levelled and number + 1 < len(found):
            word = _LEVEL_BEFORE.search(sentence[max(0, mention.start - 40):mention.start])
            if word and _PLURAL.search(word["word"]):
                for other in found[number + 1:]:
                    if other.group != mention.group:
                        break
                    other.levelled = True
                    other.level = other.level or mention.level


def _second_names(sentence: str, found: list[Mention]) -> None:
    """`Стольно (Stolno)`, `Подільськ (колишній Котовськ)`: a name in brackets in another script or of old is no other place."""
    for number in range(len(found) - 1, 0, -1):
        between = sentence[found[number - 1].end:found[number].start]
        if not re.match(r"\s*\)", sentence[found[number].end:]) or "(" not in between:
            continue
        if re.fullmatch(r"\s*\(\s*", between) and script_of(found[number].text) != script_of(found[number - 1].text) or re.search(r"колишн|раніше|бывш|former|dawniej|ehemal", between, re.I):
            found[number - 1].aliases = (*found[number - 1].aliases, found[number].text)
            del found[number]


def _regions(sentence: str, found: list[Mention]) -> None:
    """`Rockford, Illinois`: a region by name after a comma or in a bracket is no place of its own."""
    for number in range(len(found) - 1, 0, -1):
        if region_country(found[number].text) and re.fullmatch(r"\s*[,(]\s*(?:штат\w*\s+|state of\s+|земля\s+)?", sentence[found[number - 1].end:found[number].start], re.I):
            found[number - 1].region = found[number].text
            found[number - 1].end = found[number].end
            del found[number]


_REGION_WORD = (r"(?:[^\s(),]{2,24}(?:ого|ої|ській|ська|ське|ський|ська|ий|iego|iej|skie|ское|ского|ской)|повіт\w*|район\w*|воєводств\w*|воеводств\w*|област[іьи]\w*|обл\.|земл\w*|штат\w*|регіон\w*|провінці\w*|"
                r"провинци\w*|жудец\w*|жудець|woj\w*\.?|powiat\w*|state|county|province|region|федеральн\w*|land|республік\w*|республики|(?-i:[A-ZА-ЯІЇЄҐÄÖÜŁŚŻ])[\w'’-]{2,20})")


def _countries(sentence: str, found: list[Mention], countries: list) -> None:
    """The country that a sentence gives to each mention: adjectives before, brackets, commas and genitives after."""
    for one in countries:
        if one.form == "adjective":
            following = next((mention for mention in found if mention.start >= one.end), None)
            if following is not None and re.fullmatch(r"\s+(?:[^\W\d_]+(?:[\s-]+[^\W\d_]+\.?){0,3}:?\s+)?[«\"“„]?", sentence[one.end:following.start]) and following.country is None:
                if following.ukrainian and one.iso != "UA" and following.levelled and not following.body and re.fullmatch(r"\s+[^\s]+\s+[«\"“„]?", sentence[one.end:following.start]):
                    following.ukrainian = False  # "італійського міста Барі" is not a case of Бар
                if not (following.ukrainian and one.iso != "UA"):
                    members = [mention for mention in found if mention.group == following.group and mention.start >= following.start]
                    word = _LEVEL_BEFORE.search(sentence[max(0, following.start - 40):following.start])
                    plural = word and _PLURAL.search(word["word"]) or re.search(r"(?:ими|ими|ські|ських|кі|ких|ские|ских|ими|ischen|kich|kie|kimi)$", sentence[one.start:one.end], re.I)
                    for mention in members if plural else members[:1]:
                        if mention.country is None and not (mention.ukrainian and one.iso != "UA"):
                            mention.country, mention.country_raw = one.iso, sentence[one.start:one.end]
            continue
        possessed = next((mention for mention in found if mention.start >= one.end and re.fullmatch(r"[’']s?\s+(?:city of |town of )?", sentence[one.end:mention.start])), None)
        if possessed is not None:
            possessed.country, possessed.country_raw = (possessed.country or one.iso), (possessed.country_raw or sentence[one.start:one.end])
            possessed.ukrainian = possessed.ukrainian or one.iso == "UA"
            continue
        opened = next((mention for mention in found if mention.start >= one.end and re.fullmatch(r"\s*(?:[-–—:]|\s-)\s*(?:(?:міст\w*|м\.|город\w*|г\.|cities|towns)\s+)?", sentence[one.end:mention.start])), None)
        if opened is not None:
            for mention in found:
                if mention.group == opened.group and mention.start >= opened.start and mention.country is None and not mention.ukrainian:
                    mention.country, mention.country_raw = one.iso, sentence[one.start:one.end]
            continue
        before = [mention for mention in found if mention.end <= one.start]
        if not before:
            continue
        last = before[-1]
        gap = sentence[last.end:one.start]
        if not re.fullmatch(r"\s*(?:[,(\[–—-]\s*)?(?:(?:" + _REGION_WORD + r"\s*,?\s*){0,5}[,(]?\s*)?(?:(?:що|який|яке|яка|které|which is|które|который|которое)\s+)?(?:(?:у|в|во|in|з|із|из|w|we|from|aus|республіки|республика|республіка)\s+)?(?:[«\"“„]\s*)?", gap, re.I) or len(gap) > 90:
            continue
        if not re.match(r"^\s*(?:\(|,|–|—|-|\[|у\s|в\s|во\s|in\s|w\s|we\s|$|Республ|республ|з\s|із\s|from\s|of\s|aus\s|[^\s]+(?:ого|ої|ої|ского|ской|iego|iej)\s+(?:повіт|воєвод|район|област|провінц|земл|woj|pow|воевод|регіон))", gap, re.I) and gap.strip():
            continue
        if not gap.strip() and not last.levelled and not last.regional and not re.match(r"республ|королів|федерат|republic|kingdom|rzeczpos|bundesrep", sentence[one.start:one.end], re.I):
            continue  # "Патріоти України"
        if re.search(r"(?:^|\s)(?:та|і|й|и|and|und|i)\s+$", gap):
            continue
        members = [mention for mention in before if mention.group == last.group]
        direct = re.match(r"^\s*[(,]", gap) is not None or not gap.strip()
        after = last
        for mention in reversed(members):
            if re.search(r"\s[-–—]\s", sentence[mention.end:after.start]):
                break  # "місто-побратим Мюнстера – Люблін (Польща)"
            after = mention
            if mention.country is None and not (mention.ukrainian and mention is not last):
                if mention is last or direct or mention.levelled:
                    mention.country, mention.country_raw = one.iso, sentence[one.start:one.end]
            elif mention is not last:
                break
        if one.iso == "UA":
            last.ukrainian = True
        elif last.country == one.iso and not last.body:
            last.ukrainian = False
        if "(" in gap and ")" not in gap:
            inside = gap.split("(", 1)[1].strip(" ,")
            last.region = inside or last.region


# --- which mentions are partners --------------------------------------------------------------------------------------

RELEVANT = re.compile(
    r"стосунк|відносин|отношени|relations|побратим|побрата|посестр|породн|порідн|партнер|партнёр|угод|догов|меморандум|співпрац|співробітн|сотрудн|соглашен|декларац|дружб|дружн|twin|sister|partner|agreement|memorandum|cooperat|friendship|"
    r"umow|porozumien|partnersk|współprac|partnerschaft|partnerst|vereinbarung|unterzeichn|zusammenarbeit|freundschaft|протокол|пакт|pact|лист про намір|intent|intencyjn", re.I)
_LIST_CUE = re.compile(
    r"(?<!\w)(?:побратим(?:и|ами|ів|ом|а)?|посестр\w+|партнер(?:и|ами|ів|ом|а|у|ка|кою)?|міст(?:а|ами|о|ом|ах|у)?[\s-]+(?:побратим|партнер)\w*|громад\w*[\s-]+партнер\w*|поріднен\w+ міст\w+|побратимськ\w+ (?:зв.?язк|відносин|міст)\w*|партнерськ\w+ (?:зв.?язк|відносин|стосунк|міст|угод)\w*|"
    r"побратимств\w+|побрата\w+|партнерств\w+|город\w*[\s-]+(?:побратим|партн[её]р)\w*|побратим\w+|партн[её]р(?:ами|ом|ы|ов)|twin(?:ned|s)?(?:[\s-](?:town|cit)\w*)?|sister[\s-](?:cit|town)\w*|partner[\s-](?:cit|town|municip)\w*|partners|twinning|partnerships?|"
    r"miast\w*\s(?:partnersk|bliźniacz)\w*|partnersk\w+|partnerstw\w*|partnerst[aä]dt\w*|städtepartnerschaft\w*|partnerschaft\w*|solidaritätspartnerschaft\w*)(?!\w)", re.I)
_BECOME = re.compile(r"(?<!\w)(?:є|стал[иаo]|став|стане|стануть|виступа\w+|являются|є такі|такі міста|наступні|серед них|серед яких|зокрема|а саме|это|are|is|were|was|became|become|include|including|namely|sind|ist|wurde|wurden|jest|są|został\w*|to|"
                     r"із|зі|з|між|with|mit|between|zwischen|—|–|-|:|має|мають|має з|встановлен\w+|налагод\w+|поповнил\w*|доповнил\w*|долучил\w*|приєднал\w*)(?!\w)", re.I)
_TIES = re.compile(r"(?<!\w)(?:налагод\w+|встанов\w+|започаткув\w+|установ\w+|establish\w*|nawiąza\w*|eingegangen|aufgenommen|eingeht|geschlossen|поріднил\w*|побратал\w*|породнил\w*|twinned|об.?єднал\w*)(?!\w)", re.I)
_COOPERATE = re.compile(r"(?<!\w)(?:співпрацю\w+|співробітнич\w+|сотруднича\w+|cooperat\w+|współprac\w+|zusammenarbeit\w*|товариш\w+|дружи\w+)(?!\w)", re.I)
_BROKEN = re.compile(r"(?<!\w)(?:розір\w+|розрив\w*|припин\w+|призупин\w+|разорв\w+|разрыв\w*|расторг\w+|прекра\w+|приостан\w+|денонс\w+|відмов\w+|визна\w+ недійсн\w+|недійсн\w+|не являющ\w+ побратим\w*|sever\w*|terminat\w*|suspend\w*|"
                     r"broke\w* off|zerwa\w*|rozwiąza\w*|wypowiedzia\w*|beendet\w*|gekündigt|ausgesetzt)(?!\w)", re.I)
_AID = re.compile(r"(?<!\w)(?:гуманітарн\w+ (?:допомог|вантаж)\w*|передал[аио]|передав|допомог\w+ від|турнір|матч|чемпіонат|змаган\w+|кубок|концерт|виставк\w+|вимпел|стажуванн\w+|tournament|humanitarian aid|hilfsgüter|матч)(?!\w)", re.I)


#: `X став побратимом Y`, `X and Y are sister cities`: two towns of which none is Ukrainian.
_STRANGERS = re.compile(rf"{_CAP}[^.,;]{{0,60}}(?<!\w)(?:стал[иао]?|став|became|is|are|have been|є|jest|ist|sind)\s[^.,;]{{0,30}}(?:побратим\w*|партн\w+|twin\w*|sister\w*|partner\w*)(?:\s+cit\w+)?(?:\s+(?:of|von|міста|города|м\.))?(?:\s+{_CAP}|\s+for\b|\s+(?:з|с|with|mit)\s|\s*$|\.)")


_BETWEEN_STRANGERS = re.compile(r"(?<!\w)(?:між|поміж|между|between|zwischen|pomiędzy|między)(?!\w)", re.I)
_OWN_SIDE = re.compile(r"громад|\bрад[аиоу]\w*|наш|україн|украин|hromada|ukrain|\bour\b|совет|gromad|unser", re.I)


@dataclass(slots=True)
class Evidence:
    """One partner in one sentence: the mention, the words of stage and date, and the Ukrainian side if it is said."""

    mention: Mention
    sentence: str
    stage: Stage | None
    since: PartialDate | None
    hromada: str | None
    strength: float
    order: int


_SIGNED_VERB = re.compile(r"(?<!\w)(?:підписал\w+|підписав|підписано|підписані|підписана|підписан[оиі]\w*|підписанн\w+|підписують|уклал\w+|уклав|укладено|укладен\w+|скріпил\w*|побрата\w+|поставил\w+ підпис\w*|подписал\w*|подписан\w*|заключил\w*|заключен\w*|signed|signing|sealed|podpisa\w+|zawar\w+|"
                          r"unterzeichnet\w*|unterzeichnung|unterschrieb\w*|besiegelt\w*|стал[иао] побратим\w*|став побратим\w*|стал[иао] (?:містами|містом|партнер)\w*|побратал\w*|поріднил\w*|twinned|became)(?!\w)", re.I)
_VERB = re.compile(r"(?<!\w)(?:[а-яіїєґ]{3,}(?:ав|ила|или|ило|ив|ала|али|ало|ється|ються|уть|ють|ить|ать)|є|став|стала|стали|стало|було|[a-z]{3,}ed|became|are|is|was|were|has|have|plan\w*|offer\w*|podpisa\w+|jest|są|wurde|hat|ist|sind)(?!\w)", re.I)
_COUNCIL = re.compile(r"(?<!\w)(?:депутат\w+|сесі\w+|виконком\w*|рішення\w*|council(?:l)?ors?|council|session|radni|rada miejska|rada gminy|sesji|stadtrat\w*|gemeinderat\w*|кмітет\w*|міністерств\w+|ministry|сессии|горсовет)(?!\w)", re.I)
_APPROVE = re.compile(r"(?<!\w)(?:затверд\w+|погод\w+|підтрим\w+|схвал\w+|ухвал\w+|проголосув\w+|висловил\w+ за|надал\w* згод\w*|дал[иа] згод\w*|approved|adopted|voted|zatwierdz\w+|przyję\w+|uchwali\w+|wyrazi\w+ zgod\w*|beschloss\w*|beschlossen|zugestimmt|"
                      r"утверд\w+|одобр\w+|согласов\w+|поддержал\w*)(?!\w)", re.I)
_PLAN = re.compile(r"(?<!\w)(?:план\w+|має намір|мають намір|намір\w*|намерен\w*|буд(?:ет|ут|е|уть) (?:підписан|подписан|заключ|уклад)\w*|готу\w+ до підписання|буде підписан\w*|підпишуть|підпише|збира\w+|домовил\w+ (?:про )?(?:підписа|уклад|співпрац|розпочати|побратим|партнер)\w*|хоч\w+|прагн\w+|запропонував\w*|запропонувал\w*|ініціюва\w+|розгляда\w+|"
                   r"intend\w*|plan(?:s|ned|ning)?|will sign|will be signed|propos\w+|offer\w*|zamierza\w*|planuj\w*|chc[ąe]|strebt|angestrebt|anstreb\w*|soll|geplant|möchte\w*|вестиме|стануть|стане|will become|zostaną|подпишут|станут|станет|собираются|можливіст\w+|возможност\w+|possibilit\w+|"
                   r"w przyszłości|у майбутньому|в майбутньому|незабаром|найближчим часом|in the future|künftig)(?!\w)", re.I)
#: A signing that is still to come, said with a noun.
_PLANNED_SIGNING = re.compile(r"(?<!\w)(?:на черзі|на порядку денному|плану\w+|заплановано|готу\w+|очіку\w+|незабаром|наступн\w+ крок\w*|попереду|домовил\w+|планиру\w+|предстоит|ожида\w+|planned|plan\w*|upcoming|planow\w+|geplant\w*)"
                              r"\s[^.;]{0,50}(?:підписанн|укладен|подписани|заключени|signing|conclusion|podpisani|zawarci|unterzeichnung)", re.I)
_PAST = re.compile(r"(?<!\w)(?:підписал\w+|підписав|підписано|уклал\w+|уклав|відбул\w+ підписанн\w+|подписал\w*|подписано|заключил\w*|signed|podpisał\w*|podpisano|zawarł\w*|unterzeichneten?|unterschrieben)(?!\w)", re.I)
_POTENTIAL = re.compile(r"(?<!\w)(?:потенційн\w+|можлив\w+|майбутн\w+|потенциальн\w+|возможн\w+|будущ\w+|potential|prospective|possible|przyszł\w+|potencjaln\w+|potenziell\w*)\s+(?:\w+\s+)?(?:партнер|побратим|партн[её]р|partner|twin)", re.I)
_INTENT_DOCUMENT = re.compile(r"про намір\w*|намірів|о намерени\w+|of intent|intention to|intencyjn\w+|absichtserkl\w+", re.I)


def sentence_stage(sentence: str, mention: Mention) -> Stage | None:
    """The stage that one sentence gives to one of its places, None when its words say none."""
    stage = stage_in(sentence)
    signed = bool(_SIGNED_VERB.search(sentence))
    if stage in (Stage.ENDED, Stage.SUSPENDED, Stage.PROPOSED_TO_END):
        return stage
    if stage in (None, Stage.SIGNED, Stage.APPROVED) and _BROKEN.search(sentence):
        return Stage.PROPOSED_TO_END if re.search(r"вирішив припинити|проект\w*|проєкт\w*|пропону\w+|proposed?|предлага\w+|готу\w+", sentence, re.I) else Stage.ENDED
    if _INTENT_DOCUMENT.search(sentence):
        return Stage.INTENT
    if _POTENTIAL.search(sentence) and not signed:
        return Stage.TALKS
    if _COUNCIL.search(sentence) and _APPROVE.search(sentence) and not re.search(r"підписали|підписав|уклали|уклав|signed|podpisa[lł]|unterzeichnete", sentence, re.I) and (
            stage in (None, Stage.SIGNED, Stage.APPROVED, Stage.TALKS, Stage.INTENT)):
        return Stage.APPROVED
    if stage is Stage.RENEWED and not cues.AGREEMENT_WORDS.search(sentence):
        stage = Stage.SIGNED if signed else None
    if _PLANNED_SIGNING.search(sentence) and not _PAST.search(sentence):
        return Stage.INTENT
    if _PLAN.search(sentence) and not signed and not mention.twin:
        return Stage.INTENT if stage in (None, Stage.SIGNED, Stage.INTENT) else stage
    if mention.twin and stage in (Stage.TALKS, Stage.INTENT, None):
        return Stage.SIGNED
    if signed and stage in (None, Stage.TALKS):
        return Stage.SIGNED
    return stage


def partners_of(sentence: str, scope: Scope, context: Context, order: int = 0, german: bool = False) -> list[Evidence]:
    """The partners that one sentence names, each with its stage and date."""
    if len(sentence) > LONGEST_SENTENCE or not (RELEVANT.search(sentence) or scope.listed):
        return []
    for splitter in (_CLAUSE, _COMMA):
        clauses = splitter.split(sentence)
        if len(clauses) > 1 and all(_VERB.search(clause) for clause in clauses):
            break
    else:
        clauses = []
    if clauses:
        return [one for clause in clauses for one in partners_of(clause, scope, context, order, german)]
    if cues.OCCUPATION.search(sentence):
        return []
    cued = bool(RELEVANT.search(sentence))
    found = mentions(sentence, context, german)
    if not found:
        return []
    ukrainian = [mention for mention in found if mention.ukrainian and mention.country in (None, "UA")]
    sides = _sides(ukrainian)
    list_cues = [match.span() for match in _LIST_CUE.finditer(sentence)]
    broken = bool(_BROKEN.search(sentence))
    talking = bool(cues.AGREEMENT_WORDS.search(sentence) or _COOPERATE.search(sentence)) or bool(list_cues) or broken and bool(re.search(r"стосунк|відносин|отношени|relations", sentence, re.I))
    signed = talking and (broken or bool(_SIGNED_VERB.search(sentence) or _TIES.search(sentence)))
    accepted: list[tuple[Mention, float]] = []
    for mention in found:
        if mention.ukrainian and mention.country in (None, "UA") or mention.country == "UA":
            continue
        strength = _strength(sentence, mention, found, list_cues, signed, talking, cued, scope)
        if strength > 0:
            accepted.append((mention, strength))
    if not ukrainian and len(accepted) > 1 and (_STRANGERS.search(sentence) or _BETWEEN_STRANGERS.search(sentence) and not _OWN_SIDE.search(sentence)):
        return []
    if any(not mention.regional for mention, _ in accepted):
        accepted = [(mention, strength) for mention, strength in accepted if not mention.regional or mention.country]
    # One strong member of a group speaks for its neighbours.
    strong = {mention.group: strength for mention, strength in accepted}
    for mention in found:
        if mention.group in strong and not mention.locative and not any(mention is one for one, _ in accepted) and not mention.regional:
            if not (mention.ukrainian or mention.country == "UA"):
                accepted.append((mention, strong[mention.group] * 0.9))
    when = when_of(sentence, context.base) if signed or talking else None
    result = []
    for mention, strength in sorted(accepted, key=lambda pair: pair[0].start):
        stage = sentence_stage(sentence, mention)
        hromada = _nearest(mention, sides)
        result.append(Evidence(mention, sentence, stage, when, hromada, strength, order))
    return result


def _sides(ukrainian: list[Mention]) -> list[Mention]:
    """The Ukrainian mentions that may be the hromada of a sentence: towns, and no list of several of them."""
    towns = [mention for mention in ukrainian if not mention.regional]
    several = {mention.group for mention in towns if sum(1 for other in towns if other.group == mention.group) > 1}
    return [mention for mention in towns if mention.group not in several]


def _nearest(mention: Mention, sides: list[Mention]) -> str | None:
    """The Ukrainian side of a mention: the nearest one."""
    if not sides:
        return None
    return min(sides, key=lambda other: min(abs(other.start - mention.end), abs(mention.start - other.end))).text


def _strength(sentence: str, mention: Mention, found: list[Mention], list_cues: list[tuple[int, int]], signed: bool, talking: bool, cued: bool, scope: Scope) -> float:
    if mention.locative:
        return 0.0
    before = sentence[max(0, mention.start - 40):mention.start]
    if mention.country is None and not mention.levelled and not mention.twin and "a" <= fold(mention.text)[:1] <= "z" and len(re.findall(r"[а-яіїє]", sentence)) > len(sentence) * 0.4:
        return 0.0  # a foreign word in a Cyrillic sentence: a forum, a fund, a site
    if mention.twin:
        return 1.0
    if not cued and not scope.listed:
        return 0.0
    anchored = mention.levelled or mention.regional or mention.country is not None
    paired = any(other.group == mention.group and other.ukrainian and other is not mention for other in found)
    aid = bool(_AID.search(sentence))
    if anchored and _FROM.search(before) and not mention.country and not signed:
        return 0.0
    if anchored and talking and not aid:
        return 0.95 if signed else 0.7
    if anchored and aid and signed:
        return 0.8
    if paired and (signed or list_cues):
        return 0.9
    host = next((other for other in found if other.ukrainian and re.fullmatch(r"\s*\(\s*", sentence[other.end:_group_start(mention, found)])), None) if list_cues else None
    if host is not None and not mention.ukrainian:
        return 0.85
    for start, end in list_cues:
        if end <= mention.start:
            between = sentence[end:_group_start(mention, found)]
            bare = re.sub(rf"{_CAP}", "", between)
            if len(bare) <= 70 and (_BECOME.search(between) or between.strip() in (",", ":")) and not re.search(r"[.;!?]", between):
                return 0.85
        else:
            between = sentence[_group_end(mention, found):start]
            if not between.strip() and re.match(r"twinned|побрата|поріднил|породнил", sentence[start:end], re.I):
                return 0.85
            if 0 <= len(between) <= 45 and re.search(r"(?<!\w)(?:є|стал[иао]|став|стануть|стане|became|become|are|is|sind|ist|wurden|wurde|został\w*|są|jest|—|–|стают|являются)(?!\w)", between):
                return 0.85
    if _WITH.search(before) and talking and (signed or re.search(r"угод|догов|меморандум|партнерств|побратимств|співробітництв|agreement|umow|соглашен|vereinbarung|partnerschaft|memorandum", sentence[:mention.start], re.I)):
        return 0.75
    return 0.0


def _group_start(mention: Mention, found: list[Mention]) -> int:
    return min(other.start for other in found if other.group == mention.group)


def _group_end(mention: Mention, found: list[Mention]) -> int:
    return max(other.end for other in found if other.group == mention.group)


# --- from sentences to drafts -----------------------------------------------------------------------------------------

_STAGES = list(Stage)


def gather(evidence: Iterable[Evidence], scope: Scope) -> list[Draft]:
    """One draft a partner (and a Ukrainian side): the cases of one name meet, the fuller words win."""
    groups: list[list[Evidence]] = []
    for one in evidence:
        for group in groups:
            if _same(group[0].mention, one.mention) and _same_side(group, one):
                group.append(one)
                break
        else:
            groups.append([one])
    return [_draft(group, scope) for group in groups]


def _same_side(group: list[Evidence], one: Evidence) -> bool:
    sides = {fold(other.hromada)[:3] for other in group if other.hromada}
    return not one.hromada or not sides or fold(one.hromada)[:3] in sides


@lru_cache(maxsize=1 << 12)
def _keys(name: str) -> frozenset[str]:
    return frozenset(fold(form) for form in nominatives(name)) | {fold(name), stem(name)}


_PLURAL_ENDINGS = frozenset("и і ами ях ам ах ів ями".split())


def _same(first: Mention, second: Mention) -> bool:
    if first.country and second.country and first.country != second.country:
        return False
    if fold(first.text) == fold(second.text):
        return True
    if first.regional != second.regional and len(second.text) > 4 and fold(first.text)[:5] == fold(second.text)[:5]:
        return True  # "Укмерзький район" and "мер Укмерге"
    shorter, longer = sorted((fold(first.text), fold(second.text)), key=len)
    if len(shorter) >= 6 and len(commonprefix([shorter, longer])) >= max(6, 0.8 * len(longer)):
        return True  # "Kolbuszów", "Kolbuszowa"
    if len(shorter) >= 4 and longer.startswith(shorter) and longer[len(shorter):] in _PLURAL_ENDINGS:
        return True  # "Канн", "Каннами", "Канни"
    return bool(_keys(first.text) & _keys(second.text)) or (len(stem(first.text)) > 4 and stem(first.text) == stem(second.text))


def _draft(group: list[Evidence], scope: Scope) -> Draft:
    best = max(group, key=lambda one: (one.mention.regional, _nominative(one.mention, group), one.mention.country is not None, one.strength, -one.order))
    country = next((one.mention for one in sorted(group, key=lambda one: -one.strength) if one.mention.country), None)
    stages = [one.stage for one in group if one.stage]
    stage = _page_stage(group, stages)
    if stage is None and not scope.listed and not any(_FIRM.search(one.sentence) or one.mention.twin for one in group):
        stage = Stage.INTENT if any(_FUTURE.search(one.sentence) for one in group) else Stage.TALKS
    dated = [one for one in group if one.since]
    settled = [one for one in dated if one.stage in (Stage.SIGNED, Stage.REGISTERED, Stage.RENEWED, None)] or dated
    since = settled[0].since if settled else None
    name = PartnerName(raw=best.mention.text, name=best.mention.text, level=best.mention.level or next((one.mention.level for one in group if one.mention.level), None),
                       country=None, region=best.mention.region)
    pieces = split_names(best.mention.text)
    if len(pieces) == 1 and pieces[0].name:
        name = replace(pieces[0], raw=best.mention.text, level=name.level or pieces[0].level, region=name.region or pieces[0].region, country=None)
    quoted = next((one for one in group if one.since is not None), best)
    return Draft(name, country.country if country else scope.country, country.country_raw if country else scope.country_raw, since, stage, kind_in(" ".join(one.sentence for one in group)[:600]) or scope.kind,
                 name.level, name.region, shorten(quoted.sentence, quoted.mention.text), next((one.hromada for one in group if one.hromada), scope.hromada_raw),
                 bare=country is None and scope.country is None)


#: Words without which a sentence speaks of cooperation at large, not of a tie.
_FIRM = re.compile(r"угод|догов|меморандум|протокол|декларац|побратим|поріднен|породн|партнер|партнёр|пакт|соглашен|agreement|memorandum|twin|sister|partner|pact|treaty|umow|porozumien|deklarac|bliźniacz|vertrag|vereinbarung|urkunde|charter", re.I)
_FUTURE = re.compile(r"(?<!\w)(?:\w+(?:атиме|атимуть|итиме|итимуть|увати?муть)|буд\w+|розпочн\w+|почн\w+|will|shall|będ\w+|wird|werden)(?!\w)", re.I)


def _nominative(mention: Mention, group: list[Evidence]) -> int:
    """How many other forms of the group have this one as their nominative."""
    key = fold(mention.text)
    return sum(1 for one in group if fold(one.mention.text) != key and key in {fold(form) for form in nominatives(one.mention.text)[1:]})


def _page_stage(group: list[Evidence], stages: list[Stage]) -> Stage | None:
    if not stages:
        return None
    if Stage.INTENT in stages and any(_INTENT_DOCUMENT.search(one.sentence) for one in group):
        firm = [one for one in group if one.stage in (Stage.SIGNED, Stage.RENEWED) and re.search(r"угод|догов|соглашен|agreement|umow|vertrag|vereinbarung|побратим", one.sentence, re.I)]
        if not firm:
            return Stage.INTENT
    return max(stages, key=_STAGES.index)


def read_text(text: str, scope: Scope, context: Context, german: bool = False) -> list[Draft]:
    """The partners of one running text, an item that is a sentence for example."""
    return gather((one for order, sentence in enumerate(sentences(text)) for one in partners_of(sentence, scope, context, order, german)), scope)


def page_evidence(page: Page, scope: Scope, context: Context) -> tuple[list[Evidence], int, int, bool]:
    """Every partner in every sentence of a page, the number of relevant sentences, of those that name one, and whether a
    foreign list was met; found once a page."""
    if page.evidence is None:
        page.evidence = _page_evidence(page, scope, context)
    return page.evidence


def _page_evidence(page: Page, scope: Scope, context: Context) -> tuple[list[Evidence], int, int, bool]:
    german = page.lang == "de"
    evidence: list[Evidence] = []
    relevant = explained = 0
    current = scope
    foreign = False
    size = 0
    for order, block in enumerate(page.blocks):
        if block.index in page.tabular:
            continue
        size += len(block.text)
        if size > LONGEST_TEXT:
            break
        if block.heading and block.heading > 1 or block.all_bold:
            heading = read_heading(block.text, scope, context)
            if heading is not None:
                current = heading
                foreign |= heading.foreign
        if current.foreign:
            continue
        previous = ""
        for sentence in sentences(block.text):
            if _ANAPHORA.match(sentence) and _LIST_CUE.search(previous) and not _FORMER.search(previous):
                sentence = f"{previous.rstrip('. !')}: {sentence}"
            previous = sentence
            if not RELEVANT.search(sentence):
                continue
            relevant += 1
            found = partners_of(sentence, replace(current, country=None, country_raw=None), context, order, german)
            explained += bool(found)
            evidence += found
    if _DOMESTIC_PROGRAMME.search(page.text):
        evidence = [one for one in evidence if one.mention.country]
    if page.lang in ("de", "pl"):
        # A page of the other side: only ties that name their Ukrainian side are ties with one.
        sided = {stem(one.mention.text) for one in evidence if one.hromada}
        evidence = [one for one in evidence if stem(one.mention.text) in sided or re.search(r"gromad|hromad|wspólnot\w+ terytorialn", one.sentence, re.I)]
    return evidence, relevant, explained, foreign


_ANAPHORA = re.compile(r"(?:Ним|Ними|Нею|Це|Серед них|Им|Ими|Ею|Это|Среди них|It is|They are|These are|Są to|Jest nim|Es ist|Das sind)(?!\w)")
_FORMER = re.compile(r"(?<!\w)(?:мав|мали|мала|мало|був|були|had|were|miał\w*|hatte\w*|имел\w*|был[иао]?)(?!\w)", re.I)
_DOMESTIC_PROGRAMME = re.compile(r"пліч[\s-]о[\s-]пліч", re.I)


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """Sentences that tie places to the hromada, one by one."""
    outcome = Outcome("prose", structure=0.85)
    evidence, outcome.entries, outcome.explained, outcome.foreign_list = page_evidence(page, scope, context)
    outcome.drafts = gather(evidence, replace(scope, country=None, country_raw=None))
    outcome.entries = max(outcome.explained, min(outcome.entries, outcome.explained * 2))
    if not outcome.drafts:
        outcome.reason = "no sentence names a partner"
    else:
        by_title(page, outcome.drafts)
    return outcome


def by_title(page: Page, drafts: list[Draft]) -> None:
    """What a title says of all partners, or of those of one country: `Dnipro severs ties with Russian sister cities`."""
    title = page.heading or page.title
    only = one_country(title)
    if only is None:
        return
    if all(draft.country is None for draft in drafts):
        for draft in drafts:
            if covers(title, draft, drafts):
                draft.country, draft.country_raw, draft.bare = only[0], only[1], False
    stage = sentence_stage(title, Mention(0, 0, "")) if _BROKEN.search(title) else None
    if stage in (Stage.ENDED, Stage.SUSPENDED, Stage.PROPOSED_TO_END):
        for draft in drafts:
            if draft.country == only[0] and draft.stage in (None, Stage.SIGNED, Stage.TALKS):
                draft.stage = stage


_MANY = re.compile(r"(?<!\w)(?:містами|міста|міст|городами|города|городов|cities|towns|miastami|miasta|städten?|побратимами|[гґ]мін(?:и|ами)?|громад(?:и|ами)|gmin(?:y|ami)?|муніципалітет(?:и|ами)|municipalities)(?!\w)", re.I)


def covers(title: str, draft: Draft, drafts: list[Draft]) -> bool:
    """Whether the country of a title is that of a partner: the only one, named in it, or one of its many."""
    return sum(1 for one in drafts if one.country is None) == 1 or _MANY.search(title) is not None or any(fold(form)[:5] in fold(title) for form in (draft.name.name,))


def one_country(text: str) -> tuple[str, str] | None:
    """The only foreign country that a text speaks of, with its first wording; None when there are several or none."""
    found: dict[str, str] = {}
    for one in find_countries(text[:20_000]):
        if one.iso != "UA" and one.form != "flag":
            found.setdefault(one.iso, text[one.start:one.end])
    if len(found) > 1:
        found.pop("RU", None)  # named as the aggressor on pages of other ties
    if len(found) == 1:
        return next(iter(found.items()))
    return None

