"""Load on a server, from a process of its own. `python -m bench.load URL …` times one by one."""

import json
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

from bench.measure import ROOT

# What every browser sends.
HEADERS = {"Accept-Encoding": "gzip", "Accept-Language": "id", "Accept": "text/html"}
CONNECTIONS = 8
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Load:
    """What one round of many readers at once gave; times in milliseconds."""

    rate: float
    p50: float
    p99: float


def many(url: str, seconds: int) -> Load:
    """As many requests as `CONNECTIONS` readers manage; wrk, installed when first needed."""
    if not shutil.which("wrk"):
        subprocess.run([str(ROOT / "scripts" / "apt.sh"), "wrk"], check=True)
    command = ["wrk", "--threads=1", f"--connections={CONNECTIONS}", f"--duration={seconds}s"]
    headers = [f"--header={name}: {value}" for name, value in HEADERS.items()]
    done = subprocess.run(
        [*command, "--latency", *headers, url], check=True, capture_output=True, text=True
    )
    said = done.stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{url} failed under load:\n{said}")
    return Load(
        float(_found(r"Requests/sec:\s+([\d.]+)", said)), _time("50", said), _time("99", said)
    )


def _time(percent: str, said: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", _found(rf"^\s+{percent}%\s+(\S+)", said)).groups()  # type: ignore[union-attr]
    return float(number) * UNITS[unit]


def _found(pattern: str, said: str) -> str:
    match = re.search(pattern, said, re.MULTILINE)
    if match is None:
        raise RuntimeError(f"wrk says something else:\n{said}")
    return match.group(1)


def one_by_one(urls: list[str]) -> list[float]:
    """Milliseconds to the first byte of each, one reader after another."""
    command = [sys.executable, "-m", "bench.load", *urls]
    done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE)
    times: list[float] = json.loads(done.stdout)
    return times


def _first_byte(link: HTTPConnection, url: str) -> float:
    parts = urlsplit(url)
    started = time.perf_counter()
    link.request("GET", f"{parts.path}?{parts.query}", headers=HEADERS)
    answer = link.getresponse()
    passed = time.perf_counter() - started
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{url} answers {answer.status}")
    return passed * 1000


def main(urls: list[str]) -> None:
    link = HTTPConnection(urlsplit(urls[0]).netloc)
    link.connect()
    print(json.dumps([_first_byte(link, url) for url in urls]))


if __name__ == "__main__":
    main(sys.argv[1:])
