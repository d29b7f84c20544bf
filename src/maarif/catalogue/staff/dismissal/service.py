"""Leaving a post at one's own wish: the employer issues the order, the register follows."""

from maarif.catalogue.staff.dismissal import effects, facts, rules
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

SERVICE = Service(
    code="staff.dismissal",
    prefix="IS",
    audiences=(Audience.TEACHER,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.TEACHING,),
    owner=Office.INSTITUTION,
    fee=FREE,
    basis=LAW.employment,
    facts=facts.of_case,
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
    ),
    form=(
        Field(
            code="employment",
            kind=Kind.RECORD,
            purpose=LAW.employment,
            options=facts.employments,
            fetched_from=Register.POSTS,
        ),
        Field(
            code="last_day",
            kind=Kind.DATE,
            purpose=LAW.employment,
            earliest=facts.from_today,
            latest=facts.within_a_year,
        ),
        Field(code="reason", kind=Kind.TEXT, purpose=LAW.employment, required=False, limit=500),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="employed", holds=rules.employed, basis=LAW.employment),
    ),
    stages=(
        Stage(
            code="employer",
            decided_by=Office.INSTITUTION,
            at=facts.employer,
            within=WorkingDays(5),
            then=("left", "refused"),
            asks=(
                Field(
                    code="order_number",
                    kind=Kind.TEXT,
                    purpose=LAW.employment,
                    limit=40,
                    printed=True,
                    shown_when=Equals("decision", "left"),
                ),
            ),
            alerts=True,
            escalates_to=Office.DISTRICT,
        ),
    ),
    outcomes=(
        Outcome(
            code="left",
            grants=True,
            effect=effects.leave,
            paper=Paper(code="order", facts=effects.LINES, filled_by=effects.order),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=(
                Ground(code="notice_too_short", basis=LAW.employment),
                Ground(code="not_employed_here", basis=LAW.employment),
            ),
        ),
    ),
    consequences=rules.consequences,
    consequence_codes=("ends",),
)
