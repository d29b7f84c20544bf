"""Intake on behalf: an officer writes down for a person who calls, writes on paper or stands at the window; same case, same clock."""

from dataclasses import replace

from maarif.engine.cases.errors import DraftNotFound, NotYourWard
from maarif.engine.cases.models import Case
from maarif.registries.people import queries as people
from maarif.support.access.types import OFFICIAL_ROLES
from maarif.support.parties.types import Actor, Assurance


def on_behalf(*, by: Actor, party: int, subject: int | None = None) -> Actor:
    """The applicant for whom the officer writes, proven at the desk; every act keeps who wrote it down (`Actor.entered_by`).

    With it the verbs of drafts work as the applicant's own; `start_draft` is told the `intake`. NotYourWard when the officer has
    no office or no second factor, or the person is not in the register.
    """
    official = by.assurance >= Assurance.OFFICIAL and by.role in OFFICIAL_ROLES and by.party is not None
    if not official or people.person_card(party) is None:
        raise NotYourWard(party=party)
    child = subject if subject not in (None, party) else None
    return replace(
        by,
        party=party,
        entered_by=by.party,
        acting_for=child,
        role="citizen",
        scope_kind=None,
        scope=None,
        assurance=Assurance.NATIONAL,
    )


def applicant_written_for(*, by: Actor, draft: str = "", number: str = "") -> Actor:
    """The applicant of a draft (by its key) or of a sent case (by its number) that this very officer wrote down. DraftNotFound."""
    named = {"number": number[:40]} if number else {"key": draft}
    case = Case.objects.filter(**named, entered_by=by.party).first() if by.party is not None else None
    if case is None:
        raise DraftNotFound(draft=(number or draft)[:40])
    return on_behalf(by=by, party=case.party_id, subject=case.subject_id)
