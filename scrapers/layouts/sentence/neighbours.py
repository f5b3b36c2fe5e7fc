"""Places beside each other in a sentence: groups, second names, and regions that belong to a place.

What belongs here: which of two mentions is part of the other. What does not: countries (`countries`).
"""

import re
from collections import Counter

from schemas.vocabularies import Level
from scrapers.layouts.sentence.model import Mention
from scrapers.layouts.sentence.units import LEVEL_BEFORE, PLURAL
from scrapers.text.countries import find_countries
from scrapers.text.names import region_country
from scrapers.text.normalise import AnyCase, script_of
from scrapers.text.parts import city_country, city_of_districts, is_state_or_city
from scrapers.text.places import may_lie_in

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


def put_in_groups(sentence: str, found: list[Mention]) -> None:
    """Neighbours joined by a comma or an `and` are one group; a bracket of a country may stand between."""
    group = 0
    for number, mention in enumerate(found):
        if number:
            between = sentence[found[number - 1].end : mention.start]
            between = _BRACKET.sub(" ", between.removeprefix(")") if found[number - 1].region else between)
            if number > 1 and found[number - 1].group == found[number - 2].group and not found[number - 1].ukrainian:
                between = between.replace(", and ", " and ", 1)  # the last of a list: "Hamburg, Madrid, and Zagreb"
            between = _COUNTRY_BETWEEN.sub(" ", between) if len(between) > 8 else between
            if len(between) > 60 or not _LINK.match(between):
                group += 1
        mention.group = group
    sizes = Counter(mention.group for mention in found)
    for number, mention in enumerate(found):
        if mention.levelled and (number + 1 < len(found) or sizes[mention.group] == 1):
            word = LEVEL_BEFORE.search(sentence[max(0, mention.start - 40) : mention.start])
            if word and sizes[mention.group] == 1 and _WITH_MANY.fullmatch(word["word"]) and not mention.twin:
                mention.locative = not (mention.region or sentence.startswith((" (", " –", " —"), mention.end))  # "з містами Фільдера": whose towns
            if word and PLURAL.search(word["word"]):
                for other in found[number + 1 :]:
                    if other.group != mention.group:
                        break
                    other.levelled = True
                    if not (other.ukrainian or mention.region):  # the land of `Ріверсайд (Каліфорнія)` is its own
                        other.country = other.country or mention.country
                    other.level = other.level or mention.level


def join_second_names(sentence: str, found: list[Mention]) -> None:
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
        if between == "/" and not (found[number].ukrainian or found[number - 1].ukrainian):
            found[number - 1].end = found[number].end
            found[number - 1].text = f"{found[number - 1].text}/{found[number].text}"  # "Цербст/Ангальт"
            del found[number]
            continue
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


#: `комуною Мушеніца, повіт Сучава, Румунія`: the unit in the nominative behind a name in another case says where.
_IN_UNIT = re.compile(
    r"\s*,\s+(?:повіт|воєводство|провінція|департамент|земля|жудець|область|край|уезд|воеводство|провинция|штат|кантон)\s+[«\"“„]?"
)
_OBLIQUE_BEFORE = re.compile(
    r"(?i:(?:містом|міста|громадою|громади|гміною|гміни|ґміною|ґміни|комуною|комуни|муніципалітетом|муніципалітету|городом|города|коммуной|общиной|гминой|селом|селищем|містечком))\s+[«\"“„]?$"
)
_AND_AFTER = re.compile(r"\s+(?:та|і|й|и)\s")
#: `Мєлєц (Республіка Польща, Підкарпатське воєводство)`.
_COUNTRY_AND = re.compile(r"\s*\(([^()]{3,40}),\s*")
#: `комуна Апа повіту Сату-Маре`.
_OF_UNIT = re.compile(r"\s+(?:штат|штату|провінція|повіту|воєводства|провінції|департаменту|графства|землі|жудецу|уезда|провинции|земли)\s+[«\"“„]?")


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


def join_regions(sentence: str, found: list[Mention]) -> None:
    """`Rockford, Illinois`: a region by name after a comma or in a bracket is no place of its own; `район Шпандау, Берлін`:
    nor is the city of a district."""
    for number in range(len(found) - 1, 0, -1):
        if _given_region(found[number - 1], found[number], sentence):
            del found[number]


_UNITS = (Level.REGION, Level.COUNTY)


def _given_region(place: Mention, region: Mention, sentence: str) -> bool:
    """Whether the mention behind a place says where that is, which the place then holds."""
    between = sentence[place.end : region.start]
    genitive = _GENITIVE.search(region.text.split(" ")[0])
    end, country = region.end, region.country if region.country != "UA" else None
    if (
        region.regional
        and not place.regional
        and sentence.startswith(")", region.end)
        and (said := _COUNTRY_AND.fullmatch(between))
        and find_countries(said[1])
    ):
        end, country = place.end, None
    elif (
        region.regional
        and (not place.regional or place.level is Level.COUNTY or genitive)
        and not place.body
        and re.fullmatch(r"\s+(?:[^\W\d_]+(?:ого|ої|его|ей)\s+[а-яіїєґ]{4,}\s+)?" if genitive else r"\s*[(,]\s*", between)
    ):
        pass
    elif (
        region.level in _UNITS
        and place.level not in _UNITS
        and not place.ukrainian
        and (
            _OF_UNIT.fullmatch(between)
            or (
                _IN_UNIT.fullmatch(between)
                and _OBLIQUE_BEFORE.search(sentence[: place.start])
                and not _OBLIQUE_BEFORE.search(sentence[: region.start])
                and not _AND_AFTER.match(sentence, region.end)
            )
        )
    ):
        country = None
    elif (
        re.fullmatch(r"\s*\(\s*", between)
        and not region.levelled
        and not region.ukrainian
        and (_lies_there(sentence[region.end :][:60]) or _its_city(region, sentence))
    ):
        country = city_country(region.text)
    elif region_country(region.text) and _FROM_REGION.fullmatch(between) and may_lie_in(region_country(region.text), place.text):
        country = region_country(region.text)
    elif (
        region.level in _UNITS
        and place.level not in _UNITS
        and re.fullmatch(r"\s*\((?:[а-яіїєґё]+\s+){1,3}|,\s(?:провінція|штат|земля|область|регіон|кантон|департамент|провинция|регион|province|state|region)\s", between)
    ):
        end = place.end  # "Лілль (регіон О-де-Франс)"
    elif (
        place.level in (Level.DISTRICT, Level.CITY_DISTRICT)
        and city_of_districts(region.text)
        and re.fullmatch(r"\s*[,(]\s*(?:м\.\s*|міст[оа]\s+)?", between)
    ):
        place.level, country = Level.CITY_DISTRICT, None
    elif (region_country(region.text) or is_state_or_city(region.text)) and (
        _STATE_BEHIND.fullmatch(between)
        or (_IN_STATE.fullmatch(between) and region_country(region.text) and may_lie_in(region_country(region.text), place.text))
    ):
        country = region_country(region.text)
    else:
        return False
    place.region, place.end, place.country = region.text, end, place.country or country
    return True


_STATE_BEHIND = re.compile(r"\s*[,(]\s*(?:штат\w*\s+|state of\s+|земля\s+)?|\s(?:aus|in)\s(?:dem land\s)?", re.I)
#: `містом Віндзор із канадської провінції Онтаріо`
_FROM_REGION = re.compile(r"\s(?:із|з|зі|у|в)\s(?:[а-яіїєґ]+(?:ої|ого|ій|ому)\s)?(?:провінції|штату|штаті|землі|області|регіону|воєводства)\s")
_IN_STATE = re.compile(r",?\s(?:(?:що|яке|яка|який)\s)?(?:у|в|во)\s", re.I)
_BRACKET = re.compile(r"\([^()]{0,80}\)")
_COUNTRY_BETWEEN = re.compile(
    r"^\s*,?\s*(?:Республік\w+|Republic of|Республика)?\s*[A-ZА-ЯІЇЄҐ][\w'’]+(?:\s[A-Z"
    r"А-ЯІЇЄҐ][\w'’]+)?(?=\s*(?:,|та|і|и|and|und|i)\s)"
)
