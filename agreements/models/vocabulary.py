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
