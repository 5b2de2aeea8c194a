"""Benchmarks: ratios against others in one run, on one machine. `jawara bench` runs them.

Every module has `run() -> list[Result]`. What is compared takes turns, round by round, and the
ratio is the median of the rounds' own ratios, so that a machine busy with something else slows
both sides. Results are written down in docs/performance.md; no test depends on them.
"""
