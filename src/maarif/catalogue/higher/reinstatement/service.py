"""Reinstatement: the institution that was left takes somebody back, and the register lets the studies go on."""

from maarif.catalogue.higher.reinstatement import effects, facts, rules
from maarif.engine.declare import (
    FREE,
    LAW,
    Audience,
    Equals,
    Field,
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

TAKEN_BACK = Equals("decision", "reinstated")

SERVICE = Service(
    code="higher.reinstatement",
    prefix="BP",
    audiences=(Audience.STUDENT,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.STUDYING,),
    owner=Office.INSTITUTION,
    fee=FREE,
    basis=LAW.reinstatement,
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
            purpose=LAW.reinstatement,
            options=facts.enrolments_left,
            fetched_from=Register.ENROLMENTS,
        ),
        Field(code="reason", kind=Kind.TEXT, purpose=LAW.reinstatement, required=False, limit=500),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="has_left", holds=rules.has_left, basis=LAW.reinstatement),
        Rule(code="not_too_late", holds=rules.not_too_late, basis=LAW.reinstatement),
        Rule(code="not_studying", holds=rules.not_studying, basis=LAW.reinstatement),
    ),
    stages=(
        Stage(
            code="institution",
            decided_by=Office.INSTITUTION,
            at=facts.institution,
            within=WorkingDays(10),
            then=("reinstated", "refused"),
            asks=(
                effects.semester(TAKEN_BACK, LAW.reinstatement),
                effects.group(TAKEN_BACK, LAW.reinstatement),
                Field(code="fee_paying", kind=Kind.YES_NO, purpose=LAW.reinstatement, shown_when=TAKEN_BACK),
            ),
            alerts=True,
            escalates_to=Office.MINISTRY,
        ),
    ),
    outcomes=(
        Outcome(
            code="reinstated",
            grants=True,
            effect=effects.reinstate,
            paper=Paper(code="order", facts=effects.LINES, filled_by=effects.order),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=(
                Ground(code="no_place", basis=LAW.reinstatement),
                Ground(code="programme_closed", basis=LAW.reinstatement),
                Ground(code="too_different", basis=LAW.reinstatement),
            ),
        ),
    ),
    consequences=rules.consequences,
    consequence_codes=("goes_on", *rules.TOLD),
)
