"""Cases told in advance: granted and refused, run by `maarif inspect` and as tests."""

from datetime import date

from maarif.catalogue.certificates import samples
from maarif.catalogue.staff.service_record.facts import Facts
from maarif.engine.declare import Story
from maarif.kernel.text import Text
from maarif.registries.posts.types import EmploymentCard, EmploymentKind, Length, PostKind, ServiceRecord

TAUGHT = EmploymentCard(
    id=300,
    sourced_id="sample-employment",
    person=1,
    post=40,
    post_kind=PostKind.TEACHER,
    title=Text(
        az="Riyaziyyat müəllimi",
        ru="Учитель математики",
        kk="Математика мұғалімі",
        ky="Математика мугалими",
        en="Teacher of mathematics",
    ),
    subject="mathematics",
    institution=900,
    institution_name=samples.OTHER_NAME,
    share=100,
    kind=EmploymentKind.MAIN,
    since=date(2018, 9, 3),
    until=date(2026, 6, 30),
)


def record(*employments: EmploymentCard) -> ServiceRecord:
    """A record of these employments."""
    return ServiceRecord(
        person=1,
        on=samples.TODAY,
        employments=employments,
        leaves=(),
        breaks=(),
        length=Length(years=7, months=9, days=28),
    )


STORIES = (
    Story(
        code="served",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(), record=record(TAUGHT)),
        answers={"presented_to": "Bank"},
        outcome="granted",
    ),
    Story(
        code="never_served",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(), record=record()),
        outcome="refused",
        reasons=("has_service",),
    ),
    Story(
        code="no_birth_date",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(birth_date=None), record=record(TAUGHT)),
        outcome="refused",
        reasons=("birth_date_known",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(death_date=samples.TODAY), record=record(TAUGHT)),
        outcome="refused",
        reasons=("alive",),
    ),
)
