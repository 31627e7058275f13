"""Every hostile file gets the verdict it deserves, and ends nothing but itself."""

import pytest

from tests.documents.hostile.active import ACTIVE
from tests.documents.hostile.conftest import GOOD, Verdicts
from tests.documents.hostile.forged import FORGED
from tests.documents.hostile.tampered import TAMPERED, UNSIGNED
from tests.documents.hostile.unreadable import UNREADABLE
from vve_portal.documents.examining import Examined
from vve_portal.documents.verdicts import Finding, Weight


def problems_of(examined: Examined) -> frozenset[str]:
    """Return all that is wrong with a file, of its signatures and of the whole."""
    if examined.trouble:
        return frozenset({examined.trouble.value})
    of_signatures = {one for seal in examined.seals for one in seal.problems}
    of_the_file = {
        finding.sentence
        for finding in examined.findings
        if finding.weight is Weight.WRONG
        and not any(problem in finding.sentence for problem in of_signatures)
    }
    return frozenset(of_signatures | of_the_file)


def test_the_file_itself_is_good(verdicts: Verdicts) -> None:
    examined = verdicts[GOOD]

    assert (examined.trouble, examined.is_good) == (None, True)
    assert problems_of(examined) == frozenset()


def test_there_are_many_hostile_files(verdicts: Verdicts) -> None:
    assert len(verdicts) - 1 == 68


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_can_not_be_read_is_named(verdicts: Verdicts, name: str) -> None:
    _, expected = UNREADABLE[name]

    assert problems_of(verdicts[name]) == {str(expected)}
    assert not verdicts[name].is_good


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_changed_afterwards_is_seen(verdicts: Verdicts, name: str) -> None:
    _, expected = TAMPERED[name]

    assert problems_of(verdicts[name]) == expected
    assert not verdicts[name].is_good


@pytest.mark.parametrize("name", FORGED)
def test_what_is_forged_is_seen(verdicts: Verdicts, name: str) -> None:
    _, expected = FORGED[name]

    assert problems_of(verdicts[name]) == expected
    assert not verdicts[name].is_good


@pytest.mark.parametrize("name", ACTIVE)
def test_what_acts_of_its_own_accord_is_named(verdicts: Verdicts, name: str) -> None:
    _, expected = ACTIVE[name]

    assert verdicts[name].active == expected
    assert problems_of(verdicts[name]) == UNSIGNED


def test_a_signature_without_its_timestamps_proves_no_time(verdicts: Verdicts) -> None:
    examined = verdicts["stripped"]

    assert [(one.level, one.proven_at) for one in examined.signatures] == [
        ("B-B", None)
    ]
    assert examined.findings[0] == Finding(
        Weight.NOTICE,
        "De handtekening van A. Verzonnen, wethouder, Gemeente Verzonnen klopt."
        " Het tijdstip is nog niet bewezen met een tijdstempel.",
    )


def test_a_script_that_was_added_is_named_beside_the_change(verdicts: Verdicts) -> None:
    assert verdicts["script_added"].active == ("JS", "JavaScript")


def test_who_wraps_a_signature_fools_the_cryptography_only(verdicts: Verdicts) -> None:
    (seal,) = verdicts["signature_wrapped"].seals

    assert (seal.is_intact, seal.is_trusted, seal.covers_file) == (True, True, True)
    assert not seal.is_good
