"""The command line is documented: every command and option stands in docs/commands.md, and every command that a page names exists."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.command_reference import command_reference, options, walk

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "samples/README.md", "bench/README.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
COMMANDS = dict(walk(app))
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
#: Commands and options that a page names on purpose though they are no longer, or not yet, there.
_INLINE = re.compile(r"`((?:pobratym|make) [^`\n]+)`")
_BLOCK = re.compile(r"^```[a-z]*\n(.*?)^```", re.M | re.S)


@pytest.mark.parametrize("words", COMMANDS)
def test_help_works_and_every_part_is_explained(words):
    result = CliRunner().invoke(app, [*words.split(), "--help"])
    assert result.exit_code == 0, result.output
    assert COMMANDS[words].help, f"{words} does not say what it does"
    unexplained = [
        parameter.name for parameter in COMMANDS[words].params if not (getattr(parameter, "help", None) or parameter.metavar)
    ]
    assert not unexplained, f"{words}: {unexplained} without words"


def test_every_command_and_option_is_documented():
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert page == command_reference(app), "docs/commands.md is not up to date: run make docs"
    for words, command in COMMANDS.items():
        section = page.split(f"\n## pobratym {words}", 1)[1].split("\n## ", 1)[0]
        assert all(f"`{name}`" in section for name in options(command) if name not in ("--help", "-h"))


def test_generated_pages_are_up_to_date():
    result = CliRunner().invoke(app, ["docs", "--check"])
    assert result.exit_code == 0, result.output


def named(text: str) -> list[str]:
    """The lines of code blocks and the code spans of a page that call pobratym or make."""
    lines = [
        line.strip().removeprefix("$ ") for block in _BLOCK.findall(text) for line in block.replace("\\\n", " ").splitlines()
    ]
    calls = [line for line in lines if re.match(r"(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?(?:pobratym|make)\b", line)]
    return calls + _INLINE.findall(_BLOCK.sub("", text))


def unknown(call: str) -> str | None:
    """What of a call does not exist, None when all of it does; `merge|split` stands for two calls."""
    either = re.search(r"(?<=\s)[a-z]+(?:\|[a-z]+)+(?=\s|$)", call)
    if either:
        calls = [call.replace(either[0], word) for word in either[0].split("|")]
        return next((wrong for one in calls if (wrong := unknown(one))), None)
    words = [word for word in shlex.split(call, comments=True) if not re.match(r"[A-Z_]+=", word)]
    if words[0] == "make":
        return next((word for word in words[1:] if word not in TARGETS), None)
    rest = words[1:]
    name = next((" ".join(rest[:length]) for length in (2, 1) if " ".join(rest[:length]) in COMMANDS), None)
    if name is None:
        group = rest and any(command.split()[0] == rest[0] for command in COMMANDS if " " in command)
        return (
            None
            if not rest or rest[0].startswith("-") or rest[0].isupper() or (group and len(rest) == 1)
            else " ".join(rest[:2])
        )
    known = options(COMMANDS[name])
    return next((word for word in rest if word.startswith("-") and word.partition("=")[0] not in known), None)


@pytest.mark.parametrize("page", [page for page in PAGES if page.is_file()], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_a_page_names_exists(page):
    assert {call: unknown(call) for call in named(page.read_text(encoding="utf-8")) if unknown(call)} == {}


def test_calls_are_found_and_judged():
    text = "Run `make nothing`.\n```sh\nexport A=1\n$ pobratym nightly --wen x  # words\nA=1 pobratym db upgrade\npobratym compare 1 2 \\\n  --json\n```\n"
    assert [unknown(call) for call in named(text)] == ["--wen", None, None, "nothing"]
    assert unknown("pobratym db upgrade|hash") is None and unknown("pobratym db hash|sing") == "db sing"
    assert unknown("pobratym frobnicate") == "frobnicate" and unknown("pobratym COMMAND --help") is None


@pytest.mark.parametrize("page", [page for page in PAGES if page.is_file()], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_inside_the_project_leads_to_a_file(page):
    targets = re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
