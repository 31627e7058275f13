"""Nothing in the repository depends on, or tells about, the machine it was made on."""

import re
from typing import Final

from tests.architecture.sources import lines, place, tracked_files

OF_A_MACHINE: Final = re.compile(
    r"(?<![\w.])/(?:home|root|Users|work|tmp|opt)/\w"
    r"|https?://[\w.-]*(?:pypi|pythonhosted|npmjs|debian)[\w.-]*"
)
# The patterns above stand in this file.
ITSELF: Final = "tests/architecture/test_words.py"


def test_no_file_names_a_folder_of_a_machine_or_a_registry() -> None:
    found = [
        f"{where}: {line.strip()[:100]}"
        for file in tracked_files()
        if place(file) != ITSELF and is_text(file.read_bytes())
        for where, line in lines(file)
        if OF_A_MACHINE.search(line)
    ]

    assert found == []


def is_text(content: bytes) -> bool:
    """Return whether a file is text."""
    return b"\0" not in content[:8000]
