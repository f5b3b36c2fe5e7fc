"""The stage that one sentence gives to the places it ties: signed, planned, broken, decided by a council.

What belongs here: verbs and nouns of signing, planning and ending. What does not: the stage of an entry (`entry.stages`) and
of a partner told in several sentences (`gathering`).
"""

import re
from functools import lru_cache

from schemas.vocabularies import Stage
from scrapers.layouts import cues
from scrapers.layouts.entry.stages import THEN_ENDED, stage_in
from scrapers.text.normalise import AnyCase

#: What is stopped that is no tie.
_OF_NO_TIE = r"(?:прийом|набір|рух|виробництв|робот[уи]|виплат|постачанн|фінансуванн|при[её]м|выпуск|продаж|рейс|польот|мовленн|опалювальн|навчанн)"
#: A tie that is ended or given up.
BROKEN = AnyCase(
    r"(?<!\w)(?<!\bне )(?<!\bnot )(?<!\bnie )(?:розір\w+|розрив\w*|(?:більше|больше) не є? ?[«\"“„]?(?:міст\w+[ -])?(?:побратим|партнер|партн[её]р)\w*|зупинити (?:його|її|їх|цю|дію) ?(?:дію|угод\w*)?|позбави\w*|позбавлен\w+|(?:лишил[аои]?|лишен[аоы]?) (?:[^\s.,;]+ ){0,4}?(?:(?:статус|титул|звани)\w*|права (?:называться|именоваться|считаться|быть))|"
    r"(?:скасува\w+|скасову\w+|анулюва\w+|отмен\w+|аннулирова\w+)\s+(?:[^\s.,;]+\s+){0,3}?(?:партнерськ|побратимськ|партн[её]рск|побратимск|угод|догов|статус|соглашени)\w*|"
    r"расторжени\w+|припин\w+|призупин\w+|разорв\w+|разрыв\w*|расторг\w*|"
    r"(?:визна|призна)\w+\s(?:[^\s.;]+\s){0,3}?(?:втратив\w*|утратив\w*|втратил\w*) (?:чинність|силу)|(?:втрати|утрати)(?:в|ла|ло|л|ли) (?:чинність|силу)|втрат\w{1,3} (?:чинності|сили)|утрат\w{1,3} силы|"
    r"(?:дія|термін дії|строк дії|действие|срок действия) (?:якого|якої|которого|которой) (?:[^\s.,;]+ ){0,2}?(?:завершил|закінчил|закінчив|сплив|минув|истек|истёк|закончил)\w*|прекра[тщ]\w+|приостан\w+|денонс\w+|відмов\w+ (?:[^\s.;,]+ ){0,5}?[^\s.;,]*(?:побратим|партнер|співпрац|угод|договор|договір|відносин|зв.язк|дружб|меморандум)\w*|отказ\w* от (?:[^\s.;,]+ ){0,5}?[^\s.;,]*(?:побратим|партн[её]р|сотруднич|соглашени|договор|отношени|дружб|связ)\w*|(?:отказ\w*|перестал\w*|(?:більше|больше) не) (?:вважа|счита)\w+ (?:(?!просто|лише|тільки|только|лишь|себе|себя|нас |чуж)[^\s.;,]+ ){0,4}?[^\s.;,]*(?:побратим|партнер|партн[её]р|-друг)\w*|порва\w+ (?:(?:[^\s.;,]+ ){0,2}?(?:зв.язк|стосунк|відносин|угод|дружб|связ|отношени|соглашени)\w*|(?:з|із|зі|с|со) (?:[^\s.;,]+ ){0,4}?[^\s.;,]*(?:побратим|партнер|партн[её]р)\w*)|порва(?:в|ла|ло|ли|л) (?:з|із|зі|с|со) (?!минул|радянськ|традиц|стереотип|совет|прошл|[^\s.;,]+ минул|[^\s.;,]+ прошл)[^\s.;,]+|(?:втрат\w+|утрат\w+|відібра\w+|забра\w+|отобра\w+) (?:[^\s.;]+ ){0,5}?статус\w* (?:[^\s.;,]+ )?(?:міст\w*-|город\w*-)?(?:побратим|партнер|партн[её]р)\w*|(?:поклал\w* край|кла\w+ край|полож\w+ конец|постави\w+ (?:крапку|хрест)) (?:у |в |на )?(?:(?!підготов|обговор|переговор|перемовин|узгодж|подготов)[^\s.;,]+ )?(?:побратимств|партнерств|співпрац|дружб|відносин|угод|партн[её]рств|сотрудничеств|отношени)\w*|(?<!завдяки )(?<!благодаря )(?:побратимству|партнерству|співпраці|дружбі|відносинам|партн[её]рству|сотрудничеству|дружбе|отношениям) [^.;]{0,160}?(?:поклал\w* край|полож\w+ конец|постави\w+ крапку(?! [ув] )|настав край)|так\w+, що не є (?:[^\s.;,]+ ){0,3}?\S*побратим\w*|визна\w+ недійсн\w+|недійсн\w+|не являющ\w+ побратим\w*|"
    r"sever\w*|terminat\w*|suspend\w*|"
    r"broke\w* off|zerwa\w*|rozwiąza\w*|wypowiedzia\w*|beendet\w*|gekündigt|ausgesetzt|"
    r"(?:виключ|вилуч|викресл|исключ|вычеркн)\w+\s+(?:[^\s.,;]+\s+){0,3}?(?:з|із|зі|из)\s+(?:переліку|списку|числа|перечня|списка)|"
    r"(?:зв.?язк\w+|відносин\w*|стосунк\w+|контакт\w+|связ[иь]|отношени\w+)\s+(?:(?!не\s)[^\s.,;]+\s+){0,3}"
    r"(?:втрачен\w+|втратил\w*|обірва\w+|перерва\w+|утрачен\w+|потерян\w+|прерва\w+))(?!\w)(?! не (?:бул|был|буд))(?! "
    + _OF_NO_TIE
    + r"\w*)",
)


#: The end of something else, or one that is denied or only possible: `дію угоди про експорт зерна`, `жоден не припинив`, `може бути розірвано`.
OTHER_END = AnyCase(
    r"(?<!\w)(?:угод|догов|меморандум|соглашени)\w{1,3} (?:про|о|об) (?!(?:[^\s.;]+ ){0,4}(?:співпрац|співробітн|партнер|побратим|друж[бн]|взаємод|відносин|зв.язк|сотруднич|партн[её]р|отношени|связ))"
    r"|(?<!\w)(?:не|никто не|ніхто не|жод[ен]\w*) (?:[^\s.;]+ ){0,3}?(?:розірв|припин|денонс|скасув|разорв|расторг|прекра[тщ])"
    r"|(?<!\w)(?:може|можуть|может|могут|вправі|право) (?:[^\s.;]+ ){0,2}?(?:розірв|припин|денонс|скасув|разорв|расторг|прекра[тщ])|підрядник|подрядчик|постачальник|догов\w+ (?:оренд|аренд|підряд|купівл)"
)
#: An agreement that is signed, or a tie made.
SIGNED_VERB = AnyCase(
    r"(?<!\w)(?:підписал\w+|підписав|підписано|підписані|підписана|підписан[оиі]\w*|"
    r"підписанн\w+|підписують|підписувал\w+|уклал\w+|укладал\w+|уклав|укладено|укладен\w+|скріпил\w*|побрата(?!тис)\w+|постави(?:л\w+|в) "
    r"(?:св\w+ )?підпис\w*|п[оі]дписи? (?:[^\s.;]+ ){0,6}?постави(?:ли|в|ла|л)|поставлен[оиі] підпис\w*|подписал\w*|подписан\w*|заключил\w*|заключен\w*|signed|signing|sealed|put their (?:names|signatures)|podpisa\w+|złoży\w+ podpis\w*|zawar\w+|"
    r"unterzeichnet\w*|unterzeichnung|unterschrieb\w*|besiegelt\w*|стал[иао] побратим\w*|"
    r"став побратим\w*|стал[иао] (?:містами|містом|партнер)\w*|побратал\w*|"
    r"(?:партнером|побратимом|партнерами|побратимами) (?:[^\s.;,]+ ){0,2}?(?:став|стал[аио])|"
    r"поріднил\w*|(?:набу|набра)\w+ чинності|вступи\w+ в силу|entered into force|weszł\w+ w życie|in kraft getreten|twinned|became)(?!\w)",
)
#: Bodies that decide.
COUNCIL = AnyCase(
    r"(?<!\w)(?:одноголосно|депутат\w+|сесі\w+|виконком\w*|рішення\w*|council(?:l)?ors?|council|session|(?:city|town|village) of [^\s.,;]+ (?:has )?(?:voted|decided)|"
    r"(?:рада|ради|радою) (?:затверд|погод|схвал|підтрим|ухвал)\w*|(?:схвали|затверди|погоди|ухвали|підтрима)ла (?:[^\s.;,]+ ){0,2}?рада|radni|rada miejska|rada gminy|sesji|uchwał\w*|(?:verbands)?gemeinderat\w*|stadtrat\w*|rat der (?:stadt|gemeinde)|stadtverordnete\w*|stadtvertretung|kreistag\w*|кмітет\w*|міністерств\w+|ministry|"
    r"сессии|горсовет)(?!\w)",
)
_APPROVE = AnyCase(
    r"(?<!\w)(?:(?:gave|gives?) (?:its )?consent|затверд\w+|погод\w+|підтрим\w+|схвал\w+|ухвал\w+|проголосув\w+|висловил\w+ "
    r"за|прийня\w+ (?:постанов|ухвал|рішенн)\w*|приня\w+ (?:постановлени|решени)\w*|надал\w* згод\w*|дал[иа] згод\w*|approved|adopted|voted|zatwierdz\w+|przyję\w+|uchwali\w+|"
    r"wyrazi\w+ zgod\w*|decided to (?:enter|conclude|sign|establish|become|twin)\w*|beschloss\w*|beschlossen|beschlie[sß]+t|zugestimmt|stimmt\w* (?:[^\s.;,]+ ){0,4}?(?:für|zu)|endorsed|"
    r"утверд\w+|одобр\w+|согласов\w+|поддержал\w*)(?!\w)",
)
#: A tie or a signing that is still to come.
PLAN = AnyCase(
    r"(?<!\w)(?:план\w+|заплан\w+|готовн\w+ (?:підпис\w*|уклас\w*|до (?:підпис|співпрац|побратим|партнер)\w*)|готов\w{0,2} (?:підписати|подписать|стати)|"
    r"відбудеться (?:[^\s.,;]+\s){0,2}(?:підписан|укладен)н\w+|состоится (?:[^\s.,;]+\s){0,2}(?:подписани|заключени)\w+|на шляху до|вирішил\w* стати|мо(?:же|жуть|жет|гут) стат[иь]|має намір|мають намір|намір\w*|намерен\w*|буд(?:ет|ут|е|уть) "
    r"(?:підписан|подписан|заключ|уклад)\w*|готу\w+ до підписання|буде підписан\w*|підпишуть|підпише|"
    r"готу\w+ до (?:партнерств|побратимств|співпрац)\w*|буд(?:е|уть|ет|ут) (?:поріднен|побратан|породнен)\w*|готу\w+ (?:побратати|породнити|поріднити|стати (?:міст|побратим|партнер)|підписати|укласти)\w*|збира\w+|домовил\w+ (?:про )?(?:підписа|уклад|співпрац|розпочати|побратим|партнер)\w*|хоч(?:е|у|уть|емо)(?! (?:[^\s.;,]+ ){0,4}?(?:подякувати|сказати|наголосити|привітати|зазначити|побажати|нагадати|висловити|відзначити))|(?:on (?:the|its) way to|about to|ready to|preparing to) (?:sign|twin|becom)\w*|"
    r"стремится|стремятся|хотел\w* бы|хоті(?:в|ла|ли) би?|прагн\w+|запропонував\w*|запропонувал\w*|предложил\w* (?:[^\s.;,]+ )?(?:стать|побрат\w*|(?:налад|установ|подпис|заключ)\w* (?:[^\s.;,]+ )?(?:побратим|партн[её]р|дружеск|дружб|сотруднич|соглашени|договор)\w*)|ініціюва\w+|розгляда\w+|"
    r"intend\w*|plan(?:s|ned|ning)?|от-от підпи\w+|руха\w+ до (?:побратим|партнер)\w*|йд(?:е|уть) до (?:побратим\w*|того, щоб)|will sign|w(?:ill|ould) be signed|agreed (?:to sign|that [^.;]{0,60} signed)|мус(?:ить|ять) бути підписан\w*|propos\w+|offer\w*|zamierza\w*|"
    r"planuj\w*|chc[ąe]|strebt|angestrebt|anstreb\w*|soll|geplant|möchte\w*|вестиме|стануть|буде (?:містом-)?побратимом|буде (?:новий |ще один )?побратим(?!\w)|(?:побратимом|партнером|побратимами|партнерами) (?:[^\s.;,]+ )?буд(?:е|уть) (?:[^\s.;,]+(?:ське|цьке|ський|ська|цька) )?(?:міст|громад|[гґ]мін)\w*|погоди(?:вся|лася|лися) на пропозиці\w*|ма(?:є|ють) (?:[^\s.;,]+ ){0,4}?ратифікувати|"
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
    r"(?:почати|розпочати|начать) процедуру|незабаром|наступн\w+ крок\w*|попереду|домовил\w+|планиру\w+|предстоит|ожида\w+|planned|plan\w*|"
    r"upcoming|planow\w+|geplant\w*|мет(?:а|ою) (?:візиту|зустрічі|поїздки|приїзду|перебування|відвідин)|цель визита|purpose of the visit|cel(?:em)? wizyty)"
    r"\s[^.;]{0,50}(?:підписанн|укладанн|укладен|подписани|заключени|signing|conclusion|"
    r"podpisani|zawarci|unterzeichnung)"
    r"|(?<!\w)(?:передбачен[оаі]|предусмотрен[оаы]?)\s[^.;]{0,90}?(?:підписанн|укладенн|подписани|заключени)"
    r"|(?<!\w)(?:програм\w+ (?:візиту|перебування)|программ\w+ (?:визита|пребывания))\s[^.;]{0,140}?(?:підписанн|подписани)"
    r"|(?<!\w)(?:підписанн|укладенн|подписани|заключени)\w+\s(?:[^\s.,;]+\s){0,4}?(?:очіку|заплан|намічен|ожида|намечен|планир|плану)\w+",
    needs="підписанн укладанн укладен подписани заключени signing conclusion podpisani zawarci unterzeichnung",
)
#: A signing that has happened.
PAST = AnyCase(
    r"(?<!\w)(?:підписал\w+|підписав|підписано|уклал\w+|уклав|(?:було|была?|були|были) (?:укладен|заключен)\w+|відбул\w+ підписанн\w+|підписанн\w+[^.;]{0,60}?, (?:яке|що) відбул\w+|"
    r"подписал\w*|подписано|заключил\w*|signed|put their (?:names|signatures)|podpisał\w*|podpisano|zawarł\w*|unterzeichneten?|"
    r"unterschrieben)(?!\w)",
)
#: A tie or a signing that a sentence wants or speaks of beforehand, though it says so with the words of one that is there.
_BEFOREHAND = AnyCase(
    r"(?<!\w)(?:щоб|аби|чтобы|aby|żeby|so that)\s[^.;]{0,60}(?:стал[иао]|підписал\w*|уклал\w*|подписал\w*|podpisa\w+|became)"
    r"|(?<!\w)(?:will|would|shall|could|may|can|to) be signed"
    r"|(?<!\w)(?:до|перед|до моменту|к моменту)\s+підписанн\w+"
    r"|(?<!\w)підписання\s+[^.;]{0,50}?(?:передбача\w+|передбачено|дозволить|дасть|сприятиме|відбудеться|стане|заплановано)(?!\w)",
    needs="щоб аби чтобы aby żeby that підписанн signed",
)
_POTENTIAL = AnyCase(
    r"(?<!\w)(?:потенційн\w+|можлив(?!им завдяки|ою завдяки)\w+|майбутн\w+|потенциальн\w+|возможн\w+|будущ\w+|яким (?:може|могло) бути|"
    r"potential|prospective|possible|przyszł\w+|potencjaln\w+|potenziell\w*)\s+(?:\w+\s+)?(?:партнер|"
    r"побратим|партн[её]р|partner|twin)|(?<!\w)(?:можлив(?:ий|им|ого|ому|е|а|ою|ої|і|их|ими)|возможн(?:ый|ым|ого|ому|ые|ых|ыми)|(?:майбутн(?!є\s)|потенційн|будущ(?!ее\s)|потенциальн)\w+)\s(?:міст|громад|город)\w{0,3}-(?:побратим|партнер|партн[её]р)",
)
#: Documents of intent.
INTENT_DOCUMENT = AnyCase(
    r"про намір\w*|намірів|намерений|о намерени\w+|of intent|intention to|intencyjn\w+|"
    r"absichtserkl\w+|меморандум\w* про майбутн\w+",
)


_PROPOSED = AnyCase(r"(?<!\w)(?:propos\w+|(?:plans?|wants?|aims?|agreed|approval|set|hopes?) to twin|exploring)(?!\w)")
_WILL_BE = AnyCase(
    r"(?<!\w)(?:буде (?:ще )?(?:одн\w+|нов\w+)|стане|стануть|станет|станут|може стати|можуть стати|(?:план\w+|хоч\w+|вирішил\w*|хотят|решил\w*) стат[иь]|може з.?явитися|з.?явиться|появится|will become|will be|"
    r"to become|zostanie|zostaną|wird|werden)(?!\w)",
)


#: A tie that is there, of which something more is told.
EXISTING = AnyCase(
    r"(?<!\w)(?:міст|городов|громад)[\s-](?:побратимів|побратимов|партнерів|партн[её]ров)(?!\w)|"
    r"(?<!\w)(?:з|із|зі|у|в|до|нашого|наш\w+|с|из) (?:наш\w+ |[^\s.;,]+(?:ого|им|ому) )?(?:міст[аоіу]м?|город[аеу])-(?:побратим|партнер|партн[её]р)\w{1,2}(?!\w)|"
    r"(?<!\w)наш(?:е|ого|ому|им) (?:[^\s.;,]+ )?(?:партнерств|побратимств)\w{1,2} (?:з|із)(?!\w)|"
    r"(?<!\w)(?:розвит|поглиб|зміцн|продовж|развит|углуб|укреп|продолж|develop|deepen|strengthen|rozw|pogłęb|vertief)\w*\s+(?:[^\s.;,]+\s+){0,2}"
    r"(?:побратимськ|партнерськ|побратимск|партн[её]рск|twin|sister|partnersk|partnerschaft)|"
    r"(?<!\w)(?:партнерств|співпрац|дружб|побратимств)\w* (?:з|із) (?:яким|якою|якими) (?:[^\s.;]+ )?(?:трива|існу|бере початок)|"
    r"(?<!\w)(?:w|z|ze|do|od) (?:nasz\w+ )?partnersk(?:im|iego|iej|ą)(?!\w)"
)
#: Talks between those who cooperate already.
_TALKS_OF_MORE = AnyCase(r"(?:переговор|перемовин)\w* (?:щодо|про|о) (?:подальш\w+ |дальнейш\w+ )?(?:розшир|поглибл|продовж|розвит|расшир|углубл|продолж|развит)\w* (?:співпрац|співробітн|партнерств|сотруднич)")
#: What was a tie and is not said to be one any more.
#: `Угода діяла до 2020 року`, `дружба завершилася 2014-го`.
_UNTIL = AnyCase(
    r"(?<!\w)(?:діял[аи]|діяв|дружил[аи]|дружив|тривал[аои]|співпрацював|співпрацювал\w+|бу(?:в|ли|ла|ло) (?:міст\w*-)?побратим\w{0,3}|действовал\w?|длил\w+|сотруднича\w+) (?:лише |тільки |аж |только )?до (?:19|20)\d\d"
    r"|(?<!\w)(?:дружба|співпраця|партнерство|побратимство|сотрудничество) (?:[^\s.;,]+ ){0,4}?(?:завершил\w+|скінчил\w+|закінчил\w+|обірвал\w+|закончил\w+)(?!\w)(?! (?:[^\s.;,]+ ){0,2}?(?:виставк|концерт|підписан|угод|подписан))"
)
_FORMERLY = AnyCase(
    r"^(?!.*(?<!\w)(?:тепер|нині|зараз|ще|також|теперь|ныне|сейчас|ещ[её]|также|now|also)(?!\w))"
    r".*(?<!\w)(?:раніше|колись|ранее|раньше|когда-то|за радянських часів|в советское время|formerly|dawniej)(?!\w)"
    r"[^.;]{0,50}побратим\w*[^.;]{0,40}(?<!\w)(?:був|була|були|было|были|был|являл\w+)(?!\w)",
    needs="побратим",
)
#: `колишні міста-побратими`, not `колишній партнер президента`.
_FORMER_TWIN = AnyCase(
    r"(?<!\w)(?:колишн|бывш)\w+\s(?:(?:міст|город|громад)\w{0,3}-)?(?:побратим|(?:міст|город|громад)\w{0,3}-партн)(?:[аиіоуы]|ом|ами|ів|ов)?(?!\w)|(?<!\w)former (?:twin|sister|partner) (?:town|cit)|^\W*(?:колишні партнери|бывшие партн[её]ры)(?:\s(?:громади|міста|города))?\s?[–—:-]",
    needs="колишн бывш former",
)
_ABSTAINED = AnyCase(
    r"(?<!\w)(?:утрим\w+ від|воздерж\w+ от|ще не|досі не|поки не|еще не|пока не|refrain\w+ from|nie został\w* jeszcze)\s[^.;]{0,20}"
    r"(?:уклад|підпис|заключ|подпис|sign|conclud|podpis|zawar)"
)


#: `Загальних угод місто не укладало`: no signing; what else a sentence tells stands.
NEVER_SIGNED = AnyCase(r"(?<!\w)(?P<ever>ніколи |никогда )?не (?:укладал|укладав|підписувал|підписував|заключал|подписывал)\w*")
#: An item of minutes: `Про затвердження тексту угоди`.
_TEXT_APPROVED = AnyCase(
    r"(?<!\w)(?:затвердит[иь]|погодит[иь]|схвалит[иь]|утвердит[иь]|согласоват[ь]|одобрит[ь]) (?:(?:текст|проєкт|проект) )?(?:угод|догов|меморандум|соглашени)\w+"
    r"|(?<!\w)(?:затвердженн|погодженн|схваленн|утверждени|согласовани)\w+ (?:(?:тексту|проєкту|проекту|текста|проекта) )?(?:угод|догов|меморандум|соглашени)\w+"
    r"|(?<!\w)(?:погоди|затверди|схвали|утверди|согласова)(?:в|ла|ли|л)\s(?:[^\s.,;]+\s)?(?:текст|проєкт|проект)\s(?:угод|догов|меморандум|соглашени)\w+",
    needs="затверд погод схвал утверд утвержд соглас одобрит текст проєкт проект",
)
#: What a council decided and then was signed.
_SIGNED_THEN = AnyCase(
    r",\s+(?:а|і|та|and|a|und)\s[^.;]{0,40}(?:угоду|договір|меморандум|документ|договор|соглашение|agreement|umow\w)\s+(?:було\s+|вже\s+|уже\s+|was\s+)?"
    r"(?:підписано|укладено|подписано?|подписан|signed|podpisan\w)(?!\w)"
)


#: `Чинними залишаються угоди з ...`
IN_FORCE = AnyCase(
    r"(?<!\w)(?:(?:побратим|партнер)\w* (?:[^\s.;]+ ){0,2}?залиша\w+|залиша\w+ (?:[^\s.;]+ ){0,2}?(?:побратим|партнер)\w*|чинн\w+ (?:й надалі )?(?:залиша|лиша)\w+|залиша\w+ (?:чинн|в силі)\w*|продовжують діяти|діють і надалі|действующими оста\w+|оста\w+ в силе|remain in force|pozostają w mocy|bleiben in kraft)(?!\w)",
)


@lru_cache(maxsize=16)
def sentence_stage(sentence: str, twin: bool = False) -> Stage | None:
    """The stage that one sentence gives to its places, or to those that it calls `twin`; None when its words say none."""
    if _ABSTAINED.search(sentence):
        return None
    if NEVER_SIGNED.search(sentence):
        stage = sentence_stage(NEVER_SIGNED.sub(" ", sentence))
        return None if stage is Stage.SIGNED else stage
    stage = stage_in(sentence)
    beforehand = _BEFOREHAND.search(sentence) is not None
    signed = bool(SIGNED_VERB.search(_BEFOREHAND.sub(" ", sentence) if beforehand else sentence))
    if beforehand and not signed and stage is Stage.SIGNED:
        stage = None
    if stage in OVER and _NO_END.search(sentence) and not BROKEN.search(sentence):
        stage = None
    if _END_REFUSED.search(sentence):
        return Stage.SIGNED
    if _PETITIONED.search(sentence) and not _GRANTED.search(sentence):
        return Stage.PROPOSED_TO_END
    if stage is Stage.SUSPENDED and THEN_ENDED.search(sentence):
        return Stage.ENDED
    if stage in OVER:
        return Stage.RENEWED if _RAN_OUT_AND_ON.search(sentence) else stage
    if stage in (None, Stage.TALKS) and _ESTABLISHED.search(sentence) and not PLAN.search(sentence):
        return Stage.SIGNED
    if IN_FORCE.search(sentence) and not (BROKEN.search(sentence) or INTENT_DOCUMENT.search(sentence) or PLAN.search(sentence)):
        return Stage.SIGNED
    first = _FIRST_TALKS.search(sentence) is not None and not (PAST.search(sentence) or twin or EXISTING.search(sentence))
    talks = first or (_UNDER_WAY.search(sentence) is not None and not _TALKS_OF_MORE.search(sentence))
    if talks and (stage is Stage.TALKS or not (PAST.search(sentence) or EXISTING.search(sentence))):
        return Stage.TALKS  # "ведуться переговори щодо укладення угоди"
    if stage in (None, Stage.SIGNED, Stage.APPROVED) and BROKEN.search(sentence):
        return Stage.RENEWED if _RAN_OUT_AND_ON.search(sentence) else (
            Stage.PROPOSED_TO_END
            if re.search(
                r"вирішив припинити|проект\w*|проєкт\w*|пропону\w+|proposed?|"
                r"предлага\w+|готу\w+|подготавлива\w+|готов(?:ит|ят)\b|ініцію\w+|иницииру\w+|инициирова\w+|вносит\w*|вимага\w+|требу\w+|"
                r"\b(?:план|збира|собира|намер|має намір|хоч|хоче|хот|закли|призыв|призва|мож|могут|обіця|обеща|погрож|угрожа|вирішують|решают)\w*\s[^.;,]{0,40}"
                r"(?:розір|розрив|разорв|разрыв|расторг|расторж|припин|прекра[тщ]|скасув|денонс)\w+|\bрозірв(?:е|уть|емо)\b|\bприпин(?:ить|ять|имо)\b|\bразорв[её](?:т|м)\b|\bрасторгн\w+т\b|"
                r"\bпрекрат(?:ит|ят)\b|\bzerwie\b|\brozwiąże\b|\b(?:will|may|could|to) (?:end|sever|terminate|cut)\b",
                sentence,
                re.I,
            )
            else Stage.ENDED
        )
    if stage in (None, Stage.SIGNED, Stage.TALKS) and (_UNTIL.search(sentence) or _FORMERLY.search(sentence) or _FORMER_TWIN.search(sentence)):
        return Stage.ENDED
    if INTENT_DOCUMENT.search(sentence):
        return Stage.INTENT
    if not signed and _POTENTIAL.search(sentence):
        return Stage.TALKS
    if stage is Stage.APPROVED and _SIGNED_THEN.search(sentence):
        return Stage.SIGNED
    if (
        ((COUNCIL.search(sentence) and _APPROVE.search(sentence)) or _TEXT_APPROVED.search(sentence))
        and not re.search(
            r"підписали|підписав|уклали|(?:підписан|укладен|подписанн|заключ[её]нн)(?:у|ий|ої|ую|ого)\s(?:\d|[ву]\s)|"
            r"уклав|signed|podpisa[lł]|unterzeichnete",
            sentence,
            re.I,
        )
        and not _SIGNED_THEN.search(sentence)
        and (stage in (None, Stage.SIGNED, Stage.APPROVED, Stage.TALKS, Stage.INTENT))
    ):
        return Stage.APPROVED
    if stage in (None, Stage.SIGNED, Stage.APPROVED) and _PROLONGED.search(sentence):
        return Stage.RENEWED
    if stage is Stage.RENEWED and (not cues.AGREEMENT_WORDS.search(sentence) or _AS_A_SIGN.search(sentence)):
        stage = Stage.SIGNED if signed else None
    if _PLANNED_SIGNING.search(sentence) and not PAST.search(sentence):
        return Stage.INTENT
    if not twin and PLAN.search(_CHANCES.sub(" ", sentence)) and not (signed and PAST.search(sentence)):
        return Stage.INTENT if stage in (None, Stage.SIGNED, Stage.INTENT) else stage
    if stage is Stage.TALKS and (EXISTING.search(sentence) or _TALKS_OF_MORE.search(sentence)):
        return None  # talks of how to go on
    if twin and not signed and (_WILL_BE.search(sentence) or _PROPOSED.search(sentence)):
        return Stage.INTENT
    if twin and stage in (Stage.TALKS, Stage.INTENT, None):
        return Stage.SIGNED
    if signed and stage in (None, Stage.TALKS):
        return Stage.SIGNED
    return stage


#: `X та Y офіційно встановили партнерські відносини`.
_ESTABLISHED = AnyCase(
    r"^\W*(?:[^\s.;,]+\s){0,2}?(?<!про )(?<!щодо )(?<!о )(?:партнерство|побратимство)\s(?:з|із|зі|між)\s[^.;,]{0,80}?\s(?:започаткувал|започатковано|встановил|встановлено)\w*(?!\s(?:діалог|обмін|переговор))|"
    r"(?<!\w)(?:дружн|партнерськ|побратимськ)\w+ (?:стосунки|відносини|зв.язки) (?:було |були )?(?:оформлен|встановлен|закріплен|скріплен|започаткован)\w*|"
    r"(?<!\w)(?:встановил\w+|встановлено|започаткувал\w+|започатковано|установил\w+|установлены|established)\s(?:[^\s.;]+\s){0,2}?(?:партнерськ|побратимськ|партн[её]рск|побратимск|partner|sister)\w*\s(?:відносин|стосунк|зв.яз|отношени|связ|relations)"
)
#: What a document that is signed is said to open: no plan of it.
_CHANCES = AnyCase(r"(?<!\w)(?:відкрива|открыва|opens|open|otwiera)\w*\s(?:[^\s.;,]+\s){0,2}(?:можливост|возможност|possibilit|opportunit|możliwoś)\w*")
#: What a new document is signed for, which is no renewal of an old one.
_AS_A_SIGN = AnyCase(r"(?<!\w)(?:на знак|на підтвердження|в знак|as a sign of)\s(?:продовж|оновлен|продолж|continu)")
#: `Продовжити на п'ять років дію Угоди`.
_PROLONGED = AnyCase(
    r"(?<!\w)(?:продовж(?:ити|ено|или|ила|ив)|пролонгу(?:вати|вали|вав)|пролонгован[оа]|продл(?:ить|ен[ао]?|или))\s(?:[^\s.;]+\s){0,5}?(?:дію|строк\w*|термін\w*|действие|срок\w*)\s(?:[^\s.;]+\s){0,4}?(?:угод|догов|меморандум|соглашени)",
    needs="продовж пролонг продл",
)
#: `Договір розірвано не було`, `припинило прийом біженців`.
_NO_END = AnyCase(
    r"(?<!\w)(?:розірва|припин|призупин|денонсова|скасова|разорва|расторг|прекращ|приостанов)\w* (?:не (?:бул|був|буд)|"
    + _OF_NO_TIE
    + ")"
)
_UNDER_WAY = AnyCase(
    r"(?<!\w)(?:з.ясува|обговори|обговорю|розгляну|вивчи|дізна)\w*,? (?:[^\s.;,]+,? ){0,3}?чи (?:можна|можливо|вдасться|варто|могли б) (?:[^\s.;,]+ ){0,3}?(?:партнер|побратим|співпрац|угод|дружн|стосунк|відносин)|"
    r"(?:консультаці|переговор|перемовин)\w+\s(?:з|із)\s[^.;]{0,80}\sщодо (?:можлив|майбутн|імовірн)|"
    r"(?<!\w)(?:вед(?:е|емо|уть|уться)|трива(?:є|ють)|провод(?:ять|яться|имо)|вед[её]т|ведутся|идут|trwają|prowadz\w+)\s+(?:[^\W\d_]+\s+){0,2}"
    r"(?:переговор|перемовин|консультаці|діалог|rozmow|negocjac)\w*"
    r"|(?<!\w)(?:переговори|перемовини|консультації|діалог|переговоры)\s+(?:(?:з|із|с)\s\w+\s)?(?:вже\s|ще\s|уже\s)?(?:тривають|триває|ведуться|продовжуються|идут|ведутся|продолжаются)"
    r"|(?<!\w)negotiations\s(?:were|are|have been|with)\s(?:[^\s.;]+\s){0,3}?(?:started|begun|opened|under way|ongoing)",
    needs="переговор перемовин консультаці діалог rozmow negocjac negotiations чи",
)
_TO_END = "(?:розір|розрив|припин|денонс|разорв|разрыв|расторж|расторг|прекра[тщ])"
#: `Пропозицію розірвати угоду рада відхилила`.
_INFINITIVE = r"(?:розрива|розірва|припиня|припини|денонсува|скасовува|скасува|разрыва|разорва|расторг|прекра[тщ]а?|отменя|отмени)\w{0,3}(?:ти|ть|нуть)(?!\w)"
#: `Петиція про розірвання побратимства з A набрала 250 голосів`.
_PETITIONED = AnyCase(
    r"(?<!\w)(?:петиці|петици)\w* (?:[^\s.,;]+ ){0,4}?(?:про|щодо|за|о|об|с призывом|із закликом) (?:[^\s.,;]+ ){0,2}?" + _TO_END,
    needs="петиці петици",
)
_GRANTED = AnyCase(r"(?<!\w)(?<!не )(?:задовольн|удовлетвор|підтримал|підтримав|поддержал|ухвалил|розірвал|розірвав|разорвал|расторг)\w*")
_END_REFUSED = AnyCase(
    r"(?<!\w)(?:скасув|відхил|відмін|отмен|отклон)\w+ (?:[^\s.,;]+ ){0,3}?(?:рішенн|пропозиці|про[єе]кт|решени|предложени)\w* (?:[^\s.,;]+ ){0,3}?"
    + _TO_END
    + r"|"
    r"(?<!\w)(?:пропозиці|про[єе]кт|предложени)\w* (?:[^\s.,;]+ ){0,2}?"
    + _TO_END
    + r"[^.;]{0,90}?(?:відхил|не підтрим|не схвал|отклон|не поддерж)\w*|"
    r"(?<!\w)(?:рішенн|решени)\w* (?:про |щодо |о |об )?(?:[^\s.,;]+ ){0,2}?"
    + _TO_END
    + r"[^.;]{0,90}?(?<!\w)не (?:набра|ухвал|підтрим|прийня|собра|принят|поддерж|прошл|пройшл)\w*|"
    r"(?<!\w)не (?:підтрима|поддержа|схвал|одобр|проголосува|голосува|погодил|согласил)\w+ (?:[^\s.,;]+ ){0,3}?"
    + _TO_END
    + r"|(?<!\w)(?:відмови|отказа)(?:лися|лася|вся|лись|лось|лся|лась) (?:[^\s.,;]+ ){0,2}?"
    + _INFINITIVE
    + r"|(?<!\w)не (?:ста(?:в|ла|ло|ли|л)|буд|бажа|хоч|хот|плану|збира|намер|собира|планиру|має намір)\w* (?:[^\s.,;]+ ){0,2}?"
    + _INFINITIVE,
    needs="розір розрив припин денонс разорв разрыв расторж расторг прекрат прекращ скасовува скасува отмен",
)
#: `строк його закінчився, тож очільники продовжили його ще на десять років`.
_RAN_OUT_AND_ON = AnyCase(r"(?:закінчи|завершив|сплив|минув|ист[её]к|expired|wygas)\w*[^.;]{0,60}?(?<!\w)(?:продовжил|подовжил|пролонгува|поновил|продлил|extended|renewed|przedłuż)\w* (?:його|її|їх|дію|угод|догов|співпрац|его|е[её]|их|действие|it|them|umow)|(?:закінчи|завершив|сплив|минув|ист[её]к|втрати|утрати)\w*(?: чинність| силу)?, (?:тож|тому|а|і|й|та|поэтому) [^.;]{0,60}?(?:підписали|уклали|укладено|підписано|подписали|заключили) (?:[^\s.,;]+ )?нов\w+")
#: Talks alone, where nothing is said to be signed or there.
_FIRST_TALKS = AnyCase(r"(?<!після )(?<!після перших )(?<!\w)(?:попередн|перш|робоч)\w+ (?:консультаці|переговор|перемовин)\w*\s")
#: The stages of a tie that is over, or is to be.
OVER = (Stage.ENDED, Stage.SUSPENDED, Stage.PROPOSED_TO_END)
