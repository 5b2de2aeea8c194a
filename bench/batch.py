"""Posting in batches (imports): against COPY or executemany of the very rows that we write."""

from bench.engines import migrated, postgresql, sqlite
from bench.measure import Result, compared, sides, turns
from bench.posting import UNIT, ours

FLOOR = 20_000


def run() -> list[Result]:
    results = []
    for name, engine, peer in (
        ("post a batch, SQLite", sqlite, "executemany of the same rows"),
        ("post a batch, PostgreSQL", postgresql, "COPY of the same rows"),
    ):
        with engine() as url:
            migrated(url)
            with sides(lambda url=url: ours(url, "batch")) as one:  # type: ignore[misc]
                found = turns(one)
        rates, raw = found["ours_batch"], found["raw_batch"]
        results.append(compared(name, UNIT, rates, peer, raw, 0.2))
        floor = [float(FLOOR)] * len(rates)
        results.append(compared(name, UNIT, rates, "20.000 a second", floor, 1.0))
    return results
