"""Decides what each audience sees of a quarter: the one door to this package."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from monitoring.disclosure import companions
from monitoring.disclosure.catalogue import FAMILIES, own_family
from monitoring.disclosure.chain import as_steps, with_steps
from monitoring.disclosure.counted import Counted, count_family
from monitoring.disclosure.families import Family
from monitoring.disclosure.gate import release
from monitoring.disclosure.history import History, shown_to_json
from monitoring.disclosure.knowledge import Common, quarters_touched
from monitoring.disclosure.numbers import TOTAL, Number, Shown
from monitoring.disclosure.outcome import FamilyOutcome, Outcome
from monitoring.disclosure.outside import Outside
from monitoring.disclosure.planning import Book, Settings
from monitoring.disclosure.printing import Printed, finish, print_numbers
from monitoring.disclosure.reducing import ContradictionError
from monitoring.disclosure.revising import editions, revise
from monitoring.disclosure.rule import Limits, Plan, small_numbers
from monitoring.disclosure.tallies import Tables, Tally, read

Progress = Callable[[int, int], None]
Clock = Callable[[], float]
PARTNER: Final = "partner"
COUNCIL: Final = "council"
NOTHING: Final[Mapping[str, Iterable[Any]]] = {}


@dataclass(slots=True)
class Audience:
    """What one audience sees of a quarter.

    `exact` are the sums before rounding, for the next release and never for a reader.
    """

    figures: list[Printed] = field(default_factory=list)
    exact: dict[str, Shown] = field(default_factory=dict)

    def content(self) -> list[dict[str, Any]]:
        """Return the figures as plain values."""
        return [figure.to_json() for figure in self.figures]

    def shown(self) -> list[dict[str, Any]]:
        """Return the exact sums as plain values; History reads them back."""
        return shown_to_json(self.exact)


@dataclass(slots=True)
class Decision:
    """What both audiences see, and how the attacks on it went."""

    partner: Audience
    council: Audience
    outcome: Outcome


def decide(
    *,
    quarter: str,
    tallies: Mapping[str, Iterable[Tally]],
    history: History,
    settings: Settings,
    outside: Mapping[str, Iterable[Outside]] = NOTHING,
    corrected: Mapping[str, Iterable[Tally]] = NOTHING,
    progress: Progress = lambda _done, _total: None,
    clock: Clock = lambda: 0.0,
) -> Decision:
    """Return what may be shown of a quarter, attacked against all that was shown.

    `tallies` are those of the quarter, and of the earlier ones of its year as they were
    released. `corrected` are those of earlier quarters with what became known since.
    `progress` is told how many families are done.

    Raise ValueError when the quarter was shown before or its tallies are missing.
    """
    started = clock()
    given = {one: list(rows) for one, rows in tallies.items()}
    if quarter not in given:
        message = f"the tallies of {quarter} are missing"
        raise ValueError(message)
    tables = {one: with_steps(read(rows)) for one, rows in given.items()}
    late = {one: with_steps(read(rows)) for one, rows in corrected.items()}
    known = {one: list(numbers) for one, numbers in outside.items()}
    decision = Decision(Audience(), Audience(), Outcome(quarter))
    families = [*FAMILIES, *_own_families(settings, tables[quarter])]
    for done, family in enumerate(families, start=1):
        counted = {
            one: count_family(family, found, known.get(one, ()))
            for one, found in tables.items()
        }
        book = Book(family, settings, counted)
        _decide_family(decision, book, quarter, history)
        for one in sorted(late):
            again = count_family(family, late[one], known.get(one, ()))
            _revise_family(decision, book, one, again, history)
        progress(done, len(families))
    _print(decision, given[quarter], tables[quarter], settings)
    decision.outcome.seconds = round(clock() - started, 3)
    return decision


def _own_families(settings: Settings, tables: Tables) -> list[Family]:
    names = {name for name, _ in tables}
    return [
        own_family(code)
        for code, about_children in sorted(settings.own.items())
        if about_children and {f"{code}:T", f"{code}:N"} & names
    ]


def _decide_family(
    decision: Decision, book: Book, quarter: str, history: History
) -> None:
    code, outcome = book.family.code, decision.outcome
    seen = history.partner.get(code, {}), history.council.get(code, {})
    if any(number.quarters == (quarter,) for shown in seen for number in shown):
        message = f"{code} of {quarter} is shown already"
        raise ValueError(message)
    outcome.conflicts += book.counted[quarter].conflicts
    try:
        partner, council, trials = both_audiences(book, quarter, seen)
    except ContradictionError:
        outcome.contradictions.append(code)
        return
    outcome.families += trials
    for audience, shown in ((decision.partner, partner), (decision.council, council)):
        if shown:
            audience.exact[code] = shown
            names = book.counted[quarter].names
            audience.figures += print_numbers(shown, names, book.family.figures)


def _revise_family(
    decision: Decision, book: Book, quarter: str, corrected: Counted, history: History
) -> None:
    """Add what is shown of a correction of an earlier quarter."""
    code, outcome = book.family.code, decision.outcome
    seen = history.partner.get(code, {}), history.council.get(code, {})
    if not any(editions(quarter, shown) for shown in seen):
        return
    try:
        *both, trials = revise(book, quarter, corrected, seen)
    except ContradictionError:
        outcome.contradictions.append(code)
        return
    for audience, name, shown, trial in (
        (decision.partner, PARTNER, both[0], trials[0]),
        (decision.council, COUNCIL, both[1], trials[1]),
    ):
        if trial.wins:
            outcome.families.append(FamilyOutcome.of(code, name, trial))
        if shown:
            audience.exact.setdefault(code, {}).update(shown)
            figures = print_numbers(shown, corrected.names, book.family.figures)
            audience.figures += figures


def both_audiences(
    book: Book, quarter: str, seen: tuple[Shown, Shown]
) -> tuple[Shown, Shown, list[FamilyOutcome]]:
    """Return what partners and council see of a family, and how the attacks went.

    What is large for the council is large for partners, and groups that stay together
    for partners do so for the council: every figure of the council is a sum of theirs,
    so who holds both knows no more than a partner.
    """
    run = _Run(book, book.common(), seen)
    run.release(book.quarter_plan(quarter))
    for plan in book.year_plans(quarter, run.everything()):
        run.release(plan)
    return run.shown[0], run.shown[1], run.outcomes


class _Run:
    """The releases of one family, each on top of the ones before."""

    def __init__(self, book: Book, common: Common, seen: tuple[Shown, Shown]) -> None:
        thresholds = book.settings.thresholds
        self.book, self.common, self.seen = book, common, seen
        self.thresholds = thresholds.partner, thresholds.council
        self.shown: tuple[Shown, Shown] = ({}, {})
        self.outcomes: list[FamilyOutcome] = []

    def everything(self) -> tuple[Shown, Shown]:
        """Return what each audience has been shown up to now."""
        return self.seen[0] | self.shown[0], self.seen[1] | self.shown[1]

    def release(self, plan: Plan) -> None:
        """Release a plan to partners, and then to the council."""
        limits = Limits()
        for place, name in enumerate((PARTNER, COUNCIL)):
            threshold, history = self.thresholds[place], self.everything()[place]
            new, trial = release(
                plan=plan,
                threshold=threshold,
                limits=limits,
                history=history,
                common=self.common,
                small=self._small(plan, threshold, history),
            )
            self.shown[place].update(new)
            if trial.wins:
                code = self.book.family.code
                self.outcomes.append(FamilyOutcome.of(code, name, trial))

    def _small(self, plan: Plan, threshold: int, history: Shown) -> list[Number]:
        """Return the small numbers that this plan could give away."""
        anything = Number((TOTAL,), (), plan.quarters)
        quarters = quarters_touched([anything], history, self.common)
        small = self.book.small(threshold, quarters)
        return list(dict.fromkeys([*small, *small_numbers(plan, threshold)]))


def _print(
    decision: Decision, tallies: list[Tally], tables: Tables, settings: Settings
) -> None:
    free = companions.FREE | {
        code for code, about_children in settings.own.items() if not about_children
    }
    quarter = decision.outcome.quarter
    both = (
        (decision.partner, settings.thresholds.partner, False),
        (decision.council, settings.thresholds.council, True),
    )
    for audience, threshold, public in both:
        guarded = list(as_steps(audience.figures))
        companions.add_free_denominators(guarded, tables, quarter)
        companions.add_values(guarded, tallies, quarter, threshold)
        alone = list(companions.lone_means(guarded, tallies, quarter, threshold))
        along = list(companions.companion_figures(guarded, tables, quarter))
        told = [one for one in guarded if one.indicator not in companions.COMPANIONS]
        printed = [finish(one, public=public, rounded=public) for one in told]
        for one in along if public else ():
            companions.round_denominator(one)
        printed += [finish(one, public=public, rounded=False) for one in along]
        loose = companions.free_figures(tallies, quarter, free)
        printed += [finish(one, public=False, rounded=False) for one in loose]
        audience.figures = printed + alone
