"""A wrong fact of one's record: the office that owns the fact corrects it or says why it stays."""

from maarif.catalogue.citizens.correction import effects, facts, rules
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
    Not,
    Office,
    OneOf,
    Outcome,
    Paper,
    Register,
    Rule,
    Search,
    Service,
    Stage,
    Subject,
    WorkingDays,
)

CORRECTED = Equals("decision", "corrected")
SEX, CITIZENSHIP, REGION = (Equals("fact", fact) for fact in facts.PICKED)
IN_WORDS = Not(OneOf("fact", facts.PICKED))

SERVICE = Service(
    code="citizens.correction",
    prefix="DZ",
    audiences=(Audience.EVERYBODY,),
    subjects=(Subject.SELF, Subject.CHILD),
    life_events=(LifeEvent.APPEAL,),
    owner=Office.MINISTRY,
    fee=FREE,
    basis=LAW.correction,
    facts=facts.of_case,
    known=(Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),),
    form=(
        Field(code="fact", kind=Kind.RECORD, purpose=LAW.correction, options=facts.options),
        Field(code="right", kind=Kind.TEXT, purpose=LAW.correction, limit=300, shown_when=IN_WORDS),
        Field(code="sex", kind=Kind.CHOICE, purpose=LAW.correction, options=facts.sexes, shown_when=SEX),
        Field(
            code="citizenship",
            kind=Kind.RECORD,
            purpose=LAW.correction,
            search=Search(find=facts.find_country, one=facts.one_country),
            shown_when=CITIZENSHIP,
        ),
        Field(
            code="region",
            kind=Kind.RECORD,
            purpose=LAW.correction,
            search=Search(find=facts.find_region, one=facts.one_region),
            shown_when=REGION,
        ),
        Field(
            code="papers",
            kind=Kind.FILE,
            purpose=LAW.correction,
            required=False,
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
            at=facts.owner,
            within=WorkingDays(5),
            then=("corrected", "refused"),
            asks=(
                Field(
                    code="written",
                    kind=Kind.TEXT,
                    purpose=LAW.correction,
                    limit=200,
                    printed=True,
                    shown_when=AllOf((CORRECTED, IN_WORDS)),
                ),
                Field(
                    code="written_sex",
                    kind=Kind.CHOICE,
                    purpose=LAW.correction,
                    options=facts.sexes,
                    shown_when=AllOf((CORRECTED, SEX)),
                ),
                Field(
                    code="written_citizenship",
                    kind=Kind.CHOICE,
                    purpose=LAW.correction,
                    options=facts.countries,
                    shown_when=AllOf((CORRECTED, CITIZENSHIP)),
                ),
                Field(
                    code="written_region",
                    kind=Kind.CHOICE,
                    purpose=LAW.correction,
                    options=facts.home_regions,
                    shown_when=AllOf((CORRECTED, REGION)),
                ),
                Field(
                    code="grounded_on",
                    kind=Kind.TEXT,
                    purpose=LAW.correction,
                    limit=200,
                    printed=True,
                    shown_when=CORRECTED,
                ),
            ),
            alerts=True,
            escalates_to=Office.MINISTRY,
        ),
    ),
    outcomes=(
        Outcome(
            code="corrected",
            grants=True,
            effect=effects.correct,
            paper=Paper(code="notice", facts=effects.LINES, filled_by=effects.notice),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=(
                Ground(code="record_right", basis=LAW.correction),
                Ground(code="not_proved", basis=LAW.correction),
                Ground(code="elsewhere", basis=LAW.correction),
            ),
        ),
    ),
    consequences=rules.consequences,
    consequence_codes=("written", "by_hand"),
    one_open=False,
    corrects="fact",
)
