"""Applications as rows, pages and confirmations, in the language of the page."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maarif.engine import registry
from maarif.engine.cases import queries
from maarif.engine.cases.types import (
    OPEN,
    CaseCard,
    CaseView,
    DocumentRef,
    DraftCard,
    Status,
)
from maarif.engine.deadlines import Deadline
from maarif.engine.forms import FieldError
from maarif.engine.registry import word
from maarif.registries.people import queries as people
from maarif.support.parties.types import Actor
from maarif.surfaces.cabinet.screens import following
from maarif.surfaces.cabinet.types import (
    Application,
    Applications,
    CaseRow,
    Clock,
    DocumentLine,
    EventLine,
    Filter,
    OutcomeView,
    Sent,
    SkippedLine,
    StepView,
)
from maarif.surfaces.filling.types import AnswerLine
from maarif.surfaces.filling.uploads import links
from maarif.surfaces.filling.words import reasons
from maarif.surfaces.frame.environment import day, day_short, text
from maarif.surfaces.record.types import Color, Tag
from maarif.surfaces.record.words import INTAKES, say

AT_ONCE: Final = timedelta(minutes=1)
ENDED: Final = (Status.DECIDED, Status.CLOSED)


#: What the list can be narrowed to, by the word in its address.
SHOWN: Final[Mapping[str, tuple[Status, ...]]] = {
    "": (),
    "waiting": (Status.WAITING_APPLICANT,),
    "open": OPEN,
    "ended": tuple(status for status in Status if status not in OPEN),
}


def applications_for(viewer: Actor, show: str = "", child: int | None = None) -> Applications:
    """What the viewer has begun or sent and what is about their children, or the same for the child acted for.

    `show` and `child` narrow it; a child that is not the viewer's narrows nothing.
    """
    chosen = show if show in SHOWN else ""
    children = _children(viewer)
    about = child if child in children else None
    names = {"": _("All"), "waiting": _("Waiting for me"), "open": _("Still open"), "ended": _("Ended")}
    drafts = queries.drafts_of(viewer) if not chosen else ()
    cases = queries.my_cases(viewer, about, statuses=SHOWN[chosen], family=True)
    return Applications(
        drafts=tuple(draft_row(card, viewer) for card in drafts if about in (None, card.subject)),
        cases=tuple(case_row(card, viewer) for card in cases),
        filters=tuple(_filter(names[each], each, about, chosen=each == chosen) for each in SHOWN),
        children=tuple(
            _filter(name, chosen, party, chosen=party == about)
            for party, name in ({None: _("The whole family"), **children} if children else {}).items()
        ),
        narrowed=bool(chosen or about),
    )


def _children(viewer: Actor) -> dict[int | None, str]:
    """The viewer's children by what they are called; none while acting for one."""
    if viewer.party is None or viewer.acting_for is not None:
        return {}
    return {card.id: card.given_name for card in people.household_of(viewer.party) if card.id != viewer.party}


def _filter(label: str, show: str, child: int | None, *, chosen: bool) -> Filter:
    asked = {key: value for key, value in (("show", show), ("child", child)) if value}
    here = reverse("cabinet:applications")
    return Filter(label=label, href=f"{here}?{urlencode(asked)}" if asked else here, chosen=chosen)


def application_for(
    viewer: Actor, number: str, errors: Sequence[FieldError] = (), *, writing: bool = False
) -> Application:
    """One application of the viewer's; `errors` are about what was just typed or sent on its page, for a message when `writing`."""
    case = queries.case_for(viewer, number)
    row = case_row(case.card, viewer)
    return Application(
        number=case.card.number,
        title=row.title,
        line=row.line,
        tag=row.tag,
        steps=_steps(case.card),
        outcome=_outcome(case),
        documents=_documents(case.documents),
        answers=tuple(
            AnswerLine(
                label=text(answer.label),
                value=text(answer.value),
                source=_text_or_none(answer.source),
                files=links(answer.files, following.file_page),
            )
            for answer in case.answers
        ),
        clock=_clock(case),
        timeline=tuple(EventLine(title=text(entry.words), at=entry.at) for entry in case.timeline),
        rule_set=case.rule_set,
        held=following.holder(case),
        standing=tuple(text(each) for each in case.standing),
        late=following.late(case),
        request=following.open_request(case),
        asked=following.past_requests(case),
        said=following.voices(case),
        letter=following.letter(viewer, case, errors, writing=writing),
        signers=following.signers(case),
        may=case.may,
        note=case.note,
        took=following.took(case),
        mark=case.mark,
        written_down=_written_down(case),
    )


def sent_for(viewer: Actor, number: str) -> Sent:
    """What has just been sent, and what happens next."""
    case = queries.case_for(viewer, number)
    outcome = _outcome(case)
    return Sent(
        number=case.card.number,
        heading=outcome.title if outcome is not None else _("Application sent"),
        color=outcome.color if outcome is not None else "success",
        at=case.card.submitted_at,
        documents=_documents(case.documents),
        reasons=outcome.reasons if outcome is not None else (),
        next=_next_steps(case),
    )


def already_open(viewer: Actor, service: str, subject: int | None) -> CaseRow | None:
    """The open application because of which no second one of this service can be sent about this person."""
    if subject is None or not registry.service(service).one_open:
        return None
    cards = queries.my_cases(viewer, subject, statuses=OPEN)
    return next((case_row(card, viewer) for card in cards if (card.service, card.subject) == (service, subject)), None)


def case_row(card: CaseCard, viewer: Actor) -> CaseRow:
    """One application in a list; a bar of steps while somebody still has to act."""
    return CaseRow(
        title=_title(text(card.title), card.subject, card.subject_name, viewer),
        href=reverse("cabinet:application", args=[card.number]),
        line=" · ".join((card.number, _("sent on %(day)s") % {"day": day(card.submitted_at)}, _answer_time(card))),
        tag=case_tag(card),
        steps=() if card.status in ENDED else _steps(card),
    )


def draft_row(card: DraftCard, viewer: Actor) -> CaseRow:
    """One unsent draft in a list."""
    answered = _("%(done)s of %(total)s questions answered") % {"done": card.answered, "total": card.questions}
    kept = _("kept until %(day)s") % {"day": day(card.expires_at)}
    return CaseRow(
        title=_title(text(card.title), card.subject, card.subject_name, viewer),
        href=reverse("cabinet:draft", args=[card.key]),
        line=f"{answered} · {kept}",
        tag=Tag(label=_("Not sent"), color="warning"),
    )


def case_tag(card: CaseCard) -> Tag:
    """The state of an application as a label."""
    if card.status in ENDED and card.outcome_title is not None:
        ready = card.grants and card.documents
        return Tag(label=_("Ready") if ready else text(card.outcome_title), color=_color(card.grants))
    if card.status is Status.WAITING_APPLICANT:
        return Tag(label=text(card.status_words), color="warning")
    if card.overdue:
        return Tag(label=_("Late"), color="danger")
    return Tag(label=text(card.status_words), color="neutral" if card.status is Status.WITHDRAWN else "info")


def _title(title: str, subject: int, name: str, viewer: Actor) -> str:
    return title if subject == viewer.party else f"{title} — {name}"


def _color(grants: bool | None) -> Color:
    return "success" if grants else "danger"


def _answer_time(card: CaseCard) -> str:
    if card.answer_by is not None:
        return _("your answer is awaited until %(day)s") % {"day": day(card.answer_by)}
    if card.status in (Status.WITHDRAWN, Status.EXPIRED):
        return _("ended without a decision")
    if card.stands:
        return _("the clock stands")
    if card.decided_at is None:
        return _("answer by %(day)s") % {"day": day(card.due)}
    if card.decided_at - card.submitted_at < AT_ONCE:
        return _("answered at once")
    return _("answered on %(day)s") % {"day": day(card.decided_at)}


def _steps(card: CaseCard) -> tuple[StepView, ...]:
    """The bar of steps; none where an application ended without a decision, which would stand in it as still to come."""
    if card.status not in OPEN and card.outcome_title is None:
        return ()
    return tuple(
        StepView(label=text(step.label), state=step.state, date=day_short(step.at) if step.at is not None else "")
        for step in card.steps
    )


def _documents(refs: Sequence[DocumentRef]) -> tuple[DocumentLine, ...]:
    return tuple(
        DocumentLine(public_id=ref.public_id, title=text(ref.title), line=_("No. %(number)s") % {"number": ref.number})
        for ref in refs
    )


def _outcome(case: CaseView) -> OutcomeView | None:
    if case.card.outcome_title is None:
        return None
    return OutcomeView(
        title=text(case.card.outcome_title),
        text=text(case.outcome_text) if case.outcome_text is not None else "",
        color=_color(case.card.grants),
        reasons=reasons(case.reasons),
        appeal="" if case.card.grants else text(case.appeal),
    )


def _clock(case: CaseView) -> Clock:
    deadline, sent = case.deadline, day(case.card.submitted_at)
    return Clock(
        sentence=_clock_sentence(deadline, sent),
        holder=text(word("office", case.holder)) if case.holder is not None else "",
        counted=deadline.counted,
        pauses=following.pauses(case),
        skipped=tuple(SkippedLine(date=skipped.date, why=text(skipped.why)) for skipped in deadline.skipped),
    )


def _clock_sentence(deadline: Deadline, sent: str) -> str:
    if deadline.days == 0:
        return _("Received on %(sent)s. This is answered at once, from the registers.") % {"sent": sent}
    words = ngettext(
        "Received on %(sent)s. To be answered within %(days)s working day, by %(due)s.",
        "Received on %(sent)s. To be answered within %(days)s working days, by %(due)s.",
        deadline.days,
    )
    return words % {"sent": sent, "days": deadline.days, "due": day(deadline.due)}


def _next_steps(case: CaseView) -> tuple[str, ...]:
    if case.documents:
        return (
            _("The document is in your cabinet for as long as you need it."),
            _("Download it, print it, or send the link by which anybody can check it."),
            _("We have written to you as well, in the cabinet and by the channels that you chose."),
        )
    if case.card.outcome_title is not None:
        return (text(case.appeal), _("You can apply again as soon as the reason is gone."))
    who = text(word("office", case.holder)) if case.holder is not None else ""
    return (
        _("%(who)s decides by %(due)s.") % {"who": who, "due": day(case.card.due)},
        _("You will be told in the cabinet and by the channels that you chose."),
    )


def _written_down(case: CaseView) -> str:
    """Who wrote it down for the applicant, and how it came; nothing when the applicant sent it."""
    if not case.entered_name:
        return ""
    return _("An official wrote this application down for you: %(name)s. %(how)s.") % {
        "name": case.entered_name,
        "how": say(INTAKES, case.intake.value),
    }


def _text_or_none(value: object) -> str | None:
    return None if value is None else text(value)  # type: ignore[arg-type]
