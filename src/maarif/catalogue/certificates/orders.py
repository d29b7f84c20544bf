"""An order of an institution about somebody, filled from the registers."""

from collections.abc import Mapping
from datetime import date

from maarif.catalogue.certificates import people, studies
from maarif.catalogue.certificates.people import AboutSomebody
from maarif.engine.declare import Filled, Granted
from maarif.kernel.text import Text
from maarif.registries.people.types import PersonCard

#: What an order says beyond its sentence, by the code of the line.
Lines = Mapping[str, Text | date | str | None]


def order(
    granted: Granted[AboutSomebody],
    institution: int,
    issuer: Text,
    lines: Lines,
    *,
    holder: PersonCard | None = None,
) -> Filled:
    """An order of an institution about the applicant, or about another holder."""
    party, name, born = people.identified(holder or granted.facts.holder)
    return Filled(
        holder=party,
        holder_name=name,
        holder_birth_date=born,
        issuer=issuer,
        institution=institution,
        chosen_language=studies.reader_language(None, granted.asking),
        facts=lines,
    )
