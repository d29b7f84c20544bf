"""Duplicate of a lost school's certificate: the school confirms it by its archive, the register and the paper follow."""

from maarif.catalogue.school.certificate_duplicate import effects, facts, rules
from maarif.engine.declare import (
    FREE,
    LAW,
    Audience,
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

SERVICE = Service(
    code="school.certificate_duplicate",
    prefix="DS",
    audiences=(
        Audience.GRADUATE,
        Audience.GUARDIAN,
    ),
    subjects=(
        Subject.SELF,
        Subject.CHILD,
    ),
    life_events=(LifeEvent.GRADUATION,),
    owner=Office.SCHOOL,
    fee=FREE,
    basis=LAW.duplicate,
    rules_from=("duplicates", "certificates"),
    facts=facts.of_case,
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
    ),
    form=(
        Field(
            code="graduation",
            kind=Kind.RECORD,
            purpose=LAW.duplicate,
            options=facts.graduations_offered,
            fetched_from=Register.ENROLMENTS,
        ),
        Field(code="what_happened", kind=Kind.CHOICE, purpose=LAW.duplicate, options=facts.reasons),
        Field(code="circumstances", kind=Kind.LONG_TEXT, purpose=LAW.duplicate, required=False, limit=500),
        Field(
            code="paper_language",
            kind=Kind.LANGUAGE,
            purpose=LAW.duplicate,
            options=facts.paper_languages,
            first=facts.reader_language,
        ),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="finished", holds=rules.finished, basis=LAW.duplicate, instead=("school.study_certificate",)),
        Rule(code="document_recorded", holds=rules.document_recorded, basis=LAW.duplicate),
    ),
    stages=(
        Stage(
            code="archive",
            decided_by=Office.SCHOOL,
            at=facts.archive,
            within=WorkingDays(10),
            term=facts.school_days,
            then=("issued", "refused"),
            asks=(
                Field(
                    code="duplicate_number",
                    kind=Kind.TEXT,
                    purpose=LAW.duplicate,
                    limit=40,
                    printed=True,
                    shown_when=Equals("decision", "issued"),
                ),
            ),
            alerts=True,
            escalates_to=Office.DISTRICT,
        ),
    ),
    outcomes=(
        Outcome(
            code="issued",
            grants=True,
            effect=effects.record,
            paper=Paper(code="duplicate", facts=effects.LINES, filled_by=effects.duplicate),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=(
                Ground(code="not_in_archive", basis=LAW.duplicate),
                Ground(code="kept_here", basis=LAW.duplicate),
            ),
        ),
    ),
    consequences=rules.consequences,
    matters=facts.matters,
    consequence_codes=("replaces",),
)
