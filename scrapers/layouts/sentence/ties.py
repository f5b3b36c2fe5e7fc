"""The words by which a sentence speaks of a tie between places.

What belongs here: words of partnership, agreement and cooperation. What does not: how far a tie has come (`stages`).
"""

from scrapers.text.normalise import AnyCase

#: A sentence without any of these is not looked at.
RELEVANT = AnyCase(
    r"о намерен|стосунк|відносин|отношени|relations|побратим|побрата|посестр|породн|порідн|партнер|партнёр|угод|догов|"
    r"меморандум|співпрац|співробітн|сотрудн|соглашен|декларац|друж(?:б|н|ить|ать|имо)|twin|sister|partner|agreement|"
    r"memorandum|cooperat|friendship|"
    r"umow|porozumien|partnersk|współprac|partnerschaft|partnerst|vereinbarung|abkommen|absichtserkl|unterzeichn|zusammenarbeit|"
    r"freundschaft|протокол|пакт|pact|подруж|браталос|братався|браталис|друзья\W{0,2} [ву]\s|приятелю|товаришу|друзів|налагод\w+ контакт|налагоджен\w+ контакт|negotiations|(?:переговори|перемовини) (?:з|із) (?:міст|громад|[гґ]мін)|про намір|документ\w* (?:було )?підписан|підписан\w* документ|intent|intencyjn|зв.язк\w* (?:з|із|зі) (?:російськ|білоруськ|міст)|статус\w* (?:міст|город)",
)
#: Words that call places partners, before or behind their names.
LIST_CUE = AnyCase(
    r"(?<!\w)(?:побратим(?:и|ами|ів|ом|а)?|посестр\w+|партнер(?:и|ами|ів|ом|а|у|ка|кою)?|міст(?:а|ами|о|ом|ах|"
    r"у)?[\s-]+(?:побратим|партнер)\w*|громад\w*[\s-]+партнер\w*|поріднен\w+ міст\w+|побратимськ\w+ "
    r"(?:зв.?язк|відносин|міст)\w*|партнерськ\w+ (?:зв.?язк|відносин|стосунк|міст|угод)\w*|"
    r"дружн\w+ (?:взаємо)?(?:стосунк|відносин|зв.?язк)\w*|(?:партн[её]рск|побратимск|дружественн)\w+ (?:отношени|связ|соглашени)\w*|"
    r"побратимств\w+|побрата\w+|партнерств\w+|город\w*[\s-]+(?:побратим|партн[её]р)\w*|побратим\w+|"
    r"партн[её]р(?:ами|ом|ы|ов)|twin(?:ned|s)?(?:[\s-](?:town|cit)\w*)?|sister[\s-](?:cit|town)\w*|"
    r"(?:кол|родин|сім.)\w{0,2} друзів|друз(?:і|ья|ів|ей)(?=\W{1,2}(?:у|в|по|за|из-за) (?:[^\s.:;,]+ )?(?:світ|країн|стран|кордон|мир)\w*\s?:)|now\w+ partner\w{0,3}|partner[\s-](?:cit|town|municip)\w*|partner of|our partner is|partners|twinning|partnerships?|"
    r"miast\w*\s(?:partnersk|bliźniacz|partner)\w*|partnersk\w+|partnerstw\w*|partner(?:em|ami|ów|zy)|partnerst[aä]dt\w*|"
    r"städtepartnerschaft\w*|partnerschaft\w*|solidaritätspartnerschaft\w*)(?!\w)",
)
#: Verbs by which places become tied.
TIES = AnyCase(
    r"(?<!\w)(?:подруж\w+|налагод\w+|встанов\w+|започаткув\w+|установ\w+|establish\w*|nawiąza\w*|"
    r"eingegangen|aufgenommen|eingeht|geschlossen|поріднил\w*|побратал\w*|породнил\w*|twinned|"
    r"об.?єднал\w*|(?:поновил|оновил|продовжил|подовжил|пролонгувал|возобновил|продлил)\w* (?:дію )?(?:угод|догов|партнерств|соглашени)\w*)(?!\w)",
)
#: Verbs of what tied places do.
COOPERATE = AnyCase(
    r"(?<!\w)(?:співпрацю\w+|співробітнич\w+|сотруднича\w+|налагод\w+ контакт\w*|negotiations (?:[^\s.;]+ ){0,4}?with|(?:переговори|перемовини) (?:з|із) (?:міст|громад|[гґ]мін)\w*|cooperat\w+|współprac\w+|"
    r"(?:відносини|стосунки|дружба|партнерство|співпраця|отношения|сотрудничество) (?:пов.язу|єдна|поєдну|об.єдну|связыва|соединя|объединя)\w+|порідн(?:ив|ил)\w*|(?:поріднен|побратан|породнен)\w{1,3}(?= (?:з|із|зі|с) )|побрата(?:в|л)\w*|братал\w+|братався|zusammenarbeit\w*|товариш\w+|приятелю\w+|дружи\w+|дружат|дружать|подружи\w+|заприятел\w+|(?:продовж(?:ив|ил)\w*|ювіле\w+|річниц\w+) (?:[^\s.;]+ )?дружб\w+)(?!\w)(?! (?:україни|між україною|украины))",
)


_LASTING = AnyCase(
    r"(?:вже|уже|давно|тісно|активно|плідно|успішно|роками|тесно|плодотворно|успешно) (?:[^\W\d_]+ )?(?:співпрацю|співробітнича|сотруднича)|"
    r"(?:відносини|стосунки|зв.язки|дружба|отношения|связи) (?:пов.язу|єдна|поєдну|связыва|соединя)|продовжу\w+ (?:[^\W\d_]+ )?(?:співпрац|співробітн)|продолжа\w+ (?:[^\W\d_]+ )?сотруднич|"
    r"(?:років|роки|лет|года) (?:дружать|товаришують|приятелюють|дружат)|(?:дружать|товаришують|дружат) (?:вже |уже |понад |більше |майже |более |почти )+(?:[^\W\d_]+ ){0,3}?(?:рок|рік|літ|лет|десятилі)|"
    r"(?:років|роки|десятиліття|десятиліть|лет|года|десятилетия) (?:тривають|триває|існують|длятся|длится) (?:[^\W\d_]+ )?(?:стосунки|відносини|дружба|співпраця|партнерство|отношения|дружба)|"
    r"(?:років|роки|рік|лет|года|багаторічн\w+|тривал\w+|многолетн\w+|давн\w+) (?:[^\W\d_]+ )?(?:співпрац|співробітн|дружб|сотруднич)|"
    r"(?:з|із|від|с|since|od|seit) (?:19|20)\d\d(?!\d)[^.;]{0,40}(?:співпрацю|співробітнича|сотруднича|cooperat|współprac)|(?:співпрацю|співробітнича|сотруднича)[^.;]{0,60} (?:з|із|від|с) (?:19|20)\d\d(?!\d)|"
    r"(?:стосунк|відносин|дружб|співпрац|співробітництв|партнерств|отношени|сотрудничеств)\w*\s[^.;]{0,90}?(?:налічу\w+|нараховує|насчитыва\w+|трива(?:є|ють)|длится) (?:вже|уже|понад|більше|майже|більш|более|почти)(?!\w)|"
    r"продовж(?:ив|ил|ують|ує|уємо)\w* (?:[^\W\d_]+ )?(?:дружб|партнерств)|ювіле[йяюї]\w* (?:[^\W\d_]+ )?(?:дружб|партнерств|співпрац|побратимств)|річниц\w+ (?:[^\W\d_]+ )?(?:дружб|партнерств|побратимств)(?!\w* (?:україни|між україною|украины))|"
    r"already cooperat|has been cooperating|continu\w+ (?:its |their |to |the )?cooperat|"
    r"(?:long-?standing|long-?term|years of|fruitful) (?:[a-z]+ )?(?:cooperation|friendship)|"
    r"(?:już|od lat|ściśle) współprac|(?:wieloletni\w+|lat|lata) (?:[^\W\d_]+ )?współprac|kontynuuj\w+ współprac|langjährige\w? (?:zusammenarbeit|freundschaft)"
)
#: Those who cooperate beside towns.
_OTHERS = AnyCase(
    r"^(?:наш\w{0,2} |місцев\w{1,2} )?(?:хор(?!\w)|ансамбл|завод|гурт(?!ож)|оркестр|колектив|вчител|учител)|фонд|клуб|академі|компані|фірм|волонтер|організаці|підприємств|університет|ліце[йюя]|шкіл|школ|лікарн|театр|бібліотек|музе[йюя]|volunteer|company|club|foundation|academ|"
    r"universit|волонт[её]р|предприяти|больниц|firm|fundacj|spółk|uczel|szkoł|szpital|verein|schule|klinik|hochschul"
)


def lasting(sentence: str) -> bool:
    """Whether a sentence tells of a cooperation of towns that has been there for a while."""
    return _LASTING.search(sentence) is not None and not _OTHERS.search(sentence)


#: Words without which a sentence speaks of cooperation at large, not of a tie.
FIRM = AnyCase(
    r"угод|догов|меморандум|протокол|декларац|подруж|приятелю|товаришу|дружить|дружать|дружимо|коло друзів|кола друзів|друз(?:і|ья|ів|ей)\W{1,2}(?:у|в|по|за|из-за) (?:[^\s.:;,]+ )?(?:світ|країн|стран|кордон|мир)\w*\s?:|побратим|побрата|порідн|породн|партнер|партнёр|пакт|"
    r"соглашен|agreement|memorandum|twin|sister|partner|pact|treaty|umow|porozumien|deklarac|bliźniacz|"
    r"vertrag|vereinbarung|abkommen|urkunde|charter|înfrăți",
)
