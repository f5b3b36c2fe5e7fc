"""From sentences to drafts: the cases of one name meet, the fuller words win.

What belongs here: which mentions are the same partner, and what of them its draft takes. What does not: one sentence
(`partners`).
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import product, takewhile

from rapidfuzz.distance import OSA

from schemas.vocabularies import Level, Stage
from scrapers.layouts.entry.claims import shorten
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context, Draft, Scope
from scrapers.layouts.sentence.model import Evidence, Mention
from scrapers.layouts.sentence.stages import INTENT_DOCUMENT
from scrapers.layouts.sentence.ties import FIRM, lasting
from scrapers.text.cases import polish_names, polish_nominatives
from scrapers.text.names import PartnerName, nominatives, split_names
from scrapers.text.normalise import AnyCase, fold, script_of
from scrapers.text.parts import sound_alike_across
from scrapers.text.places import is_known_in_a_case, is_known_place
from scrapers.text.words import kind_of

_STAGES = list(Stage)


def gather(evidence: Iterable[Evidence], scope: Scope) -> list[Draft]:
    """One draft a partner (and a Ukrainian side): the cases of one name meet, the fuller words win."""
    groups: list[list[Evidence]] = []
    for one in evidence:
        for group in groups:
            if _same(group[0].mention, one.mention) and _same_side(group, one) and not _beside(group, one):
                group.append(one)
                break
        else:
            groups.append([one])
    drafts = [_draft(group, scope) for group in groups]
    _doubt_guests(groups, drafts)
    _trust_neighbours(groups, drafts)
    cities = {stem(draft.region_raw) for draft in drafts if draft.level is Level.CITY_DISTRICT and draft.region_raw}
    return [draft for draft in drafts if stem(draft.name.name) not in cities] if cities else drafts


def _beside(group: list[Evidence], one: Evidence) -> bool:
    """Whether a place is listed beside one of a like name: `Chrzanów, Poland, Chrzanów County, Poland`, `Маямі та Маямі Біч`."""
    return any(
        other.sentence == one.sentence and other.mention.group == one.mention.group >= 0 and stem(other.mention.text) != stem(one.mention.text)
        for other in group
    )


def _doubt_guests(groups: list[list[Evidence]], drafts: list[Draft]) -> None:
    """Leave to review who was only at a table with one that another sentence has sign: `зустрілися з делегацією A та міста B. Голова A
    підписав меморандум`."""
    signing = [{one.sentence for one in group if one.stage in (Stage.SIGNED, Stage.RENEWED)} for group in groups]
    for group, draft in zip(groups, drafts, strict=True):
        if draft.stage is not Stage.TALKS or len(group) > 1 or not _AT_A_TABLE.search(group[0].sentence):
            continue
        [told] = group
        beside = (signed for other, signed in zip(groups, signing, strict=True) if any(one.sentence == told.sentence for one in other))
        if any(signed - {told.sentence} for signed in beside):
            draft.doubt = f"“{draft.name.name}” was at a meeting after which another place signed"


def _trust_neighbours(groups: list[list[Evidence]], drafts: list[Draft]) -> None:
    """A name that nobody knows stands for a place where the names beside it in one list of towns do: `партнерство з містами A, B та C`."""
    sure = {
        (one.sentence, one.mention.group)
        for group, draft in zip(groups, drafts, strict=True)
        for one in group
        if not draft.weak and one.strength >= SURE and one.mention.group >= 0 and _OF_TOWNS.search(one.sentence)
    }
    for group, draft in zip(groups, drafts, strict=True):
        if draft.weak and group[0].strength >= SURE and (group[0].sentence, group[0].mention.group) in sure:
            draft.weak = False


_OF_TOWNS = AnyCase(r"(?<!\w)(?:міста(?:ми|х|м)?|громад(?:и|ами)|[гґ]мін(?:и|ами)|комун(?:и|ами)|муніципалітет(?:и|ами)|міст-\w+|побратими|побратимами|партнери|партнерами|угоди|договори|меморандуми|город(?:а|ами)|towns|cities|miast\w*|gmin\w*|städte\w*)(?!\w)")
_AT_A_TABLE = AnyCase(r"(?<!\w)(?:зустрі|делегаці|гост|візит|встрет|встреч|визит|met|meeting|delegat|visit|spotka|delegacj|wizyt|treffen|besuch)")


def gather_page(evidence: list[Evidence], scope: Scope, context: Context) -> list[Draft]:
    """The drafts of everything that the sentences of a page tell; the two layouts that need them share the work."""
    key = ("gathered", scope)
    if key not in context.seen:
        context.seen[key] = gather(evidence, scope)
    return [draft.copy() for draft in context.seen[key]]


def _same_side(group: list[Evidence], one: Evidence) -> bool:
    sides = {fold(other.hromada)[:2] for other in group if other.hromada}
    return not one.hromada or not sides or fold(one.hromada)[:2] in sides


@lru_cache(maxsize=1 << 12)
def _keys(name: str) -> frozenset[str]:
    forms = (name, *nominatives(name))
    return frozenset(fold(form).replace("ь", "") for form in forms) | {stem(name)}  # "Лесько", "Леска"


_ENDING = re.compile(r"(?:ий|им|ого|ому|ої|ою|ій|а|iego|im|i|a|iej)$")
_UNIT = AnyCase(r"(?<!\w)(?:повіт|воєводств|район|область|області|powiat|województw|county|district|region)\w*")
_PLURAL_ENDINGS = frozenset(str.split("и і ами ях ам ах ів ями"))


def _common(first: str, second: str) -> int:
    """The length of the beginning that two words share."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


#: The longest name in which another letter may make another place.
_SLIP = 5
#: The shortest of which nobody takes two for two places.
_LONG_SLIP = 10
_SOFT = re.compile(r"(?:[еє]ць|ц(?:і|ями|ях|ям|ю|ем|я|ів|ы))$")
_LATIN_CASE = re.compile(r"(?:owi|iem|em|ie|[aoueyi])$")


def _same(first: Mention, second: Mention) -> bool:
    if first.country and second.country and first.country != second.country and not (first.assumed or second.assumed):
        return False
    if fold(first.text).replace("ь", "") == fold(second.text).replace("ь", ""):
        return True
    if any(_keys(alias) & _keys(text) for one, text in ((first, second.text), (second, first.text)) for alias in one.aliases):
        return True
    if script_of(first.text) != script_of(second.text):
        if first.regional and second.regional:
            return sound_alike_across(*(_ENDING.sub("", _UNIT.sub("", one.text).strip()) for one in (first, second)))
        return sound_alike_across(first.text, second.text, first.country or second.country)
    if first.regional and second.regional and fold(first.text)[:6] == fold(second.text)[:6]:
        return True  # "Пшеворським повітом" and "Пшеворський повіт"
    if first.regional != second.regional and len(second.text) > 4 and fold(first.text)[:5] == fold(second.text)[:5]:
        return True  # "Укмерзький район" and "мер Укмерге"
    shorter, longer = sorted((fold(first.text), fold(second.text)), key=len)
    if _SOFT.search(shorter) and _SOFT.search(longer) and _SOFT.sub("ц", shorter) == _SOFT.sub("ц", longer):
        return True  # "Єдинець", "Єдинцями"
    if (
        len(longer) - 1 <= len(shorter) > _SLIP
        and first.country == second.country
        and OSA.distance(shorter, longer, score_cutoff=1) <= 1
        and is_known_place(first.text) != is_known_place(second.text)
        and not _another_letter(shorter, longer)
    ):
        return True  # "Укмерге", "Укрмерге"
    if len(shorter) >= _LONG_SLIP and first.country == second.country and _DOUBLED.sub(r"\1", shorter) == _DOUBLED.sub(r"\1", longer):
        return True  # "Стейт-Коледж", "Стейт-Колледж"
    if len(shorter) >= 6 and _common(shorter, longer) >= max(6, 0.8 * len(longer)):
        return True  # "Kolbuszów", "Kolbuszowa"
    if (
        shorter.isascii()
        and longer.isascii()
        and len(longer) > 4
        and _LATIN_CASE.sub("", shorter).replace("w", "v") == _LATIN_CASE.sub("", longer).replace("w", "v")
    ):
        return True  # "Wilno", "Wilna"; "Kolbuszow", "Kolbuszov"
    if len(shorter) >= 5 and longer.startswith(shorter + " "):
        return True  # "Bratislava", "Bratislava-Ružinov"
    if len(shorter) >= 4 and longer.startswith(shorter) and longer[len(shorter) :] in _PLURAL_ENDINGS:
        return True  # "Канн", "Каннами", "Канни"
    least = 3 if _ADJECTIVAL.search(first.text) and _ADJECTIVAL.search(second.text) else 4  # "Сланий", "Сланим"
    return bool(_keys(first.text) & _keys(second.text)) or (
        len(stem(first.text)) > least and stem(first.text) == stem(second.text)
    )


def _another_letter(shorter: str, longer: str) -> bool:
    """Whether two words differ as two real places may: in one letter (`Гомбург`, `Гамбург`), or by one that is doubled (`Ротенбург`)."""
    shorter, longer = shorter.translate(_ALIKE), longer.translate(_ALIKE)
    if shorter == longer:
        return False  # "Аникщяй", "Анікщяй"
    if len(shorter) == len(longer):
        return sorted(shorter) != sorted(longer)
    return _DOUBLED.sub(r"\1", shorter) == _DOUBLED.sub(r"\1", longer)


#: Letters that writers of one name differ in.
_ALIKE = str.maketrans("іїґєэ", "иигее")
_DOUBLED = re.compile(r"(.)\1")
_ADJECTIVAL = re.compile(r"(?:ий|ій|ого|ому|им|ім|а|ої|ою|ую|ый|ым|ом|ая|ой)$")


_CYRILLIC = re.compile("[\u0400-\u04ff]")


def _telling(one: Evidence, group: list[Evidence]) -> tuple:
    """By which the mention of a group is chosen whose wording its draft takes."""
    longest = max(len(other.mention.text) for other in group)
    return (
        one.mention.regional,
        (one.mention.text[:1] > "\u0400") == _cyrillic(one.sentence),
        len(group) > 1 and len(one.mention.text) + 1 >= longest and is_known_in_a_case(one.mention.text),
        _nominative(one.mention, group),
        bool(one.mention.aliases),
        one.mention.country is not None,
        one.strength,
        -one.order,
    )


@lru_cache(maxsize=64)
def _cyrillic(sentence: str) -> bool:
    return len(_CYRILLIC.findall(sentence)) > len(sentence) / 3


def _draft(group: list[Evidence], scope: Scope) -> Draft:
    best = group[0] if len(group) == 1 else max(group, key=lambda one: _telling(one, group))
    country = next(
        (one.mention for one in sorted(group, key=lambda one: (one.mention.assumed, -one.strength)) if one.mention.country),
        None,
    )
    stages = [one.stage for one in group if one.stage]
    stage = _page_stage(group, stages)
    if stage is None and not scope.listed and not any(FIRM.search(one.sentence) or lasting(one.sentence) or one.mention.twin for one in group):
        stage = Stage.INTENT if any(_FUTURE.search(one.sentence) for one in group) else Stage.TALKS
    dated = [one for one in group if one.since]
    settled = [one for one in dated if one.stage in (Stage.SIGNED, Stage.REGISTERED, Stage.RENEWED, None)] or dated
    since = settled[0].since if settled else None
    name = PartnerName(
        raw=best.mention.text,
        name=best.mention.text,
        level=best.mention.level or next((one.mention.level for one in group if one.mention.level), None),
        country=None,
        region=best.mention.region,
    )
    pieces = split_names(best.mention.text)
    if len(pieces) == 1 and pieces[0].name:
        name = replace(
            pieces[0],
            raw=best.mention.text,
            level=name.level or pieces[0].level,
            region=name.region or pieces[0].region,
            country=None,
        )
    quoted = next((one for one in group if one.since is not None), best)
    return Draft(
        name,
        country.country if country else scope.country,
        country.country_raw if country else scope.country_raw,
        since,
        stage,
        kind_of(" ".join(one.sentence for one in group)[:600]) or scope.kind,
        name.level,
        name.region,
        shorten(quoted.quote or quoted.sentence, quoted.mention.text),
        next((one.hromada for one in group if one.hromada), scope.hromada_raw),
        weak=_weak(group, scope, name),
        bare=country is None and scope.country is None,
    )


def _weak(group: list[Evidence], scope: Scope, name: PartnerName) -> bool:
    """Whether one sentence alone names the partner, with no level, country, region or sure wording."""
    one = group[0]
    said = one.mention
    if scope.listed or len(group) > 1 or name.level or name.region or said.country or said.twin:
        return False
    # Of names in Latin letters the set of known places has the main one alone: `Ingelheim am Rhein`.
    if name.name[:1] < "\u0400":
        return one.strength < SURE
    return one.strength < _LIKELY or not is_known_in_a_case(name.name)


#: The strength from which one sentence alone is believed.
SURE = 0.8
#: The strength from which one sentence alone is believed of a place that is known.
_LIKELY = 0.75
_FUTURE = AnyCase(
    r"(?<!\w)(?:\w+(?:атиме|атимуть|итиме|итимуть|увати?муть)|буд\w+|розпочн\w+|почн\w+|will|"
    r"shall|będ\w+|wird|werden)(?!\w)",
)


def _nominative(mention: Mention, group: list[Evidence]) -> int:
    """How many other forms of the group have this one as their nominative."""
    key = fold(mention.text)
    if key.isascii():
        case = _LATIN_CASE.sub("", key)
        others = [form for one in group if (form := fold(one.mention.text)) != key and _LATIN_CASE.sub("", form) == case]
        return sum(_latin_rank(key, case) > _latin_rank(form, case) for form in others)
    return sum(
        1
        for one in group
        if fold(one.mention.text) != key and key in {fold(form) for form in nominatives(one.mention.text)[1:]}
    )


#: Behind the subject of a sentence: `Злоторія – місто у Нижньосілезькому воєводстві`.
_SUBJECT = r"\s(?:[–—]\s(?:це\s)?(?:[а-яіїєґё]+\s){0,2}(?:міст|громад|[гґ]мін|комун|муніципал|город)|є\s|розташован|знаходиться|ста(?:в|ла|ло)\s)"


_OBLIQUE_END = re.compile(r"(?<=[бвгґджзклмнпрстфхцчшщ])(?:ом|ем|а|у|ю|і)$")
#: What many towns have behind their name.
_ON_A_RIVER = r"-(?:[а-яіїєґ]{2,4}-){1,2}[А-ЯІЇЄҐ][\w’']+(?!\w)"


def put_as_printed_elsewhere(evidence: list[Evidence], text: str) -> None:
    """Names in an oblique case in the nominative, where the page prints a place that is known by it: `Мельця`, and `Мелець` further down."""
    named = sorted({one.mention.text for one in evidence})
    for mention in {id(one.mention): one.mention for one in evidence}.values():
        if mention.regional or mention.text[:1] < "\u0400":
            continue
        if f"{mention.text}-" in text and (whole := re.search(rf"(?<!\w){re.escape(mention.text)}{_ON_A_RIVER}", text)):
            mention.text = whole[0]  # "Сантарканджело" of a headline
            continue
        if is_known_place(mention.text):
            continue
        if "-" in mention.text and (bare := _OBLIQUE_END.sub("", mention.text)) != mention.text and re.search(rf"(?<!\w){re.escape(bare)}(?![\w-])", text):
            mention.text = bare  # "Рішон-ле-Ціона"
            continue
        forms = {fold(form).replace("ь", "") for form in nominatives(mention.text)[1:]}
        if soft := next((name for name in named if "ь" in name and fold(name).replace("ь", "") in forms), None):
            mention.text = soft
            continue
        for form in nominatives(mention.text)[1:]:
            behind = "(?!\\w)" if is_known_place(form) else _SUBJECT
            if form in text and re.search(rf"(?<!\w){re.escape(form)}{behind}", text):
                mention.text = form
                break


def put_in_nominative(evidence: list[Evidence], text: str) -> None:
    """Names of a Polish or German page in the nominative, where the page prints that as well or a place is known by it."""
    for mention in {id(one.mention): one.mention for one in evidence}.values():
        if not is_known_place(mention.text):
            forms = polish_names(mention.text)
            printed = [form for form in forms if re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text)]
            oblique = map(" ".join, product(*(_also_nominative(word) for word in mention.text.split(" ")[:3])))
            known = next(filter(is_known_place, (*forms, *oblique)), mention.text)
            mention.text = next(filter(is_known_place, printed), printed[1] if len(printed) > 1 else known)


#: Endings of Polish cases that may be several others in the nominative: believed only where a place is known by it.
_ENDINGS = (("nie", "n"), ("wie", "w"), ("zie", "d"), ("cie", "t"), ("rze", "r"), ("le", "ł"), ("ym", "e"), ("ym", "y"), ("ym", "a"), ("im", "ie"), ("ego", "e"), ("ego", "y"),
            ("em", "o"), ("u", "o"))  # fmt: skip


def _also_nominative(word: str) -> list[str]:
    return [
        word,
        *polish_nominatives(word)[1:],
        *(word[: -len(old)] + new for old, new in _ENDINGS if word.endswith(old) and len(word) > len(old) + 2),
    ]


def _latin_rank(form: str, stem: str) -> int:
    """How likely a Polish form is the nominative among forms of one stem: `Opole` over `Opola`, `Warszawa` over `Warszawy`."""
    ending = form[len(stem) :]
    if stem.endswith(("ic", "owic")) and ending == "e":
        return 5
    return {"o": 4, "": 3, "e": 2, "a": 1}.get(ending, 0)


#: `делегація з міста X, депутати якого проголосували за`.
_THEIR_COUNCIL = AnyCase(
    r"(?<!\w)(?:депутати|рада|сесія|депутаты|совет|council(?:l?ors)?|rada|radni)\s+(?:якого|якої|которого|которой|of which|którego|której)(?!\w)"
)


def _page_stage(group: list[Evidence], stages: list[Stage]) -> Stage | None:
    if not stages:
        return None
    if Stage.INTENT in stages and any(INTENT_DOCUMENT.search(one.sentence) for one in group):
        firm = [
            one
            for one in group
            if (
                one.stage in (Stage.SIGNED, Stage.RENEWED)
                or (one.stage is Stage.APPROVED and not _THEIR_COUNCIL.search(one.sentence))
            )
            and re.search(
                r"угод|догов|соглашен|"
                r"agreement|umow|vertrag|vereinbarung|побратим",
                one.sentence,
                re.I,
            )
        ]
        if not firm:
            return Stage.INTENT
    if Stage.APPROVED in stages and all(one.since is None and _ONLY_CALLED.search(one.sentence) for one in group if one.stage is Stage.SIGNED):
        return Stage.APPROVED  # "A і B стали містами-партнерами": a headline of what the council has decided
    return max(stages, key=_STAGES.index)


_ONLY_CALLED = AnyCase(r"^(?!.*(?:угод|догов|меморандум|підпис|подпис|соглашен|agreement|signed)).*(?<!\w)(?:ста(?:ли|в|ло|ла)|became)(?!\w)")
