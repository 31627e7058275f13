"""The door for the web server; it stays shut when the database role sees too much."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vve_portal.settings")

application = get_wsgi_application()

from vve_portal.access.database import refuse_unsafe_role  # noqa: E402 - needs Django's set-up

refuse_unsafe_role()
