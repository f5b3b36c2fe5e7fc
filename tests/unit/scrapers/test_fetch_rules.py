"""The fetcher's rules that need no server: which addresses are public, what a User-Agent says, how content codings are undone."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.errors import BadEncoding, Unreachable
from scrapers.fetch import _Inflate, _retry_after, is_public, user_agent


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2002:a00:1::",
        "64:ff9b::a00:1", "64:ff9b:1::1", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


def test_the_user_agent_names_us_and_a_contact():
    assert user_agent("https://example.org").startswith("Pobratym/")
    assert user_agent("team@example.org").endswith(" (+team@example.org)")
    for wrong in ("", "two words", "a\r\nX-Injected: 1", "пошта@example.org"):
        with pytest.raises(ValueError, match="contact"):
            user_agent(wrong)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        ("-1", None),
        ("soon", None),
        ("1e9", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("9" * 30, None),
    ],
)
def test_retry_after(value, seconds):
    assert _retry_after(value) == seconds


def undo(coding: str, packed: bytes, *, piece: int, most: int = 1 << 20) -> bytes:
    inflate = _Inflate(coding)
    body = b"".join(inflate.feed(packed[at : at + piece], most) for at in range(0, len(packed), piece))
    inflate.finish()
    return body


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@given(st.binary(max_size=400), st.integers(1, 50))
def test_codings_are_undone_whatever_the_pieces(body, piece):
    assert undo("gzip", gzip.compress(body), piece=piece) == body
    assert undo("x-gzip", gzip.compress(body) + gzip.compress(body) + b"\0\0", piece=piece) == body * 2
    assert undo("deflate", zlib.compress(body), piece=piece) == body
    assert undo("", body, piece=piece) == body


def test_deflate_without_its_frame_is_understood():
    assert undo("deflate", raw_deflate(b"page " * 100), piece=1) == b"page " * 100


@given(st.binary(min_size=1, max_size=200))
def test_bytes_that_are_no_gzip_are_never_a_page(body):
    with pytest.raises((BadEncoding, Unreachable)):
        undo("gzip", body, piece=7)


def test_a_piece_never_gives_more_than_asked():
    inflate = _Inflate("gzip")
    assert len(inflate.feed(gzip.compress(bytes(10_000_000)), 1000)) == 1000
