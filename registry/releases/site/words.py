"""What the report says, in Ukrainian and English, and where each oblast row stands on the tile map.

What does not belong here: layout (`templates/`), figures (`report.py`).
"""

import re
from collections.abc import Mapping

from registry.plurals import LOCALES
from schemas.vocabularies import Cause, Decision, IssueClass, Kind, Precision, Stage, Status

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
    Cause.REAL_RESUMED: ("відновлено", "resumed"),
    Cause.REAL_ENDED: ("припинено", "ended"),
    Cause.REAL_EXPIRED: ("строк дії сплив", "term ran out"),
    Cause.REAL_STATUS: ("інший стан чи стадія", "another state or stage"),
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

#: Counters, those of control totals included -> what they are called in TEXTS.
COUNTERS: dict[str, str] = {
    "agreements": "agreements", "partnerships": "partnerships", "partners": "partners", "hromady": "with_partners", "countries": "countries_note",
}  # fmt: skip

#: Reasons of changes as the comparison writes them (`registry/causes.py`), in English.
REASONS: dict[str, str] = {
    "змінилося правило підрахунку": "the rule of counting changed",
    "рішення або виправлення, записане в реєстрі": "a decision or a correction that the registry recorded",
    "припинено між датами": "ended between the two days",
    "строк дії сплив між датами": "its term ran out between the two days",
    "зупинено між датами": "suspended between the two days",
    "день кінця невідомий або відомий лише до року чи місяця і може лежати до першої дати: виправлення, а не подія між датами": (
        "the day of the end is unknown, or known by its year or month only, and may lie before the first day: a correction, no event between "
        "the days"
    ),
    "не діяло вже на першу дату; тоді про це не знали, тож це виправлення, а не подія між датами": (
        "not in force on the first day already; nobody knew of it then, so it is a correction, no event between the days"
    ),
    "рахувалося чинним, а підписано ще не було": "was counted as in force, and was not signed yet",
    "початок виправлено на день після другої дати: підрахунок змінився, тож це виправлення, а не подробиця": (
        "the start was corrected to a day after the second one: the count changed, so it is a correction, no detail"
    ),
    "твердження більше не стосуються цього партнерства": "the statements are about this partnership no more",
    "замінило інший запис того самого зв’язку": "took the place of another record of the same tie",
    "кінець було записано помилково": "the end had been recorded by mistake",
    "знову чинне після зупинення або припинення": "in force again after a suspension or an end",
    "слова про кінець зникли з джерела": "the words about an end are gone from the source",
    "названо чинним, та ніщо не каже, що відновлено саме між датами: знайдено пізніше, приростом не є": (
        "named as in force, and nothing says that it was resumed between the two days: found late, no growth"
    ),
    "було відкликане, повернуто": "had been withdrawn, was put back",
    "датований початок між датами": "a dated start between the two days",
    "дата початку невідома: знайдено пізніше, приростом не є": "the day of the start is unknown: found late, no growth",
    "датований початок не лежить цілком між датами: знайдено пізніше": (
        "the dated start does not lie wholly between the two days: found late"
    ),
    "джерела більше не називають: три вдалі читання щонайменше за 14 днів": (
        "its sources name it no more: three good reads over at least 14 days"
    ),
    "джерело знову називає": "a source names it again",
    "країну місця виправлено": "the country of the place was corrected",
    "громада перейшла до іншої області": "the hromada went to another oblast",
    "інша стадія": "another stage",
    "подробиця стала відомою або точнішою": "a detail became known or more precise",
    "дату виправлено: подія та сама, день надруковано інший": "a date was corrected: the same event, another day is printed",
    "громада має нову назву, код той самий": "the hromada has a new name and the same code",
    "написання виправлено, зв’язок той самий": "the spelling was corrected, the tie is the same",
}
#: What a recorded decision adds to its reason: beginnings, in English.
_RECORDED = {"об’єднано з ": "merged with ", "тепер ": "now ", "роз’єднано: ": "split into ", "з ": "from "}

#: Why a page was not read, in Ukrainian; in English the words of the reader itself are shown.
ISSUES: dict[str, str] = {
    IssueClass.UNREACHABLE: "не відповідає або відповідає помилкою",
    IssueClass.GONE: "сторінки немає (404)",
    IssueClass.REFUSED: "заборонено robots.txt або нашим правилом",
    IssueClass.TOO_LARGE: "завелика",
    IssueClass.BAD_ENCODING: "нечитне кодування",
    IssueClass.WRONG_TYPE: "не сторінка: PDF, зображення чи архів",
    IssueClass.LOGIN_PAGE: "сторінка входу",
    IssueClass.PARKING_PAGE: "домен продається або не діє",
    IssueClass.SCRIPT_SHELL: "без тексту: вміст дає лише JavaScript",
    IssueClass.STALE_PAGE: "стара версія замість новин",
    IssueClass.API_ERROR: "API відповідає помилкою",
    IssueClass.LAYOUT_CHANGED: "сторінку перебудовано",
    IssueClass.NO_LAYOUT: "ще не вміємо читати",
    IssueClass.UNEXPECTEDLY_EMPTY: "записів менше, ніж має бути",
    IssueClass.UNEXPECTEDLY_MANY: "записів більше, ніж має бути",
    IssueClass.NOT_ITS_OWN_LIST: "перелік чужих партнерів",
    IssueClass.NO_PARTNERS: "партнерів не названо",
    IssueClass.BAD_ROW: "рядок порушує правила",
    IssueClass.UNKNOWN_CODE: "код, якого немає в кодифікаторі",
    IssueClass.CODE_CONFLICT: "назва і код – різних громад",
    IssueClass.UNMAPPED_VALUE: "слово поза переліком",
    IssueClass.DATE_CONFLICT: "джерела дають різні дати",
}

#: The scorecard (`registry/releases/scorecard.py`): its groups, and its figures that count no word of a closed list.
SCORE_GROUPS: dict[str, tuple[str, str]] = {
    "coverage": ("Охоплення", "Coverage"),
    "sources": ("Джерела", "Sources"),
    "partnerships": ("Партнерства", "Partnerships"),
    "resolution": ("Визначення місця", "How the place was found"),
    "precision": ("Точність дати початку", "Precision of the start"),
    "kind": ("Вид зв’язку", "Kind of tie"),
    "decisions": ("Рішення про надруковані назви", "Decisions on printed names"),
}
SCORES: dict[str, tuple[str, str]] = {
    "hromady": ("громад усього", "hromady in all"),
    "hromady_checked": ("громад перевірено", "hromady checked"),
    "hromady_with_partners": ("громад із партнерами", "hromady with partners"),
    "zeros_checked": ("без партнерів, перевірено", "without partners, checked"),
    "zeros_not_checked": ("без партнерів, не перевірено", "without partners, not checked"),
    "sources": ("джерел", "sources"),
    "read_in_full": ("прочитано повністю", "read in full"),
    "pages": ("сторінок", "pages"),
    "pages_read": ("сторінок прочитано", "pages read"),
    "pages_failed": ("сторінок не прочитано", "pages not read"),
    "all": ("усього", "in all"),
    "dated": ("із датою початку", "with a dated start"),
    "with_country": ("із відомою країною", "with a known country"),
    "with_an_agreement": ("з оприлюдненою угодою", "with a published agreement"),
    "unconfirmed": ("не підтверджені", "unconfirmed"),
    "of_two_sources_or_more": ("названі двома джерелами або більше", "named by two sources or more"),
}


#: Fields and words of closed lists as a change prints them (`status: active, stage: signed`), in Ukrainian.
STATES: dict[str, str] = {
    "status": "стан", "stage": "стадія", "since": "від", "since_precision": "точність дати", "until": "до", "kind": "вид", "level": "рівень",
    "partner": "партнер",
    Status.ACTIVE: "чинне", Status.UNCONFIRMED: "не підтверджене", Status.SUSPENDED: "призупинене", Status.ENDED: "припинене",
    Status.PLANNED: "заплановане",
    Stage.TALKS: "перемовини", Stage.INTENT: "намір", Stage.APPROVED: "схвалено", Stage.SIGNED_BY_ONE: "підписала одна сторона",
    Stage.SIGNED: "підписано", Stage.REGISTERED: "зареєстровано", Stage.RENEWED: "продовжено або укладено наново", Stage.PROPOSED_TO_END: "пропонують припинити",
    Kind.TWINNING: "побратимство", Kind.PARTNERSHIP: "партнерство", Kind.COOPERATION: "співпраця", Kind.MEMORANDUM: "меморандум",
    Kind.CROSS_BORDER: "транскордонна співпраця", Kind.OPERATOR: "партнерство комунальних підприємств", Kind.UNSPECIFIED: "не зазначено",
    Kind.DOMESTIC: "всередині України", Kind.OCCUPATION: "окупаційний орган",
    Decision.ACCEPT: "місце визначено", Decision.REVIEW: "чекає на людину", Decision.NEW: "місця немає в газетирі", Decision.REJECT: "не партнер",
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
    "before": ("було", "before"),
    "after": ("стало", "after"),
    "seen": ("побачено", "seen"),
    "more_changes": ("Решта змін – у файлі", "All other changes stand in the file"),
    "bridge_note": (
        "Партнерства: від одного дня до іншого кожна зміна має одну причину, залишок – нуль. Показано рядки, у яких щось змінилося.",
        "Partnerships: from one day to the other every change has one cause, the residual is zero. Rows in which something changed.",
    ),
    "new": ("нові", "new"),
    "resumed": ("відновлені", "resumed"),
    "ended": ("припинені", "ended"),
    "expired": ("строк сплив", "expired"),
    "found_late": ("знайдені пізніше", "found late"),
    "withdrawn": ("відкликані", "withdrawn"),
    "merged": ("об’єднані", "merged"),
    "split": ("роз’єднані", "split"),
    "moved": ("переміщені", "moved"),
    "rule": ("правило", "rule"),
    "published_then": (
        "Як було оприлюднено тоді: партнерств {then} на {start}. Різниця з нинішнім числом {now} – лише те, що дізналися пізніше.",
        "As published then: {then} partnerships on {start}. What differs from today’s {now} is only what became known later.",
    ),
    "zeros": (
        "Громад без партнерств: {checked} перевірено, {unchecked} не перевірено.",
        "Hromady without partnerships: {checked} checked, {unchecked} not checked.",
    ),
    "bounds": ("Не менше і не більше", "At least, at most"),
    "bounds_note": (
        "Дати бувають неточні: «не менше» діяло того дня напевно, «не більше» могло діяти.",
        "Dates leave room: what was in force that day for certain, what we count, and what may have been in force.",
    ),
    "at_least": ("не менше", "at least"),
    "counted": ("рахуємо", "counted"),
    "at_most": ("не більше", "at most"),
    "concentration": ("Що пояснює зміну", "Which rows explain the change"),
    "concentration_note": (
        "Найбільші частки в сумі змін за модулем. HHI – сума квадратів часток: 1, коли все пояснює один рядок.",
        "The largest shares of the sum of absolute changes. HHI is the sum of squared shares: 1 when one row explains all.",
    ),
    "agreements_by_oblast": ("Угоди за областями", "Agreements by oblast"),
    "partnerships_by_oblast": ("Партнерства за областями", "Partnerships by oblast"),
    "partners_by_oblast": ("Партнери за областями", "Partners by oblast"),
    "real_by_country": ("Справжні зміни за країнами", "Real changes by country"),
    "net_by_country": ("Усі зміни за країнами, знайдене пізніше теж", "All changes by country, found late too"),
    "change": ("Зміна", "Change"),
    "rows_changed": ("Рядків змінилося", "Rows changed"),
    "largest": ("Найбільші", "Largest"),
    "counter": ("Лічильник", "Counter"),
    "with_partners": ("Громади з партнерами", "Hromady with partners"),
    "published": ("Оприлюднено", "Published"),
    "ours": ("У реєстрі", "Ours"),
    "gap": ("Різниця", "Gap"),
    "by_counter": ("лічильник", "counter"),
    "by_coverage": ("охоплення", "coverage"),
    "by_scope": ("обсяг", "scope"),
    "reconciliation_note": (
        "Різницю поділено на три частини: лічильник – партнерства зі списків, документа яких жодне джерело не наводить; охоплення – оцінка "
        "того, що дали б непрочитані громади; обсяг – райони, області та інші способи підрахунку.",
        "The gap has three parts: counter, ties known from lists whose document no source prints; coverage, an estimate of what the hromady "
        "not read would add; scope, raions, oblasts and other ways of counting.",
    ),
    "no_totals": ("На цей день ніхто не оприлюднив чисел.", "Nobody published totals for this day."),
    "by_row": ("За областями", "By oblast"),
    "revision": ("Як змінювалося знання про день", "How knowledge of a day changed"),
    "revision_note": (
        "Кожен рядок – один день очима кожного випуску: день той самий, змінюється лише те, що про нього відомо.",
        "Each row is one day as every release saw it: the day stays, only what is known of it moves.",
    ),
    "day": ("День", "Day"),
    "bridge": ("Від дня до дня: за причинами", "From day to day, by cause"),
    "start": ("на початок", "start"),
    "end": ("на кінець", "end"),
    "residual": ("залишок", "residual"),
    "sources": ("Джерела і покриття", "Sources and coverage"),
    "source": ("Джерело", "Source"),
    "publisher": ("Розпорядник", "Publisher"),
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
    "expectation": ("Перевірки", "Expectations"),
    "table": ("Таблиця", "Table"),
    "rule_words": ("Правило", "Rule"),
    "figure": ("Показник", "Figure"),
    "count": ("Кількість", "Number"),
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

def text(key: str, language: str) -> str:
    return TEXTS[key][LANGUAGES.index(language)]


def oblast(row: str, language: str) -> str:
    if language == "uk" or row not in TILES:
        return row if row in TILES or language == "uk" else text("total", language)
    return TILES[row][1]


def cause(code: str, language: str) -> str:
    return CAUSES[code][LANGUAGES.index(language)]


def country(code: str | None, language: str) -> str:
    """A country by its ISO code, in the nominative; unknown when the source does not say."""
    return LOCALES[language].territories.get(code, code) if code else text("unknown", language)


def reason(printed: str | None, language: str) -> str:
    """The reason of a change, which the registry writes in Ukrainian; what stands behind its colon is told with it."""
    if language == "uk" or not printed:
        return printed or ""
    head = max((known for known in REASONS if printed == known or printed.startswith(f"{known}: ")), key=len, default=None)
    if head is None:
        return printed
    rest = printed[len(head) :]
    for words, english in _RECORDED.items():
        if rest.startswith(f": {words}"):
            rest = f": {english}{rest[len(words) + 2 :]}"
            break
    return REASONS[head] + rest


def failure(found: Mapping[str, str | None], language: str) -> str:
    """Why a page was not read: `reason` as the reader worded it, in English, and `class` of the closed list of issues, None when unknown."""
    if language == "en":
        return found["reason"] or ""
    return ISSUES.get(found["class"] or "", "не прочитано")


def score(name: str, language: str) -> str:
    """A figure of the scorecard."""
    if name in SCORES:
        return SCORES[name][LANGUAGES.index(language)]
    return STATES[name] if language == "uk" else name.replace("_", " ")


_FIELD = re.compile(r"\b([a-z_]+)(: )([a-z_]+)?")


def state(printed: str | None, language: str) -> str:
    """The state of a tie as a change prints it; names and dates in it stay as they are."""
    if language == "en" or not printed:
        return printed or ""
    if printed in STATES:
        return STATES[printed]
    return _FIELD.sub(lambda m: STATES.get(m[1], m[1]) + m[2] + STATES.get(m[3] or "", m[3] or ""), printed)
