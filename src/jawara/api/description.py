"""The API described: as OpenAPI for programs, as a page for people, from the same source."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jawara.api.app import api
from jawara.api.http import problem
from jawara.api.operations.shared import PREFIX

SPOKEN = {"summary", "description"}
# Python 3.13 took RFC 9110's name for status 422; the description is the same on every Python.
STATUS_NAMES = {"Unprocessable Entity": "Unprocessable Content"}
OTHER_LANGUAGE = {"id": ("en", "English"), "en": ("id", "Indonesia")}


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    text: str
    values: str
    required: bool


@dataclass(frozen=True, slots=True)
class Address:
    path: str
    anchor: str
    summary: str
    text: str
    example: str
    is_csv: bool
    parameters: list[Parameter]


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    addresses: list[Address]


def openapi() -> dict[str, Any]:
    """The OpenAPI description in the reader's language."""
    described = _said(dict(api.get_openapi_schema(path_prefix=f"{PREFIX}/")))
    assert isinstance(described, dict)
    described["info"]["title"] = api.title
    return described


def _said(part: Any) -> Any:
    """Texts translated, made-up titles and empty defaults left out."""
    if isinstance(part, list):
        return [_said(item) for item in part]
    if not isinstance(part, dict):
        return part
    said: dict[str, Any] = {}
    for name, value in part.items():
        if name == "title" and isinstance(value, str):
            continue
        if name == "default" and value in (None, ""):
            continue
        if name == "tags":
            said[name] = [_(tag) for tag in value]
        elif name in SPOKEN and isinstance(value, str):
            said[name] = _(STATUS_NAMES.get(value, value)) if value else ""
        else:
            said[str(name)] = _said(value)
    return said


def openapi_json(request: HttpRequest) -> HttpResponseBase:
    return JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False, "indent": 1})


def not_found(request: HttpRequest, **_rest: str) -> HttpResponseBase:
    return problem(
        404, "no_such_address", _("Alamat ini tidak ada. Semua alamat ada di /api/v1/docs.")
    )


def root(request: HttpRequest) -> HttpResponseBase:
    return HttpResponseRedirect(reverse("api:docs"))


def docs(request: HttpRequest) -> HttpResponse:
    language = get_language() or "id"
    other, label = OTHER_LANGUAGE[language]
    topics: dict[str, list[Address]] = {}
    described = openapi()
    for tag, address in _addresses(described):
        topics.setdefault(tag, []).append(address)
    context = {
        "crumbs": [
            {"label": _("Beranda"), "url": reverse("web:home")},
            {"label": _("Data terbuka"), "url": reverse("web:data")},
            {"label": "API"},
        ],
        # Made once for everybody, so nobody in particular is greeted.
        "user": AnonymousUser(),
        "messages": (),
        "language_switch": {"code": other, "label": label, "url": f"?lang={other}"},
        "about": described["info"]["description"],
        "topics": [Topic(name, found) for name, found in topics.items()],
        "openapi_url": reverse("api:openapi"),
        "prefix": PREFIX,
    }
    return render(request, "jawara/api/docs.html", context)


def _addresses(described: dict[str, Any]) -> Iterator[tuple[str, Address]]:
    for path, methods in described["paths"].items():
        operation = methods["get"]
        address = Address(
            path=path,
            anchor=operation["operationId"],
            summary=operation["summary"],
            text=operation["description"],
            example=operation["x-example"],
            is_csv=path.endswith(".csv"),
            parameters=[_parameter(item) for item in operation["parameters"]],
        )
        yield operation["tags"][0], address


def _parameter(item: dict[str, Any]) -> Parameter:
    schema = item["schema"]
    values = [str(value) for value in schema.get("enum") or schema.get("examples") or ()]
    if "minimum" in schema and "maximum" in schema:
        values = [f"{schema['minimum']}–{schema['maximum']}"]
    return Parameter(item["name"], item.get("description", ""), ", ".join(values), item["required"])
