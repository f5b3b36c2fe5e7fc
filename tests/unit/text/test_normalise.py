"""Letters: repair, comparison keys, and personal data taken out."""

import pkgutil
import re
import time
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrapers import layouts
from scrapers.text.normalise import AnyCase, decode_entities, fold, fold_space, repair, script_of, strip_personal

ANY_TEXT = st.text(max_size=300) | st.text(alphabet="аоеісрхуїйґTHKABEMPOCXaeiocpxy'’\u0301-& ;#39amp", max_size=60)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("  м.\u00a0Кельце \n", "м. Кельце"),
        ("Кель\u200bце\u200f", "Кельце"),
        ("a\x00b\x07c", "abc"),
        ("Й" + "", "Й"),
        ("и\u0306", "й"),
        ("\u2028рядок\u2028", "рядок"),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
        ("", ""),
    ],
)
def test_fold_space(printed: str, folded: str) -> None:
    assert fold_space(printed) == folded


@given(st.text(alphabet="міМІстСТоОwnWN İẞß-.Ґґ\n1", max_size=40))
def test_a_pattern_of_any_case_finds_what_ignorecase_finds(text: str) -> None:
    pattern = r"(?<!\w)(?P<place>Міст[оА]\w*|ТОВ|tOwn(?:\W|\Z))|[İẞ]\S|(?<=Ґ)\n"
    ours, usual = AnyCase(pattern), re.compile(pattern, re.IGNORECASE)
    assert [match.span() for match in ours.finditer(text)] == [match.span() for match in usual.finditer(text)]
    assert ours.sub("_", text) == usual.sub("_", text)
    for name in ("search", "match", "fullmatch"):
        found, expected = getattr(ours, name)(text, 1), getattr(usual, name)(text, 1)
        assert (found and found.span("place")) == (expected and expected.span("place"))


def _with_needs() -> list[AnyCase]:
    modules = (import_module(found.name) for found in pkgutil.walk_packages(layouts.__path__, f"{layouts.__name__}."))
    patterns = {id(one): one for module in modules for one in vars(module).values() if isinstance(one, AnyCase) and one.needs}
    return list(patterns.values())


@pytest.mark.parametrize("pattern", _with_needs(), ids=lambda one: one.needs[0])
def test_every_match_of_a_pattern_holds_what_it_needs(pattern: AnyCase) -> None:
    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(pattern.bare))
    def found(text: str) -> None:
        assert pattern.bare.search(text.lower()) is None or pattern.search(text) is not None

    found()


@pytest.mark.parametrize(
    ("printed", "repaired"),
    [
        ("CША", "США"),  # Latin C
        ("Beнa", "Вена"),  # н is Cyrillic only
        ("Mocквa", "Москва"),
        ("paйоннa", "районна"),
        ("Украïна", "Україна"),
        ("Lublіn", "Lublin"),  # Cyrillic і
        ("Рzeszów", "Pzeszów"),  # Cyrillic Р
        ("COCA", "COCA"),  # wholly Latin: never touched
        ("Bad Homburg", "Bad Homburg"),
        ("ОСА", "ОСА"),
        ("E-шail", "E-шail"),  # both scripts proved: left alone
        ("Кутаї\u0301сі", "Кутаїсі"),
        ("Сіньчжо\u0301у", "Сіньчжоу"),
        ("Tatabánya", "Tatabánya"),
        ("Ґ\u0301орі", "Ґорі"),
        ("К&#39;янчіано", "К'янчіано"),
        ("К&amp;#39;янчіано", "К'янчіано"),
        ("Б’єльсько ʼ `", "Б'єльсько ' '"),
        ('Кам"янець', "Кам'янець"),
        ('"Ясна" рада', '"Ясна" рада'),
        ("Brighton & Hove", "Brighton & Hove"),
        ("Harz&nbsp;Kreis", "Harz Kreis"),
    ],
)
def test_repair(printed: str, repaired: str) -> None:
    assert repair(printed) == repaired


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Реґенсбурґ", "Регенсбург"),
        ("Б’єльсько-Бяла", "бєльсько бяла"),
        ("Łódź", "LODZ"),
        ("Орёл", "орел"),
        ("Кутаї́сі", "кутаісі"),
        ("Großostheim", "grossostheim"),
        ("İzmir", "izmir"),
        ("Ærø", "aero"),
        ("Франкфурт-на-Майні", "франкфурт  на майні"),
    ],
)
def test_fold_makes_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_fold_keeps_apart_what_are_two_letters() -> None:
    assert fold("Рай") != fold("Раи")
    assert fold("Лук") != fold("Люк")


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Кельце", "cyrillic"),
        ("Kielce", "latin"),
        ("Кельце Kielce", "mixed"),
        ("კიევი", "other"),
        ("12, -", "none"),
        ("", "none"),
    ],
)
def test_script_of(text: str, script: str) -> None:
    assert script_of(text) == script


@given(ANY_TEXT)
def test_repair_and_fold_settle_at_once(text: str) -> None:
    assert repair(repair(text)) == repair(text)
    assert fold(fold(text)) == fold(text)
    assert fold_space(fold_space(text)) == fold_space(text)


@given(st.text(alphabet=st.characters(min_codepoint=65, max_codepoint=0x24F), max_size=40))
def test_latin_never_turns_cyrillic(text: str) -> None:
    assert script_of(repair(text)) in ("latin", "none", "other")


def test_entities_end() -> None:
    nested = "&" + "amp;" * 5000 + "#39;"
    started = time.process_time()
    decode_entities(nested)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        ("Сантьяго-де-Калі  \n\n([person],\nміський   голова)", "Сантьяго-де-Калі"),
        (
            "Нарбонна та Великий Нарбонн, \n([person],\nміський голова міста Нарбонн,\nПрезидент Великого Нарбонну)",
            "Нарбонна та Великий Нарбонн",
        ),
        (
            "Чернівецька\nрайонна рада,\nвул. Грушевського Михайла, 1,\nм.Чернівці, 58002, E-шail: [email]",
            "Чернівецька\nрайонна рада,\nм.Чернівці",
        ),
        ("Одеська ОДА (65032, м. Одеса, пр. Шевченка, 4, телефон: [tel], [email], )", "Одеська ОДА (м. Одеса)"),
        (
            "Районна адміністрація (вул. Данила Галицького, 5 м.Володимир, ел.пошта: a.b@c.gov.ua)",
            "Районна адміністрація (м.Володимир)",
        ),
        (
            "Полапівська сільська рада (44315, Волинська обл., с. Полапи)",
            "Полапівська сільська рада (Волинська обл., с. Полапи)",
        ),
        ("Kielce, ul. Rynek 1, 25-303 Kielce, +48 41 367 60 00", "Kielce, Kielce"),
        (
            "мер Конотопа Артем Семеніхін підписав угоду з мером Хелма Якубом Банашеком",
            "мер Конотопа підписав угоду з мером Хелма",
        ),
        ("Олександр Сєнкевич, міський голова Миколаєва", "міський голова Миколаєва"),
        ("Mayor of Lublin Krzysztof Żuk signed", "Mayor of Lublin signed"),
        ("голова Іваненко Петро Васильович", "голова"),
        ("Сєнкевич О.Ф. підписав", "підписав"),
    ],
)
def test_strip_personal(printed: str, left: str) -> None:
    assert strip_personal(printed) == left


@pytest.mark.parametrize(
    "text",
    [
        "Провадія",
        "Roman (Румунія)",
        "мером міста Роман (Румунія)",
        "мер Старого Самбора підписав",
        "Марія-Енцерсдорф",
        "Кельце, 1996",
        "22.03.2017, м.Устрики Долішні",
        "Угода № 12345 від 12.05.2023",
        "2 000 000 євро",
        "Угода між селом Велчинець, ",
        "Голова Верховної Ради",
        "",
    ],
)
def test_strip_personal_leaves_the_rest(text: str) -> None:
    assert strip_personal(text) == text


@given(ANY_TEXT)
def test_strip_personal_adds_nothing(text: str) -> None:
    stripped = strip_personal(text)
    assert len(stripped) <= len(text)
    assert "@b.ua" not in strip_personal(text + " a@b.ua")


HOSTILE = [
    "мер " * 2500, "Іван " * 2000, "А.Б. " * 2000, "(" * 5000 + ")" * 5000, "1" * 10_000, "+1 2" * 2500, "вул. " * 2000,
    "Мер Іван " * 1100, "тел. 0" * 1600, "а@" * 5000, "Аович " * 1600, "[person]" * 1250, " " * 10_000, "&amp;" * 2000,
    "планує " * 1400, "угод " * 2000, "2023 " * 2000, "12.05." * 1600, "січня " * 1600, "«12» " * 2000, "а\n" * 5000,
    "Кельце, " * 1250, "м. " * 3300, "Польща " * 1400, "Кельце (" * 1200, "a" * 10_000, "/A" * 5000, "та А " * 2000,
    "\u202e\u0000<b>'; DROP TABLE--" * 500, "А-" * 5000, "🇵🇱" * 2500, "повіту А " * 1100, "'" * 10_000, "і" * 9_999 + "и",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_takes_bounded_time(text: str) -> None:
    from datetime import date

    from scrapers.text.countries import country_of, find_countries
    from scrapers.text.dates import find_dates, parse_date
    from scrapers.text.names import nominatives, split_names
    from scrapers.text.words import duration_months, kind_of, level_of, stage_of

    calls = [
        fold_space, repair, fold, script_of, strip_personal, country_of, find_countries, parse_date, find_dates,
        lambda t: find_dates(t, date(2024, 3, 15)), split_names, nominatives, level_of, stage_of, kind_of, duration_months,
    ]  # fmt: skip
    find_countries("Польща")  # the tables are built once
    for call in calls:
        started = time.process_time()
        call(text[:10_000])
        assert time.process_time() - started < 1.5, call


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=400)
    | st.lists(st.sampled_from(list("аА1.,;:()/ -\n«»'та і м. Польща 2023 05")), max_size=120).map("".join)
)
def test_no_text_crashes(text: str) -> None:
    from datetime import date

    from scrapers.text.countries import country_of, find_countries
    from scrapers.text.dates import find_dates
    from scrapers.text.names import nominatives, split_names
    from scrapers.text.words import duration_months, kind_of, level_of, stage_of

    strip_personal(text)
    country_of(text)
    for found in find_countries(text):
        assert 0 <= found.start < found.end <= len(text)
    for start, end, _ in find_dates(text, date(2024, 3, 15)):
        assert 0 <= start < end <= len(text)
    split_names(text)
    assert nominatives(text)[0] == repair(text)
    level_of(text), stage_of(text), kind_of(text), duration_months(text)
