"""Extra support in four levels, each with who pays; scaled down every twelve weeks."""

from typing import Final

from referrals.routes.definition import Activity, Outcome, Route, Step
from referrals.routes.templates.outcomes import (
    EVERYWHERE,
    FROM_HALF_PAST_THREE,
    JGZ,
    PRESCHOOL_OR_JGZ,
)
from referrals.states import RouteKind
from vve_portal.accounts.roles import Role

COORDINATOR: Final = (Role.VVE_COORDINATOR,)
SUPPORT: Final = Route(
    name="Aanvullende ondersteuning",
    kind=RouteKind.SUPPORT,
    start=("Z00",),
    steps=(
        Step(
            key="discuss",
            name="Zorg bespreken met ouders",
            at=("Z00",),
            owner=Role.PRESCHOOL_CONTACT,
            days=14,
            outcomes=(
                Outcome("agree", "Ouders akkoord", "Z10", by=PRESCHOOL_OR_JGZ),
                Outcome("no_agreement", "Geen akkoord", "Z81", by=PRESCHOOL_OR_JGZ),
            ),
            task="Bespreek de zorg met ouders, vóór elk overleg met anderen",
            helps="Jeugdverpleegkundige",
            informed="Ouders",
        ),
        Step(
            key="level_0",
            name="Niveau 0: basis versterken",
            at=("Z10",),
            owner=Role.PRESCHOOL_CONTACT,
            days=56,
            outcomes=(
                Outcome("enough", "Voldoende geholpen", "Z80", by=PRESCHOOL_OR_JGZ),
                Outcome("up", "Opschalen naar niveau 1", "Z20", by=PRESCHOOL_OR_JGZ),
            ),
            task="Werk 6 tot 8 weken met een ontwikkelplan",
            helps="Pedagogisch beleidsmedewerker en kind-coach",
            informed="Ouders",
            documents=("Ontwikkelplan",),
            level="0",
            funding=("OAB",),
        ),
        Step(
            key="level_1",
            name="Niveau 1: nabij of op de groep",
            at=("Z20",),
            owner=Role.NURSE,
            days=84,
            outcomes=(
                Outcome("evaluate", "Evalueren", "Z60", by=PRESCHOOL_OR_JGZ),
                Outcome("case_meeting", "Casusoverleg vragen", "Z30", by=JGZ),
                Outcome("down", "Afschalen naar niveau 0", "Z10", by=JGZ),
                Outcome("up", "Opschalen naar niveau 2", "Z40", by=COORDINATOR),
            ),
            task="Start binnen 3 weken en evalueer na 12 weken",
            helps="Logopedie, fysiotherapie, orthopedagoog, jeugdhulp op locatie",
            informed="Ouders",
            documents=("Plan van ondersteuning",),
            level="1",
            funding=("OAB", "Jeugdwet", "Zvw"),
        ),
        Step(
            key="case_meeting",
            name="Casusoverleg met ouders",
            at=("Z30",),
            owner=Role.VVE_COORDINATOR,
            days=28,
            outcomes=(
                Outcome("plan", "Plan op niveau 1", "Z20", by=COORDINATOR),
                Outcome("up", "Opschalen naar niveau 2", "Z40", by=COORDINATOR),
            ),
            task="Houd het casusoverleg binnen 4 weken na de aanvraag",
            helps="Kernpartners",
            informed="Ouders",
        ),
        Step(
            key="level_2",
            name="Niveau 2: buiten de groep of locatie",
            at=("Z40",),
            owner=Role.VVE_COORDINATOR,
            days=84,
            outcomes=(
                Outcome("evaluate", "Evalueren", "Z60", by=COORDINATOR),
                Outcome("down", "Afschalen naar niveau 1", "Z20", by=COORDINATOR),
                Outcome("up", "Opschalen naar niveau 3", "Z50", by=COORDINATOR),
            ),
            task="Verwijs binnen 2 weken en combineer waar het kan met VE",
            helps="Jeugdhulp, Kentalis of Auris, orthopedagogiek",
            informed="Ouders en voorschool",
            documents=("Verwijzing",),
            level="2",
            funding=("Jeugdwet", "Zvw"),
        ),
        Step(
            key="level_3",
            name="Niveau 3: buiten de reguliere opvang",
            at=("Z50",),
            owner=Role.VVE_COORDINATOR,
            days=84,
            outcomes=(
                Outcome("care", "Blijft bij zorg of speciaal", "S93", by=COORDINATOR),
                Outcome("back", "Terug naar VE", "Z60", by=COORDINATOR),
            ),
            task="Bespreek elke 12 weken of het kind terug kan naar VE",
            helps="Ontwikkelcentrum, medisch kinderdagverblijf",
            informed="Ouders en voorschool",
            level="3",
            funding=("Wlz", "Jeugdwet"),
        ),
        Step(
            key="evaluate",
            name="Evaluatie en afschalen",
            at=("Z60",),
            owner=Role.VVE_COORDINATOR,
            days=28,
            outcomes=(
                Outcome("finish", "Doel gehaald", "Z80", by=COORDINATOR),
                Outcome("to_level_0", "Verder op niveau 0", "Z10", by=COORDINATOR),
                Outcome("to_level_1", "Verder op niveau 1", "Z20", by=COORDINATOR),
                Outcome("to_level_2", "Verder op niveau 2", "Z40", by=COORDINATOR),
                Outcome(
                    "handover",
                    "Overdracht met extra zorg voorbereiden",
                    "Z70",
                    by=COORDINATOR,
                    needs=FROM_HALF_PAST_THREE,
                ),
            ),
            task="Bespreek met ouders en de groep of minder hulp genoeg is",
            helps="Voorschool en jeugdverpleegkundige",
            informed="Ouders",
            documents=("Evaluatie",),
        ),
        Step(
            key="handover",
            name="Overdracht met extra zorg",
            at=("Z70",),
            owner=Role.PRESCHOOL_CONTACT,
            days=180,
            outcomes=(
                Outcome(
                    "handed_over",
                    "Overgedragen aan de basisschool",
                    "Z82",
                    by=PRESCHOOL_OR_JGZ,
                ),
            ),
            task="Draag een half jaar voor de start over met school",
            helps="JGZ, basisschool en samenwerkingsverband",
            informed="Ouders",
            from_months=42,
            documents=("Overdrachtsformulier", "Toestemming voor de overdracht"),
        ),
    ),
    activities=(
        Activity(
            "flying_team",
            "Vliegende brigade denkt mee op de groep",
            Role.VVE_COORDINATOR,
            term="op verzoek",
            helps="Kernpartners",
        ),
    ),
    everywhere=tuple(
        one for one in EVERYWHERE if one.key in {"care_elsewhere", "moved", "deceased"}
    ),
)
