"""How much anybody may ask: so often per sender, and so many at the same time."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import Enum
from time import sleep
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from vve_portal.documents.models import CheckCount

STRETCH: Final = timedelta(minutes=15)
_FORGOTTEN_AFTER: Final = timedelta(days=1)
_SALT: Final = "vve_portal.documents.counting"
_NETWORK: Final = 64  # bits of an IPv6 address that say whose it is
_PAUSE: Final = 0.1  # seconds


class Ask(Enum):
    """What somebody asks, and how often that is fair within a stretch of time."""

    FILE = 20
    CODE = 60


@transaction.atomic
def is_within_limit(*, ask: Ask, address: str, now: datetime) -> bool:
    """Count one more and return true, unless this sender has asked enough already."""
    begins_at = now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % STRETCH
    row, is_new = CheckCount.objects.get_or_create(
        sender=sender_of(ask, address, now), begins_at=begins_at
    )
    if is_new:
        long_ago = now - _FORGOTTEN_AFTER
        CheckCount.objects.filter(begins_at__lt=long_ago).delete()
    asked = CheckCount.objects.filter(pk=row.pk, count__lt=ask.value)
    return bool(asked.update(count=F("count") + 1))


def sender_of(ask: Ask, address: str, now: datetime) -> str:
    """Return what is kept of a sender: other digits every day, and no way back."""
    told = f"{ask.name} {now:%Y-%m-%d} {_network_of(address)}"
    return salted_hmac(_SALT, told, algorithm="sha256").hexdigest()


def _network_of(address: str) -> str:
    """Whoever has one IPv6 address has more of them than there are seconds."""
    try:
        known = ipaddress.ip_address(_without_port(address))
    except ValueError:
        return ""
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    # How a server that listens on IPv6 writes who comes over IPv4.
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, _NETWORK), strict=False))


def _without_port(address: str) -> str:
    """Some proxies write 192.0.2.1:4711 or [2001:db8::1]:4711."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    host, _, port = address.partition(":")
    return host if port.isdecimal() else address


@contextmanager
def place(*, places: int, tries: int) -> Iterator[bool]:
    """Hold one of so many places, whichever process asks; false when all are taken.

    A place is a name among the sockets of this machine. The system gives it to one
    process at a time and takes it back when that ends, also when it is killed.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
        yield any(_takes_one(door, places, wait=number > 0) for number in range(tries))


def _takes_one(door: socket.socket, places: int, *, wait: bool) -> bool:
    if wait:
        sleep(_PAUSE)
    return any(_takes(door, number) for number in range(places))


def _takes(door: socket.socket, number: int) -> bool:
    name = salted_hmac(_SALT, f"place {number}", algorithm="sha256").hexdigest()
    try:
        door.bind(f"\0{name}")
    except OSError:
        return False
    return True
