"""Numbers with their nouns, in the form that Ukrainian and English ask for.

What belongs here: the nouns that are counted in what people read. What does not: all other words (`releases/site/words.py`).
"""

from babel import Locale

#: Forms of counted words: one, few, many in Ukrainian; one, other in English.
PLURALS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "agreement": ({"one": "угода", "few": "угоди", "many": "угод"}, {"one": "agreement", "other": "agreements"}),
    "partnership": (
        {"one": "партнерство", "few": "партнерства", "many": "партнерств"},
        {"one": "partnership", "other": "partnerships"},
    ),
    "partner": ({"one": "партнер", "few": "партнери", "many": "партнерів"}, {"one": "partner", "other": "partners"}),
    "country": ({"one": "країна", "few": "країни", "many": "країн"}, {"one": "country", "other": "countries"}),
    "change": ({"one": "зміна", "few": "зміни", "many": "змін"}, {"one": "change", "other": "changes"}),
    "expectation": (
        {"one": "перевірка", "few": "перевірки", "many": "перевірок"},
        {"one": "expectation", "other": "expectations"},
    ),
    "hromada": ({"one": "громада", "few": "громади", "many": "громад"}, {"one": "hromada", "other": "hromady"}),
}
LOCALES = {language: Locale(language) for language in ("uk", "en")}


def counted(number: int, word: str, language: str) -> str:
    """A number with its noun in the right form: 1 угода, 2 угоди, 5 угод, 21 угода."""
    forms = PLURALS[word][language != "uk"]
    return f"{number} {forms[LOCALES[language].plural_form(number)]}"
