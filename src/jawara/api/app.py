"""The API as one object: its operations and how its errors read."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.operation import Operation

from jawara.api.http import Renderer, problem, refused
from jawara.api.operations import boards, figures, programmes, territories
from jawara.insight.registry import UnknownIndicator
from jawara.kernel.errors import Refusal, gettext_noop


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(
    title="Jawara",
    version="1",
    description=gettext_noop(
        "Angka dan catatan program penanggulangan kemiskinan, untuk dibaca siapa saja. "
        "Setiap jawaban punya ETag; kirim kembali dengan If-None-Match."
    ),
    docs_url=None,
    openapi_url=None,
    renderer=Renderer(),
)
for _topic in (territories, programmes, boards, figures):
    api.add_router("", _topic.router)

# What pydantic found wrong: our code, and what to say.
FAULTS: dict[str, tuple[str, str]] = {
    "int_parsing": ("not_a_number", gettext_noop("Isi %(field)s dengan bilangan bulat.")),
    "int_parsing_size": ("out_of_range", gettext_noop("Isi %(field)s terlalu besar.")),
    "greater_than_equal": (
        "out_of_range",
        gettext_noop("Isi %(field)s dengan bilangan paling kecil %(ge)s."),
    ),
    "less_than_equal": (
        "out_of_range",
        gettext_noop("Isi %(field)s dengan bilangan paling besar %(le)s."),
    ),
    "literal_error": ("not_a_choice", gettext_noop("Isi %(field)s dengan salah satu: %(known)s.")),
    "string_too_long": (
        "text_too_long",
        gettext_noop("Isi %(field)s terlalu panjang: paling banyak %(max_length)s huruf."),
    ),
}
OTHER = ("not_understood", gettext_noop("Isi %(field)s tidak bisa dibaca."))


@api.exception_handler(Refusal)
def declined(request: HttpRequest, refusal: Any) -> HttpResponse:
    return refused(refusal)


@api.exception_handler(UnknownIndicator)
def unknown_figure(request: HttpRequest, refusal: Any) -> HttpResponse:
    message = _("Angka %(key)s tidak dikenal. Semua angka ada di /api/v1/figures.")
    said = {"key": str(refusal.values["key"])[:80]}
    return problem(404, refusal.code, message % said, "key")


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    first = error.errors[0]
    code, message = FAULTS.get(first["type"], OTHER)
    field = str(first["loc"][-1])
    said = {"field": field, **first.get("ctx", {})}
    said["known"] = ", ".join(re.findall(r"'([^']*)'", str(said.get("expected", ""))))
    return problem(422, code, _(message) % said, field)
