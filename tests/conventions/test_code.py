"""How our code is written, where that can be tested: module docstrings, no left-overs, no swallowed errors, layers."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.tables import PUBLISHED

ROOT = Path(__file__).parents[2]
PACKAGES = ("schemas", "scrapers", "registry", "pipelines", "migrations", "bench", "tests")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path.stat().st_size)
#: Written in two halves, so that this file does not find itself.
LEFT_OVERS = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
EVERYTHING = ("Exception", "BaseException")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_all_packages_are_looked_at():
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == {
        package for package in PACKAGES if (ROOT / package).is_dir()
    }


def test_every_module_says_what_belongs_in_it():
    silent = [
        name_of(path) for path in MODULES if len(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "") < 15
    ]
    assert silent == []


def test_nothing_is_left_over():
    text = {".py", ".yaml", ".toml", ".j2", ".md", ".css", ".js", ".sql"}
    files = [
        path
        for package in (*PACKAGES, "docs")
        for path in (ROOT / package).rglob("*")
        if path.suffix in text and path.is_file()
    ]
    files += [path for path in ROOT.iterdir() if path.is_file() and (path.suffix in text or path.name == "Makefile")]
    assert {name_of(path): found[0] for path in files if (found := LEFT_OVERS.search(path.read_text(encoding="utf-8")))} == {}


def swallowed(tree: ast.AST) -> list[int]:
    """Lines of handlers that take every error and do nothing with it, and of bare ones."""
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    idle = (ast.Pass, ast.Continue)
    return [
        node.lineno
        for node in handlers
        if node.type is None
        or (
            isinstance(node.type, ast.Name) and node.type.id in EVERYTHING and all(isinstance(line, idle) for line in node.body)
        )
    ]


def test_no_error_is_swallowed():
    assert {name_of(path): found for path in MODULES if (found := swallowed(ast.parse(path.read_text(encoding="utf-8"))))} == {}
    assert swallowed(ast.parse("try:\n    f()\nexcept Exception:\n    pass")) == [3]


def test_no_test_is_skipped_without_a_reason():
    """A skip is for what is not at hand, and says what."""
    bare = re.compile(r"mark\.skip\b|mark\.xfail\b|pytest\.skip\(\s*\)|mark\.skipif\((?![^\n]*reason=)")
    assert [
        name_of(path)
        for path in MODULES
        if path != Path(__file__) and bare.search(path.read_text(encoding="utf-8").replace("\n    ", " "))
    ] == []


def test_every_published_table_is_in_the_data_dictionary():
    page = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert PUBLISHED
    for table in PUBLISHED:
        section = page.split(f"\n### {table.name}\n", 1)
        assert len(section) == 2, f"{table.name} is not in docs/data-dictionary.md: run make docs"
        assert all(f"`{name}`" in section[1] for name in table.names)


def test_the_layers_are_kept():
    """The import contracts of pyproject.toml, as `make test` runs them."""
    program = Path(sys.executable).with_name("lint-imports")
    if not program.exists():
        pytest.fail("import-linter is not installed: it is part of the extra `test`")
    result = subprocess.run([str(program), "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr
