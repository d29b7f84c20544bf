"""What granting does: the employment ends in the register, and the order is issued in the employer's name."""

from datetime import date

from maarif.catalogue.certificates import people, studies
from maarif.catalogue.staff.dismissal.facts import Facts, chosen
from maarif.engine.declare import Filled, Granted
from maarif.registries.posts import operations as posts

LINES = ("institution", "post", "since", "last_day", "order_number")
OWN_WISH = "own wish"


def leave(granted: Granted[Facts]) -> None:
    """Ends the employment after its last day."""
    posts.dismiss(
        by=granted.decided_by or granted.asking.actor,
        employment=chosen(granted.facts, granted.answers).id,
        last_day=_last_day(granted),
        reason=OWN_WISH,
        order_number=str(granted.noted.get("order_number") or granted.number),
    )


def order(granted: Granted[Facts]) -> Filled:
    """The order by which the employment ends."""
    card = chosen(granted.facts, granted.answers)
    party, name, born = people.identity(granted.facts)
    return Filled(
        holder=party,
        holder_name=name,
        holder_birth_date=born,
        issuer=card.institution_name,
        institution=card.institution,
        chosen_language=studies.reader_language(None, granted.asking),
        facts={
            "institution": card.institution_name,
            "post": card.title,
            "since": card.since,
            "last_day": _last_day(granted),
            "order_number": str(granted.noted.get("order_number") or granted.number),
        },
    )


def _last_day(granted: Granted[Facts]) -> date:
    answer = granted.answers["last_day"]
    if not isinstance(answer, date):
        raise TypeError(f"the last day is no day: {answer!r}")
    return answer
