"""A clause as it lies on the desk: its form and its budget lines, together."""

import re
from dataclasses import asdict, dataclass, replace
from typing import Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from agreements.forms.clause import ClauseForm, ContentForm, MoneyForm, ProvisionForm
from agreements.forms.lines import PREFIX, BaseLineSet, LineSet, rows_of
from agreements.services.clause_content import ClauseContent
from vve_portal.ui.service_forms import add_faults

ADVISE: Final = "advise"
ADD_LINE: Final = "add_line"
AGREE: Final = "agree"
TOTAL: Final = f"{PREFIX}-TOTAL_FORMS"
_A_FEW: Final = re.compile("[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class ClauseSheet:
    """The form of a clause with its rows; a provision has no rows."""

    form: ContentForm
    lines: BaseLineSet | None
    base: ClauseContent

    @property
    def only_asks(self) -> bool:
        """Whether the pressed button asks for advice or for a row, not to save."""
        return ADVISE in self.form.data or ADD_LINE in self.form.data

    @property
    def wants_to_agree(self) -> bool:
        """Whether the pressed button also agrees."""
        return AGREE in self.form.data

    @property
    def base_number(self) -> int:
        """The version that the form was made from; 0 when it does not say."""
        return self.form.cleaned_data.get("base_number") or 0

    def is_valid(self) -> bool:
        """Judge form and rows; the page shows the errors of both."""
        return self.form.is_valid() and (self.lines is None or self.lines.is_valid())

    def content(self) -> ClauseContent:
        """Return what was typed."""
        typed = self.form.content(self.base)
        if self.lines is None:
            return typed
        return replace(typed, lines=self.lines.lines)

    def take_over(self, error: ValidationError) -> None:
        """Put what the service refused where it can be mended."""
        faults = getattr(error, "error_dict", {})
        if self.lines is not None and "lines" in faults:
            for sentence in error.message_dict["lines"]:
                self.lines.add_error(sentence)
            rest = {name: found for name, found in faults.items() if name != "lines"}
            error = ValidationError(rest)
        add_faults(self.form, error)

    def forget_errors(self) -> None:
        """Show what was typed without judging it yet."""
        self.form.forget_errors()
        if self.lines is not None:
            self.lines.forget_errors()


def form_class_of(*, is_provision: bool, may_change_all: bool) -> type[ContentForm]:
    """Return the form for this kind of clause and this person."""
    if is_provision:
        return ProvisionForm
    return ClauseForm if may_change_all else MoneyForm


def open_sheet(
    form_class: type[ContentForm],
    *,
    base: ClauseContent,
    number: int = 0,
    reason: str = "",
    asks_reason: bool,
    data: QueryDict | None = None,
) -> ClauseSheet:
    """Return the sheet of a clause that says `base`, or with what was typed over it."""
    initial = {**asdict(base), "base_number": number, "reason": reason}
    form = form_class(
        data,
        initial=initial,
        asks_reason=asks_reason,
        asks_advice=data is not None and ADVISE in data,
    )
    lines = _rows(base, data) if form_class.has_lines else None
    return ClauseSheet(form, lines, base)


def _rows(base: ClauseContent, data: QueryDict | None) -> BaseLineSet:
    rows: BaseLineSet = (
        LineSet(initial=rows_of(base.lines), prefix=PREFIX)
        if data is None
        else LineSet(_with_one_more(data) if ADD_LINE in data else data, prefix=PREFIX)
    )
    return rows


def _with_one_more(data: QueryDict) -> QueryDict:
    more = data.copy()
    total = more.get(TOTAL, "")
    if _A_FEW.fullmatch(total):
        more[TOTAL] = str(int(total) + 1)
    return more
