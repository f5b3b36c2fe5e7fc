"""Cities whose name one country alone has."""

import pytest

from scrapers.text.large_cities import large_city_country, rows


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("Бекешчаба", "HU"),
        ("Kiel", "DE"),
        ("Кіль", "DE"),
        ("Charleroi", "BE"),
        ("Таранто", "IT"),
        ("Rybnik", "PL"),
        ("Мелець", "PL"),
    ],
)
def test_a_city_is_known_in_either_script(name: str, iso: str) -> None:
    assert large_city_country(name) == iso


@pytest.mark.parametrize("name", ["Брест", "Вишгород", "Córdoba", "Valencia", "Полтава", ""])
def test_shared_and_ukrainian_names_tell_nothing(name: str) -> None:
    assert large_city_country(name) is None


def test_the_packaged_table_is_what_the_package_gives() -> None:
    assert all(large_city_country(name) == iso for iso, names in rows()[::97] for name in names.split("|"))
