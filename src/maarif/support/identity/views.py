"""Identity's own pages: the step up to the national provider, the second factor, the session's time, the demo's codes."""

import base64
import time
from typing import Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from maarif.support.identity.middleware import note, seconds_left
from maarif.support.identity.queries import has_second_factor, signed_in
from maarif.support.parties.types import Assurance

TOTP_SECONDS: Final = 30


def step_up(request: HttpRequest) -> HttpResponse:
    """Says that the page asked for needs the national provider, with the one button that leads there."""
    next_page = _next(request)
    person = signed_in(request)
    if person is None:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': next_page})}")
    if person.assurance >= Assurance.NATIONAL:
        return redirect(next_page)
    tie = person.party is None
    return render(request, "identity/step_up.html", {"next": next_page, "tie": tie})


def second_factor(request: HttpRequest) -> HttpResponse:
    """Leads an official to show the second factor, or to get one first."""
    next_page = _next(request)
    person = signed_in(request)
    if person is None:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': next_page})}")
    if person.second_factor:
        return redirect(next_page)
    if has_second_factor(person.account):
        return redirect(f"{_second_factor_url(person.account)}?{urlencode({'next': next_page})}")
    return render(request, "identity/second_factor.html", {"next": next_page})


def _second_factor_url(account: int) -> str:
    """Where an account shows what it has: the passkey first, else a code."""
    passkey = Authenticator.objects.filter(user_id=account, type=Authenticator.Type.WEBAUTHN).exists()
    return reverse("mfa_reauthenticate_webauthn" if passkey else "mfa_reauthenticate")


def session(request: HttpRequest) -> HttpResponse:
    """How many seconds the session lasts (GET never prolongs it; POST does, and answers the same)."""
    if request.method == "POST":
        note(request, int(time.time()))
    person = signed_in(request)
    left = seconds_left(request) if person is not None else 0
    return JsonResponse({"signed_in": person is not None, "seconds_left": left})


def demo_codes(request: HttpRequest) -> HttpResponse:
    """The present one-time codes of the demonstration's officials; no such page outside a demonstration."""
    if not settings.DEMO:
        raise Http404
    now = int(time.time())
    rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP, data__has_key="demo").order_by("pk")
    codes = [(row.data["demo"], _code(row, now)) for row in rows]
    left = TOTP_SECONDS - now % TOTP_SECONDS
    return render(request, "identity/demo_codes.html", {"codes": codes, "left": left})


def _code(authenticator: Authenticator, now: int) -> str:
    secret: str = get_adapter().decrypt(authenticator.data["secret"])
    base64.b32decode(secret)
    code: str = format_hotp_value(hotp_value(secret, now // TOTP_SECONDS))
    return code


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: an address of this portal, else the start."""
    wished = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wished, {request.get_host()}, require_https=request.is_secure())
    return wished if safe else "/"
