"""One's own applications: the list, and one of them whole with its history and the arithmetic of its term."""

from typing import Any

from ninja import Path, Router

from maarif.engine.cases import queries as cases
from maarif.surfaces.api import following, telling
from maarif.surfaces.api.answers import answers
from maarif.surfaces.api.asker import ApiRequest
from maarif.surfaces.api.schemas import CaseDetail, CaseNumber, CasesOut, Limit, PartyNumber
from maarif.surfaces.api.speech import language_of

router = Router(tags=["applications"])


@router.get("/me/cases", response=answers(CasesOut, 401, 403, 422), url_name="cases", summary="List my applications")
def my_cases(
    request: ApiRequest,
    person: PartyNumber | None = None,
    limit: Limit = 50,
    before: CaseNumber | None = None,
) -> dict[str, Any]:
    """Applications of the person behind the token, or about a child of theirs (`person`), the latest first."""
    found = cases.my_cases(request.actor, person, limit=limit, before=before)
    language = language_of(request)
    return {
        "cases": [telling.case_in_list(card, language) for card in found],
        "before": found[-1].number if len(found) == limit else None,
    }


@router.get(
    "/me/cases/{number}",
    response=answers(CaseDetail, 401, 403, 404, 422),
    url_name="case",
    summary="Read one application",
)
def case(request: ApiRequest, number: Path[CaseNumber]) -> dict[str, Any]:
    """One application whole."""
    return following.case_whole(cases.case_for(request.actor, number), language_of(request))
