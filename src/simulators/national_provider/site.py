"""The provider's addresses: discovery, keys, authorize, sign-in, token, userinfo, logout."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import unquote_plus

from simulators.national_provider import pages
from simulators.national_provider.people import People, Person
from simulators.national_provider.provider import (
    LANGUAGES,
    Asked,
    Granted,
    Provider,
    Refused,
    TokenError,
    Unanswerable,
)
from simulators.web import Request, Response, as_json, page, redirect

COOKIE: Final = "national_session"


@dataclass(frozen=True, slots=True)
class Site:
    """One provider's pages over one country's people."""

    provider: Provider
    people: People

    def __call__(self, request: Request) -> Response:
        """Answers one request."""
        routes: dict[tuple[str, str], Callable[[Request], Response]] = {
            ("GET", "/.well-known/openid-configuration"): lambda _: as_json(self.provider.configuration()),
            ("GET", "/jwks.json"): lambda _: as_json(self.provider.keys()),
            ("GET", "/style.css"): lambda _: Response(body=pages.STYLE, content_type="text/css"),
            ("GET", "/healthz"): lambda _: as_json({"status": "ok", "service": "national-provider"}),
            ("GET", "/authorize"): self.authorize,
            ("POST", "/authorize"): self.authorize,
            ("POST", "/sign-in"): self.sign_in,
            ("POST", "/token"): self.token,
            ("GET", "/userinfo"): self.userinfo,
            ("POST", "/userinfo"): self.userinfo,
            ("GET", "/logout"): self.logout,
            ("POST", "/logout"): self.logout,
        }
        method = "GET" if request.method == "HEAD" else request.method
        answer = routes.get((method, request.path))
        if answer is None:
            return as_json({"error": "not_found"}, status=404)
        return answer(request)

    def authorize(self, request: Request) -> Response:
        """Shows who may sign in, or answers at once when the request cannot be granted or needs no page."""
        language = _language(request)
        try:
            asked = self.provider.ask(request.form or request.query)
        except Unanswerable as fault:
            return page(self._message(language, "bad_request", what=str(fault)), status=400)
        except Refused as refused:
            return redirect(self.provider.refusal(refused))
        known = self.provider.sessions.look(request.cookies.get(COOKIE, ""))
        if asked.prompt == "none":
            if known is not None:
                return redirect(self.provider.grant(asked, known))
            return redirect(self.provider.refusal(Refused("login_required", "", asked.redirect_uri, asked.state)))
        return self._choose(asked, known if asked.prompt != "login" else None)

    def sign_in(self, request: Request) -> Response:
        """Takes the person's choice; the waiting request is used up by an answer, never by a mistake."""
        key = request.one("asking")
        asked = self.provider.asking.look(key)
        if asked is None:
            return page(self._message(_language(request), "expired"), status=400)
        if request.one("cancel"):
            self.provider.asking.take(key)
            return redirect(self.provider.refusal(Refused("access_denied", "", asked.redirect_uri, asked.state)))
        person = self._chosen(request)
        if person is None:
            return self._choose(asked, None, wrong=request)
        if self.provider.asking.take(key) is None:
            return page(self._message(asked.language, "expired"), status=400)
        response = redirect(self.provider.grant(asked, person))
        session = self.provider.sessions.put(person)
        response.headers.append(("Set-Cookie", f"{COOKIE}={session}; HttpOnly; SameSite=Lax; Path=/"))
        return response

    def token(self, request: Request) -> Response:
        """Changes a code for tokens."""
        client_id, secret = _client(request)
        headers = [("Cache-Control", "no-store"), ("Pragma", "no-cache")]
        try:
            return as_json(self.provider.redeem(client_id, secret, request.form), headers=headers)
        except TokenError as fault:
            if fault.status == 401:
                headers.append(("WWW-Authenticate", 'Basic realm="national-provider"'))
            return as_json({"error": fault.error}, status=fault.status, headers=headers)

    def userinfo(self, request: Request) -> Response:
        """The same claims again, for the bearer of an access token."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        granted: Granted | None = self.provider.tokens.look(token) if scheme.lower() == "bearer" else None
        if granted is None:
            return as_json(
                {"error": "invalid_token"}, status=401, headers=[("WWW-Authenticate", 'Bearer error="invalid_token"')]
            )
        return as_json(self.provider.claims(granted))

    def logout(self, request: Request) -> Response:
        """Ends the person's session here and sends them back to a known address of the relying party."""
        self.provider.sessions.take(request.cookies.get(COOKIE, ""))
        forget = ("Set-Cookie", f"{COOKIE}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0")
        address = request.one("post_logout_redirect_uri")
        if self.provider.may_return(request.one("client_id"), address):
            response = redirect(self.provider.back(address, {"state": request.one("state")}))
        else:
            response = page(self._message(_language(request), "signed_out"))
        response.headers.append(forget)
        return response

    def _choose(self, asked: Asked, known: Person | None, wrong: Request | None = None) -> Response:
        asking = wrong.one("asking") if wrong is not None else self.provider.asking.put(asked)
        values = {
            "asking": asking,
            "known": known,
            "people": list(self.people.known.values()),
            "wrong": wrong is not None,
            "number": wrong.one("number") if wrong is not None else "",
            "birth_date": wrong.one("birth_date") if wrong is not None else "",
        }
        text = pages.render("choose.html", asked.language, self.provider.issuer, **values)
        return page(text, status=422 if wrong is not None else 200)

    def _chosen(self, request: Request) -> Person | None:
        if request.one("known"):
            return self.provider.sessions.look(request.cookies.get(COOKIE, ""))
        if request.one("persona"):
            return self.people.find(request.one("persona"))
        try:
            birth_date = date.fromisoformat(request.one("birth_date")) if request.one("birth_date") else None
        except ValueError:
            return None
        return self.people.person(request.one("number"), birth_date)

    def _message(self, language: str, key: str, **values: str) -> str:
        return pages.message(language, self.provider.issuer, key, **values)


def _client(request: Request) -> tuple[str, str]:
    """The relying party's name and secret, by HTTP Basic (form-encoded inside, RFC 6749 2.3.1) or in the form."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return request.one("client_id"), request.one("client_secret")
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(name), unquote_plus(secret)


def _language(request: Request) -> str:
    wished = [*request.one("ui_locales").split(), *request.headers.get("accept-language", "").split(",")]
    found = (tag.strip()[:2].lower() for tag in wished)
    return next((language for language in found if language in LANGUAGES), "az")
