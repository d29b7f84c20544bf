"""Certificate of graduation for graduates of earlier years, issued at once from the register's record of the diploma."""

from maarif.catalogue.higher.graduation_certificate import effects, facts, rules
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
    code="higher.graduation_certificate",
    prefix="AR",
    audiences=(Audience.GRADUATE,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.GRADUATION,),
    owner=Office.INSTITUTION,
    fee=FREE,
    basis=LAW.graduation_certificate,
    facts=facts.of_case,
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
    ),
    form=(
        Field(
            code="graduation",
            kind=Kind.RECORD,
            purpose=LAW.graduation_certificate,
            options=facts.graduations_offered,
            fetched_from=Register.ENROLMENTS,
        ),
        Field(
            code="presented_to",
            kind=Kind.TEXT,
            purpose=LAW.graduation_certificate,
            required=False,
            limit=120,
            printed=True,
        ),
        Field(
            code="paper_language",
            kind=Kind.LANGUAGE,
            purpose=LAW.graduation_certificate,
            options=facts.paper_languages,
            first=facts.reader_language,
        ),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(
            code="studied",
            holds=rules.studied,
            basis=LAW.graduation_certificate,
            instead=("abroad.graduation_certificate",),
        ),
        Rule(
            code="finished",
            holds=rules.finished,
            basis=LAW.graduation_certificate,
            instead=("higher.study_certificate", "college.study_certificate", "vocational.study_certificate"),
        ),
        Rule(code="earlier_year", holds=rules.earlier_year, basis=LAW.graduation_certificate),
        Rule(code="diploma_recorded", holds=rules.diploma_recorded, basis=LAW.graduation_certificate),
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
                "studied",
                "finished",
                "earlier_year",
                "diploma_recorded",
            ),
        ),
    ),
)
