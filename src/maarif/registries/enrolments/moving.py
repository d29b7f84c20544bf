"""Going on elsewhere: from school to school, from stage to stage, between programmes and universities, and back after an end.

Each verb ends one enrolment the day before (or finds it ended) and opens the next, in one transaction; `continues` of the new one names the
old, and the database lets an enrolment be continued only once, so a verb told twice finds what it did.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from maarif.registries.enrolments import forms, law
from maarif.registries.enrolments.errors import ClassUnfit, NotEnrolledThere, ProgrammeUnfit, TransitionRefused
from maarif.registries.enrolments.models import ClassPlaces, Enrolment
from maarif.registries.enrolments.places import use_hold
from maarif.registries.enrolments.states import CURRENT_STATUSES, held, refused, write_change
from maarif.registries.enrolments.types import CURRENT, Funding, Status
from maarif.registries.people.operations import hold
from maarif.registries.programmes import queries as programmes
from maarif.registries.programmes.types import ClassGroupCard, ProgrammeKind, StudyForm
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor

ONE_DAY: Final = timedelta(days=1)
COMEBACK: Final = (Status.EXPELLED, Status.WITHDRAWN)
"""Ends after which somebody may be taken back."""
_GOES_ALONG: Final = (
    *("kind", "level", "grade", "form", "language", "funding", "programme_id", "class_group_id", "institution_id"),
    *("credits", "semester", "entrance_score", "admission_year", "expected_end"),
)
_FRESH: Final = {
    **dict.fromkeys(("programme_id", "class_group_id", "grade")),
    **dict.fromkeys(("credits", "semester", "entrance_score", "admission_year", "expected_end")),
    "form": StudyForm.FULL_TIME.value,
    "funding": Funding.NONE.value,
}
"""What does not go along from one stage to the next."""


def transfer(
    *,
    by: Actor,
    person: int,
    source: int,
    target: int,
    class_group: int | None,
    on: date,
    kind: ProgrammeKind = ProgrammeKind.GENERAL,
    reason: str = "",
    order_number: str = "",
) -> int:
    """Moves a pupil from one school to another from a day on, into a class with a free (or held) place; the new enrolment.

    NotEnrolledThere, ClassUnfit (another school's class, another grade), NoFreePlace, AlreadyEnrolled, TransitionRefused.
    """
    with acting(by), refused():
        hold(person=person)
        done = _continued(on, person=person, kind=kind.value, institution=target, class_group=class_group)
        if done is not None and done[1] == source:
            return done[0]
        rows = Enrolment.objects.select_for_update(no_key=True).filter(person=person, kind=kind.value)
        old = rows.filter(institution=source, status__in=CURRENT_STATUSES).first()
        if old is None:
            raise NotEnrolledThere(person=person, institution=source, kind=kind.value)
        facts = {"institution_id": target, "programme_id": None, **_class_facts(old, target, class_group)}
        return _go_on(by, "enrolments.transfer", old, on, facts, reason, order_number)


def change_programme(
    *,
    by: Actor,
    enrolment: int,
    programme: int,
    on: date,
    class_group: int | None = None,
    funding: Funding | None = None,
    credits_recorded: int | None = None,
    semester: int | None = None,
    reason: str = "",
    order_number: str = "",
) -> int:
    """Moves a student to another programme of the same institution; what is not stated goes along; the new enrolment.

    ProgrammeUnfit (another institution's), ClassUnfit, NoFreePlace, TransitionRefused.
    """
    with acting(by), refused():
        old = _held_with_person(enrolment)
        facts: dict[str, object] = {"class_group_id": None, **_programme_facts(old.institution_id, programme)}
        facts |= _stated(funding=funding, credits=credits_recorded, semester=semester)
        return _moved(by, "enrolments.change_programme", CURRENT, old, on, facts, class_group, reason, order_number)


def transfer_student(
    *,
    by: Actor,
    enrolment: int,
    institution: int,
    programme: int,
    on: date,
    credits_recorded: int,
    semester: int | None = None,
    form: StudyForm | None = None,
    funding: Funding | None = None,
    class_group: int | None = None,
    reason: str = "",
    order_number: str = "",
) -> int:
    """Moves a student to a programme of another institution, with the credits that it recognised; the new enrolment.

    `funding` says who pays from then on; what is not stated goes along. ProgrammeUnfit, ClassUnfit, NoFreePlace,
    AlreadyEnrolled, TransitionRefused.
    """
    with acting(by), refused():
        old = _held_with_person(enrolment)
        facts: dict[str, object] = {"institution_id": institution, "class_group_id": None, "language": ""}
        facts |= _programme_facts(institution, programme)
        facts |= _stated(form=form, funding=funding, credits=credits_recorded, semester=semester)
        return _moved(by, "enrolments.transfer_student", CURRENT, old, on, facts, class_group, reason, order_number)


def reinstate(
    *,
    by: Actor,
    enrolment: int,
    on: date,
    class_group: int | None = None,
    semester: int | None = None,
    credits_recorded: int | None = None,
    funding: Funding | None = None,
    reason: str = "",
    order_number: str = "",
) -> int:
    """Takes somebody back who was expelled or left: an enrolment that goes on from the old one, from a day on.

    TransitionRefused (still studies, graduated, was taken back already), ClassUnfit, NoFreePlace, AlreadyEnrolled.
    """
    with acting(by), refused():
        old = _held_with_person(enrolment)
        facts: dict[str, object] = {"class_group_id": None}
        facts |= _stated(funding=funding, credits=credits_recorded, semester=semester)
        return _moved(by, "enrolments.reinstate", COMEBACK, old, on, facts, class_group, reason, order_number)


def enter_stage(
    *,
    by: Actor,
    enrolment: int,
    institution: int,
    on: date,
    class_group: int | None = None,
    programme: int | None = None,
    grade: int | None = None,
    reason: str = "",
    order_number: str = "",
) -> int:
    """Takes somebody whose stage is over into the next, from a day on: a class one grade up, or a programme; the new enrolment.

    `grade` is the one that a child of a kindergarten enters, where that is not the first.
    A stage that has not ended is completed the day before. What the promotion had opened where the pupil was, and begins on
    that very day, is annulled: it never came about. TransitionRefused (is interrupted, went on already), ClassUnfit,
    ProgrammeUnfit, NoFreePlace, AlreadyEnrolled.
    """
    with acting(by), refused():
        old = _held_with_person(enrolment)
        done = _continued(on, continues=old.pk, institution=institution, programme=programme, class_group=class_group)
        if done is not None:
            return done[0]
        facts = _next_stage(old, institution, class_group, programme, grade, on)
        kept = _kept_by_promotion(old, on)
        _lock_classes(old.class_group_id, class_group, kept.class_group_id if kept is not None else None)
        if kept is not None:
            write_change(kept, Status.ANNULLED, on, reason, order_number, {})
            detail = {"enrolment": kept.pk, "institution": kept.institution_id, "on": on, "reason": reason}
            audit.record_write(by=by, verb="enrolments.give_up_promotion", subjects=[old.person_id], detail=detail)
        return _go_on(
            by, "enrolments.enter_stage", _completed(old, on, reason, order_number), on, facts, reason, order_number
        )


def _kept_by_promotion(old: Enrolment, on: date) -> Enrolment | None:
    """What the promotion opened after an enrolment where that one was, when it begins on this day."""
    rows = Enrolment.objects.select_for_update(no_key=True).filter(continues=old.pk, status=Status.ACTIVE.value)
    return rows.filter(institution=old.institution_id, status_reason="promotion", period__startswith=on).first()


def _completed(old: Enrolment, on: date, reason: str, order_number: str) -> Enrolment:
    """The enrolment of the stage before, completed the day before where it still went on. TransitionRefused."""
    if old.status == Status.COMPLETED.value:
        return old
    if old.status != Status.ACTIVE.value:
        raise TransitionRefused(enrolment=old.pk, status=old.status, to=Status.COMPLETED.value)
    rules = law.school_year(old.institution.country, on)
    last = on - ONE_DAY
    graduated = rules.ended(last) if any(each.grade == old.grade and each.document for each in rules.stage) else None
    write_change(old, Status.COMPLETED, last, reason, order_number, {"graduated_on": graduated})
    return held(old.pk)


def _next_stage(
    old: Enrolment, institution: int, class_group: int | None, programme: int | None, first: int | None, on: date
) -> dict[str, object]:
    """Where somebody comes into: a programme (and group) of it, or the class one grade up. ProgrammeUnfit, ClassUnfit."""
    facts = {**_FRESH, "institution_id": institution, "class_group_id": class_group}
    card = None if class_group is None else _class_of(institution, class_group)
    if programme is not None:
        facts |= _programme_facts(institution, programme)
        if card is None or class_group is None:
            return facts | {"language": ""}
        return facts | _group_facts(old, institution, programme, class_group) | {"language": card.language}
    grade = (first or 1) if old.kind == ProgrammeKind.PRESCHOOL.value else (old.grade or 0) + 1
    if card is None or card.grade != grade:
        raise ClassUnfit(fact="grade", class_group=class_group, constraint="")
    level = law.school_year(old.institution.country, on).level_of(grade)
    return facts | {"kind": ProgrammeKind.GENERAL.value, "level": level, "grade": grade, "language": card.language}


def _moved(
    by: Actor,
    verb: str,
    allowed: tuple[Status, ...],
    old: Enrolment,
    on: date,
    facts: Mapping[str, object],
    class_group: int | None,
    reason: str,
    order_number: str,
) -> int:
    """Goes on from an enrolment, or finds that it went on in this very way."""
    target = facts.get("institution_id", old.institution_id)
    programme = facts.get("programme_id", old.programme_id)
    done = _continued(on, continues=old.pk, institution=target, programme=programme, class_group=class_group)
    if done is not None:
        return done[0]
    if Status(old.status) not in allowed:
        raise TransitionRefused(enrolment=old.pk, status=old.status, to=Status.TRANSFERRED.value)
    place = _group_facts(old, target, programme, class_group) if class_group is not None else {}
    return _go_on(by, verb, old, on, {**facts, **place}, reason, order_number)


def _go_on(
    by: Actor, verb: str, old: Enrolment, on: date, facts: Mapping[str, object], reason: str, order_number: str
) -> int:
    """Ends the old enrolment where it is current, opens the one that continues it, and writes down who did it."""
    leaving = old.status in CURRENT_STATUSES
    if (leaving and on <= old.period.lower) or (not leaving and on < old.period.upper):
        raise TransitionRefused(enrolment=old.pk, status=old.status, to=Status.TRANSFERRED.value)
    columns = {name: getattr(old, name) for name in _GOES_ALONG} | dict(facts)
    _lock_classes(old.class_group_id, columns["class_group_id"])
    use_hold(person=old.person_id, class_group=columns["class_group_id"])
    if leaving:
        write_change(old, Status.TRANSFERRED, on - ONE_DAY, reason, order_number, {})
    row = Enrolment.objects.create(
        person_id=old.person_id,
        continues_id=old.pk,
        period=DateRange(on, None),
        status=Status.ACTIVE.value,
        status_since=on,
        status_reason=reason,
        status_order=order_number,
        **columns,
    )
    if leaving:
        forms.follow(by=by, old=old, new=row, on=on)
    detail = {"from": old.pk, "enrolment": row.pk, "institution": row.institution_id, "on": on, "reason": reason}
    audit.record_write(by=by, verb=verb, subjects=[old.person_id], detail=detail)
    return int(row.pk)


def _held_with_person(enrolment: int) -> Enrolment:
    """The row with its person locked first, in the order in which every verb locks them."""
    person = Enrolment.objects.filter(pk=enrolment).values_list("person", flat=True).first()
    if person is not None:
        hold(person=person)
    return held(enrolment)


def _continued(on: date, **there: object) -> tuple[int, int | None] | None:
    """The enrolment that these facts tell of and where the one before it was, if it began on this day and was not annulled."""
    rows = Enrolment.objects.filter(period__startswith=on, continues__isnull=False, **there)
    return rows.exclude(status=Status.ANNULLED.value).values_list("pk", "continues__institution").first()


def _class_facts(old: Enrolment, institution: object, class_group: int | None) -> dict[str, object]:
    """Class and language of the class that a pupil comes into, which is of the same grade. ClassUnfit."""
    if class_group is None:
        return {"class_group_id": None}
    card = _class_of(institution, class_group)
    if None not in (card.grade, old.grade) and card.grade != old.grade:
        raise ClassUnfit(fact="grade", class_group=class_group, constraint="")
    return {"class_group_id": class_group, "language": card.language or old.language}


def _group_facts(old: Enrolment, institution: object, programme: object, class_group: int) -> dict[str, object]:
    """Group, year of study and language of the group that a student comes into, which studies no other programme. ClassUnfit."""
    card = _class_of(institution, class_group)
    if card.programme not in (None, programme):
        raise ClassUnfit(fact="programme", class_group=class_group, constraint="")
    facts = {"class_group_id": class_group, "language": card.language or old.language}
    return facts if card.grade is None else facts | {"grade": card.grade}


def _class_of(institution: object, class_group: int) -> ClassGroupCard:
    """The class, which has to be of this institution. ClassUnfit."""
    card: ClassGroupCard | None = programmes.class_group(class_group)
    if card is None or card.institution != institution:
        raise ClassUnfit(fact="institution", class_group=class_group, constraint="")
    return card


def _programme_facts(institution: int, programme: int) -> dict[str, object]:
    """Programme, kind and level of the programme that somebody comes into. ProgrammeUnfit."""
    card = programmes.programme(programme)
    if card is None or card.institution != institution:
        raise ProgrammeUnfit(fact="institution", programme=programme)
    return {"programme_id": programme, "kind": card.kind.value, "level": card.level, "form": card.form.value}


def _stated(**facts: object) -> dict[str, object]:
    """Those of the facts that were stated."""
    return {name: getattr(fact, "value", fact) for name, fact in facts.items() if fact is not None}


def _lock_classes(*groups: object) -> None:
    """Locks the places of the classes in the order of their numbers, so that two transfers crossing each other never deadlock."""
    wanted = sorted({int(str(group)) for group in groups if group is not None})
    ClassPlaces.objects.bulk_create([ClassPlaces(class_group_id=group) for group in wanted], ignore_conflicts=True)
    rows = ClassPlaces.objects.select_for_update(no_key=True).filter(class_group__in=wanted)
    list(rows.order_by("class_group").values_list("pk", flat=True))
