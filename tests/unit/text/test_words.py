"""Words of partnership: level, stage, kind and term."""

import pytest

from schemas.vocabularies import Kind, Level, Stage
from scrapers.text.words import duration_months, kind_of, level_of, stage_of

LEVELS = {
    "м.Кельце": Level.CITY, "місто Кельце": Level.CITY, "City of London": Level.CITY, "гміна Громадка": Level.GMINA,
    "ґміна і місто Ніско": Level.GMINA, "Гміна міста Краснік": Level.GMINA, "Kielce County": Level.COUNTY, "Lippe (Landkreis)": Level.COUNTY,
    "жудець Сучава": Level.COUNTY, "Люблінське воєводство Холмський повіт": Level.COUNTY, "Дубосарський район": Level.DISTRICT,
    "Akmenė District Municipality": Level.DISTRICT, "Люблінське воєводство": Level.REGION, "штат Огайо": Level.REGION, "Time commune": Level.COMMUNE,
    "волость Пилва": Level.COMMUNE, "Verbandsgemeinde X": Level.ASSOCIATION, "с.Дороцкая": Level.SETTLEMENT, "Сектор 4": Level.CITY_DISTRICT,
    "Старе Місто": None, "Kansas City": None, "Rhein-Kreis Neuss": None, "Кросно": None, "": None, "Провадія": None, "Union Springs": None,
}  # fmt: skip
STAGES = {
    Stage.TALKS: ["обговорили співпрацю", "візит делегації з Кельце", "online talks with the mayor", "rozmowy o współpracy"],
    Stage.INTENT: [
        "лист про наміри", "Підписали лист про наміри", "планує підписати угоду", "планують незабаром підписати угоду", "домовились підписати меморандум",
        "Незабаром міста підпишуть угоду", "ще не підписано", "стануть побратимами", "готується до підписання меморандум", "plans to sign",
        "letter of intent signed", "list intencyjny", "Absichtserklärung unterzeichnet", "планируют подписать", "протокол про наміри щодо співробітництва",
        "проєкт",
    ],
    Stage.APPROVED: [
        "схвалено проєкт угоди", "Міська рада схвалила проєкт угоди про співпрацю", "Уповноважити міського голову підписати угоду",
        "дав згоду на укладення угоди", "the council approved the draft agreement",
    ],
    Stage.SIGNED_BY_ONE: ["signed by one side", "Угоду підписано українською стороною, очікуємо підпису партнерів", "podpisano jednostronnie"],
    Stage.SIGNED: [
        "Угоду підписано 5 травня", "підписали меморандум", "Стали побратимами у 1992", "Agreement signed on 5 May 2020", "umowa podpisana",
        "Соглашение подписано", "діє", "Vertrag unterzeichnet", "22.03.2017, укладено",
    ],
    Stage.REGISTERED: ["Угоду зареєстровано в реєстрі", "внесено до реєстру", "зареєстровано"],
    Stage.RENEWED: ["перепідписано угоду", "оновили у 2023", "продлено до 2027", "The agreement was renewed in 2021", "Umowa przedłużona"],
    Stage.SUSPENDED: ["дію угоди призупинено", "The partnership was suspended", "приостановлено", "Partnerschaft ruht", "Партнерство заморожено після 2014 року"],
    Stage.PROPOSED_TO_END: [
        "запропонував розірвати угоду", "Депутати запропонували міській раді розірвати побратимські відносини",
        "проєкт рішення про припинення партнерських відносин", "proposal to terminate the agreement",
    ],
    Stage.ENDED: [
        "розірвано", "Побратимство розірвано у 2022 році", "рішенням сесії припинено дію угоди про побратимство з містом Тула", "закінчення терміну дії",
        "термін дії закінчився", "The agreement was terminated in 2022", "umowa rozwiązana", "Städtepartnerschaft beendet", "Соглашение расторгнуто", "не діє",
    ],
    None: [
        "не розірвано", "підписуйтесь на наш телеграм", "Місто-побратим", "5 років", "", "співпрацюватиме з громадою",
        "Оновлено дорогу між двома селами, роботи тривали два роки і коштували багато",
    ],
}  # fmt: skip
KINDS = {
    "Betreiberpartnerschaft": Kind.OPERATOR, "Kommunalpartnerschaft": Kind.PARTNERSHIP, "Städtepartnerschaft": Kind.TWINNING,
    "місто-побратим": Kind.TWINNING, "Протокол побратимства між м. Тулча": Kind.TWINNING, "поріднені міста": Kind.TWINNING, "Twin towns": Kind.TWINNING,
    "sister city": Kind.TWINNING, "miasto bliźniacze": Kind.TWINNING, "Меморандум про взаєморозуміння": Kind.MEMORANDUM,
    "Memorandum of Understanding": Kind.MEMORANDUM, "транскордонне та міжтериторіальне": Kind.CROSS_BORDER, "Договір про партнерство": Kind.PARTNERSHIP,
    "miasto partnerskie": Kind.PARTNERSHIP, "Угода про співпрацю": Kind.COOPERATION, "umowa o współpracy": Kind.COOPERATION,
    "Пліч-о-пліч": Kind.DOMESTIC, "администрация ДНР": Kind.OCCUPATION, "міжтериторіальне": None, "Угода": None, "city": None, "": None,
}  # fmt: skip
TERMS = {
    "3 роки": 36, "5 років": 60, "5 (п’ять) років": 60, "п’ять років": 60, "строком на 3 роки": 36, "1 рік": 12, "12 місяців": 12, "5-річний": 60,
    "трирічний": 36, "3 years": 36, "5 lat": 60, "10 Jahre": 120, "5 лет": 60, "5 років з автоматичним продовженням": None, "Безстрокова": None,
    "безстроково": None, "_": None, "Необмежений термін": None, "Укладено на\nневизначений строк": None, "до 31.12.2027": None, "": None,
    "До кінця реалізації проєкту (31.12.2024) та наступні 5 років для моніторингу": None, "2023 рік": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "level"), LEVELS.items())
def test_level_of(text: str, level: Level | None) -> None:
    assert level_of(text) is level


@pytest.mark.parametrize(("stage", "text"), [(stage, text) for stage, texts in STAGES.items() for text in texts])
def test_stage_of(stage: Stage | None, text: str) -> None:
    assert stage_of(text) is stage


@pytest.mark.parametrize(("text", "kind"), KINDS.items())
def test_kind_of(text: str, kind: Kind | None) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(("text", "months"), TERMS.items())
def test_duration_months(text: str, months: int | None) -> None:
    assert duration_months(text) == months


def test_an_end_of_something_else_is_no_end_of_a_tie() -> None:
    text = "Ремонт школи закінчено, дію карантину припинено, і діти повернулися до навчання в оновлених класах. Угоду про співпрацю підписано у 2020 році."
    assert stage_of(text) is Stage.SIGNED
