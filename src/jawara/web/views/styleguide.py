"""/gaya/: every component and page with made-up figures, on example and development databases."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jawara.web.context import is_example
from jawara.web.samples.guide import PAGES, styleguide
from jawara.web.staff import public


@public
def show(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or is_example()):
        raise Http404
    name = request.GET.get("halaman", "")
    if name in PAGES:
        context = PAGES[name]()
        template = str(context.pop("template", f"jawara/{name}.html"))
        return render(request, template, context)
    return render(request, "jawara/styleguide.html", styleguide() | {"page_names": list(PAGES)})
