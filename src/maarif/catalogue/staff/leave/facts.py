"""What the service reads: the posts held, and from which of them the person is on leave today."""

from maarif.catalogue.certificates.words import say
from maarif.catalogue.employment import held, leaves
from maarif.engine.declare import Asking, Option
from maarif.registries.posts.types import LeaveKind

#: What an employer is told by a paper.
PROVEN = (LeaveKind.PARENTAL.value, LeaveKind.STUDY.value, LeaveKind.HEALTH.value, LeaveKind.SERVICE.value)

Facts = leaves.OnLeave
name = held.name
birth_date = held.birth_date
of_case = leaves.of_case
employments = leaves.can_be_left
employer = held.employer
from_today = held.from_today
within_a_year = held.within_a_year


def kinds(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """Why somebody may be away from a post."""
    return tuple(Option(value=each.value, label=say("staff_leave", each.value)) for each in LeaveKind)
