"""Cases told in advance: renamed at an institution and at the ministry, refused, not allowed."""

from maarif.catalogue.certificates import samples
from maarif.catalogue.citizens.name_change.facts import Facts
from maarif.engine.declare import NOT_ALLOWED, Step, Story

STUDIES = Facts(holder=samples.person(), known_by=(900, samples.NAME))
AT_HOME = Facts(holder=samples.person(), known_by=None)
SAID = {"family_name": "Əliyeva", "changed_on": "2026-11-10", "document": "Nikah haqqında şəhadətnamə AZ 123456"}

STORIES = (
    Story(
        code="married",
        on=samples.TODAY,
        facts=STUDIES,
        answers=SAID,
        steps=(Step(to="renamed"),),
        outcome="renamed",
    ),
    Story(
        code="the_ministry_decides",
        on=samples.TODAY,
        facts=AT_HOME,
        answers=SAID,
        steps=(Step(to="renamed"),),
        outcome="renamed",
    ),
    Story(
        code="another_name_in_the_document",
        on=samples.TODAY,
        facts=STUDIES,
        answers=SAID,
        steps=(Step(to="refused", grounds=("document_differs",)),),
        outcome="refused",
    ),
    Story(
        code="no_birth_date",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(birth_date=None), known_by=None),
        outcome=NOT_ALLOWED,
        reasons=("birth_date_known",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(death_date=samples.TODAY), known_by=None),
        outcome=NOT_ALLOWED,
        reasons=("alive",),
    ),
)
