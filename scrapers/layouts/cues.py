"""The words a reader of partner pages goes by: which heading opens a list, which word is never a place, who is Ukrainian.

What belongs here: closed lists and patterns in five languages. What does not: the words of stage, kind, level, country and
date (`scrapers.text`), and where on a page they are looked for (the layouts).
"""

import re
from functools import cache, lru_cache
from importlib.resources import files

from scrapers.text.normalise import fold, repair

# --- headings and sentences -------------------------------------------------------------------------------------------

_TWIN = (
    r"побратим\w*|посестр\w*|породн[іе]н\w*|порідн\w+|побратався|побраталися|братн\w+ міст\w+|побратимств\w*|"
    r"(?:міст|громад|місто|муніципалітет|регіон)\w*[\s-]{1,2}партнер\w*|партнер\w* (?:міст|громад)\w*|партнерськ\w+|партнерств\w*|"
    r"город\w*[\s-]{1,2}(?:побратим|партн[её]р)\w*|партн[её]рск\w+|партн[её]рств\w*|дружн\w+ міст\w+|міст\w+[\s-]друз\w+|"
    r"twin(?:ned|ning|s)?[\s-]?(?:town|cit|municipal)?\w*|sister[\s-]?(?:cit|town|hood|communit|region|municipal)\w*|partner[\s-]?(?:cit|town|municipal|communit|region)\w*|"
    r"partnerships?|friendship cit\w+|"
    r"miast\w* (?:partnersk|bliźniacz|zaprzyjaźnion|siostrzan)\w*|partnersk\w+|partnerstw\w*|gmin\w* partnersk\w*|bliźniacz\w+|"
    r"partnerst[aä]dt\w*|städtepartner\w*|partnerschaft\w*|partnergemeinde\w*|partnerkommune\w*|schwesterst[aä]dt\w*|partnerort\w*|freundschaftsst[aä]dt\w*"
)
_COOPERATION = (
    r"міжнародн\w* (?:співпрац|співробітництв|зв.?язк|партнер|діяльн|відносин|угод)\w*|зарубіжн\w+ (?:партнер|зв.?язк)\w*|іноземн\w+ партнер\w*|"
    r"закордонн\w+ партнер\w*|міжмуніципальн\w+ (?:співробітництв|співпрац)\w*|"
    r"международн\w+ (?:сотрудничеств|связ|отношен|деятельн)\w*|зарубежн\w+ партн[её]р\w*|"
    r"international (?:cooperation|relations|partners?)|foreign partners?|współprac\w+ (?:międzynarodow|zagraniczn)\w*|partnerzy zagraniczni|"
    r"internationale (?:beziehungen|zusammenarbeit|partner\w*)"
)
#: A heading, a title or a sentence that says that partners are listed.
PARTNER_WORDS = re.compile(rf"(?<!\w)(?:{_TWIN})(?!\w)", re.I)
PARTNER_HEADING = re.compile(rf"(?<!\w)(?:{_TWIN}|{_COOPERATION})(?!\w)", re.I)
#: A title of news or of a decision about one tie, not of a list.
EVENT_TITLE = re.compile(
    r"(?<!\w)(?:підпис\w+|уклал\w+|укладен\w+|укладанн\w+|встановленн\w+|затвердженн\w+|погодженн\w+|схваленн\w+|між|стал[аио]|став|стануть|стане|з.явил\w+|отрима\w+|відвіда\w+|візит\w*|делегаці\w+|зустріч\w*|обговори\w+|"
    r"розірва\w+|розрива\w+|припин\w+|планує|планують|налагод\w+|налагоджує|подписа\w+|заключи\w+|между|появил\w+|посети\w+|визит\w*|разорва\w+|sign(?:s|ed|ing)|became|become|twins with|twinned with|between|visit\w*|"
    r"delegation|sever\w*|podpisa\w+|pomiędzy|między|nawiąza\w+|wizyt\w+|unterzeichn\w+|besiegel\w+|zwischen|besuch\w*|geschlossen)(?!\w)", re.I)
#: A document or an act that makes a tie.
AGREEMENT_WORDS = re.compile(
    r"(?<!\w)(?:угод[аиоуі]\w*|догов[іо]р\w*|меморандум\w*|протокол\w*|декларац\w+|пакт\w*|соглашени\w+|конвенці\w+|деклараци\w+|"
    r"agreements?|letters? of intent|memorand\w+|pact|protocol|treaty|declaration|mou|charter|intention to cooperat\w+|umow\w+|porozumieni\w+|deklaracj\w+|list\w* intencyjn\w+|"
    r"vereinbarung\w*|vertr[aä]g\w*|partnerschafts\w+|urkunde\w*|absichtserklärung\w*|memorandum\w*|лист\w* про наміри|"
    r"співпрац\w+|співробітництв\w+|сотрудничеств\w+|cooperation|współprac\w+|zusammenarbeit|kooperation\w*|дружб\w+|friendship|freundschaft\w*)(?!\w)", re.I)
SIGNING = re.compile(
    r"(?<!\w)(?:підпис\w+|укла[вдл]\w*|уклад\w+|заключ\w+|подпис\w+|sign(?:ed|ing|s|ature)?|conclud\w+|podpis\w+|zawar\w+|unterzeichn\w+|unterschrieb\w*|"
    r"geschlossen|besiegel\w+|скріпи\w+|започаткува\w+|встанови\w+|установ\w+|оформ\w+|from|since|з|від|с|от|od|seit|vom|am)(?!\w)", re.I)
RENEWAL = re.compile(r"(?<!\w)(?:онов\w+|поновл\w+|поновил\w*|продовж\w+|пролонг\w+|возобнов\w+|обновл\w+|продл\w+|renew\w*|extended|prolong\w*|odnowi\w+|"
                     r"przedłuż\w+|erneuer\w+|verläng\w+|переуклад\w+|перепідпис\w+|оновили|оновлено)(?!\w)", re.I)
#: The end of a term or of a tie: not its beginning.
ENDING = re.compile(r"(?<!\w)(?:дійсн\w+ до|діє до|чинн\w+ до|до|терміном до|строком до|по|until|till|bis|do|ważn\w+ do|действ\w+ до|розірв\w+|припин\w+|"
                    r"призупин\w+|зупинен\w*|скасова\w+|денонс\w+|расторг\w+|приостанов\w+|terminat\w+|suspend\w+|ended|zerwan\w+|rozwiąz\w+|beendet|ausgesetzt|"
                    r"gekündigt)(?!\w)[^.;\d]{0,25}\Z", re.I)
#: Dates near these words are of the town, a building or an event, not of the tie.
OTHER_DATES = re.compile(
    r"(?<!\w)(?:заснован\w*|засновник\w*|згад\w+|першa? згад\w+|основан\w*|упомина\w+|found(?:ed|ation)|established in|mentioned|założon\w+|wzmiank\w+|"
    r"gegründet|erwähnt\w*|населення|населени\w+|population|ludność|einwohner\w*|станом на|по состоянию на|as of|stan na|опубліковано|опубликовано|"
    r"published|posted|оновлення сторінки|дата публікації|народи\w+|народж\w+|побудован\w*|збудован\w*|площа|площадь|виставк\w+|фестивал\w+|відвіда\w+|"
    r"візит\w*|delegacj\w+|visited|besuch\w*|побува\w+|переда[вл]\w+|прийма\w+|конкурс\w*|доставл\w+|отримал\w*|міський голова|бурмістр з|магдебур\w+|"
    r"рекомендац\w+ від|рішення сесії|copyright|©|stand:)(?!\w)", re.I)
#: Another town's own list, a search for partners, a contest: openings that no partner follows.
COUNT_ONLY = re.compile(r"(?<!\w)(?:має|имеет|has|ma|hat|налічу\w+|насчитыва\w+)\s+(?:вже |уже |already |już |bereits )?(?:понад |более |over |ponad |über )?\d{1,3}\s", re.I)
SEEKING = re.compile(r"(?<!\w)(?:шука\w+ (?:партнер|побратим)\w*|пошук\w* (?:партнер|побратим|міст)\w*|ищ[еу]\w* партн[её]р\w*|поиск\w* партн[её]р\w*|"
                     r"looking for (?:a )?(?:partner|twin)\w*|seek\w* (?:a )?(?:partner|twin)\w*|partner search|poszuk\w+ partner\w*|sucht? (?:eine )?partner\w*)(?!\w)", re.I)
OCCUPATION = re.compile(
    r"(?<![\w-])(?:[«\"“„]?(?:ДНР|ЛНР|Д\.?Н\.?Р\.|Л\.?Н\.?Р\.|ДНР и ЛНР|DNR|LNR|DPR|LPR)(?![\w])|донецк\w+ народн\w+ республик\w+|луганск\w+ народн\w+ республик\w+|"
    r"донецьк\w+ народн\w+ республік\w+|луганськ\w+ народн\w+ республік\w+|donetsk people.?s republic|luhansk people.?s republic|lugansk people.?s republic|"
    r"республик\w+ крым|республік\w+ крим(?! \(україна)|state council of (?:the republic of )?crimea|republic of crimea|госсовет\w* крым\w*|держрад\w+ крим\w*|"
    r"глав[аеуы]\w* администраци\w+ (?:город\w* )?(?:мелитопол|бердянск|мариупол|энергодар|геническ|скадовск|симферопол|севастопол|ялт|керч|донецк|луганск|"
    r"горловк|макеевк|снежн|енакиев|волновах|токмак|северодонецк|лисичанск|рубежн|алчевск|запорожск\w+ област|херсонск\w+ област)\w*|"
    r"воєнно-цивільн\w+ адміністраці\w+ рф|военно-гражданск\w+ администраци\w+|вга (?:г\.|город\w*)|окупаційн\w+ (?:адміністрац|влад)\w*|"
    r"администраци\w+ (?:городского округа )?(?:мариупол|мелитопол|бердянск|донецк|луганск|горловк|макеевк|энергодар|симферопол|севастопол|ялт|феодоси|евпатори|керч)\w*|"
    r"самопроголошен\w+ (?:республік|адміністрац|влад)\w*|самопровозглашенн\w+ (?:республик|администрац|власт)\w*|"
    r"self-proclaimed (?:republic|administration|authorit)\w*|samozwańcz\w+ (?:republik|administracj)\w*|selbsternannt\w+ (?:volks)?republik\w*)", re.I)

WORLD_PART = re.compile(r"(?:європа|азія|америка|північна америка|південна америка|африка|австралія|океанія|країни снд|європейськ\w+ (?:союз|країни)|европа|азия|africa|europe|asia|"
                        r"north america|south america|america|oceania|ameryka|europa|asien|amerika|afrika|[a-zа-яіїєґ]|(?:19|20)\d\d(?: рік| р\.)?)$", re.I)

# --- names that are none ----------------------------------------------------------------------------------------------

_NEVER = """
угода договір меморандум протокол декларація перелік список дата рік країна країни місто міста громада громади область район назва № п/п
контакти новини головна детальніше читати більше далі про сайт карта міська сільська селищна рада виконавчий комітет голова мер бурмістр
сфера сфери напрями напрямки співпраця співробітництво партнер партнери побратим побратими міста-побратими міста-партнери місто-побратим місто-партнер
договори угоди документ документи рішення проєкт проєкти проекти програма програми культура освіта спорт туризм економіка медицина
інформація опис примітка примітки статус підстава термін строк дії чинний чинна безстроково безстрокова офіційний вебсайт сайт адреса телефон
населення площа мапа фото відео галерея коментарі поділитися друк назад вперед попередня наступна архів пошук меню вхід реєстрація
підписано підписання укладено підписана січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
понеділок вівторок середа четвер пʼятниця п'ятниця субота неділя україна українська українські делегація візит зустріч форум конференція
єврокомісія європа євросоюз єс європейський союз рада європи оон нато юнеско юнісеф міжнародне міжнародні сьогодні вчора також крім того так під час після
зокрема наразі нині отже адже нагадаємо зазначимо довідка довідково джерело автор теги категорія рубрика опубліковано
соглашение договор меморандум протокол перечень список дата год страна страны город города община область название контакты новости главная подробнее
города-побратимы город-побратим город-партнер города-партнеры партнер партнеры сотрудничество культура образование информация примечание статус срок сайт
agreement treaty memorandum protocol list date year country countries city cities town towns name contacts news home more read website partner partners
twin sister twin cities sister cities twin towns partner cities cooperation culture education sport tourism information note notes status term population area map photo video gallery
share print back next previous archive search menu login signed january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday ukraine european union europe united nations unesco unicef usaid u-lead giz undp facebook twitter youtube telegram instagram
umowa porozumienie lista data rok kraj kraje miasto miasta gmina nazwa kontakt aktualności strona główna więcej partner partnerzy współpraca kultura edukacja
miasta partnerskie miasto partnerskie informacja uwagi status ludność mapa ukraina unia europejska
vereinbarung vertrag liste datum jahr land länder stadt städte gemeinde name kontakt aktuelles startseite mehr partner partnerstadt partnerstädte zusammenarbeit
kultur bildung information status einwohner karte ukraine europäische union seit
порядковий номер від за без або та і й на у в з із до the of and for with by in on at von und mit für der die das i oraz z na w
рік встановлення рік підписання дата підписання дата укладання дата договору вид документа назва документа назва міста назва країни тип договору форма співпраці
військова адміністрація обласна державна адміністрація верховна рада кабінет міністрів президент міністр посол посольство університет школа лікарня гімназія ліцей
день тиждень місяць година хвилина ми ви вони він вона це цей ця ці наш наша наше наші ваш ваша всі весь вся
історія история history про нас о нас галерея послуги услуги структура керівництво депутати туризм посилання ссылки форум карта сайту бюджет вакансії оголошення закупівлі регламент
справка довідка примітка анонс реклама теги тег поділитись коментар увага важливо
мва ова ода рва сва отг тг ще уже вже патріоти world lord mayor ukrainian ukrainians ukrainische ukrainischen ukraińska ukraiński ukraińskie europejska european council municipality
rady rada władze gminy miasta umowy umowa województwo obwód burmistrza wójta prezydenta starosty radni sesja deputowani
ним ними нею ній цим тут там де коли як що хто чому який яка яке які
"""
NEVER_WORDS = frozenset(_NEVER.split())
#: First words that no place name has, though a capital may stand there because a sentence begins.
NEVER_FIRST = frozenset("""
угода угоду угоди договір договори договору меморандум меморандуму протокол протоколу декларація декларації рішення рішенням підписано підписали підписав укладено укладена
уклали співпраця співпрацю співробітництво партнерство побратимство дружба перелік список дата рік сфера напрямок напрями напрямки мета метою основні основна основними
у в на за під після перед до від для про через при між над із з зі та і й або але а як що це цей ця ці той та ті також крім так тому адже отже коли якщо щоб де хто
місто-побратим міста-побратими місто-партнер міста-партнери побратим побратими побратимом побратимами партнер партнери партнером партнерами наразі нині зараз сьогодні
міська міський міської міською міському сільська сільської сільський селищна селищної обласна обласний голова голови мер мера мером бурмістр бурмістра бурмістром війт
президент директор депутат депутати депутатів секретар посол заступник начальник керівник керівництво представник представники делегація делегації жителі мешканці
культурний культурна культурне культурні освітній освітня міжнародний міжнародна міжнародне міжнародні міжнародної європейський європейська європейські європейської
спільний спільні спільна спільних обмін реалізація розвиток підтримка допомога гуманітарна гуманітарної проєкт проєкти проект проекти програма програми фестиваль конкурс
соглашение договор меморандум подписано подписан сотрудничество партнерство дружба перечень города города-побратимы город-побратим мэр мэра глава президент во после также
официальный официальная офіційний офіційна офіційне офіційні новини новости news читайте дивіться більше детальніше подробнее read more see click here home
два две дві три чотири п'ять кілька декілька обидва two three four dwa dwie trzy zwei drei лист листа листом статут другим першим третім новим ще одним это этим ему им його її їх їхній серед среди ну ось от адже лише саме навіть тільки дякуємо вітаємо запрошуємо unter über nach vor bei mit für gegen ohne um zwischen während nur auch einem einer eines seine ihre aus auf zur zum als wie
signed agreement memorandum cooperation partnership friendship list date year the this that these those it its in on at for with from since and or but mayor president
council delegation official main our your their we they he she all new twin sister partner twinned
umowa porozumienie podpisano podpisana współpraca partnerstwo przyjaźń lista od do w na z i oraz burmistrz wójt prezydent starosta rada gmina miasto nasze nasza miasta
vereinbarung vertrag unterzeichnet partnerschaft freundschaft liste seit von im in am und oder der die das den dem ein eine bürgermeister oberbürgermeister landrat stadtrat unsere
address mayor president website phone fax email адреса мер телефон сайт бургомістр adres burmistrz adresse bürgermeister
європейська рада фонд асоціація організація товариство спілка школа університет лікарня музей театр фонду асоціації агентство міністерство комітет управління відділ департамент
""".split())
#: Words that make a whole string no place, wherever they stand.
_NEVER_INSIDE = re.compile(
    r"(?<!\w)(?:угод[аиоу]|договор[уи]?|договір|меморандум\w*|підписан\w+|укладен\w+|співпрац\w+|співробітництв\w+|соглашени\w+|сотрудничеств\w+|"
    r"agreement|memorandum|signed|cooperation|umow[aęy]|porozumieni\w+|podpisan\w+|vereinbarung|unterzeichnet|zusammenarbeit|побратим\w*|партнер\w*|партн[её]р\w*|"
    r"(?:lord |deputy )?mayor|президент|університет\w*|школ[аиу]\w*|ліце[йю]\w*|гімназі\w+|лікарн\w+|фонд\w*|ТОВ|ГО|КП|університет|programme?|програм\w+|проєкт\w*|проект\w*|project\w*|fundacja|fund|"
    r"foundation|stiftung|verein|посольств\w+|embassy|консульств\w+|організаці\w+|асоціація міст|клуб\w*|команд\w+|"
    r"https?:|www\.|@|тел\.|факс|e-?mail)(?!\w)", re.I)
#: Beginnings of first words that are adjectives of offices and abstractions, in whatever case.
_NEVER_STEM = re.compile(r"(?:виконавч|територіальн|міжнародн|державн|національн|загальн|центральн|громадськ|федеральн|регіональн|економічн|гуманітарн|культурн|освітн|виконком|конгрес|асоціац|парламент|конференц|форум|саміт|конвенц|"
                         r"законодав|закон(?:у|ом|и)?$|конституц|постанов|кодекс|исполнительн|международн|государственн|национальн|ассоциац|администрац|адміністрац|представни|учасни|урочист|спільн|партнерськ|побратимськ|"
                         r"муніципальн|муниципальн|столичн|обласн|районн|міськ|сільськ|селищн|городск)")
_ACRONYM = re.compile(r"(?:[A-ZА-ЯІЇЄҐ]{2,6}\d?|[A-Z]-?[A-Z]{2,6})")
SMALL = frozenset("""на над під де ла ль ле ля лес сюр сен ан ам ім фон дель делла ді да ду до дос дас ель аль і й та з у в при біля об
де-ла за an am im in ob der den dem die das bei vor ob und a au aux de del della delle dei di da do dos das du des d le la les el los las l sur sous en et
et upon on the of y e i pod nad na w k u pri po am, św. st. im. san sv. von zu zum zur am van ter te à ès lès près""".split())
_WORDS = re.compile(r"[^\s]+")


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
    if all(word in NEVER_WORDS for word in lower) or lower[0] in NEVER_FIRST or _NEVER_INSIDE.search(bare):
        return False
    if len(words) > 1 and _is_person(words):
        return False
    if _NEVER_STEM.match(lower[0]):
        return False
    letters = [char for char in bare if char.isalpha()]
    digits = sum(1 for char in bare if char.isdigit())
    if len(letters) < 2 or digits > 2 or any(mark in bare for mark in "!?=%$€<>{}_/\\@#"):
        return False
    if len(words) == 1 and len(bare) <= 6 and _ACRONYM.fullmatch(bare) and len(bare) <= 3:
        return False
    for position, word in enumerate(words):
        start = word.lstrip("\"'«“„(’`")[:1]
        if start.isupper() or start.isdigit() and position:
            continue
        if position and (word.lower() in SMALL or start in "'’"):
            continue
        if re.match(r"(?:['’]|d['’]|l['’]|де-|аль-|ель-|эль-)", word.lower()):
            continue
        return False
    return True


_PATRONYMIC = re.compile(r"(?:ович|йович|евич|євич|івна|ївна|овна|евна|ична)(?:а|у|ем|і|и|у|ою)?$", re.I)


def _is_person(words: list[str]) -> bool:
    """Two to four words of which one is a patronymic, or that begin with a given name (`Алба Юлія` does not)."""
    if len(words) > 4:
        return False
    if any(_PATRONYMIC.search(word) and len(word) > 6 for word in words[1:]):
        return True
    return is_given_name(words[0])


# --- persons ----------------------------------------------------------------------------------------------------------

_GIVEN = """
Олександр Олексій Анатолій Андрій Антон Артем Богдан Борис Вадим Валентин Валерій Василь Віктор Віталій Владислав Володимир Вячеслав В'ячеслав Геннадій Георгій Григорій Данило Денис Дмитро Едуард
Євген Іван Ігор Ілля Кирило Костянтин Леонід Любомир Максим Микита Микола Михайло Назар Олег Орест Остап Павло Петро Роман Ростислав Руслан Святослав Сергій Станіслав Степан Тарас Тимофій Федір Юрій Ярослав
Алла Анастасія Анна Валентина Вікторія Галина Ганна Діана Дар'я Євгенія Іванна Ірина Катерина Лариса Лілія Людмила Любов Марина Марія Марта Надія Наталія Наталя Оксана Олена Ольга Світлана Софія Тетяна Юлія Яна Тамара Руслана Інна
Александр Алексей Анатолий Андрей Валерий Василий Виктор Виталий Владимир Вячеслав Геннадий Георгий Григорий Даниил Дмитрий Евгений Игорь Илья Константин Леонид Михаил Николай Олег Павел Пётр Петр Сергей Станислав Фёдор Юрий Ярослав
Елена Екатерина Ирина Наталья Светлана Татьяна Юлия
Адам Анджей Артур Бартломей Богуслав Болеслав Вальдемар Веслав Вітольд Войцех Гжегож Дамян Даріуш Домінік Єжи Ежи Збігнєв Кароль Кшиштоф Казімєж Лешек Лех Лукаш Магдалена Маріан Маріуш Марцін Марек Мар'юш Мацей Мечислав Мирослав Пйотр Пшемислав Рафал
Ришард Роберт Станіслав Стефан Тадеуш Томаш Томек Цезарій Щепан Юзеф Яцек Януш Ян Якуб Ярослав Барбара Беата Божена Данута Ева Ельжбета Ізабела Йоланта Катажина Малгожата Моніка Ханна Рената Тереза Уршуля
Кай Карол Кароль Войчех Войцєх Кшистоф Анджій Ґжегож Матвій Матеуш Патрик Славомір Ірeнеуш Іреніуш Ірeніуш Лукас Яків Матей Лудовіт Штефан Ян Ярослав Павол Петер Мартін Роберт Вальтер Йозеф Альберт Бенедікт Домініка Флоріан Маттіас Матіас Себастьян Даніель Ніколас Лоран Анн Анна Ален Бруно Жером Матьє
Патрік Філіпп Ґжегож Гжегож Леопольд Альфред Едвард Генрик Ришард Сильвестр Шимон Віктор Вацлав Зигмунт Зенон Мечислав Євгеніуш Цезарій Мирослава Гражина Юстина Агнешка Йоанна Анета Івона Беата Бернадета Дорота Евеліна
Райнер Герхард Хорст Манфред Вальтер Вернер Норберт Петра Клаудія Барбара Сузанне Катя Сандра Юлія Марія Маріон Бірґіт Гайке Гельґа Ебергард Дітер Вольфрам Штеффен Торстен Борис Буркгард Лутц Кристоф Крістоф Фрідріх Геральд Роланд
Патрісія Марк Люк Лоїк Бернар Венсан Данієль Дам'єн Домінік Ерван Ів Жан-П'єр Жан-Луї Жан-Марк Жерар Жиль Жюльєн Кристіан Крістіан Крістель Крістоф Лоран Максим Мануель Матьє Морган Ніколя Олів'є Паскаль Рено Сільві Стефан Тьєррі Фабріс Фредерік Франк Ален Анрі Давид Ґі Еммануель
Даніеле Давіде Маттео Стефано Роберто Алессандро Андреа Сімоне Клаудіо Массімо Енріко Луїджі Вінченцо Сальваторе Карло Паскуале Вітторіо Хосе Хуан Карлос Мігель Луїс Педро Мануель Хав'єр Альберто Фернандо Руй Жуан Рікардо Рікарду Пауло Антоніу Нуну Хорхе
Кіт Кевін Ґері Ніл Саймон Стюарт Ґрем Тоні Стів Майк Боб Джим Джо Том Бен Сем Кріс Енн Джейн Сьюзен Лінда Мері Елізабет Карен Гелен Кейт Емма Сара Лора Террі Алан Ян Пітер Філ
Роландас Едгарас Гінтаутас Валдас Вітаутас Аудрюс Відмантас Артурас Ренатас Дайнюс Повілас Римантас Саулюс Томас Андрюс Ерландас Брітт Катрі Урмас Тііт Маргус Яак Айвар Гунтіс Айнарс Гунарс Маріс Едгарс Юріс Янка
Іон Йон Василе Ніколає Міхай Адріан Александру Богдан Константін Кристіан Даніел Думітру Флорін Георге Ґеорґе Лучіан Маріан Мірча Октавіан Раду Стеліан Траян Віорел Драгош Емілія Галина
Міхал Томаш Петр Павел Ондржей Ондрей Мартін Лукаш Якуб Давид Марек Радек Зденек Мілан Станіслав Вацлав Їрі Любомир Душан Штефан Рудольф Ладислав Павол Юрай Петер Мірослав Каміл Мартіна Яна Гана
Балаж Габор Геза Дьєрдь Дьордь Жолт Імре Іштван Йожеф Карой Ласло Лайош Міклош Петер Роланд Тібор Чаба Шандор Янош Андраш Атіла Ерік Андерс Ларс Мікаель Нільс Ханс Йоган Пер Карін Анна Гуннар Олаф Бент Хенрік Сорен
Ніколай Стефан Пламен Красимир Валентин Димитър Георги Христо Иван Кирил Емил Румен Цветан Живко Ваня Іво Мехмет Мустафа Ахмет Алі Хасан Ібрагім Осман Фатма Іракли Ґіорґі Гіоргі Давіт Леван Зураб Важа
Ральф Штефан Томас Маркус Андреас Крістіан Петер Вольфганг Юрген Міхаель Мартін Ганс Карл Ульріх Клаус Дірк Франк Йоахім Йорг Уве Бернд Гюнтер Герд Гельмут Олаф Торстен Фолькер Сабіна Ангела Уте
Джон Джеймс Девід Майкл Вільям Річард Пол Марк Ендрю Джордж Крістофер Стівен Браян Браян Ерік Жан Жан-Люк Філіп Франсуа П'єр Жак Мішель Антоніо Джованні Джорджо Марко Маріо Паоло Франческо Лука Йонас Вітаутас
Гінтарас Арвідас Андріс Яніс Міхал Ондрей Любош Зденек Їржі Йозеф Ладіслав Мілан Зоран Драган Іон Вігаудас Ґжеґож Тамаш Ласло Іштван Йожеф Янош Золтан Ференц Ґабор Атілла
Adam Andrzej Artur Bartłomiej Bogusław Bolesław Waldemar Wiesław Witold Wojciech Grzegorz Dariusz Dominik Jerzy Zbigniew Karol Krzysztof Kazimierz Leszek Lech Łukasz Marian Mariusz Marcin Marek Maciej Mirosław Piotr Przemysław Rafał
Ryszard Robert Stanisław Stefan Tadeusz Tomasz Józef Jacek Janusz Jan Jakub Jarosław Barbara Beata Bożena Danuta Ewa Elżbieta Jolanta Katarzyna Małgorzata Monika Hanna Renata Teresa Urszula
Ralf Thomas Markus Andreas Christian Peter Wolfgang Jürgen Michael Martin Hans Karl Ulrich Klaus Dirk Frank Joachim Jörg Uwe Bernd Günter Gerd Helmut Olaf Torsten Volker Sabine Angela Ute Boris Burkhard Felix Torsten Belit
Kai Florian Matthias Sebastian Daniel Nicolas Laurent Anne Alain Bruno Mathieu Karol Robert Lukas Patrick Patryk Sławomir Mateusz Ireneusz Dominik Leonid Terry Tadeusz
Patrick Patrik Peter Philipp Rainer Gerhard Horst Manfred Siegfried Walter Werner Winfried Reinhard Norbert Klaus-Peter Hans-Jürgen Ute Petra Claudia Barbara Monika Susanne Katja Anja Sandra Julia Lisa Maria Marion Elke Birgit
Daniele Davide Matteo Stefano Roberto Alessandro Andrea Simone Claudio Massimo Enrico Leoluca Carlos José Juan Miguel Luis Pedro Manuel Javier Alberto Fernando Rui João Ricardo Paulo António Nuno
Ian Alan Keith Kevin Gary Neil Simon Stuart Graham Trevor Derek Tony Steve Mike Bob Jim Joe Tom Ben Sam Chris Anne Jane Susan Linda Mary Elizabeth Karen Helen Kate Emma Sarah Laura Terry Barbara Rolandas Edgaras Gintautas Valdas Vytautas
Jarosław Zdzisław Edward Henryk Leszek Ryszard Sylwester Szymon Wiktor Wacław Zygmunt Zenon Mieczysław Eugeniusz Cezary Mirosława Grażyna Bogumiła Justyna Agnieszka Magdalena Joanna Anna Aneta Iwona
Mikoła Mykola Sofia Iwan Oleg Wołodymyr Wasyl
John James David William Richard Paul Mark Andrew George Christopher Stephen Brian Eric Jean Philippe François Pierre Jacques Michel Antonio Giovanni Giorgio Marco Mario Paolo Francesco Luca Gianni
Oleksandr Oleksii Andrii Andriy Anatolii Anatoliy Vitalii Vitaliy Volodymyr Wolodymyr Ihor Igor Mykola Serhii Serhiy Yurii Yuriy Ruslan Oleh Roman Taras Ivan Vasyl Viktor Dmytro Bohdan Borys Petro Pavlo Oleksandra Olena Olha Iryna Natalia Tetiana Svitlana Andrij Serhij Vitali
"""
_GIVEN_NAMES = frozenset(fold(word) for word in _GIVEN.split())


@lru_cache(maxsize=1 << 14)
def is_given_name(word: str) -> bool:
    """Whether a word is a common given name, in the nominative or in an oblique case of Ukrainian or Russian."""
    key = fold(word)
    if key in _GIVEN_NAMES:
        return True
    for ending in ("ом", "ем", "єм", "ою", "єю", "а", "я", "у", "ю", "і", "и", "ові", "еві", "єві", "owi", "em", "e", "a"):
        if key.endswith(ending):
            stem = key[: -len(ending)]
            if len(stem) > (4 if ending == "e" else 3 if ending < "z" else 2) and any(stem + end in _GIVEN_NAMES for end in ("", "й", "ь", "а", "я", "о", "ій", "ий", "a", "o")):
                return True
    return False


UKRAINIAN_REGION = re.compile(
    r"(?<!\w)(?:вінницьк|волинськ|дніпропетровськ|донецьк|житомирськ|закарпатськ|запорізьк|івано-франківськ|київськ|кіровоградськ|луганськ|львівськ|миколаївськ|одеськ|полтавськ|рівненськ|сумськ|тернопільськ|харківськ|херсонськ|"
    r"хмельницьк|черкаськ|чернівецьк|чернігівськ|винницк|волынск|днепропетровск|донецк|житомирск|закарпатск|запорожск|ивано-франковск|киевск|кировоградск|луганск|львовск|николаевск|одесск|полтавск|ровенск|сумск|тернопольск|харьковск|"
    r"херсонск|черкасск|черновицк|черниговск)(?:а|ої|ій|ою|у|ая|ой|ую|ом|ий|ого|ому|им|е)?\s+(?:обл|район|р-н|край|міськ|місцев|громад|тг\b|отг\b)|"
    r"(?<!\w)(?:vinnytsia|volyn|dnipropetrovsk|donetsk|zhytomyr|zakarpattia|transcarpathian?|zaporizhzhia|ivano-frankivsk|kyiv|kirovohrad|luhansk|lviv|mykolaiv|odesa|odessa|poltava|rivne|sumy|ternopil|kharkiv|kherson|khmelnytskyi|cherkasy|"
    r"chernivtsi|chernihiv)\s+(?:oblast|region|raion|district|hromada)|obw[oó]d\w*\s+(?:kijowsk|lwowsk|wołyńsk|tarnopolsk|rówieńsk|iwano-?frankow|iwanofrankiwsk|zakarpack|chmielnick|winnick|żytomiersk|czernihowsk|czerniowieck|odesk|charkowsk|"
    r"połtawsk|czerkask|mikołajowsk|dniepropietrowsk|zaporosk|sumsk|chersońsk|kirowohradzk|doniecks|ługańsk)|(?:міськ|сільськ|селищн)\w+\s+(?:територіальн\w+\s+)?(?:громад|тг\b)|\bOTG\b|\bОТГ\b|hromada\b|oblast\b", re.I)

# --- the Ukrainian side -----------------------------------------------------------------------------------------------

_SKELETON = str.maketrans({"і": "и", "ї": "и", "ы": "и", "є": "е", "ё": "е", "э": "е", "ґ": "г", "ь": "", "ъ": "", "'": "", "я": "а", "ю": "у", "й": "и", " ": "", "-": ""})
_CASE_ENDINGS = ("ами", "ями", "ого", "ому", "ами", "ові", "еві", "ою", "ею", "ом", "ем", "єм", "ам", "ах", "ів", "їв", "ой", "ей", "а", "у", "и", "о", "е")
_LATIN_TABLES = {
    "de": dict(zip("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'", ["a", "b", "w", "h", "g", "d", "e", "je", "sch", "s", "y", "i", "ji", "j", "k", "l", "m", "n", "o", "p", "r", "s", "t",
                                                       "u", "f", "ch", "z", "tsch", "sch", "schtsch", "", "ju", "ja", ""], strict=True)),
    "pl": dict(zip("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'", ["a", "b", "w", "h", "g", "d", "e", "je", "z", "z", "y", "i", "ji", "j", "k", "l", "m", "n", "o", "p", "r", "s", "t",
                                                       "u", "f", "ch", "c", "cz", "sz", "szcz", "", "ju", "ja", ""], strict=True)),
    "en": dict(zip("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'", ["a", "b", "v", "h", "g", "d", "e", "ie", "zh", "z", "y", "i", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t",
                                                       "u", "f", "kh", "ts", "ch", "sh", "shch", "", "iu", "ia", ""], strict=True)),
}
_EXONYMS = """Киев Киева Киеву Киевом Киеве Kiev Kiew Kijów Kijowa Kijowem Kijowie Kyjiw Kyiv Kijev Львов Львова Львовом Львове Lwów Lwowa Lwowem Lwowie Lemberg Lwiw Lvov
Харьков Харькова Харьковом Харькове Charków Charkowa Charkowem Kharkov Odessa Одесса Одессы Одессу Одессой Odessy Odessą Николаев Николаева Николаевом Nikolaev Mikołajów Mykolajiw Mykolayiv
Запорожье Запорожья Zaporoże Zaporizhzhya Saporischschja Днепр Днепра Днепром Dnipropetrovsk Днепропетровск Черкассы Черкасс Чернигов Чернигова Черниговом Czernihów Tschernihiw
Черновцы Черновцов Czerniowce Czerniowcami Czernowitz Tscherniwzi Хмельницкий Хмельницкого Chmielnicki Chmelnyzkyj Тернополь Тернополя Tarnopol Tarnopola Ровно Równe Riwne Луцк Łuck Łucka Łuckiem Ивано-Франковск Ивано-Франковска
Stanisławów Iwano-Frankowsk Iwano-Frankiwsk Житомир Житомира Żytomierz Schytomyr Винница Винницы Винницей Winnica Winnicy Winnicą Winnyzja Сумы Сум Ужгород Ужгорода Użhorod Ужгородом Uschhorod Каменец-Подольский Kamieniec-Podolski Kamieniec
Мелитополь Бердянск Мариуполь Кременчуг Кременчуга Кременчугом Krzemieńczuk Белая-Церковь Белая-Церковью Трускавец Truskawiec Дрогобыч Drohobycz Стрый Stryj Самбор Sambor Золочев Złoczów Żółkiew Żółkwi Żółkwią Жолква
Коломыя Коломыи Kołomyja Kołomyi Червоноград Тростянец Умань Умани Конотоп Первомайск Южный Черноморск Черноморска Измаил Ізмаїл Бровары Ирпень Буча Бучи Борисполь Бориспіль Вышгород Чорноморськ Каховка
Khmelnitsky Chernovtsy Uzhgorod Rovno Lutsk Cherkassy Chernigov Zhitomir Vinnitsa Ternopol Kolomyya Kolomyia Zolochiv Kamianets-Podilskyi Bila-Tserkva Chornomorsk Yuzhne Pivdenne Swjahel Zviahel Nowohrad-Wolynskyj
Франківськ Франківська Франківську Франківськом Франик Кривой-Рог Кривого-Рога Кривому-Рогу Кривым-Рогом Донецк Донецка Донецком Луганск Луганска Луганском Donieck Doneck Donetsk Ługańsk Luhansk Lugansk Kamieniec-Podolski Kamieńca-Podolskiego Kamieńcem-Podolskim Старого-Самбора Stary-Sambor Starego-Sambora Starym-Samborem Zbaraż Прикарпаття Закарпаття Галичина Волинь Буковина Полтавщина Київщина Львівщина Миколаївщина Одещина Харківщина Чернігівщина Сумщина Херсонщина Хмельниччина Вінниччина Житомирщина Рівненщина Тернопільщина Донеччина Луганщина Запоріжжя Черкащина Кіровоградщина Дніпропетровщина
Комсомольськ Кіровоград Дніпропетровськ Дніпродзержинськ Новоград-Волинський Переяслав-Хмельницький Червоноград Новомосковськ Красноград Сєвєродонецьк Южноукраїнськ Южне Артемівськ Димитров Красноармійськ Кузнецовськ Володимир-Волинський Іллічівськ"""
#: Foreign places with the name of a Ukrainian one, better known: they are foreign unless the page says otherwise.
_FOREIGN_FIRST = frozenset(fold(word) for word in "Бар Барі Бари Bar Bari Brody Бережани Брід Броди Лука Лука-де Нові Бор Борова Рава Рим Рома Орел Марсель Одра Ланчин Бурштин Слобода Ясло Кути Чинадійово Троян Стара Дубно".split())


def _skeleton(text: str) -> str:
    key = fold(text).translate(_SKELETON)
    return re.sub(r"(.)\1", r"\1", key)


def _stem(skeleton: str) -> str:
    for ending in _CASE_ENDINGS:
        folded = ending.translate(_SKELETON)
        if skeleton.endswith(folded) and len(skeleton) - len(folded) >= 3:
            return skeleton[: -len(folded)]
    return skeleton


@cache
def _ukrainian() -> tuple[frozenset[str], frozenset[str]]:
    """(skeletons of Cyrillic names in every case, folded Latin spellings) of the centres of hromady."""
    names = (files("scrapers.layouts") / "ukrainian_places.txt").read_text(encoding="utf-8").split("\n")
    cyrillic: set[str] = set()
    latin: set[str] = set()
    for name in filter(None, names):
        cyrillic.update(_cases(name))
        low = repair(name).lower()
        for table in _LATIN_TABLES.values():
            latin.add(fold("".join(table.get(char, char) for char in low)))
        english = "".join(_LATIN_TABLES["en"].get(char, char) for char in low)
        latin.add(fold(re.sub(r"\b(?:ie|iu|ia)", lambda match: "y" + match[0][1], english)))
        latin.add(fold(re.sub(r"[yi]i\b", "y", english)))
    for name in (name.replace("-", " ") for name in _EXONYMS.split()):
        (latin if name.isascii() or any(char in "óńżłąęść" for char in name.lower()) else cyrillic).add(
            fold(name) if name[0] < "\u0250" else _skeleton(name))
    return frozenset(cyrillic), frozenset(latin)


_DECLENSION = (
    # (ending of the skeleton, endings that replace it): enough to know a name again, not to write it
    ("ске", ("ске", "ского", "скому", "ским")), ("цке", ("цке", "цкого", "цкому", "цким")), ("ове", ("ове", "ового", "овому", "овим")),
    ("ки", ("ки", "кого", "кому", "ким", "кии", "ок", "ками", "ках", "кам")), ("ии", ("ии", "ого", "ому", "им", "ия", "иа", "иу", "ием")),
    ("ив", ("ив", "ова", "ову", "овом", "ови", "ева", "еву", "евом", "еви", "ов", "ев")), ("ин", ("ин", "ина", "ину", "ином", "ини")),
    ("ец", ("ец", "ца", "цу", "цем", "ци")), ("ок", ("ок", "ка", "ку", "ком", "ки")), ("ил", ("ил", "ола", "олу", "олем", "ола", "оли", "илау")),
    ("иг", ("иг", "огу", "огом", "ога", "ози")), ("ца", ("ца", "ци", "цу", "цеу")), ("а", ("а", "и", "у", "оу", "еу", "и", "и")), ("о", ("о", "а", "у", "ом", "и")),
    ("е", ("е", "а", "у", "ем", "и", "ого", "ому", "им")), ("и", ("и", "ив", "ам", "ами", "ах", "", "еи")),
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
    for ending, others in _DECLENSION:
        if skeleton.endswith(ending):
            stem = skeleton[: -len(ending)]
            forms.update(stem + other for other in others)
            break
    else:
        forms.update(skeleton + ending for ending in ("а", "у", "ом", "ем", "и", "ови", "еви", "еу", "у"))
    return forms


#: Polish and German case endings.
_LATIN_ENDINGS = ("iem", "em", "owi")


@lru_cache(maxsize=1 << 14)
def is_ukrainian(name: str) -> bool:
    """Whether a name, in any case and in five languages' spellings, is that of a centre of a hromada or of an oblast."""
    cyrillic, latin = _ukrainian()
    key = fold(name)
    if not key or key in _FOREIGN_FIRST:
        return False
    if "a" <= key[0] <= "z":
        return key in latin or any(key.endswith(ending) and key[: -len(ending)] in latin for ending in _LATIN_ENDINGS) or key.replace(" ", "") in {"bilatserkva", "krywyjrih", "kryvyirih", "nowakachowka", "novakakhovka"}
    return _skeleton(name) in cyrillic
