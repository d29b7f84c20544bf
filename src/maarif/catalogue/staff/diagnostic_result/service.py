"""Certificate of the result of the teachers' diagnostic assessment, issued at once by the ministry from the register of assessments."""

from maarif.catalogue.staff.diagnostic_result import effects, facts, rules
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
    code="staff.diagnostic_result",
    prefix="AR",
    audiences=(Audience.TEACHER,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.TEACHING,),
    owner=Office.MINISTRY,
    fee=FREE,
    basis=LAW.diagnostic_assessment,
    facts=facts.of_case,
    rules_from=("certificates", "assessments"),
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
    ),
    form=(
        Field(
            code="result",
            kind=Kind.RECORD,
            purpose=LAW.diagnostic_assessment,
            options=facts.results,
            fetched_from=Register.ASSESSMENTS,
        ),
        Field(
            code="presented_to",
            kind=Kind.TEXT,
            purpose=LAW.diagnostic_assessment,
            required=False,
            limit=120,
            printed=True,
        ),
        Field(
            code="paper_language",
            kind=Kind.LANGUAGE,
            purpose=LAW.diagnostic_assessment,
            options=facts.paper_languages,
            first=facts.reader_language,
        ),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(
            code="has_result",
            holds=rules.has_result,
            basis=LAW.diagnostic_assessment,
            instead=("staff.recruitment_result",),
        ),
        Rule(code="in_validity", holds=rules.in_validity, basis=LAW.diagnostic_assessment),
        Rule(code="consistent", holds=rules.consistent, basis=LAW.diagnostic_assessment),
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
                "has_result",
                "in_validity",
                "consistent",
            ),
        ),
    ),
)
