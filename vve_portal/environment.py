"""Reads the environment for settings; nothing else in the project looks at it."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

ADVICE = "Zie .env.example voor de betekenis."


def text(name: str, default: str | None = None) -> str:
    """Return the value of `name`; raise when it has none and there is no default."""
    value = os.environ.get(name, "") or default
    if value is None:
        message = f"De omgevingsvariabele {name} ontbreekt. {ADVICE}"
        raise ImproperlyConfigured(message)
    return value


def flag(name: str) -> bool:
    """Return whether `name` is 1; only 0, 1 and absent are understood."""
    value = os.environ.get(name, "") or "0"
    if value not in {"0", "1"}:
        message = f"De omgevingsvariabele {name} is {value!r}; vul 0 of 1 in. {ADVICE}"
        raise ImproperlyConfigured(message)
    return value == "1"


def number(name: str, default: int) -> int:
    """Return the whole number in `name`."""
    value = os.environ.get(name, "") or str(default)
    if not value.isdecimal():
        message = (
            f"De omgevingsvariabele {name} is {value!r}; vul een getal in. {ADVICE}"
        )
        raise ImproperlyConfigured(message)
    return int(value)


def words(name: str) -> list[str]:
    """Return the comma-separated values in `name`, without blanks."""
    return [word.strip() for word in text(name, "").split(",") if word.strip()]


def path(name: str, default: Path) -> Path:
    """Return the file or folder named in `name`."""
    return Path(text(name, str(default)))


def find_path(name: str) -> Path | None:
    """Return the file named in `name`, or None when it names none."""
    value = text(name, "")
    return Path(value) if value else None
