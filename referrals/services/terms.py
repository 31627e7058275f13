"""What a partnership makes of the escalation rules: on or off, and the terms."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from referrals import policies_routes as policies
from referrals import tasks
from referrals.models import RuleSetting
from referrals.queries.pathways import in_use
from referrals.queries.rules import settings_of
from referrals.routes.check import check
from referrals.routes.ladder import wrong_terms
from referrals.routes.rules import Setting, rules_with
from vve_portal.accounts.models import Partnership, User
from vve_portal.audit import services as audit
from vve_portal.ui.dates import local_day

STALE: Final = (
    "Iemand anders wijzigde deze termijnen terwijl u bezig was. Open de bladzijde "
    "opnieuw en vul uw wijziging nog een keer in."
)
LONGEST: Final = 1000


@transaction.atomic
def set_rules(
    *,
    partnership: Partnership,
    settings: Mapping[str, Setting],
    seen: Mapping[str, Setting],
    actor: User,
    now: datetime,
) -> list[str]:
    """Keep what was decided about the rules; return the codes of those that changed.

    What is open is planned anew after that, by a task.
    `seen` is what the page showed. Raises PermissionDenied, or ValidationError with a
    sentence for a wrong term, or when somebody else changed the same rule first.
    """
    locked = Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    policies.may_make(actor, locked).enforce()
    before = settings_of(locked)
    changed = [code for code in settings if settings[code] != seen[code]]
    if any(before[code] != seen[code] for code in changed):
        raise ValidationError(STALE)
    _refuse_terms({code: settings[code] for code in changed})
    if changed:
        _refuse_unsound(locked, {**before, **settings}, local_day(now))

    for code in changed:
        _keep(locked, code, settings[code])
        audit.record(
            at=now,
            actor=actor,
            verb="rule.set",
            subject=locked,
            summary=f"Regel {code}: {in_words(code, settings[code])}.",
            rule=code,
            before=in_words(code, before[code]),
            after=in_words(code, settings[code]),
        )
    if changed:
        tasks.ask_to_follow_terms(locked)
    return changed


def in_words(code: str, setting: Setting) -> str:
    """Write "aan, na 28 dagen, daarna na 42 dagen" or "uit"."""
    if not setting.is_on:
        return "uit"
    rule = rules_with({code: setting})[code]
    later = f", daarna na {rule.later}" if rule.later else ""
    return f"aan, na {rule.first}{later}"


def _refuse_terms(settings: Mapping[str, Setting]) -> None:
    rules = rules_with(settings)
    faults = {
        f"first_{code}": list(wrong_terms(rules[code]))
        for code in settings
        if code in rules
    }
    if found := {name: sentences for name, sentences in faults.items() if sentences}:
        raise ValidationError(found)


def _refuse_unsound(
    partnership: Partnership, settings: Mapping[str, Setting], today: date
) -> None:
    """A rule that asks somebody who is not on a route would call nobody."""
    rules = rules_with(settings)
    for version in in_use(partnership.pk, today):
        if faults := check(version.route, rules):
            message = f"Dit past niet bij {version}. {faults[0]}"
            raise ValidationError(message)


def _keep(partnership: Partnership, code: str, setting: Setting) -> None:
    if setting == Setting():
        RuleSetting.objects.filter(partnership=partnership, rule=code).delete()
        return
    RuleSetting.objects.update_or_create(
        partnership=partnership,
        rule=code,
        defaults={
            "is_on": setting.is_on,
            "first": setting.first,
            "later": setting.later,
        },
    )
