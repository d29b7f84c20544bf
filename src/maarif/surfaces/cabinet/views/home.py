"""The cabinet's first page."""

from django.http import HttpResponse
from django.shortcuts import render

from maarif.surfaces.cabinet.screens.home import home_for
from maarif.surfaces.record.visit import Visit, holds_office


def home(request: Visit) -> HttpResponse:
    """What waits for the visitor, their applications, their family."""
    return render(request, "cabinet/home.html", {"home": home_for(request.actor, official=holds_office(request))})
