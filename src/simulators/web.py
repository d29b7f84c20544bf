"""The few words of HTTP that the simulators need: a request, a response, and a threaded server on the loopback address."""

import json
import socketserver
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

LARGEST_BODY = 1024 * 1024
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asked: repeated parameters are kept as lists, because OAuth forbids repeating some."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    form: Mapping[str, list[str]]
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes = b""

    def one(self, name: str, default: str = "") -> str:
        """The first value of a parameter, from the form when it was posted, else from the address."""
        source = self.form if self.method == "POST" and name in self.form else self.query
        return source.get(name, [default])[0]


@dataclass(slots=True, kw_only=True)
class Response:
    """What a client gets."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: list[tuple[str, str]] = field(default_factory=list)


Application = Callable[[Request], Response]


def page(
    text: str, *, status: int = 200, policy: str = "default-src 'none'; style-src 'self'; form-action *"
) -> Response:
    """An HTML page that may load its own style sheet and nothing else."""
    headers = [("Content-Security-Policy", f"{policy}; frame-ancestors 'none'; base-uri 'none'")]
    return Response(status=status, body=text.encode(), headers=headers)


def as_json(value: Any, *, status: int = 200, headers: Iterable[tuple[str, str]] = ()) -> Response:
    """A JSON answer."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Response(status=status, body=body, content_type="application/json", headers=list(headers))


def redirect(address: str) -> Response:
    """Sends the browser to another address by GET."""
    return Response(status=303, headers=[("Location", address)])


def wsgi(application: Application) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """Turns an application of ours into one that any WSGI server serves."""

    def call(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = _request(environ)
        response = application(request) if request is not None else Response(status=413)
        sent = {"Content-Type": response.content_type, "Content-Length": str(len(response.body)), **SAFE_HEADERS}
        named = {name.lower() for name, _ in response.headers}
        headers = [(name, text) for name, text in sent.items() if name.lower() not in named] + response.headers
        start_response(f"{response.status} {HTTPStatus(response.status).phrase}", headers)
        return [b"" if request is not None and request.method == "HEAD" else response.body]

    return call


def _request(environ: dict[str, Any]) -> Request | None:
    """Reads a request; None when its body is larger than anybody may send."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > LARGEST_BODY:
        return None
    body = environ["wsgi.input"].read(length) if length else b""
    form = "application/x-www-form-urlencoded" in environ.get("CONTENT_TYPE", "")
    cookies: SimpleCookie = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO", "/"),
        query=parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True),
        form=parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True) if form else {},
        headers={key[5:].replace("_", "-").lower(): text for key, text in environ.items() if key.startswith("HTTP_")},
        cookies={name: morsel.value for name, morsel in cookies.items()},
        body=body,
    )


class _Quiet(WSGIRequestHandler):
    """Writes no access log, and never looks names up."""

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""

    def address_string(self) -> str:
        """The address itself."""
        return str(self.client_address[0])


class Server(socketserver.ThreadingMixIn, WSGIServer):
    """One thread per request, none of which outlives the process."""

    daemon_threads = True
    request_queue_size = 64

    def server_bind(self) -> None:
        """Binds without asking a name server for our own name."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]
        self.setup_environ()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no error; anything else is told on standard error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def server(application: Application, port: int, *, host: str = "127.0.0.1") -> Server:
    """A server bound to a port of the loopback address (0: any free one; `server.server_port` says which)."""
    return make_server(host, port, wsgi(application), server_class=Server, handler_class=_Quiet)
