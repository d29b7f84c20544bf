"""Makes the copies of messages for one reader or many, and leaves them with the jobs that carry them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.db import transaction
from procrastinate.types import JSONValue

from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.support.notices import letters, quiet
from maarif.support.notices.delivering import deliver
from maarif.support.notices.directory import reachable
from maarif.support.notices.models import ChannelChoice, Delivery
from maarif.support.notices.queries import chosen
from maarif.support.notices.types import Channels, DeliveryChannel, Reachable, Topic, topic_of
from maarif.support.parties import rows

URGENT: Final = 100
"""Codes that somebody waits for overtake whatever else is in the queue."""
ONE_BY_ONE: Final = 50
IN_BULK: Final = 0


@dataclass(slots=True, kw_only=True)
class Notice:
    """The words of a notice, each language's letter made once however many read it; `language` is the copies', where it is set."""

    topic: str
    subject: Text
    body: Text
    link: str
    email: bool
    sms: bool
    language: str = ""
    _letters: dict[str, letters.Letter] = field(default_factory=dict)

    @property
    def kind(self) -> Topic:
        """What people choose it by."""
        return topic_of(self.topic)

    def letter(self, language: str) -> letters.Letter:
        """The letter in one language."""
        if language not in self._letters:
            words = self.subject.in_(language), self.body.in_(language)
            self._letters[language] = letters.notice(language, *words, self.link)
        return self._letters[language]


def queue_copies(notice: Notice, messages: Mapping[int, int], priority: int) -> None:
    """Queues the copies of messages (number by party) by the channels that each party wishes, in one statement each."""
    found = reachable(list(messages)) if messages and (notice.email or notice.sms) else {}
    if not found:
        return
    people = {party: replace(one, language=notice.language or one.language) for party, one in found.items()}
    wishes = {row.pk: chosen(row) for row in rows.found(ChannelChoice, "party_id = ANY(%s)", [list(people)])}
    made = [
        copy
        for party, person in people.items()
        for copy in _of_one(notice, messages[party], person, wishes.get(party, Channels()))
    ]
    queue(made, priority)


def queue(deliveries: Sequence[Delivery], priority: int) -> None:
    """Keeps deliveries and the jobs that carry them out, in one transaction; what must not come at night waits for the morning."""
    if not deliveries:
        return
    night = quiet.quiet_until(clock.now())
    with transaction.atomic(savepoint=False):
        rows.add(deliveries)
        for waits in (False, True):
            numbers = [one.pk for one in deliveries if (night is not None and not one.at_night) is waits]
            later = deliver.configure(priority=priority, schedule_at=night if waits else None)
            if numbers:
                tasks: list[dict[str, JSONValue]] = [{"delivery": number} for number in numbers]
                later.batch_defer(*tasks)


def _of_one(notice: Notice, message: int, person: Reachable, wished: Channels) -> list[Delivery]:
    """The copies of one reader. Security is written to whoever has an address, and texted to whoever has none."""
    security = notice.kind is Topic.SECURITY
    made = []
    if person.email and notice.email and (security or notice.kind in wished.email):
        made.append(_letter(notice, message, person))
    if person.phone and notice.sms and (notice.kind in wished.sms or (security and not person.email)):
        made.append(_text_message(notice, message, person, at_night=security))
    return made


def _letter(notice: Notice, message: int, person: Reachable) -> Delivery:
    letter = notice.letter(person.language)
    return Delivery(
        message_id=message,
        channel=DeliveryChannel.EMAIL.value,
        address=person.email,
        language=person.language,
        subject=letter.subject,
        plain=letter.plain,
        html=letter.html,
        key=f"message {message} email",
    )


def _text_message(notice: Notice, message: int, person: Reachable, *, at_night: bool) -> Delivery:
    return Delivery(
        message_id=message,
        channel=DeliveryChannel.SMS.value,
        address=person.phone,
        language=person.language,
        plain=letters.text_message(person.language, notice.kind),
        at_night=at_night,
        key=f"message {message} sms",
    )
