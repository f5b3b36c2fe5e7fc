"""Dates as pages print them: words and digits of six languages and the months of partners' other ones, kept in the precision printed.

What belongs here: from characters to a partial date. What does not: which date of a page is the signing date, and Excel
serial numbers. A date that cannot be (31.02) is no date, not even its year. A range means its first day, month or year.

Every date but a relative one holds a year of four digits, so a text is read around those and nowhere else.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from schemas.calendar import YEARS
from schemas.vocabularies import Precision
from scrapers.text.normalise import SHORT, AnyCase


@dataclass(frozen=True, slots=True)
class PartialDate:
    """ISO 8601 in reduced precision (`2023-07-17`, `2023-07`, `2023`); `relative` when a base was needed to know it."""

    value: str
    precision: Precision
    relative: bool = False


# ------------------------------------------------------------------------------------------------------------ words

# Months: stem + endings, then whole words; uk, ru, pl, de, en, fr.
_MONTH_ROWS = (
    "січ:ень,ня,ню,ні,нем январ:ь,я,е,ю,ем stycz:eń,nia,niu,niem янв січ sty januar jänner january jan janvier janv",
    "лют:ий,ого,ому,им,. феврал:ь,я,е,ю,ем lut:y,ego,ym феврал фев февр lut februar feber february feb février fevrier févr",
    "берез:ень,ня,ню,ні,нем март:,а,е,у,ом mar:zec,ca,cu,cem бер мар märz maerz mär march mar mars",
    "квіт:ень,ня,ню,ні,нем апрел:ь,я,е,ю,ем kwie:cień,tnia,tniu,tniem квіт кві апр kwi april apr avril avr",
    "трав:ень,ня,ню,ні,нем ма:й,я,е,ю,ем maj:,a,u,em трав тра mai may",
    "черв:ень,ня,ню,ні,нем июн:ь,я,е,ю,ем czerw:iec,ca,cu,cem черв чер июн cze juni june jun juin",
    "лип:ень,ня,ню,ні,нем июл:ь,я,е,ю,ем lip:iec,ca,cu,cem лип июл lip juli july jul juillet juil",
    "серп:ень,ня,ню,ні,нем август:,а,е,у,ом sierp:ień,nia,niu,niem серп сер авг sie august aug août aout",
    "верес:ень,ня,ню,ні,нем сентябр:ь,я,е,ю,ем wrze:sień,śnia,śniu,śniem вер верес сен сент wrz september sep sept septembre",
    "жовт:ень,ня,ню,ні,нем октябр:ь,я,е,ю,ем październik:,a,u,iem жовт жов окт paź pazdziernik:,a,u oktober okt october "
    "oct octobre",
    "листопад:,а,і,у,ом ноябр:ь,я,е,ю,ем listopad:,a,zie,em листоп лис ноя нояб lis november nov novembre",
    "груд:ень,ня,ню,ні,нем декабр:ь,я,е,ю,ем grud:zień,nia,niu,niem груд гру дек gru dezember dez december dec décembre "
    "decembre déc",
)

# Months of the other languages that partners write: ro, hu, cs, sk, sl, lt, lv, et, fi, sv, da and no, nl, it, es, pt, bg, be, tr, sr, el, sq, ka.
# Croatian ones are left out: its listopad is October and its srpanj July.
_PARTNERS_MONTH_ROWS = (
    "ianuarie január:,a,i,om,ban,ában led:en,na,nu,nem saus:is,io,į,yje janvār:is,a,ī jaanuar:,i,il tammikuu:,ta,n,ssa "
    "januari gennaio enero janeiro януари студзен:ь,я,і Ocak јануар:,а,у,и Ιανουάριος Ιανουαρίου janar იანვარი",
    "februarie február:,a,i,om,ban,jában únor:,a,u,em vasar:is,io,į,yje februār:is,a,ī veebruar:,i,il helmikuu:,ta,n,ssa "
    "februari febbraio febrero fevereiro февруари лют:ы,ага,ым Şubat фебруар:,а,у Φεβρουάριος Φεβρουαρίου shkurt თებერვალი",
    "martie március:,i,ban,ában mar:ec,ci,com březen březn:a,u,em marec kov:as,o,ą,e mart:s,ā märts:,i,il "
    "maaliskuu:,ta,n,ssa maart marts marzo março сакавік:,а,у Μάρτιος Μαρτίου მარტი mart Mart",
    "aprilie április:,i,ban,ában aprí:l,la,li,lom dub:en,na,nu,nem baland:is,žio,į,yje aprīl:is,a,ī aprill:,i,il "
    "huhtikuu:,ta,n,ssa aprile abril красавік:,а,у Nisan април:,а,у,и Απρίλιος Απριλίου prill აპრილი",
    "május:,i,ban,ában máj:,a,i,om květ:en,na,nu,nem geguž:ė,ės,ę,ėje maij:s,a,ā toukokuu:,ta,n,ssa mei maggio mayo maio "
    "май Mayıs мај:,а,у Μάιος Μαΐου მაისი",
    "iunie június:,i,ban,ában jún:,a,i,om,ius červ:en,na,nu,nem biržel:is,io,į,yje jūnij:s,a,ā juuni:,l kesäkuu:,ta,n,ssa "
    "giugno junio junho юни чэрвен:ь,я,і Haziran junij:,a,u јун:,а,у,и Ιούνιος Ιουνίου qershor ივნისი",
    "iulie július:,i,ban,ában júl:,a,i,om červen:ec,ce,ci,cem liep:a,os,ą,oje jūlij:s,a,ā juuli:,l heinäkuu:,ta,n,ssa "
    "luglio julio julho юли ліпен:ь,я,і Temmuz julij:,a,u јул:,а,у,и Ιούλιος Ιουλίου korrik ივლისი",
    "augusztus:,i,ban,ában august:,a,e,i,om,us,i srp:en,na,nu,nem rugpjū:tis,čio,tį,tyje august:s,ā elokuu:,ta,n,ssa agosto "
    "augusti жнівень жніўн:я,і Ağustos avgust:,a,u Αύγουστος Αυγούστου gusht აგვისტო",
    "septembrie szeptember:,i,ben,ében septembr:a,i,is,ī zář:í,ím rugsėj:is,o,į,yje syyskuu:,ta,n,ssa settembre septiembre "
    "setembro септември верас:ень,ня,ні Eylül септемб:ар,ра,ру Σεπτέμβριος Σεπτεμβρίου shtator სექტემბერი",
    "octombrie október:,i,ben,ében októbr:a,i,om říj:en,na,nu,nem spal:is,io,į,yje oktobr:is,a,ī oktoober oktoobri:,l "
    "lokakuu:,ta,n,ssa ottobre octubre outubro октомври кастрычнік:,а,у Ekim октоб:ар,ра,ру Οκτώβριος Οκτωβρίου tetor "
    "ოქტომბერი",
    "noiembrie november:,i,ben,ében novembr:a,i,is,ī,om listopad:u,em lapkri:tis,čio,tį,tyje marraskuu:,ta,n,ssa "
    "novembri:,l noviembre novembro ноември лістапад:,а,зе Kasım новемб:ар,ра,ру Νοέμβριος Νοεμβρίου nëntor ნოემბერი",
    "decembrie december:,i,ben,ében decembr:a,i,is,ī,om prosin:ec,ce,ci,cem gruod:is,žio,į,yje detsember detsembri:,l "
    "joulukuu:,ta,n,ssa desember dicembre diciembre dezembro декември снеж:ань,ня,ні Aralık децемб:ар,ра,ру Δεκέμβριος "
    "Δεκεμβρίου dhjetor დეკემბერი",
)


def _forms(row: str) -> Iterator[str]:
    for item in row.split():
        stem, colon, endings = item.partition(":")
        yield from (stem + ending.strip(".") for ending in endings.split(",")) if colon else (stem,)


_MONTHS = {form: number for number, row in enumerate(_MONTH_ROWS, 1) for form in _forms(row)}
_PARTNERS_MONTHS = {form: number for number, row in enumerate(_PARTNERS_MONTH_ROWS, 1) for form in _forms(row)}


def _month_named(word: str) -> int | None:
    """The number of a month; one of a partner's language only as it is written there: `Dubna`, `Mayo` and `Augusta` are places."""
    return _MONTHS.get(word.lower()) or _PARTNERS_MONTHS.get(word)


_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN = {roman: number for number, roman in enumerate(_ROMANS, 1)}
_TO_LATIN = str.maketrans("ІХ", "IX")
# Days in words, 1 to 19, 20, 30; tens that stand before a unit are listed apart.
_DAY_ROWS = (
    "першого другого третього четвертого п'ятого шостого сьомого восьмого дев'ятого десятого одинадцятого дванадцятого "
    "тринадцятого чотирнадцятого п'ятнадцятого шістнадцятого сімнадцятого вісімнадцятого дев'ятнадцятого двадцятого тридцятого",
    "перше друге третє четверте п'яте шосте сьоме восьме дев'яте десяте одинадцяте дванадцяте тринадцяте чотирнадцяте "
    "п'ятнадцяте шістнадцяте сімнадцяте вісімнадцяте дев'ятнадцяте двадцяте тридцяте",
    "первого второго третьего четвёртого пятого шестого седьмого восьмого девятого десятого одиннадцатого двенадцатого "
    "тринадцатого четырнадцатого пятнадцатого шестнадцатого семнадцатого восемнадцатого девятнадцатого двадцатого тридцатого",
    "pierwszego drugiego trzeciego czwartego piątego szóstego siódmego ósmego dziewiątego dziesiątego jedenastego "
    "dwunastego trzynastego czternastego piętnastego szesnastego siedemnastego osiemnastego dziewiętnastego dwudziestego "
    "trzydziestego",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth",
)
_DAY_NUMBERS = (*range(1, 21), 30)
_DAY_WORDS = {word: number for row in _DAY_ROWS for number, word in zip(_DAY_NUMBERS, row.split(), strict=True)}
_TENS = dict.fromkeys(("двадцять", "двадцать", "dwudziestego", "twenty"), 20)
_TENS |= dict.fromkeys(("тридцять", "тридцать", "trzydziestego", "thirty"), 30)

# --------------------------------------------------------------------------------------------------------- patterns

_NUMBER = re.compile(r"\d{4}(?<!\d{5})(?!\d)")
_DIGIT = re.compile(r"\d")
_WORD = r"(?<![^\W\d_])(?P<{0}>[^\W\d_]{{3,12}})\.?"
_DAY = r"(?<!\d)(?<!\d[.,])(?P<{0}>\d{{1,2}})\s?[»\"”]?"
_DAY_TAIL = r"\s?(?:-?(?:го|те|ге|ше|тя|е|й|st|nd|rd|th|er)(?![^\W\d_])|\.|º)?"
# 12-14 травня; 30.05-02.06.2023
_DAYS = r"(?:\s?[-–—]\s?\d{1,2}(?!\d))?"
_OF = r"(?:(?:de|of|d['’])\s{0,2})?"
_BEFORE = tuple(
    re.compile(pattern + r"\Z", re.IGNORECASE)
    for pattern in (
        # 22.03.|2017, 21.11. |2025, 07.06 |2013, 12-14.05.|2023, 30.05-02.06.|2023
        r"(?<!\d)(?<!\d[.,])(?P<d>\d{1,2})(?:(?P<m0>\.\d{1,2})\.?\s?[-–—]\s?\d{1,2}(?=\.)|\s?[-–—]\s?\d{1,2}(?=\.))?"
        r"\s?(?P<s>[./-])\s?(?P<m>\d{1,2})(?:\s?[./-]\s{0,20}|\s{1,20})",
        # 12.IV.|1998, 12 IV |1998
        r"(?<!\d)(?P<d>\d{1,2})[.\s]\s?(?P<roman>[IVXІХ]{1,4})[.\s]\s?",
        # 17 липня |2023, «17» липня, 1st of May |2020, 1er janvier
        rf"{_DAY.format('d')}{_DAY_TAIL}{_DAYS}\s?[»\"”]?{_DAY_TAIL}\s{{0,20}}{_OF}{_WORD.format('w')},?\s{{0,20}}{_OF}",
        # April 5, |1992
        rf"{_WORD.format('w')}\s{{1,5}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–—]\s?\d{{1,2}})?,?\s{{1,5}}",
        # червні |2022, листопад-грудень |2022
        rf"{_WORD.format('w')}(?:\s?[-–—/]\s?(?P<w2>[^\W\d_]{{3,12}})\.?)?,?\s{{0,20}}{_OF}",
        # 07.|2023
        r"(?<![\d.,/-])(?P<m>\d{1,2})[./]",
    )
)
_NUMERIC, _ROMAN_DATE, _DAY_MONTH, _MONTH_DAY, _MONTH, _MONTH_NUMBER = _BEFORE
_ISO = re.compile(r"(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d|\.\d)")
_TIME = re.compile(r"[T\s]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?")
_YEAR_WORD = AnyCase(
    r"(?:\s?-?(?:го|му|й|ий|ого|ому|м)(?![^\W\d_]))?(?:\s{0,20}(?:року|році|роком|роки|років|рік|р\.?\s?р\.?|р\.|р|"
    r"года|годом|году|годах|год|"
    r"гг\.?|г\.|г|roku|rokiem|rok|r\.|r|year)(?![^\W\d_]))?",
)
#: `2003. június 14-én`, `2003 m. birželio 14 d.`, `2003. gada 14. jūnijā`: Hungarian, Lithuanian and Latvian begin with the year.
_YEAR_FIRST = re.compile(
    r"(?:\.\s?gada|\.|\s?m\.)\s{0,5}(?:(?P<d0>\d{1,2})\.\s?)?(?P<w>[^\W\d_]{3,12})(?:\s(?P<d>\d{1,2})(?!\d)(?:\.|-?[^\W\d_]{1,3}(?!\w)|\s?d\.)?)?(?!\w)"
)
#: `2012 р., вересень`, `2012, 5 вересня`, `1998, May 23`.
_THEN_MONTH = re.compile(
    r"\s?,\s{1,5}(?:(?P<d>\d{1,2})\s{1,5})?(?P<w>[^\W\d_]{3,12})(?!\w)(?:\.?\s(?P<d2>\d{1,2})(?!\d|[.,:/]\d)|(?!\.?\s{0,5}\d))"
)
#: Months that are words of a sentence as well, when they are written with a small letter.
_EVERYDAY_MONTHS = frozenset(("may", "march"))
_TO_YEAR = re.compile(r"\s?[-–—/]\s?\d{4}(?![\d]|[.,/-]\d)|[-/]\d{2}(?![\d]|[.,/-]\d)")
_SHORT_YEAR = re.compile(
    r"(?P<d>[0-3](?<![\d.,:/-].)\d)(?P<s>[./])(?P<m>[01]\d)(?P=s)(?P<y>[0-3]\d|9\d)(?![\d.,:/-]?\d)"
    + r"(?:\s?(?:р\.|року|г\.|r\.))?"
)
# A bare number of four digits is no year beside one of these.
_UNIT_AFTER = AnyCase(
    r"\s{0,3}(?:[%‰°€$£₴²]|(?:грн|гривень|гривн\w*|євро|евро|euros?|eur|usd|uah|pln|zł|zl|дол\w*|доллар\w*|dollars?|"
    r"тис\w*|тыс\w*|млн|млрд|"
    r"мільйон\w*|миллион\w*|tys|mln|mio|thousand|million|га|ha|км|km|м|m|кв|sq|кг|kg|т|шт|од|осіб|особ\w*|чол|"
    r"чолов\w*|человек|людей|люд\w*|"
    r"жител\w*|мешкан\w*|населен\w*|учн\w*|діт\w*|дітей|сімей|родин\w*|студент\w*|примірник\w*|екземпляр\w*|"
    r"одиниц\w*|раз[иі]?в?|комплект\w*|"
    r"people|persons?|residents?|inhabitants?|students?|children|copies|km2|einwohner\w*|personen|menschen|"
    r"mieszka\w*|osób|osoby|"
    r"habitants?|personnes?|переселен\w*|впо|військов\w*|метр\w*|кілометр\w*|тонн\w*|літр\w*|градус\w*|квт|мвт|kw|"
    r"ліжок|місць|"
    r"годин\w*|днів|балів|голос\w*|книг\w*|генератор\w*|набор\w*|пакет\w*|упаков\w*)(?![^\W\d_]))",
)  # fmt: skip
_GLUED_AFTER = re.compile(r"['’]s(?!\w)|[.,:/]\d|[\s\u00a0-]\d|-?[^\W\d_]")
_NUMBER_BEFORE = AnyCase(
    r"(?:[№#$€£+]|\bno\.?|\bn°|\bnr\.?|\bтел\w{0,6}\.?:?|\bфакс:?|\bіндекс:?|\bпонад|\bблизько|\bмайже|\bбільше|"
    r"\bоколо|\bболее|\babout|"
    r"\bover|\bnearly|\bmore than|\bponad|\bokoło|\büber|\brund|\bплоща|\bнаселення|\d[\s\u00a0-])\s?\Z",
)  # fmt: skip
#: `Q3 2024`
_QUARTER_BEFORE = re.compile(r"(?<!\w)Q[1-4]\s?\Z")
_TOUCHING = re.compile(r"[\d.,/+-]")

_W = r"(?<![^\W\d_])"
_E = r"(?![^\W\d_])"
_LAST_YEAR = (
    r"минулого\s+року|торік|торішнього|прошлого\s+года|в\s+прошлом\s+году|ubiegłego\s+roku|zeszłego\s+roku|"
    r"(?:of\s+)?last\s+year|letzten\s+jahres|"
    r"vergangenen\s+jahres|de\s+l['’]année\s+dernière"
)
_THIS_YEAR = (
    r"цього\s+року|цього\s+ж\s+року|поточного\s+року|ц\.?\s?р\.|цьогоріч|этого\s+года|текущего\s+года|с\.\s?г\.|"
    r"bieżącego\s+roku|tego\s+roku|br\.|"
    r"(?:of\s+)?this\s+year|dieses\s+jahres|de\s+cette\s+année"
)
_SAID_YEAR = AnyCase(rf"\s{{0,5}}(?:(?P<last>{_LAST_YEAR})|(?P<this>{_THIS_YEAR})){_E}")
_DAY_MONTH_ALONE = AnyCase(
    rf"(?<!\d)(?<!\d[.,])(?P<d>\d{{1,2}})(?!\d)\s?[»\"”]?{_DAY_TAIL}{_DAYS}\s?[»\"”]?{_DAY_TAIL}\s{{0,20}}{_OF}(?P<w>[^\W\d_]{{3,12}})\.?{_E}"
    rf"|{_W}(?P<w2>[^\W\d_]{{3,12}})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.:,]?\d)",
)
_MONTH_ALONE = AnyCase(rf"{_W}(?P<p>(?:у|в|во|w|we|in|im|en|з|із|от|since|od|seit)\s)?(?P<w>[^\W\d_]{{3,12}}){_E}\.?")
_RELATIVE = AnyCase(
    rf"{_W}(?:(?P<y1>минулого\s+року|торік|у\s+минулому\s+році|прошлого\s+года|в\s+прошлом\s+году|"
    rf"w\s+ubiegłym\s+roku|w\s+zeszłym\s+roku|last\s+year|"
    r"letztes\s+jahr|im\s+vergangenen\s+jahr|l['’]année\s+dernière)|"
    r"(?P<y0>цього\s+року|цьогоріч|у\s+цьому\s+році|в\s+этом\s+году|w\s+tym\s+roku|this\s+year|dieses\s+jahr|"
    r"cette\s+année)|"
    r"(?P<y2>позаминулого\s+року|позаторік|позапрошлого\s+года)|"
    r"(?P<m1>минулого\s+місяця|прошлого\s+месяца|в\s+прошлом\s+месяце|w\s+ubiegłym\s+miesiącu|last\s+month|"
    r"letzten\s+monat|le\s+mois\s+dernier)|"
    r"(?P<m0>цього\s+місяця|в\s+этом\s+месяце|w\s+tym\s+miesiącu|this\s+month|diesen\s+monat|ce\s+mois-ci)|"
    r"(?P<d0>сьогодні|сегодня|dzisiaj|dziś|today|heute|aujourd['’]hui)|"
    r"(?P<d1>учора|вчора|вчера|wczoraj|yesterday|gestern|hier)|"
    rf"(?P<d2>позавчора|позавчера|przedwczoraj|vorgestern|avant-hier)){_E}",
)
#: Days of the week in the cases in which a text says when something was, from Monday: `у вівторок`, `минулої суботи`.
WEEKDAYS = (
    "понеділок|понеділка|понедельник|понедельника|poniedziałek|monday|montag",
    "вівторок|вівторка|вторник|вторника|wtorek|tuesday|dienstag",
    "середу|середи|среду|среды|środę|wednesday|mittwoch",
    "четвер|четверга|четверг|czwartek|thursday|donnerstag",
    "п.ятницю|п.ятниці|пятницу|пятницы|piątek|friday|freitag",
    "суботу|суботи|субботу|субботы|sobotę|saturday|samstag",
    "неділю|неділі|воскресенье|воскресенья|niedzielę|sunday|sonntag",
)
_WEEKDAY = AnyCase(
    rf"{_W}(?:(?:у|в|во|w|we|on|am)\s+(?:(?P<last>минул\w+|прошл\w+|ubiegł\w+|zeszł\w+|last|vergangenen|letzten)\s+|(?:цей|цю|этот|эту)\s+)?|(?P<past>минулого|минулої|last|letzten)\s+|цього\s+|цієї\s+)"
    rf"(?:{'|'.join(f'(?P<w{day}>{names})' for day, names in enumerate(WEEKDAYS))}){_E}(?!\W{{0,3}}\d)"
)

#: `у п'ятницю під час Днів міста 2019 року`: a day of another year than the page's.
_HELD_IN = AnyCase(r"(?<!\w)(?:дн\w+ (?:міста|громади|города)|свят\w*|фестивал\w*|форум\w*|ювіле\w*|праздник\w*) (?:19|20)\d\d")

# ---------------------------------------------------------------------------------------------------------- reading


def parse_date(text: str, base: date | None = None) -> PartialDate | None:
    """The first date of a cell, or None: `22.03.2017, м.Устрики Долішні` -> 2017-03-22."""
    return _parse_short(text[:SHORT], base)


@lru_cache(maxsize=1 << 15)
def _parse_short(text: str, base: date | None) -> PartialDate | None:
    found = find_dates(text, base)
    return found[0][2] if found else None


def find_dates(text: str, base: date | None = None) -> list[tuple[int, int, PartialDate]]:
    """Every date of running `text` as (start, end, date), left to right. Without `base` a day and month with no year
    are no date; with it they are the last such day not after it, and marked relative, like `минулого року`."""
    return list(_found_short(text, base)) if len(text) <= SHORT else _found(text, base)


def _found(text: str, base: date | None) -> list[tuple[int, int, PartialDate]]:
    found: list[tuple[int, int, PartialDate]] = []
    taken = 0
    for match in _NUMBER.finditer(text):
        if match.start() < taken:
            continue
        start, end, partial = _around(text, match.start(), match.end(), taken)
        taken = end
        if partial:
            found.append((start, end, partial))
    for match in _SHORT_YEAR.finditer(text):
        year = int(match["y"])
        partial = _day(year + (1900 if year >= 90 else 2000), match["m"], match["d"])
        if partial:
            found.append((match.start(), match.end(), partial))
    if base is not None:
        found += _without_year(text, base, [(start, end) for start, end, _ in found])
    if len(found) > 1:
        found.sort(key=lambda item: item[0])
    return found


# Several layouts read the texts of one page; what was read before it is forgotten.
_found_short = lru_cache(maxsize=128)(_found)


def _around(text: str, start: int, end: int, taken: int) -> tuple[int, int, PartialDate | None]:
    """The date around the number `text[start:end]` and its span; None when it is no date or an impossible one."""
    year = int(text[start:end])
    iso = _ISO.match(text, end)
    if iso and not (start and text[start - 1] in ".-/0123456789" and start > taken):
        end = iso.end()
        time = _TIME.match(text, end)
        return start, time.end() if time else end, _day(year, iso["m"], iso["d"])
    left = max(taken, start - 48)
    before = text[left:start]
    tail = _YEAR_WORD.match(text, end)
    after = tail.end() if tail else end
    last = before[-1:]
    if last and (last in " \n\t./-,'’\u00a0" or last.isalpha()):
        for pattern in _BEFORE if _DIGIT.search(before) else (_MONTH,):  # all others begin with a day
            match = pattern.search(before)
            if match is None:
                continue
            read = _read_before(pattern, match, year)
            if read is None:
                continue
            if last.isdigit() or text[end : end + 1].isdigit() or _decimals(text, end):
                return start, end, None
            partial, offset = read
            if pattern is _NUMERIC and (time := _TIME.match(text, after)):
                after = time.end()
            return left + offset, after, partial
    if year not in YEARS:
        return start, end, None
    if (first := _YEAR_FIRST.match(text, end)) and first["w"].islower() and (month := _month_named(first["w"])):
        day = first["d"] or first["d0"]
        return start, first.end(), _day(year, month, day) if day else _month(year, month)
    if start == 0 and len(text) == 7 and text[4] == "-" and text[5:].isdigit():
        month = int(text[5:])
        return 0, 7, PartialDate(text, Precision.MONTH) if 1 <= month <= 12 else None
    if (month := _ISO_MONTH.match(text, end)) and int(month[1]) < year % 100:
        return start, month.end(), _month(year, int(month[1]))  # "2017-04"; "2010-12" may be three school years
    to_year = _TO_YEAR.match(text, end)
    if to_year and not _TOUCHING.match(last or " "):
        tail = _YEAR_WORD.match(text, to_year.end())
        return start, tail.end() if tail else to_year.end(), PartialDate(str(year), Precision.YEAR)
    if (
        last
        and _TOUCHING.match(last)
        and not ((last in ".,-" and before[-2:-1].isalpha()) or (last in ".," and not before[-2:-1].isdigit()))
    ):
        return start, end, None
    if (then := _THEN_MONTH.match(text, after)) and then["w"] not in _EVERYDAY_MONTHS and (month := _month_named(then["w"])):
        day = then["d"] or then["d2"]
        return start, then.end(), _day(year, month, day) if day else _month(year, month)
    if after == end and not _stands_alone(text, start, end):
        return start, end, None
    return start, after, PartialDate(str(year), Precision.YEAR)


_ISO_MONTH = re.compile(r"-(0[1-9]|1[0-2])(?![\d-])")


def _decimals(text: str, end: int) -> bool:
    return text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit()


def _read_before(pattern: re.Pattern, match: re.Match, year: int) -> tuple[PartialDate | None, int] | None:
    """(date or None when impossible, where it starts), or None when the words before the year are no month."""
    if pattern is _NUMERIC:
        day, month = match["d"], (match["m0"] or match["m"]).strip(".")
        if match["s"] == "/" and int(month) > 12 >= int(day):
            day, month = month, day
        return _day(year, month, day), match.start()
    if pattern is _ROMAN_DATE:
        number = _ROMAN.get(match["roman"].upper().translate(_TO_LATIN))
        return (_day(year, number, match["d"]), match.start()) if number else None
    if pattern is _MONTH_NUMBER:
        return _month(year, int(match["m"])), match.start()
    number = _month_named(match["w"])
    if number is None:
        second = _month_named(match["w2"]) if pattern is _MONTH and match["w2"] else None
        return (_month(year, second), match.start("w2")) if second else None
    if pattern is _MONTH:
        if match["w2"] and not _month_named(match["w2"]):
            return None  # "Сен-Дені, 2022": a name that begins like a month
        day = _DAY_IN_WORDS.search(match.string, 0, match.start())
        if day and (value := _day_in_words(day)):
            return _day(year, number, value[0]), value[1]
        return _month(year, number), match.start()
    return _day(year, number, match["d"]), match.start()


_DAY_IN_WORDS = re.compile(r"(?:(?P<tens>[^\W\d_]{6,12})[\s-])?(?P<unit>[^\W\d_]+(?:['’][^\W\d_]+)?)\s(?:of\s)?\Z")


def _day_in_words(match: re.Match) -> tuple[int, int] | None:
    unit = _DAY_WORDS.get(match["unit"].lower().replace("’", "'"))
    if unit is None:
        return None
    tens = _TENS.get((match["tens"] or "").lower(), 0) if unit < 10 else 0
    return tens + unit, match.start() if tens else match.start("unit")


def _month(year: int, month: int) -> PartialDate | None:
    if year in YEARS and 1 <= month <= 12:
        return PartialDate(f"{year}-{month:02}", Precision.MONTH)
    return None


def _day(year: int, month: str | int, day: str | int, relative: bool = False) -> PartialDate | None:
    month, day = int(month), int(day)
    if not (year in YEARS and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return PartialDate(f"{year}-{month:02}-{day:02}", Precision.DAY, relative)


def _stands_alone(text: str, start: int, end: int) -> bool:
    if _GLUED_AFTER.match(text, end) or _UNIT_AFTER.match(text, end):
        return False
    if _QUARTER_BEFORE.search(text[max(0, start - 4) : start]):
        return True
    return not _NUMBER_BEFORE.search(text[max(0, start - 16) : start])


# -------------------------------------------------------------------------------------------------------- relative


def _without_year(text: str, base: date, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int, PartialDate]]:
    """Days and months that need `base` for their year, and words like `торік`."""
    spans = list(taken)

    def free(start: int, end: int) -> bool:
        return not any(a < end and start < b for a, b in spans)

    position = 0
    while match := _DAY_MONTH_ALONE.search(text, position):
        month = _month_named(match["w"] or match["w2"])
        # `Monday 18` is no date, and its number may begin one: `Monday 18 July`.
        position = match.end() if month or match["d"] else match.start("d2")
        if month and free(*match.span()):
            end, year = _year_of(text, match.end(), base, month, int(match["d"] or match["d2"]))
            spans.append((match.start(), end))
            if partial := _day(year, month, match["d"] or match["d2"], relative=True):
                yield match.start(), end, partial
    for match in _MONTH_ALONE.finditer(text):
        month = _month_named(match["w"])
        start = match.start("w")
        if month and free(start, match.end()) and (match["p"] or _SAID_YEAR.match(text, match.end())):
            end, year = _year_of(text, match.end(), base, month, 0)
            spans.append((start, end))
            yield start, end, PartialDate(f"{year}-{month:02}", Precision.MONTH, relative=True)
    for match in _RELATIVE.finditer(text):
        if free(*match.span()):
            yield match.start(), match.end(), _relative(match.lastgroup or "d0", base)
    for match in _WEEKDAY.finditer(text) if not (taken and _HELD_IN.search(text)) else ():
        day = next(day for day in range(len(WEEKDAYS)) if match[f"w{day}"])
        back = (base.weekday() - day) % 7 or (7 if match["last"] or match["past"] else 0)
        if free(*match.span()):
            yield match.start(), match.end(), _relative(f"d{back}", base)


def _year_of(text: str, end: int, base: date, month: int, day: int) -> tuple[int, int]:
    said = _SAID_YEAR.match(text, end)
    if said:
        return said.end(), base.year - (1 if said["last"] else 0)
    return end, base.year - ((month, day) > (base.month, base.day if day else 0))


def _relative(name: str, base: date) -> PartialDate:
    back = int(name[1])
    if name[0] == "y":
        return PartialDate(str(base.year - back), Precision.YEAR, relative=True)
    if name[0] == "m":
        month = base.replace(day=1) - timedelta(days=1) if back else base
        return PartialDate(f"{month:%Y-%m}", Precision.MONTH, relative=True)
    return PartialDate((base - timedelta(days=back)).isoformat(), Precision.DAY, relative=True)


#: How much of a date is known, by the length of its ISO form.
PRECISION_OF_LENGTH = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}


def bounds(value: str, precision: Precision) -> tuple[date, date]:
    """The earliest and the latest day that a partial date can mean; all of time when unknown. ValueError for a value
    that is not of its precision."""
    if precision is Precision.UNKNOWN:
        return date.min, date.max
    parts = [int(part) for part in value.split("-")]
    if len(parts) != {Precision.YEAR: 1, Precision.MONTH: 2, Precision.DAY: 3}[precision]:
        raise ValueError(f"{value!r} is no {precision.value}")
    if precision is Precision.DAY:
        day = date(*parts)
        return day, day
    if precision is Precision.MONTH:
        return date(*parts, 1), date(*parts, calendar.monthrange(*parts)[1])
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


#: What stands between the first and the last date of a range, and before either: `2004–2010`, `з 2004 по 2010 рік`, `до 31.12.2027`.
_GAP = re.compile(r"\s*[-–—]\s*|\s+(?:по|до|to|do|bis|until|till)\s+", re.IGNORECASE)
_FROM = re.compile(r"(?:з|із|зі|від|с|от|from|od|seit|von)\s+", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_UP_TO = re.compile(r"(?:по|до|to|do|bis|until|till)\s+", re.IGNORECASE)


def parse_range(text: str) -> tuple[PartialDate | None, PartialDate] | None:
    """The first and the last date of a text that is a range and nothing else: `2004–2010 рр.` -> (2004, 2010), `до 31.12.2027` ->
    (None, 2027-12-31). None for anything else: one date, days of one month, an open end, a range that runs backwards."""
    text = text[:SHORT].strip(" \t()[]|,;.:")
    up_to = _UP_TO.match(text)
    if up_to and (last := _whole(text[up_to.end() :])):
        return None, last
    text = text[start.end() :] if (start := _FROM.match(text)) else text
    for gap in _GAP.finditer(text):
        first, last = _whole(text[: gap.start()]), _whole(text[gap.end() :])
        if first and last and bounds(first.value, first.precision)[1] < bounds(last.value, last.precision)[0]:
            return first, last
    return None


def _whole(text: str) -> PartialDate | None:
    """The date that a text is, and nothing else."""
    found = find_dates(text)
    if len(found) != 1 or len(_YEAR.findall(text)) > 1 or (text[: found[0][0]] + text[found[0][1] :]).strip(" .,"):
        return None
    return found[0][2]
