"""Certificate of service of a teacher or another employee, issued at once from the register of posts."""

from maarif.catalogue.staff.service_record import effects, facts, rules
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
    code="staff.service_record",
    prefix="AR",
    audiences=(Audience.TEACHER,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.TEACHING,),
    owner=Office.INSTITUTION,
    fee=FREE,
    basis=LAW.employment,
    facts=facts.of_case,
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
    ),
    form=(
        Field(code="presented_to", kind=Kind.TEXT, purpose=LAW.employment, required=False, limit=120, printed=True),
        Field(
            code="paper_language",
            kind=Kind.LANGUAGE,
            purpose=LAW.employment,
            options=facts.paper_languages,
            first=facts.reader_language,
        ),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="has_service", holds=rules.has_service, basis=LAW.employment),
    ),
    stages=(Stage(code="deciding", decided_by=Office.MACHINE, within=AT_ONCE, then=("granted", "refused")),),
    outcomes=(
        Outcome(
            code="granted",
            grants=True,
            paper=Paper(code="certificate", facts=effects.LINES, filled_by=effects.certificate),
        ),
        Outcome(code="refused", grants=False, reasons=("birth_date_known", "alive", "has_service")),
    ),
)
