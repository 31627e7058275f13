"""The coded lists: why a child is indicated, not reached, declined or stops."""

from django.db import models


class ReasonGroup(models.TextChoices):
    """Why a child is in the target group; only the group is kept, never the reason."""

    LANGUAGE = "taal", "Taal"
    SURROUNDINGS = "omgeving", "Omgeving"
    FAMILY = "gezin", "Gezin"
    CHILD = "kind", "Kind"
    OTHER = "anders", "Anders"


class NonReach(models.TextChoices):
    """Why a child does not come to a preschool."""

    REGULAR_DAYCARE = "RN01", "Kind gaat al naar een kinderdagverblijf zonder VE"
    TOO_YOUNG = "RN02", "Ouders vinden het kind te jong of willen wachten"
    AT_HOME = "RN03", "Ouders willen het kind thuis houden"
    COSTS = "RN04", "Kosten, of de toeslag is te ingewikkeld"
    DISTANCE = "RN05", "Afstand of vervoer"
    WAITING_LIST = "RN06", "Wachtlijst, of geen passende dagdelen"
    REGISTERING = "RN07", "Aanmelden lukt niet (taal, digitaal, papierwerk)"
    IMAGE = "RN08", "Beeld van de voorschool (te schools, onbekend)"
    TRUST = "RN09", "Ervaring of vertrouwen"
    FAMILY = "RN10", "Situatie van het gezin"
    HEALTH = "RN11", "Gezondheid of ontwikkeling vraagt iets anders"
    OTHER_OFFER = "RN12", "Ander passend aanbod gekozen"
    LEAVING = "RN13", "Verhuisd, of vertrekt binnenkort"
    NOT_REACHED = "RN14", "Ouders niet bereikt"
    CONSENT_REFUSED = "RN15", "Toestemming geweigerd zonder reden"
    UNKNOWN = "RN99", "Onbekend"


class Stop(models.TextChoices):
    """Why a child stops early at a preschool."""

    MOVED = "RS01", "Verhuisd"
    ABSENCE = "RS02", "Verzuim"
    COSTS = "RS03", "Kosten"
    DISSATISFIED = "RS04", "Ontevreden"
    ELSEWHERE = "RS05", "Plek elders"
    CARE = "RS06", "Zorgtraject"
    WORK_CHANGED = "RS07", "Werk of opvang verandert"
    UNKNOWN = "RS99", "Onbekend"


class Decline(models.TextChoices):
    """Why a preschool sends a referral back."""

    NO_PLACE = "RA01", "Geen plaats en geen wachtlijst"
    NO_FITTING_HOURS = "RA02", "Geen passende dagdelen"
    OTHER_LOCATION = "RA03", "Ouders kiezen een andere locatie"
    NO_CONTACT = "RA04", "Ouders reageren niet op de voorschool"
    MORE_CARE = "RA05", "Het kind heeft meer nodig dan deze groep kan bieden"
    MISDIRECTED = "RA06", "De verwijzing is niet voor deze locatie"


class Channel(models.TextChoices):
    """How somebody tried to reach parents."""

    PHONE = "phone", "Telefoon"
    LETTER = "letter", "Brief of bericht"
    VISIT = "visit", "Huisbezoek"
    CONSULT = "consult", "Op het consultatiebureau"
    PARTNER = "partner", "Via een andere organisatie"


class Signaller(models.TextChoices):
    """Who first saw it, or who formally referred."""

    JGZ = "jgz", "JGZ"
    PRESCHOOL = "preschool", "Voorschool of opvang"
    PARENTS = "parents", "Ouders zelf"
    DOCTOR = "doctor", "Huisarts of specialist"
    LOCAL_TEAM = "local_team", "Wijkteam of jeugdhulp"
    OUTREACH = "outreach", "Team toeleiding of welzijn"
    LIBRARY = "library", "Bibliotheek"
    MIDWIFE = "midwife", "Verloskundige of kraamzorg"
    OTHER = "other", "Iemand anders"


class AdviceTo(models.TextChoices):
    """To whom a professional pointed parents without a formal referral."""

    LIBRARY = "library", "Bibliotheek of BoekStart"
    HOME_PROGRAMME = "home_programme", "Thuisprogramma"
    SPEECH_THERAPY = "speech_therapy", "Logopedie"
    AUDIOLOGY = "audiology", "Audiologisch centrum"
    PAEDIATRICIAN = "paediatrician", "Kinderarts"
    PHYSIOTHERAPY = "physiotherapy", "Fysiotherapie"
    LOCAL_TEAM = "local_team", "Wijkteam of jeugdhulp"
    PARENT_COURSE = "parent_course", "Oudercursus of ouderbijeenkomst"
    LITERACY = "literacy", "Taalles voor ouders"


class Priority(models.TextChoices):
    """Who goes first on a waiting list."""

    URGENT = "1", "Eerst: bijna vier, of een dringende situatie"
    INDICATED = "2", "Indicatie"
    OTHER = "3", "Overig"
