"""Several cases at once: a preview, then the report."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from maarif.surfaces.desk.screens import bulk as screens
from maarif.surfaces.desk.screens import inbox
from maarif.surfaces.desk.screens.office import CASES, office_of
from maarif.surfaces.record.visit import Visit


def bulk(request: Visit) -> HttpResponse:
    """Shows what would happen to the chosen cases; confirmed, does it and reports on each."""
    act, numbers, form = request.POST.get("act", ""), request.POST.getlist("number"), request.POST
    if act not in screens.ACTS:
        raise Http404
    if not numbers:
        messages.error(request, _("Choose at least one case."))
        return redirect(inbox.address_of(inbox.query_of(QueryDict(form.get("back", "")))))
    given = {"to": form.get("to", ""), "note": form.get("note", "")[:4000], "back": form.get("back", "")}
    grounds = tuple(form.getlist("grounds"))
    done = form.get("confirmed") == "yes" and (act != "decide" or bool(given["to"]))
    if done:
        page = screens.carry_out(request.actor, act, numbers, grounds=grounds, seen=form.get("seen", ""), **given)
    else:
        page = screens.preview(request.actor, act, numbers, grounds=grounds, **given)
    return render(request, "desk/bulk.html", {"bulk": page, "office": office_of(request.actor, CASES)})
