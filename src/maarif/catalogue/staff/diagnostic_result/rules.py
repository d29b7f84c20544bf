"""What the service judges: whether there is a result, whether it holds, whether its verdict follows from its points.

Rules of the assessment (rule set `assessments`): 60 questions at 1 point, nothing taken off; from 30 points on an interview; whoever passes
both is certified, and the points of the test decide the addition to the salary.
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
    """Results that hold and whose verdict does not contradict their points."""
    return tuple(each for each in examinations.valid(facts) if agrees(each))


def agrees(sat: Sat) -> bool:
    """Nobody is certified below the points of the interview or below a part's own pass mark; without rules the register is believed."""
    if sat.rules is None or not sat.result.passed:
        return True
    test = examinations.part(sat.result, "test")
    points = sat.result.total if test is None else test.score
    parts = all(part.needed is None or part.score >= part.needed for part in sat.result.parts)
    return parts and points >= sat.rules.values.diagnostic.interview_from


def pay_raise(sat: Sat) -> int | None:
    """Per cent that the result adds to the salary; None for who is not certified or where no rules are known."""
    if sat.rules is None or not sat.result.passed:
        return None
    test = examinations.part(sat.result, "test")
    return sat.rules.values.diagnostic.percent_for(sat.result.total if test is None else test.score)
