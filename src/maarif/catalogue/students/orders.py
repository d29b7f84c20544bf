"""The order by which an institution changes somebody's studies, filled from the register."""

from collections.abc import Mapping
from datetime import date

from maarif.catalogue.certificates import people, studies
from maarif.catalogue.certificates.people import AboutSomebody
from maarif.engine.declare import Filled, Granted
from maarif.kernel.text import Text
from maarif.registries.enrolments.types import EnrolmentCard


def order(
    granted: Granted[AboutSomebody], card: EnrolmentCard, lines: Mapping[str, Text | date | str | None]
) -> Filled:
    """An order of the institution where somebody studies: institution, level, programme, then what it orders."""
    party, name, born = people.identity(granted.facts)
    said = studies.lines(card, {})
    return Filled(
        holder=party,
        holder_name=name,
        holder_birth_date=born,
        issuer=card.institution_name,
        institution=card.institution,
        chosen_language=studies.reader_language(None, granted.asking),
        facts={**{code: said[code] for code in ("institution", "level", "programme")}, **lines},
    )
