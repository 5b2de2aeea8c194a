"""Reading one rulebook file: its head (code, version, dates, sources) and its sections."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jawara.kernel.rulebook_errors import Problem
from jawara.kernel.rulebook_rules import Source
from jawara.kernel.rulebook_schema import faults
from jawara.kernel.rulebook_tree import (
    Node,
    Origin,
    Raw,
    TreeBuilder,
    join,
    read_yaml,
)

HEAD = ("code", "version", "title", "valid_from", "valid_until", "sources")
NO_DAY = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Head:
    """What identifies a rulebook. [valid_from, valid_until); None: no end recorded."""

    code: str
    version: int
    title_id: str
    title_en: str
    valid_from: date
    valid_until: date | None
    sources: Mapping[str, Source]

    @property
    def rulebook_id(self) -> str:
        return f"{self.code}@{self.version}"


def read_rulebook(text: str, file: str) -> tuple[Head | None, Node, list[Problem]]:
    """The head (None when it cannot be read), the checked tree of sections, and every fault."""
    empty = Node("", 0, {}, Origin())
    top, problems = read_yaml(text, file)
    if problems:
        return None, empty, problems
    if not isinstance(top.value, dict):
        return None, empty, [Problem(file, top.line, "", "bukan kunci dan nilai", ", ".join(HEAD))]
    reader = _HeadReader(file)
    head = reader.read(top.value)
    root = {name: raw for name, raw in top.value.items() if name not in HEAD}
    if reader.problems:
        return None, empty, reader.problems
    era = Origin(from_on=head.valid_from, until_on=head.valid_until)
    builder = TreeBuilder(file, frozenset(head.sources), era)
    tree = builder.build(Raw(root, top.line), "", Origin())
    return head, tree, [*builder.problems, *faults(tree, file)]


class _HeadReader:
    """Reads the head, collecting every fault instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def read(self, top: dict[str, Raw]) -> Head:
        title = self._mapping(top, "title", "kunci id dan en")
        valid_from = self._day(top, "valid_from")
        valid_until = self._day(top, "valid_until", nullable=True)
        if valid_from and valid_until and valid_until <= valid_from:
            wrong = f"{valid_until}, tidak sesudah valid_from {valid_from}"
            self._add(top["valid_until"], "valid_until", wrong, "tanggal sesudah valid_from")
        return Head(
            code=self._text(top, "code", "", r"[a-z0-9]+(-[a-z0-9]+)*", "kode, misalnya p2kp-1"),
            version=self._version(top),
            title_id=self._text(title, "id", "title"),
            title_en=self._text(title, "en", "title"),
            valid_from=valid_from or NO_DAY,
            valid_until=valid_until,
            sources=self._sources(top),
        )

    def _version(self, top: dict[str, Raw]) -> int:
        value = self._get(top, "version").value
        if type(value) is not int or value < 1:
            self._add(self._get(top, "version"), "version", f"tertulis {value}", "1, 2, 3, …")
            return 0
        return value

    def _sources(self, top: dict[str, Raw]) -> dict[str, Source]:
        sources = {}
        for name, raw in self._mapping(top, "sources", "sumber: title, url, note").items():
            path = f"sources.{name}"
            if not isinstance(raw.value, dict):
                self._add(raw, path, "bukan kunci dan nilai", "title, url, note")
                continue
            for extra in raw.value.keys() - {"title", "url", "note"}:
                self._add(raw, join(path, extra), "kunci tidak dikenal", "title, url, note")
            url = self._optional(raw.value, "url", path, r"https?://\S+", "alamat http(s)")
            note = self._optional(raw.value, "note", path)
            if url is None and note is None:
                self._add(raw, path, "tanpa url dan tanpa note", "url, atau note yang menjelaskan")
            sources[name] = Source(name, self._text(raw.value, "title", path), url, note)
        return sources

    def _get(self, fields: dict[str, Raw], name: str) -> Raw:
        return fields.get(name, Raw(None))

    def _mapping(self, fields: dict[str, Raw], name: str, allowed: str) -> dict[str, Raw]:
        raw = self._get(fields, name)
        if isinstance(raw.value, dict):
            return raw.value
        self._add(raw, name, "tidak ada atau bukan kunci dan nilai", allowed)
        return {}

    def _optional(
        self,
        fields: dict[str, Raw],
        name: str,
        path: str,
        pattern: str = r"(?s).*\S.*",
        allowed: str = "teks yang berisi",
    ) -> str | None:
        if self._get(fields, name).value is None:
            return None
        return self._text(fields, name, path, pattern, allowed)

    def _text(
        self,
        fields: dict[str, Raw],
        name: str,
        path: str,
        pattern: str = r"(?s).*\S.*",
        allowed: str = "teks yang berisi",
    ) -> str:
        raw = self._get(fields, name)
        if not isinstance(raw.value, str) or not re.fullmatch(pattern, raw.value):
            shown = "tidak ada" if raw.value is None else f"tertulis {raw.value!r}"
            self._add(raw, join(path, name), shown, allowed)
            return ""
        return raw.value.strip()

    def _day(self, top: dict[str, Raw], name: str, *, nullable: bool = False) -> date | None:
        raw = self._get(top, name)
        if isinstance(raw.value, date):
            return raw.value
        if not (nullable and raw.value is None and name in top):
            shown = "tidak ada" if name not in top else f"tertulis {raw.value!r}"
            allowed = "tanggal seperti 1999-06-01" + (", atau null" if nullable else "")
            self._add(raw, name, shown, allowed)
        return None

    def _add(self, raw: Raw, path: str, wrong: str, allowed: str) -> None:
        self.problems.append(Problem(self.file, raw.line, path, wrong, allowed))
