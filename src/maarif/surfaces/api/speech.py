"""The language that a program is answered in."""

from django.http import HttpRequest
from django.utils.translation import get_language_from_request

from maarif.kernel.countries import active_country
from maarif.kernel.text import LANGUAGES
from maarif.support.parties.types import Actor


def language_of(request: HttpRequest) -> str:
    """What `Accept-Language` asks for, else the language that the token was issued in, else the country's own."""
    if request.headers.get("Accept-Language"):
        asked = get_language_from_request(request).split("-")[0]
        if asked in LANGUAGES:
            return asked
    actor = getattr(request, "actor", None)
    if isinstance(actor, Actor) and actor.account is not None and actor.language in LANGUAGES:
        return actor.language
    return active_country().default_language
