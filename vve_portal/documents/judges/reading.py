"""What a screen reader makes of a file, judged by outloud.

Always run as a program: it stands on a library whose licence does not fit ours.
"""

import json
from collections import Counter
from typing import Any, Final

from vve_portal.documents.judges.case import Case
from vve_portal.documents.judges.opinions import Judge, Opinion, absent, opinion
from vve_portal.documents.judges.programs import NoAnswer, find_program, run

_ERROR: Final = "error"
_DUTCH: Final = {"warning": "let op", "info": "ter informatie"}


def ask(case: Case) -> Opinion:
    """Whether outloud finds errors; its warnings are told and fail nothing."""
    program = find_program("outloud")
    if program is None:
        return absent(Judge.READING)
    arguments = ("--json", "-", "--fail-on", "never", case.file.name)
    answer = run(program, *arguments, folder=case.folder).stdout
    try:
        return _read(json.loads(answer))
    except (ValueError, KeyError, TypeError) as error:
        message = "outloud gaf geen leesbaar antwoord."
        raise NoAnswer(message) from error


def _read(report: dict[str, Any]) -> Opinion:
    """What the report says of the one file it is about."""
    tool, (result,) = report["tool"], report["results"]
    return opinion(
        Judge.READING,
        f"{tool['name']} {tool['version']}",
        wrong=_wrong(result),
        notes=_sentences(result, set(_DUTCH)),
    )


def _wrong(result: dict[str, Any]) -> list[str]:
    if result["verdict"] == "unreadable":
        return [f"outloud kan het bestand niet lezen: {result['error']}"]
    wrong = _sentences(result, {_ERROR})
    if not wrong and result["verdict"] != "pass":
        return [f"outloud zegt: {result['verdict']}"]
    return wrong


def _sentences(result: dict[str, Any], severities: set[str]) -> list[str]:
    """One line per rule and message, with how often when that is more than once."""
    lines = [
        f"{found['rule']}{_weight(found['severity'])}: {found['message']}"
        for found in result["findings"]
        if found["severity"] in severities
    ]
    return [
        line if times == 1 else f"{line} ({times} keer)"
        for line, times in Counter(lines).items()
    ]


def _weight(severity: str) -> str:
    return f" ({_DUTCH[severity]})" if severity in _DUTCH else ""
