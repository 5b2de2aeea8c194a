"""What can be wrong with a rulebook, or with asking one."""

from dataclasses import dataclass

from jawara.kernel.errors import Refusal, gettext_noop


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: which file, where in it, what is wrong there, what would be right.

    `line` is the line in the file, 0 when the value came from elsewhere (a local override).
    """

    file: str
    line: int
    path: str
    wrong: str
    allowed: str

    def __str__(self) -> str:
        line = f" (baris {self.line})" if self.line else ""
        return f"{self.file}: {self.path}{line}: {self.wrong}. Yang boleh: {self.allowed}."


class RulebookInvalid(Refusal):
    """Every fault found at once. Values: count, problems (text, one a line)."""

    code = "rulebook_invalid"
    message = gettext_noop("Buku aturan belum benar, %(count)s hal perlu diperbaiki:\n%(problems)s")

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(
            count=len(self.problems), problems="\n".join(map(str, self.problems)), field=None
        )


class RulebookUnknown(Refusal):
    """No rulebook of that code (and version). Values: code, known."""

    code = "rulebook_unknown"
    message = gettext_noop("Buku aturan “%(code)s” tidak ada. Yang ada: %(known)s.")


class NoRulebookInForce(Refusal):
    """The rulebook exists but not for that day. Values: code, on, periods."""

    code = "no_rulebook_in_force"
    message = gettext_noop(
        "Pada %(on)s tidak ada aturan “%(code)s” yang berlaku. Masa berlakunya: %(periods)s."
    )


class RuleUnknown(Refusal):
    """No rule at that path. Values: rulebook, path, known."""

    code = "rule_unknown"
    message = gettext_noop(
        "Aturan “%(path)s” tidak ada di buku aturan %(rulebook)s. Di sana ada: %(known)s."
    )


class RuleNotInForce(Refusal):
    """The rule exists, not for that day. Values: rulebook, path, on, from_on, until_on."""

    code = "rule_not_in_force"
    message = gettext_noop(
        "Aturan “%(path)s” (%(rulebook)s) tidak berlaku pada %(on)s. Pilih tanggal lain."
    )
