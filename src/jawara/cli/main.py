"""The console script `jawara`: every command is a Django management command of `jawara.cli`."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import platformdirs
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, ManagementUtility

DEMO_FILE = "demo.sqlite3"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jawara.config.settings")
    choose_database(sys.argv[1:])
    try:
        Commands(["jawara", *sys.argv[1:]]).execute()
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return 2
    return 0


class Commands(ManagementUtility):
    """A command that does not exist is wrong usage: exit status 2."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        try:
            return super().fetch_command(subcommand)
        except SystemExit:
            sys.exit(2)


def choose_database(arguments: Sequence[str]) -> None:
    """Point DATABASE_URL at the example where it is meant; settings read it once, at import.

    `demo` has its own file unless told otherwise. The reading commands fall back to the example
    when it is the only database there is, and say so.
    """
    command = arguments[0] if arguments else ""
    folder = Path(platformdirs.user_data_dir("jawara", appauthor=False))
    if command == "demo":
        file = _option(arguments, "--db")
        if file:
            os.environ["DATABASE_URL"] = file if "://" in file else url_of(Path(file))
        else:
            os.environ.setdefault("DATABASE_URL", url_of(folder / DEMO_FILE))
    elif (
        command in {"figure", "check"} and not _named() and not (folder / "jawara.sqlite3").exists()
    ):
        demo = folder / DEMO_FILE
        if demo.exists():
            os.environ["DATABASE_URL"] = url_of(demo)
            print(f"Memakai basis data contoh / using the example: {demo}", file=sys.stderr)


def url_of(file: Path) -> str:
    return f"sqlite:///{file.absolute()}"


def _named() -> bool:
    return bool(os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"))


def _option(arguments: Sequence[str], name: str) -> str:
    for index, argument in enumerate(arguments):
        if argument == name and index + 1 < len(arguments):
            return arguments[index + 1]
        if argument.startswith(f"{name}="):
            return argument.partition("=")[2]
    return ""
