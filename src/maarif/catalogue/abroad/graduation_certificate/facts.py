"""What the service reads: the subject's studies in other countries, finished and current, and the choices among them."""

from maarif.catalogue.certificates import graduations, people, studies
from maarif.catalogue.certificates.graduations import Graduations
from maarif.engine.declare import Asking
from maarif.registries.programmes.types import ProgrammeKind

name = people.name
birth_date = people.birth_date
graduations_offered = graduations.abroad_on_offer
paper_languages = studies.paper_languages
reader_language = studies.reader_language


def of_case(asking: Asking) -> Graduations:
    """The subject's studies abroad on every level, sorted into finished and current."""
    return graduations.read(asking, tuple(ProgrammeKind), abroad=True)
