"""Excel in: a file uploaded, its columns checked, its rows taken in, the whole undone."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.core.refusals import Refusal
from linli.faces import requests
from linli.faces.web.register import common
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry import intake
from linli.registry.access import require
from linli.registry.models import Import
from linli.registry.queries import import_for

OUTCOMES = {
    "faulty": gettext_lazy("To be corrected"),
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "unchanged": gettext_lazy("Unchanged"),
    "noted": gettext_lazy("Worth a look"),
}
TOLD_BY = {
    "remembered": gettext_lazy("remembered"),
    "header": gettext_lazy("its header"),
    "looks": gettext_lazy("its cells"),
    "chosen": gettext_lazy("your choice"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_download(content: bytes, name: str) -> HttpResponse:
    """Return a workbook that the browser saves under ``name`` (any letters)."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response


@staff_page
def imports(request: StaffRequest) -> HttpResponseBase:
    """List earlier files and take a new one."""
    require(request.actor, "import", path=request.community.path)
    refusal: Refusal | None = None
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise Refusal(_("Choose a file first: .xlsx, .xls or .csv."))
            of = intake.preview(
                file, by=request.actor, community=request.community, name=file.name or ""
            )
        except Refusal as given:
            refusal = given
        else:
            return redirect("register-import", of.pk)
    context = {
        "here": "imports",
        "rows": intake.imports_of(request.actor, request.community.pk),
        "refusal": refusal,
        "fields": intake.FIELDS.values(),
    }
    return render(
        request, "web/register/imports.html", context, status=refusal.status if refusal else 200
    )


@staff_page
def show_import(request: StaffRequest, import_id: int) -> HttpResponseBase:
    """Show what a file would do, row by row; correct its columns; take it in or undo it."""
    of = import_for(request.actor, import_id)
    if request.method == "POST":
        return _step(request, of)
    outcome = request.GET.get("rows", "faulty" if of.counts.get("faulty") else "new")
    preview = intake.preview_page(
        request.actor,
        import_id,
        outcome=outcome if outcome in OUTCOMES else "faulty",
        page=requests.page(request.GET),
    )
    context = {
        "here": "imports",
        "crumbs": [{"href": reverse("register-imports"), "label": _("Excel in")}],
        "preview": preview,
        "counts": preview.counts,
        "columns": [(column, TOLD_BY.get(column.why, "")) for column in preview.columns],
        "outcomes": [(code, label) for code, label in OUTCOMES.items() if preview.counts.get(code)],
        **common.numbered_pages(request.GET, page=preview.page, pages=preview.pages),
    }
    return render(request, "web/register/import.html", context)


def _step(request: HttpRequest, of: Import) -> HttpResponse:
    verb, by = request.POST.get("verb", ""), request.actor  # type: ignore[attr-defined]
    try:
        if verb == "columns":
            chosen = [request.POST.get(f"column-{n}", "") for n in range(len(of.columns))]
            intake.recheck(of.pk, by=by, columns=chosen, make_doors="make_doors" in request.POST)
            messages.success(request, _("Checked anew. The columns are remembered."))
        elif verb in ("all", "good"):
            done = intake.apply(
                of.pk, by=by, only_good=verb == "good", agreed=request.POST.getlist("agreed")
            )
            count = done.counts["new"] + done.counts["changed"]
            messages.success(
                request,
                ngettext("%(count)s row is in.", "%(count)s rows are in.", count)
                % {"count": count},
            )
        elif verb == "undo":
            intake.undo(of.pk, by=by)
            messages.success(request, _("Undone. The register is as it was before."))
        elif verb == "discard":
            intake.discard(of.pk, by=by)
            messages.success(request, _("Thrown away."))
            return redirect("register-imports")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("register-import", of.pk)


@staff_page
def faults(request: StaffRequest, import_id: int) -> HttpResponseBase:
    """Hand out the faulty rows as a sheet to mend."""
    of = import_for(request.actor, import_id)
    content = intake.fault_sheet(of, by=request.actor)
    stem = of.file_name.rsplit(".", 1)[0]
    return as_download(content, _("%(name)s to correct.xlsx") % {"name": stem})
