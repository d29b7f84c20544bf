"""What the service reads: the diplomas and the duplicates given of them."""

from maarif.catalogue.certificates import people, studies
from maarif.catalogue.duplicates import facts as duplicates
from maarif.catalogue.duplicates.facts import Finished
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
graduations_offered = duplicates.graduations_offered
reasons = duplicates.reasons
paper_languages = studies.paper_languages
reader_language = studies.reader_language
archive = duplicates.archive
matters = duplicates.matters
higher_days = duplicates.higher_days


def of_case(asking: Asking) -> Finished:
    """What the subject has finished."""
    return duplicates.read(asking, KINDS)
