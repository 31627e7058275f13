"""What a report over a year has more: its quarters beside each other, and the sum."""

from monitoring.content.figures import KEY_FIGURES
from monitoring.content.plus import plus_inzet
from monitoring.content.told import Data, Told, written
from monitoring.definitions import INDICATORS
from monitoring.queries.trends import history


def yearly(told: Told) -> Data:
    """Return the key figures per quarter of the year, and plus-inzet of all of it."""
    return {
        "plus": plus_inzet(told, whole_year=True),
        "quarters": [one.quarter.name for one in told.year],
        "year_figures": [
            {
                "name": INDICATORS[code].name,
                "norm": told.norms.get(code, ""),
                "quarters": [written(shown) for _, shown in history(told.year, code)],
                "whole": _whole(told, code),
            }
            for code in KEY_FIGURES
            if told.released.origin(code)
        ],
    }


def _whole(told: Told, code: str) -> str:
    """Write the figure over the year; a stock has none."""
    shown = told.released.year_figure(code)
    if shown is None or shown.is_hidden:
        return ""
    return f"{shown.text} ({shown.counts})" if shown.counts else shown.text
