"""The stage that the words of an entry or a heading give.

What belongs here: words that open, close or only look like a stage on pages of partners. What does not: the stages' own words
(`scrapers.text.words`) and the stage of a sentence (`sentence.stages`).
"""

import re
from functools import lru_cache

from schemas.vocabularies import Stage
from scrapers.layouts.entry.pieces import MAX_ENTRY
from scrapers.text.normalise import SHORT, AnyCase
from scrapers.text.words import stage_of

#: A sentence with any of these speaks of an agreement or a tie.
WORDED = AnyCase(
    r"(?<!\w)(?:підпис\w+|уклад\w+|уклал\w+|заключ\w+|подпис\w+|угод\w*|догов\w+|договір|меморандум\w*|"
    r"протокол\w*|декларац\w+|соглашени\w+|партнер\w*|партн[её]р\w*|побратим\w*|породн\w+|порідн\w+|"
    r"співпрац\w+|співробітнич\w+|сотруднич\w+|дружб\w+|дружн\w+|дружимо|дружать|дружить|товаришу\w+|приятелю\w+|signed|sign|signing|agreement\w*|memorandum|"
    r"twin\w*|sister\w*|partner\w*|cooperat\w*|friendship|umow\w+|podpisan\w+|porozumieni\w+|współprac\w+|"
    r"partnersk\w+|vereinbarung\w*|vertrag\w*|unterzeichn\w+|partnerschaft\w*|zusammenarbeit|freundschaft|"
    r"signatures?|endorsed|діюч(?:а|е|і|ою)|чинн(?:а|е|і|ою)|(?:лист\w* про )?намір\w*|letters? of intent|list intencyjn\w+|since|seit|встановлен\w+|установлен\w+|оформлен\w+|започатковано|денонс\w+|розірван\w+|призупинен\w+|расторгнут\w*|terminated|suspended|призупини\w+|розірва\w+|treaty|denounced)(?!\w)|^\W*(?:діяла |діяв |діяло )?(?:від|от|vom|z dnia)\s\d",
)
#: Where a sentence of a description ends, more coarsely than in `sentence.splitting`.
SENTENCE = re.compile(r"(?<=[.!?…])(?<!\s\d\.)(?<!\s\d\d\.)(?<!\sdn\.)\s+(?=[«\"“„(]?[A-ZА-ЯІЇЄҐŁŚŻŹĆÄÖÜ0-9])|\n")


def stage_words(text: str) -> str:
    """The sentences of running text that speak of an agreement or of a tie, the only ones that may give a stage."""
    return " ".join(sentence for sentence in SENTENCE.split(text[:MAX_ENTRY]) if WORDED.search(sentence))


#: Words that `stage_of` takes for a stage and that speak of something else on these pages.
_NOISE = AnyCase(
    r"(?<!\w)(?:відновленн\w+ (?:україн|міст|громад|інфраструктур|житл|післявоєн)\w*|післявоєнн\w+ "
    r"відновленн\w+|відновленн[іяю]\b|відбудов\w+|восстановлени\w+|зареєстрован\w+ (?:впо|переселен|осіб|"
    r"об)\w*|"
    r"поглиблен\w+|поглибл\w+|recovery|reconstruction|extended (?:family|area|hours)|registered (?:refugees|"
    r"persons|office)|в рамках візиту|під час (?:візиту|зустрічі)|"
    r"утрим\w+ від (?:[^\W\d_]+ )?(?:укладенн|підписанн)\w*|воздерж\w+ от (?:[^\W\d_]+ )?(?:заключен|подписан)\w*|"
    r"(?:намір\w*|план\w+|домовил\w+|готов\w*) (?:[^\s.;]+ ){0,3}?(?:продовж|поглиб|розшир|зміцн|поновлювати)\w*|(?:автоматичн\w+|з правом|з можливістю|с правом|с возможностью) (?:подальшого )?(?:продовж|пролонг|поновл|продлен)\w*|automatic\w* (?:renew|exten|prolong)\w*|"
    r"якщо (?:її |його )?не (?:буде )?(?:продовж|припин|розірв|денонс)\w*|обмежен\w+ (?:[^\s.;]+ ){0,2}?не діють|"
    r"попередн\w+ (?:угода|договір|меморандум) (?:вже |більше )?не діє|може бути (?:продовж|подовж|пролонг)\w*|"
    r"скасован\w+ (?:карантин|обмежен)\w*|закінченн\w+ війни|після закінченн\w+|завершенн\w+ війни)(?!\w)",
)


def stage_in(text: str) -> Stage | None:
    """The stage that an entry's own words give, words of rebuilding and of visits left aside."""
    return _stage_short(text) if len(text) <= SHORT else stage_of(_NOISE.sub(" ", text))


# The layouts that compete for a page read the same texts.
@lru_cache(maxsize=512)
def _stage_short(text: str) -> Stage | None:
    return stage_of(_NOISE.sub(" ", text)) if len(text) > 3 else None


#: The stages of a tie that is over.
CLOSED = (Stage.ENDED, Stage.SUSPENDED)
#: The stages of a tie that is still to be signed.
NOT_SIGNED = (Stage.TALKS, Stage.INTENT, Stage.APPROVED)
#: Partners that there were.
FORMER = AnyCase(
    r"\b(?:колишн|бывш|former\b|były|byłe|byłych|ehemalig|anciennes?\b)", needs="колишн бывш former był ehemalig ancien"
)
#: Verbs and nouns that end or suspend a tie.
CLOSING = AnyCase(
    r"denounc|розірв|розрив|припин|призупин|скасов|денонс|розторг|terminat|ended\b|suspend|dissolv|cancel|rozwiąz|wypowiedz|zawiesz|zerw|"
    r"on hold|\bpaused|frozen|заморож|на паузі|на паузе|zamroż|beend|gekündig|ruht\b|ausgesetzt|расторг|прекращ|приостан|разорв",
)


#: `призупинені з 2014 року, а з 2022-го розірвані`; `then` is what tells of the end.
THEN_ENDED = AnyCase(
    r"(?:suspended [^.;]{0,40}?(?P<en>(?:and|then|before being) (?:[^\s.;,]+ ){0,3}?(?:ended|terminated|severed|cancelled))"
    r"|(?:призупин|приостанов)\w+[^.;]{0,60}?,? (?P<uk>(?:а|та|і|потім|згодом|затем|позже) (?:[^\s.;,]+ ){0,4}?(?:розірв|припинен|денонс|скасован|разорв|прекращ|расторг)))",
    needs="призупин приостанов suspended",
)
