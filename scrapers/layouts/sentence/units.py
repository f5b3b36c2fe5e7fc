"""The words for units beside a name: city, gmina, county, region, in their cases.

What belongs here: level words before and behind names, and what they tell of country and place in the sentence. What does
not: the level that a word means (`scrapers.text.words`).
"""

import re
from functools import lru_cache

from scrapers.text.normalise import AnyCase

#: The word for a unit right before a name.
LEVEL_BEFORE = AnyCase(
    r"(?P<word>(?<!\w)(?:міст(?:о|а|у|ом|і|ами|ах|ам)?|містечк\w+|м\.|город(?:а|у|ом|е|ами|ов|ах)?|г\.|"
    r"гмін(?:а|и|і|у|ою|ами)?|ґмін(?:а|и|і|у|ою|ами)?|гмин(?:а|ы|е|у|ой|ами)?|муніципалітет(?:у|ом|ами|и|"
    r"і)?|"
    r"муніципі(?:й|ю|єм|я|ї)|муниципалитет(?:а|ом|ами|ы)?|комун(?:а|и|ою|і|у|ами)|коммун(?:а|ы|ой|у|ами)|повіт(?:у|ом|ами|и)?|уезд\w*|"
    r"округ(?:у|ом|а)?|район(?:у|ом)?|регіон(?:у|ом)?|провінці\w+|департамент\w*|кантон\w*|земл(?:я|і|ею)|"
    r"штат(?:у|ом|а|і|ами)?|графств(?:о|а|у|ом|і)|провинци\w+|кра[йяюю]|краєм|"
    r"воєводств\w+|громад(?:а|и|ою|у|і|ами)|общин(?:а|и|ою|ы|ой)|сел(?:о|а|ом)|селищ(?:е|а|ем)|станиц(?:я|і|ю|ею|ы|ей|а)|столиц\w+|спільнот\w+|"
    r"обл(?:асть|асті|астю|\.)|obw[oó]d\w*|samorząd(?:u|em|owi)?|miast(?:o|a|em|u|ami)?|gmin(?:a|y|ie|ę|ą|ami)?|powiat(?:u|"
    r"em)?|miejscowości?|cit(?:y|ies) of|towns? of|municipalit(?:y|ies) of|city|cities|town|towns|"
    r"municipality|municipalities|commune|communes|county of|district of|"
    r"stadt|städten?|gemeinden?|kommune|landkreis|kreis|kreisstadt|hansestadt|landeshauptstadt|"
    r"universitätsstadt|markt|verbandsgemeinde|powiatem|ville de))"
    r"(?P<close>(?:[-–](?:порт|курорт|герой|музей|сад)\w{0,3})?[\s:\"«“„]{0,3})$",
)
#: Such words in the plural: what they say holds for all names behind them.
PLURAL = AnyCase(
    r"(?:міст|міста|містами|містам|містах|гмін|гміни|гмінами|муніципалітети|муніципалітетами|"
    r"муніципалітетів|громад|громади|громадами|комуни|комунами|города|городами|городов|miasta|miastami|"
    r"miast|gminy|gminami|gmin|"
    r"cities|cities of|towns|towns of|städte|städten|gemeinden|municipalities|municipalities "
    r"of|communes)$",
)
#: Where the partner lies, in the genitive: `місто американського штату Коннектикут`.
OF_REGION = AnyCase(
    r"^(?:штату|штата|землі|земли|провінції|провинции|департаменту|департамента|області|"
    r"области|регіону|региона|краю|края|воєводства|воеводства|кантону|кантона|графства)$",
)
#: The word for a unit behind an adjective that is its name: `Тракайський район`.
UNIT_AFTER = AnyCase(
    r"^\s+(?:(?:повітов|жудецьк|воєводськ)\w+\s+рад(?:а|и|ою|і|у)|райсовет\w*|районн\w+\s+совет\w*|райвиконком\w*|райисполком\w*|(?:самоврядн\w+|самосправн\w+|самоуправн\w+)\s+кра(?:й|ю|єм|ем|я|ї|ями|їв)|районн\w+\s+(?:муніципалітет\w*|самоврядуванн\w*)|повіт(?:у|ом)?|район(?:у|ом)?|област(?:і|ь|ю)|воєводств(?:а|о|ом|і)|"
    r"воєвудств\w+|земл(?:і|я|ею)|провінці(?:ї|я|єю)|округ(?:у|ом)?|департамент\w*|регіон(?:у|ом)?|край|"
    r"краю|краєм|краем|кантон\w*|уезд\w*|"
    r"района|области|воеводств\w+|провинции|уезда|края|województw\w+|powiat\w*|obwod\w*|"
    r"voivodeship|county|province|region|district|oblast|raion|prefecture|"
    r"ставрополь\w+)(?!\w)",
)


@lru_cache(maxsize=4096)
def is_level_word(word: str) -> bool:
    """Whether a word is one for a unit: `Місто`, `Gmina`."""
    return bool(LEVEL_BEFORE.search(word + " ")) and len(word) > 2


#: Level words in the case that says where.
LOCATIVE_WORDS = tuple(str.split("місті городе mieście громаді гміні штаті районі регіоні окрузі провінції"))
#: A unit or body behind a name in English.
UNIT_OF = AnyCase(
    r"\s+(?:city|town|district|municipal\w*|commune|region|county|borough|council|territorial|hromada|community|oblast|amalgamated)\b",
)
#: A unit behind a name that gives its level.
SMALL_UNIT_AFTER = re.compile(r"\s+(municipality|commune|parish|township)(?!\w)")
#: What is a town's behind its name: `Reading Borough`.
OF_TOWN = re.compile(
    r"(?:['’]s)?\s+(?:(?:Lord )?(?:Mayor|City|Town|Borough|Village|County|Township|Municipality)|municipality|commune|parish|township)\b"
)
#: Units that only Poland has.
GMINA = AnyCase(r"[гґ]м[іи]н|gmin")
#: Units that only Slovakia has.
SELF_GOVERNING = AnyCase(r"самоврядн\w+ кра|самосправн\w+ кра|самоуправн\w+ кра")
#: Units of Poland too, by the words that adjectives go with.
VOIVODESHIP = AnyCase(r"воє?в[оу]дств|воеводств|województw|voivodeship")


def called_a_town(name: str, text: str) -> bool:
    """Whether a text puts the word for a town before a name in some case: `відвідала місто X`."""
    base = re.escape(name[: max(_BASE, len(name) - 2)])
    return re.search(rf"(?<!\w)(?:(?i:{_TOWN_WORDS})\s?{base}|(?i:місті|городе)\s{base}\w{{0,2}}[іїуе](?!\w))", text[:20_000]) is not None


_BASE = 4
#: Not in the locative, but where the name is: `у місті Укрпошта відкриє відділення`.
_TOWN_WORDS = r"(?:міст(?:о|а|у|ом)|м\.|[гґ]мін\w{1,3}|муніципалітет\w{0,2}|комун\w{1,2}|город(?:а|у|ом)?|г\.|miast\w{1,2}|gmin\w{1,2}|(?:city|town) of)"
