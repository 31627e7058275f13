"""Quarters as far as a test needs them, with all that a report tells."""

from typing import Any, Final

from agreements.areas import AREAS
from agreements.models import Agreement, Clause
from agreements.models.vocabulary import IndicatorCode, Progress
from monitoring.definitions import INDICATORS
from monitoring.models import Meeting, Quarter
from tests.factories import NOW, AgreementFactory, ClauseFactory
from tests.monitoring.factories import (
    ActionFactory,
    AreaWordsFactory,
    BottleneckFactory,
    ClauseStatusFactory,
    DecisionFactory,
    DialogueFactory,
    MeetingFactory,
    QuarterFactory,
    ReleaseFactory,
    SignalFactory,
    StoryFactory,
)
from vve_portal.accounts.models import Partnership, User

# Of the whole town: numerator, denominator, value, percentage.
FIGURES: Final[dict[str, tuple[Any, ...]]] = {
    "IND-02": (48, None, None, None),
    "IND-03": (310, None, None, None),
    "IND-05": (272, 310, None, 87.7),
    "IND-06": (33, 41, None, 80.5),
    "IND-07": (38, 310, None, 12.3),
    "IND-08": (34, 38, None, 89.5),
    "IND-09": (43, 48, None, 89.6),
    "IND-10": (41, None, None, None),
    "IND-11": (32, 39, None, 82.1),
    "IND-12": (None, 36, "34", None),
    "IND-13": (None, None, None, None),
    "IND-26": (402, 410, None, 98.0),
}
WIJKEN: Final = (
    (("WK990001",), 141, 158, 89.2),
    (("WK990002", "WK990003"), 131, 152, 86.2),
)
REASONS: Final = ((("RN06",), 14), (("RN02",), 9), (("RN03", "RN05"), 7))
NAMES: Final = {
    "neighbourhood": {
        "WK990001": "Centrum",
        "WK990002": "Rivierdorpen",
        "WK990003": "West",
    },
    "reason": {
        "RN02": "Ouders vinden het kind te jong of willen wachten",
        "RN03": "Ouders willen het kind thuis houden",
        "RN05": "Afstand of vervoer",
        "RN06": "Wachtlijst, of geen passende dagdelen",
    },
}


def settle_row(quarter: Quarter, *, by: User) -> Quarter:
    """Set the row of a quarter settled, past the service and all it asks for."""
    quarter.status = Quarter.Status.SETTLED
    quarter.settled_at, quarter.settled_by = NOW, by
    quarter.save(update_fields=["status", "settled_at", "settled_by"])
    return quarter


def release_content(code: str, *, reach: int = 272) -> dict[str, Any]:
    """Return what is released of a quarter: the town, reach per wijk, reasons."""
    figures = {**FIGURES, "IND-05": (reach, 310, None, round(reach / 3.1, 1))}
    rows = [
        row(code, indicator, numbers)
        for indicator, numbers in figures.items()
        if numbers != (None, None, None, None)
    ]
    for categories, *numbers in WIJKEN:
        part = (numbers[0], numbers[1], None, numbers[2])
        rows.append(row(code, "IND-05", part, "neighbourhood", categories))
    for categories, number in REASONS:
        rows.append(
            row(code, "IND-07", (number, None, None, None), "reason", categories)
        )
    return {
        "figures": rows,
        "origins": {one: origin(one) for one in figures},
        "names": NAMES,
        "trees": {},
        "revisions": [],
    }


def row(
    code: str,
    indicator: str,
    numbers: tuple[Any, ...],
    dimension: str = "",
    categories: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return one row of a release."""
    numerator, denominator, value, percentage = numbers
    return {
        "indicator": indicator,
        "measure": "",
        "dimension": dimension,
        "categories": list(categories),
        "quarters": [code],
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "percentage": percentage,
        "revised": False,
    }


def origin(code: str) -> dict[str, Any]:
    """Return where the figures of an indicator come from."""
    indicator = INDICATORS[IndicatorCode(code)]
    return {
        "name": indicator.name,
        "version": 1,
        "kind": indicator.kind.value,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "reference_on": "2026-09-30",
        "source": "Trajecten in het portaal",
        "mode": "Geteld uit de trajecten",
        "modes": {"": "counted"},
        "about_children": indicator.about_children,
        "measures": {
            one.key: [one.name, one.unit.value] for one in indicator.all_measures
        },
        "dimensions": [one.value for one in indicator.dimensions],
    }


def released_quarter(
    partnership: Partnership, *, number: int = 3, reach: int = 272
) -> Quarter:
    """Make a provisional quarter of 2026 with both releases."""
    quarter: Quarter = QuarterFactory.create(
        partnership=partnership, number=number, provisional=True
    )
    content = release_content(quarter.code, reach=reach)
    ReleaseFactory.create(quarter=quarter, content=content)
    ReleaseFactory.create(quarter=quarter, council=True, content=content)
    return quarter


def agreement_in_force(
    partnership: Partnership, advisor: User, *, dropped: int = 0
) -> list[Clause]:
    """Make an agreement of 2026: in each area a clause, in area 4 with a norm."""
    agreement: Agreement = AgreementFactory.create(
        partnership=partnership,
        signed=True,
        created_by=advisor,
        starts_on="2026-01-01",
        ends_on="2026-12-31",
    )
    made = []
    for area in AREAS:
        measured: dict[str, Any] = {"version__is_dropped": area.number == dropped}
        if area.number == 4:
            measured |= {
                "version__indicator_code": "IND-05",
                "version__norm_operator": "gte",
                "version__norm_value": 90,
                "version__norm_unit": "procent",
                "version__source_title": "Bereik van de doelgroep",
            }
        made.append(
            ClauseFactory.create(
                agreement=agreement,
                chapter=area.chapter,
                code=f"G{area.number}-01",
                **measured,
            )
        )
    return made


def write_words(quarter: Quarter) -> None:
    """Write words and a status with a sentence for every area."""
    for area in AREAS:
        is_reach = area.number == 4
        AreaWordsFactory.create(
            quarter=quarter,
            area=area.chapter,
            seen="Meer kinderen doen mee dan een jaar geleden. In Centrum is het"
            " verschil het grootst.",
            done="De toeleider belt ouders binnen een week.",
            asked="De houders melden vrije plaatsen elke maand.",
            status=Progress.ATTENTION if is_reach else Progress.ON_COURSE,
            sentence="De norm is bijna gehaald." if is_reach else "Het loopt.",
        )


def hold_meeting(quarter: Quarter, **fields: Any) -> Meeting:
    """Hold the quarterly meeting about a quarter."""
    made: Meeting = MeetingFactory.create(
        series__partnership=quarter.partnership,
        quarter=quarter,
        starts_at="2026-11-17T09:00:00Z",
        ends_at="2026-11-17T10:30:00Z",
        **fields or {"held": True},
    )
    return made


def make_ready(quarter: Quarter, clauses: list[Clause]) -> None:
    """Do all that settling a released quarter asks for."""
    write_words(quarter)
    for clause in clauses:
        if clause.current is not None and clause.current.indicator_code:
            ClauseStatusFactory.create(
                quarter=quarter, clause=clause, status=Progress.ATTENTION
            )
    hold_meeting(quarter)


def tell_more(quarter: Quarter, coordinator: User) -> None:
    """Add a story, a signal, a table, a decision, an action and a bottleneck."""
    partnership = quarter.partnership
    StoryFactory.create(
        quarter=quarter,
        status="approved",
        is_shared=True,
        publish="council",
        read_by=coordinator,
    )
    SignalFactory.create(
        partnership=partnership,
        quarter=quarter,
        is_shared=True,
        shared_text="Ouders vragen vaak naar de kosten.",
        handled_by=coordinator,
        handled_at=NOW,
    )
    DialogueFactory.create(quarter=quarter)
    DecisionFactory.create(meeting=Meeting.objects.get(quarter=quarter))
    ActionFactory.create(partnership=partnership)
    BottleneckFactory.create(partnership=partnership)


def ready_quarter(
    partnership: Partnership, *, advisor: User, manager: User, coordinator: User
) -> Quarter:
    """Make the fourth quarter with the three before it, ready to be settled."""
    for number, reach in ((1, 250), (2, 258), (3, 264)):
        settle_row(
            released_quarter(partnership, number=number, reach=reach), by=manager
        )
    made = released_quarter(partnership, number=4)
    make_ready(made, agreement_in_force(partnership, advisor))
    tell_more(made, coordinator)
    made.summary = "Het gaat de goede kant op. Meer kinderen doen mee."
    made.save(update_fields=["summary"])
    return made
