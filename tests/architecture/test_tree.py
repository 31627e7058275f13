"""What stands where: the top level, module names, sizes, and the layers on one page."""

import ast
import tomllib
from typing import Any, Final

import pytest
from django.apps import apps

from tests.architecture.sources import (
    TOP,
    all_python_files,
    packages,
    place,
    production_files,
    syntax,
    template_files,
    tracked_files,
)

AGREED: Final = {
    ".ci",
    ".editorconfig",
    ".env.example",
    ".gitattributes",
    ".gitignore",
    "LICENSE",
    "Makefile",
    "README.md",
    "agreements",
    "bench",
    "docs",
    "manage.py",
    "monitoring",
    "pyproject.toml",
    "referrals",
    "requirements-dev.txt",
    "requirements.txt",
    "static",
    "templates",
    "tests",
    "vve_portal",
}
# Names where nobody looks for what they want.
DRAWERS: Final = {"utils", "helpers", "common", "mixins", "constants", "misc", "tools"}
MOST_LINES: Final = 400


@pytest.fixture(scope="module")
def linter() -> dict[str, Any]:
    """The import contracts of pyproject.toml."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    found: dict[str, Any] = project["tool"]["importlinter"]
    return found


def test_top_level_holds_what_was_agreed() -> None:
    there = {file.relative_to(TOP).parts[0] for file in tracked_files()}

    assert there == AGREED


def test_no_module_is_a_drawer() -> None:
    drawers = [
        place(file)
        for file in production_files()
        if DRAWERS & {file.stem, file.parent.name}
    ]

    assert drawers == []


def test_no_file_is_too_long_to_read() -> None:
    styles = (TOP / "static").rglob("*.css")

    too_long = {
        place(file): length
        for file in [*all_python_files(), *template_files(), *styles]
        # Django writes those, and nobody reads them.
        if file.parent.name != "migrations"
        if (length := len(file.read_text(encoding="utf-8").splitlines())) >= MOST_LINES
    }

    assert too_long == {}


def test_readme_is_read_to_the_end() -> None:
    readme = (TOP / "README.md").read_text(encoding="utf-8").splitlines()

    assert len(readme) <= 120


def test_every_module_says_what_lives_in_it() -> None:
    silent = [
        place(file)
        for file in all_python_files()
        if (tree := syntax(file)).body and ast.get_docstring(tree) is None
    ]

    assert silent == []


def test_every_package_is_under_contract(linter: dict[str, Any]) -> None:
    assert set(linter["root_packages"]) == set(packages())


def test_every_app_has_its_place_in_the_order(linter: dict[str, Any]) -> None:
    layers = linter["contracts"][0]["layers"]
    placed = {name.strip(" ()") for layer in layers for name in layer.split("|")}

    assert our_apps() - placed == set()


def test_every_app_is_layered_inside(linter: dict[str, Any]) -> None:
    assert set(linter["contracts"][1]["containers"]) == our_apps()


def our_apps() -> set[str]:
    """Name the Django apps that are the portal's own."""
    names = {app.name for app in apps.get_app_configs()}
    return {name for name in names if name.split(".")[0] in packages()}
