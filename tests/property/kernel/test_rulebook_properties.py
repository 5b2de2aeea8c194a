"""No text crashes the loader, and no damage to a rulebook passes for a rulebook."""

import contextlib

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from jawara.kernel.rulebook import shipped_rulebooks
from jawara.kernel.rulebook_file import read_rulebook

TEXT = shipped_rulebooks().joinpath("pnpm-2008.yaml").read_text(encoding="utf-8")
PLAIN = yaml.safe_load(TEXT)

scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates()
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    _, tree, problems = read_rulebook(text, "x.yaml")
    assert problems
    assert tree.path == ""


@given(st.sampled_from(sorted(PLAIN)), trees)
@settings(max_examples=60, deadline=None)
def test_a_section_replaced_by_anything_is_answered(section: str, value: object) -> None:
    text = yaml.safe_dump({**PLAIN, section: value}, allow_unicode=True, sort_keys=False)
    head, tree, problems = read_rulebook(text, "x.yaml")
    if not problems:
        assert head is not None
        assert tree.plain()
    for problem in problems:
        assert str(problem).startswith("x.yaml: ")


@given(st.sampled_from(sorted(PLAIN)))
@settings(max_examples=20, deadline=None)
def test_a_missing_part_is_always_noticed(section: str) -> None:
    rest = {name: value for name, value in PLAIN.items() if name != section}
    _, _, problems = read_rulebook(yaml.safe_dump(rest, allow_unicode=True), "x.yaml")
    assert problems


@given(st.integers(min_value=0, max_value=len(TEXT) - 1), st.characters(codec="utf-8"))
@settings(max_examples=100, deadline=None)
def test_a_changed_character_never_crashes(at: int, character: str) -> None:
    with contextlib.suppress(UnicodeEncodeError):
        read_rulebook(TEXT[:at] + character + TEXT[at + 1 :], "x.yaml")
