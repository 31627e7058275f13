"""What is done along a route without moving a child on; shown and counted."""

from typing import Final

from referrals.routes.definition import Activity
from vve_portal.accounts.roles import Role

ACTIVITIES: Final[dict[str, Activity]] = {
    one.key: one
    for one in (
        Activity(
            "interim",
            "Tussenbalans",
            Role.NURSE,
            term="op 3 jaar",
            helps="Voorschool",
            from_months=35,
            to_months=39,
        ),
        Activity(
            "care_meeting",
            "Zorgoverleg JGZ en voorschool",
            Role.NURSE,
            term="op vaste momenten",
            helps="Voorschool",
            from_months=24,
            to_months=48,
        ),
        Activity(
            "reading_advice",
            "Leesadvies en boekje (Lezen op Recept)",
            Role.NURSE,
            term="bij elk afgesproken contact, 6 boekjes in 4 jaar",
            helps="Jeugdarts",
            from_months=0,
            to_months=48,
        ),
        Activity(
            "library_coach",
            "BoekStartcoach in de wachtruimte",
            Role.PROGRAMME_WORKER,
            term="op vaste dagdelen",
            helps="Bibliotheek",
            from_months=0,
            to_months=48,
        ),
        Activity(
            "location_visit",
            "Bezoek aan de locatie en observatie",
            Role.NURSE,
            term="op verzoek, binnen 3 weken",
            helps="Jeugdarts",
            from_months=24,
            to_months=48,
        ),
        Activity(
            "non_reach_meeting",
            "Niet-bereikte gezinnen bespreken in het VVE-overleg",
            Role.VVE_COORDINATOR,
            term="elk kwartaal",
            helps="Werkgroep VVE",
        ),
    )
}
