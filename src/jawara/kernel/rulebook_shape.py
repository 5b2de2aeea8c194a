"""Shapes: what a rulebook may contain, as small composable checks.

A shape looks at a node and reports every fault below it. Unknown fields are refused, so that a
misspelt rule is never silently ignored.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from jawara.kernel.rulebook_errors import Problem
from jawara.kernel.rulebook_tree import Node, join


class Shape(Protocol):
    """Anything that can check a node."""

    def faults(self, node: Node, file: str) -> Iterator[Problem]: ...


def _fault(node: Node, file: str, allowed: str) -> Problem:
    shown = node.plain()
    wrong = "tidak diisi" if shown is None else f"tertulis {_short(shown)}"
    return Problem(file, node.line, node.path, wrong, allowed)


def _short(value: object) -> str:
    if isinstance(value, dict):
        return f"kunci {', '.join(value) or '(kosong)'}"
    if isinstance(value, list):
        return f"daftar {len(value)} butir"
    return repr(value) if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class Text:
    """Words, not only spaces; `pattern` narrows them."""

    pattern: str = r"(?s).*\S.*"
    allowed: str = "teks yang berisi"

    def faults(self, node: Node, file: str) -> Iterator[Problem]:
        if not isinstance(node.value, str) or not re.fullmatch(self.pattern, node.value):
            yield _fault(node, file, self.allowed)


CODE = Text(r"[a-z][a-z0-9_]*", "kode huruf kecil, misalnya readiness_meeting")
KEEP_CODE = Text(r"[A-Z][A-Z0-9_]*", "kode huruf besar, misalnya SPPB")
ACCOUNT_CODE = Text(r"[0-9]{5}", 'lima angka dalam tanda kutip, misalnya "11010"')
MEDIA_TYPE = Text(r"[a-z]+/[a-z0-9.+-]+", "jenis berkas, misalnya image/jpeg")


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    least: int = 0
    most: int | None = None

    @property
    def allowed(self) -> str:
        return f"bilangan bulat {self.least} sampai {'…' if self.most is None else self.most}"

    def faults(self, node: Node, file: str) -> Iterator[Problem]:
        value = node.value
        if type(value) is not int or not self.least <= value <= (self.most or value):
            yield _fault(node, file, self.allowed)


@dataclass(frozen=True, slots=True)
class Percent:
    """Above 0 up to 100, at most two decimals."""

    allowed: str = "persen di atas 0 sampai 100, paling banyak dua desimal"

    def faults(self, node: Node, file: str) -> Iterator[Problem]:
        if hundredths(node.value) is None:
            yield _fault(node, file, self.allowed)


def hundredths(value: object) -> int | None:
    """A percentage in hundredths of a percent, None when it is none: 33.33 is 3333."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    numerator, denominator = value.as_integer_ratio()
    whole, rest = divmod(numerator * 100, denominator)
    return whole if rest == 0 and 0 < whole <= 10_000 else None


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    allowed: str = "true atau false"

    def faults(self, node: Node, file: str) -> Iterator[Problem]:
        if not isinstance(node.value, bool):
            yield _fault(node, file, self.allowed)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the listed words."""

    words: tuple[str, ...]

    @property
    def allowed(self) -> str:
        return ", ".join(self.words)

    def faults(self, node: Node, file: str) -> Iterator[Problem]:
        if node.value not in self.words:
            yield _fault(node, file, self.allowed)


@dataclass(frozen=True, slots=True)
class OrNull:
    """null stands for "not found": it needs an assumed or local status, never a sourced one."""

    inner: Shape

    def faults(self, node: Node, file: str) -> Iterator[Problem]:
        if node.value is None:
            if node.origin.status == "sourced":
                yield _fault(node, file, "nilai, atau status assumed")
        else:
            yield from self.inner.faults(node, file)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; `unique` names the field ("": the item itself) that may not repeat."""

    inner: Shape
    unique: str
    least: int = 0

    @property
    def allowed(self) -> str:
        return f"daftar, paling sedikit {self.least} butir"

    def faults(self, node: Node, file: str) -> Iterator[Problem]:
        if not isinstance(node.value, tuple) or len(node.value) < self.least:
            yield _fault(node, file, self.allowed)
            return
        seen: set[object] = set()
        for item in node.value:
            yield from self.inner.faults(item, file)
            key = self._key(item)
            if key is not None and key in seen:
                path = join(item.path, self.unique) if self.unique else item.path
                yield Problem(file, item.line, path, f"{key!r} sudah dipakai", "kode yang lain")
            seen.add(key)

    def _key(self, item: Node) -> object:
        if self.unique == "":
            return item.value if isinstance(item.value, str | int) else None
        if not isinstance(item.value, dict) or self.unique not in item.value:
            return None
        key = item.value[self.unique].value
        return key if isinstance(key, str | int) else None


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping with these fields, the optional ones named apart; any other is refused."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape]

    @property
    def allowed(self) -> str:
        return ", ".join([*self.required, *self.optional])

    def faults(self, node: Node, file: str) -> Iterator[Problem]:
        if not isinstance(node.value, dict):
            yield _fault(node, file, f"kunci {self.allowed}")
            return
        for name in self.required.keys() - node.value.keys():
            yield Problem(file, node.line, join(node.path, name), "tidak ada", "kunci ini wajib")
        for name, child in node.value.items():
            shape = self.required.get(name) or self.optional.get(name)
            if shape is None:
                wrong = "kunci tidak dikenal"
                yield Problem(file, child.line, child.path, wrong, self.allowed)
            else:
                yield from shape.faults(child, file)


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping whose keys all match the pattern and whose values all have one shape."""

    key: Text
    inner: Shape

    @property
    def allowed(self) -> str:
        return f"kunci: {self.key.allowed}"

    def faults(self, node: Node, file: str) -> Iterator[Problem]:
        if not isinstance(node.value, dict) or not node.value:
            yield _fault(node, file, self.allowed)
            return
        for name, child in node.value.items():
            if not re.fullmatch(self.key.pattern, name):
                wrong = f"kunci {name!r}"
                yield Problem(file, child.line, child.path, wrong, self.key.allowed)
            yield from self.inner.faults(child, file)


def fields(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Fields:
    return Fields(required, optional or {})
