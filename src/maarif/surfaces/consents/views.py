"""The pages of consents: given, taken back, shown to the viewer, one record that was shown."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from maarif.support.access import operations
from maarif.support.access.operations import NotYourConsent
from maarif.surfaces.consents import screens
from maarif.surfaces.record.queries import RecordNotFound
from maarif.surfaces.record.visit import Visit, hiding


def given(request: Visit) -> HttpResponse:
    """What the viewer, or the child acted for, has allowed."""
    page = {"rows": screens.given_by(request.actor), "start": screens.start()}
    return render(request, "consents/given.html", page, using="jinja2")


@hiding(NotYourConsent)
def revoke(request: Visit, consent: int) -> HttpResponse:
    """Takes a consent back at once."""
    operations.revoke_consent(by=request.actor, consent=consent)
    return redirect("consents:given")


def shown(request: Visit, record: str, back: str) -> HttpResponse:
    """Whose records the viewer, or the viewer's institution, may see today."""
    page = {"rows": screens.shown_to(request.actor), "record": record, "back": back}
    return render(request, "consents/shown.html", page, using="jinja2")


@never_cache
@hiding(RecordNotFound)
def record(request: Visit, consent: int, back: str) -> HttpResponse:
    """The allowed parts of one record."""
    record, row = screens.record_for(request.actor, consent)
    return render(request, "consents/record.html", {"record": record, "row": row, "back": back}, using="jinja2")
