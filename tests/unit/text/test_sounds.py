"""Sound keys of single names: the same as those of columns of names, whatever table reads them."""

import polars as pl
import pytest

from registry.matching import keys
from scrapers.text.places import settlements
from scrapers.text.sounds import WIDTH, country_languages, languages_of, sound


def test_one_name_and_a_column_of_names_give_the_same_keys():
    named = [(place["countrycode"], place["name"]) for place in settlements()[::20]]
    compared = 0
    for language in sorted({language for languages in country_languages().values() for language in languages}):
        names = [name for iso, name in named if language in languages_of(iso)]
        assert [sound(name, language) for name in names] == keys.sound(pl.Series(names, dtype=pl.String), language).to_list()
        compared += len(names)
    assert compared > 10_000


@pytest.mark.parametrize("name", ["", " ", "Прага 5", "Будапешт XVIII", "м’яч", "Ґ_ґ", "a" * 10_000, "\x00", "Ѐѝ", "الرياض"])
def test_odd_names_have_one_key(name):
    for language in ("cyrillic", "pl", "fr", "translit"):
        key = sound(name, language)
        assert key == keys.sound(pl.Series([name]), language)[0] and len(key) <= WIDTH
