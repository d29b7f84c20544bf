"""Leave from a post: the employer orders it, the register keeps the post, and its share is free for a substitute meanwhile."""

from maarif.catalogue.staff.leave import effects, facts, rules
from maarif.engine.declare import (
    FREE,
    LAW,
    Audience,
    Equals,
    Field,
    FileType,
    Ground,
    Kind,
    Known,
    LifeEvent,
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

SERVICE = Service(
    code="staff.leave",
    prefix="MZ",
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
        Field(code="kind", kind=Kind.CHOICE, purpose=LAW.staffing, options=facts.kinds),
        Field(
            code="first_day",
            kind=Kind.DATE,
            purpose=LAW.staffing,
            earliest=facts.from_today,
            latest=facts.within_a_year,
        ),
        Field(
            code="last_day",
            kind=Kind.DATE,
            purpose=LAW.staffing,
            required=False,
            earliest=facts.from_today,
        ),
        Field(
            code="papers",
            kind=Kind.FILE,
            purpose=LAW.staffing,
            accepts=(FileType.PDF, FileType.IMAGE),
            most_files=3,
            shown_when=OneOf("kind", facts.PROVEN),
        ),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="employed", holds=rules.employed, basis=LAW.staffing),
        Rule(
            code="not_on_leave",
            holds=rules.not_on_leave,
            basis=LAW.staffing,
            instead=("staff.return_from_leave",),
        ),
    ),
    stages=(
        Stage(
            code="employer",
            decided_by=Office.INSTITUTION,
            at=facts.employer,
            within=WorkingDays(5),
            then=("on_leave", "refused"),
            asks=(
                Field(
                    code="order_number",
                    kind=Kind.TEXT,
                    purpose=LAW.staffing,
                    limit=40,
                    printed=True,
                    shown_when=Equals("decision", "on_leave"),
                ),
            ),
            alerts=True,
            escalates_to=Office.DISTRICT,
        ),
    ),
    outcomes=(
        Outcome(
            code="on_leave",
            grants=True,
            effect=effects.take,
            paper=Paper(code="order", facts=effects.LINES, filled_by=effects.order),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=(
                Ground(code="not_proven", basis=LAW.staffing),
                Ground(code="cannot_be_spared", basis=LAW.staffing, holds=rules.at_discretion),
                Ground(code="not_employed_here", basis=LAW.staffing),
            ),
        ),
    ),
    consequences=rules.consequences,
    consequence_codes=("frees", *rules.OBSTACLES),
)
