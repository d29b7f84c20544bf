"""How pages look: contrast, size of text and colours, kept in a cookie, without an account and without JavaScript."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from maarif.surfaces.frame import appearance


def edit(request: HttpRequest) -> HttpResponse:
    """Shows the choices; a POST keeps them and leads back to the page where the reader was."""
    back = request.POST.get("back", "") or request.GET.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = ""
    if request.method != "POST":
        return render(request, "public/appearance.html", {"back": back, "offered": appearance}, using="jinja2")
    response = HttpResponseRedirect(back or request.path)
    response.set_cookie(
        appearance.COOKIE,
        appearance.chosen(request.POST.dict()).as_cookie(),
        max_age=appearance.KEPT_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=settings.HTTPS,
    )
    return response
