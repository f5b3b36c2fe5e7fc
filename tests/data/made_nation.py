"""A made-up national history whose agreements give the published table on both dates, as the web would show it.

Real hromady and real places, invented agreements. What belongs here: the truth and the pages, with the faults that real pages have. The
code under test sees only the folders that `write` makes.
"""

import csv
import json
import random
import shutil
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import numpy as np
from babel import Locale
from openpyxl import Workbook

from registry.counting import load_published
from registry.places.codifier import load_codifier
from registry.places.gazetteer import Gazetteer
from schemas.vocabularies import OBLAST_ROWS
from scrapers.sources.decentralization import GRAPHQL, card_url
from scrapers.sources.law_register import PACKAGE_URL
from scrapers.text.countries import country_of

DAYS = ("2025-01-01", "2025-10-01")
COUNTRIES = 64
PLACES_EACH = 10
HROMADY_EACH = 12
WORKBOOK = "https://data.gov.ua/dataset/register/resource/{day}/download/register.xlsx"
#: Two hromady have a page among the sites that are declared: Poltava, Zhovkva.
POLTAVA, ZHOVKVA = "https://www.rada-poltava.gov.ua/people/twin-cities/", "https://zhovkva-rada.gov.ua/mista-partnery/"
_WITH_SITES = {"UA53080370000025447": "Полтавська", "UA46060130000059055": "Львівська"}
#: Nights in between on which only the declared sites are read.
BETWEEN = ("2025-04-01", "2025-06-01")
_HEADING = (
    "№ з/п", "Номер реєстрації", "Назва угоди", "Дата і місце підписання", "Вид", "Сфера", "Область", "Українська сторона", "Держава",
    "Адміністративно-територіальна одиниця", "Іноземна сторона", "Строк дії",
)  # fmt: skip


@dataclass(frozen=True)
class Hromada:
    code: str
    title: str
    oblast: str
    portal_id: int


@dataclass(frozen=True)
class Agreement:
    hromada: Hromada
    place: str
    country: str
    signed: date


@dataclass(frozen=True)
class Nation:
    """The truth: agreements of both dates, and what each night's pages get wrong."""

    hromady: list[Hromada]
    agreements: list[Agreement]
    #: Hromada code -> (country, place) on its card, by night.
    cards: dict[str, dict[str, list[tuple[str, str]]]]
    #: Old documents that the register lists only in its second edition, and rows printed twice.
    late: list[Agreement]
    repeated: list[Agreement]
    #: Hromady whose card answers with an error, by night.
    failing: dict[str, set[str]]
    #: Hromada whose name changes between the nights: its code and its former title.
    renamed: tuple[str, str]
    #: What the declared sites list: partners without a document.
    sites: dict[str, list[tuple[str, str]]]

    def new(self) -> list[Agreement]:
        return [one for one in self.agreements if one.signed > date.fromisoformat(DAYS[0])]


def nation(gazetteer: Gazetteer, seed: int = 2025) -> Nation:
    """One history; the same seed gives the same."""
    draw = random.Random(seed)
    hromady = _hromady()
    places = _places(gazetteer)
    table = load_published()
    agreements, start = [], count()
    first = date(1994, 1, 10)
    for row in OBLAST_ROWS:
        bodies = [one for one in hromady if one.oblast == row]
        before, after = (table[day][row] for day in DAYS)
        for number in range(after):
            body = bodies[number % len(bodies)]
            # Steps coprime to the number of places: no hromada has two agreements with one place.
            place, country = places[(hromady.index(body) * 37 + number // len(bodies) * 11) % len(places)]
            signed = first + timedelta(days=5 * next(start)) if number < before else None
            agreements.append(
                Agreement(body, place, country, signed or date(2025, 1, 20) + timedelta(days=13 * (next(start) % 18)))
            )
    old = [one for one in agreements if one.signed.year < 2020]
    late, repeated = (draw.sample(old, size) for size in (6, 7))
    cards: dict[str, dict[str, list[tuple[str, str]]]] = {day: {} for day in DAYS}
    held = {(one.hromada.code, one.place) for one in agreements}
    listed = draw.sample([one for one in hromady if one.code not in _WITH_SITES], 120)
    for number, body in enumerate(listed):
        own = [
            (one.country, one.place) for one in agreements if one.hromada == body and one not in late and one.signed.year < 2024
        ][:6]
        extra = [(country, place) for place, country in draw.sample(places, 6) if (body.code, place) not in held][:3]
        first_night, second_night = own + extra[:2], own + extra[:2]
        if number < 20:
            second_night = [*second_night, *extra[2:]]  # found late: no date
        elif number < 30:
            second_night = second_night[:-1]  # vanished from the page only
        cards[DAYS[0]][body.code], cards[DAYS[1]][body.code] = first_night, second_night
    # A card that printed one letter too few, corrected by the second night.
    for body in listed[50:54]:
        card = cards[DAYS[0]][body.code]
        card[0] = (card[0][0], card[0][1][:-2] + card[0][1][-1])
    failing = {DAYS[0]: {one.code for one in listed[30:33]}, DAYS[1]: {one.code for one in listed[33:38]}}
    undocumented = {
        url: [(country, place) for place, country in places if (code, place) not in held][:6] for url, code in zip((POLTAVA, ZHOVKVA), _WITH_SITES, strict=True)
    }  # fmt: skip
    # Poltava's page dates two ties of the register as well: the same ties, known in more detail.
    known = [
        (one.country, one.place)
        for one in agreements
        if one.hromada.code in _WITH_SITES and one.hromada.oblast == "Полтавська" and one not in late
    ]
    undocumented[POLTAVA][:2] = known[:2]
    former = (listed[40].code, f"Старо{listed[40].title.lower()}")
    return Nation(hromady, agreements, cards, late, repeated, failing, former, undocumented)


def _hromady() -> list[Hromada]:
    """Up to twelve hromady a row, none of whose names another one has."""
    frame = load_codifier().hromady.sort("code")
    names = frame["name"].to_list()
    found: dict[str, list[Hromada]] = defaultdict(list)
    for number, row in enumerate(frame.iter_rows(named=True), start=1000):
        kept = found[row["oblast_row"] or ""]
        if len(kept) < HROMADY_EACH and (names.count(row["name"]) == 1 or row["oblast_row"] == "Київ"):
            kept.append(Hromada(row["code"], row["full_name"], row["oblast_row"], number))
    for number, (code, row) in enumerate(_WITH_SITES.items(), 1):
        [title] = frame.filter(code=code)["full_name"]
        found[row][0] = Hromada(code, title, row, number)
    return [one for row in OBLAST_ROWS for one in found[row]]


def _places(gazetteer: Gazetteer) -> list[tuple[str, str]]:
    """Ten large places with a name of their own in each of 64 countries, with the country in Ukrainian."""
    named = Locale("uk").territories
    rows = np.asarray(gazetteer.country)
    population = np.asarray(gazetteer.population)
    found: list[list[tuple[str, str]]] = []
    for index, iso in enumerate(gazetteer.countries):
        word = named.get(iso)
        if word is None or country_of(word) != iso or iso in ("UA", "RU", "BY"):
            continue
        members = np.flatnonzero((rows == index) & (population > 8_000))
        members = members[np.argsort(-population[members], kind="stable")][:200]
        everywhere = Counter(gazetteer.name(int(place)) for place in np.flatnonzero(rows == index))
        names = [gazetteer.name(int(place)) for place in members]
        # Salvador and Liberia are towns and countries: no reader can tell which is meant.
        own = [
            name
            for name in names
            if everywhere[name] == 1 and name.isascii() and name.isalpha() and len(name) > 4 and not country_of(name)
        ]
        if len(own) >= PLACES_EACH:
            found.append([(name, word) for name in own[:PLACES_EACH]])
        if len(found) == COUNTRIES:
            break
    return [places[rank] for rank in range(PLACES_EACH) for places in found]


def write(made: Nation, folder: Path, day: str) -> Path:
    """The web of one night as a folder that `pobratym nightly --web` reads; returns it."""
    web = folder / day
    shutil.rmtree(web, ignore_errors=True)
    web.mkdir(parents=True)
    hosts = ("decentralization.ua", "data.gov.ua", "www.rada-poltava.gov.ua", "zhovkva-rada.gov.ua")
    index = [(f"https://{host}/robots.txt", "text/plain", "robots.txt") for host in hosts]
    (web / "robots.txt").write_text("User-agent: *\nAllow: /\n")
    later = day != DAYS[0]
    titles = {one.code: made.renamed[1] if not later and one.code == made.renamed[0] else one.title for one in made.hromady}
    listed = [
        {"id": one.portal_id, "title": titles[one.code], "area_name": _oblast(one.oblast), "region_name": None, "population": None,
         "koatuu": None, "katottg": one.code, "site": None}
        for one in made.hromady
    ]  # fmt: skip
    _put(
        web,
        index,
        GRAPHQL,
        "application/json",
        "graphql.json",
        json.dumps({"data": {"communities": listed}}, ensure_ascii=False),
    )
    for one in made.hromady:
        if one.code not in made.failing.get(day, ()):
            partners = made.cards[DAYS[later]].get(one.code, [])
            _put(
                web,
                index,
                card_url(one.portal_id),
                "text/html; charset=utf-8",
                f"card-{one.portal_id}.html",
                _card(one, titles[one.code], partners),
            )
    package = {
        "success": True,
        "result": {"resources": [{"format": "XLSX", "url": WORKBOOK.format(day=day), "last_modified": f"{day}T00:00:00"}]},
    }
    _put(web, index, PACKAGE_URL, "application/json", "package.json", json.dumps(package))
    _register(made, day, web / "register.xlsx")
    index.append(
        (WORKBOOK.format(day=day), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "register.xlsx")
    )
    # Poltava's site was down on the first night; then it prints years that nobody else does.
    if day != DAYS[0]:
        _put(web, index, POLTAVA, "text/html; charset=utf-8", "poltava.html", _table("Полтави", made.sites[POLTAVA]))
    # Zhovkva's page loses a row after the first night and never says why.
    rows = made.sites[ZHOVKVA]
    _put(
        web, index, ZHOVKVA, "text/html; charset=utf-8", "zhovkva.html", _table("Жовкви", rows if day == DAYS[0] else rows[:-1])
    )
    with (web / "index.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("url", "status", "content_type", "file"))
        writer.writerows((url, 200, kind, name) for url, kind, name in index)
    return web


def _oblast(row: str) -> str:
    return "м. Київ" if row == "Київ" else f"{row} область"


def _put(web: Path, index: list, url: str, kind: str, name: str, text: str) -> None:
    (web / name).write_text(text, encoding="utf-8")
    index.append((url, kind, name))


def _card(one: Hromada, title: str, partners: list[tuple[str, str]]) -> str:
    countries = defaultdict(list)
    for country, place in partners:
        countries[country].append(place)
    blocks = "".join(
        f'<div class="community-table"><a href="/countries/{number}">{country}</a>{"".join(f"<p>{place}</p>" for place in places)}</div>'
        for number, (country, places) in enumerate(countries.items(), 1)
    )
    return (
        f'<html lang="uk"><body><div class="single-page-title">{title}</div><p>Область: <a href="/areas/1">{_oblast(one.oblast)}</a></p>'
        f'<p>КАТОТТГ: <span class="value">{one.code}</span></p>'
        f"{'<h2>Країни партнери</h2>' + blocks if blocks else ''}<h2>Склад громади</h2></body></html>"
    )


def _table(city: str, rows: list[tuple[str, str]]) -> str:
    body = "".join(
        f"<tr><td>{number}</td><td>{country}</td><td>{place}</td><td>{1990 + number}</td></tr>"
        for number, (country, place) in enumerate(rows, 1)
    )
    return (
        f'<html lang="uk"><head><title>Міста-побратими {city}</title></head><body><h1>Міста-побратими</h1>'
        f"<table><tr><td>№</td><td>Країна</td><td>Місто</td><td>Дата</td></tr>{body}</table></body></html>"
    )


def _register(made: Nation, day: str, path: Path) -> None:
    """The register's edition of a day: what is signed by then, less what it forgot, with rows printed twice."""
    here = [one for one in made.agreements if one.signed <= date.fromisoformat(day)]
    if day == DAYS[0]:
        here = [one for one in here if one not in made.late]
    else:
        here += made.repeated
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Реєстр")
    sheet.append(_HEADING)
    for number, one in enumerate(sorted(here, key=lambda one: one.signed), 1):
        title = f"Угода про співробітництво між {one.hromada.title} та {one.place}"
        sheet.append(
            (number, None, title, f"{one.signed:%d.%m.%Y}, {one.place}", "угода", "культура, освіта", _oblast(one.hromada.oblast),
             one.hromada.title, one.country, one.place, None, "безстроково")
        )  # fmt: skip
    book.save(path)
