"""What the service judges, and what granting will change."""

from maarif.catalogue.higher.reinstatement.facts import Facts, found, free, groups_of, in_time
from maarif.catalogue.students import receiving, studying
from maarif.engine.declare import Answers, Consequence

TOLD = receiving.TOLD

alive = studying.alive
birth_date_known = studying.birth_date_known


def has_left(facts: Facts) -> bool:
    """The register shows studies that ended before their time."""
    return bool(facts.left)


def not_too_late(facts: Facts) -> bool:
    """They ended within the years that the rules allow."""
    return not facts.left or bool(in_time(facts))


def not_studying(facts: Facts) -> bool:
    """Nothing is studied on that level now."""
    return not in_time(facts) or bool(free(facts))


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """The studies go on, where a group has a place."""
    card = found(facts, answers)
    if card is None:
        return ()
    goes_on = Consequence(code="goes_on", words={"place": card.institution_name})
    return (goes_on, *receiving.places_told(groups_of(facts, card), answers))
