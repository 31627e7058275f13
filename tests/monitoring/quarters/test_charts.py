"""Pictures on paper: bars and the words beside them keep level."""

import pytest

from monitoring.documents.charts import LINE, LINE_LENGTH, MOST_LINES, ROW, bars
from tests.architecture.sources import TEMPLATES

pytestmark = pytest.mark.sqlite
SHEET = TEMPLATES / "monitoring" / "documents" / "report.css"


def chart_of(*names: str) -> list[tuple[int, int]]:
    """Return where each bar lies and how many lines its words take."""
    rows = [{"name": name, "text": "8%", "counts": "", "share": "8"} for name in names]
    whole = {"text": "9%", "counts": "", "share": "9"}
    chart = bars({"name": "Bereik", "rows": rows, "whole": whole})
    assert chart is not None
    return [(bar.top, bar.lines) for bar in chart.bars] + [(chart.height, 0)]


def test_bars_of_short_names_lie_a_row_apart() -> None:
    assert chart_of("West", "Oost") == [
        *((0, 1), (ROW, 1), (2 * ROW, 1)),
        (3 * ROW, 0),
    ]


def test_bar_leaves_room_for_words_of_more_lines() -> None:
    long = "x" * LINE_LENGTH

    assert chart_of(long, "Oost") == [
        *((0, 2), (ROW + LINE, 1), (2 * ROW + LINE, 1)),
        (3 * ROW + LINE, 0),
    ]


def test_sheet_has_the_same_height_for_every_number_of_lines() -> None:
    sheet = SHEET.read_text(encoding="utf-8")

    heights = [f".lines-{n} {{ height: {ROW + LINE * (n - 1)}px" for n in range(2, 7)]
    assert MOST_LINES == 6
    assert [one for one in heights if one not in sheet] == []
