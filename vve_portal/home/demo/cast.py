"""Who plays in the demo. Every organisation and person is invented."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from django.contrib.auth.hashers import make_password
from django_otp.plugins.otp_totp.models import TOTPDevice

from vve_portal.accounts.models import Organisation, Partnership, RoleGrant, User
from vve_portal.accounts.roles import Kind, Role

PASSWORD: Final = "waterrijk-probeert-uit"  # noqa: S105 - printed for all to read


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account in the demo."""

    email: str
    name: str
    job_title: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A municipality and a JGZ provider that work together, with their people."""

    code: str
    municipality: dict[str, str]
    provider: dict[str, str]
    municipal_people: tuple[Person, ...]
    provider_people: tuple[Person, ...]


WATERRIJK: Final = Pair(
    code="WAT",
    municipality={
        "name": "Gemeente Waterrijk",
        "cbs_code": "GM9901",
        "legal_form": "publiekrechtelijke rechtspersoon",
        "seat": "Waterrijk",
    },
    provider={
        "name": "JGZ De Delta",
        "jgz_type": Organisation.JgzType.CARE,
        "legal_form": "stichting",
        "kvk_number": "00000001",
        "seat": "Waterrijk",
    },
    municipal_people=(
        Person(
            "noor@waterrijk.example",
            "Noor Voorbeeld",
            "beleidsadviseur onderwijs en jeugd",
            (Role.POLICY_ADVISOR,),
        ),
        Person(
            "bo@waterrijk.example",
            "Bo Bedragen",
            "contractmanager sociaal domein",
            (Role.CONTRACT_MANAGER,),
        ),
        Person(
            "mees@waterrijk.example",
            "Mees Fictief",
            "wethouder jeugd en onderwijs",
            (Role.ALDERMAN,),
        ),
        Person(
            "fleur@waterrijk.example",
            "Fleur Privé",
            "functionaris gegevensbescherming",
            (Role.PRIVACY_OFFICER,),
        ),
        Person("gijs@waterrijk.example", "Gijs Griffel", "griffier", (Role.CLERK,)),
        Person(
            "ada@waterrijk.example",
            "Ada Beheer",
            "functioneel beheerder",
            (Role.ADMINISTRATOR,),
        ),
    ),
    provider_people=(
        Person(
            "roos@dedelta.example",
            "Roos Testman",
            "bestuurder",
            (Role.JGZ_MANAGER,),
        ),
        Person(
            "ilse@dedelta.example",
            "Ilse Denkbeeld",
            "VVE-coördinator",
            (Role.VVE_COORDINATOR,),
        ),
        Person(
            "fenna@dedelta.example",
            "Fenna Proef",
            "jeugdverpleegkundige",
            (Role.NURSE,),
        ),
        Person(
            "karim@dedelta.example",
            "Karim Verzonnen",
            "jeugdverpleegkundige",
            (Role.NURSE,),
        ),
        Person(
            "lies@dedelta.example",
            "Lies Maakwerk",
            "jeugdverpleegkundige",
            (Role.NURSE,),
        ),
        Person(
            "yara@dedelta.example",
            "Yara Denkwerk",
            "jeugdarts",
            (Role.DOCTOR,),
        ),
        Person(
            "dirk@dedelta.example",
            "Dirk Demo",
            "functioneel beheerder",
            (Role.ADMINISTRATOR,),
        ),
    ),
)

ZANDKREEK: Final = Pair(
    code="ZAN",
    municipality={
        "name": "Gemeente Zandkreek",
        "cbs_code": "GM9902",
        "legal_form": "publiekrechtelijke rechtspersoon",
        "seat": "Zandkreek",
    },
    provider={
        "name": "JGZ Het Baken",
        "jgz_type": Organisation.JgzType.FOUNDATION,
        "legal_form": "stichting",
        "kvk_number": "00000002",
        "seat": "Zandkreek",
    },
    municipal_people=(
        Person(
            "sanne@zandkreek.example",
            "Sanne Schijn",
            "beleidsadviseur jeugd",
            (Role.POLICY_ADVISOR, Role.ADMINISTRATOR),
        ),
        Person(
            "wil@zandkreek.example",
            "Wil Wensbeeld",
            "wethouder",
            (Role.ALDERMAN,),
        ),
    ),
    provider_people=(
        Person(
            "tom@hetbaken.example",
            "Tom Toneel",
            "manager jeugdgezondheidszorg",
            (Role.JGZ_MANAGER, Role.ADMINISTRATOR),
        ),
        Person(
            "eva@hetbaken.example",
            "Eva Evenbeeld",
            "VVE-coördinator",
            (Role.VVE_COORDINATOR,),
        ),
        Person(
            "koen@hetbaken.example",
            "Koen Kaartenhuis",
            "jeugdverpleegkundige",
            (Role.NURSE,),
        ),
    ),
)

PAIRS: Final = (WATERRIJK, ZANDKREEK)


def make_pair(pair: Pair, *, since: date) -> Partnership:
    """Make the two organisations, their people with roles since a day, and the tie."""
    municipality = Organisation.objects.create(
        kind=Kind.MUNICIPALITY, **pair.municipality
    )
    provider = Organisation.objects.create(kind=Kind.JGZ, **pair.provider)
    for person in pair.municipal_people:
        make_person(person, organisation=municipality, since=since)
    for person in pair.provider_people:
        make_person(person, organisation=provider, since=since)
    return Partnership.objects.create(
        code=pair.code, municipality=municipality, provider=provider, starts_on=since
    )


@cache
def hashed_password() -> str:
    """Return the hash that all of the demo share: a slow one, so made once."""
    return make_password(PASSWORD)


def make_person(person: Person, *, organisation: Organisation, since: date) -> User:
    """Make an account with a password, a second factor and roles."""
    user = User(
        email=person.email,
        name=person.name,
        job_title=person.job_title,
        organisation=organisation,
        password=hashed_password(),
    )
    user.save()
    TOTPDevice.objects.create(user=user, name="Inlog-app", confirmed=True)
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role, starts_on=since) for role in person.roles
    )
    return user
