"""Intake on behalf: who and what, whether they may, the pages of the draft, the receipt."""

from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from maarif.engine.cases.errors import CaseNotFound, DraftNotFound, NotAllowed, NotYourWard
from maarif.engine.registry import NoSuchService, ServiceNotRun
from maarif.support.access.budgets import LookBudgetSpent
from maarif.support.files import queries as files
from maarif.support.files.types import FileNotFound
from maarif.support.parties.types import Actor
from maarif.surfaces.desk import inquiry
from maarif.surfaces.desk.screens import intake, people
from maarif.surfaces.desk.screens.office import PEOPLE, office_of
from maarif.surfaces.desk.types import Refusal
from maarif.surfaces.desk.types.intake import IntakeForm
from maarif.surfaces.filling import form
from maarif.surfaces.filling.place import Place
from maarif.surfaces.filling.types import Start
from maarif.surfaces.filling.views import Pages
from maarif.surfaces.record.files import attachment
from maarif.surfaces.record.numbers import number_in
from maarif.surfaces.record.queries import RecordNotFound
from maarif.surfaces.record.visit import Visit, hiding

absent = hiding(RecordNotFound, NotYourWard, DraftNotFound, CaseNotFound, NoSuchService, ServiceNotRun, FileNotFound)


def place(request: Visit, draft: str) -> Place:
    """The desk, for a draft that this officer writes down."""
    try:
        return intake.place_of(request.actor, draft)
    except (DraftNotFound, RecordNotFound) as refusal:
        raise Http404 from refusal


PAGES: Final = Pages(place)


@absent
def begin(request: Visit, person: int) -> HttpResponse:
    """Who applies, how they came, for what; a person whose record nobody has asked for is asked about first."""
    stated = inquiry.stated(request, person)
    if stated is None:
        return redirect("desk:person", person)
    refused = _look(request, inquiry.looking(request.actor, stated), person)
    if refused is not None:
        return refused
    filled = intake.form_for(request.actor, person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not filled.errors:
        chosen = urlencode({"applicant": filled.applicant, "channel": filled.channel, "language": filled.language})
        return redirect(f"{reverse('desk:intake_service', args=[person, filled.service])}?{chosen}")
    page = {"form": filled, "person": person, "office": office_of(request.actor, PEOPLE)}
    return render(request, "desk/intake.html", page, status=422 if filled.errors else 200)


@absent
def service(request: Visit, person: int, service: str) -> HttpResponse:
    """Whether the applicant may have the service, and for whom; starting makes a draft, or takes up the one that is open."""
    stated = inquiry.stated(request, person)
    if stated is None:
        return redirect("desk:person", person)
    by = inquiry.looking(request.actor, stated)
    refused = _look(request, by, person)
    if refused is not None:
        return refused
    filled = intake.form_for(by, person, {**request.GET.dict(), "service": service})
    if filled.errors:
        return redirect("desk:intake", person)
    return _service(request, by, person, filled)


def _look(request: Visit, by: Actor, person: int) -> HttpResponse | None:
    """Writes the look at the person and their guardians into the ledger, once for a stated purpose; a page where the budget is spent."""
    if inquiry.opened(request, person):
        return None
    try:
        intake.look(by, person)
    except LookBudgetSpent:
        page = {"refusal": people.spent(), "back": "", "office": office_of(request.actor, PEOPLE)}
        return render(request, "desk/case_refused.html", page, status=429)
    inquiry.note_opened(request, person)
    return None


def _service(request: Visit, by: Actor, person: int, filled: IntakeForm) -> HttpResponse:
    service, applicant = filled.service, int(filled.applicant)
    start = intake.start_for(by, applicant, service, person=person, subject=number_in(request.GET, "for"))
    if request.method != "POST":
        return _draw(request, filled, start, person)
    subject = number_in(request.POST, "for")
    if subject is None or subject not in {each.party for each in start.people}:
        raise RecordNotFound(person=subject)
    if "check" in request.POST:
        return redirect(f"{request.path}?{urlencode({**request.GET.dict(), 'for': subject})}")
    try:
        draft = intake.begin(by, filled, subject=subject)
    except NotAllowed:
        again = intake.start_for(by, applicant, service, person=person, subject=subject)
        return _draw(request, filled, again, person, 422)
    except LookBudgetSpent:
        return _draw(request, filled, start, person, 429, refusal=people.spent())
    return redirect(form.first_page(place(request, draft), draft))


def _draw(
    request: Visit, filled: IntakeForm, start: Start, person: int, status: int = 200, refusal: Refusal | None = None
) -> HttpResponse:
    page = {"start": start, "person": person, "chosen": filled, "refusal": refusal}
    page |= {"office": office_of(request.actor, PEOPLE)}
    return render(request, "desk/intake_service.html", page, status=status)


@absent
def file(request: Visit, draft: UUID, file: str) -> FileResponse:
    """A file of the draft, to be saved."""
    return attachment(files.content_for(place(request, str(draft)).viewer, file))


@absent
def receipt(request: Visit, number: str) -> HttpResponse:
    """What is given to the person: printed at the window, read out on the telephone."""
    page = {"receipt": intake.receipt_for(request.actor, number), "office": office_of(request.actor, PEOPLE)}
    return render(request, "desk/intake_receipt.html", page)
