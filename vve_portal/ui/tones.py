"""One mapping from a status to its colour, so that it looks the same everywhere."""

from typing import Final

SAFE: Final = "safe"
WARNING: Final = "warning"
DANGER: Final = "danger"
NEUTRAL: Final = ""

# Amber asks for attention, red is late or wrong, green is agreed or on course. Whatever
# is just how things stand has no colour.
TONES: Final[dict[str, str]] = {
    # an agreement
    "draft": NEUTRAL,
    "negotiating": NEUTRAL,
    "ready": WARNING,
    "signing": WARNING,
    "signed": SAFE,
    "in_force": SAFE,
    "void": DANGER,
    "ended": NEUTRAL,
    # a clause, as the reader's own party sees it
    "proposed": NEUTRAL,
    "waiting": NEUTRAL,
    "waiting_for_me": WARNING,
    "agreed": SAFE,
    "refused": DANGER,
    # a signed clause, as people say it is going
    "on_course": SAFE,
    "attention": WARNING,
    "missed": DANGER,
    # a signature
    "valid": SAFE,
    "pending": WARNING,
    "raising": WARNING,
    "invalid": DANGER,
    # a thing to be done
    "done": SAFE,
    "open": WARNING,
    "late": DANGER,
    # an account or a role
    "active": NEUTRAL,
    "invited": WARNING,
    "expired": NEUTRAL,
    "locked": DANGER,
}


def tone_of(status: object) -> str:
    """Return the colour of a status; a status without one is shown in plain grey."""
    return TONES.get(str(getattr(status, "value", status)), NEUTRAL)
