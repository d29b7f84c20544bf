"""The officers' page of answers: propose one of one's office's, approve what waits, take away and put back what was given."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from maarif.kernel.errors import Refusal
from maarif.kernel.text import LANGUAGES
from maarif.sectors.appeals import operations, queries
from maarif.sectors.appeals.errors import (
    AnotherIsUp,
    HoldsPersonalData,
    NotWhole,
    NotYourAnswer,
    ReasonMissing,
    SecondPersonNeeded,
)
from maarif.surfaces.frame.environment import language
from maarif.surfaces.record.documents import LANGUAGE_NAMES
from maarif.surfaces.record.visit import Visit

LONGEST_NUMBER: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one field."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A proposal as it was typed, with what is wrong with it."""

    number: str = ""
    language: str = ""
    question: str = ""
    answer: str = ""
    problems: tuple[Problem, ...] = ()

    def problem(self, code: str) -> Problem | None:
        """What is wrong with one field."""
        return next((each for each in self.problems if each.code == code), None)


def answers(request: Visit) -> HttpResponse:
    """What waits for a second person, and a new proposal."""
    if request.method != "POST":
        return _page(request, Form(number=request.GET.get("number", "")[:LONGEST_NUMBER], language=language()))
    given = {name: request.POST.get(name, "").strip() for name in ("number", "language", "question", "answer")}
    try:
        operations.propose_answer(by=request.actor, **given)
    except (NotYourAnswer, NotWhole, HoldsPersonalData) as refusal:
        return _page(request, Form(**given, problems=(_problem(refusal, given),)))
    messages.success(request, _("Proposed. Everybody sees it once another officer of your office has approved it."))
    return redirect("answers:desk")


def act(request: Visit, answer: int) -> HttpResponse:
    """Approves a proposal, takes an answer away, or puts it back."""
    verb, why = request.POST.get("act", ""), request.POST.get("why", "").strip()
    why = "".join(letter for letter in why if letter.isprintable() or letter == "\n")
    try:
        done = _done(request, verb, answer, why)
    except (SecondPersonNeeded, ReasonMissing, AnotherIsUp) as refusal:
        return _page(request, Form(language=language()), _refused(refusal))
    except Refusal:
        said = _("This answer does not wait for you any more: somebody else was quicker, or it is not your office's.")
        return _page(request, Form(language=language()), said)
    messages.success(request, done)
    return redirect("answers:desk")


def _done(request: Visit, verb: str, answer: int, why: str) -> str:
    """Does what the button says; how it is told afterwards."""
    if verb == "approve":
        operations.approve_answer(by=request.actor, answer=answer, seen=request.POST.get("seen") or None)
        return _("Published: everybody sees it now.")
    if verb == "put_back":
        operations.put_back(by=request.actor, answer=answer, why=why)
        return _("It is put back.")
    operations.take_down(by=request.actor, answer=answer, why=why)
    return _("It is not published.")


def _refused(refusal: SecondPersonNeeded | ReasonMissing | AnotherIsUp) -> str:
    if isinstance(refusal, SecondPersonNeeded):
        return _("Whoever proposed an answer cannot approve it: another officer has to.")
    if isinstance(refusal, ReasonMissing):
        return _("Say why: the reason stands beside the answer and in the ledger.")
    return _("Another answer to the same appeal is up: take that one away first.")


def _problem(refusal: Refusal, given: dict[str, str]) -> Problem:
    if isinstance(refusal, HoldsPersonalData):
        words = refusal.params["found"]
        found = ", ".join(words) if isinstance(words, tuple) else str(words)
        return Problem(code="question", text=_("Take out what tells who it was: %(found)s") % {"found": found})
    if isinstance(refusal, NotWhole):
        empty = "answer" if given["question"] else "question"
        text = _("Write question and answer, each in up to %(most)s letters.") % {"most": operations.LONGEST}
        return Problem(code=empty, text=text)
    return Problem(code="number", text=_("Your office has answered no appeal with this number."))


def _page(request: Visit, form: Form, said: str = "") -> HttpResponse:
    context = {
        "form": form,
        "said": said,
        "done": messages.get_messages(request),
        "waiting": queries.waiting_for(request.actor),
        "given": queries.answers_of(request.actor),
        "most": queries.MOST_SHOWN,
        "longest_why": operations.LONGEST_WHY,
        "choices": tuple((code, LANGUAGE_NAMES[code]) for code in LANGUAGES),
        "longest": operations.LONGEST,
    }
    status = 422 if form.problems or said else 200
    return render(request, "answers/desk.html", context, status=status, using="jinja2")
