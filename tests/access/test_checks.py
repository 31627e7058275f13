"""PostgreSQL is required to serve; SQLite is for trying out."""

import pytest
from django.db import connection
from pytest_django import Settings

from vve_portal.access.checks import check_database


@pytest.mark.parametrize(
    ("vendor", "debug", "faults"),
    [
        ("postgresql", False, []),
        ("postgresql", True, []),
        ("sqlite", True, []),
        ("sqlite", False, ["access.E001"]),
    ],
)
def test_only_trying_out_goes_without_postgresql(
    vendor: str,
    debug: bool,  # noqa: FBT001 - a column of the table
    faults: list[str],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "vendor", vendor)
    settings.DEBUG = debug

    assert [fault.id for fault in check_database()] == faults
