"""What programs need to find their way, the keys that documents are verified with, and where gateways report to."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from maarif.kernel.countries import active_country
from maarif.support.documents import queries
from maarif.support.notices import operations as notices
from maarif.support.parties.types import SYSTEM

LONGEST_REPORT: Final = 16 * 1024


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


@csrf_exempt  # no browser comes here: the signature under the report says who does
def sms_reports(request: HttpRequest) -> HttpResponse:
    """Takes a gateway's delivery report (Standard Webhooks): 204 noted, 404 no message of ours, 401 not signed, 413 too long."""
    if len(request.body) > LONGEST_REPORT:
        return HttpResponse(status=413)
    try:
        known = notices.take_report(by=SYSTEM, body=request.body, headers=request.headers)
    except notices.ReportRefused as refusal:
        return JsonResponse({"error": str(refusal)}, status=401)
    return HttpResponse(status=204 if known else 404)
