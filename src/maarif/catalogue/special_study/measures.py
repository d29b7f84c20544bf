"""What is asked for, in days: a form begins, is prolonged or ends; told beforehand, done in the register, said in the order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from maarif.catalogue.certificates import issuers, people, studies, words
from maarif.catalogue.special_study.facts import WHOLE_YEAR, Pupil
from maarif.engine.declare import Answers, Consequence, Filled, Granted
from maarif.engine.forms import day_in_words
from maarif.kernel.text import Text
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments.errors import FormRefused
from maarif.registries.enrolments.types import EnrolmentCard, SpecialFormCard, Status

LINES = ("institution", "grade", "special_form", "measure", "since", "until", "order_number")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The days of the form once the wish is granted, the last one included."""

    wish: str
    since: date
    until: date


def measure(facts: Pupil, answers: Answers) -> Measure:
    """The days that follow from the answers. FormRefused when the form to prolong or to end is over."""
    wish = str(answers["wish"])
    if wish == "begin":
        since = facts.year.first_day(_day(answers, "since"))
        return Measure(wish=wish, since=since, until=_until(facts, since, answers))
    running = _running(facts)
    if wish == "prolong":
        until = _until(facts, facts.year.first_day(running.until + ONE_DAY), answers)
    else:
        until = min(max(_day(answers, "last_day"), running.since), running.until)
    return Measure(wish=wish, since=running.since, until=until)


def _until(facts: Pupil, since: date, answers: Answers) -> date:
    """The last of so many weeks, at most the last day of the school year."""
    ends, length = facts.year.year_ends(since), str(answers["length"])
    return ends if length == WHOLE_YEAR else min(since + timedelta(weeks=int(length)) - ONE_DAY, ends)


def _day(answers: Answers, field: str) -> date:
    answer = answers[field]
    if not isinstance(answer, date):
        raise TypeError(f"{field} is no day: {answer!r}")
    return answer


def _running(facts: Pupil) -> SpecialFormCard:
    if facts.running is None:
        raise FormRefused(constraint="study_form_is_over")
    return facts.running


def _studies(facts: Pupil) -> EnrolmentCard:
    if facts.now is None or facts.now.status is not Status.ACTIVE:
        raise FormRefused(constraint="study_form_within_the_study")
    return facts.now


# --- rules ------------------------------------------------------------------------------------------------------


def is_pupil(facts: Pupil) -> bool:
    """The child learns at a school of the country."""
    return facts.now is not None and not facts.abroad


def not_interrupted(facts: Pupil) -> bool:
    """The studies are not interrupted."""
    return facts.now is None or facts.now.status is Status.ACTIVE


def no_other_form(facts: Pupil) -> bool:
    """No other special form lasts or is about to begin."""
    return facts.running is None or facts.running.form is facts.form


def consequences(facts: Pupil, answers: Answers) -> tuple[Consequence, ...]:
    """From when until when the child will be taught so."""
    if facts.now is None:
        return ()
    days = measure(facts, answers)
    told = {"since": day_in_words(days.since), "until": day_in_words(days.until)}
    return (Consequence(code={"begin": "begins", "prolong": "goes_on", "end": "ends"}[days.wish], words=told),)


# --- effects ----------------------------------------------------------------------------------------------------


def carry_out(granted: Granted[Pupil]) -> None:
    """The form of study begins, lasts longer or ends in the register."""
    by, facts = granted.by, granted.facts
    days, now = measure(facts, granted.answers), _studies(facts)
    if days.wish != "begin":
        enrolments.end_form(
            by=by,
            special=_running(facts).id,
            last_day=days.until,
            reason=granted.number,
            order_number=_order_number(granted),
        )
        return
    enrolments.set_form(
        by=by,
        enrolment=now.id,
        form=facts.form,
        since=days.since,
        until=days.until,
        reason=granted.number,
        order_number=_order_number(granted),
    )


def order(granted: Granted[Pupil], **more: Text | None) -> Filled:
    """The order of whoever decided; `more` are further lines."""
    facts, now = granted.facts, _studies(granted.facts)
    party, name, born = people.identity(facts)
    days = measure(facts, granted.answers)
    issuer, institution = issuers.of(granted)
    lines: Mapping[str, Text | date | str | None] = {
        "institution": now.institution_name,
        "grade": now.class_name or str(now.grade),
        "special_form": words.say("special_form", facts.form.value),
        "measure": words.say("measure", days.wish),
        "since": days.since,
        "until": days.until,
        "order_number": _order_number(granted),
    }
    return Filled(
        holder=party,
        holder_name=name,
        holder_birth_date=born,
        issuer=issuer,
        institution=institution,
        chosen_language=studies.reader_language(None, granted.asking),
        facts={**lines, **more},
    )


def _order_number(granted: Granted[Pupil]) -> str:
    return str(granted.noted.get("order_number") or granted.number)
