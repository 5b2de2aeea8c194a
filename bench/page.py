"""Public pages: warm against the stock page of Wagtail, cold against 300 ms to the first byte.

Warm: the state of the records has not changed, so our page comes out of the page cache; the stock
page has no cache and is made each time, as Wagtail leaves it. Cold: every request asks for another
date, so that nothing was kept.
"""

import os
import statistics
from collections.abc import Sequence
from datetime import date, timedelta

from bench.load import Load, many, one_by_one
from bench.measure import ROUNDS, Result, compared
from bench.servers import jawara, wagtail

PAGES = {"home page": "/", "ward page": "/wilayah/36.04.09.2001/"}
SECONDS = int(os.environ.get("JAWARA_BENCH_SECONDS", "4"))
COLD = 20
LIMIT_MS = 300.0
# Every date from here on shows all that the example records.
SINCE = date(2004, 12, 1)


def run() -> list[Result]:
    with wagtail() as stock, jawara() as ours:
        sites = {name: ours + path for name, path in PAGES.items()}
        warm = _warm({**sites, "stock": stock + "/"})
        cold = {name: _cold(url) for name, url in sites.items()}
    results = []
    for name in PAGES:
        results += _beside(name, warm[name], warm["stock"])
        results += _within(name, cold[name])
    return results


def _warm(urls: dict[str, str]) -> dict[str, list[Load]]:
    """One unmeasured round each, then rounds in turn."""
    for url in urls.values():
        many(url, 1)
    found: dict[str, list[Load]] = {name: [] for name in urls}
    for _ in range(ROUNDS):
        for name, url in urls.items():
            found[name].append(many(url, SECONDS))
    return found


def _cold(url: str) -> list[list[float]]:
    """Rounds of times to the first byte, after one that is not counted."""
    days = iter(range((ROUNDS + 1) * COLD))
    rounds = [
        one_by_one([f"{url}?as_of={SINCE + timedelta(next(days))}" for _ in range(COLD)])
        for _ in range(ROUNDS + 1)
    ]
    return rounds[1:]


def _beside(name: str, ours: Sequence[Load], stock: Sequence[Load]) -> list[Result]:
    peer = "stock Wagtail page"
    rates = [one.rate for one in ours], [one.rate for one in stock]
    results = [compared(f"{name}, warm", "requests/s", rates[0], peer, rates[1], 1.0)]
    for percent in ("p50", "p99"):
        times = [getattr(one, percent) for one in ours], [getattr(one, percent) for one in stock]
        results.append(_times(f"{name}, warm, {percent}", times[0], peer, times[1], 1.0))
    return results


def _within(name: str, rounds: Sequence[Sequence[float]]) -> list[Result]:
    limit = [LIMIT_MS] * len(rounds)
    middle = [statistics.median(times) for times in rounds]
    worst = [max(times) for times in rounds]
    peer = "300 ms to the first byte"
    return [
        _times(f"{name}, cold, p50", middle, peer, limit, 1.0),
        _times(f"{name}, cold, slowest of {COLD}", worst, peer, limit, 1.0),
    ]


def _times(
    name: str, ours: Sequence[float], peer: str, theirs: Sequence[float], budget: float
) -> Result:
    """Durations: the ratio is how many times shorter ours are, so that more is better here too."""
    ratio = statistics.median(b / a for a, b in zip(ours, theirs, strict=True))
    return Result(
        name,
        round(statistics.median(ours), 1),
        "ms",
        peer,
        round(statistics.median(theirs), 1),
        round(ratio, 3),
        budget,
    )
