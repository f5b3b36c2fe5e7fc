"""The names of hromady: the key under which the cases of a name meet, and whether a text names a hromada.

What belongs here: how the Ukrainian side is printed. What does not: lists of known places (`layouts.cues`).
"""

import re
from functools import lru_cache

from scrapers.layouts import cues
from scrapers.layouts.entry.marks import clean
from scrapers.text.countries import find_countries
from scrapers.text.normalise import AnyCase, fold


@lru_cache(maxsize=1 << 14)
def stem(name: str) -> str:
    """A key under which the cases of one name meet: folded, the adjective and case endings off."""
    key = re.sub(r"[єё]", "е", fold(name))
    key = re.sub(
        r"\b(?:міська|сільська|селищна|територіальна|громада|отг|тг|рада|міської|громади|ради|місто|"
        r"село|селище|м|смт)\b",
        " ",
        key,
    )
    key = " ".join(key.split())
    return (
        re.sub(
            r"(?:ськ|цьк|зьк|ск|цк)(?:ая|ое|ой|ую|ом|а|ий|е|ої|ого|ою|ій|им|ому)$|(?:ами|ями|ого|ому|ові|"
            r"еві|ою|ею|єю|ом|ем|єм|ів|ах|ях|а|я|у|ю|і|и|ь|о|е|є|й)$",
            "",
            key,
        )
        or key
    )


#: How a text that calls a Ukrainian party ends, without its name being known.
ADJECTIVE_OF_HROMADA = AnyCase(r"(?:ськ|цьк|зьк)\w{1,3}$|громад|\bТГ\b|рад[аи]\b")
_HROMADA = re.compile(
    r"(?:[мсc]мт\.?\s|м\.\s?|с\.\s)?(?P<name>[^\W\d_a-zа-яіїєґ][\w'’ʼ-]*(?:ськ|цьк|зьк)(?:а|ої|ій))\s+"
    r"(?:(?:міськ|сільськ|селищн)\w{1,3}\s+)?(?:об.?єднан\w{1,3}\s+)?(?:територіальн\w{1,3}\s+)?"
    r"(?:громад[аи]|громаді|рад[аи]|раді|ТГ|ОТГ)(?:\s*[,(]?\s*[^\W\d_]+(?:ська|ської) (?:обл|область|області)\.?\)?|"
    r"\s*[,(]?\s*[^\W\d_]+(?:ський|ського) (?:район|району|р-н)\)?)?"
)


def hromada_named(text: str) -> str | None:
    """The hromada that the whole of a short text names: `Стрийська міська територіальна громада`, `Стрийська ТГ`."""
    if len(text) > 120 or "ьк" not in text:
        return None
    bare = clean(text).rstrip(":").strip()
    match = _HROMADA.fullmatch(bare)
    return bare if match and cues.plausible(match["name"]) and not find_countries(f"{match['name'].lower()} край") else None
