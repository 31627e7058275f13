"""Programmes at home, such as play and reading, from proposal to feedback."""

from typing import Final

from referrals.routes.definition import Activity, Outcome, Route, Step
from referrals.routes.templates.outcomes import EVERYWHERE, PRESCHOOL_OR_JGZ
from referrals.states import RouteKind
from vve_portal.accounts.roles import Role

WORKER: Final = (Role.PROGRAMME_WORKER,)
NOT_STARTED: Final = Outcome(
    "not_started", "Niet gestart", "T81", by=(*PRESCHOOL_OR_JGZ, *WORKER)
)
STOP: Final = Outcome("stop", "Gestopt", "T82", by=WORKER)

HOME: Final = Route(
    name="Thuisprogramma's",
    kind=RouteKind.HOME,
    start=("T00",),
    steps=(
        Step(
            key="propose",
            name="Toeleiding naar het programma",
            at=("T00",),
            owner=Role.NURSE,
            days=21,
            outcomes=(
                Outcome("register", "Aanmelden", "T10", by=PRESCHOOL_OR_JGZ),
                NOT_STARTED,
            ),
            task="Bespreek het programma met ouders en meld het gezin aan",
            helps="Voorschool",
            informed="Ouders",
            from_months=18,
        ),
        Step(
            key="intake",
            name="Intake",
            at=("T10",),
            owner=Role.PROGRAMME_WORKER,
            days=21,
            outcomes=(Outcome("start", "Gestart", "T20", by=WORKER), NOT_STARTED),
            task="Houd de intake binnen 3 weken",
            helps="Jeugdverpleegkundige gaat mee op huisbezoek als dat helpt",
            informed="Ouders",
        ),
        Step(
            key="programme",
            name="Programma",
            at=("T20",),
            owner=Role.PROGRAMME_WORKER,
            days=180,
            outcomes=(
                Outcome("feedback", "Programma is klaar", "T30", by=WORKER),
                STOP,
            ),
            task="Voer het programma uit",
            helps="Ouders",
        ),
        Step(
            key="feedback",
            name="Afronding en terugkoppeling aan de verwijzer",
            at=("T30",),
            owner=Role.PROGRAMME_WORKER,
            days=14,
            outcomes=(Outcome("finish", "Afgerond", "T80", by=WORKER), STOP),
            task="Laat de verwijzer binnen 2 weken weten hoe het ging",
            informed="Verwijzer en ouders",
        ),
    ),
    activities=(
        Activity(
            "toddler_play",
            "Dreumes Spel aan huis",
            Role.PROGRAMME_WORKER,
            term="rond 18 maanden",
            helps="Jeugdverpleegkundige leidt toe",
            from_months=18,
        ),
        Activity(
            "preschool_play",
            "Peuter Spel aan huis",
            Role.PROGRAMME_WORKER,
            term="rond 3 jaar",
            helps="Voorschool meldt aan",
            from_months=36,
        ),
        Activity(
            "reading_express",
            "VoorleesExpress",
            Role.PROGRAMME_WORKER,
            term="rond 5 jaar",
            helps="Vroegschool meldt aan",
            from_months=60,
        ),
        Activity(
            "parents_meeting",
            "Ouderbijeenkomst op de voorschool",
            Role.PRESCHOOL_CONTACT,
            term="ten minste 2 keer per jaar",
            from_months=24,
            to_months=48,
        ),
    ),
    everywhere=tuple(one for one in EVERYWHERE if one.key in {"moved", "deceased"}),
)
