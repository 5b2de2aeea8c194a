"""`jawara demo`: a fresh example database, and a server to look at it."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils.translation import gettext as _

from jawara.audit import marks
from jawara.cli.command import Command as BaseCommand
from jawara.exchange import demo


class Command(BaseCommand):
    help = (
        "Siapkan contoh Serang 2004 lalu sajikan. / Prepare the Serang 2004 example and serve it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="prepare only")
        parser.add_argument("--keep", action="store_true", help="go on with the example as it is")
        parser.add_argument("--db", metavar="FILE", help="where to keep the example database")
        parser.add_argument("--port", type=int, default=8000)

    def work(self, **options: Any) -> None:
        started = time.monotonic()
        if not (options["keep"] and marks.is_complete()):
            self._clear()
            marks.begin_example()
            call_command("migrate", verbosity=0, interactive=False, stdout=self.stderr)
            demo.prepare(self._progress)
            self.stderr.write(
                _("\nSiap dalam %(seconds)s detik.") % {"seconds": int(time.monotonic() - started)}
            )
        self._introduce(options["port"])
        if not options["no_serve"]:
            self._serve(options["port"])

    def _clear(self) -> None:
        """An empty database, or an example of ours to be made anew; anything else is refused."""
        name = str(settings.DATABASES["default"]["NAME"])
        if not marks.is_empty() and not marks.is_example():
            self._refuse(name)
        if connection.vendor == "sqlite":
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            connection.close()
            for suffix in ("", "-wal", "-shm"):
                Path(name + suffix).unlink(missing_ok=True)
        elif not marks.is_empty():
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")

    def _refuse(self, name: str) -> None:
        self.wrong_input(
            _(
                "%(name)s sudah berisi data lain. Contoh tidak akan menimpanya. "
                "Sebutkan berkas lain dengan --db."
            )
            % {"name": name}
        )

    def _progress(self, what: str, done: int, total: int) -> None:
        width = 30
        filled = width * done // max(total, 1)
        line = f"\r{what:32.32} [{'#' * filled}{'.' * (width - filled)}] {done}/{total}"
        self.stderr.write(line, ending="" if done < total else "\n")
        self.stderr.flush()

    def _introduce(self, port: int) -> None:
        self.stdout.write(f"http://127.0.0.1:{port}/\n")
        self.stdout.write(_("Akun contoh (kata sandi: %(word)s):") % {"word": demo.password()})
        for name, email, role, place in demo.accounts():
            self.stdout.write(f"  {email:28} {name:26} {role:17} {place}")
        url = settings.DATABASE_URL
        self.stdout.write(_("Basis data: %(url)s") % {"url": url})
        self.stdout.flush()

    def _serve(self, port: int) -> None:
        # Not at the top: it needs Unix, and preparing the example does not.
        from gunicorn.app.base import BaseApplication

        class Server(BaseApplication):  # type: ignore[misc]
            def load_config(self) -> None:
                self.cfg.set("bind", f"127.0.0.1:{port}")
                self.cfg.set("workers", 1)
                self.cfg.set("threads", 4)
                self.cfg.set("accesslog", None)
                self.cfg.set("proc_name", "jawara")
                self.cfg.set("control_socket_disable", True)

            def load(self) -> Any:
                return get_wsgi_application()

        connection.close()
        # Static files come from the package; WhiteNoise complains of a missing folder.
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        sys.argv = sys.argv[:1]
        Server().run()
