"""What granting does: the consent is kept where the door to records looks it up, and whoever is named is told."""

from datetime import date

from maarif.catalogue.certificates import people, words
from maarif.catalogue.citizens.consent.facts import PERSON, Facts, receiver
from maarif.engine.declare import Granted
from maarif.engine.forms import day_in_words
from maarif.kernel.text import Text
from maarif.support.access import operations as access
from maarif.support.access import queries as readers
from maarif.support.access.types import RecordPart
from maarif.support.notices import operations as notices


def give(granted: Granted[Facts]) -> None:
    """Lets the named one see the named parts until the named day."""
    body, until, parts = receiver(granted.facts, granted.answers), granted.answers["until"], granted.answers["parts"]
    if body is None or not isinstance(until, date) or not isinstance(parts, tuple):
        raise TypeError("a consent was given without whom, until when or what")
    access.give_consent(
        by=granted.asking.actor,
        subject=granted.asking.subject,
        body=body,
        purpose=str(granted.answers["purpose"]),
        parts=frozenset(map(RecordPart, parts)),
        until=until,
        case=granted.number,
    )
    _tell(granted, body, until)


def _tell(granted: Granted[Facts], body: int, until: date) -> None:
    """Tells the person named, or the people of the institution named, whose record they may see, why and until when."""
    name, personal = people.name(granted.facts), granted.answers["receiver"] == PERSON
    notices.send_many(
        by=granted.by,
        to=readers.readers_of(body, person=personal),
        soon=True,
        topic="record.consent",
        subject=words.say("notice", "consent_given" if personal else "consent_given_office"),
        body=words.say("notice", "consent_given_body").filled(
            name=Text.same(str(name)), purpose=Text.same(str(granted.answers["purpose"])), until=day_in_words(until)
        ),
        link="/cabinet/shown/" if personal else "/desk/shown/",
        key=f"consent {granted.number} given",
    )
