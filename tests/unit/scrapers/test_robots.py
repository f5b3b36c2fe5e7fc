"""robots.txt: what its words and its absence mean, and that it is asked for once."""

import asyncio

import pytest

from scrapers.errors import Refused, Unavailable, Unreachable
from scrapers.robots import Robots


def robots(status: int = 200, body: str = "", error: Exception | None = None) -> tuple[Robots, list[str]]:
    asked: list[str] = []

    async def fetch(url: str) -> tuple[int, bytes]:
        asked.append(url)
        await asyncio.sleep(0)
        if error is not None:
            raise error
        return status, body.encode()

    return Robots(fetch), asked


def rules(reader: Robots, url: str = "https://site.ua/page"):
    return asyncio.run(reader.of(url))


RULES = "User-agent: *\nDisallow: /closed\nAllow: /closed/open\nDisallow: /*?print=\nCrawl-delay: 3\n"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/", True), ("/closed/a", False), ("/closed/open/a", True), ("/a?print=1", False), ("/громада", True)],
)
def test_rules_are_kept(path, allowed):
    found = rules(robots(body=RULES)[0])
    if allowed:
        found.check(f"https://site.ua{path}")
    else:
        with pytest.raises(Refused):
            found.check(f"https://site.ua{path}")


@pytest.mark.parametrize(
    ("body", "delay"),
    [(RULES, 3.0), ("", 0.0), ("User-agent: *\nRequest-rate: 1/5\n", 5.0), ("User-agent: *\nCrawl-delay: -1\n", 0.0),
     ("User-agent: *\nCrawl-delay: soon\n", 0.0), ("User-agent: other\nCrawl-delay: 9\n", 0.0)],
)  # fmt: skip
def test_the_delay_that_a_host_asks_for(body, delay):
    assert rules(robots(body=body)[0]).delay == delay


def test_no_file_is_no_rule_and_no_answer_is_no_permission():
    rules(robots(status=404)[0]).check("https://site.ua/")
    rules(robots(status=401)[0]).check("https://site.ua/")
    with pytest.raises(Unreachable, match="status 503"):
        rules(robots(error=Unavailable("status 503"))[0]).check("https://site.ua/")
    with pytest.raises(Refused, match="not a public address"):
        rules(robots(error=Refused("10.0.0.1 is not a public address"))[0]).check("https://site.ua/")


def test_one_file_a_host_however_many_ask():
    reader, asked = robots(body=RULES)

    async def many() -> None:
        await asyncio.gather(*(reader.of(f"https://site.ua/{number}?q") for number in range(9)), reader.of("http://site.ua/"))

    asyncio.run(many())
    assert sorted(asked) == ["http://site.ua/robots.txt", "https://site.ua/robots.txt"]


def test_a_file_of_nonsense_is_read_in_no_time():
    reader, _ = robots(body="User-agent: *\n" + "Disallow: /" + "*a" * 50_000 + "\n" + "\0\ufffd:::\n" * 20_000)
    rules(reader).check("https://site.ua/" + "a" * 1500)
