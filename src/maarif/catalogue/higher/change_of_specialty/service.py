"""Change of specialty: the institution of the new programme takes, the present one lets go, the register follows."""

from maarif.catalogue.higher.change_of_specialty import effects, facts, rules
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

TAKEN = Equals("decision", "parting")
ORDER = Paper(code="order", facts=effects.LINES, filled_by=effects.order)

SERVICE = Service(
    code=facts.SERVICE,
    prefix="ID",
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
        Known(
            code="present_institution",
            register=Register.ENROLMENTS,
            purpose=LAW.change_of_specialty,
            value=facts.present_institution,
        ),
        Known(
            code="present_programme",
            register=Register.ENROLMENTS,
            purpose=LAW.change_of_specialty,
            value=facts.present_programme,
        ),
    ),
    form=(
        Field(code="programme", kind=Kind.RECORD, purpose=LAW.change_of_specialty, search=facts.programme_search),
        Field(code="reason", kind=Kind.TEXT, purpose=LAW.change_of_specialty, required=False, limit=500),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="is_student", holds=rules.is_student, basis=LAW.change_of_specialty),
        Rule(
            code="not_on_leave",
            holds=rules.not_on_leave,
            basis=LAW.change_of_specialty,
            instead=("higher.return_from_leave",),
        ),
        Rule(code="window_open", holds=rules.window_open, basis=LAW.change_of_specialty),
        Rule(code="first_in_window", holds=rules.first_in_window, basis=LAW.change_of_specialty),
        Rule(code="not_final_year", holds=rules.not_final_year, basis=LAW.change_of_specialty),
        Rule(code="enough_credits", holds=rules.enough_credits, basis=LAW.change_of_specialty),
        Rule(code="not_distance", holds=rules.not_distance, basis=LAW.change_of_specialty),
        Rule(code="admission_known", holds=rules.admission_known, basis=LAW.change_of_specialty),
    ),
    stages=(
        Stage(
            code="receiving",
            decided_by=Office.INSTITUTION,
            at=facts.receiving,
            within=WorkingDays(7),
            then=("parting", "refused"),
            asks=(
                effects.credits_recognised(TAKEN, LAW.change_of_specialty),
                effects.semester(TAKEN, LAW.change_of_specialty),
                effects.group(TAKEN, LAW.change_of_specialty),
            ),
            alerts=True,
            escalates_to=Office.MINISTRY,
        ),
        Stage(
            code="parting",
            decided_by=Office.MACHINE,
            within=AT_ONCE,
            then=("leaving", "changed"),
            decide=rules.parting,
            entered=effects.hold,
        ),
        Stage(
            code="leaving",
            decided_by=Office.INSTITUTION,
            at=facts.leaving,
            within=WorkingDays(3),
            then=("moved", "refused"),
            alerts=True,
            escalates_to=Office.MINISTRY,
        ),
    ),
    outcomes=(
        Outcome(code="changed", grants=True, effect=effects.change, paper=ORDER),
        Outcome(
            code="moved",
            grants=True,
            effect=effects.transfer,
            paper=ORDER,
            more=(Paper(code="leaving_order", facts=effects.LEAVING_LINES, filled_by=effects.leaving_order),),
        ),
        Outcome(
            code="refused",
            grants=False,
            effect=effects.release,
            grounds=(
                Ground(code="no_place", basis=LAW.change_of_specialty),
                Ground(code="too_different", basis=LAW.change_of_specialty),
                Ground(code="not_our_student", basis=LAW.change_of_specialty),
            ),
        ),
    ),
    consequences=rules.consequences,
    consequence_codes=("leaves", "enters", "pays", *rules.TOLD),
    released=effects.release,
)
