"""A report of a crash tells the fault and where, and not what somebody typed."""

import sys
from typing import NoReturn

from django.test import RequestFactory
from django.views.debug import ExceptionReporter
from pytest_django import Settings

TYPED = "Kindnaam Bedacht"


def crash_on(name: str) -> NoReturn:
    """Crash with what was typed in a variable."""
    raise ZeroDivisionError(len(name))


def report_of_a_crash(rf: RequestFactory) -> list[str]:
    """Return the report of a crash on a posted form, as page and as text."""
    request = rf.post("/", {"child": TYPED})
    try:
        crash_on(request.POST["child"])
    except ZeroDivisionError:
        kind, fault, trace = sys.exc_info()
    reporter = ExceptionReporter(request, kind, fault, trace, is_email=True)
    return [reporter.get_traceback_html(), reporter.get_traceback_text()]


def test_report_holds_no_form_field_and_no_variable(rf: RequestFactory) -> None:
    page, text = report_of_a_crash(rf)

    assert TYPED not in page
    assert TYPED not in text
    assert "crash_on" in page
    assert "ZeroDivisionError" in text


def test_who_tries_the_portal_out_sees_them(
    rf: RequestFactory, settings: Settings
) -> None:
    settings.DEBUG = True

    page, _ = report_of_a_crash(rf)

    assert TYPED in page
