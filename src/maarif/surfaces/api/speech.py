"""The language that a program is answered in."""

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from maarif.kernel.countries import active_country
from maarif.kernel.text import LANGUAGES
from maarif.support.parties.types import Actor


def language_of(request: HttpRequest) -> str:
    """What `Accept-Language` asks for, else the language that the token was issued in, else the country's own."""
    for asked, weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        spoken = asked.partition("-")[0]
        if weight > 0 and spoken in LANGUAGES:
            return spoken
    actor = getattr(request, "actor", None)
    if isinstance(actor, Actor) and actor.account is not None and actor.language in LANGUAGES:
        return actor.language
    return active_country().default_language
