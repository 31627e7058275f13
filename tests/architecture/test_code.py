"""What no file of the portal may do, read from its syntax."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.apps import apps

from tests.architecture.sources import (
    all_python_files,
    dotted,
    place,
    production_files,
    syntax,
)
from tests.architecture.test_tree import our_apps

# These meet the world and look at the clock; the rest is told what time it is.
MAY_READ_THE_CLOCK: Final = {
    "backends",
    "context",
    "errors",
    "management",
    "middleware",
    "tasks",
    "templatetags",
    "views",
}
CLOCKS: Final = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.time",
    "timezone.localdate",
    "timezone.localtime",
    "timezone.now",
}
MAY_READ_THE_ENVIRONMENT: Final = {
    "vve_portal/environment.py",
    "vve_portal/settings_test.py",
    "vve_portal/wsgi.py",
}
SIGNALS: Final = {"django.db.models.signals", "django.dispatch", "django.core.signals"}
# With code and reason: "noqa: S106 - reason", "type: ignore[arg-type]  # reason".
GIVES_REASON: Final = (
    r"noqa: [A-Z]+\d+(, [A-Z]+\d+)* - \w",
    r"type: ignore\[[a-z-]+(, ?[a-z-]+)*\]  # (- )?\w",
)


def test_only_who_meets_the_world_reads_the_clock() -> None:
    readers = [
        f"{place(file)}:{number}"
        for file in production_files()
        if not MAY_READ_THE_CLOCK & {*file.parts, file.stem}
        for number in readings(syntax(file))
    ]

    assert readers == []


def readings(tree: ast.Module) -> Iterator[int]:
    """Give each line that reads the clock; `localdate(now)` only translates."""
    told = {
        id(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and "local" in dotted(node.func)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in told:
            name = ".".join(dotted(node).split(".")[-2:])
            if name in CLOCKS:
                yield node.lineno


def test_only_settings_read_the_environment() -> None:
    readers = [
        place(file)
        for file in production_files()
        for node in ast.walk(syntax(file))
        if isinstance(node, ast.Attribute)
        and dotted(node) in {"os.environ", "os.getenv", "os.environb"}
    ]

    assert set(readers) <= MAY_READ_THE_ENVIRONMENT


def test_nothing_happens_by_signal() -> None:
    listeners = [
        place(file)
        for file in production_files()
        for name in imported(file)
        if any(name == signal or name.startswith(f"{signal}.") for signal in SIGNALS)
    ]

    assert listeners == []


def imported(file: Path) -> Iterator[str]:
    """Give the full name of everything a file imports."""
    for node in ast.walk(syntax(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_model_has_an_order_of_its_own() -> None:
    ordered = [
        model._meta.label
        for app in apps.get_app_configs()
        if app.name in our_apps()
        for model in app.get_models()
        if model._meta.ordering
    ]

    assert ordered == []


def test_services_take_named_arguments_and_no_request() -> None:
    at_fault = [
        f"{place(file)}:{deed.lineno} {deed.name}"
        for file in production_files()
        if "services" in {file.stem, file.parent.name}
        for deed in syntax(file).body
        if isinstance(deed, ast.FunctionDef) and takes_by_place(deed)
    ]

    assert at_fault == []


def takes_by_place(deed: ast.FunctionDef) -> bool:
    """Return whether a deed of an actor takes anything unnamed, or a request."""
    named = {argument.arg for argument in deed.args.kwonlyargs}
    by_place = {argument.arg for argument in deed.args.args}
    if deed.name.startswith("_") or "actor" not in named | by_place:
        return False
    return bool(by_place) or "request" in named


def test_forms_are_handed_the_rows_they_offer() -> None:
    # A queryset that a form makes itself knows no actor: the leak is in the <select>.
    unscoped = [
        f"{place(file)}:{number}"
        for file in production_files()
        if {"forms", "filters"} & {file.stem, file.parent.name}
        for number in unscoped_rows(syntax(file))
    ]

    assert unscoped == []


def unscoped_rows(tree: ast.Module) -> Iterator[int]:
    """Give each line that takes rows without saying visible to whom."""
    scoped = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or id(node) in scoped:
            continue
        if node.attr == "objects":
            yield node.lineno


@pytest.mark.parametrize("file", all_python_files(), ids=place)
def test_every_exception_gives_its_code_and_reason(file: Path) -> None:
    bare = [
        comment
        for comment in comments(file)
        if re.search(r"#\s*(noqa|type:\s*ignore|pragma|fmt:|nosec|ruff:)", comment)
        and not any(re.search(form, comment) for form in GIVES_REASON)
    ]

    assert bare == []


def comments(file: Path) -> Iterator[str]:
    """Give every comment of a Python file."""
    source = io.StringIO(file.read_text(encoding="utf-8"))
    for token in tokenize.generate_tokens(source.readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def test_no_test_is_skipped() -> None:
    skipped = [
        f"{place(file)}:{node.lineno}"
        for file in all_python_files()
        for node in ast.walk(syntax(file))
        if isinstance(node, ast.Attribute)
        and dotted(node)
        in {
            "pytest.skip",
            "pytest.xfail",
            "pytest.importorskip",
            "pytest.mark.skip",
            "pytest.mark.skipif",
            "pytest.mark.xfail",
        }
    ]

    assert skipped == []
