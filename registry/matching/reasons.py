"""The words of a reason: English, as decisions keep them, and Ukrainian, as the review queue shows them.

What belongs here: every phrase that the resolver says of a place or a hromada, once in each language. What does not: when it is said.

A reason is built with `say` and kept as text. `in_ukrainian` finds the phrases in that text again, so that what was decided years ago is read in Ukrainian too; what
is no phrase of this table (a name, a person's own words) stays as it is.
"""

import re
from functools import cache

from babel import Locale

from schemas.vocabularies import Level

#: Levels as the review queue calls them.
LEVELS = {
    Level.CITY: "місто", Level.COMMUNE: "комуна", Level.GMINA: "гміна", Level.COUNTY: "повіт", Level.DISTRICT: "район", Level.REGION: "регіон",
    Level.CITY_DISTRICT: "район міста", Level.ASSOCIATION: "об’єднання громад", Level.SETTLEMENT: "село або селище",
}  # fmt: skip

#: (English, Ukrainian); the names in braces are the same in both, and a number there may be followed by the three forms of its noun.
PHRASES: dict[str, tuple[str, str]] = {
    # How a name meets a place.
    "same_name": ("same name as {place}", "назва збігається: {place}"),
    "second_name": ("its second name is a name of {place}", "друга надрукована назва є назвою місця {place}"),
    "case_form": ("a case form of {place}", "відмінкова форма назви {place}"),
    "sounds_like": ("sounds like {place}", "звучить як {place}"),
    "like": ("like {place} ({likeness})", "схоже на {place} ({likeness})"),
    "nothing_like_it": ("no name like it in the gazetteer", "у газетирі немає схожої назви"),
    "not_like_enough": (
        "nothing in the gazetteer is like enough; nearest: {rest}",
        "у газетирі немає досить схожого; найближче: {rest}",
    ),
    "namesakes": ("{count} places of this name", "{count: місце, місця, місць} з такою назвою"),
    "goes_on": ("larger places have names that begin so", "є більші місця, чиї назви так починаються"),
    # What is printed beside it.
    "country_unknown": ("the country printed is not known", "надруковану країну не розпізнано"),
    "no_country": ("no country is printed", "країну не надруковано"),
    "contradicted": (
        "the country printed is {printed}, this place is in {country}",
        "надруковано країну {printed}, а це місце в {country}",
    ),
    "region": ("region printed: {region}", "надруковано регіон: {region}"),
    "level_agrees": ("level {level} agrees", "рівень збігається: {level}"),
    "level_differs": ("level {level} differs", "рівень не збігається: надруковано {level}"),
    "named_elsewhere": ("another source of the same hromada names it", "його називає інше джерело цієї громади"),
    "near_partner": ("another partner of the hromada lies near it", "поруч розташований інший партнер громади"),
    "near_home": ("the hromada itself lies near it", "поруч розташована сама громада"),
    # Bodies of one name.
    "side_by_side": ("the source names the town and the gmina side by side", "джерело називає місто й гміну поруч"),
    "town_beside": (
        "the source names the town beside it: is it the rural gmina, the other body of this name?",
        "джерело називає поруч місто: чи це сільська гміна, інше утворення з такою назвою?",
    ),
    "other_body": ("or is it {place}, the other body of this name?", "чи це {place}, інше утворення з такою назвою?"),
    "rural_gmina": (
        "or is it a rural gmina around the town, the other body of this name?",
        "чи це сільська гміна довкола міста, інше утворення з такою назвою?",
    ),
    "first_town": (
        "another source of the same hromada names {place}, of which it is the first town",
        "інше джерело цієї громади називає {place}, де це перше місто",
    ),
    # What is no foreign place.
    "domestic": (
        "{rest}, inside Ukraine: a domestic tie, never counted as international",
        "{rest}, в Україні: внутрішній зв’язок, міжнародним не рахується",
    ),
    "in_ukraine": (
        "a place inside Ukraine: a domestic tie, never counted as international",
        "місце в Україні: внутрішній зв’язок, міжнародним не рахується",
    ),
    "council": (
        "a Ukrainian council or hromada: a domestic tie, never counted as international",
        "українська рада чи громада: внутрішній зв’язок, міжнародним не рахується",
    ),
    "too_long": ("{count} characters: a text, not a name", "{count: символ, символи, символів}: це текст, а не назва"),
    "no_letters": ("no letters in the name", "у назві немає літер"),
    "markup": ("markup or code where a name should stand", "розмітка або код замість назви"),
    "level_alone": ("only the level word «{level}», no name", "лише слово рівня «{level}», без назви"),
    "country_alone": ("a country, not a place in it", "країна, а не місце в ній"),
    "no_name": ("no name", "немає назви"),
    "one_letter": ("fewer than two letters", "менше двох літер"),
    "general_word": ("a general word, not a name", "загальне слово, а не назва"),
    # Persons.
    "rejected_by": ("rejected by {person}", "відхилено: {person}"),
    "decided_by": ("decided by {person}", "вирішено: {person}"),
    "denied": ("a person said it is not {place}, which it seems to be", "людина сказала, що це не {place}, на яке воно схоже"),
    "unknown_country": ("no list of ours knows this word as a country", "жоден наш перелік не знає цього слова як країни"),
    "term": (
        "the words may be a term of the tie or of something else",
        "ці слова можуть бути строком партнерства або чогось іншого",
    ),
    # Hromady.
    "hromada": ("hromada: {rest}", "громада: {rest}"),
    "own_site": ("no party printed; the page is the site of {hromada}", "сторону не надруковано; це сайт громади {hromada}"),
    "its_own_site": ("the page is its own site", "це її власний сайт"),
    "no_hromada": ("no hromada printed", "громаду не надруковано"),
    "oblast_body": ("an oblast council or administration, not a hromada", "обласна рада чи адміністрація, а не громада"),
    "raion_body": ("a raion council or administration, not a hromada", "районна рада чи адміністрація, а не громада"),
    "kyiv_district": ("a district of Kyiv, not the city itself", "район Києва, а не саме місто"),
    "city_district": ("a district of a city, not the hromada itself", "район міста, а не сама громада"),
    "code_unknown": ("the codifier holds no hromada {code}", "у кодифікаторі немає громади {code}"),
    "code_misspelt": ("code of {hromada}, its name misspelt: «{name}»", "код громади {hromada}, назва з помилкою: «{name}»"),
    "code_agrees": ("code of {hromada}, name agrees", "код громади {hromada}, назва збігається"),
    "code_of": ("code of {hromada}", "код громади {hromada}"),
    "code_other_name": ("the code is {hromada}, the name is «{name}»", "код належить громаді {hromada}, а назва «{name}»"),
    "code_other_oblast": (
        "the code is {hromada}, the oblast printed is {oblast}",
        "код належить громаді {hromada}, а надруковано {oblast}",
    ),
    "hromada_stem": ("name «{stem}…»", "назва «{stem}…»"),
    "latin": ("name in Latin letters, read by sound", "назва латинкою, прочитана за звучанням"),
    "settlement_part": ("settlement «{name}», today part of the hromada", "поселення «{name}», нині частина громади"),
    "settlement": ("settlement «{name}»", "поселення «{name}»"),
    "former_council": (
        "a former council of a settlement that is part of the hromada today",
        "колишня рада поселення, що нині є частиною громади",
    ),
    "no_such_hromada": (
        "no hromada or settlement of this name: «{name}»",
        "немає громади чи поселення з такою назвою: «{name}»",
    ),
    "but_none": ("but none with {hint}", "але жодної з ознакою «{hint}»"),
    "hint_oblast": ("oblast {oblast}", "{oblast}"),
    "hint_raion": ("raion {raion}", "район: {raion}"),
    "hint_type": ("type {kind}", "тип: {kind}"),
    "hromada_namesakes": ("{count} namesakes ({names})", "{count: громада, громади, громад} з такою назвою ({names})"),
    "former_name": ("its name was {name}", "колишня назва: {name}"),
    "only_one": ("the only one of this name", "єдина з такою назвою"),
    "no_area": ("no oblast or raion printed", "область чи район не надруковано"),
}
_NUMBER = re.compile(r"\{count:([^{}]*)\}")
_UKRAINIAN = Locale("uk")
_FORMS = ("one", "few", "many")
#: A longer text is none of ours and is not looked through.
_LONGEST = 4_000


def say(phrase: str, **values: object) -> str:
    """A phrase in English."""
    return PHRASES[phrase][0].format(**values)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """(English phrase as a pattern, Ukrainian template), the longer before what they begin with."""
    ordered = sorted(PHRASES.values(), key=lambda pair: -len(pair[0]))
    return tuple(
        (re.compile(re.sub(r"\\\{(\w+)\\\}", _group, re.escape(english)), re.DOTALL), ukrainian)
        for english, ukrainian in ordered
    )


def _group(match: re.Match) -> str:
    return rf"(?P<{match[1]}>\d+)" if match[1] == "count" else rf"(?P<{match[1]}>.+)"


def in_ukrainian(reasons: str) -> str:
    """Reasons as they are kept, in Ukrainian: phrase by phrase, what no phrase fits as it is."""
    if len(reasons) > _LONGEST:
        return reasons
    whole = _translated(reasons)
    if whole is not None:
        return whole
    for mark in ("; ", ": "):
        if mark in reasons:
            first, rest = reasons.split(mark, 1)
            return f"{in_ukrainian(first)}{mark}{in_ukrainian(rest)}"
    return reasons


def _translated(text: str) -> str | None:
    for pattern, ukrainian in _patterns():
        match = pattern.fullmatch(text)
        # A phrase in the middle of which another begins is two.
        if match and not any("; " in value for name, value in match.groupdict().items() if name != "rest"):
            values = {
                name: in_ukrainian(value) if name in ("rest", "hint") else value for name, value in match.groupdict().items()
            }
            if "level" in values:
                values["level"] = LEVELS.get(values["level"], values["level"])
            if number := _NUMBER.search(ukrainian):
                ukrainian = ukrainian.replace(number[0], _counted(int(values["count"]), number[1]))
            return ukrainian.format(**values)
    return None


def _counted(count: int, forms: str) -> str:
    """`3 місця`: a number with the form of its noun, of three given."""
    return f"{count} {[form.strip() for form in forms.split(',')][_FORMS.index(_UKRAINIAN.plural_form(count))]}"
