"""Words of partnership: administrative level, stage, kind and term, in Ukrainian, Russian, English, Polish and German.

What belongs here: tables of whole words, in the order in which they win. What does not: names and dates.
"""

import re
from functools import lru_cache

from schemas.vocabularies import Kind, Level, Stage
from scrapers.text.normalise import SHORT, AnyCase, repair

# A word stem in a table may end in * (any letters may follow) and is otherwise a whole word; a blank matches any blanks;
# "..." stands for at most five other words.


# A denied word says nothing ("не розірвано"); phrases that begin with the denial say it themselves.
_NOT = r"(?<!\bне )(?<!\bnot )(?<!\bnie )(?<!\bnicht )"


def _compile(phrases: str) -> str:
    alternatives = []
    for phrase in re.split(r"\s*\|\s*", phrases.strip()):
        pattern = re.escape(phrase).replace(r"\.\.\.\ ", r"(?:[^\s.!?;]+\s+){0,5}?").replace(r"\ ", r"[\s-]+")
        alternatives.append(pattern.replace(r"\*", r"[^\W\d_]*"))
    return "(?:" + "|".join(alternatives) + ")"


def _whole(phrases: str) -> re.Pattern:
    return re.compile(rf"(?<![^\W_]){_NOT}{_compile(phrases)}(?![^\W\d_])", re.IGNORECASE)


# The patterns are long and most texts hold none of their words: a look at the first letters of each word comes first.
_LETTERS = re.compile(r"[^\W\d_]+")
_BEGINNING = 4


def _beginnings(text: str) -> set[str]:
    return {word[:_BEGINNING] for word in _LETTERS.findall(text.casefold())}


def _keys(phrases: str) -> frozenset[str]:
    """The beginning of the longest word of every phrase: without one of them no phrase is there."""
    return frozenset(max(_LETTERS.findall(phrase.casefold()), key=len)[:_BEGINNING] for phrase in phrases.split("|"))


#: Level words; each is removed from a name by `names`. The order of the rows wins inside one phrase.
LEVEL_WORDS: tuple[tuple[Level, str], ...] = (
    (Level.CITY_DISTRICT, "міський район | район міста | району міста | район города | сектор | сектора | сектором | "
                          "sector | sectorul | "
     "dzielnica | dzielnicy | borough | stadtbezirk | stadtteil | ortsteil | city district | kerület | kerulet | "
     "arrondissement | округ міста | "
     "городской район | мікрорайон"),
    (Level.DISTRICT, "районна рада | районної ради | районною радою | district municipality | rajono savivaldybė | "
                     "районне самоврядування | район | району | районом | районі | р-н | р-ну | "
     "района | районе | district | rajon | raion | raionul | bezirk | дистрикт | дистрикту | дистриктом | rejon | "
     "округ | округу | округом | окрузі | округа | окр. | адміністративний округ | адміністративного округу | адміністративним округом"),
    (Level.ASSOCIATION, "асоціація | асоціації | асоціацією | союз | союзу | союзом | об'єднання | об'єднанням | "
                        "association | union | "
     "verbandsgemeinde | samtgemeinde | verwaltungsgemeinschaft | związek | związku | związkiem | агломерація | "
     "агломерації | агломерацією | "
     "метрополія | метрополії | метрополією | métropole | eurométropole | єврометрополія | єврометрополії | "
     "communauté de communes | "
     "communauté d'agglomération | спільнота | спільноти | ассоциация | объединение | муніципальний союз | союз "
     "гмін | союзом гмін"),
    (Level.GMINA, "гміна | гміни | гміні | гміну | гміною | гмін | гмінами | ґміна | ґміни | ґміні | ґміну | ґміною |"
                  " ґмін | ґмінами | гмина | "
     "гмины | гмине | гмину | гминой | gmina | gminy | gminie | gminę | gminą | gmin | гм. | gm."),
    (Level.COUNTY, "повітова рада | повітової ради | повітовою радою | повітовій раді | повіт | повіту | повітом | повіті | повіти | повітів | пов. | county | counties |"
                   " powiat | powiatu | powiatem | powiecie | "
     "pow. | landkreis | landkreises | kreis | жудець | жудеця | жудецем | джудець | джудецу | județ | județul | "
     "județului | judet | judetul | "
     "járás | jaras | megye | okres | okresu | уезд | уезда | уездом | графство | графства | графством | повет | "
     "повета | жупанія | жупанії | жупанією | "
     "județean | komitat"),
    (Level.REGION, "воєводство | воєводства | воєводством | воєводстві | воєвудство | воєвудства | воєв. | "
                   "воеводство | воеводства | "
     "воеводством | область | області | областю | обл. | области | областью | регіон | регіону | регіоном | регіоні |"
     " регион | региона | регионом | провінція | "
     "провінції | провінцією | провинция | провинции | департамент | департаменту | департаментом | департамента | "
     "штат | штату | штатом | штаті | штата | самоврядний край | самоврядного краю | самоврядним краєм | самоврядному краю | край | краю | краєм | края | "
     "федеральна земля | федеральної землі | федеральною землею | земля | землі | землею | кантон | кантону | "
     "кантоном | кантона | вілаєт | префектура | префектури | region | "
     "province | state | voivodeship | województwo | województwa | województwie | oblast | kraj | bundesland | "
     "département | departement | "
     "canton | prefecture | автономна область | автономний край"),
    (Level.COMMUNE, "мун. | ком. | волость | волості | волостю | парафія | парафії | парафією | парафію | комуна | комуни | комуною | комуні | комуну | муніципалітет | "
                    "муніципалітету | муніципалітетом | муніципалітеті | районний муніципалітет | районного муніципалітету | "
                    "районним муніципалітетом | муніципалет | муніципалету | муніципалетом |"
                    " "
     "муниципалитет | муниципалитета | муниципалитетом | муніципія | муніципій | муніципію | муніципієм | самоврядування | самоврядуванням | община | "
     "общини | общиною | "
     "общины | общиной | громада | громади | громадою | коммуна | коммуны | коммуной | commune | comuna | comune | "
     "comunei | municipality | municipality of | kommune | kommun | gemeinde | "
     "obec | općina | opcina | občina | obcina | parish | vald | novads | savivaldybė | municipalité | município | "
     "municipio"),
    (Level.CITY, "міська рада | міської ради | міською радою | мерія міста | мерія | мерії | мерією | муніципальна "
                 "рада | горсовет | rada miasta | urząd miasta | city council | stadtverwaltung | mairie de | "
     "місто | міста | місту | містом | місті | містечко | містечка | м-ко | міст | містами | містах | м. | город | города | "
     "городу | городом | городе | г. | miasto | miasta | "
     "miastem | miastu | mieście | miejscowość | city of | town of | city | town | stadt | kreisstadt | "
     "universitäts- und hansestadt | freie und hansestadt | hansestadt | landeshauptstadt | ville de | ville | "
     "municipiul | municipiu | orașul | oraș | oras | város | město | mesto | miestas | град"),
    (Level.SETTLEMENT, "сільська рада | сільської ради | сільською радою | село | села | селом | селі | селище | "
                       "селища | селищем | смт | смт. | сел. | с. | деревня | деревни | деревней | "
     "посёлок | поселок | посёлка | поселка | пгт | сельський совєт | сельським совєтом | village | village of | "
     "wieś | wsi | dorf | selo | sat | satul"),
)  # fmt: skip
#: Any level word, longest first, with one group a row: `g0`, `g1`, ...
LEVEL_PATTERN = "|".join(
    f"(?P<g{index}>" + _compile("|".join(sorted((w.strip() for w in words.split("|")), key=len, reverse=True))) + ")"
    for index, (_, words) in enumerate(LEVEL_WORDS)
)
_LEVEL = re.compile(rf"(?<![^\W_])(?<![-'])(?:{LEVEL_PATTERN})(?:(?<=\.)|(?![^\W_]|[-'][^\W\d_]))", re.IGNORECASE)
# Level words that stay in a name when a word stands before them: Старе Місто, Stare Miasto, Kansas City, Nové Mesto.
_NAME_ENDS = re.compile(
    r"(?:місто|міст|город|miasto|mesto|město|city|town|stadt|ville|village|wieś|село|селище|selo|"
    r"satul?|dorf|град|union|canton|kraj)\Z",
    re.IGNORECASE,
)
# English ones that begin names (Union Springs, State College, District Heights, Canton): level words only before "of" or last.
_NAME_BEGINS = re.compile(
    r"(?:union|canton|state|district|town|village|sector|region|province|borough|ville|sat|"
    r"oras|град|department)\Z",
    re.IGNORECASE,
)
# After another word a capital with a dot is an initial: Віа С. Джованні.
_INITIALS = ("С.", "М.", "Г.")
_OF = re.compile(r"\s+(?:of|de|von|d'|\d{1,2}\b)", re.IGNORECASE)


# First words of the phrases: most texts hold none of them and never meet the pattern.
_FIRST_WORDS = frozenset(
    re.findall(r"[^\W\d_]+", phrase)[0] for _, words in LEVEL_WORDS for phrase in words.casefold().split("|")
)


def level_words(text: str) -> tuple[tuple[int, int, Level], ...]:
    """(start, end, level) of every level word of `text`, words that belong to the name left out."""
    return _level_words_short(text) if len(text) <= SHORT else _level_words(text)


def _level_words(text: str) -> tuple[tuple[int, int, Level], ...]:
    if _FIRST_WORDS.isdisjoint(_LETTERS.findall(text.casefold())):
        return ()
    found: list[tuple[int, int, Level]] = []
    for match in _LEVEL.finditer(text):
        before = text[: match.start()].rstrip()
        if before and match.group() in _INITIALS:
            continue
        if not before and _NAME_BEGINS.match(match.group()) and not _OF.match(text, match.end()):
            continue
        if _NAME_ENDS.match(match.group()) and before[-1:].isalpha() and not (found and found[-1][1] == len(before)):
            continue
        found.append((match.start(), match.end(), LEVEL_WORDS[int((match.lastgroup or "g0")[1:])][0]))
    return tuple(found)


_level_words_short = lru_cache(maxsize=1 << 14)(_level_words)


def level_of(text: str) -> Level | None:
    """The administrative level that the words of `text` name: the first one, a region only if nothing lower is named."""
    levels = [level for _, _, level in level_words(repair(text[:400]))]
    return next((level for level in levels if level is not Level.REGION), levels[0] if levels else None)


#: Stages, in the order in which they win: an end outranks the signing it speaks of, an intent the signing it names.
_STAGES: tuple[tuple[Stage, str], ...] = (
    (Stage.PROPOSED_TO_END, "запропонува* ... розірвати | запропонува* ... припинити | запропонован* ... розірвати | "
                            "запропонован* ... припинити | пропону* ... розірвати | "
     "пропону* ... припинити | пропозиці* ... розірвати | пропозиці* ... припинити | пропозиці* про розірвання | "
     "пропозиці* про припинення | пропозиці* щодо розірвання | "
     "пропозиці* щодо припинення | звернул* ... розірвати | звернул* ... припинити | звернення ... розірвати | "
     "звернення ... розірвання | закликал* ... розірвати | закликає* ... розірвати | "
     "закликал* ... припинити | вимага* ... розірвати | вимага* ... припинити | проєкт* рішення про припинення | "
     "проєкт* рішення про розірвання | проект* рішення про припинення | "
     "проект* рішення про розірвання | петиці* ... розірвання | петиці* ... розірвати | планує ... розірвати | "
     "планують ... розірвати | має намір ... розірвати | мають намір ... розірвати | "
     "ініцію* ... розірвання | ініцію* ... припинення | готується ... розірвання | розгля* ... розірвання | розгля* "
     "... припинення | предлага* ... расторгнуть | предлага* ... прекратить | "
     "предложил* ... расторгнуть | предложил* ... прекратить | призва* ... расторгнуть | proposed to end | proposes "
     "to end | proposed to terminate | proposes to terminate | proposal to end | "
     "proposal to terminate | calls to end | called to end | calls for ... termination | plans to terminate | plans "
     "to end | wniosek o rozwiązanie | proponuje rozwiązanie | proponuje zerwanie | "
     "proponuje zakończenie | schlägt ... beendigung vor | vorschlag ... beendigung"),
    (Stage.SUSPENDED, "призупин* | зупинено | зупинена | зупинені | зупинено дію | зупинил* дію | дію зупинено | зупинена дія | тимчасово зупинен* | "
                      "тимчасово припинен* | тимчасово не діє | заморожен* | заморозил* | зупинити дію | зупинити його дію | зупинити її дію | угод* ... на паузі | співпрац* ... на паузі | партнерств* ... на паузі | відносин* ... на паузі | на паузу угод* | угод* на паузу | agreement ... paused | partnership ... paused | приостанов* | suspended | "
                      "suspension | suspends | "
     "frozen | on hold | zawiesz* | zawieś* | ausgesetzt | ruht | suspendu*"),
    (Stage.ENDED, "treaty ... denounced | agreement ... denounced | umow* ... wygasł* | umowa wygasł* | припинено | припинена | припинені | припинений | припинен* ді* | припинил* ді* | припинила | "
                  "припинив | припинило | припинили | припинення дії | розірван* | розірвал* | розірвав | "
                  "розірвання | "
     "втратил* чинність | втратив чинність | втрат* чинності | втрачен* чинність | не поновлюва* | не поновлен* | не продовжува* | не продовжен* | "
     "не пролонгован* | аннулирован* | истекл* и не возобн* | nie przedłuż* | утрат* силы | денонсован* | денонсува* | анульован* | анулювал* | скасован* | "
     "скасувал* | розторгнут* | закінчення терміну | закінчився термін | закінчився строк | "
     "термін дії закінчився | термін дії завершився | строк дії закінчився | строк дії сплив | термін дії сплив | "
     "термін дії вичерпано | термін закінчився | строк закінчився | не діє | не діють | недіюч* | недійсн* | нечинн* | не чинн* | "
     "прекращен* | прекратил* действие | прекратила | прекратили | расторгнут* | расторгл* | разорван* | разорвал* | "
     "зв'язки втрачен* | зв'язки обірва* | зв'язки були втрачені | связи утрачен* | связи потерян* | связи прерва* | "
     "утратил* силу | срок действия истёк | срок действия истек | terminated | ended | expired | "
     "cancelled | canceled | revoked | dissolved | no longer valid | no longer in force | broken off | severed | "
     "rozwiązan* | zakończon* | wygasł* | zerwan* | zerwał* | wypowiedzian* | beendet | gekündigt | aufgelöst | "
     "erloschen | ausgelaufen | résilié* | rompu*"),
    (Stage.SIGNED_BY_ONE, "підписан* однією стороною | підписан* лише одн* | підписан* тільки одн* | підписан* з "
                          "українського боку | підписан* українською стороною | підписан* лише українською | "
                          "підписала одна сторона | "
     "підписан* з нашого боку | підписал* зі свого боку | підписав зі свого боку | підписала зі свого боку | зі "
     "свого боку підписа* | очіку* підпис* ... сторон* | очіку* на підпис* ... сторон* | очіку* на підпис парт* | "
     "очікує підпис | очікує підпису | очікує на підпис | чекаємо на підпис | "
     "в односторонньому порядку підписан* | підписан* в односторонньому порядку | односторонньо підписан* | "
     "підписан* односторонньо | подписан* одной стороной | подписан* с одной стороны | подписан* только одной | "
     "signed by one side | signed by one party | signed by only one | signed on our side | awaiting signature | "
     "awaits signature | awaiting the signature | podpisan* jednostronnie | podpisan* przez jedną stronę | "
     "einseitig unterzeichnet"),
    (Stage.TALKS, "направлено лист* | надіслано лист* | надіслано пропозиці* | направлено пропозиці* | направлен* запит* | "
                  "направлено звернення | ведеться листування | триває листування | направлено письмо | ведуться переговори | ведуться перемовини | тривають переговори | тривають перемовини | ведеться діалог | триває діалог | ведемо діалог | розпочато діалог | ведемо переговори | "
                  "ведемо перемовини | веде переговори | веде перемовини | проводяться переговори | проводяться перемовини | "
                  "на стадії переговорів | у процесі переговорів | ведутся переговоры | идут переговоры | trwają rozmowy | "
                  "trwają negocjacje | talks are under way | negotiations are under way | negotiations are underway | "
                  "are in talks | is in talks | in negotiations | laufen gespräche | laufen verhandlungen"),
    (Stage.INTENT, "опрацьовується питання | опрацьовують питання | розглядається питання | проводиться робота щодо | "
                   "ведеться робота щодо | триває робота щодо | триває робота над | триває підготовка | готується підписання | "
                   "готується до підписання | ведётся работа по | идёт подготовка | на стадії підписання | на стадії укладення | на стадії укладання | у процесі підписання | "
                   "у процесі укладення | у процесі укладання | у процесі підготовки | у процесі оформлення | у стадії підписання | "
                   "у стадії укладення | на стадії погодження | на стадії узгодження | у процесі погодження | у процесі узгодження | у стадії підготовки | на стадії підготовки | підготовлен* до підписання | "
                   "підготовлен* до укладення | очікують на підписання | очікується підписання | очікує підписання | очікують підписання | "
                   "підписання відкладен* | підписання перенесен* | дату підписання погодж* | дату підписання узгодж* | дата підписання погодж* | "
                   "дата підписання узгодж* | погоджуємо дату | погоджують дату | узгоджуємо дату | узгоджують дату | узгодж* текст* | погодж* текст* | "
                   "підписання не відбулося | підписання ще не відбулося | церемоні* підписання ще не | меморандум* про майбутн* | меморандум* о намерени* | подписание отложен* | подписи пока не став* | подписи ещё не став* | підписів ще не став* | ожидает подписания | "
                   "ceremony is still to come | ceremony is yet to | signatures will follow | signature will follow | signing will follow | unterschriften stehen aus | unterschrift steht aus | "
                   "podpisanie umowy po | podpisanie nastąpi | oczekuje na podpisanie | oczekuje podpisania | czeka na podpisanie | "
                   "на стадии подписания | в стадии подписания | в процессе подписания | на стадии подготовки | в стадии подготовки | "
                   "подготовлен* к подписанию | in preparation | under preparation | to be signed | w przygotowaniu | "
                   "w trakcie podpisywania | in vorbereitung | попередн* домовлен* | предварительн* договор* | на погодженні | на розгляді | на узгодженні | на согласовании | лист* про наміри | лист* намірів | протокол* про наміри | протокол* намірів | декларац* про "
                   "наміри | декларац* намірів | меморандум* про наміри | меморандум* намірів | угод* про наміри | "
                   "заяв* про наміри | "
     "планує* ... підписа* | планують ... підписа* | планується ... підписа* | планується ... укла* | планують ... "
     "укла* | планує ... укла* | заплановано ... підписа* | заплановано ... уклад* | підписання ... заплановано | "
     "підписання ... планується | підписати ... планують | "
     "готу* ... до підписання | готов* до підписання | підготовк* до підписання | підготовк* ... угод* | готу* ... "
     "угод* | готу* ... меморандум* | буде підписан* | будуть підписан* | буде укладен* | будуть укладен* | має бути "
     "підписан* | мають бути підписан* | мають намір | має намір | "
     "намір* підписати | намір* укласти | намір* стати | наміри щодо | домовил* ... підписа* | домовил* ... уклас* | "
     "домовленіст* ... підписа* | домовленіст* ... уклас* | погодил* підписати | стануть побратимами | стане "
     "побратимом | "
     "стануть містами побратимами | стануть партнерами | стане містом побратимом | можуть стати | може стати | хоче "
     "стати | хочуть стати | прагне* стати | прагнуть стати | планує стати | планують стати | має стати | мають "
     "стати | "
     "підпишуть | підпише | підпишемо | укладуть | укладе | укладемо | не підписан* | не підписал* | не укладен* | "
     "не уклал* | на стадії підписання | на етапі підписання | в процесі підписання | у процесі підписання | на "
     "підписанні | "
     "o zamiarach | o zamiarze | письм* о намерени* | протокол* о намерени* | соглашени* о намерени* | деклараци* о намерени* | планиру* ... "
     "подписа* | намерен* ... подписа* | намерен* ... заключить | будет подписан* | будут подписан* | подпишут | "
     "подпишет | не подписан* | "
     "letter of intent | letters of intent | declaration of intent | declarations of intent | statement of intent | "
     "protocol of intent | memorandum of intent | intends to | intend to | intention to sign | plan to sign | plans "
     "to sign | planning to sign | "
     "will sign | will be signed | to be signed | is being prepared | not yet signed | not signed | yet to be "
     "signed | would become | will become | list intencyjny | listu intencyjnego | list* "
     "intencyjn* | "
     "planuje ... podpisać | planują ... podpisać | zamierza ... podpisać | zamierzają ... podpisać | zostanie "
     "podpisan* | zostaną podpisan* | ma zostać podpisan* | nie podpisan* | absichtserklärung* | soll unterzeichnet "
     "werden | sollen unterzeichnet werden | "
     "wird unterzeichnet werden | geplant* unterzeichnung | unterzeichnung ... geplant | beabsichtig* | lettre* "
     "d'intention | déclaration* d'intention"),
    (Stage.RENEWED, "перепідпис* | оновил* | оновив | оновлен* | оновлюють | поновил* | поновив | поновлен* | "
                    "продовжен* | продовжил* | продовжив | подовжен* | подовжил* | подовжив | пролонг* | переуклад* | переуклал* | перезатверд* | "
                    "відновил* | відновив | відновлен* | "
     "знову підписа* | повторно підписа* | повторне підписання | подовжен* | подовжил* | переподписа* | обновлен* | "
     "обновил* | возобновл* | возобновил* | продлен* | продлён* | продлил* | перезаключ* | "
     "renewed | renewal | renews | re signed | re signing | signed anew | extended | extension | prolonged | "
     "prolongation | updated | new agreement ... in place of the old* | замість старої угоди | замість попередньої угоди | на заміну попередньої угоди | reaffirmed | odnowion* | odnowi* | przedłużon* | przedłuży* | ще раз підтверджен* | повторно підтверджен* | підтверджен* угод* | угод* підтверджен* | підтвердил* ... дію | підтвердил* ... чинність | reaffirmed | wznowion* | wznowi* | "
     "aneks* | erneuert | erneuerung | verlängert | verlängerung | renouvel* | prolongé*"),
    (Stage.APPROVED, "мандат на підписання | мандат на подписание | схвал* ... проєкт* угод* | схвал* ... проект* угод* | схвал* проєкт* | схвал* проект* | погод* "
                     "проєкт* | погод* проект* | затверд* проєкт* | затверд* проект* | погодил* текст* | схвалил* текст* | затвердил* текст* | угод* ухвален* | підписи ще попереду | council voted not signed | проєкт ... схвален* | проєкт "
                     "... погоджен* | проєкт ... затверджен* | "
     "проект ... схвален* | проект ... погоджен* | проект ... затверджен* | надан* згод* на | надал* згод* на | "
     "надати згоду на | дав згоду на | дала згоду на | дали згоду на | погодил* укладення | погоджен* укладення | "
     "погодити укладення | схвал* укладення | погодил* укладання | погоджен* укладання | погодил* підписання | "
     "погоджен* підписання | схвал* підписання | уповноваж* ... підписати | уповноваж* ... підписання | уповноваж* "
     "... на підписання | gives consent to establish | gives consent to conclude | authorises ... to sign | authorizes ... to sign | "
     "доручи* ... підписати | доручен* ... підписати | доручи* ... укласти | погоджен* міністерством | схвален* "
     "міністерством | рішення про укладення | рішення про встановлення | рішення про підписання | "
     "одобр* проект* | утвержд* проект* | согласова* проект* | проект ... одобрен* | проект ... утвержд* | дал* "
     "согласие на | approved the draft | approved a draft | approves the draft | draft approved | draft ... "
     "approved | "
     "approved the signing | approved the conclusion | approved signing | authorised ... to sign | authorized ... to "
     "sign | wyrażając* zgodę na | wyraził* zgodę na | wyraziła zgodę na | zatwierdz* projekt | projekt ... zatwierdzon* | "
     "uchwał* w sprawie nawiązania | uchwał* w sprawie podpisania | uchwał* w sprawie zawarcia | stimmt* ... entwurf "
     "zu | entwurf ... gebilligt | beschloss die partnerschaft | beschluss über die partnerschaft | der partnerschaft ... zugestimmt | beschlossen ... partnerschaft einzugehen"),
    (Stage.REGISTERED, "внесен* до реєстру | внесен* до державного реєстру | включен* до реєстру | зареєстрован* ... "
                       "угод* | угод* ... зареєстрован* | договір ... зареєстрован* | меморандум ... зареєстрован* | "
                       "зареєстрован* ... реєстр* | "
     "державн* реєстраці* угод* | внесен* в реестр | внесён* в реестр | включен* в реестр | соглашени* ... "
     "зарегистрирован* | зарегистрирован* ... соглашени* | entered in the register | registered agreement | "
     "agreement ... registered | "
     "wpisan* do rejestru | umow* ... zarejestrowan* | ins register eingetragen"),
    (Stage.SIGNED, "підписано | підписан | підписаний | підписана | підписані | підписаного | підписаної | "
                   "підписаною | підписаним | підписаних | підписаному | підписану | підписали | підписав | "
                   "підписала | підписало | підписання | підписанням | "
     "підписанні | підписує | підписують | підписується | підписавши | скріпил* | скріплен* | укладено | укладений | "
     "укладена | укладені | укладеного | укладеної | укладеною | укладених | укладену | уклали | уклав | уклала | "
     "укладання | укладення | укладенням | "
     "побратал* | стали побратимами | стало побратимом | став побратимом | стала побратимом | стали містами "
     "побратимами | стало містом побратимом | стали партнерами | стала партнером | є побратимом | є побратимами | є "
     "містами побратимами | є містом побратимом | "
     "є партнерами | є партнером | чинн* угод* | діюч* угод* | угода діє | договір діє | подписано | подписан | "
     "подписана | подписаны | подписанного | подписанная | подписали | подписал | подписала | подписание | "
     "подписания | "
     "заключен | заключена | заключено | заключены | заключили | заключил | заключение | стали побратимами | signed |"
     " concluded | signing | have been twinned | has been twinned | is twinned | are twinned | became twin | became "
     "sister | in force | "
     "podpisano | podpisan* | podpisał* | podpisali | podpisanie | podpisaniu | zawart* | zawarł* | zawarli | "
     "unterzeichnet* | unterzeichnung | geschlossen | besiegelt | unterzeichnen eine* | unterzeichnen den | "
     "unterzeichnen die | unterzeichnen das | unterzeichnen partnerschaft* | unterzeichnen städtepartnerschaft* | "
     "unterzeichnen solidaritätspartnerschaft* | unterzeichnen vereinbarung | unterzeichnen vertrag | "
     "unterzeichnen abkommen | unterzeichnen urkunde* | besiegeln ... partnerschaft* | besiegeln ihre | signé | signée | signés | signature d*"),
    (Stage.APPROVED, "погодил* угод* | погоджен* угод* | схвалил* угод* | схвален* угод* | затвердил* угод* | "
                     "затверджен* угод* | схвалил* ... співпрац* | погодил* ... співпрац* | approved the agreement | "
                     "agreement approved | утвердил* соглашени* | одобрил* соглашени*"),
    (Stage.INTENT, "підписати | укласти | подписать | заключить | to sign | sign an agreement | podpisać | zawrzeć | "
                   "unterzeichnen | planned | заплановано | планується | "
     "проєкт угоди | проект угоди | проєкту угоди | проекту угоди | проєкт меморандуму | проект меморандуму | draft agreement"),
    (Stage.TALKS, "звернен* ... щодо встановлення | звернен* ... щодо установлення | обращени* ... об установлении | "
                  "переговор* | перемовин* | обговорил* | обговорен* | обговорюва* | обговорюють | зустріч* | "
                  "зустріл* | зустрів* | візит* | відвідал* | відеозустріч* | відеоконференц* | листува* | обмін* "
                  "листами | про можлив* угод* | консультаці* щодо | консультаці* про | говорили про партнерств* | говорили про побратимств* | говорили про співпрац* | розмов* про партнерств* | "
                  "розмов* про побратимств* | йшлося про партнерств* | ішлося про партнерств* | мова йшла про партнерств* | мова йшла про побратимств* | "
                  "video call* | in dialogue | до документів справа ще не | справа ще не дійшла | "
     "познайомил* | знайомств* | шука* партнер* | пошук* партнер* | встреч* | визит* | обсудил* | обсужд* | talks | "
     "negotiat* | discussed | discussion* | discuss | meeting | met with | visit | visited | exchange of letters | "
     "rozmow* | rozmaw* | spotkani* | spotkał* | wizyt* | gespräch* | treffen | besuch* | verhandlung*"),
)  # fmt: skip
#: Of a tie that is still intended, that a council has decided on it: `погоджено сесією, готується до підписання`.
_DECIDED = _whole(
    "погодил* текст* | схвалил* текст* | затвердил* текст* | погоджен* сесі* | затверджен* сесі* | схвален* сесі* | погоджен* депутат* | схвален* депутат* | погоджен* рад* | схвален* рад* | погоджен* рішенням | схвален* рішенням | "
    "рішення ... про укладення | рішення ... про встановлення | рішення ... про підписання | дали згоду | дала згоду | надал* згоду | надано згоду | "
    "zgodę na zawarcie | zgodę na podpisanie | stadtrat ... beschlossen | "
    "схвален* на засіданн* | погоджен* на засіданн* | схвален* на сесі* | погоджен* на сесі* | "
    "утвержд* на сесси* | утвержден* сесси* | согласован* на сесси* | согласован* сесси* | одобрен* сесси* | одобрен* депутат* | решение ... о заключении | решение ... об установлении | "
    "approved by the ... council | endorsed by ... council | council approved | adopted by ... council | gave consent | o nawiązaniu partnerstwa | o nawiązaniu współpracy | o zawarciu umowy | ratsbeschluss | stadtratsbeschluss"
)
_DECISION = AnyCase(r"(?<!\w)(?:рішення|решение|uchwał\w)\s[^;]{0,70}?(?:(?:про|щодо) (?:укладення|укладання|встановлення|підписання)|о (?:заключении|подписании|установлении)|o (?:zawarciu|nawiązaniu))")


def decided(text: str) -> bool:
    """Whether a text says that a council has decided on a tie that is still to be signed."""
    return (_DECIDED.search(text) or _DECISION.search(text)) is not None and not _OF_INTENT.search(text) and not _TO_BE_DECIDED.search(text)


#: `планується розгляд рішення про укладення угоди`
_TO_BE_DECIDED = AnyCase(r"(?<!\w)(?:плану\w+|очіку\w+|готу\w+|планиру\w+|ожида\w+|готов\w+) (?:(?:розгляд|рассмотр)\w* |(?:проєкт |проект )?(?:рішен|решен))")
#: Documents of intent, which stay that whoever has decided on them.
_OF_INTENT = _whole("про наміри | намірів | о намерени* | of intent | intencyjn* | absichtserklärung*")
_STAGE_PATTERNS = tuple((stage, _keys(words), _whole(words)) for stage, words in _STAGES)
# What a cell of a table says by itself.
_STAGE_CELLS = {
    Stage.REGISTERED: "зареєстровано зареєстрована зареєстрований registered зарегистрировано zarejestrowano",
    Stage.SIGNED: "діє діюча діючий чинна чинний чинне активна активний active действует действующее aktiv obowiązuje",
    Stage.INTENT: "готується готуються проєкт проект draft план plan planned заплановано",
    Stage.ENDED: "завершено завершена закінчено закінчилась closed завершён",
}
_STAGE_BY_CELL = {word: stage for stage, words in _STAGE_CELLS.items() for word in words.split()}
_STAGE_BY_CELL |= dict.fromkeys(
    ("схвалено сесією", "погоджено сесією", "рішення ухвалено", "рішення сесії прийнято", "надано згоду", "council approved", "approved by council"), Stage.APPROVED
)
# Words like "оновлено" and "ended" are said of roads and meetings too: in a sentence they need what they are said of.
_OF_A_TIE = frozenset((Stage.ENDED, Stage.SUSPENDED, Stage.PROPOSED_TO_END, Stage.RENEWED))
_TIE = _whole(
    "угод* | договір | договор* | договір* | меморандум* | партнерств* | партнерськ* | партнер* | побратим* | "
    "поріднен* | співпрац* | співробітництв* | відносин* | зв'язк* | стосунк* | "
    "соглашени* | партнёр* | сотрудничеств* | отношени* | породнен* | agreement* | partner* | twin* | sister* | "
    "cooperation | co-operation | memorandum* | relations | ties | treaty | contract | "
    "денонс* | її розірвано | її припинено | її скасовано | його розірвано | його припинено | його скасовано | umow* | porozumieni* | współprac* | miast* | abkommen* | vertrag* | vereinbarung* | städtepartner* | "
    "zusammenarbeit | beziehung* | jumelage* | accord* | coopération | partenariat*"
)
#: A text of at most this many characters is a remark beside a name, not a sentence.
REMARK = 60
_SENTENCES = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zа-яіїєґ])|\n+")

#: Kinds, in the order in which they win.
_KINDS: tuple[tuple[Kind, str], ...] = (
    (Kind.OCCUPATION, "днр | лнр | донецк* народн* республик* | луганск* народн* республик* | донецьк* народн* "
                      "республік* | луганськ* народн* республік* | "
     "окупаційн* адміністраці* | окупаційн* влад* | оккупационн* администраци* | оккупационн* власт* | республик* "
     "крым | occupation administration | occupation authorit*"),
    (Kind.DOMESTIC, "пліч о пліч | plich o plich | міжмуніципальн* співробітництв* | міжмуніципальн* співпрац* | "
                    "внутрішн* партнерств* | inter municipal cooperation | intermunicipal cooperation"),
    (Kind.OPERATOR, "betreiberpartnerschaft* | партнерств* ... операторів | партнерств* водоканал* | партнерств* "
                    "комунальних підприємств | operator partnership* | utility partnership* | "
     "utilities partnership* | water operator* partnership* | partnerstwo operatorów"),
    (Kind.TWINNING, "побратим* | поріднен* | побратал* | міст*-близнюк* | побратимськ* | породнен* | побратимств* | "
                    "город*-побратим* | twin | twins | twinned | twinning | twin town* | "
     "twin cit* | sister cit* | sister town* | miast* bliźniacz* | bliźniacz* | miast* siostrzan* | partnerstw* "
     "bliźniacz* | städtepartner* | partnerstadt* | partnerstädt* | "
     "schwesterstadt | schwesterstädte | jumelage* | jumelé* | ville* jumelle*"),
    (Kind.MEMORANDUM, "меморандум* | memorandum* | memoranda | mou | porozumieni* o współpracy | mémorandum"),
    (Kind.CROSS_BORDER, "транскордонн* | прикордонн* | міжкордонн* | трансграничн* | приграничн* | cross border | "
                        "crossborder | transgraniczn* | przygraniczn* | grenzüberschreitend*"),
    (Kind.PARTNERSHIP, "партнерств* | партнерськ* | партнер | партнери | партнера | партнером | партнерами | "
                       "партнерів | партнерам | партнёр* | партнерск* | partnership* | partner | partners | partner "
                       "cit* | partner town* | partnerstw* | "
     "partnersk* | miast* partnersk* | partnerschaft* | kommunalpartnerschaft* | solidaritätspartnerschaft* | "
     "partenariat*"),
    (Kind.COOPERATION, "співпрац* | співробітництв* | сотрудничеств* | cooperation | co-operation | collaboration | "
                       "współprac* | zusammenarbeit | kooperation* | coopération"),
)  # fmt: skip
_KIND_PATTERNS = tuple((kind, _keys(words), _whole(words)) for kind, words in _KINDS)


def stage_of(text: str) -> Stage | None:
    """How far a tie has come by the words of `text`, or None when none of them says so."""
    return _stage_short(text) if len(text) <= SHORT else _stage(text)


def _stage(text: str) -> Stage | None:
    text = repair(text)
    by_cell = _STAGE_BY_CELL.get(text.strip(" .()").casefold())
    if by_cell:
        return by_cell
    sentences: list[str] | None = None
    present = _beginnings(text)
    for stage, keys, pattern in _STAGE_PATTERNS:
        if keys.isdisjoint(present) or pattern.search(text) is None:
            continue
        if stage in (Stage.INTENT, Stage.SIGNED_BY_ONE) and decided(text):
            return Stage.APPROVED
        if stage not in _OF_A_TIE or len(text) <= REMARK:
            return stage
        sentences = sentences or _SENTENCES.split(text)
        if any(pattern.search(sentence) and _TIE.search(sentence) for sentence in sentences):
            return stage
    return None


_stage_short = lru_cache(maxsize=1 << 14)(_stage)


def kind_of(text: str) -> Kind | None:
    """The kind of tie or document by the words of `text`, or None."""
    return _kind_short(text) if len(text) <= SHORT else _kind(text)


def _kind(text: str) -> Kind | None:
    text = repair(text)
    present = _beginnings(text)
    return next((kind for kind, keys, pattern in _KIND_PATTERNS if not keys.isdisjoint(present) and pattern.search(text)), None)


_kind_short = lru_cache(maxsize=1 << 14)(_kind)

_OPEN_ENDED = _whole(
    "автоматичн* | продовж* | пролонг* | безстроков* | необмежен* | невизначен* | бессрочн* | неограничен* | "
    "indefinite* | "
    "unlimited | automatic* | open ended | bezterminow* | nieokreślony | czas nieokreślony | unbefristet* | "
    "unbegrenzt | indéterminée | до кінця реалізації"
)
_NUMBER_WORDS = {
    "один": 1, "одного": 1, "два": 2, "двох": 2, "три": 3, "трьох": 3, "чотири": 4, "чотирьох": 4,
    "п'ять": 5, "п'яти": 5, "шість": 6, "шести": 6, "сім": 7, "семи": 7, "вісім": 8, "восьми": 8, "дев'ять": 9,
    "десять": 10, "десяти": 10, "двадцять": 20, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10,
    "пять": 5, "пяти": 5, "четыре": 4, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "двух": 2, "трёх": 3, "трех": 3,
    "dwa": 2, "дво": 2, "одно": 1, "trzy": 3, "cztery": 4, "pięć": 5, "dziesięć": 10, "zwei": 2, "drei": 3, "fünf": 5, "zehn": 10,
}  # fmt: skip
_NUMBERS = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_TERM = re.compile(
    rf"(?<![\d.,/])(?<![^\W\d_])(?P<n>\d{{1,3}}|{_NUMBERS})(?:(?:\s*-?\s*(?:х|ти|и|"
    rf"ма))?\s*(?:\([^)]{{1,30}}\))?\s*-?)\s*"
    r"(?P<unit>років|роки|рік|року|рр?\.|річн\w*|лет|года|год|years?|lata|lat|rok|roku|jahren?|jahr|ans?|"
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
