"""Running text: places that a sentence ties to the hromada, in oblique cases, with or without their country.

What belongs here: which of the places that a sentence mentions (`mentions`) are partners, and how far each tie has come.
What does not: lists and tables; what a whole page of news says of one event (`news`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise, product, takewhile

from schemas.vocabularies import Level, Stage
from scrapers.layouts import cues
from scrapers.layouts.dateline import dateline
from scrapers.layouts.entries import Context, Draft, Outcome, Scope, kind_in, read_heading, shorten, stage_in, stem, when_of
from scrapers.layouts.mentions import (
    CAP,
    CLAUSE,
    COMMA,
    FIRST_OF_TWO,
    FROM,
    LONGEST_TEXT,
    WITH,
    Mention,
    capitals,
    mentions,
    persons,
    sentences,
    told_ukrainian,
    without_continent,
)
from scrapers.layouts.page import Block, Page
from scrapers.text.cases import polish_nominatives
from scrapers.text.countries import find_countries
from scrapers.text.dates import PartialDate, Precision, find_dates
from scrapers.text.names import PartnerName, nominatives, split_names
from scrapers.text.normalise import AnyCase, fold, script_of
from scrapers.text.parts import city_country, sound_alike_across
from scrapers.text.places import is_known_place

LONGEST_SENTENCE = 1_500

# --- which mentions are partners --------------------------------------------------------------------------------------

RELEVANT = AnyCase(
    r"стосунк|відносин|отношени|relations|побратим|побрата|посестр|породн|порідн|партнер|партнёр|угод|догов|"
    r"меморандум|співпрац|співробітн|сотрудн|соглашен|декларац|дружб|дружн|twin|sister|partner|agreement|"
    r"memorandum|cooperat|friendship|"
    r"umow|porozumien|partnersk|współprac|partnerschaft|partnerst|vereinbarung|unterzeichn|zusammenarbeit|"
    r"freundschaft|протокол|пакт|pact|подруж|приятелю|про намір|intent|intencyjn|зв.язк\w* (?:з|із|зі) (?:російськ|білоруськ|міст)|статус\w* (?:міст|город)",
)
_LIST_CUE = AnyCase(
    r"(?<!\w)(?:побратим(?:и|ами|ів|ом|а)?|посестр\w+|партнер(?:и|ами|ів|ом|а|у|ка|кою)?|міст(?:а|ами|о|ом|ах|"
    r"у)?[\s-]+(?:побратим|партнер)\w*|громад\w*[\s-]+партнер\w*|поріднен\w+ міст\w+|побратимськ\w+ "
    r"(?:зв.?язк|відносин|міст)\w*|партнерськ\w+ (?:зв.?язк|відносин|стосунк|міст|угод)\w*|"
    r"дружн\w+ (?:взаємо)?(?:стосунк|відносин|зв.?язк)\w*|(?:партн[её]рск|побратимск|дружественн)\w+ (?:отношени|связ|соглашени)\w*|"
    r"побратимств\w+|побрата\w+|партнерств\w+|город\w*[\s-]+(?:побратим|партн[её]р)\w*|побратим\w+|"
    r"партн[её]р(?:ами|ом|ы|ов)|twin(?:ned|s)?(?:[\s-](?:town|cit)\w*)?|sister[\s-](?:cit|town)\w*|"
    r"now\w+ partner\w{0,3}|partner[\s-](?:cit|town|municip)\w*|partner of|partners|twinning|partnerships?|"
    r"miast\w*\s(?:partnersk|bliźniacz|partner)\w*|partnersk\w+|partnerstw\w*|partnerst[aä]dt\w*|"
    r"städtepartnerschaft\w*|partnerschaft\w*|solidaritätspartnerschaft\w*)(?!\w)",
)
_BECOME = AnyCase(
    r"(?<!\w)(?:є|стал[иаo]?|став|стане|стануть|виступа\w+|явля\w+|был[иао]?|були|є такі|такі міста|наступні|"
    r"серед них|серед яких|серед інших|среди других|зокрема|а саме|це|это|are|is|were|was|became|become|include|including|namely|sind|"
    r"ist|wurde|wurden|jest|są|został\w*|to|"
    r"із|зі|з|між|with|mit|between|zwischen|—|–|-|:|має|мають|має з|встановлен\w+|налагод\w+|"
    r"поповнил\w*|доповнил\w*|долучил\w*|приєднал\w*)(?!\w)",
)
_TIES = AnyCase(
    r"(?<!\w)(?:подруж\w+|налагод\w+|встанов\w+|започаткув\w+|установ\w+|establish\w*|nawiąza\w*|"
    r"eingegangen|aufgenommen|eingeht|geschlossen|поріднил\w*|побратал\w*|породнил\w*|twinned|"
    r"об.?єднал\w*)(?!\w)",
)
_COOPERATE = AnyCase(
    r"(?<!\w)(?:співпрацю\w+|співробітнич\w+|сотруднича\w+|cooperat\w+|współprac\w+|"
    r"zusammenarbeit\w*|товариш\w+|приятелю\w+|дружи\w+|дружат|подружи\w+)(?!\w)",
)
_BROKEN = AnyCase(
    r"(?<!\w)(?:розір\w+|розрив\w*|позбави\w*|позбавлен\w+|лишил\w*|лишен[аоы]?|"
    r"(?:скасува\w+|скасову\w+|анулюва\w+|отмен\w+|аннулирова\w+)\s+(?:[^\s.,;]+\s+){0,3}?(?:партнерськ|побратимськ|партн[её]рск|побратимск|угод|догов|статус|соглашени)\w*|"
    r"расторжени\w+|припин\w+|призупин\w+|разорв\w+|разрыв\w*|расторг\w+|"
    r"прекра\w+|приостан\w+|денонс\w+|відмов\w+|визна\w+ недійсн\w+|недійсн\w+|не являющ\w+ побратим\w*|"
    r"sever\w*|terminat\w*|suspend\w*|"
    r"broke\w* off|zerwa\w*|rozwiąza\w*|wypowiedzia\w*|beendet\w*|gekündigt|ausgesetzt|"
    r"(?:виключ|вилуч|викресл|исключ|вычеркн)\w+\s+(?:[^\s.,;]+\s+){0,3}?(?:з|із|зі|из)\s+(?:переліку|списку|числа|перечня|списка)|"
    r"(?:зв.?язк\w+|відносин\w*|стосунк\w+|контакт\w+|связ[иь]|отношени\w+)\s+(?:[^\s.,;]+\s+){0,3}"
    r"(?:втрачен\w+|обірва\w+|перерва\w+|утрачен\w+|потерян\w+|прерва\w+))(?!\w)",
)
_AID = AnyCase(
    r"(?<!\w)(?:гуманітарн\w+ (?:допомог|вантаж)\w*|передал[аио]|передав|допомог\w+ від|турнір|"
    r"матч|чемпіонат|змаган\w+|кубок|концерт|виставк\w+|вимпел|стажуванн\w+|tournament|humanitarian aid|"
    r"hilfsgüter|матч)(?!\w)",
)


#: `X став побратимом Y`, `X and Y are sister cities`: two towns of which none is Ukrainian.
_STRANGERS = re.compile(
    rf"{CAP}[^.,;]{{0,60}}(?<!\w)(?:стал[иао]?|став|became|is|are|have been|є|jest|ist|оставал\w+|залишал\w+|"
    rf"sind)\s[^.,;]{{0,30}}(?:побратим\w*|партн\w+|twin\w*|sister\w*|partner\w*)(?:\s+cit\w+)?(?:\s+(?:of|"
    rf"von|міста|города|м\.))?(?:\s+{CAP}|\s+for\b|\s+(?:з|с|with|mit)\s|\s*$|\.)"
)


_BETWEEN_STRANGERS = AnyCase(r"(?<!\w)(?:між|поміж|между|between|zwischen|pomiędzy|między)(?!\w)")
_OWN_SIDE = AnyCase(r"громад|\bрад[аиоу]\w*|наш|україн|украин|hromada|ukrain|\bour\b|совет|gromad|unser")


@dataclass(slots=True)
class Evidence:
    """One partner in one sentence: the mention, the words of stage and date, and the Ukrainian side if it is said."""

    mention: Mention
    sentence: str
    stage: Stage | None
    since: PartialDate | None
    hromada: str | None
    strength: float
    order: int


SIGNED_VERB = AnyCase(
    r"(?<!\w)(?:підписал\w+|підписав|підписано|підписані|підписана|підписан[оиі]\w*|"
    r"підписанн\w+|підписують|уклал\w+|уклав|укладено|укладен\w+|скріпил\w*|побрата\w+|поставил\w+ "
    r"підпис\w*|подписал\w*|подписан\w*|заключил\w*|заключен\w*|signed|signing|sealed|podpisa\w+|zawar\w+|"
    r"unterzeichnet\w*|unterzeichnung|unterschrieb\w*|besiegelt\w*|стал[иао] побратим\w*|"
    r"став побратим\w*|стал[иао] (?:містами|містом|партнер)\w*|побратал\w*|"
    r"поріднил\w*|twinned|became)(?!\w)",
)
_VERB = AnyCase(
    r"(?<!\w)(?:[а-яіїєґ]{3,}(?:ав|ила|или|ило|ив|ала|али|ало|ється|ються|уть|ють|ить|ать)|є|"
    r"став|стала|стали|стало|було|[a-z]{3,}ed|became|are|is|was|were|has|have|plan\w*|offer\w*|podpisa\w+|"
    r"jest|są|wurde|hat|ist|sind)(?!\w)",
)
_COUNCIL = AnyCase(
    r"(?<!\w)(?:депутат\w+|сесі\w+|виконком\w*|рішення\w*|council(?:l)?ors?|council|session|"
    r"radni|rada miejska|rada gminy|sesji|stadtrat\w*|gemeinderat\w*|кмітет\w*|міністерств\w+|ministry|"
    r"сессии|горсовет)(?!\w)",
)
_APPROVE = AnyCase(
    r"(?<!\w)(?:затверд\w+|погод\w+|підтрим\w+|схвал\w+|ухвал\w+|проголосув\w+|висловил\w+ "
    r"за|надал\w* згод\w*|дал[иа] згод\w*|approved|adopted|voted|zatwierdz\w+|przyję\w+|uchwali\w+|"
    r"wyrazi\w+ zgod\w*|beschloss\w*|beschlossen|zugestimmt|"
    r"утверд\w+|одобр\w+|согласов\w+|поддержал\w*)(?!\w)",
)
PLAN = AnyCase(
    r"(?<!\w)(?:план\w+|заплан\w+|готовн\w+ (?:підпис\w*|уклас\w*|до (?:підпис|співпрац|побратим|партнер)\w*)|готов\w{0,2} (?:підписати|подписать|стати)|"
    r"на шляху до|вирішил\w* стати|мо(?:же|жуть|жет|гут) стат[иь]|має намір|мають намір|намір\w*|намерен\w*|буд(?:ет|ут|е|уть) "
    r"(?:підписан|подписан|заключ|уклад)\w*|готу\w+ до підписання|буде підписан\w*|підпишуть|підпише|"
    r"збира\w+|домовил\w+ (?:про )?(?:підписа|уклад|співпрац|розпочати|побратим|партнер)\w*|хоч\w+|"
    r"стремится|стремятся|хотел\w* бы|хоті(?:в|ла|ли) би?|прагн\w+|запропонував\w*|запропонувал\w*|ініціюва\w+|розгляда\w+|"
    r"intend\w*|plan(?:s|ned|ning)?|will sign|will be signed|propos\w+|offer\w*|zamierza\w*|"
    r"planuj\w*|chc[ąe]|strebt|angestrebt|anstreb\w*|soll|geplant|möchte\w*|вестиме|стануть|"
    r"(?:матиме|матимуть|отримає|отримають|буде|будет иметь|получит|з.?явиться|появится)\s+(?:ще\s+|ещ[её]\s+)?(?:одн\w+|нов\w+|сво\w+)\s+"
    r"(?:[^\s.,;]+\s+)?(?:(?:міст|город|громад)\w*-?)?(?:побратим|партнер|партн[её]р)\w*|"
    r"стане|will become|zostaną|подпишут|станут|станет|собираются|можливіст\w+|"
    r"возможност\w+|possibilit\w+|"
    r"w przyszłości|у майбутньому|в майбутньому|незабаром|найближчим часом|in the future|"
    r"künftig|(?:will|wollen)\s[^.;]{0,90}(?:städtepartnerschaft|partnerschaft|partnerstadt))(?!\w)",
)
#: A signing that is still to come, said with a noun.
_PLANNED_SIGNING = AnyCase(
    r"(?<!\w)(?:на черзі|на порядку денному|порядку денного|питання про|в повестке дня|вопрос о|плану\w+|заплановано|готу\w+|очіку\w+|"
    r"незабаром|наступн\w+ крок\w*|попереду|домовил\w+|планиру\w+|предстоит|ожида\w+|planned|plan\w*|"
    r"upcoming|planow\w+|geplant\w*|мета (?:візиту|зустрічі|поїздки)|метою (?:візиту|зустрічі|поїздки)|цель визита|purpose of the visit|cel(?:em)? wizyty)"
    r"\s[^.;]{0,50}(?:підписанн|укладен|подписани|заключени|signing|conclusion|"
    r"podpisani|zawarci|unterzeichnung)",
)
_PAST = AnyCase(
    r"(?<!\w)(?:підписал\w+|підписав|підписано|уклал\w+|уклав|відбул\w+ підписанн\w+|"
    r"подписал\w*|подписано|заключил\w*|signed|podpisał\w*|podpisano|zawarł\w*|unterzeichneten?|"
    r"unterschrieben)(?!\w)",
)
#: A tie or a signing that a sentence wants or speaks of beforehand, though it says so with the words of one that is there.
_BEFOREHAND = AnyCase(
    r"(?<!\w)(?:щоб|аби|чтобы|aby|żeby|so that)\s[^.;]{0,60}(?:стал[иао]|підписал\w*|уклал\w*|подписал\w*|podpisa\w+|became)"
    r"|(?<!\w)(?:до|перед|до моменту|к моменту)\s+підписанн\w+"
    r"|(?<!\w)підписання\s+[^.;]{0,50}?(?:передбача\w+|передбачено|дозволить|дасть|сприятиме|відбудеться|стане|заплановано)(?!\w)",
    needs="щоб аби чтобы aby żeby that підписанн",
)
_POTENTIAL = AnyCase(
    r"(?<!\w)(?:потенційн\w+|можлив\w+|майбутн\w+|потенциальн\w+|возможн\w+|будущ\w+|"
    r"potential|prospective|possible|przyszł\w+|potencjaln\w+|potenziell\w*)\s+(?:\w+\s+)?(?:партнер|"
    r"побратим|партн[её]р|partner|twin)",
)
INTENT_DOCUMENT = AnyCase(
    r"про намір\w*|намірів|намерений|о намерени\w+|of intent|intention to|intencyjn\w+|"
    r"absichtserkl\w+",
)


_PROPOSED = AnyCase(r"(?<!\w)(?:propos\w+|(?:plans?|wants?|aims?|agreed|approval|set|hopes?) to twin|exploring)(?!\w)")
_WILL_BE = AnyCase(
    r"(?<!\w)(?:буде (?:ще )?(?:одн\w+|нов\w+)|стане|стануть|станет|станут|може стати|можуть стати|(?:план\w+|хоч\w+|вирішил\w*|хотят|решил\w*) стат[иь]|може з.?явитися|з.?явиться|появится|will become|will be|"
    r"to become|zostanie|zostaną|wird|werden)(?!\w)",
)


_EXISTING = AnyCase(
    r"(?<!\w)(?:міст|городов|громад)[\s-](?:побратимів|побратимов|партнерів|партн[её]ров)(?!\w)|"
    r"(?<!\w)(?:розвит|поглиб|зміцн|продовж|развит|углуб|укреп|продолж|develop|deepen|strengthen|rozw|pogłęb|vertief)\w*\s+(?:[^\s.;,]+\s+){0,2}"
    r"(?:побратимськ|партнерськ|побратимск|партн[её]рск|twin|sister|partnersk|partnerschaft)"
)
#: What was a tie and is not said to be one any more.
_FORMERLY = AnyCase(
    r"^(?!.*(?<!\w)(?:тепер|нині|зараз|ще|також|теперь|ныне|сейчас|ещ[её]|также|now|also)(?!\w))"
    r".*(?<!\w)(?:раніше|колись|ранее|раньше|когда-то|за радянських часів|в советское время|formerly|dawniej)(?!\w)"
    r"[^.;]{0,50}побратим\w*[^.;]{0,40}(?<!\w)(?:був|була|були|было|были|был|являл\w+)(?!\w)",
    needs="побратим",
)
_ABSTAINED = AnyCase(
    r"(?<!\w)(?:утрим\w+ від|воздерж\w+ от|ще не|досі не|поки не|еще не|пока не|refrain\w+ from|nie został\w* jeszcze)\s[^.;]{0,20}"
    r"(?:уклад|підпис|заключ|подпис|sign|conclud|podpis|zawar)"
)


@lru_cache(maxsize=16)
def sentence_stage(sentence: str, twin: bool = False) -> Stage | None:
    """The stage that one sentence gives to its places, or to those that it calls `twin`; None when its words say none."""
    if _ABSTAINED.search(sentence):
        return None
    stage = stage_in(sentence)
    beforehand = _BEFOREHAND.search(sentence) is not None
    signed = bool(SIGNED_VERB.search(_BEFOREHAND.sub(" ", sentence) if beforehand else sentence))
    if beforehand and not signed and stage is Stage.SIGNED:
        stage = None
    if stage in (Stage.ENDED, Stage.SUSPENDED, Stage.PROPOSED_TO_END):
        return stage
    if stage in (None, Stage.SIGNED, Stage.APPROVED) and _BROKEN.search(sentence):
        return (
            Stage.PROPOSED_TO_END
            if re.search(
                r"вирішив припинити|проект\w*|проєкт\w*|пропону\w+|proposed?|"
                r"предлага\w+|готу\w+|ініцію\w+|иницииру\w+|инициирова\w+|вносит\w*|вимага\w+|требу\w+|"
                r"\b(?:план|збира|собира|намер|має намір|хоч|хоче|хот|закли|призыв|призва|мож|могут)\w*\s[^.;,]{0,40}"
                r"(?:розір|розрив|разорв|разрыв|расторг|расторж|припин|прекра|скасув|денонс)\w+|\bрозірв(?:е|уть|емо)\b|\bприпин(?:ить|ять|имо)\b|\bразорв[её](?:т|м)\b|\bрасторгн\w+т\b|"
                r"\bпрекрат(?:ит|ят)\b|\bzerwie\b|\brozwiąże\b|\b(?:will|may|could|to) (?:end|sever|terminate|cut)\b",
                sentence,
                re.I,
            )
            else Stage.ENDED
        )
    if stage in (None, Stage.SIGNED, Stage.TALKS) and _FORMERLY.search(sentence):
        return Stage.ENDED
    if INTENT_DOCUMENT.search(sentence):
        return Stage.INTENT
    if not signed and _POTENTIAL.search(sentence):
        return Stage.TALKS
    if (
        _COUNCIL.search(sentence)
        and _APPROVE.search(sentence)
        and not re.search(
            r"підписали|підписав|уклали|"
            r"уклав|signed|podpisa[lł]|unterzeichnete",
            sentence,
            re.I,
        )
        and (stage in (None, Stage.SIGNED, Stage.APPROVED, Stage.TALKS, Stage.INTENT))
    ):
        return Stage.APPROVED
    if stage is Stage.RENEWED and not cues.AGREEMENT_WORDS.search(sentence):
        stage = Stage.SIGNED if signed else None
    if _PLANNED_SIGNING.search(sentence) and not _PAST.search(sentence):
        return Stage.INTENT
    if not twin and PLAN.search(sentence) and not (signed and _PAST.search(sentence)):
        return Stage.INTENT if stage in (None, Stage.SIGNED, Stage.INTENT) else stage
    if stage is Stage.TALKS and _EXISTING.search(sentence):
        return None  # talks of how to go on
    if twin and not signed and (_WILL_BE.search(sentence) or _PROPOSED.search(sentence)):
        return Stage.INTENT
    if twin and stage in (Stage.TALKS, Stage.INTENT, None):
        return Stage.SIGNED
    if signed and stage in (None, Stage.TALKS):
        return Stage.SIGNED
    return stage


def partners_of(sentence: str, scope: Scope, context: Context, order: int = 0, german: bool = False) -> list[Evidence]:
    """The partners that one sentence names, each with its stage and date."""
    cued = RELEVANT.search(sentence) is not None
    if len(sentence) > LONGEST_SENTENCE or not (cued or scope.listed):
        return []
    for splitter in (CLAUSE, COMMA):
        clauses = splitter.split(sentence)
        if len(clauses) > 1 and all(_VERB.search(clause) for clause in clauses):
            break
    else:
        clauses = []
    if clauses and all(map(_holds_name, clauses)):
        told = [partners_of(clause, scope, context, order, german) for clause in clauses]
        if not told[0] and _THE_DAY_WHEN.match(clauses[0]):
            _date([one for found in told for one in found], _moment_of(clauses[0], context))
        return [one for found in told for one in found]
    occupied = context.occupied and cues.OCCUPATION.search(sentence)
    if occupied or _of_another(sentence, context) or (sentence.isupper() and len(sentence) > 30):
        return []  # in a line of capitals every word could be a name
    if _PROJECT.search(sentence) and not _FIRM.search(QUOTED.sub(" ", sentence)):
        return []
    found = mentions(sentence, context, german)
    if all(mention.country == "UA" or (mention.ukrainian and mention.country is None) for mention in found):
        return []
    ukrainian = [mention for mention in found if mention.ukrainian and mention.country in (None, "UA")]
    sides = _sides(ukrainian)
    list_cues = [match.span() for match in _LIST_CUE.finditer(sentence)]
    broken = bool(_BROKEN.search(sentence))
    talking = (
        bool(cues.AGREEMENT_WORDS.search(sentence) or _COOPERATE.search(sentence))
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
    signed = talking and (broken or bool(SIGNED_VERB.search(sentence) or _TIES.search(sentence)))
    accepted: list[tuple[Mention, float]] = []
    for mention in found:
        if (mention.ukrainian and mention.country in (None, "UA")) or mention.country == "UA":
            continue
        strength = _strength(sentence, mention, found, list_cues, signed, talking, cued, scope)
        if strength > 0:
            accepted.append((mention, strength))
    if (
        not ukrainian
        and sum(not mention.regional for mention in found) > 1
        and (match := _STRANGERS.search(sentence))
        and any(mention.twin and match.start() < mention.start < match.end() + 1 for mention, _ in accepted)
        and any(mention.start == match.start() for mention in found)
    ):
        return []  # "Москва оставалась городом-побратимом Берлина"
    if (
        not ukrainian
        and len(accepted) > 1
        and (_STRANGERS.search(sentence) or (_BETWEEN_STRANGERS.search(sentence) and not _OWN_SIDE.search(sentence)))
    ):
        return []
    if any(not mention.regional for mention, _ in accepted):
        accepted = [(mention, strength) for mention, strength in accepted if not mention.regional or mention.country]
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
    when = _moment_of(_RANGE.sub(" ", sentence), context) if told else None
    if when is not None and not signed and _VISITING.search(sentence) and not _SINCE.search(sentence):
        when = None  # the day of a visit
    paired = _paired_moments(sentence, [mention for mention, _ in accepted], context) if told else {}
    result = []
    for mention, strength in sorted(accepted, key=lambda pair: pair[0].start):
        stage = sentence_stage(_told_of(sentence, mention), mention.twin)
        hromada = _nearest(mention, sides)
        # The day of a council's decision is not the day of the tie.
        moment = paired.get(mention.start, when)
        if (stage is Stage.APPROVED and not _PAST.search(sentence)) or (
            stage in _OVER and (_COUNCIL.search(sentence) or not (SIGNED_VERB.search(sentence) or _SINCE.search(sentence)))
        ):
            moment = None
        result.append(Evidence(mention, sentence, stage, moment, hromada, strength, order))
    return result


#: A project, of which places are participants and not partners by that.
_PROJECT = AnyCase(
    r"(?<!\w)(?:спільн\w+ про[єе]кт\w*|совместн\w+ проект\w*|joint project|в рамках (?:про[єе]кту|програми|проекта|программы)|у рамках (?:про[єе]кту|програми)|interreg|"
    r"учасник\w* про[єе]кту|участник\w* проекта)(?!\w)",
    needs="проєкт проект програм joint interreg",
)
QUOTED = re.compile(r"[«„“\"][^«»„“”\"]{0,200}[»”\"]")


#: `11 листопада, коли Польща святкувала незалежність, A і B підписали угоду`.
_THE_DAY_WHEN = AnyCase(
    r"(?:[ув] |во |on |am )?\d{1,2}(?:st|nd|rd|th|\.)? [^\W\d_]+(?: \d{4}[^,]{0,8})?, (?:коли|когда|when|als|gdy|kiedy)\s"
)


def _told_of(sentence: str, mention: Mention) -> str:
    """The sentence without those of its clauses that speak of a plan for other places, or without those that do not when the place
    stands in one that does: `підписало угоду з A, а з B планує підписати її восени`."""
    ends = [match.end() for match in CLAUSE.finditer(sentence)]
    if not ends or not PLAN.search(sentence):
        return sentence
    spans = list(pairwise([0, *ends, len(sentence)]))
    planned = [PLAN.search(sentence[start:end]) is not None for start, end in spans]
    if all(planned):
        return sentence
    own = next(plan for (start, end), plan in zip(spans, planned, strict=True) if mention.start < end)
    kept = [sentence[start:end] for (start, end), plan in zip(spans, planned, strict=True) if plan == own]
    return " ".join(kept) if cues.AGREEMENT_WORDS.search(" ".join(kept)) or own else sentence


def _holds_name(clause: str) -> bool:
    """Whether a clause may name a place; one that does not goes with the one beside it: `налагодила контакти з X, а 14 липня
    було укладено договір`."""
    first, _, rest = clause.strip(' «"“„').partition(" ")
    return bool(_CAPITAL.search(rest)) or (first[:1].isupper() and first.lower() not in cues.NEVER_FIRST)


_CAPITAL = re.compile(CAP)


_VISITING = AnyCase(
    r"(?<!\w)(?:делегаці|візит|відвіда|завіта|гостюва|делегаци|визит|посети|delegacj|wizyt|visited|visiting|besuch)"
)
_SINCE = AnyCase(r"(?<!\w)(?:since|з|із|від|с|от|od|seit)\s+(?:\w+\s+)?(?:19|20)\d\d")


def _paired_moments(sentence: str, accepted: Sequence[Mention], context: Context) -> dict[int, PartialDate]:
    """The dates of a sentence that alternate with its partners (`з A 1996 року, а з B – 2019-го`; `у 1996 – A, у 2019 – B`),
    by the start of each mention; empty when they do not."""
    dates = find_dates(sentence, context.base) if len(accepted) > 1 else []
    if len(dates) == 1 and dates[0][2].precision is Precision.YEAR and dates[0][0] < accepted[0].start:
        # "У 2023 році підписано три угоди: 14 лютого – з A, 3 червня – з B"
        year = date(int(dates[0][2].value), 12, 31)
        dates = [
            (start, end, replace(value, relative=False))
            for start, end, value in find_dates(sentence, year)
            if value.precision is Precision.DAY and start > dates[0][0]
        ]
    if len(dates) < 2:
        return {}
    marks = sorted(
        [(one.start, "n", one) for one in accepted] + [(start, "d", value) for start, _, value in dates],
        key=lambda mark: mark[0],
    )
    order = "".join(kind for _, kind, _ in marks)
    if not (_NAME_THEN_DATE.fullmatch(order) or _DATE_THEN_NAME.fullmatch(order)):
        return {}
    found: dict[int, PartialDate] = {}
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


_NAME_THEN_DATE, _DATE_THEN_NAME = re.compile(r"(?:nd){2,}"), re.compile(r"(?:dn+){2,}")


_OVER = (Stage.ENDED, Stage.SUSPENDED, Stage.PROPOSED_TO_END)


def _moment_of(sentence: str, context: Context) -> PartialDate | None:
    """The date of an event; a day without a year is of the year before the page's own date, when it stands near it."""
    base = context.base or context.dated
    moment = when_of(_TO_DATE.sub(" ", sentence), base)
    if moment is None or not moment.relative or context.base:
        return moment
    if moment.precision is not Precision.DAY or PLAN.search(sentence):
        return None
    return moment if (base - date.fromisoformat(moment.value)).days <= _NEAR else None


#: The day until which something is counted, not one on which it happened.
_TO_DATE = AnyCase(
    r"(?<!\w)(?:(?:станом )?на сьогодні(?:шній день)?|(?:по состоянию )?на сегодня(?:шний день)?|as of today|na dzień dzisiejszy|bis heute)(?!\w)"
)
#: The most days between an event and the page that tells of it with no year.
_NEAR = 60


_ANOTHERS = re.compile(
    rf"({CAP}(?: {CAP})?)(?:['’]s?)?\s+(?:(?:currently|already|now)\s+)?(?:(?:has|have)\s+(?:\d+|[a-z]+teen|two|three|four|five|six|seven|eight|nine|ten|several|many)\s+)?(?:(?:other|current|existing)\s+)?"
    r"(?:sister|twin|partner)[ -](?:cities|towns)"
)


_NETWORK = AnyCase(r"угод\w+ мерів|соглашени\w+ мэров|covenant of mayors|cittaslow|[єе]врорег[іи]он|euroregion")


def _of_another(sentence: str, context: Context) -> bool:
    """`Tartu's other twin towns include ...`: a list of the partner's own."""
    if len(sentence) < 120 and _NETWORK.search(sentence):
        return True  # a network and its seat: `Угода мерів щодо клімату та енергії (Брюссель, Бельгія)`
    match = _ANOTHERS.search(sentence) if "cities" in sentence or "towns" in sentence else None
    if match is None or match[1].lower() in cues.NEVER_FIRST:
        return False
    name = match[1].removesuffix("'s").removesuffix("’s")
    return cues.plausible(name) and not cues.is_ukrainian(name) and not context.is_own(name) and not find_countries(name)


_ANNIVERSARY = AnyCase(r"річч|річниц|лети[еяю]\b|годовщин|anniversary|rocznic|jubiläum|jahrestag")
#: A term, not a day of signing: `на 2015-2016 роки`.
_RANGE = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-–—/]\s*(?:19|20)\d\d(?!\d)")


def _sides(ukrainian: list[Mention]) -> list[Mention]:
    """The Ukrainian mentions that may be the hromada of a sentence: towns, and no list of several of them."""
    towns = [mention for mention in ukrainian if not mention.regional]
    several = {mention.group for mention in towns if sum(1 for other in towns if other.group == mention.group) > 1}
    return [mention for mention in towns if mention.group not in several]


def _nearest(mention: Mention, sides: list[Mention]) -> str | None:
    """The Ukrainian side of a mention: the nearest one."""
    if not sides:
        return None
    return min(sides, key=lambda other: min(abs(other.start - mention.end), abs(mention.start - other.end))).text


def _strength(
    sentence: str,
    mention: Mention,
    found: list[Mention],
    list_cues: list[tuple[int, int]],
    signed: bool,
    talking: bool,
    cued: bool,
    scope: Scope,
) -> float:
    if _OF_THEIRS.search(sentence[: mention.start]):
        return 0.0
    if _CALLED_TWIN.match(sentence, mention.end) or (_ITS_STATUS.match(sentence, mention.end) and _BROKEN.search(sentence)):
        mention.twin = True
        return 1.0
    if mention.locative:
        return 0.0
    before = sentence[max(0, mention.start - 40) : mention.start]
    if (
        mention.country is None
        and not mention.levelled
        and not mention.twin
        and "a" <= fold(mention.text)[:1] <= "z"
        and len(re.findall(r"[а-яіїє]", sentence)) > len(sentence) * 0.4
    ):
        return 0.0  # a foreign word in a Cyrillic sentence: a forum, a fund, a site
    if mention.twin:
        return 1.0
    if not cued and not scope.listed:
        return 0.0
    if _FOR_AN_ASSOCIATION.match(sentence, mention.end):
        return 0.0
    if mention.office and not signed and mention.country is None and not any(other.ukrainian for other in found):
        return 0.0  # "the mayor of X helps Ukraine to find partners"
    anchored = mention.levelled or mention.regional or mention.country is not None
    if not anchored and _two_bare_words(mention.text):
        return 0.0
    paired = any(other.group == mention.group and other.ukrainian and other is not mention for other in found)
    aid = bool(_AID.search(sentence))
    if anchored and FROM.search(before) and not mention.country and not signed:
        return 0.0
    if anchored and talking and not aid:
        return 0.95 if signed else 0.7
    if anchored and aid and signed:
        return 0.8
    if paired and (signed or list_cues):
        return 0.9
    if paired and talking and _AGREED.search(sentence):
        return 0.7
    host = (
        next(
            (
                other
                for other in found
                if other.ukrainian and re.fullmatch(r"\s*\(\s*", sentence[other.end : _group_start(mention, found)])
            ),
            None,
        )
        if list_cues
        else None
    )
    if host is not None and not mention.ukrainian:
        return 0.85
    if (
        mention.start < 3
        and talking
        and any(other.ukrainian for other in found)
        and (signed or PLAN.search(sentence))
        and _ACTS.match(sentence, mention.end)
    ):
        return 0.8  # "Würzburg hat mit der ukrainischen Stadt Lwiw ...", "Lublin podpisze umowę z Charkowem"
    for start, end in list_cues:
        if end <= mention.start:
            between = sentence[end : _group_start(mention, found)]
            bare = re.sub(rf"{CAP}", "", between)
            if (
                len(bare) <= 70
                and (_BECOME.search(between) or between.strip() in (",", ":"))
                and not re.search(r"[.;!?]", between)
            ):
                return 0.85
        else:
            between = sentence[_group_end(mention, found) : start]
            if not between.strip() and re.match(r"twinned|побрата|поріднил|породнил", sentence[start:end], re.I):
                return 0.85
            if 0 <= len(between) <= 60 and re.match(
                r"\s*,?\s*(?:(?:офіційно|тепер|нині|также|також|уже|вже|now|officially|has|have|been)\s+){0,3}(?:є|стал[иао]?|став|стануть|стане|became|become|"
                r"are|is|sind|ist|wurden|wurde|został\w*|są|jest|—|–|стают|являются)(?!\w)",
                between,
            ):
                return 0.85
    if any(
        other.ukrainian and _TIE_OF.search(sentence[: other.start]) and WITH.fullmatch(sentence, other.end + 1, mention.start)
        for other in found
    ):
        return 0.75  # "Співпраця Луцька з Торунем триває"
    if (
        WITH.search(before)
        and talking
        and (
            signed
            or re.search(
                r"угод|догов|меморандум|партнерств|"
                r"побратимств|співробітництв|agreement|umow|соглашен|vereinbarung|partnerschaft|memorandum",
                sentence[: mention.start],
                re.I,
            )
        )
    ):
        return 0.75
    return 0.0


#: `річниця їх партнерських відносин з м. Гослар`: the partner's partner.
_OF_THEIRS = AnyCase(
    r"(?<!\w)(?:їх|їхн\w+|их|their|ihre[rn]?|ich)\s+(?:партнер|побратим|партн[её]р|partner|twin|sister)\w+\s+(?:відносин|зв.?язк|стосунк|отношени|связ|relations|ties)\w*\s+"
    r"(?:з|із|с|with|mit|z)\s+(?:м\.\s*|міст\w+\s+|г\.\s*|город\w+\s+)?$"
)
#: `до міста Тарту в Естонії, яке є партнером громади`.
_CALLED_TWIN = AnyCase(
    r"(?:\s*\([^()]{1,40}\))?(?:\s+(?:в|у)\s+[^\s,.;]+(?:\s+[^\s,.;]+)?)?,?\s+(?:як(?:ий|е|а)|котор(?:ый|ое|ая))\s+(?:є|является)\s+(?:[^\s,.;]+\s+){0,2}"
    r"(?:міст\w*[\s-]|город\w*[\s-])?(?:побратим|партн[её]р)\w*"
    r"|(?:(?:,\s+[^\s,.;]+(?:\s[^\s,.;]+)?)?,|\s[–—-])\s+(?:(?:наш|our|the|a)\w{0,3}\s+)?(?:міст\w+[\s-](?:побратим|партнер)|город\w*[\s-](?:побратим|партн[её]р)|(?:partner|sister|twin)[\s-](?:city|town)(?!\w))"
)
#: `позбавила Псков статусу міста-побратима`.
_ITS_STATUS = AnyCase(
    r"\s+(?:(?:почесн|почётн|почетн)\w+\s+)?(?:статус\w*|титул\w*|звання|звания)\s+(?:\w+[\s-])?(?:міст|город|побратим|партн[её]р)"
)
#: `мер міста, президент Асоціації ...`: it is the association that signs.
_FOR_AN_ASSOCIATION = AnyCase(
    r",\s+(?:віце-?)?(?:президент|голова|очільни|співголова|генеральний секретар|president|chair|przewodnicz|prezes|vorsitzend)\w*\s+(?:of\s+(?:the\s+)?)?"
    r"(?:асоціаці|спілки|союзу|конгресу|associat|union|congress|związku|stowarzysz|verband)"
)
_TIE_OF = AnyCase(
    r"(?<!\w)(?:співпрац[яії]|співробітництв[оа]|партнерств[оа]|побратимств[оа]|дружб[аи]|сотрудничеств[оа]|współpraca|partnerstwo)\s+(?:міста\s+|м\.\s*|города\s+)?$"
)
_AGREED = AnyCase(r"(?<!\w)(?:домовил\w+|договорил\w+|agreed|uzgodni\w+|vereinbar\w+)(?!\w)")
_ACTS = re.compile(
    r"\s+(?:hat|haben|ist|schließt|besiegelt|podpis\w+|podpisz\w+|zawar\w+|signed|will sign|has signed|підпис\w+|укла\w+|підпиш\w+|"
    r"подпис\w+|подпиш\w+|заключ\w+)(?!\w)"
)


def _two_bare_words(text: str) -> bool:
    """Two Cyrillic words of which the first is no adjective and no beginning of a town: without a level word or a country
    they are as often a person."""
    first, _, rest = text.partition(" ")
    return (
        " " not in rest
        and rest[:1].isupper()
        and rest[0] > "z"
        and first.lower() not in FIRST_OF_TWO
        and not _ADJECTIVE.search(first)
        and not cues.is_ukrainian(text)
    )


_ADJECTIVE = re.compile(r"(?:ий|ій|ого|ому|им|ім|ої|ою|ій|ая|ой|ую|ый|ым|ое|е|і)$")


def _group_start(mention: Mention, found: list[Mention]) -> int:
    return min(other.start for other in found if other.group == mention.group)


def _group_end(mention: Mention, found: list[Mention]) -> int:
    return max(other.end for other in found if other.group == mention.group)


# --- from sentences to drafts -----------------------------------------------------------------------------------------

_STAGES = list(Stage)


def gather(evidence: Iterable[Evidence], scope: Scope) -> list[Draft]:
    """One draft a partner (and a Ukrainian side): the cases of one name meet, the fuller words win."""
    groups: list[list[Evidence]] = []
    for one in evidence:
        for group in groups:
            if _same(group[0].mention, one.mention) and _same_side(group, one):
                group.append(one)
                break
        else:
            groups.append([one])
    drafts = [_draft(group, scope) for group in groups]
    cities = {stem(draft.region_raw) for draft in drafts if draft.level is Level.CITY_DISTRICT and draft.region_raw}
    return [draft for draft in drafts if stem(draft.name.name) not in cities] if cities else drafts


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
    return frozenset(fold(form) for form in nominatives(name)) | {fold(name), stem(name)}


_PLURAL_ENDINGS = frozenset(str.split("и і ами ях ам ах ів ями"))


def _common(first: str, second: str) -> int:
    """The length of the beginning that two words share."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


_LATIN_CASE = re.compile(r"(?:owi|iem|em|ie|[aoueyi])$")


def _same(first: Mention, second: Mention) -> bool:
    if first.country and second.country and first.country != second.country and not (first.assumed or second.assumed):
        return False
    if fold(first.text) == fold(second.text):
        return True
    if any(_keys(alias) & _keys(text) for one, text in ((first, second.text), (second, first.text)) for alias in one.aliases):
        return True
    if script_of(first.text) != script_of(second.text):
        return sound_alike_across(first.text, second.text)
    if first.regional and second.regional and fold(first.text)[:6] == fold(second.text)[:6]:
        return True  # "Пшеворським повітом" and "Пшеворський повіт"
    if first.regional != second.regional and len(second.text) > 4 and fold(first.text)[:5] == fold(second.text)[:5]:
        return True  # "Укмерзький район" and "мер Укмерге"
    shorter, longer = sorted((fold(first.text), fold(second.text)), key=len)
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
    return bool(_keys(first.text) & _keys(second.text)) or (len(stem(first.text)) > 4 and stem(first.text) == stem(second.text))


_CYRILLIC = re.compile("[\u0400-\u04ff]")


def _telling(one: Evidence, group: list[Evidence]) -> tuple:
    """By which the mention of a group is chosen whose wording its draft takes."""
    return (
        one.mention.regional,
        (one.mention.text[:1] > "\u0400") == _cyrillic(one.sentence),
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
    if stage is None and not scope.listed and not any(_FIRM.search(one.sentence) or one.mention.twin for one in group):
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
        kind_in(" ".join(one.sentence for one in group)[:600]) or scope.kind,
        name.level,
        name.region,
        shorten(quoted.sentence, quoted.mention.text),
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
    return one.strength < _SURE or (name.name[:1] > "\u0400" and not any(map(is_known_place, nominatives(name.name))))


#: The strength from which one sentence alone is believed.
_SURE = 0.8


#: Words without which a sentence speaks of cooperation at large, not of a tie.
_FIRM = AnyCase(
    r"угод|догов|меморандум|протокол|декларац|подруж|приятелю|товаришу|побратим|поріднен|породн|партнер|партнёр|пакт|"
    r"соглашен|agreement|memorandum|twin|sister|partner|pact|treaty|umow|porozumien|deklarac|bliźniacz|"
    r"vertrag|vereinbarung|urkunde|charter",
)
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


def _in_the_nominative(evidence: list[Evidence], text: str) -> None:
    """Names of a Polish or German page in the nominative, where the page prints that as well."""
    for mention in {id(one.mention): one.mention for one in evidence}.values():
        if not is_known_place(mention.text):
            options = [polish_nominatives(word) for word in mention.text.split(" ")[:3]]
            printed = [form for form in map(" ".join, product(*options)) if re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text)]
            mention.text = next(filter(is_known_place, printed), printed[1] if len(printed) > 1 else mention.text)


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
    return max(stages, key=_STAGES.index)


def read_text(text: str, scope: Scope, context: Context, german: bool = False) -> list[Draft]:
    """The partners of one running text, an item that is a sentence for example."""
    return gather(
        (one for order, sentence in enumerate(sentences(text)) for one in partners_of(sentence, scope, context, order, german)),
        scope,
    )


def page_evidence(page: Page, scope: Scope, context: Context) -> tuple[list[Evidence], int, int, bool]:
    """Every partner in every sentence of a page, the number of relevant sentences, of those that name one, and whether a
    foreign list was met; found once a page."""
    if page.evidence is None:
        page.evidence = _page_evidence(page, scope, context)
    return page.evidence


def _page_evidence(page: Page, scope: Scope, context: Context) -> tuple[list[Evidence], int, int, bool]:
    german = page.lang == "de"
    town = _town_of_page(page)
    context.persons, context.capitals = persons(page.text), capitals(page.text)
    context.ukrainian = told_ukrainian(page.text)
    context.dated = context.dated or dateline(page)
    evidence: list[Evidence] = []
    last: list[Evidence] = []
    told: PartialDate | None = None
    told_at = 0
    above = ""
    ending = False
    relevant = explained = 0
    current = scope
    foreign = False
    size = 0
    for order, block in enumerate(_whole(page.blocks)):
        if block.index in page.tabular:
            continue
        size += len(block.text)
        if size > LONGEST_TEXT:
            break
        if (block.heading and block.heading > 1) or block.all_bold:
            heading = read_heading(block.text, scope, context)
            if heading is not None:
                current = heading
                foreign |= heading.foreign
        if block.text.endswith(":"):
            ending = sentence_stage(block.text[-LONGEST_LEAD:]) in _OVER
        elif ending and block.kind != "li" and not _ITEM.match(block.text):
            ending = False
        if current.foreign or not (RELEVANT.search(block.text) or (last and _SIGNED_IT.search(block.text))):
            above = block.text
            continue
        inner = current.landless()
        if town and (labelled := _LABELLED.match(block.text)):
            found = partners_of(f"{labelled[1]}: {labelled[2]}", inner, context, order)
            for one in found:
                one.hromada, one.strength = one.hromada or town, max(one.strength, _SURE)
            relevant, explained, evidence = relevant + 1, explained + bool(found), evidence + found
            continue
        previous = ""
        for sentence in sentences(block.text):
            earlier, above = above, sentence
            over, pieces = False, None
            if _ANAPHORA.match(sentence) and _LIST_CUE.search(previous):
                over = _ONCE_HAD.search(previous) is not None
                if over or not _FORMER.search(previous):
                    sentence = f"{previous.rstrip('. !')}: {sentence[0].lower()}{sentence[1:]}"
            elif _TWIN_TOWNS.search(earlier) and not _LIST_CUE.search(sentence):
                places = [match.start() for match in _PLACE_FIRST.finditer(sentence)]
                if places[:1] == [0] and len(places) > 1:
                    pieces = [f"Міста-побратими: {sentence[start:end]}" for start, end in pairwise([*places, len(sentence)])]
                    sentence = f"Міста-побратими: {sentence}"
                elif _DELEGATIONS.search(sentence) or len(_ADJECTIVE_AND_NAME.findall(sentence)) > 1:
                    sentence = f"Міста-побратими: {sentence[0].lower()}{sentence[1:]}"
            elif (
                _SIGNATURES.search(sentence)
                and not RELEVANT.search(sentence)
                and SIGNED_VERB.search(earlier)
                and cues.AGREEMENT_WORDS.search(earlier)
                and not (last and last[0].sentence == earlier)
            ):
                sentence = f"{earlier.rstrip('. !')}: {sentence[0].lower()}{sentence[1:]}"
            previous = sentence
            if _OLD_NEWS.match(sentence):
                continue
            if not RELEVANT.search(sentence):
                if last and order - last[0].order <= 1 and _SIGNED_IT.search(sentence) and _tells_when(sentence, context):
                    _date(last, _moment_of(sentence, context))
                for one in last if last and order - last[0].order <= 1 and _RENEWED_IT.search(sentence) else ():
                    one.stage = Stage.RENEWED if one.stage is Stage.SIGNED else one.stage
                continue
            relevant += 1
            found = [one for piece in pieces or (sentence,) for one in partners_of(piece, inner, context, order, german)]
            for one in found if over else ():
                one.stage, one.since = Stage.ENDED, None
            for one in found if ending else ():
                one.stage = one.stage if one.stage in _OVER else Stage.ENDED
            if found and last and _THE_SAME.match(sentence) and {one.stage for one in last} == {Stage.INTENT}:
                for one in found:
                    one.stage = Stage.INTENT
            explained += bool(found)
            evidence += found
            if found:
                if _LONE_YEAR.fullmatch(earlier):
                    for one in found:
                        if one.since is None and one.stage not in _OVER:
                            one.since = _moment_of(earlier, context)
                if _THAT_DAY.match(sentence) and (moment := _moment_of(earlier, context)):
                    for one in found:
                        one.since = one.since or moment
                last = found if len(found) <= _FEW else []
                if told is not None and told.precision is not Precision.YEAR and order - told_at <= 2:
                    _date(last, told)
                told = None
            elif _tells_when(sentence, context):
                moment = _moment_of(sentence, context)
                if last and order - last[0].order <= 1:
                    _date(last, moment)
                elif not evidence:
                    told, told_at = moment, order
    if _DOMESTIC_PROGRAMME.search(page.text):
        evidence = [one for one in evidence if one.mention.country]
    # A namesake of a Ukrainian town that the page puts abroad is nobody's Ukrainian side.
    abroad = {stem(one.mention.text) for one in evidence if one.mention.country_raw}
    for one in evidence:
        if one.hromada and stem(one.hromada) in abroad:
            one.hromada = None
    if page.lang in ("pl", "de"):
        _in_the_nominative(evidence, "\n".join([page.title, *(block.text for block in page.all_blocks)])[:LONGEST_TEXT])
    if page.lang in ("de", "pl"):
        # A page of the other side: only ties that name their Ukrainian side are ties with one.
        sided = {stem(one.mention.text) for one in evidence if one.hromada}
        evidence = [
            one
            for one in evidence
            if stem(one.mention.text) in sided
            or re.search(
                r"gromad|hromad|"
                r"wspólnot\w+ terytorialn",
                one.sentence,
                re.I,
            )
        ]
    return evidence, relevant, explained, foreign


#: The row of a box or a line under its label, the colon kept or lost: `Partnerstädte A, B, C`, `Other Sister Cities: A, X, B, Y`.
_LABELLED = re.compile(
    r"((?i:(?:other |інші |другие )?(?:sister cities|twin (?:towns|cities)|partner (?:towns|cities)|partnerstädte|міста[- ]побратими|города[- ]побратимы|"
    rf"міста[- ]партнери|miasta partnerskie|miasta bliźniacze)))(?:\s*[:—–-]\s*|\s*)({CAP}(?:[ -][^,;]{{1,40}})?\s?\([^()]{{2,40}}\),.{{3,}}|{CAP}[^,.;]{{0,40}},.{{3,}})"
)


def _whole(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with the lines joined into which a sentence was broken: `... голови А. Б. та`, `комуна X (Румунія)`, `підписали угоду`."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            last is not None
            and block.kind in ("p", "div")
            and last.kind == block.kind
            and len(last.text) + len(block.text) < LONGEST_SENTENCE
            and (_BREAKS_OFF.search(last.text[-12:]) or (_GOES_ON.match(block.text) and last.text[-1:].isalpha()))
        ):
            joined[-1] = replace(last, text=f"{last.text} {block.text}")
        else:
            joined.append(block)
    return joined


_BREAKS_OFF = re.compile(r"(?:^|[\s,])(?:та|і|й|и|між|между|з|із|and|between|und|oraz|a)$")
_GOES_ON = re.compile(r"(?:підписа|уклал|подписал|заключил|домовил|та |і |и |and |signed|podpisa)")


#: An item under a line that says what is done with each: `Припинити дію угод з містами:`, `1.1. A (X) – угода від 14.09.1998;`.
_ITEM = re.compile(r"\W*(?:\d{1,2}[.)]){1,3}\s*[^\W\d_]|[-–—•]\s")
LONGEST_LEAD = 400


def _town_of_page(page: Page) -> str | None:
    """The Ukrainian town or hromada that the heading of a page is, alone: an article of an encyclopedia."""
    name = re.sub(r"\s*[(\[–—|].*|\s-\s.*", "", page.heading or page.title).strip()
    return name if len(name) <= _LONGEST_TOWN and cues.is_ukrainian(name) else None


_LONGEST_TOWN = 40
#: `... допомога від міст-партнерів. A (Польща) передало автобус, B (Фінляндія) – генератори.`
_PLACE_FIRST = re.compile(rf"{CAP}(?: {CAP})?\s\([А-ЯІЇЄҐA-Z][^()]{{2,30}}\)")
#: `... по городам-побратимам. Маршрут пролегал через болгарский Ямбол и греческую Глифаду`, `... (A). До нього додався англійський B`.
_ADJECTIVE_AND_NAME = re.compile(
    rf"(?<!\w)(?:польськ|німецьк|французьк|литовськ|латвійськ|чеськ|словацьк|угорськ|румунськ|болгарськ|грецьк|італійськ|англійськ|британськ|"
    rf"австрійськ|грузинськ|турецьк|американськ|шведськ|данськ|фінськ|польск|немецк|французск|литовск|чешск|словацк|венгерск|румынск|болгарск|"
    rf"греческ|итальянск|английск|австрийск|грузинск|турецк)\w{{1,3}}\s+{CAP}"
)
#: `... із представниками міст-побратимів. Делегації з міст A (X), B (Y) завітали ...`, `Вітання надіслали очільники міст A (X), B (Y)`.
_DELEGATIONS = re.compile(
    r"^(?:Делегації|Делегация|Делегации|Представники|Гості|Гости) (?:з|із|из) "
    r"|(?<!\w)(?i:делегаці[їй]|делегаци[ий]|представник[иі]в?|очільник[иі]в?|мер(?:и|ів)|мэр(?:ы|ов)|президент(?:и|ів|ы|ов)|голов[иі]?|бургомістр(?:и|ів)|"
    r"керівник[иі]в?|главы)\s+(?:(?:з|із|из)\s+)?(?:міст|громад|городов)\s+[«\"“„]?[А-ЯІЇЄҐ]"
    r"|^(?:The )?(?:[Mm]ayors|[Dd]elegations|[Rr]epresentatives|[Gg]uests) (?:of|from) (?:the (?:cities|towns) of )?[A-Z]"
)
_TWIN_TOWNS = AnyCase(
    r"(?<!\w)(?:(?:міст(?:а|ами|ам)?|город(?:а|ов|ами)?)[\s-](?:побратим|партн)|городам-побратим|містах-побратим|(?:sister|twin|partner) (?:cities|towns))"
)
#: News of somebody else at the foot of this one.
_OLD_NEWS = re.compile(
    r"(?:Раніше|Ранее) (?:ми |мы |[«\"“])?(?:писали|повідомлял|сообщал)|(?:Читайте|Дивіться|Читайте) також|Читайте также"
)
_FEW = 3
"""The most partners of one sentence that a sentence behind it may date."""
_THAT_DAY = re.compile(
    r"(?:У цей|В цей|Цього|У той|В той|Того|В этот|В тот)(?: же?)? (?:день|дня)(?!\w)|On (?:this|that) day|Tego dnia|An diesem Tag"
)
#: A year alone above what happened in it.
_LONE_YEAR = re.compile(r"\W*(?:19|20)\d\d\s*(?:рік|року|р\.?|год|году|г\.|year|rok)?\W*")
_SIGNED_IT = AnyCase(r"підписа|укладен|подписа|signed|podpisa|unterzeichnet")
#: `А в 2017-му її поновили`: the agreement of the sentence before.
_RENEWED_IT = AnyCase(
    r"(?<!\w)(?:її|його|їх|угоду|договір|документ|его|е[её]|их|договор|соглашение)\s+(?:[^\s.,;]+\s+){0,2}(?:поновил|оновил|продовжил|пролонгува|переуклал|перепідписал|"
    r"обновил|продлил|возобновил)\w*|(?<!\w)(?:поновили|оновили|пролонгували|продлили|возобновили)\s+(?:її|його|їх|угоду|договір|его|е[её]|договор|соглашение)(?!\w)"
)
_PRONOUN = re.compile(r"(?:Її|Його|Їх|Ее|Её|Его|It|Umowę|Sie) ")
_DOCUMENT = AnyCase(
    r"(?<!\w)(?:угод|договор|договір|меморандум|декларац|документ|соглашени|agreement|memorandum|umow|porozumieni|vertrag|vereinbarung)"
)


def _date(evidence: list[Evidence], moment: PartialDate | None) -> None:
    """Give the day of a signing told in another sentence to the ties that have none."""
    for one in evidence:
        if one.since is None and one.stage in (None, Stage.SIGNED):
            one.since = moment


def _tells_when(sentence: str, context: Context) -> bool:
    """Whether a sentence that names no partner says when the document of the one before it was signed."""
    return (
        (_DOCUMENT.search(sentence) is not None or _PRONOUN.match(sentence) is not None)
        and SIGNED_VERB.search(sentence) is not None
        and not PLAN.search(sentence)
        and not any(
            not (one.ukrainian or one.locative or one.regional) and (one.levelled or one.country)
            for one in mentions(sentence, context)
        )
    )


_ANAPHORA = re.compile(
    r"(?:(?:Першим|Другим|Третім|Останнім|Найдавнішим|Наймолодшим|Первым|Вторым|Третьим|Последним)(?:\s+(?:[\w'’]+)){0,4}\s+(?:став|стал[аои]?|стало|є|був|была?)|"
    r"(?:До этого|До цього|Раніше|Ранее)\s+(?:ими|ними|ним|такими)\s+(?:стал|був|бул|был)\w*|(?:Наступного року|Згодом|Пізніше|Потім|Позже|Затем)\s+[дк]о?\s+(?:них|ним)|До них|К ним|Ним|Ними|Нею|Це|Серед них|Серед інших(?: міст(?:[\s-]побратимів)?| побратимів| партнерів)?|Им|Ими|Ею|Это|Среди них|Среди других(?: городов(?:[\s-]побратимов)?)?|It is|They are|These are|Są to|"
    r"Jest nim|Es ist|Das sind)(?!\w)"
)
_FORMER = AnyCase(r"(?<!\w)(?:мав|мали|мала|мало|був|були|had|were|miał\w*|hatte\w*|имел\w*|был[иао]?)(?!\w)")
#: Who signed what the sentence before tells of.
_SIGNATURES = AnyCase(
    r"^(?:свої |свои )?підпис|^(?:свои )?подписи|^документ|підписами|подписями|^(?:її|його|е[её]|его) (?:підпис|скріпи|подпис)|^від імені|^от имени|^signatures|^the document",
    needs="підпис подпис документ скріпи імені имени signatures document",
)
#: `Такой же договор подписан с ...`: a document of the kind that the sentence before tells of.
_THE_SAME = re.compile(
    r"(?:Так(?:ий|а|у|і) ж|Так(?:ой|ая|ую|ие) же|Аналогічн\w+|Аналогичн\w+|Подібн\w+|The same|A similar|Similar)\s+(?:документ|договір|договор|угод|меморандум|протокол|соглашени|document|agreement|memorand)"
)
#: Partners that there were until a year or in an older time.
_ONCE_HAD = AnyCase(
    r"^(?:до (?:19|20)\d\d|раніше|колись|ранее|раньше|когда-то|until|before (?:19|20)\d\d|dawniej|kiedyś|do (?:19|20)\d\d)(?!\w)"
    r"[^.;]{0,60}(?<!\w)(?:мав|мали|мала|мало|имел[иао]?|had|miał\w*)(?!\w)"
)
_DOMESTIC_PROGRAMME = AnyCase(r"пліч[\s-]о[\s-]пліч")


def read(page: Page, scope: Scope, context: Context) -> Outcome:
    """Sentences that tie places to the hromada, one by one."""
    outcome = Outcome("prose", structure=0.85)
    evidence, outcome.entries, outcome.explained, outcome.foreign_list = page_evidence(page, scope, context)
    outcome.drafts = gather_page(evidence, scope.landless(), context)
    outcome.entries = max(outcome.explained, min(outcome.entries, outcome.explained * 2))
    if not outcome.drafts:
        outcome.reason = "no sentence names a partner"
    else:
        by_title(page, outcome.drafts)
        country = home_country(page)
        for draft in outcome.drafts:
            if country and page.lang in ("pl", "de") and draft.country is None and not cues.is_ukrainian(draft.name.name):
                draft.country, draft.bare = country, False
    return outcome


#: The country of a page that is not Ukrainian, by its domain.
TLD = {
    code.lower().replace("gb", "uk"): code
    for code in str.split("GB DE PL AT CZ SK LT LV EE FR IT HU RO SE FI DK NL BE ES PT HR SI BG MD CH NO IE JP CA AU NZ GE US")
} | {"gov": "US"}


def home_country(page: Page) -> str | None:
    """The country of a page that is the partner's own: by its domain, or by a language that one country writes."""
    tld = TLD.get(page.host.rsplit(".", 1)[-1])
    return tld or ({"pl": "PL", "de": "DE"}.get(page.lang or "") if not page.host else None)


def by_title(page: Page, drafts: list[Draft]) -> None:
    """What a title says of all partners, or of those of one country: `Dnipro severs ties with Russian sister cities`."""
    title = page.heading or page.title
    only = one_country(title)
    if only is None:
        return
    if all(draft.country in (None, only[0]) for draft in drafts):
        for draft in drafts:
            if draft.country is None and covers(title, draft, drafts):
                draft.country, draft.country_raw, draft.bare = only[0], only[1], False
    stage = sentence_stage(title) if _BROKEN.search(title) else None
    if stage in (Stage.ENDED, Stage.SUSPENDED, Stage.PROPOSED_TO_END):
        for draft in drafts:
            if draft.country == only[0] and draft.stage in (None, Stage.SIGNED, Stage.TALKS):
                draft.stage = stage


_NAMED_AFTER = re.compile(rf"(?:\s[^\W\d_A-ZА-ЯІЇЄҐ]+){{0,2}}\s[«\"“„]?({CAP})")
_MANY = AnyCase(
    r"(?<!\w)(?:містами|міста|міст|городами|города|городов|cities|towns|miastami|miasta|"
    r"städten?|побратимами|[гґ]мін(?:и|ами)?|громад(?:и|ами)|gmin(?:y|ami)?|муніципалітет(?:и|ами)|"
    r"municipalities)(?!\w)",
)


def covers(title: str, draft: Draft, drafts: list[Draft]) -> bool:
    """Whether the country of a title is that of a partner: the only one, named in it, or one of its many."""
    return (
        sum(1 for one in drafts if one.country is None) == 1
        or _MANY.search(title) is not None
        or any(fold(form)[:5] in fold(title) for form in (draft.name.name,))
    )


def one_country(text: str, names: Sequence[str] = ()) -> tuple[str, str] | None:
    """The only foreign country that a text speaks of, with its first wording; None when there are several or none. With
    `names`, an adjective that stands before another name (`польського міста Кельце`) tells nothing of them."""
    found: dict[str, str] = {}
    wanted = {fold(name)[:4] for name in names}
    for one in without_continent(find_countries(text[:20_000]), text):
        if one.iso == "UA" or one.form == "flag":
            continue
        after = _NAMED_AFTER.match(text, one.end) if one.form == "adjective" and wanted else None
        if after is None or _VERB.search(after[0]) or fold(after[1])[:4] in wanted or cues.is_given_name(after[1]):
            found.setdefault(one.iso, text[one.start : one.end])
    if len(found) > 1 or names:
        found.pop("RU", None)  # named as the aggressor on pages of other ties
    if len(found) == 1:
        return next(iter(found.items()))
    return None
