"""What a heading, or the title of a page, says of the entries below it.

What belongs here: headings that open, narrow or end a list of partners. What does not: headings that name one partner each
(`layouts.headings`), and whose list it is (`owners`).
"""

import re
from functools import lru_cache

from schemas.vocabularies import Stage
from scrapers.layouts import cues
from scrapers.layouts.entry.dates import when_of
from scrapers.layouts.entry.hromada import hromada_named
from scrapers.layouts.entry.marks import clean, without_flags
from scrapers.layouts.entry.model import Context, Scope
from scrapers.layouts.entry.owners import foreign_owner
from scrapers.layouts.entry.pieces import YEAR
from scrapers.layouts.entry.stages import CLOSED, CLOSING, FORMER, stage_in
from scrapers.layouts.page.model import Page
from scrapers.text.countries import Found, country_of, find_countries
from scrapers.text.normalise import AnyCase, fold_space
from scrapers.text.words import kind_of

LONGEST_HEADING = 220
_DOMESTIC = AnyCase(
    r"(?<!\w)(?:в україні|внутри украины|всередині україни|в межах україни|українськ\w+ (?:міст|побратим|партнер|громад)\w*|"
    r"внутрішн\w+|украинск\w+ (?:город|побратим|партн)\w*|в украине|ukrainian (?:partner|twin|cit)\w*|"
    r"within ukraine|"
    r"ukraińsk\w+ (?:miast|partner)\w*|ukrainische (?:partner|städte)\w*|пліч-о-пліч|"
    r"всеукраїнськ\w+|міжмуніципальн\w+ співробітництв\w+ (?:в|у) україні)(?!\w)",
)

#: `за кордоном і в Україні`
_AND_ABROAD = AnyCase(
    r"(?<!\w)(?:за кордон\w*|закордон\w*|зарубіж\w*|іноземн\w*|за рубеж\w*|иностран\w*|abroad|foreign|zagrani\w*|ausland\w*)(?!\w)"
)


def read_heading(text: str, scope: Scope, context: Context) -> Scope | None:
    """The scope under a heading, or None when the text is no heading of a list (it may then be an entry)."""
    if len(text) > LONGEST_HEADING:
        return None
    if not scope.listed:
        _, iso, _, partner = _heading_facts(text)
        if iso is None and not partner:
            return None  # most texts of a page
    key = (text, scope, "heading")
    if key not in context.seen:
        context.seen[key] = _read_heading(text, scope, context)
    return context.seen[key]


def _read_heading(text: str, scope: Scope, context: Context) -> Scope | None:
    bare, iso, printed, partner = _heading_facts(text)
    if iso:
        return scope.landless()._replace(country=iso, country_raw=printed)
    if scope.listed and (closed := _country_and_end(bare)):
        return scope.landless()._replace(country=closed[0], country_raw=closed[1], stage=closed[2], of_country=True)
    if scope.listed and (owner := hromada_named(bare)):
        # A list of several hromady: what stands below is that hromada's.
        return scope.landless()._replace(hromada_raw=owner)
    if scope.listed and _HROMADA_ALONE.fullmatch(bare) and _OF_HROMADY.search(context.title) and not find_countries(bare.lower()):
        return scope.landless()._replace(hromada_raw=bare)
    stage = Stage.ENDED if FORMER.search(bare) else stage_in(bare)
    opens = text.rstrip().endswith(":")
    if opens and stage in (None, Stage.SIGNED) and CLOSING.search(bare):
        stage = Stage.ENDED  # "Припинити дію угод, укладених з містами:"
    if scope.listed and stage in CLOSED and len(bare) < 80 and not _CAPITAL_INSIDE.search(bare):
        # «Припинені відносини» inside a list of partners: the list goes on, its ties are over.
        return scope.landless()._replace(stage=stage)
    if scope.listed and stage in (Stage.INTENT, Stage.SIGNED_BY_ONE) and len(bare) < 120 and cues.AGREEMENT_WORDS.search(bare):
        return scope.landless()._replace(stage=stage)
    told = stage is Stage.APPROVED or (stage is Stage.RENEWED and (cues.AGREEMENT_WORDS.search(bare) or "дію" in bare.lower()))
    if opens and scope.listed and told and len(bare) < 120 and not _CAPITAL_INSIDE.search(bare):
        return scope.landless()._replace(stage=stage)
    if scope.listed and stage in (Stage.INTENT, Stage.SIGNED) and len(bare) < 120 and _OPENS_A_LIST.match(bare):
        return scope.landless()._replace(stage=stage if stage is Stage.INTENT else None)
    if not partner and scope.listed and _IN_PROCESS.fullmatch(bare):
        return scope.landless()._replace(stage=Stage.INTENT)
    if not partner and scope.listed and cues.ABROAD.match(bare) and (scope.domestic or "світ" not in bare.lower()):
        return scope.landless()._replace(domestic=False)
    if not partner and scope.listed and cues.IN_FORCE.match(bare):
        return scope.landless()._replace(stage=None)
    if not partner and scope.listed and cues.AGREEMENTS_ALONE.match(bare):
        return scope.landless()._replace(stage=None, kind=kind_of(bare) or scope.kind)
    if (
        not partner
        and scope.listed
        and stage in (Stage.INTENT, Stage.TALKS)
        and len(bare) < 40
        and not _CAPITAL_INSIDE.search(bare)
    ):
        return scope.landless()._replace(stage=stage)
    if (cues.OTHER_HEADING.match(bare) and len(bare) < 80) or cues.NO_AGREEMENT.search(bare) or cues.SEEKING.search(bare):
        return scope.landless()._replace(listed=False, bare=False, foreign=False)
    if is_entry(bare):
        return None  # "1. Modesto (USA) – twin city agreement of 1987"
    if opens and _NAMES_ONE.search(bare) and any(one.iso != "UA" for one in find_countries(bare)):
        return None  # `За запрошенням мера міста-побратима Прієкуле (Латвія):`
    if opens and (told := _partners_of_a_country(bare) or (_country_at_end(bare) if scope.listed or partner else None)):
        return scope._replace(listed=True, country=told[0], country_raw=told[1], domestic=False)
    if not partner or cues.of_institution(bare) or (not opens and cues.is_event(bare)):
        return None
    where = _country_of_partners(bare) or (_country_at_end(bare) if cues.partners_alone(_without_land(bare)) else None)
    return scope._replace(
        listed=True,
        bare=bool(cues.PARTNER_WORDS.search(bare)),
        country=where and where[0],
        country_raw=where and where[1],
        stage=stage if stage not in (None, Stage.SIGNED) else None,
        kind=kind_of(bare) or scope.kind,
        since=when_of(bare, context.base) if opens and _SIGNED_WITH.search(bare) else None,
        domestic=bool(_DOMESTIC.search(bare)) and not _AND_ABROAD.search(bare),
        foreign=foreign_owner(bare, context) is not None,
    )


#: `Болградська` on a page about the partners of several hromady.
_HROMADA_ALONE = re.compile(r"(?!(?:Міськ|Сільськ|Селищн|Городск)[а-я]+$)[А-ЯІЇЄҐ][\w’'-]+(?:ська|цька|зька|ская|цкая)")
_OF_HROMADY = AnyCase(r"(?<!\w)(?:громад (?:[^\W\d_]+(?:щини|ії|ии|и)|області|району|края|области|района)|партнери громад|побратими громад|побратимы громад|партн[её]ры громад)")
#: A part of a list whose ties are still to be made: `У процесі`.
_IN_PROCESS = AnyCase(
    r"\W*(?:(?:у|в|на) (?:процесі|роботі|стадії|опрацюванні|розгляді|погодженні|підготовці|процессе|стадии)(?: [^\W\d_]+){0,2}|"
    r"(?:заплановані|перспективні|потенційні|майбутні|очікуються|плануються|готуються|планируемые|готовятся|in progress|pending|planned|upcoming|coming soon|w przygotowaniu|w trakcie|in vorbereitung|geplant)"
    r"(?: (?:(?:партнер|партн[её]р|міст|город|громад|угод|договор|соглашени|побратим|відносин|зв.язк|підписан|меморандум|документ|протокол|нов|міжнародн|закордонн|зарубіжн|partner|twin|cit|town|agreement|signing|memorand|mou|miast|umow|städte|vertr)[^\W\d_]*|найближчим часом|(?:у|в|на|in|for) (?:19|20)\d\d(?: році| рік)?)){0,3}|"
    r"(?:документи|угоди|договори), (?:що|які) готуються|підготовка до підписання|що (?:попереду|далі)|попереду|наступні кроки|what.s next|что дальше)\W*"
)


@lru_cache(maxsize=1 << 13)
def _country_and_end(heading: str) -> tuple[str, str, Stage] | None:
    """The country that a heading begins with, its wording, and the end of its ties: `Росія (співпрацю припинено у 2014 році)`."""
    if not _ASIDE.search(heading) or (stage_in(heading) not in CLOSED and not CLOSING.search(heading)):
        return None
    only = _only_country(heading, "name")
    if only is None or only.start > 0 or not _ASIDE.match(heading, only.end):
        return None
    rest = heading[only.end :]
    if not _ALL_ENDED.fullmatch(rest):
        return None
    stage = stage_in(rest)
    if stage not in CLOSED and CLOSING.search(rest):
        stage = Stage.ENDED
    return (only.iso, heading[: only.end], stage) if stage in CLOSED else None


#: All ties with a country, and not an exchange or one of them.
_ALL_ENDED = AnyCase(
    r"\W*(?:(?:всі |усі |все )?(?:співпрац\w+|відносини|стосунки|угод\w+|договор\w+|побратимств\w+|партнерств\w+|зв.язки|сотрудничеств\w+|отношения|соглашени\w+|cooperation|relations|agreements?)\s)?"
    r"(?:було |були |was |were )?(?:призупин|припин|розірв|денонс|скасов|suspended|terminated|ended|приостан|прекращ|расторг|разорв)\w*[\s\w.]{0,24}\W*"
)
_ASIDE = re.compile(r"\s*[(–—:,-]\s?[^\W\d]")


def _country_of_partners(heading: str) -> tuple[str, str] | None:
    """The one country whose partners a heading announces (`Партнерські громади Німеччини`), with its wording; None when it
    names a place as well."""
    only = _only_country(heading, "name", "adjective")
    if only is None:
        return None
    rest = _LEADS_HEADING.sub("", f"{heading[: only.start].strip()} {heading[only.end :]}".strip())
    if not cues.PARTNER_HEADING.match(rest) or _CAPITAL_INSIDE.search(rest):
        return None
    return only.iso, heading[only.start : only.end]


def _only_country(heading: str, *forms: str) -> Found | None:
    """The one foreign country that a heading prints in any of `forms`; None when there is none, or several."""
    found = [one for one in find_countries(heading) if one.iso != "UA" and one.form in forms]
    return found[0] if len(found) == 1 else None


def _partners_of_a_country(heading: str) -> tuple[str, str] | None:
    """The country, with its wording, of `Громада співпрацює з румунськими сусідами:`."""
    if not _COOPERATES_WITH.search(heading):
        return None
    only = _only_country(heading, "name", "adjective", "flag")
    if only is None or only.form != "adjective" or not _THOSE.match(heading, only.end):
        return None
    return only.iso, heading[only.start : only.end]


def _country_at_end(heading: str) -> tuple[str, str] | None:
    """The one country, with its wording, with which the words before a list end: `Громада має угоди з містами Польщі:`."""
    only = _only_country(heading, "name", "flag")
    if only is None or any(map(str.isalnum, heading[only.end :])):
        return None
    return only.iso, heading[only.start : only.end]


_COOPERATES_WITH = AnyCase(
    r"(?<!\w)(?:співпрац\w+|співробітнич\w+|дружи\w*|товаришу\w+|партнерств\w+|відносин\w*|зв.язк\w+|угод\w*|договор\w*|сотруднича\w+)\s+(?:[^\W\d_]+\s+){0,3}(?:з|із|зі|с|со)\s"
)
_THOSE = AnyCase(
    r"\s+(?:сусід|міст|громад|партнер|муніципалітет|комун|[гґ]мін|самоврядуванн|регіон|соседями|город|общин)\w*\W*$"
)
#: `Розірвано угоди з такими містами:`.
_AGREED_WITH = AnyCase(
    r"(?<!\w)(?:угод|договор|договір|меморандум|соглашени|відносин|agreement|umow|porozumieni)\w*\s+(?:[^\W\d_]+\s+){0,4}(?:з|із|зі|между|між|с|со|with|z|ze)\s+"
    r"(?:[^\W\d_]+\s+){0,3}(?:міст|громад|муніципалітет|партнер|побратим|регіон|город|общин|cities|towns|municipalities|miast|gmin|samorząd)\w*"
    r"|(?<!\w)(?:угод|договор|договір|меморандум|соглашени|agreement|umow|porozumieni)\w*\s+(?:[^\W\d_]+\s+){0,4}(?:з|із|зі|between|with|z|ze|с)\s*:?\s*$"
)
#: `Протягом 2023 року місто підписало меморандуми з:`.
_SIGNED_WITH = AnyCase(r"(?<!\w)(?:підписа(?:в|ла|ло|ли|но)|укла(?:в|ла|ло|ли)|укладено|подписа(?:л|ла|ли|ны)|заключил[аи]?|signed|podpisa\w+|zawar\w+)(?!\w)")
#: `Перелік громад, з якими планується укладення угод`.
_OPENS_A_LIST = AnyCase(
    r"(?:перелік|список|перечень|list of|wykaz|lista)\s.{0,60}(?:угод|договор|договір|меморандум|соглашени|agreement|umow|umów|porozumie)"
)
#: One partner in a heading, by its name.
_NAMES_ONE = re.compile(r"(?:побратим|партнер)(?:а|у|ом|ові|и|і)?\s+[«\"“„]?[А-ЯІЇЄҐ][\w'’ʼ-]+[»\"”“]?\s*\(")


def is_entry(heading: str) -> bool:
    """Whether a heading begins with a place and its country in a bracket, and goes on to tell of it."""
    entry = _AN_ENTRY.match(heading)
    return entry is not None and country_of(entry[1]) not in (None, "UA")


_AN_ENTRY = re.compile(r"(?:\d{1,3}[.)]\s*)?[^\W\d_a-zа-яіїєґё][\w'’ʼ-]+(?:\s[^\W\d_a-zа-яіїєґё][\w'’ʼ-]+){0,2}\s\(([^()]{2,40})\)\s*[–—:,-]")
_LEADS_HEADING = re.compile(r"^(?:Наші|Перелік|Список|Our|Nasze|Unsere|Наши|List of)\s+")
_CAPITAL_INSIDE = re.compile(r"(?<=[\s(«])[^\W\d_a-zа-яіїєґёà-ÿ]")


@lru_cache(maxsize=1 << 13)
def _heading_facts(text: str) -> tuple[str, str | None, str, bool]:
    """(heading without bullet and colon, the country it is, that country as printed, whether it speaks of partners)."""
    bare = clean(text).rstrip(":").strip()
    printed = fold_space(without_flags(bare)) or bare
    # `Словаччина / 2020` says more of the name above it; it is no heading of those below.
    iso = None if YEAR.search(printed) else country_of(re.sub(r"\s*\(?\d{1,3}\)?\s*$", "", printed)) or country_of(bare)
    partner = (
        cues.PARTNER_HEADING.search(bare) is not None
        or cues.partners_alone(bare)
        or cues.partners_alone(_without_land(bare))
        or (text.rstrip().endswith(":") and _AGREED_WITH.search(bare) is not None)
    )
    return bare, iso, printed, bool(bare) and partner


def _without_land(heading: str) -> str:
    """`Наші партнери в Польщі` without where they are."""
    at_end = _country_at_end(heading) if len(heading) < _SHORT else None
    return heading[: heading.rfind(at_end[1])].strip().rpartition(" ")[0] if at_end else ""


_SHORT = 60


def page_scope(page: Page, context: Context) -> Scope:
    """What the title and the first heading say of the whole page."""
    words = f"{page.heading} {page.title}"
    at_end = _country_at_end(page.heading) if page.heading else None
    # `Партнери з Польщі`: without its country
    lead = _without_land(page.heading)
    alone = any(map(cues.partners_alone, (page.heading, lead, *re.split(r"\s[|–—:-]+\s", page.title))))
    sure = bool(context.site and context.site.options.listed)
    if not sure and cues.of_institution(page.heading or page.title):
        return Scope()
    event = cues.is_event(page.heading or page.title)
    listed = sure or (
        not event
        and (
            alone
            or bool(cues.PARTNER_HEADING.search(words))
            or cues.lists_agreements(page.heading or page.title)
            or bool(cues.AGREEMENTS_ALONE.match(page.heading))
        )
    )
    where = (_country_of_partners(page.heading) or at_end) if listed and page.heading else None
    return Scope(
        country=where and where[0],
        country_raw=where and where[1],
        listed=listed,
        bare=sure or (listed and bool(cues.PARTNER_WORDS.search(words))),
        kind=kind_of(words) if listed else None,
    )
