"""Pairs of records that may be one person: side by side, decided by a human, undone by one."""

from dataclasses import replace
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maarif.kernel.countries import regions
from maarif.kernel.errors import Refusal
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.people import operations
from maarif.registries.people import queries as people
from maarif.registries.people.errors import CandidateDecided, MergeConflict, MergeMoved, OwnRecord
from maarif.registries.people.types import Candidate, CandidateStatus, PersonCard
from maarif.support.parties.types import Actor
from maarif.surfaces.desk.inquiry import looking
from maarif.surfaces.desk.types import ComparedRow, Inquiry, NoteForm, PairRow, Pairs, PairView, Problem
from maarif.surfaces.frame.environment import day, moment, text
from maarif.surfaces.record.sections import country_name, enrolment_line
from maarif.surfaces.record.types import Color, Tag
from maarif.surfaces.record.words import SEXES, say

PURPOSE: Final = "duplicate"
SHOWN: Final = 50
_STATUSES: Final[dict[CandidateStatus, tuple[object, Color]]] = {
    CandidateStatus.OPEN: (gettext_lazy("To decide"), "warning"),
    CandidateStatus.SAME: (gettext_lazy("Merged"), "success"),
    CandidateStatus.DIFFERENT: (gettext_lazy("Two people"), "neutral"),
}
_PLACES: Final = {
    "enrolments_enrolment": gettext_lazy("Both records have an enrolment for the same time and level."),
    "people_guardianship": gettext_lazy("Both records have a guardianship of the same child with other dates."),
    "access_roleassignment": gettext_lazy("Both records hold the same role in the same place with other dates."),
    "assessments_result": gettext_lazy("Both records have a result of the same examination on the same day."),
    "cases_case": gettext_lazy("An application was begun at this very moment. Try again."),
    "posts_employment": gettext_lazy("Both records hold the same post at the same time."),
}
_REASONS: Final = {
    "family_name_same": gettext_lazy("same family name"),
    "family_name_alike": gettext_lazy("family names alike"),
    "given_name_same": gettext_lazy("same given name"),
    "given_name_alike": gettext_lazy("given names alike"),
    "patronymic_same": gettext_lazy("same father's name"),
    "birth_date_same": gettext_lazy("same birth date"),
    "birth_date_exchanged": gettext_lazy("day and month of birth exchanged"),
    "birth_date_one_part_differs": gettext_lazy("birth dates differ in one part"),
}


DECISIONS: Final = ("keep_first", "keep_second", "different")


class PairNotFound(Refusal):
    """No such pair for this viewer."""


def pairs_for(viewer: Actor) -> Pairs:
    """Pairs to decide, the likeliest first, and those decided lately."""
    decided = (
        *people.candidates(status=CandidateStatus.SAME, limit=SHOWN),
        *people.candidates(status=CandidateStatus.DIFFERENT, limit=SHOWN),
    )
    return Pairs(
        open=tuple(map(_row, people.candidates(limit=SHOWN))),
        decided=tuple(map(_row, sorted(decided, key=lambda pair: str(pair.decided_at), reverse=True)[:SHOWN])),
    )


def pair_for(viewer: Actor, candidate: int) -> PairView:
    """Two records side by side; both people see in their ledger that they were looked at."""
    pair = _pair(viewer, candidate)
    return PairView(
        id=pair.id,
        line=_line(pair),
        tag=_tag(pair),
        rows=_rows(pair.first, pair.second),
        open=pair.status is CandidateStatus.OPEN,
    )


def decide(by: Actor, candidate: int, form: NoteForm) -> NoteForm:
    """Carries out a decision; a form with problems comes back with what stands against it, nothing is changed then."""
    pair, acting = _pair(by, candidate), _deciding(by, candidate)
    try:
        if form.decision == "different":
            operations.decide_different(by=acting, candidate=candidate, note=form.note)
        else:
            keep = pair.first.id if form.decision == "keep_first" else pair.second.id
            operations.decide_same(by=acting, candidate=candidate, keep=keep, note=form.note)
    except MergeConflict as conflict:
        return _stopped(form, _conflict(conflict))
    except OwnRecord:
        return _stopped(form, _("This pair is about you: another officer decides it."))
    except CandidateDecided:
        return _stopped(form, _("Somebody has decided this pair already."))
    return form


def undo(by: Actor, candidate: int, form: NoteForm) -> NoteForm:
    """Takes a decision back: merged records come apart exactly, the pair waits for a decision again."""
    pair, acting = _pair(by, candidate), _deciding(by, candidate)
    try:
        if pair.status is CandidateStatus.DIFFERENT:
            operations.reopen(by=acting, candidate=candidate, note=form.note)
        else:
            operations.unmerge(by=acting, merge=_merge_of(pair), reason=form.note)
    except MergeMoved:
        return _stopped(
            form,
            _(
                "It cannot be undone exactly: something that was moved has changed since. Turn to the register's office."
            ),
        )
    except OwnRecord:
        return _stopped(form, _("This pair is about you: another officer decides it."))
    except CandidateDecided:
        return _stopped(form, _("Somebody has decided this pair already."))
    return form


def _pair(viewer: Actor, candidate: int) -> Candidate:
    pair = people.candidate_for(_deciding(viewer, candidate), candidate, purpose=PURPOSE)
    if pair is None:
        raise PairNotFound(candidate=candidate)
    return pair


def _merge_of(pair: Candidate) -> int:
    """The merge of this pair that stands; MergeMoved when there is none."""
    for merge in people.merges_of(pair.first.id):
        if merge.undone_at is None and {merge.kept, merge.merged} == {pair.first.id, pair.second.id}:
            return merge.id
    raise MergeMoved(candidate=pair.id, table="people_merge")


def _conflict(conflict: MergeConflict) -> str:
    """What the two records contradict each other in, as far as the table tells."""
    place = _PLACES.get(str(conflict.params.get("table")), _("The two records contradict each other."))
    return f"{place} " + _("Nothing has been changed. End or annul one of the two first.")


def _stopped(form: NoteForm, text: str) -> NoteForm:
    return replace(form, errors=(Problem(code="note", text=text),))


def _deciding(viewer: Actor, candidate: int) -> Actor:
    return looking(viewer, Inquiry(purpose=PURPOSE, basis=_("pair %(number)s") % {"number": candidate}))


def _row(pair: Candidate) -> PairRow:
    return PairRow(
        title=f"{pair.first.full_name} · {pair.second.full_name}",
        line=_line(pair),
        href=reverse("desk:duplicate", args=[pair.id]),
        tag=_tag(pair),
    )


def _line(pair: Candidate) -> str:
    alike = _("%(score)s %% alike") % {"score": pair.score}
    why = ", ".join(str(_REASONS.get(reason, reason)) for reason in pair.reasons)
    when = _("decided on %(moment)s") % {"moment": moment(pair.decided_at)} if pair.decided_at else ""
    return " · ".join(filter(None, (alike, why, when)))


def _tag(pair: Candidate) -> Tag:
    label, color = _STATUSES[pair.status]
    return Tag(label=str(label), color=color)


def _rows(first: PersonCard, second: PersonCard) -> tuple[ComparedRow, ...]:
    facts = zip(_facts(first), _facts(second), strict=True)
    return tuple(ComparedRow(label=label, left=left, right=right) for (label, left), (_label, right) in facts)


def _facts(card: PersonCard) -> tuple[tuple[str, str], ...]:
    named = {region.code: text(region.name) for region in regions(card.country)}
    studies = enrolments.of_person(card.id, include_ended=True)
    return (
        (_("Name"), card.full_name),
        (_("Personal number"), card.number_masked or "–"),
        (_("Date of birth"), day(card.birth_date) if card.birth_date else "–"),
        (_("Sex"), say(SEXES, card.sex.value) if card.sex else "–"),
        (_("Citizenship"), country_name(card.citizenship) or "–"),
        (_("Region"), named.get(card.region_code, card.region_code) or "–"),
        (_("Education"), "; ".join(enrolment_line(study) for study in studies) or "–"),
    )
