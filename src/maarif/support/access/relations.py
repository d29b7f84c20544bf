"""Whether an actor stands in a relation to a party today."""

from maarif.support.access.resolvers import resolver
from maarif.support.parties.types import Actor


def holds(actor: Actor, relation: str, party: int) -> bool:
    """Whether `actor` is, say, `guardian_of` this party; nobody is anything to somebody without a party of their own."""
    return actor.party is not None and resolver(relation)(actor.party, party)
