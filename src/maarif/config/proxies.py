"""Behind proxies of ours, the visitor's address is what they say it is; what anybody else says is not believed."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ProxiesMiddleware:
    """Puts the visitor's address into REMOTE_ADDR, where all budgets and rate limits look for it.

    Each proxy appends the address it was called from to `X-Forwarded-For`. With n proxies of ours in a row (MAARIF_PROXIES) the
    n-th entry from the right was written by ours; everything left of it may be the visitor's invention.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._proxies: int = settings.PROXIES

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._proxies:
            address = visitor(str(request.META.get("HTTP_X_FORWARDED_FOR", "")), self._proxies)
            if address is not None:
                request.META["REMOTE_ADDR"] = address
        return self._get_response(request)


def visitor(forwarded: str, proxies: int) -> str | None:
    """The address that our outermost proxy was called from; None when the header does not have it."""
    told = [part.strip() for part in forwarded.split(",") if part.strip()]
    if len(told) < proxies:
        return None
    try:
        return str(ipaddress.ip_address(told[-proxies]))
    except ValueError:
        return None
