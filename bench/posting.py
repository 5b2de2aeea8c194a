"""Posting one entry with key, chain and trail, one commit each: against django-hordak and raw SQL."""

import sys

from bench.engines import migrated, peers, postgresql, sqlite
from bench.measure import Result, Side, compared, sides, turns

UNIT = "entries/s"


def run() -> list[Result]:
    return [*_sqlite(), *_postgresql()]


def ours(url: str, kind: str) -> Side:
    return Side("bench.side_posting", kind, python=sys.executable, env={"DATABASE_URL": url})


def _sqlite() -> list[Result]:
    with sqlite() as url:
        migrated(url)
        with sides(lambda: ours(url, "one")) as both:
            found = turns(both)
    name = "post one entry, SQLite, synchronous=FULL"
    return [compared(name, UNIT, found["ours"], "raw two-insert SQL", found["raw"], 0.25)]


def _postgresql() -> list[Result]:
    python = peers()
    with postgresql() as url:
        migrated(url)
        other = url.rpartition("/")[0] + "/template1"
        make_hordak = lambda: Side("bench.side_hordak", python=python, env={"DATABASE_URL": other})  # noqa: E731
        with sides(lambda: ours(url, "one"), make_hordak) as both:
            found = turns(both)
    name = "post one entry, PostgreSQL, fsync on"
    return [
        compared(name, UNIT, found["ours"], "raw two-insert SQL", found["raw"], 0.25),
        compared(name, UNIT, found["ours"], "django-hordak transfer_to", found["hordak"], 1.0),
    ]
