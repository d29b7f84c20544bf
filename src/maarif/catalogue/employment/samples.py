"""Invented posts and employments that the stories of these services are told with."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from maarif.catalogue.certificates import samples
from maarif.catalogue.employment.vacancies import Vacancies, Vacancy
from maarif.kernel.text import Text
from maarif.registries.posts.types import EmploymentCard, EmploymentKind, PostCard, PostKind, StaffRules

RULES: Final = StaffRules(largest_load=150, weekly_hours_of_full_post=18)
TITLE: Final = Text(
    az="Riyaziyyat müəllimi",
    ru="Учитель математики",
    kk="Математика мұғалімі",
    ky="Математика мугалими",
    en="Teacher of mathematics",
)


def employment(**changes: Any) -> EmploymentCard:
    """Teaches mathematics as the main work since 2018."""
    card = EmploymentCard(
        id=301,
        sourced_id="sample-employment",
        person=1,
        post=40,
        post_kind=PostKind.TEACHER,
        title=TITLE,
        subject="mathematics",
        institution=900,
        institution_name=samples.OTHER_NAME,
        share=100,
        kind=EmploymentKind.MAIN,
        since=date(2018, 9, 3),
        until=None,
    )
    return replace(card, **changes)


def vacancies(taken: int = 0) -> Vacancies:
    """A full post, number 41, at another institution, with so much of it taken."""
    post = PostCard(
        id=41,
        sourced_id="sample-post",
        institution=11,
        kind=PostKind.TEACHER,
        title=TITLE,
        subject="mathematics",
        full_time_equivalent=100,
        taken=taken,
        weekly_hours=18,
    )
    return Vacancies(on=samples.TODAY, told={41: Vacancy(post=post, place=samples.NAME)})
