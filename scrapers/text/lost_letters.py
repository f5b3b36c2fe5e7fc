"""Pages that lost і, ї and є on the way (`спвпраця`, `мж`, `гмна`): the words that a reader needs, put right.

What belongs here: telling such a text from others and the words that are known. What does not: letters of another script (`normalise`).
"""

import re
from functools import cache

LOST = "іїє"
#: Fewer Cyrillic letters prove nothing: a Ukrainian text of so many without і is no chance, nor is a Russian one without ы.
LEAST_LETTERS = 400
_OTHER_LANGUAGES = re.compile("[ыэъёўјљњќћ]", re.I)
_CYRILLIC = re.compile("[а-яґіїє]", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")

#: Beginnings of words; whatever follows stays as it is printed.
_BEGINNINGS = str.split(
    "співпрац співробітн співдружн підпис підтрим міськ міст гмін ґмін міжнарод відносин територіальн україн німеч німец італій іспан ізраїл європ повіт воєводств "
    "Запоріж Маріупол Миколаїв Харків Київ Києв Львів Чернівц Чернігів Рівн Тернопіл Вінниц Дніпр Ірпін Ізюм Ізмаїл "
    "обмін зустріч річниц рішенн порідн бургомістр бурмістр офіцій намір січн квітн делегації домовленост"
)
#: Whole words.
_WORDS = str.split(
    "між від рік війт війтом договір сторін двічі Україна України Україні Україну Україною Польщі Литві Румунія Румунії Румунію Латвія Латвії Латвію Естонія Естонії Естонію "
    "Італія Італії Італію Франція Франції Францію Грузія Грузії Грузію Болгарія Болгарії Болгарію Чехія Чехії Чехію Словаччині Угорщині Молдові Швеція Швеції Данія Данії "
    "Фінляндія Фінляндії Норвегія Норвегії Австрія Австрії Хорватія Хорватії Сербія Сербії Греція Греції Японія Японії Бельгія Бельгії Португалія Португалії "
    "Сході Заході Схід Захід Південь Північ "
    "делегація делегацію делегацій делегацією асоціація асоціації"
)


def _without(word: str) -> str:
    return "".join(letter for letter in word if letter.lower() not in LOST)


@cache
def _tables() -> tuple[re.Pattern, dict[str, str]]:
    """(the beginnings as they are printed, longest first; printed words and beginnings in small letters -> the right ones)."""
    right: dict[str, str] = {}
    for word in (*_WORDS, *_BEGINNINGS):
        right.setdefault(_without(word).lower(), word)
    beginnings = sorted((_without(word) for word in _BEGINNINGS), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, beginnings)), re.I), right


def has_lost_letters(text: str) -> bool:
    """Whether a text is Ukrainian without any і, ї or є."""
    sample = text[:20_000].lower()
    if any(letter in sample for letter in LOST) or _OTHER_LANGUAGES.search(sample):
        return False
    return len(_CYRILLIC.findall(sample)) >= LEAST_LETTERS


def put_right(text: str) -> tuple[str, dict[str, str]]:
    """A text with the known words put right, and how those words were printed."""
    printed: dict[str, str] = {}

    def word(match: re.Match) -> str:
        found = _mended(match[0])
        if found != match[0]:
            printed[found] = match[0]
        return found

    return _WORD.sub(word, text), printed


def _mended(word: str) -> str:
    beginnings, right = _tables()
    whole = right.get(word.lower())
    if whole is None:
        begins = beginnings.match(word)
        if begins is None:
            return word
        whole = right[begins[0].lower()] + word[begins.end() :]
    return whole.upper() if word.isupper() and len(word) > 1 else whole[0].upper() + whole[1:] if word[0].isupper() else whole
