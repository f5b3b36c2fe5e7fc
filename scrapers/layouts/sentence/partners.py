"""Which of the places that one sentence names are partners, each with its stage, date and Ukrainian side.

What belongs here: what a sentence as a whole says. What does not: the evidence for each place (`strength`) and what other
sentences add (`gathering`, `running_text`).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from schemas.vocabularies import Level, Precision, Stage
from scrapers.layouts import cues
from scrapers.layouts.entry.dates import finer, of_that_year
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context, Scope
from scrapers.layouts.entry.owners import foreign_owner
from scrapers.layouts.entry.pieces import BRACKETS, SEMICOLON, YEAR
from scrapers.layouts.entry.stages import stage_in
from scrapers.layouts.sentence.capitals import CAP
from scrapers.layouts.sentence.countries import one_country
from scrapers.layouts.sentence.dates import BRACKET_BEHIND, EVENTS, begun, give_date, moment_of, paired_moments
from scrapers.layouts.sentence.mentions import mentions
from scrapers.layouts.sentence.model import LONGEST_SENTENCE, Evidence, Mention
from scrapers.layouts.sentence.splitting import CLAUSE, clauses, said_in_full
from scrapers.layouts.sentence.stages import (
    BROKEN,
    INTENT_DOCUMENT,
    NEVER_SIGNED,
    OVER,
    PAST,
    PLAN,
    SIGNED_VERB,
    sentence_stage,
)
from scrapers.layouts.sentence.strength import strength_of
from scrapers.layouts.sentence.ties import COOPERATE, FIRM, LIST_CUE, RELEVANT, TIES
from scrapers.layouts.sentence.units import is_level_word
from scrapers.text.cases import polish_names
from scrapers.text.countries import find_countries
from scrapers.text.dates import WEEKDAYS
from scrapers.text.names import nominatives
from scrapers.text.normalise import AnyCase
from scrapers.text.parts import city_country
from scrapers.text.places import is_known_in_a_case, is_known_place

#: `X став побратимом Y`, `X and Y are sister cities`: two towns of which none is Ukrainian.
_STRANGERS = re.compile(
    rf"{CAP}[^.,;]{{0,60}}(?<!\w)(?:стал[иао]?|став|became|is|are|have been|є|jest|ist|оставал\w+|залишал\w+|"
    rf"sind)\s[^.,;]{{0,30}}(?:побратим\w*|партн\w+|twin\w*|sister\w*|partner\w*)(?:\s+cit\w+)?(?:\s+(?:of|"
    rf"von|міста|города|м\.|[а-яіїєґ]{{4,14}}(?:ого|ої|ой)))?(?:\s+{CAP}|\s+for\b|\s+(?:з|с|with|mit)\s|\s*$|\.)"
)


#: `Побратимство пов'язало у 836 році Падерборн та Ле-Ман`.
_BOUND = re.compile(
    rf"(?<!\w)(?i:пов.язал|поєднал|з.єднал|зв.язал|связал|соединил|linked|joined)\w*\s(?!(?:нас|наш|us|our)\w*\s)(?:(?:у|в|in)\s\d{{3,4}}(?:\sроці|\sгоду)?\s)?(?:(?i:місто|міста|города|город)\s)?{CAP}[^.;:]{{0,60}}?\s(?:та|і|й|и|and|з|із|с|with)\s(?:[^\s.;]+\s)?{CAP}"
)
_BETWEEN_STRANGERS = AnyCase(r"(?<!\w)(?:між|поміж|между|between|zwischen|pomiędzy|między)(?!\w)")
_OWN_SIDE = AnyCase(r"громад|\bрад[аиоу]\w*|наш|україн|украин|hromada|ukrain|\bour\b|совет|gromad|unser")


def partners_of(sentence: str, scope: Scope, context: Context, order: int = 0, german: bool = False) -> list[Evidence]:
    """The partners that one sentence names, each with its stage and date."""
    cued = RELEVANT.search(sentence) is not None
    if len(sentence) > LONGEST_SENTENCE or not (cued or scope.listed):
        return []
    if (full := said_in_full(sentence)) != sentence:
        return [replace(one, sentence=sentence) for one in partners_of(full, scope, context, order, german)]
    if ":" in sentence and foreign_owner(sentence.partition(":")[0], context):
        return []  # `Побратими Раціборжа: Опава (Чехія)`
    if items := _items_of(sentence):
        return [replace(one, sentence=sentence) for item in items for one in partners_of(item, scope, context, order, german)]
    parts = clauses(dated := of_that_year(sentence))
    if parts and not _of_one_tie(parts, context):
        told = [partners_of(clause, scope, context, order, german) for clause in parts]
        if not told[0] and _THE_DAY_WHEN.match(parts[0]):
            give_date([one for found in told for one in found], moment_of(parts[0], context))
        found = [one for found in told for one in found]
        return found if dated == sentence else [replace(one, quote=sentence) for one in found]
    if _OUTSIDE.search(sentence):
        return []
    occupied = context.occupied and cues.OCCUPATION.search(sentence)
    if occupied or _of_another(sentence, context) or (sentence.isupper() and len(sentence) > 30):
        return []  # in a line of capitals every word could be a name
    if (others := TWINS_THERE.search(sentence)) and _is_abroad(others["owner"], context):
        sentence = sentence[: others.start()]  # "поруч із назвами інших побратимів Вайтгорса – Джуно (США)"
    for none in filter(None, (_HAVE_NONE_WITH.search(sentence), _NO_LONGER_WITH.search(sentence))):
        sentence = _without(sentence, none)
    if itself := _TWINNED_ITSELF.search(sentence):
        sentence = _without(sentence, itself, 0)
    if (has := _HAS_TWINS.search(sentence) or _ITS_TWINS.search(sentence)) and _is_abroad(has.groupdict().get("town") or has["owner"], context):
        return []  # "Учасники дізналися, що Бидгощ має дванадцять міст-партнерів, серед них – Мангайм"
    if (its := _OF_ITS_TWINS.search(sentence)) and not is_known_place(its["owner"]) and _of_abroad(its["owner"]) and mentions(sentence[: its.start()], context):
        return []  # "delegacje z Weimaru (Niemcy) i Bardejowa (Słowacja), czyli z miast partnerskich Zamościa"
    if of_institutions(sentence) or cues.NOBODY.match(sentence) or _CAME_TO_NOTHING.search(sentence):
        return []
    if of_their_friends(sentence, context) or ((never := NEVER_SIGNED.search(sentence)) and (never["ever"] or sentence_stage(sentence) is None)):
        return []
    if (_PROJECT.search(sentence) or _PROJECT_BY_NAME.search(sentence)) and not FIRM.search(
        _ITS_PARTNERS.sub(" ", QUOTED.sub(" ", sentence))
    ):
        return []
    found = mentions(sentence, context, german)
    if all(mention.country == "UA" or (mention.ukrainian and mention.country is None) for mention in found):
        return []
    if BROKEN.search(sentence):
        _namesakes(sentence, found)
    ukrainian = [mention for mention in found if mention.ukrainian and mention.country in (None, "UA")]
    sides = _sides(ukrainian, found, sentence)
    list_cues = [match.span() for match in LIST_CUE.finditer(sentence)]
    broken = bool(BROKEN.search(sentence))
    talking = (
        bool(cues.AGREEMENT_WORDS.search(sentence) or COOPERATE.search(sentence) or _PAPERS.search(sentence))
        or bool(list_cues)
        or (
            broken
            and bool(
                re.search(
                    r"стосунк|відносин|зв.язк|статус|"
                    r"отношени|relations",
                    sentence,
                    re.I,
                )
            )
        )
    )
    signed = talking and (broken or bool(SIGNED_VERB.search(sentence) or TIES.search(sentence)))
    accepted: list[tuple[Mention, float]] = []
    for mention in found:
        if (mention.ukrainian and mention.country in (None, "UA")) or mention.country == "UA":
            continue
        strength = strength_of(sentence, mention, found, list_cues, signed, talking, cued, scope)
        if strength > 0:
            accepted.append((mention, strength))
    if (
        not ukrainian
        and sum(not mention.regional for mention in found) > 1
        and (match := _STRANGERS.search(sentence))
        and any((mention.twin or mention.country) and match.start() < mention.start < match.end() + 1 for mention, _ in accepted)
        and any(
            not sentence[match.start() : mention.start] or is_level_word(sentence[match.start() : mention.start].strip())
            for mention in found
            if mention.country or is_known_in_a_case(mention.text)
        )
    ):
        return []  # "Москва оставалась городом-побратимом Берлина"
    if (
        not ukrainian
        and len(accepted) > 1
        and (_STRANGERS.search(sentence) or (_BOUND.search(sentence) and not _OWN_SIDE.search(sentence)) or (_BETWEEN_STRANGERS.search(sentence) and not _OWN_SIDE.search(sentence)))
    ):
        return []
    if any(not mention.regional for mention, _ in accepted):
        accepted = [one for one in accepted if not one[0].regional or one[0].country or _AGREED_WITH.search(sentence[: one[0].start])]
    # One strong member of a group speaks for its neighbours.
    strong = {mention.group: strength for mention, strength in accepted}
    for mention in found:
        if (
            mention.group in strong
            and not mention.locative
            and not any(mention is one for one, _ in accepted)
            and not mention.regional
            and not (mention.ukrainian or mention.country == "UA")
        ):
            accepted.append((mention, strong[mention.group] * 0.9))
    said = None
    if accepted and not any(mention.country for mention in found if not mention.ukrainian):
        said = one_country(sentence, [mention.text for mention, _ in accepted])
    for mention, _ in accepted:
        if mention.country is None and not mention.ukrainian:
            capital = None if mention.regional else city_country(mention.text)
            mention.country, mention.country_raw = (capital, None) if capital else said or (None, None)
    told = (signed or talking) and (signed or not _ANNIVERSARY.search(sentence))
    accepted.sort(key=lambda pair: pair[0].start)
    own, common = _own_stages(sentence, [mention for mention, _ in accepted])
    common = _TERM.sub(lambda match: " " * len(match[0]), common)
    grown = _GREW_INTO.search(common)
    grew = grown and (grown[0] if YEAR.search(grown[0]) and not _THEN_BEGAN.search(grown[0]) else common[grown.end() :])
    when = ((not broken and not grown and begun(common, context)) or moment_of(_RANGE.sub(" ", grew or common), context)) if told else None
    when = finer(when, sentence) if signed else when
    if when is not None and not signed and _VISITING.search(sentence) and not _SINCE.search(sentence):
        when = None  # the day of a visit
    if when is not None and when.precision is Precision.DAY and not signed and _EVENT_HELD.search(sentence) and not _SINCE.search(sentence):
        when = None  # "18 березня відбулася нарада представників міста-побратима"
    if when is not None and when.relative and when.precision is Precision.DAY and _ON_A_WEEKDAY.search(sentence) and (not (signed or _MADE_THEN.search(sentence)) or _RECALLED.search(sentence)):
        when = None  # "У неділю відкрили виставку про партнерство"
    if when is not None and not signed and _REMAINED.search(sentence):
        when = None  # "після 2022 року з п'яти побратимів лишилося три"
    if when is not None and when.relative and _YEARS_SINCE.search(sentence):
        when = None  # "цьогоріч виповнюється 15 років з дня підписання"
    paired = paired_moments(sentence, [mention for mention, _ in accepted], context) if told else {}
    first = begun(sentence, context) if broken else None
    then, late, bracketed = None, False, None
    if when is not None and len(accepted) > 1:
        dated = [mention for mention, _ in accepted if _DATED_BRACKET.match(sentence, mention.end)]
        bracketed = dated[0] if len(dated) == 1 and len(YEAR.findall(sentence)) == 1 else None
        after = min(mention.end for mention, _ in accepted)
        then = next((match.start() for match in _THEN.finditer(sentence) if match.start() > after), None)
        late = then is not None and not YEAR.search(sentence, 0, then)
    twins = {mention.group for mention, _ in accepted if mention.twin and _TWINS_BEFORE.search(sentence[: mention.start])}
    in_turn = _in_turn([mention for mention, _ in accepted], sides)
    result = []
    for mention, strength in accepted:
        if own.get(mention.start, mention) is None:
            continue
        stage = own.get(mention.start) or sentence_stage(_told_of(common, mention), mention.twin or mention.group in twins)
        clause = None
        if stage in OVER and mention.start not in own:
            if (subject := _who_ended(sentence, found)) is not None:
                if mention is not subject:
                    continue  # "Хелм розірвав побратимство з Псковом": their tie
                stage = None
            elif (clause := _clause_that_goes_on(sentence, mention, found)) is not None:
                stage = sentence_stage(clause, mention.twin)
        hromada = in_turn.get(mention.start) or _nearest(mention, sides, sentence)
        # The day of a council's decision is not the day of the tie.
        moment = paired.get(mention.start, moment_of(clause, context) if clause else when)
        if then is not None and (mention.start > then) != late and mention.start not in paired:
            moment = None  # "першим у 1997 році став A, згодом – B"
        if bracketed is not None and (mention.group != bracketed.group or mention.start > bracketed.start):
            moment = None  # "працює з A, який дружить із B (з 2003 року)"
        if stage in OVER:
            moment = first if len(accepted) == 1 or mention.start not in paired else paired[mention.start]
            if mention.start in own:
                bracket = BRACKET_BEHIND.match(sentence, mention.end)
                parts = bracket[1].split(",") if bracket else ()
                moment = moment_of(", ".join(piece for piece in parts if not BROKEN.search(piece)), context)
        elif stage is Stage.APPROVED and not PAST.search(sentence):
            moment = None
        if stage in (Stage.TALKS, Stage.INTENT) and mention.start in own and mention.start not in paired:
            moment = None  # of what the others signed
        if stage is Stage.TALKS and not (signed and moment is not None and (moment.precision is Precision.DAY or PAST.search(sentence))):
            moment = None
        if stage is Stage.INTENT and not INTENT_DOCUMENT.search(sentence) and not PAST.search(sentence):
            moment = None  # the day for which something is planned
        result.append(Evidence(mention, sentence, stage, moment, hromada, strength, order))
    return result


def _of_one_tie(parts: list[str], context: Context) -> bool:
    """Whether the clauses behind the first, which speaks of no tie, tell what the parties that it names agreed on, or the second what
    became of the tie of the first: `угоду з A підписали 1990 року, а в 2017-ому поновили`."""
    if len(parts) > 1 and _THEN_RENEWED.match(parts[1]) and not mentions(parts[1], context):
        return True
    if RELEVANT.search(parts[0]) is not None or not any(map(_PARTIES_ACT.search, parts[1:])):
        return False
    named = {stem(one.text) for one in mentions(parts[0], context)}
    return all(one.ukrainian or stem(one.text) in named for part in parts[1:] for one in mentions(part, context))


_THEN_RENEWED = AnyCase(r"\W*(?:у|в) (?:[^\W\d_]+ )?(?:19|20)\d\d\S{0,4} (?:році |року |году )?(?:її |його |е[её] |угоду |договір )?(?:поновил|поновлен|оновил|оновлен|продовжил|пролонгу|перепідписал|обновил|продлил|возобновил)")


def of_institutions(sentence: str) -> bool:
    """Whether schools, hospitals or the like are the parties of the agreement that a sentence tells of."""
    return _INSTITUTIONS.search(sentence) is not None and not _MUNICIPAL.search(sentence)


#: `було підписано меморандум, а в березні 2025 року він переріс в угоду`: the tie is as old as the agreement.
_GREW_INTO = AnyCase(
    r"(?:^|[,;])[^,;]*(?<!\w)(?:перер(?:осл|іс)|перетворил|перерос)\w*\s(?:в|у|на)\s(?:[^\s,;]+\s){0,2}?(?:угод|договір|договор|партнерств|побратимств|соглашени)\w*",
    needs="перерос переріс перетворил",
)


_THEN_BEGAN = AnyCase(r"почал|почина|начал")
#: A project, of which places are participants and not partners by that.
_PROJECT = AnyCase(
    r"(?<!\w)(?:спільн\w+ про[єе]кт\w*|совместн\w+ проект\w*|joint project|в рамках (?:про[єе]кту|програми|проекта|программы)|у рамках (?:про[єе]кту|програми)|за програмою|по программе|interreg|"
    r"учасник\w* про[єе]кту|бенефіціар\w*|бенефициар\w*|beneficiar\w*|beneficjent\w*|участник\w* проекта|erasmus|консорціум\w*|консорциум\w*|consortium|"
    r"(?:w ramach|partner\w* )projekt\w*|im rahmen des projekts|project partners?|partners? in the project)(?!\w)",
    needs="бенефіціар бенефициар beneficiar beneficjent проєкт проект програм joint interreg erasmus консорці консорци consortium projekt project",
)
_PROJECT_BY_NAME = re.compile(r"про[єе]кт\w{0,3} [«\"“„]|[»”\"], партнер\w* [–—-]")
#: `разом із партнерами з Кракова`, `«Чиста вода», партнер – м. Краків`: partners of a project.
_ITS_PARTNERS = AnyCase(
    r"(?<![\w-])(?<!міста )(?<!города )(?:партнер|партн[её]р|partner)\w*(?=\s+(?:з|із|зі|из|from|z|ze|aus|in|про[єе]кт\w*|projek\w+|project|[–—-]|:)(?!\w))|(?:project|projekt\w*) partner\w*"
    r"|(?:партнер|партн[её]р)\w*(?= (?:[^\s.;,]+ ){1,4}?(?:у|в|за|по) (?:[^\s.;,]+ )?(?:програм|про[єе]кт|программ))"
)
QUOTED = re.compile(r"[«„“\"][^«»„“”\"]{0,200}[»”\"]")


#: `Поза побратимською трійкою участь узяли гості з X`.
_OUTSIDE = AnyCase(r"(?<!\w)(?:поза|окрім|крім) (?:[^\s,.;]+ )?(?:побратимськ|партнерськ|міст[- ]побратим|побратим)\w* (?:[^\s,.;]+ )?(?:участь|узял|взял|були|приїха|приєдна)")
def _items_of(sentence: str) -> list[str]:
    """The items of a list in one sentence, each behind the words that open it: `підтримує відносини з містами: A – з 2002 року; B – з 2004 року
    (призупинено); C`. None where it is no such list."""
    if two := _FORMER_AND_PRESENT.match(sentence):
        kind = "партнери" if two["cue"].startswith("парт") else "побратими"
        return [f"{sentence[: two.end('one')]}.", f"{two['word'].capitalize()} {kind}{sentence[two.start('rest') :]}"]
    if two := _ONCE_AND_NOW.match(sentence):
        kind = "партнери" if two["cue"].startswith("парт") else "побратими"
        return [f"Колишні {kind} – {sentence[two.start('once') : two.end('once')]}.", f"Нинішні {kind} – {sentence[two.start('now') :]}"]
    if two := _NO_LONGER.match(sentence):
        kind = "партнери" if two["cue"].startswith("парт") else "побратими"
        return [f"Колишні {kind} – {sentence[: two.end('once')]}.", f"Нинішні {kind} – {sentence[two.start('now') :]}"]
    lead, colon, rest = sentence.partition(":")
    items = SEMICOLON.split(rest) if colon and RELEVANT.search(lead) else []
    if len(items) < _LEAST_ITEMS or not all(item[:1].isupper() or _UNIT_FIRST.match(item) for item in map(str.strip, items)):
        return []
    return [f"{lead}: {item.strip(' .')}." for item in items]


#: `Колишні побратими – A і B; нинішні – C`.
_FORMER_AND_PRESENT = AnyCase(
    r"(?P<one>.{0,200}?(?P<cue>побратим|партнер|партн[её]р)\w*\s.{0,200}?)[;,]\s(?:а\s|та\s|и\s)?(?P<word>нинішні|чинні|теперішні|колишні|нынешние|действующие|бывшие)(?P<rest>(?:\s[–—-]|:)\s.*)$",
    needs="нинішні чинні теперішні колишні нынешние действующие бывшие",
)
#: `До 2014 року побратимами були A і B, тепер – C`.
_ONCE_AND_NOW = AnyCase(
    r"(?:до (?:19|20)\d\d(?:-го)?(?: року| г\w*)?|раніше|колись|ранее|раньше) (?:[^\s.;,]+ ){0,4}?(?:міст\w*-|город\w*-)?(?P<cue>побратим|партнер|партн[её]р)\w* (?:[^\s.;,]+ ){0,2}?(?:був|була|було|були|был[аио]?) "
    r"(?P<once>[^;]{2,200}?)[,;] (?:а |та |но )?(?:тепер|нині|зараз|сьогодні|теперь|сейчас|ныне)(?: це)?\s?[–—-]\s(?P<now>.*)$",
    needs="тепер нині зараз сьогодні теперь сейчас ныне",
)
#: `A більше не є нашим побратимом, натомість ним став B`.
_NO_LONGER = AnyCase(
    r"(?P<once>[^\s.;:,]+(?:\s[^\s.;:,]+){0,5}?) (?:більше|вже|уже|больше) не (?:є |явля\w+ )?(?:[^\s.;,]+ ){0,2}?(?:міст\w*-|город\w*-)?(?P<cue>побратим|партнер|партн[её]р)\w*(?: [^\s.;,]+)?"
    r"[,;] (?:(?:а|та|натомість|тепер|замість нього|вместо него|но|теперь) )*(?:ним |ними |им )?(?:тепер |теперь )?(?:став|стал[аои]?|є) (?P<now>.*)$",
    needs="не",
)
_LEAST_ITEMS = 3
_UNIT_FIRST = AnyCase(r"(?:м\.|міст|громад|[гґ]мін|комун|муніципал|район|повіт|г\.|город)")


#: `Першим було польське місто X: його бургомістр приїхав навесні, а вже восени сторони скріпили угоду`: clauses of one tie.
_PARTIES_ACT = AnyCase(r"(?<!\w)(?:сторони|обидві громади|обидва міста|очільники|мери|стороны) (?:[^\s.;]+ ){0,3}?(?:скріпил|підписал|уклал|подписал|заключил)")
#: `11 листопада, коли Польща святкувала незалежність, A і B підписали угоду`.
_THE_DAY_WHEN = AnyCase(
    r"(?:[ув] |во |on |am )?\d{1,2}(?:st|nd|rd|th|\.)? [^\W\d_]+(?: \d{4}[^,]{0,8})?, (?:коли|когда|when|als|gdy|kiedy)\s"
)


def _told_of(sentence: str, mention: Mention) -> str:
    """The sentence without those of its clauses that speak of a plan for other places, or without those that do not when the place
    stands in one that does: `підписало угоду з A, а з B планує підписати її восени`."""
    ends = sorted({match.end() for cut in (CLAUSE, _OF_A_PAPER) for match in cut.finditer(sentence)})
    if not ends or not (PLAN.search(sentence) or _LETTERS_GO.search(sentence)):
        return sentence
    spans = list(pairwise([0, *ends, len(sentence)]))
    planned = [(PLAN.search(sentence[start:end]) or _LETTERS_GO.search(sentence[start:end])) is not None for start, end in spans]
    if all(planned):
        return sentence
    own = next(plan for (start, end), plan in zip(spans, planned, strict=True) if mention.start < end)
    kept = [sentence[start:end] for (start, end), plan in zip(spans, planned, strict=True) if plan == own]
    return " ".join(kept) if cues.AGREEMENT_WORDS.search(" ".join(kept)) or own else sentence


_OF_A_PAPER = AnyCase(r",\s(?=(?:угоду|договір|меморандум|соглашение|договор)\s(?:з|із|зі|с|со)\s)")
#: `триває листування з A, угоду з B уже підписано`.
_LETTERS_GO = AnyCase(r"(?<!\w)(?:трива|вед|йд|ид)\w+ (?:[^\s.;,]+ )?(?:листуванн|переговор|перемовин|консультаці|переписк|консультаци)\w+")


def _who_ended(sentence: str, found: Sequence[Mention]) -> Mention | None:
    """The place abroad that ends its tie with another place abroad (`Хелм, побратим Ковеля, розірвав побратимство з Псковом`); None where ours is a party."""
    said = _ENDED_WITH.search(sentence)
    if said is None:
        return None
    before = next((one for one in reversed(found) if one.end <= said.start() and not (one.ukrainian and _TWIN_OF.search(sentence[: one.start]))), None)
    other = next((one for one in found if one.start >= said.end()), None)
    if before is None or other is None or before.ukrainian or other.ukrainian or other.start - said.end() > _NEAR_VERB:
        return None
    return before if _SUBJECT.fullmatch(sentence, before.end, said.start()) else None


def _clause_that_goes_on(sentence: str, mention: Mention, found: Sequence[Mention]) -> str | None:
    """The clause of a place that tells of a tie that goes on or begins, in a sentence of which another clause ends the ties with others: `припинило
    дружбу з A та зміцнює зв'язки з B`; None where the end may be of this place as well."""
    bare = BRACKETS.sub(lambda match: " " * len(match[0]), sentence)
    for cut, on in ((_GOES_ON, _GOING_ON), (_COMMA, _STILL_ON)):
        spans = list(pairwise([0, *(match.end() for match in cut.finditer(bare)), len(sentence)]))
        own = next((span for span in spans if span[0] <= mention.start < span[1]), None)
        if len(spans) < 2 or own is None or BROKEN.search(bare[slice(*own)]) or not on.search(bare[slice(*own)]):
            continue
        for start, end in spans:
            if (BROKEN.search(bare[start:end]) or stage_in(bare[start:end]) in OVER) and (
                _THE_OTHERS.search(bare[start:end])
                or any(start <= one.start < end and not one.ukrainian for one in found)
                or any(one.iso != "UA" for one in find_countries(sentence[start:end]))
            ):
                return sentence[slice(*own)]
    return None


_ENDED_WITH = AnyCase(
    r"(?<!\w)(?<!не )(?:розірва|припин|призупин|денонсува|скасува|разорва|расторг|прекрати|приостанови)(?:в|ла|ло|л|ив|ил|ила|ило|вала|вало)?\s(?:[^\s.;,]+\s){0,3}?(?:з|із|зі|с|со)\s"
)
_TWIN_OF = AnyCase(r"(?<!\w)(?:побратим|партнер|партн[её]р)\w*\s$")
_SUBJECT = AnyCase(r"(?:\s\([^()]*\))?(?:,[^,]{3,60},)?\s(?:[^\s.;,]+\s){0,2}")
_NEAR_VERB = 40
_GOING = (
    r"(?:трива|зміцню|розвива|поглибл|уклал|укладен|укладає|підпис|побрата|дружить|дружать|допомага|підтриму|чинн|залиш|збер[еі]г|продовжу|діє(?!\w)|діють|став(?!\w)|стал[аио]|співпрацю|знайш|заключ|подпис|продолжа|укрепля|развива|действу|сотруднича)"
)
_GOING_ON = AnyCase(rf"(?<!\w){_GOING}")
_REMAINED = AnyCase(r"(?<!\w)(?:за)?лиши(?:лося|лися|вся|лась)|остал(?:ось|ись|ся)(?!\w)")
#: `чинні угоди з A і B, решту розірвано`.
_THE_OTHERS = AnyCase(r"(?<!\w)(?:решт[ауи]|інш[іиу]\w{0,2}|всі інші|остальн\w+|other|others|rest)(?!\w)")
#: The end of a term, which is no beginning: `спливає у 2026 році`.
_TERM = re.compile(
    r"(?i:(?<!\w)(?:сплив(?:ає|е)|закінчу(?:ється|ються)|закінчиться|завершу(?:ється|ються)|завершиться|истекает|истеч[её]т|заканчивается|діятиме|діятимуть|дійсн\w+ до|чинн\w+ до|expires?|wygasa)(?!\w))[^.;,]{0,30}?(?:19|20)\d\d"
)
#: A comma alone parts clauses that say so in the present: `угода з A чинна, угода з B втратила чинність`.
_COMMA = re.compile(r",\s")
_STILL_ON = AnyCase(r"(?<!\w)(?:чинн[аіио]\w{0,2}(?!\w)|діє(?!\w)|діють|трива(?:є|ють)|залиша|зберіг|зберег|дружить|дружать|дружимо|співпрацю|действу|сохран|сотруднича)")
_GOES_ON = AnyCase(rf",\s(?=(?:розірва|припин|призупин|денонсува|разорва|расторг|прекрати)\w*\s)|[,;]\s(?=(?:[^\s,;]+\s){{0,2}}?{_GOING})|\s(?=(?:та|і|й|и)\s(?:(?:вже|нині|далі|активно|також)\s)?{_GOING})|[,;]\s(?=(?:а|але|проте|однак|натомість|тож|зате|но|однако|зато)\s)|;\s")


def _own_stages(sentence: str, accepted: Sequence[Mention]) -> tuple[dict[int, Stage | None], str]:
    """The stages that stand in the bracket of one partner of several (`A, B (угоду розірвано 2022 року) і C`), by the start of each
    mention, None where there is no tie (`з A – ще ні`), and the sentence with those brackets blank."""
    own: dict[int, Stage | None] = {}
    for one, after in pairwise([*accepted, None]) if len(accepted) > 1 else ():
        until = after.start if after else len(sentence)
        if (verb := _ITS_OWN_VERB.match(sentence, one.end, until)) is not None:
            own[one.start] = None if verb["none"] else next((stage for stage in _OWN_VERBS if verb[stage.value]), Stage.ENDED)
            sentence = _without(sentence, verb)
            continue
        clause = _RELATIONS_WITH_WHOM.search(sentence, one.end, until)
        for told in filter(None, (BRACKET_BEHIND.match(sentence, one.end, until), _SECOND_BRACKET.match(sentence, one.end, until), clause)):
            stage = _stage_of_tie(told[1])
            if stage in OVER or (stage is not None and told is not clause):
                own[one.start] = stage
                sentence = _without(sentence, told)
                break
        # What is said there of a festival or a flight is said of no tie.
        for aside in filter(None, (BRACKET_BEHIND.match(sentence, one.end, until), _WITH_WHOM_ASIDE.search(sentence, one.end, until))):
            if EVENTS.search(aside[1]):
                sentence = _without(sentence, aside)
    return own, sentence


#: `Угоду з A денонсовано, з B – продовжено`.
_ITS_OWN_VERB = AnyCase(
    r"(?:\s\([^()]*\))?\s[–—-]\s((?:[^\s.;,]+\s){0,2}?(?:(?P<renewed>(?:продовж|подовж|поновл|оновл|пролонгов|продл[её]|возобновл)\w*)|(?P<signed>чинн\w+|діє|діють|збережен\w*|залишається|залишаються|в силі|в силе|действует|действуют|підписан\w*|укладен\w*|подписан\w*|заключен\w*)|"
    r"(?P<none>(?:(?:ще|поки|поки що|пока|ещ[её]|наразі) )*(?:ні|нет|немає|не (?:підписан|укладен|подписан)\w*)(?!\w))|"
    r"(?P<talks>(?:вед|трива|йд|ид)\w+ (?:переговори|перемовини|переговоры)|(?:на (?:етапі|стадії|этапе|стадии)|у процесі|в процессе) (?:[^\s.;,]+ )?(?:погодж|обговор|узгодж|підготов|переговор|перемовин|согласован|обсужд|подготов)\w+)|(?P<intent>заплан\w+|планується|готується|планируется|готовится)|"
    r"(?P<suspended>призупинен\w*|приостановлен\w*)|(?:розірван|денонсован|припинен|скасован|разорван|расторгнут|прекращен)\w*|(?:втрати|утрати)\w+ (?:чинність|силу)|(?:вже |уже |більше )?не діє|завершен\w*)(?!\w))"
)


_OWN_VERBS = (Stage.RENEWED, Stage.SIGNED, Stage.TALKS, Stage.INTENT, Stage.SUSPENDED)


def _without(sentence: str, aside: re.Match, group: int = 1) -> str:
    """A sentence with blanks where an aside, a group of a match, stands, so that every other place in it stays."""
    return f"{sentence[: aside.start(group)]}{' ' * len(aside[group])}{sentence[aside.end(group) :]}"


_WITH_WHOM_ASIDE = AnyCase(r",\s((?:з|із|зі|с|со|z|ze)\s(?:яким|якою|которым|которой|którym|którą)\s[^,;]*)", needs="як котор którym którą")


def _stage_of_tie(aside: str) -> Stage | None:
    """The stage that a bracket or a clause gives to the tie of its place; None where it speaks of something else, or of a signing, which
    says nothing against the rest of the sentence."""
    if INTENT_DOCUMENT.search(aside) and not re.match(r"\W*меморандум", aside, re.I):
        return Stage.INTENT
    if stage_in(aside) is Stage.RENEWED:
        return Stage.RENEWED
    if not BROKEN.search(aside) or not _OF_THE_TIE.search(aside):
        return None
    stage = sentence_stage(aside)
    return stage if stage in OVER else None


#: `меморандум про співпрацю з Кольбушовським повітом`.
_AGREED_WITH = AnyCase(r"(?<!\w)(?:угод|договір|договор|меморандум|соглашени)\w*\s(?:про\s[^\s.;,]+\s|о\s[^\s.;,]+\s)?(?:з|із|зі|с|со)\s$")
#: The end of a tie, not of an exchange or a flight.
_OF_THE_TIE = AnyCase(
    r"(?:^|,)\W*(?:(?:(?:всі |усі )?(?:угод|договір|договор|меморандум|відносин|стосунк|зв.яз|співпрац|партнерств|побратимств|дія як|термін дії як|соглашени|отношени|связ|сотрудничеств|"
    r"cooperation|relations|agreement|partnership|umow|współprac)[^,]{0,80}|(?:з|із|с|with)\s(?:як|котор|whom|which)[^,]{0,20}\s(?:угод|договір|відносин|співпрац|партнерств|зв.яз|соглашени|отношени)[^,]{0,40})?)"
    r"(?:\s|^|,\s?|\W)(?:було |були |was |were )?(?:розірв|розрив|припин|призупин|денонс|скасов|завершил|закінчил|втрат|suspend|terminat|ended|прекращ|приостан|расторг|разорв|zerwan|zawieszon)\w*"
)


#: `білоруський Лепель, відносини з яким призупинено у 2022 році`.
_RELATIONS_WITH_WHOM = AnyCase(
    r",\s((?:(?:угод|договір|договор|меморандум|відносин|стосунк|зв.яз|співпрац|партнерств|побратимств|дія|термін дії|соглашени|отношени|связ|сотрудничеств|cooperation|relations|agreement|umow)\w*\s(?:[^\s,;]+\s){0,2}?)"
    r"(?:(?:з|із|зі|с|со|z|ze)\s(?:яким|якою|которым|которой|którym|którą)|якого|якої|которого|которой|whose|with (?:which|whom))\s[^;]*)",
    needs="як котор którym którą which whom whose",
)
#: `Гомель (Білорусь) – 1977 (призупинено)`: behind the bracket of the country.
_SECOND_BRACKET = re.compile(r"[^(,;:]{0,40}\([^()]{2,40}\)[^(,;:]{0,40}\(([^()]{2,80})\)")
_DATED_BRACKET = re.compile(r"\s*\((?:[^\W\d_]{1,14}[.,]?\s){0,3}(?:19|20)\d\d[^()]{0,12}\)")
#: What came after the one whose year is said.
_THEN = AnyCase(r"(?<!\w)(?:згодом|потім|пізніше|далі|затем|потом|позже|then|later|następnie|później|danach|später)(?!\w)")
_VISITING = AnyCase(
    r"(?<!\w)(?:делегаці|візит|відвіда|завіта|гостюва|приїха|вируш|оздоровлен|відпочи|відпочат|спілкува|поспілкува|турнір|змаган|фестивал|зустрі[вч]|онлайн-зустрі|встрет|встреч|meeting|met with|spotka|treffen|делегаци|визит|посети|delegacj|wizyt|visited|visiting|besuch)"
)
_ON_A_WEEKDAY = AnyCase(rf"(?<!\w)(?:{'|'.join(WEEKDAYS)})(?!\w)")
_MADE_THEN = AnyCase(r"(?<!\w)(?:став|стал[аио]|оформлен\w*|з.явил\w+ (?:[^\s.;]+ ){0,2}?(?:міст|партнер|побратим)\w*|поєднал\w*|поріднил\w*|became)(?!\w)")
_RECALLED = AnyCase(r"(?<!\w)(?:згада|пригада|вспомни)\w*, (?:як|що|как|что) |(?<!\w)(?:згада|нагада|пригада|вспомни|напомни)\w*\s(?:про\s|о\s)?(?:угод|договір|договор|меморандум|партнерств|соглашени)|(?<!\w)recalled the|reminded of the|przypomni\w+ umow")
_EVENT_HELD = AnyCase(
    r"(?<!\w)(?:відбу(?:ла|ло|в|ли)с[яь]|пройш(?:ла|ло|ли|ов)|проведено|провел[иа]|провів|взял[иа] участь|взяв участь|состоял\w+|прошл\w+|прошёл|took place|was held|odbył\w+|fand)\s(?!підписан|урочист\w+ підписан|(?:онлайн-)?церемоні|(?:[^\s.;]+ )?оформленн|подписани|signing)"
)
_SINCE = AnyCase(r"(?<!\w)(?:since|з|із|від|с|от|od|seit)\s+(?:\w+\s+)?(?:19|20)\d\d")


_ANOTHERS = re.compile(
    rf"({CAP}(?: {CAP})?)(?:['’]s?)?\s+(?:(?:currently|already|now)\s+)?(?:(?:has|have)\s+(?:\d+|[a-z]+teen|two|three|four|five|six|seven|eight|nine|ten|several|many)\s+)?(?:(?:other|current|existing)\s+)?"
    r"(?:sister|twin|partner)[ -](?:cities|towns)"
)


#: `Містами-побратимами Тарту є також A, B`: twins of the partner.
_TWINS_OF = re.compile(
    rf"(?:(?:Інш|Друг)\w{{1,3}} )?(?i:міст|город)(?i:а|ами)[\s-](?i:побратим|партнер|партн[её]р)(?i:и|ами|ы) (?:міста |города |м\. |г\. )?({CAP}(?:[ -]{CAP})?)"
    r" (?:є|также|також|являются|стали|—|–) "
)
_NETWORK = AnyCase(r"угод\w+ мерів|соглашени\w+ мэров|covenant of mayors|cittaslow|[єе]врорег[іи]он|euroregion")


#: `Партнерами естонців є також A та B`.
_OF_A_NATION = AnyCase(
    r"(?<!\w)(?:партнерами|побратимами|друзями) (?:естонців|литовців|латвійців|латишів|поляків|чехів|словаків|німців|угорців|румунів|молдован|болгар|французів|італійців|іспанців|шведів|фінів|данців|норвежців|грузинів|турків|хорватів|сербів|австрійців|бельгійців|британців|американців|японців) є(?!\w)",
    needs="партнерами побратимами друзями",
)


def _of_another(sentence: str, context: Context) -> bool:
    """`Tartu's other twin towns include ...`: a list of the partner's own."""
    if _OF_A_NATION.search(sentence):
        return True
    if len(sentence) < 120 and _NETWORK.search(sentence):
        return True  # a network and its seat: `Угода мерів щодо клімату та енергії (Брюссель, Бельгія)`
    whose = _TWINS_OF.match(sentence) if sentence.startswith(("Міст", "міст", "Город", "город", "Інш", "Друг")) else None
    if whose is not None and _is_abroad(whose[1], context):
        return True
    match = _ANOTHERS.search(sentence) if "cities" in sentence or "towns" in sentence else None
    if match is None or match[1].lower() in cues.NEVER_FIRST:
        return False
    name = match[1].removesuffix("'s").removesuffix("’s")
    return cues.plausible(name) and not cues.is_ukrainian(name) and not context.is_own(name) and not find_countries(name)


def _of_abroad(owner: str) -> bool:
    """Whether a Polish name in the genitive is that of a town abroad: `Zamościa`, not `Kowla`."""
    forms = polish_names(owner)
    return any(map(is_known_place, forms)) and not any(map(cues.is_ukrainian, forms))


def _is_abroad(owner: str, context: Context) -> bool:
    ukrainian = any(map(cues.is_ukrainian, nominatives(owner)))
    return cues.plausible(owner) and not ukrainian and not context.is_own(owner) and not find_countries(owner)


#: What makes a twin of every name behind it.
_TWINS_BEFORE = AnyCase(
    r"(?<!\w)(?:(?:міст|громад|город)\w{1,3}[- ])?(?:побратим|партнер|партн[её]р)(?:и|ами|ам|ах|ів|ы|ов)\s+(?:(?-i:[А-ЯІЇЄҐ])[\w’'-]+\s+|є\s+)?[«\"“„]?$"
)
#: The twins of one that is a twin itself, in a sentence.
TWINS_THERE = re.compile(
    rf"(?i:(?:інших|інші|решти|решта|других|другие|остальных|остальные)\s)(?:(?i:міст|міста|громад|громади|городов|города)[- ])?(?i:побратим|партнер|партн[её]р)(?i:ів|ов|и|ы)\s(?:міста\s|города\s)?(?P<owner>{CAP}(?:[ -]{CAP})?)\s*[:–—(-]"
)
#: `Cascais, which is itself twinned with Biarritz in France and Sausalito, has promised ...`
#: `не маємо угоди з A, тільки з B`.
_NO_LONGER_WITH = AnyCase(r",\s(?:but|and|aber) (?:is |are )?(?:no longer|not any more|nicht mehr) ((?:with|mit) [^.;,:]{2,60})")
_HAVE_NONE_WITH = AnyCase(
    r"(?<!\w)(?:не ма(?:є|ємо|ють)|немає|не укладал\w+|не підписувал\w+|не имеем|не имеет|не заключал\w+) (?:[^\s.;,]+ ){0,2}?(?:угод|договор|партнерств|побратимств|соглашени)\w* (?:(?:з|із|зі|с|со) ([^.;,:]{2,60}))(?=,)"
)
_TWINNED_ITSELF = re.compile(r",\s(?:which|that) (?:is|has been) (?:itself|already) (?:twinned|partnered|a twin) (?:with|of)[^,;]*(?=[,;.]|$)|,\s(?:яке|яка|який) (?:сам[еа]?|і сам[еа]?) (?:дружить|побратим|партнер)[^,;]*(?=[,;.]|$)")
#: `у Бєлгорода, крім Прилук, десять міст-побратимів: A, B`.
_ITS_TWINS = re.compile(
    rf"^\W{{0,3}}(?i:побратимів|партнерів|побратимов|партн[её]ров)\s(?:у|в)\s(?P<town>{CAP}(?:\s{CAP})?)(?=[^:.;]{{0,80}}(?:\d|:\s))|(?:^|[\s,])(?i:у|в)\s(?P<owner>{CAP}(?:\s{CAP})?)(?:,[^,:]{{1,40}},)?\s(?:[^\s,.;:]+\s){{0,3}}?(?i:(?:міст|городов)[- ](?:побратим|партн[её]р))(?i:ів|ов)"
)
_OF_ITS_TWINS = re.compile(
    rf"(?i:miast partnerskich|miastami partnerskimi)\s(?P<owner>{CAP})(?!\s?(?:[,(]|та\s|і\s|й\s|и\s|i\s|oraz\s))"
)
_HAS_TWINS = re.compile(
    rf"(?:^|\s)(?P<owner>{CAP})\s(?:(?i:має|имеет)\s(?:[^\s,.;]+\s){{0,3}}?(?i:(?:міст|громад|городов)[- ])?(?i:побратим|партнер|партн[её]р)(?i:и|ів|ов|ы)"
    r"|(?:has|counts|boasts)\s(?!been)(?:[^\s,.;]+\s){0,3}?(?:partners|twins|(?:twin|sister|partner)\s(?:cities|towns))|ma\s(?:[^\s,.;]+\s){0,3}?(?:partnerów|miast partnerskich))(?=\W)"
)
#: Parties that are no municipality: `Ліцей № 2 і Вища школа з міста Хелм уклали угоду`.
_INSTITUTIONS = AnyCase(
    r"(?:^|\.)(?!\W*(?:У|В|На|Во)\s)[^.;:,]{0,80}?(?<!\w)(?:навчальн\w+ заклад\w*|навчально-виховн\w+|ліце(?:й|ї|ю|єм)|школ(?:а|и|ою)|гімназі[яїєю]\w*|університет\w*|коледж\w*|лікарн\w+|музе[йїю]\w*|бібліотек\w+)\s[^.;:,]{0,160}?(?:уклал|підписал|підписав|уклав)\w*\s(?:[^\s.;]+\s){0,6}?(?:угод|договір|меморандум)"
    r"|(?<!\w)(?:угод|договір|меморандум)\w*\s(?:[^.;:,]{0,60}\s)?(?:уклал|підписал)и\s[^.;:,]{0,60}?(?<!\w)(?:університет|інститут|академі|ліце|школ|лікарн|коледж|гімназі)[^\s.;:,]*\s",
    needs="уклал підписал підписав уклав",
)
#: `знайомства, що не переросли в офіційне партнерство`.
_CAME_TO_NOTHING = AnyCase(
    r"(?<!\w)не (?:переросл|перетворил|завершил|закінчил|увінчал|дійшл|стал|перерос)\w*\s(?:в|у|до|офіційн|партнер|побратим)(?![^.;:]{0,40} (?:завад|перешкод))[^.;:]{0,40}(?:партнер|побратим|угод|підписан)|"
    r"(?<!\w)(?:з|із) (?:ними|ним|нею) про (?:партнерств|співпрац|побратим|угод)\w+ не (?:йшлося|ішлося|йдеться|говорили)|партнерств\w* (?:з|із) (?:ними|ним|нею) (?:немає|нема|не було)|"
    r"(?<!\w)(?:партнером|побратимом|партн[её]ром)\s(?:[^\s.;,]+\s){0,3}?(?:не (?:є|является)(?=\W*(?:$|[.,;]))|(?:ніколи|никогда) не (?:був|була|было|был|была))|(?<!\w)не (?:є|бул[оаи]|був|является|был[оаи]?) (?:офіційн\w+ |официальн\w+ )(?:міст\w+-)?(?:партнер|побратим|партн[её]р)\w*|"
    r"(?:never|did not) (?:grow|turn|develop) into [^.;]{0,40}(?:partnership|twinning|agreement)",
    needs="партнер партнёр побратим угод підписан співпрац into",
)
#: `Буско-Здруй товаришує ще й з A`, `його місто має партнерство з B`: friends of a town abroad.
_ITS_FRIENDS = re.compile(
    rf"(?:^|\s)(?P<owner>{CAP})(?:,\s[^,]{{1,30}},)?\s(?i:також\s|теж\s|сам[еао]\s)?(?i:товаришує|дружить|приятелює|співпрацює|партнерує|має (?:[^\s.;,]+\s)?(?:партнерств|угод|партнерські|побратимські)\w*(?: відносини| зв.язки| стосунки)?)"
    rf"\s(?i:також|теж|ще(?: й)?|і|й)\s(?i:з|із|зі)\s|(?:з|із|зі)\s(?i:яким|якою|якими)\s(?P<friend>{CAP})\s(?i:також|теж)\s(?i:товаришує|дружить|приятелює|співпрацює)"
)
_HIS_TOWN = AnyCase(r"(?<!\w)(?:його|її|їхн\w+|їх) (?:місто|громада|муніципалітет|[гґ]міна|комуна) (?:[^\s.;,]+ )?(?:має (?:[^\s.;,]+ )?(?:партнерств|побратим|партнер|угод)|товаришує|дружить|співпрацює)\w*")
_WITH_US = AnyCase(r"(?<!\w)(?:з|із|зі)\s(?:нами(?!\w)|(?:наш|українськ)\w+\s(?:громад|міст|муніципал|район|област))")
_HAVE_TIES = AnyCase(r"(?<!\w)(?:гості|колеги|представники)\s[^.;,]{0,40}\s(?:розповіли|розповідали|розказали),?\s(?:як|що)\s[^.;]{0,60}(?:дружать|співпрацюють|товаришують) (?:з|із|зі) |^(?:колеги|гості|гостя|представники|друзі|жителі) (?:з|із) [^\s.;,]+ (?:[^\s.;,]+ ){0,2}?(?:мають|має) (?:[^\s.;,]+ )?(?:досвід партнерства|партнерство|партнерів|побратимів|угоду|угоди) (?:з|із|зі|в|у) ")


_CLAUSE_END = AnyCase(r",\s(?:тож|тому|а|але|і|й|так|отже)\s")


def of_their_friends(sentence: str, context: Context) -> bool:
    """Whether a sentence tells with whom a town abroad is friends, and names none of ours."""
    his, have, friends = _HIS_TOWN.search(sentence), _HAVE_TIES.search(sentence), _ITS_FRIENDS.search(sentence)
    told = his or have or friends
    if told is None:
        return False
    named = mentions(sentence, context)
    if his:
        ours = _WITH_US.search(sentence, his.end()) or any(one.ukrainian and one.start > his.start() for one in named)
        return not ours and any(not one.ukrainian and one.start < his.start() for one in named)
    end = next((match.start() for match in _CLAUSE_END.finditer(sentence, told.end())), len(sentence))
    if _OWN_SIDE.search(sentence, 0, end) or any(one.ukrainian and one.start < end for one in named):
        return False
    owner = friends and (friends["owner"] or friends["friend"])
    return have is not None or (_is_abroad(owner, context) and is_known_in_a_case(owner))


_MUNICIPAL = AnyCase(r"(?:міськ|сільськ|селищн)\w+ (?:рад|голов)|мер(?!\w)|мери(?!\w)|бургомістр|громад|побратим|партнерами")
_ANNIVERSARY = AnyCase(r"річч|річниц|лети[еяю]\b|годовщин|anniversary|rocznic|jubiläum|jahrestag")
#: `З A та B документи підписано того ж дня`.
_PAPERS = AnyCase(r"(?<!\w)документ\w* (?:було )?підписан|підписан\w* документ|партнерськ\w+ документ", needs="документ")
_YEARS_SINCE = AnyCase(
    r"виповн|сповн|минає|минуло(?!\w)|років (?:з|від|із) (?:дня|часу|дати|моменту)|исполн|лет со дня|річч[яі]|years since"
)
#: A term, not a day of signing: `на 2015-2016 роки`.
_RANGE = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-–—/]\s*(?:19|20)\d\d(?!\d)")


def _sides(ukrainian: list[Mention], found: list[Mention], sentence: str) -> list[Mention]:
    """The Ukrainian mentions that may be the hromada of a sentence: towns, and no list of several of them."""
    towns = [mention for mention in ukrainian if not mention.regional]
    # "The city of Kovel in Volyn region", "повідомляють «Вікна»"
    towns = [one for one in towns if not (one.locative or sentence[one.start - 1 : one.start] in tuple("«\"“”„"))] or towns
    towns = [one for one in towns if not _EXAMPLE_OF.search(sentence, 0, one.start)]
    if not towns and all(mention.level is Level.COUNTY for mention in found):
        return ukrainian  # "pomiędzy powiatem kędzierzyńsko-kozielskim a powiatem wyżnickim"
    several = {mention.group for mention in towns if sum(1 for other in towns if other.group == mention.group) > 1}
    # "Містами-побратимами є A, B та Єнакієве (Україна)": an item among others is nobody's hromada.
    listed = {
        id(mention)
        for mention in towns
        if sum(other.group == mention.group and not other.ukrainian and other.start < mention.start for other in found) > 1
    }
    towns = [mention for mention in towns if mention.group not in several and id(mention) not in listed]
    if len(towns) > 1 and not _BETWEEN_STRANGERS.search(sentence):
        # "Чернівці розірвали зв'язки з Брянськом і Подольськом": a namesake among the partners of the town that acts
        among = {mention.group for mention in found if not mention.ukrainian}
        first = towns[0]
        if first.start < _OPENING and first.group not in among:
            namesakes = {stem(mention.text) for mention in towns if mention.group in among}
            towns = [mention for mention in towns if stem(mention.text) not in namesakes]
    return [one for one in towns if not _REGION_BEHIND.match(sentence, one.end)] or towns


def _namesakes(sentence: str, found: list[Mention]) -> None:
    """Mark the namesakes of Ukrainian towns beside a town abroad, with which another Ukrainian town of the sentence broke, as abroad:
    `Чернівці розірвали відносини з Брянськом і Подольськом`."""
    for one, beside in (*pairwise(found), *pairwise(reversed(found))):
        country = None if one.ukrainian else one.country or city_country(one.text)
        side = any(other.ukrainian and other is not beside and (other.group != one.group or other.start < _OPENING) for other in found)
        if country and side and beside.ukrainian and not (beside.levelled or beside.body or beside.country) and beside.group == one.group:
            beside.ukrainian = not any(is_known_in_a_case(name, country) for name in (beside.text, beside.text.replace("ськ", "ск")))
            beside.country = None if beside.ukrainian else country


#: `повторити крок Києва`: whose example is followed.
_EXAMPLE_OF = AnyCase(r"(?<!\w)(?:крок|прикладу?|прикладом|досвід|досвіду|слідом за|услід за|вслід за|як і (?:у|в)?|шаг|пример\w?|опыт|вслед за)\s(?:міста |громади |города )?$")
_REGION_BEHIND = re.compile(r"\s(?:region|oblast|raion|district|province)(?!\w)")
_OPENING = 30


def _in_turn(mentions: list[Mention], sides: list[Mention]) -> dict[int, str]:
    """The sides of partners that a sentence names in turn with them, by where a partner begins: `Rochdale is twinned with Lviv, Sheffield
    with Donetsk`."""
    turns = sorted([*mentions, *sides], key=lambda one: one.start)
    pairs = list(zip(turns[::2], turns[1::2], strict=False))
    mine = {id(one) for one in mentions}
    if len(sides) < 2 or len(sides) != len(mentions) or len({(id(one) in mine, id(two) in mine) for one, two in pairs}) != 1 or (id(turns[0]) in mine) == (id(turns[1]) in mine):
        return {}
    return {(one if id(one) in mine else two).start: (two if id(one) in mine else one).text for one, two in pairs}


def _nearest(mention: Mention, sides: list[Mention], sentence: str) -> str | None:
    """The Ukrainian side of a mention: the nearest one, of its own clause where that names one."""
    if not sides:
        return None
    if len(sides) > 1 and ";" in sentence:
        start, end = sentence.rfind(";", 0, mention.start), sentence.find(";", mention.end)
        sides = [side for side in sides if start < side.start < (end if end > 0 else len(sentence))] or sides
    return min(sides, key=lambda other: min(abs(other.start - mention.end), abs(mention.start - other.end))).text
