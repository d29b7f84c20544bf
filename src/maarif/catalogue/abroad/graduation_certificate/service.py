"""Certificate of graduation abroad under the State Programme, issued at once by the ministry from the register of enrolments."""

from maarif.catalogue.abroad.graduation_certificate import effects, facts, rules
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
    code="abroad.graduation_certificate",
    prefix="AR",
    audiences=(Audience.GRADUATE,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.ABROAD, LifeEvent.GRADUATION),
    owner=Office.MINISTRY,
    fee=FREE,
    basis=LAW.study_abroad,
    facts=facts.of_case,
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
    ),
    form=(
        Field(
            code="graduation",
            kind=Kind.RECORD,
            purpose=LAW.study_abroad,
            options=facts.graduations_offered,
            fetched_from=Register.ENROLMENTS,
        ),
        Field(code="presented_to", kind=Kind.TEXT, purpose=LAW.study_abroad, required=False, limit=120, printed=True),
        Field(
            code="paper_language",
            kind=Kind.LANGUAGE,
            purpose=LAW.study_abroad,
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
            basis=LAW.study_abroad,
            instead=("higher.graduation_certificate",),
        ),
        Rule(
            code="finished",
            holds=rules.finished,
            basis=LAW.study_abroad,
            instead=("abroad.study_certificate",),
        ),
        Rule(code="under_programme", holds=rules.under_programme, basis=LAW.study_abroad),
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
                "under_programme",
            ),
        ),
    ),
)
