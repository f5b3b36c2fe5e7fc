"""What the report says, in Ukrainian and English, and where each oblast row stands on the tile map.

What does not belong here: layout (`templates/`), figures (`report.py`).
"""

import re

from babel import Locale

from schemas.vocabularies import Cause, Kind, Precision, Stage, Status

LANGUAGES = ("uk", "en")

#: Oblast row -> short name on its tile, English name, column and row of the tile map. Neighbours stand near each other.
TILES: dict[str, tuple[str, str, int, int]] = {
    "Вінницька": ("Він", "Vinnytsia", 3, 1),
    "Волинська": ("Вол", "Volyn", 1, 0),
    "Дніпропетровська": ("Дніп", "Dnipropetrovsk", 5, 2),
    "Донецька": ("Дон", "Donetsk", 7, 2),
    "Житомирська": ("Жит", "Zhytomyr", 3, 0),
    "Закарпатська": ("Зак", "Zakarpattia", 0, 2),
    "Запорізька": ("Зап", "Zaporizhzhia", 6, 2),
    "Івано-Франківська": ("І-Ф", "Ivano-Frankivsk", 1, 2),
    "Київ": ("м. Київ", "Kyiv City", 4, 1),
    "Київська": ("Київ", "Kyiv Oblast", 4, 0),
    "Кіровоградська": ("Кір", "Kirovohrad", 4, 2),
    "Луганська": ("Луг", "Luhansk", 8, 1),
    "Львівська": ("Льв", "Lviv", 0, 1),
    "Миколаївська": ("Мик", "Mykolaiv", 4, 3),
    "Одеська": ("Одес", "Odesa", 3, 3),
    "Полтавська": ("Полт", "Poltava", 6, 1),
    "Рівненська": ("Рів", "Rivne", 2, 0),
    "Сумська": ("Сум", "Sumy", 6, 0),
    "Тернопільська": ("Терн", "Ternopil", 1, 1),
    "Харківська": ("Харк", "Kharkiv", 7, 1),
    "Херсонська": ("Херс", "Kherson", 5, 3),
    "Хмельницька": ("Хмел", "Khmelnytskyi", 2, 1),
    "Черкаська": ("Черк", "Cherkasy", 5, 1),
    "Чернівецька": ("Чрнв", "Chernivtsi", 2, 2),
    "Чернігівська": ("Чрнг", "Chernihiv", 5, 0),
}
#: Parts of Ukraine that the published table has no row for: drawn, because a map of Ukraine without them would be false.
OCCUPIED: dict[str, tuple[str, str, int, int]] = {
    "Автономна Республіка Крим": ("Крим", "Autonomous Republic of Crimea", 5, 4),
    "Севастополь": ("Сев", "Sevastopol", 4, 4),
}

CAUSES: dict[str, tuple[str, str]] = {
    Cause.REAL_NEW: ("нове партнерство", "new partnership"),
    Cause.REAL_RESUMED: ("поновлено", "resumed"),
    Cause.REAL_ENDED: ("припинено", "ended"),
    Cause.REAL_EXPIRED: ("строк дії сплив", "term ran out"),
    Cause.REAL_STATUS: ("змінилася стадія", "another stage"),
    Cause.KNOWN_LATE: ("діяло раніше, виявлено тепер", "in force before, found now"),
    Cause.KNOWN_DETAIL: ("уточнено подробиці", "a detail became known"),
    Cause.FIX_SOURCE: ("джерело виправило себе", "the source corrected itself"),
    Cause.FIX_OURS: ("ми виправили своє прочитання", "we corrected our reading"),
    Cause.FIX_DUPLICATE: ("повтор об’єднано", "a duplicate was merged"),
    Cause.FIX_SPLIT: ("одне партнерство розділено на два", "one partnership was split in two"),
    Cause.FIX_WITHDRAWN: ("не мало бути в переліку", "should never have been listed"),
    Cause.REF_HROMADA_RENAMED: ("громаду перейменовано", "the hromada was renamed"),
    Cause.REF_HROMADA_REORGANISED: ("громаду реорганізовано", "the hromada was reorganised"),
    Cause.REF_COUNTRY: ("виправлено країну", "the country was corrected"),
    Cause.RULE_DEFINITION: ("змінилося правило підрахунку", "the rule of counting changed"),
    Cause.VIEW_UNCONFIRMED: ("джерела більше не показують; рахується", "no longer shown by its sources; still counted"),
    Cause.VIEW_SEEN_AGAIN: ("джерело показує знову", "shown by a source again"),
}


#: Fields and words of closed lists as a change prints them (`status: active, stage: signed`), in Ukrainian.
STATES: dict[str, str] = {
    "status": "стан", "stage": "стадія", "since": "від", "since_precision": "точність дати", "until": "до", "kind": "вид", "level": "рівень",
    "partner": "партнер",
    Status.ACTIVE: "чинне", Status.UNCONFIRMED: "не підтверджене", Status.SUSPENDED: "призупинене", Status.ENDED: "припинене",
    Status.PLANNED: "заплановане",
    Stage.TALKS: "перемовини", Stage.INTENT: "намір", Stage.APPROVED: "схвалено", Stage.SIGNED_BY_ONE: "підписала одна сторона",
    Stage.SIGNED: "підписано", Stage.REGISTERED: "зареєстровано", Stage.RENEWED: "поновлено", Stage.PROPOSED_TO_END: "пропонують припинити",
    Kind.TWINNING: "побратимство", Kind.PARTNERSHIP: "партнерство", Kind.COOPERATION: "співпраця", Kind.MEMORANDUM: "меморандум",
    Kind.CROSS_BORDER: "транскордонна співпраця", Kind.OPERATOR: "партнерство комунальних підприємств", Kind.UNSPECIFIED: "не зазначено",
    Precision.DAY: "день", Precision.MONTH: "місяць", Precision.YEAR: "рік", Precision.UNKNOWN: "невідомо",
}  # fmt: skip

#: Every sentence of the report and of the read-me files: Ukrainian, English.
TEXTS: dict[str, tuple[str, str]] = {
    "title": ("Міжнародні партнерства громад України", "International partnerships of Ukrainian hromady"),
    "release": ("Випуск", "Release"),
    "as_of": ("Станом на", "As of"),
    "known_at": ("за даними ночі", "as known on the night of"),
    "against": ("порівняно з випуском", "compared with release"),
    "first": ("Перший випуск: порівнювати немає з чим.", "The first release: there is nothing to compare it with."),
    "override": (
        "Цей випуск опубліковано попри застереження перевірки якості",
        "This release was published although the quality gate held it back",
    ),
    "override_by": ("Рішення ухвалено", "Decided by"),
    "override_reason": ("Підстава", "Reason"),
    "failures": ("Застереження", "What the gate held against it"),
    "agreements": ("Угоди", "Agreements"),
    "partnerships": ("Партнерства", "Partnerships"),
    "partners": ("Партнери", "Partners"),
    "agreements_note": ("чинні документи", "documents in force"),
    "partnerships_note": ("громада – іноземне місце", "a hromada with a foreign place"),
    "partners_note": ("різні іноземні міста, громади, регіони", "distinct foreign cities, municipalities, regions"),
    "countries_note": ("Країни партнерів", "Countries of partners"),
    "map": ("Партнерства за областями", "Partnerships by oblast"),
    "map_note": (
        "Число на плитці – чинні партнерства. Заштриховано території України, яких немає в оприлюдненій таблиці: вони тимчасово окуповані.",
        "The number on a tile counts partnerships in force. Hatched: parts of Ukraine without a row in the published table; they are "
        "temporarily occupied.",
    ),
    "by_country": ("Партнерства за країнами", "Partnerships by country"),
    "others": ("інші", "others"),
    "regional": ("За областями", "By oblast"),
    "oblast": ("Область", "Oblast"),
    "total": ("Разом", "Total"),
    "ministry": ("Оприлюднено міністерством", "Published by the ministry"),
    "checked": ("Громад перевірено", "Hromady checked"),
    "of": ("із", "of"),
    "regional_note": (
        "Обидва дні – як відомо тепер. Міністерство рахує угоди; різниця з його числами – це неперевірені громади та угоди без "
        "оприлюдненого документа. Нуль у рядку, де перевірено не всі громади, не означає, що партнерств немає.",
        "Both days as known now. The ministry counts agreements; what our numbers lack are hromady not checked and agreements without a "
        "published document. A zero in a row whose hromady were not all checked does not mean that there are none.",
    ),
    "why": ("Що змінилося і чому", "What changed and why"),
    "cause": ("Причина", "Cause"),
    "changes": ("Зміни", "Changes"),
    "no_changes": ("Від попереднього випуску нічого не змінилося.", "Nothing changed since the release before."),
    "hromada": ("Громада", "Hromada"),
    "partner": ("Партнер", "Partner"),
    "before": ("було", "before"),
    "after": ("стало", "after"),
    "quote": ("Цитата і джерело", "Quoted words and source"),
    "seen": ("побачено", "seen"),
    "more_changes": ("Решта змін – у файлі", "All other changes stand in the file"),
    "bridge_note": (
        "Партнерства: від одного дня до іншого кожна зміна має одну причину, залишок – нуль. Показано рядки, у яких щось змінилося.",
        "Partnerships: from one day to the other every change has one cause, the residual is zero. Rows in which something changed.",
    ),
    "new": ("нові", "new"),
    "resumed": ("поновлені", "resumed"),
    "ended": ("припинені", "ended"),
    "expired": ("строк сплив", "expired"),
    "found_late": ("знайдені пізніше", "found late"),
    "withdrawn": ("вилучені", "withdrawn"),
    "merged": ("об’єднані", "merged"),
    "split": ("розділені", "split"),
    "moved": ("переміщені", "moved"),
    "rule": ("правило", "rule"),
    "country": ("Країна", "Country"),
    "published_then": (
        "Як було оприлюднено тоді: партнерств {then} на {start}. Різниця з нинішнім числом {now} – лише те, що дізналися пізніше.",
        "As published then: {then} partnerships on {start}. What differs from today’s {now} is only what became known later.",
    ),
    "zeros": (
        "Громад без партнерств: {checked} перевірено, {unchecked} не перевірено.",
        "Hromady without partnerships: {checked} checked, {unchecked} not checked.",
    ),
    "bridge": ("Міст між двома днями", "The bridge between the two days"),
    "start": ("на початок", "start"),
    "end": ("на кінець", "end"),
    "residual": ("залишок", "residual"),
    "sources": ("Джерела і покриття", "Sources and coverage"),
    "source": ("Джерело", "Source"),
    "publisher": ("Власник", "Publisher"),
    "read_on": ("Прочитано востаннє", "Last read"),
    "pages": ("Сторінок", "Pages"),
    "failed": ("Не прочитано цієї ночі", "Not read that night"),
    "never": ("ніколи", "never"),
    "files": ("Файли випуску", "Files of the release"),
    "files_note": (
        "Кожен файл названо в index.json із розміром і SHA-256; перевірити: sha256sum -c SHA256SUMS.",
        "Every file stands in index.json with its size and SHA-256; check with sha256sum -c SHA256SUMS.",
    ),
    "data": ("Таблиці CSV і Parquet", "Tables as CSV and Parquet"),
    "excel": ("Ті самі таблиці для Excel", "The same tables for Excel"),
    "delta": ("Зміни від попереднього випуску", "Changes since the release before"),
    "gate": ("Перевірка якості", "Quality gate"),
    "gate_passed": ("виконано", "met"),
    "gate_failed": ("не виконано", "not met"),
    "expectation": ("Очікування", "Expectation"),
    "table": ("Таблиця", "Table"),
    "outcome": ("Підсумок", "Outcome"),
    "unexpected": ("Неочікувані значення", "Unexpected values"),
    "scorecard": ("Показники якості", "Scorecard"),
    "reconciliation": ("Звірка з оприлюдненими числами", "Reconciliation with the published totals"),
    "report": ("Звіт", "Report"),
    "other_language": ("English", "Українською"),
    "licence": ("Ліцензія", "Licence"),
    "skip": ("До таблиці", "Skip to the table"),
    "share_checked": ("перевірено", "checked"),
    "unknown": ("невідомо", "unknown"),
}

#: Forms of counted words: one, few, many in Ukrainian; one, other in English.
PLURALS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "agreement": ({"one": "угода", "few": "угоди", "many": "угод"}, {"one": "agreement", "other": "agreements"}),
    "partnership": (
        {"one": "партнерство", "few": "партнерства", "many": "партнерств"},
        {"one": "partnership", "other": "partnerships"},
    ),
    "partner": ({"one": "партнер", "few": "партнери", "many": "партнерів"}, {"one": "partner", "other": "partners"}),
    "country": ({"one": "країна", "few": "країни", "many": "країн"}, {"one": "country", "other": "countries"}),
    "change": ({"one": "зміна", "few": "зміни", "many": "змін"}, {"one": "change", "other": "changes"}),
    "expectation": (
        {"one": "очікування", "few": "очікування", "many": "очікувань"},
        {"one": "expectation", "other": "expectations"},
    ),
    "hromada": ({"one": "громада", "few": "громади", "many": "громад"}, {"one": "hromada", "other": "hromady"}),
}
_LOCALES = {language: Locale(language) for language in LANGUAGES}


def text(key: str, language: str) -> str:
    return TEXTS[key][LANGUAGES.index(language)]


def counted(number: int, word: str, language: str) -> str:
    """A number with its noun in the right form: 1 угода, 2 угоди, 5 угод, 21 угода."""
    forms = PLURALS[word][LANGUAGES.index(language)]
    return f"{number} {forms[_LOCALES[language].plural_form(number)]}"


def oblast(row: str, language: str) -> str:
    if language == "uk" or row not in TILES:
        return row if row in TILES or language == "uk" else text("total", language)
    return TILES[row][1]


def cause(code: str, language: str) -> str:
    return CAUSES[code][LANGUAGES.index(language)]


def country(code: str | None, language: str) -> str:
    """A country by its ISO code, in the nominative; unknown when the source does not say."""
    return _LOCALES[language].territories.get(code, code) if code else text("unknown", language)


_FIELD = re.compile(r"\b([a-z_]+)(: )([a-z_]+)?")


def state(printed: str | None, language: str) -> str:
    """The state of a tie as a change prints it; names and dates in it stay as they are."""
    if language == "en" or not printed:
        return printed or ""
    if printed in STATES:
        return STATES[printed]
    return _FIELD.sub(lambda m: STATES.get(m[1], m[1]) + m[2] + STATES.get(m[3] or "", m[3] or ""), printed)
