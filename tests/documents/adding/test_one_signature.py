"""A signature of another service is taken only when it, and nothing else, was added."""

import io
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import (  # noqa: TID253 - whoever loads this signs
    IncrementalPdfFileWriter,
)
from pyhanko.sign.fields import MDPPerm  # noqa: TID253 - whoever loads this signs
from pyhanko.stamp import TextStampStyle  # noqa: TID253 - whoever loads this signs

from tests.documents.adding.judged import (
    BROUGHT_AT,
    LABEL,
    NAME,
    PLACE,
    SIGNED_AT,
    judge,
    signed,
)
from tests.documents.samples import MUNICIPALITY, PROVIDER
from tests.elsewhere import Outsider, change_page, make_outsider, sign_elsewhere
from tests.factories import NOW
from vve_portal.documents import adding
from vve_portal.documents.adding import Added, Trust
from vve_portal.documents.check import check
from vve_portal.documents.signing import SignedFile
from vve_portal.documents.verifying import verify


def test_one_signature_in_its_place_is_taken(
    sealed: bytes, good: bytes, trust: Trust
) -> None:
    added = judge(sealed, good, trust)

    assert added.problem == ""
    assert (added.signed_at, added.has_timestamp) == (SIGNED_AT, False)
    certificate = x509.load_pem_x509_certificate(added.certificate_pem.encode())
    assert adding.name_of(certificate) == NAME
    assert adding.organisation_of(certificate.subject) == "JGZ Bedacht"


def test_signature_upon_one_of_ours_is_taken(
    signed_once: SignedFile, outsider: Outsider, trust: Trust
) -> None:
    content = signed(signed_once.content, outsider)

    assert judge(signed_once.content, content, trust).problem == ""
    roots = [*trust.others, *trust.outside]
    assert verify(content, trusted_roots=roots, at=BROUGHT_AT).is_good


def test_signature_in_a_field_of_its_own_without_a_place_is_taken_as_it_is(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    content = signed(sealed, outsider, field="Eigen_veld")

    # Its widget is in no structure tree: the standards see that, and say so.
    assert judge(sealed, content, trust).problem.startswith("Met deze handtekening")


def test_the_same_file_is_no_signature(sealed: bytes, trust: Trust) -> None:
    assert judge(sealed, sealed, trust) == Added(problem=adding.SAME)


def test_what_is_no_pdf_is_told_so(sealed: bytes, trust: Trust) -> None:
    assert judge(sealed, b"PK\x03\x04", trust) == Added(problem=adding.NO_PDF)


def test_file_that_was_saved_anew_is_refused(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    anew = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        pdf.save(anew)

    added = judge(sealed, signed(anew.getvalue(), outsider), trust)

    assert added == Added(problem=adding.OTHER_FILE)


def test_earlier_file_is_not_the_one_to_sign(
    sealed: bytes, signed_once: SignedFile, outsider: Outsider, trust: Trust
) -> None:
    added = judge(signed_once.content, signed(sealed, outsider), trust)

    assert added == Added(problem=adding.OTHER_FILE)


def test_increment_without_a_signature_is_refused(sealed: bytes, trust: Trust) -> None:
    assert judge(sealed, change_page(sealed), trust).problem == adding.NONE_ADDED


def test_two_signatures_more_are_refused(
    sealed: bytes, good: bytes, outsider: Outsider, trust: Trust
) -> None:
    twice = signed(good, outsider, field=MUNICIPALITY)

    assert judge(sealed, twice, trust).problem == adding.TOO_MANY


def test_place_of_the_other_party_is_refused(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    content = signed(sealed, outsider, field=MUNICIPALITY)

    expected = adding.OTHER_FIELD.format(label=LABEL)
    assert judge(sealed, content, trust).problem == expected


def test_authority_that_nobody_agreed_on_is_refused(
    sealed: bytes, trust: Trust
) -> None:
    content = signed(sealed, make_outsider("Onbekende Root CA"))

    expected = adding.UNKNOWN_AUTHORITY.format(name=NAME)
    assert judge(sealed, content, trust).problem == expected


def test_authority_of_the_portal_does_not_vouch_for_people_outside(
    sealed: bytes, good: bytes, outsider: Outsider, trust: Trust
) -> None:
    swapped = Trust(
        outside=trust.others,
        others=(*trust.others, outsider.certificate),
        revoked=(),
        at=trust.at,
    )

    expected = adding.UNKNOWN_AUTHORITY.format(name=NAME)
    assert judge(sealed, good, swapped).problem == expected


def test_certificate_that_is_not_for_signing_is_refused(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    signer = outsider.issue(can_sign=False)
    content = sign_elsewhere(sealed, signer, at=SIGNED_AT, field=PROVIDER)

    expected = adding.UNKNOWN_AUTHORITY.format(name=NAME)
    assert judge(sealed, content, trust).problem == expected


def test_certificate_that_ended_is_refused_though_it_says_it_was_in_time(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    signer = outsider.issue(ends_at=SIGNED_AT + timedelta(minutes=5))
    content = sign_elsewhere(sealed, signer, at=SIGNED_AT, field=PROVIDER)

    expected = adding.EXPIRED.format(name=NAME)
    assert judge(sealed, content, trust).problem == expected


@pytest.mark.parametrize(
    "at", [NOW - timedelta(days=1), BROUGHT_AT + timedelta(minutes=10)]
)
def test_moment_that_can_not_be_is_refused(
    sealed: bytes, outsider: Outsider, trust: Trust, at: Any
) -> None:
    content = signed(sealed, outsider, at=at)

    assert judge(sealed, content, trust).problem == adding.WRONG_TIME


def test_visible_stamp_is_refused(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    content = signed(
        sealed,
        outsider,
        field="Stempel",
        box=(50, 50, 250, 120),
        style=TextStampStyle(stamp_text="Getekend"),
    )

    assert judge(sealed, content, trust).problem == adding.VISIBLE


def test_stamp_with_a_font_that_is_not_in_the_file_breaks_the_standard_too(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    style = TextStampStyle(stamp_text="Getekend")
    content = signed(
        sealed, outsider, field="Stempel", box=(50, 50, 250, 120), style=style
    )

    assert judge(sealed, content, trust).problem == adding.VISIBLE
    assert "PDFA3A-FONT-EMBEDDING-001" in check(content, signed=True)


def test_description_that_was_rewritten_is_seen(
    sealed: bytes, outsider: Outsider, trust: Trust
) -> None:
    content = signed(sealed, outsider, writer=IncrementalPdfFileWriter)

    assert judge(sealed, content, trust).problem == adding.MORE_CHANGED


@pytest.mark.parametrize("allowed", [MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS])
def test_certified_file_is_locked_for_the_other_party(
    sealed: bytes, outsider: Outsider, trust: Trust, allowed: MDPPerm
) -> None:
    content = signed(sealed, outsider, certify=True, docmdp_permissions=allowed)

    assert judge(sealed, content, trust).problem == adding.LOCKED


def test_bytes_behind_the_signature_are_seen(
    sealed: bytes, good: bytes, trust: Trust
) -> None:
    problem = judge(sealed, good + b"\n% nog iets\n", trust).problem

    assert "is het bestand gewijzigd" in problem


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_file_that_was_cut_off_is_refused(
    sealed: bytes, good: bytes, trust: Trust, share: float
) -> None:
    cut = good[: len(sealed) + int((len(good) - len(sealed)) * share)]

    added = judge(sealed, cut, trust)

    assert added.problem != ""
    assert added.certificate_pem == ""


@pytest.mark.parametrize("seed", range(12))
def test_any_byte_of_the_addition_counts(
    sealed: bytes, good: bytes, trust: Trust, seed: int
) -> None:
    place = len(sealed) + (seed * 7919) % (len(good) - len(sealed))
    damaged = bytearray(good)
    damaged[place] ^= 1

    assert judge(sealed, bytes(damaged), trust).problem != ""


def test_job_takes_bytes_and_gives_the_same_answer(
    sealed: bytes, good: bytes, trust: Trust
) -> None:
    answer = adding.judge_in_limits(sealed, good, adding.ask_in_bytes(PLACE, trust))

    assert adding.read_answer(answer) == judge(sealed, good, trust)
