"""Names of partners: one printed cell into its places.

What belongs here: how a cell falls into pieces, and what they say of one another. What does not: how one piece is read
(`parts`), endings (`cases`), which place a name is (the gazetteer).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from schemas.vocabularies import Level
from scrapers.text.cases import nominatives
from scrapers.text.countries import country_of, country_words, in_georgia_usa, is_namesake
from scrapers.text.normalise import OFFICE, decode_entities, fold, fold_space, folded_words, repair, script_of, strip_personal
from scrapers.text.parts import (
    DASH,
    FLAG,
    REMARK,
    TRIM,
    UPPER_LEVELS,
    Piece,
    city_of_districts,
    is_district_of,
    is_level_only,
    is_region_name,
    is_state_or_city,
    read_piece,
    region_country,
    skeleton,
    sound_alike,
    stands_beside,
    starts_with_level,
    words_of_cities,
)
from scrapers.text.words import LEVEL_WORDS, level_words

__all__ = ["LONGEST_CELL", "PartnerName", "nominatives", "region_country", "split_names"]

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


def split_names(cell: str) -> list[PartnerName]:
    """The places of one printed cell, in order.

    A country after a list, in brackets or before a colon belongs to every place beside it that prints none of its own.
    A level word alone gives a place with an empty name, a country alone one with an empty name and that country; an
    empty cell and one that says "none" give nothing. Persons and contacts are left out.
    """
    if _PLAIN.fullmatch(cell) and _telling_words().isdisjoint(fold(cell).split()):
        return [PartnerName(raw=fold_space(cell), name=repair(cell))]
    return list(_split_short(cell)) if len(cell) <= 400 else _split(cell[:LONGEST_CELL])


#: Letters, blanks, hyphens and apostrophes only: most cells, and the road past all the grammar below.
_PLAIN = re.compile(r"[^\W\d_]{2,40}(?:[ '’ʼ-][^\W\d_]{1,40}){0,6}")
#: What a cell holds when there is no partner.
_NOBODY_SAID = "немає|нема|відсутні|відсутній|відсутня|невідомо|не вказано|не визначено|нет|none|n/a|no data|brak|keine|aucun"
_NOBODY = frozenset(map(fold, ("", *_NOBODY_SAID.split("|"))))


_OTHER_TELLING_WORDS = """та і й и and und et oraz а також sowie i у в з із in w we во из aus голова мер мэр вул вулиця просп
    partner twin sister partnerstadt"""


@cache
def _telling_words() -> frozenset[str]:
    """Folded words that make a plain cell more than one bare name."""
    levels = {word for _, words in LEVEL_WORDS for word in fold(words).split()}
    others = folded_words(_OTHER_TELLING_WORDS) | set(" ".join(_NOBODY).split())
    return country_words() | levels | others | words_of_cities()


@lru_cache(maxsize=1 << 14)
def _split_short(cell: str) -> tuple[PartnerName, ...]:
    return tuple(_split(cell))


def _split(cell: str) -> list[PartnerName]:
    text = strip_personal(decode_entities(cell))
    if fold(text) in _NOBODY:
        return []
    places: list[PartnerName] = []
    heading: str | None = None
    groups = list(_groups(text))
    for number, group in enumerate(groups):
        iso = country_of(group) if len(groups) > 1 else None
        if iso and not is_namesake(group) and (number == 0 or heading):
            heading = iso  # a line with a country alone, the places below it
            continue
        pieces = list(_pieces(group))
        if heading and pieces and not any(piece.country for piece in pieces):
            pieces.insert(0, Piece("", "country", country=heading, leading=True))
        elif pieces and pieces[0].kind == "country" and pieces[0].leading:
            heading = pieces[0].country
        if places and iso and not pieces[0].name:  # a line with the country of the lines above it
            places = [place if place.country else replace(place, country=iso) for place in places]
            continue
        places += _assemble(pieces)
    if not places and (whole := fold_space(text).strip(TRIM)):
        country = country_of(whole)
        places.append(PartnerName(raw=fold_space(text), name="" if country else repair(whole), country=country))
    return places


# ----------------------------------------------------------------------------------------------------------- groups

_BULLET = re.compile(
    r"(?:^|(?<=[\n;]))[ \t]*(?:\(?\d{1,3}[.)](?!\d)|[•●▪◦·∙‣⁃*✓✔➢➤►→–—-])[ \t]*(?=[^\W\d_]|[\"«„(\U0001f1e6-\U0001f1ff])"
)
_NUMBER = re.compile(r"(?<![^\s,;(])\(?(\d{1,2})[.)]\s+(?=[^\W\d_]|[«\"„])")
_SEMICOLON = re.compile(r"\s*[;|¦]\s*")
_NAME_START = re.compile(
    r"[\"«„“'’]*(?:[^\W\d_]|\d+(?=\s*(?:-?\w+\s+)?(?:район|округ|district|kerület))|[\U0001f1e6-\U0001f1ff])"
)


def _groups(text: str) -> Iterator[str]:
    """Lines, bullets and numbers of a list, and what semicolons part; a line that goes on is joined to the one before."""
    if [int(match[1]) for match in _NUMBER.finditer(text)][:2] == [1, 2]:
        text = _NUMBER.sub("\n", text)
    current, depth = "", 0
    for line in map(fold_space, _BULLET.sub("\n", text).split("\n")):
        if not line:
            continue
        if current and (depth > 0 or _goes_on(current, line)):
            current += " " + line
        else:
            yield from _parts_outside(current, _SEMICOLON)
            current, depth = line, 0
        # a bracket that is still open after this many characters was never closed
        depth = depth + line.count("(") - line.count(")") if len(current) < 2000 else 0
    yield from _parts_outside(current, _SEMICOLON)


def _goes_on(line: str, following: str) -> bool:
    """Whether `following` continues the printed line `line` rather than beginning another item."""
    if line.endswith((",", "(", "-", "–", "/", "&")) or following[0] in "(),–—" or not _NAME_START.match(following):
        return True
    if (len(line) < 60 and is_level_only(line)) or (len(following) < 60 and is_level_only(following)):
        return True
    return following[0].islower() and not starts_with_level(following)


def _outside(text: str, separator: re.Pattern) -> Iterator[tuple[int, int]]:
    """Spans of `text` between separators that stand outside brackets."""
    start, depth, position = 0, 0, 0
    for match in separator.finditer(text):
        depth = max(0, depth + text.count("(", position, match.start()) - text.count(")", position, match.start()))
        position = match.start()
        if depth == 0:
            yield start, match.start()
            start = match.end()
    yield start, len(text)


def _parts_outside(text: str, separator: re.Pattern) -> Iterator[str]:
    return (part for start, end in _outside(text, separator) if (part := text[start:end].strip()))


# ----------------------------------------------------------------------------------------------------------- pieces

_COMMA = re.compile(r"\s*,\s*")
_COLON = re.compile(r"\s*:\s*")
_SLASH = re.compile(r"\s*/\s*")
_AND = re.compile(r"\s+(?:та|і|й|и|and|und|et|oraz|а також|a także|sowie|&|\+)\s+|\s+i\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ])", re.IGNORECASE)
# A piece that begins with an office speaks of a person; the town of Mer does not.
_HOLDER = re.compile(rf"\s*(?!(?-i:Мер)\s*\Z)(?:{OFFICE})", re.IGNORECASE)
# A name right after a bracket, with or without a blank: "Алба-Юлія (Румунія)Кельце (Польща)"
_AFTER_BRACKET = re.compile(r"\(([^()]{2,60})\)\s*(?=[^\W\d_])")
_LIST_IN_BRACKETS = re.compile(r"([^()]+)\(([^()]+)\)")
# Names that hold the word "and", written here with &.
_WITH_AND = """trinidad & tobago|antigua & barbuda|bosnia & herzegovina|saint kitts & nevis|bosnien & herzegowina|bośnia & hercegowina|
brighton & hove|hammersmith & fulham|kensington & chelsea|tyne & wear|bath & north|barking & dagenham|windsor & maidenhead|
redcar & cleveland|telford & wrekin|perth & kinross|dumfries & galloway|argyll & bute|cheshire west & chester|lynn & west|
newfoundland & labrador|nuneaton & bedworth|basingstoke & deane|latchingdon & snoreham|sveti filip & jakov|
брайтон & гоув|брайтон & хоув|кенсінгтон & челсі|тайн & вір|тринідад & тобаго|тринидад & тобаго|антигуа & барбуда|
боснія & герцеговина|боснії & герцеговини|боснии & герцеговины|сент-кітс & невіс|сан-томе & принсіпі|кастилія & леон|
сона & луара|сена & марна|мен & луара|ендр & луара|луар & шер|ер & луар|лот & гаронна|тарн & гаронна|мерт & мозель|
вік & мірдал|mo & rana|мо & рана|му & рана|montcada & reixac|bigues & riells|светі філіп & яков""".replace("\n", "")
_HOLDS_AND = re.compile(rf"(?<![^\W_])(?:{_WITH_AND})(?![^\W_])")


def _pieces(group: str) -> Iterator[Piece]:
    for part in _parts_outside(_AFTER_BRACKET.sub(_part_after_country, group), _COMMA):
        head, rest = _heading(part)
        if head:
            yield Piece(head, "country", country=country_of(head), leading=True)
        for inner in _parts_outside(rest, _COMMA):
            for position, conjunct in enumerate(_conjuncts(inner)):
                for raw, read_as in _slashes(conjunct):
                    if fold_space(raw).strip(TRIM) and not _HOLDER.match(raw):
                        piece = read_piece(fold_space(raw), read_as)
                        piece.anded = position > 0
                        yield piece


def _part_after_country(match: re.Match) -> str:
    rest = match.string[match.end() : match.end() + 40]
    words = level_words(rest)
    region = bool(words) and words[0][0] == 0 and words[0][2] in UPPER_LEVELS
    if rest[:1].isupper() and not region and not REMARK.match(rest) and not _AND.match(" " + rest) and country_of(match[1]):
        return match.group().rstrip() + ", "
    return match.group()


def _heading(part: str) -> tuple[str, str]:
    """("Польща", "Краків") of `Польща: Краків`, `Польща – Краків` and `Польща (Краків, Люблін)`; else ("", part)."""
    for separator in (_COLON, DASH):
        match = separator.search(part)
        if match and match.start() and (rest := part[match.end() :]).strip() and country_of(part[: match.start()]):
            return ("", part) if country_of(rest) else (part[: match.start()], rest)
    listed = _LIST_IN_BRACKETS.fullmatch(part)
    if not listed or not country_of(listed[1]) or is_namesake(listed[1]) or country_of(listed[2]):
        return "", part
    if is_level_only(listed[2]):
        return "", part  # "Jordan (місто)"
    named = (listed[2][:1].isupper() and not is_region_name(listed[2])) or bool(level_words(listed[2]))
    return (listed[1], listed[2]) if named else ("", part)


def _conjuncts(text: str) -> list[str]:
    """The parts of `text` joined by "and", unless the name itself holds it."""
    if not _AND.search(text) or country_of(text):
        return [text]
    if _HOLDS_AND.search(_AND.sub(" & ", text).casefold()):
        return [text]
    if any(_AND.search(text[start:end]) for start, end, _ in level_words(text)):
        return [text]  # "Freie und Hansestadt Hamburg"
    parts = [text[start:end] for start, end in _outside(text, _AND)]
    if any(part.rstrip().endswith("-") or is_level_only(part) for part in parts):
        return [text]  # "Universitäts- und Hansestadt Greifswald", "гміна і місто Ніско"
    if all((bare := part.lstrip(TRIM))[:1].isupper() or starts_with_level(part) or FLAG.match(bare) for part in parts[1:]):
        return parts
    return [text]


def _slashes(text: str) -> Iterator[tuple[str, str]]:
    """(as printed, as read) of the names that a slash sets side by side. Without blanks around it the second is another
    name or the region of the first (`Кельце/Kielce`, `Halle/Saale`); with blanks it is another place."""
    parts = [text]
    if "/" in text and not country_of(text):
        parts = [text[start:end].strip() for start, end in _outside(text, _SLASH)]
    if len(parts) < 2 or not all(part[:1].isupper() or starts_with_level(part) for part in parts):
        yield text, text
    elif "/ " not in text or all(_said_of(parts[0], part) for part in parts[1:]):
        yield text, f"{parts[0]} ({', '.join(parts[1:])})"
    else:
        yield from ((part, part) for part in parts)


def _said_of(name: str, other: str) -> bool:
    return (
        script_of(name) != script_of(other) or stands_beside(other) or sound_alike(name, other) or country_of(other) is not None
    )


# ------------------------------------------------------------------------------------------------------- assembling

# Said of where a place lies, not of one more partner: a genitive, and the Romanian way to write an address.
_ADDRESS = re.compile(r"(?:ого|ої|iego|ej)\s|жуд[е]?ць|джудець|jude[țt]", re.IGNORECASE)


class _Cell:
    """The places of one group while its pieces are put beside one another."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.places: list[Piece] = []
        self.forward: str | None = None  # a country said before its places
        self.waiting = 0  # places[waiting:] have met no country yet
        self.before: list[str] = []  # regions said before their place
        self.count = sum(piece.kind == "place" for piece in pieces)

    def read(self) -> list[Piece]:
        last = max((index for index, piece in enumerate(self.pieces) if piece.kind != "country"), default=-1)
        for index, piece in enumerate(self.pieces):
            after = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
            if piece.kind == "country" and piece.name and not piece.leading and (after or not self.places):
                piece.kind = "place"  # a capital amid towns: "Брюссель, Люксембург, Париж"
                self.places.append(piece)
            elif self._belongs_to_previous(piece, after):
                self.places[-1].raw += f", {piece.raw}"
            elif piece.kind == "country":
                self._country(piece, index < last)
            else:
                self._add(piece, after)
        return self.places

    def _belongs_to_previous(self, piece: Piece, after: Piece | None) -> bool:
        """Level, region, date or remark of the place before: told to it."""
        if not self.places:
            return False
        previous = self.places[-1]
        if piece.kind == "country":
            american = in_georgia_usa(previous.name) or (after is not None and after.country == "US")
            if fold(piece.raw) != "georgia" or not american:
                return False
            previous.regions.append(piece.raw)
        elif piece.kind == "level" and not self.before:
            previous.level = previous.level or piece.level
        elif (piece.kind == "region" and not piece.anded) or self._is_region_of(previous, piece):
            previous.regions.append(piece.regions[0] if piece.kind == "region" else piece.raw)
            previous.country = previous.country or piece.country
        else:
            return piece.kind == "nothing" and not any(char.isalpha() for char in piece.name)
        return True

    def _is_region_of(self, previous: Piece, piece: Piece) -> bool:
        """Whether a county or region after a place says where it lies instead of being one more partner."""
        if piece.anded:
            return False
        if is_state_or_city(piece.name) and self.count == 2:
            return True
        if piece.level not in UPPER_LEVELS or piece.aliases:
            return False
        if previous.level not in UPPER_LEVELS and (previous.level or piece.level is Level.REGION):
            return True
        if _ADDRESS.search(piece.raw) or (piece.level is Level.REGION and previous.level is not Level.REGION):
            return True
        return previous.level is None and self.count == 2 and skeleton(previous.name)[:3] != skeleton(piece.name)[:3]

    def _country(self, piece: Piece, places_follow: bool) -> None:
        if len(self.places) > self.waiting and self.forward is None and not piece.leading:
            self._settle(piece.country)
            self.places[-1].raw += f", {piece.raw}"
        elif places_follow:
            self.forward = piece.country
        elif not self.places or piece.country != self.places[-1].country:
            self.places.append(replace(piece, name=""))
        self.waiting = len(self.places)

    def _settle(self, country: str | None) -> None:
        for place in self.places[self.waiting :]:
            place.country = place.country or country

    def _add(self, piece: Piece, after: Piece | None) -> None:
        if piece.level is Level.REGION and not self.places and after and after.level not in (None, *UPPER_LEVELS):
            self.before.append(piece.raw)
            return
        if piece.kind == "region":
            piece.regions = [] if piece.name else piece.regions
        piece.kind = "place"
        piece.regions += self.before
        self.before = []
        if piece.leading:
            self.forward, self.waiting = piece.country, len(self.places)
        if piece.country is None:
            piece.country = self.forward
        elif self.forward is None:
            self._settle(piece.country)
        self.places.append(piece)
        if piece.country and self.forward is None:
            self.waiting = len(self.places)


def _assemble(pieces: list[Piece]) -> list[PartnerName]:
    places = _Cell(_join_districts(pieces)).read()
    source: Piece | None = None
    for place in places:  # "польські міста Хелм, Замость": level and country of the first are those of the list
        if place.spreads:
            source = place
        elif source is not None and place.level is None:
            place.level, place.country = source.level, place.country or source.country
    return [_partner(place) for place in places if fold(place.raw) or place.country]


def _join_districts(pieces: list[Piece]) -> list[Piece]:
    """`Охота, Варшава`, `Сектор 4, Бухарест` and `Будапешт, XIII район` are one place each: a district and its city."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        city = city_of_districts(piece.name) if piece.kind == "place" and piece.level in (None, Level.CITY) else None
        if before is not None and city and _is_district(before, city):
            before.name = before.raw if before.kind == "district" else before.name or before.raw
            before.country = piece.country if before.kind == "country" else before.country or piece.country
            before.kind, before.level = "place", Level.CITY_DISTRICT
            before.regions = [piece.name, *piece.regions]
            before.raw += f", {piece.raw}"
        elif before is not None and piece.kind == "district" and before.level is None and city_of_districts(before.name):
            before.regions.insert(0, before.name)
            before.name, before.level = piece.raw, Level.CITY_DISTRICT
            before.country = before.country or piece.country
            before.raw += f", {piece.raw}"
        else:
            joined.append(piece)
    for piece in joined:
        if piece.kind == "district":
            piece.kind, piece.name = "place", piece.raw
    return joined


def _is_district(piece: Piece, city: str) -> bool:
    if piece.kind not in ("place", "district", "country") or piece.regions:
        return False
    return piece.kind == "district" or piece.level is Level.CITY_DISTRICT or is_district_of(piece.name or piece.raw, city)


def _partner(piece: Piece) -> PartnerName:
    regions = dict.fromkeys(region.strip(TRIM) for region in piece.regions)
    return PartnerName(
        raw=piece.raw,
        name=piece.name,
        level=piece.level,
        country=piece.country,
        region=", ".join(filter(None, regions)) or None,
        aliases=tuple(dict.fromkeys(piece.aliases)),
    )
