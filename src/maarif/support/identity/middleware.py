"""Keeps a session alive while somebody is there, and ends it when nobody is, or when the day is over."""

import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

SEEN: Final = "seen"
BEGAN: Final = "began"
STEP_SECONDS: Final = 60


class PresenceMiddleware:
    """Each request of a signed-in person prolongs the session, written at most once a minute; twelve hours are the end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Prolongs or ends before anybody asks who is there."""
        if request.session.session_key is not None and request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(BEGAN, now) > settings.SESSION_LONGEST_SECONDS:
                logout(request)
            elif request.method == "POST" or not request.path.endswith("/account/session/"):
                note(request, now)
        return self.get_response(request)


def note(request: HttpRequest, now: int) -> None:
    """Notes that somebody is there."""
    if now - request.session.get(SEEN, 0) >= STEP_SECONDS:
        request.session[SEEN] = now
        request.session.setdefault(BEGAN, now)


def seconds_left(request: HttpRequest) -> int:
    """How long the session lasts unless something happens."""
    now = int(time.time())
    idle = settings.SESSION_COOKIE_AGE - (now - request.session.get(SEEN, now))
    whole = settings.SESSION_LONGEST_SECONDS - (now - request.session.get(BEGAN, now))
    return max(0, min(int(idle), int(whole)))
