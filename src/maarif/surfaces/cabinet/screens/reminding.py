"""A link to an unsent draft, by the channels that the viewer chose."""

from maarif.engine.cases import queries
from maarif.engine.forms import day_in_words
from maarif.kernel import clock
from maarif.kernel.countries import active_country
from maarif.support.notices.operations import send
from maarif.support.parties.types import Actor
from maarif.surfaces.cabinet.texts import REMINDER_BODY, REMINDER_SUBJECT


def send_link(by: Actor, draft: str) -> None:
    """Sends the viewer the way back to a draft, at most once a day. DraftNotFound."""
    card = queries.draft_for(by, draft).card
    assert by.party is not None  # a draft has an applicant
    send(
        by=by,
        to=by.party,
        topic="case.draft",
        subject=REMINDER_SUBJECT.filled(title=card.title),
        body=REMINDER_BODY.filled(day=day_in_words(card.expires_at.date())),
        link=f"/cabinet/drafts/{card.key}/",
        key=f"draft {card.key} link {clock.today(active_country().time_zone)}",
    )
