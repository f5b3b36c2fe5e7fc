"""Which words of a capitalised run are the name of a place: persons, offices and headline words left out.

What belongs here: where a name begins and ends. What does not: what its surroundings say of the place (`places`).
"""

import re

from scrapers.layouts import cues
from scrapers.layouts.entry.hromada import stem
from scrapers.layouts.entry.model import Context
from scrapers.layouts.sentence.capitals import CAP, FIRST_OF_TWO, UPPER, joined_small
from scrapers.layouts.sentence.model import Mention
from scrapers.layouts.sentence.places import NEAR, place_of
from scrapers.layouts.sentence.units import LEVEL_BEFORE, UNIT_AFTER, is_level_word
from scrapers.text.cases import names_a_person, polish_names, word_class
from scrapers.text.countries import country_of, find_countries
from scrapers.text.normalise import AnyCase
from scrapers.text.parts import sound_alike_across
from scrapers.text.places import is_known_in_a_case, is_known_place

_WORD = re.compile(r"\S+")
_INITIAL_BEFORE = re.compile(rf"(?<!\w)[{UPPER}]\.\s?$")
_OFFICE = AnyCase(
    r"(?<!\w)(?:(?:екс|віце|вице)?-?мер(?:а|ом|у|и|ів|ами|к\w{1,2})?|(?:віце|вице)-(?:примар|бургом[іи]стр)\w*|примар\w*|прімар\w*|primar\w*|мэр(?:а|ом|у|ы)?|бурмістр\w*|бургомістр\w*|"
    r"бургомистр\w*|голов(?:а|и|у|ою|і|ами)|війт(?:а|ом|у)?|mer(?:a|em|owi|em)?|староста?|президент(?:а|ом|"
    r"у|к\w{1,2})?|посол|посла|послом|депутат\w*|заступни\w+|"
    r"(?:полг[ао]рме\w{1,2}тер|градоначальник|приматор|кмет|провост|лорд-мер|обербургом[іи]стр|жупан)\w{0,3}|"
    r"секретар\w*|директор\w*|керівни\w+|очільни\w+|начальни\w+|віцемер\w*|віце-мер\w*|пан|"
    r"пані|пана|mayor|lord mayor|president|burmistrz\w*|wójt\w*|prezydent\w*|starosta|"
    r"oberbürgermeister\w*|bürgermeister\w*|landrat|"
    r"deputy|council(?:l)?or|ambassador|голова ради|председател\w*|губернатор\w*|governor|"
    r"міністр\w*|радник\w*)\s+$",
)


#: `Містами-побратимами Хуста є ...`: the capital of a sentence is no part of the name.
_PARTNERS = AnyCase(r"(?:(?:міст|город|громад)\w{0,4}-)?(?:побратим|партнер|партн[её]р|посестр)\w{0,3}")
_OPENING, _BEHIND, _TWO = 3, 30, 2
_UKRAINIAN = re.compile(r"(?:[Уу]країнськ|[Уу]краинск)\w{1,3}|[Uu]kraińsk\w{1,4}|[Uu]krainisch\w{1,2}|Ukrainian")


def mention_of(sentence: str, start: int, end: int, context: Context, german: bool) -> Mention | None:
    """The place that a run of capitalised words names, None when it names none."""
    words = [(start + word.start(), start + word.end(), word.group()) for word in _WORD.finditer(sentence[start:end])]
    # A capital at the head of a sentence, or a word of office or document, is no name.
    while words and (words[0][2].lower() in cues.NEVER_FIRST or words[0][2].lower() in cues.NEVER_WORDS):
        if is_level_word(words[0][2]) or (words[0][0] > 1 and len(words) > 1 and words[0][2].lower() in _NUMERALS):
            break
        words = words[1:]
    if (
        len(words) > 1
        and words[0][0] < _OPENING
        and (_PARTNERS.fullmatch(words[0][2]) or cues.AGREEMENT_WORDS.fullmatch(words[0][2]))
    ):
        words = words[1:]
    if len(words) > 1 and (is_level_word(words[0][2]) or (words[0][0] < 2 and word_class(words[0][2]) == "other")):
        words = words[1:]
    if words and (cues.AGREEMENT_WORDS.fullmatch(words[0][2]) or (len(words) == 1 and (is_level_word(words[0][2]) or _OFFICE.fullmatch(f"{words[0][2]} ")))):
        return None  # "підписали з муніципалітетом Декларацію", "між Муніципалітетом м. Тарнова"
    if len(words) > 1 and (_OFFICE.fullmatch(words[0][2] + " ") or _UKRAINIAN.fullmatch(words[0][2])):
        words = words[1:]
    cut = next((number for number, (_, _, word) in enumerate(words) if number and word.lower().strip("’'") in _HEADLINE), None)
    if cut is None:
        cut = next(
            (
                number
                for number, (_, _, word) in enumerate(words)
                if number and (cues.AGREEMENT_WORDS.fullmatch(word) or word.lower() in _DOCUMENTS)
            ),
            None,
        )
    if cut is None and len(words) > 2:
        # `станицею Полтавською Краснодарського Краю`: the region stands behind the place.
        cut = next(
            (
                number
                for number in range(1, len(words) - 1)
                if _REGION_ADJECTIVE.fullmatch(words[number][2]) and _REGION_NOUN.fullmatch(words[number + 1][2])
            ),
            None,
        )
    if cut is None and len(words) > 2:
        cut = next(
            (
                number
                for number in range(1, len(words) - 1)
                if words[number][2] == "на" and _LAND_THERE.match(words[number + 1][2])
            ),
            None,
        )
    latin = ""
    if cut is None and words and words[0][2][0] > "\u0400":
        cut = next((number for number, (_, _, word) in enumerate(words) if number and word.isascii() and len(word) > _TWO), None)
        latin = " ".join(word for _, _, word in words[cut:]) if cut else ""
        if " " in latin and not sound_alike_across(" ".join(word for _, _, word in words[:cut]), latin):
            cut, latin = None, ""  # "Варшава Trade Tower"
    if cut is not None:
        words = words[:cut]
        if len(words) == 1 and re.search(r"(?:ому|ого|ий|ый|ої|ой)$", words[0][2]):
            return None  # "Общество по Техническому Сотрудничеству"
    if not words or (len(words) > _TWO and words[0][2].endswith("ing") and not is_known_place(words[0][2])):
        return None  # "Supporting Multilevel Governance"
    given = next(
        (
            number
            for number, (_, _, word) in enumerate(words)
            if all(map(cues.is_given_name, word.split("-")))
            and not _saint(words, number)
            and not ("-" in word and word.split("-")[0].lower() in FIRST_OF_TWO)
        ),
        None,
    )
    before = sentence[: words[0][0]]
    near = before[-NEAR:]
    level, office = LEVEL_BEFORE.search(near), _OFFICE.search(near) is not None
    if level and (of_this := _OF_THIS.search(near[: level.start()])):
        level, office = None, office or _OFFICE.search(near[: of_this.start()]) is not None  # "мера цього міста Ім'я Прізвище"
    followed_by_person = False
    if (
        len(words) > 2
        and given is None
        and _REGION_ADJECTIVE.fullmatch(words[-1][2])
        and UNIT_AFTER.match(sentence[words[-1][1] :][:_BEHIND])
    ):
        words = words[:-1]  # "гміну Бані Мазурські Голдапського повіту"
    if given == 0 and (_TWIN_CITY.search(before) or (len(words) == 1 and (_country_behind(sentence, words[0][1]) or (_is_a_town(words[0][2]) and (_called_foreign(before) or _LISTED_TWINS.search(before)))))):
        given = None
    if given == 0:
        return (
            None
            if not (len(words) == 1 and level and not _person_level(before))
            else place_of(sentence, words, near, level, office, context, german)
        )
    if given is not None:
        words = words[:given]
        followed_by_person = True
    elif office and _BRACKET_THEN_PERSON.match(sentence, words[-1][1]):
        followed_by_person = True  # "мэр Сиэтла (Вашингтон) Имя Фамилия"
    elif len(words) >= 3 and office and not joined_small(words):
        # "мер Берліну Кай Вегнер": the town, then whoever holds the office.
        words, followed_by_person = words[:-2], True
    elif (
        len(words) >= 3
        and (level or _TWIN_CITY.search(before))
        and not joined_small(words)
        and not german
        and not cues.is_ukrainian(words[0][2])
    ):
        # "гмины Богухвала Веслав Дронка" with a given name nobody listed: the first word is the town's.
        words = words[:2] if words[0][2].lower() in FIRST_OF_TWO else words[:-2]
    if len(words) == 1 and words[0][2].lower() in FIRST_OF_TWO and re.match(r"\s+[^\W\d_]", sentence[words[0][1] :]):
        return None
    if german:
        number = next((number for number, (_, _, word) in enumerate(words) if number and word.lower() == "im"), None)
        words = words[:number] if number else words
    while words and (
        words[-1][2].lower() in cues.SMALL or words[-1][2].lower() in cues.NEVER_WORDS or _HOME_REGION.search(words[-1][2])
    ):
        if len(words) > 1 and is_known_place(sentence[words[0][0] : words[-1][1]]):
            break  # "Старе Місто"
        words = words[:-1]
    if not words:
        return None
    if _INITIAL_BEFORE.search(before[-5:]):
        return None
    if (
        len(words) == 1
        and not level
        and (
            _SAID.search(near)
            or (
                not sentence.startswith(" (", words[0][1])
                and _surname(words[0][2], context)
                and not (_called_foreign(before) or _AMONG_TOWNS.search(before) or _TWIN_CITY.search(before))
                and not (_UNIT_ADJECTIVE.search(words[0][2]) and UNIT_AFTER.match(sentence[words[0][1] :][:_BEHIND]))
            )
        )
    ):
        return None
    name = sentence[words[0][0] : words[-1][1]]
    if office and (
        (_AND_OFFICE.match(sentence, words[-1][1]) and _known_in_a_case(name))
        or _TWIN_AFTER.match(sentence, words[-1][1])
        or (name[0] < "\u0400" and cues.is_ukrainian(name))
        or (_country_behind(sentence, words[-1][1]) not in (None, "UA") and not _surname(words[-1][2], context))
        or (_HEADS_OF.search(near) and (cues.is_ukrainian(name) or _known_in_a_case(name)))
    ):
        followed_by_person = True  # "мер Хелма та мер Луцька підписали", "мер Тарту – міста-побратима": towns, not surnames
    if len(words) == 2 and level and _OFFICE.search(near[: level.start()]) and _is_nobodys_town(name):
        return None  # "мер гміни Ґжеґош Ґураль"
    if office and not followed_by_person and not level and not UNIT_AFTER.match(sentence[words[-1][1] : words[-1][1] + 40]):
        return None
    if len(words) > 1 and _surname_in_capitals(words, sentence):
        return None
    if len(words) == 2 and not german and (_OFFICE_OF.search(before) or _after_a_person(before)):
        return None
    if len(words) == 2 and not level and not german and _surname_last(words):
        return None
    place = place_of(sentence, words, near, level, office, context, german)
    if place is not None and latin:
        place.aliases = (*place.aliases, latin)  # "Горліце Gorlice"
    return place


#: `Ярославським повітом`: the adjective of a unit, which may be a surname as well.
_UNIT_ADJECTIVE = re.compile(r"(?:ськ|цьк|зьк)\w{1,3}$")
_OF_THIS = AnyCase(r"(?<!\w)(?:цього|цієї|того|тієї|нашого|нашої|їхнього|їхньої|свого|своєї|этого|этой|нашего|нашей|своего|своей)\s$")
#: Twins already listed: `містами-побратимами – Кошице, Ніредьгаза, Ярослав`.
_LISTED_TWINS = re.compile(rf"(?i:побратим|партнер|партн[её]р)\w*\s?[–—:-]\s(?:{CAP}(?:[ -]{CAP})?(?:,|\s(?:та|і|й|и))\s){{1,20}}$")
#: The heads of several towns, whose names stand behind: `підписали очільники Бердичева та Битома`.
_HEADS_OF = AnyCase(r"(?<!\w)(?:мери|бургомістри|бурмістри|очільники|керівники|(?:міські|селищні|сільські|городские) голови|мэры|бургомистры|главы)\s$")
#: Another office right behind a name.
_AND_OFFICE = re.compile(
    r"\s+(?:та|і|й|и|and|und|i|oraz)\s+(?i:мер|міський голова|голова|бурмістр|бургомістр|війт|мэр|городской голова|mer|burmistrz|wójt|prezydent|mayor|bürgermeister)(?!\w)"
)


def _country_behind(sentence: str, end: int) -> str | None:
    """The country behind a name, in a bracket, alone or after a region, or in a clause: `Любартів (Польща)`, `Кентшина, що в Польщі` are no persons."""
    if where := _WHERE.match(sentence, end):
        return next((one.iso for one in find_countries(where[1]) if one.form == "name"), None)
    said = _BRACKETED_WORDS.match(sentence, end)
    return said and (country_of(said[1]) or country_of(said[1].rpartition(",")[2].strip()))


_BRACKETED_WORDS = re.compile(r"\s\(([^()]{3,60})\)")
_WHERE = re.compile(rf",\s(?:що|что|который|которая|which is)\s(?:у|в|на|in)\s({CAP})(?=\s*[,.)]|\s*$)")
#: Behind a name, that the town is a twin.
_TWIN_AFTER = AnyCase(r"\s+[–—-]\s+(?:наш\w{0,3}\s+)?(?:міст|город)\w*[\s-](?:побратим|партнер|партнёр)")


def _is_a_town(word: str) -> bool:
    """Whether a word that is some case of a given name or patronymic is one of a place: `Любартів`, `Осиповичами`."""
    return len(word) > _SHORT_NAME and is_known_in_a_case(word)


_SHORT_NAME = 5


def _is_nobodys_town(name: str) -> bool:
    """Whether two words of which the first is no adjective and no beginning of a town are known for no place in any case."""
    first = name.split(" ")[0]
    return (
        " " in name
        and first.lower() not in FIRST_OF_TWO
        and not _ADJECTIVE_FIRST.search(first)
        and not cues.is_ukrainian(name)
        and not is_known_in_a_case(name)
    )


_ADJECTIVE_FIRST = re.compile(r"(?:ий|ій|ого|ому|им|ім|ої|ою|ая|ой|ую|ый|ым|ое|е|і|а|у|ę|ą|iej|iego)$")


def _known_in_a_case(name: str) -> bool:
    """Whether a name is no nominative of a place and an oblique case of one."""
    if is_known_place(name):
        return False
    return any(map(is_known_place, polish_names(name))) if name[:1] < "\u0400" else is_known_in_a_case(name)


_TWIN_CITY = AnyCase(r"(?<!\w)(?:міст|город)\w*-(?:побратим|партн[её]р)\w*\s+[«\"“„]?$")
_REGION_NOUN = re.compile(r"(?i:кра[йюяї]|област[іьи]|повіту|району?|воєводства|воеводства)")
#: `Семятичі на Підляшші`: in what land a town lies, where `Франкфурт на Майні` is its name.
_LAND_THERE = re.compile(
    r"\w{3,}(?:щині|щіні|ччині|щине)$|Підляшші|Підляссі|Мазовші|Помор.ї|Мазурах|Підкарпатті|Сілезії|Моравії|Буковині|Волині|Словаччині|Куявах|Вармії|Подлясье|Мазурах"
)
_REGION_ADJECTIVE = re.compile(r"\w{3,}(?:ськ|цьк|зьк|ск|цк)(?:ого|ої|ой)")


#: `з ґмінами Боянув та Єжове`.
_AMONG_TOWNS = re.compile(
    rf"(?i:(?:міст|громад|[гґ]мін|комун|город|повіт|муніципалітет|коммун|гмин)(?:ами|ах)|miastami|gminami)\s+[«\"“„]?{CAP}(?:[ -]{CAP})?(?:,\s+{CAP}(?:[ -]{CAP})?)*,?\s+(?:та|і|й|и|oraz|i)\s+[«\"“„]?$"
)


def _called_foreign(before: str) -> bool:
    """Whether the adjective of a country stands right before: `чешской Остравой`."""
    found = find_countries(before[-30:])
    return bool(found) and found[-1].form == "adjective" and before[-30:][found[-1].end :].isspace()


#: `мером муніципалітету Купішкського району Альгірдасом Расланасом`: whoever holds the office stands behind its town.
_OFFICE_OF = re.compile(
    rf"(?<!\w)(?i:мер\w{{0,3}}|мэр\w{{0,2}}|голов\w{{1,2}}|бурмістр\w*|бургомістр\w*|війт\w*|старост\w*|mayor|burmistrz\w*|wójt\w*)\s+"
    rf"(?:[а-яіїєґ]{{3,}}\s+){{0,3}}{CAP}(?:[\s-]+{CAP})?(?:\s+[а-яіїєґ]{{3,}}){{0,3}}\s+$"
)


def _after_a_person(before: str) -> bool:
    """`Давід Ніколя та Ронан Лоас`: beside a person stands a person."""
    match = re.search(rf"({CAP})\s+{CAP}\s+(?:та|і|й|и|and|und|i|oraz)\s+$", before)
    return match is not None and cues.is_given_name(match[1])


_BRACKET_THEN_PERSON = re.compile(rf"\s*\([^()]{{1,40}}\)\s+{CAP}\s+{CAP}")
#: A verb of saying or doing that only persons go with: `зазначив Федорук`.
_SAID = AnyCase(
    r"(?<!\w)(?:зазначи(?:в|ла)|сказа(?:в|ла)|дода(?:в|ла)|повідоми(?:в|ла)|розпові(?:в|ла)|наголоси(?:в|ла)|написа(?:в|ла)|"
    r"підкресли(?:в|ла)|заяви(?:в|ла)|подякува(?:в|ла)|вислови(?:в|ла)|пояснила?|пояснив|цитує|сообщил|сказал|отметил|написал|заявил|"
    r"добавил|подчеркнул|рассказал|said|says|added|stated|noted|wrote|told|powiedział|dodał|sagte|erklärte)\s+$",
)


def _surname(word: str, context: Context) -> bool:
    """A surname that the page has given in full, or that the dictionaries know as nothing else."""
    return stem(word) in context.persons or (word[0] > "z" and names_a_person(word, surname=True))


def _surname_in_capitals(words: list, sentence: str) -> bool:
    """`Вітеніс ТОМКУС`: official texts write the surname, not the town, in capitals."""
    last = words[-1][2]
    return len(last) > 3 and last.isupper() and not words[0][2].isupper() and not sentence.isupper()


#: `Бельськ Підляський`, `Томашів Мазовецький`: the adjective behind a Polish town is that of its land.
_LAND = AnyCase(
    r"підляськ|підляшськ|подляськ|подляшськ|подлясськ|мазовєцьк|велькопольськ|свєнтокшиськ|любавськ|мазовецьк|великопольськ|сілезьк|шльонськ|сльонськ|поморськ|любельськ|люблінськ|свентокшиськ|куявськ|"
    r"[гґ]данськ|крак[іо]вськ|опольськ|лідзбарськ|варм[иі]нськ|мазурськ|любуськ|лодзьк|серадзьк|підгальськ|підкарпатськ|"
    r"підлясск|мазовецк|великопольск|поморск|силезск|люблинск",
)


def _surname_last(words: list) -> bool:
    """`Аркадіуш Стржижевський`: a word that is no adjective before a masculine one in -ський is a person."""
    first, last = words[0][2], words[1][2]
    return bool(
        (
            re.search(r"(?:ськ|цьк|зьк|ск|цк)(?:ий|ого|ому|им|ій)$", last)
            and "-" not in last
            and not _LAND.match(last)
            and not re.search(r"(?:ий|ій|ого|ому|им|ый|ой|ом|ым|а|е|я)$", first)
        )
        or (re.search(r"(?:[оеє]м)$", first) and re.search(r"(?:ськ|цьк|зьк)им$", last) and not _LAND.match(last))
    )


#: `Київщина`, `Закарпаття`: parts of Ukraine, never partners and never a hromada.
_HOME_REGION = AnyCase(
    r"\w{3}(?:щин|ччин)(?:а|и|і|у|ою|а|ы|е)$|^(?:Przykarpac|Zakarpac|Wołyni|Galicj|Podol(?!sk)|Закарпатт|Прикарпатт|Буковин|Волин|"
    r"Галичин|Поділл|Полісс|Слобожанщин|Бессарабі|Донбас|Крим(?!ськ))\w{0,3}$",
)
#: First words of names as well: "Дві Могили".
_NUMERALS = frozenset(str.split("дві два три чотири п'ять два две dwa dwie trzy two three"))
#: Words that English headlines write with a capital after a name.
_DOCUMENTS = frozenset(str.split("лист листа статут пакт"))
_HEADLINE = frozenset(
    str.split(
        "become becomes sign signs signed twin twins twinned sister partner partners agree "
        "agrees join joins launch establish visit visits city cities town council mayor mayors deputy have has to in "
        "with and agreement "
        "partnership memorandum officially cooperation friendship"
    )
)


def _saint(words: list, number: int) -> bool:
    return number > 0 and words[number - 1][2].lower().rstrip(".") in (
        "сан",
        "сен",
        "сент",
        "св",
        "сант",
        "санкт",
        "санта",
        "saint",
        "st",
        "san",
        "santa",
        "sankt",
        "são",
        "sant",
        "св'ятий",
        "port",
        "порт",
    )


def _person_level(before: str) -> bool:
    return bool(re.search(r"(?:громад|район|округ)\w*\s+$", before, re.I))
