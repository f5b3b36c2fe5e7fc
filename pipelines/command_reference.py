"""docs/commands.md: every command with its arguments and options, made from the command line itself.

What does not belong here: what a command does (`pipelines/cli.py`), and how commands are used together (README.md, docs/operations.md).
"""

from collections.abc import Iterator
from typing import Any

import typer

HEAD = """# Commands

Made by `make docs` from the command line itself; `pobratym COMMAND --help` says the same. Exit codes: 0 done, 1 failed, 2 wrong use, 3 held by the gate.
"""


def walk(app: typer.Typer) -> Iterator[tuple[str, Any]]:
    """(words, command) of every command, groups opened: ("db upgrade", <command>)."""

    def opened(prefix: str, group: Any) -> Iterator[tuple[str, Any]]:
        for name, command in sorted(group.commands.items()):
            words = f"{prefix} {name}".strip()
            if hasattr(command, "commands"):
                yield from opened(words, command)
            else:
                yield words, command

    return opened("", typer.main.get_command(app))


def options(command: Any) -> dict[str, Any]:
    """Option string -> parameter, every spelling of it, the help option included."""
    found = {spelling: parameter for parameter in command.params for spelling in (*parameter.opts, *parameter.secondary_opts)}
    return {name: parameter for name, parameter in found.items() if name.startswith("-")} | {"--help": None, "-h": None}


def command_reference(app: typer.Typer) -> str:
    """The page as Markdown; the same app gives the same bytes."""
    parts = [HEAD]
    for words, command in walk(app):
        arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
        shown = " ".join(_metavar(parameter) for parameter in arguments)
        parts.append(f"\n## pobratym {words}{f' {shown}' if shown else ''}\n\n{' '.join((command.help or '').split())}\n")
        rows = [(_metavar(parameter), parameter) for parameter in arguments]
        rows += [
            (", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts)), parameter)
            for parameter in command.params
            if parameter not in arguments
        ]
        if rows:
            parts.append(
                "\n| | default | |\n| --- | --- | --- |\n"
                + "".join(f"| {_cell(name)} | {_default(parameter)} | {_help(parameter)} |\n" for name, parameter in rows)
            )
    return "".join(parts)


def _metavar(parameter: Any) -> str:
    return f"`{parameter.metavar or parameter.name.upper()}`"


def _default(parameter: Any) -> str:
    if parameter.required:
        return "needed"
    return f"`{parameter.default}`" if parameter.default not in (None, "", False) else ""


def _help(parameter: Any) -> str:
    variables = [parameter.envvar] if isinstance(parameter.envvar, str) else list(parameter.envvar or ())
    words = " ".join((getattr(parameter, "help", None) or "").split()).replace("<", "&lt;")
    return _cell(words) + (f" Variable `{'`, `'.join(variables)}`." if variables else "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
