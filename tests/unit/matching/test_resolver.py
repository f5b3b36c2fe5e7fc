"""Printed names become places: real labelled pairs, hostile names, homonyms, what sources of one hromada tell each other."""

import csv

import pytest

from registry.matching.mentions import Mention
from registry.matching.reading import printed_country
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer
from schemas.vocabularies import Decision
from tests.conftest import SHARED

POLTAVA = "UA53080370000025447"


@pytest.fixture(scope="module")
def resolver(gazetteer_folder) -> Resolver:
    return Resolver(Gazetteer.open(gazetteer_folder))


def one(resolver: Resolver, name: str, country: str | None = None, **fields):
    [found] = resolver.resolve([Mention(id="1", name=name, country=country, **fields)])
    return found


@pytest.mark.parametrize(
    ("forms", "country", "place"),
    [
        (("Жешув", "Ряшів", "Rzeszów", "Жешов"), "PL", "Rzeszów"),
        (("Реґенсбурґ", "Regensburg", "Регенсбург"), "DE", "Regensburg"),
        (("Дюссельдорф", "Düsseldorf", "Dusseldorf"), "DE", "Düsseldorf"),
        (("Фонтене-су-Буа", "Fontenay Sous Bois"), "FR", "Fontenay-sous-Bois"),
        (("Остфільдерн", "Ostfildern"), "Німеччина", "Ostfildern"),
    ],
)
def test_forms_of_one_place_meet(resolver, forms, country, place):
    found = [one(resolver, form, country, hromada=POLTAVA) for form in forms]
    assert {(item.decision, item.place_name) for item in found} == {(Decision.ACCEPT, place)}
    assert len({item.place_key for item in found}) == 1


@pytest.mark.parametrize(
    ("first", "second", "country"),
    [("Кельн", "Kassel", "DE"), ("Нарбонна", "Великий Нарбонн", "FR"), ("Кросно", "Кросненський повіт", "PL"), ("Ліппе", "Ліппштадт", "DE")],
)
def test_two_places_stay_two(resolver, first, second, country):
    assert one(resolver, first, country, hromada=POLTAVA).place_key != one(resolver, second, country, hromada=POLTAVA).place_key


@pytest.mark.parametrize(
    ("name", "country", "place"),
    [
        ("Тинєц Мали", "Польща", "Tyniec Mały"),  # Mali is no country here
        ("Zielonki–Wieś", "PL", "Zielonki-Wieś"),  # a dash for a hyphen, and no village called Zielonki
        ("Slovenska Bistrica", "SI", "Slovenska Bistrica"),  # no slip of «district»
        ("Кантон", "Китай", "Guangzhou"),  # no level word
        ("Апеле Ві", "RO", "Apele Vii"),  # no number VII
        ("Байя", "HU", "Baja"),
    ],
)
def test_what_looks_like_a_country_a_level_or_a_number_may_be_the_name(resolver, name, country, place):
    found = one(resolver, name, country, hromada=POLTAVA)
    assert (found.place_name if found.decision == Decision.ACCEPT else None) == place


def test_a_state_named_in_full_after_a_name_is_its_country(resolver):
    *_, last = resolver.resolve([Mention("1", POLTAVA, None, "Гміни Россош, Вішніце Республіки Польща та Страдеч Республіки Беларусь", "PL")])
    assert (last.country, last.place_name) != ("PL", "Страдеч Республіки Беларусь") and last.country == "BY"


@pytest.mark.parametrize(
    "forms",
    [
        (("Краківом", "Німеччина"), ("Краків", "Польща")),
        (("Стокгайм", "Румунія"), ("Stockheim", "Німеччина")),
        (("Oak Grove", "US"), ("Оак Грове", "US")),
        (("Сент-Жервес", "FR"), ("Saint-Gervais", "FR")),
        (("Берклі", "US"), ("Berkley", "US")),
        (("Рот", "DE"), ("Rot", "DE")),
    ],
    ids=["slip of the country", "slip of the country, in doubt", "one of sixteen namesakes", "one of eleven, read letter by letter", "Berkeley or Berkley", "Rot or Roth"],
)
def test_doubtful_forms_of_one_partner_count_once_unless_one_source_prints_both(resolver, forms):
    told = [Mention(str(row), POLTAVA, None, name, country, source=f"s{row}") for row, (name, country) in enumerate(forms)]
    assert len({item.place_key for item in resolver.resolve(told)}) == 1


def test_right_names_of_two_countries_are_two_partners(resolver):
    told = [Mention(str(row), POLTAVA, None, name, country, source=f"s{row}") for row, (name, country) in enumerate([("Wieleń", "PL"), ("Веллен", "DE")])]
    assert len({item.place_key for item in resolver.resolve(told)}) == 2


def test_namesakes_are_asked_about_until_a_form_has_its_region(resolver):
    name = ("Frankenberg", "Франкенберг")
    bare = resolver.resolve([Mention(str(n), POLTAVA, None, form, "DE", source=f"s{n}") for n, form in enumerate(name)])
    told = resolver.resolve([Mention(str(n), POLTAVA, None, form, "DE", region, f"s{n}") for n, (form, region) in enumerate(zip(name, (None, "Sachsen")))])
    assert {item.decision for item in bare} == {Decision.REVIEW} and told[1].decision == Decision.ACCEPT
    at = resolver.gazetteer.place(told[1].place_key)
    assert resolver.gazetteer.name(int(resolver.gazetteer.region[at])) in ("Sachsen", "Saxony")


def test_a_slip_of_the_country_is_seen_beside_another_source(resolver):
    told = [Mention("0", POLTAVA, None, "Нітра", "Словаччина", source="list"), Mention("1", POLTAVA, None, "Нітра", "Румунія", source="map")]
    assert {(item.decision, item.country) for item in resolver.resolve(told)} == {(Decision.ACCEPT, "SK")}


@pytest.mark.parametrize(
    ("name", "country", "place"),
    [
        ("Den Haag", "NL", "The Hague"),  # the municipality is the city, whatever it is called first
        ("Edineț", "MD", "Edineţ"),  # which mark is under the t says nothing
        ("Урсинув", "PL", "Ursynów"),  # a quarter, not a unit with a seat of its name
        ("Solina", "PL", "gmina Solina"),  # a gmina whose village no package holds
        ("Ґміна Вишкув", "PL", "Wyszków"),  # no rural gmina lies around it
    ],
)
def test_what_is_printed_as_a_body_is_called_is_that_body(resolver, name, country, place):
    found = one(resolver, name, country, hromada=POLTAVA)
    assert (found.decision, found.place_name) == (Decision.ACCEPT, place)


def test_a_gmina_is_asked_about_where_a_rural_one_lies_around_the_town(resolver):
    found = one(resolver, "Ґміна Сянік", "PL", hromada=POLTAVA)
    assert found.decision == Decision.REVIEW and "rural gmina" in found.reasons
    assert one(resolver, "Сянік", "PL", hromada=POLTAVA).place_name == "Sanok"


def test_a_town_lies_in_the_region_that_it_is(resolver):
    found = resolver.resolve([Mention("0", POLTAVA, None, "Тукумс", "LV", "Tukuma novads", "list")])[0]
    assert found.decision == Decision.ACCEPT and found.score > 0.99


def test_one_source_names_a_partner_once(resolver):
    told = [Mention(str(row), POLTAVA, None, name, "Китай", source="list") for row, name in enumerate(["Хуапін", "Хоупін"])]
    assert len({item.place_key for item in resolver.resolve(told)}) == 2


@pytest.mark.parametrize(
    ("name", "country", "people"), [("Каунас", "LT", 250_000), ("Rēzekne", "LV", 20_000), ("Tartu", "EE", 80_000)]
)
def test_the_bare_name_is_the_citys_not_that_of_the_municipality_around_it(resolver, name, country, people):
    found = one(resolver, name, country, hromada=POLTAVA)
    assert found.decision == Decision.ACCEPT and int(resolver.gazetteer.population[resolver.gazetteer.place(found.place_key)]) > people


@pytest.mark.parametrize(("name", "country", "place"), [("Смфія", "BG", "Sofia"), ("Поага", "CZ", "Prague")])
def test_a_slip_in_a_short_name_of_a_large_city_is_led_to_it(resolver, name, country, place):
    found = one(resolver, name, country, hromada=POLTAVA)
    assert place in [candidate.name for candidate in found.candidates]


@pytest.mark.parametrize(("name", "country"), [("Berettyóújfalu járás", "HU"), ("місто Нове Замки", "SK")])
def test_a_town_is_not_accepted_for_the_unit_around_it(resolver, name, country):
    found = one(resolver, name, country, hromada=POLTAVA)
    place = resolver.gazetteer.place(found.place_key) if found.decision == Decision.ACCEPT else None
    assert place is None or found.level in resolver.gazetteer.levels(place)


@pytest.mark.parametrize(
    "name",
    ["", " " * 50, "x" * 10_000, "\x00\x01", "<b>Люблін</b>", "'; DROP TABLE place; --", "гміна", "повіт", "Ж" * 10_000, "12345", "=HYPERLINK(1)", "@SUM(1+1)"],
    ids=["empty", "blanks", "long", "control", "markup", "sql", "gmina", "powiat", "long Cyrillic", "digits", "formula", "another formula"],
)
def test_hostile_names_are_rejected_or_asked_with_a_reason(resolver, name):
    found = one(resolver, name, "PL")
    assert found.decision in (Decision.REJECT, Decision.REVIEW) and found.reasons


@pytest.mark.parametrize("sources", [("list", "list"), ("list", "map")], ids=["one list", "two sources"])
@pytest.mark.parametrize(
    ("names", "places"),
    [
        ([("Брест", "Білорусь"), ("Брест", "Франція")], ["BY", "FR"]),
        ([("Жари", "Польща"), ("Жори", "Польща")], ["Żary", "Żory"]),
        ([("Люблін", "Польща"), ("Ліпсько", "Польща")], ["Lublin", None]),
    ],
    ids=["two countries", "one letter", "like names"],
)
def test_like_names_put_each_other_in_no_doubt(resolver, names, places, sources):
    mentions = [Mention(str(n), POLTAVA, None, name, country, source=sources[n]) for n, (name, country) in enumerate(names)]
    found = resolver.resolve(mentions)
    for item, place in zip(found, places):
        assert place is None or (item.decision is Decision.ACCEPT and place in (item.place_name, item.country)), item
    assert len({item.place_key for item in found}) == 2


@pytest.mark.parametrize(("name", "country"), [("Спрінгфілд", "US"), ("Плауен", "PL"), ("Люблін", "Нарнія")])
def test_a_doubtful_case_is_asked_and_never_the_bigger_town(resolver, name, country):
    found = one(resolver, name, country, hromada=POLTAVA)
    assert found.decision == Decision.REVIEW and found.place_key.startswith("local:"), found


def test_mentions_without_a_hromada_do_not_vouch_for_each_other(resolver):
    alone = one(resolver, "Плауен", "PL")
    _, beside = resolver.resolve([Mention(id="0", name="Plauen", country="DE"), Mention(id="1", name="Плауен", country="PL")])
    assert (beside.decision, beside.place_key) == (alone.decision, alone.place_key)


def test_the_order_of_mentions_changes_nothing(resolver):
    mentions = [
        Mention(id=str(number), hromada=POLTAVA, name=name, country=country)
        for number, (name, country) in enumerate(
            [("Люблін", "PL"), ("Фільдерштадт, Остфільдерн", "DE"), ("Lublin", "Poland"), ("Плауен", "PL"), ("Plauen", "DE")]
        )
    ]
    forwards = {(item.id, item.part): item for item in resolver.resolve(mentions)}
    backwards = {(item.id, item.part): item for item in resolver.resolve(mentions[::-1])}
    assert forwards == backwards


def test_a_council_is_its_own_oblasts(resolver):
    lviv = one(resolver, "Щебрешин", "PL", hromada="Миколаївська міська рада", oblast="Львівська область")
    south = one(resolver, "Барі", "IT", hromada="Миколаївська міська рада", oblast="Миколаївська область")
    assert south.hromada_code == "UA48060150000071713" and lviv.hromada_code not in (None, south.hromada_code)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the labelled pairs are not at hand")
def test_all_labelled_pairs_are_told_apart(resolver, record_property):
    with (SHARED / "facts" / "same_place_pairs.csv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    mentions = [
        Mention(id=f"{number}{side}", hromada=pair["katottg"] or None, name=pair[column], country=pair["country"], source=side)
        for number, pair in enumerate(pairs)
        for side, column in (("a", "name_on_portal"), ("b", "name_in_other_source"))
    ]
    found = {(item.id, item.part): item for item in resolver.resolve(mentions)}
    right = [
        (found[f"{number}a", 0].place_key == found[f"{number}b", 0].place_key) == (pair["same_place"] == "1")
        for number, pair in enumerate(pairs)
    ]
    asked = sum(item.decision == Decision.REVIEW for item in found.values())
    record_property("figures", f"labelled pairs: {sum(right)} of {len(right)} right, {asked} of {len(found)} parts to review")
    assert all(right)


@pytest.mark.parametrize(
    ("name", "country", "place", "region"),
    [
        ("Ньютон, штат Айова", "США", "Newton", "Iowa"),
        ("Арлінгтон (Техас)", "США", "Arlington", "Texas"),
        ("Yichang, Hubei", "China", "Yichang", "Hubei"),  # one town in its province, not two partners
        ("Сучава", "румунська", "Suceava", "Suceava"),  # the country as an adjective
        ("Вулканешти", "Гагаузія, Молдова", "Vulcăneşti", "Găgăuzia"),
        ("Остфильдерн", "Германія", "Ostfildern", "Baden-Württemberg"),
        ("Gorzów Wlkp.", "Польща", "Gorzów Wielkopolski", "Lubuskie"),
        ("з Коніном", "Польща", "Konin", "Wielkopolskie"),  # cut out of a sentence
        ("гміна Воля-Угруська", "Польща", "Wola Uhruska", "Lubelskie"),  # ends like an adjective and is the name
    ],
)
def test_what_is_printed_around_a_name_tells_the_place(resolver, name, country, place, region):
    found = resolver.resolve([Mention("0", POLTAVA, None, name, country, None, "list")])
    assert [(item.decision, item.place_name) for item in found] == [(Decision.ACCEPT, place)]
    at = resolver.gazetteer.place(found[0].place_key)
    assert resolver.gazetteer.name(int(resolver.gazetteer.region[at])).startswith(region)


def test_which_gmina_of_the_name_is_asked(resolver):
    found = one(resolver, "сільська гміна Хелм", "PL", hromada=POLTAVA)
    assert found.decision == Decision.REVIEW and found.candidates[0].name == "Chełm"


@pytest.mark.parametrize(
    ("text", "iso"),
    [("румунська", "RO"), ("американське місто", "US"), ("Гагаузія, Молдова", "MD"), ("Баварія (Німеччина)", "DE"), ("Грецька Македонія", None), ("румунська, українська", None), ("Панамський канал", None)],
)
def test_a_cell_tells_a_country_by_its_name_or_by_an_adjective_alone(text, iso):
    assert printed_country(text) == iso
