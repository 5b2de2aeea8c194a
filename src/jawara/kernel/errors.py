"""Refusals: what the domain says when it declines to do something.

A refusal is part of normal work, not a programming error. It has a stable `code`, the values
that explain it, the `field` it concerns (if one), and a message in plain Indonesian that says
what to do next. The edges (web, api, cli) translate the message by `gettext(message) % values`.
"""

from typing import ClassVar


def gettext_noop(message: str) -> str:
    """Mark a message for translation without importing Django into the kernel."""
    return message


class Refusal(Exception):
    code: ClassVar[str] = "refused"
    message: ClassVar[str] = gettext_noop("Tidak bisa dikerjakan.")

    def __init__(self, *, field: str | None = None, **values: object) -> None:
        super().__init__(self.code)
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values
