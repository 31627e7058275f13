"""The escalation rules as a partnership has them."""

from referrals.models import RuleSetting
from referrals.routes.rules import Rule, Setting, rules_with
from vve_portal.accounts.models import Partnership


def rules_for(partnership: Partnership | int) -> dict[str, Rule]:
    """Return the rules that hold in a partnership, with the terms agreed there."""
    rows = RuleSetting.objects.filter(partnership=partnership)
    return rules_with(
        {row.rule: Setting(row.is_on, row.first, row.later) for row in rows}
    )
