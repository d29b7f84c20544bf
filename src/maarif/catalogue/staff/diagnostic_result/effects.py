"""What granting does: the certificate of the result is issued in the ministry's name."""

from maarif.catalogue.certificates import examinations, words
from maarif.catalogue.certificates.examinations import Examinations, Sat
from maarif.catalogue.staff.diagnostic_result import rules
from maarif.engine.declare import Filled, Granted
from maarif.kernel.text import Text

LINES = ("subject", "taken_on", "test_score", "interview_score", "verdict", "pay_raise", "valid_until", "presented_to")


def certificate(granted: Granted[Examinations]) -> Filled:
    """Fills the certificate for the chosen result: test and interview, the verdict, and what it adds to the salary."""
    sat = examinations.chosen(granted.facts, granted.answers["result"])
    percent = rules.pay_raise(sat)
    test = _part(sat, "test")
    return examinations.filled(
        granted,
        sat,
        {
            "test_score": examinations.score(sat.result.total, sat.result.maximum, None) if test is None else test,
            "interview_score": _part(sat, "interview"),
            "verdict": words.say("verdict", "certified" if sat.result.passed else "not_certified"),
            "pay_raise": None if percent is None else words.say("pay", "raise").filled(percent=str(percent)),
        },
    )


def _part(sat: Sat, code: str) -> Text | None:
    part = examinations.part(sat.result, code)
    return None if part is None else examinations.score(part.score, part.maximum, part.needed)
