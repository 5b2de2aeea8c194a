"""Single records: a board's notice board, a ledger entry, a cycle step, a training, a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jawara.audit import files
from jawara.audit.enums import Basis
from jawara.audit.models import Document, Recorded
from jawara.community import queries as community
from jawara.community.models import Bkm
from jawara.cycle import queries as cycle
from jawara.cycle.enums import StepState
from jawara.cycle.models import StepRecord
from jawara.grants import queries as grants
from jawara.insight.types import Question
from jawara.kernel import format
from jawara.kernel.dates import long_date
from jawara.ledger import queries as ledger
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase
from jawara.territories import queries as territories
from jawara.trainings import queries as trainings
from jawara.trainings.enums import NoteKind
from jawara.trainings.models import Training
from jawara.web import charts
from jawara.web.asking import (
    Asked,
    as_of_control,
    asked_times,
    figure_url,
    full_name,
    language,
    territory_url,
)
from jawara.web.caching import public_page
from jawara.web.figures import ask, figure_label, page_figure
from jawara.web.present import (
    Change,
    Crumb,
    Evidence,
    Fact,
    Link,
    Moment,
    Office,
    PageFigure,
    PlanRow,
    StepRow,
    TransferRow,
    Voice,
)
from jawara.web.sections import (
    Money,
    as_of_text,
    download_links,
    money_of,
    money_parts,
    use_rows,
)
from jawara.web.staff import public

SHOWN_IN_BROWSER = {"application/pdf", "image/jpeg", "image/png", "image/webp", "text/plain"}


@dataclass(frozen=True)
class Version:
    when: str
    who: str
    changes: list[Change]
    reason: str = ""


def crumbs_to(unit_id: int, asked: Asked, last: str) -> list[Crumb]:
    """From home down to a unit, then the record."""
    crumbs = [Crumb(_("Beranda"), reverse("web:home") + asked.query())]
    unit = territories.version(unit_id, asked.as_of, asked.known_at)
    if unit:
        line = territories.breadcrumbs(unit, asked.as_of, asked.known_at)
        crumbs += [Crumb(full_name(item), territory_url(item.code, asked)) for item in line[1:]]
    return [*crumbs, Crumb(last)]


def badge_of(row: Recorded) -> str:
    return _("ilustrasi") if row.basis == Basis.ILLUSTRATIVE else ""


def moment(row: Recorded) -> str:
    local = timezone.localtime(row.recorded_at)
    return _("%(date)s, pukul %(time)s") % {
        "date": long_date(local.date(), language()),
        "time": local.strftime("%H.%M"),
    }


def who(actor: str) -> str:
    """Who recorded, without a name: pages for everybody show offices, not people."""
    return _("petugas yang masuk dengan akunnya") if actor.startswith("user:") else actor[7:]


def evidence_of(document: Document | None) -> list[Evidence]:
    if document is None:
        return []
    return [
        Evidence(
            name=document.title or document.name,
            url=reverse("web:evidence", args=[document.sha256]),
            kind=document.media_type.rpartition("/")[2].upper()[:12],
            size=filesizeformat(document.size),
            fingerprint=document.sha256,
            checked=files.intact(document),
        )
    ]


@public_page
def bkm(request: HttpRequest, pk: int) -> HttpResponse:
    asked = asked_times(request)
    board = community.board(pk)
    if board is None:
        raise Http404
    profile = community.profile(board, asked.as_of, asked.known_at)
    unit = territories.version(board.unit_id, asked.as_of, asked.known_at)
    if profile is None or unit is None:
        raise Http404
    question = Question(board.unit_id, unit, None, asked.as_of, asked.known_at)
    money = money_of(question)
    line = territories.breadcrumbs(unit, asked.as_of, asked.known_at)
    where = ", ".join(full_name(item) for item in reversed(line[2:]))
    generic = {"BKM": _("Badan Keswadayaan Masyarakat"), "LKM": _("Lembaga Keswadayaan Masyarakat")}
    context = {
        "section": "wilayah",
        "crumbs": crumbs_to(board.unit_id, asked, profile.name),
        "as_of": as_of_control(asked),
        "name": profile.name,
        "kind_line": f"{generic[profile.generic_name]}, {where}",
        "badge": badge_of(profile),
        "realised": page_figure(money.realised) if money else None,
        "unexplained": page_figure(money.gap, gap=True) if money and money.gap_amount else None,
        "source": "",
        "uses": _uses(money) if money else None,
        "steps": _steps(question, asked),
        "steps_note": "",
        "offices": _offices(board, asked),
        "offices_note": _("Nama anggota kelompok dan keluarga miskin tidak pernah ditampilkan."),
        "groups": _groups(question),
        "plan": _plan(board, asked),
        "explanations": _explanations(question),
        "next": _board_links(question, asked, money),
    }
    return render(request, "jawara/bkm.html", context)


def _uses(money: Money) -> dict[str, object]:
    rows, total = use_rows(money)
    return {
        "bar": charts.stacked_bar(money_parts(money)),
        "caption": _("Penggunaan dana BLM per %(date)s") % {"date": as_of_text(money.question)},
        "rows": rows,
        "total": total,
        "links": download_links(figure_url("grants.unexplained", money.question), "?"),
    }


def _steps(question: Question, asked: Asked) -> list[StepRow]:
    words = {"done": _("selesai"), "not_done": _("belum"), "not_entered": _("tidak ada catatan")}
    rows = []
    for phase in programmes.phases_in(question.unit_id, asked.as_of, asked.known_at):
        for view in cycle.ward_steps(question.unit_id, phase, asked.as_of, asked.known_at):
            record = view.record
            rows.append(
                StepRow(
                    name=view.rule.name(language()),
                    state=str(view.state),
                    word=words[str(view.state)],
                    url=reverse("web:step_record", args=[record.key]) if record else "",
                    note=long_date(record.occurred_on, language()) if record else "",
                    badge=badge_of(record) if record else "",
                )
            )
    return rows


def _offices(board: Bkm, asked: Asked) -> list[Office]:
    """Office-holders in office are named; the programme's rule makes them public."""
    found = community.office_holders(board, asked.as_of, asked.known_at)
    return [
        Office(
            role=str(row.get_role_display()),
            name=row.person_name,
            term=str(row.occurred_on.year) + (f"–{row.until_on.year}" if row.until_on else "–"),
        )
        for row in found
    ]


def _groups(question: Question) -> dict[str, object]:
    keys = ("community.groups", "community.members", "community.volunteers")
    return {
        "text": _("KSM (Kelompok Swadaya Masyarakat) adalah kelompok yang memakai dana."),
        "figures": [page_figure(ask(key, question)) for key in keys],
    }


def _plan(board: Bkm, asked: Asked) -> dict[str, object] | None:
    views = cycle.plans(board, asked.as_of, asked.known_at)
    if not views:
        return None
    view = views[-1]
    pillars = {"ECONOMIC": "ekonomi", "PHYSICAL": "fisik", "SOCIAL": "sosial"}
    rows = [
        PlanRow(
            activity=item.activity,
            pillar=pillars[item.pillar],
            volume=f"{item.volume.normalize():f} {item.volume_unit}".replace(".", ",")
            if item.volume is not None
            else "",
            cost=PageFigure("", format.number(item.cost_rupiah, language())),
            beneficiaries=format.number(item.beneficiaries, language())
            if item.beneficiaries is not None
            else "",
        )
        for item in view.items
    ]
    return {"caption": view.plan.title, "rows": rows, "links": []}


def _explanations(question: Question) -> list[Moment]:
    found = grants.grants_in(question.unit_id, question.as_of, question.known_at)
    return [
        Moment(
            long_date(row.occurred_on, language()),
            f"{row.get_category_display()}: {format.rupiah(row.amount_rupiah, language())}. "
            f"{row.text}",
            badge=badge_of(row),
        )
        for row in grants.explanations(found, question.as_of, question.known_at)
    ]


def _board_links(question: Question, asked: Asked, money: Money | None) -> list[Link]:
    assert question.territory is not None
    links = [Link(full_name(question.territory), territory_url(question.territory.code, asked))]
    if money and money.gap_amount:
        label = _("Dari mana %(amount)s itu?") % {
            "amount": format.rupiah(money.gap_amount, language())
        }
        links.append(Link(label, figure_url("grants.unexplained", question)))
    return links


@public_page
def entry(request: HttpRequest, key: UUID) -> HttpResponse:
    row = ledger.entry(key)
    if row is None:
        raise Http404
    asked = asked_times(request)
    before, after = ledger.neighbours(row)
    transfers = list(row.transfers.order_by("line"))
    total = sum(transfer.amount for transfer in transfers)
    book = row.book
    title = _("Catatan %(number)s · %(book)s") % {"number": row.number, "book": book.name}
    context = {
        "section": "periksa",
        "crumbs": crumbs_to(book.unit_id, asked, title),
        "title": title,
        "sentence": _("%(amount)s pada %(date)s: %(memo)s.")
        % {
            "amount": format.rupiah(total, language()),
            "date": long_date(row.occurred_on, language()),
            "memo": row.memo.rstrip("."),
        },
        "badge": badge_of(row),
        "facts": [
            Fact(_("Buku"), book.name),
            Fact(_("Terjadi"), long_date(row.occurred_on, language())),
            Fact(_("Dicatat"), moment(row)),
            Fact(_("Dicatat oleh"), who(row.recorded_by)),
            Fact(_("Dasar"), str(row.get_basis_display())),
            Fact(_("Kunci"), str(row.key)),
        ],
        "transfers": [
            TransferRow(
                f"{line.debit_account.code} {line.debit_account.name}",
                f"{line.credit_account.code} {line.credit_account.name}",
                format.number(line.amount, language()),
            )
            for line in transfers
        ],
        "total": format.number(total, language()),
        "evidence": evidence_of(row.document),
        "hash": row.hash,
        "previous_hash": row.previous_hash,
        "chain_ok": ledger.entry_holds(row),
        "previous": _entry_link(before),
        "next": _entry_link(after),
        "reverses": _entry_link(row.reverses),
        "reversed_by": _entry_link(getattr(row, "reversed_by", None)),
        "part_of": _part_of(row, asked),
    }
    return render(request, "jawara/entry.html", context)


def _entry_link(row: ledger.JournalEntry | None) -> Link | None:
    if row is None:
        return None
    label = _("Catatan %(number)s") % {"number": row.number}
    return Link(label, reverse("web:entry", args=[row.key]))


USED_IN = {
    "grant_disbursed": ("grants.realised", "grants.unexplained"),
    "grant_used.economic": ("grants.used.economic", "grants.unexplained"),
    "grant_used.physical": ("grants.used.physical", "grants.unexplained"),
    "grant_used.social": ("grants.used.social", "grants.unexplained"),
    "operating_fund_transferred": ("grants.used.operating", "grants.unexplained"),
    "own_contribution_cash": ("grants.own_contribution",),
}


def _part_of(row: ledger.JournalEntry, asked: Asked) -> list[Link]:
    """The figures this entry is counted in, for its ward."""
    unit = territories.version(row.book.unit_id, asked.as_of, asked.known_at)
    question = Question(row.book.unit_id, unit, None, asked.as_of, asked.known_at)
    return [Link(figure_label(key), figure_url(key, question)) for key in USED_IN.get(row.kind, ())]


@public_page
def step_record(request: HttpRequest, key: UUID) -> HttpResponse:
    row = cycle.record(key)
    if row is None:
        raise Http404
    asked = asked_times(request)
    run = row.run
    phase: Phase = run.phase
    rule = programmes.rulebook_for(phase).step(row.step)
    unit = territories.version(run.unit_id, row.occurred_on) or territories.version(
        run.unit_id, asked.as_of
    )
    name = full_name(unit) if unit else ""
    title = _("%(step)s, %(ward)s") % {"step": rule.name(language()), "ward": name}
    done = row.state == StepState.DONE
    context = {
        "section": "wilayah",
        "crumbs": crumbs_to(run.unit_id, asked, rule.name(language())),
        "title": title,
        "sentence": _step_sentence(row, done=done),
        "state": "ok" if done else "none",
        "word": _("selesai") if done else _("belum"),
        "badge": badge_of(row),
        "facts": _step_facts(row, phase),
        "checks": [],
        "evidence": [
            item
            for link in row.evidence.select_related("document")
            for item in evidence_of(link.document)
        ],
        "versions": _versions(cycle.record_history(row)),
        "next": [
            Link(
                _("Angka yang menghitungnya"),
                figure_url(
                    f"cycle.{row.step}.progress",
                    Question(run.unit_id, unit, phase, asked.as_of, asked.known_at),
                ),
            )
        ],
    }
    return render(request, "jawara/record.html", context)


def _step_sentence(row: StepRecord, *, done: bool) -> str:
    day = {"date": long_date(row.occurred_on, language())}
    if not done:
        return _("Pada %(date)s langkah ini belum dijalani.") % day
    text = _("Selesai %(date)s.") % day
    if row.attended_female is not None and row.attended_male is not None:
        text += " " + _("Hadir %(total)s orang, %(women)s di antaranya perempuan.") % {
            "total": row.attended_female + row.attended_male,
            "women": row.attended_female,
        }
    return text


def _step_facts(row: StepRecord, phase: Phase) -> list[Fact]:
    unknown = _("tidak dicatat")
    poor = (
        format.number(row.attended_poor, language()) if row.attended_poor is not None else unknown
    )
    return [
        Fact(_("Tahap"), phase.name),
        Fact(_("Warga miskin yang hadir"), poor),
        Fact(_("Dicatat"), moment(row)),
        Fact(_("Dicatat oleh"), who(row.recorded_by)),
        Fact(_("Dasar"), str(row.get_basis_display())),
        *([Fact(_("Keterangan"), row.note)] if row.note else []),
    ]


def _versions(rows: Sequence[StepRecord]) -> list[Version]:
    """Newest first; each tells what it changed in the one before."""
    fields = (
        ("state", _("Keadaan")),
        ("occurred_on", _("Tanggal")),
        ("attended_female", _("Perempuan hadir")),
        ("attended_male", _("Laki-laki hadir")),
        ("attended_poor", _("Warga miskin hadir")),
        ("outcome", _("Hasil")),
    )
    ordered = sorted(rows, key=lambda row: row.pk)
    result = []
    for before, after in zip([None, *ordered[:-1]], ordered, strict=True):
        changes = [
            Change(name, _shown(before, field), _shown(after, field))
            for field, name in fields
            if before is not None and getattr(before, field) != getattr(after, field)
        ]
        result.append(Version(moment(after), who(after.recorded_by), changes, after.note))
    return result[::-1]


def _shown(row: StepRecord, field: str) -> str:
    value = getattr(row, field)
    if field == "occurred_on":
        return long_date(value, language())
    if field == "state":
        return str(row.get_state_display())
    return "" if value is None else str(value)


@public_page
def training(request: HttpRequest, key: UUID) -> HttpResponse:
    row = trainings.training(key)
    if row is None:
        raise Http404
    asked = asked_times(request)
    notes = trainings.notes(row)
    opening = next((note for note in notes if note.kind == NoteKind.OPENING), None)
    unit = territories.version(row.unit_id, row.occurred_on)
    question = Question(row.unit_id, unit, None, row.last_on, asked.known_at)
    figure = ask("trainings.participants", question)
    counts = list(row.participant_counts.order_by("pk"))
    total = sum(item.count for item in counts)
    text = _("%(count)s peserta") % {"count": format.number(total, language())}
    context = {
        "section": "wilayah",
        "crumbs": crumbs_to(row.unit_id, asked, row.title),
        "title": row.title,
        "participants": page_figure(figure, text=text),
        "sentence": row.note,
        "source": row.document.title if row.document else "",
        "badge": badge_of(row),
        "facts": [
            Fact(_("Jenis"), str(row.get_kind_display())),
            Fact(_("Tempat"), row.place),
            Fact(_("Tanggal"), _days(row.occurred_on, row.last_on)),
            *(
                [Fact(_("Wilayah"), full_name(unit), territory_url(unit.code, asked))]
                if unit
                else []
            ),
            *([Fact(_("Rangkaian"), _series(row))] if row.series else []),
            *([Fact(_("Dibuka oleh"), opening.speaker_role)] if opening else []),
        ],
        "origins": [
            {"label": item.get_origin_display(), "count": format.number(item.count, language())}
            for item in counts
        ],
        "origins_total": format.number(total, language()),
        "outcomes": [note.text for note in notes if note.kind == NoteKind.HOPE],
        "voices": [
            Voice(note.speaker_role, note.text) for note in notes if note.kind == NoteKind.NOTE
        ],
        "next": [],
    }
    return render(request, "jawara/training.html", context)


def _days(first: date, last: date) -> str:
    if first == last:
        return long_date(first, language())
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{long_date(last, language())}"
    return f"{long_date(first, language())} – {long_date(last, language())}"


def _series(row: Training) -> str:
    assert row.series is not None
    if row.number_in_series is None:
        return row.series.name
    return _("%(series)s, yang ke-%(number)s") % {
        "series": row.series.name,
        "number": row.number_in_series,
    }


@public
def evidence(request: HttpRequest, sha256: str) -> FileResponse:
    """An evidence file: public ones for everybody, the others for whoever has a role."""
    document = Document.objects.filter(sha256=sha256).first()
    if document is None:
        raise Http404
    if not document.is_public and not request.user.is_authenticated:
        raise PermissionDenied
    path = files.path_of(sha256)
    if not path.is_file():
        raise Http404
    shown = document.media_type in SHOWN_IN_BROWSER
    content_type = document.media_type
    if content_type == "text/plain":
        content_type += "; charset=utf-8"
    response = FileResponse(
        path.open("rb"),
        as_attachment=not shown,
        filename=document.name,
        content_type=content_type,
    )
    # Nothing inside a file may run as part of our site.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response["Cache-Control"] = (
        "public, max-age=31536000, immutable" if document.is_public else "private, no-store"
    )
    return response
