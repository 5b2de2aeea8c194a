"""A running site for browser tests: the real commands, a real server, a database file apart."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Site:
    """A server on a database of its own. `database` may be read, but not written, by a test."""

    url: str
    database: Path


def environment(database: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JAWARA_", "DJANGO_"))}
    return {**kept, "DATABASE_URL": f"sqlite:///{database}", "PYTHONDONTWRITEBYTECODE": "1"}


def prepare_demo(database: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "jawara", "demo", "--no-serve", "--db", str(database)],
        check=True,
        env=environment(database),
        stdout=subprocess.DEVNULL,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with status {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"no answer from {url} in a minute")


def serve(database: Path) -> Iterator[Site]:
    """Serve a database with gunicorn, as in production, until the caller is done."""
    port = free_port()
    log = database.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "jawara.config.wsgi"),
                *("--bind", f"127.0.0.1:{port}", "--threads", "4", "--timeout", "60"),
            ],
            env=environment(database),
            stdout=output,
            stderr=output,
        )
        try:
            wait_until_up(f"http://127.0.0.1:{port}/", process)
            yield Site(f"http://127.0.0.1:{port}", database)
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Serang 2004 example as `jawara demo` makes it. Copy it before writing to it."""
    database = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    prepare_demo(database)
    return database


@pytest.fixture(scope="session")
def site(demo_database: Path) -> Iterator[Site]:
    """The example, served once for all tests that only read."""
    yield from serve(demo_database)


@pytest.fixture
def own_site(demo_database: Path, tmp_path: Path) -> Iterator[Site]:
    """The example on a copy of its own, for a test that writes."""
    folder = tmp_path / "site"
    shutil.copytree(demo_database.parent, folder, ignore=shutil.ignore_patterns("*.log"))
    yield from serve(folder / demo_database.name)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; CHROMIUM names another one."""
    named = os.environ.get("CHROMIUM")
    path = named or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.fail("No Chromium: run scripts/test-env.sh, or set CHROMIUM to its path.")
    # Chromium's own sandbox refuses to start as root, as in containers.
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`new_page(width=360, dark=True, javascript=False)`: a page in a browser session of its own.

    A page that raised an error in a script, or was refused something by its security policy,
    fails the test.
    """
    contexts = []
    complaints: list[str] = []

    def make(width: int = 1280, *, dark: bool = False, javascript: bool = True) -> Page:
        context = chromium.new_context(
            viewport=PHONE if width < 600 else {**DESKTOP, "width": width},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: complaints.append(line.text) if "Content Security" in line.text else None,
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A desktop page, light, in Indonesian."""
    return new_page()
