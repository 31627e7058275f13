"""Addresses of files that come in, of preschools and of parts of town."""

from django.urls import path, register_converter

from referrals.models import FileKind
from referrals.tables.writing import Format
from referrals.views import imports, locations, registers


class FileKindConverter:
    """What a file holds."""

    regex = "[a-z]+"

    def to_python(self, value: str) -> FileKind:
        """Return the kind; an unknown one is no page."""
        return FileKind(value)

    def to_url(self, value: str) -> str:
        """Return how a kind is written."""
        return str(value)


class FormatConverter:
    """As what a table goes out."""

    regex = "[a-z]+"

    def to_python(self, value: str) -> Format:
        """Return the form; an unknown one is no page."""
        return Format(value)

    def to_url(self, value: str) -> str:
        """Return how a form is written."""
        return str(value)


register_converter(FileKindConverter, "file_kind")
register_converter(FormatConverter, "table_form")

urlpatterns = [
    path("import/", imports.Imports.as_view(), name="imports"),
    path("import/nieuw/", imports.ImportCreate.as_view(), name="import-create"),
    path(
        "import/voorbeeld/<file_kind:kind>.<table_form:form>",
        imports.ImportSample.as_view(),
        name="import-sample",
    ),
    path("import/<int:pk>/", imports.ImportDetail.as_view(), name="import"),
    path(
        "import/<int:pk>/kolommen/",
        imports.ImportColumns.as_view(),
        name="import-columns",
    ),
    path(
        "import/<int:pk>/verwerken/",
        imports.ImportApply.as_view(),
        name="import-apply",
    ),
    path("import/<int:pk>/weg/", imports.ImportDrop.as_view(), name="import-drop"),
    path("locaties/", locations.Locations.as_view(), name="locations"),
    path("locaties/<int:pk>/", locations.LocationDetail.as_view(), name="location"),
    path("locaties/lrk/", registers.RegisterCreate.as_view(), name="register-create"),
    path("locaties/lrk/<int:pk>/", registers.Register.as_view(), name="register"),
    path(
        "locaties/lrk/<int:pk>/doorvoeren/",
        registers.RegisterApply.as_view(),
        name="register-apply",
    ),
    path(
        "locaties/lrk/<int:pk>/weg/",
        registers.RegisterDrop.as_view(),
        name="register-drop",
    ),
    path(
        "locaties/wijken/",
        locations.Neighbourhoods.as_view(),
        name="neighbourhoods",
    ),
    path(
        "locaties/wijken/nieuw/",
        locations.NeighbourhoodCreate.as_view(),
        name="neighbourhood-create",
    ),
    path(
        "locaties/wijken/<int:pk>/",
        locations.NeighbourhoodEdit.as_view(),
        name="neighbourhood",
    ),
]
