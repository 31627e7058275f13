"""Work outside the request: mail that must not tell whether an account exists."""

from django_tasks import task

from vve_portal.accounts.services import passwords


@task()
def mail_password_link(user_pk: int) -> None:
    """Mail the link with which somebody sets a new password."""
    passwords.send_password_link(user_pk=user_pk)
