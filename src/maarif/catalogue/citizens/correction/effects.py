"""What granting does: the register is corrected through its own verb, and a notice tells what stood before and what stands now."""

import re
from datetime import date
from typing import Final

from maarif.catalogue.certificates import people, studies
from maarif.catalogue.citizens.correction.facts import Facts, chosen, right, value
from maarif.engine.declare import Filled, Granted, Register
from maarif.kernel.countries import office
from maarif.kernel.text import Text
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments.types import EnrolmentFact
from maarif.registries.people import operations as register
from maarif.registries.people.types import PersonFact
from maarif.registries.posts import operations as posts
from maarif.registries.posts.types import EmploymentFact

LINES = ("fact", "before", "after", "grounded_on")
_DAY: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


def correct(granted: Granted[Facts]) -> None:
    """Writes the right value where the register has a verb for it; otherwise the officer has corrected the row already."""
    found = chosen(granted.facts, granted.answers)
    if found is None or not found.fact:
        return
    by = granted.decided_by or granted.asking.actor
    given = plain(value({**granted.answers, **granted.noted}))
    reason = f"{granted.number}: {granted.noted.get('grounded_on', '')}"
    if found.register is Register.PEOPLE:
        fact = PersonFact(found.fact)
        register.correct_fact(by=by, person=granted.asking.subject, fact=fact, value=given, reason=reason)
    elif found.register is Register.ENROLMENTS and found.row is not None:
        enrolments.correct_fact(by=by, enrolment=found.row, fact=EnrolmentFact(found.fact), value=given, reason=reason)
    elif found.register is Register.POSTS and found.row is not None:
        posts.correct_fact(by=by, employment=found.row, fact=EmploymentFact(found.fact), value=given, reason=reason)


def plain(typed: str) -> str:
    """The value as registers take it: a day may be written as people write it, 24.11.2004."""
    day = _DAY.fullmatch(typed.strip())
    if day is None:
        return typed.strip()
    try:
        return date(int(day[3]), int(day[2]), int(day[1])).isoformat()
    except ValueError:
        return typed.strip()


def notice(granted: Granted[Facts]) -> Filled:
    """What stood before, what stands now, and by which document."""
    found = chosen(granted.facts, granted.answers)
    party, name, born = people.identity(granted.facts)
    owner = found.owner if found is not None else None
    return Filled(
        holder=party,
        holder_name=name,
        holder_birth_date=born,
        issuer=owner or office(granted.asking.country, "ministry"),
        institution=found.institution if found is not None else None,
        chosen_language=studies.reader_language(None, granted.asking),
        facts={
            "fact": found.name if found is not None else None,
            "before": found.now if found is not None else None,
            "after": right(granted.facts, {**granted.answers, **granted.noted}, written=True),
            "grounded_on": Text.same(str(granted.noted.get("grounded_on", ""))),
        },
        words={"number": granted.number},
    )
