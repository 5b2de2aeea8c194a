"""Two sites to compare: our example and the site that `wagtail start` makes, served alike."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.engines import peers

WORKERS, THREADS = 2, 2
HOST = "127.0.0.1"
START_SECONDS = 60


@contextmanager
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="jawara-bench-", dir="/var/tmp"))
    try:
        yield made
    finally:
        shutil.rmtree(made)


@contextmanager
def jawara() -> Iterator[str]:
    """Address of our example, with the settings of production."""
    with folder() as place:
        database = place / "example.sqlite3"
        local = {**os.environ, "JAWARA_ENV": "local"}
        command = [sys.executable, "-m", "jawara", "demo", "--no-serve", "--db", str(database)]
        subprocess.run(command, check=True, env=local, stdout=subprocess.DEVNULL)
        env = {
            "JAWARA_ENV": "production",
            "JAWARA_SECRET_KEY": "bench" * 12,
            "JAWARA_HOSTS": HOST,
            "JAWARA_SMTP_HOST": HOST,
            "JAWARA_SSL_REDIRECT": "no",
            "JAWARA_STATIC_ROOT": str(place / "static"),
            "DATABASE_URL": f"sqlite:///{database}",
        }
        _manage([sys.executable, "-m", "jawara"], "collectstatic", place, env)
        with _gunicorn(sys.executable, "jawara.config.wsgi", place, env) as url:
            yield url


@contextmanager
def wagtail() -> Iterator[str]:
    """Address of the site as `wagtail start` leaves it, with its own settings of production."""
    python = peers()
    with folder() as place:
        program = str(Path(python).parent / "wagtail")
        start = [program, "start", "stock", str(place)]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL)
        own = f'SECRET_KEY = "{"bench" * 12}"\nALLOWED_HOSTS = ["{HOST}"]\n'
        (place / "stock" / "settings" / "local.py").write_text(own, encoding="utf-8")
        env = {"DJANGO_SETTINGS_MODULE": "stock.settings.production"}
        for command in ("migrate", "collectstatic"):
            _manage([python, "manage.py"], command, place, env)
        with _gunicorn(python, "stock.wsgi", place, env) as url:
            yield url


def _manage(program: list[str], command: str, place: Path, env: Mapping[str, str]) -> None:
    subprocess.run(
        [*program, command, "--noinput", "--verbosity=0"],
        check=True,
        cwd=place,
        env={**os.environ, **env},
    )


@contextmanager
def _gunicorn(python: str, module: str, place: Path, env: Mapping[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [python, "-m", "gunicorn", module, f"--bind={HOST}:{port}", "--no-control-socket"]
    command += [f"--workers={WORKERS}", f"--threads={THREADS}", "--log-level=warning"]
    process = subprocess.Popen(command, cwd=place, env={**os.environ, **env})
    try:
        url = f"http://{HOST}:{port}"
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{url} answers {error.code}") from error
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"{process.args!r} did not begin to serve")
