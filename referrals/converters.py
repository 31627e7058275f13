"""Parts of an address that arrive as what they mean."""

from datetime import date


class MonthConverter:
    """A month such as 2026-11, as its first day."""

    regex = "20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        """Read the month."""
        year, month = value.split("-")
        return date(int(year), int(month), 1)

    def to_url(self, value: date) -> str:
        """Write the month."""
        return f"{value:%Y-%m}"
