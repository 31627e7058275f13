"""The minutes of a meeting on one page: per point words, a decision, an action."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField

from agreements.models import Clause
from monitoring.forms.meetings import person_label
from monitoring.models import AgendaItem, Participant
from monitoring.services.minutes import Clash, Written
from vve_portal.accounts.models import User
from vve_portal.ui.fields import DutchDateField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.widgets import Checkboxes

_PARTS: Final = ("said", "decision", "clause", "action", "owner", "due")


@dataclass(frozen=True, slots=True)
class Row:
    """A point of the agenda with its fields."""

    item: AgendaItem
    said: BoundField
    seen: BoundField
    decision: BoundField
    clause: BoundField
    action: BoundField
    owner: BoundField
    due: BoundField
    is_clash: bool

    @property
    def asks_results(self) -> bool:
        """Whether the part for decisions and actions is open."""
        parts = (self.decision, self.action, self.owner, self.due)
        return any(part.errors or part.value() for part in parts)


class MinutesForm(PortalForm):
    """All points of one meeting, sent at once so that no typed word is lost."""

    standalone: ClassVar[bool] = False
    mark_optional: ClassVar[bool] = False

    def __init__(
        self,
        *args: Any,
        items: Sequence[AgendaItem],
        participants: Sequence[Participant],
        people: QuerySet[User],
        clauses: QuerySet[Clause],
        clashes: Sequence[Clash] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        self.participants = participants
        self.clashes = {clash.item.pk: clash for clash in clashes}
        self.fields["present"] = _presence(participants)
        self.fields["present_base"] = forms.CharField(
            required=False,
            initial=",".join(_present(participants)),
            widget=forms.HiddenInput,
        )
        owners = [("", "Kies iemand")]
        owners += [(str(one.pk), person_label(one)) for one in people]
        chosen = [("", "Geen afspraak")]
        chosen += [(str(one.pk), _clause_label(one)) for one in clauses]
        self.people = {str(one.pk): one for one in people}
        self.clauses = {str(one.pk): one for one in clauses}
        for item in items:
            self._add_point(item, owners, chosen)

    def _add_point(
        self,
        item: AgendaItem,
        owners: Sequence[tuple[str, str]],
        clauses: Sequence[tuple[str, str]],
    ) -> None:
        clash = self.clashes.get(item.pk)
        fields = {
            "said": forms.CharField(
                label="Besproken",
                required=False,
                initial=clash.together if clash else item.said,
                widget=forms.Textarea(attrs={"rows": 4}),
            ),
            "base": forms.CharField(
                required=False, initial=item.said, widget=forms.HiddenInput
            ),
            "seen": forms.IntegerField(
                initial=item.version, widget=forms.HiddenInput, required=False
            ),
            "decision": forms.CharField(label="Besluit", required=False),
            "clause": _choice("Over welke afspraak?", clauses, item.clause_id),
            "action": forms.CharField(label="Actie", required=False),
            "owner": _choice("Wie doet dit?", owners, None),
            "due": DutchDateField(label="Uiterlijk", required=False),
        }
        for name, field in fields.items():
            self.fields[f"{name}_{item.pk}"] = field

    def rows(self) -> Iterator[Row]:
        """Give the points in the order of the agenda."""
        for item in self.items:
            fields = {name: self[f"{name}_{item.pk}"] for name in (*_PARTS, "seen")}
            yield Row(item=item, is_clash=item.pk in self.clashes, **fields)

    def bases(self) -> Iterator[BoundField]:
        """Give what each point said when the page was made."""
        for item in self.items:
            yield self[f"base_{item.pk}"]

    def written(self) -> list[Written]:
        """Return what was typed; words that were left alone are None."""
        return [self._written(item) for item in self.items]

    def _written(self, item: AgendaItem) -> Written:
        data: Mapping[str, Any] = self.cleaned_data
        typed = _plain(data[f"said_{item.pk}"])
        is_changed = typed != _plain(data[f"base_{item.pk}"])
        return Written(
            item_pk=item.pk,
            seen_version=data[f"seen_{item.pk}"] or 0,
            said=typed if is_changed else None,
            decision=data[f"decision_{item.pk}"],
            clause=self.clauses.get(data[f"clause_{item.pk}"]),
            action=data[f"action_{item.pk}"],
            owner=self.people.get(data[f"owner_{item.pk}"]),
            due_on=data[f"due_{item.pk}"],
        )

    def present(self) -> dict[int, bool] | None:
        """Return who was there; None when nobody touched that."""
        chosen = set(self.cleaned_data["present"])
        before = self.cleaned_data["present_base"].split(",")
        if chosen == {pk for pk in before if pk}:
            return None
        return {one.pk: str(one.pk) in chosen for one in self.participants}


def _present(participants: Sequence[Participant]) -> list[str]:
    return [str(one.pk) for one in participants if one.was_present]


def _presence(participants: Sequence[Participant]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Wie is er?",
        required=False,
        choices=[(str(one.pk), participant_label(one)) for one in participants],
        initial=_present(participants),
        widget=Checkboxes,
    )


def participant_label(one: Participant) -> str:
    """Return how a participant is called: by name with function, or by function."""
    return f"{one.user.name}, {one.function}" if one.user else one.function


def _choice(
    label: str, choices: Sequence[tuple[str, str]], initial: int | None
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        initial="" if initial is None else str(initial),
        error_messages={"invalid_choice": "Kies iets uit de lijst."},
    )


def _clause_label(clause: Clause) -> str:
    title = clause.current.title if clause.current else ""
    return f"{clause.code} {title}"


def _plain(text: str) -> str:
    """Return text with the line ends of the database; a browser sends two signs."""
    return text.replace("\r\n", "\n").strip()
