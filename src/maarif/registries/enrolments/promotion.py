"""The yearly promotion: one batch for a country, in chunks of institutions that are each done or not, and taken back alike."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, QuerySet

from maarif.kernel import clock
from maarif.kernel.rulesets import RuleSet, rule_set
from maarif.registries.enrolments import promoting
from maarif.registries.enrolments.batches import Promotion, PromotionChoice, PromotionChunk
from maarif.registries.enrolments.errors import PromotionRefused, PromotionUnknown, TransitionRefused
from maarif.registries.enrolments.statements import as_stated
from maarif.registries.enrolments.states import CURRENT_STATUSES, held
from maarif.registries.enrolments.types import AfterYear, BatchStatus, PromotionRules
from maarif.registries.programmes.operations import year_session
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor

AT_ONCE: Final = 20
"""Institutions of one transaction: enough to spare statements, few enough that a stop loses seconds."""
_INSTITUTIONS: Final = """
    SELECT DISTINCT e.institution_id FROM enrolments_enrolment e
    JOIN institutions_institution i ON i.party_id = e.institution_id
    WHERE i.country = %s AND e.status = 'active' AND e.kind IN ('general', 'preschool')
"""

Told = Callable[[int, int], None]
"""Hears how many institutions are done, and of how many."""


def choose_after_year(
    *, by: Actor, enrolment: int, year: int, choice: AfterYear | None, reason: str = "", order_number: str = ""
) -> None:
    """Says what becomes of one pupil at the end of a school year (named by the year in which it ends) other than going up.

    None takes the choice back. TransitionRefused when the study has ended, EnrolmentUnknown.
    """
    with acting(by):
        row = held(enrolment)
        if row.status not in CURRENT_STATUSES:
            raise TransitionRefused(enrolment=enrolment, status=row.status, to=str(choice))
        if choice is None:
            PromotionChoice.objects.filter(enrolment=enrolment, year=year).delete()
        else:
            said = {"choice": choice.value, "reason": reason, "order_number": order_number}
            PromotionChoice.objects.update_or_create(enrolment_id=enrolment, year=year, defaults=said)
        detail = {"enrolment": enrolment, "year": year, "choice": choice, "reason": reason}
        audit.record_write(by=by, verb="enrolments.choose_after_year", subjects=[row.person_id], detail=detail)


def start_promotion(*, by: Actor, country: str, year: int) -> int:
    """Begins the promotion at the end of a school year, or finds the one that there is; its number. NoRuleSet.

    Nobody moves yet: `advance_promotion` does that, institutions at a time.
    """
    rules, ends, starts = _year(country, year)
    with acting(by):
        session = year_session(by=by, school_year=year + 1, starts=starts, ends=ends.replace(year=year + 1))
        _serialised(country, year)
        there = Promotion.objects.filter(country=country, year=year).exclude(status=BatchStatus.REVERSED.value).first()
        if there is not None:
            return int(there.pk)
        row = Promotion.objects.create(
            country=country, year=year, ends=ends, starts=starts, session_id=session, rule_set=rules.id
        )
        chunks = [PromotionChunk(promotion=row, institution_id=number) for number in _institutions(country)]
        PromotionChunk.objects.bulk_create(chunks)
        detail = {"promotion": row.pk, "country": country, "year": year, "rule_set": rules.id}
        audit.record_write(by=by, verb="enrolments.start_promotion", subjects=[], detail=detail)
    return int(row.pk)


def advance_promotion(*, by: Actor, promotion: int, institutions: int = AT_ONCE) -> bool:
    """Promotes the next institutions in one transaction; False when none waits. Any number of runners may do so at once.

    PromotionUnknown, PromotionRefused when it is being taken back.
    """
    with acting(by):
        row = _standing(promotion, BatchStatus.RUNNING, BatchStatus.DONE)
        waiting = PromotionChunk.objects.select_for_update(skip_locked=True).filter(promotion=promotion, done_at=None)
        numbers = list(waiting.order_by("pk").values_list("institution", flat=True)[:institutions])
        if numbers:
            with as_stated():
                promoting.forward(_facts(row, numbers))
            _write_down(by, "enrolments.promote", promotion, numbers)
            return True
    _finish(promotion, BatchStatus.RUNNING, BatchStatus.DONE, PromotionChunk.objects.filter(done_at=None))
    return False


def run_promotion(*, by: Actor, promotion: int, told: Told | None = None, runners: int = 1) -> None:
    """Promotes until nothing waits. Stop it, kill it, start it again: it goes on where it was.

    With several runners each has a connection of its own, and no two have the same institution.
    """
    if runners == 1:
        while advance_promotion(by=by, promotion=promotion):
            _tell(told, promotion, "done_at")
        return
    with ThreadPoolExecutor(runners) as pool:
        for done in [pool.submit(_run_beside, by, promotion, told) for _ in range(runners)]:
            done.result()


def _run_beside(by: Actor, promotion: int, told: Told | None) -> None:
    """One runner of several, which takes its connection along when it ends."""
    try:
        run_promotion(by=by, promotion=promotion, told=told)
    finally:
        connection.close()


def reverse_promotion(*, by: Actor, promotion: int, told: Told | None = None) -> None:
    """Takes a promotion back, institutions at a time; what has changed since stays as it is and is listed.

    Killed and told again, it goes on. Classes that it made stay, empty. PromotionUnknown.
    """
    forwards = [BatchStatus.RUNNING.value, BatchStatus.DONE.value]
    with acting(by):
        rows = Promotion.objects.filter(pk=promotion, status__in=forwards)
        if rows.update(status=BatchStatus.REVERSING.value):
            detail = {"promotion": promotion}
            audit.record_write(by=by, verb="enrolments.reverse_promotion", subjects=[], detail=detail)
        elif _standing(promotion, BatchStatus.REVERSING, BatchStatus.REVERSED).status == BatchStatus.REVERSED.value:
            return
    while _take_back(by, promotion):
        _tell(told, promotion, "reversed_at")


def preview_promotion(country: str, year: int) -> Mapping[str, int]:
    """What a promotion would make of how many enrolments, by `Promoted`; nothing is written. NoRuleSet."""
    rules, ends, starts = _year(country, year)
    facts = _law(rules.values, year, ends, starts) | {"institutions": _institutions(country)}
    with connection.cursor() as cursor:
        cursor.execute(promoting.PREVIEW, facts)
        return {str(action): int(many) for action, many in cursor.fetchall()}


def _take_back(by: Actor, promotion: int) -> bool:
    with acting(by):
        row = _standing(promotion, BatchStatus.REVERSING)
        rows = PromotionChunk.objects.select_for_update(skip_locked=True).filter(promotion=promotion, reversed_at=None)
        numbers = list(rows.exclude(done_at=None).order_by("-pk").values_list("institution", flat=True)[:AT_ONCE])
        if numbers:
            with as_stated():
                promoting.back(_facts(row, numbers))
            _write_down(by, "enrolments.promotion_taken_back", promotion, numbers)
            return True
    waiting = PromotionChunk.objects.exclude(done_at=None).filter(reversed_at=None)
    _finish(promotion, BatchStatus.REVERSING, BatchStatus.REVERSED, waiting)
    return False


def _standing(promotion: int, *allowed: BatchStatus) -> Promotion:
    """The promotion, kept from changing its status meanwhile. PromotionUnknown, PromotionRefused."""
    rows = Promotion.objects.raw("SELECT * FROM enrolments_promotion WHERE id = %s FOR SHARE", [promotion])
    row = next(iter(rows), None)
    if row is None:
        raise PromotionUnknown(promotion=promotion)
    if BatchStatus(row.status) not in allowed:
        raise PromotionRefused(promotion=promotion, status=row.status)
    return row


def _finish(promotion: int, before: BatchStatus, after: BatchStatus, waiting: QuerySet[PromotionChunk]) -> None:
    """Says that all is done, if nothing waits; in a transaction of its own, since others may hold the promotion too."""
    rows = Promotion.objects.filter(~Exists(waiting.filter(promotion=promotion)), pk=promotion, status=before.value)
    rows.update(status=after.value, finished_at=clock.now())


def _write_down(by: Actor, verb: str, promotion: int, institutions: list[int]) -> None:
    rows = PromotionChunk.objects.filter(promotion=promotion, institution__in=institutions)
    acts = [(place, {"promotion": promotion, **counts}) for place, counts in rows.values_list("institution", "counts")]
    audit.record_writes(by=by, verb=verb, acts=acts)


def _tell(told: Told | None, promotion: int, column: str) -> None:
    if told is not None:
        chunks = PromotionChunk.objects.filter(promotion=promotion)
        told(chunks.exclude(**{column: None}).count(), chunks.count())


def _facts(row: Promotion, institutions: list[int]) -> dict[str, Any]:
    rules, ends, starts = _year(row.country, row.year)
    own = {"promotion": row.pk, "session": row.session_id, "institutions": institutions}
    return _law(rules.values, row.year, ends, starts) | own


def _law(rules: PromotionRules, year: int, ends: date, starts: date) -> dict[str, Any]:
    return {
        "year": year,
        "ends": ends,
        "starts": starts,
        "ready": starts.replace(year=year - rules.school_age),
        "last_grade": rules.last_grade,
        "stage_grades": [stage.grade for stage in rules.stage],
        "stage_levels": [stage.level_after for stage in rules.stage],
        "stage_documents": [stage.document for stage in rules.stage],
    }


def _year(country: str, year: int) -> tuple[RuleSet[PromotionRules], date, date]:
    """The rules at the end of a school year, its last day, and the first day of the next."""
    rules = rule_set(country, "promotion", date(year, 6, 1), PromotionRules)
    law = rules.values
    return rules, date(year, law.ends_month, law.ends_day), date(year, law.starts_month, law.starts_day)


def _institutions(country: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_INSTITUTIONS, [country])
        return sorted(number for (number,) in cursor.fetchall())


def _serialised(country: str, year: int) -> None:
    """Two who start one promotion wait for each other, and the second finds the first's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"promotion {country} {year}"])
