"""The door itself: says who comes (`request.actor`), and lets pass only what the policy table lets pass."""

import logging
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from maarif.support.access import queries, relations
from maarif.support.access.gates import Gate, Verdict, judge, public
from maarif.support.access.operations import ACTING_FOR, OFFICE
from maarif.support.access.policy import POLICY
from maarif.support.access.types import Visitor
from maarif.support.identity.queries import signed_in
from maarif.support.parties.types import ANONYMOUS, Actor, Assurance

log = logging.getLogger("maarif.access")

NO_STORE: Final = "no-store, private"


class AccessMiddleware:
    """Puts `request.actor` and `request.acting_for` (a child's party or None) on the request, and guards every address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Finds out who comes, lets the request go on, and forbids caches to keep what is personal."""
        visitor = visitor_of(request)
        _put(request, visitor=visitor, actor=judge(public(), visitor)[1], acting_for=visitor.acting_for, gate=None)
        response = self.get_response(request)
        gate: Gate | None = request.gate  # type: ignore[attr-defined]
        if visitor.assurance > Assurance.NONE or (gate is not None and gate.personal):
            response["Cache-Control"] = NO_STORE
            patch_vary_headers(response, ["Cookie"])
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Asks the policy table; None lets the view run."""
        match = request.resolver_match
        name = match.view_name if match is not None else ""
        gates = POLICY.get(name)
        if gates is None:
            log.error("no gate is named for %s: refused", name or request.path)
            raise Http404
        gate = gates.get("GET" if request.method == "HEAD" else str(request.method))
        if gate is None:
            return HttpResponseNotAllowed([*gates, *(["HEAD"] if "GET" in gates else [])])
        return _answer(request, gate)


def visitor_of(request: HttpRequest) -> Visitor:
    """Who comes: a program by its token, a person by the session, or a stranger."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret:
        return queries.visitor_by_token(secret.strip()) or Visitor(language=_language())
    person = signed_in(request)
    if person is None:
        return Visitor(language=_language())
    return Visitor(
        account=person.account,
        party=person.party,
        assurance=person.assurance,
        second_factor=person.second_factor,
        acting_for=_ward(request, person.party, person.assurance),
        language=_language(),
    )


def _ward(request: HttpRequest, party: int | None, assurance: Assurance) -> int | None:
    """The child that the session says one acts for, if the guardianship is still in force; else the switch is undone."""
    ward = request.session.get(ACTING_FOR)
    if ward is None:
        return None
    if assurance >= Assurance.NATIONAL and relations.holds(Actor(party=party), "guardian_of", ward):
        return int(ward)
    del request.session[ACTING_FOR]
    return None


def _answer(request: HttpRequest, gate: Gate) -> HttpResponse | None:
    visitor: Visitor = request.visitor  # type: ignore[attr-defined]
    grants = queries.roles_of(visitor.party) if gate.roles and visitor.party is not None else ()
    verdict, actor = judge(gate, visitor, grants, request.session.get(OFFICE) if gate.roles else None)
    _put(request, gate=gate, actor=actor if verdict is Verdict.ADMIT else ANONYMOUS)
    if verdict is Verdict.ADMIT:
        _put(request, grants=grants)
        return None
    if verdict is Verdict.HIDE:
        _put(request, actor=judge(public(), visitor)[1])
        raise Http404
    if verdict in {Verdict.CHALLENGE, Verdict.TOO_NARROW}:
        return _token_problem(verdict, gate)
    return _lead_to(request, verdict)


def _lead_to(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """Sends a person to where the missing proof is given, and back here afterwards."""
    page = {
        Verdict.SIGN_IN: "account_login",
        Verdict.STEP_UP: "identity_step_up",
        Verdict.SECOND_FACTOR: "identity_second_factor",
    }[verdict]
    address = f"{reverse(page)}?{urlencode({'next': _back_to(request)})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _back_to(request: HttpRequest) -> str:
    """This page when it can be opened by GET, else the page that the form stood on is unknown: the start of the room."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    match = request.resolver_match
    opens = match is not None and "GET" in POLICY.get(match.view_name, {})
    return request.path if opens else "/"


def _token_problem(verdict: Verdict, gate: Gate) -> HttpResponse:
    """RFC 6750's answers as problem+json: no valid token, or one without the scope."""
    missing = verdict is Verdict.CHALLENGE
    status, error = (401, "invalid_token") if missing else (403, "insufficient_scope")
    scope = gate.token.value if gate.token else ""
    body = {"type": "about:blank", "title": "Unauthorized" if missing else "Forbidden", "status": status, "code": error}
    response = JsonResponse({**body, "scope": scope}, status=status, content_type="application/problem+json")
    response["WWW-Authenticate"] = f'Bearer realm="maarif", error="{error}", scope="{scope}"'
    return response


def _put(request: HttpRequest, **values: object) -> None:
    """Sets attributes that Django's request type does not know."""
    for name, value in values.items():
        setattr(request, name, value)


def _language() -> str:
    return (get_language() or "az").split("-")[0]
