"""The verbs of a case as the desk's forms say them: what was typed, done; or what is wrong with it, in words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import (
    CaseNotFound,
    ClaimedByAnother,
    EffectPrevented,
    GroundMissing,
    GroundNotHeld,
    MayNotSit,
    NotedWrong,
    NothingToDecide,
    NotYourTurn,
    OpinionsAwaited,
    OwnCase,
    SecondPersonNeeded,
)
from maarif.engine.cases.types import LETTER, RequestKind
from maarif.engine.forms import FieldError
from maarif.kernel.errors import Refusal
from maarif.support.audit import queries as audit
from maarif.support.files.receiving import Arrivals
from maarif.support.parties.types import Actor
from maarif.surfaces.desk.types import Problem
from maarif.surfaces.desk.types.case import GROUNDS, CaseDraft, LookLine, answered
from maarif.surfaces.frame.environment import moment, text
from maarif.surfaces.record.numbers import number_in
from maarif.surfaces.record.words import LOOKED_AT, ROLES, say

LONGEST: Final = 4000
MOST_DAYS: Final = 60

REGISTERS: Final = {
    "enrolments.no_free_place": gettext_lazy("every place of the class or group is taken or held."),
    "enrolments.class_unfit": gettext_lazy(
        "there is no such class or group at the institution, or it is of another grade."
    ),
    "enrolments.not_enrolled_there": gettext_lazy(
        "the studies that this is about have ended or changed since it was sent."
    ),
    "enrolments.transition_refused": gettext_lazy("the studies are in a state in which this cannot be done."),
    "enrolments.already_enrolled": gettext_lazy("the person studies on this level already."),
}
"""What the register of enrolments refuses, in words."""

Verb = Callable[[Actor, str, QueryDict], list[Problem]]


def do(by: Actor, number: str, verb: str, form: QueryDict) -> CaseDraft:
    """Does one verb; the draft says what is wrong with what was typed. Refusals of the room come through; CaseNotFound."""
    found = _VERBS.get(verb)
    if found is None:
        raise CaseNotFound(number=number[:40])
    queries.opened(by, number)
    problems = found(by, number, form)
    return kept(verb, form, tuple(problems))


def kept(form: str, given: QueryDict, errors: tuple[Problem, ...]) -> CaseDraft:
    """What was typed into a form, to be shown again."""
    values = {name: tuple(each) for name, each in given.lists() if name != "csrfmiddlewaretoken"}
    return CaseDraft(form=form, values=values, errors=errors)


def decision_in(form: QueryDict) -> dict[str, Any]:
    """A decision as a form sends it: each way has fields of its own (`answered`), so that ways may ask the same thing."""
    to = form.get("to", "")
    prefix = answered(to, "")
    mine = {name.removeprefix(prefix): each for name, each in form.lists() if name.startswith(prefix)}
    chosen = tuple(mine.pop(GROUNDS, ()))
    noted = {name: each[0] if len(each) == 1 else each for name, each in mine.items()}
    return {"to": to, "noted": noted, "chosen": chosen, "note": form.get("note", "")[:LONGEST]}


def decide(by: Actor, number: str, form: QueryDict) -> None:
    """Takes the decision that was looked at."""
    given = decision_in(form)
    operations.decide(
        by=by,
        number=number,
        to=given["to"],
        noted=given["noted"],
        grounds=given["chosen"],
        note=given["note"],
        seen=number_in(form, "seen"),
        as_of=number_in(form, "as_of"),
    )


def write(by: Actor, number: str, form: QueryDict, came: Arrivals) -> CaseDraft | None:
    """Writes to the applicant; None when it is sent, else the draft: with nothing wrong while files are laid ready or taken away.

    NothingToDecide when the case has gone on; CaseNotFound.
    """
    laid = [each for each in form.getlist("laid") if each != form.get("remove")]
    operations.leave_only(by=by, number=number, public_ids=laid)
    wrong = operations.enclose(by=by, number=number, arrived=came.files, refused=came.refused, into=LETTER)
    if wrong or "remove" in form or form.get("then") == "stay":
        return kept("message", form, _told(wrong))
    ready = [card.public_id for card in queries.ready_for_message(by, number)]
    said, problems = _words(form, "message", _("Write a message of up to 4000 characters."), without=bool(ready))
    if problems:
        return kept("message", form, tuple(problems))
    try:
        operations.write_message(by=by, number=number, text=said, files=ready)
    except NotedWrong as refusal:
        return kept("message", form, _told(refusal.errors))
    return None


def _told(errors: Iterable[FieldError]) -> tuple[Problem, ...]:
    return tuple(Problem(code=error.field, text=error.text) for error in errors)


def done(verb: str) -> str:
    """What has happened, in one sentence."""
    return {
        "claim": _("The case is on your desk."),
        "unclaim": _("The case is back for every colleague."),
        "assign": _("The case was given to the colleague."),
        "confirm": _("The decision is confirmed."),
        "send_back": _("The proposal was sent back."),
        "ask": _("The applicant was asked. The clock stands until the answer."),
        "ask_opinion": _("The opinion was asked."),
        "give_opinion": _("Your opinion was given."),
        "hand_over": _("The case was handed over. Its number and its clock stay."),
        "extend": _("The term was extended, and the applicant told why."),
        "message": _("The message was sent."),
        "note": _("The note was kept."),
        "sort": _("The case has another category. Where that makes another office competent, it is there now."),
        "join": _("The case was joined to the other one."),
        "part": _("The case stands by itself again."),
        "split": _("The case was split."),
        "decide": _("The decision was taken."),
    }[verb]


def after(verb: str, number: str, form: Mapping[str, str]) -> str:
    """Where to go after a verb: back to the list one came from, else to the case."""
    back = form.get("back", "")
    if verb in {"hand_over", "sort"} or (verb in {"claim", "unclaim"} and form.get("list")):
        return reverse("desk:cases") + (f"?{back}" if back and "\n" not in back else "")
    return reverse("desk:case", args=[number])


def refused(viewer: Actor, number: str, refusal: Refusal) -> str:
    """Why nothing was done: by whom and when, where somebody was quicker."""
    if isinstance(refusal, ClaimedByAnother):
        name, since = queries.holder_for(viewer, number)
        when = moment(since) if since is not None else ""
        return _("%(name)s has claimed this case, on %(when)s. Nothing was changed.") % {"name": name, "when": when}
    if isinstance(refusal, SecondPersonNeeded):
        return _("You proposed this decision yourself: another person has to confirm it.")
    if isinstance(refusal, OpinionsAwaited):
        return _("An opinion that is needed has not come yet, and its term has not ended.")
    if isinstance(refusal, GroundMissing):
        return _("Choose at least one ground: the applicant reads it with its law.")
    if isinstance(refusal, MayNotSit):
        return _(
            "The office that would be competent then may not decide this case: it is about that office. Nothing was changed."
        )
    if isinstance(refusal, OwnCase):
        return _(
            "This is about you or a child of yours: a colleague decides it, or you hand it over to another office."
        )
    if isinstance(refusal, NothingToDecide | NotYourTurn | NotedWrong | GroundNotHeld):
        return _(
            "The case has gone on meanwhile, or this cannot be done now. Nothing was changed; see what happened below."
        )
    why = text(refusal.said) if isinstance(refusal, EffectPrevented) else REGISTERS.get(refusal.code, str(refusal))
    return _("The registers refused this, and nothing was changed: %(why)s") % {"why": why}


def no_way_chosen() -> Problem:
    """What is wrong with a decision that decides nothing."""
    return Problem(code="to", text=_("Choose how you decide."))


def prevented(viewer: Actor, number: str, to: str, refusal: Refusal) -> Problem | None:
    """Why a register does not take the decision, said at the way that was chosen, with all that was typed; None for other refusals."""
    if isinstance(refusal, EffectPrevented):
        return Problem(code=f"to-{to}", text=text(refusal.said))
    return Problem(code=f"to-{to}", text=refused(viewer, number, refusal)) if refusal.code in REGISTERS else None


def looks_for(viewer: Actor, number: str) -> tuple[LookLine, ...]:
    """Who looked at the person in this case, the latest first. CaseNotFound."""
    subject = queries.opened(viewer, number)
    found = [look for look in audit.looks_at(subject, limit=200) if look.case == number]
    return tuple(
        LookLine(who=look.who, office=say(ROLES, look.role), what=say(LOOKED_AT, look.what), at=look.at)
        for look in found
    )


def _words(form: Mapping[str, str], name: str, problem: str, *, without: bool = False) -> tuple[str, list[Problem]]:
    """What was written, and what is wrong with it: it is too long, or nothing, unless one may do `without`."""
    given = form.get(name, "").strip()
    fits = (without or bool(given)) and len(given) <= LONGEST
    return given, [] if fits else [Problem(code=name, text=problem)]


def _claim(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    operations.claim(by=by, number=number)
    return []


def _unclaim(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    operations.unclaim(by=by, number=number)
    return []


def _assign(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    to = number_in(form, "colleague")
    if to is None:
        return [Problem(code="colleague", text=_("Choose a colleague."))]
    operations.assign(by=by, number=number, to=to)
    return []


def _confirm(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    operations.confirm(by=by, number=number, seen=number_in(form, "seen"), as_of=number_in(form, "as_of"))
    return []


def _send_back(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    why, problems = _words(form, "why_back", _("Say why you send it back."))
    if not problems:
        operations.send_back(by=by, number=number, why=why)
    return problems


def _ask(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    asked, problems = _words(form, "question", _("Write what you ask, in up to 4000 characters."))
    kind, fields = form.get("kind", ""), form.getlist("fields")
    if kind not in set(RequestKind):
        problems.append(Problem(code="kind", text=_("Choose what you ask for.")))
    elif kind == RequestKind.CORRECTION and not fields:
        problems.append(Problem(code="fields", text=_("Choose which answers may be corrected.")))
    if not problems:
        chosen = () if kind == RequestKind.DOCUMENT else tuple(fields)
        operations.ask(by=by, number=number, kind=RequestKind(kind), text=asked, fields=chosen)
    return problems


def _ask_opinion(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    code = form.get("opinion", "")
    if not code:
        return [Problem(code="opinion", text=_("Choose whom you ask."))]
    operations.ask_opinion(by=by, number=number, opinion=code, text=form.get("about", "")[:LONGEST])
    return []


def _give_opinion(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    said, problems = _words(form, "said", _("Write your opinion, in up to 4000 characters."))
    favourable = form.get("favourable", "")
    if favourable not in {"yes", "no"}:
        problems.insert(0, Problem(code="favourable", text=_("Say whether you are in favour.")))
    if not problems:
        operations.give_opinion(
            by=by, number=number, opinion=form.get("opinion", ""), favourable=favourable == "yes", text=said
        )
    return problems


def _hand_over(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    why, problems = _words(form, "why_over", _("Say why you hand it over."))
    seat = queries.seat_of(by, form.get("office", ""))
    if seat is None:
        problems.insert(0, Problem(code="office", text=_("Choose the office.")))
    elif not problems:
        operations.hand_over(by=by, number=number, seat=seat, why=why)
    return problems


def _extend(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    why, problems = _words(form, "why_more", _("Say why the term has to be longer: the applicant reads it."))
    days = number_in(form, "days")
    if days is None or not 1 <= days <= MOST_DAYS:
        problems.insert(0, Problem(code="days", text=_("Write how many working days, from 1 to 60.")))
    elif not problems:
        operations.extend(by=by, number=number, days=days, why=why)
    return problems


def _note(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    said, problems = _words(form, "internal", _("Write a note of up to 4000 characters."))
    if not problems:
        operations.write_note(by=by, number=number, text=said)
    return problems


def _sort(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    why, problems = _words(form, "why_sort", _("Say why: it stands in the history."))
    category = form.get("category", "")
    if not category:
        problems.insert(0, Problem(code="category", text=_("Choose a category.")))
    if not problems:
        operations.sort_anew(by=by, number=number, category=category, why=why)
    return problems


def _join(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    to = (form.get("join_to", "").strip() or form.get("earlier", "")).upper()[:40]
    try:
        queries.opened(by, to)
        operations.join(by=by, number=number, to=to)
    except (CaseNotFound, NothingToDecide):
        text = _("Write the number of another open case of this service in your office.")
        return [Problem(code="join_to", text=text)]
    return []


def _part(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    operations.part(by=by, number=number)
    return []


def _split(by: Actor, number: str, form: QueryDict) -> list[Problem]:
    texts = [each.strip() for each in form.getlist("part") if each.strip()]
    if len(texts) < 2:
        return [Problem(code="part", text=_("Write at least two parts, each in a field of its own."))]
    try:
        operations.split(by=by, number=number, field=form.get("split_field", ""), texts=texts)
    except NotedWrong as wrong:
        return [Problem(code="part", text=each.text) for each in wrong.errors[:1]]
    return []


def offices_found(viewer: Actor, number: str, words: str) -> tuple[tuple[str, str], ...]:
    """Offices to which the case may be handed over, by words of their names."""
    return tuple((code, text(name)) for code, name in queries.seats_for(viewer, number, words))


_VERBS: Final[Mapping[str, Verb]] = {
    "claim": _claim,
    "unclaim": _unclaim,
    "assign": _assign,
    "confirm": _confirm,
    "send_back": _send_back,
    "ask": _ask,
    "ask_opinion": _ask_opinion,
    "give_opinion": _give_opinion,
    "hand_over": _hand_over,
    "extend": _extend,
    "note": _note,
    "sort": _sort,
    "join": _join,
    "part": _part,
    "split": _split,
}
