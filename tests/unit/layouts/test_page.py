"""Bytes to page: every declared and undeclared encoding, bounds of size and nesting, boilerplate, and what is no page at all."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.vocabularies import IssueClass
from scrapers.layouts.page.bounds import MAX_DEPTH, tame
from scrapers.layouts.page.decoding import MAX_BYTES, decode
from scrapers.layouts.page.kind import classify
from scrapers.layouts.page.language import language
from scrapers.layouts.page.parsing import parse

TEXT = (
    "<html><head><title>Міста-побратими</title></head><body><p>Їжак, ґанок і містечко Бєрава стали "
    "побратимами Хмільника у 2022 році</p></body></html>"
)
POLISH = "<p>Miasta partnerskie: Łódź, Częstochowa, Świdnica, Kędzierzyn-Koźle i Żory od wielu lat współpracują z Łuckiem</p>"
GERMAN = "<p>Partnerstädte: München, Köln, Düsseldorf und Fürth grüßen die Städte an der Grenze über die Straße</p>"


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (TEXT, "utf-8", "text/html; charset=utf-8"),
        (TEXT, "utf-8", "text/html; charset=windows-1251"),
        (TEXT, "cp1251", "text/html; charset=utf-8"),
        (TEXT, "cp1251", "text/html; charset=windows-1251"),
        (TEXT, "cp1251", None),
        (TEXT, "koi8-u", "text/html; charset=koi8-u"),
        (TEXT, "koi8-u", None),
        (TEXT, "utf-16", None),
        (TEXT, "utf-16-le", None),
        (TEXT, "utf-16-be", None),
        (TEXT, "utf-8-sig", None),
        (POLISH, "cp1250", None),
        (POLISH, "iso8859-2", "text/html; charset=iso-8859-2"),
        (POLISH, "iso8859-2", None),
        (GERMAN, "cp1252", "text/html; charset=iso-8859-1"),
        (GERMAN, "cp1252", None),
    ],
)
def test_text_is_read_whatever_is_declared(text: str, encoding: str, declared: str | None) -> None:
    assert decode(text.encode(encoding), declared).text == text


def test_a_charset_in_the_markup_is_believed_only_when_the_bytes_agree() -> None:
    text = TEXT.replace("<head>", '<head><meta charset="utf-8">')
    assert decode(text.encode("cp1251")).text == text
    text = TEXT.replace("<head>", '<head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">')
    assert decode(text.encode("utf-8")).text == text


def test_letters_converted_twice_are_brought_back() -> None:
    broken = ("<p>" + "Договір про побратимство з містом Конін у Польщі. " * 5 + "</p>").encode().decode("cp1251", "ignore")
    decoded = decode(broken.encode())
    assert "Конін" in decoded.text or decoded.issue is IssueClass.BAD_ENCODING


def test_a_line_of_another_code_page_in_a_utf8_page_is_read_too() -> None:
    body = (
        (TEXT * 3).encode() + b"\n" + "<p>Конін, Польща, договір підписано давно</p>".encode("cp1251") + b"\n" + TEXT.encode()
    )
    decoded = decode(body)
    assert "Конін, Польща" in decoded.text
    assert "Бєрава" in decoded.text


@pytest.mark.parametrize(
    ("body", "issue"),
    [
        (b"%PDF-1.7 \xe2\xe3", IssueClass.WRONG_TYPE),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), IssueClass.WRONG_TYPE),
        (b"\xff\xd8\xff\xe0" + bytes(50), IssueClass.WRONG_TYPE),
        (b"PK\x03\x04" + bytes(50), IssueClass.WRONG_TYPE),
        (b"\x00\x01\x02" * 400, IssueClass.WRONG_TYPE),
        (bytes(range(128, 256)) * 60, IssueClass.BAD_ENCODING),
        (("Р" + "\ufffd" * 40 + " ").encode() * 60, IssueClass.BAD_ENCODING),
        (b"<p>" + b"????? ???????? " * 60 + b"</p>", IssueClass.BAD_ENCODING),
        (b"a" * (MAX_BYTES + 1), IssueClass.TOO_LARGE),
    ],
)
def test_what_is_no_text_is_refused(body: bytes, issue: IssueClass) -> None:
    decoded = decode(body)
    assert (decoded.issue, decoded.text) == (issue, "")
    assert decoded.words


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([None, "text/html; charset=utf-8", "text/html; charset=cp1251", "charset=nonsense"]),
)
def test_no_bytes_raise(body: bytes, content_type: str | None) -> None:
    decoded = decode(body, content_type)
    assert decoded.issue or isinstance(decoded.text, str)
    if not decoded.issue:
        classify(parse(decoded.text))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<ul>",
                "</ul>",
                "<li>",
                "<table>",
                "<tr>",
                "<td rowspan=3>",
                "</td>",
                "<div class=menu>",
                "</div>",
                "<b>",
                "Конін",
                " (Польща)",
                "<br>",
                "<h2>",
                "</h2>",
                "<p>",
                "<!--",
                "-->",
                "<a href=x>",
                "<",
                "&#0;",
            ]
        ),
        max_size=40,
    )
)
def test_no_markup_raises(pieces: list[str]) -> None:
    page = parse("".join(pieces))
    assert all(block.text for block in page.blocks)
    assert all(box.start <= box.end for box in page.boxes if box.end)


@pytest.mark.parametrize("depth", [5_000, 200_000])
def test_nested_tags_neither_crash_nor_hang(depth: int) -> None:
    started = time.process_time()
    page = parse("<html><body>" + "<div>" * depth + "Конін (Польща)" + "</div>" * depth)
    assert page.text == "Конін (Польща)"
    assert time.process_time() - started < 10


def test_only_deep_or_crowded_pages_are_changed() -> None:
    ordinary = "<div><p>Конін<br>Лодзь</p></div>" * 2_000
    assert tame(ordinary) is ordinary
    assert tame("<div>" * 5_000 + "x").count("<div>") == MAX_DEPTH
    crowded = "<div " + " ".join(f"a{number}=1" for number in range(9_000)) + ">Конін</div>"
    assert parse(crowded).text == "Конін"


def test_menus_footers_and_side_bars_are_left_out() -> None:
    page = parse(
        "<body><nav><a>Міста-побратими</a></nav><div class='left_menu'><ul><li>Бюджет</li></ul></div><main><h1>"
        "Новини</h1><p>Сесія відбудеться у четвер, початок о десятій.</p></main>"
        "<div id='sidebar'>Останні новини</div><div class='cookie-consent'>Файли "
        "cookie</div><footer>Контакти</footer></body>"
    )
    assert page.text == "Новини\nСесія відбудеться у четвер, початок о десятій."


def test_a_page_that_is_all_menu_is_still_read() -> None:
    page = parse(
        "<body><div class='menu'><h3>Міста-побратими</h3><ul><li>Конін (Польща)</li><li>Нант (Франція)</li></ul></div></body>"
    )
    assert "Нант (Франція)" in page.text


def test_flags_become_countries_and_line_breaks_stay() -> None:
    page = parse(
        '<ul><li><img src="/img/flags/pl.svg"> Конін<br>з 1992 року</li><li><span class="fi fi-fr"></span> Нант</li></ul>'
    )
    assert [block.text for block in page.blocks] == ["\U0001f1f5\U0001f1f1 Конін\nз 1992 року", "\U0001f1eb\U0001f1f7 Нант"]


@pytest.mark.parametrize(
    ("html", "issue"),
    [
        ("<title>Вхід</title><form><input name=u><input type=password></form><p>Увійти до кабінету</p>", IssueClass.LOGIN_PAGE),
        ("<h1>example.ua</h1><p>This domain is for sale.</p>", IssueClass.PARKING_PAGE),
        ("<p>Хостинг-акаунт призупинено. Account suspended</p>", IssueClass.PARKING_PAGE),
        ("<title>Рада</title><body><div id=root></div><script src=/main.js></script>", IssueClass.SCRIPT_SHELL),
        ("<noscript>Please enable JavaScript</noscript><div>Завантаження...</div><script></script>", IssueClass.SCRIPT_SHELL),
        ("<title>404</title><h1>Сторінку не знайдено</h1>", IssueClass.GONE),
        ("<title>Just a moment...</title><p>Checking your browser</p>", IssueClass.UNREACHABLE),
    ],
)
def test_what_is_a_page_but_not_the_page(html: str, issue: IssueClass) -> None:
    found = classify(parse(html))
    assert found is not None
    assert found[0] is issue


def test_language_is_told_by_the_text() -> None:
    assert language("Місто Полтава та її побратими є прикладом співпраці") == "uk"
    assert language("Город Полтава и его побратимы это пример сотрудничества") == "ru"
    assert language("Miasto Łuck oraz jego miasta partnerskie są przykładem współpracy") == "pl"
    assert language("Die Stadt und ihre Partnerstädte sind mit dem Verein für den Austausch") == "de"
    assert language("The city and its sister cities signed the agreement in the hall") == "en"
    assert language("12.05") is None


def test_a_selector_that_matches_nothing_is_an_error() -> None:
    assert parse("<div id=x><p>Конін</p></div><p>інше</p>", selector="#x").text == "Конін"
    with pytest.raises(ValueError, match="nothing matches"):
        parse("<p>Конін</p>", selector="#none")


@pytest.mark.parametrize("start", ["2018", "з 2018 року", "Жешув"])
def test_two_elements_side_by_side_are_two_words(start):
    page = parse(f"<ul><li><b>Польща</b><span>{start}</span></li></ul>")
    assert [block.text for block in page.all_blocks] == [f"Польща {start}"]


def test_one_word_in_two_elements_stays_one():
    page = parse("<p><span>Гро</span><span>мада</span> <b>Ж</b>ешув</p>")
    assert [block.text for block in page.all_blocks] == ["Громада Жешув"]
