"""Lists of names: none empty, none twice, each fault told with its row."""

from collections.abc import Iterable, Sequence

from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.text import TextMissing, TextTooLong, clean_name, same_name


class NameTwice(Refusal):
    """Values: names."""

    code = "name_twice"
    message = gettext_noop(
        "Nama ini tertulis dua kali: %(names)s. Hapus yang kembar; kalau orangnya memang dua, "
        "tambahkan pembeda."
    )


class RowNameMissing(Refusal):
    """Values: row."""

    code = "row_name_missing"
    message = gettext_noop("Baris %(row)s: namanya belum diisi.")


class RowNameTooLong(Refusal):
    """Values: row, limit."""

    code = "row_name_too_long"
    message = gettext_noop("Baris %(row)s: namanya lebih dari %(limit)s huruf. Pendekkan.")


class EmptyList(Refusal):
    code = "empty_list"
    message = gettext_noop("Daftarnya kosong. Isi paling sedikit satu baris.")


def twice(names: Iterable[str]) -> list[str]:
    """Names that come again, in the order they do so."""
    seen: set[str] = set()
    repeated = []
    for name in names:
        key = same_name(name)
        if key in seen:
            repeated.append(name)
        seen.add(key)
    return repeated


def clean_rows(names: Sequence[str], *, field: str) -> list[str]:
    """Tidy names of a list; the first fault is refused with its row, counted from 1."""
    if not names:
        raise EmptyList(field=field)
    cleaned = []
    for row, name in enumerate(names, start=1):
        try:
            cleaned.append(clean_name(name))
        except TextMissing:
            raise RowNameMissing(field=field, row=row) from None
        except TextTooLong as long:
            raise RowNameTooLong(field=field, row=row, limit=long.values["limit"]) from None
    return cleaned
