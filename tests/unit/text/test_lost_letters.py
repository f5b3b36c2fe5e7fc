"""Texts without і, ї and є, as some content systems publish them."""

import pytest

from scrapers.layouts.choose import read_page
from scrapers.text.lost_letters import has_lost_letters, put_right

LOST = (
    "17 травня у палац гетьмана пдписано Угоду про спвпрацю мж гмною Бжостек (бурмстр Войцех Станшевський, Польща) та Батуринською територальною громадою. "
    "Договр спрямований на розвиток партнерських стосункв, торгвл та економчного спвробтництва. Згдно з документом громади розвиватимуть управлння, економку, "
    "культуру, освту та охорону здоровя. Водночас вона передбача обмн досвдом щодо удосконалення роботи органв мсцевого самоврядування, покращення благоустрою "
    "та захисту навколишнього середовища, реалзац громадських нцатив, встановлення звязкв мж пдпримцями та молоджними органзацями."
)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        (LOST, True),
        (LOST[:300], False),  # too short to prove anything
        (LOST + " і", False),
        (LOST + " Это было подписано в городе.", False),
    ],
)
def test_a_text_is_told_by_the_letters_that_it_never_has(text: str, lost: bool) -> None:
    assert has_lost_letters(text) is lost


def test_known_words_are_put_right_and_kept_as_printed() -> None:
    text, printed = put_right("Пдписано угоду про СПВПРАЦЮ мж мстом Бжостек та Батуринською громадою")
    assert text == "Підписано угоду про СПІВПРАЦЮ між містом Бжостек та Батуринською громадою"
    assert printed == {"Підписано": "Пдписано", "СПІВПРАЦЮ": "СПВПРАЦЮ", "між": "мж", "містом": "мстом"}


def test_such_a_page_is_read_and_quoted_as_printed() -> None:
    page = f"<html lang=uk><h1>Нов партнери</h1><p>{LOST}</p></html>"
    [claim] = read_page(page.encode(), url="https://rada.example.gov.ua/1", content_type="text/html", source="test").claims
    assert (claim.partner_raw, claim.country, claim.stage.value) == ("Бжостек", "PL", "signed")
    assert "пдписано Угоду про спвпрацю мж гмною Бжостек" in claim.quote
