"""What granting does: an enrolment arises in the programme, in a group where the institution named one, and the order says so."""

from datetime import date

from maarif.catalogue.certificates import words
from maarif.catalogue.higher.transfer_from_abroad.facts import Facts, target
from maarif.catalogue.places.programmes import Target
from maarif.catalogue.students import orders, receiving
from maarif.engine.declare import Filled, Granted
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments.errors import NotEnrolledThere
from maarif.registries.enrolments.types import Funding

LINES = (
    "from_university",
    "from_country",
    "from_programme",
    "to_institution",
    "to_programme",
    "form",
    "funding",
    "semester",
    "credits_recognised",
    "academic_debt",
    "since",
)

credits_recognised = receiving.credits_recognised
semester = receiving.semester
group = receiving.group


def receive(granted: Granted[Facts]) -> None:
    """Enrols the student from the day of the order, paying, in a group that has a place; NoFreePlace, ClassUnfit (`group_for`)."""
    to, entered = _wanted(granted), _noted(granted, "semester")
    wanted = to.programme
    admitted = granted.answers.get("admitted_on")
    enrolments.enrol(
        by=granted.by,
        person=granted.asking.subject,
        institution=wanted.institution,
        kind=wanted.kind,
        level=wanted.level,
        since=granted.asking.on,
        programme=wanted.id,
        class_group=receiving.group_for(wanted.institution, to.groups, entered, granted.noted.get("group")),
        form=wanted.form,
        language=wanted.language,
        funding=Funding.PAID,
        order_number=granted.number,
        credits=_noted(granted, "credits_recognised"),
        semester=entered,
        admission_year=admitted.year if isinstance(admitted, date) else None,
    )


def order(granted: Granted[Facts]) -> Filled:
    """The order of the institution that receives the student, with the credits that it recognised and those still to be earned."""
    to = _wanted(granted)
    entered, recognised = _noted(granted, "semester"), _noted(granted, "credits_recognised")
    debt = receiving.difference(to.programme, entered, recognised)
    lines: orders.Lines = {
        "from_university": str(granted.answers["university"]),
        "from_country": str(granted.answers["country"]),
        "from_programme": str(granted.answers["studied"]),
        "to_institution": to.institution_name,
        "to_programme": to.programme.name,
        "form": words.form(to.programme.form),
        "funding": words.funding(Funding.PAID),
        "semester": str(entered),
        "credits_recognised": str(recognised),
        "academic_debt": None if debt is None else str(debt),
        "since": granted.asking.on,
    }
    return orders.order(granted, to.programme.institution, to.institution_name, lines)


def _wanted(granted: Granted[Facts]) -> Target:
    wanted = target(granted.facts, granted.answers)
    if wanted is None:
        raise NotEnrolledThere(case=granted.number)
    return wanted


def _noted(granted: Granted[Facts], code: str) -> int:
    return int(str(granted.noted[code]))
