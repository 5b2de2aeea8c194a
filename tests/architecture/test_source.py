"""The rules hold in our source."""

from pathlib import Path

import pytest

from tests.architecture import rules
from tests.architecture.project import PACKAGE, ROOT, height, layers, python_files, tracked_files

ABOVE_THE_SERVICES = ("web", "api", "cli", "exchange")
MAY_LOOK_AT_A_CLOCK = {"config", *ABOVE_THE_SERVICES}

# Calls that look like writes above the services and are not, or must be: file, then function.
NOT_PAST_THE_SERVICES: dict[str, set[str]] = {
    # Empties the schema of an example that it made itself, before making it anew.
    "src/jawara/cli/management/commands/demo.py": {"Command._clear"},
    # Django's own command runner has this method; nothing is sent to a database.
    "src/jawara/cli/main.py": {"main"},
}

# Binary or verbatim files of others.
NOT_OURS = {".png", ".ico", ".woff2", ".xz", ".gz", ".zst", ".jpg", ".webp", ".pdf", ".docx"}


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def app_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def report(found: dict[str, list[str]]) -> str:
    return "\n".join(f"{name}: {line}" for name, lines in found.items() for line in lines)


def collect(paths: list[Path], rule: object) -> dict[str, list[str]]:
    found = {relative(path): rule(path.read_text(encoding="utf-8")) for path in paths}  # type: ignore[operator]
    return {name: lines for name, lines in found.items() if lines}


def test_every_package_is_in_the_ordered_list() -> None:
    packages = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert packages == {name for layer in layers() for name in layer}
    assert height("kernel") == 0
    assert height("ledger") < height("grants") < height("web") < height("config")


def test_no_signals() -> None:
    found = {
        relative(path): rules.signals(
            path.read_text(encoding="utf-8"),
            wiring=relative(path) == "src/jawara/config/wiring.py",
        )
        for path in python_files("src")
    }
    assert report(found) == ""


def test_the_kernel_is_exact() -> None:
    found = collect(python_files("src/jawara/kernel"), rules.floats)
    assert report(found) == ""


def test_only_services_write() -> None:
    paths = [path for app in ABOVE_THE_SERVICES for path in python_files(f"src/jawara/{app}")]
    found = collect(paths, rules.writes)
    for name, allowed in NOT_PAST_THE_SERVICES.items():
        found[name] = [line for line in found.get(name, []) if line.split(":")[0] not in allowed]
    assert report(found) == ""


def test_the_domain_has_no_clock() -> None:
    paths = [path for path in python_files("src/jawara") if app_of(path) not in MAY_LOOK_AT_A_CLOCK]
    found = collect(paths, rules.clock_calls)
    assert report(found) == ""


def test_imports_inside_functions_say_why() -> None:
    assert report(collect(python_files("src", "scripts"), rules.local_imports_without_reason)) == ""


def test_functions_and_modules_are_short() -> None:
    assert report(collect(python_files("src", "scripts"), rules.too_long)) == ""


def test_test_modules_are_not_endless() -> None:
    """A test file may be a list of many small cases, so it may be longer than a module."""
    found = collect(python_files("tests"), lambda source: rules.too_long(source, module=600))
    assert report(found) == ""


def test_templates_keep_to_the_security_policy() -> None:
    pages = sorted(PACKAGE.rglob("templates/**/*.html"))
    assert report(collect(pages, rules.against_the_security_policy)) == ""


def test_the_project_stands_alone() -> None:
    texts = [path for path in tracked_files() if path.suffix not in NOT_OURS]
    assert len(texts) > 20
    assert report(collect(texts, rules.forbidden_words)) == ""


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_locked_requirement_has_a_hash(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    pinned = [line for line in lock.splitlines() if "==" in line and not line.startswith("#")]
    assert len(pinned) > 20
    assert all(line.endswith("\\") for line in pinned)
