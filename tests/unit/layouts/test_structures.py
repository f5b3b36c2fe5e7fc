"""Pages whose difficulty is how they are built: lines broken as on paper, badges, boxes under headings, documents below an entry."""

import pytest

from scrapers.layouts.choose import read_page

URL = "https://rada.example.gov.ua/mista-partnery"


def read(body: str, *, title: str = "Міста-побратими", lang: str = "uk") -> list[tuple]:
    """(partner, country, since, stage) of every claim of a small page."""
    page = f"<html lang={lang}><head><title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    reading = read_page(page.encode(), url=URL, content_type="text/html", source="test")
    return [(one.partner_raw, one.country, one.since, one.stage.value) for one in reading.claims]


def test_boxes_are_of_the_country_that_heads_them_and_not_of_the_first():
    body = """<details><summary>Польща 2</summary><ul><li>Битом<ul><li>угода від 11.10.1999</li><li>напрями: культура</li></ul></li>
      <li>Плоцьк<ul><li>угода 2010 року</li><li>напрями: спорт</li></ul></li></ul></details>
      <details><summary>Болгарія 1</summary><ul><li>Монтана<ul><li>угода 2003 року</li><li>тел. 123</li></ul></li></ul></details>
      <details><summary>Грузія 1</summary><ul><li>Кутаїсі<ul><li>угода від 14.09.2018</li></ul></li></ul></details>
      <details><summary>Організації</summary><ul><li>Енергетичні міста, Безансон<ul><li>меморандум 2017 року</li></ul></li></ul></details>"""
    assert read(body) == [
        ("Битом", "PL", "1999-10-11", "signed"), ("Плоцьк", "PL", "2010", "signed"), ("Монтана", "BG", "2003", "signed"), ("Кутаїсі", "GE", "2018-09-14", "signed"),
    ]  # fmt: skip


def test_what_stands_below_an_item_is_said_of_it():
    body = """<ul><li><b>Чехія</b><ul><li>Угерське Градіште<ul><li>Злінський край</li><li>лист про наміри – 4 листопада 2022</li></ul></li></ul></li>
      <li><b>Польща</b><ul><li>Корфантув<ul><li>Опольське воєводство</li><li>угода – 2008 рік</li></ul></li></ul></li></ul>"""
    assert read(body) == [("Угерське Градіште", "CZ", "2022-11-04", "intent"), ("Корфантув", "PL", "2008", "signed")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # a letter of intent, and then the agreement
        ("<p>1. Nisko (Polska)</p><p>a) list intencyjny z 9 lutego 2012 r.;<br>b) umowa partnerska z 18 maja 2013 r.</p>"
         "<p>2. Zwierzyniec (Polska)</p><p>a) umowa z 2003 roku;<br>b) odnowienie umowy: 26.08.2023.</p>",
         [("Nisko", "PL", "2013-05-18", "signed"), ("Zwierzyniec", "PL", "2003", "renewed")]),
        ("<p>1. Medgyesegyháza (Węgry)</p><p>a) list intencyjny z dn. 4.07.2019 r.</p><p>2. Nisko (Polska)</p><p>a) umowa z 2013 r.</p>",
         [("Medgyesegyháza", "HU", "2019-07-04", "intent"), ("Nisko", "PL", "2013", "signed")]),
    ],
)  # fmt: skip
def test_documents_below_an_entry_are_its_own(body, expected):
    assert read(body, title="Miasta partnerskie", lang="pl") == expected


def test_lines_that_were_broken_on_paper_are_one_text():
    lines = [
        "Упродовж звітного року громада співпрацювала з містами-побра-",
        "тимами. Першим із них стало польське місто Корфантув, угоду з",
        "яким укладено 12 червня 2005 року. З 2012 року партнером є Ор-",
        "гіїв (Молдова), однак контакти давно не підтримуються, тож дію",
        "угоди призупинено.",
    ]
    body = "".join(f"<div>{line}</div>" for line in lines)
    one = f"<p>{'<br>'.join(lines)}</p>"
    assert read(body, title="Звіт відділу") == read(one, title="Звіт відділу") == [("Корфантув", "PL", "2005-06-12", "signed"), ("Оргіїв", "MD", "2012", "suspended")]


def test_items_of_a_list_are_not_joined_though_they_have_no_full_stop():
    items = [f"місто {name} (Республіка Польща), угода про співпрацю від {day}.05.2010" for day, name in enumerate(["Битом", "Плоцьк", "Кельце", "Люблін", "Хелм"], 11)]
    assert len(read("".join(f"<p>{item}</p>" for item in items))) == 5
    assert len(read(f"<p>{'<br>'.join(items)}</p>")) == 5


def test_the_size_of_a_file_is_no_partner():
    body = "<div>Угода про побратимство між містом Йонкерс (США) та містом Тернопіль (230 Кб) 1991</div><div>Угода між Тернопільською міською радою та містом Хожув (Польща) [PDF, 1,2 MB] 04.05.2006</div>"
    assert [claim[:3] for claim in read(body, title="Угоди про партнерство")] == [("Йонкерс", "US", "1991"), ("Хожув", "PL", "2006-05-04")]


@pytest.mark.parametrize(
    ("badge", "text", "since", "stage"),
    [
        ("Діюче", "з 5 червня 1997", "1997-06-05", "signed"),
        ("Призупинено", "угода 2016 року", "2016", "suspended"),
        ("Розірвано", "1998–2014", "1998", "ended"),
        ("Переговори", "", None, "talks"),
    ],
)
def test_badges_of_cards_say_their_stage(badge, text, since, stage):
    def card(flag: str, name: str, badge: str, text: str) -> str:
        return f'<div class="card"><img src="/f/{flag}.svg" alt="Прапор"><h3>{name}</h3><span class="badge">{badge}</span><span class="since">{text}</span><a href="#">Детальніше</a></div>'

    cards = card("lt", "Шяуляй", badge, text) + card("bg", "Силістра", "Діюче", "з 1998 року") + card("pl", "Цеханув", "Діюче", "з 1992 року")
    [first, *_] = read(cards)
    assert first == ("Шяуляй", "LT", since, stage)


def test_a_badge_above_the_name_is_that_of_its_own_card():
    def card(badge: str, name: str, text: str) -> str:
        return f'<div class="tile"><div class="b">{badge}</div><h5>{name}</h5><p>{text}</p></div>'

    body = (
        card("Sister city", "Alytus 🇱🇹", "Agreement: 6 October 2022.") + card("Talks", "Gyula 🇭🇺", "Two video calls so far on what a partnership could look like.")
        + card("Coming soon", "Kolding 🇩🇰", "The text was endorsed by Irpin City Council on 9 November 2023; signatures will follow.") + card("Project donor", "Kindergarten “Ruta”", "Rebuilt with UNICEF.")
    )  # fmt: skip
    assert read(body, title="Global partners", lang="en") == [("Alytus", "LT", "2022-10-06", "signed"), ("Gyula", "HU", None, "talks"), ("Kolding", "DK", None, "approved")]


def test_a_table_of_sums_is_one_of_projects():
    row = "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
    rows = row.format("Норвезька рада у справах біженців", "Осло", "Угода", "03.10.2022", "2,4 млн грн") + row.format("People in Need", "Прага", "Договір", "2023", "1,1 млн грн")
    head = "<tr><th>Партнер</th><th>Країна / місто</th><th>Документ</th><th>Дата</th><th>Сума</th></tr>"
    assert read(f"<table>{head}{rows}</table>", title="Міжнародне співробітництво") == []


def test_a_header_of_two_rows_and_a_remark_that_ends_the_tie():
    body = """<table><tr><td rowspan=2><b>Держава</b></td><td rowspan=2><b>Муніципалітет</b></td><td colspan=2><b>Документ</b></td><td rowspan=2><b>Прим.</b></td></tr>
      <tr><td>назва</td><td>дата</td></tr>
      <tr><td>Польща</td><td>Красник</td><td>Угода про партнерство</td><td>12.06.2003</td><td>чинна</td></tr>
      <tr><td>Білорусь</td><td>Світлогорськ</td><td>Угода про побратимські зв'язки</td><td>14.05.2011</td><td>Розірвано в односторонньому порядку (рішення сесії від 17.03.2022)</td></tr>
      <tr><td>Грузія</td><td>Сагареджо</td><td>Протокол про наміри</td><td>17.09.2016</td><td></td></tr></table>"""
    assert read(body, title="Міжнародні зв'язки") == [
        ("Красник", "PL", "2003-06-12", "signed"), ("Світлогорськ", "BY", "2011-05-14", "ended"), ("Сагареджо", "GE", "2016-09-17", "intent"),
    ]  # fmt: skip


def test_parts_of_a_list_say_how_far_their_ties_have_come():
    body = """<h3>Чинні</h3><ul><li>Рибник (Польща) — травень 2004</li><li>Гамм (Німеччина) — 17.11.2022</li></ul>
      <h3>У процесі</h3><ul><li>Сен-Назер (Франція) — відбулися дві зустрічі, під час яких ішлося про партнерство між громадами;</li><li>Сігулда (Латвія) — надано згоду на укладення угоди.</li></ul>
      <h3>Не діють</h3><ul><li>Кобрин (Білорусь), угода від 01.09.2009</li></ul>"""
    assert read(body, title="Міжнародна співпраця") == [
        ("Рибник", "PL", "2004-05", "signed"), ("Гамм", "DE", "2022-11-17", "signed"), ("Сен-Назер", "FR", None, "talks"), ("Сігулда", "LV", None, "approved"),
        ("Кобрин", "BY", "2009-09-01", "ended"),
    ]  # fmt: skip


def test_a_country_above_a_list_of_twins_is_theirs_under_a_heading_of_its_own():
    body = "<h3>Німеччина</h3><h4>Партнерські міста</h4><p>Мюльгайм-ан-дер-Рур — меморандум підписано 18.10.2023</p><p>Целле (2001)</p><h3>Італія</h3><h4>Партнерські міста</h4><p>Лекко (2013)</p>"
    assert [(name, country) for name, country, *_ in read(body, title="Відділ міжнародного співробітництва")] == [("Мюльгайм-ан-дер-Рур", "DE"), ("Целле", "DE"), ("Лекко", "IT")]


def test_terms_that_share_a_definition():
    body = "<dl><dt>Матесалка</dt><dd>Угорщина</dd><dd>Договір 1997</dd><dt>Кішварда</dt><dt>Целльдемельк</dt><dd>Угорщина</dd><dd>Договір від 20.08.2001</dd></dl>"
    assert read(body) == [("Матесалка", "HU", "1997", "signed"), ("Кішварда", "HU", "2001-08-20", "signed"), ("Целльдемельк", "HU", "2001-08-20", "signed")]


def test_days_of_a_chronicle_are_of_the_year_above_them():
    body = "<details><summary>2015</summary><ul><li>24 серпня в Калуші підписано угоду про побратимство з Єлгавою, Латвія.</li></ul></details><details><summary>2004</summary><ul><li>16 травня підписано угоду з містом Глухолази (Польща).</li></ul></details>"
    assert [claim[:3] for claim in read(body, title="Літопис міжнародного співробітництва")] == [("Єлгавою", "LV", "2015-08-24"), ("Глухолази", "PL", "2004-05-16")]


@pytest.mark.parametrize(
    ("entry", "stage"),
    [
        ("Рішення сесії від 28.03.2024 про встановлення партнерських відносин; дату підписання погоджують сторони", "approved"),
        ("угоду погоджено сесією, готується до підписання", "approved"),
        ("угода очікує підписання", "intent"),
        ("меморандум про наміри, погоджено рішенням сесії", "intent"),
        ("консультації щодо можливого партнерства", "talks"),
        ("угода від 20.07.2013 з автоматичним продовженням на 5 років", "signed"),
    ],
)
def test_what_is_still_to_be_signed_is_not_signed(entry, stage):
    claims = read(f"<ul><li>Стара Любовня (Словаччина) – {entry}</li><li>Тренчин (Словаччина) – угода 2003 року</li></ul>")
    assert claims[0][3] == stage and (claims[0][2] is None) == (stage != "signed")


def test_an_entry_that_says_that_there_is_nobody_names_nobody():
    body = "<ul><li>Рівненська громада<ul><li>Польща<ul><li>Гіжицько — 2002 рік</li></ul></li></ul></li><li>Сарненська громада<ul><li>не має закордонних партнерів, але отримала авто з Бонна</li></ul></li></ul>"
    assert [claim[0] for claim in read(body, title="Зарубіжні партнери громад області")] == ["Гіжицько"]


def test_lists_of_news_beside_a_list_under_countries_are_not_of_the_last_country():
    body = """<table><tr><td><p>🇲🇩 Молдова<br>Кагул – договір 2012</p><p>🇷🇺 Россия<br>Кронштадт – договор 2000, расторгнут в 2015</p></td>
      <td>Реклама<br>Круиз Измаил – Вена<br>Читают<br>Рени и Галац открыли паром</td></tr></table>"""
    claims = read(body, title="Города-побратимы Измаила", lang="ru")
    assert [claim for claim in claims if claim[1] == "RU"] == [("Кронштадт", "RU", "2000", "ended")]
