"""What the service judges, and what granting will change."""

from maarif.catalogue.students import studying
from maarif.catalogue.students.studying import Student, found, interrupted
from maarif.engine.declare import Answers, Consequence

alive = studying.alive
birth_date_known = studying.birth_date_known


def on_leave(facts: Student) -> bool:
    """The register shows studies that a leave interrupts."""
    return bool(interrupted(facts))


def consequences(facts: Student, answers: Answers) -> tuple[Consequence, ...]:
    """The studies go on."""
    card = found(facts, answers)
    return () if card is None else (Consequence(code="goes_on", words={"place": card.institution_name}),)
