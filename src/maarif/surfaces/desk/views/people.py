"""Finding a person with a stated purpose, and the record."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from maarif.support.access.budgets import LookBudgetSpent
from maarif.surfaces.desk import forms, inquiry
from maarif.surfaces.desk.screens import people
from maarif.surfaces.desk.screens.office import PEOPLE, office_of
from maarif.surfaces.desk.types import Inquiry, Refusal, Results, SearchForm
from maarif.surfaces.record.queries import RecordNotFound
from maarif.surfaces.record.visit import Visit, hiding
from maarif.surfaces.record.words import PURPOSES, say


def search(request: Visit) -> HttpResponse:
    """Looks for people of one's office; what was typed stays, numbers never reach an address."""
    if request.method != "POST":
        return _search_page(request, forms.blank_search(), Results(), 200)
    form = forms.search_form(request.POST)
    if form.errors:
        return _search_page(request, form, Results(), 422)
    stated = Inquiry(purpose=form.purpose, basis=form.basis)
    try:
        cards = people.find_for(inquiry.looking(request.actor, stated), form)
    except LookBudgetSpent:
        return _search_page(request, form, Results(refusal=people.spent()), 429)
    inquiry.state(request, stated, tuple(card.id for card in cards))
    return _search_page(request, form, people.results_of(cards), 200)


@hiding(RecordNotFound)
def person(request: Visit, person: int) -> HttpResponse:
    """A record: asks why first, unless it was said for this person within the last half hour."""
    if request.method == "POST":
        form = forms.purpose_form(request.POST)
        if form.errors:
            return _purpose_page(request, form, None, 422)
        inquiry.state(request, Inquiry(purpose=form.purpose, basis=form.basis), (person,))
        return redirect("desk:person", person)
    stated = inquiry.stated(request, person)
    if stated is None:
        return _purpose_page(request, forms.blank_purpose(), None, 200)
    try:
        record, documents, sent = people.record_for(inquiry.looking(request.actor, stated), person)
    except LookBudgetSpent:
        return _purpose_page(request, forms.blank_purpose(), people.spent(), 429)
    inquiry.note_opened(request, person)
    said = Inquiry(purpose=say(PURPOSES, stated.purpose), basis=stated.basis)
    page = {"record": record, "documents": documents, "sent": sent, "inquiry": said}
    page |= {"office": office_of(request.actor, PEOPLE)}
    return render(request, "desk/person.html", page)


def _search_page(request: Visit, form: SearchForm, results: Results, status: int) -> HttpResponse:
    page: dict[str, object] = {"form": form, "found": results.people, "refusal": results.refusal}
    page |= {"budget": people.budget_sentence(request.actor), "office": office_of(request.actor, PEOPLE)}
    return render(request, "desk/people.html", page, status=status)


def _purpose_page(request: Visit, form: object, refusal: Refusal | None, status: int) -> HttpResponse:
    page = {"form": form, "refusal": refusal, "office": office_of(request.actor, PEOPLE)}
    return render(request, "desk/purpose.html", page, status=status)
