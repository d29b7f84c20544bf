"""What the service reads: the studies that a leave interrupts."""

from maarif.catalogue.students import studying
from maarif.catalogue.students.studying import Student, interrupted
from maarif.engine.declare import Asking, Option

of_case = studying.read
name = studying.name
birth_date = studying.birth_date
institution = studying.institution


def enrolments(facts: Student, asking: Asking) -> tuple[Option, ...]:
    """The studies that can go on."""
    return studying.offered(interrupted(facts))
