"""The words a clause is described in."""

from django.db import models


class Responsible(models.TextChoices):
    """Who answers for a clause; exactly one, and a joint one names who leads."""

    MUNICIPALITY = "municipality", "Gemeente"
    JGZ = "jgz", "JGZ"
    JOINT = "joint", "Gezamenlijk"
    PRESCHOOL = "preschool", "Voorschool"
    THIRD = "third", "Derde"


class Lead(models.TextChoices):
    """Who takes the lead in a joint clause."""

    MUNICIPALITY = "municipality", "Gemeente"
    JGZ = "jgz", "JGZ"


class Kind(models.TextChoices):
    """Which money a clause falls under; a decision of the parties, never a given."""

    UNDECIDED = "undecided", "Nog bespreken"
    BASIS = "basis", "Basispakket"
    PLUS = "plus", "Plus-inzet"
    MUNICIPAL = "municipal", "Gemeentelijk"
    THIRD = "third", "Derde"
    PROVISION = "provision", "Bepaling"


class Funding(models.TextChoices):
    """Where the money comes from."""

    GENERAL_JGZ = "gemeentefonds_jgz", "Gemeentefonds, JGZ"
    SPUK_OAB = "spuk_oab", "SPUK OAB"
    YOUTH_ACT = "jeugdwet", "Jeugdwet"
    PREVENTION = "gemeentelijk_preventie", "Gemeentelijk preventiebudget"
    ZVW = "zvw", "Zorgverzekeringswet"
    WLZ = "wlz", "Wet langdurige zorg"
    PROMISING_START = "kansrijke_start", "Kansrijke Start of GALA"
    LIBRARY = "bibliotheek", "Bibliotheek"
    NONE = "none", "Niet van toepassing"


class Operator(models.TextChoices):
    """How a figure is held against its norm."""

    AT_LEAST = "gte", "ten minste"
    AT_MOST = "lte", "hooguit"
    EXACTLY = "eq", "precies"


class Progress(models.TextChoices):
    """How a clause in force is coming along; set by people, with a sentence."""

    ON_COURSE = "on_course", "Op koers"
    ATTENTION = "attention", "Aandacht"
    MISSED = "missed", "Niet gehaald"
    NOT_STARTED = "not_started", "Niet gestart"
    NOT_APPLICABLE = "not_applicable", "Niet van toepassing"


class IndicatorCode(models.TextChoices):
    """The figures a clause can be measured with; elsewhere is what they count."""

    CONTACT_AT_14_MONTHS = "IND-01", "Bereik contactmoment 14 maanden"
    NEW_INDICATIONS = "IND-02", "Nieuwe indicaties"
    VALID_INDICATIONS = "IND-03", "Geldige indicaties 30 tot en met 47 maanden"
    INDICATION_RATE = "IND-04", "Indicatiegraad"
    REACH = "IND-05", "Bereik VE op peildatum"
    REACH_OF_ESTIMATE = "IND-05c", "Bereik ten opzichte van de CBS-schatting"
    REACH_OF_COHORT = "IND-06", "Bereik cohort"
    NOT_REACHED = "IND-07", "Non-bereik"
    NOT_REACHED_WITH_REASON = "IND-08", "Non-bereik met bekende reden"
    CONSENT_RATE = "IND-09", "Toestemmingsgraad"
    REFERRAL_LETTERS = "IND-10", "Verwijsbrieven"
    FOLLOW_UP = "IND-11", "Opvolging binnen 14 dagen"
    LEAD_TIME = "IND-12", "Doorlooptijd netto"
    LEAD_TIME_PER_STEP = "IND-12b", "Doorlooptijd per stap"
    WAITING_LIST = "IND-13", "Wachtlijst"
    TIMELY_START = "IND-14", "Tijdige start"
    HOURS_PER_WEEK = "IND-15", "Uren per week"
    HOURS_TAKEN = "IND-16", "Gerealiseerde uren"
    FREQUENT_ABSENCE = "IND-17", "Frequent verzuim"
    ABSENCE_SOLVED = "IND-17b", "Verzuim opgelost"
    WARM_HANDOVER = "IND-18", "Warme overdracht"
    HANDOVER_CONFIRMED = "IND-18b", "Overdracht bevestigd door school"
    PLUS_HOURS = "IND-19", "Plus-inzet uren"
    PLUS_MONEY = "IND-19b", "Plus-inzet euro"
    MEETINGS_HELD = "IND-20", "Overleg gehouden"
    MEETINGS_ATTENDED = "IND-20b", "Deelname aan overleg"
    ACTIONS_IN_TIME = "IND-21", "Acties op tijd"
    CLAUSES_ON_COURSE = "IND-22", "Afspraken op koers"
    OUTREACH_EFFECT = "IND-23", "Toeleiding effectief"
    HOME_PROGRAMME = "IND-24", "Spel aan huis of thuisprogramma"
    READING_ON_PRESCRIPTION = "IND-25", "Lezen op Recept"
    DATA_QUALITY = "IND-26", "Datakwaliteit"
    EXTRA_SUPPORT = "IND-27", "Aanvullende ondersteuning"
    TRAINING = "IND-28", "Scholing"
    COACH_HOURS = "IND-29", "Uren beleidsmedewerker VE (houder)"
    PARENTS_EXPERIENCE = "IND-30", "Ervaring ouders"
    PLACES = "IND-31", "Aanbod"
