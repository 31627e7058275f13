"""What every route to a preschool does: from the talk with parents until school."""

from dataclasses import replace
from typing import Final

from referrals.routes.definition import Outcome, Step
from referrals.routes.templates import outcomes as may
from vve_portal.accounts.roles import Role

SECOND_CHANCE: Final = Step(
    key="second_chance",
    name="Tweede kans op een indicatie (taal)",
    at=("S21",),
    owner=Role.NURSE,
    days=120,
    outcomes=(may.INDICATE, may.LOOKED_AGAIN),
    task="Kijk opnieuw naar de taal; herhaal bij twijfel op 30 maanden",
    helps="Jeugdarts",
    informed="Ouders",
    from_months=23,
    to_months=33,
)
TALK_WITH_PARENTS: Final = Step(
    key="talk",
    name="Toestemming, voorkeurslocatie en verwijsbrief",
    at=("S30",),
    owner=Role.NURSE,
    days=28,
    outcomes=(
        may.CONSENT,
        may.LOCATION,
        may.REFER,
        may.ATTEMPT,
        may.REFUSE,
        may.NOT_REACHED,
        may.still_indicated("S30"),
    ),
    task="Vraag toestemming en voorkeur, en maak de verwijsbrief",
    helps="Ouders",
    informed="Ouders en voorschool",
    documents=("Toestemming van ouders", "Verwijsbrief"),
)
TALK_AGAIN: Final = Step(
    key="talk_again",
    name="Opnieuw bespreken",
    at=("S31",),
    owner=Role.NURSE,
    days=180,
    outcomes=(may.TALK_AGAIN,),
    task="Bespreek de voorschool opnieuw, op 2 jaar en 6 maanden en op 3 jaar",
    informed="Ouders",
)
REACH_AGAIN: Final = Step(
    key="reach_again",
    name="Ouders alsnog bereiken",
    at=("S32",),
    owner=Role.NURSE,
    days=42,
    outcomes=(
        may.OUTREACH_STARTS,
        may.TALK_AGAIN,
        may.REFUSE,
        may.still_indicated("S32"),
    ),
    task="Zet team toeleiding in als ouders bezocht mogen worden",
    helps="Team toeleiding",
)
_AFTER_LETTER: Final = (
    may.REGISTER,
    may.OUTREACH_STARTS,
    may.DECLINE,
    may.REFUSE_AFTER_ALL,
)
CONFIRMATION: Final = Step(
    key="confirm",
    name="Ontvangst bevestigen",
    at=("S40",),
    owner=Role.PRESCHOOL_CONTACT,
    days=7,
    outcomes=(may.CONFIRM, *_AFTER_LETTER, may.still_indicated("S40")),
    task="Bevestig de verwijsbrief met de trajectcode",
    helps="Jeugdverpleegkundige",
    informed="Jeugdverpleegkundige",
    documents=("Verwijsbrief",),
)
REGISTRATION: Final = Step(
    key="register",
    name="Aanmelding bij de voorschool",
    at=("S41",),
    owner=Role.PRESCHOOL_CONTACT,
    days=14,
    outcomes=(*_AFTER_LETTER, may.still_indicated("S41")),
    task="Help ouders met aanmelden en leg de aanmelding vast",
    helps="Ouders; zo nodig team toeleiding",
    informed="Jeugdverpleegkundige",
    documents=("Aanmeldformulier",),
)
OUTREACH: Final = Step(
    key="outreach",
    name="Inzet team toeleiding",
    at=("S42",),
    owner=Role.OUTREACH_WORKER,
    days=42,
    outcomes=(
        replace(may.REGISTER, by=may.OUTREACH),
        replace(may.REFUSE, by=may.OUTREACH),
        Outcome("not_reached", "Ouders niet bereikt", "S32", by=may.OUTREACH),
        Outcome(
            "extend",
            "Verlengen met reden",
            "S42",
            by=(Role.VVE_COORDINATOR,),
        ),
        may.still_indicated("S42"),
    ),
    task="Zoek ouders binnen 5 werkdagen op en help met aanmelden",
    helps="Jeugdverpleegkundige",
    informed="Jeugdverpleegkundige",
)
_REACHING: Final = (TALK_AGAIN, REACH_AGAIN)
REGISTERING_BY_PRESCHOOL: Final = (*_REACHING, CONFIRMATION, REGISTRATION, OUTREACH)
REGISTERING_BY_JGZ: Final = (
    *_REACHING,
    CONFIRMATION,
    replace(
        REGISTRATION,
        name="Controle of de aanmelding is doorgekomen",
        owner=Role.NURSE,
        task="Ga na of ouders zijn aangemeld en bel ze zo nodig",
        helps="Voorschool; zo nodig team toeleiding",
        informed="Ouders",
    ),
    OUTREACH,
)

_GIVE_BACK: Final = (may.DECLINE, may.REFUSE_AFTER_ALL)
OFFER: Final = Step(
    key="offer",
    name="Plaats aanbieden",
    at=("S50",),
    owner=Role.PRESCHOOL_CONTACT,
    days=28,
    outcomes=(
        may.PLACE,
        may.WAITING,
        *_GIVE_BACK,
        may.still_indicated("S50"),
    ),
    task="Bied ouders een plaats aan",
    helps="Gemeente, als er te weinig plaatsen zijn",
    informed="Ouders en jeugdverpleegkundige",
)
WAITING_LIST: Final = Step(
    key="waiting_list",
    name="Wachtlijst",
    at=("S51",),
    owner=Role.PRESCHOOL_CONTACT,
    days=28,
    outcomes=(may.PLACE, *_GIVE_BACK, may.still_indicated("S51")),
    task="Bied een plaats aan zodra die er is, en houd ouders op de hoogte",
    helps="VVE-coördinator",
    informed="Ouders en jeugdverpleegkundige",
)
START: Final = Step(
    key="start",
    name="Start",
    at=("S60",),
    owner=Role.PRESCHOOL_CONTACT,
    days=7,
    outcomes=(
        Outcome(
            "start",
            "Gestart",
            "S70",
            by=may.PRESCHOOL,
            needs=may.FROM_START_AGE,
        ),
        Outcome("no_show", "Niet verschenen", "S91", by=may.PRESCHOOL),
        may.DECLINE,
    ),
    task="Leg vast dat het kind is gestart",
    helps="Ouders",
    informed="Jeugdverpleegkundige",
)
PARTICIPATION: Final = Step(
    key="participate",
    name="Deelname en uren",
    at=("S70",),
    owner=Role.PRESCHOOL_CONTACT,
    days=730,
    outcomes=(
        Outcome(
            "absence",
            "Frequent verzuim melden",
            "S71",
            by=may.PRESCHOOL_OR_COORDINATOR,
        ),
        Outcome("interrupt", "Tijdelijk onderbreken", "S72", by=may.PRESCHOOL),
        Outcome(
            "handover",
            "Overdracht voorbereiden",
            "S80",
            by=may.PRESCHOOL,
            needs=may.FROM_HALF_PAST_THREE,
        ),
        may.STOP,
    ),
    task="Bied 16 uur per week aan en leg de uren per maand vast",
    helps="Ouders",
    informed="Jeugdverpleegkundige bij verzuim en einde",
    to_months=48,
)
ABSENCE: Final = Step(
    key="absence",
    name="Frequent verzuim oppakken",
    at=("S71",),
    owner=Role.PRESCHOOL_CONTACT,
    days=7,
    outcomes=(
        replace(may.RESUME, by=may.PRESCHOOL_OR_COORDINATOR),
        replace(may.STOP, by=may.PRESCHOOL_OR_COORDINATOR),
    ),
    task="Spreek ouders binnen een week; daarna helpt de VVE-coördinator",
    helps="VVE-coördinator, binnen twee weken daarna",
    informed="Jeugdverpleegkundige",
)
INTERRUPTION: Final = Step(
    key="interruption",
    name="Deelname onderbroken",
    at=("S72",),
    owner=Role.PRESCHOOL_CONTACT,
    days=28,
    outcomes=(may.RESUME, may.STOP),
    task="Ga na wanneer het kind terugkomt",
    helps="Ouders",
    informed="Jeugdverpleegkundige",
)
HANDOVER: Final = Step(
    key="handover",
    name="Overdracht naar de basisschool",
    at=("S80",),
    owner=Role.PRESCHOOL_CONTACT,
    days=28,
    outcomes=(
        Outcome("warm", "Warm overgedragen", "S81", by=may.PRESCHOOL),
        Outcome("cold", "Koud overgedragen", "S82", by=may.PRESCHOOL),
    ),
    task="Bespreek het formulier met ouders en daarna met de basisschool",
    helps="Basisschool; JGZ bij zorgen",
    informed="Ouders",
    from_months=42,
    to_months=47,
    documents=("Overdrachtsformulier", "Toestemming voor de overdracht"),
)
# Each keeps its own state while the school confirms, so they are two steps.
_FINISH: Final = Outcome(
    "finish",
    "Naar de basisschool",
    "S90",
    by=may.PRESCHOOL_OR_COORDINATOR,
    needs=may.AT_FOUR,
)
FINISH: Final = tuple(
    Step(
        key=f"finish_{key}",
        name=f"Afsluiten na {how} overdracht",
        at=(state,),
        owner=Role.PRESCHOOL_CONTACT,
        days=28,
        outcomes=(
            Outcome(
                "school_confirmed",
                "Basisschool heeft de overdracht bevestigd",
                state,
                by=may.PRESCHOOL_OR_COORDINATOR,
            ),
            _FINISH,
        ),
        task="Vraag de school om een bevestiging en sluit af op vier jaar",
        helps="Basisschool",
        informed="Jeugdverpleegkundige",
        from_months=48,
        to_months=49,
        documents=("Bevestiging van de basisschool",),
    )
    for key, how, state in (("warm", "warme", "S81"), ("cold", "koude", "S82"))
)
UNTIL_SCHOOL: Final = (
    OFFER,
    WAITING_LIST,
    START,
    PARTICIPATION,
    ABSENCE,
    INTERRUPTION,
    HANDOVER,
    *FINISH,
)
