"""What the stages and outcomes do: a place is held, the child waits or moves, both schools have their orders."""

from maarif.catalogue.certificates import people, studies, words
from maarif.catalogue.places import queue, schools
from maarif.catalogue.school.transfer.facts import Facts
from maarif.engine.declare import Consequence, Filled, Granted
from maarif.engine.forms import day_in_words
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments.errors import NoFreePlace
from maarif.registries.enrolments.types import SpecialForm, SpecialFormCard
from maarif.sectors.transfers import operations as transfers
from maarif.sectors.transfers import queries as queues
from maarif.sectors.transfers.types import Wanted
from maarif.support.notices import operations as notices
from maarif.support.parties.types import Actor

LINES = ("from_school", "to_school", "grade", "teaching_language", "since")


def hold(granted: Granted[Facts]) -> None:
    """Keeps a place in the class with the most free ones; NoFreePlace when none is free, or others have waited longer."""
    now = granted.facts.now
    if now is None or now.grade is None:
        raise NoFreePlace(school=granted.answers["school"])
    queue.hold(
        by=_by(granted),
        case=granted.number,
        child=granted.asking.subject,
        wanted=_wanted(granted),
        until=granted.facts.open_until,
    )


def wait(granted: Granted[Facts]) -> None:
    """Joins the queue; a brother or sister there, or a parent who works there, lets the child go first."""
    wanted, family = _wanted(granted), schools.family_of(granted.asking)
    first = queues.goes_first(
        granted.facts.rules, sibling=wanted.school in family.siblings, employee=wanted.school in family.parents
    )
    child = granted.asking.subject
    transfers.join(by=_by(granted), case=granted.number, child=child, wanted=wanted, first=first)


def move(granted: Granted[Facts]) -> None:
    """Ends the old enrolment and begins the new one in the class whose place was held, in one transaction."""
    now = granted.facts.now
    if now is None:
        raise NoFreePlace(school=granted.answers["school"])
    school = _wanted(granted).school
    enrolments.transfer(
        by=_by(granted),
        person=granted.asking.subject,
        source=now.institution,
        target=school,
        class_group=queue.held_class(granted.number, granted.asking.subject),
        on=granted.asking.on,
        order_number=granted.number,
    )
    if granted.facts.form is not None:
        _tell_of_form(granted, granted.facts.form)


def _tell_of_form(granted: Granted[Facts], form: SpecialFormCard) -> None:
    """Tells the applicant what became of the special form of study that the child had."""
    what = "home_goes_on" if form.form is SpecialForm.HOME else "timetable_ends"
    notices.send(
        by=_by(granted),
        to=granted.asking.actor.party or granted.asking.subject,
        topic="record.special_form",
        subject=words.say("notice", what),
        body=words.say("notice", f"{what}_body").filled(until=day_in_words(form.until)),
        link="/cabinet/data/",
        key=f"special form {granted.number}",
    )


def release(granted: Granted[Facts]) -> None:
    """Gives back the place that was held and leaves the queue."""
    queue.release(by=_by(granted), case=granted.number, child=granted.asking.subject)


def standing(facts: Facts, number: str) -> tuple[Consequence, ...]:
    """The child's place in the queue, where it waits."""
    return queue.standing(number)


def receiving_order(granted: Granted[Facts]) -> Filled:
    """The order of the school that takes the child."""
    return _order(granted, _wanted(granted).school)


def leaving_order(granted: Granted[Facts]) -> Filled:
    """The order of the school that lets the child go; in Kazakhstan the detachment coupon."""
    now = granted.facts.now
    return _order(granted, now.institution if now is not None else _wanted(granted).school)


def _order(granted: Granted[Facts], issuer: int) -> Filled:
    now = granted.facts.now
    party, name, born = people.identity(granted.facts)
    if now is None:
        raise ValueError("an order was filled for a child who learns nowhere")
    target = granted.facts.names.of(_wanted(granted).school)
    said = studies.lines(now, {})
    return Filled(
        holder=party,
        holder_name=name,
        holder_birth_date=born,
        issuer=now.institution_name if issuer == now.institution else target,
        institution=issuer,
        chosen_language=studies.reader_language(None, granted.asking),
        facts={
            "from_school": now.institution_name,
            "to_school": target,
            "grade": str(now.grade),
            "teaching_language": said["teaching_language"],
            "since": granted.asking.on,
        },
    )


def _wanted(granted: Granted[Facts]) -> Wanted:
    now = granted.facts.now
    grade = now.grade if now is not None and now.grade is not None else 0
    language = now.language if now is not None else ""
    school = int(str(granted.answers["school"]))
    return Wanted(school=school, grade=grade, language=language, begins=granted.facts.year_ahead)


def _by(granted: Granted[Facts]) -> Actor:
    return granted.decided_by or granted.asking.actor
