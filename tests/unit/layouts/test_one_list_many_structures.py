"""One list of five twins in every structure that sites print lists in: each is read whole, with the country and the date that it prints.

To add a structure, write how it is wrapped and how one twin stands in it; `{day}`, `{words}` and `{year}` are its date, and
the test expects of the reading what the structure prints.
"""

import pytest

from scrapers.layouts.choose import read_page

MONTHS = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split()
SHORT_MONTHS = "Січ Лют Бер Кві Тра Чер Лип Сер Вер Жов Лис Гру".split()
ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()
#: Name, country, its code and flag, adjective, day of signing, document.
TWINS = [
    ("Люблін", "Польща", "PL", "🇵🇱", "польське", "1999-05-12", "Угода про партнерство"),
    ("Каунас", "Литва", "LT", "🇱🇹", "литовське", "2004-09-03", "Меморандум про співпрацю"),
    ("Бельці", "Молдова", "MD", "🇲🇩", "молдовське", "2010-06-21", "Угода про співробітництво"),
    ("Целле", "Німеччина", "DE", "🇩🇪", "німецьке", "2016-10-01", "Договір про побратимство"),
    ("Опочно", "Чехія", "CZ", "🇨🇿", "чеське", "2023-07-15", "Угода про партнерство"),
]

#: How a structure is wrapped, and how one twin stands in it.
STRUCTURES = {
    # tables
    "table": ("<table><tr><th>Місто</th><th>Країна</th><th>Дата</th><th>Документ</th></tr>{}</table>", "<tr><td>{name}</td><td>{country}</td><td>{day}</td><td>{doc}</td></tr>"),
    "table with headers that say nothing": ("<table><tr><th>А</th><th>Б</th><th>В</th></tr>{}</table>", "<tr><td>{name}</td><td>{country}</td><td>{day}</td></tr>"),
    "table pasted from Word": ("<table>{}</table>", "<tr><td><p class=MsoNormal><span>{n}<o:p></o:p></span></p></td><td><p class=MsoNormal><span>{name}<o:p></o:p></span></p></td><td><p class=MsoNormal>{country}</p></td><td><p class=MsoNormal>{day}</p></td></tr>"),
    "table with empty columns": ("<table><tr><th>№</th><th></th><th>Місто</th><th></th><th>Країна</th><th></th><th>Дата підписання</th></tr>{}</table>", "<tr><td>{n}</td><td></td><td>{name}</td><td></td><td>{country}</td><td></td><td>{day}</td></tr>"),
    "table, name and country in one cell": ("<table><tr><th>№ з/п</th><th>Партнер</th><th>Документ</th></tr>{}</table>", "<tr><td>{n}</td><td>м. {name},<br>{country}</td><td>{doc}<br>від {day}</td></tr>"),
    "table with rows of countries": ("<table><tr><th>Місто</th><th>Дата</th></tr>{}</table>", "<tr><td colspan=2><b>{country}</b></td></tr><tr><td>{name}</td><td>{day}</td></tr>"),
    "table of documents": ("<table><tr><th>Назва документа</th><th>Дата укладення</th><th>Статус</th></tr>{}</table>", "<tr><td>{doc} між Ковельською міською радою та містом {name} ({country})</td><td>{day}</td><td>чинна</td></tr>"),
    "register of documents": ("<table><tr><th>Реєстр. №</th><th>Зміст</th><th>Підстава</th><th>Підписано</th></tr>{}</table>", "<tr><td>№ {n}</td><td>{doc} з містом {name} ({country})</td><td>рішення сесії від 01.02.1999 № {n}</td><td>{day}</td></tr>"),
    "table with a header of two rows": ("<table><tr><th rowspan=2>№</th><th colspan=2>Партнер</th><th rowspan=2>Дата</th></tr><tr><th>Місто</th><th>Країна</th></tr>{}</table>", "<tr><td>{n}</td><td>{name}</td><td>{country}</td><td>{day}</td></tr>"),
    "table, two rows a record": ("<table>{}</table>", "<tr><td rowspan=2>{n}</td><td>{name}</td><td>{country}</td></tr><tr><td colspan=2>{doc} від {words}</td></tr>"),
    "table, a record a column of labels": ("{}", "<h3>{name}</h3><table><tr><td>Місто:</td><td>{name}</td></tr><tr><td>Герб:</td><td></td></tr><tr><td>Країна:</td><td>{country}</td></tr><tr><td>Документ:</td><td>{doc} ({day})</td></tr></table>"),
    "table with pictures": ("<table>{}</table>", "<tr><td><img src={n}.png></td><td><b>{name}</b>, {country}<br>Побратими з {year} року</td></tr>"),
    "table with contacts": ("<table><tr><th>Місто-партнер</th><th>Контакти</th><th>Дата підписання угоди</th></tr>{}</table>", "<tr><td>{name}<br>{country}</td><td>Мер: Ян Ковальський<br>тел. +48 22 123 45 67<br>office@example.org</td><td>{words}</td></tr>"),
    "table with a sum": ("<table><tr><th>Місто</th><th>Країна</th><th>Дата</th></tr>{}<tr><td>Усього</td><td>5</td><td></td></tr></table>", "<tr><td>{name}</td><td>{country}</td><td>{day}</td></tr>"),
    "table with footnotes": ("<table><tr><th>Місто</th><th>Країна</th><th>Дата</th></tr>{}</table><p>* угоди укладено без обмеження строку дії</p>", "<tr><td>{name}*</td><td>{country}</td><td>{day}</td></tr>"),
    "table of one column": ("<table>{}</table>", "<tr><td><b>{name}</b> ({country})<br>{doc} від {words}<br><a href=http://x.example>x.example</a></td></tr>"),
    "table of a country each": ("{}", "<h4>{country}</h4><table><tr><th>Місто</th><th>Дата</th><th>Документ</th></tr><tr><td>{name}</td><td>{day}</td><td>{doc}</td></tr></table>"),
    "table without end tags": ("<TABLE>{}</TABLE>", "<TR><TD>{name}<TD>{country}<TD>{day}"),
    "table inside one that arranges the page": ("<table width=100%><tr><td width=20%><font>Меню<br><a href=1>Головна</a><br><a href=2>Історія</a></font></td><td><font size=2>{}</font></td></tr></table>", "<b>{name}</b> ({country})<br>{doc} від {day}<br><br>"),
    "table of boxes": ("<div class=table>{}</div>", "<div class=tr><div class=td>{name}</div><div class=td>{country}</div><div class=td>{day}</div></div>"),
    # lists
    "items": ("<ul>{}</ul>", "<li>{name} ({country}), {year}</li>"),
    "items with links": ("<ul>{}</ul>", "<li><a href=http://x.example>{name}</a>, {country}</li>"),
    "items, the country first": ("<ul>{}</ul>", "<li>{country}, м. {name}</li>"),
    "items, the country first and a dash": ("<ul>{}</ul>", "<li><a href=/p/{n}>{country} - {name}</a></li>"),
    "items with an adjective": ("<ul>{}</ul>", "<li>{adjective} місто {name} – {doc}, підписано {words};</li>"),
    "items that are documents": ("<ol>{}</ol>", "<li>{doc} між містом Ковель (Україна) та містом {name} ({country}), підписано {words} у м. Ковель.</li>"),
    "items with spaces that do not break": ("<ul>{}</ul>", "<li>{name}\u00a0({country})\u00a0–\u00a0{day}\u00a0р.</li>"),
    "items with soft hyphens and entities": ("<ul>{}</ul>", "<li>{hyphened} &ndash; {country} &laquo;{doc}&raquo; ({day})</li>"),
    "items with Roman months": ("<ul>{}</ul>", "<li>{name}, {country} — {roman}</li>"),
    "items with short months": ("<ul>{}</ul>", "<li>{name}, {country} <span>{short}</span></li>"),
    "items with slashes": ("<ul>{}</ul>", "<li>{name} / {country} / {year}</li>"),
    "items without end tags": ("<ul>{}</ul>", "<li>{name} ({country}), {day}"),
    "items under countries": ("<ul>{}</ul>", "<li>{country}<ul><li>{name} – {day}</li></ul></li>"),
    "items with facts below": ("<ul>{}</ul>", "<li><b>{name}</b> ({country})<ul><li>Населення: 120 тис. осіб</li><li>Мер: Ян Новак</li><li>Тел.: +48 81 466 10 00</li><li>Угода: {day}</li></ul></li>"),
    "items under years": ("{}", "<h4>{year} рік</h4><ul><li>{name} ({country})</li></ul>"),
    "terms and definitions": ("<dl>{}</dl>", "<dt>{name} ({country})</dt><dd>{doc}, {words}</dd>"),
    "countries and definitions": ("<dl>{}</dl>", "<dt>{country}</dt><dd>{name} – {words}</dd>"),
    # lines and paragraphs
    "lines": ("<p>{}</p>", "{n}. {name}, {country} ({year})<br>"),
    "lines with dashes": ("<p>{}</p>", "- {country} – {name} – {words}<br>"),
    "lines with bars": ("<p>{}</p>", "{name} | {country} | {day}<br>"),
    "lines with a flag": ("{}", "<p>{flag} {name} – {year}</p>"),
    "lines under a flag": ("{}", "<p>{flag} {country}</p><p>• {name} ({day})</p>"),
    "lines under a country": ("{}", "<p>{country}:</p><p>м. {name} (угода від {day} року)</p>"),
    "a line with the agreement below": ("{}", "<p>{name} ({country})</p><p>{doc} від {day}</p>"),
    "preformatted lines": ("<pre>{}</pre>", "{n}. {name}     {country}     {day}\n"),
    "pairs": ("{}", "<p>Ковель – {name} ({country}), {year}</p>"),
    "bold names": ("{}", "<p><strong>{name} ({country})</strong> – {doc} від {words}. Напрями: освіта, культура.</p>"),
    "paragraphs without end tags": ("{}", "<P>{name}, {country}, {day}"),
    "one sentence": ("<p>Містами-побратимами є {}.</p>", "{name} ({country}), "),
    "one sentence with years": ("<p>Міста-побратими Ковеля: {}</p>", "{name} ({country}, {year} р.); "),
    "sentences": ("{}", "<p>{words} року підписано угоду про партнерство з містом {name}, {country}.</p>"),
    "a report": ("<p>Відділом забезпечено співпрацю з містами-партнерами:</p>{}", "<p>– {name} ({country}): обмін делегаціями, участь у святкуванні Дня міста;</p>"),
    # headings and cards
    "headings": ("{}", "<h3>{name}, {country}</h3><p>{doc} підписано {words}. Місто відоме своїми парками.</p><p><a href=http://x.example>Сайт міста</a></p>"),
    "headings of countries": ("{}", "<h3>{country}</h3><p><strong>{name}</strong><br>{doc} від {day}</p>"),
    "headings of years": ("{}", "<h3>{year}</h3><p>{doc} з містом {name} ({country})</p>"),
    "headings above a history of visits": ("{}", "<h4>{name} ({country})</h4><p>Перший візит делегації відбувся 10 жовтня 1997 року. {doc} підписано {words}. 5 травня 2024 року в Ковелі гостював хор міста.</p>"),
    "questions": ("{}", "<h3>Що відомо про {name}?</h3><p>{name} – місто, {country}. Партнери з {year} року.</p>"),
    "fields": ("{}", "<p><b>Місто:</b> {name}<br><b>Країна:</b> {country}<br><b>Дата підписання:</b> {day}<br><b>Документ:</b> {doc}</p>"),
    "fields in boxes": ("{}", "<div class=item><div class=f><span>Місто</span><span>{name}</span></div><div class=f><span>Країна</span><span>{country}</span></div><div class=f><span>Дата угоди</span><span>{day}</span></div></div>"),
    "cards with the country as the flag's text": ("<div class=row>{}</div>", "<div class=col><img src=a.png alt='Прапор {country}'><h5>{name}</h5><p>з {year} року</p></div>"),
    "cards with the country as the flag's file": ("<div class=row>{}</div>", "<div class=col><img src=/flags/{code}.svg><h5>{name}</h5><p>з {year} року</p></div>"),
    "cards of a gallery": ("{}", "<div class=gallery-item><a href=x.jpg><img src=x.jpg alt='{name}'></a><div class=caption>{name} ({country})</div></div>"),
    "captions": ("{}", "<figure><img src=a.jpg><figcaption>{name}, {country}. Угоду підписано {day}</figcaption></figure>"),
    "panels that open": ("{}", "<details><summary>{name} ({country})</summary><p>{doc}. Дата підписання: {day}.</p></details>"),
    "panels of countries": ("{}", "<div class=acc><button class=acc-btn>{country}</button><div class=panel hidden><p>{name}: {doc}, {day}</p></div></div>"),
    "boxes of a timeline": ("{}", "<div class=tl><div class=year>{year}</div><div class=ev>{name}, {country}</div></div>"),
    "boxes under a choice of country": ("<select><option>Оберіть країну</option><option>Польща</option><option>Литва</option></select>{}", "<div class=c><p><b>{name}</b>, {country}, {day}</p></div>"),
    # beside other lists
    "beside lists of others": ("<h2>Міста-партнери</h2><ul>{}</ul><h2>Почесні консули</h2><ul><li>Почесне консульство Литви</li></ul><h2>Школи-партнери</h2><ul><li>Гімназія м. Хелм (Польща)</li></ul><h2>Проєкти</h2><ul><li>U-LEAD (Німеччина)</li><li>«Чиста вода», м. Білосток (Польща)</li></ul>", "<li>{name} ({country}), {year}</li>"),
    "beside a table of projects": ("<table><tr><th>Місто</th><th>Країна</th><th>Дата</th></tr>{}</table><h3>Міжнародні проєкти</h3><table><tr><th>Назва проєкту</th><th>Країна-донор</th><th>Донор</th><th>Рік</th></tr><tr><td>Енергоефективні школи</td><td>Фінляндія</td><td>НЕФКО</td><td>2019</td></tr><tr><td>Чиста вода</td><td>Швеція</td><td>SIDA</td><td>2020</td></tr></table>", "<tr><td>{name}</td><td>{country}</td><td>{day}</td></tr>"),
}  # fmt: skip


def printed(item: str, iso: str) -> str | None:
    """The date that a structure prints, as precise as it prints it."""
    if any(mark in item for mark in ("{day}", "{words}", "{roman}", "{short}")):
        return iso
    return iso[:4] if "{year}" in item else None


@pytest.mark.parametrize("structure", STRUCTURES)
def test_a_list_is_read_whole_in_every_structure(structure: str) -> None:
    wrap, item = STRUCTURES[structure]
    items = []
    for number, (name, country, code, flag, adjective, iso, doc) in enumerate(TWINS, 1):
        year, month, day = iso.split("-")
        items.append(item.format(
            n=number, name=name, country=country, code=code.lower(), flag=flag, adjective=adjective, doc=doc, year=year,
            hyphened=f"{name[:3]}&shy;{name[3:]}", day=f"{day}.{month}.{year}", words=f"{int(day)} {MONTHS[int(month) - 1]} {year}",
            roman=f"{int(day)}.{ROMAN[int(month) - 1]}.{year}", short=f"{int(day)} {SHORT_MONTHS[int(month) - 1]}, {year}",
        ))  # fmt: skip
    page = (
        "<!doctype html><html lang=uk><head><meta charset=utf-8><title>Міста-побратими - Ковельська міська рада</title></head><body>"
        "<nav><a href=/>Головна</a> <a href=/n>Новини</a> <a href=/t>Міста-побратими</a></nav><main><h1>Міста-побратими</h1>"
        f"{wrap.format(''.join(items))}</main><footer>м. Ковель, вул. Незалежності, 73. Тел. (03352) 5-91-56</footer></body></html>"
    )
    reading = read_page(page.encode(), url="https://rada.example.gov.ua/twins", content_type="text/html", source="test", hromada_names=("Ковельська", "Ковель"))
    found = {(one.partner_raw, one.country, one.since) for one in reading.claims}
    assert found == {(name, code, printed(item, iso)) for name, _, code, _, _, iso, _ in TWINS}, reading.reason
