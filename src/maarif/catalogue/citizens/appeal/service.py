"""A citizen's appeal: proposal, application or complaint, registered within a day and answered by the competent office."""

from maarif.catalogue.citizens.appeal import effects, facts, rules
from maarif.engine.declare import (
    FREE,
    LAW,
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

CATEGORIES = (
    "kindergarten",
    "school_place",
    "transfer",
    "teaching_quality",
    "teacher_conduct",
    "exams",
    "university",
    "certificates",
    "payment",
    "personnel",
    "building",
    "corruption",
    "other",
)
ANSWERED = ("satisfied", "partly", "explained", "refused", "forwarded", "not_considered")

NOT_COMPETENT = Ground(code="not_competent", basis=LAW.appeals_forwarded)
NOT_CONSIDERED = (
    Ground(code="repeated", basis=LAW.appeals_repeated, holds=rules.repeated),
    Ground(code="unsigned", basis=LAW.appeals_unsigned),
    Ground(code="insulting", basis=LAW.appeals_unsigned),
    Ground(code="unclear", basis=LAW.appeals),
)
REFUSED = (Ground(code="not_confirmed", basis=LAW.appeals), Ground(code="not_by_law", basis=LAW.appeals))

#: What is written whenever an appeal ends: the words of the letter, and for another body its name.
WRITTEN: tuple[Field[facts.Appeal], ...] = (
    Field(
        code="answer",
        kind=Kind.LONG_TEXT,
        purpose=LAW.appeals,
        limit=3000,
        printed=True,
        shown_when=Not(Equals("decision", "answering")),
    ),
    Field(
        code="addressee",
        kind=Kind.TEXT,
        purpose=LAW.appeals,
        limit=200,
        printed=True,
        shown_when=Equals("decision", "forwarded"),
    ),
)

SERVICE = Service(
    code="citizens.appeal",
    prefix="VM",
    audiences=(Audience.EVERYBODY,),
    subjects=(Subject.SELF,),
    life_events=(LifeEvent.APPEAL,),
    owner=Office.MINISTRY,
    fee=FREE,
    basis=LAW.appeals,
    facts=facts.of_case,
    known=(Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),),
    form=(
        Field(code="matter", kind=Kind.CHOICE, purpose=LAW.appeals, options=facts.matters),
        Field(code="category", kind=Kind.CHOICE, purpose=LAW.appeals, options=facts.categories),
        Field(
            code="similar",
            kind=Kind.RECORD,
            purpose=LAW.appeals,
            required=False,
            search=Search(find=facts.find_answer, one=facts.one_answer),
        ),
        Field(
            code="place",
            kind=Kind.INSTITUTION,
            purpose=LAW.appeals,
            required=False,
            search=Search(find=facts.find_place, one=facts.one_place),
        ),
        Field(code="region", kind=Kind.CHOICE, purpose=LAW.appeals, options=facts.home_regions, first=facts.own_region),
        Field(code="text", kind=Kind.LONG_TEXT, purpose=LAW.appeals, limit=5000),
        Field(code="urgent", kind=Kind.YES_NO, purpose=LAW.appeals),
        Field(
            code="papers",
            kind=Kind.FILE,
            purpose=LAW.appeals,
            required=False,
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
            code="registering",
            decided_by=Office.MINISTRY,
            at=rules.office,
            may_sit=rules.may_sit,
            within=WorkingDays(1),
            term=rules.registering_days,
            then=("answering", "forwarded", "not_considered"),
            asks=WRITTEN,
            alerts=True,
            escalates_to=Office.MINISTRY,
        ),
        Stage(
            code="answering",
            decided_by=Office.MINISTRY,
            at=rules.office,
            may_sit=rules.may_sit,
            within=WorkingDays(14),
            term=rules.answering_days,
            lengthens=rules.extension,
            then=ANSWERED,
            asks=WRITTEN,
            escalates_to=Office.MINISTRY,
        ),
    ),
    outcomes=(
        Outcome(
            code="satisfied",
            grants=True,
            paper=Paper(code="satisfied", facts=effects.LINES, filled_by=effects.letter),
        ),
        Outcome(code="partly", grants=True, paper=Paper(code="partly", facts=effects.LINES, filled_by=effects.letter)),
        Outcome(
            code="explained",
            grants=True,
            paper=Paper(code="explained", facts=effects.LINES, filled_by=effects.letter),
        ),
        Outcome(
            code="refused",
            grants=False,
            grounds=REFUSED,
            paper=Paper(code="refused", facts=effects.WITH_BASIS, filled_by=effects.reasoned_letter),
        ),
        Outcome(
            code="forwarded",
            grants=False,
            grounds=(NOT_COMPETENT,),
            paper=Paper(code="forwarded", facts=effects.FORWARDED, filled_by=effects.forwarding),
            more=(Paper(code="forwarding", facts=effects.FORWARDED, filled_by=effects.forwarding),),
        ),
        Outcome(
            code="not_considered",
            grants=False,
            grounds=NOT_CONSIDERED,
            paper=Paper(code="not_considered", facts=effects.WITH_BASIS, filled_by=effects.reasoned_letter),
        ),
    ),
    rules_from=("appeals", "certificates"),
    consequences=rules.consequences,
    consequence_codes=("open_together", "answered_often"),
    standing=rules.standing,
    standing_codes=("promised",),
    one_open=False,
    reopened_within=WorkingDays(10),
    category="category",
    categories=CATEGORIES,
)
