"""Every place that a sentence names, with level, country and how it stands in the sentence.

What belongs here: the order of the steps, and words whose capital says nothing. What does not: the steps (`names`, `places`,
`neighbours`, `countries`), and whether a place is a partner (`partners`).
"""

import re

from schemas.vocabularies import Level
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context
from scrapers.layouts.sentence.capitals import CAP, NAME, UPPER
from scrapers.layouts.sentence.countries import give_countries, without_continent
from scrapers.layouts.sentence.model import Mention
from scrapers.layouts.sentence.names import mention_of
from scrapers.layouts.sentence.neighbours import join_regions, join_second_names, put_in_groups
from scrapers.text.cases import word_class
from scrapers.text.countries import find_countries
from scrapers.text.dates import find_dates
from scrapers.text.normalise import AnyCase
from scrapers.text.parts import city_country

#: `містом лунінець (республіка білорусь)`: names that decisions of 2022 write in small letters.
_IN_SMALL = re.compile(
    r"(?<!\w)((?:міст(?:ом|а|ами)|м\.|районом|району)\s?)([а-яіїєґ'’-]{4,20})(\s\((?:республіка\s)?(?:білорус|рф|росі))"
)
_OWNING = re.compile(r"(?<!People)[’']s\b")
_FOUR_DIGITS = re.compile(r"\d{4}")


def mentions(sentence: str, context: Context, german: bool = False) -> list[Mention]:
    """Every place that a sentence names, left to right, persons and organisations left out."""
    if "(р" in sentence or "(б" in sentence:
        sentence = _IN_SMALL.sub(lambda match: f"{match[1]}{match[2].title()}{match[3]}", sentence)
    said = _OWNING.sub("  ", sentence) if "s" in sentence else sentence
    if _INITIAL.match(said) or ((czech := _CZECH.match(said)) and city_country(czech[1]) == "CZ"):
        said = said[0].lower() + said[1:]  # "Грузинський Рустави": the adjective has its capital only because a sentence begins
    countries = without_continent(find_countries(said), said)
    taken = [(one.start, one.end) for one in countries]
    if _FOUR_DIGITS.search(sentence):
        taken += [(start, end) for start, end, _ in find_dates(sentence, None)]
    found: list[Mention] = []
    for match in NAME.finditer(sentence):
        if match.start() and sentence[match.start() - 1].isalnum():
            continue  # "250 кВт"
        for start, end in _free(match.start(), match.end(), taken, sentence):
            mention = mention_of(sentence, start, end, context, german)
            if mention is not None and not (mention.start < 2 and _only_begins(mention, sentence, context)):
                found.append(mention)
    for match in _POWIAT.finditer(sentence) if "owiat" in sentence else ():
        name = _POWIAT_CASE.sub("", match.group()).removesuffix("ego").removesuffix("emu").removesuffix("m")
        start, end = match.span()
        found = [mention for mention in found if mention.end <= start or end <= mention.start]
        ukrainian = _COUNTY_OF_UKRAINE.search(name) is not None
        found.append(Mention(start, end, f"{match[1]}owiat{name}", Level.COUNTY, True, None if ukrainian else "PL", ukrainian=ukrainian, regional=True, assumed=True))
        found.sort(key=lambda mention: mention.start)
    join_second_names(sentence, found)
    join_regions(sentence, found)
    put_in_groups(sentence, found)
    give_countries(sentence, found, countries)
    return found


def _only_begins(mention: Mention, sentence: str, context: Context) -> bool:
    """Whether a word has its capital only because a sentence begins: the dictionaries know it, the page never writes it with a
    capital elsewhere, and nothing in the sentence says that it is a place."""
    if mention.levelled or mention.ukrainian or mention.twin or mention.regional or " " in mention.text or "-" in mention.text:
        return False
    if stem(mention.text) in context.capitals:
        return False
    if IS_A_TOWN.match(sentence, mention.end):
        return False
    behind = _PAIRED_OR_SUBJECT.match(sentence, mention.end)
    if behind and not (_BECAME.match(behind[0]) and _INSTRUMENTAL.search(mention.text)):
        return False
    return (mention.text[:1] < "z" and mention.text.isascii()) or word_class(mention.text) is not None


#: `X – невелике місто над річкою`.
IS_A_TOWN = AnyCase(
    r"\s(?:[–—-]|є|is|to|это)\s(?:це\s|a\s|это\s)?(?:[^\W\d_]+\s){0,2}(?:місто|містечко|гміна|ґміна|громада|муніципалітет|комуна|(?:обласний|районний|адміністративний|повітовий|областной|районный|административный) центр|город|городок|town|city|municipality|miasto|gmina)(?!\w)"
)
_PAIRED_OR_SUBJECT = re.compile(
    r"\s[–—-]\sнаш\w?\s(?:[^\s.;,]+\s)?побратим|,\s(?:наш\w{0,3}\s)?(?:[а-яіїєґ]+\s){0,2}(?:міст|город)\w*[\s-](?:побратим|партн)|\s+(?:(?:та|і|й|и|and|und|i|oraz)\s+(?:[а-яіїєґa-ząćęłńóśźżäöüß]+\s+){0,2}[A-ZА-ЯІЇЄҐŁŚŻŹĆÄÖÜ]|\(|twinned|podpis|подпис|hat\b|і\b|став|стал|стане|стає|підпис(?!ання|анн)|уклав|уклал|became|become|signed|wird|został|ist\b|is (?:a|the|our) (?:sister|twin|partner))"
)
#: `Приводом стала річниця`: what something became is no subject.
_BECAME, _INSTRUMENTAL = re.compile(r"\s+ста"), re.compile(r"(?:[оеє]м|[оеє]ю|ями|ами|ими)$")
_INITIAL = re.compile(
    rf"(?!Чес|Чеш|Ческ|České|Česk|Czesk)[А-ЯІЇЄҐ][а-яіїєґ]{{3,14}}(?:ий|ій|ая|а|е|ое|і|ие|"
    rf"ими|им)\s+[{UPPER}]"
)
#: `Чеське Брно`, where `Чеський Крумлов` is a name whole.
_CZECH = re.compile(rf"(?:Чес|Чеш)[а-яіїєґ]{{2,5}}\s+({CAP})")
#: Polish counties are adjectives, in small letters mostly.
_POWIAT = re.compile(
    r"(?<!\w)([Pp])owiat(?:em|u|owi|ie)?\s+[A-ZĄĆĘŁŃÓŚŹŻa-ząęćłńóśźż][a-ząęćłńóśźż-]+(?:sk|ck|dzk)(?:i|im|iego|iemu)(?!\w)"
)
_POWIAT_CASE = re.compile(r"^[Pp]owiat\w*")
_COUNTY_OF_UKRAINE = re.compile(
    r"(?i)kijows|lwows|wołyńs|tarnopols|rówieńs|iwano-?frankows|czerniowiec|żytomiers|winnic|chmielnic|użhorodz|mukaczew|drohobyc|"
    r"sambors|stryjs|kołomyjs|jaworows|żółkiews|kowels|łuck|włodzimiers|dubieńs|krzemieniec|czortkows|złoczows|kamieniec|"
    r"wyżnic|kałus|kosows|nadwórn|tłumac|horodeńs|śniatyńs|rohatyńs|halick|doliń|buczac|brzeżań|zbaras|zborows|podhajec|trembowel|borszczows|husiatyń|zaleszczyc|"
    r"sokals|brodzk|kamionec|gródec|pustomyc|mościs|turczań|skolews|żydaczows|mikołajows|przemyślań|lubomels|rożyszc|kiwerc|maniewic|turzys|zdołbun|ostrogs|kostopol|sarneńs"
)


def _free(start: int, end: int, taken: list[tuple[int, int]], sentence: str) -> list[tuple[int, int]]:
    """A run of capitalised words without the countries and dates in it."""
    spans = [(start, end)]
    for low, high in taken:
        spans = [
            piece
            for left, right in spans
            for piece in (((left, right),) if high <= left or right <= low else ((left, low), (high, right)))
        ]
    result = []
    for left, right in spans:
        for word in NAME.finditer(sentence[left:right]):
            result.append((left + word.start(), left + word.end()))
    return result
