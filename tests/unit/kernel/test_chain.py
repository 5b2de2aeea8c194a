"""Canonical content and links."""

import hashlib

import pytest

from jawara.kernel.chain import GENESIS, canonical, fingerprint, link


def test_the_same_content_has_the_same_bytes() -> None:
    content = {"b": [1, None, True], "a": {"é": "x"}}
    assert canonical(content) == '{"a":{"é":"x"},"b":[1,null,true]}'.encode()
    assert canonical({"b": (1, None, True), "a": {"é": "x"}}) == canonical(content)


def test_a_link_can_be_checked_by_hand() -> None:
    expected = hashlib.sha256(b"0" * 64 + b"\n" + b'{"a":1}').hexdigest()
    assert link(GENESIS, {"a": 1}) == expected
    assert link(expected, {"a": 1}) != expected
    assert fingerprint({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


@pytest.mark.parametrize("value", [1.5, b"x", {1}])
def test_what_has_no_canonical_form(value: object) -> None:
    with pytest.raises(TypeError, match="not canonical"):
        canonical({"a": value})
