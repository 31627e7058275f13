"""Settings: all of them in .env.example, and safe unless somebody says otherwise."""

import ast
import re
from typing import Final

from tests.architecture.sources import TOP, dotted, syntax

EXAMPLE: Final = TOP / ".env.example"
ENTRY: Final = re.compile(r"^#? ?([A-Z][A-Z0-9_]*)=")


def settings_read() -> set[str]:
    """Name every variable that the settings ask the environment for."""
    return {
        str(node.args[0].value)
        for node in ast.walk(syntax(TOP / "vve_portal" / "settings.py"))
        if isinstance(node, ast.Call)
        and dotted(node.func).startswith("environment.")
        and isinstance(node.args[0], ast.Constant)
    }


def test_example_lists_every_setting_that_is_read() -> None:
    entries = [
        match[1]
        for line in EXAMPLE.read_text(encoding="utf-8").splitlines()
        if (match := ENTRY.match(line))
    ]

    assert sorted(entries) == sorted(settings_read())


def test_example_says_of_every_setting_what_it_is_for() -> None:
    above = ""
    silent = []
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if ENTRY.match(line) and not above.startswith("# "):
            silent.append(line)
        above = line

    assert silent == []
