"""How the attacks went, as plain data to keep with a release. For the JGZ only."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from monitoring.disclosure.gate import Trial


@dataclass(frozen=True, slots=True)
class FamilyOutcome:
    """How it went for one family and one audience.

    `wins` are the small numbers found out per round; the last round finds none.
    `merged` are the groups kept together because of it, with their breakdown.
    """

    family: str
    audience: str
    judged: int = 0
    wins: tuple[int, ...] = ()
    merged: tuple[tuple[str, tuple[str, ...]], ...] = ()
    offers_left: int = 0
    known_before: int = 0

    @classmethod
    def of(cls, family: str, audience: str, trial: Trial) -> "FamilyOutcome":
        """Return how a trial went."""
        return cls(
            family,
            audience,
            trial.judged,
            tuple(trial.wins),
            tuple((dimension, tuple(sorted(node))) for dimension, node in trial.merged),
            trial.offers_left,
            trial.lost,
        )


@dataclass(slots=True)
class Outcome:
    """How it went altogether; `seconds` by the clock of the caller.

    `conflicts` names figures that were left out as they contradict each other, and
    `contradictions` families that show nothing since what was shown cannot be true.
    """

    quarter: str
    families: list[FamilyOutcome] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def judged(self) -> int:
        """How many small numbers were attacked."""
        return sum(one.judged for one in self.families)

    @property
    def wins(self) -> int:
        """How many of them were found out before groups were taken together."""
        return sum(sum(one.wins) for one in self.families)

    @property
    def survives(self) -> bool:
        """Whether what is shown now was attacked without success."""
        return all(one.wins[-1] == 0 for one in self.families if one.wins)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            **asdict(self),
            "judged": self.judged,
            "wins": self.wins,
            "survives": self.survives,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Outcome":
        """Return the outcome that `to_json` wrote; raise KeyError otherwise."""
        return cls(
            content["quarter"],
            [_family_from_json(one) for one in content["families"]],
            list(content["conflicts"]),
            list(content["contradictions"]),
            content["seconds"],
        )


def _family_from_json(content: Mapping[str, Any]) -> FamilyOutcome:
    merged: Iterable[tuple[str, list[str]]] = content["merged"]
    return FamilyOutcome(
        **{
            **content,
            "wins": tuple(content["wins"]),
            "merged": tuple((name, tuple(node)) for name, node in merged),
        }
    )
