"""The ways on that routes to a preschool share: who may choose them, and when."""

from typing import Final

from referrals.routes.definition import Outcome
from referrals.states import Fact
from vve_portal.accounts.roles import Role

# What a nurse may, the coordinator may for the whole organisation.
JGZ: Final = (Role.NURSE, Role.VVE_COORDINATOR)
MEDICAL: Final = (Role.NURSE, Role.DOCTOR, Role.VVE_COORDINATOR)
PRESCHOOL: Final = (Role.PRESCHOOL_CONTACT,)
PRESCHOOL_OR_JGZ: Final = (
    Role.PRESCHOOL_CONTACT,
    Role.NURSE,
    Role.VVE_COORDINATOR,
)
PRESCHOOL_OR_COORDINATOR: Final = (Role.PRESCHOOL_CONTACT, Role.VVE_COORDINATOR)
OUTREACH: Final = (Role.OUTREACH_WORKER, Role.VVE_COORDINATOR)

FROM_TEST_AGE: Final = {
    Fact.AGE: ("test_age", "start_age", "half_past_three", "four"),
}
FROM_START_AGE: Final = {Fact.AGE: ("start_age", "half_past_three", "four")}
FROM_HALF_PAST_THREE: Final = {Fact.AGE: ("half_past_three", "four")}
AT_FOUR: Final = {Fact.AGE: ("four",)}

PLAN_TEST: Final = Outcome(
    "test",
    "Toets plannen",
    "S10",
    by=MEDICAL,
    needs=FROM_TEST_AGE,
    by_itself=True,
)
INDICATE: Final = Outcome("indicate", "Indicatie geven", "S20", by=MEDICAL)
NOT_INDICATED: Final = Outcome(
    "not_indicated", "Geen indicatie nodig", "S21", by=MEDICAL
)
LOOKED_AGAIN: Final = Outcome(
    "looked_again", "Opnieuw gekeken: geen indicatie", "S21", by=MEDICAL
)
DROP_INDICATION: Final = Outcome(
    "drop_indication", "Indicatie laten vervallen", "S22", by=MEDICAL
)
TALK: Final = Outcome("talk", "Gesprek met ouders beginnen", "S30", by=JGZ)
TALK_AGAIN: Final = Outcome(
    "talk",
    "Opnieuw in gesprek met ouders",
    "S30",
    by=JGZ,
    sets={Fact.CONSENT: "not_asked", Fact.ATTEMPTS: "0"},
)
CONSENT: Final = Outcome(
    "consent",
    "Toestemming vastleggen",
    "S30",
    by=JGZ,
    needs={Fact.CONSENT: ("not_asked", "no")},
    sets={Fact.CONSENT: "yes"},
)
LOCATION: Final = Outcome(
    "location",
    "Voorkeurslocatie vastleggen",
    "S30",
    by=JGZ,
    sets={Fact.LOCATION: "known"},
)
ATTEMPT: Final = Outcome(
    "attempt", "Poging om ouders te bereiken", "S30", by=JGZ, adds=Fact.ATTEMPTS
)
REFER: Final = Outcome(
    "refer",
    "Verwijzen naar de voorschool",
    "S40",
    by=JGZ,
    needs={Fact.CONSENT: ("yes",), Fact.LOCATION: ("known",)},
)
REFUSE: Final = Outcome(
    "refuse",
    "Ouders willen niet",
    "S31",
    by=JGZ,
    sets={Fact.CONSENT: "no"},
)
NOT_REACHED: Final = Outcome(
    "not_reached",
    "Ouders niet bereikt",
    "S32",
    by=JGZ,
    needs={Fact.ATTEMPTS: ("3",)},
)
OUTREACH_STARTS: Final = Outcome("outreach", "Team toeleiding inzetten", "S42", by=JGZ)
CONFIRM: Final = Outcome("confirm", "Ontvangst bevestigen", "S41", by=PRESCHOOL)
REGISTER: Final = Outcome("register", "Aangemeld", "S50", by=PRESCHOOL_OR_JGZ)
# The place falls away, so the parents choose anew; their consent stays.
DECLINE: Final = Outcome(
    "decline",
    "Verwijzing teruggeven aan de JGZ",
    "S30",
    by=PRESCHOOL,
    sets={Fact.LOCATION: "unknown"},
)
REFUSE_AFTER_ALL: Final = Outcome(
    "refuse",
    "Ouders zien ervan af",
    "S31",
    by=PRESCHOOL_OR_JGZ,
    sets={Fact.CONSENT: "no"},
)
WAITING: Final = Outcome("waiting", "Op de wachtlijst", "S51", by=PRESCHOOL)
PLACE: Final = Outcome("place", "Plaatsen", "S60", by=PRESCHOOL)
STOP: Final = Outcome("stop", "Vroegtijdig gestopt", "S91", by=PRESCHOOL)
RESUME: Final = Outcome("resume", "Neemt weer deel", "S70", by=PRESCHOOL)

EVERYWHERE: Final = (
    Outcome(
        "elsewhere",
        "Elders geplaatst zonder VE",
        "S92",
        by=PRESCHOOL_OR_JGZ,
        fallback=True,
    ),
    Outcome(
        "care_elsewhere",
        "Doorgestroomd naar zorg of speciaal onderwijs",
        "S93",
        by=MEDICAL,
        fallback=True,
    ),
    Outcome("moved", "Verhuisd", "S94", by=JGZ, fallback=True),
    Outcome(
        "four_without",
        "Vier jaar zonder deelname",
        "S95",
        by=JGZ,
        needs=AT_FOUR,
        fallback=True,
    ),
    Outcome("deceased", "Overleden", "S96", by=JGZ, fallback=True),
)


def still_indicated(state: str) -> Outcome:
    """Return how a nurse says of a child that waits long that the indication holds."""
    return Outcome("reassess", "Indicatie opnieuw beoordeeld: geldt nog", state, by=JGZ)
