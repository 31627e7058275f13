"""What a judge says of a file."""

from dataclasses import dataclass

from vve_portal.documents.models import Judgement

Judge = Judgement.Judge
Outcome = Judgement.Outcome


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one judge says of one file, the gravest first."""

    judge: Judge
    version: str
    outcome: Outcome
    findings: tuple[str, ...] = ()

    @property
    def is_failure(self) -> bool:
        return self.outcome == Outcome.FAILED


def absent(judge: Judge) -> Opinion:
    """A judge that is not installed says nothing."""
    return Opinion(judge, "", Outcome.ABSENT)


def opinion(
    judge: Judge, version: str, *, wrong: list[str], notes: list[str] | None = None
) -> Opinion:
    """What is wrong comes first; what is only worth knowing fails no file."""
    outcome = Outcome.FAILED if wrong else Outcome.PASSED
    return Opinion(judge, version, outcome, (*wrong, *(notes or ())))
