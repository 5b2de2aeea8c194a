"""Asking once a page: inside `reading()`, the same read of the same arguments is done once.

A page asks many figures of the same wards, phases and dates. Nothing is kept beyond the page, so
there is nothing to invalidate.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_store: ContextVar[dict[object, object] | None] = ContextVar("reads", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Remember reads until the end of the block. A block inside a block shares its memory."""
    if _store.get() is not None:
        yield
        return
    token = _store.set({})
    try:
        yield
    finally:
        _store.reset(token)


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Do a read once in a `reading()` block. Arguments must be hashable, results not changed."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        store = _store.get()
        if store is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in store:
            store[key] = function(*args, **kwargs)
        return store[key]  # type: ignore[return-value]

    return run
