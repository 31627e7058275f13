"""The routes with which partners begin; they change them to what they agree on.

Ages and outcomes come from the field's own routes. Terms that the sources leave open
are proposals: the partners confirm them before they publish.
"""

from typing import Final

from referrals.routes.definition import Route
from referrals.routes.templates.home import HOME
from referrals.routes.templates.preschool import BASIC, BERGEN_OP_ZOOM, BREDA
from referrals.routes.templates.support import SUPPORT

TEMPLATES: Final[dict[str, Route]] = {
    "R-BASIS": BASIC,
    "R-BREDA": BREDA,
    "R-BOZ": BERGEN_OP_ZOOM,
    "R-AANV": SUPPORT,
    "R-THUIS": HOME,
}
