"""/kelola/pelatihan/: trainings of one's territory, recorded and corrected."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.audit.services import Ctx
from jawara.programmes import queries as programmes
from jawara.territories import queries as territories
from jawara.trainings import queries, rules, services
from jawara.trainings.enums import TrainingKind
from jawara.trainings.models import Training, TrainingSeries
from jawara.web.acts import Act, act_page, shown
from jawara.web.forms.fields import name_and_code
from jawara.web.forms.trainings import SeriesForm, TrainingForm, note_lines
from jawara.web.present import Crumb
from jawara.web.staff import may, require, scope, staff_view, today
from jawara.web.tables import Cell, columns, export, page_of, sort_key
from jawara.web.views.community.common import downloads, home

SORTS: Mapping[str, Sequence[str]] = {"tanggal": (), "judul": (), "peserta": ()}


def _crumbs() -> list[Crumb]:
    return [home(), Crumb(_("Pelatihan"), reverse("trainings:list"))]


@staff_view(rules.SEE)
def training_list(request: HttpRequest) -> HttpResponse:
    held: dict[int, Training] = {}
    for version in scope(request, rules.SEE):
        found = queries.trainings_in(today(), version.unit_id)
        held |= {row.pk: row for row in found.prefetch_related("participant_counts")}
    sort = sort_key(request, SORTS, "-tanggal")
    units = territories.versions([row.unit_id for row in held.values()], today())
    rows = [
        {
            "row": row,
            "place": units[row.unit_id].name if row.unit_id in units else "",
            "days": _days(row.occurred_on, row.last_on),
            "people": sum(count.count for count in row.participant_counts.all()),
            "may_correct": may(request, rules.RECORD, row.unit_id),
        }
        for row in held.values()
    ]
    rows = _sorted(rows, sort)
    heads = [_("Judul"), _("Hari pertama"), _("Hari terakhir"), _("Wilayah"), _("Peserta")]
    file = export(request, "pelatihan", heads, _cells(rows))
    if file:
        return file
    return render(
        request,
        "jawara/staff/trainings/list.html",
        {
            "crumbs": [home(), Crumb(_("Pelatihan"))],
            "page": page_of(request, rows),
            "sorts": columns(
                request,
                sort,
                [("tanggal", _("tanggal")), ("judul", _("judul")), ("peserta", _("peserta"))],
            ),
            "links": downloads(request),
            "may_record": bool(scope(request, rules.RECORD)),
        },
    )


def _days(first: date, last: date) -> str:
    if first == last:
        return shown(first)
    return f"{shown(first)} – {shown(last)}"


def _sorted(rows: list[dict[str, object]], sort: str) -> list[dict[str, object]]:
    keys = {
        "tanggal": lambda item: (item["row"].occurred_on, item["row"].pk),
        "judul": lambda item: (item["row"].title, item["row"].pk),
        "peserta": lambda item: (item["people"], item["row"].pk),
    }
    return sorted(rows, key=keys[sort.removeprefix("-")], reverse=sort.startswith("-"))


def _cells(rows: Iterable[Mapping[str, object]]) -> Iterable[Sequence[Cell]]:
    for item in rows:
        row: Training = item["row"]  # type: ignore[assignment]
        people: int = item["people"]  # type: ignore[assignment]
        yield [row.title, row.occurred_on, row.last_on, str(item["place"]), people]


@staff_view(rules.RECORD)
def record(request: HttpRequest) -> HttpResponse:
    own = scope(request, rules.RECORD)
    initial = {"kind": TrainingKind.TRAINING, "unit": name_and_code(own[0]) if own else ""}
    page = Act(
        title=_("Catat pelatihan"),
        button=_("Simpan pelatihan"),
        done=_("Pelatihan dicatat."),
        back=reverse("trainings:list"),
        crumbs=_crumbs(),
    )
    return _training_page(request, initial, page)


@staff_view(rules.RECORD)
def correct(request: HttpRequest, key: UUID) -> HttpResponse:
    row = queries.training(key)
    if row is None:
        raise Http404
    require(request, rules.RECORD, row.unit_id)
    unit = territories.version(row.unit_id, today())
    names = ("kind", "title", "occurred_on", "last_on", "place")
    initial: dict[str, object] = {name: getattr(row, name) for name in names}
    initial |= {count.origin: count.count for count in row.participant_counts.all()}
    initial |= {
        "record": row.key,
        "unit": name_and_code(unit) if unit else "",
        "series": str(row.series.key) if row.series else "",
        "number": row.number_in_series,
        "notes": note_lines(queries.notes(row)),
    }
    page = Act(
        title=_("Betulkan catatan pelatihan"),
        button=_("Simpan pembetulan"),
        done=_("Catatan pelatihan dibetulkan."),
        back=reverse("trainings:list"),
        crumbs=_crumbs(),
    )
    return _training_page(request, initial, page, replaced=row)


def _training_page(
    request: HttpRequest,
    initial: Mapping[str, object],
    page: Act,
    replaced: Training | None = None,
) -> HttpResponse:
    series = {str(item.key): item for item in queries.series()}
    form = TrainingForm(
        request.POST or None,
        series=[(key, item.name) for key, item in series.items()],
        initial=dict(initial),
    )

    def act(ctx: Ctx) -> Training:
        data = form.cleaned_data
        names = ("title", "occurred_on", "last_on", "place", "number", "notes")
        return services.record_training(
            ctx,
            kind=TrainingKind(data["kind"]),
            unit=data["unit"].unit,
            series=series.get(data["series"]),
            participants=form.participants(),
            document=replaced.document if replaced else None,
            supersedes=replaced,
            **{name: data[name] for name in names},
        )

    return act_page(request, form, act, page)


@staff_view(rules.RECORD)
def open_series(request: HttpRequest) -> HttpResponse:
    phases = {item.code: item for item in programmes.phases()}
    own = scope(request, rules.RECORD)
    form = SeriesForm(
        request.POST or None,
        phases=[(code, item.name) for code, item in phases.items()],
        initial={"unit": name_and_code(own[0]) if own else ""},
    )

    def act(ctx: Ctx) -> TrainingSeries:
        data = form.cleaned_data
        return services.open_series(
            ctx,
            name=data["name"],
            unit=data["unit"].unit,
            phase=phases.get(data["phase"]),
            consultant_code=data["consultant_code"],
        )

    page = Act(
        title=_("Catat rangkaian pelatihan"),
        button=_("Simpan rangkaian"),
        done=_("Rangkaian dicatat."),
        back=reverse("trainings:list"),
        crumbs=_crumbs(),
    )
    return act_page(request, form, act, page)
