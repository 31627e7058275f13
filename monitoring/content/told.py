"""All that a report is made of, loaded once: releases, words, meetings, stories."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from agreements.content.articles import norm_in_words
from agreements.models import Clause
from monitoring.models import Quarter, Release
from monitoring.queries.proposals import measure_of_norm
from monitoring.queries.released import Released, find_releases
from monitoring.queries.settling import clauses_in_force
from monitoring.queries.shown import Shown

Audience = Release.Audience
Data = dict[str, Any]
# This quarter and the four before it: the same quarter a year ago is in it.
TREND: Final = 5
NOT_COUNTED: Final = "niet geteld"


@dataclass(frozen=True)
class Told:
    """A quarter as an audience may read it, with the quarters before it."""

    quarter: Quarter
    audience: Audience
    # Of the audience, the oldest first; the last one is of this quarter.
    releases: Sequence[Released]

    @property
    def released(self) -> Released:
        """The release of the quarter itself."""
        return self.releases[-1]

    @property
    def year(self) -> list[Released]:
        """The releases of the quarters of the same year."""
        return [one for one in self.releases if one.quarter.year == self.quarter.year]

    @cached_property
    def clauses(self) -> list[Clause]:
        """What the parties agreed on, in order."""
        return clauses_in_force(self.quarter)

    @cached_property
    def norms(self) -> dict[str, str]:
        """The norm of each indicator that has one, in words; the first clause's."""
        found: dict[str, str] = {}
        for clause in reversed(self.clauses):
            version = clause.current
            if version is not None and version.norm_value is not None:
                found[version.indicator_code] = norm_in_words(version)
        return found

    def figure(self, code: str, measure: str = "") -> Data:
        """Return a figure as text, with what it is out of."""
        return written(self.released.figure(code, measure))

    def normed_figure(self, code: str) -> Data:
        """Return the number of an indicator that its norm is about."""
        return self.figure(code, measure_of_norm(code))


def load(quarter: Quarter, audience: Audience) -> Told:
    """Load what an audience may read of a quarter and of the four before it.

    Raises LookupError when there is no release for this audience.
    """
    place = quarter.year * 4 + quarter.number
    rows = Quarter.objects.filter(
        partnership=quarter.partnership_id,
        provisional_at__isnull=False,
        year__gte=quarter.year - 1,
    )
    quarters = [
        one
        for one in rows.order_by("year", "number")
        if place - TREND < one.year * 4 + one.number <= place
    ]
    releases = find_releases(quarters, audience)
    if quarter.pk not in releases:
        message = f"Quarter {quarter.pk} has no release for {audience}."
        raise LookupError(message)
    found = [releases[one.pk] for one in quarters if one.pk in releases]
    return Told(quarter, audience, found)


def written(shown: Shown | None) -> Data:
    """Write a figure as content keeps it: texts, and no number that is not shown."""
    if shown is None:
        return {"text": NOT_COUNTED, "counts": "", "share": "", "is_shown": False}
    return {
        "text": shown.text,
        "counts": shown.counts,
        "share": "" if shown.percentage is None else f"{shown.percentage:.1f}",
        "is_shown": not shown.is_hidden,
    }
