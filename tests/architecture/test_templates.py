"""Every template: compiles, says nothing it should not, and lets a strict CSP stand."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.template.loader import get_template

from tests.architecture.sources import lines, place, template_files

FORBIDDEN: Final = {
    "a comment over several lines, which Django prints": r"\{#(?!.*#\})",
    "text that is not escaped": r"\|\s*safe(seq)?\b|autoescape\s+off",
    "a style in the page": r"<style\b|\sstyle\s*=",
    "a script in the page": r"<script\b(?![^>]*\bsrc=)|javascript:",
    "a handler in the page": r"\son[a-z]+\s*=\s*[\"']",
    "an address of a machine": r"https?://(localhost|127\.0\.0\.1)",
}


def names() -> list[str]:
    """Name every template as Django knows it."""
    return sorted(str(file).split("/templates/")[-1] for file in template_files())


def test_there_are_templates_to_judge() -> None:
    assert "base.html" in names()


@pytest.mark.parametrize("name", names())
def test_template_compiles(name: str) -> None:
    assert get_template(name) is not None


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    found = [
        f"{where}: {line.strip()}"
        for file in template_files()
        if file.suffix in {".html", ".svg"}
        for where, line in lines(file)
        if re.search(FORBIDDEN[what], line)
    ]

    assert found == []


def test_components_name_their_parameters_first() -> None:
    components = [file for file in template_files() if is_component(file)]

    nameless = [
        place(file)
        for file in components
        if not file.read_text(encoding="utf-8").startswith("{#")
    ]

    assert nameless == []


def is_component(file: Path) -> bool:
    """Return whether a template is a piece that pages include."""
    return file.parent.name == "_components"
