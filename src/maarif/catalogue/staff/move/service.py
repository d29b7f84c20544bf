"""Move to a post at another institution: the present employer gives its opinion, the receiving one decides, the register follows."""

from maarif.catalogue.staff.move import effects, facts, rules
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
    Opinion,
    Outcome,
    Paper,
    Register,
    Rule,
    Service,
    Stage,
    Subject,
    WorkingDays,
)

MOVED = Equals("decision", "moved")

SERVICE = Service(
    code="staff.move",
    prefix="IK",
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
        Field(
            code="employment",
            kind=Kind.RECORD,
            purpose=LAW.staffing,
            options=facts.employments,
            fetched_from=Register.POSTS,
        ),
        Field(code="post", kind=Kind.RECORD, purpose=LAW.staffing, search=facts.post_search),
        Field(code="reason", kind=Kind.TEXT, purpose=LAW.staffing, required=False, limit=500),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="employed", holds=rules.employed, basis=LAW.staffing, instead=("staff.appointment",)),
    ),
    stages=(
        Stage(
            code="checking",
            decided_by=Office.MACHINE,
            within=AT_ONCE,
            decide=rules.checked,
            then=("receiving", "post_full", "refused"),
        ),
        Stage(
            code="receiving",
            decided_by=Office.INSTITUTION,
            at=facts.receiving,
            within=WorkingDays(5),
            then=("moved", "refused"),
            opinions=(Opinion(code="leaving", given_by=Office.INSTITUTION, at=facts.leaving, within=WorkingDays(3)),),
            asks=(
                Field(
                    code="first_day",
                    kind=Kind.DATE,
                    purpose=LAW.staffing,
                    earliest=facts.from_today,
                    latest=facts.within_a_year,
                    shown_when=MOVED,
                ),
                Field(
                    code="order_number",
                    kind=Kind.TEXT,
                    purpose=LAW.staffing,
                    limit=40,
                    printed=True,
                    shown_when=MOVED,
                ),
            ),
            alerts=True,
            escalates_to=Office.DISTRICT,
        ),
    ),
    outcomes=(
        Outcome(
            code="moved",
            grants=True,
            effect=effects.move,
            paper=Paper(code="order", facts=effects.LINES, filled_by=effects.order),
            more=(Paper(code="leaving_order", facts=effects.LEAVING_LINES, filled_by=effects.leaving_order),),
        ),
        Outcome(
            code="refused",
            grants=False,
            reasons=("birth_date_known", "alive", "employed"),
            grounds=(
                Ground(code="not_qualified", basis=LAW.staffing),
                Ground(code="another_chosen", basis=LAW.staffing),
                Ground(code="employer_objects", basis=LAW.staffing),
                Ground(code="post_filled", basis=LAW.staffing, holds=rules.no_room),
            ),
        ),
        Outcome(code="post_full", grants=False),
    ),
    consequences=rules.consequences,
    consequence_codes=("leaves", "fills", *rules.OBSTACLES),
)
