"""Cases told in advance: issued once and again, by the school and in place of a closed one, refused; run by `maarif inspect` and as tests."""

from dataclasses import replace

from maarif.catalogue.certificates import samples
from maarif.catalogue.duplicates.facts import Finished
from maarif.engine.declare import NOT_ALLOWED, Step, Story
from maarif.registries.enrolments.types import DuplicateRules
from maarif.registries.programmes.types import ProgrammeKind

DOCUMENT = samples.graduate(
    level=3, kind=ProgrammeKind.GENERAL, programme=None, programme_name=None, grade=11, qualification=None
)
FACTS = Finished(holder=samples.person(), completed=(DOCUMENT,), rules=DuplicateRules(school_days=10, higher_days=20))
LOST = {"what_happened": "lost", "circumstances": "Köçərkən itib"}
ISSUED = Step(to="issued", noted={"duplicate_number": "D 000417"})

STORIES = (
    Story(code="lost", on=samples.TODAY, facts=FACTS, answers=LOST, steps=(ISSUED,), outcome="issued"),
    Story(
        code="the_institution_is_closed",
        on=samples.TODAY,
        facts=replace(FACTS, closed=frozenset({DOCUMENT.institution})),
        answers={"what_happened": "damaged"},
        steps=(ISSUED,),
        outcome="issued",
    ),
    Story(
        code="not_in_the_archive",
        on=samples.TODAY,
        facts=FACTS,
        answers=LOST,
        steps=(Step(to="refused", grounds=("not_in_archive",)),),
        outcome="refused",
    ),
    Story(
        code="nothing_finished",
        on=samples.TODAY,
        facts=replace(FACTS, completed=()),
        outcome=NOT_ALLOWED,
        reasons=("finished",),
    ),
    Story(
        code="no_number_on_record",
        on=samples.TODAY,
        facts=replace(FACTS, completed=(replace(DOCUMENT, document_number=""),)),
        outcome=NOT_ALLOWED,
        reasons=("document_recorded",),
    ),
    Story(
        code="no_birth_date",
        on=samples.TODAY,
        facts=replace(FACTS, holder=samples.person(birth_date=None)),
        outcome=NOT_ALLOWED,
        reasons=("birth_date_known",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=replace(FACTS, holder=samples.person(death_date=samples.TODAY)),
        outcome=NOT_ALLOWED,
        reasons=("alive",),
    ),
)
