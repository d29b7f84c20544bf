"""The form of any service, filled in by the applicant: whether one may, then the pages of the draft."""

from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from maarif.engine.cases import operations
from maarif.engine.cases.errors import DraftNotFound, NotAllowed
from maarif.surfaces.cabinet.screens import reminding
from maarif.surfaces.cabinet.screens.cases import already_open
from maarif.surfaces.cabinet.screens.following import file_page
from maarif.surfaces.filling import form
from maarif.surfaces.filling.place import Place
from maarif.surfaces.filling.views import Pages, absent
from maarif.surfaces.record.numbers import number_in
from maarif.surfaces.record.visit import Visit, hiding


def mine(request: Visit, draft: str = "") -> Place:
    """One's own cabinet."""
    return Place(
        viewer=request.actor,
        space="cabinet:",
        layout="cabinet/draft.html",
        leave=(_("My applications"), reverse("cabinet:applications")),
        file_href=file_page,
        sent_href=lambda number: reverse("cabinet:application", args=[number]),
        done_href=lambda number: reverse("cabinet:sent", args=[number]),
    )


PAGES: Final = Pages(mine)


@absent
def apply(request: Visit, service: str) -> HttpResponseBase:
    """Whether the visitor may have the service; starting makes a draft, or finds the one already open."""
    given = request.POST or request.GET
    subject, begun = number_in(given, "for"), form.begun(given, service)
    if request.method != "POST":
        start = form.start_for(request.actor, service, subject=subject, begun=begun)
        page = {"start": start, "already": already_open(request.actor, service, start.subject)}
        return render(request, "cabinet/apply.html", page)
    if "check" in request.POST:
        kept = {f"{form.BEGUN}{field}": value for field, value in begun.items()}
        return redirect(f"{request.path}?{urlencode({'for': subject or '', **kept})}")
    try:
        draft = operations.start_draft(by=request.actor, service=service, subject=subject)
    except NotAllowed as refusal:
        start = form.start_for(request.actor, service, subject=subject, refused=refusal.reasons)
        return render(request, "cabinet/apply.html", {"start": start}, status=422)
    form.begin(request.actor, draft, begun)
    return redirect(form.first_page(mine(request), draft))


@hiding(DraftNotFound)
def remind(request: Visit, draft: UUID) -> HttpResponse:
    """Sends the visitor the link of the draft, to go on later or on another device."""
    reminding.send_link(request.actor, str(draft))
    return redirect(f"{reverse('cabinet:draft', args=[draft])}?link=sent")
