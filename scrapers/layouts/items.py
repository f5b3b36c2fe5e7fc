"""One item of a list: an entry, an entry with its story, a sentence, or several entries in one.

What belongs here: the text of one item. What does not: the lines that belong to it (`belonging`) and the headings above it (`listing`).
"""

import re

from scrapers.layouts import cues
from scrapers.layouts.belonging import NAME_ALONE
from scrapers.layouts.entry.dates import when_of
from scrapers.layouts.entry.marks import clean
from scrapers.layouts.entry.model import Context, Draft, Scope
from scrapers.layouts.entry.reading import read_entry, read_record
from scrapers.layouts.entry.stages import NOT_SIGNED, stage_in
from scrapers.layouts.grid.columns import holds, holds_country, known, may_be_a_name
from scrapers.layouts.page.model import Block
from scrapers.layouts.sentence.capitals import CAP
from scrapers.layouts.sentence.countries import one_country
from scrapers.layouts.sentence.gathering import gather
from scrapers.layouts.sentence.mentions import mentions
from scrapers.layouts.sentence.model import Evidence
from scrapers.layouts.sentence.partners import TWINS_THERE
from scrapers.layouts.sentence.running_text import read_text
from scrapers.layouts.sentence.stages import SIGNED_VERB
from scrapers.text.countries import country_of, find_countries
from scrapers.text.dates import find_dates
from scrapers.text.names import PartnerName, split_names
from scrapers.text.normalise import AnyCase
from scrapers.text.places import may_lie_in
from scrapers.text.words import level_of

#: Countries that are one city, and partners as such.
_CITY_STATES = ("MC", "SM", "LU", "SG", "LI", "VA")


def read_item(block: Block, text: str, scope: Scope, context: Context) -> list[Draft]:
    """The partners of one item: an entry, an entry with its story after the first full stop, a sentence of a list, or several
    entries parted by a sign."""
    if cues.NOBODY.match(text):
        return []
    if _TITLE_OF_TWO.match(text) and (drafts := read_text(text, scope.landless(), context)):
        return drafts
    if (parts := _parts(text)) and (each := [read_item(block, part, scope, context) for part in parts]):
        told = [drafts for drafts in each if drafts and all(draft.country for draft in drafts)]
        if len(told) >= max(2, 0.75 * len(parts)):
            return [draft for drafts in told for draft in drafts]
    if block.kind not in ("li", "dd") and TWINS_THERE.search(text):
        return []  # "Допомогли й інші партнери Ропчице – угорський Тісалек"
    if (defined := _DEFINED.match(text)) and cues.plausible(defined["name"]):
        drafts = read_record(defined["name"], [text[defined.end() :]], scope, context)
        if drafts and all(draft.country for draft in drafts):
            return drafts
    if (iso := country_of(clean(text))) in _CITY_STATES:
        name = PartnerName(clean(text), clean(text))
        return [Draft(name, iso, name.raw, scope.since, scope.stage, scope.kind, quote=text)]
    if block.kind not in ("li", "dd") and len(text) > 120 and _SENTENCES.search(text) and not scope.since:
        return _opened_by_partner(text, scope, context)
    if (
        block.kind not in ("li", "dd")
        and len(text) > SHORTEST_SENTENCE
        and text.endswith(".")
        and ":" not in text[:_LONG]
        and _KEEPS.search(text, 0, _LONG)
        and len(read_text(text, scope.landless(), context)) > 1
    ):
        return []  # prose: "Місто підтримує зв’язки з польськими A (з 1992 року) та B (з 2004 року), болгарським C"
    if not _is_sentence(text):
        drafts = read_entry(text, scope, context)
        if drafts:
            return drafts
    elif drafts := _opened_by_partner(text, scope, context):
        return drafts
    elif (
        (cut := _STORY.search(text))
        and cut.start() <= 100
        and not cues.PARTNER_WORDS.search(text, 0, cut.start())
        and not SIGNED_VERB.search(text[: cut.start()])
    ):
        drafts = read_record(text[: cut.start()], [text[cut.end() :]], scope, context)
        if any(draft.country or draft.since for draft in drafts):
            return drafts
    if len(text) > 60 and (block.kind in ("li", "dd") or scope.since):
        drafts = read_text(text, scope.landless(), context)
        for draft in drafts:
            draft.since = draft.since or scope.since
            if draft.country is None and scope.country and may_lie_in(scope.country, draft.name.name):
                draft.country, draft.country_raw = scope.country, scope.country_raw
        return drafts or _opened_by_unit(text, scope, context)
    return []


#: `Угода про побратимство між містом A (Країна) та містом B (Україна), 17.06.2009`
_TITLE_OF_TWO = AnyCase(
    r"\W*(?:\d{1,3}[.)]\s*)?(?:угода|договір|меморандум|протокол|декларація|спільна заява|соглашение|договор|меморандум|agreement|memorandum|umowa|porozumienie)\s[^:;]{0,140}?(?<!\w)(?:між|між|между|between|pomiędzy|między)\s"
)
_LONG, SHORTEST_SENTENCE = 100, 60


def read_event(text: str, scope: Scope, context: Context) -> list[Draft]:
    """The partners of what happened in a year of a chronicle: `7 вересня. Угоду про побратимство підписано з містом X.`"""
    drafts = read_text(text, scope.landless()._replace(listed=False), context)
    lead = _DAY_LEAD.match(text)
    days = find_dates(lead[0], context.base) if lead else []
    for draft in drafts:
        draft.since = draft.since or (days[0][2] if days else scope.since if draft.stage not in NOT_SIGNED else None)
        if draft.country is None and scope.country and may_lie_in(scope.country, draft.name.name):
            draft.country, draft.country_raw = scope.country, scope.country_raw
    return drafts


_DAY_LEAD = re.compile(r"\W*\d{1,2}\s[^\W\d_]{3,12}(?=[.:,]|\s[–—-])")
#: What a town does with its partners, told in a sentence.
_KEEPS = AnyCase(
    r"(?<!\w)(?:(?:побратимами|партнерами|побратимами) (?:[^\s:]+ ){0,3}?(?:є|стали|являются)|підтриму\w+|має|мають|розвива\w+|налагод\w+|співпрацю\w+|дружить|дружать|поддержива\w+|имеет|сотруднича\w+|maintains?|has|cooperates|utrzymuje|współpracuje|unterhält|pflegt)(?!\w)"
)
_SIGNS = re.compile(r";\s+|\s*[•●▪■◦]\s*|\s+\*\s+|\s+[/|]{1,2}\s+")


def _parts(text: str) -> list[str]:
    """The pieces of an item between semicolons or bullets; none where it has fewer than two of the same sign."""
    if len(text) < 30:
        return []
    signs = [match.group().strip() for match in _SIGNS.finditer(text)]
    if len(signs) < 1 or len(set(signs)) > 1:
        return []
    parts = [part for part in _SIGNS.split(text) if part.strip(" .")]
    return parts if all(part.count("(") == part.count(")") for part in parts) else []


def _opened_by_partner(text: str, scope: Scope, context: Context) -> list[Draft]:
    """A paragraph that begins with a name and its country and goes on with their story: `Холм (Польща) – місто за 25 км ...`; under a heading with the
    country the name alone does: `Снина. Місто біля кордону ...`."""
    for cut in _HEAD_ENDS.finditer(text, 3, 100):
        head = text[: cut.start()]
        behind = text[cut.end() : cut.end() + _NEAR_HEAD]
        if holds_country(head) or (
            scope.listed
            and len(head) <= NAME_ALONE
            and all(map(known, split_names(head)))
            and any(one.iso != "UA" for one in find_countries(behind))
            and cues.AGREEMENT_WORDS.search(text, cut.end())
        ) or (
            scope.country and len(head) <= NAME_ALONE and (level_of(head) or all(known(name) or may_be_a_name(name.name) for name in split_names(head)))
        ):
            if "place" not in holds(head) or cues.AGREEMENT_WORDS.search(head) or SIGNED_VERB.search(head):
                return []
            drafts = read_record(head, [text[cut.end() :]], scope, context)
            return drafts if drafts and all(draft.country for draft in drafts) else []
    return []


#: Characters behind it within which its country may be told: `Польське місто з таким самим минулим`.
_NEAR_HEAD = 60
_HEAD_ENDS = re.compile(r"(?:\s[–—-]\s|\.\s|:\s|\n)(?=\S)")


def _opened_by_unit(text: str, scope: Scope, context: Context) -> list[Draft]:
    """An item that begins with a unit no entry knows: `Земельним округом X (...)`, `Утенським районним самоврядуванням (...)`."""
    found = mentions(text, context)
    if not found or found[0].start > 20 or not (found[0].levelled or found[0].regional) or found[0].ukrainian:
        return []
    country = (found[0].country, found[0].country_raw) if found[0].country else one_country(text)
    if not country or len(text) > 160:
        return []
    found[0].country, found[0].country_raw = country
    return gather([Evidence(found[0], text, stage_in(text), when_of(text, context.base), None, 0.8, 0)], scope)


def is_furniture(text: str) -> bool:
    """A counter, or the line that says when a page was published: no entry."""
    return (":" in text and _COUNTER.match(text) is not None and not find_dates(text)) or text[:40].lower().lstrip(" –-|•").startswith(_PUBLISHED)


_COUNTER = re.compile(r"[^\W\d_][^:\d\n]{2,40}:\s*(?!(?:19|20)\d\d(?!\d))\d[\d .,]*$")
_PUBLISHED = (
    "опубліковано", "опубликовано", "дата публікації", "розміщено", "оновлено", "створено", "останнє оновлення", "останні оновлення",
    "фото:", "foto:", "photo:", "реклама", "web-майстер", "вебмайстер", "webmaster", "published", "posted", "last updated", "updated on", "opublikowano", "veröffentlicht",
)  # fmt: skip


#: `Бжег – місто в південно-західній Польщі ...`: a name, and behind its dash what it is.
_DEFINED = re.compile(
    r"(?P<name>[^\W\d_a-zа-яіїєґ][^–—:;,.!?\n]{1,60}?)\s*(?:\([^()]{1,40}\)\s*)?[–—-]\s+(?=(?:[^\W\d_][\w'’-]*\s+){0,4}"
    r"(?i:міст[оа]|містечк\w+|село|селище|столиця|центр|комуна|[гґ]міна|муніципалітет|громада|община|курорт|порт|город|городок|city|town|"
    r"village|capital|municipality|miasto|miejscowość|gmina|stadt|gemeinde)(?!\w))"
)
_SENTENCES = re.compile(r"(?:[^\W\d_]{3}|[)»”\"])[.!?]\s+[^\W\d_a-zа-яіїєґ][\w'’]*\s+[^\W\d_]*[a-zа-яіїєґ]{2}")
_STORY = re.compile(r"(?<!\bм)(?<!\bг)(?<!\bс)[.:]\s+(?=[^\W\d_a-zа-яіїєґ])|\n")


def _is_sentence(text: str) -> bool:
    """Running text rather than an entry: long, with a verb-like run of small words before any name is complete."""
    if len(text) > 60 and _OPENS.match(text) and _HAPPENS.search(text):
        return True
    if len(text) < 140:
        return not _NAME_AND_DASH.match(text) and len(text) > 50 and text.endswith((".", "!")) and SIGNED_VERB.search(text) is not None
    head = text[:90]
    words = head.split()
    small = sum(1 for word in words if word[:1].islower())
    return small > 0.6 * len(words)


#: `Янські Лазні — 5 жовтня 2023 року підписано лист про наміри.`
_NAME_AND_DASH = re.compile(rf"{CAP}(?:[ -]{CAP}){{0,2}}\s[—–-]\s(?!це\s|это\s|to\s)")
#: Beginnings of a sentence that tells of an event, and its verb: no entry of a list.
_OPENS = re.compile(
    r"(?:У|В|На|Під|Після|За|Про|Для|До|Протягом|Упродовж|Нещодавно|Цього|Сьогодні|Вчора|Во|На|После|По|In|On|At|During|After|W|Na|Podczas|Am|Im|Nach)"
    r"\s+[^\W\d_]"
)
_HAPPENS = re.compile(
    r"(?<!\w)(?:відбу\w+|взял\w+|пройш\w+|прийня\w+|зустрі\w+|обговор\w+|відвіда\w+|прибу\w+|завіта\w+|розпоча\w+|презент\w+|"
    r"состоял\w+|прош\w+|приня\w+|took place|was held|attended|visited|odby\w+|wzię\w+|fand|besuch\w+)(?!\w)",
    re.I,
)
