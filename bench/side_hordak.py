"""django-hordak's `transfer_to`, in its own environment, on the PostgreSQL that we post to too."""

import os
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings

from bench.measure import rate, serve_rounds

COUNT = 500


def main() -> None:
    parts = urlsplit(os.environ["DATABASE_URL"])
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "HOST": unquote(parts.hostname or ""),
                "USER": parts.username,
                "NAME": parts.path[1:],
                "CONN_MAX_AGE": None,
            }
        },
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "mptt",
            "hordak",
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DEFAULT_CURRENCY="IDR",
        CURRENCIES=["IDR"],
        HORDAK_DECIMAL_PLACES=0,
        USE_TZ=True,
        SECRET_KEY="bench",
    )
    django.setup()
    # Models exist only after the set-up.
    from django.core.management import call_command
    from hordak.models import Account, AccountType
    from moneyed import Money

    call_command("migrate", verbosity=0)
    bank = Account.objects.create(name="Bank", code="1", type=AccountType.asset, currencies=["IDR"])
    equity = Account.objects.create(
        name="BLM", code="3", type=AccountType.equity, currencies=["IDR"]
    )
    amount = Money(50_000, "IDR")

    def work() -> None:
        for _ in range(COUNT):
            equity.transfer_to(bank, amount)

    serve_rounds({"hordak": lambda: rate(COUNT, work)})


if __name__ == "__main__":
    main()
