"""Settings for the tests: the real ones, with a fast hasher and no waiting."""

import os

os.environ.setdefault("DEBUG", "1")
# Of each run its own: two runs on one machine must not wait for each other's places.
os.environ.setdefault("SECRET_KEY", f"key-that-guards-nothing-but-tests-{os.getpid()}")
# Never the database that somebody works with.
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "sqlite://:memory:")

from vve_portal.settings import *  # noqa: F403 - the tests change as little as they can

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Otherwise it wants the folder that collectstatic makes.
WHITENOISE_AUTOREFRESH = True
DEBUG = False
