"""Expulsion of a student: the institution's registrar asks, two persons of the institution decide, the student is told."""

from maarif.catalogue.higher.expulsion import effects, facts, rules
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
    code="higher.expulsion",
    prefix="XR",
    audiences=(Audience.INSTITUTION,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.RUNNING_AN_INSTITUTION,),
    owner=Office.INSTITUTION,
    fee=FREE,
    basis=LAW.expulsion,
    rules_from=("students", "certificates"),
    facts=facts.of_case,
    one_open=False,
    known=(Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),),
    form=(
        Field(code="student", kind=Kind.RECORD, purpose=LAW.expulsion, search=facts.student_search),
        Field(code="ground", kind=Kind.CHOICE, purpose=LAW.expulsion, options=facts.grounds),
        Field(code="circumstances", kind=Kind.LONG_TEXT, purpose=LAW.expulsion, limit=2000),
        Field(
            code="papers",
            kind=Kind.FILE,
            purpose=LAW.expulsion,
            accepts=(FileType.PDF, FileType.IMAGE),
            most_files=5,
        ),
    ),
    eligible=(Rule(code="holds_office", holds=rules.holds_office, basis=LAW.expulsion),),
    stages=(
        Stage(
            code="confirming",
            decided_by=Office.INSTITUTION,
            at=facts.institution,
            within=WorkingDays(3),
            then=("expelled", "refused"),
            two_persons=True,
            alerts=True,
            escalates_to=Office.MINISTRY,
        ),
    ),
    outcomes=(
        Outcome(
            code="expelled",
            grants=True,
            effect=effects.expel,
            paper=Paper(code="order", facts=effects.LINES, filled_by=effects.order),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=(
                Ground(code="not_proven", basis=LAW.expulsion),
                Ground(code="not_heard", basis=LAW.expulsion),
            ),
        ),
    ),
    consequences=rules.consequences,
    consequence_codes=("ends",),
)
