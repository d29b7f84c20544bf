"""The home page, the list of services and the page of one service."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from maarif.engine import registry
from maarif.engine.registry.errors import NoSuchService, ServiceNotRun
from maarif.kernel.calendar import calendar_of
from maarif.kernel.clock import today
from maarif.kernel.countries import active_country
from maarif.surfaces.frame.environment import language
from maarif.surfaces.public import figures, screens


def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    country = active_country()
    screen = screens.home(country.code, today(country.time_zone), calendar_of(country.code))
    return render(
        request, "public/home.html", {"screen": screen, "figures": figures.of_last_year(country.code)}, using="jinja2"
    )


def services(request: HttpRequest) -> HttpResponse:
    """The list of services; query and filters stand in the address."""
    screen = screens.catalogue(active_country().code, language(), request.GET.dict())
    return render(request, "public/services.html", {"screen": screen}, using="jinja2")


def service(request: HttpRequest, group: str, service: str) -> HttpResponse:
    """What a person should know about one service before beginning."""
    country = active_country()
    try:
        found = registry.service(f"{group}.{service}", country.code)
    except (NoSuchService, ServiceNotRun) as error:
        raise Http404 from error
    screen = screens.service_page(found, country.code, today(country.time_zone))
    return render(request, "public/service.html", {"screen": screen}, using="jinja2")
