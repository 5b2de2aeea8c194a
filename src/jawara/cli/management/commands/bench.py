"""`jawara bench [NAME]`: benchmarks as ratios. They come with the source, not with the package."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

ROOT = Path(__file__).resolve().parents[5]
NAMES = ("posting", "batch", "page")


class Command(BaseCommand):
    help = "Mengukur kecepatan dibanding yang lain: posting, batch, page."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="*", choices=[[], *NAMES], metavar="NAMA")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (ROOT / "bench" / "measure.py").is_file():
            raise CommandError(
                "Uji kecepatan hanya ada di salinan sumber proyek. Jalankan dari sana.",
                returncode=2,
            )
        sys.path.insert(0, str(ROOT))
        found = []
        for name in options["name"] or NAMES:
            self.stderr.write(f"{name} …")
            found += importlib.import_module(f"bench.{name}").run()
        if options["as_json"]:
            self.stdout.write(json.dumps([result.as_json() for result in found], indent=2))
            return
        for result in found:
            mark = "ok" if result.holds else "KURANG"
            budget = "" if result.budget is None else f" (>= {result.budget})"
            self.stdout.write(
                f"{result.name}: {result.ours:.0f} {result.unit}; {result.peer}: "
                f"{result.theirs:.0f}; {result.ratio:.2f}x{budget} {mark}"
            )
