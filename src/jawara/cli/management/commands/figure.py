"""`jawara figure KEY`: one indicator, with what it rests on."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jawara.cli.command import Command as BaseCommand
from jawara.cli.command import as_date
from jawara.insight import queries
from jawara.insight.asking import as_instant
from jawara.insight.present import as_json
from jawara.insight.registry import all_indicators


class Command(BaseCommand):
    help = "Satu angka, dengan dasar dan peringatannya. / One figure, with what it rests on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", nargs="?", help="cycle.bkm_renewal.progress")
        parser.add_argument("--territory", help="36.04")
        parser.add_argument("--phase", help="P2KP-1/1")
        parser.add_argument("--as-of", help="2004-11-30 (today if left out)")
        parser.add_argument("--known-at", help="2004-12-31T23:59:59+07:00 (now if left out)")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--list", action="store_true", help="name all keys")

    def work(self, **options: Any) -> None:
        if options["list"]:
            self._list(options["json"])
            return
        if not options["key"]:
            self.wrong_input(_("Sebutkan nama angkanya, atau pakai --list."))
        self.need_database()
        asked = queries.question(
            options["territory"],
            options["phase"],
            as_date(options["as_of"]) if options["as_of"] else timezone.localdate(),
            as_instant(options["known_at"]) if options["known_at"] else None,
        )
        figure = queries.figure(options["key"], asked)
        content = as_json(figure)
        if options["json"]:
            self.print_json(content)
            return
        self.stdout.write(f"{figure.key} = {figure.value} {figure.unit}")
        if figure.answer.denominator is not None:
            self.stdout.write(f"  {figure.answer.numerator} / {figure.answer.denominator}")
        for warning in content["warnings"]:
            self.stdout.write(f"  ! {warning['code']}: {warning['message']}")

    def _list(self, as_list_json: bool) -> None:
        if as_list_json:
            self.print_json(
                [
                    {"key": item.key, "unit": item.unit, "name": _(item.name)}
                    for item in all_indicators()
                ]
            )
            return
        for item in all_indicators():
            self.stdout.write(f"{item.key:40} {item.unit:9} {_(item.name)}")
