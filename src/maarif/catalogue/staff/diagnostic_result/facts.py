"""What the service reads: the subject's results, each with the rules of its day, and the choices among them."""

from maarif.catalogue.certificates import examinations, people, studies
from maarif.catalogue.certificates.examinations import Examinations
from maarif.catalogue.staff.diagnostic_result.rules import certifiable
from maarif.engine.declare import Asking, Option
from maarif.registries.assessments.types import AssessmentKind

name = people.name
birth_date = people.birth_date
paper_languages = studies.paper_languages
reader_language = studies.reader_language


def of_case(asking: Asking) -> Examinations:
    """The subject's results of this examination, the newest first."""
    return examinations.read(asking, AssessmentKind.DIAGNOSTIC)


def results(facts: Examinations, asking: Asking) -> tuple[Option, ...]:
    """The results that a certificate can be about: those that hold and agree with the rules of their day."""
    return examinations.options(certifiable(facts))
