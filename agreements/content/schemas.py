"""The schemas that say what stands in the files inside an agreement's PDF."""

from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent.parent / "data"


def find_schema(name: str) -> bytes | None:
    """Return the JSON Schema of a format; None for one from before there were any."""
    file = _FOLDER / f"{name}.schema.json"
    return file.read_bytes() if file.is_file() else None
