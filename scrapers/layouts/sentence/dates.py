"""The date of an event that a sentence tells, and to which of its partners each date belongs.

What belongs here: days without a year, dates that alternate with names, dates told in the next sentence. What does not: which
date is that of a signing (`entry.dates`).
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from schemas.vocabularies import Stage
from scrapers.layouts.entry.dates import of_that_year, when_of
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context
from scrapers.layouts.entry.pieces import YEAR
from scrapers.layouts.sentence.mentions import mentions
from scrapers.layouts.sentence.model import LONGEST_SENTENCE, Evidence, Mention
from scrapers.layouts.sentence.splitting import sentences
from scrapers.layouts.sentence.stages import BROKEN, INTENT_DOCUMENT, PAST, PLAN, SIGNED_VERB
from scrapers.text.dates import PartialDate, Precision, find_dates
from scrapers.text.normalise import AnyCase

#: `..., а з X – торік`: not of the year that is told before.
_OF_ANOTHER_YEAR = AnyCase(r"(?:\s\([^()]{2,40}\))?\s[–—-]\s(?:[^\s.;,]+\s)?(?:торік|цьогоріч|минулоріч|згодом|пізніше|невдовзі|нещодавно|минулого року|цього року|наступного року|позже|в прошлом году)(?!\w)")


def paired_moments(sentence: str, accepted: Sequence[Mention], context: Context) -> dict[int, PartialDate | None]:
    """The dates of a sentence that alternate with its partners (`з A 1996 року, а з B – 2019-го`; `у 1996 – A, у 2019 – B`),
    by the start of each mention; empty when they do not."""
    sentence = of_that_year(sentence)
    if own := _own_moments(sentence, accepted, context):
        return own
    if len(accepted) == 1 and " – " in sentence and len(YEAR.findall(sentence)) > 1:
        dates = find_dates(sentence, context.base)
        behind = [value for start, _, value in dates if _DASH.fullmatch(sentence, accepted[0].end, start)]
        return {accepted[0].start: behind[0]} if len(dates) > 1 and behind else {}
    dates = find_dates(sentence, context.base) if len(accepted) > 1 else []
    if len(dates) == 1 and dates[0][2].precision is Precision.YEAR and dates[0][0] < accepted[0].start:
        # "У 2023 році підписано три угоди: 14 лютого – з A, 3 червня – з B"
        year = date(int(dates[0][2].value), 12, 31)
        dates = [
            (start, end, replace(value, relative=False))
            for start, end, value in find_dates(sentence, year)
            if value.precision in (Precision.DAY, Precision.MONTH) and start > dates[0][0]
        ]
    if not dates and context.reported and len(accepted) > 1:
        dates = find_dates(sentence, context.reported)
    if (
        len(dates) == len(accepted) + 1
        and dates[0][0] < accepted[0].start
        and all("(" in sentence[one.end : start] for one, (start, _, _) in zip(accepted, dates[1:], strict=True))
    ):
        dates = dates[1:]  # "У 2024 році підписано дві угоди: з A (28.02.2024) та B (11.10.2024)"
    if len(dates) < 2:
        return {one.start: None for one in accepted[1:] if dates and dates[0][1] < one.start and _OF_ANOTHER_YEAR.match(sentence, one.end)}
    marks = sorted(
        [(one.start, "n", one) for one in accepted] + [(start, "d", value) for start, _, value in dates],
        key=lambda mark: mark[0],
    )
    order = "".join(kind for _, kind, _ in marks)
    if not (_NAME_THEN_DATE.fullmatch(order) or _DATE_THEN_NAME.fullmatch(order)):
        # "У 2010 році підписали угоду з A, а з B – у 2015-му"
        dashed = {start: (one.start, value) for one in accepted for start, _, value in dates if _DASH.fullmatch(sentence, one.end, start)}
        own, rest = dict(dashed.values()), [value for start, _, value in dates if start not in dashed]
        return {one.start: own.get(one.start, rest[0]) for one in accepted} if own and len(rest) == 1 else {}
    found: dict[int, PartialDate | None] = {}
    if order[-2:] == "dn" and order[0] == "n":
        found[marks[-1][0]] = None  # "A від 2003-го, B від 2020-го та C"
    for (start, kind, _), (_, other, value) in pairwise(marks):
        if order[0] == "n" and (kind, other) == ("n", "d"):
            found[start] = value
    if order[0] == "d":
        moment = None
        for start, kind, value in marks:
            if kind == "d":
                moment = value
            else:
                found[start] = moment
    return found


def _own_moments(sentence: str, accepted: Sequence[Mention], context: Context) -> dict[int, PartialDate | None]:
    """The dates that stand in the bracket or in the relative clause of one partner of several, by the start of each mention: `A
    (since 1990), B in Poland (since 2002) and C`, `A та B, з яким підписано угоду 2003 року`; empty when none does."""
    if len(accepted) < 2:
        return {}
    bracketed: dict[int, PartialDate] = {}
    with_whom: dict[int, PartialDate | None] = {}
    said: dict[int, PartialDate] = {}
    alone = False
    for one, after in pairwise([*accepted, None]):
        behind = sentence[one.end : after.start if after else len(sentence)]
        bracket = BRACKET_BEHIND.match(behind)
        if bracket and not EVENTS.search(bracket[1]) and (dates := find_dates(bracket[1], context.base)):
            bracketed[one.start] = dates[0][2]
            alone = alone or len(bracket[1]) - (dates[0][1] - dates[0][0]) <= _LITTLE
        if (clause := _WITH_WHOM.search(behind)) and _TIED.search(behind) and not EVENTS.search(behind):
            with_whom[one.start] = next((value for _, _, value in find_dates(behind[clause.start() :], context.base)), None)
        elif dates := find_dates(behind, context.base):
            said[one.start] = dates[0][2]
    head = moment_of(sentence[: accepted[0].start], context) if bracketed else None
    if bracketed and ((alone and head) or len(bracketed) + sum(value is not None for value in with_whom.values()) > 1):
        return {one.start: bracketed.get(one.start) or with_whom.get(one.start) or (head if one.start < min(bracketed) else None) for one in accepted}
    if (years := _years_listed(sentence)) and len(years) == len(accepted):
        return {one.start: year for one, year in zip(accepted, years, strict=True)}
    if any(with_whom.values()):
        first = moment_of(sentence[: accepted[0].start], context)
        return {one.start: with_whom.get(one.start) or said.get(one.start) or first for one in accepted}
    return {}


def _years_listed(sentence: str) -> list[PartialDate]:
    """The years that a sentence lists for its partners in their order: `у 1998, 2003 та 2012 роках відповідно`, `договори підписані в 2006 і
    2014 роках`."""
    listed = _YEARS_LISTED.search(sentence)
    if listed is None or not (_RESPECTIVELY.search(sentence) or _SIGNED_IN.search(sentence[: listed.start()])):
        return []
    return [PartialDate(year, Precision.YEAR) for year in YEAR.findall(listed[0])]


_YEARS_LISTED = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:\s?,\s?(?:19|20)\d\d){0,8}\s?(?:та|і|й|и|and|und|i|oraz)\s(?:[ув]\s)?(?:19|20)\d\d(?!\d)"
)
_RESPECTIVELY = AnyCase(r"відповідно(?! до)|соответственно|respectively|odpowiednio")
_SIGNED_IN = AnyCase(r"(?<!\w)(?:угоди|договори|меморандуми|договоры|соглашения)\s(?:[^\s.,;]+\s){0,4}?(?:підписані|укладені|подписаны|заключены)\s(?:у|в|во)\s$")
#: What has a day of its own.
EVENTS = AnyCase(r"автобус|візит|зустріч|делегац|фестивал|про[єе]кт|рейс|обмін|гост|визит|встреч|обмен|visit|meeting|exchange|wizyt|spotkan|besuch")
_TIED = AnyCase(r"угод|догов|меморандум|побрат|дружб|дружить|дружимо|співпрац|партнер|відносин|зв.яз|соглашени|сотруднич|отношени|agreement|memorandum|signed|partner|umow|współprac")
#: A bracket behind a place, its country between: `Celle in Germany (since 1990)`.
BRACKET_BEHIND = re.compile(r"[^(,;:]{0,40}\(([^()]{2,80})\)")
_WITH_WHOM = AnyCase(
    r"(?<!\w)(?:(?:з|із|зі|с|со|z|ze)\s(?:яким|якою|которым|которой|которою|którym|którą)|with (?:which|whom))(?!\w)",
    needs="як котор którym którą which whom",
)
_LITTLE = 12
"""Letters beside a date in a bracket that says nothing else: `(Литва, 2015)`."""
_NAME_THEN_DATE, _DATE_THEN_NAME = re.compile(r"(?:nd){2,}n?"), re.compile(r"(?:dn+){2,}")


_DASH = re.compile(r"\s*(?:\([^()]*\)\s*)?[–—]\s(?:[ув]\s)?")


def moment_of(sentence: str, context: Context) -> PartialDate | None:
    """The date of an event; a day without a year is of the year before the page's own date, when it stands near it."""
    base = context.base or context.reported or context.dated
    if base is None and not YEAR.search(sentence):
        return None
    said = _TO_DATE.sub(" ", of_that_year(_GLUED.sub("", sentence)))
    moment = when_of(said if base is None or SIGNED_VERB.search(sentence) else _TODAY.sub(" ", said), base)
    if moment is None or not moment.relative or context.base:
        return moment
    if PLAN.search(sentence) and not PAST.search(sentence):
        return None
    if moment.precision is Precision.YEAR:
        return when_of(sentence, context.dated) if context.dated else None
    if context.reported:
        return moment
    if moment.precision is Precision.MONTH:
        return moment if (base - date.fromisoformat(f"{moment.value}-01")).days <= _SAME_SEASON else None
    return moment if (base - date.fromisoformat(moment.value)).days <= _NEAR else None


def _of_document(sentence: str, start: int, end: int) -> bool:
    """Whether a date from `start` to `end` is that of a document made before."""
    before = sentence[:start]
    return bool(_MADE.search(before) or _OF_DOCUMENT.search(before) or _MADE_BEHIND.match(sentence, end))


def day_of(sentence: str, context: Context) -> PartialDate | None:
    """The day on which what a sentence tells happened, that of an older document in it left aside."""
    days = [
        value
        for start, end, value in find_dates(sentence, context.base)
        if value.precision is Precision.DAY and not _of_document(sentence, start, end)
    ]
    return days[0] if len(days) == 1 else moment_of(sentence, context)


def lately(day: PartialDate, context: Context) -> bool:
    """Whether a day is not long before the page that tells of it; any is where the page has no date."""
    base = context.base or context.reported or context.dated
    return base is None or day.precision is not Precision.DAY or abs((base - date.fromisoformat(day.value)).days) <= (_NEAR if day.relative else _WITHIN_A_YEAR)


_WITHIN_A_YEAR = 370


def day_of_scene(before: str, context: Context, told: Collection[str] = ()) -> PartialDate | None:
    """The day of which the last sentences of a text tell what happened, for a signing that the next one tells with no day of its own:
    `Учора у палаці було людно. Угоду підписали бургомістр A та голова B`; None where they name several days, a plan, or a partner of their own (`told`)."""
    base = context.base or context.reported or context.dated
    for sentence in reversed(sentences(before[-LONGEST_SENTENCE:])[-_SCENE:]):
        if (left := OTHER_TIME.search(sentence)) and left.start() < _AT_ONCE:
            return None
        days = {
            value.value: value
            for start, end, value in find_dates(sentence, base)
            if value.precision is Precision.DAY and not _of_document(sentence, start, end)
        }
        if sentence in told:
            return None
        if days and _ON_THE_WAY.search(sentence):
            continue
        if days and len(sentence) > _DATELINE:
            [day, *others] = days.values()
            near = (base is None and not day.relative) or (base is not None and (base - date.fromisoformat(day.value)).days <= _NEAR)
            told = _HELD.search(sentence) is not None and not (_NO_SCENE.search(sentence) or PLAN.search(sentence) or SIGNED_VERB.search(sentence))
            return day if near and told and not others and not _TERM.search(sentence) else None
    return None


#: Sentences that a scene is told in before what was signed.
_SCENE = 5
_DATELINE = 30
#: `з 30 вересня до 3 жовтня`, `2–4 квітня`.
_TERM = AnyCase(r"(?<!\w)(?:до|по|do|bis|to|till|until) \d{1,2}(?:\.| [^\W\d_])|(?<!\d)\d{1,2}\s?[–—-]\s?\d{1,2}\s[^\W\d_]{3}")
_HELD = AnyCase(
    r"(?<!\w)(?:пров(?:ели|ела|ів|ел|едено) (?:[^\s.;]+ ){0,2}?(?:зустріч|онлайн|відеоконференц|перемовин|переговор|встреч|видеоконференц)\w*|відбу(?:ла|ло|в|ли)с[яь]|пройш(?:ла|ло|ли|ов)|розпочал\w+|зібрал\w+|завіта\w+|прибу\w+|приїха\w+|зустрі\w+|відвіда\w+|перебува\w+|побува\w+|гостюва\w+|"
    r"прийма\w+|вітал\w+|стал[аои] (?:[^\s.;]+ ){0,3}?(?:д[не]\w+|поді)|стал[аоие] (?:[^\s.;]+ ){0,2}?(?:історичн|святков|знаков)\w*|було (?:[^\s.;]+ )?свято|гост(?:ями|ем)|було (?:багатолюдно|людно|гамірно|велелюдно)|сьогодні|[ву]чора|состоял\w+|прошл\w+|прошёл|собрал\w+|посети\w+|встрет\w+|сегодня|вчера|took place|was held|gathered|arrived|visited|"
    r"met|today|yesterday|odbył\w+|przyjecha\w+|gościł\w+|spotka\w+|dziś|wczoraj|fand|fanden|heute|gestern)(?!\w)"
)


_AT_ONCE = 12
"""Characters at the head of a sentence within which such a word is of all of it."""
#: What is no visit, meeting or ceremony.
_NO_SCENE = AnyCase(
    r"(?<!\w)(?:вибори|сесі[яї](?!\w)|засіданн\w* (?:[^\s.;]+ )?(?:сесі|комітет|виконком|комісі|рад[иі])|мітинг|парад|аварі[яїю]|ворог|вторгнен|визвол|утворен|народив|народилася|загинув|помер(?!\w)|похован|відкрит\w+ (?:школ|ліце|садк|центр)|"
    r"выборы|сесси[яи](?!\w)|митинг|авари[яи]|освобожд|родился|погиб|elections?(?!\w)|war(?!\w)|born(?!\w)|parade|europe day)"
)
#: `Делегація виїхала ще в четвер`
_ON_THE_WAY = AnyCase(r"(?<!\w)(?:виїха|виїздил|вируши|ночува|выехал|отправил(?:ась|ись))\w*")
#: Words with which a text leaves the day that it told of.
OTHER_TIME = AnyCase(
    r"(?<!\w)(?:раніше|згодом|пізніше|торік|давно|наступного (?:дня|тижня|місяця|року)|через (?:[^\s.;]+ )?(?:день|дні|днів|тиждень|тижні|місяц|рік|рок)|за (?:рік|два роки|місяць|тиждень)|за (?:його|її) (?:ініціатив|каденці)|саме тоді|"
    r"ранее|позже|в прошлом году|давно|через (?:год|месяц|неделю)|earlier|later|afterwards|years ago|wcześniej|później)(?!\w)"
)


#: The most days between the first of a month told with no year and the page that tells of it.
_SAME_SEASON = 190


#: The day until which something is counted, not one on which it happened.
_TO_DATE = AnyCase(
    r"(?<!\w)(?:(?:станом )?на сьогодні(?:шній день)?|(?:по состоянию )?на сегодня(?:шний день)?|as of today|na dzień dzisiejszy|bis heute)(?!\w)"
    r"|(?<!\w)лист\w*\s[^.;]{0,90}?\sвід\s\d{1,2}[\s.][^\s,;]{2,9}[\s.](?:19|20)\d\d(?:\s(?:року|р\.))?"
)
#: The day of publication, run into the first sentence.
_GLUED = re.compile(r"^(?:(?i:date|data|дата):?\s*)?\d{4}-\d\d(?:-\d\d)?(?:[T\s]\d\d:\d\d(?::\d\d)?)?\s+(?=[^\W\d_])")
#: Nowadays, where nothing is signed.
_TODAY = AnyCase(r"(?<!\w)(?:сьогодні|сегодня|today|dziś|dzisiaj|heute)(?!\w)")


def begun(sentence: str, context: Context) -> PartialDate | None:
    """The one day on which a tie was made of whose end a sentence tells: `угоду, підписану 2008 року, розірвано`, `припинити дію
    договору від 14.09.2007`; None when there are several."""
    if not YEAR.search(sentence):
        return None
    dates = find_dates(sentence, context.base)
    made = [value for start, end, value in dates if _MADE.search(sentence[:start]) or _MADE_BEHIND.match(sentence, end)]
    found = made or [value for start, _, value in dates if _OF_DOCUMENT.search(sentence[:start])]
    return found[0] if len({one.value for one in found}) == 1 else None


_MADE = AnyCase(
    r"(?<!\w)(?:укладен\w*|підписан\w*|встановлен\w*|започаткован\w*|налагоджен\w*|установленн\w*|заключ[её]нн\w*|подписанн\w*|заключен\w*|signed|concluded|zawart\w*|podpisan\w*|unterzeichnet\w*|geschlossen\w*)"
    r"(?:\s(?:ще|ще у|ще в|у|в|в|on|in|w|dnia|am|im|еще в|ещё в))?\s+$"
    r"|[–—-]\s(?:з|із|від)\s+$|(?<!\w)(?:укла|підписа|заключи|подписа)(?:в|ла|ло|ли|л)\s(?:угоду|договір|меморандум|договор|соглашение)\s(?:про\s[^\s.;]+\s|о\s[^\s.;]+\s)?(?:ще\s|еще\s|ещё\s)?(?:[ув]\s|від\s)?$|(?<!\w)(?:партнером|побратимом)\s[^.;,]{0,30}(?:з|із|від)\s+$|(?<!\w)(?:тривал\w*|діяв|діял[аи]|існувал\w*|длил\w*|действовал\w*|lasted|existed|trwał\w*)\s(?:вже\s)?(?:з|із|від|с|since|from|od)\s+$"
)
_OF_DOCUMENT = AnyCase(r"(?<!\w)(?:угод|догов|меморандум|соглашен|agreement|umow|porozumieni|vertrag)[^.;]{0,220}\s(?:від|от|of|z|z dnia|vom)\s+$")
_MADE_BEHIND = AnyCase(
    r"(?:\s(?:року|р\.|года|году|r\.))?,?\s(?:було\s|была\s|был\s)?(?:партнером|побратимом|містом-побратимом|містом-партнером|уклали|підписали|заключили|подписали|укладен\w*|підписан\w*|заключ[её]н\w*|подписан\w*)(?!\w)"
)
#: The most days between an event and the page that tells of it with no year.
_NEAR = 60
#: A field of its own in a line of them: `Дата укладення: 23.06.2022.`
_SIGNED_ON = AnyCase(r"(?:дата|рік|год|date|year|data|rok|datum|jahr)\s(?:of\s|der\s)?(?:підписан|укладен|укладан|подписан|заключен|signing|signature|conclusion|podpisani|zawarci|unterzeichnung)\w*\s?[:–—-]\s?\d")
_PRONOUN = re.compile(r"(?:Її|Його|Їх|Ее|Её|Его|It|Umowę|Sie) ")
_DOCUMENT = AnyCase(
    r"(?<!\w)(?:угод|договор|договір|меморандум|декларац|документ|пакт|соглашени|agreement|memorandum|umow|porozumieni|(?:partnerschafts|kooperations|freundschafts)?(?:vertrag|vereinbarung|urkunde|abkommen))"
)


#: A lease, a purchase, a loan; how many agreements there are.
OTHER_DOCUMENT = AnyCase(
    r"(?<!\w)(?:угод|договор|договір|contract|agreement|umow|vertrag)\w{0,3} (?:про )?(?:оренд|купівл|постач|підряд|позик|позич|кредит|грант|дарування|безоплатн|безкоштовн|передач|утриманн|експорт|прикордонн\w+ рух|обмін студент|аренд|поставк|покупк|of lease|of sale|loan|najmu|dzierżaw|kredyt)"
    r"|\d (?:угод|договорів|меморандумів|договоров|соглашений|agreements|umów|громад|hromadas|communities)(?!\w)"
)


def give_date(evidence: list[Evidence], moment: PartialDate | None) -> None:
    """Give the day of a signing told in another sentence to the ties that have none."""
    for one in evidence:
        letter = one.stage is Stage.INTENT and INTENT_DOCUMENT.search(one.sentence) and PAST.search(one.sentence)
        if one.since is None and (letter or one.stage in (None, Stage.SIGNED, Stage.RENEWED, Stage.ENDED, Stage.SUSPENDED)):
            one.since = moment


CEREMONY_HELD = (
    r"церемоні\w+ (?:підписання (?:[^\s.;]+ ){0,2}?)?(?:відбул|пройшл)|церемони\w+ (?:подписания (?:[^\s.;]+ ){0,2}?)?(?:состоял|прошл)|"
    r"unterzeichnung (?:fand|erfolgte)|(?:the|signing|official) ceremony (?:took place|was held)|(?:ceremonia|uroczystość) (?:podpisania )?odbyła"
)
_CEREMONY = AnyCase(CEREMONY_HELD)
#: `Два міста стали побратимами у 2011 році`.
_BECAME_TWINS = AnyCase(
    r"(?<!\w)(?:міста|громади|города|громады|towns|cities|communities)\s(?:[^\s.;]+\s){0,2}?(?:стали|became)\s(?:[^\s.;]+\s)?(?:побратим|партнер|партн[её]р|twin|sister)"
)


def tells_when(sentence: str, context: Context, told: Sequence[Evidence] = ()) -> bool:
    """Whether a sentence that names no partner, or none but those of the one before it (`told`), says when its document was signed."""
    known = {stem(one.mention.text) for one in told}
    return (
        (
            ((_DOCUMENT.search(sentence) or _PRONOUN.match(sentence)) and SIGNED_VERB.search(sentence)) is not None
            or _SIGNED_ON.match(sentence) is not None
            or _CEREMONY.search(sentence) is not None
            or _BECAME_TWINS.search(sentence) is not None
        )
        and not PLAN.search(sentence)
        and not BROKEN.search(sentence)
        and not OTHER_DOCUMENT.search(sentence)
        and not any(
            not (one.ukrainian or one.locative or one.regional or stem(one.text) in known) and (one.levelled or one.country)
            for one in mentions(sentence, context)
        )
    )
