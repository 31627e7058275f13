"""Each clause of a quarter as one line: figure, norm, trend, words and status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from agreements.models import Clause, ClauseVersion
from agreements.models.vocabulary import Operator, Progress
from agreements.queries import version_of
from monitoring.definitions import INDICATORS
from monitoring.models import ClauseStatus
from monitoring.queries.proposals import (
    measure_of_norm,
    printed_value,
    proposal_for,
)
from monitoring.queries.released import Released
from monitoring.queries.shown import Shown
from monitoring.queries.trends import history
from vve_portal.ui.charts import Spark, spark
from vve_portal.ui.numbers import decimal_number
from vve_portal.ui.tones import tone_of

NOT_RELEASED: Final = "nog niet vrijgegeven"
NOT_MEASURED: Final = "niet geteld"
# The worst first: what asks most is said of the whole.
SEVERITY: Final = (Progress.MISSED, Progress.ATTENTION, Progress.ON_COURSE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands on a page, with its last quarters as a line."""

    code: str
    name: str
    text: str
    counts: str
    is_shown: bool
    is_revised: bool
    spark: Spark | None
    trend: str


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause in a quarter."""

    clause: Clause
    title: str
    figure: Figure | None
    norm: str
    status: ClauseStatus | None
    proposed: str

    @property
    def state(self) -> str:
        """The status people set, or else what the figure suggests."""
        return self.status.status if self.status else self.proposed

    @property
    def proposed_label(self) -> str:
        """What the figure suggests, in words; empty when it suggests nothing."""
        return str(Progress(self.proposed).label) if self.proposed else ""

    @property
    def tone(self) -> str:
        """The colour of the status that people set; a proposal has none."""
        return tone_of(self.status.status) if self.status else ""

    @property
    def label(self) -> str:
        """The status in words."""
        if self.status:
            return str(self.status.get_status_display())
        return f"Voorstel: {self.proposed_label}" if self.proposed else ""


def lines_of(
    clauses: Sequence[Clause],
    releases: Sequence[Released],
    statuses: Mapping[int, ClauseStatus],
    *,
    quarter_pk: int,
) -> list[ClauseLine]:
    """Return a line per clause; `releases` are of the last quarters, oldest first."""
    current = next((one for one in releases if one.quarter.pk == quarter_pk), None)
    return [
        ClauseLine(
            clause=clause,
            title=version_of(clause).title,
            figure=_figure_of(version_of(clause), current, releases),
            norm=norm_in_words(version_of(clause)),
            status=statuses.get(clause.pk),
            proposed=proposal_for(clause, current),
        )
        for clause in clauses
    ]


def _figure_of(
    version: ClauseVersion, current: Released | None, releases: Sequence[Released]
) -> Figure | None:
    if not version.indicator_code:
        return None
    measure = measure_of_norm(version.indicator_code)
    norm = None if version.norm_value is None else float(version.norm_value)
    return figure_of(version.indicator_code, measure, current, releases, norm=norm)


def figure_of(
    code: str,
    measure: str,
    current: Released | None,
    releases: Sequence[Released],
    *,
    norm: float | None = None,
) -> Figure:
    """Return a number of an indicator in a quarter, and over the quarters before."""
    shown = current.figure(code, measure) if current else None
    past = [one for _, one in history(releases, code, measure)]
    values = [printed_value(one) for one in past]
    return Figure(
        code=code,
        name=name_of(code, measure),
        text=text_of(shown, is_released=current is not None),
        counts=shown.counts if shown and not shown.is_hidden else "",
        is_shown=shown is not None and not shown.is_hidden,
        is_revised=any(one is not None and one.is_revised for one in past),
        spark=spark([None if one is None else float(one) for one in values], norm),
        trend=trend_in_words(past),
    )


def text_of(shown: Shown | None, *, is_released: bool) -> str:
    """Write a figure, or why there is none."""
    if shown is not None:
        return shown.text
    return NOT_MEASURED if is_released else NOT_RELEASED


def trend_in_words(past: Sequence[Shown | None]) -> str:
    """Write the figures of the last quarters, for who does not see the line."""
    if sum(one is not None and not one.is_hidden for one in past) <= 1:
        return "geen trend om te tonen"
    texts = ", ".join(text_of(one, is_released=True) for one in past)
    return f"Per kwartaal: {texts}"


def name_of(code: str, measure: str = "") -> str:
    """Return what a number of an indicator is called."""
    for known, indicator in INDICATORS.items():
        if known == code:
            names = {one.key: one.name for one in indicator.all_measures}
            extra = names.get(measure, "") if measure else ""
            name = indicator.name
            return f"{name}, {extra[:1].lower()}{extra[1:]}" if extra else name
    return code


def norm_in_words(version: ClauseVersion) -> str:
    """Write the norm of a clause: "ten minste 90%"; empty without one."""
    if version.norm_value is None:
        return ""
    words = Operator(version.norm_operator).label
    value = decimal_number(version.norm_value)
    if version.norm_unit in {"%", "procent"}:
        return f"{words} {value}%"
    return f"{words} {value} {version.norm_unit}".strip()


def worst_of(lines: Sequence[ClauseLine]) -> str:
    """Return what the lines of an area suggest for it: the state that asks most."""
    states = {line.state for line in lines}
    return next((state.value for state in SEVERITY if state in states), "")
