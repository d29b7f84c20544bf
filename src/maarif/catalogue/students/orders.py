"""The order by which an institution changes somebody's studies, filled from the register."""

from maarif.catalogue.certificates import studies
from maarif.catalogue.certificates.orders import Lines, order
from maarif.catalogue.certificates.people import AboutSomebody
from maarif.engine.declare import Filled, Granted
from maarif.registries.enrolments.types import EnrolmentCard
from maarif.registries.people.types import PersonCard

__all__ = ["Lines", "about", "order"]


def about(
    granted: Granted[AboutSomebody], card: EnrolmentCard, lines: Lines, *, holder: PersonCard | None = None
) -> Filled:
    """An order of the institution where somebody studies: institution, level, programme, then what it orders."""
    said = studies.lines(card, {})
    place = {code: said[code] for code in ("institution", "level", "programme")}
    return order(granted, card.institution, card.institution_name, {**place, **lines}, holder=holder)
