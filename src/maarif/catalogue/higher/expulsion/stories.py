"""Cases told in advance: expelled, refused, not allowed; run by `maarif inspect` and as tests."""

from dataclasses import replace

from maarif.catalogue.certificates import samples
from maarif.catalogue.higher.expulsion.facts import Facts, Roll, Studying
from maarif.catalogue.students.samples import RULES
from maarif.engine.declare import NOT_ALLOWED, Step, Story

REGISTRAR = samples.person(id=2, full_name="Həsənova Rəna Tofiq qızı")
FACTS = Facts(
    holder=REGISTRAR,
    offices=(11,),
    rules=RULES,
    on=samples.TODAY,
    roll=Roll(told={"101": Studying(person=samples.person(), card=samples.student())}),
)
ASKED = {"student": "101", "ground": "debts", "circumstances": "Üç fəndən akademik borc.", "papers": "act.pdf"}

STORIES = (
    Story(
        code="debts_were_not_made_up",
        on=samples.TODAY,
        facts=FACTS,
        answers=ASKED,
        steps=(Step(to="expelled"),),
        outcome="expelled",
    ),
    Story(
        code="the_student_was_not_heard",
        on=samples.TODAY,
        facts=FACTS,
        answers=ASKED,
        steps=(Step(to="refused", grounds=("not_heard",)),),
        outcome="refused",
    ),
    Story(
        code="no_office",
        on=samples.TODAY,
        facts=replace(FACTS, offices=()),
        outcome=NOT_ALLOWED,
        reasons=("holds_office",),
    ),
)
