"""Importing this prepares where the tests run: a home folder and a database of their own, then Django."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from django.conf import settings

if settings.configured:
    raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests choose their own home before settings are read.")

DATABASE = os.environ.get("TENURE_TEST_DATABASE") or "sqlite"
HOME = Path(tempfile.mkdtemp(prefix="tenure-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["TENURE_HOME"] = str(HOME)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does, and before anything loads NumPy
os.environ["DJANGO_SETTINGS_MODULE"] = "tenure.config.settings"
for variable in ("TENURE_DEMO", "TENURE_NOW", "TENURE_SECRET_KEY", "TENURE_HTTPS", "TENURE_ALLOWED_HOSTS"):
    os.environ.pop(variable, None)
if "TENURE_TEST_NOW" in os.environ:  # the whole run at one moment: an hour or a day that is dangerous for dates
    os.environ["TENURE_NOW"] = os.environ["TENURE_TEST_NOW"]
if DATABASE == "postgres":
    from tests.postgres import test_database_url

    os.environ["DATABASE_URL"] = test_database_url(os.environ.get("DATABASE_URL"))
elif DATABASE == "sqlite":
    os.environ.pop("DATABASE_URL", None)
else:
    raise pytest.UsageError(f"TENURE_TEST_DATABASE is “{DATABASE}”; it can be sqlite or postgres.")
# A file (or a server) and not memory: child processes started by a test see the very same database.
settings.DATABASES["default"]["TEST"] = {"NAME": settings.DATABASES["default"]["NAME"]}
django.setup()
