"""Certificate of studies abroad under the State Programme, issued at once by the ministry from the register of enrolments."""

from maarif.catalogue.abroad.study_certificate import effects, facts, rules
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
    code="abroad.study_certificate",
    prefix="AR",
    audiences=(Audience.STUDENT,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.ABROAD, LifeEvent.STUDYING),
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
            code="enrolment",
            kind=Kind.RECORD,
            purpose=LAW.study_abroad,
            options=facts.enrolments,
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
            code="studies_abroad",
            holds=rules.studies_abroad,
            basis=LAW.study_abroad,
            instead=("higher.study_certificate", "abroad.graduation_certificate"),
        ),
        Rule(code="under_programme", holds=rules.under_programme, basis=LAW.study_abroad),
        Rule(code="not_on_leave", holds=rules.not_on_leave, basis=LAW.study_abroad),
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
                "studies_abroad",
                "under_programme",
                "not_on_leave",
            ),
        ),
    ),
)
