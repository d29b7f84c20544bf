"""A trial of everything that people can decide: two stages, an opinion, two persons, silence, a cut-off, co-signatures."""

from maarif.engine.declare import (
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
    Opinion,
    Outcome,
    Register,
    Rule,
    Search,
    Service,
    Stage,
    Subject,
    WorkingDays,
)
from tests.engine.trial.school.trial import effects, facts

SERVICE = Service(
    code="school.trial",
    prefix="TR",
    audiences=(Audience.GUARDIAN,),
    subjects=(Subject.CHILD, Subject.SELF),
    life_events=(LifeEvent.SCHOOL,),
    owner=Office.SCHOOL,
    basis=LAW.study_certificate,
    facts=facts.of_case,
    known=(Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),),
    form=(
        Field(code="school", kind=Kind.INSTITUTION, purpose=LAW.study_certificate, options=facts.schools),
        Field(code="why", kind=Kind.TEXT, purpose=LAW.study_certificate, required=False, limit=200),
        Field(
            code="wished",
            kind=Kind.INSTITUTION,
            purpose=LAW.study_certificate,
            required=False,
            search=Search(find=facts.find_school, one=facts.one_school),
        ),
    ),
    eligible=(Rule(code="alive", holds=facts.holds, basis=LAW.personal_data),),
    stages=(
        Stage(
            code="receiving",
            decided_by=Office.SCHOOL,
            at=facts.school,
            within=WorkingDays(3),
            then=("approving", "refused"),
            asks=(
                Field(
                    code="class_name",
                    kind=Kind.TEXT,
                    purpose=LAW.study_certificate,
                    limit=20,
                    shown_when=Equals("decision", "approving"),
                ),
            ),
            opinions=(
                Opinion(
                    code="doctor",
                    given_by=Office.OTHER_BODY,
                    at=facts.school,
                    within=WorkingDays(2),
                    at_once=False,
                    pauses=True,
                ),
            ),
            cut_off=CutOff(at=facts.cut_off, then="refused"),
            escalates_to=Office.DISTRICT,
            alerts=True,
        ),
        Stage(
            code="approving",
            decided_by=Office.DISTRICT,
            at=facts.region,
            within=WorkingDays(2),
            then=("moved", "refused"),
            two_persons=True,
            silence="moved",
        ),
    ),
    outcomes=(
        Outcome(code="moved", grants=True, effect=effects.move),
        Outcome(
            code="refused",
            grants=False,
            reasons=("alive",),
            grounds=(
                Ground(code="no_place", basis=LAW.study_certificate),
                Ground(code="not_complete", basis=LAW.study_certificate, holds=facts.incomplete),
            ),
        ),
    ),
    cosigners=facts.cosigners,
    cosigner_codes=("other_guardian",),
    released=effects.released,
    rules_from=("certificates",),
)
