"""Years that nobody means: there is no year after 9999 to propose or to move to."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

import pytest
from django.core.exceptions import ValidationError

from agreements.models import Agreement
from agreements.services.clause_rules import WITHIN_YEARS
from agreements.services.clauses import content_of_version, propose_version
from agreements.services.drafting import Source, change_frame, start_agreement
from tests.agreements.building import add_clause_of, current_of
from vve_portal.accounts.models import Partnership, User

pytestmark = [pytest.mark.usefixtures("at_home"), pytest.mark.sqlite]
FAR: Final = [date(9999, 1, 1), date(2101, 1, 1), date(1999, 12, 31), date(1, 1, 1)]


@pytest.mark.parametrize("day", FAR)
def test_no_agreement_begins_in_a_far_year(
    day: date, partnership: Partnership, advisor: User, now: datetime
) -> None:
    with pytest.raises(ValidationError) as refusal:
        start_agreement(
            partnership=partnership,
            title="Ver weg",
            starts_on=day,
            ends_on=day,
            source=Source.EMPTY,
            earlier=None,
            actor=advisor,
            now=now,
        )

    assert refusal.value.message_dict == {
        "starts_on": [WITHIN_YEARS],
        "ends_on": [WITHIN_YEARS],
    }
    assert not Agreement.objects.filter(title="Ver weg").exists()


def test_no_agreement_is_moved_to_a_far_year(
    agreement: Agreement, advisor: User, now: datetime
) -> None:
    with pytest.raises(ValidationError) as refusal:
        change_frame(
            agreement=agreement,
            title=agreement.title,
            starts_on=agreement.starts_on,
            ends_on=date(9999, 12, 31),
            indexation="",
            publicity=agreement.publicity,
            publicity_ground="",
            actor=advisor,
            now=now,
        )

    assert refusal.value.message_dict == {"ends_on": [WITHIN_YEARS]}


@pytest.mark.parametrize("name", ["starts_on", "ends_on"])
@pytest.mark.parametrize("day", FAR)
def test_no_clause_holds_in_a_far_year(
    name: str, day: date, agreement: Agreement, advisor: User, now: datetime
) -> None:
    clause = add_clause_of(agreement)
    change: dict[str, Any] = {name: day}
    content = replace(content_of_version(current_of(clause)), **change)

    with pytest.raises(ValidationError) as refusal:
        propose_version(
            clause=clause,
            base_number=1,
            content=content,
            reason="Later.",
            actor=advisor,
            now=now,
        )

    assert refusal.value.message_dict == {name: [WITHIN_YEARS]}
