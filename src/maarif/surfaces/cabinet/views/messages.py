"""Messages: the inbox, and one of them."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from maarif.surfaces.cabinet.screens import messages as screens
from maarif.surfaces.record.numbers import number_in
from maarif.surfaces.record.visit import Visit


def messages(request: Visit) -> HttpResponse:
    """The inbox, newest first."""
    inbox = screens.inbox_for(request.actor, before=number_in(request.GET, "before"))
    return render(request, "cabinet/messages.html", {"inbox": inbox})


def message(request: Visit, message: int) -> HttpResponse:
    """One message; opening it is reading it."""
    found = screens.read(request.actor, message)
    if found is None:
        raise Http404
    return render(request, "cabinet/message.html", {"message": found})
