"""Dates as pages print them: words and digits of six languages, kept in the precision printed.

What belongs here: from characters to a partial date. What does not: which date of a page is the signing date, and Excel
serial numbers. A date that cannot be (31.02) is no date, not even its year. A range means its first day, month or year.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from schemas.vocabularies import Precision

FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class PartialDate:
    """ISO 8601 in reduced precision (`2023-07-17`, `2023-07`, `2023`); `relative` when a base was needed to know it."""

    value: str
    precision: Precision
    relative: bool = False


# Month words by number: uk, ru, pl, de, en, fr; every case; a trailing full stop is allowed after any of them.
_MONTHS = {
    1: "січ(?:ень|ня|ню|ні|нем)?|январ[ьяею]м?|янв|stycz(?:eń|nia|niu|niem)|sty|januar|jänner|january|jan|janvier|janv",
    2: "лют(?:ий|ого|ому|им)?|феврал[ьяею]м?|фев|lut(?:y|ego|ym)|lut|februar|feber|february|feb|février|fevrier|févr",
    3: "берез(?:ень|ня|ню|ні|нем)?|бер|март[ауе]?|мар|mar(?:zec|ca|cu|cem)|märz|maerz|mär|march|mar|mars",
    4: "квіт(?:ень|ня|ню|ні|нем)?|апрел[ьяею]м?|апр|kwie(?:cień|tnia|tniu|tniem)|kwi|april|apr|avril|avr",
    5: "трав(?:ень|ня|ню|ні|нем)?|ма[йяею]|маем|maj[au]?|mai|may",
    6: "черв(?:ень|ня|ню|ні|нем)?|июн[ьяею]м?|июн|czerw(?:iec|ca|cu|cem)|cze|juni|june|jun|juin",
    7: "лип(?:ень|ня|ню|ні|нем)?|июл[ьяею]м?|июл|lip(?:iec|ca|cu|cem)|lip|juli|july|jul|juillet|juil",
    8: "серп(?:ень|ня|ню|ні|нем)?|август[ауе]?|авг|sierp(?:ień|nia|niu|niem)|sie|august|aug|août|aout",
    9: "верес(?:ень|ня|ню|ні|нем)?|вер|сентябр[ьяею]м?|сент?|wrze(?:sień|śnia|śniu|śniem)|wrz|september|sept?|septembre",
    10: "жовт(?:ень|ня|ню|ні|нем)?|октябр[ьяею]м?|окт|październik(?:a|u|iem)?|paź|oktober|okt|october|oct|octobre",
    11: "листопад[аіу]?|лист|ноябр[ьяею]м?|нояб?|listopad(?:a|zie|em)?|lis|november|nov|novembre",
    12: "груд(?:ень|ня|ню|ні|нем)?|декабр[ьяею]м?|дек|grud(?:zień|nia|niu|niem)|gru|dezember|dez|december|dec|décembre|"
    "decembre|déc",
}
_ROMAN = {r: n for n, r in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), 1)}
_ROMAN |= {r.replace("I", "І").replace("X", "Х").replace("V", "V"): n for r, n in list(_ROMAN.items())}
_MONTH = "|".join(f"(?P<m{number}_{{}}>{words})" for number, words in _MONTHS.items())
_ANY_MONTH = "|".join(_MONTHS.values())
_MONTH_NUMBER = {number: re.compile(rf"(?:{words})\.?", re.IGNORECASE) for number, words in _MONTHS.items()}

_DAY = r"[«\"“„]?\s?(?<!\d)(?P<{0}>\d{{1,2}})(?!\d)\s?[»\"”]?"
_ORDINAL = r"(?:\s?-?(?:го|те|ге|ше|тя|е|й|st|nd|rd|th|er|\.|º))?"
# A range of days counts from its first: 12-14 травня, 30.05 - 02.06.2023
_TO_DAY = r"(?:\s?[-–—]\s?\d{1,2}(?!\d)\s?[»\"”]?(?:-?го)?)?"
_W = r"(?<![^\W\d_])"  # no letter before
_END = r"(?![^\W\d_])"  # no letter after
_YEAR = r"(?P<{0}>\d{{4}})(?!\d)"
_YEAR_WORD = (
    r"(?:\s?-?(?:го|му|й|ий|ого|ому|м|х))?(?:\s*(?:року|році|роком|роки|років|рік|р\.?\s?р\.?|р\.|р(?![^\W\d_])|года|годом|году|годах|год|"
    r"гг\.?|г\.|г(?![^\W\d_])|roku|rokiem|rok|r\.|r(?![^\W\d_])|year))?"
)
_TIME = r"(?:[T\s]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?"

_DATE = re.compile(
    "|".join(
        (
            # 2011-08-19 00:00:00, 2011/08/19, 2011.08.19
            rf"(?<![\d.])(?P<iso_y>\d{{4}})(?P<iso_s>[-/.])(?P<iso_m>\d{{1,2}})(?P=iso_s)(?P<iso_d>\d{{1,2}})(?!\d|\.\d){_TIME}",
            # 19/09/2000, 22.03.2017, 21.11. 2025, 07.06 2013, 12-14.05.2023, 30.05-02.06.2023
            r"(?<!\d)(?<!\d[.,])(?P<num_d>\d{1,2})"
            r"(?:\s?[-–—]\s?\d{1,2}(?=\s?\.)|(?P<num_m0>\.\d{1,2})(?:\.\d{4})?\.?\s?[-–—]\s?\d{1,2}(?=\s?\.))?"
            r"\s?(?P<num_s>[./-])\s?(?P<num_m>\d{1,2})(?:\s?[./-]\s{0,20}|\s{1,20})(?P<num_y>\d{4})(?!\d|\.\d)"
            + _YEAR_WORD + _TIME,
            # 12.IV.1998, 12 IV 1998
            r"(?<!\d)(?P<rom_d>\d{1,2})[.\s]\s?(?P<rom_m>[IVXІХ]{1,4})[.\s]\s?(?P<rom_y>\d{4})(?!\d)" + _YEAR_WORD,
            # 17 липня 2023 року, 1st of May 2020, 17. Juli 2023, 1er janvier 2020
            rf"{_DAY.format('dmy_d')}{_ORDINAL}{_TO_DAY}\s{{0,20}}(?:of\s|de\s|d')?{_W}(?P<dmy_m>{_ANY_MONTH}){_END}\.?,?"
            rf"(?:\s{{0,20}}(?:de\s|of\s)?{_YEAR.format('dmy_y')}{_YEAR_WORD})?",
            # April 5, 1992
            rf"{_W}(?P<mdy_m>{_ANY_MONTH}){_END}\.?\s{{1,5}}(?P<mdy_d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–—]\s?\d{{1,2}})?,?"
            rf"\s{{1,5}}{_YEAR.format('mdy_y')}",
            # April 1992, у червні 2022 року, листопад-грудень 2023; у листопаді минулого року
            rf"(?P<my_p>(?:(?<=\s)|(?<=^))(?:у|в|во|w|we|in|im|en)\s)?{_W}(?P<my_m>{_ANY_MONTH}){_END}\.?"
            rf"(?:\s?[-–—]\s?(?:{_ANY_MONTH}){_END}\.?)?,?"
            rf"(?:\s{{0,20}}(?:de\s|of\s)?{_YEAR.format('my_y')}{_YEAR_WORD})?",
            # 07.2023, 07/2023
            r"(?<![\d.,/-])(?P<nmy_m>\d{1,2})[./](?P<nmy_y>\d{4})(?![\d]|[./-]\d)" + _YEAR_WORD,
            # 2019-2024, 1996–1998 рр.
            rf"(?<![\d.,/+-])(?P<yy_y>\d{{4}})\s?[-–—/]\s?\d{{4}}(?![\d]|[.,/-]\d){_YEAR_WORD}",
            # 2007 р., 1996, "2023"
            rf"(?P<y_b>(?<![\d.,/+-])|(?<=\D[.,])){_YEAR.format('y_y')}(?P<y_w>{_YEAR_WORD})",
        )
    ),
    re.IGNORECASE,
)  # fmt: skip
# Years that a base makes known: (pattern, years back).
_RELATIVE_YEAR = re.compile(
    r"\s{0,5}(?:(?P<last>минулого\s+року|торік|торішнього|прошлого\s+года|в\s+прошлом\s+году|ubiegłego\s+roku|zeszłego\s+roku|"
    r"last\s+year|of\s+last\s+year|letzten\s+jahres|vergangenen\s+jahres|de\s+l'année\s+dernière)|"
    r"(?P<this>цього\s+року|поточного\s+року|ц\.?\s?р\.|цьогоріч|этого\s+года|текущего\s+года|с\.\s?г\.|bieżącego\s+roku|tego\s+roku|"
    r"br\.|this\s+year|dieses\s+jahres|de\s+cette\s+année))(?![^\W\d_])",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?<![^\W\d_])(?:(?P<y1>минулого\s+року|торік|у\s+минулому\s+році|прошлого\s+года|в\s+прошлом\s+году|w\s+ubiegłym\s+roku|"
    r"w\s+zeszłym\s+roku|last\s+year|letztes\s+jahr|im\s+vergangenen\s+jahr|l'année\s+dernière)|"
    r"(?P<y0>цього\s+року|цьогоріч|у\s+цьому\s+році|в\s+этом\s+году|w\s+tym\s+roku|this\s+year|dieses\s+jahr|cette\s+année)|"
    r"(?P<y2>позаминулого\s+року|позаторік|позапрошлого\s+года)|"
    r"(?P<m1>минулого\s+місяця|прошлого\s+месяца|в\s+прошлом\s+месяце|w\s+ubiegłym\s+miesiącu|last\s+month|letzten\s+monat|le\s+mois\s+dernier)|"
    r"(?P<m0>цього\s+місяця|в\s+этом\s+месяце|w\s+tym\s+miesiącu|this\s+month|diesen\s+monat|ce\s+mois-ci)|"
    r"(?P<d0>сьогодні|сегодня|dzisiaj|dziś|today|heute|aujourd'hui)|"
    r"(?P<d1>учора|вчора|вчера|wczoraj|yesterday|gestern|hier)|"
    r"(?P<d2>позавчора|позавчера|przedwczoraj|vorgestern|avant-hier))(?![^\W\d_])",
    re.IGNORECASE,
)
# A bare number of four digits is a year unless one of these stands beside it.
_UNIT_AFTER = re.compile(
    r"\s{0,3}(?:%|‰|°|€|\$|£|₴|²|(?:грн|гривень|гривн\w*|євро|евро|euro?s?|eur|usd|uah|pln|zł|zl|дол\w*|доллар\w*|dollars?|тис\w*|тыс\w*|млн|"
    r"мільйон\w*|миллион\w*|tys|mln|mio|thousand|million|га|ha|км|km|м|m|кв|sq|кг|kg|т|шт|од|осіб|особ\w*|чол\w*|человек|людей|люд\w*|"
    r"жител\w*|мешкан\w*|населен\w*|учн\w*|діт\w*|сім\w*|родин\w*|студент\w*|примірник\w*|екземпляр\w*|одиниц\w*|раз\w*|комплект\w*|"
    r"people|persons?|residents?|inhabitants?|students?|children|copies|km2|einwohner\w*|personen|menschen|mieszka\w*|osób|osoby|"
    r"habitants?|personnes?|переселен\w*|впо|військов\w*|метр\w*|кілометр\w*|тонн\w*|літр\w*|градус\w*|квт|мвт|kw|ліж\w*|місць|"
    r"година|годин|днів|ярд\w*|миль|бал\w*|голос\w*|книг\w*|генератор\w*|набор\w*|пакет\w*|упаков\w*)(?![^\W\d_]))",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(
    r"(?:[№#$€£+]|\bno\.?|\bn°|\bnr\.?|\bтел\w*\.?:?|\bфакс:?|\bindex|\bіндекс|\bпонад|\bблизько|\bмайже|\bбільше|\bоколо|\bболее|\babout|"
    r"\bover|\bnearly|\bmore than|\bponad|\bokoło|\büber|\brund|\bплоща|\bнаселення|\bблизько|\bдо кінця|\d[\s\u00a0-])\s?\Z",
    re.IGNORECASE,
)  # fmt: skip


@lru_cache(maxsize=1 << 15)
def _parse_short(text: str, base: date | None) -> PartialDate | None:
    found = find_dates(text, base)
    return found[0][2] if found else None


def parse_date(text: str, base: date | None = None) -> PartialDate | None:
    """The first date of a cell, or None: `22.03.2017, м.Устрики Долішні` -> 2017-03-22."""
    return _parse_short(text[:400], base)


def find_dates(text: str, base: date | None = None) -> list[tuple[int, int, PartialDate]]:
    """Every date of running `text` as (start, end, date), left to right. Without `base` a day and month with no year
    are no date; with it they are the last such day not after it, and marked relative, like `минулого року`."""
    found: list[tuple[int, int, PartialDate]] = []
    position = 0
    while match := _DATE.search(text, position):
        start, end, partial = _read(match, text, base)
        position = max(end, match.start() + 1)
        if partial:
            found.append((start, end, partial))
    if base:
        taken = [(start, end) for start, end, _ in found]
        for match in _RELATIVE.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                found.append((match.start(), match.end(), _relative(match.lastgroup or "", base)))
        found.sort(key=lambda item: item[0])
    return found


def _read(match: re.Match, text: str, base: date | None) -> tuple[int, int, PartialDate | None]:
    g = match.group
    start, end = match.span()
    if g("iso_y"):
        return start, end, _day(g("iso_y"), g("iso_m"), g("iso_d"))
    if g("num_y"):
        day, month = g("num_d"), (g("num_m0") or g("num_m")).strip(".")
        if g("num_s") == "/" and int(month) > 12 >= int(day):
            day, month = month, day
        return start, end, _day(g("num_y"), month, day)
    if g("rom_y"):
        month = _ROMAN.get(g("rom_m").upper())
        return start, end, _day(g("rom_y"), month, g("rom_d")) if month else None
    if g("mdy_y"):
        return start, end, _day(g("mdy_y"), _month(g("mdy_m")), g("mdy_d"))
    if g("dmy_m"):
        start += len(g()) - len(g().lstrip())
        month = _month(g("dmy_m"))
        if g("dmy_y"):
            return start, end, _day(g("dmy_y"), month, g("dmy_d"))
        return _without_year(text, start, end, base, month, int(g("dmy_d")))
    if g("my_m"):
        month = _month(g("my_m"))
        if g("my_y"):
            start = match.start("my_m")
            year = int(g("my_y"))
            known = FIRST_YEAR <= year <= LAST_YEAR
            return start, end, PartialDate(f"{year}-{month:02}", Precision.MONTH) if known else None
        if g("my_p") or _RELATIVE_YEAR.match(text, end):
            return _without_year(text, match.start("my_m"), end, base, month, None)
        return start, end, None
    if g("nmy_y"):
        year, month = int(g("nmy_y")), int(g("nmy_m"))
        if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
            return start, end, None
        return start, end, PartialDate(f"{year}-{month:02}", Precision.MONTH)
    year = g("yy_y") or g("y_y")
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return start, end, None
    if not g("yy_y") and not g("y_w").strip() and not _stands_alone(text, start, end):
        return start, end, None
    return start, end, PartialDate(year, Precision.YEAR)


def _month(word: str) -> int:
    return next(number for number, pattern in _MONTH_NUMBER.items() if pattern.fullmatch(word))


def _stands_alone(text: str, start: int, end: int) -> bool:
    after = text[end : end + 24]
    if re.match(r"[.,:/]\d|[\s\u00a0-]\d|[^\W\d_]", after) or _UNIT_AFTER.match(after):
        return False
    return not _NUMBER_BEFORE.search(text[max(0, start - 16) : start])


def _day(year: str | int, month: str | int, day: str | int) -> PartialDate | None:
    year, month, day = int(year), int(month), int(day)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return PartialDate(f"{year}-{month:02}-{day:02}", Precision.DAY)


def _without_year(
    text: str, start: int, end: int, base: date | None, month: int, day: int | None
) -> tuple[int, int, PartialDate | None]:
    said = _RELATIVE_YEAR.match(text, end)
    if said:
        end = said.end()
    if base is None:
        return start, end, None
    if said:
        year = base.year - (1 if said["last"] else 0)
    else:
        year = base.year - ((month, day or 0) > (base.month, base.day))
    if day is None:
        return start, end, PartialDate(f"{year}-{month:02}", Precision.MONTH, relative=True)
    partial = _day(year, month, day)
    return start, end, partial and PartialDate(partial.value, partial.precision, relative=True)


def _relative(name: str, base: date) -> PartialDate:
    back = int(name[1])
    if name[0] == "y":
        return PartialDate(str(base.year - back), Precision.YEAR, relative=True)
    if name[0] == "m":
        first = base.replace(day=1)
        month = first if not back else first - timedelta(days=1)
        return PartialDate(f"{month:%Y-%m}", Precision.MONTH, relative=True)
    return PartialDate((base - timedelta(days=back)).isoformat(), Precision.DAY, relative=True)


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
