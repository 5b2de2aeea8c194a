"""Production refuses to start half-configured, and says what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMPLETE = {
    "JAWARA_ENV": "production",
    "JAWARA_SECRET_KEY": "b0a7c9d1-" * 8 + "not-used-anywhere",
    "JAWARA_HOSTS": "jawara.example",
    "JAWARA_SMTP_HOST": "mail.example",
    "DATABASE_URL": "sqlite:////nonexistent/jawara.sqlite3",
}

# Django's own command, not `jawara check`, which looks into a database.
CHECK = """
import django
from django.core.checks import run_checks
django.setup()
for message in run_checks(include_deployment_checks={deploy}):
    if not message.is_silenced():
        raise SystemExit(str(message))
"""


def check(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CHECK.format(deploy=True)],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "jawara.config.settings",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_passes_the_deployment_checks(tmp_path: Path) -> None:
    done = check(tmp_path, **COMPLETE)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("missing", ["JAWARA_SECRET_KEY", "JAWARA_HOSTS", "JAWARA_SMTP_HOST"])
def test_production_names_what_is_missing(tmp_path: Path, missing: str) -> None:
    done = check(tmp_path, **{k: v for k, v in COMPLETE.items() if k != missing})
    assert done.returncode == 1
    assert f"ImproperlyConfigured: {missing} is not set" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("JAWARA_DEBUG", "yes", "JAWARA_DEBUG must be off in production."),
        ("JAWARA_DEBUG", "maybe", "JAWARA_DEBUG must be yes or no, not 'maybe'."),
        ("JAWARA_ENV", "prod", "JAWARA_ENV must be local or production, not 'prod'."),
        ("DATABASE_URL", "mysql://a/b", "DATABASE_URL must be sqlite:"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, name: str, value: str, message: str) -> None:
    done = check(tmp_path, **{**COMPLETE, name: value})
    assert done.returncode == 1
    assert message in done.stderr


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(COMPLETE["JAWARA_SECRET_KEY"] + "\n")
    rest = {k: v for k, v in COMPLETE.items() if k != "JAWARA_SECRET_KEY"}
    done = check(tmp_path, **rest, JAWARA_SECRET_KEY_FILE=str(secret))
    assert done.returncode == 0, done.stderr


def test_local_work_needs_no_secret(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHECK.format(deploy=False)],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "jawara.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
