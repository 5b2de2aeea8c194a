"""Each rule finds a violation planted for it, and leaves the innocent alone."""

import pytest

from tests.architecture import rules

SHARED = "../" + "shared/design.md"
MACHINE = "/wo" + "rk/main/x"
INDEX = "https://py" + "pi.org/simple"


@pytest.mark.parametrize(
    "source",
    [
        "from django.db.models.signals import post_save",
        "from django.db.models import signals",
        "from django.dispatch import Signal",
        "from django.dispatch import receiver",
        "@receiver(post_save)\ndef f(): ...",
        "import django.db.models.signals",
        "from allauth.account.signals import user_signed_up",
        "post_save.connect(f)",
    ],
)
def test_signals_found(source: str) -> None:
    assert rules.signals(source) != []


def test_wiring_connects_to_post_migrate_only() -> None:
    allowed = "from django.db.models.signals import post_migrate\npost_migrate.connect(f)"
    assert rules.signals(allowed, wiring=True) == []
    assert len(rules.signals(allowed)) == 2
    assert len(rules.signals("post_save.connect(f)", wiring=True)) == 1
    assert rules.signals("from django.db.models.signals import pre_save", wiring=True) != []


@pytest.mark.parametrize(
    "source", ["x = 0.5", "x = 1e3", "x = float('1')", "x = a / b", "x /= 2", "x = round(y)"]
)
def test_floats_found(source: str) -> None:
    assert len(rules.floats(source)) == 1


def test_exact_arithmetic_is_left_alone() -> None:
    source = "x = Fraction(a, b) + a // b + Decimal('0.5').quantize(ONE, ROUND_HALF_UP)"
    assert rules.floats(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "Ward.objects.create(name='x')",
        "ward.save()",
        "ward.delete()",
        "Ward.objects.filter(pk=1).update(name='x')",
        "rows.update(**values)",
        "Ward.objects.get_or_create(pk=1)",
        "Ward.objects.bulk_create(rows)",
        "await ward.asave()",
        "cursor.execute('DELETE FROM t')",
    ],
)
def test_writes_found(source: str) -> None:
    [line] = rules.writes(f"async def view(request):\n    {source}")
    assert line.startswith("view: line 2: .")


def test_reads_and_dicts_are_left_alone() -> None:
    source = "d.update({'a': 1})\nh.update(b'x')\nservices.record_step(ctx)\nWard.objects.get(pk=1)"
    assert rules.writes(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\nx = date.today()",
        "x = timezone.now()",
        "x = models.DateTimeField(default=timezone.now)",
        "x = models.DateTimeField(auto_now_add=True)",
        "import time\nx = time.time()",
    ],
)
def test_clocks_found(source: str) -> None:
    assert len(rules.clock_calls(source)) == 1


def test_converting_a_given_instant_is_left_alone() -> None:
    assert rules.clock_calls("x = timezone.localdate(ctx.at)") == []
    assert rules.clock_calls("x = timezone.localdate()") == ["line 1: timezone.localdate"]


def test_local_import_needs_its_reason() -> None:
    bare = "def f():\n    import x\n"
    silenced = "def f():\n    import x  # noqa: PLC0415\n"
    beside = "def f():\n    import x  # needs the settings loaded\n"
    above = "def f():\n    # Needs the settings loaded.\n    import x\n    import y\n"
    assert rules.local_imports_without_reason(bare) == ["line 2: import inside f, no reason"]
    assert len(rules.local_imports_without_reason(silenced)) == 1
    assert rules.local_imports_without_reason(beside) == []
    assert rules.local_imports_without_reason(above) == []


def test_length_is_counted_exactly() -> None:
    def function(lines: int) -> str:
        return "def f():\n" + "    x = 1\n" * (lines - 1)

    assert rules.too_long(function(70)) == []
    assert rules.too_long(function(71)) == ["f has 71 lines; a function at most 70"]
    assert rules.too_long("x = 1\n" * 400) == []
    assert rules.too_long("x = 1\n" * 401) == ["401 lines; a module has at most 400"]


@pytest.mark.parametrize(
    "template",
    [
        "<script>alert(1)</script>",
        "<style>p {}</style>",
        '<p class="a" style="color: red">',
        '<button onclick="f()">',
        "<a href='javascript:f()'>",
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/x.css">',
        '<img alt="" src="https://example.org/x.png">',
    ],
)
def test_inline_code_found(template: str) -> None:
    assert len(rules.against_the_security_policy(f"\n{template}")) == 1
    assert rules.against_the_security_policy(f"\n{template}")[0].startswith("line 2: ")


def test_clean_template_is_left_alone() -> None:
    template = """
    <link rel="stylesheet" href="{% static 'jawara.css' %}">
    <script src="{% static 'jawara.js' %}" defer></script>
    <a href="https://example.org/">x</a> <svg><rect width="4" fill="none"/></svg>
    """
    assert rules.against_the_security_policy(template) == []


@pytest.mark.parametrize("text", [SHARED, MACHINE, INDEX, f"see\n{SHARED}"])
def test_forbidden_words_found(text: str) -> None:
    assert len(rules.forbidden_words(text)) == 1


def test_ordinary_words_are_left_alone() -> None:
    assert rules.forbidden_words("a shared network/work/x, https://example.org/work/") == []
