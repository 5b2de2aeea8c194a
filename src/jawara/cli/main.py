"""The console script `jawara`: every command is a Django management command of `jawara.cli`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jawara.config.settings")
    execute_from_command_line(["jawara", *sys.argv[1:]])
    return 0
