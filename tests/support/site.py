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

from tests.support.example import environment

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Site:
    """A server on a database of its own. `database` may be read, but not written, by a test."""

    url: str
    database: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    last = ""
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError as error:
            last = str(error)
            time.sleep(0.2)
    raise RuntimeError(f"no page from {url}: {last}\n{log.read_text()[-4000:]}")


def copy_of(database: Path, folder: Path) -> Path:
    """A copy of a database and its evidence, to serve or to write to."""
    return Path(shutil.copytree(database.parent, folder / "copy")) / database.name


def serve(database: Path) -> Iterator[Site]:
    """Serve a database with gunicorn, as in production, until the caller is done."""
    port = free_port()
    log = database.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "jawara.config.wsgi"),
                *("--bind", f"127.0.0.1:{port}", "--threads", "4", "--timeout", "60"),
                "--no-control-socket",
            ],
            env=environment(f"sqlite:///{database}", database.parent / "files"),
            stdout=output,
            stderr=output,
        )
        try:
            wait_until_up(f"http://127.0.0.1:{port}/", process, log)
            yield Site(f"http://127.0.0.1:{port}", database)
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def site(example_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The example, served once for all tests that only read."""
    yield from serve(copy_of(example_file, tmp_path_factory.mktemp("site")))


@pytest.fixture
def own_site(example_file: Path, tmp_path: Path) -> Iterator[Site]:
    """The example on a copy of its own, for a test that writes."""
    yield from serve(copy_of(example_file, tmp_path))


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
