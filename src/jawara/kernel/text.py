"""Names and notes as people type them: any script, no invisible tricks."""

import unicodedata

from jawara.kernel.errors import Refusal, gettext_noop

# Joiners shape letters in several scripts; every other format character is invisible or turns
# the direction of the text around it.
JOINERS = {"\u200c", "\u200d"}
# Letters by category that show nothing: the Hangul fillers, the Braille blank.
BLANK = {"\u115f", "\u1160", "\u3164", "\uffa0", "\u2800"}
DROPPED = {"Cc", "Cf", "Cs", "Cn", "Co"}


class TextMissing(Refusal):
    """Nothing that can be seen was typed."""

    code = "text_missing"
    message = gettext_noop("Bagian ini belum diisi. Tulis namanya, paling sedikit satu huruf.")


class TextTooLong(Refusal):
    """Values: length, limit."""

    code = "text_too_long"
    message = gettext_noop(
        "Terlalu panjang: %(length)s huruf, paling banyak %(limit)s. Pendekkan, lalu simpan lagi."
    )


def tidy(text: str) -> str:
    """NFC, runs of space as one, without control, direction and unassigned characters."""
    kept = []
    for character in unicodedata.normalize("NFC", text):
        if character.isspace() or character in BLANK:
            kept.append(" ")
        elif character in JOINERS or unicodedata.category(character) not in DROPPED:
            kept.append(character)
    return " ".join("".join(kept).split())


def tidy_lines(text: str) -> str:
    """`tidy` for each line; empty lines at the ends go, runs of them become one."""
    lines: list[str] = []
    for line in map(tidy, text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n")


def visible(text: str) -> bool:
    """Whether anything but spaces, joiners and loose accents is there."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def clean_name(text: str, *, field: str | None = None, limit: int = 200) -> str:
    """A tidy name of 1 to `limit` characters. Raises TextMissing, TextTooLong."""
    name = tidy(text)
    if not visible(name):
        raise TextMissing(field=field)
    if len(name) > limit:
        raise TextTooLong(field=field, length=len(name), limit=limit)
    return name


def same_name(text: str) -> str:
    """Key under which two spellings of one name meet: case, width and spacing aside."""
    return tidy(unicodedata.normalize("NFKC", text).casefold())
