"""Which column of a grid holds what: the words of its header and what its cells hold vote together.

What belongs here: what a header says (`role_of`), what one cell may be (`holds`), and the assignment of roles to columns
(`assign`). What does not: how a grid is found on a page, and how its rows are made into claims (`table`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from schemas.vocabularies import Level
from scrapers.layouts import cues
from scrapers.layouts.entry.hromada import hromada_named
from scrapers.layouts.entry.marks import CITY_WORD, clean, without_flags
from scrapers.layouts.entry.stages import stage_in
from scrapers.text.cases import is_no_word
from scrapers.text.countries import country_of, find_countries, iso_of_code
from scrapers.text.dates import find_dates
from scrapers.text.names import PartnerName
from scrapers.text.normalise import AnyCase, fold_space
from scrapers.text.parts import city_country, region_country, sound_alike_across
from scrapers.text.places import is_known_in_a_case, is_known_place
from scrapers.text.words import duration_months, level_of

# --- what a header says -----------------------------------------------------------------------------------------------

_ROLES = (
    ("number", r"^(?:№|n[o°]?|#|номер|nr|lp|л\.?п)\.?\s*(?:п/?п|з/п|пп|п\.п\.)?\.?$|^п/п$|^no\.?$"),
    (
        "ignore",
        r"орієнтовн|планов|очікуван|заплан|планир|сфер|напрям|контакт|опис|адрес|сайт|населення|население|площ|sphere|field|area|contact|"
        r"website|population|ludno|powierzchni|einwohner|посилання|links?(?!\w)|проєкт|проект|"
        r"заход|відповідальн|(?:дата|номер|№) рішен|кількіст|^к-сть|number of|^(?:ким|хто)\b|підписант|signator|signed by|мета|цілі|зміст|subject|project|сотрудничества$|направлен|фото|"
        r"photo|similar|(?:also )?twinned (?:also )?with|(?:other|own) twin|інші (?:партнери|побратими) |(?:ich|їхні|їх|их|their|ihre) (?:partner|партнер|побратим|twin|sister)|подібн\w+ (?:міст|громад)|схож\w+ (?:міст|громад)|місце (?:підпис|уклад|проведен)|место (?:подпис|заключ)|place of|miejsce (?:podpis|zawar)|ort der|герб|прапор|flags?(?!\w)|карта|відстань|мер міста|голова|бургомістр|керівник|mayor|^мер$|^мэр|бургомистр|^президент|burmistrz|bürgermeister",
    ),
    (
        "hromada",
        r"українськ(?!ою$|ою мовою)|наша громада|назва громади|назва тг|територіальна громада|ukrain|ukraińsk|украинск|"
        r"hromada",
    ),
    ("duration", r"діє(?!\w)|термін|строк|тривал|duration|validity|term\b|okres|\w*laufzeit|срок|чинн|дійсн"),
    ("stage", r"статус|стан\b|status|stage|стадія|этап"),
    ("notes", r"предмет|прим\.?$|приміт|примеч|заувага|коментар|notes?$|remarks?$|comments?$|uwagi|bemerkung"),
    (
        "both",
        r"(?:(?<!у)країн|держав|стран|countr|kraj|land)[\w -]{0,16}\s*(?:[,/(]|та|і|и|and|i|und|–|-)\s*(?:міст|"
        r"город|cit|town|miast|stadt|партнер|назва)|"
        r"(?:міст|город|cit|town|miast|stadt|партнер|partner|назва)[\w -]{0,22}\s*(?:[,/(]|та|і|и|and|i|"
        r"und|–|-)\s*(?:(?<!у)країн|держав|стран|countr|kraj|land|state)",
    ),
    (
        "since",
        r"дат(?:а|и|у)(?!\w)|рік|року(?!\w)|коли(?!\w)|час |year|date|since|when|data(?!\w)|roku?(?!\w)|\w*datum|\w*jahr|seit|год[ауы]?(?!\w)|період|підписан|укладен|подписан|заключ[её]н|"
        r"початок|встановлен|signed|established|з якого",
    ),
    ("country", r"(?<!у)країн|держав|стран|государств|countr|^state$|kraj[eu]?(?!\w)|państw|^land$|^staat|nation"),
    ("region", r"регіон|област|воєвод|повіт|region|województw|powiat|bundesland|провінц|штат|province|county"),
    (
        "partner",
        r"міст|партнер|побратим|назва|город|назван|city|cities|town|partner|miast|gmin|(?:partner|schwester)?st(?:adt|ädte)(?!\w)|"
        r"(?:partner)?gemeinde|kommun|комун|^(?:з|із|с) (?:ким|яким|кем)|контрагент|суб.?єкт|субъект|with whom|z kim|mit wem|громад|муніципал|муницип|іноземн|foreign|name|nazwa|samorząd|сторон|одиниц|населений пункт|"
        r"територ|organi[sz]ation|^перелік$|^закордон|^за кордоном$",
    ),
    (
        "kind",
        r"вид[уи]?(?!\w)|тип[уи]?(?!\w)|документ|форма|угод|договір|agreement|type|kind|rodzaj|umow|art\b|\w*vertrag|реквізит|"
        r"підстав|документ|основан",
    ),
)
#: Each word from its beginning: `Sheffield` heads no column of fields, nor `Видин` one of kinds.
_ROLE_PATTERNS = tuple((role, AnyCase(rf"(?<!\w)(?:{pattern})")) for role, pattern in _ROLES)
_DOCUMENT_NAME = AnyCase(
    r"(?:назва|зміст|тема) (?:угод|документ|договор|рішен|розпоряджен)|назва та|title|найменування (?:угод|документ|"
    r"договор)|про (?:встановлення|співпрацю)",
)


@lru_cache(maxsize=1 << 12)
def role_of(header: str) -> str | None:
    """The role of a column by the words of its header, None when they say nothing."""
    text = fold_space(header)
    if not text or len(text) > 90:
        return None
    if _DOCUMENT_NAME.search(text):
        return "kind"
    if _COUNTRY_HEADER.match(text):
        return "country"
    if re.match(r"дата (?:набуття|набрання) чинності", text, re.I):
        return "since"
    found = [role for role, pattern in _ROLE_PATTERNS if pattern.search(text)]
    if not found:
        return None
    if found[0] == "ignore" and re.match(
        r"(?:країн|місто|партнер|дата(?! рішен| план| очік| заплан)|country|city|date)", text, re.I
    ):
        found = found[1:] or found
    if {"partner", "country"} <= set(found) and found[0] in ("country", "region") and not _OF_COUNTRY.match(text):
        return "both"
    if found[0] == "hromada" and re.search(r"партнер|побратим|іноземн|foreign|закордон", text, re.I) and "partner" in found:
        return "partner"
    if (
        found[0] == "since"
        and "partner" in found
        and not re.match(
            r"(?:дата|рік|коли|year|date|since|data|rok|"
            r"datum|jahr|seit|год|період|підписан|укладен|початок|з якого)",
            text,
            re.I,
        )
    ):
        return "partner"
    return found[0]


_COUNTRY_HEADER = re.compile(
    r"\W*(?:країна|держава|страна|country|kraj|land)[\s–-]*(?:партнера?|побратима?|партнёр|partnera?)?\W*$", re.I
)
_OF_COUNTRY = re.compile(r"\W*(?:країн|держав|стран|государств|countr|kraj|land|state|nation)", re.I)

# --- what a cell may be -----------------------------------------------------------------------------------------------

NUMBER = re.compile(r"^\W*\d{1,4}\W*$")
_YEAR = re.compile(r"(?<![\d/])(?:19|20)\d\d(?!\d)|(?<=\d/\d\d/)(?:19|20)\d\d(?!\d)|(?<=\d/\d/)(?:19|20)\d\d(?!\d)")
_FIGURES = re.compile(r"[\d\s.,+%~—–-]+(?:км²?|км2|га|тис\.?|осіб|чол\.?|km²?|м|m|чел\.?)?\W*", re.I)
_CONTACT = re.compile(r"@|https?:|www\.|\+\d[\d ()-]{7,}|\(?0\d{2,4}\)?[ -]?\d{2,3}[ -]?\d{2}")
_ADDRESS = AnyCase(r"(?<!\w)(?:вул\.|вулиц|просп\.|площа |ul\.|street|straße|str\.|rue |via |plac )")
_LEVEL = re.compile(
    r"(?<!\w)(?:м\.|міст[оа](?:-побратим)?|смт|[гґ]міна|комуна|муніципалітет|город|г\.|miasto|gmina|city of)\s*", re.I
)
COUNCIL = AnyCase(
    r"ськ(?:а|ої|ою) (?:міськ|селищн|сільськ|територіальн)(?:а|ої|ою) |ськ(?:а|ої|ою) (?:рад[аиоу]\w?|громад[аиоу]\w?|ТГ|ОТГ)(?!\w)"
)
_PIECES = re.compile(r"[(\n,;]| [–—/-] ")
#: The end of a term, and a term without one.
_TERM = AnyCase(
    r"безстроков|безтерміново|бессрочн|автоматичн\w+ (?:продовж|пролонг)|пролонгац|indefinite|unlimited|unbefristet|bezterminow"
)


def first_piece(text: str) -> str:
    """The beginning of a cell up to its first comma, bracket or line, without the word for a town."""
    return _LEVEL.sub("", clean(_PIECES.split(clean(without_flags(text)))[0])).strip()


def holds_country(text: str) -> bool:
    """Whether a text names a foreign country by its name or flag."""
    return any(one.form != "adjective" and one.iso != "UA" for one in find_countries(text))


def holds_data(text: str) -> bool:
    """Whether a cell names a country or prints a year: no header, whatever its other words."""
    return bool(_YEAR.search(text)) or holds_country(text)


def at_home(text: str) -> bool:
    """Whether a cell is a Ukrainian hromada, its council or its town."""
    first = first_piece(text)
    return (
        hromada_named(text) is not None
        or cues.is_ukrainian(first)
        or COUNCIL.search(text) is not None
        or _ADJECTIVE.fullmatch(first) is not None
    )


#: A hromada by its adjective alone: `Зимноводівська`.
_ADJECTIVE = re.compile(r"[А-ЯІЇЄҐ][\w'’-]+(?:ськ|цьк|зьк)(?:а|ої)")
#: `Угода про співпрацю між A та B`: a title that names both sides.
BETWEEN = AnyCase(r"(?<!\w)(?:між|поміж|между|between|pomiędzy|między|zwischen|with|з|із|зі|с)\s")


def _names_a_place(first: str, abroad: bool) -> bool:
    if cues.plausible(first):
        return True
    return abroad and first[:1].isupper() and len(first) < 60 and not tells(first)


def tells(text: str) -> bool:
    """Whether a text speaks of an agreement or a tie with somebody, rather than names one."""
    return BETWEEN.search(text) is not None and bool(cues.AGREEMENT_WORDS.search(text) or cues.PARTNER_WORDS.search(text))


@lru_cache(maxsize=1 << 12)
def holds(text: str) -> frozenset[str]:
    """What one cell may be: some of `number figure contact country code date year place anchored home region agreement duration stage
    prose told known abroad`. `known` is the name of some place abroad, `abroad` names a foreign country, `anchored` is a place that its own cell puts abroad, `told` a title or sentence about a tie."""
    bare = clean(text)
    if not any(map(str.isalnum, text)):
        return frozenset(("country",)) if country_of(text) else frozenset()
    if _is_country(bare):
        return frozenset(("country",))
    if iso_of_code(bare):
        return frozenset(("code",))
    dated = False
    if _YEAR.search(text):
        bare = text
        for start, end, _ in reversed(find_dates(text)):
            bare, dated = f"{bare[:start]} {bare[end:]}", True
        bare = clean(bare)
        if dated and not any(map(str.isalpha, bare)):
            return frozenset(("date", "year"))
    elif NUMBER.match(text):
        return frozenset(("number",))
    elif _FIGURES.fullmatch(text):
        return frozenset(("figure",))
    found = {"year"} if dated else set()
    if _CONTACT.search(bare) or _ADDRESS.search(bare):
        found.add("contact")
    abroad = holds_country(bare)
    if abroad:
        found.add("abroad")
    if not abroad and at_home(bare):
        found.add("home")
    if cues.AGREEMENT_WORDS.match(bare):
        found.add("agreement")
    if len(text) < 60 and (duration_months(bare) or _TERM.search(bare)):
        found.add("duration")
    if len(bare) > 90 and _small(bare) > 0.6:
        found.add("prose")
    first, level = first_piece(bare), level_of(bare)
    if tells(bare):
        found.add("told")
    named = _names_a_place(first, abroad) or (level is not None and first[:1].isupper() and len(first.split()) < 4)
    if len(bare) < 160 and not found & {"agreement", "contact"} and named:
        found.add("place")
        if is_known_place(first):
            found.add("known")
        if abroad or city_country(first) or level not in (None, Level.REGION):
            found.add("anchored")
        if region_country(first) or level is Level.REGION:
            found.add("region")
            if abroad:
                found.add("country")
    elif dated and len(text) < 90:
        found.add("date")
    if len(text) < 90 and "place" not in found and stage_in(text):
        found.add("stage")
    return frozenset(found)


def _is_country(bare: str) -> bool:
    """Countries alone, one or one a line, with a region behind the comma; `Польща, м. Кемпно` is a town."""
    for line in bare.split("\n", 8)[:8]:
        if country_of(clean(line)):
            continue
        country, _, rest = clean(line).partition(",")
        if not rest or country_of(country) is None or CITY_WORD.match(rest.strip()):
            return False
    return True


def _small(text: str) -> float:
    words = text.split()
    return sum(1 for word in words if word[:1].islower()) / len(words)


def known(name: PartnerName) -> bool:
    """Whether a name, in any case, is that of some place abroad."""
    return is_known_in_a_case(name.name) or any(map(is_known_place, name.aliases))


def may_be_a_name(name: str) -> bool:
    """Whether a name in Cyrillic has a word that no dictionary knows, as the words of a page do not: `Ліптовський Мікулаш`."""
    words = name.split()
    capitals = all(word[0].isupper() and not word[-1].isdigit() for word in words)
    if _UTILITY.search(name):
        return False
    return capitals and len(words) <= _LONGEST_NAME and name[:1] > "\u0400" and not cues.is_given_name(words[0]) and any(map(is_no_word, words))


_LONGEST_NAME = 3
#: `Ковельтепло`, `Волиньрада Інформ`.
_UTILITY = AnyCase(r"водоканал|тепло|газ(?!\w{4})|енерго|інформ|строй|буд(?:\w{0,4})$|транс|рада(?!\w)|медіа|ринок|сервіс|комун|пошт")


# --- the vote ---------------------------------------------------------------------------------------------------------

#: What a header adds to or takes from the claim of its column to be that of the partners.
_HEADER_VOTE = {
    "partner": 0.9, "both": 0.9, "country": -0.3, "kind": -0.4, "since": -0.5, "hromada": -0.9, "region": -1.0, "ignore": -1.0,
    "stage": -1.0, "notes": -1.0, "duration": -1.0, "number": -1.5,
}  # fmt: skip
#: What the cells of a column say of it being that of the partners, by the share that holds each kind.
_CONTENT_VOTE = {
    "place": 1.0, "anchored": 0.5, "known": 0.4, "home": -1.6, "contact": -1.0, "prose": -0.6, "told": -1.2, "agreement": -0.3, "country": -0.4,
    "region": -0.2, "date": -1.0, "number": -1.5, "figure": -1.5, "duration": -0.5,
}  # fmt: skip
ENOUGH = 0.4
"""The vote from which a column may be that of the partners."""
MOST = 0.6
"""The share of a column that must hold a kind before its header is known."""
SAMPLE = 60


class Column:
    """The texts of one column in the first rows, and the share of them that holds each kind."""

    def __init__(self, header: str, texts: Sequence[str], rows: int) -> None:
        self.header, self.texts = header, [text for text in texts if holds(text) or any(map(str.isalnum, text))][:SAMPLE]
        self.role = role_of(header) if header and len(header) < 90 else None
        counts = Counter(kind for text in self.texts for kind in holds(text))
        self.shares = {kind: count / len(self.texts) for kind, count in counts.items()}
        self.filled = len(self.texts) / max(1, rows)
        self.distinct = len(set(self.texts)) / max(1, len(self.texts))

    def share(self, kind: str) -> float:
        return self.shares.get(kind, 0.0)

    @property
    def partners(self) -> float:
        """How much speaks for the column being that of the partners."""
        if not self.texts:
            return -9.0
        vote = sum(_CONTENT_VOTE.get(kind, 0.0) * share for kind, share in self.shares.items())
        vote += _HEADER_VOTE.get(self.role or "", 0.0)
        if self.role in ("partner", "both", "hromada", None) and _TOLD_PARTNER.search(self.header):
            vote += 0.5 if self.role != "hromada" else 1.2
        if _HOME_SIDE.search(self.header):
            vote -= 1.0
        if _ALIKE.search(self.header):
            return -9.0
        if not (self.share("place") or self.share("told") or self.share("country")):
            vote -= 0.6  # none of its cells names anything
        if len(self.texts) > 2:
            vote -= 0.7 * (1 - self.distinct)
            if not self.share("known") and not self.share("anchored"):
                vote -= 0.3  # words with a capital
        return vote - 0.5 * max(0.0, 1 - self.filled)

    @property
    def typed(self) -> float:
        """The largest share of one kind that is told by its form alone."""
        return max(
            (self.share(kind) for kind in ("country", "code", "date", "number", "figure", "contact", "duration", "home")),
            default=0.0,
        )


_TOLD_PARTNER = AnyCase(
    r"партнер|побратим|партн[её]р|partner|twin|sister|іноземн|закордон|зарубіж|иностранн|foreign|stadt|miast"
)
#: Places that one is compared with.
_ALIKE = AnyCase(r"(?<!\w)(?:similar|comparable|подібн\w+|схож\w+|похож\w+|podobn\w+|ähnlich\w*)(?!\w)")
#: `Їхні побратими`: those of the partners, but of the hromady where the rows are theirs.
_OF_THOSE = AnyCase(r"\W*(?:ich|їхні|їх|их|their|ihre) (?:partner|партнер|побратим|twin|sister)")
_TWINS = "Побратими"
_HOME_SIDE = AnyCase(r"(?<!\w)(?:з|від|from)\s+україн\w+|українськ\w+ (?:сторон|бок|партнер)|ukrainian (?:side|party|partner)")
#: The column of a list of several hromady that says whose partner each row is.
_OWNER = AnyCase(
    r"^\W*(?:назва\s+)?(?:(?:об.?єднан\w+\s+)?(?:територіальн\w+\s+)?громад[аи]|О?ТГ|(?:міськ|місцев)\w+ рад[аи])\W*$"
)


def assign(columns: list[Column]) -> list[str]:
    """The role of each column: that of the partners by the best vote, then countries and dates where the cells say so, the
    words of the header for what is left. No column is `partner` or `both` when none could be."""
    if any(_OWNER.search(column.header) for column in columns):
        columns = [Column(_TWINS, column.texts, len(column.texts)) if _OF_THOSE.match(column.header) else column for column in columns]
    roles = [column.role or "" for column in columns]
    votes = [column.partners - 0.03 * index for index, column in enumerate(columns)]
    exact = [
        max(column.share("country"), column.share("code")) if column.role not in ("ignore", "notes", "number") else 0.0
        for column in columns
    ]
    best = max(
        range(len(columns)),
        key=lambda one: votes[one] + 0.8 * max((exact[two] for two in range(len(columns)) if two != one), default=0.0),
        default=-1,
    )
    first = next((index for index in range(best) if _in_two_scripts(columns[index], columns[best])), best)
    best = first  # the names again in the letters of their own language
    for index, role in enumerate(roles):
        if role in ("partner", "both") and index != best:
            column = columns[index]
            owner = _OWNER.search(column.header) or column.share("home") > MOST or _HOME_SIDE.search(column.header)
            roles[index] = (
                "hromada"
                if owner and "hromada" not in roles
                else "country"
                if exact[index] >= MOST or (role == "both" and "country" not in roles)
                else "kind"
                if column.share("agreement") and column.share("date") >= MOST and "kind" not in roles
                else "since"
                if column.share("date") >= MOST and "since" not in roles
                else "ignore"
            )
    if best >= 0 and votes[best] >= ENOUGH:
        roles[best] = roles[best] if roles[best] in ("partner", "both") else "partner"
    else:
        if best >= 0 and roles[best] in ("partner", "both"):
            roles[best] = "ignore"  # no cell below that header names anything
        best = -1
        regions = columns[roles.index("region")] if "country" in roles and roles.count("region") == 1 else None
        if regions is not None and len(regions.texts) > 1 and regions.share("place") >= MOST:
            best = roles.index("region")  # regions are the partners
            roles[best] = "partner"
    left = [index for index in range(len(columns)) if index != best and columns[index].texts]
    if "country" not in roles:
        found = max((index for index in left if exact[index] >= MOST), key=lambda index: exact[index], default=None)
        if found is not None:
            roles[found] = "country"
    for index in left:
        column = columns[index]
        if column.share("place") >= MOST and (
            (roles[index] == "country" and not column.share("country"))
            or (roles[index] == "since" and not column.share("year"))
        ):
            roles[index] = ""  # its header misleads
        if roles[index]:
            continue
        if column.share("year") >= MOST and column.share("place") >= MOST and best >= 0 and "since" not in roles:
            roles[index] = "since"  # with the place of signing
        elif column.share("number") + column.share("figure") >= MOST:
            roles[index] = "number"
        elif column.share("date") >= 0.45 and column.share("stage") < MOST and "since" not in roles:
            roles[index] = "since"
        elif column.share("home") >= MOST and best >= 0 and "hromada" not in roles:
            roles[index] = "hromada"
        elif column.share("agreement") >= MOST and "kind" not in roles:
            roles[index] = "kind"
        elif column.share("duration") >= MOST:
            roles[index] = "duration"
        elif column.share("stage") >= 0.3 and column.share("place") < 0.5:
            roles[index] = "stage" if column.share("stage") >= MOST and "stage" not in roles else "notes"
    return roles


def _in_two_scripts(column: Column, other: Column) -> bool:
    """Whether two columns hold the same names in two scripts."""
    pairs = list(zip(column.texts, other.texts, strict=False))
    return len(pairs) > 1 and sum(sound_alike_across(*pair) for pair in pairs) >= 0.5 * len(pairs)


def fit(columns: list[Column]) -> float:
    """How far the columns of a grid are each of one kind, 0 to 1: a grid read across instead of down mixes them."""
    shares = [column.typed for column in columns if column.texts]
    return sum(shares) / len(shares) if shares else 0.0
