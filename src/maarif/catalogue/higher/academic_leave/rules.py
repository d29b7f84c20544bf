"""What the service judges, when a leave ends, and what granting will change."""

from datetime import date, timedelta

from maarif.catalogue.higher.academic_leave.facts import month_words, months
from maarif.catalogue.students import studying
from maarif.catalogue.students.studying import Student, found
from maarif.engine.declare import Answers, Consequence
from maarif.kernel.calendar import months_later

alive = studying.alive
birth_date_known = studying.birth_date_known
is_student = studying.is_student


def not_on_leave(facts: Student) -> bool:
    """Some of the studies go on."""
    return not facts.here or bool(studying.active(facts))


def last_day(first: date, count: int) -> date:
    """The last day of a leave of so many months."""
    return months_later(first, count) - timedelta(days=1)


def consequences(facts: Student, answers: Answers) -> tuple[Consequence, ...]:
    """The studies are interrupted for the term chosen."""
    card = found(facts, answers)
    if card is None or not {"term", "long_term"} & set(answers):
        return ()
    words = {"place": card.institution_name, "term": month_words(months(answers))}
    return (Consequence(code="interrupts", words=words),)
