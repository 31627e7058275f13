"""Signatures of people, judged by pdfsig of Poppler with the trust store of NSS."""

from pathlib import Path
from typing import Final

from vve_portal.documents.judges.case import Case
from vve_portal.documents.judges.opinions import Judge, Opinion, absent, opinion
from vve_portal.documents.judges.programs import find_program, run, words_of

_EMPTY: Final = "The signature form field is not signed."
_WHOLE: Final = "Total document signed"
_KIND: Final = "Signature Type"
# Kinds of document timestamp as versions of pdfsig call them; they judge none yet.
_TIMESTAMPS: Final = frozenset({"unknown", "ETSI.RFC3161"})
_VALID: Final = ("Signature Validation", "Signature is Valid.")
_TRUSTED: Final = ("Certificate Validation", "Certificate is Trusted.")
_NOTE: Final = "pdfsig beoordeelt documenttijdstempels niet; openssl doet dat wel."

Row = dict[str, str]


def ask(case: Case) -> Opinion:
    """Whether each signature is valid and trusted, and the last covers the file."""
    pdfsig, certutil = find_program("pdfsig"), find_program("certutil")
    if pdfsig is None or certutil is None:
        return absent(Judge.POPPLER)
    version = words_of(run(pdfsig, "-v", folder=case.folder)).partition("\n")[0]
    rows = read_rows(case, pdfsig=pdfsig, certutil=certutil)
    notes = [_NOTE] if any(_is_timestamp(row) for row in rows) else []
    return opinion(Judge.POPPLER, version, wrong=_wrong(rows), notes=notes)


def read_rows(case: Case, *, pdfsig: Path, certutil: Path) -> list[Row]:
    """What pdfsig says of each field that is filled."""
    store = f"sql:{_make_store(case, certutil)}"
    answer = run(pdfsig, "-nssdir", store, case.file, folder=case.folder)
    parts = answer.stdout.split("Signature #")[1:]
    return [_as_row(part) for part in parts if _EMPTY not in part]


def _make_store(case: Case, certutil: Path) -> Path:
    store = case.folder / "store"
    store.mkdir(exist_ok=True)
    database = ("-d", f"sql:{store}")
    run(certutil, "-N", *database, "--empty-password", folder=case.folder)
    for path in case.authorities:
        trust = ("-n", path.stem, "-t", "CT,CT,CT", "-i", path)
        run(certutil, "-A", *database, *trust, folder=case.folder)
    return store


def _as_row(part: str) -> Row:
    lines = [line.strip(" -\t") for line in part.splitlines()[1:]]
    pairs = [line.partition(": ") for line in lines if line]
    return {name: value or "yes" for name, _, value in pairs}


def _is_timestamp(row: Row) -> bool:
    return row.get(_KIND) in _TIMESTAMPS


def _wrong(rows: list[Row]) -> list[str]:
    people = [row for row in rows if not _is_timestamp(row)]
    if not people:
        return ["pdfsig vindt geen handtekening."]
    wrong = [sentence for row in people for sentence in _problems(row)]
    if not any(_WHOLE in row for row in rows):
        wrong.append("pdfsig vindt geen handtekening of tijdstempel over het geheel.")
    return wrong


def _problems(row: Row) -> list[str]:
    """Of a signature that does not hold, pdfsig does not judge the certificate."""
    field = row.get("Signature Field Name", "")
    for question, right in (_VALID, _TRUSTED):
        answer = row.get(question, "pdfsig geeft geen oordeel.")
        if answer != right:
            return [f"{field}: {answer}"]
    return []
