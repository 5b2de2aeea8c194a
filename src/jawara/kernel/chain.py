"""Canonical content and hash chains.

A chain makes silent change visible: each link's hash covers its content and the hash before it.
Whoever kept one hash can check everything that came before it with SHA-256 and this page alone.
"""

import hashlib
import json
from collections.abc import Mapping

GENESIS = "0" * 64


def canonical(content: Mapping[str, object]) -> bytes:
    """UTF-8 JSON with sorted keys, no spaces, no floats: the same content, the same bytes."""
    return json.dumps(
        _plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def _plain(value: object) -> object:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    raise TypeError(f"not canonical: {type(value).__name__}")


def link(previous: str, content: Mapping[str, object]) -> str:
    """Hash (hex) of one link: SHA-256 over the previous hash, a line feed and the content."""
    return hashlib.sha256(previous.encode() + b"\n" + canonical(content)).hexdigest()


def fingerprint(content: Mapping[str, object]) -> str:
    """Hash (hex) of content by itself, to tell a repeat from a different request."""
    return hashlib.sha256(canonical(content)).hexdigest()
