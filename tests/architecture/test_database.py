"""Migrations match the models, on both databases."""

import pytest
from django.core.management import call_command


@pytest.mark.sqlite
@pytest.mark.django_db
def test_models_have_no_change_without_a_migration(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)
