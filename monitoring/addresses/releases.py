"""Addresses of releases, public numbers, thresholds, files and open data."""

from django.urls import URLPattern, path, register_converter

from monitoring.converters import (
    FormatConverter,
    QuarterCodeConverter,
    TownConverter,
)
from monitoring.views import figure_files, public_numbers, releases

register_converter(TownConverter, "town")
register_converter(QuarterCodeConverter, "quarter_code")
register_converter(FormatConverter, "figure_form")

QUARTER = "kwartalen/<int:pk>/"
TOWN = "kleine-getallen/<int:pk>/"
OPEN = "open-data/<town:code>/"

urlpatterns: list[URLPattern] = [
    path(f"{QUARTER}vrijgeven/", releases.ReleasePage.as_view(), name="release"),
    path(
        f"{QUARTER}cijfers.<figure_form:form>",
        figure_files.ExportQuarter.as_view(),
        name="export-quarter",
    ),
    path(
        f"{QUARTER}definities.csv",
        figure_files.ExportDefinitions.as_view(),
        name="export-definitions",
    ),
    path(
        f"{QUARTER}open-data/",
        figure_files.PublishQuarter.as_view(),
        name="open-data-publish",
    ),
    path(
        f"{QUARTER}open-data/intrekken/",
        figure_files.WithdrawQuarter.as_view(),
        name="open-data-withdraw",
    ),
    path("kleine-getallen/", public_numbers.FigureTowns.as_view(), name="figure-towns"),
    path(TOWN, public_numbers.PublicNumbers.as_view(), name="public-numbers"),
    path(
        f"{TOWN}invullen/",
        public_numbers.PublicNumbersEdit.as_view(),
        name="public-numbers-edit",
    ),
    path(
        f"{TOWN}bestand/",
        public_numbers.PublicNumbersImport.as_view(),
        name="public-numbers-import",
    ),
    path(
        f"{TOWN}drempels/",
        public_numbers.FigureSettingsEdit.as_view(),
        name="figure-settings",
    ),
    path(OPEN, figure_files.OpenData.as_view(), name="open-data"),
    path(
        f"{OPEN}<quarter_code:quarter>.csv",
        figure_files.OpenDataFile.as_view(),
        name="open-data-file",
    ),
    path(
        f"{OPEN}<quarter_code:quarter>.json",
        figure_files.OpenDataDescription.as_view(),
        name="open-data-description",
    ),
]
