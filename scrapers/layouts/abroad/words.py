"""Words of many languages by which a page abroad speaks of a tie.

What belongs here: closed patterns. What does not: where they are looked for (`telling`, `ties`).
"""

import re

from scrapers.text.normalise import AnyCase

TIE = AnyCase(
    r"jumel|accords? de (?:coop|parten|jumel|solid|amiti)|conventions? de (?:jumel|coop|parten)|partenariat|[iî]nfr[aă][tțţ]i|acord(?:ul|uri\w*)?(?!\w)|"
    r"parteneriat|partener(?:ului|ul|ă|e|ei)?(?!\w)|testvér|partner|együttműköd|megállapod|vänort|vänskap|avtal|družob|družb|spolupr[aá]c|zmluv|"
    r"smlouv|gemell|accordo|patto d|dokumentum|miest\w* partner|partneryst|susigimin|bendradarb|побратим|сътрудничеств|umow|współprac|porozumien|"
    r"bliźniacz|twin|sister|memorandum|vereinbar|zusammenarbeit|protocollo|patto|samarbet|letter of intent|pacte d|vennskap|venskab|stedenband|ciudad\w* hermana|hermanamient|geminad|ystävyyskaup|sadarbīb|sadraudz|līgum|verschwister|verpartner"
)
#: A document or a twin, not only cooperation.
FIRM = AnyCase(
    r"jumel|accord|convention|partnerkapcsolat|[iî]nfr[aă][tțţ]i|testvér|megállapod|szerződ|vänort|avtal|družob|partnersk\w+ m[eě]st|zml[uo]uv|zmluv|smlouv|"
    r"vyhlásen|gemell|patto|побратим|umow|porozumien|partnersk|bliźniacz|twin|sister|memorandum|vereinbarung|partnerst[aä]dt|"
    r"partnerschaft|(?:lat|leci\w+|lecie|roczni\w+|umow\w+ o|między|pomiędzy) partnerstw|partnerstw\w+ (?:miast|między|pomiędzy)|partnerstv\w+ (?:mezi|medzi|m[eě]st|miest)|agreement|sadarbības līgum|sadraudzības|vennskap|venskab|partnerschap|intencyjn|now\w+ partner|friendship (?:cit|agreement)|city partnership|verschwister|verpartner|(?:oraș|oras|localit|municipi)\w*[- ]partener|protocollo"
)
SIGNED = AnyCase(
    r"sign[eéa]|scell|semnat|semnar|înfrățit|infratit|aláír|írt[aá]k? alá|teckna[drst]|signera[drts]|podpís|podeps|uzavrel|uzavřel|uzavret[áéo]|uzavřen[ao]|firmat|siglat|sottoscri|köt[öő]tt|létesít|sancit|conclu|noué|établi un|nouer|"
    r"pasiraš|parakst|подпис|podpis|zawar|unterzeichn|geschlossen|besiegel"
)
WISHED = AnyCase(
    r"letter of intent|lettre d.intention|scrisoar\w+ de inten|szándéknyilatkoz|avsiktsförklaring|list\w* o zám[eě]r|lettera d.intenti|"
    r"deklarác\w+ o zám|absichtserkl|list\w* intencyjn|ketinimų"
)
DECIDED = AnyCase(
    r"schválil|schválen|aprobat|aprobar|approuv|adopté|délibér|voté|jóváhagy|godkän|approvat|delibera|pritarė|одобри|beschloss|beschließ|"
    r"zugestimmt|stimmt\w* [^.]{0,20}für|uchwal|voted (?:to|in favou?r)|resolution|unanimously"
)
#: A council's leave, which names the signing that it allows.
AGREED_TO = AnyCase(
    r"zgod\w+ na (?:zawarcie|podpisanie|nawiązanie)|súhlas\w* s uzavret|souhlas\w* s uzav[rř]en|zustimmung zu[rm] (?:abschluss|unterzeichnung)|approved the signing"
)
RESTS = AnyCase(r"suspend|suspens|felfüggeszt|pozastav|zawiesi|zawiesz|(?<!\w)ruh(?:t|en)(?!\w)|ausgesetzt|aussetz|auf eis")
OVER = AnyCase(
    r"rompr|rompu|résili|încet|reziliat|felmond|megszünt|vypoved|vypověd|zruš|avslut|sagts? upp|"
    r"cut(?:s|ting)? (?:all |its |off )*ties|sever(?:s|ed|ing)?(?!\w)|broke[n]? off|terminat|(?:ended|ends|ending) (?:its|their|the|all)|zerwa|wypowied|beendet|gekündigt|прекрат|nutrauk"
)
TO_COME = AnyCase(
    r"envisag|souhaite(?:nt)?(?!\w)|projet de|prévoi|va signer|vont signer|urmează|intenționeaz|tervez|szeretné|plánuj|chce|chcú|chtějí|planerar|vill |kommer att|"
    r"intende|vorrebbe|ketina|предстои|wants|hopes|will (?:now |soon |also |then )?(?:twin|sign|become|establish|be twinned|enter|join)|(?:plans?|set|due) to |(?:could|should|may|might|must) (?:[^\s.;,]+ )?(?:twin|sign|become|establish|be twinned)|(?:called|calls|calling) (?:for|on)|urge|propos|geplant|möchte|soll |podpisan\w* zostan|zostan\w+ (?:[^\s.;]+ ){0,2}podpisan|będ\w+ podpisan"
)
#: Who else signs agreements, across towns.
OF_OTHERS = AnyCase(
    r"universit|uniwersyt|univerzit|egyetem|hôpita|hospital|nemocnic|kórház|spital|chemins de fer|compagnie|railway|airline|orchest|festival|"
    r"football|fotbal|futbal|school|schule|école|škol|iskola|szkoł|lycée|gymnasi|gimnaz|chamber|kammer|association"
)
TWINS = AnyCase(
    r"gemellagg|città gemell|vänort|susigimin|miestai partneri|tarptautinis bendradarbiavimas|starptautiskā sadarbība|vennskapsby|venskabsby|ystävyyskaup|localit[aă][tțţ]i\w* [iî]nfr[aă][tțţ]it|ora[sșş]e\w* [iî]nfr[aă][tțţ]it"
)
UKRAINE = AnyCase("ukra|ucra|укра")
#: `2017-ben`: the case of a year.
YEAR_CASE = re.compile(r"(?<=\d{4})-(?:b[ae]n|t[óő]l|[öoe]s|i|r[ae]|b[ae]|ig)(?!\w)")
