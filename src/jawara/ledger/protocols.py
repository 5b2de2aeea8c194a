"""What rules need to know of a record, without knowing its model."""

from typing import Protocol


class HasUnit(Protocol):
    unit_id: int


class InBook(Protocol):
    @property
    def book(self) -> HasUnit: ...
