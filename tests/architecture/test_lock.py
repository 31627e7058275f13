"""The lock files agree with pyproject.toml, each other and what is installed."""

import importlib.metadata
import re
import tomllib
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from tests.architecture.sources import TOP

RUN: Final = "requirements.txt"
DEVELOP: Final = "requirements-dev.txt"
PINNED: Final = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def locked(name: str) -> dict[NormalizedName, str]:
    """Return the version of every package in a lock file."""
    text = (TOP / name).read_text(encoding="utf-8")
    return {canonicalize_name(found[0]): found[1] for found in PINNED.findall(text)}


def asked(group: str) -> list[Requirement]:
    """Return what pyproject.toml asks for, to run or to develop."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    found = project["dependencies"] if group == RUN else optional["dev"]
    return [Requirement(text) for text in found]


@pytest.mark.parametrize("group", [RUN, DEVELOP])
def test_everything_asked_for_is_locked_at_an_allowed_version(group: str) -> None:
    versions = locked(group)

    wrong = [
        str(wanted)
        for wanted in asked(group)
        if versions.get(canonicalize_name(wanted.name), "0") not in wanted.specifier
    ]

    assert wrong == []


def test_developers_have_the_versions_that_run() -> None:
    run, develop = locked(RUN), locked(DEVELOP)

    assert {name: develop.get(name) for name in run} == run


@pytest.mark.parametrize("name", [RUN, DEVELOP])
def test_every_package_is_held_to_its_hashes(name: str) -> None:
    blocks = (TOP / name).read_text(encoding="utf-8").split("\n    # via")

    unhashed = [
        block for block in blocks if "==" in block and "--hash=sha256:" not in block
    ]

    assert unhashed == []


@pytest.mark.parametrize("name", [RUN, DEVELOP])
def test_lock_names_no_index(name: str) -> None:
    assert (
        re.findall(r"--\S*(?:index|links)\S*|https?://\S+", (TOP / name).read_text())
        == []
    )


def test_what_is_installed_is_what_is_locked() -> None:
    installed = {
        canonicalize_name(package.name): package.version
        for package in importlib.metadata.distributions()
    }

    others = {
        name: installed.get(name)
        for name, version in locked(DEVELOP).items()
        if installed.get(name) != version
    }

    assert others == {}


def test_every_dependency_says_what_it_is_for() -> None:
    text = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    lists = text[: text.index("[tool.")]

    silent = re.findall(r'^  "[^"]+",\s*(?!# \w)$', lists, re.MULTILINE)

    assert silent == []
