"""Addresses in their one form, and folders of saved answers with every mistake that an index can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.errors import BadWeb, Refused
from scrapers.web import AnswerLost, FolderWeb, HostNotThere, Web, canonical_url, open_web

CARD = "https://decentralization.ua/newgromada/4360"


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("http://decentralization.gov.ua/newgromada/4360", CARD),
        ("https://www.decentralization.ua/en/newgromada/4360/", CARD),
        ("https://decentralization.ua/newgromada/4360.amp", CARD),
        ("https://decentralization.ua/newgromada/4360?page=7", CARD),
        ("https://decentralization.ua/newgromada/4360?fbclid=IwAR0&utm_source=fb#partners", CARD),
        ("https://decentralization.ua/newgromada?page=7", "https://decentralization.ua/newgromada?page=7"),
        ("https://decentralization.ua/english", "https://decentralization.ua/english"),
        ("HTTPS://Site.UA:443", "https://site.ua/"),
        ("http://site.ua:8080/a?b=1&utm_medium=x&c=2", "http://site.ua:8080/a?b=1&c=2"),
        ("https://www.vmr.gov.ua/en/twin-cities", "https://www.vmr.gov.ua/en/twin-cities"),
        ("https://громада.укр/міста", "https://xn--80aahf2bln.xn--j1amh/%D0%BC%D1%96%D1%81%D1%82%D0%B0"),
        ("https://site.ua/%d0%bc%d1%96?q=а", "https://site.ua/%D0%BC%D1%96?q=%D0%B0"),
        ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
    ],
)
def test_an_address_has_one_form(printed, canonical):
    assert canonical_url(printed) == canonical


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "/relative",
        "mailto:a@b.c",
        "file:///etc/passwd",
        "http://",
        "https://u:p@site.ua/",
        "http://site.ua:99999/",
        "http://[::1",
        "http://é..b/",
        "https://site.ua/" + "a" * 5000,
    ],
)
def test_what_is_no_address_of_a_page_is_refused(wrong):
    with pytest.raises(Refused) as caught:
        canonical_url(wrong)
    assert ":p@" not in (caught.value.url or "")


@given(st.text(max_size=60))
def test_any_text_is_an_address_in_its_one_form_or_refused(text):
    for address in (text, f"https://site.ua/{text}"):
        try:
            canonical = canonical_url(address)
        except Refused:
            continue
        assert canonical_url(canonical) == canonical


def folder(tmp_path, index: str, **files: bytes):
    """A night folder with an index, and files beside it under `pages/`."""
    night = tmp_path / "web" / "night"
    night.mkdir(parents=True)
    (tmp_path / "web" / "pages").mkdir()
    (night / "index.csv").write_text(index, encoding="utf-8")
    for name, body in files.items():
        (tmp_path / "web" / "pages" / name).write_bytes(body)
    return night


HEAD = "url,status,content_type,file,headers\n"


def body(answer) -> bytes:
    return b"".join(answer.chunks())


def test_a_folder_answers_as_its_index_says(tmp_path):
    index = HEAD + (
        "https://site.ua/a,200,text/html,../pages/a,\n"
        'https://site.ua/b,301,,,"{""Location"": ""/a""}"\n'
        "https://decentralization.ua/newgromada/1,200,text/html,../pages/a,\n"
    )
    web = open_web(str(folder(tmp_path, index, a=b"page")))
    assert not web.live
    assert body(web.answer("https://site.ua/a")) == b"page"
    assert dict(web.answer("https://site.ua/a").headers) == {"content-type": "text/html"}
    assert dict(web.answer("https://site.ua/b").headers) == {"location": "/a"}
    assert web.answer("https://site.ua/other").status == 404
    assert web.answer("https://www.decentralization.ua/en/newgromada/1").status == 200
    with pytest.raises(HostNotThere):
        web.answer("https://elsewhere.ua/")


def test_the_headers_column_may_be_left_out(tmp_path):
    web = FolderWeb(folder(tmp_path, "url,status,content_type,file\nhttps://site.ua/a,404,,\n"))
    assert web.answer("https://site.ua/a").status == 404


def test_a_file_that_was_deleted_makes_its_address_unreachable(tmp_path):
    web = FolderWeb(folder(tmp_path, HEAD + "https://site.ua/a,200,text/html,../pages/a,\n"))
    with pytest.raises(AnswerLost, match="pages/a"):
        body(web.answer("https://site.ua/a"))


@pytest.mark.parametrize("name", ["../../outside", "/etc/passwd", "../pages/../../outside", "../link"])
def test_no_file_outside_the_parent_of_the_folder(tmp_path, name):
    night = folder(tmp_path, HEAD + f"https://site.ua/a,200,text/plain,{name},\n")
    (tmp_path / "outside").write_bytes(b"secret")
    (tmp_path / "web" / "link").symlink_to(tmp_path / "outside")
    with pytest.raises(BadWeb, match="line 2, column file"):
        FolderWeb(night)


@pytest.mark.parametrize(
    ("index", "words"),
    [
        ("url,status,file\n", "line 1"),
        ("url,status,content_type,file,header\n", "line 1"),
        ("url,url,status,content_type,file\n", "line 1"),
        ("", "line 1"),
        (HEAD + "https://site.ua/,abc,text/html,,\n", "line 2, column status"),
        (HEAD + "https://site.ua/,999,text/html,,\n", "line 2, column status"),
        (HEAD + "https://site.ua/,200,text/html,,\nsite.ua,200,text/html,,\n", "line 3, column url"),
        (HEAD + "https://site.ua/,200,text/html,,{broken\n", "line 2, column headers"),
        (HEAD + 'https://site.ua/,200,text/html,,"[1]"\n', "line 2, column headers"),
        (HEAD + 'https://site.ua/,200,text/html,,"{""a"": ""b\\r\\nc: d""}"\n', "line 2, column headers"),
        (HEAD + "https://site.ua/,200\n", "line 2, column content_type"),
        (HEAD + "https://site.ua/,200,text/html,,,more\n", "line 2, column headers"),
        (HEAD + 'https://site.ua/,200,"text\n', "not a CSV file"),
        ("\udcff", "not a CSV file"),
    ],
)
def test_a_malformed_index_is_named_with_line_and_column(tmp_path, index, words):
    night = folder(tmp_path, HEAD)
    (night / "index.csv").write_bytes(index.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadWeb, match=words):
        open_web(str(night))


def test_what_is_no_web_is_said(tmp_path):
    assert open_web("live").live and type(open_web("live")) is Web
    with pytest.raises(BadWeb, match="neither"):
        open_web(str(tmp_path / "none"))
    with pytest.raises(BadWeb, match=r"index\.csv"):
        open_web(str(tmp_path))
    (tmp_path / "page.html").write_text("<html>")
    with pytest.raises(BadWeb, match="not a readable WARC"):
        open_web(str(tmp_path / "page.html"))
