"""Every address of the house: pages carry the language, machines' addresses do not."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from maarif.support.identity.views import demo_codes


def _room(name: str, prefix: str) -> list[URLPattern | URLResolver]:
    return [path(prefix, include(f"maarif.surfaces.{name}.urls"))] if find_spec(f"maarif.surfaces.{name}.urls") else []


urlpatterns: list[URLPattern | URLResolver] = [
    *_room("api", ""),
    path("", include("maarif.support.identity.callback_urls")),
    path("", include("maarif.surfaces.public.machine_urls")),
    *i18n_patterns(
        path("account/", include("maarif.support.identity.urls")),
        path("demo/codes/", demo_codes, name="identity_demo_codes"),
        *_room("cabinet", "cabinet/"),
        *_room("anonymous", ""),
        *_room("answers", ""),
        *_room("consents", ""),
        *_room("desk", "desk/"),
        *_room("public", ""),
        prefix_default_language=True,
    ),
]

handler400 = "maarif.surfaces.frame.errors.bad_request"
handler403 = "maarif.surfaces.frame.errors.forbidden"
handler404 = "maarif.surfaces.frame.errors.not_found"
handler429 = "maarif.surfaces.frame.errors.too_many"
handler500 = "maarif.surfaces.frame.errors.server_error"
