"""Academic leave: the student says why and for how long, the institution orders it, the register interrupts the studies."""

from maarif.catalogue.higher.academic_leave import effects, facts, rules
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
    Not,
    Office,
    OneOf,
    Outcome,
    Paper,
    Register,
    Rule,
    Service,
    Stage,
    Subject,
    WorkingDays,
)

LONG = OneOf("reason", facts.LONG)

SERVICE = Service(
    code="higher.academic_leave",
    prefix="AM",
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
        Field(code="reason", kind=Kind.CHOICE, purpose=LAW.academic_leave, options=facts.reasons),
        Field(code="term", kind=Kind.CHOICE, purpose=LAW.academic_leave, options=facts.terms, shown_when=Not(LONG)),
        Field(
            code="long_term", kind=Kind.CHOICE, purpose=LAW.academic_leave, options=facts.long_terms, shown_when=LONG
        ),
        Field(
            code="papers",
            kind=Kind.FILE,
            purpose=LAW.academic_leave,
            accepts=(FileType.PDF, FileType.IMAGE),
            most_files=3,
            shown_when=OneOf("reason", facts.PROVEN),
        ),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="is_student", holds=rules.is_student, basis=LAW.academic_leave),
        Rule(
            code="not_on_leave",
            holds=rules.not_on_leave,
            basis=LAW.academic_leave,
            instead=("higher.return_from_leave",),
        ),
    ),
    stages=(
        Stage(
            code="institution",
            decided_by=Office.INSTITUTION,
            at=facts.institution,
            within=WorkingDays(5),
            then=("on_leave", "refused"),
            alerts=True,
            escalates_to=Office.MINISTRY,
        ),
    ),
    outcomes=(
        Outcome(
            code="on_leave",
            grants=True,
            effect=effects.interrupt,
            paper=Paper(code="order", facts=effects.LINES, filled_by=effects.order),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=(
                Ground(code="not_proven", basis=LAW.academic_leave),
                Ground(code="not_our_student", basis=LAW.academic_leave),
            ),
        ),
    ),
    consequences=rules.consequences,
    consequence_codes=("interrupts",),
)
