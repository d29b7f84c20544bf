"""Return from leave to a post: the employer orders it, the register fills the share again."""

from maarif.catalogue.staff.return_from_leave import effects, facts, rules
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
    code="staff.return_from_leave",
    prefix="MQ",
    audiences=(Audience.TEACHER,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.TEACHING,),
    owner=Office.INSTITUTION,
    fee=FREE,
    basis=LAW.staffing,
    facts=facts.of_case,
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
    ),
    form=(
        Field(
            code="employment",
            kind=Kind.RECORD,
            purpose=LAW.staffing,
            options=facts.employments,
            fetched_from=Register.POSTS,
        ),
        Field(
            code="first_day",
            kind=Kind.DATE,
            purpose=LAW.staffing,
            earliest=facts.from_today,
            latest=facts.within_a_year,
        ),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="on_leave", holds=rules.on_leave, basis=LAW.staffing, instead=("staff.leave",)),
    ),
    stages=(
        Stage(
            code="employer",
            decided_by=Office.INSTITUTION,
            at=facts.employer,
            within=WorkingDays(5),
            then=("returned", "refused"),
            asks=(
                Field(
                    code="order_number",
                    kind=Kind.TEXT,
                    purpose=LAW.staffing,
                    limit=40,
                    printed=True,
                    shown_when=Equals("decision", "returned"),
                ),
            ),
            alerts=True,
            escalates_to=Office.DISTRICT,
        ),
    ),
    outcomes=(
        Outcome(
            code="returned",
            grants=True,
            effect=effects.resume,
            paper=Paper(code="order", facts=effects.LINES, filled_by=effects.order),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=(
                Ground(code="substitute_stays", basis=LAW.staffing),
                Ground(code="not_employed_here", basis=LAW.staffing),
            ),
        ),
    ),
    consequences=rules.consequences,
    consequence_codes=("fills_again", *rules.OBSTACLES),
)
