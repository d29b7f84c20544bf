"""What granting does: the certificate of the result is issued in the ministry's name."""

from maarif.catalogue.certificates import examinations, words
from maarif.catalogue.certificates.examinations import Examinations, Sat
from maarif.engine.declare import Filled, Granted
from maarif.kernel.text import Text

LINES = ("subject", "taken_on", "subject_score", "method_score", "total", "verdict", "valid_until", "presented_to")


def certificate(granted: Granted[Examinations]) -> Filled:
    """Fills the certificate for the chosen result: both parts and the total with their pass marks, and the verdict."""
    sat = examinations.chosen(granted.facts, granted.answers["result"])
    return examinations.filled(
        granted,
        sat,
        {
            "subject_score": _part(sat, "subject"),
            "method_score": _part(sat, "method"),
            "total": examinations.score(sat.result.total, sat.result.maximum, examinations.total_needed(sat)),
            "verdict": words.say("verdict", "passed" if sat.result.passed else "failed"),
        },
    )


def _part(sat: Sat, code: str) -> Text | None:
    part = examinations.part(sat.result, code)
    return None if part is None else examinations.score(part.score, part.maximum, examinations.needed(sat, part))
