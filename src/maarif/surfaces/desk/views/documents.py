"""A document of a person at the desk, and revoking it in two steps."""

from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect, render

from maarif.support.documents.types import AlreadyRevoked, DocumentNotFound, MayNotRevoke
from maarif.support.parties.types import Actor
from maarif.surfaces.desk import forms, inquiry
from maarif.surfaces.desk.screens import documents
from maarif.surfaces.desk.screens.office import PEOPLE, office_of
from maarif.surfaces.desk.types import RevokeForm
from maarif.surfaces.record.documents import filename
from maarif.surfaces.record.visit import Visit, download, hiding


@hiding(DocumentNotFound)
def document(request: Visit, person: int, public_id: str) -> HttpResponse:
    """One document; asks why first, as the record does."""
    viewer = _looking(request, person)
    if viewer is None:
        return redirect("desk:person", person)
    page = documents.document_for(viewer, person, public_id)
    context = {"document": page.document, "may_revoke": page.may_revoke, "office": office_of(viewer, PEOPLE)}
    return render(request, "desk/document.html", context)


@hiding(DocumentNotFound)
def pdf(request: Visit, person: int, public_id: str) -> HttpResponse:
    """The signed PDF."""
    viewer = _looking(request, person)
    if viewer is None:
        return redirect("desk:person", person)
    number, content = documents.pdf_for(viewer, person, public_id)
    return download(content, name=filename(number, "pdf"), kind="application/pdf")


@hiding(DocumentNotFound, MayNotRevoke)
def revoke(request: Visit, person: int, public_id: str) -> HttpResponse:
    """Asks for the reason, tells the consequences, asks again, and revokes."""
    viewer = _looking(request, person)
    if viewer is None:
        return redirect("desk:person", person)
    page = documents.document_for(viewer, person, public_id)
    if not page.may_revoke:
        return redirect("desk:document", person, public_id)
    form = forms.revoke_form(request.POST if request.method == "POST" else None)
    if form.confirmed:
        return _revoked(viewer, person, public_id, form)
    context = {"form": form, "document": page.document, "office": office_of(viewer, PEOPLE)}
    return render(request, "desk/revoke.html", context, status=422 if form.errors else 200)


def _revoked(viewer: Actor, person: int, public_id: str, form: RevokeForm) -> HttpResponse:
    """Back to the document, which says what happened; a second officer finds it revoked already."""
    with suppress(AlreadyRevoked):
        documents.revoke(viewer, person, public_id, form)
    return redirect("desk:document", person, public_id)


def _looking(request: Visit, person: int) -> Actor | None:
    stated = inquiry.stated(request, person)
    return inquiry.looking(request.actor, stated) if stated is not None else None
