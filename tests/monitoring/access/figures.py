"""Pages on which figures are delivered, checked and defined."""

from typing import Final

from tests.monitoring.access.rows import Row

ROWS: Final[dict[str, Row]] = {}
