"""What the service judges: whether there is a result, whether it holds, whether its verdict follows from its points.

Rules of the competition (rule set `assessments`): 40 questions on the subject at 2 points, 20 on method at 1 point; whoever
reaches the pass mark of the subject, of the method and of the total has passed.
"""

from maarif.catalogue.certificates import examinations, people
from maarif.catalogue.certificates.examinations import Examinations, Sat

birth_date_known = people.birth_date_known
alive = people.alive
has_result = examinations.has_result
in_validity = examinations.in_validity


def consistent(facts: Examinations) -> bool:
    """Of the results that hold, at least one says of itself what its points say by the rules of its day."""
    return not examinations.valid(facts) or bool(certifiable(facts))


def certifiable(facts: Examinations) -> tuple[Sat, ...]:
    """Results that hold and whose verdict follows from their points."""
    return tuple(each for each in examinations.valid(facts) if agrees(each))


def agrees(sat: Sat) -> bool:
    """The register's verdict is the one that the pass marks of the day give; without known rules the register is believed."""
    if sat.rules is None:
        return True
    return sat.result.passed is examinations.recruitment_passed(sat.result, sat.rules.values.recruitment)
