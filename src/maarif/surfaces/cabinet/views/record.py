"""What the registers hold about the visitor, who looked, and what to do when something is wrong."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from maarif.surfaces.cabinet.screens import advice
from maarif.surfaces.cabinet.screens.looks import looks_for
from maarif.surfaces.record import wrong as wrong_link
from maarif.surfaces.record.numbers import number_in
from maarif.surfaces.record.queries import own_record_for
from maarif.surfaces.record.visit import Visit


def data(request: Visit) -> HttpResponse:
    """The record of the visitor, or of the child acted for."""
    return render(request, "cabinet/data.html", {"record": own_record_for(request.actor), "correct": wrong_link.link})


def looks(request: Visit) -> HttpResponse:
    """Who opened that record, and why."""
    page = looks_for(request.actor, before=number_in(request.GET, "before"))
    return render(request, "cabinet/looks.html", {"looks": page})


def wrong(request: Visit, topic: str) -> HttpResponse:
    """Who corrects which part of the record, and what the person has to do."""
    found = advice.advice_about(topic)
    if found is None:
        raise Http404
    return render(
        request, "cabinet/wrong.html", {"advice": found, "correct": wrong_link.link(advice.ADDRESSES.get(topic, topic))}
    )
