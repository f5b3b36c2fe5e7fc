"""A text split into sentences, and a sentence into clauses with verbs of their own.

What belongs here: where either ends. What does not: what stands in it.
"""

import re
from itertools import pairwise

from scrapers.layouts import cues
from scrapers.layouts.entry.pieces import BRACKETS
from scrapers.layouts.sentence.capitals import CAP, FIRST_OF_TWO, UPPER
from scrapers.layouts.sentence.model import LONGEST_TEXT
from scrapers.text.countries import find_countries
from scrapers.text.normalise import AnyCase
from scrapers.text.places import is_known_in_a_case

_ABBREVIATED = re.compile(
    r"(?:\b(?:м|г|с|смт|обл|р|рр|гг|ст|вул|ул|св|ім|им|т|д|о|тис|млн|проф|акад|гр|грн|кв|стор|табл|мал|див|ін|"
    r"др|напр|зокр|вкл|пор|пол|нім|англ|фр|рум|угор|литов|лит|чес|словац|ісп|італ|лат|рос|укр|п|No|St|Dr|Mr|Mrs|Prof|Nr|bzw|ca|z\.B|d\.h|im|ul|woj|gm|pow|św|tzw|np|dr|mgr|"
    r"inż|br|km|pol|niem|ang|ukr|Cllr|пл|просп|пров)"
    r"|\b[A-ZА-ЯІЇЄҐ]|\b\d{1,2})\.$"
)
#: Clauses with verbs of their own are read apart: `A став побратимом B, а C запропонував D ...`.
_COMMA = re.compile(rf",\s+(?:and\s+|та\s+|і\s+|а\s+|und\s+)?(?=[{UPPER}])")
CLAUSE = re.compile(
    r"(?:,\s+(?:and|та|і|й|и|und|oraz|a)\s+(?=(?:(?:in|у|в|w|im|з|since|"
    r"seit)\s)?(?:\w+\s)?(?:19|20)\d\d)|,\s+(?:а|але|тоді як|натомість|однак|но|while|whereas|but|"
    r"natomiast|während|ale)\s+(?!також|саме|ще|й\s|і\s|also|także)|;\s+|"
    r",\s+(?=(?:подовжено|продовжено|поновлено|пролонговано|розірвано|призупинено|розпочато|продлено|расторгнуто)\s))"
)
_BREAK = re.compile(
    r"(?P<stop>[.!?…])[\"»”)]?\s+(?=[«\"“„(\-–—]?\s?[A-ZА-ЯІЇЄҐŁŚŻŹĆÄÖÜČŠŽ\d])|\n+|"
    r"\.(?<=[а-яіїєґa-z]\.)(?=[А-ЯІЇЄҐA-Z][а-яіїєґa-z]{2})"
)

#: `W poniedziałek, 26 sierpnia 2019 r. burmistrz ...`: a date that opens a sentence does not end it.
_POLISH_YEAR = re.compile(r"\d{4} r\.$")
_SHORT_OPENING = 45


def sentences(text: str) -> list[str]:
    """The sentences of a text; abbreviations and initials do not end one."""
    found: list[str] = []
    start = 0
    text = text[:LONGEST_TEXT]
    for match in _BREAK.finditer(text):
        piece = text[start : match.end() if match[0] == "." else max(match.start(), match.end("stop"))]
        if "\n" not in match.group() and (
            (_ABBREVIATED.search(piece[-12:]) and not (piece.endswith(("р.р.", "рр.")) and _OPENER.match(text, match.end())))
            or (len(piece) < _SHORT_OPENING and _POLISH_YEAR.search(piece))
            or _inside_bracket(piece, text, match.start())
        ):
            continue
        if piece.strip():
            found.append(piece.strip())
        start = match.end()
    if text[start:].strip():
        found.append(text[start:].strip())
    return found


#: How a sentence begins behind `у 2006 і 2014 р.р.`
_OPENER = re.compile(r"\s*(?:З|Із|У|В|Від|Також|Крім|Нині|Окрім|Ще|Згодом|Наразі|С|Кроме|Также)\s")


def _inside_bracket(piece: str, text: str, at: int) -> bool:
    """Whether a full stop stands in a short bracket or name: `(Ukraina, ob. Lwowski)`, `«Карпатські мости. Співпраця»`."""
    for left, right in ("()", "«»"):
        opened = piece.rfind(left)
        if opened > piece.rfind(right) and len(piece) - opened < _BRACKETED and text.find(right, at, at + _BRACKETED) >= 0:
            return True
    return False


_BRACKETED = 60
#: A clause with any of these has a verb of its own.
VERB = AnyCase(
    r"(?<!\w)(?:[а-яіїєґ]{3,}(?:(?:ав|ила|или|ило|ив|ала|али|ало)(?:ся|сь)?|[а-яіїєґ]{2}(?:ано|ено)|ється|ються|уть|ють|ить|ать)|є|взято|прийнято|надано|подано|передано|"
    r"став|стала|стали|стало|було|з.явил\w+|додал\w+|[a-z]{3,}ed|became|are|is|was|were|has|have|plan\w*|offer\w*|podpisa\w+|"
    r"jest|są|wurde|hat|ist|sind)(?!\w)",
)


def said_in_full(sentence: str) -> str:
    """A sentence whose clauses of a town and a dash have the verb of the clause before (`A розірвав зв'язки з X; B – з Y`), and whose towns
    joined by a hyphen stand apart (`побратимство Люблін-Львів`)."""
    sentence = _JOINED_TOWNS.sub(_apart, sentence)
    if not (" – " in sentence or " — " in sentence) or not _OWNER_AND_DASH.search(sentence):
        return sentence
    full, start, predicate = "", 0, None
    for match in _OWNER_AND_DASH.finditer(sentence):
        before = sentence[start : match.start()]
        said = _PREDICATE.search(before)
        predicate = _DATED.sub(" ", said[1]).strip() if said and VERB.search(said[1]) else predicate
        if predicate is None or not cues.is_ukrainian(match["owner"]):
            continue
        full += f"{before}; {match['owner']} {predicate} "
        start = match.end()
    return full + sentence[start:]


def _apart(match: re.Match) -> str:
    """A town of ours and towns abroad that hyphens join, with dashes, each with the country of its place in a bracket behind; anything else as it is."""
    names, lands = match["names"], match["lands"]
    if cues.is_ukrainian(names) or is_known_in_a_case(names):
        return match[0]
    towns: list[str] = []
    for word in _HYPHEN.split(names):
        if towns and cues.is_ukrainian(joined := f"{towns[-1]}-{word}"):
            towns[-1] = joined  # `Івано-Франківськ`
        else:
            towns.append(word)
    ours = [cues.is_ukrainian(town) for town in towns]
    if not any(ours) or all(ours) or towns[0].lower() in FIRST_OF_TWO:
        return match[0]
    countries = _HYPHEN.split(lands) if lands else []
    told = len(countries) == len(towns) and len(find_countries(lands)) == len(towns)
    if not (told or all(own or is_known_in_a_case(town) for own, town in zip(ours, towns, strict=True))):
        return match[0]
    if told:
        return match["tie"] + " – ".join(f"{town} ({country})" for town, country in zip(towns, countries, strict=True))
    return match["tie"] + " – ".join(towns) + (f" ({lands})" if lands else "")


_WITH_AND_VERB = re.compile(rf"(?:(?:а|та|і|й|и)\s)?(?:з|із|зі|с)\s(?:\w+\s)?{CAP}(?:\s{CAP})?(?:\s\([^()]*\))?\s[–—-]\s")
_HYPHEN = re.compile("[-‑–—]")
_JOINED_TOWNS = re.compile(
    rf"(?P<tie>(?<!\w)(?i:побратимств|партнерств|співпрац|дружб|угод|міст|сотрудничеств|партн[её]рств|город|partnerstw|współprac|umow)\w*\s)(?P<names>[{UPPER}][\w'’ʼ]+(?:[-‑–—][{UPPER}][\w'’ʼ]+){{1,3}})(?![\w-])(?:\s\((?P<lands>[{UPPER}]\w+(?:[-‑–—][{UPPER}]\w+){{1,3}})\))?"
)
_OWNER_AND_DASH = re.compile(
    rf"[;,]\s+(?:(?:а|та|і|й|and|und|a|oraz)\s+)?(?:(?:місто|громада|город)\s+)?(?P<owner>{CAP}(?:\s{CAP})?)\s+[–—]\s+(?=(?:з|із|зі|с|со|with|mit|z|ze)\s)"
)
#: What a town does, up to the word that its partners follow.
_PREDICATE = re.compile(rf"(?:^|\s){CAP}\s+([^{UPPER};]{{3,80}}?)\s+(?:з|із|зі|с|со|with|mit|z|ze)\s[^{UPPER};]{{0,40}}{CAP}")
_DATED = re.compile(
    r"(?<!\w)(?:[увw]|in|im|во)?\s*(?:\d{1,2}\s\w+\s)?(?:19|20)\d\d(?:-\w{1,3})?(?:\s(?:році|року|р\.|году|года|roku))?"
)


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence of which each has a verb and may name a place; none when it is not to be parted."""
    for splitter in (CLAUSE, _COMMA):
        found = splitter.split(sentence)
        if splitter is _COMMA and any(_IN_APPOSITION.match(clause) for clause in found[1:]):
            continue
        if any(clause.count("(") != clause.count(")") for clause in found):
            continue
        if any(map(_WITH_AND_VERB.match, found[1:])):
            continue  # "Угоду з A продовжено, а з B – розірвано"
        if any(one.endswith(")") and _NAME_AND_BRACKET.match(after) for one, after in pairwise(found)):
            continue  # "делегації з A (Румунія), B (Болгарія) та C, з яким підписано угоду"
        if len(found) > _PAIR and splitter is CLAUSE:
            found = _with_names(found)
        if len(found) > 1 and all(VERB.search(BRACKETS.sub(" ", clause)) for clause in found):
            if splitter is _COMMA and any(map(_opens_with_country, found[1:])):
                continue
            return found if all(map(_holds_name, found)) else []
    return []


_NAME_AND_BRACKET = re.compile(rf"{CAP}(?: {CAP})?\s\([^()]{{2,60}}\)(?:,|$|\s(?:та|і|й|и|and|und|i)\s)")
_PAIR = 2


def _with_names(parts: list[str]) -> list[str]:
    """Clauses, each that may name no place put behind the one before it."""
    joined: list[str] = []
    for part in parts:
        if joined and not _holds_name(part):
            joined[-1] = f"{joined[-1]}; {part}"
        else:
            joined.append(part)
    return joined


#: The country of the name before: `the City of Chyhyryn, Ukraine since 1993`.
_IN_APPOSITION = re.compile(
    r"(?:Ukraine|Україна|Украина|Poland|Germany|France|Польща|Німеччина)\s+(?:since|with|and|на|у|в|з|с)\s"
)


def _opens_with_country(clause: str) -> bool:
    """Whether a clause is the country of the name before it and what follows: `Poland, concluded in 2016`."""
    return any(
        one.form == "name" and not one.start and clause[one.end : one.end + 1] == "," for one in find_countries(clause[:30])
    )


def _holds_name(clause: str) -> bool:
    """Whether a clause may name a place; one that does not goes with the one beside it: `налагодила контакти з X, а 14 липня
    було укладено договір`."""
    first, _, rest = clause.strip(' «"“„').partition(" ")
    return bool(_CAPITAL.search(rest)) or (first[:1].isupper() and first.lower() not in cues.NEVER_FIRST)


_CAPITAL = re.compile(f"[{UPPER}]")
