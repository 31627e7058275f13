"""The trajectories of the country: who gets which story, and every row of it."""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from referrals.codes import code_of
from referrals.models import TargetDefinition, Trajectory
from referrals.reasons import Signaller
from referrals.routes.facts import day_of_age
from referrals.routes.rules import RULES
from referrals.routes.templates import TEMPLATES
from referrals.services.country.lives import Cast, Terms, live
from referrals.services.country.rows import (
    DEFINITION,
    LOCATION,
    NULL,
    NURSE,
    Story,
    Told,
    line,
    story_of,
)
from referrals.services.country.towns import ROUTES, Preschool, Town, Workers
from referrals.states import RouteKind
from vve_portal.accounts.models import User
from vve_portal.accounts.roles import Role

# How old the children are, in months: the oldest have been at school for years.
YOUNGEST: Final = 3
OLDEST: Final = 114
PER_MONTH: Final = 50
# The fewer children, the fewer stories: each is at least of so many.
SHARED_BY: Final = 8
# From this age a child may begin in each state, and how often it does.
BEGINNINGS: Final = {"S00": (1, 45), "S10": (11, 35), "S20": (14, 20)}
BEGINS_WITHIN: Final = 28
# Codes look drawn at random and never meet: an odd step through all that there are.
CODES: Final = 32**8
STEP: Final = 0x9E3779B97F

# Mostly the JGZ itself; now and then somebody who is to hear what became of it.
SIGNALLERS: Final = (
    *[Signaller.JGZ] * 20,
    Signaller.PRESCHOOL,
    Signaller.DOCTOR,
    Signaller.LOCAL_TEAM,
)
Say = Callable[[str], None]
STAND_INS: Final = (
    Role.NURSE,
    Role.OUTREACH_WORKER,
    Role.VVE_COORDINATOR,
)


@dataclass(frozen=True, slots=True)
class Child:
    """One trajectory: its number, its town and story, and who are about it."""

    number: int
    town: Town
    story: Story
    neighbourhood_id: int
    workers: Workers
    nurse_id: int
    preschool: Preschool


class Children:
    """All trajectories, each time the same ones in the same order."""

    def __init__(
        self, *, towns: list[Town], stories: dict[str, list[Story]], seed: int
    ) -> None:
        self.towns = towns
        self.stories = stories
        luck = Random(f"{seed} children")  # noqa: S311 - made-up data, no secret
        self._town = array("H", _repeated([town.size for town in towns]))
        # As they come in all over the country, not town after town.
        luck.shuffle(self._town)
        self._lot = array("d", (luck.random() for _ in self._town))
        self._codes_from = luck.randrange(CODES)

    def __len__(self) -> int:
        return len(self._town)

    def __iter__(self) -> Iterator[Child]:
        """Give each child; one number decides all that is drawn for it."""
        for number, (place, lot) in enumerate(zip(self._town, self._lot, strict=True)):
            town = self.towns[place]
            stories = self.stories[town.route]
            story, rest = _pick(lot, len(stories))
            around, rest = _pick(rest, len(town.neighbourhood_ids))
            preschool, rest = _pick(rest, len(town.preschools))
            workers = town.workers[around % len(town.workers)]
            nurse, _ = _pick(rest, len(workers.nurse_ids))
            yield Child(
                number=number,
                town=town,
                story=stories[story],
                neighbourhood_id=town.neighbourhood_ids[around],
                workers=workers,
                nurse_id=workers.nurse_ids[nurse],
                preschool=town.preschools[preschool],
            )

    def trajectories(self, first: int) -> Iterator[str]:
        """Give the rows of the trajectories, numbered from `first`."""
        for child in self:
            story, town = child.story, child.town
            code = code_of((self._codes_from + child.number * STEP) % CODES)
            location = child.preschool.location_id
            own = (
                first + child.number,
                town.partnership_id,
                code,
                child.neighbourhood_id,
                town.version_id,
                child.workers.team_id,
                child.nurse_id,
                location if story.has_wish else None,
                child.nurse_id if story.has_letter else None,
                town.definition_id if story.is_indicated else None,
                location if story.is_at_location else None,
            )
            yield f"{line(own)[:-1]}\t{story.row}\n"

    def events(self, first: int, first_trajectory: int) -> Iterator[str]:
        """Give the rows of what happened, numbered from `first`."""
        number = first
        for child in self:
            trajectory = first_trajectory + child.number
            partnership = child.town.partnership_id
            location = child.preschool.location_id
            for told in child.story.events:
                at = location if told.is_at_location else NULL
                actor = _actor(told, child)
                row = _filled(told, child) if told.has_holes else told.row
                yield f"{number}\t{partnership}\t{trajectory}\t{at}\t{actor}\t{row}\n"
                number += 1

    def groups(self, first: int, first_trajectory: int) -> Iterator[str]:
        """Give the rows of why children were indicated."""
        number = first
        for child in self:
            trajectory = first_trajectory + child.number
            for group in child.story.groups:
                yield line((number, child.town.partnership_id, trajectory, group))
                number += 1

    def reasons(self, first_event: int) -> Iterator[str]:
        """Give the rows of why trajectories ended or came back."""
        number = first_event
        for child in self:
            partnership = child.town.partnership_id
            for told in child.story.events:
                if told.reason:
                    location = child.preschool.location_id
                    at = location if told.is_at_location else None
                    yield line((number, partnership, at, told.reason))
                number += 1


def _repeated(numbers: list[int]) -> Iterator[int]:
    for place, size in enumerate(numbers):
        for _ in range(size):
            yield place


def _pick(lot: float, number: int) -> tuple[int, float]:
    """Return one of `number`, and what of the lot is left to draw the next with."""
    scaled = lot * number
    return int(scaled), scaled - int(scaled)


def _actor(told: Told, child: Child) -> str:
    """Return who did it and for which organisation, as two columns."""
    town = child.town
    if not told.role:
        return f"{NULL}\t{NULL}"
    if told.role == Role.PRESCHOOL_CONTACT:
        return f"{child.preschool.contact_id}\t{child.preschool.holder_id}"
    others = {
        Role.OUTREACH_WORKER: town.outreach_id,
        Role.VVE_COORDINATOR: town.coordinator_id,
    }
    return f"{others.get(Role(told.role), child.nurse_id)}\t{town.provider_id}"


def _filled(told: Told, child: Child) -> str:
    return (
        told.row.replace(str(LOCATION), str(child.preschool.location_id))
        .replace(str(NURSE), str(child.nurse_id))
        .replace(str(DEFINITION), str(child.town.definition_id))
    )


def tell_stories(
    *, trajectories: int, seed: int, until: date, say: Say
) -> dict[str, list[Story]]:
    """Return stories of every route and age, as many as so many children need."""
    months = OLDEST - YOUNGEST + 1
    fewest = 1 + trajectories // (months * len(ROUTES) * SHARED_BY)
    per_month = min(PER_MONTH, fewest)
    found: dict[str, list[Story]] = {}
    for code in ROUTES:
        found[code] = [
            story
            for age in range(YOUNGEST, OLDEST + 1)
            for number in range(per_month)
            if (story := _story(code, age, f"{seed} {code} {age} {number}", until))
        ]
        say(f"{code}: {len(found[code])} verschillende verhalen")
    return found


def _story(code: str, age: int, lot: str, until: date) -> Story | None:
    luck = Random(lot)  # noqa: S311 - made-up data, no secret
    definition = TargetDefinition(pk=DEFINITION, starts_on=date.min)
    route = TEMPLATES[code]
    birth_month = day_of_age(until.replace(day=1), -age)
    possible = {name: one for name, one in BEGINNINGS.items() if one[0] < age}
    often = [weight for _, weight in possible.values()]
    state = luck.choices(list(possible), often)[0]
    first = day_of_age(birth_month, possible[state][0])
    begins_on = first + timedelta(days=luck.randrange(BEGINS_WITHIN))
    trajectory = Trajectory(
        kind=RouteKind.PRESCHOOL,
        birth_month=birth_month,
        start_age_months=definition.start_age_months,
        first_signalled_by=luck.choice(SIGNALLERS),
        referred_by=luck.choice(SIGNALLERS[:-1]),
    )
    changes = live(
        trajectory=trajectory,
        state=state,
        begins_on=begins_on,
        terms=Terms(route, RULES, (definition,), until),
        cast=_stand_ins(),
        luck=luck,
    )
    return story_of(changes) if changes else None


def _stand_ins() -> Cast:
    people = {role: _stand_in(role) for role in STAND_INS}
    return Cast(people, {LOCATION: _stand_in(Role.PRESCHOOL_CONTACT)})


def _stand_in(role: Role) -> User:
    user = User(pk=NURSE, organisation_id=0)
    user.roles = frozenset({role})
    return user
