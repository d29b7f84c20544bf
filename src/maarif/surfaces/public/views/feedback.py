"""What a reader says about a page: a letter to those who look after the portal, a few in an hour from one address."""

from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from maarif.support.notices import operations as notices
from maarif.surfaces.frame import errors
from maarif.surfaces.frame.environment import language
from maarif.surfaces.public.forms import Problem

LONGEST: Final = 2_000
LETTERS_AN_HOUR: Final = 5


def write(request: HttpRequest) -> HttpResponse:
    """The form, and thanks after it; who writes is neither asked nor kept."""
    page = request.POST.get("page", request.GET.get("page", ""))[:200]
    said = "".join(letter for letter in request.POST.get("said", "") if letter.isprintable() or letter == "\n").strip()
    context = {"page": page, "said": said, "limit": LONGEST, "sent": "sent" in request.GET, "problems": ()}
    if request.method != "POST":
        return render(request, "public/feedback.html", context, using="jinja2")
    if not said or len(said) > LONGEST:
        wrong = gettext("Write something") if not said else gettext("Write no more than 2000 letters")
        context["problems"] = (Problem(code="said", text=wrong),)
        return render(request, "public/feedback.html", context, status=422, using="jinja2")
    if not _within_budget(request.META.get("REMOTE_ADDR", "")):
        return errors.too_many(request)
    shown = page if page.isprintable() else ""
    notices.send_letter(address=settings.FEEDBACK_MAIL, language=language(), subject=f"Maarif: {shown}", body=said)
    return HttpResponseRedirect(f"{request.path}?sent")


def _within_budget(address: str) -> bool:
    """Whether this address has written few letters in the last hour."""
    key = f"feedback.{address}"
    cache.add(key, 0, timeout=3600)
    try:
        return int(cache.incr(key)) <= LETTERS_AN_HOUR
    except ValueError:  # the hour ended between the two lines
        return True
