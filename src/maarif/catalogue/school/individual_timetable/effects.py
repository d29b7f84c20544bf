"""What granting does: the form of study changes in the register, and the school's order says so."""

from maarif.catalogue.certificates import words
from maarif.catalogue.special_study import measures
from maarif.catalogue.special_study.facts import Pupil
from maarif.engine.declare import Filled, Granted

LINES = (*measures.LINES, "need")

carry_out = measures.carry_out


def order(granted: Granted[Pupil]) -> Filled:
    """The school's order."""
    need = granted.answers.get("need")
    return measures.order(granted, need=words.say("need", str(need)) if need else None)
