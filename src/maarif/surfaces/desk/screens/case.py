"""The page of a case as an officer reads it: facts then and now, what can be done, the clock, everything said and done."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maarif.engine.cases import queries
from maarif.engine.cases.types import RequestKind, Status
from maarif.engine.cases.types.desk import (
    ComparedRow,
    Dossier,
    Happening,
    Picks,
    Proposal,
    RequestCard,
    Said,
    SignatureCard,
    TurnCard,
    Way,
)
from maarif.engine.decisions import Reason
from maarif.support.access.budgets import LOOKS_A_DAY, LookBudgetSpent
from maarif.support.audit.operations import record_write
from maarif.support.files.types import FileRef
from maarif.support.parties.types import Actor
from maarif.surfaces.desk.screens.inbox import choices, intake_words, left_tag
from maarif.surfaces.desk.types import Choice, Problem
from maarif.surfaces.desk.types.case import (
    GROUNDS,
    CasePage,
    ClockView,
    DecisionPage,
    FactRow,
    GroundLine,
    Line,
    OpinionLine,
    Paper,
    PickLists,
    ProposalView,
    RequestLine,
    WayLine,
    answered,
)
from maarif.surfaces.filling import uploads
from maarif.surfaces.filling.types import Upload
from maarif.surfaces.frame.environment import day, moment, text
from maarif.surfaces.record.types import Color, Tag
from maarif.surfaces.record.words import GUARDIANSHIPS, say


def open_case(viewer: Actor, number: str, *, seen_today: bool, writing: bool = False) -> CasePage:
    """The case, once it is in the ledger; the first look of a day is taken from the budget. CaseNotFound, LookBudgetSpent.

    Whoever is `writing` to the applicant sees the files that lie ready for the message.
    """
    try:
        dossier = queries.dossier_for(viewer, number, seen_today=seen_today)
    except LookBudgetSpent:
        record_write(by=viewer, verb="desk.look_budget_spent", subjects=[], detail={"most": LOOKS_A_DAY})
        raise
    return page_of(viewer, dossier, writing=writing)


def page_of(viewer: Actor, dossier: Dossier, *, writing: bool = False) -> CasePage:
    """A dossier in the language of the page."""
    card, turn = dossier.card, dossier.turn
    return CasePage(
        number=card.number,
        title=text(card.title),
        person=card.subject_name,
        line=" · ".join(filter(None, (card.number, _received(dossier), text(turn.stage) if turn is not None else ""))),
        tags=tuple(_tags(dossier)),
        applicant=tuple(_applicant(dossier)),
        holder=_holder(viewer, dossier),
        banner=_banner(dossier),
        rows=tuple(_fact(row, ended=card.outcome_title is not None) for row in dossier.rows),
        ways=tuple(map(_way, dossier.ways)),
        may=dossier.may,
        seen=(turn.id if turn is not None else 0, len(dossier.happened)),
        proposal=_proposal(viewer, dossier.proposal),
        clock=_clock(dossier),
        opinions=tuple(_opinion(each) for each in dossier.turns if each.opinion),
        askable=tuple(Choice(code=code, label=text(label)) for code, label in dossier.opinions),
        correctable=tuple(Choice(code=code, label=text(label)) for code, label in dossier.correctable),
        divisible=tuple((code, text(label), value) for code, label, value in dossier.divisible),
        picks=_to_pick(dossier.picks),
        colleagues=choices(dossier.colleagues),
        requests=tuple(map(_request, dossier.requests)),
        messages=tuple(map(_said, dossier.messages)),
        letter=_letter(viewer, dossier, writing=writing),
        notes=tuple(map(_said, dossier.notes)),
        signatures=tuple(map(_signature, dossier.signatures)),
        happened=tuple(map(_happened, reversed(dossier.happened))),
        steps=tuple((text(step.label), step.state) for step in card.steps),
        stages=tuple(_stage(each) for each in dossier.turns if not each.opinion and each.closed_at is not None),
        outcome=text(card.outcome_title) if card.outcome_title is not None else "",
        reasons=grounds(dossier.case.reasons),
        joined=dossier.joined,
        joined_to=dossier.joined_to,
        law=text(dossier.law) if dossier.law is not None else "",
        rule_set=dossier.case.rule_set,
        opinion_code=dossier.asked_opinion,
    )


def _to_pick(picks: Picks) -> PickLists:
    """Other categories and earlier cases as a form offers them."""
    return PickLists(
        categories=tuple(Choice(code=code, label=text(label)) for code, label in picks.categories),
        earlier=tuple(Choice(code=number, label=number) for number in picks.earlier),
    )


def decision_for(
    viewer: Actor, number: str, *, to: str, noted: dict[str, Any], chosen: tuple[str, ...], note: str
) -> DecisionPage:
    """A decision before it is taken. CaseNotFound, NothingToDecide."""
    foreseen = queries.foresee(viewer, number, to=to, noted=noted, grounds=chosen, note=note)
    errors = [Problem(code=answered(to, error.field), text=error.text) for error in foreseen.errors]
    if foreseen.ground_missing:
        why = _("Choose at least one ground: the applicant reads it with its law.")
        errors.append(Problem(code=answered(to, GROUNDS), text=why))
    kept = [(code, each) for code, value in noted.items() for each in (value if isinstance(value, list) else [value])]
    return DecisionPage(
        number=number,
        title="",
        person="",
        way=_way(foreseen.way),
        errors=tuple(errors),
        letter=text(foreseen.letter) if foreseen.letter is not None else "",
        second_person=foreseen.second_person,
        noted=tuple((text(label), text(value)) for label, value in foreseen.noted),
        grounds=grounds(foreseen.grounds),
        note=note,
        kept=tuple((answered(to, code), str(value)) for code, value in (*kept, *((GROUNDS, each) for each in chosen))),
    )


def grounds(reasons: Iterable[Reason]) -> tuple[GroundLine, ...]:
    """Grounds in words with their law."""
    return tuple(
        GroundLine(
            code=reason.rule, text=text(reason.reason), law=text(reason.law.article) if reason.law is not None else ""
        )
        for reason in reasons
    )


def _received(dossier: Dossier) -> str:
    return _("received on %(day)s") % {"day": day(dossier.card.submitted_at)}


def _tags(dossier: Dossier) -> list[Tag]:
    color: Color = "neutral"
    if dossier.card.grants is not None:
        color = "success" if dossier.card.grants else "danger"
    if dossier.card.status is Status.WAITING_APPLICANT:
        return [Tag(label=_("Waits for the applicant"), color="info")]
    return [Tag(label=text(dossier.card.outcome_title or dossier.card.status_words), color=color)]


def _applicant(dossier: Dossier) -> list[tuple[str, str]]:
    rows = [(_("About"), dossier.card.subject_name)]
    if dossier.applicant != dossier.card.subject:
        kind = say(GUARDIANSHIPS, dossier.relation.value) if dossier.relation is not None else _("no guardian any more")
        rows.append((_("Asked by"), f"{dossier.applicant_name} ({kind})"))
    how = intake_words(dossier.intake)
    if dossier.entered_name:
        how = _("%(how)s, written down by %(name)s") % {"how": how, "name": dossier.entered_name}
    rows.append((_("How it came"), how))
    return rows


def _holder(viewer: Actor, dossier: Dossier) -> str:
    turn = dossier.turn
    if turn is None or turn.claimed_by is None:
        return ""
    since = moment(turn.claimed_at) if turn.claimed_at is not None else ""
    if turn.claimed_by == viewer.party:
        return _("On your desk since %(when)s.") % {"when": since}
    return _("%(name)s has claimed it, on %(when)s.") % {"name": dossier.colleague, "when": since}


def _banner(dossier: Dossier) -> str:
    """Why nothing can be done here, when nothing can."""
    if dossier.own:
        return _(
            "This is about you or a child of yours: a colleague decides it, or you hand it over to another office."
        )
    if dossier.turn is not None:
        return ""
    last = next((turn for turn in reversed(dossier.turns) if turn.closed_at is not None), None)
    if last is None or last.closed_at is None:
        return _("This application is not with your office. You can read it.")
    return _("%(stage)s was ended on %(when)s by %(name)s: %(result)s. There is nothing to do here.") % {
        "stage": text(last.stage),
        "when": moment(last.closed_at),
        "name": last.closed_name or _("the platform"),
        "result": text(last.result_words) if last.result_words is not None else last.result,
    }


def _fact(row: ComparedRow, *, ended: bool) -> FactRow:
    """One row of the comparison; what a decision has taken from what can be picked is no difference any more."""
    if ended and row.asked and row.now is None:
        row = replace(row, differs=False)
    then, now = (text(row.then.value) if row.then is not None else "–"), (text(row.now) if row.now is not None else "")
    return FactRow(
        label=text(row.label),
        then=then,
        now=now,
        source=text(row.source) if row.source is not None else "",
        note=_difference(row),
        differs=row.differs,
        asked=row.asked,
        papers=tuple(map(_paper, row.then.files)) if row.then is not None else (),
    )


def _difference(row: ComparedRow) -> str:
    if not row.differs:
        return ""
    if row.asked and row.now is None:
        return _("This answer can no longer be chosen.")
    return _("The register says something else.") if row.asked else _("The register has changed since.")


def _paper(file: FileRef) -> Paper:
    return Paper(
        name=file.name,
        href=_file_page(file.public_id),
        picture=reverse("desk:file_page", args=[file.public_id, 1]),
    )


def _way(way: Way) -> WayLine:
    kind = "stage" if not way.ends else "grants" if way.grants else "refuses"
    return WayLine(
        code=way.code,
        label=text(way.label),
        kind=kind,
        consequences=tuple(map(text, way.consequences)),
        paper=text(way.paper) if way.paper is not None else "",
        grounds=grounds(way.grounds),
        questions=way.questions,
    )


def _proposal(viewer: Actor, proposal: Proposal | None) -> ProposalView | None:
    if proposal is None:
        return None
    return ProposalView(
        title=text(proposal.way),
        line=_("Proposed by %(name)s on %(when)s.") % {"name": proposal.by_name, "when": moment(proposal.at)},
        grounds=grounds(proposal.grounds),
        noted=tuple((text(label), text(value)) for label, value in proposal.noted),
        note=proposal.note,
        own=proposal.by == viewer.party,
    )


def _clock(dossier: Dossier) -> ClockView:
    turn, deadline = dossier.turn, dossier.case.deadline
    tag = left_tag(dossier.left) if dossier.card.outcome_title is None else Tag(label=_("Completed"))
    if turn is not None and turn.paused:
        tag = Tag(label=_("The clock stands"), color="info")
    words = ngettext(
        "Received on %(sent)s. The whole application has %(num)s working day, until %(due)s.",
        "Received on %(sent)s. The whole application has %(num)s working days, until %(due)s.",
        deadline.days,
    ) % {"sent": day(dossier.card.submitted_at), "num": deadline.days, "due": day(deadline.due)}
    if turn is not None and turn.due is not None:
        own = _("Your office is to act by %(due)s.") % {"due": day(turn.due)}
        words = f"{own} {words}"
    return ClockView(
        tag=tag,
        sentence=words,
        counted=deadline.counted,
        skipped=tuple((skipped.date, text(skipped.why)) for skipped in deadline.skipped),
        pauses=deadline.pauses,
    )


def _opinion(turn: TurnCard) -> OpinionLine:
    if turn.closed_at is None:
        tag = Tag(label=_("Awaited") if turn.needed else _("Asked"), color="info")
    elif turn.result == "favourable":
        tag = Tag(label=_("In favour"), color="success")
    elif turn.result == "unfavourable":
        tag = Tag(label=_("Against"), color="danger")
    else:
        tag = Tag(label=_("Not needed any more"))
    return OpinionLine(
        title=text(turn.stage),
        place=text(turn.place),
        tag=tag,
        due=day(turn.due) if turn.due is not None else "",
        text=turn.text,
        asked=turn.asked,
        at=turn.closed_at,
        who=turn.closed_name,
    )


def _stage(turn: TurnCard) -> Line:
    noted = "; ".join(f"{text(label)}: {text(value)}" for label, value in turn.noted)
    result = text(turn.result_words) if turn.result_words is not None else turn.result
    return Line(title=f"{text(turn.stage)}: {result}", at=turn.closed_at, who=turn.closed_name, text=noted)


def _request(card: RequestCard) -> RequestLine:
    titles = {
        RequestKind.QUESTION: _("Question"),
        RequestKind.CORRECTION: _("Correction"),
        RequestKind.DOCUMENT: _("Document"),
    }
    tag = Tag(label=_("Waiting, until %(day)s") % {"day": day(card.answer_by)}, color="warning")
    if card.answered_at is not None:
        tag = Tag(label=_("Answered on %(day)s") % {"day": day(card.answered_at)}, color="success")
    elif card.lapsed_at is not None:
        tag = Tag(label=_("Not answered in time"), color="danger")
    return RequestLine(
        title=titles[card.kind],
        tag=tag,
        text=card.text,
        asked=f"{card.asked_name}, {moment(card.asked_at)}",
        fields=", ".join(map(text, card.fields)),
        answer=card.answer,
        changes=tuple((text(label), before or "–", after) for label, before, after in card.changes),
        papers=tuple(map(_paper, card.files)),
    )


def _said(said: Said) -> Line:
    return Line(
        title=said.name,
        at=said.at,
        who=_("the office") if said.from_office else _("the applicant"),
        text=said.text,
        papers=tuple(map(_paper, said.files)),
    )


def _letter(viewer: Actor, dossier: Dossier, *, writing: bool) -> Upload | None:
    """The files of the next message, those that lie ready when it is being written; what is wrong with one the draft says."""
    tray = dossier.letter
    if tray is None:
        return None
    ready = queries.ready_for_message(viewer, dossier.card.number) if writing else ()
    return uploads.upload(tray.service, tray.field, viewer.language, ready, href=_file_page)


def _file_page(public_id: str) -> str:
    return reverse("desk:file", args=[public_id])


def _signature(card: SignatureCard) -> Line:
    state = _("awaited until %(day)s") % {"day": day(card.sign_by)}
    if card.signed_at is not None:
        state = _("signed")
    elif card.refused_at is not None:
        state = _("refused to sign")
    return Line(title=text(card.words), at=card.signed_at or card.refused_at, who=card.name, text=state)


def _happened(event: Happening) -> Line:
    return Line(title=text(event.words), at=event.at, who=event.who, text=event.detail, internal=event.internal)
