"""Which date of a text is that of the signing, and which that of the end.

What belongs here: choosing among dates by the words beside them. What does not: reading a date (`scrapers.text.dates`).
"""

import re
from dataclasses import replace
from datetime import date

from scrapers.layouts import cues
from scrapers.layouts.entry.pieces import MAX_ENTRY, YEAR, Atom, countries_and_dates
from scrapers.layouts.entry.stages import CLOSING, SENTENCE, THEN_ENDED, WORDED
from scrapers.text.dates import PartialDate, Precision, find_dates
from scrapers.text.normalise import AnyCase

_CLAUSE = re.compile(r"[.;\n(]|,\s(?:а|але|однак|проте|но|and|but|a|ale)\s")


def signing_among(text: str, pieces: list[Atom], names: list[list]) -> PartialDate | None:
    """The date of the entry; dates that alternate with names are given to their names instead."""
    good: list[Atom] = []
    renewed: list[Atom] = []
    for piece in pieces:
        if piece.what != "date":
            continue
        if _DECADE.search(piece.text):
            continue
        before = text[max(0, piece.start - 60) : piece.start]
        clause = _CLAUSE.split(before)[-1]
        if cues.OTHER_DATES.search(clause) and not _signing_after(clause):
            continue
        if cues.ENDING.search(clause if text[piece.start - 1 : piece.start] == " " and "(" in before else before) and not _OF_BEGINNING.search(before):
            continue
        (renewed if cues.RENEWAL.search(clause) else good).append(piece)
    if len(good) > 1:
        worded = [
            one
            for one in good
            if cues.AGREEMENT_WORDS.search(text[max(0, one.start - 80) : one.start])
            or cues.SIGNING.search(text[max(0, one.start - 30) : one.start])
        ]
        if len(names) > 1 and _alternate(
            names, good, [piece.start for piece in pieces if piece.what == "break" and "\n" in piece.text]
        ):
            return None
        if worded and len(worded) < len(good) and good[0] not in worded and len(text) > 120:
            good = worded
        at_once = [one for one in good if _SIGNED_AT.match(text, one.end)]
        if at_once and good[0] not in at_once and good[0] not in worded:
            good = at_once
    chosen = good or renewed
    return chosen[0].value if chosen else None


#: `1990-х`: a decade is no year.
_DECADE = re.compile(r"\d0-?(?:х|ті|их|e?s)(?!\w)")
#: What stands behind the day of a signing: `14 липня 2016-го було укладено договір`.
_SIGNED_AT = AnyCase(
    r"(?:\s+(?:року|р\.|г\.|года|r\.))?,?\s+(?:[^\W\d_]+\s+){0,3}(?:підписан\w+|підписал\w+|укладен\w+|уклал\w+|подписан\w*|подписал\w*|"
    r"заключ[её]н\w*|заключил\w*|podpisan\w+|podpisa\w+|zawart\w+|unterzeichnet\w*)(?!\w)"
)


def signing_date(text: str, base: date | None) -> PartialDate | None:
    """The date of running text that its own sentence ties to an agreement: `Угоду підписано 12 травня 1992 року`."""
    first: PartialDate | None = None
    for sentence in SENTENCE.split(text[:MAX_ENTRY]):
        if (base is None and not YEAR.search(sentence)) or not WORDED.search(sentence):
            continue
        moment = finer(when_of(of_that_year(sentence), base), sentence)
        if moment and CONCLUDED.search(sentence):
            return moment  # rather than the year in which a friendship began
        first = first or moment
    return first


def finer(moment: PartialDate | None, text: str) -> PartialDate | None:
    """A year as the one day or month of it that a text prints for an agreement, with the year or without:
    `1996` for `Соглашение подписано 17 апреля`, `2001` for `in 2001, when the mayors signed an agreement (23 November 2001)`."""
    if moment is None or moment.precision is not Precision.YEAR:
        return moment
    within = {
        value.value: replace(value, relative=False)
        for sentence in SENTENCE.split(text[:MAX_ENTRY])
        if cues.AGREEMENT_WORDS.search(sentence) or CONCLUDED.search(sentence)
        for _, _, value in find_dates(sentence, date(int(moment.value), 12, 31))
        if value.precision is not Precision.YEAR and value.value.startswith(moment.value)
    }
    return next(iter(within.values())) if len(within) == 1 else moment


#: A document that is signed.
CONCLUDED = AnyCase(
    r"(?<!\w)(?:підписан\w*|підписал\w*|укладен\w*|уклал\w*|подписан\w*|подписал\w*|заключ[её]н\w*|signed|concluded|podpisan\w*|podpisał\w*|zawart\w*|"
    r"unterzeichnet\w*)(?!\w)"
)


def of_that_year(sentence: str) -> str:
    """A sentence with the year printed where it refers back to it: `2023 року ..., а 15 вересня того ж року`, `У 2023 році ...: 9 листопада підписано`."""
    for match in reversed(list(_SAME_YEAR.finditer(sentence))) if _SAME_YEAR.search(sentence) else ():
        years = YEAR.findall(sentence, 0, match.start())
        if years:
            sentence = f"{sentence[: match.start()]}{f'{years[-1]} року':{len(match[0])}}{sentence[match.end() :]}"
    told = _DAY_OF_YEAR.search(sentence)
    if told and len(YEAR.findall(sentence)) == 1 and not _YEAR_OF_ELSE.search(sentence, max(0, told.start() - _BESIDE), told.start()):
        sentence = f"{sentence[: told.end()]} {told['year']} року{sentence[told.end() :]}"
    return sentence


_BESIDE = 30
#: `Обраний у 2020 році мер`, `Стратегії розвитку 2027`
_YEAR_OF_ELSE = AnyCase(r"(?<!\w)(?:обран|збудован|заснован|народжен|ухвален|прийнят|стратегі|програм|план|проєкт|проект|изб?ран|построен)\w*")
#: `У 2023 році налагоджено зв'язки: 9 листопада підписано меморандум`: a day of the year said before it, not of one until which
#: something runs, nor of one set against it (`У 2019 році лише знайомилися, а 9 листопада підписано`).
_DAY_OF_YEAR = AnyCase(
    r"(?<!до )(?<!після )(?<!від )(?<!на )(?<!on )(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)(?:(?!,\s(?:а|але|і|й|та|но|и)\s(?!вже|уже)|\d{4}).)*?"
    r"(?<![\d.])\d{1,2} (?:січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)"
    r"(?= (?:було |була |были )?(?:підписа|укладен|уклал|подписа|заключ))",
    needs="підписа укладен уклал подписа заключ",
)
_SAME_YEAR = AnyCase(
    r"(?<!\w)(?:(?:того|цього) (?:ж|самого) року|того самого року|(?:того|этого) же года|(?:in|of) the same year|tego samego roku|(?:im selben|desselben) jahre?s?)(?!\w)",
    needs="того цього этого same samego selben",
)


def when_of(text: str, base: date | None) -> PartialDate | None:
    """The signing date of a cell or a description: the first date that is not of an end, a renewal or another thing."""
    return signing_among(text, countries_and_dates(text, base), [])


def _signing_after(clause: str) -> bool:
    """A word of signing stands after the word that speaks of something else."""
    other = list(cues.OTHER_DATES.finditer(clause))
    return bool(other) and bool(
        re.search(
            r"(?<!\w)(?:підпис\w+|уклад\w+|подпис\w+|заключ\w+|signed|podpis\w+|"
            r"unterzeichn\w+|угод\w+|догов\w+|соглашени\w+|agreement|umow\w+|vertrag\w*)",
            clause[other[-1].end() :],
            re.I,
        )
    )


def _alternate(names: list[list], dates: list[Atom], lines: list[int]) -> bool:
    """Name, date, name, date: each date belongs to the names before it that have none."""
    marks = sorted(
        [(one[4], 0, one) for one in names] + [(one.start, 1, one) for one in dates] + [(line, 2, None) for line in lines],
        key=lambda mark: mark[:2],
    )
    groups = 0
    previous = 1
    for _, what, _one in marks:
        groups += what == 1 and previous == 0
        previous = what if what < 2 else previous
    if groups < 2:
        return False
    waiting: list[list] = []
    for _, what, one in marks:
        if what == 0:
            waiting.append(one)
        elif what == 2:
            waiting = []
        else:
            for name in waiting:
                name[3] = one.value
            waiting = []
    return True


def closing_date(text: str, base: date | None) -> PartialDate | None:
    """The day of an end or a suspension: the first date behind the words that say so. A date before them is that of the start."""
    if then := THEN_ENDED.search(text):
        text = text[then.start(then.lastgroup) :]
    said = CLOSING.search(text)
    if said is None:
        return None
    if span := span_of_end(text):
        return PartialDate(span[1], Precision.YEAR)
    dates = [one for one in find_dates(text, base) if not _OF_BEGINNING.search(text[max(0, one[0] - 40) : one[0]])]
    if len(_BRACKETED_DATE.findall(text)) > 1:
        dates = [one for one in dates if not _in_bracket(text, one[0])]  # "дії угод з містами A (1998 рік) та B (2006 рік)"
    behind = next((found for start, _, found in dates if start > said.start()), None)
    begin = max((match.end() for match in _NEXT_SENTENCE.finditer(text, 0, said.start())), default=0)
    within = [one for one in dates if begin <= one[0] < said.start()]
    if behind is None and (opening := _OPENING_DATE.match(text, begin)) and within and within[0][0] <= opening.end() and not _BEGAN.match(text, within[0][1]):
        return within[0][2]
    if behind is None and within and _AT_THE_END.fullmatch(text, within[-1][1], said.start()) and _IN.search(text, 0, within[-1][0]):
        return within[-1][2]
    if behind is None and len(dates) == 1 and "|" not in text and _DECIDES.search(text):
        return dates[0][2]  # "Депутати на сесії 2 березня 2022 року підтримали рішення про денонсацію"
    return behind


#: `зв'язки у 2014 році розірвано`: the day right before the word of an end, and not `угода 2005 року розірвана`.
_AT_THE_END = AnyCase(r"(?:\s(?:році|року|р\.|году|года|г\.))?\s(?:було\s|була\s|были\s|was\s)?")
_IN = re.compile(r"(?i:\s(?:у|в|во|in|im|on|am|w))\s$")


def span_of_end(text: str) -> tuple[str, str] | None:
    """The years of `Розірвано 1998–2014`: a span right behind the first word of an end."""
    said = CLOSING.search(text)
    span = said and _SPAN_BEHIND.match(text, said.start())
    return (span[1], span[2]) if span and not _OF_SOMETHING_ELSE.search(text, said.start(), span.start(1)) else None


_SPAN_BEHIND = re.compile(r"[^\d]{0,60}?((?:19|20)\d\d)\s?[-–—]\s?((?:19|20)\d\d)(?![\d.])")
_OF_SOMETHING_ELSE = AnyCase(r"про[єе]кт|програм|обмін|грант|фестивал|стратегі|project|programme|exchange|projekt|wymian")


def _in_bracket(text: str, at: int) -> bool:
    return text.rfind("(", 0, at) > text.rfind(")", 0, at)


_BRACKETED_DATE = re.compile(r"\([^()]*(?:19|20)\d\d[^()]*\)")
#: The words right before the day of what is ended: `припинити дію договору, укладеного 14 вересня 2004 року`.
_OF_BEGINNING = AnyCase(
    r"(?<!\w)(?:укладен\w*|підписан\w*|заключ[её]нн\w*|подписанн\w*|signed|concluded|zawart\w*|podpisan\w*|unterzeichnet\w*|geschlossen\w*|"
    r"(?:угод|догов|меморандум|соглашен|agreement|umow|vertrag)\w*\s+(?:від|от|of|z|vom)|(?:угода|договір|договор|меморандум|соглашение|agreement|umowa)|"
    r"(?:партнерств|побратимств|співпрац|дружб|партн[её]рств|сотрудничеств|partnership|partnerstw)\w*\s+(?:з|із|від|с|от|since|od)|(?:дія(?:в|л[аои])|трива(?:в|л[аои])|існува(?:в|л[аои])|дружи(?:в|л[аои])|длил\w*|действовал[аои]?|lasted|existed) (?:ще )?(?:від|з|із|с|от|since|from))\s+(?:on |у |в |w |am |dnia )?$"
)
_DECIDES = AnyCase(
    r"(?<!\w)(?:депутат|сесі|міськрад|виконком|рішенн|сесси|горсовет|решени|council|session|radni|sesj|stadtrat)"
)


_NEXT_SENTENCE = re.compile(r"(?<!\W[рг])\.\s+(?=[\dА-ЯІЇЄҐA-Z])")
#: `In March 2022 the council terminated the agreement`: the date that opens a sentence is that of its verb.
_OPENING_DATE = re.compile(r"(?:In|On|У|В|З|Із|Від|С|Am|Im|W|Od|Dnia)\s+|")


#: `З 2012 року партнером є`: the day of a beginning.
_BEGAN = AnyCase(r"(?:\s(?:року|р\.|года))?,?\s(?:наш\w+ )?(?:(?:партнер|побратим)(?:ом|а|ами|и)?(?!\w)|міст(?:ом|о)-|діє|діяв|діяла|є\s)")


#: What looks like a day or a run of years. Where no date could be read out of it (31.02.2004) or one says less (2004–2010), it stays as printed.
_DAYLIKE = re.compile(r"(?<![\d.])\d{1,2}[./]\d{1,2}[./](?:19|20)\d{2}(?!\d)")
_YEARS = re.compile(r"(?<![\d.])(?:19|20)\d{2}\s?[-–—]\s?(?:19|20)\d{2}(?![\d.])")


def printed_date(text: str, read: bool) -> str | None:
    """Words of a date that the claim would otherwise lose."""
    found = _YEARS.search(text) or (None if read else _DAYLIKE.search(text))
    return found[0] if found else None
