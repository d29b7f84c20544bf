"""Two drafts, or two open cases, of one service that become one person's: nothing is lost and nothing blocks.

The draft saved last stays open, the other is set aside: it opens again when its merge is undone, or when the same application is
begun anew once the open one is sent or withdrawn. Of two open cases where one is the rule both go on; the later one is excepted.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, Q

from maarif.engine import forms, registry
from maarif.engine.cases import events
from maarif.engine.cases.models import Case
from maarif.engine.cases.types import OPEN, EventKind, Status
from maarif.kernel import clock
from maarif.kernel.countries import country
from maarif.support.notices import operations as notices
from maarif.support.parties.types import Actor

Place = tuple[int, int, str]


def set_doubles_aside(*, by: Actor, kept: int, merged: int) -> list[dict[str, Any]]:
    """Before `merged` becomes `kept`: sets the older of two drafts aside and tells the applicant. Says which."""
    people = (kept, merged)
    found = Case.objects.select_for_update().filter(
        Q(party_id__in=people) | Q(subject_id__in=people), status=Status.DRAFT.value
    )
    aside = []
    for (party, _subject, _service), newest, older in _doubles(list(found), kept, merged):
        for case in older:
            _move(case, Status.SET_ASIDE, EventKind.SET_ASIDE, by)
            _tell(by, party, case, newest)
            aside.append({"case": case.pk})
    return aside + _let_both_go_on(kept, merged)


def _let_both_go_on(kept: int, merged: int) -> list[dict[str, Any]]:
    """Excepts the later of two open cases of one subject from the rule that there be one; says which."""
    found = Case.objects.select_for_update().filter(subject_id__in=(kept, merged), only_one=True, status__in=OPEN)
    by_service = groupby(found.order_by("service", "submitted_at", "pk"), key=lambda case: case.service)
    later = [case.pk for _, group in by_service for case in list(group)[1:]]
    Case.objects.filter(pk__in=later).update(only_one=False)
    return [{"excepted": pk} for pk in later]


def take_doubles_up(*, by: Actor, kept: int, merged: int, steps: list[dict[str, Any]]) -> None:
    """Takes `set_doubles_aside` back, where nothing else of the kind has been begun since."""
    for case in Case.objects.filter(pk__in=[step["excepted"] for step in steps if "excepted" in step]):
        rival = Case.objects.filter(subject_id=case.subject_id, service=case.service, only_one=True, status__in=OPEN)
        Case.objects.filter(~Exists(rival), pk=case.pk).update(only_one=True)
    wanted = [step["case"] for step in steps if "case" in step]
    for case in Case.objects.select_for_update().filter(pk__in=wanted, status=Status.SET_ASIDE.value).order_by("pk"):
        _take_up(by, case)


def take_up_again(by: Actor, party: int, subject: int, service: str, expires_at: datetime) -> None:
    """Opens the draft of this kind that was set aside, if there is one and none is open; it lives until `expires_at`."""
    aside = Case.objects.select_for_update().filter(
        party_id=party, subject_id=subject, service=service, status=Status.SET_ASIDE.value, expires_at__gt=clock.now()
    )
    case = aside.order_by("-saved_at", "-pk").first()
    if case is not None:
        _take_up(by, case, expires_at)


def _take_up(by: Actor, case: Case, expires_at: datetime | None = None) -> None:
    open_ones = Case.objects.filter(
        party_id=case.party_id, subject_id=case.subject_id, service=case.service, status=Status.DRAFT.value
    )
    if not open_ones.exists():
        case.expires_at = expires_at or case.expires_at
        _move(case, Status.DRAFT, EventKind.TAKEN_UP, by)


def _move(case: Case, status: Status, kind: EventKind, by: Actor) -> None:
    case.status = status.value
    case.save(update_fields=["status", "expires_at"])
    events.append(case, kind, by=by)


def _doubles(found: list[Case], kept: int, merged: int) -> Iterator[tuple[Place, Case, list[Case]]]:
    """Drafts that will stand in one place, newest and the others."""

    def place(case: Case) -> Place:
        party, subject = (kept if one == merged else one for one in (case.party_id, case.subject_id))
        return party, subject, case.service

    for where, group in groupby(sorted(found, key=place), key=place):
        newest, *older = sorted(group, key=lambda case: (case.saved_at, case.pk), reverse=True)
        if older:
            yield where, newest, older


def _tell(by: Actor, to: int, case: Case, newest: Case) -> None:
    service = next((each for each in registry.all_services() if each.code == case.service), None)
    if service is None:
        return
    zone = ZoneInfo(country(case.country).time_zone)
    notices.send(
        by=by,
        to=to,
        topic="draft",
        subject=registry.word("notice", "draft_set_aside"),
        body=registry.word("notice", "draft_set_aside_body").filled(
            service=registry.text_of(service, "title"),
            day=forms.day_in_words(case.expires_at.astimezone(zone).date()),
        ),
        link=f"/cabinet/drafts/{newest.key}/",
        key=f"draft {case.key} set aside {clock.now():%Y-%m-%d}",
    )
