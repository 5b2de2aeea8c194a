"""Databases made for one benchmark: durable, as in production, and thrown away afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import ROOT

# What a careful operator sets on a small server; durability stays on.
SETTINGS = ("listen_addresses=''", "shared_buffers=256MB", "max_connections=20")


@contextmanager
def sqlite() -> Iterator[str]:
    """Address of an empty SQLite file, on the disk that /var/tmp lies on."""
    folder = Path(tempfile.mkdtemp(prefix="jawara-bench-", dir="/var/tmp"))
    try:
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
    finally:
        shutil.rmtree(folder)


@contextmanager
def postgresql() -> Iterator[str]:
    """Address of a fresh cluster with fsync on, on the same disk as the SQLite files."""
    find = subprocess.run(
        [str(ROOT / "scripts" / "find-postgres.sh")], capture_output=True, text=True, check=True
    )
    programs = Path(find.stdout.strip())
    folder = Path(tempfile.mkdtemp(prefix="jawara-bench-", dir="/var/tmp"))
    owner = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        owner = ["runuser", "-u", "postgres", "--"]
    folder.chmod(0o755)

    def run(program: str, *arguments: str) -> None:
        command = [*owner, str(programs / program), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)

    data = str(folder / "data")
    options = " ".join(f"-c {one}" for one in (*SETTINGS, f"unix_socket_directories={folder}"))
    try:
        run("initdb", f"--pgdata={data}", "--username=jawara", "--auth=trust", "--encoding=UTF8")
        run(
            "pg_ctl",
            f"--pgdata={data}",
            "--silent",
            "--wait",
            f"--options={options}",
            f"--log={folder / 'log'}",
            "start",
        )
        yield f"postgresql://jawara@{str(folder).replace('/', '%2F')}/postgres"
    finally:
        run("pg_ctl", f"--pgdata={data}", "--mode=immediate", "--silent", "stop")
        shutil.rmtree(folder)


def migrated(url: str) -> None:
    """Our tables in a fresh database."""
    command = [sys.executable, "-m", "jawara", "migrate", "--verbosity=0"]
    subprocess.run(command, check=True, env={**os.environ, "DATABASE_URL": url})


def peers() -> str:
    """The Python of the environment with the things compared with; made when first needed."""
    place = Path(sys.prefix) / "bench"
    python = place / "bin" / "python"
    lock = ROOT / "requirements" / "bench.lock"
    stamp = place / "bench.lock"
    if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r"]
        subprocess.run([*install, str(lock)], check=True)
        shutil.copy(lock, stamp)
    return str(python)
