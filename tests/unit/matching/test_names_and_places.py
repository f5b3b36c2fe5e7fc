"""Keys, the index of places, levels of bodies, and what the mentions and the decisions of one hromada do to each other."""

import numpy as np
import polars as pl
import pytest

from registry.matching import keys
from registry.matching.keys import readings
from registry.matching.mentions import Mention, Ruling
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer, core
from schemas.vocabularies import Decision, Level
from scrapers.text.sounds import country_languages

LUTSK, POLTAVA, STARYI_SAMBIR = "UA07080170000013585", "UA53080370000025447", "UA46080150000050321"


@pytest.fixture(scope="module")
def gazetteer(gazetteer_folder) -> Gazetteer:
    return Gazetteer.open(gazetteer_folder)


@pytest.fixture(scope="module")
def resolver(gazetteer) -> Resolver:
    return Resolver(gazetteer)


def ask(resolver: Resolver, *printed: tuple[str, str | None], hromada: str = POLTAVA, source: str | None = None):
    """Resolutions of (name, country) of one hromada, each of a source of its own unless one is given."""
    return resolver.resolve(
        [
            Mention(id=str(number), hromada=hromada, name=name, country=country, source=source or f"s{number}")
            for number, (name, country) in enumerate(printed)
        ]
    )


@pytest.mark.parametrize(
    ("native", "country", "ukrainian"),
    [
        ("Szczecin", "PL", "Щецин"),
        ("Rzeszów", "PL", "Жешув"),
        ("Wejherowo", "PL", "Вейгерово"),
        ("Székesfehérvár", "HU", "Секешфегервар"),
        ("Telšiai", "LT", "Тельшяй"),
        ("Žilina", "SK", "Жиліна"),
        ("Schwäbisch Gmünd", "DE", "Швебіш-Гмюнд"),
        ("Fontenay-sous-Bois", "FR", "Фонтене-су-Буа"),
        ("Saint-Étienne", "FR", "Сент-Етьєн"),
        ("Les Ulis-sur-Yvette", "FR", "Лез-Юлі-сюр-Іветт"),
        ("Michelstadt", "DE", "Міхельштадт"),
        ("Positano", "IT", "Позітано"),
        ("Norrköping", "SE", "Норрчепінг"),
        ("Belo Horizonte", "BR", "Белу-Оризонті"),
        ("Riverside Heights", "US", "Ріверсайд-Гайтс"),
        ("Burlington", "GB", "Берлінгтон"),
    ],
)
def test_a_native_name_and_its_ukrainian_reading_sound_alike(native, country, ukrainian):
    [left, right] = readings([(native, country), (ukrainian, country)])
    assert left == right


@pytest.mark.parametrize(
    ("native", "language", "ukrainian"),
    [
        ("Kraków", "pl_uk", "Краків"),
        ("Gorlice", "pl_uk", "Горлиці"),
        ("Michalovce", "cs_uk", "Михалівці"),
        ("Akashi", "translit", "Акаші"),
    ],
)
def test_a_country_may_be_read_in_several_ways(native, language, ukrainian):
    assert language in {name for names in country_languages().values() for name in names}
    assert keys.sound(pl.Series([native]), language)[0] == keys.sound(pl.Series([ukrainian]), "cyrillic")[0]


def test_what_a_sound_key_leaves_out_is_heard():
    asked, *named = (
        keys.heard(pl.Series([name]), language)[0]
        for name, language in (("Нідерау", "cyrillic"), ("Niederau", "de"), ("Nidderau", "de"))
    )
    assert asked == named[0] != named[1]


def test_of_polish_namesakes_those_are_bodies_that_seat_a_gmina(gazetteer, resolver):
    [found] = ask(resolver, ("гміна Корчина", "Польща"))
    place = gazetteer.place(found.candidates[0].place_key)
    assert Level.GMINA in gazetteer.levels(place) and gazetteer.name(int(gazetteer.region[place])) == "Podkarpackie"
    assert all(
        Level.GMINA not in gazetteer.levels(gazetteer.place(c.place_key)) for c in found.candidates[1:] if c.name == "Korczyna"
    )


def test_a_state_is_meant_before_a_town_of_its_name(gazetteer, resolver):
    [found] = ask(resolver, ("Algona (Washington)", "США"))
    assert (
        gazetteer.name(int(gazetteer.region[gazetteer.place(found.candidates[0].place_key)])) == "Washington"
        and found.candidates[0].score > 0.9
    )


def test_a_namesake_near_the_hromada_is_likelier(gazetteer, resolver):
    tops = {
        home: ask(resolver, ("Кросненський повіт", "Польща"), hromada=home)[0].candidates[0]
        for home in (STARYI_SAMBIR, POLTAVA)
    }
    near = tops[STARYI_SAMBIR]
    assert (
        gazetteer.name(int(gazetteer.region[gazetteer.place(near.place_key)])) == "Podkarpackie"
        and near.score > tops[POLTAVA].score
    )
    assert set(gazetteer.homes) >= {LUTSK, POLTAVA, STARYI_SAMBIR} and abs(gazetteer.homes[POLTAVA][0] - 49.6) < 0.2


def test_batches_change_nothing(resolver, monkeypatch):
    mentions = [
        Mention(str(n), home, None, name, "Польща", None, f"s{n}")
        for n, (home, name) in enumerate(
            [
                (LUTSK, "Люблін"),
                (POLTAVA, "Жешув, Замость"),
                (LUTSK, "Любліном"),
                (None, "Холм"),
                (POLTAVA, "Rzeszów"),
                (LUTSK, "Хелм"),
                ("", "Сянок"),
            ]
        )
    ]
    whole = resolver.resolve(mentions)
    monkeypatch.setattr("registry.matching.resolver.BATCH", 2)
    assert resolver.resolve(mentions) == whole and [r.id for r in whole] == ["0", "1", "1", "2", "3", "4", "5", "6"]


def test_a_fold_key_forgets_marks_hyphens_and_case():
    folds = keys.fold(pl.Series(["Łódź", "LODZ", "Нови́й-Сонч", "новий сонч"]))
    assert folds[0] == folds[1] and folds[2] == folds[3] and folds[0] != folds[2]


@pytest.mark.parametrize(
    ("unit", "bare"),
    [
        ("Powiat krośnieński", "krośnieński"),
        ("Comună Cordăreni", "Cordăreni"),
        ("Guldborgsund Kommune", "Guldborgsund"),
        ("Kraków", "Kraków"),
    ],
)
def test_a_unit_has_a_name_without_its_level(unit, bare):
    assert core(unit) == bare


def test_the_index_is_built_once_and_knows_its_keys(gazetteer, gazetteer_folder):
    again = Gazetteer.open(gazetteer_folder)
    assert (again.folder, again.edition) == (gazetteer.folder, gazetteer.edition)
    assert len(list(gazetteer_folder.glob("gazetteer-*"))) == 1 and len(gazetteer.country) > 250_000
    for key in ("geonames:759734", "own:fr-grand-narbonne"):
        place = gazetteer.place(key)
        assert place is not None and gazetteer.key(place) == key
    assert gazetteer.place("geonames:1") is None and gazetteer.place("nonsense") is None


@pytest.mark.parametrize(
    ("name", "country", "level", "place"),
    [
        ("Новосольський повіт", "Польща", Level.COUNTY, "Powiat nowosolski"),
        ("Sanok Couty", "Poland", Level.COUNTY, "Powiat sanocki"),
        ("Lippe (Landkreis)", "Німеччина", Level.COUNTY, "Kreis Lippe"),
        ("м. Замостя", "Польща", Level.CITY, "Zamość"),
    ],
)
def test_a_level_chooses_the_body(resolver, name, country, level, place):
    [found] = ask(resolver, (name, country))
    assert (found.place_name, found.level) == (place, level), found.reasons


@pytest.mark.parametrize(
    ("name", "country", "place"),
    [
        ("Укмерзький район", "LT", "Ukmerge"),
        ("Ґулбенський край", "LV", "Gulbene"),
        ("Старгардський пов.", "PL", "Powiat stargardzki"),
        ("м-ко Дусетос", "LT", "Dusetos"),
        ("Грейфсвальд (місто)", "DE", "Universitäts- und Hansestadt Greifswald"),
        ("Рейтлінген", "DE", "Reutlingen"),
        ("Есслінген на Неккарі", "DE", "Esslingen"),
    ],
)
def test_other_ways_to_write_a_name(resolver, name, country, place):
    [found] = ask(resolver, (name, country))
    assert (found.decision, found.place_name) == (Decision.ACCEPT, place)


@pytest.mark.parametrize(("name", "country"), [("Нова Весь", "PL"), ("Нойштадт", "DE"), ("Фредропольська гміна", "PL"), ("Празька гміна", "PL"), ("Фрейбург", "DE")])
def test_a_name_that_may_be_of_several_is_asked(resolver, name, country):
    [found] = ask(resolver, (name, country))
    assert found.decision is Decision.REVIEW


def test_a_town_or_the_gmina_around_it_is_asked(resolver):
    [found] = ask(resolver, ("Гміна Замостя", "Польща"))
    assert found.decision is Decision.REVIEW and "gmina Zamość" in found.reasons


@pytest.mark.parametrize("town", ["Замостя", "Сянок"])
def test_a_town_and_the_gmina_beside_it_in_one_list_are_two(resolver, town):
    first, second = ask(resolver, (town, "Польща"), (f"гміна {town}", "Польща"), source="list")
    assert first.decision is Decision.ACCEPT and first.place_key.startswith("geonames:") and second.place_key != first.place_key
    alone, other = ask(resolver, (f"гміна міста {town}", "Польща"), (town, "Польща"), source="list")
    assert alone.place_key == other.place_key == first.place_key


def test_a_place_in_ukraine_is_no_partner_abroad(resolver):
    found = ask(resolver, ("Львів", "Україна"), ("Бахмутська міська рада", None), ("Львів", None))
    assert {one.decision for one in found} == {Decision.REJECT} and all("domestic" in one.reasons for one in found)


def test_a_case_form_without_a_country_is_not_enough(resolver):
    [found] = ask(resolver, ("Слаем", None))
    assert found.decision is not Decision.ACCEPT


def test_and_between_two_names_and_inside_one(resolver):
    cities, one = ask(resolver, ("Краків та Люблін (Польща)", None)), ask(resolver, ("Gilze en Rijen", "Нідерланди"))
    assert [found.place_name for found in cities] == ["Kraków", "Lublin"] and len(one) == 1


def test_a_slip_counts_with_its_partner_and_stays_a_question(resolver):
    found = ask(resolver, ("Masku", "Фінляндія"), ("Маоку", "Фінляндія"))
    assert found[0].place_key == found[1].place_key and found[1].decision is not Decision.ACCEPT


def test_names_of_a_place_that_nobody_knows_are_one_in_one_hromada(resolver):
    found = ask(resolver, ("Кракозябрівка", "Польща"), ("Krakoziabriwka", "Польща"), ("Кракозябрівка", "Poland"))
    assert {one.decision for one in found} == {Decision.NEW} and len({one.place_key for one in found}) == 1
    assert found[0].place_key.startswith(f"local:PL:{POLTAVA}:")
    [elsewhere] = ask(resolver, ("Кракозябрівка", "Польща"), hromada=LUTSK)
    assert elsewhere.place_key != found[0].place_key


def test_lubin_and_lublin_are_never_one(resolver):
    found = ask(resolver, ("Люблін", "Польща"), ("Любін", "Польща"))
    assert found[0].place_key != found[1].place_key


def test_a_persons_word_wins(gazetteer, resolver):
    plain = ask(resolver, ("Плауен", "Польща"), ("Спрінгфілд", "США"), ("Жешув", "Польща"), ("Rzeszów", "PL"))
    assert plain[0].decision is plain[1].decision is Decision.REVIEW
    assert plain[2].decision is Decision.ACCEPT and plain[2].place_key == plain[3].place_key
    rulings = [
        Ruling("Плауен", "geonames:2853292", author="Оксана"),
        Ruling("Спрінгфілд", None, hromada=POLTAVA, same=False, author="Оксана"),
        Ruling("Жешув", plain[2].place_key, same=False, author="Оксана"),
    ]
    asked = (("плауен", "Польща"), ("Спрінгфілд", "США"), ("Жешув", "Польща"), ("Rzeszów", "PL"))
    told = ask(Resolver(gazetteer, resolver.hromady, rulings), *asked)
    assert [one.decision for one in told] == [Decision.ACCEPT, Decision.REJECT, Decision.REVIEW, Decision.ACCEPT]
    assert told[0].place_key == "geonames:2853292" and "Оксана" in told[0].reasons
    # «It is not that place» holds for the count as well, whatever another source names.
    assert told[2].place_key != told[3].place_key == plain[3].place_key


def test_a_night_of_touched_hromady_equals_a_full_run(resolver):
    rng = np.random.default_rng(7)
    names = [
        *(("Люблін", "Польща"), ("Lublin", None), ("Плауен", "Польща"), ("Plauen", "Німеччина"), ("Кракозябрівка", "Польща")),
        *(("Сату-Маре", "Румунія"), ("Satu Mare", "Romania"), ("Бобовська", None), ("Фільдерштадт, Остфільдерн", "DE")),
        *(("гміна Замостя", "PL"), ("Zamość", "PL"), ("Кепмеле", "Фінляндія"), ("Kempele", "Фінляндія")),
    ]
    homes = [POLTAVA, LUTSK, "UA46060250000025047", "Миколаївська"]
    mentions = [
        Mention(str(number), homes[home], None, *names[name], None, f"s{number % 5}")
        for number, (name, home) in enumerate(rng.integers(0, (len(names), len(homes)), (80, 2)).tolist())
    ]
    full = {(one.id, one.part): one for one in resolver.resolve(mentions)}
    for home in homes:
        night = resolver.resolve([mention for mention in mentions if mention.hromada == home])
        assert night and all(full[one.id, one.part] == one for one in night)
