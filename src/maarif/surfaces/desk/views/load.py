"""The load of an office, for whoever leads it."""

from django.http import HttpResponse
from django.shortcuts import render

from maarif.engine.cases.errors import NotYourTurn
from maarif.surfaces.desk.screens import load as screens
from maarif.surfaces.desk.screens.office import LOAD, office_of
from maarif.surfaces.record.visit import Visit, hiding


@hiding(NotYourTurn)
def load(request: Visit) -> HttpResponse:
    """What is open, how old it is, who has it, and how long it takes."""
    page = {"load": screens.page_for(request.actor), "office": office_of(request.actor, LOAD)}
    return render(request, "desk/load.html", page)
