"""From YAML text to a tree in which every value knows its status, source and dates.

A mapping may carry `status`, `source`, `note`, `from` and `until` beside its fields, and a value
may be written as `{value: …, status: …}`. Whatever a node does not say it inherits: its dates
always; its status, source and note together, unless it states a status of its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

import yaml

from jawara.kernel.dates import DateNotUnderstood, parse_date
from jawara.kernel.rulebook_errors import Problem

Scalar = str | int | bool | Decimal | date | None
Plain = Scalar | list["Plain"] | dict[str, "Plain"]

PROVENANCE = ("status", "source", "note", "from", "until")
NOT_WRITTEN = "belum ada status"


class Status(StrEnum):
    """SOURCED: read in a source. ASSUMED: no source found, and the screen says so. LOCAL: the
    statutes of one board."""

    SOURCED = "sourced"
    ASSUMED = "assumed"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Raw:
    """A YAML value with the line it stands on; containers hold Raw."""

    value: "Scalar | list[Raw] | dict[str, Raw]"
    line: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from and when it holds, [from_on, until_on)."""

    status: Status | None = None
    source: str | None = None
    note: str | None = None
    from_on: date | None = None
    until_on: date | None = None

    @property
    def dated(self) -> bool:
        """Whether it holds for only part of its era."""
        return self.from_on is not None or self.until_on is not None

    def in_force(self, on: date) -> bool:
        return (self.from_on is None or self.from_on <= on) and (
            self.until_on is None or on < self.until_on
        )


@dataclass(frozen=True, slots=True)
class Node:
    """A value at a path; containers hold Node."""

    path: str
    line: int
    value: "Scalar | tuple[Node, ...] | dict[str, Node]"
    origin: Origin

    def plain(self) -> Plain:
        """The value alone, containers and all."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.value

    def children(self) -> Iterator["Node"]:
        if isinstance(self.value, dict):
            yield from self.value.values()
        elif isinstance(self.value, tuple):
            yield from self.value

    def walk(self) -> Iterator["Node"]:
        """This node and all below it."""
        yield self
        for child in self.children():
            yield from child.walk()

    def in_force(self, on: date) -> "Node":
        """The same tree without the list items that do not hold on that day."""
        if isinstance(self.value, dict):
            return replace(self, value={k: node.in_force(on) for k, node in self.value.items()})
        if isinstance(self.value, tuple):
            kept = tuple(node.in_force(on) for node in self.value if node.origin.in_force(on))
            return replace(self, value=kept)
        return self


# libyaml reads ten times faster where it is built in; the result is the same.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str, file: str) -> tuple[Raw, list[Problem]]:
    """The document with its lines, and what cannot be read in it (floats become Decimal)."""
    try:
        top = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        wrong = f"bukan YAML yang bisa dibaca ({' '.join(str(error).split())})"
        return Raw({}), [Problem(file, 0, "", wrong, "YAML")]
    if top is None:
        return Raw({}), [Problem(file, 0, "", "berkasnya kosong", "satu buku aturan")]
    reader = _YamlReader(file)
    return reader.raw(top, ""), reader.problems


class _YamlReader:
    """Turns composed YAML into Raw. Aliases are refused: every value stands where it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def raw(self, node: yaml.Node, path: str) -> Raw:
        line = node.start_mark.line + 1
        if id(node) in self._seen:
            self._add(line, path, "nilai ini dirujuk lagi dengan alias", "tulis lengkap tiap kali")
            return Raw(None, line)
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            items = enumerate(node.value)
            return Raw([self.raw(item, f"{path}[{at}]") for at, item in items], line)
        if isinstance(node, yaml.MappingNode):
            return Raw(self._fields(node, path), line)
        try:
            return Raw(_scalar(node), line)
        except (ValueError, ArithmeticError):
            allowed = "teks, bilangan, true/false, null atau tanggal 2004-11-30"
            self._add(line, path, f"{node.value!r} tidak bisa dibaca", allowed)
            return Raw(None, line)

    def _fields(self, node: yaml.MappingNode, path: str) -> dict[str, Raw]:
        fields: dict[str, Raw] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if key.tag != "tag:yaml.org,2002:str":
                self._add(line, path, f"kunci {name!r} bukan kata", "kunci berupa kata")
            elif name in fields:
                self._add(line, join(path, name), "tertulis dua kali", "sekali saja")
            else:
                fields[name] = self.raw(value, join(path, name))
        return fields

    def _add(self, line: int, path: str, wrong: str, allowed: str) -> None:
        self.problems.append(Problem(self.file, line, path, wrong, allowed))


def _scalar(node: yaml.Node) -> Scalar:
    text = str(node.value)
    match node.tag.removeprefix("tag:yaml.org,2002:"):
        case "str":
            return text
        case "int":
            return int(text)
        case "float":
            number = Decimal(text)
            if not number.is_finite():
                raise ValueError(text)
            return number
        case "null":
            return None
        case "bool" if text in ("true", "false"):
            return text == "true"
        case "timestamp":
            return date.fromisoformat(text)
        case tag:
            raise ValueError(tag)


def raw_of(value: object) -> Raw:
    """Raw from plain Python (an override's value). TypeError for floats and strange types."""
    if isinstance(value, Mapping):
        return Raw({str(key): raw_of(item) for key, item in value.items()})
    if isinstance(value, (list, tuple)):
        return Raw([raw_of(item) for item in value])
    if value is None or type(value) in (str, int, bool, Decimal, date):
        assert value is None or isinstance(value, (str, int, Decimal, date))
        return Raw(value)
    raise TypeError(f"no value of a rulebook: {type(value).__name__}")


def join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


_STEP = re.compile(r"\.?([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]+)\]")


def find(node: Node, path: str) -> Node | None:
    """The node at a path such as "grants.tranches[1].percent", None when there is none."""
    at = 0
    while at < len(path):
        step = _STEP.match(path, at)
        if step is None:
            return None
        at = step.end()
        if step[1] is not None and isinstance(node.value, dict) and step[1] in node.value:
            node = node.value[step[1]]
        elif step[2] is not None and isinstance(node.value, tuple):
            if int(step[2]) >= len(node.value):
                return None
            node = node.value[int(step[2])]
        else:
            return None
    return node


def put(node: Node, new: Node) -> Node:
    """The same tree with the node at `new.path` replaced; the path exists."""
    if node.path == new.path:
        return new
    if isinstance(node.value, dict):
        return replace(node, value={k: _put_below(n, new) for k, n in node.value.items()})
    assert isinstance(node.value, tuple), f"{new.path} does not exist"
    return replace(node, value=tuple(_put_below(n, new) for n in node.value))


def _put_below(node: Node, new: Node) -> Node:
    return put(node, new) if within(new.path, node.path) else node


def within(path: str, outer: str) -> bool:
    """Whether the path is the outer one or lies below it."""
    return path == outer or path.startswith((f"{outer}.", f"{outer}["))


class TreeBuilder:
    """Turns Raw into Node, collecting problems of provenance on the way."""

    def __init__(self, file: str, sources: frozenset[str], era: Origin | None = None) -> None:
        self.file = file
        self.sources = sources
        self.era = era or Origin()
        self.problems: list[Problem] = []

    def build(self, raw: Raw, path: str, parent: Origin) -> Node:
        """The node at that path, everything below it included."""
        origin, content = self._origin(raw, path, parent)
        match content:
            case dict():
                fields = {k: self.build(v, join(path, k), origin) for k, v in content.items()}
                return Node(path, raw.line, fields, origin)
            case list():
                items = [self.build(v, f"{path}[{at}]", origin) for at, v in enumerate(content)]
                return Node(path, raw.line, tuple(items), origin)
            case _:
                if origin.status is None:
                    allowed = "status: sourced, assumed atau local, di sini atau di induknya"
                    self._add(raw, path, NOT_WRITTEN, allowed)
                return Node(path, raw.line, content, origin)

    def _origin(
        self, raw: Raw, path: str, parent: Origin
    ) -> tuple[Origin, "Scalar | list[Raw] | dict[str, Raw]"]:
        if not isinstance(raw.value, dict):
            return parent, raw.value
        fields = dict(raw.value)
        own = {name: fields.pop(name) for name in PROVENANCE if name in fields}
        origin = self._checked(own, raw, path, parent)
        if "value" not in fields:
            return origin, fields
        for extra in fields.keys() - {"value"}:
            allowed = f"value, {', '.join(PROVENANCE)}"
            self._add(fields[extra], join(path, extra), "kunci tidak dikenal", allowed)
        return origin, fields["value"].value

    def _checked(self, own: dict[str, Raw], raw: Raw, path: str, parent: Origin) -> Origin:
        status = self._status(own.get("status"), path)
        afresh = status is not None
        source = self._text(own.get("source"), join(path, "source"))
        note = self._text(own.get("note"), join(path, "note"))
        if source is not None and source not in self.sources:
            allowed = ", ".join(sorted(self.sources)) or "sumber yang tertulis di sources"
            self._add(own["source"], join(path, "source"), f"sumber {source!r} tidak ada", allowed)
        origin = Origin(
            status=status or parent.status,
            source=source or (None if afresh else parent.source),
            note=note or (None if afresh else parent.note),
            from_on=self._day(own.get("from"), join(path, "from")) or parent.from_on,
            until_on=self._day(own.get("until"), join(path, "until")) or parent.until_on,
        )
        if origin.status is Status.SOURCED and origin.source is None:
            self._add(raw, path, "status sourced tanpa sumber", "source: kunci dari sources")
        self._check_dates(origin, parent, raw, path)
        return origin

    def _check_dates(self, origin: Origin, parent: Origin, raw: Raw, path: str) -> None:
        start, end = origin.from_on, origin.until_on
        if start and end and end <= start:
            self._add(raw, path, f"berlaku {start} sampai {end}", "until sesudah from")
        first = parent.from_on or self.era.from_on
        last = parent.until_on or self.era.until_on
        if (start and first and start < first) or (end and last and end > last):
            allowed = f"antara {first or '…'} dan {last or '…'}"
            self._add(raw, path, f"berlaku {start} sampai {end}, di luar masa induknya", allowed)

    def _status(self, raw: Raw | None, path: str) -> Status | None:
        if raw is None:
            return None
        try:
            return Status(str(raw.value))
        except ValueError:
            wrong = f"status {raw.value!r} tidak dikenal"
            self._add(raw, join(path, "status"), wrong, ", ".join(Status))
            return Status.ASSUMED

    def _text(self, raw: Raw | None, path: str) -> str | None:
        if raw is None:
            return None
        if not isinstance(raw.value, str) or not raw.value.strip():
            self._add(raw, path, "bukan teks", "teks yang berisi")
            return None
        return raw.value.strip()

    def _day(self, raw: Raw | None, path: str) -> date | None:
        if raw is None or isinstance(raw.value, date):
            return raw.value if raw is not None and isinstance(raw.value, date) else None
        try:
            return parse_date(str(raw.value))
        except DateNotUnderstood:
            self._add(raw, path, f"{raw.value!r} bukan tanggal", "tanggal seperti 2004-11-30")
            return None

    def _add(self, raw: Raw, path: str, wrong: str, allowed: str) -> None:
        self.problems.append(Problem(self.file, raw.line, path, wrong, allowed))
