"""The officers' pages of appeals without a name: the list, one appeal with what can be done with it, and one written down."""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from maarif.kernel.countries import active_country
from maarif.registries.people import queries as people
from maarif.sectors.appeals import operations, queries
from maarif.sectors.appeals.errors import HoldsPersonalData, NoSuchAppeal, NotToBeDone, SomethingMissing
from maarif.sectors.appeals.types import Anonymous, Fate, Sign
from maarif.support.parties.types import Actor
from maarif.surfaces.anonymous import forms
from maarif.surfaces.anonymous.forms import Problem
from maarif.surfaces.anonymous.public import page, regions_by_name, sent, unkept
from maarif.surfaces.anonymous.words import CAME, COLORS, FATES, SIGNS, STEPS, say
from maarif.surfaces.record.visit import Visit, hiding

OPEN: Final = (Fate.RECEIVED, Fate.LOOKED_INTO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed into one of the forms of an appeal, with what is wrong with it."""

    verb: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def problem(self, code: str) -> Problem | None:
        """What is wrong with one field."""
        return next((each for each in self.problems if each.code == code), None)


def inbox(request: Visit) -> HttpResponse:
    """What lies on the office's desk: the open ones, or those of one fate; the filter stands in the address."""
    wanted = request.GET.get("fate", "")
    fate = Fate(wanted) if wanted in set(Fate) else None
    found = queries.anonymous_inbox(request.actor, fate=fate)
    context = {
        "rows": tuple((row, say(FATES, row.fate), COLORS[row.fate]) for row in found.rows),
        "more": found.more,
        "fate": fate,
        "filters": (
            ("", _("Still being handled"), sum(found.counts[each] for each in OPEN)),
            *((each.value, say(FATES, each), found.counts[each]) for each in Fate),
        ),
    }
    return render(request, "anonymous/inbox.html", context, using="jinja2")


def write(request: Visit) -> HttpResponse:
    """Writes down what came by post, on the phone or at the window; number and code are for the sender, if there is one to give them to."""
    if request.method != "POST":
        return page(request, "new", forms.blank())
    form = forms.read(request.POST.dict(), desk=True)
    if "search" in request.POST:
        return page(request, "new", replace(form, problems=()))
    return sent(request, request.actor, form, "new")


@hiding(NoSuchAppeal)
def appeal(request: Visit, number: str) -> HttpResponse:
    """One appeal, and what can be done with it."""
    if request.method != "POST":
        return _page(request, number, Draft())
    verb, typed = request.POST.get("verb", ""), request.POST
    act = _VERBS.get(verb)
    if act is None:
        return _page(request, number, Draft())
    try:
        said = act(request.actor, number, typed)
    except NotToBeDone:
        said = _(
            "It does not stand where this can be done any more: somebody else was quicker, or it is the same office."
        )
        messages.error(request, said)
        return redirect("anonymous:appeal", number)
    except (SomethingMissing, HoldsPersonalData) as refusal:
        draft = Draft(verb=verb, typed=typed.dict(), problems=(_problem(refusal),))
        return _page(request, number, draft, status=422)
    messages.success(request, said)
    return redirect("anonymous:desk") if verb == "hand_over" else redirect("anonymous:appeal", number)


def _sift(by: Actor, number: str, typed: QueryDict) -> str:
    found = typed.get("found", "")
    if found not in set(Sign):
        raise SomethingMissing(field="found")
    fate = operations.sift_anonymous(by=by, number=number, found=Sign(found), why=_written(typed, "why"))
    if fate is Fate.FILED:
        return _("Filed: by the law it gets no answer.")
    return _("It is looked into now; its last day stands above.")


def _resolve(by: Actor, number: str, typed: QueryDict) -> str:
    operations.resolve_anonymous(by=by, number=number, resolution=_written(typed, "resolution"))
    return _("Resolved: whoever has number and code reads it now.")


def _hand_over(by: Actor, number: str, typed: QueryDict) -> str:
    to = typed.get("region", "")
    region = "" if to == "ministry" else to or "-"
    operations.hand_over_anonymous(by=by, number=number, region=region, why=_written(typed, "why_over"))
    return _("Given to the other office.")


def _written(typed: QueryDict, code: str) -> str:
    """What was written, without what cannot be printed."""
    return forms.printable(typed.get(code, ""))


_VERBS: Final = {"sift": _sift, "resolve": _resolve, "hand_over": _hand_over}


def _problem(refusal: SomethingMissing | HoldsPersonalData) -> Problem:
    if isinstance(refusal, HoldsPersonalData):
        words = refusal.params["found"]
        found = ", ".join(words) if isinstance(words, tuple) else str(words)
        return Problem(code="resolution", text=_("Take out what tells who it was: %(found)s") % {"found": found})
    said = {
        "found": _("Say what it tells of"),
        "resolution": _("Write what was found and done, in up to %(most)s letters.")
        % {"most": operations.LONGEST_ANONYMOUS},
        "region": _("Choose an office"),
        "why": _("Say why"),
    }
    missing = str(refusal.params["field"])
    return Problem(code="why_over" if missing == "why" else missing, text=said[missing])


def _page(request: Visit, number: str, draft: Draft, *, status: int = 200) -> HttpResponse:
    found = queries.anonymous_for(request.actor, number)
    context = {
        "one": found,
        "draft": draft,
        "said": messages.get_messages(request),
        "limit": operations.LONGEST_ANONYMOUS,
        **_words(found),
    }
    return unkept(render(request, "anonymous/appeal.html", context, status=status, using="jinja2"))


def _words(found: Anonymous) -> dict[str, Any]:
    """What the page says of an appeal in the reader's language."""
    officers = people.names_of({step.by for step in found.steps if step.by is not None})
    return {
        "fate": say(FATES, found.fate),
        "color": COLORS[found.fate],
        "sign": say(SIGNS, found.sign),
        "found": say(SIGNS, found.found) if found.found is not None else "",
        "came": say(CAME, found.way),
        "considered": tuple(say(SIGNS, each) for each in found.considered),
        "signs": forms.signs(),
        "regions": regions_by_name(),
        "ministry": active_country().code != found.scope,
        "steps": tuple(
            (say(STEPS, step.kind), step.at, officers.get(step.by or 0, ""), step.why) for step in reversed(found.steps)
        ),
    }
