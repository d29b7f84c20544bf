"""The visitor's children, and acting for one of them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from maarif.support.access import operations
from maarif.support.access.operations import NotYourGuardian
from maarif.surfaces.cabinet.screens.family import family_for
from maarif.surfaces.record.numbers import number_in
from maarif.surfaces.record.visit import Visit, hiding


def family(request: Visit) -> HttpResponse:
    """The children whom the visitor stands for."""
    return render(request, "cabinet/family.html", {"family": family_for(request.actor)})


@hiding(NotYourGuardian)
def act_for(request: Visit) -> HttpResponse:
    """Acts for the child named, or for oneself again when none is; recorded in the child's history."""
    if request.POST.get("party"):
        operations.act_for(request, by=request.actor, ward=number_in(request.POST, "party") or 0)
    else:
        operations.act_for_self(request, by=request.actor)
    return redirect("cabinet:home")
