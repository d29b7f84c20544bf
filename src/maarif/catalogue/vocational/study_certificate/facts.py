"""What the service reads: the subject's current studies, and the choices that follow from them."""

from maarif.catalogue.certificates import people, studies
from maarif.catalogue.certificates.studies import Studies
from maarif.engine.declare import Asking
from maarif.registries.programmes.types import ProgrammeKind

KINDS = (ProgrammeKind.VOCATIONAL,)

name = people.name
birth_date = people.birth_date
enrolments = studies.on_offer
paper_languages = studies.paper_languages
reader_language = studies.reader_language


def of_case(asking: Asking) -> Studies:
    """The subject's studies today: of this service's kinds, on other levels, and in other countries."""
    return studies.read(asking, KINDS)
