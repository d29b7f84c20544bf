"""The record of somebody who has died or left: an extract for those whom the law entitles, decided by people."""

from maarif.catalogue.citizens.archive import effects, facts, rules
from maarif.engine.declare import (
    FREE,
    LAW,
    Audience,
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

SERVICE = Service(
    code="citizens.archive",
    prefix="AX",
    audiences=(Audience.EVERYBODY,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.APPEAL,),
    owner=Office.MINISTRY,
    fee=FREE,
    basis=LAW.archive,
    facts=facts.of_case,
    known=(Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),),
    form=(
        Field(code="full_name", kind=Kind.TEXT, purpose=LAW.archive, limit=200),
        Field(code="born", kind=Kind.DATE, purpose=LAW.archive, latest=facts.until_today),
        Field(code="relation", kind=Kind.CHOICE, purpose=LAW.archive, options=facts.relations),
        Field(code="reason", kind=Kind.TEXT, purpose=LAW.archive, limit=300),
        Field(
            code="papers",
            kind=Kind.FILE,
            purpose=LAW.archive,
            accepts=(FileType.PDF, FileType.IMAGE),
            most_files=5,
        ),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
    ),
    stages=(
        Stage(
            code="searching",
            decided_by=Office.INSTITUTION,
            at=facts.keeper,
            within=WorkingDays(15),
            then=("issued", "refused"),
            alerts=True,
            escalates_to=Office.MINISTRY,
        ),
    ),
    outcomes=(
        Outcome(
            code="issued",
            grants=True,
            effect=effects.open_record,
            paper=Paper(code="extract", facts=effects.LINES, filled_by=effects.extract),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=(
                Ground(code="not_found", basis=LAW.archive, holds=rules.not_found),
                Ground(code="not_entitled", basis=LAW.archive),
                Ground(code="not_proved", basis=LAW.archive),
            ),
        ),
    ),
    consequences=rules.consequences,
    consequence_codes=("extract", "nobody"),
    one_open=False,
)
