"""What everybody may do without a name and without signing in: write an appeal, and follow it by number and code."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from maarif.kernel import clock
from maarif.kernel.countries import active_country, law_shown
from maarif.sectors.appeals import operations, queries
from maarif.sectors.appeals.errors import BadTicket, SomethingMissing, TooMany, TooQuick
from maarif.sectors.appeals.types import Seen, Slip
from maarif.support.parties.types import ANONYMOUS, Actor
from maarif.surfaces.anonymous import forms
from maarif.surfaces.anonymous.forms import Form, Problem
from maarif.surfaces.anonymous.words import COLORS, FATES, SIGNS, STEPS, say
from maarif.surfaces.frame.environment import language

PERIOD: Final = timedelta(days=365)
#: After so many seconds the hour of a spent limit is over.
WAIT_SECONDS: Final = "3600"
_LONGEST_TYPED: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Number and code as they were typed, with what is wrong."""

    number: str = ""
    code: str = ""
    unknown: bool = False
    problems: tuple[Problem, ...] = ()

    def problem(self, code: str) -> Problem | None:
        """What is wrong with one field."""
        return next((each for each in self.problems if each.code == code), None)


def write(request: HttpRequest) -> HttpResponse:
    """The form, and number and code after it; a form sent twice shows the same again."""
    if request.method != "POST":
        return page(request, "write", forms.blank())
    form = forms.read(request.POST.dict(), desk=False)
    if "search" in request.POST:
        return page(request, "write", replace(form, problems=()))
    return sent(request, ANONYMOUS, form, "write")


def sent(request: HttpRequest, by: Actor, form: Form, template: str) -> HttpResponse:
    """Takes what was written, or shows the form again with everything that was typed and what is wrong."""
    desk = by.party is not None
    if form.trapped:
        again = replace(form, ticket=queries.new_ticket(), problems=())
        said = _("A program seems to have filled in the form. Look it through and send it once more.")
        return page(request, template, again.wrong("text", said), status=422)
    if form.problems:
        return page(request, template, form, status=422)
    try:
        slip = operations.receive_anonymous(
            by=by,
            country=active_country().code,
            letter=forms.letter_of(form, desk=desk),
            ticket=form.ticket,
            address=str(request.META.get("REMOTE_ADDR", "")),
        )
    except (BadTicket, TooQuick, SomethingMissing, TooMany) as refusal:
        return refused(request, form, refusal, template)
    return unkept(render(request, "anonymous/slip.html", _slip(slip, desk=desk), using="jinja2"))


def refused(
    request: HttpRequest, form: Form, refusal: BadTicket | TooQuick | SomethingMissing | TooMany, template: str
) -> HttpResponse:
    """The form again, and why it was not taken."""
    if isinstance(refusal, BadTicket):
        again = replace(form, ticket=queries.new_ticket())
        return page(
            request, template, again.wrong("text", _("The form was open for too long. Send it once more.")), status=422
        )
    if isinstance(refusal, TooQuick):
        said = _("That was very quick. Read once more what you have written, then send it.")
        return page(request, template, form.wrong("text", said), status=422)
    if isinstance(refusal, SomethingMissing):
        return page(request, template, form.wrong(str(refusal.params["field"]), _("Choose again, please")), status=422)
    said = _(
        "Too many appeals came from here, or altogether, within an hour. What you have written stands below: send it later, or call %(number)s."
    )
    response = page(request, template, form.wrong("text", said % {"number": active_country().hotline}), status=429)
    response["Retry-After"] = WAIT_SECONDS
    return response


def follow(request: HttpRequest) -> HttpResponse:
    """Asks for number and code, and shows what has become of the appeal; one refusal for whatever is wrong with them."""
    if request.method != "POST":
        return _follow(request, Asked())
    asked = _asked(request)
    if asked.problems:
        return _follow(request, asked, status=422)
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        found = queries.followed(number=asked.number, code=asked.code, address=address)
    except TooMany:
        said = _("Too many questions came from here. Wait ten minutes and try again: nothing is locked.")
        response = _follow(request, replace(asked, problems=(Problem(code="number", text=said),)), status=429)
        response["Retry-After"] = "600"
        return response
    if found is None:
        return _follow(request, replace(asked, unknown=True))
    return unkept(render(request, "anonymous/seen.html", _seen(found), using="jinja2"))


def page(request: HttpRequest, template: str, form: Form, *, status: int = 200) -> HttpResponse:
    """The form as a page; what the law says of such appeals stands above it."""
    country = active_country()
    on = clock.today(country.time_zone)
    rules = forms.rules()
    context = {
        "form": form,
        "signs": forms.signs(),
        "ways": forms.ways(),
        "categories": rules.categories,
        "regions": regions_by_name(),
        "chosen": forms.chosen(form),
        "search": forms.search(form),
        "limit": operations.LONGEST_ANONYMOUS,
        "trap": forms.TRAP,
        "considered": tuple(say(SIGNS, each) for each in rules.anonymous_considered),
        "law": law_shown(country.code, "appeals_unsigned", on),
        "read_within": rules.register_days,
        "tally": queries.anonymous_tally(country.code, clock.now() - PERIOD),
    }
    return unkept(render(request, f"anonymous/{template}.html", context, status=status, using="jinja2"))


def regions_by_name() -> tuple[tuple[str, str], ...]:
    """The regions of the country served, in the reader's language and order."""
    from maarif.kernel.countries import regions

    named = ((each.code, each.name.in_(language())) for each in regions(active_country().code))
    return tuple(sorted(named, key=lambda each: each[1]))


def unkept(response: HttpResponse) -> HttpResponse:
    """A page that no cache keeps and no search engine lists."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response


def _slip(slip: Slip, *, desk: bool) -> dict[str, Any]:
    rules = forms.rules()
    return {
        "slip": slip,
        "desk": desk,
        "considered": tuple(say(SIGNS, each) for each in rules.anonymous_considered),
        "read_within": rules.register_days,
    }


def _asked(request: HttpRequest) -> Asked:
    number = request.POST.get("number", "").strip()[:_LONGEST_TYPED]
    code = request.POST.get("code", "").strip()[:_LONGEST_TYPED]
    missing = [
        *([Problem(code="number", text=_("Enter the number of the appeal"))] if not number else []),
        *([Problem(code="code", text=_("Enter the code"))] if not code else []),
    ]
    return Asked(number=number, code=code, problems=tuple(missing))


def _follow(request: HttpRequest, asked: Asked, *, status: int = 200) -> HttpResponse:
    return unkept(render(request, "anonymous/follow.html", {"asked": asked}, status=status, using="jinja2"))


def _seen(found: Seen) -> dict[str, Any]:
    return {
        "seen": found,
        "fate": say(FATES, found.fate),
        "color": COLORS[found.fate],
        "considered": tuple(say(SIGNS, each) for each in found.considered),
        "steps": tuple((say(STEPS, step.kind), step.at) for step in reversed(found.steps)),
    }
