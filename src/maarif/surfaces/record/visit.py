"""What every personal page shares: the visitor on the request, and one answer for what is absent and what is forbidden."""

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from maarif.kernel.errors import MaarifError
from maarif.support.access.queries import roles_of
from maarif.support.access.types import Grant
from maarif.support.parties.types import Actor

P = ParamSpec("P")
_OFFICE: Final = "record.holds_office"


class Visit(HttpRequest):
    """A request that has passed the door: the access middleware has put the actor on it."""

    actor: Actor
    acting_for: int | None
    grants: tuple[Grant, ...]


def holds_office(request: Visit) -> bool:
    """Whether the visitor holds any office; asked once in a session."""
    if request.actor.party is None:
        return False
    if _OFFICE not in request.session:
        request.session[_OFFICE] = bool(roles_of(request.actor.party))
    return bool(request.session[_OFFICE])


def hiding(*refusals: type[MaarifError]) -> Callable[[Callable[P, HttpResponseBase]], Callable[P, HttpResponseBase]]:
    """Answers 404 where a room says that there is no such thing for this viewer."""

    def around(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                return view(*args, **kwargs)
            except refusals as refusal:
                raise Http404 from refusal

        return guarded

    return around


def download(content: bytes, *, name: str, kind: str, inline: bool = False) -> HttpResponse:
    """A file that browsers save under `name` and never guess about."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return response
