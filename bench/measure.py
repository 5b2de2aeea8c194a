"""Rounds that take turns, and what comes out of them."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = int(os.environ.get("JAWARA_BENCH_ROUNDS", "7"))


@dataclass(frozen=True)
class Result:
    """A rate of ours beside another's. `budget`: the least ratio that is good enough."""

    name: str
    ours: float
    unit: str
    peer: str
    theirs: float
    ratio: float
    budget: float | None = None

    @property
    def holds(self) -> bool:
        return self.budget is None or self.ratio >= self.budget

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "holds": self.holds}


def compared(
    name: str,
    unit: str,
    ours: Sequence[float],
    peer: str,
    theirs: Sequence[float],
    budget: float | None,
) -> Result:
    """Medians, and the median of the paired ratios."""
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    return Result(
        name,
        round(statistics.median(ours), 1),
        unit,
        peer,
        round(statistics.median(theirs), 1),
        round(ratio, 3),
        budget,
    )


def rate(count: int, work: Callable[[], object]) -> float:
    """How many a second."""
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


class Side:
    """A process that prepares itself and then runs a round for each line it is sent."""

    def __init__(self, module: str, *arguments: str, python: str, env: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [python, "-m", module, *arguments],
            cwd=ROOT,
            env={**os.environ, **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def round(self) -> dict[str, float]:
        assert self.process.stdin is not None
        self.process.stdin.write("round\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, float]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args} stopped with status {self.process.wait()}")
        found: dict[str, float] = json.loads(line)
        return found

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)


def serve_rounds(rounds: Mapping[str, Callable[[], float]]) -> None:
    """The other end of a `Side`: ready, then one answer a line."""
    print(json.dumps({}), flush=True)
    for _line in sys.stdin:
        print(json.dumps({name: one() for name, one in rounds.items()}), flush=True)


@contextmanager
def sides(*made: Callable[[], Side]) -> Iterator[list[Side]]:
    open_sides: list[Side] = []
    try:
        for make in made:  # one by one, so that those made are closed when the next fails
            open_sides.append(make())  # noqa: PERF401
        yield open_sides
    finally:
        for side in open_sides:
            side.close()


def turns(all_sides: Sequence[Side], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """One unmeasured round each, then rounds in turn; rates by name."""
    for side in all_sides:
        side.round()
    rates: dict[str, list[float]] = {}
    for _ in range(rounds):
        for side in all_sides:
            for name, value in side.round().items():
                rates.setdefault(name, []).append(value)
    return rates
