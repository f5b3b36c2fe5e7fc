"""Ties told on pages of the other side: languages without a grammar, sites that name themselves in their address alone."""

import pytest

from scrapers.layouts.choose import read_page


def told(title: str, text: str, url: str | None = None) -> list[tuple[str, str | None, str | None, str, str | None]]:
    """Partner, country, hromada, stage and date of every claim of a small page."""
    page = f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>"
    reading = read_page(page.encode(), url=url, content_type="text/html", source="test")
    return [(one.partner_raw, one.country, one.hromada_raw, one.stage.value, one.since) for one in reading.claims]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "Un jumelage",
            "Les maires des deux villes sont heureux : la convention de jumelage entre Narbonne et Poltava est signée dans le parc.",
            ("Narbonne", "FR", "Poltava", "signed", None),
        ),
        (
            "Testvérváros",
            "Mosonmagyaróvár polgármestere és Beregszász vezetője aláírta a két település közti testvérvárosi szerződést, és az egy ünnep volt.",
            ("Mosonmagyaróvár", "HU", "Beregszász", "signed", None),
        ),
        (
            "Zmluva",
            "Zastupiteľstvo schválilo návrh zmluvy o partnerskej spolupráci medzi mestami Novovolynsk (Ukrajina) a Stropkov, ktorá bude na dobu neurčitú.",
            ("Stropkov", "SK", "Novovolynsk", "approved", None),
        ),
        (
            "Vänort",
            "Under konferensen signerade Karlskoga och Trostianets kommuner ett letter of intent för att formalisera partnerskapet.",
            ("Karlskoga", "SE", "Trostianets", "intent", None),
        ),
        (
            "Înfrățire",
            "Primarul orașului Cajvana și primarul orașului Poltava au semnat un acord de înfrățire care este important.",
            ("Cajvana", "RO", "Poltava", "signed", None),
        ),
    ],
)
def test_two_towns_side_by_side_in_a_sentence_of_a_tie(title: str, text: str, expected: tuple) -> None:
    assert told(title, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Un accord entre les compagnies prévoit un train entre Kyiv et Varsovie, qui est attendu dans les villes de la région.",
        "Együttműködési megállapodást írt alá Munkács és a Bucsai járásban található Hostomel, és az jó hír a város számára.",
        "La ville de Toulouse a signé une convention de jumelage avec la ville de Bologne et les maires sont dans la salle.",
        "Les maires de Poltava et de Kyiv ont signé une convention de jumelage dans la capitale et les villes sont heureuses.",
    ],
)
def test_no_tie_of_a_ukrainian_town_with_one_abroad(text: str) -> None:
    assert told("Actualité", text) == []


def test_the_town_whose_site_it_is() -> None:
    text = "Drohobycz leży nad Tyśmienicą. Umowę o partnerstwie obu miast podpisano w 1996 roku. Współpraca Elbląga i Drohobycza trwa."
    assert told("Drohobycz – Ukraina", text, "https://www.elblag.pl/1") == [("Elbląg", "PL", "Drohobycz", "signed", "1996")]
    assert (
        told(
            "Drohobycz – Ukraina",
            "Drohobycz leży nad Tyśmienicą. W Elblągu otwarto wystawę o tym mieście.",
            "https://www.elblag.pl/1",
        )
        == []
    )


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        # verbs between the two, the case of a year, spellings of other languages
        ("Vänort", "Linköpings kommun och staden Tjernihiv i Ukraina har tecknat ett avtal om samarbete som gäller i tre år och som ska stödja staden.",
         ("Linköping", "SE", "Tjernihiv", "signed", None)),
        ("Gemellaggio", "Il sindaco di Trani e il sindaco di Leopoli hanno firmato il 3 marzo 2022 un patto di gemellaggio tra le due città, che sono unite.",
         ("Trani", "IT", "Leopoli", "signed", "2022-03-03")),
        ("Amitié", "La ville de Rezé a signé le 12 octobre 2022 un pacte d'amitié avec la ville ukrainienne d'Oujhorod pour les habitants.",
         ("Rezé", "FR", "Oujhorod", "signed", "2022-10-12")),
        ("Testvérváros", "Kisvárda és Beregszász 1998-ban kötött testvérvárosi szerződést, a két város azóta szoros kapcsolatot ápol.",
         ("Kisvárda", "HU", "Beregszász", "signed", "1998")),
        ("Sutartis", "Birštono savivaldybė ir Vyšhorodas 2022 m. birželio 3 d. pasirašė bendradarbiavimo sutartį, kuri yra svarbi abiem miestams.",
         ("Birštonas", "LT", "Vyšhorod", "signed", "2022-06-03")),
        # the mayor of a town that no list of places has, behind its name
        ("Hírek", "A dokumentumot Óbuda-Békásmegyer polgármestere és Ungvár polgármestere írta alá a városházán, és ez a megállapodás fontos.",
         ("Óbuda-Békásmegyer", "HU", "Ungvár", "signed", None)),
    ],
)  # fmt: skip
def test_words_between_the_two_towns(title: str, text: str, expected: tuple) -> None:
    assert told(title, text) == [expected]


def pages(lang: str, host: str, title: str, *texts: str) -> list[tuple[str, str | None, str | None, str, str | None]]:
    """As `told`, of a page in a language and on a host."""
    body = "".join(f"<p>{text}</p>" for text in texts)
    page = f"<html lang={lang}><head><title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    reading = read_page(page.encode(), url=f"https://{host}/x", content_type="text/html", source="test")
    return [(one.partner_raw, one.country, one.hromada_raw, one.stage.value, one.since) for one in reading.claims]


@pytest.mark.parametrize(
    ("lang", "host", "text", "expected"),
    [
        ("de", "amt.de", "Seit 1986 gibt es die Städtepartnerschaft Oberhausen-Saporishshja.", ("Oberhausen", "DE", "Saporishshja", "signed", "1986")),
        ("de", "amt.de", "Die Städtepartnerschaft Magdeburg-Saporishshja gibt es seit dem 29. Mai 2008.", ("Magdeburg", "DE", "Saporishshja", "signed", "2008-05-29")),
        ("de", "blatt.de", "Troisdorfer Stadtrat beschließt Solidaritätspartnerschaft mit Nowojaworiwsk", ("Troisdorf", "DE", "Nowojaworiwsk", "approved", None)),
        ("de", "blatt.de", "Der Landkreis Stade unterhält eine Partnerschaft mit dem Rajon Bila Zerkwa.", ("Landkreis Stade", "DE", "Bila Zerkwa", "signed", None)),
        ("de", "blatt.de", "Wiesbaden und Kamjanez-Podilskyj unterzeichnen Partnerschaftsvertrag", ("Wiesbaden", "DE", "Kamjanez-Podilskyj", "signed", None)),
        ("de", "blatt.de", "Der Rat der Stadt Münster hat beschlossen, mit Winnyzja eine Solidaritätspartnerschaft einzugehen.", ("Münster", "DE", "Winnyzja", "approved", None)),
        ("de", "blatt.de", "Celle ist mit der ukrainischen Stadt Sumy verschwistert.", ("Celle", "DE", "Sumy", "signed", None)),
        ("de", "blatt.de", "Düsseldorf – Czernowitz (seit 2022)", ("Düsseldorf", "DE", "Czernowitz", "signed", "2022")),
        ("pl", "gazeta.pl", "25 lat partnerstwa Zamościa z Żółkwią", ("Zamość", "PL", "Żółkwią", "signed", None)),
        ("pl", "gazeta.pl", "Powiat lubaczowski i rejon jaworowski łączy umowa o współpracy z 2005 roku.", ("powiat lubaczowski", "PL", "rejon jaworowski", "signed", "2005")),
        ("pl", "gazeta.pl", "Sejmik zatwierdził porozumienie pomiędzy Województwem Lubelskim a Obwodem Wołyńskim.", ("województwo lubelskie", "PL", "obwód wołyński", "signed", None)),
        ("pl", "gazeta.pl", "Rada Miejska w Nysie wyraziła zgodę na zawarcie umowy partnerskiej z Kołomyją.", ("Nysa", "PL", "Kołomyją", "approved", None)),
        ("pl", "gazeta.pl", "Krosno ma nowego partnera – Drohobycz.", ("Krosno", "PL", "Drohobycz", "signed", None)),
        ("pl", "gazeta.pl", "Chełm zawiesił współpracę z Kowlem.", ("Chełm", "PL", "Kowlem", "suspended", None)),
        ("pl", "gazeta.pl", "Umowę zawarły Gmina Hołowno, leżąca na Ukrainie, oraz Gmina Podedwórze.", ("Gmina Podedwórze", "PL", "Hołowno", "signed", None)),
        ("en", "paper.example", "Mayor John Smith of Albany and Mayor Ivan Bondar of Mykolaiv signed a sister city agreement on Tuesday, 5 March 2024.", ("Albany", None, "Mykolaiv", "signed", "2024-03-05")),
        ("en", "paper.example", "Westport, Connecticut has adopted Lyman, Ukraine as its sister city.", ("Westport", "US", "Lyman", "signed", None)),
        ("en", "paper.example", "The city of Tacoma voted to establish a sister city relationship with Kremenchuk, Ukraine.", ("Tacoma", "US", "Kremenchuk", "approved", None)),
        ("en", "paper.co.uk", "Bristol could twin with Mariupol, councillors say.", ("Bristol", "GB", "Mariupol", "intent", None)),
        ("en", "paper.co.uk", "Liverpool's twin city Odesa marked its day.", ("Liverpool", "GB", "Odesa", "signed", None)),
        ("cs", "denik.cz", "Ostrava uzavřela partnerskou smlouvu s Dniprem.", ("Ostrava", "CZ", "Dniprem", "signed", None)),
        ("cs", "denik.cz", "Partnerství mezi Brnem a Charkovem trvá od roku 2006.", ("Brno", "CZ", "Charkovem", "signed", "2006")),
    ],
)  # fmt: skip
def test_a_paper_abroad_tells_of_two_towns(lang: str, host: str, text: str, expected: tuple) -> None:
    assert pages(lang, host, "Partnerschaft" if lang == "de" else "Partnership", text) == [expected]


def test_towns_named_in_turn_are_each_of_their_own_side() -> None:
    text = "Rochdale is twinned with Lviv, Sheffield is a twin town with Donetsk and Edinburgh is twinned with Kyiv."
    found = pages("en", "paper.co.uk", "Towns", text)
    assert {name: side for name, _, side, _, _ in found} == {"Rochdale": "Lviv", "Sheffield": "Donetsk", "Edinburgh": "Kyiv"}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Ein Hilfskonvoi aus Jena ist in Browary angekommen. Die Partnerschaft der Schulen wird gepflegt."),
        ("de", "Die Universität Leipzig und die Universität Kyjiw haben einen Partnerschaftsvertrag unterzeichnet."),
        ("pl", "Lublin i Łuck realizują wspólny projekt. Partnerem jest Fundacja."),
        ("en", "Schools in Leeds and Lviv have signed a partnership agreement."),
        ("en", "Coventry cut ties with Volgograd and will support Kyiv, its other twin."),
        ("en", "Officials in Prairie Union and Lviv signed a twin city agreement."),
    ],
)
def test_what_others_do_is_no_tie_of_towns(lang: str, text: str) -> None:
    assert pages(lang, "paper.example", "News", text) == []
