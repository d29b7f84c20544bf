"""Invented pupils that the stories of special forms are told with."""

from dataclasses import replace
from datetime import date
from typing import Any

from maarif.catalogue.certificates import samples
from maarif.catalogue.special_study.facts import Pupil
from maarif.registries.enrolments.types import PromotionRules, SpecialForm, SpecialFormCard, SpecialStudyRules

YEAR = PromotionRules(starts_month=9, starts_day=15, ends_month=6, ends_day=14, last_grade=11, school_age=6, stage=())
RULES = SpecialStudyRules(school_days=5, district_days=10, weeks=(4, 8, 12))


def pupil(form: SpecialForm, **changes: Any) -> Pupil:
    """A pupil of the seventh grade who is taught with the class."""
    known = Pupil(form=form, holder=samples.person(), now=samples.pupil(), running=None, year=YEAR, rules=RULES)
    return replace(known, **changes)


def taught(form: SpecialForm) -> SpecialFormCard:
    """A form that lasts until the end of the calendar year."""
    return SpecialFormCard(
        id=501,
        enrolment=104,
        form=form,
        since=date(2026, 10, 1),
        until=date(2026, 12, 31),
        reason="FC-2026-000001",
        order_number="17",
    )
