"""Settings: language, channels, keys for programs."""

from django.conf import settings as django_settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override

from maarif.support.access import operations as access
from maarif.support.identity import operations as identity
from maarif.support.notices import operations as notices
from maarif.surfaces.cabinet.screens import settings as screens
from maarif.surfaces.record.visit import Visit


def settings(request: Visit) -> HttpResponse:
    """Everything that can be set."""
    return render(request, "cabinet/settings.html", {"settings": screens.settings_for(request.actor)})


def language(request: Visit) -> HttpResponse:
    """Remembers in which language the visitor is written to, and goes on in it."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(django_settings.LANGUAGES):
        return render(request, "cabinet/settings.html", {"settings": screens.settings_for(request.actor)}, status=422)
    identity.remember_language(by=request.actor, language=chosen)
    with override(chosen):
        return redirect(reverse("cabinet:settings"))


def channels(request: Visit) -> HttpResponse:
    """Remembers about what and by which channels the visitor wishes copies of messages."""
    notices.choose_channels(by=request.actor, channels=screens.channels_in(request.POST))
    return redirect("cabinet:settings")


def tokens(request: Visit) -> HttpResponse:
    """Keys for programs; a new one is shown once, on the page that made it."""
    if request.method != "POST":
        return render(request, "cabinet/tokens.html", {"screen": screens.tokens_for(request.actor)})
    form = screens.token_form(request.POST)
    if form.problems:
        screen = screens.tokens_for(request.actor, form)
        return render(request, "cabinet/tokens.html", {"screen": screen}, status=422)
    secret = screens.make_token(request.actor, form)
    screen = screens.tokens_for(request.actor, secret=secret)
    return render(request, "cabinet/tokens.html", {"screen": screen})


def revoke_token(request: Visit, token: int) -> HttpResponse:
    """Takes a key back at once; one that is not the visitor's is simply not there."""
    access.revoke_token(by=request.actor, token=token)
    return redirect("cabinet:tokens")
