"""The same house for tests: a fast hasher, a throw-away home."""

import os
import tempfile

os.environ.setdefault("LINLI_HOME", tempfile.mkdtemp(prefix="linli-test-"))
os.environ.setdefault("LINLI_SECRET_KEY", "for-tests-only")
os.environ.setdefault("LINLI_DATA_KEY", "for-tests-only-too")

from linli.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
