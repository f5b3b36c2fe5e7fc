"""Names of partners: one printed cell into its places, and a printed name into its nominatives.

What belongs here: how names, levels, regions, countries and second names are set beside one another. What does not:
which place a name is (the gazetteer). The tables of regions and of city districts beside this file only tell a region
or a district from one more town of a list; they decide no identity.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

from rapidfuzz.distance import Levenshtein

from schemas.vocabularies import Level
from scrapers.text.cases import nominative_guesses, oblique
from scrapers.text.countries import country_of, country_words, find_countries, in_georgia_usa, is_namesake
from scrapers.text.dates import find_dates
from scrapers.text.normalise import OFFICE, decode_entities, fold, fold_space, repair, script_of, strip_personal
from scrapers.text.words import LEVEL_WORDS, level_words

#: A cell longer than this is cut: no list of partners in one cell comes near it.
LONGEST_CELL = 20_000


@dataclass(frozen=True, slots=True)
class PartnerName:
    """One place of a cell. `raw` as printed; `name` repaired, without level words, brackets and country, empty when
    the piece holds nothing else; `region` as printed with its level words (`Підляське воєводство`, `Hessen`)."""

    raw: str
    name: str
    level: Level | None = None
    country: str | None = None
    region: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(slots=True)
class _Piece:
    """A piece of a cell while it is being read. `kind`: place, country, region, level, district or nothing."""

    raw: str
    kind: str = "place"
    name: str = ""
    level: Level | None = None
    country: str | None = None
    regions: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    leading: bool = False  # a country before its places: "X:", "X –", "X (...)"
    anded: bool = False  # joined to the piece before by "and": a partner of its own, never a region
    spreads: bool = False  # "міста X, Y": what is said of the first holds for the rest


# ---------------------------------------------------------------------------------------------------- tables


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (files("scrapers.text") / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _regions() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _rows("regions.csv"):
        for name in row["names"].split("|"):
            found[fold(name)] = row["iso"]
            for language in ("uk", "ru"):
                for form in oblique(name, language) if script_of(name) == "cyrillic" else ():
                    found.setdefault(fold(form), row["iso"])
    return found


@cache
def _districts() -> tuple[dict[str, str], dict[str, set[str]]]:
    """(folded name of a city in any case -> its first name, folded district -> first names of its cities)."""
    cities: dict[str, str] = {}
    districts: dict[str, set[str]] = {}
    for row in _rows("city_districts.csv"):
        names = row["city"].split("|")
        for name in names:
            cities[fold(name)] = names[0]
            for form in oblique(name, "uk") if script_of(name) == "cyrillic" else ():
                cities.setdefault(fold(form), names[0])
        for district in filter(None, row["districts"].split("|")):
            districts.setdefault(fold(district), set()).add(names[0])
    return cities, districts


def region_country(text: str) -> str | None:
    """The country of a region that the table knows by name (`Hessen` -> DE, `Іллінойс` -> US), else None."""
    return _regions().get(fold(text))


# Names that hold the word "and" (folded).
_WITH_AND = re.compile(
    r"(?<![^\W_])(?:trinidad (?:and|&) tobago|brighton (?:and|&) hove|hammersmith (?:and|&) fulham|kensington (?:and|"
    r"&) chelsea|"
    r"tyne (?:and|&) wear|bath (?:and|&) north|barking (?:and|&) dagenham|windsor (?:and|&) maidenhead|redcar (?:and|"
    r"&) cleveland|"
    r"telford (?:and|&) wrekin|perth (?:and|&) kinross|dumfries (?:and|&) galloway|argyll (?:and|&) bute|chester "
    r"(?:and|&) cheshire|"
    r"newfoundland (?:and|&) labrador|king'?s lynn (?:and|&) west|nuneaton (?:and|&) bedworth|basingstoke (?:and|&) "
    r"deane|"
    r"saint kitts (?:and|&) nevis|antigua (?:and|&) barbuda|bosnia (?:and|&) herzegovina|castilla y le[oó]n|"
    r"брайтон (?:і|та|и) гоув|брайтон (?:і|та|и) хоув|тринідад (?:і|та) тобаго|тринидад и тобаго|босні[яїєю]ю? (?:і|"
    r"та|й) герцеговин[аиіуо]ю?|"
    r"антигуа (?:і|та) барбуда|сона (?:і|та) луара|сена (?:і|та) марна|мен (?:і|та) луара|ендр (?:і|та) луара|луар "
    r"(?:і|та) шер|"
    r"ер (?:і|та) луар|лот (?:і|та) гаронна|тарн (?:і|та) гаронна|мерт (?:і|та) мозель|кастилі[яї] (?:і|та) леон|"
    r"тайн (?:і|та) вір|"
    r"sveti filip i jakov|светі філіп і яков|вік і мірдал|[^\W_]+ i (?:madh|math|ri|ultë|epërm|poshtëm|vogël)|"
    r"сент-кітс (?:і|та) невіс|сан-томе (?:і|та) принсіпі|bośnia i hercegowina|bosnien und herzegowina|bosnie[- "
    r"]et[- ]herzégovine|"
    r"кенсінгтон (?:і|та) челсі|воєводств\w+ (?:і|та))(?![^\W_])",
    re.IGNORECASE,
)
# Rivers and landscapes that tell namesakes apart: Frankfurt (Oder), Baruth/Mark.
_BESIDE = frozenset(
    fold(word)
    for word in """oder main saale efze ruhr neckar donau rhein elbe spree weser inn isar havel mosel lahn sieg eder fulda
    werra leine aller ems lippe nahe saar pegnitz одер одра майн заале рейн рур неккар ельба шпрее везер дунай лаба вісла
    odra wisła labe dunaj vltava sázava орлиця нейсе neiße nisa mark vogtland vogtl sachsen sachs thür westf württ bay harz
    rhön taunus eifel hunsrück allgäu odenwald erzgebirge erzgeb lausitz nordheide hohentwiel bergstraße pfalz holstein
    hessen baden franken ostfriesland altmark uckermark westerwald spessart""".split()
)
_ALIAS_MARK = re.compile(
    r"^(?:або|чи|також|він же|відом\w* як|кол(?:ишн\w*)?\.?|раніше|до \d{4}|нині|тепер|зараз|or|also|aka|formerly|ex|"
    r"now|или|также|бывш\w*\.?|ранее|ныне|"
    r"lub|dawniej|niem\.|oder|auch|früher|ehemals|(?:нім|пол|польськ|угор|рум|чес|словац|англ|фр|лит|нем|польск|лат|"
    r"ест|груз|венг)\w{0,4}\.?|"
    r"(?:укр|ukr|eng|pol|ger|hun|rom)\.)\s*[:—-]?\s*(?=\S)",
    re.IGNORECASE,
)
_BULLET = re.compile(
    r"(?:^|(?<=[\n;]))[ \t]*(?:\(?\d{1,3}[.)](?!\d)|[•●▪◦·∙‣⁃*✓✔➢➤►→–—-])[ \t]*(?=[^\W\d_]|"
    r"[\"«„(\U0001f1e6-\U0001f1ff])"
)
_NUMBERED = re.compile(r"(?<![^\s,;(])\(?(\d{1,2})[.)]\s+(?=[^\W\d_]|[«\"„])")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_AND = re.compile(r"\s+(?:та|і|й|и|and|und|et|oraz|а також|a także|sowie|&|\+)\s+|\s+i\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ])", re.IGNORECASE)
_DASH = re.compile(r"\s+[–—-]+\s*|\s*[–—]+\s+")
_DASHES = re.compile("[-–—]")
_COLON = re.compile(r"\s*:\s*")
_NAME_START = re.compile(
    r"[\"«„“'’]*(?:[^\W\d_]|\d+(?=\s*(?:-?\w+\s+)?(?:район|округ|district|kerület))|"
    r"[\U0001f1e6-\U0001f1ff])"
)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0061-\U000e007a]{3,6}\U000e007f")
_TRIM = " \t\n,;:.•·*–—-/|"
_QUOTED = re.compile(r"[\"«„“”'‘’]+\s*(?P<name>[^\"«»„“”]+?)\s*[\"»“”'’]+")
_LONE_QUOTE = re.compile(r"^[\"«„“”]\s*(?=[^\"»“”]*$)|(?<=^[^\"«„“”])\s*[\"»“”]$")
# A hyphen that a page prints with blanks around it: Рош - га - Аїн, Франкфурт - на - Майні
_SPACED_HYPHEN = re.compile(
    r"\s+[-–—]\s+(?=(?:на|над|під|під|ла|ле|де|ду|дес|сюр|су|га|ель|ам|ан|ін|ін|дер|до|ді|да|ун|ет|ле|об|под|en|sur|"
    r"sous|le|la|les|lès|de|du|des|an|am|in|"
    r"der|nad|pod|ob|upon|on|by|al|el|di|da)\s*[-–—]\s*\w)|(?<=[\s-](?:на|га|ла|ле|де|су|ам|ан|en|la|le|de|du|am|an|"
    r"on))\s+[-–—]\s+(?=\w)|"
    r"(?<=[\s-](?:над|під|сюр|ель|дер|дес|sur|der|les|nad|pod))\s+[-–—]\s+(?=\w)"
)  # fmt: skip
_US_STATE = re.compile(r"[A-Z]{2}|D\.?C\.?")
_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA RI SC SD TN TX UT VT VA "
    "WA WV WI WY DC AB BC MB NB NL NS ON PE QC SK YT".split()
)
_STATE_OR_CITY = frozenset(
    fold(word) for word in "New York|Нью-Йорк|Washington|Вашингтон|Georgia|Quebec|Québec|Квебек".split("|")
)
_PREPOSITION = re.compile(r"\s+(?:у|в|з|із|in|w|we|во|из|en|aus)\s*\Z", re.IGNORECASE)
_ADJECTIVE = r"[^\W\d_][\w'’-]*(?:ий|ій|ого|ому|им|а|ої|ій|ою|е|і|их|ський|ська|ське|cki|cka|ski|ska|ny|owy)"
_LOWER_TEXT = re.compile(r"[^\W\d_]")

# ---------------------------------------------------------------------------------------------------- splitting


def split_names(cell: str) -> list[PartnerName]:
    """The places of one printed cell, in order; nothing that was printed is dropped without a place to hold it.

    A country after a list, in brackets or before a colon belongs to every place beside it that prints none of its own.
    A piece that is a level word alone gives a place with an empty name; a cell that is a country alone gives a place
    with an empty name and that country. An empty cell gives nothing.
    """
    if _PLAIN.fullmatch(cell):
        name = repair(cell)
        if _telling_words().isdisjoint(fold(cell).split()):
            return [PartnerName(raw=fold_space(cell), name=name)]
    return list(_split_short(cell)) if len(cell) <= 400 else _split(cell[:LONGEST_CELL])


#: Letters, blanks, hyphens and apostrophes only: most cells, and the road past all the grammar below.
_PLAIN = re.compile(r"[^\W\d_]{2,40}(?:[ '’ʼ-][^\W\d_]{1,40}){0,6}")


@cache
def _telling_words() -> frozenset[str]:
    """Folded words that make a plain cell more than one name: levels, countries, "and", cities with districts, offices."""
    levels = {word for _, words in LEVEL_WORDS for word in fold(words.replace("*", "")).split()}
    others = fold("та і й и and und et oraz а також sowie i у в з із in w we во из aus голова мер мэр вул вулиця просп").split()
    return country_words() | levels | set(others) | {word for city in _districts()[0] for word in city.split()}


@lru_cache(maxsize=1 << 14)
def _split_short(cell: str) -> tuple[PartnerName, ...]:
    return tuple(_split(cell))


def _split(cell: str) -> list[PartnerName]:
    text = strip_personal(decode_entities(cell))
    if fold(text) in _NOBODY:
        return []
    places: list[PartnerName] = []
    heading: str | None = None
    for group in _groups(text):
        pieces = list(_pieces(group))
        if not pieces:
            continue
        if heading and not any(piece.country for piece in pieces):
            pieces.insert(0, _Piece("", "country", country=heading, leading=True))
        if pieces[0].kind == "country" and pieces[0].leading:
            heading = pieces[0].country
        places += _assemble(pieces)
    if not places and (whole := fold_space(text).strip(_TRIM)):
        places.append(PartnerName(raw=fold_space(text), name=repair(whole)))
    return places


#: What a cell holds when there is no partner.
_NOBODY = frozenset(
    {""}
    | {
        fold(word)
        for word in "немає|нема|відсутні|відсутній|відсутня|невідомо|не вказано|не "
        "визначено|нет|отсутствуют|none|n/a|no data|brak|keine|aucun".split("|")
    }
)


def _groups(text: str) -> Iterator[str]:
    """Lines, bullets and numbers of a list, and what semicolons part; a line that goes on is joined to the one before."""
    numbers = [int(match[1]) for match in _NUMBERED.finditer(text)]
    if numbers[:2] == [1, 2]:
        text = _NUMBERED.sub("\n", text)
    text = _BULLET.sub("\n", text)
    current, depth = "", 0
    for line in re.split(r"\n", text):
        stripped = fold_space(line)
        if not stripped:
            continue
        if current and (depth > 0 or _goes_on(current, stripped)):
            current += " " + stripped
        else:
            yield from _semicolons(current)
            current = stripped
        depth = max(0, current.count("(") - current.count(")"))
        if depth and len(current) > 2000:
            depth = 0
    yield from _semicolons(current)


def _semicolons(text: str) -> Iterator[str]:
    for start, end in _outside(text, _SEMICOLON):
        if text[start:end].strip():
            yield text[start:end].strip()


def _goes_on(line: str, following: str) -> bool:
    """Whether `following` continues the printed line `line` rather than beginning another item."""
    if line.endswith((",", "(", "-", "–", "/", "&")) or following[0] in "(),–—" or not _NAME_START.match(following):
        return True
    words = level_words(line)
    if words and words[-1][1] >= len(line.rstrip(" .")) and not line[: words[-1][0]].strip(" ,."):
        return True  # a level word alone on its line
    following_words = level_words(following)
    alone = following_words and following_words[0][0] == 0 and following_words[0][1] >= len(following)
    return bool(alone) or (following[0].islower() and not (following_words and following_words[0][0] == 0))


def _outside(text: str, separator: re.Pattern) -> Iterator[tuple[int, int]]:
    """Spans of `text` between separators that stand outside brackets."""
    start, depth, position = 0, 0, 0
    for match in separator.finditer(text):
        depth += text.count("(", position, match.start()) - text.count(")", position, match.start())
        position = match.start()
        if depth <= 0:
            depth = 0
            yield start, match.start()
            start = match.end()
    yield start, len(text)


_HOLDER = re.compile(rf"\s*(?!(?-i:Мер)\s*\Z)(?:{OFFICE})", re.IGNORECASE)
_SEMICOLON = re.compile(r"\s*[;|¦]\s*")
_COMMA = re.compile(r"\s*,\s*")
_SLASH = re.compile(r"\s*/\s*")


# A name right after a bracket, with or without a blank: "Алба-Юлія (Румунія)Кельце (Польща)"
_AFTER_BRACKET = re.compile(r"\(([^()]{2,60})\)\s*(?=[^\W\d_])")


def _pieces(group: str) -> Iterator[_Piece]:
    """The pieces of one group, read one by one."""
    group = _AFTER_BRACKET.sub(_part_after_country, group)
    for start, end in _outside(group, _COMMA):
        head, rest = _heading(group[start:end])
        if head:
            yield _Piece(head, "country", country=country_of(head), leading=True)
        for inner_start, inner_end in _outside(rest, _COMMA):
            for position, part in enumerate(_conjuncts(rest[inner_start:inner_end])):
                for raw, read_as in _slashes(part):
                    if fold_space(raw).strip(_TRIM) and not _HOLDER.match(raw):
                        piece = _read(fold_space(raw), read_as)
                        piece.anded = position > 0
                        yield piece


def _part_after_country(match: re.Match) -> str:
    rest = match.string[match.end() : match.end() + 40]
    words = level_words(rest)
    if rest[:1].isupper() and country_of(match[1]) and not _OFFICIAL.match(rest) and not _AND.match(" " + rest):
        if not (words and words[0][0] == 0 and words[0][2] in _UPPER_LEVELS):
            return match.group().rstrip() + ", "
    return match.group()


def _heading(part: str) -> tuple[str, str]:
    """("Польща", "Краків") of `Польща: Краків`, `Польща – Краків` and `Польща (Краків, Люблін)`; else ("", part)."""
    for separator in (_COLON, _DASH):
        match = separator.search(part)
        if match and match.start() and part[match.end() :].strip() and country_of(part[: match.start()]):
            if not country_of(part[match.end() :]):
                return part[: match.start()], part[match.end() :]
    bracketed = _LIST_IN_BRACKETS.fullmatch(part.strip())
    if bracketed and country_of(bracketed[1]) and not is_namesake(bracketed[1]) and country_of(bracketed[2]) is None:
        if (bracketed[2][:1].isupper() and not _is_region_name(bracketed[2])) or level_words(bracketed[2])[:1]:
            return bracketed[1], bracketed[2]
    return "", part


_LIST_IN_BRACKETS = re.compile(r"([^()]+)\(([^()]+)\)")


def _conjuncts(text: str) -> list[str]:
    """The parts of `text` joined by "and", unless the name itself holds it."""
    if not _AND.search(text) or country_of(text) or _WITH_AND.search(text):
        return [text]
    parts = [text[start:end] for start, end in _outside(text, _AND)]
    if len(parts) < 2:
        return [text]
    if any(part.rstrip().endswith("-") for part in parts):
        return [text]  # "Universitäts- und Hansestadt Greifswald"
    for part in parts[1:]:
        bare = part.lstrip(_TRIM)
        words = level_words(part)
        if not bare[:1].isupper() and not (words and words[0][0] == 0) and not _FLAG.match(bare):
            return [text]
    if any(_is_level_only(part) for part in parts):
        return [text]  # "гміна і місто Ніско"
    return parts


def _slashes(text: str) -> Iterator[tuple[str, str]]:
    """(as printed, as read) of the names that a slash sets side by side. Without blanks around it the second is another
    name or the region of the first (`Кельце/Kielce`, `Halle/Saale`); with blanks it is another place."""
    parts = (
        [text[start:end].strip() for start, end in _outside(text, _SLASH)] if "/" in text and not country_of(text) else [text]
    )
    if len(parts) < 2 or not all(part[:1].isupper() for part in parts):
        yield text, text
        return
    beside = [
        "/ " not in text
        or fold(part) in _BESIDE
        or script_of(part) != script_of(parts[0])
        or _similar(parts[0], part)
        or country_of(part) is not None
        for part in parts[1:]
    ]
    if all(beside):
        yield text, f"{parts[0]} ({', '.join(parts[1:])})"
    else:
        yield from ((part, part) for part in parts)


def _is_level_only(text: str) -> bool:
    bare = text
    for start, end, _ in reversed(level_words(text)):
        bare = bare[:start] + bare[end:]
    return bool(text.strip()) and not bare.strip(_TRIM)


# ---------------------------------------------------------------------------------------------------- one piece


def _read(raw: str, read_as: str) -> _Piece:
    piece = _Piece(raw)
    text = repair(read_as)
    iso = country_of(text)
    if iso:
        piece.kind, piece.country = "country", iso
        town = text.partition("(")[0]
        piece.name = town.strip(_TRIM) if is_namesake(town) else ""
        if piece.name and "(" in text:
            piece.kind = "place"
        return piece
    for flag in _FLAG.findall(text):
        piece.country = piece.country or country_of(flag)
    text = _FLAG.sub(" ", text)
    contents = []
    while match := _BRACKET.search(text):
        contents.append(match[1])
        text = f"{text[: match.start()]} {text[match.end() :]}"
        if len(contents) > 8:
            break
    head, opened, tail = text.partition("(")
    if opened and head.strip():  # a bracket that nobody closed
        text = head
        contents.insert(0, tail)
    text = re.sub(r"\s+([,.])", r"\1", " ".join(re.sub(r"[()\[\]]", " ", text).split()))
    text = _without_dates(_SPACED_HYPHEN.sub("-", text) if " " in text and _DASHES.search(text) else text)
    text = _cut_description(text)
    if contents and (iso := country_of(text)) and not is_namesake(text):
        piece.country, text = iso, ""  # "Німеччина (Баварія)"
    text = _RELATION.sub("", text)
    text = _cut_country(piece, _cut_preposition(text))
    text = _cut_city_part(piece, _cut_regions(piece, _cut_preposition(text)))
    piece.name = _unquoted(_cut_levels(piece, _unquoted(text)))
    for content in contents:
        _read_bracket(piece, content)
    if not piece.name:
        piece.kind = "level" if piece.level else "region" if piece.regions else "country" if piece.country else "nothing"
    elif piece.level is None and _is_region_name(piece.name):
        piece.kind = "region"
        piece.regions = [piece.name]
    _read_district(piece)
    return piece


# "Місто-побратим Кельце": what the place is to the hromada, not to its state
_RELATION = re.compile(
    r"^(?:(?:місто|міста|містом|город|города|громада|територія|район)\s?[-–]\s?(?:побратим\w*|партнер\w*)|"
    r"(?:побратим\w*|партнер\w*)(?=\s+[^\W\d_])|"
    r"(?:twin|sister|partner)\s+(?:town|city|cities|municipality)|miasto (?:partnerskie|bliźniacze)|"
    r"partnerstadt)\s*[:–—-]?\s+",
    re.IGNORECASE,
)
_LEADING_PREPOSITION = re.compile(r"^(?:у|в|з|із|зі|с|из|во|in|w|z|we|ze|mit|with|avec)\s+", re.IGNORECASE)


def _cut_preposition(text: str) -> str:
    """`з містом Хелм` -> `містом Хелм`; a preposition before anything else may belong to the name."""
    match = _LEADING_PREPOSITION.match(text)
    if match and any(start == 0 for start, _, _ in level_words(text[match.end() :])):
        return text[match.end() :]
    return text


# "Район Мокотув міста Варшави", "XIII район Будапешта", "5 район м. Будапешт", "Сектор 2 муніципію Бухарест"
_PART_OF_CITY = re.compile(
    r"(?:(?:міський\s+)?(?:район|округ|дільниця|dzielnica|bezirk|district)\s+(?P<named>[^\W\d_].*?)|"
    r"(?P<numbered>(?:[IVXІХ]{1,6}|\d{1,2})(?:-?[^\W\d_]{1,3})?\.?\s+(?:район|округ|"
    r"district|kerület|bezirk)|(?:сектор|sector(?:ul)?)\s+\d))\s+(?:міста\s+|м\.\s*|муніципі\w+\s+|of\s+|miasta\s+|"
    r"города\s+|г\.\s*)?(?P<city>[^\W\d_][\w'-]*)",
    re.IGNORECASE,
)  # fmt: skip


def _cut_city_part(piece: _Piece, text: str) -> str:
    match = _PART_OF_CITY.fullmatch(text) if level_words(text) else None
    if match and fold(match["city"]) in _districts()[0]:
        piece.level = Level.CITY_DISTRICT
        piece.regions.append(_city_as_named(match["city"]))
        return match["named"] or match["numbered"]
    return text


def _city_as_named(word: str) -> str:
    """A city with districts in its nominative; Latin names as printed."""
    return _districts()[0][fold(word)] if script_of(word) == "cyrillic" else word


def _unquoted(name: str) -> str:
    name = name.strip(_TRIM)
    quoted = _QUOTED.fullmatch(name)
    return (quoted["name"] if quoted else _LONE_QUOTE.sub("", name)).strip(_TRIM)


def _is_region_name(name: str) -> bool:
    return fold(name) in _regions() or (_US_STATE.fullmatch(name) is not None and name.replace(".", "") in _STATES)


_SINCE = re.compile(
    r"(?:^|[\s,(]+)(?:з|із|від|с|от|since|from|seit|ab|od|depuis|у|в|in|w|підписан\w*|signed|"
    r"дата\s+\w+)\s*[,:.]*\s*\Z",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\.\s+(?=(?:дат[аи]|угод[аиу]|догов[оі]р\w*|підпис\w*|уклад\w*|меморандум\w*|date|signed|"
    r"agreement)(?![^\W_]))",
    re.IGNORECASE,
)


def _without_dates(text: str) -> str:
    """`text` without its dates and the words that led to them: `Кельце, з 1992 року` -> `Кельце`."""
    found = find_dates(text)
    for start, end, _ in reversed(found):
        before, after = text[:start], text[end:]
        text = f"{_SINCE.sub('', before)} {after}"
    return " ".join(text.split()).strip(" ,;:–—-") if found else text.strip()


def _cut_description(text: str) -> str:
    """What follows a spaced dash in small letters is a description, not the name: `Хелм – місто-побратим`."""
    if "." in text and (sentence := _SENTENCE.search(text)):
        text = text[: sentence.start()]
    match = _DASH.search(text)
    if match and match.start():
        rest = text[match.end() :]
        if country_of(rest):
            return f"{text[: match.start()]} {rest}"
        if not rest[:1].isupper() or _OFFICIAL.match(rest):
            return text[: match.start()]
    return text


def _cut_country(piece: _Piece, text: str) -> str:
    """`Видин Республіка Болгарія`, `Конін у Польщі`, `грузинський Рустави`, `Польща Кельце` -> the name alone."""
    found = find_countries(text)
    if not found:
        return text
    last, first = found[-1], found[0]
    if last.form == "name" and last.end >= len(text.rstrip(" .,")) and text[: last.start].strip(_TRIM):
        before = _PREPOSITION.sub("", " " + text[: last.start].rstrip()).strip()
        if not _is_level_only(before):
            piece.country = piece.country or last.iso
            return before
    rest = text[first.end :].lstrip(" -–—:,")
    if first.start == 0 and rest and not _is_level_only(rest):
        words = level_words(rest)
        led = bool(words) and words[0][0] == 0
        if first.form == "adjective" and (led or (rest[:1].isupper() and (text[0].islower() or script_of(text) == "latin"))):
            piece.country = piece.country or first.iso
            return rest
        if first.form == "name" and text[first.end : first.end + 1] == " " and (led or rest[:1].isupper()):
            piece.country = piece.country or first.iso
            piece.leading = True
            return rest
    return text


_REGION_WORDS = (
    r"повіту|повіт|воєводства|воєвудства|воєводство|району|район|р-ну|області|область|обл\.|округу|провінції|"
    r"провінція|департаменту|регіону|"
    r"кантону|штату|землі|жудеця|джудецу|уезда|района|области|воеводства|губернії|powiatu|województwa|județul|"
    r"județului|county|краю"
)
_REGION_TAIL = re.compile(
    rf"(?<=[\w.])[,\s]+(?P<adj>[^\W\d_][\w'’-]*(?:ого|ої|ому|ій|ський|цький|зький|ське|цьке|ська|цька|iego|"
    rf"ej)\s+(?:{_REGION_WORDS}))\s*\Z|"
    rf"(?<=[\w.])\s+(?P<post>(?:повіту|воєводства|району|області|провінції|департаменту|регіону|кантону|штату|"
    rf"федеральної землі|землі|жудеця|джудецу|графства|"
    rf"powiatu|województwa|județul|județului|judetul|уезда|района|области)\s+[^\W\d_].*)\Z",
    re.IGNORECASE,
)  # fmt: skip
_REGION_HEAD = re.compile(
    r"^(?P<region>[^\W\d_][\w'’-]*(?:ське|цьке|зьке|ська|цька|зька)\s+(?:воєводство|воєвудство|область|"
    r"провінція))[,\s]+(?=[^\W\d_])",
    re.IGNORECASE,
)


def _cut_regions(piece: _Piece, text: str) -> str:
    """`Лешньовіце Хелмського повіту`, `комуна Ульма повіту Сучава`, `Люблінське воєводство Холмський повіт`."""
    if not level_words(text):
        return text
    head = _REGION_HEAD.match(text)
    if head:
        piece.regions.append(head["region"])
        text = text[head.end() :]
    for _ in range(3):
        tail = _REGION_TAIL.search(text)
        if not tail or not text[: tail.start()].strip(_TRIM) or _is_level_only(text[: tail.start()]):
            break
        piece.regions.insert(0, (tail["adj"] or tail["post"]).strip())
        text = text[: tail.start()]
    return text


_LEVEL_GLUE = re.compile(r"^[\s,/-]*(?:(?:та|і|й|и|and|und|i)\s+)?")


_PLURAL = re.compile(
    r"(?:гмін(?:и|ами|)|ґмін(?:и|ами|)|gminy|міст(?:а|ами|ах|)|miasta|города|повіти|комуни|"
    r"муніципалітети|cities|towns|municipalities|общини|райони|регіони|області)",
    re.IGNORECASE,
)
_ONE_BODY = re.compile(
    r"(?:verbandsgemeinde|samtgemeinde|verwaltungsgemeinschaft|є?вро?метропол|eurom|métropole)", re.IGNORECASE
)


def _cut_levels(piece: _Piece, text: str) -> str:
    """Level words before and after the name are taken off; the first one is the level."""
    text = text.strip(" ,;:–—")
    while words := level_words(text):
        start, end, level = words[0]
        if start:
            break
        piece.level = piece.level or level
        if level is Level.ASSOCIATION and not _ONE_BODY.match(text):
            return text
        piece.spreads = piece.spreads or _PLURAL.fullmatch(text[:end]) is not None
        text = re.sub(r"^of\s+", "", text[end:].strip(" ,/-."))
        glued = _LEVEL_GLUE.sub("", text)
        if level_words(glued)[:1] and level_words(glued)[0][0] == 0:
            text = glued  # "гміна і місто Ніско"
    while words := level_words(text):
        start, end, level = words[-1]
        if end < len(text.rstrip(" .")) or not start:
            break
        piece.level = piece.level or level
        text = text[:start].rstrip(" ,-")
    return text


_OFFICIAL = re.compile(
    r"^(?:з|із|with|since|від|с|od|ab|seit|у|в|в)?\s*\d|побратим|партнер|столиц|центр|partner|twin|sister|угод|"
    r"договір|меморандум|онлайн|підписан",
    re.IGNORECASE,
)
_CITY_PART = re.compile(
    r"(?:район|округ|дільниця|dzielnica|district|kerület|bezirk|сектор|sector|part|частина|quarter|stadtteil)\b", re.IGNORECASE
)


def _read_bracket(piece: _Piece, content: str) -> None:
    """Country, level, region, city of a district, or second name; a date or a description is none of these."""
    content = content.strip(_TRIM)
    if not content:
        return
    iso = country_of(content)
    if iso and not (fold(content) == "georgia" and not find_countries(f"{piece.name} ({content})")):
        piece.country = piece.country or iso
        return
    if "," in content or ";" in content:
        for part in re.split(r"[,;]", content)[:8]:
            _read_bracket(piece, part)
        return
    if _is_level_only(content):
        piece.level = level_words(content)[0][2]
        return
    if not _without_dates(content) or (_OFFICIAL.search(content) and not level_words(content)):
        return
    words = level_words(content)
    cities, _ = _districts()
    city = cities.get(fold(piece.name))
    if city and (
        re.fullmatch(r"(?:сектор|sector(?:ul)?)\s*\d", content, re.IGNORECASE) or city in _districts()[1].get(fold(content), ())
    ):
        piece.regions.append(piece.name)
        piece.name, piece.level = content, Level.CITY_DISTRICT
        return
    if _CITY_PART.search(content):
        for word in re.findall(r"[^\W\d_][\w'’-]*", content)[::-1]:
            if fold(word) in cities:
                piece.level = Level.CITY_DISTRICT
                piece.regions.append(_city_as_named(word))
                return
        named = _CITY_PART.sub("", content).strip(_TRIM)
        if city and city in _districts()[1].get(fold(named), ()):
            piece.regions.append(piece.name)
            piece.name, piece.level = named, Level.CITY_DISTRICT
            return
    if words:
        piece.regions.append(content)
        return
    if _is_region_name(content) or fold(content) in _BESIDE or fold(content) in _STATE_OR_CITY:
        piece.regions.append(content)
        return
    if fold(content) in cities:
        if cities[fold(content)] in _districts()[1].get(fold(piece.name), ()):
            piece.level = piece.level or Level.CITY_DISTRICT
        if piece.level is Level.DISTRICT:
            piece.level = Level.CITY_DISTRICT
        piece.regions.append(content)
        return
    marked = _ALIAS_MARK.match(content)
    if marked and content[marked.end() :][:1].isupper():
        piece.aliases.append(content[marked.end() :].strip(_TRIM))
        return
    found = find_countries(content)
    if found and found[-1].form == "name" and found[-1].end == len(content):
        piece.country = piece.country or found[-1].iso
        _read_bracket(piece, _PREPOSITION.sub("", " " + content[: found[-1].start].rstrip()))
        return
    if not content[:1].isupper() or re.search(r"\d", content):
        return
    scripts = {script_of(piece.name), script_of(content)}
    if scripts == {"cyrillic", "latin"} or _similar(piece.name, content):
        piece.aliases.append(content)
    else:
        piece.regions.append(content)


_SOUNDS = str.maketrans("жшзсцчщґгхкбпдтвфуйиыэєёюяаеоіїьъ", "сссссссккккппттввв" + "\0" * 15)
_LATIN_SOUNDS = str.maketrans("zsxcjghkqbpdtvfwaeiouy", "ssssskkkkppttvvv" + "\0" * 6)


@lru_cache(maxsize=1 << 13)
def _skeleton(name: str) -> str:
    letters = fold(name).replace(" ", "").translate(_SOUNDS).translate(_LATIN_SOUNDS).replace("\0", "")
    return re.sub(r"(.)\1+", r"\1", letters)


def _similar(name: str, other: str) -> bool:
    """Whether two names of one script sound near enough to be one place spelt twice (`Жешув`, `Ряшів`)."""
    if script_of(name) != script_of(other):
        return False
    a, b = _skeleton(name)[:40], _skeleton(other)[:40]
    if not a or not b:
        return fold(name) == fold(other)
    return Levenshtein.normalized_similarity(a, b) >= 0.6


def _read_district(piece: _Piece) -> None:
    """`Berlin Tempelhof-Schöneberg`, `Berlin-Lichtenberg`, `Prague 6`, `Сектор 4`: a district of a city."""
    cities, districts = _districts()
    name = piece.name
    parts = re.match(r"([^\W\d_]+)(?:\s+|-|\s*[–—]\s*)(\S.*)", name)
    if parts and fold(parts[1]) in cities:
        city = cities[fold(parts[1])]
        if re.fullmatch(r"\d{1,2}|[IVX]{1,5}", parts[2]) or city in districts.get(fold(parts[2]), ()):
            piece.level = Level.CITY_DISTRICT
            piece.regions.insert(0, parts[1])
    elif piece.level in (Level.CITY_DISTRICT, Level.DISTRICT) and re.fullmatch(
        r"(?:\d{1,2}|"
        r"[IVXІХ]{1,6})(?:-?[^\W\d_]{1,3})?\.?",
        name,
    ):
        piece.kind = "district"


# ---------------------------------------------------------------------------------------------------- assembling


_LOWER_LEVELS = (Level.SETTLEMENT, Level.CITY, Level.COMMUNE, Level.GMINA, Level.CITY_DISTRICT)
_UPPER_LEVELS = (Level.COUNTY, Level.DISTRICT, Level.REGION)


def _assemble(pieces: list[_Piece]) -> list[PartnerName]:
    pieces = _join_districts(pieces)
    places: list[_Piece] = []
    forward: str | None = None
    waiting = 0  # places[waiting:] have met no country yet
    pending: list[str] = []
    count = sum(piece.kind == "place" for piece in pieces)
    for index, piece in enumerate(pieces):
        previous = places[-1] if places else None
        if piece.kind == "country" and piece.name and not piece.leading and (index + 1 < len(pieces) or previous is None):
            piece.kind = "place"  # a capital amid towns: "Брюссель, Люксембург, Париж"
        if piece.kind == "country" and previous is not None and fold(piece.raw) == "georgia":
            after = pieces[index + 1] if index + 1 < len(pieces) else None
            if in_georgia_usa(previous.name) or (after is not None and after.country == "US"):
                previous.regions.append(piece.raw)
                previous.raw += f", {piece.raw}"
                continue
        if piece.kind == "country":
            if len(places) > waiting and forward is None and not piece.leading:
                for place in places[waiting:]:
                    place.country = place.country or piece.country
                places[-1].raw += f", {piece.raw}"
                waiting = len(places)
            elif index + 1 < len(pieces) and any(later.kind != "country" for later in pieces[index + 1 :]):
                forward = piece.country
                waiting = len(places)
            elif previous is None or piece.country != previous.country:
                places.append(replace(piece, name=""))
                waiting = len(places)
            continue
        if piece.kind == "level" and previous and not pending:
            previous.level = piece.level if previous.level is None else previous.level
            previous.raw += f", {piece.raw}"
            continue
        if piece.kind == "nothing":
            if previous and not any(char.isalpha() for char in piece.name):
                previous.raw += f", {piece.raw}"
                continue
        if previous is not None and ((piece.kind == "region" and not piece.anded) or _is_region_of(previous, piece, count)):
            previous.regions.append(piece.raw if piece.kind != "region" else piece.regions[0])
            previous.raw += f", {piece.raw}"
            if piece.country and not previous.country:
                previous.country = piece.country
            continue
        if piece.level is Level.REGION and index + 1 < len(pieces) and pieces[index + 1].level in _LOWER_LEVELS and not places:
            pending.append(piece.raw)
            continue
        if piece.kind == "region":
            piece.kind, piece.regions = "place", []
        piece.regions += pending
        pending = []
        if piece.leading:
            forward = piece.country
            waiting = len(places)
        if piece.country is None:
            piece.country = forward
        elif forward is None and len(places) > waiting:
            for place in places[waiting:]:
                place.country = place.country or piece.country
        places.append(piece)
        if piece.country and forward is None:
            waiting = len(places)
    _spread(places)
    return [_partner(place) for place in places if fold(place.raw) or place.country]


def _spread(places: list[_Piece]) -> None:
    """`польські міста Хелм, Замость`, `Гміни Россош, Яблонь`: level and country of the first are those of the list."""
    source: _Piece | None = None
    for place in places:
        if place.spreads:
            source = place
        elif source is not None and place.level is None:
            place.level = source.level
            place.country = place.country or source.country


def _is_region_of(previous: _Piece, piece: _Piece, count: int) -> bool:
    """Whether a county or region after a place says where it lies instead of being one more partner."""
    if piece.anded:
        return False
    if fold(piece.name) in _STATE_OR_CITY and count == 2:
        return True
    if piece.level not in _UPPER_LEVELS or piece.aliases:
        return False
    if piece.level is Level.REGION and previous.level is not Level.REGION:
        return True
    if re.search(r"(?:ого|ої|iego|ej)\s", piece.raw):
        return True
    if previous.level in _LOWER_LEVELS:
        return True
    return previous.level is None and count == 2 and _skeleton(previous.name)[:3] != _skeleton(piece.name)[:3]


def _join_districts(pieces: list[_Piece]) -> list[_Piece]:
    """`Охота, Варшава` and `Сектор 4, Бухарест` are one place each: a district and its city."""
    cities, districts = _districts()
    joined: list[_Piece] = []
    skip = False
    for index, piece in enumerate(pieces):
        if skip:
            skip = False
            continue
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        if (
            after is not None
            and after.kind == "place"
            and fold(after.name) in cities
            and piece.kind in ("place", "district", "country")
        ):
            city = cities[fold(after.name)]
            if piece.kind == "district" or city in districts.get(fold(piece.name), ()) or piece.level is Level.CITY_DISTRICT:
                name = piece.raw if piece.kind == "district" else piece.name
                merged = replace(
                    piece, kind="place", name=name, raw=f"{piece.raw}, {after.raw}", level=Level.CITY_DISTRICT,
                    country=after.country if piece.kind == "country" else piece.country or after.country,
                    regions=[after.name, *after.regions],
                )  # fmt: skip
                joined.append(merged)
                skip = True
                continue
        if piece.kind == "district":
            before = joined[-1] if joined else None
            if before is not None and before.kind == "place" and fold(before.name) in cities and before.level is None:
                before.regions.insert(0, before.name)
                before.name, before.level = piece.raw, Level.CITY_DISTRICT
                before.raw += f", {piece.raw}"
                before.country = before.country or piece.country
                continue
            piece.kind, piece.name = "place", piece.raw
        joined.append(piece)
    return joined


def _partner(piece: _Piece) -> PartnerName:
    regions = list(dict.fromkeys(region.strip(_TRIM) for region in piece.regions))
    return PartnerName(
        raw=piece.raw,
        name=piece.name,
        level=piece.level,
        country=piece.country,
        region=", ".join(filter(None, regions)) or None,
        aliases=tuple(dict.fromkeys(piece.aliases)),
    )


# ---------------------------------------------------------------------------------------------------- nominatives


@cache
def _analyzers() -> tuple:
    """pymorphy3 for Ukrainian and Russian, or nothing where it is not installed (its dictionaries are GPL data)."""
    try:
        from pymorphy3 import MorphAnalyzer
    except ImportError:
        return ()
    found = []
    for language in ("uk", "ru"):
        try:
            found.append(MorphAnalyzer(lang=language))
        except ValueError:  # no dictionary of this language
            continue
    return tuple(found)


def nominatives(name: str) -> list[str]:
    """Candidate nominatives of a printed name, the printed form first; Latin names come back alone.

    `Паланги` -> `Паланги`, `Паланга`, ...; at most 16, likeliest first: what pymorphy3 knows, then endings alone.
    """
    name = repair(name)
    if script_of(name) != "cyrillic" or len(name) > 80:
        return [name]
    return list(_nominatives(name))


@lru_cache(maxsize=1 << 14)
def _nominatives(name: str) -> tuple[str, ...]:
    separators = re.findall(r"[\s-]+", name)
    words = re.split(r"[\s-]+", name)
    if len(words) > 5:
        return (name,)
    # what follows a particle keeps its case in every case: Франкфурт-на-Майні
    fixed = next((index for index, word in enumerate(words) if index and word.islower()), len(words))
    options = [
        [word, *(form for form in _word_nominatives(word) if form != word)][
            : 9 if len(words) == 1 else 5 if len(words) == 2 else 3
        ]
        if index < fixed
        else [word]
        for index, word in enumerate(words)
    ]
    # all words changed before some words kept, likelier guesses before others
    ranked = sorted(
        product(*(range(len(option)) for option in options)), key=lambda ranks: (_kept(ranks, options), sum(ranks), ranks)
    )
    candidates = {name: None}
    for ranks in ranked[:15]:
        candidates.setdefault(_joined_name([option[rank] for option, rank in zip(options, ranks, strict=True)], separators))
    return tuple(candidates)


def _kept(ranks: tuple[int, ...], options: list[list[str]]) -> int:
    return sum(rank == 0 and len(option) > 1 for rank, option in zip(ranks, options, strict=True))


def _joined_name(words: list[str], separators: list[str]) -> str:
    return "".join(word + (separators[index] if index < len(separators) else "") for index, word in enumerate(words))


def _word_nominatives(word: str) -> list[str]:
    if len(word) < 4:
        return []
    forms: dict[str, None] = {}
    for analyzer in _analyzers():
        for parse in analyzer.parse(word)[:4]:
            if parse.tag.POS not in ("NOUN", "ADJF", None) or not parse.is_known:
                continue
            normal = parse.inflect({"nomn"})
            if normal is not None:
                forms.setdefault(normal.word.capitalize() if word[:1].isupper() else normal.word)
    for guess in nominative_guesses(word):
        forms.setdefault(guess)
    return list(forms)
