"""Own lists: filters under a name."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from referrals.forms.saved import ABOUT_A_CHILD
from referrals.models import SavedList
from referrals.services.saved_lists import (
    MOST_LISTS,
    NAME_TAKEN,
    TOO_LONG,
    TOO_MANY,
    delete_list,
    save_list,
)
from tests.agreements.pages import errors_of, told
from tests.referrals.scenes import World
from vve_portal.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_child")]
SignIn = Callable[[User], Client]
QUERY = "lijst=open&state=S51"


def names(user: User) -> list[str]:
    """Name somebody's lists."""
    rows = SavedList.objects.visible_to(user).order_by("pk")
    return [one.name for one in rows]


class TestPage:
    """Keeping a filter from the page."""

    def test_the_filter_is_kept_and_opened(self, world: World, as_user: SignIn) -> None:
        nurse = world.people["nurse"]
        desk = as_user(nurse)

        response = desk.post(
            f"/trajecten/lijsten/?{QUERY}&na=x", {"name": "Wachtlijst"}
        )

        assert response["Location"] == f"/trajecten/?{QUERY}"
        page = desk.get(response["Location"])
        assert told(page) == ["De lijst “Wachtlijst” is bewaard."]
        assert [(one.name, current) for one, current in page.context["saved"]] == [
            ("Mijn wijk", False),
            ("Wachtlijst", True),
        ]

    def test_a_name_is_taken_once(self, world: World, as_user: SignIn) -> None:
        desk = as_user(world.people["nurse"])

        response = desk.post(f"/trajecten/lijsten/?{QUERY}", {"name": "mijn wijk"})

        assert errors_of(response) == {"name": [NAME_TAKEN]}

    @pytest.mark.parametrize("name", ["Kind van 12-3-2024", "123456782", "06 12345678"])
    def test_a_name_tells_of_no_child(
        self, name: str, world: World, as_user: SignIn
    ) -> None:
        desk = as_user(world.people["nurse"])

        response = desk.post(f"/trajecten/lijsten/?{QUERY}", {"name": name})

        assert errors_of(response) == {"name": [ABOUT_A_CHILD]}
        assert names(world.people["nurse"]) == ["Mijn wijk"]

    def test_a_list_is_forgotten(self, world: World, as_user: SignIn) -> None:
        desk = as_user(world.people["nurse"])

        response = desk.post(f"/trajecten/lijsten/{world.saved.pk}/verwijderen/")

        assert response["Location"] == "/trajecten/lijsten/"
        assert names(world.people["nurse"]) == []


class TestService:
    """What is kept for whom."""

    def test_a_colleague_may_use_the_same_name(self, world: World) -> None:
        colleague = world.people["other_nurse"]

        save_list(name="Mijn wijk", query=QUERY, actor=colleague)

        assert names(colleague) == ["Mijn wijk"]
        assert names(world.people["nurse"]) == ["Mijn wijk"]

    def test_nobody_forgets_the_list_of_another(self, world: World) -> None:
        with pytest.raises(PermissionDenied, match="van een collega"):
            delete_list(saved=world.saved, actor=world.people["coordinator"])

        assert names(world.people["nurse"]) == ["Mijn wijk"]

    def test_there_is_an_end_to_lists(self, world: World) -> None:
        colleague = world.people["other_nurse"]
        for number in range(MOST_LISTS):
            save_list(name=f"Lijst {number}", query=QUERY, actor=colleague)

        with pytest.raises(ValidationError) as refused:
            save_list(name="Nog een", query=QUERY, actor=colleague)

        assert refused.value.messages == [TOO_MANY]

    def test_a_filter_has_to_fit(self, world: World) -> None:
        with pytest.raises(ValidationError) as refused:
            save_list(name="Lang", query="x" * 501, actor=world.people["other_nurse"])

        assert refused.value.messages == [TOO_LONG]
