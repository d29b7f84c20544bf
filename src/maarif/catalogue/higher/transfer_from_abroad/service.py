"""Transfer from a foreign university: the receiving institution decides by the papers, and an enrolment arises in the register."""

from maarif.catalogue.higher.transfer_from_abroad import effects, facts, rules
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
    Outcome,
    Paper,
    Register,
    Rule,
    Service,
    Stage,
    Subject,
    WorkingDays,
)

RECEIVED = Equals("decision", "received")
PAPERS = (FileType.PDF, FileType.IMAGE)

SERVICE = Service(
    code=facts.SERVICE,
    prefix="XK",
    audiences=(Audience.STUDENT,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.STUDYING,),
    owner=Office.INSTITUTION,
    fee=FREE,
    basis=LAW.change_of_specialty,
    rules_from=("students", "certificates"),
    facts=facts.of_case,
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
    ),
    form=(
        Field(code="country", kind=Kind.TEXT, purpose=LAW.change_of_specialty, limit=80, printed=True),
        Field(code="university", kind=Kind.TEXT, purpose=LAW.change_of_specialty, limit=200, printed=True),
        Field(code="studied", kind=Kind.TEXT, purpose=LAW.change_of_specialty, limit=200, printed=True),
        Field(code="admitted_on", kind=Kind.DATE, purpose=LAW.change_of_specialty, latest=facts.until_today),
        Field(code="credits", kind=Kind.NUMBER, purpose=LAW.change_of_specialty, minimum=0, maximum=600),
        Field(code="programme", kind=Kind.RECORD, purpose=LAW.change_of_specialty, search=facts.programme_search),
        Field(code="transcript", kind=Kind.FILE, purpose=LAW.change_of_specialty, accepts=PAPERS, most_files=5),
        Field(code="recognition", kind=Kind.FILE, purpose=LAW.change_of_specialty, accepts=PAPERS, most_files=3),
        Field(code="reason", kind=Kind.TEXT, purpose=LAW.change_of_specialty, required=False, limit=500),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(
            code="not_studying_here",
            holds=rules.not_studying_here,
            basis=LAW.change_of_specialty,
            instead=("higher.change_of_specialty",),
        ),
        Rule(code="window_open", holds=rules.window_open, basis=LAW.change_of_specialty),
        Rule(code="first_in_window", holds=rules.first_in_window, basis=LAW.change_of_specialty),
    ),
    stages=(
        Stage(
            code="receiving",
            decided_by=Office.INSTITUTION,
            at=facts.receiving,
            within=WorkingDays(10),
            then=("received", "refused"),
            asks=(
                effects.credits_recognised(RECEIVED, LAW.change_of_specialty),
                effects.semester(RECEIVED, LAW.change_of_specialty),
                effects.group(RECEIVED, LAW.change_of_specialty),
            ),
            alerts=True,
            escalates_to=Office.MINISTRY,
        ),
    ),
    outcomes=(
        Outcome(
            code="received",
            grants=True,
            effect=effects.receive,
            paper=Paper(code="order", facts=effects.LINES, filled_by=effects.order),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=(
                Ground(code="no_place", basis=LAW.change_of_specialty),
                Ground(code="too_different", basis=LAW.change_of_specialty),
                Ground(code="not_accredited", basis=LAW.change_of_specialty),
                Ground(code="distance", basis=LAW.change_of_specialty, holds=rules.distance_counts),
                Ground(code="few_credits", basis=LAW.change_of_specialty, holds=rules.credits_count),
                Ground(code="final_year", basis=LAW.change_of_specialty, holds=rules.final_year_counts),
                Ground(code="papers_wrong", basis=LAW.change_of_specialty),
            ),
        ),
    ),
    consequences=rules.consequences,
    consequence_codes=("enters", "pays", *rules.TOLD),
)
