"""What the service reads: the studies that go on, and the reasons and terms that the country's rules allow."""

from collections.abc import Iterable

from babel.units import format_unit

from maarif.catalogue.certificates import words
from maarif.catalogue.students import studying
from maarif.catalogue.students.studying import Student
from maarif.catalogue.students.terms import LeaveReason
from maarif.engine.declare import Answers, Asking, Option
from maarif.kernel.text import Text

#: Whose end is not in the student's hands: the long terms are for these.
LONG = (LeaveReason.CHILDCARE.value, LeaveReason.MILITARY.value)
#: What an institution is told by a paper.
PROVEN = (LeaveReason.HEALTH.value, *LONG)

of_case = studying.read
name = studying.name
birth_date = studying.birth_date
institution = studying.institution


def enrolments(facts: Student, asking: Asking) -> tuple[Option, ...]:
    """The studies that can be interrupted."""
    return studying.offered(studying.active(facts))


def reasons(facts: Student, asking: Asking) -> tuple[Option, ...]:
    """Why studies may be interrupted."""
    return tuple(Option(value=each.value, label=words.say("leave", each.value)) for each in facts.rules.leave.reasons)


def terms(facts: Student, asking: Asking) -> tuple[Option, ...]:
    """For how long."""
    return _in_months(facts.rules.leave.terms)


def long_terms(facts: Student, asking: Asking) -> tuple[Option, ...]:
    """For how long, for a child or for military service."""
    return _in_months(facts.rules.leave.long_terms)


def months(answers: Answers) -> int:
    """The term that was chosen."""
    return int(str(answers.get("long_term") or answers["term"]))


def month_words(count: int) -> Text:
    """So many months in words; the other three languages have one form for every number."""
    plural = {each: format_unit(count, "duration-month", "long", locale=each) for each in ("ru", "en")}
    return Text(az=f"{count} ay", kk=f"{count} ай", ky=f"{count} ай", **plural)


def _in_months(counts: Iterable[int]) -> tuple[Option, ...]:
    return tuple(Option(value=str(each), label=month_words(each)) for each in counts)
