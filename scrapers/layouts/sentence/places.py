"""Whether the words around a name let it be a place, and what they say of it: level, side, twin, whereabouts.

What belongs here: what stands right before and behind one name. What does not: its neighbours (`neighbours`) and its country
(`countries`).
"""

import re
from dataclasses import replace

from schemas.vocabularies import Level
from scrapers.layouts import cues
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context
from scrapers.layouts.sentence.capitals import CAP, FIRST_OF_TWO, joined_small
from scrapers.layouts.sentence.model import Mention
from scrapers.layouts.sentence.splitting import VERB
from scrapers.layouts.sentence.units import (
    GMINA,
    LOCATIVE_WORDS,
    OF_REGION,
    OF_TOWN,
    SELF_GOVERNING,
    SMALL_UNIT_AFTER,
    UNIT_AFTER,
    UNIT_OF,
    VOIVODESHIP,
)
from scrapers.text.countries import country_of, find_countries
from scrapers.text.names import nominatives
from scrapers.text.normalise import AnyCase
from scrapers.text.parts import city_of_districts, region_country
from scrapers.text.places import is_known_in_a_case, is_known_place
from scrapers.text.words import level_of

#: Characters before a name that may say what it is.
NEAR = 70
_FEMININE = re.compile(r"(?:ськ|цьк|зьк)(?:а|ої|ою|у|ій|і|их|ими)$")
#: `Сьрода-Шльонська`: a town and the adjective of its land.
_NAME_AND_LAND = re.compile(r"[А-ЯІЇЄҐ][\w’']+(?<!ськ)[ао]-[А-ЯІЇЄҐ][\w’']+(?:ськ|цьк)[аоуі]\w{0,2}")
#: `гмінами – Сколишин, Бжиська`: an adjective among names is one.
_LISTED_BEFORE = re.compile(rf"(?i:[гґ]мін|міст|(?:партнерськ|польськ|румунськ|молдовськ|словацьк|чеськ|литовськ)\w{{1,3}} громад|комун|город|муніципалітет)\w*\s?[–—:-]\s(?:{CAP}(?:[ -]{CAP})?,\s)*$")
#: `бургомістр Лежайська Гжегож Вальчак`.
_PERSON_NEXT = re.compile(rf"\s{CAP}\s{CAP}")
_UKRAINE = AnyCase(r"україн|ukrain")
_TWIN_BEFORE = AnyCase(
    r"(?<!\w)(?:міст\w+[\s-]+(?:побратим|партнер|посестр)\w*|побратим(?:а|ом|у|ами|и|ів|ів)?|"
    r"громад\w+[\s-]+(?:партнер|побратим)\w*|партнер(?:ом|а|ами|и|ів)?|поріднен\w+ міст\w+|(?:партнерськ|побратимськ)\w+ "
    r"(?:[а-яіїєґ]{4,}(?:ого|ої|ою|им|ими|их|ій|[еаиі])\s+)?(?:міст|громад|гмін|[гґ]мін|комун|муніципалітет)\w*|(?:партнерськ|побратимськ)\w+ (?:[а-яіїєґ]{4,}(?:ого|ої|ою|им|ій|[еаий])\s+)?(?:регіон(?:у|ом|і)?|район(?:у|ом|і)?|округ(?:у|ом)?|повіт(?:у|ом)?|воєводств(?:а|о|ом|і)|провінці(?:ї|я|єю)|кра(?:й|ю|єм|ї))(?!\w)|"
    r"город\w*[\s-]+(?:побратим|партн[её]р)\w*|побратим\w*|партн[её]р(?:ом|а|ами|ы|ов)?|породн[её]нн\w+ "
    r"город\w*|twin(?:ned)? (?:town|cit)\w*|sister (?:town|cit)\w*|partner (?:town|cit|municipalit|"
    r"communit)\w*|"
    r"(?:to|proposed to|agreed to) twin|twinning of|miast\w* partnersk\w*|partnersk\w+ (?:miast|mieś|gmin)\w*|gmin\w* partnersk\w*|partnerst[aä]dt\w*|"
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
    r"неподалік(?: від)?|недалеко від|під|под|через|до|nach|aus|из|"
    r"at|near|(?:у|в) (?:складі|межах)(?: [^\s.,;]+){0,2} (?:округу|району|повіту|землі|воєводства|провінції|регіону|департаменту|области|округа|района))\s+(?:(?:місті|городе|mieście|der stadt|the city of|польському|німецькому|"
    r"цьому|нашому|столиці|сел[іиу]щ?[іе]?|м\.|міста|города)\s+)*$",
)
#: `das polnische Mława`, `ist auch Mława in Polen Partnerstadt`.
_GERMAN_LAND_BEFORE = re.compile(r"\b(?:das|dem|vom|zum|aus dem)\s[a-zäöüß]{3,14}ische[nms]?\s$")
_GERMAN_TWIN_AFTER = re.compile(r"(?:\s+in\s+(?:der\s)?[A-ZÄÖÜ]\w+)?\s+Partner(?:stadt|städte|gemeinde)")
#: `III район Будапешта`: the city of which the partner is a part.
_PARENT_CITY = AnyCase(
    r"(?:[IVXІХ]{1,5}|\d{1,2}|(?<!\w)(?:перш|друг|трет|четверт|п.ят|шост|сьом|восьм|дев.ят|десят|одинадцят|дванадцят)\w{1,3})(?:-?[а-яіїa-z]{1,3})?\s+(?:район\w*|округ\w*|district|"
    r"dzielnic\w+)\s+(?:міста\s+|of\s+)?$",
    needs="район округ district dzielnic",
)
_DISTRICT_OF = re.compile(rf"(?:район\w*|округ\w*|district of)\s+{CAP}\s+[—–-]\s*$")
#: A preposition of place before adjectives and a level word: `до федеральної землі Форарльберг`, `в сусідньому місті`.
_TOWARDS = AnyCase(
    r"(?<!\w)(?:у|в|во|до|на|in|nach|w|do)\s+(?:[а-яіїєґёa-ząęłóśźż]{3,}(?:ого|ому|ої|ій|ем|"
    r"ой|ом|iego|iej|im|ischen)\s+){0,2}$",
)
#: Where somebody came from, told by the genitive: `з польського міста Кельце`; an agreement is `з польським містом`.
_FROM_TOWN = AnyCase(
    r"(?<!\w)(?:з|із|зі|из|від|от|до)\s+(?:[а-яіїєґё]{3,}(?:ого|ої|ой)\s+){1,2}(?:міста|містечка|громади|гміни|комуни|муніципалітету|города)\s+$",
)
_BODY_AFTER = AnyCase(
    r"^[\s,]*(?:міськ\w+|сільськ\w+|селищн\w+|територіальн\w+|об.?єднан\w+|громад\w*|ОТГ|"
    r"ТГ|РДА|РВА|райдержадміністраці\w*|облдержадміністраці\w*|(?:міськ|рай|обл)?виконком\w*|рад[аиоуі]\w*|област\w*|обл\.|районн\w+|районі?|району|районом|обласн\w+|ОВА|ОДА|МВА|СВА|"
    r"військов\w+|міськрад\w*|"
    r"городск\w+ (?:совет|голов|голова|рад)\w*|горсовет\w*|сельск\w+|поселков\w+|"
    r"терробщин\w*|territorial|city council|hromada|community|oblast|region|rada|"
    r"obwód|obwodu|обл\b)",
)
_NOT_PLACE_BEFORE = AnyCase(
    r"(?<!\w)(?<!\d-)(?:фонд\w*|програм\w*|компані\w*|університет\w*|клуб\w*|ансамбл\w*|вулиц\w*|вул\.|ул\.|площ\w*|"
    r"проспект\w*|річк\w*|рік[аи]|озер\w*|аеропорт\w*|замк\w*|замок|музе\w*|газет\w*|фестивал\w*|"
    r"конкурс\w*|готел\w*|"
    r"імені|ім\.|им\.|собор\w*|церкв\w*|парк\w*|школ\w*|ліце\w*|гімназі\w*|колег\w*|театр\w*|банк\w*|ТОВ|ГО|БФ|"
    r"КП|свят\w+|день|дн(?:я|і|ем|ю|ів|ям)|проєкт\w*|проект\w*|організаці\w*|асоціаці\w*|асоциаци\w*|спілк\w*|"
    r"агентств\w*|журналіст\w*|"
    r"мова|мовою|мови|project|foundation|university|river|street|airport|museum|school|church|festival|"
    r"programme|program|company|association|fundacj\w*|szkoł\w*|ulic\w*|uniwersytet\w*|"
    r"schule|universität|verein|stiftung|fluss|straße|команд\w*|екс-|лікар\w*|госпітал\w*|посольств\w*|"
    r"консул\w*|служб(?:а|и|ою|і|у)|бригад\w*|мадам|месьє|мсьє|сеньйор\w*|фейсбук\w*|порталу?|видання|dr\.?|mrs?\.?|prof\.?|sir|herrn?|frau)(?:\s+(?:№|n|no)?\.?\s?\d{1,3})?\s*[«\"“„]?\s*$"
    r"|(?<!\w)(?:школ|ліце|гімназі|університет|коледж|лікарн|музе|компані|фірм|фонд|організаці|клуб|театр|ансамбл|команд|бібліотек|school|university|museum|company)\w*"
    r"\s+(?:з|із|зі|из|from)\s+(?:(?:міста|м\.|города|г\.)\s*)?$"
    r"|(?<!\w)(?:chamber|ministry|department|institute|committee|board|faculty|college|academy|bureau) of\s+(?:the\s+)?(?:[a-z]+ and\s+)?$"
)
#: The seat of an organisation: `компанією Grundfos (м. Б'єррингбро, Данія)`.
_SEAT = AnyCase(
    r"(?<!\w)(?:компані\w+|корпораці\w+|фонд\w*|організаці\w+|асоціаці\w+|університет\w*|інститут\w*|школ\w+|ліце\w+|лікарн\w+|клуб\w*|"
    r"підприємств\w+|фірм\w+|музе\w+|агенці\w+|товариств\w+|коледж\w*|спілк\w+|ансамбл\w+|команд\w+|компани\w+|общество|университет\w*|школой|"
    r"company|foundation|association|university|school|hospital|firm)\s[^().;:]{0,60}\(\s*(?:м\.\s*|місто\s+|г\.\s*)?$"
)
#: `SKEW (м. Бонн)`: the seat of a body of which the letters are said.
_SEAT_OF_LETTERS = re.compile(r"(?<![A-Za-z])[A-Z]{3,8}\s*\(\s*(?:м\.\s*|місто\s+|г\.\s*)$")
#: `головою самоврядного Тракайського району`.
_OFFICE_OF_UNIT = AnyCase(
    r"(?<!\w)(?:мер\w{0,3}|голов(?:а|и|у|ою)|старост\w{1,2}|глав(?:а|ы|у|ой)|президент\w{0,2})\s+[а-яіїєґ]{4,}(?:ого|ої|ой)\s+$"
)
_BETWEEN = AnyCase(r"(?<!\w)(?:між|поміж|между|between)\s[^.;]{0,60}$|(?<!\w)(?:угод|договір|договор|меморандум|соглашени)\w*\s[^.;]{0,90}?(?:району|громади|області|міста|ради|района|области)\s(?:та|і|й|и)\s$")
_ADJECTIVAL = AnyCase(
    r"(?:ськ|цьк|зьк)(?:ий|а|е|і|ої|ого|ому|ій|ою|им|их|ими|у)$|(?:ск|цк)(?:ий|а|е|и|им|их|ими|ая|ое|ой|ом|ие|ую|ого|ому)$|"
    r"(?:[sc]ki|[sc]ka|[sc]kie|[sc]kiego|[sc]kiej|[sc]kim|[sc]ką)$",
)
_SMALL_NOUN_AFTER = re.compile(r"\s+(?!(?:та|і|й|и|and|und|i|стал|став|є|підпис|укла|у|в|з|на))[a-zа-яіїєґ]")


def place_of(
    sentence: str,
    words: list[tuple[int, int, str]],
    before: str,
    level_match: re.Match | None,
    office: bool,
    context: Context,
    german: bool,
) -> Mention | None:
    """The place that `words` name, None when they name none; `level_match` and `office` are what `before` holds of either."""
    if len(words) > 1 and words[-1][2] in _BODIES and _ADJECTIVAL.search(words[-2][2]):
        words = words[:-1]  # "Дубровицькою РДА"
    if (
        len(words) > 1
        and _ADJECTIVAL.search(words[-1][2])
        and not _ADJECTIVAL.search(words[-2][2])
        and words[-2][2].lower() not in FIRST_OF_TWO
        and _BODY_AFTER.match(sentence[words[-1][1] :][:60])
    ):
        words = words[:-1]  # "з Тржебичем Борщівська громада має угоду"
    start, end = words[0][0], words[-1][1]
    after = sentence[end : end + 60]
    regional = False
    unit = UNIT_AFTER.match(after)
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
        and not joined_small(words)
        and words[0][2].lower() not in FIRST_OF_TWO
    ):
        return None
    bare = sentence[start : words[-1][1]].strip(" '’\"-") if regional else text
    if any(char.isdigit() for char in text) or _OF_TWO_SCRIPTS.search(text):
        return None  # "Cities4Cities", "ВолиньPost"
    if (
        not cues.plausible(bare)
        or _NOT_PLACE_BEFORE.search(before)
        or ("(" in before and (_SEAT.search(sentence[:start]) or _SEAT_OF_LETTERS.search(before)))
    ):
        return None
    if before.endswith((" the ", "The ")) and not level_match and not UNIT_OF.match(after):
        return None
    if _opens_quote(before) and not level_match and not _TWIN_BEFORE.search(before):
        return None
    baltic = _baltic_country(words[-1][2]) if regional and unit and _RAION.match(unit[0]) else None
    body = bool(_BODY_AFTER.match(after)) and bool(_ADJECTIVAL.search(words[-1][2])) and not (baltic or _BALTIC_BODY.match(after))
    if (
        regional
        and re.search(r"(?:ого|ої|ому|ій|ой|iego|iej)$", words[-1][2])
        and not _BETWEEN.search(before)
        and not (office or _OFFICE_OF_UNIT.search(before))
        and not _OF_LATVIA.match(sentence, start)
        and (_IN_A_CHAIN.search(before) or not any(one.form == "name" and one.start < _NEXT_WORD for one in find_countries(sentence[end : end + _BEHIND])))
    ):
        return None
    if (
        len(words) == 1
        and not body
        and not regional
        and _FEMININE.search(words[0][2])
        and not _NAME_AND_LAND.fullmatch(words[0][2])
        and not (after.lstrip().startswith("(") or _LIES_BEHIND.match(after))
        and not _LISTED_BEFORE.search(sentence[:start])
        and not (office and _PERSON_NEXT.match(after) and is_known_in_a_case(words[0][2]))
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
        and not (start < 3 and cues.is_ukrainian(text) and VERB.match(after.lstrip()))  # "Хмельницький дружить із ..."
    ):
        return None  # "Варшавський договір": an adjective that belongs to the small noun after it
    if (
        len(words) == 1
        and level_match is None
        and not body
        and words[0][2].endswith(_NEXT)
        and _ADJECTIVES.match(sentence, start)
    ):
        return None  # "Північною екологічною корпорацією"
    if start < 3 and len(words) == 1 and level_match is None and not body and _BEGINS_AS_ADJECTIVE.match(sentence, start):
        return None  # "Шкільний автобус передали ...": not a case of a town
    if _UKRAINE.search(text) or _COUNCIL_IN_ONE.search(text):
        return None
    if (
        "-" in text
        and not cues.is_ukrainian(text)
        and any(cues.is_ukrainian(part) for part in text.split("-") if len(part) > 3)
        and text.count("-") > 1
        and not _JOINED_BY.search(text)
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
        near = sentence[max(0, words[1][0] - NEAR) : words[1][0]]
        place = place_of(sentence, words[1:], near, None, False, context, german)
        return replace(place, twin=True) if place else None  # "міста-побратима Миргорода Горної Оряховиці"
    inner = next(
        (number for number, (_, _, word) in enumerate(words) if number and "-" not in word and cues.is_ukrainian(word)), None
    )
    if (
        inner is not None
        and not cues.is_ukrainian(text)
        and not german
        and words[inner - 1][2].lower() not in FIRST_OF_TWO
        and ("-" in words[inner - 1][2] or not _ADJECTIVAL.search(words[inner - 1][2]))
    ):
        # "Ришкани Коломию поєднує": two towns side by side
        words = words[:inner]
        end = words[-1][1]
        text, after = sentence[start:end].strip(" '’\"-"), sentence[end : end + 60]
    ukrainian = (
        body
        or ukraine is not None
        or cues.is_ukrainian(text)
        or (len(words) > 1 and all(cues.is_ukrainian(word) for _, _, word in words))
        or context.is_own(text)
        or stem(text) in context.ukrainian
        or _in_ukrainian_region(sentence, start, end)
        or _CALLED_UKRAINIAN.search(before) is not None
    )
    if ukrainian and level_match and (level_match["word"] or "").lower().startswith(("гмін", "ґмін", "комун")) and not (body or ukraine is not None or context.is_own(text)):
        ukrainian = False  # "гміною Вішнев": Ukraine has none
    level = level_of(unit_after[1]) if (unit_after := SMALL_UNIT_AFTER.match(after)) and not level_match else None
    if level_match and level_match["word"]:
        level = level_of(level_match["word"].replace(" of", ""))
        if level_match["word"].startswith("громад") and not ukrainian and not _TWIN_BEFORE.search(before):
            ukrainian = cues.is_ukrainian(text)
    if regional:
        level = level_of(unit.group()) if unit else None
    elif ukrainian and level_match and level_match["word"].startswith(("обл", "obw", "район", "raion", "повіт")):
        regional = True
    lead = before[: level_match.start()] if level_match and level_match["word"] else before
    if (not ukrainian and _OWNER_BEFORE.search(before) and not _is_first_of_them(text, after)) or _PARENT_CITY.search(before):
        return None
    if text.isupper() and len(text) <= 6 and not level_match and not sentence.isupper():
        return None
    if lead is not before and ((level_match["word"] in _SHORT_FOR_TOWN and _QUOTED_BODY.search(lead)) or (_NOT_PLACE_BEFORE.search(lead) and not _DAY_OF.search(lead[-8:]))):
        return None  # "університету міста Шибеник"
    if (
        level_match
        and level_match["word"].startswith("кра")
        and not (_ADJECTIVAL.search(text) or region_country(text) or is_known_in_a_case(text, "LV"))
        and not any(one.form == "name" for one in find_countries(after))
    ):
        return None  # "з Миргородом, краєм Гоголя"
    if level_match and level_match["word"] and level in (Level.CITY, None) and _NATIVE.search(lead):
        return None  # "побратався з рідним містом Сталіна": whose town it is
    if level_match and level_match["word"] and level in (Level.REGION, Level.COUNTY) and _CAPITAL_BEFORE.search(lead):
        return None  # "столицею землі Саксонія-Ангальт містом Магдебургом"
    twin = bool(_TWIN_BEFORE.search(before)) or (lead is not before and bool(_TWIN_BEFORE.search(lead + " ")))
    feast = lead is not before and ":" not in level_match["close"] and _DAY_OF.search(lead[-8:]) is not None
    locative = (bool(_LOCATIVE.search(before)) or feast) and not twin
    if level_match and level_match["word"] and not twin and (_TOWARDS.search(lead) or _FROM_TOWN.search(before)):
        locative = True
    of_region = level_match and level_match["word"] and OF_REGION.match(level_match["word"])
    if of_region and not (twin or _BETWEEN.search(before) or _BALTIC.search(before) or _ITS_TWIN.search(lead) or _GOVERNMENT_OF.search(lead)):
        locative = True
    if _TOWNS_OF_STATE.search(before):
        locative = True  # "cities of the American state of Connecticut"
    if level_match and level_match["word"] and level_match["word"].endswith(LOCATIVE_WORDS) and not twin:
        locative = True
    if locative and level not in (Level.REGION, Level.COUNTY) and WHICH_TWINS.match(after):
        locative = False  # "у місті Вайтгорс, яке стало містом-побратимом"
    of_office = level_match is None and (office or _MAYOR_OF.search(before) is not None)
    if (part := _NUMBERED.match(after)) and level_match and not unit and city_of_districts(text):
        text, end, level = f"{text}{part[0]}", end + part.end(), Level.CITY_DISTRICT  # "район Прага 12"
    polish = bool(level_match and GMINA.match(level_match["word"])) or (regional and bool(VOIVODESHIP.search(text)))
    return Mention(
        start,
        end,
        text,
        level,
        level_match is not None or of_office or bool(_DISTRICT_OF.search(before) or OF_TOWN.match(after)),
        None if ukrainian else baltic or "PL" if baltic or polish else "SK" if regional and SELF_GOVERNING.search(text) else None,
        None,
        ukrainian,
        twin,
        locative,
        regional,
        body=body and not regional,
        office=of_office,
        assumed=polish or baltic is not None,
    )


_LIES_BEHIND = re.compile(r",\s(?:що|что|яка|яке|которая)\s(?:у|в|на)\s[А-ЯІЇЄҐ]")
_NEXT_WORD, _BEHIND = 3, 30
#: Before a unit that says where the one before it lies: `гміна X Y-ського повіту Z-ського воєводства`.
_IN_A_CHAIN = re.compile(r"(?:(?!(?:Делег|Представни|Депутат|Гост|Голов|Керівн|Рад[аиу]\s|Старост|Мер|Влад|Посадов|Мешкан|Руковод|Глав))[А-ЯІЇЄҐ][\w’'-]+|повіту|району|воєводства|області|краю|землі|\))[\s,]*$")
_RAION = re.compile(r"\s+район", re.I)


def _baltic_country(adjective: str) -> str | None:
    """LT for a district of Lithuania by the adjective of its centre (`Біржайський`); None for one that may be elsewhere or that is not known."""
    if cues.is_ukrainian_raion(adjective):
        return None
    stems = {_DISTRICT_ENDING.sub("", adjective), _SOFT_ENDING.sub("", adjective)} - {adjective}
    if any(is_known_place(stem + ending, iso) for stem in stems for ending in _EASTERN_ENDINGS for iso in ("BY", "RU")):
        return None
    return "LT" if any(is_known_place(stem + ending, "LT") for stem in stems for ending in _BALTIC_ENDINGS) else None


_DISTRICT_ENDING, _SOFT_ENDING = re.compile(r"(?:ськ|цьк|зьк|ск|цк)\w{1,3}$"), re.compile(r"ьк\w{1,3}$")
_EASTERN_ENDINGS = ("", "ськ", "ск", "к")
_BALTIC_ENDINGS = ("", "с", "ай", "яй", "іс", "ас", "яс", "ис", "ува")


def _is_first_of_them(text: str, after: str) -> bool:
    """Whether a name behind `міста-побратими` is that of a twin and not of whose they are: `Міста-побратими Люблін та Каунас передали`."""
    joined = _AND_NEXT.match(after)
    if _LISTED_BEHIND.match(after) or any(is_known_place(form) for form in nominatives(text) if form != text):
        return is_known_place(text) and not _LISTED_BEHIND.match(after)
    return is_known_place(text) or (joined is not None and country_of(joined["next"]) is None)


_AND_NEXT = re.compile(rf"(?:,|\s(?:та|і|й|и|and|und|i|oraz))\s+[«\"“„]?(?P<next>{CAP})")
_LISTED_BEHIND = re.compile(r"[^.;]{0,60}?(?::|\s[–—-]\s|\s(?:є|також є|являются|are|to|sind)\s)")


def _in_ukrainian_region(sentence: str, start: int, end: int) -> bool:
    """Whether a Ukrainian oblast, district or hromada is said in a name or right behind it."""
    found = cues.UKRAINIAN_REGION.search(sentence, max(0, start - 12), end + 60)
    return found is not None and not sentence[end : found.start()].strip(" ,(")


_NUMBERED = re.compile(r"\s\d{1,2}(?!\s?\d|[-./]\d|\s[^\W\d_])")
_BODIES = frozenset(str.split("РДА ОДА РВА ОВА МВА СВА ОТГ ТГ МТГ СТГ"))
#: `делегація Добельського краю Латвійської Республіки`: a municipality too.
_OF_LATVIA = re.compile(r"[А-ЯІЇЄҐ][\w’'-]+\s(?:кра[юй]|краєм)\s\(?(?:Латв|Республіки Латв)")
_BALTIC_BODY = AnyCase(r"\s+(?:районн|окружн|крайов)\w+\s+(?:самоврядуванн|муніципалітет|самоуправлени|дум)")
#: `голова думи латвійського краю Смілтене`: a municipality, not where one lies.
_BALTIC = AnyCase(r"(?:латвійськ|латиськ|литовськ|естонськ|латвийск|литовск|эстонск)\w{1,3} (?:кра[юя]|округу?|району?)\s+$")
_TOWNS_OF_STATE = re.compile(
    r"(?i:cit(?:y|ies)|towns?|municipalit(?:y|ies)|communities)\s(?:of|in)\s(?:the\s)?(?:[A-Z]?[a-z]+\s)?(?:state|region|province|county|district)\s(?:of\s)?$"
)
#: `Рожнов-под-Радгоштєм`: one name by the small word in it.
_JOINED_BY = re.compile(r"-(?:під|под|над|на|пода|ін|ам|ан|дер|де|ла|ле|лез|сюр|су|ан|оф|апон|nad|pod|na|am|an|sur|sous|les|de|upon)-", re.I)
WHICH_TWINS = AnyCase(
    r"\s*(?:\([^()]{2,30}\)\s*)?,\s(?:яке|який|яка|з яким|з якою|которое|который|с которым|которая|с которой|which|with which)\s(?!не\s|is not|isn)[^,;.]{0,40}?(?:побратим|побратал|поріднил(?:ося|ась|ася|ось)|породнил(?:ось|ась)|партнер|партн[её]р|twin|sister|друг(?:ом|а)?\s(?:нашо|наше|нашего|міст|громад|город))"
)
#: `святкування Дня міста X`: where there is a feast.
_DAY_OF = re.compile(r"(?<!\w)[Дд](?:ень|ня|ню|нем|ні|нях)\s$")
#: `угода з Урядом провінції Сичуань`
_GOVERNMENT_OF = AnyCase(r"(?<!\w)(?:з|із|зі|с|со|та|і|й|и)\s(?:[^\s.;,]+\s)?(?:урядом|адміністрацією|радою|владою|правительством|администрацией)\s(?:[^\s.;,]+(?:ої|ой)\s)?$")
#: `від побратима міста – Землі Ватлінґен`.
_ITS_TWIN = re.compile(rf"(?i:побратим|партнер|партн[её]р)\w{{1,3}}\s(?:(?i:міста\s|громади\s|города\s)?{CAP}\s|(?i:міста|громади|района)\s)?[–—-]\s$")
#: `Київрада`, `Львівраду`, `Міськрада`.
_COUNCIL_IN_ONE = re.compile(r"\w(?:ів|їв|ськ|град|обл|рай)рад(?:а|и|і|у|ою)$")
_OF_TWO_SCRIPTS = re.compile(r"[а-яіїєґ][A-Z][a-z]{2}|[a-z]{2}[А-ЯІЇЄҐ][а-яіїєґ]")
_SHORT_FOR_TOWN = ("м.", "г.")
#: `благодійної організації «Карітас» м. Острава`
_QUOTED_BODY = AnyCase(r"(?<!\w)(?:організаці|фонд|асоціаці|товариств|клуб|центр|фундаці|организаци|общество)\w*\s[«\"“][^«»\"”]{1,40}[»\"”]\s$")
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


_MAYOR_OF = AnyCase(r"(?<!\w)(?:mayor|burgomaster|representatives?) of\s+(?:the )?$")
_BEGINS_AS_ADJECTIVE = re.compile(
    r"[А-ЯІЇЄҐ][а-яіїєґ'’]+(?:ний|ній|ня|на|не|ні|ная|ное|ные|ный)\s+(?!став|стал|підпис|подпис|уклад|уклал|має|разом|вітає|отрим)[а-яіїєґ]{4,}\s"
)
#: A capital adjective, small ones in its case and a noun.
_NEXT = ("ною", "ним", "ного", "ної", "ному", "ний", "них", "ними", "ной", "ный", "ным")
_ADJECTIVES = re.compile(
    r"[А-ЯІЇЄҐ][а-яіїєґ’']+(ною|ним|ного|ної|ному|ний|них|ними|ной|ный|ным)(?:\s[а-яіїєґ’'-]{3,}\1)+\s[а-яіїєґ]{3,}"
)
_AND_REGION = re.compile(
    r"\s+(?:та|і|й|и|oraz|i)\s+[А-ЯІЇЄҐ][\w-]+(?:ськ|цьк|зьк|ск|цк)\w{1,3}\s+(?:воєводств|повіт|район|област|краї|земл|воеводств|област)"
)
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
        or (is_known_place(text) and (_GERMAN_LAND_BEFORE.search(before) or _GERMAN_TWIN_AFTER.match(after)) is not None)
    )
