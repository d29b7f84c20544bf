"""The catalogue: which services the country offers, one of them whole, and what the codes of problems mean."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router
from pydantic import StringConstraints

from maarif.engine import registry
from maarif.engine.declare import Audience, LifeEvent
from maarif.kernel import clock
from maarif.kernel.countries import active_country, law_shown
from maarif.surfaces.api import problems, telling
from maarif.surfaces.api.answers import answers
from maarif.surfaces.api.schemas import ProblemKind, ServiceCode, ServiceDetail, ServicesOut
from maarif.surfaces.api.speech import language_of

router = Router(tags=["catalogue"])


@router.get("/services", response=answers(ServicesOut, 422), url_name="services", summary="Find services")
def services(
    request: HttpRequest,
    q: Annotated[str, StringConstraints(max_length=200)] = "",
    audience: Audience | None = None,
    life_event: LifeEvent | None = None,
) -> dict[str, Any]:
    """The services of the country, or those that match words in any of the five languages, the best first."""
    language = language_of(request)
    found = registry.search(q, language, audience=audience, life_event=life_event)
    return {
        "country": active_country().code,
        "total": len(found),
        "services": [telling.service_in_list(each, language) for each in found],
    }


@router.get(
    "/services/{code}", response=answers(ServiceDetail, 404, 422), url_name="service", summary="Read one service"
)
def service(request: HttpRequest, code: Path[ServiceCode]) -> dict[str, Any]:
    """Who may apply, what is asked, how long it takes, what it costs, how to appeal, by which law."""
    found = registry.service(code)
    country = active_country()
    article = law_shown(country.code, found.basis, clock.today(country.time_zone))
    return telling.service_whole(found, article, language_of(request))


@router.get("/problems", response=answers(list[ProblemKind]), url_name="problems", summary="List the problems")
def problem_kinds(request: HttpRequest) -> list[dict[str, Any]]:
    """Every code that a refusal may carry, with its status and its words."""
    language = language_of(request)
    return [_kind(code, language) for code in problems.codes()]


@router.get(
    "/problems/{code}", response=answers(ProblemKind, 404), url_name="problem", summary="Read what a problem means"
)
def problem_kind(request: HttpRequest, code: str) -> Any:
    """What stands at the `type` of a refusal."""
    if code not in problems.codes():
        return problems.problem(request, "not_found")
    return _kind(code, language_of(request))


def _kind(code: str, language: str) -> dict[str, Any]:
    return {"code": code, "status": problems.status_of(code), "title": problems.title_of(code).in_(language)}
