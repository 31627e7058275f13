"""The pages of the other ways to a signature, as far as several tests need them."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from agreements.models import SigningRound
from tests.accounts.conftest import code_of
from tests.agreements.signing.scenes import FIRST_AT
from tests.elsewhere import Outsider, sign_elsewhere
from tests.scans import picture
from vve_portal.accounts.models import User

SignIn = Callable[[User], Client]


def page(name: str, pk: int) -> str:
    """Return the address of a page."""
    return reverse(f"agreements:{name}", args=[pk])


def text_of(client: Client, name: str, pk: int) -> str:
    """Return what a page shows."""
    return client.get(page(name, pk)).content.decode()


def signed_file(signing_round: SigningRound, outsider: Outsider) -> SimpleUploadedFile:
    """Return the file as it comes back from the other service."""
    found = SigningRound.objects.select_related("document").get(pk=signing_round.pk)
    assert found.document is not None
    content = sign_elsewhere(
        bytes(found.document.content), outsider.issue(), at=FIRST_AT, field="Sig_JGZ"
    )
    return SimpleUploadedFile("getekend.pdf", content, content_type="application/pdf")


def filled_in(user: User, **changes: Any) -> dict[str, Any]:
    """Return what somebody fills in to hand in a scan."""
    device = TOTPDevice.objects.get(user=user)
    scan = SimpleUploadedFile("scan.png", picture(), content_type="image/png")
    filled = {
        "file": scan,
        "signed_on_day": "20",
        "signed_on_month": "11",
        "signed_on_year": "2026",
        "place": "Verzonnen",
        "is_this_text": "on",
        "is_signer": "on",
        "code": code_of(device),
    }
    return {**filled, **changes}
