"""What programs ask: whether the portal is well, which addresses a search engine may read."""

from urllib.parse import urljoin
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation

from maarif.engine import registry
from maarif.kernel.text import LANGUAGES
from maarif.surfaces.public import health

_READING = ("home", "services", "check", "offline", "help", "accessibility", "privacy")


def healthz(request: HttpRequest) -> HttpResponse:
    """200 when every vital part works, else 503; the parts by name."""
    answers = health.ask()
    well = all(answer.works for answer in answers if answer.vital)
    body = {"status": "ok" if well else "unavailable", "parts": {answer.name: answer.works for answer in answers}}
    return JsonResponse(body, status=200 if well else 503, headers={"Cache-Control": "no-store"})


def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read, personal pages and checks of documents may not."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: /{code}/{room}/" for code in LANGUAGES for room in ("account", "cabinet", "desk", "check/t")]
    lines.append(f"Sitemap: {urljoin(settings.BASE_URL, reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in every language."""
    addresses = []
    for code in LANGUAGES:
        with translation.override(code):
            addresses += [reverse(f"public:{name}") for name in _READING] + [reverse("answers:list")]
            addresses += [reverse("public:service", args=each.code.split(".")) for each in registry.services()]
    urls = "".join(f"<url><loc>{escape(urljoin(settings.BASE_URL, address))}</loc></url>" for address in addresses)
    xml = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    return HttpResponse(xml, content_type="application/xml; charset=utf-8")
