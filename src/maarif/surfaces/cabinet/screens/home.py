"""The cabinet's first page: what waits, what has been applied for, and the panels that rooms plug in."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maarif.engine.cases import queries
from maarif.engine.cases.types import (
    OPEN,
    CaseCard,
    DraftCard,
    Status,
)
from maarif.support.parties.types import Actor, Assurance
from maarif.surfaces.cabinet.screens import panels
from maarif.surfaces.cabinet.screens.cases import case_row, draft_row
from maarif.surfaces.cabinet.screens.family import household_of
from maarif.surfaces.cabinet.types import Home, Waiting
from maarif.surfaces.frame.environment import day

SHOWN: Final = 5


def home_for(viewer: Actor, *, official: bool = False) -> Home:
    """The first page of the viewer, or of the child acted for; `official` people are shown the way to their desk."""
    if viewer.party is None or viewer.assurance < Assurance.NATIONAL:
        return _unproven()
    household = replace(household_of(viewer), official=official)
    drafts, cases = queries.overview_for(viewer, household.names)
    waiting = tuple(_waiting(viewer, drafts, cases))
    return Home(
        name=household.given_name,
        lead=_lead(drafts, cases),
        waiting=waiting,
        cases=tuple(case_row(card, viewer) for card in cases[:SHOWN]),
        more_cases=len(cases) > SHOWN,
        panels=panels.drawn_for(viewer, household),
    )


def _unproven() -> Home:
    """An account of one's own without a person behind it: says how to become one."""
    prove = Waiting(
        title=_("Show who you are"),
        text=_("Applications, documents and messages about you open after you sign in with the national identity."),
        action=_("Sign in with the national identity"),
        href=f"{reverse('identity_step_up')}?next={reverse('cabinet:home')}",
        color="info",
    )
    lead = _("You are signed in with an account of your own.")
    return Home(name="", lead=lead, waiting=(prove,), cases=(), more_cases=False, panels=())


def _lead(drafts: Sequence[DraftCard], cases: Sequence[CaseCard]) -> str:
    opened = sum(card.status in OPEN for card in cases)
    asked = sum(card.status is Status.WAITING_APPLICANT for card in cases)
    if not opened:
        return _("You have begun an application and not sent it.") if drafts else _("Nothing is waiting for you.")
    sentence = ngettext("You have %(count)s open application.", "You have %(count)s open applications.", opened)
    lead = sentence % {"count": opened}
    if asked:
        waiting = ngettext("%(count)s of them waits for your answer.", "%(count)s of them wait for your answer.", asked)
        lead += " " + waiting % {"count": asked}
    return lead


def _waiting(viewer: Actor, drafts: Sequence[DraftCard], cases: Sequence[CaseCard]) -> list[Waiting]:
    unsent = [
        Waiting(
            title=_("NOT SENT yet: %(title)s") % {"title": draft_row(draft, viewer).title},
            text=_("Your answers are saved. The draft is kept until %(day)s.") % {"day": day(draft.expires_at)},
            action=_("Continue"),
            href=reverse("cabinet:draft", args=[draft.key]),
        )
        for draft in drafts
    ]
    asked = [
        Waiting(
            title=case_row(card, viewer).title,
            text=_("Your answer is awaited until %(day)s.") % {"day": day(card.answer_by)}
            if card.answer_by is not None
            else _("Your answer is awaited."),
            action=_("Answer"),
            href=reverse("cabinet:answer", args=[card.number]),
        )
        for card in cases
        if card.status is Status.WAITING_APPLICANT
    ]
    return [*asked, *unsent]
