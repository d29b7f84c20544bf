"""Invented students and rules that the stories of students' services are told with."""

from maarif.catalogue.certificates import samples
from maarif.catalogue.students.studying import Student
from maarif.catalogue.students.terms import Change, ExpulsionGround, Leave, LeaveReason, Reinstatement, Students
from maarif.registries.enrolments.types import EnrolmentCard

RULES = Students(
    leave=Leave(reasons=tuple(LeaveReason), terms=(6, 12), long_terms=(12, 24, 36)),
    change=Change(
        windows=(),
        per_window=1,
        credits_percent=50,
        final_year=False,
        distance=False,
        same_group=True,
        passing_score=True,
        paid_unless_same=True,
    ),
    reinstatement=Reinstatement(within_years=5),
    expulsion=tuple(ExpulsionGround),
)


def student(*studies: EnrolmentCard) -> Student:
    """Somebody with these studies, or with those of a bachelor's student."""
    return Student(holder=samples.person(), here=studies or (samples.student(),), rules=RULES)
