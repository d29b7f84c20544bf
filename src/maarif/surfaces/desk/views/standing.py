"""Stand-ins of an office: naming one, seeing them, ending one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from maarif.support.access.operations import NotYourOffice
from maarif.surfaces.desk.screens import standing
from maarif.surfaces.desk.screens.office import STAND_INS, office_of
from maarif.surfaces.record.visit import Visit, hiding


def stand_ins(request: Visit) -> HttpResponse:
    """The office's stand-ins, and the form that names another."""
    form = standing.form_for(request.actor, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        form = standing.appoint(request.actor, form)
        if not form.errors:
            messages.success(request, _("The stand-in was named."))
            return redirect("desk:stand_ins")
    page = {"form": form, "rows": standing.rows_for(request.actor), "said": messages.get_messages(request)}
    page |= {"office": office_of(request.actor, STAND_INS)}
    return render(request, "desk/stand_ins.html", page, status=422 if form.errors else 200)


@hiding(NotYourOffice)
def end(request: Visit, stand_in: int) -> HttpResponse:
    """Ends one from today on."""
    standing.end(request.actor, stand_in)
    messages.success(request, _("The standing-in was ended."))
    return redirect("desk:stand_ins")
