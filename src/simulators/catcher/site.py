"""The catcher's addresses: the gateway that takes text messages, the page, and JSON for tests."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from hmac import compare_digest
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from simulators.catcher.caught import Caught, Shelf
from simulators.web import Request, Response, as_json, page, redirect

HERE: Final = Path(__file__).parent
STYLE: Final = (HERE / "style.css").read_bytes()


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)


@dataclass(frozen=True, slots=True)
class Site:
    """One shelf's pages."""

    shelf: Shelf
    token: str

    def __call__(self, request: Request) -> Response:
        """Answers one request."""
        method = "GET" if request.method == "HEAD" else request.method
        if (method, request.path) == ("POST", "/sms"):
            return self.take(request)
        if (method, request.path) == ("GET", "/sms"):
            return as_json({"known": self.knows(request)}, status=200 if self.knows(request) else 401)
        if (method, request.path) == ("GET", "/"):
            return page(_render("list.html", caught=self.shelf.newest_first(request.one("to")), to=request.one("to")))
        if (method, request.path) == ("GET", "/messages.json"):
            return as_json([_plain(one) for one in self.shelf.newest_first(request.one("to"))])
        if (method, request.path) == ("POST", "/forget"):
            self.shelf.forget()
            return redirect("/")
        if (method, request.path) == ("GET", "/style.css"):
            return Response(body=STYLE, content_type="text/css")
        if (method, request.path) == ("GET", "/healthz"):
            return as_json({"status": "ok", "service": "catcher"})
        if method == "GET" and request.path.startswith("/letters/"):
            return self.letter(request.path.removeprefix("/letters/"))
        return as_json({"error": "not_found"}, status=404)

    def letter(self, number: str) -> Response:
        """A letter's HTML as a mail program would show it: sandboxed, loading nothing."""
        caught = self.shelf.one(int(number)) if number.isdecimal() else None
        if caught is None:
            return as_json({"error": "not_found"}, status=404)
        return page(caught.html, policy="sandbox; default-src 'none'; style-src 'unsafe-inline'")

    def knows(self, request: Request) -> bool:
        """Whether whoever asks has the gateway's token."""
        return compare_digest(request.headers.get("authorization", ""), f"Bearer {self.token}")

    def take(self, request: Request) -> Response:
        """Takes a text message once per idempotency key, like a good gateway."""
        if not self.knows(request):
            return as_json({"error": "unauthorized"}, status=401)
        try:
            body = json.loads(request.body)
            to, text = str(body["to"]), str(body["text"])
        except (ValueError, KeyError, TypeError):
            return as_json({"error": "to and text are needed"}, status=422)
        name = request.headers.get("idempotency-key", "")
        known = next((one for one in self.shelf.newest_first(to) if name and one.name == name), None)
        if known is not None:
            return as_json({"id": known.number, "repeated": True})
        caught = self.shelf.text_message(name=name, to=to, text=text, language=str(body.get("language", "")))
        return as_json({"id": caught.number, "repeated": False}, status=202)


def _plain(caught: Caught) -> dict[str, Any]:
    return {**asdict(caught), "at": caught.at.isoformat()}


def _render(name: str, **values: Any) -> str:
    return _environment().get_template(name).render(**values)
