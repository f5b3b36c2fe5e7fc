"""How strongly a sentence ties one place to the hromada, 0 to 1.

What belongs here: the evidence for one mention. What does not: sentences that tie nobody, whatever they name (`partners`).
"""

import re

from schemas.vocabularies import Level
from scrapers.layouts import cues
from scrapers.layouts.entry.model import Scope
from scrapers.layouts.sentence.capitals import CAP, FIRST_OF_TWO
from scrapers.layouts.sentence.model import Mention
from scrapers.layouts.sentence.stages import BROKEN, PLAN
from scrapers.layouts.sentence.ties import LIST_CUE, lasting
from scrapers.text.cases import polish_names
from scrapers.text.normalise import AnyCase, fold
from scrapers.text.places import is_known_in_a_case, is_known_place

_FROM = AnyCase(
    r"(?<!\w)(?:з|із|зі|від|из|от|from|aus|von|z)\s+(?:(?:міста|громади|гміни|города|гмины|"
    r"miasta|gminy|м\.)\s+)?$",
)
_WITH = AnyCase(r"(?<!\w)(?:з|із|зі|с|со|with|mit|z|ze|між|поміж|между|between|zwischen|pomiędzy|między)\s+(?:(?:cities|towns|municipalities|communities)\s(?:like|such as)\s|такими містами,? як\s|такими городами,? как\s)?$")
_BECOME = AnyCase(
    r"(?<!\w)(?:є|стал[иаo]?|став|стане|стануть|виступа\w+|явля\w+|был[иао]?|були|є такі|такі міста|наступні|"
    r"серед них|серед яких|серед інших|среди других|зокрема|а саме|among them|among which|це|это|are|is|were|was|became|become|include|including|namely|sind|"
    r"ist|wurde|wurden|jest|są|został\w*|to|"
    r"із|зі|з|між|with|mit|between|zwischen|—|–|-|:|має|мають|має з|встановлен\w+|налагод\w+|"
    r"залиша\w+|лиша\w+ся|(?:за)?лиши(?:лося|лися|вся|лась)|осталось|остались|оста\w+тся|поповнил\w*|доповнил\w*|долучил\w*|приєднал\w*|додал\w*|додав\w*|увійш\w+|ввійш\w+|добавил\w*|вошл\w+|вошел)(?!\w)",
)
_AID = AnyCase(
    r"(?<!\w)(?:гуманітарн\w+ (?:допомог|вантаж)\w*|передал[аио]|передав|допомог\w+ від|турнір|"
    r"матч|чемпіонат|змаган\w+|кубок|концерт|виставк\w+|вимпел|стажуванн\w+|tournament|humanitarian aid|"
    r"hilfsgüter|матч)(?!\w)",
)


def strength_of(
    sentence: str,
    mention: Mention,
    found: list[Mention],
    list_cues: list[tuple[int, int]],
    signed: bool,
    talking: bool,
    cued: bool,
    scope: Scope,
) -> float:
    """The strength of the tie to one of the mentions of a sentence: 1 where it is called a twin, 0 where nothing ties it.

    `list_cues` are the spans of `LIST_CUE`; `cued`, `talking` and `signed` say that the sentence is relevant, speaks of a tie, and
    of one that is made or broken.
    """
    if sentence[mention.start - 1 : mention.start] == "(" and sentence[mention.end : mention.end + 1] == ")" and mention.country is None and any(other.end in (mention.start - 2, mention.start - 1) and not other.ukrainian for other in found):
        return 0.0  # `Market Harborough (Leicestershire)`: where it lies
    if _ACQUAINTED.search(sentence[max(0, mention.start - _BEFORE) : mention.start]) and not LIST_CUE.search(sentence, mention.end):
        return 0.0
    if _OF_THEIRS.search(sentence[max(0, mention.start - _BEFORE) : mention.start]):
        return 0.0
    if _HELPED_BY.search(sentence[max(0, mention.start - _BEFORE) : mention.start]):
        return 0.0
    if (other := _TWIN_OF_ANOTHER.match(sentence, mention.end)) and not cues.is_ukrainian(other[1]):
        return 0.0
    if _CALLED_TWIN.match(sentence, mention.end) or (_ITS_STATUS.match(sentence, mention.end) and BROKEN.search(sentence)):
        mention.twin = True
        return 1.0
    if _WITH_WHOM.match(sentence, mention.end) and not (mention.locative and mention.level in (Level.REGION, Level.COUNTY)):
        return 1.0
    if mention.locative:
        there = _SIGNED_THERE.search(sentence, mention.end)
        others = _WITH_A_BODY if mention.country else _WITH_OTHERS
        if there and (others.search(sentence, there.end()) or not (mention.country or is_known_in_a_case(mention.text))):
            there = None
        return 0.8 if there and not any(one.start > there.start() and not one.ukrainian for one in found) else 0.0
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
    if FOR_AN_ASSOCIATION.match(sentence, mention.end):
        return 0.0
    if mention.office and not signed and mention.country is None and not any(other.ukrainian for other in found):
        return 0.0  # "the mayor of X helps Ukraine to find partners"
    anchored = mention.levelled or mention.regional or mention.country is not None
    if not anchored and _two_bare_words(mention.text) and not (lasting(sentence) and _is_known(mention.text)):
        return 0.0
    paired = any(other.group == mention.group and other.ukrainian and other is not mention for other in found)
    aid = bool(_AID.search(sentence))
    if mention.country and _FROM_THE_TWINS.search(sentence, 0, _group_start(mention, found)):
        return 0.85
    if anchored and _FROM.search(before) and not mention.country and not signed:
        return 0.0
    if anchored and talking and not aid:
        return 0.95 if signed else 0.7
    if anchored and aid and signed:
        return 0.8
    if paired and (signed or list_cues):
        return 0.9
    if (
        paired
        and talking
        and (_AGREED.search(sentence) or _AGREEMENT_BETWEEN.search(sentence, 0, _group_start(mention, found)))
    ):
        return 0.7
    if signed and _REPRESENTED.search(before) and not _SMALL_WORD.match(sentence, mention.end) and any(other.ukrainian and (other.body or other.office) for other in found):
        return 0.8
    if signed and any(other.ukrainian and _BETWEEN_OWN.fullmatch(sentence, other.end, mention.start) and _BETWEEN.search(sentence, 0, other.start) for other in found):
        return 0.9
    if paired and _group_start(mention, found) < _OPENING and _ARE_FRIENDS.match(sentence, _group_end(mention, found)):
        return 0.85
    if mention.country and any(_AND_ANOTHER.fullmatch(sentence, mention.end, other.start) for other in found if other.ukrainian) and _WILL_BE_TWINS.search(sentence, mention.end):
        return 0.85
    if (anchored or mention.start < _OPENING) and (mention.start < _OPENING or _HEAD_OF.search(before)) and any(other.ukrainian and _PARTNER_BEFORE.search(sentence, mention.end, other.start) for other in found):
        return 0.8
    if paired and _TITLE_OF_TWO.match(sentence, _group_end(mention, found)) and _group_start(mention, found) < _OPENING:
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
    if talking and _THOSE_WITH_WHOM.search(sentence, 0, _group_start(mention, found)):
        return 0.85
    if (anchored or _is_known(mention.text)) and _OUR_TWIN.match(sentence, _group_end(mention, found)):
        return 0.85
    for start, end in list_cues:
        if end <= mention.start:
            between = sentence[end : _group_start(mention, found)]
            bare = re.sub(rf"{CAP}", "", between)
            if (
                len(bare) <= 70
                and (_BECOME.search(between) or between.strip() in _OPENS_LIST)
                and not re.search(r"[.;!?]", between)
            ):
                return 0.85
        else:
            between = sentence[_group_end(mention, found) : start]
            if not between.strip() and (
                re.match(r"twinned|побрата|поріднил|породнил", sentence[start:end], re.I)
                or (sentence.startswith("artners", start + 1) and _GERMAN_ORDER.search(sentence, 0, mention.start))
            ):
                return 0.85
            if 0 <= len(between) <= 60 and re.match(
                r"\s*,?\s*(?:(?:з|із|від|с|from|since)\s(?:[^\W\d_]+\s)?(?:19|20)\d\d(?:\s(?:року|р\.|года))?\s)?(?:(?:офіційно|тепер|нині|также|також|уже|вже|now|officially|has|have|been)\s+){0,3}(?:є|стал[иао]?|став|стануть|стане|became|become|"
                r"are|is|sind|ist|wurden|wurde|został\w*|są|jest|—|–|стают|являются)(?!\w)",
                between,
            ):
                return 0.85
    if any(
        other.ukrainian and _TIE_OF.search(sentence[: other.start]) and _WITH.fullmatch(sentence, other.end + 1, mention.start)
        for other in found
    ):
        return 0.75  # "Співпраця Луцька з Торунем триває"
    if _WITH.search(before) and lasting(sentence) and _is_known(mention.text):
        return 0.8  # "З 2016 року співпрацюємо з X"
    if _WITH.search(before) and _TWINS_WITH.match(sentence, mention.end):
        return 0.85
    if _WITH.search(before) and talking and _HAS_AGREEMENT.match(sentence, mention.end):
        return 0.8
    if (
        _WITH.search(before)
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


#: Between a word for partners and their names.
_OPENS_LIST = (",", ":", "each (", "за кордоном:", "з-за кордону:", "за рубежом:", "из-за рубежа:", "abroad:")
#: `Серед тих, з ким підписано угоди, – A і B`.
_THOSE_WITH_WHOM = AnyCase(
    r"(?<!\w)(?:тих|ті|міст|громад|тех|те|городов),\s(?:з|із|с)\s(?:ким|якими|кем|которыми)\s(?:[^.;:,]{0,60}\s)?(?:угод|меморандум|договор|соглашени|побрата|дружим|товаришу)\w*(?:\s[^.;:,]{0,40})?(?:,?\s(?:[–—-]|є)|:)\s$",
    needs="ким якими кем которыми",
)
#: `З 2015-го Каунас – наш побратим`.
_OUR_TWIN = AnyCase(r"\s[–—-]\s(?:давн\w+\s)?наш\w?\s(?:[^\s.;,]+\s)?(?:побратим|партнер|партн[её]р)и?(?!\w)", needs="побратим партнер партнёр")
#: `річниця їх партнерських відносин з м. Гослар`: the partner's partner.
_OF_THEIRS = AnyCase(
    r"(?<!\w)(?:їх|їхн\w+|их|their|ihre[rn]?|ich)\s+(?:партнер|побратим|партн[её]р|partner|twin|sister)\w+\s+(?:відносин|зв.?язк|стосунк|отношени|связ|relations|ties)\w*\s+"
    r"(?:з|із|с|with|mit|z)\s+(?:м\.\s*|міст\w+\s+|г\.\s*|город\w+\s+)?$"
    r"|(?<!\w)(?:друзі|партнери|колеги|побратими|господарі)\s(?:[^\s.;,]+\s){0,6}?(?:своїх|свого)\s(?:[^\s.;,]+\s)?(?:відносин|стосунк|зв.язк|партнерств|побратимств|дружб)\w*\s(?:з|із|зі)\s(?:м\.\s*|міст\w+\s+)?$"
    r"|(?<!\w)(?:з|із|зі|від|из|от|from|z|aus)\s+(?:їхн|их\b|their|ihre[rn])\w*\s+(?:[^\W\d_]+(?:ого|ої|ой)\s+)?(?:(?:міст|город|громад)\w*[\s-]|(?:twin|sister|partner)\s)(?:побратим|партнер|партнёр|cit|town)\w*\s+[«\"“„]?$"
)
#: `гості з Брно, яке теж є партнером Лейпцига`: the partner's partner.
_TWIN_OF_ANOTHER = re.compile(
    rf"(?:\s*\([^()]{{1,40}}\))?,?\s+(?:як|котор)\w{{1,2}}\s+(?:[^\W\d_]+\s+){{0,2}}(?:є|является|став|стал[ао])\s+(?:[^\W\d_]+\s+)?(?:міст\w*[\s-]|город\w*[\s-])?"
    rf"(?:побратим|партн[её]р)\w*\s+(?:міста\s+|города\s+|м\.\s*)?({CAP})"
)
#: `до міста Тарту в Естонії, яке є партнером громади`.
_CALLED_TWIN = AnyCase(
    r"(?:\s*\([^()]{1,40}\))?(?:\s+(?:в|у)\s+[^\s,.;]+(?:\s+[^\s,.;]+)?)?,?\s+(?:як(?:ий|е|а)|котор(?:ый|ое|ая))\s+(?!не\s)(?:(?!не\s)[^\s,.;]+\s+){0,3}?(?:є|является|став|стал[ао])\s+(?:[^\s,.;]+\s+){0,2}"
    r"(?:міст\w*[\s-]|город\w*[\s-])?(?:побратим|партн[её]р)\w*"
    r"|(?:\s*\([^()]{1,40}\))?,?\s(?:що|які)\sє\s(?:[^\s,.;]+\s)?(?:міст\w*[\s-])?побратим\w*"
    r"|(?:(?:,\s+[^\s,.;]+(?:\s[^\s,.;]+)?)?,|\s[–—-])\s+(?:(?:наш|our|the|a)\w{0,3}\s+|одн\w{1,3} (?:з|із|из) (?:[^\s,.;]+\s){0,2})?(?:[^\W\d_]+(?:[сц]ьк|ск)\w{1,3}\s)?(?:міст\w*[\s-](?:побратим|партнер)|город\w*[\s-](?:побратим|партн[её]р)|(?:partner|sister|twin)[\s-](?:city|town)(?!\w))"
    r"|,\s+наш\w{1,3}\s(?:[^\s,.;]+\s)?(?:партнер|партнёр|побратим)(?:а|ом|у)?(?!\w)"
    r"|\s+ста(?:в|ла|ло|ли|л)\s(?:[^\s.;,]+\s){0,2}(?:містом|громадою|муніципалітетом|городом),?\s(?:яке|яка|який|з яким|з якою|которое|с которым)\s[^.;]{0,40}?(?:уклал|уклав|підписал|підписав|подписал|заключил)"
    r"|\s+(?:is|has been|became|was|has become)\s+(?:(?:a|an|our|the|one of the)\s+)?(?:[a-z]+\s){0,2}?(?:partner|twin|sister)(?:[\s-](?:city|town|municipality))?\s+(?:of|to)(?!\w)"
)
#: `отримала генератори від міста X, з яким у січні 2023 року підписано меморандум`.
_WITH_WHOM = AnyCase(
    r"(?:\s*\([^()]{1,40}\)|\s[–—-]\s(?:[^\s.;,–—]+\s){0,2}(?:міст|містечк|город|громад|гмін)\w{1,3}(?:\s[^.;,–—]{3,40})?)?,?\s+(?:з|із|зі|с|со|with|z|mit)\s+(?:яким|якою|котор(?:ым|ой)|which|whom|którym|którą|dem|der)\s(?:[^.;]{0,60}\s)?"
    r"(?:підписан|підписал|підписав|укла[вдл]|укладен|подписа|заключ|побрата|signed|podpisa|zawar|unterzeichn|побратимськ|партнерськ|дружн|дружить|дружать|дружимо|товариш|співпрацює на підставі|співпрацюємо на підставі|приятелю|дружит|дружат|дружим)\w*",
    needs="яким якою котор which whom którym którą dem der",
)
#: `позбавила Псков статусу міста-побратима`.
_ITS_STATUS = AnyCase(
    r"\s+(?:(?:почесн|почётн|почетн)\w+\s+)?(?:статус\w*|титул\w*|звання|звания)\s+(?:\w+[\s-])?(?:міст|город|побратим|партн[её]р)"
)
#: `мер міста, президент Асоціації ...`: it is the association that signs.
FOR_AN_ASSOCIATION = AnyCase(
    r",\s+(?:віце-?)?(?:президент|голова|очільни|співголова|генеральний секретар|president|chair|przewodnicz|prezes|vorsitzend)\w*\s+(?:of\s+(?:the\s+)?)?"
    r"(?:асоціаці|спілки|союзу|конгресу|associat|union|congress|związku|stowarzysz|verband)"
)
#: `Seit 2006 ist auch das polnische X Partnerstadt`.
_GERMAN_ORDER = AnyCase(r"(?<!\w)(?:ist|sind|wurde|wurden|bleibt|bleiben)(?!\w)")
_TIE_OF = AnyCase(
    r"(?<!\w)(?:співпрац[яії]|співробітництв[оа]|партнерств[оа]|побратимств[оа]|дружб[аи]|сотрудничеств[оа]|współpraca|partnerstwo)\s+(?:міста\s+|м\.\s*|города\s+)?$"
)
#: `Договір між A та B діє з 2016 року`.
_AGREEMENT_BETWEEN = AnyCase(
    r"(?<!\w)(?:угод\w|договір|договор\w?|меморандум\w?|партнерств\w|побратимств\w|соглашени\w|agreement|memorandum|partnership|umow\w|partnerstw\w)"
    r"\s(?:[^\s.,;]+\s){0,4}(?:між|между|between|między|pomiędzy)\s(?:міст\w+\s|громад\w+\s|городами\s)?$"
)
_SMALL_WORD = re.compile(r"\s[а-яіїєґ]{4,}")
#: `Угоду підписали представники X з представниками Острівської сільської ради`.
_REPRESENTED = AnyCase(r"(?<!\w)голов(?:а|и|ою) (?:[^\s.;]+(?:их|ої) )?(?:зборів|ради|думи)\s$|(?<!\w)(?:представник|керівник|очільник|посадовц|представител|руководител)(?:и|ами|ів|ы|ям|ем|ой)\s(?:(?:міста|громади|гміни|города)\s)?$")
#: `між містом Марганець Нікопольського району та X`.
_BETWEEN = AnyCase(r"(?<!\w)(?:між|поміж|между|between|między|pomiędzy)\s(?:[^\s.,;]+\s){0,3}$")
_BETWEEN_OWN = re.compile(
    r"(?:\s[А-ЯІЇЄҐ][\w’'-]+(?:ого|ої|ой|кой)\s(?i:району?|район[аеу]|області|области|громади|громады|повіту)|\s\([^()]*\)){0,2},?\s(?:та|і|й|и|and|a|oraz|i)\s"
)
#: `Валки та Ерланген: від допомоги до угоди`: a headline of two towns and their tie.
_TITLE_OF_TWO = AnyCase(
    r":\s(?:[^\s.;:!?]+\s){0,5}?(?:угод|партнерств|побратимств|дружб|співпрац|соглашени|сотрудничеств)[^\s.;:]{0,6}\s*$"
)
#: `з X громада має партнерську угоду з 2022 року`.
_HAS_AGREEMENT = AnyCase(
    r"\s(?:[^\s.;:]+\s){0,4}?(?<!не )(?:ма[єюємоть]{1,4}|діє|діють|є|укладен[оаіий]{1,2}|підписан[оаіий]{1,2}|имее\w+|действует|has|have|ma|mamy)\s(?:[^\s.;:]+\s){0,2}?(?:угод|договір|договор|меморандум|соглашени|agreement|umow)"
)
#: `З X наша громада побратими з 2016 року`.
_TWINS_WITH = AnyCase(r"\s(?:наш\w{1,3}\s|ми\s|мы\s)(?:громада\s|місто\s|город\s)?(?:є\s|давно\s|вже\s|уже\s)?(?:побратим[иы]|партнери|партн[её]ры)(?!\w)|\s(?:нас|(?:наше )?місто|(?:нашу )?громаду)\s(?:[^\s.;,]+\s){0,2}?(?:єдна|пов.язу|поєдну|об.єдну)\w*\s(?:[^\s.;,]+\s){0,3}?(?:партнерств|побратимств|дружб|угод)")
#: `мэр побывал в X (Молдова), там поставили подписи под меморандумом`.
_SIGNED_THERE = AnyCase(r"(?<!\w)(?:там|тут|де) (?:же |й |і |було |офіційно |урочисто |вони |сторони |официально |торжественно ){0,2}(?:підписа|укладе|уклал|поставили (?:свої )?підпис|скріпили|подписа|заключ|поставили подпис)")
#: `Хмельницький і Руставі тепер дружать`.
_ARE_FRIENDS = AnyCase(
    r"\s(?:[–—]\s(?:тепер\s|уже\s|вже\s)?(?:побратими|партнери|міста-побратими|міста-партнери|побратимы|города-побратимы)(?!\w)|(?:(?:тепер|нині|давно|уже|вже|також|офіційно|теперь|ныне|now|officially)\s){0,2}(?:дружать|товаришують|приятелюють|подружилися|побраталися|поріднилися|дружат|породнились|подружились)(?=\s*(?:[.,;!:»]|$|(?:із|з|від|с|понад|вже|уже|ще|более|уже)\s)))"
)
#: `..., а знайомство з містом X зовсім свіже`: what is told of others in the clause before is not of them.
_ACQUAINTED = AnyCase(r",\s(?:а|але|та|но)\s(?:[^\s.;,]+\s)?знайомств\w+\s(?:з|із|зі)\s(?:[^\s.;,]+\s)?$")
#: `звернулися до міст-партнерів, і надійшли вантажі від муніципалітетів міст A (Литва) та B (Німеччина)`.
_FROM_THE_TWINS = AnyCase(
    r"(?<!\w)(?:міст|громад|городов)-(?:партнер|побратим|партн[её]р)(?:ів|ов)(?!\w)[^.;]{0,90}?\s(?:від|от)\s(?:(?:муніципалітет|мері|влад|рад|муниципалитет)\w*\s)?(?:міст|громад|городов)\s$",
    needs="партнер партнёр побратим",
)
#: `Його команда спільно з регіоном X допомогла налагодити п'ять партнерств`
_HELPED_BY = AnyCase(r"(?<!\w)(?:команда|фонд|організація|асоціація|мережа|програма|фундація)\w*\s(?:спільно|разом) (?:з|із|зі)\s(?:(?!\S*(?:побратим|партнер))[^\s.;,]+\s)?$")
#: `Маямі у Флориді (США) та Ірпінь`.
_AND_ANOTHER = re.compile(r"(?:\s\([^()]{2,40}\))?\s(?:та|і|й|и|and)\s(?:[а-яіїєґ]+\s){0,2}")
#: `президент міста Легіоново запевнив, що воно поруч із партнерським Ковелем`.
_HEAD_OF = AnyCase(r"(?<!\w)(?:президент|мер|бургомістр|обербургомістр|бурмістр|голова|війт|примар|влада|рада|мэр|глава)\s(?:міста\s|громади\s|гміни\s|города\s)?$")
_PARTNER_BEFORE = AnyCase(r"(?<!\w)(?:партнерськ|побратимськ|поріднен|партн[её]рск|побратимск)(?:ого|им|ому|ий|ом|ой|ої)\s(?:міста\s|містом\s|громади\s|города\s)?$")
_WILL_BE_TWINS = AnyCase(r"(?<!\w)буд(?:уть|ут) (?:[^\s.;,]+ )?(?:поріднен|побратан|побратим|породнен)\w*", needs="будуть будут")
_WITH_OTHERS = AnyCase(r"\s(?:з|із|зі|с|со|with)\s(?!(?:нашою )?громадою(?!\w)|заступник|заместител)|(?<!\w)(?:європи|європейськ|ради|конгрес|асоціаці)")
_WITH_A_BODY = AnyCase(r"\s(?:з|із|зі|с|со|with)\s(?:[^\s.;,]+\s)?(?:фонд|асоціаці|університет|компані|організаці|агенці|банк|мереж|ассоциаци|университет|организаци)")
_OPENING, _BEFORE = 3, 90
_AGREED = AnyCase(r"(?<!\w)(?:домовил\w+|договорил\w+|agreed|uzgodni\w+|vereinbar\w+)(?!\w)")
_ACTS = re.compile(
    r"\s+(?:hat|haben|ist|schließt|besiegelt|podpis\w+|podpisz\w+|zawar\w+|signed|will sign|has signed|підпис\w+|укла\w+|підпиш\w+|"
    r"подпис\w+|подпиш\w+|заключ\w+)(?!\w)"
)


def _is_known(name: str) -> bool:
    """Whether a place is known by a name in any case."""
    return any(map(is_known_place, polish_names(name))) if name[:1] < "\u0400" else is_known_in_a_case(name)


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
