"""Running a command of ours inside the test, on whatever database the test has."""

import io
import json
from dataclasses import dataclass
from typing import Any

from django.core.management import CommandError, call_command


@dataclass(frozen=True)
class Outcome:
    """What a command left behind: its exit status, its output, its message to people."""

    status: int
    output: str
    message: str

    @property
    def json(self) -> Any:
        return json.loads(self.output)


def run(*arguments: str) -> Outcome:
    output = io.StringIO()
    status, message = 0, ""
    try:
        call_command(*arguments, stdout=output, stderr=io.StringIO())
    except CommandError as error:
        status, message = error.returncode, str(error)
    except SystemExit as stop:
        status = int(str(stop.code or 0))
    return Outcome(status, output.getvalue(), message)


def figure(key: str, **scope: str) -> dict[str, Any]:
    """`jawara figure KEY --territory … --json`, which must succeed."""
    options = [f"--{name.replace('_', '-')}={value}" for name, value in scope.items() if value]
    done = run("figure", key, *options, "--json")
    assert done.status == 0, done.message
    content = done.json
    assert isinstance(content, dict)
    return content


def codes(content: dict[str, Any]) -> list[str]:
    """Codes of a figure's warnings, in order."""
    return [warning["code"] for warning in content["warnings"]]
