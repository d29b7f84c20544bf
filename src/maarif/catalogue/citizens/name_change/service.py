"""A new surname: the institution that knows the person looks at the document, and the register follows."""

from maarif.catalogue.citizens.name_change import effects, facts, rules
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
    code="citizens.name_change",
    prefix="SD",
    audiences=(Audience.EVERYBODY,),
    subjects=(Subject.SELF, Subject.CHILD),
    life_events=(LifeEvent.APPEAL,),
    owner=Office.MINISTRY,
    fee=FREE,
    basis=LAW.correction,
    facts=facts.of_case,
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
    ),
    form=(
        Field(code="family_name", kind=Kind.TEXT, purpose=LAW.correction, limit=80, printed=True),
        Field(code="changed_on", kind=Kind.DATE, purpose=LAW.correction, latest=facts.until_today),
        Field(code="document", kind=Kind.TEXT, purpose=LAW.correction, limit=120, printed=True),
        Field(
            code="papers",
            kind=Kind.FILE,
            purpose=LAW.correction,
            accepts=(FileType.PDF, FileType.IMAGE),
            most_files=3,
        ),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
    ),
    stages=(
        Stage(
            code="comparing",
            decided_by=Office.INSTITUTION,
            at=facts.known_by,
            within=WorkingDays(3),
            then=("renamed", "refused"),
            alerts=True,
            escalates_to=Office.MINISTRY,
        ),
    ),
    outcomes=(
        Outcome(
            code="renamed",
            grants=True,
            effect=effects.rename,
            paper=Paper(code="notice", facts=effects.LINES, filled_by=effects.notice),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=(
                Ground(code="document_differs", basis=LAW.correction),
                Ground(code="document_unreadable", basis=LAW.correction),
                Ground(code="name_already", basis=LAW.correction),
            ),
        ),
    ),
    consequences=rules.consequences,
    consequence_codes=("renamed", "earlier_papers"),
)
