"""Values in addresses, typed: what is no chapter, step or file is no page."""

from django.urls import register_converter

from agreements.areas import Chapter
from agreements.file_kinds import FileKind
from agreements.lifecycle import Step


class ChapterConverter:
    """A part of the document, 0 to 8."""

    regex = "[0-8]"

    def to_python(self, value: str) -> Chapter:
        """Return the chapter of a number."""
        return Chapter(int(value))

    def to_url(self, value: int) -> str:
        """Return the number of a chapter."""
        return str(int(value))


class StepConverter:
    """A step along the lifecycle."""

    regex = "[a-z_]+"

    def to_python(self, value: str) -> Step:
        """Return the step; an unknown one is no page."""
        return Step(value)

    def to_url(self, value: str) -> str:
        """Return how a step is written."""
        return str(value)


class AgreementFileConverter:
    """A kind of file that is made when somebody asks."""

    regex = "[a-z]+"

    def to_python(self, value: str) -> FileKind:
        """Return the kind; an unknown one is no page."""
        return FileKind(value)

    def to_url(self, value: str) -> str:
        """Return how a kind is written."""
        return str(value)


register_converter(AgreementFileConverter, "agreement_file")
register_converter(ChapterConverter, "chapter")
register_converter(StepConverter, "step")
