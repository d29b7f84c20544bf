"""The desk's first page, and choosing the office one acts for."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from maarif.support.access import operations
from maarif.support.access.operations import NotYourOffice
from maarif.surfaces.desk.screens import office as screens
from maarif.surfaces.record.numbers import number_in
from maarif.surfaces.record.visit import Visit, hiding


def home(request: Visit) -> HttpResponse:
    """What waits at this desk."""
    page = {"home": screens.home_for(request.actor, request.grants)}
    return render(request, "desk/home.html", {**page, "office": screens.office_of(request.actor, screens.HOME)})


@hiding(NotYourOffice)
def office(request: Visit) -> HttpResponse:
    """Acts for another of one's offices from now on."""
    operations.choose_office(request, by=request.actor, assignment=number_in(request.POST, "office") or 0)
    return redirect("desk:home")
