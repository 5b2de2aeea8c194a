"""Following a site's own links, a few addresses of every kind."""

import html
import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urljoin, urlsplit

from django.urls import Resolver404, resolve

LINK = re.compile(r"<a\b[^>]*?\shref=\"([^\"]*)\"", re.I)


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    text: str


@dataclass
class Walk:
    """What a walk saw: pages (path and query) in order, and what went wrong."""

    pages: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)


def name_of(path: str) -> str | None:
    """Name of the view behind an address, in either language."""
    plain = urlsplit(path).path
    if plain.startswith("/en/"):
        plain = plain.removeprefix("/en")
    try:
        return resolve(plain).view_name
    except Resolver404:
        return None


def kind_of(path: str) -> tuple[str, bool, tuple[str, ...]]:
    """Addresses alike: same view, language, and names (not values) of parameters."""
    parts = urlsplit(path)
    return (
        name_of(path) or parts.path,
        parts.path.startswith("/en/"),
        tuple(sorted(parse_qs(parts.query, keep_blank_values=True))),
    )


def walk(
    fetch: Callable[[str], Answer],
    *starts: str,
    within: str = "/",
    without: str = "//",
    samples: int = 1,
) -> Walk:
    """Fetch the starts and what they link to: `samples` addresses of each kind.

    Only addresses below `within`, and none below `without`.
    """
    seen, waiting, found = set(starts), deque(starts), Walk()
    taken: Counter[tuple[str, bool, tuple[str, ...]]] = Counter()
    while waiting:
        path = waiting.popleft()
        if taken[kind_of(path)] >= samples:
            continue
        taken[kind_of(path)] += 1
        answer = fetch(path)
        if answer.status != 200:
            found.broken.append(f"{path}: {answer.status}")
            continue
        found.names.add(name_of(path) or path)
        if not answer.content_type.startswith("text/html"):
            continue
        found.pages.append(path)
        for href in LINK.findall(answer.text):
            target = urlsplit(urljoin(path, html.unescape(href)))
            address = target.path + (f"?{target.query}" if target.query else "")
            ours = not target.netloc and target.scheme in {"", "http"}
            meant = address.startswith(within) and not address.startswith(without)
            if ours and meant and address not in seen:
                seen.add(address)
                waiting.append(address)
    return found


def one_of_each(pages: list[str]) -> list[str]:
    """The first page of each view without parameters, and the first with some."""
    chosen = {(name_of(page), "?" in page): page for page in reversed(pages)}
    return list(reversed(chosen.values()))
