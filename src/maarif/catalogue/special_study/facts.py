"""The pupil, the special form in force, the rules of the country; and what can be chosen."""

from dataclasses import dataclass
from datetime import date

from maarif.catalogue.certificates import people, words
from maarif.engine.declare import Answers, Asking, Matter, Office, Option, Seat
from maarif.engine.forms import day_in_words
from maarif.kernel.text import Text
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.types import (
    EnrolmentCard,
    PromotionRules,
    SpecialForm,
    SpecialFormCard,
    SpecialStudyRules,
)
from maarif.registries.people.types import PersonCard
from maarif.registries.programmes.types import ProgrammeKind

#: The length of a form that lasts until the school year ends.
WHOLE_YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """The child, the present studies, and the special form that lasts today or begins later; `form` is what the service gives.

    `commissions` are the medical commissions that can be asked for an opinion, by number.
    """

    form: SpecialForm
    holder: PersonCard | None
    now: EnrolmentCard | None
    running: SpecialFormCard | None
    year: PromotionRules
    rules: SpecialStudyRules
    abroad: bool = False
    commissions: tuple[tuple[int, Text], ...] = ()


def read(asking: Asking, form: SpecialForm) -> Pupil:
    """The facts of one child today."""
    now = enrolments.current_of(asking.subject, on=asking.on, kinds=(ProgrammeKind.GENERAL,))
    forms = enrolments.special_forms(now.id) if now is not None else ()
    return Pupil(
        form=form,
        holder=people.holder_of(asking),
        now=now,
        running=next((each for each in forms if each.until >= asking.on), None),
        year=enrolments.school_year(asking.country, asking.on),
        rules=enrolments.special_study(asking.country, asking.on),
        abroad=now is not None and now.institution_country.lower() != asking.country,
    )


def matters(country: str, on: date) -> tuple[Matter[Pupil], ...]:
    """Every application has the terms of the country's rules."""
    year, rules = enrolments.school_year(country, on), enrolments.special_study(country, on)
    anybody = Pupil(form=SpecialForm.INDIVIDUAL, holder=None, now=None, running=None, year=year, rules=rules)
    return (Matter(code="special_study", facts=anybody, answers={}),)


def present_school(facts: Pupil) -> Text | None:
    """Where the child learns now."""
    return facts.now.institution_name if facts.now is not None else None


def grade(facts: Pupil) -> str | None:
    """The grade and class."""
    return (facts.now.class_name or str(facts.now.grade or "")) if facts.now is not None else None


def wishes(facts: Pupil, asking: Asking) -> tuple[Option, ...]:
    """To begin; while a form lasts, to prolong it or to end it."""
    codes = ("begin",) if facts.running is None else ("prolong", "end")
    lasts = None if facts.running is None else words.say("wish", "lasts").filled(day=day_in_words(facts.running.until))
    return tuple(Option(value=code, label=words.say("wish", code), hint=lasts) for code in codes)


def lengths(facts: Pupil, asking: Asking) -> tuple[Option, ...]:
    """Some weeks, or the whole school year."""
    weeks = tuple(
        Option(value=str(many), label=words.say("length", "weeks").filled(count=Text.same(str(many))))
        for many in facts.rules.weeks
    )
    return (*weeks, Option(value=WHOLE_YEAR, label=words.say("length", WHOLE_YEAR)))


def school(facts: Pupil, answers: Answers) -> Seat:
    """The school that teaches the child."""
    return Seat(institution=facts.now.institution if facts.now is not None else None)


def district(facts: Pupil, answers: Answers) -> Seat:
    """The district's office of the school; the ministry where the register knows no region."""
    region = facts.now.institution_region if facts.now is not None else None
    return Seat(region=region) if region is not None else Seat(office=Office.MINISTRY)


def school_days(facts: Pupil, answers: Answers) -> int:
    """The school's term by the country's rules."""
    return facts.rules.school_days


def district_days(facts: Pupil, answers: Answers) -> int:
    """The district's term by the country's rules."""
    return facts.rules.district_days


def from_today(on: date) -> date:
    """No order is given for days that are over."""
    return on


def within_a_year(on: date) -> date:
    """Nor for days further away than a year."""
    return on.replace(year=on.year + 1, day=min(on.day, 28))
