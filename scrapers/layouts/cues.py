"""The words a reader of partner pages goes by: which heading opens a list, which word is never a place, who is Ukrainian.

What belongs here: closed lists and patterns in five languages. What does not: the words of stage, kind, level, country and
date (`scrapers.text`), and where on a page they are looked for (the layouts).
"""

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files

from scrapers.text.cases import names_a_person, oblique
from scrapers.text.normalise import AnyCase, fold, repair
from scrapers.text.places import is_known_place

# --- headings and sentences -------------------------------------------------------------------------------------------

_TWIN = (
    r"побратим\w*|посестр\w*|породн[іе]н\w*|порідн\w+|побратався|побраталися|братн\w+ міст\w+|побратимств\w*|"
    r"(?:міст|громад|місто|муніципалітет|регіон)\w*[\s-]{1,2}партнер\w*|(?:[гґ]міни?|комуни?|повіти?|райони?)[\s-]партнери?(?!\w)|партнер\w* (?:міст|громад)\w*|"
    r"партнерськ\w+|партнерств\w*|"
    r"город\w*[\s-]{1,2}(?:побратим|партн[её]р)\w*|партн[её]рск\w+|партн[её]рств\w*|дружн\w+ (?:міст|[гґ]мін)\w+|"
    r"міст\w+[\s-]друз\w+|з ким (?:ми )?(?:дружимо|співпрацюємо|товаришу\w+|дружить|співпрацює|приятелює)|z kim współpracuj\w+|"
    r"twin(?:ned|ning|s)?[\s-]?(?:town|cit|municipal)?\w*|sister[\s-]?(?:cit|town|hood|communit|region|"
    r"municipal)\w*|partner[\s-]?(?:cit|town|municipal|communit|region)\w*|"
    r"partnerships?|friendship cit\w+|"
    r"miast\w* (?:partnersk|bliźniacz|zaprzyjaźnion|siostrzan)\w*|partnersk\w+|partnerstw\w*|gmin\w* "
    r"partnersk\w*|(?:miast\w* i gmin\w*|gmin\w* i miast\w*) partnersk\w*|bliźniacz\w+|"
    r"partnerst[aä]dt\w*|städtepartner\w*|partnerschaft\w*|partnergemeinde\w*|partnerkommune\w*|"
    r"schwesterst[aä]dt\w*|partnerort\w*|freundschaftsst[aä]dt\w*|"
    r"testvér(?:város|település|község)\w*|partnerváros\w*|(?:orașe|localități|comune) (?:înfrățite|partenere)|"
    r"înfrăți\w+|acorduri de (?:colaborare|cooperare|parteneriat)|partnertelepülés\w*|"
    r"partnersk\w+ (?:mest|měst)\w*|družobn\w+ mest\w*|villes? jumelées?|jumelages?"
)
_COOPERATION = (
    r"міжнародн\w* (?:співпрац|співробітництв|зв.?язк|партнер|діяльн|відносин|угод|документ|договор|договір|меморандум|контакт)\w*|(?:співпрац|співробітництв)\w+ за кордоном|"
    r"(?:прикордонн|транскордонн|закордонн|зарубіжн)\w+ (?:співпрац|співробітництв)\w*|(?:мап|карт|географі)\w* (?:дружби|побратимств|партнерств|співпраці)\w*|зарубіжн\w+ (?:партнер|"
    r"зв.?язк)\w*|іноземн\w+ партнер\w*|"
    r"країн\w+[\s-]партнер\w*|зовнішн\w+ (?:зв.?язк|відносин|співпрац)\w*|внешн\w+ связ\w*|закордонн\w+ партнер\w*|партнер\w* (?:за|з-за|поза) (?:кордон|меж)\w*|партн[её]р\w* за рубежом|partners abroad|міжмуніципальн\w+ (?:співробітництв|співпрац)\w*|міжнародн\w+ територіальн\w+ співробітництв\w*|"
    r"международн\w+ (?:сотрудничеств|связ|отношен|деятельн)\w*|зарубежн\w+ партн[её]р\w*|"
    r"international (?:cooperation|relations|partners?|agreements)|foreign (?:partners?|relations|cooperation)|external relations|współprac\w+ (?:międzynarodow|"
    r"zagraniczn)\w*|partnerzy zagraniczni|"
    r"internationale (?:beziehungen|zusammenarbeit|partner\w*)|"
    r"parteneri(?:i)? (?:externi|străini)|(?:cooperare|colaborare|relații) (?:internațional|extern)\w*|nemzetközi (?:kapcsolat|partner|együttműködés)\w*|"
    r"külföldi partner\w*|(?:zahraničn|mezinárodn|medzinárodn)\w+ (?:spoluprác|vztah|vzťah|partne)\w*|"
    r"(?:співпрац\w+|співробітництв\w+|партнерств\w+|дружб\w+) (?:із|зі|з) (?:[^\W\d_]+ )?(?:міст|громад|муніципалітет|регіон|комун|[гґ]мін)\w*"
)
_PARTNERS_ALONE = AnyCase(
    r"^\W*(?:(?:перелік|список|реєстр|перечень|list of)\s+(?:зарубіжних\s+|закордонних\s+|іноземних\s+)?(?:партнерів|друзів|побратимів|партн[её]ров|partners)(?:\s+(?:за країнами|по країнах|по странам|by countr(?:y|ies)))?|"
    r"(?:(?:наші|нашi|всі|усі|our|nasi|unsere|наши|все)\s+)?(?:(?:зарубіжні|закордонні|іноземні|європейські|зарубежные|foreign|global|european|overseas|zagraniczni)\s+)?"
    r"(?:партнери|партнёры|партнеры|друзі|друзья|partners|friends|partnerzy|przyjaciele|partner|freunde|parteneri|prieteni|partnerek|partneri|partneři)"
    r"(?:\s+(?:громади|міста|нашої громади|нашого міста|города|gminy|miasta|der stadt|der gemeinde|(?:у|в|по|за|з) (?:усьому |всьому )?(?:світі|світу|європі|європи|кордоном|кордону|інших країнах|інших країн|країнах європи|інших державах)))?)\W*$"
)
_PARTNERS_OF = re.compile(
    r"\W*(?:[Пп]артнери|[Дд]рузі|[Пп]артн[её]ры|[Дд]рузья)\s+(?:міста\s+|м\.\s*|города\s+)?([^\W\d_a-zа-яіїєґ][\w'’ʼ-]+)(?:\s+(?:у світі|в світі|за кордоном|у Європі|в Європі|по світу|в мире))?\W*"
)


#: `Славута у світі`
_IN_THE_WORLD = re.compile(r"\W*([А-ЯІЇЄҐ][\w'’ʼ-]+)\s+(?:у світі|в світі|і світ|та світ|в мире|і Європа|та Європа)\W*|([A-Z][\w'’]+) (?:in|and) the world\W*")


def partners_alone(heading: str) -> bool:
    """Whether a heading is of partners and nothing else, be they towns, firms or donors: those with a country may be towns.
    It may name the hromada: `Друзі Вільногірська`."""
    if _PARTNERS_ALONE.search(heading):
        return True
    of = _PARTNERS_OF.fullmatch(heading) or _IN_THE_WORLD.fullmatch(heading)
    return of is not None and is_ukrainian(next(filter(None, of.groups())))


#: A heading, a title or a sentence that says that partners are listed.
PARTNER_WORDS = AnyCase(rf"(?<!\w)(?:{_TWIN})(?!\w)")
PARTNER_HEADING = AnyCase(rf"(?<!\w)(?:{_TWIN}|{_COOPERATION})(?!\w)")
#: A title of news or of a decision about one tie, not of a list.
EVENT_TITLE = AnyCase(
    r"(?<!\w)(?:підпис\w+|уклал\w+|укладен\w+|укладанн\w+|встановленн\w+|затвердженн\w+|погодженн\w+|"
    r"схваленн\w+|між|стал[аио]|став|стануть|стане|з.явил\w+|отрима\w+|відвіда\w+|візит\w*|делегаці\w+|"
    r"зустріч\w*|обговори\w+|учасник\w*|фестивал\w*|конкурс\w*|турнір\w*|"
    r"розірва\w+|розрива\w+|припин\w+|планує|планують|налагод\w+|налагоджує|подписа\w+|заключи\w+|между|"
    r"появил\w+|посети\w+|визит\w*|разорва\w+|sign(?:s|ed|ing)|became|become|twins with|twinned with|"
    r"between|visit\w*|adopt(?:s|ed)|joins|ch[oi]o?s(?:es?|en)|picks|picked|vote[sd]|approve[sd]|welcome[sd]|celebrate[sd]|"
    r"delegation|sever\w*|podpisa\w+|pomiędzy|między|nawiąza\w+|wizyt\w+|unterzeichn\w+|besiegel\w+|zwischen|"
    r"besuch\w*|geschlossen|beschlie[sß]+t|beschlossen|bekommt|podpisuj\w+|został\w*)(?!\w)",
)
#: A title that announces a list of what has been signed, though it speaks of signing.
_LISTED_TITLE = AnyCase(
    r"^\W*(?:(?:загальн\w+|повн\w+)\s+)?(?:(?:хронологія|літопис|історія) (?:підписання|укладення|встановлення)|стан (?:укладення|виконання|дії|міжнародних)|інформаці\w+ (?:про|щодо) (?:\w+ )?(?:укладені|підписані|чинні|діючі|наявні)|відомості про (?:укладені|"
    r"підписані|чинні|діючі)|(?:перелік|список|реєстр|таблиця|перечень|реестр|list|register|wykaz|lista|liste|übersicht)(?!\w)|"
    r"(?:укладені|підписані|чинні|діючі|заключ[её]нные|подписанные|действующие|signed|current|zawarte|podpisane) "
    r"(?:\w+ )?(?:угоди|договори|меморандуми|соглашения|договоры|agreements|memorand|umowy|porozumienia))",
)


#: A heading of the part of a list that is in force.
IN_FORCE = AnyCase(
    r"^\W*(?:діють|діє|діюч[іеа]|чинн[іеа]|підписані|укладені|активні|дійсні|действующие|активные|active|current|in force|aktualne|obowiązujące|aktive|aktuelle)(?:\s+[^\W\d_]+){0,2}\W*$"
)


#: A heading of the part of a list that is abroad, beside one at home.
ABROAD = AnyCase(
    r"^\W*(?:(?:міста|громади|муніципалітети|партнери|друзі|города|cities|communities|towns)(?:\s+(?:та|і|й|и|and)\s+[^\W\d_]+)?\s+)?(?:за кордоном|(?:у|в|по всьому|по) світ[іу]|закордонні|зарубіжні|іноземні|зарубежные|за рубежом|иностранные|abroad|foreign|zagraniczne|za granicą|im ausland)(?:\s+[^\W\d_]+)?\W*$"
)


_PAPERS = (
    r"(?:угоди|договори|меморандуми|декларації|протоколи|листи про наміри|соглашения|договоры|меморандумы|agreements|memoranda|memorandums|"
    r"umowy|porozumienia|verträge|vereinbarungen)"
)
#: A heading of one kind of document inside a list of partners.
AGREEMENTS_ALONE = AnyCase(
    rf"^\W*(?:міжнародні\s+)?{_PAPERS}(?:\s+(?:та|і|й|и|and|i|und)\s+{_PAPERS})?(?:\s+(?:про|о|on|of|über)\s+(?:[^\W\d_]+\W*){{1,4}})?\W*$"
)


#: The partners of a school, a library or a firm.
_OF_INSTITUTION = AnyCase(
    r"(?<!\w)(?:школ|ліце|гімназі|університет|коледж|лікарн|бібліотек|музе|театр|заклад|підприємств|компані|клуб|фірм|бізнес|медіа)\w*[\s-]{1,3}(?:партнер|побратим)\w*|"
    r"(?<!\w)партнер\w*\s+(?:наш\w+\s+)?(?:школ[иі]|ліцею|гімназії|університету|коледжу|лікарні|бібліотеки|музею|театру|заповідника|заводу|"
    r"підприємства|компанії|клубу|фестивалю|форуму|проєкту|проекту|програми)(?!\w)|(?<!\w)partner (?:schools?|universities|hospitals?|libraries)(?!\w)"
)


def of_institution(heading: str) -> bool:
    """Whether a heading is of the partners of a school, a firm or a project: no list of the hromada's."""
    return _OF_INSTITUTION.search(heading) is not None


#: What stands before the one partner that a title names: `Місто-побратим Бая-Спріє`.
THE_PARTNER = AnyCase(
    r"\W*(?:наше?\s+)?(?:партнерське|побратимське|поріднене|дружнє)\s+місто\s+|"
    r"\W*(?:наше?\s+)?(?:(?:місто|громада|муніципалітет|город)[\s-]+)?(?:побратим|партнер|партн[её]р)\w*\s+|\W*(?:twin|sister|partner)[\s-](?:town|city)\s+(?:of\s+)?|"
    r"\W*miasto partnerskie\s+|\W*partnerstadt\s+"
)


#: What the agreements are about that a title lists: those of a community with its partners, not with its suppliers.
_OF_PARTNERS = AnyCase(
    r"(?<!\w)(?:співпрац|співробітництв|партнер|побратим|дружб|іноземн|закордон|зарубіж|міжнародн|сотрудничеств|международн|иностранн|"
    r"cooperation|partner|twin|friendship|foreign|international|współprac|zagraniczn|zusammenarbeit)\w*"
)


def lists_agreements(title: str) -> bool:
    """Whether a title announces a list of agreements with partners: `Перелік угод про співпрацю`."""
    return (
        _LISTED_TITLE.search(title) is not None
        and AGREEMENT_WORDS.search(title) is not None
        and bool(_OF_PARTNERS.search(title) or _LIST_OF_AGREEMENTS.match(title))
    )


_LIST_OF_AGREEMENTS = AnyCase(
    r"\W*(?:перелік|список|реєстр|перечень|реестр|list|register|wykaz|lista|liste)\s+(?:of\s+)?(?:(?:укладених|підписаних|чинних|діючих|міжнародних|заключенных|"
    r"действующих|signed|concluded|zawartych|podpisanych)\s+)*(?:угод|договорів|меморандумів|соглашений|договоров|agreements|umów|porozumień)(?!\w)(?:\s+(?:громади|міста|[^\W\d_]+ськ(?:ої|ого)\s.{0,40}))?\s*(?:$|[–|—-])"
)


def is_event(title: str) -> bool:
    """Whether a title or a heading is that of one event and not of a list."""
    return (EVENT_TITLE.search(title) or _NEW_TWINS.match(title)) is not None and _LISTED_TITLE.search(title) is None


#: `Львів і Турин – побратими`, `Миргород – побратим Чорткова`: two towns, not a hromada and the world.
_NEW_TWINS = re.compile(
    r"[«\"“„]?(?!Громад|Міст|Наш|Город)[А-ЯІЇЄҐЁ][\w’'-]+ (?:(?:та|і|й|и) (?!Європ|Світ|Укра|Весь|Европ)[А-ЯІЇЄҐЁ][\w’'-]+\s[–—-]\s(?i:(?:тепер|відтепер|уже|вже|теперь)\s)?(?i:міста-|города-)?(?i:побратими|побратимы|партнери|партн[её]ры)(?!\w)"
    r"|[–—-]\s(?i:(?:новий|нове)\s)?(?i:місто-)?(?i:побратим)\s[А-ЯІЇЄҐЁ])"
)


#: A heading of other things that stand on a page of partners: what is below it is no list of them.
OTHER_HEADING = AnyCase(
    r"^\W*(?:\d+[.)]\s*)?(?:(?:наші|спільні|реалізовані|поточні|майбутні|заплановані|минулі|потенційні|міжнародні|міжнародн\w+ технічн\w+|громадські|неурядові|корисні|останні|our|international|joint)\s+)*"
    r"(?:про[єе]кт[иі]?|проєктна|програм[иа]|грант\w*|донор\w*|контакт\w*(?! (?:міст|громад|партнер|побратим))|новини|фото\w*|відео\w*|галере\w*|події|заходи|візити|поїздки|плани?|звіт\w*|"
    r"посилання|організаці[їя]|бізнес(?:[- ]партнери)?|актуальн[оеі](?=\W*$)|актуальное(?=\W*$)|підприємства|інвестори|фонди|медіа|консульств\w*|посольств\w*|почесн\w+ консул\w*|вакансії|благодійн\w+|гуманітарн\w+|технічн\w+ допомог\w*|"
    r"допомога|(?:нам )?(?:допомогли|допомагали|помогли)|helped us|про[еэ]кты|програмы|гранты|доноры|контакты|новости|мероприятия|отчет\w*|projects?|programmes?|grants?|donors?|contacts?|"
    r"news|events|gallery|links|linki|przydatne|wydarzenia|pogoda|häufige fragen|faq|часті (?:за)?питання|projekty|programy|kontakt\w*|aktualności|projekte|kontakte|aktuelles)(?!\w)(?!\s+(?:побратим|twinning))",
)
#: A heading of a part of a country, or of one kind of its units.
WITHIN_A_LAND = AnyCase(
    r"^\W*(?:міста|гміни|громади|повіти|райони|комуни|муніципалітети|регіони|партнери|побратими|города|районы|cities|towns|municipalities|gminy|miasta|powiaty|städte|gemeinden)\W*$|"
    r"воєводств|област|провінці|земля|штат|край(?!\w)|регіон|województw|region|county|bundesland|kanton|кантон|повіт"
)
#: An entry that says that there is no partner: `не має закордонних партнерів, але отримала авто з Бонна`.
NOBODY = AnyCase(
    r"\W*(?:(?:поки |наразі |ще )?(?:не має|не маємо|немає|нема|відсутні)(?!\w)(?! сумнів| жодн)(?![^.;]{0,30}(?:ближч|кращ|більш|менш|тісніш|надійніш|давніш|старш)\w*[^.;]{0,30}(?:ніж|за)(?!\w))|партнерів (?:[^\W\d_]+ )?(?:немає|не має|нема)|(?:нет|отсутствуют)(?!\w)(?! сомнени)(?![^.;]{0,60} чем )|(?:none|no partners|derzeit keine|keine|brak)(?!\w))"
)
#: A heading over friends without an agreement.
NO_AGREEMENT = AnyCase(
    r"(?:до )?угод\w* (?:справа )?не (?:дійшл|пішл)\w*|далі (?:привітань|знайомства|розмов) (?:справа )?не (?:пішл|дійшл)\w*|офіційн\w+ угод\w*\s(?:[^\W\d_]+\s+){0,3}?(?:не ма|нема|не уклад|не підпис)\w*|(?<!\w)(?:не ма(?:ючи|ємо|ють|є)|без|не уклад\w+|не підпис\w+|не имея|without)\s+(?:[^\W\d_]+\s+){0,2}(?:угод|договор|меморандум|соглашени|agreement)\w*"
    r"|(?:з|із|с) (?:якими|ким|которыми|кем) (?:[^\W\d_]+\s+){0,1}?(?:угод|договор|меморандум|соглашени)\w* (?:немає|нема|нет)(?!\w)|(?<!\w)без\s(?:[^\W\d_]+\s+){0,2}(?:папер|документ|бумаг)\w*",
    needs="угод договор меморандум соглашени agreement далі папер документ бумаг",
)
#: A document or an act that makes a tie.
AGREEMENT_WORDS = AnyCase(
    r"(?<!\w)(?:угод\w*|догов[іо]р\w*|меморандум\w*|протокол\w*|декларац\w+|пакт\w*|соглашени\w+|"
    r"конвенці\w+|деклараци\w+|"
    r"agreements?|letters? of intent|memorand\w+|pact|protocol|treaty|declaration|mou|charter|intention to "
    r"cooperat\w+|umow\w+|porozumieni\w+|deklaracj\w+|list\w* intencyjn\w+|"
    r"vereinbarung\w*|abkommen\w*|vertr[aä]g\w*|partnerschafts\w+|urkunde\w*|absichtserklärung\w*|memorandum\w*|про наміри|о намерени\w+|"
    r"співпрац\w+|співробітництв\w+|сотрудничеств\w+|cooperation|współprac\w+|zusammenarbeit|kooperation\w*|"
    r"дружб\w+|friendship|freundschaft\w*|solidaritätspartnerschaft|städtepartnerschaft)(?!\w)",
)
SIGNING = AnyCase(
    r"(?<!\w)(?:підпис\w+|укла[вдл]\w*|уклад\w+|заключ\w+|подпис\w+|sign(?:ed|ing|s|ature)?|conclud\w+|"
    r"podpis\w+|zawar\w+|unterzeichn\w+|unterschrieb\w*|"
    r"geschlossen|besiegel\w+|скріпи\w+|започаткува\w+|встанови\w+|установ\w+|оформ\w+|from|since|з|від|с|от|"
    r"od|seit|vom|am)(?!\w)",
)
RENEWAL = AnyCase(
    r"(?<!\w)(?:онов\w+|поновл\w+|поновил\w*|продовж\w+|пролонг\w+|возобнов\w+|обновл\w+|"
    r"продл\w+|renew\w*|extended|prolong\w*|odnowi\w+|"
    r"przedłuż\w+|erneuer\w+|verläng\w+|переуклад\w+|перепідпис\w+|оновили|оновлено)(?!\w)",
)
#: The end of a term or of a tie: not its beginning.
ENDING = AnyCase(
    r"(?<!\w)(?:дійсн\w+ до|діє до|чинн\w+ до|до|терміном до|строком до|на (?:період|строк|термін|период|срок)|for the period|na okres|по|until|till|bis|do|"
    r"ważn\w+ do|действ\w+ до|розірв\w+|припин\w+|"
    r"призупин\w+|зупинен\w*|скасова\w+|денонс\w+|расторг\w+|приостанов\w+|terminat\w+|"
    r"suspend\w+|ended|zerwan\w+|rozwiąz\w+|zawiesz\w+|beendet|ausgesetzt|"
    r"gekündigt|заплан\w+|планує\w*|плану\w+ться|очіку\w+|запланир\w+|planned|zaplanowan\w+|geplant\w*)(?!\w)[^.;\d]{0,25}\Z",
)
#: Dates near these words are of the town, a building or an event, not of the tie.
OTHER_DATES = AnyCase(
    r"(?<!\w)(?:заснован\w*|засновник\w*|згад\w+|першa? згад\w+|основан\w*|упомина\w+|found(?:ed|ation)|"
    r"established in|mentioned|założon\w+|wzmiank\w+|"
    r"gegründet|erwähnt\w*|населення|населени\w+|population|ludność|einwohner\w*|станом на|по состоянию на|as "
    r"of|stan na|опубліковано|опубликовано|"
    r"published|posted|оновлення сторінки|дата публікації|народи\w+|народж\w+|побудован\w*|збудован\w*|площа|"
    r"площадь|виставк\w+|фестивал\w+|відвіда\w+|"
    r"візит\w*|delegacj\w+|visited|besuch\w*|побува\w+|переда[вл]\w+|прийма\w+|конкурс\w*|доставл\w+|вируши\w+|прибу\w+|привез\w+|надійш\w+|відправ\w+|"
    r"отримал\w*|перш\w+ (?:контакт|зустріч|знайомств)\w*|контакти|знайомство|міський голова|бурмістр з|магдебур\w+|"
    r"рекомендац\w+ від|рішення сесії|рішення [^.;]{0,30}сесії(?: [^.;]{0,20})? від|copyright|©|stand:)(?!\w)",
)
#: Another town's own list, a search for partners, a contest: openings that no partner follows.
COUNT_ONLY = AnyCase(
    r"(?<!\w)(?:має|имеет|has|ma|hat|налічу\w+|насчитыва\w+)\s+(?:вже |уже |already |już |"
    r"bereits )?(?:понад |более |over |ponad |über )?\d{1,3}\s",
)
SEEKING = AnyCase(
    r"(?<!\w)(?:зацікавлен\w+ [ву] (?:налагодженн|встановленн|пошук|співпрац|партнерств)\w*|шука\w+ (?:партнер|побратим)\w*|пошук\w* (?:партнер|побратим|міст)\w*|"
    r"ищ[еу]\w* партн[её]р\w*|поиск\w* партн[её]р\w*|"
    r"looking for (?:a )?(?:partner|twin)\w*|seek\w* (?:a )?(?:partner|twin)\w*|partner "
    r"search|poszuk\w+ partner\w*|sucht? (?:eine )?partner\w*)(?!\w)",
    needs="зацікавлен шука пошук ищ поиск looking seek search poszuk such",
)
#: Towns and lands that are or were occupied, as the Russian press writes them.
OCCUPIED_LAND = AnyCase(
    r"(?<!\w)(?:крым\w*|симферопол\w*|севастопол\w*|ялт[аыеуо]\w*|керч\w*|феодоси\w*|евпатори\w*|донецк\w*|луганск\w*|мариупол\w*|мелитопол\w*|бердянск\w*|"
    r"горловк\w*|макеевк\w*|энергодар\w*|геническ\w*|днр|лнр)(?!\w)"
)
OCCUPATION = AnyCase(
    r"(?<![\w-])(?:[«\"“„]?(?:ДНР|ЛНР|Д\.?Н\.?Р\.|Л\.?Н\.?Р\.|ДНР и ЛНР|DNR|LNR|DPR|LPR)(?![\w])|донецк\w+ "
    r"народн\w+ республик\w+|луганск\w+ народн\w+ республик\w+|"
    r"донецьк\w+ народн\w+ республік\w+|луганськ\w+ народн\w+ республік\w+|donetsk people.?s republic|luhansk "
    r"people.?s republic|lugansk people.?s republic|"
    r"республик\w+ крым|республік\w+ крим(?! \(україна)|state council of (?:the republic of )?crimea|republic "
    r"of crimea|госсовет\w* крым\w*|держрад\w+ крим\w*|"
    r"глав[аеуы]\w* администраци\w+ (?:город\w* )?(?:мелитопол|бердянск|мариупол|энергодар|геническ|скадовск|"
    r"симферопол|севастопол|ялт|керч|донецк|луганск|"
    r"горловк|макеевк|снежн|енакиев|волновах|токмак|северодонецк|лисичанск|рубежн|алчевск|запорожск\w+ област|"
    r"херсонск\w+ област)\w*|"
    r"воєнно-цивільн\w+ адміністраці\w+ рф|военно-гражданск\w+ администраци\w+|вга (?:г\.|город\w*)|"
    r"окупаційн\w+ [«\"„“]?(?:адміністрац|влад)\w*|"
    r"администраци\w+ (?:городского округа )?(?:мариупол|мелитопол|бердянск|донецк|луганск|горловк|макеевк|"
    r"энергодар|симферопол|севастопол|ялт|феодоси|евпатори|керч)\w*|"
    r"самопроголошен\w+ (?:республік|адміністрац|влад)\w*|самопровозглашенн\w+ (?:республик|администрац|власт)\w*|"
    r"self-proclaimed (?:republic|administration|authorit)\w*|samozwańcz\w+ (?:republik|administracj)\w*|"
    r"selbsternannt\w+ (?:volks)?republik\w*)",
    needs="народн днр лнр нр. н.р dnr lnr dpr lpr people крым крим crimea администрац адміністрац вга окупац самопро self-pro samozwa selbsternannt",
)

WORLD_PART = AnyCase(
    r"(?:європа|азія|америка|північна америка|південна америка|африка|австралія|океанія|"
    r"країни снд|інші(?: країни| міста| партнери| континенти)?|решта світу|близький схід|скандинавія|(?:країни )?балті[яї]|балкани|другие страны|другое|"
    r"other(?: countries)?|rest of the world|європейськ\w+ (?:союз|країни)|европа|азия|africa|europe|asia|"
    r"north america|south america|america|oceania|ameryka|europa|asien|amerika|afrika|"
    r"[a-zа-яіїєґ]|(?:19|20)\d\d(?: рік| р\.)?)$",
)


@cache
def _lists() -> dict[str, frozenset[str]]:
    """The word lists of `words.csv` beside this file, by name."""
    found: dict[str, set[str]] = {}
    with (files("scrapers.layouts") / "words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["list"], set()).update(row["words"].split())
    return {name: frozenset(words) for name, words in found.items()}


# --- names that are none ----------------------------------------------------------------------------------------------

NEVER_WORDS = _lists()["never_names"]
#: First words that no place name has, though a capital may stand there because a sentence begins.
NEVER_FIRST = _lists()["never_first"]
#: Words that make a whole string no place, wherever they stand.
_NEVER_INSIDE = AnyCase(
    r"(?<!\w)(?:угод[аиоу]|договор[уи]?|договір|меморандум\w*|підписан\w+|укладен\w+|співпрац\w+|"
    r"співробітництв\w+|соглашени\w+|сотрудничеств\w+|"
    r"agreement|memorandum|signed|cooperation|umow[aęy]|porozumieni\w+|podpisan\w+|vereinbarung|unterzeichnet|"
    r"zusammenarbeit|побратим\w*|партнер\w*|партн[её]р\w*|"
    r"(?:lord |deputy )?mayor|президент|університет\w*|школ[аиу]\w*|ліце[йю]\w*|гімназі\w+|лікарн\w+|фонд\w*|"
    r"ТОВ|ГО|КП|університет|programme?|програм\w+|проєкт\w*|проект\w*|project\w*|fundacja|fund|"
    r"foundation|NGO|charity|agency|uhr|stiftung|verein|związ\w+|stowarzyszeni\w+|oddzia\w+|посольств\w+|уряд\w{0,3}|червон\w+ хрест\w*|банк|карітас|embassy|government|red cross|консульств\w+|організаці\w+|асоціація міст|клуб\w*|команд\w+|"
    r"associations?|institutes?|комісі\w+|рад(?:а|и|і|ою)|committee|congress|https?:|www\.|@|тел\.|факс|e-?mail)(?!\w)",
)
#: Beginnings of first words that are adjectives of offices and abstractions, in whatever case.
_NEVER_STEM = re.compile(
    r"(?:виконавч|територіальн|міжнародн|державн|національн|загальн|центральн|громадськ|"
    r"агентств|агенці|agencj|angriffskrieg|федеральн|регіональн|економічн|гуманітарн|культурн|освітн|виконком|конгрес|асоціац|парламент|"
    r"конференц|форум|саміт|конвенц|"
    r"європ[аиіоу]|европ[аеыоу]|europ[aey]|європейськ|европейск|europejsk|europäisch|european|бундестаг|бундесрат|європарламент|европарламент|єврокоміс|еврокоми|сейм|сенат|кабмін|мінрегіон|мінрозвит|"
    r"законодав|закон(?:у|ом|и)?$|конституц|постанов|кодекс|исполнительн|международн|"
    r"государственн|национальн|ассоциац|администрац|адміністрац|представни|учасни|"
    r"урочист|спільн|партнерськ|побратимськ|partnersk|webseite|"
    r"муніципальн|муниципальн|столичн|обласн|районн|міськ|сільськ|селищн|городск)"
)
_ACRONYM = re.compile(r"(?:[A-ZА-ЯІЇЄҐ]{2,6}\d?|[A-Z]-?[A-Z]{2,6})")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}[^\W\d_]?")
#: Small words inside names.
SMALL = frozenset(
    str.split(
        "a aan am am, an au aux bei d da das de dei del della delle dem den der des di die do dos du e el en et i im "
        "im. in k l la las le les los lès na nad ob of on op po pod pri près san sous st. sul sur sv. te ter the u und unter "
        "under upon van von vor w y zu zum zur à ès św. аль ам ан біля в да дас де де-ла делла дель до дос ду ді ель з "
        "за й ла ле лес ль ля на над об он оф при під сен сюр та у фон і ім ан ден дер дез дел дьо е лез оп ор сир су тен "
    )
)
#: First words of names as well: "Дві Могили".
_NUMERALS = frozenset(str.split("дві два три чотири п'ять две dwa dwie trzy two three"))
_WORDS = re.compile(r"[^\s]+")


#: Words that lead to what is no longer there: «Відносини з» of «Відносини з польськими містами».
_NEVER_LAST = frozenset(
    "з із зі між та і й або до від у в про для с со между и with and between of z ze i oraz mit und".split()
)


@lru_cache(maxsize=1 << 15)
def plausible(name: str) -> bool:
    """Whether a string has the form of a place name: one to six capitalised words and no word that never is one."""
    name = name.strip(" .,;:-–—*•·\"'«»“”")
    if not 2 <= len(name) <= 60 or "\ufffd" in name or name.count("(") != name.count(")"):
        return False
    bare = re.sub(r"\s*\([^()]*\)", "", name).strip()
    words = _WORDS.findall(bare)
    if not words or len(words) > 7:
        return False
    lower = [word.lower().strip(".,'’\"«»“”") for word in words]
    if all(word in NEVER_WORDS for word in lower) or _NEVER_INSIDE.search(bare):
        return False
    if (
        lower[0] in NEVER_FIRST
        and not (len(words) == 2 and lower[0] in _NUMERALS)
        and not (len(words) > 1 and is_known_place(bare))
    ):
        return False
    if len(words) > 1 and _is_person(words) and not is_known_place(bare):
        return False
    if _NEVER_STEM.match(lower[0]) or (len(lower) > 1 and lower[-1] in _NEVER_LAST):
        return False
    letters = [char for char in bare if char.isalpha()]
    digits = sum(1 for char in bare if char.isdigit())
    if len(letters) < 2 or digits > 2 or any(mark in bare for mark in "!?=%$€<>{}_/\\@#"):
        return False
    if len(words) == 1 and len(bare) <= 6 and ((_ACRONYM.fullmatch(bare) and len(bare) <= 3) or _INITIALS.fullmatch(bare)):
        return False
    for position, word in enumerate(words):
        start = word.lstrip("\"'«“„(’`")[:1]
        if start.isupper() or (start.isdigit() and position):
            continue
        if position and (word.lower() in SMALL or start in "'’"):
            continue
        if re.match(r"(?:['’]|(?:d|l|nell|dell|sull|all)['’]|s-(?=hertogenbosch|gravenhage)|де-|аль-|ель-|эль-)", word.lower()):
            continue
        return False
    return True


_PATRONYMIC = AnyCase(r"(?:ович|йович|евич|євич|івна|ївна|овна|евна|ична)(?:а|у|ем|і|и|у|ою)?$")


def _is_person(words: list[str]) -> bool:
    """Two to four words of which one is a patronymic, or that begin with a given name (`Алба Юлія` does not)."""
    if len(words) > 4:
        return False
    if any(_PATRONYMIC.search(word) and len(word) > 6 for word in words[1:]):
        return True
    # Towns end so, and no given name or surname does: `Томашів Любельський`, `Еленя Гура`.
    return is_given_name(words[0]) and not words[0].endswith(("ів", "ув")) and words[-1].lower() not in _HEIGHTS


_HEIGHTS = frozenset(str.split("гура гуро гурою гурі гури гуру гора гори гору гурой góra góry górą"))


# --- persons ----------------------------------------------------------------------------------------------------------

_GIVEN_NAMES = frozenset(map(fold, _lists()["given_names"]))


@lru_cache(maxsize=1 << 14)
def is_given_name(word: str) -> bool:
    """Whether a word is a common given name, in the nominative or in an oblique case of Ukrainian or Russian."""
    key = fold(word)
    if key in _GIVEN_NAMES or (len(key) > 2 and key[0] > "z" and names_a_person(word)):
        return True
    for ending in ("ом", "ем", "єм", "ою", "єю", "а", "я", "у", "ю", "і", "и", "ові", "еві", "єві", "owi", "em", "e", "a"):
        if key.endswith(ending):
            stem = key[: -len(ending)]
            if len(stem) > (4 if ending == "e" else 3 if ending < "z" else 2) and any(
                stem + end in _GIVEN_NAMES for end in ("", "й", "ь", "а", "я", "о", "ій", "ий", "a", "o")
            ):
                return True
    return False


UKRAINIAN_REGION = AnyCase(
    r"(?<!\w)(?:вінницьк|волинськ|дніпропетровськ|донецьк|житомирськ|закарпатськ|запорізьк|івано-франківськ|"
    r"київськ|кіровоградськ|луганськ|львівськ|миколаївськ|одеськ|полтавськ|рівненськ|сумськ|тернопільськ|"
    r"харківськ|херсонськ|"
    r"хмельницьк|черкаськ|чернівецьк|чернігівськ|винницк|волынск|днепропетровск|донецк|житомирск|закарпатск|"
    r"запорожск|ивано-франковск|киевск|кировоградск|луганск|львовск|николаевск|одесск|полтавск|ровенск|"
    r"сумск|тернопольск|харьковск|"
    r"херсонск|черкасск|черновицк|черниговск)(?:а|ої|ій|ою|у|ая|ой|ую|ом|ий|ого|ому|им|е)?\s+(?:обл|район|р-н|"
    r"край|міськ|місцев|громад|тг\b|отг\b)|"
    r"(?<!\w)(?:vinnytsia|volyn|dnipropetrovsk|donetsk|zhytomyr|zakarpattia|transcarpathian?|zaporizhzhia|"
    r"ivano-frankivsk|kyiv|kirovohrad|luhansk|lviv|mykolaiv|odesa|odessa|poltava|rivne|sumy|ternopil|"
    r"kharkiv|kherson|khmelnytskyi|cherkasy|"
    r"chernivtsi|chernihiv)\s+(?:oblast|region|raion|district|hromada)|obw[oó]d\w*\s+(?:kijowsk|lwowsk|wołyńsk|"
    r"tarnopolsk|rówieńsk|iwano-?frankow|iwanofrankiwsk|zakarpack|chmielnick|winnick|żytomiersk|"
    r"czernihowsk|czerniowieck|odesk|charkowsk|"
    r"połtawsk|czerkask|mikołajowsk|dniepropietrowsk|zaporosk|sumsk|chersońsk|kirowohradzk|doniecks|ługańsk)|"
    r"(?:міськ|сільськ|селищн)\w+\s+(?:територіальн\w+\s+)?(?:громад|тг\b)|\bOTG\b|\bОТГ\b|hromada\b|"
    r"oblast\b",
    needs="обл район р-н край міськ місцев громад тг oblast region raion district hromada obw otg",
)

# --- the Ukrainian side -----------------------------------------------------------------------------------------------

_SKELETON = str.maketrans(
    {
        "і": "и",
        "ї": "и",
        "ы": "и",
        "є": "е",
        "ё": "е",
        "э": "е",
        "ґ": "г",
        "ь": "",
        "ъ": "",
        "'": "",
        "я": "а",
        "ю": "у",
        "й": "и",
        " ": "",
        "-": "",
    }
)
_LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'"
#: How German, Polish, English, French, Romanian and Czech write the letters (marks left out), in their order; `-` is nothing.
_LATIN = {
    "de": "a b w h g d e je sch s y i ji j k l m n o p r s t u f ch z tsch sch schtsch - ju ja -",
    "de, of the press": "a b w h g d e je sh s y i ji j k l m n o p r s t u f ch z tsch sch schtsch - ju ja -",
    "pl": "a b w h g d e je z z y i ji j k l m n o p r s t u f ch c cz sz szcz - ju ja -",
    "en": "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch - iu ia -",
    "fr": "a b v h g d e ie j z y i i i k l m n o p r s t ou f kh ts tch ch chtch - iou ia -",
    "ro": "a b v h g d e ie j z y i i i k l m n o p r s t u f h t ci s sci - iu ia -",
    "cs": "a b v h g d e je z z y i ji j k l m n o p r s t u f ch c c s sc - ju ja -",
}
_LATIN_TABLES = [dict(zip(_LETTERS, row.split(), strict=True)) for row in _LATIN.values()]
#: Foreign towns that look like a case or a spelling of a Ukrainian one (Бар, Балта, Київ, Садове).
_FOREIGN_FIRST = frozenset(("барі", "бари", "bari", "balti", "kyjov", "sadowie", "samara", "самара", "satka"))


_DOUBLE = re.compile(r"(.)\1")
_FINAL_IV = re.compile(r"iv\b")


def _skeleton(text: str) -> str:
    key = fold(text).translate(_SKELETON)
    return _DOUBLE.sub(r"\1", key)


#: Where Russian has о.
_CLOSED = re.compile(r"і(?=[^аеиіоуяюєї]{1,2}ськ$)")


@cache
def _ukrainian() -> tuple[frozenset[str], frozenset[str]]:
    """(skeletons of Cyrillic names in every case, sounds of Latin spellings) of the centres of hromady."""
    with (files("scrapers.layouts") / "ukrainian_places.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    cyrillic: set[str] = set()
    latin: set[str] = set()
    for name in names:
        cyrillic.update(_cases(name))
        if " " in name or "-" in name:  # Білої Церкви, Рави-Руської
            cyrillic.update(map(_skeleton, oblique(name, "uk")))
            cyrillic.update(_skeleton(form) for form in _adjective_last(name))
        if closed := _CLOSED.search(name):  # Святогорск
            russian = name[: closed.start()] + "о" + name[closed.end() :]
            cyrillic.update(_cases(russian))
            latin.update(_latin(russian))
        latin.update(_latin(name))
    for name in (name.replace("-", " ") for name in sorted(_lists()["exonyms"])):
        (latin if name[0] < "\u0250" else cyrillic).add(_sounds(name) if name[0] < "\u0250" else _skeleton(name))
    return frozenset(cyrillic), frozenset(latin)


def _adjective_last(name: str) -> set[str]:
    """The cases of a name of two words whose last is a feminine adjective: `Кам'янка-Бузька`, `Кам'янки-Бузької`."""
    first, dash, last = name.rpartition("-")
    if not last.endswith(("ська", "цька", "зька")) or not first.endswith("а"):
        return set()
    return {f"{first[:-1]}{noun}{dash}{last[:-1]}{ending}" for noun, ending in (("и", "ої"), ("і", "ій"), ("ці", "ій"), ("у", "у"), ("ою", "ою"))}


def _latin(name: str) -> set[str]:
    """The sounds of a Cyrillic name in every way of writing it with Latin letters."""
    low = repair(name).lower()
    return {_sounds("".join(table.get(char, char) for char in low).replace("-", "")) for table in _LATIN_TABLES}


_DECLENSION = (
    # (ending of the skeleton, endings that replace it): enough to know a name again, not to write it
    ("ске", ("ске", "ского", "скому", "ским")),
    ("цке", ("цке", "цкого", "цкому", "цким")),
    ("ове", ("ове", "ового", "овому", "овим")),
    ("ки", ("ки", "кого", "кому", "ким", "кии", "ок", "ками", "ках", "кам")),
    ("ии", ("ии", "ого", "ому", "им", "ия", "иа", "иу", "ием")),
    ("ив", ("ив", "ова", "ову", "овом", "овим", "ови", "ева", "еву", "евом", "евим", "еви", "ов", "ев")),
    ("ин", ("ин", "ина", "ину", "ином", "ини")),
    ("ец", ("ец", "ца", "цу", "цем", "ци")),
    ("ок", ("ок", "ка", "ку", "ком", "ки")),
    ("ил", ("ил", "ила", "илу", "илом", "или", "ола", "олу", "олем", "ола", "оли", "илау")),
    ("иг", ("иг", "огу", "огом", "ога", "ози")),
    ("ца", ("ца", "ци", "цу", "цеу")),
    ("а", ("а", "и", "у", "оу", "еу", "и", "и")),
    ("о", ("о", "а", "у", "ом", "и")),
    ("е", ("е", "а", "у", "ем", "и", "ого", "ому", "им")),
    ("и", ("и", "ив", "ам", "ами", "ах", "", "еи")),
)


def _cases(name: str) -> set[str]:
    skeleton = _skeleton(name)
    if " " in name or "-" in name:
        parts = re.split(r"[\s-]+", name)
        heads = [_simple_cases(_skeleton(part)) for part in parts]
        whole = {""}
        for head in heads[:3]:
            whole = {left + right for left in whole for right in head}
            if len(whole) > 600:
                break
        return whole | {skeleton}
    return _simple_cases(skeleton)


def _simple_cases(skeleton: str) -> set[str]:
    forms = {skeleton}
    if skeleton.endswith(("ка", "га")):  # Горлівці, Ризі
        forms.add(skeleton[:-2] + ("ци" if skeleton[-2] == "к" else "зи"))
    if closed := re.fullmatch(r"(.{2,})и([нл])", skeleton):  # Ірпінь, Ірпеня
        forms.update(closed[1] + "е" + closed[2] + ending for ending in ("а", "у", "ем", "и"))
    for ending, others in _DECLENSION:
        if skeleton.endswith(ending):
            stem = skeleton[: -len(ending)]
            forms.update(stem + other for other in others)
            break
    else:
        forms.update(skeleton + ending for ending in ("а", "у", "ом", "ем", "и", "ови", "еви", "еу", "у"))
    return forms


#: Case endings of Polish and German, and what stood there before them.
_LATIN_ENDINGS = (
    ("iem", ""),
    ("em", ""),
    ("em", "o"),
    ("owi", ""),
    ("u", ""),
    ("a", ""),
    ("e", "a"),
    ("y", "a"),
    ("i", "a"),
    ("om", "y"),
    ("ami", "y"),
    ("ach", "y"),
)
_SOUNDS = (("w", "v"), ("y", "i"), ("j", "i"), ("iia", "ia"), ("ii", "i"), ("ia", "a"), ("ie", "e"), ("iu", "u"))


def _sounds(name: str) -> str:
    """A Latin spelling of a Ukrainian name without what one way of spelling has and the other has not."""
    key = fold(name)
    for printed, kept in _SOUNDS:
        key = key.replace(printed, kept)
    return _DOUBLE.sub(r"\1", _FINAL_IV.sub("ov", key)).replace(" ", "")


@cache
def _beginnings() -> frozenset[str]:
    with (files("scrapers.layouts") / "ukrainian_places.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(fold(row["name"])[:_BEGINNING] for row in csv.DictReader(file))


_BEGINNING = 5


def is_ukrainian_raion(adjective: str) -> bool:
    """Whether a district is named as one of a Ukrainian centre is: `Мукачівський`, not `Унгенський`."""
    return fold(adjective)[:_BEGINNING] in _beginnings()


@lru_cache(maxsize=1 << 14)
def is_ukrainian(name: str) -> bool:
    """Whether a name, in any case and in five languages' spellings, is that of a centre of a hromada or of an oblast."""
    cyrillic, latin = _ukrainian()
    key = fold(name)
    if not key or key in _FOREIGN_FIRST:
        return False
    if "a" <= key[0] <= "z":
        sounds = _sounds(name)
        return sounds in latin or any(
            key.endswith(ending) and len(key) > len(ending) + 3 and _sounds(key[: -len(ending)] + before) in latin
            for ending, before in _LATIN_ENDINGS
        )
    return _skeleton(name) in cyrillic
