"""Forms of boards and groups: short ones, one act each; lists are typed one line a row."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawara.community.enums import BoardRole, BoardUnitKind, KsmPurpose, OfficerRole, Sex
from jawara.community.services import (
    AttendanceRow,
    GroupRow,
    HouseholdRow,
    MemberRow,
    SeatRow,
    TallyRow,
    VolunteerRow,
)
from jawara.web.forms.fields import LooseDateField, TerritoryField
from jawara.web.forms.lines import (
    SEX,
    CorrectionForm,
    LinesField,
    choice,
    line,
    number,
    reason,
    sex_of,
    whole_of,
)
from jawara.web.staff import KeyedForm

POOR = {"miskin": True, "tidak": False, "ya": True}


class BoardFilterForm(forms.Form):
    is_filter = True

    q = line(gettext_lazy("Nama BKM atau kelurahan"), 100, required=False)


class GroupFilterForm(forms.Form):
    is_filter = True

    q = line(gettext_lazy("Nama KSM"), 100, required=False)
    purpose = forms.ChoiceField(
        label=gettext_lazy("Untuk"),
        required=False,
        choices=[("", gettext_lazy("semua")), *KsmPurpose.choices],
    )
    size = forms.ChoiceField(
        label=gettext_lazy("Anggota"),
        required=False,
        choices=[
            ("", gettext_lazy("semua")),
            ("small", gettext_lazy("kurang dari jumlah paling sedikit")),
        ],
    )


class FoundBoardForm(KeyedForm):
    unit = TerritoryField(
        label=gettext_lazy("Kelurahan atau desa"), help_text=gettext_lazy("Nama atau kodenya.")
    )
    name = line(gettext_lazy("Nama BKM"))
    generic_name = choice(
        gettext_lazy("Sebutan umumnya"), [("BKM", "BKM"), ("LKM", "LKM")], initial="BKM"
    )
    founded_on = LooseDateField(label=gettext_lazy("Berdiri"))
    deed_number = line(gettext_lazy("Nomor akta notaris"), 100, required=False)


class RenameBoardForm(KeyedForm):
    name = line(gettext_lazy("Nama baru"))
    from_on = LooseDateField(label=gettext_lazy("Berlaku mulai"))


class CorrectBoardForm(CorrectionForm):
    name = line(gettext_lazy("Nama BKM"))
    generic_name = choice(gettext_lazy("Sebutan umumnya"), [("BKM", "BKM"), ("LKM", "LKM")])
    deed_number = line(gettext_lazy("Nomor akta notaris"), 100, required=False)
    note = line(gettext_lazy("Keterangan"), 300, required=False)


class EndForm(KeyedForm):
    """Something ends on a day, for a reason."""

    on = LooseDateField(
        label=gettext_lazy("Berakhir mulai tanggal"),
        help_text=gettext_lazy("Hari pertama ia tidak ada lagi."),
    )
    reason = reason()


class LeaveForm(KeyedForm):
    """Somebody leaves on a day; why may stay unsaid."""

    on = LooseDateField(
        label=gettext_lazy("Sejak tanggal"), help_text=gettext_lazy("Hari pertama ia tidak lagi.")
    )
    reason = reason(required=False)


class EndTermForm(CorrectionForm):
    ends_on = LooseDateField(
        label=gettext_lazy("Berakhir"), help_text=gettext_lazy("Hari pertama sesudahnya.")
    )
    note = line(gettext_lazy("Keterangan"), 300, required=False)


class TermForm(KeyedForm):
    number = number(gettext_lazy("Masa bakti ke-"))
    starts_on = LooseDateField(label=gettext_lazy("Mulai"))
    ends_on = LooseDateField(
        label=gettext_lazy("Berakhir"),
        required=False,
        help_text=gettext_lazy("Hari pertama sesudahnya. Kosongkan kalau belum ditentukan."),
    )


class SeatsForm(KeyedForm):
    members = LinesField(
        label=gettext_lazy("Anggota BKM"),
        most_parts=3,
        help_text=gettext_lazy(
            "Satu orang satu baris: nama, P atau L, dan “koordinator” untuk koordinatornya. "
            "Misalnya: Siti Aminah, P, koordinator"
        ),
    )
    seated_on = LooseDateField(label=gettext_lazy("Mulai menjabat"))

    def clean_members(self) -> list[SeatRow]:
        rows = []
        for row, (name, sex, role) in enumerate(self.cleaned_data["members"], start=1):
            is_first = role.casefold().startswith("ko")
            kind = BoardRole.COORDINATOR if is_first else BoardRole.MEMBER
            rows.append(SeatRow(name, sex_of(sex, row), kind))
        return rows


class ReplaceForm(KeyedForm):
    on = LooseDateField(label=gettext_lazy("Mulai tanggal"))
    name = line(gettext_lazy("Nama penggantinya"))
    sex = choice(*SEX)
    role = choice(gettext_lazy("Jabatan"), BoardRole.choices)
    reason = reason()


class BoardUnitForm(KeyedForm):
    kind = choice(gettext_lazy("Unit"), BoardUnitKind.choices)
    formed_on = LooseDateField(label=gettext_lazy("Dibentuk"))


class OfficerForm(KeyedForm):
    role = choice(gettext_lazy("Tugas"), OfficerRole.choices)
    name = line(gettext_lazy("Nama"))
    sex = choice(*SEX)
    from_on = LooseDateField(label=gettext_lazy("Mulai"))


class ElectionForm(KeyedForm):
    NAMES = (
        *("held_on", "eligible", "voters_female", "voters_male"),
        *("ballots_invalid", "names_per_ballot", "tally", "attendance"),
    )

    held_on = LooseDateField(label=gettext_lazy("Tanggal pemilihan"))
    eligible = number(gettext_lazy("Yang berhak memilih"))
    voters_female = number(gettext_lazy("Perempuan yang memilih"))
    voters_male = number(gettext_lazy("Laki-laki yang memilih"))
    ballots_invalid = number(gettext_lazy("Kertas suara tidak sah"), initial=0)
    names_per_ballot = number(gettext_lazy("Nama pada tiap kertas suara"), initial=1)
    tally = LinesField(
        label=gettext_lazy("Hasil penghitungan"),
        most_parts=3,
        required=False,
        help_text=gettext_lazy("Satu nama satu baris: nama, jumlah suara, P atau L."),
    )
    attendance = LinesField(
        label=gettext_lazy("Daftar hadir"),
        most_parts=2,
        required=False,
        help_text=gettext_lazy(
            "Satu nama satu baris: nama, P atau L. Disimpan menurut abjad dan tidak terhubung "
            "dengan suara siapa pun."
        ),
    )

    def clean_tally(self) -> list[TallyRow]:
        rows = enumerate(self.cleaned_data["tally"], start=1)
        return [
            TallyRow(name, whole_of(votes, n), sex_of(sex, n)) for n, (name, votes, sex) in rows
        ]

    def clean_attendance(self) -> list[AttendanceRow]:
        rows = enumerate(self.cleaned_data["attendance"], start=1)
        return [AttendanceRow(name, sex_of(sex, n)) for n, (name, sex) in rows]


class MembersField(LinesField):
    """Members of a group: name, P or L, poor or not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            most_parts=3,
            label=gettext_lazy("Anggota"),
            help_text=gettext_lazy(
                "Satu orang satu baris: nama, P atau L, miskin atau tidak. Misalnya: Ani, P, miskin"
            ),
            **kwargs,
        )


def member_row(parts: Iterable[str], row: int) -> MemberRow:
    name, sex, poor = parts
    if poor and poor.casefold() not in POOR:
        raise ValidationError(
            _("Baris %(row)s: tulis “miskin” atau “tidak”, bukan “%(text)s”."),
            params={"row": row, "text": poor[:20]},
        )
    return MemberRow(name, sex_of(sex, row), POOR.get(poor.casefold()))


class GroupForm(KeyedForm):
    name = line(gettext_lazy("Nama KSM"))
    purpose = choice(gettext_lazy("Untuk"), KsmPurpose.choices)
    formed_on = LooseDateField(label=gettext_lazy("Dibentuk"))
    members = MembersField(required=False)

    def clean_members(self) -> tuple[MemberRow, ...]:
        rows = enumerate(self.cleaned_data["members"], start=1)
        return tuple(member_row(parts, row) for row, parts in rows)

    def group(self) -> GroupRow:
        data = self.cleaned_data
        return GroupRow(
            data["name"], KsmPurpose(data["purpose"]), data["formed_on"], data["members"]
        )


class CorrectGroupForm(CorrectionForm):
    name = line(gettext_lazy("Nama KSM"))
    purpose = choice(gettext_lazy("Untuk"), KsmPurpose.choices)
    formed_on = LooseDateField(label=gettext_lazy("Dibentuk"))
    note = line(gettext_lazy("Keterangan"), 300, required=False)


class RenameGroupForm(KeyedForm):
    name = line(gettext_lazy("Nama baru"))
    from_on = LooseDateField(label=gettext_lazy("Berlaku mulai"))


YES_NO = [
    ("", gettext_lazy("tidak dicatat")),
    ("ya", gettext_lazy("ya")),
    ("tidak", gettext_lazy("tidak")),
]


class MemberForm(KeyedForm):
    name = line(gettext_lazy("Nama"))
    sex = choice(*SEX, initial=Sex.UNKNOWN)
    is_poor = choice(gettext_lazy("Warga miskin"), YES_NO, required=False)

    def member(self) -> MemberRow:
        data = self.cleaned_data
        return MemberRow(data["name"], Sex(data["sex"]), POOR.get(data["is_poor"]))


class AddMemberForm(MemberForm):
    from_on = LooseDateField(label=gettext_lazy("Menjadi anggota sejak"))


class CorrectMemberForm(MemberForm):
    note = line(gettext_lazy("Keterangan"), 300, required=False)


class VolunteersForm(KeyedForm):
    volunteers = LinesField(
        label=gettext_lazy("Relawan"),
        most_parts=2,
        help_text=gettext_lazy("Satu orang satu baris: nama, P atau L."),
    )
    from_on = LooseDateField(label=gettext_lazy("Menjadi relawan sejak"))

    def clean_volunteers(self) -> list[VolunteerRow]:
        rows = enumerate(self.cleaned_data["volunteers"], start=1)
        return [VolunteerRow(name, sex_of(sex, n)) for n, (name, sex) in rows]


class HouseholdsForm(KeyedForm):
    households = LinesField(
        label=gettext_lazy("Rumah tangga"),
        most_parts=4,
        help_text=gettext_lazy(
            "Satu rumah tangga satu baris: nama kepala keluarga, jumlah perempuan, jumlah "
            "laki-laki, alamat. Misalnya: Sarmi, 2, 1, RT 3"
        ),
    )
    listed_on = LooseDateField(label=gettext_lazy("Didata"))

    def clean_households(self) -> list[HouseholdRow]:
        return [
            HouseholdRow(name, whole_of(female or "0", n), whole_of(male or "0", n), address)
            for n, (name, female, male, address) in enumerate(
                self.cleaned_data["households"], start=1
            )
        ]


class HouseholdForm(KeyedForm):
    head_name = line(gettext_lazy("Kepala keluarga"))
    members_female = number(gettext_lazy("Anggota perempuan"))
    members_male = number(gettext_lazy("Anggota laki-laki"))
    address = line(gettext_lazy("Alamat"), 300, required=False)
    note = line(gettext_lazy("Keterangan"), 300, required=False)

    def row(self) -> HouseholdRow:
        data = self.cleaned_data
        return HouseholdRow(
            data["head_name"], data["members_female"], data["members_male"], data["address"]
        )
