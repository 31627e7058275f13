"""What is printed so that anybody can look a document up: its code and address."""

from typing import Any, Final

from django.conf import settings

CHECK_PATH: Final = "/controle/{code}/"


def check_of(code: str) -> dict[str, Any]:
    """Return the code with its address; both empty for a draft, which has none.

    The address is frozen along, so the same content always makes the same document.
    """
    path = CHECK_PATH.format(code=code)
    return {"code": code, "address": f"{settings.PORTAL_URL}{path}" if code else ""}
