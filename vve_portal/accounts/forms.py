"""Forms about signing in and people: they read and lay out; services do the work."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet

from vve_portal.accounts.models import Mandate, Partnership, User
from vve_portal.accounts.roles import Role
from vve_portal.ui.fields import DutchDateField
from vve_portal.ui.forms import PortalForm
from vve_portal.ui.layout import LayoutItem
from vve_portal.ui.widgets import Checkboxes, Radios


class Email(forms.EmailField):
    """An e-mail address, in lower case as accounts have it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": "E-mailadres",
                "widget": forms.EmailInput(attrs={"autocomplete": "username"}),
                **kwargs,
            }
        )

    def clean(self, value: Any) -> str:
        """Return the address in lower case."""
        return str(super().clean(value)).lower()


def password_field(label: str, autocomplete: str, help_text: str = "") -> Any:
    """Return a field for a password; spaces belong to it."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in its stubs only
    """A choice of people: by name and function."""

    def label_from_instance(self, obj: Any) -> str:
        """Return how somebody reads in a list."""
        return f"{obj.name}, {obj.job_title}" if obj.job_title else str(obj.name)


class SignInForm(PortalForm):
    """First page of signing in."""

    submit_label: ClassVar[str] = "Ga verder"

    email = Email()
    password = password_field("Wachtwoord", "current-password")


class CodeForm(PortalForm):
    """A code of the app, or a recovery code."""

    submit_label: ClassVar[str] = "Controleer de code"

    code = forms.CharField(
        label="Code",
        help_text="De zes cijfers in uw inlog-app, of een van uw herstelcodes.",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}
        ),
    )


class EnrolmentForm(CodeForm):
    """The first code of a new app."""

    submit_label: ClassVar[str] = "Koppel mijn app"

    code = forms.CharField(
        label="Code uit de app",
        help_text="De zes cijfers die de app nu bij VVE-portaal toont.",
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )


class PasswordForm(PortalForm):
    """One's own password, again."""

    submit_label: ClassVar[str] = "Ga verder"

    password = password_field("Wachtwoord", "current-password")


class NewPasswordForm(PortalForm):
    """A new password, typed twice; judged by the rules of the settings."""

    submit_label: ClassVar[str] = "Bewaar het wachtwoord"

    password = password_field(
        "Nieuw wachtwoord",
        "new-password",
        "Ten minste 12 tekens. Een zin van een paar woorden is sterk en goed te"
        " onthouden.",
    )
    again = password_field("Nieuw wachtwoord, nog een keer", "new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules, and both against each other."""
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password:
            try:
                validate_password(password, self.user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        if password and again and password != again:
            self.add_error("again", "Vul twee keer hetzelfde wachtwoord in.")
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """One's own password: the old, then the new."""

    old = password_field("Huidig wachtwoord", "current-password")

    def build_layout(self) -> Sequence[LayoutItem]:
        """Ask the old one first."""
        return ["old", "password", "again"]


class AcceptForm(NewPasswordForm):
    """Whoever was invited says how the name is written and chooses a password."""

    submit_label: ClassVar[str] = "Maak mijn account"

    name = forms.CharField(
        label="Uw naam",
        help_text="Zo staat uw naam in het portaal en onder wat u ondertekent.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def build_layout(self) -> Sequence[LayoutItem]:
        """Ask the name first."""
        return ["name", "password", "again"]


class ForgotPasswordForm(PortalForm):
    """The address to which a link may go."""

    submit_label: ClassVar[str] = "Mail mij een link"

    email = Email()


class InviteForm(PortalForm):
    """Somebody to be invited, and the roles to begin with."""

    submit_label: ClassVar[str] = "Verstuur de uitnodiging"

    name = forms.CharField(label="Naam", max_length=120)
    email = Email(widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    job_title = forms.CharField(
        label="Functie",
        help_text="Bijvoorbeeld: wethouder onderwijs en jeugd.",
        max_length=120,
        required=False,
    )
    roles = forms.TypedMultipleChoiceField(
        label="Rollen",
        help_text="De rollen gelden vanaf de dag dat het account is gemaakt.",
        coerce=Role,
        widget=Checkboxes,
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = _labelled(roles)  # type: ignore[attr-defined]  # a choice field


class RoleForm(PortalForm):
    """A role for somebody, from a day, possibly until a day."""

    submit_label: ClassVar[str] = "Geef de rol"

    role = forms.TypedChoiceField(label="Rol", coerce=Role, widget=Radios)
    starts_on = DutchDateField(label="Eerste dag")
    ends_on = DutchDateField(
        label="Laatste dag",
        help_text="Vul dit in bij waarneming. Zonder laatste dag geldt de rol tot u"
        " die beëindigt.",
        required=False,
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _labelled(roles)  # type: ignore[attr-defined]  # a choice field


class MandateForm(PortalForm):
    """Who may sign, in which partnership, on what ground and from when."""

    submit_label: ClassVar[str] = "Leg het mandaat vast"

    partnership: Any = forms.ModelChoiceField(
        label="Samenwerking", queryset=None, empty_label="Kies een samenwerking"
    )
    signer: Any = PersonChoice(
        label="Wie ondertekent",
        help_text="U kiest uit collega's met een rol die ondertekent.",
        queryset=None,
        empty_label="Kies een collega",
    )
    ground = forms.TypedChoiceField(label="Grond", coerce=Mandate.Ground, widget=Radios)
    reference = forms.CharField(
        label="Kenmerk van het besluit",
        help_text="Bijvoorbeeld: collegebesluit 2026-0114, of artikel 8 van de"
        " statuten.",
        max_length=120,
    )
    decided_on = DutchDateField(label="Datum van het besluit")
    starts_on = DutchDateField(label="Geldig vanaf")
    ends_on = DutchDateField(label="Geldig tot en met", required=False)

    def __init__(
        self,
        *args: Any,
        partnerships: QuerySet[Partnership],
        signers: QuerySet[User],
        grounds: Iterable[Mandate.Ground],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = self.fields
        choices["partnership"].queryset = partnerships
        choices["signer"].queryset = signers
        choices["ground"].choices = [(ground.value, ground.label) for ground in grounds]


def _labelled(roles: Iterable[Role]) -> list[tuple[str, str]]:
    return sorted(((role.value, str(role.label)) for role in roles), key=lambda r: r[1])


class OrganisationForm(PortalForm):
    """What the own organisation is called in law, and where it is."""

    legal_form = forms.CharField(
        label="Rechtsvorm",
        max_length=120,
        help_text="Bijvoorbeeld: stichting.",
    )
    kvk_number = forms.CharField(
        label="KvK-nummer", max_length=20, required=False, help_text="Acht cijfers."
    )
    seat = forms.CharField(label="Vestigingsplaats", max_length=120)
