"""The country that a sentence gives to each place it names, and the one country that a text speaks of.

What belongs here: adjectives before names, brackets, commas and genitives behind them. What does not: finding the countries
of a text (`scrapers.text.countries`).
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from schemas.vocabularies import Level
from scrapers.layouts import cues
from scrapers.layouts.sentence.capitals import CAP
from scrapers.layouts.sentence.model import Mention
from scrapers.layouts.sentence.splitting import VERB, sentences
from scrapers.layouts.sentence.ties import LIST_CUE
from scrapers.layouts.sentence.units import LEVEL_BEFORE, PLURAL
from scrapers.text.countries import find_countries
from scrapers.text.normalise import AnyCase, fold
from scrapers.text.parts import city_country, region_country
from scrapers.text.places import is_known_in_a_case, may_lie_in


def without_continent(countries: list, text: str) -> list:
    """Countries without an America that stands among continents: `городов Европы, Азии, Америки`."""
    if not any(_CONTINENT.match(text, one.start) for one in countries if one.iso == "US") or not _CONTINENTS.search(text):
        return countries
    return [one for one in countries if not _CONTINENT.match(text, one.start)]


_CONTINENT = re.compile(r"(?i:америк\w{1,3}|america|ameryk\w{1,3})(?!\w)")
_CONTINENTS = AnyCase(r"(?<!\w)(?:європ|европ|азі[їяюй]|ази[ияюей]|африк|europe|asia|africa)")


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
_PLURAL_ENDINGS = ("ими", "ські", "ських", "кі", "ких", "ские", "ских", "ischen", "kich", "kimi")
_AND_AT_END = re.compile(r"(?:^|\s)(?:та|і|й|и|and|und|i)\s+$")
_OWNER_BETWEEN = re.compile(
    r"\s*[,–—-]\s*(?:(?i:міст|город|громад)\w*[\s-])?(?i:побратим|партнер|партнёр)\w*\s+(?:міста\s+|м\.\s*)?"
)
_DASH = re.compile(r"\s[-–—]\s")
_POSSESSED = re.compile(r"[’']s?\s+(?:city of |town of )?")
_OWN_COUNTRY = re.compile(r"\s*(?:\(|[-–—]\s)\s*")
_OPENED = re.compile(
    r"\s*(?:[-–—:(]|\s-)\s*(?:(?:це|это|są to|these are|they are)\s+)?(?:(?:міст\w*|м\.|город\w*|г\.|cities|towns)\s+)?"
)


def _behind(end: int, between: re.Pattern, sentence: str, found: list[Mention]) -> Mention | None:
    """The first mention that only `between` parts from a word ending at `end`."""
    return next((one for one in found if one.start >= end and between.fullmatch(sentence, end, one.start)), None)


def give_countries(sentence: str, found: list[Mention], countries: list) -> None:
    """The country that a sentence gives to each mention: adjectives before, brackets, commas and genitives after."""
    end = len(sentence)
    if _lead(sentence, found, countries):
        return
    _give_heads(sentence, found, countries)
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
                and (following.country is None or following.assumed)
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
                    until = min(
                        next((two.start for two in countries if two.form == "adjective" and two.start > following.start), end),
                        next((mention.start for mention in found if mention.start > following.start and _has_its_own(mention, sentence, [two for two in countries if two.iso != one.iso])), end),
                    )
                    members = [
                        mention
                        for mention in found
                        if mention.group == following.group and following.start <= mention.start < until
                    ]
                    word = LEVEL_BEFORE.search(sentence[max(0, following.start - 40) : following.start])
                    plural = (word and PLURAL.search(word["word"])) or sentence[one.start : one.end].lower().endswith(
                        _PLURAL_ENDINGS
                    )
                    side = any(other.ukrainian and other.group != following.group for other in found)
                    for mention in members if plural and side else ():
                        if mention.ukrainian and one.iso != "UA" and not (mention.levelled or mention.body):
                            mention.ukrainian = False  # "Чернівці ... з російськими Брянськом і Подольськом"
                    for mention in members if plural else members[:1]:
                        if (mention.country is None or mention.assumed) and not (mention.ukrainian and one.iso != "UA"):
                            mention.country, mention.country_raw = one.iso, sentence[one.start : one.end]
                            mention.assumed = False
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
            until = sentence.find(")", opened.end) if sentence[one.end : opened.start].lstrip().startswith("(") else end
            for mention in found:
                if mention.start > until or (mention.start > opened.start and _has_its_own(mention, sentence, countries)):
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
        if last.ukrainian and last.twin and _FROM_LANDS.fullmatch(gap) and any(0 < two.start - one.end < _TWO + 1 for two in countries):
            continue  # "партнери Сум із Польщі, Німеччини"
        apposed = _APPOSED.fullmatch(gap) is not None and _CLOSES.match(sentence, one.end) is not None
        if len(gap) > 90 or not (apposed or _NAME_TO_COUNTRY.fullmatch(gap)):
            continue
        if gap.strip() and not (apposed or _BEFORE_COUNTRY.match(gap)):
            continue
        if (
            not gap.strip()
            and not last.levelled
            and not last.regional
            and not last.twin
            and not sentence[one.start : one.end].lower().startswith(_STATE)
        ):
            continue  # "Патріоти України"
        if _AND_AT_END.search(gap):
            continue
        members = [mention for mention in before if mention.group == last.group]
        if last.levelled and _SINGULAR.search(sentence[max(0, last.start - 30) : last.start]):
            members = members[-1:]  # "X, містом Кель (Німеччина)": the country of the one that its level word counts
        joined = len(members) > 1 and _AND.fullmatch(sentence, members[-2].end, last.start) is not None
        direct = gap.lstrip()[:1] in ("", "(", ",") or (
            joined and (len(members) > _TWO or _FROM_LANDS.fullmatch(gap) is not None or LIST_CUE.search(sentence, 0, members[0].start) is not None)
        )  # "A, B та C в Польщі", "Побратимами є A та B у Польщі"
        after = last
        for mention in reversed(members):
            if _DASH.search(sentence, mention.end, after.start):
                break  # "місто-побратим Мюнстера – Люблін (Польща)"
            after = mention
            if one.iso == "UA" and mention is not last and not mention.ukrainian:
                break
            if mention.country is None and not (mention.ukrainian and mention is not last):
                if (mention is last or direct or mention.levelled) and (
                    mention is last or (city_country(mention.text) in (None, one.iso) and may_lie_in(one.iso, mention.text))
                ):
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
    for mention in found:
        if mention.country is None and mention.level is Level.SETTLEMENT and (raion := _OF_A_RAION.match(sentence, mention.end)) and cues.is_ukrainian_raion(raion[1]):
            mention.ukrainian = True
        if mention.country is None and not mention.ukrainian and (land := _IN_REGION.match(sentence, mention.end)):
            mention.country = region_country(land["region"])


def _has_its_own(mention: Mention, sentence: str, countries: list) -> bool:
    """Whether the country of a place stands right behind it: `Назарет (Ізраїль)`."""
    return any(_OWN_COUNTRY.fullmatch(sentence, mention.end, two.start) for two in countries)


def _lead(sentence: str, found: list[Mention], countries: list) -> bool:
    """Give its country to each place of a sentence whose countries all stand before theirs: `побратими в Польщі, це міста A, B, у США
    місто C`; False, and nothing given, where they do not."""
    lands = [one for one in countries if one.form == "name" and one.iso != "UA"]
    if len(lands) < _TWO or not all(
        _IN_LAND.search(sentence[max(0, one.start - 6) : one.start]) and _behind(one.end, _LEVEL_NEXT, sentence, found)
        for one in lands
    ):
        return False
    if any(not mention.ukrainian and mention.start < lands[0].start for mention in found) or any(one.form == "adjective" for one in countries):
        return False
    for one, following in pairwise([*lands, None]):
        for mention in found:
            if one.end <= mention.start < (following.start if following else len(sentence)) and not mention.ukrainian:
                mention.country, mention.country_raw = one.iso, sentence[one.start : one.end]
    return True


def _give_heads(sentence: str, found: list[Mention], countries: list) -> None:
    """Its country to the one place of a clause that opens with it: `Na Słowacji miastem partnerskim jest A, a na Węgrzech – B`."""
    lands = [one for one in countries if one.form == "name" and one.iso != "UA"]
    heads = [one for one in lands if _OPENS_CLAUSE.search(sentence[max(0, one.start - 12) : one.start])]
    if not heads or heads[0].start > _HEAD:
        return
    for one, following in pairwise([*heads, None]):
        until = following.start if following else len(sentence)
        named = [mention for mention in found if one.end <= mention.start < until and not mention.ukrainian]
        others = [land for land in countries if one.end <= land.start < until and land.iso != "UA"]
        if len(named) != 1 or others or named[0].country is not None:
            continue
        between = sentence[one.end : named[0].start]
        if "," not in between and (one is not heads[0] or LIST_CUE.search(between)):
            named[0].country, named[0].country_raw = one.iso, sentence[one.start : one.end]


#: `Ізмір, третє за населенням місто Туреччини`, `Боршод-Абауй-Земплен, областю в Угорщині`, `Момбаса, порт в Кении`.
_APPOSED = re.compile(
    r"\s?(?:,|[–—])\s(?:[а-яіїєґёa-zęąłńóśćżź’'-]+\s){0,5}?(?:міст(?:о|ом|а|ечко|ечком)|порт(?:ом|у)?|курорт(?:ом|у)?|столиц(?:я|ею|і)|област(?:ь|ю|і)|регіон(?:ом|у)?|громад(?:а|ою|и)|район(?:ом|у)?|центр(?:ом|у)?|"
    r"город(?:ом|а|ок)?|столиц(?:а|ей|ы)|регион(?:ом|а)?|city|town|port|capital|region|miasto)\s(?:(?:(?:на|у|в)\s[а-яіїєґ]+\s)?(?:у|в|во|in|of|w|we)\s)?"
)
_CLOSES = re.compile(r"\s?(?:[,.;:)»–—]|$)")
_HEAD = 4
_FROM_LANDS = re.compile(r"\s(?:з|із|из|from|z|aus)\s")
_OPENS_CLAUSE = AnyCase(r"(?:^|[,;]\s(?:а|і|та|и|a|i|and|und)\s|;\s)(?:у|в|во|in|w|we|na|на)\s(?:сусідн\w+\s)?$")
#: `село Ракошино Мукачівського району`, with no country beside it.
_OF_A_RAION = re.compile(r",?\s(?:що\s)?([А-ЯІЇЄҐ][а-яіїєґ’'-]{3,})(?:ського|цького|зького|ского|цкого)\s(?:району|р-ну|района)")
#: `Anklam in Mecklenburg-Vorpommern`.
_IN_REGION = re.compile(rf"\s(?:in|aus)\s(?P<region>{CAP}(?:\s{CAP})?)")
_IN_LAND = AnyCase(r"(?<!\w)(?:у|в|во|з|із|зі|из|in|from|w|we|na|z)\s$")
_LEVEL_NEXT = re.compile(
    r"\s*(?:\([^()]*\)|[,:–—-])?\s*(?:(?:це|это|są to)\s+)?(?i:міст\w*|м\.|громад\w*|город\w*|г\.|[гґ]мін\w*|комун\w*|муніципалітет\w*|(?:the )?(?:cit|town)\w*(?: of)?|miast\w*|gmin\w*)\s+[«\"“„]?"
)
#: `Перша угода – з румунськими друзями – датується 2003 роком`: of a partner not named here.
_ASIDE = re.compile(r"\s(?:друз|партнер|колег|побратим)\w+\s*[–—,)]\s*[а-яіїєґ]")
_TWO = 2
_NAMED_AFTER = re.compile(rf"(?:\s[^\W\d_A-ZА-ЯІЇЄҐ]+){{0,2}}\s[«\"“„]?({CAP})")


def one_country(text: str, names: Sequence[str] = ()) -> tuple[str, str] | None:
    """The only foreign country that a text speaks of, with its first wording; None when there are several or none. With
    `names`, an adjective that stands before another name (`польського міста Кельце`) tells nothing of them."""
    found: dict[str, str] = {}
    wanted = {fold(name)[:4] for name in names}
    for one in without_continent(find_countries(text[:20_000]), text):
        if one.iso == "UA" or one.form == "flag":
            continue
        if names and one.form == "adjective" and _ASIDE.match(text, one.end):
            continue
        after = _NAMED_AFTER.match(text, one.end) if one.form == "adjective" and wanted else None
        if after is None or VERB.search(after[0]) or fold(after[1])[:4] in wanted or cues.is_given_name(after[1]):
            found.setdefault(one.iso, text[one.start : one.end])
    if len(found) > 1 or names:
        found.pop("RU", None)  # named as the aggressor on pages of other ties
    if len(found) == 1:
        return next(iter(found.items()))
    return None


def country_told(name: str, text: str, names: Sequence[str] = ()) -> tuple[str, str] | None:
    """The country of a partner that is printed without one: the only one of a text (`one_country`, with all `names` of the page), where a
    place of this name is known there, or where no place of this name is known and the text tells of guests, towns or partners from there."""
    told = one_country(text, names or [name])
    return told if told and may_be_in(told[0], name, text) else None


def may_be_in(iso: str, name: str, text: str) -> bool:
    """Whether a place may lie in a country of which a text speaks: places of this name are known there, or the name stands beside the
    country, or it is known nowhere and what the text tells of the country is not of aid or of somebody's birth."""
    known = is_known_in_a_case(name)
    if known and may_lie_in(iso, name):
        return True
    key = fold(name)[:_LONG_ENOUGH]
    for sentence in sentences(_BROKEN_BRACKET.sub(" ", text[:_LONGEST])):
        if any(one.iso == iso for one in find_countries(sentence)):
            if key in fold(sentence):
                return True
            if not known and (_TOLD_OF_GUESTS.search(sentence) or (_TOLD_OF_TOWNS.search(sentence) and not _TOLD_OF_AID.search(sentence))):
                return True
    return False


_LONGEST, _LONG_ENOUGH = 20_000, 5
#: The lines of a document's first page.
_BROKEN_BRACKET = re.compile(r"\n(?=\(|[А-ЯІЇЄҐ]\w+ського воєводства)")
_TOLD_OF_TOWNS = AnyCase(
    r"(?<!\w)(?:партнер|партнёр|побратим|дружб|друз|делегац|гост|візит|міст|громад|[гґ]мін|муніципалітет|комун|мер(?!еж)|мэр|бургоміст|примар|війт|голов|очільник|стор[оі]н|угод|договір|договор|меморандум|співпрац|"
    r"поїхал|поїзд|відпоч|побува|відвіда|повернул|фестивал|турнір|город|общин|визит|делегаци|поездк|посети|вернул|сотруднич|соглашени|"
    r"town|cit(?:y|ies)|municipal|partner|twin|delegation|visit|guest|friend|mayor|miast|gmin|delegacj|goś|wizyt|stadt|gemeinde|besuch)"
)
_TOLD_OF_GUESTS = AnyCase(r"(?<!\w)(?:партнери|партнёры|побратим|делегац|гості|гостей|друзі|гости|partners|guests|delegation)")
#: From where something came, or somebody: no word of the partner.
_TOLD_OF_AID = AnyCase(
    r"(?<!\w)(?:уряд|президент|прем.єр|посол|посла|послом|посольств|народи(?:в|ла)|родом|вир[оо]блен|виробництв|виготовлен|діаспор|транзит|через|танк|зірк|благод|волонтер|фонд|збройн|парламент|"
    r"правительств|посольств|родился|произвед|волонт[её]р|government|president|ambassador|volunteer|charity|rząd|prezydent|wolontariusz)"
)
