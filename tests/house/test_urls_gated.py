"""Every address has a gate for each method that it answers, and no gate stands in the open field."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.utils import translation

from maarif.support.access.gates import Gate
from maarif.support.access.policy import POLICY

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
Patterns = list[URLPattern | URLResolver]


def addresses(patterns: Patterns, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    """Every address with its full name; an address without a name has the empty one."""
    for pattern in patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, where, inner)
        else:
            yield where, f"{namespace}{pattern.name}" if pattern.name else ""


def ungated(patterns: Patterns) -> list[str]:
    """Addresses that nobody has thought about."""
    return [where for where, name in addresses(patterns) if name not in POLICY]


def test_every_address_is_in_the_policy_table() -> None:
    assert ungated(get_resolver().url_patterns) == []


def test_the_policy_table_names_no_address_that_is_not_there() -> None:
    known = {name for _, name in addresses(get_resolver().url_patterns)}
    assert sorted(set(POLICY) - known) == []


def test_every_line_of_the_table_names_known_methods_and_at_least_one() -> None:
    for name, gates in POLICY.items():
        assert gates, name
        assert set(gates) <= METHODS, name
        assert all(isinstance(gate, Gate) for gate in gates.values()), name


def view(request: HttpRequest) -> HttpResponse:
    """Planted: nobody may come here."""
    return HttpResponse("open")


PLANTED: Patterns = [path("planted/", view, name="planted"), path("nameless/", view)]
urlpatterns: Patterns = PLANTED


def test_a_planted_address_without_a_gate_is_found() -> None:
    assert ungated([*get_resolver().url_patterns, *PLANTED]) == ["planted/", "nameless/"]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/planted/", "/nameless/"])
def test_an_address_without_a_gate_does_not_exist_for_anybody(address: str) -> None:
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == 404
    assert b"open" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_methods_that_no_page_has_are_answered_with_what_it_has(method: str) -> None:
    response = getattr(Client(), method)("/az/account/login/")
    assert response.status_code == 405
    assert {one.strip() for one in response["Allow"].split(",")} == {"GET", "HEAD", "POST"}


def test_the_walk_sees_what_django_would_serve() -> None:
    """Not only patterns of ours: allauth's pages are walked too, and by the names that the door will see."""
    names = {name for _, name in addresses(get_resolver().url_patterns)}
    assert {"account_login", "mfa_activate_totp", "usersessions_list", "national_callback"} <= names
    request = RequestFactory().get("/az/account/login/")
    with translation.override("az"):  # whatever page the tests before had open
        assert get_resolver().resolve(request.path).view_name == "account_login"
