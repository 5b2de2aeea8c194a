"""Django's own commands, for those who expect the file here; the same as `jawara`."""

from jawara.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
