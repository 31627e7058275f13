"""Work outside the request: applying a checked file, planning after new terms.

Takes keys only, may be run again at any time, and does nothing twice.
"""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from referrals.models import Import
from referrals.services import following
from referrals.services.importing import applying
from referrals.tables.table import TableError
from vve_portal.access.scope import scope
from vve_portal.accounts.models import Partnership, User
from vve_portal.accounts.queries import find_actor
from vve_portal.accounts.scopes import scope_of_children_job


@task()
def apply_import(upload_pk: int, partnership_pk: int, actor_pk: int) -> None:
    """Apply a file that somebody started."""
    partnership = Partnership.objects.get(pk=partnership_pk)
    reach = scope_of_children_job(partnership)
    now = timezone.now()
    actor = find_actor(user_pk=actor_pk, today=timezone.localdate())
    with scope(reach):
        upload = _running(upload_pk)
    if upload is None or actor is None:
        return
    work = applying.Application(upload, actor, now)
    try:
        with scope(reach):
            work.load()
    except TableError as refusal:
        with scope(reach):
            applying.give_up(
                upload_pk=upload_pk, actor=actor, now=now, why=str(refusal)
            )
        return

    def report(done: int) -> None:
        with scope(reach):
            applying.report_progress(upload_pk=upload_pk, done=done)

    work.judge(report)
    with scope(reach):
        work.finish()


@task()
def follow_terms(partnership_pk: int) -> None:
    """Plan what is open in a partnership by the terms it has now."""
    partnership = Partnership.objects.get(pk=partnership_pk)
    following.follow_terms(partnership=partnership, now=timezone.now())


def ask_to_follow_terms(partnership: Partnership) -> None:
    """Have all that is open planned anew once the present transaction is committed.

    Outside it, as a municipality that changes the terms reaches no trajectory.
    """
    deed = partial(follow_terms.enqueue, partnership.pk)
    transaction.on_commit(deed, robust=True)


def ask_to_apply(upload: Import, actor: User) -> None:
    """Have a file applied once the present transaction is committed."""
    keys = (upload.pk, upload.partnership_id, actor.pk)
    transaction.on_commit(partial(apply_import.enqueue, *keys), robust=True)


def _running(upload_pk: int) -> Import | None:
    rows = Import.objects.select_related("partnership")
    return rows.filter(pk=upload_pk, status=Import.Status.APPLYING).first()
