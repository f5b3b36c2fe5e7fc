"""Case endings of Ukrainian, Russian and Polish place names: from the nominative to its oblique forms and back.

What belongs here: endings, as tables. What does not: which names exist (`countries`, the gazetteer). The tables give
every form a name of that ending could take, some of which do not exist; they are used to recognise, never to print.
Endings are those of the school grammars of the three languages.
"""

import re
from functools import cache, lru_cache
from itertools import product

from scrapers.text.normalise import repair, script_of

# (language, ending of the nominative, [genitive, dative/locative, accusative, instrumental]); first match wins.
# A cell may hold several endings; "" is the bare stem.
_NOUNS: dict[str, tuple[tuple[str, str], ...]] = {
    "uk": (
        ("ство", "ства ству|стві ство ством"),
        ("ія", "ії ії ію ією"),
        ("ея", "еї еї ею еєю"),
        ("їя", "її її їю їєю"),
        ("ня", "ні ні ню нею"),
        ("ця", "ці ці цю цею"),
        ("я", "і і ю ею|єю"),
        ("жа", "жі жі жу жею"),
        ("ща", "щі щі щу щею"),
        ("ша", "ші ші шу шею"),
        ("ча", "чі чі чу чею"),
        ("ка", "ки ці ку кою"),
        ("га", "ги зі гу гою"),
        ("ха", "хи сі ху хою"),
        ("а", "и і у ою"),
        ("й", "ю|я ю|ї|єві й|я єм"),
        ("ець", "ця|цю цю|ці|цеві ець|ця цем"),
        ("ень", "ня|ню ню|ні|неві ень|ня нем"),
        ("ь", "і|ю|я і|ю|еві ь|я ем|ю"),
        ("и", "ів||ей ам|ах и ами"),
        ("ів", "ева|ова еву|ові|ову|еві ів евом|овом"),
        ("їв", "єва єву|єві їв євом"),
        ("ок", "ка|ку ку|кові|ці ок ком"),
        ("", "а|у у|і|ові|ю  ом|ем"),
    ),
    "ru": (
        ("ство", "ства ству|стве ство ством"),
        ("ия", "ии ии ию ией"),
        ("ея", "еи ее ею еей"),
        ("я", "и е ю ей|ёй"),
        ("ша", "ши ше шу шей"),
        ("ща", "щи ще щу щей"),
        ("жа", "жи же жу жей"),
        ("ка", "ки ке ку кой"),
        ("га", "ги ге гу гой"),
        ("а", "ы е у ой"),
        ("й", "я ю|е й|я ем"),
        ("ь", "и|я и|ю|е ь|я ью|ем"),
        ("ы", "|ов ам|ах ы ами"),
        ("", "а у|е  ом"),
    ),
    "pl": (
        ("cja", "cji cji cję cją"),
        ("sja", "sji sji sję sją"),
        ("zja", "zji zji zję zją"),
        ("ja", "ji ji ję ją"),
        ("ia", "ii ii ię ią"),
        ("wa", "wy wie wę wą"),
        ("na", "ny nie nę ną"),
        ("ka", "ki ce kę ką"),
        ("ga", "gi dze gę gą"),
        ("ra", "ry rze rę rą"),
        ("da", "dy dzie dę dą"),
        ("ba", "by bie bę bą"),
        ("ta", "ty cie tę tą"),
        ("ma", "my mie mę mą"),
        ("a", "y y ę ą"),
        ("k", "ku kowi|ku k kiem"),
        ("n", "nu|na nowi|nie n nem"),
        ("r", "ru rowi|rze r rem"),
        ("l", "la|lu lowi|lu l lem"),
        ("t", "tu towi|cie t tem"),
    ),
}
# Polish names in the plural and others with a stem of their own.
_IRREGULAR: dict[str, str] = {
    "Polska": "Polski Polsce Polskę Polską",
    "Niemcy": "Niemiec Niemczech|Niemcom Niemcy Niemcami",
    "Węgry": "Węgier Węgrzech|Węgrom Węgry Węgrami",
    "Włochy": "Włoch Włoszech|Włochom Włochy Włochami",
    "Czechy": "Czech Czechach|Czechom Czechy Czechami",
    "Chiny": "Chinach Chinach|Chinom Chiny Chinami",
    "Filipiny": "Filipin Filipinach|Filipinom Filipiny Filipinami",
    "Malediwy": "Malediwów Malediwach|Malediwom Malediwy Malediwami",
    "Stany Zjednoczone": "Stanów@Zjednoczonych Stanach@Zjednoczonych|Stanom@Zjednoczonym Stany@Zjednoczone "
    "Stanami@Zjednoczonymi",
    "Єгипет": "Єгипту Єгипті|Єгиптові Єгипет Єгиптом",
    "Египет": "Египта Египте|Египту Египет Египтом",
    "Білорусь": "Білорусі Білорусі Білорусь Білоруссю",
    "Беларусь": "Беларуси|Беларусі Беларуси|Беларусі Беларусь Беларусью|Беларуссю",
    "Ізраїль": "Ізраїлю|Ізраїля Ізраїлі|Ізраїлю|Ізраїлеві Ізраїль Ізраїлем",
    "Сполучені Штати": "Сполучених@Штатів Сполучених@Штатах|Сполученим@Штатам Сполучені@Штати Сполученими@Штатами",
}
# Adjectives and names declined as adjectives, as the first word of a name of several: ending -> its cases.
_ADJECTIVES: dict[str, tuple[tuple[str, str], ...]] = {
    "uk": (
        ("ня", "ньої ній ню ньою"),
        ("а", "ої ій у ою"),
        ("е", "ого ому|ім е им"),
        ("ій", "ього ьому|ім ій ім"),
        ("ий", "ого ому|ім ий им"),
        ("і", "их им|их і ими"),
    ),
    "ru": (
        ("ая", "ой ой ую ой"),
        ("яя", "ей ей юю ей"),
        ("ое", "ого ому|ом ое ым|им"),
        ("ый", "ого ому|ом ый ым"),
        ("ий", "ого|его ому|ом|ему|ем ий им"),
        ("ые", "ых ым|ых ые ыми"),
        ("ие", "их им|их ие ими"),
    ),
    "pl": (
        ("ka", "kiej kiej ką ką"),
        ("ga", "giej giej gą gą"),
        ("a", "ej ej ą ą"),
        ("i", "iego iemu|im i im"),
        ("y", "ego emu|ym y ym"),
        ("e", "ych ym|ych e ymi"),
    ),
}
_UNCHANGED = {"uk": "оуеюїєі", "ru": "оуеюэи", "pl": "oiueé"}
#: The forms of one adjective from its stem (`польськ`, `польск`, `włosk`, `deutsch`).
ADJECTIVE_ENDINGS = {
    "uk": ("ий", "ого", "ому", "им", "ім", "а", "ої", "ій", "у", "ою", "е", "і", "их", "ими"),
    "ru": ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими"),
    "pl": ("i", "iego", "iemu", "im", "a", "iej", "ą", "ie", "ich", "imi"),
    "de": ("", "e", "er", "es", "en", "em"),
}


def oblique(name: str, language: str) -> set[str]:
    """Forms of `name` other than the nominative that Ukrainian, Russian or Polish grammar could make of it; an empty
    set for other languages and for names that do not change. `Північна Македонія` -> `Північної Македонії`, ..."""
    if name in _IRREGULAR:
        return {form.replace("@", " ") for cell in _IRREGULAR[name].split(" ") for form in cell.split("|")} - {name}
    if language not in _NOUNS:
        return set()
    words = name.split(" ")
    if len(words) > 4:
        return set()
    declined = [_declined(word, language, adjective=index + 1 < len(words)) for index, word in enumerate(words)]
    forms = {" ".join(form) for case in range(4) for form in product(*(cells[case] for cells in declined))}
    return forms - {name}


@cache
def _declined(word: str, language: str, adjective: bool) -> tuple[tuple[str, ...], ...]:
    same = ((word,),) * 4
    if not word[:1].isupper() or (word[-1:].isupper() and len(word) > 1):
        return same
    for ending, cells in (_ADJECTIVES[language] if adjective else ()) + _NOUNS[language]:
        if word.endswith(ending) and (ending or word[-1] not in _UNCHANGED[language]):
            stem = word[: len(word) - len(ending)]
            return tuple(tuple(stem + form for form in cell.split("|")) for cell in cells.split(" "))
    return same


# (oblique ending, nominative endings) for names alone, Ukrainian and Russian; longest ending first.
_BACK: tuple[tuple[str, str], ...] = (
    ("ским", "ский|ское"), ("ского", "ский|ское"), ("скому", "ский|ское"), ("скую", "ская"), ("ской", "ская"), ("цким", "цкий|цкое"),
    ("цкого", "цкий|цкое"), ("цкой", "цкая"), ("ською", "ська"), ("ської", "ська"), ("ській", "ська"), ("ську", "ська"), ("цької", "цька"), ("цькою", "цька"),
    ("цькій", "цька"), ("цьку", "цька"), ("ського", "ський|ське"), ("цького", "цький|цьке"), ("ському", "ський|ське"),
    ("цькому", "цький|цьке"), ("ським", "ський|ське"), ("цьким", "цький|цьке"), ("ньої", "ня"), ("ього", "ій"),
    ("ових", "ові"), ("ого", "ий|е"), ("ому", "ий|е"), ("ої", "а"), ("ією", "ія"), ("ії", "ія"), ("ію", "ія"), ("ией", "ия"), ("ии", "ия"),
    ("ями", "і|ї"), ("ами", "и|а"), ("ях", "і|ї"), ("ах", "и|а"), ("ям", "і|ї"), ("ам", "и|а|ам"), ("ами", "и"),
    ("овом", "ів|ув|ов"), ("евом", "ів|ев"), ("євом", "їв"), ("ові", "ів|ов|"), ("ова", "ів|ув|ов|ово|ова"),
    ("ову", "ів|ув|ов|ово|ова"), ("ева", "ів|ев|ево"), ("еву", "ів|ев|ево"), ("єва", "їв|єв"), ("єву", "їв|єв"),
    ("ьця", "ець|ьце"), ("ьцем", "ець|ьце"), ("ьцю", "ець"), ("ьцеві", "ець"),
    ("ець", "ець"), ("цем", "ець|це"), ("ця", "ець|ця|це"), ("цю", "ець|ця"), ("цею", "ця"), ("ком", "к|ок|ко"),
    ("ць", "ці|ця|це"), ("ок", "ки"), ("ів", "и|і"), ("ою", "а"), ("ею", "я|а"), ("єю", "я"), ("ом", "|о"), ("ем", "ь|е|"), ("єм", "й"), ("ці", "ка|ця|ці|ець"),
    ("зі", "га|зь"), ("сі", "ха|сь|с"), ("ия", "ий"), ("и", "а|ь|и"), ("і", "а|я|ь|о|е|і|"), ("ї", "я|й|ь|ї"),
    ("ю", "я|ь|й|"), ("у", "а||о"), ("я", "ь|й|я|е"), ("а", "|о|а"), ("ой", "а|ая"), ("ы", "а|ы"), ("е", "а|е|"),
)  # fmt: skip
_SYLLABLE = re.compile(r"[аеєиіїоуюяёыэ]", re.IGNORECASE)


def nominative_guesses(word: str) -> list[str]:
    """Nominatives that `word` (Cyrillic) could be a case form of, likeliest rules first, `word` itself not among them.
    `Паланги` -> `Паланга`, `Хелмом` -> `Хелм`, `Бидгоща` -> `Бидгощ`."""
    guesses: dict[str, None] = {}
    for ending, nominatives in _BY_LENGTH:
        stem = word[: len(word) - len(ending)]
        if not word.endswith(ending) or len(stem) < 3:
            continue
        for nominative in nominatives.split("|"):
            if _MISSPELT.search(stem[-1] + nominative[:1]) or not (_SYLLABLE.search(stem) or _SYLLABLE.search(nominative)):
                continue
            guesses.setdefault(stem + nominative)
            if not nominative and _CLOSED.search(stem):
                guesses.setdefault(_CLOSED.sub("і", stem))  # Львова -> Львів
    guesses.pop(word, None)
    return list(guesses)


_BY_LENGTH = tuple(sorted(_BACK, key=lambda row: -len(row[0])))
_CLOSED = re.compile(r"[ое](?=[бвгґджзклмнпрстфхцчшщ]\Z)")
# Letters that do not follow one another: a soft sign after a labial or velar, й after a consonant, ї after one.
_MISSPELT = re.compile(r"[бпвмфгґкхжшчщаеєиіїоуюяй]ь|[бвгґджзклмнпрстфхцчшщь][йї]|[аеєиіїоуюя]и")


# ------------------------------------------------------------------------------------------------------ nominatives


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


@lru_cache(maxsize=1 << 12)
def _parses(word: str) -> tuple[list, ...]:
    """The readings of a word in each dictionary that knows it. Where it is not known, guessing its readings would take three to
    ten times as long, and nobody here believes a guess."""
    return tuple(analyzer.parse(word) for analyzer in _analyzers() if analyzer.word_is_known(word))


@lru_cache(maxsize=1 << 14)
def names_a_person(word: str, *, surname: bool = False) -> bool:
    """Whether the dictionaries know a Cyrillic word, in any case, as a given name or patronymic (or a `surname`) and as no
    other noun; False where there are no dictionaries."""
    found = False
    for parses in _parses(word):
        for parse in parses:
            if "Name" in parse.tag or "Patr" in parse.tag or (surname and "Surn" in parse.tag):
                found = True
            elif "NOUN" in parse.tag or "Geox" in parse.tag:
                return False
    return found


@lru_cache(maxsize=1 << 14)
def word_class(word: str) -> str | None:
    """What the dictionaries say a Cyrillic word is: `noun` when any of its readings is one, `other` when none is (a verb, an
    adverb, a participle), None when they do not know it."""
    known = [parse.tag.POS for parses in _parses(word) for parse in parses if parse.is_known]
    return None if not known else "noun" if "NOUN" in known or "ADJF" in known else "other"


def is_no_word(word: str) -> bool:
    """Whether no dictionary knows a Cyrillic word in any case; False where there are no dictionaries."""
    return bool(_analyzers()) and not _parses(word)


def nominatives(name: str) -> list[str]:
    """Candidate nominatives of a printed name, the printed form first; Latin names come back alone.

    `Паланги` -> `Паланги`, `Паланга`; at most 16, likeliest first: what pymorphy3 knows, then what endings allow.
    """
    name = repair(name)
    if script_of(name) != "cyrillic" or len(name) > 80:
        return [name]
    return list(_nominatives(name))


@lru_cache(maxsize=1 << 14)
def _nominatives(name: str) -> tuple[str, ...]:
    words, separators = re.split(r"[\s-]+", name), [*re.findall(r"[\s-]+", name), ""]
    if len(words) > 5:
        return (name,)
    # what follows a particle keeps its case in every case: Франкфурт-на-Майні
    fixed = next((index for index, word in enumerate(words) if index and word.islower()), len(words))
    breadth = {1: 9, 2: 5}.get(len(words), 3)
    options = [_word_nominatives(word)[:breadth] if index < fixed else (word,) for index, word in enumerate(words)]

    def kept(ranks: tuple[int, ...]) -> int:
        return sum(rank == 0 and len(option) > 1 for rank, option in zip(ranks, options, strict=True))

    # all words changed before some words kept, likelier guesses before others
    ranked = sorted(product(*(range(len(option)) for option in options)), key=lambda ranks: (kept(ranks), sum(ranks), ranks))
    candidates = {name: None}
    for ranks in ranked[:15]:
        forms = (option[rank] for option, rank in zip(options, ranks, strict=True))
        candidates.setdefault("".join(form + separator for form, separator in zip(forms, separators, strict=True)))
    return tuple(candidates)


@lru_cache(maxsize=1 << 14)
def _word_nominatives(word: str) -> tuple[str, ...]:
    """`word` and what it could be the case of."""
    forms: dict[str, None] = {word: None}
    for parses in _parses(word) if len(word) > 3 else ():
        for parse in parses[:4]:
            if parse.is_known and parse.tag.POS in ("NOUN", "ADJF") and (normal := parse.inflect({"nomn"})):
                forms.setdefault(normal.word.capitalize() if word[:1].isupper() else normal.word)
    forms.update(dict.fromkeys(nominative_guesses(word) if len(word) > 3 else ()))
    return tuple(forms)


#: Endings of Polish cases: of nouns, and of adjectives with what they are in the nominative.
_POLISH_CASES = (
    ("owa", "ów"),
    ("owem", "ów"),
    ("owie", "ów"),
    ("s", ""),
    ("owi", ""),
    ("iem", ""),
    ("em", ""),
    ("u", ""),
    ("a", ""),
    ("a", "o"),
    ("cia", "ć"),
    ("ej", "a"),
    ("y", "a"),
    ("i", "a"),
    ("ie", "a"),
    ("ą", "a"),
    ("ę", "a"),
    ("ie", ""),
    ("ach", "e"),
    ("ach", "y"),
    ("ami", "e"),
    ("ami", "y"),
    ("ic", "ice"),
    ("aw", "awy"),
)
_POLISH_ADJECTIVE = re.compile(r"(?P<soft>i)(?:ego|emu|m)$|(?<=[^aeiouy])(?:ego|emu|ym)$")


def polish_names(name: str) -> list[str]:
    """What a Polish name of up to three words may be in the nominative, itself first; longer ones are cut."""
    return [" ".join(words) for words in product(*map(polish_nominatives, name.split(" ")[:3]))]


def polish_nominatives(word: str) -> list[str]:
    """What a word of a Polish name, or of a German one in the genitive, may be in the nominative, itself first."""
    if adjective := _POLISH_ADJECTIVE.search(word):
        bare = word[: adjective.start()]
        return [word, f"{bare}i", f"{bare}ie"] if adjective["soft"] else [word, f"{bare}y", f"{bare}e"]
    return [
        word,
        *(word[: -len(case)] + base for case, base in _POLISH_CASES if word.endswith(case) and len(word) > len(case) + 2),
    ]
