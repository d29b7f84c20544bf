"""What the service reads: studies finished at home on the levels that end with a diploma, and the choices among them."""

from maarif.catalogue.certificates import graduations, people, studies
from maarif.catalogue.certificates.graduations import Graduations
from maarif.engine.declare import Asking
from maarif.registries.programmes.types import ProgrammeKind

KINDS = (
    ProgrammeKind.BACHELOR,
    ProgrammeKind.MASTER,
    ProgrammeKind.DOCTORATE,
    ProgrammeKind.COLLEGE,
    ProgrammeKind.VOCATIONAL,
)

name = people.name
birth_date = people.birth_date
graduations_offered = graduations.on_offer
paper_languages = studies.paper_languages
reader_language = studies.reader_language


def of_case(asking: Asking) -> Graduations:
    """The subject's studies at home that end with a diploma, sorted into finished and current."""
    return graduations.read(asking, KINDS)
