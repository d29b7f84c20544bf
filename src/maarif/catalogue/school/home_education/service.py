"""Education at home: the district decides by medical opinion, having heard the school; the register follows its order."""

from maarif.catalogue.school.home_education import effects, facts, rules
from maarif.engine.declare import (
    FREE,
    LAW,
    AllOf,
    Audience,
    Equals,
    Field,
    FileType,
    Ground,
    Kind,
    Known,
    LifeEvent,
    Office,
    OneOf,
    Opinion,
    Outcome,
    Paper,
    Register,
    Rule,
    Service,
    Stage,
    Subject,
    WorkingDays,
)

BEGIN = Equals("wish", "begin")
TEACH = OneOf("wish", ("begin", "prolong"))
ASKED = AllOf((TEACH, Equals("opinion", "asked")))

SERVICE = Service(
    code="school.home_education",
    prefix="ET",
    audiences=(Audience.GUARDIAN,),
    subjects=(Subject.CHILD,),
    life_events=(LifeEvent.SCHOOL,),
    owner=Office.DISTRICT,
    fee=FREE,
    basis=LAW.special_study,
    rules_from=("special_study", "promotion", "certificates"),
    facts=facts.of_case,
    known=(
        Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),
        Known(code="birth_date", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.birth_date),
        Known(
            code="present_school", register=Register.ENROLMENTS, purpose=LAW.special_study, value=facts.present_school
        ),
        Known(code="grade", register=Register.ENROLMENTS, purpose=LAW.special_study, value=facts.grade),
    ),
    form=(
        Field(
            code="wish",
            kind=Kind.CHOICE,
            purpose=LAW.special_study,
            options=facts.wishes,
            fetched_from=Register.ENROLMENTS,
        ),
        Field(
            code="since",
            kind=Kind.DATE,
            purpose=LAW.special_study,
            earliest=facts.from_today,
            latest=facts.within_a_year,
            shown_when=BEGIN,
        ),
        Field(code="length", kind=Kind.CHOICE, purpose=LAW.special_study, options=facts.lengths, shown_when=TEACH),
        Field(
            code="last_day",
            kind=Kind.DATE,
            purpose=LAW.special_study,
            earliest=facts.from_today,
            latest=facts.within_a_year,
            shown_when=Equals("wish", "end"),
        ),
        Field(code="opinion", kind=Kind.CHOICE, purpose=LAW.special_study, options=facts.opinions, shown_when=TEACH),
        Field(
            code="papers",
            kind=Kind.FILE,
            purpose=LAW.special_study,
            accepts=(FileType.PDF, FileType.IMAGE),
            most_files=3,
            shown_when=AllOf((TEACH, Equals("opinion", "attached"))),
        ),
        Field(
            code="commission",
            kind=Kind.INSTITUTION,
            purpose=LAW.special_study,
            options=facts.commissions,
            shown_when=ASKED,
        ),
    ),
    eligible=(
        Rule(code="birth_date_known", holds=rules.birth_date_known, basis=LAW.electronic_documents),
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="is_pupil", holds=rules.is_pupil, basis=LAW.special_study),
        Rule(code="not_interrupted", holds=rules.not_interrupted, basis=LAW.special_study),
        Rule(
            code="no_other_form",
            holds=rules.no_other_form,
            basis=LAW.special_study,
            instead=("school.individual_timetable",),
        ),
    ),
    stages=(
        Stage(
            code="district",
            decided_by=Office.DISTRICT,
            at=facts.district,
            within=WorkingDays(10),
            term=facts.district_days,
            then=("ordered", "refused"),
            opinions=(
                Opinion(code="school", given_by=Office.SCHOOL, at=facts.school, within=WorkingDays(3)),
                Opinion(
                    code="commission",
                    given_by=Office.OTHER_BODY,
                    at=facts.commission,
                    within=WorkingDays(10),
                    pauses=True,
                    asked_when=ASKED,
                ),
            ),
            asks=(
                Field(
                    code="order_number",
                    kind=Kind.TEXT,
                    purpose=LAW.special_study,
                    limit=40,
                    printed=True,
                    shown_when=Equals("decision", "ordered"),
                ),
            ),
            alerts=True,
            escalates_to=Office.MINISTRY,
        ),
    ),
    outcomes=(
        Outcome(
            code="ordered",
            grants=True,
            effect=effects.carry_out,
            paper=Paper(code="order", facts=effects.LINES, filled_by=effects.order),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=(
                Ground(code="opinion_against", basis=LAW.special_study),
                Ground(code="opinion_not_valid", basis=LAW.special_study),
            ),
        ),
    ),
    consequences=rules.consequences,
    matters=facts.matters,
    consequence_codes=("begins", "goes_on", "ends"),
)
