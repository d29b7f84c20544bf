"""The form of any declared service: the start, the list of questions, one question, check your answers."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

from django.http import QueryDict
from django.utils.translation import gettext as _

from maarif.engine import registry
from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import DraftNotFound, QuestionNotAsked
from maarif.engine.cases.types import (
    AnswerRow,
    Candidate,
    DraftView,
    Eligible,
    NotEligible,
)
from maarif.engine.decisions import Reason
from maarif.engine.declare import Kind
from maarif.engine.forms import FieldError, Found, Question
from maarif.kernel import identifiers
from maarif.kernel.countries import active_country
from maarif.support.parties.types import Actor
from maarif.surfaces.filling.place import Place
from maarif.surfaces.filling.types import (
    AnswerLine,
    Applicant,
    Check,
    DraftBar,
    Problem,
    QuestionField,
    QuestionPage,
    SearchBox,
    Start,
    Task,
    Tasks,
)
from maarif.surfaces.filling.uploads import links
from maarif.surfaces.filling.words import reasons, service_page
from maarif.surfaces.frame.environment import text
from maarif.surfaces.record import wrong
from maarif.surfaces.record.types import Tag

CHECK = "check"
BEGUN = "with-"
LONGEST_BEGUN = 200


def start_for(
    viewer: Actor,
    code: str,
    *,
    subject: int | None = None,
    refused: tuple[Reason, ...] = (),
    begun: Mapping[str, str] | None = None,
    among: Callable[[int], bool] | None = None,
) -> Start:
    """The page before the form: for whom, whether they may have it, what the registers say, which answers it begins with.

    At a desk `among` leaves only those whom the office serves, and everybody is called by name.
    """
    service = registry.service(code)
    people = tuple(each for each in queries.candidates(code, viewer) if among is None or among(each.party))
    chosen = _chosen(people, subject)
    judged = chosen.eligibility if chosen is not None else None
    why = refused or (judged.reasons if isinstance(judged, NotEligible) else ())
    return Start(
        about=service_page(code),
        title=text(registry.text_of(service, "title")),
        summary=text(registry.text_of(service, "summary")),
        people=tuple(
            Applicant(party=person.party, label=_label(person) if among is None else person.name) for person in people
        ),
        subject=chosen.party if chosen is not None else None,
        reasons=reasons(why),
        questions=len(service.form),
        begun=tuple((f"{BEGUN}{field}", value) for field, value in (begun or {}).items()),
    )


def begun(given: QueryDict, code: str) -> Mapping[str, str]:
    """The answers that an address names to begin with, as the links beside facts do (`?with-fact=people.birth_date`)."""
    asked = {f"{BEGUN}{field.code}": field.code for field in registry.service(code).form}
    return {asked[name]: str(value)[:LONGEST_BEGUN] for name, value in given.items() if name in asked}


def begin(by: Actor, draft: str, given: Mapping[str, str]) -> None:
    """Puts these answers into a draft; for a fact that cannot be picked the row that it stands in is, else nothing."""
    for field, value in given.items():
        left = value
        with suppress(QuestionNotAsked):
            while left and operations.save_answer(by=by, draft=draft, field=field, raw=left) is not None:
                left = left.rpartition(".")[0]


def tasks_for(place: Place, draft: str) -> Tasks:
    """The questions of a draft, each with its state."""
    view = queries.draft_for(place.viewer, draft)
    done = tuple(question for question in view.questions if _is_done(question))
    ready = Task(
        label=_("Check your answers and send"),
        tag=Tag(label=_("Ready") if view.ready else _("Cannot start yet"), color="info" if view.ready else "neutral"),
        href=page_of(place, view, CHECK) if view.ready else "",
    )
    return Tasks(
        bar=bar(view, place),
        done=len(done),
        total=len(view.questions),
        tasks=(*(_task(place, view, question) for question in view.questions), ready),
        next_href=page_of(place, view, view.next or CHECK),
    )


def question_for(
    place: Place, draft: str, field: str, *, typed: object = None, error: FieldError | None = None, words: str = ""
) -> QuestionPage:
    """One question; `typed` is what was just refused, shown again as it was; `words` search among what can be picked."""
    view = queries.draft_for(place.viewer, draft, field=field, words=words)
    question = view.question(field)
    if question is None:
        raise DraftNotFound(draft=draft)
    before, _after = view.neighbours(field)
    codes = [each.code for each in view.questions]
    return QuestionPage(
        bar=bar(view, place),
        field=field_of(question, view.found, href=page_of(place, view, field) if question.live else ""),
        value=question.value if typed is None else typed,
        locked=text(question.words) if question.locked and question.words is not None else "",
        source=text(question.source) if question.source is not None else "",
        wrong=wrong.link(question.address) if question.address and place.own else "",
        problem=Problem(code=error.field, text=error.text) if error is not None else None,
        number=codes.index(field) + 1,
        total=len(codes),
        back=page_of(place, view, before) if before is not None else place.to("draft", view.card.key),
        autosave=place.to("autosave", view.card.key, field),
        saved_at=view.card.saved_at,
    )


def box(field: str) -> str:
    """The name of the search box of a question, in a form and in an address."""
    return f"find-{field}"


def names_somebody(form: QueryDict, field: str) -> bool:
    """Whether a personal number is searched for: it never stands in an address."""
    return identifiers.check(active_country().code, form.get(box(field), "").strip()).valid


def searching(here: str, form: QueryDict, field: str) -> str:
    """The address of the same page with what is searched for; what was picked before has been kept."""
    path, _sep, query = here.partition("?")
    asked = QueryDict(query, mutable=True)
    asked[box(field)] = form.get(box(field), "")
    return f"{path}?{asked.urlencode()}#found-{field}"


def after_answer(place: Place, draft: str, field: str, *, to_check: bool) -> str:
    """Where to go when an answer is kept: back to the check, to the next question, or to the check at the end."""
    view = queries.draft_for(place.viewer, draft)
    if to_check:
        return page_of(place, view, view.next or CHECK)
    following = view.neighbours(field)[1] if view.question(field) is not None else view.next
    return page_of(place, view, following or view.next or CHECK)


def first_page(place: Place, draft: str) -> str:
    """Where a draft is taken up: the first question without an answer, or the check."""
    view = queries.draft_for(place.viewer, draft)
    return page_of(place, view, view.next or CHECK)


def check_for(place: Place, draft: str, *, problems: tuple[Problem, ...] = ()) -> Check:
    """Check your answers: everything that will be sent, and the declaration."""
    view = queries.draft_for(place.viewer, draft)
    asked = {question.code for question in view.questions}
    return Check(
        bar=bar(view, place),
        answers=tuple(_line(place, view, row) for row in view.rows if row.code in asked),
        known=tuple(_line(place, view, row) for row in view.rows if row.code not in asked),
        declaration=text(view.declaration),
        ready=view.ready,
        next_href=page_of(place, view, view.next or CHECK),
        key=uuid4().hex,
        seen=view.digest,
        problems=problems,
    )


def discard_for(place: Place, draft: str) -> DraftBar:
    """What is about to be deleted."""
    return bar(queries.draft_for(place.viewer, draft), place)


def typed_in(form: QueryDict, field: str) -> Any:
    """What a form sent for a question: one value, or a list when there are several or none."""
    given = form.getlist(field)
    return given[0] if len(given) == 1 else given


def _chosen(people: tuple[Candidate, ...], subject: int | None) -> Candidate | None:
    named = next((person for person in people if person.party == subject), None)
    able = next((person for person in people if isinstance(person.eligibility, Eligible)), None)
    return named or able or (people[0] if people else None)


def _label(person: Candidate) -> str:
    return _("For myself") if person.is_self else person.name


def _is_done(question: Question) -> bool:
    return question.answered or question.locked


def _task(place: Place, view: DraftView, question: Question) -> Task:
    if question.locked:
        return Task(label=text(question.label), tag=Tag(label=_("From the register"), color="success"))
    href = page_of(place, view, question.code)
    if question.answered:
        return Task(label=text(question.label), tag=Tag(label=_("Completed"), color="success"), href=href)
    if question.code == view.next or not question.required:
        return Task(label=text(question.label), tag=Tag(label=_("Not started"), color="info"), href=href)
    return Task(label=text(question.label), tag=Tag(label=_("Not started")), href=href)


def page_of(place: Place, view: DraftView, step: str) -> str:
    """The address of a question of the draft, or of its check."""
    if step == CHECK:
        return place.to("check", view.card.key)
    asked = view.question(step)
    name = "papers" if asked is not None and asked.kind is Kind.FILE else "question"
    return place.to(name, view.card.key, step)


def bar(view: DraftView, place: Place) -> DraftBar:
    """What every page of the draft says of it."""
    card = view.card
    return DraftBar(
        key=card.key,
        title=text(card.title),
        person="" if card.subject == place.viewer.party else card.subject_name,
        expires=card.expires_at,
        layout=place.layout,
        href=place.to("draft", card.key),
        discard=place.to("discard", card.key),
        leave=place.leave,
        own=place.own,
    )


def field_of(question: Question, found: Found | None = None, *, href: str = "") -> QuestionField:
    """A question as the frame draws it; `href` answers its search while it is typed."""
    is_date = question.kind is Kind.DATE
    return QuestionField(
        code=question.code,
        kind=question.kind.value,
        label=text(question.question),
        hint=text(question.hint),
        options=question.options,
        limit=question.limit,
        required=question.required,
        earliest=question.least if is_date else None,
        latest=question.most if is_date else None,
        search=_search(found, href) if question.searched else None,
    )


def _search(found: Found | None, href: str) -> SearchBox:
    shown = found or Found(words="", options=(), more=False)
    return SearchBox(words=shown.words, options=shown.options, more=shown.more, href=href)


def _line(place: Place, view: DraftView, row: AnswerRow) -> AnswerLine:
    changeable = row.source is None
    return AnswerLine(
        label=text(row.label),
        value=text(row.value),
        files=links(row.files, place.file_href),
        href=f"{page_of(place, view, row.code)}?to={CHECK}" if changeable else None,
        source=text(row.source) if row.source is not None else None,
        wrong=wrong.link(row.address) if row.address and place.own else "",
    )
