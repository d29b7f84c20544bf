"""Possible duplicates: the list, one pair side by side, the decision and taking it back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from maarif.surfaces.desk import forms
from maarif.surfaces.desk.screens import duplicates as screens
from maarif.surfaces.desk.screens.duplicates import PairNotFound
from maarif.surfaces.desk.screens.office import DUPLICATES, office_of
from maarif.surfaces.desk.types import NoteForm
from maarif.surfaces.record.visit import Visit, hiding


def duplicates(request: Visit) -> HttpResponse:
    """Pairs to decide, and those decided lately."""
    page = {"pairs": screens.pairs_for(request.actor), "office": office_of(request.actor, DUPLICATES)}
    return render(request, "desk/duplicates.html", page)


@hiding(PairNotFound)
def duplicate(request: Visit, candidate: int) -> HttpResponse:
    """Two records side by side; a decision with its note."""
    if request.method != "POST":
        return _page(request, candidate, NoteForm())
    form = forms.note_form(request.POST, screens.DECISIONS)
    if not form.errors:
        form = screens.decide(request.actor, candidate, form)
    return _page(request, candidate, form) if form.errors else redirect("desk:duplicate", candidate)


@hiding(PairNotFound)
def undo(request: Visit, candidate: int) -> HttpResponse:
    """Takes a decision back."""
    form = forms.note_form(request.POST)
    if not form.errors:
        form = screens.undo(request.actor, candidate, form)
    return _page(request, candidate, form) if form.errors else redirect("desk:duplicate", candidate)


def _page(request: Visit, candidate: int, form: NoteForm) -> HttpResponse:
    page = {"pair": screens.pair_for(request.actor, candidate), "form": form}
    page["office"] = office_of(request.actor, DUPLICATES)
    return render(request, "desk/duplicate.html", page, status=422 if form.errors else 200)
