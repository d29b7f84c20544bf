"""What a university that receives a student says: the group by its name, and the credits still to be made up."""

from maarif.kernel.names import fold
from maarif.registries.enrolments.errors import ClassUnfit
from maarif.registries.programmes import queries as programmes
from maarif.registries.programmes.types import ProgrammeCard

MONTHS_OF_A_SEMESTER = 6


def difference(wanted: ProgrammeCard, semester: int, recognised: int) -> int | None:
    """The credits of the programme's earlier semesters that were not recognised; None where its credits are not known."""
    semesters = wanted.duration_months // MONTHS_OF_A_SEMESTER
    if wanted.credits is None or not semesters:
        return None
    return max(0, wanted.credits * min(semester - 1, semesters) // semesters - recognised)


def group_named(institution: int, name: object) -> int | None:
    """The group of this name at an institution, None where none was named. ClassUnfit when there is none such."""
    named = fold(str(name or ""))
    if not named:
        return None
    found = next((each.id for each in programmes.classes_of(institution) if fold(each.name) == named), None)
    if found is None:
        raise ClassUnfit(fact="name", institution=institution, constraint="")
    return found
