"""Teachers' examinations: results as published, the dated rules over them, the choice between several, the lines of a paper."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from maarif.catalogue.certificates import people, words
from maarif.catalogue.certificates.studies import joined
from maarif.engine.declare import Asking, Filled, Granted, Option
from maarif.engine.forms import day_in_words
from maarif.kernel.countries import office
from maarif.kernel.rulesets import NoRuleSet, RuleSet, rule_set
from maarif.kernel.text import Text
from maarif.registries.assessments import queries as assessments
from maarif.registries.assessments.types import AssessmentKind, Part, ResultCard
from maarif.registries.people.types import PersonCard

SECTOR: Final = "assessments"
HUNDREDTHS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Recruitment:
    """What a candidate needs: points in hundredths for the parts and the total, and how many days the result holds."""

    maximum_hundredths: int
    subject_pass_hundredths: int
    method_pass_hundredths: int
    total_pass_hundredths: int
    result_valid_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRaise:
    """From how many points of the test on the salary rises by how many per cent."""

    from_points: int
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """The test's maximum, the points from which one is interviewed, how many years the result holds, and what it pays."""

    maximum: int
    interview_from: int
    result_valid_years: int
    pay_raise: tuple[PayRaise, ...]

    def percent_for(self, points: Decimal) -> int | None:
        """The highest raise that these points reach, None when they reach none."""
        return max((each.percent for each in self.pay_raise if points >= each.from_points), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessments:
    """The rule set `assessments` of a country."""

    recruitment: Recruitment
    diagnostic: Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Sat:
    """One result with the rules in force on the day it was taken (None: none are known for that day)."""

    result: ResultCard
    rules: RuleSet[Assessments] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Examinations:
    """The results of one kind that somebody has, the newest first."""

    holder: PersonCard | None
    on: date
    sat: tuple[Sat, ...]


def read(asking: Asking, kind: AssessmentKind) -> Examinations:
    """The subject's results of one kind, each with its day's rules."""
    found = assessments.of_person(asking.subject, kind)
    return Examinations(
        holder=people.holder_of(asking),
        on=asking.on,
        sat=tuple(Sat(result=each, rules=_rules(asking.country, each.taken_on)) for each in found),
    )


def _rules(country: str, taken_on: date) -> RuleSet[Assessments] | None:
    try:
        return rule_set(country, SECTOR, taken_on, Assessments)
    except NoRuleSet:
        return None


# --- rules ------------------------------------------------------------------------------------------------------


def has_result(facts: Examinations) -> bool:
    """The register has a result of this examination."""
    return bool(facts.sat)


def in_validity(facts: Examinations) -> bool:
    """Of the results at least one still holds."""
    return not facts.sat or bool(valid(facts))


def valid(facts: Examinations) -> tuple[Sat, ...]:
    """Results that still hold today, the last day included."""
    return tuple(each for each in facts.sat if (end := holds_until(each)) is None or end >= facts.on)


def holds_until(sat: Sat) -> date | None:
    """The last day of a result: the register's, else counted by the rules of its day; None when neither says."""
    result = sat.result
    if result.valid_until is not None or sat.rules is None:
        return result.valid_until
    if result.kind is AssessmentKind.RECRUITMENT:
        return result.taken_on + timedelta(days=sat.rules.values.recruitment.result_valid_days)
    return _years_after(result.taken_on, sat.rules.values.diagnostic.result_valid_years)


def _years_after(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def recruitment_passed(result: ResultCard, marks: Recruitment) -> bool:
    """Each part and the total reach their pass marks (rules of the competition: subject, method, total)."""
    needed = {"subject": marks.subject_pass_hundredths, "method": marks.method_pass_hundredths}
    reached = {each.code: each.score * HUNDREDTHS for each in result.parts}
    parts = all(reached.get(code, Decimal(0)) >= mark for code, mark in needed.items())
    return parts and result.total * HUNDREDTHS >= marks.total_pass_hundredths


def part(result: ResultCard, code: str) -> Part | None:
    """One part of an examination by its code."""
    return next((each for each in result.parts if each.code == code), None)


def needed(sat: Sat, part: Part) -> Decimal | None:
    """The pass mark of a part: as published with the result, else by the rules of its day."""
    if part.needed is not None or sat.rules is None:
        return part.needed
    marks = sat.rules.values.recruitment
    hundredths = {"subject": marks.subject_pass_hundredths, "method": marks.method_pass_hundredths}.get(part.code)
    return None if hundredths is None else Decimal(hundredths) / HUNDREDTHS


def total_needed(sat: Sat) -> Decimal | None:
    """The pass mark of the total by the rules of its day."""
    return None if sat.rules is None else Decimal(sat.rules.values.recruitment.total_pass_hundredths) / HUNDREDTHS


# --- choices and papers -----------------------------------------------------------------------------------------


def options(sat: tuple[Sat, ...]) -> tuple[Option, ...]:
    """Results to pick: the subject, then the day and the score."""
    return tuple(
        Option(
            value=str(each.result.id),
            label=each.result.subject_name,
            hint=_told(each.result),
        )
        for each in sat
    )


def _told(result: ResultCard) -> Text:
    day = words.say("line", "taken").filled(day=day_in_words(result.taken_on))
    return joined([day, score(result.total, result.maximum, None)])


def chosen(facts: Examinations, answer: object) -> Sat:
    """The result that was picked (or the only one)."""
    return next(each for each in facts.sat if str(each.result.id) == answer)


def score(points: Decimal, maximum: Decimal, needed: Decimal | None) -> Text:
    """Points as a paper says them: reached, possible, and needed where there is a pass mark."""
    said = {"score": plain(points), "maximum": plain(maximum)}
    if needed is None:
        return words.say("line", "score").filled(**said)
    return words.say("line", "score_needed").filled(**said, needed=plain(needed))


def plain(points: Decimal) -> Text:
    """A number without idle zeros: 57; 46,5 in our alphabets, 46.5 in English."""
    digits = format(points.normalize(), "f")
    ours = digits.replace(".", ",")
    return Text(az=ours, ru=ours, kk=ours, ky=ours, en=digits)


def filled(granted: Granted[Examinations], sat: Sat, lines: dict[str, Text | date | str | None]) -> Filled:
    """A paper about one result, issued by the ministry and valid no longer than the result."""
    party, name, born = people.identity(granted.facts)
    said = {
        "subject": sat.result.subject_name,
        "taken_on": sat.result.taken_on,
        **lines,
        "valid_until": holds_until(sat),
        "presented_to": people.presented_to(granted.answers.get("presented_to")),
    }
    return Filled(
        holder=party,
        holder_name=name,
        holder_birth_date=born,
        issuer=office(granted.asking.country, "ministry"),
        institution=None,
        chosen_language=str(granted.answers["paper_language"]),
        facts=said,
        not_after=holds_until(sat),
    )
