"""The peers of the bench that read the same: the layouts do not hang on the parser, and the bench measures like with like."""

import pytest

from bench.reading import PAGES, READ

#: One page in eight: every parser reads each of them, which takes time.
PATHS = sorted(PAGES.glob("*.html"))[::8]


@pytest.mark.parametrize("peer", ["bs4", "parsel"])
def test_a_peer_finds_what_ours_finds(peer: str) -> None:
    other = [path.name for path in PATHS if READ[peer](body := path.read_bytes()) != READ["ours"](body)]
    assert not other
