"""The definitions of all indicators, by code. Pure: what is counted, no figures."""

from typing import Final

from agreements.models.vocabulary import IndicatorCode
from monitoring.definitions.care import CARE
from monitoring.definitions.places import PLACES
from monitoring.definitions.quality import QUALITY
from monitoring.definitions.reach import REACH
from monitoring.definitions.vocabulary import (
    COUNT_ONLY,
    UNKNOWN,
    Dimension,
    Indicator,
    Kind,
    Measure,
    Source,
    Unit,
)
from monitoring.definitions.work import WORK

__all__ = (
    "COUNT_ONLY",
    "INDICATORS",
    "UNKNOWN",
    "Dimension",
    "Indicator",
    "Kind",
    "Measure",
    "Source",
    "Unit",
)

INDICATORS: Final[dict[IndicatorCode, Indicator]] = {
    indicator.code: indicator for indicator in (*CARE, *REACH, *PLACES, *WORK, *QUALITY)
}
