"""The list of cases as a file."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from maarif.support.access.budgets import ExportBudgetSpent
from maarif.surfaces.desk.screens import export as screens
from maarif.surfaces.desk.screens.office import CASES, office_of
from maarif.surfaces.record.visit import Visit


def export(request: Visit) -> HttpResponseBase:
    """The list as filtered in the address, sent row by row; a refusal when the day's budget does not hold it."""
    form = request.POST.get("format", "")
    if form not in screens.FORMS:
        raise Http404
    try:
        file = screens.file_for(request.actor, request.GET, form)
    except ExportBudgetSpent:
        return _refused(request)
    response = StreamingHttpResponse(file.parts, content_type=file.kind)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _refused(request: Visit) -> HttpResponse:
    page = {"refusal": screens.spent(request.actor), "back": request.GET.urlencode()}
    page["office"] = office_of(request.actor, CASES)
    return render(request, "desk/case_refused.html", page, status=429)
