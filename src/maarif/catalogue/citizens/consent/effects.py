"""What granting does: the consent is kept where the door to records looks it up, and the person named is told."""

from datetime import date

from maarif.catalogue.certificates import people, words
from maarif.catalogue.citizens.consent.facts import PERSON, Facts, receiver
from maarif.engine.declare import Granted
from maarif.engine.forms import day_in_words
from maarif.kernel.text import Text
from maarif.support.access import operations as access
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
    if granted.answers["receiver"] == PERSON:
        _tell(granted, body, until)


def _tell(granted: Granted[Facts], person: int, until: date) -> None:
    """Tells the person named whose record they may see, why and until when."""
    name = people.name(granted.facts)
    notices.send(
        by=granted.by,
        to=person,
        topic="record.consent",
        subject=words.say("notice", "consent_given"),
        body=words.say("notice", "consent_given_body").filled(
            name=Text.same(str(name)), purpose=Text.same(str(granted.answers["purpose"])), until=day_in_words(until)
        ),
        link="/cabinet/shown/",
        key=f"consent {granted.number} given",
    )
