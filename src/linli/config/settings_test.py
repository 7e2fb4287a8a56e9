"""The same house for tests: a fast hasher, a throw-away home, a database in a file.

A file, not memory: races between connections are tested, and memory answers those with lock
errors of its own.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "LINLI_TEST_HOME" not in os.environ:  # workers of one run share their parent's home
    _memory = Path("/dev/shm")  # noqa: S108  a new folder in memory
    _folder = tempfile.mkdtemp(prefix="linli-test-", dir=_memory if _memory.is_dir() else None)
    os.environ["LINLI_TEST_HOME"] = _folder
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["LINLI_HOME"] = os.environ["LINLI_TEST_HOME"]
os.environ["LINLI_SECRET_KEY"] = "a-key-that-only-tests-use-and-that-is-long-enough"
os.environ["LINLI_DATA_KEY"] = "another-key-that-only-tests-use-and-that-is-long-enough"
for _name in ("LINLI_PRODUCTION", "LINLI_DEBUG", "LINLI_URL", "LINLI_HOSTS"):
    os.environ.pop(_name, None)

from linli.config.settings import *  # noqa: E402, F403
from linli.config.settings import DATABASES, HOME, STATIC_ROOT, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a missing folder
