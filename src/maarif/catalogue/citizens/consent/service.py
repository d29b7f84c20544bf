"""Letting somebody see one's record: whom, why, which parts, until when; seen and taken back at any time."""

from maarif.catalogue.citizens.consent import effects, facts, rules
from maarif.engine.declare import (
    AT_ONCE,
    FREE,
    LAW,
    Audience,
    Equals,
    Field,
    Kind,
    Known,
    LifeEvent,
    Office,
    Outcome,
    Register,
    Rule,
    Search,
    Service,
    Stage,
    Subject,
)

SERVICE = Service(
    code="citizens.consent",
    prefix="RZ",
    audiences=(Audience.EVERYBODY,),
    subjects=(Subject.SELF, Subject.CHILD),
    life_events=(LifeEvent.APPEAL,),
    owner=Office.MINISTRY,
    fee=FREE,
    basis=LAW.consent,
    facts=facts.of_case,
    known=(Known(code="holder", register=Register.PEOPLE, purpose=LAW.personal_data, value=facts.name),),
    form=(
        Field(code="receiver", kind=Kind.CHOICE, purpose=LAW.consent, options=facts.receivers),
        Field(
            code="number", kind=Kind.TEXT, purpose=LAW.consent, limit=20, shown_when=Equals("receiver", facts.PERSON)
        ),
        Field(code="born", kind=Kind.DATE, purpose=LAW.consent, shown_when=Equals("receiver", facts.PERSON)),
        Field(
            code="body",
            kind=Kind.INSTITUTION,
            purpose=LAW.consent,
            search=Search(find=facts.find_body, one=facts.one_body),
            shown_when=Equals("receiver", facts.BODY),
        ),
        Field(code="parts", kind=Kind.SEVERAL, purpose=LAW.consent, options=facts.parts),
        Field(code="purpose", kind=Kind.TEXT, purpose=LAW.consent, limit=200),
        Field(
            code="until",
            kind=Kind.DATE,
            purpose=LAW.consent,
            earliest=facts.from_today,
            latest=facts.within_a_year,
        ),
    ),
    eligible=(
        Rule(code="alive", holds=rules.alive, basis=LAW.personal_data),
        Rule(code="not_too_often", holds=rules.not_too_often, basis=LAW.personal_data),
    ),
    stages=(
        Stage(
            code="deciding",
            decided_by=Office.MACHINE,
            within=AT_ONCE,
            then=("given", "nobody_found", "refused"),
            decide=rules.decide,
        ),
    ),
    outcomes=(
        Outcome(code="given", grants=True, effect=effects.give),
        Outcome(code="nobody_found", grants=False),
        Outcome(code="refused", grants=False, reasons=("alive", "not_too_often")),
    ),
    one_open=False,
    consents=True,
)
