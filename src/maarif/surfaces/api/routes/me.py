"""Who stands behind the token, and what that person may have."""

from typing import Any

from django.http import Http404
from ninja import Path, Router

from maarif.engine.cases import queries as cases
from maarif.registries.people import queries as people
from maarif.surfaces.api import telling
from maarif.surfaces.api.answers import answers
from maarif.surfaces.api.asker import ApiRequest
from maarif.surfaces.api.schemas import EligibilityOut, MeOut, PartyNumber, ServiceCode
from maarif.surfaces.api.speech import language_of

router = Router(tags=["me"])


@router.get("/me", response=answers(MeOut, 401, 403, 404), url_name="me", summary="Who am I")
def me(request: ApiRequest) -> dict[str, Any]:
    """The person behind the token, the children that they may act for, and what the token permits."""
    party = request.actor.party
    card = people.person_card(party) if party is not None else None
    if card is None:
        raise Http404
    return {
        "person": telling.person(card),
        "wards": [telling.ward(bond) for bond in people.wards(card.id)],
        "scopes": sorted(request.visitor.token_scopes or ()),
    }


@router.get(
    "/services/{code}/eligibility",
    response=answers(EligibilityOut, 401, 403, 404, 422),
    url_name="eligibility",
    summary="May I have this service",
)
def eligibility(request: ApiRequest, code: Path[ServiceCode], subject: PartyNumber | None = None) -> dict[str, Any]:
    """Whether the rules grant the service to the person, or to a child of theirs (`subject`), and if not why and what to do."""
    return telling.eligibility(cases.eligibility(code, request.actor, subject), language_of(request))
