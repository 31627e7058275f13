"""The escalation rules as a partnership has them."""

from referrals.models import RuleSetting
from referrals.routes.rules import RULES, Rule, Setting, rules_with
from vve_portal.accounts.models import Partnership


def rules_for(partnership: Partnership | int) -> dict[str, Rule]:
    """Return the rules that hold in a partnership, with the terms agreed there."""
    return rules_with(settings_of(partnership))


def settings_of(partnership: Partnership | int) -> dict[str, Setting]:
    """Return what a partnership made of each rule, or else its default."""
    rows = RuleSetting.objects.filter(partnership=partnership)
    own = {row.rule: Setting(row.is_on, row.first, row.later) for row in rows}
    return {code: own.get(code, Setting()) for code in RULES}
