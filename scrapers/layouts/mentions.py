"""Places that a sentence names: the sentence cut out, its capitalised names, their level, country and place in the sentence.

What belongs here: the grammar of a mention in five languages. What does not: whether a mention is a partner (`prose`).
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from schemas.vocabularies import Level
from scrapers.layouts import cues
from scrapers.layouts.entries import Context, stem
from scrapers.text.cases import names_a_person, nominatives, polish_nominatives, word_class
from scrapers.text.countries import country_of, find_countries
from scrapers.text.dates import find_dates
from scrapers.text.names import region_country
from scrapers.text.normalise import AnyCase, script_of
from scrapers.text.parts import city_country, city_of_districts, is_state_or_city
from scrapers.text.places import is_known_place
from scrapers.text.words import level_of

LONGEST_TEXT = 60_000
"""Characters of running text read of one page or block."""
_UPPER = "A-ZА-ЯІЇЄҐЁÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"

# --- sentences --------------------------------------------------------------------------------------------------------

_ABBREVIATED = re.compile(
    r"(?:\b(?:м|г|с|смт|обл|р|рр|гг|ст|вул|ул|св|ім|им|т|д|о|тис|млн|проф|акад|гр|грн|кв|стор|табл|мал|див|ін|"
    r"др|напр|зокр|вкл|пор|пол|нім|англ|фр|рум|угор|литов|лит|чес|словац|ісп|італ|лат|рос|укр|п|No|St|Dr|Mr|Mrs|Prof|Nr|bzw|ca|z\.B|d\.h|im|ul|woj|gm|pow|św|tzw|np|dr|mgr|"
    r"inż|br|km|pol|niem|ang|ukr|Cllr|пл|просп|пров)"
    r"|\b[A-ZА-ЯІЇЄҐ]|\b\d{1,2})\.$"
)
#: Clauses with verbs of their own are read apart: `A став побратимом B, а C запропонував D ...`.
COMMA = re.compile(rf",\s+(?:and\s+|та\s+|і\s+|а\s+|und\s+)?(?=[{_UPPER}])")
CLAUSE = re.compile(
    r"(?:,\s+(?:and|та|і|й|и|und|oraz|a)\s+(?=(?:(?:in|у|в|w|im|з|since|"
    r"seit)\s)?(?:\w+\s)?(?:19|20)\d\d)|,\s+(?:а|але|тоді як|натомість|однак|но|while|whereas|but|"
    r"natomiast|während|ale)\s+(?!також|саме|ще|й\s|і\s|also|także)|;\s+)"
)
_BREAK = re.compile(
    r"(?P<stop>[.!?…])[\"»”)]?\s+(?=[«\"“„(\-–—]?\s?[A-ZА-ЯІЇЄҐŁŚŻŹĆÄÖÜČŠŽ\d])|\n+|"
    r"\.(?<=[а-яіїєґa-z]\.)(?=[А-ЯІЇЄҐA-Z][а-яіїєґa-z]{2})"
)

#: `W poniedziałek, 26 sierpnia 2019 r. burmistrz ...`: a date that opens a sentence does not end it.
_POLISH_YEAR = re.compile(r"\d{4} r\.$")
_SHORT_OPENING = 45


def sentences(text: str) -> list[str]:
    """The sentences of a text; abbreviations and initials do not end one."""
    found: list[str] = []
    start = 0
    text = text[:LONGEST_TEXT]
    for match in _BREAK.finditer(text):
        piece = text[start : max(match.start(), match.end("stop"))]
        if "\n" not in match.group() and (
            _ABBREVIATED.search(piece[-12:])
            or (len(piece) < _SHORT_OPENING and _POLISH_YEAR.search(piece))
            or _inside_bracket(piece, text, match.start())
        ):
            continue
        if piece.strip():
            found.append(piece.strip())
        start = match.end()
    if text[start:].strip():
        found.append(text[start:].strip())
    return found


def _inside_bracket(piece: str, text: str, at: int) -> bool:
    """Whether a full stop stands in a short bracket or name: `(Ukraina, ob. Lwowski)`, `«Карпатські мости. Співпраця»`."""
    for left, right in ("()", "«»"):
        opened = piece.rfind(left)
        if opened > piece.rfind(right) and len(piece) - opened < _BRACKETED and text.find(right, at, at + _BRACKETED) >= 0:
            return True
    return False


_BRACKETED = 60


# --- mentions ---------------------------------------------------------------------------------------------------------

CAP = rf"[{_UPPER}][\w'’ʼ`]*(?:[-‑–][\w'’ʼ`]+)*"
_JOIN = (
    r"(?:на|над|під|де|ла|ле|лез|сюр|сен|ан|ам|ім|фон|дель|делла|ді|да|ду|до|дос|дас|аль|am|an der|an|in "
    r"der|im|ob der|ob|vor der|bei|de la|de los|de las|de|la|le|les|del|della|dei|di|da|dos|das|"
    r"do|du|d'|sur|sous|en|upon|on|nad|pod|pri|w|y|ten|von|zu)"
)
#: `St. Petersburg`, `Mt. Pleasant`.
_SAINT = rf"[{_UPPER}](?:t\.\s(?=[{_UPPER}]))?{CAP.removeprefix(f'[{_UPPER}]')}"
_NAME = re.compile(rf"{_SAINT}(?:\s+(?:{_JOIN}\s+)?{CAP}){{0,4}}")
_LONG_NAME = re.compile(rf"{_SAINT}(?:\s+(?:{_JOIN}\s+)?{CAP})*")
_WORD = re.compile(r"\S+")
_OWNING = re.compile(r"[’']s\b")
_FOUR_DIGITS = re.compile(r"\d{4}")
_INITIAL_BEFORE = re.compile(rf"(?<!\w)[{_UPPER}]\.\s?$")
_FEMININE = re.compile(r"(?:ськ|цьк|зьк)(?:а|ої|ою|у|ій|і|их|ими)$")
_UKRAINE = AnyCase(r"україн|ukrain")
_LEVEL_BEFORE = AnyCase(
    r"(?P<word>(?<!\w)(?:міст(?:о|а|у|ом|і|ами|ах|ам)?|містечк\w+|м\.|город(?:а|у|ом|е|ами|ов|ах)?|г\.|"
    r"гмін(?:а|и|і|у|ою|ами)?|ґмін(?:а|и|і|у|ою|ами)?|гмин(?:а|ы|е|у|ой|ами)?|муніципалітет(?:у|ом|ами|и|"
    r"і)?|"
    r"муниципалитет(?:а|ом|ами|ы)?|комун(?:а|и|ою|і|у|ами)|коммун(?:а|ы|ой|у|ами)|повіт(?:у|ом|ами|и)?|уезд\w*|"
    r"округ(?:у|ом|а)?|район(?:у|ом)?|регіон(?:у|ом)?|провінці\w+|департамент\w*|кантон\w*|земл(?:я|і|ею)|"
    r"штат(?:у|ом|а|і|ами)?|провинци\w+|кра[йяюю]|краєм|"
    r"воєводств\w+|громад(?:а|и|ою|у|і|ами)|общин(?:а|и|ою|ы|ой)|сел(?:о|а|ом)|селищ(?:е|а|ем)|станиц(?:я|і|ю|ею|ы|ей|а)|столиц\w+|спільнот\w+|"
    r"обл(?:асть|асті|астю|\.)|обwод\w*|obw[oó]d\w*|samorząd(?:u|em|owi)?|miast(?:o|a|em|u|ami)?|gmin(?:a|y|ie|ę|ą|ami)?|powiat(?:u|"
    r"em)?|miejscowości?|cit(?:y|ies) of|towns? of|municipalit(?:y|ies) of|city|cities|town|towns|"
    r"municipality|municipalities|commune|communes|county of|district of|"
    r"stadt|städten?|gemeinden?|kommune|landkreis|kreis|kreisstadt|hansestadt|landeshauptstadt|"
    r"universitätsstadt|markt|verbandsgemeinde|powiatem|ville de))"
    r"(?P<close>(?:[-–](?:порт|курорт|герой|музей|сад)\w{0,3})?[\s:\"«“„]{0,3})$",
)
_PLURAL = AnyCase(
    r"(?:міст|міста|містами|містам|містах|гмін|гміни|гмінами|муніципалітети|муніципалітетами|"
    r"муніципалітетів|громад|громади|громадами|комуни|комунами|города|городами|городов|miasta|miastami|"
    r"miast|gminy|gminami|gmin|"
    r"cities|cities of|towns|towns of|städte|städten|gemeinden|municipalities|municipalities "
    r"of|communes)$",
)
_TWIN_BEFORE = AnyCase(
    r"(?<!\w)(?:міст\w+[\s-]+(?:побратим|партнер|посестр)\w*|побратим(?:а|ом|у|ами|и|ів|ів)?|"
    r"громад\w+[\s-]+(?:партнер|побратим)\w*|партнер(?:ом|а|ами|и|ів)?|поріднен\w+ міст\w+|(?:партнерськ|побратимськ)\w+ "
    r"(?:[а-яіїєґ]{4,}(?:ого|ої|ою|им|ими|их|ій|[еаиі])\s+)?(?:міст|громад|гмін|[гґ]мін|комун)\w*|"
    r"город\w*[\s-]+(?:побратим|партн[её]р)\w*|побратим\w*|партн[её]р(?:ом|а|ами|ы|ов)?|породн[её]нн\w+ "
    r"город\w*|twin(?:ned)? (?:town|cit)\w*|sister (?:town|cit)\w*|partner (?:town|cit|municipalit|"
    r"communit)\w*|"
    r"(?:to|proposed to|agreed to) twin|twinning of|miast\w* partnersk\w*|partnersk\w+ (?:miast|gmin)\w*|gmin\w* partnersk\w*|partnerst[aä]dt\w*|"
    r"partnergemeinde\w*|partnerkommune\w*)"
    r"(?:\s+(?:of|міст[оа]м?|м\.|miasta|miasto|город|города|гмін\w+|гмина|the|die|є|стало|став|стала|стане|is|"
    r"ist|jest|są|are|sind|—|–|-|:)){0,2}[\s\"«“„:—–-]*$",
    needs="побратим посестр партнер партнёр порідн породн twin sister partner",
)
#: `Міста-побратими Коніна`, `twin towns of X`: the name is of whose twins they are.
_OWNER_BEFORE = AnyCase(
    r"(?<!\w)(?:(?:міста[\s-]*)?(?:побратими|партнери)|(?:города[\s-]*)?(?:побратимы|"
    r"партн[её]ры)|(?:twin|sister|partner)[\s-](?:cities|towns) of(?: the city of)?|miasta (?:partnerskie|"
    r"bliźniacze)|partnerstädte(?: von| der stadt)?)\s+"
    r"(?:міста\s+|города\s+|miasta\s+|м\.\s*)?$",
    needs="побратим партнер партнёр twin sister partner bliźniacz",
)
_LOCATIVE = AnyCase(
    r"(?<!\w)(?:у|в|во|ув|in|w|we|im|en|на території|на территории|біля|поблизу|"
    r"неподалік(?: від)?|через|до|nach|aus|из|"
    r"at|near)\s+(?:(?:місті|городе|mieście|der stadt|the city of|польському|німецькому|"
    r"цьому|нашому|столиці|сел[іиу]щ?[іе]?|м\.|міста|города)\s+)*$",
)
#: `III район Будапешта`: the city of which the partner is a part.
_PARENT_CITY = AnyCase(
    r"(?:[IVXІХ]{1,5}|\d{1,2})(?:-?[а-яіїa-z]{1,3})?\s+(?:район\w*|округ\w*|district|"
    r"dzielnic\w+)\s+(?:міста\s+|of\s+)?$",
    needs="район округ district dzielnic",
)
_DISTRICT_OF = re.compile(rf"(?:район\w*|округ\w*|district of)\s+{CAP}\s+[—–-]\s*$")
#: Where the partner lies, in the genitive: `місто американського штату Коннектикут`.
_OF_REGION = AnyCase(
    r"^(?:штату|штата|землі|земли|провінції|провинции|департаменту|департамента|області|"
    r"области|регіону|региона|краю|края|воєводства|воеводства|кантону|кантона)$",
)
#: A preposition of place before adjectives and a level word: `до федеральної землі Форарльберг`, `в сусідньому місті`.
_TOWARDS = AnyCase(
    r"(?<!\w)(?:у|в|во|до|на|in|nach|w|do)\s+(?:[а-яіїєґёa-ząęłóśźż]{3,}(?:ого|ому|ої|ій|ем|"
    r"ой|ом|iego|iej|im|ischen)\s+){0,2}$",
)
#: Where somebody came from, told by the genitive: `з польського міста Кельце`; an agreement is `з польським містом`.
_FROM_TOWN = AnyCase(
    r"(?<!\w)(?:з|із|зі|из|від|от|до)\s+(?:[а-яіїєґё]{3,}(?:ого|ої|ой)\s+){1,2}(?:міста|містечка|громади|гміни|комуни|муніципалітету|города)\s+$",
)
FROM = AnyCase(
    r"(?<!\w)(?:з|із|зі|від|из|от|from|aus|von|z)\s+(?:(?:міста|громади|гміни|города|гмины|"
    r"miasta|gminy|м\.)\s+)?$",
)
WITH = AnyCase(r"(?<!\w)(?:з|із|зі|с|со|with|mit|z|ze|між|поміж|между|between|zwischen|pomiędzy|między)\s+$")
_BODY_AFTER = AnyCase(
    r"^[\s,]*(?:міськ\w+|сільськ\w+|селищн\w+|територіальн\w+|об.?єднан\w+|громад\w*|ОТГ|"
    r"ТГ|рад[аиоуі]\w*|област\w*|обл\.|районн\w+|районі?|району|районом|обласн\w+|ОВА|ОДА|МВА|СВА|"
    r"військов\w+|міськрад\w*|"
    r"городск\w+ (?:совет|голов|голова|рад)\w*|горсовет\w*|сельск\w+|поселков\w+|"
    r"терробщин\w*|territorial|city council|hromada|community|oblast|region|rada|"
    r"obwód|obwodu|обл\b)",
)
_UNIT_AFTER = AnyCase(
    r"^\s+(?:(?:повітов|жудецьк|воєводськ)\w+\s+рад(?:а|и|ою|і|у)|райсовет\w*|районн\w+\s+совет\w*|райвиконком\w*|райисполком\w*|(?:самоврядн\w+|самосправн\w+|самоуправн\w+)\s+кра(?:й|ю|єм|ем|я|ї|ями|їв)|районн\w+\s+(?:муніципалітет\w*|самоврядуванн\w*)|повіт(?:у|ом)?|район(?:у|ом)?|област(?:і|ь|ю)|воєводств(?:а|о|ом|і)|"
    r"воєвудств\w+|земл(?:і|я|ею)|провінці(?:ї|я|єю)|округ(?:у|ом)?|департамент\w*|регіон(?:у|ом)?|край|"
    r"краю|краєм|краем|кантон\w*|уезд\w*|"
    r"района|области|воеводств\w+|провинции|уезда|края|województw\w+|powiat\w*|obwod\w*|"
    r"voivodeship|county|province|region|district|oblast|raion|prefecture|"
    r"ставрополь\w+)(?!\w)",
)
_NOT_PLACE_BEFORE = AnyCase(
    r"(?<!\w)(?:фонд\w*|програм\w*|компані\w*|університет\w*|клуб\w*|ансамбл\w*|вулиц\w*|вул\.|ул\.|площ\w*|"
    r"проспект\w*|річк\w*|рік[аи]|озер\w*|аеропорт\w*|замк\w*|замок|музе\w*|газет\w*|фестивал\w*|"
    r"конкурс\w*|готел\w*|"
    r"імені|ім\.|им\.|собор\w*|церкв\w*|парк\w*|школ\w*|ліце\w*|гімназі\w*|колег\w*|театр\w*|банк\w*|ТОВ|ГО|БФ|"
    r"КП|свят\w+|день|дн(?:я|і|ем|ю|ів|ям)|проєкт\w*|проект\w*|організаці\w*|асоціаці\w*|асоциаци\w*|спілк\w*|"
    r"агентств\w*|журналіст\w*|"
    r"мова|мовою|мови|project|foundation|university|river|street|airport|museum|school|church|festival|"
    r"programme|program|company|association|fundacj\w*|szkoł\w*|ulic\w*|uniwersytet\w*|"
    r"schule|universität|verein|stiftung|fluss|straße|команд\w*|екс-|лікар\w*|госпітал\w*|посольств\w*|"
    r"консул\w*|фейсбук\w*|порталу?|видання|dr\.?|mrs?\.?|prof\.?|sir|herrn?|frau)(?:\s+(?:№|n|no)?\.?\s?\d{1,3})?\s*[«\"“„]?\s*$"
    r"|(?<!\w)(?:школ|ліце|гімназі|університет|коледж|лікарн|музе|компані|фірм|фонд|організаці|клуб|театр|ансамбл|команд|бібліотек|school|university|museum|company)\w*"
    r"\s+(?:з|із|зі|из|from)\s+(?:(?:міста|м\.|города|г\.)\s*)?$"
    r"|(?<!\w)(?:chamber|ministry|department|institute|committee|board|faculty|college|academy|bureau) of\s+(?:the\s+)?(?:[a-z]+ and\s+)?$"
)
#: The seat of an organisation: `компанією Grundfos (м. Б'єррингбро, Данія)`.
_SEAT = AnyCase(
    r"(?<!\w)(?:компані\w+|корпораці\w+|фонд\w*|організаці\w+|асоціаці\w+|університет\w*|інститут\w*|школ\w+|ліце\w+|лікарн\w+|клуб\w*|"
    r"підприємств\w+|фірм\w+|музе\w+|агенці\w+|товариств\w+|коледж\w*|ансамбл\w+|команд\w+|компани\w+|общество|университет\w*|школой|"
    r"company|foundation|association|university|school|hospital|firm)\s[^().;:]{0,60}\(\s*(?:м\.\s*|місто\s+|г\.\s*)?$"
)
_OFFICE = AnyCase(
    r"(?<!\w)(?:(?:екс|віце)?-?мер(?:а|ом|у|и|ів|ами|к\w{1,2})?|примар\w*|прімар\w*|primar\w*|мэр(?:а|ом|у|ы)?|бурмістр\w*|бургомістр\w*|"
    r"бургомистр\w*|голов(?:а|и|у|ою|і|ами)|війт(?:а|ом|у)?|mer(?:a|em|owi|em)?|староста?|президент(?:а|ом|"
    r"у|к\w{1,2})?|посол|посла|послом|депутат\w*|заступни\w+|"
    r"секретар\w*|директор\w*|керівни\w+|очільни\w+|начальни\w+|віцемер\w*|віце-мер\w*|пан|"
    r"пані|пана|mayor|lord mayor|president|burmistrz\w*|wójt\w*|prezydent\w*|starosta|"
    r"oberbürgermeister\w*|bürgermeister\w*|landrat|"
    r"deputy|council(?:l)?or|ambassador|голова ради|председател\w*|губернатор\w*|governor|"
    r"міністр\w*|радник\w*)\s+$",
)
#: `головою самоврядного Тракайського району`.
_OFFICE_OF_UNIT = AnyCase(
    r"(?<!\w)(?:мер\w{0,3}|голов(?:а|и|у|ою)|старост\w{1,2}|глав(?:а|ы|у|ой)|президент\w{0,2})\s+[а-яіїєґ]{4,}(?:ого|ої|ой)\s+$"
)
_BETWEEN = AnyCase(r"(?<!\w)(?:між|поміж|между|between)\s[^.;]{0,60}$")
_ADJECTIVAL = AnyCase(
    r"(?:ськ|цьк|зьк)(?:ий|а|е|і|ої|ого|ому|ій|ою|им|их|ими|у)$|(?:ск|цк)(?:ий|а|е|и|им|их|ими|ая|ое|ой|ом|ие|ую|ого|ому)$|"
    r"(?:[sc]ki|[sc]ka|[sc]kie|[sc]kiego|[sc]kiej|[sc]kim|[sc]ką)$",
)
_SMALL_NOUN_AFTER = re.compile(r"\s+(?!(?:та|і|й|и|and|und|i|стал|став|є|підпис|укла|у|в|з|на))[a-zа-яіїєґ]")


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
    office: bool = False
    """Known for a place by the office that somebody holds there, and by nothing else."""
    assumed: bool = False
    """Its country follows from the kind of its unit alone."""


def mentions(sentence: str, context: Context, german: bool = False) -> list[Mention]:
    """Every place that a sentence names, left to right, persons and organisations left out."""
    said = _OWNING.sub("  ", sentence) if "s" in sentence else sentence
    if _INITIAL.match(said) or ((czech := _CZECH.match(said)) and city_country(czech[1]) == "CZ"):
        said = said[0].lower() + said[1:]  # "Грузинський Рустави": the adjective has its capital only because a sentence begins
    countries = without_continent(find_countries(said), said)
    taken = [(one.start, one.end) for one in countries]
    if _FOUR_DIGITS.search(sentence):
        taken += [(start, end) for start, end, _ in find_dates(sentence, None)]
    found: list[Mention] = []
    for match in _NAME.finditer(sentence):
        if match.start() and sentence[match.start() - 1].isalnum():
            continue  # "250 кВт"
        for start, end in _free(match.start(), match.end(), taken, sentence):
            mention = _mention(sentence, start, end, context, german)
            if mention is not None and not (mention.start < 2 and _only_begins(mention, sentence, context)):
                found.append(mention)
    for match in _POWIAT.finditer(sentence) if "powiat" in sentence else ():
        found.append(Mention(match.start(), match.end(), match.group(), Level.COUNTY, True, regional=True))
        found.sort(key=lambda mention: mention.start)
    _second_names(sentence, found)
    _regions(sentence, found)
    _groups(sentence, found)
    _countries(sentence, found, countries)
    return found


def without_continent(countries: list, text: str) -> list:
    """Countries without an America that stands among continents: `городов Европы, Азии, Америки`."""
    if not any(_CONTINENT.match(text, one.start) for one in countries if one.iso == "US") or not _CONTINENTS.search(text):
        return countries
    return [one for one in countries if not _CONTINENT.match(text, one.start)]


_CONTINENT = re.compile(r"(?i:америк\w{1,3}|america|ameryk\w{1,3})(?!\w)")
_CONTINENTS = AnyCase(r"(?<!\w)(?:європ|европ|азі[їяюй]|ази[ияюей]|африк|europe|asia|africa)")


def _only_begins(mention: Mention, sentence: str, context: Context) -> bool:
    """Whether a word has its capital only because a sentence begins: the dictionaries know it, the page never writes it with a
    capital elsewhere, and nothing in the sentence says that it is a place."""
    if mention.levelled or mention.ukrainian or mention.twin or mention.regional or " " in mention.text or "-" in mention.text:
        return False
    if stem(mention.text) in context.capitals:
        return False
    if _PAIRED_OR_SUBJECT.match(sentence, mention.end):
        return False
    return (mention.text[:1] < "z" and mention.text.isascii()) or word_class(mention.text) is not None


_PAIRED_OR_SUBJECT = re.compile(
    r"\s+(?:(?:та|і|й|и|and|und|i|oraz)\s+(?:[а-яіїєґa-ząćęłńóśźżäöüß]+\s+){0,2}[A-ZА-ЯІЇЄҐŁŚŻŹĆÄÖÜ]|\(|twinned|podpis|подпис|hat\b|і\b|став|стал|стане|стає|підпис(?!ання|анн)|уклав|уклал|became|become|signed|wird|został|ist\b|is (?:a|the|our) (?:sister|twin|partner))"
)


def capitals(text: str) -> frozenset[str]:
    """The words, by their stems, that a text writes with a capital where no sentence begins."""
    return frozenset(stem(match[0]) for match in _INNER_CAPITAL.finditer(text[:LONGEST_TEXT]))


_INNER_CAPITAL = re.compile(rf"(?:(?<=[\w,»”)] )|(?<=[(«“„])){CAP}")
_INITIAL = re.compile(
    rf"(?!Чес|Чеш|Ческ|České|Česk|Czesk)[А-ЯІЇЄҐ][а-яіїєґ]{{3,14}}(?:ий|ій|ая|а|е|ое|і|ие|"
    rf"ими|им)\s+[{_UPPER}]"
)
#: `Чеське Брно`, where `Чеський Крумлов` is a name whole.
_CZECH = re.compile(rf"(?:Чес|Чеш)[а-яіїєґ]{{2,5}}\s+({CAP})")
#: Polish counties are adjectives in small letters.
_POWIAT = re.compile(r"(?<!\w)powiat(?:em|u|owi|ie)?\s+[a-ząęćłńóśźż-]+(?:sk|ck|dzk)(?:i|im|iego|iemu)(?!\w)")


def _free(start: int, end: int, taken: list[tuple[int, int]], sentence: str) -> list[tuple[int, int]]:
    """A run of capitalised words without the countries and dates in it."""
    spans = [(start, end)]
    for low, high in taken:
        spans = [
            piece
            for left, right in spans
            for piece in (((left, right),) if high <= left or right <= low else ((left, low), (high, right)))
        ]
    result = []
    for left, right in spans:
        for word in _LONG_NAME.finditer(sentence[left:right]):
            result.append((left + word.start(), left + word.end()))
    return result


def _mention(sentence: str, start: int, end: int, context: Context, german: bool) -> Mention | None:
    words = [(start + word.start(), start + word.end(), word.group()) for word in _WORD.finditer(sentence[start:end])]
    # A capital at the head of a sentence, or a word of office or document, is no name.
    while words and (words[0][2].lower() in cues.NEVER_FIRST or words[0][2].lower() in cues.NEVER_WORDS):
        if _level_word(words[0][2]) or (words[0][0] > 1 and len(words) > 1 and words[0][2].lower() in _NUMERALS):
            break
        words = words[1:]
    if len(words) > 1 and (_level_word(words[0][2]) or (words[0][0] < 2 and word_class(words[0][2]) == "other")):
        words = words[1:]
    if len(words) > 1 and _OFFICE.fullmatch(words[0][2] + " "):
        words = words[1:]
    cut = next((number for number, (_, _, word) in enumerate(words) if number and word.lower().strip("’'") in _HEADLINE), None)
    if cut is None:
        cut = next(
            (
                number
                for number, (_, _, word) in enumerate(words)
                if number and (cues.AGREEMENT_WORDS.fullmatch(word) or word.lower() in _DOCUMENTS)
            ),
            None,
        )
    if cut is None and len(words) > 2:
        # `станицею Полтавською Краснодарського Краю`: the region stands behind the place.
        cut = next(
            (
                number
                for number in range(1, len(words) - 1)
                if _REGION_ADJECTIVE.fullmatch(words[number][2]) and _REGION_NOUN.fullmatch(words[number + 1][2])
            ),
            None,
        )
    if cut is not None:
        words = words[:cut]
        if len(words) == 1 and re.search(r"(?:ому|ого|ий|ый|ої|ой)$", words[0][2]):
            return None  # "Общество по Техническому Сотрудничеству"
    if not words:
        return None
    given = next(
        (
            number
            for number, (_, _, word) in enumerate(words)
            if all(map(cues.is_given_name, word.split("-")))
            and not _saint(words, number)
            and not ("-" in word and word.split("-")[0].lower() in FIRST_OF_TWO)
        ),
        None,
    )
    before = sentence[: words[0][0]]
    near = before[-_NEAR:]
    level, office = _LEVEL_BEFORE.search(near), _OFFICE.search(near) is not None
    followed_by_person = False
    if given == 0 and _TWIN_CITY.search(before):
        given = None
    if given == 0:
        return (
            None
            if not (len(words) == 1 and level and not _person_level(before))
            else _one(sentence, words, near, level, office, context, german)
        )
    if given is not None:
        words = words[:given]
        followed_by_person = True
    elif office and _BRACKET_THEN_PERSON.match(sentence, words[-1][1]):
        followed_by_person = True  # "мэр Сиэтла (Вашингтон) Имя Фамилия"
    elif len(words) >= 3 and office and not _joined_small(words):
        # "мер Берліну Кай Вегнер": the town, then whoever holds the office.
        words, followed_by_person = words[:-2], True
    elif len(words) >= 3 and level and not _joined_small(words) and not german:
        # "гмины Богухвала Веслав Дронка" with a given name nobody listed: the first word is the town's.
        words = words[:2] if words[0][2].lower() in FIRST_OF_TWO else words[:-2] if len(words) > 2 else words
    if len(words) == 1 and words[0][2].lower() in FIRST_OF_TWO and re.match(r"\s+[^\W\d_]", sentence[words[0][1] :]):
        return None
    if german:
        number = next((number for number, (_, _, word) in enumerate(words) if number and word.lower() == "im"), None)
        words = words[:number] if number else words
    while words and (
        words[-1][2].lower() in cues.SMALL or words[-1][2].lower() in cues.NEVER_WORDS or _HOME_REGION.search(words[-1][2])
    ):
        words = words[:-1]
    if not words:
        return None
    if _INITIAL_BEFORE.search(before[-5:]):
        return None
    if (
        len(words) == 1
        and not level
        and (
            _SAID.search(near)
            or (not sentence.startswith(" (", words[0][1]) and _surname(words[0][2], context) and not _called_foreign(before))
        )
    ):
        return None
    name = sentence[words[0][0] : words[-1][1]]
    if office and (
        (_AND_OFFICE.match(sentence, words[-1][1]) and _known_in_a_case(name))
        or _TWIN_AFTER.match(sentence, words[-1][1])
        or (name[0] < "\u0400" and cues.is_ukrainian(name))
        or (
            (said := _BRACKETED_WORDS.match(sentence, words[-1][1]))
            and country_of(said[1]) not in (None, "UA")
            and not _surname(words[-1][2], context)
        )
    ):
        followed_by_person = True  # "мер Хелма та мер Луцька підписали", "мер Тарту – міста-побратима": towns, not surnames
    if len(words) == 2 and level and _OFFICE.search(near[: level.start()]) and _is_nobodys_town(name):
        return None  # "мер гміни Ґжеґош Ґураль"
    if office and not followed_by_person and not level and not _UNIT_AFTER.match(sentence[words[-1][1] : words[-1][1] + 40]):
        return None
    if len(words) > 1 and _surname_in_capitals(words, sentence):
        return None
    if len(words) == 2 and not german and (_OFFICE_OF.search(before) or _after_a_person(before)):
        return None
    if len(words) == 2 and not level and not german and _surname_last(words):
        return None
    return _one(sentence, words, near, level, office, context, german)


#: Another office right behind a name.
_AND_OFFICE = re.compile(
    r"\s+(?:та|і|й|и|and|und|i|oraz)\s+(?i:мер|міський голова|голова|бурмістр|бургомістр|війт|мэр|городской голова|mer|burmistrz|wójt|prezydent|mayor|bürgermeister)(?!\w)"
)


_BRACKETED_WORDS = re.compile(r"\s\(([^()]{3,40})\)")
#: Behind a name, that the town is a twin.
_TWIN_AFTER = AnyCase(r"\s+[–—-]\s+(?:наш\w{0,3}\s+)?(?:міст|город)\w*[\s-](?:побратим|партнер|партнёр)")


def _is_nobodys_town(name: str) -> bool:
    """Whether two words of which the first is no adjective and no beginning of a town are known for no place in any case."""
    first = name.split(" ")[0]
    return (
        " " in name
        and first.lower() not in FIRST_OF_TWO
        and not _ADJECTIVE_FIRST.search(first)
        and not cues.is_ukrainian(name)
        and not any(map(is_known_place, nominatives(name)))
    )


_ADJECTIVE_FIRST = re.compile(r"(?:ий|ій|ого|ому|им|ім|ої|ою|ая|ой|ую|ый|ым|ое|е|і|а|у|ę|ą|iej|iego)$")


def _known_in_a_case(name: str) -> bool:
    """Whether a name is no nominative of a place and an oblique case of one."""
    if is_known_place(name):
        return False
    forms = (
        map(" ".join, product(*map(polish_nominatives, name.split(" ")[:3])))
        if name.isascii() or name[0] < "\u0400"
        else nominatives(name)
    )
    return any(map(is_known_place, forms))


#: Characters before a name that may say what it is.
_NEAR = 70


_TWIN_CITY = AnyCase(r"(?<!\w)(?:міст|город)\w*-(?:побратим|партн[её]р)\w*\s+[«\"“„]?$")
_REGION_NOUN = re.compile(r"(?i:кра[йюяї]|област[іьи]|повіту|району?|воєводства|воеводства)")
_REGION_ADJECTIVE = re.compile(r"\w{3}(?:ськ|цьк|зьк|ск|цк)(?:ого|ої|ой)")


def _called_foreign(before: str) -> bool:
    """Whether the adjective of a country stands right before: `чешской Остравой`."""
    found = find_countries(before[-30:])
    return bool(found) and found[-1].form == "adjective" and before[-30:][found[-1].end :].isspace()


#: `мером муніципалітету Купішкського району Альгірдасом Расланасом`: whoever holds the office stands behind its town.
_OFFICE_OF = re.compile(
    rf"(?<!\w)(?i:мер\w{{0,3}}|мэр\w{{0,2}}|голов\w{{1,2}}|бурмістр\w*|бургомістр\w*|війт\w*|старост\w*|mayor|burmistrz\w*|wójt\w*)\s+"
    rf"(?:[а-яіїєґ]{{3,}}\s+){{0,3}}{CAP}(?:[\s-]+{CAP})?(?:\s+[а-яіїєґ]{{3,}}){{0,3}}\s+$"
)


def _after_a_person(before: str) -> bool:
    """`Давід Ніколя та Ронан Лоас`: beside a person stands a person."""
    match = re.search(rf"({CAP})\s+{CAP}\s+(?:та|і|й|и|and|und|i|oraz)\s+$", before)
    return match is not None and cues.is_given_name(match[1])


_BRACKET_THEN_PERSON = re.compile(rf"\s*\([^()]{{1,40}}\)\s+{CAP}\s+{CAP}")
#: A verb of saying or doing that only persons go with: `зазначив Федорук`.
_SAID = AnyCase(
    r"(?<!\w)(?:зазначи(?:в|ла)|сказа(?:в|ла)|дода(?:в|ла)|повідоми(?:в|ла)|розпові(?:в|ла)|наголоси(?:в|ла)|написа(?:в|ла)|"
    r"підкресли(?:в|ла)|заяви(?:в|ла)|подякува(?:в|ла)|вислови(?:в|ла)|пояснила?|пояснив|цитує|сообщил|сказал|отметил|написал|заявил|"
    r"добавил|подчеркнул|рассказал|said|says|added|stated|noted|wrote|told|powiedział|dodał|sagte|erklärte)\s+$",
)


def _surname(word: str, context: Context) -> bool:
    """A surname that the page has given in full, or that the dictionaries know as nothing else."""
    return stem(word) in context.persons or (word[0] > "z" and names_a_person(word, surname=True))


def persons(text: str) -> frozenset[str]:
    """The surnames behind given names in a text, by their stems: alone, later in the text, they are no places."""
    found = set()
    for match in _FULL_NAME.finditer(text[:LONGEST_TEXT]):
        if cues.is_given_name(match[1]):
            found.add(stem(match[2]))
    return frozenset(found)


def told_ukrainian(text: str) -> frozenset[str]:
    """The names, by stem, behind which a text says that they are in Ukraine: `Gmina Łokacze na Ukrainie`."""
    if not any(word in text for word in ("Ukrain", "Україні", "Украине")):
        return frozenset()
    return frozenset(stem(match[1]) for match in _TOLD_UKRAINIAN.finditer(text[:LONGEST_TEXT]))


_TOLD_UKRAINIAN = re.compile(
    rf"({CAP})(?:\s*\(|,)?\s+(?:(?:w\s+powie\w+\s+\w+,?\s+|w\s+rejon\w+\s+\w+,?\s+)?(?:w\s+)?obwod(?:u|zie)|na Ukrainie|w Ukrainie|in der Ukraine|in Ukraine|в Україні|на Україні|в Украине|на Украине)(?!\w)"
)
_FULL_NAME = re.compile(rf"({CAP})\s+(?=({CAP}))")


def _surname_in_capitals(words: list, sentence: str) -> bool:
    """`Вітеніс ТОМКУС`: official texts write the surname, not the town, in capitals."""
    last = words[-1][2]
    return len(last) > 3 and last.isupper() and not words[0][2].isupper() and not sentence.isupper()


#: `Бельськ Підляський`, `Томашів Мазовецький`: the adjective behind a Polish town is that of its land.
_LAND = AnyCase(
    r"підляськ|підляшськ|мазовецьк|великопольськ|сілезьк|шльонськ|сльонськ|поморськ|любельськ|люблінськ|свентокшиськ|куявськ|"
    r"[гґ]данськ|крак[іо]вськ|опольськ|лідзбарськ|варм[иі]нськ|мазурськ|любуськ|лодзьк|серадзьк|підгальськ|підкарпатськ|"
    r"підлясск|мазовецк|великопольск|поморск|силезск|люблинск",
)


def _surname_last(words: list) -> bool:
    """`Аркадіуш Стржижевський`: a word that is no adjective before a masculine one in -ський is a person."""
    first, last = words[0][2], words[1][2]
    return bool(
        (
            re.search(r"(?:ськ|цьк|зьк|ск|цк)(?:ий|ого|ому|им|ій)$", last)
            and "-" not in last
            and not _LAND.match(last)
            and not re.search(r"(?:ий|ій|ого|ому|им|ый|ой|ом|ым|а|е|я)$", first)
        )
        or (re.search(r"(?:[оеє]м)$", first) and re.search(r"(?:ськ|цьк|зьк)им$", last) and not _LAND.match(last))
    )


#: `Київщина`, `Закарпаття`: parts of Ukraine, never partners and never a hromada.
_HOME_REGION = AnyCase(
    r"\w{3}(?:щин|ччин)(?:а|и|і|у|ою|а|ы|е)$|^(?:Przykarpac|Zakarpac|Wołyni|Galicj|Podol|Закарпатт|Прикарпатт|Буковин|Волин|"
    r"Галичин|Поділл|Полісс|Слобожанщин|Бессарабі|Донбас|Крим(?!ськ))\w{0,3}$",
)
#: First words of names as well: "Дві Могили".
_NUMERALS = frozenset(str.split("дві два три чотири п'ять два две dwa dwie trzy two three"))
#: Words that English headlines write with a capital after a name.
_DOCUMENTS = frozenset(str.split("лист листа статут пакт"))
_HEADLINE = frozenset(
    str.split(
        "become becomes sign signs signed twin twins twinned sister partner partners agree "
        "agrees join joins launch establish visit visits city cities town council mayor mayors have has to in "
        "with and agreement "
        "partnership memorandum officially cooperation friendship"
    )
)
FIRST_OF_TWO = frozenset(
    str.split(
        "новий нова нове нові старий стара старе стара велика великий великі мала малий бад "
        "сан санта сант сен нью порт форт лос лас ель ла ле сент святий біла білий "
        "новый новая старый старая великий новым старой nowy nowa nowe stary stara wielki "
        "wielka bad san santa sankt st new los las el la le saint port fort"
    )
)


def _saint(words: list, number: int) -> bool:
    return number > 0 and words[number - 1][2].lower().rstrip(".") in (
        "сан",
        "сен",
        "сент",
        "св",
        "сант",
        "санкт",
        "санта",
        "saint",
        "st",
        "san",
        "santa",
        "sankt",
        "são",
        "sant",
        "св'ятий",
        "port",
        "порт",
    )


def _joined_small(words: list) -> bool:
    return any(word[:1].islower() for _, _, word in words)


def _person_level(before: str) -> bool:
    return bool(re.search(r"(?:громад|район|округ)\w*\s+$", before, re.I))


@lru_cache(maxsize=4096)
def _level_word(word: str) -> bool:
    return bool(_LEVEL_BEFORE.search(word + " ")) and len(word) > 2


def _one(
    sentence: str,
    words: list[tuple[int, int, str]],
    before: str,
    level_match: re.Match | None,
    office: bool,
    context: Context,
    german: bool,
) -> Mention | None:
    """The place that `words` name, None when they name none; `level_match` and `office` are what `before` holds of either."""
    start, end = words[0][0], words[-1][1]
    after = sentence[end : end + 60]
    regional = False
    unit = _UNIT_AFTER.match(after)
    if unit and _ADJECTIVAL.search(words[-1][2]):
        if len(words) > 1:
            end = words[-2][1]
            words = words[:-1]
            after = sentence[end : end + 60]
        else:
            regional = True
            end += unit.end()
    text = sentence[start:end].strip(" '’\"-")
    if text.endswith(("’s", "'s")):
        text = text[:-2]
    if german and not _german_place(text, before, after, level_match):
        return None
    if (
        german
        and level_match is None
        and len(words) > 1
        and not _joined_small(words)
        and words[0][2].lower() not in FIRST_OF_TWO
    ):
        return None
    bare = sentence[start : words[-1][1]].strip(" '’\"-") if regional else text
    if any(char.isdigit() for char in text):
        return None  # "Cities4Cities"
    if not cues.plausible(bare) or _NOT_PLACE_BEFORE.search(before) or ("(" in before and _SEAT.search(sentence[:start])):
        return None
    if before.endswith((" the ", "The ")) and not level_match and not _UNIT_OF.match(after):
        return None
    if _opens_quote(before) and not level_match and not _TWIN_BEFORE.search(before):
        return None
    body = bool(_BODY_AFTER.match(after)) and bool(_ADJECTIVAL.search(words[-1][2]))
    if (
        regional
        and re.search(r"(?:ого|ої|ому|ій|ой|iego|iej)$", words[-1][2])
        and not _BETWEEN.search(before)
        and not (office or _OFFICE_OF_UNIT.search(before))
    ):
        return None
    if (
        len(words) == 1
        and not body
        and not regional
        and _FEMININE.search(words[0][2])
        and not after.lstrip().startswith("(")
        and not (words[0][2].endswith("а") and cues.is_ukrainian(words[0][2]) and not _SMALL_NOUN_AFTER.match(after))
    ):
        return None
    if len(words) == 1 and _ADJECTIVAL.search(words[0][2]) and _AND_REGION.match(after):
        return None  # "Вармінсько-Мазурським і Мазовецьким воєводствами"
    if (
        _ADJECTIVAL.search(words[-1][2])
        and not regional
        and not body
        and len(words) == 1
        and level_match is None
        and _SMALL_NOUN_AFTER.match(after)
    ):
        return None  # "Варшавський договір": an adjective that belongs to the small noun after it
    if start < 3 and len(words) == 1 and level_match is None and not body and _BEGINS_AS_ADJECTIVE.match(sentence, start):
        return None  # "Шкільний автобус передали ...": not a case of a town
    if _UKRAINE.search(text):
        return None
    if (
        "-" in text
        and not cues.is_ukrainian(text)
        and any(cues.is_ukrainian(part) for part in text.split("-") if len(part) > 3)
        and text.count("-") > 1
    ):
        return None
    if ukraine := _UKRAINE_AFTER.match(after):
        level_match = level_match or ukraine
    if (
        len(words) in (2, 3)
        and not german
        and not cues.is_ukrainian(text)
        and len(words[0][2]) > 4
        and "-" not in words[0][2]
        and words[0][2].lower() not in FIRST_OF_TWO
        and cues.is_ukrainian(words[0][2])
        and not _ADJECTIVAL.search(words[-1][2])
        and _TWIN_BEFORE.search(before)
    ):
        near = sentence[max(0, words[1][0] - _NEAR) : words[1][0]]
        return _one(sentence, words[1:], near, None, False, context, german)  # "міста-побратима Миргорода Горної Оряховиці"
    inner = next(
        (number for number, (_, _, word) in enumerate(words) if number and "-" not in word and cues.is_ukrainian(word)), None
    )
    if (
        inner is not None
        and not cues.is_ukrainian(text)
        and not german
        and words[inner - 1][2].lower() not in FIRST_OF_TWO
        and not _ADJECTIVAL.search(words[inner - 1][2])
    ):
        # "Ришкани Коломию поєднує": two towns side by side
        words = words[:inner]
        end = words[-1][1]
        text, after = sentence[start:end].strip(" '’\"-"), sentence[end : end + 60]
    ukrainian = (
        body
        or ukraine is not None
        or cues.is_ukrainian(text)
        or context.is_own(text)
        or stem(text) in context.ukrainian
        or _in_ukrainian_region(sentence, start, end)
        or _CALLED_UKRAINIAN.search(before) is not None
    )
    level = level_of(unit_after[1]) if (unit_after := _SMALL_UNIT_AFTER.match(after)) and not level_match else None
    if level_match and level_match["word"]:
        level = level_of(level_match["word"].replace(" of", ""))
        if level_match["word"].startswith("громад") and not ukrainian and not _TWIN_BEFORE.search(before):
            ukrainian = cues.is_ukrainian(text)
    if regional:
        level = level_of(unit.group()) if unit else None
    elif ukrainian and level_match and level_match["word"].startswith(("обл", "obw", "район", "raion", "повіт")):
        regional = True
    lead = before[: level_match.start()] if level_match and level_match["word"] else before
    if (not ukrainian and _OWNER_BEFORE.search(before)) or _PARENT_CITY.search(before):
        return None
    if text.isupper() and len(text) <= 6 and not level_match and not sentence.isupper():
        return None
    if lead is not before and _NOT_PLACE_BEFORE.search(lead):
        return None  # "університету міста Шибеник"
    if level_match and level_match["word"] and level in (Level.CITY, None) and _NATIVE.search(lead):
        return None  # "побратався з рідним містом Сталіна": whose town it is
    if level_match and level_match["word"] and level in (Level.REGION, Level.COUNTY) and _CAPITAL_BEFORE.search(lead):
        return None  # "столицею землі Саксонія-Ангальт містом Магдебургом"
    twin = bool(_TWIN_BEFORE.search(before)) or (lead is not before and bool(_TWIN_BEFORE.search(lead + " ")))
    locative = bool(_LOCATIVE.search(before)) and not twin
    if level_match and level_match["word"] and not twin and (_TOWARDS.search(lead) or _FROM_TOWN.search(before)):
        locative = True
    if level_match and level_match["word"] and _OF_REGION.match(level_match["word"]) and not _BETWEEN.search(before):
        locative = True
    if level_match and level_match["word"] and level_match["word"].endswith(_LOCATIVE_WORDS) and not twin:
        locative = True
    of_office = level_match is None and (office or _MAYOR_OF.search(before) is not None)
    polish = bool(level_match and _GMINA.match(level_match["word"])) or (regional and bool(_VOIVODESHIP.search(text)))
    return Mention(
        start,
        end,
        text,
        level,
        level_match is not None or of_office or bool(_DISTRICT_OF.search(before) or _OF_TOWN.match(after)),
        None if ukrainian else "PL" if polish else "SK" if regional and _SELF_GOVERNING.search(text) else None,
        None,
        ukrainian,
        twin,
        locative,
        regional,
        body=body and not regional,
        office=of_office,
        assumed=polish,
    )


def _in_ukrainian_region(sentence: str, start: int, end: int) -> bool:
    """Whether a Ukrainian oblast, district or hromada is said in a name or right behind it."""
    found = cues.UKRAINIAN_REGION.search(sentence, max(0, start - 12), end + 60)
    return found is not None and not sentence[end : found.start()].strip(" ,(")


_NATIVE = AnyCase(r"(?<!\w)(?:рідн|родн)\w{1,3}\s+$")
_CAPITAL_BEFORE = AnyCase(
    r"(?<!\w)(?:столиц\w{1,3}|административн\w+ центр\w*|адміністративн\w+ центр\w*|центр\w{0,2}|capital of(?: the)?|stolic\w{1,2}|hauptstadt)\s+(?:федеральн\w+\s+)?$"
)
#: `українським Бердичевом`, `ukraińskie miasto Korzec`.
_CALLED_UKRAINIAN = AnyCase(
    r"(?<![\w-])(?:українськ\w{1,3}|украинск\w{2,3}|ukraińsk\w{1,4}|ukrainian)\s+"
    r"(?:(?:міст\w+|громад\w+|селищ\w+|сел[оаі]м?|город\w*|miast\w*|gmin\w*|stadt|gemeinde|kommune|city(?: of)?|town(?: of)?)\s+)?[«\"“„]?$",
    needs="укра ukra",
)


def _opens_quote(before: str) -> bool:
    bare = before.rstrip()
    return bare.endswith(("«", "„", "“")) or (bare.endswith('"') and bare.count('"') % 2 == 1 and before == bare)


#: Level words in the case that says where.
_LOCATIVE_WORDS = tuple(str.split("місті городе mieście громаді гміні штаті районі регіоні окрузі провінції"))
_UNIT_OF = AnyCase(
    r"\s+(?:city|town|district|municipal\w*|commune|region|county|borough|council|territorial|hromada|community|oblast|amalgamated)\b",
)
_MAYOR_OF = AnyCase(r"(?<!\w)(?:mayor|burgomaster|representatives?) of\s+(?:the )?$")
_SMALL_UNIT_AFTER = re.compile(r"\s+(municipality|commune|parish|township)(?!\w)")
_OF_TOWN = re.compile(
    r"(?:['’]s)?\s+(?:(?:Lord )?(?:Mayor|City|Town|Borough|Village|County|Township|Municipality)|municipality|commune|parish|township)\b"
)
_BEGINS_AS_ADJECTIVE = re.compile(
    r"[А-ЯІЇЄҐ][а-яіїєґ'’]+(?:ний|ній|ня|на|не|ні|ная|ное|ные|ный)\s+(?!став|стал|підпис|подпис|уклад|уклал|має|разом|вітає|отрим)[а-яіїєґ]{4,}\s"
)
_AND_REGION = re.compile(
    r"\s+(?:та|і|й|и|oraz|i)\s+[А-ЯІЇЄҐ][\w-]+(?:ськ|цьк|зьк|ск|цк)\w{1,3}\s+(?:воєводств|повіт|район|област|краї|земл|воеводств|област)"
)
#: Units that only Poland has.
_GMINA = AnyCase(r"[гґ]м[іи]н|gmin")
#: Units that only Slovakia has.
_SELF_GOVERNING = AnyCase(r"самоврядн\w+ кра|самосправн\w+ кра|самоуправн\w+ кра")
_VOIVODESHIP = AnyCase(r"воє?в[оу]дств|воеводств|województw|voivodeship")
_UKRAINE_AFTER = AnyCase(
    r"^,?\s*(?P<word>)(?:położon\w+\s+|gelegen\w*\s+|located\s+|розташован\w+\s+|що\s+|"
    r"które\w*\s+)?(?:na|w|in|in der|у|в|на|во)\s+(?:Ukrain|Україн|Украин)\w*",
)
_GERMAN_CUES = AnyCase(
    r"(?:stadt|städte|städten|gemeinde|kommune|landkreis|kreis|markt|zwischen|mit|und|"
    r"partnerstadt|partnerstädte|aus|ukrainischen|polnischen)\s+(?:der\s+|dem\s+|den\s+)?$",
)


def _german_place(text: str, before: str, after: str, level: re.Match | None) -> bool:
    """German writes every noun with a capital: only cued words, or names with a Ukrainian sound, are places."""
    return (
        bool(level)
        or bool(_GERMAN_CUES.search(before))
        or cues.is_ukrainian(text)
        or bool(
            re.match(
                r"\s*\(|\s+und\s+(?:(?:die|der)\s+)?(?:ukrainische\w*\s+)?[A-ZÄÖÜ]|\s+(?:hat|haben|schließt|besiegelt|begründet)\b",
                after,
            )
        )
    )


_LINK = AnyCase(
    r"^\s*(?:,\s+а\s+(?:також|также)|,|;|та|і|й|и|and|und|i|oraz|a|а також|а|&|\+|-|–|—)\s*(?:(?:також|from|the|з|із|зі|"
    r"with|mit|z|der|die)\s+)?"
    r"(?:(?:міст\w*|м\.|гмін\w*|ґмін\w*|гмин\w*|город\w*|г\.|муніципалітет\w*|комун\w*|повіт\w*|"
    r"miast\w*|gmin\w*|cit(?:y|ies)(?: of)?|towns?(?: of)?|stadt|gemeinde|район\w*|"
    r"громад\w*|"
    r"(?:ukraińsk|polsk|niemieck|francusk|włosk|czesk|słowack|litewsk|węgiersk|rumuńsk)\w{1,4}|ukrainisch\w{1,2}|[а-яіїєґ]{4,}(?:ським|ською|ське|ський|ська|цьким|цькою|цька|цький|ского|ским|ской)(?:и|"
    r"и)?)\s+){0,2}[«\"“„]?\s*$",
)


_WITH_MANY = AnyCase(r"містами|громадами|гмінами|городами|miastami|gminami")


def _groups(sentence: str, found: list[Mention]) -> None:
    """Neighbours joined by a comma or an `and` are one group; a bracket of a country may stand between."""
    group = 0
    for number, mention in enumerate(found):
        if number:
            between = _BRACKET.sub(" ", sentence[found[number - 1].end : mention.start])
            between = _COUNTRY_BETWEEN.sub(" ", between) if len(between) > 8 else between
            if len(between) > 60 or not _LINK.match(between):
                group += 1
        mention.group = group
    sizes = Counter(mention.group for mention in found)
    for number, mention in enumerate(found):
        if mention.levelled and (number + 1 < len(found) or sizes[mention.group] == 1):
            word = _LEVEL_BEFORE.search(sentence[max(0, mention.start - 40) : mention.start])
            if word and sizes[mention.group] == 1 and _WITH_MANY.fullmatch(word["word"]) and not mention.twin:
                mention.locative = not sentence.startswith((" (", " –", " —"), mention.end)  # "з містами Фільдера": whose towns
            if word and _PLURAL.search(word["word"]):
                for other in found[number + 1 :]:
                    if other.group != mention.group:
                        break
                    other.levelled = True
                    if not other.ukrainian:
                        other.country = other.country or mention.country
                    other.level = other.level or mention.level


def _second_names(sentence: str, found: list[Mention]) -> None:
    """`Стольно (Stolno)`, `Подільськ (колишній Котовськ)`: a name in brackets in another script or of old is no other place."""
    for number in range(len(found) - 1, 0, -1):
        between = sentence[found[number - 1].end : found[number].start]
        if found[number - 1].level is Level.DISTRICT and re.fullmatch(r"\s+[–—-]\s+", between):
            # "міським округом Братислави – Ружинов": the part behind the dash is meant
            found[number].region, found[number].level, found[number].levelled = (
                found[number - 1].text,
                Level.CITY_DISTRICT,
                True,
            )
            del found[number - 1]
            continue
        after = sentence[found[number].end :].lstrip()[:1]
        if _CALLED.fullmatch(between) and after in (")", ","):
            _merge_name(found, number)
            continue
        if "(" not in between or after not in (")", ","):
            continue
        if (
            re.fullmatch(r"\s*\(\s*", between) and script_of(found[number].text) != script_of(found[number - 1].text)
        ) or re.search(
            r"колишн|раніше|бывш|"
            r"former|dawniej|ehemal",
            between,
            re.I,
        ):
            _merge_name(found, number)


def _merge_name(found: list[Mention], number: int) -> None:
    """Make a mention another name of the one before it."""
    found[number - 1].aliases = (*found[number - 1].aliases, found[number].text, *found[number].aliases)
    del found[number]


#: `Жешув (Rzeszów, давня українська назва Ряшів)`.
_CALLED = re.compile(r"\s*[(,]\s*(?:[^()]{0,40}\s)?(?:назва|назвою|название|name|nazwa)\s*[–—:-]?\s*[«\"“]?", re.I)
_GENITIVE = re.compile(r"(?:ого|ої|его|ей|iego|iej)$")


#: `комуна Апа повіту Сату-Маре`.
_OF_UNIT = re.compile(r"\s+(?:повіту|воєводства|провінції|департаменту|землі|жудецу|уезда|провинции|земли)\s+[«\"“„]?")


def _lies_there(bracket: str) -> bool:
    """Whether a bracket goes on with a country: `(Гессен, Німеччина)`."""
    opening = _COMMA_IN_BRACKET.match(bracket)
    return bool(opening) and any(one.form == "name" and one.start < 3 for one in find_countries(opening[1]))


def _its_city(mention: Mention, sentence: str) -> bool:
    """Whether a name closes its bracket and is that of a city known, its country behind it: `Ochota (Warsaw), Poland`."""
    city = city_country(mention.text)
    return (
        city is not None
        and sentence.startswith("), ", mention.end)
        and any(one.iso == city and one.start < 4 for one in find_countries(sentence[mention.end : mention.end + 30]))
    )


_COMMA_IN_BRACKET = re.compile(r"\s*,\s*([^()]{3,40})\)")


def _regions(sentence: str, found: list[Mention]) -> None:
    """`Rockford, Illinois`: a region by name after a comma or in a bracket is no place of its own; `район Шпандау, Берлін`:
    nor is the city of a district."""
    for number in range(len(found) - 1, 0, -1):
        between = sentence[found[number - 1].end : found[number].start]
        if (
            found[number].regional
            and (
                not found[number - 1].regional
                or found[number - 1].level is Level.COUNTY
                or _GENITIVE.search(found[number].text.split(" ")[0])
            )
            and not found[number - 1].body
            and re.fullmatch(
                r"\s+(?:[^\W\d_]+(?:ого|ої|его|ей)\s+[а-яіїєґ]{4,}\s+)?"
                if _GENITIVE.search(found[number].text.split(" ")[0])
                else r"\s*[(,]\s*",
                between,
            )
        ):
            found[number - 1].region, found[number - 1].end = found[number].text, found[number].end
            if found[number].country != "UA":
                found[number - 1].country = found[number - 1].country or found[number].country
            del found[number]
            continue
        if (
            found[number].level in (Level.REGION, Level.COUNTY)
            and found[number - 1].level not in (Level.REGION, Level.COUNTY)
            and not found[number - 1].ukrainian
            and _OF_UNIT.fullmatch(between)
        ):
            found[number - 1].region, found[number - 1].end = found[number].text, found[number].end
            del found[number]
            continue
        if (
            re.fullmatch(r"\s*\(\s*", between)
            and not found[number].levelled
            and not found[number].ukrainian
            and (_lies_there(sentence[found[number].end :][:60]) or _its_city(found[number], sentence))
        ):
            found[number - 1].region, found[number - 1].end = found[number].text, found[number].end
            found[number - 1].country = found[number - 1].country or city_country(found[number].text)
            del found[number]
            continue
        if (
            found[number].level in (Level.REGION, Level.COUNTY)
            and found[number - 1].level not in (Level.REGION, Level.COUNTY)
            and re.fullmatch(r"\s*\((?:[а-яіїєґё]+\s+){1,3}", between)
        ):
            found[number - 1].region = found[number].text  # "Лілль (регіон О-де-Франс)"
            if found[number].country != "UA":
                found[number - 1].country = found[number - 1].country or found[number].country
            del found[number]
            continue
        part = found[number - 1].level in (Level.DISTRICT, Level.CITY_DISTRICT) and city_of_districts(found[number].text)
        if part and re.fullmatch(r"\s*[,(]\s*(?:м\.\s*|міст[оа]\s+)?", between):
            found[number - 1].region, found[number - 1].end = found[number].text, found[number].end
            found[number - 1].level = Level.CITY_DISTRICT
            del found[number]
            continue
        if (region_country(found[number].text) or is_state_or_city(found[number].text)) and re.fullmatch(
            r"\s*[,(]\s*(?:штат\w*\s+|state of\s+|"
            r"земля\s+)?",
            sentence[found[number - 1].end : found[number].start],
            re.I,
        ):
            found[number - 1].region = found[number].text
            found[number - 1].end = found[number].end
            del found[number]


#: `столицю Білорусі Мінськ`.
_CAPITAL_OF = AnyCase(
    r"^(?!.*(?:мер\w{0,3}|мэр\w{0,2}|голов\w{1,2}|бургомістр\w*|mayor(?: of)?(?: the)?)\s+(?:столиц|capital|stolic)).*"
    r"(?:столиц\w{1,3}|capital of|stolic\w{1,2}|hauptstadt)\s+$",
)
_SINGULAR = AnyCase(r"(?<!\w)(?:містом|міста|місто|гміною|громадою|муніципалітетом|комуною|городом|города)\s+[«\"“„]?$")
_REGION_WORD = (
    r"(?:[^\s(),]{2,24}(?:ого|ої|ській|ська|ське|ський|ська|ий|iego|iej|skie|ское|ского|ской)|"
    r"повіт\w*|район\w*|воєводств\w*|воеводств\w*|област[іьи]\w*|обл\.|земл\w*|штат\w*|регіон\w*|"
    r"провінці\w*|"
    r"провинци\w*|жудец\w*|жудець|woj\w*\.?|powiat\w*|state|county|province|region|федеральн\w*|"
    r"land|city|town|borough|municipality|commune|district|республік\w*|республики|(?-i:[A-ZА-ЯІЇЄҐÄÖÜŁŚŻ])[\w'’-]{2,20})"
)


_AND = re.compile(r"\s(?:та|і|й|и|and|und|oraz|i)\s")
_PLURAL_ADJECTIVE = re.compile(r"(?:ими|ські|цькі|зькі|ських|цьких|зьких|ские|ских|ischen|kich|kie|kimi)$", re.I)
_BRACKET = re.compile(r"\([^()]{0,80}\)")
_COUNTRY_BETWEEN = re.compile(
    r"^\s*,?\s*(?:Республік\w+|Republic of|Республика)?\s*[A-ZА-ЯІЇЄҐ][\w'’]+(?:\s[A-Z"
    r"А-ЯІЇЄҐ][\w'’]+)?(?=\s*(?:,|та|і|и|and|und|i)\s)"
)
_ADJECTIVE_TO_NAME = re.compile(
    r":?\s+(?:[^\W\d_]+(?:[\s–-]+[^\W\d_]+\.?){0,3}:?\s+)?(?:[–—-]\s)?(?:[Сс]еред (?:них|яких)\s+(?:є\s+|[–—-]\s+)?)?"
    r"[«\"“„]?"
)
_NAME_TO_COUNTRY = re.compile(
    r"\s*(?:[,(\[–—-]\s*)?(?:(?:" + _REGION_WORD + r"\s*,?\s*){0,5}[,(]?\s*)?(?:(?:що|"
    r"який|яке|яка|které|which is|które|который|которое)\s+)?(?:(?:у|в|во|in|з|із|из|w|we|from|aus|"
    r"республіки|республика|республіка)\s+)?(?:[«\"“„]\s*)?",
    re.I,
)
_BEFORE_COUNTRY = AnyCase(
    r"\s*(?:\(|,|–|—|-|\[|у\s|в\s|во\s|in\s|w\s|we\s|$|Республ|республ|з\s|із\s|from\s|"
    r"of\s|aus\s|(?:city|town|district|borough|municipality)\b|[^\s]+(?:ого|ої|ої|ского|ской|iego|iej)\s+(?:повіт|воєвод|район|област|провінц|земл|"
    r"woj|pow|воевод|регіон))"
)
_STATE = ("республ", "королів", "федерат", "republic", "kingdom", "rzeczpos", "bundesrep")
_PLURAL_ENDINGS = ("ими", "ські", "ських", "кі", "ких", "ские", "ских", "ischen", "kich", "kie", "kimi")
_AND_AT_END = re.compile(r"(?:^|\s)(?:та|і|й|и|and|und|i)\s+$")
_OWNER_BETWEEN = re.compile(
    r"\s*[,–—-]\s*(?:(?i:міст|город|громад)\w*[\s-])?(?i:побратим|партнер|партнёр)\w*\s+(?:міста\s+|м\.\s*)?"
)
_DASH = re.compile(r"\s[-–—]\s")
_POSSESSED = re.compile(r"[’']s?\s+(?:city of |town of )?")
_OWN_COUNTRY = re.compile(r"\s*(?:\(|[-–—]\s)\s*")
_OPENED = re.compile(
    r"\s*(?:[-–—:]|\s-)\s*(?:(?:це|это|są to|these are|they are)\s+)?(?:(?:міст\w*|м\.|город\w*|г\.|cities|towns)\s+)?"
)


def _behind(end: int, between: re.Pattern, sentence: str, found: list[Mention]) -> Mention | None:
    """The first mention that only `between` parts from a word ending at `end`."""
    return next((one for one in found if one.start >= end and between.fullmatch(sentence, end, one.start)), None)


def _countries(sentence: str, found: list[Mention], countries: list) -> None:
    """The country that a sentence gives to each mention: adjectives before, brackets, commas and genitives after."""
    end = len(sentence)
    for one in countries:
        if one.form == "adjective":
            following = next((mention for mention in found if mention.start >= one.end), None)
            if (
                following is not None
                and _ADJECTIVE_TO_NAME.fullmatch(sentence, one.end, following.start)
                and not (
                    _AND.search(sentence, one.end, following.start)
                    and not _PLURAL_ADJECTIVE.search(sentence, one.start, one.end)
                )
                and following.country is None
            ):
                if (
                    following.ukrainian
                    and one.iso != "UA"
                    and (
                        following.levelled
                        or (following.twin and sum(other.group == following.group for other in found) > 1)
                        or sentence[one.end : following.start] == " "
                    )
                    and not following.body
                    and re.fullmatch(r"\s+(?:[^\s]+\s+)?[«\"“„]?", sentence[one.end : following.start])
                ):
                    following.ukrainian = (
                        False  # "італійського міста Барі" is not a case of Бар, nor "белорусский Могилёв" of Могилів
                    )
                if not (following.ukrainian and one.iso != "UA"):
                    # "польськими Холмом, Замостям, литовським Алітусом": up to the next adjective.
                    until = next(
                        (two.start for two in countries if two.form == "adjective" and two.start > following.start), end
                    )
                    members = [
                        mention
                        for mention in found
                        if mention.group == following.group and following.start <= mention.start < until
                    ]
                    word = _LEVEL_BEFORE.search(sentence[max(0, following.start - 40) : following.start])
                    plural = (word and _PLURAL.search(word["word"])) or sentence[one.start : one.end].lower().endswith(
                        _PLURAL_ENDINGS
                    )
                    side = any(other.ukrainian and other.group != following.group for other in found)
                    for mention in members if plural and side else ():
                        if mention.ukrainian and one.iso != "UA" and not (mention.levelled or mention.body):
                            mention.ukrainian = False  # "Чернівці ... з російськими Брянськом і Подольськом"
                    for mention in members if plural else members[:1]:
                        if mention.country is None and not (mention.ukrainian and one.iso != "UA"):
                            mention.country, mention.country_raw = one.iso, sentence[one.start : one.end]
            continue
        possessed = _behind(one.end, _POSSESSED, sentence, found)
        if possessed is not None:
            possessed.country, possessed.country_raw = (
                (possessed.country or one.iso),
                (possessed.country_raw or sentence[one.start : one.end]),
            )
            possessed.ukrainian = possessed.ukrainian or one.iso == "UA"
            continue
        opened = _behind(one.end, _OPENED, sentence, found)
        if opened is not None:
            for mention in found:
                if mention.start > opened.start and any(
                    _OWN_COUNTRY.fullmatch(sentence, mention.end, two.start) for two in countries
                ):
                    break
                if (
                    mention.group == opened.group
                    and mention.start >= opened.start
                    and mention.country is None
                    and not mention.ukrainian
                ):
                    mention.country, mention.country_raw = one.iso, sentence[one.start : one.end]
            continue
        capital = next((mention for mention in found if mention.start >= one.end), None)
        if (
            capital is not None
            and _CAPITAL_OF.search(sentence[max(0, one.start - 45) : one.start])
            and sentence[one.end : capital.start].strip(" –—-«") == ""
        ):
            capital.country, capital.country_raw = one.iso, sentence[one.start : one.end]
            capital.levelled, capital.ukrainian = True, capital.ukrainian and one.iso == "UA"
            continue
        before = [mention for mention in found if mention.end <= one.start]
        if not before:
            continue
        last = before[-1]
        if last.ukrainian and last.twin and len(before) > 1 and _OWNER_BETWEEN.fullmatch(sentence, before[-2].end, last.start):
            before, last = before[:-1], before[-2]  # "мер Тарту – міста-побратима Бучі в Естонії"
            last.country, last.country_raw = last.country or one.iso, last.country_raw or sentence[one.start : one.end]
            continue
        gap = sentence[last.end : one.start]
        if len(gap) > 90 or not _NAME_TO_COUNTRY.fullmatch(gap):
            continue
        if gap.strip() and not _BEFORE_COUNTRY.match(gap):
            continue
        if (
            not gap.strip()
            and not last.levelled
            and not last.regional
            and not sentence[one.start : one.end].lower().startswith(_STATE)
        ):
            continue  # "Патріоти України"
        if _AND_AT_END.search(gap):
            continue
        members = [mention for mention in before if mention.group == last.group]
        if last.levelled and _SINGULAR.search(sentence[max(0, last.start - 30) : last.start]):
            members = members[-1:]  # "X, містом Кель (Німеччина)": the country of the one that its level word counts
        direct = gap.lstrip()[:1] in ("", "(", ",")
        after = last
        for mention in reversed(members):
            if _DASH.search(sentence, mention.end, after.start):
                break  # "місто-побратим Мюнстера – Люблін (Польща)"
            after = mention
            if one.iso == "UA" and mention is not last and not mention.ukrainian:
                break
            if mention.country is None and not (mention.ukrainian and mention is not last):
                if mention is last or direct or mention.levelled:
                    mention.country, mention.country_raw = one.iso, sentence[one.start : one.end]
            elif mention is not last:
                break
        if one.iso == "UA":
            last.ukrainian = True
        elif last.country == one.iso and not last.body:
            last.ukrainian = False
        if "(" in gap and ")" not in gap:
            inside = gap.split("(", 1)[1].strip(" ,")
            last.region = inside or last.region
