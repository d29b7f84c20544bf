"""Cases told in advance: granted and refused, run by `maarif inspect` and as tests."""

from datetime import date

from maarif.catalogue.certificates import samples
from maarif.catalogue.certificates.graduations import Graduations
from maarif.engine.declare import Story

DIPLOMA = samples.graduate()
THIS_YEAR = samples.graduate(id=107, until=date(2026, 6, 30), graduated_on=date(2026, 6, 30))

STORIES = (
    Story(
        code="one_diploma",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(), on=samples.TODAY, completed=(DIPLOMA,)),
        answers={"presented_to": "İşəgötürən"},
        outcome="granted",
    ),
    Story(
        code="two_diplomas",
        on=samples.TODAY,
        facts=Graduations(
            holder=samples.person(),
            on=samples.TODAY,
            completed=(DIPLOMA, samples.graduate(id=108, document_number="CD 1")),
        ),
        answers={"graduation": "108"},
        outcome="granted",
    ),
    Story(
        code="earlier_and_this_year",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(), on=samples.TODAY, completed=(THIS_YEAR, DIPLOMA)),
        outcome="granted",
    ),
    Story(
        code="day_only_in_the_period",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(), on=samples.TODAY, completed=(samples.graduate(graduated_on=None),)),
        outcome="granted",
    ),
    Story(
        code="never_studied",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(), on=samples.TODAY, completed=()),
        outcome="refused",
        reasons=("studied",),
    ),
    Story(
        code="still_studying",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(), on=samples.TODAY, completed=(), current=(samples.student(),)),
        outcome="refused",
        reasons=("finished",),
    ),
    Story(
        code="this_years_graduate",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(), on=samples.TODAY, completed=(THIS_YEAR,)),
        outcome="refused",
        reasons=("earlier_year",),
    ),
    Story(
        code="no_diploma_on_record",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(), on=samples.TODAY, completed=(samples.graduate(document_number=""),)),
        outcome="refused",
        reasons=("diploma_recorded",),
    ),
    Story(
        code="no_birth_date",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(birth_date=None), on=samples.TODAY, completed=(DIPLOMA,)),
        outcome="refused",
        reasons=("birth_date_known",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(death_date=samples.TODAY), on=samples.TODAY, completed=(DIPLOMA,)),
        outcome="refused",
        reasons=("alive",),
    ),
)
