"""`jawara check`: do the books balance, do the chains hold, do sums agree, are triggers there?"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jawara.audit.queries import Problem
from jawara.cli.command import Command as BaseCommand
from jawara.insight import checking


class Command(BaseCommand):
    help = "Periksa seluruh catatan. / Check every record. Exit status 1: something is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def work(self, **options: Any) -> None:
        self.need_database()
        problems = list(checking.problems())
        notices = list(checking.notices(timezone.localdate()))
        if options["json"]:
            self.print_json(
                {
                    "ok": not problems,
                    "problems": [
                        {
                            "code": item.code,
                            "book": item.where,
                            "entry": item.entry,
                            "message": item.message,
                        }
                        for item in problems
                    ],
                    "warnings": [
                        {"code": item.code, "where": item.where, "message": item.message}
                        for item in notices
                    ],
                }
            )
        else:
            self._tell(problems, notices)
        if problems:
            sys.exit(1)

    def _tell(self, problems: list[Problem], notices: list[checking.Notice]) -> None:
        for item in problems:
            self.stdout.write(f"✗ {item.code} {item.entry}\n  {item.message}")
        for notice in notices:
            self.stdout.write(f"! {notice.code}: {notice.where}\n  {notice.message}")
        if problems:
            self.stdout.write(_("%(count)s hal rusak.") % {"count": len(problems)})
        else:
            self.stdout.write(
                _("Semua cocok. %(count)s hal perlu dilihat.") % {"count": len(notices)}
            )
