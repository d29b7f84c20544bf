"""Cases told in advance: corrected by the register's verb, corrected by hand, refused, not allowed."""

from dataclasses import replace

from maarif.catalogue.certificates import samples
from maarif.catalogue.citizens.correction.facts import WHOLE, Facts, RecordFact, of_person, of_study
from maarif.engine.declare import NOT_ALLOWED, Register, Step, Story

PERSON = samples.person()
STUDY = samples.student()
RESULT = RecordFact(register=Register.ASSESSMENTS, row=7, fact="", now=WHOLE, where=samples.PROGRAMME)
FACTS = Facts(holder=PERSON, record=(*of_person(PERSON), *of_study(STUDY), RESULT))
WRITTEN = {"written": "2005-11-09", "grounded_on": "AZE 1234567"}

STORIES = (
    Story(
        code="birth_date",
        on=samples.TODAY,
        facts=FACTS,
        answers={"fact": "people.birth_date", "right": "9 noyabr 2005"},
        steps=(Step(to="corrected", noted=WRITTEN),),
        outcome="corrected",
    ),
    Story(
        code="citizenship",
        on=samples.TODAY,
        facts=FACTS,
        answers={"fact": "people.citizenship", "citizenship": "ge"},
        steps=(Step(to="corrected", noted={"written_citizenship": "ge", "grounded_on": WRITTEN["grounded_on"]}),),
        outcome="corrected",
    ),
    Story(
        code="first_day_of_studies",
        on=samples.TODAY,
        facts=FACTS,
        answers={"fact": f"enrolments.{STUDY.id}.first_day", "right": "15.09.2024"},
        steps=(Step(to="corrected", noted={**WRITTEN, "written": "2024-09-15"}),),
        outcome="corrected",
    ),
    Story(
        code="result_corrected_by_hand",
        on=samples.TODAY,
        facts=FACTS,
        answers={"fact": "assessments.7", "right": "61"},
        steps=(Step(to="corrected", noted={**WRITTEN, "written": "61"}),),
        outcome="corrected",
    ),
    Story(
        code="the_record_is_right",
        on=samples.TODAY,
        facts=FACTS,
        answers={"fact": "people.given_name", "right": "Nermin"},
        steps=(Step(to="refused", grounds=("record_right",)),),
        outcome="refused",
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
