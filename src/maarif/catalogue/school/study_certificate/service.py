"""Certificate that a pupil studies at a school, issued at once from the register of enrolments."""

from maarif.catalogue.school.study_certificate import effects, facts, rules
from maarif.engine.declare import (
    AT_ONCE,
    FREE,
    LAW,
    Audience,
    Field,
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
)

SERVICE = Service(
    code="school.study_certificate",
    prefix="AR",
    audiences=(Audience.GUARDIAN, Audience.PUPIL),
    subjects=(Subject.CHILD, Subject.SELF),
    life_events=(LifeEvent.SCHOOL,),
    owner=Office.SCHOOL,
    fee=FREE,
    basis=LAW.study_certificate,
    facts=facts.of_case,
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
    ),
    form=(
        Field(
            code="enrolment",
            kind=Kind.RECORD,
            purpose=LAW.study_certificate,
            options=facts.enrolments,
            fetched_from=Register.ENROLMENTS,
        ),
        Field(
            code="presented_to", kind=Kind.TEXT, purpose=LAW.study_certificate, required=False, limit=120, printed=True
        ),
        Field(
            code="paper_language",
            kind=Kind.LANGUAGE,
            purpose=LAW.study_certificate,
            options=facts.paper_languages,
            first=facts.reader_language,
        ),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(
            code="studies_now",
            holds=rules.studies_now,
            basis=LAW.study_certificate,
            instead=("higher.graduation_certificate",),
        ),
        Rule(
            code="at_this_level",
            holds=rules.at_this_level,
            basis=LAW.study_certificate,
            instead=("college.study_certificate", "vocational.study_certificate", "higher.study_certificate"),
        ),
        Rule(
            code="in_this_country",
            holds=rules.in_this_country,
            basis=LAW.study_certificate,
            instead=("abroad.study_certificate",),
        ),
        Rule(code="not_on_leave", holds=rules.not_on_leave, basis=LAW.study_certificate),
    ),
    stages=(Stage(code="deciding", decided_by=Office.MACHINE, within=AT_ONCE, then=("granted", "refused")),),
    outcomes=(
        Outcome(
            code="granted",
            grants=True,
            paper=Paper(code="certificate", facts=effects.LINES, filled_by=effects.certificate),
        ),
        Outcome(
            code="refused",
            grants=False,
            reasons=(
                "birth_date_known",
                "alive",
                "studies_now",
                "at_this_level",
                "in_this_country",
                "not_on_leave",
            ),
        ),
    ),
)
