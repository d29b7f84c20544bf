"""Transfer of a pupil to another school: the receiving school takes, the leaving school lets go, the register follows."""

from maarif.catalogue.school.transfer import effects, facts, rules
from maarif.engine.declare import (
    AT_ONCE,
    FREE,
    LAW,
    Audience,
    CutOff,
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

RULES = ("alive", "is_pupil", "not_interrupted", "window_open")
CUT_OFF = CutOff(at=facts.window_closes, then="cancelled")
LET_GO = Equals("decision", "moved")

SERVICE = Service(
    code="school.transfer",
    prefix="KC",
    audiences=(Audience.GUARDIAN,),
    subjects=(Subject.CHILD,),
    life_events=(LifeEvent.SCHOOL,),
    owner=Office.SCHOOL,
    fee=FREE,
    basis=LAW.transfer,
    rules_from=("transfers", "certificates"),
    facts=facts.of_case,
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
        Known(code="present_school", register=Register.ENROLMENTS, purpose=LAW.transfer, value=facts.present_school),
        Known(code="grade", register=Register.ENROLMENTS, purpose=LAW.transfer, value=facts.grade),
    ),
    form=(
        Field(code="school", kind=Kind.INSTITUTION, purpose=LAW.transfer, search=facts.school_search),
        Field(code="reason", kind=Kind.TEXT, purpose=LAW.transfer, required=False, limit=500),
    ),
    eligible=(
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="is_pupil", holds=rules.is_pupil, basis=LAW.transfer),
        Rule(code="not_interrupted", holds=rules.not_interrupted, basis=LAW.transfer),
        Rule(code="window_open", holds=rules.window_open, basis=LAW.transfer),
    ),
    stages=(
        Stage(code="checking", decided_by=Office.MACHINE, within=AT_ONCE, then=("receiving", "refused")),
        Stage(
            code="queued",
            decided_by=Office.PLACEMENT,
            within=AT_ONCE,
            then=("receiving",),
            entered=effects.wait,
            cut_off=CUT_OFF,
        ),
        Stage(
            code="receiving",
            decided_by=Office.SCHOOL,
            at=facts.receiving,
            within=WorkingDays(3),
            term=facts.receiving_days,
            then=("leaving", "refused"),
            entered=effects.hold,
            otherwise="queued",
            cut_off=CUT_OFF,
            escalates_to=Office.DISTRICT,
            alerts=True,
        ),
        Stage(
            code="leaving",
            decided_by=Office.SCHOOL,
            at=facts.leaving,
            within=WorkingDays(1),
            term=facts.leaving_days,
            then=("moved", "refused"),
            asks=(
                Field(code="marks_entered", kind=Kind.YES_NO, purpose=LAW.transfer, shown_when=LET_GO),
                Field(code="textbooks_returned", kind=Kind.YES_NO, purpose=LAW.transfer, shown_when=LET_GO),
                Field(code="absences_settled", kind=Kind.YES_NO, purpose=LAW.transfer, shown_when=LET_GO),
            ),
            cut_off=CUT_OFF,
            escalates_to=Office.DISTRICT,
            alerts=True,
        ),
    ),
    outcomes=(
        Outcome(
            code="moved",
            grants=True,
            paper=Paper(code="receiving_order", facts=effects.LINES, filled_by=effects.receiving_order),
            more=(Paper(code="leaving_order", facts=effects.LINES, filled_by=effects.leaving_order),),
            effect=effects.move,
        ),
        Outcome(
            code="refused",
            grants=False,
            effect=effects.release,
            reasons=RULES,
            grounds=(
                Ground(code="no_place", basis=LAW.transfer),
                Ground(code="by_examination", basis=LAW.transfer),
                Ground(code="not_our_pupil", basis=LAW.transfer),
            ),
        ),
        Outcome(code="cancelled", grants=False, effect=effects.release),
    ),
    consequences=rules.consequences,
    consequence_codes=("leaves", "enters"),
    standing=effects.standing,
    standing_codes=("waits", "waits_first"),
    released=effects.release,
)
