"""A scan is a few pages or one picture; whatever else a file holds is refused."""

import io
from collections.abc import Callable
from typing import Any, Final

import pikepdf
import pytest

from tests.scans import picture, scan_in_pdf
from vve_portal.documents import limited, scanning

JOB: Final = "vve_portal.documents.scanning.judge_in_limits"


def judged(content: bytes) -> tuple[str, str]:
    """Return the media type and what is wrong."""
    answer = scanning.judge_in_limits(content)
    return answer["media_type"], answer["problem"]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (scan_in_pdf(), "application/pdf"),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
    ],
)
def test_scan_is_known_by_its_first_bytes(content: bytes, media_type: str) -> None:
    assert judged(content) == (media_type, "")


def test_limited_process_gives_the_same_answer() -> None:
    answer = limited.run(JOB, picture())

    assert answer == {"media_type": "image/png", "problem": ""}


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"GIF89a", b"PK\x03\x04", picture("TIFF")]
)
def test_other_kinds_of_file_are_refused(content: bytes) -> None:
    assert judged(content) == ("", scanning.NOT_KNOWN)


@pytest.mark.parametrize("content", [scan_in_pdf(), picture("PNG"), picture("JPEG")])
def test_file_that_was_cut_off_is_refused(content: bytes) -> None:
    # Elsewhere, as it is done: here WeasyPrint lets Pillow overlook such things.
    answer = limited.run(JOB, content[: len(content) // 20])

    assert answer["problem"] in {scanning.DAMAGED, scanning.NO_PAGES}


def test_picture_that_nobody_can_read_is_refused() -> None:
    assert judged(picture(size=(300, 200)))[1] == scanning.TOO_SMALL


def test_picture_with_too_many_pixels_is_not_even_unpacked() -> None:
    assert judged(picture(size=(9_000, 8_000)))[1] == scanning.TOO_LARGE


def test_picture_of_another_kind_behind_a_known_head_is_refused() -> None:
    assert judged(b"\x89PNG\r\n\x1a\n" + picture("TIFF"))[1] == scanning.DAMAGED


def changed(change: Callable[[pikepdf.Pdf], None], **options: Any) -> bytes:
    """Return a scan to which something was done."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan_in_pdf())) as pdf:
        change(pdf)
        pdf.save(target, **options)
    return target.getvalue()


def attach(pdf: pikepdf.Pdf) -> None:
    """Put a file into it."""
    pdf.attachments["los.txt"] = b"iets anders"


def program(pdf: pikepdf.Pdf) -> None:
    """Let it do something on opening."""
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.Root.OpenAction = action


def launch(pdf: pikepdf.Pdf) -> None:
    """Let a click start a program."""
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=action)
    pdf.pages[0].Annots = pikepdf.Array([note])


@pytest.mark.parametrize("change", [attach, program, launch])
def test_pdf_that_is_more_than_pages_is_refused(
    change: Callable[[pikepdf.Pdf], None],
) -> None:
    assert judged(changed(change))[1] == scanning.NOT_ONLY_PAGES


def test_pdf_behind_a_password_is_refused() -> None:
    locked = pikepdf.Encryption(owner="geheim", user="geheim")

    assert judged(changed(lambda _: None, encryption=locked))[1] == scanning.DAMAGED


def test_pdf_with_a_whole_archive_is_refused() -> None:
    def repeat(pdf: pikepdf.Pdf) -> None:
        for _ in range(scanning.MOST_PAGES):
            pdf.pages.append(pdf.pages[0])

    assert judged(changed(repeat))[1] == scanning.TOO_MANY_PAGES


def test_pdf_without_a_page_is_refused() -> None:
    def empty(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0]

    assert judged(changed(empty))[1] == scanning.NO_PAGES
