"""What programs need to find their way: the start of the API and the keys that documents are verified with."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from maarif.kernel.countries import active_country
from maarif.support.documents import queries


def start(request: HttpRequest) -> HttpResponse:
    """Where the API begins."""
    return JsonResponse(
        {
            "country": active_country().code,
            "description": reverse("api:openapi-json"),
            "services": reverse("api:services"),
            "checks": reverse("api:checks"),
            "keys": reverse("published_keys"),
        }
    )


def published_keys(request: HttpRequest) -> HttpResponse:
    """The public keys of issued documents, those that are retired and those that were revoked, for offline verification."""
    response = JsonResponse(queries.published_keys())
    response["Cache-Control"] = "public, max-age=3600"
    response["Access-Control-Allow-Origin"] = "*"
    return response
