"""Values in addresses, typed: what is no area or indicator is no page."""

from agreements.areas import Chapter
from monitoring.lifecycle_meetings import Step as MeetingStep
from referrals.tables.writing import Format


class AreaConverter:
    """One of the seven areas."""

    regex = "[1-7]"

    def to_python(self, value: str) -> Chapter:
        """Return the area of a number."""
        return Chapter(int(value))

    def to_url(self, value: int) -> str:
        """Return the number of an area."""
        return str(int(value))


class CodeConverter:
    """The code of an indicator, of the portal or of a partnership's own."""

    regex = "[A-Za-z0-9-]{2,12}"

    def to_python(self, value: str) -> str:
        """Return the code."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code."""
        return str(value)


class MeetingStepConverter:
    """A step of a meeting."""

    regex = "[a-z-]+"

    def to_python(self, value: str) -> MeetingStep:
        """Return the step; an unknown one is no page."""
        return MeetingStep(value)

    def to_url(self, value: str) -> str:
        """Return how a step is written."""
        return str(value)


class SecretConverter:
    """A secret of 32 random bytes, as an address spells it."""

    regex = "[A-Za-z0-9_-]{43}"

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value


class FormatConverter:
    """As what figures go out."""

    regex = "csv|xlsx|ods"

    def to_python(self, value: str) -> Format:
        """Return the form."""
        return Format(value)

    def to_url(self, value: str) -> str:
        """Return how a form is written."""
        return str(value)


class TownConverter:
    """The code that CBS gives a municipality."""

    regex = "GM[0-9]{4}"

    def to_python(self, value: str) -> str:
        """Return the code."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code."""
        return value


class QuarterCodeConverter(TownConverter):
    """A quarter such as 2026Q3."""

    regex = "20[0-9]{2}Q[1-4]"
