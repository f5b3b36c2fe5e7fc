"""Words of partnership: administrative level, stage, kind and term, in Ukrainian, Russian, English, Polish and German.

What belongs here: tables of whole words, in the order in which they win. What does not: names and dates.
"""

import re
from functools import lru_cache

from schemas.vocabularies import Kind, Level, Stage
from scrapers.text.normalise import SHORT, repair

# A word stem in a table may end in * (any letters may follow) and is otherwise a whole word; a blank matches any blanks;
# "..." stands for at most five other words.


def _compile(phrases: str) -> str:
    alternatives = []
    for phrase in re.split(r"\s*\|\s*", phrases.strip()):
        pattern = re.escape(phrase).replace(r"\.\.\.\ ", r"(?:[^\s.!?;]+\s+){0,5}?").replace(r"\ ", r"[\s-]+")
        alternatives.append(pattern.replace(r"\*", r"[^\W\d_]*"))
    return "(?:" + "|".join(alternatives) + ")"


def _whole(phrases: str) -> re.Pattern:
    return re.compile(rf"(?<![^\W_]){_compile(phrases)}(?![^\W\d_])", re.IGNORECASE)


#: Level words; each is removed from a name by `names`. The order of the rows wins inside one phrase.
LEVEL_WORDS: tuple[tuple[Level, str], ...] = (
    (Level.CITY_DISTRICT, "міський район | район міста | району міста | район города | сектор | сектора | сектором | sector | sectorul | "
     "dzielnica | dzielnicy | borough | stadtbezirk | stadtteil | ortsteil | city district | kerület | kerulet | arrondissement | округ міста | "
     "городской район | мікрорайон"),
    (Level.DISTRICT, "районна рада | районної ради | районною радою | district municipality | rajono savivaldybė | районне самоврядування | район | району | районом | районі | р-н | р-ну | "
     "района | районе | district | rajon | raion | raionul | raionul* | bezirk | дистрикт* | rejon | округ | округу | округом | окрузі | округа"),
    (Level.ASSOCIATION, "асоціація | асоціації | асоціацією | союз | союзу | союзом | об'єднання | об'єднанням | association | union | "
     "verbandsgemeinde | samtgemeinde | verwaltungsgemeinschaft | związek | związku | związkiem | агломерація | агломерації | агломерацією | "
     "метрополія | метрополії | метрополією | métropole | eurométropole | єврометрополія | єврометрополії | communauté de communes | "
     "communauté d'agglomération | спільнота | спільноти | ассоциация | объединение | муніципальний союз | союз гмін | союзом гмін"),
    (Level.GMINA, "гміна | гміни | гміні | гміну | гміною | гмін | гмінами | ґміна | ґміни | ґміні | ґміну | ґміною | ґмін | ґмінами | гмина | "
     "гмины | гмине | гмину | гминой | gmina | gminy | gminie | gminę | gminą | gmin | гм. | gm."),
    (Level.COUNTY, "повітова рада | повіт | повіту | повітом | повіті | повіти | повітів | пов. | county | counties | powiat | powiatu | powiatem | powiecie | "
     "pow. | landkreis | landkreises | kreis | жудець | жудеця | жудецем | джудець | джудецу | județ | județul | județului | judet | judetul | "
     "járás | jaras | megye | okres | okresu | уезд | уезда | уездом | графство | графства | графством | повет | повета | жупанія | жупанії | жупанією | "
     "județean | komitat"),
    (Level.REGION, "воєводство | воєводства | воєводством | воєводстві | воєвудство | воєвудства | воєв. | воеводство | воеводства | "
     "воеводством | область | області | областю | обл. | области | областью | регіон | регіону | регіоном | регіоні | регион | региона | регионом | провінція | "
     "провінції | провінцією | провинция | провинции | департамент | департаменту | департаментом | департамента | штат | штату | штатом | штаті | штата | самоврядний край | край | краю | краєм | края | "
     "федеральна земля | федеральної землі | федеральною землею | земля | землі | землею | кантон | кантону | кантоном | кантона | вілаєт | префектура | префектури | region | "
     "province | state | voivodeship | województwo | województwa | województwie | oblast | kraj | bundesland | département | departement | "
     "canton | prefecture | автономна область | автономний край"),
    (Level.COMMUNE, "волость | волості | волостю | комуна | комуни | комуною | комуні | комуну | муніципалітет | муніципалітету | муніципалітетом | муніципалітеті | муніципалет* | "
     "муниципалитет | муниципалитета | муниципалитетом | муніципія | самоврядування | самоврядуванням | община | общини | общиною | "
     "общины | общиной | громада | громади | громадою | коммуна | коммуны | коммуной | commune | comuna | comune | comunei | municipality | municipality of | kommune | kommun | gemeinde | "
     "obec | općina | opcina | občina | obcina | parish | vald | novads | savivaldybė | municipalité | município | municipio"),
    (Level.CITY, "міська рада | міської ради | міською радою | мерія міста | мерія | мерії | мерією | муніципальна рада | горсовет | rada miasta | urząd miasta | city council | stadtverwaltung | mairie de | "
     "місто | міста | місту | містом | місті | містечко | містечка | міст | містами | містах | м. | город | города | городу | городом | городе | г. | miasto | miasta | "
     "miastem | miastu | mieście | miejscowość | city of | town of | city | town | stadt | kreisstadt | universitäts- und hansestadt | freie und hansestadt | hansestadt | landeshauptstadt | ville de | ville | "
     "municipiul | municipiu | orașul | oraș | oras | város | město | mesto | miestas | град"),
    (Level.SETTLEMENT, "сільська рада | сільської ради | сільською радою | село | села | селом | селі | селище | селища | селищем | смт | смт. | сел. | с. | деревня | деревни | деревней | "
     "посёлок | поселок | посёлка | поселка | пгт | сельський совєт | сельським совєтом | village | village of | wieś | wsi | dorf | selo | sat | satul"),
)  # fmt: skip
#: Any level word, longest first, with one group a row: `g0`, `g1`, ...
LEVEL_PATTERN = "|".join(
    f"(?P<g{index}>" + _compile("|".join(sorted((w.strip() for w in words.split("|")), key=len, reverse=True))) + ")"
    for index, (_, words) in enumerate(LEVEL_WORDS)
)
_LEVEL = re.compile(rf"(?<![^\W_])(?<![-'])(?:{LEVEL_PATTERN})(?:(?<=\.)|(?![^\W_]|[-'][^\W\d_]))", re.IGNORECASE)
# Level words that stay in a name when a word stands before them: Старе Місто, Stare Miasto, Kansas City, Nové Mesto.
_NAME_ENDS = re.compile(r"(?:місто|міст|miasto|mesto|město|city|town|stadt|ville|village|wieś|село|селище|selo|satul?|dorf|град|union|canton|kraj)\Z", re.IGNORECASE)
# English ones that begin names (Union Springs, State College, District Heights, Canton): level words only before "of" or last.
_NAME_BEGINS = re.compile(r"(?:union|canton|state|district|town|village|sector|region|province|borough|ville|sat|oras|град|department)\Z", re.IGNORECASE)
_OF = re.compile(r"\s+(?:of|de|von|d'|\d{1,2}\b)", re.IGNORECASE)


def level_words(text: str) -> list[tuple[int, int, Level]]:
    """(start, end, level) of every level word of `text`, words that belong to the name left out."""
    found = []
    for match in _LEVEL.finditer(text):
        before = text[: match.start()].rstrip()
        if not before and _NAME_BEGINS.match(match.group()) and not _OF.match(text, match.end()):
            continue
        if _NAME_ENDS.match(match.group()) and before[-1:].isalpha() and not (found and found[-1][1] == len(before)):
            continue
        found.append((match.start(), match.end(), LEVEL_WORDS[int((match.lastgroup or "g0")[1:])][0]))
    return found


def level_of(text: str) -> Level | None:
    """The administrative level that the words of `text` name: the first one, a region only if nothing lower is named."""
    levels = [level for _, _, level in level_words(repair(text[:400]))]
    return next((level for level in levels if level is not Level.REGION), levels[0] if levels else None)


#: Stages, in the order in which they win: an end outranks the signing it speaks of.
_STAGES: tuple[tuple[Stage, str], ...] = (
    (Stage.PROPOSED_TO_END, "запропонован* ... розірвати | запропонував ... розірвати | запропонувал* ... розірвати | пропону* ... розірвати | "
     "пропону* ... припинити | запропонував ... припинити | пропозиці* ... розірвати | пропозиці* ... припинити | пропозиці* про розірвання | "
     "пропозиці* про припинення | пропозиці* щодо розірвання | пропозиці* щодо припинення | звернул* ... розірвати | звернення ... розірвати | "
     "закликал* ... розірвати | закликає* ... розірвати | вимага* розірвати | вимага* припинити | "
     "проєкт рішення про припинення | проєкт рішення про розірвання | проект рішення про припинення | петиці* ... розірвання | "
     "планує розірвати | планують розірвати | має намір розірвати | мають намір розірвати | ініцію* розірвання | ініцію* припинення | "
     "готується ... розірвання | розгляне* ... розірвання | розгляне* ... припинення | предлага* ... расторгнуть | предлага* ... прекратить | предложил* ... расторгнуть | "
     "proposed to end | proposes to end | proposed to terminate | proposal to terminate | calls to end | plans to terminate | plans to end | "
     "wniosek o rozwiązanie | proponuje rozwiązanie | proponuje zerwanie | schlägt ... beendigung vor"),
    (Stage.SUSPENDED, "призупин* | зупинено дію | зупинена дія | тимчасово зупинен* | тимчасово припинен* | заморожен* | заморозил* | приостанов* | suspend* | frozen | "
     "on hold | zawiesz* | zawieś* | ausgesetzt | ruht"),
    (Stage.ENDED, "припинено | припинена | припинені | припинен* ді* | припинил* ді* | припинила | припинив | припинило | припинили | розірван* | розірвал* | розірвав | розірвати угоду | "
     "розірвання | втратил* чинність | втратив чинність | денонсован* | анульован* | скасован* | розторгнут* | закінчен* термін* | "
     "закінчення терміну | закінчився термін | термін дії закінчився | термін дії завершився | строк дії закінчився | строк дії сплив | термін дії сплив | термін дії вичерпано | "
     "не діє | недійсн* | прекращен* | прекратил* действие | прекратила | расторгнут* | разорван* | утратил* силу | срок действия истёк | срок действия истек | terminated | ended | "
     "expired | cancelled | canceled | revoked | dissolved | no longer valid | broken off | severed | rozwiązan* | zakończon* | wygasł* | zerwan* | "
     "wypowiedzian* | beendet | gekündigt | aufgelöst | erloschen | ausgelaufen"),
    (Stage.SIGNED_BY_ONE, "підписан* однією стороною | підписан* лише одн* | підписан* тільки одн* | підписано з боку | підписан* з українського боку | підписан* українською стороною | підписала одна сторона | підписано з нашого боку | "
     "підписал* зі свого боку | підписав зі свого боку | зі свого боку підписа* | очіку* підпис* ... сторони | очіку* на підпис* | очікуємо підпис* | "
     "очікує підпис* | чекаємо на підпис* | підписала у односторонньому порядку | підписан* в односторонньому порядку | односторонньо підписан* | подписан* одной стороной | подписан* с одной стороны | "
     "signed by one side | signed by one party | signed by our side | awaiting signature | awaits signature | podpisan* jednostronnie | "
     "podpisan* przez jedną stronę | einseitig unterzeichnet"),
    (Stage.RENEWED, "перепідпис* | оновил* угод* | оновили | оновила | оновив | оновлен* | поновил* | поновлен* | продовжен* дію | продовжил* дію | продовжен* угод* | продовжил* угод* | "
     "пролонг* | переуклад* | переуклали | переукладен* | відновил* | відновлен* | знову підписа* | повторно підписа* | подовжен* | подовжил* | поглибл* | переподписа* | обновлен* | обновили | "
     "возобновл* | возобновили | продлен* | продлили | renewed | re-signed | resigned an agreement | extended | prolonged | renewal | updated agreement | odnowion* | odnowi* | przedłużon* | "
     "przedłuży* | wznowion* | erneuert | verlängert | renouvel*"),
    (Stage.INTENT, "лист* про наміри | листа про наміри | листом про наміри | лист намірів | протокол* про наміри | протокол* намірів | декларац* про наміри | декларац* намірів | "
     "меморандум* про наміри | угод* про наміри | заяв* про наміри | планує* підписа* | планують підписа* | планується підписа* | планується уклад* | планують уклас* | планує уклас* | "
     "готу* до підписання | готується до підписання | готуємо* до підписання | підготовк* до підписання | підготовк* угод* | буде підписан* | будуть підписан* | має бути підписан* | мають намір | має намір | "
     "намір* підписати | намір* укласти | намір* стати | домовил* підписа* | домовил* про підписання | домовил* уклас* | погодил* підписа* | "
     "стануть побратимами | стане побратимом | стануть містами-побратимами | можуть стати | може стати | хоче стати | хочуть стати | прагне* стати | планує* стати | планують стати | незабаром ... підпиш* | "
     "найближчим часом ... підпиш* | підпишуть | підпише | укладуть | укладе | письм* о намерени* | протокол* о намерени* | соглашени* о намерени* | планиру* подписа* | "
     "намерен* подписа* | будет подписан* | подпишут | подпишет | letter of intent | letters of intent | declaration of intent | statement of intent | protocol of intent | "
     "intends to | intend to | plan to sign | plans to sign | planning to sign | will sign | will be signed | to be signed | list intencyjny | listu intencyjnego | list* intencyjn* | "
     "planuje podpisać | planują podpisać | zamierza podpisać | zostanie podpisan* | absichtserklärung* | letter of intent | soll unterzeichnet werden | wird unterzeichnet | "
     "beabsichtig* | lettre d'intention | déclaration d'intention"),
    (Stage.APPROVED, "схвален* проєкт* | схвалил* проєкт* | схвален* проект* | схвалил* проект* | погоджен* проєкт* | погодил* проєкт* | затверджен* проєкт* | затвердил* проєкт* | погоджен* проект* | "
     "погодил* проект* | затверджен* проект* | затвердил* проект* | проєкт угоди схвален* | проєкт угоди погоджен* | проєкт ... схвален* | проєкт ... погоджен* | проєкт ... затверджен* | проект ... схвален* | проект ... погоджен* | "
     "надан* згод* на укладання | надан* згод* на підписання | надал* згод* на укладання | надал* згод* на підписання | дав згоду на | дала згоду на | дали згоду на | "
     "погодил* укладення | погоджен* укладення | погодил* укладання | погоджен* укладання | погодили підписання | погодила підписання | погоджен* підписання | "
     "уповноважи* ... підписати | уповноважи* ... підписання | уповноважен* ... підписати | доручи* ... підписати | доручен* ... підписати | погоджен* міністерством | схвалена міністерством | схвалено міністерством | рішення про укладення угоди | рішення про встановлення | "
     "одобрен* проект* | одобрил* проект* | утвержден* проект* | утверждён* проект* | согласован* проект* | "
     "approved the draft | approved a draft | draft approved | draft agreement approved | draft ... approved | approved the signing | approved the conclusion | authorised ... to sign | authorized ... to sign | "
     "wyraził* zgodę na | zatwierdzon* projekt | uchwał* w sprawie nawiązania | hat dem entwurf zugestimmt | beschloss die partnerschaft"),
    (Stage.REGISTERED, "внесен* до реєстру | зареєстрован* | включен* до реєстру | внесён* в реестр | внесен* в реестр | "
     "зарегистрирован* | registered | entered in the register | zarejestrowan* | registriert"),
    (Stage.SIGNED, "підписан* | підписал* | підписав | підписання | підпис* | уклад* | укладен* | уклал* | скріпил* | побратал* | стали побратимами | стало побратимом | став побратимом | стала побратимом | стали містами-побратимами | стали партнерами | "
     "подписан* | подписал* | подписание | заключен* | заключил* | signed | concluded | signing ceremony | signing of | podpisan* | podpisał* | zawart* | zawarł* | "
     "unterzeichn* | geschlossen | besiegelt | signé | signée | signature de"),
    (Stage.TALKS, "переговор* | обговорил* | обговорен* | обговорюва* | зустріч | зустрічі | зустрілись | зустрілися | візит | візиту | візитом | онлайн-зустріч* | відеозустріч* | відеоконференц* | листува* | обмін* листами | "
     "познайомил* | знайомств* | делегаці* відвідал* | шука* партнер* | пошук* партнер* | перемовин* | встреч* | визит* | обсудил* | talks | negotiat* | discussed | discussion | meeting | met with | visit | visited | "
     "exchange of letters | rozmow* | spotkani* | spotkał* | wizyt* | gespräch* | treffen | besuch* | verhandlung*"),
)  # fmt: skip
_STAGE_PATTERNS = tuple((stage, _whole(words)) for stage, words in _STAGES)

#: Kinds, in the order in which they win.
_KINDS: tuple[tuple[Kind, str], ...] = (
    (Kind.OPERATOR, "betreiberpartnerschaft* | партнерств* ... операторів | партнерств* водоканал* | партнерств* комунальних підприємств | operator partnership* | utility partnership* | "
     "utilities partnership* | water operator* partnership* | partnerstwo operatorów"),
    (Kind.TWINNING, "побратим* | поріднен* | побратал* | міст*-близнюк* | побратимськ* | породнен* | побратимств* | город*-побратим* | twin | twins | twinned | twinning | twin town* | "
     "twin cit* | sister cit* | sister town* | miast* bliźniacz* | bliźniacz* | miast* siostrzan* | partnerstw* bliźniacz* | städtepartner* | partnerstadt* | partnerstädt* | "
     "schwesterstadt | schwesterstädte | jumelage* | jumelé* | ville* jumelle*"),
    (Kind.MEMORANDUM, "меморандум* | memorandum* | memoranda | mou | porozumieni* o współpracy | mémorandum"),
    (Kind.CROSS_BORDER, "транскордонн* | прикордонн* | міжкордонн* | трансграничн* | приграничн* | cross border | crossborder | transgraniczn* | przygraniczn* | grenzüberschreitend*"),
    (Kind.PARTNERSHIP, "партнерств* | партнерськ* | партнер | партнери | партнера | партнером | партнерами | партнерів | партнерам | партнёр* | партнерск* | partnership* | partner | partners | partner cit* | partner town* | partnerstw* | "
     "partnersk* | miast* partnersk* | partnerschaft* | kommunalpartnerschaft* | solidaritätspartnerschaft* | partenariat*"),
    (Kind.COOPERATION, "співпрац* | співробітництв* | сотрудничеств* | cooperation | co-operation | collaboration | współprac* | zusammenarbeit | kooperation* | coopération"),
)  # fmt: skip
_KIND_PATTERNS = tuple((kind, _whole(words)) for kind, words in _KINDS)


def stage_of(text: str) -> Stage | None:
    """How far a tie has come by the words of `text`, or None when none of them says so."""
    return _stage_short(text) if len(text) <= SHORT else _stage(text)


def _stage(text: str) -> Stage | None:
    text = repair(text)
    return next((stage for stage, pattern in _STAGE_PATTERNS if pattern.search(text)), None)


_stage_short = lru_cache(maxsize=1 << 14)(_stage)


def kind_of(text: str) -> Kind | None:
    """The kind of tie or document by the words of `text`, or None."""
    return _kind_short(text) if len(text) <= SHORT else _kind(text)


def _kind(text: str) -> Kind | None:
    text = repair(text)
    return next((kind for kind, pattern in _KIND_PATTERNS if pattern.search(text)), None)


_kind_short = lru_cache(maxsize=1 << 14)(_kind)

_OPEN_ENDED = _whole(
    "автоматичн* | продовж* | пролонг* | безстроков* | необмежен* | невизначен* | бессрочн* | неограничен* | indefinite* | "
    "unlimited | automatic* | open ended | bezterminow* | nieokreślony | czas nieokreślony | unbefristet* | unbegrenzt | indéterminée | до кінця реалізації"
)
_NUMBER_WORDS = {
    "один": 1, "одного": 1, "рік": 1, "року": 1, "два": 2, "двох": 2, "три": 3, "трьох": 3, "чотири": 4, "чотирьох": 4,
    "п'ять": 5, "п'яти": 5, "шість": 6, "шести": 6, "сім": 7, "семи": 7, "вісім": 8, "восьми": 8, "дев'ять": 9,
    "десять": 10, "десяти": 10, "двадцять": 20, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10,
    "пять": 5, "пяти": 5, "четыре": 4, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "двух": 2, "трёх": 3, "трех": 3,
    "dwa": 2, "trzy": 3, "cztery": 4, "pięć": 5, "dziesięć": 10, "zwei": 2, "drei": 3, "fünf": 5, "zehn": 10,
}  # fmt: skip
_TERM = re.compile(
    r"(?<![\d.,/])(?P<n>\d{1,3}|"
    + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
    + r")(?![^\W_])(?:\s*-?\s*(?:х|ти|річ\w*))?\s*(?:\([^)]{1,30}\))?\s*(?P<unit>років|роки|рік|року|рр?\.|річн\w*|лет|года|год|years?|lata|lat|rok|roku|jahren?|jahr|ans?|"
    r"місяц\w*|месяц\w*|months?|miesi\w*|monaten?|mois)(?![^\W_])",
    re.IGNORECASE,
)
_MONTH_UNIT = re.compile(r"міс|мес|month|miesi|monat|mois", re.IGNORECASE)


def duration_months(text: str) -> int | None:
    """The term of an agreement in months, or None when it has none, renews itself, or cannot be read: `3 роки` -> 36,
    `5 (п’ять) років` -> 60, `5 років з автоматичним продовженням` -> None, `_` -> None."""
    text = repair(text[:400])
    if _OPEN_ENDED.search(text):
        return None
    match = _TERM.search(text)
    if not match:
        return None
    printed = match["n"].lower()
    number = int(printed) if printed.isdigit() else _NUMBER_WORDS[printed]
    months = number if _MONTH_UNIT.match(match["unit"]) else number * 12
    return months if 0 < months <= 1200 else None
