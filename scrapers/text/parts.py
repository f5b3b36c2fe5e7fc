"""One printed piece of a cell: what of it is the name, and what is level, country, region or second name.

What belongs here: reading a piece by itself. What does not: how a cell falls into pieces and what they say of one
another (`names`). The tables of regions and of city districts beside this file tell a region or a district from one
more town of a list; they decide no identity.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from schemas.vocabularies import Level
from scrapers.text.cases import nominatives, oblique
from scrapers.text.countries import country_of, find_countries, in_georgia_usa, is_namesake, known_isos
from scrapers.text.dates import find_dates
from scrapers.text.normalise import fold, folded_words, repair, script_of
from scrapers.text.sounds import languages_of, sound
from scrapers.text.words import level_words

#: A piece longer than this is no name: it is kept as printed and not taken apart.
LONGEST_NAME = 300
UPPER_LEVELS = (Level.COUNTY, Level.DISTRICT, Level.REGION)


@dataclass(slots=True)
class Piece:
    """A piece while its cell is being read. `kind`: place, country, region, level, district or nothing."""

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


# ----------------------------------------------------------------------------------------------------------- tables


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (files("scrapers.text") / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _with_cases(name: str, languages: Iterable[str]) -> Iterator[str]:
    yield fold(name)
    if script_of(name) == "cyrillic":
        for language in languages:
            yield from map(fold, oblique(name, language))


@cache
def _countries_of(table: str) -> dict[str, str]:
    """Folded name, in any case -> country, of a table of names; the first row of two that share a name wins.

    `regions.csv` holds no names of cities of their own (Berlin, New York).
    """
    found: dict[str, str] = {}
    for row in _rows(table):
        for name in row["names"].split("|"):
            for form in _with_cases(name, ("uk", "ru")):
                found.setdefault(form, row["iso"])
    return found


@cache
def _districts() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """(folded city in any case -> its first name, folded district -> first names of its cities)."""
    cities: dict[str, str] = {}
    districts: dict[str, frozenset[str]] = {}
    for row in _rows("city_districts.csv"):
        names = row["city"].split("|")
        for name in names:
            for form in _with_cases(name, ("uk",)):
                cities.setdefault(form, names[0])
        for district in filter(None, row["districts"].split("|")):
            districts[fold(district)] = districts.get(fold(district), frozenset()) | {names[0]}
    return cities, districts


def region_country(text: str) -> str | None:
    """The country of a region that the table knows by name (`Hessen` -> DE, `Іллінойс` -> US), else None."""
    return _countries_of("regions.csv").get(fold(text))


@cache
def _at_home() -> dict[tuple[str, str], str]:
    """(country, folded name of a region in any case) -> its first name in Latin letters, mostly that of its own language."""
    found: dict[tuple[str, str], str] = {}
    for row in _rows("regions.csv"):
        names = row["names"].split("|")
        latin = next((name for name in names if script_of(name) == "latin"), None)
        for name in names if latin else ():
            for form in _with_cases(name, ("uk", "ru")):
                found.setdefault((row["iso"], form), latin)
    return found


def region_at_home(text: str, country: str) -> str | None:
    """The name of a region of a country in Latin letters, as its own language writes it (`Айова` -> `Iowa`, `Баварії` -> `Bayern`); None for
    one that the table does not know."""
    return _at_home().get((country, fold(text)))


def city_country(text: str) -> str | None:
    """The country of a capital or a big city that the table knows by name (`Відня` -> AT, `Lipsk` is not in it), else None: for
    pages that name no country because every reader knows it."""
    return _countries_of("known_cities.csv").get(fold(text))


def city_of_districts(name: str) -> str | None:
    """The first name of a city whose districts sign agreements of their own (`Будапешта` -> `Будапешт`), else None."""
    return _districts()[0].get(fold(name))


def is_district_of(name: str, city: str) -> bool:
    return city in _districts()[1].get(fold(name), ())


@cache
def words_of_cities() -> frozenset[str]:
    return frozenset(word for city in _districts()[0] for word in city.split())


# Two letters after a comma are a state of the USA or a province of Canada, never a country (CA, DE, IN).
_STATES = folded_words(
    """al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd
    tn tx ut vt va wa wv wi wy dc ab bc mb nb nl ns on pe qc sk yt"""
)
_STATES_NAMED_AS_CITIES = frozenset(
    map(fold, ("New York", "Нью-Йорк", "Washington", "Вашингтон", "Georgia", "Quebec", "Квебек"))
)
# Rivers and landscapes that tell namesakes apart: Frankfurt (Oder), Baruth/Mark.
_BESIDE = folded_words(
    """oder main saale efze ruhr neckar donau rhein elbe spree weser inn isar havel mosel lahn sieg eder fulda werra leine aller
    ems lippe nahe saar pegnitz одер одра майн заале рейн рур неккар ельба шпрее везер дунай лаба вісла odra wisła labe dunaj
    vltava sázava орлиця нейсе neiße nisa mark vogtland vogtl sachsen sachs thür westf württ bay harz rhön taunus eifel
    hunsrück allgäu odenwald erzgebirge erzgeb lausitz nordheide hohentwiel bergstraße pfalz holstein hessen baden franken
    ostfriesland altmark uckermark westerwald spessart"""
)


def is_region_name(name: str) -> bool:
    return fold(name) in _countries_of("regions.csv") or (name.isupper() and name.replace(".", "").lower() in _STATES)


def is_state_or_city(name: str) -> bool:
    return fold(name) in _STATES_NAMED_AS_CITIES


def stands_beside(name: str) -> bool:
    """Whether `name` is a river or a landscape that only tells namesakes apart."""
    return fold(name) in _BESIDE


# ------------------------------------------------------------------------------------------------------------ words

TRIM = " \t\n,;:.•·*–—-/|"
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0061-\U000e007a]{3,6}\U000e007f")
DASH = re.compile(r"\s+[–—-]+\s*|\s*[–—]+\s+")
# A dash without blanks is a hyphen of the name: "Бяла–Підляська".
_TIGHT_DASH = re.compile(r"(?<=[^\W\d_])[–—](?=[^\W\d_])")
#: What a bracket or the rest of a line says of the tie and not of the place.
REMARK = re.compile(
    r"(?:(?:з|із|with|since|від|с|od|ab|seit|у|в)\s+)?\d|(?:побратим|партнер|столиц|partner|twin|sister|угод|договір|меморандум|онлайн|підписан)\w*"
    r"|центр(?:у|ом)?(?![^\W_])",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_QUOTED = re.compile(r"[\"«„“”'‘’]+\s*(?P<name>[^\"«»„“”]+?)\s*[\"»“”'’]+")
_LONE_QUOTE = re.compile(r"^[\"«„“”]\s*(?=[^\"»“”]*$)|(?<=^[^\"«„“”])\s*[\"»“”]$")
# A hyphen that a page prints with blanks around it, before or after the small words that names hold.
_SMALL = "на над під ла ле де ду дес сюр су га ель ам ан ін дер до ді да об под en sur sous le la les lès de du des an am in der nad pod ob upon on by al el di da"
_SPACED_HYPHEN = re.compile(rf"(?<=\w)\s+[-–—]\s+(?P<small>{'|'.join(_SMALL.split())})\s*[-–—]\s*(?=\w)")
# "Місто-побратим Кельце": what the place is to the hromada, not to its state
_RELATION = re.compile(
    r"(?:(?:місто|міста|містом|город|города|громада|територія|район)\s?[-–]\s?(?:побратим|партнер)\w*|(?:побратим|партнер)\w*(?=\s*:|\s+[^\W\d_])"
    r"|(?:twin|sister|partner)\s+(?:town|city|cities|municipality)|miasto (?:partnerskie|bliźniacze)|partnerstadt)\s*[:–—-]?\s+",
    re.IGNORECASE,
)
_LEADING_PREPOSITION = re.compile(r"(?:у|в|з|із|зі|с|из|во|in|w|z|we|ze|mit|with|avec)\s+", re.IGNORECASE)
_TRAILING_PREPOSITION = re.compile(r"\s+(?:у|в|з|із|in|w|we|во|из|en|aus)\s*\Z", re.IGNORECASE)
_LINKED = re.compile(r"\s(?:van|von|de|du|of)\Z")  # Hoek van Holland
_SINCE = re.compile(
    r"(?:^|[\s,(]+)(?:з|із|від|с|от|since|from|seit|ab|od|depuis|у|в|in|w|підписан\w*|signed|дата\s+\w+)\s*[,:.]*\s*\Z",
    re.IGNORECASE,
)
_NEXT_SENTENCE = re.compile(
    r"\.\s+(?=(?:дат[аи]|угод[аиу]|догов[оі]р\w*|підпис\w*|уклад\w*|меморандум\w*|date|signed|agreement)(?![^\W_]))",
    re.IGNORECASE,
)
_ALIAS_MARK = re.compile(
    r"(?:або|чи|також|він же|відом\w* як|кол(?:ишн\w*)?\.?|раніше|до \d{4}|нині|тепер|зараз|or|also|aka|formerly|now|или|также|бывш\w*\.?"
    r"|ранее|ныне|lub|dawniej|niem\.|oder|auch|früher|ehemals|(?:нім|пол|польськ|угор|рум|чес|словац|англ|фр|лит|нем|польск|лат|ест|груз|венг)"
    r"\w{0,4}\.?|(?:укр|ukr|eng|pol|ger|hun|rom)\.)\s*[:—-]?\s*(?=\S)",
    re.IGNORECASE,
)
_CITY_PART = re.compile(
    r"(?:район|округ|дільниця|dzielnica|district|kerület|bezirk|сектор|sector|частина|quarter|stadtteil)(?![^\W_])",
    re.IGNORECASE,
)
_SECTOR = re.compile(r"(?:сектор|sector(?:ul)?)\s*\d", re.IGNORECASE)
_ORDINAL = r"(?:\d{1,2}|[IVXІХ]{1,6})(?:-?[^\W\d_]{1,3})?\.?"
_NUMBERED = re.compile(_ORDINAL)
# "Район Мокотув міста Варшави", "XIII район Будапешта", "5 район м. Будапешт", "Сектор 2 муніципію Бухарест"
_PART_OF_CITY = re.compile(
    r"(?:(?:міський\s+)?(?:район|округ|дільниця|dzielnica|bezirk|district)\s+(?P<named>[^\W\d_].*?)"
    rf"|(?P<numbered>{_ORDINAL}\s+(?:район|округ|district|kerület|bezirk)|(?:сектор|sector(?:ul)?)\s+\d))"
    r"\s+(?:міста\s+|м\.\s*|муніципі\w+\s+|of\s+|miasta\s+|города\s+|г\.\s*)?(?P<city>[^\W\d_][\w'-]*)",
    re.IGNORECASE,
)
# Regions in the genitive after a name: "Лешньовіце Хелмського повіту", "Ульма повіту Сучава"; before it in the nominative.
_GENITIVES = "повіту воєводства воєвудства району області провінції департаменту регіону кантону штату землі жудеця джудецу графства уезда района области powiatu województwa județul județului judetul"
_REGION_WORDS = _GENITIVES + " повіт воєводство район область обл\\. р-ну округу провінція воеводства губернії county краю"
_REGION_TAIL = re.compile(
    r"(?<=[\w.])(?:[,\s]+(?P<adj>[^\W\d_][\w'’-]{2,30}(?:ого|ої|ому|ій|[сцз]ький|[сцз]ьке|[сцз]ька|iego|ej)"
    rf"\s+(?:{'|'.join(_REGION_WORDS.split())}))\s*|\s+(?P<post>(?:федеральної\s+)?(?:{'|'.join(_GENITIVES.split())})\s+[^\W\d_].*))\Z",
    re.IGNORECASE,
)
_REGION_HEAD = re.compile(
    r"(?P<region>[^\W\d_][\w'’-]{2,30}[сцз]ьк[еа]\s+(?:воєводство|воєвудство|область|провінція))[,\s]+(?=[^\W\d_])",
    re.IGNORECASE,
)
_RELATIVE_WORDS = folded_words("що яке який яка які который которое которая which that")
_ISO_CODE = re.compile("[A-Z]{2}")
_PLURAL = re.compile(
    r"[гґ]мін(?:и|ами)?|gminy|міст(?:а|ами|ах)?|miasta|города|повіти|комуни|муніципалітети|cities|towns|municipalities|общини|райони|регіони|області",
    re.IGNORECASE,
)
# Associations that are one body by their own name; of the others the level word is part of the name.
_ONE_BODY = re.compile(r"verbandsgemeinde|samtgemeinde|verwaltungsgemeinschaft|є?вро?метропол|eurom|métropole", re.IGNORECASE)
_LEVEL_GLUE = re.compile(r"[\s,/-]*(?:(?:та|і|й|и|and|und|i)\s+)?")


def starts_with_level(text: str) -> bool:
    words = level_words(text)
    return bool(words) and words[0][0] == 0


def is_level_only(text: str) -> bool:
    bare = text
    for start, end, _ in reversed(level_words(text)):
        bare = bare[:start] + bare[end:]
    return bare != text and not bare.strip(TRIM)


# ---------------------------------------------------------------------------------------------------------- reading


def read_piece(raw: str, read_as: str) -> Piece:
    """`raw` as printed, `read_as` with its slashes turned into brackets."""
    piece = Piece(raw)
    text = repair(read_as)
    if len(text) > LONGEST_NAME:
        piece.name = text
        return piece
    iso = country_of(text)
    if iso:
        town = text.partition("(")[0]
        piece.country, piece.name = iso, town.strip(TRIM) if is_namesake(town) else ""
        piece.kind = "place" if piece.name and "(" in text else "country"
        return piece
    for flag in FLAG.findall(text):
        piece.country = piece.country or country_of(flag)
    text, contents = _without_brackets(FLAG.sub(" ", text))
    text = _cut_description(piece, _without_dates(_SPACED_HYPHEN.sub(r"-\g<small>-", text)))
    if contents and (iso := country_of(text)) and not is_namesake(text) and not any(map(is_level_only, contents)):
        piece.country, text = iso, ""  # "Німеччина (Баварія)"
    if relation := _RELATION.match(text):
        text = text[relation.end() :]
    text = _TIGHT_DASH.sub("-", _cut_country(piece, _cut_preposition(text)))
    text = _cut_city_part(piece, _cut_regions(piece, _cut_preposition(text)))
    text = _unquoted(text)
    piece.name = _unquoted(_cut_levels(piece, text))
    if piece.level is Level.CITY_DISTRICT and piece.regions and _NUMBERED.fullmatch(piece.name):
        piece.name = text  # "XIII район" of Budapest
    for content in contents:
        _read_bracket(piece, content.strip(TRIM))
    if piece.country and fold(piece.name) in _RELATIVE_WORDS:
        piece.name = ""  # "Дембно, що в Польщі"
    if not piece.name:
        piece.kind = "level" if piece.level else "region" if piece.regions else "country" if piece.country else "nothing"
    elif piece.level is None and not piece.regions and is_region_name(piece.name):
        piece.kind, piece.regions = "region", [piece.name]
    _read_district(piece)
    return piece


def _without_brackets(text: str) -> tuple[str, list[str]]:
    contents: list[str] = []
    while len(contents) < 8 and (match := _BRACKET.search(text)):
        contents.append(match[1])
        text = f"{text[: match.start()]} {text[match.end() :]}"
    head, opened, tail = text.partition("(")
    if opened and head.strip():  # a bracket that nobody closed
        text = head
        contents.insert(0, tail)
    return re.sub(r"\s+([,.])", r"\1", " ".join(re.sub(r"[()\[\]]", " ", text).split())), contents


def _without_dates(text: str) -> str:
    """`text` without its dates and the words that led to them: `Кельце, з 1992 року` -> `Кельце`."""
    found = find_dates(text)
    for start, end, _ in reversed(found):
        text = f"{_SINCE.sub('', text[:start])} {text[end:]}"
    return " ".join(text.split()).strip(" ,;:–—-") if found else text


def _cut_description(piece: Piece, text: str) -> str:
    """What follows a spaced dash in small letters is a description, not the name: `Хелм – місто-побратим`."""
    if "." in text and (sentence := _NEXT_SENTENCE.search(text)):
        text = text[: sentence.start()]
    match = DASH.search(text)
    if match and match.start():
        rest = text[match.end() :]
        if country_of(rest):
            return f"{text[: match.start()]} {rest}"
        if not rest[:1].isupper() or REMARK.match(rest):
            isos = {found.iso for found in find_countries(rest) if found.form == "name"}
            if len(isos) == 1 and starts_with_level(rest):  # "Перемишль – місто в Польщі"
                piece.country = piece.country or isos.pop()
            return text[: match.start()]
    return text


def _cut_preposition(text: str) -> str:
    """`з містом Хелм` -> `містом Хелм`; a preposition before anything else may belong to the name."""
    match = _LEADING_PREPOSITION.match(text)
    return text[match.end() :] if match and starts_with_level(text[match.end() :]) else text


def _cut_country(piece: Piece, text: str) -> str:
    """`Видин Республіка Болгарія`, `Конін у Польщі`, `грузинський Рустави`, `Польща Кельце` -> the name alone."""
    found = find_countries(text)
    if not found:
        return text
    last, first = found[-1], found[0]
    if last.form == "name" and last.end >= len(text.rstrip(" .,")) and text[: last.start].strip(TRIM):
        before = _TRAILING_PREPOSITION.sub("", " " + text[: last.start].rstrip()).strip()
        if _LINKED.search(before):
            return text
        if not is_level_only(before):
            piece.country = piece.country or last.iso
            return before
    rest = text[first.end :].lstrip(" -–—:,")
    if first.start or not rest or is_level_only(rest):
        return text
    named = starts_with_level(rest) or rest[:1].isupper()
    small = text[0].islower() or script_of(text) == "latin" or starts_with_level(rest)
    if first.form == "adjective" and named and small:
        piece.country = piece.country or first.iso
        return rest
    if first.form == "name" and named and text[first.end] == " ":
        piece.country, piece.leading = piece.country or first.iso, True
        return rest
    return text


def _cut_regions(piece: Piece, text: str) -> str:
    """`Лешньовіце Хелмського повіту`, `комуна Ульма повіту Сучава`, `Люблінське воєводство Холмський повіт`."""
    if not level_words(text):
        return text
    if head := _REGION_HEAD.match(text):
        piece.regions.append(head["region"])
        text = text[head.end() :]
    for _ in range(3):
        tail = _REGION_TAIL.search(text)
        if not tail or not text[: tail.start()].strip(TRIM) or is_level_only(text[: tail.start()]):
            break
        piece.regions.insert(0, (tail["adj"] or tail["post"]).strip())
        text = text[: tail.start()]
    return text


def _cut_city_part(piece: Piece, text: str) -> str:
    match = _PART_OF_CITY.fullmatch(text) if level_words(text) else None
    if match and city_of_districts(match["city"]):
        piece.level = Level.CITY_DISTRICT
        piece.regions.append(_city_as_named(match["city"]))
        return match["named"] or match["numbered"]
    return text


def _city_as_named(word: str) -> str:
    """A city with districts in its nominative; Latin names as printed."""
    return (city_of_districts(word) or word) if script_of(word) == "cyrillic" else word


def _cut_levels(piece: Piece, text: str) -> str:
    """Level words before and after the name are taken off; the first one is the level."""
    text = text.strip(" ,;:–—")
    while starts_with_level(text):
        _, end, level = level_words(text)[0]
        piece.level = piece.level or level
        if level is Level.ASSOCIATION and not _ONE_BODY.match(text):
            return text
        piece.spreads = piece.spreads or _PLURAL.fullmatch(text, 0, end) is not None
        text = re.sub(r"^of\s+", "", text[end:].strip(" ,/-."))
        glue = _LEVEL_GLUE.match(text)
        if glue and starts_with_level(text[glue.end() :]):
            text = text[glue.end() :]  # "гміна і місто Ніско"
    if _SHORT_LEVEL.search(text):
        text = f"{text}."  # what cuts a cell takes the full stop off its end
    while words := level_words(text):
        start, end, level = words[-1]
        if end < len(text.rstrip(" .")) or not start:
            break
        piece.level = piece.level or level
        text = text[:start].rstrip(" ,-")
    return text


_SHORT_LEVEL = re.compile(r"\s(?:пов|обл|гм|окр|воєв)$")


def _unquoted(name: str) -> str:
    name = name.strip(TRIM)
    quoted = _QUOTED.fullmatch(name)
    return (quoted["name"] if quoted else _LONE_QUOTE.sub("", name)).strip(TRIM)


def _read_district(piece: Piece) -> None:
    """`Berlin Tempelhof-Schöneberg`, `Berlin-Lichtenberg`, `Prague 6`, `Сектор 4`: a district of a city."""
    parts = re.match(r"([^\W\d_]+)(?:\s+|-|\s*[–—]\s*)(\S.*)", piece.name)
    city = city_of_districts(parts[1]) if parts else None
    if parts and city:
        if re.fullmatch(r"\d{1,2}|[IVX]{1,5}", parts[2]) or is_district_of(parts[2], city):
            piece.level = Level.CITY_DISTRICT
            piece.regions.insert(0, parts[1])
    elif piece.level in (Level.CITY_DISTRICT, Level.DISTRICT) and _NUMBERED.fullmatch(piece.name):
        piece.kind = "district"


# --------------------------------------------------------------------------------------------------------- brackets


def _read_bracket(piece: Piece, content: str) -> None:
    """Country, level, region, city of a district, or second name; a date or a remark is none of these."""
    iso = country_of(content)
    if iso and not (fold(content) == "georgia" and in_georgia_usa(piece.name)):
        piece.country = piece.country or iso
    elif _ISO_CODE.fullmatch(content) and content in known_isos() and not is_region_name(content):
        piece.country = piece.country or content
    elif "," in content or ";" in content:
        for part in re.split("[,;]", content)[:8]:
            _read_bracket(piece, part.strip(TRIM))
    elif is_level_only(content):
        piece.level = level_words(content)[0][2]
    elif (
        not _without_dates(content).strip(TRIM)
        or (REMARK.match(content) and not level_words(content))
        or _bracketed_district(piece, content)
    ):
        return
    elif level_words(content) or _STATE_OF.match(content) or is_region_name(content) or stands_beside(content) or is_state_or_city(content):
        piece.regions.append(content)
    elif city := city_of_districts(content):
        if is_district_of(piece.name, city) or piece.level is Level.DISTRICT:
            piece.level = Level.CITY_DISTRICT
        piece.regions.append(content)
    else:
        _read_second_name(piece, content)


#: What can only be the land around a town, whatever its name: `штат Вашингтон`.
_STATE_OF = re.compile(
    r"(?:(?:федеральна\s+)?земля|штат|провінція|префектура|графство|департамент|state of|province of|prefecture of|штат|провинция|префектура|графство)\s+(?=[^\W\d_])", re.IGNORECASE
)


def _bracketed_district(piece: Piece, content: str) -> bool:
    """`București (Sector 4)`, `Варшава (район Мокотув)`, `Ференцварош (IX район Будапешта)`."""
    city = city_of_districts(piece.name)
    for district in (content, _CITY_PART.sub("", content).strip(TRIM)):
        if city and (_SECTOR.fullmatch(district) or is_district_of(district, city)):
            piece.regions.append(piece.name)
            piece.name, piece.level = district, Level.CITY_DISTRICT
            return True
    if _CITY_PART.search(content):
        for word in reversed(re.findall(r"[^\W\d_][\w'’-]*", content)):
            if city_of_districts(word):
                piece.level = Level.CITY_DISTRICT
                piece.regions.append(_city_as_named(word))
                return True
    return False


def _read_second_name(piece: Piece, content: str) -> None:
    marked = _ALIAS_MARK.match(content)
    if marked and content[marked.end() :][:1].isupper():
        piece.aliases.append(content[marked.end() :].strip(TRIM))
        return
    found = find_countries(content)
    if len({country.iso for country in found}) > 1:
        piece.regions.append(content)
    elif found and found[-1].form == "name" and found[-1].end == len(content):
        piece.country = piece.country or found[-1].iso
        _read_bracket(piece, _TRAILING_PREPOSITION.sub("", " " + content[: found[-1].start].rstrip()).strip(TRIM))
    elif content[:1].isupper() and not re.search(r"\d", content):
        other_script = {script_of(piece.name), script_of(content)} == {"cyrillic", "latin"}
        (piece.aliases if other_script or sound_alike(piece.name, content) else piece.regions).append(content)


# Letters of one sound class in both scripts; vowels and signs fall out.
_SOUNDS = str.maketrans(
    "жшзсцчщґгхкбпдтвфуzsxcjghkqbpdtvfw" + "йиыэєёюяаеоіїьъaeiouy",
    "сссссссккккппттвввsssssкккkppttvvv".replace("к", "k") + "\0" * 21,
)


@lru_cache(maxsize=1 << 13)
def skeleton(name: str) -> str:
    """The consonants of `name` by sound class: near spellings of one name share most of it."""
    letters = fold(name).replace(" ", "").translate(_SOUNDS).replace("\0", "")
    return re.sub(r"(.)\1+", r"\1", letters)


_ACROSS = str.maketrans("сптврлмн", "sptvrlmn")


def sound_alike_across(name: str, other: str, iso: str | None = None) -> bool:
    """`sound_alike` of names in two scripts: `Люблін`, `Lublin`; by the rules of the country `iso` where one is given: `Жешув`, `Rzeszów`."""
    if {script_of(name), script_of(other)} != {"cyrillic", "latin"}:
        return False
    cyrillic, latin = (name, other) if script_of(name) == "cyrillic" else (other, name)
    if iso and {sound(form, "cyrillic") for form in nominatives(cyrillic)} & {sound(latin, language) for language in languages_of(iso)}:
        return True
    a, b = skeleton(name).translate(_ACROSS)[:40], skeleton(other).translate(_ACROSS)[:40]
    return bool(a and b) and a[0] == b[0] and Levenshtein.normalized_similarity(a, b) >= 0.75


def sound_alike(name: str, other: str) -> bool:
    """Whether two names of one script sound near enough to be one place spelt twice (`Жешув`, `Ряшів`)."""
    if script_of(name) != script_of(other):
        return False
    a, b = skeleton(name)[:40], skeleton(other)[:40]
    return Levenshtein.normalized_similarity(a, b) >= 0.6 if a and b else fold(name) == fold(other)
