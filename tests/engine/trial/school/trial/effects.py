"""What granting does: it is written down, so that the tests see that it happened once and only when it lasted."""

from maarif.engine.declare import Granted
from maarif.kernel.errors import Refusal
from maarif.support.audit import operations as audit
from tests.engine.trial.school.trial.facts import Facts


class NoPlaceLeft(Refusal):
    """The last place was given to somebody else."""


def move(granted: Granted[Facts]) -> None:
    if granted.noted.get("class_name") == "full":
        raise NoPlaceLeft
    by = granted.decided_by or granted.asking.actor
    audit.record_write(by=by, verb="trial.moved", subjects=[granted.asking.subject], detail={"case": granted.number})


def released(granted: Granted[Facts]) -> None:
    by = granted.decided_by or granted.asking.actor
    audit.record_write(by=by, verb="trial.released", subjects=[granted.asking.subject], detail={"case": granted.number})
