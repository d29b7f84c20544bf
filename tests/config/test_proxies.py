"""Whose word is taken for the visitor's address."""

import pytest
from django.http import HttpRequest, HttpResponse

from maarif.config.proxies import ProxiesMiddleware, visitor


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        ("203.0.113.7", 1, "203.0.113.7"),
        ("1.1.1.1, 203.0.113.7", 1, "203.0.113.7"),  # what the visitor wrote stands further left
        ("1.1.1.1, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ("203.0.113.7", 2, None),
        ("", 1, None),
        ("unknown", 1, None),
        ("203.0.113.7:443", 1, None),
    ],
)
def test_the_entry_that_our_outermost_proxy_wrote_is_taken(forwarded: str, proxies: int, expected: str | None) -> None:
    assert visitor(forwarded, proxies) == expected


@pytest.mark.parametrize(("proxies", "expected"), [(0, "127.0.0.1"), (1, "203.0.113.7")])
def test_without_proxies_of_ours_the_header_is_not_believed(settings: object, proxies: int, expected: str) -> None:
    settings.PROXIES = proxies  # type: ignore[attr-defined]
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(str(request.META["REMOTE_ADDR"]))
        return HttpResponse()

    ProxiesMiddleware(view)(request)
    assert seen == [expected]
