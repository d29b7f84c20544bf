"""Return from an academic leave: the institution orders it, the register lets the studies go on."""

from maarif.catalogue.higher.return_from_leave import effects, facts, rules
from maarif.engine.declare import (
    FREE,
    LAW,
    Audience,
    Field,
    FileType,
    Ground,
    Kind,
    Known,
    LifeEvent,
    Office,
    Outcome,
    Paper,
    Register,
    Rule,
    Service,
    Stage,
    Subject,
    WorkingDays,
)

SERVICE = Service(
    code="higher.return_from_leave",
    prefix="AQ",
    audiences=(Audience.STUDENT,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.STUDYING,),
    owner=Office.INSTITUTION,
    fee=FREE,
    basis=LAW.academic_leave,
    rules_from=("students", "certificates"),
    facts=facts.of_case,
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
    ),
    form=(
        Field(
            code="enrolment",
            kind=Kind.RECORD,
            purpose=LAW.academic_leave,
            options=facts.enrolments,
            fetched_from=Register.ENROLMENTS,
        ),
        Field(
            code="papers",
            kind=Kind.FILE,
            purpose=LAW.academic_leave,
            required=False,
            accepts=(FileType.PDF, FileType.IMAGE),
            most_files=3,
        ),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="on_leave", holds=rules.on_leave, basis=LAW.academic_leave),
    ),
    stages=(
        Stage(
            code="institution",
            decided_by=Office.INSTITUTION,
            at=facts.institution,
            within=WorkingDays(5),
            then=("returned", "refused"),
            alerts=True,
            escalates_to=Office.MINISTRY,
        ),
    ),
    outcomes=(
        Outcome(
            code="returned",
            grants=True,
            effect=effects.go_on,
            paper=Paper(code="order", facts=effects.LINES, filled_by=effects.order),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=(
                Ground(code="not_fit", basis=LAW.academic_leave),
                Ground(code="not_our_student", basis=LAW.academic_leave),
            ),
        ),
    ),
    consequences=rules.consequences,
    consequence_codes=("goes_on",),
)
