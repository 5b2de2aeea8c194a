"""Settings of the test suite: same project, cheap passwords, mail kept in memory, files apart."""

import tempfile
from pathlib import Path

from jawara.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
JAWARA_FILES = Path(tempfile.mkdtemp(prefix="jawara-test-files-"))
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STATIC_ROOT = Path(tempfile.mkdtemp(prefix="jawara-test-static-"))
