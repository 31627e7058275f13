"""What the architecture tests read: the project's own files, as text and as syntax."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).resolve().parent.parent.parent
TEMPLATES: Final = TOP / "templates"
# Made by Django; not ours to arrange.
GENERATED: Final = "migrations"


def packages() -> list[str]:
    """Name the packages at the top that make the portal."""
    found = {file.parent.name for file in TOP.glob("*/__init__.py")}
    return sorted(found - {"bench", "tests"})


def production_files() -> list[Path]:
    """Return every Python file of the portal, but for migrations."""
    found = [file for name in packages() for file in (TOP / name).rglob("*.py")]
    return sorted(file for file in found if GENERATED not in file.parts)


def all_python_files() -> list[Path]:
    """Return every Python file of the project, tests, bench and scripts included."""
    scripts = [*TOP.glob("*.py"), *(TOP / ".ci").glob("*.py")]
    scripts += (TOP / "bench").glob("*.py")
    tests = (TOP / "tests").rglob("*.py")
    return sorted([*production_files(), *tests, *scripts])


def template_files() -> list[Path]:
    """Return every template of the portal."""
    inside = [
        file
        for name in packages()
        for file in (TOP / name).rglob("templates/**/*.*")
        if file.suffix not in {".py", ".pyc"}
    ]
    at_the_top = [file for file in TEMPLATES.rglob("*.*") if file.is_file()]
    return sorted(at_the_top + inside)


def tracked_files() -> list[Path]:
    """Return every file that is in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git there is
        cwd=TOP,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return [TOP / name for name in names if name and (TOP / name).exists()]


def syntax(file: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def lines(file: Path) -> Iterator[tuple[str, str]]:
    """Give each line of a file with the place to find it."""
    text = file.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        yield f"{place(file)}:{number}", line


def place(file: Path) -> str:
    """Return a file's name as seen from the top."""
    return str(file.relative_to(TOP))


def dotted(node: ast.expr) -> str:
    """Return a name with its dots, or nothing when the expression is no such name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""
