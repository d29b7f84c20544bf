"""Appointment to a vacant post: the employer decides, the register fills the post, over neither its size nor a person's load."""

from maarif.catalogue.staff.appointment import effects, facts, rules
from maarif.engine.declare import (
    AT_ONCE,
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

APPOINTED = Equals("decision", "appointed")

SERVICE = Service(
    code="staff.appointment",
    prefix="IQ",
    audiences=(Audience.TEACHER,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.TEACHING,),
    owner=Office.INSTITUTION,
    fee=FREE,
    basis=LAW.staffing,
    rules_from=("staff", "certificates"),
    facts=facts.of_case,
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
    ),
    form=(
        Field(code="post", kind=Kind.RECORD, purpose=LAW.staffing, search=facts.post_search),
        Field(code="share", kind=Kind.CHOICE, purpose=LAW.staffing, options=facts.free_shares),
        Field(
            code="since",
            kind=Kind.DATE,
            purpose=LAW.staffing,
            earliest=facts.from_today,
            latest=facts.within_a_year,
        ),
        Field(code="about", kind=Kind.LONG_TEXT, purpose=LAW.staffing, required=False, limit=2000),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="load_left", holds=rules.load_left, basis=LAW.staffing),
    ),
    stages=(
        Stage(
            code="checking",
            decided_by=Office.MACHINE,
            within=AT_ONCE,
            decide=rules.checked,
            then=("employer", "post_full", "refused"),
        ),
        Stage(
            code="employer",
            decided_by=Office.INSTITUTION,
            at=facts.employer,
            within=WorkingDays(5),
            then=("appointed", "refused"),
            asks=(
                Field(
                    code="given_share",
                    kind=Kind.CHOICE,
                    purpose=LAW.staffing,
                    options=facts.any_shares,
                    shown_when=APPOINTED,
                ),
                Field(
                    code="first_day",
                    kind=Kind.DATE,
                    purpose=LAW.staffing,
                    earliest=facts.from_today,
                    latest=facts.within_a_year,
                    shown_when=APPOINTED,
                ),
                Field(
                    code="last_day",
                    kind=Kind.DATE,
                    purpose=LAW.staffing,
                    required=False,
                    earliest=facts.from_today,
                    shown_when=APPOINTED,
                ),
                Field(
                    code="order_number",
                    kind=Kind.TEXT,
                    purpose=LAW.staffing,
                    limit=40,
                    printed=True,
                    shown_when=APPOINTED,
                ),
            ),
            alerts=True,
            escalates_to=Office.DISTRICT,
        ),
    ),
    outcomes=(
        Outcome(
            code="appointed",
            grants=True,
            effect=effects.appoint,
            paper=Paper(code="order", facts=effects.LINES, filled_by=effects.order),
        ),
        Outcome(
            code="refused",
            grants=False,
            reasons=("birth_date_known", "alive", "load_left"),
            grounds=(
                Ground(code="not_qualified", basis=LAW.staffing),
                Ground(code="another_chosen", basis=LAW.staffing),
                Ground(code="post_filled", basis=LAW.staffing, holds=rules.no_room),
                Ground(code="overloaded", basis=LAW.staffing, holds=rules.overloaded),
            ),
        ),
        Outcome(code="post_full", grants=False),
    ),
    consequences=rules.consequences,
    consequence_codes=("fills", "leaves_free", "loads", *rules.OBSTACLES),
)
