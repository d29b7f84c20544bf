"""What the service reads: every employment that the register knows of the person."""

from dataclasses import dataclass

from maarif.catalogue.certificates import people, studies
from maarif.engine.declare import Asking
from maarif.registries.people.types import PersonCard
from maarif.registries.posts import queries as posts
from maarif.registries.posts.types import ServiceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The person and the record of service up to today."""

    holder: PersonCard | None
    record: ServiceRecord


name = people.name
birth_date = people.birth_date
paper_languages = studies.paper_languages
reader_language = studies.reader_language


def of_case(asking: Asking) -> Facts:
    """The facts of one person today."""
    record = posts.service_record_of(asking.subject, on=asking.on)
    return Facts(holder=people.holder_of(asking), record=record)
